"""What every Mailbox must do: in memory, in the embedded mail world, and on Dovecot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from responder.domain import Batch, Cursor, Fetched, Outcome
from tests.fixtures.mail_worlds import KINDS, MailWorld, everything, mail_world


@pytest_asyncio.fixture(params=KINDS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MailWorld]:
    async with mail_world(request, tmp_path) as made:
        yield made


def a_mail(number: int, *, body: bytes = b"How do I export?\r\n") -> bytes:
    head = f"From: Ana <ana@customer.example>\r\nSubject: Question {number}\r\nMessage-ID: <q{number}@customer.example>"
    return head.encode() + b"\r\n\r\n" + body


def mails_of(batches: list[Batch]) -> list[Fetched]:
    return [mail for batch in batches for mail in batch.mails]


def subjects(batches: list[Batch]) -> list[str]:
    return [mail.raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for mail in mails_of(batches)]


def beyond(batches: list[Batch]) -> Cursor:
    return Cursor(uidvalidity=batches[-1].uidvalidity, last_uid=batches[-1].mails[-1].uid)


async def test_an_empty_mailbox_gives_nothing(world: MailWorld) -> None:
    assert await everything(world.mailbox) == []


async def test_mails_come_whole_in_order_of_arrival_with_the_time_of_arrival(world: MailWorld) -> None:
    for number in range(3):
        await world.deliver(a_mail(number))
    batches = await everything(world.mailbox)
    assert subjects(batches) == ["Question 0", "Question 1", "Question 2"]
    mails = mails_of(batches)
    assert [mail.uid for mail in mails] == sorted({mail.uid for mail in mails})
    assert all(mail.raw.endswith(a_mail(n)) and not mail.skipped for n, mail in enumerate(mails))
    assert all(mail.received_at.utcoffset() is not None for mail in mails)


async def test_only_what_lies_beyond_the_cursor_comes(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    first = await everything(world.mailbox)
    assert await everything(world.mailbox, beyond(first)) == []
    await world.deliver(a_mail(1))
    assert subjects(await everything(world.mailbox, beyond(first))) == ["Question 1"]


async def test_what_a_person_has_read_comes_all_the_same(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    first = await everything(world.mailbox)
    await world.mailbox.file(first[0].uidvalidity, first[0].mails[0].uid, Outcome.WITH_PERSON)
    assert subjects(await everything(world.mailbox)) == ["Question 0"]


async def test_a_new_uidvalidity_brings_all_mails_again(world: MailWorld) -> None:
    for number in range(2):
        await world.deliver(a_mail(number))
    old = await everything(world.mailbox)
    await world.number_anew()
    new = await everything(world.mailbox, beyond(old))
    assert new[0].uidvalidity != old[0].uidvalidity
    assert subjects(new) == ["Question 0", "Question 1"]


async def test_a_comparison_finds_what_is_not_known_below_the_cursor_and_gives_it_once(world: MailWorld) -> None:
    for number in range(4):
        await world.deliver(a_mail(number))
    cursor = beyond(await everything(world.mailbox))
    uids = [mail.uid for mail in mails_of(await everything(world.mailbox))]
    await world.deliver(a_mail(4))
    assert world.mailbox.may_have_missed()
    missed = [batch async for batch in world.mailbox.fetch_missed(cursor, {uids[0], uids[2]})]
    assert subjects(missed) == ["Question 1", "Question 3"]
    assert [batch async for batch in world.mailbox.fetch_missed(cursor, {uids[0], uids[2]})] == []
    assert not world.mailbox.may_have_missed()


async def test_a_comparison_under_another_uidvalidity_finds_nothing(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    cursor = beyond(await everything(world.mailbox))
    await world.number_anew()
    await everything(world.mailbox)
    assert [batch async for batch in world.mailbox.fetch_missed(cursor, ())] == []
    assert [batch async for batch in world.mailbox.fetch_missed(Cursor(), ())] == []


async def test_many_mails_come_in_several_batches_and_each_once(world: MailWorld) -> None:
    for number in range(230):
        await world.deliver(a_mail(number))
    batches = await everything(world.mailbox)
    assert subjects(batches) == [f"Question {n}" for n in range(230)]
    assert len(batches) == 3


async def test_a_mail_that_vanishes_while_we_fetch_does_not_stop_the_others(world: MailWorld) -> None:
    for number in range(150):
        await world.deliver(a_mail(number))
    seen: list[Batch] = []
    async for batch in world.mailbox.fetch_new(Cursor()):
        if not seen:
            await world.remove(batch.mails[-1].uid + 1)
        seen.append(batch)
    assert len(mails_of(seen)) == 149
    assert not any(mail.skipped for mail in mails_of(seen))


async def test_waiting_ends_when_a_mail_arrives(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    cursor = beyond(await everything(world.mailbox))
    waiting = asyncio.create_task(world.mailbox.wait_for_mail(60))
    await world.deliver(a_mail(1))
    async with asyncio.timeout(20):
        await waiting
    assert subjects(await everything(world.mailbox, cursor)) == ["Question 1"]


async def test_waiting_does_not_miss_a_mail_that_came_before_it(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    await everything(world.mailbox)
    await world.deliver(a_mail(1))
    async with asyncio.timeout(20):
        await world.mailbox.wait_for_mail(60)


async def test_waiting_ends_after_its_time(world: MailWorld) -> None:
    await everything(world.mailbox)
    async with asyncio.timeout(20):
        await world.mailbox.wait_for_mail(0.2)


async def test_a_wait_that_was_cancelled_leaves_the_mailbox_usable(world: MailWorld) -> None:
    await everything(world.mailbox)
    waiting = asyncio.create_task(world.mailbox.wait_for_mail(60))
    await asyncio.sleep(0.1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await world.deliver(a_mail(0))
    assert subjects(await everything(world.mailbox)) == ["Question 0"]


async def test_filing_what_is_gone_or_filed_already_is_no_error(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    batch = (await everything(world.mailbox))[0]
    for _ in range(2):
        await world.mailbox.file(batch.uidvalidity, batch.mails[0].uid, Outcome.ANSWERED)
    await world.mailbox.file(batch.uidvalidity, 4_000_000, Outcome.ANSWERED)
    await world.mailbox.file(batch.uidvalidity + 1, batch.mails[0].uid, Outcome.SILENT)


async def test_filing_wakes_nobody_and_loses_nothing(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    batch = (await everything(world.mailbox))[0]
    waiting = asyncio.create_task(world.mailbox.wait_for_mail(60))
    await asyncio.sleep(0.1)
    await world.mailbox.file(batch.uidvalidity, batch.mails[0].uid, Outcome.ANSWERED)
    await world.deliver(a_mail(1))
    async with asyncio.timeout(20):
        await waiting
    assert subjects(await everything(world.mailbox)) == ["Question 0", "Question 1"]


async def test_a_copy_in_sent_is_proof_and_is_made_once(world: MailWorld) -> None:
    message_id = "<reply.1+x=a@support.test>"
    assert not await world.mailbox.find_sent(message_id)
    raw = f"Message-ID: {message_id}\r\nSubject: Re: Question\r\n\r\nSo.\r\n".encode()
    for _ in range(2):
        await world.mailbox.append_to_sent(raw, message_id)
    assert await world.mailbox.find_sent(message_id)
    assert not await world.mailbox.find_sent("<reply.2@support.test>")


async def test_a_copy_in_the_archive_is_proof_also_under_the_name_that_exchange_gives_it(world: MailWorld) -> None:
    await world.deliver(
        b"Message-ID: <new@provider.example>\r\nX-Microsoft-Original-Message-ID: <ours@support.test>\r\n\r\nx\r\n"
    )
    assert await world.mailbox.find_sent("<ours@support.test>")
    assert await world.mailbox.find_sent("<new@provider.example>")


@pytest.mark.parametrize(
    "strange", ['<a"b@x.test>', "<a\\@x.test>", "<a) ALL (@x.test>", "<a\r\nX LOGOUT@x.test>", "<é@x.test>"]
)
async def test_a_strange_message_id_is_looked_for_without_harm(world: MailWorld, strange: str) -> None:
    await world.deliver(a_mail(0))
    assert not await world.mailbox.find_sent(strange)
    assert subjects(await everything(world.mailbox)) == ["Question 0"]


async def test_check_says_in_a_line_what_was_found(world: MailWorld) -> None:
    await world.deliver(a_mail(0))
    said = await world.mailbox.check()
    assert "1 mail" in said
    assert "\n" not in said
