"""What every store promises about what was decided, in memory and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from responder.domain import Decision, PastDecision
from responder.ports import Store
from tests.contracts.builders import (
    a_draft,
    a_handoff,
    a_message,
    a_quarantine,
    a_relay,
    a_reply,
    a_review,
    a_silence,
    keep,
    taken,
)
from tests.fixtures.postgres import Clock


async def decided(store: Store, make: Any, **tickets: int) -> tuple[int, Decision]:
    """Take in a mail and conclude it; says its conversation."""
    await keep(store, a_message(), **tickets)
    claim = await taken(store)
    decision = make(claim.message)
    await store.conclude(claim, decision, [])
    return claim.conversation_id, decision


async def past(store: Store, **limits: Any) -> list[PastDecision]:
    return [one async for one in store.cases(**limits)]


async def test_every_decision_comes_back_with_its_case_newest_first(store: Store):
    made = [await decided(store, make) for make in (a_reply, a_review, a_handoff, a_silence, a_quarantine, a_relay)]
    found = await past(store)
    assert [(p.conversation_id, p.case) for p in found] == [(c, d.case) for c, d in reversed(made)]
    assert [p.kind for p in found] == ["relay", "quarantine", "silence", "handoff", "review", "reply"]
    assert [p.tier for p in found] == [d.tier for _, d in reversed(made)]
    assert [p.rule for p in found] == [d.reasons[0].rule for _, d in reversed(made)]


async def test_a_mail_that_waits_or_came_twice_is_no_decision(store: Store):
    await decided(store, a_reply)
    await keep(store, a_message())
    assert len(await past(store)) == 1


async def test_only_so_many_and_only_since_then(store: Store, clock: Clock):
    await decided(store, a_reply)
    later = clock.turn(days=3)
    newer = [await decided(store, a_silence) for _ in range(2)]
    found = await past(store, since=later - timedelta(days=1))
    assert [p.conversation_id for p in found] == [c for c, _ in reversed(newer)]
    assert all(p.decided_at == later for p in found)
    assert [p.conversation_id for p in await past(store, limit=1)] == [newer[-1][0]]
    assert await past(store, limit=0) == []


async def test_an_agents_mail_judges_the_last_draft_before_it(store: Store):
    conversation, _ = await decided(store, lambda m: a_review(m, "First."))
    await decided(store, lambda m: a_review(m, "Second."), ticket=conversation)
    await decided(store, lambda m: replace(a_relay(m, "Mine."), approved=False), agent_ticket=conversation)
    await decided(store, lambda m: a_relay(m, "Another."), agent_ticket=conversation)
    found = {p.kind + str(n): p for n, p in enumerate(reversed(await past(store)))}
    assert found["review0"].agent_wrote is None
    assert found["review1"].agent_wrote == "Mine."
    assert found["relay2"].agent_wrote is None


async def test_a_draft_that_an_agent_sent_as_it_was_was_right_and_one_written_anew_was_not(store: Store):
    right, review = await decided(store, lambda m: a_review(m, a_draft().text))
    assert review.case.draft is not None
    await decided(store, lambda m: a_relay(m, review.case.draft.text), agent_ticket=right)
    wrong, _ = await decided(store, a_review)
    await decided(store, lambda m: a_relay(m, "No, it is like this."), agent_ticket=wrong)
    await decided(store, a_review)
    assert [p.draft_was_right for p in await past(store) if p.kind == "review"] == [None, False, True]


async def test_many_decisions_come_in_batches_without_a_gap(store: Store):
    from responder.adapters import postgres_past

    conversations = [(await decided(store, a_silence))[0] for _ in range(7)]
    old, postgres_past.AT_ONCE = postgres_past.AT_ONCE, 3
    try:
        assert [p.conversation_id for p in await past(store)] == conversations[::-1]
        assert [p.conversation_id for p in await past(store, limit=5)] == conversations[:1:-1]
    finally:
        postgres_past.AT_ONCE = old
