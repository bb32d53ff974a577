"""What is learned from examples with the help of an embedder: the intent classifier."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

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
    return intents.train(examples, vectors[: len(examples)], named)


async def intents_of(texts: Sequence[str], model: IntentModel, embedder: Embedder) -> list[Prediction]:
    """One prediction per text, in order."""
    return model.predict(texts, await embedder.embed(texts))
