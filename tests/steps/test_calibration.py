"""What graded mail says about confidence."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from responder.domain import Grade, Licence
from responder.steps import calibration, earned
from responder.steps.certificate import Graded, chance_of_so_few

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def a_grade(number: int, **changes: Any) -> Grade:
    values: dict[str, Any] = {
        "message_id": number,
        "conversation_id": number,
        "intent": "billing",
        "confidence": 0.9,
        "right": True,
        "sent": False,
        "audited": False,
        "graded_at": START + timedelta(minutes=number),
        "source": "approval",
        "fingerprint": "now",
    }
    return Grade(**{**values, **changes})


def honest_grades(number: int, seed: int = 1) -> list[Grade]:
    """Right as often as the confidence says."""
    lot = random.Random(seed)
    sure = [lot.random() ** 0.25 for _ in range(number)]
    return [a_grade(n, confidence=s, right=lot.random() < s) for n, s in enumerate(sure, 1)]


def told(grades: list[Grade], *licences: Licence, **changes: Any) -> calibration.Report:
    values: dict[str, Any] = {"changed": {}, "answers": {}, "alpha": 0.05, "delta": 0.1, "now": START}
    return calibration.report(grades, licences, (), **{**values, **changes})


def test_confidence_that_says_how_often_it_is_right_lies_on_the_diagonal() -> None:
    found = calibration.evidence(honest_grades(4000), 0.05, 0.1)
    assert found.calibration_error < 0.03
    assert all(b.at_least <= b.mean <= b.at_most for b in found.bins if b.count > 50)
    assert sum(b.count for b in found.bins) == found.votes == 4000


def test_confidence_that_boasts_is_found_out() -> None:
    boasts = [a_grade(n, confidence=0.95, right=n % 2 == 0) for n in range(1, 201)]
    (only,) = calibration.evidence(boasts, 0.05, 0.1).bins
    assert only.share == 0.5 and only.at_most < 0.95
    assert calibration.evidence(boasts, 0.05, 0.1).calibration_error == pytest.approx(0.45)


def test_ten_mails_of_one_conversation_are_one_vote_and_the_first_of_them() -> None:
    same = [a_grade(n, conversation_id=7, right=n == 1) for n in range(1, 11)]
    found = calibration.evidence(same, 0.05, 0.1)
    assert (found.votes, found.right) == (1, 1)


def test_a_fixed_threshold_says_what_it_would_have_sent_and_how_wrong_that_may_be() -> None:
    grades = [a_grade(n, confidence=0.8, right=n > 4) for n in range(1, 101)]
    grades += [a_grade(n, confidence=0.3, right=False) for n in range(101, 201)]
    low, high = calibration.evidence(grades, 0.05, 0.1, fixed=(0.75, 0.85)).fixed
    assert (low.answers, low.wrong, low.coverage, low.error) == (100, 4, 0.5, 0.04)
    assert chance_of_so_few(4, 100, low.at_most) == pytest.approx(0.1, abs=1e-6)
    assert (high.answers, high.at_most) == (0, 1.0)


def test_enough_right_answers_are_a_proof_and_few_say_how_many_are_missing() -> None:
    many = calibration.evidence([a_grade(n) for n in range(1, 151)], 0.05, 0.1)
    few = calibration.evidence([a_grade(n) for n in range(1, 21)], 0.05, 0.1)
    assert many.certificate.certified and many.missing == 0
    assert not few.certificate.certified and few.missing and few.missing > 20


def test_answers_that_are_mostly_wrong_ask_for_better_articles_and_not_for_more_grades() -> None:
    assert calibration.evidence([a_grade(n, right=n % 2 == 0) for n in range(1, 200)], 0.05, 0.1).missing is None


def test_what_proves_nothing_is_left_out_and_said_to_be() -> None:
    grades = [
        a_grade(1),
        a_grade(2, fingerprint="before"),
        a_grade(3, blocked=True),
        a_grade(4, sent=True, right=False, source="complaint"),
        a_grade(5, articles=("refunds",)),
        a_grade(6),
    ]
    found = told(grades, changed={"refunds": START + timedelta(days=1)})
    assert found.graded == 6 and found.together.votes == 2
    assert len(found.not_counted) == 4 and all(number == 1 for _, number in found.not_counted)


def test_nothing_graded_is_no_accident() -> None:
    found = told([])
    assert (found.together.votes, found.together.bins, found.together.curve, found.intents) == (0, (), (), ())
    assert found.together.missing == 60


def test_intents_are_shown_by_themselves_the_most_often_graded_first() -> None:
    grades = [a_grade(n, intent="billing" if n % 3 else "login") for n in range(1, 31)]
    assert [(e.intent, e.votes) for e in told(grades).intents] == [("billing", 20), ("login", 10)]


def test_the_monitor_counts_what_was_drawn_by_lot_since_the_licence_was_given() -> None:
    given_at = START + timedelta(minutes=50)
    licence = Licence(
        stage="auto", threshold=0.8, alpha=0.05, delta=0.1, fingerprint="now", made_at=given_at, changed_at=given_at
    )
    grades = [a_grade(n, audited=True, right=n <= 60) for n in range(1, 101) if n % 2]
    (watched,) = told(grades, licence).watched
    assert watched.states[0].seen == 0 and watched.states[-1].seen == 25
    assert watched.states[-1].alarmed and "drawn by lot" in watched.broken
    assert watched.broken == earned.budget_broken(licence, grades, 0)


shares = st.integers(0, 100).map(lambda n: n / 100)


@given(st.lists(st.tuples(shares, st.booleans()), max_size=300))
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_curve_never_turns_back_and_ends_with_all_mail(votes: list[tuple[float, bool]]) -> None:
    graded = [Graded(score=score, wrong=wrong) for score, wrong in votes]
    points = calibration.curve(graded, 0.1)
    assert len(points) <= calibration.POINTS + 1
    assert [p.answers for p in points] == sorted({p.answers for p in points})
    assert all(p.error <= p.at_most <= 1 for p in points)
    assert all(p == calibration.at(graded, p.threshold, 0.1) for p in points)
    assert not votes or (points[-1].answers, points[-1].coverage) == (len(votes), 1.0)


@given(st.integers(1, 400), st.data())
@hypothesis_settings(max_examples=100, deadline=None)
def test_an_upper_bound_is_where_so_few_become_unlikely(of: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, of))
    limit = calibration.at_most(found, of, 0.1)
    assert found / of <= limit <= 1
    assert found == of or chance_of_so_few(found, of, limit) == pytest.approx(0.1, abs=1e-6)
