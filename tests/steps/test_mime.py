"""What we write parses back to what was meant, with the standard library and with mail-parser."""

from __future__ import annotations

import base64
import email
import random
import unicodedata
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import mailparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.domain import Address
from responder.errors import GiveUp
from responder.steps import mime
from responder.steps.mime import Attached

US = Address(email="support@planwren.example", name="Planwren Support")
THEM = Address(email="anna.meyer@example.com", name="Anna Meyer")
FIELDS = ["From", "To", "Subject", "Message-ID", "References", "MIME-Version", "Content-Type"]

# letters of every script, marks, emoji, right-to-left text, control characters, line breaks and lone surrogates
any_text = st.text(max_size=120)
nasty = st.one_of(
    any_text,
    st.text(
        alphabet=st.sampled_from('\r\n\t\0 \x0b\x0c\x1c\x85\u2028\u2029=?_"\\<>,;:@aé日🎉م\u202e\ud800'), max_size=60
    ),
    st.builds("{}\r\nBcc: evil@x.test\r\n{}".format, any_text, any_text),
)


def a_mail(
    *, subject: str = "Export", name: str = "Anna Meyer", ids: tuple[str, ...] = ("<a@b.example>",), **more: object
) -> bytes:
    headers: list[mime.Header] = [
        ("From", US),
        ("To", Address(email=THEM.email, name=name)),
        ("Subject", mime.subject(subject)),
        ("Message-ID", ("<m@planwren.example>",)),
        ("References", ids),
    ]
    return mime.write(headers, text=str(more.pop("text", "Hello")), **more)  # type: ignore[arg-type]


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def names_of(raw: bytes) -> list[str]:
    return list(email.message_from_bytes(raw).keys())


@settings(max_examples=150, deadline=None)
@given(subject=nasty, name=nasty, text=nasty)
def test_whatever_is_written_parses_back(subject: str, name: str, text: str) -> None:
    raw = a_mail(subject=subject, name=name, text=text)
    head = raw.partition(b"\r\n\r\n")[0]
    assert names_of(raw) == [*FIELDS[:-1], "Content-Type", "Content-Transfer-Encoding"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii() and raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    message = parsed(raw)
    assert str(message["subject"]).split() == mime.clean(subject).split()
    assert [a.addr_spec for a in message["to"].addresses] == [THEM.email]
    shown = str(make_header(decode_header(email.message_from_bytes(raw)["To"].replace("\r\n", ""))))
    assert shown.count("@") >= 1 and b"\0" not in head
    assert message.get_content().replace("\r\n", "\n") == mime.clean_text(text).rstrip("\n") + "\n"


@settings(max_examples=60, deadline=None)
@given(subject=st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=150))
def test_mail_parser_reads_the_same_subject(subject: str) -> None:
    read = mailparser.parse_from_bytes(a_mail(subject=subject))
    # mail-parser composes letters (NFC)
    assert read.subject.split() == unicodedata.normalize("NFC", mime.clean(subject)).split()
    assert read.to == [("Anna Meyer", THEM.email)]


@pytest.mark.parametrize(
    "name",
    ["Anna Meyer", 'Anna "Änne" Meyer', "Meyer, Anna", "Zoë O'Neill-García", "王小明", "عبد الله", "Jörg \\ @ <x>"],
)
def test_a_name_is_read_as_it_was_meant(name: str) -> None:
    raw = a_mail(name=name)
    (address,) = parsed(raw)["to"].addresses
    assert (address.display_name, address.addr_spec) == (name, THEM.email)


def test_a_long_name_keeps_all_its_letters() -> None:
    name = "Александра Константиновна Преображенская-Вознесенская " * 3
    raw = email.message_from_bytes(a_mail(name=name))["To"].replace("\r\n", "")
    assert str(make_header(decode_header(raw.rpartition(" <")[0]))) == name.strip()


