"""`responder tickets`: state, history and decisions."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

from responder import wiring
from responder.commands.settings_file import config_option, settings_of

HELP = "List tickets, or show one with its history and decisions."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="show ID", help="`show 12` for one ticket; nothing for a list")
    parser.add_argument("--state", default="", help='only these: answered, "with a person", "awaiting approval", …')
    parser.add_argument("--email", default="", help="only those of this customer")
    parser.add_argument("--limit", type=int, default=50, help="at most so many, newest first (default 50)")
    parser.add_argument("--json", action="store_true", help="JSON: an object a line, or the whole ticket")
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    words = [w for w in args.words if w != "show"]
    if words and not words[0].lstrip("#").isdigit():
        print(f"responder tickets: {words[0]!r} is no ticket number; try `responder tickets show 12`")
        return 2
    return asyncio.run(_show(int(words[0].lstrip("#")), args) if words else _list(args))


async def _list(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        tickets = await store.tickets(limit=args.limit, state=args.state, email=args.email)
    for ticket in tickets:
        print(json.dumps(ticket, ensure_ascii=False) if args.json else _line(ticket))
    return 0


async def _show(number: int, args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        ticket = await store.ticket(number)
    if ticket is None:
        print(f"There is no ticket {number}.")
        return 1
    print(json.dumps(ticket, ensure_ascii=False) if args.json else _whole(ticket))
    return 0


def _line(ticket: dict[str, Any]) -> str:
    return f"#{ticket['id']:<6} {ticket['state']:<18} {ticket['customer'] or '(no sender)':<32} {ticket['subject']}"


def _whole(ticket: dict[str, Any]) -> str:
    lines = [_line(ticket), ""]
    for message in ticket["messages"]:
        lines.append(f"{message['received_at']}  {message['from'] or '(no sender)'}: {message['subject']}")
        lines.append(f"    {message['outcome'] or 'waiting'}  {message['rule'] or ''}")
        lines += [f"    · {reason['text']}" for reason in message.get("reasons") or ()]
    for mail in ticket["mails"]:
        why = f" ({mail['why']})" if mail["why"] else ""
        lines.append(f"{mail['at']}  {mail['kind']} to {mail['recipient']}: {mail['state']}{why}")
    return "\n".join(lines)
