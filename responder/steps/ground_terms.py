"""On whose behalf, for what and under which condition does a sentence say something? "If you ask within 7 days", "per
user and month", "only owners": an answer that leaves them out is another answer.

For comparing a sentence of a draft with the sentence of a passage that supports it. The conditions may stand beside it
in the same paragraph of the draft, as people write ("You get it back. You need to ask within 7 days.").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from responder.steps import figures
from responder.steps.claim_words import NEGATION, WORD, plain_words, stem, stems
from responder.steps.phrases import plain_word

LONGEST = 1_500
"""characters of a sentence or paragraph that are looked at"""

_ROLES = {
    plain_word(w): role
    for role, words in {
        "owner": "owner owners eigentümer eigentümerin inhaber inhaberin propriétaire propietario proprietario eigenaar",
        "admin": "admin admins administrator administrators superadmin superadmins administratoren administratorin administrateur "
        "administrateurs administrador administradores amministratore beheerder",
        "member": "member members user users person people seat seats colleague colleagues teammate teammates coworker "
        "coworkers employee employees mitglied mitglieder nutzer benutzer membre membres utilisateur utilisateurs miembro miembros "
        "usuario usuarios utente utenti gebruiker gebruikers",
        "guest": "guest guests gast gäste gästen invité invités invitado ospite",
        "viewer": "viewer viewers reader readers betrachter",
        "editor": "editor editors bearbeiter",
        "manager": "manager managers supervisor supervisors",
        "customer": "customer customers client clients subscriber subscribers buyer buyers kunde kunden clientes",
        "anybody": "anyone anybody everyone everybody jeder alle tous todos tutti iedereen",
        "school": "school schools student students teacher teachers university universities pupil pupils schulen studenten",
        "charity": "nonprofit nonprofits non-profit non-profits charity charities ngo ngos vereine",
        "company": "companies businesses startup startups firma firmen", "organisation": "organisation organisations organization organizations",
        "developer": "developer developers entwickler", "partner": "partner partners reseller resellers",
        "visitor": "visitor visitors", "contractor": "contractor contractors freelancer freelancers",
        "agent": "agent agents", "parent": "parent parents", "child": "child children minor minors",
    }.items()
    for w in words.split()
}  # fmt: skip
_ACTING = frozenset(_ROLES.values()) - {"organisation", "customer"}
_LEADING = frozenset(
    [
        "only",
        "just",
        "an",
        "a",
        "the",
        "all",
        "every",
        "each",
        "any",
        "both",
        "new",
        "our",
        "your",
        "most",
        "other",
        "workspace",
        "account",
        "organization",
        "organisation",
        "and",
        "or",
        "as",
        "so",
        "then",
        "yes",
        "please",
        "note",
        "that",
        "paying",
        "nur",
        "alle",
        "jeder",
        "jede",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "und",
        "oder",
        "als",
    ]
)
"""words that may stand before the subject of a sentence"""
_KINDS = frozenset(
    ["paid", "registered", "private", "public", "unused", "existing", "eligible", "verified", "paying", "bezahlte"]
)
"""adjectives that say which things a sentence is about"""
_PERIOD = {
    "month": "month",
    "monthly": "month",
    "monatlich": "month",
    "year": "year",
    "yearly": "year",
    "annual": "year",
}
_PERIOD |= {"annually": "year", "months": "month", "years": "year", "jährlich": "year"}

_ADJECTIVES = frozenset(plain_word(w) for w in ("monthly", "yearly", "annual", "monatlich", "jährlich"))
_CONDITION = re.compile(
    r"\b(if|unless|until|except|only|within|provided|providing|as long as|when|whenever|once|after|before|during|without|"
    r"wenn|falls|sofern|außer|ausser|bis|innerhalb|nur|nachdem|bevor|sobald|sauf|lorsque|si|sólo|solo|cuando|salvo|mits|tenzij|als|indien)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[,;:.!?()—–]")
_PER = re.compile(
    r"\b(?:per|pro)\s{1,2}(?:\d+\s{0,2})?([^\W\d_]+)(?:\s(?:and|und|per|/)\s(?:\d+\s{0,2})?([^\W\d_]+))?", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:first|initial|1st|erste[nrsm]?|première?|primer[ao]?|prim[ao]|eerste)\b", re.IGNORECASE)
_FIRST_OF = re.compile(
    r"\b(?:first|initial|1st|erste[nrsm]?|première?|primer[ao]?|prim[ao]|eerste)\s(?!of all\b|step\b|line\b|column\b|row\b|open\b|click\b|choose\b|name\b)(?=\w)",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|when|whenever|once|only|unless|until|except|within|provided|providing|as long as|need|needs|must|have to|has to|required?|requires|"
    r"after|before|by|in case|under|during|because|wenn|falls|sofern|nur|innerhalb|sobald|nachdem|müssen|muss|si|lorsque|cuando|als|indien|mits)\b",
    re.IGNORECASE,
)
_EXCEPTING = re.compile(
    r"\b(?:unless|except|excepting|excluding|otherwise|but|apart|other than|instead|without|außer|sauf|salvo|tenzij|es sei denn)\b",
    re.IGNORECASE,
)
_SOFT = frozenset(
    (
        "when",
        "whenever",
        "once",
        "after",
        "before",
        "during",
        "without",
        "nachdem",
        "bevor",
        "sobald",
        "lorsque",
        "cuando",
        "als",
        "si",
        "bis",
        "solo",
    )
)
_EXCEPTIONS = frozenset(("unless", "except", "außer", "ausser", "sauf", "salvo", "tenzij"))
INSTRUCTION = re.compile(
    r"^(?:(?:please|then|next|now|first|afterwards|to [^,]{3,80}|after that|in [^,]{3,60}|under [^,]{3,60}|on [^,]{3,60}|you can then|just|simply|and)\b,?\s{1,2}){0,3}"
    r"(?:open|click|choose|select|go|enter|tap|press|sign|log|check|wait|ask|set|type|copy|paste|drag|use|add|turn|switch|scan|install|"
    r"upload|download|pick|look|visit|navigate|make|try|write|contact|do|save|create|invite|run|restart|update|allow|send|see|keep)\b",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"[€$£%]|\b(?:euros?|eur|usd|dollars?|gbp|pounds?|percent|prozent|refund\w*|reimburs\w*|credit(?:s|ed)?|discount\w*|voucher\w*|coupon\w*|compensat\w*|fees?|"
    r"free of|is free|are free|for free|costs?|prices?|priced?|charged?|charges|payments?|money|invoices?|cancel\w*|entitle\w*|eligible|qualif\w+|guarante\w+|warrant\w+|"
    r"liab\w+|contract\w*|erstatt\w*|rabatt\w*|kostenlos\w*|rembours\w*|gratuit\w*|gratis|reembols\w*|rimbors\w*)(?![\w])",
    re.IGNORECASE,
)
"""Sentences about money and policy: what a company was held to in court."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one sentence."""

    subjects: frozenset[str]
    """roles that the sentence is about: {"owner", "admin"} of "Only owners and admins can …" """
    roles: frozenset[str]
    """all roles named"""
    per: frozenset[str]
    """what a price or limit is for: {"member", "month"} """
    first: bool
    conditions: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    """(word that opens it, its telling stems, its figures)"""


