"""Whom did a mail not reach? Each mail of tests/mails/bounces has its truth beside it, in a file of JSON."""

import json
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import responder
from responder.adapters.bounce_fields import recipients_of_status
from responder.adapters.bounce_lines import without_the_prefix
from responder.adapters.bounce_parts import originals, parts_of, split_report
from responder.adapters.bounces import find_bounce

MAILS = Path(__file__).parent.parent / "mails"
BOUNCES = sorted((MAILS / "bounces").glob("*.eml"))


@pytest.mark.parametrize("path", BOUNCES, ids=lambda p: p.stem)
def test_a_bounce_names_whom_it_failed_and_which_mail(path: Path) -> None:
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    seen = responder.inspect(path.read_bytes())
    bounce = find_bounce(message_from_bytes(path.read_bytes()), seen["text"])
    assert bounce is not None
    found = [{"email": r.email, "status": r.status, "temporary": r.temporary} for r in bounce.failed]
    assert found == truth["failed"]
    assert bounce.original_message_id == truth["original_message_id"]


@pytest.mark.parametrize("path", BOUNCES, ids=lambda p: p.stem)
def test_bare_line_feeds_change_nothing(path: Path) -> None:
    raw = path.read_bytes()
    text = responder.inspect(raw)["text"]
    assert find_bounce(message_from_bytes(raw.replace(b"\r\n", b"\n")), text) == find_bounce(
        message_from_bytes(raw), text
    )


@pytest.mark.parametrize("path", sorted((MAILS / "human").glob("*.eml")), ids=lambda p: p.stem)
def test_a_person_is_no_bounce_even_with_one_in_the_mail(path: Path) -> None:
    assert find_bounce(message_from_bytes(path.read_bytes()), "") is None


@pytest.mark.parametrize("name", ["mdn-read-receipt-rfc8098", "arf-abuse-report-rfc5965", "dsn-success-delivered"])
def test_receipts_complaints_and_successes_are_no_bounces(name: str) -> None:
    assert find_bounce(message_from_bytes((MAILS / "automatic" / f"{name}.eml").read_bytes()), "") is None


@pytest.mark.parametrize(
    ("fields", "failed"),
    [
        ("Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1", [("a@x.example", "5.1.1", False)]),
        ("Final-Recipient: a@x.example\nAction: FAILED", [("a@x.example", "", False)]),
        ("Final-Recipient: rfc822;a@x.example\nStatus: 4.4.1", [("a@x.example", "4.4.1", True)]),
        ("Final-Recipient: rfc822;a@x.example\nAction: expanded", []),
        ("Final-Recipient: rfc822;a@x.example\nAction: fai", [("a@x.example", "", False)]),
        ("Final-Recipient: rfc822;a@x.example\nAction: relayed\nStatus: 2.0.0", []),
        ("Action: failed\nFinal-Recipient: rfc822;a@x.example\n\nAction: delayed\nFinal-Recipient: rfc822;b@x.example", [("a@x.example", "", False), ("b@x.example", "", True)]),
        ("Original-Recipient: rfc822;a+2Bb@x.example\nFinal-Recipient: rfc822;c@x.example\nAction: failed", [("a+b@x.example", "", False)]),
        ("Final-Recipient: rfc822;a@x.example\nAction: delayed\n\nFinal-Recipient: rfc822;A@x.example\nAction: failed\nStatus: 5.0.0", [("A@x.example", "5.0.0", False)]),
        ("Final-Recipient: rfc822;\n a@x.example\nAction: failed\nDiagnostic-Code: smtp; 550\n 5.1.1 unknown", [("a@x.example", "5.1.1", False)]),
        ("Final-Recipient: rfc822; root\nAction: failed", []),
        ("Original-Recipient: rfc822;a@x.example\nFinal-Recipient: rfc822;a1@x.example\nAction: failed\nOriginal-Recipient: rfc822;b@x.example\nFinal-Recipient: rfc822;b1@x.example\nAction: failed", [("a@x.example", "", False), ("b@x.example", "", False)]),
    ],
)  # fmt: skip
def test_the_fields_of_a_report_are_read_as_they_come(fields: str, failed: list[tuple[str, str, bool]]) -> None:
    assert [(r.email, r.status, r.temporary) for r in recipients_of_status(fields)] == failed


def test_the_returned_mail_is_not_searched_for_recipients() -> None:
    report, returned = split_report("Cannot deliver.\n\n--- Original message ---\nTo: anna@shop.example\n")
    assert "anna" not in report
    assert "anna" in returned


def test_a_bounce_that_names_nobody_is_still_one() -> None:
    raw = b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nDelivery failed.\n--b--\n"
    bounce = find_bounce(message_from_bytes(raw), "")
    assert bounce is not None
    assert bounce.failed == ()


