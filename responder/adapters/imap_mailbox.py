"""An IMAP mailbox: mail in by UID, outcomes shown as flags or folders, proof of what was sent.

Two connections. One watches the inbound folder, read-only, and fetches from it: whatever arrives between a search and
the next IDLE is then announced to the same session. The other files and searches elsewhere, so that IDLE is not
disturbed. A further folder has one connection for both and is not watched: providers count connections.

All mails are compared with what is stored when a connection is made anew, and every hour. CONDSTORE and QRESYNC (RFC
7162) would bring nothing here: they tell changed flags and vanished mails, and we act on neither; what is new has a new
UID, and a mail that a server kept back has none of their marks. Nor do Gmail's message ids: a label that comes or goes
gives the same bytes another UID, and bytes that are stored are not stored again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from responder.adapters import imap_folders
from responder.adapters.imap_connection import ConnectionLost, ImapConnection, Selected, end_idle, is_passing, said
from responder.config import MailboxSettings
from responder.domain import Batch, Cursor, Fetched, Outcome, Traces
from responder.errors import ConfigError, TryLater

log = logging.getLogger(__name__)

MAILS_IN_BATCH = 100
BYTES_IN_BATCH = 8_000_000
SMALL = 64_000
"""bytes: mails up to this size are fetched without asking for each size"""
COMPARE_SECONDS = 3600.0
REST_SECONDS = 60.0
LONGEST_IDLE = 540.0
"""seconds: RFC 2177 says under 29 minutes, and routers forget an idle connection sooner"""
FILES_SENT_ITSELF = ("outlook.office365.com", "outlook.office.com", "imap-mail.outlook.com", "imap.gmail.com")
OUR_ID = ("X-Responder-Message-ID", "X-Microsoft-Original-Message-ID")
"""fields that keep our Message-ID where a provider has replaced it: our own, and Exchange's"""
ANSWERED_BY_US = b"$AutoAnswered"


