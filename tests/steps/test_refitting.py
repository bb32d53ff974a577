"""The confidence learns from what people said of drafts."""

from __future__ import annotations

import math
import random

from responder.domain import Weighing
from responder.steps import refitting
from responder.steps.confidence import AS_IT_CAME, weighed

NAMES = [name for name, _ in AS_IT_CAME.weights]


def graded(number: int, truth: Weighing, seed: int = 5) -> list[tuple[dict[str, float], bool]]:
    lot = random.Random(seed)
    cases = [{name: lot.random() for name in NAMES} for _ in range(number)]
    return [(signals, lot.random() < weighed(signals, truth)) for signals in cases]


def test_without_grades_the_weights_stay_as_they_came() -> None:
    assert refitting.refitted([]) == AS_IT_CAME


def test_it_learns_that_words_in_common_tell_more_here_than_likeness() -> None:
    weights = dict(AS_IT_CAME.weights) | {"cosine": 2.0, "words in common": 5.0}
    truth = Weighing(bias=-3.0, weights=tuple(weights.items()))
    learned = refitting.refitted(graded(1500, truth))
    new = graded(3000, truth, seed=6)
    best = refitting.loss(new, truth)
    assert best < refitting.loss(new, learned) < best + 0.01 < refitting.loss(new, AS_IT_CAME)


def test_a_handful_of_grades_moves_it_a_little_only() -> None:
    learned = dict(refitting.refitted([(dict.fromkeys(NAMES, 0.9), False)] * 3).weights)
    assert all(abs(learned[name] - weight) < 0.5 for name, weight in AS_IT_CAME.weights)


def test_no_weight_ever_changes_its_sign() -> None:
    backwards = [
        ({name: float(right) if name == "length of the mail" else 0.5 for name in NAMES}, right)
        for right in [True, False] * 100
    ]
    learned = dict(refitting.refitted(backwards).weights)
    assert all(learned[name] * weight >= 0 for name, weight in AS_IT_CAME.weights)
    assert learned["length of the mail"] == 0


def test_grades_that_are_all_alike_do_not_run_away() -> None:
    learned = refitting.refitted([(dict.fromkeys(NAMES, 1.0), True)] * 5000)
    assert all(math.isfinite(w) and abs(w) < 20 for _, w in learned.weights)
