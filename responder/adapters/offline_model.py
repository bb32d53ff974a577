"""A language model for those without one: it classifies by examples and answers by quoting.

Reading: the nearest of the configured intents' examples in the embedding space, and the rules of steps.signals for
mood and urgency. Drafting: the best passage for each question, word by word; it writes nothing of its own, and says
which questions the passages do not seem to answer.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

from responder.config import Settings
from responder.domain import Case, Draft, Passage, Reading, Sentence, Signal, Urgency, Vector
from responder.ports import Embedder
from responder.steps import answerable, signals
from responder.steps.question import without_courtesies

NAME = "offline model"
SHARPNESS = 18.0
"""of the softmax over intents; fitted so that its probability is about the share of right ones on short questions"""
LONGEST = 600
"""characters of a mail that its intent is read from: the matter stands at the beginning"""

TELLING = (
    (Signal.REFUND_DEMAND, "refund_request"),
    (Signal.DELETION_REQUEST, "account_deletion"),
    (Signal.SECURITY, "abuse_report"),
    (Signal.ABUSE, "abuse_report"),
)
"""signals that say the intent more surely than likeness does, where such an intent is configured"""


class OfflineModel:
    """ports.LanguageModel without a network. Useful by itself, and the reader when the language model is away."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._prototypes: dict[str, list[Vector]] = {}
        self._learning = asyncio.Lock()

    @property
    def name(self) -> str:
        return NAME

    async def read(self, case: Case) -> Reading:
        message = case.message
        noticed = signals.noticed(message.reply_text, message.subject)
        intent, confidence = await self._intent_of(case)
        told = next((i for s, i in TELLING if s in noticed and i in self._settings.intents), "")
        if told:
            intent, confidence = told, max(confidence if told == intent else 0.0, 0.9)
        mood = signals.frustration(message.reply_text)
        return Reading(
            intent=intent,
            confidence=confidence,
            urgency=self._urgency(intent, signals.urgency_of(message.reply_text, noticed)),
            sentiment=signals.sentiment_of(mood, message.reply_text),
            frustration=mood,
            signals=noticed,
            questions=case.questions,
            language=message.language,
            summary=_summary(case, intent),
            model=NAME,
        )

    async def draft(self, case: Case) -> Draft:
        quotes: dict[str, Passage] = {}
        unanswered: list[str] = []
        for question in case.questions or (case.message.subject,):
            passage = self._answer_to(question, case)
            if passage is None:
                unanswered.append(question)
            else:
                quotes.setdefault(passage.id, passage)
        sentences = [
            Sentence(text=("\n\n" if number else "") + passage.body.strip(), passage_ids=(passage.id,))
            for number, passage in enumerate(quotes.values())
        ]
        return Draft(sentences=tuple(sentences), unanswered=tuple(unanswered), model=NAME, quoted=True)

    async def check(self) -> str:
        await self._learn()
        count = sum(map(len, self._prototypes.values()))
        return (
            f"{NAME}: {len(self._prototypes)} intents by {count} examples; drafts quote articles (no API key is used)"
        )

    async def close(self) -> None:
        return None

    def _answer_to(self, question: str, case: Case) -> Passage | None:
        """The best passage that was found for the question, if it speaks of what is asked."""
        several = len(case.questions) > 1
        found = [p for p in case.passages if p.question == question or not several] or list(case.passages)
        likely = [p for p in found if p.cosine >= self._settings.thresholds.passage_cosine]
        ranked = sorted(likely, key=lambda p: p.score, reverse=True)
        return next((p for p in ranked[:3] if answerable.speaks_of(p, question, self._settings.product.name)), None)

    async def _intent_of(self, case: Case) -> tuple[str, float]:
        await self._learn()
        if not self._prototypes:
            return "unknown", 0.0
        text = f"{case.message.subject}\n{without_courtesies(case.message.reply_text)}"[:LONGEST]
        [vector] = await self._embedder.embed([text])
        likeness = {name: _likeness(vector, examples) for name, examples in self._prototypes.items()}
        best = max(likeness, key=lambda name: likeness[name])
        total = sum(math.exp(SHARPNESS * (value - likeness[best])) for value in likeness.values())
        # far from every example the softmax is sure of nothing in particular
        in_scope = min(1.0, max(0.0, (likeness[best] - 0.1) / 0.25))
        return best, in_scope / total

    async def _learn(self) -> None:
        async with self._learning:
            if self._prototypes or not self._settings.intents:
                return
            texts = [
                (name, text)
                for name, intent in self._settings.intents.items()
                for text in (*intent.examples, intent.description)
            ]
            learned: dict[str, list[Vector]] = {}
            for (name, _), vector in zip(texts, await self._embedder.embed([t for _, t in texts]), strict=True):
                learned.setdefault(name, []).append(vector)
            self._prototypes = learned

    def _urgency(self, intent: str, noticed: Urgency) -> Urgency:
        order: tuple[Urgency, ...] = ("low", "normal", "high", "critical")
        least: Urgency = self._settings.intents[intent].urgency if intent in self._settings.intents else "low"
        return max(least, noticed, key=order.index)


def _likeness(vector: Vector, examples: Sequence[Vector]) -> float:
    """Between the nearest example and the mean of all: the one finds odd wordings, the other forgives odd examples."""
    cosines = sorted((sum(a * b for a, b in zip(vector, e, strict=True)) for e in examples), reverse=True)
    return 0.6 * cosines[0] + 0.4 * sum(cosines) / len(cosines)


def _summary(case: Case, intent: str) -> str:
    who = case.customer.name or case.customer.email or "The customer"
    what = "; ".join(f"“{q}”" for q in case.questions[:2]) or f"“{case.message.subject}”"
    again = len([t for t in case.conversation.turns if t.author == "customer"])
    more = f" It is mail number {again + 1} in this conversation." if again else ""
    return f"{who} writes about {intent.replace('_', ' ')}. They ask: {what}.{more}"
