"""A report and the mail that it returns: which text is whose, who is named in the fields, which mail came back."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from responder.adapters.mail_fields import field_text

_MOST_PARTS = 100
_MOST_GROUPS = 500
"""of fields, one for each recipient; a mail of ours has one"""
LONGEST_REPORT = 100_000
"""characters of a report that are read"""
CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
"""RFC 3463"""
ADDRESS = re.compile(
    r"(?:\"[^\"@\r\n]{1,64}\"|[^\s<>()\[\]:;,\"'@\\：；，。、（）【】「」《》][^\s<>()\[\]:;,\"@\\：；，。、（）【】「」《》]{0,128})"
    r"@[^\s<>()\[\]:;,\"'@\\*!：；，。、（）【】「」《》]{1,255}"
)


def parts_of(root: Message) -> Iterator[Message]:
    """All parts from the top, not those inside returned mails; broad and deep mails only in part."""
    waiting, seen = [root], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and not part.get_content_type().startswith(("message/", "text/rfc822")):
            waiting += [child for child in payload if isinstance(child, Message)]


def full_report(parts: Sequence[Message], text: str) -> str:
    """All plain text of the top, or what was rendered from HTML."""
    plain = [decoded(p) for p in parts if p.get_content_type() == "text/plain" and isinstance(p.get_payload(), str)]
    joined = "\n\n".join(t for t in plain if t.strip())
    if joined.strip():
        return joined[:LONGEST_REPORT]
    if parts and isinstance(parts[0].get_payload(), str) and parts[0].get_content_type() != "text/html":
        return decoded(parts[0])[:LONGEST_REPORT]  # a multipart without its boundary
    return _PLUS.sub("+", text[:LONGEST_REPORT])


_PLUS = re.compile("%2B(?=[^@\\s]{0,64}@)", re.IGNORECASE)
"""as links write it (RFC 6068)"""


# ---------------------------------------------------------------------------------------------- the returned mail


def split_report(text: str, *, in_status: bool = False) -> tuple[str, str]:
    """The report and the returned mail below it. A line that announces the original, or its header, parts them."""
    lines = text[:LONGEST_REPORT].splitlines()
    for at, line in enumerate(lines):
        begins = _ORIGINAL_BELOW.search(line[:200]) if not in_status else None
        if at and (begins or _ORIGINAL_HEADER.match(line[:200]) or _announces_header(lines, at)):
            return "\n".join(lines[:at]), "\n".join(lines[at:])
    return "\n".join(lines), ""


def _announces_header(lines: list[str], at: int) -> bool:
    """ "Your message:" above "From: …", "To: …", "Subject: …"."""
    if _YOUR_MESSAGE.fullmatch(lines[at][:80]) is None:
        return False
    below = [line for line in lines[at + 1 : at + 8] if line.strip()][:4]
    return len({found[1].lower() for line in below if (found := _HEADER_NAME.match(line[:80]))}) >= 2


_YOUR_MESSAGE = re.compile(
    r"\W*(?:your|the|original|the original|your original) (?:e-?mail|mail|message)\s?:?\s*", re.IGNORECASE
)
_HEADER_NAME = re.compile(r"[ \t>|]{0,12}(From|To|Subject|Date|Sent)\s?:\s", re.IGNORECASE)


_ORIGINAL_BELOW = re.compile(
    r"(?:-{2,}|={2,}|\*{2,}|_{2,})\s?(?:below this line|(?:the )?(?:original|unsent|returned|undelivered|forwarded) (?:mail|message|e-?mail|text)"
    r"|message header|this is a copy|the (?:original )?header|start of returned|returned mail|body of (?:the )?message|original-nachricht"
    r"|message (?:text )?follows|text of (?:mail|message) follows|included is|mensaje original|message d'origine|messaggio originale|eredeti|исходн)"
    r"|^\s*(?:original (?:message|mail|e-?mail|text) (?:as )?follows|unsent message below|ihre (?:ursprüngliche )?(?:nachricht|e-?mail) lautete|ursprüngliche (?:nachricht|e-?mail)\s?:?$"
    r"|intestazion[ei] (?:del )?messaggio original|元のメッセージ|원본 메시지|исходное (?:сообщение|письмо)"
    r"|here is your returned mail|message headers? follows?|message text follows|included is a copy"
    r"|your (?:original )?message (?:follows|is (?:enclosed|attached|returned))|the (?:text|header|headers|first \d+ lines) of (?:the|your) (?:original )?message"
    r"|original message header|a copy of (?:the|your) (?:original )?message|old message:|---- ?start of|below is a copy of (?:the|your)|a copy of (?:the|your) (?:message|mail) (?:is|follows))",
    re.IGNORECASE,
)
_ORIGINAL_HEADER = re.compile(
    r"Message-ID: ?<|>?From \S{1,200}@\S{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|[ \t>|]{0,4}(?:Received: (?:from|by|\()|Return-Path: ?<|MIME-Version: ?1|DKIM-Signature: ?v=|X-Mailer: "
    r"|X-Originating|Content-Type: message/rfc822)",
    re.IGNORECASE,
)


def originals(parts: Sequence[Message]) -> Iterator[Message]:
    """Returned mails, or their headers; of very many the first only. Nobody looks into their bodies here."""
    from email import message_from_string

    left = _MOST_ORIGINALS
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind not in _RETURNED:
            continue
        if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            if isinstance(payload[0], Message):
                yield payload[0]
        elif kind not in ("message/global",):
            text = fields_as_text(part) if isinstance(payload, list) else decoded(part)
            yield message_from_string(_BLANK_LINE.split(text.lstrip(), maxsplit=1)[0][:50_000])
        left -= 1
        if not left:
            return


_MOST_ORIGINALS = 5
_BLANK_LINE = re.compile(r"\r?\n[ \t]{0,8}\r?\n")
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a report before it is read."""

    originals: tuple[Message, ...]
    own: frozenset[str]
    """the report's own author and reader: the mail system, and whoever sent what came back; in lower case"""
    written_to: tuple[str, ...]
    """To and Cc of the returned mail, which is a part of the report or text below it"""
    only_recipient: tuple[str, ...]
    """the one address that the returned mail was written to, for a report that names nobody"""
    original_id: str


