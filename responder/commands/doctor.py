"""`responder doctor`: try every door, and say how to mend what fails."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from responder import mail_probe, wiring
from responder.commands.settings_file import config_option
from responder.config import MailboxSettings, Secrets, Settings, load
from responder.errors import ConfigError, ResponderError
from responder.ports import World
from responder.wording import templates_dir

HELP = (
    "Try every door (settings, database, mail, model, templates, knowledge base) and say how to mend what fails. "
    "`doctor mail` sends each mailbox a mail from itself and keeps what it learns for the sender."
)

Finding = tuple[bool, str, str]
"""did it work, what was tried, what was found or what to do"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["mail"], help="mail: also send each mailbox a mail from itself, and learn from it"
    )
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    return asyncio.run(_examine(args.config or Path("responder.toml"), _probes if args.what == "mail" else findings))


async def _examine(path: Path, examine: Callable[[Settings, Secrets], AsyncIterator[Finding]]) -> int:
    try:
        settings = load(path)
    except ConfigError as error:
        _say((False, "settings", str(error)))
        return 1
    _say((True, "settings", f"{path} is right"))
    well = True
    async for finding in examine(settings, Secrets.of(wiring.environment(), settings)):
        _say(finding)
        well = well and finding[0]
    print("\nAll is well." if well else "\nMend what is marked ✗, then run this again.")
    return 0 if well else 1


def _say(finding: Finding) -> None:
    good, what, text = finding
    print(f"{'✓' if good else '✗'} {what:<16} {text}", flush=True)


async def findings(settings: Settings, secrets: Secrets) -> AsyncIterator[Finding]:
    """Each door once, in the order in which a mail passes them."""
    for finding in _people(settings):
        yield finding
    yield _templates(settings)
    try:
        async with wiring.open_world(settings, secrets, in_child_processes=False) as world:
            for what, check in _doors(world, settings):
                yield await _tried(what, check)
    except ResponderError as error:
        yield False, "database", str(error)


async def _probes(settings: Settings, secrets: Secrets) -> AsyncIterator[Finding]:
    """Each mailbox's mail to itself. What is found is kept for the daemon, which reads it when it starts."""
    try:
        async with wiring.open_world(settings, secrets, in_child_processes=False) as world:
            for mailbox in settings.mailbox:
                yield await _probed(mailbox, world)
    except ResponderError as error:
        yield False, "database", str(error)


async def _probed(mailbox: MailboxSettings, world: World) -> Finding:
    what = f"probe {mailbox.name}"
    door = next(m for m in world.mailboxes if m.name == mailbox.name)
    try:
        probe = await mail_probe.probe(door, world.outboxes[mailbox.name], mailbox, world.now)
        await wiring.remember_probe(world.store, mailbox.name, probe)
    except ResponderError as error:
        return False, what, str(error)
    return True, what, mail_probe.in_words(probe, archive=bool(mailbox.archive))


def _people(settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    if not settings.mailbox:
        found.append((False, "mailbox", "there is no [[mailbox]]; `responder config init` shows one"))
    inbox = settings.inbox_of("support")
    ours = {address for mailbox in settings.mailbox for address in mailbox.ours}
    if not inbox:
        found.append((False, "teams", "there is no [teams.support] with an inbox: nobody would get a handoff"))
    elif loops := [t.inbox for t in settings.teams.values() if t.inbox.lower() in ours]:
        found.append((False, "teams", f"{loops[0]} is a mailbox that is answered; handoffs need another inbox"))
    else:
        found.append((True, "teams", ", ".join(f"{name} → {team.inbox}" for name, team in settings.teams.items())))
    return found


def _templates(settings: Settings) -> Finding:
    names = ["mail/reply.txt.jinja", "mail/handoff.txt.jinja", "prompts/read.txt.jinja", "prompts/draft.txt.jinja"]
    missing = [name for name in names if not (templates_dir() / name).is_file()]
    if missing:
        return False, "templates", f"{', '.join(missing)} missing in {templates_dir()}; install the package again"
    own = settings.own_templates and settings.path(settings.own_templates)
    if own and not own.is_dir():
        return False, "templates", f"own_templates = {own} is no folder"
    return True, "templates", f"complete{f', with your own from {own}' if own else ''}"


def _doors(world: World, settings: Settings) -> list[tuple[str, Callable[[], Awaitable[str]]]]:
    async def embedder() -> str:
        await world.embedder.embed(["hello"])
        return f"{world.embedder.model}, {world.embedder.dimension} numbers a text"

    async def knowledge() -> str:
        articles, passages = await world.knowledge.size()
        if not articles:
            raise ConfigError("empty: everything will go to people; fill it with `responder kb sync FOLDER`")
        return f"{articles} articles, {passages} passages"

    doors: list[tuple[str, Callable[[], Awaitable[str]]]] = [("database", world.store.check)]
    for mailbox in world.mailboxes:
        doors.append((f"mailbox {mailbox.name}", mailbox.check))
        if mailbox.name in world.outboxes:
            doors.append((f"smtp {mailbox.name}", world.outboxes[mailbox.name].check))
    doors += [("model", world.language_model.check), ("embeddings", embedder), ("knowledge base", knowledge)]
    return doors


async def _tried(what: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return True, what, await check()
    except ResponderError as error:
        return False, what, str(error)
