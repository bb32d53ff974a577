"""What people said of drafts, and the licences that this has earned, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_part import PostgresPart, as_jsonb
from responder.adapters.postgres_pool import Connection
from responder.domain import Grade, LadderStep, Licence, PastDecision

_KEEP = """
INSERT INTO grade (message_id, conversation_id, intent, confidence, "right", sent, audited, graded_at, source, articles,
                   fingerprint, blocked, drafted_at)
VALUES (%(message_id)s, %(conversation_id)s, %(intent)s, %(confidence)s, %(right)s, %(sent)s, %(audited)s, %(graded_at)s,
        %(source)s, %(articles)s, %(fingerprint)s, %(blocked)s, %(drafted_at)s)
ON CONFLICT (message_id) DO UPDATE SET
    intent = excluded.intent, confidence = excluded.confidence, "right" = excluded."right", sent = excluded.sent,
    audited = excluded.audited, source = excluded.source, articles = excluded.articles,
    fingerprint = excluded.fingerprint, blocked = excluded.blocked, drafted_at = excluded.drafted_at,
    -- the same said again is no news: as if it were, it would prove something twice
    graded_at = CASE WHEN grade."right" = excluded."right" THEN grade.graded_at ELSE excluded.graded_at END
WHERE excluded.source = 'mark' OR (excluded.source = 'complaint' AND grade.source <> 'mark')
"""

_GRADES = """
SELECT message_id, conversation_id, intent, confidence, "right", sent, audited, graded_at, source, articles, fingerprint,
       blocked, drafted_at
FROM grade WHERE %(since)s::timestamptz IS NULL OR graded_at >= %(since)s ORDER BY graded_at, message_id
"""

_GRADED = """
SELECT intent, count(DISTINCT conversation_id) AS votes FROM grade
WHERE fingerprint = %(fingerprint)s AND NOT blocked AND (%(since)s::timestamptz IS NULL OR graded_at >= %(since)s)
GROUP BY intent
"""

# The mail that a handoff was about, else the last one that a person could have an opinion on.
_DECISION_ON = """
SELECT d.message_id, d.conversation_id, d.decided_at, d.kind, d.tier, d.reasons->0->>'rule' AS rule, d."case"::text AS "case"
FROM decision d JOIN message m ON m.id = d.message_id
WHERE d.conversation_id = %(conversation)s AND m.agent_ticket = 0
  AND (d.message_id = %(message)s OR d.text <> '' OR d.draft IS NOT NULL)
ORDER BY d.message_id = %(message)s DESC, d.message_id DESC LIMIT 1
"""

_CHANGED = """
SELECT article_id, max(seen_at) AS at FROM article_version
WHERE gone_at IS NULL AND seen_at > %(since)s AND (%(all)s OR article_id = ANY(%(ids)s))
GROUP BY article_id
"""


class Grades(PostgresPart):
    async def keep_grade(self, grade: Grade) -> None:
        values = {**asdict(grade), "articles": [stored_values.clean(a) for a in grade.articles]}
        values["intent"] = stored_values.clean(grade.intent)

        async def put(connection: Connection, again: bool) -> None:
            await connection.execute(_KEEP, values)

        await self._pool.run(put, single=True)

    async def grades(self, since: datetime | None = None) -> Sequence[Grade]:
        rows = await self._rows(_GRADES, {"since": since})
        return [Grade(**{**row, "articles": tuple(row["articles"])}) for row in rows]

    async def graded(self, fingerprint: str, since: datetime | None = None) -> Mapping[str, int]:
        rows = await self._rows(_GRADED, {"fingerprint": fingerprint, "since": since})
        return {row["intent"]: row["votes"] for row in rows}

    async def decision_on(self, conversation_id: int, message_id: int) -> PastDecision | None:
        rows = await self._rows(_DECISION_ON, {"conversation": conversation_id, "message": message_id})
        if not rows:
            return None
        row = rows[0]
        return PastDecision(**{**row, "rule": row["rule"] or "", "case": stored_values.load_case(row["case"])})

    async def answers_since(self, since: datetime) -> Mapping[str, int]:
        rows = await self._rows(
            "SELECT intent, count(*) AS answers FROM decision WHERE kind = 'reply' AND decided_at >= %(since)s"
            " GROUP BY intent",
            {"since": since},
        )
        return {row["intent"]: row["answers"] for row in rows}

    async def articles_changed(self, article_ids: Collection[str], since: datetime) -> Mapping[str, datetime]:
        ids = [stored_values.clean(a) for a in article_ids]
        rows = await self._rows(_CHANGED, {"since": since, "all": not ids, "ids": ids})
        return {row["article_id"]: row["at"] for row in rows}

    async def licences(self) -> Sequence[Licence]:
        rows = await self._rows("SELECT licence::text AS licence FROM licence ORDER BY intent", {})
        return [stored_values.load_licence(row["licence"]) for row in rows]

    async def keep_licences(
        self, licences: Sequence[Licence], steps: Sequence[LadderStep], *, seen: datetime | None
    ) -> bool:
        async def put(connection: Connection, again: bool) -> bool:
            # one at a time: whoever comes second sees that it was changed
            await connection.execute("LOCK TABLE licence IN SHARE ROW EXCLUSIVE MODE")
            found = await (await connection.execute("SELECT max(changed_at) AS at FROM licence")).fetchone()
            assert found is not None
            if found["at"] != seen:
                # the connection may have broken after the commit: then it was us
                return again and found["at"] == max(licence.changed_at for licence in licences)
            for licence in licences:
                await connection.execute(
                    "INSERT INTO licence (intent, licence, changed_at) VALUES (%s, %s, %s) ON CONFLICT (intent)"
                    " DO UPDATE SET licence = excluded.licence, changed_at = excluded.changed_at",
                    [stored_values.clean(licence.intent), as_jsonb(licence), licence.changed_at],
                )
            for step in steps:
                await connection.execute(
                    "INSERT INTO ladder_step (at, intent, before, after, why)"
                    " VALUES (%(at)s, %(intent)s, %(before)s, %(after)s, %(why)s)",
                    {k: stored_values.clean(v) if isinstance(v, str) else v for k, v in asdict(step).items()},
                )
            return True

        return await self._pool.run(put) if licences else True

    async def ladder_steps(self, limit: int = 100) -> Sequence[LadderStep]:
        rows = await self._rows(
            "SELECT at, intent, before, after, why FROM ladder_step ORDER BY id DESC LIMIT %(limit)s", {"limit": limit}
        )
        return [LadderStep(**row) for row in rows]

    async def _rows(self, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        async def look(connection: Connection, again: bool) -> list[dict[str, Any]]:
            return await (await connection.execute(statement.encode(), values)).fetchall()

        return await self._pool.run(look, single=True)
