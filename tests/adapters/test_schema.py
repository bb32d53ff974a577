"""schema.sql is what a reader sees, the migrations are what a database gets: both must be the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import resources

import psycopg
import pytest

from responder.adapters.postgres_pool import migrate, migrations, open_pool
from responder.errors import ConfigError, TryLater

CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, ordinal_position, data_type, udt_name, is_nullable, column_default, is_identity,
               identity_generation
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migration' ORDER BY 1, 3""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'migration' ORDER BY 1, 2""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'migration' ORDER BY 1, 2""",
    "storage": """
        SELECT attrelid::regclass::text, attname, attstorage FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND relname <> 'migration'
        ORDER BY 1, 2""",
    "options": """
        SELECT relname, reloptions FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migration' ORDER BY 1""",
    "extensions": "SELECT extname FROM pg_extension ORDER BY 1",
}


def catalogue(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(dsn) as connection:
        return {name: connection.execute(statement.encode()).fetchall() for name, statement in CATALOGUE.items()}


def test_the_picture_and_the_migrations_give_the_same_database(new_database: Callable[..., str]):
    drawn, migrated = new_database(), new_database(migrated=True)
    picture = (resources.files("responder") / "sql" / "schema.sql").read_text(encoding="utf-8")
    with psycopg.connect(drawn) as connection:
        connection.execute(picture.encode())

    told, found = catalogue(drawn), catalogue(migrated)

    assert len(told["columns"]) > 100
    assert told == found


async def test_a_second_migration_changes_nothing(new_database: Callable[..., str]):
    dsn = new_database()
    assert await migrate(dsn) == sorted(migrations())
    assert await migrate(dsn) == []


async def test_mails_and_answers_of_before_0009_stay_and_count_as_unlike_all_others(new_database: Callable[..., str]):
    dsn = new_database()
    _migrate_to(dsn, "0008")
    _an_answered_mail(dsn, 1)

    assert await migrate(dsn) == [name for name in sorted(migrations()) if name >= "0009"]

    with psycopg.connect(dsn) as connection:
        mails = connection.execute("SELECT id, alike_hash, origin FROM message").fetchall()
        answers = connection.execute("SELECT inbound_id, alike_hash, origin FROM outbox").fetchall()
    assert mails == answers == [(1, "", "")]


def _migrate_to(dsn: str, last: str) -> None:
    """As a version did that knew no migration after this one."""
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())"
        )
        for name, statements in sorted(migrations().items()):
            known = connection.execute("SELECT FROM migration WHERE name = %s", [name]).rowcount
            if name[:4] <= last and not known:
                connection.execute(statements.encode())
                connection.execute("INSERT INTO migration (name) VALUES (%s)", [name])


def _an_answered_mail(dsn: str, number: int) -> None:
    values = {"id": number, "sha": f"sha-{number}", "mid": f"<{number}@x.example>"}
    with psycopg.connect(dsn) as connection:
        connection.execute("INSERT INTO raw_mail VALUES (%(sha)s, 'raw')", values)
        connection.execute(
            "INSERT INTO conversation (id, customer, subject, opened_at, last_at, next_at)"
            " VALUES (%(id)s, 'a@x.example', 's', now(), now(), now())",
            values,
        )
        connection.execute(
            "INSERT INTO message (id, conversation_id, mailbox, raw_sha256, fingerprint, message_id, sender, sender_name,"
            " subject, body_hash, received_at, kept_at, parsed)"
            " VALUES (%(id)s, %(id)s, 'm', %(sha)s, '', %(mid)s, 'a@x.example', '', 's', '', now(), now(), '{}')",
            values,
        )
        connection.execute(
            "INSERT INTO outbox (conversation_id, inbound_id, kind, mailbox, recipient, envelope_from, subject, message_id,"
            " raw, queued_at, due_at)"
            " VALUES (%(id)s, %(id)s, 'reply', 'm', 'a@x.example', 'm@y.example', 's', %(mid)s, '', now(), now())",
            values,
        )


async def test_many_processes_may_migrate_at_once(new_database: Callable[..., str]):
    dsn = new_database()
    applied = await asyncio.gather(*(migrate(dsn) for _ in range(6)))
    assert sorted(map(len, applied)) == [0] * 5 + [len(migrations())]


async def test_two_schemas_of_one_database_live_side_by_side(new_database: Callable[..., str]):
    dsn = new_database()
    for schema in ("first", "second"):
        async with open_pool(dsn, connections=2, schema=schema) as pool:
            row = await pool.run(lambda c, again: _tables(c))
            assert row == {"schema": schema, "tables": 1}


async def _tables(connection):  # type: ignore[no-untyped-def]
    found = await connection.execute(
        "SELECT current_schema() AS schema, count(*) AS tables FROM pg_tables"
        " WHERE tablename = 'outbox' AND schemaname = current_schema()"
    )
    return await found.fetchone()


async def test_a_database_of_a_newer_version_is_refused(database_dsn: str):
    with psycopg.connect(database_dsn, autocommit=True) as connection:
        connection.execute("INSERT INTO migration (name) VALUES ('9999_from_the_future.sql')")
    with pytest.raises(ConfigError, match="9999_from_the_future"):
        await migrate(database_dsn)


async def test_a_database_that_is_not_there_is_told_in_words():
    with pytest.raises(TryLater, match=r"Check database\.dsn"):
        await migrate("host=127.0.0.1 port=1 connect_timeout=2")
