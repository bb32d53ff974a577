"""The model without a model: honest about what it does not know, and quoting word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.offline_model import OfflineModel
from responder.domain import Signal
from responder.steps import ground
from tests.cases import a_case, a_message, a_passage, settings


def model() -> OfflineModel:
    return OfflineModel(settings(), HashingEmbedder())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How do I reset my password?", "password_reset"),
        ("Where can I download my invoices?", "billing_query"),
        ("The app crashes every time I open the calendar", "bug_report"),
        ("Please delete my account and all my data", "account_deletion"),
        ("I want my money back for last month", "refund_request"),
    ],
)
async def test_a_plain_mail_is_read_rightly(text: str, intent: str) -> None:
    assert (await model().read(a_case(message=a_message(text, subject=""), questions=(text,)))).intent == intent


async def test_nonsense_is_not_sure() -> None:
    reading = await model().read(a_case(message=a_message("qwertz uiop asdf", subject=""), questions=()))
    assert reading.confidence < 0.5


async def test_signals_mood_and_summary_come_along() -> None:
    text = "This is the third time I write. It is still not working and I am sick of it! Get me a human."
    reading = await model().read(a_case(message=a_message(text)))
    assert {Signal.ASKS_FOR_PERSON, Signal.REPEATED_CONTACT} <= set(reading.signals)
    assert reading.sentiment == "angry" and "angry" in reading.summary


async def test_a_draft_is_a_quote_that_holds() -> None:
    body = "1. Open **Project > Export**.\n2. Choose CSV, see <https://help.planwren.example/export-tasks>.\n\nIt takes 5 minutes."
    case = a_case(passages=(a_passage(body),))
    draft = await model().draft(case)
    assert draft.quoted and "5 minutes" in draft.text
    assert ground.check(draft, case.passages).holds


async def test_each_question_gets_its_own_passage_once() -> None:
    one = a_passage("Choose CSV.", n=1, question="How do I export?")
    two = a_passage("Guests are free.", n=2, question="What do guests cost?")
    asked = ("How do I export?", "What do guests cost?")
    draft = await model().draft(a_case(questions=asked, passages=(one, two)))
    assert draft.cited == (one.id, two.id) and not draft.unanswered


async def test_a_question_without_a_near_passage_is_named() -> None:
    far = a_passage("Guests are free.", n=2, question="Is there an office in Milan?", cosine=0.1)
    asked = ("How do I export my tasks as CSV?", "Is there an office in Milan?")
    draft = await model().draft(a_case(questions=asked, passages=(a_passage(), far)))
    assert draft.unanswered == ("Is there an office in Milan?",) and draft.cited == ("export-tasks#1",)


async def test_of_a_long_passage_only_the_fitting_part_is_quoted() -> None:
    body = "\n\n".join(
        [*(f"Paragraph {n} about weather and rain. " * 8 for n in range(8)), "Export tasks as CSV with the menu."]
    )
    draft = await model().draft(a_case(passages=(a_passage(body),)))
    assert "CSV" in draft.text and len(draft.text) < 700


async def test_a_passage_that_never_says_the_name_asked_for_is_no_answer() -> None:
    passage = a_passage("Reminders come by mail and in the app. Change them under Notifications.")
    question = "Can I get my reminders in WhatsApp?"
    draft = await model().draft(
        a_case(questions=(question,), passages=(replace(passage, question=question, cosine=0.7),))
    )
    assert draft.unanswered == (question,) and not draft.text
