"""Small builders of nouns for tests: everything has a sensible value, and a test names only what it is about.

`a_message(subject="Export?")`, `a_case(message=…, draft=a_draft("Yes."))`, `a_claim(message)`, `settings()`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from responder.config import Settings, settings_from
from responder.domain import (
    Address,
    Authentication,
    Case,
    Claim,
    Conversation,
    Customer,
    Draft,
    Grounding,
    Message,
    Passage,
    PastTicket,
    Reading,
    Reason,
    Sentence,
    TicketState,
    Turn,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KEY = b"a key for tests, 32 bytes long.."
SUPPORT = "support@planwren.example"
TEAM = "team@planwren.example"


def settings(**sections: Any) -> Settings:
    """Settings of an invented product with one mailbox and two teams; `sections` replace or add top-level tables.

    Single mailbox settings: `settings(mailbox=[a_mailbox(plus_addressing=False)])`."""
    values: dict[str, Any] = {
        "product": {"name": "Planwren", "help_url": "https://help.planwren.example"},
        "mailbox": [a_mailbox()],
        "teams": {
            "support": {"inbox": TEAM, "agents": ["@planwren.example"]},
            "billing": {"inbox": "billing@planwren.example"},
        },
        "intents": {"refund_request": {"team": "billing"}},
    }
    return settings_from({**values, **sections}, origin="tests")


def a_mailbox(**changes: Any) -> dict[str, Any]:
    """One [[mailbox]] table."""
    return {
        "address": SUPPORT,
        "also": ["help@planwren.example"],
        "imap": {"host": "127.0.0.1", "port": 1143, "security": "none"},
        "smtp": {"host": "127.0.0.1", "port": 1025, "security": "none"},
        **changes,
    }


def a_message(text: str = "How do I export my tasks as CSV?", **changes: Any) -> Message:
    """A mail of an authenticated customer who asks one question. `text` is what they wrote now."""
    sender = changes.get("sender", Address(email="anna.meyer@example.com", name="Anna Meyer"))
    message_id = changes.get("message_id", "<question-1@example.com>")
    digest = hashlib.sha256(f"{message_id} {sender} {text}".encode()).hexdigest()
    message = Message(
        raw_sha256=digest,
        fingerprint=digest,
        mailbox="support",
        received_at=NOW - timedelta(minutes=2),
        date=NOW - timedelta(minutes=3),
        sender=sender,
        to=(Address(email=SUPPORT),),
        return_path=sender.email if sender else None,
        subject="Export of tasks",
        message_id=message_id,
        text=text,
        reply_text=text,
        language="en",
        authentication=Authentication(verdict="pass", domain="example.com", method="dkim"),
    )
    return replace(message, **changes)


def raw_of(message: Message) -> bytes:
    """A plain mail that could have been read as `message`: for tests that need bytes beside it."""
    sender = f"{message.sender.name} <{message.sender.email}>" if message.sender else "nobody"
    head = f"From: {sender}\r\nTo: {SUPPORT}\r\nSubject: {message.subject}\r\nMessage-ID: {message.message_id}\r\n"
    mime = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    body = message.text.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"{head}{mime}\r\n{body}\r\n".encode()


def a_claim(message: Message | None = None, **changes: Any) -> Claim:
    claim = Claim(message_id=7, conversation_id=1042, token="t1", attempts=1, message=message or a_message())
    return replace(claim, **changes)


def a_passage(text: str = "Open Project > Export and choose CSV.", *, n: int = 1, **changes: Any) -> Passage:
    passage = Passage(
        id=f"export-tasks#{n}",
        article_id="export-tasks",
        title="Export your tasks",
        heading="Export your tasks > As CSV",
        body=text,
        url="https://help.planwren.example/export-tasks",
        score=0.91,
        cosine=0.74,
        lexical=1.0,
        question="How do I export my tasks as CSV?",
    )
    return replace(passage, **changes)


def a_draft(*sentences: str, **changes: Any) -> Draft:
    """A draft whose sentences all cite the passage export-tasks#1; without arguments, a fitting answer."""
    said = sentences or ("Open Project > Export and choose CSV.",)
    draft = Draft(
        sentences=tuple(Sentence(text=s, passage_ids=("export-tasks#1",)) for s in said), model="a scripted model"
    )
    return replace(draft, **changes)


def a_reading(**changes: Any) -> Reading:
    reading = Reading(
        intent="feature_question",
        confidence=0.9,
        questions=("How do I export my tasks as CSV?",),
        language="en",
        summary="The customer wants to export tasks as CSV. It is a plain question.",
        model="a scripted model",
    )
    return replace(reading, **changes)


def a_case(**changes: Any) -> Case:
    """A case that every rule is content with, in the state just before it is decided."""
    message = changes.get("message", a_message())
    email = message.sender.email if message.sender else ""
    case = Case(
        message=message,
        conversation=Conversation(id=1042, customer=email.lower(), subject=message.subject, opened_at=NOW),
        customer=Customer(email=email.lower(), name=message.sender.name if message.sender else "", contacts_30_days=1),
        questions=("How do I export my tasks as CSV?",),
        reading=a_reading(),
        passages=(a_passage(),),
        draft=a_draft(),
        grounding=Grounding(support=1.0),
        confidence=0.88,
        signals=(("best passage", 0.74), ("margin", 0.2)),
    )
    return case.with_(**changes)


def a_rich_customer(**changes: Any) -> Customer:
    """A known customer with an account and earlier tickets."""
    customer = Customer(
        email="anna.meyer@example.com",
        name="Anna Meyer",
        account=(("plan", "Team"), ("seats", "24"), ("customer since", "2023-04-01")),
        known=True,
        past=(
            PastTicket(
                id=988,
                subject="Calendar does not sync",
                opened_at=NOW - timedelta(days=9),
                state=TicketState.ANSWERED,
                intent="bug_report",
                summary="The calendar feed stopped after a password change.",
            ),
            PastTicket(
                id=901,
                subject="Invoice for October",
                opened_at=NOW - timedelta(days=29),
                state=TicketState.WITH_PERSON,
                intent="billing_query",
            ),
        ),
        contacts_30_days=4,
    )
    return replace(customer, **changes)


def earlier_turns() -> tuple[Turn, ...]:
    """A customer's mail and our answer to it, before the present mail."""
    return (
        Turn(
            at=NOW - timedelta(days=1, hours=2),
            author="customer",
            text="Where is the export?",
            message_id="<question-0@example.com>",
            subject="Export of tasks",
        ),
        Turn(
            at=NOW - timedelta(days=1),
            author="responder",
            text="Open Project > Export.",
            message_id="<responder.earlier@planwren.example>",
            subject="Re: Export of tasks",
        ),
    )


def because(rule: str, text: str = "") -> tuple[Reason, ...]:
    """One reason."""
    return (Reason(rule=rule, text=text or f"Because of {rule.replace('_', ' ')}."),)
