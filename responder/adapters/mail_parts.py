"""The parts of a mail: which are its text, which are attachments.

mail-parser puts a returned mail's text into the bounce's own, both halves of multipart/alternative side by side, and
loses what a lying charset or a broken transfer encoding hides; so the tree (email.message.Message, as mail-parser holds
it) is walked here.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Part

from responder.adapters import charsets
from responder.adapters.mail_encryption import is_encrypted, is_named_as_sealed, wraps_the_text_in_a_signature
from responder.adapters.mail_fields import (
    base64_octets,
    field_text,
    file_name,
    octets,
    parameters,
    without_blanks_at_slash,
)
from responder.domain import Attachment

TEXT_CHARACTERS = 500_000
"""of one text part; beyond it, no person reads on"""


class MailPart(Part):
    """What `email` is to build the tree of, so that it sees parts where it would see one text."""

    def get_content_type(self) -> str:
        return without_blanks_at_slash(super().get_content_type())


@dataclass(slots=True)
class Body:
    """One readable piece: the plain text, the HTML, or both as alternatives of each other."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Contents:
    bodies: list[Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    encrypted: bool = False
    calendar_method: str = ""
    calendar_text: str = ""
    charset: str = ""
    """the first that a text part declares or, failing that, is written in: a hint for raw 8-bit header fields"""
    left_out: dict[str, int] = field(default_factory=dict)
    """marker → octets that were taken out of a long attachment before parsing"""


@dataclass(slots=True)
class Leaf:
    """The MIME fields of one part, read leniently."""

    part: Part
    content_type: str
    parameters: Mapping[str, str]
    disposition: str
    name: str
    content_id: str

    @property
    def is_text(self) -> bool:
        return self.content_type.startswith("text/")


def read_parts(root: Part, *, left_out: tuple[tuple[str, int], ...] = ()) -> Contents:
    contents = Contents(left_out=dict(left_out))
    _walk(root, contents, top=True)
    return contents


_MISSPELT = {
    "html": "text/html", "html/text": "text/html", "text/htm": "text/html", "text/xhtml": "text/html",
    "plain/text": "text/plain", "text/text": "text/plain", "text/ascii": "text/plain", "text/utf-8": "text/plain",
    "text/txt": "text/plain", "application/text": "text/plain", "application/html": "text/html",
}  # fmt: skip
"""types that senders write where they mean one of the two"""


def leaf_of(part: Part, *, parent: str = "", hint: str = "") -> Leaf:
    fields: dict[str, str] = {}
    for field_name, value in part.raw_items():
        if field_name[:8].lower() == "content-":
            fields.setdefault(field_name.lower(), str(value))
    content_type, values = parameters(fields.get("content-type", ""), hint=hint)
    if "/" not in content_type or content_type in _MISSPELT:
        # RFC 2045 section 5.2; RFC 2046 section 5.1.5; "text" and "html" alone are seen in the wild
        missing = "message/rfc822" if parent == "multipart/digest" and not content_type else "text/plain"
        content_type = _MISSPELT.get(content_type, missing)
    disposition, more = parameters(fields.get("content-disposition", ""), hint=hint)
    name = file_name(more.get("filename") or more.get("name") or values.get("name") or values.get("filename") or "")
    return Leaf(part, content_type, values, disposition, name, field_text(fields.get("content-id", "")))


def _walk(part: Part, contents: Contents, *, top: bool = False, parent: str = "", first: bool = True) -> None:
    leaf = leaf_of(part, parent=parent, hint=contents.charset)
    kind = leaf.content_type
    contents.defects += [f"{type(d).__name__}" for d in part.defects]
    children = _children(part)
    if kind == "multipart/encrypted":
        contents.encrypted = True
    if kind.startswith("message/") or children is None:
        if kind.startswith("multipart/"):
            # a multipart without parts: its boundary is missing or never comes
            _text_after_a_lost_boundary(leaf, contents)
        elif kind == "message/rfc822" or (kind.startswith("message/") and children is not None):
            contents.attachments.append(_nested_mail(leaf, contents))
        else:
            _leaf(leaf, contents, top=top, parent=parent, first=first)
        return
    if kind == "multipart/alternative":
        _alternatives(children, contents, top=top)
        return
    if leaf.disposition == "attachment" and not top:
        contents.attachments.append(Attachment(name=leaf.name, content_type=kind, size=_size_of(children, contents)))
        return
    for i, child in enumerate(children):
        _walk(child, contents, parent=kind, first=i == 0 and first)


def _children(part: Part) -> list[Part] | None:
    """None for a part that holds no parts."""
    payload = part.get_payload() if part.is_multipart() else None
    return [one for one in payload if isinstance(one, Part)] if isinstance(payload, list) else None


def _alternatives(children: list[Part], contents: Contents, *, top: bool) -> None:
    """RFC 2046 section 5.1.4: the same thing several times. One body is made of the best plain and the best HTML."""
    merged = Body()
    for child in children:
        branch = Contents(left_out=contents.left_out, charset=contents.charset)
        _walk(child, branch, parent="multipart/alternative")
        contents.attachments += branch.attachments
        contents.defects += branch.defects
        contents.encrypted = contents.encrypted or branch.encrypted
        contents.charset = contents.charset or branch.charset
        contents.calendar_method = contents.calendar_method or branch.calendar_method
        contents.calendar_text = contents.calendar_text or branch.calendar_text
        plain = "\n\n".join(b.plain for b in branch.bodies if b.plain)
        html = "\n".join(b.html for b in branch.bodies if b.html)
        if html and plain and not any(b.plain and b.html for b in branch.bodies):
            # an HTML branch with a plain footer beside it (mailing list programs): as text, not as a rival
            merged.html = merged.html or f"{html}\n<pre>{_escaped(plain)}</pre>"
            continue
        merged.plain = merged.plain or plain
        merged.html = merged.html or html
    if merged.plain or merged.html:
        contents.bodies.append(merged)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _leaf(leaf: Leaf, contents: Contents, *, top: bool, parent: str, first: bool) -> None:
    kind = leaf.content_type
    if kind == "text/calendar":
        _calendar(leaf, contents, parent)
        return
    readable = kind in ("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown")
    if parent == "multipart/alternative" and leaf.is_text and not readable and not leaf.name:
        return  # the same once more for a watch or as AMP
    # a body that carries a name is still the body when it comes first and does not call itself an attachment
    named_body = bool(leaf.name) and (first or top) and not contents.bodies
    if (
        readable
        and leaf.disposition != "attachment"
        and not is_named_as_sealed(leaf.name)
        and (not leaf.name or named_body or parent == "multipart/alternative")
    ):
        _body(leaf, contents)
        return
    data = payload_of(leaf.part)
    size = _full_size(leaf.part, data, contents)
    _note_what_is_sealed(leaf, data, contents)
    if _is_tnef(leaf):
        from responder.adapters.tnef import open_tnef

        opened = open_tnef(data)
        if opened is not None:
            contents.attachments += opened.attachments
            contents.encrypted = contents.encrypted or opened.encrypted
            if opened.text or opened.html:
                contents.bodies.append(Body(plain=opened.text, html=opened.html))
            return
        contents.defects.append("winmail.dat cannot be opened")
    inline = leaf.disposition == "inline" or bool(leaf.content_id and leaf.disposition != "attachment")
    inline = inline or (parent == "multipart/signed" and kind.endswith("signature"))
    contents.attachments.append(Attachment(name=leaf.name, content_type=kind, size=size, inline=inline))


def _note_what_is_sealed(leaf: Leaf, data: bytes, contents: Contents) -> None:
    smime_type = leaf.parameters.get("smime-type", "")
    if is_encrypted(leaf.content_type, leaf.name, data, smime_type=smime_type):
        contents.encrypted = True
    elif wraps_the_text_in_a_signature(leaf.content_type, leaf.name, data, smime_type=smime_type):
        contents.defects.append("unreadable: the text stands inside of an S/MIME signature")


def _body(leaf: Leaf, contents: Contents) -> None:
    data = payload_of(leaf.part)
    declared = leaf.parameters.get("charset", "") or _charset_in_html(leaf, data)
    text, wrong = charsets.decode(data, declared, hint=contents.charset)
    contents.charset = contents.charset or declared or charsets.written_in(data)
    if marker := _marker_in(leaf.part, contents):
        text = text.removesuffix(marker)
        contents.defects.append("the end of a long text was left out")
    if wrong:
        contents.defects.append(wrong)
    if len(text) > TEXT_CHARACTERS:
        text = text[:TEXT_CHARACTERS]
        contents.defects.append(f"a text was cut after {TEXT_CHARACTERS:,} characters")
    text = charsets.clean_text(text)
    if leaf.content_type == "text/html":
        end = text.lower().rfind("</html")
        if end >= 0 and len(text[end:].split()) > 1:
            # what a list or a gateway wrote below the document is shown by every program
            text = re.sub(r"</(?:body|html)\s{0,20}>", "", text, flags=re.I)
        contents.bodies.append(Body(html=text))
        return
    if leaf.content_type in ("text/enriched", "text/richtext"):
        text = re.sub(r"</?[A-Za-z][A-Za-z0-9-]{0,60}>", "", text.replace("<<", "<")).replace("\n\n", "\n")
    if "begin " in text:
        text = _without_uuencoded(text, contents)
    if leaf.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, joined=leaf.parameters.get("delsp", "").lower() == "yes")
    if "-----BEGIN PGP" in text:
        text = _without_pgp_armour(text)
    if leaf.content_type == "text/plain" and _looks_like_html(text):
        contents.bodies.append(Body(html=text))
        contents.defects.append("HTML that calls itself plain text")
        return
    contents.bodies.append(Body(plain=text))


