"""`responder take-in` as a process of its own, as a mail server starts it, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from responder.cli import main
from tests.live.daemon import toml_of

MAIL = """\
From: Ana <ana@customer.example>
To: support@acme.example
Subject: Grüße
Message-ID: <1@x.example>

How?
""".encode()


class Piped:
    def __init__(self, folder: Path, dsn: str) -> None:
        self.config, self.dsn = folder / "responder.toml", dsn
        door = {"host": "127.0.0.1", "security": "none"}
        box = {"address": "support@acme.example", "maildir": str(folder / "Maildir"), "smtp": door}
        self.values: dict[str, Any] = {
            "data_dir": str(folder / "data"), "database": {"dsn": dsn}, "mailbox": [box],
            "teams": {"support": {"inbox": "team@acme.example"}},
        }  # fmt: skip

    def give(self, mail: bytes, *words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
        self.config.write_text(toml_of(self.values), encoding="utf-8")
        command = [sys.executable, "-m", "responder", "take-in", "--config", str(self.config), *words]
        env = {k: v for k, v in os.environ.items() if not k.startswith("RESPONDER_")} | environ
        return subprocess.run(command, input=mail, capture_output=True, timeout=60, env=env)

    def stored(self) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(
                "SELECT mailbox, uid, sender, done_at IS NULL, raw, parsed->>'return_path', parsed->'delivered_to'"
                " FROM message JOIN raw_mail ON sha256 = raw_sha256 ORDER BY id"
            ).fetchall()


@pytest.fixture
def piped(tmp_path: Path, new_database: Callable[..., str]) -> Piped:
    return Piped(tmp_path, new_database(migrated=True))


def test_a_mail_is_stored_once_with_its_envelope_however_often_it_is_given(piped: Piped) -> None:
    for _ in range(2):
        done = piped.give(b"From ana@customer.example Mon Mar  2 09:00:00 2026\n" + MAIL,
                          "--recipient", "support+7@acme.example", "--sender", "ana@customer.example")  # fmt: skip
        assert done.returncode == 0, done.stderr
    [(mailbox, uid, sender, waits, raw, return_path, delivered_to)] = piped.stored()
    assert (mailbox, uid, sender, waits) == ("support", None, "ana@customer.example", True)
    top = b"Return-Path: <ana@customer.example>\nDelivered-To: support+7@acme.example\n"
    assert raw == top + MAIL
    assert (return_path, delivered_to) == ("ana@customer.example", ["support+7@acme.example"])


def test_a_bounce_has_a_null_sender_and_two_recipients_are_one_mail(piped: Piped) -> None:
    for recipient in ("support@acme.example", "help@acme.example"):
        assert piped.give(MAIL, "--recipient", recipient, "--sender", "").returncode == 0
    first, second = piped.stored()
    assert first[5] == ""
    assert (first[3], second[3]) == (True, False)


def test_a_line_break_in_the_envelope_adds_no_field(piped: Piped) -> None:
    assert piped.give(MAIL, "--recipient", "support@acme.example\nX-Evil: 1").returncode == 0
    assert b"\nX-Evil" not in piped.stored()[0][4]


@pytest.mark.parametrize("trouble", ["database away", "wrong settings", "no such mailbox", "no settings", "no mail"])
def test_what_is_not_stored_stays_with_the_mail_server(piped: Piped, trouble: str) -> None:
    words: tuple[str, ...] = ()
    if trouble == "database away":
        piped.values["database"] = {"dsn": "host=127.0.0.1 port=9 dbname=x connect_timeout=2"}
    elif trouble == "wrong settings":
        piped.values["thresholds"] = {"confidence": 7}
    elif trouble == "no such mailbox":
        words = ("--mailbox", "sales")
    elif trouble == "no settings":
        words = ("--config", str(piped.config.with_name("nowhere.toml")))
    done = piped.give(b"" if trouble == "no mail" else MAIL, *words)
    assert done.returncode == 75
    assert b"not stored" in done.stderr
    assert b"Traceback" not in done.stderr
    assert piped.stored() == []


def test_a_bomb_is_stored_to_be_quarantined(piped: Piped) -> None:
    bomb = b"To: " + b"a@b.example, " * 100_000 + b"\n\nx\n"
    assert piped.give(bomb).returncode == 0
    assert len(piped.stored()) == 1


async def test_a_daemon_that_waits_is_woken_by_it(piped: Piped) -> None:
    from responder.adapters.postgres_pool import open_pool
    from responder.adapters.postgres_store import PostgresStore

    async with open_pool(piped.dsn, password="", connections=3) as pool:
        store = PostgresStore(pool)
        try:
            waiting = asyncio.create_task(store.wait_for_work(60))
            await asyncio.sleep(1)  # it listens by now; if not, it is told when it begins to
            assert (await asyncio.to_thread(piped.give, MAIL)).returncode == 0
            async with asyncio.timeout(20):
                await waiting
            assert await store.claim(lease_seconds=60)
        finally:
            await store.close()


def test_wrong_arguments_bounce_no_mail(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take-in"]) == 75
    assert "--config" in capsys.readouterr().err
