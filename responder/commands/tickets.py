"""`responder tickets`: state, history and decisions."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from responder import wiring
from responder.commands.settings_file import config_option, settings_of
from responder.domain import TicketState
from responder.errors import ConfigError, GiveUp

HELP = "List tickets, or show one with its history and decisions."
STATES = tuple(str(state) for state in TicketState)
MOST_LINES = 40
"""of one mail or draft that are shown"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="show ID",
        help="`show 12` for one ticket, `raw 34` for the bytes of one mail; nothing for a list",
    )
    parser.add_argument(
        "--state", default="", help="only these: " + ", ".join(f'"{s}"' if " " in s else s for s in STATES)
    )
    parser.add_argument("--email", default="", help="only those of this customer")
    parser.add_argument("--limit", type=int, default=50, help="at most so many, newest first (default 50)")
    parser.add_argument("--json", action="store_true", help="JSON: an object a line, or the whole ticket")
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    if args.state and args.state not in STATES:
        raise ConfigError(f"there is no state {args.state!r}; there are: {', '.join(STATES)}")
    if args.words[:1] == ["raw"] and len(args.words) == 2 and args.words[1].isdecimal():
        return asyncio.run(_raw(int(args.words[1]), args))
    words = [w for w in args.words if w != "show"]
    if args.words and (len(words) != 1 or not words[0].lstrip("#").isdecimal()):
        wrong = f"{' '.join(words)!r} is no ticket number" if words else "which one shall be shown?"
        print(f"responder tickets: {wrong} Try `responder tickets show 12`", file=sys.stderr)
        return 2
    return asyncio.run(_show(int(words[0].lstrip("#")), args) if words else _list(args))


async def _list(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        tickets = await store.tickets(limit=args.limit, state=args.state, email=args.email)
    for ticket in tickets:
        print(json.dumps(ticket, ensure_ascii=False) if args.json else _line(ticket))
    if not tickets and not args.json:
        print("There are no such tickets." if args.state or args.email else "There are no tickets yet.")
    return 0


async def _raw(number: int, args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        try:
            raw = await store.raw(number)
        except GiveUp as error:
            print(error, file=sys.stderr)
            return 1
    sys.stdout.buffer.write(raw)
    return 0


async def _show(number: int, args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    async with wiring.open_store(settings, secrets) as store:
        ticket = await store.ticket(number)
    if ticket is None:
        print(f"There is no ticket {number}.", file=sys.stderr)
        return 1
    print(json.dumps(ticket, ensure_ascii=False) if args.json else whole(ticket))
    return 0


def _line(ticket: Mapping[str, Any]) -> str:
    day = _moment(ticket["last_at"])[:16] if ticket.get("last_at") else ""
    customer = ticket["customer"] or "(no sender)"
    return f"#{ticket['id']:<6} {day:<16}  {ticket['state']:<18} {customer:<32} {ticket['subject']}"


def whole(ticket: Mapping[str, Any]) -> str:
    """One ticket as one story: what came in, what was decided and why, what went out, in the order of time."""
    told = [(m["received_at"], 0, _came_in(m)) for m in ticket["messages"]]
    told += [(m["at"], 1, _went_out(m)) for m in ticket["mails"]]
    return "\n\n".join([_line(ticket), *(text for _, _, text in sorted(told))])


def _came_in(message: Mapping[str, Any]) -> str:
    case = message.get("case") or {}
    words = (case.get("message") or {}).get("reply_text") or ""
    tier = f", tier {message['tier']}" if message.get("tier") is not None else ""
    lines = [f"{_moment(message['received_at'])}  {message['from'] or '(no sender)'} wrote: {message['subject']}"]
    lines += [f"    | {line}" for line in _shortened(words)]
    decided = f" at {_moment(message['decided_at'])}" if message.get("decided_at") else ""
    lines.append(f"    → {message['outcome'] or 'waiting'}{tier}{decided}")
    if message.get("trouble") and not message["outcome"]:
        lines.append(f"      put back {message['attempts']} times: {message['trouble']}")
    lines += [f"      · {reason['text']} ({reason['rule']})" for reason in message.get("reasons") or ()]
    return "\n".join([*lines, *_draft(case, "answer" if message.get("kind") == "reply" else "draft")])


def _draft(case: Mapping[str, Any], name: str) -> list[str]:
    sentences = (case.get("draft") or {}).get("sentences") or []
    if not sentences:
        return []
    cited = dict.fromkeys(i for sentence in sentences for i in sentence["passage_ids"])
    passages = {passage["id"]: passage for passage in case.get("passages") or ()}
    confidence = f", confidence {case['confidence']:.2f}" if case.get("confidence") is not None else ""
    lines = [f"      {name}{confidence}:"]
    lines += [f"    > {line}" for line in _shortened("".join(sentence["text"] for sentence in sentences).strip())]
    for passage in (passages[i] for i in cited if i in passages):
        heading = f" › {passage['heading']}" if passage["heading"] else ""
        lines.append(f"      source: {passage['title']}{heading}  {passage['url']}".rstrip())
    return lines


def _went_out(mail: Mapping[str, Any]) -> str:
    why = f" ({mail['why']})" if mail["why"] else ""
    return f"{_moment(mail['at'])}  {mail['kind']} to {mail['recipient']}: {mail['state']}{why}\n    {mail['subject']}"


def _shortened(text: str) -> list[str]:
    lines = text.splitlines()
    left = len(lines) - MOST_LINES
    return lines if left <= 1 else [*lines[:MOST_LINES], f"… {left} more lines (--json shows all)"]


def _moment(iso: str) -> str:
    """A local time that a person reads, from ISO 8601."""
    return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M:%S")
