"""From graded answers to a threshold that may be trusted: how sure must the machine be, to answer by itself?

The admin says how many wrong answers are tolerable (`alpha`, a share of the answers that are sent) and how certain that
must be (`1 - delta`). A threshold is *certified* when graded mail proves it, by exact binomial tests and for any
distribution of mails; otherwise there is none, and a person stays in the loop.

    P( share of wrong answers among those at or above the certified threshold ≤ alpha ) ≥ 1 - delta

over the draw of the graded mail, provided that mail comes independently from the same source as the mail to come. The
guarantee does not lean on the scores being probabilities: a bad score only costs coverage.

Sources: Learn-then-Test (Angelopoulos, Bates, Candès, Jordan, Lei 2021, arXiv:2110.01052) with the fallback procedure
(Wiens 2003; as a graph: Bretz, Maurer, Brannath, Posch, Statistics in Medicine 28, 2009) over an order of tests learned
from other data (Laufer-Goldshtein, Fisch, Barzilay, Jaakkola 2022, arXiv:2210.07913); conformal risk control
(Angelopoulos, Bates, Fisch, Lei, Schuster 2022, arXiv:2208.02814); testing by betting (Waudby-Smith, Ramdas 2020,
arXiv:2010.09686; for audited answers arXiv:2406.10490).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

STARTS = (1.3, 2.0, 4.0, 10.0)
"""where testing begins: expected answers above the threshold, as multiples of the fewest that could prove anything"""
STEPS = 60
"""thresholds on the way from the strictest start to answering everything"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One graded mail: what the machine would have answered, sent or not, and what a person said of it."""

    score: float
    """the machine's confidence; higher is surer"""
    wrong: bool
    """the answer would have been wrong; always true when there was nothing right to answer"""
    group: Hashable = None
    """mails of one conversation, or repeated questions, share a group and have one vote; None: a group of its own"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One threshold that is tested. `share` of delta is spent here, besides what stricter tests that passed hand on."""

    threshold: float
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the graded mail proves. `threshold` None: nothing may be sent by itself."""

    alpha: float
    delta: float
    threshold: float | None
    votes: int
    """graded mails that counted, one per group"""
    answers: int = 0
    """of these, at or above the threshold"""
    wrong: int = 0
    """of the answers, the wrong ones"""
    p_value: float = 1.0

    @property
    def certified(self) -> bool:
        return self.threshold is not None

    @property
    def coverage(self) -> float:
        """Share of mail that would be answered."""
        return self.answers / self.votes if self.votes else 0.0


def chance_of_so_few(wrong: int, answers: int, alpha: float) -> float:
    """P[Binomial(answers, alpha) ≤ wrong]: how likely so few wrong answers are, were their true share `alpha`.

    The exact p-value of "the true share is above alpha". Summed from the largest term outwards, so that neither
    thousands of answers nor an alpha of 0.1 % lose digits.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, not {alpha}")
    if wrong < 0 or answers <= 0 or wrong >= answers:
        return 0.0 if wrong < 0 else 1.0
    odds = alpha / (1 - alpha)
    if wrong <= answers * alpha:
        term = total = 1.0
        for i in range(wrong, 0, -1):
            term *= i / (answers - i + 1) / odds
            total += term
            if term < total * 1e-17:
                break
        return min(1.0, math.exp(_log_chance(wrong, answers, alpha)) * total)
    term = total = 1.0
    for i in range(wrong + 1, answers):
        term *= (answers - i) / (i + 1) * odds
        total += term
        if term < total * 1e-17:
            break
    return max(0.0, 1.0 - math.exp(_log_chance(wrong + 1, answers, alpha)) * total)


def _log_chance(k: int, n: int, alpha: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return ways + k * math.log(alpha) + (n - k) * math.log1p(-alpha)


def needed(alpha: float, delta: float, wrong: int = 0) -> int:
    """The fewest graded answers that prove "at most alpha wrong" with certainty 1 - delta when `wrong` of them are."""
    low, high = wrong, max(2 * wrong, 1)
    while chance_of_so_few(wrong, high, alpha) > delta:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_of_so_few(wrong, middle, alpha) <= delta else (middle, high)
    return high


# ------------------------------------------------------------------------------------------------- the order of tests


def plan(training_scores: Sequence[float], votes: int, alpha: float, delta: float) -> tuple[Test, ...]:
    """The thresholds to test, strictest first, and where delta is spent.

    Made from scores of *other* mails than those that will be tested, their number, alpha and delta, and from nothing
    else: a plan that had seen the grades, or the scores, would not be valid. Thresholds are quantiles of the training
    scores; delta is spent in equal parts where `STARTS` times the fewest answers needed are expected above.
    Empty when there are too few votes to prove anything.
    """
    scores = sorted(training_scores)
    if not scores or not votes:
        return ()
    fewest = needed(alpha, delta / len(STARTS))
    starts = [share for f in STARTS if (share := f * fewest / votes) < 1]
    if not starts:
        starts = [share for share in (needed(alpha, delta) * 1.1 / votes,) if share <= 1]
    if not starts:
        return ()
    shares = sorted({*starts, *(starts[0] + (1 - starts[0]) * i / STEPS for i in range(STEPS + 1))})
    spent: dict[float, float] = {}
    for share in shares:
        at = scores[min(len(scores) - 1, max(0, math.ceil(len(scores) * (1 - share)) - 0))]
        spent[at] = spent.get(at, 0.0) + (1 / len(starts) if share in starts else 0.0)
    return tuple(Test(threshold=t, share=spent[t]) for t in sorted(spent, reverse=True))
