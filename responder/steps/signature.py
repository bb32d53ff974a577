"""Signatures, "Sent from my phone" lines, legal disclaimers and warning banners: what a reply carries besides words.

Only what is surely boilerplate goes. A closing and a name ("Thanks, Anna") are the customer's words and stay.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words

_DASHES = re.compile(
    r"(?:--|—|––|—-|-{3,80}|_{2,80}|={3,80}|\*{3,80}|~{3,80}|#{3,80}|\+{3,80}|[━─═＝－ー＿■□◆◇★☆▲▽●○・＊※~-]{5,80}|(?:[-=*+~:_][ .]?){8,60})$"
)
_DISCLAIMER_LINES = 60
_PROXY = re.compile(r"^(?:i\.\s?[av]\.|im auftrag|ppa\.|p\.\s?o\.)\s", re.IGNORECASE)
_PROVIDER = re.compile(
    r"do you yahoo|yahoo! mail|get (?:free )?internet access from|msn (?:hotmail|messenger|search|photos|premium)|express yourself instantly with msn"
    r"|(?:sms schreiben|verschicken sie|jetzt neu|gratis|kostenlos)[^?]{0,80}(?:web\.de|gmx|freemail)|(?:der|die) \S{1,20} von (?:gmx|web\.de)"
    r"|(?:join|get|try) (?:msn|hotmail|juno|netzero|aol|windows live|lycos|excite)\b|free (?:e-?mail|web-?based e-?mail) (?:at|from)",
    re.IGNORECASE,
)
_GROUP_FOOTER = re.compile(r"[-~<>. ]{3,60}Yahoo! Groups (?:Sponsor|Links)|Yahoo! Groups Links$", re.IGNORECASE)
_CASE_DATA = re.compile(
    r"(?:order|bestell|auftrag|serial|serien|model|invoice|rechnung|account|konto|kunden|customer (?:no|num|id)|ticket|case|commande|facture|client n|n° de"
    r"|pedido|factura|ordine|fattura|bestelling|factuur|booking|buchung|reserv|tracking|sendung|user|login|error|fehler|version|imei|contract|vertrag|policy"
    r"|licen[cs]e|lizenz|iban|(?:(?:my|mein|meine) )?(?:new|neue|nouvelle|nueva|nuova|delivery|shipping|billing|liefer|rechnungs)(?: |adr|anschrift)|subscription|device|problem|заказ|номер|счет|счёт|zamówieni|faktur|objednáv|注文|订单|訂單|주문)(?!\s?manager)[^:#|]{0,16}[:#]",
    re.IGNORECASE,
)
"""what customers put below their name because we need it, as no signature has it"""
_URL_ONLY = re.compile(r"[<(\[]?https?://\S{1,300}$")


def without_signature(keys: list[str], kept: list[int]) -> list[int]:
    """`kept` without signatures. `keys` are the leading, stripped lines; a region ends wherever a quote stood."""
    mine: list[int] = []
    looked_at = len(keys)
    regions = _regions([index for index in kept if index < looked_at])
    for number, region in enumerate(regions):
        if number == 0:
            region = _without_banner(keys, region)
        if not any(keys[index] for index in region):
            mine += region
            continue
        mine += _trim(keys, region, behind_quote=number > 0)
    return mine + [index for index in kept if index >= looked_at]


def _regions(kept: list[int]) -> list[list[int]]:
    regions: list[list[int]] = []
    for index in kept:
        if regions and regions[-1][-1] == index - 1:
            regions[-1].append(index)
        else:
            regions.append([index])
    return regions


def _trim(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    region = _without_disclaimer(keys, region)
    region = _without_provider_advert(keys, region, behind_quote=behind_quote)
    region = _without_dashed_signature(keys, region, behind_quote=behind_quote)
    region = _without_mobile_line(keys, region)
    region = _without_pictures(keys, region)
    region = _without_contact_block(keys, region)
    return _without_disclaimer(keys, region)


_PICTURE = re.compile(r"\[cid:[^\]\s]{1,200}\](?:<\S{1,300}>)?$")


def _without_pictures(keys: list[str], region: list[int]) -> list[int]:
    """Outlook writes "[cid:image001.png@…]" for the pictures of a signature, which stand at the end."""
    filled = _filled(keys, region)
    end = len(filled)
    while end > 1 and _PICTURE.match(keys[filled[end - 1]]):
        end -= 1
    if end == len(filled) or keys[filled[end - 1]].endswith((":", "：")):
        return region
    return [index for index in region if index < filled[end]]


def _filled(keys: list[str], region: list[int]) -> list[int]:
    return [index for index in region if keys[index]]


# ------------------------------------------------------------------------------------------------ banners


def _without_banner(keys: list[str], region: list[int]) -> list[int]:
    """A gateway's "this mail came from outside" at the top: at most three lines, ending at a blank line or a rule."""
    filled = _filled(keys, region)
    if not filled:
        return region
    head: list[int] = []
    for index in region[region.index(filled[0]) :]:
        if not keys[index]:
            break
        head.append(index)
        if len(head) > 4:
            return region
    paragraph = " ".join(keys[index] for index in head)
    warns = (
        paragraph.lstrip("[*( ")
        .lower()
        .startswith(
            (
                "external",
                "caution",
                "warning",
                "attention",
                "achtung",
                "vorsicht",
                "extern",
                "you don",
                "some people",
                "sie erhalten",
                "vous n",
                "no suele",
                "this message was sent from",
                "this email originated",
                "this e-mail originated",
                "non si ricevono",
                "u ontvangt",
            )
        )
    )
    if warns and len(paragraph) < 600 and words.BANNER.search(paragraph) and len(filled) > len(head):
        return [index for index in region if index > head[-1]]
    return region


