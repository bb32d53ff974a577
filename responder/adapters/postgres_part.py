"""What the parts of the PostgreSQL store share: the pool, the clock and the bell."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from responder.adapters import stored_values
from responder.adapters.bell import Bell, Kind
from responder.adapters.postgres_pool import Connection, PostgresPool
from responder.errors import ResponderError

log = logging.getLogger("responder")

NOW = "coalesce(%(now)s::timestamptz, statement_timestamp())"
"""The database's clock, so that leases of several machines agree; or a test's."""


def as_jsonb(noun: Any) -> Jsonb:
    return Jsonb(noun, dumps=stored_values.dump)


class PostgresPart:
    """`now`: a clock that a test turns; None for the database's."""

    def __init__(self, pool: PostgresPool, *, now: Callable[[], datetime] | None = None) -> None:
        self._pool = pool
        self._clock = now
        self._bell = Bell()
        self._me = f"{os.getpid()}.{secrets.token_hex(4)}"
        self._untold: dict[Kind, int] = {}
        self._telling: asyncio.Task[None] | None = None
        self._ears: asyncio.Task[None] | None = None

    def _now(self) -> datetime | None:
        return self._clock() if self._clock else None

    # -- wake-ups. A NOTIFY inside a transaction makes all commits of the database wait for each other, so it goes out
    # after the commit and for many at once. One that is lost costs a few seconds: workers also look by themselves.

    def _tell(self, kind: Kind, count: int = 1) -> None:
        """There is work: wake this process's workers at once, the other processes' soon."""
        if count <= 0:
            return
        self._bell.ring(kind, count)
        self._untold[kind] = self._untold.get(kind, 0) + count
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_others())

    async def _tell_others(self) -> None:
        while self._untold:
            await asyncio.sleep(0.005)
            words = " ".join(f"{kind}:{count}" for kind, count in self._untold.items())
            self._untold = {}

            async def notify(connection: Connection, again: bool, words: str = words) -> None:
                await connection.execute("SELECT pg_notify(%s, %s)", [self._pool.channel, f"{self._me} {words}"])

            with suppress(ResponderError):
                await self._pool.run(notify, single=True)

    async def wait_for_work(self, seconds: float) -> None:
        if self._ears is None or self._ears.done():
            self._ears = asyncio.create_task(self._listen())
        await self._bell.wait(seconds)

    async def _listen(self) -> None:
        """One connection for the whole process; made anew when it breaks, because what it missed it cannot know."""
        pause = 0.2
        while True:
            try:
                async with await self._pool.listening() as connection:
                    pause = 0.2
                    self._bell.ring_all()
                    async for heard in connection.notifies():
                        self._hear(heard.payload)
            except (psycopg.Error, OSError) as error:
                log.debug("not listening to the database: %s; again in %.1f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    def _hear(self, payload: str) -> None:
        sender, *words = payload.split()
        if sender == self._me:
            return
        for word in words:
            name, _, count = word.partition(":")
            kind: Kind = "send" if name == "send" else "answer"
            self._bell.ring(kind, int(count))

    async def close(self) -> None:
        """Stop listening, once others have been told what is new. The pool is closed by whoever opened it."""
        if self._telling:
            await asyncio.wait([self._telling], timeout=1.0)
        tasks = [task for task in (self._ears, self._telling) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._bell.ring_all()
