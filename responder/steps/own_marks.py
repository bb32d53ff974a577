"""Lines that begin with ">" or "-- " and are the person's own: prompts, traces, comparisons, citations, pasted code.

Words of the customer that are taken for a quote are lost, so a line is a quote only where something says so: an
attribution above it, a question of ours that is answered below it, or the end of the mail.
"""

from __future__ import annotations

import re
from collections import Counter

from responder.steps import quote_words as words
from responder.steps.quote_lines import filled_above, is_quote, next_filled
from responder.steps.signature_lines import DASHES

_LONGEST = 12
"""lines that a person cites or pastes behind ">" marks of their own"""
_LONGEST_CODE = 300
_SOUGHT = 100
"""lines that are sought in the whole text: each costs its length"""
_PROMPT = re.compile(
    r">\s?(?:(?:npm|pip3?|git|cd|sudo|ping|curl|wget|ssh|docker|kubectl|select|echo|ls|dir|cat|python3?|node|yarn|php|java|adb|ipconfig|ifconfig|tracert"
    r"|traceroute|nslookup|dig|systemctl|apt(?:-get)?|brew|choco|winget|dotnet|cargo|composer|telnet|openssl|show|set|use|insert|update|delete|create|drop|alter|describe|explain)\s)|>>> \S",
    re.IGNORECASE,
)
_NESTED_PROMPT = re.compile(r"(?:[a-z][\w.@~:/()-]{0,60}[>#$]|[A-Z]:\\[^\s>]{0,80}>|PS [A-Z]:[^\s>]{0,80}>|\$)\s?\S")
_TRACE = re.compile(
    r"(?:(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|INVITE|REGISTER) \S{1,300} (?:HTTP|SIP)/\d|(?:EHLO|HELO) \S|MAIL FROM:|RCPT TO:|STARTTLS$|HTTP/\d)"
)
_CODE = re.compile(
    r"[\w.$:]{1,60}\([^()]{0,200}\);?$|[\w.$\[\]]{1,40}\s?(?:<-|:=|={1,3})\s?\S.{0,200}[^.!?]$|.{0,200}[;{}]$|(?:const|let|var|import|def|library|require)[ (]\S"
)
_NUMBER_FIRST = re.compile(r">\s?\d{1,9}(?:[.,]\d{1,6})?(?:\s?(?:%|[^\W\d_]|[€$£¥])|$)")
_FENCES = (("```", "```"), ("~~~", "~~~"), ("[code]", "[/code]"), ("{code", "{code}"), ("{noformat}", "{noformat}"))
_NO_WORDS_BELOW = ("--", "__", "==", "~~")


def with_own_marks_covered(lines: list[str], keys: list[str]) -> list[str]:
    """`keys` in which a "\\" stands before what only looks like a mark, because it stands in code: between fences, or
    indented where quotes and text are not."""
    _cover_fenced(keys)
    if any(line[:1] in (" ", "\t") for line in lines[: len(keys)]):
        _cover_indented(lines, keys)
    return keys


def _cover_fenced(keys: list[str]) -> None:
    index = 0
    while index < len(keys):
        closing = next((close for fence, close in _FENCES if keys[index].startswith(fence)), "")
        if closing:
            last = min(len(keys), index + _LONGEST_CODE)
            end = next((line for line in range(index + 1, last) if keys[line].startswith(closing)), index)
            for line in range(index + 1, end):
                _cover(keys, line)
            # an opening without an end: the next one is farther than any that was looked at
            index = end if end > index else last - 1
        index += 1


def _cover_indented(lines: list[str], keys: list[str]) -> None:
    filled = [index for index, key in enumerate(keys) if key]
    deep = {index for index in filled if lines[index].startswith(("    ", "\t"))}
    if len(filled) - len(deep) < 2:
        return  # a client that indents everything
    at_margin = any(is_quote(keys[index]) and lines[index][:1] not in (" ", "\t") for index in filled)
    index = 0
    while index < len(keys):
        if not is_quote(keys[index]):
            if index in deep and DASHES.match(keys[index]):
                _cover(keys, index)
            index += 1
            continue
        end = index
        while end < len(keys) and is_quote(keys[end]):
            end += 1
        run = range(index, end)
        # RFC 3676 section 4.4: a line that a person began with ">" is sent with a space before it
        typed = all(lines[line].lstrip().startswith(">") for line in run)  # not a mark such as "Ann>"
        if typed and all(line in deep or (at_margin and lines[line][:1] == " ") for line in run):
            for line in run:
                _cover(keys, line)
        index = end


def _cover(keys: list[str], index: int) -> None:
    if keys[index]:
        keys[index] = "\\" + keys[index]


