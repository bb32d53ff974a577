"""What is known of a conversation, a customer and the traffic, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_part import NOW, PostgresPart
from responder.adapters.postgres_pool import Connection
from responder.domain import Case, Claim, Conversation, Customer, Message, PastTicket, TicketState, Traffic, Turn
from responder.errors import GiveUp
from responder.steps import joining, thread

# Robots' mail is no turn, except what was only kept back to spare the team; an agent's mail that became a relay is
# shown as the relay.
_TURNS = """
SELECT * FROM (
    SELECT m.received_at AS at, CASE WHEN m.agent_ticket = 0 THEN 'customer' ELSE 'agent' END AS author,
           m.parsed->>'reply_text' AS text, m.message_id, m.subject, 0 AS sent, m.id
    FROM message m LEFT JOIN decision d ON d.message_id = m.id
    WHERE m.conversation_id = %(conversation)s AND m.id < %(message)s
      AND (m.outcome IS DISTINCT FROM 'silent' OR m.rule = 'too_much_for_people')
      AND d.kind IS DISTINCT FROM 'relay'
    UNION ALL
    SELECT o.queued_at, CASE WHEN o.kind = 'reply' THEN 'responder' ELSE 'agent' END, d.text, o.message_id, o.subject, 1, o.id
    FROM outbox o JOIN decision d ON d.message_id = o.inbound_id
    WHERE o.conversation_id = %(conversation)s AND o.kind IN ('reply', 'relay') AND o.state <> 'failed'
) AS turn
ORDER BY at DESC, sent DESC, id DESC LIMIT 50
"""

_PAST = """
SELECT c.id, c.subject, c.opened_at, c.state, coalesce(d.intent, '') AS intent, coalesce(d.summary, '') AS summary
FROM conversation c LEFT JOIN LATERAL (
    SELECT intent, summary FROM decision
    WHERE conversation_id = c.id AND intent <> '' ORDER BY decided_at DESC LIMIT 1
) AS d ON true
WHERE c.customer = %(email)s AND c.customer <> '' AND c.id <> %(besides)s
ORDER BY c.opened_at DESC, c.id DESC LIMIT 10
"""

_CONTACTS = f"""
SELECT count(*) FILTER (WHERE outcome IS DISTINCT FROM 'silent' AND received_at >= {NOW} - interval '30 days') AS contacts,
       (array_agg(sender_name ORDER BY id DESC) FILTER (WHERE sender_name <> ''))[1] AS name
