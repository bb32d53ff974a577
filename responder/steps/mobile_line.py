"""Lines by which a mail program names itself: "Sent from my iPhone", "Get Outlook for iOS".

They are judged by what is left of them: with one word more than such lines consist of, a line is the customer's.
"""

from __future__ import annotations

import re

from responder.steps import mobile_words as words
from responder.steps.signature_lines import URL_ONLY, filled_lines

_LINK = re.compile(r"[<(\[]{0,2}(?:https?://|mailto:|www\.)[^\s<>()\[\]]{0,300}[>)\]]?")
_SLOGAN = re.compile(r"Yahoo Mail ?: \w{3,16}, \w{3,16}, \w{3,16}(?: \w{2,16}){0,3}$")
_JOINED = re.compile("|".join(map(re.escape, words.JOINED)), re.IGNORECASE)
_UNSPACED = "\u0590-\u1cff\u2e80-\uffef"
_SCRIPTS_MEET = re.compile(rf"(?<=[A-Za-z0-9!'’-])(?=[{_UNSPACED}])|(?<=[{_UNSPACED}])(?=[A-Za-z0-9-])")
_PIECES = re.compile(
    "|".join(
        sorted(re.escape(word) for word in words.ROLES if re.match(r"[\u0e00-\u0e7f\u1100-\u11ff\u2e80-\uffef]", word))[
            ::-1
        ]
    )
)
_BETWEEN = re.compile(r"[\s.,;:!|·/()\[\]<>{}\"„“”‘«»*_–—®™+&،。、「」【】\u0640]+")
_CLAUSE_ENDS = re.compile(r"[.,;!] |\s[-–—|]\s")
_ELIDED = re.compile(r"[ldLD]['’](?=\w)")
_STEM = re.compile(rf"({'|'.join(words.STEMS)})['’-]?(\w{{0,7}})")
_MODEL = re.compile(r"[a-z]{0,3}\d{1,4}[a-z]{0,3}")
_CODE = re.compile(r"[a-z]{1,4}-?[a-z]?\d{3,5}[a-z0-9]{0,3}")
_IS_AN_OFFER = re.compile(
    r"(?:get|create|try|sign up|erstelle|hol|jetzt|créez|obtenez|crea|crie|maak|skapa|opret|opprett|luo|załóż|vytvoř|создай)\w{0,4}\s",
    re.IGNORECASE,
)
""" "Create your own encrypted address: https://…" """
_UNKNOWN = "?"


def is_mobile_line(key: str, *, surely: bool = False) -> bool:
    """Such as "Sent from my iPhone", "Von meinem Samsung gesendet", "iPhoneから送信", "Get Outlook for iOS<https://…>".

    `surely` where the line is all that a mail says: "Sent from mobile" may then be an answer.
    """
    visible = " ".join(_LINK.sub(" ", key).split()).strip(" []()<>*_-{}«»")
    if visible != key:
        visible = visible.rstrip(" :")  # "…: https://m.example/mail"
    if not visible or len(visible) > 130 or visible.count(" ") > 24 or visible.endswith(("?", ":", "？")):
        return False
    if _SLOGAN.match(visible):
        return True
    if _names_the_program(visible, linked=visible != key, surely=surely):
        return True
    for end in list(_CLAUSE_ENDS.finditer(visible))[:2]:
        if not _names_the_program(visible[: end.start()], linked=False, surely=surely):
            continue
        if _excuses(visible[end.end() :]) or (
            visible != key and not surely and _IS_AN_OFFER.match(visible[end.end() :])
        ):
            return True
    return False


def _names_the_program(text: str, *, linked: bool, surely: bool) -> bool:
    if text.strip(" .!").lower() in words.WHOLE:
        return not surely
    tokens = _roles_of(text)
    if tokens is None or len(tokens) < 2:
        return False
    roles = set("".join(tokens))
    if words.GET in roles and words.PROGRAM in roles:
        return "http" in text or linked or (not surely and {words.FOR, words.PLATFORM} <= roles)
    if words.SENT not in roles:
        device = words.DEVICE in roles or words.PRODUCT in roles
        return not surely and text.startswith("From my ") and device and len(tokens) <= 4
    return _says_where_from(tokens, roles, surely=surely)


