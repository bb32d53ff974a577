"""Does a text do nothing but say that somebody is away? Weighed sentence by sentence, in some fifty languages.

A robot's note is explained to the end by a few things: who is away, until when, whom to ask meanwhile, greeting and
thanks. A customer who mentions a holiday says something more, and that remains unexplained. So no phrase decides
alone, and no list of requests has to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from responder.steps.screen_absence_words import ILL, LANGUAGES, ON_LEAVE, OVER, Phrases, fold

_LONGEST = 2500
"""letters; longer texts are not notes"""
_ENGLISH = LANGUAGES["en"]


@dataclass(frozen=True, slots=True)
class Absence:
    """What a text says of an absence."""

    away: str = ""
    """the phrase that says so; "" when nothing does"""
    ill: bool = False
    """it is an illness, and nothing else"""
    back: bool = False
    """it says until when, or that mail is answered later"""
    instead: bool = False
    """it says whom to ask meanwhile, or what happens to the mail"""
    wish: str = ""
    """a sentence that wants something, or tells of trouble"""
    explained: float = 0.0
    """share of the letters that belong to the absence or to manners, 0 to 1"""
    left: int = 0
    """letters of the sentences that say something else"""

    @property
    def is_all(self) -> bool:
        """Nothing else is said that matters."""
        if not self.away or self.wish or (self.ill and not self.instead):
            return False
        enough = 0.55 if self.back and self.instead else 0.7
        return self.explained >= enough


def absence_in(text: str) -> Absence:
    """Quotes, signature and subject are no part of `text`. Linear in its length."""
    if len(text) > _LONGEST:
        return Absence()
    sentences = sentences_of(text)
    spoken = _languages_of_absence(sentences)
    return _weighed(sentences, spoken) if spoken else Absence()


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    """folded, with a blank at both ends"""
    aside: bool
    """a short line of its own: a name, a place, a greeting"""


def sentences_of(text: str) -> list[Sentence]:
    """Clauses rather: what stands between two marks of punctuation."""
    found = []
    for line in text.split("\n"):
        clauses = [" ".join(clause.split()) for clause in _END.split(_DATE_DOT.sub(r"\1 ", fold(line)))]
        clauses = [clause for clause in clauses if any(letter.isalnum() for letter in clause)]
        aside = len(clauses) == 1 and len(clauses[0].split()) <= 4 and len(clauses[0]) <= 40
        aside = aside and not line.rstrip().endswith((".", "!", "。"))
        found += [Sentence(f" {clause} ", aside) for clause in clauses]
    return found


_AND_BUT = (
    "but|and|so|because|und|aber|denn|mais|car|donc|pero|porque|maar|dus|mutta|joten|ale|wiec|oraz|takze|proto|ama|ancak|fakat|dar|asa ca|ali|vendar|aga|bet"
    r"|men|(?<!till )och|(?<!til )og|но|а|и|але|та|тому|поэтому|αλλα|και|ve|لكن|لكني|ولكن|अतः|लेकिन|और"
)
_END = re.compile(
    rf"\s(?:{_AND_BUT})(?=\s)|지만\s|"
    r"[!?;:,()\[\]{}<>|\"«»„“”。、，；،؛۔।…·•*_=~]|\.(?=\s|$)|\s[-/]\s|(?<=[\u0e00-\u0e7f])\s(?=[\u0e00-\u0e7f])"
)
_DATE_DOT = re.compile(r"(\d)\.(?=\s?\d|\s\w|\s?[-,;)]|$)")
"""the dots of "14. 3. 2025" and "am 3. März" end no sentence"""


def _languages_of_absence(sentences: list[Sentence]) -> list[Phrases]:
    whole = " \n ".join(one.text for one in sentences)
    found = [
        phrases
        for language, phrases in LANGUAGES.items()
        if _one_of(phrases.away, whole) or (language in ON_LEAVE and ON_LEAVE[language].search(whole))
    ]
    if not found and _one_of(ILL, whole):
        found = [phrases for phrases in LANGUAGES.values() if _one_of(phrases.instead, whole)]
    return found


def _weighed(sentences: list[Sentence], spoken: list[Phrases]) -> Absence:
    away = ill = wish = ""
    back = instead = False
    said = left = 0
    for one in sentences:
        letters = sum(letter.isalnum() for letter in one.text)
        is_away = next((found for p in spoken if (found := _one_of(p.away, one.text))), "")
        if not is_away:
            is_away = next((m.group() for pattern in ON_LEAVE.values() if (m := pattern.search(one.text))), "")
        if is_away and _one_of(OVER, one.text):
            return Absence()
        names_somebody = any(_one_of(p.instead, one.text) for p in spoken) or "@" in one.text
        is_instead = names_somebody or bool(_ADDRESS.search(one.text))
        ill = ill or _one_of(ILL, one.text).strip()
        dated = bool(is_away) or any(letter.isdigit() for letter in one.text) or one.text.count(" ") <= 3
        is_back = any(_says_when(p.back, one.text, dated) for p in spoken)
        away, back, instead = away or is_away.strip(), back or is_back, instead or is_instead
        wish = wish or next((found.strip() for p in spoken if (found := _wanted(p, one.text, names_somebody))), "")
        polite = any(_one_of(p.polite, one.text) for p in spoken) or bool(_one_of(_ENGLISH.polite, one.text))
        if is_away or _one_of(ILL, one.text) or is_instead or is_back or polite or _SPAN.match(one.text):
            said += letters
        elif not one.aside:
            left += letters
    return Absence(away or ill, not away, back, instead, wish, said / (said + left) if said else 0.0, left)


def _says_when(phrases: Iterable[str], sentence: str, dated: bool) -> bool:
    """ "from", "bis", "до" tell of time beside a number or an absence only."""
    return any(phrase in sentence and (dated or len(phrase.strip()) > 4 or phrase[0] != " ") for phrase in phrases)


def _wanted(phrases: Phrases, sentence: str, names_somebody: bool) -> str:
    """ "For invoices please contact …" names a thing that people want, without wanting it."""
    found = [phrase for phrase in phrases.wish if phrase in sentence]
    if names_somebody:
        found = [phrase for phrase in found if " " in phrase.strip() and not _SEND.search(phrase)]
    return found[0] if found else ""


_SEND = re.compile(
    r"send|schick|envi|envoy|invi|wysl|przes|posl|zasl|kuld|trim|изпрат|высл|надисл|gonder|kirim|gui|שלוח"
)
"""What is to be sent to somebody else meanwhile is no wish of the sender."""
_ADDRESS = re.compile(r"[^\s@]@[^\s@]|https?:|www\.|(?:\d[ ./-]?){7}")
_SPAN = re.compile(r"(?: [^\d\s]{1,20}){0,3} \d[^a-z]{0,12}(?: [^\s]{1,20}){0,3} $")
"""A date or a time by itself: "from 3 to 14 March", "17.03.2025"."""


def _one_of(phrases: Iterable[str], text: str) -> str:
    return next((phrase for phrase in phrases if phrase in text), "")