def _charset_in_html(leaf: Leaf, data: bytes) -> str:
    if leaf.content_type != "text/html":
        return ""
    match = re.search(rb"<meta[^>]{1,200}?charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:-]{2,40})", data[:2048], re.I)
    return match[1].decode("ascii") if match else ""


def _looks_like_html(text: str) -> bool:
    start = text[:200].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return "</" in text
    # what web forms send: tags from the first letter on, at nearly every line
    if not _HTML_TAG.match(start):
        return False
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    tagged = sum(bool(_HTML_TAG.search(line)) for line in lines)
    return len(_HTML_TAG.findall(text[:20_000])) >= 4 and tagged * 5 >= len(lines) * 4


_HTML_TAG = re.compile(
    r"</?(?:br|p|b|i|div|span|strong|table|tr|td|th|font|h[1-6]|ul|ol|li|body|head)(?:\s[^<>]{0,300})?/?>", re.I
)


# ---------------------------------------------------------------------------------------------------- transfer encoding


def payload_of(part: Part) -> bytes:
    """The octets of a leaf after transfer decoding, however its encoding is named and damaged."""
    stored = getattr(part, "_payload", None)
    if not isinstance(stored, str):
        return b""
    data = octets(stored)
    named = field_text(str({n.lower(): v for n, v in part.raw_items()}.get("content-transfer-encoding", "")))
    encoding = re.sub(r"[^a-z0-9]", "", named.lower().partition(";")[0])
    if encoding.startswith("base64"):
        return _base64_and_text(data)
    undeclared = encoding in ("", "7bit", "8bit", "binary")
    if encoding.startswith("quoted") or (undeclared and _is_quoted_printable(data)):
        # RFC 2045 section 6.7, rule 3: blanks that a transport put behind the "=" at the end of a line say nothing
        return binascii.a2b_qp(re.sub(rb"=[ \t]{1,80}(?=\r?\n)", b"=", data))
    if undeclared and len(data) < TEXT_CHARACTERS and _BASE64_ALONE.fullmatch(data):
        return _text_in_base64(data) or data
    if encoding in ("xuuencode", "uuencode", "xuue", "uue"):
        files = _uuencoded(data.decode("latin-1"))
        return b"".join(content for _, content, _, _ in files) if files else data
    return data


