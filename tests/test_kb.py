"""The example knowledge base is whole, and agrees with itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from responder.adapters.articles import ArticleFolder
from responder.domain import Article
from responder.steps.chunk import LARGEST, passages_of, readable, word_pieces

KB = Path(__file__).parent.parent / "kb"
QUESTIONS = Path(__file__).parent / "data" / "kb_questions.jsonl"
FOLDER = ArticleFolder(KB)
ARTICLES = {article.id: article for article in FOLDER}

each_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())


def tables(article: Article) -> list[list[list[str]]]:
    """The tables of an article as rows of cells."""
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", article.body, re.MULTILINE)
    return [[[c.strip() for c in row.strip("|").split("|")] for row in block.strip().split("\n")] for block in blocks]


def test_every_file_is_an_article() -> None:
    assert FOLDER.bad == []
    assert len(ARTICLES) >= 28
    assert len({a.title for a in ARTICLES.values()}) == len(ARTICLES)


@each_article
def test_front_matter_is_complete(article: Article) -> None:
    assert article.product == "Planwren"
    assert article.category
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", article.reviewed_on)
    public = article.audience == "public"
    assert article.url == (f"https://help.planwren.example/{article.id}" if public else "")


def test_all_kinds_of_articles_are_there() -> None:
    assert sum(a.audience == "internal" for a in ARTICLES.values()) == 2
    assert sum(a.language == "de" for a in ARTICLES.values()) == 2
    lengths = sorted(len(a.body.split()) for a in ARTICLES.values())
    assert lengths[0] < 80
    assert lengths[-1] > 500


@each_article
def test_tables_have_as_many_cells_in_every_row(article: Article) -> None:
    for table in tables(article):
        assert len({len(row) for row in table}) == 1


@each_article
def test_every_passage_can_be_read_by_the_model(article: Article) -> None:
    for passage in passages_of(article):
        assert passage.body.strip()
        assert word_pieces(readable(passage)) <= LARGEST * 1.1


@each_article
def test_links_lead_to_example_domains_only(article: Article) -> None:
    hosts = re.findall(r"(?:https?|wss)://([^/\s>`)]+)|@([\w.-]+\.\w+)", article.body)
    assert all((a or b).endswith("planwren.example") for a, b in hosts)


@each_article
def test_other_articles_are_named_by_their_titles(article: Article) -> None:
    titles = {a.title for a in ARTICLES.values()}
    named = re.findall(r"(?:[Ss]ee|in|stehen in der) \*([A-Z][^*]+)\*", article.body)
    assert set(named) <= titles | {"Done", "Refund policy"}


def test_limits_are_the_same_wherever_they_stand() -> None:
    """plan-limits is the reference; tables elsewhere that speak of the same limit must say the same."""
    (limits,) = tables(ARTICLES["plan-limits"])
    reference = {row[0]: dict(zip(limits[0][1:], row[1:], strict=True)) for row in limits[2:]}
    same = {
        ("file-uploads", "Largest single file"): "Largest single file",
        ("file-uploads", "Storage per workspace"): "Storage per workspace",
        ("api-limits", "Requests per minute and token"): "API requests per minute and token",
    }
    for (article, column), limit in same.items():
        (head, _, *rows), *_ = tables(ARTICLES[article])
        assert {row[0]: row[head.index(column)] for row in rows} == reference[limit]
    assert reference["Members"] == {"Free": "5", "Team": "100", "Business": "500"}
    assert "| Members | up to 5 | up to 100 | up to 500 |" in ARTICLES["plans-and-prices"].body


def test_a_year_costs_twelve_discounted_months() -> None:
    text = ARTICLES["plans-and-prices"].body
    for monthly, discounted, year in (("7", "5.60", "67.20"), ("12", "9.60", "115.20")):
        assert all(f"{price} €" in text for price in (monthly, discounted, year))
        assert float(discounted) == pytest.approx(0.8 * float(monthly))
        assert float(year) == pytest.approx(12 * float(discounted))


def test_the_questions_name_articles_that_customers_may_see() -> None:
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert len(asked) >= 60
    assert all(ARTICLES[i].audience == "public" for question in asked for i in question["article_ids"])
