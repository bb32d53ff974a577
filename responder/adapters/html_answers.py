"""Answers that a person wrote inside of a quote and set apart by their colour, as Outlook users do ("my answers in red").

Colour alone proves nothing, for mails that are quoted have coloured words of their own: the person must say that the
answers are there, or they must stand below questions.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from responder.adapters.html_style import Color
from responder.steps.answer_words import HUES
from responder.steps.answers_inside import says_answers_are_inside
from responder.steps.quote_headers import label_of

_SAME_HUE = 0.06
"""of a circle of 1: dark red and red, navy and blue"""
_LINK = (0, 0, 238)
_FIRST_HUES = {"red": (-0.09, 0.09), "green": (0.2, 0.45), "blue": (0.48, 0.75)}


def tint_of(text: Color | None, background: Color | None) -> Color | None:
    """A colour that says something: of the words, or of what is behind them. None for black, white and gray."""
    for color in (text, background):
        if color is not None and color != _LINK and max(color) - min(color) >= 60:
            return color
    return None


def coloured_answers(quoted: Sequence[tuple[int, str, frozenset[Color | None]]], above: str) -> set[int]:
    """Which lines of the quote are answers. `quoted` are number, text and tints of its lines with words; `above` is
    what the person wrote above."""
    lines = [line for line in quoted if not label_of(line[1][:44])]
    if not lines:
        return set()
    usual = lines[0][2]
    differing = [
        (place, tint)
        for place, (_, _, tints) in enumerate(lines)
        if place
        for tint in tints - usual
        if tint is not None
    ]
    if not differing:
        return set()
    said = says_answers_are_inside(above)
    hue = _hue(_of_answers([tint for _, tint in differing], above) if said else differing[0][1])
    alike = [(place, tint) for place, tint in differing if abs(_hue(tint) - hue) <= _SAME_HUE]
    places = sorted({place for place, tint in alike if said or lines[place][2] == {tint}})
    if not said:
        stretch = set(places)
        # each stretch in this colour stands below a question, and the person wrote no other way
        starts = [place for place in places if place - 1 not in stretch]
        if not starts or not all(lines[place - 1][1].rstrip().endswith(("?", "？")) for place in starts):
            return set()
    return {lines[place][0] for place in places}


def _of_answers(tints: list[Color], above: str) -> Color:
    """The colour that the person names, or else the first."""
    lower = above[:3000].lower()
    for hue, names in HUES.items():
        if any(name in lower for name in names.split("|")):
            low, high = _FIRST_HUES[hue]
            named = [tint for tint in tints if low <= _hue(tint) <= high]
            if named:
                return named[0]
    return tints[0]


def _hue(color: Color) -> float:
    hue = colorsys.rgb_to_hsv(*(part / 255 for part in color))[0]
    return hue - 1 if hue > 0.9 else hue