_MARKERS = re.compile(rb"^~\*{0,2000}~$", re.M)
"""of what mail_limits left out"""
_BASE64_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
LONGEST_MIXTURE = 2_000_000
"""octets; what is larger is an attachment, and nobody writes a footer there"""


def _base64_and_text(data: bytes) -> bytes:
    """What says base64: all of it, none of it, or in pieces between lines in the clear, as mailing list programs and
    gateways write above and below what they pass on."""
    foreign = data.translate(None, delete=_BASE64_LETTERS)
    if b"~" in foreign:
        data = _MARKERS.sub(b"", data)
    if not foreign or len(data) > LONGEST_MIXTURE:
        return base64_octets(data)
    pieces = _pieces(data)
    if not any(kind == "base64" for kind, _ in pieces):
        return data
    if not any(kind == "text" for kind, _ in pieces):
        return base64_octets(data)
    return b"\n\n".join(base64_octets(piece) if kind == "base64" else piece for kind, piece in pieces)


def _pieces(data: bytes) -> list[tuple[str, bytes]]:
    """Runs of lines, each "text" or "base64". Dirt between two runs of base64 goes with them."""
    runs: list[tuple[str, list[bytes]]] = []
    for line in data.split(b"\n"):
        if not line.strip():
            if runs:
                runs[-1][1].append(line)
            continue
        kind = "text" if _is_in_the_clear(line) else "base64"
        if kind == "base64" and len(runs) > 1 and runs[-2][0] == kind and not _says_something(runs[-1][1]):
            runs.pop()
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(line)
        else:
            runs.append((kind, [line]))
    pieces = [(kind, b"\n".join(lines)) for kind, lines in runs]
    longest = max((len(piece) for kind, piece in pieces if kind == "base64"), default=0)
    if longest < 16 and b"=" not in data:
        return [("text", data)]
    # one word on its line is made of letters of base64 too
    return [
        (kind if kind == "text" or len(piece) == longest or _is_clean_base64(piece) else "text", piece)
        for kind, piece in pieces
    ]


