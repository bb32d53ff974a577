"""What was sent: filing copies, and finding the proof that a server accepted a mail of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from imapclient import IMAPClient

from responder.adapters import imap_folders, imap_gmail
from responder.adapters.imap_connection import ImapConnection
from responder.config import Imap
from responder.domain import Traces

FILES_SENT_ITSELF = ("outlook.office365.com", "outlook.office.com", "imap-mail.outlook.com", "imap.gmail.com")
OUR_ID = ("X-Responder-Message-ID", "X-Microsoft-Original-Message-ID", "X-Google-Original-Message-ID")
"""fields that keep our Message-ID where a provider has replaced it: our own, Exchange's and Gmail's"""

NEWEST = 50
"""mails of a folder that are looked at one by one when its search finds nothing"""


class ImapSent:
    """The sent mail of an account, seen over `desk`. `filed_by_server`: as a probe found it; None: guessed."""

    def __init__(self, desk: ImapConnection, imap: Imap, *, filed_by_server: Callable[[], bool | None]) -> None:
        self._desk = desk
        self._imap = imap
        self._filed_by_server = filed_by_server

    async def append(self, raw: bytes, message_id: str) -> None:
        """See ports. Safe to repeat: it looks for the Message-ID first."""
        if self._imap.file_sent_copy != "never":
            await self._desk.run(partial(self._append, raw, message_id))

    def _append(self, raw: bytes, message_id: str, client: IMAPClient) -> None:
        if self._imap.file_sent_copy == "auto" and self.files_itself(client):
            return
        listed = imap_folders.folders(client)
        sent = self.folder(listed)
        if not sent:
            sent = imap_folders.created(client, self._imap.sent_folder or "Sent")
        elif self._holds(client, sent, message_id):
            return
        client.append(sent, raw, flags=[b"\\Seen"])

    def files_itself(self, client: IMAPClient) -> bool:
        if (found := self._filed_by_server()) is not None:
            return found
        return self._imap.host.lower() in FILES_SENT_ITSELF or imap_gmail.speaks_it(client)

    def folder(self, listed: Sequence[imap_folders.Folder]) -> str:
        """Name of the folder for sent mail, '' if there is none."""
        if self._imap.sent_folder:
            return imap_folders.existing(listed, self._imap.sent_folder)
        return imap_folders.special(listed, b"\\Sent", imap_folders.USUAL_SENT)

    async def holds(self, message_id: str) -> bool:
        """Is there proof that the server accepted the mail? See ports.Mailbox.find_sent."""
        return await self._desk.run(partial(self._find, message_id))

    def _find(self, message_id: str, client: IMAPClient) -> bool:
        listed = imap_folders.folders(client)
        everything = imap_folders.special(listed, b"\\All", imap_folders.USUAL_ALL)
        if everything and imap_gmail.speaks_it(client):
            # one folder holds it all, whatever labels it has; the inbox besides, as its index is ahead at times
            places = [everything, self._imap.folder]
        else:
            places = [self.folder(listed), self._imap.folder, everything]
            if self._imap.after_handling == "move":
                places.append(imap_folders.existing(listed, self._imap.handled_folder))
        places = [place for place in dict.fromkeys(places) if place]
        return any(self._holds(client, place, message_id) for place in places) or any(
            self._is_among_the_last(client, place, message_id) for place in places
        )

    def _is_among_the_last(self, client: IMAPClient, folder: str, message_id: str) -> bool:
        """Some servers' search lags behind, or knows few fields (Exchange, Yahoo), so the newest mails are looked at."""
        here = self._desk.select(client, folder, writable=False, afresh=True)
        if not here.exists:
            return False
        newest = client.search([f"{max(1, here.exists - NEWEST + 1)}:*"])[-NEWEST:]
        found = _fields(client, newest, ("Message-ID", *OUR_ID))
        return any(message_id in fields.values() for fields in found.values())

    def _holds(self, client: IMAPClient, folder: str, message_id: str) -> bool:
        return any(self._found(client, folder, field, message_id) for field in ("Message-ID", *OUR_ID))

    def _found(self, client: IMAPClient, folder: str, field: str, message_id: str) -> list[int]:
        """UIDs of a folder's mails that carry the id in that field."""
        self._desk.select(client, folder, writable=False)
        if field == "Message-ID" and imap_gmail.speaks_it(client):
            uids = imap_gmail.with_message_id(client, message_id)
        else:
            uids = []
        return uids or self._with_header(client, field, message_id)

    def _with_header(self, client: IMAPClient, field: str, message_id: str) -> list[int]:
        wanted = "".join(c for c in message_id if c.isprintable())
        if not wanted.isascii():
            return []  # none of ours, and Exchange breaks off at a search that is not in US-ASCII
        quoted = '"' + wanted.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return list(client.search(f"HEADER {field} {quoted}"))

    async def traces_of(self, message_id: str) -> Traces:
        def look(client: IMAPClient) -> Traces:
            sent = self.folder(imap_folders.folders(client))
            return Traces(
                inbox=self._id_in(client, self._imap.folder, message_id),
                sent=self._id_in(client, sent, message_id) if sent else "",
            )

        return await self._desk.run(look)

    def _id_in(self, client: IMAPClient, folder: str, message_id: str) -> str:
        """The Message-ID that our mail bears in a folder, '' if it is not there."""
        for field in ("Message-ID", *OUR_ID):
            if uids := self._found(client, folder, field, message_id):
                return _fields(client, uids[-1:], ("Message-ID",)).get(uids[-1], {}).get("message-id", "")
        return ""

    async def our_id_of(self, message_id: str) -> str:
        def look(client: IMAPClient) -> str:
            sent = self.folder(imap_folders.folders(client))
            for folder in dict.fromkeys(f for f in (sent, self._imap.folder) if f):
                for uid in self._found(client, folder, "Message-ID", message_id)[-1:]:
                    fields = _fields(client, [uid], OUR_ID).get(uid, {})
                    ours = next((fields[name.lower()] for name in OUR_ID if fields.get(name.lower())), "")
                    if ours and ours != message_id:
                        return ours
            return ""

        return await self._desk.run(look)


def _fields(client: IMAPClient, uids: Sequence[int], names: Sequence[str]) -> dict[int, dict[str, str]]:
    """Header fields by UID, their names in lower case."""
    answers: dict[int, dict[bytes, Any]] = client.fetch(list(uids), [f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]"])
    return {uid: _fields_of(answer) for uid, answer in answers.items()}


def _fields_of(answer: dict[bytes, Any]) -> dict[str, str]:
    head = next((v for k, v in answer.items() if k.startswith(b"BODY[HEADER")), b"") or b""
    lines = head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ").split("\n")
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}
