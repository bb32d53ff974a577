"""Article → passages along its structure: what belongs together for a reader stays in one passage.

The article is read by a CommonMark parser. Its headings make sections; a list, table, block of code or run of steps is
kept whole while the embedding model can read it, and repeats its lead-in or header where it must be cut. A question
with its answer is one passage, however it is written (heading, bold line, "Q:"). Small neighbours are merged. Nothing
here fails on broken Markdown: what has no structure is cut by paragraphs, sentences, words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from responder.domain import Article, Chunk

LARGEST = 200
"""word pieces of a passage with its heading, estimated: MiniLM reads 256, and an estimate may be a fifth too low"""
SMALL = 40
"""word pieces: a section with fewer is merged with its neighbours"""
LONGEST_HEADING = 40
"""word pieces of "Title > Heading" """


def passages_of(article: Article, *, largest: int = LARGEST) -> tuple[Chunk, ...]:
    """The passages of an article in reading order, each with "Title > Heading" and at most about `largest` word pieces.

    An article without any text has one passage that holds its title alone, so that it can still be found.
    """
    sections = _merge_small(_sections(article), largest=largest)
    title = _shortened(_one_line(article.title), LONGEST_HEADING)
    passages = []
    for section in sections:
        heading = _heading(title, section.path)
        room = max(largest - word_pieces(heading), largest // 2)
        passages += [Chunk(heading=heading, body=body) for body in _packed(section.blocks, room)]
    return tuple(passages) or (Chunk(heading=title, body=""),)


def fixed_passages_of(article: Article, *, size: int = LARGEST, title: bool = False) -> tuple[Chunk, ...]:
    """Pieces of `size` word pieces that overlap by 15 %, whatever the structure; `title` puts the article's title in front.

    What simple systems do: only for comparing with, by `responder kb eval --chunks`."""
    words = re.findall(r"\S+\s*", article.body)
    sizes = [word_pieces(word) for word in words]
    heading = _one_line(article.title) if title else ""
    passages, start = [], 0
    while start < len(words):
        end, room = start, size
        while end < len(words) and (end == start or sizes[end] <= room):
            room -= sizes[end]
            end += 1
        passages.append(Chunk(heading=heading, body="".join(words[start:end]).strip()))
        if end == len(words):
            break
        back, overlap = end, size * 15 // 100
        while back > start + 1 and sizes[back - 1] <= overlap:
            back -= 1
            overlap -= sizes[back]
        start = back
    return tuple(passages) or (Chunk(heading=heading or article.title, body=""),)


def readable(chunk: Chunk) -> str:
    """The text of a passage as the embedding model should read it: words, without the signs of Markdown."""
    body = _TABLE_RULE.sub("", chunk.body)
    body = _LINK.sub(r"\1", body)
    return f"{chunk.heading}\n\n{_MARKS.sub(' ', body)}"


_TABLE_RULE = re.compile(r"^[ \t]{0,3}\|?[ \t]*:?-[-|: \t]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,1000}\)")
_MARKS = re.compile(r"\*\*|__|`+|[|]|^[ \t]{0,3}#{1,6}(?= )", re.MULTILINE)

_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s|*`#]")


def word_pieces(text: str) -> int:
    """About as many word pieces as a BERT tokenizer for English makes of it, the signs of Markdown not counted."""
    count = 0
    for match in _PIECE.finditer(text):
        first, length = match[0][0], match.end() - match.start()
        if first.isascii() and match[0].isascii():
            count += 1 + (length - 1) // 7
        elif first <= "\u024f":
            count += 1 + (length - 1) // 3
        else:
            count += length
    return count


# ------------------------------------------------------------------------------------------------ blocks and sections


@dataclass(frozen=True, slots=True)
class _Block:
    """One block of Markdown at the top level, as it was written."""

    kind: str
    """"text", "list", "table", "code" """
    text: str
    items: tuple[str, ...] = ()
    """items of a list or rows of a table: where it may be cut"""
    header: str = ""
    """the header of a table, or the lead-in of a list: repeated when it is cut"""

    @property
    def size(self) -> int:
        return word_pieces(self.text)


@dataclass(frozen=True, slots=True)
class _Section:
    path: tuple[str, ...]
    """headings above, without the title"""
    question: bool
    blocks: tuple[_Block, ...]

    @property
    def size(self) -> int:
        return sum(b.size for b in self.blocks)


_MARKDOWN = MarkdownIt("commonmark").enable("table").disable("inline")


def _parsed(text: str) -> tuple[list[Token], list[str]]:
    """Tokens with line numbers, and the lines. A fence that is never closed would swallow the rest of the article:
    its opening line is dropped."""
    lines = text.split("\n")
    for _ in range(5):
        tokens = _MARKDOWN.parse("\n".join(lines))
        last = tokens[-1] if tokens else None
        if last is None or last.type != "fence" or last.map is None or last.map[1] < len(lines):
            break
        closing = next((line for line in reversed(lines) if line.strip()), "").strip()
        # the mark may stand on the last line only if that is not the line which opened it
        if closing.startswith(last.markup) and len(lines) - last.map[0] > 1 and set(closing) == {last.markup[0]}:
            break
        del lines[last.map[0]]
    return tokens, lines


def _sections(article: Article) -> list[_Section]:
    """The article cut at headings and questions, in order. A heading with nothing below it is text of the section above."""
    title = _plain(article.title).casefold()
    path: list[tuple[int, str]] = []
    drafts: list[tuple[tuple[str, ...], bool, list[_Block]]] = [((), False, [])]
    for kind, level, value in _pieces_of(article.body):
        if kind == "heading":
            heading = _plain(str(value))
            while path and path[-1][0] >= level:
                path.pop()
            if heading and not (heading.casefold() == title and not path):
                path.append((level, heading))
            drafts.append((tuple(h for _, h in path), heading.endswith(("?", "？")), []))
        elif kind == "question":
            drafts.append(((*(h for _, h in path), _plain(str(value))), True, []))
        elif isinstance(value, _Block):
            drafts[-1][2].append(value)
    sections = []
    for number, (above, question, blocks) in enumerate(drafts):
        if blocks:
            sections.append(_Section(above, question, tuple(blocks)))
        elif above and not (number + 1 < len(drafts) and drafts[number + 1][0][: len(above)] == above):
            sections.append(_Section(above[:-1], False, (_Block("text", f"**{above[-1]}**"),)))
    return sections


def _pieces_of(body: str) -> Iterator[tuple[str, int, str | _Block]]:
    """("heading", level, text), ("question", 0, text) or ("block", 0, block), in order."""
    tokens, lines = _parsed(body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    loose = _loose_questions(tokens)
    for index, token in enumerate(tokens):
        if token.level != 0 or token.map is None:
            continue
        source = "\n".join(lines[token.map[0] : token.map[1]]).strip("\n")
        if token.type == "heading_open":
            yield "heading", int(token.tag[1]), tokens[index + 1].content
        elif token.type == "paragraph_open":
            yield from _paragraph(_without_tags(source), index in loose)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items = _parts(tokens, index, "list_item_open", lines)
            yield from _faq_items(items) or [("block", 0, _Block("list", _without_tags(source), items))]
        elif token.type == "table_open":
            rows = source.split("\n")
            yield "block", 0, _Block("table", _without_tags(source), tuple(rows[2:]), "\n".join(rows[:2]))
        elif token.type in ("fence", "code_block"):
            yield "block", 0, _Block("code", source, tuple(source.split("\n")))
        elif token.type == "html_block":
            yield from _html(source)
        elif token.type == "blockquote_open":
            yield "block", 0, _Block("text", _without_tags(source))


def _parts(tokens: Sequence[Token], start: int, kind: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The source of each direct child of the list that opens at `start`."""
    parts = []
    for token in tokens[start + 1 :]:
        if token.level == 0:
            break
        if token.type == kind and token.level == 1 and token.map is not None:
            parts.append(_without_tags("\n".join(lines[token.map[0] : token.map[1]]).strip("\n").rstrip()))
    return tuple(parts)