# ------------------------------------------------------------------------------------------------ disclaimers


def _without_disclaimer(keys: list[str], region: list[int]) -> list[int]:
    """Cut from the first paragraph of the tail that is boilerplate and has only boilerplate or scraps behind it."""
    paragraphs = _paragraphs(keys, region[-_DISCLAIMER_LINES * 2 :])
    cut: int | None = None
    for paragraph in reversed(paragraphs):
        text = " ".join(keys[index] for index in paragraph)
        if _is_boilerplate(text) or _is_fine_print(text, least=2):
            cut = paragraph[0]
        elif not (cut is None and len(text) <= 60 and not text.endswith("?") and _DASHES.match(text)):
            if cut is None and not _is_fine_print(text):
                break
            if cut is not None and not (
                _DASHES.match(text) or (words.DISCLAIMER_HEADING.match(text) and len(text) < 60)
            ):
                break
            if cut is not None:
                cut = paragraph[0]
    return region if cut is None else [index for index in region if index < cut]


def _is_fine_print(text: str, least: int = 1) -> bool:
    """What companies print under a disclaimer: seat, register, tax number. At least so many of them."""
    if len(text) < 12 * least:
        return False
    lower = text.lower()
    marks = sum(
        mark in lower
        for mark in (
            "amtsgericht",
            "handelsregister",
            "hrb ",
            "ust-id",
            "geschäftsführer:",
            "registered office",
            "registered in",
            "company number",
            "p.iva",
            "siret",
            "vat no",
            "kvk",
            "siège social",
            "sitz der gesellschaft",
            "regon",
            "org.nr",
            "registro mercantil",
            "partita iva",
            "chamber of commerce",
        )
    )
    asks = text.endswith("?") or (least > 1 and (words.REQUEST.search(text) or words.FIRST_PERSON.search(text)))
    return marks >= least and not asks


def _paragraphs(keys: list[str], region: list[int]) -> list[list[int]]:
    paragraphs: list[list[int]] = []
    fresh = True
    for index in region:
        if not keys[index]:
            fresh = True
        elif fresh or _DASHES.match(keys[index]) or words.DISCLAIMER_HEADING.match(keys[index]):
            paragraphs.append([index])
            fresh = bool(_DASHES.match(keys[index]))
        else:
            paragraphs[-1].append(index)
    return paragraphs


