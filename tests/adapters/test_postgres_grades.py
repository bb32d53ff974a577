"""Which articles were edited, as PostgreSQL knows it from their versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from responder.adapters.postgres_knowledge import PostgresKnowledge
from responder.adapters.postgres_pool import PostgresPool
from responder.adapters.postgres_store import PostgresStore
from responder.domain import Article, Chunk


async def test_an_article_is_changed_by_another_text_and_not_by_being_read_again(postgres_pool: PostgresPool):
    knowledge, store = PostgresKnowledge(postgres_pool, model="toy", dimension=4), PostgresStore(postgres_pool)

    async def put(name: str, body: str, reviewed_on: str = "") -> None:
        article = Article(id=name, title=name, body=body, reviewed_on=reviewed_on, sha256=body + reviewed_on)
        await knowledge.put("kb", article, [Chunk(heading=name, body=body)], [(1.0, 0.0, 0.0, 0.0)])

    await put("a", "one")
    await put("b", "one")
    start = max((await store.articles_changed((), datetime(2000, 1, 1, tzinfo=UTC))).values())
    await put("a", "one", reviewed_on="2026-11-20")
    assert await store.articles_changed(("a", "b"), start) == {}
    await put("a", "two")
    changed = await store.articles_changed((), start)
    assert list(changed) == ["a"] and changed["a"] > start
    assert await store.articles_changed(("b",), start) == {}
    assert await store.articles_changed(("a",), datetime.now(UTC) + timedelta(days=1)) == {}
    await store.close()
