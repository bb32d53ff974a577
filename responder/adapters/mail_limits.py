"""What a mail may weigh before a MIME parser sees it: one linear look at the bytes.

The limits are those of a careful mail server (Postfix: header 100 KB, 100 levels, boundary 2,048 octets). Beyond them the
standard parsers take minutes, gigabytes or the stack: what is over a limit is cut away, said in `troubles`, and the
rest is still read. Nothing is lost: a person gets the raw mail.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

FIELD_OCTETS = 100_000
ADDRESS_FIELD_OCTETS = 16_000
HEADER_OCTETS = 400_000
HEADER_FIELDS = 2_000
LEVELS = 100
PARTS = 1_000
BOUNDARY_OCTETS = 2_048
MAIL_OCTETS = 36_000_000
"""25 MB of attachments are 34 MB of base64"""
READ_OCTETS = 8_000_000
"""what is parsed at most of a larger mail, after long base64 was taken out"""
LINES = 600_000
"""that a parser is given; it makes an object of each"""
THIN_OUT_LINES_FROM = 100_000
THIN_OUT_FROM = 4_000_000
KEPT_OF_ATTACHMENT = 1_000
"""lines of base64 kept of each long attachment in a mail above THIN_OUT_FROM; the rest is only counted"""

ADDRESS_FIELDS = {
    b"from", b"sender", b"reply-to", b"to", b"cc", b"bcc", b"resent-from", b"resent-sender", b"resent-to",
    b"resent-cc", b"resent-bcc", b"delivered-to", b"x-original-to", b"return-path", b"apparently-to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tidy:
    """Bytes that are safe to parse, why something was cut ("troubles": the mail cannot be called read), and what was
    mended. `left_out` maps the marker line in a thinned-out attachment to the octets (decoded) that are missing."""

    raw: bytes
    troubles: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    ends_early: bool = False
    """the end was cut away, so what is open there says nothing about the mail"""


def tidy(raw: bytes) -> Tidy:
    troubles: list[str] = []
    mended: list[str] = []
    size = len(raw)
    raw, left_out = _without_long_base64(raw) if size > THIN_OUT_FROM else (raw, ())
    if size <= MAIL_OCTETS and (len(raw) > THIN_OUT_FROM or raw.count(b"\n") > THIN_OUT_LINES_FROM):
        raw, more_left_out = _without_long_attachments(raw, known=len(left_out))
        left_out += more_left_out
    before = len(raw)
    if size > MAIL_OCTETS:
        troubles.append(f"unreadable: the mail has {size:,} octets, more than {MAIL_OCTETS:,}")
    if len(raw) > (READ_OCTETS if size > MAIL_OCTETS else MAIL_OCTETS):
        raw = raw[:READ_OCTETS]
    if len(raw) > LINES and raw.count(b"\n") + raw.count(b"\r") > 2 * LINES:
        troubles.append(f"unreadable: more than {LINES:,} lines")
        raw = raw[:LINES]
    ends_early = len(raw) < before
    if b"\r" in raw:
        raw = _with_plain_line_ends(raw, mended)
    header, body = _header_and_body(raw, mended)
    header = _within_limits(header, troubles, mended)
    body, trouble = _within_depth(header, body)
    if trouble:
        troubles.append(trouble)
    return Tidy(header + body, tuple(troubles), tuple(mended), left_out, ends_early or bool(trouble))


# ---------------------------------------------------------------------------------------------------- line ends, header


def _with_plain_line_ends(raw: bytes, mended: list[str]) -> bytes:
    raw = raw.replace(b"\r\n", b"\n")
    if b"\r" not in raw:
        return raw
    if b"\n" not in raw:
        mended.append("lines end with CR alone")  # as old Macs wrote
        return raw.replace(b"\r", b"\n")
    raw = re.sub(rb"(?<!\r)\r+\n", b"\n", raw)
    # RFC 5321 section 2.3.8: a CR alone ends no line. A parser that thinks so sees header fields that the server
    # did not see.
    end = raw.find(b"\n\n")
    header = raw[: end if end >= 0 else len(raw)]
    if b"\r" in header:
        mended.append("CR inside a header line")
        header = header.replace(b"\r", b" ")
    return header + (raw[end:].replace(b"\r", b"\n") if end >= 0 else b"")


_FIELD_LINE = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,20}:")
_KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,30}|received|return-path|reply-to|"
    rb"references|in-reply-to|sender|x-[a-z0-9-]{2,40}|dkim-signature|list-[a-z]{2,20}|auto-submitted)[ \t]{0,20}:",
    re.I,
)


_MBOX_LINE = re.compile(rb">?From (?![ \t]*:)")
_MIME_FIELDS_BELOW = re.compile(
    rb"\n{1,3}((?:(?:mime-version|content-(?:type|transfer-encoding|disposition|language)|x-[a-z-]{2,40}|importance)"
    rb"[ \t]{0,20}:[^\n]{1,300}\n(?:[ \t]+[^\s][^\n]{0,300}\n){0,5}){1,12})(?=\n)",
    re.I,
)
_MIME_FIELD = re.compile(rb"^(?:mime-|content-)[^\n]{1,320}\n(?:[ \t][^\n]{1,320}\n)*", re.I | re.M)


def _header_and_body(raw: bytes, mended: list[str]) -> tuple[bytes, bytes]:
    """The header block with every line a field or a continuation, and the rest with its separating blank line."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    stripped = raw.lstrip(b"\n \t") if raw[:1] in (b"\n", b" ", b"\t") else raw
    if stripped is not raw and _KNOWN_FIELD.match(stripped):
        raw = stripped
        mended.append("blank lines before the header")
    for _ in range(20):
        if not _MBOX_LINE.match(raw):
            break
        raw = raw.partition(b"\n")[2]  # mbox separator; UUCP (RFC 976) wrote one for each host on the way
    end = raw.find(b"\n\n")
    if raw.startswith(b"\n"):
        return b"", raw
    block, body = (raw[: end + 1], raw[end + 1 :]) if end >= 0 else (raw, b"")
    if len(block) > HEADER_OCTETS * 4:
        # not cut here: over the limit, it is cut field by field; but the search for stray lines stays small
        return block, body
    below = _MIME_FIELDS_BELOW.match(body) if b"content-type" not in block.lower() else None
    if below and b"content-type" in below[1].lower():
        # scripts that end their lines twice leave the fields of MIME in the text; no others are taken from there
        mended.append("MIME fields below the header")
        block, body = block + b"".join(_MIME_FIELD.findall(below[1])), body[below.end() :]
    lines = block.split(b"\n")
    last_known = max((i for i, line in enumerate(lines) if _KNOWN_FIELD.match(line)), default=-1)
    out: list[bytes] = []
    stray = 0
    for i, line in enumerate(lines):
        if match := _FIELD_LINE.match(line):
            name = match[0][:-1]
            out.append(name.rstrip() + line[len(name) :] if name[-1:] in b" \t" else line)
        elif line[:1] in (b" ", b"\t") or (not line and i == len(lines) - 1):
            out.append(line)
        elif i < last_known and stray < 3 and out:
            # a folded line that lost its blank, or a mbox line in the middle: the fields after it still count
            stray += 1
            out.append(b" " + line)
        else:
            mended.append("no blank line between header and body")
            return b"\n".join(out) + b"\n", b"\n" + b"\n".join(lines[i:]) + body
    if stray:
        mended.append("stray lines in the header")
    return b"\n".join(out), body


