"""Links, mail addresses and telephone numbers in a draft: which of them does no cited passage have?

Whoever reads a reply trusts what it links to, so a link must be in the passage byte for byte, and whatever merely could
become a link in some mail program (a bare domain, a defanged address, markup) counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set

_URL = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:(?://|(?=[^\s/]{2}))|\bwww\.|(?<![\w:/])//(?=\w))[^\s<>\"“”„|]{1,2000}", re.IGNORECASE
)
_SCHEME_WITHOUT_SLASHES = re.compile(
    r"^(?:data|javascript|mailto|tel|file|vbscript|blob|sms|callto|ms-\w+)\s*:", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"“”@]{1,64}@[^\s<>()\[\],;:\"“”@]{1,255}")
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?[.。．｡]){1,6}[^\W\d_]{2,24}(?::\d{2,5})?(?:/[^\s<>\"“”]{0,500})?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/-])\+?\(?\d[\d ()./-]{6,20}\d(?![\w%])")
_MARKDOWN_LINK = re.compile(
    r"!?\[[^\]\n]{0,300}\][ \t]?(?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\]|:[ \t]{0,4}\S)|<a\b|<img\b|&#x?[0-9a-f]{2,6};|&(?:lt|gt|amp|colon|sol);",
    re.IGNORECASE,
)
_DEFANGED = re.compile(
    r"\bhxxps?\b|[^\W_]{2,40}\s?[\[({](?:\.|dot|punkt|at|@)[\])}]\s?[^\W_]{2,40}|\b[\w-]{2,40} (?:dot|at) [\w-]{2,40} dot [a-z]{2,10}\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\x00-\x08\x0b-\x1f\x7f]"
)
_EXAMPLES = frozenset(("e.g", "i.e", "z.b", "p.ex", "p.ej", "u.a", "d.h"))


def strange_links(text: str, known: Set[str], passages_text: str) -> list[str]:
    """Links, addresses and telephone numbers that are not among the known ones, to the byte; markup always.

    `passages_text` is what the cited passages say: a name with a dot in it that stands there ("report.csv") is no link.
    """
    strange: list[str] = []
    strange += [m.group()[:80] for m in _MARKDOWN_LINK.finditer(text)]
    strange += [m.group()[:80] for m in _DEFANGED.finditer(text)]
    if hidden := _UNSEEN.search(text):
        strange.append(f"an invisible character (U+{ord(hidden.group()):04X})")
    rest = text
    for pattern in (_URL, _ADDRESS, _DOMAIN, _PHONE):
        for match in pattern.finditer(rest):
            link = _trimmed(match.group())
            if pattern is _DOMAIN and (link.lower() in _EXAMPLES or _is_file_or_number(link, passages_text)):
                continue
            if pattern is _PHONE and sum(c.isdigit() for c in link) < 7:
                continue
            if (
                pattern is _URL
                and "//" not in link
                and not link.lower().startswith("www.")
                and not _SCHEME_WITHOUT_SLASHES.match(link)
            ):
                continue
            if link not in known:
                strange.append(link[:120])
        if pattern is not _PHONE:
            rest = pattern.sub(lambda m: " " * len(m.group()), rest)
    return strange


def links_of(text: str) -> Iterator[str]:
    for pattern in (_URL, _ADDRESS, _PHONE, _DOMAIN):
        yield from (_trimmed(m.group()) for m in pattern.finditer(text))


def _trimmed(link: str) -> str:
    """Without what belongs to the sentence, not to the link."""
    link = link.rstrip(".,;:!?*_'’`|")
    while link.endswith((")", "]", ">")) and link.count(link[-1]) > link.count(
        {")": "(", "]": "[", ">": "<"}[link[-1]]
    ):
        link = link[:-1].rstrip(".,;:!?*_'’`|")
    return link


def _is_file_or_number(link: str, passages_text: str) -> bool:
    return link.lower() in passages_text.lower() and link.isascii()


def odd_letters(text: str) -> set[str]:
    """Words that mix alphabets, and letters that only look like Latin ones ("раypal", "ｐａｙ")."""
    odd = set()
    for word in re.findall(r"[^\W\d_]+", text):
        if word.isascii():
            continue
        scripts = {unicodedata.name(c, "?").split(" ")[0] for c in word if not unicodedata.combining(c)}
        if (
            scripts & {"MATHEMATICAL", "FULLWIDTH", "MODIFIER", "CHEROKEE", "DOUBLE-STRUCK", "SCRIPT", "FRAKTUR"}
            or ("LATIN" in scripts and len(scripts) > 1)
            or scripts & {"CYRILLIC", "GREEK", "ARMENIAN"}
        ):
            odd.add(word)
    return odd
