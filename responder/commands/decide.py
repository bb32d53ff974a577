"""`responder decide`: what would be done with a mail, and why. Sends nothing, stores nothing."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from textwrap import indent
from typing import Any

from responder import flow, wiring
from responder.commands.settings_file import config_option, settings_of
from responder.config import Settings
from responder.domain import Case, Decision, Fetched, Quarantine, Reason, Relay, Reply, Review
from responder.errors import ConfigError, ResponderError
from responder.ports import World
from responder.steps import thread

HELP = "Say what would be done with mails, with the whole case, sending nothing."
AT_ONCE = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mails", nargs="*", type=Path, metavar="MAIL", help='mail files (.eml); "-" is standard input')
    parser.add_argument("--stdin0", action="store_true", help="read NUL-separated paths from standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, with the whole case")
    parser.add_argument(
        "--mailbox", default="", help="name of the [[mailbox]] that the mails came in by (default: the first)"
    )
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    paths = list(args.mails)
    if args.stdin0:
        paths += [Path(p) for p in sys.stdin.read().split("\0") if p]
    settings, secrets = settings_of(args)
    names = [m.name for m in settings.mailbox]
    if args.mailbox and args.mailbox not in names:
        raise ConfigError(f"there is no mailbox {args.mailbox!r}; there are: {', '.join(names) or 'none'}")
    mailbox = args.mailbox or (names[0] if names else "")
    return asyncio.run(_run(paths, settings, secrets, as_json=args.json, mailbox=mailbox))


async def _run(paths: list[Path], settings: Settings, secrets: Any, *, as_json: bool, mailbox: str) -> int:
    failed = False
    async with wiring.open_world(settings, secrets, with_mail=False) as world:
        for start in range(0, len(paths), AT_ONCE):
            batch = paths[start : start + AT_ONCE]
            for line in await asyncio.gather(*(_decided(p, world, settings, mailbox) for p in batch)):
                failed = failed or "error" in line
                print(json.dumps(line, ensure_ascii=False) if as_json else _in_words(line), flush=True)
    return 1 if failed else 0


async def _decided(path: Path, world: World, settings: Settings, mailbox: str) -> dict[str, Any]:
    try:
        raw = await asyncio.to_thread(sys.stdin.buffer.read if str(path) == "-" else path.read_bytes)
    except OSError as error:
        return {"path": str(path), "error": f"cannot be read: {error.strerror}"}
    [message] = await world.reader.read(mailbox, [Fetched(uid=0, raw=raw, received_at=world.now())])
    try:
        decision = await judge(Case(message=thread.as_the_customer(message, settings)), world, settings)
    except ResponderError as error:
        return {"path": str(path), "error": str(error)}
    return {"path": str(path), **as_values(decision)}


async def judge(case: Case, world: World, settings: Settings) -> Decision:
    unreadable = next((d for d in case.message.defects if d.startswith("unreadable: ")), "")
    if unreadable:
        return Quarantine(case=case, reasons=(Reason(rule="mail_cannot_be_read", text=f"The mail is {unreadable}."),))
    return await flow.decide(case, world, settings)


def as_values(decision: Decision) -> dict[str, Any]:
    """JSON-ready: outcome, tier, the rule that decided, all reasons, and the case."""
    from pydantic import TypeAdapter

    case = decision.case
    return {
        "decision": type(decision).__name__.lower(),
        "outcome": str(decision.outcome),
        "tier": decision.tier,
        "rule": decision.reasons[0].rule if decision.reasons else "",
        "reasons": [{"rule": r.rule, "text": r.text} for r in decision.reasons],
        "confidence": case.confidence,
        "answer": decision.draft.text if isinstance(decision, Reply | Review) else None,
        "citations": [
            {"text": s.text, "passages": list(s.passage_ids)} for s in (case.draft.sentences if case.draft else ())
        ],
        "relay": decision.text if isinstance(decision, Relay) else None,
        "case": TypeAdapter(Case).dump_python(case, mode="json"),
    }


def _in_words(line: dict[str, Any]) -> str:
    if "error" in line:
        return f"{line['path']}: {line['error']}"
    tier = f", tier {line['tier']}" if line["tier"] is not None else ""
    reasons = "\n".join(f"    {r['rule']}: {r['text']}" for r in line["reasons"])
    answer = "\n" + indent(f"---\n{line['answer'].rstrip()}", "    ") if line["answer"] else ""
    return f"{line['path']}: {line['decision']} ({line['outcome']}{tier})\n{reasons}{answer}"
