"""What stands in the report on some days: `report_of` makes one `Report` of what the store knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from responder.domain import Ended, Grade, LadderStep, OpenTicket, Outcome, StaleArticle, Tally
from responder.steps.gaps import Gap
from responder.steps.report_week import Days
from responder.steps.solved import impersonal, in_a_line

WAITS_TOO_LONG = timedelta(days=2)
"""an open ticket that is older is named"""
WAITS_NO_LONGER = timedelta(days=30)
"""whose last mail is older was answered elsewhere; reports have named the ticket since"""
FEWEST_ASKED = 2
"""mails that make a gap of the knowledge base worth telling"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """How customers' mails ended."""

    answered: int = 0
    """without a person"""
    with_person: int = 0
    silent: int = 0
    quarantined: int = 0

    @property
    def all(self) -> int:
        return self.needed + self.silent

    @property
    def needed(self) -> int:
        """Those that needed an answer."""
        return self.answered + self.with_person + self.quarantined

    @property
    def share(self) -> float | None:
        """0–1, of those that needed an answer: answered without a person. None where nothing needed one."""
        return self.answered / self.needed if self.needed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What several customers ask, without personal data."""

    words: tuple[str, ...]
    question: str
    """the most typical one"""
    mails: int
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    days: Days
    asked_at: datetime
    """a report may come days after its week: what waits, waits until then"""
    mails: Mails
    before: Mails
    """of the time before, to compare with"""
    complaints: int
    """of customers about automatic answers"""
    marked_wrong: int
    """automatic answers that a person called wrong"""
    judged: int
    """drafts that people approved, marked or wrote anew"""
    judged_right: int
    waiting: tuple[OpenTicket, ...]
    """longest first"""
    to_people: tuple[Ended, ...]
    """by which rules, most mails first"""
    strange: int
    """mails that fit no intent"""
    kinds: tuple[Matter, ...]
    gaps: tuple[Matter, ...]
    stale: tuple[StaleArticle, ...]
    calls: int
    usd: float
    usd_before: float
    steps: tuple[LadderStep, ...]


def report_of(
    days: Days,
    *,
    asked_at: datetime,
    now: Tally,
    before: Tally,
    grades: Sequence[Grade] = (),
    waiting: Sequence[OpenTicket] = (),
    strange: int = 0,
    kinds: Sequence[Gap] = (),
    gaps: Sequence[Gap] = (),
    stale: Sequence[StaleArticle] = (),
    steps: Sequence[LadderStep] = (),
) -> Report:
    """`now` and `before` are of these days and of the time before. What lies outside of these days is left out."""
    graded = [grade for grade in grades if days.since <= grade.graded_at < days.until]
    wrong = [grade for grade in graded if grade.sent and not grade.right]
    drafts = [grade for grade in graded if not grade.sent]
    return Report(
        days=days,
        asked_at=asked_at,
        mails=_mails(now),
        before=_mails(before),
        complaints=sum(grade.source == "complaint" for grade in wrong),
        marked_wrong=sum(grade.source != "complaint" for grade in wrong),
        judged=len(drafts),
        judged_right=sum(grade.right for grade in drafts),
        waiting=tuple(waiting),
        to_people=tuple(ended for ended in now.ended if ended.outcome is Outcome.WITH_PERSON),
        strange=strange,
        kinds=tuple(_matter(heap) for heap in kinds),
        gaps=tuple(_matter(gap) for gap in gaps if gap.mails >= FEWEST_ASKED),
        stale=tuple(stale),
        calls=now.calls,
        usd=now.usd,
        usd_before=before.usd,
        steps=tuple(sorted((s for s in steps if days.since <= s.at < days.until), key=lambda step: step.at)),
    )


def _mails(tally: Tally) -> Mails:
    def count(outcome: Outcome) -> int:
        return sum(ended.mails for ended in tally.ended if ended.outcome is outcome)

    return Mails(
        answered=count(Outcome.ANSWERED),
        with_person=count(Outcome.WITH_PERSON),
        silent=count(Outcome.SILENT),
        quarantined=count(Outcome.QUARANTINED),
    )


_MOST_LOOKED_AT = 200
_WORD = re.compile(r"[\w'’-]+")


def _matter(gap: Gap) -> Matter:
    """Words only that are left without personal data, and that more than one customer used: no rule finds every name."""
    left = [set(_WORD.findall(impersonal(question).lower())) for question in gap.questions[:_MOST_LOOKED_AT]]
    used = Counter(word for words in left for word in words)
    return Matter(
        words=tuple(word for word in gap.words if used[word] >= min(2, len(left))),
        question=in_a_line(impersonal(gap.question), letters=160),
        mails=gap.mails,
        minutes=gap.minutes,
    )
