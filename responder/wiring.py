"""Settings → the real World. The only file that knows every concrete class, the environment and the clock."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from responder.config import Secrets, Settings
from responder.errors import ConfigError
from responder.ports import Embedder, Knowledge, LanguageModel, Store, World


def now() -> datetime:
    return datetime.now(UTC)


def environment() -> Mapping[str, str]:
    return os.environ


def data_dir(settings: Settings) -> Path:
    """Where the embedded database and the model cache live; made if missing."""
    folder = settings.path(settings.data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@asynccontextmanager
async def open_world(
    settings: Settings, secrets: Secrets, *, with_mail: bool = True, in_child_processes: bool = True
) -> AsyncIterator[World]:
    """Every door that the settings name. Nothing connects to a mail server or a model before it is used."""
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(_database(settings, secrets))
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        stack.push_async_callback(store.close)
        embedder = await open_embedder(settings)
        offline = _offline_model(settings, embedder)
        model = language_model(settings, secrets, offline)
        stack.push_async_callback(model.close)
        reader = _reader(settings, in_child_processes=in_child_processes and with_mail)
        stack.push_async_callback(reader.close)
        mailboxes, outboxes = _mail_doors(settings, secrets) if with_mail else ((), {})
        for door in (*mailboxes, *outboxes.values()):
            stack.push_async_callback(door.close)
        yield World(
            mailboxes=mailboxes,
            outboxes=outboxes,
            store=store,
            knowledge=_knowledge(pool, settings, embedder),
            embedder=embedder,
            language_model=model,
            offline_model=offline,
            customers=_customers(settings),
            reader=reader,
            key=await store.secret("mail"),
            now=now,
            passed=_kill_point(environment().get("RESPONDER_KILL_AT", "")),
        )


@asynccontextmanager
async def open_knowledge(settings: Settings, secrets: Secrets) -> AsyncIterator[tuple[Knowledge, Embedder]]:
    """Only what `responder kb` needs."""
    async with _database(settings, secrets) as pool:
        embedder = await open_embedder(settings)
        yield _knowledge(pool, settings, embedder), embedder


@asynccontextmanager
async def open_store(settings: Settings, secrets: Secrets) -> AsyncIterator[Store]:
    """Only what `responder tickets` needs."""
    async with _database(settings, secrets) as pool:
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        try:
            yield store
        finally:
            await store.close()
