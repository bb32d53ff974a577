"""What is learned from examples with the help of an embedder: the intent classifier.

Examples come from the settings, and from mail whose drafts agents sent as they were: that they did says that the mail
was understood.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Sequence
from itertools import compress

from responder.config import Settings
from responder.domain import PastDecision
from responder.ports import Embedder
from responder.steps import intents
from responder.steps.intents import IntentModel, Prediction


async def learn_intents(examples: Sequence[tuple[str, str]], embedder: Embedder) -> IntentModel:
    """From (text, label) pairs. A label that reads as words ("card_arrival") is an example of itself.

    Raises ValueError without examples, and as the embedder does."""
    labels = sorted({label for _, label in examples})
    names = [intents.spoken(label) for label in labels]
    vectors = await embedder.embed([text for text, _ in examples] + [name for name in names if name])
    named = dict(zip(compress(labels, names), vectors[len(examples) :], strict=True))
    # beside the event loop: thousands of examples take a second
    return await asyncio.to_thread(intents.train, examples, vectors[: len(examples)], named)


MOST_APPROVED = 40
"""approved mails of one intent that are learned from, the newest ones: enough, and none drowns the settings' examples"""
LEAST_CONFIDENCE = 0.6
"""of the reading of an approved mail: what was hardly understood teaches nothing"""
LONGEST_EXAMPLE = 600
"""characters"""


async def approved_examples(past: AsyncIterable[PastDecision], settings: Settings) -> list[tuple[str, str]]:
    """(text, intent) of mail whose draft an agent sent unchanged, if its intent is still configured; `past`: newest first.

    Only what an agent approved: a stranger's mail must not teach by merely coming in."""
    found: list[tuple[str, str]] = []
    counted: Counter[str] = Counter()
    async for decision in past:
        reading = decision.case.reading
        if not decision.draft_was_right or reading is None or reading.confidence < LEAST_CONFIDENCE:
            continue
        if reading.intent in settings.intents and counted[reading.intent] < MOST_APPROVED:
            message = decision.case.message
            text = f"{message.subject} {message.reply_text}".strip()[:LONGEST_EXAMPLE]
            if text and (text, reading.intent) not in found:
                counted[reading.intent] += 1
                found.append((text, reading.intent))
    return found


async def intents_of(texts: Sequence[str], model: IntentModel, embedder: Embedder) -> list[Prediction]:
    """One prediction per text, in order."""
    return model.predict(texts, await embedder.embed(texts))
