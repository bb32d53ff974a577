"""How well intents are told apart, and how well mail that has none is noticed: `python -m tests.bench.bench_intents
TRAIN.csv TEST.csv [--foreign OTHER.csv] [--examples 10] [--draws 5]`.

The files hold a text and a label per line below a heading. Accuracy is over all labels. For the out-of-scope AUROC a
third of the labels is not taught (near), and the texts of OTHER are foreign (far). Each draw picks other examples and
other labels.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import random
import statistics
import tempfile
from pathlib import Path

from responder.adapters.minilm_embedder import MiniLmEmbedder
from responder.learning import intents_of, learn_intents

Rows = list[tuple[str, str]]


def rows_of(path: str) -> Rows:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


def auroc(inside: list[float], outside: list[float]) -> float:
    """The chance that one of `inside` scores above one of `outside`; half for a tie."""
    ranked = sorted([(score, 1) for score in inside] + [(score, 0) for score in outside])
    above, ties, below = 0.0, [0, 0], 0
    for at, (score, is_inside) in enumerate(ranked):
        ties[is_inside] += 1
        if at + 1 == len(ranked) or ranked[at + 1][0] != score:
            above += ties[1] * (below + ties[0] / 2)
            below, ties = below + ties[0], [0, 0]
    return above / (len(inside) * len(outside))


def drawn(rows: Rows, labels: set[str], each: int, chance: random.Random) -> Rows:
    of_label = {label: [row for row in rows if row[1] == label] for label in sorted(labels)}
    return [row for own in of_label.values() for row in chance.sample(own, min(each, len(own)))]


async def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("train")
    ask.add_argument("test")
    ask.add_argument("--foreign", default="")
    ask.add_argument("--examples", type=int, default=10)
    ask.add_argument("--draws", type=int, default=5)
    given = ask.parse_args()
    train, test = rows_of(given.train), rows_of(given.test)
    foreign = [text for text, _ in rows_of(given.foreign)] if given.foreign else []
    labels = {label for _, label in train}
    with tempfile.TemporaryDirectory() as folder:
        embedder = MiniLmEmbedder(Path(folder))
        figures: dict[str, list[float]] = {"accuracy": [], "near AUROC": [], "far AUROC": []}
        for draw in range(given.draws):
            chance = random.Random(draw)
            model = await learn_intents(drawn(train, labels, given.examples, chance), embedder)
            found = await intents_of([text for text, _ in test], model, embedder)
            figures["accuracy"].append(sum(p.label == row[1] for p, row in zip(found, test, strict=True)) / len(test))
            taught = set(chance.sample(sorted(labels), round(len(labels) * 0.65)))
            model = await learn_intents(drawn(train, taught, given.examples, chance), embedder)
            scores = [p.in_scope for p in await intents_of([text for text, _ in test], model, embedder)]
            inside = [s for s, (_, label) in zip(scores, test, strict=True) if label in taught]
            near = [s for s, (_, label) in zip(scores, test, strict=True) if label not in taught]
            figures["near AUROC"].append(auroc(inside, near))
            if foreign:
                far = [p.in_scope for p in await intents_of(foreign, model, embedder)]
                figures["far AUROC"].append(auroc(inside, far))
        embedder.close()
    for name, values in figures.items():
        if values:
            print(f"{name:10} {statistics.mean(values):.3f} ± {statistics.pstdev(values):.3f}")


if __name__ == "__main__":
    asyncio.run(main())
