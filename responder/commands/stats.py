"""`responder stats`: how much was resolved without a person, by which rules, at what cost."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import timedelta
from typing import Any

from responder import wiring
from responder.commands.settings_file import config_option, settings_of

HELP = "Outcomes, deciding rules and model costs of the last days."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=float, default=7, help="how far to look back (default 7)")
    parser.add_argument("--json", action="store_true", help="JSON")
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        numbers = await store.stats(since=wiring.now() - timedelta(days=args.days))
    print(json.dumps(numbers, ensure_ascii=False) if args.json else _in_words(numbers, args.days))
    return 0


def _in_words(numbers: dict[str, Any], days: float) -> str:
    lines = [f"The last {days:g} days:"]
    for name, value in numbers.items():
        if isinstance(value, dict):
            lines.append(f"  {name.replace('_', ' ')}:")
            lines += [f"    {key:<32} {amount}" for key, amount in value.items()]
        else:
            lines.append(f"  {name.replace('_', ' '):<34} {value}")
    return "\n".join(lines)
