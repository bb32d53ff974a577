"""The customer directory as a CSV file: a column `email`, perhaps `name`, and whatever else agents should see."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

from responder.errors import ConfigError

Account = tuple[str, tuple[tuple[str, str], ...]]


class NoCustomers:
    """No directory is configured: nobody is known."""

    async def account_of(self, email: str) -> Account | None:
        return None


class CsvCustomers:
    """Reads the file again when it changes. Raises ConfigError when it is missing or has no column `email`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._accounts: dict[str, Account] = {}
        self._read_if_changed()

    async def account_of(self, email: str) -> Account | None:
        await asyncio.to_thread(self._read_if_changed)
        return self._accounts.get(email.lower())

    def _read_if_changed(self) -> None:
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp == self._stamp:
                return
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            if self._stamp >= 0:
                # a file that is being replaced; what was read before stays good
                return
            raise ConfigError(
                f"customers_file {self._path} cannot be read: {getattr(error, 'strerror', None) or error}"
            ) from error
        if rows and "email" not in rows[0]:
            raise ConfigError(f"customers_file {self._path} needs a column `email`; it has {', '.join(rows[0])}")
        self._accounts = {row["email"].strip().lower(): _account(row) for row in rows if row.get("email")}
        self._stamp = stamp


def _account(row: dict[str, str]) -> Account:
    fields = tuple((k, v.strip()) for k, v in row.items() if k and k not in ("email", "name") and v and v.strip())
    return (row.get("name") or "").strip(), fields
