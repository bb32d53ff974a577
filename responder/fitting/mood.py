"""Fits the mood head on data/mood_sentences.tsv: `python -m responder.fitting.mood`, a few seconds, no network.

Prints how well sentences that were left out are told apart, then writes data/mood_head.json.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from responder.steps import signals
from responder.steps.frustration import told

DATA = Path(__file__).parent.parent / "data"
MODEL = "all-MiniLM-L6-v2"
STRENGTH = 5.0
"""of the evidence against the pull of the weights towards 0"""
FOLDS = 10


def main() -> None:
    grades, texts = graded(DATA / "mood_sentences.tsv")
    vectors = asyncio.run(_embedded(texts))
    words = np.array([signals.frustration(text) for text in texts])
    fold = np.random.default_rng(0).integers(0, FOLDS, len(texts))
    head = np.zeros(len(texts))
    for n in range(FOLDS):
        weights = fit(vectors[fold != n], grades[fold != n], STRENGTH)
        head[fold == n] = vectors[fold == n] @ weights[:-1] + weights[-1]
    both = fit(np.stack([head, words], axis=1), grades, 100.0)
    for name, score in (("words", words), ("head", head), ("both", both[0] * head + both[1] * words)):
        print(f"{name:6} AUROC, frustrated or angry against the rest, left out: {auroc(score, grades > 0.5):.3f}")
    weights = fit(vectors, grades, STRENGTH)
    stored = {
        "model": MODEL,
        "weights": [round(float(w), 4) for w in weights[:-1]],
        "bias": round(float(weights[-1]), 4),
        "of_head": round(float(both[0]), 4),
        "of_words": round(float(both[1]), 4),
        "shift": round(float(both[2]), 4),
    }
    (DATA / "mood_head.json").write_text(json.dumps(stored) + "\n", encoding="utf-8")


def graded(path: Path) -> tuple[Any, list[str]]:
    """Grades 0 calm – 1 furious, and the sentences."""
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return np.array([float(grade) for grade, _ in rows]), [text for _, text in rows]


async def _embedded(texts: list[str]) -> Any:
    from responder.adapters.minilm_embedder import MiniLmEmbedder

    with tempfile.TemporaryDirectory() as folder:
        embedder = MiniLmEmbedder(Path(folder), full_precision=True)
        try:
            return np.array(await embedder.embed([told(text) for text in texts]))
        finally:
            embedder.close()


def fit(rows: Any, grades: Any, strength: float) -> Any:
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
