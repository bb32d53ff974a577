"""Small print of gateways, scanners and newsletters, and how to tell it from a person who speaks of such things.

One sentence that holds nothing of small print makes a paragraph a person's: what is written by hand must not be lost.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words

_SENTENCE_ENDS = re.compile(r"(?<!\bno)(?<!\bNo)(?<!\bnr)(?<!\bNr)[.!?;:]\s|[。！？；]")


def a_person_speaks(text: str) -> bool:
    """Of themselves, of what is ours, of what somebody said: no small print does."""
    return (
        words.FIRST_PERSON.search(text) is not None
        or words.MINE.search(text) is not None
        or words.YOUR_SMALL_PRINT.search(text) is not None
        or words.REPORTED.search(text) is not None
    )


def is_small_print(text: str) -> bool:
    """Such as "This e-mail has been scanned by Acme" or "Report as spam", and nothing else."""
    if len(text) >= 300 or words.BOILERPLATE.search(text) is None or a_person_speaks(text):
        return False
    return "?" not in words.URL.sub("", text) and all(map(_holds_small_print, _sentences(text)))


def is_newsletter_footer(text: str) -> bool:
    """Says why one gets it, and how to get no more of it."""
    if len(text) >= 600 or a_person_speaks(text) or ends_in_own_words(text) or "?" in words.URL.sub("", text):
        return False
    if words.UNSUBSCRIBE.search(text):
        return True
    if words.SUBSCRIPTION.search(text) is None:
        return False
    linked = words.URL.search(text) is not None and words.BECAUSE_OF_YOU.search(text) is not None
    return linked or words.SUBSCRIBED.search(text) is not None


def asks_outright(text: str) -> bool:
    """Does it begin with a request that is not only for those whom a mail was not meant for?"""
    return words.REQUEST_FIRST.match(text) is not None and words.CONDITION.search(text) is None


def ends_in_own_words(text: str) -> bool:
    """Is the last sentence a short one that no small print ends with, such as "Call back today."?"""
    sentences = _sentences(text)
    last = sentences[-1] if sentences else ""
    return len(sentences) > 1 and last.count(" ") <= 8 and not _holds_small_print(last)


def is_plea_for_paper(text: str) -> bool:
    """Such as "Bitte prüfen Sie, ob diese Mail wirklich ausgedruckt werden muss", in any of the languages known."""
    if len(text) > 300 or words.PLEA.match(text) is None or a_person_speaks(text):
        return False
    printed = words.PRINTING.search(text)
    if printed is None or any(letter.isdigit() for letter in text):
        return False
    if words.NATURE.search(text):
        rest = text[printed.end() :]
        return (
            words.MAIL.search(text) is not None or _ENDS_SOON.match(rest) is not None or bool(words.NATURE.search(rest))
        )
    return words.NEED.search(text) is not None and words.THIS_MAIL.search(text) is not None


def is_warning(text: str) -> bool:
    """Such as "Caution: this mail came from outside, do not click links": every sentence warns, and nobody speaks."""
    if (
        len(text) >= _LONGEST_BANNER
        or words.BANNER.search(text) is None
        or "?" in words.URL.sub("", text)
        or a_person_speaks(text)
    ):
        return False
    if words.TALKS_TO_US.search(text):
        return False
    sentences = _sentences(_LABEL.sub("", text))
    return all(words.WARNING.search(sentence) for sentence in sentences)


_LONGEST_BANNER = 1500
_LABEL = re.compile(r"^\W{0,4}\w{2,14}(?: \w{2,10}){0,2}\W{0,3}[:\]]\s?")
_ENDS_SOON = re.compile(r"\w{0,12}(?:\s\w{1,14})?\s?(?:\W|$)(?!\w)")


def _holds_small_print(sentence: str) -> bool:
    return (
        words.BOILERPLATE.search(sentence) is not None
        or words.UNSUBSCRIBE.search(sentence) is not None
        or words.SMALL_PRINT.search(sentence) is not None
        or words.ROLE.search(sentence) is not None
        or words.COMPANY.search(sentence) is not None
        or words.URL.search(sentence) is not None
        or "www." in sentence
        or any(term.search(sentence) for term in words.DISCLAIMER_TERMS)
    )


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_ENDS.split(text) if len(part.strip(" .!?<>|*_-")) > 2]
