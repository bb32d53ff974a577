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

from responder.adapters.html_answers import coloured_answers, tint_of
from responder.adapters.html_clients import is_quote, is_signature, names_of, starts_the_rest, starts_the_signature
from responder.adapters.html_style import PAPER, Color, Family, Paint, Sheets, look_of, sheets_of
from responder.adapters.invisible import without_invisible
from responder.adapters.mail_halves import words_of

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
    source = _OVERGROWN_TAG.sub(_tag_in_short, _EMBEDDED.sub("", html[: 20 * LARGEST].replace("\x00", "")))
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
        page = _Page(sheets=sheets_of(root))
        for outside in (*root.itersiblings(preceding=True), *root.itersiblings()):
            if outside.tag is etree.Comment:
                _comment((outside.text or "").strip(), page)
        _walk(root, page)
        page.end_line()
    except (etree.LxmlError, ValueError, AssertionError):
        return _without_tags(source)
    if cut_off:
        page.lines.append(_Line(0, False, CUT_OFF))
    text = page.text()
    return HtmlText(text, page.hidden_text(text))


TOO_STYLED = "(styled with more rules than are looked at, so that hidden text may stand among what is shown)"
TOO_DEEP = "(nested too deeply, or too broken, to tell what a reader would see)"
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{100,}", re.IGNORECASE)
_OVERGROWN_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{10000,}>?")
_UNSHOWN = re.compile(r"<(script|style|title)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[/!A-Za-z][^<>]{0,2000}>")
_UNSHOWN_BLOCK = re.compile(r"<(style|xml|script)\b[^<>]{0,500}>.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)
_BREAKING_TAG = re.compile(r"<(?:/?(?:p|div|tr|li|table|blockquote|h\d)|br)\b[^<>]{0,2000}>", re.IGNORECASE)


def _tag_in_short(tag: re.Match[str]) -> str:
    # libxml2 compares every attribute with every other: 100,000 of them take ten seconds
    if tag.group().count("=") < 300:
        return tag.group()
    first: dict[str, str] = {}
    for name, value in _TELLING.findall(tag.group()):
        first.setdefault(name.lower(), value if value[:1] in ("'", '"') else f'"{value}"')
    return f"<{tag.group(1)} {' '.join(f'{name}={value}' for name, value in first.items())}>"


_TELLING = re.compile(
    r"""(?<![\w-])(style|class|id|hidden|bgcolor|color|background|text)(?:\s?=\s?("[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)|(?=[\s>/]))""",
    re.IGNORECASE,
)


def _without_tags(source: str) -> HtmlText:
    """What is left when there is no tree: libxml2 gives up on elements that are nested too deeply."""
    pieces = _UNSHOWN.split(source)
    shown = [pieces[0]]
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        shown.append(piece.partition(f"</{name}")[2])
    text, smuggled = without_invisible(unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", "".join(shown)))))
    lines = (line.strip() for line in text.split("\n"))
    return HtmlText("\n".join(line for line in lines if line), " ".join(filter(None, (TOO_DEEP, smuggled))))


# ------------------------------------------------------------------------------------------------ the page


@dataclass(frozen=True, slots=True)
class _Line:
    depth: int
    """of quotes"""
    signature: bool
    text: str
    tints: frozenset[Color | None] = frozenset()
    """colours of its words, None for black"""
    code: bool = False


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
    tint: Color | None = None
    closed: bool = False
    """a <details> that is not open: only its summary is seen"""
    family: Family | None = None


@dataclass(slots=True)
class _Page:
    sheets: Sheets
    lines: list[_Line] = field(default_factory=list)
    hidden: list[list[str]] = field(default_factory=list)
    """one list for each stretch between words that are seen"""
    hidden_length: int = 0
    hiding: bool = False
    outlook_words: set[str] = field(default_factory=set)
    """of what only Outlook shows"""
    parts: list[str] = field(default_factory=list)
    tints: set[Color | None] = field(default_factory=set)
    code: bool = False
    bullet: str = ""
    cell_waits: bool = False
    gap: bool = False
    rest_quoted: bool = False
    rest_signed: bool = False
    depth: int = 0
    signature: bool = False
    lists: list[int] = field(default_factory=list)
    smuggled: str = ""

    def place(self, context: _Context) -> None:
        """What is written from now on stands here: a line never crosses the edge of a quote or a signature."""
        depth = min(context.depth + self.rest_quoted, QUOTE_DEEPEST)
        signature = context.signature or (self.rest_signed and not depth)
        if (depth, signature) != (self.depth, self.signature):
            self.end_line()
            self.gap = True
            self.depth, self.signature = depth, signature

    def write(self, text: str, context: _Context) -> None:
        self.place(context)
        if not text.isspace():
            self.tints.add(context.tint)
            self.hiding = False
        if context.preformatted:
            self.code = True
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.parts.append(first)
            for line in others:
                self.end_line(always=True)
                self.code = True
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
        self.lines.append(_Line(self.depth, self.signature, text, frozenset(self.tints), self.code))
        self.tints, self.code = set(), False

    def hide(self, text: str) -> None:
        text = " ".join(text.split())
        if text and self.hidden_length < HIDDEN_LARGEST:
            if not self.hiding:
                self.hidden.append([])
                self.hiding = True
            self.hidden[-1].append(text[: HIDDEN_LARGEST - self.hidden_length])
            self.hidden_length += len(text)

    def last_text(self) -> str:
        if any(part.strip() for part in self.parts):
            return "".join(self.parts).strip()
        return next((line.text.strip() for line in reversed(self.lines[-4:]) if line.text.strip()), "")

    def text(self) -> str:
        written: list[str] = []
        for line in _signatures_last(_answers_outside(_code_indented(self.lines))):
            # two blank lines in a row say no more than one
            blank = not line.text
            if blank and (not written or not written[-1].strip("> ")):
                continue
            written.append(
                ("> " * line.depth + line.text).rstrip() if line.text != "-- " else "> " * line.depth + "-- "
            )
        text, self.smuggled = without_invisible("\n".join(written))
        return text.strip("\n")

    def hidden_text(self, shown: str) -> str:
        """Without what is shown as well: a half of the mail for telephones, or for Outlook, keeps nothing back."""
        seen = set(words_of(shown))
        kept = [without_invisible("\n".join(stretch)) for stretch in self.hidden]
        found = [*(piece for piece, _ in kept if not seen.issuperset(words_of(piece))), self.smuggled]
        found += [smuggled for _, smuggled in kept]
        if self.sheets.too_much:
            found.append(TOO_STYLED)
        return "\n".join(filter(None, found))


def _answers_outside(lines: list[_Line]) -> list[_Line]:
    """Answers that the person wrote inside of a quote in another colour stand outside of it."""
    quoted = [
        (number, line.text, line.tints) for number, line in enumerate(lines) if line.depth == 1 and line.text.strip()
    ]
    if not any(line[2] - {None} for line in quoted):
        return lines
    above = (line.text for line in lines[: quoted[0][0]] if not line.signature)
    answers = coloured_answers(quoted, "\n".join(islice(above, 60)))
    outside: list[_Line] = []
    for number, line in enumerate(lines):
        if number in answers:
            outside += [_Line(0, False, ""), replace(line, depth=0, signature=False), _Line(0, False, "")]
        else:
            outside.append(line)
    return outside


def _code_indented(lines: list[_Line]) -> list[_Line]:
    """Code that the person put into <pre>, above other words: indented, where it would read like a quote or a signature."""
    indented = list(lines)
    words_below = False
    end = len(lines)
    while end:
        line = lines[end - 1]
        if not line.code or line.depth or line.signature:
            words_below = words_below or bool(line.text.strip() and not line.depth and not line.signature)
            end -= 1
            continue
        start = end
        while start and lines[start - 1].code and not (lines[start - 1].depth or lines[start - 1].signature):
            start -= 1
        if words_below and any(lines[number].text.startswith((">", "--")) for number in range(start, end)):
            for number in range(start, end):
                indented[number] = replace(lines[number], text=f"    {lines[number].text}".rstrip())
        end = start
    return indented


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


# ------------------------------------------------------------------------------------------------ the walk

_DROPPED = frozenset(
    "script style head title meta link template noframes noembed noscript object embed svg math select option iframe audio video canvas map datalist".split()  # noqa: SIM905
)
_NEVER_SHOWN = frozenset(("noframes", "noembed", "template"))
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody tfoot thead tr ul caption".split()  # noqa: SIM905
)
_SPACED = frozenset("h1 h2 h3 h4 h5 h6 blockquote pre dl".split())  # noqa: SIM905


def _walk(root: Any, page: _Page) -> None:
    stack: list[tuple[Any, _Context, _Context, Iterator[Any]]] = []
    _enter(root, _Context(family=Family() if page.sheets else None), page, stack)
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
    if context.hidden or context.blends or context.closed:
        page.hide(text)
    else:
        page.write(text, context)


def _enter(node: Any, outside: _Context, page: _Page, stack: list[Any]) -> bool:
    """Open an element; False when there is nothing inside that could be shown."""
    if not isinstance(node.tag, str):
        if node.tag is etree.Comment:
            _comment((node.text or "").strip(), page)
        return False
    tag = node.tag.lower()
    if tag in _DROPPED:
        if outside.family is not None:
            page.sheets.step(node, tag, outside.family)
        if tag in _NEVER_SHOWN:
            page.hide(" ".join(islice(node.itertext(), 1000)))
        return False
    if tag == "xml":
        _data_of_office(node, page)
        return False
    inside = _inside(node, tag, outside, page)
    if not inside.hidden:
        _open(node, tag, outside, inside, page)
    stack.append((node, outside, inside, iter(node)))
    if node.text:
        _say(node.text, inside, page)
    return True


def _comment(comment: str, page: _Page) -> None:
    if comment.startswith("[if"):
        # shown by Outlook only: most often a button that the others get in another way
        page.hide(
            shown := _TAG.sub(
                " ", _UNSHOWN_BLOCK.sub(" ", comment.partition("]>")[2][:20_000].replace("<![endif]", " "))
            )
        )
        page.outlook_words.update(words_of(shown))
    elif comment and not comment.startswith(("<![", "[endif")) and not _of_a_template(comment):
        page.hide(re.sub(r"<[^<>]{0,500}>", " ", comment[:2000]))


def _of_a_template(comment: str) -> bool:
    """ "BEGIN HEADER", "converted from text", "tmjah_g_1299s", "originalMessage": what programs and designers write for each other."""
    if (
        len(comment) < 100
        and len(comment.split()) == 1
        and any(letter.isdigit() or letter == "_" or "a" <= letter <= "z" for letter in comment)
    ):
        return True
    words = words_of(comment[:200])
    return len(comment) < 100 and len(words) <= 8 and not _OF_TEMPLATES.isdisjoint(words)


_OF_TEMPLATES = frozenset(
    """begin start end header footer preheader wrapper column columns row button spacer container table module section
    outlook mso converted content logo body hero divider banner template mobile desktop tracking pixel fallback social
    unsubscribe image responsive gmail""".split()  # noqa: SIM905
)


def _data_of_office(node: Any, page: _Page) -> None:
    """Word leaves its settings behind, one word to an element."""
    for piece in islice(node.itertext(), 1000):
        if len(piece.split()) > 1:
            page.hide(piece)


def _inside(node: Any, tag: str, outside: _Context, page: _Page) -> _Context:
    ruled, family = None, None
    if outside.family is not None and not outside.hidden:
        ruled, family = page.sheets.step(node, tag, outside.family)
    if outside.closed and tag != "summary":
        return replace(outside, hidden=True, closed=False, family=None)
    if not node.attrib and family is None and tag not in _TELLING_TAGS:
        return outside
    look = look_of(node, tag, outside.paint, page.sheets, ruled)
    only_outlook = look.outlook_only and not page.outlook_words.issuperset(words_of(_beginning(node)))
    if outside.hidden or look.unseen or only_outlook:
        return replace(outside, hidden=True, closed=False, paint=look.paint, family=None)
    paint = look.paint
    classes, name = names_of(node)
    if starts_the_rest(node, tag, classes, name):
        page.rest_quoted = True
    if starts_the_signature(node, tag):
        page.rest_signed = True
    return _Context(
        paint=paint,
        blends=paint.blends,
        depth=outside.depth + is_quote(node, tag, classes, name, page.last_text),
        signature=outside.signature or is_signature(node, classes, name),
        preformatted=outside.preformatted or tag == "pre",
        indent=outside.indent + (tag in ("ul", "ol")),
        tint=outside.tint if paint == outside.paint else tint_of(paint.text, paint.background),
        closed=tag == "details" and node.get("open") is None,
        family=family,
    )


_TELLING_TAGS = frozenset(("pre", "ul", "ol", "blockquote", "a", "dialog", "details", "summary", "rp"))


def _beginning(node: Any) -> str:
    return "".join(islice(node.itertext(), 20))[:500]


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
