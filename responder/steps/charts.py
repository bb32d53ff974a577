"""Calibration as pictures: SVG text, drawn to be read without the numbers beside it. Values come from `calibration`.

Every picture stands alone (no scripts, fonts or links to anywhere), names its axes, and carries a title and a
description for screen readers. Colours are told apart with any eyesight, and never carry a meaning alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from responder.domain import LadderStep, Licence, Stage
from responder.steps import certificate
from responder.steps.calibration import INTERVAL, Evidence, Point
from responder.steps.certificate import RiskMonitor

WIDTH = 760
INK, SOFT, FAINT, PAPER = "#1f2933", "#616e7c", "#e4e7eb", "#ffffff"
BLUE, RED, GREEN, AMBER = "#0b6bcb", "#c2410c", "#12805c", "#b7791f"
STAGE_COLOURS: dict[Stage, str] = {"review": "#9aa5b1", "veto": AMBER, "auto": GREEN}
STAGE_WORDS: dict[Stage, str] = {"review": "a person approves", "veto": "sent unless stopped", "auto": "sent by itself"}
LONGEST_NAME = 26
"""characters of an intent's name; a longer one is cut"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a plot lies on the paper, and which values its edges have."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)

    def at(self, x: float, y: float) -> tuple[float, float]:
        share_x = (x - self.x[0]) / (self.x[1] - self.x[0])
        share_y = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + self.width * share_x, self.top + self.height * (1 - share_y)


# ------------------------------------------------------------------------------------------------------ the pictures


def reliability(found: Evidence) -> str:
    """How often drafts of each confidence were right, with exact intervals, over how many there were."""
    plot = Frame(left=76, top=92, width=640, height=330)
    below = Frame(left=76, top=446, width=640, height=70, y=(0, max((b.count for b in found.bins), default=1)))
    parts = [
        *_grid(plot, x=_shares(), y=_shares(), y_name="share of drafts that were right"),
        _line([plot.at(0, 0), plot.at(1, 1)], SOFT, width=1.5, dashes="5 5"),
        _text(*plot.at(0.99, 0.04), "dashed: as sure as it is right", colour=SOFT, anchor="end", size=12),
    ]
    for b in found.bins:
        x, y = plot.at(b.mean, b.share)
        (_, low), (_, high) = plot.at(b.mean, b.at_least), plot.at(b.mean, b.at_most)
        parts.append(_line([(x, low), (x, high)], BLUE, width=2, faded=0.55))
        parts += [_line([(x - 5, end), (x + 5, end)], BLUE, width=2, faded=0.55) for end in (low, high)]
        told = f"confidence {b.low:.1f} to {b.high:.1f}: {b.right} of {b.count} right"
        parts.append(_dot(x, y, 6, BLUE, told))
    for b in found.bins:
        left, base = below.at(b.low, 0)
        right, top = below.at(b.high, b.count)
        _, split = below.at(b.low, b.right)
        parts.append(_box(left + 2, split, right - left - 4, base - split, BLUE, f"{b.right} right"))
        parts.append(_box(left + 2, top, right - left - 4, split - top, RED, f"{b.count - b.right} wrong"))
        parts.append(_text((left + right) / 2, top - 4, f"{b.count:,}", colour=SOFT, size=11, anchor="middle"))
    parts += [
        _text(396, 540, "confidence of the draft", size=13, anchor="middle"),
        *_key(((BLUE, "right"), (RED, "wrong")), 604, 540),
        _text(30, 485, "drafts", size=13, anchor="middle", turned=True),
    ]
    subtitle = (
        f"{found.votes:,} graded conversations; confidence and truth differ by {found.calibration_error:.3f} on "
        f"average; Brier score {found.brier:.3f}"
        if found.votes
        else "No draft was graded yet."
    )
    note = f"Bars: where the true share lies, with certainty {INTERVAL:.0%}."
    return _picture(_named("Is the confidence true?", found.intent), subtitle, note, parts, height=590)


