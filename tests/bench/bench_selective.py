"""How far each choice brings selective answering: `python -m tests.bench.bench_selective FOLDER [--draws 100] [--write
docs/CONFIDENCE.md]`, FOLDER with stackfaq.json, banking77_{train,test}.csv and clapnq_dev.json (see `streams`).

Each draw takes away a quarter of the articles (their questions then have no answer), divides the questions at random
into graded ones and new ones, lets every method calibrate on the graded ones, and counts what it would answer of the new
ones and how much of that is wrong. Articles are taken away anew for every `SPLITS` draws, and searched in PostgreSQL as
the daemon does. Nothing is chosen by looking at the new questions; the judge "fitted elsewhere" has learned from the
other two streams only.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from responder import selective_answering
from responder.domain import Vector
from responder.ports import Embedder
from responder.selective_answering import searched
from responder.steps import certificate, intents, selective
from responder.steps.certificate import Graded
from responder.steps.selective import Asked, Judge, Weights
from responder.workbench import Workbench

SPLITS = 5
"""draws over the same articles"""
AWAY = 0.25
"""share of articles that is taken away"""
FOREIGN = 0.1
"""questions of another stream, as a share of its own"""
AS_EXAMPLES = 5
"""questions of an intent that are its article"""
FIXED = 0.75
"""what `thresholds.confidence` is out of the box"""

Question = tuple[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Articles and questions about them. `complete`: nothing is taken away, as many questions have no answer anyway."""

    name: str
    articles: list[dict[str, str]]
    questions: list[Question]
    foreign: list[str]
    graded: tuple[int, ...]
    """questions of a draw that are graded; the others are new. Each number is tried by itself"""
    complete: bool = False


def streams(folder: Path) -> list[Stream]:
    """StackFAQ: answers of frequently asked questions, and others' words for these. BANKING77: an article per intent,
    made of its name and five of its training questions, which are asked no more. ClapNQ: passages, and as many questions
    that they do not answer as they do."""
    faq = json.loads((folder / "stackfaq.json").read_text(encoding="utf-8"))["root"]["qapair"]
    faq_articles = [
        {"id": f"faq{n}", "title": pair["question"], "body": "\n\n".join(pair["answer"])} for n, pair in enumerate(faq)
    ]
    faq_questions = [
        (text, frozenset({f"faq{n}"})) for n, pair in enumerate(faq) for text in pair["rephr"] if text and text != "*"
    ]
    bank_articles, bank_questions = _banking(folder)
    clap = json.loads((folder / "clapnq_dev.json").read_text(encoding="utf-8"))
    clap_articles = [{k: a[k] for k in ("id", "title", "body")} for a in clap["articles"]]
    clap_questions = [(q["text"], frozenset(q["gold"])) for q in clap["questions"]]
    faq_texts, bank_texts = ([text for text, _ in questions] for questions in (faq_questions, bank_questions))
    return [
        Stream(name="StackFAQ", articles=faq_articles, questions=faq_questions, foreign=bank_texts, graded=(452, 910)),
        Stream(
            name="BANKING77", articles=bank_articles, questions=bank_questions, foreign=faq_texts, graded=(1000, 3281)
        ),
        Stream(
            name="ClapNQ", articles=clap_articles, questions=clap_questions, foreign=[], graded=(400,), complete=True
        ),
    ]


def _banking(folder: Path) -> tuple[list[dict[str, str]], list[Question]]:
    lot = random.Random(77)
    of_intent: dict[str, list[str]] = defaultdict(list)
    for part in ("train", "test"):
        with (folder / f"banking77_{part}.csv").open(encoding="utf-8", newline="") as file:
            for text, label in list(csv.reader(file))[1:]:
                of_intent[label].append(" ".join(text.split()))
    articles, questions = [], []
    for label, texts in sorted(of_intent.items()):
        examples = texts[:AS_EXAMPLES]
        articles.append({"id": label, "title": intents.spoken(label) or label, "body": "\n\n".join(examples)})
        questions += [(text, frozenset({label})) for text in texts[AS_EXAMPLES:]]
    return articles, lot.sample(questions, 6000)


# ---------------------------------------------------------------------------------------------------------- searching


