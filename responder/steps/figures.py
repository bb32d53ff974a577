"""Figures in a sentence: their value, unit, bound ("up to"), and the label that they belong to ("Team 30, Business 100").

For comparing a draft with the passages that it cites, so that 1,000 equals "1 000" and an hour 60 minutes, and that the
price of one plan is not taken for that of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from responder.steps.phrases import plain_word

_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:([€$£])\s?)?(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,20}(?:[.,:/]\d{1,20}|-\d{2}(?=-|\b)(?=[\d-]*\b))*)(\s?%|\s?[€$£])?"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STEP = re.compile(r"(?:\b(?:steps?|options?|questions?|part|point|numbers?|answer)\s{1,3}|#)$", re.IGNORECASE)
_RANGE = re.compile(r"^\s{0,2}(?:-|–|—|to|and|or|bis|und|à|et|a|y|e|tot|en|até)\s{0,2}$", re.IGNORECASE)
_ORDINAL = re.compile(r"^(?:st|nd|rd|th)\b", re.IGNORECASE)

_IN_WORDS = {
    w: str(n)
    for n, words in {
        1: "eine einen einem einer ein", 2: "two twice double zwei deux dos due twee dois duas", 3: "three triple drei trois tres tre drie três",
        4: "four vier quatre cuatro quattro quatro", 5: "five fünf cinq cinco cinque vijf", 6: "six sechs seis sei zes", 7: "seven sieben sept siete sette zeven sete",
        8: "eight acht huit ocho otto oito", 9: "nine neun neuf nueve nove negen", 10: "ten zehn dix diez dieci tien dez", 11: "eleven", 12: "twelve zwölf douze doce dodici twaalf doze",
        13: "thirteen", 14: "fourteen vierzehn quatorze catorce veertien", 15: "fifteen", 20: "twenty zwanzig vingt veinte venti twintig vinte", 24: "twenty-four", 25: "twenty-five", 30: "thirty dreißig trente treinta trenta dertig trinta",
        40: "forty", 45: "forty-five", 48: "forty-eight", 50: "fifty", 60: "sixty sechzig soixante sesenta sessanta zestig sessenta", 70: "seventy", 72: "seventy-two", 80: "eighty", 90: "ninety", 100: "hundred hundert cent cien honderd cem", 1000: "thousand tausend mille mil duizend", 1000000: "million",
    }.items()
    for w in words.split()
}  # fmt: skip
_ONE = {"one": "1", "a": "1", "an": "1", "single": "1", "half": "0.5"}

_UNITS: dict[str, tuple[str, float]] = {
    w: (family, factor)
    for family, factor, words in (
        ("%", 1, "% percent prozent pourcent"), ("€", 1, "€ eur euro euros"), ("$", 1, "$ usd dollar dollars"), ("£", 1, "£ gbp pound pounds"),
        ("cent", 1, "cents"), ("time", 1 / 60, "second seconds sec secs sekunde sekunden"), ("time", 1, "minute minutes min mins minuten minuti minutos minuut"),
        ("time", 60, "hour hours hr hrs h stunde stunden heure heures hora horas ora ore uur uren"), ("time", 1440, "day days tag tage tagen jour jours día días giorno giorni dag dagen dia dias"),
        ("time", 10080, "week weeks woche wochen semaine semaines semana semanas settimana settimane weken"), ("month", 1, "month months monat monate monaten mois mes meses mese mesi maand maanden mês"),
        ("month", 12, "year years jahr jahre jahren an ans année años año anno anni jaar anos ano"), ("work", 1, "business-day working-day"),
        ("byte", 1, "kb"), ("byte", 1000, "mb"), ("byte", 1e6, "gb"), ("byte", 1e9, "tb"),
    )
    for w in words.split()
}  # fmt: skip
UNIT_WORDS = frozenset(w for w, (family, _) in _UNITS.items() if family in ("time", "month") and len(w) > 2)
_UPPER = re.compile(
    r"(?:up to|at most|maximum(?: of)?|max\.?|no more than|not more than|less than|under|fewer than|within|below|höchstens|maximal|jusqu'à|hasta|fino a|até|until)\s{0,2}(?:the (?:first|next)\s)?[€$£]?$",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"(?:at least|minimum(?: of)?|min\.?|more than|over|above|no less than|not less than|after|mindestens|au moins|al menos|almeno|minstens|pelo menos)\s{0,2}[€$£]?$",
    re.IGNORECASE,
)
_UPPER_AFTER = re.compile(r"^[^.,;]{0,18}\b(?:or less|or fewer|at most|maximum|max)\b", re.IGNORECASE)
_LOWER_AFTER = re.compile(
    r"^[^.,;]{0,18}\b(?:or more|at least|minimum|and above|or longer|or later|or above|or over|or greater|oder mehr|oder länger|ou plus|o más|o más tiempo)\b",
    re.IGNORECASE,
)

_PERIODS = {
    w: period
    for period, words in {
        "month": "monthly monatlich mensuel mensuelle mensual mensile maandelijks mensal",
        "year": "yearly annual annually jährlich annuel anual annuale jaarlijks",
        "week": "weekly wöchentlich", "day": "daily täglich", "hour": "hourly",
    }.items()
    for w in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    raw: str
    """as written, with what stands around it for a reader"""
    value: str
    """canonical: without thousands' separators and trailing zeros; dates, times and versions as written"""
    family: str
    """kind of unit: "%", "€", "time", …, or empty"""
    bound: Literal["", "upper", "lower"]
    start: int
    end: int


