"""Would a reader see it? Inline styles, presentational attributes and simple style sheets, as far as mail uses them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_COLORS = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "yellow": (255, 255, 0),
    "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245),
    "navy": (0, 0, 128), "windowtext": (0, 0, 0), "window": (255, 255, 255), "purple": (128, 0, 128),
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s{0,3}(\d{1,3})[\s,]{1,4}(\d{1,3})[\s,]{1,4}(\d{1,3})(?:[\s,/]{1,4}([\d.]{1,6}))?")
_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|in|cm|mm|ex)?$")
_TINY = re.compile(r"(?:0*\.\d{1,6}|0*1(?:\.0+)?)(?:px|pt)$")
_FAR_AWAY = re.compile(r"-\d{3,7}(?:\.\d+)?(?:px|em|pt)?$")
_RULES = re.compile(r"([^{}@]{1,2000})\{([^{}]{0,4000})\}")
_CLASS = re.compile(r"^(?:[a-z]{1,10})?\.([\w-]{1,80})$", re.IGNORECASE)

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours that hold at a place; a background of None is a picture or a gradient, and hides nothing."""

    text: Color | None = (0, 0, 0)
    background: Color | None = (255, 255, 255)
    font_is_tiny: bool = False

    @property
    def blends(self) -> bool:
        """Text written here cannot be told from what is behind it, or is too small to see."""
        return self.font_is_tiny or _same(self.text, self.background)


PAPER = Paint()


def declarations(style: str) -> dict[str, str]:
    """From "Color: Red !important; display:none" to names and values in lower case."""
    found: dict[str, str] = {}
    for declaration in style[:5000].lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def look_of(node: Any, tag: str, paint: Paint, hidden_by_class: frozenset[str]) -> tuple[Paint, bool]:
    """The colours inside an element, and whether all of its content is out of a reader's sight.

    Equal colours are no such thing yet: an element inside may have others. See `Paint.blends`.
    """
    if node.get("hidden") is not None and (node.get("hidden") or "").lower() != "until-found":
        return paint, True
    if hidden_by_class and not hidden_by_class.isdisjoint((node.get("class") or "").lower().split()[:20]):
        return paint, True
    style = declarations(node.get("style") or "") if node.get("style") else {}
    inside = _paint(node, tag, style, paint)
    return inside, bool(style) and _is_unseen(style)


def _is_unseen(style: dict[str, str]) -> bool:
    if (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
    ):
        return True
    if _is_zero(style.get("opacity")) or style.get("color") == "transparent":
        return True
    clipped = style.get("overflow", "").startswith(("hidden", "clip")) or style.get("overflow-y") == "hidden"
    if clipped and any(_is_zero(style.get(side)) for side in ("height", "width", "max-height", "max-width")):
        return True
    if style.get("clip", "").replace(" ", "").startswith(("rect(0,0", "rect(0000", "rect(1px,1px")):
        return True
    away = [style.get(side, "") for side in ("text-indent", "left", "top", "margin-left")]
    return any(_FAR_AWAY.match(distance) for distance in away) and (
        style.get("position") in ("absolute", "fixed") or bool(_FAR_AWAY.match(style.get("text-indent", "")))
    )


def _is_zero(value: str | None) -> bool:
    return value is not None and _ZERO.match(value) is not None


def _paint(node: Any, tag: str, style: dict[str, str], paint: Paint) -> Paint:
    text, background, tiny = paint.text, paint.background, paint.font_is_tiny
    if tag == "a" and "color" not in style:
        text = (0, 0, 238)
    if tag == "font" and (named := _color(node.get("color"))):
        text = named
    if node.get("bgcolor"):
        background = _color(node.get("bgcolor"))
    if node.get("background"):
        background = None
    shown = style.get("background-color") or style.get("background") or ""
    if "url(" in shown or "gradient" in shown or "background-image" in style:
        background = None
    elif shown and shown not in ("none", "transparent", "inherit", "initial"):
        background = _color(shown) or background
    if "color" in style:
        text = _color(style["color"]) or text
    if size := style.get("font-size"):
        tiny = _is_zero(size) or _TINY.match(size) is not None
    return Paint(text, background, tiny)


def _color(value: str | None) -> Color | None:
    value = (value or "").strip().lower()
    if hexadecimal := _HEX.search(value if value.startswith("#") or " " in value else f"#{value}"):
        digits = hexadecimal.group(1)
        if len(digits) in (3, 4):
            return int(digits[0] * 2, 16), int(digits[1] * 2, 16), int(digits[2] * 2, 16)
        if len(digits) in (6, 8):
            return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if rgb := _RGB.search(value):
        return int(rgb.group(1)), int(rgb.group(2)), int(rgb.group(3))
    return next((_COLORS[word] for word in value.split()[:4] if word in _COLORS), None)


def _same(text: Color | None, background: Color | None) -> bool:
    """Colours that an eye cannot tell apart."""
    if text is None or background is None:
        return False
    return all(abs(one - other) <= 10 for one, other in zip(text, background, strict=True))


def hidden_classes(root: Any) -> frozenset[str]:
    """Classes that a style sheet hides, outside of @media (which is for other screens than a mail client's window)."""
    found: set[str] = set()
    for number, sheet in enumerate(root.iter("style")):
        if number >= 20:
            break
        css = _without_at_rules((sheet.text or "")[:200_000].replace("<!--", "").replace("-->", ""))
        for selectors, body in _RULES.findall(css):
            style = declarations(body)
            if _is_unseen(style) or _is_zero(style.get("font-size")):
                found.update(m.group(1).lower() for one in selectors.split(",") if (m := _CLASS.match(one.strip())))
    return frozenset(found)


def _without_at_rules(css: str) -> str:
    """The sheet without "@media … { … { … } … }" blocks."""
    kept: list[str] = []
    depth, skipping = 0, False
    for piece in re.split(r"([{}@])", css):
        if piece == "@" and not depth:
            skipping = True
        elif piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
            if skipping and not depth:
                skipping = False
                continue
        if not skipping:
            kept.append(piece)
        elif not depth and ";" in piece:
            skipping = False  # "@import …;"
            kept.append(piece.partition(";")[2])
    return "".join(kept)
