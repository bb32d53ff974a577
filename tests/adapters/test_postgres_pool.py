"""When the connection breaks nobody knows whether the commit was done. The unit is done again, and must then find out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from responder.adapters.postgres_pool import Connection, PostgresPool, open_pool
from responder.adapters.postgres_store import PostgresStore
from responder.domain import Delivery
from responder.errors import GiveUp, LeaseLost, TryLater
from tests.contracts.builders import a_message, a_reply, an_arrival, an_outgoing, keep, taken


class LosesEveryAnswer(PostgresPool):
    """Commits each unit, hears nothing of it, and so does it again."""

    def __init__(self, pool: PostgresPool) -> None:
        super().__init__(pool._pool, pool.dsn, pool.schema)

    async def run(self, unit: Any, *, single: bool = False) -> Any:
        await super().run(unit, single=single)

        async def once_more(connection: Connection, again: bool) -> Any:
            return await unit(connection, True)

        return await super().run(once_more, single=single)


async def test_what_was_committed_unheard_is_not_done_twice(postgres_pool: PostgresPool):
    sure, unsure = PostgresStore(postgres_pool), PostgresStore(LosesEveryAnswer(postgres_pool))
    message = a_message()
    await unsure.keep("support", 1, [an_arrival(message, 1)], last_uid=1)
    claim = await taken(sure)
    await unsure.conclude(claim, a_reply(message), [an_outgoing()])
    with pytest.raises(LeaseLost):
        await sure.conclude(claim, a_reply(message), [an_outgoing()])
    queued = await unsure.take_to_send(lease_seconds=60)
    assert queued and (queued.state, queued.attempts) == (Delivery.READY, 1)
    assert await sure.take_to_send(lease_seconds=60) is None
    await unsure.mark(queued, Delivery.SENT)
    story = await sure.ticket(claim.conversation_id)
    assert story and [m["state"] for m in story["mails"]] == ["sent"]
    assert [m["outcome"] for m in story["messages"]] == ["answered"]


async def test_a_unit_is_done_again_when_its_connection_breaks(postgres_pool: PostgresPool):
    tries: list[bool] = []

    async def unit(connection: Connection, again: bool) -> int:
        tries.append(again)
        if not again:
            await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return 42

    assert await postgres_pool.run(unit) == 42
    assert tries == [False, True]


async def test_two_that_block_each_other_both_come_through(postgres_pool: PostgresPool):
    async def make(connection: Connection, again: bool) -> None:
        await connection.execute("CREATE TABLE pair AS SELECT n, 0 AS touched FROM generate_series(1, 2) AS n")

    await postgres_pool.run(make)
    met = asyncio.Barrier(2)

    async def touch(first: int, second: int) -> None:
        async def unit(connection: Connection, again: bool) -> None:
            await connection.execute("SET LOCAL deadlock_timeout = '50ms'")
            await connection.execute("UPDATE pair SET touched = touched + 1 WHERE n = %s", [first])
            if not again:
                await met.wait()
            await connection.execute("UPDATE pair SET touched = touched + 1 WHERE n = %s", [second])

        await postgres_pool.run(unit)

    await asyncio.gather(touch(1, 2), touch(2, 1))

    async def look(connection: Connection, again: bool) -> list[Any]:
        return [row["touched"] for row in await (await connection.execute("SELECT touched FROM pair")).fetchall()]

    assert await postgres_pool.run(look) == [2, 2]


async def test_nonsense_is_given_up_and_not_repeated(postgres_pool: PostgresPool):
    tries: list[bool] = []

    async def unit(connection: Connection, again: bool) -> None:
        tries.append(again)
        await connection.execute("SELECT nothing FROM nowhere")

    with pytest.raises(GiveUp, match="nowhere"):
        await postgres_pool.run(unit)
    assert tries == [False]


async def test_a_closed_pool_is_for_later(database_dsn: str):
    async with open_pool(database_dsn, connections=2) as pool:
        store = PostgresStore(pool)
    with pytest.raises(TryLater):
        await store.claim(lease_seconds=1)


async def test_another_process_hears_of_new_mail(database_dsn: str):
    async with open_pool(database_dsn, connections=2) as here, open_pool(database_dsn, connections=2) as there:
        taker, worker = PostgresStore(here), PostgresStore(there)
        assert await worker.claim(lease_seconds=60) is None
        # ends when the worker's process has begun to listen, because it may have missed something before
        async with asyncio.timeout(20):
            await worker.wait_for_work(60)
        assert await worker.claim(lease_seconds=60) is None
        waiting = asyncio.create_task(worker.wait_for_work(60))
        await asyncio.sleep(0)
        await keep(taker, a_message())
        async with asyncio.timeout(20):
            await waiting
        assert await worker.claim(lease_seconds=60) is not None
        await taker.close()
        await worker.close()
