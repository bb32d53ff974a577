"""The knowledge base on PostgreSQL: exact BM25 from its own text vectors, and cosine from pgvector, in one statement.

Each article is stemmed in its own language, and a question in every language that the knowledge base has, so that
names and codes are found across languages. Articles for internal use are kept but cannot be found.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from responder.adapters import postgres_search, stored_values
from responder.adapters.postgres_articles import lock, note_refused, put_all, remove, take_over
from responder.adapters.postgres_pool import Connection, PostgresPool
from responder.config import Knowledge as KnowledgeSettings
from responder.domain import EVERYWHERE, Article, Chunk, Passage, Prepared, Vector, Within
from responder.errors import GiveUp

_USUAL = KnowledgeSettings()
_LONGEST_QUESTION = 4000
"""characters; more words only cost time"""
_FORGOTTEN_AT_ONCE = 200
"""articles of another model's edition that are taken out in one transaction"""

# Of each article the text that was read in last, whichever other model it was for.
_LEFT_BEHIND = """
SELECT DISTINCT ON (a.source, a.id) a.source, a.id, title, body, category, product, language, url, audience, reviewed_on, sha256
FROM article a LEFT JOIN source_sync s ON s.source = a.source AND s.model_id = a.model_id
WHERE a.model_id <> %(model)s AND NOT EXISTS (
    SELECT FROM article own WHERE own.source = a.source AND own.id = a.id AND own.model_id = %(model)s
)
ORDER BY a.source, a.id, sha256 = '', s.synced_at DESC NULLS LAST, a.model_id DESC LIMIT %(limit)s
"""


