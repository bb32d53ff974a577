"""What every knowledge base promises, in memory and on PostgreSQL. Vectors are made by hand, DIMENSION numbers each."""

from __future__ import annotations

import math

import pytest

from responder.domain import Article, Chunk, Prepared, Vector, Within
from responder.errors import GiveUp
from responder.ports import Knowledge


def towards(*parts: float) -> Vector:
    length = math.hypot(*parts) or 1.0
    return tuple(part / length for part in parts)


EAST, NORTH, UP = towards(1, 0, 0, 0), towards(0, 1, 0, 0), towards(0, 0, 1, 0)


async def put(base: Knowledge, name: str, *texts: str, vector: Vector = EAST, **changes: str) -> Article:
    article = Article(
        **{
            "id": name,
            "title": name.title(),
            "body": "\n".join(texts),
            "sha256": f"hash-{name}",
            "url": f"https://x/{name}",
            **changes,
        }  # type: ignore[arg-type]
    )
    chunks = [Chunk(heading=article.title, body=text) for text in texts]
    await base.put("kb", article, chunks, [vector] * len(chunks))
    return article


async def test_an_empty_base_finds_nothing(knowledge: Knowledge):
    assert await knowledge.search("anything", EAST, language="en", limit=5) == ()
    assert await knowledge.size() == (0, 0)
    assert await knowledge.known("kb") == {}


async def test_a_passage_comes_back_whole(knowledge: Knowledge):
    await put(knowledge, "invoices", "Download an invoice.", "Change the address.", language="en")
    found = await knowledge.search("address", EAST, language="en", limit=5)
    assert [(p.id, p.body) for p in found] == [
        ("invoices#2", "Change the address."),
        ("invoices#1", "Download an invoice."),
    ]
    best = found[0]
    assert (best.article_id, best.title, best.heading, best.url) == (
        "invoices",
        "Invoices",
        "Invoices",
        "https://x/invoices",
    )
    assert best.cosine == pytest.approx(1, abs=0.01)
    assert 0 < best.lexical <= 1
    assert best.score == pytest.approx(0.7 * best.cosine + 0.3 * best.lexical)


async def test_words_find_what_meaning_does_not(knowledge: Knowledge):
    await put(knowledge, "near", "Something about plans.", vector=NORTH)
    await put(knowledge, "code", "Error E4711 means a full disk.", vector=NORTH)
    found = await knowledge.search("what is E4711", EAST, language="en", limit=5)
    assert [p.article_id for p in found] == ["code", "near"]
    assert found[0].score == pytest.approx(0.3 * found[0].lexical) and found[1].score == 0


async def test_meaning_finds_what_words_do_not(knowledge: Knowledge):
    await put(knowledge, "near", "Something about plans.", vector=NORTH)
    await put(knowledge, "far", "Other things entirely.", vector=EAST)
    found = await knowledge.search("zzz", NORTH, language="en", limit=5)
    assert [p.article_id for p in found] == ["near", "far"]
    assert [p.lexical for p in found] == [0, 0]
    assert [p.score for p in found] == [pytest.approx(0.7, abs=0.01), pytest.approx(0, abs=0.01)]


async def test_other_languages_lean_on_words(knowledge: Knowledge):
    await put(knowledge, "meant", "Etwas anderes.", vector=towards(0.95, 0.3, 0, 0), language="de")
    await put(knowledge, "said", "Rechnung herunterladen.", vector=EAST, language="de")
    for language, first in (("de", "said"), ("en", "meant")):
        found = await knowledge.search("Rechnung", NORTH, language=language, limit=2)
        assert found[0].article_id == first


async def test_a_plural_finds_the_singular(knowledge: Knowledge):
    await put(knowledge, "other", "Reset a password.")
    await put(knowledge, "right", "Download an invoice.")
    assert (await knowledge.search("invoices", UP, language="en", limit=1))[0].article_id == "right"


async def test_a_rare_word_outweighs_a_common_one(knowledge: Knowledge):
    for n in range(6):
        await put(knowledge, f"common-{n}", "Your workspace and its members.")
    await put(knowledge, "rare", "Your workspace and its webhooks.")
    found = await knowledge.search("workspace webhooks", UP, language="en", limit=2)
    assert found[0].article_id == "rare" and found[1].lexical < 0.5


async def test_hostile_questions_are_only_words(knowledge: Knowledge):
    await put(knowledge, "right", "Download an invoice.")
    for question in ("", "' OR 1=1 --", "a & | ! ( <->", "%s %(x)s {}", "nul \0", "word " * 50_000):
        assert len(await knowledge.search(question, EAST, language="en", limit=3)) == 1


