"""The stories: each line of flow, told over a world in memory."""

from __future__ import annotations

import asyncio
import gzip
import random
from base64 import b64decode
from dataclasses import replace

import pytest

from responder import flow
from responder.adapters.in_memory_mail import InMemoryOutbox
from responder.adapters.mail_reader import DirectMailReader, ReaderOptions
from responder.config import settings_from
from responder.domain import Case, Draft, Sentence, Signal
from responder.errors import DeliveryUnknown, GiveUp, TryLater
from responder.steps import policy
from tests.cases import a_message
from tests.worlds import AGENT, SUPPORT, TEAM, a_mail, a_reading, a_stage, the_settings

ANNA = "anna@customer.example"


async def only_message(stage):
    [message] = await stage.messages()
    return message


# ------------------------------------------------------------------------------------------------ the happy road


async def test_a_simple_question_is_answered_once_with_the_cited_passage():
    stage = await a_stage()
    await stage.handle(a_mail())
    [reply] = stage.sent
    assert reply["To"].addresses[0].addr_spec == ANNA
    assert "Forgot your password?" in reply.get_body(("plain",)).get_content()
    assert reply["In-Reply-To"] == "<1@customer.example>"
    assert reply["Auto-Submitted"] == "auto-replied"
    message = await only_message(stage)
    assert (message["outcome"], message["rule"]) == ("answered", "all_rules_passed")


async def test_out_of_the_box_nothing_is_sent_to_a_customer_without_a_person():
    base = the_settings().model_dump()
    stage = await a_stage(settings_from({**base, "autonomy": {}}))
    await stage.handle(a_mail())
    assert not stage.sent_to(ANNA)
    [handoff] = stage.sent_to(TEAM)
    assert "Forgot your password?" in handoff.get_body(("plain",)).get_content()
    assert (await only_message(stage))["rule"] == "autonomy_is_review"


async def test_the_mailbox_shows_what_became_of_a_mail_only_after_it_is_decided():
    stage = await a_stage()
    await stage.take_in(a_mail())
    assert not stage.mailbox.filed
    await stage.handle()
    assert [str(outcome) for outcome in stage.mailbox.filed.values()] == ["answered"]


async def test_a_copy_of_the_reply_lies_in_sent():
    stage = await a_stage()
    await stage.handle(a_mail())
    assert await stage.mailbox.find_sent(stage.sent[0]["Message-ID"])


async def test_the_customer_is_greeted_and_the_agent_told_what_the_directory_knows():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    body = stage.sent_to(TEAM)[0].get_body(("plain",)).get_content()
    assert "Anna Meyer" in body and "Team" in body


async def test_a_follow_up_is_searched_with_what_was_said_before():
    stage = await a_stage()
    await stage.handle(a_mail())
    answer = stage.sent[0]
    await stage.handle(
        a_mail(
            "How long is it valid?\n",
            message_id="<2@customer.example>",
            subject="Re: Password",
            In_Reply_To=answer["Message-ID"],
        )
    )
    _, second = await stage.messages()
    assert len(await stage.store.tickets(limit=10)) == 1
    assert second["outcome"] == "answered"
    assert stage.model.seen[-1].conversation.turns[0].author == "customer"


# ------------------------------------------------------------------------------------------------------- silence


async def test_a_robot_gets_no_answer_and_costs_no_model_call():
    stage = await a_stage()
    await stage.handle(a_mail(Auto_Submitted="auto-replied"))
    assert not stage.sent and not stage.model.calls
    message = await only_message(stage)
    assert message["outcome"] == "silent" and message["rule"]


AWAY = "I am out of the office until Monday 12 January with no access to mail. In urgent cases please contact Bob.\n"


@pytest.mark.parametrize(
    ("text", "headers", "told"),
    [
        (AWAY, {}, 1),
        ("Ich bin im Urlaub bis 12.1.\n", {}, 1),
        ("Thank you for your mail. We have received it and will reply within two days.\n", {}, 1),
        ("Gone fishing!\n", {"subject": "Automatic reply: Password"}, 1),
        (AWAY, {"subject": "Automatic reply: Password"}, 0),
        (AWAY, {"Auto_Submitted": "auto-replied"}, 0),
        ("How do I reset it?\n", {"List_Id": "<users.lists.example>"}, 1),
        ("Our sale has begun.\n", {"List_Unsubscribe": "<mailto:u@x.example>"}, 0),
    ],
)
async def test_a_robot_that_answers_a_ticket_never_reopens_it(text, headers, told):
    """In doubt a person sees the mail, and the ticket stays as it was."""
    stage = await a_stage()
    await stage.handle(a_mail())
    [answer] = stage.sent
    to = answer["Reply-To"].addresses[0].addr_spec
    headers = {"subject": "Re: Password", **headers}
    await stage.handle(a_mail(text, to=to, message_id="<o@x.example>", In_Reply_To=answer["Message-ID"], **headers))
    assert [t["state"] for t in await stage.store.tickets(limit=10)] == ["answered"]
    assert len(stage.sent_to(TEAM)) == told and len(stage.sent_to(ANNA)) == 1
    assert all("Perhaps automatic" in mail["Subject"] for mail in stage.sent_to(TEAM))


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office until Monday 12 January. I want a lawyer to look at this, and I will sue you.\n",
        "I am on holiday until Monday, and it still does not work. How do I reset my password?\n",
    ],
)
async def test_who_is_away_and_wants_something_reopens_the_ticket(text):
    stage = await a_stage(the_settings(thresholds={"repeat_contacts": 2}))
    await stage.handle(a_mail())
    reply = {"message_id": "<o@x.example>", "subject": "Re: Password", "In_Reply_To": stage.sent[0]["Message-ID"]}
    await stage.handle(a_mail(text, **reply))
    assert [t["state"] for t in await stage.store.tickets(limit=10)] == ["with a person"]
    assert "Perhaps automatic" not in stage.sent_to(TEAM)[0]["Subject"]


