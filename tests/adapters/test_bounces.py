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
from responder.adapters.bounce_parts import split_report
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


@pytest.mark.parametrize("who", PERSONS)
def test_a_person_who_writes_of_bounces_is_none(who: str) -> None:
    assert find_bounce(message_from_bytes(PERSONS[who].encode()), PERSONS[who].partition("\n\n")[2]) is None


def test_a_name_behind_a_hyphen_is_kept_where_the_mail_was_written_to_it() -> None:
    assert without_the_prefix(["shop-sales@x.example"], ["sales@x.example"]) == ("sales@x.example",)
    assert without_the_prefix(["shop-sales@x.example"], ["shop-sales@x.example", "sales@x.example"]) == (
        "shop-sales@x.example",
    )
