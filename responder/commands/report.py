"""`responder report`: what the weekly report says, for any days and at once."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from typing import Any

from responder import reporting, wiring
from responder.commands.settings_file import config_option, settings_of
from responder.config import Settings
from responder.errors import ConfigError
from responder.ports import Store
from responder.steps import compose
from responder.steps.report import Report
from responder.steps.report_week import Days

HELP = "Show what the weekly report says, of the last days and at once. --send: mail it."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=float, default=7, help="how far to look back (default 7)")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument(
        "--send", action="store_true", help="mail it to report.inbox too; the weekly report comes all the same"
    )
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    if not 0 < args.days <= 3650:
        raise ConfigError(f"--days {args.days:g}: a report looks back over more than 0 and at most 3650 days")
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    if args.send and not (settings.mailbox and settings.report_inbox):
        raise ConfigError("--send needs a [[mailbox]] to send from, and report.inbox or [teams.support] to send to")
    now, back = wiring.now(), timedelta(days=args.days)
    days = Days(before=now - 2 * back, since=now - back, until=now)
    async with wiring.open_records(settings, secrets) as (store, library):
        embedder = cache(lambda: wiring.open_embedder(settings))
        report = await reporting.gather(store, library, embedder, settings, days=days, now=now)
        print(
            json.dumps(as_json(report), ensure_ascii=False) if args.json else compose.report_words(report, settings),
            end="\n" if args.json else "",
        )
        if args.send:
            recipient = await send(report, store, settings)
            print(f"queued for {recipient}; a running daemon sends it", file=sys.stderr)
    return 0


async def send(report: Report, store: Store, settings: Settings) -> str:
    """Queue it now, whether or not the weekly one has been. Returns to whom it goes."""
    now = report.days.until
    name = f"by hand {now.isoformat()}"
    mail = compose.report_mail(report, name=name, settings=settings, key=await store.secret("mail"), now=now)
    await store.queue_notice(mail, conversation_id=0, once=f"report {name}")
    return mail.recipient


def as_json(report: Report) -> dict[str, Any]:
    """Times as ISO 8601, shares as 0–1."""
    shares = {"share": report.mails.share, "share_before": report.before.share}
    plain = json.loads(json.dumps(asdict(report), default=lambda value: value.isoformat()))
    return {**plain, **shares}