def _is_clean_base64(piece: bytes) -> bool:
    letters = b"".join(piece.split())
    return len(letters) >= 16 and len(letters) % 4 == 0 and not letters.translate(None, delete=_BASE64_LETTERS)


def _is_in_the_clear(line: bytes) -> bool:
    """A line of words, or of signs that base64 does not have."""
    line = line.strip()
    foreign = len(line.translate(None, delete=_BASE64_LETTERS))
    words = len(_TWO_WORDS.findall(line))
    return foreign * 6 > len(line) or words * 12 > len(line) or _ADDRESS_OR_LINK.search(line) is not None


_TWO_WORDS = re.compile(rb"[A-Za-z,.] (?=[A-Za-z])")
_ADDRESS_OR_LINK = re.compile(rb"://|[a-z]: |[a-z0-9]@[a-z0-9]")


def _says_something(lines: list[bytes]) -> bool:
    return any(re.search(rb"[A-Za-z0-9\x80-\xff]", line) for line in lines)


_BASE64_ALONE = re.compile(rb"\s*(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{0,76}={0,2}\s*")


def _text_in_base64(data: bytes) -> bytes:
    """What lines of base64 alone say, where that is plainly text: a script forgot the field that says so."""
    decoded = base64_octets(data)
    try:
        text = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return b""
    return decoded if " " in text and all(c.isprintable() or c in "\r\n\t" for c in text) else b""


