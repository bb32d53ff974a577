"""What is sealed is told wherever it stands, and nothing else is."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from responder.adapters.mail_encryption import armour_at, is_encrypted, wraps_the_text_in_a_signature
from responder.adapters.mail_parser import parse
from responder.domain import Message

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BLOCK = """-----BEGIN PGP MESSAGE-----
Version: GnuPG v2

hQEMA5l0eGk2b3JkcwEH/2h5cG90aGV0aWNhbCBzZXNzaW9uIGtleSBwYWNrZXQg
b2YgYSBtZXNzYWdlIHRoYXQgbm9ib2R5IGhlcmUgY2FuIHJlYWQgYXQgYWxsLi4u
=Xy7k
-----END PGP MESSAGE-----"""
QUOTED = "\n".join(f"> {line}" for line in BLOCK.split("\n"))
WORDS = "Hello, I bought shoes from you last week and they do not fit. Could you please tell me how to send them back?"
SIGNED = f"""-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

{WORDS}
-----BEGIN PGP SIGNATURE-----

iQEzBAEBCAAdFiEE
=abcd
-----END PGP SIGNATURE-----"""
KEY = BLOCK.replace("PGP MESSAGE", "PGP PUBLIC KEY BLOCK")


def cms(kind: str) -> bytes:
    """A ContentInfo (RFC 5652) of 300 octets that are nothing."""
    oid = bytes.fromhex("2a864886f70d01" + kind)
    return b"\x30\x82\x01\x40\x06" + bytes([len(oid)]) + oid + b"\xa0\x82\x01\x2c" + b"\x17" * 300


SIGNED_DATA, ENVELOPED, COMPRESSED, AUTHENTICATED = (cms(k) for k in ("0702", "0703", "09100109", "09100117"))


def read(text: str = "", *, html: str = "", files: tuple[tuple[str, str, bytes], ...] = ()) -> Message:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Jane <jane@example.net>", "help@example.com", "Shoes"
    mail.set_content(text)
    if html:
        mail.set_content(html, subtype="html")
    for kind, name, data in files:
        maintype, _, subtype = kind.partition("/")
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name or None)
    return parse(mail.as_bytes(), received_at=NOW)


ENCRYPTED_TEXTS = {
    "alone": BLOCK,
    "below many words": f"{WORDS}\n\n{WORDS}\n\n{BLOCK}\n",
    "between words": f"{WORDS}\n\n{BLOCK}\n\nKind regards\nJane\n",
    "below a quote": f"On 3 March 2026 at 10:00, Support <help@example.com> wrote:\n> How can we help?\n\n{BLOCK}\n",
    "above a quote": f"{BLOCK}\n\nOn 3 March 2026 at 10:00, Support <help@example.com> wrote:\n> How can we help?\n",
    "without its end": f"{WORDS}\n\n{BLOCK[:150]}\n",
    "in two parts": BLOCK.replace("MESSAGE-----\nV", "MESSAGE, PART 1/2-----\nV"),
}


@pytest.mark.parametrize("where", ENCRYPTED_TEXTS)
def test_an_encrypted_block_among_the_own_words_is_told(where: str) -> None:
    assert read(ENCRYPTED_TEXTS[where]).encrypted


READABLE_TEXTS = {
    "quoted": f"{WORDS}\n\nOn 3 March 2026 at 10:00, Support <help@example.com> wrote:\n{QUOTED}\n",
    "quoted alone, below words": f"What is this?\n\n{QUOTED}\n",
    "forwarded": f"{WORDS}\n\n---------- Forwarded message ---------\nFrom: Ann <ann@example.net>\n"
    f"Date: Tue, 3 Mar 2026 at 10:00\nSubject: hi\nTo: Jane <jane@example.net>\n\n{BLOCK}\n",
    "forwarded without a word": "---------- Forwarded message ---------\nFrom: Ann <ann@example.net>\n"
    f"Date: Tue, 3 Mar 2026 at 10:00\nSubject: hi\nTo: Jane <jane@example.net>\n\nSee below.\n\n{BLOCK}\n",
    "below Outlook's header": f"{WORDS}\n\n-----Original Message-----\nFrom: Ann <ann@example.net>\n"
    f"Sent: Tuesday, 3 March 2026 10:00\nTo: Jane\nSubject: hi\n\n{BLOCK}\n",
    "named in a sentence": "My mail shows -----BEGIN PGP MESSAGE----- and then letters. Why is that?",
    "named at the start of a line": "-----BEGIN PGP MESSAGE----- is all that I see.\nWhy?\nThanks\n-----END PGP MESSAGE-----",
    "named on a line of its own": "My mail begins with\n\n-----BEGIN PGP MESSAGE-----\n\nand ends with\n\n-----END PGP MESSAGE-----",
    "signed in the clear": SIGNED,
    "a public key": f"{WORDS}\n\n{KEY}\n",
}


@pytest.mark.parametrize("where", READABLE_TEXTS)
def test_a_text_that_only_has_to_do_with_encryption_is_no_encrypted_one(where: str) -> None:
    message = read(READABLE_TEXTS[where])
    assert not message.encrypted and message.reply_text


def test_an_encrypted_block_is_told_in_html_too() -> None:
    assert read(html=f"<p>{WORDS}</p><pre>{BLOCK}</pre>").encrypted
    assert read(html=f"<p>{WORDS}</p><div>{BLOCK.replace(chr(10), '<br>')}</div>").encrypted
    assert read(html=f"<p>{WORDS}</p><div>{BLOCK}</div>").encrypted, "white space means nothing there"
    lines = "".join(f"<div>{line or '<br>'}</div>" for line in BLOCK.split("\n"))
    assert read(html=f"<div>{WORDS}</div>{lines}").encrypted
    quote = f'<p>{WORDS}</p><div class="gmail_quote">On 3 March 2026 Ann wrote:<blockquote><pre>{BLOCK}</pre></blockquote></div>'
    assert not read(html=quote).encrypted


def test_the_half_of_an_alternative_that_is_not_shown_counts_too() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "jane@example.net", "help@example.com"
    mail.set_content("This message is protected.")
    mail.add_alternative(f"<pre>{BLOCK}</pre>", subtype="html")
    assert parse(mail.as_bytes(), received_at=NOW).encrypted


SESSION_KEY, ONE_PASS, PUBLIC_KEY = (
    b"\x85\x01\x0c\x03" + b"k" * 90,
    b"\x90\x0d\x03" + b"s" * 90,
    b"\x99\x01\x0d\x04" + b"k" * 90,
)
SEALED_FILES = {
    "S/MIME by its name only": ("application/octet-stream", "smime.p7m", b"no ASN.1"),
    "S/MIME by its type only": ("application/x-pkcs7-mime", "", b"no ASN.1"),
    "S/MIME by its content only": ("application/octet-stream", "message.bin", ENVELOPED),
    "S/MIME as text": ("text/plain", "smime.p7m", base64.encodebytes(ENVELOPED)),
    "S/MIME with authentication": ("application/pkcs7-mime", "smime.p7m", AUTHENTICATED),
    "S/MIME under another name": ("application/pkcs7-mime", "mail.P7M", ENVELOPED),
    "S/MIME compressed around encryption": ("application/octet-stream", "smime.p7z", ENVELOPED),
    "PGP/MIME that Exchange took apart": ("application/pgp-encrypted", "", b"Version: 1\n"),
    "the other half of it": ("application/octet-stream", "encrypted.asc", BLOCK.encode()),
    "PGP under any name": ("text/plain", "note.txt", b"\n" + BLOCK.encode()),
    "PGP in octets": ("application/octet-stream", "order.pdf.pgp", SESSION_KEY),
    "rights management": ("application/x-microsoft-rpmsg-message", "message.rpmsg", b"x"),
    "rights management by its name": ("application/octet-stream", "message_v4.rpmsg", b"x"),
    "rights management by its content": ("application/octet-stream", "", bytes.fromhex("76e80460c411e386") + b"x"),
}  # fmt: skip


@pytest.mark.parametrize("what", SEALED_FILES)
def test_a_sealed_file_is_told_beside_the_footer_of_a_gateway(what: str) -> None:
    message = read("This mail was scanned by the gateway of Acme.", files=(SEALED_FILES[what],))
    assert message.encrypted and message.attachments


READABLE_FILES = {
    "a signature of PGP": ("application/pgp-signature", "signature.asc", b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n"),
    "a signature in octets": ("application/octet-stream", "order.pdf.sig", b"\x89\x01\x33\x04"),
    "a signature of S/MIME": ("application/pkcs7-signature", "smime.p7s", SIGNED_DATA),
    "certificates": ("application/pkcs7-mime", "smime.p7c", SIGNED_DATA),
    "a public key": ("application/pgp-keys", "key.asc", KEY.encode()),
    "a public key in octets": ("application/octet-stream", "key.gpg", PUBLIC_KEY),
    "a signed invoice": ("application/pkcs7-mime", "fattura.xml.p7m", SIGNED_DATA),
    "a log that names a block": ("text/plain", "log.txt", b"Found:\n" + BLOCK.encode()),
    "a forwarded mail that is encrypted": ("application/octet-stream", "mail.eml", b"From: a@b.example\n\n" + BLOCK.encode()),
}  # fmt: skip


@pytest.mark.parametrize("what", READABLE_FILES)
def test_a_signature_a_key_or_a_signed_file_leaves_the_mail_readable(what: str) -> None:
    message = read(WORDS, files=(READABLE_FILES[what],))
    assert not message.encrypted and message.reply_text == WORDS
    assert not any(defect.startswith("unreadable") for defect in message.defects)


def test_a_mail_inside_of_its_signature_is_for_a_person_and_not_called_encrypted() -> None:
    for name, data in (("smime.p7m", SIGNED_DATA), ("smime.p7z", COMPRESSED), ("", SIGNED_DATA)):
        message = read("Scanned.", files=(("application/pkcs7-mime", name, data),))
        assert not message.encrypted
        assert "unreadable: the text stands inside of an S/MIME signature" in message.defects
    assert wraps_the_text_in_a_signature("application/pkcs7-mime", "smime.p7m", b"?", smime_type="signed-data")
    assert not wraps_the_text_in_a_signature("application/pkcs7-mime", "smime.p7m", ENVELOPED, smime_type="signed-data")
    assert is_encrypted("application/pkcs7-mime", "smime.p7m", ENVELOPED, smime_type="signed-data")


def test_blocks_without_end_are_looked_at_in_linear_time() -> None:
    begin = time.process_time()
    for text in (
        "-----BEGIN PGP MESSAGE-----\n" * 18_000,
        "BEGIN PGP " * 50_000,
        "-----BEGIN PGP MESSAGE-----" + " " * 400_000,
    ):
        armour_at(text)
        read(text)
    assert time.process_time() - begin < 5
