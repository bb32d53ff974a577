"""Legal disclaimers, fine print and warning banners, which companies and gateways put around what a person wrote."""

from __future__ import annotations

from responder.steps import quote_words as words
from responder.steps.boilerplate import (
    a_person_speaks,
    asks_outright,
    ends_in_own_words,
    is_newsletter_footer,
    is_plea_for_paper,
    is_small_print,
    is_warning,
)
from responder.steps.signature_lines import DASHES, filled_lines

_DISCLAIMER_LINES = 60


def without_banner(keys: list[str], region: list[int]) -> list[int]:
    """A gateway's "this mail came from outside" at the top: at most three lines, ending at a blank line or a rule."""
    filled = filled_lines(keys, region)
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
    if warns and len(paragraph) < 600 and is_warning(paragraph) and len(filled) > len(head):
        return [index for index in region if index > head[-1]]
    return region


def without_disclaimer(keys: list[str], region: list[int]) -> list[int]:
    """Cut from the first paragraph of the tail that is boilerplate and has only boilerplate or scraps behind it."""
    paragraphs = _paragraphs(keys, region[-_DISCLAIMER_LINES * 2 :])
    cut: int | None = None
    for paragraph in reversed(paragraphs):
        text = " ".join(keys[index] for index in paragraph)
        if _is_boilerplate(text):
            cut = paragraph[0]
        elif _is_fine_print(text, least=2):
            # a closing, a name or the person's words may stand right above it
            cut = next(index for index in paragraph if _is_fine_print(keys[index]) or index == paragraph[-1])
            if cut != paragraph[0]:
                break
        elif not (cut is None and len(text) <= 60 and not text.endswith("?") and DASHES.match(text)):
            if cut is None and not _is_fine_print(text):
                break
            if cut is not None and not (
                DASHES.match(text) or (words.DISCLAIMER_HEADING.match(text) and len(text) < 60)
            ):
                break
            if cut is not None:
                cut = paragraph[0]
    if cut is not None:
        region = [index for index in region if index < cut]
    return _without_inner_disclaimer(keys, region)


def _without_inner_disclaimer(keys: list[str], region: list[int]) -> list[int]:
    """A gateway puts its disclaimer below a mail, and people go on writing below: what they wrote stays."""
    drop: set[int] = set()
    introduced = False
    for paragraph in _paragraphs(keys, region[-2 * _DISCLAIMER_LINES :]):
        text = " ".join(keys[index] for index in paragraph)
        if not introduced and len(text) >= 80 and paragraph[0] != region[0] and _is_boilerplate(text, sure=True):
            drop.update(paragraph)
        introduced = text.endswith((":", "：")) and words.DISCLAIMER_HEADING.match(text) is None
    return [index for index in region if index not in drop] if drop else region


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
        elif fresh or _starts_boilerplate(keys[index]):
            paragraphs.append([index])
            fresh = bool(DASHES.match(keys[index]))
        else:
            paragraphs[-1].append(index)
    return paragraphs


def _starts_boilerplate(key: str) -> bool:
    if DASHES.match(key) or words.DISCLAIMER_HEADING.match(key) or words.DISCLAIMER_START.match(key):
        return True
    return len(key) < 300 and (is_plea_for_paper(key) or is_small_print(key))


def _is_boilerplate(text: str, *, sure: bool = False) -> bool:
    short = text[:3000]
    if not sure and (is_newsletter_footer(short) or is_plea_for_paper(short) or is_small_print(short)):
        return True
    if words.SCANNER_LINK.search(short) and len(words.URL.sub("", short)) < 160:
        return True
    if len(short) < 80 and not (len(short) >= 30 and "\u2e80" < short[len(short) // 2] < "\ufb00"):
        return False  # Chinese, Japanese and Korean say as much in half the letters
    headed = words.DISCLAIMER_HEADING.match(short) is not None
    if not headed and not any(words.DISCLAIMER_TERMS[number].search(short) for number in _TELLING):
        return False  # "please delete the confidential messages" is a wish of the customer
    if a_person_speaks(short) or asks_outright(short) or short.endswith(("?", "？")):
        return False
    if len(short) < 400 and ends_in_own_words(short):
        return False
    found = sum(term.search(short) is not None for term in words.DISCLAIMER_TERMS)
    return found >= (2 if headed else 3) + ("?" in short) + sure


_TELLING = (1, 3, 5)
"""the terms without which there is no disclaimer: for whom it is, by mistake, forbidden"""
