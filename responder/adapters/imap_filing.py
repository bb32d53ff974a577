"""Showing in the mailbox what became of mails: marks, and another folder or label."""

from __future__ import annotations

import logging
from functools import partial

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientReadOnlyError

from responder.adapters import imap_folders, imap_gmail
from responder.adapters.imap_connection import ImapConnection, Selected
from responder.adapters.imap_marks import SEEN, Marks
from responder.config import Imap
from responder.domain import Outcome

log = logging.getLogger(__name__)

ANSWERED_BY_US = b"$AutoAnswered"


class ImapFiling:
    """Works over `desk`, so that the watching connection is not disturbed. `name`: of the mailbox, for the log."""

    def __init__(self, desk: ImapConnection, imap: Imap, marks: Marks, *, name: str) -> None:
        self._desk = desk
        self._imap = imap
        self._marks = marks
        self._name = name

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        """See ports."""
        if self._imap.after_handling != "nothing":
            await self._desk.run(partial(self._file, uidvalidity, uid, outcome))
        self._marks.forget(uidvalidity, uid)

    def _file(self, uidvalidity: int, uid: int, outcome: Outcome, client: IMAPClient) -> None:
        try:
            folder = self._desk.select(client, self._imap.folder, writable=True)
        except IMAPClientReadOnlyError:
            log.warning("%s: the folder %s is read-only, so nothing is shown in it", self._name, self._imap.folder)
            self._desk.forget()
            return
        if folder.uidvalidity != uidvalidity:
            return  # the number means another mail now
        wanted = [SEEN, b"\\Answered", ANSWERED_BY_US] if outcome is Outcome.ANSWERED else [SEEN]
        flags = [flag for flag in wanted if _keeps(folder, flag)]
        if flags:
            self._marks.add(client, folder, uid, flags)
        if self._imap.after_handling == "move" and client.search(["UID", str(uid)]):
            self._move(client, uid)

    def _move(self, client: IMAPClient, uid: int) -> None:
        listed = imap_folders.folders(client)
        target = imap_folders.existing(listed, self._imap.handled_folder)
        target = target or imap_folders.created(client, self._imap.handled_folder)
        if client.has_capability("MOVE"):
            client.move([uid], target)
            return
        if imap_gmail.speaks_it(client):
            imap_gmail.relabel(self._desk, client, uid, source=self._imap.folder, target=target)
            return
        client.copy([uid], target)
        client.add_flags([uid], [b"\\Deleted"], silent=True)
        # A plain EXPUNGE would also remove what a person has marked; without UIDPLUS the mark alone must do.
        if client.has_capability("UIDPLUS"):
            client.uid_expunge([uid])


def _keeps(folder: Selected, flag: bytes) -> bool:
    """May this flag be stored for good? A keyword only where the server lists it or takes new ones ("\\*")."""
    kept = folder.permanent_flags
    if kept is None:
        return True
    lowered = {k.lower() for k in kept}
    return flag.lower() in lowered or (not flag.startswith(b"\\") and b"\\*" in lowered)
