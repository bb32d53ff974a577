"""What holds of the knowledge base when the embedding model changes, in memory and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from responder.domain import Vector
from responder.errors import GiveUp
from responder.librarian import embed_anew
from responder.ports import Knowledge
from tests.contracts.test_knowledge import EAST, NORTH, UP, prepared

Editions = Callable[[str], Knowledge]


class NewModel:
    """Everything points up; a text with "unreadable" is refused."""

    model, dimension = "new", 4

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if any("unreadable" in text for text in texts):
            raise GiveUp("this text is refused")
        return [UP for _ in texts]


async def found(base: Knowledge, question: str, vector: Vector = EAST) -> list[str]:
    return [p.article_id for p in await base.search(question, vector, language="en", limit=9)]


async def test_the_old_edition_is_searched_while_the_new_one_is_made(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "Pay by card.", vector=NORTH)])
    await old.put_many("other", [prepared("c", "Invite a colleague.")])
    before = await old.search("export", EAST, language="en", limit=9)

    count, bad = await embed_anew(new, NewModel())

    assert (count, bad) == (3, ())
    assert await old.search("export", EAST, language="en", limit=9) == before
    assert await found(new, "export", UP) == ["a", "b", "c"]
    assert await new.known("kb") == await old.known("kb")
    assert await new.size() == await old.size() == (3, 3)
    assert await new.left_behind(9) == ()


async def test_only_what_is_missing_is_taken_over(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "Pay by card.")])
    await new.put_many("kb", [prepared("a", "Export all the data.", vector=UP)])
    assert [(source, article.id) for source, article in await new.left_behind(9)] == [("kb", "b")]
    assert (await embed_anew(new, NewModel()))[0] == 1
    assert [p.body for p in await new.search("export", UP, language="en", limit=1)] == ["Export all the data."]


async def test_an_article_that_the_new_model_refuses_holds_up_no_other(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "unreadable")])
    count, bad = await embed_anew(new, NewModel())
    assert (count, bad) == (1, (("b", "this text is refused"),))
    assert await found(new, "export unreadable", UP) == ["a"]
    assert await new.left_behind(9) == ()
    # it is read in again with the next look at its source
    assert (await new.known("kb"))["b"] != (await old.known("kb"))["b"]


class WrongModel(NewModel):
    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        raise GiveUp("the key is wrong")


async def test_a_model_that_refuses_everything_changes_nothing(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data.")])
    with pytest.raises(GiveUp, match="the key is wrong"):
        await embed_anew(new, WrongModel())
    assert len(await new.left_behind(9)) == 1 and await new.known("kb") == {}


async def test_internal_articles_stay_internal(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Refund without asking.", audience="internal")])
    await embed_anew(new, NewModel())
    assert await found(new, "refund", UP) == []


async def test_what_is_replaced_in_one_edition_stays_in_the_other(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("b", "Pay by card.")])
    await embed_anew(new, NewModel())
    await new.put_many("kb", [prepared("b", "Pay by transfer.", vector=UP)])
    assert [p.body for p in await old.search("card", EAST, language="en", limit=1)] == ["Pay by card."]


async def test_what_is_withdrawn_is_gone_from_all_editions_and_does_not_come_back(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "Pay by card.")])
    await embed_anew(new, NewModel())
    await new.forget("kb", ["a"])
    assert await found(old, "export") == ["b"]
    assert await new.left_behind(9) == ()
    assert (await embed_anew(new, NewModel()))[0] == 0
    assert await found(new, "export pay", UP) == ["b"]


async def test_each_edition_is_read_in_by_itself(editions: Editions):
    old, new = editions("old"), editions("new")
    async with old.reading_in("kb") as first, new.reading_in("kb") as second:
        assert first and second
    async with new.reading_in("kb", unless_within=60) as again:
        assert not again


async def test_an_edition_goes_when_nobody_has_used_it_for_long(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared(f"a{n}", "Export the data.") for n in range(7)])
    await embed_anew(new, NewModel())
    await old.keep()
    assert await new.forget_other_models(unused_for=3600) == 0
    assert await old.forget_other_models(unused_for=3600) == 0
    assert len(await found(old, "export")) == 7
    assert await new.forget_other_models(unused_for=0) == 7
    assert await found(old, "export") == [] and len(await found(new, "export", UP)) == 7
    assert await new.forget_other_models(unused_for=0) == 0
