"""HTML mail as the text that a reader sees, through lxml.

Links keep their address, lists and tables stay readable, and what clients mark as quote or signature comes out in the
plain-text forms ("> ", "-- ") that `steps.clean` knows. What a reader does not see (a common way to talk to a model
behind a person's back) is kept apart. The tree is walked with a stack of our own: depth is never a matter of recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from responder.adapters.html_style import PAPER, Paint, hidden_classes, look_of
from responder.steps import quote_words as words

LARGEST = 1_000_000
"""characters of HTML that are read, embedded pictures not counted; what follows is cut off, and the text says so"""
HIDDEN_LARGEST = 20_000
QUOTE_DEEPEST = 12
CUT_OFF = "[The rest of this mail was too long to be read.]"


@dataclass(frozen=True, slots=True)
class HtmlText:
    """`text` as a reader sees it; `hidden` what the HTML says besides, for a rule to look at and for no model."""

    text: str
    hidden: str


def html_to_text(html: str) -> HtmlText:
    """Read HTML, however broken. Never raises; time is linear in the length of `html` and bounded by `LARGEST`."""
    source = _OVERGROWN_TAG.sub(_tag_alone, _EMBEDDED.sub("", html[: 20 * LARGEST].replace("\x00", "")))
    source = source.encode("utf-8", "replace").decode()
    source, cut_off = source[:LARGEST], len(source) > LARGEST or len(html) > 20 * LARGEST
    if not source.strip():
        return HtmlText("", "")
    try:
        # bytes with a fixed encoding: a charset in a meta element or an XML declaration has no say any more
        parser = etree.HTMLParser(
            recover=True, huge_tree=True, no_network=True, remove_pis=True, encoding="utf-8", default_doctype=False
        )
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
        if root is None or any("depth" in error.message for error in parser.error_log.filter_from_errors()):
            return _without_tags(source)
        page = _Page(hidden_classes=hidden_classes(root))
        _walk(root, page)
        page.end_line()
    except (etree.LxmlError, ValueError, AssertionError):
        return _without_tags(source)
    if cut_off:
        page.lines.append(_Line(0, False, CUT_OFF))
    return HtmlText(page.text(), page.hidden_text())


TOO_DEEP = "(nested too deeply, or too broken, to tell what a reader would see)"
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{100,}", re.IGNORECASE)
_OVERGROWN_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{10000,}>?")
_UNSHOWN = re.compile(r"<(script|style|title)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[/!A-Za-z][^<>]{0,2000}>")
_BREAKING_TAG = re.compile(r"<(?:/?(?:p|div|tr|li|table|blockquote|h\d)|br)\b[^<>]{0,2000}>", re.IGNORECASE)


def _tag_alone(tag: re.Match[str]) -> str:
    # libxml2 compares every attribute with every other: 100,000 of them take ten seconds
    return tag.group() if tag.group().count("=") < 300 else f"<{tag.group(1)}>"


def _without_tags(source: str) -> HtmlText:
    """What is left when there is no tree: libxml2 gives up on elements that are nested too deeply."""
    pieces = _UNSHOWN.split(source)
    shown = [pieces[0]]
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        shown.append(piece.partition(f"</{name}")[2])
    text, smuggled = _without_invisible(unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", "".join(shown)))))
    lines = (line.strip() for line in text.split("\n"))
    return HtmlText("\n".join(line for line in lines if line), " ".join(filter(None, (TOO_DEEP, smuggled))))


# ------------------------------------------------------------------------------------------------ the page


@dataclass(frozen=True, slots=True)
class _Line:
    depth: int
    """of quotes"""
    signature: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands down to its children."""

    paint: Paint = PAPER
    hidden: bool = False
    blends: bool = False
    depth: int = 0
    signature: bool = False
    preformatted: bool = False
    indent: int = 0


