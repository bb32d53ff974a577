"""When the weekly report is due, and about which days it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from responder import config

LATEST = timedelta(days=3)
"""after which a report that was due is not sent any more"""

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
