"""winmail.dat (TNEF), which Outlook sends where rich text was meant: its files and its text, read by tnefparse."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from responder.adapters import charsets
from responder.adapters.mail_fields import file_name
from responder.domain import Attachment

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it logs every odd attribute, mail text included
LARGEST = 30_000_000
"""octets"""


@dataclass(frozen=True, slots=True)
class Opened:
    attachments: tuple[Attachment, ...]
    text: str = ""
    html: str = ""


def open_tnef(data: bytes) -> Opened | None:
    """None when it is no TNEF, or broken beyond what tnefparse reads."""
    if len(data) > LARGEST:
        return None
    from tnefparse import TNEF

    try:
        tnef = TNEF(data, do_checksum=False)
        attachments = tuple(_attachment(one) for one in tnef.attachments)
        return Opened(attachments, text=_text(tnef.body), html=_text(tnef.htmlbody))
    except Exception:  # struct.error, IndexError, LookupError, UnicodeError … on damaged input
        return None


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
