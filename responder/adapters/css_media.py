"""Do the rules of "@media (…)" hold in a desktop window of a mail client? Media Queries Level 4, as far as mail uses it."""

from __future__ import annotations

import re
from typing import Any

from responder.adapters.css_values import ROOT_FONT, length

_WIDTHS = (1280.0, 1920.0)
_HEIGHTS = (720.0, 1080.0)
_DENSITIES = (1.0, 2.0)
_DEEPEST = 5
_COMPARED = re.compile(r"^\s*(.{0,40}?)\s*(<=|>=|<|>|=)\s*(.{1,40}?)\s*(?:(<=|>=|<|>|=)\s*(.{1,40}?)\s*)?$")
_DENSITY = re.compile(r"([\d.]{1,20})(dppx|dpi|x)")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def holds(query: list[Any]) -> bool:
    """`query` is a prelude of tinycss2's tokens: is one of its parts true for windows of usual size? What shows a
    mail to a telephone or a printer only is not."""
    parts: list[list[Any]] = [[]]
    for token in query:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type not in ("comment", "whitespace"):
            parts[-1].append(token)
    return parts == [[]] or any(_one_holds(part) for part in parts)


def _one_holds(tokens: list[Any]) -> bool:
    words = tokens
    denied = False
    if words and words[0].type == "ident" and words[0].lower_value in ("not", "only") and len(words) > 1:
        if words[1].type != "ident":
            return _condition(words, 0) is True
        denied, words = words[0].lower_value == "not", words[1:]
    if not words:
        return False
    if words[0].type != "ident":
        return _condition(words, 0) is True
    true: bool | None = words[0].lower_value in ("all", "screen")
    if true and len(words) > 2:
        true = _condition(words[2:], 0) if words[1].type == "ident" and words[1].lower_value == "and" else None
    return true is not None and true is not denied


def _condition(tokens: list[Any], depth: int) -> bool | None:
    """None where we cannot tell."""
    if depth > _DEEPEST or not tokens:
        return None
    results: list[bool | None] = []
    denied, either = False, False
    for token in tokens:
        if token.type == "ident":
            denied = denied or token.lower_value == "not"
            either = either or token.lower_value == "or"
            continue
        result = _in_brackets(token.content, depth) if token.type == "() block" else None
        results.append(None if result is None else result is not denied)
        denied = False
    if either:
        return True if True in results else None if None in results else False
    return False if False in results else None if None in results else bool(results)


def _in_brackets(content: list[Any], depth: int) -> bool | None:
    inner = [token for token in content if token.type not in ("comment", "whitespace")]
    if any(token.type == "() block" for token in inner):
        return _condition(inner, depth + 1)
    if inner and inner[0].type == "ident" and inner[0].lower_value == "not":
        return None
    return _feature("".join(_plain(token) for token in inner[:12]))


def _plain(token: Any) -> str:
    match token.type:
        case "ident":
            return str(token.lower_value)
        case "number":
            return str(token.representation)
        case "dimension":
            return f"{token.representation}{token.lower_unit}"
        case "literal":
            return str(token.value)
    return "?"


def _feature(text: str) -> bool | None:
    name, colon, value = text.partition(":")
    if colon:
        if name.startswith(("min-", "max-")):
            return _compared(name[4:], ">=" if name.startswith("min-") else "<=", value)
        if name.startswith("-webkit-min-"):
            return _compared(name[12:], ">=", value)
        if name.startswith("-webkit-max-"):
            return _compared(name[12:], "<=", value)
        return _plain_feature(name, value)
    if match := _COMPARED.match(text):
        first, sign, second, more, third = match.groups()
        if more:
            ends = (_compared(second, _TURNED[sign], first), _compared(second, more, third))
            return None if None in ends else all(ends)
        if first[:1].isalpha():
            return _compared(first, sign, second)
        return _compared(second, _TURNED[sign], first)
    return _plain_feature(name, "")


_SIZES = {
    "width": _WIDTHS, "device-width": _WIDTHS, "height": _HEIGHTS, "device-height": _HEIGHTS,
    "device-pixel-ratio": _DENSITIES, "resolution": _DENSITIES, "-moz-device-pixel-ratio": _DENSITIES,
    "color": (8.0, 8.0), "color-index": (0.0, 0.0), "monochrome": (0.0, 0.0),
    "aspect-ratio": (1.3, 2.4), "device-aspect-ratio": (1.3, 2.4),
}  # fmt: skip
_SO_IT_IS = {
    "orientation": ("landscape",), "prefers-color-scheme": ("light", ""), "hover": ("hover", ""), "pointer": ("fine", ""),
    "any-hover": ("hover", ""), "any-pointer": ("fine", ""), "prefers-reduced-motion": ("no-preference",), "grid": ("0",),
    "scripting": ("none",), "update": ("fast", ""), "forced-colors": ("none",), "prefers-contrast": ("no-preference",),
    "inverted-colors": ("none",), "scan": ("progressive",), "display-mode": ("browser",), "color-gamut": ("srgb", ""),
}  # fmt: skip


def _plain_feature(name: str, value: str) -> bool | None:
    if name in _SIZES:
        return _SIZES[name][1] > 0 if not value else _compared(name, "=", value)
    return value in _SO_IT_IS[name] if name in _SO_IT_IS else None


def _compared(name: str, sign: str, value: str) -> bool | None:
    if name not in _SIZES:
        return None
    above, below = _SIZES[name]
    density = _DENSITY.fullmatch(value)
    value, dots = density.groups() if density else (value, "")
    one, slash, other = value.partition("/")
    size = length(one, ROOT_FONT)
    if size is not None and dots == "dpi":
        size /= 96
    divisor = length(other, ROOT_FONT) if slash else 1.0
    if size is None or not divisor:
        return None
    size /= divisor
    if sign in ("<", "<="):
        return above < size or (sign == "<=" and above == size)
    if sign in (">", ">="):
        return below > size or (sign == ">=" and below == size)
    return above <= size <= below
