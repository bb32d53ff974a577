"""Mails made to choke a parser are cut, said to be unreadable, and what is cheap to read is still read."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime

import pytest

from responder.adapters import mail_limits
from responder.adapters.mail_parser import parse
from responder.config import Settings
from responder.domain import Case
from responder.steps.screen_person import mail_cannot_be_read

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = b"From: jane@example.net\r\nSubject: hi\r\nMessage-ID: <one@example.net>\r\nMIME-Version: 1.0\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
BOMBS = {
    "ten thousand nested multiparts": HEAD
    + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(10_000)),
    "ten thousand nested messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
    "nested messages with folded fields": HEAD + b"Content-Type:\r\n message/rfc822\r\n\r\n" * 10_000,
    "nested messages with blanks in their type": HEAD + b"Content-Type: message\r\n / rfc822\r\n\r\n" * 10_000,
    "a field of a megabyte": HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\nHello",
    "a hundred thousand fields": HEAD + b"".join(b"X-%d: a\r\n" % i for i in range(100_000)) + b"\r\nHello",
    "a megabyte of recipients": HEAD + b"To: " + b"a@example.com,\r\n " * 60_000 + b"\r\n\r\nHello",
    "a megabyte of encoded words": HEAD + b"X-S: " + b"=?utf-8?q?a?=\r\n " * 70_000 + b"\r\n\r\nHello",
    "a hundred thousand parts": HEAD + MIXED + b"--b\r\n\r\nHello\r\n" * 100_000 + b"--b--",
    "a boundary of 90 kB": HEAD + b'Content-Type: multipart/mixed; boundary="' + b"b" * 90_000 + b'"\r\n\r\nHello',
    "fifty megabytes of text": HEAD + b"\r\n" + b"Hello, this is a long text.\r\n" * 1_800_000,
    "thirty million empty lines": HEAD + b"\r\n" + b"\n" * 30_000_000,
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_unreadable_and_its_header_is_read(what: str) -> None:
    message = parse(BOMBS[what], received_at=NOW)
    assert any(defect.startswith("unreadable: ") for defect in message.defects)
    assert message.sender is not None and message.sender.email == "jane@example.net"
    assert (message.subject, message.message_id) == ("hi", "<one@example.net>")


def test_a_large_attachment_is_read_like_a_small_one_and_its_size_is_exact() -> None:
    content = bytes(range(256)) * 40_000  # 10 MB
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    part = b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded
    raw = HEAD + MIXED + b"--b\r\n\r\nHello\r\n" + part + part + b"--b--\r\n"
    message = parse(raw, received_at=NOW)
    assert message.text == "Hello" and not message.defects
    assert [a.size for a in message.attachments] == [len(content), len(content)]
    assert len(mail_limits.tidy(raw).raw) < 1_000_000


CSV = b"Content-Type: text/csv; name=orders.csv\r\n"
PDF = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
LARGE = {
    "a table of a million lines": (CSV + b"\r\n", b"17,shoes,2\r\n" * 1_000_000, 11_000_000),
    "a table of a million short lines": (CSV + b"\r\n", b"1\r\n" * 1_000_000, 2_000_000),
    "a table whose lines begin as delimiters do": (CSV + b"\r\n", b"--b,--17\r\n" * 1_000_000, 9_000_000),
    "a table in quoted-printable": (
        CSV + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        b"17,caf=C3=A9,=3D=\r\n\r\n" * 900_000,
        11 * 900_000,
    ),
    "a log with a name": (
        b"Content-Type: text/plain\r\nContent-Disposition: attachment;\r\n filename=a.log\r\n\r\n",
        b"error\r\n" * 1_000_000,
        6_000_000,
    ),
    "base64 in one line": (PDF, base64.b64encode(b"%PDF-" * 3_000_000), 15_000_000),
    "base64 in lines of no use": (PDF, b"JVBERi0xLjQ\r\n" * 1_000_000, 8_250_000),
}  # fmt: skip


@pytest.mark.parametrize("what", LARGE)
def test_a_large_attachment_in_any_encoding_is_listed_and_the_text_is_read(what: str) -> None:
    header, content, size = LARGE[what]
    raw = HEAD + MIXED + b"--b\r\n\r\nHello\r\n--b\r\n" + header + content + b"\r\n--b\r\n\r\nBye\r\n--b--\r\n"
    begin = time.process_time()
    message = parse(raw, received_at=NOW)
    assert time.process_time() - begin < 5
    assert message.text == "Hello\n\nBye" and not message.defects
    assert [a.size for a in message.attachments] == [size]


def test_ten_large_attachments_are_read_as_one_is() -> None:
    part = b"--b\r\n" + CSV + b"\r\n" + b"17,shoes\r\n" * 200_000 + b"\r\n"
    message = parse(HEAD + MIXED + b"--b\r\n\r\nHello\r\n" + part * 10 + b"--b--\r\n", received_at=NOW)
    assert message.text == "Hello" and not message.defects
    assert [a.size for a in message.attachments] == [1_800_000] * 10


def test_a_large_file_in_a_forwarded_mail_counts_with_it() -> None:
    inner = b"From: bob@example.net\r\n" + PDF + base64.b64encode(b"%PDF-" * 2_000_000)
    part = b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n"
    message = parse(HEAD + MIXED + b"--b\r\n\r\nHello\r\n" + part + b"--b--\r\n", received_at=NOW)
    assert message.text == "Hello" and not message.defects
    assert message.attachments[0].size > 10_000_000


def test_a_long_text_with_a_name_is_read_from_its_beginning_and_said_to_be_longer() -> None:
    raw = HEAD + b"Content-Type: text/plain; name=mail.txt\r\n\r\n" + b"Hello again\r\n" * 500_000
    message = parse(raw, received_at=NOW)
    assert message.text.startswith("Hello again\n") and "~" not in message.text
    assert message.defects == ("a text was cut after 500,000 characters",)
    assert mail_cannot_be_read(Case(message=message), Settings())


def test_what_may_be_the_persons_words_is_never_taken_for_a_file() -> None:
    long = b"How do I invite a colleague?\r\n" + b"\r\n" * 100_100 + b"l\r\n" * 20_000 + b"I want a refund.\r\n"
    for part in (b"Content-Type: text/plain; name=mail.txt\r\n\r\n", b"Content-Type: text/plain\r\n\r\n"):
        assert "refund" in parse(HEAD + part + long, received_at=NOW).text
        assert "refund" in parse(HEAD + MIXED + b"--b\r\n" + part + long + b"\r\n--b--\r\n", received_at=NOW).text


def test_a_mail_that_was_cut_is_not_blamed_for_its_missing_end() -> None:
    raw = HEAD + MIXED + b"--b\r\n\r\n" + b"\r\n" * 5_000_000 + b"--b--\r\n"
    assert not any("never" in defect for defect in parse(raw, received_at=NOW).defects)


def test_a_digest_of_many_messages_is_wide_and_not_deep() -> None:
    one = b'--b\r\n\r\nContent-Type: multipart/alternative; boundary="c%d"\r\n\r\n--c%d\r\n\r\nHi\r\n--c%d--\r\n'
    raw = (
        HEAD
        + b"Content-Type: multipart/digest; boundary=b\r\n\r\n"
        + b"".join(one % (i, i, i) for i in range(300))
        + b"--b--"
    )
    message = parse(raw, received_at=NOW)
    assert len(message.attachments) == 300 and not any("unreadable" in d for d in message.defects)


def test_ninety_levels_are_read_and_a_hundred_and_ten_are_not() -> None:
    def nested(levels: int) -> bytes:
        return (
            HEAD
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(levels))
            + b"\r\nHello\r\n"
        )

    assert parse(nested(90), received_at=NOW).text == "Hello"
    assert parse(nested(110), received_at=NOW).text == ""


def test_a_lone_carriage_return_never_makes_a_header_field() -> None:
    message = parse(HEAD.replace(b"hi", b"hi\rReply-To: evil@example.org") + b"\r\nHello", received_at=NOW)
    assert message.reply_to == () and message.text == "Hello"


COSTLY = {
    "a line of text after each line of base64": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"SGVsbG8gYWxsIQ==\r\n* * *\r\n" * 80_000,
    "an escape sequence for each kanji": b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b"\x1b$B-!\x1b(B" * 400_000,
    "a header block on every other line": b"Return-Path: <>\r\n\r\nfailed\r\n" + b"From: a@x.example\r\nTo: b@x.example\r\n\r\n" * 20_000,
    "tags without end": b"Content-Type: text/plain\r\n\r\n" + b"<b <p " * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("what", COSTLY)
def test_what_is_read_twice_costs_no_more_than_a_second_look(what: str) -> None:
    begin = time.process_time()
    parse(HEAD + COSTLY[what], received_at=NOW)
    assert time.process_time() - begin < 5
