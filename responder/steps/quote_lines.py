"""What the readers of quotes share: what a quoted line is, and the marker by which a client introduces a quote.

`keys` are the leading characters of every line, stripped; see `clean`.
"""

from __future__ import annotations

from dataclasses import dataclass

from responder.steps import quote_words as words
from responder.steps.signature_lines import is_closing


@dataclass(frozen=True, slots=True)
class Marker:
    """Lines `start` to `end` (exclusive) by which a client introduces what was written before."""

    start: int
    end: int
    forward: bool = False
    answered: bool = False
    """an attribution ("On … wrote:"): what follows it was certainly written by somebody before"""
    addressed: bool = False
    """it says "you wrote:", as programs do that mark every line they quote: what has no mark below is the customer's"""


def filled_above(keys: list[str], start: int) -> str:
    """The nearest line above `start`, over at most two blank ones, or ""."""
    return next((key for key in reversed(keys[max(0, start - 3) : start]) if key), "")


def is_cited(keys: list[str], start: int) -> bool:
    """Does the customer say what these lines are ("Your mail says:"), so that they show them and go on below?"""
    above = filled_above(keys, start)
    if not above.endswith((":", "：")) or is_quote(above) or is_closing(above):
        return False
    bare = above.strip(" *_-=~:：>.–—|[]").lower()
    if bare in words.ORIGINAL or bare in words.FORWARDED or bare in words.FORWARD_INTROS:
        return False  # a program wrote it
    return not words.wrote(above) or words.told_to_the_writer(above) or words.speaks_to_the_reader(above)


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
