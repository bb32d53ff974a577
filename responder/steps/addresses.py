"""Address fields, read strictly: RFC 5322 section 3.4 with the letters of RFC 6532, in one linear pass.

Who a mail is from decides who gets an answer, so what two parsers could read differently is said, not guessed
(CVE-2023-27043 and its kin). Structure is found before encoded words are decoded: a name can hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import getaddresses

from responder.domain import Address


@dataclass(frozen=True, slots=True)
class AddressList:
    """The mailboxes of one field. `problems` in words; `groups` when group syntax (RFC 5322 section 3.4) was used."""

    addresses: tuple[Address, ...] = ()
    problems: tuple[str, ...] = ()
    groups: bool = False


@dataclass(slots=True)
class _Item:
    phrase: list[str]
    angle: list[str]
    comments: list[str]
    angles: int = 0
    after: bool = False
    """something stands after the closing angle bracket"""
    plain: list[str] | None = None
    """the phrase with its quotes, to be read as an addr-spec"""


_ATOM = r"[^\s\x00-\x20()<>\[\]:;@\\,.\"\x7f]+"
_ADDR_SPEC = re.compile(
    rf"(?P<local>\.?{_ATOM}(?:\.+{_ATOM})*\.?|\"(?:[^\"\\\x00-\x1f]|\\[^\x00-\x1f])*\")"
    rf"@(?P<domain>{_ATOM}(?:\.{_ATOM})*\.?|\[[^\[\]\\\s]+\])"
)
_ENCODED = re.compile(r"=\?[^?\s]*\?[bBqQ]\?")


def read_addresses(field: str, *, decode: Callable[[str], str] = str) -> AddressList:
    """`field` is unfolded and still has its encoded words; `decode` turns those of a display name into text."""
    addresses: list[Address] = []
    problems: list[str] = []
    pending = ""  # "Doe, Jane <jane@…>" without quotes: the first half of a name
    items, groups, broken = _items(field)
    problems += broken
    for item in items:
        name, email, problem = _mailbox(item, decode)
        if problem:
            problems.append(problem)
        if not email:
            pending = f"{pending}, {name}" if pending else name
            continue
        if pending and item.angles:
            name = f"{pending}, {name}" if name else pending
        elif pending:
            problems.append("words that are no address")
        pending = ""
        addresses.append(Address(email=email, name=name))
    if pending:
        problems.append("words that are no address")
    return AddressList(tuple(addresses), tuple(dict.fromkeys(problems)), groups)


def two_readings(field: str, strict: AddressList) -> bool:
    """Does the standard library's parser, which many programs use, see other mailboxes in this field?"""
    try:
        theirs = {email.lower() for _, email in getaddresses([field]) if "@" in email}
    except Exception:  # it raises IndexError and others on broken fields
        return True
    ours = {re.sub(r"\s", "", address.email.lower()) for address in strict.addresses}
    # 'x@y.example' <x@y.example>, as Outlook writes it, names one mailbox twice
    return {re.sub(r"\s|\\", "", e).strip("'") for e in theirs} != {e.replace("\\", "").strip("'") for e in ours}


