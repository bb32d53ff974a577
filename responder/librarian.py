"""Keeps the knowledge base equal to its sources: what is new or changed is read in, what is gone goes."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol, TypeVar

from responder.domain import Article, Chunk, Prepared, Vector
from responder.errors import GiveUp, ResponderError, TryLater
from responder.ports import Embedder, Knowledge
from responder.steps.chunk import passages_of, readable

T = TypeVar("T")
U = TypeVar("U")

TITLE_WEIGHT = 0.2
"""0–1. Share of the title in the vector of each passage: a question is often worded like the title of its answer."""
PASSAGES_VERSION = 1
"""counted up when chunking or `vectors_of` changes: every article is then read in again"""
AT_ONCE = 16
"""articles in one transaction: what an interrupted run has to do again at most, twice"""

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

    Every `AT_ONCE` articles are one transaction, so that a run that was interrupted goes on where it stopped. An article
    whose file cannot be read now, or that the model refuses, keeps its last version, and a source that is suddenly empty (a disk that is not mounted)
    loses nothing. Raises TryLater when another process reads this source in now, or has done so within the last
    `unless_within` seconds.
    """
    async with knowledge.reading_in(shelf.name, unless_within=unless_within) as ours:
        if not ours:
            raise TryLater(f"{shelf.name} is being read in by another process, or was a moment ago.", after=60)
        report = await _sync(knowledge, embedder, shelf, progress)
    try:
        await knowledge.settle()
    except ResponderError as error:  # found a little slower until the next time; the articles are all there
        report = replace(report, bad=(*report.bad, ("index for fast searches", str(error))))
    return report


async def _sync(knowledge: Knowledge, embedder: Embedder, shelf: Shelf, progress: Progress) -> SyncReport:
    known = await knowledge.known(shelf.name)
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    refused: dict[str, str] = {}
    articles = iter(shelf)
    before: list[Article] = []
    prepared: list[Prepared] = []
    while True:
        some = await asyncio.to_thread(lambda: [_stamped(a) for a in islice(articles, AT_ONCE)])
        new = [a for a in some if known.get(a.id) != a.sha256]
        # while these are embedded, those before them are stored
        stored = {a.article.id for a in prepared}
        (prepared, why), _ = await _both(_prepared_or_not(new, embedder), knowledge.put_many(shelf.name, prepared))
        for article in before:
            if article.id in refused:
                continue
            became = unchanged if article.id not in stored else changed if article.id in known else added
            became.append(article.id)
            progress(len(added) + len(changed) + len(unchanged), article.id)
        before = some
        refused |= why
        if not some:
            break
    bad = [*((b.path, b.why) for b in shelf.bad), *refused.items()]
    here = {*added, *changed, *unchanged, *refused}
    gone = sorted(known.keys() - here - {b.article_id for b in shelf.bad})
    if gone and not here:
        bad.append((shelf.name, f"holds no article any more; the {len(gone)} that are known are kept"))
        gone = []
    if gone:
        await knowledge.forget(shelf.name, gone)
    return SyncReport(
        added=tuple(added), changed=tuple(changed), removed=tuple(gone), unchanged=tuple(unchanged), bad=tuple(bad)
    )


_OTHER_EDITIONS = "editions of other embedding models"
"""a source by itself, so that several daemons do not embed the same articles"""
UNUSED_SECONDS = 7 * 86_400.0
"""an edition of another embedding model that no daemon has used for so long goes: until then, going back costs nothing"""


