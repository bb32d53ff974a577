"""The pool of limited children: mails come back in order, and a poisoned one harms nobody else."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psutil
import pytest

from responder.adapters.mail_reader import DirectMailReader, ProcessMailReader, ReaderOptions
from responder.domain import Fetched
from responder.errors import TryLater

NOW = datetime(2026, 11, 20, tzinfo=UTC)
OPTIONS = {"support": ReaderOptions(trust_all=True)}


def mail(number: int) -> Fetched:
    raw = f"From: jane@example.net\nSubject: mail {number}\n\nHello, this is mail {number}.\n".encode()
    return Fetched(uid=number, raw=raw, received_at=NOW)


SLOW = Fetched(uid=0, raw=b"From: jane@example.net\n\n" + b"\xe4\xf6x\xfc" * 8_000_000, received_at=NOW)


@pytest.fixture
async def reader() -> AsyncIterator[ProcessMailReader]:
    reader = ProcessMailReader(OPTIONS, seconds_per_mail=0.5)
    yield reader
    await reader.close()


async def test_both_readers_read_the_same_in_order(reader: ProcessMailReader) -> None:
    mails = [mail(n) for n in range(100)]
    read = await reader.read("support", mails)
    assert [m.subject for m in read] == [f"mail {n}" for n in range(100)]
    assert read == await DirectMailReader(OPTIONS).read("support", mails)
    assert read[0].mailbox == "support" and read[0].authentication.method == "mailbox setting"


async def test_a_mail_that_takes_too_long_is_unreadable_and_the_others_are_read(reader: ProcessMailReader) -> None:
    poisoned, *others = await asyncio.gather(
        reader.read("support", [SLOW]), *(reader.read("support", [mail(n)]) for n in range(50))
    )
    assert poisoned[0].defects[0].startswith("unreadable: this mail took longer")
    assert [o[0].subject for o in others] == [f"mail {n}" for n in range(50)]


async def test_a_small_mail_does_not_wait_for_large_ones() -> None:
    reader = ProcessMailReader(OPTIONS)
    words = b"Hello there, this is a line of words.\n" * 150_000
    large = [Fetched(uid=n, raw=b"From: jane@example.net\n\n" + words, received_at=NOW) for n in range(4)]
    ended: list[int] = []

    async def read(one: Fetched) -> None:
        await reader.read("support", [one])
        ended.append(one.uid)

    try:
        await reader.read("support", [mail(50), mail(51)])
        await asyncio.gather(*(read(one) for one in (*large, mail(99))))
    finally:
        await reader.close()
    assert sorted(ended) == [0, 1, 2, 3, 99]
    assert ended.index(99) <= 1


async def test_a_mail_that_needs_too_much_memory_is_unreadable() -> None:
    reader = ProcessMailReader(OPTIONS, memory=160 * 1024 * 1024)
    hungry = Fetched(uid=1, raw=b"From: jane@example.net\n\n" + b"\xe4\xf6" * 15_000_000, received_at=NOW)
    try:
        big, small = await reader.read("support", [hungry, mail(1)])
    finally:
        await reader.close()
    assert big.defects[0].startswith("unreadable: ") and small.subject == "mail 1"


async def test_a_child_that_dies_loses_no_mail(reader: ProcessMailReader) -> None:
    await reader.read("support", [mail(0)])
    reading = asyncio.create_task(reader.read("support", [mail(n) for n in range(300)]))
    await asyncio.sleep(0)
    for child in psutil.Process().children():
        os.kill(child.pid, 9)
    assert [m.subject for m in await reading] == [f"mail {n}" for n in range(300)]


async def test_closing_ends_the_children_and_what_still_waits() -> None:
    reader = ProcessMailReader(OPTIONS)
    await reader.read("support", [mail(0)])
    pids = [child.pid for child in psutil.Process().children()]
    reading = asyncio.create_task(reader.read("support", [SLOW]))
    await asyncio.sleep(0)
    await reader.close()
    with pytest.raises((TryLater, asyncio.CancelledError)):
        await reading
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_closing_ends_a_child_that_becomes_ready_in_that_very_moment() -> None:
    readers = [ProcessMailReader(OPTIONS, children=1) for _ in range(12)]
    reading = [asyncio.create_task(reader.read("support", [mail(0)])) for reader in readers]
    while len(psutil.Process().children()) < len(readers):  # noqa: ASYNC110
        await asyncio.sleep(0)
    # "ready" lies in the pipes of all of them, and the loop has seen none of it
    used = -1.0
    while used < (used := sum(child.cpu_times().user for child in psutil.Process().children())):
        time.sleep(0.5)  # noqa: ASYNC251
    for reader in readers:  # so each is closed one step of the loop later than the one before
        closing = asyncio.create_task(reader.close())
        await asyncio.sleep(0)
        reading.append(closing)
    ended, hanging = await asyncio.wait(reading, timeout=10)
    assert not hanging and all(isinstance(end.exception(), TryLater | None) for end in ended)
    for child in psutil.Process().children():
        child.wait(5)


async def test_a_mail_that_could_not_be_fetched_whole_says_so(reader: ProcessMailReader) -> None:
    cut = Fetched(uid=1, raw=mail(1).raw, received_at=NOW, skipped="larger than 50 MB")
    message = (await reader.read("support", [cut]))[0]
    assert message.subject == "mail 1" and "unreadable: larger than 50 MB" in message.defects


async def test_the_language_is_told_where_the_settings_name_some() -> None:
    reader = DirectMailReader({"support": ReaderOptions(languages=("en",), trust_all=True)})
    german = Fetched(
        uid=1, raw=b"From: j@example.net\n\nHallo, ich habe mein Paket noch nicht bekommen.\n", received_at=NOW
    )
    assert (await reader.read("support", [german]))[0].language == "de"
