"""A language model without a model: reads by sentence vectors and word rules, drafts by quoting articles word by word.

Used when there is no key, and to read mail while Claude is away. It writes no sentence of its own about the product, so
it can only be wrong by quoting the wrong passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from responder.config import Settings
from responder.domain import Case, Draft, Passage, Reading, Sentence, Signal, Urgency, Vector
from responder.ports import Embedder
from responder.steps import answerable, confidence, questions, signals
from responder.steps.excerpt import sentences_of
from responder.steps.phrases import plain_word

SHARPNESS = 14.0
"""of the softmax over likenesses: how much clearer the best intent must be for the same confidence"""
NEAR, FAR = 0.55, 0.15
"""cosine to an intent's examples that speaks fully for it, and that says nothing"""
SHORT = 200
"""characters below which a follow-up is read together with the customer's mail before it"""
LONGEST_PASSAGE = 1_200
"""characters of a passage that is quoted whole; of a longer one only the part that fits the question"""
NEARLY_AS_GOOD = 0.11
"""of the fused score, for the steps of the same article"""
AS_GOOD = 0.012
"""of the fused score"""
URGENCIES: tuple[Urgency, ...] = ("low", "normal", "high", "critical")
INTENT_OF_SIGNAL = {
    Signal.REFUND_DEMAND: "refund_request",
    Signal.DELETION_REQUEST: "account_deletion",
    Signal.SECURITY: "abuse_report",
    Signal.ABUSE: "abuse_report",
}
"""What a signal says about the intent, where such an intent is configured"""

_LIST_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+")