def _is_quoted_printable(data: bytes) -> bool:
    """Text that does not say so and plainly is: soft line breaks, and no "=" that means itself."""
    sample = data[:20_000]
    if b"=\n" not in sample or not sample.isascii():
        return False
    escapes = len(re.findall(rb"=[0-9A-F]{2}", sample))
    return escapes >= 3 and escapes + sample.count(b"=\n") + 1 >= sample.count(b"=")


def _full_size(part: Part, data: bytes, contents: Contents) -> int:
    return len(data) + contents.left_out.get(_marker_in(part, contents), 0)


def _marker_in(part: Part, contents: Contents) -> str:
    """ "" for a part of which nothing was left out."""
    if not contents.left_out:
        return ""
    stored = octets(str(getattr(part, "_payload", "")))
    found = (match[0].decode("ascii") for match in _MARKERS.finditer(stored))
    return next((marker for marker in found if marker in contents.left_out), "")


# ---------------------------------------------------------------------------------------------------- kinds of text


def unflowed(text: str, *, joined: bool) -> str:
    """RFC 3676 section 4: paragraphs of format=flowed as one line each, quote marks kept. `joined` is DelSp=yes.

    A ">" that the person typed stays stuffed with its blank, so that nobody takes it for a quote mark."""
    out: list[str] = []
    open_depth = -1  # quote depth of the paragraph that goes on, -1 for none
    for line in text.split("\n"):
        rest = line.lstrip(">")
        depth = len(line) - len(rest)
        if rest.startswith(" ") and (depth or not rest.startswith(" >")):  # space-stuffing, section 4.4
            rest = rest[1:]
        is_signature = rest == "-- "
        if open_depth == depth and not is_signature:
            out[-1] += rest
        else:
            out.append(("> " * depth + rest) if depth else rest)
        if rest.endswith(" ") and not is_signature:
            open_depth = depth
            if joined:
                out[-1] = out[-1][:-1]
        else:
            open_depth = -1
    return "\n".join(out)


_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} (.{1,200})$", re.M)


def _uuencoded(text: str) -> list[tuple[str, bytes, int, int]]:
    """Name, content, begin and end of every uuencoded file in a text."""
    found: list[tuple[str, bytes, int, int]] = []
    position = 0
    while begin := _UU_BEGIN.search(text, position):
        content: list[bytes] = []
        at = begin.end() + 1
        ended = False
        while at < len(text):
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            line = text[at:stop]
            at = stop + 1
            if line.strip() == "end":
                ended = True
                break
            octet_count = (ord(line[0]) - 32) & 63 if line else 0
            # 4 letters for 3 octets; some programs leave blanks off the end of a line
            if len(line) > 1 + (octet_count + 2) // 3 * 4 + 2 or any(c > "`" for c in line[:1]):
                break
            try:
                content.append(binascii.a2b_uu(line.encode("ascii")))
            except (binascii.Error, UnicodeEncodeError):
                break
        if ended and content:
            found.append((begin[1], b"".join(content), begin.start(), at))
        position = max(at if ended else begin.end(), begin.end())
    return found


def _without_uuencoded(text: str, contents: Contents) -> str:
    out, position = [], 0
    for name, content, begin, end in _uuencoded(text):
        contents.attachments.append(
            Attachment(name=file_name(name), content_type="application/octet-stream", size=len(content))
        )
        out.append(text[position:begin])
        position = end
    return "".join([*out, text[position:]])


def _without_pgp_armour(text: str) -> str:
    """A clear-signed text without its frame (RFC 4880 section 7)."""
    if "-----BEGIN PGP SIGNED MESSAGE-----" not in text:
        return text
    before, _, signed = text.partition("-----BEGIN PGP SIGNED MESSAGE-----")
    signed = signed.partition("\n\n")[2]  # "Hash: …" fields end with an empty line
    signed, _, rest = signed.partition("-----BEGIN PGP SIGNATURE-----")
    signed = re.sub(r"^- ", "", signed, flags=re.M)
    return before + signed + rest.partition("-----END PGP SIGNATURE-----")[2]


