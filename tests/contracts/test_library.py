"""What editors are told of the knowledge base, in memory and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest_asyncio

from responder.adapters.in_memory import InMemoryStore
from responder.adapters.in_memory_knowledge import InMemoryKnowledge
from responder.adapters.in_memory_library import InMemoryLibrary
from responder.adapters.postgres_knowledge import PostgresKnowledge
from responder.adapters.postgres_library import PostgresLibrary
from responder.adapters.postgres_pool import open_pool
from responder.adapters.postgres_store import PostgresStore
from responder.domain import Decision, Draft, Handoff, Message
from responder.ports import Knowledge, Library, Store
from tests.contracts.builders import (
    a_case,
    a_full_case,
    a_handoff,
    a_message,
    a_relay,
    a_reply,
    a_review,
    an_outgoing,
    because,
    keep,
    taken,
)
from tests.contracts.test_knowledge import put
from tests.fixtures.postgres import DIMENSION, Clock

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = date(2026, 4, 1)


@dataclass
class Desk:
    store: Store
    knowledge: Knowledge
    library: Library

    async def conclude(self, decision: Decision, **tickets: int) -> int:
        """Take a mail in and end it so. Returns its conversation."""
        await keep(self.store, decision.case.message, **tickets)
        claim = await taken(self.store)
        mails = [an_outgoing("relay")] if decision.outcome == "answered" else []
        await self.store.conclude(claim, decision, mails)
        return claim.conversation_id

    async def stale(self, *, since: datetime = LONG_AGO) -> list[tuple[str, int, int]]:
        found = await self.library.stale(today=TODAY, days=60, since=since)
        return [(a.article_id, a.cited, a.corrected) for a in found]


@pytest_asyncio.fixture
async def desk(place: str, clock: Clock) -> AsyncIterator[Desk]:
    if not place:
        store, knowledge = InMemoryStore(now=clock), InMemoryKnowledge()
        yield Desk(store, knowledge, InMemoryLibrary(store, knowledge))
        return
    async with open_pool(place, connections=5) as pool:
        postgres = PostgresStore(pool, now=clock)
        base = PostgresKnowledge(pool, model="toy", dimension=DIMENSION)
        yield Desk(postgres, base, PostgresLibrary(pool))
        await postgres.close()


async def test_an_article_is_stale_by_its_last_review(desk: Desk):
    await put(desk.knowledge, "old", "Words.", reviewed_on="2026-01-01")
    await put(desk.knowledge, "a-day-later", "Words.", reviewed_on="2026-02-01")
    await put(desk.knowledge, "edge", "Words.", reviewed_on="2026-01-31")
    await put(desk.knowledge, "february", "Words.", reviewed_on="2026-02-31")
    await put(desk.knowledge, "new", "Words.", reviewed_on="2026-03-20")
    [old, *others] = await desk.library.stale(today=TODAY, days=60, since=LONG_AGO)
    assert (old.source, old.article_id, old.title) == ("kb", "old", "Old")
    assert (old.reviewed_on, old.known) == (date(2026, 1, 1), True)
    assert [a.article_id for a in others] == ["edge"]
    in_may = await desk.library.stale(today=date(2026, 5, 2), days=60, since=LONG_AGO)
    [february] = [a for a in in_may if a.article_id == "february"]
    assert february.reviewed_on == date(2026, 3, 3)


async def test_an_article_without_a_day_of_review_is_not_stale_when_it_is_new(desk: Desk):
    await put(desk.knowledge, "undated", "Words.", reviewed_on="last spring")
    assert await desk.stale() == []


async def test_what_is_cited_most_comes_first(desk: Desk, clock: Clock):
    await put(desk.knowledge, "a-rare", "Words.", reviewed_on="2020-01-01")
    await put(desk.knowledge, "reset", "Words.", reviewed_on="2020-01-02")
    await desk.conclude(a_review(a_message()))
    await desk.conclude(a_reply(a_message()))
    assert await desk.stale() == [("reset", 2, 0), ("a-rare", 0, 0)]
    assert await desk.stale(since=clock.turn(minutes=1)) == [("a-rare", 0, 0), ("reset", 0, 0)]


async def test_an_article_that_an_agent_corrected_comes_first_also_when_it_was_read_over(desk: Desk, clock: Clock):
    await put(desk.knowledge, "a-rare", "Words.", reviewed_on="2020-01-01")
    await put(desk.knowledge, "reset", "Words.", reviewed_on="2026-03-01")
    ticket = await desk.conclude(a_review(a_message()))
    clock.turn(minutes=5)
    await desk.conclude(a_relay(a_message(sender="dana@acme.example"), "No, like this."), agent_ticket=ticket)
    assert await desk.stale() == [("reset", 1, 1), ("a-rare", 0, 0)]


async def test_a_correction_from_before_the_last_review_was_looked_at_then(desk: Desk, clock: Clock):
    await put(desk.knowledge, "reset", "Words.", reviewed_on="2026-03-02")
    ticket = await desk.conclude(a_review(a_message()))
    await desk.conclude(a_relay(a_message(sender="dana@acme.example"), "No, like this."), agent_ticket=ticket)
    assert clock().date() == date(2026, 3, 2) and await desk.stale() == []


async def test_an_approved_draft_corrects_nothing(desk: Desk):
    await put(desk.knowledge, "reset", "Words.", reviewed_on="2026-03-01")
    review = a_review(a_message())
    ticket = await desk.conclude(review)
    approval = a_relay(a_message("approve", sender="dana@acme.example"), review.draft.text)
    approved = replace(approval, case=replace(approval.case, draft=review.draft), approved=True)
    await desk.conclude(approved, agent_ticket=ticket)
    assert await desk.stale() == []


def left_open(message: Message, *questions: str) -> Handoff:
    draft = Draft(sentences=(), unanswered=questions)
    return Handoff(case=replace(a_full_case(message), draft=draft), reasons=because("draft_does_not_answer"))


async def test_what_no_article_answers_is_known_newest_first(desk: Desk, clock: Clock):
    await desk.conclude(a_handoff(a_message("Fax?", subject="Can I send a fax?"), "nothing_was_found"))
    clock.turn(minutes=1)
    await desk.conclude(left_open(a_message(), "Is there a discount for schools?"))
    clock.turn(minutes=1)
    asked = a_case(a_message(), questions=("Do you ship?", "How fast?"))
    second = (*because("intent_is_unclear"), *because("nothing_was_found"))
    await desk.conclude(Handoff(case=asked, reasons=second))
    await desk.conclude(a_handoff(a_message()))
    await desk.conclude(a_review(a_message()))

    found = await desk.library.unanswered(since=LONG_AGO)
    assert [mail.questions for mail in found] == [
        ("Do you ship?", "How fast?"),
        ("Is there a discount for schools?",),
        ("Can I send a fax?\nFax?",),
    ]
    assert found[0].at == clock()
    assert len(await desk.library.unanswered(since=LONG_AGO, limit=2)) == 2
    assert await desk.library.unanswered(since=clock.turn(minutes=1)) == ()


async def test_a_placeholder_for_a_date_is_no_date(desk: Desk):
    await put(desk.knowledge, "nought", "Words.", reviewed_on="0000-01-01")
    await desk.library.stale(today=TODAY, days=60, since=LONG_AGO)
