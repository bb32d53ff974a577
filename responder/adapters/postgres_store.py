"""The store on PostgreSQL. Its parts: mail in, the queue, mail out, what is known, and what people look at."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from responder.adapters.postgres_grades import Grades
from responder.adapters.postgres_history import History
from responder.adapters.postgres_intake import Intake
from responder.adapters.postgres_outbox import OutboxRows
from responder.adapters.postgres_past import Past
from responder.adapters.postgres_pool import Connection, migrations
from responder.adapters.postgres_queue import Queue
from responder.adapters.postgres_tickets import Tickets


class PostgresStore(Intake, Queue, OutboxRows, History, Tickets, Past, Grades):
    """ports.Store over a pool that somebody else opens and closes. `close` stops listening for work."""

    _born: datetime | None = None

    async def born(self) -> datetime:
        if self._born is None:

            async def look(connection: Connection, again: bool) -> datetime:
                found = await connection.execute("SELECT min(applied_at) AS at FROM migration")
                row = await found.fetchone()
                assert row is not None
                return row["at"]  # type: ignore[no-any-return]

            self._born = await self._pool.run(look, single=True)
        return self._born

    async def secret(self, name: str) -> bytes:
        async def get(connection: Connection, again: bool) -> bytes:
            await connection.execute(
                "INSERT INTO secret (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [name, secrets.token_bytes(32)],
            )
            row = await (await connection.execute("SELECT value FROM secret WHERE name = %s", [name])).fetchone()
            assert row is not None
            return bytes(row["value"])

        return await self._pool.run(get, single=True)

    async def remember(self, name: str, value: dict[str, Any]) -> None:
        async def put(connection: Connection, again: bool) -> None:
            await connection.execute(
                "INSERT INTO remembered (name, value, at) VALUES (%s, %s, statement_timestamp())"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
                [name, Jsonb(value)],
            )

        await self._pool.run(put, single=True)

    async def remembered(self, name: str) -> dict[str, Any] | None:
        async def get(connection: Connection, again: bool) -> dict[str, Any] | None:
            row = await (await connection.execute("SELECT value FROM remembered WHERE name = %s", [name])).fetchone()
            return dict(row["value"]) if row else None

        return await self._pool.run(get, single=True)

    async def check(self) -> str:
        async def look(connection: Connection, again: bool) -> str:
            row = await (
                await connection.execute(
                    "SELECT current_setting('server_version') AS postgres,"
                    " (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector,"
                    " (SELECT count(*) FROM message WHERE done_at IS NULL) AS waiting"
                )
            ).fetchone()
            assert row is not None
            newest = max(migrations()).removesuffix(".sql")
            return (
                f"PostgreSQL {row['postgres']}, pgvector {row['pgvector']}, tables as of {newest}, "
                f"{row['waiting']} mails wait"
            )

        return await self._pool.run(look, single=True)
