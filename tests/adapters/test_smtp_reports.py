"""What a reply asks its way for: reports of failure and delay to us, with an id by which they are known, and no more."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from responder.adapters.smtp_outbox import SmtpOutbox
from responder.domain import OutgoingMail
from tests.fixtures.mail_servers import settings_of


class Heard:
    """An SMTP server that offers DSN and writes down what it is told."""

    def __init__(self, *, dsn: bool) -> None:
        self._dsn = dsn
        self.mail: list[str] = []
        self.rcpt: dict[str, list[str]] = {}

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(["250-DSN"] if self._dsn else []), responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 accepted"


class Server(SMTP):
    """aiosmtpd refuses parameters that it does not know, so they are taken off and kept first."""

    async def smtp_MAIL(self, arg: str) -> None:
        path, *words = arg.split()
        self.event_handler.mail = words
        await super().smtp_MAIL(path)

    async def smtp_RCPT(self, arg: str) -> None:
        path, *words = arg.split()
        self.event_handler.rcpt[path[4:-1]] = words
        await super().smtp_RCPT(path)


@asynccontextmanager
async def listening(heard: Heard) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Server(heard, loop=loop), "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def sent(heard: Heard, *, message_id: str = "<r+1=x@acme.example>", sender: str = "support@acme.example") -> None:
    async with listening(heard) as port:
        door: dict[str, object] = {"host": "127.0.0.1", "port": port, "security": "none"}
        settings = settings_of("support@acme.example", dict(door), dict(door), {"archive": "archive@acme.example"})
        outbox = SmtpOutbox(settings, "")
        raw = f"Message-ID: {message_id}\r\n\r\nSo.\r\n".encode()
        try:
            await outbox.send(
                OutgoingMail(
                    kind="reply",
                    recipient="ana@customer.example",
                    envelope_from=sender,
                    message_id=message_id,
                    raw=raw,
                    mailbox="support",
                )
            )
        finally:
            await outbox.close()


async def test_failure_and_delay_are_asked_for_with_our_id_and_the_header_only() -> None:
    await sent(heard := Heard(dsn=True))
    assert {"RET=HDRS", "ENVID=<r+2B1+3Dx@acme.example>"} <= set(heard.mail)
    assert heard.rcpt == {"ana@customer.example": ["NOTIFY=FAILURE,DELAY"], "archive@acme.example": ["NOTIFY=NEVER"]}


async def test_an_id_is_never_longer_than_the_standard_allows() -> None:
    await sent(heard := Heard(dsn=True), message_id=f"<{'=' * 90}@acme.example>")
    [envid] = [word for word in heard.mail if word.startswith("ENVID=")]
    assert len(envid.removeprefix("ENVID=")) <= 100  # RFC 3461 section 4.4
    assert re.fullmatch(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})+", envid.removeprefix("ENVID="))  # no escape is cut in two


@pytest.mark.parametrize(("dsn", "sender"), [(False, "support@acme.example"), (True, "")])
async def test_nothing_is_asked_of_a_server_that_does_not_offer_it_nor_for_a_null_sender(
    dsn: bool, sender: str
) -> None:
    await sent(heard := Heard(dsn=dsn), sender=sender)
    assert not [word for word in heard.mail if word.startswith(("RET", "ENVID"))]
    assert heard.rcpt == {"ana@customer.example": [], "archive@acme.example": []}