@pytest.mark.parametrize("length", [70, 300, 890])
def test_a_long_message_id_is_never_an_encoded_word_nor_folded(length: int) -> None:
    long = f"<{'x' * length}@mail.example>"
    raw = a_mail(ids=("<first@b.example>", long, "<last@b.example>"))
    assert b"=?" not in raw
    assert long.encode() in raw
    assert email.message_from_bytes(raw)["References"].split() == ["<first@b.example>", long, "<last@b.example>"]


@pytest.mark.parametrize(
    "bad", ["", "no", "<a b@c>", "<é@x.example>", f"<{'x' * 990}@y>", "<a@b>\r\nBcc: x@y.test", "<a><b>"]
)
def test_what_is_no_id_is_left_out(bad: str) -> None:
    assert mime.usable_ids([bad, "<a@b.example>", "<a@b.example>"]) == ("<a@b.example>",)


def test_adjacent_encoded_words_are_parted_by_a_fold_and_none_is_too_long() -> None:
    raw = a_mail(subject="Überweisung für März fehlt seit Wochen – bitte prüfen 🙏 " * 6)
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    words = [word for line in lines for word in line.split() if b"=?" in word]
    assert len(words) > 5
    assert all(len(word) <= 75 and word.startswith(b"=?utf-8?") and word.endswith(b"?=") for word in words)


def test_text_that_looks_like_an_encoded_word_stays_text() -> None:
    assert (
        parsed(a_mail(subject="What is =?utf-8?q?a=0D=0ABcc=3A?= ?"))["subject"]
        == "What is =?utf-8?q?a=0D=0ABcc=3A?= ?"
    )


def test_the_start_of_a_subject_stays_readable_in_the_raw_mail() -> None:
    assert b"\r\nSubject: Re: =?utf-8?" in a_mail(subject="Re: Größere Exporte")


def hostile_values(count: int) -> list[str]:
    """Values that try to become a header field of their own, in every way that a line can end or hide."""
    chance = random.Random(5)
    ends = [
        "\r\n",
        "\n",
        "\r",
        "\r\n ",
        "\n\t",
        "\x0b",
        "\x0c",
        "\x85",
        "\u2028",
        "\0",
        "=0D=0A",
        "%0d%0a",
        "\\r\\n",
        "\r\r\n",
        "嘊",
    ]
    wrapped = ["{}", "=?utf-8?q?{}?=", '"{}"', "<{}>", "({})", "{}, {}", "=?utf-8?b?{}?="]
    fields = [
        "Bcc: evil@x.test",
        "To: evil@x.test",
        "Content-Type: text/html",
        "\r\n\r\n<script>",
        "Subject: no",
        ".\r\nRCPT TO:<e@x.test>",
    ]
    values = []
    for _ in range(count):
        inner = chance.choice(["Re: ", "", "a" * chance.randint(0, 90)]) + chance.choice(ends) + chance.choice(fields)
        inner += chance.choice(ends) + chance.choice(["", "é", "日本"])
        shape = chance.choice(wrapped)
        if "?b?" in shape:
            inner = base64.b64encode(inner.encode()).decode()
        values.append(shape.format(inner, inner))
    return values


def test_no_hostile_value_adds_a_header_or_a_recipient() -> None:
    for value in hostile_values(1200):
        raw = a_mail(subject=f"Re: {value}", name=value, ids=mime.usable_ids([value, "<a@b.example>"]), text=value)
        assert names_of(raw) == [*FIELDS[:-1], "Content-Type", "Content-Transfer-Encoding"], value
        assert [a.addr_spec for a in parsed(raw)["to"].addresses] == [THEM.email], value
        assert b"\r\nBcc:" not in raw.partition(b"\r\n\r\n")[0]


def test_no_hostile_value_becomes_an_address() -> None:
    for value in hostile_values(1200):
        with pytest.raises(GiveUp):
            mime.one_address(value)
        with pytest.raises(GiveUp):
            mime.one_address(f"anna@example.com{value}")


@pytest.mark.parametrize(
    "address",
    [
        "a@b, c@d.example",
        "a@b@c.example",
        "<a@b.example>",
        "a b@c.example",
        "anna",
        "@b.example",
        "a@",
        "a@b.example\n",
        "a@[x y]",
    ],
)
def test_only_one_plain_address_is_a_recipient(address: str) -> None:
    with pytest.raises(GiveUp):
        mime.one_address(address)


