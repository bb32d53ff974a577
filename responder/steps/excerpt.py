"""What a prompt may see: each source under its own token limit, without personal data, unable to forge a delimiter.

Defence is in depth: marking mail as data helps a model to see it as data, but nothing depends on the model believing
it. What keeps a reply safe is steps.ground and that a model chooses nothing but words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from responder.domain import Case, Passage
from responder.steps import personal_data

CHARACTERS_PER_TOKEN = 3.5
"""of English prose, on the safe side; other scripts need more tokens, so each of their letters counts as one"""
LEFT_OUT = "[…]"
MARK = "▏"
"""begins every line of mail text in a prompt (datamarking): a line of the mail cannot look like one of ours"""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FORGED = re.compile(
    r"<\|[^|\n]{0,40}\|>|<</?SYS>>|\[/?INST\]|"
    r"</?[ \t]{0,4}(?:customer_mail|conversation|account|questions|question|documents?|system|assistant|human|user|instructions?|"
    r"function_calls|function_results|antml)\b[^>\n]{0,80}>?|"
    r"^[ \t]{0,8}(?:human|assistant|system|developer)[ \t]{0,4}:[ \t]{0,4}(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_UNANSWERED = re.compile(r"^[ \t]{0,8}UNANSWERED[ \t]{0,4}:", re.IGNORECASE | re.MULTILINE)
_BORDER = re.compile(r"[.!?…。！？](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What of a case a prompt may show. All texts are cut, cleaned and marked."""

    mail: str
    subject: str
    conversation: str
    account: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]


def of(case: Case, *, mail_tokens: int, history_tokens: int) -> Excerpt:
    """Excerpts of the customer's side of a case. Hidden text, quotes and other tickets are never part of it."""
    return Excerpt(
        mail=marked(mail_text(case.message.reply_text, tokens=mail_tokens)),
        subject=_one_line(case.message.subject, 200),
        conversation=marked(_conversation(case, tokens=history_tokens)),
        account=tuple((_one_line(label, 60), _one_line(value, 120)) for label, value in case.customer.account[:20]),
        questions=tuple(_one_line(question, 400) for question in case.questions[:5]),
    )


def passage_blocks(passage: Passage, *, tokens: int) -> tuple[str, ...]:
    """A passage as blocks that can be cited one by one: paragraphs, list items, table rows and sentences, whole."""
    blocks: list[str] = []
    left = tokens
    for block in blocks_of(passage.body):
        left -= tokens_of(block)
        if left < 0 and blocks:
            blocks.append(LEFT_OUT)
            break
        blocks.append(cut(block, tokens=tokens))
    return tuple(blocks) or (passage.heading,)


def blocks_of(body: str) -> list[str]:
    """Markdown → list items, table rows with their header, code, and sentences of the paragraphs between."""
    blocks: list[str] = []
    table: list[str] = []
    fenced: list[str] | None = None
    paragraph: list[str] = []

    def end_paragraph() -> None:
        if paragraph:
            blocks.extend(sentences_of(" ".join(paragraph)))
            paragraph.clear()

    for line in body.splitlines():
        bare = line.strip()
        if bare.startswith("```"):
            end_paragraph()
            if fenced is None:
                fenced = []
            else:
                blocks.append("\n".join(fenced))
                fenced = None
            continue
        if fenced is not None:
            fenced.append(line)
        elif bare.startswith("|"):
            end_paragraph()
            table.append(bare)
            continue
        elif not bare:
            end_paragraph()
        elif re.match(r"(?:[-*+]|\d{1,3}[.)])\s", bare) or bare.startswith("#"):
            end_paragraph()
            blocks.append(bare)
        elif blocks and not paragraph and line[:2] in ("  ", "\t") and re.match(r"(?:[-*+]|\d{1,3}[.)])\s", blocks[-1]):
            blocks[-1] = f"{blocks[-1]} {bare}"
        else:
            paragraph.append(bare)
        if table:
            blocks.append("\n".join(table))
            table = []
    end_paragraph()
    if fenced:
        blocks.append("\n".join(fenced))
    if table:
        blocks.append("\n".join(table))
    return [block for block in blocks if block.strip()]