# ------------------------------------------------------------------------------------------------ questions and answers

_ASKED = re.compile(
    r"^(?:\*\*|__)?(?:Q|Question|F|Frage|P|Pregunta|D|Domanda|V|Vraag)\s?\d{0,3}\s?[:.)](?:\*\*|__)?\s*(\S.*)$"
)
_ANSWERED = re.compile(
    r"^(?:\*\*|__)?(?:A|Answer|Antwort|R|Réponse|Respuesta|Risposta|Antwoord)\s?\d{0,3}\s?[:.)](?:\*\*|__)?\s*"
)
_BOLD = re.compile(r"^(?:\*\*|__)([^*_\n]{3,300}[?？])(?:\*\*|__)[ \t]*(.*)$")
_BOLD_ITEM = re.compile(
    r"^[ \t]{0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\*\*|__)([^*_\n]{3,300}[?？])(?:\*\*|__)[ \t]*(.*)", re.DOTALL
)


def _paragraph(text: str, stands_alone: bool) -> Iterator[tuple[str, int, str | _Block]]:
    """A paragraph, cut where one of its lines asks: "**How …?** Like this.", "Q: How …?"."""
    if stands_alone:
        yield "question", 0, text
        return
    held: list[str] = []

    def answer() -> Iterator[tuple[str, int, str | _Block]]:
        if joined := "\n".join(held).strip():
            yield "block", 0, _Block("text", joined)
        held.clear()

    for line in text.split("\n"):
        bold, asked = _BOLD.match(line.strip()), _ASKED.match(line.strip())
        if bold:
            yield from answer()
            yield "question", 0, bold[1]
            held.append(bold[2])
        elif asked:
            yield from answer()
            yield "question", 0, asked[1]
        else:
            held.append(_ANSWERED.sub("", line, count=1))
    yield from answer()


