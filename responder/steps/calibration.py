"""What graded mail says about confidence: is 0.8 right four times in five, and what would any threshold have let through?

Every figure counts conversations, not mails (`certificate.one_vote_each`), and only grades that may prove something now
(`earned.evidence`). Mail without any draft is among them, as wrong at confidence 0, so that "share answered" means of
all such mail.

The intervals are exact (Clopper & Pearson, Biometrika 26, 1934) and hold for one row looked at by itself. Whoever looks
at many rows and takes the best has chosen by luck as well; only the certificate allows for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from responder.domain import Grade, LadderStep, Licence
from responder.steps import certificate, earned
from responder.steps.certificate import Certificate, Graded, RiskMonitor

BINS = 10
"""equal steps of confidence in a reliability diagram"""
INTERVAL = 0.95
"""of the bars in it"""
POINTS = 120
"""of a curve, at most"""
FIXED = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)
"""thresholds that `autonomy.mode = "auto"` might have"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Drafts of like confidence."""

    low: float
    high: float
    count: int
    mean: float
    """confidence, on average"""
    right: int
    at_least: float
    at_most: float
    """between which the true share of right ones lies, with certainty `INTERVAL`"""

    @property
    def share(self) -> float:
        return self.right / self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one threshold would have done to the graded mail."""

    threshold: float
    answers: int
    wrong: int
    votes: int
    at_most: float
    """share of wrong answers that is not exceeded, with certainty 1 − delta, if nobody chose this row for its looks"""

    @property
    def coverage(self) -> float:
        return self.answers / self.votes if self.votes else 0.0

    @property
    def error(self) -> float:
        return self.wrong / self.answers if self.answers else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the grades say of one intent, or of all mail together (`intent` "")."""

    intent: str
    alpha: float
    delta: float
    votes: int
    """conversations"""
    right: int
    certificate: Certificate
    missing: int | None
    """about how many graded mails more a certificate needs; 0 with one; None: more would hardly help"""
    bins: tuple[Bin, ...]
    calibration_error: float
    """mean distance of confidence and share of right ones, over the bins (ECE)"""
    brier: float
    """mean squared error of the confidence; 0 is perfect"""
    curve: tuple[Point, ...]
    """strictest first"""
    fixed: tuple[Point, ...]
    sources: tuple[tuple[str, int], ...]
    """how people judged: approval, own words, mark, complaint"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One licence and what was seen since it was given."""

    licence: Licence
    states: tuple[RiskMonitor, ...]
    """of the monitor of answers drawn by lot: before any, and after each"""
    complaints: int
    """of `sent`"""
    sent: int
    broken: str
    """why the budget is broken; empty while it is not"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that `responder calibrate` shows."""

    at: datetime
    fingerprint: str
    """of what makes drafts now, as the newest licence or grade says"""
    graded: int
    """mails"""
    not_counted: tuple[tuple[str, int], ...]
    """why grades prove nothing now, and how many"""
    together: Evidence
    intents: tuple[Evidence, ...]
    """each by itself, the most often graded first"""
    watched: tuple[Watched, ...]
    steps: tuple[LadderStep, ...]
    """of the ladder, newest first"""


def report(
    grades: Sequence[Grade],
    licences: Sequence[Licence],
    steps: Sequence[LadderStep],
    *,
    changed: Mapping[str, datetime],
    answers: Mapping[str, Mapping[str, int]],
    alpha: float,
    delta: float,
    fixed: Sequence[float] = FIXED,
    now: datetime,
) -> Report:
    """`grades` and `steps` as the store gives them. `changed`: article → when it got its present text. `answers`: a
    licence's intent → intent → automatic answers since the licence was given."""
    latest = max(licences, key=lambda licence: licence.changed_at, default=None)
    fingerprint = latest.fingerprint if latest else grades[-1].fingerprint if grades else ""
    usable = earned.evidence(grades, fingerprint, changed)
    of: dict[str, list[Grade]] = {}
    for grade in usable:
        of.setdefault(grade.intent, []).append(grade)
    each = [evidence(own, alpha, delta, intent=intent, fixed=fixed) for intent, own in of.items()]
    return Report(
        at=now,
        fingerprint=fingerprint,
        graded=len(grades),
        not_counted=_not_counted(grades, usable, fingerprint),
        together=evidence(usable, alpha, delta, fixed=fixed),
        intents=tuple(sorted(each, key=lambda e: (-e.votes, e.intent))),
        watched=tuple(_watched(licence, licences, grades, answers.get(licence.intent, {})) for licence in licences),
        steps=tuple(steps),
    )


def _not_counted(grades: Sequence[Grade], usable: Sequence[Grade], fingerprint: str) -> tuple[tuple[str, int], ...]:
    counted = {grade.message_id for grade in usable}
    why = Counter(_why_not(g, fingerprint) for g in grades if g.message_id not in counted)
    return tuple(why.most_common())


def _why_not(grade: Grade, fingerprint: str) -> str:
    if grade.fingerprint != fingerprint:
        return "made by other models, prompts, embedding or settings"
    if grade.blocked:
        return "held back by a rule that no confidence overcomes"
    return "sent without a person before" if grade.sent else "from articles that were edited since"


