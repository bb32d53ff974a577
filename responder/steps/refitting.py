"""The weights of the confidence, bent to what people said of drafts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from responder.domain import Weighing
from responder.steps.confidence import AS_IT_CAME, weighed

PULL = 4.0
"""how strongly the weights are held where they were: as much as so many graded drafts per weight would"""


def refitted(graded: Sequence[tuple[Mapping[str, float], bool]], before: Weighing = AS_IT_CAME) -> Weighing:
    """The weights that explain best which drafts were right, and yet are near to those before: signals and whether the
    draft was right. The most likely weights a posteriori, under a normal prior around `before`; by Newton's method.

    A weight never changes its sign: that more likeness makes a draft worse is an accident of few grades.
    KeyError when a signal is missing.
    """
    names = [name for name, _ in before.weights]
    prior: Any = np.array([before.bias, *(weight for _, weight in before.weights)])
    rows: Any = np.array([[1.0, *(signals[name] for name in names)] for signals, _ in graded]).reshape(-1, len(prior))
    right: Any = np.array([float(is_right) for _, is_right in graded])
    free: Any = np.ones(len(prior), bool)
    weights = prior.copy()
    for _ in range(len(prior)):
        weights = _most_likely(rows, right, prior, free)
        turned = free & (weights * prior < 0)
        turned[0] = False
        if not turned.any():
            break
        free &= ~turned
    rounded = [round(float(weight), 4) for weight in weights]
    return Weighing(bias=rounded[0], weights=tuple(zip(names, rounded[1:], strict=True)))


def _most_likely(rows: Any, right: Any, prior: Any, free: Any) -> Any:
    """Those that are not free are 0."""
    x, centre = rows[:, free], prior[free]
    pull = np.full(len(centre), PULL / 4)  # a graded draft in doubt weighs p(1 − p), which is 1/4
    weights = centre.copy()
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -35, 35)))
        slope = x.T @ (chance - right) + pull * (weights - centre)
        curve = (x.T * np.maximum(chance * (1 - chance), 1e-6)) @ x + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        weights = weights - step / max(1.0, float(np.abs(step).max()) / 4)
        if np.abs(step).max() < 1e-8:
            break
    found = np.zeros(len(prior))
    found[free] = weights
    return found


def loss(graded: Sequence[tuple[Mapping[str, float], bool]], weighing: Weighing) -> float:
    """Mean negative log-likelihood, in nats; the log score, which only the true probability minimises."""
    chances = [min(1 - 1e-9, max(1e-9, weighed(signals, weighing))) for signals, _ in graded]
    terms = [math.log(p if right else 1 - p) for p, (_, right) in zip(chances, graded, strict=True)]
    return -sum(terms) / len(terms)
