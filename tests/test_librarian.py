"""The knowledge base follows its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from responder.adapters.articles import ArticleFolder
from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.in_memory_knowledge import InMemoryKnowledge
from responder.commands import run
from responder.domain import Vector
from responder.errors import GiveUp
from responder.librarian import AT_ONCE, sync
from tests.worlds import a_stage, the_settings


class CountingEmbedder(HashingEmbedder):
    """Remembers which texts it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return await super().embed(texts)


async def test_only_what_changed_is_embedded_again(tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), CountingEmbedder()
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    (tmp_path / "exports.md").write_text("Choose CSV or JSON.")
    first = await sync(knowledge, embedder, ArticleFolder(tmp_path))
    assert first.added == ("exports", "refunds")

    embedder.asked.clear()
    (tmp_path / "refunds.md").write_text("Ask within 14 days.")
    (tmp_path / "guests.md").write_text("Guests are free.")
    second = await sync(knowledge, embedder, ArticleFolder(tmp_path))
    assert (second.added, second.changed, second.unchanged) == (("guests",), ("refunds",), ("exports",))
    assert not any("CSV" in text for text in embedder.asked)


async def test_what_did_not_change_is_not_embedded_at_all(tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), CountingEmbedder()
    for number in range(40):
        (tmp_path / f"article-{number}.md").write_text(f"Text {number}.")
    assert len((await sync(knowledge, embedder, ArticleFolder(tmp_path))).added) == 40
    embedder.asked.clear()
    second = await sync(knowledge, embedder, ArticleFolder(tmp_path))
    assert len(second.unchanged) == 40 and embedder.asked == []


async def test_progress_counts_only_what_is_stored(tmp_path: Path) -> None:
    knowledge = InMemoryKnowledge()
    for number in range(40):
        (tmp_path / f"article-{number}.md").write_text(f"Text {number}.")
    stored: list[bool] = []

    def told(count: int, article_id: str) -> None:
        stored.append(any(known == article_id for _, known in knowledge._articles))

    await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path), progress=told)
    assert stored == [True] * 40


async def test_a_deleted_article_is_not_found_any_more(tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), HashingEmbedder()
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    (tmp_path / "exports.md").write_text("Choose CSV or JSON.")
    await sync(knowledge, embedder, ArticleFolder(tmp_path))
    (tmp_path / "refunds.md").unlink()
    assert (await sync(knowledge, embedder, ArticleFolder(tmp_path))).removed == ("refunds",)
    (vector,) = await embedder.embed(["refund within 30 days"])
    found = await knowledge.search("refund within 30 days", vector, language="en", limit=5)
    assert {p.article_id for p in found} == {"exports"}


async def test_an_article_that_cannot_be_read_now_keeps_its_last_version(tmp_path: Path) -> None:
    knowledge = InMemoryKnowledge()
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    (tmp_path / "exports.md").write_text("Choose CSV or JSON.")
    await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path))
    (tmp_path / "refunds.md").write_text("---\ntitle: [broken\n---\nAsk.")
    report = await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path))
    assert report.removed == ()
    assert [path for path, _ in report.bad] == ["refunds.md"]
    assert report.in_words().startswith("0 new, 0 changed, 0 removed, 1 unchanged\n  skipped refunds.md: ")
    assert (await knowledge.size())[0] == 2


async def test_a_source_that_is_suddenly_empty_loses_nothing(tmp_path: Path) -> None:
    knowledge = InMemoryKnowledge()
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path))
    (tmp_path / "refunds.md").unlink()
    report = await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path))
    assert report.removed == ()
    assert "are kept" in report.bad[0][1]
    assert (await knowledge.size())[0] == 1


async def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    knowledge = InMemoryKnowledge()
    for number in range(20):
        (tmp_path / f"article-{number}.md").write_text(f"Text {number}.")

    class Interrupted(Exception):
        pass

    def stop(count: int, article_id: str) -> None:
        if count == 3:
            raise Interrupted

    with pytest.raises(Interrupted):
        await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path), progress=stop)
    report = await sync(knowledge, HashingEmbedder(), ArticleFolder(tmp_path))
    assert len(report.unchanged) >= 3
    assert len(report.unchanged) + len(report.added) == 20
    assert report.added


class Picky(HashingEmbedder):
    """Refuses texts about mice."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if any("mice" in text for text in texts):
            raise GiveUp("no mice here")
        return await super().embed(texts)


async def test_an_article_that_the_model_refuses_keeps_its_last_version_and_holds_up_no_other(tmp_path: Path) -> None:
    knowledge = InMemoryKnowledge()
    (tmp_path / "pets.md").write_text("Cats only.")
    await sync(knowledge, Picky(), ArticleFolder(tmp_path))
    (tmp_path / "pets.md").write_text("Cats and mice.")
    (tmp_path / "refunds.md").write_text("Ask within 30 days.")
    report = await sync(knowledge, Picky(), ArticleFolder(tmp_path))
    assert (report.added, report.changed, report.removed) == (("refunds",), (), ())
    assert report.bad == (("pets", "no mice here"),)
    assert {a.body for a, _ in knowledge._articles.values()} == {"Cats only.", "Ask within 30 days."}


class Refusing(HashingEmbedder):
    """Refuses everything, as a vendor does whom the key is wrong for."""

    asked = 0

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += 1
        raise GiveUp("the key is wrong")


async def test_a_model_that_refuses_everything_ends_the_run(tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), Refusing()
    for number in range(40):
        (tmp_path / f"pets-{number}.md").write_text("Cats only.")
    with pytest.raises(GiveUp, match="the key is wrong"):
        await sync(knowledge, embedder, ArticleFolder(tmp_path))
    assert embedder.asked == AT_ONCE + 1
    async with knowledge.reading_in(ArticleFolder(tmp_path).name, unless_within=60) as again:
        assert again


async def test_a_refused_key_at_the_start_is_said_and_holds_up_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "pets.md").write_text("Cats only.")
    stage = await a_stage(the_settings(knowledge={"sources": [str(tmp_path)]}))
    await run._sync_knowledge(replace(stage.world, embedder=Refusing()), stage.settings)
    assert "cannot be read in, so what is known is searched: the key is wrong" in caplog.text
