"""What every knowledge base promises, in memory and on PostgreSQL. Vectors are made by hand, DIMENSION numbers each."""

from __future__ import annotations

import math

import pytest

from responder.domain import Article, Chunk, Vector
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