def _within_limits(header: bytes, troubles: list[str], mended: list[str]) -> bytes:
    if len(header) <= ADDRESS_FIELD_OCTETS and header.count(b"\n") <= HEADER_FIELDS:
        return header
    fields: list[bytes] = []
    total = 0
    for match in re.finditer(rb"[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)", header):
        one = match[0]
        name = one[:40].partition(b":")[0].strip().lower()
        limit = ADDRESS_FIELD_OCTETS if name in ADDRESS_FIELDS else FIELD_OCTETS
        if len(one) > limit:
            shown = name.decode("ascii", "replace").encode("ascii", "replace").decode()
            shown = "".join(c for c in shown if c.isprintable())
            troubles.append(f"unreadable: the field {shown} has {len(one):,} octets, more than {limit:,}")
            continue
        total += len(one)
        if total > HEADER_OCTETS or len(fields) >= HEADER_FIELDS:
            troubles.append(f"unreadable: the header has {len(header):,} octets")
            break
        fields.append(one)
    joined = b"".join(fields)
    return joined if joined.endswith(b"\n") or not joined else joined + b"\n"


# ---------------------------------------------------------------------------------------------------- depth and parts

_MARKS = re.compile(
    rb"^--([^\n]{1,2100})$|^content-type[ \t]*:[ \t\n]*(message[ \t\n]*/)|\bboundary[ \t]*(?:\*0?\*?)?=[ \t]*(?:\"([^\"\n]*)\"|([^;\s\"]*))",
    re.I | re.M,
)


