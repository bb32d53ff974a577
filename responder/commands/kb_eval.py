"""`responder kb eval`: how well the right articles are found, and whether other settings or other passages find them better."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from statistics import NormalDist, fmean
from typing import Any

from responder import wiring
from responder.commands.kb_search import Search
from responder.commands.settings_file import action_parser
from responder.commands.tune import with_changes
from responder.config import Secrets, Settings
from responder.domain import Article
from responder.errors import ConfigError
from responder.librarian import AT_ONCE, prepare
from responder.ports import Embedder, Knowledge
from responder.steps.chunk import LARGEST, fixed_passages_of

DEEP = 10
"""articles that an evaluation looks at"""
DRAWS = 2000
"""of the bootstrap"""
METRICS = ("hit@1", "hit@3", "hit@5", "mrr", f"ndcg@{DEEP}")


def arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Adds the action and returns its parser."""
    measuring = action_parser(
        actions,
        "eval",
        "how often the right article is found first",
        "Asks questions whose right articles are known, and says how often these come first. With --set or --chunks it asks "
        "them again with other settings or with other passages, and says what that gains or loses, question by question, "
        "with 95 % confidence intervals of the difference.",
    )
    measuring.add_argument(
        "questions", type=Path, metavar="QUESTIONS.jsonl", help='{"question": …, "article_ids": […]} a line'
    )
    measuring.add_argument(
        "--set",
        action="append",
        default=[],
        dest="changes",
        metavar="NAME=VALUE",
        help="compare with this setting, such as knowledge.cosine_weight=0.5; several in quotes count together; may be "
        "given several times, each is compared",
    )
    measuring.add_argument(
        "--chunks",
        action="append",
        default=[],
        type=_fixed_chunks,
        metavar="fixed[:SIZE]",
        help="compare with pieces of equal size (word pieces, default 200) in place of passages along the structure; "
        "fixed+title puts the title in front. Embeds all articles once more, in a database that is thrown away",
    )
    return [measuring]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    right: frozenset[str]
    """ids of the articles that answer it"""
    language: str = ""
    """empty: as configured"""


@dataclass(frozen=True, slots=True)
class FixedChunks:
    name: str
    size: int
    title: bool


def _fixed_chunks(text: str) -> FixedChunks:
    kind, _, size = text.partition(":")
    if (
        kind not in ("fixed", "fixed+title")
        or not (size.isdecimal() or not size)
        or (size and not 20 <= int(size) <= 5000)
    ):
        raise argparse.ArgumentTypeError(f"{text!r}: write fixed, fixed:300 (20–5000 word pieces) or fixed+title")
    return FixedChunks(name=text, size=int(size or LARGEST), title=kind == "fixed+title")


