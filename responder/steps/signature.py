"""Signatures, "Sent from my phone" lines, legal disclaimers and warning banners: what a reply carries besides words.

Only what is surely boilerplate goes. A closing and a name ("Thanks, Anna") are the customer's words and stay.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.contact_block import without_contact_block
from responder.steps.disclaimers import without_banner, without_disclaimer
from responder.steps.mobile_line import is_mobile_line, without_mobile_line
from responder.steps.signature_lines import (
    DASHES,
    URL_ONLY,
    filled_lines,
    is_closing,
    is_postscript,
    name_like,
    start_of_own_words,
)

_PROVIDER = re.compile(
    r"do you yahoo|yahoo! mail|get (?:free )?internet access from|msn (?:hotmail|messenger|search|photos|premium)|express yourself instantly with msn"
    r"|(?:sms schreiben|verschicken sie|jetzt neu|gratis|kostenlos)[^?]{0,80}(?:web\.de|gmx|freemail)|(?:der|die) \S{1,20} von (?:gmx|web\.de)"
    r"|(?:join|get|try) (?:msn|hotmail|juno|netzero|aol|windows live|lycos|excite)\b|free (?:e-?mail|web-?based e-?mail) (?:at|from)",
    re.IGNORECASE,
)
_GROUP_FOOTER = re.compile(r"[-~<>. ]{3,60}Yahoo! Groups (?:Sponsor|Links)|Yahoo! Groups Links$", re.IGNORECASE)


def without_signature(keys: list[str], kept: list[int]) -> list[int]:
    """`kept` without signatures. `keys` are the leading, stripped lines; a region ends wherever a quote stood."""
    mine: list[int] = []
    looked_at = len(keys)
    regions = _regions([index for index in kept if index < looked_at])
    for number, region in enumerate(regions):
        if number == 0:
            region = without_banner(keys, region)
        if not any(keys[index] for index in region):
            mine += region
            continue
        mine += _with_cited_notes(keys, region, _trim(keys, region, behind_quote=number > 0))
    return mine + [index for index in kept if index >= looked_at]


def _regions(kept: list[int]) -> list[list[int]]:
    regions: list[list[int]] = []
    for index in kept:
        if regions and regions[-1][-1] == index - 1:
            regions[-1].append(index)
        else:
            regions.append([index])
    return regions


def _trim(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    region = without_disclaimer(keys, region)
    region = _without_provider_advert(keys, region, behind_quote=behind_quote)
    region = _without_dashed_signature(keys, region, behind_quote=behind_quote)
    region = without_mobile_line(keys, region)
    region = _without_pictures(keys, region)
    region = without_contact_block(keys, region)
    return without_disclaimer(keys, region)


_CITED = re.compile(r"\[(\d{1,3}|\*{1,3})\]|\((\d{1,3}|\*{1,3})\)|([¹²³⁴⁵⁶⁷⁸⁹]|\*{1,3})(?!\S)")
_NOTE = re.compile(r"(?:\[(\d{1,3}|\*{1,3})\]|\((\d{1,3}|\*{1,3})\)|([¹²³⁴⁵⁶⁷⁸⁹]|\*{1,3}))[:.]?\s?\S")


def _with_cited_notes(keys: list[str], region: list[int], kept: list[int]) -> list[int]:
    """Footnotes stand below the signature or look like it, but what the text cites by "[1]" is the text's."""
    kept_lines = set(kept)
    lost = [(index, found) for index in region if index not in kept_lines and (found := _NOTE.match(keys[index]))]
    if not lost:
        return kept
    cited = {mark for index in kept for found in _CITED.findall(keys[index]) for mark in found if mark}
    notes = {index for index, found in lost if (found[1] or found[2] or found[3]) in cited}
    return sorted(kept_lines | notes) if notes else kept


_PICTURE = re.compile(r"\[cid:[^\]\s]{1,200}\](?:<\S{1,300}>)?$")