def _items(field: str) -> tuple[list[_Item], bool, list[str]]:
    """Split at the structural commas and semicolons, every character looked at once."""
    items: list[_Item] = []
    problems: list[str] = []
    item = _Item([], [], [], plain=[])
    groups = in_group = in_angle = in_quote = in_literal = escaped = False
    depth = 0
    comment: list[str] = []

    def put(text: str, shown: str | None = None) -> None:
        if in_angle:
            item.angle.append(text)
            return
        if item.angles and not text.isspace():
            item.after = True
        item.phrase.append(text if shown is None else shown)
        assert item.plain is not None
        item.plain.append(text)

    for c in field:
        if escaped:
            escaped = False
            if depth:
                comment.append(c)
            else:
                put("\\" + c, c)
        elif c == "\\" and (in_quote or depth):
            escaped = True
        elif depth:
            depth += (c == "(") - (c == ")")
            if depth:
                comment.append(c)
            else:
                item.comments.append("".join(comment))
        elif in_quote:
            in_quote = c != '"'
            put(c, "" if c == '"' else c)
        elif in_literal:
            in_literal = c != "]"
            put(c)
        elif c == '"':
            in_quote = True
            put(c, "")
        elif c == "(":
            depth, comment = 1, []
        elif c == "<":
            if in_angle:
                problems.append("nested angle brackets")
            in_angle = True
            item.angles += 1
        elif c == ">":
            if not in_angle:
                problems.append("an angle bracket that was not opened")
            in_angle = False
        elif c == "[" and (in_angle or (item.plain and item.plain[-1] == "@")):
            in_literal = True
            put(c)
        elif c == ":" and not in_angle and not in_group and not item.angles:
            groups = in_group = True
            item = _Item([], [], [], plain=[])
        elif c in ",;" and not in_angle:
            items.append(item)
            item = _Item([], [], [], plain=[])
            in_group = in_group and c == ","
        else:
            put(c)
    items.append(item)
    if in_quote or depth or in_angle or in_literal:
        problems.append("a quote, comment or bracket that never ends")
    return [i for i in items if i.angles or i.comments or "".join(i.phrase).strip()], groups, problems


def _mailbox(item: _Item, decode: Callable[[str], str]) -> tuple[str, str, str]:
    """Name, addr-spec ("" when there is none), problem ("" when all is well)."""
    phrase = " ".join(decode("".join(item.phrase)).split())
    if item.angles:
        spec = "".join(item.angle).strip()
        if spec.startswith("@") and ":" in spec:
            spec = spec.partition(":")[2]  # RFC 5322 section 4.4: an obsolete route is to be ignored
        link = spec[:7].lower() == "mailto:"
        email, problem = _addr_spec(spec[7:] if link else spec)
        if link:
            problem = problem or "a link where an address belongs"
        if item.angles > 1 or item.after:
            problem = problem or "words around an address that do not belong there"
            email = "" if item.angles > 1 and "nested" not in problem and "@" in phrase else email
        if not phrase and item.comments:
            phrase = " ".join(decode(item.comments[0]).split())
        return _unquoted(phrase), email, problem
    assert item.plain is not None
    text = "".join(item.plain).strip()
    if "@" not in text:
        return phrase, "", ""
    email, problem = _addr_spec(text)
    if not email and (found := _address_among_words(text)):
        # shown to a person, who sees what was meant; the problem keeps a machine from answering
        return decode(found[0]), found[1], "words around an address that do not belong there"
    name = " ".join(decode(item.comments[-1]).split()) if item.comments else ""
    return (name, email, problem) if email else (phrase, "", problem)


def _address_among_words(text: str) -> tuple[str, str] | None:
    """ "Kim Doe kim@acme.example": the words, and the only thing among them that is an address."""
    words = text.split()
    at = [n for n, word in enumerate(words) if "@" in word]
    if len(at) != 1 or len(words) < 2:
        return None
    email, problem = _addr_spec(words[at[0]])
    if problem or "." not in email.rpartition("@")[2]:
        return None
    return (" ".join(words[: at[0]] + words[at[0] + 1 :]), email)


def _unquoted(name: str) -> str:
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else name


def _addr_spec(text: str) -> tuple[str, str]:
    """RFC 5322 section 3.4.1; two dots together and dots at the ends of a local part are seen in the wild and kept."""
    compact = re.sub(r" ?([.@]) ?", r"\1", " ".join(text.split())) if not text.isalnum() else text
    if len(compact) > 1000:
        return "", "an address that is too long"
    match = _ADDR_SPEC.fullmatch(compact)
    if match is None:
        return "", "a malformed address" if text else "an empty address"
    if _ENCODED.search(compact):
        return "", "an encoded word inside an address"  # RFC 2047 section 5 forbids it; programs differ on it
    return f"{match['local']}@{match['domain'].rstrip('.').lower()}", ""
