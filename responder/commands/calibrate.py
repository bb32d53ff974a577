"""`responder calibrate`: what people said of drafts, what that proves, and who may send by itself since when.

Changes nothing unless `--refit` is given. What is printed can be had as JSON and, with `--out`, as pictures (SVG).
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from responder import recalibrating, wiring
from responder.commands.settings_file import config_option, settings_of
from responder.config import Settings
from responder.domain import Licence
from responder.errors import ConfigError
from responder.ports import Store
from responder.steps import calibration, certificate, charts, earned
from responder.steps.calibration import Bin, Evidence, Point, Report, Watched

HELP = "Show how far confidence can be trusted: graded mails, errors against coverage, trust per intent, the monitor."
STEPS_SHOWN = 15
"""of the ladder, newest first"""
BAR = 32
"""characters of a full bar"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the pictures there, as SVG")
    parser.add_argument("--since", type=float, metavar="DAYS", help="only what was graded in the last DAYS days")
    parser.add_argument("--intent", default="", help="only mail of this intent")
    parser.add_argument(
        "--tolerate", type=float, metavar="SHARE", help="as if autonomy.tolerated_error_rate were this, such as 0.02"
    )
    parser.add_argument("--certainty", type=float, metavar="SHARE", help="as if autonomy.certainty were this")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument(
        "--refit",
        action="store_true",
        help="fit the confidence to the graded drafts, if that tells right from wrong better; what was earned with the "
        "present one must then be proven anew. Takes effect when the daemon starts",
    )
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    settings, secrets = settings_of(args)
    tolerated = settings.autonomy.tolerated_error_rate if args.tolerate is None else args.tolerate
    certainty = settings.autonomy.certainty if args.certainty is None else args.certainty
    if not (0 < tolerated < 1 and 0 < certainty < 1):
        raise ConfigError("--tolerate and --certainty are shares between 0 and 1, such as 0.05 and 0.9.")

    async def asked() -> tuple[Report, str]:
        async with wiring.open_store(settings, secrets) as store:
            now = wiring.now()
            refitted = await _refitted(store, now) if args.refit else ""
            since = now - timedelta(days=args.since) if args.since is not None else None
            budget = (tolerated, 1 - certainty)
            return await report_of(store, settings, budget, now=now, since=since, intent=args.intent), refitted

    report, refitted = asyncio.run(asked())
    if args.json:
        print(json.dumps(as_values(report) | ({"refit": refitted} if refitted else {}), ensure_ascii=False))
    else:
        print("\n".join([*([refitted, ""] if refitted else []), *in_words(report, settings)]))
    if args.out:
        names = draw(report, settings, args.out)
        if not args.json:
            print(f"\n{len(names)} pictures are in {args.out}: {', '.join(names)}")
    return 0


async def report_of(
    store: Store,
    settings: Settings,
    budget: tuple[float, float],
    *,
    now: datetime,
    since: datetime | None = None,
    intent: str = "",
) -> Report:
    """`budget`: the share of wrong answers that is tolerated, and the chance that the proof is wrong."""
    grades = await store.grades(since)
    licences, steps = await store.licences(), await store.ladder_steps()
    if intent:
        grades = [g for g in grades if g.intent == intent]
        steps = [s for s in steps if s.intent in (intent, "")]
        own = [one for one in licences if one.intent == intent]
        licences = own or [one for one in licences if not one.intent]
    first = min((g.drafted_at or g.graded_at for g in grades), default=now)
    return calibration.report(
        grades,
        licences,
        steps,
        changed=await store.articles_changed((), first),
        answers={one.intent: await store.answers_since(one.made_at or one.changed_at) for one in licences},
        alpha=budget[0],
        delta=budget[1],
        fixed=(*calibration.FIXED, settings.thresholds.confidence),
        now=now,
    )


async def _refitted(store: Store, now: datetime) -> str:
    return recalibrating.in_words(await recalibrating.refit(store, now=now))


# ---------------------------------------------------------------------------------------------------------- pictures


