"""The knowledge base beyond the size up to which every passage is compared: an index that is built and chosen by itself."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import psycopg
import pytest

from responder.adapters import postgres_search
from responder.adapters.postgres_knowledge import PostgresKnowledge
from responder.adapters.postgres_pool import PostgresPool
from responder.domain import EVERYWHERE, Article, Chunk, Passage, Prepared, Vector, Within
from tests.fixtures.postgres import DIMENSION

WORDS = ("export", "invoice", "webhook", "guest", "workspace", "refund", "calendar", "import")
LARGE = 600


def some_vector(random_: random.Random) -> Vector:
    values = [random_.gauss(0, 1) for _ in range(DIMENSION)]
    return tuple(v / math.hypot(*values) for v in values)


def many_articles(count: int) -> list[Prepared]:
    draws = random.Random(7)
    return [
        Prepared(
            article=Article(
                id=f"a{n:04}",
                title="Title",
                body="",
                sha256=str(n),
                product=("", "app", "shop", "rare")[min(n % 20, 3)],
                audience="internal" if n % 10 == 9 else "public",
            ),
            chunks=[Chunk(heading="Title", body=" ".join([*draws.choices(WORDS, k=4), f"code{n}"]))],
            vectors=[some_vector(draws)],
        )
        for n in range(count)
    ]


async def filled(pool: PostgresPool, *, exact_up_to: int) -> PostgresKnowledge:
    base = PostgresKnowledge(pool, model="toy", dimension=DIMENSION, exact_up_to=exact_up_to)
    await base.put_many("kb", many_articles(LARGE))
    return base


async def search(base: PostgresKnowledge, within: Within = EVERYWHERE) -> list[tuple[Passage, ...]]:
    draws = random.Random(1)
    questions = [(" ".join(draws.choices(WORDS, k=2)), some_vector(draws)) for _ in range(20)]
    return [await base.search(text, vector, language="en", limit=10, within=within) for text, vector in questions]


def shared(ones: Sequence[Sequence[Passage]], others: Sequence[Sequence[Passage]]) -> float:
    both = sum(len({p.id for p in a} & {p.id for p in b}) for a, b in zip(ones, others, strict=True))
    return both / sum(len(a) for a in ones)


async def test_up_to_the_border_no_index_is_built(postgres_pool: PostgresPool):
    base = await filled(postgres_pool, exact_up_to=LARGE)
    assert await base.settle() == ""


async def test_beyond_the_border_an_index_finds_the_same(postgres_pool: PostgresPool):
    exact = await filled(postgres_pool, exact_up_to=LARGE)
    truth = await search(exact)
    indexed = PostgresKnowledge(postgres_pool, model="toy", dimension=DIMENSION, exact_up_to=50)
    assert await search(indexed) == truth  # not built yet: slower, not worse
    assert "540 passages" in await indexed.settle()
    assert await indexed.settle() == ""
    assert shared(truth, await search(indexed)) > 0.95


async def test_a_walk_over_the_index_finds_enough_in_a_part(postgres_pool: PostgresPool):
    """Without iterative scans it would look at the nearest passages only, and find few of the part among them."""
    exact = await filled(postgres_pool, exact_up_to=LARGE)
    part = Within(products=("app",))
    truth = await search(exact, part)
    indexed = PostgresKnowledge(postgres_pool, model="toy", dimension=DIMENSION, exact_up_to=20)
    await indexed.settle()
    found = await search(indexed, part)
    assert shared(truth, found) > 0.95
    assert all(len(f) == 10 for f in found)


async def test_a_walk_over_the_index_meets_no_internal_article(postgres_pool: PostgresPool):
    indexed = await filled(postgres_pool, exact_up_to=20)
    await indexed.settle()
    internal = {a.article.id for a in many_articles(LARGE) if a.article.audience == "internal"}
    for part in (EVERYWHERE, Within(products=("app",)), Within(languages=("en",))):
        for found in await search(indexed, part):
            assert found and not internal & {p.article_id for p in found}


async def test_what_comes_and_goes_after_the_index_was_built_counts(postgres_pool: PostgresPool):
    indexed = await filled(postgres_pool, exact_up_to=20)
    await indexed.settle()
    new = many_articles(LARGE + 1)[-1]
    await indexed.put_many("kb", [new])
    best, *_ = await indexed.search(new.chunks[0].body, new.vectors[0], language="en", limit=1)
    assert best.article_id == new.article.id
    await indexed.forget("kb", [new.article.id])
    found = await indexed.search(new.chunks[0].body, new.vectors[0], language="en", limit=9)
    assert new.article.id not in {p.article_id for p in found}


async def test_an_interrupted_build_is_done_again(postgres_pool: PostgresPool, database_dsn: str):
    indexed = await filled(postgres_pool, exact_up_to=20)
    await indexed.settle()
    with psycopg.connect(database_dsn, autocommit=True) as connection:
        connection.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'passage_vector_hnsw_1'::regclass"
        )
    assert len(await search(indexed)) == 20
    assert "built" in await indexed.settle()


@pytest.mark.parametrize(("filters", "walked"), [((), True), (("products",), False)])
async def test_the_index_is_walked_only_where_passages_are_many(
    postgres_pool: PostgresPool, filters: tuple[str, ...], walked: bool
):
    """Of 540 passages 60 are in the part: at a border of 100 it is compared whole."""
    indexed = await filled(postgres_pool, exact_up_to=100)
    await indexed.settle()
    text = postgres_search.statement(model=1, dimension=DIMENSION, exact_up_to=100, filters=filters)
    values = {"question": "export", "vector": "[1,0,0,0]", "weight": 0.7, "limit": 5, "products": ["app"]}
    with psycopg.connect(postgres_pool.dsn) as connection:
        connection.execute("SET enable_seqscan = off")
        plan = connection.execute(f"EXPLAIN (ANALYZE) {text}".encode(), values).fetchall()
    (line,) = [row[0] for row in plan if "using passage_vector_hnsw_1" in row[0]]
    assert ("never executed" not in line) == walked


@pytest.mark.parametrize("champions", [1, 3, 50])
async def test_a_passage_is_scored_in_full_however_few_postings_were_looked_at(
    postgres_pool: PostgresPool, champions: int
):
    await filled(postgres_pool, exact_up_to=LARGE)

    def scored(most: int) -> dict[str, float]:
        text = postgres_search.statement(model=1, dimension=DIMENSION, exact_up_to=LARGE, filters=(), champions=most)
        values = {"question": "export a webhook code30", "vector": "[1,0,0,0]", "weight": 0.5, "limit": LARGE}
        with psycopg.connect(postgres_pool.dsn) as connection:
            return {row[0]: row[8] for row in connection.execute(text.encode(), values).fetchall()}

    whole, few = scored(postgres_search.CHAMPIONS), scored(champions)
    assert few.keys() & whole.keys()
    assert {name: whole[name] for name in few if name in whole} == pytest.approx(
        {name: lexical for name, lexical in few.items() if name in whole}
    )
    assert "a0030" in few and few["a0030"] == max(few.values())
