"""Would a reader see it? Style sheets, inline styles and presentational attributes, as a mail client's window on a
desktop shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from responder.adapters.css_match import Family, Sheets
from responder.adapters.css_media import holds
from responder.adapters.css_rules import Style
from responder.adapters.css_values import (
    ROOT_FONT,
    Color,
    alike,
    color,
    font_size,
    legacy_color,
    length,
    number,
    over,
)

__all__ = ["PAPER", "Color", "Family", "Look", "Paint", "Sheets", "look_of", "sheets_of"]

_TINY = 2.5
"""pixels: letters that nobody can read"""
_SLIT = 2.5
"""pixels of a box that is cut off there"""
_BARELY_THERE = 0.1
_OFF_SCREEN = -300.0
_OFF_PLACE = -100.0
_FAR = 3000.0


@dataclass(frozen=True, slots=True)
class Paint:
    """What holds at a place and is handed down; a background of None is a picture or a gradient, and hides nothing."""

    text: Color = (0, 0, 0)
    cover: float = 1.0
    """how much the letters cover of what is behind them"""
    background: Color | None = (255, 255, 255)
    font: float = ROOT_FONT
    opacity: float = 1.0
    invisible: bool = False
    filled: bool = False
    """the letters have a colour of their own, whatever `color` says"""
    link: Color = (0, 0, 238)

    @property
    def blends(self) -> bool:
        """Text written here cannot be told from what is behind it, or is too small to see."""
        if self.invisible or self.font < _TINY or self.cover < _BARELY_THERE:
            return True
        if self.background is None:
            return False
        return alike(over(self.text, self.cover, self.background), self.background)


PAPER = Paint()


@dataclass(frozen=True, slots=True)
class Look:
    paint: Paint
    unseen: bool
    """all of its content is out of a reader's sight. Equal colours are no such thing yet: an element inside may have
    others, see `Paint.blends`"""
    outlook_only: bool = False
    """what hides it, hides it in Outlook only"""


def sheets_of(root: Any) -> Sheets:
    """The rules of all style elements that a desktop window heeds."""
    import tinycss2

    sheets = Sheets(hides=lambda style: _is_unseen(style, PAPER) or _hidden_by_paint(style))
    for sheet in root.iter("style"):
        css = sheet.text or ""
        if not css.strip() or (sheet.get("type") or "text/css").strip().lower() not in ("text/css", ""):
            continue
        media = sheet.get("media") or ""
        if not media or holds(tinycss2.parse_component_value_list(media[:2000])):
            sheets.add(css)
    return sheets


def _hidden_by_paint(style: Style) -> bool:
    paint = _painted(style, PAPER)
    return paint.blends or paint.opacity < _BARELY_THERE


def look_of(node: Any, tag: str, paint: Paint, sheets: Sheets, ruled: tuple[Style, Style] | None) -> Look:
    """The colours inside an element, and whether it is seen at all. `ruled` is what style sheets say of it."""
    style = _cascaded(node, tag, sheets, ruled)
    if not style:
        return Look(_with_link(node, tag, paint, {}), _is_unseen_by_nature(node, tag))
    if "display" not in style and _is_unseen_by_nature(node, tag):
        return Look(paint, True)
    inside = _with_link(node, tag, _painted(style, paint), style)
    unseen = inside.opacity < _BARELY_THERE or _is_unseen(style, inside)
    return Look(inside, unseen, style.get("mso-hide") == "all" and not unseen)


def _is_unseen_by_nature(node: Any, tag: str) -> bool:
    if node.get("hidden") is not None:
        return True
    return tag == "rp" or (tag == "dialog" and node.get("open") is None)


def _with_link(node: Any, tag: str, paint: Paint, style: Style) -> Paint:
    if tag == "a" and not paint.filled and "color" not in style and node.get("href") is not None:
        return replace(paint, text=paint.link, cover=1.0)
    return paint


def _cascaded(node: Any, tag: str, sheets: Sheets, ruled: tuple[Style, Style] | None) -> Style:
    """CSS Cascading Level 4: attributes, sheets, the style attribute, then the same again for !important."""
    written = node.get("style")
    style = _hints(node, tag)
    if ruled is not None:
        style |= ruled[0]
    inline = sheets.inline(written) if written else None
    if inline is not None:
        style |= inline.normal
        sheets.set_variables(inline.variables)
    if ruled is not None:
        style |= ruled[1]
    if inline is not None:
        style |= inline.important
    return _resolved(style, sheets) if sheets.affords(style) else {}


def _hints(node: Any, tag: str) -> Style:
    style: Style = {}
    if (bgcolor := node.get("bgcolor")) and (found := legacy_color(bgcolor)):
        style["background-color"] = _hex(found)
    if node.get("background"):
        style["background-image"] = "picture"
    if tag in ("font", "basefont") and (found := legacy_color(node.get("color") or "")):
        style["color"] = _hex(found)
    if tag == "body":
        if found := legacy_color(node.get("text") or ""):
            style["color"] = _hex(found)
        if found := legacy_color(node.get("link") or ""):
            style["link"] = _hex(found)
    return style


def _hex(shade: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*shade)


_VARIABLE = re.compile(r"var\(\s?(--[^\s(),]{1,100})\s?(?:,\s?([^()]{0,200}))?\)")


def _resolved(style: Style, sheets: Sheets) -> Style:
    """With var(--x) replaced; where a variable is set does not matter, for mails hardly use them. What cannot be told so
    is told as more than we look at."""
    variables = sheets.variables
    for name, value in [pair for pair in style.items() if "var(" in pair[1]]:
        for _ in range(3):
            used = {found[1] for found in _VARIABLE.finditer(value)}
            if not sheets.unsure.isdisjoint(used):
                sheets.too_much = True
            value = _VARIABLE.sub(lambda found: variables.get(found[1], found[2] or "")[:200], value)[:500]
        if "var(" in value:
            sheets.too_much = True
        style[name] = value.strip()
    return style


# ------------------------------------------------------------------------------------------------ paint


def _painted(style: Style, paint: Paint) -> Paint:
    text, cover, filled = paint.text, paint.cover, paint.filled
    if not filled:
        text, cover = _text_color(style.get("color", ""), paint)
    if fill := style.get("-webkit-text-fill-color", ""):
        text, cover = _text_color(fill, paint)
        filled = fill not in ("currentcolor", "initial", "revert")
    background = _background(style, paint, text)
    if "text" in (style.get("background-clip"), style.get("-webkit-background-clip")) and background is None:
        cover = 1.0  # letters cut out of a picture are seen
    return Paint(
        text=text,
        cover=cover,
        background=background,
        font=_font(style.get("font-size"), paint.font),
        opacity=paint.opacity * _opacity(style),
        invisible=_invisible(style.get("visibility"), paint.invisible),
        filled=filled,
        link=_text_color(style.get("link", ""), replace(paint, text=paint.link))[0],
    )


def _text_color(value: str, paint: Paint) -> tuple[Color, float]:
    if value in ("initial", "revert"):
        return PAPER.text, 1.0
    return (found if value and (found := color(value)) else None) or (paint.text, paint.cover)


def _background(style: Style, paint: Paint, text: Color) -> Color | None:
    picture = style.get("background-image", "none")
    if picture == "picture":
        return None
    value = style.get("background-color", "")
    if value == "currentcolor":
        return text
    found = color(value) if value else None
    if found is None:
        return paint.background
    shade, cover = found
    if cover >= 1.0:
        return shade
    return None if paint.background is None else over(shade, cover, paint.background)


def _font(value: str | None, around: float) -> float:
    size = font_size(value, around) if value else None
    return around if size is None else min(size, 10_000.0)


def _invisible(value: str | None, around: bool) -> bool:
    if value in (None, "inherit", "unset"):
        return around
    return value in ("hidden", "collapse")


_FILTERED = re.compile(r"opacity\(\s?([^()]{1,20})\)|alpha\(\s?opacity\s?=\s?([\d.]{1,10})")


def _opacity(style: Style) -> float:
    value = number(style.get("opacity", "1"))
    result = 1.0 if value is None else min(1.0, max(0.0, value))
    for name in ("filter", "-webkit-filter", "-ms-filter"):
        for found in _FILTERED.finditer(style.get(name, "")):
            part = number(found[1].strip()) if found[1] else number(f"{found[2]}%")
            result *= 1.0 if part is None else min(1.0, max(0.0, part))
    return result


# ------------------------------------------------------------------------------------------------ out of sight


def _is_unseen(style: Style, paint: Paint) -> bool:
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    if (zoom := number(style.get("zoom", "1"))) is not None and zoom < _BARELY_THERE:
        return True
    return (
        _is_cut_off(style, paint.font)
        or _is_clipped(style, paint.font)
        or _is_moved_away(style, paint.font)
        or _is_transformed_away(style, paint.font)
    )


def _px(style: Style, name: str, font: float) -> float | None:
    return length(style.get(name, ""), font) if name in style else None


def _is_cut_off(style: Style, font: float) -> bool:
    """A box of no size that shows nothing outside of it."""
    for side, axis in (("height", "y"), ("width", "x")):
        flow = style.get(f"overflow-{axis}") or style.get("overflow", "")
        if not flow.startswith(("hidden", "clip", "auto", "scroll", "overlay")):
            continue
        least = length(style.get(f"min-{side}", "0"), font, of=1000.0)
        if least is not None and least > _SLIT:
            continue
        if any(
            size is not None and size <= _SLIT
            for size in (length(style.get(name, ""), font, of=1000.0) for name in (side, f"max-{side}"))
        ):
            return True
    return False


_RECTANGLE = re.compile(r"rect\(([^()]{1,100})\)")
_INSET = re.compile(r"inset\(([^()]{1,100})\)")
_ROUND = re.compile(r"(?:circle|ellipse)\(\s?([+-]?[\d.e]{1,20})(?:px|%|em|rem|pt)?(?=[\s)])")
_POLYGON = re.compile(r"polygon\(([^()]{1,300})\)")
_WORD = re.compile(r"[^\s,]+")


def _is_clipped(style: Style, font: float) -> bool:
    if (found := _RECTANGLE.search(style.get("clip", ""))) and style.get("position") in ("absolute", "fixed"):
        sides = [length(word, font) for word in _WORD.findall(found[1])[:4]]
        if len(sides) == 4:
            top, right, bottom, left = sides
            if bottom is not None and bottom - (top or 0) <= _SLIT:
                return True
            if right is not None and right - (left or 0) <= _SLIT:
                return True
    path = style.get("clip-path") or style.get("-webkit-clip-path", "")
    if found := _INSET.search(path):
        parts = [length(word, font, of=100.0) or 0.0 for word in _WORD.findall(found[1].partition("round")[0])[:4]]
        top, right, bottom, left = _four_sides(parts)
        if "%" in found[1]:
            return top + bottom >= 99 or right + left >= 99
        return max(top, right, bottom, left) >= _FAR
    if found := _ROUND.search(path):
        return (number(found[1]) or 0.0) <= 0.5
    if found := _POLYGON.search(path):
        return not any(letter in "123456789" for letter in found[1])
    return False


def _four_sides(parts: list[float]) -> tuple[float, float, float, float]:
    top = parts[0] if parts else 0.0
    right = parts[1] if len(parts) > 1 else top
    return top, right, parts[2] if len(parts) > 2 else top, parts[3] if len(parts) > 3 else right


def _is_moved_away(style: Style, font: float) -> bool:
    if style.get("position") in ("absolute", "fixed", "relative", "sticky", "-webkit-sticky"):
        for side in ("left", "top", "right", "bottom"):
            by = length(style.get(side, ""), font, of=1000.0)
            if by is not None and (
                by <= _OFF_PLACE or (side in ("left", "right") and by >= _FAR / 2) or by >= _FAR * 2
            ):
                return True
    left = _px(style, "margin-left", font) or 0.0
    if any(
        (by := length(style.get(f"margin-{side}", ""), font, of=1000.0)) is not None and by <= _OFF_SCREEN
        for side in ("left", "top", "right", "bottom")
    ):
        return True
    if (by := length(style.get("text-indent", ""), font, of=1000.0)) is not None and (
        # Word's hanging paragraphs begin left of a margin that is as large
        by + left + (_px(style, "padding-left", font) or 0.0) <= _OFF_PLACE or by >= _FAR / 2
    ):
        return True
    spacing = _px(style, "letter-spacing", font)
    return spacing is not None and spacing <= -0.8 * font


_TRANSFORM = re.compile(r"(scale[xy3d]{0,2}|translate[xy3d]{0,2}|matrix|rotate[xy])\(([^()]{1,200})\)")


def _is_transformed_away(style: Style, font: float) -> bool:
    steps = [
        (name, _WORD.findall(arguments)[:6])
        for written in ("transform", "-webkit-transform", "-ms-transform")
        for name, arguments in _TRANSFORM.findall(style.get(written, ""))[:20]
    ]
    steps += [(name, style[name].split()[:3]) for name in ("scale", "translate") if name in style]
    for name, arguments in steps:
        if name.startswith("scale") and any(
            abs(number(one) or 0.0) < 0.05 for one in arguments[:2] if number(one) is not None
        ):
            return True
        if name.startswith("translate") and any(
            by is not None and abs(by) >= -_OFF_SCREEN for by in (length(one, font, of=100.0) for one in arguments)
        ):
            return True
        if name == "matrix" and len(arguments) == 6:
            a, b, c, d, x, y = (number(one) or 0.0 for one in arguments)
            if abs(a * d - b * c) < 0.003 or max(abs(x), abs(y)) >= _FAR / 2:
                return True
        if name.startswith("rotate") and arguments[0] in (
            "90deg",
            "-90deg",
            "270deg",
            "100grad",
            "0.25turn",
            ".25turn",
        ):
            return True
    return False
