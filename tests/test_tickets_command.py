"""What an admin reads of a ticket: one story in the order of time, with the words, the reasons and the sources."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from responder.adapters.postgres_pool import open_pool
from responder.adapters.postgres_store import PostgresStore
from responder.cli import main
from responder.commands.tickets import whole
from tests.contracts.builders import a_message, an_arrival
from tests.worlds import a_mail, a_stage


async def test_a_ticket_is_told_as_one_story_with_words_reasons_draft_and_sources() -> None:
    stage = await a_stage()
    await stage.handle(a_mail("How do I reset my password?\n", subject="Password"))
    [ticket] = await stage.store.tickets(limit=10)
    story = whole(await stage.store.ticket(ticket["id"]))
    in_order = [
        "wrote: Password",
        "| How do I reset my password?",
        "→ answered",
        "answer, confidence",
        "> ",
        "source: ",
        "reply to",
    ]
    places = [story.find(part) for part in in_order]
    assert -1 not in places and places == sorted(places)


async def test_a_long_mail_is_cut_and_says_so() -> None:
    stage = await a_stage()
    await stage.handle(a_mail("".join(f"Line {n} of my question?\n" for n in range(200))))
    [ticket] = await stage.store.tickets(limit=10)
    story = whole(await stage.store.ticket(ticket["id"]))
    assert "| Line 39 of" in story and "| Line 41 of" not in story and "160 more lines" in story


def test_a_state_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tickets", "--state", "open"]) == 1
    said = capsys.readouterr().err
    assert "'open'" in said and "with a person" in said


def test_show_without_a_number_asks_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tickets", "show"]) == 2
    assert "which one shall be shown?" in capsys.readouterr().err


def test_a_mail_is_given_byte_for_byte(
    database_dsn: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arrival = an_arrival(a_message())

    async def keep() -> None:
        async with open_pool(database_dsn, connections=2) as pool:
            store = PostgresStore(pool)
            await store.keep("support", 1, [arrival], last_uid=arrival.uid)
            await store.close()

    asyncio.run(keep())
    (tmp_path / "responder.toml").write_text(f"[database]\ndsn = '{database_dsn}'\n")
    asked = ["-c", str(tmp_path / "responder.toml")]
    assert main(["tickets", "raw", "1", *asked]) == 0
    assert capfdbinary.readouterr().out == arrival.raw
    assert main(["tickets", "raw", "2", *asked]) == 1
    assert b"no message 2" in capfdbinary.readouterr().err
