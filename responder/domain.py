"""The nouns of the house. Frozen values, no behaviour beyond what follows from their own fields.

A `Message` is one mail as it was read. A `Case` gathers everything known when it is decided; it is stored whole with
its `Decision`, so that a decision can be explained, and replayed over other settings, without a model call.
Text in these values is clean: valid Unicode without NUL, and header values without line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Literal

Vector = tuple[float, ...]
"""An embedding, L2-normalised."""

Sentiment = Literal["positive", "neutral", "negative", "angry"]
Urgency = Literal["low", "normal", "high", "critical"]


class Signal(StrEnum):
    """What a reading may notice. The rules of policy speak these names, and so do the prompt and the lexicon."""

    ASKS_FOR_PERSON = "asks for a person"
    LEGAL_THREAT = "legal threat"
    REFUND_DEMAND = "refund demand"
    DELETION_REQUEST = "deletion request"
    ABUSE = "abuse"
    """insults or threats in the mail, or a report of abuse"""
    DANGER = "danger"
    """somebody may come to harm"""
    CHURN_RISK = "churn risk"
    REPEATED_CONTACT = "repeated contact"
    """says that this was asked before, and not solved"""
    INJECTION = "instructions to the machine"
    """text that addresses a model rather than a person"""
    PERSONAL_DATA = "personal data"
    """card numbers, passwords, identity documents in the text"""
    SECURITY = "security"
    """a stolen account, a leak, a vulnerability"""
    VERIFICATION = "verification mail"
    """a one-time code or confirmation link of another service (Ticket Trick)"""


# ---------------------------------------------------------------------------------------------------- mail as read


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox of RFC 5322 section 3.4: `email` is the addr-spec with its domain in lower case."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Name, type and size only: content is never opened by the daemon."""

    name: str
    content_type: str
    size: int
    """octets after transfer decoding"""
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRecipient:
    """One failed or delayed recipient of a bounce (RFC 3464, or a free-form bounce)."""

    email: str
    status: str = ""
    """RFC 3463 code such as "5.1.1", empty when the bounce names none"""
    temporary: bool = False
    diagnostic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    failed: tuple[FailedRecipient, ...] = ()
    original_message_id: str = ""
    """Message-ID of the returned mail, with its angle brackets"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """Is the From domain proven? `verdict` "pass" only for an aligned DKIM or SPF, or DMARC, pass from a trusted source."""

    verdict: Literal["pass", "fail", "none"] = "none"
    domain: str = ""
    method: str = ""
    """what proved or disproved it: "dmarc", "dkim", "spf", "own dkim check", "mailbox setting", or empty"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One inbound mail, read."""

    raw_sha256: str
    """hex, of the raw bytes"""
    fingerprint: str
    """hex, of Message-ID, date and normalised body: equal for two deliveries of one mail, different for a reused id"""
    mailbox: str = ""
    """name of the configured mailbox that it came in by"""
    received_at: datetime
    """when the server took it (INTERNALDATE), aware"""
    date: datetime | None = None
    """the Date field, aware"""
    sender: Address | None = None
    """the one author; None when From is missing, malformed, a group or has several addresses"""
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    """addresses of Delivered-To, X-Original-To and Resent-To/-Cc"""
    return_path: str | None = None
    """the topmost Return-Path: "" for the null reverse-path <>, None when there is no such field"""
    subject: str = ""
    message_id: str = ""
    """with angle brackets; empty when missing or unusable"""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """all header fields of the top level in order, decoded and clean; names as written"""
    content_type: str = "text/plain"
    """of the top level, lower case, without parameters"""
    report_type: str = ""
    """the report-type of a multipart/report, or the method of a text/calendar"""
    text: str = ""
    """all readable text: every inline text part, HTML rendered as text when there is no plain alternative"""
    reply_text: str = ""
    """what the person wrote now: without quotes, forwarded headers and signature"""
    quoted_text: str = ""
    """the rest of `text`"""
    hidden_text: str = ""
    """text that a reader of the HTML would not see; never shown to a model"""
    language: str = "und"
    """ISO 639-1 of `reply_text`, "und" when unsure"""
    automatic: float = 0.0
    """0–1, how much subject and `reply_text` read as if a program had sent them"""
    attachments: tuple[Attachment, ...] = ()
    bounce: Bounce | None = None
    authentication: Authentication = Authentication()
    encrypted: bool = False
    """S/MIME or PGP: there is nothing that we can read"""
    defects: tuple[str, ...] = ()
    """what was wrong with the mail and repaired, in words; "unreadable: …" when it could not be"""

    def field(self, name: str) -> tuple[str, ...]:
        """All values of a header field, by case-insensitive name, in order of appearance."""
        return _by_name(self.headers).get(name.lower(), ())


