"""An article as a web page → Markdown: the main part of the page, without menus, forms and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

_NEVER = ("script", "style", "noscript", "template", "nav", "form", "button", "svg", "iframe", "head", "aside")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "body",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
    ]
) | set(_HEADINGS)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
DEEPEST = 80
"""nested elements: what lies deeper is taken as plain text"""


def markdown_of(page: str, *, site: bool = False) -> str:
    """The readable part of a page. Headings, lists, tables, code, links and emphasis stay; the rest is text.

    `site`: a page as a web server gives it, whose menus, cookie notes and "related articles" are left out by what their
    elements are called and by how much of them is links."""
    root = _tree(page)
    if root is None:
        return ""
    if site:
        _strip_furniture(root)
    main = _main(root)
    main = _densest(main) if site and main.tag in ("body", "html") else main
    return "\n\n".join(block for block in _blocks(main, 0) if block.strip()) + "\n"


def title_of(page: str) -> str:
    """The first <h1>, else the <title> up to a " | Site name"."""
    root = _tree(page)
    if root is None:
        return ""
    for path in ("//h1", "//title"):
        for element in root.xpath(path):
            if words := _SPACES.sub(" ", "".join(element.itertext())).strip():
                return words if path == "//h1" else re.split(r" [|–—] ", words)[0]
    return ""


def _tree(page: str) -> Any:
    try:
        # a declared encoding is not true any more: the text was decoded before
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _main(root: Any) -> Any:
    for path in ("//main", "//*[@role='main']", "//article", "//body"):
        found = root.xpath(path)
        if found and len("".join(found[0].itertext()).strip()) > 0:
            return found[0]
    return root


_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|side-bar|footer|cookies?|consent|share|sharing|social|"
    r"related|recommended|comments?|votes?|feedback|helpful|pagination|pager|toc|table-of-contents|skip|search|banner|"
    r"newsletter|subscribe|promo|advert|ads?|sr-only|visually-hidden|edit-link|headerlink|anchor-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog")


def _strip_furniture(root: Any) -> None:
    """Take out what surrounds an article. What holds more than half of the page's words is never taken for it."""
    everything = len("".join(root.itertext()))
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article", *_HEADINGS):
            continue
        named = f"{str(element.get('class') or '')[:300]} {str(element.get('id') or '')[:100]}"
        hidden = "display:none" in str(element.get("style") or "").replace(" ", "").lower()
        if not (hidden or element.get("role") in _ROLES or _FURNITURE.search(named)):
            continue
        if element.getparent() is not None and 2 * len("".join(element.itertext())) < everything:
            element.drop_tree()


def _densest(body: Any) -> Any:
    """The innermost element that still holds nearly all words of the body that are not links."""
    here = body
    while True:
        words = _own_words(here)
        inner = next((e for e in here if isinstance(e.tag, str) and _own_words(e) >= 0.85 * words), None)
        if words == 0 or inner is None or inner.tag not in ("div", "section", "table", "tbody", "tr", "td", "center"):
            return here
        here = inner


def _own_words(element: Any) -> int:
    """Letters outside of links and of what is never read."""
    if element.tag in _NEVER or not isinstance(element.tag, str):
        return 0
    links = sum(len("".join(link.itertext())) for link in element.iter("a", "script", "style"))
    return max(len("".join(element.itertext())) - links, 0)


def _dropped(element: Any, *, page_level: bool) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NEVER:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return page_level and element.tag in ("header", "footer") and not element.xpath(".//h1")


def _blocks(element: Any, depth: int) -> Iterator[str]:
    """The blocks of an element in order; loose text between them is a paragraph."""
    if depth > DEEPEST:
        yield _SPACES.sub(" ", "".join(element.itertext())).strip()
        return
    loose = [element.text or ""]
    for child in element:
        if _dropped(child, page_level=depth < 3):
            pass
        elif _holds_blocks(child):
            yield _tidy("".join(loose))
            loose = []
            yield from _block(child, depth + 1)
        else:
            loose.append(_inline(child, depth + 1))
        loose.append(child.tail or "")
    yield _tidy("".join(loose))


def _holds_blocks(element: Any) -> bool:
    return element.tag in _BLOCKS or any(e.tag in _BLOCKS for e in element)


def _block(element: Any, depth: int) -> Iterator[str]:
    tag = element.tag
    if tag in _HEADINGS:
        if words := _one_line(element, depth):
            yield f"{'#' * int(tag[1])} {words}"
    elif tag in ("summary", "dt"):
        if words := _one_line(element, depth):
            yield f"**{words}**"
    elif tag == "pre":
        yield "```\n" + "".join(element.itertext()).strip("\n").replace("```", "'''") + "\n```"
    elif tag in ("ul", "ol"):
        yield _list(element, depth)
    elif tag == "table":
        yield from _table(element, depth)
    elif tag == "blockquote":
        yield "\n".join(f"> {line}" for line in "\n\n".join(b for b in _blocks(element, depth) if b).split("\n"))
    elif tag != "hr":
        yield from _blocks(element, depth)


def _list(element: Any, depth: int) -> str:
    lines = []
    for number, item in enumerate((e for e in element if e.tag == "li"), 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        body = "\n".join(b for b in _blocks(item, depth) if b)
        lines.append(mark + body.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _table(element: Any, depth: int) -> Iterator[str]:
    """A table of data as a pipe table; one that holds blocks (a layout) as what stands in its cells."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if len(cells) < 2 or max(len(c) for c in cells) < 2 or element.xpath(".//table | .//h1 | .//h2 | .//h3"):
        for row in cells:
            for cell in row:
                yield from _blocks(cell, depth)
        return
    width = max(len(c) for c in cells)
    lines = [[_one_line(cell, depth).replace("|", "\\|") for cell in row] for row in cells]
    lines = [row + [""] * (width - len(row)) for row in lines]
    lines.insert(1, ["---"] * width)
    yield "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _inline(element: Any, depth: int) -> str:
    if _dropped(element, page_level=False):
        return ""
    if element.tag == "br":
        return "\0"  # a line break that survives the folding of white space
    if element.tag == "img":
        return str(element.get("alt") or "")
    if depth > DEEPEST:
        return "".join(element.itertext())
    words = (element.text or "") + "".join(_inline(e, depth + 1) + (e.tail or "") for e in element)
    if not words.strip():
        return " " if words else ""
    if element.tag in ("b", "strong"):
        return f"**{words.strip()}**" + (" " if words[-1:].isspace() else "")
    if element.tag in ("code", "kbd", "samp"):
        return f"`{words.strip()}`"
    if element.tag == "a" and str(element.get("href") or "").startswith(("https://", "http://", "mailto:")):
        return f"[{words.strip()}]({element.get('href').strip().replace(' ', '%20')})"
    return words


def _one_line(element: Any, depth: int) -> str:
    words = (element.text or "") + "".join(_inline(e, depth + 1) + (e.tail or "") for e in element)
    return _SPACES.sub(" ", words.replace("\0", " ")).strip()


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\0"))
    return "\n".join(line for line in lines if line)
