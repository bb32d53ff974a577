"""Contact blocks: title, company, phone and address below a name."""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.signature_lines import (
    caseless_name,
    filled_lines,
    is_closing,
    is_role,
    name_like,
    start_of_own_words,
)

_CASE_DATA = re.compile(
    r"(?:order|bestell|auftrag|serial|serien|model|invoice|rechnung|account|konto|kunden|customer (?:no|num|id)|ticket|case|commande|facture|client n|n° de"
    r"|pedido|factura|ordine|fattura|bestelling|factuur|booking|buchung|reserv|tracking|sendung|user|login|error|fehler|version|imei|contract|vertrag|policy"
    r"|licen[cs]e|lizenz|iban|(?:(?:my|mein|meine) )?(?:new|neue|nouvelle|nueva|nuova|delivery|shipping|billing|liefer|rechnungs)(?: |adr|anschrift)|subscription|device|problem|заказ|номер|счет|счёт|zamówieni|faktur|objednáv|注文|订单|訂單|주문)(?!\s?manager)[^:#|]{0,16}[:#]",
    re.IGNORECASE,
)
"""what customers put below their name because we need it, as no signature has it"""


def without_contact_block(keys: list[str], region: list[int]) -> list[int]:
    """After a closing and a name: title, company, phone, addresses. Closing and name stay, and so does a postscript."""
    filled = filled_lines(keys, region)
    for place in range(max(0, len(filled) - 24), len(filled)):
        if not is_closing(keys[filled[place]]):
            continue
        after = filled[place + 1 :]
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
        after = after[: start_of_own_words(keys, after)]
        block = [keys[index] for index in after]
        ends = bool(after) and after[-1] == filled[-1]
        if block and (_is_contact_block(block) or (ends and _is_whole_name(name) and _are_labels(block))):
            return [index for index in region if not after[0] <= index <= after[-1]]
    return _without_business_card(keys, region)


def _is_whole_name(name: str) -> bool:
    return caseless_name(name) or (name.count(" ") >= 1 and all(p[0].isupper() for p in name.split() if p[0].isalpha()))


def _are_labels(block: list[str]) -> bool:
    """Lines such as "Head of Planning" and "Northern Grid", in any language, that end a mail below a closing and a whole
    name: few, short and no sentences. Of numbers nobody knows whether they are the customer's own."""
    return len(block) <= 5 and all(
        _TELEPHONE.fullmatch(line)
        or (
            len(line) <= 45
            and line.count(" ") <= 5
            and line[-1].isalnum()
            and not line[0].islower()
            and not any(c.isdigit() or c in ":：" for c in line)
            and not words.FIRST_PERSON.search(line)
            and not words.REQUEST.search(line)
            and not words.OWN_WORDS.match(line)
            and _is_named(line.split())
        )
        for line in block
    )


_TELEPHONE = re.compile(r"[+(]?\d[\d\s()/.-]{6,24}\d")


def _is_named(parts: list[str]) -> bool:
    """ "Head of Planning", but not "The bank says no"."""
    return len(parts) <= 2 or 2 * sum(not part[0].islower() for part in parts) >= len(parts)


def _without_business_card(keys: list[str], region: list[int]) -> list[int]:
    """Last lines of name, title or company, and phone numbers, without a closing above. A first name alone stays.

    Customers also send such lines because we need them ("my new address is"): then what stands above says so, or says
    nothing else.
    """
    filled = filled_lines(keys, region)
    for place in range(max(1, len(filled) - 13), len(filled) - 1):
        if not _starts_a_card(keys, filled, place):
            continue
        after = filled[place + 1 :]
        after = after[: start_of_own_words(keys, after)]
        lines = [keys[index] for index in after]
        above = [keys[index] for index in filled[max(0, place - 60) : place]]
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
        if words.CONTACT_DATA.search(" ".join(above)[-2000:]):
            return region
        start = filled[place] if " " in keys[filled[place]] else after[0]
        return [index for index in region if not start <= index <= after[-1]]
    return region


def _starts_a_card(keys: list[str], filled: list[int], place: int) -> bool:
    name, above = keys[filled[place]], keys[filled[place - 1]]
    if not (name_like(name) or caseless_name(name)) or is_closing(name) or is_role(name):
        return False
    if above.endswith((":", "：", ",", "，")) or is_closing(above) or is_role(above):
        return False
    apart = not keys[filled[place] - 1]
    full = name.count(" ") >= 1 and all(part[0].isupper() for part in name.split() if part[0].isalpha())
    return apart or (full and above.endswith((".", "!", "?", "。", "！", "？", "…", ")")))


def _is_contact_block(block: list[str], least: int = 2) -> bool:
    if len(block) > 12 or any(line.endswith(("?", "？")) for line in block):
        return False
    if any(line.lower().startswith(("p.s", "ps:", "ps ", "p.p.s", "edit:", "note:")) for line in block):
        return False
    if any(_CASE_DATA.match(line) or words.OWN_WORDS.match(line) for line in block):
        return False
    sentences = sum(line.count(" ") >= 7 and line.endswith((".", "!")) for line in block)
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
