"""The daemon as a process of its own, over real servers, as an admin starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imapclient

from responder.settings_text import _toml


def toml_of(values: dict[str, Any]) -> str:
    """TOML of nested tables; a list of tables becomes [[name]]."""
    lines: list[str] = []

    def write(prefix: str, table: dict[str, Any]) -> None:
        tables = {k: v for k, v in table.items() if isinstance(v, dict)}
        lists = {k: v for k, v in table.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
        lines.extend(f"{k} = {_toml(v)}" for k, v in table.items() if k not in tables and k not in lists)
        for key, rows in lists.items():
            for row in rows:
                lines.append(f"[[{prefix}{key}]]")
                write(f"{prefix}{key}.", row)
        for key, value in tables.items():
            lines.append(f"[{prefix}{key}]")
            write(f"{prefix}{key}.", value)

    write("", values)
    return "\n".join(lines) + "\n"


@dataclass
class DaemonProcess:
    """`responder run` in a folder. `environ` adds variables."""

    folder: Path
    password: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def config(self) -> Path:
        return self.folder / "responder.toml"

    def write(self, values: dict[str, Any]) -> None:
        self.config.write_text(toml_of(values), encoding="utf-8")

    def start(self, **environ: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "daemon.log").open("ab")
        env = {k: v for k, v in os.environ.items() if not k.startswith(("ANTHROPIC", "RESPONDER_"))}
        env |= {"RESPONDER_IMAP_PASSWORD": self.password, **environ}
        command = [sys.executable, "-m", "responder", "run", "--config", str(self.config)]
        self.process = subprocess.Popen(command, env=env, stderr=log, stdout=log, cwd=self.folder)
        log.close()
        return self.process

    def stop(self, *, seconds: float = 15) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
            raise AssertionError(f"the daemon did not stop within {seconds} s\n{self.log()}") from None

    def log(self) -> str:
        return (self.folder / "daemon.log").read_text(encoding="utf-8", errors="replace")[-6000:]


def until(true: Callable[[], Any], *, seconds: float = 30.0, why: Callable[[], str] = lambda: "") -> Any:
    """What `true` gives once it is true. Raises AssertionError with `why` after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not true within {seconds} s\n{why()}")


def inbox(port: int, ca_file: Path, user: str, password: str, folder: str = "INBOX") -> list[bytes]:
    """All mails of a folder, by ascending UID, over TLS."""
    import ssl

    context = ssl.create_default_context(cafile=str(ca_file))
    with imapclient.IMAPClient("localhost", port=port, ssl_context=context) as client:
        client.login(user, password)
        if not client.folder_exists(folder):
            return []
        client.select_folder(folder, readonly=True)
        uids = client.search("ALL")
        fetched = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [fetched[uid][b"BODY[]"] for uid in sorted(fetched)]
