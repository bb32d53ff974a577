"""What every Outbox must do: in memory, in the embedded mail world, and through Postfix."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from responder.domain import MailKind, OutgoingMail
from responder.errors import GiveUp
from tests.fixtures.mail_worlds import KINDS, MailWorld, mail_world


@pytest_asyncio.fixture(params=KINDS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MailWorld]:
    async with mail_world(request, tmp_path) as made:
        yield made


def a_reply(
    world: MailWorld, number: int = 1, *, to: str = "", kind: MailKind = "reply", body: bytes = b""
) -> OutgoingMail:
    message_id = f"<r{number}@support.test>"
    head = (
        f"From: {world.address}\r\nTo: {to or world.customer}\r\nSubject: Re {number}\r\nMessage-ID: {message_id}\r\n"
    )
    return OutgoingMail(
        kind=kind,
        recipient=to or world.customer,
        envelope_from=world.address,
        message_id=message_id,
        raw=head.encode() + b"\r\n" + (body or b"As follows.\r\n"),
        mailbox="support",
    )


async def test_a_reply_reaches_the_customer_and_the_archive(world: MailWorld) -> None:
    await world.outbox.send(a_reply(world))
    assert len(await world.customer_has(1)) == 1
    async with asyncio.timeout(20):
        while not await world.mailbox.find_sent("<r1@support.test>"):
            await world.mailbox.wait_for_mail(5)


async def test_dots_long_lines_and_letters_arrive_as_they_were(world: MailWorld) -> None:
    body = b".\r\n..\r\n.hidden\r\n" + b"x" * 900 + "\r\nGrüße, 漢字\r\n".encode() + b"\r\n\r\n.\r\nend\r\n"
    await world.outbox.send(a_reply(world, body=body))
    assert (await world.customer_has(1))[0].endswith(b"\r\n\r\n" + body)


async def test_a_handoff_is_not_archived(world: MailWorld) -> None:
    await world.outbox.send(a_reply(world, kind="handoff"))
    await world.customer_has(1)
    assert not await world.mailbox.find_sent("<r1@support.test>")


async def test_a_refused_recipient_is_given_up_with_the_servers_words_and_nobody_gets_a_mail(world: MailWorld) -> None:
    with pytest.raises(GiveUp, match=r"5\.1\.1"):
        await world.outbox.send(a_reply(world, to=world.refused))
    await world.outbox.send(a_reply(world, 2))
    assert len(await world.customer_has(1)) == 1
    assert not await world.mailbox.find_sent("<r1@support.test>")


async def test_forty_at_once_all_arrive_once(world: MailWorld) -> None:
    await asyncio.gather(*(world.outbox.send(a_reply(world, n)) for n in range(40)))
    got = await world.customer_has(40)
    ids = sorted(raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for raw in got)
    assert ids == sorted(f"<r{n}@support.test>".encode() for n in range(40))


async def test_check_says_in_a_line_what_was_found(world: MailWorld) -> None:
    said = await world.outbox.check()
    assert said
    assert "\n" not in said
