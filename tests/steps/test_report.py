"""When the weekly report is due, and what it says and leaves out."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder import config
from responder.domain import Ended, Grade, LadderStep, OpenTicket, Outcome, StaleArticle, Tally, TicketState
from responder.steps.gaps import Gap
from responder.steps.report import Mails, report_of
from responder.steps.report_week import Days, week_due
from responder.steps.report_words import Part, parts_of, period

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAYS = Days(before=MONDAY - timedelta(14), since=MONDAY - timedelta(7), until=MONDAY)


def settings(**values: Any) -> config.Report:
    return config.Report(**values)


# ---------------------------------------------------------------------------------------------------- when it is due


def test_it_is_due_from_its_hour_on_and_until_three_days_later():
    assert week_due(MONDAY - timedelta(seconds=1), settings()) is None
    week = week_due(MONDAY, settings())
    assert week is not None and (week.name, week.days) == ("2026-W48", DAYS)
    assert week_due(MONDAY + timedelta(days=3), settings()) == week
    assert week_due(MONDAY + timedelta(days=3, seconds=1), settings()) is None


@pytest.mark.parametrize("weekday", ["", "never"])
def test_switched_off_it_is_never_due(weekday: str):
    assert week_due(MONDAY, settings()) is not None
    assert not [h for h in range(200) if week_due(MONDAY + timedelta(hours=h), settings(weekday=weekday))]


def test_it_is_due_by_the_clock_of_the_time_zone():
    auckland = settings(time_zone="Pacific/Auckland")
    due = datetime(2026, 11, 22, 19, tzinfo=UTC)  # Monday 8:00 there
    assert week_due(due - timedelta(seconds=1), auckland) is None
    week = week_due(due, auckland)
    assert week is not None and (week.name, week.days.until) == ("2026-W48", due)


@pytest.mark.parametrize(("sunday", "hours"), [(date(2026, 3, 29), 167), (date(2026, 10, 25), 169)])
def test_the_week_in_which_the_clock_is_changed_is_an_hour_shorter_or_longer(sunday: date, hours: int):
    at = datetime(sunday.year, sunday.month, sunday.day, 8, tzinfo=BERLIN) + timedelta(days=1)
    week = week_due(at, settings(time_zone="Europe/Berlin"))
    assert week is not None and week.days.until == at
    assert week.days.until - week.days.since == timedelta(hours=hours)
    assert week.days.since - week.days.before == timedelta(hours=168)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_hour_that_there_is_not_or_that_comes_twice_is_due_once(day: date):
    at_two = settings(weekday="sunday", hour=2, time_zone="Europe/Berlin")
    begin = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)
    due = [minute for minute in range(0, 600, 5) if week_due(begin + timedelta(minutes=minute), at_two)]
    assert due == list(range(120, 600, 5))
    assert len({week.name for m in due if (week := week_due(begin + timedelta(minutes=m), at_two))}) == 1


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 12, 28), "2026-W53"), (date(2027, 1, 4), "2027-W01"), (date(2024, 12, 30), "2025-W01")],
)
def test_weeks_across_the_end_of_the_year_have_names_of_their_own(day: date, name: str):
    week = week_due(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), settings())
    assert week is not None and week.name == name


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    weekday=st.sampled_from(["monday", "wednesday", "sunday"]),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "Australia/Lord_Howe"]),
)
def test_whoever_looks_each_hour_finds_every_week_once_and_none_twice(
    start: datetime, weekday: str, hour: int, zone: str
):
    using = settings(weekday=weekday, hour=hour, time_zone=zone)
    looks = [start.replace(tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 28)]
    weeks = {week.name: week for at in looks if (week := week_due(at, using))}
    assert 4 <= len(weeks) <= 5
    of_time = sorted(weeks.values(), key=lambda week: week.days.until)
    assert all(a.days.until == b.days.since for a, b in itertools.pairwise(of_time))
    assert all(week.days.until.astimezone(ZoneInfo(zone)).weekday() in (0, 2, 6) for week in of_time)


@pytest.mark.parametrize("name", ["Europe/Berln", "../etc/passwd", "/etc/localtime", "", "Europe", "CET-1\0"])
def test_a_time_zone_that_does_not_exist_is_refused_with_an_example(name: str):
    with pytest.raises(ValueError, match="Europe/Berlin"):
        settings(time_zone=name)


# ---------------------------------------------------------------------------------------------------- what it says


def ended(outcome: Outcome, mails: int, rule: str = "a_rule") -> Ended:
    return Ended(outcome=outcome, rule=rule, mails=mails)


def a_grade(**changes: Any) -> Grade:
    values: dict[str, Any] = {
        "message_id": 1,
        "conversation_id": 1,
        "intent": "billing",
        "confidence": 0.9,
        "right": True,
        "sent": False,
        "audited": False,
        "graded_at": MONDAY - timedelta(days=1),
        "source": "approval",
    }
    return Grade(**{**values, **changes})


def a_gap(question: str = "Do you sell gift cards?", *, mails: int = 3, **changes: Any) -> Gap:
    values: dict[str, Any] = {
        "words": ("gift", "cards"),
        "question": question,
        "questions": (question,),
        "mails": mails,
        "minutes": mails * 6.0,
        "last_at": MONDAY,
    }
    return Gap(**{**values, **changes})


def an_article(**changes: Any) -> StaleArticle:
    values: dict[str, Any] = {
        "source": "kb",
        "article_id": "refunds",
        "title": "Refunds",
        "reviewed_on": date(2026, 1, 5),
        "known": True,
        "cited": 7,
        "corrected": 2,
    }
    return StaleArticle(**{**values, **changes})


def a_ticket(number: int = 1, *, days: float = 3, subject: str = "Cannot log in") -> OpenTicket:
    return OpenTicket(
        id=number, subject=subject, state=TicketState.WITH_PERSON, since=MONDAY - timedelta(days=days, minutes=1)
    )


WEEK = Tally(
    ended=(
        ended(Outcome.ANSWERED, 6, "all_rules_passed"),
        ended(Outcome.WITH_PERSON, 3, "nothing_was_found"),
        ended(Outcome.SILENT, 5, "sender_is_a_robot"),
        ended(Outcome.WITH_PERSON, 1, "customer_is_angry"),
        ended(Outcome.QUARANTINED, 2, "mail_cannot_be_read"),
    ),
    calls=20,
    tokens=1000,
    usd=1.5,
)
WEEK_BEFORE = Tally(ended=(ended(Outcome.ANSWERED, 1), ended(Outcome.WITH_PERSON, 3)), usd=0.5)


def told(part: Part) -> str:
    lines = [*part.before, *(f"{i.lead} {i.text} {i.detail}" for i in part.items), *part.after]
    return "\n".join([part.title, *lines])


def said(**known: Any) -> dict[str, str]:
    """Title → what the part says, of a report on WEEK."""
    report = report_of(DAYS, **{"asked_at": MONDAY, "now": WEEK, "before": WEEK_BEFORE, **known})
    return {part.title: told(part) for part in parts_of(report)}


EVERYTHING: dict[str, Any] = {
    "grades": [a_grade()],
    "waiting": [a_ticket()],
    "strange": 4,
    "kinds": [a_gap()],
    "gaps": [a_gap()],
    "stale": [an_article()],
    "steps": [LadderStep(at=MONDAY - timedelta(1), intent="", before="review", after="veto", why="Proven.")],
}


def test_the_parts_come_in_the_order_of_usefulness():
    assert list(said(**EVERYTHING)) == [
        "17 mails",
        "Waiting too long",
        "Why mail went to people",
        "New kinds of mail",
        "Missing in the knowledge base",
        "Articles to read over",
        "Cost of the models",
        "Autonomy that was earned or taken back",
    ]


def test_a_part_without_anything_to_say_is_left_out():
    quiet = Tally(ended=(ended(Outcome.SILENT, 1, "sender_is_a_robot"),))
    assert said(now=quiet, before=Tally()) == {"1 mail": "1 mail\n1 silent, as they needed no answer "}


def test_the_share_counts_mails_that_needed_an_answer_and_is_held_against_the_time_before():
    (first, *_) = said().values()
    assert "50 % of the 12 mails that needed an answer got it without a person; 25 % of 4 in the week before." in first
    assert "6 answered without a person" in first and "4 with a person" in first and "5 silent" in first
    assert Mails(silent=3).share is None
    assert "before" not in next(iter(said(before=Tally()).values()))


def test_other_times_than_a_week_are_not_called_one():
    days = Days(before=MONDAY - timedelta(60), since=MONDAY - timedelta(30), until=MONDAY)
    first, *_ = parts_of(report_of(days, asked_at=MONDAY, now=WEEK, before=WEEK_BEFORE))
    assert "25 % of 4 in the time before." in told(first)


def test_wrong_answers_are_told_apart_from_drafts_that_were_judged():
    grades = [
        a_grade(sent=True, right=False, source="complaint"),
        a_grade(sent=True, right=False, source="mark"),
        a_grade(sent=True, right=True, source="mark"),
        a_grade(sent=False, right=False, source="own words"),
        a_grade(sent=False, right=True),
        a_grade(sent=True, right=False, source="complaint", graded_at=MONDAY),
        a_grade(sent=True, right=False, source="complaint", graded_at=DAYS.since - timedelta(seconds=1)),
    ]
    (first, *_) = said(grades=grades).values()
    assert "2 automatic answers turned out wrong: customers complained about 1 and people marked 1." in first
    assert "People judged 2 drafts; 1 could be sent as written." in first
    assert "wrong" not in next(iter(said(grades=[a_grade()]).values()))


def test_tickets_that_wait_are_named_and_many_are_counted():
    one = said(waiting=[a_ticket(7, days=5)])["Waiting too long"]
    assert "1 ticket has waited for more than 2 days." in one and "#7 Cannot log in 5 days" in one
    many = said(waiting=[a_ticket(n) for n in range(1, 15)])["Waiting too long"]
    assert "14 tickets have" in many and "#10 " in many and "#11 " not in many and "And 4 more" in many


def test_only_rules_that_sent_mail_to_people_are_told():
    part = said()["Why mail went to people"]
    assert part.splitlines()[1:] == ["3 Nothing was found ", "1 Customer is angry "]


def test_one_mail_is_no_gap_of_the_knowledge_base():
    assert "Missing in the knowledge base" not in said(gaps=[a_gap(mails=1)])
    part = said(gaps=[a_gap(mails=n) for n in (9, 8, 7, 6, 5, 4)])["Missing in the knowledge base"]
    assert "9× “Do you sell gift cards?” gift, cards · 54 minutes of people" in part
    assert "5× “" in part and "4× “" not in part


@pytest.mark.parametrize("part", ["kinds", "gaps"])
def test_personal_data_of_customers_is_not_passed_on(part: str):
    asked = "My name is Marta Olsen, marta@private.example, order 48210077: do you sell gift cards?"
    text = "\n".join(said(strange=3, **{part: [a_gap(asked, words=("olsen", "gift"))]}).values())
    assert "gift cards?” gift" in text
    assert not [secret for secret in ("Olsen", "olsen", "marta", "48210077") if secret in text]


def test_a_word_that_only_one_customer_used_names_nothing():
    asked = ("Do you sell gift cards?", "I am Ann, do you sell gift cards?")
    part = said(gaps=[a_gap(questions=asked, words=("ann", "gift", "cards"))])["Missing in the knowledge base"]
    assert "gift, cards" in part and "ann" not in part


def test_a_subject_is_told_without_personal_data_and_on_one_line():
    part = said(waiting=[a_ticket(subject="Call me:\n+44 20 7946 0958 " + "x" * 500)])["Waiting too long"]
    assert "7946" not in part and len(max(part.splitlines(), key=len)) < 130


def test_articles_say_why_they_should_be_read_over():
    stale = [an_article(), an_article(article_id="new", title="New", known=False, cited=0, corrected=0)]
    part = said(stale=stale)["Articles to read over"]
    assert "Refunds refunds: corrected by agents 2×, cited 7×, read over on 2026-01-05" in part
    assert "New new: never read over, here since 2026-01-05" in part


def test_models_that_cost_nothing_are_not_told_of():
    assert said()["Cost of the models"].endswith("$1.50 for 20 calls; $0.50 in the week before.")
    assert "Cost of the models" not in said(now=replace(WEEK, usd=0.0))


def test_only_these_days_steps_of_autonomy_are_told():
    step = LadderStep(at=MONDAY, intent="billing", before="veto", after="review", why="Too many were wrong.")
    before = replace(step, at=MONDAY - timedelta(days=1))
    assert len(report_of(DAYS, asked_at=MONDAY, now=WEEK, before=WEEK_BEFORE, steps=[step, before]).steps) == 1
    part = said(steps=[before])["Autonomy that was earned or taken back"]
    assert "Billing: from now on a person approves each answer Too many were wrong." in part


def test_the_time_is_told_by_the_clock_of_the_settings():
    assert period(DAYS, BERLIN) == "16 Nov 2026, 09:00 – 23 Nov 2026, 09:00 (Europe/Berlin)"


def test_every_value_of_a_report_is_filled_by_what_is_known():
    empty = report_of(DAYS, asked_at=MONDAY, now=Tally(), before=Tally())
    full = report_of(
        DAYS,
        **{
            "asked_at": MONDAY + timedelta(1),
            "now": WEEK,
            "before": WEEK_BEFORE,
            **EVERYTHING,
            "grades": [
                a_grade(),
                a_grade(sent=True, right=False, source="mark"),
                a_grade(sent=True, right=False, source="complaint"),
            ],
        },
    )
    same = [f.name for f in fields(full) if getattr(full, f.name) == getattr(empty, f.name)]
    assert same == ["days"]
