"""Contact blocks: title, company, phone and address below a name."""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.quote_headers import label_of
from responder.steps.signature_lines import (
    DASHES,
    caseless_name,
    filled_lines,
    is_closing,
    is_role,
    name_like,
    start_of_own_words,
)
from responder.steps.speech import asks, gives_data, is_case_data, is_tax_number, speaks


def without_contact_block(keys: list[str], region: list[int], *, asked: bool = False) -> list[int]:
    """After a closing and a name: title, company, phone, addresses. Closing and name stay, and so does a postscript.

    `asked` when the mail that this one answers asks for such data.
    """
    filled = filled_lines(keys, region)
    for place in range(max(0, len(filled) - 24), len(filled)):
        if not is_closing(keys[filled[place]]):
            continue
        name, after = _below_the_name(keys, filled[place + 1 :])
        after = after[: start_of_own_words(keys, after)]
        text = [keys[index] for index in filled[max(0, place - 30) : place]]
        run = after[: _length_of_run([keys[index] for index in after], text)]
        block = [keys[index] for index in run]
        if len(run) < len(after) and not _is_complete(block):
            continue  # what stands beside the customer's data may belong to it
        ends = bool(run) and run[-1] == filled[-1]
        labels = ends and _are_labels(block, name, housed=not _speaks_of_data(keys, region, text))
        if block and (_is_contact_block(block) or labels):
            if _is_announced(text, block, quote_below=_has_quote_below(keys, region), asked=asked):
                return region
            return [index for index in region if not run[0] <= index <= run[-1]]
    return _without_business_card(keys, region, asked=asked)


def _below_the_name(keys: list[str], after: list[int]) -> tuple[str, list[int]]:
    """The name below a closing, and the lines below the name."""
    name = ""
    while (
        after
        and (is_closing(keys[after[0]]) or name_like(keys[after[0]]) or caseless_name(keys[after[0]]))
        and not words.ROLE.search(keys[after[0]])
    ):
        named = not is_closing(keys[after[0]])
        name = keys[after[0]] if named else name
        after = after[1:]
        if named:
            break
    return name, after


def _length_of_run(lines: list[str], text: list[str]) -> int:
    """How many lines come before one that the person wrote for us: a sentence, data of their case, or a tax number that
    the `text` above may be about."""
    other = [line for line in lines if not is_tax_number(line)]
    whole = sum(any(seen(line) for line in other) for seen in (_is_title, _is_company, _is_street, _has_telephone)) >= (
        2 if any(_INVOICED.search(line) for line in text) else 1
    )
    for number, line in enumerate(lines):
        if DASHES.match(line):
            return number  # what stands below a rule has been judged before
        tax = is_tax_number(line)
        if (tax and not whole) or (not tax and (gives_data(line) or asks(line))) or words.OWN_WORDS.match(line):
            return number
    if _lists_people(lines) or all(_is_street(line) for line in lines):
        return 0  # people who sign with nothing but where they live tell us so
    return len(lines)


_INVOICED = re.compile(
    r"invoic|\bbill|\bvat\b|rechnung|factur|fattur|fatura|faktur|factuur|számla|számlá|laskut|счет|счёт|рахун|фактур|请款|发票|發票|請求書|세금|חשבונית|فاتورة",
    re.IGNORECASE,
)


def _is_title(line: str) -> bool:
    return words.TITLE.search(line) is not None and not _is_company(line) and not _is_street(line)


def _is_company(line: str) -> bool:
    return words.COMPANY.search(line) is not None or _LEGAL_FORM.search(line) is not None


_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:gmbh|ag|kg|ltd|inc|llc|corp|plc|limited|s\.?a\.?r\.?l|b\.?v|s\.?r\.?l|s\.?p\.?a|ооо|зао|оао|тов)(?!\w)|株式会社|有限会社|有限公司|주식회사",
    re.IGNORECASE,
)


def _is_street(line: str) -> bool:
    if not any(c.isdigit() for c in line):
        return False
    return any(street.search(line) is not None for street in (words.STREET, words.POSTCODE, _STREET, _HOUSE))


_STREET = re.compile(
    r"(?<!\w)(?:street|st|avenue|ave|road|rd|way|rue|calle|via|straße|strasse|str)(?!\w)", re.IGNORECASE
)