async def evaluate(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    asked = read_questions(args.questions)
    changed = {change: with_changes(settings, change.split()) for change in args.changes}
    embedder = wiring.open_embedder(settings)
    async with wiring.open_knowledge(settings, secrets, embedder=embedder) as (knowledge, _):
        if (await knowledge.size())[1] == 0:
            raise ConfigError("The knowledge base is empty for this embedding model; run `responder kb sync` first.")
        base = await scores(asked, Search(knowledge, embedder, settings, args.language))
    if not args.json:
        _tell_misses(asked, base)
    others: dict[str, list[Score]] = {}
    for name, other in changed.items():
        async with _changed(other, settings, secrets, embedder) as (knowledge, anew):
            others[name] = await scores(asked, Search(knowledge, anew, other, args.language))
    for chunks in args.chunks:
        articles = await _articles(settings, secrets)
        async with _scratch(articles, settings, embedder, chunks) as knowledge:
            others[f"chunks {chunks.name}"] = await scores(asked, Search(knowledge, embedder, settings, args.language))
    if args.json:
        print(json.dumps(figures(base) | ({"compared": compared(base, others)} if others else {}), ensure_ascii=False))
        return 0
    print(_in_words(figures(base)))
    for line in side_by_side(base, others) if others else ():
        print(line)
    return 0


# -------------------------------------------------------------------------------------------------------- what is asked


def read_questions(file: Path) -> list[Question]:
    """Raises ConfigError that names each line (at most ten) that is no question."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    questions, wrong = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(_question(line))
            except ValueError as error:
                wrong.append(f"  line {number}: {error}")
    if wrong:
        more = f"\n  and {len(wrong) - 10} more" if len(wrong) > 10 else ""
        raise ConfigError(
            f'{file} holds lines that are no questions. Write {{"question": "…", "article_ids": ["…"]}}, one a line:\n'
            + "\n".join(wrong[:10])
            + more
        )
    if not questions:
        raise ConfigError(f"{file} holds no questions")
    return questions


def _question(line: str) -> Question:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is no JSON ({error})") from None
    if not isinstance(value, dict):
        raise ValueError(f"is no JSON object but {line.strip()[:60]}")
    text, right, language = value.get("question"), value.get("article_ids"), value.get("language", "")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('"question" is missing, or is no text')
    if not isinstance(right, list) or not right or not all(isinstance(r, str) and r for r in right):
        raise ValueError('"article_ids" must be a list of at least one article id, such as ["reset-your-password"]')
    if not isinstance(language, str):
        raise ValueError('"language" must be an ISO 639-1 code such as "en"')
    return Question(text, frozenset(right), language)


# ------------------------------------------------------------------------------------------------- one way of searching


@dataclass(frozen=True, slots=True)
class Score:
    """How one question fared."""

    rank: int
    """place of the first right article; 0: not among the first `DEEP`"""
    ndcg: float
    first: str
    """id of the article that came first"""

    def value(self, metric: str) -> float:
        if metric.startswith("hit@"):
            return float(0 < self.rank <= int(metric.removeprefix("hit@")))
        return (1 / self.rank if self.rank else 0.0) if metric == "mrr" else self.ndcg


async def scores(asked: Sequence[Question], find: Search) -> list[Score]:
    """One for each question, in their order."""
    scored: dict[int, Score] = {}
    for language in dict.fromkeys(q.language for q in asked):
        numbers = [n for n, q in enumerate(asked) if q.language == language]
        spoken = replace(find, language=find.language or language)
        waiting = iter(numbers)
        async for _, passages in spoken.each([asked[n].text for n in numbers], limit=DEEP):
            number = next(waiting)
            ids, right = [p.article_id for p in passages], asked[number].right
            rank = next((place for place, article in enumerate(ids, 1) if article in right), 0)
            scored[number] = Score(rank, ndcg(ids, right), ids[0] if ids else "nothing")
    return [scored[number] for number in range(len(asked))]


def ndcg(found: Sequence[str], right: frozenset[str]) -> float:
    """Of the first `DEEP` articles: 1 when all right ones come first (Järvelin & Kekäläinen 2002, gains 0 and 1)."""
    gain = sum(1 / log2(place + 1) for place, article in enumerate(found[:DEEP], 1) if article in right)
    most = sum(1 / log2(place + 1) for place in range(1, min(len(right), DEEP) + 1))
    return gain / most if most else 0.0


@asynccontextmanager
async def _changed(
    other: Settings, settings: Settings, secrets: Secrets, embedder: Embedder
) -> AsyncIterator[tuple[Knowledge, Embedder]]:
    """The knowledge base under other settings: embedded anew where they name another embedding model."""
    anew = wiring.open_embedder(other) if other.knowledge != settings.knowledge else embedder
    if anew.model == embedder.model:
        async with wiring.open_knowledge(other, secrets, embedder=embedder) as (knowledge, _):
            yield knowledge, embedder
        return
    async with _scratch(await _articles(settings, secrets), other, anew, None) as knowledge:
        yield knowledge, anew


async def _articles(settings: Settings, secrets: Secrets) -> Sequence[Article]:
    async with wiring.open_library(settings, secrets) as (library, _, _):
        return await library.public_articles()


@asynccontextmanager
async def _scratch(
    articles: Sequence[Article], settings: Settings, embedder: Embedder, chunks: FixedChunks | None
) -> AsyncIterator[Knowledge]:
    """The same articles in a database of their own, which is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="responder-"))
    folder.chmod(0o711)  # for root, PostgreSQL runs as another user, who must come through
    database = settings.database.model_copy(update={"dsn": ""})
    apart = settings.model_copy(update={"data_dir": str(folder), "database": database})
    try:
        async with wiring.open_knowledge(apart, Secrets(), embedder=embedder, durable=False) as (knowledge, _):
            for start in range(0, len(articles), AT_ONCE):
                some = articles[start : start + AT_ONCE]
                if chunks:
                    size, title = chunks.size, chunks.title
                    cut = [fixed_passages_of(article, size=size, title=title) for article in some]
                    ready = await prepare(some, embedder, chunks=cut, title_weight=0.0)
                else:
                    ready = await prepare(some, embedder)
                await knowledge.put_many("scratch", ready)
                _tell_progress(start + len(some), len(articles))
            yield knowledge
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell_progress(count: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "" if count < total else "\r\x1b[K"
        print(f"\r\x1b[K{count}/{total} articles embedded once more{end}", end="", file=sys.stderr, flush=True)


# -------------------------------------------------------------------------------------------------------------- figures


def figures(base: Sequence[Score]) -> dict[str, Any]:
    low, high = _wilson(sum(s.rank == 1 for s in base), len(base))
    means = {metric: round(fmean(s.value(metric) for s in base), 4) for metric in METRICS}
    return {"questions": len(base), **means, "hit@1_low": round(low, 4), "hit@1_high": round(high, 4)}


def _wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.975)
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the other minus the base over the same questions, and its 95 % confidence interval."""

    mean: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


def difference(base: Sequence[Score], other: Sequence[Score], metric: str) -> Difference:
    """Paired: each question is compared with itself, which tells far smaller differences than two intervals do.

    Percentile bootstrap over questions (Efron & Tibshirani 1993, chapter 13)."""
    gains = [o.value(metric) - b.value(metric) for b, o in zip(base, other, strict=True)]
    count, draws = len(gains), random.Random(0)
    if not any(gains):
        return Difference(0.0, 0.0, 0.0)
    means = sorted(fmean(draws.choices(gains, k=count)) for _ in range(DRAWS))
    return Difference(fmean(gains), means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS)])


def compared(base: Sequence[Score], others: Mapping[str, Sequence[Score]]) -> list[dict[str, Any]]:
    """For JSON: each way of searching with its figures, and its differences to the base."""
    return [
        {
            "name": name,
            **figures(other),
            "difference": {
                metric: {"mean": round(d.mean, 4), "low": round(d.low, 4), "high": round(d.high, 4)}
                for metric in METRICS
                for d in [difference(base, other, metric)]
            },
            "better": sum(_place(o) < _place(b) for b, o in zip(base, other, strict=True)),
            "worse": sum(_place(o) > _place(b) for b, o in zip(base, other, strict=True)),
        }
        for name, other in others.items()
    ]


def _place(score: Score) -> int:
    return score.rank or DEEP + 1


def side_by_side(base: Sequence[Score], others: Mapping[str, Sequence[Score]]) -> list[str]:
    """A table: the first column is what the knowledge base is now, the others with their differences to it."""
    shown = ("hit@1", "hit@5", "mrr", f"ndcg@{DEEP}")
    width = max(len(name) for name in ("as it is", *others)) + 2
    lines = ["", f"{'':{width}}" + "".join(f"{metric:<34}" for metric in shown)]
    now = figures(base)
    lines.append(f"{'as it is':{width}}" + "".join(f"{now[metric]:<34.3f}" for metric in shown))
    for name, other in others.items():
        its, cells = figures(other), []
        for metric in shown:
            d = difference(base, other, metric)
            sure = "*" if d.is_sure else " "
            cells.append(f"{f'{its[metric]:.3f}  {d.mean:+.3f}{sure} ({d.low:+.3f} – {d.high:+.3f})':<34}")
        lines.append(f"{name:{width}}" + "".join(cells))
    return [*lines, "* surely better or worse: the 95 % confidence interval of the difference leaves 0 out"]


def _tell_misses(asked: Sequence[Question], base: Sequence[Score]) -> None:
    for question, score in zip(asked, base, strict=True):
        if score.rank != 1:
            where = f"place {score.rank}" if score.rank else "not found"
            print(f"  {where}: {' '.join(question.text.split())[:90]}  (first: {score.first})")


def _in_words(now: Mapping[str, Any]) -> str:
    return (
        f"{now['questions']} questions: the right article is first for {now['hit@1']:.1%} "
        f"(95 %: {now['hit@1_low']:.1%}–{now['hit@1_high']:.1%}), among the first 3 for {now['hit@3']:.1%}, "
        f"among the first 5 for {now['hit@5']:.1%}; MRR {now['mrr']:.3f}, nDCG@{DEEP} {now[f'ndcg@{DEEP}']:.3f}"
    )
