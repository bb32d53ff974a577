"""One IMAP connection: a thread of its own, opened when needed, opened again when it died.

imapclient blocks and has no locks, so everything that touches a connection runs in that connection's one thread.
Work given to `run` may be run twice and must be harmless when repeated. Library errors stop here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from responder.config import Imap
from responder.errors import GiveUp, ResponderError, TryLater

log = logging.getLogger(__name__)
Result = TypeVar("Result")

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
LONGEST_LINE = 32 * 1024 * 1024
"""imaplib stops at 1 MB, which a SEARCH of 150,000 mails exceeds"""

# RFC 5530 response codes, and words of providers, that mean "not now" rather than "wrong password"
_PASSING = (
    "[UNAVAILABLE]",
    "[INUSE]",
    "[LIMIT]",
    "throttle",
    "backoff",
    "[SERVERBUG]",
    "too many",
    "temporar",
    "try again",
    "try later",
    "bandwidth limit",
    "busy",
    "not connected",
    "internal error",
    "system error",
)

NOT_CONNECTED = "authenticated but not connected"
"""Exchange takes a login of one who may not use the mailbox, or has too many connections, and then refuses everything in
that session. Only another one can go better."""


class ConnectionLost(TryLater):
    """The connection was there, and died while it was used."""


@dataclass(frozen=True, slots=True)
class Selected:
    """An opened folder, as the server described it."""

    folder: str
    writable: bool
    uidvalidity: int
    exists: int
    uidnext: int
    """0 when the server does not say"""
    permanent_flags: tuple[bytes, ...] | None
    """None: not said, so all flags are kept (RFC 3501 section 7.1)"""
    highestmodseq: int = 0
    """rises with every mail that comes and every flag that changes (RFC 7162 section 3.1.2); 0: not said"""


class ImapConnection:
    def __init__(
        self, server: Imap, password: str, *, access_token: Callable[[str], str] | None = None, purpose: str = "imap"
    ) -> None:
        self._server = server
        self._password = password
        self._access_token = access_token
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=purpose)
        self._client: IMAPClient | None = None
        self._tls: ssl.SSLContext | None = None
        self._failures = 0
        self._closed = False
        self.opened = 0
        """how often it was opened"""
        self.selected: Selected | None = None

    @property
    def where(self) -> str:
        return f"{self._server.host}:{self._server.port}"

    async def run(self, work: Callable[[IMAPClient], Result], *, again: bool = True) -> Result:
        """`work(client)` in the connection's thread, logged in. A connection that died meanwhile is opened again, once
        and if `again`. Raises ConnectionLost, TryLater or GiveUp."""
        if self._closed:
            raise TryLater(f"the connection to {self.where} was closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work, again)

    async def close(self) -> None:
        """Log out if that takes no time, else cut the line: a thread that waits for the server must not hold us."""
        if self._closed:
            return
        self._closed, client = True, self._client
        farewell = asyncio.wrap_future(self._thread.submit(self._log_out))
        self._thread.shutdown(wait=False)
        done, _ = await asyncio.wait([farewell], timeout=1.0)
        if client and not done:
            with contextlib.suppress(OSError):
                client.socket().shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        """Drop the connection, from its own thread; the next `run` opens another."""
        client, self._client, self.selected = self._client, None, None
        if client:
            with contextlib.suppress(Exception):
                client.shutdown()

    def later(self, what: str) -> TryLater:
        """A TryLater that asks for a longer wait each time, with jitter so that many daemons do not come at once."""
        self._failures += 1
        return TryLater(what, after=min(300.0, 2.0 ** min(self._failures, 9)) * random.uniform(0.5, 1.0))

    # ------------------------------------------------------------------------------------------ in the thread

    def _run(self, work: Callable[[IMAPClient], Result], again: bool) -> Result:
        while True:
            kept = self._client is not None
            client = self._client or self._open()
            try:
                result = work(client)
                self._failures = 0
                return result
            except IMAPClientReadOnlyError as error:
                raise TryLater(f"{self.where}: the folder has become read-only: {said(error)}", after=600) from error
            except (IMAPClientAbortError, OSError, EOFError) as error:
                self.forget()
                if not (kept and again):
                    lost = f"the connection to {self.where} was lost: {said(error)}"
                    raise ConnectionLost(lost, after=self.later("").after) from error
                log.info("the connection to %s had died (%s); opening another", self.where, said(error))
            except IMAPClientError as error:
                if NOT_CONNECTED in said(error):
                    self.forget()
                raise TryLater(f"{self.where} refuses: {said(error)}", after=30) from error
            except ResponderError:
                raise
            except Exception as error:
                # What is not IMAP ends as any exception at all in imaplib and imapclient; what follows it on this
                # connection cannot be trusted.
                self.forget()
                log.warning("%s answered what is not IMAP", self.where, exc_info=True)
                raise ConnectionLost(f"{self.where} answered what is not IMAP: {said(error)}", after=60) from error

    def _open(self) -> IMAPClient:
        client = self._connect()
        try:
            self._log_in(client)
        except BaseException:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
        self._client, self.selected = client, None
        self.opened += 1
        return client

    def _connect(self) -> IMAPClient:
        server = self._server
        try:
            if self._tls is None:
                self._tls = ssl.create_default_context(cafile=server.ca_file or None)
            client = IMAPClient(
                server.host,
                port=server.port,
                ssl=server.security == "tls",
                ssl_context=self._tls,
                timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
            )
        except (OSError, IMAPClientError) as error:
            raise self._no_connection(error) from error
        try:
            client.normalise_times = False
            _bound(client, self._server.largest_mail_mb)
            _tune(client.socket())
            if server.security == "starttls":
                client.starttls(self._tls)
        except CapabilityError as error:
            client.shutdown()
            raise GiveUp(
                f"{self.where} does not offer STARTTLS, and nothing is sent unencrypted: "
                'set imap.security = "tls" and the port for it (993)'
            ) from error
        except (OSError, IMAPClientError) as error:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise self._no_connection(error) from error
        return client

    def _no_connection(self, error: Exception) -> ResponderError:
        host = self._server.host
        if isinstance(error, FileNotFoundError):
            return GiveUp(f"There is no file {self._server.ca_file}: check imap.ca_file")
        if isinstance(error, socket.gaierror):
            return self.later(f"Cannot find {host}: check imap.host, and that this machine can resolve names")
        if isinstance(error, ssl.SSLCertVerificationError):
            return GiveUp(
                f"The certificate of {self.where} does not verify ({error.verify_message}): imap.host must be the name "
                "in the certificate; a private authority goes into imap.ca_file"
            )
        if isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL"):
            return GiveUp(f'{self.where} does not speak TLS: for port 143 set imap.security = "starttls"')
        if isinstance(error, ConnectionRefusedError):
            return self.later(
                f"{self.where} refuses connections: is the server up, and are imap.host and imap.port right?"
            )
        if isinstance(error, TimeoutError):
            return self.later(f"{self.where} does not answer: check imap.host, imap.port and the firewall")
        return self.later(f"No connection to {self.where}: {said(error)}")

    def _log_in(self, client: IMAPClient) -> None:
        user = self._server.username
        try:
            if client._imap.state == "NONAUTH" and user:
                if self._access_token:
                    self._log_in_by_token(client, user, self._access_token)
                else:
                    _log_in_by_password(client, user, self._password)
            if client.has_capability("ID"):
                # Some providers want it, all like it (RFC 2971); none may stop us over it.
                with contextlib.suppress(IMAPClientError):
                    client.id_({"name": "Responder"})
            if client.has_capability("CONDSTORE") and client.has_capability("ENABLE"):
                # Dovecot keeps no mod-sequences of a folder before somebody wants them
                with contextlib.suppress(IMAPClientError):
                    client.enable("CONDSTORE")
        except (IMAPClientAbortError, OSError) as error:
            raise self.later(f"{self.where} hung up during login: {said(error)}") from error
        except IMAPClientError as error:
            words = said(error)
            # imapclient makes a LoginError even of a connection that broke
            if is_passing(words) or isinstance(error.__context__, (IMAPClientAbortError, OSError)):
                raise self.later(f"{self.where} does not let {user} in for now: {words}") from error
            secret = (
                "the rights of the access token (mailbox.oauth)" if self._access_token else "RESPONDER_IMAP_PASSWORD"
            )
            raise GiveUp(f"Cannot log in to {self._server.host} as {user}: check {secret}. It said: {words}") from error
        except UnicodeError as error:
            raise GiveUp(f"{self.where} accepts only ASCII in user names and passwords") from error

    def _log_in_by_token(self, client: IMAPClient, user: str, access_token: Callable[[str], str]) -> None:
        """XOAUTH2, or OAUTHBEARER (RFC 7628) where only that is offered; once more with a fresh token if refused."""
        bearer = client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2")
        token = ""
        for last in (False, True):
            token = access_token(token)
            if bearer:
                # RFC 5801 section 4: how a name stands in this header
                name = user.replace("=", "=3D").replace(",", "=2C")
                mechanism, words = "OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1"
            else:
                mechanism, words = "XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1"
            try:
                # a refusal comes as a challenge, to be answered with an empty line (with \1 for OAUTHBEARER)
                refusal = b"\1" if bearer else b""
                client.sasl_login(mechanism, lambda said, w=words, r=refusal: r if said else w.encode())
                return
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if last or is_passing(said(error)):
                    raise

    def _log_out(self) -> None:
        client, self._client = self._client, None
        if client:
            with contextlib.suppress(Exception):
                end_idle(client)
                client.logout()

    def select(self, client: IMAPClient, folder: str, *, writable: bool, afresh: bool = False) -> Selected:
        """Open `folder` unless it is open already; then a NOOP brings the news, as UID STORE to a mail that this
        session has not heard of is silently nothing. `afresh`: open it all the same, as Dovecot lets a session go on
        under a UIDVALIDITY that is no longer true."""
        now = self.selected
        if now and now.folder == folder and now.writable == writable and not afresh:
            client.noop()
            return now
        self.selected = None
        said = client.select_folder(folder, readonly=not writable)
        self.selected = Selected(
            folder=folder,
            writable=writable,
            uidvalidity=int(said.get(b"UIDVALIDITY", 0)),
            exists=int(said.get(b"EXISTS", 0)),
            uidnext=int(said.get(b"UIDNEXT", 0)),
            permanent_flags=said.get(b"PERMANENTFLAGS"),
            highestmodseq=int(said.get(b"HIGHESTMODSEQ", 0)),
        )
        return self.selected


def _log_in_by_password(client: IMAPClient, user: str, password: str) -> None:
    """AUTHENTICATE PLAIN where offered (any character), else LOGIN, which imaplib leaves half unquoted."""
    if client.has_capability("AUTH=PLAIN"):
        client.sasl_login("PLAIN", lambda _: b"\0" + user.encode() + b"\0" + password.encode())
    else:
        client.login('"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"', password)


def _bound(client: IMAPClient, largest_mail_mb: float) -> None:
    """A server that announces a literal of a gigabyte, or a line without end, must not fill our memory."""
    imap: Any = client._imap
    most = int(largest_mail_mb * 1.3 * 1_000_000) + 16_000_000

    def read(size: int) -> bytes:
        if size > most:
            raise IMAPClientAbortError(f"announced a literal of {size} bytes")
        data: bytes = imap.file.read(size)
        if len(data) < size:
            raise IMAPClientAbortError(f"hung up after {len(data)} of {size} bytes")
        return data

    def readline() -> bytes:
        line: bytes = imap.file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise IMAPClientAbortError("sent a line without end")
        return line

    imap.read, imap.readline = read, readline


def _tune(sock: socket.socket) -> None:
    """A router that forgot the connection must not leave us idle for ever; and imapclient sends the end of a line by
    itself, which would wait 40 ms for the server's delayed acknowledgement (Nagle)."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, seconds in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)


def end_idle(client: IMAPClient) -> list[Any]:
    """Take the connection out of IDLE, if it is in it, and give what the server announced meanwhile."""
    if client._idle_tag is None:
        return []
    _, news = client.idle_done()
    client._idle_tag = None
    return list(news)


def is_passing(words: str) -> bool:
    """Does the server mean "not now" rather than "never"?"""
    return any(sign.lower() in words.lower() for sign in _PASSING)


def said(error: BaseException) -> str:
    """A server's words or an error's, in one short clean line. imaplib gives bytes or their repr."""
    first = error.args[0] if error.args else error
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(error)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300] or type(error).__name__
