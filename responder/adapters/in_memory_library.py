"""What editors of the knowledge base ask, in memory: over a store and a knowledge base that are in memory too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from responder.adapters.in_memory import InMemoryStore
from responder.adapters.in_memory_knowledge import InMemoryKnowledge
from responder.domain import Article, PastDecision, StaleArticle, Unanswered
from responder.steps import ledger

_DAY = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass
class InMemoryLibrary:
    """An article without a day of review counts as taken in today."""

    store: InMemoryStore
    knowledge: InMemoryKnowledge

    async def stale(self, *, today: date, days: int, since: datetime) -> tuple[StaleArticle, ...]:
        used = [past for past, _ in self.store.decided() if past.decided_at >= since]
        cited = [past for past in used if past.kind in ("reply", "review", "handoff") and _articles(past)]
        corrected = [
            (past.decided_at, _articles(earlier))
            for past in used
            if past.kind == "relay" and past.case.draft is None and (earlier := _last_before(past, cited))
        ]
        found = []
        for (source, _), article in sorted(self._articles().items()):
            known = _reviewed(article)
            times = sum(article.id in articles and at.date() > (known or date.min) for at, articles in corrected)
            if (known or today) <= today - timedelta(days=days) or times:
                found.append(
                    StaleArticle(
                        source=source,
                        article_id=article.id,
                        title=article.title,
                        reviewed_on=known or today,
                        known=known is not None,
                        cited=sum(article.id in _articles(past) for past in cited),
                        corrected=times,
                    )
                )
        return tuple(sorted(found, key=lambda a: (-a.corrected, -a.cited, a.reviewed_on, a.article_id)))

    def _articles(self) -> dict[tuple[str, str], Article]:
        editions = self.knowledge.editions.values()
        return {key: article for edition in editions for key, (article, _) in edition.articles.items()}

    async def unanswered(self, *, since: datetime, limit: int = 5000) -> tuple[Unanswered, ...]:
        found = []
        for past, decision in self.store.decided():
            rules, case = {reason.rule for reason in decision.reasons}, past.case
            if past.decided_at >= since and rules & ledger.NO_ANSWER:
                questions = ledger.questions_left(
                    nothing_found="nothing_was_found" in rules,
                    left_open=case.draft.unanswered if case.draft else (),
                    asked=case.questions,
                    whole=f"{case.message.subject}\n{case.message.reply_text}",
                )
                found.append(
                    Unanswered(
                        message_id=past.message_id,
                        conversation_id=past.conversation_id,
                        at=past.decided_at,
                        questions=questions,
                    )
                )
        return tuple(sorted(found, key=lambda mail: mail.at, reverse=True)[:limit])


def _articles(past: PastDecision) -> set[str]:
    return {re.sub("#[0-9]+$", "", cited) for cited in (past.case.draft.cited if past.case.draft else ())}


def _last_before(relay: PastDecision, cited: list[PastDecision]) -> PastDecision | None:
    its = [p for p in cited if p.conversation_id == relay.conversation_id and p.decided_at <= relay.decided_at]
    return max(its, key=lambda past: past.decided_at, default=None)


def _reviewed(article: Article) -> date | None:
    """The 31st of February is the 3rd of March, as on PostgreSQL."""
    found = _DAY.fullmatch(article.reviewed_on)
    return date(int(found[1]), int(found[2]), 1) + timedelta(days=int(found[3]) - 1) if found else None
