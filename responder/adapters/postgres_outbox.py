"""Mail out, on PostgreSQL: ready → sending → sent | failed | unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

from responder.adapters import stored_values
from responder.adapters.postgres_part import NOW, PostgresPart
from responder.adapters.postgres_pool import Connection
from responder.domain import Delivery, Outcome, OutgoingMail, QueuedMail
from responder.errors import LeaseLost

_COLUMNS = (
    "id, conversation_id, kind, mailbox, recipient, envelope_from, subject, message_id, raw, state, attempts, queued_at"
)

# One reader gets one conversation's mails in the order of decision. A mail that waits for a slow server delays only
# what follows to the same address: a customer's server that is down must not hold the handoff back.
_TAKE = f"""
UPDATE outbox AS mail SET
    state = CASE WHEN mail.state = 'ready' THEN 'sending' ELSE 'unknown' END,
    attempts = mail.attempts + CASE WHEN mail.state = 'ready' THEN 1 ELSE 0 END,
    due_at = {NOW} + make_interval(secs => %(lease)s), lease_token = %(token)s
WHERE id = (
    SELECT id FROM outbox AS due
    WHERE state IN ('ready', 'sending', 'unknown') AND due_at <= {NOW}
      AND (state <> 'ready' OR NOT EXISTS (
          SELECT 1 FROM outbox AS earlier
          WHERE earlier.conversation_id = due.conversation_id AND earlier.recipient = due.recipient
            AND earlier.id < due.id AND earlier.state IN ('ready', 'sending')))
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING {_COLUMNS}
"""

_MARK = f"""
UPDATE outbox SET
    state = %(state)s, why = %(why)s, lease_token = NULL, last_token = %(token)s,
    due_at = {NOW} + make_interval(secs => %(after)s),
    ended_at = CASE WHEN %(state)s IN ('sent', 'failed') THEN {NOW} END
WHERE id = %(id)s AND lease_token = %(token)s
RETURNING kind, inbound_id, conversation_id
"""

_TO_A_PERSON = """
WITH inbound AS (
    UPDATE message SET outcome = 'with a person', reason = %(why)s, filed_at = NULL WHERE id = %(inbound)s
)
UPDATE conversation SET state = 'with a person' WHERE id = %(conversation)s
"""

# A sender who has taken it holds its row until "sending" is committed; after that there is nothing ready to stop.
_STOP = f"""
WITH stopped AS (
    UPDATE outbox SET state = 'failed', why = %(why)s, ended_at = {NOW}
    WHERE conversation_id = %(conversation)s AND inbound_id = %(inbound)s AND kind = 'reply' AND state = 'ready'
    RETURNING id
), inbound AS (
    UPDATE message SET outcome = 'with a person', reason = 'not sent: ' || %(why)s, filed_at = NULL
    WHERE id = %(inbound)s AND EXISTS (SELECT FROM stopped)
)
UPDATE conversation SET state = 'with a person' WHERE id = %(conversation)s AND EXISTS (SELECT FROM stopped)
"""

_QUEUE = f"""
WITH queued AS (
    INSERT INTO outbox (conversation_id, kind, mailbox, recipient, envelope_from, subject, message_id, raw, queued_at, due_at)
    VALUES (%(conversation)s, %(kind)s, %(mailbox)s, %(recipient)s, %(envelope_from)s, %(subject)s, %(message_id)s,
            %(raw)s, {NOW}, {NOW})
    ON CONFLICT (message_id) DO NOTHING
    RETURNING message_id, conversation_id, recipient
)
INSERT INTO known_message_id (message_id, conversation_id, sent_to)
SELECT message_id, conversation_id, lower(recipient) FROM queued WHERE conversation_id IS NOT NULL
ON CONFLICT DO NOTHING
"""


class OutboxRows(PostgresPart):
    async def take_to_send(self, *, lease_seconds: float) -> QueuedMail | None:
        self._bell.looks_for("send")
        token = uuid4()

        async def take(connection: Connection, again: bool) -> QueuedMail | None:
            # The connection may have broken after the commit: then the mail is ours, and nobody has touched it yet.
            if again:
                found = await connection.execute(f"SELECT {_COLUMNS} FROM outbox WHERE lease_token = %s", [token])
                if row := await found.fetchone():
                    return _queued(row, token)
            values = {"now": self._now(), "lease": lease_seconds, "token": token}
            row = await (await connection.execute(_TAKE, values)).fetchone()
            return _queued(row, token) if row else None

        return await self._pool.run(take, single=True)

    async def hold(self, queued: QueuedMail, *, lease_seconds: float) -> None:
        values = {"now": self._now(), "id": queued.id, "token": UUID(queued.token), "lease": lease_seconds}

        async def extend(connection: Connection, again: bool) -> int:
            return (
                await connection.execute(
                    f"UPDATE outbox SET due_at = {NOW} + make_interval(secs => %(lease)s)"
                    " WHERE id = %(id)s AND lease_token = %(token)s",
                    values,
                )
            ).rowcount

        if await self._pool.run(extend, single=True) != 1:
            raise LeaseLost(f"Mail {queued.id} is in another sender's hands now.")

    async def mark(
        self,
        queued: QueuedMail,
        state: Delivery,
        *,
        why: str = "",
        after_seconds: float = 0.0,
        notice: OutgoingMail | None = None,
    ) -> None:
        why = stored_values.clean(why)
        values = {"now": self._now(), "id": queued.id, "token": UUID(queued.token), "state": state.value, "why": why}

        async def end(connection: Connection, again: bool) -> None:
            row = await (await connection.execute(_MARK, {**values, "after": after_seconds})).fetchone()
            if row is None:
                if again and await _was_marked(connection, queued):
                    return
                raise LeaseLost(f"Mail {queued.id} is in another sender's hands now.")
            if state is Delivery.FAILED and row["kind"] in ("reply", "relay"):
                told = {"why": f"not sent: {why}", "inbound": row["inbound_id"], "conversation": row["conversation_id"]}
                await connection.execute(_TO_A_PERSON, told)
            if state is Delivery.FAILED and notice:
                await self._queue(connection, notice, row["conversation_id"])

        await self._pool.run(end)
        if notice or (state is Delivery.READY and after_seconds <= 0):
            self._tell("send")

    async def stop_reply(
        self, conversation_id: int, message_id: int, *, why: str
    ) -> Literal["stopped", "gone", "none"]:
        values: dict[str, Any] = {"now": self._now(), "conversation": conversation_id, "inbound": message_id}
        values["why"] = stored_values.clean(f"stopped: {why}")

        async def stop(connection: Connection, again: bool) -> Literal["stopped", "gone", "none"]:
            await connection.execute(_STOP, values)
            found = await connection.execute(
                "SELECT state, why FROM outbox WHERE conversation_id = %(conversation)s AND inbound_id = %(inbound)s"
                " AND kind = 'reply'",
                values,
            )
            row = await found.fetchone()
            if row is None:
                return "none"
            if row["state"] == "failed":
                return "stopped" if row["why"].startswith("stopped: ") else "none"
            return "gone"

        return await self._pool.run(stop)

    async def _queue(self, connection: Connection, mail: OutgoingMail, conversation_id: int | None) -> None:
        clean = stored_values.clean
        values: dict[str, Any] = {
            "now": self._now(),
            "conversation": conversation_id or None,
            "kind": mail.kind,
            "mailbox": mail.mailbox,
            "recipient": clean(mail.recipient),
            "envelope_from": clean(mail.envelope_from),
            "subject": clean(mail.subject),
            "message_id": clean(mail.message_id),
            "raw": mail.raw,
        }
        await connection.execute(_QUEUE, values)

    async def queue_notice(self, mail: OutgoingMail, *, conversation_id: int, once: str) -> bool:
        async def queue(connection: Connection, again: bool) -> bool:
            first = await connection.execute(
                f"INSERT INTO notice_once (key, queued_at) VALUES (%(key)s, {NOW}) ON CONFLICT DO NOTHING",
                {"key": once, "now": self._now()},
            )
            if first.rowcount == 0:
                return False
            await self._queue(connection, mail, conversation_id)
            return True

        queued = await self._pool.run(queue)
        self._tell("send", int(queued))
        return queued

    async def unfiled(self, limit: int) -> list[tuple[int, str, int, int, Outcome]]:
        async def look(connection: Connection, again: bool) -> list[tuple[int, str, int, int, Outcome]]:
            rows = await connection.execute(
                "SELECT id, mailbox, uidvalidity, uid, outcome FROM message"
                " WHERE done_at IS NOT NULL AND filed_at IS NULL AND uid IS NOT NULL ORDER BY id LIMIT %s",
                [limit],
            )
            return [
                (row["id"], row["mailbox"], row["uidvalidity"], row["uid"], Outcome(row["outcome"]))
                for row in await rows.fetchall()
            ]

        return await self._pool.run(look, single=True)

    async def filed(self, message_ids: Sequence[int]) -> None:
        async def note(connection: Connection, again: bool) -> None:
            await connection.execute(
                f"UPDATE message SET filed_at = {NOW} WHERE id = ANY(%(ids)s)",
                {"ids": list(message_ids), "now": self._now()},
            )

        await self._pool.run(note, single=True)


async def _was_marked(connection: Connection, queued: QueuedMail) -> bool:
    found = await connection.execute(
        "SELECT 1 FROM outbox WHERE id = %s AND last_token = %s", [queued.id, UUID(queued.token)]
    )
    return await found.fetchone() is not None


def _queued(row: dict[str, Any], token: UUID) -> QueuedMail:
    return QueuedMail(
        id=row["id"],
        mail=OutgoingMail(
            kind=row["kind"],
            recipient=row["recipient"],
            envelope_from=row["envelope_from"],
            message_id=row["message_id"],
            raw=bytes(row["raw"]),
            mailbox=row["mailbox"],
            subject=row["subject"],
        ),
        state=Delivery.READY if row["state"] == "sending" else Delivery.UNKNOWN,
        attempts=row["attempts"],
        queued_at=row["queued_at"],
        conversation_id=row["conversation_id"] or 0,
        token=str(token),
    )
