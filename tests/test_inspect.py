"""`responder inspect`: one report per mail, in order, whatever the mails are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from responder.adapters.inspection import inspect_mail
from responder.cli import main

ODD = Path(__file__).parent / "mails" / "odd"
BOUNCES = ODD.parent / "bounces"
KEYS = {
    "path", "from", "reply_to", "subject", "message_id", "text", "reply_text", "language", "is_auto", "is_bounce", "is_list",
    "no_reply", "why_no_reply", "failed_recipients", "failures", "attachments", "defects",
}  # fmt: skip


def mail(**fields: str) -> bytes:
    named = {"From": "Jane <jane@example.net>", "To": "support@example.com", "Subject": "Where is it?", **fields}
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in named.items())
    return f"{head}\nWhere is my order? I have been waiting for a week.\n".encode()


def test_a_customers_mail_is_one_that_may_be_answered() -> None:
    seen = inspect_mail(mail())
    assert seen.keys() >= KEYS
    assert (seen["from"], seen["no_reply"], seen["why_no_reply"], seen["language"]) == (
        "jane@example.net",
        False,
        [],
        "en",
    )


def test_a_robots_mail_names_the_rules_that_spoke() -> None:
    seen = inspect_mail(mail(Auto_Submitted="auto-replied"))
    assert seen["no_reply"] and seen["is_auto"] and not seen["is_list"]
    assert all(set(why) == {"rule", "text"} and why["text"] for why in seen["why_no_reply"])


def test_a_list_post_is_a_list_and_not_automatic() -> None:
    seen = inspect_mail(mail(List_Id="<users.example.org>"))
    assert seen["no_reply"] and seen["is_list"] and not seen["is_auto"]


def test_a_bounce_names_who_was_not_reached() -> None:
    seen = inspect_mail((ODD / "bounce_keeps_the_returned_mail_outside.eml").read_bytes())
    assert seen["is_bounce"] and seen["failed_recipients"] == ["bob@example.org"]
    assert [(one["email"], one["status"], one["temporary"]) for one in seen["failures"]] == [
        ("bob@example.org", "5.1.1", False)
    ]


def test_a_delay_is_told_from_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(BOUNCES / "dsn-postfix-delayed.eml")]) == 0
    assert "temporarily" in capfd.readouterr().out


def test_mails_come_out_in_order_one_json_object_a_line(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "b.eml").write_bytes(mail(Subject="second"))
    (tmp_path / "a.eml").write_bytes(mail(Subject="first"))
    paths = [str(tmp_path / name) for name in ("a.eml", "missing.eml", "b.eml")]
    assert main(["inspect", "--json", *paths]) == 0
    seen = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [one["path"] for one in seen] == paths
    assert [one["subject"] for one in seen] == ["first", "", "second"]
    assert seen[1]["defects"][0].startswith("unreadable: ") and seen[1].keys() >= KEYS


def test_paths_on_standard_input_are_answered_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "with\nbreak.eml").write_bytes(mail(Subject="odd path"))
    (tmp_path / "b.eml").write_bytes(mail(Subject="second"))
    command = [sys.executable, "-m", "responder", "inspect", "--stdin0", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        answers = []
        for name in ("with\nbreak.eml", "b.eml"):
            process.stdin.write(str(tmp_path / name).encode() + b"\0")
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline()))  # before the next path is given
        process.stdin.close()
        assert process.wait() == 0
    assert [one["subject"] for one in answers] == ["odd path", "second"]


def test_without_json_a_person_can_read_it(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "a.eml").write_bytes(mail(Auto_Submitted="auto-generated"))
    assert main(["inspect", str(tmp_path / "a.eml")]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "jane@example.net" in out and "not answered:" in out and "Where is my order?" in out
