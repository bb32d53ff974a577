"""The doors of the store, the knowledge base and the customer directory in memory, for tests and for `decide`.

The same promises as on PostgreSQL (tests/contracts runs the same truths on both), except that nothing survives the
process. Every method is one transaction because none of them awaits in its middle.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from responder.adapters.bell import Bell
from responder.adapters.in_memory_knowledge import InMemoryKnowledge
from responder.adapters.stored_values import plain
from responder.domain import (
    Arrival,
    Case,
    Claim,
    Conversation,
    Cursor,
    Customer,
    Decision,
    Delivery,
    Ended,
    Grade,
    LadderStep,
    Licence,
    Message,
    OpenTicket,
    Outcome,
    OutgoingMail,
    PastDecision,
    PastTicket,
    QueuedMail,
    Relay,
    Review,
    Silence,
    Tally,
    TicketState,
    Traffic,
    Turn,
    account_of,
)
from responder.errors import GiveUp, LeaseLost
from responder.steps import joining, ledger, thread

__all__ = ["InMemoryCustomers", "InMemoryKnowledge", "InMemoryStore"]


@dataclass
class _Ticket:
    id: int
    customer: str
    subject: str
    opened_at: datetime
    last_at: datetime
    next_at: datetime
    state: TicketState = TicketState.NEW
    lease_until: datetime | None = None
    token: str = ""
    person_acted_at: datetime | None = None


@dataclass
class _Mail:
    """An inbound mail."""

    id: int
    ticket: int
    place: tuple[str, int, int] | None
    raw: bytes
    message: Message
    customer: str
    agent_ticket: int
    attempts: int = 0
    first_claimed_at: datetime | None = None
    trouble: str = ""
    done_at: datetime | None = None
    outcome: Outcome | None = None
    rule: str = ""
    reason: str = ""
    decision: Decision | None = None
    filed: bool = False


@dataclass
class _Outgoing:
    id: int
    mail: OutgoingMail
    ticket: int
    inbound: int
    queued_at: datetime
    due_at: datetime
    state: Delivery = Delivery.READY
    attempts: int = 0
    token: str = ""
    why: str = ""


@dataclass
class InMemoryStore:
    """`now` may be a clock that a test turns; leases, waits and limits follow it."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _cursors: dict[str, Cursor] = field(default_factory=dict)
    _tickets: dict[int, _Ticket] = field(default_factory=dict)
    _mails: dict[int, _Mail] = field(default_factory=dict)
    _outgoing: dict[int, _Outgoing] = field(default_factory=dict)
    _seen_by_person: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _ids: dict[str, list[joining.KnownId]] = field(default_factory=dict)
    _names: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """account and server id → raw_sha256 and size"""
    _remembered: dict[str, dict[str, Any]] = field(default_factory=dict)
    _told_once: set[str] = field(default_factory=set)
    _grades: dict[int, Grade] = field(default_factory=dict)
    _licences: dict[str, Licence] = field(default_factory=dict)
    _steps: list[LadderStep] = field(default_factory=list)
    article_changes: dict[str, datetime] = field(default_factory=dict)
    """article id → when its text changed last: what PostgreSQL knows from the versions of articles"""
    _secrets: dict[str, bytes] = field(default_factory=dict)
    _bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        self._born = self.now()

    # -------------------------------------------------------------------------------------------------------- mail in

    async def cursor(self, mailbox: str) -> Cursor:
        return self._cursors.get(mailbox, Cursor())

    async def keep(self, mailbox: str, uidvalidity: int, arrivals: Sequence[Arrival], *, last_uid: int) -> int:
        by_hash = {m.message.raw_sha256: m for m in self._mails.values()}
        known = joining.Known(
            mails=frozenset(by_hash),
            deliveries={(m.customer, m.message.fingerprint): m.ticket for m in reversed(self._mails.values())},
            customers={t.id: t.customer for t in self._tickets.values()},
            ids=self._ids,
            written_to=await self.written_to(
                [email for a in arrivals for email in joining.failed_recipients(a.message)],
                mailbox=account_of(mailbox),
                since=self.now() - joining.BOUNCES_WITHIN,
            ),
        )
        joined, moved = joining.join(arrivals, known)
        if uidvalidity:
            self._names |= {
                (account_of(mailbox), a.server_id): (a.message.raw_sha256, len(a.raw))
                for a in (*moved, *(j.arrival for j in joined))
                if a.server_id
            }
        for arrival in moved if uidvalidity else ():
            self._lies_at(by_hash[arrival.message.raw_sha256], (mailbox, uidvalidity, arrival.uid))
        new: dict[int, int] = {}
        for one in joined:
            if one.opens:
                new[one.conversation] = self._open(one.arrival)
            place = (mailbox, uidvalidity, one.arrival.uid) if uidvalidity else None
            self._take(one, new.get(one.conversation, one.conversation), place)
        if uidvalidity:
            self._cursors[mailbox] = Cursor(uidvalidity=uidvalidity, last_uid=last_uid)
        waiting = sum(not one.duplicate for one in joined)
        if waiting:
            self._bell.ring("answer", waiting)
        return waiting

    def _open(self, arrival: Arrival) -> int:
        number, at = len(self._tickets) + 1, self.now()
        self._tickets[number] = _Ticket(
            id=number,
            customer=joining.customer_of(arrival.message),
            subject=arrival.message.subject,
            opened_at=at,
            last_at=at,
            next_at=at,
        )
        return number

    def _take(self, one: joining.Joined, number: int, place: tuple[str, int, int] | None) -> None:
        message, ticket, at = one.arrival.message, self._tickets[number], self.now()
        if not any(m.ticket == number and m.done_at is None for m in self._mails.values()):
            ticket.next_at = at
        mail = _Mail(
            id=len(self._mails) + 1,
            ticket=number,
            place=None,
            raw=one.arrival.raw,
            message=message,
            customer=joining.customer_of(message),
            agent_ticket=one.arrival.agent_ticket if one.arrival.agent_ticket == number else 0,
        )
        if one.duplicate:
            mail.done_at, mail.outcome = at, Outcome.SILENT
            mail.rule, mail.reason = joining.DUPLICATE_RULE, joining.DUPLICATE_REASON
        self._mails[mail.id] = mail
        if place:
            self._lies_at(mail, place)
        ticket.last_at = at
        if joining.usable_id(message.message_id):
            self._remember(message.message_id, joining.KnownId(conversation_id=number, customer=ticket.customer))

    def _lies_at(self, mail: _Mail, place: tuple[str, int, int]) -> None:
        for other in self._mails.values():
            if other.place == place:
                other.place = None
        mail.place = place

    def _remember(self, message_id: str, known: joining.KnownId) -> None:
        self._ids.setdefault(message_id, []).append(known)

    async def moved(
        self, mailbox: str, uidvalidity: int, places: Mapping[str, tuple[int, int]], *, last_uid: int = 0
    ) -> set[str]:
        by_hash = {m.message.raw_sha256: m for m in self._mails.values()}
        known: set[str] = set()
        for name, (uid, size) in places.items():
            raw_sha256, stored = self._names.get((account_of(mailbox), name), ("", -1))
            if stored == size:
                self._lies_at(by_hash[raw_sha256], (mailbox, uidvalidity, uid))
                known.add(name)
        if last_uid and known == set(places):
            self._cursors[mailbox] = Cursor(uidvalidity=uidvalidity, last_uid=last_uid)
        return known

    async def uids_known(self, mailbox: str, uidvalidity: int) -> set[int]:
        return {m.place[2] for m in self._mails.values() if m.place and m.place[:2] == (mailbox, uidvalidity)}

    async def where(self, message_id: int) -> tuple[str, int, int]:
        mail = self._mail(message_id)
        return mail.place or (mail.message.mailbox, 0, 0)

    async def raw(self, message_id: int) -> bytes:
        return self._mail(message_id).raw

    def _mail(self, message_id: int) -> _Mail:
        if message_id not in self._mails:
            raise GiveUp(f"There is no message {message_id} in the store.")
        return self._mails[message_id]

    # ------------------------------------------------------------------------------------------------------ the queue

    async def claim(self, *, lease_seconds: float) -> Claim | None:
        self._bell.looks_for("answer")
        at = self.now()
        oldest: dict[int, _Mail] = {}
        for mail in self._mails.values():
            if mail.done_at is None:
                oldest.setdefault(mail.ticket, mail)
        free = [
            self._tickets[number]
            for number in oldest
            if self._tickets[number].next_at <= at and (self._tickets[number].lease_until or at) <= at
        ]
        if not free:
            return None
        ticket = min(free, key=lambda t: (t.next_at, t.id))
        mail = oldest[ticket.id]
        ticket.lease_until, ticket.token = at + timedelta(seconds=lease_seconds), secrets.token_hex(16)
        mail.attempts += 1
        mail.first_claimed_at = mail.first_claimed_at or at
        return Claim(
            message_id=mail.id,
            conversation_id=ticket.id,
            token=ticket.token,
            attempts=mail.attempts,
            message=mail.message,
            agent_ticket=mail.agent_ticket,
            first_claimed_at=mail.first_claimed_at,
        )

    def _held(self, claim: Claim) -> _Ticket:
        ticket = self._tickets.get(claim.conversation_id)
        if ticket is None or not claim.token or ticket.token != claim.token:
            raise LeaseLost(f"Conversation {claim.conversation_id} is held by another worker now.")
        return ticket

    async def extend(self, claim: Claim, *, lease_seconds: float) -> None:
        self._held(claim).lease_until = self.now() + timedelta(seconds=lease_seconds)

    async def put_back(self, claim: Claim, *, after_seconds: float, why: str, count: bool) -> None:
        ticket, mail = self._held(claim), self._mails[claim.message_id]
        ticket.lease_until, ticket.token = None, ""
        ticket.next_at = self.now() + timedelta(seconds=after_seconds)
        mail.trouble = why
        if not count:
            mail.attempts -= 1
        self._bell.ring("answer")

    async def conclude(self, claim: Claim, decision: Decision, mails: Sequence[OutgoingMail]) -> None:
        ticket, inbound, at = self._held(claim), self._mails[claim.message_id], self.now()
        self._refuse_twice(inbound, mails)
        ticket.lease_until, ticket.token, ticket.next_at = None, "", at
        ticket.state = ledger.state_after(decision, ticket.state)
        if inbound.agent_ticket and decision.outcome is not Outcome.SILENT:
            ticket.person_acted_at = at
            self._seen_by_person.update(
                {t: at for m in self._mails.values() if m.ticket == ticket.id for t in _traits(m)}
            )
        inbound.done_at, inbound.outcome, inbound.decision = at, decision.outcome, decision
        inbound.rule, inbound.reason = ledger.deciding_rule(decision), ledger.deciding_reason(decision)
        for mail in mails:
            self._queue(mail, ticket=ticket.id, inbound=inbound.id)
        self._bell.ring("answer")
        self._bell.ring("send", len(mails))

    def _refuse_twice(self, inbound: _Mail, mails: Sequence[OutgoingMail]) -> None:
        queued = {o.mail.message_id for o in self._outgoing.values()}
        ids = [m.message_id for m in mails]
        answers = sum(m.kind in ("reply", "relay") for m in mails)
        answers += sum(o.inbound == inbound.id and o.mail.kind in ("reply", "relay") for o in self._outgoing.values())
        if answers > 1 or len(set(ids)) < len(ids) or queued & set(ids):
            raise GiveUp(f"Message {inbound.id} has an answer already; a second one is refused.")

    def _queue(self, mail: OutgoingMail, *, ticket: int, inbound: int = 0) -> None:
        number, at = len(self._outgoing) + 1, self.now()
        self._outgoing[number] = _Outgoing(
            id=number, mail=mail, ticket=ticket, inbound=inbound, queued_at=at, due_at=mail.not_before or at
        )
        if not ticket:
            return
        customer = self._tickets[ticket].customer
        self._remember(
            mail.message_id,
            joining.KnownId(conversation_id=ticket, customer=customer, sent_to=mail.recipient.lower()),
        )

    async def wait_for_work(self, seconds: float) -> None:
        await self._bell.wait(seconds)

    # -------------------------------------------------------------------------------------------------- what is known

    async def conversation_of(self, claim: Claim) -> Conversation:
        ticket = self._tickets[claim.conversation_id]
        turns = [turn for m in self._of(ticket.id) if m.id < claim.message_id and (turn := _turn(m))]
        turns += [
            Turn(
                at=o.queued_at,
                author="responder" if o.mail.kind == "reply" else "agent",
                text=ledger.words_for_customer(decision),
                message_id=o.mail.message_id,
                subject=o.mail.subject,
            )
            for o in self._outgoing.values()
            if o.ticket == ticket.id
            and o.mail.kind in ("reply", "relay")
            and o.state is not Delivery.FAILED
            and (decision := self._mails[o.inbound].decision)
        ]
        return Conversation(
            id=ticket.id,
            customer=ticket.customer,
            subject=ticket.subject,
            state=ticket.state,
            opened_at=ticket.opened_at,
            turns=tuple(sorted(turns, key=lambda t: t.at)[-50:]),
        )

    def _of(self, ticket: int) -> list[_Mail]:
        return [m for m in self._mails.values() if m.ticket == ticket]

    async def history_of(self, email: str, *, besides: int) -> Customer:
        email, since = email.lower(), self.now() - timedelta(days=30)
        wrote = [m for m in self._mails.values() if email and m.customer == email and not m.agent_ticket]
        names = [m.message.sender.name for m in wrote if m.message.sender and m.message.sender.name]
        past = [t for t in self._tickets.values() if email and t.customer == email and t.id != besides]
        past.sort(key=lambda t: (t.opened_at, t.id), reverse=True)
        return Customer(
            email=email,
            name=names[-1] if names else "",
            contacts_30_days=sum(m.outcome is not Outcome.SILENT and m.message.received_at >= since for m in wrote),
            past=tuple(self._past(ticket) for ticket in past[:10]),
        )

    def _past(self, ticket: _Ticket) -> PastTicket:
        readings = [m.decision.case.reading for m in self._of(ticket.id) if m.decision and m.decision.case.reading]
        last = readings[-1] if readings else None
        return PastTicket(
            id=ticket.id,
            subject=ticket.subject,
            opened_at=ticket.opened_at,
            state=ticket.state,
            intent=last.intent if last else "",
            summary=last.summary if last else "",
        )

    async def traffic_of(self, message: Message, *, conversation_id: int) -> Traffic:
        at, sender, body = self.now(), joining.customer_of(message), joining.body_hash(message.reply_text)
        domain, organisation = sender.rpartition("@")[2], joining.organisation_of(sender)
        alike, origin = joining.alike_hash(message.reply_text), joining.origin_of(sender)
        ours = [k for i in thread.ids_answered(message) for k in self._ids.get(i, ()) if k.sent_to]
        day, hour, week = at - timedelta(hours=24), at - timedelta(hours=1), at - timedelta(days=7)
        ticket = self._tickets.get(conversation_id)
        acted = (ticket.person_acted_at if ticket else None) or day
        replies = [o for o in self._outgoing.values() if o.mail.kind == "reply" and o.state is not Delivery.FAILED]
        done = [m for m in self._mails.values() if m.done_at]

        def to_sender(o: _Outgoing) -> bool:
            return bool(sender) and sender in (o.mail.recipient.lower(), self._mails[o.inbound].customer)

        def is_colleague(recipient: str) -> bool:
            if not sender or recipient == sender:
                return False
            if organisation:
                return f".{recipient.rpartition('@')[2]}".endswith(f".{organisation}")
            return thread.without_tag(recipient) == thread.without_tag(sender)

        def since_a_person(trait: tuple[str, str], besides: str = "") -> int:
            since = max(at - timedelta(days=30), self._seen_by_person.get(trait, at - timedelta(days=30)))
            near = (self._mails[o.inbound] for o in replies if o.queued_at > since)
            count = sum(trait in _traits(m) and (not besides or m.customer != besides) for m in near)
            return min(count, joining.ANSWERS_COUNTED)

        return Traffic(
            answers_in_conversation_24h=sum(
                o.ticket == conversation_id and o.queued_at > max(day, acted) for o in replies
            ),
            answers_to_sender_24h=sum(to_sender(o) and o.queued_at > day for o in replies),
            answers_to_domain_1h=sum(
                bool(domain) and o.mail.recipient.lower().rpartition("@")[2] == domain and o.queued_at > hour
                for o in replies
            ),
            answers_1h=sum(o.queued_at > hour for o in replies),
            same_body_before=any(
                bool(body and sender)
                and m.customer == sender
                and joining.body_hash(m.message.reply_text) == body
                and m.outcome is Outcome.ANSWERED
                and (m.done_at or day) > week
                for m in done
            ),
            alike_from_organisation_1h=sum(
                o.queued_at > hour
                and bool(organisation and alike)
                and self._mails[o.inbound].customer != sender
                and joining.organisation_of(self._mails[o.inbound].customer) == organisation
                and joining.alike_hash(self._mails[o.inbound].message.reply_text) == alike
                for o in replies
            ),
            alike_answered_30d=since_a_person(("alike", alike)),
            answers_to_colleagues_30d=since_a_person(("origin", origin), besides=sender),
            answers_to_colleagues_1h=sum(
                o.queued_at > hour and is_colleague(o.mail.recipient.lower()) for o in replies
            ),
            people_at_domain_30d=len(
                {
                    o.mail.recipient.lower()
                    for o in replies
                    if organisation
                    and o.mail.recipient.lower().rpartition("@")[2] == domain
                    and at - timedelta(days=30) <= o.queued_at <= hour
                }
            ),
            answers_mail_to_another=bool(ours) and all(k.conversation_id != conversation_id for k in ours),
            handoffs_for_sender_24h=sum(
                bool(sender)
                and m.customer == sender
                and m.outcome is Outcome.WITH_PERSON
                and (m.done_at or week) > day
                and (m.message.authentication.verdict == "pass") == (message.authentication.verdict == "pass")
                for m in done
            ),
            handed_over_for_traffic_24h=any(
                (m.ticket == conversation_id or (sender and m.customer == sender))
                and m.rule.startswith("traffic_")
                and (m.done_at or week) > day
                for m in done
            ),
        )

    async def case_to_approve(self, conversation_id: int, message_id: int) -> Case | None:
        for mail in sorted(self._of(conversation_id), key=lambda m: -m.id):
            if mail.decision is None:
                continue
            went_out = bool(ledger.words_for_customer(mail.decision))
            if mail.id == message_id:
                draft = ledger.draft_for_approval(mail.decision)
                offered = isinstance(mail.decision, Review) and draft is not None and not went_out
                return replace(mail.decision.case, draft=draft) if offered else None
            if went_out or (not mail.agent_ticket and not isinstance(mail.decision, Silence)):
                return None
        return None

    async def written_to(self, emails: Sequence[str], *, mailbox: str, since: datetime) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for out in self._outgoing.values():
            to = out.mail.recipient.lower()
            if out.mail.kind not in ("reply", "relay") or out.state is Delivery.FAILED or out.queued_at <= since:
                continue
            if to in emails and out.mail.mailbox == mailbox and out.ticket:
                found.setdefault(to, []).append(out.ticket)
        return {email: sorted(set(places)) for email, places in found.items()}

    async def also_known_as(self, our_id: str, their_id: str) -> None:
        for known in [k for k in self._ids.get(our_id, ()) if k.sent_to]:
            if joining.usable_id(their_id) and known not in self._ids.get(their_id, ()):
                self._remember(their_id, known)

    async def remember(self, name: str, value: dict[str, Any]) -> None:
        self._remembered[name] = dict(value)

    async def remembered(self, name: str) -> dict[str, Any] | None:
        return self._remembered.get(name)

    async def is_ours(self, message_ids: Sequence[str]) -> int:
        for message_id in message_ids:
            for known in self._ids.get(message_id, ()):
                if known.sent_to:
                    return known.conversation_id
        return 0

    async def is_notice(self, message_ids: Sequence[str]) -> bool:
        return any(
            o.mail.kind == "notice" and not o.ticket and o.mail.message_id in message_ids
            for o in self._outgoing.values()
        )

    # ------------------------------------------------------------------------------------------------------- mail out

    async def take_to_send(self, *, lease_seconds: float) -> QueuedMail | None:
        self._bell.looks_for("send")
        at = self.now()
        open_states = (Delivery.READY, Delivery.SENDING, Delivery.UNKNOWN)
        due = [o for o in self._outgoing.values() if o.state in open_states and o.due_at <= at and self._in_turn(o)]
        if not due:
            return None
        chosen = min(due, key=lambda o: (o.due_at, o.id))
        found = Delivery.READY if chosen.state is Delivery.READY else Delivery.UNKNOWN
        chosen.state = Delivery.SENDING if found is Delivery.READY else Delivery.UNKNOWN
        chosen.attempts += found is Delivery.READY
        chosen.token, chosen.due_at = secrets.token_hex(16), at + timedelta(seconds=lease_seconds)
        return QueuedMail(
            id=chosen.id,
            mail=chosen.mail,
            state=found,
            attempts=chosen.attempts,
            queued_at=chosen.queued_at,
            conversation_id=chosen.ticket,
            token=chosen.token,
        )

    def _in_turn(self, mail: _Outgoing) -> bool:
        """One reader gets one conversation's mails in order; a server that puts one reader off delays no other."""
        return mail.state is not Delivery.READY or not any(
            o.ticket == mail.ticket
            and mail.ticket
            and o.mail.recipient == mail.mail.recipient
            and o.id < mail.id
            and o.state in (Delivery.READY, Delivery.SENDING)
            for o in self._outgoing.values()
        )

    async def hold(self, queued: QueuedMail, *, lease_seconds: float) -> None:
        row = self._outgoing.get(queued.id)
        if row is None or row.token != queued.token:
            raise LeaseLost(f"Mail {queued.id} is in another sender's hands now.")
        row.due_at = self.now() + timedelta(seconds=lease_seconds)

    async def mark(
        self,
        queued: QueuedMail,
        state: Delivery,
        *,
        why: str = "",
        after_seconds: float = 0.0,
        notice: OutgoingMail | None = None,
    ) -> None:
        row = self._outgoing.get(queued.id)
        if row is None or not queued.token or row.token != queued.token:
            raise LeaseLost(f"Mail {queued.id} is in another sender's hands now.")
        row.state, row.why, row.token = state, why, ""
        row.due_at = self.now() + timedelta(seconds=after_seconds)
        if state is Delivery.FAILED:
            if row.mail.kind in ("reply", "relay"):
                self._to_a_person(row, why)
            if notice and notice.message_id not in {o.mail.message_id for o in self._outgoing.values()}:
                self._queue(notice, ticket=row.ticket)
        if notice or (state is Delivery.READY and after_seconds <= 0):
            self._bell.ring("send")

    def _to_a_person(self, row: _Outgoing, why: str) -> None:
        inbound = self._mails[row.inbound]
        inbound.outcome, inbound.reason, inbound.filed = Outcome.WITH_PERSON, f"not sent: {why}", False
        self._tickets[row.ticket].state = TicketState.WITH_PERSON

    async def stop_reply(
        self, conversation_id: int, message_id: int, *, why: str
    ) -> Literal["stopped", "gone", "none"]:
        its = (o for o in self._outgoing.values() if o.ticket == conversation_id and o.inbound == message_id)
        row = next((o for o in its if o.mail.kind == "reply" and message_id), None)
        if row is None:
            return "none"
        if row.state is Delivery.READY:
            row.state, row.why = Delivery.FAILED, f"stopped: {why}"
            self._to_a_person(row, row.why)
        if row.state is Delivery.FAILED:
            return "stopped" if row.why.startswith("stopped: ") else "none"
        return "gone"

    async def queue_notice(self, mail: OutgoingMail, *, conversation_id: int, once: str) -> bool:
        if once in self._told_once:
            return False
        self._told_once.add(once)
        if mail.message_id not in {o.mail.message_id for o in self._outgoing.values()}:
            self._queue(mail, ticket=conversation_id)
            self._bell.ring("send")
        return True

    async def unfiled(self, limit: int) -> list[tuple[int, str, int, int, Outcome]]:
        waiting = (m for m in self._mails.values() if m.done_at and not m.filed)
        rows = [(m.id, *m.place, m.outcome) for m in waiting if m.place and m.outcome]
        return rows[:limit]

    async def filed(self, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            self._mail(message_id).filed = True

    # ----------------------------------------------------------------------------------------------------- for people

    async def tickets(self, *, limit: int, state: str = "", email: str = "") -> list[dict[str, Any]]:
        chosen = [
            t
            for t in self._tickets.values()
            if (not state or t.state == state) and (not email or t.customer == email.lower())
        ]
        chosen.sort(key=lambda t: (t.last_at, t.id), reverse=True)
        return [_summary(ticket) for ticket in chosen[:limit]]

    async def ticket(self, conversation_id: int) -> dict[str, Any] | None:
        ticket = self._tickets.get(conversation_id)
        if ticket is None:
            return None
        return {
            **_summary(ticket),
            "messages": [_story(mail) for mail in self._of(ticket.id)],
            "mails": [
                {
                    "id": o.id,
                    "inbound": o.inbound,
                    "kind": o.mail.kind,
                    "recipient": o.mail.recipient,
                    "subject": o.mail.subject,
                    "state": o.state.value,
                    "message_id": o.mail.message_id,
                    "attempts": o.attempts,
                    "why": o.why,
                    "at": o.queued_at.isoformat(),
                }
                for o in self._outgoing.values()
                if o.ticket == ticket.id
            ],
        }

    async def stats(self, *, since: datetime) -> dict[str, Any]:
        done = [m for m in self._mails.values() if m.done_at and m.done_at >= since]
        decided = [m.decision for m in done if m.decision]
        costs = [cost for decision in decided for cost in decision.case.costs]
        return {
            "mails": len(done),
            "waiting": sum(m.done_at is None for m in self._mails.values()),
            "outcomes": _counted([m.outcome.value for m in done if m.outcome]),
            "answered_without_a_person": sum(ledger.kind_of(d) == "reply" for d in decided),
            "rules": _counted([m.rule for m in done if m.rule]),
            "intents": _counted([d.case.reading.intent for d in decided if d.case.reading]),
            "model_calls": _counted([cost.task for cost in costs]),
            "tokens": sum(cost.input_tokens + cost.output_tokens for cost in costs),
            "usd": round(sum(cost.usd for cost in costs), 4),
            "mails_out": _counted(
                [f"{o.mail.kind} {o.state.value}" for o in self._outgoing.values() if o.queued_at >= since]
            ),
        }

    async def tally(self, *, since: datetime, until: datetime) -> Tally:
        done = [m for m in self._mails.values() if m.done_at and since <= m.done_at < until]
        costs = [cost for m in done if m.decision for cost in m.decision.case.costs]
        ended = Counter((m.outcome, m.rule) for m in done if m.outcome and not m.agent_ticket)
        ordered = sorted(ended.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
        return Tally(
            ended=tuple(Ended(outcome=outcome, rule=rule, mails=mails) for (outcome, rule), mails in ordered),
            calls=len(costs),
            tokens=sum(cost.input_tokens + cost.output_tokens for cost in costs),
            usd=sum(cost.usd for cost in costs),
        )

    async def open_tickets(self, *, after: datetime, before: datetime) -> Sequence[OpenTicket]:
        found = []
        for ticket in self._tickets.values():
            mails = self._of(ticket.id)
            answered = max((m.id for m in mails if m.outcome is Outcome.ANSWERED), default=0)
            waiting = [m for m in mails if m.id > answered and not m.agent_ticket and m.outcome is not Outcome.SILENT]
            since = min((m.message.received_at for m in waiting), default=before)
            until = max((m.message.received_at for m in waiting), default=after)
            if ticket.state not in (TicketState.ANSWERED, TicketState.SILENT) and since < before and until > after:
                found.append(OpenTicket(id=ticket.id, subject=ticket.subject, state=ticket.state, since=since))
        return sorted(found, key=lambda ticket: (ticket.since, ticket.id))

    # ------------------------------------------------------------------------------------------------ earned autonomy

    async def keep_grade(self, grade: Grade) -> None:
        before = self._grades.get(grade.message_id)
        if before is None or grade.source == "mark" or (grade.source == "complaint" and before.source != "mark"):
            news = before is None or before.right != grade.right
            self._grades[grade.message_id] = grade if news or not before else replace(grade, graded_at=before.graded_at)

    async def grades(self, since: datetime | None = None) -> Sequence[Grade]:
        chosen = [g for g in self._grades.values() if since is None or g.graded_at >= since]
        return sorted(chosen, key=lambda g: (g.graded_at, g.message_id))

    async def graded(self, fingerprint: str, since: datetime | None = None) -> Mapping[str, int]:
        voices = {
            (g.conversation_id, g.intent)
            for g in await self.grades(since)
            if g.fingerprint == fingerprint and not g.blocked
        }
        return Counter(intent for _, intent in voices)

    async def decision_on(self, conversation_id: int, message_id: int) -> PastDecision | None:
        wanted = self._mails.get(message_id)
        mails = [wanted] if wanted and wanted.ticket == conversation_id and not wanted.agent_ticket else []
        if not mails:
            mails = [m for m in self._of(conversation_id) if m.decision and not m.agent_ticket]
            mails = [
                m for m in mails if m.decision and (m.decision.case.draft or ledger.words_for_customer(m.decision))
            ]
        last = max(mails, key=lambda m: m.id, default=None)
        return self._as_past(last) if last and last.decision else None

    async def answers_since(self, since: datetime) -> Mapping[str, int]:
        done = (m for m in self._mails.values() if m.decision and m.done_at and m.done_at >= since)
        return Counter(
            m.decision.case.reading.intent if m.decision.case.reading else ""
            for m in done
            if m.decision and ledger.kind_of(m.decision) == "reply"
        )

    async def articles_changed(self, article_ids: Collection[str], since: datetime) -> Mapping[str, datetime]:
        return {
            name: at
            for name, at in self.article_changes.items()
            if at > since and (not article_ids or name in article_ids)
        }

    async def licences(self) -> Sequence[Licence]:
        return [self._licences[intent] for intent in sorted(self._licences)]

    async def keep_licences(
        self, licences: Sequence[Licence], steps: Sequence[LadderStep], *, seen: datetime | None
    ) -> bool:
        if max((known.changed_at for known in self._licences.values()), default=None) != seen:
            return False
        self._licences |= {licence.intent: licence for licence in licences}
        self._steps += steps
        return True

    async def ladder_steps(self, limit: int = 100) -> Sequence[LadderStep]:
        return self._steps[::-1][:limit]

    async def cases(self, *, since: datetime | None = None, limit: int | None = None) -> AsyncIterator[PastDecision]:
        decided = [
            m for m in self._mails.values() if m.decision and m.done_at and (since is None or m.done_at >= since)
        ]
        for mail in sorted(decided, key=lambda m: m.id, reverse=True)[:limit]:
            yield self._as_past(mail)

    def decided(self) -> list[tuple[PastDecision, Decision]]:
        """Everything that was decided, oldest mail first: what the library in memory looks at."""
        return [(self._as_past(m), m.decision) for m in self._mails.values() if m.decision and m.done_at]

    def _as_past(self, mail: _Mail) -> PastDecision:
        assert mail.decision and mail.done_at
        return PastDecision(
            message_id=mail.id,
            conversation_id=mail.ticket,
            decided_at=mail.done_at,
            kind=ledger.kind_of(mail.decision),
            tier=mail.decision.tier,
            rule=ledger.deciding_rule(mail.decision),
            case=mail.decision.case,
            agent_wrote=self._agent_wrote_after(mail),
        )

    def _agent_wrote_after(self, mail: _Mail) -> str | None:
        """An agent's mail judges the last draft before it."""
        if mail.decision is None or ledger.draft_for_approval(mail.decision) is None:
            return None
        for later in sorted(self._of(mail.ticket), key=lambda m: m.id):
            if later.id > mail.id and later.decision:
                if isinstance(later.decision, Relay):
                    return later.decision.text
                if ledger.draft_for_approval(later.decision):
                    return None
        return None

    async def born(self) -> datetime:
        return self._born

    async def secret(self, name: str) -> bytes:
        return self._secrets.setdefault(name, secrets.token_bytes(32))

    async def check(self) -> str:
        return "in memory: nothing survives this process"

    async def close(self) -> None:
        self._bell.ring_all()


def _traits(mail: _Mail) -> tuple[tuple[str, str], ...]:
    """What it has in common with other mails, for the brakes against loops: ("alike", hash) and ("origin", place)."""
    traits = ("alike", joining.alike_hash(mail.message.reply_text)), ("origin", joining.origin_of(mail.customer))
    return tuple(trait for trait in traits if trait[1])


def _turn(mail: _Mail) -> Turn | None:
    """An earlier inbound mail as a reader would see it; None for robots' mail and for mail that went on as a relay."""
    if mail.outcome is Outcome.SILENT and mail.rule != "too_much_for_people":
        return None
    if mail.decision and ledger.kind_of(mail.decision) == "relay":
        return None
    return Turn(
        at=mail.message.received_at,
        author="agent" if mail.agent_ticket else "customer",
        text=mail.message.reply_text,
        message_id=mail.message.message_id,
        subject=mail.message.subject,
    )


def _summary(ticket: _Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "customer": ticket.customer,
        "subject": ticket.subject,
        "state": ticket.state.value,
        "opened_at": ticket.opened_at.isoformat(),
        "last_at": ticket.last_at.isoformat(),
    }


def _story(mail: _Mail) -> dict[str, Any]:
    decision = mail.decision
    reasons = [{"rule": r.rule, "text": r.text} for r in decision.reasons] if decision else []
    return {
        "id": mail.id,
        "from": mail.customer,
        "subject": mail.message.subject,
        "message_id": mail.message.message_id,
        "received_at": mail.message.received_at.isoformat(),
        "attempts": mail.attempts,
        "trouble": mail.trouble,
        "outcome": mail.outcome.value if mail.outcome else "",
        "rule": mail.rule,
        "reason": mail.reason,
        "reasons": reasons or ([{"rule": mail.rule, "text": mail.reason}] if mail.rule else []),
        "kind": ledger.kind_of(decision) if decision else "",
        "tier": decision.tier if decision else None,
        "text": ledger.words_for_customer(decision) if decision else "",
        "decided_at": mail.done_at.isoformat() if mail.done_at else "",
        "case": plain(decision.case) if decision else None,
    }


def _counted(words: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


@dataclass
class InMemoryCustomers:
    """Address → name and account fields."""

    accounts: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)

    async def account_of(self, email: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        return {key.lower(): value for key, value in self.accounts.items()}.get(email.lower())
