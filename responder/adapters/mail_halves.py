"""The two halves of multipart/alternative: a person sees the HTML, and we read the plain text. Do they say the same?

Clients write the same into both, but for links, tables and quotes; programs shorten one of them. Only a plain half most
of whose words are nowhere in what the HTML shows keeps something from the person.
"""

from __future__ import annotations

import re

_MISSING_LEAST = 5
"""different words"""
_MISSING_PART = 0.6
_NO_WORDS = re.compile(
    r"https?://\S{1,3000}|<[^<>\s]{1,1000}>|\[(?:image|cid|logo)\b[^\[\]]{0,300}\]|\S{1,200}@\S{1,200}", re.I
)


_WORDS = re.compile(r"[^\W\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|\w")


def words_of(text: str) -> list[str]:
    """For comparing; of scripts that write no blanks, the letters."""
    return _WORDS.findall(text.casefold())


def kept_from_reader(plain: str, shown: str) -> str:
    """The lines of the plain half that the HTML does not show; "" where the halves agree well enough."""
    said = _NO_WORDS.sub(" ", plain)
    known = frozenset(words_of(shown))
    words = frozenset(word for word in words_of(said) if len(word) > 1 or not word.isascii())
    missing = words - known
    if not known or len(missing) < _MISSING_LEAST or len(missing) < _MISSING_PART * len(words):
        return ""
    lines = (line.strip() for line in said.split("\n"))
    return "\n".join(line for line in lines if not missing.isdisjoint(words_of(line)))


def not_in(seen: str, hidden: str) -> str:
    """Lines of hidden text with words that stand nowhere in what is seen."""
    known = frozenset(words_of(seen))
    return "\n".join(line for line in hidden.split("\n") if not known.issuperset(words_of(line)))