FROM message WHERE sender = %(email)s AND sender <> '' AND agent_ticket = 0
"""

_ANSWER = "kind = 'reply' AND state <> 'failed'"
_FROM_SENDER = "sender = %(sender)s AND sender <> ''"

# Spelled out rather than with a common table for "answer": PostgreSQL would read that whole, for every mail.
# Bounded, since a storm may bring any number. Among answers, so that mails which only wait push none out.
_SINCE_A_PERSON = f"""(
    SELECT count(*) FROM (
        SELECT FROM outbox WHERE {_ANSWER} AND {{which}} AND queued_at > greatest({NOW} - interval '30 days',
            (SELECT at FROM seen_by_person WHERE kind = {{kind}} AND value = {{value}}))
        ORDER BY queued_at DESC LIMIT {joining.ANSWERS_COUNTED}) AS since)"""
_ALIKE_30D = _SINCE_A_PERSON.format(
    which="alike_hash = %(alike)s AND alike_hash <> ''", kind="'alike'", value="%(alike)s"
)
_COLLEAGUES_30D = _SINCE_A_PERSON.format(
    which="origin = %(origin)s AND origin <> '' AND (SELECT sender FROM message WHERE id = inbound_id) <> %(sender)s",
    kind="'origin'",
    value="%(origin)s",
)

_TRAFFIC = f"""
SELECT
    (SELECT count(*) FROM outbox WHERE {_ANSWER} AND conversation_id = %(conversation)s
        AND queued_at > greatest({NOW} - interval '24 hours',
            (SELECT person_acted_at FROM conversation WHERE id = %(conversation)s))) AS answers_in_conversation_24h,
    (SELECT count(*) FROM (
        SELECT id FROM outbox WHERE {_ANSWER} AND lower(recipient) = %(sender)s AND recipient <> ''
            AND queued_at > {NOW} - interval '24 hours'
        UNION
        SELECT outbox.id FROM message JOIN outbox ON inbound_id = message.id
        WHERE {_ANSWER} AND {_FROM_SENDER} AND done_at > {NOW} - interval '24 hours') AS to_sender
    ) AS answers_to_sender_24h,
    (SELECT count(*) FROM outbox WHERE {_ANSWER} AND lower(substring(recipient FROM '[^@]*$')) = %(domain)s
        AND %(domain)s <> '' AND queued_at > {NOW} - interval '1 hour') AS answers_to_domain_1h,
    (SELECT count(*) FROM outbox WHERE {_ANSWER} AND queued_at > {NOW} - interval '1 hour') AS answers_1h,
    EXISTS (SELECT FROM message WHERE {_FROM_SENDER} AND body_hash = %(body)s AND body_hash <> ''
        AND outcome = 'answered' AND done_at > {NOW} - interval '7 days') AS same_body_before,
    (SELECT count(*) FROM outbox JOIN message ON message.id = inbound_id
        WHERE {_ANSWER} AND queued_at > {NOW} - interval '1 hour' AND %(organisation)s <> ''
        AND sender <> %(sender)s AND right('.' || substring(sender FROM '[^@]*$'), length(%(organisation)s) + 1) = '.' || %(organisation)s
        AND message.alike_hash = %(alike)s AND message.alike_hash <> '') AS alike_from_organisation_1h,
    {_ALIKE_30D} AS alike_answered_30d,
    {_COLLEAGUES_30D} AS answers_to_colleagues_30d,
    (SELECT count(*) FROM outbox WHERE {_ANSWER} AND queued_at > {NOW} - interval '1 hour' AND %(sender)s <> ''
        AND lower(recipient) <> %(sender)s AND CASE WHEN %(organisation)s <> ''
            THEN right('.' || lower(substring(recipient FROM '[^@]*$')), length(%(organisation)s) + 1) = '.' || %(organisation)s
            ELSE regexp_replace(lower(recipient), '^([^+@]+)[+][^@]*@', '\\1@') = %(untagged)s END) AS answers_to_colleagues_1h,
    (SELECT count(DISTINCT email) FROM (
        SELECT lower(recipient) AS email FROM outbox WHERE {_ANSWER} AND %(organisation)s <> '' AND %(domain)s <> ''
            AND lower(substring(recipient FROM '[^@]*$')) = %(domain)s
            AND queued_at BETWEEN {NOW} - interval '30 days' AND {NOW} - interval '1 hour'
        ORDER BY queued_at DESC LIMIT 200) AS before) AS people_at_domain_30d,
    (SELECT count(*) > 0 AND bool_and(conversation_id <> %(conversation)s) FROM known_message_id
        WHERE message_id = ANY(%(answered)s) AND sent_to <> '') AS answers_mail_to_another,
    (SELECT count(*) FROM message WHERE {_FROM_SENDER} AND outcome = 'with a person'
        AND (parsed->'authentication'->>'verdict' = 'pass') = %(proven)s
        AND done_at > {NOW} - interval '24 hours') AS handoffs_for_sender_24h,
    EXISTS (SELECT FROM message WHERE (conversation_id = %(conversation)s OR ({_FROM_SENDER}))
        AND starts_with(rule, 'traffic_') AND done_at > {NOW} - interval '24 hours') AS handed_over_for_traffic_24h
