"""The daemon looks at the sources of its articles again and again, and mail does not wait for that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from responder.commands.run import _sync_knowledge
from responder.daemon import Daemon
from responder.errors import TryLater
from tests.worlds import a_stage, the_settings


async def test_upkeep_comes_again_also_after_it_failed():
    settings = the_settings(knowledge={"sync_minutes": 0.001})
    story = await a_stage(settings)
    calls: list[int] = []
    twice = asyncio.Event()

    async def upkeep() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise TryLater("the help centre is away")
        if len(calls) == 2:
            raise KeyError("a bug")
        twice.set()

    daemon = Daemon(replace(story.world, mailboxes=()), settings, upkeep=upkeep)
    running = asyncio.create_task(daemon.run())
    async with asyncio.timeout(20):
        await twice.wait()
    daemon.stop()
    await running
    assert len(calls) >= 3


async def test_a_help_centre_that_is_away_does_not_keep_the_daemon_from_starting(tmp_path: Path):
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    away = "http://127.0.0.1:9/sitemap.xml"
    settings = the_settings(knowledge={"sources": (away, str(tmp_path))}).model_copy(
        update={"data_dir": str(tmp_path / "data")}
    )
    world = (await a_stage(settings, articles=())).world
    await _sync_knowledge(world, settings)
    assert await world.knowledge.known(tmp_path.resolve().as_posix())


async def test_of_several_processes_one_looks_again(tmp_path: Path):
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    settings = the_settings(knowledge={"sources": (str(tmp_path),)})
    world = (await a_stage(settings, articles=())).world
    await _sync_knowledge(world, settings)
    (tmp_path / "exports.md").write_text("Choose CSV or JSON.")
    await _sync_knowledge(world, settings, again=True)
    assert set(await world.knowledge.known(tmp_path.resolve().as_posix())) == {"refunds"}
    await _sync_knowledge(world, settings)
    assert set(await world.knowledge.known(tmp_path.resolve().as_posix())) == {"refunds", "exports"}
