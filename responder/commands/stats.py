"""`responder stats`: how much was resolved without a person, by which rules, at what cost, and what fits no intent."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from responder import wiring
from responder.commands.settings_file import config_option, settings_of
from responder.config import Settings
from responder.ports import Embedder, Store
from responder.steps.gaps import Gap
from responder.steps.new_intents import fits_none, new_intents

HELP = "Outcomes, deciding rules and model costs of the last days, and new kinds of mail."

MOST = 2000
"""newest mails without an intent that are compared with each other: some seconds"""
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
        strange, heaps = await fitting_none(store, lambda: wiring.open_embedder(settings), settings, since)
    if args.json:
        kinds = [{"words": heap.words, "question": heap.question, "mails": heap.mails} for heap in heaps]
        print(json.dumps({**numbers, "fits_no_intent": {"mails": strange, "kinds": kinds}}, ensure_ascii=False))
    else:
        print("\n".join([_in_words(numbers, args.days), *_told(strange, heaps)]))
    return 0


async def fitting_none(
    store: Store, embedder: Callable[[], Embedder], settings: Settings, since: datetime
) -> tuple[int, tuple[Gap, ...]]:
    """How many mails fit none of the intents, and the heaps of them that are about the same matter."""
    asked = [q async for decision in store.cases(since=since) if (q := fits_none(decision, settings.intents))][:MOST]
    if not asked:
        return 0, ()
    # opened only now: most calls find nothing to compare, and the model takes a second to load
    vectors = await embedder().embed([question.text for question in asked])
    knowledge = settings.knowledge
    heaps = new_intents(asked, vectors, distance=knowledge.gap_distance, minutes_per_mail=knowledge.minutes_per_mail)
    return len(asked), heaps


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