def evidence(
    grades: Sequence[Grade], alpha: float, delta: float, *, intent: str = "", fixed: Sequence[float] = FIXED
) -> Evidence:
    """`grades` in the order in which they were given: the first of a conversation is its vote."""
    votes = certificate.one_vote_each([_as_vote(g) for g in grades])
    proof, lacking = proven(votes, alpha, delta)
    bins = _bins(votes)
    return Evidence(
        intent=intent,
        alpha=alpha,
        delta=delta,
        votes=len(votes),
        right=sum(not v.wrong for v in votes),
        certificate=proof,
        missing=lacking,
        bins=bins,
        calibration_error=sum(b.count * abs(b.mean - b.share) for b in bins) / max(len(votes), 1),
        brier=sum((v.score - (not v.wrong)) ** 2 for v in votes) / max(len(votes), 1),
        curve=curve(votes, delta),
        fixed=tuple(at(votes, threshold, delta) for threshold in sorted(set(fixed))),
        sources=tuple(Counter(str(g.source) for g in grades).most_common()),
    )


def _as_vote(grade: Grade) -> Graded:
    return Graded(score=grade.confidence, wrong=not grade.right, group=grade.conversation_id)


def proven(votes: Sequence[Graded], alpha: float, delta: float) -> tuple[Certificate, int | None]:
    """The certificate of these votes if they are looked at once, and about how many are missing: 0 with one, None when
    more would hardly help. What the daemon goes by is the licence, which also pays for all its looks before."""
    chooses = [vote.score for vote in votes if earned.only_chooses(vote)]
    proves = [vote for vote in votes if not earned.only_chooses(vote)]
    plan = certificate.plan(chooses, len(proves), alpha, delta)
    found = certificate.certify(proves, plan, alpha, delta)
    if found.certified:
        return found, 0
    lacking = certificate.missing(proves, alpha, delta)
    return found, None if lacking is None else max(1, round(lacking * earned.LEARNS / (earned.LEARNS - 1)))


# --------------------------------------------------------------------------------------------------- reliability


def _bins(votes: Sequence[Graded]) -> tuple[Bin, ...]:
    held: dict[int, list[Graded]] = {}
    for vote in votes:
        held.setdefault(min(BINS - 1, max(0, int(vote.score * BINS))), []).append(vote)
    return tuple(_bin(number, held[number]) for number in sorted(held))


def _bin(number: int, votes: Sequence[Graded]) -> Bin:
    right, beyond = sum(not v.wrong for v in votes), (1 - INTERVAL) / 2
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(votes),
        mean=sum(v.score for v in votes) / len(votes),
        right=right,
        at_least=1 - at_most(len(votes) - right, len(votes), beyond),
        at_most=at_most(right, len(votes), beyond),
    )


def at_most(found: int, of: int, beyond: float) -> float:
    """The share that is exceeded with no more than the chance `beyond`, when `found` were found among `of` (exact)."""
    if found >= of:
        return 1.0
    low, high = found / of, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if certificate.chance_of_so_few(found, of, middle) <= beyond else (middle, high)
    return high


# --------------------------------------------------------------------------------------------------- thresholds


def at(votes: Sequence[Graded], threshold: float, delta: float) -> Point:
    wrong = [v.wrong for v in votes if v.score >= threshold]
    return _point(threshold, len(wrong), sum(wrong), len(votes), delta)


def curve(votes: Sequence[Graded], delta: float) -> tuple[Point, ...]:
    """Error against coverage, one point for each confidence that occurs, thinned out to `POINTS`."""
    ranked = sorted(votes, key=lambda v: -v.score)
    steps: list[tuple[float, int, int]] = []
    wrong = 0
    for answers, vote in enumerate(ranked, 1):
        wrong += vote.wrong
        if answers == len(ranked) or ranked[answers].score < vote.score:
            steps.append((vote.score, answers, wrong))
    every = max(1, -(-len(steps) // POINTS))
    kept = steps[every - 1 :: every]
    if steps and kept[-1:] != steps[-1:]:
        kept.append(steps[-1])
    return tuple(_point(threshold, answers, wrong, len(ranked), delta) for threshold, answers, wrong in kept)


def _point(threshold: float, answers: int, wrong: int, votes: int, delta: float) -> Point:
    limit = at_most(wrong, answers, delta) if answers else 1.0
    return Point(threshold=threshold, answers=answers, wrong=wrong, votes=votes, at_most=limit)


# --------------------------------------------------------------------------------------------------- the monitor


def _watched(
    licence: Licence, licences: Sequence[Licence], grades: Sequence[Grade], answers: Mapping[str, int]
) -> Watched:
    since = licence.made_at or licence.changed_at
    scope = [g for g in grades if g.fingerprint == licence.fingerprint and earned.in_scope(licence, g.intent, licences)]
    sent = sum(number for intent, number in answers.items() if earned.in_scope(licence, intent, licences))
    return Watched(
        licence=licence,
        states=watched(scope, licence),
        complaints=sum(g.sent and not g.right and g.graded_at > since for g in scope),
        sent=sent,
        broken=earned.budget_broken(licence, scope, sent),
    )


def watched(grades: Sequence[Grade], licence: Licence) -> tuple[RiskMonitor, ...]:
    """The monitor of answers drawn by lot since the licence was given: before any of them, and after each."""
    since = licence.made_at or licence.changed_at
    # the other half of delta is for complaints: see earned.budget_broken
    states = [RiskMonitor(alpha=licence.alpha, delta=licence.delta / 2)]
    for grade in grades:
        if grade.audited and not grade.sent and grade.graded_at > since:
            states.append(states[-1].after(wrong=not grade.right))
    return tuple(states)
