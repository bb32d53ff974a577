"""Connections cut in every phase: nothing lost, nothing repeated, and the right name for each failure."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from responder.adapters.embedded_mail import EmbeddedMail
from responder.adapters.imap_mailbox import ImapMailbox
from responder.adapters.smtp_outbox import SmtpOutbox
from responder.config import MailboxSettings
from responder.domain import Cursor, Outcome, OutgoingMail
from responder.errors import DeliveryUnknown, GiveUp, TryLater
from tests.fixtures.fault_proxy import (
    IMAP_PHASES,
    SMTP_PHASES_AFTER_DOT,
    SMTP_PHASES_BEFORE_MAIL,
    SMTP_PHASES_IN_MAIL,
    FaultProxy,
)
from tests.fixtures.mail_servers import DOMAIN, PASSWORD, settings_of

SUPPORT, CUSTOMER = f"support@{DOMAIN}", f"customer@{DOMAIN}"


@dataclass
class Line:
    """The embedded mail world behind two proxies."""

    server: EmbeddedMail
    smtp: FaultProxy
    imap: FaultProxy
    mailbox: ImapMailbox
    outbox: SmtpOutbox

    async def read(self) -> list[bytes]:
        """All mails, by a reader that comes back after each TryLater with the cursor that it has."""
        cursor, raws = Cursor(), []
        for _ in range(5):
            try:
                async for batch in self.mailbox.fetch_new(cursor):
                    raws += [mail.raw for mail in batch.mails]
                    cursor = Cursor(uidvalidity=batch.uidvalidity, last_uid=batch.mails[-1].uid)
                return raws
            except TryLater:
                continue
        raise AssertionError("five tries were not enough")


def settings(imap_port: int, smtp_port: int, **changes: object) -> MailboxSettings:
    imap: dict[str, object] = {"host": "127.0.0.1", "port": imap_port, "security": "none", "username": SUPPORT}
    smtp: dict[str, object] = {"host": "127.0.0.1", "port": smtp_port, "security": "none", "username": SUPPORT}
    return settings_of(
        SUPPORT, imap, smtp, {"archive": f"support+archive@{DOMAIN}", "smtp_timeout_seconds": 5, **changes}
    )


@pytest_asyncio.fixture
async def line(embedded_mail: EmbeddedMail) -> AsyncIterator[Line]:
    async with (
        FaultProxy(embedded_mail.smtp_port, speaks="smtp") as smtp,
        FaultProxy(embedded_mail.imap_port, speaks="imap") as imap,
    ):
        ours = settings(imap.port, smtp.port)
        made = Line(embedded_mail, smtp, imap, ImapMailbox(ours, PASSWORD), SmtpOutbox(ours, PASSWORD))
        yield made
        await made.mailbox.close()
        await made.outbox.close()


def a_reply(number: int = 1, *, body: bytes = b"So.\r\n") -> OutgoingMail:
    message_id = f"<r{number}@support.test>"
    return OutgoingMail(
        kind="reply",
        recipient=CUSTOMER,
        envelope_from=SUPPORT,
        message_id=message_id,
        raw=f"Subject: Re: {number}\r\nMessage-ID: {message_id}\r\n\r\n".encode() + body,
        mailbox="support",
    )


@pytest.mark.parametrize("kept", [False, True], ids=["on a new connection", "on a kept connection"])
@pytest.mark.parametrize("phase", SMTP_PHASES_BEFORE_MAIL)
async def test_cut_before_the_mail_it_was_not_sent_and_may_be_sent_again(line: Line, phase: str, kept: bool) -> None:
    if kept:
        await line.outbox.send(a_reply(0))
    line.smtp.cut(phase)
    try:
        await line.outbox.send(a_reply())
    except TryLater:
        await line.outbox.send(a_reply())
    assert [mail.raw for mail in line.server.sent() if b"<r1@" in mail.raw] == [a_reply().raw]


@pytest.mark.parametrize("phase", SMTP_PHASES_BEFORE_MAIL)
async def test_cut_before_the_mail_again_and_again_is_try_later_and_nobody_has_it(line: Line, phase: str) -> None:
    line.smtp.cut(phase, times=5)
    with pytest.raises(TryLater):
        await line.outbox.send(a_reply())
    assert line.server.sent() == ()


async def test_cut_in_a_long_mail_the_dot_had_not_left_so_it_may_be_sent_again(line: Line) -> None:
    line.smtp.cut("in the mail")
    with pytest.raises(TryLater):
        await line.outbox.send(a_reply(body=b"A long line of an answer.\r\n" * 1_000_000))
    assert line.server.sent() == ()


@pytest.mark.parametrize("phase", SMTP_PHASES_IN_MAIL)
async def test_cut_in_a_small_mail_it_is_never_taken_for_sent(line: Line, phase: str) -> None:
    line.smtp.cut(phase)
    with pytest.raises((DeliveryUnknown, TryLater)):
        await line.outbox.send(a_reply())
    assert line.server.sent() == ()
    assert not await line.mailbox.find_sent("<r1@support.test>")


@pytest.mark.parametrize("phase", SMTP_PHASES_AFTER_DOT)
async def test_cut_after_the_dot_nobody_knows_until_the_archive_tells(line: Line, phase: str) -> None:
    line.smtp.cut(phase)
    with pytest.raises(DeliveryUnknown):
        await line.outbox.send(a_reply())
    await line.server.wait_for_mails(SUPPORT, 1)
    assert await line.mailbox.find_sent("<r1@support.test>")
    assert len(line.server.sent()) == 1


@pytest.mark.parametrize("phase", IMAP_PHASES)
async def test_imap_cut_anywhere_loses_and_repeats_nothing(line: Line, phase: str) -> None:
    for number in range(250):
        await line.server.deliver(b"Subject: %d\r\n\r\n" % number + b"text\r\n" * 50, to=SUPPORT)
    line.imap.cut(phase)
    raws = await line.read()
    assert [raw.partition(b"Subject: ")[2].partition(b"\r\n")[0] for raw in raws] == [b"%d" % n for n in range(250)]


@pytest.mark.parametrize("phase", ["after SELECT", "after STORE"])
async def test_filing_that_is_cut_is_done_again(line: Line, phase: str) -> None:
    await line.server.deliver(b"Subject: x\r\n\r\n", to=SUPPORT)
    (batch,) = [b async for b in line.mailbox.fetch_new(Cursor())]
    await line.mailbox.file(batch.uidvalidity, 999, Outcome.SILENT)  # a connection to lose
    line.imap.cut(phase)
    try:
        await line.mailbox.file(batch.uidvalidity, batch.mails[0].uid, Outcome.ANSWERED)
    except TryLater:
        await line.mailbox.file(batch.uidvalidity, batch.mails[0].uid, Outcome.ANSWERED)
    folder = await line.server._folder_of(SUPPORT, "INBOX")
    flags = {bytes(flag) for flag in folder._messages[batch.mails[0].uid].permanent_flags}
    assert {b"\\Seen", b"\\Answered"} <= flags


async def test_a_copy_whose_append_was_cut_is_not_made_twice(line: Line) -> None:
    await line.mailbox.find_sent("<none@support.test>")
    line.imap.cut("after APPEND", times=2)
    for _ in range(4):
        try:
            await line.mailbox.append_to_sent(a_reply().raw, "<r1@support.test>")
            break
        except TryLater:
            continue
    assert len(await line.server.mails(SUPPORT, "Sent")) == 1


async def test_idle_that_is_cut_ends_the_wait_and_the_next_look_finds_what_came(line: Line) -> None:
    await line.read()
    line.imap.cut("in IDLE")
    async with asyncio.timeout(10):
        await line.mailbox.wait_for_mail(60)
    await line.server.deliver(b"Subject: x\r\n\r\n", to=SUPPORT)
    assert len(await line.read()) == 1


async def test_a_server_that_is_away_is_try_later_with_growing_waits_and_words_that_help(
    embedded_mail: EmbeddedMail,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        mailbox = ImapMailbox(settings(port, port), PASSWORD)
        waits = []
        for _ in range(6):
            with pytest.raises(TryLater, match=r"imap\.port") as caught:
                [batch async for batch in mailbox.fetch_new(Cursor())]
            waits.append(caught.value.after)
        assert waits[5] > waits[0] > 0
        with pytest.raises(TryLater, match=r"smtp\.port"):
            await SmtpOutbox(settings(port, port), PASSWORD).send(a_reply())
        await mailbox.close()


async def test_a_wrong_password_says_which_variable_to_check(embedded_mail: EmbeddedMail) -> None:
    ours = settings(embedded_mail.imap_port, embedded_mail.smtp_port)
    mailbox, outbox = ImapMailbox(ours, "wrong"), SmtpOutbox(ours, "wrong")
    with pytest.raises(GiveUp, match=f"Cannot log in to 127.0.0.1 as {SUPPORT}: check RESPONDER_IMAP_PASSWORD"):
        await mailbox.check()
    with pytest.raises(GiveUp, match=f"Cannot log in to 127.0.0.1 as {SUPPORT}: check RESPONDER_SMTP_PASSWORD"):
        await outbox.check()
    # a wrong password is no reason to fail a mail for good: nobody could be told by mail either
    with pytest.raises(TryLater, match="RESPONDER_SMTP_PASSWORD"):
        await outbox.send(a_reply())
    await mailbox.close()
    await outbox.close()
