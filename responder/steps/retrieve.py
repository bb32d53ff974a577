"""What to search for, and which of what was found a draft may rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from responder.config import Settings
from responder.domain import Case, Passage, Within
from responder.steps.question import without_courtesies

LONGEST = 1000
"""characters of a search text: more only blurs the vector"""

SHORT = 120
"""characters below which a follow-up is taken to lean on what was said before"""


def searches(case: Case) -> tuple[str, ...]:
    """The texts to search for: each question of the mail, or the mail as a whole when it asks nothing in particular.

    A short question in a conversation leans on what was said before ("how long is it valid?"), so the customer's
    mail before it is searched with it.
    """
    message = case.message
    whole = f"{message.subject}\n{without_courtesies(message.reply_text)}".strip()
    asked = [q.strip() for q in case.questions if q.strip()] or [whole]
    before = next((turn for turn in reversed(case.conversation.turns) if turn.author == "customer"), None)
    if before:
        asked = [f"{q}\n{before.subject}\n{before.text}" if len(q) < SHORT else q for q in asked]
    return tuple(dict.fromkeys(q[:LONGEST] for q in asked if q)) or ("?",)


def part_for(case: Case, settings: Settings) -> Within:
    """The articles about the product that the mailbox is for and the products that the customer's account names,
    besides those of no product in particular; everything where nobody names one."""
    mailboxes = [settings.mailbox_named(case.message.mailbox)] if settings.mailbox else []
    column = settings.knowledge.product_column.lower()
    theirs = [value for label, value in case.customer.account if label.lower() == column] if column else []
    named = [*(m.product for m in mailboxes), *(p for value in theirs for p in re.split("[,;]", value))]
    return Within(products=tuple(dict.fromkeys(p.strip() for p in named if p.strip())))


def best_of(searches: Sequence[str], found: Sequence[Sequence[Passage]], *, limit: int) -> tuple[Passage, ...]:
    """The best passages of every search, each once, named after the question that it fits best.

    Every question keeps its first passage before any gets a second, so that one with many hits does not crowd out
    another. `limit` counts per question up to two of them and is shared beyond; no article gives more than five.
    """
    room = limit if len(searches) == 1 else max(limit, 2 * len(searches))
    chosen: dict[str, Passage] = {}
    per_article: dict[str, int] = {}
    deepest = max((len(f) for f in found), default=0)
    for rank in range(deepest):
        for question, passages in zip(searches, found, strict=True):
            if rank >= len(passages) or len(chosen) >= room:
                continue
            passage = replace(passages[rank], question=question.partition("\n")[0])
            known = chosen.get(passage.id)
            if known is None and per_article.get(passage.article_id, 0) < 5:
                chosen[passage.id] = passage
                per_article[passage.article_id] = per_article.get(passage.article_id, 0) + 1
            elif known is not None and passage.score > known.score:
                chosen[passage.id] = passage
    return tuple(chosen.values())
