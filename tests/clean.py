"""What "clean" means for everything that is read from a mail."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from responder.domain import Message

ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?")
"""its beginning: many programs need no more to take what follows for one"""
SEVERAL_LINES = {"text", "reply_text", "quoted_text", "hidden_text"}


def strings_of(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Every string inside a value, with the name of the field that it stands in."""
    if isinstance(value, str):
        return [(name, value)]
    if is_dataclass(value):
        return [pair for f in fields(value) for pair in strings_of(getattr(value, f.name), f.name)]
    if isinstance(value, dict):
        return [pair for key, one in value.items() for pair in strings_of(one, str(key))]
    if isinstance(value, tuple | list):
        return [pair for one in value for pair in strings_of(one, name)]
    return []


def what_is_unclean(message: Message | dict[str, Any]) -> list[str]:
    """Empty when all is well."""
    found = []
    for name, text in strings_of(message):
        allowed = "\n\t" if name in SEVERAL_LINES else ""
        bad = {
            c for c in text if (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000) and c not in allowed
        }
        if bad:
            found.append(f"{name}: control characters or surrogates {sorted(map(hex, map(ord, bad)))}")
        if any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in text):
            found.append(f"{name}: characters that turn the direction of writing")
        if name not in SEVERAL_LINES and ENCODED_WORD.search(text):
            found.append(f"{name}: an encoded word in {text[:200]!r}")
    return found
