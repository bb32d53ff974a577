"""The shipped mood head, and frustration by it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources

from responder.domain import Vector
from responder.ports import Embedder
from responder.steps import signals
from responder.steps.frustration import MoodHead, by_words_alone, told
from responder.steps.hashed_text import unpacked


@cache
def shipped_head() -> MoodHead:
    stored = json.loads((resources.files("responder") / "data/mood_head.json").read_text(encoding="ascii"))
    return MoodHead(
        **{**stored, "weights": tuple(stored["weights"]), "wording": unpacked(stored["wording"])},
    )


def frustration_of(texts: Sequence[str], vectors: Sequence[Vector], *, model: str = "all-MiniLM-L6-v2") -> list[float]:
    """0 calm – 1 furious, one per text; `vectors` are those of `told(text)` by the embedding model named `model`.

    For a model that the shipped head does not know, the words alone speak.
    """
    head = shipped_head()
    if not all(head.speaks_for(model, len(vector)) for vector in vectors):
        return by_words_alone(texts)
    return [head.frustration(text, vector) for text, vector in zip(texts, vectors, strict=True)]


async def frustration_by(embedder: Embedder, texts: Sequence[str]) -> list[float]:
    """The same, embedding what is needed. Raises as the embedder does."""
    if not shipped_head().speaks_for(embedder.model, embedder.dimension):
        return by_words_alone(texts)
    return frustration_of(texts, await embedder.embed([told(text) for text in texts]), model=embedder.model)


async def frustration_of_mail(embedder: Embedder, whole: str, text: str, *, contacts: int) -> float:
    """Of one mail: the words of `text`, and the vector of `whole`, which is embedded for the intent anyway."""
    if not shipped_head().speaks_for(embedder.model, embedder.dimension):
        return signals.frustration(text, contacts=contacts)
    return shipped_head().frustration(text, (await embedder.embed([whole]))[0], contacts=contacts)
