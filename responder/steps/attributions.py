"""Attributions: "On … Anna <anna@…> wrote:" and its like, in any language known, wrapped or not."""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.quote_headers import start_with_rule
from responder.steps.quote_lines import Marker, is_quote, next_filled
from responder.steps.quote_styles import end_of_news_attribution

SPAN = 4
"""lines over which clients wrap an attribution"""
_SENTENCE_INSIDE = re.compile(r"(?:[^\W\d_]{4}|\))[.!?] [^\W\d_]")
_TELLS = re.compile(r"[^\W_][ ,](?:I|we|he|she|they|ich|wir) [a-zäöü]")
"""a pronoun and a verb: a sentence of the customer that names a date and a person"""
_AS = re.compile(
    r"(?:as|like|when|after|since|because|if|wie|nachdem|weil|comme|quand|como|cuando|come|quando|zoals|som|jak|как|так как)\s",
    re.IGNORECASE,
)
"""the beginning of a sentence that goes on behind the colon"""
_QUOTING = re.compile(r"(?:Quoting|Zitat von|Citando a?|Lainaus) .{2,100}\d|(?:Quoting|Zitat von) .{0,80}@")
_OPENING_MARKS = "\"“„«'‘「"


def attribution(keys: list[str], index: int, kept: list[int]) -> Marker | None:
    """Such as "On … Anna <anna@…> wrote:" and its like, ending on line `index`, over at most SPAN lines."""
    key = keys[index]
    tail = key.rstrip(" -*_<>=.|")
    ends = tail.endswith((":", "："))
    near = tail[-60:]
    if not ends and not words.ends_with_wrote(near):
        if _QUOTING.match(key) and index + 1 < len(keys) and is_quote(keys[index + 1]):
            return Marker(index, index + 1, answered=True)
        if "wrote in " in key and (end := end_of_news_attribution(keys, index)) is not None:
            return Marker(index, end, answered=True)
        if _names_author_and_date(keys, index):
            return Marker(index, index + 1, answered=True)
        return _attribution_with_text(key, index)
    wrote_here = words.wrote(near)
    above = keys[index - 1] if index else ""
    if not (wrote_here or "@" in key or "@" in above or words.wrote(above)):
        return Marker(index, index + 1, answered=True) if _is_name_and_date(keys, index) else None
    if ends and _QUOTING.match(key) and (quote := next_filled(keys, index + 1)) < len(keys) and is_quote(keys[quote]):
        return Marker(index, index + 1, answered=True)
    joined = ""
    weak: Marker | None = None
    skipped = 0
    for start in range(index, max(-1, index - SPAN - 1), -1):
        if not keys[start]:
            # some clients leave "wrote:" alone behind a blank line
            if start != index - 1 or len(key) > 40 or skipped or not wrote_here:
                break
            skipped = 1
            continue
        if start != index and (is_quote(keys[start]) or keys[start].endswith(":") or not kept or start < kept[0]):
            break
        joined = f"{keys[start]} {joined}" if joined else keys[start]
        if len(joined) > 450:
            break
        begins = start == 0 or not keys[start - 1] or is_quote(keys[start - 1])
        strength = how_surely(joined, ends, begins, index - start)
        if strength and (words.wrote_oneself(joined) or _TELLS.search(joined)):
            break
        if strength == "strong" and _believable(keys, index, joined):
            addressed = words.YOU_WROTE.search(joined[-60:]) is not None
            return Marker(start_with_rule(keys, start), index + 1, answered=True, addressed=addressed)
        if strength == "weak":
            weak = weak or Marker(start, index + 1, answered=True)
    following = next_filled(keys, index + 1)
    if weak is not None and following < len(keys) and is_quote(keys[following]):
        return weak
    return None


