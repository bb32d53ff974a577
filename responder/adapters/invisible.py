"""Characters that nobody sees: those that only clutter go, those that carry a message are spelled out for a rule.

Tag characters and variation selectors can spell any text inside of a text that looks innocent, and language models read
them; characters of direction make a person read other words than a machine does. Left-to-right and right-to-left marks
and joiners stay, for Arabic, Hebrew, Persian and Indic scripts and emoji need them.
"""

from __future__ import annotations

import re

_CLUTTER = re.compile("[\u200b\u2060\ufeff\u034f\u180e\u00ad\u2061-\u2064]|[\u200c\u200d\u200e\u200f]{3,}")
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""of England, Scotland, Texas … (Unicode TS 51, ED-14a)"""
_SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_SELECTORS = re.compile(f"{_SELECTOR}{{2,}}|(?<=[A-Za-z\\s.,;:!?]){_SELECTOR}+|^{_SELECTOR}+")
_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_REVERSED = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]{8,2000})")
_SMUGGLED_LEAST = 8
"""characters: fewer say nothing, and odd keyboards leave them behind"""
_SMUGGLED_MOST = 4000


def without_direction(text: str) -> str:
    """Without embeddings, overrides and isolates (U+202A–202E, U+2066–2069; Unicode UAX 9)."""
    return text if text.isascii() else _DIRECTING.sub("", text)


def without_smuggled(text: str) -> tuple[str, str]:
    """Text without tag characters and variation selectors that stand where no script has them, and what they spell."""
    if text.isascii():
        return text, ""
    flags = _FLAG.findall(text)
    if flags:
        text = _FLAG.sub("\U000e0001", text)
    tags = [run for run in _TAGS.findall(text) if run != "\U000e0001"] if flags else _TAGS.findall(text)
    if flags:
        given = iter(flags)
        text = _TAGS.sub(lambda run: next(given, "") if run.group() == "\U000e0001" else "", text)
    elif tags:
        text = _TAGS.sub("", text)
    selectors = _SELECTORS.findall(text)
    if selectors:
        text = _SELECTORS.sub("", text)
    spelled = [_from_tags("".join(tags)), _from_selectors(selectors)]
    if reversed_words := " ".join(_REVERSED.findall(text)[:20]):
        spelled.append(f"(shown from right to left) {reversed_words}")
    return text, " ".join(filter(None, spelled))


def without_invisible(text: str) -> tuple[str, str]:
    """The same, and without characters that have no width."""
    text, smuggled = without_smuggled(text)
    return _CLUTTER.sub("", without_direction(text)), smuggled


def _from_tags(run: str) -> str:
    run = run[:_SMUGGLED_MOST]
    spelled = "".join(chr(ord(letter) - 0xE0000) for letter in run if 0x20 <= ord(letter) - 0xE0000 < 0x7F)
    if len(run) < _SMUGGLED_LEAST:
        return ""
    return spelled if len(spelled) >= _SMUGGLED_LEAST else f"({len(run)} invisible tag characters)"


def _from_selectors(runs: list[str]) -> str:
    # U+FE0F alone spells nothing: keyboards write it twice, and leave it behind where an emoji was deleted
    run = "".join(one for one in runs if one.strip("\ufe0f"))[:_SMUGGLED_MOST]
    if len(run) < _SMUGGLED_LEAST:
        return ""
    octets = bytes(ord(one) - 0xFE00 if ord(one) < 0xFF00 else ord(one) - 0xE0100 + 16 for one in run)
    spelled = octets.decode("utf-8", "ignore")
    if spelled.isprintable() and len(spelled) >= len(run) // 4 and any(letter.isalnum() for letter in spelled):
        return f"(in variation selectors) {spelled}"
    return f"({len(run)} invisible variation selectors)"
