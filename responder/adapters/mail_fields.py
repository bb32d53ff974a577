"""Header fields of a mail as people read them: unfolded, encoded words decoded, clean; and MIME parameters.

mail-parser and the standard library leave encoded words standing that are split badly, hold blanks, stand in quotes or
are cut short, and lose raw 8-bit letters. All of those are common, so RFC 2047 is read here, leniently and linearly.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from responder.adapters import charsets
from responder.adapters.invisible import without_smuggled

_START = re.compile(r"=\?([A-Za-z0-9_.:+()/\- ]*+|[^\s?*]*+)(?:\*[^\s?]*+)?\? ?([bBqQ]) ?\?")
"""of an encoded word; whatever damaged its charset, readers of mail would take it for one"""
_FOLD = re.compile(r"[\r\n]+[ \t]*")
LONGEST_WORD = 8_000
"""characters; RFC 2047 section 2 allows 75, some programs put a whole subject into one word"""
_AFTER_WORD = frozenset(" \t()<>,\"';:.!?[]{}|/\\-")


def octets(value: str) -> bytes:
    """The bytes of a raw header value or payload as `email` keeps them: ASCII with the 8-bit octets as surrogates."""
    try:
        return value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def unfolded(value: str, *, hint: str = "") -> str:
    """RFC 5322 section 2.2.3, and raw 8-bit octets decoded (UTF-8 by RFC 6532, else by their looks). Encoded words
    still stand: structure (addresses, parameters) is parsed before they are decoded."""
    value = _FOLD.sub(" ", value)
    if not value.isascii() or "\x1b" in value:
        value, _ = charsets.decode(octets(value), hint=hint)
    return value


def field_text(value: str, *, hint: str = "") -> str:
    """A raw header value as text."""
    return decode_words(unfolded(value, hint=hint), hint=hint)


def decode_words(text: str, *, hint: str = "") -> str:
    """Decode RFC 2047 encoded words wherever they stand, and clean. What comes out holds none: they may be nested by a
    careless program, or appear when a control character between their letters goes; three rounds, then what is left
    loses its question mark, which no later joining brings back, and keeps its letters."""
    text = charsets.clean_line(text)
    for _ in range(3):
        if "=?" not in text:
            return text
        decoded = charsets.clean_line(_one_round(text, hint))
        if decoded == text:
            break
        text = decoded
    return _without_starts(text)


def _without_starts(text: str) -> str:
    return re.sub(r"=\?+", "=", text) if _START.search(text) else text


def address_text(email: str) -> str:
    """An address as it is, clean. What looks like an encoded word in it is not decoded: that would be another's."""
    return _without_starts(charsets.clean_line(email))


def smuggled_in(value: str, *, hint: str = "") -> str:
    """What a raw header value spells in characters that nobody sees, and that cleaning takes away."""
    text = unfolded(value, hint=hint)
    for _ in range(2):
        text = _one_round(text, hint) if "=?" in text else text
    return without_smuggled(text)[1]


def _one_round(text: str, hint: str) -> str:
    out: list[str] = []
    run: list[tuple[str, str, str]] = []  # charset, encoding, payload of adjacent words
    position = 0
    while start := _START.search(text, position):
        between = text[position : start.start()]
        if run and between.strip():
            out.append(_joined(run, hint))
            run = []
        # RFC 2047 section 6.2: white space between two encoded words is not shown
        if not run:
            out.append(between)
        payload, position = _payload(text, start.end(), quoted=start[2] in "qQ")
        run.append((start[1].strip(), start[2].lower(), payload))
    if run:
        out.append(_joined(run, hint))
    out.append(text[position:])
    return "".join(out)


def _payload(text: str, begin: int, *, quoted: bool) -> tuple[str, int]:
    """The encoded text and where the word ends. A word without its "?=" ends at the next word or the next blank."""
    farthest = begin + LONGEST_WORD
    following = text.find("=?", begin, farthest)
    search_from = begin
    while True:
        end = text.find("?=", search_from, farthest)
        if end < 0 or (0 <= following < end and _START.match(text, following)):
            break
        # "…?Q?Really?=20sure?=": a bare question mark before an escape does not end the word
        at_end = end + 2 >= len(text) or text[end + 2] in _AFTER_WORD or text.startswith("=?", end + 2)
        if quoted and not at_end and re.match(r"[0-9A-F]{2}", text[end + 2 : end + 4]):
            search_from = end + 2
            continue
        return text[begin:end], end + 2
    limit = following if following >= 0 else min(len(text), farthest)
    stop = begin
    while stop < limit and text[stop] not in ' \t"<>(),':
        stop += 1
    return text[begin:stop].rstrip("?"), stop


def _joined(run: list[tuple[str, str, str]], hint: str) -> str:
    """Adjacent words of one charset are joined before decoding: careless programs split inside a character, and some
    inside a base64 group."""
    out: list[str] = []
    i = 0
    while i < len(run):
        charset = run[i][0]
        same = [run[i]]
        while i + len(same) < len(run) and run[i + len(same)][0].lower() == charset.lower():
            same.append(run[i + len(same)])
        pieces = _pieces(same)
        text, wrong = charsets.decode(b"".join(pieces), charset, hint=hint)
        if wrong and len(pieces) > 1:
            singly = [charsets.decode(piece, charset) for piece in pieces]
            if not any(trouble for _, trouble in singly):
                text = "".join(one for one, _ in singly)
        out.append(text)
        i += len(same)
    return "".join(out)


