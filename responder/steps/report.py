"""The report on some days: when the weekly one is due, what stands in it, and in which words.

`report_of` makes one `Report` of what the store knows; `parts_of` says it in words, so that templates only lay it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from responder import config
from responder.domain import Ended, Grade, LadderStep, OpenTicket, Outcome, Stage, StaleArticle, Tally
from responder.steps.gaps import Gap
from responder.steps.mime import clean
from responder.steps.solved import impersonal, in_a_line

WAITS_TOO_LONG = timedelta(days=2)
"""an open ticket that is older is named"""
WAITS_NO_LONGER = timedelta(days=30)
"""who still waits then was answered elsewhere; four reports have named the ticket"""
MOST = 5
"""items of a list"""
MOST_TICKETS = 10
FEWEST_ASKED = 2
"""mails that make a gap of the knowledge base worth telling"""
LATEST = timedelta(days=3)
"""after which a report that was due is not sent any more"""

# ---------------------------------------------------------------------------------------------------- when it is due

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a report is about: from `since` until `until`, compared with the time from `before` until `since`."""

    before: datetime
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    name: str
    """of ISO 8601, of the day on which the report is due: "2026-W53\""""
    days: Days


def week_due(now: datetime, settings: config.Report) -> Week | None:
    """The week whose report is due, or None: it is switched off, or the last one was due more than `LATEST` ago.

    A week ends with the hour of the settings on their clock, and so has 167 or 169 hours when that clock is put on or back."""
    if settings.weekday not in _WEEKDAYS:
        return None
    today = now.astimezone(settings.zone).date()
    day = today - timedelta(days=(today.weekday() - _WEEKDAYS.index(settings.weekday)) % 7)
    if _moment(day, settings) > now:
        day -= timedelta(weeks=1)
    until = _moment(day, settings)
    if now - until > LATEST:
        return None
    year, number, _ = day.isocalendar()
    since, before = (_moment(day - timedelta(weeks=weeks), settings) for weeks in (1, 2))
    return Week(name=f"{year}-W{number:02}", days=Days(before=before, since=since, until=until))


def _moment(day: date, settings: config.Report) -> datetime:
    # in UTC, because two times of one zone are compared by their clocks, which lie on the days of a change
    return datetime.combine(day, time(settings.hour), settings.zone).astimezone(UTC)


# ---------------------------------------------------------------------------------------------------- what is in it


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


