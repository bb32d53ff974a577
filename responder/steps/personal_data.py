"""Personal data in running text: card numbers, bank accounts, passwords, identity numbers, keys.

Found to warn a person (signals), and masked before a model sees the text (excerpt).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CARD = re.compile(r"(?<![\d.,/-])\d(?:[ -]?\d){12,18}(?![\d/])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_SECRET = re.compile(
    r"\b(?:pass ?word|passwd|pwd|pass ?code|pass ?phrase|passwort|kennwort|mot de passe|mdp|contrase[nñ]a|wachtwoord|senha|pin|cvv|cvc|cvv2)"
    r"(?: (?:is|was|ist|lautet|est|es|era|è|é))? ?[:=]? ?([^\s,;]{3,64})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"\b(?:passport|driver'?s licen[cs]e|driving licen[cs]e|identity card|id card|personalausweis|reisepass|"
    r"national insurance|social security|ssn|tax id|codice fiscale|dni|nie|cpf|bsn)"
    r"(?: (?:number|no|nr|nummer|num))?\.? ?(?:is|:|#|=)? ?((?=[A-Z0-9.-]{0,15}\d)[A-Z0-9][A-Z0-9.-]{5,15})\b",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\b(?:sk|rk|pk)[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9_-]{16,128}"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,64}\b|\bxox[abprs]-[A-Za-z0-9-]{10,80}"
    r"|\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,400}"
)


@dataclass(frozen=True, slots=True)
class Finding:
    kind: str
    """in words: "card number", "password" …"""
    start: int
    end: int


def found_in(text: str) -> tuple[Finding, ...]:
    """What was found, in order, without overlaps. Character offsets."""
    findings: list[Finding] = []
    for finding in sorted(_all(text), key=lambda f: (f.start, -f.end)):
        if not findings or finding.start >= findings[-1].end:
            findings.append(finding)
    return tuple(findings)


def masked(text: str) -> str:
    """The text with what was found replaced by its kind: "my card is [card number removed]"."""
    pieces: list[str] = []
    at = 0
    for finding in found_in(text):
        pieces += [text[at : finding.start], f"[{finding.kind} removed]"]
        at = finding.end
    return "".join([*pieces, text[at:]])


def _all(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        if _is_card(re.sub(r"\D", "", match.group())):
            yield Finding("card number", *match.span())
    for match in _IBAN.finditer(text):
        if _is_iban(match.group().replace(" ", "")):
            yield Finding("bank account", *match.span())
    for match in _SSN.finditer(text):
        yield Finding("social security number", *match.span())
    for match in _SECRET.finditer(text):
        if _is_secret(match.group(1), named=":" in match.group() or "=" in match.group()):
            yield Finding("password", *match.span(1))
    for match in _IDENTITY.finditer(text):
        yield Finding("identity number", *match.span(1))
    for match in _KEY.finditer(text):
        yield Finding("secret key", *match.span())


def _is_card(digits: str) -> bool:
    """Issuer prefixes of the big card networks, their lengths, and the check digit of ISO/IEC 7812 (Luhn)."""
    lengths = {"4": (13, 16, 19), "5": (16,), "2": (16,), "6": (16, 17, 18, 19), "3": (14, 15, 16)}
    if len(digits) not in lengths.get(digits[0], ()) or len(set(digits)) < 2:
        return False
    if digits[0] == "3" and digits[1] not in "045678":
        return False
    total = sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(map(int, reversed(digits))))
    return total % 10 == 0


def _is_iban(iban: str) -> bool:
    """ISO 13616: mod 97 of the rearranged number is 1."""
    if not 15 <= len(iban) <= 34:
        return False
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _is_secret(value: str, *, named: bool) -> bool:
    """Does it look like a password, not like the next word of "my password is wrong"?"""
    value = value.strip("\"'“”‘’().")
    if len(value) < 3 or value.lower().startswith(("http", "[", "<", "reset", "*")):
        return False
    digits, letters = any(c.isdigit() for c in value), any(c.isalpha() for c in value)
    special = any(not c.isalnum() and c not in "-'’.?!/_…" for c in value)
    if digits and not letters:
        return (len(value) >= 3 and named) or (len(value) in (4, 6, 8) and value.isdigit() and named)
    return (digits and letters and len(value) >= 6) or (special and len(value) >= 6 and named)
