"""How likely is it that one of the articles found answers the question, and which one?

A search finds something for every question. Two small logistic models tell what is worth: the *ranker* chooses among
the articles found, the *head* gives the probability that the chosen one is right. Both read scores of the search and,
once questions were graded, what a `Memory` of these says: which article answered questions like this one, and whether
questions like this one had no answer at all. Without grades both come fitted (`from_json`).

What learns from a question must never also certify it: see `split`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from responder.domain import Passage, Vector

Array = npt.NDArray[np.float64]

CANDIDATES = 10
"""articles that are looked at for a question"""
RIDGE = 3.0
"""penalty per standardised feature of the two logistic models"""
MEMORY_RIDGE = 0.1

RANKER_FEATURES = ("score", "cosine", "words", "behind the best", "memory", "closest graded")
HEAD_FEATURES = (
    "ranker",
    "ranker's lead",
    "score",
    "cosine",
    "memory",
    "memory of no answer",
    "closest graded",
    "closest without answer",
    "closest graded beats no answer",
    "best score",
    "best cosine",
    "score's lead",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article as the search found it, by its best passage."""

    article_id: str
    score: float
    cosine: float
    lexical: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its vector and the articles found for it, best first; at most `CANDIDATES`."""

    text: str
    vector: Vector
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """What was chosen for a question. `article_id` is empty when nothing was found."""

    article_id: str
    confidence: float
    """0–1, that this article answers the question"""


def asked(text: str, vector: Vector, passages: Sequence[Passage]) -> Asked:
    """Passages of a search, best first → the articles that they belong to."""
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.article_id, passage)
    found = [
        Found(article_id=p.article_id, score=p.score, cosine=p.cosine, lexical=p.lexical)
        for p in list(best.values())[:CANDIDATES]
    ]
    return Asked(text=text, vector=vector, found=tuple(found))


LEARNS = 0.4
"""share of the graded questions that the judge learns from"""


def split(number: int) -> tuple[list[int], list[int]]:
    """Places of the graded questions to learn from, and of those that certify: what taught the judge cannot prove it.

    Drawn by lot that knows only their number: no grade, score or text has a say, or the proof would not hold.
    """
    places = [int(i) for i in np.random.default_rng(number).permutation(number)]
    learns = int(LEARNS * number)
    return sorted(places[:learns]), sorted(places[learns:])


# ------------------------------------------------------------------------------------------------------- the memory


class Memory:
    """Graded questions: a ridge regression from vectors to articles (one more column for "no answer"), and the
    questions themselves for their nearest neighbours."""

    def __init__(self, questions: Sequence[Asked], gold: Sequence[frozenset[str]]) -> None:
        self.articles = {a: i for i, a in enumerate(sorted({a for answers in gold for a in answers}))}
        self._none = len(self.articles)
        self._answers = np.zeros((len(questions), self._none + 1))
        for row, answers in enumerate(gold):
            self._answers[row, [self.articles[a] for a in answers] or [self._none]] = 1
        self._vectors = np.array([q.vector for q in questions], float) if questions else np.zeros((0, 1))
        x: Any = _with_bias(self._vectors)
        ridge: Any = x.T @ x + MEMORY_RIDGE * np.eye(x.shape[1])
        self._weights: Array = np.linalg.solve(ridge, x.T @ self._answers)
        self._leverage: Array = np.einsum("ij,ji->i", x, np.linalg.solve(ridge, x.T))

    def of(self, questions: Sequence[Asked]) -> tuple[Array, Array]:
        """Per question and column: regression, and cosine of the closest graded question."""
        if not len(self._vectors):
            return np.zeros((len(questions), 1)), np.zeros((len(questions), 1))
        vectors = np.array([q.vector for q in questions], float)
        return _with_bias(vectors) @ self._weights, self._closest(vectors @ self._vectors.T)

    def of_itself(self) -> tuple[Array, Array]:
        """The same for the graded questions, each as if it had been left out (closed form for the regression)."""
        if not len(self._vectors):
            return np.zeros((0, 1)), np.zeros((0, 1))
        fitted = _with_bias(self._vectors) @ self._weights
        left_out = (fitted - self._leverage[:, None] * self._answers) / np.maximum(1 - self._leverage, 1e-3)[:, None]
        cosines = self._vectors @ self._vectors.T
        np.fill_diagonal(cosines, 0.0)
        return left_out, self._closest(cosines)

    def _closest(self, cosines: Array) -> Array:
        closest = np.zeros((len(cosines), self._none + 1))
        for column in range(self._none + 1):
            having = self._answers[:, column] > 0
            if having.any():
                closest[:, column] = np.maximum(cosines[:, having].max(axis=1), 0)
        return closest

    @property
    def none(self) -> int:
        return self._none


def _with_bias(vectors: Array) -> Array:
    return np.hstack([vectors, np.full((len(vectors), 1), 0.3)])


# -------------------------------------------------------------------------------------------------------- the models


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model on standardised features; the last weight is the intercept."""

    mean: Array
    scale: Array
    weights: Array

    def logits(self, features: Array) -> Array:
        return np.asarray((features - self.mean) / self.scale @ self.weights[:-1] + self.weights[-1])

    @classmethod
    def fitted(cls, features: Array, right: Array) -> Weights:
        """Ridge-penalised maximum likelihood by Newton's method."""
        mean, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-3)
        x = np.hstack([(features - mean) / scale, np.ones((len(features), 1))])
        ridge = np.full(x.shape[1], RIDGE)
        ridge[-1] = 0.01
        weights = np.zeros(x.shape[1])
        for _ in range(40):
            chance = _probability(x @ weights)
            slope = x.T @ (chance - right) + ridge * weights
            curve = (x.T * np.maximum(chance * (1 - chance), 1e-6)) @ x + np.diag(ridge)
            step = np.linalg.solve(curve, slope)
            weights -= step / max(1.0, float(np.abs(step).max()) / 4)
            if np.abs(step).max() < 1e-7:
                break
        return cls(mean=mean, scale=scale, weights=weights)