class Remembering:
    """An embedder that works nothing out twice."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._known = embedder, dict[str, Vector]()

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for at in range(0, len(new), 256):
            some = new[at : at + 256]
            self._known |= dict(zip(some, await self._embedder.embed(some), strict=True))
        return [self._known[text] for text in texts]


def asked_of(stream: Stream, number: int, bench: Workbench) -> list[tuple[Asked, frozenset[str]]]:
    """The stream's questions as found without some of its articles, and the articles left that answer each."""
    lot = random.Random(f"{stream.name} {number}")
    count = 0 if stream.complete else round(AWAY * len(stream.articles))
    away = {article["id"] for article in lot.sample(stream.articles, count)}
    foreign = [
        (text, frozenset[str]())
        for text in lot.sample(stream.foreign, min(len(stream.foreign), round(FOREIGN * len(stream.questions))))
    ]
    bench.reset()
    bench.ingest([article for article in stream.articles if article["id"] not in away])
    once = {" ".join(text.lower().split()): (text, gold - away) for text, gold in [*stream.questions, *foreign]}
    found = searched(bench, [text for text, _ in once.values()], {})
    return [(asked, gold) for (asked, _), (_, gold) in zip(found, once.values(), strict=True)]


# ------------------------------------------------------------------------------------------------------------ methods

Choices = tuple[list[str], np.ndarray[Any, Any]]
"""article per question, and how sure"""
Judging = Callable[[list[Asked]], Choices]
Rule = Callable[[Sequence[float], Sequence[Graded], float, float], float | None]
"""scores of the learning part, graded mails, alpha, delta → threshold"""


def by_one_score(which: str, questions: list[Asked], gold: list[frozenset[str]]) -> tuple[Judging, list[float]]:
    """The best found, sure by one of its scores, read as a probability by a logistic model of that one score."""

    def score(question: Asked) -> float:
        return float(getattr(question.found[0], which)) if question.found else 0.0

    right = np.array(
        [float(bool(q.found) and q.found[0].article_id in g) for q, g in zip(questions, gold, strict=True)]
    )
    weights = Weights.fitted(np.array([[score(q)] for q in questions]), right)

    def judged(asked: list[Asked]) -> Choices:
        logits = weights.logits(np.array([[score(q)] for q in asked]))
        return [q.found[0].article_id if q.found else "" for q in asked], 1 / (1 + np.exp(-logits))

    return judged, [float(p) for p in judged(questions)[1]]


def by_judge(judge: Judge) -> Judging:
    def judged(asked: list[Asked]) -> Choices:
        answers = judge.answers(asked)
        return [a.article_id for a in answers], np.array([a.confidence for a in answers])

    return judged


def certified(learning: Sequence[float], graded: Sequence[Graded], alpha: float, delta: float) -> float | None:
    return selective_answering.certified(learning, graded, alpha, delta).threshold


def all_of_delta(learning: Sequence[float], graded: Sequence[Graded], alpha: float, delta: float) -> float | None:
    """Certified, but with no room for the luck of who counts the new answers."""
    return certificate.certify(graded, certificate.plan(learning, len(graded), alpha, delta), alpha, delta).threshold


def strictest_first(learning: Sequence[float], graded: Sequence[Graded], alpha: float, delta: float) -> float | None:
    """Certified, but testing starts at the fewest answers that could prove anything."""
    tests = [
        certificate.Rung(threshold=test.threshold, share=float(n == 0))
        for n, test in enumerate(certificate.plan(learning, len(graded), alpha, delta))
    ]
    return certificate.certify(graded, tests, alpha, delta).threshold


def looks_right(learning: Sequence[float], graded: Sequence[Graded], alpha: float, delta: float) -> float | None:
    """The lowest threshold above which not more than alpha of the graded answers were wrong."""
    lowest, wrong = None, 0
    for answers, one in enumerate(sorted(graded, key=lambda g: -g.score), 1):
        wrong += one.wrong
        if wrong <= alpha * answers:
            lowest = one.score
    return lowest


def fixed(learning: Sequence[float], graded: Sequence[Graded], alpha: float, delta: float) -> float | None:
    return FIXED


ANSWERABLE_ONLY = "judge with memory, certified on answerable questions only"
METHODS: tuple[tuple[str, str, Rule], ...] = (
    ("fused score alone, threshold that looks right", "score", looks_right),
    ("likeness alone, certified", "cosine", certified),
    ("fused score alone, certified", "score", certified),
    ("judge fitted elsewhere, fixed threshold .75", "elsewhere", fixed),
    ("judge fitted elsewhere, certified", "elsewhere", certified),
    ("judge refitted, certified", "refitted", certified),
    ("judge with memory, threshold that looks right", "memory", looks_right),
    (ANSWERABLE_ONLY, "memory", certified),
    ("judge with memory, certified, strictest threshold first", "memory", strictest_first),
    ("judge with memory, certified, all of delta spent", "memory", all_of_delta),
    ("**judge with memory, certified** (what is built in)", "memory", certified),
)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    answered: float
    """share of the new questions"""
    wrong: float | None
    """share of the answers; None: nothing was answered"""