@dataclass(slots=True)
class _Page:
    hidden_classes: frozenset[str]
    lines: list[_Line] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    hidden_length: int = 0
    parts: list[str] = field(default_factory=list)
    bullet: str = ""
    cell_waits: bool = False
    gap: bool = False
    rest_quoted: bool = False
    depth: int = 0
    signature: bool = False
    lists: list[int] = field(default_factory=list)

    def place(self, context: _Context) -> None:
        """What is written from now on stands here: a line never crosses the edge of a quote or a signature."""
        depth = min(context.depth + self.rest_quoted, QUOTE_DEEPEST)
        if (depth, context.signature) != (self.depth, self.signature):
            self.end_line()
            self.gap = True
            self.depth, self.signature = depth, context.signature

    def write(self, text: str, context: _Context) -> None:
        self.place(context)
        if context.preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.parts.append(first)
            for line in others:
                self.end_line(always=True)
                self.parts.append(line)
            return
        text = _SPACES.sub(" ", text)
        if text == " " and (not self.parts or self.parts[-1].endswith(" ")):
            return
        if self.cell_waits:
            if self.parts and text.strip():
                self.parts.append(" | ")
            self.cell_waits = not text.strip()
        if not self.parts:
            text = text.lstrip(" ")
            if self.bullet and text.strip():
                text, self.bullet = self.bullet + text, ""
        if text:
            self.parts.append(text)

    def end_line(self, *, always: bool = False) -> None:
        if not self.parts and not always:
            return
        text = "".join(self.parts).replace("\xa0", " ").rstrip()
        self.parts = []
        if self.gap and self.lines and self.lines[-1].text:
            depth = min(self.depth, self.lines[-1].depth)
            self.lines.append(_Line(depth, self.signature and self.lines[-1].signature, ""))
        self.gap = False
        self.lines.append(_Line(self.depth, self.signature, text))

    def hide(self, text: str) -> None:
        text = " ".join(text.split())
        if text and self.hidden_length < HIDDEN_LARGEST:
            self.hidden.append(text[: HIDDEN_LARGEST - self.hidden_length])
            self.hidden_length += len(text)

    def last_text(self) -> str:
        if any(part.strip() for part in self.parts):
            return "".join(self.parts).strip()
        return next((line.text.strip() for line in reversed(self.lines[-4:]) if line.text.strip()), "")

    def text(self) -> str:
        written: list[str] = []
        for line in _signatures_last(self.lines):
            # two blank lines in a row say no more than one
            blank = not line.text
            if blank and (not written or not written[-1].strip("> ")):
                continue
            written.append(
                ("> " * line.depth + line.text).rstrip() if line.text != "-- " else "> " * line.depth + "-- "
            )
        text, smuggled = _without_invisible("\n".join(written))
        self.hide(smuggled)
        return text.strip("\n")

    def hidden_text(self) -> str:
        return _INVISIBLE.sub("", "\n".join(self.hidden))


def _signatures_last(lines: list[_Line]) -> Iterator[_Line]:
    """A signature with words of the person behind it goes behind those words, so that only the signature is taken off."""
    if not any(line.text.strip() and not line.signature and not line.depth for line in lines):
        yield from lines  # clients have put the words of the person into the element of the signature
        return
    held: list[_Line] = []
    for line in lines:
        if line.signature and not line.depth:
            held.append(line)
            continue
        if held and line.depth:
            yield from _dashed(held)
            held = []
        yield line
    yield from _dashed(held)


def _dashed(signature: list[_Line]) -> Iterator[_Line]:
    filled = [line for line in signature if line.text.strip(" -_—")]
    if filled:
        yield _Line(0, False, "")
        yield _Line(0, False, "-- ")
        yield from (line for line in signature if line.text.strip() not in ("--", "—"))
        yield _Line(0, False, "")


_SPACES = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u034f\u180e\u00ad\u2061-\u2064]|[\u200c\u200d\u200e\u200f]{3,}")
_TAGS = re.compile("[\U000e0001-\U000e007f]+")


