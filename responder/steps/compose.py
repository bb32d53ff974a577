"""Decision → the mails that leave: frozen bytes, one recipient each, with threading and anti-loop headers.

RFC 3834 section 3 for automatic answers, RFC 5322 section 3.6.4 for threading. Recipients come from the rules of
`thread`, headers from settings and parsed ids, words from templates; nothing that a model or a customer wrote becomes
anything but text.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message as Head
from email.parser import HeaderParser
from email.utils import format_datetime

from responder.config import MailboxSettings, Settings
from responder.domain import (
    Address,
    Case,
    Claim,
    Decision,
    Delivery,
    Handoff,
    LadderStep,
    MailKind,
    Message,
    OutgoingMail,
    Quarantine,
    QueuedMail,
    Relay,
    Reply,
    Review,
    Silence,
    Turn,
)
from responder.errors import ConfigError, GiveUp
from responder.steps import markdown, mime
from responder.steps.agent_reply import MARKER
from responder.steps.greeting import greeted
from responder.steps.handoff import answer, sheet_of, sources, web_link
from responder.steps.languages import frame_of, language_of_words, shown_date
from responder.steps.mime import Attached, Header
from responder.steps.report import Report
from responder.steps.report_words import parts_of, period
from responder.steps.thread import base_subject, message_id_for, reply_address, ticket_address, without_tag
from responder.wording import render

_MOST_REFERENCES = 20
_ATTACH_TO_NOTICE = 1_000_000
"""octets: a notice is small, so that it arrives where the mail that it tells of was too large"""
_READ_OF_OWN_MAIL = 200_000
_PACKED = "original.eml.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every mail about one ticket needs."""

    settings: Settings
    mailbox: MailboxSettings
    ticket: int
    key: bytes
    now: datetime
    message: int = 0
    """row id of the message that a handoff is about"""

    @property
    def domain(self) -> str:
        return self.mailbox.address.rpartition("@")[2]

    @property
    def agent_address(self) -> str:
        """Where an agent's reply is taken in; "" without sub-addresses or without room for one."""
        if not self.mailbox.plus_addressing:
            return ""
        address = ticket_address(self.mailbox.address, self.ticket, self.key, agent=True, message_id=self.message)
        return address if address != self.mailbox.address else ""

    @property
    def us(self) -> Address:
        name = self.mailbox.sender_name or f"{self.settings.product.name} Support"
        return Address(email=self.mailbox.address, name=name)

    def words(self, template: str, **values: object) -> str:
        return _words(self.settings, template, **values)


def _words(settings: Settings, template: str, **values: object) -> str:
    own = str(settings.path(settings.own_templates)) if settings.own_templates else ""
    return render(f"mail/{template}.jinja", own_templates=own, **values)


def mails_for(
    decision: Decision,
    *,
    claim: Claim,
    settings: Settings,
    key: bytes,
    now: datetime,
    raw: bytes,
    model_name: str,
    place: tuple[str, int, int] = ("", 0, 0),
) -> tuple[OutgoingMail, ...]:
    """What a decision sends. The same arguments give the same Message-IDs, so that a crash sends nothing twice.

    `raw`: the inbound mail's bytes, needed wherever a person gets it. `place`: mailbox, UIDVALIDITY and UID of a mail that
    may be there only, since it was not fetched whole. Raises GiveUp when a mail cannot be written
    safely, ConfigError when a template or the team's inbox is missing."""
    mailbox = settings.mailbox_named(claim.message.mailbox)
    desk = _Desk(
        settings=settings, mailbox=mailbox, ticket=claim.conversation_id, key=key, now=now, message=claim.message_id
    )
    match decision:
        case Silence():
            return ()
        case Reply(veto_minutes=minutes) if minutes:
            at = now + timedelta(minutes=minutes)
            waiting = replace(_reply(decision, claim, replace(desk, now=at)), not_before=at)
            return (waiting, _handoff(decision, claim, desk, raw, model_name, leaves_at=at))
        case Reply():
            return (_reply(decision, claim, desk),)
        case Relay():
            return (_relay(decision, claim, desk),)
        case Quarantine():
            return (_quarantine(decision, claim, desk, raw, place),)
        case Review() | Handoff():
            return (_handoff(decision, claim, desk, raw, model_name),)


