"""Gmail's own words of IMAP (X-GM-EXT-1), where folders are labels of mails that all lie in All Mail.

https://developers.google.com/workspace/gmail/imap/imap-extensions. Never marked as \\Deleted: what an EXPUNGE then
does is a setting of the account, and "delete for ever" is one of its values.
"""

from __future__ import annotations

import re
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from responder.adapters import imap_folders
from responder.adapters.imap_connection import ImapConnection

_PLAIN_ID = re.compile(r"<([A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]{1,900})>")


def speaks_it(client: IMAPClient) -> bool:
    return bool(client.has_capability("X-GM-EXT-1"))


def with_message_id(client: IMAPClient, message_id: str) -> list[int]:
    """UIDs of the open folder's mails with this Message-ID, found by Gmail's own search, which knows ids that its
    SEARCH HEADER does not find (those of Outlook, "!&!…"). Nothing for an id that would say more than an id there."""
    plain = _PLAIN_ID.fullmatch(message_id.strip())
    if not plain:
        return []
    try:
        return list(client.search(["X-GM-RAW", f"rfc822msgid:{plain[1]}"]))
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return []


def relabel(connection: ImapConnection, client: IMAPClient, uid: int, *, source: str, target: str) -> None:
    """Put a mail of the open folder `source` under the label `target` instead. Safe to repeat."""
    answer: dict[bytes, Any] = client.fetch([uid], ["X-GM-MSGID"]).get(uid, {})
    if not (number := answer.get(b"X-GM-MSGID")):
        return
    ours = b"\\Inbox" if source.upper() == "INBOX" else _quoted(source)
    _store(client, uid, b"+X-GM-LABELS", _quoted(target))
    _store(client, uid, b"-X-GM-LABELS", ours)
    if not client.search(["UID", str(uid)]):
        return
    # Inside a folder Gmail does not count that folder's label among a mail's labels, so it may not take it off there.
    everything = imap_folders.special(imap_folders.folders(client), b"\\All", imap_folders.USUAL_ALL)
    if everything:
        connection.select(client, everything, writable=True)
        for there in client.search(["X-GM-MSGID", str(number)]):
            _store(client, there, b"-X-GM-LABELS", ours)


def _store(client: IMAPClient, uid: int, command: bytes, label: bytes) -> None:
    # imapclient quotes every label, and "\\Inbox" in quotes is a label of that name instead of the system's
    client._command_and_check("store", str(uid), command + b".SILENT", b"(" + label + b")", uid=True)


def _quoted(label: str) -> bytes:
    from imapclient.imap_utf7 import encode

    name: bytes = encode(label)
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
