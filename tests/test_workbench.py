"""The workbench: everything that can be measured, in a notebook's few lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.errors import ConfigError
from responder.workbench import Workbench

ARTICLES = [
    {"id": "refunds", "title": "Refunds", "body": "Ask for your money back within 30 days.", "group": "shop"},
    {"id": "exports", "title": "Export your data", "body": "Choose CSV or JSON and press Export.", "group": "app"},
    {"id": "guests", "title": "Guests", "body": "Guests see the projects that they are invited to.", "group": "app"},
    {
        "id": "passwort",
        "title": "Passwort",
        "body": "Setzen Sie das Passwort auf der Anmeldeseite zurück.",
        "lang": "de",
    },
]


@pytest.fixture(scope="module")
def opened() -> Iterator[Workbench]:
    with Workbench(embedder=HashingEmbedder()) as bench:
        yield bench


@pytest.fixture
def bench(opened: Workbench) -> Workbench:
    opened.reset()
    return opened


def test_the_article_that_answers_is_found_first(bench: Workbench) -> None:
    bench.ingest(ARTICLES)
    found = bench.search("How do I export data as CSV?", 2)
    assert found[0]["article_id"] == "exports"
    assert len(found) == 2
    assert 1 >= found[0]["score"] >= found[1]["score"] >= 0


def test_many_queries_at_once_give_what_each_alone_gives(bench: Workbench) -> None:
    bench.ingest(ARTICLES)
    queries = ["money back within 30 days", "export CSV", "invited guests", "Passwort zurücksetzen"]
    together = bench.search_many(queries, 3)
    assert together == [bench.search(query, 3) for query in queries]
    assert [found[0]["article_id"] for found in together] == ["refunds", "exports", "guests", "passwort"]


def test_a_group_sees_only_its_own_articles(bench: Workbench) -> None:
    bench.ingest(ARTICLES)
    assert [f["article_id"] for f in bench.search("money back", 5, group="shop")] == ["refunds"]
    assert {f["article_id"] for f in bench.search("money back", 5, group="app")} <= {"exports", "guests"}


def test_an_article_of_equal_id_is_replaced(bench: Workbench) -> None:
    bench.ingest(ARTICLES)
    bench.ingest([{"id": "exports", "title": "Whales", "body": "Whales sing in the ocean."}])
    assert bench.search("whales sing", 1)[0]["article_id"] == "exports"
    assert bench.run(bench.knowledge.size())[0] == len(ARTICLES)


def test_an_article_of_several_passages_is_found_once(bench: Workbench) -> None:
    body = "\n\n".join(f"## Part {n}\n\n{'Export the data to CSV. ' * 30}" for n in range(6))
    bench.ingest([{"id": "long", "title": "Exports", "body": body}, *ARTICLES])
    found = [f["article_id"] for f in bench.search("export data to CSV", 3)]
    assert len(found) == len(set(found)) == 3


def test_after_a_reset_nothing_is_known(bench: Workbench) -> None:
    bench.ingest(ARTICLES)
    bench.train_intents([("money back", "refund"), ("export it", "export")])
    bench.reset()
    assert bench.search("export CSV", 3) == []
    with pytest.raises(ConfigError, match="train_intents"):
        bench.classify(["money back"])


def test_intents_are_learned_from_examples(bench: Workbench) -> None:
    bench.train_intents(
        [
            ("give me my money back", "refund"),
            ("refund the money", "refund"),
            ("export the data to CSV", "export"),
            ("download data as a file", "export"),
        ]
    )
    (money, data) = bench.classify(["I want the money back", "export my data"])
    assert (money["label"], data["label"]) == ("refund", "export")
    assert set(money) == {"label", "confidence", "in_scope"}


def test_frustration_is_a_number_for_each_text(bench: Workbench) -> None:
    angry, calm = bench.frustration(["This is outrageous, I am furious!", "Where do I find the export?"])
    assert 1 >= angry > calm >= 0


def test_nothing_asked_gives_nothing(bench: Workbench) -> None:
    assert bench.search_many([], 3) == []
    assert bench.frustration([]) == []
    bench.ingest([])
    bench.train_intents([("money back", "refund"), ("export it", "export")])
    assert bench.classify([]) == []


def test_it_can_be_closed_twice() -> None:
    bench = Workbench(embedder=HashingEmbedder())
    bench.close()
    bench.close()