@lru_cache(maxsize=4096)
def figures_of(text: str) -> tuple[Figure, ...]:
    """All figures of a sentence, digits or words, in order."""
    found = sorted([*_digits(text), *_words(text)], key=lambda f: f.start)
    # "5 to 10 business days": the first has the unit of the second
    for i in range(len(found) - 2, -1, -1):
        one, two = found[i], found[i + 1]
        if not one.family and two.family and _RANGE.match(text[one.end : two.start]):
            family, factor = _unit_at(text, two.end, text[two.start : two.end])
            found[i] = Figure(one.raw, _scaled(one.value, factor), family, one.bound or two.bound, one.start, one.end)
    return tuple(found)


def same(one: Figure, other: Figure) -> bool:
    """Does `one` say the same figure as `other` of a passage? A unit that only one of them has does not matter, another
    bound does."""
    if one.value != other.value or (one.family and other.family and one.family != other.family):
        return False
    if one.family in ("%", "€", "$", "£", "work") and not other.family:
        return False
    return one.bound == other.bound or (not one.bound and other.bound == "upper") or _still_true(one, other)


def _still_true(said: Figure, known: Figure) -> bool:
    """A limit may be called one ("25 guests", "up to 25 guests"), a price or time may not become "up to"."""
    if known.bound:
        return not said.bound
    return not said.bound or (said.bound == "upper" and said.family in ("", "byte"))


@lru_cache(maxsize=8192)
def label_of(figure: Figure, text: str, names: frozenset[str]) -> str:
    """The name out of `names` that a figure of `text` belongs to: the nearest before it, else the nearest behind it,
    but not beyond another figure; empty when there is none."""
    places = [(m.start(), w) for m in _WORD.finditer(text) if (w := plain_word(m.group())) in names]
    return _nearest(figure, text, places)


@lru_cache(maxsize=8192)
def period_of(figure: Figure, text: str) -> str:
    """ "month" for a figure said to be monthly, in the same way."""
    places = [(m.start(), p) for m in _WORD.finditer(text) if (p := _PERIODS.get(m.group().lower(), ""))]
    return _nearest(figure, text, [p for p in places if not figure.start <= p[0] < figure.end + 14])


@lru_cache(maxsize=4096)
def periods_in(text: str) -> frozenset[str]:
    return frozenset(p for m in _WORD.finditer(text) if (p := _PERIODS.get(m.group().lower(), "")))


