"""The search statement of the knowledge base, and the index that makes it fast where passages are many.

Meaning: up to `knowledge.exact_up_to` passages in the part that is searched, every vector is compared (0.4 ms for 1,000);
beyond, an HNSW index is walked, iteratively where a filter leaves passages out (else it would find too few). The statement
chooses by itself, at the moment it runs: so an index that is being built, or was built by another process, needs no word.

Words: BM25, rarest stems first. Of each stem only the CHAMPIONS heaviest postings are read (champion lists, Manning et
al. 2008, 7.1.3), and no more than GATHERED in all; the hundred best of these and the fifty nearest in meaning are then
scored in full, with all their stems. So every score is exact, and so is the choice of passages while no stem of the
question has more than CHAMPIONS postings; beyond, a passage is overlooked only if it is neither among the heaviest
CHAMPIONS of one of the question's stems nor near in meaning.
"""

from __future__ import annotations

import logging
from functools import lru_cache

from psycopg import Error, errors

from responder.adapters.postgres_pool import Connection, PostgresPool, translated
from responder.domain import Within
from responder.errors import GiveUp

log = logging.getLogger("responder")

CHAMPIONS = 1_000
GATHERED = 8_000
LEAFED_THROUGH = 20_000
"""postings of a stem that are looked at where only a part of the knowledge base is searched"""

# BM25 with k1 = 1.2, b = 0.75 (as a float: a numeric is three milliseconds slower over some thousand postings). Stems that
# more than half of the passages have are left out: they tell nothing. BM25 counts as a share of what the question's stems
# could reach at most, those that no passage has included: as a share of the best passage, one common word that happens to
# match would count in full (hit@1 on our questions .75 instead of .85).
_SEARCH = """
WITH part AS (
    SELECT id, passages FROM facet WHERE model_id = {model} {chosen}
), way AS (
    SELECT coalesce(sum(passages) > {exact_up_to} AND EXISTS (
        SELECT FROM pg_index WHERE indexrelid = to_regclass('{index}') AND indisvalid
    ), false) AS by_index, {alone} AS alone FROM part
), corpora AS (
    SELECT config, passages::float AS n, length::float / nullif(passages, 0) AS usual
    FROM corpus WHERE model_id = {model} AND passages > 0
), asked AS (
    SELECT config, n, usual, unnest(tsvector_to_array(to_tsvector(config::regconfig, %(question)s))) AS stem FROM corpora
), telling AS (
    SELECT asked.config, asked.stem, usual, coalesce(s.passages, 0) AS holding,
           ln(1 + (n - coalesce(s.passages, 0) + 0.5) / (coalesce(s.passages, 0) + 0.5)) AS rarity
    FROM asked LEFT JOIN stem_count s
      ON s.model_id = {model} AND s.config = asked.config AND s.stem = asked.stem
    WHERE s.passages IS NULL OR s.passages <= n / 2 OR n < 40
), possible AS (
    SELECT config, 2.2 * sum(rarity) AS most FROM telling GROUP BY config
), weighed AS (
    SELECT config, stem, usual, 2.2 * rarity / most AS weight,
           sum(least(holding, {champions})) OVER (ORDER BY holding, config, stem ROWS UNBOUNDED PRECEDING) AS gathered
    FROM telling JOIN possible USING (config) WHERE holding > 0
), words AS (
    SELECT passage_id, sum(weight * times / (times + 1.2 * (0.25 + 0.75::float * length / usual))) AS bm25
    FROM weighed, LATERAL ({heaviest}) AS champion
    WHERE gathered <= {gathered}
    GROUP BY passage_id ORDER BY bm25 DESC, passage_id LIMIT 100
), meaning AS (
    -- joined to the way, the branch that is not taken starts no parallel workers
    SELECT passage_id FROM way, LATERAL (
        SELECT passage_id FROM passage_vector WHERE {ours}
        ORDER BY embedding <#> %(vector)s::halfvec, passage_id LIMIT 50
    ) AS compared WHERE NOT by_index AND NOT alone
    UNION ALL
    SELECT passage_id FROM way, LATERAL (
        -- without a look at the model of each row, which takes a tenth of the time
        SELECT passage_id FROM passage_vector ORDER BY embedding <#> %(vector)s::halfvec, passage_id LIMIT 50
    ) AS compared WHERE NOT by_index AND alone
    UNION ALL
    SELECT passage_id FROM way, LATERAL (
        SELECT passage_id FROM passage_vector WHERE model_id = {model} {among}
        ORDER BY embedding::halfvec({dimension}) <#> %(vector)s::halfvec({dimension}) LIMIT 50
    ) AS walked WHERE by_index
), candidate AS (
    SELECT passage_id FROM words UNION SELECT passage_id FROM meaning
), lexical AS (
    SELECT passage_id, sum(weight * times / (times + 1.2 * (0.25 + 0.75::float * length / usual))) AS bm25
    FROM candidate, LATERAL (
        -- OFFSET 0: by the candidates' own postings, never by all postings of a stem
        SELECT config, stem, times, length FROM posting WHERE passage_id = candidate.passage_id OFFSET 0
    ) AS own JOIN weighed USING (config, stem)
    GROUP BY passage_id
), scored AS (
    -- vectors have length 1, so the inner product is the cosine
    SELECT passage_id, -(embedding <#> %(vector)s::halfvec) AS cosine, coalesce(bm25, 0) AS lexical
    FROM candidate JOIN passage_vector USING (passage_id) LEFT JOIN lexical USING (passage_id)
), best AS (
    SELECT *, %(weight)s * greatest(cosine, 0) + (1 - %(weight)s) * lexical AS score
    FROM scored ORDER BY score DESC, passage_id LIMIT %(limit)s
)
SELECT p.article_id, p.number, a.title, p.heading, p.body, a.url, a.language, cosine, lexical, score
FROM best JOIN passage p ON p.id = best.passage_id
JOIN article a ON a.source = p.source AND a.id = p.article_id AND a.model_id = p.model_id
WHERE a.audience = 'public'
ORDER BY score DESC, p.article_id, p.number
"""

