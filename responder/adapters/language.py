"""Which language a text is in, by lingua; "und" when that is not sure.

A detector that knows only the configured languages would call every text one of them, so it knows the common languages
of the world. Its small models (40 MB) do for a few sentences; a line or two needs the large ones, and those are loaded
for the few languages where it matters, each 25 MB, when the first short text comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from responder.adapters.language_words import language_by_words

COMMON = (
    "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "bg", "el", "tr",
    "ru", "uk", "ar", "he", "fa", "hi", "bn", "ta", "ja", "ko", "zh", "vi", "id", "th", "hr", "ca", "et", "lv", "lt", "sl",
)  # fmt: skip
LOOKED_AT = 400
"""characters"""
SHORT = 120
"""letters; below this the small models guess"""
_NOISE = re.compile(r"https?://\S{1,500}|\S{1,100}@\S{1,100}|[#<>*_=|~0-9]{1,200}")


def language_of(text: str, languages: Sequence[str] = COMMON) -> str:
    """ISO 639-1 code of the text's language, "und" when unsure or when there is too little text. `languages`: those
    that matter, told apart with the large models."""
    sample = " ".join(_NOISE.sub(" ", text[: 2 * LOOKED_AT]).split())[:LOOKED_AT]
    letters = sum(c.isalpha() for c in sample)
    if letters < 3:
        return "und"
    # the small models take "how do I reset my password?" for Italian
    if letters < SHORT and (told := language_by_words(sample)):
        return told
    first = _likely(_detector(COMMON, small=True), sample)
    if not first:
        return "und"
    code, share = first[0]
    one_script = any("\u0370" <= c <= "\uffff" and c.isalpha() for c in sample) and share > 0.99
    if share >= 0.9 and (letters >= SHORT or one_script):
        return _as_iso(code)
    second = _likely(_detector(precise := _precise(languages), small=False), sample)
    if not second:
        return "und"
    best, sure = second[0]
    if code not in precise and share >= 0.9 and letters >= 15:
        # a language outside the few: the small models say so firmly
        return _as_iso(code)
    next_best = second[1][1] if len(second) > 1 else 0.0
    return _as_iso(best) if sure >= max(0.4 if letters >= 12 else 0.8, 2 * next_best) else "und"


def warm_up(languages: Sequence[str]) -> None:
    """Load all models that `language_of` may need. Loading holds the interpreter for up to three seconds, in which an
    event loop in another thread stands still: so do it before there is mail."""
    sample = "a few words, as short texts need every part of a model"
    _likely(_detector(COMMON, small=True), sample)
    _likely(_detector(_precise(languages), small=False), sample)


def _precise(languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["en", "de", "fr", "es", *[c for c in languages if c in COMMON][:8]]))


def _as_iso(code: str) -> str:
    return "no" if code in ("nb", "nn") else code


def _likely(detector: Any, sample: str) -> list[tuple[str, float]]:
    values = detector.compute_language_confidence_values(sample)
    return [(v.language.iso_code_639_1.name.lower(), v.value) for v in values if v.value > 0]


@lru_cache(maxsize=8)
def _detector(codes: tuple[str, ...], *, small: bool) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*[getattr(IsoCode639_1, code.upper()) for code in codes])
    # all are needed for the first text, and several at once load in half the time
    return (builder.with_low_accuracy_mode() if small else builder).with_preloaded_language_models().build()
