"""Keeps the loops of `flow` going until told to stop. `run` and `demo` use the same.

A poll per mailbox (APScheduler) with IDLE as a wake-up, `work.workers` deciding, `work.senders` sending. Workers sleep
until the store says that something came. On stop nothing new is taken up, and what is in hand has `work.stop_seconds`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from responder import flow
from responder.config import Settings
from responder.errors import ResponderError
from responder.ports import Mailbox, World

log = logging.getLogger("responder")

IDLE_CHECK = 5.0
"""seconds after which a worker looks by itself, should a notification have been lost"""


class Daemon:
    """One process's loops over one world. `stop` may be called from a signal handler."""

    def __init__(self, world: World, settings: Settings) -> None:
        self.world = world
        self.settings = settings
        self.stopping = asyncio.Event()
        self._new_mail = {mailbox.name: asyncio.Lock() for mailbox in world.mailboxes}

    def stop(self) -> None:
        self.stopping.set()

    async def run(self) -> None:
        """Until `stop`. Errors of the world are logged and tried again; none ends a loop."""
        scheduler = AsyncIOScheduler()
        for mailbox in self.world.mailboxes:
            seconds = self.settings.mailbox_named(mailbox.name).poll_seconds
            scheduler.add_job(
                self._poll, "interval", args=[mailbox], seconds=seconds, misfire_grace_time=None, coalesce=True
            )
        scheduler.add_job(self._file, "interval", seconds=2, misfire_grace_time=None, coalesce=True)
        scheduler.start()
        loops = [asyncio.create_task(self._watch(mailbox)) for mailbox in self.world.mailboxes]
        busy = [asyncio.create_task(self._work(flow.answer_next)) for _ in range(self.settings.work.workers)]
        busy += [asyncio.create_task(self._work(flow.send_next)) for _ in range(self.settings.work.senders)]
        try:
            await self.stopping.wait()
        finally:
            scheduler.shutdown(wait=False)
            for loop in loops:
                loop.cancel()
            _, late = await asyncio.wait(busy, timeout=self.settings.work.stop_seconds)
            for task in late:
                # its lease runs out, and whoever comes next takes the mail over
                task.cancel()
            await asyncio.gather(*loops, *late, return_exceptions=True)

    async def _poll(self, mailbox: Mailbox) -> None:
        # a poll and a wake-up at once would fetch the same mails twice; the store would drop them, but why fetch
        async with self._new_mail[mailbox.name]:
            if self.stopping.is_set():
                return
            try:
                await flow.take_in(mailbox, self.world, self.settings)
            except ResponderError as error:
                log.error("mailbox %s: %s", mailbox.name, error)

    async def _watch(self, mailbox: Mailbox) -> None:
        poll_seconds = self.settings.mailbox_named(mailbox.name).poll_seconds
        wait = 1.0
        while not self.stopping.is_set():
            await self._poll(mailbox)
            try:
                await mailbox.wait_for_mail(poll_seconds)
                wait = 1.0
            except ResponderError as error:
                log.warning("mailbox %s: %s; looking again in %.0f s", mailbox.name, error, wait)
                await self._pause(wait)
                wait = min(wait * 2, poll_seconds)

    async def _work(self, turn: Callable[[World, Settings], Awaitable[bool]]) -> None:
        wait = 1.0
        while not self.stopping.is_set():
            try:
                if not await turn(self.world, self.settings):
                    await self._until_stop_or(self.world.store.wait_for_work(IDLE_CHECK))
                wait = 1.0
            except ResponderError as error:
                log.error("%s; again in %.0f s", error, wait)
                await self._pause(wait)
                wait = min(wait * 2, 30)
            except Exception:
                log.exception("%s failed; going on", turn.__name__)
                await self._pause(wait)
                wait = min(wait * 2, 30)

    async def _file(self) -> None:
        try:
            await flow.file_away(self.world, self.settings)
        except ResponderError as error:
            log.warning("mails are not marked in the mailbox yet: %s", error)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def _until_stop_or(self, waiting: Awaitable[None]) -> None:
        ends = [asyncio.ensure_future(waiting), asyncio.ensure_future(self.stopping.wait())]
        try:
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in done:
                end.result()
        finally:
            for end in ends:
                end.cancel()
