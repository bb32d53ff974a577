"""`responder tune`: what other settings, or a changed article, would have done to the mails of the past.

Replays stored cases without any model call and changes nothing. Without `--set` and `--against` what happened is
compared with what the settings file says now; with `--set`, the file as it is with the file as it would be; with
`--against`, the other file with this one.
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from responder import recalibrating, wiring
from responder.adapters.articles import read_article
from responder.commands.settings_file import config_option, settings_of
from responder.config import Settings, load, settings_from
from responder.domain import Article, Case, PastDecision
from responder.errors import ConfigError
from responder.ports import Store
from responder.steps import replay
from responder.steps.comparison import ENDS, Change, Compared, Move, compare, summed

HELP = "Replay old mails under other settings, without any model call: what would have moved, and at what cost."

NOT_REPLAYED = (
    "customers_file",
    "default_intents",
    "intents.*.description",
    "intents.*.examples",
    "knowledge.",
    "mailbox.*.trust_all_senders",
    "mailbox.*.trusted_authserv_ids",
    "mailbox.*.web_form_senders",
    "models.",
    "product.name",
    "product.tone",
)
"""Settings that change what is read, found or drafted: only a model and a search could say what comes of them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="changes",
        metavar="NAME=VALUE",
        help="change one setting, such as thresholds.confidence=0.7; may be given several times",
    )
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with another settings file")
    parser.add_argument(
        "--article",
        type=Path,
        metavar="PATH",
        help="an article as it will read: which drafts that cited it would no longer be grounded",
    )
    parser.add_argument("--since", type=float, metavar="DAYS", help="only mails decided in the last DAYS days")
    parser.add_argument("--list", type=int, metavar="N", help="name at most N moved mails (default: 20; JSON: all)")
    parser.add_argument("--json", action="store_true", help="JSON")
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    after = with_changes(settings, args.changes)
    before = load(args.against) if args.against else settings if args.changes or args.article else None
    article = article_at(args.article, settings) if args.article else None

    async def replayed() -> tuple[list[Compared], Cited]:
        async with wiring.open_store(settings, secrets) as store:
            since = wiring.now() - timedelta(days=args.since) if args.since is not None else None
            return await compare_all(store, before, after, article=article, since=since)

    compared, cited = asyncio.run(replayed())
    change = summed(compared)
    moved = [c for c in compared if c.moved]
    unknown = not_replayed(before, after) if before else []
    if args.json:
        print(json.dumps(_as_values(change, moved[: args.list], unknown, article, cited), ensure_ascii=False))
    else:
        shown = moved[: 20 if args.list is None else args.list]
        print("\n".join(_in_words(change, moved, shown, unknown, article, cited)))
    return 0


# --------------------------------------------------------------------------------------------------------- the replay

Cited = list[tuple[PastDecision, tuple[str, ...]]]
"""Drafts that cite the changed article, with what it would no longer support: empty when all of it stands."""


async def compare_all(
    store: Store, before: Settings | None, after: Settings, *, article: Article | None = None, since: Any = None
) -> tuple[list[Compared], Cited]:
    """Every mail of the store, newest first, before and after; with an article, only those whose draft cites it."""
    compared: list[Compared] = []
    cited: Cited = []
    weighing = await recalibrating.weighing_of(store)
    both = replay.side_by_side(before or after, after, weighing)
    async for past in store.cases(since=since):
        if article is None:
            then, now = both(past.case)
            compared.append(compare(past, now, then if before else None))
        elif replay.cites(past.case, article.id):
            now = replay.replay(replay.with_article(past.case, article), after, weighing=weighing)
            compared.append(compare(past, now, replay.replay(past.case, before, weighing=weighing) if before else None))
            cited.append((past, _no_longer_said(past.case, article)))
    return compared, cited


def _no_longer_said(case: Case, article: Article) -> tuple[str, ...]:
    """What the draft says that stood in its passages and would not any more."""
    before, after = case.grounding, replay.with_article(case, article).grounding
    if after is None:
        return ()
    known = (*before.unsupported, *before.figures, *before.links, *before.promises) if before else ()
    wrong = (*after.figures, *after.links, *after.promises, *after.unsupported)
    return tuple(dict.fromkeys(piece for piece in wrong if piece not in known))