class ImapMailbox:
    """ports.Mailbox over imapclient. `access_token` gives an OAuth 2 token that is used instead of the password.

    `folder`: another folder of the account than imap.folder.

    `files_sent_itself`: what a probe found; None: not known, so it is guessed from the server."""

    def __init__(
        self,
        settings: MailboxSettings,
        password: str,
        *,
        access_token: Callable[[str], str] | None = None,
        files_sent_itself: bool | None = None,
        folder: str = "",
    ) -> None:
        self._settings = settings
        self._filed_by_server = files_sent_itself
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
            mails = await self._fetched(uids, large, uidvalidity)
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
        now = time.monotonic()
        if self._last_comparison is None:
            return True
        connection, at = self._last_comparison
        # a server that throws us out again and again is not asked for everything each time
        return now - at > COMPARE_SECONDS or (connection != self._watch.opened and now - at > REST_SECONDS)

    async def fetch_missed(self, cursor: Cursor, known: Collection[int]) -> AsyncIterator[Batch]:
        uidvalidity, missed, sizes = await self._watch.run(partial(self._look_below, cursor, known))
        for uids in _batches(missed, sizes):
            mails = await self._fetched(uids, sizes, uidvalidity)
            if mails:
                yield Batch(uidvalidity=uidvalidity, mails=tuple(mails))
            self._compared[1].update(uids)
        self._last_comparison = (self._watch.opened, time.monotonic())

    def _look_below(
        self, cursor: Cursor, known: Collection[int], client: IMAPClient
    ) -> tuple[int, list[int], dict[int, int]]:
        folder = self._open_inbox(client)
        if folder.uidvalidity != cursor.uidvalidity or not cursor.last_uid:
            return folder.uidvalidity, [], {}
        if self._compared[0] != folder.uidvalidity:
            self._compared = (folder.uidvalidity, set())
        below = {uid for uid in client.search(["UID", f"1:{cursor.last_uid}"]) if uid <= cursor.last_uid}
        missed = sorted(below.difference(known, self._compared[1]))
        return folder.uidvalidity, missed, self._sizes(client, missed)

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
            raise self._watch.later(
                f"Cannot open the folder {self._imap.folder!r} at {self._watch.where}: {said(error)}. Check imap.folder and imap.also_folders"
            ) from error
        if uidvalidity and folder.uidvalidity != uidvalidity:
            raise TryLater(f"the server numbered the folder {self._imap.folder!r} anew while it was read")
        return folder

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
        if len(mails) > 1 and all(mail.skipped for mail in mails):
            raise TryLater(f"{self._watch.where} gives none of {len(mails)} mails: {mails[0].skipped}", after=60)
        return mails

    def _fetch(
        self, uids: Sequence[int], sizes: dict[int, int], uidvalidity: int, afresh: bool, client: IMAPClient
    ) -> list[Fetched]:
        self._open_inbox(client, uidvalidity, afresh=afresh)
        limit = int(self._imap.largest_mail_mb * 1_000_000)
        too_large = [uid for uid in uids if sizes.get(uid, 0) > limit]
        whole = [uid for uid in uids if uid not in too_large]
        found = self._ask(client, whole, "BODY.PEEK[]") | self._ask(client, too_large, "BODY.PEEK[HEADER]")
        mails = []
        for uid in uids:
            if uid not in found:
                if client.search(["UID", str(uid)]):
                    raise _CannotFetch("the server lists the mail and does not give it")
                continue  # moved or deleted by a person meanwhile
            mail = found[uid]
            raw, why = mail.get(b"BODY[HEADER]" if uid in too_large else b"BODY[]"), ""
            size = int(mail.get(b"RFC822.SIZE") or 0)
            if uid in too_large:
                why = f"too large: {size} bytes, and imap.largest_mail_mb is {self._imap.largest_mail_mb:g}"
            elif not isinstance(raw, bytes) or (not raw and size):
                raise _CannotFetch(f"the server gives an empty mail instead of {size} bytes")
            mails.append(Fetched(uid=uid, raw=raw or b"", received_at=_date(mail.get(b"INTERNALDATE")), skipped=why))
        return mails

    def _ask(self, client: IMAPClient, uids: Sequence[int], part: str) -> dict[int, dict[bytes, Any]]:
        try:
            found: dict[int, dict[bytes, Any]] = client.fetch(list(uids), [part, "INTERNALDATE", "RFC822.SIZE"])
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            if is_passing(said(error)):
                raise self._watch.later(f"{self._watch.where} gives no mail for now: {said(error)}") from error
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

    # ---------------------------------------------------------------------------------------------- filing

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        if self._imap.after_handling != "nothing":
            await self._desk.run(partial(self._file, uidvalidity, uid, outcome))

    def _file(self, uidvalidity: int, uid: int, outcome: Outcome, client: IMAPClient) -> None:
        try:
            folder = self._desk.select(client, self._imap.folder, writable=True)
        except IMAPClientReadOnlyError:
            log.warning("%s: the folder %s is read-only, so nothing is shown in it", self.name, self._imap.folder)
            self._desk.forget()
            return
        if folder.uidvalidity != uidvalidity:
            return  # the number means another mail now
        wanted = [b"\\Seen", b"\\Answered", ANSWERED_BY_US] if outcome is Outcome.ANSWERED else [b"\\Seen"]
        flags = [flag for flag in wanted if _keeps(folder, flag)]
        if flags:
            client.add_flags([uid], flags, silent=True)
        if self._imap.after_handling == "move" and client.search(["UID", str(uid)]):
            self._move(client, uid)

    def _move(self, client: IMAPClient, uid: int) -> None:
        listed = imap_folders.folders(client)
        target = imap_folders.existing(listed, self._imap.handled_folder)
        target = target or imap_folders.created(client, self._imap.handled_folder)
        if client.has_capability("MOVE"):
            client.move([uid], target)
            return
        client.copy([uid], target)
        client.add_flags([uid], [b"\\Deleted"], silent=True)
        # A plain EXPUNGE would also remove what a person has marked; without UIDPLUS the mark alone must do.
        if client.has_capability("UIDPLUS"):
            client.uid_expunge([uid])

    # ---------------------------------------------------------------------------------------------- proof

    async def append_to_sent(self, raw: bytes, message_id: str) -> None:
        """See ports. Safe to repeat: it looks for the Message-ID first."""
        if self._imap.file_sent_copy != "never":
            await self._desk.run(partial(self._append, raw, message_id))

    def _append(self, raw: bytes, message_id: str, client: IMAPClient) -> None:
        if self._imap.file_sent_copy == "auto" and self._files_itself(client):
            return
        listed = imap_folders.folders(client)
        sent = self._sent_folder(listed)
        if not sent:
            sent = imap_folders.created(client, self._imap.sent_folder or "Sent")
        elif self._holds(client, sent, message_id):
            return
        client.append(sent, raw, flags=[b"\\Seen"])

    def _files_itself(self, client: IMAPClient) -> bool:
        if self._filed_by_server is not None:
            return self._filed_by_server
        return self._imap.host.lower() in FILES_SENT_ITSELF or bool(client.has_capability("X-GM-EXT-1"))

    def _sent_folder(self, listed: Sequence[imap_folders.Folder]) -> str:
        if self._imap.sent_folder:
            return imap_folders.existing(listed, self._imap.sent_folder)
        return imap_folders.special(listed, b"\\Sent", imap_folders.USUAL_SENT)

    async def find_sent(self, message_id: str) -> bool:
        return await self._desk.run(partial(self._find, message_id))

    def _find(self, message_id: str, client: IMAPClient) -> bool:
        listed = imap_folders.folders(client)
        everything = imap_folders.special(listed, b"\\All", imap_folders.USUAL_ALL)
        places = dict.fromkeys(p for p in (self._sent_folder(listed), self._imap.folder, everything) if p)
        if self._imap.after_handling == "move":
            places[imap_folders.existing(listed, self._imap.handled_folder)] = None
        return any(self._holds(client, place, message_id) for place in places if place)

    def _holds(self, client: IMAPClient, folder: str, message_id: str) -> bool:
        return any(self._found(client, folder, field, message_id) for field in ("Message-ID", *OUR_ID))

    def _found(self, client: IMAPClient, folder: str, field: str, message_id: str) -> list[int]:
        """UIDs of a folder's mails that carry the id in that field."""
        self._desk.select(client, folder, writable=False)
        wanted = "".join(c for c in message_id if c.isprintable())
        if wanted.isascii():
            quoted = '"' + wanted.replace("\\", "\\\\").replace('"', '\\"') + '"'
            return list(client.search(f"HEADER {field} {quoted}"))
        return list(client.search(["HEADER", field, wanted], charset="UTF-8"))

    async def traces_of(self, message_id: str) -> Traces:
        def look(client: IMAPClient) -> Traces:
            sent = self._sent_folder(imap_folders.folders(client))
            return Traces(
                inbox=self._id_in(client, self._imap.folder, message_id),
                sent=self._id_in(client, sent, message_id) if sent else "",
            )

        return await self._desk.run(look)

    def _id_in(self, client: IMAPClient, folder: str, message_id: str) -> str:
        """The Message-ID that our mail bears in a folder, '' if it is not there."""
        for field in ("Message-ID", *OUR_ID):
            if uids := self._found(client, folder, field, message_id):
                return self._fields(client, uids[-1], ("Message-ID",)).get("message-id", "")
        return ""

    def _fields(self, client: IMAPClient, uid: int, names: Sequence[str]) -> dict[str, str]:
        answer = client.fetch([uid], [f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]"]).get(uid, {})
        head = next((v for k, v in answer.items() if k.startswith(b"BODY[HEADER")), b"") or b""
        lines = (
            head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ").split("\n")
        )
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}

    async def our_id_of(self, message_id: str) -> str:
        def look(client: IMAPClient) -> str:
            sent = self._sent_folder(imap_folders.folders(client))
            for folder in dict.fromkeys(f for f in (sent, self._imap.folder) if f):
                for uid in self._found(client, folder, "Message-ID", message_id)[-1:]:
                    fields = self._fields(client, uid, OUR_ID)
                    ours = next((fields[name.lower()] for name in OUR_ID if fields.get(name.lower())), "")
                    if ours and ours != message_id:
                        return ours
            return ""

        return await self._desk.run(look)

    async def extensions(self) -> tuple[str, ...]:
        return await self._desk.run(
            lambda client: tuple(sorted(c.decode("ascii", "replace") for c in client.capabilities()))
        )

    # ---------------------------------------------------------------------------------------------- doctor

    async def check(self) -> str:
        def look(client: IMAPClient) -> str:
            inbox = self._desk.select(client, self._imap.folder, writable=False)
            sent = self._sent_folder(imap_folders.folders(client))
            offers = [name for name in ("IDLE", "MOVE", "UIDPLUS", "CONDSTORE") if client.has_capability(name)]
            filed = "the server files sent mail itself" if self._files_itself(client) else f"sent mail goes to {sent!r}"
            if not sent:
                filed = "no folder for sent mail was found, one will be made"
            return (
                f"{self._imap.folder} at {self._desk.where} holds {inbox.exists} mail(s); {filed}; "
                f"offers {', '.join(offers) or 'no extensions'}"
            )

        return await self._desk.run(look)

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


def _keeps(folder: Selected, flag: bytes) -> bool:
    """May this flag be stored for good? A keyword only where the server lists it or takes new ones ("\\*")."""
    kept = folder.permanent_flags
    if kept is None:
        return True
    lowered = {k.lower() for k in kept}
    return flag.lower() in lowered or (not flag.startswith(b"\\") and b"\\*" in lowered)


def _date(value: object) -> datetime:
    """INTERNALDATE in UTC. A server that gives none, against RFC 3501, has just handed the mail over."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else datetime.now(UTC)
