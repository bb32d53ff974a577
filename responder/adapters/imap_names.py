"""Names of mails that last when UIDs do not: Gmail's X-GM-MSGID, and EMAILID of OBJECTID (RFC 8474 section 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

LONGEST = 255
"""RFC 8474 section 7"""


def offered(client: IMAPClient) -> str:
    """The FETCH item that asks for them; '' if there are none."""
    if client.has_capability("X-GM-EXT-1"):
        return "X-GM-MSGID"
    return "EMAILID" if client.has_capability("OBJECTID") else ""


def of(client: IMAPClient, uids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """UID → name and size in octets, for mails of the open folder that have both and share their name with no other."""
    item = offered(client)
    try:
        answers: dict[int, dict[bytes, Any]] = client.fetch(list(uids), [item, "RFC822.SIZE"])
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return {}  # then each is fetched, which is never wrong
    named: dict[int, tuple[str, int]] = {}
    for uid, answer in answers.items():
        value, size = answer.get(item.encode()), answer.get(b"RFC822.SIZE")
        value = value[0] if isinstance(value, tuple) and len(value) == 1 else value
        name = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
        if 0 < len(name) <= LONGEST and isinstance(size, int):
            named[uid] = (f"{item} {name}", size)
    names = [name for name, _ in named.values()]
    return {uid: one for uid, one in named.items() if names.count(one[0]) == 1}