def _faq_items(items: Sequence[str]) -> list[tuple[str, int, str | _Block]]:
    """A list whose every item is a bold question with its answer is a FAQ; anything else is an ordinary list."""
    matches = [_BOLD_ITEM.match(item) for item in items]
    found: list[tuple[str, int, str | _Block]] = []
    for match in matches:
        if match is None or not match[2].strip():
            return []
        answer = "\n".join(line.strip() for line in match[2].split("\n")).strip()
        found += [("question", 0, match[1]), ("block", 0, _Block("text", answer))]
    return found


def _loose_questions(tokens: Sequence[Token]) -> set[int]:
    """Paragraphs of one line that ask something and are followed by another paragraph or list: the questions of an
    article that was written without headings. One alone may be rhetoric; two are a FAQ."""
    top = [i for i, t in enumerate(tokens) if t.level == 0 and t.nesting >= 0]
    if any(tokens[i].type == "heading_open" and tokens[i + 1].content.rstrip().endswith("?") for i in top):
        return set()
    found = set()
    for here, following in pairwise(top):
        if tokens[here].type != "paragraph_open" or tokens[following].type == "heading_open":
            continue
        text = tokens[here + 1].content
        if (
            text.endswith(("?", "？"))
            and "\n" not in text
            and len(text) < 200
            and not (_BOLD.match(text) or _ASKED.match(text))
        ):
            found.add(here)
    answers = {following for here, following in pairwise(top) if here in found}
    return found if len(found) >= 2 and not answers & found else set()


# ------------------------------------------------------------------------------------------------ HTML inside Markdown

