"""A solved ticket without the people in it: what may be shown to the agent of another customer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from responder.steps.personal_data import masked
from responder.steps.question import without_courtesies

_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(r"https?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)[+(#]?\d(?:[ ()/.-]{0,3}\d){4,99}")
_CODE = re.compile(r"\b(?=[A-Z0-9-]{0,40}\d)(?=[A-Z0-9-]{0,40}[A-Z])[A-Z0-9][A-Z0-9-]{5,40}\b")
_NAMED = re.compile(
    r"\b(?i:my name is|this is|i am called|ich hei(?:ß|ss)e|mein name ist|hier ist|je m['’]appelle|mon nom est|me llamo|"
    r"mi nombre es|mi chiamo|mijn naam is|(?:o )?meu nome é|mr|mrs|ms|dr|herr|frau|monsieur|madame|señora?|signora?)\.? "
    r"((?:[^\W\d_a-z][\w'’-]{1,30})(?: [^\W\d_a-z][\w'’-]{1,30}){0,2})"
)
_STREET = re.compile(
    r"\b\d{1,5} (?:[A-Z][\w'-]{1,30} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square|Way)\b\.?"
    r"|\b[A-ZÄÖÜ][\w'-]{1,40}(?:straße|strasse|str\.|weg|platz|gasse|allee) ?\d{1,4}\w?\b"
)

LONGEST = 20_000
"""characters that are looked at"""


def impersonal(text: str, names: Iterable[str] = ()) -> str:
    """The text without greeting, closing, names, addresses, numbers that may be somebody's, and personal data.

    `names`: of the people of the ticket, and their addresses. What remains is for colleagues only: no rule finds every
    name."""
    text = masked(without_courtesies(text[:LONGEST]))
    text = _LINK.sub(_plain_link, _ADDRESS.sub("[address]", text))
    text = _STREET.sub("[street]", text)
    text = _NAMED.sub(lambda found: found.group().replace(found[1], "[name]"), text)
    text = _CODE.sub("[code]", _NUMBER.sub("[number]", text))
    known = sorted({part for name in names for part in _parts(name)}, key=len, reverse=True)
    if known:
        text = re.sub(rf"\b(?:{'|'.join(map(re.escape, known))})(?:['’]s)?(?!\w)", "[name]", text, flags=re.IGNORECASE)
    return re.sub(r"\[name\](?: \[name\])+", "[name]", text).strip()


def in_a_line(text: str, *, letters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[:letters].rsplit(' ', 1)[0]} …"


_EVERYDAY = frozenset(
    [
        "account",
        "admin",
        "billing",
        "contact",
        "hello",
        "help",
        "info",
        "mail",
        "may",
        "mark",
        "office",
        "order",
        "sales",
        "service",
        "support",
        "team",
        "the",
        "will",
    ]
)


def _parts(name: str) -> list[str]:
    """ "Anna Meyer" and "anna.meyer@example.com" → anna, meyer."""
    words = re.findall(r"[^\W\d_]{2,}", name.partition("@")[0].lower())
    return [word for word in words if word not in _EVERYDAY]


def _plain_link(found: re.Match[str]) -> str:
    """A link to a page stays; one that carries a token or an account does not."""
    link = found.group()
    return "[link]" if "?" in link or re.search(r"\d{4}|[\w-]{24}|[%@=]", link) else link
