"""Articles into the tables of the knowledge base and out of them, many in one transaction.

Each article is stemmed in its own language. Articles for internal use are kept, but their passages get no vector and no
postings, so that no search can find them.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_pool import Connection
from responder.domain import Article, Prepared, Vector

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
INSERT INTO posting (model_id, config, stem, passage_id, facet_id, times, length)
SELECT %(model)s, %(config)s, stem, passage_id, facet_id, times, (sum(times) OVER (PARTITION BY passage_id))::int
FROM (
    SELECT passage_id, facet_id, word.lexeme AS stem, cardinality(word.positions) AS times
    FROM unnest(%(passages)s::bigint[], %(facets)s::int[], %(texts)s::text[]) AS new (passage_id, facet_id, text),
         unnest(to_tsvector(%(config)s::regconfig, text)) AS word
) AS counted
"""


_COUNT_FACETS = """
UPDATE facet SET passages = facet.passages - gone.passages
FROM (SELECT facet_id, count(*) AS passages FROM passage_vector WHERE passage_id = ANY(%(passages)s) GROUP BY 1) AS gone
WHERE facet.id = gone.facet_id
"""

_FACET = """
INSERT INTO facet AS known (model_id, product, category, language, passages) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (model_id, product, category, language) DO UPDATE SET passages = known.passages + excluded.passages
RETURNING id
"""

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

# By the text, as the hash is also of how passages are made, and another version of this program may do that otherwise.
_OTHER_TEXTS = """
SELECT model_id, array_agg(article.id) AS ids
FROM article JOIN unnest(%(ids)s::text[], %(titles)s::text[], %(bodies)s::text[], %(audiences)s::text[])
     AS new (id, title, body, audience) ON new.id = article.id
WHERE source = %(source)s AND model_id <> %(model)s
  AND (article.title, article.body, article.audience) <> (new.title, new.body, new.audience)
GROUP BY model_id
"""

_STILL_LEFT_BEHIND = """
SELECT id FROM unnest(%(ids)s::text[], %(hashes)s::text[]) AS new (id, hash)
WHERE EXISTS (SELECT FROM article a WHERE source = %(source)s AND a.id = new.id AND model_id <> %(model)s AND sha256 = hash)
  AND NOT EXISTS (SELECT FROM article a WHERE source = %(source)s AND a.id = new.id AND model_id = %(model)s)
"""

_INSERT_PASSAGES = """
INSERT INTO passage (source, model_id, article_id, number, heading, body)
SELECT %s, %s, article_id, number, heading, body
FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[]) AS new (article_id, number, heading, body)
RETURNING id, article_id, number
"""

Facet = tuple[str, str, str]
"""product, category, language"""


async def put_all(connection: Connection, model: int, source: str, articles: Sequence[Prepared]) -> None:
    """Replace these articles (each id once) with their passages; inside of a transaction."""
    await lock(connection)
    await _remove_other_texts(connection, model, source, articles)
    await remove(connection, model, source, [a.article.id for a in articles])
    await _insert(connection, model, source, articles)
    async with connection.cursor() as cursor:
        await cursor.executemany(_INSERT_VERSION, [{**_row(a.article), "source": source} for a in articles])


async def take_over(connection: Connection, model: int, source: str, articles: Sequence[Prepared]) -> list[str]:
    """Put in those that stand in another model's edition with this text and not in this one; inside of a transaction.

    Returns their ids. They are no new version: nobody changed a text."""
    await lock(connection)
    found = await connection.execute(_STILL_LEFT_BEHIND, {"source": source, "model": model, **_texts(articles)})
    still = {row["id"] for row in await found.fetchall()}
    await _insert(connection, model, source, [a for a in articles if a.article.id in still])
    return sorted(still)


async def note_refused(connection: Connection, model: int, source: str, articles: Sequence[Article]) -> None:
    """Like `take_over`, without passages and without a hash; inside of a transaction."""
    ids = await take_over(
        connection, model, source, [Prepared(article=article, chunks=(), vectors=()) for article in articles]
    )
    await connection.execute(
        "UPDATE article SET sha256 = '' WHERE source = %s AND model_id = %s AND id = ANY(%s)", [source, model, ids]
    )


async def _insert(connection: Connection, model: int, source: str, articles: Sequence[Prepared]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            _INSERT_ARTICLE, [{**_row(a.article), "source": source, "model": model} for a in articles]
        )
    ids = await _insert_passages(connection, model, source, articles)
    public = [a for a in articles if a.article.audience == "public" and a.chunks]
    if public:
        await _index(connection, model, public, ids)


