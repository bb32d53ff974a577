"""Fits the judge of answers on public questions: `python -m responder.fitting.answer STREAM.json…`, no network.

A stream is {"articles": [{"id", "title", "body"}], "graded": [[question, [ids of the articles that answer it]]]}, with
articles taken away so that some questions have no answer. Prints how well the judge tells right from wrong on each
stream, learned from the others, then writes data/answer_head.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from responder.selective_answering import searched
from responder.steps import selective
from responder.steps.selective import Asked, Judge
from responder.workbench import Workbench

Stream = tuple[list[Asked], list[frozenset[str]]]


def main(paths: list[str]) -> None:
    streams = [_stream(Path(path)) for path in paths]
    for number, path in enumerate(paths):
        others = [s for n, s in enumerate(streams) if n != number]
        if others:
            print(f"{path}: AUROC {_auroc(_learned(others), streams[number]):.3f}")
    file = Path(__file__).parent.parent / "data" / "answer_head.json"
    file.write_text(selective.to_json(_learned(streams)), encoding="utf-8")


def _stream(path: Path) -> Stream:
    values = json.loads(path.read_text(encoding="utf-8"))
    with Workbench() as bench:
        bench.ingest(values["articles"])
        questions = [asked for asked, _ in searched(bench, [question for question, _ in values["graded"]], {})]
    return questions, [frozenset(answers) for _, answers in values["graded"]]


def _learned(streams: list[Stream]) -> Judge:
    return selective.learn([q for s in streams for q in s[0]], [g for s in streams for g in s[1]], with_memory=False)


def _auroc(judge: Judge, stream: Stream) -> float:
    answers = judge.answers(stream[0])
    score = np.array([a.confidence for a in answers])
    right = np.array([a.article_id in gold for a, gold in zip(answers, stream[1], strict=True)])
    ranks = np.argsort(np.argsort(score)) + 1
    return float((ranks[right].sum() - right.sum() * (right.sum() + 1) / 2) / (right.sum() * (~right).sum()))


if __name__ == "__main__":
    main(sys.argv[1:])
