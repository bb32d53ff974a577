"""`responder inspect`: what we see in a mail."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from responder.adapters.inspection import inspect_mail, unreadable

HELP = "Show how a mail is read: sender, text, visible reply, attachments, and whether it must not be answered."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mails", nargs="*", metavar="MAIL", help='files that hold one mail each; "-" is standard input')
    parser.add_argument("--json", action="store_true", help="one JSON object per mail and line, in order")
    parser.add_argument(
        "--stdin0", action="store_true", help="read paths from standard input, each ended by a NUL (find … -print0)"
    )


def run(args: argparse.Namespace) -> int:
    """One report per mail, written out at once. A mail that cannot be read is reported, never an error."""
    if not args.mails and not args.stdin0:
        print("responder inspect: name a mail, or give paths with --stdin0", file=sys.stderr)
        return 2
    out = sys.stdout.buffer
    for path in _paths(args):
        seen = _inspect(path)
        text = json.dumps(seen, ensure_ascii=False) if args.json else _summary(seen)
        out.write(text.encode("utf-8", "replace") + b"\n")
        out.flush()
    return 0


def _paths(args: argparse.Namespace) -> Iterator[str]:
    yield from args.mails
    if not args.stdin0:
        return
    waiting = b""
    while block := os.read(sys.stdin.fileno(), 65536):
        *whole, waiting = (waiting + block).split(b"\0")
        yield from (one.decode("utf-8", "surrogateescape") for one in whole if one)
    if waiting:
        yield waiting.decode("utf-8", "surrogateescape")


def _inspect(path: str) -> dict[str, Any]:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError, MemoryError) as error:
        seen = unreadable(f"the file cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}")
    else:
        seen = inspect_mail(raw)
    # a path with undecodable octets is shown with replacement characters
    return {**seen, "path": path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")}


def _summary(seen: dict[str, Any]) -> str:
    rows = [
        ("mail", seen["path"]),
        ("from", f"{seen['from_name']} <{seen['from']}>" if seen["from"] else "(nobody, or not clear)"),
        ("reply to", ", ".join(seen["reply_to"])),
        ("subject", seen["subject"]),
        ("message id", seen["message_id"]),
        ("date", seen["date"]),
        ("language", seen["language"]),
        ("encrypted", "yes" if seen["encrypted"] else ""),
        ("not answered", "; ".join(f"{one['rule']}: {one['text']}" for one in seen["why_no_reply"])),
        ("for a person", "; ".join(f"{one['rule']}: {one['text']}" for one in seen["to_a_person"])),
        ("failed", ", ".join(map(_failure, seen["failures"]))),
        (
            "attachments",
            ", ".join(f"{one['name'] or one['content_type']} ({one['size']} octets)" for one in seen["attachments"]),
        ),
        ("hidden text", seen["hidden_text"][:200]),
        ("defects", "; ".join(seen["defects"])),
    ]
    lines = [f"{name + ':':<14}{value}" for name, value in rows if value]
    reply = "\n".join("  " + line for line in seen["reply_text"].split("\n"))
    return "\n".join([*lines, "what was written now:", reply, ""])


def _failure(one: dict[str, Any]) -> str:
    why = ", ".join(filter(None, (one["status"], "temporarily" if one["temporary"] else "")))
    return f"{one['email']} ({why})" if why else str(one["email"])