_HOUSE = re.compile(r"(?:[^\W\d_][\w.'’-]{1,25} ){1,3}\d{1,4}[a-z]?\s?[,·|–-]\s?(?:\d{4,6} )?[^\W\d_]{3}")
""" "Haven 6, Zierikzee", in any language"""


def _has_telephone(line: str) -> bool:
    return sum(c.isdigit() for c in line) >= 6 and (words.CONTACT.search(line) or _TELEPHONE.search(line)) is not None


def _lists_people(lines: list[str]) -> bool:
    """ "Meg Dunn, Engineer" and "Tom Ray, Accountant": nobody has two names."""
    named = [_PERSON.match(line) for line in lines]
    return sum(found is not None and not is_role(found[1]) for found in named) >= 2


_PERSON = re.compile(r"([^\W\d_]{2,20} [^\W\d_]{2,20})\s?[,;:–-]\s?\S")


def _is_complete(block: list[str]) -> bool:
    """A title, and how to reach its bearer: nobody has to ask for it."""
    titled = any(is_role(line) and not _is_street(line) and not _is_company(line) for line in block)
    return titled and any(words.CONTACT.search(line) or _TELEPHONE.fullmatch(line) for line in block)


def _has_quote_below(keys: list[str], region: list[int]) -> bool:
    return any(keys[region[-1] + 1 : region[-1] + 10])


def _is_announced(text: list[str], block: list[str], *, quote_below: bool, asked: bool) -> bool:
    """Does the text above the closing send the reader to these lines, or want such data used that it does not hold?"""
    for number, line in enumerate(text):
        if _points_below(line, quote_below=quote_below) and not any(map(_holds_data, text[number + 1 :])):
            return True
    if any(_holds_data(line) for line in text):
        return False
    if asked and _says_little(text):
        return True
    usable = any(c.isdigit() or c == "@" for line in block for c in line)
    return usable and any(words.USES_DATA.search(line) for line in text)


def _points_below(line: str, *, quote_below: bool) -> bool:
    """ "At the address below", but not "with the following change: deliver to Rome", nor "see below" above a quote."""
    found = words.POINTS_BELOW.search(line)
    if found is None or any(c in ":：" for c in line[found.end() : -1]):
        return False
    return not quote_below or words.NAMES_DATA.search(line) is not None


def _speaks_of_data(keys: list[str], region: list[int], above: list[str]) -> bool:
    """Any word of an address, a name or a delivery, in a text that holds no such data. "Below" is the quote, if one is."""
    if any(_holds_data(line) for line in above):
        return False
    text = " ".join(above)[-2000:]
    if _has_quote_below(keys, region):
        text = words.POINTS_BELOW.sub(" ", text)
    return words.CONTACT_DATA.search(text) is not None


def _says_little(above: list[str]) -> bool:
    """Whoever is asked for an address and says no more lets the signature answer."""
    return sum(line.count(" ") + 1 for line in above) <= 12 and not any(_holds_data(line) for line in above)


def _holds_data(line: str) -> bool:
    return sum(c.isdigit() for c in line) >= 3 or _is_company(line) or _is_street(line) or "@" in line


def _is_whole_name(name: str) -> bool:
    return caseless_name(name) or (name.count(" ") >= 1 and all(p[0].isupper() for p in name.split() if p[0].isalpha()))


def _are_labels(block: list[str], name: str, *, housed: bool) -> bool:
    """Lines such as "Head of Planning" and "Northern Grid", in any language, that end a mail below a closing and a name:
    few, short and no sentences. Of numbers nobody knows whether they are the customer's own, but for the house below a
    label (`housed`), where nothing above speaks of addresses. Below a first name only there must be one."""
    whole = _is_whole_name(name)
    house = housed and any(_is_street(line) for line in block)
    only_a_house = _is_street(block[0]) and "|" not in block[0]
    if not (whole or house) or only_a_house or len(block) > 5:
        return False
    family = {part.casefold() for part in name.split() if len(part) >= 4}
    # "Reeves Garden Supplies" below "Alan Reeves"
    named_after = whole and any(not family.isdisjoint(line.casefold().split()) for line in block)
    if not (house or named_after) and not any(
        is_role(line) or words.CONTACT.search(line) or _TELEPHONE.fullmatch(line) or _DEPARTMENT.search(line)
        for line in block
    ):
        return False  # "Black Sofa", "Oak Table": capitals alone prove nothing
    return all(
        _TELEPHONE.fullmatch(line)
        or _is_company(line)
        or (house and len(line) <= 60 and (_is_street(line) or _BARE_DOMAIN.fullmatch(line) or _HOURS.search(line)))
        or _is_label(line, of_a_firm=house)
        for line in block
    )


