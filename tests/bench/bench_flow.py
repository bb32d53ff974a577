"""The whole flow against a model that takes 300 ms to read and 900 ms to draft: `make bench`.

The daemon runs as a process of its own over real PostgreSQL; mails lie in the database when it starts to work, and
the answers go to an SMTP sink, so that what is measured is the flow and not the mail server.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.bench.figures import own_cpu_seconds, resident_mb, tell

ROUNDS = 3
READ, DRAFT = 0.3, 0.9


@pytest.mark.parametrize(("in_flight", "mails"), [(1, 8), (50, 600)])
async def test_mails_per_second_through_the_whole_flow(
    in_flight: int, mails: int, tmp_path: Path, new_database: Any
) -> None:
    rates, cpu, memory = [], [], []
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        rate, ms, mb = await _one_round(in_flight, mails, folder, new_database())
        rates.append(rate)
        cpu.append(ms)
        memory.append(mb)
    bound = in_flight / (READ + DRAFT)
    tell(f"mails/s, {in_flight} in flight (the model allows {bound:.1f})", rates, "mails/s")
    tell(f"own CPU, {in_flight} in flight", cpu, "ms a mail")
    tell(f"memory beside PostgreSQL, {in_flight} in flight", memory, "MB")


async def _one_round(in_flight: int, mails: int, folder: Path, dsn: str) -> tuple[float, float, float]:
    servers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.servers", str(READ), str(DRAFT), stdout=asyncio.subprocess.PIPE
    )
    assert servers.stdout
    model_url, smtp_port = (await servers.stdout.readline()).decode().split()
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.worker", dsn, model_url, smtp_port, str(in_flight), str(mails)),
        str(folder),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "ANTHROPIC_API_KEY": "test-key"},
    )
    assert worker.stdout and worker.stdin is None
    try:
        assert (await worker.stdout.readline()).strip() == b"ready"
        process = psutil.Process(worker.pid)
        cpu, started = own_cpu_seconds(process), time.perf_counter()
        assert (await worker.stdout.readline()).strip() == b"done"
        seconds, used = time.perf_counter() - started, own_cpu_seconds(process) - cpu
        return mails / seconds, used / mails * 1000, resident_mb(process)
    finally:
        for child in (worker, servers):
            child.terminate()
            await child.wait()