async def test_an_absence_note_that_answers_nothing_waits_for_a_person():
    stage = await a_stage()
    await stage.handle(a_mail(AWAY, subject="Hello"))
    assert [t["state"] for t in await stage.store.tickets(limit=10)] == ["with a person"]
    assert len(stage.sent_to(TEAM)) == 1


async def test_a_mail_delivered_twice_is_answered_once():
    stage = await a_stage()
    await stage.handle(
        a_mail(), a_mail(Received="from relay.example by mx.acme.example; Fri, 20 Nov 2026 09:00:09 +0100")
    )
    assert len(stage.sent) == 1
    assert [m["outcome"] for m in await stage.messages()] == ["answered", "silent"]


async def test_a_reused_message_id_with_another_body_is_another_mail():
    stage = await a_stage()
    await stage.handle(a_mail(), a_mail("How do I reset the password of a colleague?\n"))
    assert len(await stage.messages()) == 2
    assert all(m["outcome"] in ("answered", "with a person") for m in await stage.messages())


async def test_a_new_uidvalidity_repeats_nothing():
    stage = await a_stage()
    await stage.handle(a_mail())
    stage.mailbox.number_anew()
    await stage.handle()
    assert len(stage.sent) == 1 and len(await stage.messages()) == 1


# ----------------------------------------------------------------------------------- every rule that says "a person"

STRAIGHT = [
    (policy.somebody_may_be_in_danger, {"signals": (Signal.DANGER,)}),
    (policy.customer_asks_for_a_person, {"signals": (Signal.ASKS_FOR_PERSON,)}),
    (policy.customer_threatens_legal_action, {"signals": (Signal.LEGAL_THREAT,)}),
    (policy.customer_wants_money_back, {"signals": (Signal.REFUND_DEMAND,)}),
    (policy.customer_wants_data_deleted, {"signals": (Signal.DELETION_REQUEST,)}),
    (policy.mail_is_about_abuse, {"signals": (Signal.ABUSE,)}),
    (policy.account_may_be_compromised, {"signals": (Signal.SECURITY,)}),
    (policy.mail_speaks_to_the_machine, {"signals": (Signal.INJECTION,)}),
    (policy.mail_is_another_service_s_code, {"signals": (Signal.VERIFICATION,)}),
    (policy.intent_is_for_people, {"intent": "abuse_report"}),
    (policy.customer_is_angry, {"sentiment": "angry"}),
    (policy.customer_is_angry, {"frustration": 0.9}),
]


@pytest.mark.parametrize(("rule", "reading"), STRAIGHT, ids=lambda v: getattr(v, "__name__", ""))
async def test_such_mail_goes_straight_to_a_person_without_a_draft(rule, reading):
    stage = await a_stage()
    stage.model.reading = a_reading(**reading)
    await stage.handle(a_mail())
    assert not stage.sent_to(ANNA) and len(stage.sent_to(TEAM)) == 1
    assert "draft" not in stage.model.calls
    message = await only_message(stage)
    assert (message["outcome"], message["rule"]) == ("with a person", rule.__name__)


BEFORE_SENDING = [
    (policy.customer_keeps_coming_back, {"signals": (Signal.REPEATED_CONTACT,)}, {}),
    (policy.customer_may_leave, {"signals": (Signal.CHURN_RISK,)}, {}),
    (policy.mail_is_critical, {"urgency": "critical"}, {}),
    (policy.intent_is_unclear, {"confidence": 0.2}, {}),
    (policy.mail_holds_personal_data, {"signals": (Signal.PERSONAL_DATA,)}, {}),
    (policy.autonomy_is_review, {}, {"autonomy": {"mode": "review"}}),
    (policy.confidence_is_below_threshold, {}, {"thresholds": {"confidence": 1.0}}),
]


@pytest.mark.parametrize(("rule", "reading", "settings"), BEFORE_SENDING, ids=lambda v: getattr(v, "__name__", ""))
async def test_such_mail_is_drafted_but_a_person_decides(rule, reading, settings):
    stage = await a_stage(the_settings(**settings))
    stage.model.reading = a_reading(**reading)
    await stage.handle(a_mail())
    assert not stage.sent_to(ANNA) and len(stage.sent_to(TEAM)) == 1
    assert stage.model.calls == ["read", "draft"]
    assert rule.__name__ in {r["rule"] for r in (await only_message(stage))["reasons"]}


async def test_nothing_close_in_the_knowledge_base_is_not_drafted():
    stage = await a_stage(articles=())
    await stage.handle(a_mail())
    assert stage.model.calls == ["read"]
    assert (await only_message(stage))["rule"] == "nothing_was_found"


def test_a_mail_without_one_clear_recipient_is_not_sent():
    stranger = Case(message=a_message(sender=None))
    assert policy.recipient_is_unclear(stranger, the_settings())
    assert policy.recipient_is_unclear in policy.BEFORE_SENDING
    assert not policy.recipient_is_unclear(Case(message=a_message()), the_settings())