@given(body=st.binary(max_size=300), report=st.booleans())
def test_nothing_that_a_daemon_writes_breaks_the_reading(body: bytes, report: bool) -> None:
    kind = b"multipart/report; report-type=delivery-status; boundary=b" if report else b"text/plain; charset=x-odd"
    raw = b"Return-Path: <>\nFrom: MAILER-DAEMON\nSubject: failure notice\nContent-Type: " + kind + b"\n\n" + body
    bounce = find_bounce(message_from_bytes(raw), "")
    assert bounce is None or all("@" in failed.email for failed in bounce.failed)


PERSONS = {
    "an agent of a sending service": "From: Ann <support@postmark.example>\nSubject: Bounce: your stream\n\nEmail: a@x.example\nError: 550 5.1.1 unknown\nType: HardBounce\n\nCould you confirm the address?\n",
    "a customer whose newsletter bounced": "From: lee@shop.example\nSubject: Bounce: newsletter\n\nRecipient: a@x.example\nError: 5.1.1 user unknown\nI want to remove them.\n",
    "a developer who pastes a notification": "From: dev@client.example\nSubject: AWS Notification Message\n\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAddress\":\"a@x.example\"}]}}\n",
    "the owner of a list": "From: owner-roses@lists.example\nSubject: Your post\n\nHi, I saw that your mail to roses@lists.example was rejected. Mary\n",
    "a postmaster who tells of a failure": "From: Postmaster <postmaster@acme.example>\nSubject: Your mails are rejected\n\nHello,\nI am the mail admin here. We reject mail to kim@acme.example as user unknown.\nJo\n",
    "a postmaster": "From: Jan <postmaster@acme.example>\nSubject: Invoice\n\nCould you send the invoice for kim@acme.example again?\n",
}  # fmt: skip


PERSONS |= {
    "an administrator in German": "From: System Administrator <it@school.example>\nSubject: Mails\n\nunsere Kollegin eva@school.example bekommt Ihre Mails nicht, sie werden abgewiesen. Können Sie das prüfen?\n",
    "an administrator of mail": "From: Mail Admin <jo@school.example>\nSubject: Mails\n\nour colleague eva@school.example was rejected with 550 5.7.1 by your server.\n",
    "somebody whose gateway signs for him": "From: Tom (via Mimecast) <tom@firm.example>\nSubject: Invoice\n\nthe mail to my boss ann@firm.example was not delivered, can you resend the invoice?\n",
    "a postmaster with an own return path": "Return-Path: <postmaster@school.example>\nFrom: postmaster@school.example\nSubject: Unzustellbar: Ihre Rechnungen\n\nGuten Tag,\ndie Rechnungen an eva@school.example kamen nicht an.\n\nGruß\nUwe\n",
    "a postmaster who answers": "Return-Path: <postmaster@isp.example>\nFrom: Postmaster <postmaster@isp.example>\nSubject: Re: Undelivered Mail\n\n> eva@x.example\n>   550 5.2.1 mailbox disabled\n\nThat was fixed.\n",
    "a customer with a form of his own": "From: Hans <hans@firma.example>\nSubject: Bounce bei unserer Kampagne\n\nHallo,\nfolgender Kontakt wird abgewiesen.\nEmail: kunde@firma.example\nError: 550 5.1.1 user unknown\nKampagne: Mai\nDate: 3.5.2025\nGruß Hans\n",
    "a note of somebody on leave": "Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: Priya <priya.r@g.example>\nSubject: On leave\n\nHi! I am on leave. My old address (priya@startup.example) no longer exists.\n",
    "somebody whose mailbox is full while away": "Return-Path: <>\nFrom: Sue <sue@corp.example>\nSubject: Out of office\n\nI am away until Monday. Mails are rejected; use sue.j@corp.example.\n",
    "a challenge": "Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: Guard <jo@corp.example>\nSubject: Bestätigung\n\nIhre Nachricht an ann@corp.example wurde noch nicht zugestellt. Klicken Sie auf den Link, um sich zu bestätigen.\n",
}  # fmt: skip


@pytest.mark.parametrize("who", PERSONS)
def test_a_person_who_writes_of_bounces_is_none(who: str) -> None:
    assert find_bounce(message_from_bytes(PERSONS[who].encode()), PERSONS[who].partition("\n\n")[2]) is None


def test_a_name_behind_a_hyphen_is_kept_where_the_mail_was_written_to_it() -> None:
    assert without_the_prefix(["shop-sales@x.example"], ["sales@x.example"]) == ("sales@x.example",)
    assert without_the_prefix(["shop-sales@x.example"], ["shop-sales@x.example", "sales@x.example"]) == (
        "shop-sales@x.example",
    )