def about(root: Message, parts: Sequence[Message], returned: str) -> About:
    """returned: the text below the report."""
    mails = tuple(originals(parts))
    own = own_addresses(root, mails)
    to = [address for address in _written_to(mails, returned, ("To",)) if address.lower() not in own]
    return About(
        originals=mails,
        own=own,
        written_to=_written_to(mails, returned, ("To", "Cc")),
        only_recipient=tuple(to) if len(to) == 1 else (),
        original_id=_original_id(mails, parts),
    )


def _original_id(mails: Sequence[Message], parts: Sequence[Message]) -> str:
    for original in mails:
        if found := first_id(header(original, "Message-ID")):
            return found
    for part in parts:
        for name in ("Original-Message-ID", "X-Original-Message-ID"):
            if found := first_id(header(part, name)):
                return found
    return ""


def id_in_text(text: str) -> str:
    match = re.search(r"^[ \t>|]{0,8}Message-ID:\s{0,10}(<[^<>\s]{1,900}>)", text, re.IGNORECASE | re.MULTILINE)
    return match[1] if match else ""


def first_id(value: str) -> str:
    match = re.search(r"<[^<>\s]{1,900}>", value[:4000])
    return match.group() if match else ""


def own_addresses(root: Message, mails: Sequence[Message]) -> frozenset[str]:
    """The addresses of the report's author and reader, and of the author of the mails that it returns."""
    authors = " ".join(header(original, "From")[:500] for original in mails)
    fields = " ".join(
        header(root, name)[:1000] for name in ("From", "To", "Reply-To", "Sender", "Delivered-To", "Return-Path")
    )
    return frozenset(address.lower().rstrip(".") for address in ADDRESS.findall(f"{fields} {authors}"))


def _written_to(mails: Sequence[Message], returned: str, names: Sequence[str]) -> tuple[str, ...]:
    values = [header(original, name) for original in mails for name in names]
    if not any(values):
        field = rf"^[ \t>]{{0,4}}(?:{'|'.join(names)}):[ \t]{{0,8}}(.{{1,2000}}(?:\n[ \t>]{{1,8}}.{{1,2000}}){{0,20}})$"
        values = re.findall(field, returned[:20_000], re.MULTILINE | re.IGNORECASE)[:20]
    return distinct(ADDRESS.findall(" ".join(values)[:8000]))


# ---------------------------------------------------------------------------------------------- fields and addresses


def header(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)


def subject_of(root: Message) -> str:
    return field_text(header(root, "Subject")[:2000])


def fields_as_text(part: Message) -> str:
    """The standard library reads a delivery-status as messages, one for each group; their fields as lines again."""
    payload = part.get_payload()
    if isinstance(payload, str):
        return decoded(part)
    encoding = header(part, "Content-Transfer-Encoding").strip().lower()
    if encoding in ("base64", "quoted-printable"):
        # RFC 2045 section 6.4 forbids it, so the library took the encoded lines for fields and bodies
        return _decoded_again(part, encoding)
    groups = []
    for block in payload[:_MOST_GROUPS] if isinstance(payload, list) else []:
        if isinstance(block, Message):
            lines = [f"{name}: {' '.join(as_utf8(value).split())}" for name, value in block.raw_items()]
            # a blank line too many makes the rest of the group a body
            groups.append("\n".join(lines) + "\n" + decoded(block))
    return "\n\n".join(groups)[:LONGEST_REPORT]


def _decoded_again(part: Message, encoding: str) -> str:
    body = part.as_bytes().partition(b"\n\n")[2][: 4 * LONGEST_REPORT]
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        octets = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    else:
        octets = quopri.decodestring(body)
    return octets.decode("utf-8", "replace")[:LONGEST_REPORT]


def as_utf8(value: object) -> str:
    """Raw octets of a field, which the standard library keeps as surrogates."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return payload[: 4 * LONGEST_REPORT].decode(charset, "replace")[:LONGEST_REPORT]
    except LookupError:
        return payload[:LONGEST_REPORT].decode("utf-8", "replace")


def with_lower_domain(address: str) -> str:
    """RFC 5321 section 2.4: the case of the local part is the owner's, that of the domain means nothing."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def distinct(addresses: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for address in addresses:
        kept.setdefault(address.rstrip(".").lower(), address.rstrip("."))
    return tuple(kept.values())