async def test_a_language_that_is_not_configured_goes_to_a_person():
    stage = await a_stage()
    await stage.handle(
        a_mail("Bonjour,\n\ncomment puis-je changer le mot de passe de mon compte, s'il vous plaît ?\n\nAnna\n")
    )
    assert (await only_message(stage))["rule"] == "language_is_not_ours"


async def test_a_draft_that_leaves_a_question_open_goes_to_a_person():
    stage = await a_stage()
    stage.model.drafted = Draft(sentences=(Sentence(text="Hm."),), unanswered=("Do you have an office in Milan?",))
    await stage.handle(a_mail())
    assert (await only_message(stage))["rule"] == "draft_does_not_answer"


async def test_a_model_that_writes_nothing_leads_to_a_person():
    stage = await a_stage()
    stage.model.drafted = Draft(sentences=())
    await stage.handle(a_mail())
    assert (await only_message(stage))["rule"] == "draft_is_missing"


@pytest.mark.parametrize(
    "claim",
    [
        "We will refund 5,000 euros today.",
        "See https://evil.example/login for details.",
        "The link is valid for 90 minutes.",
        "I have reset your password for you.",
    ],
)
async def test_no_claim_leaves_that_no_cited_passage_holds(claim):
    stage = await a_stage()
    await stage.take_in(a_mail())
    case_of = stage.model

    class Liar(type(case_of)):
        async def draft(self, case):
            self.calls.append("draft")
            return Draft(sentences=(Sentence(text=claim, passage_ids=(case.passages[0].id,)),))

    liar = Liar()
    object.__setattr__(stage.world, "language_model", liar)
    await stage.handle()
    assert not stage.sent_to(ANNA)
    rules = {r["rule"] for r in (await only_message(stage))["reasons"]}
    assert "claim_is_not_grounded" in rules


async def test_an_attachment_that_nobody_read_needs_a_person():
    from email import message_from_bytes
    from email.policy import default

    stage = await a_stage()
    mail = message_from_bytes(a_mail(), policy=default)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="screen.png")
    await stage.handle(mail.as_bytes())
    assert not stage.sent_to(ANNA)
    assert (await only_message(stage))["rule"] == "attachment_was_not_read"


async def test_a_sender_that_nothing_proves_gets_no_automatic_answer():
    base = the_settings().model_dump()
    base["mailbox"][0]["trust_all_senders"] = False
    stage = await a_stage(settings_from(base))
    await stage.handle(a_mail())
    assert not stage.sent_to(ANNA)
    assert "sender_is_not_authenticated" in {r["rule"] for r in (await only_message(stage))["reasons"]}


async def test_a_mail_of_our_own_web_form_is_the_customers():
    base = the_settings().model_dump()
    base["mailbox"][0]["web_form_senders"] = ["noreply@acme.example"]
    stage = await a_stage(settings_from(base))
    await stage.handle(
        a_mail(sender="Contact form <noreply@acme.example>", Reply_To="Anna Meyer <anna@customer.example>")
    )
    assert [m["To"].addresses[0].addr_spec for m in stage.sent] == [ANNA]


async def test_a_reply_to_in_another_domain_goes_to_a_person():
    stage = await a_stage()
    await stage.handle(a_mail(Reply_To="someone@elsewhere.test"))
    assert [m["To"].addresses[0].addr_spec for m in stage.sent] == [TEAM]


async def test_the_customers_next_mail_goes_to_the_person_who_has_the_ticket():
    stage = await a_stage()
    stage.model.reading = [a_reading(signals=(Signal.ASKS_FOR_PERSON,)), a_reading()]
    await stage.handle(a_mail())
    await stage.handle(
        a_mail(
            "By the way, how do I reset my password?\n",
            message_id="<2@customer.example>",
            In_Reply_To="<1@customer.example>",
        )
    )
    assert [m["rule"] for m in await stage.messages()] == [
        "customer_asks_for_a_person",
        "conversation_is_with_a_person",
    ]
    assert len(stage.sent_to(TEAM)) == 2


async def test_the_third_mail_about_one_problem_goes_to_a_person():
    stage = await a_stage()
    for number in range(3):
        await stage.handle(
            a_mail(f"How do I reset my password? This is try {number}.\n", message_id=f"<{number}@customer.example>")
        )
        stage.later(hours=30)
    assert [m["outcome"] for m in await stage.messages()] == ["answered", "answered", "with a person"]
    assert "customer_keeps_coming_back" in {r["rule"] for r in (await stage.messages())[2]["reasons"]}


# ------------------------------------------------------------------------------------------------- loops and storms


async def test_a_responder_without_headers_ends_within_three_answers_then_a_person_is_told():
    stage = await a_stage(the_settings(thresholds={"repeat_contacts": 50}))
    for number in range(6):
        reference = {"In_Reply_To": stage.sent_to(ANNA)[-1]["Message-ID"]} if stage.sent_to(ANNA) else {}
        await stage.handle(
            a_mail(f"How do I reset my password {number}?\n", message_id=f"<{number}@customer.example>", **reference)
        )
        stage.later(minutes=1)
    assert len(stage.sent_to(ANNA)) == 3
    assert (await stage.messages())[3]["rule"] == "traffic_in_conversation"


