"""The command line: what a person can do is the listing of `commands/`."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence

from responder import __version__
from responder.errors import ResponderError

COMMANDS = (
    "run",
    "demo",
    "doctor",
    "config",
    "kb",
    "take-in",
    "inspect",
    "decide",
    "tickets",
    "stats",
    "report",
    "calibrate",
    "tune",
)


EX_TEMPFAIL = 75
"""of sysexits.h: a mail server that pipes a mail here keeps it and comes again; any other failure would bounce it"""


def parser_of(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="responder",
        description="The support mailbox that answers itself when it is sure and hands over well when it is not.",
    )
    parser.add_argument("--version", action="version", version=f"responder {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="say more about what happens")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = importlib.import_module(f"responder.commands.{name.replace('-', '_')}")
        sub = subparsers.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 it did not work (the reason is on standard error), 2 wrong arguments. `take-in`: 0 or 75."""
    words = list(sys.argv[1:] if argv is None else argv)
    # only the command that is asked for is imported: `inspect` need not wait for the model's libraries
    asked = next((w for w in words if w in COMMANDS), None)
    try:
        args = parser_of((asked,) if asked and not {"-h", "--help"} & set(words[:1]) else COMMANDS).parse_args(words)
    except SystemExit as wrong:
        if asked == "take-in" and wrong.code:
            return EX_TEMPFAIL
        raise
    logging.basicConfig(
        level=logging.DEBUG if args.verbose else logging.INFO,
        format="%(asctime)s %(levelname)-7s %(message)s",
        stream=sys.stderr,
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "anthropic", "imapclient", "mailparser"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        status: int = args.run(args)
    except ResponderError as error:
        print(f"responder {args.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    return status
