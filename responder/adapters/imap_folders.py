"""Which folder is which: SPECIAL-USE attributes (RFC 6154) where a server gives them, else usual names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

USUAL_SENT = (
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete elemente",
    "gesendete objekte", "envoyés", "éléments envoyés", "messages envoyés", "enviados", "elementos enviados",
    "mensajes enviados", "itens enviados", "inviati", "inviata", "posta inviata", "verzonden", "verzonden items",
    "skickat", "sendt", "wysłane", "отправленные", "gönderilmiş öğeler", "送信済み", "已发送", "已发送邮件", "보낸편지함",
)  # fmt: skip
USUAL_ALL = ("all mail", "alle nachrichten", "tous les messages", "todos", "tutti i messaggi")

Folder = tuple[tuple[bytes, ...], str, str]
"""Attributes, delimiter ("" for a flat server), name."""


def folders(client: IMAPClient) -> list[Folder]:
    """All folders that can be opened. Some servers show SPECIAL-USE in a plain LIST, others only when asked for it."""
    listed = list(_cleaned(client.list_folders()))
    known = any(
        a.lower() in (b"\\sent", b"\\all", b"\\drafts", b"\\trash") for attributes, _, _ in listed for a in attributes
    )
    if known or not client.has_capability("SPECIAL-USE"):
        return listed
    return [*_special(client), *listed]


def special(listed: Iterable[Folder], attribute: bytes, usual: tuple[str, ...]) -> str:
    """Name of the folder with this attribute, else of one with a usual name, else empty."""
    listed = list(listed)
    for attributes, _, name in listed:
        if any(a.lower() == attribute.lower() for a in attributes):
            return name
    by_name = {_last_part(name, delimiter).lower(): name for _, delimiter, name in reversed(listed)}
    return next((by_name[name] for name in usual if name in by_name), "")


def existing(listed: Iterable[Folder], wanted: str) -> str:
    """The folder called so, at the top or below INBOX as some servers have it; else empty."""
    names = {name: (name if not delimiter else _last_part(name, delimiter)) for _, delimiter, name in listed}
    return wanted if wanted in names else next((full for full, last in names.items() if last == wanted), "")


def created(client: IMAPClient, name: str) -> str:
    """Make a folder, in the server's personal namespace (RFC 2342), and give its full name."""
    prefix = ""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        prefix = personal[0][0] if personal else ""
    full = name if name.startswith(prefix) else f"{prefix}{name}"
    client.create_folder(full)
    return full


def _cleaned(answer: Iterable[Any]) -> Iterator[Folder]:
    for attributes, delimiter, name in answer:
        if not any(a.lower() in (b"\\noselect", b"\\nonexistent") for a in attributes):
            text = delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else str(delimiter or "")
            yield tuple(attributes), text, str(name)


def _special(client: IMAPClient) -> list[Folder]:
    """LIST (SPECIAL-USE) "" "*": imapclient has no call for it. A server that cannot is none the worse."""
    imap: Any = client._imap
    try:
        kind, data = imap._simple_command("LIST", "(SPECIAL-USE)", '""', '"*"')
        _, data = imap._untagged_response(kind, data, "LIST")
        return list(_cleaned(client._proc_folder_list(data))) if kind == "OK" else []
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return []


def _last_part(name: str, delimiter: str) -> str:
    return name.rpartition(delimiter)[2] if delimiter else name