def _is_boilerplate(text: str) -> bool:
    short = text[:3000]
    if words.SCANNER_LINK.search(short) and len(words.URL.sub("", short)) < 160:
        return True
    if len(short) < 300 and words.BOILERPLATE.search(short):
        return True
    if len(short) < 80 and not (len(short) >= 30 and "\u2e80" < short[len(short) // 2] < "\ufb00"):
        return False  # Chinese, Japanese and Korean say as much in half the letters
    found = [term.search(short) is not None for term in words.DISCLAIMER_TERMS]
    _, for_whom, _, by_mistake, _, forbidden, _ = found
    headed = words.DISCLAIMER_HEADING.match(short) is not None
    if not headed and (words.FIRST_PERSON.search(short) or not (for_whom or by_mistake or forbidden)):
        return False  # "please delete my confidential messages" is a wish of the customer
    return sum(found) >= (2 if headed else 3) + ("?" in short)


# ------------------------------------------------------------------------------------------------ "-- "


def _without_provider_advert(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    """Free mail providers put an advertisement below a long rule at the very end."""
    filled = _filled(keys, region)
    for place in range(max(0, len(filled) - 25), len(filled)):
        if (place or behind_quote) and _GROUP_FOOTER.match(keys[filled[place]]):
            return [line for line in region if line < filled[place]]
    for place in range(len(filled) - 2, max(-1, len(filled) - 8), -1):
        rule = keys[filled[place]]
        if not (_DASHES.match(rule) and len(rule) >= 20):
            continue
        tail = [keys[line] for line in filled[place + 1 :]]
        if _is_list_footer(tail):
            return region
        linked = rule[0] == "_" and len(rule) >= 45 and "http" in tail[-1] and tail[-1].count(" ") <= 3
        if (place or behind_quote) and (linked or any(_PROVIDER.match(line) for line in tail[:2])):
            return [line for line in region if line < filled[place]]
        return region
    return region


def _without_dashed_signature(keys: list[str], region: list[int], *, behind_quote: bool) -> list[int]:
    filled = _filled(keys, region)
    rules = [place for place, index in enumerate(filled) if (place or behind_quote) and _DASHES.match(keys[index])]
    for place in rules[-6:]:
        rule, tail = keys[filled[place]], [keys[line] for line in filled[place + 1 :]]
        if _is_signature(rule, tail, lone=rule not in ("--", "—", "––"), alone=len(rules) == 1):
            cut = _start_of_advert(keys, filled, place) if _is_list_footer(tail) else place
            return [line for line in region if line < filled[cut]]
    return region


def _is_list_footer(tail: list[str]) -> bool:
    return any("mailing list" in line.lower() or "/listinfo/" in line for line in tail)


def _start_of_advert(keys: list[str], filled: list[int], footer: int) -> int:
    """Where the advertisement starts that some list hosts put, below a long rule, right above the footer of the list."""
    for place in range(footer - 1, max(0, footer - 7), -1):
        key = keys[filled[place]]
        if _DASHES.match(key):
            advert = [keys[line] for line in filled[place + 1 : footer]]
            return place if len(key) >= 60 and any("http" in line for line in advert) else footer
    return footer


def _is_signature(rule: str, tail: list[str], *, lone: bool, alone: bool) -> bool:
    """Could these lines behind a rule be a signature? `lone` for rules that also divide the parts of a text, `alone`
    when the text has no other rule."""
    tail = [line for line in tail if not _DASHES.match(line)]
    if not tail:
        return True
    if any(line.lower().startswith(("p.s", "ps:", "ps ", "p.p.s")) for line in tail):
        return False
    if len(tail) > (8 if lone else 20) or any(line.endswith(("?", "？")) for line in tail):
        return False
    prose = sum(len(line) >= 60 and line.count(" ") >= 9 and not words.CONTACT.search(line) for line in tail)
    evidence = any(words.CONTACT.search(line) or is_mobile_line(line) for line in tail)
    named = _name_like(tail[0]) and not is_closing(tail[0])
    if not lone:
        return evidence or (2 * prose < len(tail) and (alone or (named and len(tail) <= 4)))
    # "---", "___": section dividers as often as signatures, so a signature must look like one
    listed = any(line.endswith(("!", ":", ";", "{", "}")) or line[0] in "#+-*|" for line in tail)
    if prose or listed or all(_URL_ONLY.match(line) for line in tail) or max(map(len, tail)) > 80:
        return False
    return evidence or (len(tail) <= 3 and named and rule[0] in "-_")


def _name_like(line: str) -> bool:
    line = _PROXY.sub("", line)
    parts = line.replace(",", " ").split()
    return (
        1 <= len(parts) <= 5
        and len(line) <= 40
        and not line.endswith((".", "!", "?", ":"))
        and all(part[0].isupper() or not part[0].isalpha() for part in parts[:2])
        and not any(c.isdigit() for c in line)
    )


def _caseless_name(line: str) -> bool:
    """A name in a script without capitals, as far as a line can look like one."""
    letters = [letter for letter in line if letter.isalpha()]
    shown = len(letters) >= 2 and len(line) <= 20 and line.count(" ") <= 3 and line[-1].isalpha()
    return shown and not any(letter.isupper() or letter.islower() for letter in letters)


# ------------------------------------------------------------------------------------------------ mobile lines


def is_mobile_line(key: str) -> bool:
    """Such as "Sent from my iPhone", "Von meinem Samsung gesendet", "iPhoneから送信", "Get Outlook for iOS<https://…>"."""
    visible = key.split("<http", 1)[0].split("(http", 1)[0].split("[http", 1)[0].strip(" []()<>*_-{}«»")
    if not visible or len(visible) > 130 or visible.count(" ") > 14 or visible.endswith(("?", ":")):
        return False
    begins, device = words.SENT_FIRST.match(visible) is not None, words.DEVICE.search(visible) is not None
    if words.SENTENCE.search(visible):
        return False
    spaces = visible.count(" ")
    if device and words.SENT_AT_END.search(visible):
        return spaces <= 12
    if visible.startswith(("Von meinem ", "Von meiner ")) and device and spaces <= 9:
        return re.search(r" gesendet (?:mit|über|via|aus) ", visible) is not None
    if visible.lower().startswith(("from my ", "von meinem ", "von meiner ")):
        return device and spaces <= 3 and visible[0] == "F"
    if begins and device:
        return spaces <= 9 or (spaces <= 14 and ". " in visible[:60])
    if visible.startswith("Yahoo Mail: ") and spaces <= 8:
        return True  # its slogan, in the language of the mailbox
    return visible.lower().startswith("sent from my ") and spaces <= 6


def _without_mobile_line(keys: list[str], region: list[int]) -> list[int]:
    filled = _filled(keys, region)
    first = max(0, len(filled) - 40)
    drop: set[int] = set()
    for place in range(len(filled) - 1, first - 1, -1):
        index = filled[place]
        if not is_mobile_line(keys[index]):
            continue
        after = [keys[line] for line in filled[place + 1 :] if line not in drop]
        if (all(len(line) <= 40 and line.count(" ") <= 4 for line in after) and len(after) <= 4) or _alone(keys, index):
            drop.add(index)
            if place + 1 < len(filled) and _URL_ONLY.match(keys[filled[place + 1]]):
                drop.add(filled[place + 1])
    return [index for index in region if index not in drop] if drop else region


def _alone(keys: list[str], index: int) -> bool:
    above = index == 0 or not keys[index - 1]
    below = index + 1 >= len(keys) or not keys[index + 1]
    return above and below


# ------------------------------------------------------------------------------------------------ contact blocks


def _without_contact_block(keys: list[str], region: list[int]) -> list[int]:
    """After a closing and a name: title, company, phone, addresses. Closing and name stay."""
    filled = _filled(keys, region)
    for place in range(max(0, len(filled) - 16), len(filled)):
        if not is_closing(keys[filled[place]]):
            continue
        after = filled[place + 1 :]
        while (
            after
            and (is_closing(keys[after[0]]) or _name_like(keys[after[0]]) or _caseless_name(keys[after[0]]))
            and not words.ROLE.search(keys[after[0]])
        ):
            named = not is_closing(keys[after[0]])
            after = after[1:]
            if named:
                break
        block = [keys[index] for index in after]
        if block and _is_contact_block(block):
            return [index for index in region if index < after[0]]
    return _without_business_card(keys, region)


def _without_business_card(keys: list[str], region: list[int]) -> list[int]:
    """A last paragraph of name, title or company, and phone numbers, without a closing above it. The name stays.

    Customers also send such lines because we need them ("my new address is"): then what stands above says so, or says
    nothing else.
    """
    last = _paragraph_starts(keys, region)[-4:]
    for start in last:
        card = [index for index in region if index >= start and keys[index]]
        above = [keys[index] for index in region if index < start and keys[index]]
        if not (3 <= len(card) <= 12) or not _name_like(keys[card[0]]) or is_closing(keys[card[0]]):
            continue
        if sum(line.count(" ") + 1 for line in above) < 4 or above[-1].endswith((":", "：", ",")):
            continue
        lines = [keys[index] for index in card[1:]]
        roles = sum(words.ROLE.search(line) is not None for line in lines)
        if not roles or max(map(len, lines)) > 110 or not _is_contact_block(lines):
            continue
        if words.CONTACT_DATA.search(" ".join(above)[-2000:]):
            return region
        return [index for index in region if index <= card[0]]
    return region


def _paragraph_starts(keys: list[str], region: list[int]) -> list[int]:
    return [index for place, index in enumerate(region) if keys[index] and (place == 0 or not keys[region[place - 1]])]


_AROUND_CLOSING = " ,.!;:，。！～~*_-–—、،؛："


def is_closing(key: str) -> bool:
    """Is it "Best regards,", in any of the languages known, alone on its line?"""
    if not key or len(key) > 60:
        return False
    bare = key.strip(_AROUND_CLOSING).lower()
    if bare in words.CLOSINGS:
        return True
    several = [part.strip(_AROUND_CLOSING) for part in words.BETWEEN_CLOSINGS.split(bare)]
    if len(several) > 1 and all(part in words.CLOSINGS for part in several):
        return True  # "Thanks & Regards", and those who write two languages
    greeting, _, place = words.FROM_PLACE.sub("\n", bare, count=1).partition("\n")
    return bool(place) and place.count(" ") <= 2 and greeting in words.CLOSINGS


def _is_contact_block(block: list[str]) -> bool:
    if len(block) > 12 or any(line.endswith(("?", "？")) for line in block):
        return False
    if any(line.lower().startswith(("p.s", "ps:", "ps ", "p.p.s", "edit:", "note:")) for line in block):
        return False
    if any(_CASE_DATA.match(line) or words.OWN_WORDS.match(line) for line in block):
        return False
    sentences = sum(line.count(" ") >= 7 and line.endswith((".", "!")) for line in block)
    contacts = sum(words.CONTACT.search(line) is not None for line in block)
    roles = sum(words.ROLE.search(line) is not None for line in block)
    long = any(len(line) > 110 and not words.CONTACT.search(line) for line in block)
    return (
        not sentences
        and not long
        and (
            contacts >= 2
            or (contacts == 1 and (roles > 0 or len(block) >= 2))
            or roles >= 2
            or (contacts == 1 and words.NUMBER_LABEL.match(block[0]) is not None)
        )
    )
