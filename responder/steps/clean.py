"""Quotes and signature off: what the person wrote now.

A scanner over lines, linear in the length of the text: every line is looked at a bounded number of times and only its
first `WIDTH` characters, and no expression here has nested or adjacent repeats (well-known reply parsers hang for
minutes on 10 kB of hostile text). Where it cannot be told whether words are the customer's, they stay in the reply.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from responder.steps import quote_words as words
from responder.steps.answers_inside import answers_inside
from responder.steps.attributions import attribution, how_surely
from responder.steps.mobile_line import is_mobile_line
from responder.steps.own_marks import OwnMarks, with_own_marks_covered
from responder.steps.quote_headers import (
    RULE,
    end_of_foreign_header,
    end_of_forward_header,
    header_block,
    label_of,
    ruled_marker,
    start_with_rule,
)
from responder.steps.quote_lines import Marker, end_of_quote, filled_above, is_cited, is_quote, next_filled
from responder.steps.quote_styles import (
    bare_notes_header_end,
    end_of_boxed_header,
    forwarded_by_end,
    is_quoted_header,
    notes_header_end,
    notes_header_start,
    usual_marks,
)
from responder.steps.signature import without_signature

WIDTH = 400
"""characters of a line that are looked at; no client writes a longer marker"""
LINES = 3_000
"""lines that are looked at; what follows them belongs to whatever the last one belonged to"""

_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\u00ad",
    )
)
_INVISIBLE.update({0xA0: " ", 0x202F: " ", 0x3000: " ", 0x2007: " ", 0x09: " "})
_INLINE_LABELS = re.compile(
    r"\s\*?(?:sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet|enviado|para|asunto|assunto|inviato|oggetto|verzonden|aan|onderwerp|data|fecha)\s?\*?:\*?\s",
    re.IGNORECASE,
)
_LOTUS = re.compile(r".{2,80}-{2,3}\d{1,4}[/.]\d{1,2}[/.]\d{2,4} \d{1,2}:\d\d.{0,12}-{3}")
_GROUPWISE = re.compile(r">>> .{3,200}\d.{0,40}>>>$")
_ABOVE = re.compile("|".join(map(re.escape, words.ABOVE)))
_RULED = re.compile(r"[-#=_*~—–+<>]{2,80}")
_SENTENCE_THEN_ON = re.compile(
    r"[.!?:)…]\s(?=(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu)\s(?:[^\W\d_]{2,12}[.,]{0,2}\s){0,3}\d)"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`reply` is what the person wrote now; `quoted` the rest of the text, in order. Together they hold every line."""

    reply: str
    quoted: str


def visible_reply(text: str) -> Cleaned:
    """What the person wrote now, without quotes, forwarded headers, signature and disclaimer.

    A forward without a comment is its own content: then the reply is the forwarded text. Never raises.
    """
    return _visible_reply(text, depth=0)


def _visible_reply(text: str, depth: int) -> Cleaned:
    lines = _lines_of(text)
    keys = with_own_marks_covered(lines, usual_marks(_keys_of(lines)))
    kept, marker = _without_quotes(keys)
    looked_at = len(keys)
    if marker is None and len(lines) > looked_at:
        kept += [index for index in range(looked_at, len(lines)) if not lines[index].startswith(">")]
    mine = without_signature(keys, kept)
    if any(lines[index].strip() for index in mine):
        return _split(lines, sorted({*mine, *answers_inside(keys, mine, _quoted_below(keys, mine, marker))}))
    own = [index for index in kept if lines[index].strip()]
    if own and (
        len(own) > 3 or not all(is_mobile_line(keys[index], surely=True) for index in own if index < looked_at)
    ):
        return _split(lines, kept)  # nothing but a signature: better that than nothing
    return _only_quoted(lines, set(own), marker, depth)


def _quoted_below(keys: list[str], mine: list[int], marker: Marker | None) -> list[int]:
    """What the person quotes below all of their words, without its header, up to the mail that is quoted in it."""
    filled = [index for index in mine if index < len(keys) and keys[index]]
    if not filled:
        return []
    if marker is not None:
        start = len(keys) if marker.forward or filled[-1] > marker.start else marker.end
        return _up_to_the_next_mail({index: keys[index] for index in range(start, len(keys))})
    ours = set(filled)
    if any(is_quote(keys[index]) and index not in ours for index in range(filled[-1])):
        return []  # the answers stand between the quotes
    below: dict[int, str] = {}
    for index in range(filled[-1] + 1, len(keys)):
        bare = keys[index].removeprefix(">").strip()
        deeper = is_quote(bare) and not is_quote(next(iter(below.values()), ">"))
        if deeper or (below and keys[index] and not is_quote(keys[index])):
            break
        if is_quote(keys[index]):
            below[index] = bare
    return _up_to_the_next_mail(below)