@lru_cache(maxsize=4096)
def of(sentence: str) -> Terms:
    """The terms on which a sentence says what it says."""
    text = sentence[:LONGEST]
    return Terms(
        subjects=_subjects(text),
        roles=frozenset(role for w in WORD.findall(text) if (role := _ROLES.get(plain_word(w)))),
        per=frozenset(_kind(w) for pair in _PER.findall(text) for w in pair if w),
        first=bool(_FIRST_OF.search(text)),
        conditions=tuple(_conditions(text)),
    )


def differ(said: str, paragraph: str, passage: str, *, context: str, scope: str, plans: frozenset[str]) -> bool:
    """Does a draft's sentence leave out or exchange who, what for or under which condition?

    `paragraph` is the draft's around the sentence, `passage` the sentence that supports it, `context` the headings above
    that one, `scope` the nearest of them, `plans` the names of the plans.
    """
    ours, theirs = of(said), of(passage)
    beside = paragraph[:LONGEST] if len(paragraph) > len(said) else said
    words, known = plain_words(beside), stems(beside)
    roles = of(beside).roles
    # who
    if ours.roles & _ACTING - theirs.roles - of(context).roles:
        return True
    if theirs.subjects and (
        (ours.subjects and not ours.subjects <= theirs.subjects) or not (ours.subjects or theirs.subjects & roles)
    ):
        return True
    first_words = {w.lower() for w in WORD.findall(passage[:80])[:2]}
    if first_words & _KINDS - words:
        return True
    # for which plan, in which period
    of_plan = (plans & _capitals(passage)) or (plans & _capitals(scope))
    if of_plan and not of_plan & words:
        return True
    period = _periods(scope)
    if len(period) == 1 and not period & _periods(beside):
        return True
    if MONEY.search(passage) and (_ADJECTIVES & plain_words(passage)) and not _periods(passage) & _periods(beside):
        return True
    # for what, under which condition
    if theirs.per - {_kind(w) for w in words} or ours.per - {_kind(w) for w in plain_words(f"{passage} {context}")}:
        return True
    if theirs.first and not _FIRST.search(beside):
        return True
    return _condition_left_out(said, beside, known, theirs)