async def test_internal_articles_are_kept_and_never_found(knowledge: Knowledge):
    await put(knowledge, "secret", "Refund up to 50 without asking.", audience="internal")
    assert await knowledge.known("kb") == {"secret": "hash-secret"}
    assert await knowledge.search("refund", EAST, language="en", limit=5) == ()
    await put(knowledge, "secret", "Refund up to 50 without asking.", audience="public")
    assert len(await knowledge.search("refund", EAST, language="en", limit=5)) == 1
    await put(knowledge, "secret", "Refund up to 50 without asking.", audience="internal")
    assert await knowledge.search("refund", EAST, language="en", limit=5) == ()


async def test_an_article_is_replaced_whole(knowledge: Knowledge):
    await put(knowledge, "a", "Old words.", "More old words.")
    await put(knowledge, "a", "Fresh ones.", sha256="new")
    found = await knowledge.search("old fresh", EAST, language="en", limit=5)
    assert [p.body for p in found] == ["Fresh ones."]
    assert await knowledge.known("kb") == {"a": "new"}
    assert await knowledge.size() == (1, 1)


async def test_what_is_forgotten_is_not_found_and_does_not_count(knowledge: Knowledge):
    await put(knowledge, "keep", "Download an invoice.")
    alone = await knowledge.search("invoice", EAST, language="en", limit=5)
    await put(knowledge, "drop", "Pay an invoice by card, an invoice by transfer.")
    await knowledge.forget("kb", ["drop", "never-there"])
    await knowledge.forget("other source", ["keep"])
    assert await knowledge.search("invoice", EAST, language="en", limit=5) == alone
    assert await knowledge.size() == (1, 1)


async def test_sources_do_not_know_each_other(knowledge: Knowledge):
    await put(knowledge, "a", "Words.")
    assert await knowledge.known("elsewhere") == {}


async def test_the_best_come_first_and_no_more_than_asked_for(knowledge: Knowledge):
    for n in range(12):
        await put(knowledge, f"n{n:02}", "Words.", vector=towards(12 - n, n, 0, 0))
    found = await knowledge.search("zzz", EAST, language="en", limit=5)
    assert [p.article_id for p in found] == [f"n{n:02}" for n in range(5)]
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert all(0 <= p.score <= 1 for p in found)


async def test_opposite_meaning_is_no_less_than_none(knowledge: Knowledge):
    await put(knowledge, "a", "Words.", vector=towards(-1, 0, 0, 0))
    [found] = await knowledge.search("zzz", EAST, language="en", limit=5)
    assert found.score == 0 and found.cosine == pytest.approx(-1, abs=0.01)


async def test_a_vector_for_each_passage_is_asked_for(knowledge: Knowledge):
    with pytest.raises(GiveUp, match="2 passages and 1 vectors"):
        chunks = [Chunk(heading="A", body="a"), Chunk(heading="A", body="b")]
        await knowledge.put("kb", Article(id="a", title="A", body="ab"), chunks, [EAST])


async def test_an_article_without_passages_is_known(knowledge: Knowledge):
    await put(knowledge, "empty")
    assert await knowledge.known("kb") == {"empty": "hash-empty"}
    assert await knowledge.size() == (1, 0)


async def test_only_one_at_a_time_reads_a_source_in(knowledge: Knowledge):
    read = knowledge.reading_in
    async with read("kb") as first, read("kb") as second, read("other") as third:
        assert (first, second, third) == (True, False, True)
    async with knowledge.reading_in("kb") as again:
        assert again


async def test_what_was_read_in_a_moment_ago_can_wait(knowledge: Knowledge):
    async with knowledge.reading_in("kb", unless_within=3600) as first:
        assert first
    async with knowledge.reading_in("kb", unless_within=3600) as soon, knowledge.reading_in("kb") as wanted:
        assert not soon and wanted


async def test_a_reading_in_that_failed_does_not_count(knowledge: Knowledge):
    with pytest.raises(GiveUp):
        async with knowledge.reading_in("kb"):
            raise GiveUp("the disk is gone")
    async with knowledge.reading_in("kb", unless_within=3600) as again:
        assert again


# -- a part of the knowledge base


async def found_within(base: Knowledge, question: str, vector: Vector = EAST, **part: tuple[str, ...]) -> list[str]:
    found = await base.search(question, vector, language="en", limit=50, within=Within(**part))
    return sorted(p.article_id for p in found)


async def test_a_product_is_searched_together_with_what_is_about_none(knowledge: Knowledge):
    await put(knowledge, "app", "Export the data.", product="App")
    await put(knowledge, "shop", "Export the orders.", product="shop", vector=NORTH)
    await put(knowledge, "both", "Export anything.", vector=UP)
    assert await found_within(knowledge, "export", products=("app",)) == ["app", "both"]
    assert await found_within(knowledge, "export", products=("SHOP ", "app")) == ["app", "both", "shop"]
    assert await found_within(knowledge, "export", products=("unheard of",)) == ["both"]
    assert await found_within(knowledge, "export") == ["app", "both", "shop"]


