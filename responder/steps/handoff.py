"""What an agent sees of a case: one `Sheet`, worked out here so that the templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Literal
from urllib.parse import quote

from responder.config import Settings
from responder.domain import Case, Draft, Handoff, Passage, Reason, Reply, Review, Signal
from responder.steps import markdown
from responder.steps.agent_reply import MARKER
from responder.steps.languages import name_of
from responder.steps.ledger import LEFT_BY_A_NOTE
from responder.steps.mime import clean, clean_text
from responder.steps.solved import in_a_line
from responder.steps.thread import base_subject

Kind = Literal["veto", "review", "assisted", "person", "note", "bounce", "agent"]

_HEADLINES: dict[Kind, str] = {
    "veto": "Will be sent unless you stop it",
    "review": "Draft to approve",
    "assisted": "Needs your answer",
    "person": "Needs a person",
    "note": "Perhaps an automatic mail",
    "bounce": "Our answer did not arrive",
    "agent": "Your mail was not sent to the customer",
}
_URGENCIES = ("low", "normal", "high", "critical")

ACTIONS: dict[str, str] = {
    "somebody_may_be_in_danger": "Read this now; if somebody is at risk, follow your emergency procedure.",
    "mail_speaks_to_the_machine": "Read the mail as text only; do nothing that it instructs without a check.",
    "mail_is_another_service_s_code": "Pass no code on and click no link; find out who signed up with our address.",
    "account_may_be_compromised": "Secure the account before anything else.",
    "customer_threatens_legal_action": "Show this to whoever handles legal matters before you answer.",
    "answer_came_back": "Look for another way to reach the customer; perhaps the address has a typing error.",
    "agents_mail_was_not_sent": "Reply to this mail with your own words for the customer.",
    "customer_is_angry": "Acknowledge the trouble first, then solve it.",
    "customer_keeps_coming_back": "Earlier answers did not help: read the conversation below before you answer.",
    "customer_may_leave": "The customer may leave: answer soon and personally.",
    "customer_asks_for_a_person": "Answer personally and sign with your name.",
    "sender_is_not_authenticated": "Tell nothing about an account before you know who is writing.",
    "author_is_not_clear": "Find out who is writing before you answer.",
    "name_shows_another_address": "The name pretends to be another address: look twice before you answer.",
    "answer_would_go_elsewhere": "Check where your answer will go: the mail wants it at another address.",
    "recipient_is_unclear": "Check where your answer will go before you send it.",
    "mail_was_marked_as_spam": "See whether it is a customer at all.",
    "mail_is_not_addressed_to_us": "See whether it is meant for us at all.",
    "other_help_desks_are_addressed": "See whether another company's support is already answering.",
    "mail_is_encrypted": "Open the attached original with your key, or ask the customer to write again in plain text.",
    "mail_has_no_readable_text": "Open the attached original.",
    "mail_hides_text": "The mail hides text from its reader: look at the attached original with care.",
    "mail_holds_personal_data": "Do not quote card numbers or passwords back.",
    "attachment_was_not_read": "Open the attachments of the original first.",
    "claim_is_not_grounded": "Check the claims named above against the articles before you use the draft.",
    "draft_does_not_answer": "Answer what the articles leave open.",
    "language_is_not_ours": "Answer in the customer's language, or pass it on to somebody who can.",
    "nothing_was_found": "Answer it; if others may ask the same, it deserves an article.",
    "answers_to_alike_mails": "See whether a machine is writing under many addresses; if people are, approve the answer.",
    "answers_to_colleagues": "See whether a machine is writing under many addresses; if people are, approve the answer.",
    "traffic_in_conversation": "See whether a machine is writing to us; if so, leave it unanswered.",
    "traffic_to_sender": "See whether a machine is writing to us; if so, leave it unanswered.",
    "traffic_of_the_same_mail": "The last answer did not help, or a machine is writing: see which.",
}
"""What to do first when a rule spoke, most pressing first; the intent's own suggestion follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something named: a label and a text, with a link where there is one."""

    label: str
    text: str
    html: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on one sheet. `html` values are safe; all else is plain text that a template must escape."""

    kind: Kind
    headline: str
    urgency: str
    ticket: int
    tier: int
    who: str
    """the customer's name, or address"""
    email: str
    plan: str
    subject: str
    intent: str
    intent_confidence: float
    language: str
    reasons: tuple[str, ...]
    actions: tuple[str, ...]
    summary: str
    mood: str
    signals: tuple[str, ...]
    customer_text: str
    customer_html: str
    notes: tuple[str, ...]
    """about the mail itself: attachments, what was hidden, what was repaired"""
    draft_text: str
    draft_html: str
    sources: tuple[Line, ...]
    confidence: float | None
    unanswered: tuple[str, ...]
    passages: tuple[Line, ...]
    account: tuple[Line, ...]
    contacts: str
    past: tuple[Line, ...]
    similar: tuple[Line, ...]
    """solved tickets of others about the same matter"""
    turns: tuple[Line, ...]
    answers_go_to: Literal["ticket", "customer", "nobody"]
    """where a reply to this mail goes"""
    approve_link: str
    marker: str
    model: str
    stop_link: str = ""
    leaves_at: str = ""
    """when the answer is sent unless an agent stops it; empty for all other mail"""


