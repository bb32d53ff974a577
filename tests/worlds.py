"""A whole world in memory, in which stories are told: the real flow and steps, and nothing outside the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from typing import Any

from responder import flow
from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.in_memory import InMemoryCustomers, InMemoryKnowledge, InMemoryStore
from responder.adapters.in_memory_library import InMemoryLibrary
from responder.adapters.in_memory_mail import InMemoryMailbox, InMemoryOutbox
from responder.adapters.mail_reader import DirectMailReader, ReaderOptions
from responder.config import Settings, settings_from
from responder.domain import Article, Case, Draft, Reading, Sentence
from responder.ports import World
from responder.steps import chunk

SUPPORT = "support@acme.example"
TEAM = "team@acme.example"
AGENT = "dana@acme.example"

BASE: dict[str, Any] = {
    "product": {"name": "Acme"},
    "mailbox": [
        {
            "name": "support",
            "address": SUPPORT,
            "imap": {"host": "127.0.0.1", "security": "none"},
            "smtp": {"host": "127.0.0.1", "security": "none"},
            "trust_all_senders": True,
        }
    ],
    "teams": {"support": {"inbox": TEAM, "agents": [AGENT]}},
    "autonomy": {"mode": "auto"},
    "thresholds": {"passage_cosine": 0.2, "confidence": 0.5},
    "models": {"patience_minutes": 5},
}

PASSWORD_ARTICLE = Article(
    id="reset-your-password",
    title="Reset your password",
    body=(
        "To reset your password, choose “Forgot your password?” on the sign-in page. We mail you a link that is valid "
        "for 60 minutes.\n"
    ),
    url="https://help.acme.example/reset-your-password",
    sha256="1",
)


def the_settings(**sections: dict[str, Any]) -> Settings:
    """BASE with some sections changed, key by key."""
    merged = {**BASE, **{k: {**BASE.get(k, {}), **v} if isinstance(v, dict) else v for k, v in sections.items()}}
    return settings_from(merged)


@dataclass
class ScriptedModel:
    """Says what the story needs. `reading` and `draft` may be an error, which is raised, or a list, told in turn."""

    reading: Any = None
    drafted: Any = None
    calls: list[str] = field(default_factory=list)
    seen: list[Case] = field(default_factory=list)
    name: str = "scripted model"

    async def read(self, case: Case) -> Reading:
        return self._say("read", case, self.reading or a_reading())  # type: ignore[no-any-return]

    async def draft(self, case: Case) -> Draft:
        return self._say("draft", case, self.drafted or a_quote_of(case))  # type: ignore[no-any-return]

    def _say(self, task: str, case: Case, script: Any) -> Any:
        self.calls.append(task)
        self.seen.append(case)
        answer = script.pop(0) if isinstance(script, list) else script
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def check(self) -> str:
        return "scripted"

    async def close(self) -> None:
        return None


def a_reading(**changes: Any) -> Reading:
    values: dict[str, Any] = {
        "intent": "password_reset",
        "confidence": 0.95,
        "language": "en",
        "questions": ("How do I reset my password?",),
        "summary": "The customer forgot the password. They ask how to reset it.",
        "model": "scripted model",
    }
    return Reading(**{**values, **changes})


def a_quote_of(case: Case) -> Draft:
    """A draft that quotes the first passage word by word."""
    if not case.passages:
        return Draft(sentences=(), unanswered=case.questions, model="scripted model")
    first = case.passages[0]
    return Draft(sentences=(Sentence(text=first.body.strip(), passage_ids=(first.id,)),), model="scripted model")


def a_mail(
    text: str = "Hello,\n\nhow do I reset my password?\n\nAnna\n",
    *,
    sender: str = "Anna Meyer <anna@customer.example>",
    subject: str = "Password",
    to: str = SUPPORT,
    message_id: str = "<1@customer.example>",
    **headers: str,
) -> bytes:
    """A customer's mail as bytes; header names are written with _ for -."""
    mail = EmailMessage(policy=mail_policy.clone(linesep="\r\n"))
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, message_id
    mail["Date"] = "Fri, 20 Nov 2026 09:00:00 +0100"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


@dataclass
class Stage:
    """The world with its hands on the clock and the mail."""

    settings: Settings
    mailbox: InMemoryMailbox
    outbox: InMemoryOutbox
    store: InMemoryStore
    model: ScriptedModel
    offline: ScriptedModel
    clock: list[datetime]
    world: World

    def later(self, **time: float) -> None:
        self.clock[0] += timedelta(**time)

    async def take_in(self, *raws: bytes) -> int:
        for raw in raws:
            self.mailbox.deliver(raw)
        return await flow.take_in(self.mailbox, self.world, self.settings)

    async def handle(self, *raws: bytes) -> None:
        """Deliver, and turn every loop until nothing is due."""
        await self.take_in(*raws)
        while await flow.answer_next(self.world, self.settings):
            pass
        await self.send_all()

    async def send_all(self) -> None:
        while await flow.send_next(self.world, self.settings):
            pass
        await flow.file_away(self.world, self.settings)

    @property
    def sent(self) -> list[Any]:
        """What left, parsed, in order."""
        return [message_from_bytes(mail.raw, policy=mail_policy) for mail in self.outbox.sent]

    def sent_to(self, address: str) -> list[Any]:
        return [
            message_from_bytes(mail.raw, policy=mail_policy) for mail in self.outbox.sent if mail.recipient == address
        ]

    async def messages(self) -> list[dict[str, Any]]:
        """Every stored message, oldest first, as `responder tickets show --json` tells it."""
        rows: list[dict[str, Any]] = []
        for summary in await self.store.tickets(limit=1000):
            ticket = await self.store.ticket(summary["id"])
            rows += ticket["messages"] if ticket else []
        return sorted(rows, key=lambda row: row["id"])


async def a_stage(settings: Settings | None = None, *, articles: tuple[Article, ...] = (PASSWORD_ARTICLE,)) -> Stage:
    settings = settings or the_settings()
    clock = [datetime(2026, 11, 20, 9, 0, tzinfo=UTC)]

    def now() -> datetime:
        return clock[0]

    mailbox, outbox = InMemoryMailbox("support", now=now), InMemoryOutbox()
    store, knowledge, embedder = InMemoryStore(now=now), InMemoryKnowledge(), HashingEmbedder()
    for article in articles:
        chunks = chunk.passages_of(article)
        await knowledge.put("kb", article, chunks, await embedder.embed([c.text for c in chunks]))
    model, offline = ScriptedModel(), ScriptedModel(name="offline model")
    world = World(
        mailboxes=(mailbox,),
        outboxes={"support": outbox},
        store=store,
        knowledge=knowledge,
        embedder=embedder,
        language_model=model,
        offline_model=offline,
        customers=InMemoryCustomers({"anna@customer.example": ("Anna Meyer", (("plan", "Team"),))}),
        reader=DirectMailReader(
            {"support": ReaderOptions(languages=("en",), trust_all=settings.mailbox[0].trust_all_senders)}
        ),
        key=b"k" * 32,
        now=now,
        library=InMemoryLibrary(store, knowledge),
    )
    return Stage(settings, mailbox, outbox, store, model, offline, clock, world)
