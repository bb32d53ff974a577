"""Which intent a text has, learned from a few examples of each, and whether it has any of them at all.

Kernel ridge regression on one-hot targets: two texts are alike by the cosine of their sentence vectors and, a little,
by the words and letter groups that they share. A text that is like no example scores near zero for every intent, which
tells the out-of-scope ones better than a softmax does. How sure the answer is, is learned without further labels: by
leaving out each example in turn, and each intent as a whole in turn, both of which ridge regression gives in closed
form (Rifkin and Lippert 2007).
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from responder.domain import Vector

Array = Any
"""numpy array of float32"""

SHARPNESS = 2.5
"""exp(SHARPNESS · (cosine − 1)) is how alike two vectors are: higher listens to the nearest examples only"""
WORDS_WEIGHT = 0.2
"""weight of shared words beside the vectors, whose own weight is 1"""
RIDGE = 0.1
"""how far a single example may be overruled by its neighbours"""
WORD_COLUMNS = 1024
LANDMARKS = 2000
"""examples that a text is compared with; beyond, the others only shape the weights (Nyström)"""
LONGEST_TEXT = 2000
"""characters whose words are counted"""
_WORD = re.compile(r"\w{1,40}")
_LETTER = re.compile(r"[^\W\d_]")

# As fitted on bank customers' questions with 77 intents. The examples at hand move these numbers as far as there are
# enough of them.
_USUALLY_RIGHT = (-1.2, 3.0, 6.0)
"""per feature: 1, the best score, its lead over the second"""
_USUALLY_IN_SCOPE = (-7.1, 6.3)
"""for 1 and for the likeness"""
NEAREST_WEIGHT = 0.6
FAMILIAR_WEIGHT = 0.3
"""likeness is the best score and these shares of the cosine of the nearest example and of how familiar the text is: the
score tells a neighbouring topic best, the other two a foreign one. Only their sum is calibrated: weights fitted to
left-out intents trust the cosine too much where examples are many and nearly alike"""
PRIOR_SPREAD = 2.0
"""standard deviation of those numbers from one set of intents to another"""
LARGEST_LEFT_OUT = 600
"""examples of an intent that is left out as a whole; larger ones are not, as it would take long"""


@dataclass(frozen=True, slots=True)
class Prediction:
    label: str
    confidence: float
    """0–1, that `label` is right, given that the text has one of the intents"""
    in_scope: float
    """0–1, that the text has one of the intents; calibrated on intents that were left out, so for near ones"""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Made by `train`. Vectors of another embedding model than its own mean nothing to it."""

    labels: tuple[str, ...]
    vectors: Array
    """(landmarks, dimension)"""
    words: Array
    """(landmarks, WORD_COLUMNS)"""
    rarity: Array
    """(WORD_COLUMNS,)"""
    weights: Array
    """(landmarks, labels)"""
    familiar: Array
    """(landmarks, landmarks): how much of a text the examples explain, as a quadratic form of how alike it is to them"""
    right: tuple[float, ...]
    in_scope: tuple[float, ...]

    def predict(self, texts: Sequence[str], vectors: Sequence[Vector]) -> list[Prediction]:
        """One prediction per text, with its vector."""
        predictions: list[Prediction] = []
        for start in range(0, len(texts), 512):
            part = slice(start, start + 512)
            points = _unit(np.asarray(vectors[part], np.float32))
            cosines = points @ self.vectors.T
            alike = _alike(cosines, _unit(_word_counts(texts[part]) * self.rarity) @ self.words.T)
            scores = alike @ self.weights
            best = scores.argmax(axis=1)
            right = _logistic(_clearness(scores), self.right)
            familiar = ((alike @ self.familiar) * alike).sum(axis=1)
            in_scope = _logistic(_likeness(scores, cosines.max(axis=1), familiar), self.in_scope)
            predictions += [
                Prediction(self.labels[b], float(r), float(i)) for b, r, i in zip(best, right, in_scope, strict=True)
            ]
        return predictions

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        meta = json.dumps({"labels": self.labels, "right": self.right, "in_scope": self.in_scope}).encode()
        np.savez_compressed(
            file,
            meta=np.frombuffer(meta, np.uint8),
            vectors=self.vectors.astype(np.float16),
            words=self.words.astype(np.float16),
            rarity=self.rarity,
            weights=self.weights,
            familiar=self.familiar,
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> IntentModel:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            meta = json.loads(stored["meta"].tobytes())
            return cls(
                labels=tuple(meta["labels"]),
                vectors=stored["vectors"].astype(np.float32),
                words=stored["words"].astype(np.float32),
                rarity=stored["rarity"],
                weights=stored["weights"],
                familiar=stored["familiar"],
                right=tuple(meta["right"]),
                in_scope=tuple(meta["in_scope"]),
            )


def spoken(label: str) -> str:
    """A label as words, an example of itself: "card_arrival" → "card arrival". Empty for a mere number or code."""
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", label[:200])
    words = " ".join(re.sub(r"[\W_]+", " ", words).split())
    return words.lower() if len(_LETTER.findall(words)) >= 3 else ""


def train(
    examples: Sequence[tuple[str, str]], vectors: Sequence[Vector], names: Mapping[str, Vector] | None = None
) -> IntentModel:
    """From (text, label) pairs and the vector of each text; `names` holds the vectors of `spoken` labels.

    Raises ValueError without any example. The order of the examples does not matter beyond rounding.
    """
    if not examples:
        raise ValueError("An intent classifier needs at least one example.")
    labels = tuple(sorted({label for _, label in examples}))
    number = {label: n for n, label in enumerate(labels)}
    named = [(spoken(label), label, vector) for label, vector in sorted((names or {}).items()) if label in number]
    texts = [text for text, _ in examples] + [text for text, _, _ in named]
    of = np.array([number[label] for _, label in examples] + [number[label] for _, label, _ in named])
    points = _unit(np.asarray([*vectors, *(vector for _, _, vector in named)], np.float32))
    counts = _word_counts(texts)
    rarity = np.log((1 + len(examples)) / (1 + (counts[: len(examples)] != 0).sum(axis=0))).astype(np.float32) + 1
    words = _unit(counts * rarity)

    marks = _landmarks(of)
    cosines = points @ points[marks].T
    fit = _fit(_alike(cosines, words @ words[marks].T), marks, of, len(labels))

    given = np.arange(len(of)) < len(examples)
    often = given & (np.bincount(of[given], minlength=len(labels))[of] > 1)
    without_example, familiar_without_example = fit.without_each_example()
    without_intent, familiar_without_intent = fit.without_each_intent()
    itself = np.arange(len(of))[:, None] == marks[None, :]
    inside = _likeness(without_example, _nearest(cosines, besides=itself), familiar_without_example)[often]
    others = _nearest(cosines, besides=of[:, None] == of[marks][None, :])
    outside = _likeness(without_intent, others, familiar_without_intent)
    outside = outside[given & ~np.isnan(without_intent[:, 0])] if len(labels) > 2 else outside[:0]
    return IntentModel(
        labels=labels,
        vectors=points[marks],
        words=words[marks],
        rarity=rarity,
        weights=fit.weights_of_landmarks.astype(np.float32),
        familiar=fit.familiar.astype(np.float32),
        right=_fitted(
            _clearness(without_example)[often], (without_example.argmax(axis=1) == of)[often], _USUALLY_RIGHT
        ),
        in_scope=_fitted(
            np.concatenate([inside, outside]), np.arange(len(inside) + len(outside)) < len(inside), _USUALLY_IN_SCOPE
        ),
    )


# ---------------------------------------------------------------------------------------------------------- the fit


@dataclass(frozen=True, slots=True)
class _Fit:
    """Weighted ridge regression in the feature space that the landmarks span. Rows are examples."""

    rows: Array
    targets: Array
    strength: Array
    """square root of each row's weight"""
    reach: Array
    """rows times the inverse of the ridge matrix"""
    errors: Array
    """targets less fitted values, by strength"""
    of: Array
    weights_of_landmarks: Array
    familiar: Array

    def without_each_example(self) -> tuple[Array, Array]:
        """Scores of each example, and how familiar it is, by a model that never saw it."""
        leverage = np.einsum("ij,ij->i", self.reach, self.rows)
        rest = np.maximum(1 - leverage, 1e-6)
        return self.targets - self.errors / (rest * self.strength)[:, None], self._familiar(leverage / rest)

    def without_each_intent(self) -> tuple[Array, Array]:
        """The same by a model that never saw its intent; NaN where that would cost too much."""
        scores = np.full_like(self.targets, np.nan)
        leverage = np.full(len(self.rows), np.nan)
        for intent in range(self.targets.shape[1]):
            block = np.flatnonzero(self.of == intent)
            if len(block) <= LARGEST_LEFT_OUT:
                rows = self.rows[block]
                rest = np.eye(len(block)) * (1 + 1e-6) - self.reach[block] @ rows.T
                inverse = np.linalg.inv(rest)
                errors = inverse @ self.errors[block]
                scores[block] = self.targets[block] - errors / self.strength[block, None]
                leverage[block] = np.diag(inverse) - 1
        return scores, self._familiar(leverage)

    def _familiar(self, leverage: Array) -> Array:
        """A Gaussian process's variance that examples take away: of the prior one less what is left (section 2.2 of
        Rasmussen and Williams 2006). `leverage`: of each row on the model that has not seen it."""
        return ((self.rows**2).sum(axis=1) - RIDGE * leverage) / self.strength**2


def _fit(alike: Array, marks: Array, of: Array, count: int) -> _Fit:
    # in the basis where the landmarks are alike only to themselves, kernel ridge is ordinary ridge
    basis = np.linalg.inv(np.linalg.cholesky(alike[marks].astype(np.float64) + 1e-4 * np.eye(len(marks)))).T
    sizes = np.bincount(of, minlength=count)[of]
    # half way to equal weight for every intent: rare ones are heard, and common ones stay likely
    strength = (sizes.mean() / sizes) ** 0.25
    rows = ((alike @ basis.astype(np.float32)) * strength[:, None]).astype(np.float32)
    targets = np.eye(count)[of]
    inverse = np.linalg.inv((rows.T @ rows).astype(np.float64) + RIDGE * np.eye(len(marks)))
    weights = inverse @ (rows.T @ (targets * strength[:, None]))
    errors = targets * strength[:, None] - rows @ weights
    familiar = basis @ (np.eye(len(marks)) - RIDGE * inverse) @ basis.T
    reach = rows @ inverse.astype(np.float32)
    return _Fit(rows, targets, strength, reach, errors, of, basis @ weights, familiar)


def _landmarks(of: Array) -> Array:
    """Row numbers, spread evenly over the intents: all rows where they are few."""
    turn = np.zeros(len(of), np.int64)
    seen: Counter[int] = Counter()
    for row, intent in enumerate(of.tolist()):
        turn[row] = seen[intent]
        seen[intent] += 1
    return np.sort(np.argsort(turn, kind="stable")[:LANDMARKS])


# ------------------------------------------------------------------------------------------------ how alike, how sure


def _alike(cosines: Array, shared_words: Array) -> Array:
    return np.exp(SHARPNESS * (cosines - 1)) + WORDS_WEIGHT * shared_words


def _nearest(cosines: Array, *, besides: Array) -> Array:
    return np.maximum(np.where(besides, -1.0, cosines).max(axis=1), -1.0)


def _clearness(scores: Array) -> Array:
    """Per text: 1, the best score, its lead over the second."""
    ranked = np.sort(scores, axis=1)[:, ::-1]
    second = ranked[:, 1] if ranked.shape[1] > 1 else np.zeros(len(ranked))
    return np.stack([np.ones(len(ranked)), ranked[:, 0], ranked[:, 0] - second], axis=1)


def _likeness(scores: Array, nearest: Array, familiar: Array) -> Array:
    """Per text: 1, and how like it is to what was taught. `nearest` is the cosine of the nearest example."""
    like = scores.max(axis=1) + NEAREST_WEIGHT * nearest + FAMILIAR_WEIGHT * familiar
    return np.stack([np.ones(len(scores)), like], axis=1)


def _fitted(features: Array, true: Array, prior: tuple[float, ...]) -> tuple[float, ...]:
    """Logistic regression by damped Newton steps, with `prior` as the centre of a Gaussian prior."""
    centre = np.array(prior)
    weights = centre

    def misfit(candidate: Array) -> float:
        odds = features @ candidate
        return float(
            (np.logaddexp(0, odds) - true * odds).sum() + ((candidate - centre) ** 2).sum() / PRIOR_SPREAD**2 / 2
        )

    for _ in range(30 if len(features) else 0):
        probability = _logistic(features, weights)
        slope = features.T @ (probability - true) + (weights - centre) / PRIOR_SPREAD**2
        curve = (features * (probability * (1 - probability))[:, None]).T @ features
        step = np.linalg.solve(curve + np.eye(len(prior)) / PRIOR_SPREAD**2, slope)
        while misfit(weights - step) > misfit(weights) and np.abs(step).max() > 1e-7:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(float(w) for w in weights)


def _logistic(features: Array, weights: Array | tuple[float, ...]) -> Array:
    return 1 / (1 + np.exp(-np.clip(features @ np.asarray(weights), -30, 30)))


def _unit(rows: Array) -> Array:
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit.astype(np.float32)


# --------------------------------------------------------------------------------------------------------------- words


def _word_counts(texts: Sequence[str]) -> Array:
    """Words, pairs of words and letter groups of each text, hashed into WORD_COLUMNS columns with a sign."""
    counts = np.zeros((len(texts), WORD_COLUMNS), np.float32)
    for row, text in enumerate(texts):
        for piece, times in Counter(_pieces(text[:LONGEST_TEXT].lower())).items():
            column, sign = _column_of(piece)
            counts[row, column] += (1 + math.log(times)) * sign
    return counts


@lru_cache(maxsize=50_000)
def _column_of(piece: str) -> tuple[int, int]:
    """Column and sign. The same in every process, unlike `hash`."""
    digest = int.from_bytes(hashlib.blake2b(piece.encode("utf-8", "replace"), digest_size=4).digest(), "little")
    return digest % WORD_COLUMNS, 1 if digest >> 31 else -1


def _pieces(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(words))
    for word in words:
        framed = f"<{word}>"
        for size in (3, 4):
            yield from (framed[at : at + size] for at in range(len(framed) - size + 1))