async def embed_anew(
    knowledge: Knowledge, embedder: Embedder, *, progress: Progress = lambda count, article_id: None
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """After a change of the embedding model: take over what its edition does not hold yet from the other models' editions.

    An interrupted run goes on where it stopped. Returns how many articles were taken over, and (article id, reason) of
    those that the model cannot embed: they are kept, but only a later `sync` may make them found. Raises TryLater when
    embedder or store are away or another process does it now, GiveUp when the embedder refuses everything.
    """
    async with knowledge.reading_in(_OTHER_EDITIONS) as ours:
        if not ours:
            raise TryLater("another process embeds the knowledge base anew", after=60)
        count, bad = await _embed_anew(knowledge, embedder, progress)
    await knowledge.settle()
    return count, tuple(bad.items())


async def _embed_anew(knowledge: Knowledge, embedder: Embedder, progress: Progress) -> tuple[int, dict[str, str]]:
    count, bad = 0, dict[str, str]()
    while some := await knowledge.left_behind(AT_ONCE):
        await knowledge.keep()
        made = {
            source: await _prepared_or_not([article for of, article in some if of == source], embedder)
            for source in sorted({source for source, _ in some})
        }
        # before anything is noted: an edition without a passage must not take the place of one that can be searched
        if not count and not any(prepared for prepared, _ in made.values()) and not (await knowledge.size())[1]:
            article, why = next((id_, why) for _, refused in made.values() for id_, why in refused.items())
            raise GiveUp(f"the model refuses every article, {article} for one: {why}")
        for source, (prepared, refused) in made.items():
            await knowledge.take_over(
                source, prepared, refused=[a for of, a in some if of == source and a.id in refused]
            )
            bad |= refused
            count += len(prepared)
            progress(count, some[-1][1].id)
    return count, bad


async def _prepared_or_not(articles: Sequence[Article], embedder: Embedder) -> tuple[list[Prepared], dict[str, str]]:
    """With their vectors; and which cannot be embedded, and why: then one by one, as one text fails a whole batch.

    Raises GiveUp when the embedder refuses a plain word too: a wrong key or dimension is no fault of an article."""
    try:
        return await prepare(articles, embedder), {}
    except GiveUp:
        await embedder.embed(["."])
        good, bad = [], dict[str, str]()
        for article in articles:
            try:
                good += await prepare([article], embedder)
            except GiveUp as error:
                bad[article.id] = str(error)
        return good, bad


async def prepare(
    articles: Sequence[Article],
    embedder: Embedder,
    *,
    chunks: Sequence[Sequence[Chunk]] | None = None,
    title_weight: float = TITLE_WEIGHT,
) -> list[Prepared]:
    """Articles with their passages and vectors. `chunks`: passages of each, in place of those along its structure."""
    if chunks is None:
        chunks = await asyncio.to_thread(lambda: [passages_of(article) for article in articles])
    # side by side, so that short articles share the model's batches
    vectors = await asyncio.gather(
        *(vectors_of(a, c, embedder, title_weight) for a, c in zip(articles, chunks, strict=True))
    )
    return [Prepared(article=a, chunks=c, vectors=v) for a, c, v in zip(articles, chunks, vectors, strict=True)]


async def _both(first: Awaitable[T], second: Awaitable[U]) -> tuple[T, U]:
    """Both at once; when one fails, only after the other has ended too."""
    one, other = await asyncio.gather(first, second, return_exceptions=True)
    for result in (one, other):
        if isinstance(result, BaseException):
            raise result
    return one, other  # type: ignore[return-value]


async def vectors_of(
    article: Article, chunks: Sequence[Chunk], embedder: Embedder, title_weight: float = TITLE_WEIGHT
) -> list[Vector]:
    """One vector per passage: its readable text with `title_weight` of the title, normalised."""
    title, *texts = await embedder.embed([article.title, *(readable(chunk) for chunk in chunks)])
    return [_mixed(text, title, title_weight) for text in texts] if title_weight else texts


def _mixed(text: Vector, title: Vector, weight: float) -> Vector:
    values = [(1 - weight) * a + weight * b for a, b in zip(text, title, strict=True)]
    norm = math.sqrt(sum(v * v for v in values))
    return tuple(v / norm for v in values) if norm > 1e-9 else text


def _stamped(article: Article) -> Article:
    """The hash covers how passages are made as well as what they are made of."""
    stamp = f"{PASSAGES_VERSION} {article.language} {article.sha256}"
    return replace(article, sha256=hashlib.sha256(stamp.encode()).hexdigest())