def _pieces(words: list[tuple[str, str, str]]) -> list[bytes]:
    pieces: list[bytes] = []
    carried = ""
    for i, (_, encoding, payload) in enumerate(words):
        if encoding == "q":
            pieces.append(_q(payload))
            continue
        payload = carried + re.sub(r"[^A-Za-z0-9+/=_-]", "", payload)
        carried = ""
        cut_inside = "=" not in payload and len(payload) % 4
        if cut_inside and i + 1 < len(words) and words[i + 1][1] == "b":
            carried = payload[-(len(payload) % 4) :]
            payload = payload[: -(len(payload) % 4)]
        pieces.append(base64_octets(payload.replace("-", "+").replace("_", "/").encode("ascii", "ignore")))
    return pieces


def _q(payload: str) -> bytes:
    """RFC 2047 section 4.2, also with blanks inside, with raw letters and with the "=" of a soft line break at its end."""
    payload = payload.removesuffix("=")
    return re.sub(
        rb"=([0-9A-Fa-f]{2})",
        lambda m: bytes([int(m[1], 16)]),
        payload.replace("_", " ").encode("utf-8", "surrogatepass"),
    )


def base64_octets(data: bytes) -> bytes:
    """Base64 with whatever stands between: foreign characters, padding in the middle, a cut end."""
    try:
        decoded = binascii.a2b_base64(data)
        end = data.find(b"=")
        if end < 0 or not data[end:].strip(b"=\r\n \t"):
            return decoded
    except binascii.Error:
        pass
    wanted = data.translate(None, delete=_NOT_BASE64)
    out = []
    for piece in wanted.split(b"="):
        usable = piece if len(piece) % 4 != 1 else piece[:-1]
        if usable:
            out.append(base64.b64decode(usable + b"=" * (-len(usable) % 4)))
    return b"".join(out)


_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


# ---------------------------------------------------------------------------------------------------- parameters


_PARAMETER_FIRST = re.compile(r"\s{0,200}[A-Za-z][A-Za-z0-9*-]{0,40}\s{0,20}=")


@lru_cache(maxsize=128)
def parameters(value: str, *, hint: str = "") -> tuple[str, Mapping[str, str]]:
    """`type/subtype; name=value; …` → the value in lower case and its parameters, decoded: RFC 2231 (continued,
    with a charset, or both) and the RFC 2047 words that many programs write instead. Values without quotes may hold
    blanks; a quote that never closes ends with the field."""
    head, *pieces = _split_parameters(unfolded(value, hint=hint))
    if _PARAMETER_FIRST.match(head):
        head, pieces = "", [head, *pieces]  # "filename=a.pdf" where the value of the field should stand
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, content in (_pair(piece) for piece in pieces):
        if not name:
            continue
        base, _, rest = name.partition("*")
        if not rest and "*" not in name:
            plain.setdefault(base, decode_words(content, hint=hint))
        else:
            number, encoded = rest.rstrip("*"), rest.endswith("*") or (not rest)
            index = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
            continued.setdefault(base, {}).setdefault(index, (content, encoded))
    for base, sections in continued.items():
        plain[base] = _rfc2231(sections)
    head = without_blanks_at_slash(re.sub(r"\([^()]*\)", "", head))
    head, *forgotten = re.split(r"[\s,]+", head, maxsplit=1)
    for name, content in (_pair(piece) for piece in forgotten):
        plain.setdefault(name, decode_words(content))  # "text/plain charset=utf-8": the semicolon was forgotten
    return re.sub(r"[^a-z0-9!#$&^_.+/-]", "", head.lower()), MappingProxyType(plain)


def without_blanks_at_slash(kind: str) -> str:
    """ "message / rfc822": RFC 2045 section 5.1 knows tokens and what may stand between them, many parsers do not."""
    return "/".join(piece.strip() for piece in kind.split("/"))


def _split_parameters(text: str) -> list[str]:
    pieces, start, quoted, escaped = [], 0, False, False
    for i, c in enumerate(text):
        if escaped:
            escaped = False
        elif c == "\\" and quoted:
            escaped = True
        elif c == '"':
            quoted = not quoted
        elif c == ";" and not quoted:
            pieces.append(text[start:i])
            start = i + 1
    return [*pieces, text[start:]]


def _pair(piece: str) -> tuple[str, str]:
    name, equals, content = piece.partition("=")
    content = content.strip()
    if content.startswith('"'):
        match = re.match(r'"((?:[^"\\]|\\.)*)', content, re.S)
        content = re.sub(r'\\(["\\])', r"\1", match[1]) if match else content.strip('"')
    return (charsets.clean_line(name).lower() if equals else ""), content


def _rfc2231(sections: dict[int, tuple[str, bool]]) -> str:
    """Join the numbered sections as octets first: a character may be split between two of them."""
    charset = ""
    joined = b""
    for index in sorted(sections):
        content, encoded = sections[index]
        if encoded and index == min(sections) and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "surrogatepass")
        joined += unquote_to_bytes(raw) if encoded else raw
    text, _ = charsets.decode(joined, charset)
    return decode_words(text)


LONGEST_FILE_NAME = 1_000
"""characters; what file systems allow ends at 255, what programs send does not"""


def file_name(name: str) -> str:
    """A file name without its path, of either kind of slash; never "." or "..". One that is too long keeps its
    extension, which says what the file is."""
    name = decode_words(re.split(r"[\\/]", name.strip().strip("\"'"))[-1])
    if len(name) > LONGEST_FILE_NAME:
        stem, dot, extension = name.rpartition(".")
        kept = dot + extension if stem and len(extension) <= 20 else ""
        name = decode_words(name[: LONGEST_FILE_NAME - len(kept)] + kept)
    return "" if name in (".", "..") else name
