"""What agents approved teaches the classifier of intents; what merely came in does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.offline_model import OfflineModel
from responder.domain import PastDecision
from responder.errors import TryLater
from responder.learning import MOST_APPROVED, approved_examples
from tests.cases import NOW, a_case, a_draft, a_message, a_reading, settings

QUESTION = "Our walrus hums loudly at noon"


def a_decision(text: str, *, agent_wrote: str | None = "Yes.", number: int = 1, **reading: Any) -> PastDecision:
    case = a_case(message=a_message(text, subject=""), reading=a_reading(**reading), draft=a_draft("Yes."))
    return PastDecision(
        message_id=number,
        conversation_id=number,
        decided_at=NOW,
        kind="review",
        tier=1,
        rule="autonomy_is_review",
        case=case,
        agent_wrote=agent_wrote,
    )


async def _listed(*decisions: PastDecision) -> AsyncIterator[PastDecision]:
    for decision in decisions:
        yield decision


async def _learned_from(*decisions: PastDecision) -> list[tuple[str, str]]:
    return await approved_examples(_listed(*decisions), settings())


async def test_mail_whose_draft_an_agent_sent_unchanged_is_an_example_of_its_intent() -> None:
    assert await _learned_from(a_decision(QUESTION, intent="bug_report")) == [(QUESTION, "bug_report")]


async def test_mail_that_nobody_approved_teaches_nothing() -> None:
    assert await _learned_from(a_decision(QUESTION, agent_wrote=None)) == []
    assert await _learned_from(a_decision(QUESTION, agent_wrote="No, quite the contrary.")) == []
    undrafted = a_decision(QUESTION)
    assert await _learned_from(replace(undrafted, case=replace(undrafted.case, draft=None))) == []


async def test_mail_that_was_hardly_understood_or_of_an_intent_that_is_gone_teaches_nothing() -> None:
    assert await _learned_from(a_decision(QUESTION, confidence=0.3)) == []
    assert await _learned_from(a_decision(QUESTION, intent="walruses")) == []


async def test_no_intent_is_drowned_by_its_own_mail() -> None:
    many = [a_decision(f"Question number {n}", number=n, intent="bug_report") for n in range(100)]
    other = a_decision("Where is my invoice?", number=200, intent="billing_query")
    learned = await _learned_from(*many, other)
    assert len(learned) == MOST_APPROVED + 1 and ("Where is my invoice?", "billing_query") in learned


async def test_the_daemon_s_reading_gets_surer_by_what_was_approved() -> None:
    case = a_case(message=a_message("The walrus hums at noon", subject=""), questions=())
    before = await OfflineModel(settings(), HashingEmbedder()).read(case)
    past = [
        a_decision(f"{QUESTION} {word}", number=n, intent="bug_report") for n, word in enumerate(("a", "b", "c", "d"))
    ]
    after = await OfflineModel(settings(), HashingEmbedder(), approved=lambda: _listed(*past)).read(case)
    assert after.intent == "bug_report" and after.confidence > before.confidence + 0.2
    assert after.in_scope is not None and before.in_scope is not None and after.in_scope > before.in_scope


async def test_a_store_that_is_away_leaves_what_the_settings_teach() -> None:
    async def away() -> AsyncIterator[PastDecision]:
        raise TryLater("the database is away")
        yield a_decision(QUESTION)

    model = OfflineModel(settings(), HashingEmbedder(), approved=away)
    case = a_case(message=a_message("How do I reset my password?", subject=""), questions=())
    assert (await model.read(case)).intent == "password_reset"
