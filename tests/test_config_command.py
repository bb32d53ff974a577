"""`responder config`: the file that it writes is right but for the examples in it, and a wrong one is told how to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from responder.cli import main

RIGHT = """
[[mailbox]]
address = "support@acme.test"
imap = { host = "mail.acme.test" }
smtp = { host = "mail.acme.test" }
[teams.support]
inbox = "team@acme.test"
"""


def check(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    file = folder / "responder.toml"
    file.write_text(text)
    status = main(["config", "check", str(file)])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_what_init_writes_is_right_but_for_its_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "init", str(tmp_path / "new.toml")]) == 0
    status, said = check(tmp_path, (tmp_path / "new.toml").read_text(), capsys)
    assert status == 1 and "'support@example.com' is still the example" in said and "imap.host" in said


def test_a_right_file_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = check(tmp_path, RIGHT, capsys)
    assert status == 0 and "support@acme.test" in said


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ('customers_file = "none.csv"\n', "there is no"),
        ('own_templates = "nowhere"\n', "own_templates"),
        ('knowledge.sources = ["nowhere"]\n', "knowledge.sources"),
        ('product.languages = "en"\n', 'write a list: ["en"]'),
        ('product.languages = ["english"]\n', "no ISO 639-1 code"),
        ('database.dsn = "host=a prot=5"\n', "database.dsn"),
        ("thresholds.confidense = 1\n", "there is no such setting"),
        ('thresholds.confidence = "0,8"\n', "thresholds.confidence: it must be a number, with a point"),
        ('autonomy.mode = "automatic"\n', "it must be 'review', 'auto' or 'earned'"),
    ],
)
def test_what_cannot_work_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, word: str
) -> None:
    status, said = check(tmp_path, more + RIGHT, capsys)
    assert status == 1 and word in said