_ENCLOSED = re.compile(rb"message[ \t\n]*/")
_LONG_BOUNDARY = re.compile(rb"boundary[^\n;]{%d}" % BOUNDARY_OCTETS)


def _within_depth(header: bytes, body: bytes) -> tuple[bytes, str]:
    """Follow boundaries and nested messages as a MIME parser would, and cut where it would go too deep."""
    lower = (header + body).lower()
    levels_at_most = lower.count(b"boundary") + len(_ENCLOSED.findall(lower))
    if levels_at_most < LEVELS and lower.count(b"\n--") < PARTS and not _LONG_BOUNDARY.search(lower):
        return body, ""  # nearly every mail
    declared: set[bytes] = set()
    open_: list[tuple[bytes, int]] = []  # boundary, nested messages since
    parts = nested = 0
    for source, offset in ((header, False), (body, True)):
        for mark in _MARKS.finditer(source):
            if mark[2]:
                nested += 1
            elif mark[1] is None:
                boundary = (mark[3] if mark[3] is not None else mark[4] or b"").strip()
                if len(boundary) > BOUNDARY_OCTETS:
                    return body[: mark.start()] if offset else b"", (
                        f"unreadable: a boundary of {len(boundary):,} octets, more than {BOUNDARY_OCTETS:,}"
                    )
                declared.add(boundary)
                if len(declared) > PARTS:
                    return body[: mark.start()], f"unreadable: more than {PARTS:,} multiparts"
            elif offset:
                line = mark[1].rstrip()
                closing = line not in declared and line.endswith(b"--") and line[:-2] in declared
                boundary = line[:-2] if closing else line
                if boundary not in declared:
                    continue
                while open_ and any(b == boundary for b, _ in open_) and open_[-1][0] != boundary:
                    nested = open_.pop()[1]
                if open_ and open_[-1][0] == boundary:
                    nested = open_[-1][1]
                    if closing:
                        open_.pop()
                elif not closing:
                    open_.append((boundary, nested))
                parts += 1
            if parts > PARTS:
                return body[: mark.start()], f"unreadable: more than {PARTS:,} parts"
            if len(open_) + nested > LEVELS:
                return body[: mark.start()], f"unreadable: nested deeper than {LEVELS} levels"
    return body, ""


# ---------------------------------------------------------------------------------------------------- large attachments

_BASE64_LINES = re.compile(rb"\n(?:[A-Za-z0-9+/]{60,76}\r?\n)+")
LONG_ATTACHMENT = 4_000
"""lines"""


