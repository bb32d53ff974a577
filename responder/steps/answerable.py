"""Does a passage speak of what a question asks? Likeness of meaning alone takes WhatsApp for Slack.

The right page that lacks the answer is what retrieval cannot see. Two things that can be seen: a name that the question
asks about and the passage never says, and too few of the question's own words in the passage.
"""

from __future__ import annotations

import re

from responder.domain import Passage

LEAST_SHARED = 0.34
"""0–1. Share of the question's content words that the passage must hold"""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n\s*(?:\d{1,2}[.)]\s*|[-*]\s*)?)[\"“'(]?$")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "cannot",
        "can't",
        "could",
        "did",
        "do",
        "does",
        "doesn't",
        "don't",
        "for",
        "from",
        "get",
        "give",
        "had",
        "has",
        "have",
        "hello",
        "her",
        "hi",
        "his",
        "how",
        "i",
        "i'd",
        "i'm",
        "i've",
        "if",
        "in",
        "into",
        "is",
        "isn't",
        "it",
        "its",
        "just",
        "know",
        "let",
        "like",
        "made",
        "make",
        "may",
        "me",
        "might",
        "more",
        "much",
        "my",
        "need",
        "no",
        "not",
        "now",
        "of",
        "on",
        "one",
        "only",
        "or",
        "our",
        "out",
        "please",
        "possible",
        "question",
        "some",
        "such",
        "tell",
        "than",
        "thank",
        "thanks",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "us",
        "use",
        "using",
        "very",
        "want",
        "wanted",
        "was",
        "way",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "won't",
        "work",
        "would",
        "you",
        "your",
        "yours",
        "yes",
        "still",
        "also",
        "about",
        "after",
        "before",
        "again",
        "able",
        "anyone",
        "customer",
        "team",
        "hey",
        "dear",
        "there's",
        "it's",
        "what's",
        "does",
        "work",
        "works",
        "working",
        "something",
        "anything",
        "thing",
        "things",
    ]
)
_COMMON_NAMES = frozenset(
    [
        "i",
        "ok",
        "pc",
        "mac",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "english",
        "german",
        "french",
        "spanish",
        "europe",
        "european",
        "please",
        "thanks",
        "hello",
        "hi",
        "hey",
        "dear",
        "faq",
        "url",
        "pdf",
        "csv",
    ]
)


def speaks_of(passage: Passage, question: str, product: str = "") -> bool:
    """False when the passage lacks a name that is asked about, or most of the question's words."""
    held = {_stem(word) for word in _words(f"{passage.title} {passage.heading} {passage.body}")}
    known = {_stem(word) for word in _words(product)} | _COMMON_NAMES
    if any(_stem(name) not in held | known for name in names_in(question)):
        return False
    asked = {_stem(word) for word in _words(question) if word not in _EMPTY} - known
    return not asked or len(asked & held) / len(asked) >= LEAST_SHARED


def names_in(question: str) -> list[str]:
    """Words that look like names: capitals inside a sentence, or inside a word (WhatsApp, JIRA, iOS)."""
    names = []
    for found in _WORD.finditer(question):
        word = found.group()
        inside = any(c.isupper() for c in word[1:])
        starts = bool(_SENTENCE_START.search(question[max(0, found.start() - 12) : found.start()]))
        shouted = question.isupper()
        if not shouted and (inside or (word[0].isupper() and not starts)) and word.lower() not in _COMMON_NAMES:
            names.append(word.lower())
    return names


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text[:20_000])]


def _stem(word: str) -> str:
    """Enough to join plural, tense and agent: exports, exported, exporting."""
    for ending in ("ations", "ation", "ings", "ing", "ied", "ies", "ers", "er", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word
