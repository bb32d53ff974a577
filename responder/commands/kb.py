"""`responder kb`: read articles in, search them, and measure how well they are found."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from statistics import NormalDist
from typing import Any

from responder import wiring
from responder.commands import kb_library, kb_tune
from responder.commands.settings_file import config_option, settings_of
from responder.config import Secrets, Settings
from responder.domain import Passage
from responder.errors import ConfigError
from responder.librarian import Shelf, SyncReport, sync
from responder.ports import Embedder, Knowledge
from responder.steps.question import without_courtesies
from responder.steps.retrieve import LONGEST

HELP = "Read articles into the knowledge base, search it, measure it, see what it lacks."
AT_ONCE = 16
"""queries searched at the same time"""
DEEP = 10
"""articles that an evaluation looks at"""


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    reading = actions.add_parser("sync", help="read new and changed articles in, forget deleted ones")
    reading.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="folders of Markdown, HTML, Word and PDF files, or the address of a help centre's sitemap; default: "
        "knowledge.sources",
    )
    searching = actions.add_parser("search", help="what is found for a question")
    searching.add_argument("query", nargs="?", help="the question, in quotes")
    searching.add_argument(
        "--queries", metavar="FILE", help='one question a line (or {"query": …}); "-": standard input'
    )
    searching.add_argument("--limit", type=int, default=5, help="at most so many articles (default 5)")
    searching.add_argument("--all", action="store_true", help="every passage, not only the best one of each article")
    measuring = actions.add_parser("eval", help="how often the right article is found first")
    measuring.add_argument(
        "questions", type=Path, metavar="QUESTIONS.jsonl", help='{"question": …, "article_ids": […]} a line'
    )
    tuning = actions.add_parser("tune", help="the best weight of meaning against words, from questions as for eval")
    tuning.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    editing = kb_library.arguments(actions)
    for action in (searching, measuring, tuning):
        action.add_argument("--language", default="", help="ISO 639-1 code of the questions; default: as configured")
    for action in (reading, searching, measuring, tuning, *editing):
        action.add_argument("--json", action="store_true", help="JSON, one object a line")
        action.add_argument("--data-dir", type=Path, help="where the embedded database lies; default: data_dir")
        config_option(action)


def run(args: argparse.Namespace) -> int:
    if args.action == "sync":
        return asyncio.run(_sync(args))
    if args.action == "search":
        if (args.query is None) == (args.queries is None):
            print("responder kb search: give one question, or --queries FILE", file=sys.stderr)
            return 2
        return asyncio.run(_search(args))
    if args.action == "eval":
        return asyncio.run(_evaluate(args))
    if args.action == "tune":
        return asyncio.run(_tune(args))
    return asyncio.run(kb_library.ACTIONS[args.action](args, *_settings(args)))


def _settings(args: argparse.Namespace) -> tuple[Settings, Secrets]:
    settings, secrets = settings_of(args)
    if args.data_dir:
        settings = settings.model_copy(update={"data_dir": str(args.data_dir.resolve())})
    return settings, secrets


# ------------------------------------------------------------------------------------------------------------- sync


async def _sync(args: argparse.Namespace) -> int:
    settings, secrets = _settings(args)
    # what is named on the command line is taken from where one stands, what the settings name from their folder
    sources = [s if "://" in s else str(Path(s).resolve()) for s in args.sources] or settings.knowledge.sources
    if not sources:
        raise ConfigError("Which articles? Name a folder, or set knowledge.sources in the settings file.")
    shelves = [wiring.shelf_of(source, settings) for source in sources]
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        for shelf in shelves:
            with _ProgressLine(shelf) as progress:
                report = await sync(knowledge, embedder, shelf, progress=progress)
            print(_as_json(shelf, report) if args.json else _in_words(shelf, report))
        articles, passages = await knowledge.size()
    if not args.json:
        print(f"The knowledge base holds {articles} articles in {passages} passages.")
    return 0


class _ProgressLine:
    """A counter on one line of a terminal; nothing where nobody watches."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.shown = shelf, sys.stderr.isatty()
        self.total = 0

    def __call__(self, count: int, article_id: str) -> None:
        if self.shown:
            self.total = self.total or self.shelf.total
            print(f"\r\x1b[K{count}/{self.total}  {article_id[:60]}", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> _ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _in_words(shelf: Shelf, report: SyncReport) -> str:
    return f"{shelf.name}: {report.in_words()}"


def _as_json(shelf: Shelf, report: SyncReport) -> str:
    bad = [{"path": path, "why": why} for path, why in report.bad]
    lists = {name: list(getattr(report, name)) for name in ("added", "changed", "removed", "unchanged")}
    return json.dumps({"source": shelf.name, **lists, "bad": bad}, ensure_ascii=False)


# ----------------------------------------------------------------------------------------------------------- search


async def _search(args: argparse.Namespace) -> int:
    settings, secrets = _settings(args)
    queries = [args.query] if args.query is not None else _lines(args.queries)
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        find = _Search(knowledge, embedder, settings, args.language)
        async for query, passages in find.each(queries, limit=args.limit, whole=args.all):
            if args.json:
                results = [_result(p) for p in passages]
                print(json.dumps({"query": query, "results": results}, ensure_ascii=False), flush=True)
            else:
                print(_shown(query, passages), flush=True)
    return 0


@dataclass(frozen=True, slots=True)
class _Search:
    knowledge: Knowledge
    embedder: Embedder
    settings: Settings
    language: str = ""

    async def each(
        self, queries: Iterable[str], *, limit: int, whole: bool = False
    ) -> AsyncIterator[tuple[str, tuple[Passage, ...]]]:
        """Queries in their order with what was found for each; several are under way at once."""
        waiting = iter(queries)
        while some := list(islice(waiting, AT_ONCE)):
            found = await asyncio.gather(*(self.one(q, limit=limit, whole=whole) for q in some))
            for query, passages in zip(some, found, strict=True):
                yield query, passages

    async def one(self, query: str, *, limit: int, whole: bool = False) -> tuple[Passage, ...]:
        """The best passages, by default only the best one of each article."""
        if not query.strip() or limit < 1:
            return ()
        text = without_courtesies(query)[:LONGEST]
        (vector,) = await self.embedder.embed([text])
        language = self.language or self._language_of(query)
        found = await self.knowledge.search(text, vector, language=language, limit=limit if whole else limit * 5)
        if whole:
            return tuple(found)
        best: dict[str, Passage] = {}
        for passage in found:
            best.setdefault(passage.article_id, passage)
        return tuple(best.values())[:limit]

    def _language_of(self, query: str) -> str:
        """With one configured language there is nothing to guess, and a short question is easily guessed wrong."""
        languages = self.settings.product.languages
        if len(languages) == 1:
            return languages[0]
        from responder.adapters.language import language_of

        guess = language_of(query, languages)
        return guess if guess in languages else languages[0]


def _result(passage: Passage) -> dict[str, Any]:
    return {
        "article_id": passage.article_id,
        "title": passage.title,
        "heading": passage.heading,
        "chunk": passage.body,
        "score": round(passage.score, 4),
        "cosine": round(passage.cosine, 4),
        "lexical": round(passage.lexical, 4),
        "url": passage.url,
        "passage_id": passage.id,
    }


def _shown(query: str, passages: Sequence[Passage]) -> str:
    lines = [query]
    for passage in passages:
        body = " ".join(passage.body.split())
        lines += [f"  {passage.score:.2f}  {passage.heading}  [{passage.article_id}]", f"        {body[:150]}"]
    return "\n".join(lines if passages else [*lines, "  nothing found"])


def _lines(file: str) -> Iterator[str]:
    """One query a line: as it stands, or as a JSON string, or as an object with "query" or "question"."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error
    for line in text.removesuffix("\n").split("\n") if text else []:
        yield _query_of(line.rstrip("\r"))


def _query_of(line: str) -> str:
    if line.lstrip()[:1] not in ('"', "{"):
        return line
    try:
        value = json.loads(line)
    except ValueError:
        return line
    if isinstance(value, dict):
        value = value.get("query", value.get("question", value.get("text", line)))
    return value if isinstance(value, str) else line


# ------------------------------------------------------------------------------------------------------------- eval


async def _evaluate(args: argparse.Namespace) -> int:
    settings, secrets = _settings(args)
    asked = _questions(args.questions)
    ranks: list[int] = []
    gains: list[float] = []
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        for language in dict.fromkeys(language for _, _, language in asked):
            some = [(question, right) for question, right, spoken in asked if spoken == language]
            find = _Search(knowledge, embedder, settings, args.language or language)
            rights = iter(right for _, right in some)
            async for question, passages in find.each([q for q, _ in some], limit=DEEP):
                ids, right = [p.article_id for p in passages], next(rights)
                rank = _rank(ids, right)
                gains.append(kb_tune.ndcg(ids, right))
                ranks.append(rank)
                if rank != 1 and not args.json:
                    first = passages[0].article_id if passages else "nothing"
                    print(
                        f"  {'not found' if not rank else f'place {rank}'}: {' '.join(question.split())[:90]}  (first: {first})"
                    )
    figures = _figures(ranks) | {f"ndcg@{DEEP}": round(sum(gains) / len(gains), 4)}
    print(json.dumps(figures) if args.json else _figures_in_words(figures))
    return 0


async def _tune(args: argparse.Namespace) -> int:
    """English has a weight of its own; all other languages share one."""
    settings, secrets = _settings(args)
    now = {"cosine_weight": settings.knowledge.cosine_weight}
    now["cosine_weight_other"] = settings.knowledge.cosine_weight_other
    found: dict[str, list[tuple[Sequence[Passage], frozenset[str]]]] = {}
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        for question, right, spoken in _questions(args.questions):
            find = _Search(knowledge, embedder, settings, args.language or spoken)
            language = find.language or find._language_of(question)
            name = "cosine_weight" if language in ("en", "und") else "cosine_weight_other"
            # every candidate of both searches, so that any weight can be tried on them
            found.setdefault(name, []).append((await find.one(question, limit=100, whole=True), right))
    for name, some in found.items():
        result = kb_tune.tuned(some, now=now[name])
        if args.json:
            print(json.dumps({"setting": f"knowledge.{name}", **asdict(result)}))
            continue
        print(
            f"knowledge.{name} = {result.weight:g}  (95 %: {result.low:g}–{result.high:g}; {result.questions} questions; "
            f"MRR {result.mrr:.3f}, with {now[name]:g} as now {result.mrr_now:.3f})"
        )
        if result.low <= now[name] <= result.high:
            print(f"  the present {now[name]:g} may be as good: there is no reason to change it")
    return 0


def _questions(file: Path) -> list[tuple[str, frozenset[str], str]]:
    """Question, ids of the articles that answer it, language (empty: as configured)."""
    questions = []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            questions.append(
                (str(value["question"]), frozenset(map(str, value["article_ids"])), str(value.get("language", "")))
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f'{file}, line {number}: write {{"question": "…", "article_ids": ["…"]}} ({type(error).__name__}: {error})'
            ) from error
    if not questions:
        raise ConfigError(f"{file} holds no questions")
    return questions


def _rank(found: Sequence[str], right: frozenset[str]) -> int:
    """1 for the first place; 0 for not found."""
    return next((place for place, article in enumerate(found, 1) if article in right), 0)


def _figures(ranks: Sequence[int]) -> dict[str, Any]:
    count = len(ranks)
    shares = {f"hit@{k}": round(sum(0 < r <= k for r in ranks) / count, 4) for k in (1, 3, 5)}
    mrr = sum(1 / r for r in ranks if r) / count
    low, high = _wilson(sum(r == 1 for r in ranks), count)
    return {
        "questions": count,
        **shares,
        "mrr": round(mrr, 4),
        "hit@1_low": round(low, 4),
        "hit@1_high": round(high, 4),
    }


def _wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.975)
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _figures_in_words(figures: dict[str, Any]) -> str:
    return (
        f"{figures['questions']} questions: the right article is first for {figures['hit@1']:.1%} "
        f"(95 %: {figures['hit@1_low']:.1%}–{figures['hit@1_high']:.1%}), among the first 3 for {figures['hit@3']:.1%}, "
        f"among the first 5 for {figures['hit@5']:.1%}; MRR {figures['mrr']:.3f}, nDCG@{DEEP} {figures[f'ndcg@{DEEP}']:.3f}"
    )
