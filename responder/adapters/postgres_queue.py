"""The queue and the decisions, on PostgreSQL. A worker holds a conversation, never a message: that keeps the order."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from psycopg import errors

from responder.adapters import stored_values
from responder.adapters.postgres_part import NOW, PostgresPart, as_jsonb
from responder.adapters.postgres_pool import Connection
from responder.domain import Claim, Decision, Message, Outcome, OutgoingMail, TicketState
from responder.errors import GiveUp, LeaseLost
from responder.steps import ledger

# For this transaction only. What a crash of the server could lose by it is a lease that nobody then holds.
_WITHOUT_SYNC = "set_config('synchronous_commit', 'off', true)"

log = logging.getLogger("responder")

# Only columns of the conversation itself decide, so that they are looked at again under its lock.
_LEASE = f"""
UPDATE conversation SET lease_until = {NOW} + make_interval(secs => %(lease)s), lease_token = %(token)s
WHERE id = (
    SELECT id FROM conversation
    WHERE pending > 0 AND next_at <= {NOW} AND (lease_until IS NULL OR lease_until <= {NOW})
    ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, {_WITHOUT_SYNC}
"""

# A statement of its own, after the lock: inside the one above it would see the messages as they were before, and hand
# out one that was concluded meanwhile.
_OLDEST = f"""
UPDATE message SET attempts = attempts + 1, first_claimed_at = coalesce(first_claimed_at, {NOW})
WHERE id = (SELECT id FROM message WHERE conversation_id = %(conversation)s AND done_at IS NULL ORDER BY id LIMIT 1)
RETURNING id, attempts, first_claimed_at, agent_ticket, parsed::text, mailbox, received_at
"""

_CONCLUDE = f"""
WITH held AS (
    UPDATE conversation SET
        pending = pending - 1, lease_until = NULL, lease_token = NULL, next_at = {NOW},
        state = CASE WHEN (%(silent)s AND state <> 'new') OR (%(note)s AND state = ANY(%(left_by_a_note)s))
            THEN state ELSE %(state)s END,
        person_acted_at = CASE WHEN %(person_acted)s THEN {NOW} ELSE person_acted_at END
    WHERE id = %(conversation)s AND lease_token = %(token)s
    RETURNING id, customer, pending
), done AS (
    UPDATE message SET done_at = {NOW}, outcome = %(outcome)s, rule = %(rule)s, reason = %(reason)s, trouble = ''
    FROM held WHERE message.id = %(message)s AND done_at IS NULL AND conversation_id = held.id
    RETURNING message.id, alike_hash, origin
), decided AS (
    INSERT INTO decision (message_id, conversation_id, kind, tier, reasons, text, draft, intent, summary, costs, "case",
                          lease_token, decided_at)
    SELECT done.id, held.id, %(kind)s, %(tier)s, %(reasons)s, %(text)s, %(draft)s, %(intent)s, %(summary)s, %(costs)s,
           %(case)s, %(token)s, {NOW}
    FROM done, held
), queued AS (
    INSERT INTO outbox (conversation_id, inbound_id, kind, mailbox, recipient, envelope_from, subject, message_id, raw,
                        queued_at, due_at, alike_hash, origin)
    SELECT held.id, done.id, kind, mailbox, recipient, envelope_from, subject, message_id, raw, {NOW},
           coalesce(not_before, {NOW}), done.alike_hash, done.origin
    FROM done, held, unnest(%(kinds)s::text[], %(mailboxes)s::text[], %(recipients)s::text[], %(envelopes)s::text[],
                            %(subjects)s::text[], %(ids)s::text[], %(raws)s::bytea[],
                            %(not_before)s::timestamptz[])
        AS mail (kind, mailbox, recipient, envelope_from, subject, message_id, raw, not_before)
    RETURNING message_id, conversation_id, recipient
), known AS (
    INSERT INTO known_message_id (message_id, conversation_id, sent_to)
    SELECT message_id, conversation_id, lower(recipient) FROM queued ON CONFLICT DO NOTHING
), seen AS (
    INSERT INTO seen_by_person (kind, value, at)
    SELECT DISTINCT trait.kind, trait.value, {NOW}
    FROM held JOIN message ON message.conversation_id = held.id,
         LATERAL (VALUES ('alike', alike_hash), ('origin', origin)) AS trait (kind, value)
    WHERE %(person_acted)s AND trait.value <> '' ORDER BY 1, 2  -- ordered, so that two at once cannot lock each other out
    ON CONFLICT (kind, value) DO UPDATE SET at = greatest(seen_by_person.at, excluded.at)
)
SELECT (SELECT count(*) FROM held) AS held, (SELECT count(*) FROM done) AS done, (SELECT pending FROM held) AS pending
"""


def _loaded(row: dict[str, Any]) -> Message:
    """The stored message. One that does not load, written by another version or spoiled, becomes an unreadable mail,
    which a person gets raw: raising here would bring the same row up again for ever."""
    try:
        return stored_values.load_message(row["parsed"])
    except ValueError as error:
        log.exception("message %s: what is stored of it does not load", row["id"])
        why = f"unreadable: what was stored of it does not load ({type(error).__name__})"
        return Message(
            raw_sha256="", fingerprint="", mailbox=row["mailbox"], received_at=row["received_at"], defects=(why,)
        )


class Queue(PostgresPart):
    async def claim(self, *, lease_seconds: float) -> Claim | None:
        self._bell.looks_for("answer")
        token = uuid4()

        async def take(connection: Connection, again: bool) -> Claim | None:
            values = {"now": self._now(), "lease": lease_seconds, "token": token}
            row = await (await connection.execute(_LEASE, values)).fetchone()
            if row is None:
                return None
            message = await (await connection.execute(_OLDEST, {**values, "conversation": row["id"]})).fetchone()
            if message is None:
                raise GiveUp(f"Conversation {row['id']} counts waiting mails, but has none.")
            return Claim(
                message_id=message["id"],
                conversation_id=row["id"],
                token=str(token),
                attempts=message["attempts"],
                message=_loaded(message),
                agent_ticket=message["agent_ticket"],
                first_claimed_at=message["first_claimed_at"],
            )

        return await self._pool.run(take)

    async def extend(self, claim: Claim, *, lease_seconds: float) -> None:
        await self._while_held(
            claim,
            f"UPDATE conversation SET lease_until = {NOW} + make_interval(secs => %(lease)s)"
            f" WHERE id = %(conversation)s AND lease_token = %(token)s RETURNING {_WITHOUT_SYNC}",
            {"lease": lease_seconds},
        )

    async def put_back(self, claim: Claim, *, after_seconds: float, why: str, count: bool) -> None:
        await self._while_held(
            claim,
            f"""
            WITH held AS (
                UPDATE conversation SET lease_until = NULL, lease_token = NULL,
                                        next_at = {NOW} + make_interval(secs => %(after)s)
                WHERE id = %(conversation)s AND lease_token = %(token)s RETURNING id
            )
            UPDATE message SET trouble = %(why)s, attempts = attempts - %(uncount)s FROM held WHERE message.id = %(message)s
            """,
            {"after": after_seconds, "why": stored_values.clean(why), "uncount": 0 if count else 1},
        )
        if after_seconds <= 0:
            self._tell("answer")

    async def _while_held(self, claim: Claim, statement: str, values: dict[str, Any]) -> None:
        values = {**values, "now": self._now(), "conversation": claim.conversation_id, "message": claim.message_id}

        async def change(connection: Connection, again: bool) -> int:
            return (await connection.execute(statement.encode(), {**values, "token": UUID(claim.token)})).rowcount

        if await self._pool.run(change, single=True) != 1:
            raise LeaseLost(f"Conversation {claim.conversation_id} is held by another worker now.")

    async def conclude(self, claim: Claim, decision: Decision, mails: Sequence[OutgoingMail]) -> None:
        values = {**_facts(decision), **_columns(mails), "now": self._now(), "token": UUID(claim.token)}
        values |= {"conversation": claim.conversation_id, "message": claim.message_id}
        values["person_acted"] = bool(claim.agent_ticket) and decision.outcome is not Outcome.SILENT

        async def end(connection: Connection, again: bool) -> int:
            # The connection may have broken after the commit: then it is done, and must not be done a second time.
            if again and await _was_concluded(connection, claim):
                return 0
            row = await (await connection.execute(_CONCLUDE, values)).fetchone()
            assert row is not None
            if not row["held"]:
                raise LeaseLost(f"Conversation {claim.conversation_id} is held by another worker now.")
            if not row["done"]:
                raise GiveUp(f"Message {claim.message_id} is concluded already, or not in its conversation.")
            return int(row["pending"])

        try:
            pending = await self._pool.run(end, single=True)
        except GiveUp as refused:
            if isinstance(refused.__cause__, errors.UniqueViolation):
                raise GiveUp(
                    f"Message {claim.message_id} has an answer already; a second one is refused."
                ) from refused.__cause__
            raise
        self._tell("send", len(mails))
        self._tell("answer", 1 if pending else 0)


async def _was_concluded(connection: Connection, claim: Claim) -> bool:
    found = await connection.execute(
        "SELECT 1 FROM decision WHERE message_id = %s AND lease_token = %s", [claim.message_id, UUID(claim.token)]
    )
    return await found.fetchone() is not None


def _facts(decision: Decision) -> dict[str, Any]:
    case, clean = decision.case, stored_values.clean
    draft = ledger.draft_for_approval(decision)
    return {
        "kind": ledger.kind_of(decision),
        "tier": decision.tier,
        "outcome": decision.outcome.value,
        "silent": decision.outcome is Outcome.SILENT,
        "note": ledger.is_note(decision),
        "left_by_a_note": [state.value for state in ledger.LEFT_BY_A_NOTE],
        "state": ledger.state_after(decision, TicketState.NEW).value,
        "rule": clean(ledger.deciding_rule(decision)),
        "reason": clean(ledger.deciding_reason(decision)),
        "reasons": json_array([{"rule": clean(r.rule), "text": clean(r.text)} for r in decision.reasons]),
        "text": clean(ledger.words_for_customer(decision)),
        "draft": as_jsonb(draft) if draft else None,
        "intent": clean(case.reading.intent) if case.reading else "",
        "summary": clean(case.reading.summary) if case.reading else "",
        "costs": json_array([stored_values.plain(cost) for cost in case.costs]),
        "case": as_jsonb(case),
    }


def json_array(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _columns(mails: Sequence[OutgoingMail]) -> dict[str, list[Any]]:
    clean = stored_values.clean
    return {
        "kinds": [m.kind for m in mails],
        "mailboxes": [m.mailbox for m in mails],
        "recipients": [clean(m.recipient) for m in mails],
        "envelopes": [clean(m.envelope_from) for m in mails],
        "subjects": [clean(m.subject) for m in mails],
        "ids": [clean(m.message_id) for m in mails],
        "raws": [m.raw for m in mails],
        "not_before": [m.not_before for m in mails],
    }
