"""A language model without a model: reads by sentence vectors and word rules, drafts by quoting articles word by word.

Used when there is no key, and to read mail while Claude is away. It writes no sentence of its own about the product, so
it can only be wrong by quoting the wrong passage. The intent comes from a classifier that learns from the descriptions
and examples of the settings and from mail whose drafts agents approved.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import AsyncIterator, Callable, Sequence

from responder import learning, mood
from responder.config import Settings
from responder.domain import Case, Draft, Passage, PastDecision, Reading, Sentence, Sentiment, Signal, Urgency, Vector
from responder.errors import ResponderError
from responder.ports import Embedder
from responder.steps import answerable, confidence, questions, signals
from responder.steps.excerpt import sentences_of
from responder.steps.frustration import told
from responder.steps.intents import IntentModel
from responder.steps.phrases import plain_word

log = logging.getLogger("responder")

LONGEST_MAIL = 1000
"""characters of a mail that tell its intent and mood: more only blurs the vector"""
SURE_SIGNAL = 0.75
"""confidence of an intent that the words of the mail name; a classifier that is surer of another one is believed"""
ANNOYED = 0.45
"""frustration from which the vector is believed about a customer whose words are calm: plain reports of a problem reach 0.3"""
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
    """Needs only an embedder. The classifier of intents learns at the first mail.

    `approved`: past decisions, newest first, to learn from besides the settings. Without them the settings teach alone.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        *,
        approved: Callable[[], AsyncIterator[PastDecision]] | None = None,
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._approved = approved
        self._learned: IntentModel | None = None
        self._learning = asyncio.Lock()

    @property
    def name(self) -> str:
        return "offline model"

    async def read(self, case: Case) -> Reading:
        """Intent by the classifier, mood by words and vector, everything else by the rules of steps.signals."""
        message = case.message
        text = message.reply_text
        noticed = signals.noticed(text, message.subject)
        intent, confidence, in_scope = await self._intent(case, noticed)
        felt = await self._mood(case)
        shown = felt if felt >= ANNOYED else min(felt, signals.frustration(text))
        sentiment = signals.sentiment_of(shown, text)
        asked = case.questions or questions.questions_of(message.subject, text)
        least = self._settings.intents[intent].urgency if intent in self._settings.intents else "normal"
        return Reading(
            intent=intent,
            confidence=confidence,
            in_scope=in_scope,
            urgency=max(signals.urgency_of(text, noticed), least, key=URGENCIES.index),
            sentiment=sentiment,
            frustration=felt,
            signals=noticed,
            questions=asked,
            language=message.language,
            summary=_summary(case, asked, noticed, sentiment),
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

    async def _intent(self, case: Case, noticed: Sequence[Signal]) -> tuple[str, float, float | None]:
        """Intent, how sure it is that the mail has this one, and how sure that it has any."""
        if not self._settings.intents:
            return "unknown", 0.0, None
        texts = [whole_of(case), *case.questions[:2]]
        before = next((turn for turn in reversed(case.conversation.turns) if turn.author == "customer"), None)
        if before and len(case.message.reply_text) < SHORT:
            # "how long is it valid?" is about what was asked before
            texts.append(f"{before.subject}\n{before.text}\n{case.message.reply_text}"[:LONGEST_MAIL])
        found = await learning.intents_of(texts, await self._taught(), self._embedder)
        best = max(found, key=lambda prediction: prediction.confidence * prediction.in_scope)
        sure, in_scope = round(best.confidence * best.in_scope, 4), round(best.in_scope, 4)
        for signal in noticed:
            named = INTENT_OF_SIGNAL.get(signal)
            if named in self._settings.intents and (named == best.label or sure < SURE_SIGNAL):
                return named, max(SURE_SIGNAL, sure), max(SURE_SIGNAL, in_scope)
        return (best.label, sure, in_scope) if _has_words(texts) else ("unknown", 0.0, None)

    async def _taught(self) -> IntentModel:
        async with self._learning:
            if self._learned is None:
                handled = await self._handled()
                taught = [
                    (text, name)
                    for name, intent in self._settings.intents.items()
                    for text in (intent.description, *intent.examples)
                ]
                self._learned = await learning.learn_intents([*taught, *handled], self._embedder)
            return self._learned

    async def _handled(self) -> list[tuple[str, str]]:
        if self._approved is None:
            return []
        try:
            return await learning.approved_examples(self._approved(), self._settings)
        except ResponderError as error:
            # reading goes on with what the settings teach
            log.warning("the intents are not learned from handled mail: %s", error)
            return []

    async def _mood(self, case: Case) -> float:
        """By the words and the vector of the whole mail, which the classifier of intents reads too."""
        contacts = 1 + sum(turn.author == "customer" for turn in case.conversation.turns)
        return await mood.frustration_of_mail(
            self._embedder, whole_of(case), case.message.reply_text, contacts=contacts
        )

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


def whole_of(case: Case) -> str:
    """What of a mail tells its intent and mood: subject and text, without names and links."""
    return told(f"{case.message.subject} {case.message.reply_text}"[:LONGEST_MAIL])


def _has_words(texts: Sequence[str]) -> bool:
    return any(c.isalpha() for text in texts for c in text)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _summary(case: Case, asked: Sequence[str], noticed: Sequence[Signal], sentiment: Sentiment) -> str:
    """Two sentences for an agent: what is asked, and how the customer feels and what was before."""
    if asked:
        first = f"The customer writes: “{'” and “'.join(_short(q) for q in asked[:2])}”"
        first += f" and asks {len(asked) - 2} more." if len(asked) > 2 else "."
    else:
        first = f"The mail has the subject “{_short(case.message.subject)}” and little text."
    feels = {"angry": "angry", "negative": "annoyed"}.get(sentiment, "calm")
    before = sum(turn.author == "customer" for turn in case.conversation.turns)
    history = f", has written {before} time{'s' if before > 1 else ''} before in this conversation" if before else ""
    shows = f"; the mail shows: {', '.join(noticed)}" if noticed else ""
    return f"{first} The customer sounds {feels}{history}{shows}."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else f"{text[:159]}…"
