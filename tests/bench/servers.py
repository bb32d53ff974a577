"""The world of bench_flow in a process of its own: a Messages API with fixed latencies and an SMTP sink.

python -m tests.bench.servers READ_SECONDS DRAFT_SECONDS; prints "MODEL_URL SMTP_PORT".
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

from tests.fixtures.model_server import ModelServer


class Sink:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


async def main(read: float, draft: float) -> None:
    smtp = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink()), "127.0.0.1", 0)
    with ModelServer(read_seconds=read, draft_seconds=draft) as model:
        print(model.url, smtp.sockets[0].getsockname()[1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), float(sys.argv[2])))
