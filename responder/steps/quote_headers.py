"""Quoted headers ("From: … Sent: … To: … Subject: …") and the ruled lines above them, in any language known.

Every function looks at a bounded number of lines around the one it is asked about.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.quote_lines import Marker, filled_above, is_cited, is_quote, next_filled
from responder.steps.quote_styles import notes_header_end, notes_header_start

RULE = re.compile(r"[-_=—–*]{5,200}$")
_ANY_LABEL = re.compile(r"\*?[^\W\d_][^:：\d@]{0,24}[:：]\*?\s?\S")


def label_of(key: str) -> str:
    """What the label at the start of this line says ("from", "date" …), or ""."""
    head = key[:44].replace("：", ":")
    name, colon, value = head.partition(":")
    if not colon or value.startswith("//"):
        return ""
    name = name.strip(" *_|•>")
    if name[:1].isascii() and name[:1].islower():
        return ""  # a setting or a sentence; clients write their labels with a capital letter
    name = name.lower()
    return "raw" if name in words.RAW_HEADERS else words.LABEL_CLASS.get(name, "")


def header_block(keys: list[str], labels: list[str], start: int) -> Marker | None:
    """Such as "From: … Sent: … To: … Subject: …" over several lines, in any order, wrapped, or with blank lines between."""
    if start and labels[start - 1]:
        return None  # looked at already, from its first line
    seen: dict[str, str] = {}
    index = end = start
    unlabelled = 0
    while index < len(keys) and index - start < 40:
        label = labels[index]
        if label == "raw":
            return None
        if label and label in seen and label != words.OTHER:
            break
        if label:
            seen[label] = keys[index]
            end, unlabelled = index + 1, 0
        elif not keys[index]:
            following = next_filled(keys, index)
            apart = following - index > 2 or following >= len(keys) or not labels[following]
            if apart and not (index == end and len(keys[end - 1]) < 12):
                break
        else:
            unlabelled += 1
            if unlabelled > 3 and "@" not in keys[index] and ";" not in keys[index]:
                break
            last = next(reversed(seen))
            seen[last] += " " + keys[index]
        index += 1
    if not _is_header_block(seen, keys, start, end):
        return None
    return Marker(start_with_rule(keys, start), end, forward=_says_forward(keys, start))


def end_of_foreign_header(keys: list[str], start: int) -> int | None:
    """The end of a header in a language that we do not know: four or more labels, an author, and a date with a time."""
    if (start and keys[start - 1] and not RULE.match(keys[start - 1])) or not _ANY_LABEL.match(keys[start]):
        return None
    if words.BRACKETED_ADDRESS.search(keys[start]) is None:
        return None
    if is_cited(keys, start):
        return None
    end = start
    while end < len(keys) and end - start < 8 and _ANY_LABEL.match(keys[end]):
        end += 1
    if any(label_of(key) == "raw" or words.MESSAGE_LABEL.match(key) for key in keys[start:end]):
        return None  # headers that somebody pasted, or a form
    dated = any(words.YEAR.search(key) and words.TIME.search(key) for key in keys[start + 1 : end])
    return end if end - start >= 4 and dated and (end >= len(keys) or not keys[end]) else None


def _is_header_block(seen: dict[str, str], keys: list[str], start: int, end: int) -> bool:
    if words.FROM not in seen:
        return False
    dated = words.DATE in seen and any(character.isdigit() for character in seen[words.DATE])
    addressed = any("@" in seen[name] for name in (words.FROM, words.TO) if name in seen)
    parties = (words.TO in seen) + (words.SUBJECT in seen)
    if start_with_rule(keys, start) < start:
        return bool(parties) and (dated or addressed or parties == 2)
    if _is_shown(seen, keys, start) or _is_form(seen, keys, start, end):
        return False
    if dated and parties:
        return addressed or _is_of_a_mail(seen)
    apart = end >= len(keys) or not keys[end]
    # "From: …" and "Subject: …" below what somebody wrote, as some programs for phones and desks shorten it
    short = parties == 1 and words.SUBJECT in seen and apart and bool(start) and not keys[start - 1]
    if short and end - start == 2 and sum(key.count(" ") for key in keys[max(0, start - 20) : start]) >= 8:
        return addressed
    return addressed and (parties == 2 or (dated and apart))


def _is_shown(seen: dict[str, str], keys: list[str], start: int) -> bool:
    """Does the customer show these lines ("Our server logs this:", "I got this mail:") and go on below?

    Somebody may end on "Here is the picture:" above a real quote: then the quote stands apart, in a conversation.
    """
    if not is_cited(keys, start):
        return False
    apart = not keys[start - 1] and words.MAIL.search(filled_above(keys, start)) is None
    return not (apart and words.REPLIED.match(_value(seen.get(words.SUBJECT, ""))))


def _is_form(seen: dict[str, str], keys: list[str], start: int, end: int) -> bool:
    """Do other fields ("Name:", "Message:") touch these lines?"""
    below = keys[end] if end < len(keys) else ""
    if words.MESSAGE_LABEL.match(below):
        return True
    if words.ADDRESS.search(seen[words.FROM]):
        return False
    return any(_ANY_LABEL.match(key) for key in (below, keys[start - 1] if start else ""))


def _is_of_a_mail(seen: dict[str, str]) -> bool:
    """Without an address: not a journey "From: Rome", "To: Milan", "Date: 12/05/2025"."""
    sent = seen[words.DATE].replace("：", ":").partition(":")[0].strip(" *_|•>").lower()
    if sent in words.SENT:
        return True
    if words.TIME.search(seen[words.DATE]) is None:
        return False
    author = _value(seen[words.FROM])
    replied = words.REPLIED.match(_value(seen.get(words.SUBJECT, ""))) is not None
    return " " in author and (replied or "/" in author)  # Lotus Notes writes "Ann Lee/Acme"


def _value(key: str) -> str:
    return key.replace("：", ":").partition(":")[2].strip(" *_")


def start_with_rule(keys: list[str], start: int) -> int:
    """The line of a rule ("____", "---- Original … ----", "Begin forwarded …:") just above, or `start`."""
    above = start - 1
    while above >= 0 and start - above <= 3 and not keys[above]:
        above -= 1
    if above >= 0 and (RULE.match(keys[above]) or _ruled_phrase(keys[above]) is not None):
        return above
    return start


def _says_forward(keys: list[str], start: int) -> bool:
    return any(_ruled_phrase(key) in ("forward",) for key in keys[max(0, start - 3) : start])


def _ruled_phrase(key: str) -> str | None:
    """Is it "forward" or "original", for a line such as "----- Original Message -----", "other" for any other ruled words."""
    bare = key.strip(" *_-=~:：>.–—|[]").lower()
    if not bare or len(bare) > 70:
        return None
    if bare in words.FORWARD_INTROS:
        return "forward"
    if key[0] not in "-_=~*–—|[":
        return None
    if bare in words.FORWARDED:
        return "forward"
    if bare in words.ORIGINAL and key.strip("*_ ")[:1] in "-=~–—|[":
        return "original"
    return "other" if key.startswith(("---", "===", "___")) and key.endswith(("--", "==", "__")) else None


_HEADER_BEHIND_RULE = re.compile(r"[-=_]{4,20} ?([^-=_]{4,40}?) ?[-=_]{4,20} ?([^-=_\s].*)")


def _with_header_in_one_line(key: str) -> bool:
    """ "-------- Original message --------From: … Date: … To: …", as Samsung's plain text has it."""
    found = _HEADER_BEHIND_RULE.match(key)
    if found is None or found[1].lower() not in words.ORIGINAL | words.FORWARDED:
        return False
    return label_of(found[2]) == words.FROM and words.ADDRESS.search(found[2]) is not None


