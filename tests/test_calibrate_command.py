"""`responder calibrate` says how far confidence can be trusted, and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from responder.adapters.in_memory import InMemoryStore
from responder.cli import main
from responder.commands import calibrate
from responder.domain import Grade, LadderStep, Licence
from responder.steps.calibration import Report
from tests.steps.test_calibration import START, a_grade, honest_grades
from tests.worlds import the_settings

SETTINGS = the_settings(autonomy={"mode": "earned"})
NOW = START + timedelta(days=20)
PROVEN = START + timedelta(days=3)
LICENCE = Licence(
    intent="billing",
    stage="veto",
    threshold=0.8,
    alpha=0.05,
    delta=0.1,
    fingerprint="now",
    made_at=PROVEN,
    stage_since=PROVEN,
    changed_at=PROVEN,
    why="Proven with 120 graded mails.",
)
STEP = LadderStep(at=PROVEN, intent="billing", before="review", after="veto", why="Proven with 120 graded mails.")


async def a_store(grades: list[Grade], *licences: Licence) -> InMemoryStore:
    store = InMemoryStore(now=lambda: NOW)
    for grade in grades:
        await store.keep_grade(grade)
    if licences:
        assert await store.keep_licences(licences, [STEP], seen=None)
    return store


async def told(grades: list[Grade], *licences: Licence, **asked: Any) -> Report:
    store = await a_store(grades, *licences)
    return await calibrate.report_of(store, SETTINGS, (0.05, 0.1), now=NOW, **asked)


def in_words(report: Report) -> str:
    return "\n".join(calibrate.in_words(report, SETTINGS))


async def test_a_new_house_says_how_many_grades_are_missing() -> None:
    words = in_words(await told([]))
    assert words.startswith("0 drafts were graded") and "About 60 more are missing" in words


async def test_grades_are_shown_as_evidence_truth_thresholds_and_trust() -> None:
    drawn = [a_grade(n, audited=True, graded_at=PROVEN + timedelta(hours=n)) for n in range(2001, 2011)]
    words = in_words(await told([*honest_grades(800), *drawn], LICENCE))
    assert "810 drafts were graded by people; 810 conversations count now." in words
    assert "billing                                  810" in words
    assert "0.9 – 1.0" in words and "thresholds.confidence" in words
    assert "billing: sent unless stopped since 2026-03-05, from confidence 0.8 on" in words
    assert "monitor: 10 answers drawn by lot, 0 complaints about 0 answers; no alarm" in words
    assert "2026-03-05 08:00  billing" in words and "review → veto" in words


async def test_one_intent_is_shown_by_itself_with_the_licence_that_speaks_for_it() -> None:
    grades = [a_grade(n, intent="billing" if n % 2 else "login") for n in range(1, 101)]
    pooled = Licence(alpha=0.05, delta=0.1, fingerprint="now", changed_at=PROVEN)
    report = await told(grades, LICENCE, pooled, intent="login")
    assert report.graded == 50 and [w.licence for w in report.watched] == [pooled]


async def test_pictures_are_written_and_name_the_threshold_in_force(tmp_path: Path) -> None:
    drawn = [a_grade(n, audited=True, graded_at=PROVEN + timedelta(hours=n)) for n in range(2001, 2011)]
    report = await told([*honest_grades(300), *drawn], LICENCE)
    names = calibrate.draw(report, SETTINGS, tmp_path / "new" / "folder")
    assert names == ["evidence.svg", "reliability.svg", "errors.svg", "ladder.svg", "monitor-1.svg"]
    assert all((tmp_path / "new" / "folder" / name).read_text("utf-8").startswith("<svg") for name in names)
    assert "chosen: from 0.8 on" in (tmp_path / "new" / "folder" / "errors.svg").read_text("utf-8")


async def test_two_licences_have_no_threshold_in_common() -> None:
    pooled = Licence(threshold=0.9, alpha=0.05, delta=0.1, fingerprint="now", changed_at=PROVEN)
    assert calibrate.in_force(await told(honest_grades(50), LICENCE, pooled)) is None


async def test_as_json_nothing_is_lost() -> None:
    values = json.loads(json.dumps(calibrate.as_values(await told(honest_grades(200), LICENCE))))
    assert values["together"]["votes"] == 200 and values["intents"][0]["intent"] == "billing"
    assert values["licences"][0]["stage"] == "veto" and values["steps"][0]["after"] == "veto"
    assert {"threshold", "answers", "wrong", "at_most", "coverage"} <= values["together"]["fixed"][0].keys()


@pytest.fixture
def config(database_dsn: str, tmp_path: Path) -> Path:
    file = tmp_path / "responder.toml"
    file.write_text(f'product.name = "Acme"\n[database]\ndsn = "{database_dsn}"\n', encoding="utf-8")
    return file


def test_the_command_reads_the_database_and_refuses_impossible_budgets(
    config: Path, tmp_path: Path, database_dsn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", "--config", str(config), "--out", str(tmp_path / "pictures"), "--refit"]) == 0
    words = capsys.readouterr().out
    assert "0 drafts were graded" in words and "4 pictures are in" in words and "it takes 200" in words
    assert main(["calibrate", "--config", str(config), "--tolerate", "0.01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["together"]["missing"] > 300
    assert main(["calibrate", "--config", str(config), "--tolerate", "5"]) == 1
    assert "between 0 and 1" in capsys.readouterr().err
