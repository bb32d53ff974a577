"""Bytes of a mail that say what was meant, whatever the values hold.

Written by hand, because the standard library of Python 3.11 turns long Message-IDs into encoded words, which Outlook
then drops, joins encoded words without the blank between them (cpython #144156), and lets a line break that hides in an
encoded word become a header field. Here every value is cleaned before it is written, every field has its own syntax,
and what was written is parsed again and compared before it may leave.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode, encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.header import decode_header, make_header
from email.parser import HeaderParser
from email.quoprimime import body_encode

from responder.domain import Address
from responder.errors import GiveUp

Value = str | Address | tuple[str, ...]
"""What a header field holds: text for people or a token, one mailbox, or Message-IDs."""
Header = tuple[str, Value]

_LINE = 76
_LONGEST_LINE = 998  # RFC 5322 section 2.1.1, octets without CRLF
_LONGEST_ID = 900
_LONGEST_TEXT = 900
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A whole mail, attached byte for byte."""

    raw: bytes
    name: str = "original.eml"
    opaque: bool = False
    """as a file even where it could be a message/rfc822, so that no server on the way looks inside"""


def write(headers: Sequence[Header], *, text: str, html: str = "", attached: Attached | None = None) -> bytes:
    """A whole mail with CRLF line ends. MIME fields are added. Own parts are 7 bit; an attached mail keeps its bytes.

    Raises GiveUp when the bytes do not parse back to exactly these fields."""
    body = _alternatives(text, html)
    if attached is not None:
        body = _multipart("mixed", [body, _attachment(attached)])
    fields = [*headers, ("MIME-Version", "1.0")]
    head = b"".join(_field(name, value) for name, value in fields)
    _must_say(head, fields)
    return head + body


# ------------------------------------------------------------------------------------------------------ header values


