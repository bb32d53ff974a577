"""Quotes and signature off: what the person wrote now.

A scanner over lines, linear in the length of the text: every line is looked at a bounded number of times and only its
first `WIDTH` characters, and no expression here has nested or adjacent repeats (well-known reply parsers hang for
minutes on 10 kB of hostile text). Where it cannot be told whether words are the customer's, they stay in the reply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from responder.steps import quote_words as words
from responder.steps.quote_styles import (
    end_of_boxed_header,
    end_of_news_attribution,
    forwarded_by_end,
    is_quoted_header,
    notes_header_end,
    notes_header_start,
    usual_marks,
)
from responder.steps.signature import is_mobile_line, without_signature

WIDTH = 400
"""characters of a line that are looked at; no client writes a longer marker"""
LINES = 4_000
"""lines that are looked at; what follows them belongs to whatever the last one belonged to"""
SPAN = 4
"""lines over which clients wrap an attribution"""

_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")
)
_INVISIBLE.update({0xA0: " ", 0x202F: " ", 0x3000: " ", 0x2007: " ", 0x09: " "})
_INLINE_LABELS = re.compile(
    r"\s\*?(?:sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet|enviado|para|asunto|assunto|inviato|oggetto|verzonden|aan|onderwerp|data|fecha)\s?\*?:\*?\s",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=—–*]{5,200}$")
_LOTUS = re.compile(r".{2,80}-{2,3}\d{1,4}[/.]\d{1,2}[/.]\d{2,4} \d{1,2}:\d\d.{0,12}-{3}")
_GROUPWISE = re.compile(r">>> .{3,200}\d.{0,40}>>>$")
_PROMPT = re.compile(
    r">\s?(?:(?:npm|pip|git|cd|sudo|ping|curl|ssh|docker|select|echo|ls|dir|python3?|node|yarn)\s)|>>> \S",
    re.IGNORECASE,
)
_SENTENCE_THEN_ON = re.compile(
    r"[.!?:)…]\s(?=(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu)\s(?:[^\W\d_]{2,12}[.,]{0,2}\s){0,3}\d)"
)
_SENTENCE_INSIDE = re.compile(r"(?:[^\W\d_]{4}|\))[.!?] [^\W\d_]")
_TELLS = re.compile(r"[^\W_][ ,](?:I|we|he|she|they|ich|wir) [a-zäöü]")
"""a pronoun and a verb: a sentence of the customer that names a date and a person"""
_NUMBER_FIRST = re.compile(r">\s?\d{1,9}(?:[.,]\d{1,6})?(?:\s?(?:%|[^\W\d_]|[€$£¥])|$)")
_AS = re.compile(
    r"(?:as|like|when|after|since|because|if|wie|nachdem|weil|comme|quand|como|cuando|come|quando|zoals|som|jak|как|так как)\s",
    re.IGNORECASE,
)
"""the beginning of a sentence that goes on behind the colon"""
_ANY_LABEL = re.compile(r"\*?[^\W\d_][^:：\d@]{0,24}[:：]\*?\s?\S")
_QUOTING = re.compile(r"(?:Quoting|Zitat von|Citando a?|Lainaus) .{2,100}\d|(?:Quoting|Zitat von) .{0,80}@")
_OPENING_MARKS = "\"“„«'‘「"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`reply` is what the person wrote now; `quoted` the rest of the text, in order. Together they hold every line."""

    reply: str
    quoted: str


@dataclass(frozen=True, slots=True)
class _Marker:
    """Lines `start` to `end` (exclusive) by which a client introduces what was written before."""

    start: int
    end: int
    forward: bool = False
    answered: bool = False
    """an attribution ("On … wrote:"): what follows it was certainly written by somebody before"""


def visible_reply(text: str) -> Cleaned:
    """What the person wrote now, without quotes, forwarded headers, signature and disclaimer.

    A forward without a comment is its own content: then the reply is the forwarded text. Never raises.
    """
    return _visible_reply(text, depth=0)


