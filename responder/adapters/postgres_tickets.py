"""Tickets and numbers for people, as JSON-ready values, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from responder.adapters.postgres_part import PostgresPart
from responder.adapters.postgres_pool import Connection
from responder.domain import Ended, OpenTicket, Outcome, Tally, TicketState

_TICKETS = """
SELECT id, customer, subject, state, opened_at, last_at FROM conversation
WHERE (%(state)s = '' OR state = %(state)s) AND (%(email)s = '' OR customer = %(email)s)
ORDER BY last_at DESC, id DESC LIMIT %(limit)s
"""

_MESSAGES = """
SELECT m.id, m.sender AS "from", m.subject, m.message_id, m.received_at, m.attempts, m.trouble,
       coalesce(m.outcome, '') AS outcome, m.rule, m.reason, coalesce(d.reasons, '[]') AS reasons,
       coalesce(d.kind, '') AS kind, d.tier, coalesce(d.text, '') AS text, m.done_at AS decided_at, d."case"
FROM message m LEFT JOIN decision d ON d.message_id = m.id
WHERE m.conversation_id = %s ORDER BY m.id
"""

_MAILS = """
SELECT id, coalesce(inbound_id, 0) AS inbound, kind, recipient, subject, state, message_id, attempts, why, queued_at AS at
FROM outbox WHERE conversation_id = %s ORDER BY id
"""

_COUNTED = {
    "outcomes": "SELECT outcome AS word, count(*) FROM message WHERE done_at >= %(since)s GROUP BY 1",
    "rules": "SELECT rule AS word, count(*) FROM message WHERE done_at >= %(since)s AND rule <> '' GROUP BY 1",
    "intents": "SELECT intent AS word, count(*) FROM decision JOIN message ON message.id = decision.message_id"
    " WHERE done_at >= %(since)s AND intent <> '' GROUP BY 1",
    "model_calls": "SELECT cost->>'task' AS word, count(*) FROM decision JOIN message ON message.id = decision.message_id,"
    " jsonb_array_elements(costs) AS cost WHERE done_at >= %(since)s GROUP BY 1",
    "mails_out": "SELECT kind || ' ' || state AS word, count(*) FROM outbox WHERE queued_at >= %(since)s GROUP BY 1",
}

_TOTALS = """
SELECT (SELECT count(*) FROM message WHERE done_at >= %(since)s) AS mails,
       (SELECT count(*) FROM message WHERE done_at IS NULL) AS waiting,
       count(*) FILTER (WHERE kind = 'reply') AS answered_without_a_person,
       coalesce(sum(tokens), 0)::bigint AS tokens,
       coalesce(sum(usd), 0)::float AS usd
FROM decision JOIN message ON message.id = decision.message_id, LATERAL (
    SELECT sum((cost->>'input_tokens')::bigint + (cost->>'output_tokens')::bigint) AS tokens,
           sum((cost->>'usd')::float) AS usd
    FROM jsonb_array_elements(costs) AS cost
) AS spent
WHERE done_at >= %(since)s
"""

_ENDED = """
SELECT outcome, rule, count(*) AS mails FROM message
WHERE agent_ticket = 0 AND done_at >= %(since)s AND done_at < %(until)s
GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1
"""

_SPENT = """
SELECT count(*) AS calls, coalesce(sum((cost->>'usd')::float), 0)::float AS usd,
       coalesce(sum((cost->>'input_tokens')::bigint + (cost->>'output_tokens')::bigint), 0)::bigint AS tokens
FROM message JOIN decision ON decision.message_id = message.id, jsonb_array_elements(costs) AS cost
WHERE done_at >= %(since)s AND done_at < %(until)s
"""

# An answer, by a person or not, settles all mails of the conversation that came before it.
_OPEN = """
SELECT c.id, c.subject, c.state, min(m.received_at) AS since
FROM conversation c JOIN message m ON m.conversation_id = c.id
WHERE c.state IN ('new', 'awaiting approval', 'with a person', 'quarantined')
  AND m.agent_ticket = 0 AND m.outcome IS DISTINCT FROM 'silent'
  AND m.id > coalesce((SELECT max(id) FROM message WHERE conversation_id = c.id AND outcome = 'answered'), 0)
