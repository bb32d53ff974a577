"""Calibrate and decide, through the workbench and its database."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.errors import ConfigError
from responder.selective_answering import spent
from responder.workbench import Workbench

THINGS = ["refund", "export", "invoice", "password", "guest", "calendar", "webhook", "template"]
MISSING = ["parrot", "volcano"]
ARTICLES = [
    {"id": thing, "title": f"Your {thing}", "body": f"Open Settings and choose {thing}. The {thing} is then shown."}
    for thing in THINGS
]
WORDS = ["please", "today", "again", "still", "my", "team", "browser", "phone", "work", "quickly", "account", "page"]


def _graded(number: int, seed: int, *, wrong: bool = False) -> list[tuple[str, list[str]]]:
    """Questions, a fifth about what no article treats. `wrong`: another article than the one found would answer."""
    lot = random.Random(seed)
    graded = []
    for n in range(number):
        thing = lot.choice(THINGS + MISSING)
        text = f"{thing} {' '.join(lot.sample(WORDS, 3))} {n}"
        right = [lot.choice(THINGS)] if wrong else [thing]
        graded.append((text, right if thing in THINGS else []))
    return graded


@pytest.fixture(scope="module")
def opened() -> Iterator[Workbench]:
    with Workbench(embedder=HashingEmbedder()) as bench:
        yield bench


@pytest.fixture
def bench(opened: Workbench) -> Workbench:
    opened.reset()
    opened.ingest(ARTICLES)
    return opened


def test_before_calibration_every_question_is_escalated_with_what_was_found(bench: Workbench) -> None:
    decision = bench.decide("export please")
    assert decision["action"] == "escalate"
    assert decision["article_id"] == "export"
    assert decision["answer"] == ARTICLES[1]["body"]


def test_once_calibrated_it_answers_word_for_word_and_escalates_what_it_does_not_know(bench: Workbench) -> None:
    found = bench.calibrate(_graded(400, 1), alpha=0.05, delta=0.1)
    assert found["certified"], found
    assert found["missing"] == 0
    known = bench.decide("invoice still team page")
    assert (known["action"], known["article_id"]) == ("answer", "invoice")
    assert known["answer"] == ARTICLES[2]["body"]
    assert known["confidence"] >= found["threshold"]
    assert bench.decide("volcano please today again")["action"] == "escalate"


def test_answers_that_people_call_wrong_certify_nothing(bench: Workbench) -> None:
    found = bench.calibrate(_graded(300, 2, wrong=True))
    assert not found["certified"]
    assert found["threshold"] is None
    assert bench.decide("invoice still team page")["action"] == "escalate"


def test_few_grades_say_how_many_are_missing(bench: Workbench) -> None:
    found = bench.calibrate(_graded(30, 3))
    assert not found["certified"]
    assert found["missing"] > 20
    assert "missing" in found["in_words"]


def test_no_grades_and_no_articles_are_no_accident(bench: Workbench) -> None:
    assert not bench.calibrate([])["certified"]
    bench.reset()
    assert not bench.calibrate(_graded(120, 4))["certified"]
    assert bench.decide("")["action"] == "escalate"


def test_the_same_question_a_hundred_times_is_one_vote(bench: Workbench) -> None:
    found = bench.calibrate([("Export  please", ["export"]), ("export please", ["export"])] * 100)
    assert found["n"] == 1
    assert not found["certified"]


def test_new_articles_void_the_certificate(bench: Workbench) -> None:
    assert bench.calibrate(_graded(400, 1))["certified"]
    bench.ingest([{"id": "volcano", "title": "Volcanoes", "body": "Keep away from the volcano."}])
    assert bench.decide("invoice still team page")["action"] == "escalate"


def test_impossible_budgets_are_refused(bench: Workbench) -> None:
    with pytest.raises(ConfigError, match="between 0 and 1"):
        bench.calibrate(_graded(10, 1), alpha=5)


@pytest.mark.parametrize(("votes", "part"), [(0, 0.1), (300, 0.1), (1_000, 0.05), (20_000, 0.05)])
def test_a_proof_by_many_leaves_room_for_who_counts_the_answers(votes: int, part: float) -> None:
    assert spent(votes, 0.1) == pytest.approx(part)
