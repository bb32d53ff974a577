"""The daemon of bench_flow: takes mails into the database, says "ready", works them off, says "done".

python -m tests.bench.worker DSN MODEL_URL SMTP_PORT IN_FLIGHT MAILS FOLDER
"""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from responder import librarian, wiring
from responder.adapters.articles import ArticleFolder
from responder.adapters.in_memory_mail import InMemoryMailbox
from responder.adapters.smtp_outbox import SmtpOutbox
from responder.config import Secrets, settings_from
from responder.daemon import Daemon
from responder.demo_world import folder_of
from responder.flow import take_in
from tests.worlds import a_mail

QUESTIONS = (
    "How do I reset my password? The mail does not arrive.",
    "What does the Team plan cost per member, please?",
    "How can I export all my tasks as a CSV file?",
    "How do I invite a colleague to my workspace?",
    "How long do deleted tasks stay in the trash?",
)


def mails(count: int) -> list[bytes]:
    return [
        a_mail(
            f"Hello,\n\n{QUESTIONS[n % len(QUESTIONS)]} My number is {n}.\n\nBest regards\nCustomer {n}\n",
            sender=f"Customer {n} <c{n}@customer{n}.example>",
            subject=f"Question {n}",
            message_id=f"<{n}@customer{n}.example>",
            to="support@planwren.example",
        )
        for n in range(count)
    ]


async def main(dsn: str, model_url: str, smtp_port: int, in_flight: int, count: int, folder: Path) -> None:
    door = {"host": "127.0.0.1", "security": "none", "port": smtp_port}
    settings = settings_from(
        {
            "mailbox": [{"address": "support@planwren.example", "trust_all_senders": True, "imap": door, "smtp": door}],
            "teams": {"support": {"inbox": "team@planwren.example"}},
            "database": {"dsn": dsn},
            "autonomy": {"mode": "auto"},
            "thresholds": {"confidence": 0.0, "intent_confidence": 0.0, "passage_cosine": 0.0},
            "models": {"use": "claude", "base_url": model_url, "calls_in_flight": max(in_flight, 1)},
            "limits": {"answers_1h": 1_000_000},
            "work": {"workers": in_flight},
            "data_dir": str(folder),
        }
    )
    secrets = Secrets.of(wiring.environment(), settings)
    async with wiring.open_world(settings, secrets, with_mail=False) as world:
        mailbox, outbox = InMemoryMailbox("support", now=wiring.now), SmtpOutbox(settings.mailbox[0], "")
        world = replace(world, mailboxes=(mailbox,), outboxes={"support": outbox})
        await librarian.sync(world.knowledge, world.embedder, ArticleFolder(folder_of("kb", "kb")))
        for raw in mails(count):
            mailbox.deliver(raw)
        await take_in(mailbox, world, settings)
        await world.embedder.embed(["warm"])
        daemon = Daemon(world, settings)
        print("ready", flush=True)
        running = asyncio.create_task(daemon.run())
        while True:
            numbers = await world.store.stats(since=datetime(2000, 1, 1, tzinfo=UTC))
            if sum(numbers["outcomes"].values()) >= count:
                break
            await asyncio.sleep(0.1)
        print("done", flush=True)
        print(numbers, file=sys.stderr)
        daemon.stop()
        await running
        await asyncio.sleep(5)  # stays measurable until it is ended


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    dsn, model_url, smtp_port, in_flight, count, folder = sys.argv[1:]
    asyncio.run(main(dsn, model_url, int(smtp_port), int(in_flight), int(count), Path(folder)))
