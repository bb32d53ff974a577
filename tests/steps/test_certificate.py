"""A certificate keeps its promise, whatever the mail is like; and it is given as soon as the evidence is there."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.steps.certificate import (
    Graded,
    RiskMonitor,
    Rung,
    certify,
    chance_of_so_few,
    in_words,
    missing,
    needed,
    one_vote_each,
    plan,
    wrong_per_100,
)

DRAWS = 300
ALPHA, DELTA = 0.05, 0.1

Mail = Callable[[random.Random], tuple[float, bool]]
"""draws a score and whether the answer is wrong"""


def _honest(lot: random.Random) -> tuple[float, bool]:
    score = lot.random()
    return score, lot.random() > score**0.15


def _boastful(lot: random.Random) -> tuple[float, bool]:
    """says 0.9 to 1 of everything"""
    score = 0.9 + lot.random() / 10
    return score, lot.random() < 0.12 * (1 - score) / 0.1 + 0.01


def _at_the_budget(lot: random.Random) -> tuple[float, bool]:
    """the share of wrong answers is a little above the budget at every score"""
    return lot.random(), lot.random() < 0.052


def _two_kinds(lot: random.Random) -> tuple[float, bool]:
    """a good half, and a half that is never right"""
    if lot.random() < 0.5:
        return 0.8 + 0.2 * lot.random(), lot.random() < 0.02
    return 0.8 * lot.random(), True


STREAMS: dict[str, tuple[Mail, int]] = {
    "honest": (_honest, 600),
    "boastful": (_boastful, 400),
    "at the budget": (_at_the_budget, 500),
    "two kinds": (_two_kinds, 300),
}


def _draw(mail: Mail, number: int, lot: random.Random) -> list[Graded]:
    return [Graded(score=s, wrong=w) for s, w in (mail(lot) for _ in range(number))]


def _risk_above(mails: list[Graded]) -> Callable[[float], float]:
    """The true share of wrong answers at or above a threshold, from very many mails."""
    ranked = sorted(mails, key=lambda g: -g.score)
    sums = [0]
    for one in ranked:
        sums.append(sums[-1] + one.wrong)

    def risk(threshold: float) -> float:
        low, high = 0, len(ranked)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if ranked[middle].score >= threshold else (low, middle)
        return sums[low] / low if low else 0.0

    return risk


def _lowest_that_looks_good(graded: list[Graded]) -> float | None:
    best, wrong = None, 0
    for at, one in enumerate(sorted(graded, key=lambda g: -g.score), 1):
        wrong += one.wrong
        if wrong / at <= ALPHA:
            best = one.score
    return best


@pytest.mark.parametrize("name", STREAMS)
def test_a_certified_threshold_breaks_its_budget_no_oftener_than_promised(name: str) -> None:
    mail, number = STREAMS[name]
    lot = random.Random(7)
    risk = _risk_above(_draw(mail, 100_000, lot))
    broken = 0
    for _ in range(DRAWS):
        tests = plan([g.score for g in _draw(mail, 200, lot)], number, ALPHA, DELTA)
        found = certify(_draw(mail, number, lot), tests, ALPHA, DELTA)
        broken += found.threshold is not None and risk(found.threshold) > ALPHA
    assert broken <= DELTA * DRAWS


def test_the_lowest_threshold_that_looks_good_breaks_the_budget_half_the_time() -> None:
    """Why the tests are there at all."""
    lot = random.Random(7)
    risk = _risk_above(_draw(_honest, 100_000, lot))
    draws = [_lowest_that_looks_good(_draw(_honest, 600, lot)) for _ in range(100)]
    assert sum(t is not None and risk(t) > ALPHA for t in draws) > 35


def test_a_good_half_is_found() -> None:
    lot = random.Random(3)
    tests = plan([g.score for g in _draw(_two_kinds, 300, lot)], 600, ALPHA, DELTA)
    found = certify(_draw(_two_kinds, 600, lot), tests, ALPHA, DELTA)
    assert found.certified
    assert 0.4 < found.coverage < 0.55


def test_nothing_is_certified_where_nothing_is_right() -> None:
    graded = [Graded(score=i / 500, wrong=True) for i in range(500)]
    found = certify(graded, plan([g.score for g in graded], 500, ALPHA, DELTA), ALPHA, DELTA)
    assert not found.certified
    assert missing(graded, ALPHA, DELTA) is None
    assert "better articles" in in_words(found, None)


def test_one_wrong_draft_does_not_tell_anybody_that_more_grades_would_not_help() -> None:
    graded = [Graded(score=0.3, wrong=True)]
    said = in_words(certify(graded, plan([0.3], 1, ALPHA, DELTA), ALPHA, DELTA), None)
    assert "the one graded mail says too little" in said and "better articles" not in said


def test_too_few_grades_prove_nothing_and_say_how_many_are_missing() -> None:
    graded = [Graded(score=0.9, wrong=False)] * 20
    found = certify(graded, plan([0.9] * 50, 20, ALPHA, DELTA), ALPHA, DELTA)
    assert not found.certified
    lacking = missing(graded, ALPHA, DELTA)
    assert lacking is not None and lacking >= needed(ALPHA, DELTA) - 20
    assert f"{lacking} more are missing" in in_words(found, lacking)


def test_what_stricter_tests_did_not_need_helps_the_next() -> None:
    # 60 answers prove 5 % only when all of delta may be spent: .95 ** 60 = .046
    graded = [Graded(score=1.0, wrong=False)] * 200 + [Graded(score=0.5, wrong=False)] * 200
    tests = (Rung(threshold=1.0, share=0.5), Rung(threshold=0.5, share=0.5))
    assert certify(graded, tests, ALPHA, DELTA).threshold == 0.5
    handed_on = (Rung(threshold=1.0, share=1.0), Rung(threshold=0.5))
    assert certify(graded, handed_on, ALPHA, DELTA).threshold == 0.5
    failed = [Graded(score=1.0, wrong=True)] * 200 + graded[200:] * 100
    assert certify(failed, handed_on, ALPHA, DELTA).threshold is None


def test_a_customer_who_repeats_himself_has_one_vote() -> None:
    graded = [Graded(score=0.9, wrong=False, group="ticket 7") for _ in range(500)]
    assert len(one_vote_each(graded)) == 1
    assert not certify(graded, (Rung(threshold=0.5, share=1.0),), ALPHA, DELTA).certified


def test_the_fewest_answers_that_prove_a_budget() -> None:
    assert [needed(0.05, 0.1, k) for k in range(3)] == [45, 77, 105]
    assert [needed(a, 0.1) for a in (0.01, 0.02, 0.1)] == [230, 114, 22]


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.01, 0.05, 0.3, 0.9]))
def test_the_binomial_tail_is_exact(wrong: int, answers: int, alpha: float) -> None:
    exact = sum(math.comb(answers, i) * alpha**i * (1 - alpha) ** (answers - i) for i in range(min(wrong, answers) + 1))
    assert chance_of_so_few(wrong, answers, alpha) == pytest.approx(exact, rel=1e-9, abs=1e-14)


def test_the_binomial_tail_neither_underflows_nor_overflows() -> None:
    assert chance_of_so_few(5000, 100_000, 0.05) == pytest.approx(0.503, abs=0.005)
    assert chance_of_so_few(0, 100_000, 0.05) < 1e-300 or chance_of_so_few(0, 100_000, 0.05) == 0.0
    assert chance_of_so_few(99_000, 100_000, 0.05) == pytest.approx(1.0)


def test_the_second_dial_keeps_wrong_answers_per_100_mails_on_average() -> None:
    lot = random.Random(5)
    total = 0.0
    for _ in range(200):
        threshold = wrong_per_100(_draw(_two_kinds, 200, lot), 0.02)
        fresh = _draw(_two_kinds, 500, lot)
        total += sum(g.wrong and threshold is not None and g.score >= threshold for g in fresh) / len(fresh)
    assert total / 200 <= 0.021
    assert wrong_per_100(_draw(_two_kinds, 20, lot), 0.02) is None


def _watched(risk: float, lot: random.Random, answers: int) -> RiskMonitor:
    monitor = RiskMonitor(alpha=ALPHA, delta=ALPHA)
    for _ in range(answers):
        monitor = monitor.after(lot.random() < risk)
    return monitor


def test_the_monitor_seldom_cries_wolf_however_long_it_watches() -> None:
    lot = random.Random(11)
    assert sum(_watched(ALPHA, lot, 1000).alarmed for _ in range(200)) <= ALPHA * 200


def test_the_monitor_cries_when_the_budget_is_broken() -> None:
    lot = random.Random(11)
    assert sum(_watched(0.25, lot, 80).alarmed for _ in range(50)) >= 48


def test_right_answers_are_watched_at_once_as_they_are_one_by_one() -> None:
    one_by_one = at_once = RiskMonitor(alpha=ALPHA, delta=ALPHA).after(True)
    for _ in range(500):
        one_by_one = one_by_one.after(False)
    at_once = at_once.after_right(500)
    assert at_once.above == pytest.approx(one_by_one.above) and at_once.below == pytest.approx(one_by_one.below)
    told = (at_once.seen, at_once.alarmed, at_once.licensed)
    assert told == (one_by_one.seen, one_by_one.alarmed, one_by_one.licensed)


def test_a_licence_is_earned_by_clean_answers_alone() -> None:
    monitor = RiskMonitor(alpha=ALPHA, delta=DELTA)
    while not monitor.licensed:
        monitor = monitor.after(False)
    assert 60 <= monitor.seen <= 90
    lot = random.Random(2)
    assert sum(_watched(ALPHA, lot, 1000).licensed for _ in range(200)) <= ALPHA * 200