GROUP BY c.id HAVING max(m.received_at) > %(after)s AND min(m.received_at) < %(before)s
ORDER BY since, c.id
"""


class Tickets(PostgresPart):
    async def tickets(self, *, limit: int, state: str = "", email: str = "") -> list[dict[str, Any]]:
        async def look(connection: Connection, again: bool) -> list[dict[str, Any]]:
            rows = await connection.execute(_TICKETS, {"limit": limit, "state": state, "email": email.lower()})
            return [_json_ready(row) for row in await rows.fetchall()]

        return await self._pool.run(look, single=True)

    async def ticket(self, conversation_id: int) -> dict[str, Any] | None:
        async def look(connection: Connection, again: bool) -> dict[str, Any] | None:
            found = await connection.execute(
                "SELECT id, customer, subject, state, opened_at, last_at FROM conversation WHERE id = %s",
                [conversation_id],
            )
            row = await found.fetchone()
            if row is None:
                return None
            messages = await (await connection.execute(_MESSAGES, [conversation_id])).fetchall()
            mails = await (await connection.execute(_MAILS, [conversation_id])).fetchall()
            return {
                **_json_ready(row),
                "messages": [_story(_json_ready(message)) for message in messages],
                "mails": [_json_ready(mail) for mail in mails],
            }

        return await self._pool.run(look)

    async def stats(self, *, since: datetime) -> dict[str, Any]:
        async def look(connection: Connection, again: bool) -> dict[str, Any]:
            totals = await (await connection.execute(_TOTALS, {"since": since})).fetchone()
            assert totals is not None
            counted = {}
            for name, statement in _COUNTED.items():
                rows = await (await connection.execute(statement.encode(), {"since": since})).fetchall()
                rows.sort(key=lambda row: (-row["count"], row["word"]))
                counted[name] = {row["word"]: row["count"] for row in rows}
            return {
                "mails": totals["mails"],
                "waiting": totals["waiting"],
                "outcomes": counted["outcomes"],
                "answered_without_a_person": totals["answered_without_a_person"],
                "rules": counted["rules"],
                "intents": counted["intents"],
                "model_calls": counted["model_calls"],
                "tokens": totals["tokens"],
                "usd": round(totals["usd"], 4),
                "mails_out": counted["mails_out"],
            }

        return await self._pool.run(look)

    async def tally(self, *, since: datetime, until: datetime) -> Tally:
        async def look(connection: Connection, again: bool) -> Tally:
            values = {"since": since, "until": until}
            ended = await (await connection.execute(_ENDED, values)).fetchall()
            spent = await (await connection.execute(_SPENT, values)).fetchone()
            assert spent is not None
            return Tally(ended=tuple(Ended(**{**row, "outcome": Outcome(row["outcome"])}) for row in ended), **spent)

        return await self._pool.run(look)

    async def open_tickets(self, *, after: datetime, before: datetime) -> Sequence[OpenTicket]:
        async def look(connection: Connection, again: bool) -> Sequence[OpenTicket]:
            rows = await connection.execute(_OPEN, {"after": after, "before": before})
            return [OpenTicket(**{**row, "state": TicketState(row["state"])}) for row in await rows.fetchall()]

        return await self._pool.run(look, single=True)


def _json_ready(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}


def _story(message: dict[str, Any]) -> dict[str, Any]:
    """A duplicate has no decision, but a reason."""
    message["decided_at"] = message["decided_at"] or ""
    if not message["reasons"] and message["rule"]:
        message["reasons"] = [{"rule": message["rule"], "text": message["reason"]}]
    return message