async def test_the_same_text_again_goes_to_a_person():
    stage = await a_stage()
    await stage.handle(a_mail(message_id="<1@customer.example>"))
    stage.later(minutes=5)
    await stage.handle(a_mail(message_id="<2@customer.example>"))
    assert (await stage.messages())[1]["rule"] == "traffic_of_the_same_mail"


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        ("answers_per_sender_24h", "traffic_to_sender"),
        ("answers_per_domain_1h", "traffic_to_domain"),
        ("answers_1h", "traffic_in_all"),
    ],
)
async def test_each_brake_holds_by_itself(limit, rule):
    stage = await a_stage(the_settings(limits={limit: 1}, thresholds={"repeat_contacts": 50}))
    await stage.handle(a_mail(message_id="<1@customer.example>"))
    await stage.handle(a_mail("How can I reset the password, please?\n", message_id="<2@customer.example>"))
    assert (await stage.messages())[1]["rule"] == rule
    assert len(stage.sent_to(ANNA)) == 1


async def test_a_storm_from_one_address_does_not_bury_the_team():
    stage = await a_stage(the_settings(limits={"handoffs_per_sender_24h": 3}))
    stage.model.reading = a_reading(signals=(Signal.ASKS_FOR_PERSON,))
    for number in range(6):
        await stage.handle(a_mail(f"A person, please {number}.\n", message_id=f"<{number}@customer.example>"))
    assert [m["rule"] for m in await stage.messages()][3:] == ["too_much_for_people"] * 3
    subjects = [m["Subject"] for m in stage.sent_to(TEAM)]
    assert len(subjects) == 4 and sum("Too much mail" in s for s in subjects) == 1


# ------------------------------------------------------------------------------------------------- when things break


async def test_a_model_outage_never_holds_a_handoff_back():
    stage = await a_stage()
    stage.model.reading = TryLater("the model is overloaded")
    stage.offline.reading = a_reading(signals=(Signal.LEGAL_THREAT,))
    await stage.handle(a_mail())
    assert (await only_message(stage))["rule"] == "customer_threatens_legal_action"


async def test_the_rules_see_a_legal_threat_that_the_model_does_not():
    stage = await a_stage()
    await stage.handle(a_mail("I will take legal action. My lawyer will sue you. How do I reset my password?\n"))
    assert (await only_message(stage))["rule"] == "customer_threatens_legal_action"


async def test_a_mail_that_might_be_answered_waits_for_the_model_and_then_goes_to_a_person():
    stage = await a_stage()
    stage.model.reading = TryLater("the model is overloaded")
    await stage.handle(a_mail())
    assert not stage.sent
    stage.later(minutes=3)
    await stage.handle()
    assert not stage.sent
    stage.later(minutes=30)
    await stage.handle()
    assert (await only_message(stage))["rule"] == "model_could_not_read"
    assert len(stage.sent_to(TEAM)) == 1


async def test_a_mail_whose_draft_waits_is_answered_when_the_model_is_back():
    stage = await a_stage()
    stage.model.drafted = TryLater("529 overloaded")
    await stage.handle(a_mail())
    assert not stage.sent
    stage.model.drafted = None
    stage.later(minutes=2)
    await stage.handle()
    assert len(stage.sent_to(ANNA)) == 1


async def test_a_draft_that_stays_away_becomes_a_handoff():
    stage = await a_stage()
    stage.model.drafted = TryLater("529 overloaded")
    await stage.handle(a_mail())
    stage.later(minutes=30)
    await stage.handle()
    assert (await only_message(stage))["rule"] == "draft_is_missing"


@pytest.mark.parametrize("task", ["reading", "drafted"])
async def test_a_malformed_model_answer_is_never_sent(task):
    stage = await a_stage()
    setattr(stage.model, task, GiveUp("the answer was cut off"))
    await stage.handle(a_mail())
    assert not stage.sent_to(ANNA) and len(stage.sent_to(TEAM)) == 1
    assert "cut off" in stage.sent_to(TEAM)[0].get_body(("plain",)).get_content()


async def test_a_mail_that_always_fails_is_quarantined_and_a_person_gets_it_raw():
    stage = await a_stage()
    stage.model.reading = ZeroDivisionError("a bug")
    for _ in range(5):
        await stage.handle(a_mail())
        stage.later(minutes=30)
    message = await only_message(stage)
    assert (message["outcome"], message["rule"]) == ("quarantined", "handling_failed")
    [notice] = stage.sent_to(TEAM)
    assert any(part.get_filename() or part.get_content_type() == "message/rfc822" for part in notice.iter_attachments())


async def test_one_poisoned_mail_does_not_stop_the_others():
    stage = await a_stage()
    stage.model.reading = [ZeroDivisionError("a bug"), a_reading()]
    await stage.handle(a_mail(), a_mail(sender="Bo <bo@other.example>", message_id="<2@other.example>"))
    assert len(stage.sent_to("bo@other.example")) == 1


async def test_a_mail_too_large_to_fetch_is_quarantined_and_a_person_told():
    stage = await a_stage()
    uid = stage.mailbox.deliver(a_mail(), skipped="too large: 900 MB")
    await stage.handle()
    assert (await only_message(stage))["outcome"] == "quarantined"
    [notice] = stage.sent_to(TEAM)
    told = notice.get_body(("plain",)).get_content()
    assert "Only its header is attached" in told and "as it came" not in told
    assert SUPPORT in told and f"UID {uid}" in told and "<1@customer.example>" in told


