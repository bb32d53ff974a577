"""Keeps the loops of `flow` going until told to stop. `run` and `demo` use the same.

A poll per mailbox (APScheduler) with IDLE as a wake-up, `work.workers` deciding, `work.senders` sending. Workers sleep
until the store says that something came. On stop nothing new is taken up, and what is in hand has `work.stop_seconds`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from responder import flow
from responder.config import Settings
from responder.errors import ResponderError
from responder.ports import Mailbox, World
from responder.reporting import WeeklyReport

log = logging.getLogger("responder")

IDLE_CHECK = 5.0
"""seconds after which a worker looks by itself, should a notification have been lost"""
FILE_SECONDS = 2.0
"""between two rounds of showing in the mailbox what became of mails"""
REPORT_SECONDS = 60.0
"""between two looks whether the weekly report is due"""


class Daemon:
    """One process's loops over one world. `stop` may be called from a signal handler."""

    def __init__(
        self, world: World, settings: Settings, *, upkeep: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """`upkeep`: what is done every `knowledge.sync_minutes`, such as reading articles in."""
        self.world = world
        self.settings = settings
        self._upkeep = upkeep
        self._upkeep_due = asyncio.Event()
        self.stopping = asyncio.Event()
        self._look_now = {mailbox.name: asyncio.Event() for mailbox in world.mailboxes}

    def stop(self) -> None:
        self.stopping.set()

    async def run(self) -> None:
        """Until `stop`. Errors of the world are logged and tried again; none ends a loop."""
        scheduler = AsyncIOScheduler()
        for mailbox in self.world.mailboxes:
            seconds = self._poll_seconds(mailbox)
            # only a bell: APScheduler cancels what it runs when it is shut down, and a fetch should end by itself
            scheduler.add_job(
                self._look_now[mailbox.name].set, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True
            )
        if self._upkeep and (minutes := self.settings.knowledge.sync_minutes):
            scheduler.add_job(self._upkeep_due.set, "interval", minutes=minutes, misfire_grace_time=None, coalesce=True)
        scheduler.start()
        loops = [asyncio.create_task(self._watch(mailbox)) for mailbox in self.world.mailboxes]
        if self._upkeep:
            loops.append(asyncio.create_task(self._keep_up(self._upkeep)))
        loops.append(asyncio.create_task(self._report()))
        busy = [asyncio.create_task(self._work(flow.answer_next)) for _ in range(self.settings.work.workers)]
        busy += [asyncio.create_task(self._work(flow.send_next)) for _ in range(self.settings.work.senders)]
        busy.append(asyncio.create_task(self._file()))
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

    async def _watch(self, mailbox: Mailbox) -> None:
        """Fetch, then wait for the bell of the poll or for the server to say that something came."""
        poll_seconds, wait, bell = self._poll_seconds(mailbox), 1.0, self._look_now[mailbox.name]
        while not self.stopping.is_set():
            bell.clear()
            try:
                await flow.take_in(mailbox, self.world, self.settings)
                await self._first_of(mailbox.wait_for_mail(poll_seconds), bell.wait(), self.stopping.wait())
                wait = 1.0
            except ResponderError as error:
                wait = max(wait, getattr(error, "after", 0.0))
                log.error("mailbox %s: %s; looking again in %.0f s", mailbox.name, error, wait)
                await self._pause(wait)
                wait = min(wait * 2, max(poll_seconds, 1.0))
            except Exception:
                log.exception("mailbox %s: taking mail in failed; going on", mailbox.name)
                await self._pause(wait)
                wait = min(wait * 2, max(poll_seconds, 1.0))

    async def _keep_up(self, upkeep: Callable[[], Awaitable[None]]) -> None:
        """Beside the mail, never in its way. On stop it is cut off: what it does is done again from where it was."""
        while True:
            await self._upkeep_due.wait()
            self._upkeep_due.clear()
            try:
                await upkeep()
            except ResponderError as error:
                log.warning("upkeep of the knowledge base: %s", error)
            except Exception:
                log.exception("upkeep of the knowledge base failed; going on")

    async def _report(self) -> None:
        """Beside the mail too."""
        report = WeeklyReport(self.world, self.settings)
        while True:
            await report.look()
            await self._pause(REPORT_SECONDS)

    async def _work(self, turn: Callable[[World, Settings], Awaitable[bool]]) -> None:
        wait = 1.0
        while not self.stopping.is_set():
            try:
                if not await turn(self.world, self.settings):
                    await self._first_of(self.world.store.wait_for_work(IDLE_CHECK), self.stopping.wait())
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
        while not self.stopping.is_set():
            try:
                await flow.file_away(self.world, self.settings)
            except ResponderError as error:
                log.warning("mails are not marked in the mailbox yet: %s", error)
            except Exception:
                log.exception("marking mails in the mailbox failed; going on")
            await self._pause(FILE_SECONDS)

    def _poll_seconds(self, mailbox: Mailbox) -> float:
        return self.settings.mailbox_named(mailbox.name).poll_seconds

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    @staticmethod
    async def _first_of(*waiting: Coroutine[Any, Any, object]) -> None:
        """Until one of them ends, which may raise; the others are cancelled."""
        ends = [asyncio.create_task(one) for one in waiting]
        try:
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in done:
                end.result()
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
