"""An IMAP mailbox: mail in by UID, outcomes shown as flags or folders, proof of what was sent.

Two connections. One watches the inbound folder, read-only, and fetches from it: whatever arrives between a search and
the next IDLE is then announced to the same session. The other files and searches elsewhere, so that IDLE is not
disturbed. A further folder has one connection for both and is not watched: providers count connections.

The UIDs of all mails are compared with what is stored whenever a connection was made anew, and within every hour: one
UID SEARCH, and only what is not stored is fetched. That nothing changed is not taken from the server's word. CONDSTORE
(RFC 7162) could say so, but this comparison is there to find what a server told wrongly, and a mail that it kept back
may bear an old mod-sequence. QRESYNC would bring nothing, as it tells what vanished, and we act on nothing that did.
Where the server has names for mails that last, what is stored under such a name is not fetched again when it gets
another UID.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from responder.adapters import imap_folders, imap_marks, imap_names
from responder.adapters.imap_connection import (
    NOT_CONNECTED,
    ConnectionLost,
    ImapConnection,
    Selected,
    end_idle,
    is_passing,
    said,
)
from responder.adapters.imap_filing import ImapFiling
from responder.adapters.imap_sent import ImapSent
from responder.config import MailboxSettings
from responder.domain import Batch, Cursor, Fetched, Outcome, Traces
from responder.errors import ConfigError, TryLater

log = logging.getLogger(__name__)

MAILS_IN_BATCH = 100
BYTES_IN_BATCH = 8_000_000
SMALL = 64_000
"""bytes: mails up to this size are fetched without asking for each size"""
LONGEST_IDLE = 540.0
"""seconds: RFC 2177 says under 29 minutes, and routers forget an idle connection sooner"""
COMPARE_SECONDS = 3600.0 - LONGEST_IDLE - 60.0
"""with a wait that had just begun, and the look after it, no more than an hour"""
OFFERS = ("IDLE", "MOVE", "UIDPLUS", "CONDSTORE", "OBJECTID", "X-GM-EXT-1")
INCOMPLETE = "came incomplete"
STAND_IN = b"retrieval using the imap4 protocol failed for the following message"


class Moved(Protocol):
    """ports.Store.moved"""

    def __call__(
        self, mailbox: str, uidvalidity: int, places: Mapping[str, tuple[int, int]], *, last_uid: int = 0
    ) -> Awaitable[Collection[str]]: ...


class ImapMailbox:
    """ports.Mailbox over imapclient. `access_token` gives an OAuth 2 token that is used instead of the password.

    `folder`: another folder of the account than imap.folder.

    `files_sent_itself`: what a probe found last; None: not known, so it is guessed from the server.

    `moved`: the store's; what it knows is not fetched again where the server has names for mails that last."""

    def __init__(
        self,
        settings: MailboxSettings,
        password: str,
        *,
        access_token: Callable[[str], str] | None = None,
        files_sent_itself: Callable[[], bool | None] = lambda: None,
        moved: Moved | None = None,
        folder: str = "",
    ) -> None:
        self._settings = settings
        if settings.imap is None:
            raise ConfigError(f"mailbox {settings.name} has no [mailbox.imap]")
        self._imap = settings.imap.model_copy(update={"folder": folder, "idle": False}) if folder else settings.imap
        self._name = f"{settings.name}/{folder}" if folder else settings.name
        self._watch = ImapConnection(self._imap, password, access_token=access_token, purpose="imap-watch")
        self._desk = (
            self._watch
            if folder
            else ImapConnection(self._imap, password, access_token=access_token, purpose="imap-desk")
        )
        self._sent = ImapSent(self._desk, self._imap, filed_by_server=files_sent_itself)
        self._marks = imap_marks.Marks()
        self._filing = ImapFiling(self._desk, self._imap, self._marks, name=self._name)
        self._moved = moved
        self._compared: tuple[int, set[int]] = (0, set())
        """UIDVALIDITY, and UIDs that were unknown to the store and given to it"""
        self._last_comparison: tuple[int, float] | None = None
        """of which connection, and when"""
        self._newest: tuple[int, int] | None = None
        """UIDVALIDITY and highest UID that fetch_new has seen"""
        self._unrested = 0
        """how often in a row the server ended an IDLE at once"""

    @property
    def name(self) -> str:
        return self._name

    @property
    def put_aside(self) -> str:
        return "" if self._name == self._settings.name else f"it lay in {self._imap.folder}"

    # ---------------------------------------------------------------------------------------------- mail in

    async def fetch_new(self, cursor: Cursor) -> AsyncIterator[Batch]:
        """See ports. A mail that the server cannot or may not give whole comes with `skipped` and what there is of it."""
        uidvalidity, new, large = await self._watch.run(partial(self._look, cursor))
        self._newest = (uidvalidity, new[-1] if new else cursor.last_uid)
        for uids in _batches(new, large):
            mails = await self._not_stored(uids, large, uidvalidity, last_uid=uids[-1])
            if mails:
                yield Batch(uidvalidity=uidvalidity, mails=tuple(mails))

    def _look(self, cursor: Cursor, client: IMAPClient) -> tuple[int, list[int], dict[int, int]]:
        """UIDVALIDITY, the new UIDs in order, and the sizes of those that are not small."""
        folder = self._open_inbox(client, afresh=True)
        after = cursor.last_uid if folder.uidvalidity == cursor.uidvalidity else 0
        # "n+1:*" names the last mail even when its UID is not above n (RFC 3501 section 6.4.8)
        beyond = ["UID", f"{after + 1}:*"]
        new = sorted({uid for uid in client.search(beyond) if uid > after})
        if not new:
            return folder.uidvalidity, [], {}
        large = [uid for uid in client.search([*beyond, "LARGER", str(SMALL)]) if uid > after]
        return folder.uidvalidity, new, self._sizes(client, large)

    def may_have_missed(self) -> bool:
        if self._last_comparison is None:
            return True
        connection, at = self._last_comparison
        return connection != self._watch.opened or time.monotonic() - at > COMPARE_SECONDS

    async def fetch_missed(self, cursor: Cursor, known: Collection[int]) -> AsyncIterator[Batch]:
        now = time.monotonic()
        connection, uidvalidity, missed, sizes = await self._watch.run(partial(self._look_below, cursor, known))
        for uids in _batches(missed, sizes):
            mails = await self._not_stored(uids, sizes, uidvalidity)
            if mails:
                yield Batch(uidvalidity=uidvalidity, mails=tuple(mails))
            self._compared[1].update(uids)
        self._last_comparison = (connection, now)

    def _look_below(
        self, cursor: Cursor, known: Collection[int], client: IMAPClient
    ) -> tuple[int, int, list[int], dict[int, int]]:
        """Which connection it was, UIDVALIDITY, the UIDs that are not known, and their sizes."""
        folder = self._open_inbox(client)
        connection = self._watch.opened
        if folder.uidvalidity != cursor.uidvalidity or not cursor.last_uid:
            return connection, folder.uidvalidity, [], {}
        if self._compared[0] != folder.uidvalidity:
            self._compared = (folder.uidvalidity, set())
        below = {uid for uid in client.search(["UID", f"1:{cursor.last_uid}"]) if uid <= cursor.last_uid}
        missed = sorted(below.difference(known, self._compared[1]))
        return connection, folder.uidvalidity, missed, self._sizes(client, missed)

    def _sizes(self, client: IMAPClient, uids: Sequence[int]) -> dict[int, int]:
        sizes: dict[int, int] = {}
        for start in range(0, len(uids), 500):
            answer = client.fetch(list(uids[start : start + 500]), ["RFC822.SIZE"])
            sizes |= {uid: int(item.get(b"RFC822.SIZE", SMALL)) for uid, item in answer.items()}
        return sizes

    def _open_inbox(self, client: IMAPClient, uidvalidity: int = 0, *, afresh: bool = False) -> Selected:
        try:
            end_idle(client)  # left over when the waiting was cancelled
            folder = self._watch.select(client, self._imap.folder, writable=False, afresh=afresh)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            where = f"the folder {self._imap.folder!r} at {self._watch.where}"
            if NOT_CONNECTED in said(error):
                self._watch.forget()
                raise self._watch.later(
                    f"Cannot open {where}: {said(error)}. Check that this login may use the mailbox (Exchange: rights of "
                    "the application, IMAP switched on), and that no other program holds its connections"
                ) from error
            raise self._watch.later(
                f"Cannot open {where}: {said(error)}. Check imap.folder and imap.also_folders"
            ) from error
        if uidvalidity and folder.uidvalidity != uidvalidity:
            raise TryLater(f"the server numbered the folder {self._imap.folder!r} anew while it was read")
        return folder

    async def _not_stored(
        self, uids: Sequence[int], sizes: dict[int, int], uidvalidity: int, *, last_uid: int = 0
    ) -> list[Fetched]:
        """The mails at `uids`, but for those that the store knows by the server's names for them: a label that came, or
        a new UIDVALIDITY, gives them other numbers, and nothing else."""
        if self._moved is None:
            return await self._fetched(uids, sizes, uidvalidity)
        named = await self._watch.run(partial(self._names, uids, uidvalidity))
        places = {name: (uid, size) for uid, (name, size) in named.items()}
        known = set[str]()
        if places:
            complete = len(places) == len(uids)
            known = set(await self._moved(self.name, uidvalidity, places, last_uid=last_uid if complete else 0))
        if known:
            log.info("%s: %d mail(s) lie under other numbers now, and are stored already", self.name, len(known))
        rest = [uid for uid in uids if named.get(uid, ("", 0))[0] not in known]
        mails = await self._fetched(rest, sizes, uidvalidity) if rest else []
        return [replace(mail, server_id=named[mail.uid][0]) if mail.uid in named else mail for mail in mails]

    def _names(self, uids: Sequence[int], uidvalidity: int, client: IMAPClient) -> dict[int, tuple[str, int]]:
        """UID → the server's own name for the mail, and its size in octets; nothing where there are no such names."""
        if not imap_names.offered(client):
            return {}
        self._open_inbox(client, uidvalidity)
        return imap_names.of(client, uids)

    async def _fetched(
        self, uids: Sequence[int], sizes: dict[int, int], uidvalidity: int, *, afresh: bool = False
    ) -> list[Fetched]:
        """All of `uids` that still exist. If the server fails over them together, each by itself in a folder opened
        afresh, so that one that it cannot give does not stop the others, nor a session that lost its thread."""
        try:
            return await self._watch.run(partial(self._fetch, uids, sizes, uidvalidity, afresh))
        except _CannotFetch as error:
            if afresh:
                return [await self._without_body(uids[0], uidvalidity, str(error))]
        except ConnectionLost as error:
            # The server was there and hung up, twice: perhaps over one of these mails. If it still talks to us it was.
            await self._watch.run(lambda client: client.noop())
            if afresh:
                return [await self._without_body(uids[0], uidvalidity, str(error))]
        mails: list[Fetched] = []
        for uid in uids:
            mails += await self._fetched([uid], sizes, uidvalidity, afresh=True)
        if len(mails) > 1 and all(mail.skipped and not mail.skipped.startswith(INCOMPLETE) for mail in mails):
            raise TryLater(f"{self._watch.where} gives none of {len(mails)} mails: {mails[0].skipped}", after=60)
        return mails

    def _fetch(
        self, uids: Sequence[int], sizes: dict[int, int], uidvalidity: int, afresh: bool, client: IMAPClient
    ) -> list[Fetched]:
        folder = self._open_inbox(client, uidvalidity, afresh=afresh)
        limit = int(self._imap.largest_mail_mb * 1_000_000)
        too_large = [uid for uid in uids if sizes.get(uid, 0) > limit]
        whole = [uid for uid in uids if uid not in too_large]
        found = self._ask(client, whole, "BODY.PEEK[]", imap_marks.items(folder))
        found |= self._ask(client, too_large, "BODY.PEEK[HEADER]")
        mails = []
        for uid in uids:
            if uid not in found:
                if client.search(["UID", str(uid)]):
                    raise _CannotFetch("the server lists the mail and does not give it")
                continue  # moved or deleted by a person meanwhile
            mail = found[uid]
            self._marks.remember(folder.uidvalidity, uid, mail)
            raw, why = mail.get(b"BODY[HEADER]" if uid in too_large else b"BODY[]"), ""
            size = int(mail.get(b"RFC822.SIZE") or 0)
            if uid in too_large:
                why = f"too large: {size} bytes, and imap.largest_mail_mb is {self._imap.largest_mail_mb:g}"
            elif not isinstance(raw, bytes) or (not raw and size):
                raise _CannotFetch(f"the server gives an empty mail instead of {size} bytes")
            elif _is_stand_in(raw):
                why = "cannot be fetched: the server put a notice in its place; people see it in Outlook"
            elif len(raw) < size and not self._ends(client, uid, len(raw)):
                if not afresh:
                    raise _CannotFetch(f"the server gives {len(raw)} of {size} bytes")
                why = f"{INCOMPLETE}: the server gives {len(raw)} of {size} bytes"
            mails.append(Fetched(uid=uid, raw=raw or b"", received_at=_date(mail.get(b"INTERNALDATE")), skipped=why))
        return mails

    def _ends(self, client: IMAPClient, uid: int, at: int) -> bool:
        """Is there nothing of the mail behind its first `at` octets? Exchange and others tell the size of what they
        store (MS-OXIMAP), so one that is not reached says little; an octet that was not given says all."""
        key = b"BODY[]<%d>" % at
        try:
            mail = client.fetch([uid], [f"BODY.PEEK[]<{at}.1>"]).get(uid, {})
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return False
        return key in mail and not mail[key]

    def _ask(
        self, client: IMAPClient, uids: Sequence[int], part: str, besides: tuple[str, ...] = ()
    ) -> dict[int, dict[bytes, Any]]:
        """`besides`: what would be good to know; a server that refuses it is asked for the rest."""
        try:
            found: dict[int, dict[bytes, Any]] = client.fetch(
                list(uids), [part, "INTERNALDATE", "RFC822.SIZE", *besides]
            )
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            if is_passing(said(error)):
                raise self._watch.later(f"{self._watch.where} gives no mail for now: {said(error)}") from error
            if besides:
                return self._ask(client, uids, part)
            raise _CannotFetch(f"the server refuses: {said(error)}") from error
        return found

    async def _without_body(self, uid: int, uidvalidity: int, why: str) -> Fetched:
        """What there is of a mail that cannot be fetched: its header, if the server gives at least that."""

        def header(client: IMAPClient) -> Fetched:
            self._open_inbox(client, uidvalidity)
            mail = self._ask(client, [uid], "BODY.PEEK[HEADER]").get(uid, {})
            raw = mail.get(b"BODY[HEADER]")
            return Fetched(
                uid=uid,
                raw=raw if isinstance(raw, bytes) else b"",
                received_at=_date(mail.get(b"INTERNALDATE")),
                skipped=f"cannot be fetched: {why}",
            )

        log.warning("%s: mail %d cannot be fetched: %s", self.name, uid, why)
        try:
            return await self._watch.run(header)
        except (_CannotFetch, ConnectionLost):
            return Fetched(uid=uid, raw=b"", received_at=datetime.now(UTC), skipped=f"cannot be fetched: {why}")

    # ---------------------------------------------------------------------------------------------- waiting

    async def wait_for_mail(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + min(seconds, LONGEST_IDLE)
        if not self._imap.idle or not await self._watch.run(lambda client: client.has_capability("IDLE")):
            return await asyncio.sleep(min(seconds, self._imap.poll_seconds))
        try:
            while (left := until - loop.time()) > 0:
                began = loop.time()
                if await self._watch.run(self._start_idle):
                    break
                if await self._idle(left):
                    break
                self._unrested = 0 if loop.time() - began > 5 else self._unrested
            self._unrested = 0
        except ConnectionLost as error:
            # The next fetch_new connects again and finds what was missed. A server that ends each IDLE at once must
            # not make us run in circles.
            log.info("%s: %s", self.name, error)
            self._unrested += 1
            pause = min(2.0 ** min(self._unrested, 6) - 2, max(0.0, until - loop.time()))
            await asyncio.sleep(pause)

    def _start_idle(self, client: IMAPClient) -> bool:
        """Is there news already? If not, the connection is in IDLE afterwards."""
        imap: Any = client._imap
        opened = self._open_inbox(client)
        if self._newest is None or self._newest[0] != opened.uidvalidity:
            self._newest = (opened.uidvalidity, max(0, opened.uidnext - 1))
        imap.untagged_responses.pop("EXISTS", None)
        newest = self._newest[1]
        if any(uid > newest for uid in client.search(["UID", f"{newest + 1}:*"])):
            return True
        if imap.untagged_responses.pop("EXISTS", None):
            return True  # arrived while the search ran
        # Not client.idle(): that takes a mail announced before the "+" for an error.
        tag = client._idle_tag = imap._command("IDLE")
        announced = False
        while (line := imap._get_response()) is not None:
            if imap.tagged_commands.get(tag):
                raise IMAPClientAbortError(f"ended IDLE: {line!r}")
            announced = announced or b"EXISTS" in line
        # A line that came in one packet with the "+" lies in imaplib's buffer, where no selector sees it.
        sock = client.socket()
        timeout = sock.gettimeout()
        sock.settimeout(0)
        try:
            announced = bool(imap.file.peek(1)) or announced
        except OSError:  # SSLWantReadError: nothing there
            pass
        finally:
            sock.settimeout(timeout)
        if announced:
            end_idle(client)
        return announced

    async def _idle(self, seconds: float) -> bool:
        """Wait on the event loop, not in the thread, until the server says anything. True when a mail arrived."""
        loop = asyncio.get_running_loop()
        sock = await self._watch.run(lambda client: client.socket())
        woken = asyncio.Event()
        loop.add_reader(sock.fileno(), woken.set)
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            pass
        finally:
            loop.remove_reader(sock.fileno())
        news = await self._watch.run(end_idle, again=False)
        return any(len(item) > 1 and item[1] == b"EXISTS" for item in news)

    # ---------------------------------------------------------------------------------------------- filing and proof

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        await self._filing.file(uidvalidity, uid, outcome)

    async def append_to_sent(self, raw: bytes, message_id: str) -> None:
        await self._sent.append(raw, message_id)

    async def find_sent(self, message_id: str) -> bool:
        return await self._sent.holds(message_id)

    async def traces_of(self, message_id: str) -> Traces:
        return await self._sent.traces_of(message_id)

    async def our_id_of(self, message_id: str) -> str:
        return await self._sent.our_id_of(message_id)

    async def extensions(self) -> tuple[str, ...]:
        return await self._desk.run(
            lambda client: tuple(sorted(c.decode("ascii", "replace") for c in client.capabilities()))
        )

    # ---------------------------------------------------------------------------------------------- doctor

    async def check(self) -> str:
        def look(client: IMAPClient) -> str:
            inbox = self._desk.select(client, self._imap.folder, writable=False)
            sent = self._sent.folder(listed := imap_folders.folders(client))
            offers = [name for name in OFFERS if client.has_capability(name)]
            filed = (
                "the server files sent mail itself"
                if self._sent.files_itself(client)
                else f"sent mail goes to {sent!r}"
            )
            if not sent:
                filed = "no folder for sent mail was found, one will be made"
            return (
                f"{self._imap.folder} at {self._desk.where} holds {inbox.exists} mail(s); {filed}; "
                f"offers {', '.join(offers) or 'no extensions'}{self._junk_in_words(listed)}"
            )

        return await self._desk.run(look)

    def _junk_in_words(self, listed: Sequence[imap_folders.Folder]) -> str:
        """A filter's folder that nobody looks into swallows customers."""
        junk = imap_folders.special(listed, b"\\Junk", ())
        if not junk or junk in (self._imap.folder, *self._imap.also_folders):
            return ""
        return f'; mail that its filter puts into {junk!r} is not seen (imap.also_folders = ["{junk}"])'

    async def close(self) -> None:
        await asyncio.gather(self._watch.close(), self._desk.close())


class _CannotFetch(TryLater):
    """The server answers, but does not give this mail."""


def _batches(uids: Sequence[int], large: dict[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for uid in uids:
        more = large.get(uid, SMALL)
        if batch and (len(batch) >= MAILS_IN_BATCH or size + more > BYTES_IN_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(uid)
        size += more
    if batch:
        yield batch


def _is_stand_in(raw: bytes) -> bool:
    """Exchange gives a note of its own instead of a mail that it cannot turn into MIME."""
    head = raw[:8000].partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").lower()
    return b"\nsubject: " + STAND_IN in b"\n" + head


def _date(value: object) -> datetime:
    """INTERNALDATE in UTC. A server that gives none, against RFC 3501, has just handed the mail over."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else datetime.now(UTC)
