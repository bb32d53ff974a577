"""Finds phrases in mail text: one pass over its words, whatever the number of phrases.

A phrase is written as words: `speak|talk to|with ~3 human|person`. `a|b` is either word, `word*` any ending, `[word]` may
be missing, `~3` up to three words in between (within the sentence), `!a|b` at the end: not followed by these words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

LONGEST = 20_000
"""characters that are looked at: of a longer text the first three quarters of this and the end"""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?;:]+|\n\s*\n|,", re.UNICODE)
_JOINED = frozenset(("t", "m", "s", "re", "ve", "ll", "d"))
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E), None)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as its plain words: `plain` has them separated by single spaces, "." for the end of a sentence."""

    plain: str
    starts: tuple[int, ...]
    """where each word starts in `plain`"""
    spans: tuple[tuple[int, int], ...]
    """where each word stands in `original`"""
    original: str

    def as_written(self, start: int, end: int) -> str:
        """The original text of `plain[start:end]`, white space squeezed."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end) - 1
        return " ".join(self.original[self.spans[first][0] : self.spans[last][1]].split()) if first <= last else ""


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    """in `Words.plain`"""
    name: str


def plain_word(word: str) -> str:
    """Lower case without accents: "Größe" → "grosse"."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


def bounded(text: str) -> str:
    """At most LONGEST characters: the beginning and the end."""
    if len(text) <= LONGEST:
        return text
    head = LONGEST * 3 // 4
    return f"{text[:head]}\n\n{text[head - LONGEST :]}"


def words_of(text: str) -> Words:
    """Words of a text. "don't" is one word, "dont"; "l'avocat" two."""
    original = bounded(text).translate(_UNSEEN)
    plain: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _WORD.finditer(original):
        for word, span in _pieces(match):
            plain.append(word)
            starts.append(at)
            spans.append(span)
            at += len(word) + 1
    return Words(" ".join(plain), tuple(starts), tuple(spans), original)


def _pieces(match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    raw = match.group()
    if raw == ",":
        yield ",", match.span()
    elif not raw[0].isalnum():
        yield ".", match.span()
    elif "'" not in raw and "’" not in raw:
        yield plain_word(raw[:60]), match.span()
    else:
        parts = raw[:80].replace("’", "'").split("'")
        if len(parts) == 2 and plain_word(parts[1]) in _JOINED:
            yield plain_word(parts[0] + parts[1]), match.span()
        else:
            for part in parts:
                yield plain_word(part), match.span()


class Phrases:
    """A compiled vocabulary: name → phrases."""

    def __init__(self, vocabulary: Mapping[Any, str]) -> None:
        self._by_beginning: dict[str, list[tuple[str, str]]] = {}
        for name, lines in vocabulary.items():
            for phrase in _lines(lines):
                for beginning in _beginnings(phrase):
                    self._by_beginning.setdefault(beginning, []).append((phrase, name))

    def find(self, words: Words) -> Iterator[Found]:
        """Every phrase at every word, in order of the text."""
        plain, known = words.plain, self._by_beginning
        for at in words.starts:
            for phrase, name in known.get(plain[at : at + 3].partition(" ")[0], ()):
                match = _compiled(phrase).match(plain, at)
                if match:
                    yield Found(at, match.end(), name)


def _lines(text: str) -> Iterable[str]:
    return (" ".join(line.split()) for line in re.split(r"[\n/]", text) if line.strip())


def _beginnings(phrase: str) -> set[str]:
    first = phrase.split(" ", 1)[0]
    for alternative in first.split("|"):
        if alternative.endswith("*") and len(alternative) < 4:
            raise ValueError(f"{phrase!r}: an ending may only be left open after three letters")
    return {plain_word(a.rstrip("*"))[:3] for a in first.split("|")}


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    # at first use: there are many hundred phrases, and most mails meet few of them
    return re.compile(_pattern(phrase))


def _pattern(phrase: str) -> str:
    pattern, before = "", ""
    for token in phrase.split(" "):
        if token.startswith("~"):
            # the gap's words come before the next word's own space
            pattern += r"(?: [^ .]{1,60}){0," + token[1:] + "}?"
        elif token.startswith("!"):
            return f"{pattern}(?= |$)(?!(?: ,)? {_either(token[1:])}(?: |$))"
        elif token.startswith("["):
            pattern += f"(?:{before}{_either(token[1:-1])}(?= |$))?"
        else:
            pattern += f"{before}{_either(token)}"
        before = "(?: ,)? "
    return f"{pattern}(?= |$)"


def _either(token: str) -> str:
    return "(?:" + "|".join(_word(a) for a in token.split("|")) + ")"


def _word(word: str) -> str:
    if word in (",", "."):
        return re.escape(word)
    stem = re.escape(plain_word(word.rstrip("*")))
    return stem + (r"[^\W_]{0,20}" if word.endswith("*") else "")
