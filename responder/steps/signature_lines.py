"""What the readers of signatures share: rules, names, closings."""

from __future__ import annotations

import re
from unicodedata import category

from responder.steps import quote_words as words
from responder.steps.boilerplate import is_plea_for_paper, is_small_print

DASHES = re.compile(
    r"(?:--|—|––|—-|-{3,80}|_{2,80}|={3,80}|\*{3,80}|~{3,80}|#{3,80}|\+{3,80}|[━─═＝－ー＿■□◆◇★☆▲▽●○・＊※~-]{5,80}|(?:[-=*+~:_][ .]?){8,60})$"
)
_PROXY = re.compile(r"^(?:i\.\s?[av]\.|im auftrag|ppa\.|p\.\s?o\.)\s", re.IGNORECASE)
_PARTICLES = frozenset("de da do dos del della di du van von der den ter ten le la af av zu bin ibn al el".split())  # noqa: SIM905
URL_ONLY = re.compile(r"[<(\[]?https?://\S{1,300}$")
_AROUND_CLOSING = " ,.!;:，。！～~*_-–—、،؛："


def filled_lines(keys: list[str], region: list[int]) -> list[int]:
    return [index for index in region if keys[index]]


def name_like(line: str) -> bool:
    line = _PROXY.sub("", line)
    parts = line.replace(",", " ").split()
    return (
        1 <= len(parts) <= 5
        and len(line) <= 40
        and not line.endswith((".", "!", "?", ":"))
        and all(
            part[0].isupper() or not part[0].isalpha() or (number and len(parts) > 2 and part in _PARTICLES)
            for number, part in enumerate(parts[:2])
        )
        and not any(c.isdigit() for c in line)
    )


def caseless_name(line: str) -> bool:
    """A name in a script without capitals, as far as a line can look like one."""
    letters = [letter for letter in line if letter.isalpha()]
    shown = (
        len(letters) >= 2
        and len(line) <= 20
        and line.count(" ") <= 3
        and (line[-1].isalpha() or category(line[-1]) == "Mn")
    )
    return shown and not any(letter.isupper() or letter.islower() for letter in letters)


def is_closing(key: str) -> bool:
    """Is it "Best regards,", in any of the languages known, alone on its line?"""
    if not key or len(key) > 60:
        return False
    bare = key.strip(_AROUND_CLOSING).lower().replace("i\u0307", "i")  # a Turkish İ
    if bare in words.CLOSINGS:
        return True
    several = [part.strip(_AROUND_CLOSING) for part in words.BETWEEN_CLOSINGS.split(bare)]
    if len(several) > 1 and all(part in words.CLOSINGS for part in several):
        return True  # "Thanks & Regards", and those who write two languages
    greeting, _, place = words.FROM_PLACE.sub("\n", bare, count=1).partition("\n")
    return bool(place) and place.count(" ") <= 2 and greeting in words.CLOSINGS


_POSTSCRIPT = re.compile(
    r"(?:p\.?\s?p?\.?\s?s\b\.?|n\.\s?b\.|edit|nachtrag|post ?scriptum)\s?[:.\s]\s?\S", re.IGNORECASE
)
_AFTERTHOUGHT = re.compile(
    r"(?<!\w)(?:forgot|one more|also|by the way|btw|sorry|addition|correction|update|übrigens|vergessen|nachtrag|ach ja|noch was|noch etwas|korrektur|oublié|au fait|olvid|por cierto|además|dimentica|a proposito|inoltre|esquec|aliás|vergeten|trouwens|glömde|förresten|glemte|forresten|unohdin|zapomnia|przy okazji|zapomn|mimochodem|elfelejt|забыл|кстати|забув|до речі|unuttum|忘れ|追記|忘了|另外|추신)",
    re.IGNORECASE,
)


def is_postscript(line: str) -> bool:
    return _POSTSCRIPT.match(line) is not None


def start_of_own_words(keys: list[str], places: list[int]) -> int:
    """How many of these lines come before one with which the person starts to write again, or all of them."""
    for number, index in enumerate(places):
        line = keys[index]
        if is_postscript(line):
            return number
        apart = number and index and not keys[index - 1]
        if apart and _is_own_sentence(line):
            return number
    return len(places)


def _is_own_sentence(line: str) -> bool:
    if is_small_print(line) or is_plea_for_paper(line) or words.CONTACT.search(line):
        return False
    speaks = words.FIRST_PERSON.search(line) or words.REQUEST.search(line) or _AFTERTHOUGHT.search(line)
    return line.count(" ") >= 3 and bool(speaks or line.endswith("?"))


def is_role(line: str) -> bool:
    """A title, a department, a company, a register or a street, as lines of a signature hold them."""
    if words.ROLE.search(line) or words.REGISTERED.search(line):
        return True
    if len(line) > 90 or line.count(" ") > 9 or (line[-1] in ".?!:;,。？！" and not words.COMPANY.search(line[-12:])):
        return False
    if line[0].islower() or words.FIRST_PERSON.search(line) or words.REQUEST.search(line):
        return False
    if words.COMPANY.search(line) and line.count(" ") <= 6:
        return True
    if words.TITLE.search(line) and line.count(" ") <= 6:
        return True
    return any(c.isdigit() for c in line) and (words.STREET.search(line) or words.POSTCODE.search(line)) is not None
