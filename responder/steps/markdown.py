"""Markdown of drafts and articles as plain text and as small safe HTML for mails.

The HTML holds no scripts, styles beyond inline ones, images or remote content, and links to http and https only. Both
forms keep lists and tables readable on a phone. Text that is not Markdown goes through `plain_as_html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Node

_LONGEST = 12_000
"""characters; what is longer is shown as it stands"""
_WIDEST_TABLE = 60
_WRAPPED_LINE = 60
"""a line at least this long ends where the writer's editor wrapped it, a shorter one where the writer meant it to"""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: bool(_HTTP.match(url))  # type: ignore[method-assign]
    # links leave letter by letter as they stand in the article
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_HTTP = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\^]+", re.IGNORECASE)


def _tree(markdown: str) -> Node:
    return Node(_parser().parse(markdown))


# --------------------------------------------------------------------------------------------------------------- text


def as_text(markdown: str) -> str:
    """Plain text: paragraphs on one line each, "- " lists, aligned tables, "text (address)" for links."""
    if len(markdown) > _LONGEST:
        return markdown.strip()
    return "\n\n".join(_blocks(_tree(markdown).children)).strip()


def _blocks(nodes: Iterable[Node]) -> list[str]:
    return [block for node in nodes if (block := _block(node)).strip()]


def _block(node: Node) -> str:
    match node.type:
        case "paragraph" | "heading":
            return _line_breaks(_inline(node))
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return _indented("\n\n".join(_blocks(node.children)), "> ", "> ")
        case "fence" | "code_block":
            return _indented(node.content.rstrip("\n"), "    ", "    ")
        case "table":
            return _table(_cells(node, _inline))
        case "hr":
            return "---"
        case _:
            return "\n\n".join(_blocks(node.children)) if node.children else node.content


def _list(node: Node) -> str:
    first = int(str(node.attrs.get("start", 1))) if node.type == "ordered_list" else 0
    items = []
    for n, item in enumerate(node.children):
        mark = f"{first + n}. " if node.type == "ordered_list" else "- "
        items.append(_indented("\n".join(_blocks(item.children)), mark, " " * len(mark)))
    return "\n".join(items)


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join((first if n == 0 else rest) + line for n, line in enumerate(lines)).rstrip()


def _cells(table: Node, inline: object) -> list[list[str]]:
    rows = [row for part in table.children for row in part.children]
    return [[inline(cell) for cell in row.children] for row in rows]  # type: ignore[operator]


