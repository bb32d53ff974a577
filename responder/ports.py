"""The doors to the world, and `World`, which holds them all in one hand.

Every door has a real implementation in `adapters/` and one in memory, and tests/contracts runs the same truths on both.
All of them raise `TryLater` when the world is away and `GiveUp` when the same call will never work (see errors).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from responder.domain import (
    EVERYWHERE,
    Arrival,
    Article,
    Batch,
    Case,
    Chunk,
    Claim,
    Conversation,
    Cursor,
    Customer,
    Decision,
    Delivery,
    Draft,
    Fetched,
    Grade,
    LadderStep,
    Licence,
    Message,
    OpenTicket,
    Outcome,
    OutgoingMail,
    Passage,
    PastDecision,
    Prepared,
    Probe,
    QueuedMail,
    Reading,
    SolvedTicket,
    StaleArticle,
    Tally,
    Traces,
    Traffic,
    Unanswered,
    Vector,
    Weighing,
    Within,
)


class Mailbox(Protocol):
    """One inbound mailbox, or another folder of it, which is named "mailbox/folder" and has a cursor of its own."""

    @property
    def name(self) -> str: ...

    @property
    def put_aside(self) -> str:
        """Why a filter, and not a person, may have put the mail here that this folder holds; else ''."""
        ...

    def fetch_new(self, cursor: Cursor) -> AsyncIterator[Batch]:
        """Mails beyond the cursor in ascending UID order, in batches bounded in count and bytes.

        When the mailbox's UIDVALIDITY is not the cursor's, all mails of the mailbox. Marks nothing as seen.
        """
        ...

    def may_have_missed(self) -> bool:
        """Is it time to compare all mails with what is stored: the connection is a new one, or an hour has gone?"""
        ...

    def fetch_missed(self, cursor: Cursor, known: Collection[int]) -> AsyncIterator[Batch]:
        """Mails that are not beyond the cursor and yet not known, each only once as long as this process lives.

        A server may announce a number too soon, or give a mail back its old one. Of another UIDVALIDITY: nothing."""
        ...

    async def wait_for_mail(self, seconds: float) -> None:
        """Return when the server says that something changed (IDLE), or after `seconds`. May return early for nothing."""
        ...

    async def file(self, uidvalidity: int, uid: int, outcome: Outcome) -> None:
        """Show in the mailbox, as the settings say, what became of a mail. Gone or already filed is not an error."""
        ...

    async def append_to_sent(self, raw: bytes, message_id: str) -> None:
        """Put a copy into Sent unless it is there already (some servers file it themselves)."""
        ...

    async def find_sent(self, message_id: str) -> bool:
        """Is there proof in Sent, the archive or the inbox that the server accepted the mail with this Message-ID?"""
        ...

    async def traces_of(self, message_id: str) -> Traces:
        """Where the mail lies that we sent with this Message-ID, also if the provider gave it another one."""
        ...

    async def our_id_of(self, message_id: str) -> str:
        """The Message-ID that we gave to the mail that our provider sent with this one; '' if there is none such."""
        ...

    async def extensions(self) -> tuple[str, ...]:
        """Names of what the server can beyond the base protocol."""
        ...

    async def check(self) -> str:
        """Log in, open the folders, and say in a line what was found (doctor)."""
        ...

    async def close(self) -> None: ...


class Outbox(Protocol):
    """The way out of one mailbox's mail."""

    async def send(self, mail: OutgoingMail) -> None:
        """Hand the bytes over to the server for exactly `mail.recipient`.

        Raises `TryLater` when surely nothing was accepted, `GiveUp` when it was refused for good, and
        `DeliveryUnknown` when the connection was lost after the final dot.
        """
        ...

    async def extensions(self) -> tuple[str, ...]:
        """Names of what the server can beyond the base protocol."""
        ...

    async def check(self) -> str: ...

    async def close(self) -> None: ...


class MailReader(Protocol):
    """Raw bytes → messages."""

    async def read(self, mailbox: str, mails: Sequence[Fetched]) -> list[Message]:
        """One message per mail, in order. Never raises on a mail: what cannot be read comes back with a defect that
        begins "unreadable: ". `mailbox` names the settings that say whose Authentication-Results are believed."""
        ...

    async def close(self) -> None: ...