async def _remove_other_texts(connection: Connection, model: int, source: str, articles: Sequence[Prepared]) -> None:
    rows = [_row(a.article) for a in articles]
    values = {f"{name}s": [row[name] for row in rows] for name in ("id", "title", "audience")}
    values["bodies"] = [row["body"] for row in rows]
    found = await connection.execute(_OTHER_TEXTS, {"source": source, "model": model, **values})
    for row in await found.fetchall():
        await remove(connection, row["model_id"], source, row["ids"])


def _texts(articles: Sequence[Prepared]) -> dict[str, list[str]]:
    return {"ids": [a.article.id for a in articles], "hashes": [a.article.sha256 for a in articles]}


async def lock(connection: Connection) -> None:
    """One writer at a time: the counts of stems are everybody's."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('responder knowledge'))")


async def remove(connection: Connection, model: int, source: str, article_ids: Sequence[str]) -> None:
    """Take these articles out of the model's edition; inside of a transaction that holds `lock`."""
    which = [source, list(article_ids), model]
    rows = await connection.execute(
        "SELECT id FROM passage WHERE source = %s AND article_id = ANY(%s) AND model_id = %s", which
    )
    gone = {"sign": -1, "passages": [row["id"] for row in await rows.fetchall()]}
    if gone["passages"]:
        for statement in (_COUNT_STEMS, _COUNT_CORPUS, _COUNT_FACETS):
            await connection.execute(statement, gone)
        await connection.execute("DELETE FROM posting WHERE passage_id = ANY(%(passages)s)", gone)
    await connection.execute("DELETE FROM article WHERE source = %s AND id = ANY(%s) AND model_id = %s", which)


async def _insert_passages(
    connection: Connection, model: int, source: str, articles: Sequence[Prepared]
) -> dict[tuple[str, int], int]:
    """Row ids by article and number, counted from 1."""
    new = [(a.article.id, number, chunk) for a in articles for number, chunk in enumerate(a.chunks, 1)]
    rows = await connection.execute(
        _INSERT_PASSAGES,
        [
            source,
            model,
            [article for article, _, _ in new],
            [number for _, number, _ in new],
            [stored_values.clean(chunk.heading) for _, _, chunk in new],
            [stored_values.clean(chunk.body) for _, _, chunk in new],
        ],
    )
    return {(row["article_id"], row["number"]): row["id"] for row in await rows.fetchall()}


async def _index(
    connection: Connection, model: int, articles: Sequence[Prepared], ids: dict[tuple[str, int], int]
) -> None:
    """Make passages findable: by their vectors and by their stems."""
    facets = await _facets(connection, model, articles)
    by_config: dict[str, list[tuple[int, int, str]]] = {}
    copying = "COPY passage_vector (passage_id, model_id, facet_id, embedding) FROM STDIN (FORMAT BINARY)"
    async with connection.cursor() as cursor, cursor.copy(copying) as copy:
        copy.set_types(["int8", "int2", "int4", "bytea"])
        for a in articles:
            facet, config = facets[_facet(a.article)], CONFIGS.get(a.article.language.lower()[:2], "simple")
            for number, (chunk, vector) in enumerate(zip(a.chunks, a.vectors, strict=True), 1):
                id_ = ids[a.article.id, number]
                await copy.write_row((id_, model, facet, _halfvec(vector)))
                by_config.setdefault(config, []).append((id_, facet, stored_values.clean(chunk.text)))
    for config, passages in by_config.items():
        numbers, in_facets, texts = (list(column) for column in zip(*passages, strict=True))
        values = {"model": model, "config": config, "passages": numbers, "facets": in_facets, "texts": texts}
        await connection.execute(_POSTINGS, values)
    added = {"sign": 1, "passages": [ids[a.article.id, n] for a in articles for n in range(1, len(a.chunks) + 1)]}
    await connection.execute(_COUNT_STEMS, added)
    await connection.execute(_COUNT_CORPUS, added)


async def _facets(connection: Connection, model: int, articles: Sequence[Prepared]) -> dict[Facet, int]:
    more: Counter[Facet] = Counter()
    for a in articles:
        more[_facet(a.article)] += len(a.chunks)
    found = {}
    for facet, passages in more.items():
        row = await (await connection.execute(_FACET, [model, *facet, passages])).fetchone()
        assert row is not None
        found[facet] = row["id"]
    return found


def _facet(article: Article) -> Facet:
    """What filters look at: upper and lower case are one."""
    product, category, language = (
        stored_values.clean(value).strip().lower() for value in (article.product, article.category, article.language)
    )
    return product, category, language


def _row(article: Article) -> dict[str, Any]:
    values: dict[str, Any] = stored_values.plain(article)
    return values


def _halfvec(vector: Vector) -> bytes:
    """As pgvector's halfvec_recv reads it: the number of dimensions, a number not in use, half-precision floats."""
    return struct.pack(f">hh{len(vector)}e", len(vector), 0, *vector)