class SmallServer(InMemoryOutbox):
    """Refuses what is larger than its limit, as Postfix does by default above 10,240,000 octets."""

    limit = 10_240_000

    async def send(self, mail):
        if len(mail.raw) > self.limit:
            raise GiveUp("refuses the sender: 552 5.3.4 Message size exceeds fixed limit")
        await super().send(mail)


async def refused_for_its_size(body: bytes, limit: int = SmallServer.limit):
    """The raw mail, and what reaches the team of it through a server that takes no large mails."""
    stage = await a_stage()
    small = SmallServer()
    small.limit = limit
    stage.outbox, stage.world = small, replace(stage.world, outboxes={"support": small})
    raw = a_mail("x\n") + body
    await stage.handle(raw)
    assert (await only_message(stage))["outcome"] == "quarantined"
    [notice] = stage.sent_to(TEAM)
    told = notice.get_body(("plain",)).get_content()
    assert "552 5.3.4" in told and "unreadable" in told
    assert "responder tickets raw 1 > original.eml" in told and "UID 1" in told and "<1@customer.example>" in told
    assert await stage.store.raw(1) == raw
    return stage, raw, notice


async def test_the_notice_of_a_mail_of_fifty_megabytes_carries_it():
    stage = await a_stage()
    raw = a_mail("x\n") + b"hello world\r\n" * (50 * 1024 * 1024 // 13 + 1)
    await stage.handle(raw)
    assert (await only_message(stage))["outcome"] == "quarantined"
    [mail] = [mail for mail in stage.outbox.sent if mail.recipient == TEAM]
    attached = mail.raw.partition(b'filename="original.eml"')[2].partition(b"\r\n\r\n")[2]
    assert b64decode(attached.partition(b"--")[0]) == raw


async def test_a_notice_that_is_too_large_for_the_server_comes_with_the_mail_packed():
    _, raw, notice = await refused_for_its_size(b"hello world\r\n" * 3_000_000)
    [packed] = notice.iter_attachments()
    assert packed.get_filename() == "original.eml.gz" and gzip.decompress(packed.get_content()) == raw


async def test_a_notice_of_a_mail_that_cannot_be_packed_says_where_it_lies():
    _, _, notice = await refused_for_its_size(random.Random(1).randbytes(37_000_000).hex(" ", 30).encode()[:40_000_000])
    assert not list(notice.iter_attachments())


async def test_a_notice_that_is_too_large_even_packed_comes_without_and_can_be_answered():
    stage, _, notice = await refused_for_its_size(b"hello world\r\n" * 3_000_000, limit=60_000)
    assert not list(notice.iter_attachments())
    to = notice["Reply-To"].addresses[0].addr_spec
    await stage.handle(a_mail("Please send it in parts.\n", sender=AGENT, to=to, message_id="<a@acme.example>"))
    assert "in parts" in stage.sent_to(ANNA)[0].get_body(("plain",)).get_content()


# --------------------------------------------------------------------------------------------------------- sending


async def test_a_put_off_mail_is_sent_later_and_once():
    stage = await a_stage()
    stage.outbox.fail_next(TryLater("451 come back later"))
    await stage.handle(a_mail())
    assert not stage.sent
    stage.later(minutes=30)
    await stage.send_all()
    assert len(stage.sent_to(ANNA)) == 1


async def test_a_mail_put_off_for_two_days_comes_to_a_person():
    stage = await a_stage()
    await stage.take_in(a_mail())
    await flow.answer_next(stage.world, stage.settings)
    for _ in range(98):
        stage.outbox.fail_next(TryLater("451 come back later"))
        await flow.send_next(stage.world, stage.settings)
        stage.later(minutes=31)
    for _ in range(4):
        stage.later(minutes=31)
        await stage.send_all()
    assert not stage.sent_to(ANNA) and len(stage.sent_to(TEAM)) == 1
    assert (await only_message(stage))["outcome"] == "with a person"


async def test_a_refused_reply_comes_to_a_person_with_the_answer():
    stage = await a_stage()
    stage.outbox.fail_next(GiveUp("550 no such user"))
    await stage.handle(a_mail())
    [notice] = stage.sent_to(TEAM)
    assert "550 no such user" in notice.get_body(("plain",)).get_content()
    assert (await only_message(stage))["outcome"] == "with a person"


async def test_a_broken_connection_after_the_dot_is_settled_by_proof_and_not_by_sending_again():
    stage = await a_stage()
    stage.outbox.fail_next(DeliveryUnknown("connection lost after the final dot"))
    await stage.take_in(a_mail())
    await flow.answer_next(stage.world, stage.settings)
    [queued] = [m for m in (await stage.store.ticket(1))["mails"] if m["kind"] == "reply"]
    await stage.mailbox.append_to_sent(b"the copy that the server filed", queued["message_id"])
    await stage.send_all()
    stage.later(minutes=20)
    await stage.send_all()
    assert not stage.sent
    assert [m["state"] for m in (await stage.store.ticket(1))["mails"]] == ["sent"]


async def test_without_proof_a_person_is_told_that_it_may_have_been_answered():
    stage = await a_stage()
    stage.outbox.fail_next(DeliveryUnknown("connection lost after the final dot"))
    await stage.handle(a_mail())
    stage.later(minutes=20)
    await stage.send_all()
    assert not stage.sent_to(ANNA)
    assert len(stage.sent_to(TEAM)) == 1
    assert (await only_message(stage))["outcome"] == "with a person"


async def test_a_handoff_whose_sending_broke_is_sent_again_rather_than_lost():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    stage.outbox.fail_next(DeliveryUnknown("connection lost after the final dot"))
    await stage.handle(a_mail())
    stage.later(minutes=20)
    await stage.send_all()
    assert len(stage.sent_to(TEAM)) == 1


async def test_a_refused_handoff_is_told_in_a_smaller_mail_which_is_tried_for_ever():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    stage.outbox.fail_next(GiveUp("552 too large"))
    stage.outbox.fail_next(GiveUp("550 no such inbox"))
    await stage.handle(a_mail())
    assert not stage.sent
    stage.later(hours=1)
    await stage.send_all()
    assert len(stage.sent_to(TEAM)) == 1


async def test_a_reply_that_bounces_comes_to_a_person():
    stage = await a_stage()
    await stage.handle(a_mail())
    ours = stage.sent[0]["Message-ID"]
    bounce = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@customer.example\r\nTo: support@acme.example\r\n"
        "Subject: Undelivered Mail\r\nMessage-ID: <b1@customer.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ANNA}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours}\r\nSubject: Re: Password\r\n\r\n--b--\r\n"
    )
    await stage.handle(bounce.encode())
    assert len(stage.sent_to(TEAM)) == 1 and len(stage.sent) == 2
    assert (await stage.messages())[1]["rule"] == "answer_came_back"


