"""What was decided, case by case, on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_part import PostgresPart
from responder.adapters.postgres_pool import Connection
from responder.domain import PastDecision

AT_ONCE = 500
"""cases of a batch: some megabytes"""

# An agent's mail judges the last draft before it. The order of mails is that of their ids, not of the clock: two
# decisions may bear the same time. The case is read last, so that only the rows that are wanted are unpacked.
_CASES = """
WITH wanted AS (
    SELECT message_id FROM decision
    WHERE message_id < %(below)s AND (%(since)s::timestamptz IS NULL OR decided_at >= %(since)s)
    ORDER BY message_id DESC LIMIT %(limit)s
)
SELECT d.message_id, d.conversation_id, d.decided_at, d.kind, d.tier, d.reasons->0->>'rule' AS rule,
       CASE WHEN next.kind = 'relay' THEN next.text END AS agent_wrote, d."case"::text AS "case"
FROM wanted JOIN decision d USING (message_id) LEFT JOIN LATERAL (
    SELECT kind, text FROM decision
    WHERE d.draft IS NOT NULL AND conversation_id = d.conversation_id AND message_id > d.message_id
      AND (kind = 'relay' OR draft IS NOT NULL)
    ORDER BY message_id LIMIT 1
) AS next ON true
ORDER BY d.message_id DESC
"""


class Past(PostgresPart):
    async def cases(self, *, since: datetime | None = None, limit: int | None = None) -> AsyncIterator[PastDecision]:
        below, left = 2**63 - 1, limit if limit is not None else 2**63 - 1
        while left > 0:
            most = min(left, AT_ONCE)
            values: dict[str, Any] = {"below": below, "since": since, "limit": most}

            async def look(connection: Connection, again: bool, values: dict[str, Any] = values) -> list[Any]:
                return await (await connection.execute(_CASES, values)).fetchall()

            rows = await self._pool.run(look, single=True)
            for row in rows:
                yield PastDecision(**{**row, "rule": row["rule"] or "", "case": stored_values.load_case(row["case"])})
            if len(rows) < most:
                return
            below, left = rows[-1]["message_id"], left - len(rows)