# ---------------------------------------------------------------------------------------------------- in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    text: str
    lead: str = ""
    """stands before it: a number, mostly"""
    detail: str = ""
    """smaller, after it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    title: str
    items: tuple[Item, ...] = ()
    before: tuple[str, ...] = ()
    """sentences above the items"""
    after: tuple[str, ...] = ()


def period(days: Days, zone: tzinfo) -> str:
    since, until = (f"{at.astimezone(zone):%d %b %Y, %H:%M}" for at in (days.since, days.until))
    return f"{since} – {until} ({zone})"


def parts_of(report: Report) -> tuple[Part, ...]:
    """In the order of usefulness, without those that have nothing to say. All of it is plain text on single lines."""
    parts = (
        _what_waits(report),
        _what_went_to_people(report),
        _new_kinds(report),
        _gaps(report),
        _to_read_over(report),
        _cost(report),
        _autonomy(report),
    )
    return (_what_became_of_it(report), *(part for part in parts if part.items or part.before))


def _what_became_of_it(report: Report) -> Part:
    mails, before = report.mails, report.before
    ends = (
        (mails.answered, "answered without a person"),
        (mails.with_person, "with a person"),
        (mails.silent, "silent, as they needed no answer"),
        (mails.quarantined, "quarantined: people got them as they came"),
    )
    said = []
    if mails.share is not None:
        needed = "the one mail" if mails.needed == 1 else f"the {mails.needed} mails"
        told = f"{_percent(mails.share)} of {needed} that needed an answer got it without a person"
        if before.share is not None:
            told += f"; {_percent(before.share)} of {before.needed} in {_time_before(report)}"
        said.append(f"{told}.")
    if wrong := report.complaints + report.marked_wrong:
        by = [
            f"customers complained about {report.complaints}" if report.complaints else "",
            f"people marked {report.marked_wrong}" if report.marked_wrong else "",
        ]
        said.append(f"{_count(wrong, 'automatic answer')} turned out wrong: {' and '.join(filter(None, by))}.")
    if report.judged:
        said.append(f"People judged {_count(report.judged, 'draft')}; {report.judged_right} could be sent as written.")
    items = tuple(Item(lead=str(number), text=text) for number, text in ends if number)
    return Part(title=_count(mails.all, "mail") if mails.all else "No mail", items=items, after=tuple(said))


def _what_waits(report: Report) -> Part:
    if not report.waiting:
        return Part(title="")
    count, one = len(report.waiting), len(report.waiting) == 1
    above = f"{_count(count, 'ticket')} {'has' if one else 'have'} waited for more than {WAITS_TOO_LONG.days} days."
    items = tuple(
        Item(
            lead=f"#{ticket.id}",
            text=in_a_line(impersonal(clean(ticket.subject)), letters=90) or "(no subject)",
            detail=_count((report.days.until - ticket.since).days, "day"),
        )
        for ticket in report.waiting[:MOST_TICKETS]
    )
    more = count - len(items)
    return Part(
        title="Waiting too long",
        before=(above,),
        items=items,
        after=(f"And {more} more; `responder tickets` lists them.",) if more else (),
    )


def _what_went_to_people(report: Report) -> Part:
    items = tuple(
        Item(lead=str(ended.mails), text=_in_words(ended.rule).capitalize()) for ended in report.to_people[:MOST]
    )
    return Part(title="Why mail went to people", items=items)


def _new_kinds(report: Report) -> Part:
    if not report.kinds:
        return Part(title="")
    return Part(
        title="New kinds of mail",
        before=(f"{_count(report.strange, 'mail')} fit no intent. Among them:",),
        items=tuple(_asked(kind) for kind in report.kinds[:MOST]),
        after=("Each may deserve a table [intents.NAME] in the settings, with such questions as examples.",),
    )


def _gaps(report: Report) -> Part:
    if not report.gaps:
        return Part(title="")
    return Part(
        title="Missing in the knowledge base",
        before=("What customers ask most and no article answers:",),
        items=tuple(_asked(gap, minutes=True) for gap in report.gaps[:MOST]),
        after=("`responder kb gaps` shows more.",),
    )


def _asked(matter: Matter, *, minutes: bool = False) -> Item:
    about = [", ".join(matter.words), f"{matter.minutes:.0f} minutes of people" if minutes else ""]
    return Item(lead=_times(matter.mails), text=f"“{clean(matter.question)}”", detail=" · ".join(filter(None, about)))


def _to_read_over(report: Report) -> Part:
    items = []
    for article in report.stale[:MOST]:
        told = [
            f"corrected by agents {_times(article.corrected)}" if article.corrected else "",
            f"cited {_times(article.cited)}" if article.cited else "",
            f"read over on {article.reviewed_on}"
            if article.known
            else f"never read over, here since {article.reviewed_on}",
        ]
        detail = f"{clean(article.article_id)}: {', '.join(filter(None, told))}"
        items.append(Item(text=clean(article.title) or clean(article.article_id), detail=detail))
    after = ("`responder kb reviewed ARTICLE` takes one off the list.",) if items else ()
    return Part(title="Articles to read over", items=tuple(items), after=after)


def _cost(report: Report) -> Part:
    if not report.usd:
        return Part(title="")
    before = f"; ${report.usd_before:.2f} in {_time_before(report)}" if report.usd_before else ""
    return Part(title="Cost of the models", before=(f"${report.usd:.2f} for {_count(report.calls, 'call')}{before}.",))


_STAGES: dict[Stage, str] = {
    "review": "a person approves each answer",
    "veto": "answers are sent unless an agent stops them in time",
    "auto": "answers are sent by themselves",
}


def _autonomy(report: Report) -> Part:
    items = tuple(
        Item(
            text=f"{_in_words(step.intent).capitalize() or 'All other mail'}: from now on {_STAGES[step.after]}",
            detail=clean(step.why),
        )
        for step in report.steps
    )
    return Part(title="Autonomy that was earned or taken back", items=items)


def _time_before(report: Report) -> str:
    # a week may have an hour more or less
    return (
        "the week before"
        if round((report.days.since - report.days.before) / timedelta(days=1)) == 7
        else "the time before"
    )


def _in_words(name: str) -> str:
    return clean(name).replace("_", " ")


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _times(number: int) -> str:
    return f"{number}×"