def draw(report: Report, settings: Settings, folder: Path) -> list[str]:
    """Write the pictures; the names of their files. Raises ConfigError when the folder cannot be written."""
    pictures = {
        "evidence.svg": charts.evidence_bars([report.together, *report.intents]),
        "reliability.svg": charts.reliability(report.together),
        "errors.svg": charts.risk_coverage(
            report.together, fixed=settings.thresholds.confidence, chosen=in_force(report)
        ),
        "ladder.svg": charts.ladder([w.licence for w in report.watched], report.steps, report.at),
    }
    for number, watched in enumerate(report.watched, 1):
        if len(watched.states) > 1:
            pictures[f"monitor-{number}.svg"] = charts.monitor(watched.states, watched.licence.intent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            (folder / name).write_text(picture, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The pictures cannot be written to {folder}: {error.strerror}.") from error
    return list(pictures)


def in_force(report: Report) -> float | None:
    """The threshold by which mail is sent now, where one licence speaks for all that is shown."""
    sending = [w.licence.threshold for w in report.watched if w.licence.threshold is not None]
    return sending[0] if len(sending) == len(report.watched) == 1 else None


# ---------------------------------------------------------------------------------------------------------- in words


def in_words(report: Report, settings: Settings) -> Iterator[str]:
    together = report.together
    yield f"{_counted(report.graded, 'draft was', 'drafts were')} graded by people; " + (
        f"{_counted(together.votes, 'conversation counts', 'conversations count')} now."
    )
    yield from (f"  {number:,} of them not: {why}" for why, number in report.not_counted)
    if not report.graded:
        yield "Agents grade by answering handoffs: approve, their own words, or a line #right or #wrong."
    if together.sources:
        yield "  judged by " + ", ".join(f"{name} {number:,}" for name, number in together.sources)
    if settings.autonomy.mode != "earned":
        yield f'  autonomy.mode is "{settings.autonomy.mode}": nothing of this changes what is sent.'
    yield ""
    yield certificate.in_words(together.certificate, together.missing)
    if report.watched:
        yield "(If these grades are looked at once. The daemon goes by its licences, below, which pay for every look.)"
    elif settings.autonomy.mode == "earned":
        least = earned.fewest(settings.autonomy)
        yield f"(If these grades are looked at once. The daemon looks again and again, for which it takes {least} or more.)"
    if together.votes:
        yield from ("", *_evidence_table([together, *report.intents]))
        yield from ("", *_reliability(together))
        yield from ("", *_thresholds(together, settings))
    yield from ("", *_ladder(report))


def _evidence_table(each: list[Evidence]) -> Iterator[str]:
    yield f"{'EVIDENCE':<30}{'conversations':>14}{'right':>8}{'missing for a proof':>22}"
    for e in each:
        few = "too few to tell" if e.votes < certificate.TOO_FEW_TO_JUDGE else "too many are wrong"
        lacking = "proven" if e.certificate.certified else few if e.missing is None else f"{e.missing:,}"
        yield f"{_cut(e.intent or 'all intents', 29):<30}{e.votes:>14,}{e.right / max(e.votes, 1):>8.0%}{lacking:>22}"


def _reliability(e: Evidence) -> Iterator[str]:
    yield "IS THE CONFIDENCE TRUE?"
    yield f"{'confidence':<13}{'drafts':>7}{'right':>7}   ● right, │ confidence, ─ 95 % interval"
    for b in e.bins:
        yield f"{b.low:.1f} – {b.high:.1f}    {b.count:>7,}{b.share:>7.0%}   {_bar(b)}  {b.at_least:.0%}–{b.at_most:.0%}"
    yield f"Confidence and truth differ by {e.calibration_error:.3f} on average; Brier score {e.brier:.3f}."


def _bar(b: Bin) -> str:
    """The interval as a line, the share of right ones as a dot, the confidence as a bar across."""
    places = [" "] * (BAR + 1)
    for place in range(round(b.at_least * BAR), round(b.at_most * BAR) + 1):
        places[place] = "─"
    places[round(b.mean * BAR)] = "│"
    places[round(b.share * BAR)] = "●"
    return "".join(places)


def _thresholds(e: Evidence, settings: Settings) -> Iterator[str]:
    yield 'WHAT "AUTO" WOULD HAVE DONE'
    yield f"{'from confidence':<22}{'answered':>10}{'wrong':>8}{'share':>8}{f'at most ({1 - e.delta:.0%})':>16}"
    points: list[tuple[Point, str]] = [
        (p, "thresholds.confidence" if p.threshold == settings.thresholds.confidence else "") for p in e.fixed
    ]
    for p, name in points:
        share, limit = (f"{p.error:.1%}", f"{p.at_most:.1%}") if p.answers else ("–", "–")
        mark = " ✓" if p.answers and p.at_most <= e.alpha else ""
        answered = f"{p.answers:,} ({p.coverage:.0%})"
        yield f"{p.threshold:<18g}{answered:>14}{p.wrong:>8,}{share:>8}{limit:>16}{mark:<3}{name}".rstrip()
    yield "Each row holds by itself. Who takes the best of them because of these figures has no such certainty."


def _ladder(report: Report) -> Iterator[str]:
    yield "TRUST"
    if not report.watched:
        yield "Nothing was earned yet: a person approves every answer."
    for w in report.watched:
        yield from _licence(w)
    if report.steps:
        yield "Promotions and demotions:"
    for step in report.steps[:STEPS_SHOWN]:
        name = _cut(step.intent or "all other intents", 29)
        yield f"  {step.at:%Y-%m-%d %H:%M}  {name:<30}{step.before} → {step.after}: {step.why}"


def _licence(w: Watched) -> Iterator[str]:
    one, last = w.licence, w.states[-1]
    since = f" since {one.stage_since:%Y-%m-%d}" if one.stage_since else ""
    sure = f", from confidence {one.threshold:.3g} on" if one.threshold is not None else ""
    yield f"{one.intent or 'all other intents'}: {charts.STAGE_WORDS[one.stage]}{since}{sure}"
    if one.why:
        yield f"  {one.why}"
    if one.voided:
        yield f"  edited and not graded anew: {_counted(len(one.voided), 'article', 'articles')}"
    if one.threshold is not None:
        drawn = f"{_counted(last.seen, 'answer', 'answers')} drawn by lot"
        complaints = (
            f"{_counted(w.complaints, 'complaint', 'complaints')} about {_counted(w.sent, 'answer', 'answers')}"
        )
        yield f"  monitor: {drawn}, {complaints}; {w.broken or 'no alarm'}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"


# ---------------------------------------------------------------------------------------------------------- as values


def as_values(report: Report) -> dict[str, Any]:
    """Ready for JSON."""
    return {
        "at": report.at.isoformat(),
        "fingerprint": report.fingerprint,
        "graded": report.graded,
        "not_counted": dict(report.not_counted),
        "together": _evidence_values(report.together),
        "intents": [_evidence_values(e) for e in report.intents],
        "licences": [
            {
                **_licence_values(w.licence),
                "drawn_by_lot": w.states[-1].seen,
                "alarm": w.states[-1].alarmed,
                "complaints": w.complaints,
                "sent": w.sent,
                "broken": w.broken,
            }
            for w in report.watched
        ],
        "steps": [{**asdict(step), "at": step.at.isoformat()} for step in report.steps],
    }


def _evidence_values(e: Evidence) -> dict[str, Any]:
    return {
        **asdict(replace(e, curve=(), fixed=(), bins=())),
        "certificate": {**asdict(e.certificate), "certified": e.certificate.certified},
        "bins": [{**asdict(b), "share": b.share} for b in e.bins],
        "curve": [_point_values(p) for p in e.curve],
        "fixed": [_point_values(p) for p in e.fixed],
        "sources": dict(e.sources),
    }


def _point_values(p: Point) -> dict[str, Any]:
    return {**asdict(p), "coverage": p.coverage, "error": p.error}


def _licence_values(one: Licence) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(one).items()}