def ruled_marker(keys: list[str], labels: list[str], index: int) -> Marker | None:
    if _with_header_in_one_line(keys[index]):
        return Marker(index, index + 1)
    phrase = _ruled_phrase(keys[index])
    if phrase is None:
        return None
    following = next_filled(keys, index + 1)
    headed = following < len(keys) and (labels[following] not in ("", "raw") or is_quote(keys[following]))
    if phrase == "other" and not (headed and labels[following] == words.FROM):
        return None
    bare = keys[index].strip(" *_-=~:：>.–—|[]").lower()
    if bare in ("reply", "antwort", "réponse", "fwd", "forwarded") and not headed:
        return None
    end = index + 1
    if following < len(keys) and labels[following] not in ("", "raw"):
        block = header_block(keys, labels, following)
        end = block.end if block is not None else end
    return Marker(index, end, forward=phrase == "forward")


def end_of_forward_header(keys: list[str], labels: list[str], start: int) -> int:
    """The line behind the header that stands right below "---- Forwarded by … ----", or `start` without one."""
    following = next_filled(keys, start)
    for index in range(following, min(following + 6, len(keys))):
        if not labels[index]:
            continue
        if (block := header_block(keys, labels, index)) is not None:
            return block.end
        if notes_header_start(keys, labels, index) is not None:
            return notes_header_end(labels, keys, index)
        break
    return start
