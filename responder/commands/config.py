"""`responder config`: the annotated settings file, and whether one is right."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from responder.config import Settings, load
from responder.errors import ConfigError
from responder.settings_text import annotated

EXAMPLES = ("@example.com", ".example.com", "@example.org", ".example.org")
HELP = "Write the annotated settings file (init), or check one (check FILE)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("init", "check"), help="init: print a new file; check: read one")
    parser.add_argument("file", nargs="?", type=Path, help="init: write here instead; check: the file to read")


def run(args: argparse.Namespace) -> int:
    if args.what == "check":
        file = args.file or Path("responder.toml")
        settings = load(file)
        for doubt in (doubts := doubts_about(settings)):
            print(f"{file}: {doubt}", file=sys.stderr)
        if not doubts:
            names = ", ".join(mailbox.address for mailbox in settings.mailbox)
            print(f"{file} is right: it answers {names}. `responder doctor` tries every door.")
        return 1 if doubts else 0
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


def doubts_about(settings: Settings) -> list[str]:
    """What is well-formed and still cannot work, each with what to do. Looks at this machine's files, at no server."""
    doubts = []
    if not settings.mailbox:
        doubts.append("there is no [[mailbox]] to answer; `responder config init` shows one")
    if not settings.inbox_of("support"):
        doubts.append("there is no [teams.support] with an inbox: who should get what is not answered?")
    doubts += [
        f"{name} = {value!r} is still the example; write your own"
        for name, value in _written(settings)
        if value.endswith(EXAMPLES)
    ]
    doubts += [
        f"{name}: there is no {settings.path(value)}; make it, or mend the path"
        for name, value in _paths(settings)
        if value and not settings.path(value).exists()
    ]
    if settings.database.dsn and not settings.database.dsn.startswith(("postgresql://", "postgres://")):
        try:
            conninfo_to_dict(settings.database.dsn)
        except ProgrammingError:
            doubts.append("database.dsn is no connection string; write postgresql://user@host:5432/name")
    return doubts


def _written(settings: Settings) -> Iterator[tuple[str, str]]:
    for number, mailbox in enumerate(settings.mailbox, 1):
        yield f"mailbox {number}.address", mailbox.address
        for door, server in (("imap", mailbox.imap), ("smtp", mailbox.smtp)):
            if server is not None:
                yield f"mailbox {number}.{door}.host", server.host
    for name, team in settings.teams.items():
        yield f"teams.{name}.inbox", team.inbox


def _paths(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "customers_file", settings.customers_file
    yield "own_templates", settings.own_templates
    for source in settings.knowledge.sources:
        if "://" not in source:
            yield "knowledge.sources", source
    for mailbox in settings.mailbox:
        for server in (mailbox.imap, mailbox.smtp):
            if server is not None:
                yield f"mailbox {mailbox.name}: ca_file", server.ca_file