def _says_where_from(tokens: list[str], roles: set[str], *, surely: bool) -> bool:
    if not roles & {words.FROM, words.WITH} or (words.WAS in roles and words.THIS not in roles):
        return False
    if _UNKNOWN in roles:
        return not surely
    mine = words.MINE in roles
    product = words.PRODUCT in roles or (words.MAKER in roles and (mine or roles & {words.DEVICE, words.MAIL}))
    if product or (mine and words.DEVICE in roles):
        return not surely or mine or words.FROM in roles or words.MAIL in roles
    # "Inviato da cellulare": nothing says whose device it was, so nothing else may be said
    return not surely and len(tokens) <= 4 and words.DEVICE in roles and words.FROM in roles and words.MAIL not in roles


def _excuses(text: str) -> bool:
    said = [word for word in _BETWEEN.split(text.lower().replace("d'", "d' ").replace("d’", "d' ")) if word]
    return words.EXCUSES.issuperset(said) and not words.FAULTS.isdisjoint(said)


def _roles_of(text: str) -> list[str] | None:
    """What each word may do in such a line, or nothing when a word is left that has no place in it."""
    joined = _JOINED.sub(lambda found: words.JOINED[found[0].lower()], text)
    tokens = [token for token in _BETWEEN.split(_SCRIPTS_MEET.sub(" ", joined)) if token.strip("-'’")]
    found: list[str] = []
    for place, token in enumerate(tokens):
        roles = _roles_of_word(token, found[-1] if found else "")
        if (
            roles is None
            and token[0].isupper()
            and [word.lower() for word in tokens[place + 1 : place + 3]] == ["mail", "app"]
        ):
            roles = [_UNKNOWN]  # the provider's own program
        if roles is None:
            return None
        found += roles
    return found


def _roles_of_word(token: str, before: str) -> list[str] | None:
    word = _ELIDED.sub("", token).lower().replace("\u0307", "").strip("-'’")
    if word in words.ROLES:
        known = words.ROLES[word]
        if token[0].isupper():
            known = known.replace("b", words.PRODUCT)
        return [known] if known != "b" else None
    if stem := _STEM.fullmatch(word):
        back = words.FROM if stem[2].endswith(words.LOOKS_BACK) else ""
        mine = words.MINE if back and stem[2].endswith(("mdan", "mden", "mról", "mről", "ni")) else ""
        return [words.STEMS[stem[1]] + back + mine]
    named = any(role in before for role in (words.PRODUCT, words.MAKER, words.PLATFORM))
    if named and (_MODEL.fullmatch(word) or word in ("a", "u", "om", "а", "ом")):
        return [before]
    if words.MINE in before and _CODE.fullmatch(word):
        return [words.DEVICE]
    if "-" in word:
        parts = [_roles_of_word(part, before) for part in word.split("-")[:4]]
        return None if None in parts else [role for part in parts if part for role in part]
    return _roles_of_run(word)


def _roles_of_run(word: str) -> list[str] | None:
    """Chinese, Japanese, Korean and Thai write several words in one."""
    if word.isascii() or _PIECES.sub("", word):
        return None
    return [words.ROLES[piece] for piece in _PIECES.findall(word)]


def without_mobile_line(keys: list[str], region: list[int]) -> list[int]:
    filled = filled_lines(keys, region)
    first = max(0, len(filled) - 40)
    drop: set[int] = set()
    for place in range(len(filled) - 1, first - 1, -1):
        index = filled[place]
        link_below = place + 1 < len(filled) and URL_ONLY.match(keys[filled[place + 1]]) is not None
        line = f"{keys[index]} {keys[filled[place + 1]]}" if link_below else keys[index]
        if not is_mobile_line(line) and not is_mobile_line(keys[index]):
            continue
        after = [keys[line] for line in filled[place + 1 :] if line not in drop]
        if (all(len(line) <= 40 and line.count(" ") <= 4 for line in after) and len(after) <= 4) or _alone(keys, index):
            drop.add(index)
            if link_below:
                drop.add(filled[place + 1])
    return [index for index in region if index not in drop] if drop else region


def _alone(keys: list[str], index: int) -> bool:
    above = index == 0 or not keys[index - 1]
    below = index + 1 >= len(keys) or not keys[index + 1]
    return above and below