def sheet_of(
    decision: Handoff | Review | Reply,
    *,
    settings: Settings,
    ticket: int,
    customer: str,
    agent_address: str,
    reaches_customer: bool,
    model_name: str,
    leaves_at: datetime | None = None,
) -> Sheet:
    """`customer`: the address that an answer reaches, or "". `agent_address`: where an agent's reply is taken in and
    passed on, or "" when the mailbox has no sub-addresses."""
    case, kind = decision.case, _kind(decision)
    reading, message = case.reading, case.message
    shown = kind == "veto" or (decision.tier in (1, 2))
    draft = case.draft if shown else None
    draft_text, draft_html = answer(draft, case.passages) if draft and draft.text else ("", "")
    name = clean(case.customer.name) or (
        clean(message.sender.name) if message.sender and kind not in _ABOUT_OURS else ""
    )
    visible = _shortened(clean_text(message.reply_text or message.text), lines=120, letters=6000)
    subject = base_subject(clean(case.conversation.subject if kind in _ABOUT_OURS else message.subject))
    approve = kind == "review" and agent_address
    return Sheet(
        kind=kind,
        headline=_HEADLINES[kind],
        urgency=urgency_of(case, decision.reasons, settings),
        ticket=ticket,
        tier=decision.tier,
        who=name or customer or "unknown sender",
        email=customer,
        plan=next((clean(v) for k, v in case.customer.account if k.lower() in ("plan", "tier", "tariff") and v), ""),
        subject=subject or "(no subject)",
        intent=reading.intent.replace("_", " ") if reading and reading.intent != "unknown" else "",
        intent_confidence=reading.confidence if reading else 0.0,
        language=_language(message.language if message.language != "und" or not reading else reading.language),
        reasons=(_EARNED,) if kind == "veto" else tuple(clean(reason.text) for reason in decision.reasons),
        actions=(_NOTHING_TO_DO,)
        if kind == "veto"
        else (_STAYS_ANSWERED,)
        if kind == "note"
        else _actions(case, decision.reasons, settings, drafted=bool(draft_text)),
        summary=clean(reading.summary) if reading else "",
        mood=_mood(case),
        signals=tuple(str(signal) for signal in reading.signals) if reading else (),
        customer_text=visible,
        customer_html=markdown.plain_as_html(visible, links=False),
        notes=_notes(case),
        draft_text=draft_text,
        draft_html=draft_html,
        sources=sources(draft, case.passages) if draft else (),
        confidence=case.confidence if draft else None,
        unanswered=tuple(clean(question) for question in draft.unanswered) if draft else (),
        passages=_passages(case.passages, settings.thresholds.passage_cosine)
        if kind in ("veto", "review", "assisted")
        else (),
        account=tuple(Line(label=clean(label), text=clean(value)) for label, value in case.customer.account if value),
        contacts=_contacts(case),
        past=_past(case),
        similar=_similar(case) if kind in ("review", "assisted", "person") else (),
        turns=_turns(case),
        answers_go_to="ticket" if agent_address else "customer" if reaches_customer else "nobody",
        approve_link=_mailto(agent_address, f"Re: {subject}", "approve") if approve else "",
        stop_link=_mailto(agent_address, f"Re: {subject}", "#stop") if kind == "veto" and agent_address else "",
        marker=MARKER,
        model=model_name,
        leaves_at=f"{leaves_at.astimezone(UTC):%d %b %Y, %H:%M} UTC" if leaves_at else "",
    )


