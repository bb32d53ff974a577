"""The confidence, fitted anew to what people said of drafts.

It learns only from the conversations that never prove anything (`earned.only_chooses`), and whether the new weights are
used is decided among these alone, by cross-validation. The weights are part of the fingerprint: what was earned with the
old ones has to be proven with grades of drafts that were weighed by the new. Weighing the old grades again would be
looking at them again, for which no certainty is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from responder.domain import PastDecision, Weighing
from responder.ports import Store
from responder.steps import confidence, earned
from responder.steps.certificate import Graded
from responder.steps.confidence import AS_IT_CAME

REMEMBERED = "confidence"
"""name under which the store keeps the weights"""
FEWEST = 200
"""graded drafts, of which one in `earned.LEARNS` teaches; with fewer the weights stay as they came"""
FOLDS = 5

Taught = tuple[dict[str, float], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit:
    """What came of it. `used` false: the weights stay what they were."""

    used: bool
    graded: int
    """graded drafts whose signals are known and on which the weights have a say"""
    taught: int
    """of these, those that teach"""
    loss_before: float | None = None
    loss_after: float | None = None
    """mean log loss on drafts that were left out; None: too few to tell"""
    weighing: Weighing = AS_IT_CAME


async def refit(store: Store, *, now: datetime) -> Refit:
    """Learn from all grades, and remember the weights if they tell right from wrong better than the present ones."""
    from responder.steps import refitting  # with it comes numpy, which reading and listing mail need not wait for

    before = await weighing_of(store)
    # what was sent without a person comes back only as a complaint, and would teach that all is wrong
    grades = {grade.message_id: grade for grade in await store.grades() if not grade.sent}
    votes: dict[int, Taught] = {}
    if grades:
        drafted = [grade.drafted_at for grade in grades.values() if grade.drafted_at]
        first = min(drafted) if len(drafted) == len(grades) else None
        async for past in store.cases(since=first):
            if (grade := grades.get(past.message_id)) and (signals := _signals(past, before)):
                votes[past.conversation_id] = (signals, grade.right)  # the first mail's is the last to come
    teaching = [taught for number, taught in votes.items() if teaches(number)]
    if len(votes) < FEWEST:
        return Refit(used=False, graded=len(votes), taught=len(teaching), weighing=before)
    loss_before, loss_after = left_out(teaching, before)
    better = loss_after < loss_before
    weighing = refitting.refitted(teaching) if better else before
    if better:
        kept: dict[str, Any] = {"bias": weighing.bias, "weights": dict(weighing.weights)}
        await store.remember(REMEMBERED, {**kept, "at": now.isoformat(), "taught": len(teaching)})
    return Refit(
        used=better,
        graded=len(votes),
        taught=len(teaching),
        loss_before=loss_before,
        loss_after=loss_after,
        weighing=weighing,
    )


async def weighing_of(store: Store) -> Weighing:
    """The weights in use: those remembered, if they are for the signals of today, else those that came."""
    found = await store.remembered(REMEMBERED)
    if not found or not isinstance(found.get("weights"), dict):
        return AS_IT_CAME
    names = [name for name, _ in AS_IT_CAME.weights]
    if set(found["weights"]) != set(names):
        return AS_IT_CAME
    weights = tuple((name, float(found["weights"][name])) for name in names)
    return Weighing(bias=float(found["bias"]), weights=weights)


def teaches(conversation_id: int) -> bool:
    return earned.only_chooses(Graded(score=0.0, wrong=False, group=conversation_id))


def _signals(past: PastDecision, weighing: Weighing) -> dict[str, float] | None:
    """Those of a draft on which the weights have a say; None where they have none, or the signals are of another day."""
    signals = dict(past.case.signals)
    known = all(name in signals for name, _ in weighing.weights)
    return signals if known and past.case.draft and past.case.draft.text and not confidence.capped(signals) else None


def left_out(teaching: Sequence[Taught], before: Weighing) -> tuple[float, float]:
    """Log loss of the present weights, and of weights fitted to the other folds, on each fold in turn."""
    from responder.steps import refitting

    losses: list[float] = []
    for fold in range(FOLDS):
        tested = teaching[fold::FOLDS]
        learned = refitting.refitted([one for n, one in enumerate(teaching) if n % FOLDS != fold])
        losses += [refitting.loss([one], learned) for one in tested]
    return refitting.loss(teaching, before), sum(losses) / len(losses)


def in_words(refit: Refit) -> str:
    if refit.loss_before is None or refit.loss_after is None:
        return (
            f"The confidence stays as it is: {refit.graded:,} graded drafts can be learned from, and it takes {FEWEST}."
        )
    losses = f"log loss {refit.loss_before:.3f} → {refit.loss_after:.3f} on {refit.taught:,} drafts that were left out"
    if not refit.used:
        return f"The confidence stays as it is: new weights would be no better ({losses})."
    return (
        f"The confidence was fitted anew ({losses}). Restart the daemon to use it; what was earned with the weights before "
        "has to be proven with the new ones."
    )
