"""The daemon looks at the sources of its articles again and again, and mail does not wait for that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from responder.commands.run import _sync_knowledge, ended_before
from responder.daemon import Daemon
from responder.domain import Vector
from responder.errors import TryLater
from responder.librarian import AT_ONCE
from responder.ports import Embedder
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


async def test_a_stop_ends_the_first_reading_in_and_keeps_what_was_read(tmp_path: Path):
    for number in range(2 * AT_ONCE + 1):
        (tmp_path / f"article-{number:03}.md").write_text(f"Choose {number}.")
    settings = the_settings(knowledge={"sources": (str(tmp_path),)})
    world = (await a_stage(settings, articles=())).world
    stopped = asyncio.Event()
    embedder = _HangsAtLast(world.embedder, stopped)
    async with asyncio.timeout(20):
        assert not await ended_before(stopped, _sync_knowledge(replace(world, embedder=embedder), settings))
        kept = len(await world.knowledge.known(tmp_path.resolve().as_posix()))
        assert AT_ONCE <= kept <= 2 * AT_ONCE
        assert await ended_before(asyncio.Event(), _sync_knowledge(world, settings))
    assert len(await world.knowledge.known(tmp_path.resolve().as_posix())) == 2 * AT_ONCE + 1


async def test_what_fails_before_a_stop_is_told():
    async def fails() -> None:
        raise TryLater("the database is away")

    with pytest.raises(TryLater):
        await ended_before(asyncio.Event(), fails())


class _HangsAtLast:
    """An embedder that stops answering with the third lot of articles, and then somebody stops the daemon."""

    def __init__(self, embedder: Embedder, stopped: asyncio.Event) -> None:
        self._embedder, self._stopped, self._calls = embedder, stopped, 0
        self.model, self.dimension = embedder.model, embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self._calls += 1
        if self._calls > 2 * AT_ONCE:
            self._stopped.set()
            await asyncio.Event().wait()
        return await self._embedder.embed(texts)
