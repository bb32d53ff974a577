"""Quotes in the style of older mailers: Lotus Notes headers, "AB> " and "| " marks, and forwards that name who forwards.

Still common in business mail and on mailing lists. Every function here looks at a bounded number of lines around the
one it is asked about, and its expressions have no nested or adjacent repeats.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.quote_lines import filled_above

_INITIALS = re.compile(r"([^\W\d_]\. ?[^\W\d_]\.|[^\W\d_]{1,12})>{1,3}(?:\s|$)")
_COMMAND = re.compile(
    r"[A-Z][a-z]{1,12}-[A-Z]|(?:SELECT|SHOW|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|SET|USE|EXIT|QUIT)\b.{0,300}[^?.]$|[^\w¿¡\"'«„“(]"
)
"""what stands behind the prompt of PowerShell or of a database"""
_PIPE = re.compile(r"\|(?:\s|$)")
_DATED_END = re.compile(
    r"(?:(\S.{0,80}) on |(.{0,80}?)\s?)(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}:\d\d(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\.?)?(?:\s?(?:[A-Z]{3,4}|[+-]\d{4}))?$"
)
_FORWARDED_BY = re.compile(
    r"-{3,80}\s?(?:forwarded by|weitergeleitet von|transféré par|transmis par|reenviado por|inoltrato da|doorgestuurd door|encaminhado por|vidarebefordrat av|videresendt af)\s\S",
    re.IGNORECASE,
)
_PARTICLES = frozenset("von van de der den da di du la le el al bin via and".split())  # noqa: SIM905
_BOX = re.compile(r"\|-{5,80}\+-{5,80}>?$")
_BESIDE_NAME = ("sent by:", "please respond to", "gesendet von:", "envoyé par :", "enviado por:", "inviato da:")


def usual_marks(keys: list[str]) -> list[str]:
    """`keys` in which the marks "AB>" and "|" below an attribution ("Ann wrote:") read as ">", as everywhere else.

    Without an attribution, "AB>" is a mark if it stands before sentences that are answered in between.
    """
    marks: set[str] = set()
    marked: dict[str, list[int]] = {}
    above = ""
    for index, key in enumerate(keys):
        mark = _mark_of(key)
        if mark and (mark in marks or _is_attributed(key, mark, above)):
            marks.add(mark)
            _mark_as_usual(keys, index, mark)
        elif mark:
            marked.setdefault(mark, []).append(index)
        if key:
            above = key
    if not marks and len(marked) == 1:
        mark, places = marked.popitem()
        for index in places if _is_answered_between(keys, mark, places) else ():
            _mark_as_usual(keys, index, mark)
    return keys


def _mark_as_usual(keys: list[str], index: int, mark: str) -> None:
    keys[index] = ">" + keys[index][len(mark) :].removeprefix(">")


def _is_attributed(key: str, mark: str, above: str) -> bool:
    if not above.endswith((":", "：")) or not words.wrote(above[-60:]):
        return False
    if mark == "|" or words.YEAR.search(above) or words.TIME.search(above) or words.ADDRESS.search(above):
        return True
    return _is_said(key, mark)  # "The router said:" has a prompt below


def _is_answered_between(keys: list[str], mark: str, places: list[int]) -> bool:
    """Are these all sentences, that nobody introduces, with lines of the person in between?"""
    if mark == "|" or len(places) < 2 or filled_above(keys, places[0]).endswith((":", "：")):
        return False
    if len({keys[index] for index in places}) < len(places):
        return False  # a program that asks the same again
    between = any(keys[index] for index in range(places[0], places[-1]) if not keys[index].startswith(mark))
    return between and all(_is_said(keys[index], mark) for index in places)


def _is_said(key: str, mark: str) -> bool:
    """Is it a sentence, and not a command behind the prompt of a program?"""
    said = key[len(mark) :].lstrip("> ")
    if not said or _COMMAND.match(said):
        return False
    if said.endswith(("?", "？")):
        return True
    return said.count(" ") >= 2 and not (said[0].isascii() and said[0].islower()) and said[-1] not in ";{}"


def _mark_of(key: str) -> str:
    if _PIPE.match(key):
        return "" if key.endswith("|") and len(key) > 1 else "|"  # a table has a bar at both ends
    found = _INITIALS.match(key)
    return found[1] if found else ""


def notes_header_start(keys: list[str], labels: list[str], index: int) -> int | None:
    """Where the header that Lotus Notes writes starts, if `index` is its first label: a name and a date, then "To:".

    The name and the date stand on one line or on two: 'Ann Lee 03/04/2024 10:03 AM', '"Ann Lee" <a@…> on 03/04/2024 …'.
    """
    if labels[index] not in (words.TO, words.SUBJECT, words.OTHER):
        return None
    if labels[index] != words.TO and not (keys[index].lower().startswith("please respond") or keys[index][0] in "cC"):
        return None
    below = labels[index + 1 : index + 16]
    if words.SUBJECT not in below and not (labels[index] == words.TO and words.OTHER in below[:3]):
        return None
    return _named_and_dated(keys, labels, index)


def _named_and_dated(keys: list[str], labels: list[str], index: int) -> int | None:
    dated = index - 1
    while dated > index - 5 and dated >= 0 and (not keys[dated] or keys[dated].lower().startswith(_BESIDE_NAME)):
        dated -= 1
    if dated < 0 or (found := _DATED_END.match(keys[dated])) is None:
        return None
    name = (found[1] or found[2] or "").strip()
    if name and not (labels[dated] and labels[dated] != words.FROM):
        return dated if _is_name(name) else None
    start = dated - 1
    while start >= 0 and dated - start <= 3 and keys[start].lower().startswith(_BESIDE_NAME):
        start -= 1
    if start < 0 or not _is_name(keys[start]):
        return None
    return start


def _is_name(key: str) -> bool:
    parts = key.removeprefix("From:").split()
    lower = sum(part[0].islower() and "@" not in part and part not in _PARTICLES for part in parts)
    return bool(parts) and len(parts) <= 8 and len(key) <= 120 and key[-1] not in ".!?:;" and not lower


def notes_header_end(labels: list[str], keys: list[str], index: int) -> int:
    """The line behind the last label of the header whose first label is on line `index`."""
    end, number = index + 1, index + 1
    while number < len(keys) and number - end < 4 and number - index < 40:
        if labels[number] and labels[number] != "raw":
            end = number + 1
            if labels[number] == words.SUBJECT:
                break
        number += 1
    return end


_DATE_ALONE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{3,4})?$"
)


def bare_notes_header_end(keys: list[str], index: int) -> int | None:
    """The line behind a header that old Lotus Notes wrote in columns, which became lines without colons: an author and
    a date, then "An", a name, "Thema", a subject."""
    key = keys[index]
    if len(key) > 120 or not ("@" in key or "/" in key or _is_name(key)):
        return None
    filled = [line for line in range(index + 1, min(index + 30, len(keys))) if keys[line]][:14]
    if len(filled) < 4 or not _DATE_ALONE.match(keys[filled[0]]):
        return None
    kinds = [words.LABEL_CLASS.get(keys[line].rstrip(" :：").lower(), "") for line in filled]
    if words.TO not in kinds[1:4] or words.SUBJECT not in kinds:
        return None
    subject = kinds.index(words.SUBJECT)
    return filled[subject + 1] + 1 if subject + 1 < len(filled) else filled[subject] + 1


def forwarded_by_end(keys: list[str], index: int) -> int | None:
    """The line behind "------ Forwarded by Ann Lee on 03/05/2024 ------", which may be wrapped, if it starts here."""
    if not _FORWARDED_BY.match(keys[index]):
        return None
    for end in range(index, min(index + 4, len(keys))):
        if keys[end].endswith("--"):
            return end + 1
    return None


def is_quoted_header(keys: list[str], labels: list[str], start: int, end: int) -> bool:
    """Is this run of ">" lines a header and nothing else? Then its client leaves the text below without marks."""
    while end > start + 1 and not keys[end - 1].strip("> "):
        end -= 1
    if end - start > 10:
        return False
    found = labels[start:end]
    if not found[-1] and ":" not in keys[end - 1][:30]:
        return False  # text follows behind the marks, too
    return words.FROM in found and words.SUBJECT in found and sum(not label for label in found) <= 2


def end_of_boxed_header(keys: list[str], index: int) -> int | None:
    """The line behind a header that Lotus Notes drew as a box of "|" and "-", if one starts here."""
    if not _BOX.match(keys[index]):
        return None
    end = index + 1
    while end < len(keys) and end - index < 40 and keys[end].startswith(("|", ">-")):
        end += 1
    drawn = keys[index:end]
    return end if any(line.startswith(">---") for line in drawn) and any("Subject:" in line for line in drawn) else None


def end_of_news_attribution(keys: list[str], index: int) -> int | None:
    """The line behind "Ann Lee <a@…> wrote in message" and "news:…", as newsreaders wrote it, if a quote follows."""
    if not ("wrote in message" in keys[index] or "wrote in news" in keys[index]) or len(keys[index]) > 200:
        return None
    end = index + 1
    if end < len(keys) and keys[end].startswith(("news:", "<", "message")):
        end += 1
    quote = next((key for key in keys[end : end + 2] if key), "")
    return end if quote.startswith(">") else None