class OwnMarks:
    """Tells the runs of ">" lines that the person typed from quotes, going down the mail."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys
        bare = [key.lstrip("> ") for key in keys]
        self._said = Counter(line for line in bare if len(line) >= 12)
        self._whole = "\n".join(bare)
        self._sought = 0
        self._asked = any(
            key.endswith(("?", "？")) and is_quote(key) and _is_answered(keys, at) for at, key in enumerate(keys)
        )
        self._quoted = False

    def are_own(self, start: int, end: int, *, attributed: bool, below_words: bool) -> bool:
        """Is this run of ">" lines no quote of ours? `below_words`: words of the person stand above it."""
        keys = self._keys
        first = keys[start]
        if end - start == 1 and first.startswith(">From "):
            return True  # mbox writes ">From" where the person wrote "From"
        if attributed:
            own = self._is_pasted_amid_quotes(start, end)
        else:
            own = self._is_typed(start, end) or (
                below_words and not self._quoted and not self._asked and self._is_amid_own_words(start, end)
            )
        self._quoted = self._quoted or not own
        return own

    def _is_typed(self, start: int, end: int) -> bool:
        keys = self._keys
        first = keys[start]
        if end - start == 1 and _NUMBER_FIRST.match(first):
            return True  # a comparison, or one that a mailer wrapped: "is it > 50 MB"
        asks = keys[end - 1].endswith(("?", "？"))
        if end - start <= 3 and not (asks and self._quoted) and _is_mid_sentence(keys, start, end):
            return True
        if first.startswith(">>>") and words.YEAR.search(first) and words.TIME.search(first):
            return False  # what GroupWise writes above a quote
        if end - start == 1 and _PROMPT.match(first):
            return True
        if all(keys[line].startswith(">>>") for line in range(start, end)):
            return any(keys[line].startswith(">>> ") for line in range(start, end)) and not first.endswith(">>>")
        if _is_pasted(keys, start, end):
            return True
        if _is_introduced(keys, start) and end - start <= 3 and next_filled(keys, end) < len(keys):
            above = filled_above(keys, start)
            return not words.wrote(above) and not words.ADDRESS.search(above)
        return False

    def _is_pasted_amid_quotes(self, start: int, end: int) -> bool:
        """Below an attribution: something pasted, that touches the person's own lines."""
        keys = self._keys
        above = filled_above(keys, start)
        apart = bool(above) and not is_quote(above)
        if apart and _is_introduced(keys, start) and all(_NUMBER_FIRST.match(key) for key in keys[start:end]):
            return True
        touches = end < len(keys) and bool(keys[end])
        own_above = apart and not (words.wrote(above) or words.ADDRESS.search(above))
        return (own_above or touches) and not self._is_repeated(start, end) and _is_pasted(keys, start, end)

    def _is_amid_own_words(self, start: int, end: int) -> bool:
        """A citation in the middle of what the person writes, in a mail that names nobody who is quoted."""
        keys = self._keys
        if end - start > _LONGEST or any(key.startswith((">>", "> >")) for key in keys[start:end]):
            return False
        opening = " ".join(key.lstrip("> ") for key in keys[start : min(end, start + 4)])
        if words.ADDRESS.search(opening) or (words.YEAR.search(opening) and words.TIME.search(opening)):
            return False  # its client put the attribution behind the marks, too
        above = filled_above(keys, start)
        named = above.endswith((":", "：")) or any(letter.isdigit() for letter in above)
        if (named and words.wrote(above)) or words.ADDRESS.search(above) or words.YEAR.search(above):
            return False  # an attribution of a kind that we do not know
        following = next_filled(keys, end)
        if following >= len(keys) or keys[following].startswith(_NO_WORDS_BELOW):
            return False
        return not self._is_repeated(start, end)

    def _is_repeated(self, start: int, end: int) -> bool:
        """Do these words stand in the mail a second time? Then the whole of them is quoted there, and a part here."""
        return any(self._stands_twice(key.lstrip("> ")) for key in self._keys[start : min(end, start + _LONGEST)])

    def _stands_twice(self, line: str) -> bool:
        if self._said[line] > 1:
            return True
        if len(line) < 20 or self._sought >= _SOUGHT:
            return False
        self._sought += 1
        return self._whole.count(line) > 1  # cited by hand, and so not to its end


def _is_pasted(keys: list[str], start: int, end: int) -> bool:
    """A terminal, a protocol, code or a diff, whose own marks are ">"."""
    if end - start > _LONGEST_CODE:
        return False
    before, after = keys[start - 1] if start else "", keys[end] if end < len(keys) else ""
    if any(key.startswith(("< ", "<!--")) or key == "---" for key in (before, after)):
        return True  # "< HTTP/1.1 429", or the other half of a diff
    if _NESTED_PROMPT.match(before) and not before.endswith((":", ".")):
        return True  # a shell asks for the rest of a command by ">>"
    if _TRACE.match(keys[start].lstrip("> ")):
        return True
    return all(_is_technical(key) for key in keys[start:end])


def _is_technical(key: str) -> bool:
    bare = key.lstrip("> ")
    if not bare:
        return True
    if bare.endswith((".", "?", "!")) and bare.count(" ") >= 3:
        return False
    return any(kind.match(bare) for kind in (_NESTED_PROMPT, _TRACE, _CODE)) or bool(_PROMPT.match(key))


def _is_answered(keys: list[str], question: int) -> bool:
    below = next((key for key in keys[question + 1 : question + 4] if key), "")
    return bool(below) and not is_quote(below) and not below.startswith(_NO_WORDS_BELOW)


def _is_mid_sentence(keys: list[str], start: int, end: int) -> bool:
    """Does a sentence of the person stop above these lines and go on below? "The manual says > … < but it does not"."""
    above = filled_above(keys, start)
    following = next_filled(keys, end)
    below = keys[following] if following < len(keys) and following - end <= 1 else ""
    return bool(above) and above[-1].isalpha() and not is_quote(above) and bool(below) and below[0].islower()


def _is_introduced(keys: list[str], quote: int) -> bool:
    before = filled_above(keys, quote)
    return bool(before) and not before.startswith(">") and before.endswith((":", "："))