_EARNED = (
    "Answers to such mail were right often enough to be sent by themselves. This is new, so you can still stop one."
)
_STAYS_ANSWERED = "Nothing, if a robot wrote this: the ticket stays as it was. If the customer wants something, answer."
_NOTHING_TO_DO = "Nothing, if the answer below is right."

_ABOUT_OURS: tuple[Kind, ...] = ("bounce", "agent")
"""the message is not the customer's but about a mail of ours, or an agent's"""


def _kind(decision: Handoff | Review | Reply) -> Kind:
    rules = {reason.rule for reason in decision.reasons}
    if isinstance(decision, Reply):
        return "veto"
    if isinstance(decision, Review):
        return "review"
    if "answer_came_back" in rules:
        return "bounce"
    if "agents_mail_was_not_sent" in rules:
        return "agent"
    if decision.note and decision.case.conversation.state in LEFT_BY_A_NOTE:
        return "note"
    return "assisted" if decision.assisted else "person"


def urgency_of(case: Case, reasons: Iterable[Reason], settings: Settings) -> str:
    """The most urgent of what was read, what the intent is worth at least, and what the signals ask for."""
    found = [1]
    if case.reading:
        intent = settings.intents.get(case.reading.intent)
        found = [_URGENCIES.index(case.reading.urgency), _URGENCIES.index(intent.urgency) if intent else 0]
        signals = set(case.reading.signals)
        if signals & {Signal.DANGER, Signal.SECURITY}:
            found.append(3)
        if signals & {Signal.LEGAL_THREAT, Signal.CHURN_RISK} or case.reading.sentiment == "angry":
            found.append(2)
    if any(
        reason.rule in ("answer_came_back", "agents_mail_was_not_sent", "customer_keeps_coming_back")
        for reason in reasons
    ):
        found.append(2)
    return _URGENCIES[max(found)]


def _actions(case: Case, reasons: Sequence[Reason], settings: Settings, *, drafted: bool) -> tuple[str, ...]:
    """`drafted`: the agent sees a draft. Without one there is nothing to do about it."""
    spoke = {reason.rule for reason in reasons} - (set() if drafted else {"claim_is_not_grounded"})
    first = [action for rule, action in ACTIONS.items() if rule in spoke][:3]
    intent = settings.intents.get(case.reading.intent) if case.reading else None
    own = [intent.suggested_action] if intent and intent.suggested_action else []
    return tuple(dict.fromkeys(first + own))


def _language(code: str) -> str:
    return "unknown language" if code == "und" else name_of(code)


def _mood(case: Case) -> str:
    if not case.reading:
        return ""
    return f"{case.reading.sentiment}, frustration {case.reading.frustration:.2f} of 1"


def _notes(case: Case) -> tuple[str, ...]:
    message = case.message
    notes = []
    files = [f"{clean(a.name) or a.content_type} ({_size(a.size)})" for a in message.attachments if not a.inline]
    if files:
        notes.append("Attachments: " + ", ".join(files[:10]) + (" and more" if len(files) > 10 else ""))
    if message.authentication.verdict != "pass" and message.sender:
        notes.append("The sender's address is not proven.")
    if message.hidden_text.strip():
        notes.append("The mail holds text that its reader would not see; it is not shown here.")
    if message.encrypted:
        notes.append("The mail is encrypted.")
    if case.trouble:
        notes.append(f"While this was prepared: {clean(case.trouble)}")
    return tuple(notes)


def _size(octets: int) -> str:
    if octets < 1000:
        return f"{octets} bytes"
    return f"{octets / 1000:.0f} kB" if octets < 1_000_000 else f"{octets / 1_000_000:.1f} MB"


def _passages(passages: Sequence[Passage], least: float) -> tuple[Line, ...]:
    """The best first; what is not even close would only be in the way."""
    close = sorted((p for p in passages if p.cosine >= least), key=lambda p: -p.score)
    return tuple(
        Line(
            label=clean(p.heading or p.title),
            text=f"score {p.score:.2f}, likeness {p.cosine:.2f}",
            html=_shortened(" ".join(re.sub("-{3,}", "", markdown.as_text(p.body)).split()), lines=1, letters=220),
            url=web_link(p.url),
        )
        for p in close[:5]
    )


