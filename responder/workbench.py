"""The daemon's knowledge, reading and confidence, for notebooks and for measuring.

    from responder.workbench import Workbench

    with Workbench() as bench:
        bench.ingest([{"id": "refunds", "title": "Refunds", "body": "Ask within 30 days."}])
        bench.search("How long can I ask for my money back?", 3)

Everything goes through the code that the daemon runs: its embedder, chunker, PostgreSQL and settings. Methods are
synchronous and may be called in a notebook; one thread at a time.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from responder import learning, mood, wiring
from responder.config import Secrets, settings_from
from responder.domain import EVERYWHERE, Article, Passage, Prepared, Within
from responder.errors import ConfigError
from responder.librarian import prepare
from responder.ports import Embedder, Knowledge
from responder.steps.intents import IntentModel
from responder.steps.retrieve import LONGEST

T = TypeVar("T")
SOURCE = "workbench"
AT_ONCE = 64
"""articles in one transaction"""
PER_ARTICLE = 4
"""passages looked at for each article wanted, as an article may be found by several"""
WITHIN_GROUP = 100
"""passages looked at when only one group's articles are wanted"""


class Workbench:
    """`data_dir` keeps knowledge base and model cache for the next time; without it they are gone after `close`.

    `embedder`: another than the daemon's. Raises ConfigError when the database or the model cannot be used.
    """

    def __init__(self, data_dir: Path | str | None = None, *, embedder: Embedder | None = None) -> None:
        self._temporary = None if data_dir else Path(tempfile.mkdtemp(prefix="responder-"))
        folder = self._temporary or Path(str(data_dir))
        if self._temporary:
            folder.chmod(0o711)  # for root, PostgreSQL runs as another user, who must come through
        self.settings = settings_from({"data_dir": str(folder.resolve())}, folder=folder)
        self.certificate: Any = None
        """what `calibrate` found; None: `decide` escalates"""
        self.intents: IntentModel | None = None
        self._groups: dict[str, str] = {}
        self._languages: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="workbench", daemon=True)
        self._thread.start()
        self._doors = AsyncExitStack()
        self.knowledge: Knowledge
        self.embedder: Embedder
        try:
            self.knowledge, self.embedder = self.run(self._open(embedder))
        except BaseException:
            self.close()
            raise

    async def _open(self, embedder: Embedder | None) -> tuple[Knowledge, Embedder]:
        doors = wiring.open_knowledge(self.settings, Secrets(), embedder=embedder, durable=self._temporary is None)
        return await self._doors.enter_async_context(doors)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do asynchronous work with the doors of this workbench, and wait for it."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()  # an interrupted notebook cell leaves nothing running
            raise

    def close(self) -> None:
        """Stop the database and forget what was temporary. Twice is once."""
        if self._loop.is_closed():
            return
        self.run(self._doors.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def reset(self) -> None:
        """Forget articles, intents and calibration."""
        self.intents, self.certificate = None, None
        self._groups.clear()
        self._languages.clear()
        self.run(self._forget_all())

    async def _forget_all(self) -> None:
        await self.knowledge.forget(SOURCE, list(await self.knowledge.known(SOURCE)))

    # -- intents and feeling

    def train_intents(self, examples: Sequence[tuple[str, str]]) -> None:
        """Learn from (text, label) pairs, in place of what was learned before. Ten of each label do well."""
        self.intents = self.run(learning.learn_intents(list(examples), self.embedder))

    def classify(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """One {"label", "confidence", "in_scope"} per text: 0–1 that the label is right, and that any is."""
        if self.intents is None:
            raise ConfigError("No intents were learned yet; call train_intents first.")
        found = self.run(learning.intents_of(list(texts), self.intents, self.embedder))
        return [{"label": p.label, "confidence": p.confidence, "in_scope": p.in_scope} for p in found]

    def frustration(self, texts: Sequence[str]) -> list[float]:
        """0 calm – 1 furious, one per text."""
        return self.run(mood.frustration_by(self.embedder, list(texts)))

    # -- knowledge

    def ingest(self, articles: Sequence[Mapping[str, str]]) -> None:
        """Read in articles of "id", "title", "body" (Markdown), and if need be "lang" (ISO 639-1, default "en") and
        "group" (such as a product). One of equal id is replaced."""
        read = {a.id: a for a in (_article(values) for values in articles)}
        self.certificate = None  # it was about other articles
        self._groups |= {a.id: a.product for a in read.values()}
        self._languages |= {a.language for a in read.values()}
        self.run(self._ingest(list(read.values())))

    async def _ingest(self, articles: Sequence[Article]) -> None:
        prepared: list[Prepared] = []
        for start in range(0, len(articles) + AT_ONCE, AT_ONCE):
            # while these are embedded, those before them are stored
            prepared, _ = await asyncio.gather(
                prepare(articles[start : start + AT_ONCE], self.embedder), self.knowledge.put_many(SOURCE, prepared)
            )
        await self.knowledge.settle()

    def search(self, query: str, k: int = 5, group: str | None = None) -> list[dict[str, Any]]:
        """At most `k` {"article_id", "score"}, best first; with `group` only its articles."""
        return self.search_many([query], k, group)[0]

    def search_many(self, queries: Sequence[str], k: int = 5, group: str | None = None) -> list[list[dict[str, Any]]]:
        """`search` for each query, side by side."""
        limit = WITHIN_GROUP if group is not None else PER_ARTICLE * k + 4
        found = []
        part = Within(products=(group,)) if group else EVERYWHERE
        for passages in self.passages_for(queries, limit=limit, within=part):
            best: dict[str, float] = {}
            for passage in passages:
                if group is None or self._groups.get(passage.article_id) == group:
                    best.setdefault(passage.article_id, passage.score)
            found.append([{"article_id": a, "score": score} for a, score in list(best.items())[:k]])
        return found

    def passages_for(
        self, queries: Sequence[str], *, limit: int = 8, within: Within = EVERYWHERE
    ) -> list[tuple[Passage, ...]]:
        """The passages that a draft for each query could rest on, best first."""
        return self.run(self._passages_for([query[:LONGEST] or "?" for query in queries], limit, within))

    async def _passages_for(self, queries: Sequence[str], limit: int, within: Within) -> list[tuple[Passage, ...]]:
        vectors = await self.embedder.embed(queries)
        free = asyncio.Semaphore(max(2, self.settings.database.connections // 2))

        async def one(query: str, vector: tuple[float, ...]) -> tuple[Passage, ...]:
            async with free:
                language = self._language_of(query)
                return await self.knowledge.search(query, vector, language=language, limit=limit, within=within)

        return list(await asyncio.gather(*(one(q, v) for q, v in zip(queries, vectors, strict=True))))

    def _language_of(self, query: str) -> str:
        from responder.adapters.language import language_of

        return language_of(query, sorted(self._languages)) if self._languages - {"en"} else "en"

    # -- confidence

    def calibrate(
        self, graded: Sequence[tuple[str, Sequence[str]]], alpha: float = 0.05, delta: float = 0.1
    ) -> dict[str, Any]:
        """From (question, ids of the articles that answer it, or none) learn when an answer is sure enough, so that at
        most the share `alpha` of answers is wrong, with certainty 1 − `delta`. Returns what was certified."""
        from responder.selective_answering import calibrate_workbench

        certified: dict[str, Any] = calibrate_workbench(self, graded, alpha, delta)
        return certified

    def decide(self, query: str) -> dict[str, Any]:
        """{"action": "answer" or "escalate", "article_id", "confidence", "answer"}. Escalates until calibrated."""
        from responder.selective_answering import decide_workbench

        decided: dict[str, Any] = decide_workbench(self, query)
        return decided


def _article(values: Mapping[str, str]) -> Article:
    title, body = str(values.get("title") or values["id"]), str(values["body"])
    language, group = str(values.get("lang") or "en"), str(values.get("group") or "")
    stamp = "\0".join([title, body, language, group])
    return Article(
        id=str(values["id"]),
        title=title,
        body=body,
        language=language,
        product=group,
        sha256=hashlib.sha256(stamp.encode("utf-8", "replace")).hexdigest(),
    )