def article_at(path: Path, settings: Settings) -> Article:
    """The article of a file. Its id is the path below the folder of `knowledge.sources` that holds it, else its name."""
    if not path.is_file():
        raise ConfigError(f"There is no article {path}.")
    sources = [settings.path(source) for source in settings.knowledge.sources]
    root = next((s for s in sources if path.resolve().is_relative_to(s)), path.resolve().parent)
    try:
        return read_article(path.resolve(), root)
    except (OSError, ValueError) as error:
        raise ConfigError(f"The article {path} cannot be used: {error}") from error


# ------------------------------------------------------------------------------------------------------- the settings


def with_changes(settings: Settings, changes: Sequence[str]) -> Settings:
    """Settings with some changed: `name=value`, the value in TOML; a bare word is taken as text. Raises ConfigError."""
    values = settings.model_dump()
    known = list(_names(values))
    for change in changes:
        name, equals, text = change.partition("=")
        name = name.strip()
        if not equals:
            raise ConfigError(f"--set {change}: write the name of a setting, = and its value.")
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise ConfigError(f"There is no setting {name}. Is {nearest[0]} meant?")
        _put(values, name.split("."), _value(text.strip()))
    return settings_from(values, origin="--set", folder=Path(settings.folder)) if changes else settings


def _names(values: Any, above: str = "") -> Iterator[str]:
    """Full names of settings. A mailbox is named by its name: mailbox.support.address."""
    for key, value in _entries(values):
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict) or (isinstance(value, (list, tuple)) and value and isinstance(value[0], dict)):
            yield from _names(value, name)
        elif name != "folder":
            yield name


def _entries(values: Any) -> Iterator[tuple[str, Any]]:
    return iter(values.items()) if isinstance(values, dict) else ((one["name"], one) for one in values)


def _put(values: Any, path: Sequence[str], value: Any) -> None:
    # an intent's or mailbox's own name may not hold a dot, so a path is never doubtful
    for key in path[:-1]:
        values = dict(_entries(values))[key]
    values[path[-1]] = value


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def not_replayed(before: Settings, after: Settings) -> list[str]:
    """Changed settings whose effect no replay can show."""
    old, new = (_flat(settings.model_dump()) for settings in (before, after))
    changed = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    return [name for name in changed if _hidden(name)]


def _hidden(name: str) -> bool:
    section, _, rest = name.partition(".")
    general = f"{section}.*.{rest.partition('.')[2]}" if section in ("mailbox", "intents", "teams") else name
    return any(general == hidden or (hidden.endswith(".") and name.startswith(hidden)) for hidden in NOT_REPLAYED)


def _flat(values: Any, above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in _entries(values):
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict) or (isinstance(value, (list, tuple)) and value and isinstance(value[0], dict)):
            flat |= _flat(value, name)
        else:
            flat[name] = value
    return flat


# ----------------------------------------------------------------------------------------------------------- in words


def _as_values(
    change: Change, moved: Sequence[Compared], unknown: Sequence[str], article: Article | None, cited: Cited
) -> dict[str, Any]:
    values = {
        "mails": change.mails,
        "moved": change.moved,
        "kept": change.kept,
        "moves": [_move_values(move) for move in change.moves],
        "matrix": [{"before": before, "after": after, "mails": mails} for before, after, mails in change.matrix],
        "auto": {"before": _counts(change.auto_before), "after": _counts(change.auto_after)},
        "cost": {
            "usd_before": round(change.usd_before, 4),
            "usd_after": round(change.usd_after, 4),
            "change": None if change.cost_change is None else round(change.cost_change, 4),
            "drafts_before": change.drafts_before,
            "drafts_after": change.drafts_after,
        },
        "not_replayed": list(unknown),
        "moved_mails": [
            {
                "ticket": c.conversation_id,
                "message": c.message_id,
                "subject": c.subject,
                "before": {"end": c.before.end, "rule": c.before.rule},
                "after": {"end": c.after.end, "rule": c.after.rule},
                "confidence": c.confidence,
                "was_right": c.was_right,
            }
            for c in moved
        ],
    }
    if article:
        values["article"] = {
            "id": article.id,
            "drafts": len(cited),
            "not_grounded_any_more": [
                {"ticket": past.conversation_id, "message": past.message_id, "pieces": list(pieces)}
                for past, pieces in cited
                if pieces
            ],
        }
    return values


