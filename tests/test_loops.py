"""Machines that answer machines: whatever the other side does, it ends within three mails, and a person is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from email.utils import parseaddr
from typing import Any

import pytest

from responder.domain import OutgoingMail
from tests.worlds import AGENT, SUPPORT, TEAM, Stage, a_mail, a_stage, the_settings

FIRST = "robot@peer.example"
MOST_EXCHANGES = 12
"""a loop that is still going after so many is one"""

DELAYS = [{"seconds": 20}, {"hours": 2}, {"hours": 25}, {"days": 8}]
"""that the other side takes its time with"""

Responder = Callable[[EmailMessage, int], bytes]
"""What the other side makes of a mail of ours, and of how many it had before."""


def to_reply_to(ours: EmailMessage) -> str:
    return parseaddr(str(ours["Reply-To"] or ours["From"]))[1]


def to_from(ours: EmailMessage) -> str:
    return parseaddr(str(ours["From"]))[1]


def a_headerless(answered: Callable[[EmailMessage], str], *, threads: bool) -> Responder:
    """Thanks for each mail from one address, without any header that says so."""

    def answer(ours: EmailMessage, number: int) -> bytes:
        threading = {"In_Reply_To": str(ours["Message-ID"])} if threads else {}
        return a_mail(
            f"I still cannot sign in. How do I reset my password? Attempt {number}.\n",
            sender=f"Robot <{FIRST}>",
            subject=f"Re: {ours['Subject']}" if threads else "Password",
            to=answered(ours),
            message_id=f"<{number}@peer.example>",
            **threading,
        )

    return answer


def a_chameleon(answered: Callable[[EmailMessage], str], address: str) -> Responder:
    """Another address, subject and text every time, and nothing that refers to ours."""

    def answer(ours: EmailMessage, number: int) -> bytes:
        return a_mail(
            f"How do I reset my password for workspace {number * 7919}, please?\n",
            sender=address.format(n=number),
            subject=f"Case {number * 104729}",
            to=answered(ours),
            message_id=f"<{number}.x@peer.example>",
        )

    return answer


async def exchange(stage: Stage, responder: Responder, delay: Mapping[str, float] = DELAYS[0]) -> list[OutgoingMail]:
    """Mails of ours to the other side, until it is silent."""
    seen: list[OutgoingMail] = []
    raw = responder(message_from_bytes(f"From: {SUPPORT}\n\n".encode(), policy=mail_policy), 0)  # type: ignore[arg-type]
    while raw and len(seen) < MOST_EXCHANGES:
        before = len(stage.outbox.sent)
        await stage.handle(raw)
        answers = [m for m in stage.outbox.sent[before:] if m.recipient != TEAM]
        if not answers:
            break
        seen += answers
        stage.later(**delay)
        raw = responder(message_from_bytes(answers[-1].raw, policy=mail_policy), len(seen))  # type: ignore[arg-type]
    return seen


def told(stage: Stage) -> list[Any]:
    return stage.sent_to(TEAM)


def a_patient_stage() -> Any:
    """No other rule than those against loops ends it."""
    return a_stage(the_settings(thresholds={"repeat_contacts": 50}))


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("answered", [to_reply_to, to_from])
@pytest.mark.parametrize("threads", [True, False])
async def test_a_responder_that_sets_no_headers(
    answered: Callable[[EmailMessage], str], threads: bool, delay: Mapping[str, float]
) -> None:
    stage = await a_patient_stage()
    answers = await exchange(stage, a_headerless(answered, threads=threads), delay)
    assert 1 <= len(answers) <= 3
    assert len(told(stage)) == 1


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("answered", [to_reply_to, to_from])
@pytest.mark.parametrize(
    "address",
    [
        "robot+{n}@peer.example",
        "case-{n}@peer.example",
        "robot@h{n}.peer.example",
        "robot@peer{n}.example",
        "r{n}@gmail.com",
        "robot+{n}@gmail.com",
    ],
)
async def test_a_responder_that_changes_subject_and_address_every_time(
    answered: Callable[[EmailMessage], str], address: str, delay: Mapping[str, float]
) -> None:
    stage = await a_patient_stage()
    answers = await exchange(stage, a_chameleon(answered, address), delay)
    assert 1 <= len(answers) <= 3
    assert len(told(stage)) == 1


WORDS = (
    "Can you tell me how to reset my password?",
    "How can I reset the password, please?",
    "I do not know how to reset my password.",
    "My password is lost. How do I reset it?",
    "Please explain how a password is reset.",
    "What do I do to reset my password?",
)


def a_shape_shifter(answered: Callable[[EmailMessage], str], address: str) -> Responder:
    """Another address, subject and wording every time."""

    def answer(ours: EmailMessage, number: int) -> bytes:
        return a_mail(
            f"{WORDS[number % len(WORDS)]}\n",
            sender=address.format(n="uvwxyzabcdefg"[number]),
            subject=f"{['Access', 'Login', 'Workspace', 'Key', 'Account', 'Entry'][number % 6]}, please",
            to=answered(ours),
            message_id=f"<{number}.y@peer.example>",
        )

    return answer


@pytest.mark.parametrize(
    "address", ["robot+{n}@peer.example", "{n}@peer.example", "robot@{n}.peer.example", "{n}@{n}.peer.example"]
)
@pytest.mark.parametrize("answered", [to_reply_to, to_from])
@pytest.mark.parametrize("delay", DELAYS)
async def test_a_responder_that_changes_subject_address_and_every_word(
    answered: Callable[[EmailMessage], str], address: str, delay: Mapping[str, float]
) -> None:
    stage = await a_patient_stage()
    answers = await exchange(stage, a_shape_shifter(answered, address), delay)
    assert 1 <= len(answers) <= (1 if answered is to_reply_to else 3)
    assert len(told(stage)) == 1


async def test_a_robot_with_sub_addresses_at_a_shared_provider() -> None:
    stage = await a_patient_stage()
    shifter = a_shape_shifter(to_from, "robot+{n}@gmail.com")
    for number in range(5):
        await stage.handle(shifter(message_from_bytes(f"From: {SUPPORT}\n\n".encode(), policy=mail_policy), number))
        stage.later(seconds=20)
    rules = [row["rule"] for row in await stage.messages()]
    assert rules[3:] == ["traffic_to_colleagues"] * 2


@pytest.mark.parametrize("domain", ["gmail.com", "outlook.com"])
async def test_strangers_at_a_shared_provider_are_all_answered(domain: str) -> None:
    stage = await a_patient_stage()
    shifter = a_shape_shifter(to_from, f"customer-{{n}}@{domain}")
    for number in range(6):
        await stage.handle(shifter(message_from_bytes(f"From: {SUPPORT}\n\n".encode(), policy=mail_policy), number))
        stage.later(seconds=20)
    assert [row["outcome"] for row in await stage.messages()] == ["answered"] * 6


async def approve(stage: Stage) -> None:
    """An agent answers the newest mail to the team with one word."""
    newest = stage.sent_to(TEAM)[-1]
    to = newest["Reply-To"].addresses[0].addr_spec
    await stage.handle(a_mail("approve\n", sender=AGENT, to=to, message_id=f"<{newest['Message-ID'].strip('<>')}.a>"))


async def many_people(stage: Stage, address: str, words: Callable[[int], str], number: int) -> list[str]:
    """One after the other asks, and an agent approves what must be; the outcome of each mail."""
    for person in range(number):
        before = len(told(stage))
        sender = address.format(n=person)
        await stage.handle(a_mail(words(person) + "\n", sender=sender, message_id=f"<{person}@{sender}>"))
        if len(told(stage)) > before:
            await approve(stage)
        stage.later(minutes=40)
    return [row["outcome"] for row in await stage.messages() if row["from"] != AGENT]


async def test_an_organisation_that_many_people_write_from_may_have_a_busy_hour() -> None:
    """Once people have seen that these are people."""
    stage = await a_patient_stage()
    ours: EmailMessage = message_from_bytes(f"From: {SUPPORT}\n\n".encode(), policy=mail_policy)
    await many_people(stage, "p{n}@large.example", lambda n: f"{WORDS[n % 6]} {chr(97 + n)}", 14)
    stage.later(hours=2)
    shifter = a_shape_shifter(to_from, "{n}@large.example")
    for number in range(5):
        await stage.handle(shifter(ours, number))
        stage.later(minutes=5)
    assert [row["outcome"] for row in await stage.messages()][-5:] == ["answered"] * 5


@pytest.mark.parametrize("address", ["p{n}@gmail.com", "anna@firm{n}.example"])
async def test_a_question_that_many_ask_in_the_same_words_costs_a_word_of_an_agent_now_and_then(address: str) -> None:
    stage = await a_patient_stage()
    outcomes = await many_people(stage, address, lambda n: f"Where is my order {n}, and how do I reset it?", 12)
    assert outcomes == [*["answered"] * 3, "with a person"] * 3
    answered = {mail.recipient for mail in stage.outbox.sent} - {TEAM}
    assert answered == {address.format(n=person) for person in range(12)}


async def test_customers_of_the_directory_are_answered_whatever_their_colleagues_wrote() -> None:
    stage = await a_patient_stage()
    for number in range(3):
        await stage.handle(a_mail(WORDS[0] + "\n", sender=f"p{number}@customer.example", message_id=f"<{number}@x>"))
        stage.later(hours=3)
    for number, sender in enumerate(("Anna <anna@customer.example>", "p4@customer.example")):
        await stage.handle(a_mail(WORDS[0] + "\n", sender=sender, message_id=f"<{number}@y>"))
    assert [row["outcome"] for row in await stage.messages()][3:] == ["answered", "with a person"]


async def test_a_mail_that_quotes_our_answer_to_another_address_goes_to_a_person_at_once() -> None:
    def answer(ours: EmailMessage, number: int) -> bytes:
        body = ours.get_body(("plain",)) if number else None
        quote = body.get_content().replace("\n", "\n> ") if body else ""
        return a_mail(
            f"{WORDS[number]}\n\nOn Friday, somebody wrote:\n> {quote}\n" if number else f"{WORDS[0]}\n",
            sender=f"robot@{chr(97 + number)}.example",
            subject=f"{WORDS[number]}",
            message_id=f"<{number}@peer.example>",
        )

    stage = await a_patient_stage()
    assert len(await exchange(stage, answer, DELAYS[3])) == 1
    assert [row["rule"] for row in await stage.messages()][-1] == "mail_quotes_our_answer_to_another"
    assert len(told(stage)) == 1


async def test_a_customer_who_quotes_our_answer_in_a_new_mail_is_a_customer() -> None:
    stage = await a_patient_stage()
    await stage.handle(a_mail())
    quote = stage.sent[0].get_body(("plain",)).get_content().replace("\n", "\n> ")
    await stage.handle(a_mail(f"{WORDS[1]}\n\nOn Friday, you wrote:\n> {quote}\n", message_id="<2@customer.example>"))
    assert [row["outcome"] for row in await stage.messages()] == ["answered", "answered"]


async def test_a_responder_that_answers_in_the_thread_from_another_address_goes_to_a_person_at_once() -> None:
    def answer(ours: EmailMessage, number: int) -> bytes:
        threading = {"In_Reply_To": str(ours["Message-ID"])} if number else {}
        return a_mail(
            f"{'How do I reset my password?' if number % 2 else 'I cannot sign in, I forgot my password.'}\n",
            sender=f"{chr(97 + number)}@peer.example",
            subject=f"Case {number}",
            message_id=f"<{number}@peer.example>",
            **threading,
        )

    stage = await a_patient_stage()
    assert len(await exchange(stage, answer)) == 1
    assert [row["rule"] for row in await stage.messages()][-1] == "traffic_from_another_address"
    assert len(told(stage)) == 1


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("strips", [(), ("Auto-Submitted", "X-Auto-Response-Suppress"), ("every mark",)])
async def test_two_of_us_that_write_to_each_other(strips: tuple[str, ...], delay: Mapping[str, float]) -> None:
    """Also if a mail server between them takes the marks of an automatic answer away."""
    one, other = await a_patient_stage(), await a_patient_stage()
    theirs = "support@peer.example"
    marks = ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "X-Responder-Message-ID")
    gone = marks if strips == ("every mark",) else strips

    def handed_on(mail: OutgoingMail, sender: str, recipient: str) -> bytes:
        parsed = message_from_bytes(mail.raw, policy=mail_policy)
        for name in gone:
            del parsed[name]
        for name, address in (("From", sender), ("To", recipient), ("Reply-To", sender)):
            del parsed[name]
            parsed[name] = address
        return parsed.as_bytes()

    raw, mails = a_mail("How do I reset my password?\n", sender=theirs, message_id="<1@peer.example>"), 0
    here, there, (at, to) = one, other, (SUPPORT, theirs)
    while mails < MOST_EXCHANGES:
        before = len(here.outbox.sent)
        await here.handle(raw)
        answers = [m for m in here.outbox.sent[before:] if m.kind == "reply"]
        if not answers:
            break
        mails += 1
        # the other one is called support@acme.example by itself too, and sees the first as peer.example
        raw = handed_on(answers[0], theirs, SUPPORT)
        here, there = there, here
        for stage in (one, other):
            stage.later(**delay)
    assert 1 <= mails <= 3
    assert (at, to) == (SUPPORT, theirs)
    assert len(told(one)) + len(told(other)) <= 1


async def test_a_notice_that_our_mail_is_delayed_changes_nothing() -> None:
    stage = await a_stage()
    await stage.handle(a_mail())
    [reply] = stage.sent
    [ticket] = await stage.store.tickets(limit=10)
    delay = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@acme.example\r\nTo: support@acme.example\r\nSubject: Delayed Mail\r\n"
        "Auto-Submitted: auto-replied\r\nMessage-ID: <d@acme.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\n\r\nYour message could not be delivered for 4 hours.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.acme.example\r\n\r\n"
        "Final-Recipient: rfc822; anna@customer.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {reply['Message-ID']}\r\n\r\n--b--\r\n"
    )
    await stage.handle(delay.encode())
    assert len(stage.sent) == 1
    assert [row["outcome"] for row in await stage.messages()] == ["answered", "silent"]
    again = next(t for t in await stage.store.tickets(limit=10) if t["id"] == ticket["id"])
    assert again["state"] == ticket["state"] == "answered"