def _up_to_the_next_mail(below: dict[int, str]) -> list[int]:
    quoted: list[int] = []
    for index, key in below.items():
        label = label_of(key)
        if quoted and label == words.FROM:
            break
        opening = not quoted and (not key or words.wrote(key))
        if not (label or opening):
            quoted.append(index)
    return quoted


def _lines_of(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if "@" in line and len(lines) < LINES and (sentence := _SENTENCE_THEN_ON.search(line[:4000])):
            # some clients put the attribution on the last line of the reply
            rest = line[sentence.end() : sentence.end() + WIDTH].rstrip()
            if words.wrote(rest) and how_surely(rest.partition(">")[0] + ">", True, True, 0) == "strong":
                lines += [line[: sentence.end()].rstrip(), line[sentence.end() :].rstrip()]
                continue
        lines.append(line.rstrip())
    return lines


def _keys_of(lines: list[str]) -> list[str]:
    return [line[:WIDTH].translate(_INVISIBLE).strip() for line in lines[:LINES]]


def _split(lines: list[str], mine: list[int]) -> Cleaned:
    ours = set(mine)
    rest = [line for index, line in enumerate(lines) if index not in ours]
    reply: list[str] = []
    last = -1
    for index in mine:
        # where something was taken out, one blank line is enough
        if index != last + 1 and reply and reply[-1] and lines[index]:
            reply.append("")
        if lines[index] or index == last + 1 or (reply and reply[-1]):
            reply.append(lines[index])
        last = index
    return Cleaned("\n".join(reply).strip("\n"), "\n".join(rest).strip("\n"))


def _only_quoted(lines: list[str], phone: set[int], marker: Marker | None, depth: int) -> Cleaned:
    """The person added no word of their own. A forward, or text under an unmarked quote header, is then the content.

    `phone` are the lines that only name the device.
    """
    everything = "\n".join(lines).strip("\n")
    if marker is None:
        below = [_unquoted(line) for index, line in enumerate(lines) if index not in phone]
        own, inner_marker = _without_quotes(_keys_of(below))
        if any(below[index].strip() for index in own) and inner_marker is None:
            return Cleaned(everything, "")  # all of it starts with ">", and nobody is named: somebody's own style
        if any(below[index].strip() for index in own) or inner_marker is None or inner_marker.answered or depth >= 3:
            return Cleaned("", everything)
        inner = _visible_reply("\n".join(below), depth + 1)
        return Cleaned(inner.reply, "\n".join([*(lines[index] for index in sorted(phone)), inner.quoted]).strip("\n"))
    below = lines[marker.end :]
    filled = [line for line in below if line.strip()]
    if filled and all(line.lstrip().startswith(">") for line in filled):
        if not marker.forward:
            return Cleaned("", everything)
        below = [_unquoted(line) for line in below]  # Apple Mail quotes what it forwards
    if depth >= 3 or not filled:
        return Cleaned("\n".join(below).strip("\n"), "\n".join(lines[: marker.end]).strip("\n"))
    inner = _visible_reply("\n".join(below), depth + 1)
    above = "\n".join(lines[: marker.end]).strip("\n")
    return Cleaned(inner.reply, "\n".join(part for part in (above, inner.quoted) if part))


def _unquoted(line: str) -> str:
    bare = line.lstrip()
    return bare[1:].removeprefix(" ") if bare.startswith(">") else line


# ------------------------------------------------------------------------------------------------ the scan


_MOST_ADDRESSED = 500
"""lines such as "you wrote:" that do not end the person's text; no mail has so many"""


def _without_quotes(keys: list[str]) -> tuple[list[int], Marker | None]:
    """Indexes of the lines outside quotes, and the marker after which everything is quoted, if there is one."""
    labels = [label_of(key) for key in keys]
    quoted = [index for index, key in enumerate(keys) if is_quote(key)]
    kept: list[int] = []
    attributed = below_words = False
    addressed = 0
    marks = OwnMarks(keys)
    index, count = 0, len(keys)
    while index < count:
        key = keys[index]
        if not key:
            kept.append(index)
            index += 1
            continue
        if (boxed := end_of_boxed_header(keys, index)) is not None:
            return _trimmed(kept, keys), Marker(index, boxed, answered=True)
        if _GROUPWISE.match(key):
            return _trimmed(kept, keys), Marker(index, index + 1, answered=True)
        if is_quote(key):
            end = end_of_quote(keys, index)
            headed = is_quoted_header(keys, labels, index, end) and not is_cited(keys, index)
            if headed and any(keys[line] for line in kept):
                return _trimmed(kept, keys), Marker(index, end)
            if marks.are_own(index, end, attributed=attributed, below_words=below_words):
                kept.extend(range(index, end))
            index = end
            continue
        marker = _marker_at(keys, labels, index, kept)
        if marker is None:
            kept.append(index)
            below_words = below_words or _is_more_than_a_greeting(key)
            index += 1
            continue
        while kept and kept[-1] >= marker.start:
            kept.pop()
        follows = next_filled(keys, marker.end)
        if follows < count and not is_quote(keys[follows]) and not _is_answered_below(keys, quoted, marker, kept):
            if marker.addressed and addressed < _MOST_ADDRESSED:
                addressed += 1
                kept.extend(range(marker.start, marker.end))
                index = marker.end
                continue
            return _trimmed(kept, keys), marker
        if not (attributed or any(keys[line] for line in kept)) and _all_quoted(keys, follows):
            return [], marker
        attributed = True
        index = marker.end
    return kept, None


def _is_answered_below(keys: list[str], quoted: list[int], marker: Marker, kept: list[int]) -> bool:
    """Does the person write below this marker, between lines that are marked as `quoted`?"""
    place = bisect_left(quoted, marker.end)
    if place == len(quoted) or not marker.answered or words.wrote(filled_above(keys, quoted[place])[-60:]):
        return False
    return marker.addressed or all(not keys[index] or _is_greeting(keys[index]) for index in kept[:20])


def _is_greeting(key: str) -> bool:
    return key.endswith((",", "，", "،", "、")) and not _is_more_than_a_greeting(key)


def _is_more_than_a_greeting(key: str) -> bool:
    return key.count(" ") >= 3 or (not key.isascii() and len(key) >= 12)


def _trimmed(kept: list[int], keys: list[str]) -> list[int]:
    """Without the rules ("_____") and blank lines that a client draws above its quote header."""
    while kept and (not keys[kept[-1]] or (RULE.match(keys[kept[-1]]) and len(keys[kept[-1]]) >= 10)):
        kept.pop()
    return kept


def _all_quoted(keys: list[str], start: int) -> bool:
    return all(not key or is_quote(key) for key in keys[start:])


def _marker_at(keys: list[str], labels: list[str], index: int, kept: list[int]) -> Marker | None:
    key = keys[index]
    if labels[index]:
        if (block := header_block(keys, labels, index)) is not None:
            return block
        if len(key) > 60 and labels[index] == words.FROM and _is_header_in_one_line(keys, index):
            return Marker(index, index + 1)
        if (start := notes_header_start(keys, labels, index)) is not None:
            return Marker(start_with_rule(keys, start), notes_header_end(labels, keys, index))
    if (
        index + 1 < len(keys)
        and keys[index + 1][:1].isdigit()
        and (end := bare_notes_header_end(keys, index)) is not None
    ):
        return Marker(index, end, answered=True)
    if (forwarded_to := forwarded_by_end(keys, index)) is not None:
        return Marker(index, end_of_forward_header(keys, labels, forwarded_to), forward=True)
    if (ruled := ruled_marker(keys, labels, index)) is not None:
        return ruled
    if len(key) <= 160 and _says_reply_above(key) and not is_cited(keys, index):
        return Marker(start_with_rule(keys, index), index + 1)
    below_words = bool(kept) and any(keys[line] for line in kept[:20])
    if below_words and (end := end_of_foreign_header(keys, index)) is not None:
        return Marker(start_with_rule(keys, index), end)
    if _LOTUS.match(key):
        return Marker(index, index + 1, answered=True)
    return attribution(keys, index, kept)


def _is_header_in_one_line(keys: list[str], index: int) -> bool:
    key = keys[index]
    if len(_INLINE_LABELS.findall(key)) < 2 or is_cited(keys, index):
        return False
    return words.ADDRESS.search(key) is not None or words.TIME.search(key) is not None


def _says_reply_above(key: str) -> bool:
    if _ABOVE.search(key.lower()) is None:
        return False
    return _is_delimiter(key) and words.REPLY_ABOVE.search(key) is not None


def _is_delimiter(key: str) -> bool:
    """The delimiter of a ticket system stands between rules, or asks for the reply. A sentence that names the line, or
    says what became of the reply, is the customer's."""
    if _RULED.match(key):
        return True
    if len(key) > 90 or key.endswith(("?", "？")) or words.SENTENCE.search(key) or words.speaks_of_oneself(key):
        return False
    return words.ASKS_FOR_REPLY.match(key) is not None