def draw(
    questions: list[tuple[Asked, frozenset[str]]], graded: int, elsewhere: Judge, seed: str, alpha: float, delta: float
) -> dict[str, Drawn]:
    order = random.Random(seed).sample(range(len(questions)), len(questions))
    known, new = [questions[i] for i in order[:graded]], [questions[i] for i in order[graded:]]
    learns, certifies = selective.split(len(known))
    learning, proof = [known[i] for i in learns], [known[i] for i in certifies]
    asked, gold = [q for q, _ in learning], [g for _, g in learning]
    memory = selective.learn(asked, gold)
    judges: dict[str, tuple[Judging, list[float]]] = {
        "cosine": by_one_score("cosine", asked, gold),
        "score": by_one_score("score", asked, gold),
        "elsewhere": (by_judge(elsewhere), [a.confidence for a in elsewhere.answers(asked)]),
        "memory": (by_judge(memory), memory.looking_back(asked)),
    }
    refitted = selective.learn(asked, gold, with_memory=False)
    judges["refitted"] = (by_judge(refitted), [a.confidence for a in refitted.answers(asked)])
    outcome = {}
    proofs = {name: _graded(judged, proof) for name, (judged, _) in judges.items()}
    news = {name: _graded(judged, new) for name, (judged, _) in judges.items()}
    for method, name, rule in METHODS:
        evidence, looking_back = proofs[name], judges[name][1]
        if method == ANSWERABLE_ONLY:
            evidence = [g for g, (_, answers) in zip(evidence, proof, strict=True) if answers]
        threshold = rule(looking_back, evidence, alpha, delta)
        sent = [g.wrong for g in news[name] if threshold is not None and g.score >= threshold]
        outcome[method] = Drawn(answered=len(sent) / len(new), wrong=sum(sent) / len(sent) if sent else None)
    return outcome


def _graded(judged: Judging, questions: list[tuple[Asked, frozenset[str]]]) -> list[Graded]:
    articles, sure = judged([q for q, _ in questions])
    return [
        Graded(score=float(s), wrong=a not in gold) for a, s, (_, gold) in zip(articles, sure, questions, strict=True)
    ]


# -------------------------------------------------------------------------------------------------------------- report


def table(outcomes: dict[str, list[dict[str, Drawn]]], alpha: float) -> str:
    """One row per method; per stream the mean share answered, the mean share of wrong ones among the answers where there
    were any, and the share of draws whose new answers were wrong more often than alpha."""
    names = list(outcomes)
    lines = [
        "| | " + " | ".join(f"{name}: answered / wrong / over budget" for name in names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for method, _, _ in METHODS:
        cells = []
        for name in names:
            drawn = [outcome[method] for outcome in outcomes[name]]
            wrong = [d.wrong for d in drawn if d.wrong is not None]
            over = sum(w > alpha for w in wrong) / len(drawn)
            told = f"{statistics.fmean(wrong):.3f}" if wrong else "–"
            cells.append(f"{statistics.fmean(d.answered for d in drawn):.3f} / {told} / {over:.0%}")
        lines.append(f"| {method} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--draws", type=int, default=100)
    ask.add_argument("--alpha", type=float, default=0.05)
    ask.add_argument("--delta", type=float, default=0.1)
    ask.add_argument("--write", type=Path, metavar="FILE", help="put the table between this page's marks")
    given = ask.parse_args()
    all_streams = streams(given.folder)
    outcomes: dict[str, list[dict[str, Drawn]]] = {}
    with Workbench() as plain, Workbench(embedder=Remembering(plain.embedder)) as bench:
        first = [asked_of(stream, 0, bench) for stream in all_streams]
        for number, stream in enumerate(all_streams):
            others = [pair for n, pairs in enumerate(first) if n != number for pair in pairs]
            elsewhere = selective.learn([q for q, _ in others], [g for _, g in others], with_memory=False)
            questions = first[number]
            for n in range(given.draws):
                if n and n % SPLITS == 0 and not stream.complete:
                    questions = asked_of(stream, n // SPLITS, bench)
                for graded in stream.graded:
                    drawn = draw(questions, graded, elsewhere, f"{stream.name} draw {n}", given.alpha, given.delta)
                    outcomes.setdefault(f"{stream.name}, {graded:,} graded", []).append(drawn)
                if (n + 1) % 10 == 0:
                    print(f"{stream.name}, {n + 1} draws\n{table(outcomes, given.alpha)}", flush=True)
    written = table(outcomes, given.alpha)
    print(written)
    if given.write:
        page = given.write.read_text(encoding="utf-8")
        marks = re.compile(r"(<!-- selective -->\n).*?(<!-- /selective -->)", re.S)
        given.write.write_text(marks.sub(lambda found: found[1] + written + found[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
