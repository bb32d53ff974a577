"""`responder kb`: read articles in and search them; measuring and keeping them in order are in files of their own."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from responder import wiring
from responder.commands import kb_eval, kb_library, kb_tune
from responder.commands.kb_search import Search
from responder.commands.settings_file import action_parser, config_option, settings_of
from responder.config import Secrets, Settings
from responder.domain import Passage, Within
from responder.errors import ConfigError
from responder.librarian import Shelf, SyncReport, sync

HELP = "Read articles into the knowledge base, search it, measure it, see what it lacks."


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    reading = action_parser(
        actions,
        "sync",
        "read new and changed articles in, forget deleted ones",
        "Makes the knowledge base equal to its sources. Only what is new or changed is embedded; what cannot be read is named "
        "and skipped. Interrupted, it goes on where it stopped.",
    )
    reading.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="folders of Markdown, HTML, Word and PDF files, or the address of a help centre's sitemap; default: "
        "knowledge.sources",
    )
    searching = action_parser(
        actions,
        "search",
        "what is found for a question",
        "Shows the passages that an answer to a question could rest on, best first, as the daemon finds them.",
    )
    searching.add_argument("query", nargs="?", help="the question, in quotes")
    searching.add_argument(
        "--queries", metavar="FILE", help='one question a line (or {"query": …}); "-": standard input'
    )
    searching.add_argument("--limit", type=int, default=5, help="at most so many articles (default 5)")
    searching.add_argument("--all", action="store_true", help="every passage, not only the best one of each article")
    searching.add_argument(
        "--product", action="append", default=[], help="only its articles and those without a product"
    )
    searching.add_argument("--category", action="append", default=[], help="only articles of this category")
    searching.add_argument(
        "--in",
        action="append",
        default=[],
        dest="languages",
        metavar="LANGUAGE",
        help="only articles in this language (ISO 639-1 code)",
    )
    measuring = [searching, *kb_eval.arguments(actions), *kb_tune.arguments(actions)]
    editing = kb_library.arguments(actions)
    for action in measuring:
        action.add_argument("--language", default="", help="ISO 639-1 code of the questions; default: as configured")
    for action in (reading, *measuring, *editing):
        action.add_argument("--json", action="store_true", help="JSON, one object a line")
        action.add_argument("--data-dir", type=Path, help="where the embedded database lies; default: data_dir")
        config_option(action)


def run(args: argparse.Namespace) -> int:
    if args.action == "search" and (args.query is None) == (args.queries is None):
        print("responder kb search: give one question, or --queries FILE", file=sys.stderr)
        return 2
    actions = {"sync": _sync, "search": _search, "eval": kb_eval.evaluate, "tune": kb_tune.tune, **kb_library.ACTIONS}
    return asyncio.run(actions[args.action](args, *_settings(args)))


def _settings(args: argparse.Namespace) -> tuple[Settings, Secrets]:
    settings, secrets = settings_of(args)
    if args.data_dir:
        settings = settings.model_copy(update={"data_dir": str(args.data_dir.resolve())})
    return settings, secrets


# ------------------------------------------------------------------------------------------------------------- sync


async def _sync(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
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


async def _search(args: argparse.Namespace, settings: Settings, secrets: Secrets) -> int:
    part = Within(products=tuple(args.product), categories=tuple(args.category), languages=tuple(args.languages))
    queries = [args.query] if args.query is not None else _lines(args.queries)
    async with wiring.open_knowledge(settings, secrets) as (knowledge, embedder):
        find = Search(knowledge, embedder, settings, args.language, part)
        async for query, passages in find.each(queries, limit=args.limit, whole=args.all):
            if args.json:
                results = [_result(p) for p in passages]
                print(json.dumps({"query": query, "results": results}, ensure_ascii=False), flush=True)
            else:
                print(_shown(query, passages), flush=True)
    return 0


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
        raise ConfigError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from error
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
