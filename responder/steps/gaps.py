"""What customers ask and the knowledge base does not answer, in heaps of the same matter: which article to write next."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from responder.domain import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    text: str
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions about one matter."""

    words: tuple[str, ...]
    """that tell it from the other gaps, most telling first"""
    question: str
    """the most typical one: nearest to all others"""
    questions: tuple[str, ...]
    """all, most typical first"""
    mails: int
    minutes: float
    """of people, that these mails cost"""
    last_at: datetime


def gaps_in(
    questions: Sequence[OpenQuestion], vectors: Sequence[Vector], *, distance: float, minutes_per_mail: float
) -> tuple[Gap, ...]:
    """The gaps, the one whose article would save most first. `vectors`: one per question, normalised."""
    if not questions:
        return ()
    matrix = np.asarray(vectors, dtype=np.float32)
    heaps: dict[int, list[int]] = {}
    for number, heap in enumerate(clusters(matrix, distance=distance)):
        heaps.setdefault(heap, []).append(number)
    names = telling_words([[questions[i].text for i in heap] for heap in heaps.values()])
    gaps = [
        _gap(heap, words, questions, matrix, minutes_per_mail)
        for heap, words in zip(heaps.values(), names, strict=True)
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.minutes, -gap.last_at.timestamp(), gap.question)))


def _gap(
    heap: list[int], words: tuple[str, ...], questions: Sequence[OpenQuestion], matrix: Any, minutes: float
) -> Gap:
    inside = matrix[heap]
    typical = [heap[i] for i in np.argsort(-(inside @ inside.sum(axis=0)), kind="stable")]
    mails = len({questions[i].message_id for i in heap})
    texts = tuple(dict.fromkeys(questions[i].text for i in typical))
    return Gap(
        words=words,
        question=texts[0],
        questions=texts,
        mails=mails,
        minutes=mails * minutes,
        last_at=max(questions[i].at for i in heap),
    )


def clusters(matrix: Any, *, distance: float) -> list[int]:
    """Number of the cluster of each row: agglomerative, average linkage, cosine distance (1 − cosine).

    Nearest-neighbour chains (Murtagh 1983): n² time and memory. Average linkage cannot invert, so merging along chains
    and leaving out what is further apart than `distance` equals cutting the tree there. `matrix`: rows of length 1."""
    count = len(matrix)
    apart = 1.0 - matrix @ matrix.T
    np.fill_diagonal(apart, np.inf)
    sizes = np.ones(count)
    alive = np.ones(count, dtype=bool)
    home = list(range(count))
    chain: list[int] = []
    for _ in range(count - 1):
        while True:
            if not chain:
                chain.append(int(np.argmax(alive)))
            last = chain[-1]
            nearest = int(np.argmin(apart[last]))
            if len(chain) > 1 and apart[last, chain[-2]] <= apart[last, nearest]:
                nearest = chain[-2]
                break
            chain.append(nearest)
        chain = chain[:-2]
        if apart[last, nearest] <= distance:
            home[_root(home, last)] = _root(home, nearest)
        merged = (sizes[last] * apart[last] + sizes[nearest] * apart[nearest]) / (sizes[last] + sizes[nearest])
        merged[~alive] = np.inf
        merged[[last, nearest]] = np.inf
        apart[nearest] = apart[:, nearest] = merged
        apart[last] = apart[:, last] = np.inf
        alive[last] = False
        sizes[nearest] += sizes[last]
    roots = [_root(home, i) for i in range(count)]
    numbers = {root: number for number, root in enumerate(dict.fromkeys(roots))}
    return [numbers[root] for root in roots]


def _root(home: list[int], at: int) -> int:
    while home[at] != at:
        home[at] = home[home[at]]
        at = home[at]
    return at


_WORD = re.compile(r"[^\W\d_][\w'’-]{2,40}")
_PLAIN = frozenset(
    [
        "about",
        "after",
        "again",
        "all",
        "also",
        "and",
        "any",
        "are",
        "because",
        "been",
        "before",
        "but",
        "can",
        "cannot",
        "could",
        "did",
        "does",
        "doesn",
        "doing",
        "don",
        "for",
        "from",
        "get",
        "getting",
        "got",
        "had",
        "has",
        "have",
        "hello",
        "help",
        "here",
        "how",
        "into",
        "its",
        "just",
        "know",
        "like",
        "may",
        "more",
        "much",
        "need",
        "not",
        "now",
        "one",
        "only",
        "other",
        "our",
        "out",
        "please",
        "possible",
        "should",
        "some",
        "still",
        "than",
        "thank",
        "thanks",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "try",
        "trying",
        "use",
        "using",
        "want",
        "was",
        "way",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "within",
        "without",
        "work",
        "working",
        "would",
        "yes",
        "you",
        "your",
        "aber",
        "auch",
        "auf",
        "bei",
        "bitte",
        "das",
        "dass",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "ein",
        "eine",
        "einen",
        "einer",
        "für",
        "hat",
        "hätte",
        "habe",
        "haben",
        "ich",
        "ihr",
        "ihre",
        "ihren",
        "ist",
        "kann",
        "können",
        "mein",
        "meine",
        "meinen",
        "mich",
        "mir",
        "mit",
        "nach",
        "nicht",
        "noch",
        "oder",
        "sie",
        "sind",
        "über",
        "und",
        "uns",
        "von",
        "warum",
        "was",
        "wenn",
        "wie",
        "wir",
        "wird",
        "zum",
        "zur",
        "avec",
        "comment",
        "dans",
        "des",
        "est",
        "les",
        "mais",
        "mon",
        "pas",
        "pour",
        "quand",
        "que",
        "qui",
        "sur",
        "une",
        "vous",
        "como",
        "con",
        "del",
        "esta",
        "los",
        "las",
        "mas",
        "mi",
        "para",
        "pero",
        "por",
        "puedo",
        "que",
        "una",
    ]
)


def telling_words(heaps: Sequence[Sequence[str]], *, most: int = 4) -> list[tuple[str, ...]]:
    """For each heap of texts the words that it has and the others have not: BM25 of a heap as one document (k1 = 1.2,
    b = 0.75), where a word counts once per text."""
    counted = [Counter(word for text in heap for word in set(_words(text))) for heap in heaps]
    having = Counter(word for counts in counted for word in counts)
    usual = sum(counts.total() for counts in counted) / max(len(counted), 1) or 1.0
    named = []
    for counts in counted:
        room = 1.2 * (0.25 + 0.75 * counts.total() / usual)

        def weight(word: str, counts: Counter[str] = counts, room: float = room) -> float:
            rarity = math.log(1 + (len(counted) - having[word] + 0.5) / (having[word] + 0.5))
            return rarity * counts[word] * 2.2 / (counts[word] + room)

        named.append(tuple(sorted(counts, key=lambda word: (-weight(word), -counts[word], word))[:most]))
    return named


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _PLAIN]
