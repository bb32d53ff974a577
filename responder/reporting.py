"""What an admin and an editor should know of the last days: asked of the store, and sent to them once a week.

What stands in a report is in `steps.report`, when one is due in `steps.report_week`. Nothing here may hold mail up: heaps
are made in a thread, texts are embedded a few at a time, and what goes wrong is logged and tried again later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from responder.config import Settings
from responder.domain import Vector
from responder.errors import ResponderError
from responder.ports import Embedder, Library, Store, World
from responder.steps import compose, report
from responder.steps.gaps import Gap, OpenQuestion, gaps_in
from responder.steps.new_intents import fits_none, new_intents
from responder.steps.personal_data import masked
from responder.steps.question import without_courtesies
from responder.steps.report import Report
from responder.steps.report_week import Days, week_due
from responder.steps.retrieve import LONGEST

log = logging.getLogger("responder")

MOST_COMPARED = 2000
"""newest mails without an intent, or questions without an answer, that are compared with each other: some seconds"""
_AT_ONCE = 64
"""texts that are embedded at once: what a customer's question has to wait for at most"""
GAPS_DAYS = 90
"""for which a gap of the knowledge base and the uses of an article count"""
AGAIN = timedelta(hours=1)
"""after a report could not be made"""

_LAST = "report: last week"


class WeeklyReport:
    """The report of one process. Remembers when it failed."""

    def __init__(self, world: World, settings: Settings) -> None:
        self._world = world
        self._settings = settings
        self._not_before: datetime | None = None

    async def look(self) -> None:
        """Queue the report if it is due and no process has done so. Raises nothing."""
        now = self._world.now()
        if self._not_before and now < self._not_before:
            return
        try:
            await send_if_due(self._world, self._settings)
        except ResponderError as error:
            log.warning("the weekly report: %s; again in an hour", error)
            self._not_before = now + AGAIN
        except Exception:
            log.exception("the weekly report failed; again in an hour")
            self._not_before = now + AGAIN


async def send_if_due(world: World, settings: Settings) -> bool:
    """Queue the weekly report. False: none is due, another process was faster, or there was no mail to tell of."""
    week = week_due(world.now(), settings.report)
    # spares the work where it is done; that it is done once, queue_notice sees to
    if week is None or (await world.store.remembered(_LAST) or {}).get("week") == week.name:
        return False
    queued = False
    made = await gather(world.store, world.library, lambda: world.embedder, settings, days=week.days, now=world.now())
    if made.mails.all or made.waiting:
        mail = compose.report_mail(made, name=week.name, settings=settings, key=world.key, now=world.now())
        queued = await world.store.queue_notice(mail, conversation_id=0, once=f"report {week.name}")
        if queued:
            log.info("the report of week %s goes to %s", week.name, mail.recipient)
    else:
        log.info("there is no report of week %s: no mail came, and none waits", week.name)
    await world.store.remember(_LAST, {"week": week.name})
    return queued


async def gather(
    store: Store,
    library: Library | None,
    embedder: Callable[[], Embedder],
    settings: Settings,
    *,
    days: Days,
    now: datetime,
) -> Report:
    """What is known of these days. What waits, and what articles lack, is told as it is `now`."""
    tally = await store.tally(since=days.since, until=days.until)
    strange, kinds = await fitting_none(store, embedder, settings, days.since, days.until)
    since = now - timedelta(days=GAPS_DAYS)
    gaps = (await open_gaps(library, embedder, settings, since))[1] if library else ()
    stale = await library.stale(today=now.date(), days=settings.knowledge.review_days, since=since) if library else ()
    # where replies to handoffs do not come to us, nobody knows which tickets are answered
    seen = any(mailbox.plus_addressing for mailbox in settings.mailbox)
    waiting = (
        await store.open_tickets(after=now - report.WAITS_NO_LONGER, before=now - report.WAITS_TOO_LONG) if seen else ()
    )
    return report.report_of(
        days,
        asked_at=now,
        now=tally,
        before=await store.tally(since=days.before, until=days.since),
        grades=await store.grades(days.since),
        waiting=waiting,
        strange=strange,
        kinds=kinds,
        gaps=gaps,
        stale=stale,
        steps=await store.ladder_steps(),
    )


async def fitting_none(
    store: Store,
    embedder: Callable[[], Embedder],
    settings: Settings,
    since: datetime,
    until: datetime | None = None,
) -> tuple[int, tuple[Gap, ...]]:
    """How many mails fit none of the intents, and the heaps of them that are about the same matter."""
    asked: list[OpenQuestion] = []
    count = 0
    async for decision in store.cases(since=since):
        if (until is None or decision.decided_at < until) and (found := fits_none(decision, settings.intents)):
            count += 1
            if count <= MOST_COMPARED:
                asked.append(found)
        await asyncio.sleep(0)  # they come hundreds at a time, and mail has its turn in between
    if not asked:
        return 0, ()
    # opened only now: most calls find nothing to compare, and the model takes a second to load
    vectors = await _vectors(asked, embedder())
    knowledge = settings.knowledge
    heaps = await asyncio.to_thread(
        new_intents, asked, vectors, distance=knowledge.gap_distance, minutes_per_mail=knowledge.minutes_per_mail
    )
    return count, heaps


async def open_gaps(
    library: Library, embedder: Callable[[], Embedder], settings: Settings, since: datetime
) -> tuple[int, tuple[Gap, ...]]:
    """How many mails asked what no article answers, and what they asked, by what an article would save."""
    mails = await library.unanswered(since=since)
    asked = [
        OpenQuestion(text=masked(" ".join(without_courtesies(q).split()))[:LONGEST], message_id=m.message_id, at=m.at)
        for m in mails
        for q in m.questions
    ]
    if not asked:
        return len(mails), ()
    asked = asked[:MOST_COMPARED]
    vectors = await _vectors(asked, embedder())
    knowledge = settings.knowledge
    found = await asyncio.to_thread(
        gaps_in, asked, vectors, distance=knowledge.gap_distance, minutes_per_mail=knowledge.minutes_per_mail
    )
    return len(mails), found


async def _vectors(questions: Sequence[OpenQuestion], embedder: Embedder) -> list[Vector]:
    """In slices, so that mail has its turn in between."""
    vectors: list[Vector] = []
    for start in range(0, len(questions), _AT_ONCE):
        vectors += await embedder.embed([question.text for question in questions[start : start + _AT_ONCE]])
    return vectors