INNOCENT = {
    "her new address": "Her new address is\neva@new.example",
    "a mailbox in use": "The mailbox eva.klein@new.example is in use now.",
    "where she moved": "moved to: eva@new.example",
    "a new address in French": "Nouvelle adresse :\neva@neuf.example",
    "an administrator": "ask our admin:\nherr.mueller@old.example",
    "where to report": "Report problems to\nabuse-team@old.example",
    "who was delivered": "The following addresses were delivered:\ntom@ok.example",
    "who was delivered, by sendmail": "----- The following addresses had successful delivery notifications -----\n<tom@ok.example>",
    "a delivery in a sentence": "It was delivered to tom@ok.example",
    "a deputy": "Vertretung: tom@old.example",
    "the one in whose name": "Sent on behalf of <anna@planwren.example>",
    "a label that is not known": "Gestionnaire : paul@old.example",
    "below a closing": "Mit freundlichen Grüßen\nIhr Team\nteam@old.example",
    "a help desk in Hungarian": "Ügyfélszolgálat: ugyfelszolgalat@old.example",
    "a list of who got it": "Adresses servies :\n    anne@ok.example\n    jean@ok.example",
    "a similar address": "Did you mean evi@old.example?",
}


@pytest.mark.parametrize("what", INNOCENT)
def test_an_innocent_address_below_the_failed_one_is_not_named(what: str) -> None:
    report = (
        f"Your message could not be delivered:\n\neva@old.example\n    550 5.1.1 User unknown\n\n{INNOCENT[what]}\n"
    )
    assert _failed_of(report) == ["eva@old.example"]


@pytest.mark.parametrize(
    ("report", "failed"),
    [
        ("550 5.1.6 <eva@old.example>: User has moved; please try <eva@new.example>", ["eva@old.example"]),
        ("<eva@old.example>: host said: 551 User not local; please try\n    <eva@new.example>", ["eva@old.example"]),
        ("<eva@old.example>: closed. You can reach this person at\n<eva@new.example>", ["eva@old.example"]),
        ("Members:\n  tom@x.example  250 ok\n  eva@x.example  550 unknown user", ["eva@x.example"]),
        ("Not delivered:\n  eva@x.example\nDelivered:\n  tom@x.example", ["eva@x.example"]),
        ("These failed:\n\ninfo@x.example\nhelp@x.example\n\nWrite to desk@y.example", ["info@x.example", "help@x.example"]),
        ("Our help desk help@x.example could not be reached (mailbox full).", ["help@x.example"]),
        ('It was not delivered to:\n\n  "Jo Fox/Ulm/Chem"@x.example\n\nUser Jo Fox/Ulm/Chem@x.example is not listed', ['"Jo Fox/Ulm/Chem"@x.example']),
        ("Recipient ...... eva@x.example\nReason ......... unavailable\nManager ........ pat@x.example", ["eva@x.example"]),
        ("Jūsų laiško nepavyko pristatyti gavėjui rasa@x.example.\n\nKlausimai: pagalba@x.example", ["rasa@x.example"]),
    ],
)  # fmt: skip
def test_who_failed_stands_among_others(report: str, failed: list[str]) -> None:
    assert _failed_of(report) == failed


def _failed_of(report: str, *parts: str) -> list[str]:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: support@acme.example\nSubject: Returned mail\n"
    if parts:
        body = "".join(f"--b\n{part}\n" for part in (f"Content-Type: text/plain; charset=utf-8\n\n{report}", *parts))
        raw = f"{head}Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n"
    else:
        raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{report}\n"
    bounce = find_bounce(message_from_bytes(raw.encode()), report)
    return [failed.email for failed in bounce.failed] if bounce else []


def test_what_we_wrote_to_is_named_and_not_where_it_was_forwarded() -> None:
    report = (
        "Your mail was forwarded by lee@club.example to\nlee.private@home.example, which refused it:\n550 5.2.2 full"
    )
    original = "Content-Type: message/rfc822\n\nFrom: support@acme.example\nTo: lee@club.example\nSubject: Hi\n\nHello"
    assert _failed_of(report, original) == ["lee@club.example"]


def test_a_report_that_a_program_passed_on_is_read() -> None:
    inner = "Return-Path: <>\nFrom: MAILER-DAEMON@p.example\nTo: bounces@acme.example\nSubject: failure notice\n\n<gone@p.example>: 550 5.1.1 unknown"
    assert _failed_of("Passed on automatically.", f"Content-Type: message/rfc822\n\n{inner}") == ["gone@p.example"]


def test_of_very_many_returned_mails_the_first_are_read() -> None:
    fields = "\n".join(f"X-Field-{number}: of the header" for number in range(5500))
    one = f"Content-Type: text/rfc822-headers\n\nTo: eva@x.example\n{fields}"
    root = message_from_bytes(
        "".join(f"--b\n{one}\n" for _ in range(90))
        .join(("Content-Type: multipart/mixed; boundary=b\n\n", "--b--\n"))
        .encode()
    )
    assert len(list(originals(list(parts_of(root))))) == 5
