"""Signals → the probability that a draft is right.

A logistic of a few signals with fixed weights: each signal runs from 0 to 1 and higher is better. What must not be sent
at all (a claim without support, an open question) is a rule of its own in policy; here it only pulls the number down,
so that a reader of the number is not misled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from responder.config import Settings
from responder.domain import Case

WEIGHTS = {
    "score": 3.0,
    "cosine": 3.5,
    "margin": 1.0,
    "lexical": 1.5,
    "intent": 1.0,
    "support": 2.0,
    "answered": 3.0,
}
BIAS = -7.3
"""fitted by eye so that a verbatim answer from a passage of cosine .6 that holds the question's words is about .9 sure,
and one from a passage of cosine .35 is not worth sending"""


def of(case: Case, settings: Settings) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Probability, 0–1, and the signals that it was made from. 0 without a draft."""
    if case.draft is None or not case.draft.text:
        return 0.0, ()
    signals = signals_of(case)
    total = BIAS + sum(WEIGHTS[name] * value for name, value in signals.items())
    return round(1 / (1 + math.exp(-total)), 4), tuple(signals.items())


def signals_of(case: Case) -> dict[str, float]:
    """The signals by name; of several questions the weakest passage counts."""
    draft = case.draft
    cited = [p for p in case.passages if draft and p.id in draft.cited] or list(case.passages[:1])
    asked = max(len(case.reading.questions) if case.reading else 0, len(case.questions), 1)
    open_questions = len(draft.unanswered) if draft else asked
    return {
        "score": _least(p.score for p in cited),
        "cosine": _least(max(p.cosine, 0.0) for p in cited),
        "margin": _margin(case),
        "lexical": _least(p.lexical for p in cited),
        "intent": case.reading.confidence if case.reading else 0.0,
        "support": case.grounding.support if case.grounding and case.grounding.holds else 0.0,
        "answered": max(0.0, 1 - open_questions / asked),
    }


def _margin(case: Case) -> float:
    """How far the best passage leads the best of another article, as a share: near 0, two articles claim the answer."""
    ranked = sorted(case.passages, key=lambda p: p.score, reverse=True)
    if not ranked:
        return 0.0
    other = next((p.score for p in ranked if p.article_id != ranked[0].article_id), 0.0)
    return min(1.0, max(0.0, (ranked[0].score - other) / 0.2))


def _least(values: Iterable[float]) -> float:
    return round(min(values, default=0.0), 4)
