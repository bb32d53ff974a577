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
from dataclasses import dataclass, replace

STARTS = ((0.9, 1.0),)
"""where delta is spent: how far towards the most promising threshold, and which share of delta. More than one start, as
(0.5, 0.5), (1.0, 0.5), guards against a misleading forecast, but answered less on every stream tried."""
STEPS = 80
"""thresholds on the way from the strictest that could prove anything to answering everything"""


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
class Rung:
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


def plan(training_scores: Sequence[float], votes: int, alpha: float, delta: float) -> tuple[Rung, ...]:
    """The thresholds to test, strictest first, and where delta is spent.

    Made from scores of *other* mails than those that will be tested, the number of votes, alpha and delta, and from
    nothing else: a plan that had seen the grades would not be valid. Thresholds are quantiles of the training scores.
    Read as probabilities, these say at which threshold the proof is most likely to succeed; testing starts a little
    stricter than there (`STARTS`). Empty when there are too few votes to prove anything.
    """
    scores = sorted(training_scores, reverse=True)
    fewest = needed(alpha, delta)
    if not scores or votes < fewest:
        return ()
    shares = [(fewest + (votes - fewest) * i / STEPS) / votes for i in range(STEPS + 1)]
    expected: list[float] = []
    for share in shares:
        above = scores[: max(1, round(share * len(scores)))]
        risk = 1 - sum(min(1.0, max(0.0, s)) for s in above) / len(above)
        answers = round(share * votes)
        expected.append(chance_of_so_few(int(risk * answers), answers, alpha))
    best = min(range(len(shares)), key=lambda i: expected[i])
    spent = [0.0] * len(shares)
    for where, part in STARTS:
        spent[round(best * where)] += part
    return tuple(
        Rung(threshold=scores[max(0, round(share * len(scores)) - 1)], share=part)
        for share, part in zip(shares, spent, strict=True)
    )


def certify(graded: Sequence[Graded], tests: Sequence[Rung], alpha: float, delta: float) -> Certificate:
    """The most permissive threshold of `tests` that the graded mail proves.

    The fallback procedure: each test may spend its own share of delta and, while tests pass, all that stricter ones
    brought along; a test that fails keeps what it had. The chance that any threshold passes whose true share of wrong
    answers is above alpha is at most delta. `tests` must not depend on `graded` (see `plan`).
    """
    votes = one_vote_each(graded)
    ranked = sorted(votes, key=lambda g: -g.score)
    proven = Certificate(alpha=alpha, delta=delta, threshold=None, votes=len(votes))
    purse = 0.0
    answers = wrong = 0
    for test in sorted(tests, key=lambda t: -t.threshold):
        purse += test.share * delta
        while answers < len(ranked) and ranked[answers].score >= test.threshold:
            wrong += ranked[answers].wrong
            answers += 1
        if purse <= 0:
            continue
        p_value = chance_of_so_few(wrong, answers, alpha)
        if p_value > purse:
            purse = 0.0
            continue
        proven = Certificate(
            alpha=alpha,
            delta=delta,
            threshold=test.threshold,
            votes=len(votes),
            answers=answers,
            wrong=wrong,
            p_value=p_value,
        )
    return proven


def one_vote_each(graded: Sequence[Graded]) -> list[Graded]:
    """The first mail of each group. Ten mails of one customer about one thing prove no more than one."""
    seen: set[Hashable] = set()
    votes = []
    for one in graded:
        if one.group is None or one.group not in seen:
            votes.append(one)
            seen.add(one.group)
    return votes


def missing(graded: Sequence[Graded], alpha: float, delta: float) -> int | None:
    """About how many more graded mails would bring a certificate, if they turn out as those so far.

    Takes one wrong answer more than were seen into account. None when, as far as can be told, no number would: at no
    threshold are few enough answers right. An estimate for people; nothing rests on it.
    """
    votes = sorted(one_vote_each(graded), key=lambda g: -g.score)
    if not votes:
        return needed(alpha, delta)
    best: float | None = None
    wrong = 0
    for answers, one in enumerate(votes, 1):
        wrong += one.wrong
        if answers < 10 and answers < len(votes):
            continue
        rate = wrong / answers
        if rate >= 0.8 * alpha:
            continue
        enough = needed(alpha, delta, wrong + 1)
        while chance_of_so_few(math.ceil(rate * enough) + 1, enough, alpha) > delta and enough < 100_000:
            enough = math.ceil(enough * 1.1)
        total = enough * len(votes) / answers
        best = total if best is None else min(best, total)
    return None if best is None else max(0, math.ceil(best) - len(votes))


TOO_FEW_TO_JUDGE = 20
"""graded mails; of fewer, mostly wrong ones may be bad luck, and nobody is told that more would not help"""


