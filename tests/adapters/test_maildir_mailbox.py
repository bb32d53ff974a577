"""A Maildir as mailbox: numbers that last, and nothing lost when other programs move files."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from responder.adapters.maildir_mailbox import MaildirMailbox
from responder.domain import Batch, Cursor, Outcome
from responder.errors import GiveUp
from tests.fixtures.mail_worlds import everything


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("tmp", "new", "cur"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return tmp_path / "Maildir"


def opened(maildir: Path) -> MaildirMailbox:
    return MaildirMailbox("support", maildir, maildir.parent / "state" / "numbers")


def put(maildir: Path, name: str, subject: str, *, at: int = 1_790_000_000) -> Path:
    path = maildir / "new" / name
    path.write_bytes(f"Subject: {subject}\n\ntext\n".encode())
    os.utime(path, (at, at))
    return path


def subjects(batches: list[Batch]) -> list[str]:
    return [mail.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode() for b in batches for mail in b.mails]


def beyond(batches: list[Batch]) -> Cursor:
    return Cursor(uidvalidity=batches[-1].uidvalidity, last_uid=batches[-1].mails[-1].uid)


async def test_mails_come_in_order_of_arrival_and_once_across_restarts(maildir: Path) -> None:
    put(maildir, "b.host", "first", at=1_790_000_000)
    put(maildir, "a.host", "second", at=1_790_000_100)
    first = await everything(opened(maildir))
    assert subjects(first) == ["first", "second"]
    put(maildir, "0.host", "third", at=1_780_000_000)
    again = opened(maildir)
    assert subjects(await everything(again, beyond(first))) == ["third"]
    assert subjects(await everything(again)) == ["first", "second", "third"]


async def test_a_mail_of_fifty_megabytes_and_its_header_is_taken_in_whole(maildir: Path) -> None:
    path = put(maildir, "a.host", "x")
    size = os.truncate(path, 50 * 1024 * 1024 + 20_000) or path.stat().st_size
    [batch] = await everything(opened(maildir))
    [mail] = batch.mails
    assert (len(mail.raw), mail.skipped) == (size, "")


async def test_a_mail_that_a_person_opened_keeps_its_number(maildir: Path) -> None:
    path = put(maildir, "a.host", "x")
    first = await everything(opened(maildir))
    path.rename(maildir / "cur" / "a.host:2,S")
    assert await everything(opened(maildir), beyond(first)) == []


async def test_without_its_numbers_it_starts_anew_under_another_uidvalidity(maildir: Path) -> None:
    put(maildir, "a.host", "x")
    first = await everything(opened(maildir))
    (maildir.parent / "state" / "numbers").unlink()
    second = await everything(opened(maildir), beyond(first))
    assert subjects(second) == ["x"]
    assert second[0].uidvalidity != first[0].uidvalidity


async def test_a_line_cut_by_a_crash_gives_no_number_twice(maildir: Path) -> None:
    put(maildir, "a.host", "x")
    first = await everything(opened(maildir))
    with (maildir.parent / "state" / "numbers").open("a") as file:
        file.write("2 half-a-na")
    put(maildir, "b.host", "y")
    assert subjects(await everything(opened(maildir), beyond(first))) == ["y"]
    assert len(await everything(opened(maildir))) == 1


@pytest.mark.parametrize(
    "name",
    [b"1.\xff.host", b"1.gr\xfc\xdfe", "1.größe".encode(), b"1.a\n7 z", b"1.a\r\nz", b"\n", b"1.a b\x85", b"1.\xed\xa0\x80"],
)  # fmt: skip
async def test_a_file_name_may_be_any_octets(maildir: Path, name: bytes) -> None:
    """One program wrote it in another charset, or wrote no text at all. The mails beside it come too, each once."""
    put(maildir, os.fsdecode(name), "odd")
    put(maildir, "2.host", "good", at=1_990_000_000)
    box = opened(maildir)
    first = await everything(box)
    assert subjects(first) == ["odd", "good"]
    again = opened(maildir)
    assert await everything(again, beyond(first)) == []
    assert [m.uid for b in await everything(again) for m in b.mails] == [1, 2]
    await again.file(first[0].uidvalidity, 1, Outcome.SILENT)
    assert os.listdir(os.fsencode(maildir / "cur")) == [name + b":2,S"]
    put(maildir, "3.host", "later", at=2_000_000_000)
    assert subjects(await everything(opened(maildir), beyond(first))) == ["later"]


async def test_an_entry_that_cannot_be_looked_at_stops_no_other(maildir: Path) -> None:
    (maildir / "new" / "circle").symlink_to("circle")
    os.utime(put(maildir, "a.host", "from beyond the calendar"), (10**12, 10**12))
    assert subjects(await everything(opened(maildir))) == ["from beyond the calendar"]


async def test_outcomes_show_as_flags(maildir: Path) -> None:
    put(maildir, "a.host", "x")
    box = opened(maildir)
    (batch,) = await everything(box)
    for _ in range(2):
        await box.file(batch.uidvalidity, batch.mails[0].uid, Outcome.ANSWERED)
    await box.file(batch.uidvalidity + 1, batch.mails[0].uid, Outcome.SILENT)
    await box.file(batch.uidvalidity, 99, Outcome.SILENT)
    assert [path.name for path in (maildir / "cur").iterdir()] == ["a.host:2,RS"]


async def test_a_copy_in_sent_is_made_once_and_is_proof(maildir: Path) -> None:
    box = opened(maildir)
    assert not await box.find_sent("<a@support.test>")
    for _ in range(2):
        await box.append_to_sent(b"Message-ID: <a@support.test>\n\nx\n", "<a@support.test>")
    assert await box.find_sent("<a@support.test>")
    assert len(list((maildir / ".Sent" / "cur").iterdir())) == 1


async def test_waiting_ends_when_a_mail_is_put_there(maildir: Path) -> None:
    box = opened(maildir)
    await everything(box)
    waiting = asyncio.create_task(box.wait_for_mail(60))
    put(maildir, "a.host", "x")
    async with asyncio.timeout(10):
        await waiting


async def test_a_folder_that_is_no_maildir_says_so(tmp_path: Path) -> None:
    with pytest.raises(GiveUp, match="not a Maildir"):
        await opened(tmp_path).check()
