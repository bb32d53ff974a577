"""`responder take-in`: the way in for a mail server on this machine that hands each mail to a program."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from responder import wiring
from responder.commands.settings_file import config_option
from responder.config import Secrets, Settings, load
from responder.domain import Fetched
from responder.errors import ConfigError
from responder.ports import MailReader, Store
from responder.steps import thread

HELP = (
    "Take one mail from standard input, as a mail server's pipe delivery gives it. Exit status 75: not stored, retry."
)

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and comes again. Any other failure would bounce it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mailbox", default="", help="name of the [[mailbox]] that it is for (default: the first)")
    parser.add_argument("--recipient", default="", help="envelope recipient: becomes Delivered-To")
    parser.add_argument(
        "--sender", default=None, help="envelope sender, empty for none: becomes Return-Path (a bounce has none)"
    )
    config_option(parser, required=True)


def run(args: argparse.Namespace) -> int:
    try:
        mail = sys.stdin.buffer.read()
        if not mail.strip():
            raise ConfigError("standard input is empty; the mail server should pipe the mail here")
        asyncio.run(_take_in(_delivered(mail, sender=args.sender, recipient=args.recipient), args.config, args.mailbox))
    except Exception as error:  # whatever it was, the mail is not stored, and must come again
        words = " ".join(str(error).split()) or type(error).__name__
        print(f"responder take-in: {words}; the mail was not stored, try again", file=sys.stderr)
        return TRY_AGAIN
    return 0


async def _take_in(raw: bytes, config: Path, mailbox: str) -> None:
    settings = load(config)
    name = _named(settings, mailbox)
    async with wiring.open_intake(settings, Secrets.of(wiring.environment(), settings)) as (store, reader):
        await take_over(raw, name, store, reader, settings)


async def take_over(raw: bytes, mailbox: str, store: Store, reader: MailReader, settings: Settings) -> int:
    """Store one mail that lies in no folder. Committed when this returns; 1 if it waits for an answer, 0 if it was
    stored before or needs none."""
    fetched = Fetched(uid=0, raw=raw, received_at=wiring.now())
    [message] = await reader.read(mailbox, [fetched])
    arrival = thread.arrival_of(fetched, message, settings, await store.secret("mail"))
    return await store.keep(mailbox, 0, [arrival], last_uid=0)


def _named(settings: Settings, mailbox: str) -> str:
    names = [m.name for m in settings.mailbox]
    if not names or (mailbox and mailbox not in names):
        wanted = (
            f"no [[mailbox]] named {mailbox!r}; there are: {', '.join(names)}" if names else "no [[mailbox]] at all"
        )
        raise ConfigError(f"the settings have {wanted}")
    return mailbox or names[0]


def _delivered(mail: bytes, *, sender: str | None, recipient: str) -> bytes:
    """The mail as LMTP delivery would store it: with its envelope on top (RFC 5321 section 4.4), without the line
    "From …" that pipes borrow from the mbox format."""
    if mail.startswith(b"From "):
        mail = mail.partition(b"\n")[2]
    end = b"\r\n" if b"\r\n" in mail[:1000] else b"\n"
    top = []
    if sender is not None:
        top.append(f"Return-Path: <{_one_line(sender).strip('<>')}>")
    if recipient:
        top.append(f"Delivered-To: {_one_line(recipient)}")
    return b"".join(line.encode("utf-8", "surrogateescape") + end for line in top) + mail


def _one_line(address: str) -> str:
    """An envelope comes from strangers too, and must stay one field."""
    return "".join(c for c in address if c.isprintable() or "\udc80" <= c <= "\udcff").strip()
