"""Does a mail carry an automatic answer of ours, quoted or pasted, in whichever language it was?"""

from __future__ import annotations

from functools import lru_cache

from responder.config import Settings
from responder.domain import Message
from responder.errors import ConfigError
from responder.wording import render

_MOST = 50_000
"""characters: an answer and its quote are shorter"""


def is_quoted_in(message: Message, settings: Settings) -> bool:
    """By the sentence with which it says that it is automatic; never where product.ai_disclosure is off."""
    own = str(settings.path(settings.own_templates)) if settings.own_templates else ""
    # mail programs break the lines of a quote anew
    text = " ".join(message.text[:_MOST].replace(">", " ").split())
    return any(sentence in text for sentence in _sentences(own))


@lru_cache(maxsize=8)
def _sentences(own: str) -> tuple[str, ...]:
    try:
        lines = render("mail/automatic.txt.jinja", own_templates=own).split("\n")
    except ConfigError:
        return ()  # answers cannot be written with these words either, and composing one says so
    return tuple(" ".join(line.split()) for line in lines if line.strip())