def _calendar(leaf: Leaf, contents: Contents, parent: str) -> None:
    data = payload_of(leaf.part)
    text = charsets.clean_text(charsets.decode(data, leaf.parameters.get("charset", "utf-8"))[0])[:100_000]
    text = re.sub(r"\n[ \t]", "", text)  # RFC 5545 section 3.1
    if leaf.disposition != "attachment":
        in_text = re.search(r"^METHOD:([A-Za-z-]{1,20})", text, re.M | re.I)
        contents.calendar_method = (leaf.parameters.get("method") or (in_text[1] if in_text else "")).lower()
    said = re.findall(r"^(?:SUMMARY|COMMENT|DESCRIPTION)(?:;[^:\n]{0,500})?:(.+)$", text, re.M)
    contents.calendar_text = "\n".join(
        re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", "\n", one)).strip() for one in dict.fromkeys(said)
    )
    if parent != "multipart/alternative" or leaf.name:
        contents.attachments.append(
            Attachment(name=leaf.name, content_type=leaf.content_type, size=len(data), inline=not leaf.disposition)
        )


def _text_after_a_lost_boundary(leaf: Leaf, contents: Contents) -> None:
    """A multipart whose boundary is missing, or stands in its parts otherwise than declared: find it by its lines."""
    stored = getattr(leaf.part, "_payload", "")
    text = stored if isinstance(stored, str) else ""
    mark = re.search(r"^--([^\s-][^\n]{0,200}|-{2,}[^\n]{1,200})\n(?:[A-Za-z-]{3,40}:|\n)", text, re.M)
    if mark is None:
        if text.strip():
            plain = Part()
            plain.set_payload(text)
            _body(Leaf(plain, "text/plain", {}, "", "", ""), contents)
        return
    from email.parser import Parser

    # one level only: what is inside may have lost its own boundary again, and then stays text
    boundary = mark[1].rstrip()
    pieces = re.split(rf"^--{re.escape(boundary)}(?:--)?[ \t]*$\n?", text, flags=re.M)
    found = [Parser(MailPart).parsestr(piece) for piece in pieces[1:101] if piece.strip()]
    for i, piece in enumerate(found):
        if leaf_of(piece).content_type.startswith("multipart/") and not piece.is_multipart():
            continue
        _walk(piece, contents, parent=leaf.content_type, first=i == 0)
    if leaf.content_type == "multipart/alternative" and len(contents.bodies) > 1:
        merged = Body(
            plain=next((b.plain for b in contents.bodies if b.plain), ""),
            html=next((b.html for b in contents.bodies if b.html), ""),
        )
        contents.bodies[:] = [merged]


# ---------------------------------------------------------------------------------------------------- kinds of attachment


def _nested_mail(leaf: Leaf, contents: Contents) -> Attachment:
    """A forwarded or returned mail is something attached, never part of what was written now."""
    inner = _children(leaf.part)
    size = _size_of(inner, contents) if inner is not None else _full_size(leaf.part, payload_of(leaf.part), contents)
    return Attachment(name=leaf.name, content_type=leaf.content_type, size=size, inline=leaf.disposition == "inline")


def _size_of(parts: list[Part], contents: Contents) -> int:
    """About the octets of nested parts: header lines and payloads, without writing them out again."""
    total = 0
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        total += sum(len(name) + len(str(value)) + 3 for name, value in part.raw_items())
        payload = getattr(part, "_payload", None)
        if isinstance(payload, list):
            waiting += payload
        elif isinstance(payload, str):
            total += len(payload) + contents.left_out.get(_marker_in(part, contents), 0)
    return total


def _is_tnef(leaf: Leaf) -> bool:
    return leaf.content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or leaf.name.lower() == "winmail.dat"
