"""A report in words, so that templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from responder.domain import Stage
from responder.steps.mime import clean
from responder.steps.report import WAITS_TOO_LONG, Matter, Report
from responder.steps.report_week import Days
from responder.steps.solved import impersonal, in_a_line

MOST = 5
"""items of a list"""
MOST_TICKETS = 10


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
            detail=_count((report.asked_at - ticket.since).days, "day"),
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
