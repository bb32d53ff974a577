"""One search in a large knowledge base: `make bench`. With RESPONDER_BENCH_PASSAGES=1000000 also in one of that size,
which takes 12 GB of disk and, with its index, about a quarter of an hour on 2 cores."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence

import psutil
import psycopg
import pytest

from responder.adapters.postgres_knowledge import PostgresKnowledge
from responder.adapters.postgres_pool import open_pool
from responder.domain import EVERYWHERE, Within
from tests.bench.figures import tell
from tests.bench.large_base import DIMENSION, LargeBase, Question

SIZES = [50_000, *([int(os.environ["RESPONDER_BENCH_PASSAGES"])] if "RESPONDER_BENCH_PASSAGES" in os.environ else [])]
QUESTIONS = 100
ROUNDS = 5
PARTS = {"everywhere": EVERYWHERE, "in a fifth of it": Within(products=("alpha",))}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("passages", SIZES)
async def test_milliseconds_for_one_search(passages: int, new_database: Callable[..., str]) -> None:
    dsn, large = new_database(migrated=True), LargeBase(passages)
    await asyncio.to_thread(large.write, dsn, "bench")
    questions = large.questions(QUESTIONS)
    async with open_pool(dsn, connections=2) as pool:
        base = PostgresKnowledge(pool, model="bench", dimension=DIMENSION)
        started = time.perf_counter()
        if done := await base.settle():
            print(f"{done} in {time.perf_counter() - started:.0f} s")
        for name, part in PARTS.items():
            await _round(base, questions, part)  # what is asked for the first time comes from the disk
            busy = _cpu_seconds(dsn)
            rounds = [await _round(base, questions, part) for _ in range(ROUNDS)]
            busy = 1000 * (_cpu_seconds(dsn) - busy) / (ROUNDS * QUESTIONS)
            load = os.getloadavg()[0]
            tell(
                f"search, {passages:,} passages, {name}: median (load {load:.1f})",
                [_share(r, 0.5) for r in rounds],
                "ms",
            )
            tell(f"search, {passages:,} passages, {name}: 95 of 100", [_share(r, 0.95) for r in rounds], "ms")
            tell(f"search, {passages:,} passages, {name}: CPU of the database", [busy], "ms")


async def _round(base: PostgresKnowledge, questions: Sequence[Question], part: Within) -> list[float]:
    times = []
    for question in questions:
        started = time.perf_counter()
        found = await base.search(question.text, question.vector, language="en", limit=12, within=part)
        times.append(1000 * (time.perf_counter() - started))
        assert len(found) == 12
    return sorted(times)


def _cpu_seconds(dsn: str) -> float:
    """What the connections to this database have used: on a busy machine it tells more than the time that went by."""
    with psycopg.connect(dsn) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).fetchall()
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for (pid,) in rows)


def _share(times: Sequence[float], share: float) -> float:
    return times[min(int(share * len(times)), len(times) - 1)]
