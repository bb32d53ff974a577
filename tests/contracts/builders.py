"""Nouns for the contracts of the store, with only what a test is about spelled out."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from responder.domain import (
    Address,
    Arrival,
    Case,
    Claim,
    Conversation,
    Draft,
    Handoff,
    Message,
    OutgoingMail,
    Passage,
    Quarantine,
    Reading,
    Reason,
    Relay,
    Reply,
    Review,
    Sentence,
    Silence,
    Verdict,
)
from responder.ports import Store

ANNA = "anna@customer.example"
_numbers = itertools.count(1)


def a_message(text: str = "How do I reset my password?", *, sender: str | None = ANNA, **changes: Any) -> Message:
    number = next(_numbers)
    raw = f"{number} {text}".encode("utf-8", "surrogateescape")
    values: dict[str, Any] = {
        "raw_sha256": hashlib.sha256(raw).hexdigest(),
        "fingerprint": f"fingerprint-{number}",
        "mailbox": "support",
        "received_at": datetime(2026, 3, 2, 8, 55, tzinfo=UTC),
        "sender": Address(email=sender, name="Anna Meyer") if sender else None,
        "subject": f"Subject {number}",
        "message_id": f"<{number}@customer.example>",
        "text": text,
        "reply_text": text,
    }
    return Message(**{**values, **changes})


def an_arrival(message: Message, uid: int = 0, **tickets: int) -> Arrival:
    return Arrival(uid=uid or next(_numbers), raw=b"raw " + message.raw_sha256.encode(), message=message, **tickets)


async def keep(store: Store, *messages: Message, **tickets: int) -> int:
    arrivals = [an_arrival(m, **tickets) for m in messages]
    return await store.keep("support", 1, arrivals, last_uid=max(a.uid for a in arrivals))


async def taken(store: Store) -> Claim:
    claim = await store.claim(lease_seconds=60)
    assert claim is not None
    return claim


def because(rule: str = "a_rule") -> tuple[Reason, ...]:
    return (Reason(rule=rule, text=f"Because of {rule}."),)


def a_case(message: Message, **changes: Any) -> Case:
    return Case(message=message, **changes)


def a_draft(text: str = "Choose “Forgot your password?”.") -> Draft:
    return Draft(sentences=(Sentence(text=text, passage_ids=("reset#1",)),), model="a model")


def a_full_case(message: Message) -> Case:
    return Case(
        message=message,
        conversation=Conversation(id=3, customer=ANNA),
        questions=("How?",),
        reading=Reading(intent="password_reset", confidence=0.9, summary="Forgot the password. Asks how."),
        passages=(Passage(id="reset#1", article_id="reset", title="Reset", heading="Reset", body="Choose …"),),
        draft=a_draft(),
        confidence=0.8,
        signals=(("cosine", 0.7),),
        verdicts=(Verdict(table="before sending", rule="a_rule", reason="Because."),),
    )


def a_reply(message: Message, text: str = "Choose “Forgot your password?”.") -> Reply:
    return Reply(case=a_full_case(message), draft=a_draft(text))


def a_review(message: Message, text: str = "A draft.") -> Review:
    return Review(case=a_full_case(message), draft=a_draft(text), reasons=because("autonomy_is_review"))


def a_handoff(message: Message, rule: str = "customer_asks_for_a_person") -> Handoff:
    return Handoff(case=a_case(message), reasons=because(rule))


def a_silence(message: Message, rule: str = "robot") -> Silence:
    return Silence(case=a_case(message), reasons=because(rule))


def a_quarantine(message: Message) -> Quarantine:
    return Quarantine(case=a_case(message), reasons=because("mail_cannot_be_read"))


def a_relay(message: Message, text: str = "Words of an agent.") -> Relay:
    return Relay(case=a_case(message), text=text, agent="dana@acme.example")


def an_outgoing(kind: Any = "reply", recipient: str = ANNA, message_id: str = "") -> OutgoingMail:
    number = next(_numbers)
    return OutgoingMail(
        kind=kind,
        recipient=recipient,
        envelope_from="support@acme.example",
        message_id=message_id or f"<responder.{number}@acme.example>",
        raw=b"Subject: Re\r\n\r\n\xff\x00binary",
        mailbox="support",
        subject="Re: something",
    )


async def answered(store: Store, message: Message, *, recipient: str = ANNA) -> tuple[Claim, OutgoingMail]:
    """Take a message in, claim it and conclude it with a reply."""
    await keep(store, message)
    claim = await taken(store)
    mail = an_outgoing(recipient=recipient)
    await store.conclude(claim, a_reply(message), [mail])
    return claim, mail


async def tickets_of(store: Store) -> Sequence[dict[str, Any]]:
    return sorted(await store.tickets(limit=1000), key=lambda ticket: ticket["id"])