class Store(Protocol):
    """What must survive: mails, conversations, decisions, the queue and the outbox. One method, one transaction."""

    # -- mail in
    async def cursor(self, mailbox: str) -> Cursor: ...

    async def keep(self, mailbox: str, uidvalidity: int, arrivals: Sequence[Arrival], *, last_uid: int) -> int:
        """Store mails, join each to its conversation, make them claimable and move the cursor, all or nothing.

        A mail joins `arrival.ticket` or `agent_ticket` if that conversation exists (a customer's token only together
        with the conversation's customer as sender), else the conversation that holds a Message-ID of its References or
        In-Reply-To (ours or the customer's) and has the same customer address, else it opens one. Never by subject.
        A bounce joins by an id of ours, by the token it came to, or if `written_to` names one conversation alone.
        The same raw bytes again (a new UIDVALIDITY, a crash before the cursor moved) only update where the mail lies.
        A second delivery (equal fingerprint, other bytes) is stored as done: silent, "duplicate delivery".
        With `uidvalidity` 0 the mails lie in no folder (they were handed over): they get no place, no cursor moves.
        Returns the number of mails that now wait for an answer.
        """
        ...

    async def moved(
        self, mailbox: str, uidvalidity: int, places: Mapping[str, tuple[int, int]], *, last_uid: int = 0
    ) -> set[str]:
        """Which of the mails with these server ids (→ UID, size in octets) are stored already, whole and of that size;
        from now on they lie there. With `last_uid`, and if all of them are, the cursor moves there."""
        ...

    async def uids_known(self, mailbox: str, uidvalidity: int) -> set[int]:
        """UIDs at which a stored mail lies in a mailbox."""
        ...

    async def where(self, message_id: int) -> tuple[str, int, int]:
        """Mailbox name, UIDVALIDITY and UID at which a stored mail lies now."""
        ...

    async def raw(self, message_id: int) -> bytes: ...

    # -- the queue: the conversation is what a worker holds
    async def claim(self, *, lease_seconds: float) -> Claim | None:
        """Lease the longest-waiting conversation that nobody holds, with its oldest waiting message."""
        ...

    async def extend(self, claim: Claim, *, lease_seconds: float) -> None:
        """Raises LeaseLost."""
        ...

    async def put_back(self, claim: Claim, *, after_seconds: float, why: str, count: bool) -> None:
        """Give the conversation back for later. `count` false: a model outage is not the mail's fault."""
        ...

    async def conclude(self, claim: Claim, decision: Decision, mails: Sequence[OutgoingMail]) -> None:
        """One transaction: the message is done with this outcome, the case is kept, the ticket state moves, the mails
        wait in the outbox, the lease ends. At most one "reply" or "relay" per inbound message, ever.
        Raises LeaseLost when the fencing token is no longer the conversation's."""
        ...

    async def wait_for_work(self, seconds: float) -> None:
        """Return when a message became claimable or a mail sendable (NOTIFY), or after `seconds`."""
        ...

    # -- what is known
    async def conversation_of(self, claim: Claim) -> Conversation: ...

    async def history_of(self, email: str, *, besides: int) -> Customer:
        """The customer as the store knows them: earlier tickets but `besides`, contacts. Account fields are empty."""
        ...

    async def traffic_of(self, message: Message, *, conversation_id: int) -> Traffic: ...

    async def case_to_approve(self, conversation_id: int, message_id: int) -> Case | None:
        """The case of the draft that a person was asked to approve (a Review) for this message, with that draft.

        None when it had none, when it is not the last that was decided about the customer's mails of the conversation,
        or when something went out since: approving twice must not answer twice, nor an old draft a new question."""
        ...

    async def is_ours(self, message_ids: Sequence[str]) -> int:
        """Conversation id of the first of these Message-IDs that we sent, else 0 (bounces, threading)."""
        ...

    async def is_notice(self, message_ids: Sequence[str]) -> bool:
        """Is one of these a mail of ours to the team that belongs to no ticket, such as a report?"""
        ...

    async def written_to(self, emails: Sequence[str], *, mailbox: str, since: datetime) -> Mapping[str, Sequence[int]]:
        """Of these addresses (lower case) those that a reply or relay of this mailbox went to since then, and in which
        conversations, in order. What could not be sent does not count."""
        ...

    async def also_known_as(self, our_id: str, their_id: str) -> None:
        """Our mail left with another Message-ID: who answers that one answers ours. Unknown `our_id`: nothing."""
        ...

    async def remember(self, name: str, value: dict[str, Any]) -> None:
        """Keep a JSON object under a name, in place of the one before."""
        ...

    async def remembered(self, name: str) -> dict[str, Any] | None: ...

    # -- mail out
    async def take_to_send(self, *, lease_seconds: float) -> QueuedMail | None:
        """Lease a mail that is due: READY becomes SENDING (committed before this returns); a SENDING whose lease ran
        out, or an UNKNOWN whose grace is over, comes as UNKNOWN. Different conversations in any order, one
        conversation's mails in order of decision."""
        ...

    async def hold(self, queued: QueuedMail, *, lease_seconds: float) -> None:
        """Keep the lease of a mail that is being sent. Raises LeaseLost."""
        ...

    async def mark(
        self,
        queued: QueuedMail,
        state: Delivery,
        *,
        why: str = "",
        after_seconds: float = 0.0,
        notice: OutgoingMail | None = None,
    ) -> None:
        """Record the end of an attempt; with READY or UNKNOWN the mail is due again `after_seconds`. LeaseLost.

        With FAILED, `notice` is queued in the same transaction, and where a reply or relay failed its inbound message
        and its ticket are with a person from then on."""
        ...

    async def stop_reply(
        self, conversation_id: int, message_id: int, *, why: str
    ) -> Literal["stopped", "gone", "none"]:
        """Take the automatic answer to a message back as long as nobody sends it: its message and ticket are with a
        person from then on. "gone": it is being sent, or was. "none": there is no such answer. Again says the same."""
        ...

    async def queue_notice(self, mail: OutgoingMail, *, conversation_id: int, once: str) -> bool:
        """Queue a mail to a person outside a decision, at most once per `once` key. False: was queued before."""
        ...

    async def unfiled(self, limit: int) -> list[tuple[int, str, int, int, Outcome]]:
        """Done messages whose mailbox does not show it yet: row id, mailbox, UIDVALIDITY, UID, outcome."""
        ...

    async def filed(self, message_ids: Sequence[int]) -> None: ...

    # -- for people
    async def tickets(self, *, limit: int, state: str = "", email: str = "") -> list[dict[str, Any]]: ...

    async def ticket(self, conversation_id: int) -> dict[str, Any] | None:
        """State, history and decisions with their cases, as JSON-ready values."""
        ...

    async def stats(self, *, since: datetime) -> dict[str, Any]: ...

    async def tally(self, *, since: datetime, until: datetime) -> Tally:
        """What was decided at `since` or later, and before `until`."""
        ...

    async def open_tickets(self, *, after: datetime, before: datetime) -> Sequence[OpenTicket]:
        """Those that wait for a person: of the mails without an answer the oldest came before `before`, and the newest
        after `after`. Longest waiting first."""
        ...

    def cases(self, *, since: datetime | None = None, limit: int | None = None) -> AsyncIterator[PastDecision]:
        """What was decided since then, newest mail first, at most `limit`. Comes in batches: memory stays small."""
        ...

    # -- earned autonomy
    async def keep_grade(self, grade: Grade) -> None:
        """One grade per message. A person's first act counts; a complaint takes its place, and a mark that of any. One
        that says the same as before keeps its time: it is not graded anew."""
        ...

    async def grades(self, since: datetime | None = None) -> Sequence[Grade]:
        """What was graded since then, in order of `graded_at`."""
        ...

    async def graded(self, fingerprint: str, since: datetime | None = None) -> Mapping[str, int]:
        """Intent → number of conversations with a grade that counts (not `blocked`, of this fingerprint)."""
        ...

    async def decision_on(self, conversation_id: int, message_id: int) -> PastDecision | None:
        """What was decided about a customer's mail of this conversation; with `message_id` 0, or that of an agent's
        mail, about the last one that had a draft or was answered."""
        ...

    async def answers_since(self, since: datetime) -> Mapping[str, int]:
        """Intent → number of automatic answers that were decided since then."""
        ...

    async def articles_changed(self, article_ids: Collection[str], since: datetime) -> Mapping[str, datetime]:
        """Of these articles, those that got their present text after `since`, and when. Without any ids: of all."""
        ...

    async def licences(self) -> Sequence[Licence]: ...

    async def keep_licences(
        self, licences: Sequence[Licence], steps: Sequence[LadderStep], *, seen: datetime | None
    ) -> bool:
        """Put these in place of those of the same intents, and record the steps. False, and nothing happens, when a
        licence was changed by somebody else: `seen` is the newest `changed_at` that the caller knows of."""
        ...

    async def ladder_steps(self, limit: int = 100) -> Sequence[LadderStep]:
        """Promotions and demotions, newest first."""
        ...

    async def born(self) -> datetime:
        """When this store was made: mail from long before it is not for us to answer."""
        ...

    async def secret(self, name: str) -> bytes:
        """32 random bytes, made at first use and the same for every process of this database."""
        ...

    async def check(self) -> str: ...

    async def close(self) -> None: ...


