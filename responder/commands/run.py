"""`responder run`: answer the mailboxes of a settings file until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from responder import librarian, wiring
from responder.commands.settings_file import config_option
from responder.config import Secrets, Settings, load
from responder.daemon import Daemon
from responder.errors import ConfigError, GiveUp, ResponderError, TryLater
from responder.ports import Edition, World

HELP = "Answer the mailboxes of a settings file until stopped."
log = logging.getLogger("responder")

Stamp = tuple[int, int]
"""time of change and size of the settings file"""


def arguments(parser: argparse.ArgumentParser) -> None:
    config_option(parser, required=True)


def run(args: argparse.Namespace) -> int:
    seen = _stamp(args.config)  # before it is read: a change in between is seen then
    settings = _checked(load(args.config))
    asyncio.run(keep_running(args.config, settings, seen))
    return 0


def _checked(settings: Settings) -> Settings:
    if not settings.mailbox:
        raise ConfigError("there is no [[mailbox]] to answer; `responder config init` shows one")
    if not settings.inbox_of("support"):
        raise ConfigError("there is no [teams.support] with an inbox: who should get what is not answered?")
    return settings


async def keep_running(path: Path, settings: Settings, seen: Stamp) -> None:
    """Run until SIGTERM or SIGINT. A changed file ends the present world gently and opens the next with the new
    settings; a wrong file changes nothing and is shouted about."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    hup = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, hup.set)
    good: Settings | None = None
    while not stopped.is_set():
        try:
            (settings, seen), good = await _one_world(path, settings, seen, stopped, hup), settings
        except (ResponderError, OSError) as error:
            if good is None or good == settings:
                raise
            log.error("the changed settings cannot be used, the old ones stay in force: %s", error)
            settings = good
    log.info("stopped")


async def _one_world(
    path: Path, settings: Settings, seen: Stamp, stopped: asyncio.Event, hup: asyncio.Event
) -> tuple[Settings, Stamp]:
    """Run with these settings until stopped or until the file holds others. Gives those to go on with."""
    secrets = Secrets.of(wiring.environment(), settings)
    async with wiring.open_world(settings, secrets) as world:
        daemon = Daemon(world, settings, upkeep=partial(_sync_knowledge, world, settings, again=True))
        if not await ended_before(stopped, _sync_knowledge(world, settings)):
            return settings, seen
        log.info("answering %s", ", ".join(m.address for m in settings.mailbox))
        log.info("language model: %s; autonomy: %s", world.language_model.name, settings.autonomy.mode)
        running = asyncio.create_task(daemon.run())
        changed = asyncio.create_task(_changed_settings(path, settings, seen, hup))
        ends = [changed, asyncio.create_task(stopped.wait())]
        if world.coming:
            ends.append(asyncio.create_task(_embed_anew(world.coming)))
        kept = asyncio.create_task(_keep(world))
        try:
            await asyncio.wait({running, *ends}, return_when=asyncio.FIRST_COMPLETED)
            daemon.stop()
            await running
        finally:
            for end in (*ends, kept):
                end.cancel()
            await asyncio.gather(*ends, kept, return_exceptions=True)
        return (settings, seen) if changed.cancelled() else changed.result()


async def ended_before(stopped: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Whether the work ended by itself. When `stopped` comes first it is cancelled: a first reading in may take an hour,
    and what is read in by then is kept."""
    doing, stopping = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
            return True
        return False
    finally:
        for task in (doing, stopping):
            task.cancel()
        await asyncio.gather(doing, stopping, return_exceptions=True)


async def _keep(world: World, *, every: float = 3600.0) -> None:
    """So that no other daemon forgets the articles as our embedding model has them."""
    while True:
        with suppress(ResponderError):  # the database is away; the next time will do
            await world.knowledge.keep()
            if world.coming:
                await world.coming.knowledge.keep()
        await asyncio.sleep(every)


async def _embed_anew(edition: Edition, *, every: float = 60.0) -> None:
    """Returns when the edition of the settings' embedding model holds what the others hold. Mail is answered meanwhile."""
    log.info(
        "embedding the knowledge base anew with %s; until that is done it is searched as before", edition.embedder.model
    )
    while True:
        try:
            count, bad = await librarian.embed_anew(edition.knowledge, edition.embedder)
        except ResponderError as error:
            log.warning("embedding the knowledge base anew: %s; going on in %.0f s", error, every)
            await asyncio.sleep(every)
            continue
        except Exception:
            log.exception("embedding the knowledge base anew failed; going on in %.0f s", every)
            await asyncio.sleep(every)
            continue
        for article, why in bad:
            log.warning("article %s cannot be embedded anew and will not be found: %s", article, why)
        log.info("%s articles were embedded anew; searching with the new model", count)
        return


async def _changed_settings(
    path: Path, settings: Settings, seen: Stamp, hup: asyncio.Event, *, every: float = 2.0
) -> tuple[Settings, Stamp]:
    """Returns when the file holds other, right settings. Looks at SIGHUP and when its time of change moves from `seen`."""
    while True:
        try:
            async with asyncio.timeout(every):
                await hup.wait()
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
            return new, seen


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


async def _take_in_solved(world: World, settings: Settings) -> None:
    quiet_since = world.now() - timedelta(days=settings.knowledge.solved_after_days)
    if world.solved and (count := await world.solved.take_in(before=quiet_since)):
        log.info("%s solved tickets taken in, to be shown with similar ones", count)


async def _forget_other_models(world: World) -> None:
    if gone := await world.knowledge.forget_other_models(unused_for=librarian.UNUSED_SECONDS):
        log.info("%s articles were forgotten as an embedding model had them that is no longer in use", gone)


async def _sync_knowledge(world: World, settings: Settings, *, again: bool = False) -> None:
    """Each source by itself: a help centre that is away now keeps what is known of it. `again`: of several processes
    the first one does it."""
    lately = settings.knowledge.sync_minutes * 60 * 0.9 if again else 0.0
    for source in settings.knowledge.sources:
        shelf = wiring.shelf_of(source, settings)
        try:
            report = await librarian.sync(world.knowledge, world.embedder, shelf, unless_within=lately)
        except TryLater as later:
            log.log(logging.DEBUG if again else logging.WARNING, "knowledge base %s: %s", source, later)
            continue
        except GiveUp as error:  # a refused key must not hold up what goes to people
            log.error("knowledge base %s cannot be read in, so what is known is searched: %s", source, error)
            continue
        log.info("knowledge base %s: %s", source, report.in_words())
    await _take_in_solved(world, settings)
    if again:
        if not world.coming:
            await _forget_other_models(world)
        return
    articles, passages = await world.knowledge.size()
    if not articles:
        log.warning("the knowledge base is empty: everything will go to people. See `responder kb sync`.")
    else:
        log.info("knowledge base: %s articles, %s passages", articles, passages)