def _names_author_and_date(keys: list[str], index: int) -> bool:
    """Is it no more than "2013/11/1 Ann Lee <ann@…>", right above a quote?"""
    key = keys[index]
    if "@" not in key or len(key) > 160 or key[-1] in ".!?;,":
        return False
    if index and keys[index - 1] and not is_quote(keys[index - 1]):
        return False
    quote = next_filled(keys, index + 1)
    if quote >= len(keys) or quote - index > 2 or not is_quote(keys[quote]):
        return False
    return words.ADDRESS.search(key) is not None and words.YEAR.search(key) is not None and not words.wrote_oneself(key)


def _is_name_and_date(keys: list[str], index: int) -> bool:
    """Is it no more than "Ann Lee, Nov 18, 2025, 9:41 AM:", right above a quote? A sentence has words in lower case."""
    key = keys[index]
    if len(key) > 100 or index + 1 >= len(keys) or not is_quote(keys[index + 1]) or (index and keys[index - 1]):
        return False
    lower = sum(part[0].islower() for part in key.split())
    return not lower and words.YEAR.search(key) is not None and words.TIME.search(key) is not None


def how_surely(joined: str, ends: bool, begins: bool, lines_above: int) -> str:
    """How surely these lines are an attribution: "strong", "weak" (only if a marked quote follows), or ""."""
    strength = _how_surely(joined, ends, begins, lines_above)
    if not strength or words.told_to_the_writer(joined):
        return ""
    return "weak" if words.speaks_to_the_reader(joined) else strength


def _how_surely(joined: str, ends: bool, begins: bool, lines_above: int) -> str:
    bare = joined.lstrip("-*_ <>|\"'")
    opens = words.OPENER.match(bare) is not None or words.DATE_FIRST.match(bare) is not None
    if not opens and not begins and not _AS.match(bare):
        return ""
    wrote = words.wrote(joined)
    address = words.BRACKETED_ADDRESS.search(joined) is not None
    any_address = address or words.ADDRESS.search(joined) is not None
    if not any_address and _SENTENCE_INSIDE.search(joined):
        return ""
    if not any_address and _AS.match(bare):
        return "weak"
    time = words.TIME.search(joined) is not None
    year = words.YEAR.search(joined) is not None
    if opens and wrote and ((time and (year or any_address or "," in joined)) or (any_address and (year or time))):
        return "strong"
    if opens and ends and address and time and year:
        return "strong"
    if opens and wrote and year and begins and (joined.count(",") >= 2 or "(" in joined):
        return "strong"
    if begins and (lines_above == 0 or lines_above <= 2):
        if wrote and ends and address:
            return "strong"
        if wrote and time and year and (ends or any_address) and len(joined) <= 250:
            return "strong"
        if ends and any_address and time and year and (address or lines_above == 0):
            return "weak"
    if opens and wrote and (any_address or year or time):
        return "weak"
    return "weak" if wrote and ends and begins and len(joined) <= 120 else ""


def _believable(keys: list[str], index: int, joined: str) -> bool:
    """Not a sentence of the customer that goes on with a citation in quotation marks."""
    following = next_filled(keys, index + 1)
    if following >= len(keys) or words.ADDRESS.search(joined):
        return True
    return keys[following][0] not in _OPENING_MARKS


_WROTE_COLON = re.compile(
    r"(?:wrote|écrit|escribió|escreveu|scritto|schrieb[^:]{0,120}|schreef[^:]{0,120}|skrev[^:]{0,120}|пишет|написал|写道|寫道)\s?[:：]\s?"
)


def _attribution_with_text(key: str, index: int) -> Marker | None:
    """An attribution and the quote on one line, as flattened HTML gives it."""
    if "@" not in key or not (words.OPENER.match(key) or words.DATE_FIRST.match(key)):
        return None
    match = _WROTE_COLON.search(key)
    if match is None:
        return None
    head = key[: match.end()]
    if not (words.ADDRESS.search(head) and words.TIME.search(head)) or words.wrote_oneself(head):
        return None
    if words.told_to_the_writer(head):
        return None
    return Marker(index, index + 1, answered=True)
