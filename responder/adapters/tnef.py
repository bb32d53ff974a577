"""winmail.dat (TNEF), which Outlook sends where rich text was meant: its files and its text, read by tnefparse; text in RTF by rtf."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from responder.adapters import charsets
from responder.adapters.mail_encryption import is_encrypted
from responder.adapters.mail_fields import file_name
from responder.adapters.rtf import Read, read_rtf, unpacked
from responder.domain import Attachment

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it logs every odd attribute, mail text included
LARGEST = 30_000_000
"""octets"""


@dataclass(frozen=True, slots=True)
class Opened:
    attachments: tuple[Attachment, ...]
    text: str = ""
    html: str = ""
    encrypted: bool = False


def open_tnef(data: bytes) -> Opened | None:
    """None when it is no TNEF, or broken beyond what tnefparse reads."""
    if len(data) > LARGEST:
        return None
    from tnefparse import TNEF

    try:
        tnef = TNEF(data, do_checksum=False)
        attachments = tuple(_attachment(one) for one in tnef.attachments)
        text, html = _text(tnef.body), _text(tnef.htmlbody)
        sealed = any(
            is_encrypted("", a.name, f.data or b"") for a, f in zip(attachments, tnef.attachments, strict=True)
        )
    except Exception:  # struct.error, IndexError, LookupError, UnicodeError … on damaged input
        return None
    if not html.strip():
        rtf = _rtf(tnef)
        text, html = text if text.strip() else rtf.text, rtf.html
    return Opened(attachments, text=text, html=html, encrypted=sealed)


def _rtf(tnef: Any) -> Read:
    packed = tnef._rtfbody  # its property unpacks whatever there is, and what it cannot unpack it takes for text
    if not isinstance(packed, bytes):
        return Read()
    try:
        return read_rtf(unpacked(packed))
    except Exception:  # a packing that is no packing: the library raises Exception itself
        return Read()


def _attachment(one: Any) -> Attachment:
    try:
        name = one.long_filename()
    except Exception:  # a name in no charset that it knows
        name = getattr(one, "_name", b"")
    return Attachment(
        name=file_name(_text(name).strip("\0")), content_type="application/octet-stream", size=len(one.data or b"")
    )


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = charsets.decode(value.rstrip(b"\0"))[0]
    return charsets.clean_text(value) if isinstance(value, str) else ""