def _table(rows: list[list[str]]) -> str:
    """Columns where they fit; else one short list for each row, which a phone can show."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    head, body = rows[0], rows[1:]
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(len(head))]
    if sum(widths) + 2 * (len(widths) - 1) <= _WIDEST_TABLE:
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows
        ]
        return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
    described = []
    for row in body:
        pairs = [f"  {name}: {cell}" if name else f"  {cell}" for name, cell in zip(head[1:], row[1:], strict=False)]
        described.append("\n".join([row[0] or "-", *pairs]))
    return "\n".join(described)


def _inline(node: Node) -> str:
    return "".join(_inline_piece(piece) for piece in node.children)


def _inline_piece(node: Node) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\u2028"  # a line break that stays; no other text holds one
        case "image":
            return node.content
        case "link":
            shown, target = _inline(node), str(node.attrs.get("href", ""))
            return shown if shown.strip() == target else f"{shown} ({target})"
        case _:
            return _inline(node) if node.children else node.content


def _line_breaks(text: str) -> str:
    """Lines that an editor wrapped are joined; lines that were meant as lines stay."""
    lines = text.split("\n")
    return "".join(line + end for line, end in zip(lines, _ends(lines, " ", "\n"), strict=True)).replace("\u2028", "\n")


def _ends(lines: list[str], wrapped: str, meant: str) -> list[str]:
    """What stands after each line of a paragraph; nothing after the last."""
    shown = [len(line.rpartition("\u2028")[2]) for line in lines[:-1]]
    return [*(wrapped if length >= _WRAPPED_LINE else meant for length in shown), ""]


# --------------------------------------------------------------------------------------------------------------- HTML

_CELL = "border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top"
_CODE = "font-family:Menlo,Consolas,monospace;font-size:90%"


def as_html(markdown: str) -> str:
    """The same as HTML, every letter of text escaped."""
    if len(markdown) > _LONGEST:
        return plain_as_html(markdown)
    return _html_blocks(_tree(markdown).children)


def plain_as_html(text: str, *, links: bool = True) -> str:
    """Plain text as paragraphs. With `links`, bare http and https addresses become links."""
    paragraphs = (p for p in re.split(r"\n[ \t]*\n", text.strip("\n")) if p.strip())
    written = _with_links if links else escape
    return "".join(f'<p style="margin:0 0 12px">{_kept_lines(written(p))}</p>' for p in paragraphs)


def _kept_lines(html: str) -> str:
    lines = html.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines]
    return "<br>\n".join("&nbsp;" * min(n, 20) + line.lstrip(" ") for n, line in zip(indents, lines, strict=True))


def _html_blocks(nodes: Iterable[Node]) -> str:
    return "\n".join(_html_block(node) for node in nodes)


def _html_block(node: Node) -> str:
    match node.type:
        case "paragraph":
            return f'<p style="margin:0 0 12px">{_html_lines(node)}</p>' if not node.hidden else _html_lines(node)
        case "heading":
            return f'<p style="margin:0 0 6px"><strong>{_html_lines(node)}</strong></p>'
        case "bullet_list":
            return f'<ul style="margin:0 0 12px;padding-left:22px">{_html_items(node)}</ul>'
        case "ordered_list":
            first = int(str(node.attrs.get("start", 1)))
            return f'<ol start="{first}" style="margin:0 0 12px;padding-left:26px">{_html_items(node)}</ol>'
        case "blockquote":
            style = "margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid #999"
            return f'<blockquote style="{style}">{_html_blocks(node.children)}</blockquote>'
        case "fence" | "code_block":
            style = f"margin:0 0 12px;white-space:pre-wrap;{_CODE}"
            return f'<pre style="{style}">{escape(node.content)}</pre>'
        case "table":
            return _html_table(node)
        case "hr":
            return '<hr style="border:0;border-top:1px solid #999">'
        case _:
            return _html_blocks(node.children) if node.children else escape(node.content)


def _html_items(node: Node) -> str:
    return "".join(f'<li style="margin:0 0 4px">{_html_blocks(item.children)}</li>' for item in node.children)


def _html_table(node: Node) -> str:
    head, *body = _cells(node, _html_inline)
    rows = ["".join(f'<th style="{_CELL}">{cell}</th>' for cell in head)]
    rows += ["".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in body]
    inside = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table style="border-collapse:collapse;margin:0 0 12px;font-size:14px">{inside}</table>'


def _html_lines(node: Node) -> str:
    """With the line breaks of the text."""
    lines = _html_inline(node).split("\n")
    ends = _ends(_inline(node).split("\n"), " ", "<br>\n")
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def _html_inline(node: Node) -> str:
    return "".join(_html_piece(piece) for piece in node.children)


def _html_piece(node: Node) -> str:
    match node.type:
        case "text":
            return _with_links(node.content)
        case "code_inline":
            return f'<code style="{_CODE}">{escape(node.content)}</code>'
        case "strong" | "em" | "s":
            return f"<{node.type}>{_html_inline(node)}</{node.type}>"
        case "link":
            target = str(node.attrs.get("href", ""))
            inside = "".join(escape(_inline_piece(piece)) for piece in node.children)
            return _link(target, inside) if _HTTP.match(target) else inside
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>"
        case _:
            return _html_inline(node) if node.children else escape(node.content)


def _with_links(text: str) -> str:
    out, at = [], 0
    for found in _BARE_URL.finditer(text):
        url = found[0].rstrip(".,;:!?*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?*_")
        out += [escape(text[at : found.start()]), _link(url, escape(url))]
        at = found.start() + len(url)
    return "".join([*out, escape(text[at:])])


def _link(target: str, html: str) -> str:
    return f'<a href="{escape(target)}">{html}</a>'
