"""Does a person write about a failure, where the sender could as well be a mail system?"""

from __future__ import annotations

import re
from email.message import Message

from responder.adapters.bounce_lines import HEADER_LINE
from responder.adapters.bounce_parts import ADDRESS, header, subject_of
from responder.adapters.bounce_sender import (
    ANY_CODE,
    POSTMASTER,
    folded,
    is_named_as_a_daemon,
    is_surely_a_daemon,
    local_part,
    says_failure,
    without_accents,
)
from responder.steps import quote_words
from responder.steps.screen_absence import absence_in
from responder.steps.signature_lines import is_closing


def is_by_a_person(root: Message, report: str, *, returns_a_mail: bool) -> bool:
    """Does somebody write by hand, or has somebody set up a note?

    A program that nothing but its name betrays must show a program's form, and say nothing that a person would."""
    path = header(root, "Return-Path").strip()
    unquoted = "\n".join(line for line in report[:8000].splitlines() if not _IS_THE_ORIGINALS.match(line[:200]))
    in_form = returns_a_mail or has_the_form_of_a_report(unquoted)
    if is_surely_a_daemon(root):
        if is_named_as_a_daemon(root):
            return path != "<>" and _BY_HAND.search(unquoted[:5000]) is not None
        returned = returns_a_mail and says_failure(subject_of(root))
        return (not returned and _is_a_note(root, unquoted)) or (not in_form and _speaks_as_a_person(unquoted))
    if _speaks_as_a_person(unquoted):
        return True
    if not path and POSTMASTER.match(local_part(root)):
        return False
    return not in_form or (not returns_a_mail and _OF_US.search(unquoted) is not None)


_IS_THE_ORIGINALS = re.compile(rf"[ \t]{{0,8}}>|{HEADER_LINE.pattern}", re.IGNORECASE)
_BY_HAND = re.compile(
    r"\bI (?:look after|notic|saw|see |run |work|think|manage|administ|have seen|found)|\bI(?: am|['’]m) (?:the (?:\w{1,12} )?admin|responsible|in charge)"
    r"|\bwe (?:noticed|have noticed|see that|are seeing)|\bich (?:betreue|bin der|verwalte|sehe)|\bje (?:gère|suis le|vois)",
    re.IGNORECASE,
)
"""no closing: programs send their best regards too"""
_A_PROGRAMS_I = re.compile(
    r"\bI(?: a|['’])m (?:sorry|afraid)|\bI wasn['’]t able|\bI(?: ha|['’])ve given up", re.IGNORECASE
)
_OF_US = re.compile(
    r"\b(?:our|we|us|unser\w{0,2}|wir|notre|nos|nous|nuestr[oa]s?|nostr[oaie]|noss[oa]s?|onze|vår[ta]?|vores|naš\w{0,3}|наш\w{0,3})\b",
    re.IGNORECASE,
)
_MY = re.compile(
    r"\b(?:my|I['’]m|I['’]ve|meine?[mnrs]?|mon|ma|mes|mi|mis|mijn|mio|mia|meu|minha|min|moj\w{0,2}|můj|мой|моя|мне)\b(?=\s\w)",
    re.IGNORECASE,
)


POLITE = re.compile(
    r"(?:any )?(?:more )?questions\?|need help\?|not sure\?|\bI am the [\w ]{0,20}(?:manager|daemon|robot|program)",
    re.IGNORECASE,
)
"""what programs say as well"""


def _speaks_as_a_person(text: str) -> bool:
    """A question, somebody who says "I" or "my", or a name below a closing."""
    said = POLITE.sub(" ", _A_PROGRAMS_I.sub(" ", text))
    return bool(_ASKS.search(said) or quote_words.FIRST_PERSON.search(said) or _MY.search(said)) or is_signed(text)


_ASKS = re.compile(r"[?？؟](?:[\s\"')]|$)")


def is_signed(text: str) -> bool:
    """A closing and a first name: "Gruß Hans", or on two lines. "Best regards, the mail team" is a program's."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        first, _, name = line[:80].replace(",", " ").strip().rpartition(" ")
        if is_closing(line):
            name = lines[at + 1] if at + 1 < len(lines) else ""
        elif not is_closing(first):
            continue
        name = name.split(",")[0].strip(" .")
        if _FIRST_NAME.fullmatch(name) and name == name.title() and not _OFFICE.search(name):
            return True
    return False


_OFFICE = re.compile(
    r"team|service|support|admin|system|mail|post|server|office|desk|daemon|служб|почт|поддерж|команд|équipe|equipo|equipe|zesp|tým|csapat|kund",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(r"[^\W\d_]{2,15}(?: [^\W\d_]{2,15})?")


def has_the_form_of_a_report(text: str) -> bool:
    """An address begins a line and is alone there, set off, or has a code beside it or below."""
    lines = text[:8000].splitlines()
    for at, line in enumerate(lines):
        match = _ENTRY.match(line[:500])
        if match and ((match["set_off"] and match["end"]) or ANY_CODE.search(" ".join(lines[at : at + 3])[:1500])):
            return True
    return False


_ENTRY = re.compile(
    rf"(?P<set_off>[ \t]{{2,20}}<?|[ \t]{{0,20}}<)?(?:[45]\d\d[ -])?[ \t<*\"'-]{{0,6}}{ADDRESS.pattern}(?P<end>>?[ \t]{{0,20}}$)?"
)


def _is_a_note(root: Message, text: str) -> bool:
    """Somebody is away or has left, or wants the sender to prove that he is one."""
    if any(root.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    return bool(absence_in(text[:2500]).away) or _CHALLENGE.search(folded(text)) is not None


_CHALLENGE = re.compile(
    without_accents(
        r"tmda|boxbe|spam ?arrest|choicemail|mailblocks|(?:reply|respond|antworten|click|klicken|cliquez|follow|visit|solve).{0,120}(?:confirm|release|authenticat|verif|have it delivered|bestätig|freizu|libérer|human)"
        r"|(?:confirm|verify|prove|authenticat|release|bestätig|confirmer|confirmar|confermare).{0,120}(?:reply|respond|antworten|click|klicken|cliquez|haga clic|clicca)"
    )
)
