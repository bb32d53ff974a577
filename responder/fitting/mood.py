"""Fits the mood head on data/mood_sentences.tsv: `python -m responder.fitting.mood [TEST.tsv]`, half a minute, no network.

Prints how well texts that were left out are told apart, and with TEST (lines of label 1 or 0, a tab, and the text) how
well those are; then writes data/mood_head.json.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from responder.steps import signals
from responder.steps.frustration import LONGEST, told
from responder.steps.hashed_text import COLUMNS, hashed, packed

DATA = Path(__file__).parent.parent / "data"
MODEL = "all-MiniLM-L6-v2"
WORDING = 0.8
"""weight of the wording beside the sentence vector, as squares: near its best in cross-validation, which is flat"""
RIDGE = 0.4
"""how far a single text may be overruled by the others"""
WORDS = 0.2
"""weight of frustration by words beside the head. Cross-validation would take twice that; texts that say hard things in
kind words, or kind things in hard words, speak for less"""
FOLDS = 10


def main() -> None:
    grades, texts = graded(DATA / "mood_sentences.tsv")
    vectors, wordings, words = _seen(texts)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(texts))
    head = np.zeros(len(texts))
    for n in range(FOLDS):
        of_vector, of_wording = fit(vectors[fold != n], wordings[fold != n], grades[fold != n])
        head[fold == n] = vectors[fold == n] @ of_vector + wordings[fold == n] @ of_wording
    slope, shift = logistic((head + WORDS * words)[:, None], grades, 100.0)
    for name, score in (("words", words), ("head", head), ("both", head + WORDS * words)):
        print(f"{name:6} AUROC, frustrated or angry against the rest, left out: {auroc(score, grades > 0.5):.3f}")
    of_vector, of_wording = fit(vectors, wordings, grades)
    if len(sys.argv) > 1:
        labels, texts = graded(Path(sys.argv[1]))
        vectors, wordings, words = _seen(texts)
        head = vectors @ of_vector + wordings @ of_wording
        for name, score in (("words", words), ("head", head), ("both", head + WORDS * words)):
            print(f"{name:6} AUROC on {sys.argv[1]}: {auroc(score, labels > 0.5):.3f}")
    stored = {
        "model": MODEL,
        "of_head": round(float(slope), 4),
        "of_words": round(float(WORDS * slope), 4),
        "shift": round(float(shift), 4),
        "weights": [round(float(w), 4) for w in of_vector],
        "wording": packed(of_wording),
    }
    (DATA / "mood_head.json").write_text(json.dumps(stored) + "\n", encoding="ascii")


def graded(path: Path) -> tuple[Any, list[str]]:
    """Grades 0 calm – 1 furious, and the texts."""
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return np.array([float(grade) for grade, _ in rows]), [text for _, text in rows]


def _seen(texts: Sequence[str]) -> tuple[Any, Any, Any]:
    """Sentence vectors, hashed wordings and frustration by words, a row for each text."""
    wordings = in_rows(hashed(told(text)[:LONGEST]) for text in texts)
    return asyncio.run(_embedded(texts)), wordings, np.array([signals.frustration(text) for text in texts])


def in_rows(texts: Iterable[dict[int, float]]) -> Any:
    """Hashed texts as a matrix, a row for each."""
    rows = []
    for values in texts:
        row = np.zeros(COLUMNS, np.float32)
        row[list(values)] = list(values.values())
        rows.append(row)
    return np.array(rows)


async def _embedded(texts: Sequence[str]) -> Any:
    from responder.adapters.minilm_embedder import MiniLmEmbedder

    with tempfile.TemporaryDirectory() as folder:
        embedder = MiniLmEmbedder(Path(folder), full_precision=True)
        try:
            return np.array(await embedder.embed([told(text) for text in texts]), np.float32)
        finally:
            embedder.close()


def fit(vectors: Any, wordings: Any, grades: Any) -> tuple[Any, Any]:
    """Ridge regression of the grades on both, in its dual form, as there are fewer texts than columns. The mean is left
    to the calibration. Returns the weights of the vector's numbers and of the wording's columns."""
    alike = vectors @ vectors.T + WORDING * wordings @ wordings.T
    pull = np.linalg.solve(alike + RIDGE * np.eye(len(alike)), grades - grades.mean())
    return vectors.T @ pull, WORDING * wordings.T @ pull


def logistic(rows: Any, grades: Any, strength: float) -> Any:
    """Logistic regression on soft targets by Newton's method; the last weight is the bias, and is not pulled."""
    rows = np.column_stack([rows, np.ones(len(rows))])
    pull = np.eye(rows.shape[1]) / strength
    pull[-1, -1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        probability = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (probability * (1 - probability))[:, None]).T @ rows + pull
        weights = weights - np.linalg.solve(curve, rows.T @ (probability - grades) + pull @ weights)
    return weights


def auroc(scores: Any, positive: Any) -> float:
    """The chance that one of `positive` scores above one of the others; half for a tie."""
    above = scores[positive][:, None] - scores[~positive][None, :]
    return float((above > 0).mean() + (above == 0).mean() / 2)


if __name__ == "__main__":
    main()
