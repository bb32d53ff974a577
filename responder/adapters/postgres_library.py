"""What librarians ask of the knowledge base: old versions, articles to read over, questions without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from responder.adapters.postgres_pool import Connection, PostgresPool
from responder.domain import Article, StaleArticle, Unanswered
from responder.steps import ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an article, and when it held."""

    source: str
    article_id: str
    sha256: str
    """hex, of title, an empty line and body"""
    title: str
    body: str
    url: str
    seen_at: datetime
    gone_at: datetime | None
    """None: it holds now"""


# The front matter's date may be anything that an author wrote, also the 31st of February. An agent's own words where a draft was put before them
# are a correction of that draft: "relay" whose case has no draft.
_STALE = """
WITH cited AS (
    SELECT d.message_id, d.conversation_id, d.decided_at,
           array_agg(DISTINCT regexp_replace(passage #>> '{}', '#[0-9]+$', '')) AS articles
    FROM decision d, jsonb_path_query(d."case", '$.draft.sentences[*].passage_ids[*]') AS passage
    WHERE d.kind IN ('reply', 'review', 'handoff') AND d.decided_at >= %(since)s
    GROUP BY 1
), corrected AS (
    SELECT DISTINCT ON (r.message_id) r.decided_at, c.articles
    FROM decision r JOIN cited c ON c.conversation_id = r.conversation_id AND c.decided_at <= r.decided_at
    WHERE r.kind = 'relay' AND coalesce(r."case"->'draft', 'null') = 'null' AND r.decided_at >= %(since)s
    ORDER BY r.message_id, c.decided_at DESC
), dated AS (
    -- an article that is there for several embedding models is one; where a model refused it, its text may be an older one
    SELECT DISTINCT ON (a.source, a.id) a.source, a.id, a.title,
           greatest(CASE WHEN a.reviewed_on ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                         THEN (left(a.reviewed_on, 7) || '-01')::date + (right(a.reviewed_on, 2)::int - 1) END,
                    r.reviewed_on) AS known,
           coalesce((SELECT min(seen_at)::date FROM article_version v WHERE v.source = a.source AND v.article_id = a.id),
                    %(today)s::date) AS first_seen
    FROM article a LEFT JOIN article_review r ON r.source = a.source AND r.article_id = a.id
    ORDER BY a.source, a.id, a.sha256 = '', a.model_id DESC
), counted AS (
    SELECT dated.source, dated.id, known, first_seen, title,
           (SELECT count(*) FROM cited WHERE dated.id = ANY(articles)) AS cited,
           -- a correction that is older than the last review was looked at then
           (SELECT count(*) FROM corrected WHERE dated.id = ANY(articles)
                AND decided_at::date > coalesce(known, '-infinity')) AS corrected
    FROM dated
)
SELECT source, id AS article_id, title, coalesce(known, first_seen) AS reviewed_on, known IS NOT NULL AS known,
       cited, corrected
FROM counted WHERE coalesce(known, first_seen) <= %(today)s::date - %(days)s::int OR corrected > 0
ORDER BY corrected DESC, cited DESC, reviewed_on, article_id
"""

# Conditions as in the index decision_without_answer.
_UNANSWERED = """
SELECT d.message_id, d.conversation_id, d.decided_at AS at,
       reasons @> '[{"rule": "nothing_was_found"}]' AS nothing,
       "case"->'questions' AS questions, "case"->'draft'->'unanswered' AS unanswered,
       "case"->'message'->>'subject' AS subject, "case"->'message'->>'reply_text' AS text
FROM decision d
WHERE (reasons @> '[{"rule": "nothing_was_found"}]' OR reasons @> '[{"rule": "draft_does_not_answer"}]')
  AND decided_at >= %s
ORDER BY decided_at DESC LIMIT %s
"""


class PostgresLibrary:
    """ports.Library, and what commands ask besides, over a pool that somebody else opens and closes."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    async def versions_of(self, article_id: str) -> tuple[Version, ...]:
        """Every text that the article ever had, newest first."""

        async def look(connection: Connection, again: bool) -> tuple[Version, ...]:
            rows = await connection.execute(
                "SELECT source, article_id, sha256, title, body, url, seen_at, gone_at FROM article_version"
                " WHERE article_id = %s ORDER BY seen_at DESC, source",
                [article_id],
            )
            return tuple(Version(**row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def public_articles(self) -> tuple[Article, ...]:
        """Every public article as it is now, of all sources; of equal ids the first source's."""

        async def look(connection: Connection, again: bool) -> tuple[Article, ...]:
            rows = await connection.execute(
                "SELECT DISTINCT ON (id) id, title, body, category, product, language, url, audience, reviewed_on, sha256"
                " FROM article WHERE audience = 'public' ORDER BY id, source, sha256 = '', model_id DESC"
            )
            return tuple(Article(**row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def stale(self, *, today: date, days: int, since: datetime) -> tuple[StaleArticle, ...]:
        async def look(connection: Connection, again: bool) -> tuple[StaleArticle, ...]:
            rows = await connection.execute(_STALE, {"today": today, "days": days, "since": since})
            return tuple(StaleArticle(**row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)

    async def review(self, article_ids: Sequence[str], *, on: date) -> tuple[str, ...]:
        """Record that these were read over. Returns the ids that are known."""

        async def record(connection: Connection, again: bool) -> tuple[str, ...]:
            rows = await connection.execute(
                "INSERT INTO article_review (source, article_id, reviewed_on)"
                " SELECT DISTINCT source, id, %s::date FROM article WHERE id = ANY(%s)"
                " ON CONFLICT (source, article_id) DO UPDATE SET reviewed_on ="
                " greatest(article_review.reviewed_on, excluded.reviewed_on) RETURNING article_id",
                [on, list(article_ids)],
            )
            return tuple(sorted({row["article_id"] for row in await rows.fetchall()}))

        return await self._pool.run(record, single=True)

    async def unanswered(self, *, since: datetime, limit: int = 5000) -> tuple[Unanswered, ...]:
        async def look(connection: Connection, again: bool) -> tuple[Unanswered, ...]:
            rows = await connection.execute(_UNANSWERED, [since, limit])
            return tuple(_unanswered(row) for row in await rows.fetchall())

        return await self._pool.run(look, single=True)


def _unanswered(row: dict[str, Any]) -> Unanswered:
    questions = ledger.questions_left(
        nothing_found=row["nothing"],
        left_open=row["unanswered"] or (),
        asked=row["questions"] or (),
        whole=f"{row['subject'] or ''}\n{row['text'] or ''}",
    )
    return Unanswered(
        message_id=row["message_id"], conversation_id=row["conversation_id"], at=row["at"], questions=questions
    )
