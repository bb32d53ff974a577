"""Mail out over SMTP, on connections that are kept.

aiosmtplib's `sendmail` hides in which phase it failed, and that is what everything hangs on: before the final dot
nothing was accepted, after it nobody knows (RFC 1047). So the transaction is spelled out here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException

from responder.config import MailboxSettings
from responder.domain import OutgoingMail
from responder.errors import DeliveryUnknown, GiveUp, ResponderError, TryLater

log = logging.getLogger(__name__)

SECONDS_AFTER_DOT = 600.0
"""RFC 5321 section 4.5.3.2.6"""
SECONDS_FOR_BODY = 600.0
"""for all of it to leave; RFC 5321 section 4.5.3.2.5 gives each block 3 minutes"""
KEPT_SECONDS = 60.0
"""a connection idle for longer is tried with NOOP first"""
LOGIN_TROUBLE = (454, 530, 534, 535, 538)
"""RFC 4954: our account, not this mail. Failing each mail for it would leave nobody who could be told."""
# Refusals with a permanent code that pass by themselves: sending quotas of Gmail and Microsoft 365
_QUOTA = re.compile(
    r"\b5\.4\.5\b|\b5\.1\.90\b|SubmissionQuotaExceeded|daily (?:user )?sending (?:limit|quota)", re.IGNORECASE
)
_ADDRESS = re.compile(
    r'(?:"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])+"|[^\s<>()\[\]\\,;:@"\x00-\x1f\x7f]+)@[^\s<>()\\,;@"\x00-\x1f\x7f]+'
)


class SmtpOutbox:
    """ports.Outbox over aiosmtplib. `access_token` gives an OAuth 2 token that is used instead of the password."""

    def __init__(
        self, settings: MailboxSettings, password: str, *, access_token: Callable[[str], str] | None = None
    ) -> None:
        self._settings = settings
        self._smtp = settings.smtp
        self._password = password
        self._access_token = access_token
        self._tls: ssl.SSLContext | None = None
        self._idle: list[tuple[SMTP, float]] = []
        """connections and when they were last used; the last used is taken first, so that spare ones grow old"""
        self._free = asyncio.Semaphore(settings.smtp.connections)

    @property
    def where(self) -> str:
        return f"{self._smtp.host}:{self._smtp.port}"

    async def send(self, mail: OutgoingMail) -> None:
        """One transaction for the customer and, for what a customer gets, the archive: both accepted, or no DATA."""
        recipients = [mail.recipient]
        if self._settings.archive and mail.kind in ("reply", "relay"):
            recipients.append(self._settings.archive)
        body = _on_the_wire(mail.raw)
        async with self._connection(mail, recipients) as client:
            await self._data(client, body)

    async def extensions(self) -> tuple[str, ...]:
        async with self._free:
            client = await self._open()
            offered = tuple(sorted({e.upper() for e in client.esmtp_extensions}))
            self._keep(client)
        return offered

    async def check(self) -> str:
        async with self._free:
            client = await self._open()
            offers = [e.upper() for e in ("8bitmime", "smtputf8", "dsn", "size") if client.supports_extension(e)]
            with contextlib.suppress(SMTPException, OSError):
                await client.quit()
            client.close()
        who = f"accepts the login of {self._smtp.username}" if self._smtp.username else "answers"
        return f"{self.where} {who}; offers {', '.join(offers) or 'no extensions'}"

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        for client, _ in idle:
            with contextlib.suppress(SMTPException, OSError, TimeoutError):
                await client.quit(timeout=1)
            client.close()

    # ---------------------------------------------------------------------------------------------- the transaction

    @asynccontextmanager
    async def _connection(self, mail: OutgoingMail, recipients: list[str]) -> AsyncIterator[SMTP]:
        """A connection on which `recipients` are accepted. It is kept unless something was wrong with it."""
        async with self._free:
            client = await self._opened_for(mail, recipients)
            try:
                yield client
            except BaseException:
                client.close()
                raise
            self._keep(client)

    async def _opened_for(self, mail: OutgoingMail, recipients: list[str]) -> SMTP:
        while True:
            client, kept = await self._take()
            try:
                await self._envelope(client, mail, recipients)
                return client
            except _Refused as refused:
                # a clean no: the connection is as good as before, once the envelope is thrown away
                with contextlib.suppress(SMTPException, OSError):
                    await client.rset()
                    self._keep(client)
                raise refused.error from None
            except (SMTPException, OSError) as error:
                client.close()
                if kept:
                    continue  # it had died in our hands; nothing was sent yet
                raise TryLater(f"{self.where} hung up before the mail was sent: {_said(error)}", after=5) from error
            except BaseException:
                client.close()
                raise

    async def _envelope(self, client: SMTP, mail: OutgoingMail, recipients: list[str]) -> None:
        sender = _path(mail.envelope_from, client) if mail.envelope_from else b"<>"
        options = [f"SIZE={len(mail.raw)}"]
        offered = client.supports_extension
        if not offered("size"):
            options.clear()
        if not mail.raw.isascii() and offered("8bitmime"):
            options.append("BODY=8BITMIME")
        head = mail.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        if offered("smtputf8") and not ("".join([mail.envelope_from, *recipients]).isascii() and head.isascii()):
            options.append("SMTPUTF8")
        # a null reverse-path gets no reports
        reports = offered("dsn") and bool(mail.envelope_from)
        if reports:
            options += ["RET=HDRS", f"ENVID={_envelope_id(mail.message_id)}"]
        said = await client.execute_command(b"MAIL", b"FROM:" + sender, *(o.encode("ascii") for o in options))
        self._judge(said, f"the sender {mail.envelope_from}")
        for recipient in recipients:
            archive = recipient != mail.recipient
            notify = [b"NOTIFY=NEVER" if archive else b"NOTIFY=FAILURE,DELAY"] if reports else []
            said = await client.execute_command(b"RCPT", b"TO:" + _path(recipient, client), *notify)
            self._judge(said, f"the archive {recipient} (see mailbox.archive)" if archive else recipient)

    def _judge(self, said: SMTPResponse, what: str) -> None:
        """Before DATA: 2xx goes on, everything else ends the transaction without a mail accepted."""
        if said.code // 100 == 2:
            return
        if said.code == 421:  # it closes the connection, which says nothing about this mail
            raise aiosmtplib.SMTPServerDisconnected(f"421 {_clean(said.message)}")
        words = f"{self.where} refuses {what}: {said.code} {_clean(said.message)}"
        if said.code in LOGIN_TROUBLE:
            raise _Refused(TryLater(f"{words}. Check smtp.username and RESPONDER_SMTP_PASSWORD", after=300))
        if said.code // 100 == 5 and not _QUOTA.search(said.message):
            raise _Refused(GiveUp(words))
        raise _Refused(TryLater(words, after=3600 if said.code // 100 == 5 else 60))

    async def _data(self, client: SMTP, body: bytes) -> None:
        """The mail itself. The dot is written only when all before it has left, so that whatever breaks earlier is
        certain: without its dot no server may accept a mail (RFC 5321 section 4.1.1.4)."""
        try:
            said = await client.execute_command(b"DATA")
            if said.code != 354:
                self._judge(said, "the mail") if said.code // 100 != 2 else None
                raise TryLater(f"{self.where} answers DATA with {said.code} {_clean(said.message)}", after=60)
            protocol = client.protocol
            if protocol is None:
                raise ConnectionResetError("connection lost")
            protocol.write(body)
            async with asyncio.timeout(SECONDS_FOR_BODY):
                await protocol._drain_helper()
            if not client.is_connected:
                raise ConnectionResetError("connection lost")
        except _Refused as refused:
            raise refused.error from None
        except (SMTPException, OSError) as error:
            raise TryLater(f"{self.where} was lost while the mail was being sent: {_said(error)}", after=5) from error

        try:
            protocol.write(b".\r\n")
            said = await protocol.read_response(timeout=SECONDS_AFTER_DOT)
        except (SMTPException, OSError) as error:
            raise DeliveryUnknown(f"{self.where} was lost after the mail was sent: {_said(error)}") from error
        if said.code // 100 == 2:
            return
        if said.code // 100 not in (4, 5):
            raise DeliveryUnknown(f"{self.where} answers the mail with {said.code} {_clean(said.message)}")
        try:
            self._judge(said, "the mail")
        except _Refused as refused:
            raise refused.error from None
        except aiosmtplib.SMTPServerDisconnected as error:  # 421: not accepted
            raise TryLater(f"{self.where} puts the mail off: {_said(error)}", after=60) from error

    # ---------------------------------------------------------------------------------------------- connections

    async def _take(self) -> tuple[SMTP, bool]:
        """A connection, and whether it is one that was kept."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            client, used = self._idle.pop()
            if not client.is_connected:
                continue
            if now - used > KEPT_SECONDS:
                try:
                    await client.noop(timeout=5)
                except (SMTPException, OSError):
                    client.close()
                    continue
            return client, True
        return await self._open(for_sending=True), False

    def _keep(self, client: SMTP) -> None:
        if client.is_connected:
            protocol = client.protocol
            if protocol is not None:
                protocol._buffer.clear()
            self._idle.append((client, asyncio.get_running_loop().time()))

    async def _open(self, *, for_sending: bool = False) -> SMTP:
        """Connected, encrypted and logged in. For sending, a refused login is only TryLater (see LOGIN_TROUBLE)."""
        smtp = self._smtp
        client: SMTP | None = None
        try:
            if self._tls is None:
                self._tls = await asyncio.to_thread(ssl.create_default_context, cafile=smtp.ca_file or None)
            client = SMTP(
                hostname=smtp.host,
                port=smtp.port,
                use_tls=smtp.security == "tls",
                start_tls=smtp.security == "starttls",  # True: upgrade or fail; never None, which is opportunistic
                tls_context=self._tls if smtp.security != "none" else None,
                timeout=smtp.timeout_seconds,
                local_hostname=self._settings.address.rpartition("@")[2].encode("idna").decode("ascii"),
            )
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
            if isinstance(client.transport, asyncio.WriteTransport):
                # So that waiting for the transport to drain waits until all of it has left. Not high=0: asyncio's TLS
                # transport then calls itself full when it is empty.
                client.transport.set_write_buffer_limits(high=1, low=0)
            if smtp.username:
                await self._log_in(client)
            return client
        except (SMTPException, OSError, ValueError) as error:
            if client:
                client.close()
            trouble = self._no_connection(error)
            if for_sending and isinstance(trouble, GiveUp):
                raise TryLater(str(trouble), after=300) from error
            raise trouble from error
        except GiveUp as refused:  # no access token
            if client:
                client.close()
            raise TryLater(str(refused), after=300) if for_sending else refused from refused
        except BaseException:
            if client:
                client.close()
            raise

    async def _log_in(self, client: SMTP) -> None:
        """One method and one try each: servers lock accounts after a few failures, and aiosmtplib tries all methods."""
        user, offered = self._smtp.username, client.server_auth_methods
        if self._access_token:
            await self._log_in_by_token(client, user, self._access_token)
        elif "plain" in offered:
            await client.auth_plain(user, self._password)
        elif "login" in offered:
            await client.auth_login(user, self._password)
        else:
            await client.login(user, self._password)

    async def _log_in_by_token(self, client: SMTP, user: str, access_token: Callable[[str], str]) -> None:
        """XOAUTH2, or OAUTHBEARER (RFC 7628) where only that is offered; once more with a fresh token if refused."""
        bearer = "oauthbearer" in client.server_auth_methods and "xoauth2" not in client.server_auth_methods
        token = ""
        for last in (False, True):
            token = await asyncio.to_thread(access_token, token)
            try:
                if not bearer:
                    await client.auth_xoauth2(user, token)
                else:
                    await _auth_bearer(client, user, token)
                return
            except aiosmtplib.SMTPAuthenticationError as error:
                if last or error.code == 454:
                    raise

    def _no_connection(self, error: Exception) -> ResponderError:
        smtp, cause = self._smtp, _cause(error)
        if isinstance(cause, FileNotFoundError):
            return GiveUp(f"There is no file {smtp.ca_file}: check smtp.ca_file")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return GiveUp(
                f"The certificate of {self.where} does not verify ({cause.verify_message}): smtp.host must be the name "
                "in the certificate; a private authority goes into smtp.ca_file"
            )
        if isinstance(cause, ssl.SSLError) and cause.reason in ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL"):
            return GiveUp(f'{self.where} does not speak TLS: for port 587 set smtp.security = "starttls"')
        if isinstance(cause, socket.gaierror):
            return TryLater(
                f"Cannot find {smtp.host}: check smtp.host, and that this machine can resolve names", after=60
            )
        if isinstance(cause, ConnectionRefusedError):
            return TryLater(
                f"{self.where} refuses connections: is the server up, and are smtp.host and smtp.port right?", after=30
            )
        if isinstance(error, SMTPResponseException):
            if error.code // 100 == 5 and isinstance(error, aiosmtplib.SMTPAuthenticationError):
                secret = (
                    "the rights of the access token (mailbox.oauth)"
                    if self._access_token
                    else "RESPONDER_SMTP_PASSWORD"
                )
                return GiveUp(
                    f"Cannot log in to {smtp.host} as {smtp.username or 'nobody'}: check {secret}. "
                    f"It said: {error.code} {_clean(error.message)}"
                )
            return TryLater(f"{self.where} is not ready: {error.code} {_clean(error.message)}", after=60)
        if isinstance(error, TimeoutError):
            return TryLater(f"{self.where} does not answer: check smtp.host, smtp.port and the firewall", after=30)
        if isinstance(error, SMTPException) and not isinstance(error, OSError):
            return GiveUp(f"{self.where} cannot be used: {_clean(str(error))}. Check smtp.security and smtp.username")
        return TryLater(f"No connection to {self.where}: {_said(error)}", after=30)