class OfflineModel:
    """Needs only an embedder. The examples of the intents are embedded at the first mail."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._prototypes: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        return "offline model"

    async def read(self, case: Case) -> Reading:
        """Intent by likeness to the examples of the settings; everything else by the rules of steps.signals."""
        message = case.message
        text = message.reply_text
        noticed = signals.noticed(text, message.subject)
        mood = signals.frustration(text, contacts=1 + sum(t.author == "customer" for t in case.conversation.turns))
        intent, confidence = await self._intent(case, noticed)
        asked = case.questions or questions.questions_of(message.subject, text)
        least = self._settings.intents[intent].urgency if intent in self._settings.intents else "normal"
        return Reading(
            intent=intent,
            confidence=confidence,
            urgency=max(signals.urgency_of(text, noticed), least, key=URGENCIES.index),
            sentiment=signals.sentiment_of(mood, text),
            frustration=mood,
            signals=noticed,
            questions=asked,
            language=message.language,
            summary=_summary(case, asked, noticed, mood),
            model=f"{self.name} ({self._embedder.model})",
        )

    async def draft(self, case: Case) -> Draft:
        """For every question the passage that fits it best, word by word; questions without one are named."""
        sentences: list[Sentence] = []
        unanswered: list[str] = []
        used: set[str] = set()
        asked = case.questions or tuple(dict.fromkeys(p.question for p in case.passages))
        for question in asked:
            passage = self._best_for(question, case.passages, alone=len(asked) == 1)
            if passage is None:
                unanswered.append(question)
            elif passage.id not in used:
                used.add(passage.id)
                vector = (await self._embedder.embed([question]))[0]
                quote = await self._quote(passage, question, vector)
                lead = "\n\n" if sentences else ""
                sentences.append(Sentence(text=f"{lead}{quote}", passage_ids=(passage.id,)))
        return Draft(sentences=tuple(sentences), unanswered=tuple(unanswered), model=self.name, quoted=True)

    async def check(self) -> str:
        await self._embedder.embed(["ready"])
        return f"{self.name}: reads with {self._embedder.model}, drafts by quoting articles"

    async def close(self) -> None:
        return None

    # -- reading

    async def _intent(self, case: Case, noticed: Sequence[Signal]) -> tuple[str, float]:
        if not self._settings.intents:
            return "unknown", 0.0
        prototypes = await self._learnt()
        message = case.message
        texts = [f"{message.subject}\n{message.reply_text}"[:1000], *case.questions[:2]]
        before = next((turn for turn in reversed(case.conversation.turns) if turn.author == "customer"), None)
        if before and len(message.reply_text) < SHORT:
            # "how long is it valid?" is about what was asked before
            texts.append(f"{before.subject}\n{before.text}\n{message.reply_text}"[:1000])
        vectors = np.asarray(await self._embedder.embed(texts))
        scores = {name: float(_likeness(vectors, examples).max()) for name, examples in prototypes.items()}
        best = max(scores, key=lambda name: scores[name])
        top = scores[best]
        share = 1 / sum(math.exp(SHARPNESS * (score - top)) for score in scores.values())
        inside = min(1.0, max(0.0, (top - FAR) / (NEAR - FAR)))
        # an honest guess is never surer than how near the mail is to anything that was described
        sure = share**0.5 * inside**0.5
        for signal in noticed:
            told = INTENT_OF_SIGNAL.get(signal)
            if told in scores and (told == best or scores[told] > top - 0.25):
                return told, max(0.75, sure if told == best else 0.0)
        if inside <= 0:
            return "unknown", 0.0
        return best, round(sure, 4)

    async def _learnt(self) -> dict[str, Any]:
        """For each intent a matrix: the examples, and as the last row their middle."""
        if self._prototypes is None:
            texts = {name: [i.description, *i.examples] for name, i in self._settings.intents.items()}
            vectors = iter(await self._embedder.embed([text for group in texts.values() for text in group]))
            self._prototypes = {name: _with_middle([next(vectors) for _ in group]) for name, group in texts.items()}
        return self._prototypes

    # -- drafting

    def _best_for(self, question: str, passages: Sequence[Passage], *, alone: bool) -> Passage | None:
        """The best passage that was found for a question, if it is near enough and speaks of what is asked."""
        start = plain_word(question.strip())[:80]
        found = [p for p in passages if plain_word(p.question.strip())[:80] == start] or (
            list(passages) if alone else []
        )
        ranked = sorted(found, key=lambda p: -p.score)
        # passages of one article that are as good by the fused score are told apart by their meaning
        how = bool(confidence.ASKS_HOW.search(question))

        def place(passage: Passage) -> tuple[int, float]:
            """ "How do I …?" is answered by steps, if the article has any that are nearly as good."""
            behind = ranked[0].score - passage.score
            same = passage.article_id == ranked[0].article_id
            if how and same and behind <= NEARLY_AS_GOOD and confidence.has_steps(passage.body):
                return 0, behind
            return (1, -passage.cosine) if same and behind <= AS_GOOD else (2, behind)

        first = sorted(ranked, key=place)
        return next((p for p in first[:3] if p.body.strip() and self._answers(p, question)), None)

    def _answers(self, passage: Passage, question: str) -> bool:
        near = passage.cosine >= self._settings.thresholds.passage_cosine
        return near and answerable.speaks_of(passage, question, self._settings.product.name)

    async def _quote(self, passage: Passage, question: str, vector: Vector) -> str:
        """The passage as plain text: whole if short, else the part that is most like the question."""
        parts = _parts(passage.body)
        if len(passage.body) <= LONGEST_PASSAGE or len(parts) == 1:
            return "\n\n".join(parts)
        vectors = await self._embedder.embed([f"{passage.title}. {part}"[:1000] for part in parts])
        likeness = [_dot(vector, v) for v in vectors]
        best = likeness.index(max(likeness))
        chosen = [parts[best]]
        if best and (_is_list(parts[best]) or parts[best - 1].rstrip().endswith(":")):
            chosen.insert(0, parts[best - 1])
        if len(parts[best]) > LONGEST_PASSAGE and not _is_list(parts[best]):
            chosen[-1] = await self._around_best_sentence(parts[best], vector)
        return "\n\n".join(chosen)

    async def _around_best_sentence(self, paragraph: str, vector: Vector) -> str:
        """The sentence most like the question with its two neighbours: there the answer stands 93 times of 100."""
        said = sentences_of(" ".join(paragraph.split()))[:40]
        likeness = [_dot(vector, v) for v in await self._embedder.embed(said)]
        best = likeness.index(max(likeness))
        return " ".join(said[max(0, best - 1) : best + 2])


def _parts(body: str) -> list[str]:
    """Paragraphs, whole lists and whole tables."""
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", body) if block.strip()]
    parts: list[str] = []
    for block in blocks:
        if (parts and _is_list(block) and _is_list(parts[-1])) or (
            parts and parts[-1].lstrip().startswith("#") and "\n" not in parts[-1]
        ):
            parts[-1] = f"{parts[-1]}\n{block}"
        else:
            parts.append(block)
    return parts


def _is_list(part: str) -> bool:
    lines = part.lstrip().splitlines()
    return bool(lines) and bool(_LIST_ITEM.match(lines[0]) or lines[0].startswith("|"))


def _with_middle(examples: Sequence[Vector]) -> Any:
    rows = np.asarray(examples)
    middle = rows.mean(axis=0)
    return np.vstack([rows, middle / (np.linalg.norm(middle) or 1.0)])


def _likeness(vectors: Any, examples: Any) -> Any:
    """Of each vector to the nearest example and to their middle, half each: single examples find wordings, the middle
    the topic."""
    alike = vectors @ examples.T
    return 0.5 * alike[:, :-1].max(axis=1) + 0.5 * alike[:, -1]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _summary(case: Case, asked: Sequence[str], noticed: Sequence[Signal], mood: float) -> str:
    """Two sentences for an agent: what is asked, and how the customer feels and what was before."""
    if asked:
        first = f"The customer writes: “{'” and “'.join(_short(q) for q in asked[:2])}”"
        first += f" and asks {len(asked) - 2} more." if len(asked) > 2 else "."
    else:
        first = f"The mail has the subject “{_short(case.message.subject)}” and little text."
    feels = "angry" if mood >= 0.6 else "annoyed" if mood >= 0.25 else "calm"
    before = sum(turn.author == "customer" for turn in case.conversation.turns)
    history = f", has written {before} time{'s' if before > 1 else ''} before in this conversation" if before else ""
    shows = f"; the mail shows: {', '.join(noticed)}" if noticed else ""
    return f"{first} The customer sounds {feels}{history}{shows}."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else f"{text[:159]}…"
