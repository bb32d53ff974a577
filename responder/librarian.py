"""Keeps the knowledge base equal to its sources: what is new or changed is read in, what is gone goes."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from responder.domain import Article, Chunk, Vector
from responder.errors import TryLater
from responder.ports import Embedder, Knowledge
from responder.steps.chunk import passages_of, readable

TITLE_WEIGHT = 0.2
"""0–1. Share of the title in the vector of each passage: a question is often worded like the title of its answer."""
PASSAGES_VERSION = 1
"""counted up when chunking or `vectors_of` changes: every article is then read in again"""
AT_ONCE = 8
"""articles in hand at the same time"""

Progress = Callable[[int, str], None]
"""called after each article with the number of articles of this source so far, and the article's id"""


class Unreadable(Protocol):
    """Something in a source that is no article, and why."""

    @property
    def article_id(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def why(self) -> str: ...


class Shelf(Protocol):
    """A source of articles. Iterating gives those that can be read and notes the others in `bad`."""

    @property
    def name(self) -> str:
        """What the store calls this source."""
        ...

    @property
    def total(self) -> int:
        """How many there will be, as far as that is known by now; 0: not yet."""
        ...

    @property
    def bad(self) -> Sequence[Unreadable]: ...

    def __iter__(self) -> Iterator[Article]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """Article ids by what became of them, and what could not be read as (path, reason)."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    bad: tuple[tuple[str, str], ...] = ()

    def in_words(self) -> str:
        """One line of counts, and a line for each thing that was skipped."""
        counts = (
            f"{len(self.added)} new, {len(self.changed)} changed, {len(self.removed)} removed, "
            f"{len(self.unchanged)} unchanged"
        )
        return "\n".join([counts, *(f"  skipped {path}: {why}" for path, why in self.bad)])


async def sync(
    knowledge: Knowledge,
    embedder: Embedder,
    shelf: Shelf,
    *,
    progress: Progress = lambda count, article_id: None,
    unless_within: float = 0.0,
) -> SyncReport:
    """Make the store hold exactly the articles of `shelf`. Only new and changed articles are embedded.

    Each article is one transaction, so that a run that was interrupted goes on where it stopped. An article whose file
    cannot be read now keeps its last version, and a source that is suddenly empty (a disk that is not mounted) loses
    nothing. Raises TryLater when another process reads this source in now, or has done so within the last `unless_within`
    seconds.
    """
    async with knowledge.reading_in(shelf.name, unless_within=unless_within) as ours:
        if not ours:
            raise TryLater(f"{shelf.name} is being read in by another process, or was a moment ago.", after=60)
        return await _sync(knowledge, embedder, shelf, progress)


async def _sync(knowledge: Knowledge, embedder: Embedder, shelf: Shelf, progress: Progress) -> SyncReport:
    known = await knowledge.known(shelf.name)
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    articles = iter(shelf)
    while some := await asyncio.to_thread(lambda: [_stamped(a) for a in islice(articles, AT_ONCE)]):
        new = [a for a in some if known.get(a.id) != a.sha256]
        # side by side, so that short articles share the model's batches
        await asyncio.gather(*(_read_in(article, knowledge, embedder, shelf.name) for article in new))
        for article in some:
            became = unchanged if article not in new else changed if article.id in known else added
            became.append(article.id)
            progress(len(added) + len(changed) + len(unchanged), article.id)
    bad = [(b.path, b.why) for b in shelf.bad]
    here = {*added, *changed, *unchanged}
    gone = sorted(known.keys() - here - {b.article_id for b in shelf.bad})
    if gone and not here:
        bad.append((shelf.name, f"holds no article any more; the {len(gone)} that are known are kept"))
        gone = []
    if gone:
        await knowledge.forget(shelf.name, gone)
    return SyncReport(
        added=tuple(added), changed=tuple(changed), removed=tuple(gone), unchanged=tuple(unchanged), bad=tuple(bad)
    )


async def _read_in(article: Article, knowledge: Knowledge, embedder: Embedder, source: str) -> None:
    chunks = await asyncio.to_thread(passages_of, article)
    await knowledge.put(source, article, chunks, await vectors_of(article, chunks, embedder))


async def vectors_of(article: Article, chunks: Sequence[Chunk], embedder: Embedder) -> list[Vector]:
    """One vector per passage: its readable text with `TITLE_WEIGHT` of the title, normalised."""
    title, *texts = await embedder.embed([article.title, *(readable(chunk) for chunk in chunks)])
    return [_mixed(text, title) for text in texts]


def _mixed(text: Vector, title: Vector) -> Vector:
    values = [(1 - TITLE_WEIGHT) * a + TITLE_WEIGHT * b for a, b in zip(text, title, strict=True)]
    norm = math.sqrt(sum(v * v for v in values))
    return tuple(v / norm for v in values) if norm > 1e-9 else text


def _stamped(article: Article) -> Article:
    """The hash covers how passages are made as well as what they are made of."""
    stamp = f"{PASSAGES_VERSION} {article.language} {article.sha256}"
    return replace(article, sha256=hashlib.sha256(stamp.encode()).hexdigest())
