"""OAuth against real servers: Dovecot asks a token server, and Postfix asks Dovecot."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from responder.adapters.imap_mailbox import ImapMailbox
from responder.adapters.oauth import OAuthTokens
from responder.adapters.smtp_outbox import SmtpOutbox
from responder.config import MailboxSettings
from responder.domain import OutgoingMail
from responder.errors import GiveUp, TryLater
from tests.fixtures.mail_servers import Dovecot, Postfix
from tests.fixtures.mail_worlds import everything
from tests.fixtures.token_server import SECRET, Account

pytestmark = pytest.mark.live


@asynccontextmanager
async def doors(
    settings: MailboxSettings, account: Account, dovecot: Dovecot, folder: Path, **changes: object
) -> AsyncIterator[tuple[ImapMailbox, SmtpOutbox]]:
    """Both doors of one mailbox, logged in by tokens of one source, as `wiring` makes them. No password works."""
    tokens = OAuthTokens(
        dovecot.tokens.settings(account, **changes),
        folder / "oauth.json",
        client_secret=SECRET,
        refresh_token=account.refresh_token,
    )
    mailbox = ImapMailbox(settings, "wrong", access_token=tokens)
    outbox = SmtpOutbox(settings, "wrong", access_token=tokens)
    try:
        yield mailbox, outbox
    finally:
        await mailbox.close()
        await outbox.close()


def a_mail(user: str) -> OutgoingMail:
    raw = f"From: {user}\r\nTo: {user}\r\nSubject: Re\r\nMessage-ID: <r@support.test>\r\n\r\nSo.\r\n".encode()
    return OutgoingMail(
        kind="reply", recipient=user, envelope_from=user, message_id="<r@support.test>", raw=raw, mailbox="support"
    )


@pytest.mark.parametrize("flow", ["refresh_token", "client_credentials"])
async def test_mail_goes_out_and_comes_in_with_one_token(postfix: Postfix, tmp_path: Path, flow: str) -> None:
    user = postfix.dovecot.new_user()
    account = postfix.dovecot.tokens.account(user)
    async with doors(postfix.settings(user), account, postfix.dovecot, tmp_path, flow=flow) as (mailbox, outbox):
        await mailbox.check()
        await outbox.send(a_mail(user))
        async with asyncio.timeout(20):
            while not await everything(mailbox):
                await mailbox.wait_for_mail(5)
    assert len(account.forms) == 1


async def test_a_token_that_was_revoked_is_replaced_on_both_doors(postfix: Postfix, tmp_path: Path) -> None:
    user = postfix.dovecot.new_user()
    account = postfix.dovecot.tokens.account(user, rotates=True)
    async with doors(postfix.settings(user), account, postfix.dovecot, tmp_path) as (mailbox, outbox):
        await mailbox.check()
        postfix.dovecot.tokens.revoke_access(account)
        await outbox.send(a_mail(user))
        postfix.dovecot.tokens.revoke_access(account)
        assert await mailbox.find_sent("<none@support.test>") is False  # the kept connection goes on as it was
        await everything(mailbox)  # and another one logs in anew
    assert len(account.forms) == 3
    assert len({form["refresh_token"] for form in account.forms}) == 3


async def test_a_token_of_another_account_is_refused_and_said(postfix: Postfix, tmp_path: Path) -> None:
    user = postfix.dovecot.new_user()
    account = postfix.dovecot.tokens.account(postfix.dovecot.new_user())
    async with doors(postfix.settings(user), account, postfix.dovecot, tmp_path) as (mailbox, outbox):
        with pytest.raises(
            GiveUp, match=rf"Cannot log in to localhost as {user}: check the rights of the access token"
        ):
            await mailbox.check()
        with pytest.raises(GiveUp, match="check the rights of the access token"):
            await outbox.check()
        with pytest.raises(TryLater, match="check the rights of the access token"):  # our trouble, not this mail's
            await outbox.send(a_mail(user))
    assert len(account.forms) == 4  # the first, and one more for each refused login: never a third try


async def test_without_a_valid_refresh_token_a_mail_waits_and_the_doctor_says_why(
    postfix: Postfix, tmp_path: Path
) -> None:
    user = postfix.dovecot.new_user()
    account = postfix.dovecot.tokens.account(user)
    async with doors(postfix.settings(user), account, postfix.dovecot, tmp_path) as (mailbox, outbox):
        account.refresh_token = "revoked"
        for check in (mailbox.check, outbox.check):
            with pytest.raises(GiveUp, match="RESPONDER_OAUTH_REFRESH_TOKEN"):
                await check()
        with pytest.raises(TryLater, match="RESPONDER_OAUTH_REFRESH_TOKEN"):
            await outbox.send(a_mail(user))


@asynccontextmanager
async def offering_only(mechanism: str, port: int, heard: list[str]) -> AsyncIterator[int]:
    """The server on `port`, without the other of the two mechanisms in what it says it can."""
    other = b"XOAUTH2" if mechanism == "OAUTHBEARER" else b"OAUTHBEARER"

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)

        async def down() -> None:
            while line := await up_reader.readline():
                writer.write(re.sub(rb" (AUTH=)?" + other, b"", line))
            writer.close()

        async def up() -> None:
            while line := await reader.readline():
                if b"AUTH" in line:
                    heard.append(line.decode())
                up_writer.write(line)
            up_writer.close()

        with contextlib.suppress(OSError):
            await asyncio.gather(down(), up())

    async with await asyncio.start_server(pass_on, "127.0.0.1", 0) as server:
        yield int(server.sockets[0].getsockname()[1])


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_the_mechanism_is_one_that_the_server_offers(dovecot: Dovecot, tmp_path: Path, mechanism: str) -> None:
    user = dovecot.new_user()
    account = dovecot.tokens.account(user)
    heard: list[str] = []
    async with offering_only(mechanism, dovecot.imap_port, heard) as port:
        plain = dovecot.settings(user, imap_port=port, imap_security="none")
        async with doors(plain, account, dovecot, tmp_path) as (mailbox, _):
            await mailbox.check()
            dovecot.tokens.revoke_access(account)
            await everything(mailbox)  # refused first: the error's challenge is answered, and the login repeated
    assert len(heard) == 3
    assert all(f"AUTHENTICATE {mechanism}" in line for line in heard)


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_the_same_is_true_of_the_way_out(postfix: Postfix, tmp_path: Path, mechanism: str) -> None:
    user = postfix.dovecot.new_user()
    account = postfix.dovecot.tokens.account(user)
    heard: list[str] = []
    async with offering_only(mechanism, postfix.plain_port, heard) as port:
        plain = postfix.settings(user, smtp_port=port, smtp_security="none")
        async with doors(plain, account, postfix.dovecot, tmp_path) as (_, outbox):
            await outbox.check()
            postfix.dovecot.tokens.revoke_access(account)
            await outbox.send(a_mail(user))
    assert len(heard) == 3
    assert all(f"AUTH {mechanism}" in line for line in heard)
