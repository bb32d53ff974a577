"""A Maildir as inbound mailbox, for those who run their own mail server on this machine.

Maildir has no numbers: they are given here and kept in a file beside the state of the daemon, one line a mail, written
and synced before a mail is handed out. If that file is lost, the numbering starts anew under another UIDVALIDITY, as an
IMAP server's does. A file name is octets, of which POSIX forbids only two: it is kept as it is, whatever it spells.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from responder.domain import Batch, Cursor, Fetched, Outcome, Traces
from responder.errors import GiveUp, TryLater

MAILS_IN_BATCH = 100
BYTES_IN_BATCH = 8_000_000
LOOK_SECONDS = 1.0
HEADER_BYTES = 256_000
OUR_IDS = (b"message-id", b"x-responder-message-id", b"x-microsoft-original-message-id")


class MaildirMailbox:
    """ports.Mailbox over a Maildir++ folder with new/, cur/ and tmp/; sent mail goes to .Sent below it."""

    def __init__(self, name: str, folder: Path, numbers: Path, *, largest_mail_mb: float = 60) -> None:
        self._name = name
        self._folder = folder
        self._numbers = numbers
        self._limit = int(largest_mail_mb * 1_000_000)
        self._lock = asyncio.Lock()
        self._uids: dict[str, int] = {}
        self._uidvalidity = 0

    @property
    def name(self) -> str:
        return self._name

    async def fetch_new(self, cursor: Cursor) -> AsyncIterator[Batch]:
        async with self._lock:
            uidvalidity, found = await asyncio.to_thread(self._number)
        after = cursor.last_uid if cursor.uidvalidity == uidvalidity else 0
        batch: list[Fetched] = []
        size = 0
        for uid in sorted(uid for uid in found if uid > after):
            mail = await asyncio.to_thread(self._read, uid, found[uid])
            if mail is None:
                continue
            batch.append(mail)
            size += len(mail.raw)
            if len(batch) >= MAILS_IN_BATCH or size >= BYTES_IN_BATCH:
                yield Batch(uidvalidity=uidvalidity, mails=tuple(batch))
                batch, size = [], 0
        if batch:
            yield Batch(uidvalidity=uidvalidity, mails=tuple(batch))

    @property
    def put_aside(self) -> str:
        return ""

    def may_have_missed(self) -> bool:
        return False  # a file gets its number from us, and always the next one

    async def fetch_missed(self, cursor: Cursor, known: Collection[int]) -> AsyncIterator[Batch]:
        nothing: tuple[Batch, ...] = ()
        for batch in nothing:
            yield batch

    async def wait_for_mail(self, seconds: float) -> None:
        """Looks at the folder once a second: a directory's time changes when something is put there."""
        loop = asyncio.get_running_loop()
        until, before = loop.time() + seconds, await asyncio.to_thread(self._unnumbered)
        while not before and (left := until - loop.time()) > 0:
            await asyncio.sleep(min(LOOK_SECONDS, left))
            before = await asyncio.to_thread(self._unnumbered)

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        flags = "RS" if outcome is Outcome.ANSWERED else "S"
        await asyncio.to_thread(self._flag, uidvalidity, uid, flags)

    async def append_to_sent(self, raw: bytes, message_id: str) -> None:
        await asyncio.to_thread(self._append, raw, message_id)

    async def find_sent(self, message_id: str) -> bool:
        places = (self._folder / ".Sent", self._folder)
        return await asyncio.to_thread(lambda: any(self._holds(place, message_id) for place in places))

    async def traces_of(self, message_id: str) -> Traces:
        def look() -> Traces:
            inbox, sent = (self._holds(place, message_id) for place in (self._folder, self._folder / ".Sent"))
            return Traces(inbox=message_id if inbox else "", sent=message_id if sent else "")

        return await asyncio.to_thread(look)

    async def our_id_of(self, message_id: str) -> str:
        return ""  # our own mail server keeps our Message-IDs

    async def extensions(self) -> tuple[str, ...]:
        return ()

    async def check(self) -> str:
        async with self._lock:
            _, found = await asyncio.to_thread(self._number)
        return f"{self._folder} holds {len(found)} mail(s)"

    async def close(self) -> None:
        return None

    # ---------------------------------------------------------------------------------------------- files

    def _files(self, folder: Path) -> Iterator[Path]:
        try:
            for part in ("new", "cur"):
                with os.scandir(folder / part) as entries:
                    yield from (Path(e.path) for e in entries if not e.name.startswith(".") and _is_file(e))
        except FileNotFoundError:
            if folder == self._folder:
                raise GiveUp(f"{folder} is not a Maildir: it has no new/ and cur/") from None
        except OSError as error:
            raise TryLater(f"{folder} cannot be read: {error}", after=30) from error

    def _number(self) -> tuple[int, dict[int, Path]]:
        """UIDVALIDITY and path by UID, after every mail that has no number yet has got one, in order of arrival."""
        if not self._uidvalidity:
            self._load()
        paths = {_unique(path): path for path in self._files(self._folder)}
        fresh = [(_arrival(paths[unique]), unique) for unique in paths if unique not in self._uids]
        if fresh:
            newest = max(self._uids.values(), default=0)
            lines = [b"%d %s\n" % (newest + n, _line(unique)) for n, (_, unique) in enumerate(sorted(fresh), 1)]
            self._write("ab", b"".join(lines))
            self._uids |= {unique: newest + n for n, (_, unique) in enumerate(sorted(fresh), 1)}
        return self._uidvalidity, {self._uids[unique]: path for unique, path in paths.items()}

    def _load(self) -> None:
        try:
            lines = self._numbers.read_bytes().split(b"\n")
            self._uidvalidity = int(lines[0])
            whole = lines[1:-1]  # a last line without its end was not finished before a crash, so nobody has its number
            self._uids = {_name(line): int(uid) for uid, _, line in (line.partition(b" ") for line in whole)}
            if lines[-1]:
                self._write("wb", b"\n".join([lines[0], *whole]) + b"\n")
        except FileNotFoundError:
            self._uidvalidity = secrets.randbelow(2**31 - 2) + 1
            self._numbers.parent.mkdir(parents=True, exist_ok=True)
            self._write("wb", b"%d\n" % self._uidvalidity)
        except ValueError as error:
            raise GiveUp(
                f"{self._numbers} is damaged ({error}); remove it, and all mails are looked at again"
            ) from error

    def _write(self, mode: Literal["ab", "wb"], lines: bytes) -> None:
        try:
            with self._numbers.open(mode) as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self._uidvalidity = 0  # read it again: how much was written is not known
            raise TryLater(f"{self._numbers} cannot be written: {error}", after=30) from error

    def _unnumbered(self) -> bool:
        return any(_unique(path) not in self._uids for path in self._files(self._folder))

    def _read(self, uid: int, path: Path) -> Fetched | None:
        for _ in range(2):  # a mail reader may rename it from new/ to cur/ under our hands
            try:
                with path.open("rb") as file:
                    stat = os.fstat(file.fileno())
                    large = stat.st_size > self._limit
                    raw = file.read(HEADER_BYTES if large else -1)
            except FileNotFoundError:
                path = next((p for p in self._files(self._folder) if _unique(p) == _unique(path)), path)
                continue
            except OSError as error:
                return Fetched(uid=uid, raw=b"", received_at=datetime.now(UTC), skipped=f"cannot be read: {error}")
            why = f"too large: {stat.st_size} bytes, and the limit is {self._limit}" if large else ""
            if large:
                raw = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
            return Fetched(uid=uid, raw=raw, received_at=_date(stat.st_mtime), skipped=why)
        return None

    def _flag(self, uidvalidity: int, uid: int, flags: str) -> None:
        if uidvalidity != self._uidvalidity:
            return
        path = next((p for p in self._files(self._folder) if self._uids.get(_unique(p)) == uid), None)
        if path is None:
            return
        all_flags = "".join(sorted({*path.name.partition(":2,")[2], *flags}))
        try:
            path.rename(self._folder / "cur" / f"{_unique(path)}:2,{all_flags}")
        except FileNotFoundError:
            return
        except OSError as error:
            raise TryLater(f"a mail cannot be marked: {error}", after=60) from error  # it names the file readably

    def _append(self, raw: bytes, message_id: str) -> None:
        sent = self._folder / ".Sent"
        if self._holds(sent, message_id):
            return
        name = f"{secrets.token_hex(12)}.{socket.gethostname().replace('/', '_').replace(':', '_')}"
        try:
            for part in ("tmp", "new", "cur"):
                (sent / part).mkdir(parents=True, exist_ok=True)
            with (sent / "tmp" / name).open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            (sent / "tmp" / name).rename(sent / "cur" / f"{name}:2,S")
        except OSError as error:
            raise TryLater(f"{sent} cannot be written: {error}", after=60) from error

    def _holds(self, folder: Path, message_id: str) -> bool:
        wanted = message_id.encode()
        for path in self._files(folder):
            try:
                with path.open("rb") as file:
                    head = file.read(HEADER_BYTES)
            except OSError:
                continue
            head = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n ", b" ").replace(b"\n\t", b" ")
            for line in head.split(b"\n"):
                name, _, value = line.partition(b":")
                if name.lower() in OUR_IDS and value.strip() == wanted:
                    return True
        return False


def _unique(path: Path) -> str:
    """The part of a Maildir file name that never changes."""
    return path.name.partition(":")[0]


def _line(unique: str) -> bytes:
    """As it stands in the file of numbers: the octets of the name. No name holds "/", so that stands before what a line
    cannot hold."""
    return os.fsencode(unique).replace(b"\n", b"/n")


def _name(line: bytes) -> str:
    return os.fsdecode(line.replace(b"/n", b"\n"))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A link that leads round in a circle is none, and is no reason to read nothing else."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _date(seconds: float) -> datetime:
    """Of a file. One from beyond the calendar has just been found."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _arrival(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
