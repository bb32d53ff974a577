"""`responder kb tune`: which weight of meaning against words finds the right article first most often."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from responder import wiring
from responder.commands.kb_eval import read_questions
from responder.commands.kb_search import Search
from responder.commands.settings_file import action_parser
from responder.config import Knowledge, Secrets, Settings
from responder.domain import Passage

WEIGHTS = tuple(round(i * 0.05, 2) for i in range(21))
DRAWS = 1000
"""of the bootstrap"""
ENOUGH = 50
"""questions from which on a weight of their own is worth proposing for a language"""

Found = tuple[Sequence[Passage], frozenset[str]]
"""what was found for a question, as many passages as there are, and the articles that answer it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """MRR of the best weight, and of the one in the settings, on the same questions."""

    questions: int
    weight: float
    low: float
    high: float
    """weights between which the best one lies for 95 % of the bootstrap's draws"""
    mrr: float
    mrr_now: float


def rank_of(passages: Sequence[Passage], right: frozenset[str], weight: float) -> int:
    """Place of the first right article, each article counting once, when fused with this weight; 0: not found."""
    best: dict[str, float] = {}
    for p in passages:
        score = weight * max(p.cosine, 0.0) + (1 - weight) * p.lexical
        best[p.article_id] = max(best.get(p.article_id, -1.0), score)
    found = sorted(best, key=lambda article: -best[article])
    return next((place for place, article in enumerate(found, 1) if article in right), 0)


def tuned(found: Sequence[Found], *, now: float) -> Tuned:
    gains = {
        weight: [1 / rank if (rank := rank_of(p, right, weight)) else 0.0 for p, right in found]
        for weight in {*WEIGHTS, now}
    }
    # of equally good weights the one nearest to the present: no change without a reason
    nearest = sorted(gains, key=lambda weight: abs(weight - now))
    best = max(nearest, key=lambda weight: sum(gains[weight]))
    draws = random.Random(0)
    bests = []
    for _ in range(DRAWS):
        drawn = draws.choices(range(len(found)), k=len(found))
        bests.append(max(nearest, key=lambda weight: sum(gains[weight][i] for i in drawn)))
    bests.sort()
    count = len(found)
    return Tuned(
        questions=count,
        weight=best,
        low=bests[int(0.025 * DRAWS)],
        high=bests[int(0.975 * DRAWS)],
        mrr=sum(gains[best]) / count,
        mrr_now=sum(gains[now]) / count,
    )


# ---------------------------------------------------------------------------------------------------------- the command


def arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Adds the action and returns its parser."""
    tuning = action_parser(
        actions,
        "tune",
        "the best weight of meaning against words, from questions as for eval",
        "Finds the weight of meaning against words that puts the right articles first, for each language with at least "
        f"{ENOUGH} questions by itself and for the others together. Changes nothing: it names the settings and their values.",
    )
    tuning.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    return [tuning]


async def tune(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    found: dict[str, list[Found]] = {}
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        for question in read_questions(args.questions):
            find = Search(knowledge, embedder, settings, args.language or question.language)
            language = find.language or find.language_of(question.text)
            # every candidate of both searches, so that any weight can be tried on them
            passages = await find.one(question.text, limit=100, whole=True)
            found.setdefault(language, []).append((passages, question.right))
    for name, now, some in by_setting(found, settings.knowledge):
        result = tuned(some, now=now)
        print(json.dumps({"setting": name, **asdict(result)}) if args.json else _in_words(name, now, result))
    return 0


def by_setting(found: Mapping[str, Sequence[Found]], settings: Knowledge) -> list[tuple[str, float, list[Found]]]:
    """Name of a setting, its value now, and the questions that it is tuned with, the most questions first."""
    groups: dict[str, list[Found]] = {}
    now: dict[str, float] = {}
    for language, some in found.items():
        if language in settings.cosine_weights or (language not in ("en", "und") and len(some) >= ENOUGH):
            name = f"knowledge.cosine_weights.{language}"
        else:
            name = "knowledge.cosine_weight" + ("" if language in ("en", "und") else "_other")
        groups.setdefault(name, []).extend(some)
        now[name] = settings.weight_of(language)
    return [(name, now[name], some) for name, some in sorted(groups.items(), key=lambda item: -len(item[1]))]


def _in_words(name: str, now: float, result: Tuned) -> str:
    line = (
        f"{name} = {result.weight:g}  (95 %: {result.low:g}–{result.high:g}; {result.questions} questions; "
        f"MRR {result.mrr:.3f}, with {now:g} as now {result.mrr_now:.3f})"
    )
    if result.questions < ENOUGH:
        return f"{line}\n  too few questions to go by: collect at least {ENOUGH}"
    if result.low <= now <= result.high:
        return f"{line}\n  the present {now:g} may be as good: there is no reason to change it"
    return line