class PostgresKnowledge:
    """ports.Knowledge for one embedding model. `weight_of` gives the weight of the cosine for a language;
    up to `exact_up_to` passages a search compares all, beyond it uses an index once `settle` has built it."""

    def __init__(
        self,
        pool: PostgresPool,
        *,
        model: str,
        dimension: int,
        weight_of: Callable[[str], float] = _USUAL.weight_of,
        exact_up_to: int = _USUAL.exact_up_to,
    ) -> None:
        self._pool = pool
        self._model = model
        self._dimension = dimension
        self._weight_of = weight_of
        self._exact_up_to = exact_up_to
        self._model_id = 0

    async def known(self, source: str) -> dict[str, str]:
        async def look(connection: Connection, again: bool) -> dict[str, str]:
            rows = await connection.execute(
                "SELECT article.id, sha256 FROM article JOIN embedding_model m ON m.id = model_id"
                " WHERE source = %s AND m.name = %s",
                [source, self._model],
            )
            return {row["id"]: row["sha256"] for row in await rows.fetchall()}

        return await self._pool.run(look, single=True)

    @asynccontextmanager
    async def reading_in(self, source: str, *, unless_within: float = 0.0) -> AsyncIterator[bool]:
        model = await self._number()
        # the lock is the connection's: a process that dies loses it at once
        async with self._pool.session() as connection:
            lock = [f"responder reading in {source} {model}"]
            found = await connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 0)) AS free, EXISTS (SELECT FROM source_sync WHERE"
                " source = %s AND model_id = %s AND synced_at > statement_timestamp() - make_interval(secs => %s)) AS done",
                [*lock, source, model, unless_within],
            )
            row = await found.fetchone()
            assert row is not None
            ours = bool(row["free"] and not row["done"])
            if row["free"] and not ours:
                await connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)
            try:
                yield ours
                if ours:
                    await connection.execute(
                        "INSERT INTO source_sync (source, model_id, synced_at) VALUES (%s, %s, statement_timestamp())"
                        " ON CONFLICT (source, model_id) DO UPDATE SET synced_at = excluded.synced_at",
                        [source, model],
                    )
            finally:
                # the server notices the end of a connection a moment later
                if ours and not connection.closed:
                    await connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)

    async def put(self, source: str, article: Article, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        await self.put_many(source, [Prepared(article=article, chunks=chunks, vectors=vectors)])

    async def put_many(self, source: str, articles: Sequence[Prepared]) -> None:
        for prepared in articles:
            self._check(prepared)
        if not articles:
            return
        model = await self._number()
        last = list({a.article.id: a for a in articles}.values())

        async def replace(connection: Connection, again: bool) -> None:
            await put_all(connection, model, source, last)

        await self._pool.run(replace)

    def _check(self, prepared: Prepared) -> None:
        name, vectors = prepared.article.id, prepared.vectors
        if len(prepared.chunks) != len(vectors):
            raise GiveUp(f"Article {name} has {len(prepared.chunks)} passages and {len(vectors)} vectors.")
        if wrong := next((len(v) for v in vectors if len(v) != self._dimension), 0):
            raise GiveUp(f"A vector of article {name} has {wrong} numbers; {self._model} makes {self._dimension}.")

    async def forget(self, source: str, article_ids: Sequence[str]) -> None:
        async def take_out(connection: Connection, again: bool) -> None:
            await lock(connection)
            models = await connection.execute(
                "SELECT DISTINCT model_id FROM article WHERE source = %s AND id = ANY(%s)", [source, list(article_ids)]
            )
            for row in await models.fetchall():
                await remove(connection, row["model_id"], source, article_ids)
            await connection.execute(
                "UPDATE article_version SET gone_at = statement_timestamp()"
                " WHERE source = %s AND article_id = ANY(%s) AND gone_at IS NULL",
                [source, list(article_ids)],
            )

        if article_ids:
            await self._pool.run(take_out)

    async def search(
        self, question: str, vector: Vector, *, language: str, limit: int, within: Within = EVERYWHERE
    ) -> tuple[Passage, ...]:
        if len(vector) != self._dimension:
            raise GiveUp(f"The question's vector has {len(vector)} numbers; {self._model} makes {self._dimension}.")
        filters = postgres_search.filters_of(within)
        statement = postgres_search.statement(
            model=await self._number(),
            dimension=self._dimension,
            exact_up_to=self._exact_up_to,
            filters=tuple(filters),
        ).encode()
        values = {
            "question": stored_values.clean(question[:_LONGEST_QUESTION]),
            "vector": f"[{','.join(map(str, vector))}]",
            "weight": self._weight_of(language),
            "limit": limit,
            **filters,
        }

        async def look(connection: Connection, again: bool) -> tuple[Passage, ...]:
            rows = await connection.execute(statement, values)
            return tuple(_passage(row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def settle(self) -> str:
        model = await self._number()
        return await postgres_search.settle(
            self._pool, model=model, dimension=self._dimension, exact_up_to=self._exact_up_to
        )

    async def keep(self) -> None:
        model = await self._number()

        async def note(connection: Connection, again: bool) -> None:
            await connection.execute(
                "UPDATE embedding_model SET used_at = statement_timestamp() WHERE id = %s", [model]
            )

        await self._pool.run(note, single=True)

    async def left_behind(self, limit: int) -> tuple[tuple[str, Article], ...]:
        values = {"model": await self._number(), "limit": limit}

        async def look(connection: Connection, again: bool) -> tuple[tuple[str, Article], ...]:
            rows = await connection.execute(_LEFT_BEHIND, values)
            return tuple((row.pop("source"), Article(**row)) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def take_over(self, source: str, articles: Sequence[Prepared], *, refused: Sequence[Article] = ()) -> None:
        for prepared in articles:
            self._check(prepared)
        model = await self._number()

        async def add(connection: Connection, again: bool) -> None:
            await take_over(connection, model, source, articles)
            await note_refused(connection, model, source, refused)

        await self._pool.run(add)

    async def forget_other_models(self, *, unused_for: float) -> int:
        own = await self._number()
        gone = 0
        for model in await self._pool.run(partial(_unused, own, unused_for), single=True):
            while some := await self._pool.run(partial(_forget_some, model, unused_for)):
                gone += some
            if await self._pool.run(partial(_forget_counts, model)):
                await postgres_search.drop_index(self._pool, model)
        return gone

    async def size(self) -> tuple[int, int]:
        async def count(connection: Connection, again: bool) -> tuple[int, int]:
            row = await (
                await connection.execute(
                    "SELECT count(DISTINCT (a.source, a.id)) AS articles, count(p.id) AS passages"
                    " FROM article a JOIN embedding_model m ON m.id = a.model_id"
                    " LEFT JOIN passage p ON p.source = a.source AND p.article_id = a.id AND p.model_id = a.model_id"
                    " WHERE m.name = %s",
                    [self._model],
                )
            ).fetchone()
            assert row is not None
            return row["articles"], row["passages"]

        return await self._pool.run(count, single=True)

    async def _number(self) -> int:
        """The model's row; asked for once."""

        async def look(connection: Connection, again: bool) -> dict[str, Any] | None:
            await connection.execute(
                "INSERT INTO embedding_model (name, dimension) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [self._model, self._dimension],
            )
            found = await connection.execute("SELECT id, dimension FROM embedding_model WHERE name = %s", [self._model])
            return await found.fetchone()

        if not self._model_id:
            row = await self._pool.run(look, single=True)
            assert row is not None
            if row["dimension"] != self._dimension:
                raise GiveUp(f"{self._model} made {row['dimension']} numbers before and makes {self._dimension} now.")
            self._model_id = int(row["id"])
        return self._model_id


async def _unused(own: int, seconds: float, connection: Connection, again: bool) -> list[int]:
    """Models other than our own whose edition nobody has used for so long."""
    rows = await connection.execute(
        "SELECT id FROM embedding_model m WHERE id <> %s AND EXISTS (SELECT FROM article WHERE model_id = m.id)"
        " AND used_at <= statement_timestamp() - make_interval(secs => %s)",
        [own, seconds],
    )
    return [row["id"] for row in await rows.fetchall()]


async def _forget_some(model: int, seconds: float, connection: Connection, again: bool) -> int:
    """Take the next articles out of an edition. Returns how many; 0: there is none any more, or it is in use again."""
    await lock(connection)
    rows = await connection.execute(
        "SELECT source, a.id FROM article a JOIN embedding_model m ON m.id = model_id WHERE model_id = %s"
        " AND used_at <= statement_timestamp() - make_interval(secs => %s) ORDER BY source, a.id LIMIT %s",
        [model, seconds, _FORGOTTEN_AT_ONCE],
    )
    by_source: dict[str, list[str]] = {}
    for row in await rows.fetchall():
        by_source.setdefault(row["source"], []).append(row["id"])
    for source, ids in by_source.items():
        await remove(connection, model, source, ids)
    return sum(map(len, by_source.values()))


async def _forget_counts(model: int, connection: Connection, again: bool) -> bool:
    """What is left of an edition without articles. False: it has some."""
    await lock(connection)
    found = await connection.execute("SELECT FROM article WHERE model_id = %s LIMIT 1", [model])
    if await found.fetchone() is not None:
        return False
    for table in ("stem_count", "corpus", "facet"):
        await connection.execute(f"DELETE FROM {table} WHERE model_id = %s".encode(), [model])
    return True


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(
        id=f"{row['article_id']}#{row['number']}",
        article_id=row["article_id"],
        title=row["title"],
        heading=row["heading"],
        body=row["body"],
        url=row["url"],
        language=row["language"],
        score=min(max(row["score"], 0.0), 1.0),
        cosine=row["cosine"],
        lexical=row["lexical"],
    )