def _is_label(line: str, *, of_a_firm: bool) -> bool:
    """Firms (`of_a_firm`, where a house stands beside) may write themselves in small letters."""
    return (
        len(line) <= 45
        and line.count(" ") <= 5
        and line[-1].isalnum()
        and (of_a_firm or not line[0].islower())
        and not any(c.isdigit() or c in ":：" for c in line)
        and not words.FIRST_PERSON.search(line)
        and not words.REQUEST.search(line)
        and not words.OWN_WORDS.match(line)
        and (of_a_firm or _is_named(line.split()))
    )


_BARE_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,20}(?:/\S{0,60})?")
_HOURS = re.compile(r"\d{1,2}[.:h]\d{2}\s?[-–]\s?\d{1,2}[.:h]\d{2}")
_DEPARTMENT = re.compile(r"[\u3400-\u9fff\uac00-\ud7af](?:部|课|課|科|室|组|組|処|处|팀|부|센터)$")
_TELEPHONE = re.compile(r"[+(]?\d[\d\s()/.-]{6,24}\d")


def _is_named(parts: list[str]) -> bool:
    """ "Head of Planning", but not "The bank says no"."""
    return len(parts) <= 2 or 2 * sum(not part[0].islower() for part in parts) >= len(parts)


def _without_business_card(keys: list[str], region: list[int], *, asked: bool) -> list[int]:
    """Last lines of name, title or company, and phone numbers, without a closing above. A first name alone stays.

    Customers also send such lines because we need them ("my new address is"): then what stands above says so, or says
    nothing else.
    """
    filled = filled_lines(keys, region)
    if start := _own_card(keys, region, filled, asked=asked) or _signed_twice(keys, region, filled, asked=asked):
        return [index for index in region if index < start]
    for place in range(max(1, len(filled) - 13), len(filled) - 1):
        if not _starts_a_card(keys, filled, place):
            continue
        after = filled[place + 1 :]
        after = after[: start_of_own_words(keys, after)]
        lines = [keys[index] for index in after]
        above = [keys[index] for index in filled[max(0, place - 60) : place]]
        if any(gives_data(line) for line in lines) or _lists_people(lines):
            continue
        if any(not keys[index - 1] and name_like(keys[index]) and not is_role(keys[index]) for index in after):
            continue  # several people: a list that the customer sends
        if not lines or sum(line.count(" ") + 1 + len(line) // 12 for line in above) < 4:
            continue
        evidence = sum(is_role(line) or words.CONTACT.search(line) is not None for line in lines)
        roles = sum(is_role(line) for line in lines)
        apart = not keys[filled[place] - 1]
        # without a blank line above, or with few lines, each of them must be of a signature
        enough = evidence == len(lines) if len(lines) < 2 or not apart else 3 * evidence >= 2 * len(lines)
        if not roles or not enough or max(map(len, lines)) > 110 or not _is_contact_block(lines, least=1):
            continue
        if (asked and _says_little(above)) or _speaks_of_data(keys, region, above):
            return region
        start = filled[place] if " " in keys[filled[place]] else after[0]
        return [index for index in region if not start <= index <= after[-1]]
    return region


def _own_card(keys: list[str], region: list[int], filled: list[int], *, asked: bool) -> int:
    """Where a card begins with the name of whoever the quoted mail below was written to; 0 for nowhere. Whatever the
    language of its titles."""
    name = _addressee(keys, region[-1] + 1) if region else frozenset[str]()
    if not name:
        return 0
    for place in range(max(1, len(filled) - 9), len(filled) - 1):
        lines = [keys[index] for index in filled[place:]]
        head, *card = lines[0].partition(",")[0], *lines[1:]
        if keys[filled[place] - 1] or set(head.casefold().split()) != name:
            continue
        if keys[filled[place - 1]].endswith((":", "：")):
            return 0
        if not _says_only_who(card, card, keys, region, filled[:place], asked=asked):
            return 0
        signs = is_closing(keys[filled[place - 1]])  # the name belongs to the closing above it
        return filled[place + 1 if signs else place]
    return 0


def _says_only_who(
    card: list[str], block: list[str], keys: list[str], region: list[int], above: list[int], *, asked: bool
) -> bool:
    """Is nothing in the lines of a card said to us, and does nothing above it want them (with the name: `block`)?"""
    if any(asks(line) or speaks(line) or gives_data(line) for line in card) or _lists_people(card):
        return False
    text = [keys[index] for index in above[-30:]]
    return not _is_announced(text, block, quote_below=_has_quote_below(keys, region), asked=asked)


def _signed_twice(keys: list[str], region: list[int], filled: list[int], *, asked: bool) -> int:
    """Where a card begins with the whole name of whoever signed right above it: "Felix", "Felix Aranda"; 0 for nowhere."""
    for place in range(max(2, len(filled) - 9), len(filled)):
        signed, (first, *card) = keys[filled[place - 1]], [keys[index] for index in filled[place:]]
        if signed.count(" ") > 3 or len(signed) > 40:
            continue
        if _is_company(first) or not _is_whole_name_of(_NAME_ENDS.split(first, maxsplit=1)[0], signed):
            continue
        alone = _says_only_who(card, [first, *card], keys, region, filled[:place], asked=asked)
        return filled[place] if alone else 0
    return 0


_NAME_ENDS = re.compile(r"\s[-–—|·/<(]|[,|·<(]")


def _is_whole_name_of(name: str, signed: str) -> bool:
    """ "Felix Aranda" of "Thanks, Felix" and "Dr. med. Anna Lee" of "Anna Lee"."""
    bare = signed.rstrip(" ,.!").casefold()
    if not name_like(name) or not all(part[0].isupper() for part in name.split() if part[0].isalpha()):
        return False
    whole = name.casefold()
    titled = bare.count(" ") >= 1 and whole.endswith(f" {bare}")
    if titled or whole == bare or whole.startswith(f"{bare} "):
        return True
    greeting, _, last = bare.replace(",", " ").strip().rpartition(" ")
    return bool(greeting) and is_closing(greeting) and whole.split()[0] == last


def _addressee(keys: list[str], start: int) -> frozenset[str]:
    """The words of the name in the "To: …" of a quoted header that begins here; none for a bare address."""
    for key in keys[start : start + 16]:
        if label_of(key) == words.TO:
            name = key.replace("：", ":").partition(":")[2].partition("<")[0].strip(" '\"")
            parts = name.replace(",", " ").casefold().split()
            return frozenset(parts) if len(parts) >= 2 and "@" not in name else frozenset()
    return frozenset()


def _starts_a_card(keys: list[str], filled: list[int], place: int) -> bool:
    name, above = keys[filled[place]], keys[filled[place - 1]]
    if not (name_like(name) or caseless_name(name)) or is_closing(name) or is_role(name) or DASHES.match(name):
        return False
    if above.endswith((":", "：", ",", "，")) or is_closing(above) or is_role(above):
        return False
    apart = not keys[filled[place] - 1] or name.startswith(f"{above} ")  # "Maya", "Maya Stirling"
    full = name.count(" ") >= 1 and all(part[0].isupper() for part in name.split() if part[0].isalpha())
    return apart or (full and above.endswith((".", "!", "?", "。", "！", "？", "…", ")")))


def _is_confidential(line: str) -> bool:
    return sum(term.search(line) is not None for term in words.DISCLAIMER_TERMS) >= 2 and not asks(line)


def _is_contact_block(block: list[str], least: int = 2) -> bool:
    if len(block) > 12 or any(line.endswith(("?", "？")) for line in block):
        return False
    if any(line.lower().startswith(("p.s", "ps:", "ps ", "p.p.s", "edit:", "note:")) for line in block):
        return False
    if any(is_case_data(line) or words.OWN_WORDS.match(line) for line in block):
        return False
    sentences = sum(line.count(" ") >= 7 and line.endswith((".", "!")) and not _is_confidential(line) for line in block)
    contacts = sum(words.CONTACT.search(line) is not None for line in block)
    roles = sum(is_role(line) for line in block)
    long = any(len(line) > 110 and not words.CONTACT.search(line) for line in block)
    return (
        not sentences
        and not long
        and (
            contacts >= 2
            or (contacts == 1 and (roles > 0 or len(block) >= 2))
            or roles >= least
            or (contacts == 1 and words.NUMBER_LABEL.match(block[0]) is not None)
        )
    )
