"""`responder kb` reads in, finds, and measures, with nothing but a folder of articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from responder.cli import main

KB = Path(__file__).parent.parent / "kb"
QUESTIONS = Path(__file__).parent / "data" / "kb_questions.jsonl"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database that holds the example knowledge base."""
    folder = tmp_path_factory.mktemp("responder")
    assert main(["kb", "sync", str(KB), "--data-dir", str(folder)]) == 0
    return folder


def output(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main([str(w) for w in words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_second_sync_changes_nothing(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = output(capsys, "kb", "sync", KB, "--data-dir", data_dir, "--json")
    assert (report["added"], report["changed"], report["removed"], report["bad"]) == ([], [], [], [])
    assert len(report["unchanged"]) >= 28


def test_a_search_names_each_article_once_with_its_best_passage(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = output(capsys, "kb", "search", "I forgot my password", "--limit", 5, "--json", "--data-dir", data_dir)
    results = line["results"]
    assert results[0]["article_id"] == "reset-your-password"
    assert len({r["article_id"] for r in results}) == len(results) == 5
    assert {"article_id", "title", "heading", "chunk", "score", "url"} <= results[0].keys()
    assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)


def test_internal_articles_are_never_found(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = output(
        capsys,
        "kb",
        "search",
        "goodwill credit reason code R4 team lead",
        "--limit",
        20,
        "--json",
        "--data-dir",
        data_dir,
    )
    assert not [r for r in line["results"] if r["article_id"].startswith("internal")]


def test_every_line_in_gives_a_line_out(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        "how do I export?",
        "",
        '{"query": "import from Trello"}',
        '"quoted"',
        "{not json",
        "üñí \t 猫",
        "x" * 5000,
    ]
    file = tmp_path / "queries.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = output(capsys, "kb", "search", "--queries", file, "--limit", 3, "--json", "--data-dir", data_dir)
    queries = [lines[0], "", "import from Trello", "quoted", *lines[4:]]
    assert [line["query"] for line in found] == queries
    assert found[0]["results"][0]["article_id"] == "export-your-data"
    assert found[1]["results"] == []
    assert found[2]["results"][0]["article_id"] == "import-tasks"


def test_an_evaluation_says_how_often_the_right_article_is_first(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (figures,) = output(capsys, "kb", "eval", QUESTIONS, "--json", "--data-dir", data_dir)
    assert figures["questions"] == len(QUESTIONS.read_text(encoding="utf-8").splitlines())
    assert figures["hit@1"] >= 0.7
    assert figures["hit@1"] <= figures["mrr"] <= figures["hit@5"] + 0.1
    assert figures["hit@1_low"] < figures["hit@1"] < figures["hit@1_high"]


def test_without_articles_or_question_it_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["kb", "sync"]) == 1
    assert "knowledge.sources" in capsys.readouterr().err
    assert main(["kb", "search"]) == 2
    assert main(["kb", "eval", "missing.jsonl"]) == 1
    assert "missing.jsonl" in capsys.readouterr().err


def test_an_article_is_shown_as_it_is_and_as_it_was(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--data-dir", str(tmp_path_factory.mktemp("responder"))]
    articles = tmp_path / "articles"
    articles.mkdir()
    for text in ("Within 30 days.", "Within 14 days."):
        (articles / "refunds.md").write_text(f"---\ntitle: Refunds\nreviewed_on: 2020-01-01\n---\n{text}\n")
        assert main(["kb", "sync", str(articles), *here]) == 0
    new, old = output(capsys, "kb", "show", "refunds", "--versions", "--json", *here)
    assert "30 days" in old["body"] and old["gone_at"] and not new["gone_at"]

    assert main(["kb", "show", "refunds", *here]) == 0
    assert "Within 14 days." in capsys.readouterr().out
    assert main(["kb", "show", "refunds", "--sha256", old["sha256"][:8], *here]) == 0
    assert "Within 30 days." in capsys.readouterr().out
    assert main(["kb", "show", "refunds", "--on", "2001-01-01", *here]) == 1
    assert new["sha256"][:12] in capsys.readouterr().err
    assert main(["kb", "show", "nothing", *here]) == 1

    (aged,) = output(capsys, "kb", "stale", "--json", *here)
    assert (aged["article_id"], aged["reviewed_on"], aged["cited"]) == ("refunds", "2020-01-01", 0)
    assert main(["kb", "reviewed", "refunds", "typo", *here]) == 1
    assert "typo" in capsys.readouterr().err
    assert output(capsys, "kb", "stale", "--json", *here) == []
    assert main(["kb", "gaps", *here]) == 0
    assert "0 mails" in capsys.readouterr().out


def test_tune_says_which_weight_finds_best(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tuned, *_ = output(capsys, "kb", "tune", QUESTIONS, "--json", "--data-dir", data_dir)
    assert tuned["setting"] == "knowledge.cosine_weight"
    assert tuned["low"] <= tuned["weight"] <= tuned["high"]
    assert tuned["mrr"] >= tuned["mrr_now"] > 0.5


def test_other_settings_and_other_passages_are_compared_question_by_question(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words_only = "knowledge.cosine_weight=0 knowledge.cosine_weight_other=0"
    options = ["--set", "knowledge.passages=3", "--set", words_only, "--chunks", "fixed:30"]
    (figures,) = output(capsys, "kb", "eval", QUESTIONS, "--data-dir", data_dir, "--json", *options)
    same, words, fixed = figures["compared"]
    assert [c["name"] for c in figures["compared"]] == ["knowledge.passages=3", words_only, "chunks fixed:30"]
    # a setting that no search asks for: the same questions, so not even chance makes a difference
    assert set(same["difference"]["mrr"].values()) == {0} and same["better"] == same["worse"] == 0
    for other in (words, fixed):
        gain = other["difference"]["hit@1"]
        assert gain["mean"] == pytest.approx(other["hit@1"] - figures["hit@1"], abs=0.0002)
        assert gain["low"] <= gain["mean"] <= gain["high"]
        assert other["better"] + other["worse"] > 0

    assert main(["kb", "eval", str(QUESTIONS), "--data-dir", str(data_dir), "--set", "knowledge.passages=3"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert any(line.startswith("as it is") for line in table) and any("+0.000" in line for line in table)


def test_every_wrong_line_of_a_questions_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        '{"question": "How?", "article_ids": ["a"]}',
        "not json",
        "",
        '{"question": "How?", "article_ids": "a"}',
        '{"question": "", "article_ids": ["a"]}',
        '["How?"]',
        '{"question": "How?", "article_ids": []}',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    for action in ("eval", "tune"):
        assert main(["kb", action, str(file), "--data-dir", str(tmp_path)]) == 1
        told = capsys.readouterr().err
        assert [f"line {n}:" in told for n in range(1, 8)] == [False, True, False, True, True, True, True]


def test_a_setting_that_does_not_exist_is_not_compared(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--data-dir", str(data_dir), "--set", "knowledge.cosine_wieght=1"]
    assert main(["kb", "eval", str(QUESTIONS), *options]) == 1
    assert "knowledge.cosine_weight" in capsys.readouterr().err


def test_only_a_part_of_the_knowledge_base_is_searched(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = output(capsys, "kb", "search", "password", "--in", "de", "--limit", 20, "--json", "--data-dir", data_dir)
    assert {r["article_id"] for r in line["results"]} <= {"passwort-zuruecksetzen", "rechnungen-und-kuendigung"}
    assert line["results"]


@pytest.mark.parametrize("action", ["sync", "search", "eval", "tune", "show", "gaps", "stale", "reviewed"])
def test_every_action_says_what_it_does(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["kb", action, "--help"])
    usage, description, *_ = capsys.readouterr().out.split("\n\n")
    assert usage.startswith("usage:") and len(description.split()) > 8
