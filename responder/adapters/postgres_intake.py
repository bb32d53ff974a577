"""Mail in, on PostgreSQL: one short transaction for a whole batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_history import written_to
from responder.adapters.postgres_part import NOW, PostgresPart, as_jsonb
from responder.adapters.postgres_pool import Connection
from responder.domain import Arrival, Cursor, account_of
from responder.errors import GiveUp
from responder.steps import joining


class Intake(PostgresPart):
    async def cursor(self, mailbox: str) -> Cursor:
        async def look(connection: Connection, again: bool) -> Cursor:
            found = await connection.execute(
                "SELECT uidvalidity, last_uid FROM mailbox_cursor WHERE mailbox = %s", [mailbox]
            )
            row = await found.fetchone()
            return Cursor(**row) if row else Cursor()

        return await self._pool.run(look, single=True)

    async def keep(self, mailbox: str, uidvalidity: int, arrivals: Sequence[Arrival], *, last_uid: int) -> int:
        async def take_in(connection: Connection, again: bool) -> int:
            # One batch at a time in the whole database: two deliveries of one mail may come by two mailboxes at once.
            await connection.execute(_LOCK, [self._pool.schema])
            joined, moved = joining.join(arrivals, await self._known(connection, mailbox, arrivals))
            if uidvalidity:
                places = {a.message.raw_sha256: a.uid for a in (*moved, *(j.arrival for j in joined))}
                await _make_room(connection, mailbox, uidvalidity, places)
            if joined:
                await self._insert(connection, mailbox, uidvalidity or None, joined)
            if uidvalidity:
                await connection.execute(_NAME, _names(mailbox, (*moved, *(j.arrival for j in joined))))
                await connection.execute(_MOVE_CURSOR, [mailbox, uidvalidity, last_uid])
            return sum(not one.duplicate for one in joined)

        waiting = await self._pool.run(take_in)
        self._tell("answer", waiting)
        return waiting

    async def _known(self, connection: Connection, mailbox: str, arrivals: Sequence[Arrival]) -> joining.Known:
        known = await _known(connection, arrivals)
        failed = [email for a in arrivals for email in joining.failed_recipients(a.message)]
        if not failed:
            return known
        since = (self._now() or datetime.now(UTC)) - joining.BOUNCES_WITHIN
        found = await written_to(connection, failed, mailbox=account_of(mailbox), since=since)
        return replace(known, written_to=found)

    async def _insert(
        self, connection: Connection, mailbox: str, uidvalidity: int | None, joined: Sequence[joining.Joined]
    ) -> None:
        now = await (await connection.execute(f"SELECT {NOW} AS now", {"now": self._now()})).fetchone()
        assert now is not None
        at = now["now"]
        ids = await _open_conversations(connection, [j for j in joined if j.opens], at)

        def home(one: joining.Joined) -> int:
            return ids.get(one.conversation, one.conversation)

        async with connection.cursor().copy("COPY raw_mail (sha256, raw) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "bytea"])
            for one in joined:
                await copy.write_row([one.arrival.message.raw_sha256, one.arrival.raw])
        async with connection.cursor().copy(f"COPY message ({', '.join(_MESSAGE)}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(list(_MESSAGE.values()))
            for one in joined:
                await copy.write_row(_row(one, home(one), mailbox, uidvalidity, at))
        waiting = Counter(home(one) for one in joined if not one.duplicate)
        await connection.execute(_NOW_WAITING, {"ids": list(waiting), "counts": list(waiting.values()), "at": at})
        known = [(one.arrival.message.message_id, home(one)) for one in joined]
        known = [(stored_values.clean(i), number) for i, number in known if i and joining.usable_id(i)]
        await connection.execute(
            "INSERT INTO known_message_id (message_id, conversation_id)"
            " SELECT * FROM unnest(%s::text[], %s::bigint[]) ON CONFLICT DO NOTHING",
            [[i for i, _ in known], [number for _, number in known]],
        )

    async def moved(
        self, mailbox: str, uidvalidity: int, places: Mapping[str, tuple[int, int]], *, last_uid: int = 0
    ) -> set[str]:
        async def move(connection: Connection, again: bool) -> set[str]:
            await connection.execute(_LOCK, [self._pool.schema])
            asked = [(name, uid, size) for name, (uid, size) in places.items()]
            rows = await (await connection.execute(_NAMED, [*_columns(asked, 3), account_of(mailbox)])).fetchall()
            if rows:
                await _make_room(connection, mailbox, uidvalidity, {row["raw_sha256"]: row["uid"] for row in rows})
            known = {row["server_id"] for row in rows}
            if last_uid and known == set(places):
                await connection.execute(_MOVE_CURSOR, [mailbox, uidvalidity, last_uid])
            return known

        return await self._pool.run(move)

    async def uids_known(self, mailbox: str, uidvalidity: int) -> set[int]:
        async def look(connection: Connection, again: bool) -> set[int]:
            rows = await connection.execute(
                "SELECT uid FROM message WHERE mailbox = %s AND uidvalidity = %s AND uid IS NOT NULL",
                [mailbox, uidvalidity],
            )
            return {row["uid"] for row in await rows.fetchall()}

        return await self._pool.run(look, single=True)

    async def where(self, message_id: int) -> tuple[str, int, int]:
        row = await self._message(
            message_id, "mailbox, coalesce(uidvalidity, 0) AS uidvalidity, coalesce(uid, 0) AS uid"
        )
        return row["mailbox"], row["uidvalidity"], row["uid"]

    async def raw(self, message_id: int) -> bytes:
        row = await self._message(message_id, "(SELECT raw FROM raw_mail WHERE sha256 = raw_sha256)")
        return bytes(row["raw"])

    async def _message(self, message_id: int, columns: str) -> dict[str, Any]:
        async def look(connection: Connection, again: bool) -> dict[str, Any] | None:
            return await (
                await connection.execute(f"SELECT {columns} FROM message WHERE id = %s".encode(), [message_id])
            ).fetchone()

        row = await self._pool.run(look, single=True)
        if row is None:
            raise GiveUp(f"There is no message {message_id} in the store.")
        return row


_MESSAGE = {
    "conversation_id": "bigint",
    "mailbox": "text",
    "uidvalidity": "bigint",
    "uid": "bigint",
    "raw_sha256": "text",
    "fingerprint": "text",
    "message_id": "text",
    "sender": "text",
    "sender_name": "text",
    "subject": "text",
    "body_hash": "text",
    "received_at": "timestamptz",
    "kept_at": "timestamptz",
    "parsed": "jsonb",
    "agent_ticket": "bigint",
    "done_at": "timestamptz",
    "outcome": "text",
    "rule": "text",
    "reason": "text",
    "alike_hash": "text",
    "origin": "text",
}

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('responder intake'), hashtext(%s))"

_NAMED = """
SELECT asked.server_id, asked.uid, known.raw_sha256
FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS asked (server_id, uid, size)
JOIN server_mail known USING (server_id, size) WHERE known.account = %s
"""

_NAME = """
INSERT INTO server_mail (server_id, raw_sha256, size, account)
SELECT new.*, %s FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS new (server_id, raw_sha256, size)
ON CONFLICT (account, server_id) DO UPDATE SET raw_sha256 = excluded.raw_sha256, size = excluded.size
"""

_MOVE_CURSOR = """
INSERT INTO mailbox_cursor (mailbox, uidvalidity, last_uid) VALUES (%s, %s, %s)
ON CONFLICT (mailbox) DO UPDATE SET uidvalidity = excluded.uidvalidity, last_uid = excluded.last_uid
"""

_NOW_WAITING = """
UPDATE conversation
SET pending = pending + new.count, last_at = %(at)s, next_at = CASE WHEN pending = 0 THEN %(at)s ELSE next_at END
FROM (SELECT * FROM unnest(%(ids)s::bigint[], %(counts)s::int[]) AS new (id, count) ORDER BY id) AS new
WHERE conversation.id = new.id
"""


def _row(one: joining.Joined, conversation: int, mailbox: str, uidvalidity: int | None, at: Any) -> list[Any]:
    message, clean = one.arrival.message, stored_values.clean
    sender = message.sender
    end = [at, "silent", joining.DUPLICATE_RULE, joining.DUPLICATE_REASON] if one.duplicate else [None, None, "", ""]
    return [
        conversation,
        mailbox,
        uidvalidity,
        one.arrival.uid if uidvalidity is not None else None,
        message.raw_sha256,
        message.fingerprint,
        clean(message.message_id),
        clean(joining.customer_of(message)),
        clean(sender.name) if sender else "",
        clean(message.subject),
        joining.body_hash(message.reply_text),
        message.received_at,
        at,
        as_jsonb(message),
        one.arrival.agent_ticket if one.arrival.agent_ticket == conversation else 0,
        *end,
        joining.alike_hash(message.reply_text),
        clean(joining.origin_of(joining.customer_of(message))),
    ]


def _names(mailbox: str, arrivals: Sequence[Arrival]) -> list[Any]:
    names = {a.server_id: (a.server_id, a.message.raw_sha256, len(a.raw)) for a in arrivals if a.server_id}
    return [account_of(mailbox), *_columns(list(names.values()), 3)]


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [[row[n] for row in rows] for n in range(count)]


async def _known(connection: Connection, arrivals: Sequence[Arrival]) -> joining.Known:
    """What the database knows of a batch, in four statements."""
    messages = [a.message for a in arrivals]
    hashes = await (
        await connection.execute(
            "SELECT raw_sha256 FROM message WHERE raw_sha256 = ANY(%s)", [[m.raw_sha256 for m in messages]]
        )
    ).fetchall()
    deliveries = await (
        await connection.execute(
            "SELECT DISTINCT ON (sender, fingerprint) sender, fingerprint, conversation_id FROM message"
            " WHERE fingerprint = ANY(%s) AND fingerprint <> '' ORDER BY sender, fingerprint, id",
            [[m.fingerprint for m in messages]],
        )
    ).fetchall()
    tickets = {t for a in arrivals for t in (a.ticket, a.agent_ticket) if 0 < t < 2**63}
    customers = await (
        await connection.execute("SELECT id, customer FROM conversation WHERE id = ANY(%s)", [list(tickets)])
    ).fetchall()
    wanted = {stored_values.clean(i) for m in messages for i in joining.ids_to_look_up(m)}
    found = await (
        await connection.execute(
            "SELECT k.message_id, k.conversation_id, k.sent_to, c.customer FROM known_message_id k"
            " JOIN conversation c ON c.id = k.conversation_id WHERE k.message_id = ANY(%s) ORDER BY k.conversation_id",
            [list(wanted)],
        )
    ).fetchall()
    ids: dict[str, list[joining.KnownId]] = {}
    for row in found:
        ids.setdefault(row.pop("message_id"), []).append(joining.KnownId(**row))
    return joining.Known(
        mails=frozenset(row["raw_sha256"] for row in hashes),
        deliveries={(row["sender"], row["fingerprint"]): row["conversation_id"] for row in deliveries},
        customers={row["id"]: row["customer"] for row in customers},
        ids=ids,
    )


async def _make_room(connection: Connection, mailbox: str, uidvalidity: int, places: dict[str, int]) -> None:
    """Move what we have to where it lies now; whatever lay there before lies nowhere that we know."""
    hashes, uids = list(places), list(places.values())
    await connection.execute(
        "UPDATE message SET uidvalidity = NULL, uid = NULL"
        " WHERE (mailbox = %s AND uidvalidity = %s AND uid = ANY(%s)) OR raw_sha256 = ANY(%s)",
        [mailbox, uidvalidity, uids, hashes],
    )
    await connection.execute(
        "UPDATE message SET mailbox = %s, uidvalidity = %s, uid = place.uid"
        " FROM unnest(%s::text[], %s::bigint[]) AS place (sha256, uid) WHERE raw_sha256 = place.sha256",
        [mailbox, uidvalidity, hashes, uids],
    )


async def _open_conversations(connection: Connection, opening: Sequence[joining.Joined], at: Any) -> dict[int, int]:
    """Negative numbers of new conversations → their ids."""
    if not opening:
        return {}
    rows = await (
        await connection.execute(
            "SELECT nextval(pg_get_serial_sequence('conversation', 'id')) AS id FROM generate_series(1, %s)",
            [len(opening)],
        )
    ).fetchall()
    ids = sorted(row["id"] for row in rows)
    messages = [one.arrival.message for one in opening]
    await connection.execute(
        "INSERT INTO conversation (id, customer, subject, opened_at, last_at, next_at)"
        " SELECT id, customer, subject, %s, %s, %s"
        " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, customer, subject)",
        [
            at,
            at,
            at,
            ids,
            [stored_values.clean(joining.customer_of(m)) for m in messages],
            [stored_values.clean(m.subject) for m in messages],
        ],
    )
    return {one.conversation: number for one, number in zip(opening, ids, strict=True)}