def _contacts(case: Case) -> str:
    number = case.customer.contacts_30_days
    if number <= 1:
        return "first mail in 30 days" if number == 1 else ""
    return f"{number} mails in 30 days, this one included"


def _past(case: Case) -> tuple[Line, ...]:
    return tuple(
        Line(
            label=f"#{ticket.id} · {ticket.opened_at:%d %b %Y} · {ticket.state}",
            text=clean(ticket.subject) + (f": {clean(ticket.summary)}" if ticket.summary else ""),
        )
        for ticket in case.customer.past[:5]
    )


def _similar(case: Case) -> tuple[Line, ...]:
    return tuple(
        Line(
            label=f"#{ticket.ticket} · {ticket.solved_at:%d %b %Y}",
            text=clean(in_a_line(ticket.summary, letters=160)),
            html=clean(in_a_line(markdown.as_text(ticket.answer), letters=300)),
        )
        for ticket in case.similar[:3]
    )


def _turns(case: Case) -> tuple[Line, ...]:
    """The last six, as a reader would see them."""
    names = {"customer": "Customer", "responder": "Our automatic answer", "agent": "Our agent"}
    shown = []
    for turn in case.conversation.turns[-6:]:
        words = markdown.as_text(turn.text) if turn.author == "responder" else turn.text
        text = _shortened(clean_text(words), lines=25, letters=1200)
        label = f"{names[turn.author]}, {turn.at:%d %b %Y, %H:%M} UTC"
        shown.append(Line(label=label, text=text, html=markdown.plain_as_html(text, links=False)))
    return tuple(shown)


def _mailto(address: str, subject: str, body: str) -> str:
    """RFC 6068; "+" written as %2B, because some programs read it as a blank."""
    return f"mailto:{quote(address, safe='@.')}?subject={quote(subject[:150])}&body={quote(body)}"


# ------------------------------------------------------------------------------------------------------ answers, shown


def answer(draft: Draft, passages: Sequence[Passage]) -> tuple[str, str]:
    """The body of a draft as text and as HTML. What quotes the help centre word by word is shown as quotes, each under
    the title of its article."""
    if not draft.quoted:
        return markdown.as_text(draft.text), markdown.as_html(draft.text)
    titles = {passage.id: clean(passage.title) for passage in passages}
    texts, htmls = [], []
    for title, words in _quotes(draft, titles):
        texts.append(f"{title}\n\n{markdown.as_text(words)}" if title else markdown.as_text(words))
        htmls.append(
            _QUOTE.format(title=escape(title), words=markdown.as_html(words)) if title else markdown.as_html(words)
        )
    return "\n\n".join(texts), "\n".join(htmls)


_QUOTE = (
    '<blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #999">'
    '<p style="margin:0 0 6px"><strong>{title}</strong></p>{words}</blockquote>'
)


def _quotes(draft: Draft, titles: dict[str, str]) -> list[tuple[str, str]]:
    """Neighbouring sentences of one article together, with its title; "" where a sentence cites none."""
    groups: list[tuple[str, str]] = []
    for sentence in draft.sentences:
        title = titles.get(sentence.passage_ids[0], "") if sentence.passage_ids else ""
        if groups and (groups[-1][0] == title or not sentence.text.strip()):
            groups[-1] = (groups[-1][0], groups[-1][1] + sentence.text)
        else:
            groups.append((title, sentence.text))
    return [(title, words) for title, words in groups if words.strip()]


def sources(draft: Draft | None, passages: Sequence[Passage]) -> tuple[Line, ...]:
    """The cited articles that have a page, each once, in order of first use."""
    by_id = {passage.id: passage for passage in passages}
    cited = [by_id[i] for i in draft.cited if i in by_id] if draft else []
    lines = {p.article_id: Line(label=clean(p.title), text="", url=web_link(p.url)) for p in cited}
    return tuple(line for line in lines.values() if line.url)


def web_link(url: str) -> str:
    """The address if it is a web address that can stand in a mail, else ""."""
    return url if re.fullmatch(r"https?://[^\s<>\"'\\]+", url, re.IGNORECASE) else ""


def _shortened(text: str, *, lines: int, letters: int) -> str:
    kept = "\n".join(text.strip("\n").split("\n")[:lines])
    kept = kept if len(kept) <= letters else kept[:letters].rsplit(" ", 1)[0]
    return kept if len(kept) >= len(text.strip("\n")) else f"{kept} …"
