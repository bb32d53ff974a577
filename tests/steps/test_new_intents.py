"""What fits none of the intents is told in heaps, so that an admin knows which intent is missing."""

from __future__ import annotations

from typing import Any

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.domain import PastDecision
from responder.steps.gaps import OpenQuestion
from responder.steps.new_intents import fits_none, new_intents
from tests.cases import NOW, a_case, a_message, a_reading

INTENTS = ("billing_query", "bug_report")


def a_decision(number: int = 1, *, kind: str = "handoff", question: str = "Where is my parcel?", **reading: Any) -> Any:
    case = a_case(
        message=a_message(question),
        questions=(question,) if question else (),
        reading=a_reading(questions=(), **reading),
    )
    return PastDecision(
        message_id=number,
        conversation_id=number,
        decided_at=NOW,
        kind=kind,
        tier=3,
        rule="nothing_was_found",
        case=case,
    )


def test_mail_with_a_low_score_fits_no_intent() -> None:
    found = fits_none(a_decision(7, intent="bug_report", in_scope=0.2), INTENTS)
    assert found == OpenQuestion(text="Where is my parcel?", message_id=7, at=NOW)
    assert fits_none(a_decision(intent="bug_report", in_scope=0.9), INTENTS) is None


def test_where_a_model_read_the_mail_its_unknown_counts() -> None:
    assert fits_none(a_decision(intent="unknown"), INTENTS)
    assert fits_none(a_decision(intent="bug_report"), INTENTS) is None


def test_robots_and_agents_mail_has_no_intent_to_miss() -> None:
    assert fits_none(a_decision(kind="silence", intent="unknown"), INTENTS) is None
    assert fits_none(a_decision(kind="relay", intent="unknown"), INTENTS) is None


def test_a_mail_without_words_is_no_new_kind() -> None:
    silent = PastDecision(
        message_id=1,
        conversation_id=1,
        decided_at=NOW,
        kind="handoff",
        tier=3,
        rule="",
        case=a_case(message=a_message("", subject=""), questions=(), reading=a_reading(intent="unknown", questions=())),
    )
    assert fits_none(silent, INTENTS) is None


async def test_only_what_several_mails_ask_is_a_kind_of_its_own() -> None:
    texts = ["where is my parcel", "where is my parcel now", "my parcel where is it", "orchestra plays Mahler tonight"]
    asked = [OpenQuestion(text=text, message_id=n, at=NOW) for n, text in enumerate(texts)]
    vectors = await HashingEmbedder().embed(texts)
    kinds = new_intents(asked, vectors, distance=0.6, minutes_per_mail=6)
    assert [(kind.mails, "parcel" in kind.words) for kind in kinds] == [(3, True)]
    assert new_intents([], [], distance=0.6, minutes_per_mail=6) == ()
