"""Who answers, machine or person: three tables of named rules, read from top to bottom.

A rule gets the case and the settings and returns "" or, in plain words for an agent, why it objects. All rules of a
table are always looked at, so that an agent sees every objection and a replay every verdict; the first that spoke is
the one that "decided".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from responder.config import Settings
from responder.domain import Case, Reason, Signal, TicketState
from responder.steps import earned, our_answer, screen, thread
from responder.steps.languages import name_of
from responder.steps.rules import Rule
from responder.steps.screen_says import asks, body_of
from responder.steps.thanks import says_only_thanks

# ------------------------------------------------------------------------------------- straight to a person (tier 3)


def _has(case: Case, signal: Signal) -> bool:
    return case.reading is not None and signal in case.reading.signals


def customer_asks_for_a_person(case: Case, settings: Settings) -> str:
    return "The customer asks for a person." if _has(case, Signal.ASKS_FOR_PERSON) else ""


def somebody_may_be_in_danger(case: Case, settings: Settings) -> str:
    return "Somebody may come to harm; please read this first." if _has(case, Signal.DANGER) else ""


def customer_threatens_legal_action(case: Case, settings: Settings) -> str:
    return "The customer speaks of lawyers, courts or authorities." if _has(case, Signal.LEGAL_THREAT) else ""


def customer_wants_money_back(case: Case, settings: Settings) -> str:
    return "The customer wants money back; only people decide about money." if _has(case, Signal.REFUND_DEMAND) else ""


def customer_wants_data_deleted(case: Case, settings: Settings) -> str:
    return "The customer wants an account or data deleted." if _has(case, Signal.DELETION_REQUEST) else ""


def mail_is_about_abuse(case: Case, settings: Settings) -> str:
    return "The mail is abusive or reports abuse." if _has(case, Signal.ABUSE) else ""


def account_may_be_compromised(case: Case, settings: Settings) -> str:
    return "The mail is about a stolen account, a leak or a vulnerability." if _has(case, Signal.SECURITY) else ""


def mail_speaks_to_the_machine(case: Case, settings: Settings) -> str:
    return (
        "The mail contains instructions to a machine rather than words to a person; it may be an attack."
        if _has(case, Signal.INJECTION)
        else ""
    )


def mail_is_another_service_s_code(case: Case, settings: Settings) -> str:
    return (
        "This looks like another service's confirmation or one-time code: somebody may be using our address."
        if _has(case, Signal.VERIFICATION)
        else ""
    )


def intent_is_for_people(case: Case, settings: Settings) -> str:
    intent = settings.intents.get(case.reading.intent) if case.reading else None
    if intent and intent.always_person and case.reading:
        return f"Mail of the kind {case.reading.intent.replace('_', ' ')} always goes to a person."
    return ""


def customer_is_angry(case: Case, settings: Settings) -> str:
    if case.reading and (
        case.reading.sentiment == "angry" or case.reading.frustration >= settings.thresholds.frustration
    ):
        return f"The customer is angry (frustration {case.reading.frustration:.2f} of 1)."
    return ""


STRAIGHT_TO_A_PERSON: tuple[Rule, ...] = (
    somebody_may_be_in_danger,
    customer_asks_for_a_person,
    customer_threatens_legal_action,
    customer_wants_money_back,
    customer_wants_data_deleted,
    mail_is_about_abuse,
    account_may_be_compromised,
    mail_speaks_to_the_machine,
    mail_is_another_service_s_code,
    intent_is_for_people,
    customer_is_angry,
    *screen.TO_A_PERSON,
)

# ------------------------------------------------------------------------------- no draft, but help for the agent (2)


def customer_only_says_thanks(case: Case, settings: Settings) -> str:
    """Only for an answer of ours: thanks without one are a mail that was cut, or meant for somebody else."""
    if case.conversation.state is not TicketState.ANSWERED or case.message.attachments:
        return ""
    sender = case.message.sender
    writer = f"{case.customer.name} {sender.name} {sender.email}" if sender else case.customer.name
    return "The customer only says thanks." if says_only_thanks(case.message.reply_text, writer) else ""


def conversation_is_with_a_person(case: Case, settings: Settings) -> str:
    if case.conversation.state in (TicketState.WITH_PERSON, TicketState.AWAITING_APPROVAL, TicketState.QUARANTINED):
        return "A person has this conversation already; this is the customer's next mail in it."
    return ""


def model_could_not_read(case: Case, settings: Settings) -> str:
    return f"The mail could not be classified: {case.trouble}" if case.trouble else ""


def language_is_not_ours(case: Case, settings: Settings) -> str:
    language = language_of(case)
    if language in settings.product.languages:
        return ""
    if language == "und":
        return "The language of the mail could not be made out."
    ours = " and ".join(map(name_of, settings.product.languages))
    return f"The mail is in {name_of(language)}, and answers are only given in {ours}."


def traffic_in_conversation(case: Case, settings: Settings) -> str:
    sent, limit = case.traffic.answers_in_conversation_24h, settings.limits.answers_per_conversation_24h
    return f"{sent} automatic answers in this conversation within 24 hours; it may be a loop." if sent >= limit else ""


def traffic_to_sender(case: Case, settings: Settings) -> str:
    sent, limit = case.traffic.answers_to_sender_24h, settings.limits.answers_per_sender_24h
    return f"{sent} automatic answers to this address within 24 hours; it may be a loop." if sent >= limit else ""


def traffic_to_domain(case: Case, settings: Settings) -> str:
    sent, limit = case.traffic.answers_to_domain_1h, settings.limits.answers_per_domain_1h
    return f"{sent} automatic answers to this mail domain within an hour." if sent >= limit else ""


def traffic_in_all(case: Case, settings: Settings) -> str:
    sent, limit = case.traffic.answers_1h, settings.limits.answers_1h
    return f"{sent} automatic answers in all within an hour: the emergency brake." if sent >= limit else ""


def traffic_of_the_same_mail(case: Case, settings: Settings) -> str:
    return (
        "The same text came from this address within 7 days and was answered; the answer did not help, or it is a robot."
        if case.traffic.same_body_before
        else ""
    )


def traffic_of_alike_mails(case: Case, settings: Settings) -> str:
    alike = case.traffic.alike_from_organisation_1h
    if alike < 2:
        return ""
    return f"{alike} mails with this text, but for names and numbers, came from other addresses there within an hour: maybe a robot."


def answers_to_alike_mails(case: Case, settings: Settings) -> str:
    """A robot that takes another address, subject and domain for every mail, at whatever pace, still writes from one
    template. So do people who ask the same in the same words: hence a draft, and a person's approval counts for those who
    write next."""
    sent = case.traffic.alike_answered_30d
    if sent < settings.limits.answers_to_alike_30d or case.customer.known:
        return ""
    return f"{sent} mails with this text, but for names and numbers, were answered within 30 days, and no person has seen one since."


def answers_to_colleagues(case: Case, settings: Settings) -> str:
    """As `traffic_to_colleagues`, for a robot that takes its time."""
    sent, before = case.traffic.answers_to_colleagues_30d, case.traffic.people_at_domain_30d
    if sent < settings.limits.answers_per_organisation_30d or before >= ENOUGH_PEOPLE or case.customer.known:
        return ""
    return (
        f"{sent} automatic answers within 30 days to other addresses there, and no person has seen such a mail since."
    )


def traffic_to_colleagues(case: Case, settings: Settings) -> str:
    """A robot may change its address, its subject and every word, and set no header. What stays is where it lives: a few
    answers within the hour to other addresses of an organisation from which hardly anybody wrote before.

    Not for customers of the directory, nor for shared providers and others whom many people write from; the limit for
    the mail domain holds there."""
    sent, before = case.traffic.answers_to_colleagues_1h, case.traffic.people_at_domain_30d
    limit = max(3, settings.limits.answers_per_domain_1h // 6)
    if sent < limit or before >= ENOUGH_PEOPLE or case.customer.known:
        return ""
    return f"{sent} automatic answers within an hour to other addresses there, and nobody knows them: it may be a loop."


ENOUGH_PEOPLE = 10
"""at one mail domain, answered in 30 days: then it is no single robot's"""