def a_plain_bounce(recipient: str = ANNA, to: str = "support@acme.example", number: int = 1) -> bytes:
    """As old mail systems write: no report for machines, nothing of the mail that came back."""
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.other.example\r\nTo: {to}\r\n"
        f"Subject: failure notice\r\nMessage-ID: <b{number}@mx.other.example>\r\n\r\n"
        f"I was not able to deliver your message to the following address.\r\n\r\n<{recipient}>:\r\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\r\n"
    ).encode()


async def test_a_bounce_that_quotes_nothing_is_known_by_whom_we_wrote_to():
    stage = await a_stage()
    await stage.handle(a_mail())
    await stage.handle(a_plain_bounce())
    assert (await stage.messages())[1]["rule"] == "answer_came_back"
    [ticket] = await stage.store.tickets(limit=10)
    assert ticket["state"] == "with a person"
    assert "no mailbox here by that name" in str(stage.sent_to(TEAM)[0])


async def test_a_bounce_that_came_to_the_ticket_address_belongs_to_that_ticket():
    stage = await a_stage()
    await stage.handle(a_mail())
    address = stage.sent[0]["Reply-To"].addresses[0].addr_spec
    await stage.handle(a_plain_bounce(recipient="anna.meyer@home.example", to=address))
    assert (await stage.messages())[1]["rule"] == "answer_came_back"
    assert len(await stage.store.tickets(limit=10)) == 1


async def test_a_bounce_that_may_be_of_two_answers_goes_to_a_person_by_itself():
    stage = await a_stage()
    await stage.handle(a_mail(message_id="<1@customer.example>"))
    stage.later(minutes=5)
    await stage.handle(a_mail("I forgot my password, what now?\n", subject="Help", message_id="<2@customer.example>"))
    assert len(stage.sent_to(ANNA)) == 2
    await stage.handle(a_plain_bounce())
    assert (await stage.messages())[2]["rule"] == "answer_came_back"
    states = {t["id"]: t["state"] for t in await stage.store.tickets(limit=10)}
    assert states == {1: "answered", 2: "answered", 3: "with a person"}
    assert "see tickets 1, 2" in str(stage.sent_to(TEAM)[0])


@pytest.mark.parametrize("days", [0, 6])
async def test_a_bounce_of_a_mail_that_we_did_not_send_troubles_nobody(days):
    stage = await a_stage()
    await stage.handle(a_mail())
    stage.later(days=days)
    await stage.handle(a_plain_bounce(recipient=ANNA if days else "stranger@else.example"))
    assert (await stage.messages())[1]["outcome"] == "silent"
    assert not stage.sent_to(TEAM)
    assert (await stage.store.tickets(limit=10, email=ANNA))[0]["state"] == "answered"


# ------------------------------------------------------------------------------------------------------ the agent


async def handed_over(stage) -> str:
    """The agents' address of the ticket that was just handed over."""
    return stage.sent_to(TEAM)[-1]["Reply-To"].addresses[0].addr_spec