async def test_only_wanted_categories_and_languages_are_found(knowledge: Knowledge):
    await put(knowledge, "bill", "Pay an invoice.", category="Billing")
    await put(knowledge, "rechnung", "Rechnung (invoice) bezahlen.", category="billing", language="de")
    await put(knowledge, "none", "Invoice.")
    assert await found_within(knowledge, "invoice", categories=("billing",)) == ["bill", "rechnung"]
    assert await found_within(knowledge, "invoice", languages=("de",)) == ["rechnung"]
    assert await found_within(knowledge, "invoice", categories=("billing",), languages=("EN",)) == ["bill"]
    assert await found_within(knowledge, "invoice", categories=("'); DROP TABLE article; --",)) == []


async def test_a_score_is_the_same_in_a_part_as_in_the_whole(knowledge: Knowledge):
    for n in range(5):
        await put(knowledge, f"app-{n}", "Export the data of a workspace.", product="app")
    await put(knowledge, "shop", "Export the orders of a webhook.", product="shop")
    whole = await knowledge.search("export webhook", UP, language="en", limit=9)
    part = await knowledge.search("export webhook", UP, language="en", limit=9, within=Within(products=("shop",)))
    assert [p for p in whole if p.article_id == "shop"] == list(part)


async def test_no_part_holds_internal_articles(knowledge: Knowledge):
    about = {"product": "app", "category": "refunds"}
    await put(knowledge, "secret", "Refund up to 50 without asking.", audience="internal", **about)
    await put(knowledge, "open", "Ask for a refund.", **about)
    for part in ({"products": ("app",)}, {"categories": ("refunds",)}, {"languages": ("en",)}, {}):
        assert await found_within(knowledge, "refund without asking", **part) == ["open"]
    await put(knowledge, "open", "Ask for a refund.", audience="internal", **about)
    assert await found_within(knowledge, "refund without asking", products=("app",)) == []


async def test_an_article_that_changes_its_product_changes_parts(knowledge: Knowledge):
    await put(knowledge, "a", "Export.", product="app")
    await put(knowledge, "a", "Export.", product="shop")
    assert await found_within(knowledge, "export", products=("app",)) == []
    assert await found_within(knowledge, "export", products=("shop",)) == ["a"]


# -- many at once


def prepared(name: str, *texts: str, vector: Vector = EAST, **changes: str) -> Prepared:
    article = Article(**{"id": name, "title": name, "body": "\n".join(texts), "sha256": f"hash-{name}", **changes})  # type: ignore[arg-type]
    return Prepared(article=article, chunks=[Chunk(heading=name, body=t) for t in texts], vectors=[vector] * len(texts))


async def test_many_articles_at_once_are_found_as_if_each_had_come_alone(knowledge: Knowledge):
    articles = [
        prepared("a", "Export the data.", "As CSV.", product="app"),
        prepared("b", "Rechnung bezahlen.", language="de", vector=NORTH),
        prepared("c", "Only for us.", audience="internal"),
        prepared("d"),
    ]
    await knowledge.put_many("kb", articles)
    together = await knowledge.search("export rechnung", UP, language="en", limit=9)
    await knowledge.forget("kb", ["a", "b", "c", "d"])
    for a in articles:
        await knowledge.put("kb", a.article, a.chunks, a.vectors)
    assert together and together == await knowledge.search("export rechnung", UP, language="en", limit=9)
    assert await knowledge.size() == (4, 4)


async def test_of_many_articles_none_is_stored_when_one_cannot_be(knowledge: Knowledge):
    broken = Prepared(
        article=Article(id="bad", title="Bad", body="x"), chunks=[Chunk(heading="", body="x")], vectors=[]
    )
    with pytest.raises(GiveUp, match="1 passages and 0 vectors"):
        await knowledge.put_many("kb", [prepared("good", "Export."), broken])
    assert await knowledge.known("kb") == {}


async def test_of_equal_ids_the_last_counts(knowledge: Knowledge):
    await knowledge.put_many("kb", [prepared("a", "Old."), prepared("a", "New.")])
    await knowledge.put_many("kb", [])
    assert [p.body for p in await knowledge.search("old new", EAST, language="en", limit=9)] == ["New."]


async def test_settling_changes_nothing_that_is_found(knowledge: Knowledge):
    await put(knowledge, "a", "Export the data.")
    before = await knowledge.search("export", EAST, language="en", limit=5)
    await knowledge.settle()
    assert await knowledge.search("export", EAST, language="en", limit=5) == before
