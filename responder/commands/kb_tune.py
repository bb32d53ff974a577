"""`responder kb tune`: which weight of meaning against words finds the right article first most often."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from responder.domain import Passage

WEIGHTS = tuple(round(i * 0.05, 2) for i in range(21))
DRAWS = 1000
"""of the bootstrap"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """MRR of the best weight, and of the one in the settings, on the same questions."""

    questions: int
    weight: float
    low: float
    high: float
    """weights between which the best one lies for 95 % of the bootstrap's draws"""
    mrr: float
    mrr_now: float


def rank_of(passages: Sequence[Passage], right: frozenset[str], weight: float) -> int:
    """Place of the first right article, each article counting once, when fused with this weight; 0: not found."""
    best: dict[str, float] = {}
    for p in passages:
        score = weight * max(p.cosine, 0.0) + (1 - weight) * p.lexical
        best[p.article_id] = max(best.get(p.article_id, -1.0), score)
    found = sorted(best, key=lambda article: -best[article])
    return next((place for place, article in enumerate(found, 1) if article in right), 0)


def tuned(found: Sequence[tuple[Sequence[Passage], frozenset[str]]], *, now: float) -> Tuned:
    """`found`: what was found for each question, as many passages as there are, and the articles that answer it."""
    gains = {
        weight: [1 / rank if (rank := rank_of(p, right, weight)) else 0.0 for p, right in found]
        for weight in {*WEIGHTS, now}
    }
    # of equally good weights the one nearest to the present: no change without a reason
    nearest = sorted(gains, key=lambda weight: abs(weight - now))
    best = max(nearest, key=lambda weight: sum(gains[weight]))
    draws = random.Random(0)
    bests = []
    for _ in range(DRAWS):
        drawn = draws.choices(range(len(found)), k=len(found))
        bests.append(max(nearest, key=lambda weight: sum(gains[weight][i] for i in drawn)))
    bests.sort()
    count = len(found)
    return Tuned(
        questions=count,
        weight=best,
        low=bests[int(0.025 * DRAWS)],
        high=bests[int(0.975 * DRAWS)],
        mrr=sum(gains[best]) / count,
        mrr_now=sum(gains[now]) / count,
    )


def ndcg(found: Sequence[str], right: frozenset[str]) -> float:
    """Of the articles as found: 1 when all right ones come first (Järvelin & Kekäläinen 2002, gains 0 and 1)."""
    gain = sum(1 / log2(place + 1) for place, article in enumerate(found, 1) if article in right)
    most = sum(1 / log2(place + 1) for place in range(1, min(len(right), max(len(found), 1)) + 1))
    return gain / most if most else 0.0