def _visible_reply(text: str, depth: int) -> Cleaned:
    lines = _lines_of(text)
    keys = usual_marks(_keys_of(lines))
    kept, marker = _without_quotes(keys)
    looked_at = len(keys)
    if marker is None and len(lines) > looked_at:
        kept += [index for index in range(looked_at, len(lines)) if not lines[index].startswith(">")]
    mine = without_signature(keys, kept)
    if any(lines[index].strip() for index in mine):
        return _split(lines, mine)
    own = [index for index in kept if lines[index].strip()]
    if own and (len(own) > 3 or not all(is_mobile_line(keys[index]) for index in own if index < looked_at)):
        return _split(lines, kept)  # nothing but a signature: better that than nothing
    return _only_quoted(lines, set(own), marker, depth)


def _lines_of(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if "@" in line and len(lines) < LINES and (sentence := _SENTENCE_THEN_ON.search(line[:4000])):
            # some clients put the attribution on the last line of the reply
            rest = line[sentence.end() : sentence.end() + WIDTH].rstrip()
            if words.wrote(rest) and _strength(rest.partition(">")[0] + ">", True, True, 0) == "strong":
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


def _only_quoted(lines: list[str], phone: set[int], marker: _Marker | None, depth: int) -> Cleaned:
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


def _is_attribution_near(keys: list[str], quote: int) -> bool:
    before = _filled_above(keys, quote)
    return bool(before) and not before.startswith(">") and before.endswith((":", "："))


# ------------------------------------------------------------------------------------------------ the scan


def _without_quotes(keys: list[str]) -> tuple[list[int], _Marker | None]:
    """Indexes of the lines outside quotes, and the marker after which everything is quoted, if there is one."""
    labels = [_label_of(key) for key in keys]
    kept: list[int] = []
    attributed = False
    index, count = 0, len(keys)
    while index < count:
        key = keys[index]
        if not key:
            kept.append(index)
            index += 1
            continue
        if (boxed := end_of_boxed_header(keys, index)) is not None:
            return _trimmed(kept, keys), _Marker(index, boxed, answered=True)
        if _GROUPWISE.match(key):
            return _trimmed(kept, keys), _Marker(index, index + 1, answered=True)
        if _is_quote(key):
            end = _end_of_quote(keys, index)
            if is_quoted_header(labels, index, end) and any(keys[line] for line in kept):
                return _trimmed(kept, keys), _Marker(index, end)
            if _is_own_text(keys, index, end, attributed):
                kept.extend(range(index, end))
            index = end
            continue
        marker = _marker_at(keys, labels, index, kept)
        if marker is None:
            kept.append(index)
            index += 1
            continue
        while kept and kept[-1] >= marker.start:
            kept.pop()
        follows = _next_filled(keys, marker.end)
        if follows < count and not _is_quote(keys[follows]):
            return _trimmed(kept, keys), marker
        if not (attributed or any(keys[line] for line in kept)) and _all_quoted(keys, follows):
            return [], marker
        attributed = True
        index = marker.end
    return kept, None


def _trimmed(kept: list[int], keys: list[str]) -> list[int]:
    """Without the rules ("_____") and blank lines that a client draws above its quote header."""
    while kept and (not keys[kept[-1]] or (_RULE.match(keys[kept[-1]]) and len(keys[kept[-1]]) >= 10)):
        kept.pop()
    return kept


def _all_quoted(keys: list[str], start: int) -> bool:
    return all(not key or _is_quote(key) for key in keys[start:])


def _filled_above(keys: list[str], start: int) -> str:
    """The nearest line above `start`, over at most two blank ones, or ""."""
    return next((key for key in reversed(keys[max(0, start - 3) : start]) if key), "")


def _next_filled(keys: list[str], start: int) -> int:
    while start < len(keys) and not keys[start]:
        start += 1
    return start


def _is_quote(key: str) -> bool:
    return key.startswith((">", "&gt;", "＞"))


def _end_of_quote(keys: list[str], start: int) -> int:
    """The end of a run of quoted lines. A long quoted line that a mailer broke goes on, unmarked, on the next line."""
    index = start
    while index < len(keys):
        if _is_quote(keys[index]) or (
            keys[index]
            and index + 1 < len(keys)
            and _is_quote(keys[index + 1])
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


def _is_own_text(keys: list[str], start: int, end: int, attributed: bool) -> bool:
    """Is this run of ">" lines no quote of ours but a prompt, a pasted error, a comparison or mbox escaping?"""
    first = keys[start]
    if end - start == 1 and first.startswith(">From "):
        return True  # mbox writes ">From" where the person wrote "From"
    if attributed:
        return False
    if end - start == 1 and _NUMBER_FIRST.match(first):
        return True  # a comparison, or one that a mailer wrapped: "is it > 50 MB"
    if end - start <= 3 and _is_mid_sentence(keys, start, end):
        return True
    if first.startswith(">>>") and words.YEAR.search(first) and words.TIME.search(first):
        return False  # what GroupWise writes above a quote
    if end - start == 1 and _PROMPT.match(first):
        return True
    if any(keys[line].startswith(">>> ") for line in range(start, end)) and all(
        keys[line].startswith((">>> ", ">>>")) for line in range(start, end)
    ):
        return not first.endswith(">>>")
    introduced = _is_attribution_near(keys, start)
    if introduced and end - start <= 3 and _next_filled(keys, end) < len(keys):
        above = _filled_above(keys, start)
        return not words.wrote(above) and not words.ADDRESS.search(above)
    return False


def _is_mid_sentence(keys: list[str], start: int, end: int) -> bool:
    """Does a sentence of the person stop above these lines and go on below? "The manual says > … < but it does not"."""
    above = _filled_above(keys, start)
    following = _next_filled(keys, end)
    below = keys[following] if following < len(keys) and following - end <= 1 else ""
    return bool(above) and above[-1].isalpha() and not _is_quote(above) and bool(below) and below[0].islower()


def _marker_at(keys: list[str], labels: list[str], index: int, kept: list[int]) -> _Marker | None:
    key = keys[index]
    if labels[index]:
        if (block := _header_block(keys, labels, index)) is not None:
            return block
        if len(key) > 60 and labels[index] == words.FROM and len(_INLINE_LABELS.findall(key)) >= 2:
            return _Marker(index, index + 1)
        if (start := notes_header_start(keys, labels, index)) is not None:
            return _Marker(_start_with_rule(keys, start), notes_header_end(labels, keys, index))
    if (forwarded_to := forwarded_by_end(keys, index)) is not None:
        return _Marker(index, _end_of_forward_header(keys, labels, forwarded_to), forward=True)
    if (ruled := _ruled_marker(keys, labels, index)) is not None:
        return ruled
    if len(key) <= 160 and _is_delimiter(key) and _says_reply_above(key):
        return _Marker(_start_with_rule(keys, index), index + 1)
    below_words = bool(kept) and any(keys[line] for line in kept[:20])
    if below_words and (end := _end_of_foreign_header(keys, index)) is not None:
        return _Marker(_start_with_rule(keys, index), end)
    if _LOTUS.match(key):
        return _Marker(index, index + 1, answered=True)
    return _attribution(keys, index, kept)


def _end_of_forward_header(keys: list[str], labels: list[str], start: int) -> int:
    """The line behind the header that stands right below "---- Forwarded by … ----", or `start` without one."""
    following = _next_filled(keys, start)
    for index in range(following, min(following + 6, len(keys))):
        if not labels[index]:
            continue
        if (block := _header_block(keys, labels, index)) is not None:
            return block.end
        if notes_header_start(keys, labels, index) is not None:
            return notes_header_end(labels, keys, index)
        break
    return start


def _says_reply_above(key: str) -> bool:
    lower = key.lower()
    return any(word in lower for word in words.ABOVE) and words.REPLY_ABOVE.search(key) is not None


def _is_delimiter(key: str) -> bool:
    """A delimiter of a ticket system stands between rules, or is short and no question of the customer."""
    return key[0] in "-#=_*~[(<—–+." or (len(key) <= 90 and not key.endswith("?"))


# ------------------------------------------------------------------------------------------------ header blocks


def _label_of(key: str) -> str:
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


def _header_block(keys: list[str], labels: list[str], start: int) -> _Marker | None:
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
            following = _next_filled(keys, index)
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
    return _Marker(_start_with_rule(keys, start), end, forward=_says_forward(keys, start))


def _end_of_foreign_header(keys: list[str], start: int) -> int | None:
    """The end of a header in a language that we do not know: four or more labels, an author, and a date with a time."""
    if (start and keys[start - 1] and not _RULE.match(keys[start - 1])) or not _ANY_LABEL.match(keys[start]):
        return None
    if words.BRACKETED_ADDRESS.search(keys[start]) is None:
        return None
    end = start
    while end < len(keys) and end - start < 8 and _ANY_LABEL.match(keys[end]):
        end += 1
    if any(_label_of(key) == "raw" for key in keys[start:end]):
        return None  # headers that somebody pasted
    dated = any(words.YEAR.search(key) and words.TIME.search(key) for key in keys[start + 1 : end])
    return end if end - start >= 4 and dated and (end >= len(keys) or not keys[end]) else None


def _is_header_block(seen: dict[str, str], keys: list[str], start: int, end: int) -> bool:
    if words.FROM not in seen:
        return False
    dated = words.DATE in seen and any(character.isdigit() for character in seen[words.DATE])
    addressed = any("@" in seen[name] for name in (words.FROM, words.TO) if name in seen)
    ruled = _start_with_rule(keys, start) < start
    parties = (words.TO in seen) + (words.SUBJECT in seen)
    if dated and parties and (words.SUBJECT in seen or addressed or ruled):
        return True
    if parties == 2 and (addressed or ruled):
        # "Our server logs this:" right above: headers that the customer pasted
        return ruled or dated or not _filled_above(keys, start).endswith((":", "："))
    if parties and ruled and addressed:
        return True
    return dated and addressed and (end >= len(keys) or not keys[end])


def _start_with_rule(keys: list[str], start: int) -> int:
    """The line of a rule ("____", "---- Original … ----", "Begin forwarded …:") just above, or `start`."""
    above = start - 1
    while above >= 0 and start - above <= 3 and not keys[above]:
        above -= 1
    if above >= 0 and (_RULE.match(keys[above]) or _ruled_phrase(keys[above]) is not None):
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


def _ruled_marker(keys: list[str], labels: list[str], index: int) -> _Marker | None:
    phrase = _ruled_phrase(keys[index])
    if phrase is None:
        return None
    following = _next_filled(keys, index + 1)
    headed = following < len(keys) and (labels[following] not in ("", "raw") or _is_quote(keys[following]))
    if phrase == "other" and not (headed and labels[following] == words.FROM):
        return None
    bare = keys[index].strip(" *_-=~:：>.–—|[]").lower()
    if bare in ("reply", "antwort", "réponse", "fwd", "forwarded") and not headed:
        return None
    end = index + 1
    if following < len(keys) and labels[following] not in ("", "raw"):
        block = _header_block(keys, labels, following)
        end = block.end if block is not None else end
    return _Marker(index, end, forward=phrase == "forward")


# ------------------------------------------------------------------------------------------------ attributions


def _attribution(keys: list[str], index: int, kept: list[int]) -> _Marker | None:
    """Such as "On … Anna <anna@…> wrote:" and its like, ending on line `index`, over at most SPAN lines."""
    key = keys[index]
    tail = key.rstrip(" -*_<>=.|")
    ends = tail.endswith((":", "："))
    near = tail[-60:]
    if not ends and not words.ends_with_wrote(near):
        if _QUOTING.match(key) and index + 1 < len(keys) and _is_quote(keys[index + 1]):
            return _Marker(index, index + 1, answered=True)
        if "wrote in " in key and (end := end_of_news_attribution(keys, index)) is not None:
            return _Marker(index, end, answered=True)
        if _names_author_and_date(keys, index):
            return _Marker(index, index + 1, answered=True)
        return _attribution_with_text(key, index)
    wrote_here = words.wrote(near)
    above = keys[index - 1] if index else ""
    if not (wrote_here or "@" in key or "@" in above or words.wrote(above)):
        return _Marker(index, index + 1, answered=True) if _is_name_and_date(keys, index) else None
    if ends and _QUOTING.match(key) and (quote := _next_filled(keys, index + 1)) < len(keys) and _is_quote(keys[quote]):
        return _Marker(index, index + 1, answered=True)
    joined = ""
    weak: _Marker | None = None
    skipped = 0
    for start in range(index, max(-1, index - SPAN - 1), -1):
        if not keys[start]:
            # some clients leave "wrote:" alone behind a blank line
            if start != index - 1 or len(key) > 40 or skipped or not wrote_here:
                break
            skipped = 1
            continue
        if start != index and (_is_quote(keys[start]) or keys[start].endswith(":") or not kept or start < kept[0]):
            break
        joined = f"{keys[start]} {joined}" if joined else keys[start]
        if len(joined) > 450 or words.wrote_oneself(joined) or _TELLS.search(joined):
            break
        begins = start == 0 or not keys[start - 1] or _is_quote(keys[start - 1])
        strength = _strength(joined, ends, begins, index - start)
        if strength == "strong" and _believable(keys, index, joined):
            return _Marker(_start_with_rule(keys, start), index + 1, answered=True)
        if strength == "weak":
            weak = weak or _Marker(start, index + 1, answered=True)
    following = _next_filled(keys, index + 1)
    if weak is not None and following < len(keys) and _is_quote(keys[following]):
        return weak
    return None


def _names_author_and_date(keys: list[str], index: int) -> bool:
    """Is it no more than "2013/11/1 Ann Lee <ann@…>", right above a quote?"""
    key = keys[index]
    if "@" not in key or len(key) > 160 or key[-1] in ".!?;,":
        return False
    if index and keys[index - 1] and not _is_quote(keys[index - 1]):
        return False
    quote = _next_filled(keys, index + 1)
    if quote >= len(keys) or quote - index > 2 or not _is_quote(keys[quote]):
        return False
    return words.ADDRESS.search(key) is not None and words.YEAR.search(key) is not None and not words.wrote_oneself(key)


def _is_name_and_date(keys: list[str], index: int) -> bool:
    """Is it no more than "Ann Lee, Nov 18, 2025, 9:41 AM:", right above a quote? A sentence has words in lower case."""
    key = keys[index]
    if len(key) > 100 or index + 1 >= len(keys) or not _is_quote(keys[index + 1]) or (index and keys[index - 1]):
        return False
    lower = sum(part[0].islower() for part in key.split())
    return not lower and words.YEAR.search(key) is not None and words.TIME.search(key) is not None


def _strength(joined: str, ends: bool, begins: bool, lines_above: int) -> str:
    """How surely these lines are an attribution: "strong", "weak" (only if a marked quote follows), or ""."""
    bare = joined.lstrip("-*_ <>|\"'")
    wrote = words.wrote(joined)
    address = words.BRACKETED_ADDRESS.search(joined) is not None
    any_address = address or words.ADDRESS.search(joined) is not None
    if not any_address and _SENTENCE_INSIDE.search(joined):
        return ""
    if not any_address and _AS.match(bare):
        return "weak"
    time = words.TIME.search(joined) is not None
    year = words.YEAR.search(joined) is not None
    opens = words.OPENER.match(bare) is not None or words.DATE_FIRST.match(bare) is not None
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
        if ends and address and time and year:
            return "weak"
    if opens and wrote and (any_address or year or time):
        return "weak"
    return "weak" if wrote and ends and begins and len(joined) <= 120 else ""


def _believable(keys: list[str], index: int, joined: str) -> bool:
    """Not a sentence of the customer that goes on with a citation in quotation marks."""
    following = _next_filled(keys, index + 1)
    if following >= len(keys) or words.ADDRESS.search(joined):
        return True
    return keys[following][0] not in _OPENING_MARKS


_WROTE_COLON = re.compile(
    r"(?:wrote|écrit|escribió|escreveu|scritto|schrieb[^:]{0,120}|schreef[^:]{0,120}|skrev[^:]{0,120}|пишет|написал|写道|寫道)\s?[:：]\s?"
)


def _attribution_with_text(key: str, index: int) -> _Marker | None:
    """An attribution and the quote on one line, as flattened HTML gives it."""
    if "@" not in key or not (words.OPENER.match(key) or words.DATE_FIRST.match(key)):
        return None
    match = _WROTE_COLON.search(key)
    if match is None:
        return None
    head = key[: match.end()]
    if not (words.ADDRESS.search(head) and words.TIME.search(head)) or words.wrote_oneself(head):
        return None
    return _Marker(index, index + 1, answered=True)
