"""Word and PDF files → Markdown. A file of either kind is read for its words and its structure, never for its layout."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from responder.adapters.html_articles import markdown_of, title_of

LARGEST_UNPACKED = 200_000_000
"""octets of a Word file when unpacked: beyond, it is a bomb or no article"""
MOST_PAGES = 1000

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def markdown_of_docx(raw: bytes) -> tuple[str, str]:
    """Markdown and title ("" if it has none) of a Word file. Pictures are left out. ValueError says what is wrong."""
    import mammoth  # loads slowly, and most knowledge bases hold no Word file

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise ValueError(f"is larger than {LARGEST_UNPACKED // 1_000_000} MB when unpacked")
        without_pictures = mammoth.images.img_element(lambda picture: {"alt": picture.alt_text or "", "src": ""})
        page = mammoth.convert_to_html(io.BytesIO(raw), style_map=_STYLES, convert_image=without_pictures).value
    except ValueError:
        raise
    except Exception as error:  # the library lets through whatever a broken file makes its XML and zip readers say
        raise ValueError(f"is no Word file that can be read ({type(error).__name__}: {_line(error)})") from error
    page = f"<html><body>{page}</body></html>"
    return markdown_of(page), title_of(page)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    """of its letters, in points"""
    y: float
    """height of its base line on the page"""
    edge: bool = False
    """at the top or bottom of the page, where running lines stand"""


def markdown_of_pdf(raw: bytes) -> tuple[str, str]:
    """Markdown and title of a PDF. Larger letters are headings, and what stands on every page is left out.

    ValueError says what is wrong, also for pages that are only pictures of text."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("is protected by a password")
        if len(reader.pages) > MOST_PAGES:
            raise ValueError(f"has more than {MOST_PAGES} pages; split it into articles")
        pages = [_lines_of(page) for page in reader.pages]
        title = " ".join(str(reader.metadata.title or "").split()) if reader.metadata else ""
    except ValueError:
        raise
    except Exception as error:  # a broken file makes the library fail in many ways
        raise ValueError(f"is no PDF that can be read ({type(error).__name__}: {_line(error)})") from error
    pages = _without_running_lines(pages)
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    if not sizes:
        raise ValueError("holds no text; if it is scanned, run text recognition on it first")
    usual = sizes.most_common(1)[0][0]
    headings = sorted({line.size for page in pages for line in page if _is_heading(line, usual)}, reverse=True)
    body = "\n\n".join(_blocks(pages, usual, headings))
    first = next((line.text for page in pages for line in page if headings and line.size == headings[0]), "")
    # programs fill in "Microsoft Word - Document1.doc", so a title on the page is worth more
    return f"{body}\n", first if first and _is_heading(_Line(first, headings[0], 0), usual) else title


def _lines_of(page: Any) -> list[_Line]:
    lines: list[_Line] = []
    words: list[tuple[str, float]] = []
    at = [0.0]
    bottom, top = float(page.mediabox.bottom), float(page.mediabox.top)

    def is_edge(y: float) -> bool:
        return not 0.09 < (y - bottom) / max(top - bottom, 1) < 0.91

    def end() -> None:
        text = " ".join("".join(word for word, _ in words).split())
        if text:
            longest = max(words, key=lambda w: len(w[0].strip()))
            lines.append(_Line(text, longest[1], at[0], is_edge(at[0])))
        words.clear()

    def seen(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        # pypdf writes a line break where the base line moves
        for number, piece in enumerate(text.split("\n")):
            if number:
                end()
            if piece.strip():
                at[0] = round(float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5]), 1)
                words.append((piece, round(abs(float(size or 1) * float(tm[3] or 1) * float(cm[3] or 1)), 1)))
            elif piece:
                words.append((piece, 0.0))

    page.extract_text(visitor_text=seen)
    end()
    return lines


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without page numbers, and without what stands at the edge of most pages."""

    def shape(line: _Line) -> str:
        return re.sub(r"\d+", "#", line.text)

    edges = Counter(s for page in pages for s in {shape(line) for line in page if line.edge})
    running = {s for s, count in edges.items() if len(pages) >= 3 and count > len(pages) / 2}
    running |= {s for s in edges if re.fullmatch(r"(?:page )?#(?: ?(?:/|of) ?#)?", s, re.IGNORECASE)}
    return [[line for line in page if not (line.edge and shape(line) in running)] for page in pages]


def _is_heading(line: _Line, usual: float) -> bool:
    return line.size >= usual * 1.15 and len(line.text) <= 150 and any(c.isalpha() for c in line.text)


_ITEM = re.compile(r"(?:[•‣▪◦●○–*-]|\(?\d{1,2}[.)])\s+\S")


def _blocks(pages: list[list[_Line]], usual: float, headings: list[float]) -> Iterator[str]:
    """Headings, list items and paragraphs. A wider gap between two lines ends a paragraph."""
    block = ""
    for page in pages:
        before: _Line | None = None
        for line in page:
            gap = abs(before.y - line.y) > 1.7 * max(usual, 1) if before else not _goes_on(block)
            if _is_heading(line, usual):
                yield from [block] if block else []
                yield f"{'#' * min(headings.index(line.size) + 1, 4)} {line.text}"
                block = ""
            elif gap or _ITEM.match(line.text):
                yield from [block] if block else []
                block = re.sub(r"^[•‣▪◦●○–*]\s+", "- ", line.text)
            else:
                block = _joined(block, line.text)
            before = line
    if block:
        yield block


def _goes_on(block: str) -> bool:
    """Did the page end in the middle of a sentence?"""
    return bool(block) and block[-1] not in ".!?:"


def _joined(block: str, line: str) -> str:
    if len(block) > 1 and block[-1] == "-" and block[-2].isalpha() and line[:1].islower():
        return block[:-1] + line
    return f"{block} {line}" if block else line


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