def _nearest(figure: Figure, text: str, places: list[tuple[int, str]]) -> str:
    others = [f.start for f in figures_of(text) if f.start != figure.start]
    before = [(at, name) for at, name in places if at < figure.start]
    after = [(at, name) for at, name in places if at > figure.start]
    if before and not any(before[-1][0] < o < figure.start for o in others):
        return before[-1][1]
    if after and not any(figure.start < o < after[0][0] for o in others):
        return after[0][1]
    return before[-1][1] if before else after[0][1] if after else ""


def _digits(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        before, raw, after = match.groups()
        if _STEP.search(text[max(0, match.start() - 12) : match.start()]) or raw is None:
            continue
        symbol = (before or after or "").strip()
        family, factor = _UNITS.get(symbol, ("", 1.0)) if symbol else _unit_at(text, match.end(), raw)
        value = canonical(raw)
        yield _figure(text, match.start(), match.end(), _scaled(value, factor), family)


def _words(text: str) -> Iterator[Figure]:
    for match in _WORD.finditer(text):
        word = match.group().lower()
        value = _IN_WORDS.get(word) or _ONE.get(word, "")
        if not value:
            continue
        family, factor = _unit_at(text, match.end(), word)
        if (word in _ONE or value == "1") and not family:
            continue
        if value in ("2", "3") and not family and word not in ("twice", "double", "triple"):
            continue  # "the two of you", "three ways": counting words
        yield _figure(text, match.start(), match.end(), _scaled(value, factor), family)


def _figure(text: str, start: int, end: int, value: str, family: str) -> Figure:
    head, tail = text[max(0, start - 24) : start], text[end : end + 40]
    bound: Literal["", "upper", "lower"] = ""
    # what follows decides: "up to 60 minutes or longer" is no limit at all
    if _LOWER_AFTER.match(tail):
        bound = "lower"
    elif _UPPER.search(head) or _UPPER_AFTER.match(tail):
        bound = "upper"
    elif _LOWER.search(head):
        bound = "lower"
    shown = " ".join(text[max(0, start - 20) : end + 20].split())
    return Figure(shown, value, family, bound, start, end)


def _unit_at(text: str, end: int, raw: str) -> tuple[str, float]:
    tail = text[end : end + 40]
    ordinal = _ORDINAL.match(tail)
    words = _WORD.findall(tail[ordinal.end() :] if ordinal else tail)
    symbol = tail.lstrip()[:1]
    if symbol in ("%", "€", "$", "£"):
        return _UNITS[symbol]
    if not words or tail[: tail.find(words[0])].strip(" \u00a0\u202f-–"):
        return "", 1.0
    first = words[0].lower()
    if first in ("business", "working") and (len(words) < 2 or words[1].lower().rstrip("s") not in ("day", "hour")):
        return "", 1.0
    if first in ("business", "working", "werktage", "werktagen", "arbeitstage", "ouvrés", "hábiles") or (
        len(words) > 1 and words[1].lower() in ("ouvrés", "ouvrables", "hábiles", "lavorativi", "úteis")
    ):
        return "work", 1.0
    if "-" in first:  # "60-minute link" comes as one word behind the figure
        first = first.split("-")[0]
    if first == "h" and ":" in raw:
        return "", 1.0
    return _UNITS.get(first, ("", 1.0))


def canonical(raw: str) -> str:
    """ "1,000" → "1000", "5.60" → "5.6", "5,6" → "5.6"; a date, time or version stays as it is."""
    raw = raw.strip().rstrip(".,:/-")
    if re.fullmatch(r"\d{1,3}(?:[.,   ]\d{3})+", raw) and not raw.startswith("0"):
        return re.sub(r"\D", "", raw)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+", raw):
        raw = raw.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", raw):
        raw = raw.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+[.,]\d{1,2}", raw):
        whole, part = re.split("[.,]", raw)
        part = part.rstrip("0")
        return f"{whole.lstrip('0') or '0'}.{part}" if part else whole.lstrip("0") or "0"
    return raw.lstrip("0") or "0" if raw.isdigit() else raw


def _scaled(value: str, factor: float) -> str:
    if factor == 1.0 or not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return value
    return f"{float(value) * factor:.6g}"
