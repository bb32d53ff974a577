"""A folder of files becomes articles, and a bad file stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from responder.adapters.articles import ArticleFolder
from responder.adapters.html_articles import markdown_of
from responder.domain import Article
from responder.errors import ConfigError


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def only(root: Path) -> Article:
    (article,) = ArticleFolder(root)
    return article


def test_front_matter_names_what_the_article_is(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Refunds: how'\ncategory: Billing\nproduct: Board\nlanguage: de-AT\nurl: https://help.example/r\n"
        "reviewed_on: 2026-01-31\naudience: internal\n---\n\nText.\n"
    )
    article = only(written(tmp_path, {"billing/refunds.md": text}))
    assert (article.id, article.title, article.category, article.product) == (
        "billing/refunds",
        "Refunds: how",
        "Billing",
        "Board",
    )
    assert (article.language, article.url, article.reviewed_on) == ("de", "https://help.example/r", "2026-01-31")
    assert article.audience == "internal"
    assert article.body.strip() == "Text."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Refunds and credits\n\nText.", "Refunds and credits"),
        ("Refunds and credits\n===\n\nText.", "Refunds and credits"),
        ("Just text.", "How to refund"),
        ("---\n\nText below a rule.", "How to refund"),
        ("---\ncategory: Billing\n---\nText.", "How to refund"),
    ],
)
def test_an_article_without_title_takes_its_first_heading_or_its_name(tmp_path: Path, text: str, title: str) -> None:
    assert only(written(tmp_path, {"how-to_refund.md": text})).title == title


def test_bad_files_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = ArticleFolder(
        written(
            tmp_path,
            {
                "a.md": "Good.",
                "b.md": "---\ntitle: [unclosed\n---\nText.",
                "c.md": b"\x00\x01\x02binary",
                "d.md": "---\ntitle: Empty\n---\n",
                "e.md": "---\naudience: friends\n---\nText.",
                "f.md": "Same id.",
                "f.txt": "Same id.",
            },
        )
    )
    assert [a.id for a in folder] == ["a", "f"]
    assert [(b.path, b.article_id) for b in folder.bad] == [
        ("b.md", "b"), ("c.md", "c"), ("d.md", "d"), ("e.md", "e"), ("f.txt", "f")
    ]  # fmt: skip
    assert "front matter" in folder.bad[0].why


def test_hidden_files_drafts_and_readmes_are_not_articles(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(
        ("README.md", ".hidden.md", "_draft.md", ".git/x.md", "_old/y.md", "z.md", "picture.png"), "Text."
    )
    assert [a.id for a in ArticleFolder(written(tmp_path, files))] == ["z"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_old_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "Größere Änderungen können Sie jederzeit für alle Räume prüfen. Über die Übersicht gelangen Sie zurück."
    assert only(written(tmp_path, {"a.txt": text.encode(encoding)})).body == text


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    first = only(written(tmp_path, {"a.md": "One."})).sha256
    assert only(written(tmp_path, {"a.md": "One."})).sha256 == first
    assert only(written(tmp_path, {"a.md": "---\ntitle: T\n---\nOne."})).sha256 != first


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        ArticleFolder(tmp_path / "nowhere")


PAGE = """<!doctype html><html><head><title>Refunds | Help</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav>
<main><h1>Refunds</h1><p>Ask <b>within 30 days</b>.<br>See <a href="https://a.example/x">the rules</a>.</p>
<ol><li>Open <code>Billing</code></li><li>Click<ul><li>Refund</li></ul></li></ol>
<table><tr><th>Plan</th><th>Days</th></tr><tr><td>Year</td><td>30</td></tr></table>
<pre>a
  b</pre><details><summary>How long?</summary>Ten days.</details></main>
<footer>Imprint</footer><script>x()</script></body></html>"""


def test_a_web_page_becomes_markdown_without_its_frame(tmp_path: Path) -> None:
    article = only(written(tmp_path, {"refunds.html": PAGE}))
    assert article.title == "Refunds"
    assert article.body.strip() == (
        "# Refunds\n\nAsk **within 30 days**.\nSee [the rules](https://a.example/x).\n\n"
        "1. Open `Billing`\n2. Click\n   - Refund\n\n"
        "| Plan | Days |\n| --- | --- |\n| Year | 30 |\n\n```\na\n  b\n```\n\n**How long?**\n\nTen days."
    )


@pytest.mark.parametrize(
    "page", ["", "<", "<div" * 50, "<p>" * 3000, "<ul><li>" * 2000 + "x", "\x00", "<!-- never closed"]
)
def test_a_broken_page_is_no_error(page: str) -> None:
    assert isinstance(markdown_of(page), str)