_DROPPED = re.compile(r"<(script|style)\b[^<>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]*>([^<>]{1,300})</summary>", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:br|p|div|li|tr|h[1-6]|ul|ol|table|details|summary|section|dt|dd)(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_CELL = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def _html(source: str) -> Iterator[tuple[str, int, str | _Block]]:
    """A block of raw HTML as text; the summary of a fold-out is a question or heading for what it holds."""
    text = _without_comments(_without_scripts(source))
    cut = _SUMMARY.split(text)
    for number, part in enumerate(cut):
        if number % 2:
            yield "question", 0, html.unescape(part.strip())
        elif words := _text_of(part):
            yield "block", 0, _Block("text", words)


def _text_of(markup: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", _CELL.sub(" | ", markup)))
    lines = (line.strip() for line in html.unescape(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_tags(text: str) -> str:
    """Inline HTML off; `<https://…>` and `<name>` inside code are no tags, and stay."""
    if "<" not in text:
        return text
    parts = _without_comments(text).split("`")
    return "`".join(p if i % 2 else _TAG.sub("", _BREAK.sub(" ", p)) for i, p in enumerate(parts))


def _without_comments(text: str) -> str:
    """Linear also where comments are opened and never closed."""
    kept, _, rest = text.partition("<!--")
    while rest:
        _, closed, rest = rest.partition("-->")
        before, _, rest = rest.partition("<!--") if closed else ("", "", "")
        kept += before
    return kept


def _without_scripts(text: str) -> str:
    kept, position = [], 0
    lowered = text.lower()
    while opened := _DROPPED.search(text, position):
        kept.append(text[position : opened.start()])
        closed = lowered.find(f"</{opened[1].lower()}", opened.end())
        end = lowered.find(">", closed) if closed >= 0 else -1
        position = end + 1 if end >= 0 else len(text)
    return "".join((*kept, text[position:]))


# ------------------------------------------------------------------------------------------------ merging


def _merge_small(sections: Sequence[_Section], *, largest: int) -> list[_Section]:
    """Neighbours below the same heading that are small are one passage; a question never is merged away."""
    merged: list[_Section] = []
    for section in sections:
        last = merged[-1] if merged else None
        if last is not None and _may_join(last, section, largest):
            merged[-1] = _joined(last, section)
        else:
            merged.append(section)
    return merged


def _may_join(first: _Section, second: _Section, largest: int) -> bool:
    if first.question or second.question or first.size + second.size > largest * 3 // 4:
        return False
    siblings = first.path[:-1] == second.path[:-1] and bool(first.path) and bool(second.path)
    intro = first.path == second.path[:-1]
    return (siblings and first.size < SMALL and second.size < SMALL) or (intro and first.size < SMALL // 2)


def _joined(first: _Section, second: _Section) -> _Section:
    """Both under the heading that they share; each keeps its own as a bold line."""
    shared = first.path if first.path == second.path[:-1] else first.path[:-1]

    def blocks(section: _Section) -> tuple[_Block, ...]:
        below = section.path[len(shared) :]
        return ((_Block("text", f"**{' > '.join(below)}**"),) if below else ()) + section.blocks

    return _Section(shared, False, blocks(first) + blocks(second))


# ------------------------------------------------------------------------------------------------ packing


def _packed(blocks: Sequence[_Block], room: int) -> Iterator[str]:
    """Blocks in order, as few passages as fit: a lead-in stays with its list, a block is cut only if it must be."""
    held: list[str] = []
    size = 0
    for block in _with_lead_in(blocks, room):
        for text in [block.text] if block.size <= room else _cut(block, room):
            more = word_pieces(text)
            if held and size + more > room:
                yield "\n\n".join(held)
                held, size = [], 0
            held.append(text)
            size += more
    if held:
        yield "\n\n".join(held)


def _with_lead_in(blocks: Sequence[_Block], room: int) -> Iterator[_Block]:
    """A paragraph that introduces a list, table or code ("These files are allowed:") becomes part of it if both fit,
    or if it is short enough to be repeated."""
    held: _Block | None = None
    for block in blocks:
        if held is not None and block.kind != "text" and (held.size + block.size <= room or held.size < room // 4):
            header = f"{held.text}\n\n{block.header}".rstrip()
            yield replace(block, text=f"{held.text}\n\n{block.text}", header=header)
            held = None
            continue
        if held is not None:
            yield held
        held = block if block.kind == "text" else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _cut(block: _Block, room: int) -> Iterator[str]:
    """A block that is larger than `room`, in pieces that each say what they belong to."""
    if block.kind == "text":
        yield from _filled(_sentences(block.text), room, joint=" ")
        return
    header = block.header if word_pieces(block.header) < room // 2 else ""
    start = f"{header}\n" if block.kind == "table" else f"{header}\n\n"
    inner = room - word_pieces(header)
    fence = _fence_of(block) if block.kind == "code" else ""
    items = block.items[1:-1] if fence else block.items
    for text in _filled(_no_larger(items, inner), inner, joint="\n"):
        body = f"{fence}\n{text}\n{fence[:3]}" if fence else text
        yield f"{start}{body}" if header else body


def _fence_of(block: _Block) -> str:
    first = block.items[0].strip()
    return first if first.startswith(("```", "~~~")) and len(block.items) > 2 else ""


def _filled(parts: Iterable[str], room: int, *, joint: str) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for part in parts:
        more = word_pieces(part)
        if held and size + more > room:
            yield joint.join(held)
            held, size = [], 0
        held.append(part)
        size += more
    if held:
        yield joint.join(held)


def _no_larger(items: Iterable[str], room: int) -> Iterator[str]:
    for item in items:
        if word_pieces(item) <= room:
            yield item
        else:
            yield from _filled(_sentences(item), room, joint=" ")


_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n")


def _sentences(text: str) -> Iterator[str]:
    """Sentences of a text; one without an end is cut by words, and a word without an end by letters."""
    for sentence in _SENTENCE_END.split(text):
        if word_pieces(sentence) <= LARGEST // 2:
            if sentence.strip():
                yield sentence.strip()
            continue
        words = (w[i : i + 150] for w in sentence.split() for i in range(0, len(w), 150))
        yield from _filled(words, LARGEST // 2, joint=" ")


# ------------------------------------------------------------------------------------------------ headings


def _heading(title: str, path: Sequence[str]) -> str:
    """ "Title > Heading > Subheading"; when that is long, the middle goes first, as the last says most."""
    parts = [title, *path]
    while len(parts) > 2 and word_pieces(" > ".join(parts)) > LONGEST_HEADING * 3 // 2:
        del parts[1]
    return " > ".join(_shortened(part, LONGEST_HEADING) for part in parts if part)


def _shortened(text: str, pieces: int) -> str:
    if word_pieces(text) <= pieces:
        return text
    return next(_filled((w[:60] for w in text.split()), pieces - 1, joint=" "), text[:100]) + "…"


def _plain(text: str) -> str:
    """A heading as words: without links, emphasis, anchors, numbering of its own."""
    text = _LINK.sub(r"\1", _without_tags(text))
    return _one_line(html.unescape(_MARKS.sub("", text)).replace("*", "").strip().rstrip("#"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