class Knowledge(Protocol):
    """The knowledge base, in pieces that can be found: the edition of one embedding model.

    A new model's edition is made while that of the old one is still searched, so that there is no gap."""

    async def known(self, source: str) -> dict[str, str]:
        """Article id → sha256 of what is stored from a source for the present embedding model."""
        ...

    def reading_in(self, source: str, *, unless_within: float = 0.0) -> AbstractAsyncContextManager[bool]:
        """Be the only process that reads this source in. False: another one does, or has done within so many seconds.

        The end of the context without an error counts as read in."""
        ...

    async def put(self, source: str, article: Article, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        """Replace an article and its passages in one transaction. `vectors` has one row per chunk.

        Another edition loses what it holds of this article with another text or audience: what was changed or made internal must
        not be found any more, whichever model searches."""
        ...

    async def put_many(self, source: str, articles: Sequence[Prepared]) -> None:
        """`put` for each, all in one transaction: much faster. Of equal ids the last counts."""
        ...

    async def forget(self, source: str, article_ids: Sequence[str]) -> None:
        """Take articles out, of all editions: what is withdrawn must not come back with another model."""
        ...

    async def keep(self) -> None:
        """Say that this edition is in use. One that nobody uses is forgotten some day."""
        ...

    async def search(
        self, question: str, vector: Vector, *, language: str, limit: int, within: Within = EVERYWHERE
    ) -> tuple[Passage, ...]:
        """The best passages of public articles, best first: BM25 and cosine fused in one statement."""
        ...

    async def settle(self) -> str:
        """After much was put in: build what makes searches fast, which may take minutes. Searches go on meanwhile.

        Returns what was done in a line; empty when there was nothing to do."""
        ...

    async def left_behind(self, limit: int) -> tuple[tuple[str, Article], ...]:
        """(source, article) of what other models' editions hold and this one does not, at most `limit`."""
        ...

    async def take_over(self, source: str, articles: Sequence[Prepared], *, refused: Sequence[Article] = ()) -> None:
        """Put in what was `left_behind`, unless it was changed or withdrawn meanwhile, or is here by now.

        `refused`, which the model cannot embed, are noted without passages and without sha256: the next look at their
        source reads them in again."""
        ...

    async def forget_other_models(self, *, unused_for: float) -> int:
        """Take out the editions that no process has used (`keep`) for so many seconds. Returns how many articles."""
        ...

    async def size(self) -> tuple[int, int]:
        """Number of articles and of passages of this edition."""
        ...


class Library(Protocol):
    """What editors of the knowledge base ask."""

    async def stale(self, *, today: date, days: int, since: datetime) -> tuple[StaleArticle, ...]:
        """Articles that nobody read over for so many days, or that an agent corrected since they were: those that were
        corrected first, then those that were cited most. Uses since then."""
        ...

    async def unanswered(self, *, since: datetime, limit: int = 5000) -> tuple[Unanswered, ...]:
        """Mails whose questions had no good passage, or that a draft left open; newest first."""
        ...


class SolvedTickets(Protocol):
    """Tickets that were answered and stayed quiet, without personal data. For agents, never for a prompt."""

    async def similar(
        self, question: str, *, language: str, customer: str, least: float, limit: int
    ) -> tuple[SolvedTicket, ...]:
        """The most similar ones of other customers than this one, best first, with at least this cosine."""
        ...

    async def take_in(self, *, before: datetime, limit: int = 500) -> int:
        """Take in what was answered and has been quiet since `before`. Returns how many tickets."""
        ...


class Embedder(Protocol):
    @property
    def model(self) -> str:
        """Name and content hash of the model: vectors of different models are never compared."""
        ...

    @property
    def dimension(self) -> int: ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One L2-normalised vector of `dimension` floats per text."""
        ...


class LanguageModel(Protocol):
    """Chooses words, nothing else: no recipient, header, link or action ever comes from here."""

    @property
    def name(self) -> str:
        """Shown to agents and admins: "Claude (claude-haiku-5-5, claude-sonnet-5-5)", "offline model"."""
        ...

    async def read(self, case: Case) -> Reading: ...

    async def draft(self, case: Case) -> Draft: ...

    async def check(self) -> str: ...

    async def close(self) -> None: ...


class Customers(Protocol):
    """The customer directory: read only."""

    async def account_of(self, email: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Name and account fields, or None when unknown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The knowledge base as one embedding model knows it."""

    knowledge: Knowledge
    embedder: Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All doors in one hand, and the only clock."""

    mailboxes: tuple[Mailbox, ...]
    outboxes: dict[str, Outbox]
    """by mailbox name"""
    store: Store
    knowledge: Knowledge
    embedder: Embedder
    language_model: LanguageModel
    offline_model: LanguageModel
    """reads when the language model is away, so that a handoff never waits; may be the same object"""
    customers: Customers
    reader: MailReader
    key: bytes
    """signs the tokens in ticket addresses and makes Message-IDs"""
    now: Callable[[], datetime]
    """aware, UTC"""
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """what is known of each account, by mailbox name"""
    coming: Edition | None = None
    """of the embedding model that the settings name, as long as it has to be made and another one is searched"""
    solved: SolvedTickets | None = None
    """None: agents are not shown similar tickets"""
    library: Library | None = None
    """None: reports say nothing about articles"""
    weighing: Weighing | None = None
    """of the confidence, fitted to graded drafts; None: as it came"""
    passed: Callable[[str], None] = lambda step: None
    """called with the name of every step that was completed; a test kills the process here"""