_HEAVIEST = """
    SELECT passage_id, facet_id, times, length FROM posting
    WHERE model_id = {model} AND config = weighed.config AND stem = weighed.stem
    ORDER BY density DESC, passage_id DESC LIMIT {looked_at}
"""

_CHOSEN = {
    "products": "AND (product = '' OR product = ANY(%(products)s))",
    "categories": "AND category = ANY(%(categories)s)",
    "languages": "AND language = ANY(%(languages)s)",
}


def filters_of(within: Within) -> dict[str, list[str]]:
    """Which filters are set, with their values as `facet` holds them."""
    values = {name: [v.strip().lower() for v in getattr(within, name)] for name in _CHOSEN}
    return {name: some for name, some in values.items() if some}


@lru_cache(maxsize=64)
def statement(
    *, model: int, dimension: int, exact_up_to: int, filters: tuple[str, ...], champions: int = CHAMPIONS
) -> str:
    """Model and dimension stand in the text: only so can the planner tell that the model's partial index serves."""
    among = "AND facet_id = ANY(ARRAY(SELECT id FROM part))" if filters else ""
    heaviest = _HEAVIEST.format(model=model, looked_at=LEAFED_THROUGH if filters else champions)
    if filters:
        heaviest = f"SELECT * FROM ({heaviest}) AS heaviest WHERE true {among} LIMIT {champions}"
    return _SEARCH.format(
        model=model,
        dimension=dimension,
        index=index_name(model),
        exact_up_to=exact_up_to,
        champions=champions,
        gathered=GATHERED,
        heaviest=heaviest,
        alone="false" if filters else f"NOT EXISTS (SELECT FROM facet WHERE model_id <> {model} AND passages > 0)",
        ours="facet_id = ANY(ARRAY(SELECT id FROM part))" if filters else f"model_id = {model}",
        chosen=" ".join(_CHOSEN[name] for name in filters),
        among=among,
    )


# -------------------------------------------------------------------------------------------------------- the index


def index_name(model: int) -> str:
    return f"passage_vector_hnsw_{model}"


async def settle(pool: PostgresPool, *, model: int, dimension: int, exact_up_to: int) -> str:
    """Build the index if there are enough passages for one. Returns what was done."""
    async with pool.session() as connection:
        lock = [f"responder {index_name(model)}"]
        found = await connection.execute(
            "SELECT (SELECT coalesce(sum(passages), 0)::bigint FROM corpus WHERE model_id = %s) AS passages,"
            " (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)) AS valid,"
            " (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector,"
            " pg_try_advisory_lock(hashtextextended(%s, 0)) AS free",
            [model, index_name(model), *lock],
        )
        row = await found.fetchone()
        assert row is not None
        if row["passages"] <= exact_up_to or row["valid"] or not row["free"]:
            return ""
        if tuple(map(int, row["pgvector"].split(".")[:2])) < (0, 8):
            raise GiveUp(
                f"pgvector {row['pgvector']} cannot search in parts by an index, so all {row['passages']} passages are compared"
                " each time, which is slow. Install pgvector 0.8 or newer: ALTER EXTENSION vector UPDATE;"
            )
        log.info("building the vector index for %d passages; searches go on", row["passages"])
        try:
            # an interrupted build leaves an index that is not valid
            await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index_name(model)}".encode())
            await _build(connection, model, dimension, row["passages"])
        except Error as error:
            raise translated(error) from error
    return f"built the vector index for {row['passages']} passages"


async def drop_index(pool: PostgresPool, model: int) -> None:
    """The index of a model whose vectors are gone. Searches go on."""
    async with pool.session() as connection:
        await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index_name(model)}".encode())


async def _build(connection: Connection, model: int, dimension: int, passages: int) -> None:
    # the graph should fit into memory while it is built, vectors and some 32 neighbours each; what does not is slower
    megabytes = min(64 + passages * (2 * dimension + 800) // 1_000_000, 2_000)
    await connection.execute(f"SET maintenance_work_mem = '{megabytes}MB'".encode())
    build = (
        f"CREATE INDEX CONCURRENTLY {index_name(model)} ON passage_vector"
        f" USING hnsw ((embedding::halfvec({dimension})) halfvec_ip_ops) WHERE model_id = {model}"
    ).encode()
    try:
        await connection.execute(build)
    except errors.InsufficientResources:
        # several workers share memory that a container may not have (/dev/shm of 64 MB): once more alone
        await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index_name(model)}".encode())
        await connection.execute("SET max_parallel_maintenance_workers = 0")
        await connection.execute(build)