def _probability(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -35, 35))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Ranker, head and memory together."""

    ranker: Weights
    head: Weights
    memory: Memory

    def answers(self, questions: Sequence[Asked]) -> list[Answerable]:
        """The best article for each question and how likely it is right."""
        if not questions:
            return []
        chosen, features = _judged(questions, self.ranker, self.memory, *self.memory.of(questions))
        likely = _probability(self.head.logits(features))
        return [
            Answerable(article_id=c, confidence=float(p) if c else 0.0) for c, p in zip(chosen, likely, strict=True)
        ]

    def looking_back(self, questions: Sequence[Asked]) -> list[float]:
        """The confidence about each question that was learned from, as if the memory had not held that one: what a
        plan of tests is made from."""
        _, features = _judged(questions, self.ranker, self.memory, *self.memory.of_itself())
        return [float(p) for p in _probability(self.head.logits(features))]


def learn(questions: Sequence[Asked], gold: Sequence[frozenset[str]], *, with_memory: bool = True) -> Judge:
    """A judge that has learned from graded questions. `with_memory` false: to be used on other knowledge bases."""
    memory = Memory(questions, gold) if with_memory else Memory((), ())
    known = memory.of_itself() if with_memory else memory.of(questions)
    rows, owner, article = _ranker_features(questions, memory, *known)
    ranker = Weights.fitted(rows, np.array([float(a in gold[o]) for o, a in zip(owner, article, strict=True)]))
    chosen, features = _judged(questions, ranker, memory, *known)
    right = np.array([float(c in answers) for c, answers in zip(chosen, gold, strict=True)])
    return Judge(ranker=ranker, head=Weights.fitted(features, right), memory=memory)


def _ranker_features(
    questions: Sequence[Asked], memory: Memory, regression: Array, closest: Array
) -> tuple[Array, list[int], list[str]]:
    """One row for each question and article found, with the number of the question and the article's id."""
    rows: list[list[float]] = []
    owner: list[int] = []
    article: list[str] = []
    for number, question in enumerate(questions):
        for found in question.found:
            column = memory.articles.get(found.article_id)
            known = (regression[number, column], closest[number, column]) if column is not None else (0.0, 0.0)
            behind = found.score - question.found[0].score
            rows.append([found.score, found.cosine, found.lexical, behind, *known])
            owner.append(number)
            article.append(found.article_id)
    return np.array(rows, float).reshape(-1, len(RANKER_FEATURES)), owner, article


def _judged(
    questions: Sequence[Asked], ranker: Weights, memory: Memory, regression: Array, closest: Array
) -> tuple[list[str], Array]:
    """The article chosen for each question ("" when nothing was found), and the head's features."""
    rows, _, _ = _ranker_features(questions, memory, regression, closest)
    marks = ranker.logits(rows) if len(rows) else np.zeros(0)
    chosen: list[str] = []
    features: list[list[float]] = []
    at = 0
    for number, question in enumerate(questions):
        n = len(question.found)
        mine, scores = rows[at : at + n], marks[at : at + n]
        at += n
        if not n:
            chosen.append("")
            features.append([0.0] * len(HEAD_FEATURES))
            continue
        order = np.argsort(-scores, kind="stable")
        first = int(order[0])
        chosen.append(question.found[first].article_id)
        lead = float(scores[first] - scores[order[1]]) if n > 1 else 5.0
        features.append(
            [
                float(scores[first]),
                min(lead, 10.0),
                *mine[first, :2],
                *_remembered(chosen[-1], memory, regression[number], closest[number]),
                *mine[0, :2],
                float(mine[0, 0] - mine[1, 0]) if n > 1 else float(mine[0, 0]),
            ]
        )
    return chosen, np.array(features, float).reshape(-1, len(HEAD_FEATURES))


def _remembered(article: str, memory: Memory, regression: Array, closest: Array) -> list[float]:
    column = memory.articles.get(article)
    mine, near = (float(regression[column]), float(closest[column])) if column is not None else (0.0, 0.0)
    near_none = float(closest[memory.none])
    return [mine, float(regression[memory.none]), near, near_none, near - near_none]


# ---------------------------------------------------------------------------------------------------- on the shelf


def from_json(text: str) -> Judge:
    """A judge fitted elsewhere, that has seen nothing of this knowledge base. ValueError: for other features."""
    values: dict[str, Any] = json.loads(text)
    if values["features"] != [list(RANKER_FEATURES), list(HEAD_FEATURES)]:
        raise ValueError("The fitted weights are for other features; fit them again.")

    def weights(values: dict[str, Any]) -> Weights:
        return Weights(**{name: np.array(values[name], float) for name in ("mean", "scale", "weights")})

    return Judge(ranker=weights(values["ranker"]), head=weights(values["head"]), memory=Memory((), ()))


def to_json(judge: Judge) -> str:
    def plain(weights: Weights) -> dict[str, list[float]]:
        return {name: [round(float(v), 5) for v in getattr(weights, name)] for name in ("mean", "scale", "weights")}

    values = {
        "features": [RANKER_FEATURES, HEAD_FEATURES],
        "ranker": plain(judge.ranker),
        "head": plain(judge.head),
    }
    return json.dumps(values) + "\n"
