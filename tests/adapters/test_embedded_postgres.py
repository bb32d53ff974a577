"""Our own launcher: what must hold when servers, owners and machines die. Every server here is stopped by its pid."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from responder.adapters.embedded_postgres import EmbeddedPostgres
from responder.adapters.postgres_pool import open_pool
from responder.errors import ConfigError

OWNER = """
import asyncio, sys
from pathlib import Path
from responder.adapters.embedded_postgres import EmbeddedPostgres

async def own():
    async with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
        print(server.dsn, flush=True)
        print(server.pid, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(own())
"""


class Owner:
    """Another process that owns a server until told to end."""

    def __init__(self, folder: Path) -> None:
        self.process = a_process("-c", OWNER, str(folder))
        assert self.process.stdout
        self.dsn = self.process.stdout.readline().strip()
        self.server_pid = int(self.process.stdout.readline())

    def end(self) -> None:
        assert self.process.stdin and self.process.stdout
        if self.process.poll() is None:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        self.process.wait(30)
        self.process.stdin.close()
        self.process.stdout.close()


def answer(dsn: str, statement: str = "SELECT 42") -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row[0] if row else None


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """A process that ended but was not waited for by a sleepy init counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def pristine() -> Iterator[Path]:
    """A cluster that was set up and never used. Copies of it save the seconds that setting up takes."""
    folder = Path(tempfile.mkdtemp(prefix="responder-"))
    folder.chmod(0o711)

    async def set_up() -> None:
        async with EmbeddedPostgres(folder / "pg", durable=False):
            pass

    asyncio.run(set_up())
    yield folder / "pg"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(private_folder: Path, pristine: Path) -> Path:
    """The folder of a cluster that is set up and not running."""
    subprocess.run(["cp", "-a", str(pristine), str(private_folder / "pg")], check=True)
    return private_folder / "pg"


def a_process(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


linux = pytest.mark.skipif(sys.platform != "linux", reason="the parent's death is told by Linux only")


async def test_what_was_written_is_there_after_a_restart(cluster: Path):
    async with EmbeddedPostgres(cluster) as server:
        with psycopg.connect(server.dsn) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    async with EmbeddedPostgres(cluster) as server:
        assert answer(server.dsn, "SELECT n FROM kept") == 7
        assert answer(server.dsn, "SHOW fsync") == "on"
    assert not (cluster / "data" / "postmaster.pid").exists()


async def test_only_we_may_enter_the_sockets_folder(cluster: Path):
    async with EmbeddedPostgres(cluster, durable=False) as server:
        sockets = Path(psycopg.conninfo.conninfo_to_dict(server.dsn)["host"])  # type: ignore[arg-type]
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert answer(server.dsn, "SHOW listen_addresses") == ""


async def test_stopping_twice_is_stopping_once(cluster: Path):
    server = EmbeddedPostgres(cluster, durable=False)
    await server.start()
    await server.stop()
    await server.stop()
    assert server.pid == 0


async def test_a_killed_server_starts_again(cluster: Path):
    first = EmbeddedPostgres(cluster)
    await first.start()
    with psycopg.connect(first.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(first.pid, signal.SIGKILL)
    await first.stop()
    async with EmbeddedPostgres(cluster, durable=False) as second:
        assert answer(second.dsn, "SELECT n FROM kept") == 7


@linux
async def test_a_killed_owner_leaves_no_server_behind(cluster: Path):
    owner = Owner(cluster)
    assert answer(owner.dsn) == 42
    owner.process.kill()
    owner.end()
    await asyncio.to_thread(until, lambda: not is_running(owner.server_pid))
    async with EmbeddedPostgres(cluster, durable=False) as server:
        assert answer(server.dsn) == 42


@linux
async def test_a_server_that_outlived_its_owner_is_seen_off(cluster: Path):
    """As on systems that do not tell the parent's death: the server is started from a thread, and keeps running."""
    code = OWNER.replace(
        "asyncio.run(own())",
        "import threading; t = threading.Thread(target=lambda: asyncio.run(own())); t.start(); t.join()",
    )
    process = a_process("-c", code, str(cluster))
    assert process.stdin and process.stdout
    process.stdout.readline()
    orphan = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    assert is_running(orphan)
    async with EmbeddedPostgres(cluster, durable=False) as server:
        assert server.pid not in (0, orphan)
        assert not is_running(orphan)
        assert answer(server.dsn) == 42


@pytest.mark.parametrize("content", ["", "\n", "garbage\n", "99999999\n", "-1\n"])
async def test_a_stale_pid_file_is_no_obstacle(cluster: Path, content: str):
    (cluster / "data" / "postmaster.pid").write_text(content)
    async with EmbeddedPostgres(cluster, durable=False) as server:
        assert answer(server.dsn) == 42


async def test_a_reused_pid_is_neither_believed_nor_killed(cluster: Path):
    """Containers give out the same few pids after each restart."""
    async with EmbeddedPostgres(cluster, durable=False) as server:
        file = cluster / "data" / "postmaster.pid"
        lines = file.read_text().splitlines()
    bystander = a_process("-c", "input()")
    try:
        file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        async with EmbeddedPostgres(cluster, durable=False) as server:
            assert answer(server.dsn) == 42
        assert bystander.poll() is None
    finally:
        bystander.communicate("\n")


async def test_a_set_up_that_was_interrupted_is_begun_anew(private_folder: Path):
    half = private_folder / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    async with EmbeddedPostgres(private_folder / "pg", durable=False) as server:
        assert answer(server.dsn) == 42


async def test_two_at_once_share_one_server(private_folder: Path):
    one, two = (EmbeddedPostgres(private_folder / "pg", durable=False) for _ in "12")
    await asyncio.gather(one.start(), two.start())
    try:
        assert sorted([bool(one.pid), bool(two.pid)]) == [False, True]
        assert answer(one.dsn) == answer(two.dsn) == 42
    finally:
        await asyncio.gather(one.stop(), two.stop())


async def test_who_shares_a_server_starts_it_again_when_its_owner_ends(cluster: Path):
    owner = await asyncio.to_thread(Owner, cluster)
    async with EmbeddedPostgres(cluster, durable=False) as guest:
        assert guest.pid == 0
        async with open_pool(guest.dsn, connections=3) as pool:
            await asyncio.to_thread(owner.end)
            row = await pool.run(_one)
            assert row == {"one": 1}
        await asyncio.to_thread(until, lambda: guest.pid != 0)
    assert not (cluster / "data" / "postmaster.pid").exists()


async def _one(connection, again):  # type: ignore[no-untyped-def]
    return await (await connection.execute("SELECT 1 AS one")).fetchone()


async def test_a_pool_outlives_a_restart_of_the_server(cluster: Path):
    first = EmbeddedPostgres(cluster, durable=False)
    await first.start()
    async with open_pool(first.dsn, connections=4) as pool:
        await asyncio.gather(*(pool.run(_one) for _ in range(8)))
        await first.stop()
        async with EmbeddedPostgres(cluster, durable=False):
            assert await asyncio.gather(*(pool.run(_one) for _ in range(8))) == [{"one": 1}] * 8


async def test_a_long_path_gets_a_socket_elsewhere(private_folder: Path):
    deep = private_folder / ("x" * 60) / ("y" * 60)
    async with EmbeddedPostgres(deep, durable=False) as server:
        assert answer(server.dsn) == 42
    sockets = Path(psycopg.conninfo.conninfo_to_dict(server.dsn)["host"])  # type: ignore[arg-type]
    assert not sockets.is_relative_to(private_folder)
    sockets.rmdir()


async def test_a_cluster_that_cannot_start_says_where_to_look(cluster: Path):
    with (cluster / "data" / "postgresql.conf").open("a") as settings:
        settings.write("\nno_such_setting = 1\n")
    with pytest.raises(ConfigError, match=r"no_such_setting(.|\n)*postgres\.log"):
        await EmbeddedPostgres(cluster, durable=False).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL runs as ourselves when we are not root")
async def test_root_opens_no_folder_for_others(private_folder: Path):
    """The cluster moves where its user can reach it, is found again, and goes when the folder was removed."""
    closed = private_folder / "closed"
    closed.mkdir(mode=0o700)
    homes = []
    for _ in range(2):
        async with EmbeddedPostgres(closed / "data" / "pg", durable=False) as server:
            assert answer(server.dsn) == 42
            homes.append(Path((closed / "data" / "pg" / "lies-elsewhere.txt").read_text().strip()))
    assert homes[0] == homes[1]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert (closed / "data").stat().st_uid == 0
    (closed / "data" / "pg" / "lies-elsewhere.txt").unlink()
    async with EmbeddedPostgres(closed / "data" / "pg", durable=False):
        new = Path((closed / "data" / "pg" / "lies-elsewhere.txt").read_text().strip())
    assert not homes[0].exists()
    shutil.rmtree(closed)
    async with EmbeddedPostgres(private_folder / "other" / "pg", durable=False):
        assert new.exists()
    (private_folder / "other").chmod(0o700)
    async with EmbeddedPostgres(private_folder / "other" / "new", durable=False):
        assert not new.exists()
        last = Path((private_folder / "other" / "new" / "lies-elsewhere.txt").read_text().strip())
    shutil.rmtree(last)