def sentences_of(paragraph: str) -> list[str]:
    """Sentences of a paragraph in order, nothing lost but the white space between them."""
    sentences: list[str] = []
    start = 0
    for match in re.finditer(r"[.!?…][\"'”’)\]*]{0,3}\s+(?=[\"'“‘(\[*]{0,3}[A-ZÀ-ÖØ-Þ0-9¿¡])", paragraph):
        piece = paragraph[start : match.end()].strip()
        if re.search(r"(?:\b(?:e\.g|i\.e|etc|vs|no|nr|approx|mr|mrs|dr|z\.B|bzw|ca)|\b[A-Z])\.$", piece, re.IGNORECASE):
            continue
        sentences.append(piece)
        start = match.end()
    return [*sentences, paragraph[start:].strip()] if paragraph[start:].strip() else sentences


def mail_text(text: str, *, tokens: int) -> str:
    """Mail text for a prompt: clean, masked, without forged delimiters, cut."""
    return cut(without_forgery(personal_data.masked(_CONTROL.sub("", text))), tokens=tokens)


def without_forgery(text: str) -> str:
    """What looks like a delimiter or a role of a prompt is taken out; the words around it stay."""
    return _UNANSWERED.sub("[removed]", _FORGED.sub("[removed] ", text))


def marked(text: str) -> str:
    return "\n".join(f"{MARK}{line}" for line in text.splitlines())


def cut(text: str, *, tokens: int) -> str:
    """At most so many tokens, cut behind a sentence: the first two thirds from the beginning, the rest from the end,
    where people put their question."""
    if tokens_of(text) <= tokens:
        return text
    if tokens <= 0:
        return ""
    room = int(tokens * len(text) / tokens_of(text)) - len(LEFT_OUT) - 2
    if room < 40:
        return text[: max(0, room)]
    head, tail = text[: room * 2 // 3], text[-(room // 3) :]
    ends = [m.end() for m in _BORDER.finditer(head)]
    if ends and ends[-1] > len(head) // 2:
        head = head[: ends[-1]]
    else:
        head = head.rpartition(" ")[0] or head
    begins = _BORDER.search(tail)
    if begins and begins.end() < len(tail) // 2:
        tail = tail[begins.end() :]
    else:
        tail = tail.partition(" ")[2] or tail
    return f"{head.rstrip()}\n{LEFT_OUT}\n{tail.lstrip()}"


def tokens_of(text: str) -> int:
    """An estimate that is rather too high."""
    if text.isascii():
        return int(len(text) / CHARACTERS_PER_TOKEN) + 1
    plain = len(text.encode("ascii", "ignore"))
    return int(plain / CHARACTERS_PER_TOKEN) + (len(text) - plain) + 1


def _conversation(case: Case, *, tokens: int) -> str:
    """Earlier messages, oldest first; when room is short the newest stay."""
    kept: list[str] = []
    left = tokens
    names = {"customer": "Customer wrote", "responder": "We answered automatically", "agent": "A colleague answered"}
    for turn in reversed(case.conversation.turns):
        said = mail_text(turn.text, tokens=min(left - 12, max(tokens // 2, 60)))
        if left < 60 or not said:
            break
        kept.append(f"{names[turn.author]} on {turn.at:%Y-%m-%d}:\n{said}")
        left -= tokens_of(kept[-1])
    return "\n\n".join(reversed(kept))


def _one_line(text: str, longest: int) -> str:
    clean = " ".join(without_forgery(personal_data.masked(_CONTROL.sub("", text))).split())
    return clean if len(clean) <= longest else f"{clean[: longest - 1]}…"


def titles(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Headings for the documents of a prompt, one line each."""
    return tuple(_one_line(passage.heading or passage.title, 200) for passage in passages)