def clean(text: str) -> str:
    """One line of valid Unicode: control characters, NUL and every kind of line break become a blank."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _SURROGATE.search(text) else text
    return _CONTROLS.sub(" ", text).strip()


_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def clean_text(text: str) -> str:
    """Several lines of valid Unicode: tabs and line breaks stay, other control characters go."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _SURROGATE.search(text) else text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def subject(text: str) -> str:
    """A subject as it will be written: clean, and not longer than a server bears."""
    text = clean(text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"


def usable_ids(ids: Sequence[str]) -> tuple[str, ...]:
    """The Message-IDs that can stand in a header: each once, in order, ASCII, not longer than a line."""
    return tuple(dict.fromkeys(i for i in ids if len(i) <= _LONGEST_ID and _ID.fullmatch(i)))


_ID = re.compile(r"<[!-;=?-~]+>")


def one_address(email: str) -> str:
    """An addr-spec fit for a header and for RCPT TO; its domain in ASCII. Raises GiveUp for anything else: a list,
    a route, a line break, a bare word."""
    match = _ADDR_SPEC.fullmatch(email)
    if not match or len(email) > 254 or "=?" in email or _CONTROLS.search(email) or _SURROGATE.search(email):
        raise GiveUp(f"{clean(email)[:80]!r} is not one mail address; nothing was sent to it")
    domain = match["domain"]
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise GiveUp(f"the domain of {email!r} cannot be written in ASCII: {error}") from error
    if not re.fullmatch(r"[A-Za-z0-9._-]+|\[[0-9A-Za-z.:]+\]", domain):
        raise GiveUp(f"{clean(email)[:80]!r} has no mail domain; nothing was sent to it")
    return f"{match['local']}@{domain}"


# A dot-atom (with the stray dots that some providers allow) or a plain quoted string; a domain name or literal.
_ADDR_SPEC = re.compile(
    r"""(?P<local>[^\s<>()\[\],;:\\"@]+|"[ !#-\[\]-~]+")@(?P<domain>[^\s<>()\[\],;:\\"@]+|\[[0-9A-Za-z.:]+\])"""
)


def _field(name: str, value: Value) -> bytes:
    if isinstance(value, Address):
        content = _mailbox(name, value)
    elif isinstance(value, tuple):
        content = _folded(name, value)
    else:
        content = _unstructured(name, clean(value))
    return f"{name}: {content}\r\n".encode()


def _mailbox(name: str, address: Address) -> str:
    """name-addr of RFC 5322 section 3.4. The address is ASCII, or needs SMTPUTF8 (RFC 6532): never an encoded word."""
    addr_spec = one_address(address.email)
    shown = clean(address.name)[:_LONGEST_NAME].strip()
    if not shown:
        return addr_spec
    if shown.isascii() and "=?" not in shown:
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{escaped}"'
    else:
        # one word wherever it fits: Python's own parser puts blanks between the words of a name
        one_word = len(shown.encode()) <= 45 and len(name) < 60
        words = [_word(shown, quoted=False)] if one_word else _encoded_words(shown, room=_LINE - len(name) - 2)
        shown = ("\r\n " if one_word and len(words[0]) > _LINE - len(name) - 2 else "") + "\r\n ".join(words)
    last = shown.rpartition("\n")[2]
    room_left = _LINE - len(last) - (0 if "\n" in shown else len(name) + 2)
    return f"{shown} <{addr_spec}>" if len(addr_spec) + 3 <= room_left else f"{shown}\r\n <{addr_spec}>"


def _folded(name: str, words: Sequence[str]) -> str:
    """Words on lines of 76 where they fit; a longer word gets a line of its own, whole."""
    lines, line = [], ""
    room = _LINE - len(name) - 2
    for word in words:
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, _LINE - 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _unstructured(name: str, text: str) -> str:
    if text.isascii() and "=?" not in text and "  " not in text and len(max(text.split(" "), key=len)) < 400:
        return _folded(name, text.split(" "))
    # the leading plain words stay readable in the raw mail: "Re: =?utf-8?…"
    plain = 0
    for word in text.split(" "):
        if not word or not word.isascii() or "=?" in word or plain + len(word) > 30:
            break
        plain += len(word) + 1
    if plain >= len(text):
        plain = 0
    words = _encoded_words(text[plain:], room=_LINE - len(name) - 2 - plain)
    return text[:plain] + "\r\n ".join(words)


def _encoded_words(text: str, *, room: int) -> list[str]:
    """RFC 2047 words of at most 75 characters, cut between characters; the first one of at most `room`.

    Only the letters that section 5 (3) allows in a phrase stand for themselves."""
    quoted = sum(c.isascii() for c in text) * 2 > len(text)
    words: list[str] = []
    piece: list[str] = []
    length = 0
    limit = min(room, 75) - 12  # =?utf-8?q??=
    for c in text:
        octets = c.encode()
        cost = (1 if c in _ITSELF or c == " " else 3 * len(octets)) if quoted else len(octets)
        fits = length + cost <= limit if quoted else (length + cost + 2) // 3 * 4 <= limit
        if piece and not fits:
            words.append(_word("".join(piece), quoted=quoted))
            piece, length, limit = [], 0, 75 - 12
        piece.append(c)
        length += cost
    return [*words, _word("".join(piece), quoted=quoted)]


_ITSELF = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")


def _word(text: str, *, quoted: bool) -> str:
    if not quoted:
        return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="
    letters = (c if c in _ITSELF else "_" if c == " " else "".join(f"={o:02X}" for o in c.encode()) for c in text)
    return f"=?utf-8?q?{''.join(letters)}?="


# --------------------------------------------------------------------------------------------------------------- body


def _alternatives(text: str, html: str) -> bytes:
    plain = _text_part("plain", text)
    return _multipart("alternative", [plain, _text_part("html", html)]) if html else plain


def _text_part(subtype: str, text: str) -> bytes:
    """7 bit as it is, else quoted-printable or base64, whichever is shorter."""
    lines = clean_text(text).rstrip("\n") + "\n"
    octets = lines.replace("\n", "\r\n").encode()
    if octets.isascii() and all(len(line) <= _LINE and not line.startswith("From ") for line in lines.split("\n")):
        encoding = "7bit"
    else:
        printable = body_encode(octets.decode("latin-1"), maxlinelen=_LINE - 2, eol="\r\n").encode("ascii")
        # "From " at the start of a line would become ">From " in mbox files (RFC 2049 section 3)
        printable = re.sub(rb"(?m)^From ", b"=46rom ", printable)
        packed = encodebytes(octets).replace(b"\n", b"\r\n")
        encoding, octets = (
            ("quoted-printable", printable) if len(printable) <= len(packed) * 1.4 else ("base64", packed)
        )
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + octets


def _attachment(mail: Attached) -> bytes:
    """message/rfc822 where its bytes may travel as they are, else a file.

    RFC 2046 section 5.2.1 forbids base64 for message/rfc822, and re-encoding its parts would not be the original any
    more. 8 bit is allowed and carried by servers with 8BITMIME, which all large ones are. NUL, bare line ends and lines
    over 998 octets would be changed on the way, so such a mail travels in base64 as a .eml file, which mail programs
    open just as well."""
    raw = mail.raw if b"\r" in mail.raw else mail.raw.replace(b"\n", b"\r\n")  # as it was on the wire
    disposition = f'Content-Disposition: attachment; filename="{mail.name}"\r\n'.encode()
    if not mail.opaque and _may_travel_as_it_is(raw):
        encoding = b"7bit" if raw.isascii() else b"8bit"
        head = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: " + encoding + b"\r\n"
        return head + disposition + b"\r\n" + raw
    kind = f'Content-Type: application/octet-stream; name="{mail.name}"\r\nContent-Transfer-Encoding: base64\r\n'
    return kind.encode() + disposition + b"\r\n" + encodebytes(raw).replace(b"\n", b"\r\n")


def _may_travel_as_it_is(raw: bytes) -> bool:
    return (
        b"\0" not in raw
        and raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r") > 0
        and max(map(len, raw.split(b"\r\n"))) <= _LONGEST_LINE
        # a header block: a mail that begins with its body would be read as another mail than it is
        and re.match(rb"[!-9;-~]+[ \t]*:", raw) is not None
    )


def _multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    # "=_" occurs in neither quoted-printable nor base64 (RFC 2045 section 6.7); an attached mail is searched for it
    salt = hashlib.sha256(b"".join(part[:100_000] for part in parts)).hexdigest()
    boundary = f"=_{salt[:32]}"
    while any(boundary.encode() in part for part in parts):
        salt = hashlib.sha256(salt.encode()).hexdigest()
        boundary = f"=_{salt[:32]}"
    line = f"--{boundary}".encode()
    out = [f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()]
    for part in parts:
        out += [line, b"\r\n", part, b"\r\n"]
    return b"".join([*out, line, b"--\r\n"])


# -------------------------------------------------------------------------------------------------- read what we wrote


def _must_say(head: bytes, fields: Sequence[Header]) -> None:
    """Parse the written header block and compare it with what was meant. A difference is a fault of ours or an attack;
    either way the mail stays and a person is told."""
    wanted = [name for name, _ in fields]
    lines = head.split(b"\r\n")[:-1]
    starts = [line.partition(b":")[0].decode("ascii", "replace") for line in lines if line[:1] not in (b" ", b"\t")]
    broken = any(c in line for line in lines for c in (b"\r", b"\n", b"\0")) or any(not line.strip() for line in lines)
    parsed = HeaderParser(policy=policy.compat32).parsestr(head.decode() + "\r\n")
    found = list(parsed.keys())
    if broken or starts != wanted or found != wanted or max(map(len, lines)) > _LONGEST_LINE:
        raise GiveUp(f"the mail would have had other header fields than meant: {', '.join(found)[:200]}")
    for name, value in fields:
        if _as_read(str(parsed[name]), value) != _as_meant(value):
            raise GiveUp(f"the field {name} would not have said what was meant")


def _as_meant(value: Value) -> str:
    if isinstance(value, Address):
        return one_address(value.email)
    return " ".join(value) if isinstance(value, tuple) else clean(value)


def _as_read(written: str, value: Value) -> str:
    unfolded = written.replace("\r\n", "")
    if isinstance(value, Address):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", unfolded)
        alone = bare.count("<") <= 1 and bare.count("@") == 1 and not any(c in bare for c in ",;:")
        return unfolded.rpartition("<")[2].removesuffix(">") if alone else unfolded
    return unfolded if isinstance(value, tuple) else str(make_header(decode_header(unfolded)))
