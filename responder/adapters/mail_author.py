"""Who wrote a mail: RFC 5322 section 3.6.2, of which only the simple case is taken, one From field with one mailbox.

What programs write instead (a link, square brackets, a name that holds the address, "at" for "@", a path of UUCP) is
read as a person would, so that a person sees whom to answer; a defect says that it was not plain, which keeps a
machine from answering.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from mailparser.utils import get_addresses

from responder.adapters import charsets
from responder.adapters.mail_fields import address_text, decode_words
from responder.domain import Address
from responder.steps.addresses import AddressList, read_addresses, two_readings

TWO_READINGS = "two readings of From"
"""the defect that screening looks for"""


def mailboxes(value: str) -> AddressList:
    """Of one unfolded field."""
    read = read_addresses(value, decode=decode_words)
    # where quotes stood inside of an encoded word, it is one only now
    clean = tuple(
        Address(email=address_text(a.email), name=charsets.clean_line(decode_words(a.name))) for a in read.addresses
    )
    return AddressList(clean, read.problems, read.groups)


def author_of(froms: Sequence[str]) -> tuple[Address | None, list[str]]:
    """The author in the unfolded From fields, and what is wrong with them. A Sender field changes nothing: it says who
    transmitted."""
    if not froms:
        return None, ["there is no From field"]
    if len({" ".join(value.split()) for value in froms}) > 1:
        return None, ["several From fields"]
    value, defects = froms[0], ["From stands twice"] if len(froms) > 1 else []
    read = mailboxes(value)
    defects += [f"From: {problem}" for problem in read.problems]
    if read.problems or read.groups:
        meant = _meant(value)
        known = [] if read.groups else [address.email.lower() for address in read.addresses]
        if meant and meant.email.lower() not in known:
            return meant, [*defects, TWO_READINGS]
    if any(_is_changed(a.email) for a in read_addresses(value, decode=decode_words).addresses):
        return None, [*defects, "From holds what looks like an encoded word in an address"]
    if read.groups:
        return None, [*defects, "From names a group"]
    if not read.addresses:
        return None, [*defects, "From names nobody"]
    if len({address.email.lower() for address in read.addresses}) > 1:
        return None, [*defects, "From names several authors"]
    if len(read.addresses) > 1:
        defects.append("From names its author twice")
    if two_readings(value, read) or _third_reading(value) not in ("", read.addresses[0].email.lower()):
        defects.append(TWO_READINGS)
    return read.addresses[0], defects


def _is_changed(email: str) -> bool:
    """Does cleaning make another address of it?"""
    return address_text(email) != charsets.clean_line(email)


def _third_reading(value: str) -> str:
    """What mail-parser, which recovers by structure, takes for the author; "" when it finds the field ambiguous."""
    try:
        found = [email.lower() for _, email in get_addresses(value) if email]
    except Exception:  # its standard library part raises on broken fields
        return ""
    return found[0] if len(found) == 1 else ""


# ---------------------------------------------------------------------------------------------------- what was meant

_LONGEST = 1_000
_ADDRESS = re.compile(r"[^\s<>()\[\]{}\"',;:@\\&|]{1,128}@[^\s<>()\[\]{}\"',;:@\\&|!*]{1,255}")
_IN_ANGLE = re.compile(rf"<\s{{0,5}}({_ADDRESS.pattern})\s{{0,5}}>")
_AT = re.compile(
    r"(?:^|[<(\[\"'])\s{0,3}(?P<local>[A-Za-z0-9][\w.+-]{0,63})\s{0,3}"
    r"(?:\(at\)|\[at\]|\{at\}|<at>|\sat\s|\sAT\s|_at_|\(@\)|\[@\])\s{0,3}"
    r"(?P<domain>[A-Za-z0-9-]{1,63}(?:\s{0,3}(?:\.|\(dot\)|\[dot\]|\sdot\s|\sDOT\s)\s{0,3}[A-Za-z0-9-]{1,63}){1,6})"
)
_DOT = re.compile(r"\s*(?:\(dot\)|\[dot\]|\bdot\b|\.)\s*", re.IGNORECASE)
_BANG_PATH = re.compile(r"(?:[\w.-]{1,64}!){0,30}(?P<host>[\w.-]{1,64})!(?P<user>[\w.+-]{1,64})(?![\w!@])", re.ASCII)
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_GROUP = re.compile(r"[^<>@]{0,200}:[^:]*;\s*")


def _meant(value: str) -> Address | None:
    """The one address that a malformed field holds, however it is wrapped, and the words around it; None where there
    is none, or more than one."""
    if _GROUP.fullmatch(value[:_LONGEST]):
        return None
    # "\\r\\n" in letters: a script's quotes were the wrong ones, and the fields that follow came into this one
    text = re.split(r"\\r\\n|\\n|\\r", _MAILTO.sub(" ", html.unescape(value[:_LONGEST])), maxsplit=1)[0]
    in_angle = list(_IN_ANGLE.finditer(text))
    found = in_angle if len(in_angle) == 1 else list(_ADDRESS.finditer(text))
    if len({match.group().strip("<> ").lower() for match in found}) == 1:
        email = found[0][1] if in_angle and len(in_angle) == 1 else found[0].group()
    elif "@" in text.replace("(@)", "").replace("[@]", ""):
        return None
    elif not found and (found := list(_AT.finditer(text))) and len(found) == 1:
        email = f"{found[0]['local']}@{_DOT.sub('.', found[0]['domain'])}"
    elif not found and (found := list(_BANG_PATH.finditer(text))) and len(found) == 1:
        email = f"{found[0]['user']}@{found[0]['host']}.uucp"  # RFC 976 section 2.4
    else:
        return None
    read = mailboxes(email)
    if read.problems or len(read.addresses) != 1 or "." not in read.addresses[0].domain:
        return None
    for match in reversed(found):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return Address(email=read.addresses[0].email, name=_name_in(text))


_WRAPPING = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}|<\s*>")
_PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'", "<": ">"}


def _name_in(text: str) -> str:
    """The words that are left, without what wrapped the address and without what wraps them."""
    bare = " ".join(_WRAPPING.sub(" ", text).split()).replace('"', "")
    name = charsets.clean_line(decode_words(bare))
    while len(name) > 1 and _PAIRS.get(name[0]) == name[-1]:
        name = name[1:-1].strip()
    return name.replace('"', "").strip(" \t<>,;:-[](){}")