def _without_invisible(text: str) -> tuple[str, str]:
    """Text without characters that have no width, and what was spelled in Unicode's tag characters (U+E0000…)."""
    if text.isascii():
        return text, ""
    smuggled = [
        "".join(chr(ord(letter) - 0xE0000) for letter in run if 0x20 <= ord(letter) - 0xE0000 < 0x7F)
        for run in _TAGS.findall(text)
    ]
    plain = text
    if any(len(run) > 8 for run in smuggled):  # flags of England, Scotland and Wales have six
        plain = _TAGS.sub("", text)
    else:
        smuggled = []
    return _INVISIBLE.sub("", plain), " ".join(smuggled)


# ------------------------------------------------------------------------------------------------ the walk

_DROPPED = frozenset(
    "script style head title meta link template noscript object embed svg math select option textarea iframe audio video canvas map datalist".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody tfoot thead tr ul caption".split()  # noqa: SIM905
)
_SPACED = frozenset("h1 h2 h3 h4 h5 h6 blockquote pre dl".split())  # noqa: SIM905


def _walk(root: Any, page: _Page) -> None:
    stack: list[tuple[Any, _Context, _Context, Iterator[Any]]] = []
    _enter(root, _Context(), page, stack)
    while stack:
        node, outside, inside, children = stack[-1]
        child = next(children, None)
        if child is not None:
            if not _enter(child, inside, page, stack) and child.tail:
                _say(child.tail, inside, page)
            continue
        stack.pop()
        _leave(node, inside, page)
        if stack and node.tail:
            _say(node.tail, outside, page)


def _say(text: str, context: _Context, page: _Page) -> None:
    if context.hidden or context.blends:
        page.hide(text)
    else:
        page.write(text, context)


def _enter(node: Any, outside: _Context, page: _Page, stack: list[Any]) -> bool:
    """Open an element; False when there is nothing inside that could be shown."""
    if not isinstance(node.tag, str):
        comment = (node.text or "").strip()
        if comment and not comment.startswith(("[if", "<![", "[endif")) and node.tag is etree.Comment:
            page.hide(re.sub(r"<[^<>]{0,500}>", " ", comment[:2000]))
        return False
    tag = node.tag.lower()
    if tag in _DROPPED:
        return False
    inside = _inside(node, tag, outside, page)
    if not inside.hidden:
        _open(node, tag, outside, inside, page)
    stack.append((node, outside, inside, iter(node)))
    if node.text:
        _say(node.text, inside, page)
    return True


def _inside(node: Any, tag: str, outside: _Context, page: _Page) -> _Context:
    if not node.attrib and tag not in ("pre", "ul", "ol", "blockquote", "a"):
        return outside
    paint, unseen = look_of(node, tag, outside.paint, page.hidden_classes)
    hidden = outside.hidden or unseen
    if hidden:
        return replace(outside, hidden=True, paint=paint)
    classes, name = _names(node)
    if _starts_the_rest(node, tag, classes, name):
        page.rest_quoted = True
    return _Context(
        paint=paint,
        blends=paint.blends,
        depth=outside.depth + _is_quote(node, tag, classes, name, page),
        signature=outside.signature or _is_signature(node, classes, name),
        preformatted=outside.preformatted or tag == "pre",
        indent=outside.indent + (tag in ("ul", "ol")),
    )


def _open(node: Any, tag: str, outside: _Context, inside: _Context, page: _Page) -> None:
    page.place(inside)
    if tag == "br":
        page.end_line(always=True)
    elif tag in ("td", "th"):
        page.cell_waits = bool(page.parts) or page.cell_waits
    elif tag == "img":
        _emoji(node, inside, page)
    elif tag == "hr":
        page.end_line()
        page.gap = True
    elif tag in _BLOCKS and not page.cell_waits:
        page.end_line()
        page.gap = page.gap or (_is_spaced(node, tag) and not _only_block_of_cell(node))
        if tag in ("ul", "ol"):
            page.lists.append(_start_of(node) if tag == "ol" else 0)
        elif tag == "li":
            page.bullet = _bullet(inside, page)


