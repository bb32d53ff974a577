"""`responder config`: the annotated settings file, and whether one is right."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from responder.config import load
from responder.errors import ConfigError
from responder.settings_text import annotated

HELP = "Write the annotated settings file (init), or check one (check FILE)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("init", "check"), help="init: print a new file; check: read one")
    parser.add_argument("file", nargs="?", type=Path, help="init: write here instead; check: the file to read")


def run(args: argparse.Namespace) -> int:
    if args.what == "check":
        settings = load(args.file or Path("responder.toml"))
        print(f"{args.file or 'responder.toml'} is right: {len(settings.mailbox)} mailbox(es).")
        return 0
    text = annotated()
    if args.file is None:
        sys.stdout.write(text)
        return 0
    if args.file.exists():
        print(f"{args.file} exists and is left as it is; name another file.", file=sys.stderr)
        return 1
    try:
        args.file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{args.file} cannot be written: {error.strerror}") from error
    print(f"{args.file} written. Fill in [[mailbox]] and [teams.support], then: responder doctor --config {args.file}")
    return 0