"""

_DRAFT = """
SELECT d.draft::text, d."case"::text FROM decision d
WHERE d.conversation_id = %s AND d.message_id = %s AND d.kind = 'review' AND d.draft IS NOT NULL AND d.text = '' AND NOT EXISTS (
    SELECT FROM decision later JOIN message m ON m.id = later.message_id
    WHERE later.conversation_id = d.conversation_id AND later.message_id > d.message_id
    AND (later.text <> '' OR (m.agent_ticket = 0 AND later.kind <> 'silence'))
)
"""


class History(PostgresPart):
    async def conversation_of(self, claim: Claim) -> Conversation:
        values = {"conversation": claim.conversation_id, "message": claim.message_id}

        async def look(connection: Connection, again: bool) -> Conversation:
            found = await connection.execute(
                "SELECT id, customer, subject, state, opened_at FROM conversation WHERE id = %(conversation)s", values
            )
            row = await found.fetchone()
            if row is None:
                raise GiveUp(f"There is no conversation {claim.conversation_id} in the store.")
            turns = await (await connection.execute(_TURNS, values)).fetchall()
            return Conversation(
                **{**row, "state": TicketState(row["state"])}, turns=tuple(_turn(turn) for turn in reversed(turns))
            )

        return await self._pool.run(look, single=True)

    async def history_of(self, email: str, *, besides: int) -> Customer:
        values = {"email": stored_values.clean(email.lower()), "besides": besides, "now": self._now()}

        async def look(connection: Connection, again: bool) -> Customer:
            contacts = await (await connection.execute(_CONTACTS, values)).fetchone()
            past = await (await connection.execute(_PAST, values)).fetchall()
            assert contacts is not None
            return Customer(
                email=email.lower(),
                name=contacts["name"] or "",
                contacts_30_days=contacts["contacts"],
                past=tuple(PastTicket(**{**row, "state": TicketState(row["state"])}) for row in past),
            )

        return await self._pool.run(look, single=True)

    async def traffic_of(self, message: Message, *, conversation_id: int) -> Traffic:
        sender = stored_values.clean(joining.customer_of(message))
        values = {
            "now": self._now(),
            "conversation": conversation_id,
            "sender": sender,
            "proven": message.authentication.verdict == "pass",
            "domain": sender.rpartition("@")[2],
            "body": joining.body_hash(message.reply_text),
            "organisation": joining.organisation_of(sender),
            "untagged": thread.without_tag(sender) if sender else "",
            "alike": joining.alike_hash(message.reply_text),
            "origin": stored_values.clean(joining.origin_of(sender)),
            "answered": [stored_values.clean(i) for i in thread.ids_answered(message)],
        }

        async def look(connection: Connection, again: bool) -> Traffic:
            row = await (await connection.execute(_TRAFFIC, values)).fetchone()
            assert row is not None
            return Traffic(**row)

        return await self._pool.run(look, single=True)

    async def case_to_approve(self, conversation_id: int, message_id: int) -> Case | None:
        async def look(connection: Connection, again: bool) -> Case | None:
            row = await (await connection.execute(_DRAFT, [conversation_id, message_id])).fetchone()
            if row is None:
                return None
            return replace(stored_values.load_case(row["case"]), draft=stored_values.load_draft(row["draft"]))

        return await self._pool.run(look, single=True)

    async def written_to(self, emails: Sequence[str], *, mailbox: str, since: datetime) -> Mapping[str, Sequence[int]]:
        async def look(connection: Connection, again: bool) -> Mapping[str, Sequence[int]]:
            return await written_to(connection, emails, mailbox=mailbox, since=since)

        return await self._pool.run(look, single=True)

    async def also_known_as(self, our_id: str, their_id: str) -> None:
        ids = [stored_values.clean(their_id), stored_values.clean(our_id)]

        async def add(connection: Connection, again: bool) -> None:
            await connection.execute(
                "INSERT INTO known_message_id (message_id, conversation_id, sent_to)"
                " SELECT %s, conversation_id, sent_to FROM known_message_id WHERE message_id = %s AND sent_to <> ''"
                " ON CONFLICT DO NOTHING",
                ids,
            )

        if joining.usable_id(their_id):
            await self._pool.run(add, single=True)

    async def is_ours(self, message_ids: Sequence[str]) -> int:
        wanted = [stored_values.clean(i) for i in message_ids]

        async def look(connection: Connection, again: bool) -> int:
            found = await connection.execute(
                "SELECT conversation_id FROM known_message_id WHERE message_id = ANY(%(ids)s) AND sent_to <> ''"
                " AND conversation_id IS NOT NULL ORDER BY array_position(%(ids)s, message_id), conversation_id LIMIT 1",
                {"ids": wanted},
            )
            row = await found.fetchone()
            return int(row["conversation_id"]) if row else 0

        return await self._pool.run(look, single=True)

    async def is_notice(self, message_ids: Sequence[str]) -> bool:
        wanted = [stored_values.clean(i) for i in message_ids]

        async def look(connection: Connection, again: bool) -> bool:
            found = await connection.execute(
                "SELECT FROM outbox WHERE message_id = ANY(%s) AND kind = 'notice' AND conversation_id IS NULL",
                [wanted],
            )
            return found.rowcount > 0

        return await self._pool.run(look, single=True)


_WRITTEN_TO = """
SELECT email, array_agg(DISTINCT conversation_id ORDER BY conversation_id) AS places FROM (
    SELECT lower(recipient) AS email, conversation_id FROM outbox
    WHERE kind = 'reply' AND lower(recipient) = ANY(%(emails)s) AND queued_at > %(since)s
      AND mailbox = %(mailbox)s AND state <> 'failed'
    UNION
    SELECT lower(o.recipient), o.conversation_id FROM conversation c JOIN outbox o ON o.conversation_id = c.id
    WHERE c.customer = ANY(%(emails)s) AND o.kind = 'relay' AND lower(o.recipient) = ANY(%(emails)s)
      AND o.queued_at > %(since)s AND o.mailbox = %(mailbox)s AND o.state <> 'failed'
) AS sent WHERE conversation_id IS NOT NULL GROUP BY email
"""


async def written_to(
    connection: Connection, emails: Sequence[str], *, mailbox: str, since: datetime
) -> dict[str, Sequence[int]]:
    """See ports.Store; taking mail in asks inside its own transaction."""
    wanted = [stored_values.clean(email) for email in emails]
    if not wanted:
        return {}
    values = {"emails": wanted, "mailbox": mailbox, "since": since}
    rows = await (await connection.execute(_WRITTEN_TO, values)).fetchall()
    return {row["email"]: tuple(row["places"]) for row in rows}


def _turn(row: dict[str, Any]) -> Turn:
    return Turn(
        at=row["at"],
        author=row["author"],
        text=row["text"] or "",
        message_id=row["message_id"],
        subject=row["subject"],
    )
