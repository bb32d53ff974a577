"""Signatures, "Sent from my phone" lines, legal disclaimers and warning banners: what a reply carries besides words.

Only what is surely boilerplate goes. A closing and a name ("Thanks, Anna") are the customer's words and stay.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.boilerplate import is_newsletter_footer, is_small_print
from responder.steps.contact_block import without_contact_block
from responder.steps.disclaimers import without_banner, without_disclaimer
from responder.steps.mobile_line import is_mobile_line, without_mobile_line
from responder.steps.signature_lines import (
    DASHES,
    URL_ONLY,
    caseless_name,
    filled_lines,
    is_closing,
    is_postscript,
    is_role,
    name_like,
    start_of_own_words,
)
from responder.steps.speech import asks, counts, gives_data, is_case_data, is_nickname, is_of_a_mail_program, speaks

_PROVIDER = re.compile(
    r"do you yahoo|yahoo! mail|get (?:free )?internet access from|msn (?:hotmail|messenger|search|photos|premium)|express yourself instantly with msn"
    r"|(?:sms schreiben|verschicken sie|jetzt neu|gratis|kostenlos)[^?]{0,80}(?:web\.de|gmx|freemail)|(?:der|die) \S{1,20} von (?:gmx|web\.de)"
    r"|(?:join|get|try) (?:msn|hotmail|juno|netzero|aol|windows live|lycos|excite)\b|free (?:e-?mail|web-?based e-?mail) (?:at|from)",
    re.IGNORECASE,
)
_GROUP_FOOTER = re.compile(r"[-~<>. ]{3,60}Yahoo! Groups (?:Sponsor|Links)|Yahoo! Groups Links$", re.IGNORECASE)


_MOST_REGIONS = 100
"""texts between quotes in which signatures are sought, from either end; no mail has so many"""


def without_signature(keys: list[str], kept: list[int]) -> list[int]:
    """`kept` without signatures. `keys` are the leading, stripped lines; a region ends wherever a quote stood."""
    mine: list[int] = []
    looked_at = len(keys)
    asked = _asks_for_data(keys, kept)
    regions = _regions([index for index in kept if index < looked_at])
    for number, region in enumerate(regions):
        if number == 0:
            region = without_banner(keys, region)
        amid = _MOST_REGIONS <= number < len(regions) - _MOST_REGIONS
        if amid or not any(keys[index] for index in region):
            mine += region
            continue
        mine += _with_cited_notes(keys, region, _trim(keys, region, behind_quote=number > 0, asked=asked))
    return mine + [index for index in kept if index >= looked_at]


def _regions(kept: list[int]) -> list[list[int]]:
    regions: list[list[int]] = []
    for index in kept:
        if regions and regions[-1][-1] == index - 1:
            regions[-1].append(index)
        else:
            regions.append([index])
    return regions


def _asks_for_data(keys: list[str], kept: list[int]) -> bool:
    """Does the quoted mail ask for an address, a number or a name? Then the lines below the closing may be the answer."""
    ours = set(kept)
    quoted = [index for index, key in enumerate(keys) if key and index not in ours]
    return any(words.ASKS_FOR_DATA.search(keys[index]) is not None for index in quoted[:80])


def _trim(keys: list[str], region: list[int], *, behind_quote: bool, asked: bool) -> list[int]:
    region = without_disclaimer(keys, region)
    region = _without_provider_advert(keys, region, behind_quote=behind_quote)
    region = _without_dashed_signature(keys, region, behind_quote=behind_quote)
    region = without_mobile_line(keys, region)
    region = _without_pictures(keys, region)
    region = without_contact_block(keys, region, asked=asked)
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


_PICTURE = re.compile(r"\[(?:cid:[^\]\s]{1,200}|image: [^\]]{1,100})\](?:<\S{1,300}>)?$")


def _without_pictures(keys: list[str], region: list[int]) -> list[int]:
    """Outlook writes "[cid:image001.png@…]", Gmail "[image: Logo]" for the pictures of a signature, which stand at the end."""
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
    region = _without_footer(keys, region, behind_quote=behind_quote)
    filled = filled_lines(keys, region)
    rules = _rules(keys, filled, behind_quote=behind_quote)
    divides = sum(place < len(filled) - 1 for place in rules) > 1
    for place in rules[-6:]:
        below = filled[place + 1 :]
        rule = keys[filled[place]]
        own = start_of_own_words(keys, below)
        if rule in _USUAL or (own < len(below) and is_postscript(keys[below[own]])):
            below = below[:own]
        tail = [index for index in below if not DASHES.match(keys[index])]
        lines = _with_links([keys[index] for index in tail])
        if rule in _USUAL and place == rules[-1] and _names_only(lines):
            length = len(lines)
        elif rule not in _USUAL or divides or _stands_between_parts(keys, filled, place):
            length = len(lines) if _is_surely_signature(rule, lines) else -1
        else:
            length = _length_of_signature(lines, signed=place > 0 and _signs(keys[filled[place - 1]]))
        if length >= 0:
            last = tail[length - 1] if 0 < length < len(tail) else (below or filled[place : place + 1])[-1]
            return [line for line in region if not filled[place] <= line <= last]
    return region


def _with_links(lines: list[str]) -> list[str]:
    """ "Sent with Tuta Mail:" above its link is no label."""
    below = [*lines[1:], ""]
    return [
        f"{line} {link}" if line.endswith(":") and URL_ONLY.match(link) else line
        for line, link in zip(lines, below, strict=False)
    ]


_USUAL = ("--", "—", "––")
"""what mail programs put above a signature; other rules divide the parts of a text as often"""


def _names_only(lines: list[str]) -> bool:
    """A whole name, and at most three short lines that say nothing to us: "Edward Nowell", "Bath, UK"."""
    return (
        1 <= len(lines) <= 4
        and name_like(lines[0])
        and lines[0].count(" ") >= 1
        and all(part[0].isupper() for part in lines[0].split())
        and not any(len(line) > 60 or speaks(line) or gives_data(line) or counts(line) for line in lines)
    )


def _rules(keys: list[str], filled: list[int], *, behind_quote: bool) -> list[int]:
    found = [place for place, index in enumerate(filled) if (place or behind_quote) and DASHES.match(keys[index])]
    # of two in a row, the person's and the program's, one
    return [place for number, place in enumerate(found) if not number or found[number - 1] != place - 1]


def _stands_between_parts(keys: list[str], filled: list[int], place: int) -> bool:
    """Room above and below, and more than a name below: so people divide what they write."""
    index = filled[place]
    below = [keys[line] for line in filled[place + 1 : place + 22]]
    if index == 0 or index + 1 >= len(keys) or keys[index - 1] or keys[index + 1]:
        return False
    return sum(not (name_like(line) or caseless_name(line)) for line in below) > 1


def _signs(line: str) -> bool:
    """The person has signed above the rule: what stands below may well be an afterthought."""
    return is_closing(line) or ((name_like(line) or caseless_name(line)) and not is_role(line))


def _without_footer(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    """Without what mailing lists and scanners put below a rule at the very end, each with its own rule."""
    for _ in range(3):
        filled = filled_lines(keys, region)
        rules = _rules(keys, filled, behind_quote=behind_quote)
        tail = [keys[line] for line in filled[rules[-1] + 1 :]] if rules else []
        if not _is_footer(tail):
            break
        cut = _start_of_advert(keys, filled, rules[-1]) if _is_list_footer(tail) else rules[-1]
        region = [line for line in region if line < filled[cut]]
    return region


_LEAVE_LINK = re.compile(r"https?://\S{0,200}(?:unsubscribe|optout|opt-out)", re.IGNORECASE)
_SENT_TO = re.compile(
    r"(?:sent|posted) (?:to|via|through) (?:the |this )?(?:\S{1,40} )?(?:list|group|forum)\b", re.IGNORECASE
)


def _is_footer(tail: list[str]) -> bool:
    if not 1 <= len(tail) <= 8 or any(line.endswith(("?", "？")) or words.FIRST_PERSON.search(line) for line in tail):
        return False
    if any(line.count(" ") <= 3 and _LEAVE_LINK.search(line) for line in tail) or (
        len(tail) == 1 and _SENT_TO.match(tail[0])
    ):
        return True
    if _is_list_footer(tail):
        return any(words.CONTACT.search(line) for line in tail)
    return all(is_small_print(line) or is_newsletter_footer(line) for line in tail[:1])


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


def _length_of_signature(tail: list[str], *, signed: bool) -> int:
    """How many of the lines below "-- " are a signature: all, those above the first that asks for something, or -1 for
    none. `signed` when a closing or a name stands above."""
    if len(tail) > 20 or any(line.endswith(_QUESTION_MARKS) for line in tail):
        return -1
    length = next((number for number, line in enumerate(tail) if asks(line) or is_case_data(line)), len(tail))
    if length < len(tail):
        return length if length and _opens_signature(tail[0]) else -1
    return length if not tail or _may_be_signature(tail, signed=signed) else -1


def _may_be_signature(tail: list[str], *, signed: bool) -> bool:
    """A name on top, or how to reach somebody, or what mail programs and companies write. Of anything else nobody knows."""
    if len(tail) == 1 and is_nickname(tail[0]):
        return True
    if signed and len(tail) <= 3 and all(_is_titled(line) for line in tail) and any(map(_says_more_than_a_thing, tail)):
        return True
    reach = any(words.CONTACT.search(line) or is_mobile_line(line) for line in tail)
    if not _opens_signature(tail[0]):
        told = any(name_like(line) or (is_role(line) and not speaks(line) and not _is_wordy(line)) for line in tail)
        return reach and told and not (signed and speaks(tail[0]))
    if reach or any(_is_of_signature(line) for line in tail):
        return True
    if signed and len(tail) >= 3 and all(name_like(line) for line in tail):
        return False  # a list of things as likely as anything else
    prose = sum(len(line) >= 60 and line.count(" ") >= 9 for line in tail)
    return 2 * prose < len(tail)


def _is_titled(line: str) -> bool:
    """ "Vance Books, 7 Harbour Row, Whitby": short, written like a name, and nothing that is said to us."""
    if len(line) > 60 or speaks(line) or gives_data(line) or counts(line):
        return False
    heads: list[str] = [word[0] for word in _WORD.findall(line)]
    return 2 * sum(letter.isupper() for letter in heads) >= max(1, len(heads))


def _says_more_than_a_thing(line: str) -> bool:
    """ "Oak table" and "Sofa" below a name may be what somebody wants."""
    return line.count(" ") >= 3 or any(c.isdigit() or c in ",|·" for c in line)


_WORD = re.compile(r"[^\W\d_]+")


_MOTTO = re.compile(r"(?P<name>[^\W\d_][\w .'’-]{2,40}?)\s(?:--|-|–|—|\|)\s[\"“„«'].{3,200}[\"”“»']$")


def _opens_signature(line: str) -> bool:
    """A name, a title or a company; or what mail programs write."""
    if is_mobile_line(line) or ((found := _MOTTO.match(line)) and name_like(found["name"])):
        return True
    if speaks(line) or gives_data(line) or _is_wordy(line):
        return False
    return name_like(line) or _is_short_name(line) or is_closing(line) or _is_of_signature(line)


def _is_short_name(line: str) -> bool:
    """Chinese, Japanese and Korean say a whole sentence in the room of a long name."""
    own, _, latin = line.partition(" ")
    if name_like(latin) and caseless_name(own) and len(own) <= 4:
        return True  # "林雅婷 Ya-Ting Lin"
    return caseless_name(line) and (len(line) <= 5 or not "\u2e80" < line[0] < "\ufb00")


def _names(line: str) -> bool:
    return name_like(line) or caseless_name(line) or (is_role(line) and not _is_wordy(line))


def _is_wordy(line: str) -> bool:
    """ "Sales told me it would be free" names a department and is a sentence all the same."""
    return not is_of_a_mail_program(line) and sum(word.isalpha() and word.islower() for word in line.split()) >= 4


def _is_surely_signature(rule: str, tail: list[str]) -> bool:
    """Behind a rule that may as well divide a text, every line must be of a signature, and one must say more than a name."""
    if rule[0] in "*=+#~" and len(rule) < 10:
        return not tail
    if len(tail) > (20 if rule in _USUAL else 8):
        return False
    framed = len(rule) >= 10 and any(words.CONTACT.search(line) for line in tail)
    if any(line.endswith(_QUESTION_MARKS) or speaks(line) or gives_data(line) or counts(line) for line in tail):
        return False
    return not tail or (
        (_names(tail[0]) or is_of_a_mail_program(tail[0]))
        and all(_is_of_signature(line) or is_closing(line) or (framed and _names(line)) for line in tail[1:])
        and any(_is_of_signature(line) for line in tail)
    )


def _is_of_signature(line: str) -> bool:
    return bool(
        words.CONTACT.search(line)
        or is_role(line)
        or URL_ONLY.match(line)
        or words.REGISTERED.search(line)
        or is_of_a_mail_program(line)
    )


_QUESTION_MARKS = ("?", "？", "؟")
