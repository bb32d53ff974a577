"""`responder demo`: an invented company's support mailbox on this machine, answered by the same daemon as `run`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

from responder import demo_world, librarian, wiring
from responder.adapters.articles import ArticleFolder
from responder.adapters.embedded_mail import EmbeddedMail
from responder.config import Settings
from responder.daemon import Daemon
from responder.demo_world import DemoMail
from responder.errors import ConfigError
from responder.ports import World

HELP = "Watch an invented company's mailbox being answered, with everything embedded. --serve: write to it yourself."
CUSTOMER = "you@customer.example"
"""whose inbox gets what is sent to any customer"""
PATIENCE = 90.0
"""seconds for all mails; far more than a healthy run takes"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--serve", action="store_true", help="stay up, so that you can write to it with any mail client"
    )
    parser.add_argument(
        "--mode",
        choices=("review", "auto", "earned"),
        default="auto",
        help="with --serve: autonomy.mode, to see what agents get in each (default auto)",
    )
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="where mails and data go (default demo-out)")
    parser.add_argument("--imap-port", type=int, default=0, help="default: a free one; with --serve 1143")
    parser.add_argument("--smtp-port", type=int, default=0, help="default: a free one; with --serve 1025")


def run(args: argparse.Namespace) -> int:
    if not args.verbose:
        logging.getLogger().setLevel(logging.ERROR)
    return asyncio.run(_demo(args))


