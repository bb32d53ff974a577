"""Raw bytes → `Message`. Never raises, on anything.

`email` builds the tree (as mail-parser does), once and within limits; mail-parser reads what it reads well, dates and
the second opinion on addresses; what it is known to lose (badly split encoded words, raw 8-bit letters, the line
between a mail and the one it encloses) is read by mail_fields, mail_parts, mail_author and charsets.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Part
from email.utils import parsedate_to_datetime
from typing import Any

from mailparser.dates import parse_mail_date

from responder.adapters import charsets
from responder.adapters.automatic_text import automatic
from responder.adapters.invisible import without_direction, without_smuggled
from responder.adapters.mail_author import author_of, mailboxes
from responder.adapters.mail_encryption import MENTIONED, armour_at
from responder.adapters.mail_fields import decode_words, field_text, smuggled_in, unfolded
from responder.adapters.mail_halves import kept_from_reader, not_in
from responder.adapters.mail_limits import tidy
from responder.adapters.mail_parts import Body, Contents, MailPart, leaf_of, read_parts
from responder.domain import Address, Authentication, Bounce, FailedRecipient, Message

Authenticate = Callable[[bytes, tuple[tuple[str, str], ...], Address | None], Authentication]
"""raw bytes, header fields, the author → is the From domain proven?"""

UNSEEN = "in characters that nobody sees"
READABLE_HTML = 2_000_000
"""characters of HTML that are turned into text"""


def parse(
    raw: bytes,
    *,
    received_at: datetime,
    mailbox: str = "",
    languages: Sequence[str] = (),
    authenticate: Authenticate | None = None,
) -> Message:
    """Read one mail. `languages` are the ISO 639-1 codes that are told apart for sure; empty: `language` stays "und".

    Whatever could not be read is said in `defects`; one that begins "unreadable: " means that a person must see the
    raw mail."""
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        return _parse(raw, sha256, received_at, mailbox, languages, authenticate)
    except Exception as error:  # the promise: one odd mail never stops the others, and a person gets it
        return Message(
            raw_sha256=sha256,
            fingerprint=sha256,
            mailbox=mailbox,
            received_at=received_at,
            defects=(f"unreadable: {type(error).__name__} while reading this mail",),
        )


def _parse(
    raw: bytes,
    sha256: str,
    received_at: datetime,
    mailbox: str,
    languages: Sequence[str],
    authenticate: Authenticate | None,
) -> Message:
    safe = tidy(raw)
    root = message_from_bytes(safe.raw, _class=MailPart)
    defects = [*safe.troubles, *safe.mended]
    try:
        contents = read_parts(root, left_out=safe.left_out)
    except RecursionError:
        contents = Contents(defects=["unreadable: nested too deeply"])
    header = _Fields(root, hint=contents.charset)
    if not header.shown:
        defects.append("no header fields")
    defects += [_in_words(defect) for defect in contents.defects if not (safe.ends_early and defect in _AT_THE_END)]
    written = _written(contents, from_a_machine=leaf_of(root).content_type == "multipart/report")
    sender, more = author_of(header.unfolded("from"))
    defects += [*more, *header.repeated()]
    own = leaf_of(root)
    date = _date(header, defects)
    message_id = next(iter(message_ids(header.raw("message-id")[:1])), "")
    bounce = _bounce(root, written.text)
    subject = next(iter(header.texts("subject")), "")
    return Message(
        raw_sha256=sha256,
        fingerprint=_fingerprint(message_id, date, written.text, contents),
        mailbox=mailbox,
        received_at=received_at,
        date=date,
        sender=sender,
        reply_to=header.addresses("reply-to"),
        to=header.addresses("to"),
        cc=header.addresses("cc"),
        delivered_to=header.delivered_to(),
        return_path=_return_path(header),
        subject=subject,
        message_id=message_id,
        in_reply_to=message_ids(header.raw("in-reply-to")),
        references=message_ids(header.raw("references")),
        headers=header.shown,
        content_type=own.content_type,
        report_type=charsets.clean_line(own.parameters.get("report-type", "")).lower() or contents.calendar_method,
        text=written.text,
        reply_text=written.reply,
        quoted_text=written.quoted,
        hidden_text=_together([written.hidden, header.smuggled()]),
        language=_language(written.reply or written.text, languages),
        automatic=automatic(subject, written.reply),
        attachments=tuple(contents.attachments),
        bounce=bounce,
        authentication=authenticate(raw, header.shown, sender) if authenticate else Authentication(),
        encrypted=contents.encrypted or _shows_encrypted(contents),
        defects=tuple(dict.fromkeys(decode_words(d) for d in defects if d)),
    )


# ---------------------------------------------------------------------------------------------------- header fields


_NOT_IN_NAMES = re.compile(r"[^!-9;-~]")  # RFC 5322 section 3.6.8


class _Fields:
    """The top-level header, each field read once."""

    def __init__(self, root: Part, *, hint: str) -> None:
        self._hint = hint
        self._raw: dict[str, list[str]] = {}
        shown: list[tuple[str, str]] = []
        for name, value in root.raw_items():
            name, value = re.sub(r"=\?+", "=", _NOT_IN_NAMES.sub("", name)), str(value)
            self._raw.setdefault(name.lower(), []).append(value)
            shown.append((name, field_text(value, hint=hint)))
        self.shown = tuple(shown)

    def raw(self, name: str) -> list[str]:
        return self._raw.get(name, [])

    def texts(self, name: str) -> list[str]:
        return [value for key, value in self.shown if key.lower() == name]

    def unfolded(self, name: str) -> list[str]:
        """Without line ends and controls; encoded words still stand, for structure is parsed before them."""
        return [charsets.clean_line(unfolded(value, hint=self._hint)) for value in self.raw(name)]

    def addresses(self, name: str) -> tuple[Address, ...]:
        found = [a for value in self.unfolded(name) for a in mailboxes(value).addresses]
        return tuple({address.email: address for address in reversed(found)}.values())[::-1]

    def repeated(self) -> list[str]:
        """RFC 5322 section 3.6 allows these once. With equal values they are one field."""
        return [
            f"{name} stands twice"
            for name in ("To", "Subject")
            if len(values := self.texts(name.lower())) > 1 and len({" ".join(one.split()) for one in values}) == 1
        ]

    def smuggled(self) -> str:
        """What the fields that people read, and models, spell in characters that nobody sees."""
        fields = (value for name in ("subject", "from", "reply-to", "to", "cc") for value in self.raw(name)[:20])
        found = (charsets.clean_line(smuggled_in(one, hint=self._hint)) for one in fields)
        return "\n".join(f"({UNSEEN}) {one}" for one in found if one)

    def delivered_to(self) -> tuple[str, ...]:
        names = (
            "delivered-to",
            "x-original-to",
            "x-delivered-to",
            "envelope-to",
            "x-envelope-to",
            "resent-to",
            "resent-cc",
        )
        return tuple(dict.fromkeys(address.email for name in names for address in self.addresses(name)))


def message_ids(values: Sequence[str]) -> tuple[str, ...]:
    """The ids of In-Reply-To, References or Message-ID fields, each in angle brackets, in order, none twice.

    Folded ids are joined (some programs fold inside them), encoded ones are decoded (RFC 2047 section 5 forbids them,
    Python writes them), and ids that lost their brackets get them back."""
    found: list[str] = []
    for value in values:
        text = field_text(value)
        bracketed = re.findall(r"<([^<>]{1,2000})>", text)
        ids = bracketed or [word.strip("<>,;") for word in text.split() if word.count("@") == 1]
        for one in ids:
            compact = decode_words("".join(one.split()))
            if compact and len(compact) <= 990 and compact.isprintable():
                found.append(f"<{compact}>")
    return tuple(dict.fromkeys(found))


def _return_path(fields: _Fields) -> str | None:
    """RFC 5321 section 4.4: the topmost is what our own server wrote."""
    top = next(iter(fields.unfolded("return-path")), None)
    if top is None:
        return None
    match = re.search(r"<([^<>]*)>", top)
    path = decode_words("".join((match[1] if match else top).split()))
    path = "".join(path.split())
    if not path and match is None:
        return None  # an empty field is no null path
    return path


def _date(fields: _Fields, defects: list[str]) -> datetime | None:
    raw = next(iter(fields.raw("date")), "")
    if not raw.strip():
        return None
    text = charsets.clean_line(unfolded(raw))
    date: datetime | None = parse_mail_date(text[:200]).value
    if date is None:
        # mail-parser refuses a date without a zone and other liberties; RFC 5322 section 4.3 lets us take UTC
        try:
            date = parsedate_to_datetime(text[:200])
            date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except Exception:
            date = None
    if date is None or not 1975 < date.year < 2100:
        defects.append("the Date field is no date")
        return None
    return date


# ---------------------------------------------------------------------------------------------------- what is written


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    reply: str
    quoted: str
    hidden: str


_QUOTE_IN_HTML = re.compile(
    r"gmail_quote|<blockquote|yahoo_quoted|protonmail_quote|moz-cite-prefix|divRplyFwdMsg|appendonsend|"
    r"OLK_SRC_BODY_SECTION|border-top:\s?solid #[EB][1-5C]|type=\"cite\"|zmail_extra|tutanota_quote",
    re.I,
)
_NO_HTML_HERE = re.compile(
    r"(?:does not|doesn't|cannot|can't|not able to|unable to) (?:support|display|show|view|render) (?:\w{1,12} ){0,3}html|"
    r"\bcan (?:show|display|view|read|render) (?:\w{1,12} ){0,2}html|"
    r"html[- ](?:capable|enabled|compatible|e?mail client)|"
    r"(?:view|read|see) (?:this|the) (?:\w{1,12} )?(?:e-?mail|message|newsletter) (?:in|with|using) (?:\w{1,12} )?(?:html|browser)|"
    r"this is (?:an? )?html (?:e-?mail|message)|this e-?mail (?:is|contains) html|"
    r"kein(?:e)? html|unterstützt kein html|html-(?:e-?mail|nachricht|fähig)|"
    r"(?:ne supporte|n'affiche) pas .{0,20}html|no (?:soporta|admite) .{0,20}html",
    re.I,
)
_DATA_URI = re.compile(r"data:[a-zA-Z0-9/+.-]{0,60};base64,[A-Za-z0-9+/=%\s]{200,}")


def _written(contents: Contents, *, from_a_machine: bool) -> _Written:
    from responder.steps.clean import visible_reply

    hidden: list[str] = []
    shown = [_html(body.html, hidden) if body.html else "" for body in contents.bodies]
    plain = [_seen_of(body.plain, hidden) for body in contents.bodies]
    read_as_plain = [_says_something(text) or not other for text, other in zip(plain, shown, strict=True)]
    texts = [text if read else other for text, other, read in zip(plain, shown, read_as_plain, strict=True)]
    texts = _without_repeats(texts, contents.bodies)
    text = _together(texts) or _seen_of(contents.calendar_text, hidden)
    cleaned = visible_reply(text)
    reply, quoted = cleaned.reply, cleaned.quoted
    if any(plain[i] and shown[i] and read_as_plain[i] for i in range(len(plain))):
        seen = _together(shown)
        # Gmail quotes a newsletter's preheader in plain text, and hides it in HTML
        hidden = [not_in(f"{seen}\n{quoted}", one) for one in hidden]
        if not from_a_machine and all(plain[i] and shown[i] for i in range(len(plain))):
            hidden.append(kept_from_reader(reply, seen))
    marked = [i for i, b in enumerate(contents.bodies) if b.plain and b.html and _QUOTE_IN_HTML.search(b.html)]
    little_quoted = len(quoted) < max(200, len(text) // 5) and not quoted.lstrip().startswith(">")
    if marked and little_quoted and "\n>" not in quoted:
        # the plain half does not show what is quoted (or no more than a signature), the HTML half says it
        for i in marked:
            texts[i] = shown[i] or texts[i]
        other = visible_reply(_together(texts))
        if len(other.quoted) > len(quoted) and other.reply.strip():
            reply, quoted = other.reply, other.quoted
    return _Written(text, reply, quoted, _together(list(dict.fromkeys(hidden))))


def _shows_encrypted(contents: Contents) -> bool:
    """Is an encrypted block among the words of the person who wrote this, in either half of an alternative?"""
    texts = [body.plain for body in contents.bodies if MENTIONED.search(body.plain)]
    texts += [_html(body.html, []) for body in contents.bodies if MENTIONED.search(body.html)]
    return any(_is_among_own_words(text, blocks) for text in texts if (blocks := armour_at(text)))


def _is_among_own_words(text: str, blocks: list[int]) -> bool:
    """Not in what is quoted or forwarded. A forward without a comment counts as the person's words elsewhere; here its
    first line, which says where it came from, tells it."""
    from responder.steps.clean import visible_reply

    own = {line.strip() for line in visible_reply(text).reply.split("\n")}
    for at in blocks:
        above = [line.strip() for line in text[:at].split("\n") if line.strip()]
        forwarded = bool(above) and above[0] not in own and not any(line.startswith(">") for line in above)
        if not forwarded and text[at:].lstrip().partition("\n")[0].rstrip() in own:
            return True
    return False


def _seen_of(plain: str, hidden: list[str]) -> str:
    """Plain text without the characters that nobody sees; what they spell is hidden text."""
    text, smuggled = without_smuggled(plain)
    if smuggled:
        hidden.append(f"({UNSEEN}) {charsets.clean_text(smuggled)}")
    return without_direction(text)


def _without_repeats(texts: list[str], bodies: list[Body]) -> list[str]:
    """Plain text and the same as HTML, side by side in a multipart/mixed: once is enough."""
    if len(bodies) < 2 or not any(body.html and not body.plain for body in bodies):
        return texts
    seen: set[str] = set()
    out = []
    for text, body in zip(texts, bodies, strict=True):
        letters = "".join(c for c in text if c.isalnum())
        out.append("" if body.html and not body.plain and letters in seen else text)
        seen.add(letters)
    return out


def _together(texts: list[str]) -> str:
    return "\n\n".join(t.strip("\n") for t in texts if t.strip()).rstrip()


def _says_something(plain: str) -> bool:
    """Or is it only there to say that one should look at the HTML?"""
    plain = plain.strip()
    return any(c.isalnum() for c in plain) and not (len(plain) < 1000 and _NO_HTML_HERE.search(plain))


def _html(html: str, hidden: list[str]) -> str:
    from responder.adapters.html_text import html_to_text

    if len(html) > 50_000 and "base64," in html:
        html = _DATA_URI.sub("data:,", html)
    read = html_to_text(html[:READABLE_HTML])
    if read.hidden.strip():
        hidden.append(charsets.clean_text(read.hidden).strip())
    return charsets.clean_text(read.text)


def _language(text: str, languages: Sequence[str]) -> str:
    if not languages:
        return "und"
    from responder.adapters.language import language_of

    return language_of(text, languages)


def _bounce(root: Part, text: str) -> Bounce | None:
    from responder.adapters.bounces import find_bounce

    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it logs a traceback for every odd From
    found = find_bounce(root, text)
    if found is None:
        return None
    failed = tuple(
        FailedRecipient(**{f.name: _clean(getattr(one, f.name)) for f in fields(one)}) for one in found.failed
    )
    return Bounce(failed=failed, original_message_id=_clean(found.original_message_id))


def _clean(value: Any) -> Any:
    """A report's words come from the mail's octets, not from what was cleaned already."""
    return decode_words(value) if isinstance(value, str) else value


def _fingerprint(message_id: str, date: datetime | None, text: str, contents: Contents) -> str:
    """Equal for two deliveries of one mail, whatever was added to its header on the way. Empty for a mail without
    Message-ID and Date: two of these with the same words may well be two mails."""
    if not message_id and date is None:
        return ""
    parts = [message_id, date.isoformat() if date else "", " ".join(text.split())]
    parts += [f"{a.name}/{a.size}" for a in contents.attachments]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


_DEFECTS = {
    "NoBoundaryInMultipartDefect": "a multipart names no boundary",
    "StartBoundaryNotFoundDefect": "a multipart's boundary never comes",
    "CloseBoundaryNotFoundDefect": "a multipart never ends",
    "FirstHeaderLineIsContinuationDefect": "the header begins with a continuation line",
    "MisplacedEnvelopeHeaderDefect": "an mbox line inside the header",
    "MissingHeaderBodySeparatorDefect": "no blank line between header and body",
    "MultipartInvariantViolationDefect": "a multipart without parts",
    "InvalidMultipartContentTransferEncodingDefect": "a multipart with a transfer encoding",
}


_AT_THE_END = {"CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect"}


def _in_words(defect: str) -> str:
    return _DEFECTS.get(defect, defect)


def warm_up() -> None:
    """Load what a first mail would wait for."""
    now = datetime.now(UTC)
    parse(b"From: a@example.com\nContent-Type: text/html\n\n<p>Hello</p><blockquote>x</blockquote>", received_at=now)
