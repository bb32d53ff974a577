"""Solved tickets on PostgreSQL: found by words and meaning together, as passages are. For agents only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from responder.adapters import stored_values
from responder.adapters.postgres_articles import CONFIGS
from responder.adapters.postgres_pool import Connection, PostgresPool
from responder.domain import SolvedTicket, Vector
from responder.ports import Embedder
from responder.steps.retrieve import LONGEST
from responder.steps.solved import impersonal

# Answered, quiet since, and not yet known by this model, or known from before the customer wrote again.
_QUIET = """
SELECT c.id, c.last_at, m.subject, m.parsed->>'reply_text' AS text, m.parsed->>'language' AS language, m.sender,
       m.sender_name, d.summary, a.text AS answer, a.agent
FROM conversation c
JOIN LATERAL (SELECT * FROM message WHERE conversation_id = c.id AND agent_ticket = 0 ORDER BY id LIMIT 1) AS m ON true
JOIN LATERAL (
    SELECT text, "case"->'message'->'sender'->>'name' AS agent FROM decision
    WHERE conversation_id = c.id AND kind IN ('reply', 'relay') AND text <> ''
    ORDER BY decided_at DESC, message_id DESC LIMIT 1
) AS a ON true
LEFT JOIN decision d ON d.message_id = m.id
LEFT JOIN solved_ticket s ON s.conversation_id = c.id
WHERE c.state = 'answered' AND c.pending = 0 AND c.last_at <= %(before)s AND m.parsed->>'reply_text' <> ''
  AND (s.conversation_id IS NULL OR s.solved_at < c.last_at OR s.model_id <> %(model)s)
ORDER BY c.last_at DESC LIMIT %(limit)s
"""

_KEEP = """
INSERT INTO solved_ticket (conversation_id, model_id, question, summary, answer, words, embedding, solved_at)
VALUES (%(id)s, %(model)s, %(question)s, %(summary)s, %(answer)s, to_tsvector(%(config)s::regconfig, %(question)s),
        %(vector)s::halfvec, %(solved_at)s)
ON CONFLICT (conversation_id) DO UPDATE SET model_id = excluded.model_id, question = excluded.question,
    summary = excluded.summary, answer = excluded.answer, words = excluded.words, embedding = excluded.embedding,
    solved_at = excluded.solved_at
"""

# Messages are short: a stem counts once, by how rare it is, as a share of what the question's stems could reach.
_SIMILAR = """
WITH known AS (
    SELECT count(*)::float AS n FROM solved_ticket WHERE model_id = %(model)s
), asked AS (
    SELECT DISTINCT plainto_tsquery('simple', stem) AS stem
    FROM unnest(tsvector_to_array(to_tsvector(%(config)s::regconfig, %(question)s))) AS stem LIMIT 100
), telling AS (
    SELECT stem, ln(1 + (n - holding + 0.5) / (holding + 0.5)) AS rarity FROM known, asked, LATERAL (
        SELECT least(count(*), n) AS holding FROM solved_ticket WHERE words @@ stem
    ) AS counted
), words AS (
    SELECT conversation_id, sum(rarity) / nullif((SELECT sum(rarity) FROM telling), 0) AS lexical
    FROM telling JOIN solved_ticket ON words @@ stem WHERE model_id = %(model)s
    GROUP BY 1 ORDER BY 2 DESC LIMIT 50
), meaning AS (
    SELECT conversation_id FROM solved_ticket WHERE model_id = %(model)s
    ORDER BY embedding <#> %(vector)s::halfvec LIMIT 50
), candidate AS (
    SELECT conversation_id FROM words UNION SELECT conversation_id FROM meaning
)
SELECT s.conversation_id AS ticket, s.summary, s.answer, s.solved_at,
       -(s.embedding <#> %(vector)s::halfvec) AS likeness
FROM candidate JOIN solved_ticket s USING (conversation_id) LEFT JOIN words USING (conversation_id)
JOIN conversation c ON c.id = s.conversation_id
-- written again since: not solved. The customer's own tickets are shown anyway.
WHERE c.state = 'answered' AND c.pending = 0 AND c.last_at <= s.solved_at AND c.customer <> %(customer)s
  AND -(s.embedding <#> %(vector)s::halfvec) >= %(least)s
ORDER BY %(weight)s * -(s.embedding <#> %(vector)s::halfvec) + (1 - %(weight)s) * coalesce(lexical, 0) DESC, ticket DESC
LIMIT %(limit)s
"""


class PostgresSolved:
    """ports.SolvedTickets for one embedding model."""

    def __init__(self, pool: PostgresPool, embedder: Embedder, *, cosine_weight: float = 0.7) -> None:
        self._pool = pool
        self._embedder = embedder
        self._weight = cosine_weight
        self._model = 0

    async def similar(
        self, question: str, *, language: str, customer: str, least: float, limit: int
    ) -> tuple[SolvedTicket, ...]:
        (vector,) = await self._embedder.embed([question[:LONGEST]])
        values = {
            "model": await self._number(),
            "config": CONFIGS.get(language[:2], "simple"),
            "question": stored_values.clean(question[:LONGEST]),
            "vector": _halfvec(vector),
            "customer": customer.lower(),
            "weight": self._weight,
            "least": least,
            "limit": limit,
        }

        async def look(connection: Connection, again: bool) -> tuple[SolvedTicket, ...]:
            rows = await connection.execute(_SIMILAR, values)
            return tuple(SolvedTicket(**row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def take_in(self, *, before: datetime, limit: int = 500) -> int:
        """Take in what was answered and has been quiet since `before`, without the people in it. Returns how many."""
        model = await self._number()

        async def look(connection: Connection, again: bool) -> list[dict[str, Any]]:
            rows = await connection.execute(_QUIET, {"before": before, "limit": limit, "model": model})
            return await rows.fetchall()

        rows = await self._pool.run(look, single=True)
        tickets = [_without_people(row) for row in rows]
        vectors: Sequence[Vector] = await self._embedder.embed([t["question"] for t in tickets]) if tickets else []
        values = [{**t, "model": model, "vector": _halfvec(v)} for t, v in zip(tickets, vectors, strict=True)]

        async def keep(connection: Connection, again: bool) -> None:
            async with connection.cursor() as cursor:
                await cursor.executemany(_KEEP, values)

        if values:
            await self._pool.run(keep)
        return len(values)

    async def _number(self) -> int:
        async def look(connection: Connection, again: bool) -> int:
            await connection.execute(
                "INSERT INTO embedding_model (name, dimension) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [self._embedder.model, self._embedder.dimension],
            )
            found = await connection.execute("SELECT id FROM embedding_model WHERE name = %s", [self._embedder.model])
            row = await found.fetchone()
            assert row is not None
            return int(row["id"])

        self._model = self._model or await self._pool.run(look, single=True)
        return self._model


def _without_people(row: dict[str, Any]) -> dict[str, Any]:
    people = [row["sender"], row["sender_name"], row["agent"] or ""]
    question = impersonal(f"{row['subject']}\n{row['text']}", people)
    return {
        "id": row["id"],
        "question": question[:LONGEST] or "?",
        "summary": impersonal(row["summary"] or question, people)[:500],
        "answer": impersonal(row["answer"], people)[:2000],
        "config": CONFIGS.get((row["language"] or "")[:2], "simple"),
        "solved_at": row["last_at"],
    }


def _halfvec(vector: Vector) -> str:
    return f"[{','.join(map(str, vector))}]"
