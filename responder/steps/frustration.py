"""How frustrated somebody is: the words that show it, and a learned head for what no list of words has.

The words (signals.py) give reasons and are seldom wrong; the head, on the sentence vector and on how it is worded, sees
"still nothing, day five" and irony. Their sum is calibrated on graded texts, so that 0.6 is what most would call angry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from responder.domain import Vector
from responder.steps import signals
from responder.steps.hashed_text import hashed, weighed

LONGEST = 1000
"""characters whose wording is looked at"""
_NAMES = re.compile(r"@\w{1,40}|https?://\S{1,300}")


@dataclass(frozen=True, slots=True)
class MoodHead:
    """Made by responder.fitting.mood for one embedding model, in whatever precision it runs."""

    model: str
    """the first word of the embedder's model name"""
    weights: Vector
    wording: Sequence[float]
    """hashed_text.COLUMNS of them"""
    of_head: float
    of_words: float
    shift: float
    """frustration = logistic(of_head · (weights · vector + wording · hashed text) + of_words · signals.frustration + shift)"""

    def speaks_for(self, model: str, dimension: int) -> bool:
        return model.startswith(self.model) and dimension == len(self.weights)

    def frustration(self, text: str, vector: Vector, *, contacts: int = 1) -> float:
        """0 calm – 1 furious. `vector` is that of `told(text)`; `contacts` as in signals.frustration."""
        head = sum(w * v for w, v in zip(self.weights, vector, strict=True))
        head += weighed(self.wording, hashed(told(text)[:LONGEST]))
        words = signals.frustration(text, contacts=contacts)
        return 1 / (1 + math.exp(-(self.of_head * head + self.of_words * words + self.shift)))


def told(text: str) -> str:
    """What is embedded for the mood: without the names that a post is addressed to, links and the signs of tags."""
    return " ".join(_NAMES.sub(" ", text).replace("#", " ").split()) or text


def by_words_alone(texts: Sequence[str]) -> list[float]:
    """Without a head for the embedding model in use."""
    return [signals.frustration(text) for text in texts]