def risk_coverage(found: Evidence, *, fixed: float | None = None, chosen: float | None = None) -> str:
    """Wrong answers against answered mail, for every threshold. `chosen`: the threshold that is in force, if not that of
    the certificate; `fixed`: what autonomy "auto" would take."""
    threshold = chosen if chosen is not None else found.certificate.threshold
    seen = [p.at_most for p in found.curve[len(found.curve) // 6 :]] + [p.error for p in found.curve]
    highest = min(1.0, max([2.5 * found.alpha, *(1.1 * v for v in seen)]))
    plot = Frame(left=76, top=92, width=640, height=380, y=(0, highest))
    parts = [*_grid(plot, x=_shares(), y=_ticks(highest), y_name="share of answers that are wrong")]
    if found.curve:
        upper = [plot.at(p.coverage, min(p.at_most, highest)) for p in found.curve]
        lower = [plot.at(p.coverage, p.error) for p in found.curve]
        parts.append(_area([*upper, *reversed(lower)], BLUE))
        parts.append(_line(lower, BLUE, width=2.5))
    (left, budget), (right, _) = plot.at(0, found.alpha), plot.at(1, found.alpha)
    parts.append(_line([(left, budget), (right, budget)], RED, width=1.5, dashes="7 4"))
    parts.append(_text(right - 4, budget - 6, f"tolerated: {100 * found.alpha:g}%", colour=RED, anchor="end", size=12))
    marks = ((threshold, GREEN, "chosen"), (fixed, AMBER, "fixed")) if found.curve else ()
    for value, colour, name in marks:
        if value is not None:
            parts += _marked(plot, _nearest(found.curve, value), value, colour, name, up=name == "chosen")
    parts.append(_text(396, 512, "share of mail that is answered by itself (coverage)", size=13, anchor="middle"))
    subtitle = certificate.in_words(found.certificate, found.missing) if found.votes else "No draft was graded yet."
    note = f"Shaded: up to what is not exceeded at one threshold with certainty {1 - found.delta:.0%}."
    return _picture(_named("Errors against coverage", found.intent), subtitle, note, parts, height=560)


def evidence_bars(each: Sequence[Evidence]) -> str:
    """Graded conversations of each intent, and how many are missing for a certificate."""
    most = max((e.votes + (e.missing or 0) for e in each), default=1) or 1
    limit = min(most, 4 * max((e.votes for e in each), default=1) or 1)
    parts, top = [], 96.0
    for e in each:
        scale = 400 / limit
        have, lacks = e.votes * scale, min(e.missing or 0, limit - e.votes) * scale
        wrong = (e.votes - e.right) * scale
        parts.append(_text(196, top + 15, _short(e.intent or "all intents"), anchor="end", size=13))
        parts.append(_box(206, top, have - wrong, 20, BLUE, f"{e.right} right"))
        parts.append(_box(206 + have - wrong, top, wrong, 20, RED, f"{e.votes - e.right} wrong"))
        if lacks:
            parts.append(_box(206 + have, top, lacks, 20, FAINT, f"{e.missing} missing", edge=SOFT))
        told = (
            "proven" if e.certificate.certified else "too many wrong" if e.missing is None else f"{e.missing:,} missing"
        )
        colour = GREEN if e.certificate.certified else RED if e.missing is None else SOFT
        parts.append(_text(206 + have + lacks + 8, top + 15, f"{e.votes:,} · {told}", colour=colour, size=12))
        top += 32
    if not each:
        parts.append(_text(76, 112, "Nothing was graded yet.", colour=SOFT))
        top += 32
    parts += _key(((BLUE, "right"), (RED, "wrong"), (FAINT, "missing for a proof, about")), 206, top + 18)
    subtitle = "Graded conversations by intent" + (f"; tolerated: {100 * each[0].alpha:g}% wrong" if each else "")
    return _picture("Evidence so far", subtitle, "", parts, height=top + 56)


def ladder(licences: Sequence[Licence], steps: Sequence[LadderStep], now: datetime) -> str:
    """Each intent's stages over time. `steps` in any order."""
    names = sorted({licence.intent for licence in licences} | {step.intent for step in steps})
    began = min([s.at for s in steps] + [licence.changed_at for licence in licences], default=now)
    seconds = max((now - began).total_seconds(), 3600.0)
    parts: list[str] = []
    plot = Frame(left=206, top=96, width=400, height=max(len(names), 1) * 40 - 8, x=(-0.04 * seconds, seconds))
    for row, name in enumerate(names):
        own = sorted((s for s in steps if s.intent == name), key=lambda s: s.at)
        held = next((licence for licence in licences if licence.intent == name), None)
        last: Stage = held.stage if held else own[-1].after if own else "review"
        first: Stage = own[0].before if own else last
        times = [-0.04 * seconds, *((s.at - began).total_seconds() for s in own), seconds]
        stages = [first, *(s.after for s in own)]
        top = plot.top + row * 40
        parts.append(_text(196, top + 17, _short(name or "all other intents"), anchor="end", size=13))
        for stage, start, end in zip(stages, times[:-1], times[1:], strict=True):
            x, right = plot.at(start, 0)[0], plot.at(end, 0)[0]
            parts.append(_box(x, top + 2, max(right - x, 1), 22, STAGE_COLOURS[stage], STAGE_WORDS[stage]))
        for s in own:
            x, up = plot.at((s.at - began).total_seconds(), 0)[0], _height(s.after) > _height(s.before)
            parts.append(_arrow(x, top + 13, up, f"{s.at:%Y-%m-%d %H:%M}: {s.before} to {s.after}. {s.why}"))
        parts.append(
            _text(616, top + 17, STAGE_WORDS[last], colour=STAGE_COLOURS[last] if last != "review" else SOFT, size=13)
        )
    if not names:
        parts.append(_text(76, 116, "Nothing was earned yet: a person approves every answer.", colour=SOFT))
    end = plot.top + plot.height + 20
    if names:
        parts.append(_text(206, end, f"{began:%Y-%m-%d}", colour=SOFT, size=12))
        parts.append(_text(606, end, f"{now:%Y-%m-%d}", colour=SOFT, size=12, anchor="end"))
    words = ((STAGE_COLOURS[stage], STAGE_WORDS[stage]) for stage in ("review", "veto", "auto"))
    parts += _key(tuple(words), 206, end + 30)
    note = "Arrows: promotions and demotions; point at one to read its reason."
    return _picture("Trust, intent by intent", "Who sends, and since when", note, parts, height=end + 90)


def monitor(states: Sequence[RiskMonitor], intent: str = "") -> str:
    """How much evidence audited answers hold that the budget is broken, or kept. `states` as `calibration.watched`."""
    last = states[-1]
    above = [_fortune(s.above) for s in states]
    below = [_fortune(s.below) for s in states]
    limit = math.log10(1 / last.delta)
    # beyond a thousand times enough, how much more does not matter
    low, high = max(-2.0, min([-1.0, *above, *below])), min(limit + 3, max([limit + 0.4, *above, *below]))
    plot = Frame(left=76, top=92, width=640, height=300, x=(0, max(len(states) - 1, 10)), y=(low, high))
    marks = tuple(
        (n, f"{10**n:,.0f}" if n >= 0 else f"1/{10**-n:,.0f}") for n in range(math.ceil(low), math.floor(high) + 1)
    )
    across = _ticks(plot.x[1], whole=True)
    parts = [*_grid(plot, x=across, y=marks, y_name="evidence (betting fortune)")]
    (left, line), (right, _) = plot.at(0, limit), plot.at(plot.x[1], limit)
    parts.append(_line([(left, line), (right, line)], RED, width=1.5, dashes="7 4"))
    parts.append(_text(right - 4, line - 6, "enough to act on", colour=RED, anchor="end", size=12))
    for fortunes, colour in ((below, GREEN), (above, RED)):
        parts.append(_line([plot.at(n, min(high, max(f, low))) for n, f in enumerate(fortunes)], colour, width=2.5))
    keys = ((RED, "more are wrong than tolerated"), (GREEN, "no more are wrong than tolerated"))
    parts += [*_key(keys, 76, 462), _text(396, 432, "audited answers", size=13, anchor="middle")]
    wrong = "alarm: back to review" if last.alarmed else "no alarm"
    subtitle = (
        f"{last.seen:,} answers were picked at random for a person; tolerated: {100 * last.alpha:g}% wrong; {wrong}"
    )
    note = f"A false alarm has at most the chance {last.delta:.0%}, however long and often one looks."
    return _picture(_named("The monitor", intent), subtitle, note, parts, height=510)


# ------------------------------------------------------------------------------------------------------------- pieces


def _picture(title: str, subtitle: str, note: str, parts: Sequence[str], *, height: float) -> str:
    lines = _wrapped(subtitle, 104)
    body = "\n".join(part for part in parts if part)
    text = "".join(_text(24, 54 + 17 * n, line, colour=SOFT, size=13) for n, line in enumerate(lines))
    foot = _text(24, height - 14, note, colour=SOFT, size=12) if note else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" width="{WIDTH}" '
        f'height="{_n(height)}" role="img" font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, '
        f'sans-serif">\n<title>{_safe(title)}</title>\n<desc>{_safe(f"{subtitle} {note}")}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n'
        f"{_text(24, 32, title, size=19, bold=True)}\n{text}\n{body}\n{foot}\n</svg>\n"
    )


def _grid(plot: Frame, *, x: Sequence[tuple[float, str]], y: Sequence[tuple[float, str]], y_name: str) -> Iterator[str]:
    bottom, right = plot.top + plot.height, plot.left + plot.width
    for value, name in x:
        at, _ = plot.at(value, plot.y[0])
        yield _line([(at, plot.top), (at, bottom)], FAINT)
        yield _text(at, bottom + 17, name, colour=SOFT, size=12, anchor="middle")
    for value, name in y:
        _, at = plot.at(plot.x[0], value)
        yield _line([(plot.left, at), (right, at)], FAINT)
        yield _text(plot.left - 8, at + 4, name, colour=SOFT, size=12, anchor="end")
    yield _line([(plot.left, plot.top), (plot.left, bottom), (right, bottom)], SOFT)
    yield _text(24, plot.top + plot.height / 2, y_name, size=13, anchor="middle", turned=True)


def _shares() -> tuple[tuple[float, str], ...]:
    return tuple((n / 5, f"{n * 20} %") for n in range(6))


def _ticks(highest: float, *, whole: bool = False) -> tuple[tuple[float, str], ...]:
    """Round steps from 0 up to the highest value, four to eight of them."""
    step = 10 ** math.floor(math.log10(highest / 4))
    step = next(step * times for times in (1, 2, 5, 10) if highest / (step * times) <= 8)
    if whole:
        step = max(1.0, step)
    values = [n * step for n in range(int(highest / step + 1e-9) + 1)]
    return tuple((v, f"{v:,.0f}" if whole else f"{100 * v:.3g} %") for v in values)


def _nearest(points: Sequence[Point], threshold: float) -> Point | None:
    """The point where everything at or above the threshold is answered; None when nothing is."""
    reached = [p for p in points if p.threshold >= threshold]
    return reached[-1] if reached else None


def _marked(plot: Frame, point: Point | None, threshold: float, colour: str, name: str, *, up: bool) -> Iterator[str]:
    coverage, error = (point.coverage, point.error) if point else (0.0, 0.0)
    x, y = plot.at(coverage, error)
    told = f"{name}: from {threshold:.3g} on, {coverage:.0%} answered, {error:.1%} wrong"
    yield _dot(x, y, 7, colour, told)
    anchor, shift = ("end", -12) if coverage > 0.55 else ("start", 12)
    above = up or y + 30 > plot.top + plot.height  # below, it would cover the axis
    yield _text(
        x + shift, y - 14 if above else y + 22, told, colour=colour, anchor=anchor, size=13, bold=True, halo=True
    )


def _key(entries: Sequence[tuple[str, str]], x: float, y: float) -> Iterator[str]:
    for colour, name in entries:
        yield _box(x, y - 10, 12, 12, colour, name)
        yield _text(x + 17, y, name, colour=SOFT, size=12)
        x += 32 + 6.6 * len(name)


def _line(
    points: Sequence[tuple[float, float]], colour: str, *, width: float = 1, dashes: str = "", faded: float = 1
) -> str:
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"{dashed} '
        f'stroke-linejoin="round" opacity="{_n(faded)}"/>'
    )