def in_words(certificate: Certificate, lacking: int | None) -> str:
    """One or two sentences for an admin."""
    budget = f"at most {100 * certificate.alpha:g}% wrong with certainty {1 - certificate.delta:.0%}"
    if certificate.certified:
        return (
            f"Proven: {budget}. Of {certificate.votes} graded mails {certificate.answers} "
            f"({certificate.coverage:.0%}) would be answered, {certificate.wrong} of them wrongly."
        )
    if lacking is None and certificate.votes < TOO_FEW_TO_JUDGE:
        graded = "the one graded mail says" if certificate.votes == 1 else f"{certificate.votes} graded mails say"
        return (
            f"Not proven yet: {budget}; {graded} too little to tell how many more it takes. Grade on: until then a "
            "person approves every answer."
        )
    if lacking is None:
        return (
            f"Not proven: {budget}. At no confidence are few enough of the {certificate.votes} graded answers wrong; "
            "more grades will hardly help, better articles would."
        )
    if lacking == 0:
        return f"Not proven yet: {budget}. The {certificate.votes} mails that count for the proof are nearly enough."
    return (
        f"Not proven yet: {budget}. About {lacking} more are missing besides the {certificate.votes} that count for the "
        "proof, if they turn out like these; until then a person approves every answer."
    )


def wrong_per_100(graded: Sequence[Graded], tolerated: float) -> float | None:
    """The second dial: the lowest threshold that keeps wrong automatic answers at or below `tolerated` (a share) of
    *all incoming* mail. Conformal risk control: the promise holds on average over draws of the graded mail, not for
    this one, and is therefore an addition to a certificate, never in place of it. None: nothing may be sent.
    """
    votes = sorted(one_vote_each(graded), key=lambda g: -g.score)
    lowest: float | None = None
    wrong = 0
    for at, one in enumerate(votes):
        wrong += one.wrong
        if (wrong + 1) / (len(votes) + 1) > tolerated:
            break
        if at + 1 == len(votes) or votes[at + 1].score < one.score:
            lowest = one.score
    return lowest


# ------------------------------------------------------------------------------------------------ while it is running

_BETS = (0.1, 0.25, 0.5, 0.9)
"""shares of the fortune that are bet on each answer, side by side; none has to be the right one"""


@dataclass(frozen=True, slots=True)
class RiskMonitor:
    """Watches audited answers, one by one, for as long as one likes: two bets against "the share of wrong is alpha".

    Audited answers must be picked at random before anybody knows how they turned out; complaints alone would bias it.
    `alarm` goes off with at most the chance `delta` while the true share is at or below alpha, and `licence` is given
    with at most that chance while it is at or above, no matter when and how often one looks (Ville's inequality).
    A value: `after` gives the monitor that has seen one answer more, so that it can be stored.
    """

    alpha: float
    delta: float = 0.05
    above: tuple[float, ...] = (0.0,) * len(_BETS)
    """log fortune of each bet on "more are wrong than alpha" so far"""
    below: tuple[float, ...] = (0.0,) * len(_BETS)
    seen: int = 0
    alarmed: bool = False
    """evidence was once enough; later good luck does not take it back"""
    licensed: bool = False

    def after(self, wrong: bool) -> RiskMonitor:
        x, a = float(wrong), self.alpha
        above = tuple(s + math.log1p(bet / a * (x - a)) for s, bet in zip(self.above, _BETS, strict=True))
        below = tuple(s + math.log1p(bet / (1 - a) * (a - x)) for s, bet in zip(self.below, _BETS, strict=True))
        enough = math.log(1 / self.delta)
        return RiskMonitor(
            alpha=a,
            delta=self.delta,
            above=above,
            below=below,
            seen=self.seen + 1,
            alarmed=self.alarmed or _log_mean(above) >= enough,
            licensed=self.licensed or _log_mean(below) >= enough,
        )

    def after_right(self, count: int) -> RiskMonitor:
        """`after(False)` so many times. Fortunes only fall, or only rise: the last one tells."""
        above = tuple(s + count * math.log1p(-bet) for s, bet in zip(self.above, _BETS, strict=True))
        each = self.alpha / (1 - self.alpha)
        below = tuple(s + count * math.log1p(bet * each) for s, bet in zip(self.below, _BETS, strict=True))
        licensed = self.licensed or _log_mean(below) >= math.log(1 / self.delta)
        return replace(self, above=above, below=below, seen=self.seen + count, licensed=licensed)


def _log_mean(logs: Sequence[float]) -> float:
    most = max(logs)
    return most + math.log(sum(math.exp(value - most) for value in logs) / len(logs))
