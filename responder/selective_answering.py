"""Answer or escalate: the workbench's `calibrate` and `decide`.

A judge learns from a part of the graded questions, the rest certifies how sure it must be. The certificate holds for
the knowledge base, embedding and settings that it was made with; whoever changes these must calibrate again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from responder.errors import ConfigError
from responder.steps import certificate, selective
from responder.steps.certificate import Certificate, Graded
from responder.steps.retrieve import LONGEST
from responder.steps.selective import Asked, Judge

if TYPE_CHECKING:
    from responder.workbench import Workbench

PASSAGES = 40
"""passages looked at for a question: enough for `selective.CANDIDATES` articles"""
FEWEST_TO_LEARN = 60
"""graded questions in the learning part below which the fitted judge is used as it came"""
ALL_SPENT = 500
"""graded questions up to which all of delta is spent; see `spent`"""
REMEMBERED = 20_000
"""questions whose search is kept while the knowledge base stays the same"""


@dataclass(slots=True, kw_only=True)
class Calibration:
    """What `decide` needs."""

    judge: Judge
    certificate: Certificate
    knowledge: int
    """of the articles that were there: with others, the certificate is void"""
    searched: dict[str, tuple[Asked, dict[str, str]]] = field(default_factory=dict)
    """question → as it was asked, and the best passage of each article found"""


def calibrate_workbench(
    bench: Workbench, graded: Sequence[tuple[str, Sequence[str]]], alpha: float = 0.05, delta: float = 0.1
) -> dict[str, Any]:
    """From (question, ids of the articles that answer it, or none) the least confidence of an automatic answer, so that
    P(share of wrong answers ≤ alpha) ≥ 1 − delta. Questions without an answer belong in: there, any answer is wrong.
    Equal questions have one vote. Raises ConfigError for an impossible alpha or delta.

    Returns {"threshold" (None: nothing will be answered), "certified", "n", "answers", "wrong", "coverage", "p_value",
    "missing" (graded questions that are lacking, about; None: more will hardly help), "in_words"}.
    """
    if not (0 < alpha < 1 and 0 < delta < 1):
        raise ConfigError(f"alpha and delta are shares between 0 and 1, not {alpha} and {delta}.")
    votes = _one_vote_each(graded)
    before, knowledge = bench.certificate, _knowledge(bench)
    known = before.searched if isinstance(before, Calibration) and before.knowledge == knowledge else {}
    questions = [asked for asked, _ in searched(bench, [question for question, _ in votes], known)]
    gold = [answers for _, answers in votes]

    learns, certifies = selective.split(len(votes))
    if len(learns) >= FEWEST_TO_LEARN:
        judge = selective.learn([questions[i] for i in learns], [gold[i] for i in learns])
        looking_back = judge.looking_back([questions[i] for i in learns])
    else:
        judge = fitted_judge()
        looking_back = [a.confidence for a in judge.answers([questions[i] for i in learns])]
    answers = judge.answers([questions[i] for i in certifies])
    evidence = [
        Graded(score=answer.confidence, wrong=answer.article_id not in gold[i])
        for i, answer in zip(certifies, answers, strict=True)
    ]
    found = certified(looking_back, evidence, alpha, delta)
    bench.certificate = Calibration(judge=judge, certificate=found, knowledge=knowledge, searched=known)
    lacking = 0 if found.certified else certificate.missing(evidence, alpha, spent(len(evidence), delta))
    if lacking:
        lacking = round(lacking / (1 - selective.LEARNS))
    return {
        "threshold": found.threshold,
        "certified": found.certified,
        "n": len(votes),
        "answers": found.answers,
        "wrong": found.wrong,
        "coverage": found.coverage,
        "p_value": found.p_value,
        "missing": lacking,
        "in_words": certificate.in_words(found, lacking),
    }


def certified(looking_back: Sequence[float], evidence: Sequence[Graded], alpha: float, delta: float) -> Certificate:
    """`looking_back`: scores of the questions that were learned from; `evidence`: the others."""
    part = spent(len(evidence), delta)
    tests = certificate.plan(looking_back, len(evidence), alpha, part)
    return replace(certificate.certify(evidence, tests, alpha, part), delta=delta)


def spent(votes: int, delta: float) -> float:
    """How much of delta the proof uses up.

    It is about the true share of wrong answers. Who counts the wrong ones among the answers to come sees that share with
    the luck of a finite number, and may find a kept promise broken. Few votes leave room for that by themselves, as an
    exact test of few seldom uses up its delta; with many, half of delta is left, which costs one answer in a hundred.
    """
    return delta * min(1.0, max(0.5, ALL_SPENT / max(votes, 1)))


def decide_workbench(bench: Workbench, query: str) -> dict[str, Any]:
    """{"action": "answer" or "escalate", "article_id", "confidence", "answer"}; `answer` is the best section of the
    article, word for word. Without a certificate it escalates, and still says what it would have answered."""
    calibration = bench.certificate if isinstance(bench.certificate, Calibration) else None
    judge = calibration.judge if calibration else fitted_judge()
    ((question, sections),) = searched(bench, [query], calibration.searched if calibration else {})
    (best,) = judge.answers([question])
    threshold = calibration.certificate.threshold if calibration else None
    sure = bool(best.article_id) and threshold is not None and best.confidence >= threshold
    return {
        "action": "answer" if sure else "escalate",
        "article_id": best.article_id or None,
        "confidence": best.confidence,
        "answer": sections.get(best.article_id, ""),
    }


def _one_vote_each(graded: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, frozenset[str]]]:
    """The first of equal questions; case and spaces make no difference."""
    first: dict[str, tuple[str, frozenset[str]]] = {}
    for question, answers in graded:
        first.setdefault(" ".join(question.lower().split()), (question, frozenset(answers)))
    return list(first.values())


def searched(
    bench: Workbench, queries: Sequence[str], known: dict[str, tuple[Asked, dict[str, str]]]
) -> list[tuple[Asked, dict[str, str]]]:
    """Each question as it was asked, and the best passage of each article found for it; new ones go into `known`."""
    new = [query for query in dict.fromkeys(queries) if query not in known]
    if len(known) + len(new) > REMEMBERED:
        known.clear()
        new = list(dict.fromkeys(queries))
    if new:
        vectors = bench.run(bench.embedder.embed([query[:LONGEST] or "?" for query in new]))
        for query, vector, passages in zip(new, vectors, bench.passages_for(new, limit=PASSAGES), strict=True):
            sections: dict[str, str] = {}
            for passage in passages:
                sections.setdefault(passage.article_id, passage.body)
            known[query] = (selective.asked(query, vector, passages), sections)
    return [known[query] for query in queries]


def _knowledge(bench: Workbench) -> int:
    from responder.workbench import SOURCE

    return hash((bench.embedder.model, *sorted(bench.run(bench.knowledge.known(SOURCE)).items())))


@cache
def fitted_judge() -> Judge:
    """The judge that comes with the program, fitted on public questions by `python -m responder.fitting.answer`."""
    file = Path(__file__).parent / "data" / "answer_head.json"
    return selective.from_json(file.read_text(encoding="utf-8"))