async def test_an_agent_approves_and_the_customer_gets_the_draft():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    await stage.handle(a_mail("approve\n", sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    [answer] = stage.sent_to(ANNA)
    assert "Forgot your password?" in answer.get_body(("plain",)).get_content()
    assert answer["From"].addresses[0].addr_spec == SUPPORT
    assert [m["outcome"] for m in await stage.messages()] == ["with a person", "answered"]


async def test_an_agents_own_words_reach_the_customer_without_the_handoff_below_them():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    words = "Hi Anna, I have sent you a new link.\n\nOn Fri, 20 Nov 2026, Responder wrote:\n> confidential notes\n"
    await stage.handle(a_mail(words, sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    text = stage.sent_to(ANNA)[0].get_body(("plain",)).get_content()
    assert "I have sent you a new link." in text and "confidential" not in text


@pytest.mark.parametrize(
    "words",
    [
        "Your password has been reset. You will receive an email with a link.",
        "We are sorry for the delay. Your request has been escalated and a specialist will contact you within 24 hours.",
        "Invoice 123 has been corrected and sent to you again by mail.",
        "Ihre Kündigung ist eingegangen. Sie erhalten die Bestätigung in den nächsten Tagen per Post.",
        "Hallo Frau Meyer,\n\nvielen Dank für Ihre Nachricht. Wir haben Ihr Anliegen an die Technik weitergeleitet und melden uns,"
        " sobald wir mehr wissen.\n\nViele Grüße\nDana",
        "Votre dossier a été transmis au service technique, qui vous répondra sous 48 heures.",
        "Thank you for contacting us. Your request has been received and is being reviewed by our support staff.",
        "Su pedido ha sido enviado hoy y llegará en dos días.",
    ],
)
async def test_an_agent_who_words_it_as_programs_do_is_passed_on(words):
    stage = await a_stage()
    await stage.handle(a_mail("I want to speak to a person about my broken account."))
    handoff = stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content()
    quoted = "\n".join(f"> {line}" for line in handoff.splitlines())
    reply = f"{words}\n\nOn Fri, 20 Nov 2026, Responder wrote:\n{quoted}\n"
    await stage.handle(a_mail(reply, sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    [answer] = stage.sent_to(ANNA)
    assert " ".join(words.split())[:40] in " ".join(answer.get_body(("plain",)).get_content().split())


async def test_a_help_desk_that_acknowledges_the_handoff_does_not_write_to_the_customer():
    stage = await a_stage()
    await stage.handle(a_mail("I want to speak to a person about my broken account."))
    words = (
        "Thank you for contacting us. Your request (4711) has been received and is being reviewed by our support staff."
    )
    await stage.handle(a_mail(words, sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    assert not stage.sent_to(ANNA)
    assert (await stage.messages())[-1]["rule"] == "mail_is_an_acknowledgement"


async def test_an_agents_out_of_office_does_not_reach_the_customer():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    await stage.handle(
        a_mail(
            "I am away.\n",
            sender=AGENT,
            to=await handed_over(stage),
            message_id="<a@acme.example>",
            Auto_Submitted="auto-replied",
        )
    )
    assert not stage.sent_to(ANNA)


async def test_an_old_handoff_does_not_approve_a_newer_draft():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    first = await handed_over(stage)
    await stage.handle(
        a_mail(
            "Never mind, I do not want it reset.\n",
            message_id="<2@customer.example>",
            In_Reply_To="<1@customer.example>",
        )
    )
    await stage.handle(a_mail("approve\n", sender=AGENT, to=first, message_id="<a@acme.example>"))
    assert not stage.sent_to(ANNA)
    assert "Nothing was sent." in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "words",
    [
        "Approve, but remove the last line",
        "do not approve",
        "don't send this!!",
        "wait",
        "+1",
        "@Bob can you take this one?",
    ],
)
async def test_words_to_us_do_not_reach_the_customer(words):
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    await stage.handle(a_mail(f"{words}\n", sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    assert not stage.sent_to(ANNA) and len(stage.sent_to(TEAM)) == 2


async def test_a_broken_quote_of_the_handoff_never_reaches_the_customer():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    inside = stage.sent_to(TEAM)[0].get_body(("plain",)).get_content().split("\n", 3)[3]
    await stage.handle(
        a_mail(
            f"I have sent you a link.\n\n{inside}",
            sender=AGENT,
            to=await handed_over(stage),
            message_id="<a@acme.example>",
        )
    )
    assert not stage.sent_to(ANNA)


async def test_an_agent_whose_address_nothing_proves_cannot_speak_for_us():
    base = the_settings(autonomy={"mode": "review"}).model_dump()
    base["mailbox"][0]["trust_all_senders"] = False
    stage = await a_stage(settings_from(base))
    await stage.handle(a_mail())
    await stage.handle(a_mail("Pay here.\n", sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    assert not stage.sent_to(ANNA)


async def test_mail_from_before_the_start_is_left_as_it_is():
    stage = await a_stage()
    stage.later(days=-30)
    stage.mailbox.deliver(a_mail())
    stage.later(days=30)
    await stage.handle()
    assert not stage.sent
    assert (await only_message(stage))["rule"] == "mail_is_from_before_the_start"


async def test_forged_mail_in_a_customers_name_does_not_silence_the_customer():
    base = the_settings(limits={"handoffs_per_sender_24h": 2}).model_dump()
    base["mailbox"][0]["trust_all_senders"] = False
    stage = await a_stage(settings_from(base))
    stage.model.reading = a_reading(signals=(Signal.ASKS_FOR_PERSON,))
    for number in range(4):
        await stage.handle(a_mail(f"Forged {number}\n", message_id=f"<f{number}@evil.example>"))
    object.__setattr__(
        stage.world, "reader", DirectMailReader({"support": ReaderOptions(languages=("en",), trust_all=True)})
    )
    await stage.handle(a_mail("Please call me, I need a person.\n", message_id="<real@customer.example>"))
    assert (await stage.messages())[-1]["rule"] == "customer_asks_for_a_person"


async def test_a_knowledge_base_that_is_away_does_not_hold_a_handoff_back():
    class Away:
        model, dimension = "away", 3

        async def embed(self, texts):
            raise TryLater("no embeddings now")

    stage = await a_stage()
    object.__setattr__(stage.world, "embedder", Away())
    stage.model.reading = a_reading(signals=(Signal.LEGAL_THREAT,))
    await stage.handle(a_mail())
    assert (await only_message(stage))["rule"] == "customer_threatens_legal_action"


async def test_a_mail_of_a_renamed_mailbox_still_leaves():
    stage = await a_stage()
    await stage.take_in(a_mail())
    await flow.answer_next(stage.world, stage.settings)
    object.__setattr__(stage.world, "outboxes", {"renamed": stage.outbox})
    await stage.send_all()
    assert len(stage.sent_to(ANNA)) == 1


async def test_unfetchable_mails_are_each_told():
    stage = await a_stage()
    for _ in range(3):
        stage.mailbox.deliver(b"", skipped="the server does not give it")
    await stage.handle()
    assert [m["outcome"] for m in await stage.messages()] == ["quarantined"] * 3
    assert len(stage.sent_to(TEAM)) == 3


async def test_a_stranger_with_the_agents_address_of_a_ticket_cannot_speak_for_us():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    address = await handed_over(stage)
    await stage.handle(a_mail("approve\n", sender="Eve <eve@evil.example>", to=address, message_id="<e@evil.example>"))
    assert not stage.sent_to(ANNA)


class OneIsSlow:
    """A reader that has not finished the mail called "slow" before it is told to."""

    def __init__(self, reader):
        self.reader, self.may_end = reader, asyncio.Event()

    async def read(self, mailbox, mails):
        if any(b"Subject: slow" in mail.raw for mail in mails):
            await self.may_end.wait()
        return await self.reader.read(mailbox, mails)

    async def close(self):
        await self.reader.close()


async def test_a_mail_that_is_slow_to_read_holds_up_neither_its_batch_nor_the_next_and_a_crash_loses_nothing():
    stage = await a_stage()
    slow = OneIsSlow(stage.world.reader)
    object.__setattr__(stage.world, "reader", slow)
    raws = [a_mail(subject="slow" if n == 0 else f"Mail {n}", message_id=f"<{n}@customer.example>") for n in range(250)]
    taking_in = asyncio.create_task(stage.take_in(*raws))
    async with asyncio.timeout(30):
        while len(await stage.messages()) < 249:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert (await stage.store.cursor("support")).last_uid == 0  # the slow one comes again after a crash
    taking_in.cancel()
    slow.may_end.set()
    await stage.take_in()
    assert sorted(m["subject"] for m in await stage.messages()) == sorted(
        ["slow", *(f"Mail {n}" for n in range(1, 250))]
    )
    assert (await stage.store.cursor("support")).last_uid == 250


async def test_thanks_for_an_answer_need_neither_an_answer_nor_a_person():
    stage = await a_stage()
    await stage.handle(a_mail())
    ours = len(stage.sent_to(ANNA))
    thanks = {"message_id": "<2@customer.example>", "In_Reply_To": "<1@customer.example>"}
    await stage.handle(a_mail("Thank you so much, that worked!\n\nAnna\n", **thanks))
    assert (len(stage.sent_to(ANNA)), len(stage.sent_to(TEAM))) == (ours, 0)
    last = (await stage.messages())[-1]
    assert (last["outcome"], last["rule"]) == ("silent", "customer_only_says_thanks")
    [ticket] = await stage.store.tickets(limit=10)
    assert ticket["state"] == "answered"


async def test_thanks_for_nothing_that_we_wrote_go_to_a_person():
    stage = await a_stage()
    await stage.handle(a_mail("Thank you so much, that worked!\n\nAnna\n"))
    assert (await only_message(stage))["outcome"] != "silent"


async def test_approving_where_no_draft_waits_tells_the_agent():
    stage = await a_stage()
    stage.model.reading = a_reading(signals=(Signal.ASKS_FOR_PERSON,))
    await stage.handle(a_mail())
    await stage.handle(a_mail("approve\n", sender=AGENT, to=await handed_over(stage), message_id="<a@acme.example>"))
    assert not stage.sent_to(ANNA)
    _, notice = stage.sent_to(TEAM)
    words = notice.get_body(("plain",)).get_content()
    assert notice["Subject"].startswith("[High] Not sent to ") and notice["Subject"].count("#") == 1
    assert "WHAT YOU WROTE" in words and "WHAT THE CUSTOMER WROTE" not in words and "Nothing was sent." in words


async def test_another_customers_text_is_never_shown_to_a_model():
    stage = await a_stage()
    await stage.handle(a_mail("My secret is canary-4711. How do I reset my password?\n"))
    await stage.handle(
        a_mail(sender="Bo <bo@other.example>", message_id="<2@other.example>", In_Reply_To="<1@customer.example>")
    )
    bos = [case for case in stage.model.seen if case.customer.email == "bo@other.example"]
    assert bos and all("canary-4711" not in repr(case) for case in bos)


def test_every_rule_of_the_tables_has_a_name_of_its_own_and_a_sentence():
    rules = (*policy.STRAIGHT_TO_A_PERSON, *policy.BEFORE_DRAFTING, *policy.BEFORE_SENDING)
    assert len({rule.__name__ for rule in rules}) == len(rules)
    assert all(name in {rule.__name__ for rule in policy.BEFORE_SENDING} for name in policy.APPROVABLE)