def traffic_from_another_address(case: Case, settings: Settings) -> str:
    return (
        "It answers a mail of ours that went to another address: a second address of a customer, or a robot."
        if case.traffic.answers_mail_to_another
        else ""
    )


def mail_quotes_our_answer_to_another(case: Case, settings: Settings) -> str:
    """As `traffic_from_another_address`, for programs that quote without saying what they answer."""
    before = case.customer.past or any(turn.author != "customer" for turn in case.conversation.turns)
    if before or not our_answer.is_quoted_in(case.message, settings):
        return ""
    return "It quotes an automatic answer of ours, but nothing was sent to this address: a second address, or a robot."


def nothing_was_found(case: Case, settings: Settings) -> str:
    best = max((p.cosine for p in case.passages), default=0.0)
    if best < settings.thresholds.passage_cosine:
        return f"The knowledge base has nothing close to this (best passage {best:.2f})."
    return ""


BEFORE_DRAFTING: tuple[Rule, ...] = (
    customer_only_says_thanks,
    conversation_is_with_a_person,
    model_could_not_read,
    language_is_not_ours,
    traffic_in_conversation,
    traffic_to_sender,
    traffic_to_domain,
    traffic_in_all,
    traffic_of_the_same_mail,
    traffic_of_alike_mails,
    traffic_to_colleagues,
    traffic_from_another_address,
    mail_quotes_our_answer_to_another,
    nothing_was_found,
)

