"""A mailbox and an outbox in memory, for stories: they do what they are told, wrongly too."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime

from responder.domain import Batch, Cursor, Fetched, Outcome, OutgoingMail, Traces
from responder.errors import DeliveryUnknown, GiveUp, ResponderError

BATCH = 100
ALREADY_THERE = datetime(2026, 1, 1, tzinfo=UTC)


class InMemoryMailbox:
    """ports.Mailbox. `deliver` puts mail in; what became of it stands in `filed`, copies of sent mail in `sent`."""

    def __init__(self, name: str = "support", *, now: Callable[[], datetime] = lambda: ALREADY_THERE) -> None:
        self._name = name
        self._now = now
        self._mails: dict[int, Fetched] = {}
        self._next_uid = 1
        self._errors: deque[ResponderError] = deque()
        self._news = asyncio.Event()
        self._compared: set[int] = set()
        self.uidvalidity = 1
        self.doubtful = True
        """is a full comparison due?"""
        self.filtered = ""
        """why a filter put the mail here"""
        self.filed: dict[int, Outcome] = {}
        self.sent: dict[str, bytes] = {}
        """copies in Sent by Message-ID"""

    @property
    def name(self) -> str:
        return self._name

    # -- what the world does

    def deliver(self, raw: bytes, *, skipped: str = "") -> int:
        """A mail arrives; gives its UID. With `skipped` it is one that the server does not give whole."""
        uid, self._next_uid = self._next_uid, self._next_uid + 1
        self._mails[uid] = Fetched(uid=uid, raw=raw, received_at=self._now(), skipped=skipped)
        self._news.set()
        return uid

    def put_back(self, uid: int, raw: bytes) -> None:
        """A mail appears under a number that has been passed by."""
        self._mails[uid] = Fetched(uid=uid, raw=raw, received_at=self._now())
        self._news.set()

    def remove(self, uid: int) -> None:
        """A person moves or deletes it."""
        self._mails.pop(uid, None)

    def number_anew(self) -> None:
        """The server loses its numbers: another UIDVALIDITY, and UIDs from 1 on."""
        self.uidvalidity += 1
        mails = [self._mails[uid] for uid in sorted(self._mails)]
        filed = [self.filed.get(mail.uid) for mail in mails]
        self._mails = {
            n: Fetched(uid=n, raw=m.raw, received_at=m.received_at, skipped=m.skipped) for n, m in enumerate(mails, 1)
        }
        self.filed = {n: outcome for n, outcome in enumerate(filed, 1) if outcome}
        self._next_uid = len(mails) + 1
        self._news.set()

    def fail_next(self, error: ResponderError) -> None:
        """The next call ends with this error; several queue up."""
        self._errors.append(error)

    # -- ports.Mailbox

    async def fetch_new(self, cursor: Cursor) -> AsyncIterator[Batch]:
        self._maybe_fail()
        self._news.clear()
        uidvalidity = self.uidvalidity
        after = cursor.last_uid if cursor.uidvalidity == uidvalidity else 0
        new = [uid for uid in sorted(self._mails) if uid > after]
        for start in range(0, len(new), BATCH):
            mails = tuple(self._mails[uid] for uid in new[start : start + BATCH] if uid in self._mails)
            if mails:
                yield Batch(uidvalidity=uidvalidity, mails=mails)

    @property
    def put_aside(self) -> str:
        return self.filtered

    def may_have_missed(self) -> bool:
        doubtful, self.doubtful = self.doubtful, False
        return doubtful

    async def fetch_missed(self, cursor: Cursor, known: Collection[int]) -> AsyncIterator[Batch]:
        self._maybe_fail()
        below = [u for u in sorted(self._mails) if u <= cursor.last_uid and u not in known and u not in self._compared]
        if cursor.uidvalidity == self.uidvalidity and below:
            self._compared.update(below)
            yield Batch(uidvalidity=self.uidvalidity, mails=tuple(self._mails[uid] for uid in below))

    async def wait_for_mail(self, seconds: float) -> None:
        self._maybe_fail()
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            pass

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        self._maybe_fail()
        if uidvalidity == self.uidvalidity and uid in self._mails:
            self.filed[uid] = outcome

    async def append_to_sent(self, raw: bytes, message_id: str) -> None:
        self._maybe_fail()
        self.sent.setdefault(message_id, raw)

    async def find_sent(self, message_id: str) -> bool:
        self._maybe_fail()
        wanted = message_id.encode()
        return message_id in self.sent or any(wanted in _message_ids(mail.raw) for mail in self._mails.values())

    async def traces_of(self, message_id: str) -> Traces:
        self._maybe_fail()
        wanted = message_id.encode()
        inbox = [_field(m.raw, b"message-id") for m in self._mails.values() if wanted in _message_ids(m.raw)]
        sent = [_field(raw, b"message-id") for raw in self.sent.values() if wanted in _message_ids(raw)]
        return Traces(inbox=inbox[-1] if inbox else "", sent=sent[-1] if sent else "")

    async def our_id_of(self, message_id: str) -> str:
        self._maybe_fail()
        for raw in self.sent.values():
            ours = _field(raw, b"x-responder-message-id") or _field(raw, b"x-microsoft-original-message-id")
            if ours and ours != message_id == _field(raw, b"message-id"):
                return ours
        return ""

    async def extensions(self) -> tuple[str, ...]:
        return ()

    async def check(self) -> str:
        self._maybe_fail()
        return f"{self._name}: {len(self._mails)} mail(s) in memory"

    async def close(self) -> None:
        return None

    def _maybe_fail(self) -> None:
        if self._errors:
            raise self._errors.popleft()


class InMemoryOutbox:
    """ports.Outbox. What was accepted stands in `sent`. With `archive`, that mailbox gets a copy of each reply."""

    def __init__(self, *, archive: InMemoryMailbox | None = None) -> None:
        self._archive = archive
        self._script: deque[tuple[ResponderError, bool]] = deque()
        self.refused: set[str] = set()
        """addresses that the server refuses for good"""
        self.sent: list[OutgoingMail] = []

    def fail_next(self, error: ResponderError, *, accepted: bool = False) -> None:
        """The next send ends with this error; several queue up. `accepted`: and the mail went out all the same, which
        only DeliveryUnknown may hide."""
        if accepted and not isinstance(error, DeliveryUnknown):
            raise ValueError("a server that accepted the mail is never told apart as TryLater or GiveUp")
        self._script.append((error, accepted))

    async def send(self, mail: OutgoingMail) -> None:
        error, accepted = self._script.popleft() if self._script else (None, True)
        if error is None and mail.recipient in self.refused:
            raise GiveUp(f"550 5.1.1 <{mail.recipient}>: there is no such mailbox here")
        if accepted:
            self.sent.append(mail)
            if self._archive and mail.kind in ("reply", "relay"):
                self._archive.deliver(mail.raw)
        if error:
            raise error

    async def extensions(self) -> tuple[str, ...]:
        return ()

    async def check(self) -> str:
        return "an outbox in memory"

    async def close(self) -> None:
        return None


def _message_ids(raw: bytes) -> bytes:
    """Values of the fields in which a server keeps the Message-ID that we chose."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n ", b" ").replace(b"\n\t", b" ")
    kept = (b"message-id:", b"x-microsoft-original-message-id:", b"x-responder-message-id:")
    return b"\n".join(line for line in head.split(b"\n") if line.lower().startswith(kept))


def _field(raw: bytes, name: bytes) -> str:
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n ", b" ").replace(b"\n\t", b" ")
    found = (line.partition(b":") for line in head.split(b"\n"))
    return next((value.strip().decode("utf-8", "replace") for key, _, value in found if key.lower() == name), "")
