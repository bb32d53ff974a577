"""Where in a report does an address stand, and what does the text around make of it?

No list of words is ever complete, so structure speaks first: a heading rules the lines below it, a label its own
address, a wrapped line goes on with the sentence above, and the reason stands beside the address or below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from responder.adapters.bounce_parts import ADDRESS
from responder.adapters.bounce_sender import ANY_CODE
from responder.adapters.bounce_words import fails, is_innocent, succeeds
from responder.steps.signature_lines import is_closing

_LONGEST_LINE = 500
_MOST_MENTIONS = 500
"""that a free-form report is searched for"""


@dataclass(frozen=True, slots=True)
class Mention:
    address: str
    innocent: bool
    """somebody to ask or to write to instead, or somebody who got the mail"""
    sure: bool
    """it stands where reports put failed recipients"""
    rank: int
    """3: a failure is said of it; 2: it is called a recipient, or begins its line; 1: it is just there"""
    reason: bool
    """its own reason stands beside it or below"""
    entry: bool
    """it begins a line that goes on with no sentence"""
    shape: tuple[int, str, str] | None
    """indent and beginning of its line, and the heading with a colon above; None of one that begins at the margin"""
    paragraph: int


@dataclass(slots=True)
class _Above:
    """What was read before the line at hand."""

    line: str = ""
    """the line right above, "" when that is blank"""
    heading: str = ""
    """the last paragraph that names nobody"""
    entry: bool = False
    """the line right above is an address, or its reason"""
    indent: int = 0
    """of that entry"""
    closed: bool = False
    """the report has said goodbye: names and addresses of the house follow"""
    paragraph: int = 0

    @property
    def open(self) -> bool:
        """Does the heading announce what stands below?"""
        return self.heading[-1:] not in _STOPS


_STOPS = (".", "!", "?", "。", "！", "？", "؟")


def mentions_in(report: str, own: frozenset[str]) -> Iterator[Mention]:
    """Every address in order, besides `own` ones."""
    lines = [line[:_LONGEST_LINE].rstrip().translate(_FULL_WIDTH) for line in report.splitlines()]
    above, seen = _Above(), 0
    for at, line in enumerate(lines):
        found = [m for m in ADDRESS.finditer(line) if _bare(m).lower() not in own] if "@" in line else []
        if not found or _NOT_A_RECIPIENT.match(line.strip()):
            _read_on(above, line)
            continue
        mentions = _of_line(line, found, above, _reason_below(lines, at))
        yield from mentions
        seen += len(mentions)
        if seen > _MOST_MENTIONS:
            return
        if not (above.entry and _indent(line) > above.indent):
            above.entry, above.indent = mentions[-1].sure, _indent(line)
        above.line = line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _bare(match: re.Match[str]) -> str:
    return match.group().rstrip(".?!")


def _read_on(above: _Above, line: str) -> None:
    """A line that names nobody: a heading, a reason, or nothing."""
    text = line.strip()
    if not text:
        above.paragraph += bool(above.line)
        above.line, above.entry = "", False
        return
    above.closed = above.closed or is_closing(text)
    if not above.entry or text.endswith(":") or _RULE.search(text):
        goes_on = above.line and not _RULE.search(text) and not above.heading.endswith(":")
        above.heading = f"{above.heading} {text}"[-800:] if goes_on else text
        above.entry = False
    above.line = line


_RULE = re.compile(r"^[-=*_#]{3}|[-=*_#]{3}$")


def _reason_below(lines: Sequence[str], at: int) -> str:
    """Up to three lines that belong to an entry: to the next blank one or the next address."""
    found: list[str] = []
    for line in lines[at + 1 : at + 4]:
        if not line.strip() or "@" in line or _NOT_A_REASON.match(line):
            break
        found.append(line.strip())
    return " ".join(found)


_NOT_A_REASON = re.compile(
    r"\W{0,6}(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|tárgy|subiect|тема|konu|θέμα|主题|主旨|件名|제목|נושא|الموضوع)\b",
    re.IGNORECASE,
)


def _of_line(line: str, found: Sequence[re.Match[str]], above: _Above, below: str) -> list[Mention]:
    mentions: list[Mention] = []
    for number, match in enumerate(found):
        last = number + 1 == len(found)
        before = line[found[number - 1].end() if number else 0 : match.start()]
        after = line[match.start() + len(_bare(match)) : len(line) if last else found[number + 1].start()]
        if number and not _WORD.search(_AND.sub("", before)):
            mentions.append(replace(mentions[-1], address=_bare(match)))
        else:
            one = _first_of_line(line, before, after, below, above) if not number else _later(before, after)
            moved = bool(number) and _MOVED.search(line[: match.start()]) is not None
            mentions.append(
                replace(one, address=_bare(match), innocent=one.innocent or moved, paragraph=above.paragraph)
            )
    if above.line and not above.entry and _MOVED.search(above.line) and "@" in above.line:
        mentions = [replace(one, innocent=True) for one in mentions]
    return mentions


_LABEL = re.compile(r"[^:=|@]{1,40}[:=|][\s<\[(\"']{0,10}$")
_AND = re.compile(
    r"\b(?:and|or|und|oder|sowie|et|ou|y|o|e|en|og|och|ja|tai|i|oraz|lub|a|nebo|és|și|и|или|і|та|ve|και)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}[.)]")
_WORD = re.compile(r"\w{2}")
_MOVED = re.compile(r"(?<![\d.])(?:5\.1\.6|[25]51[ -])")
"""RFC 5321 section 3.4, RFC 3463: the address that the mail was for, then the one to try"""


def _first_of_line(line: str, before: str, after: str, below: str, above: _Above) -> Mention:
    before = _NUMBER.sub("", before, count=1) if _NUMBER.match(before.strip()) else before
    begins = not before.strip(_AROUND)
    indent = _indent(line)
    wrapped = bool(above.line) and _is_unfinished(above) and not _LABEL.match(before) and indent <= _indent(above.line)
    sentence = _last_sentence(f"{above.line.strip()} {before}" if wrapped else before)
    headed = begins and not wrapped
    heading = above.heading if headed else ""
    announced = _last_sentence(heading) if heading and above.open else ""
    told = after if headed else f"{sentence} {_first_sentence(f'{after} {below}')}"
    in_a_reason = above.entry and not begins and indent > above.indent
    reason = fails(after) or ((begins or _ends(after)) and fails(below))
    said = reason or fails(told) or (bool(heading) and not succeeds(announced) and fails(heading))
    called = bool(_LEADS.search(before[-80:]))
    sure = headed or (begins and (reason or fails(sentence))) or _stands_as_one(before, after, called=called)
    return Mention(
        address="",
        innocent=is_innocent(announced if headed else sentence, after)
        or _is_led_to(above, after)
        or in_a_reason
        or (above.closed and not reason)
        or (not headed and succeeds(told)),
        sure=sure,
        rank=3 if said else 2 if called or (headed and not heading) else 1,
        reason=reason,
        entry=headed or _LABEL.match(before) is not None,
        shape=(indent, before.strip().lower(), heading if heading.endswith((":", "-", "=")) else "")
        if before
        else None,
        paragraph=above.paragraph,
    )


def _is_led_to(above: _Above, after: str) -> bool:
    """Does the entry above end with words such as "You can reach him at", and nothing but the address follow?"""
    if not above.entry or not _ends(after) or ANY_CODE.search(above.line):
        return False
    tail = _SENTENCE_END.split(above.line[-400:])
    if "@" not in above.line:
        return is_innocent(tail[-1])
    return len(tail) > 1 and (tail[-1].endswith(":") or is_innocent(tail[-1]))


def _later(before: str, after: str) -> Mention:
    sentence = _last_sentence(before)
    called = bool(_LEADS.search(before[-80:]))
    said = fails(f"{sentence} {_first_sentence(after)}")
    return Mention(
        address="",
        innocent=is_innocent(sentence, after) or succeeds(f"{sentence} {_first_sentence(after)}"),
        sure=_stands_as_one(before, after, called=called),
        rank=3 if said else 2 if called else 1,
        reason=fails(after),
        entry=False,
        shape=None,
        paragraph=0,
    )


def _is_unfinished(above: _Above) -> bool:
    """Does the sentence of the line above go on in the next one?"""
    text = above.line.strip()
    return not above.entry and not text.endswith((*_STOPS, ":")) and not _RULE.search(text) and " | " not in text


def _ends(after: str) -> bool:
    return not after.strip(" \t>)]\"'.,;:")


def _stands_as_one(before: str, after: str, *, called: bool) -> bool:
    return bool(_BEFORE.search(before[-80:])) and (called or bool(_AFTER.match(after)))


def _last_sentence(text: str) -> str:
    return _SENTENCE_END.split(text[-400:])[-1]


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text[:400], maxsplit=1)[0]


_SENTENCE_END = re.compile(r"(?<=[.!?؟])[\s\"')]{1,4}(?=\S)|[。！？]")
_AROUND = " \t<>*-•·–\"'[("
_FULL_WIDTH = str.maketrans("：（）；，＜＞", ":();,<>")
_BEFORE = re.compile(r"(?:^|[\s<\[(:;=\"'>*-])$")
_LEADS = re.compile(
    r"(?:rcpt(?: to)?|recipients?|to|users?|address(?:es|ee)?|mailbox|deliver(?:ed|y)?(?: to)?|addressed to|intended for|unknown|empf[aä]nger|an|destinataires?"
    r"|destinatari[oa]s?|para|[àa]|per|aan|geadresseerde|til|till|dla|do|кому|получател\w{0,3}|адрес\w{0,3}|地址|宛先|收件人|받는 ?사람|수신자|smtp|userid|account|for|addr"
    r"|adressat\w{0,2}|vastaanottaja\w{0,3}|mottagare|mottaker|modtager|adresat\w{0,2}|příjem\w{1,3}|odbiorc\w{1,3}|címzett\w{0,3}|destinatar\w{0,3}|primalac|primatelj|prejemnik|παραλήπτη\w?|alıcı\w{0,2}|одержувач\w{0,2}|נמען|المستلم|ผู้รับ|penerima|người nhận)"
    r"\s{0,4}(?:\(s\))?\s{0,12}[:=.]{0,40}\s{0,4}[\s<\[(\"']{0,4}(?:smtp[:=])?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[>\])\"']{0,4}\s{0,8}(?:$|[:;]|\.\.\.|\[|\(|<|[-–—=|]|\s{2,}|\bon\b|[45]\d\d\b|host\b|was\b|is\b|has\b|does\b|could\b|n'a\b|konnte\b|no\b|unknown|user)",
    re.IGNORECASE,
)
_NOT_A_RECIPIENT = re.compile(
    r"(?:from|sender|reply-to|return-path|message-id|id|mail from|>>> ?mail from|envelope-from|absender|von|de|expéditeur|remitente|mittente|cc|date"
    r"|delivered|relayed|subject|references|in-reply-to|reporting-mta|received|by|with|x-[\w-]+|message id|original envelope.{0,20}|отправитель|寄件人|发件人|差出人)\s?[:=|]"
    r"|from [<\w]",
    re.IGNORECASE,
)
