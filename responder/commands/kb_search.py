"""A search as `responder kb` does it: for one question or many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import islice

from responder.config import Settings
from responder.domain import EVERYWHERE, Passage, Within
from responder.ports import Embedder, Knowledge
from responder.steps.question import without_courtesies
from responder.steps.retrieve import LONGEST

AT_ONCE = 16
"""queries searched at the same time"""


@dataclass(frozen=True, slots=True)
class Search:
    """Questions as the daemon would ask them. `language`: of all questions; empty: as configured."""

    knowledge: Knowledge
    embedder: Embedder
    settings: Settings
    language: str = ""
    within: Within = EVERYWHERE

    async def each(
        self, queries: Iterable[str], *, limit: int, whole: bool = False
    ) -> AsyncIterator[tuple[str, tuple[Passage, ...]]]:
        """Queries in their order with what was found for each; several are under way at once."""
        waiting = iter(queries)
        while some := list(islice(waiting, AT_ONCE)):
            found = await asyncio.gather(*(self.one(q, limit=limit, whole=whole) for q in some))
            for query, passages in zip(some, found, strict=True):
                yield query, passages

    async def one(self, query: str, *, limit: int, whole: bool = False) -> tuple[Passage, ...]:
        """The best passages, by default only the best one of each article."""
        if not query.strip() or limit < 1:
            return ()
        text = without_courtesies(query)[:LONGEST]
        (vector,) = await self.embedder.embed([text])
        language = self.language or self.language_of(query)
        deep = limit if whole else limit * 5
        found = await self.knowledge.search(text, vector, language=language, limit=deep, within=self.within)
        if whole:
            return tuple(found)
        best: dict[str, Passage] = {}
        for passage in found:
            best.setdefault(passage.article_id, passage)
        return tuple(best.values())[:limit]

    def language_of(self, query: str) -> str:
        """With one configured language there is nothing to guess, and a short question is easily guessed wrong."""
        languages = self.settings.product.languages
        if len(languages) == 1:
            return languages[0]
        from responder.adapters.language import language_of

        guess = language_of(query, languages)
        return guess if guess in languages else languages[0]
