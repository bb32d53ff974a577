"""What holds of the knowledge base when the embedding model changes, in memory and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from responder.domain import Prepared, Vector
from responder.errors import GiveUp, TryLater
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


class SpeechlessModel(NewModel):
    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if any(len(text) > 1 for text in texts):
            raise GiveUp("too long")
        return [UP for _ in texts]


async def test_a_model_that_refuses_every_article_does_not_leave_an_empty_edition(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared(f"a{n}", "Export the data.") for n in range(20)])
    with pytest.raises(GiveUp, match="every article"):
        await embed_anew(new, SpeechlessModel())
    assert await new.left_behind(9)


async def test_internal_articles_stay_internal(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Refund without asking.", audience="internal")])
    await embed_anew(new, NewModel())
    assert await found(new, "refund", UP) == []


async def test_few_articles_that_are_all_refused_do_not_make_an_edition(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data.")])
    await old.put_many("other", [prepared("c", "Invite a colleague.")])
    with pytest.raises(GiveUp, match="every article"):
        await embed_anew(new, SpeechlessModel())
    assert len(await new.left_behind(9)) == 2


async def test_what_another_model_refused_becomes_internal_everywhere(editions: Editions):
    first, second, third = editions("old"), editions("new"), editions("third")
    await first.put_many("kb", [prepared("a", "Export the data."), prepared("b", "unreadable")])
    await embed_anew(second, NewModel())
    await first.forget_other_models(unused_for=3600)
    await third.put_many("kb", [prepared("b", "unreadable", vector=UP)])
    await second.put_many("kb", [now_saying("unreadable", audience="internal")])
    assert await found(third, "unreadable", UP) == []
    assert await found(first, "unreadable") == ["a"]


def now_saying(text: str, **changes: str) -> Prepared:
    """The next version of article b."""
    made = prepared("b", text, vector=UP, **changes)
    return replace(made, article=replace(made.article, sha256=f"{text} {changes}"))


async def test_an_older_text_is_found_by_no_model_any_more(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "Pay by card.")])
    await embed_anew(new, NewModel())
    await new.put_many("kb", [now_saying("Pay by transfer.")])
    assert await found(old, "card pay") == ["a"]
    # whoever goes back to the old model gets the new text
    assert [article.body for _, article in await old.left_behind(9)] == ["Pay by transfer."]
    assert (await embed_anew(old, NewModel()))[0] == 1
    assert await old.known("kb") == await new.known("kb")


async def test_what_becomes_internal_is_found_by_no_model_any_more(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("b", "Refund without asking.")])
    await embed_anew(new, NewModel())
    await new.put_many("kb", [now_saying("Refund without asking.", audience="internal")])
    assert await found(old, "refund") == [] == await found(new, "refund", UP)
    await embed_anew(old, NewModel())
    assert await found(old, "refund") == []


async def test_the_same_text_put_in_again_changes_no_other_edition(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("b", "Pay by card.")])
    await embed_anew(new, NewModel())
    await new.put_many("kb", [prepared("b", "Pay by card.", vector=UP)])
    assert await found(old, "card") == ["b"] == await found(new, "card", UP)


async def test_the_newest_text_of_three_editions_is_taken_over(editions: Editions):
    first, second, third = editions("old"), editions("new"), editions("third")
    await first.put_many("kb", [prepared("b", "Pay by card.")])
    await second.put_many("kb", [now_saying("Pay by transfer.")])
    await first.put_many("kb", [now_saying("Pay by cheque.")])
    await embed_anew(third, NewModel())
    assert [p.body for p in await third.search("pay", UP, language="en", limit=9)] == ["Pay by cheque."]


class Meanwhile(NewModel):
    """Something happens while the first articles are embedded."""

    def __init__(self, happens: Callable[[], Awaitable[None]]) -> None:
        self.happens: list[Callable[[], Awaitable[None]]] = [happens]

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if self.happens:
            await self.happens.pop()()
        return await super().embed(texts)


async def test_what_is_withdrawn_while_it_is_embedded_does_not_come_back(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("a", "Export the data."), prepared("b", "Pay by card.")])
    await embed_anew(new, Meanwhile(lambda: old.forget("kb", ["b"])))
    assert await found(new, "export pay", UP) == ["a"]
    assert await new.left_behind(9) == ()


async def test_what_changes_while_it_is_embedded_is_taken_over_as_it_is_then(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("b", "Pay by card.")])
    await embed_anew(new, Meanwhile(lambda: old.put_many("kb", [now_saying("Pay by transfer.")])))
    assert [p.body for p in await new.search("pay", UP, language="en", limit=9)] == ["Pay by transfer."]
    assert await new.known("kb") == await old.known("kb")


async def test_one_process_at_a_time_makes_an_edition(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared("b", "Pay by card.")])
    refused: list[TryLater] = []

    async def another() -> None:
        try:
            await embed_anew(editions("new"), NewModel())
        except TryLater as later:
            refused.append(later)

    assert (await embed_anew(new, Meanwhile(another)))[0] == 1
    assert len(refused) == 1


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


async def test_an_edition_that_comes_into_use_again_is_left_alone(editions: Editions):
    old, new = editions("old"), editions("new")
    await old.put_many("kb", [prepared(f"a{n}", "Export the data.") for n in range(3)])
    await embed_anew(new, NewModel())
    assert await new.forget_other_models(unused_for=0) == 3
    await embed_anew(old, NewModel())
    await old.keep()
    assert await new.forget_other_models(unused_for=60) == 0
    assert len(await found(old, "export", UP)) == 3
