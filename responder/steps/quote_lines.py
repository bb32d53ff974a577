"""What the readers of quotes share: what a quoted line is, and the marker by which a client introduces a quote.

`keys` are the leading characters of every line, stripped; see `clean`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """Lines `start` to `end` (exclusive) by which a client introduces what was written before."""

    start: int
    end: int
    forward: bool = False
    answered: bool = False
    """an attribution ("On … wrote:"): what follows it was certainly written by somebody before"""


def filled_above(keys: list[str], start: int) -> str:
    """The nearest line above `start`, over at most two blank ones, or ""."""
    return next((key for key in reversed(keys[max(0, start - 3) : start]) if key), "")


def next_filled(keys: list[str], start: int) -> int:
    while start < len(keys) and not keys[start]:
        start += 1
    return start


def is_quote(key: str) -> bool:
    return key.startswith((">", "&gt;", "＞"))


def end_of_quote(keys: list[str], start: int) -> int:
    """The end of a run of quoted lines. A long quoted line that a mailer broke goes on, unmarked, on the next line."""
    index = start
    while index < len(keys):
        if is_quote(keys[index]) or (
            keys[index]
            and index + 1 < len(keys)
            and is_quote(keys[index + 1])
            and len(keys[index - 1]) >= 66
            and keys[index - 1][-1] not in ".?!:;。？！)"
            and len(keys[index]) <= 30
            and keys[index][0].islower()
            and len(keys[index + 1]) > 3
        ):
            index += 1
        else:
            break
    return index
