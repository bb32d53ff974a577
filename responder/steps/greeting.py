"""By what name is somebody greeted? Only by one that looks like a person's."""

from __future__ import annotations

from responder.steps.mime import clean

_NOT_NAMES = """
    team support info office sales admin administrator service kontakt contact mail billing accounting accounts hello
    buchhaltung sekretariat verwaltung vertrieb einkauf gmbh ag kg inc llc ltd limited corp company co group the ug ohg
    sarl sas srl spa bv nv sa plc customer client user noreply no-reply help desk helpdesk department abteilung firma
    hr it marketing webmaster postmaster root invoice invoices rechnung system via mr mrs ms dr prof herr frau
"""
_FORMAL = ("de",)


def greeted(name: str, language: str) -> str:
    """The name to greet by, or "" when it may not be a person's. First names where that is usual."""
    name = clean(name).strip("\"' ")
    if name.count(",") == 1:  # "Meyer, Anna"
        last, first = (part.strip() for part in name.split(","))
        name = f"{first} {last}"
    words = name.split()
    letters = all(c.isalpha() or c in "-'’." or ord(c) > 0x300 for word in words for c in word)
    if not 0 < len(words) <= 4 or len(name) > 40 or not letters:
        return ""
    if not set(_NOT_NAMES.split()).isdisjoint(word.lower().strip(".") for word in words):
        return ""
    if len(words) == 1 or language in _FORMAL or (not name.isascii() and not name[0].isupper()):
        return name
    plain_first = len(words[0]) > 2 and words[0][0].isupper() and words[0][1:].islower()
    return words[0] if plain_first else name
