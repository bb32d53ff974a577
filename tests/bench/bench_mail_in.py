"""A backlog of 10,000 mails from Dovecot over TLS, and the time from delivery to wake-up: `make bench`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from responder.adapters.imap_mailbox import ImapMailbox
from responder.adapters.mail_reader import ProcessMailReader
from responder.adapters.postgres_pool import open_pool
from responder.adapters.postgres_store import PostgresStore
from responder.config import settings_from
from responder.domain import Cursor
from responder.flow import take_in
from tests.bench.figures import resident_mb, tell
from tests.bench.worker import mails
from tests.fixtures.mail_servers import PASSWORD, Dovecot
from tests.worlds import a_stage

BACKLOG = 10_000


async def test_a_backlog_is_taken_in(dovecot: Dovecot, new_database: Callable[..., str], tmp_path: Path) -> None:
    from dataclasses import replace

    user = dovecot.new_user()
    await asyncio.to_thread(dovecot.deliver_many, mails(BACKLOG), user)
    settings = settings_from({"mailbox": [dovecot.settings(user).model_dump()]})
    seconds, memory = [], []
    for _ in range(3):
        async with open_pool(new_database()) as pool:
            store, mailbox = PostgresStore(pool), ImapMailbox(settings.mailbox[0], PASSWORD)
            reader = ProcessMailReader()
            world = replace((await a_stage()).world, store=store, mailboxes=(mailbox,), reader=reader)
            started = time.perf_counter()
            assert await take_in(mailbox, world, settings) == BACKLOG
            seconds.append(time.perf_counter() - started)
            memory.append(resident_mb(psutil.Process(), besides="dovecot"))
            for door in (reader, mailbox, store):
                await door.close()
    tell(f"{BACKLOG:,} mails taken in from Dovecot over TLS", seconds, "s")
    tell("memory of the bench process and its readers meanwhile", memory, "MB")


async def test_delivery_wakes_the_daemon(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    mailbox = ImapMailbox(dovecot.settings(user), PASSWORD)
    async for _ in mailbox.fetch_new(Cursor()):
        pass
    [raw] = mails(1)
    waits = []
    for _ in range(11):
        waiting = asyncio.create_task(mailbox.wait_for_mail(30))
        await asyncio.sleep(0.3)  # let IDLE begin
        started = time.perf_counter()
        await asyncio.to_thread(dovecot.deliver, raw, user)
        await waiting
        waits.append((time.perf_counter() - started) * 1000)
    await mailbox.close()
    tell("from delivery to wake-up (Dovecot, IDLE)", waits, "ms")
