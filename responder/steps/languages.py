"""The languages that the frame of a reply exists in: which one fits, and how it writes a date."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

_DATES = {
    "en": "%d %b %Y, %H:%M",
    "de": "%d.%m.%Y, %H:%M",
    "fr": "%d/%m/%Y %H:%M",
    "es": "%d/%m/%Y %H:%M",
    "it": "%d/%m/%Y %H:%M",
    "nl": "%d-%m-%Y %H:%M",
    "pt": "%d/%m/%Y %H:%M",
}
FRAMES = tuple(_DATES)

_FUNCTION_WORDS = {
    "en": "the and you your is are to of in for this that with it we have can please not will be on if",
    "de": "der die das und sie ihr ihre ist sind zu von im für mit es wir haben können bitte nicht wird den auf wenn ein",
    "fr": "le la les et vous votre vos est sont de du dans pour ce cette avec nous avez pouvez pas sera des sur si une",
    "es": "el la los y usted su es son de del en para este esta con lo nosotros tiene puede no será por si una las",
    "it": "il la gli e lei suo è sono di del nel per questo questa con noi ha può non sarà che su se una le i",
    "nl": "de het en u uw je jouw is zijn van in voor dit dat met we hebben kunt niet wordt op als een",
    "pt": "o a os e você seu sua é são de do em para este esta com nós tem pode não será por se uma as",
}
_OF_WORD = {
    word: [language for language, words in _FUNCTION_WORDS.items() if word in words.split()]
    for words in _FUNCTION_WORDS.values()
    for word in words.split()
}

_CODES = """
af:Afrikaans ar:Arabic az:Azerbaijani be:Belarusian bg:Bulgarian bn:Bengali bs:Bosnian ca:Catalan cs:Czech
cy:Welsh da:Danish de:German el:Greek en:English eo:Esperanto es:Spanish et:Estonian eu:Basque fa:Persian
fi:Finnish fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew hi:Hindi hr:Croatian hu:Hungarian
hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese ka:Georgian kk:Kazakh ko:Korean la:Latin
lg:Ganda lt:Lithuanian lv:Latvian mi:Maori mk:Macedonian mn:Mongolian mr:Marathi ms:Malay nb:Norwegian
nl:Dutch nn:Norwegian no:Norwegian pa:Punjabi pl:Polish pt:Portuguese ro:Romanian ru:Russian sk:Slovak
sl:Slovene sn:Shona so:Somali sq:Albanian sr:Serbian st:Sotho sv:Swedish sw:Swahili ta:Tamil te:Telugu
th:Thai tl:Tagalog tn:Tswana tr:Turkish ts:Tsonga uk:Ukrainian ur:Urdu vi:Vietnamese xh:Xhosa yo:Yoruba
zh:Chinese zu:Zulu
"""
_NAMES = dict(pair.split(":") for pair in _CODES.split())


def name_of(language: str) -> str:
    """An ISO 639-1 code in English words for an agent; a code that is not known stays as it is."""
    return _NAMES.get(language, language)


def frame_of(*languages: str) -> str:
    """The first of these ISO 639-1 codes that there is a frame for, else English."""
    return next((language for language in languages if language in FRAMES), "en")


def language_of_words(text: str) -> str:
    """Which frame fits an agent's own words or an approved draft: told by function words, English when unsure."""
    votes: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text[:4000].lower()):
        found = _OF_WORD.get(word, ())
        for language in found:
            votes[language] += 12 // len(found)
    best = votes.most_common(2)
    if not best or best[0][1] < 24 or (len(best) > 1 and best[0][1] < best[1][1] * 1.2):
        return "en"
    return best[0][0]


def shown_date(at: datetime, language: str) -> str:
    """Date and time as the language writes them, on the clock that the sender's mail carried."""
    return at.strftime(_DATES[language])