# --------------------------------------------------------------------------------------- drafted, but not to be sent


def draft_is_missing(case: Case, settings: Settings) -> str:
    if case.draft is None:
        return f"No draft could be made: {case.trouble or 'the model wrote none'}."
    return "" if case.draft.text else "No draft could be made: the model wrote nothing."


def customer_keeps_coming_back(case: Case, settings: Settings) -> str:
    mails = contacts_about_this(case)
    if mails >= settings.thresholds.repeat_contacts:
        return f"This is the customer's mail number {mails} about an open problem."
    return "The customer says that they asked before." if _has(case, Signal.REPEATED_CONTACT) else ""


def customer_may_leave(case: Case, settings: Settings) -> str:
    return "The customer may leave us." if _has(case, Signal.CHURN_RISK) else ""


def mail_is_critical(case: Case, settings: Settings) -> str:
    return "The mail is of critical urgency." if case.reading and case.reading.urgency == "critical" else ""


def draft_does_not_answer(case: Case, settings: Settings) -> str:
    if case.draft is None or not case.draft.unanswered:
        return ""
    return "The knowledge base does not answer: " + "; ".join(f"“{q}”" for q in case.draft.unanswered)


def claim_is_not_grounded(case: Case, settings: Settings) -> str:
    found = case.grounding
    if found is None or case.draft is None or not case.draft.text:
        return ""  # `draft_is_missing` says so
    wrong = (*found.figures, *found.links, *found.promises, *found.unsupported)
    if wrong:
        return "The draft says what no cited passage says: " + "; ".join(f"“{w}”" for w in wrong[:4])
    if found.support < settings.thresholds.support:
        return f"Only {found.support:.0%} of the draft is supported by the passages it cites."
    return ""


def recipient_is_unclear(case: Case, settings: Settings) -> str:
    return "" if thread.reply_address(case.message, settings) else "It is not certain which address to answer."


def intent_is_unclear(case: Case, settings: Settings) -> str:
    reading = case.reading
    if reading is None or reading.confidence < settings.thresholds.intent_confidence:
        sure = f" ({reading.intent.replace('_', ' ')}, {reading.confidence:.2f})" if reading else ""
        return f"It is not certain what the customer wants{sure}."
    return ""


def mail_holds_personal_data(case: Case, settings: Settings) -> str:
    return (
        "The mail holds card numbers, passwords or the like; please handle with care."
        if _has(case, Signal.PERSONAL_DATA)
        else ""
    )


def attachment_was_not_read(case: Case, settings: Settings) -> str:
    names = [a.name or a.content_type for a in case.message.attachments if not a.inline]
    return f"The mail has attachments that only a person can look at: {', '.join(names[:5])}." if names else ""


def sender_is_not_authenticated(case: Case, settings: Settings) -> str:
    if case.message.authentication.verdict == "pass":
        return ""
    return "Nothing proves that the mail comes from the address that it names."


def confidence_is_below_threshold(case: Case, settings: Settings) -> str:
    confidence, least = case.confidence or 0.0, earned.least_confidence(case, settings)
    return f"Confidence {confidence:.2f} is below {least:.2f}." if least is not None and confidence < least else ""


def autonomy_is_review(case: Case, settings: Settings) -> str:
    return (
        "Every answer is approved by a person (autonomy.mode = review)." if settings.autonomy.mode == "review" else ""
    )


def budget_is_broken(case: Case, settings: Settings) -> str:
    licence = case.standing.licence if case.standing else None
    if settings.autonomy.mode != "earned" or licence is None or not licence.broken:
        return ""
    return f"{licence.why} A person approves until it is proven anew that fewer are."


def not_yet_earned(case: Case, settings: Settings) -> str:
    if settings.autonomy.mode != "earned" or case.draft is None:
        return ""
    return earned.why_not_earned(case.standing, settings.autonomy)


def nobody_could_stop_it(case: Case, settings: Settings) -> str:
    mailbox = settings.mailbox_named(case.message.mailbox) if settings.mailbox else None
    if mailbox is None or not minutes_for_veto(case, settings):
        return ""
    if mailbox.plus_addressing and len(mailbox.address.rpartition("@")[0].encode()) <= LONGEST_WITH_TICKET:
        return ""
    return (
        f"An agent could not stop the answer, because {mailbox.address} has no ticket addresses. Turn on plus_addressing, "
        "or set autonomy.veto_minutes to 0."
    )


LONGEST_WITH_TICKET = 32
"""octets of a local part that leave room for a ticket"""


