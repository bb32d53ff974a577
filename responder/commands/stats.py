"""`responder stats`: how much was resolved without a person, by which rules, at what cost, and what fits no intent."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import timedelta
from typing import Any

from responder import reporting, wiring
from responder.commands.settings_file import config_option, settings_of
from responder.steps.gaps import Gap

HELP = "Outcomes, deciding rules and model costs of the last days, and new kinds of mail."

SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=float, default=7, help="how far to look back (default 7)")
    parser.add_argument("--json", action="store_true", help="JSON")
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    since = wiring.now() - timedelta(days=args.days)
    async with wiring.open_store(settings, secrets) as store:
        numbers = await store.stats(since=since)
        strange, heaps = await reporting.fitting_none(store, lambda: wiring.open_embedder(settings), settings, since)
    if args.json:
        kinds = [{"words": heap.words, "question": heap.question, "mails": heap.mails} for heap in heaps]
        print(json.dumps({**numbers, "fits_no_intent": {"mails": strange, "kinds": kinds}}, ensure_ascii=False))
    else:
        print("\n".join([_in_words(numbers, args.days), *_told(strange, heaps)]))
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


def _told(strange: int, heaps: tuple[Gap, ...]) -> list[str]:
    lines = [f"  {'mails that fit no intent':<34} {strange}"] if strange else []
    for heap in heaps[:SHOWN]:
        lines.append(f"    {heap.mails} about {', '.join(heap.words)}: “{' '.join(heap.question.split())[:120]}”")
    if heaps:
        lines.append("    Worth an [intents.NAME] table with these as examples?")
    return lines
