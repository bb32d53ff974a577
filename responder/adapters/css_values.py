"""Values of style sheets as numbers: lengths in pixels and colours, as a desktop window of a mail client shows them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from tinycss2 import color4

Color = tuple[int, int, int]
SCREEN = (1280.0, 800.0)
ROOT_FONT = 16.0

_NUMBER = re.compile(r"([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,4})?)(%|[a-z]{0,5})")
_ABSOLUTE = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54,
    "rem": ROOT_FONT, "rlh": ROOT_FONT * 1.2,
    "vw": SCREEN[0] / 100, "vh": SCREEN[1] / 100, "vmin": SCREEN[1] / 100, "vmax": SCREEN[0] / 100,
    "vi": SCREEN[0] / 100, "vb": SCREEN[1] / 100,
}  # fmt: skip
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.2}
_FONT_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
    "xxx-large": 48.0,
}  # fmt: skip
_SYSTEM_COLORS: dict[str, Color] = {
    "canvas": (255, 255, 255), "window": (255, 255, 255), "field": (255, 255, 255), "base": (255, 255, 255),
    "canvastext": (0, 0, 0), "windowtext": (0, 0, 0), "fieldtext": (0, 0, 0), "buttontext": (0, 0, 0),
    "linktext": (0, 0, 238), "buttonface": (240, 240, 240), "infobackground": (255, 255, 225), "infotext": (0, 0, 0),
}  # fmt: skip
_LIGHTNESS = re.compile(r"(?:ok)?(?:lab|lch)\(\s?([\d.]{1,12})(%?)[^/]{1,80}(?:/\s?([\d.]{1,12})(%?))?")


def number(value: str) -> float | None:
    """ "0.5", "50%" or "calc(…)" as a plain number, a percentage as a part of one."""
    return length(value, 1.0, of=1.0)


def length(value: str, font: float, *, of: float | None = None) -> float | None:
    """Pixels; `font` is the size of the letters, `of` what a percentage is of. None for "auto" and what is no length."""
    if match := _NUMBER.fullmatch(value):
        return _in_pixels(match, font, of)
    if value.startswith(("calc(", "min(", "max(", "clamp(", "-webkit-calc(", "-moz-calc(")) and len(value) <= 200:
        try:
            result, rest = _sum(_CALCULATION.findall(value), font, of, 0)
        except (ValueError, ZeroDivisionError, OverflowError, IndexError):
            return None
        return None if rest or math.isnan(result) else result
    return None


def _in_pixels(match: re.Match[str], font: float, of: float | None) -> float | None:
    size, unit = float(match[1]), match[2]
    if unit == "%":
        return None if of is None else size * of / 100
    if unit in _OF_FONT:
        return size * font * _OF_FONT[unit]
    return size * _ABSOLUTE[unit] if unit in _ABSOLUTE else None


_CALCULATION = re.compile(
    r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,4})?(?:%|[a-z]{0,5})|[a-z-]{0,20}\(|[)+*/,-]|[^\s]"
)
_DEEPEST = 8


def _sum(tokens: list[str], font: float, of: float | None, depth: int) -> tuple[float, list[str]]:
    total, tokens = _product(tokens, font, of, depth)
    while tokens and (tokens[0] in ("+", "-") or tokens[0][0] in "+-"):
        sign = 1.0
        if tokens[0] in ("+", "-"):
            sign, tokens = (1.0 if tokens[0] == "+" else -1.0), tokens[1:]
        one, tokens = _product(tokens, font, of, depth)
        total += sign * one
    return total, tokens


def _product(tokens: list[str], font: float, of: float | None, depth: int) -> tuple[float, list[str]]:
    total, tokens = _one(tokens, font, of, depth)
    while tokens and tokens[0] in ("*", "/"):
        operator = tokens[0]
        one, tokens = _one(tokens[1:], font, of, depth)
        total = total * one if operator == "*" else total / one
    return total, tokens


def _one(tokens: list[str], font: float, of: float | None, depth: int) -> tuple[float, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if not first.endswith("("):
        match = _NUMBER.fullmatch(first)
        size = _in_pixels(match, font, of) if match else None
        if size is None:
            raise ValueError(first)
        return size, rest
    if depth >= _DEEPEST:
        raise ValueError("nested too deeply")
    found: list[float] = []
    while True:
        one, rest = _sum(rest, font, of, depth + 1)
        found.append(one)
        closing, rest = rest[0], rest[1:]
        if closing == ")":
            break
        if closing != ",":
            raise ValueError(closing)
    if first.startswith("min"):
        return min(found), rest
    if first.startswith("max"):
        return max(found), rest
    if first.startswith("clamp") and len(found) == 3:
        return max(found[0], min(found[1], found[2])), rest
    if len(found) != 1:
        raise ValueError(first)
    return found[0], rest


def font_size(value: str, around: float) -> float | None:
    """Pixels of letters, inside of letters of the size `around`."""
    if value in _FONT_SIZES:
        return _FONT_SIZES[value]
    if value in ("smaller", "larger"):
        return around * (0.8 if value == "smaller" else 1.2)
    if value in ("inherit", "unset"):
        return around
    if value in ("initial", "revert"):
        return ROOT_FONT
    size = length(value, around, of=around)
    return None if size is None or size < 0 else size


@lru_cache(maxsize=2000)
def color(value: str) -> tuple[Color, float] | None:
    """Red, green and blue of 0 to 255, and how much of what is behind it a colour covers (1 is all). None for what is
    no colour, and for those that depend on where they stand ("currentcolor")."""
    if value in _SYSTEM_COLORS:
        return _SYSTEM_COLORS[value], 1.0
    if gray := _LIGHTNESS.match(value):
        # how light it is will do: these notations are rare, and white and black are what hides
        scale = 1.0 if value.startswith("ok") and not gray[2] else 100.0
        light = min(255, round(255 * float(gray[1] or 0) / scale))
        return (light, light, light), float(gray[3]) / (100 if gray[4] else 1) if gray[3] else 1.0
    try:
        found = color4.parse_color(value[:200])
        if found is None or isinstance(found, str):
            return None
        red, green, blue = (min(255, max(0, round(255 * (part or 0.0)))) for part in found.to("srgb").coordinates)
        return (red, green, blue), min(1.0, max(0.0, found.alpha))
    except (NotImplementedError, ValueError, OverflowError, RecursionError, TypeError):
        return None


def legacy_color(value: str) -> Color | None:
    """Of attributes such as bgcolor, where "ffffff" is a colour, too."""
    value = value.strip().lower()[:40]
    found = color(value) or (color(f"#{value}") if re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", value) else None)
    return found[0] if found else None


def over(upper: Color, cover: float, lower: Color) -> Color:
    """A colour that lets something through, over another."""
    red, green, blue = (round(a * cover + b * (1 - cover)) for a, b in zip(upper, lower, strict=True))
    return red, green, blue


def alike(one: Color, other: Color) -> bool:
    """Colours that an eye can hardly tell apart: about as light (WCAG 2.2's contrast below 1.2 of 21) and of about the
    same hue, so that yellow on white is seen."""
    if max(abs(a - b) for a, b in zip(one, other, strict=True)) > 40:
        return False
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < 1.2


@lru_cache(maxsize=2000)
def _luminance(shade: Color) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
