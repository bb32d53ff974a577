"""Marking mail as handled without undoing what a person did to it meanwhile (CONDSTORE, RFC 7162 section 3.1.3).

People use "unread" as "still to do". A mail that somebody touched after we fetched it keeps that mark as they left it;
that it was answered, and by us, is added in any case.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from responder.adapters.imap_connection import Selected, said

log = logging.getLogger(__name__)

SEEN = b"\\Seen"
MOST_REMEMBERED = 20_000
"""mails; of those before, and after a restart, nothing is known, and they are marked as on any server"""
TRIES = 3

Mark = tuple[int, frozenset[bytes]]
"""mod-sequence and flags of a mail when it was fetched"""


class Marks:
    """What mails looked like when they were fetched. Written by one thread and read by another."""

    def __init__(self) -> None:
        self._as_fetched: dict[tuple[int, int], Mark] = {}

    def remember(self, uidvalidity: int, uid: int, answer: dict[bytes, Any]) -> None:
        """`answer`: of a FETCH that asked for `items`."""
        mark = _mark(answer)
        if mark:
            self._as_fetched[uidvalidity, uid] = mark
            while len(self._as_fetched) > MOST_REMEMBERED:
                self._as_fetched.pop(next(iter(self._as_fetched)), None)

    def add(self, client: IMAPClient, folder: Selected, uid: int, flags: Sequence[bytes]) -> None:
        """Add `flags` to a mail of the open folder, \\Seen only if no person has touched the mail since."""
        then = self._as_fetched.get((folder.uidvalidity, uid))
        rest = list(flags)
        if then and folder.highestmodseq and SEEN in flags:
            try:
                if _added_unless_touched(client, uid, flags, then):
                    return
                rest.remove(SEEN)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                log.info("the server refuses a conditional STORE: %s", said(error))
        if rest:
            client.add_flags([uid], rest, silent=True)

    def forget(self, uidvalidity: int, uid: int) -> None:
        self._as_fetched.pop((uidvalidity, uid), None)


def items(folder: Selected) -> tuple[str, ...]:
    """What a FETCH asks for besides, so that `Marks` can remember. Nothing in a folder without mod-sequences, where the
    question is an error (RFC 7162 section 3.1.2.2)."""
    return ("FLAGS", "MODSEQ") if folder.highestmodseq else ()


def _added_unless_touched(client: IMAPClient, uid: int, flags: Sequence[bytes], then: Mark) -> bool:
    modseq, before = then
    for _ in range(TRIES):
        if _stored(client, uid, modseq, flags):
            return True
        now = _mark(client.fetch([uid], ["FLAGS", "MODSEQ"]).get(uid, {}))
        if now is None or not _only_new_keywords(before, now[1]):
            return False
        modseq = now[0]  # a filter has put its keyword there
    return False


def _stored(client: IMAPClient, uid: int, modseq: int, flags: Sequence[bytes]) -> bool:
    """False: the mail has changed since `modseq`. imapclient has no call for it."""
    imap: Any = client._imap
    words = " ".join(flag.decode("ascii") for flag in flags)
    kind, answer = imap._simple_command(
        "UID", "STORE", str(uid), f"(UNCHANGEDSINCE {modseq})", "+FLAGS.SILENT", f"({words})"
    )
    modified = any(isinstance(line, bytes) and b"[MODIFIED" in line.upper() for line in answer)
    if not modified:
        client._checkok("store", kind, answer)
    return not modified


def _only_new_keywords(before: frozenset[bytes], now: frozenset[bytes]) -> bool:
    return now > before and not any(flag.startswith(b"\\") for flag in now - before)


def _mark(answer: dict[bytes, Any]) -> Mark | None:
    modseq, flags = answer.get(b"MODSEQ"), answer.get(b"FLAGS")
    if not (isinstance(modseq, tuple) and modseq and isinstance(modseq[0], int) and isinstance(flags, tuple)):
        return None
    return modseq[0], frozenset(f for f in flags if isinstance(f, bytes) and f.lower() != b"\\recent")
