"""Mail that people and filters move about is taken in, and taken in once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from responder import flow
from responder.adapters.imap_mailbox import ImapMailbox
from responder.domain import Cursor
from tests.fixtures.mail_servers import PASSWORD, Dovecot
from tests.fixtures.mail_worlds import everything
from tests.worlds import Stage, a_mail, a_stage

live = pytest.mark.live


@pytest_asyncio.fixture
async def stage(dovecot: Dovecot) -> AsyncIterator[Stage]:
    """The world in memory, but its mailbox and its Junk folder lie on Dovecot."""
    stage = await a_stage()
    user = dovecot.new_user()
    settings = dovecot.settings(user)
    boxes = (ImapMailbox(settings, PASSWORD), ImapMailbox(settings, PASSWORD, folder="Junk"))
    dovecot.doveadm("mailbox", "create", "-u", user, "Junk", "Archive")
    stage.world = replace(stage.world, mailboxes=boxes)
    stage.user = user  # type: ignore[attr-defined]
    yield stage
    await asyncio.gather(*(box.close() for box in boxes))


async def taken_in(stage: Stage) -> list[int]:
    return [await flow.take_in(mailbox, stage.world, stage.settings) for mailbox in stage.world.mailboxes]


def move(dovecot: Dovecot, stage: Stage, source: str, target: str) -> None:
    dovecot.doveadm("move", "-u", stage.user, target, "mailbox", source, "all")  # type: ignore[attr-defined]


@live
async def test_out_of_the_inbox_and_back_is_the_same_mail(dovecot: Dovecot, stage: Stage) -> None:
    dovecot.deliver(a_mail(), stage.user, sender="anna@customer.example")  # type: ignore[attr-defined]
    assert await taken_in(stage) == [1, 0]
    for folder in ("Archive", "Junk"):
        move(dovecot, stage, "INBOX", folder)
        assert await taken_in(stage) == [0, 0]
        move(dovecot, stage, folder, "INBOX")
        assert await taken_in(stage) == [0, 0]
    assert len(await stage.messages()) == 1
    name, _, uid = await stage.store.where(1)
    assert (name, uid) == ("support", 3)  # and it is known where it lies now


@live
async def test_what_a_filter_took_for_spam_is_found_once_and_goes_to_a_person(dovecot: Dovecot, stage: Stage) -> None:
    dovecot.deliver(a_mail(), stage.user, sender="anna@customer.example")  # type: ignore[attr-defined]
    move(dovecot, stage, "INBOX", "Junk")
    assert await taken_in(stage) == [0, 1]
    while await flow.answer_next(stage.world, stage.settings):
        pass
    await stage.send_all()
    move(dovecot, stage, "Junk", "INBOX")  # a person says that it is none
    assert await taken_in(stage) == [0, 0]
    [row] = await stage.messages()
    assert (row["outcome"], row["rule"]) == ("with a person", "mail_was_marked_as_spam")


@live
async def test_a_server_that_told_a_number_too_soon_loses_nothing(dovecot: Dovecot, stage: Stage) -> None:
    """It said 9 and gave nothing, so the cursor moved on; the mails that came later got lower numbers."""
    first, _ = stage.world.mailboxes
    dovecot.deliver(a_mail(), stage.user, sender="anna@customer.example")  # type: ignore[attr-defined]
    uidvalidity = (await everything(first))[0].uidvalidity
    await stage.store.keep("support", uidvalidity, [], last_uid=9)
    assert await taken_in(stage) == [1, 0]
    assert await stage.store.cursor("support") == Cursor(uidvalidity=uidvalidity, last_uid=9)
    assert await taken_in(stage) == [0, 0]


@live
async def test_a_new_connection_brings_a_new_comparison(dovecot: Dovecot, stage: Stage) -> None:
    mailbox, _ = stage.world.mailboxes
    await taken_in(stage)
    assert not mailbox.may_have_missed()
    mailbox._watch.forget()  # type: ignore[attr-defined]
    assert not mailbox.may_have_missed()  # it is not connected yet
    await taken_in(stage)
    assert mailbox._last_comparison[0] == 2  # type: ignore[attr-defined]


async def test_a_mail_under_a_number_that_was_passed_by_is_taken_in_at_the_next_comparison() -> None:
    stage = await a_stage()
    for number in range(2):
        stage.mailbox.deliver(a_mail(f"Question {number}, please?", message_id=f"<{number}@customer.example>"))
    stage.mailbox.remove(1)
    assert await stage.take_in() == 1
    stage.mailbox.put_back(1, a_mail("I was away.", message_id="<late@customer.example>"))
    assert await stage.take_in() == 0
    stage.mailbox.doubtful = True
    assert await stage.take_in() == 1
    stage.mailbox.doubtful = True
    assert await stage.take_in() == 0
