"""`responder kb show, gaps, stale, reviewed`: what an editor of the knowledge base asks."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from responder import reporting, wiring
from responder.adapters.postgres_library import Version
from responder.commands.settings_file import action_parser
from responder.config import Secrets, Settings
from responder.errors import ConfigError
from responder.steps.gaps import Gap


def arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Adds the actions and returns their parsers."""
    showing = action_parser(
        actions,
        "show",
        "an article as it is, or as it was",
        "Shows the text of an article: of today, of a day, or of the hash that the record of an old reply names.",
    )
    showing.add_argument("article", metavar="ARTICLE", help="its id, as `kb search --json` says it")
    which = showing.add_mutually_exclusive_group()
    which.add_argument("--sha256", default="", help="the version with this hash, or a beginning of it")
    which.add_argument("--on", type=_day, metavar="DATE", help="the version that held on this day (YYYY-MM-DD)")
    which.add_argument("--versions", action="store_true", help="only list the versions")
    finding = action_parser(
        actions,
        "gaps",
        "what customers ask and no article answers",
        "Groups the questions of mails that no article answered, and orders the groups by what an article would save.",
    )
    finding.add_argument("--days", type=int, default=90, help="mails of the last so many days (default 90)")
    finding.add_argument("--least", type=int, default=2, help="only gaps of at least so many mails (default 2)")
    ageing = action_parser(
        actions,
        "stale",
        "articles that should be read over",
        "Lists articles that nobody reviewed for knowledge.review_days: those that agents corrected first, then the most "
        "cited.",
    )
    ageing.add_argument("--days", type=int, default=90, help="count the uses of the last so many days (default 90)")
    reviewed = action_parser(
        actions,
        "reviewed",
        "record that articles were read over and are right",
        "Records the day on which articles were read over; they leave the list of `kb stale`.",
    )
    reviewed.add_argument("articles", nargs="+", metavar="ARTICLE")
    reviewed.add_argument("--on", type=_day, metavar="DATE", help="default: today")
    return [showing, finding, ageing, reviewed]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-31") from None


async def show(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    async with wiring.open_library(settings, secrets) as (library, _, _):
        versions = await library.versions_of(args.article)
    if not versions:
        raise ConfigError(f"There never was an article {args.article}. `responder kb search` shows ids.")
    if args.versions:
        for version in versions:
            print(_as_json(version) if args.json else _headline(version))
        return 0
    wanted = [v for v in versions if v.sha256.startswith(args.sha256.lower())]
    if args.on:
        end = datetime.combine(args.on, time.max, UTC)
        wanted = [v for v in versions if v.seen_at <= end and (v.gone_at is None or v.gone_at > end)]
    if not wanted:
        listed = "\n".join(f"  {_headline(v)}" for v in versions)
        raise ConfigError(f"{args.article} has no such version. It has:\n{listed}")
    shown = wanted[0]
    print(_as_json(shown) if args.json else f"{_headline(shown)}\n\n{shown.title}\n\n{shown.body}")
    return 0


def _headline(version: Version) -> str:
    until = f"until {version.gone_at:%Y-%m-%d %H:%M}" if version.gone_at else "until now"
    return (
        f"{version.sha256[:12]}  {version.article_id}  from {version.seen_at:%Y-%m-%d %H:%M} {until}  {version.source}"
    )


def _as_json(noun: Any) -> str:
    return json.dumps(asdict(noun), ensure_ascii=False, default=lambda value: value.isoformat())


async def gaps(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    since = wiring.now() - timedelta(days=args.days)
    async with wiring.open_library(settings, secrets) as (library, _, embedder):
        mails, found = await reporting.open_gaps(library, lambda: embedder, settings, since)
    shown = [gap for gap in found if gap.mails >= args.least]
    for gap in shown:
        print(_as_json(gap) if args.json else _gap_in_words(gap))
    if not args.json:
        left = len(found) - len(shown)
        print(
            f"{mails} mails of the last {args.days} days had questions that no article answers: {len(shown)} gaps"
            + (f", and {left} of fewer than {args.least} mails (--least 1 shows them)." if left else ".")
        )
    return 0


def _gap_in_words(gap: Gap) -> str:
    others = [f"      {question[:140]}" for question in gap.questions[1:4]]
    return "\n".join(
        [
            f"{gap.mails:4} mails, {gap.minutes:.0f} min  {', '.join(gap.words)}  (last {gap.last_at:%Y-%m-%d})",
            f"      “{gap.question[:140]}”",
            *others,
        ]
    )


async def stale(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    now = wiring.now()
    async with wiring.open_library(settings, secrets) as (library, _, _):
        articles = await library.stale(
            today=now.date(), days=settings.knowledge.review_days, since=now - timedelta(days=args.days)
        )
    for article in articles:
        if args.json:
            print(_as_json(article))
            continue
        when = (
            f"reviewed {article.reviewed_on}" if article.known else f"never reviewed, here since {article.reviewed_on}"
        )
        marked = f"  CORRECTED {article.corrected}×" if article.corrected else ""
        print(f"{article.article_id}  {when}, cited {article.cited}×{marked}")
    if not args.json and not articles:
        print(f"Every article was read over within {settings.knowledge.review_days} days.")
    return 0


async def reviewed(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    today = wiring.now().date()
    if args.on and args.on > today:
        raise ConfigError(f"{args.on} is in the future; a review is recorded when it was done.")
    async with wiring.open_library(settings, secrets) as (library, _, _):
        known = await library.review(args.articles, on=args.on or today)
    if args.json:
        print(json.dumps({"reviewed": known}))
    else:
        print(f"Recorded: {', '.join(known) or 'nothing'}.")
    if missing := [a for a in args.articles if a not in known]:
        print(f"responder kb reviewed: there is no article {', '.join(missing)}", file=sys.stderr)
        return 1
    return 0


ACTIONS = {"show": show, "gaps": gaps, "stale": stale, "reviewed": reviewed}
