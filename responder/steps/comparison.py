"""What a change of settings would have done to the mails of the past, mail by mail and in sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from responder.domain import Case, PastDecision
from responder.steps.replay import NeedsModel, Replayed, end_named, end_of, reached

ENDS = ("auto", "review", "assisted", "person", "silent", "quarantined", "relayed", "needs a draft", "needs a reading")
"""How a mail may end: sent by itself; tiers 1 to 3 of people; silence; and, for other settings only, where nobody knows
because a model would have to draft or read first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a mail came to, and how far a model was needed for it."""

    end: str
    rule: str
    """the one that decided; empty when a model would have to say"""
    read: bool
    drafted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One mail before and after."""

    message_id: int
    conversation_id: int
    subject: str
    before: End
    after: End
    confidence: float | None
    was_right: bool | None
    """what people said of the draft, None when nobody did"""
    by_rules: bool
    """false: no rules decided, so nothing can move it"""
    read_usd: float | None
    """None: it was not read"""
    draft_usd: float | None

    @property
    def moved(self) -> bool:
        return self.before.end != self.after.end


def compare(past: PastDecision, now: Replayed, before: Replayed = None) -> Compared:
    """A mail as it would end now and before. Without `before` it is what really happened."""
    case, history = past.case, _history(past)
    return Compared(
        message_id=past.message_id,
        conversation_id=past.conversation_id,
        subject=case.message.subject,
        before=_end(before, history),
        after=_end(now, history),
        confidence=now.case.confidence if now else case.confidence,
        was_right=past.draft_was_right,
        by_rules=now is not None,
        read_usd=_usd(case, "read") if history.read else None,
        draft_usd=_usd(case, "draft") if history.drafted else None,
    )


def _history(past: PastDecision) -> End:
    return End(
        end=end_named(past.kind, past.tier),
        rule=past.rule,
        read=past.case.reading is not None,
        drafted=reached(past.case) == "before sending",
    )


def _end(replayed: Replayed, history: End) -> End:
    if replayed is None:
        return history
    if isinstance(replayed, NeedsModel):
        what = "a reading" if replayed.task == "read" else "a draft"
        return End(end=f"needs {what}", rule="", read=True, drafted=replayed.task == "draft")
    last = reached(replayed.case)
    return End(
        end=end_of(replayed),
        rule=replayed.reasons[0].rule if replayed.reasons else "",
        read=last != "screening",
        drafted=last == "before sending",
    )


def _usd(case: Case, task: str) -> float:
    return sum(cost.usd for cost in case.costs if cost.task == task)


# ------------------------------------------------------------------------------------------------------------ in sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """All mails that move from one end to another."""

    before: str
    after: str
    mails: int
    right: int
    wrong: int
    """of the mails whose draft a person judged"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    mails: int
    kept: int
    """not decided by rules, so nothing moves them"""
    moves: tuple[Move, ...]
    """the most frequent first"""
    matrix: tuple[tuple[str, str, int], ...]
    """before, after, mails; also what stays"""
    auto_before: Move
    auto_after: Move
    """all that is sent by itself before, and after"""
    usd_before: float
    usd_after: float
    """what was not read or drafted then is counted at the average price of those that were"""
    drafts_before: int
    drafts_after: int

    @property
    def moved(self) -> int:
        return sum(move.mails for move in self.moves)

    @property
    def cost_change(self) -> float | None:
        """A share of the cost before: -0.08 is 8 % less. None when that was nothing."""
        return self.usd_after / self.usd_before - 1 if self.usd_before else None


def summed(compared: Sequence[Compared]) -> Change:
    pairs = Counter((c.before.end, c.after.end) for c in compared)
    moves = [pair for pair, _ in pairs.most_common() if pair[0] != pair[1]]
    read, draft = _average([c.read_usd for c in compared]), _average([c.draft_usd for c in compared])

    def usd(c: Compared, end: End) -> float:
        reading = read if c.read_usd is None else c.read_usd
        drafting = draft if c.draft_usd is None else c.draft_usd
        return (reading if end.read else 0.0) + (drafting if end.drafted else 0.0)

    return Change(
        mails=len(compared),
        kept=sum(not c.by_rules for c in compared),
        moves=tuple(_move(b, a, [c for c in compared if (c.before.end, c.after.end) == (b, a)]) for b, a in moves),
        matrix=tuple((b, a, n) for (b, a), n in sorted(pairs.items(), key=lambda i: [ENDS.index(e) for e in i[0]])),
        auto_before=_move("auto", "", [c for c in compared if c.before.end == "auto"]),
        auto_after=_move("", "auto", [c for c in compared if c.after.end == "auto"]),
        usd_before=sum(usd(c, c.before) for c in compared),
        usd_after=sum(usd(c, c.after) for c in compared),
        drafts_before=sum(c.before.drafted for c in compared),
        drafts_after=sum(c.after.drafted for c in compared),
    )


def _move(before: str, after: str, mails: Sequence[Compared]) -> Move:
    return Move(
        before=before,
        after=after,
        mails=len(mails),
        right=sum(c.was_right is True for c in mails),
        wrong=sum(c.was_right is False for c in mails),
    )


def _average(prices: Sequence[float | None]) -> float:
    paid = [price for price in prices if price is not None]
    return fmean(paid) if paid else 0.0