def _leave(node: Any, inside: _Context, page: _Page) -> None:
    tag = node.tag.lower()
    if inside.hidden:
        return
    if tag == "a":
        _show_address(node, inside, page)
    elif tag in ("td", "th"):
        page.cell_waits = bool(page.parts)
    elif tag == "tr" or tag == "table":
        page.cell_waits = False
        page.end_line()
    elif tag in _BLOCKS:
        if tag in ("ul", "ol") and page.lists:
            page.lists.pop()
        if not _only_block_of_cell(node):
            page.end_line()
            page.gap = page.gap or _is_spaced(node, tag)
        page.bullet = "" if tag == "li" else page.bullet


def _only_block_of_cell(node: Any) -> bool:
    """Outlook wraps the text of every table cell into one paragraph, which must not break the row."""
    parent = node.getparent()
    if parent is None or parent.tag not in ("td", "th") or len(parent) != 1 or (node.tail or "").strip():
        return False
    return parent.getnext() is not None or parent.getprevious() is not None


def _is_spaced(node: Any, tag: str) -> bool:
    if tag == "p":
        style = (node.get("style") or "").replace(" ", "").lower()
        tight = "margin:0" in style or "margin-bottom:0" in style or "margin-top:0" in style
        return not tight and not (node.get("class") or "").startswith(("Mso", "mso", "x_Mso", "p1", "elementToProof"))
    return tag in _SPACED


def _start_of(node: Any) -> int:
    start = node.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _bullet(inside: _Context, page: _Page) -> str:
    indent = "  " * (min(inside.indent, 8) - 1)
    if page.lists and page.lists[-1]:
        page.lists[-1] += 1
        return f"{indent}{page.lists[-1] - 1}. "
    return f"{indent}- "


def _emoji(node: Any, inside: _Context, page: _Page) -> None:
    """Mail clients put pictures for emoji; other pictures have no words."""
    alt = (node.get("data-emoji") or node.get("alt") or "").strip()
    if alt and len(alt) <= 8 and not any(letter.isalnum() for letter in alt) and not alt.isascii():
        page.write(alt, inside)


def _show_address(node: Any, inside: _Context, page: _Page) -> None:
    """Write "text (https://…)" where the address says something that the text does not."""
    href = "".join((node.get("href") or "").split())
    if not href.lower().startswith(("http://", "https://", "mailto:")) or len(href) > 2000:
        return
    text = " ".join("".join(islice(node.itertext(), 50)).split())[:2000]
    if text and _bare(text) != _bare(href):
        _say(f" ({href.removeprefix('mailto:').removeprefix('MAILTO:')})", inside, page)


def _bare(address: str) -> str:
    bare = address.strip(" <>").lower()
    for scheme in ("mailto:", "https://", "http://"):
        bare = bare.removeprefix(scheme)
    return bare.partition("?")[0].rstrip("/") if "@" in bare else bare.rstrip("/")


# ------------------------------------------------------------------------------------------------ quotes, signatures