@lru_cache(maxsize=8)
def _by_name(headers: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    # the rules of screening ask one mail for some forty fields
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append(value)
    return {name: tuple(values) for name, values in found.items()}


# ---------------------------------------------------------------------------------------------------- what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier message of a conversation, as a reader would see it."""

    at: datetime
    author: Literal["customer", "responder", "agent"]
    text: str
    message_id: str = ""
    subject: str = ""


class TicketState(StrEnum):
    NEW = "new"
    ANSWERED = "answered"
    AWAITING_APPROVAL = "awaiting approval"
    WITH_PERSON = "with a person"
    SILENT = "silent"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A ticket: the messages of one customer about one thing. `id` counts from 1; 0 is not stored yet."""

    id: int = 0
    customer: str = ""
    """the customer's address, lower case"""
    subject: str = ""
    state: TicketState = TicketState.NEW
    opened_at: datetime | None = None
    turns: tuple[Turn, ...] = ()
    """earlier messages, oldest first, without the one being decided"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTicket:
    id: int
    subject: str
    opened_at: datetime
    state: TicketState
    intent: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who wrote: the account as the customer directory knows it, and the earlier contacts as we know them."""

    email: str
    name: str = ""
    account: tuple[tuple[str, str], ...] = ()
    """label and value, for the agent and, where the directory says so, the model: ("plan", "Team")"""
    known: bool = False
    """found in the customer directory"""
    past: tuple[PastTicket, ...] = ()
    """earlier tickets, newest first, without the present one"""
    contacts_30_days: int = 0
    """customer mails in the last 30 days, this one included"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What was sent lately, counted in the store: the brakes of MAIL_RULES 1.10."""

    answers_in_conversation_24h: int = 0
    """automatic answers in this conversation since a person last acted in it, in 24 hours"""
    answers_to_sender_24h: int = 0
    answers_to_domain_1h: int = 0
    answers_1h: int = 0
    """automatic answers to anybody in the last hour: the global brake"""
    same_body_before: bool = False
    """this sender mailed the identical visible text within 7 days, and it was answered"""
    alike_from_organisation_1h: int = 0
    """answered mails of an hour from other addresses of the sender's organisation with this text but for what a template fills in"""
    answers_to_colleagues_1h: int = 0
    """automatic answers of an hour to other addresses of the sender's organisation; at a shared provider, to other
    sub-addresses of the sender's mailbox"""
    people_at_domain_30d: int = 0
    """addresses of the sender's mail domain that were answered in the 30 days before that hour, counted up to about 200
    answers back; 0 at shared providers"""
    alike_answered_30d: int = 0
    """mails with this text, but for what a template fills in, that were answered by the machine in 30 days, whoever they
    came from and since a person last acted in a conversation that held one; counted up to 200"""
    answers_to_colleagues_30d: int = 0
    """automatic answers of 30 days to others where the sender belongs (as above), since a person last acted on one"""
    answers_mail_to_another: bool = False
    """it refers to a mail of ours that went to another address, in another conversation"""
    handoffs_for_sender_24h: int = 0
    """mails of this sender that went to a person in 24 hours, as well proven as this one: forgeries count by themselves"""
    handed_over_for_traffic_24h: bool = False
    """a person was already told that this conversation or sender is over the limit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedTicket:
    """Another customer's ticket about the same matter, without personal data. For agents; never in a prompt."""

    ticket: int
    summary: str
    answer: str
    solved_at: datetime
    likeness: float
    """cosine of both questions"""


# ---------------------------------------------------------------------------------------------------- what is thought


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One model call. Amounts in US dollars at the configured list price."""

    task: str
    """"read" or "draft": also the prompt template and the config section"""
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    seconds: float = 0.0
    usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message classified, cheaply and before anything is generated."""

    intent: str
    """one of the configured intents, or "unknown\""""
    confidence: float
    """0–1, that the intent is right"""
    in_scope: float | None = None
    """0–1, that the mail has any of the configured intents, by the intent classifier; None where it was not asked"""
    urgency: Urgency = "normal"
    sentiment: Sentiment = "neutral"
    frustration: float = 0.0
    """0 calm – 1 furious"""
    signals: tuple[Signal, ...] = ()
    """what was noticed by the model; flow always adds what steps.signals finds by itself"""
    questions: tuple[str, ...] = ()
    """the distinct questions or requests, in the customer's words or nearly so"""
    language: str = "und"
    summary: str = ""
    """two sentences for an agent"""
    model: str = ""
    cost: Cost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of the knowledge base. `id` is its stable path or URL inside its source."""

    id: str
    title: str
    body: str
    """Markdown"""
    category: str = ""
    product: str = ""
    language: str = "en"
    url: str = ""
    audience: Literal["public", "internal"] = "public"
    """"internal" never reaches a draft"""
    reviewed_on: str = ""
    """ISO date, or empty"""
    sha256: str = ""
    """hex, of title, body and front matter: what changed is embedded again"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of an article before it is stored."""

    heading: str
    """"Title > Heading > Subheading\""""
    body: str
    """Markdown, without the heading line"""

    @property
    def text(self) -> str:
        """What is embedded and searched."""
        return f"{self.heading}\n\n{self.body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with its passages and one vector for each, ready for the knowledge base."""

    article: Article
    chunks: Sequence[Chunk]
    vectors: Sequence[Vector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The part of the knowledge base that is searched; an empty tuple leaves nothing out. Upper and lower case are one.

    Articles for internal use are in no part."""

    products: tuple[str, ...] = ()
    """articles of these products, and those of no product in particular"""
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """ISO 639-1"""


EVERYWHERE = Within()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of an article as found for a question. `id` is "article-id#n" and stays while the article is unchanged."""

    id: str
    article_id: str
    title: str
    heading: str
    body: str
    url: str = ""
    language: str = "en"
    score: float = 0.0
    """0–1, fused: what passages are ordered by"""
    cosine: float = 0.0
    """-1–1, of question and passage"""
    lexical: float = 0.0
    """0–1, BM25 as a share of what the question's words could reach at most"""
    question: str = ""
    """the question that it was found for"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One piece of a draft and the passages that it rests on; without any it must claim nothing."""

    text: str
    passage_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a model would answer: the body only. Greeting, closing, links and headers come from templates and rules."""

    sentences: tuple[Sentence, ...]
    unanswered: tuple[str, ...] = ()
    """questions of the customer that the passages do not answer"""
    model: str = ""
    quoted: bool = False
    """made of verbatim passages only (offline model)"""
    cost: Cost | None = None

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences).strip()

    @property
    def cited(self) -> tuple[str, ...]:
        """Passage ids in order of first use."""
        return tuple(dict.fromkeys(i for sentence in self.sentences for i in sentence.passage_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How signals become a confidence: what each, at 1, adds to the log-odds above the bias."""

    bias: float
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """What steps.ground found: every tuple holds pieces of the draft that no cited passage supports."""

    unsupported: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    support: float = 0.0
    """0–1, the share of the draft's claims that their cited passages support"""

    @property
    def holds(self) -> bool:
        return not (self.unsupported or self.figures or self.links or self.promises)


# ------------------------------------------------------------------------------------------------ earned autonomy


Stage = Literal["review", "veto", "auto"]
"""The ladder: a person approves; it is sent by itself unless a person stops it in time; it is sent by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a person said of a draft, whether it was sent or not. One per message."""

    message_id: int
    """row id of the message that the draft answers"""
    conversation_id: int
    intent: str
    confidence: float
    """0–1; 0 when there was no draft"""
    right: bool
    """would it have been right to send it? Never when there was nothing to send"""
    sent: bool
    """it went out without a person before"""
    audited: bool
    """was picked at random for a person though it would have been sent"""
    graded_at: datetime
    source: Literal["approval", "own words", "mark", "complaint"]
    articles: tuple[str, ...] = ()
    """ids of the articles that the draft cites"""
    fingerprint: str = ""
    """of what made the draft: see steps.earned"""
    blocked: bool = False
    """a rule other than those of confidence and autonomy kept it from being sent: it proves nothing about what is sent"""
    drafted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What graded mail has earned for one intent, or for all that have none of their own (`intent` "")."""

    intent: str = ""
    stage: Stage = "review"
    threshold: float | None = None
    """least confidence that was proven; None: nothing may be sent by itself"""
    alpha: float
    """share of wrong answers that was tolerated"""
    delta: float
    """1 − certainty of the proof"""
    votes: int = 0
    """graded conversations behind the proof, or at the last look without one"""
    answers: int = 0
    """of these, at or above the threshold"""
    wrong: int = 0
    """of the answers, the wrong ones"""
    lacking: int | None = None
    """about how many graded mails are missing when there is no proof; None: more would hardly help"""
    looks: int = 0
    """how often grades since `fresh_from` were looked at without proof: each look has to be stricter"""
    looked: int = 0
    """graded conversations at the last of these looks"""
    fresh_from: datetime | None = None
    """only what was graded after this counts next time"""
    fingerprint: str = ""
    voided: tuple[str, ...] = ()
    """articles that were edited and are not graded anew yet"""
    made_at: datetime | None = None
    """when it was proven"""
    stage_since: datetime | None = None
    broken: bool = False
    """it was taken away, because more answers turned out wrong than is tolerated"""
    taken_at: datetime | None = None
    """when it was taken away last: what was graded until then never counts again"""
    why: str = ""
    """why the stage is what it is, in words"""
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """A promotion or demotion, with its reason."""

    at: datetime
    intent: str
    """"" for all intents without a licence of their own"""
    before: Stage
    after: Stage
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the rules of autonomy go by. Looked up when a draft was made, and kept in the case."""

    fingerprint: str = ""
    drafted_at: datetime | None = None
    lot: float = 1.0
    """0–1, drawn from the mail itself: below `autonomy.audit_share` a person looks first"""
    licence: Licence | None = None
    graded: int = 0
    """conversations graded since the licence's last look, or in all without a licence"""
    changed: tuple[str, ...] = ()
    """titles of cited articles that were edited since they were proven"""


# ---------------------------------------------------------------------------------------------------- the decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a rule spoke: its name, and a sentence for an agent."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One rule looked at: `reason` is empty when it had nothing to say."""

    table: Literal["screening", "before drafting", "before sending"]
    rule: str
    reason: str = ""

    @property
    def spoke(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything known about one message when it is decided."""

    message: Message
    conversation: Conversation = Conversation()
    customer: Customer = field(default_factory=lambda: Customer(email=""))
    traffic: Traffic = Traffic()
    questions: tuple[str, ...] = ()
    """what was searched for"""
    reading: Reading | None = None
    passages: tuple[Passage, ...] = ()
    draft: Draft | None = None
    grounding: Grounding | None = None
    confidence: float | None = None
    """0–1, that the draft is right"""
    signals: tuple[tuple[str, float], ...] = ()
    """what the confidence was made from"""
    verdicts: tuple[Verdict, ...] = ()
    costs: tuple[Cost, ...] = ()
    similar: tuple[SolvedTicket, ...] = ()
    """looked up for a handoff after everything was decided, so that no model ever sees it"""
    trouble: str = ""
    """why a model or the knowledge base could not help, in words; empty when all went well"""
    standing: Standing | None = None
    """what autonomy was earned when the draft was made"""

    def with_(self, **changes: object) -> Case:
        return replace(self, **changes)  # type: ignore[arg-type]


class Outcome(StrEnum):
    """How a message ends. Exactly one, always."""

    ANSWERED = "answered"
    WITH_PERSON = "with a person"
    SILENT = "silent"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Tier 0: the draft goes out by itself."""

    case: Case
    draft: Draft
    veto_minutes: float = 0.0
    """it waits so long, and an agent who is told of it may stop it"""
    tier = 0
    outcome = Outcome.ANSWERED

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return (Reason(rule="all_rules_passed", text="No rule objects."),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Tier 1: a person approves the draft, or changes it."""

    case: Case
    draft: Draft
    reasons: tuple[Reason, ...]
    tier = 1
    outcome = Outcome.WITH_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """Tier 2, with a draft or passages to help (`assisted`), or tier 3, straight to a person."""

    case: Case
    reasons: tuple[Reason, ...]
    assisted: bool = False
    note: bool = False
    """perhaps a robot's mail: a person sees it, and a ticket that was answered stays so"""
    outcome = Outcome.WITH_PERSON

    @property
    def tier(self) -> int:
        return 2 if self.assisted else 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """No answer, for a recorded reason."""

    case: Case
    reasons: tuple[Reason, ...]
    tier = None
    outcome = Outcome.SILENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """It could not be read or handled: a person gets it raw."""

    case: Case
    reasons: tuple[Reason, ...]
    tier = 3
    outcome = Outcome.QUARANTINED


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """An agent's own words, or approval, on their way to the customer."""

    case: Case
    text: str
    """what the customer will read; for an approval the stored draft"""
    agent: str
    approved: bool = False
    """the agent sent the draft unchanged"""
    to: str = ""
    """where the answer goes; empty: the conversation's customer"""
    reasons: tuple[Reason, ...] = (Reason(rule="agent_answered", text="A person answered."),)
    tier = None
    outcome = Outcome.ANSWERED


Decision = Reply | Review | Handoff | Silence | Quarantine | Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDecision:
    """A decision that was taken and stored, with all that was known then."""

    message_id: int
    """row id of the message"""
    conversation_id: int
    decided_at: datetime
    kind: str
    """"reply", "review", "handoff", "silence", "quarantine" or "relay\""""
    tier: int | None
    rule: str
    """the one that decided"""
    case: Case
    agent_wrote: str | None = None
    """what an agent sent to the customer after this draft, before any other; None when there was no draft or no such mail"""

    @property
    def draft_was_right(self) -> bool | None:
        """As the agent's act says: sent as it was, or written anew. None: nobody has judged it."""
        if self.case.draft is None or self.agent_wrote is None:
            return None
        return self.agent_wrote.split() == self.case.draft.text.split()


# ------------------------------------------------------------------------------------------- for editors and admins


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """So many customers' mails ended in this way, by this rule."""

    outcome: Outcome
    rule: str
    mails: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of customers' mails in some time, and what the models cost in it. Agents' own mails do not count."""

    ended: tuple[Ended, ...] = ()
    """most mails first"""
    calls: int = 0
    """of models"""
    tokens: int = 0
    usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """A ticket that waits for a person."""

    id: int
    subject: str
    state: TicketState
    since: datetime
    """its oldest mail without an answer came"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleArticle:
    source: str
    article_id: str
    title: str
    reviewed_on: date
    """when it was read over last, or taken in if that is not known"""
    known: bool
    """somebody has read it over on that day"""
    cited: int
    """mails whose draft cited it"""
    corrected: int
    """of these, how often an agent answered in their own words instead"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A mail whose questions the knowledge base did not answer."""

    message_id: int
    conversation_id: int
    at: datetime
    questions: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------- mail out


MailKind = Literal["reply", "handoff", "notice", "relay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail as it will leave: the bytes are frozen, so that sending again can only send the same."""

    kind: MailKind
    recipient: str
    """exactly one addr-spec"""
    envelope_from: str
    message_id: str
    raw: bytes
    mailbox: str
    """the configured mailbox that it belongs to: whose Sent folder and SMTP account"""
    subject: str = ""
    not_before: datetime | None = None
    """it is not sent earlier; None: at once"""


class Delivery(StrEnum):
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMail:
    """An outbox row that a sender holds."""

    id: int
    mail: OutgoingMail
    state: Delivery
    """as it was found: READY to send, or UNKNOWN to look for evidence"""
    attempts: int
    queued_at: datetime
    conversation_id: int
    token: str
    """fencing token of the sender's lease"""


# ---------------------------------------------------------------------------------------------------- mail in


def account_of(mailbox: str) -> str:
    """The account that a mailbox belongs to: "support" of "support" and of its other folder "support/Junk"."""
    return mailbox.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Where a mail of ours lies, by the Message-ID that it bears there; '' for not there."""

    inbox: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What an account does with a mail that it sends to itself, as `responder doctor mail` found it."""

    at: datetime
    keeps_message_id: bool
    files_sent_itself: bool
    """a copy lay in Sent that we had not put there"""
    arrived_after: float
    """seconds"""
    sent_after: float
    """seconds until the copy lay in Sent; 0 when there was none"""
    imap: tuple[str, ...] = ()
    """extensions that the server offers"""
    smtp: tuple[str, ...] = ()

    def proof(self, *, archive: bool) -> Literal["archive", "sent", "none"]:
        """What can show that a mail was accepted whose sending broke. `archive`: replies are copied to an address of
        ours. None: such a mail goes to a person at once."""
        if archive:
            return "archive"
        return "sent" if self.files_sent_itself else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a mailbox was read. `uidvalidity` 0: never read."""

    uidvalidity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One mail as the server gave it."""

    uid: int
    raw: bytes
    received_at: datetime
    skipped: str = ""
    """why the bytes are not complete (too large, server refuses), or empty"""
    server_id: str = ""
    """the server's own name for these bytes, which stays when the UID does not; or empty"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    uidvalidity: int
    mails: tuple[Fetched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One mail, read, with where it was found and the conversations that it may join."""

    uid: int
    raw: bytes
    message: Message
    ticket: int = 0
    """conversation id proven by a signed token in the address that it came to; 0 for none"""
    agent_ticket: int = 0
    """the same for the token that only agents get"""
    server_id: str = ""
    """see Fetched"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One conversation, leased to this worker, with its oldest waiting message."""

    message_id: int
    """row id of the message"""
    conversation_id: int
    token: str
    """fencing token of the lease"""
    attempts: int
    """how often this message was claimed, this time included: counted when claimed, so a crash counts too"""
    message: Message
    agent_ticket: int = 0
    first_claimed_at: datetime | None = None
