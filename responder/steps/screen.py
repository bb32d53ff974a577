"""What no machine may answer, as tables of named rules: robots, bounces, lists, loops, our own mail; and what is for people.

SCREENING      a rule that speaks means silence: the mail is stored with the reason, and nobody is written to.
TO_A_PERSON    no machine answers, but a person gets the mail. Its first part, MAYBE_A_ROBOT, holds the doubtful robots.

The rules stand in screen_fields, screen_text and screen_person; the phrases that they look for in screen_words.
Notes of absence and acknowledgements are weighed sentence by sentence in screen_absence and screen_acknowledgement.
"""

from __future__ import annotations

from responder.config import Settings
from responder.domain import Case
from responder.steps.rules import Rule
from responder.steps.screen_fields import (
    answers_would_reach_a_robot,
    mail_came_through_a_list,
    mail_is_a_bounce,
    mail_is_a_calendar_answer,
    mail_is_a_calendar_invitation,
    mail_is_a_campaign,
    mail_is_a_report,
    mail_is_bulk,
    mail_says_it_was_sent_automatically,
    program_asks_for_no_answer,
    program_marked_it_as_automatic,
    sender_is_a_list,
    sender_is_a_robot,
    sender_is_likely_a_robot,
    sender_is_ourselves,
    sender_takes_no_answers,
)
from responder.steps.screen_hand import first_by_hand, unless_by_hand
from responder.steps.screen_person import (
    answer_would_go_elsewhere,
    author_is_not_clear,
    mail_cannot_be_read,
    mail_has_no_readable_text,
    mail_hides_text,
    mail_is_encrypted,
    mail_is_not_addressed_to_us,
    mail_was_marked_as_spam,
    name_shows_another_address,
    other_help_desks_are_addressed,
)
from responder.steps.screen_text import (
    first_mail_says_absent,
    mail_carries_a_code,
    mail_is_a_read_receipt,
    mail_is_a_rules_answer,
    mail_is_an_acknowledgement,
    mail_is_from_a_device,
    mail_is_from_a_monitor,
    mail_is_marked_by_a_rule,
    sender_wants_a_challenge_answered,
    subject_alone_says_automatic,
    subject_and_text_say_absent,
    subject_says_automatic,
    text_reads_as_if_a_program_sent_it,
    text_reads_like_a_bounce,
    text_reads_like_a_calendar_answer,
    text_reads_like_a_challenge,
    text_reads_like_a_newsletter,
    text_reads_like_a_notice,
    text_reads_like_an_absence_note,
    text_reads_like_an_acknowledgement,
    text_says_a_machine_wrote_it,
)

_UNLESS_BY_HAND: tuple[Rule, ...] = (
    sender_takes_no_answers,
    mail_says_it_was_sent_automatically,
    mail_came_through_a_list,
    mail_is_bulk,
    mail_is_a_campaign,
    sender_is_a_list,
    sender_is_a_robot,
    answers_would_reach_a_robot,
    program_asks_for_no_answer,
    program_marked_it_as_automatic,
)
"""Marks of programs that stand on people's mail, too."""


def person_writes_through_a_program(case: Case, settings: Settings) -> str:
    return first_by_hand(_UNLESS_BY_HAND, case, settings)


SCREENING: tuple[Rule, ...] = (
    mail_is_a_bounce,
    mail_is_a_report,
    *map(unless_by_hand, _UNLESS_BY_HAND),
    sender_is_ourselves,
    mail_is_a_calendar_answer,
    mail_is_a_rules_answer,
    subject_says_automatic,
    subject_and_text_say_absent,
    mail_is_a_read_receipt,
    sender_wants_a_challenge_answered,
    mail_is_an_acknowledgement,
    mail_is_from_a_monitor,
)

MAYBE_A_ROBOT: tuple[Rule, ...] = (
    sender_is_likely_a_robot,
    person_writes_through_a_program,
    mail_is_marked_by_a_rule,
    subject_alone_says_automatic,
    first_mail_says_absent,
    text_reads_like_an_absence_note,
    text_reads_like_an_acknowledgement,
    text_reads_like_a_newsletter,
    text_reads_like_a_challenge,
    text_reads_like_a_notice,
    text_reads_like_a_calendar_answer,
    text_says_a_machine_wrote_it,
    text_reads_like_a_bounce,
    text_reads_as_if_a_program_sent_it,
    mail_is_from_a_device,
    mail_is_a_calendar_invitation,
    mail_carries_a_code,
)

NEVER_REOPENS = frozenset(
    rule.__name__
    for rule in (
        person_writes_through_a_program,
        subject_alone_says_automatic,
        first_mail_says_absent,
        text_reads_like_an_absence_note,
        text_reads_like_an_acknowledgement,
        text_reads_like_a_bounce,
    )
)
"""Posts to lists, and what answers any mail by itself: a person is shown them, but a ticket that was answered stays so …"""
BESIDES = frozenset(
    rule.__name__
    for rule in (sender_is_likely_a_robot, text_says_a_machine_wrote_it, text_reads_as_if_a_program_sent_it)
)
"""… also if one of these speaks too; any other objection means that it may want something"""

TO_A_PERSON: tuple[Rule, ...] = (
    *MAYBE_A_ROBOT,
    author_is_not_clear,
    name_shows_another_address,
    mail_cannot_be_read,
    mail_is_encrypted,
    mail_has_no_readable_text,
    mail_hides_text,
    answer_would_go_elsewhere,
    mail_is_not_addressed_to_us,
    other_help_desks_are_addressed,
    mail_was_marked_as_spam,
)