def _without_long_base64(raw: bytes) -> tuple[bytes, tuple[tuple[str, int], ...]]:
    """Take the middle out of long attachments: nobody opens them here, and parsing copies every octet several times.
    What is left ends with a marker line that base64 decoders skip."""
    out: list[bytes] = []
    left_out: list[tuple[str, int]] = []
    position = 0
    for match in _BASE64_LINES.finditer(raw):
        start, end = match.start() + 1, match.end()
        line = raw.find(b"\n", start) + 1 - start
        letters = line - (2 if raw[start + line - 2 : start + line - 1] == b"\r" else 1)
        kept = start + line * KEPT_OF_ATTACHMENT
        if end - start < line * LONG_ATTACHMENT or letters % 4:
            continue
        marker = _marker(len(left_out))
        out += [raw[position:kept], marker.encode(), b"\n"]
        left_out.append((marker, len(raw[kept:end].translate(None, delete=b"\r\n")) * 3 // 4))
        position = end
    out.append(raw[position:])
    return b"".join(out), tuple(left_out)


def _marker(number: int) -> str:
    return "~" + "*" * number + "~"  # no letter of base64


KEPT_OF_PART = 64_000
"""octets of a long attachment in another encoding; a multiple of four, for base64 in one line"""
LONG_PART = 2 * KEPT_OF_PART


def _without_long_attachments(raw: bytes, *, known: int) -> tuple[bytes, tuple[tuple[str, int], ...]]:
    """The same for a table of a million lines in the clear or in quoted-printable, and for base64 in unusual lines: of
    a part that is not read as text, the beginning stays and the rest is counted. `known` markers are in use."""
    out: list[bytes] = []
    left_out: list[tuple[str, int]] = []
    position = 0
    for start, end in _parts(raw):
        if not start:
            continue  # the header of the mail, and all that is in it where nothing divides it
        begin = _end_of_header(raw, start)
        if end - begin < LONG_PART or not _is_for_no_reader(raw[start:begin]):
            continue
        cut = raw.rfind(b"\n", begin, begin + KEPT_OF_PART) + 1
        break_line = b""
        if not cut:
            cut, break_line = begin + KEPT_OF_PART, b"\n"
        marker = _marker(known + len(left_out))
        added = len(break_line) + len(marker)
        out += [raw[position:cut], break_line, marker.encode()]
        left_out.append((marker, _decoded_size(raw[begin:cut], raw[cut:end], raw[start:begin], added)))
        position = end
    out.append(raw[position:])
    return b"".join(out), tuple(left_out)


_BOUNDARY = re.compile(rb"\bboundary[ \t]*(?:\*0?\*?)?=[ \t]*(?:\"([^\"\n]{1,2048})\"|([^;\s\"]{1,2048}))")
_MOST_BOUNDARIES = 8
_MOST_MENTIONS = 10_000


def _parts(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where header and content of each part begin and end, at any depth. None where there are so many boundaries that
    a search for each would take its time: such a mail is no letter with a large attachment."""
    declared: set[bytes] = set()
    for mention, match in enumerate(_BOUNDARY.finditer(raw.lower())):
        group = 1 if match[1] is not None else 2
        declared.add(raw[match.start(group) : match.end(group)].rstrip())
        if len(declared) > _MOST_BOUNDARIES or mention > _MOST_MENTIONS:
            return
    delimiters: list[tuple[int, int]] = []
    for boundary in declared:
        line = re.compile(rb"\n--" + re.escape(boundary) + rb"(?:--)?[ \t]*\r?(?:\n|\Z)")
        for match in line.finditer(raw):
            before = match.start() - (raw[match.start() - 1 : match.start()] == b"\r")
            delimiters.append((before, match.end()))
            if len(delimiters) > PARTS:
                return
    start = 0
    for at, behind in sorted(delimiters):
        yield start, at
        start = behind
    yield start, len(raw)


_BLANK_LINE = re.compile(rb"\n\r?\n")


def _end_of_header(raw: bytes, start: int) -> int:
    if raw.startswith((b"\n", b"\r\n"), start):
        return start
    blank = _BLANK_LINE.search(raw, start, start + HEADER_OCTETS)
    return blank.end() if blank else start


_ABOUT_CONTENT = re.compile(rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)
_TYPE = re.compile(rb"content-type[ \t]*:[^\n;/]{1,80}/", re.I)
_MAY_BE_TEXT = re.compile(
    rb"content-type[ \t]*:\s*(?:multipart\b|text\s*/\s*(?:plain|html|enriched|richtext|markdown|x-markdown)\b)", re.I
)
_ATTACHMENT = re.compile(rb"\bcontent-disposition[ \t]*:\s*attachment", re.I)
_ENCODING = re.compile(rb"^content-transfer-encoding[ \t]*:\s*\"?(quoted|base64)", re.I | re.M)


def _is_for_no_reader(header: bytes) -> bool:
    fields = b"\n".join(_ABOUT_CONTENT.findall(header))
    if not fields:
        return False
    if _ATTACHMENT.search(fields):
        return True
    if _MAY_BE_TEXT.search(fields):
        return False  # whatever its name: it may be what the person wrote
    return _TYPE.search(fields) is not None


def _decoded_size(kept: bytes, rest: bytes, header: bytes, added: int) -> int:
    """Octets that the part has more than what is kept of it, after decoding and with "\\n" at the end of lines.
    `added` octets stand in the place of the rest; decoders of base64 skip them."""
    encoding = _ENCODING.search(header)
    if encoding and encoding[1].lower() == b"base64":
        before, after = (len(one.translate(None, delete=b" \t\r\n=")) for one in (kept, rest))
        return (before + after) * 3 // 4 - before * 3 // 4
    if encoding:
        return len(binascii.a2b_qp(rest.replace(b"\r\n", b"\n"))) - added
    return len(rest) - rest.count(b"\r\n") - added
