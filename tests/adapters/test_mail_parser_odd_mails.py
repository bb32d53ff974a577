"""Every odd mail of tests/mails/odd is read as expected.json says. A bug first becomes a mail there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from responder.adapters.inspection import inspect_mail
from responder.adapters.mail_parser import parse
from tests.clean import what_is_unclean

FOLDER = Path(__file__).parent.parent / "mails" / "odd"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_every_odd_mail_has_an_expectation_and_the_other_way_round() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_odd_mail_is_read_as_a_person_would(name: str) -> None:
    raw = (FOLDER / f"{name}.eml").read_bytes()
    message, seen = parse(raw, received_at=NOW), inspect_mail(raw)
    assert what_is_unclean(message) == [] and what_is_unclean(seen) == []
    for key, expected in EXPECTED[name].items():
        if key.endswith("_has"):
            assert expected in seen[key.removesuffix("_has")]
        elif key == "defects_have":
            assert expected in seen["defects"]
        elif key == "attachments":
            assert [[a["name"], a["content_type"], a["size"]] for a in seen["attachments"]] == expected
        elif key == "attachments_types":
            assert [a["content_type"] for a in seen["attachments"]] == expected
        elif key == "report_type":
            assert message.report_type == expected
        else:
            assert seen[key] == expected, (key, seen["defects"])
