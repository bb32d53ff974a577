"""`responder run`: answer the mailboxes of a settings file until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from pathlib import Path

from responder import librarian, wiring
from responder.adapters.articles import ArticleFolder
from responder.commands.settings_file import config_option
from responder.config import Secrets, Settings, load
from responder.daemon import Daemon
from responder.errors import ConfigError
from responder.ports import World

HELP = "Answer the mailboxes of a settings file until stopped."
log = logging.getLogger("responder")


def arguments(parser: argparse.ArgumentParser) -> None:
    config_option(parser, required=True)


def run(args: argparse.Namespace) -> int:
    settings = _checked(load(args.config))
    asyncio.run(keep_running(args.config, settings))
    return 0


def _checked(settings: Settings) -> Settings:
    if not settings.mailbox:
        raise ConfigError("there is no [[mailbox]] to answer; `responder config init` shows one")
    if not settings.inbox_of("support"):
        raise ConfigError("there is no [teams.support] with an inbox: who should get what is not answered?")
    return settings


async def keep_running(path: Path, settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. A changed file ends the present world gently and opens the next with the new
    settings; a wrong file changes nothing and is shouted about."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    hup = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, hup.set)
    while not stopped.is_set():
        secrets = Secrets.of(wiring.environment(), settings)
        async with wiring.open_world(settings, secrets) as world:
            daemon = Daemon(world, settings)
            await _sync_knowledge(world, settings)
            log.info("answering %s", ", ".join(m.address for m in settings.mailbox))
            log.info("language model: %s; autonomy: %s", world.language_model.name, settings.autonomy.mode)
            running = asyncio.create_task(daemon.run())
            changed = asyncio.create_task(_changed_settings(path, settings, hup))
            stop = asyncio.create_task(stopped.wait())
            await asyncio.wait({running, changed, stop}, return_when=asyncio.FIRST_COMPLETED)
            daemon.stop()
            await running
            stop.cancel()
            settings = changed.result() if changed.done() else settings
            changed.cancel()
    log.info("stopped")


async def _changed_settings(path: Path, settings: Settings, hup: asyncio.Event, *, every: float = 2.0) -> Settings:
    """Returns when the file holds other, right settings. Looks at SIGHUP and when its time of change moves."""
    seen = _stamp(path)
    while True:
        try:
            await asyncio.wait_for(hup.wait(), every)
        except TimeoutError:
            if _stamp(path) == seen:
                continue
        hup.clear()
        seen = _stamp(path)
        try:
            new = _checked(load(path))
        except ConfigError as error:
            log.error("the changed settings are wrong, the old ones stay in force: %s", error)
            continue
        if new != settings:
            log.info("settings changed; taking them over")
            return new


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


async def _sync_knowledge(world: World, settings: Settings) -> None:
    for source in settings.knowledge.sources:
        report = await librarian.sync(world.knowledge, world.embedder, ArticleFolder(settings.path(source)))
        log.info("knowledge base %s: %s", source, report.in_words())
    articles, passages = await world.knowledge.size()
    if not articles:
        log.warning("the knowledge base is empty: everything will go to people. See `responder kb sync`.")
    else:
        log.info("knowledge base: %s articles, %s passages", articles, passages)