async def _demo(args: argparse.Namespace) -> int:
    started = time.perf_counter()
    out: Path = args.out.resolve()
    data, mail_folder = out / "data", out / "sent"
    if strange := next((file for file in mail_folder.glob("*") if file.suffix != ".eml"), None):
        raise ConfigError(f"{strange} is not from a demo, and {mail_folder} would be emptied; name another --out.")
    for stale in (data / "postgres", mail_folder):
        shutil.rmtree(stale, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        _say("mail world on loopback …")
        users = dict.fromkeys((demo_world.SUPPORT, demo_world.AGENT, CUSTOMER), demo_world.PASSWORD)
        users |= dict.fromkeys(demo_world.INBOXES, demo_world.PASSWORD)
        ports = (args.imap_port or (1143 if args.serve else 0), args.smtp_port or (1025 if args.serve else 0))
        mail = await stack.enter_async_context(
            EmbeddedMail(mail_folder, users=users, catch_all=CUSTOMER, imap_port=ports[0], smtp_port=ports[1])
        )
        settings = demo_world.settings(data, imap_port=mail.imap_port, smtp_port=mail.smtp_port)
        if args.serve:
            autonomy = settings.autonomy.model_copy(update={"mode": args.mode})
            settings = settings.model_copy(update={"autonomy": autonomy})
        (out / "demo.toml").write_text(demo_world.settings_file(settings), encoding="utf-8")
        secrets = demo_world.secrets(wiring.environment().get("ANTHROPIC_API_KEY", ""))
        _say("PostgreSQL and the sentence model …")
        world = await stack.enter_async_context(wiring.open_world(settings, secrets))
        _say("knowledge base …")
        report = await librarian.sync(
            world.knowledge, world.embedder, ArticleFolder(settings.path(settings.knowledge.sources[0]))
        )
        _say(f"knowledge base: {report.in_words()}")
        _say(f"language model: {world.language_model.name}")
        daemon = Daemon(world, settings)
        running = asyncio.create_task(daemon.run())
        try:
            if args.serve:
                return await _serve(mail, settings, out)
            stage = Stage(world=world, mail=mail, cast=demo_world.mails())
            await stage.play()
            return stage.tell(out, started)
        finally:
            daemon.stop()
            await running


def _say(text: str) -> None:
    print(f"· {text}", flush=True)


async def _serve(mail: EmbeddedMail, settings: Settings, out: Path) -> int:
    print(
        f"""
The support mailbox of Planwren is being answered. Write to {demo_world.SUPPORT} with any mail client:

  IMAP   127.0.0.1:{mail.imap_port}   no encryption   user {CUSTOMER}   password {demo_world.PASSWORD}
  SMTP   127.0.0.1:{mail.smtp_port}   no encryption   no login

Agents' inboxes, same server and password: {", ".join(settings.inbox_of(team) for team in settings.teams)}; answer a
handoff as {demo_world.AGENT}. Every mail that is sent lies in {out / "sent"}.

Meanwhile, in another terminal: responder tickets -c {out / "demo.toml"}
(stats, calibrate, decide, tune and kb take the same file). Stop with Ctrl-C.""",
        flush=True,
    )
    import signal

    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    return 0


@dataclass
class Stage:
    """Delivers the mails, follow-ups only once what they answer has arrived, and watches what comes of each."""

    world: World
    mail: EmbeddedMail
    cast: list[DemoMail]
    delivered: dict[str, float] = field(default_factory=dict)
    ended: dict[str, dict[str, Any]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    async def play(self) -> None:
        until = time.monotonic() + PATIENCE
        while len(self.ended) < len(self.cast) and time.monotonic() < until:
            for mail in self.cast:
                if mail.name not in self.delivered and (raw := self._ready(mail)):
                    await self._deliver(raw)
                    self.delivered[mail.name] = time.monotonic()
            await asyncio.sleep(0.1)
            await self._look()

    def _ready(self, mail: DemoMail) -> bytes | None:
        """The bytes to deliver, with the ids and addresses that only exist now, or None while they do not."""
        if mail.after is None:
            return mail.raw
        if mail.after not in self.ended:
            return None
        number = mail.after[:2]
        sent = [m for m in self.ended[mail.after]["mails"] if m["state"] == "sent"]
        if self.ended[mail.after]["outcome"] != "silent" and not sent:
            return None
        if not sent:
            return mail.raw
        answer = next(s.raw for s in self.mail.sent() if sent[0]["message_id"].encode() in s.raw)
        parsed = message_from_bytes(answer, policy=mail_policy)
        return (
            mail.raw.replace(f"<reply-to.{number}@demo>".encode(), str(parsed["Message-ID"]).encode())
            .replace(f"<handoff.{number}@demo>".encode(), str(parsed["Message-ID"]).encode())
            .replace(f"<agent-address.{number}@demo>".encode(), str(parsed["Reply-To"]).encode())
        )

    async def _deliver(self, raw: bytes) -> None:
        parsed = message_from_bytes(raw, policy=mail_policy)
        # the mail server stamps the envelope sender; a bounce has none
        envelope_from = "" if "Return-Path" in parsed else parsed["From"].addresses[0].addr_spec
        await self.mail.deliver(raw, to=parsed["To"].addresses[0].addr_spec, envelope_from=envelope_from)

    async def _look(self) -> None:
        for summary in await self.world.store.tickets(limit=200):
            ticket = await self.world.store.ticket(summary["id"])
            for message in ticket["messages"] if ticket else ():
                mail = self._which(message)
                if mail is None or not message["outcome"]:
                    continue
                mails = [m for m in ticket["mails"] if m.get("inbound") == message["id"]] if ticket else []
                if mail.name not in self.ended:
                    self.seconds[mail.name] = time.monotonic() - self.delivered[mail.name]
                    print(f"  {mail.name:<36} {message['outcome']:<14} {message['rule']}", flush=True)
                self.ended[mail.name] = {**message, "mails": mails, "ticket": summary["id"]}

    def _which(self, message: dict[str, Any]) -> DemoMail | None:
        """The mail of the cast by Message-ID; of two deliveries of one mail the second is the duplicate."""
        same = [m for m in self.cast if f"Message-ID: {message['message_id']}".encode() in m.raw]
        if len(same) > 1:
            return same[1] if message["rule"] == "duplicate_delivery" else same[0]
        return same[0] if same else None

    def tell(self, out: Path, started: float) -> int:
        """The table, one reply and one handoff in full, and where everything lies. Exit status."""
        wrong = 0
        print(f"\n{'mail':<36} {'outcome':<14} {'rule that decided':<34} seconds")
        for mail in self.cast:
            end = self.ended.get(mail.name, {"outcome": "unfinished", "rule": ""})
            right = end["outcome"] == mail.outcome and (not mail.rules or end["rule"] in mail.rules)
            wrong += not right
            told = "" if right else f"   ✗ expected {mail.outcome} by {' or '.join(mail.rules) or 'any rule'}"
            print(f"{mail.name:<36} {end['outcome']:<14} {end['rule']:<34} {self.seconds.get(mail.name, 0):5.1f}{told}")
        for title, name in (("A reply", "02-price-question.eml"), ("A handoff", "09-two-questions.eml")):
            print(f"\n{'─' * 30} {title} {'─' * (60 - len(title))}\n{self._text_of(name)}")
        print(f"{'─' * 92}\nAll sent mails: {out / 'sent'}/*.eml")
        print(f"Why each went where it did: responder tickets -c {out / 'demo.toml'}, then: tickets show NUMBER -c …")
        print(f"{len(self.cast) - wrong} of {len(self.cast)} as expected, {time.perf_counter() - started:.1f} s.")
        print("Write to it yourself: responder demo --serve, or make serve")
        return 1 if wrong else 0

    def _text_of(self, name: str) -> str:
        sent = [m["message_id"].encode() for m in self.ended.get(name, {}).get("mails", ())]
        raw = next((s.raw for s in self.mail.sent() if sent and sent[0] in s.raw), None)
        if raw is None:
            return "(not sent)\n"
        mail = message_from_bytes(raw, policy=mail_policy)
        body = mail.get_body(("plain",))
        head = "\n".join(f"{h}: {mail[h]}" for h in ("From", "To", "Reply-To", "Subject") if mail[h])
        return f"{head}\n\n{body.get_content() if body else ''}"