def _without_pictures(keys: list[str], region: list[int]) -> list[int]:
    """Outlook writes "[cid:image001.png@…]" for the pictures of a signature, which stand at the end."""
    filled = filled_lines(keys, region)
    end = len(filled)
    while end > 1 and _PICTURE.match(keys[filled[end - 1]]):
        end -= 1
    if end == len(filled) or keys[filled[end - 1]].endswith((":", "：")):
        return region
    return [index for index in region if index < filled[end]]


def _without_provider_advert(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    """Free mail providers put an advertisement below a long rule at the very end."""
    filled = filled_lines(keys, region)
    for place in range(max(0, len(filled) - 25), len(filled)):
        if (place or behind_quote) and _GROUP_FOOTER.match(keys[filled[place]]):
            return [line for line in region if line < filled[place]]
    for place in range(len(filled) - 2, max(-1, len(filled) - 8), -1):
        rule = keys[filled[place]]
        if not (DASHES.match(rule) and len(rule) >= 20):
            continue
        tail = [keys[line] for line in filled[place + 1 :]]
        if _is_list_footer(tail):
            return region
        linked = rule[0] == "_" and len(rule) >= 45 and "http" in tail[-1] and tail[-1].count(" ") <= 3
        if (place or behind_quote) and (linked or any(_PROVIDER.match(line) for line in tail[:2])):
            return [line for line in region if line < filled[place]]
        return region
    return region


def _without_dashed_signature(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    filled = filled_lines(keys, region)
    rules = [place for place, index in enumerate(filled) if (place or behind_quote) and DASHES.match(keys[index])]
    for place in rules[-6:]:
        below = filled[place + 1 :]
        rule = keys[filled[place]]
        lone = rule not in ("--", "—", "––")
        own = start_of_own_words(keys, below)
        if not lone or (own < len(below) and is_postscript(keys[below[own]])):
            below = below[:own]
        tail = [keys[line] for line in below]
        if _is_signature(rule, tail, lone=lone, alone=len(rules) == 1):
            cut = _start_of_advert(keys, filled, place) if _is_list_footer(tail) else place
            last = below[-1] if below else filled[place]
            return [line for line in region if not filled[cut] <= line <= last]
    return region


def _is_list_footer(tail: list[str]) -> bool:
    return any("mailing list" in line.lower() or "/listinfo/" in line for line in tail)


def _start_of_advert(keys: list[str], filled: list[int], footer: int) -> int:
    """Where the advertisement starts that some list hosts put, below a long rule, right above the footer of the list."""
    for place in range(footer - 1, max(0, footer - 7), -1):
        key = keys[filled[place]]
        if DASHES.match(key):
            advert = [keys[line] for line in filled[place + 1 : footer]]
            return place if len(key) >= 60 and any("http" in line for line in advert) else footer
    return footer


def _is_signature(rule: str, tail: list[str], *, lone: bool, alone: bool) -> bool:
    """Could these lines behind a rule be a signature? `lone` for rules that also divide the parts of a text, `alone`
    when the text has no other rule."""
    tail = [line for line in tail if not DASHES.match(line)]
    if not tail:
        return True
    if len(tail) > (8 if lone else 20) or any(line.endswith(("?", "？")) for line in tail):
        return False
    prose = sum(len(line) >= 60 and line.count(" ") >= 9 and not words.CONTACT.search(line) for line in tail)
    evidence = any(words.CONTACT.search(line) or is_mobile_line(line) for line in tail)
    named = name_like(tail[0]) and not is_closing(tail[0])
    if not lone:
        return evidence or (2 * prose < len(tail) and (alone or (named and len(tail) <= 4)))
    # "---", "___": section dividers as often as signatures, so a signature must look like one
    listed = any(line.endswith(("!", ":", ";", "{", "}")) or line[0] in "#+-*|" for line in tail)
    if prose or listed or all(URL_ONLY.match(line) for line in tail) or max(map(len, tail)) > 80:
        return False
    return evidence or (len(tail) <= 3 and named and rule[0] in "-_")