class _Refused(Exception):
    """The server said no in order, so the connection can be kept."""

    def __init__(self, error: ResponderError) -> None:
        super().__init__(str(error))
        self.error = error


async def _auth_bearer(client: SMTP, user: str, token: str) -> None:
    from base64 import b64encode

    # RFC 5801 section 4: how a name stands in this header
    name = user.replace("=", "=3D").replace(",", "=2C")
    words = b64encode(f"n,a={name},\1auth=Bearer {token}\1\1".encode())
    said = await client.execute_command(b"AUTH", b"OAUTHBEARER", words)
    if said.code == 334:
        said = await client.execute_command(b64encode(b"\1"))
    if said.code != 235:
        raise aiosmtplib.SMTPAuthenticationError(said.code, said.message)


def _on_the_wire(raw: bytes) -> bytes:
    """CRLF line ends, dots doubled (RFC 5321 section 4.5.2), nothing else; without the final dot."""
    body = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n").replace(b"\n.", b"\n..")
    body = b"." + body if body.startswith(b".") else body
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _path(address: str, client: SMTP) -> bytes:
    """<address> for MAIL and RCPT. A domain can be written in ASCII, a local part only with SMTPUTF8 (RFC 6531)."""
    if not _ADDRESS.fullmatch(address):
        raise _Refused(GiveUp(f"{address!r} is not an address that mail can be sent to"))
    local, _, domain = address.rpartition("@")
    if not address.isascii() and not client.supports_extension("smtputf8"):
        if not local.isascii():
            raise _Refused(
                GiveUp(
                    f"The address {address} has letters beyond ASCII, which this mail server cannot send to (no SMTPUTF8)"
                )
            )
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            raise _Refused(GiveUp(f"{domain!r} is not a domain that mail can be sent to")) from None
    return f"<{local}@{domain}>".encode()


def _envelope_id(text: str) -> str:
    """RFC 3461 section 4: ENVID in xtext, so that a report can be told apart even if it quotes nothing."""
    escaped = (c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text if c.isascii())
    return re.sub(r"\+[0-9A-F]?$", "", "".join(escaped)[:100])


def _cause(error: BaseException) -> BaseException:
    """The error at the bottom: aiosmtplib wraps those of ssl and the network."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _said(error: BaseException) -> str:
    return _clean(str(error)) or type(error).__name__


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
