"""Mail of people that no machine may answer: unclear authors, unreadable or hidden text, answers that would go astray."""

from __future__ import annotations

import re

from responder.config import Settings
from responder.domain import Case
from responder.steps import screen_words as words
from responder.steps.domains import organisational_domain, same_organisation
from responder.steps.rules import shortened
from responder.steps.screen_fields import ADDRESS, bare_name, is_robot
from responder.steps.thread import comes_from_a_form, is_web_form, our_addresses, without_tag


def author_is_not_clear(case: Case, settings: Settings) -> str:
    """No From, two, a group, or one that can be read in two ways (RFC 5322 section 3.6.2)."""
    message = case.message
    fields = message.field("From")
    if comes_from_a_form(message, settings) and not is_web_form(message, settings):
        return "It comes from our web form, and no customer's address is in it."
    if message.sender is None:
        return f"From names no single author: {shortened(fields[0])}." if fields else "There is no From."
    if len(fields) > 1:
        return f"There are {len(fields)} From fields: {shortened(' | '.join(fields))}."
    if "two readings of From" in message.defects:
        return f"From can be read in two ways: {shortened(' | '.join(fields))}."
    return ""


def name_shows_another_address(case: Case, settings: Settings) -> str:
    """ "boss@example.com" <somebody@elsewhere.test>: most mail programs show the name only."""
    sender = case.message.sender
    for shown in ADDRESS.findall(sender.name[:500]) if sender else ():
        assert sender is not None
        if organisational_domain(shown.rpartition("@")[2]) != organisational_domain(sender.domain):
            return f"The sender's name shows {shortened(shown)}, the address is {sender.email}."
    return ""


def mail_cannot_be_read(case: Case, settings: Settings) -> str:
    defect = next((d for d in case.message.defects if d.startswith(_UNREAD)), "")
    return f"It could not be read ({shortened(defect)})." if defect else ""


_UNREAD = ("unreadable", "a text was cut", "the end of a long text")
"""how the defects begin with which something of what was written is unseen"""


def mail_is_encrypted(case: Case, settings: Settings) -> str:
    return "It is encrypted: there is nothing that we can read." if case.message.encrypted else ""


def mail_has_no_readable_text(case: Case, settings: Settings) -> str:
    message = case.message
    if any(letter.isalnum() for letter in message.reply_text):
        return ""
    attached = f", only {len(message.attachments)} attachment(s)" if message.attachments else ""
    return f"There is no text{attached}."


def mail_hides_text(case: Case, settings: Settings) -> str:
    hidden = " ".join(case.message.hidden_text.split())
    if sum(letter.isalnum() for letter in hidden[:500]) >= 12:
        return f"It hides text from its reader: {shortened(hidden)}."
    return ""


def answer_would_go_elsewhere(case: Case, settings: Settings) -> str:
    """RFC 3834 section 4: a Reply-To of another organisation, or several, is for a person to judge."""
    message = case.message
    if message.sender is None or is_web_form(message, settings):
        return ""
    distinct = {address.email.lower() for address in message.reply_to}
    if len(distinct) > 1:
        return f"Reply-To names {len(distinct)} addresses."
    for address in distinct - {message.sender.email.lower()}:
        if not same_organisation(address.rpartition("@")[2], message.sender.domain):
            return f"Reply-To is {shortened(address)}, another organisation's than the author's {message.sender.email}."
    return ""


def mail_is_not_addressed_to_us(case: Case, settings: Settings) -> str:
    """RFC 5230 section 4.5, for a shared mailbox: blind copies and forwarded mail are for a person."""
    message, ours = case.message, our_addresses(settings)
    if not ours:
        return ""
    named = [*(a.email for a in (*message.to, *message.cc)), *message.delivered_to]
    if any(without_tag(address) in ours for address in named):
        return ""
    return f"None of our addresses is named; it is addressed to {shortened(', '.join(named)) or 'nobody'}."


def other_help_desks_are_addressed(case: Case, settings: Settings) -> str:
    """Two ticket systems that answer each other's copies never end."""
    message, ours = case.message, our_addresses(settings)
    if not ours:
        return ""
    own_domains = {organisational_domain(address.rpartition("@")[2]) for address in ours}
    for address in (*message.to, *message.cc):
        desk = bare_name(address.email) in words.SUPPORT_NAMES or is_robot(address.email)
        if desk and organisational_domain(address.domain) not in own_domains:
            return f"Another help desk is addressed too: {shortened(address.email)}."
    return ""


def mail_was_marked_as_spam(case: Case, settings: Settings) -> str:
    for name, value in case.message.headers:
        for wanted, pattern in _SPAM_VERDICTS:
            if wanted.fullmatch(name.lower()) and pattern.search(value[:400]):
                return f"A filter took it for spam: {name} is {shortened(value)}."
    return ""


_SPAM_VERDICTS = tuple(
    (re.compile(name), re.compile(value, re.IGNORECASE))
    for name, value in (
        (r"x-(?:barracuda-|ovh-|spam-)?spam-flag|x-spam-flag", r"^\s*yes"),
        (r"x-spam-status|x-barracuda-spam-status", r"^\s*(?:yes|spam)\b"),
        (r"x-spam|x-is-spam|x-spam-checked-spam", r"^\s*(?:yes|true|spam)\b"),
        (r"x-ms-exchange-organization-scl|x-scl", r"^\s*(?:[5-9]|10)\b"),
        (
            r"x-forefront-antispam-report",
            r"\bSCL:[5-9]\b|\bSFV:(?:SPM|SKB)\b|\bCAT:(?:SPM|HSPM|PHSH|HPHSH|MALW|SPOOF|DIMP|UIMP)\b",
        ),
        (r"x-rspamd-action|x-spamd-action", r"reject|add header|rewrite subject|soft reject"),
        (r"x-bogosity", r"^\s*(?:yes|spam)\b"),
        (r"x-dspam-result", r"^\s*(?:spam|blacklisted)\b"),
        (r"x-[a-z0-9._-]*mailscanner-spamcheck|x-mailscanner-spamcheck", r"^\s*spam\b"),
        (
            r"x-(?:spampanel|spamexperts|filter|recommended)[a-z-]*-(?:class|action)",
            r"^\s*(?:spam|reject|quarantine)\b",
        ),
        (r"x-proofpoint-spam-details", r"\brule=(?:[a-z_]*_)?spam\b"),
        (r"x-vr-spamstate|x-ovh-spam-status", r"^\s*spam\b"),
        (r"x-yandex-spam", r"^\s*[2-9]"),
        (r"x-klms-antispam-status", r"^\s*spam\b"),
        (r"x-sophos-antispam|x-hmailserver-spam|x-mdaemon-spam|x-gmx-antispam-result", r"^\s*(?:yes|spam)\b"),
    )
)