def _condition_left_out(said: str, beside: str, known: frozenset[str], theirs: Terms) -> bool:
    instruction = bool(INSTRUCTION.match(said))
    values = {f.value for f in figures.figures_of(beside)}
    negative = bool({w.lower().replace("’", "'") for w in WORD.findall(beside)} & NEGATION)
    for marker, telling, needed in theirs.conditions:
        if instruction and marker in _SOFT:
            continue
        if needed - values or len(telling & known) < 0.5 * len(telling):
            return True
        if marker in _EXCEPTIONS and not (_EXCEPTING.search(beside) or negative):
            return True
        if marker not in _SOFT and not _CONDITIONAL.search(beside) and not negative:
            return True
    return False


def _conditions(text: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    found = []
    marks = list(_CONDITION.finditer(text))
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        stop = _END.search(text, mark.end(), end)
        clause = text[mark.end() : stop.start() if stop else end]
        if mark.group().lower() in ("only", "nur"):
            clause = " ".join(clause.split()[:4])
        telling, needed = stems(clause), frozenset(f.value for f in figures.figures_of(clause))
        if telling or needed:
            found.append((mark.group().lower(), telling, needed))
    return found


def _subjects(text: str) -> frozenset[str]:
    """The roles at the very beginning of a sentence; of a table's cell the role of its column."""
    found = set()
    if " — " in text:
        text = text.partition(" — ")[2].partition(":")[0]
    for word in WORD.findall(text[:120])[:10]:
        role = _ROLES.get(plain_word(word))
        if role:
            found.add(role)
        elif word.lower() not in _LEADING:
            break
    return frozenset(found & _ACTING)


def _kind(word: str) -> str:
    """A role or period for its many names, else the stem."""
    plain = plain_word(word)
    return _ROLES.get(plain) or _PERIOD.get(plain) or stem(word)


@lru_cache(maxsize=4096)
def _periods(text: str) -> frozenset[str]:
    return frozenset(p for w in plain_words(text) if (p := _PERIOD.get(w)))


@lru_cache(maxsize=4096)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(plain_word(w) for w in WORD.findall(text) if w[0].isupper())
