"""How much a text reads as if a program had sent it: absence notes, acknowledgements, notices, in any language.

A linear model over the words of what was written and of the subject, learned from examples
(responder.fitting.automatic_text): it begins where phrase lists end, since nobody lists all the ways to say that one is
away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from responder.steps.hashed_text import hashed, weighed

LONGEST_TEXT = 800
"""characters of the text that count: what a program sends says so soon"""
LONGEST_SUBJECT = 200
SUBJECT_WEIGHT = 0.5
"""beside the text, whose weight is 1: a program's answer often bears the subject of a person's mail"""


@dataclass(frozen=True, slots=True)
class AutomaticTextModel:
    """Made by responder.fitting.automatic_text."""

    weights: Sequence[float]
    """one for each column of `features`"""
    bias: float
    slope: float
    """probability = logistic(slope · (weights · features + bias))"""

    def probability(self, subject: str, text: str) -> float:
        """0 a person – 1 a program. 0 for an empty text: a subject alone proves nothing."""
        if not text.strip():
            return 0.0
        score = self.slope * (weighed(self.weights, features(subject, text)) + self.bias)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def features(subject: str, text: str) -> dict[int, float]:
    """Column → value, as of hashed_text."""
    found = hashed(text[:LONGEST_TEXT])
    for column, value in hashed(subject[:LONGEST_SUBJECT], "subject ").items():
        found[column] = found.get(column, 0.0) + SUBJECT_WEIGHT * value
    return found
