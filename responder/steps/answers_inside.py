"""Answers that a person wrote inside of what they quote, without leaving the quote: behind arrows, or labelled.

Outlook quotes without marks, so such answers are told by their own mark. Where the person says that they are there
("see my answers below, in red") and nothing in the text shows which they are, all of the quote is kept: our own words
in a reply are a smaller harm than an answer that nobody reads.
"""

from __future__ import annotations

import re

from responder.steps.answer_words import ANSWER_LABEL, ANSWERS_INSIDE, OLD_MAIL, SHORT_LABEL
from responder.steps.signature_lines import is_closing, name_like

_ARROW = re.compile(r"(?:-{1,3}>|={1,3}>|—>|–>|→|⇒|➔|➜|➡|►|▶|»|>>|\*{2,3}|#{2,3}|@@)[>\s]{0,3}[^\s>*#|=-]")
_BRACKETED = re.compile(r"\[[^\W\d_][^\]\d:/]{0,40}\][:>-]{0,3}\s?\S")
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-•·])\s")
_FEW_WORDS = 16
"""behind "see my answers below": a greeting and a name, but no answers"""


def says_answers_are_inside(text: str) -> bool:
    """Does the person say that answers stand in the quote below?"""
    return ANSWERS_INSIDE.search(text[:3000]) is not None


def answers_inside(keys: list[str], mine: list[int], quoted: list[int]) -> list[int]:
    """The lines of the quote that are the person's. `quoted` are the lines behind the marker or behind marks of one
    level, in order; `mine` those that are the person's already, all of them above."""
    own = [keys[index] for index in mine if index < len(keys) and keys[index]][:60]
    if not own or not quoted:
        return []
    text = "\n".join(own)
    said = says_answers_are_inside(text)
    mark = ">" if all(keys[index].startswith(">") for index in quoted) else ""
    bare = {index: keys[index].removeprefix(mark).strip() for index in quoted}
    marked = _marked(bare, quoted, _labels_of(own[-1]) if said else frozenset(), said=said)
    if marked or not said:
        return marked
    return quoted if _says_no_more(text) else []


def _says_no_more(text: str) -> bool:
    """Is "see below" all that is said, so that the answer must stand below?"""
    found = ANSWERS_INSIDE.search(text[:3000])
    if found is None or OLD_MAIL.search(text[:3000]):
        return False
    rest = [line for line in text[found.end() :].split("\n") if not is_closing(line)]
    if not _ANSWERS.search(found.group()):
        rest.append(text[: found.start()])  # "see below" may also point to what is forwarded
    return sum(line.count(" ") + 1 + (0 if line.isascii() else len(line) // 8) for line in rest if line) <= _FEW_WORDS


_ANSWERS = re.compile(
    r"answer|repl|comment|respon|remark|antwort|kommentar|anmerk|beantwort|répon|remarq|respuest|contest|rispost|comment|respost|antwoord|reactie|svar|vasta|odpow|odpov|válasz|răspuns|ответ|відпов|отговор|odgovor|cevap|yanıt|απαντ|回|答|返|답|회신|תשוב|רד|رد|ตอบ"
    r"|red|rot\b|rouge|rojo|rosso|vermelho|rood|röd|rød",
    re.IGNORECASE,
)


def _labels_of(name: str) -> frozenset[str]:
    """How the person whose name stands at the end may label an answer: "Meg Dunn", "Meg", "MD"."""
    if not name_like(name):
        return frozenset()
    parts = name.split()
    initials = "".join(part[0] for part in parts)
    return frozenset({name, parts[0], *([initials] if len(initials) > 1 else [])})


def _marked(bare: dict[int, str], quoted: list[int], names: frozenset[str], *, said: bool) -> list[int]:
    found: list[int] = []
    asked = answering = False
    answered = 0
    for index in quoted:
        key = bare[index]
        if not key:
            answering = False
            continue
        if _is_mark(key, names, said=said):
            # without a word about it, only what stands right below a question is an answer
            answering = True
            answered += asked
            found.append(index)
        elif answering and not (_ITEM.match(key) or key.endswith(("?", "？"))):
            found.append(index)
        else:
            answering = False
        asked = key.endswith(("?", "？")) or (asked and answering)
    return found if said or (answered and 2 * answered >= _groups(found)) else []


def _groups(found: list[int]) -> int:
    return sum(place == 0 or found[place - 1] < index - 1 for place, index in enumerate(found))


def _is_mark(key: str, names: frozenset[str], *, said: bool) -> bool:
    if _ARROW.match(key) or _BRACKETED.match(key) or ANSWER_LABEL.match(key):
        return True
    if not said:
        return False
    label = key[:45].partition(":")[0].partition(">")[0].strip("[]() ")
    return SHORT_LABEL.match(key) is not None or (label in names and len(label) < len(key[:45].rstrip()))
