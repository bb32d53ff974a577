"""The confidence is fitted anew to graded drafts, and only where that tells right from wrong better."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from responder import recalibrating
from responder.adapters.in_memory import InMemoryStore
from responder.domain import Case, Reading, Review, Weighing
from responder.steps import confidence
from responder.steps.confidence import AS_IT_CAME, weighed
from tests.contracts.builders import a_draft, a_message, because, keep, taken
from tests.steps.test_calibration import a_grade

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OTHER = Weighing(bias=1.0, weights=tuple((name, weight / 8) for name, weight in AS_IT_CAME.weights))
"""what is true of these drafts: they are right far more often than the confidence says"""


async def graded(store: InMemoryStore, number: int, truth: Weighing) -> None:
    """So many drafts with all signals, and what people said of them."""
    lot = random.Random(8)
    for _ in range(number):
        signals = {name: round(lot.random(), 4) for name, _ in AS_IT_CAME.weights}
        settled = {"section stands out": 1.0, "questions answered": 1.0, "grounding": 1.0}
        message = a_message()
        await keep(store, message)
        claim = await taken(store)
        case = Case(
            message=message,
            reading=Reading(intent="billing", confidence=0.9),
            draft=a_draft(),
            signals=tuple({**signals, **settled}.items()),
        )
        await store.conclude(claim, Review(case=case, draft=a_draft(), reasons=because()), [])
        right = lot.random() < weighed(signals, truth)
        await store.keep_grade(
            a_grade(claim.message_id, conversation_id=claim.conversation_id, right=right, graded_at=NOW)
        )


async def a_store(number: int, truth: Weighing) -> InMemoryStore:
    store = InMemoryStore(now=lambda: NOW)
    await graded(store, number, truth)
    return store


async def test_drafts_that_are_right_more_often_than_said_raise_the_confidence() -> None:
    store = await a_store(420, OTHER)
    found = await recalibrating.refit(store, now=NOW)
    assert found.used and found.loss_after is not None and found.loss_before is not None
    assert found.loss_after < found.loss_before
    assert await recalibrating.weighing_of(store) == found.weighing
    [past] = [p async for p in store.cases(limit=1)]
    truth = weighed(dict(past.case.signals), OTHER)
    before, after = (confidence.likely(past.case.signals, past.case.draft, w) for w in (AS_IT_CAME, found.weighing))
    assert abs(after - truth) < abs(before - truth)
    assert "Restart the daemon" in recalibrating.in_words(found)


async def test_what_teaches_never_proves() -> None:
    store = await a_store(240, OTHER)
    taught = {p.conversation_id async for p in store.cases() if recalibrating.teaches(p.conversation_id)}
    found = await recalibrating.refit(store, now=NOW)
    assert found.taught == len(taught) and 30 < found.taught < 90
    for grade in await store.grades():  # whatever those that prove say, the weights are the same
        if grade.conversation_id not in taught:
            await store.keep_grade(
                a_grade(grade.message_id, conversation_id=grade.conversation_id, right=False, source="mark")
            )
    await store.remember(recalibrating.REMEMBERED, {})
    assert (await recalibrating.refit(store, now=NOW)).weighing == found.weighing


async def test_few_grades_and_none_change_nothing() -> None:
    for number in (0, 30):
        store = await a_store(number, OTHER)
        found = await recalibrating.refit(store, now=NOW)
        assert not found.used and (found.graded, found.weighing) == (number, AS_IT_CAME)
        assert await recalibrating.weighing_of(store) == AS_IT_CAME
        assert "it takes 200" in recalibrating.in_words(found)


async def test_complaints_about_what_was_sent_do_not_teach() -> None:
    store = await a_store(210, OTHER)
    for grade in await store.grades():
        await store.keep_grade(
            a_grade(grade.message_id, conversation_id=grade.conversation_id, sent=True, right=False, source="complaint")
        )
    assert (await recalibrating.refit(store, now=NOW)).graded == 0


async def test_weights_for_signals_of_another_version_are_not_used() -> None:
    store = await a_store(0, OTHER)
    await store.remember(recalibrating.REMEMBERED, {"bias": 0.0, "weights": {"likeness": 3.0}})
    assert await recalibrating.weighing_of(store) == AS_IT_CAME