def test_unusual_addresses_that_exist_are_kept() -> None:
    assert mime.one_address("foo..bar.@docomo.example") == "foo..bar.@docomo.example"
    assert mime.one_address('"john doe"@example.com') == '"john doe"@example.com'
    assert mime.one_address("anna@müller.example") == "anna@xn--mller-kva.example"


def test_a_local_part_beyond_ascii_is_never_mangled() -> None:
    raw = mime.write([("To", Address(email="änne@example.com", name="Änne"))], text="x")
    assert "<änne@example.com>".encode() in raw


# --------------------------------------------------------------------------------------------------------------- body


def test_long_lines_and_letters_beyond_ascii_travel_in_seven_bits() -> None:
    text = "From here on\n" + "wörter " * 400 + "\n.\nFrom me\n"
    raw = a_mail(text=text, html="<p>ü</p>")
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 200
    assert b"\r\nFrom " not in raw.partition(b"\r\n\r\n")[2]
    body = parsed(raw).get_body(("plain",))
    assert body is not None and body.get_content().replace("\r\n", "\n") == text


def test_text_comes_before_html() -> None:
    message = parsed(a_mail(text="a", html="<p>b</p>"))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


ORIGINAL = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "transfer"),
    [
        (ORIGINAL + b"plain\r\n", "7bit"),
        (ORIGINAL + "für\r\n".encode(), "8bit"),
        (ORIGINAL + b"\xff\xfe no charset\r\n", "8bit"),
    ],
)
def test_an_original_is_attached_as_a_mail_with_its_bytes_untouched(raw: bytes, transfer: str) -> None:
    written = a_mail(attached=Attached(raw=raw))
    assert raw in written
    attached = list(parsed(written).iter_attachments())[-1]
    assert attached.get_content_type() == "message/rfc822"
    assert attached["content-transfer-encoding"] == transfer
    assert attached.get_filename() == "original.eml"
    assert attached.get_content()["subject"] == "x"


def test_an_original_with_bare_line_feeds_gets_the_line_ends_of_the_wire() -> None:
    assert b"Subject: x\r\n\r\nhi\r\n" in a_mail(attached=Attached(raw=b"Subject: x\n\nhi\n"))


@pytest.mark.parametrize(
    "raw",
    [
        ORIGINAL + b"a\0b",
        ORIGINAL + b"a" * 999,
        ORIGINAL + b"bare\rreturn",
        ORIGINAL + b"bare\nfeed",
        b"no header",
        b"",
        b"\r\n\r\nx",
    ],
)
def test_an_original_that_would_be_changed_on_the_way_travels_as_a_file(raw: bytes) -> None:
    written = a_mail(attached=Attached(raw=raw))
    assert written.isascii()
    attached = list(parsed(written).iter_attachments())[-1]
    assert attached.get_content_type() == "application/octet-stream"
    assert attached.get_filename() == "original.eml"
    assert attached.get_content() == raw


def test_an_original_cannot_close_the_part_that_it_stands_in() -> None:
    raw = ORIGINAL + b"hi\r\n"
    boundary = a_mail(attached=Attached(raw=raw)).partition(b'boundary="')[2].partition(b'"')[0]
    copied = raw + b"--" + boundary + b"--\r\n\r\nFrom: evil@x.test\r\n"
    written = a_mail(attached=Attached(raw=copied))
    assert list(parsed(written).iter_attachments())[-1].get_content_type() == "message/rfc822"
    assert copied in written


def test_a_field_that_would_not_be_read_as_meant_stops_the_mail() -> None:
    with pytest.raises(GiveUp):
        mime.write([("X-Odd\r\nBcc", "evil@x.test")], text="x")
    with pytest.raises(GiveUp):
        mime.write([("To", Address(email="a@b.example\r\nBcc: evil@x.test"))], text="x")
    with pytest.raises(GiveUp):
        mime.write([("References", ("<a@b>\r\nBcc: evil@x.test",))], text="x")
