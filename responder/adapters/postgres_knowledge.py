"""The knowledge base on PostgreSQL: exact BM25 from its own text vectors, and cosine from pgvector, in one statement.

Each article is stemmed in its own language, and a question in every language that the knowledge base has, so that
names and codes are found across languages. Articles for internal use are kept but cannot be found.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_pool import Connection, PostgresPool
from responder.domain import Article, Chunk, Passage, Vector
from responder.errors import GiveUp

# ISO 639-1 → PostgreSQL's built-in configurations (snowball); any other language is split into words only
CONFIGS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_LONGEST_QUESTION = 4000
"""characters; more words only cost time"""

# BM25 (k1 = 1.2, b = 0.75) over the postings, the best fifty of it and of the cosine, then both added by weight.
# Stems that more than half of the passages have are left out: they tell nothing and cost the most. BM25 counts as a
# share of what the question's stems could reach at most, those that no passage has included: as a share of the best
# passage, one common word that happens to match would count in full (hit@1 on our questions .75 instead of .85).
_SEARCH = """
WITH corpora AS (
    SELECT config, passages::float AS n, length::float / nullif(passages, 0) AS usual
    FROM corpus WHERE model_id = %(model)s AND passages > 0
), asked AS (
    SELECT config, n, usual, unnest(tsvector_to_array(to_tsvector(config::regconfig, %(question)s))) AS stem FROM corpora
), telling AS (
    SELECT asked.config, asked.stem, usual,
           ln(1 + (n - coalesce(s.passages, 0) + 0.5) / (coalesce(s.passages, 0) + 0.5)) AS rarity
    FROM asked LEFT JOIN stem_count s
      ON s.model_id = %(model)s AND s.config = asked.config AND s.stem = asked.stem
    WHERE s.passages IS NULL OR s.passages <= n / 2 OR n < 40
), possible AS (
    SELECT config, 2.2 * sum(rarity) AS most FROM telling GROUP BY config
), words AS (
    SELECT p.passage_id,
           sum(rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * p.length / usual)) / most) AS bm25
    FROM telling JOIN possible USING (config) JOIN posting p ON p.model_id = %(model)s AND p.config = telling.config AND p.stem = telling.stem
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50
), meaning AS (
    SELECT passage_id FROM passage_vector WHERE model_id = %(model)s
    ORDER BY embedding <#> %(vector)s::halfvec, passage_id LIMIT 50
), candidate AS (
    SELECT passage_id FROM words UNION SELECT passage_id FROM meaning
), scored AS (
    -- vectors have length 1, so the inner product is the cosine
    SELECT passage_id, -(embedding <#> %(vector)s::halfvec) AS cosine,
           coalesce(bm25, 0) AS lexical
    FROM candidate JOIN passage_vector USING (passage_id) LEFT JOIN words USING (passage_id)
), best AS (
    SELECT *, %(weight)s * greatest(cosine, 0) + (1 - %(weight)s) * lexical AS score
    FROM scored ORDER BY score DESC, passage_id LIMIT %(limit)s
)
SELECT p.article_id, p.number, a.title, p.heading, p.body, a.url, a.language, cosine, lexical, score
FROM best JOIN passage p ON p.id = best.passage_id
JOIN article a ON a.source = p.source AND a.id = p.article_id
ORDER BY score DESC, p.article_id, p.number
"""

# What a set of articles adds to the counts (sign 1) or takes from them (-1), from their postings.
_COUNT_STEMS = """
INSERT INTO stem_count AS known (model_id, config, stem, passages)
SELECT model_id, config, stem, %(sign)s * count(*) FROM posting WHERE passage_id = ANY(%(passages)s)
GROUP BY model_id, config, stem
ON CONFLICT (model_id, config, stem) DO UPDATE SET passages = known.passages + excluded.passages
"""
_COUNT_CORPUS = """
INSERT INTO corpus AS known (model_id, config, passages, length)
SELECT model_id, config, %(sign)s * count(*), %(sign)s * sum(length)
FROM (SELECT DISTINCT model_id, config, passage_id, length FROM posting WHERE passage_id = ANY(%(passages)s)) AS passage
GROUP BY model_id, config
ON CONFLICT (model_id, config) DO UPDATE
SET passages = known.passages + excluded.passages, length = known.length + excluded.length
"""

_POSTINGS = """
INSERT INTO posting (model_id, config, stem, passage_id, times, length)
SELECT %(model)s, %(config)s, stem, passage_id, times, (sum(times) OVER (PARTITION BY passage_id))::int
FROM (
    SELECT passage_id, word.lexeme AS stem, cardinality(word.positions) AS times
    FROM unnest(%(passages)s::bigint[], %(texts)s::text[]) AS new (passage_id, text),
         unnest(to_tsvector(%(config)s::regconfig, text)) AS word
) AS counted
"""


class PostgresKnowledge:
    """ports.Knowledge for one embedding model. Weights as in settings.knowledge."""

    def __init__(
        self,
        pool: PostgresPool,
        *,
        model: str,
        dimension: int,
        cosine_weight: float = 0.7,
        cosine_weight_other: float = 0.4,
    ) -> None:
        self._pool = pool
        self._model = model
        self._dimension = dimension
        self._weight = cosine_weight
        self._weight_other = cosine_weight_other
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
        # the lock is the connection's: a process that dies loses it at once
        async with self._pool.session() as connection:
            lock = [f"responder reading in {source}"]
            found = await connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 0)) AS free, EXISTS (SELECT FROM source_sync WHERE"
                " source = %s AND synced_at > statement_timestamp() - make_interval(secs => %s)) AS done",
                [*lock, source, unless_within],
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
                        "INSERT INTO source_sync (source, synced_at) VALUES (%s, statement_timestamp())"
                        " ON CONFLICT (source) DO UPDATE SET synced_at = excluded.synced_at",
                        [source],
                    )
            finally:
                # the server notices the end of a connection a moment later
                if ours and not connection.closed:
                    await connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)

    async def put(self, source: str, article: Article, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        if len(chunks) != len(vectors):
            raise GiveUp(f"Article {article.id} has {len(chunks)} passages and {len(vectors)} vectors.")
        if wrong := next((len(v) for v in vectors if len(v) != self._dimension), 0):
            raise GiveUp(
                f"A vector of article {article.id} has {wrong} numbers; {self._model} makes {self._dimension}."
            )

        model = await self._number()

        async def replace(connection: Connection, again: bool) -> None:
            await _lock(connection)
            await _remove(connection, source, [article.id])
            await connection.execute(_INSERT_ARTICLE, {**_article(article), "source": source, "model": model})
            await connection.execute(_INSERT_VERSION, {**_article(article), "source": source})
            passages = await _insert_passages(connection, source, article, chunks)
            if article.audience == "public" and passages:
                await _index(connection, model, article, passages, chunks, vectors)

        await self._pool.run(replace)

    async def forget(self, source: str, article_ids: Sequence[str]) -> None:
        async def remove(connection: Connection, again: bool) -> None:
            await _lock(connection)
            await _remove(connection, source, article_ids)
            await connection.execute(
                "UPDATE article_version SET gone_at = statement_timestamp()"
                " WHERE source = %s AND article_id = ANY(%s) AND gone_at IS NULL",
                [source, list(article_ids)],
            )

        if article_ids:
            await self._pool.run(remove)

    async def search(self, question: str, vector: Vector, *, language: str, limit: int) -> tuple[Passage, ...]:
        if len(vector) != self._dimension:
            raise GiveUp(f"The question's vector has {len(vector)} numbers; {self._model} makes {self._dimension}.")
        values = {
            "model": await self._number(),
            "question": stored_values.clean(question[:_LONGEST_QUESTION]),
            "vector": _halfvec(vector),
            "weight": self._weight if language in ("en", "und") else self._weight_other,
            "limit": limit,
        }

        async def look(connection: Connection, again: bool) -> tuple[Passage, ...]:
            rows = await connection.execute(_SEARCH, values)
            return tuple(_passage(row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def size(self) -> tuple[int, int]:
        async def count(connection: Connection, again: bool) -> tuple[int, int]:
            row = await (
                await connection.execute(
                    "SELECT count(DISTINCT (a.source, a.id)) AS articles, count(p.id) AS passages"
                    " FROM article a JOIN embedding_model m ON m.id = a.model_id"
                    " LEFT JOIN passage p ON p.source = a.source AND p.article_id = a.id WHERE m.name = %s",
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


_INSERT_ARTICLE = """
INSERT INTO article (source, id, model_id, title, body, category, product, language, url, audience, reviewed_on, sha256)
VALUES (%(source)s, %(id)s, %(model)s, %(title)s, %(body)s, %(category)s, %(product)s, %(language)s, %(url)s,
        %(audience)s, %(reviewed_on)s, %(sha256)s)
"""

# Only when its text is not the one that is known: other settings of reading in are no new version.
_INSERT_VERSION = """
WITH new AS (SELECT encode(sha256(convert_to(%(title)s || E'\\n\\n' || %(body)s, 'UTF8')), 'hex') AS sha256),
replaced AS (
    UPDATE article_version SET gone_at = statement_timestamp() FROM new
    WHERE source = %(source)s AND article_id = %(id)s AND gone_at IS NULL AND article_version.sha256 <> new.sha256
)
INSERT INTO article_version (source, article_id, sha256, title, body, url, seen_at)
SELECT %(source)s, %(id)s, new.sha256, %(title)s, %(body)s, %(url)s, statement_timestamp() FROM new
WHERE NOT EXISTS (
    SELECT FROM article_version v
    WHERE v.source = %(source)s AND v.article_id = %(id)s AND v.gone_at IS NULL AND v.sha256 = new.sha256
)
"""


def _article(article: Article) -> dict[str, Any]:
    values: dict[str, Any] = stored_values.plain(article)
    return values


async def _lock(connection: Connection) -> None:
    """One writer at a time: the counts of stems are everybody's."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('responder knowledge'))")


async def _remove(connection: Connection, source: str, article_ids: Sequence[str]) -> None:
    rows = await connection.execute(
        "SELECT id FROM passage WHERE source = %s AND article_id = ANY(%s)", [source, list(article_ids)]
    )
    gone = {"sign": -1, "passages": [row["id"] for row in await rows.fetchall()]}
    if gone["passages"]:
        await connection.execute(_COUNT_STEMS, gone)
        await connection.execute(_COUNT_CORPUS, gone)
    await connection.execute("DELETE FROM article WHERE source = %s AND id = ANY(%s)", [source, list(article_ids)])


async def _insert_passages(connection: Connection, source: str, article: Article, chunks: Sequence[Chunk]) -> list[int]:
    rows = await connection.execute(
        "INSERT INTO passage (source, article_id, number, heading, body)"
        " SELECT %s, %s, number, heading, body"
        " FROM unnest(%s::int[], %s::text[], %s::text[]) AS new (number, heading, body) RETURNING number, id",
        [
            source,
            article.id,
            list(range(1, len(chunks) + 1)),
            [stored_values.clean(c.heading) for c in chunks],
            [stored_values.clean(c.body) for c in chunks],
        ],
    )
    return [row["id"] for row in sorted(await rows.fetchall(), key=lambda row: row["number"])]


async def _index(
    connection: Connection,
    model: int,
    article: Article,
    passages: list[int],
    chunks: Sequence[Chunk],
    vectors: Sequence[Vector],
) -> None:
    await connection.execute(
        "INSERT INTO passage_vector (passage_id, model_id, embedding)"
        " SELECT id, %s, vector::halfvec FROM unnest(%s::bigint[], %s::text[]) AS new (id, vector)",
        [model, passages, [_halfvec(v) for v in vectors]],
    )
    texts = [stored_values.clean(c.text) for c in chunks]
    config = CONFIGS.get(article.language.lower()[:2], "simple")
    await connection.execute(_POSTINGS, {"model": model, "config": config, "passages": passages, "texts": texts})
    added = {"sign": 1, "passages": passages}
    await connection.execute(_COUNT_STEMS, added)
    await connection.execute(_COUNT_CORPUS, added)


def _halfvec(vector: Vector) -> str:
    return f"[{','.join(map(str, vector))}]"


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