def article_was_edited(case: Case, settings: Settings) -> str:
    changed = case.standing.changed if case.standing else ()
    if settings.autonomy.mode != "earned" or not changed:
        return ""
    return f"The draft rests on what was edited and not graded since: {', '.join(f'“{title}”' for title in changed)}."


def picked_for_audit(case: Case, settings: Settings) -> str:
    """Only what would be sent is drawn: what a person gets anyway is graded anyway."""
    if settings.autonomy.mode != "earned" or not case.standing or case.standing.lot >= settings.autonomy.audit_share:
        return ""
    held = (
        confidence_is_below_threshold,
        budget_is_broken,
        not_yet_earned,
        nobody_could_stop_it,
        article_was_edited,
    )
    if case.draft is None or any(rule(case, settings) for rule in held):
        return ""
    return (
        "Drawn by lot: the answer would have been sent; please say whether it is right (approve it, or write your own)."
    )


BEFORE_SENDING: tuple[Rule, ...] = (
    draft_is_missing,
    draft_does_not_answer,
    claim_is_not_grounded,
    customer_keeps_coming_back,
    customer_may_leave,
    mail_is_critical,
    answers_to_alike_mails,
    answers_to_colleagues,
    recipient_is_unclear,
    intent_is_unclear,
    attachment_was_not_read,
    mail_holds_personal_data,
    sender_is_not_authenticated,
    confidence_is_below_threshold,
    autonomy_is_review,
    budget_is_broken,
    not_yet_earned,
    nobody_could_stop_it,
    article_was_edited,
    picked_for_audit,
)

APPROVABLE = frozenset(
    rule.__name__
    for rule in (
        answers_to_alike_mails,
        answers_to_colleagues,
        intent_is_unclear,
        attachment_was_not_read,
        mail_holds_personal_data,
        sender_is_not_authenticated,
        confidence_is_below_threshold,
        autonomy_is_review,
        budget_is_broken,
        not_yet_earned,
        nobody_could_stop_it,
        article_was_edited,
        picked_for_audit,
    )
)
"""Objections that a person lifts by approving the draft."""


def worth_a_review(case: Case, reasons: Sequence[Reason], settings: Settings) -> bool:
    """Is the draft good enough that approving it is quicker than writing an answer?"""
    return (
        {reason.rule for reason in reasons} <= APPROVABLE
        and (case.confidence or 0.0) >= settings.thresholds.review_confidence
        and case.draft is not None
    )


def is_only_a_note(case: Case) -> bool:
    """Does all that speaks against an automatic answer say that a robot wrote the mail, as an absence note or a receipt?
    A person looks, since a text proves nothing, but the ticket is not opened again. What asks is somebody's, unless it
    bears a program's or a list's mark."""
    straight = {rule.__name__ for rule in STRAIGHT_TO_A_PERSON}
    said = {v.rule for v in case.verdicts if v.reason and v.table == "before drafting"} & straight
    likely = bool(said & screen.NEVER_REOPENS) and said <= screen.NEVER_REOPENS | screen.BESIDES
    return likely and (screen.person_writes_through_a_program.__name__ in said or not asks(body_of(case.message)))


def minutes_for_veto(case: Case, settings: Settings) -> float:
    """How long an answer waits in which an agent may stop it; 0 for not at all."""
    licence = case.standing.licence if case.standing else None
    if settings.autonomy.mode != "earned" or licence is None or licence.stage != "veto":
        return 0.0
    return settings.autonomy.veto_minutes


def too_much_for_people(case: Case, settings: Settings) -> str:
    """The one case where a mail that would go to a person stays with its ticket: a storm from one address."""
    sent, limit = case.traffic.handoffs_for_sender_24h, settings.limits.handoffs_per_sender_24h
    if sent < limit:
        return ""
    return f"{sent} mails of this address went to people within 24 hours; this one is kept with the ticket."


# ------------------------------------------------------------------------------------------------- what rules lean on


def language_of(case: Case) -> str:
    """The mail's own language where it could be told, else what the reading says."""
    if case.message.language != "und":
        return case.message.language
    return case.reading.language if case.reading else "und"


def contacts_about_this(case: Case) -> int:
    """Mails of the customer about one problem, this one included: in this conversation, and tickets of the same intent
    opened in the 30 days before."""
    here = 1 + sum(turn.author == "customer" for turn in case.conversation.turns)
    if case.reading is None:
        return here
    since = case.message.received_at - timedelta(days=30)
    return here + sum(
        ticket.intent == case.reading.intent
        and ticket.intent != "unknown"
        and ticket.opened_at >= since
        and ticket.state is not TicketState.SILENT
        for ticket in case.customer.past
    )