# --------------------------------------------------------------------------------------------------- to the customer


def _reply(reply: Reply, claim: Claim, desk: _Desk) -> OutgoingMail:
    case, message = reply.case, reply.case.message
    if not reply.draft.text:
        raise GiveUp("the draft is empty")
    language = frame_of(message.language, case.reading.language if case.reading else "")
    name = case.customer.name or (message.sender.name if message.sender else "")
    text, html = answer(reply.draft, case.passages)
    values = {
        "answer": text,
        "answer_html": html,
        "quoted": reply.draft.quoted,
        "sources": sources(reply.draft, case.passages),
        "automatic": desk.settings.product.ai_disclosure,
        "checked": False,
        **_frame(desk, language, name),
        **_parent(desk, language, name, message.date or message.received_at, message.reply_text or message.text),
    }
    recipient = reply_address(message, desk.settings)
    to_name = message.sender.name if message.sender and message.sender.email == recipient else ""
    headers: list[Header] = [
        *_to_customer(
            desk, _written_to(message, desk.mailbox), Address(email=recipient, name=to_name), message.subject
        ),
        *_threading(_ids_before(message), message.message_id),
        # RFC 3834 section 3.1.7; Exchange needs its own field besides
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    return _mail("reply", headers, desk, claim, desk.words("reply.txt", **values), desk.words("reply.html", **values))


def _relay(relay: Relay, claim: Claim, desk: _Desk) -> OutgoingMail:
    """A person's words, so it is no automatic mail and says nothing of the kind."""
    case, conversation = relay.case, relay.case.conversation
    parent = next((t for t in reversed(conversation.turns) if t.author == "customer"), None)
    subject = conversation.subject or (parent.subject if parent else "")
    language = language_of_words(relay.text)
    known = case.customer.email == conversation.customer
    if not relay.text.strip():
        raise GiveUp("there are no words for the customer")
    quoted = relay.approved and case.draft is not None and case.draft.quoted
    if relay.approved and case.draft is not None:
        text, html = answer(case.draft, case.passages)
    else:
        text, html = mime.clean_text(relay.text), markdown.plain_as_html(mime.clean_text(relay.text))
    values = {
        "answer": text,
        "answer_html": html,
        "quoted": quoted,
        "sources": sources(case.draft, case.passages) if relay.approved else (),
        "automatic": False,
        "checked": desk.settings.product.ai_disclosure,
        **_frame(desk, language, case.customer.name if known else ""),
        **_parent_turn(desk, language, parent),
    }
    headers: list[Header] = [
        *_to_customer(desk, desk.mailbox.address, Address(email=relay.to or conversation.customer), subject),
        *_threading([turn.message_id for turn in conversation.turns], parent.message_id if parent else ""),
    ]
    template = "reply" if relay.approved else "relay"
    text, html = desk.words(f"{template}.txt", **values), desk.words(f"{template}.html", **values)
    return _mail("relay", headers, desk, claim, text, html)


def _frame(desk: _Desk, language: str, name: str) -> dict[str, object]:
    product = desk.settings.product
    return {
        "language": language,
        "greeted": greeted(name, language),
        "product": product.name,
        "team": product.team_name,
        "sender_name": desk.us.name,
        "help_url": web_link(product.help_url),
    }


def _parent(desk: _Desk, language: str, name: str, at: datetime, text: str) -> dict[str, object]:
    """The customer's words as a quote below the answer, with who wrote them and when."""
    most = desk.settings.reply.quote_lines
    lines = mime.clean_text(text).strip().split("\n") if text.strip() else []
    kept = [line[:400] for line in lines[:most]]
    if kept and (len(lines) > most or any(len(line) > 400 for line in lines[:most])):
        kept.append("[…]")
    return {
        "quote": tuple(kept),
        "quote_html": markdown.plain_as_html("\n".join(kept), links=False),
        "quote_author": mime.clean(name),
        "quote_date": shown_date(at, language),
    }


def _parent_turn(desk: _Desk, language: str, parent: Turn | None) -> dict[str, object]:
    if parent is None:
        return _parent(desk, language, "", desk.now, "")
    return _parent(desk, language, "", parent.at, parent.text)


def _to_customer(desk: _Desk, written_to: str, to: Address, subject: str) -> list[Header]:
    base = base_subject(mime.clean(subject))
    headers: list[Header] = [("From", Address(email=written_to, name=desk.us.name)), ("To", to)]
    if desk.mailbox.plus_addressing:
        ticket = ticket_address(desk.mailbox.address, desk.ticket, desk.key)
        headers.append(("Reply-To", Address(email=ticket, name=desk.us.name)))
    return [*headers, ("Subject", mime.subject(f"Re: {base}" if base else "Re:"))]


def _written_to(message: Message, mailbox: MailboxSettings) -> str:
    """The address of ours that the customer wrote to, as the settings spell it."""
    ours = {address.lower(): address for address in (*mailbox.also, mailbox.address)}
    named = [address.email for address in (*message.to, *message.cc)] + list(message.delivered_to)
    return next((ours[bare] for bare in map(without_tag, named) if bare in ours), mailbox.address)


def _ids_before(message: Message) -> tuple[str, ...]:
    """RFC 5322 section 3.6.4: the parent's References, else its In-Reply-To if that is exactly one id."""
    return message.references or (message.in_reply_to if len(message.in_reply_to) == 1 else ())


def _threading(before: Sequence[str], parent: str) -> list[Header]:
    answered = mime.usable_ids([parent])
    ids = (*(i for i in mime.usable_ids(before) if i not in answered), *answered)
    if len(ids) > _MOST_REFERENCES:
        ids = ids[: _MOST_REFERENCES // 2] + ids[-_MOST_REFERENCES // 2 :]
    headers: list[Header] = [("In-Reply-To", answered)] if answered else []
    return [*headers, ("References", ids)] if ids else headers


# -------------------------------------------------------------------------------------------------------- to the team


def _handoff(
    decision: Handoff | Review | Reply,
    claim: Claim,
    desk: _Desk,
    raw: bytes,
    model_name: str,
    *,
    leaves_at: datetime | None = None,
) -> OutgoingMail:
    case = decision.case
    customer = _customer_of(case, desk)
    sheet = sheet_of(
        decision,
        settings=desk.settings,
        ticket=desk.ticket,
        customer=customer,
        agent_address=desk.agent_address,
        reaches_customer=_writable(customer),
        model_name=model_name,
        leaves_at=leaves_at,
    )
    team = desk.settings.team_of(case.reading.intent if case.reading else "")
    subject = desk.words("handoff.subject", sheet=sheet)
    headers = _to_team(desk, desk.settings.inbox_of(team), subject, customer, urgent=sheet.urgency, tier=decision.tier)
    text, html = desk.words("handoff.txt", sheet=sheet), desk.words("handoff.html", sheet=sheet)
    return _mail("handoff", headers, desk, claim, text, html, attached=Attached(raw=raw) if raw else None)


def _quarantine(
    decision: Quarantine, claim: Claim, desk: _Desk, raw: bytes, place: tuple[str, int, int]
) -> OutgoingMail:
    """Says what is known without reading the mail, and carries it as an opaque file: servers that choke on it as we did
    must not refuse this mail too. A broken template of the admin's own does not hold it back."""
    message = decision.case.message
    customer = _customer_of(decision.case, desk)
    values = {
        "reasons": tuple(mime.clean(reason.text)[:500] for reason in decision.reasons),
        "sender": mime.clean(message.sender.email)[:200] if message.sender else "",
        "subject": mime.clean(message.subject)[:200],
        "received": f"{message.received_at.astimezone(UTC):%d %b %Y, %H:%M} UTC",
        "mailbox": desk.mailbox.address,
        "ticket": desk.ticket,
        "sha256": message.raw_sha256,
        "size": len(raw),
        "not_whole": _lies_in(place, raw, desk).removeprefix("- ") if _was_not_fetched(message) else "",
        **_about_replies(desk, customer),
    }
    try:
        subject = desk.words("quarantine.subject", **values)
        text, html = desk.words("quarantine.txt", **values), desk.words("quarantine.html", **values)
    except ConfigError as error:
        subject = f"[High] A mail could not be handled · #{desk.ticket}"
        text = f"The attached mail could not be handled: {'; '.join(values['reasons'])}\n({error})\n"  # type: ignore[arg-type]
        html = ""
    headers = _to_team(desk, desk.settings.inbox_of("support"), subject, customer, urgent="high", tier=3)
    attached = Attached(raw=raw, opaque=True) if raw else None
    return _mail("handoff", headers, desk, claim, text, html, attached=attached)


def _was_not_fetched(message: Message) -> bool:
    return any(defect.startswith(("unreadable: too large", "unreadable: cannot be")) for defect in message.defects)


def undelivered_notice(
    queued: QueuedMail,
    why: str,
    *,
    settings: Settings,
    key: bytes,
    now: datetime,
    original: bytes = b"",
    place: tuple[str, int, int] = ("", 0, 0),
) -> OutgoingMail:
    """To the team: a mail of ours failed for good, or nobody knows whether it arrived. Shows its words and attaches it
    where it is small.

    A large handoff is made again without `original`, the customer's mail that it carried, and says where that lies:
    `place` is mailbox, UIDVALIDITY and UID."""
    lost = queued.mail
    mailbox = settings.mailbox_named(lost.mailbox)
    desk = _Desk(settings=settings, mailbox=mailbox, ticket=queued.conversation_id, key=key, now=now)
    if original and carries_much(lost):
        return _without_original(queued, why, replace(desk, message=inbound_of(lost)), original, place)
    to_customer = lost.kind in ("reply", "relay")
    customer = lost.recipient if to_customer else ""
    values = {
        "recipient": lost.recipient,
        "lost_subject": mime.clean(lost.subject),
        "why": mime.clean(why)[:1000],
        "to_customer": to_customer,
        "perhaps": queued.state is Delivery.UNKNOWN,
        "ticket": desk.ticket,
        "words": (words := _words_of(lost.raw)),
        "words_html": markdown.plain_as_html(words, links=False),
        **_about_replies(desk, customer),
    }
    subject = desk.words("undelivered.subject", **values)
    headers = _to_team(desk, settings.inbox_of("support"), subject, customer, urgent="high", tier=3)
    message_id = message_id_for(key, "undelivered", lost.message_id, domain=desk.domain)
    attached = Attached(raw=lost.raw, name="not-delivered.eml") if len(lost.raw) <= _ATTACH_TO_NOTICE else None
    text, html = desk.words("undelivered.txt", **values), desk.words("undelivered.html", **values)
    return _frozen("notice", headers, desk, message_id, text, html, attached=attached)


def _without_original(
    queued: QueuedMail, why: str, desk: _Desk, original: bytes, place: tuple[str, int, int]
) -> OutgoingMail:
    """The handoff itself, which an agent can answer or approve as ever, with the original packed where that is small."""
    lost = queued.mail
    head = _head_of(lost.raw)
    packed = gzip.compress(original, 1, mtime=0) if lost.kind == "handoff" else b""
    small = 0 < len(packed) <= _ATTACH_TO_NOTICE
    attached = Attached(raw=packed, name=_PACKED, opaque=True) if small else None
    about = _about_replies(desk, customer := mime.clean(str(head["Reply-To"] or "")))
    how = "comes in a packed file" if attached else "is not attached"
    note = [
        f"This mail was refused, or may not have arrived, with the original attached: {mime.clean(why)[:500]}",
        f"So the original ({len(original):,} bytes) {how}. It is kept whole:",
        f"- here: responder tickets raw {desk.message} > original.eml",
        _lies_in(place, original, desk),
    ]
    words = _words_of(lost.raw).removeprefix(MARKER).strip()
    text = "\n\n".join(part for part in (about["marker"], "\n".join(filter(None, note)), words) if part) + "\n"
    urgent = {"1": "critical", "2": "high"}.get(str(head["X-Priority"] or ""), "normal")
    tier = str(head["X-Responder-Tier"] or "")
    headers = _to_team(
        desk, lost.recipient, lost.subject, customer, urgent=urgent, tier=int(tier) if tier.isdecimal() else None
    )
    message_id = message_id_for(desk.key, "undelivered", lost.message_id, domain=desk.domain)
    html = markdown.plain_as_html(text, links=False)
    return _frozen("notice", headers, desk, message_id, text, html, attached=attached)


def _lies_in(place: tuple[str, int, int], original: bytes, desk: _Desk) -> str:
    """Where people find a mail on its server, as a line."""
    name, _, uid = place
    if not uid:
        return ""
    folder = f", folder {name.partition('/')[2]}" if "/" in name else ""
    called = mime.usable_ids([str(_head_of(original)["Message-ID"] or "").strip()])
    known = f", Message-ID {called[0]}" if called else ""
    return f"- in the mailbox {desk.mailbox.address}{folder}: UID {uid} when it was taken in{known}"


def carries_much(mail: OutgoingMail) -> bool:
    """Is it a mail to the team that might arrive without the original in it?"""
    if mail.kind == "notice":
        return f'filename="{_PACKED}"'.encode() in mail.raw[:_READ_OF_OWN_MAIL]
    return mail.kind == "handoff" and len(mail.raw) > _ATTACH_TO_NOTICE


def inbound_of(mail: OutgoingMail) -> int:
    """Row id of the message that a mail to the team is about; 0 for none."""
    number = str(_head_of(mail.raw)["X-Responder-Inbound"] or "")
    return int(number) if number.isdecimal() else 0


def _head_of(raw: bytes) -> Head:
    head = re.split(rb"\r?\n\r?\n", raw[:_READ_OF_OWN_MAIL], maxsplit=1)[0]
    return HeaderParser(policy=policy.compat32).parsestr(head.decode("utf-8", "replace"))


def storm_notice(claim: Claim, *, settings: Settings, key: bytes, now: datetime) -> OutgoingMail:
    """To the team, once a day and sender: more mail of one address than people should get; the rest is kept."""
    mailbox = settings.mailbox_named(claim.message.mailbox)
    desk = _Desk(settings=settings, mailbox=mailbox, ticket=claim.conversation_id, key=key, now=now)
    who = claim.message.sender.email if claim.message.sender else "an unknown sender"
    limit = settings.limits.handoffs_per_sender_24h
    text = (
        f"{mime.clean(who)} has written more than {limit} mails within 24 hours that went to people.\n\n"
        "Further mails of this address are kept with their tickets and are not forwarded until it is less. Look at "
        f"them with:\n\n    responder tickets --email {mime.clean(who)}\n\n"
        "The limit is limits.handoffs_per_sender_24h in the settings.\n"
    )
    headers = _to_team(desk, settings.inbox_of("support"), f"Too much mail from {who}", "", urgent="high", tier=3)
    message_id = message_id_for(key, "storm", who, f"{now:%Y-%m-%d}", domain=desk.domain)
    return _frozen("notice", headers, desk, message_id, text, markdown.plain_as_html(text, links=False), attached=None)


_STAGES = {
    "review": "a person approves each answer",
    "veto": "answers are sent by themselves unless an agent stops them in time",
    "auto": "answers are sent by themselves",
}


def ladder_notice(step: LadderStep, *, settings: Settings, key: bytes, now: datetime) -> OutgoingMail:
    """To the team: what may be sent without a person has changed, and why."""
    desk = _Desk(settings=settings, mailbox=settings.mailbox[0], ticket=0, key=key, now=now)
    kind = f"mail of the kind {step.intent.replace('_', ' ')}" if step.intent else "all mail without a rule of its own"
    text = (
        f"For {mime.clean(kind)}, from now on {_STAGES[step.after]}.\n\nBefore, {_STAGES[step.before]}.\n\n"
        f"Why: {mime.clean(step.why)}\n\nThe settings are those of [autonomy].\n"
    )
    better = ("review", "veto", "auto").index(step.after) > ("review", "veto", "auto").index(step.before)
    subject = f"Autonomy {'earned' if better else 'taken back'}: {step.intent.replace('_', ' ') or 'all other mail'}"
    headers = _to_team(desk, settings.inbox_of("support"), subject, "", urgent="normal", tier=3)
    message_id = message_id_for(key, "ladder", step.intent, step.at.isoformat(), domain=desk.domain)
    return _frozen("notice", headers, desk, message_id, text, markdown.plain_as_html(text, links=False), attached=None)


def report_mail(report: Report, *, name: str, settings: Settings, key: bytes, now: datetime) -> OutgoingMail:
    """To whoever reads reports. The same `name` (a week) gives the same Message-ID."""
    desk = _Desk(settings=settings, mailbox=settings.mailbox[0], ticket=0, key=key, now=now)
    values = _values_of(report, settings)
    subject = desk.words("report.subject", **values)
    headers = _to_team(desk, settings.report_inbox, subject, "", urgent="normal", tier=None)
    message_id = message_id_for(key, "report", name, domain=desk.domain)
    text, html = desk.words("report.txt", **values), desk.words("report.html", **values)
    return _frozen("notice", headers, desk, message_id, text, html, attached=None)


def report_words(report: Report, settings: Settings) -> str:
    """The report as its mail's plain text says it, for a terminal."""
    return _words(settings, "report.txt", **{**_values_of(report, settings), "by_mail": False})


def _values_of(report: Report, settings: Settings) -> dict[str, object]:
    return {
        "report": report,
        "parts": parts_of(report),
        "period": period(report.days, settings.report.zone),
        "product": mime.clean(settings.product.name),
        "by_mail": True,
    }


def notice_answered(claim: Claim, *, settings: Settings, key: bytes, now: datetime) -> OutgoingMail:
    """To who answered a report, or another mail to the team that belongs to no ticket: nobody has read it."""
    mailbox, message = settings.mailbox_named(claim.message.mailbox), claim.message
    desk = _Desk(settings=settings, mailbox=mailbox, ticket=0, key=key, now=now)
    text = (
        "Nobody has read what you wrote below, and no customer got it: the mail that you answered belongs to no ticket.\n\n"
        f"To write to your colleagues, use {settings.inbox_of('support')}. To answer a customer, reply to the mail about "
        "their ticket. What the weekly report says, and when, stands in the settings under [report].\n\nYou wrote:\n\n"
        f"{mime.clean_text(message.reply_text)[:2000].strip()}\n"
    )
    email = message.sender.email if message.sender else ""
    subject = f"Nobody read your reply: {base_subject(mime.clean(message.subject))}"
    headers = [*_to_team(desk, email, subject, "", urgent="normal", tier=None), *_threading((), message.message_id)]
    message_id = message_id_for(key, "notice answered", message.fingerprint, domain=desk.domain)
    return _frozen("notice", headers, desk, message_id, text, markdown.plain_as_html(text, links=False), attached=None)


def _words_of(raw: bytes) -> str:
    """The text of a mail of our own making; it stands near the beginning."""
    part = message_from_bytes(raw[:_READ_OF_OWN_MAIL], policy=policy.default).get_body(("plain",))
    return mime.clean_text(part.get_content())[:20_000].strip() if part else ""


def _customer_of(case: Case, desk: _Desk) -> str:
    """Whom an answer to this ticket reaches."""
    return case.conversation.customer or reply_address(case.message, desk.settings)


def _writable(email: str) -> bool:
    try:
        return bool(email) and mime.one_address(email).isascii()
    except GiveUp:
        return False


def _about_replies(desk: _Desk, customer: str) -> dict[str, str]:
    """What happens to a reply to this mail, for its first lines."""
    if desk.agent_address and desk.ticket:
        reached = customer or "the customer of this ticket, if one is known"
        return {"marker": MARKER, "on_reply": f"What you write goes to {reached}."}
    if _writable(customer):
        warning = f"Careful: your reply goes straight to {customer}. Delete everything below before you send it."
        return {"marker": "", "on_reply": warning}
    return {"marker": "", "on_reply": "A reply to this mail reaches no customer."}


def _to_team(desk: _Desk, inbox: str, subject: str, customer: str, *, urgent: str, tier: int | None) -> list[Header]:
    """Headers of a mail to a team. Replying to it reaches the customer: through us, or directly where the mailbox has
    no sub-addresses. Without a ticket, replying only tells that nobody is reached."""
    if not inbox:
        raise ConfigError("There is no inbox for handoffs. Add [teams.support] with inbox = an address of your team.")
    headers: list[Header] = [
        ("From", Address(email=desk.mailbox.address, name=f"Responder for {desk.settings.product.name}")),
        ("To", Address(email=inbox)),
    ]
    if desk.agent_address:
        name = f"Ticket {desk.ticket}" if desk.ticket else "Responder"
        headers.append(("Reply-To", Address(email=desk.agent_address, name=name)))
    elif _writable(customer):
        headers.append(("Reply-To", Address(email=customer)))
    headers.append(("Subject", mime.subject(subject)))
    if desk.ticket:
        # never sent itself: mail programs group what refers to it, and so all handoffs of a ticket
        thread = message_id_for(desk.key, "ticket", desk.ticket, domain=desk.domain)
        headers += [("In-Reply-To", (thread,)), ("References", (thread,)), ("X-Responder-Ticket", str(desk.ticket))]
    if desk.message:
        headers.append(("X-Responder-Inbound", str(desk.message)))
    headers += [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]
    if tier is not None:
        headers.append(("X-Responder-Tier", str(tier)))
    if urgent in ("high", "critical"):
        headers += [("X-Priority", "1" if urgent == "critical" else "2"), ("Importance", "high")]
    return headers


# -------------------------------------------------------------------------------------------------------------- frozen


def _mail(
    kind: MailKind,
    headers: Sequence[Header],
    desk: _Desk,
    claim: Claim,
    text: str,
    html: str,
    *,
    attached: Attached | None = None,
) -> OutgoingMail:
    message_id = message_id_for(desk.key, claim.message_id, claim.message.fingerprint, kind, domain=desk.domain)
    return _frozen(kind, headers, desk, message_id, text, html, attached=attached)


def _frozen(
    kind: MailKind,
    headers: Sequence[Header],
    desk: _Desk,
    message_id: str,
    text: str,
    html: str,
    *,
    attached: Attached | None,
) -> OutgoingMail:
    named = dict(headers)
    to, subject = named["To"], named["Subject"]
    assert isinstance(to, Address) and isinstance(subject, str)
    raw = mime.write(
        [
            *headers,
            ("Date", format_datetime(desk.now.astimezone(UTC))),
            ("Message-ID", (message_id,)),
            # for providers that replace the Message-ID: by this a copy is known again
            ("X-Responder-Message-ID", (message_id,)),
            ("X-Loop", desk.mailbox.address),
        ],
        text=text,
        html=html,
        attached=attached,
    )
    return OutgoingMail(
        kind=kind,
        recipient=mime.one_address(to.email),
        envelope_from=desk.mailbox.address,
        message_id=message_id,
        raw=raw,
        mailbox=desk.mailbox.name,
        subject=subject,
    )
