"""Fits the model of automatic texts: `python -m responder.fitting.automatic_text`, some minutes, no network.

Learns from data/automatic_texts.jsonl ({"auto", "kind", "lang", "subject", "text"} per line) and, as texts of people, from
data/mood_sentences.tsv. Prints how well texts that were left out are told apart, then writes data/automatic_text.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from responder.fitting.mood import auroc, graded, in_rows, logistic
from responder.steps.automatic_text import features
from responder.steps.hashed_text import packed

DATA = Path(__file__).parent.parent / "data"
STRENGTH = 2.0
"""of a text against the pull of the weights towards 0: flat between 1 and 4 in cross-validation"""
ROUNDS = 30
FOLDS = 5


def main() -> None:
    automatic, rows = examples()
    columns = in_rows(features(subject, text) for subject, text in rows)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    left_out = np.zeros(len(rows))
    for n in range(FOLDS):
        weights, bias = fit(columns[fold != n], automatic[fold != n])
        left_out[fold == n] = columns[fold == n] @ weights + bias
    print(f"AUROC, texts of programs against those of people, left out: {auroc(left_out, automatic > 0.5):.4f}")
    slope, shift = map(float, logistic(left_out[:, None], automatic, 100.0))
    probability = 1 / (1 + np.exp(-(slope * left_out + shift)))
    for least in (0.5, 0.7, 0.8, 0.9, 0.95):
        found, wrong = (probability[automatic == label] >= least for label in (1, 0))
        print(f"from {least} on: {found.mean():.1%} of programs' texts, {wrong.sum()} of {len(wrong)} of people's")
    weights, bias = fit(columns, automatic)
    stored = {"bias": round(bias + shift / slope, 5), "slope": round(slope, 4), "weights": packed(weights)}
    (DATA / "automatic_text.json").write_text(json.dumps(stored) + "\n", encoding="ascii")


def examples() -> tuple[Any, list[tuple[str, str]]]:
    """1 for a program and 0 for a person; subject and text."""
    lines = (DATA / "automatic_texts.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    people = graded(DATA / "mood_sentences.tsv")[1]
    labels = [float(one["auto"]) for one in read] + [0.0] * len(people)
    return np.array(labels), [(one["subject"], one["text"]) for one in read] + [("", text) for text in people]


def fit(columns: Any, automatic: Any) -> tuple[Any, float]:
    """A support vector machine with squared hinge loss, by Newton's method on the texts that are not yet told apart
    clearly (Chapelle 2007), in the dual form, as there are fewer texts than columns. Returns weights and bias."""
    side = 2.0 * automatic - 1.0
    rows = np.column_stack([columns, np.ones(len(columns), np.float32)])
    weights = np.zeros(rows.shape[1], np.float32)
    near = np.arange(len(rows))
    for _ in range(ROUNDS):
        some = rows[near]
        pull = np.linalg.solve(some @ some.T + np.eye(len(near)) / STRENGTH, side[near])
        weights = some.T @ pull
        now = np.flatnonzero(side * (rows @ weights) < 1)
        if np.array_equal(now, near):
            break
        near = now
    return weights[:-1], float(weights[-1])


if __name__ == "__main__":
    main()
