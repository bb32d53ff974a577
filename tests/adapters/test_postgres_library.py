"""What editors of the knowledge base are told, from what the store holds anyway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest_asyncio

from responder.adapters.postgres_knowledge import PostgresKnowledge
from responder.adapters.postgres_library import PostgresLibrary
from responder.adapters.postgres_pool import PostgresPool
from responder.adapters.postgres_store import PostgresStore
from responder.domain import Decision, Draft, Handoff, Message
from tests.contracts.builders import (
    a_case,
    a_full_case,
    a_handoff,
    a_message,
    a_relay,
    a_review,
    an_outgoing,
    because,
    keep,
    taken,
)
from tests.contracts.test_knowledge import put
from tests.fixtures.postgres import DIMENSION, Clock

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(postgres_pool: PostgresPool, clock: Clock) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(postgres_pool, now=clock)
    yield store
    await store.close()


def knowledge_in(pool: PostgresPool) -> PostgresKnowledge:
    return PostgresKnowledge(pool, model="toy", dimension=DIMENSION)


async def conclude(store: PostgresStore, decision: Decision, **tickets: int) -> int:
    """Take a mail in and end it so. Returns its conversation."""
    await keep(store, decision.case.message, **tickets)
    claim = await taken(store)
    mails = [an_outgoing("relay")] if decision.outcome == "answered" else []
    await store.conclude(claim, decision, mails)
    return claim.conversation_id


# ----------------------------------------------------------------------------------------------------------- versions


async def test_every_text_of_an_article_stays_known(postgres_pool: PostgresPool):
    base, library = knowledge_in(postgres_pool), PostgresLibrary(postgres_pool)
    await put(base, "refunds", "Within 30 days.")
    await put(base, "refunds", "Within 14 days.", sha256="other")
    await base.forget("kb", ["refunds"])
    new, old = await library.versions_of("refunds")
    assert (old.body, new.body) == ("Within 30 days.", "Within 14 days.")
    assert old.gone_at == new.seen_at and new.gone_at is not None
    assert old.sha256 != new.sha256


async def test_reading_the_same_text_in_again_is_no_new_version(postgres_pool: PostgresPool):
    base, library = knowledge_in(postgres_pool), PostgresLibrary(postgres_pool)
    for stamp in ("first", "second"):
        await put(base, "refunds", "Within 30 days.", sha256=stamp)
    (only,) = await library.versions_of("refunds")
    assert only.gone_at is None


async def test_an_article_that_comes_back_has_a_version_for_each_time(postgres_pool: PostgresPool):
    base, library = knowledge_in(postgres_pool), PostgresLibrary(postgres_pool)
    await put(base, "refunds", "Within 30 days.")
    await base.forget("kb", ["refunds"])
    await put(base, "refunds", "Within 30 days.")
    now, before = await library.versions_of("refunds")
    assert now.sha256 == before.sha256 and now.gone_at is None and before.gone_at is not None


# -------------------------------------------------------------------------------------------------------------- stale


async def stale(pool: PostgresPool, today: date, days: int = 60) -> list[tuple[str, int, int]]:
    found = await PostgresLibrary(pool).stale(today=today, days=days, since=LONG_AGO)
    return [(a.article_id, a.cited, a.corrected) for a in found]


async def test_articles_are_stale_by_their_last_review(postgres_pool: PostgresPool):
    base = knowledge_in(postgres_pool)
    await put(base, "old", "Words.", reviewed_on="2026-01-01")
    await put(base, "odd", "Words.", reviewed_on="2026-02-31")
    await put(base, "new", "Words.", reviewed_on="2026-03-20")
    await put(base, "undated", "Words.", reviewed_on="last spring")
    today = date(2026, 4, 1)
    assert [name for name, _, _ in await stale(postgres_pool, today)] == ["old"]
    assert {name for name, _, _ in await stale(postgres_pool, date(2100, 1, 1))} == {"old", "odd", "new", "undated"}

    library = PostgresLibrary(postgres_pool)
    assert await library.review(["old", "never-there"], on=today) == ("old",)
    assert await library.review(["old"], on=date(2025, 1, 1)) == ("old",)
    assert await stale(postgres_pool, today) == []


async def test_what_is_cited_most_comes_first(postgres_pool: PostgresPool, store: PostgresStore):
    base = knowledge_in(postgres_pool)
    await put(base, "a-rare", "Words.", reviewed_on="2020-01-01")
    await put(base, "reset", "Words.", reviewed_on="2020-01-02")
    await conclude(store, a_review(a_message()))
    await conclude(store, a_review(a_message()))
    assert await stale(postgres_pool, date(2026, 4, 1)) == [("reset", 2, 0), ("a-rare", 0, 0)]


async def test_an_article_that_an_agent_corrected_comes_first_until_it_is_read_over(
    postgres_pool: PostgresPool, store: PostgresStore, clock: Clock
):
    base = knowledge_in(postgres_pool)
    await put(base, "a-rare", "Words.", reviewed_on="2020-01-01")
    await put(base, "reset", "Words.", reviewed_on="2026-03-01")
    ticket = await conclude(store, a_review(a_message()))
    clock.turn(minutes=5)
    await conclude(store, a_relay(a_message(sender="dana@acme.example"), "No, like this."), agent_ticket=ticket)
    today = clock.at.date()
    assert await stale(postgres_pool, today) == [("reset", 1, 1), ("a-rare", 0, 0)]
    await PostgresLibrary(postgres_pool).review(["reset", "a-rare"], on=today)
    assert await stale(postgres_pool, today) == []


async def test_an_approved_draft_corrects_nothing(postgres_pool: PostgresPool, store: PostgresStore, clock: Clock):
    await put(knowledge_in(postgres_pool), "reset", "Words.", reviewed_on="2026-03-01")
    review = a_review(a_message())
    ticket = await conclude(store, review)
    approval = a_relay(a_message("approve", sender="dana@acme.example"), review.draft.text)
    await conclude(
        store, replace(approval, case=replace(approval.case, draft=review.draft), approved=True), agent_ticket=ticket
    )
    assert await stale(postgres_pool, clock.at.date()) == []


# --------------------------------------------------------------------------------------------------------------- gaps


def left_open(message: Message, *questions: str) -> Handoff:
    draft = Draft(sentences=(), unanswered=questions)
    return Handoff(case=replace(a_full_case(message), draft=draft), reasons=because("draft_does_not_answer"))


async def test_what_no_article_answers_is_known(postgres_pool: PostgresPool, store: PostgresStore, clock: Clock):
    await conclude(store, a_handoff(a_message("Fax?", subject="Can I send a fax?"), "nothing_was_found"))
    await conclude(store, left_open(a_message(), "Is there a discount for schools?"))
    asked = a_case(a_message(), questions=("Do you ship?", "How fast?"))
    await conclude(store, Handoff(case=asked, reasons=because("nothing_was_found")))
    await conclude(store, a_handoff(a_message()))
    await conclude(store, a_review(a_message()))

    library = PostgresLibrary(postgres_pool)
    found = await library.unanswered(since=LONG_AGO)
    assert sorted(u.questions for u in found) == [
        ("Can I send a fax?\nFax?",),
        ("Do you ship?", "How fast?"),
        ("Is there a discount for schools?",),
    ]
    assert await library.unanswered(since=clock.turn(minutes=1)) == ()
