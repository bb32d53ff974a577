"""A mail world on loopback, of PyPI packages only: pymap serves IMAP, aiosmtpd takes SMTP, both in this event loop.

For the demo and for quick tests. Mail lies in memory; a copy of everything that was sent lies as .eml in a folder. Any
mail client can use it: plain LOGIN, no encryption, no address beyond this machine.
"""

from __future__ import annotations

import asyncio
import email.utils
import logging
import re
from argparse import Namespace
from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Event
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata
from pysasl.hashing import BuiltinHash

log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every command, and warns of itself

HOST = "127.0.0.1"
LARGEST_MAIL = 60_000_000
FOLDERS = ("Sent", "Drafts", "Trash")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """One mail that the SMTP door accepted, as it was sent."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes
    path: Path


class EmbeddedMail:
    """`async with EmbeddedMail(folder, users={"support@demo.example": "secret"}) as world`.

    `users` are addresses and passwords; the address is the login name. Mail to user+anything@ reaches the user.
    Mail to any other address goes to the user `catch_all`, or is refused (550) when that is empty.
    """

    def __init__(
        self, folder: Path, *, users: Mapping[str, str], catch_all: str = "", imap_port: int = 0, smtp_port: int = 0
    ) -> None:
        self._folder = folder
        self._users = {address.lower(): password for address, password in users.items()}
        self._catch_all = catch_all.lower()
        self.host = HOST
        self.imap_port, self.smtp_port = imap_port, smtp_port
        self._sent: list[SentMail] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._sessions: set[asyncio.Task[Any]] = set()
        self._servers: list[asyncio.Server] = []
        self._arrived = asyncio.Condition()

    async def __aenter__(self) -> EmbeddedMail:
        self._folder.mkdir(parents=True, exist_ok=True)
        hashing = BuiltinHash(rounds=1)  # its default takes half a second of CPU for each login
        self._config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=HOST,
            port=self.imap_port,
            tls_enabled=False,
            demo_data=False,
            demo_user="",
            demo_password="",
            hash_context=hashing,
            invalid_user_sleep=0.05,
        )
        login = Login(self._config)
        for address, password in self._users.items():
            login.users_dict[address] = UserMetadata(
                self._config, address, password=hashing.hash(self._config.password_prep(password))
            )
            self._config.set_cache[address] = (_Mailboxes(), FilterSet())
            for name in FOLDERS:
                await self._set_of(address).add_mailbox(name)
        serve = IMAPServer(login, self._config)

        async def imap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            self._writers.add(writer)
            self._sessions.add(task)
            try:
                await serve(reader, writer, SocketInfoLocal(writer, unique_id=uuid4().bytes))
            except Exception:
                log.warning("an IMAP session broke", exc_info=True)
            finally:
                self._writers.discard(writer)
                self._sessions.discard(task)
                writer.close()

        loop = asyncio.get_running_loop()
        # pymap keeps its settings in context variables, which connections inherit from the server's context
        context = copy_context()
        context.run(self._config.apply_context)
        starting = loop.create_task(asyncio.start_server(imap, HOST, self.imap_port), context=context)
        self._servers = [
            await starting,
            await loop.create_server(lambda: _Smtp(self, loop), HOST, self.smtp_port),
        ]
        self.imap_port, self.smtp_port = (s.sockets[0].getsockname()[1] for s in self._servers)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._sessions):
            task.cancel()
        for writer in list(self._writers):
            writer.close()
        if self._sessions:
            await asyncio.wait(self._sessions, timeout=1)

    # ---------------------------------------------------------------------------------------------- for stories

    async def deliver(self, raw: bytes, *, to: str, envelope_from: str = "") -> None:
        """Put a mail into the inbox of the user that `to` reaches, as a mail server does, without keeping a copy."""
        user = self.user_of(to)
        if not user:
            raise ValueError(f"there is no user {to} in this mail world")
        stamp = f"Return-Path: <{envelope_from}>\r\nDelivered-To: {to}\r\n".encode()
        mail = AppendMessage(stamp + re.sub(rb"\r\n|\n|\r", b"\r\n", raw), datetime.now(UTC))
        await (await self._folder_of(user, "INBOX")).append(mail, recent=True)
        async with self._arrived:
            self._arrived.notify_all()

    def sent(self) -> tuple[SentMail, ...]:
        """Everything that came in by SMTP, oldest first."""
        return tuple(self._sent)

    async def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The mails that lie in a folder now, by ascending UID."""
        data = await self._folder_of(user.lower(), folder)
        contents = (data._messages[uid]._content for uid in sorted(data._messages))
        return [bytes(content) for content in contents if content is not None]

    async def wait_for_mails(self, user: str, count: int, *, seconds: float = 10.0) -> list[bytes]:
        """The inbox of a user, once it holds `count` mails. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._arrived:
            while len(mails := await self.mails(user)) < count:
                await self._arrived.wait()
        return mails

    async def number_anew(self, user: str) -> None:
        """Give the inbox another UIDVALIDITY, as a restored mail server does, and end its sessions."""
        (await self._folder_of(user.lower(), "INBOX"))._uid_validity += 1
        for writer in list(self._writers):
            writer.close()

    def user_of(self, address: str) -> str:
        """Which user's mailbox an address reaches, or empty."""
        local, _, domain = address.lower().rpartition("@")
        user = f"{local.partition('+')[0]}@{domain}"
        return next((u for u in (address.lower(), user, self._catch_all) if u in self._users), "")

    # ---------------------------------------------------------------------------------------------- inside

    def _set_of(self, user: str) -> MailboxSet:
        mailboxes: MailboxSet = self._config.set_cache[user][0]
        return mailboxes

    async def _folder_of(self, user: str, folder: str) -> MailboxData:
        return await self._set_of(user).get_mailbox(folder)

    def _password_is(self, user: bytes, password: bytes) -> bool:
        known = self._users.get(user.decode("utf-8", "replace").lower())
        return known is not None and known.encode() == password

    async def _accept(self, envelope: Envelope) -> None:
        sender, recipients = envelope.mail_from or "", tuple(str(r) for r in envelope.rcpt_tos)
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        name = re.sub(r"[^A-Za-z0-9.@_-]", "_", recipients[0])[:80]
        path = self._folder / f"{len(self._sent) + 1:04d}-to-{name}.eml"
        self._sent.append(SentMail(envelope_from=sender, recipients=recipients, raw=raw, path=path))
        path.write_bytes(raw)
        received = (
            f"Received: from localhost by {HOST} with ESMTP; {email.utils.format_datetime(datetime.now(UTC))}\r\n"
        )
        for recipient in recipients:
            await self.deliver(received.encode() + raw, to=recipient, envelope_from=sender)


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"Mail world ready"  # the default asks the network for this machine's name


class _Folder(MailboxData):
    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """pymap's IDLE tells only what happens during it: a mail that came just before would wait for the next one."""
        known = selected.mod_sequence
        news = known is not None and known < self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if news else wait_on)


class _Mailboxes(MailboxSet):
    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Folder(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = folder = _Folder(self._content_cache, self._thread_cache)
        return folder.mailbox_id


class _Smtp(SMTP):
    """One SMTP connection. AUTH is offered and checked, not asked for: nothing leaves this machine."""

    def __init__(self, world: EmbeddedMail, loop: asyncio.AbstractEventLoop) -> None:
        def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            ok = isinstance(data, LoginPassword) and world._password_is(data.login, data.password)
            return AuthResult(success=ok, handled=False)

        super().__init__(
            _Door(world),
            loop=loop,
            hostname="localhost",
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=known,
        )


class _Door:
    def __init__(self, world: EmbeddedMail) -> None:
        self._world = world

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self._world.user_of(address):
            return f"550 5.1.1 <{address}>: there is no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._world._accept(envelope)
        return "250 2.0.0 OK: mail accepted"
