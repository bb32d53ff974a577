"""A person speaks, though the header says that a program sent it.

Gateways, ticket systems, lists and forms put marks of programs on what people write by hand. No machine may answer that,
but silence would lose a customer: where the text is no program's and wants something, a person gets the mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps

from responder.config import Settings
from responder.domain import Case, Message
from responder.steps import screen_fields as fields
from responder.steps import screen_words as words
from responder.steps.rules import Rule
from responder.steps.screen_absence import absence_in
from responder.steps.screen_acknowledgement import acknowledgement_in
from responder.steps.screen_challenge import challenge_in
from responder.steps.screen_complaint import complaint_in
from responder.steps.screen_newsletter import newsletter_signs
from responder.steps.screen_says import BODY, WISH, asks, body_of, first_of, says_i, speaks_of_absence
from responder.steps.thread import our_addresses, without_tag

_OF_LISTS = (
    fields.mail_came_through_a_list,
    fields.mail_is_bulk,
    fields.mail_is_a_campaign,
    fields.sender_is_a_list,
)
"""People write to lists, too: such mail is for us where it names us besides."""


def unless_by_hand(rule: Rule) -> Rule:
    """The rule of silence, but for what a person wrote."""

    @wraps(rule)
    def silent(case: Case, settings: Settings) -> str:
        said = rule(case, settings)
        return "" if said and _is_a_persons(rule, case.message, settings) else said

    return silent


def first_by_hand(rules: Sequence[Rule], case: Case, settings: Settings) -> str:
    """What the first of the rules says that a person's words keep from silence, "" when there is none."""
    for rule in rules:
        said = rule(case, settings)
        if said and _is_a_persons(rule, case.message, settings):
            return said
    return ""


def _is_a_persons(rule: Rule, message: Message, settings: Settings) -> bool:
    if not _is_by_hand(message):
        return False
    if rule is fields.program_asks_for_no_answer and not _tells_of_absence(message):
        return True  # some organisations stamp all that their people write
    if rule in _OF_LISTS and not (_names_us(message, settings) and not _is_a_newsletter(message)):
        return False
    if rule is fields.mail_says_it_was_sent_automatically and not fields.is_only_generated(message):
        return False
    body = body_of(message)
    # "I hereby cancel my contract" asks for nothing, and must be read all the same
    tells = message.automatic < _SURELY_BY_HAND and says_i(body) and not _tells_of_absence(message)
    return bool(tells or asks(body) or WISH.search(body) or complaint_in(body))


_SURELY_BY_HAND = 0.5
"""Message.automatic below which a person's statement is enough"""


def _is_by_hand(message: Message) -> bool:
    text = message.reply_text
    if message.automatic >= fields.LIKELY_A_PROGRAMS or absence_in(text).is_all:
        return False
    return not (acknowledgement_in(text) or challenge_in(text))


def _tells_of_absence(message: Message) -> bool:
    return bool(absence_in(message.reply_text).away) or speaks_of_absence(message)


def _names_us(message: Message, settings: Settings) -> bool:
    ours = our_addresses(settings)
    return any(without_tag(address.email) in ours for address in (*message.to, *message.cc))


def _is_a_newsletter(message: Message) -> bool:
    ends = message.text[-BODY:].casefold()
    return bool(newsletter_signs(message.text)) or any(first_of(family, ends) for family in words.NEWSLETTER_FAMILIES)
