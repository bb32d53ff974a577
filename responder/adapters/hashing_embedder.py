"""A tiny embedder without any model: a bag of hashed words. For tests and the in-memory world; knows no synonyms."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence

from responder.domain import Vector

DIMENSION = 256
_WORD = re.compile(r"\w+")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "e", "y")


class HashingEmbedder:
    """Texts that share words are alike; the same text has the same vector in every process."""

    @property
    def model(self) -> str:
        return "hashed words 1"

    @property
    def dimension(self) -> int:
        return DIMENSION

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [_vector(text) for text in texts]


def _vector(text: str) -> Vector:
    values = [0.0] * DIMENSION
    for word, count in Counter(_stem(w) for w in _WORD.findall(text.lower())).items():
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest()
        # long words tell more than short ones, which are mostly grammar
        weight = (1 + math.log(count)) * min(len(word), 8) / 8
        values[digest[0]] += weight if digest[1] & 1 else -weight
    norm = math.sqrt(sum(v * v for v in values))
    if norm == 0:
        return (1.0,) + (0.0,) * (DIMENSION - 1)
    return tuple(v / norm for v in values)


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    return word[: len(word) - len(ending)]