def _move_values(move: Move) -> dict[str, Any]:
    return {"before": move.before, "after": move.after, **_counts(move)}


def _counts(move: Move) -> dict[str, int]:
    return {key: value for key, value in asdict(move).items() if isinstance(value, int)}


def _in_words(
    change: Change,
    moved: Sequence[Compared],
    shown: Sequence[Compared],
    unknown: Sequence[str],
    article: Article | None,
    cited: Cited,
) -> Iterator[str]:
    if article:
        yield from _article_in_words(article, cited)
    if not change.mails:
        if not article:
            yield "No mail was decided in that time, so there is nothing to replay."
        return
    yield f"Of {change.mails:,} mails, {change.moved:,} would end otherwise." + (
        f" {change.kept:,} were not decided by rules and stay as they were." if change.kept else ""
    )
    yield from (f"  {_told(move)}" for move in change.moves)
    yield f"Sent without a person: {_of(change.auto_before, change)} → {_of(change.auto_after, change)}"
    yield f"Model cost: {_cost(change)}"
    for name in unknown:
        yield f"{name} changes what is read, found or drafted; no replay can tell what comes of that."
    if change.moves:
        yield from ("", *_matrix(change), "")
        yield from (_line(c) for c in shown)
        if len(shown) < len(moved):
            yield f"… and {len(moved) - len(shown):,} more: --list {len(moved)}"


def _article_in_words(article: Article, cited: Cited) -> Iterator[str]:
    lost = [(past, pieces) for past, pieces in cited if pieces]
    if not cited:
        yield f"No stored draft cites the article {article.id}."
        return
    yield f"{len(cited):,} stored drafts cite {article.id}; {len(lost):,} say what it would no longer support."
    for past, pieces in lost[:20]:
        yield f"  #{past.conversation_id:<6} " + "; ".join(f"“{' '.join(piece.split())[:100]}”" for piece in pieces[:3])


def _told(move: Move) -> str:
    verb = "moves" if move.mails == 1 else "move"
    judged = move.right + move.wrong
    graded = f", of which {move.wrong:,} were graded wrong and {move.right:,} right" if judged else ""
    return f"{move.mails:,} {verb} {move.before} → {move.after}{graded}"


def _of(auto: Move, change: Change) -> str:
    judged = auto.right + auto.wrong
    wrong = f", {auto.wrong:,} of {judged:,} graded ones wrong" if judged else ""
    return f"{auto.mails:,} ({auto.mails / change.mails:.1%}{wrong})"


def _cost(change: Change) -> str:
    drafts = f"{change.drafts_before:,} → {change.drafts_after:,} drafts"
    if change.cost_change is None:
        return f"nothing was paid for models; {drafts}"
    share = f"{change.cost_change:+.0%}".replace("-", "−") if change.cost_change else "unchanged"
    return f"${change.usd_before:,.2f} → ${change.usd_after:,.2f} ({share}), {drafts}"


def _matrix(change: Change) -> Iterator[str]:
    counts = {(before, after): mails for before, after, mails in change.matrix}
    rows = [end for end in ENDS if any(before == end for before, _ in counts)]
    columns = [end for end in ENDS if any(after == end for _, after in counts)]
    yield f"{'before ↓  after →':<18}" + "".join(f"{end:>17}" for end in columns)
    for row in rows:
        yield f"{row:<18}" + "".join(f"{counts.get((row, column), 0) or '·':>17}" for column in columns)


def _line(c: Compared) -> str:
    graded = {True: "  right", False: "  WRONG", None: ""}[c.was_right]
    rule = f"{c.before.rule} → {c.after.rule or 'a model would have to say'}"
    subject = " ".join(c.subject.split())[:60]
    return f"#{c.conversation_id:<6} {c.before.end} → {c.after.end}{graded}  {rule}  {subject}"
