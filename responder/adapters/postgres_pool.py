"""A pool of PostgreSQL connections: brings the tables up to date, repeats what may be repeated, and translates errors.

Everything that talks to the database hands over a *unit*: a function that does one whole transaction. When the
connection breaks, or PostgreSQL says that a deadlock or a serialisation failure happened, the unit is done again from
its beginning, with `again` true: it then first looks whether it had been committed after all.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any, TypeVar

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from responder.errors import ConfigError, GiveUp, ResponderError, TryLater

Connection = psycopg.AsyncConnection[DictRow]
T = TypeVar("T")
Unit = Callable[[Connection, bool], Awaitable[T]]

_TRIES = 6
_FIRST_PAUSE = 0.05
"""seconds, doubling: a restart of the server takes some tenths of a second"""

_BROKEN = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.IdleInTransactionSessionTimeout,
    errors.ConnectionException,
)
_REPEAT = (errors.SerializationFailure, errors.DeadlockDetected)
_LATER = (errors.InsufficientResources, errors.OperatorIntervention, errors.LockNotAvailable, errors.SystemError)


class PostgresPool:
    """Made by `open_pool`."""

    def __init__(self, pool: AsyncConnectionPool[Connection], dsn: str, schema: str) -> None:
        self._pool = pool
        self.dsn = dsn
        self.schema = schema
        self.channel = "responder_" + hashlib.sha256(schema.encode()).hexdigest()[:12]

    async def run(self, unit: Unit[T], *, single: bool = False) -> T:
        """Do one transaction, again where that may help. Raises TryLater when the database is away, GiveUp else.

        `single`: the unit changes things in one statement only, which is a transaction by itself and saves two trips."""
        for attempt in range(_TRIES):
            try:
                async with self._pool.connection() as connection:
                    if single:
                        return await unit(connection, attempt > 0)
                    async with connection.transaction():
                        return await unit(connection, attempt > 0)
            except ResponderError:
                raise
            except PoolClosed as error:
                raise TryLater("The database connections were closed: this process is stopping.") from error
            except (PoolTimeout, TooManyRequests) as error:
                raise TryLater("All database connections are busy; raise database.connections.", after=1) from error
            except psycopg.Error as error:
                if not _may_repeat(error):
                    raise translated(error) from error
                if attempt == _TRIES - 1:
                    raise TryLater(f"The database is away: {_line(error)}", after=2) from error
                if attempt == 0:
                    # one broken connection means that they all are: do not meet them one by one
                    await self._pool.check()
                await asyncio.sleep(_FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Connection]:
        """A connection of its own, for what belongs to a connection, such as a lock. Raises TryLater, GiveUp."""
        try:
            connection = await psycopg.AsyncConnection.connect(self.dsn, autocommit=True, row_factory=dict_row)
        except psycopg.Error as error:
            raise translated(error) from error
        async with connection:
            yield connection

    async def listening(self) -> Connection:
        """A connection of its own that hears notifications. The caller closes it."""
        connection = await psycopg.AsyncConnection.connect(self.dsn, autocommit=True, row_factory=dict_row)
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))
        return connection


@asynccontextmanager
async def open_pool(
    dsn: str, *, password: str = "", connections: int = 10, schema: str = ""
) -> AsyncIterator[PostgresPool]:
    """Connect, bring the tables up to date, and close at the end.

    `schema`: where the tables live, made if missing; empty for the database's default. Raises ConfigError when the
    database cannot be used as it is, TryLater when it does not answer."""
    dsn = _conninfo(dsn, password, schema)
    await migrate(dsn, schema=schema)
    pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
        dsn,
        min_size=min(2, connections),
        max_size=connections,
        kwargs={"row_factory": dict_row, "autocommit": True},
        timeout=30,
        reconnect_timeout=30,
        open=False,
    )
    await pool.open()
    try:
        yield PostgresPool(pool, dsn, schema)
    finally:
        await pool.close()


async def migrate(dsn: str, *, schema: str = "") -> list[str]:
    """Apply the migrations that are missing, in order, each in a transaction. Returns their names.

    Several processes may do this at once: one does, the others wait for it."""
    try:
        async with await _connected(dsn) as connection:
            return await _migrate(connection, schema)
    except psycopg.OperationalError as error:
        raise TryLater(
            f"Cannot connect to the database: {_line(error).rstrip('.?')}. Check database.dsn.", after=2
        ) from error
    except errors.InsufficientPrivilege as error:
        raise ConfigError(
            f"The database refuses: {_line(error)}. Let its administrator run CREATE EXTENSION vector; and GRANT CREATE "
            "on the schema to this user."
        ) from error
    except (errors.UndefinedFile, errors.FeatureNotSupported) as error:
        raise ConfigError(f"The database has no pgvector: {_line(error)}. Install pgvector 0.7 or newer.") from error


async def _connected(dsn: str) -> Connection:
    for attempt in range(4):
        try:
            return await psycopg.AsyncConnection.connect(dsn, row_factory=dict_row)
        except psycopg.OperationalError:
            if attempt == 3:
                raise
            await asyncio.sleep(0.2 * 2**attempt)  # a server that is just starting
    raise AssertionError("unreachable")


async def _migrate(connection: Connection, schema: str) -> list[str]:
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('responder migrations'))")
        if schema:
            await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema.lower())))
            # not into our schema, where other schemas of the same database would not find it
            await connection.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migration"
            " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT statement_timestamp())"
        )
        rows = await (await connection.execute("SELECT name FROM migration")).fetchall()
        applied, known = {row["name"] for row in rows}, migrations()
        if newer := applied - known.keys():
            raise ConfigError(
                f"The database was upgraded by a newer version (it knows {', '.join(sorted(newer))}); upgrade this one."
            )
        missing = [name for name in sorted(known) if name not in applied]
        for name in missing:
            await connection.execute(known[name].encode())
            await connection.execute("INSERT INTO migration (name) VALUES (%s)", [name])
        return missing


def migrations() -> dict[str, str]:
    """Name → SQL."""
    folder = resources.files("responder") / "sql" / "migrations"
    return {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".sql")}


def translated(error: psycopg.Error) -> TryLater | GiveUp:
    if isinstance(error, (*_BROKEN, *_REPEAT, *_LATER)) or type(error) is psycopg.OperationalError:
        return TryLater(f"The database cannot do this now: {_line(error)}", after=2)
    return GiveUp(f"The database refuses: {_line(error)}")


def _may_repeat(error: psycopg.Error) -> bool:
    # a broken connection comes as OperationalError itself, without a SQLSTATE of its own
    return isinstance(error, (*_BROKEN, *_REPEAT)) or type(error) is psycopg.OperationalError


def _conninfo(dsn: str, password: str, schema: str) -> str:
    try:
        settings: dict[str, Any] = {"application_name": "responder", "connect_timeout": 10}
        if password:
            settings["password"] = password
        path = f"{_quoted(schema)},public" if schema else ""
        # JIT compiles longer than our statements run
        # a walk over the vector index goes on until enough passages of the wanted part were found (pgvector 0.8; an older
        # one overlooks the setting)
        walk = "-c hnsw.iterative_scan=relaxed_order -c hnsw.ef_search=400"
        settings["options"] = f"-c jit=off -c timezone=UTC {walk}" + (f" -c search_path={path}" if path else "")
        return make_conninfo(dsn, **settings)
    except psycopg.ProgrammingError as error:
        raise ConfigError(f"database.dsn cannot be understood: {_line(error)}") from None


def _quoted(schema: str) -> str:
    if not schema.isidentifier():
        raise ConfigError(f"{schema!r} cannot be the name of a database schema; use letters, digits and _.")
    return schema.lower()


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
