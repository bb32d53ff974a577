"""A knowledge base in memory: BM25 and cosine, fused as PostgreSQL does it, with a plain word splitter."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

from responder.config import Knowledge as KnowledgeSettings
from responder.domain import EVERYWHERE, Article, Chunk, Passage, Prepared, Vector, Within
from responder.errors import GiveUp

_WORD = re.compile(r"\w+")
_ENDINGS = ("ing", "ed", "s")
_STOP = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "how",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "we",
        "what",
        "you",
    }
)


def _terms(text: str) -> list[str]:
    words = (w for w in _WORD.findall(text.lower()) if w not in _STOP)
    return [next((w[: -len(e)] for e in _ENDINGS if w.endswith(e) and len(w) - len(e) >= 3), w) for w in words]


@dataclass(frozen=True)
class _Stored:
    passage: Passage
    vector: Vector
    counts: Counter[str]

    @property
    def length(self) -> int:
        return self.counts.total()


@dataclass
class _Edition:
    """What one embedding model's vectors were put in for."""

    articles: dict[tuple[str, str], tuple[Article, list[_Stored]]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    read_in: dict[str, float] = field(default_factory=dict)
    """source → when it was"""
    used_at: float = field(default_factory=time.monotonic)


@dataclass
class InMemoryKnowledge:
    """`weight_of` gives the weight of the cosine for a language. `editions`: of all models, shared by those who have one
    database in common."""

    model: str = "toy"
    weight_of: Callable[[str], float] = KnowledgeSettings().weight_of
    editions: dict[str, _Edition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = self.editions.setdefault(self.model, _Edition())
        self._articles, self._busy, self._read_in = own.articles, own.busy, own.read_in

    async def left_behind(self, limit: int) -> tuple[tuple[str, Article], ...]:
        found: dict[tuple[str, str], Article] = {}
        # those that a model refused have no hash: only where nobody else has them
        held = [item for edition in self.editions.values() for item in edition.articles.items()]
        for key, (article, _) in sorted(held, key=lambda item: item[1][0].sha256 != ""):
            if key not in self._articles:
                found[key] = article
        return tuple((key[0], found[key]) for key in sorted(found))[:limit]

    async def forget_other_models(self, *, unused_for: float) -> int:
        gone = 0
        for edition in (e for name, e in self.editions.items() if name != self.model):
            if time.monotonic() - edition.used_at >= unused_for:
                gone += len(edition.articles)
                edition.articles.clear()
        return gone

    async def known(self, source: str) -> dict[str, str]:
        return {key[1]: article.sha256 for key, (article, _) in self._articles.items() if key[0] == source}

    @asynccontextmanager
    async def reading_in(self, source: str, *, unless_within: float = 0.0) -> AsyncIterator[bool]:
        if source in self._busy or time.monotonic() - self._read_in.get(source, -math.inf) < unless_within:
            yield False
            return
        self._busy.add(source)
        try:
            yield True
            self._read_in[source] = time.monotonic()
        finally:
            self._busy.discard(source)

    async def put(self, source: str, article: Article, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        if len(chunks) != len(vectors):
            raise GiveUp(f"Article {article.id} has {len(chunks)} passages and {len(vectors)} vectors.")
        stored = [
            _Stored(
                Passage(
                    id=f"{article.id}#{number}",
                    article_id=article.id,
                    title=article.title,
                    heading=chunk.heading,
                    body=chunk.body,
                    url=article.url,
                    language=article.language,
                ),
                vector,
                Counter(_terms(chunk.text)),
            )
            for number, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True), 1)
        ]
        key = (source, article.id)
        for edition in self.editions.values():
            if key in edition.articles and _text(edition.articles[key][0]) != _text(article):
                del edition.articles[key]
        self._articles[key] = (article, stored)

    async def put_many(self, source: str, articles: Sequence[Prepared]) -> None:
        for a in articles:
            if len(a.chunks) != len(a.vectors):
                raise GiveUp(f"Article {a.article.id} has {len(a.chunks)} passages and {len(a.vectors)} vectors.")
        for a in articles:
            await self.put(source, a.article, a.chunks, a.vectors)

    async def take_over(self, source: str, articles: Sequence[Prepared], *, refused: Sequence[Article] = ()) -> None:
        known = {
            (*key, article.sha256)
            for edition in self.editions.values()
            for key, (article, _) in edition.articles.items()
        }

        def still(article: Article) -> bool:
            key = (source, article.id)
            return key not in self._articles and (*key, article.sha256) in known

        await self.put_many(source, [a for a in articles if still(a.article)])
        for article in refused:
            if still(article):
                self._articles[source, article.id] = (replace(article, sha256=""), [])

    async def settle(self) -> str:
        return ""

    async def forget(self, source: str, article_ids: Sequence[str]) -> None:
        for edition in self.editions.values():
            for article_id in article_ids:
                edition.articles.pop((source, article_id), None)

    async def keep(self) -> None:
        self.editions[self.model].used_at = time.monotonic()

    async def search(
        self, question: str, vector: Vector, *, language: str, limit: int, within: Within = EVERYWHERE
    ) -> tuple[Passage, ...]:
        weight = self.weight_of(language)
        public = [(a, s) for a, stored in self._articles.values() if a.audience == "public" for s in stored]
        # how rare a word is says the whole base, also where only a part of it is searched
        words = self._bm25(_terms(question), [s for _, s in public])
        found = []
        for (article, stored), bm25 in zip(public, words, strict=True):
            if not _is_within(article, within):
                continue
            cosine = sum(a * b for a, b in zip(stored.vector, vector, strict=True))
            score = weight * max(cosine, 0.0) + (1 - weight) * bm25
            found.append(replace(stored.passage, score=min(score, 1.0), cosine=cosine, lexical=bm25))
        found.sort(key=lambda p: (-p.score, p.id))
        return tuple(islice(found, limit))

    def _bm25(self, terms: list[str], stored: list[_Stored]) -> list[float]:
        number = len(stored)
        usual = sum(s.length for s in stored) / number if number else 1.0
        scores = [0.0] * number
        most = 0.0
        for term in sorted(set(terms)):
            having = sum(term in s.counts for s in stored)
            if having > number / 2 and number >= 40:
                continue  # a word that half of the passages have says nothing, and in SQL it costs the most
            rarity = math.log(1 + (number - having + 0.5) / (having + 0.5))
            most += 2.2 * rarity
            for at, s in enumerate(stored):
                times = s.counts[term]
                scores[at] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * s.length / usual))
        return [score / most for score in scores] if most else scores

    async def size(self) -> tuple[int, int]:
        return len(self._articles), sum(len(stored) for _, stored in self._articles.values())


def _text(article: Article) -> tuple[str, str, str]:
    return article.title, article.body, article.audience


def _is_within(article: Article, part: Within) -> bool:
    def among(value: str, wanted: tuple[str, ...]) -> bool:
        return not wanted or value.strip().lower() in {w.strip().lower() for w in wanted}

    return (
        (not article.product.strip() or among(article.product, part.products))
        and among(article.category, part.categories)
        and among(article.language, part.languages)
    )