_QUOTE_CLASSES = frozenset(
    """yahoo_quoted protonmail_quote proton-quote zmail_extra tutanota_quote outlookmessageheader mail_quote moz-cite-prefix
    zd-comment-quoted zendesk-quote freshdesk_quote freddy_quote helpscout-quote hs_reply hs-quote front-blockquote frontapp-quote
    missive_quote superhuman-quote sh-quoted-content gmail_quote_attribution moz-email-headers-table ntes_quote ntes-mailmaster-quote
    wps_quotion history_container quoted-content gorgias_quote intercom-quote spike-quote readdle-quote sparkmailquote
    bluemailquote edo-quoted hey-quote k9mail_quote iscreplycontent airmail_quote""".split()  # noqa: SIM905
)
_QUOTE_IDS = frozenset(
    """isreplycontent isforwardcontent replyheader oriheader reply-intro mail-app-auto-quoted qt replysplit
    _origin_mail_ quotedcontent""".split()  # noqa: SIM905
)
_REST_IDS = [
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "outlookmessageheader",
    "stopspelling",
    "spark-mail-quoted",
    "composeweb_previouscontent",
]
_SIGNATURE_CLASSES = frozenset(
    """gmail_signature moz-signature protonmail_signature_block-user protonmail_signature_block tutanota_signature
    zmail_signature yahoo-signature ymail-signature hs_signature mailbutler-signature signature-container
    front-signature sh-signature spark-signature email-signature emailsignature mail-signature
    mailsignature signature-block signature_block email_signature mail_signature wisestamp_signature""".split()  # noqa: SIM905
)
_SIGNATURE_IDS = frozenset(
    """signature ms-outlook-mobile-signature outlooksignature _rc_sig zm_signature yiv-signature mail-app-signature
    ymail_android_signature bloop_sign spark_signature""".split()  # noqa: SIM905
)
_SIGNATURE_NUMBER = re.compile(r"sig\d{1,12}")
_OUTLOOK_RULE = re.compile(r"border-top:solid#?(?:e1e1e1|b5c4df)|border-top:(?:1(?:\.0)?p[tx])solid#?(?:e1e1e1|b5c4df)")


def _names(node: Any) -> tuple[list[str], str]:
    """Classes and id, in lower case; webmail prefixes both with "x_" or "m_123…" when it shows and quotes a mail."""
    written = (node.get("class") or "")[:2000].lower()
    classes = [name.removeprefix("x_") for name in written.split()[:20]] if written else []
    return classes, (node.get("id") or "").lower().removeprefix("x_")


def _starts_the_rest(node: Any, tag: str, classes: list[str], name: str) -> bool:
    """Outlook marks only where the earlier mail begins: everything from there to the end is quoted."""
    if name in _REST_IDS or "ms-outlook-mobile-reference-message" in classes or "outlookmessageheader" in classes:
        return True
    if tag == "div" and (style := node.get("style")) and "border-top" in style.lower():
        return _OUTLOOK_RULE.search(style[:400].lower().replace(" ", "").replace("windowtext", "")) is not None
    return False


def _is_quote(node: Any, tag: str, classes: list[str], name: str, page: _Page) -> bool:
    if tag == "blockquote":
        if (node.get("type") or "").lower() == "cite" or node.get("cite") is not None or name in _QUOTE_IDS:
            return True
        if any("quot" in one or "cite" in one for one in classes):
            return True
        return _is_attribution(page.last_text())
    if "gmail_attr" in classes:
        return (
            not "".join(islice(node.itertext(), 5)).lstrip().startswith("--")
        )  # "--- Forwarded message ---" stays as it is
    if not _QUOTE_CLASSES.isdisjoint(classes) or name in _QUOTE_IDS or name.startswith("yahoo_quoted"):
        return True
    return tag == "div" and (node.get("name") or "").lower() in ("quote", "quoted-content", "messagereplysection")


def _is_attribution(line: str) -> bool:
    """Does the line above a plain blockquote say who wrote it?"""
    tail = line[-300:]
    if not tail.endswith((":", "：")):
        return False
    if words.wrote_oneself(tail):
        return False
    return words.wrote(tail) or (words.ADDRESS.search(tail) is not None and any(c.isdigit() for c in tail))


def _is_signature(node: Any, classes: list[str], name: str) -> bool:
    if not _SIGNATURE_CLASSES.isdisjoint(classes) or name in _SIGNATURE_IDS or _SIGNATURE_NUMBER.fullmatch(name):
        return True
    if node.tag == "signature" or node.get("data-signature-widget") == "container":
        return True
    if (node.get("name") or "").lower() == "messagesignaturesection":
        return True
    return (node.get("data-smartmail") or "").lower() == "gmail_signature"