def _area(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{path}" fill="{colour}" opacity="0.13"/>'


def _dot(x: float, y: float, radius: float, colour: str, told: str) -> str:
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{colour}" stroke="{PAPER}" stroke-width="1.5">'
        f"<title>{_safe(told)}</title></circle>"
    )


def _box(x: float, y: float, width: float, height: float, colour: str, told: str, *, edge: str = "") -> str:
    if width <= 0 or height <= 0:
        return ""
    edged = f' stroke="{edge}" stroke-dasharray="3 3"' if edge else ""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{colour}"{edged}>'
        f"<title>{_safe(told)}</title></rect>"
    )


def _arrow(x: float, y: float, up: bool, told: str) -> str:
    d = -7 if up else 7
    path = f"{_n(x)},{_n(y + d)} {_n(x - 6)},{_n(y - d * 0.6)} {_n(x + 6)},{_n(y - d * 0.6)}"
    return f'<polygon points="{path}" fill="{PAPER}" stroke="{INK}" stroke-width="1.5"><title>{_safe(told)}</title></polygon>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = INK,
    size: int = 14,
    anchor: str = "start",
    bold: bool = False,
    turned: bool = False,
    halo: bool = False,
) -> str:
    turn = f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
    weight = ' font-weight="600"' if bold else ""
    # a rim of paper keeps words readable where they cross a line
    rim = f' stroke="{PAPER}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{colour}" text-anchor={quoteattr(anchor)}'
        f"{weight}{rim}{turn}>{_safe(words)}</text>"
    )


def _named(title: str, intent: str) -> str:
    return f"{title} ({_short(intent)})" if intent else title


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines[:2]


def _safe(words: str) -> str:
    """For XML: markup escaped, and without what XML 1.0 section 2.2 does not allow at all."""
    return escape("".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _height(stage: Stage) -> int:
    return ("review", "veto", "auto").index(stage)


def _fortune(logs: Sequence[float]) -> float:
    """Natural logarithms of the bets' fortunes → decimal logarithm of their mean."""
    most = max(logs)
    return (most + math.log(sum(math.exp(v - most) for v in logs) / len(logs))) / math.log(10)
