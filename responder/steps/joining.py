"""Which conversation does each mail of a batch join, and which mails do we have already?

Both stores ask here, so that they cannot differ. A subject never joins anything, and a Message-ID alone is no proof:
whoever quotes one must also be the customer of that conversation, or the very address that we wrote it to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from responder.domain import Arrival, Message
from responder.steps import domains
from responder.steps.question import without_salutation
from responder.steps.signature_lines import is_closing
from responder.steps.thread import ids_answered, without_tag

_LONGEST_ADDRESS = 320
_LONGEST_ID = 998
"""octets: RFC 5322 section 2.1.1 allows no longer line, and an index no much longer key"""

BOUNCES_WITHIN = timedelta(days=5)
"""RFC 5321 section 4.5.4.1: a server gives up after four or five days, and then it reports"""

ANSWERS_COUNTED = 200
"""at most, of those to alike mails and to colleagues: beyond any limit that may be set"""

DUPLICATE_RULE = "duplicate_delivery"
DUPLICATE_REASON = "duplicate delivery: the same mail was taken in before"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownId:
    """A Message-ID that the store has seen, and where."""

    conversation_id: int
    customer: str
    """of that conversation"""
    sent_to: str = ""
    """recipient, lower case, when the mail was ours; empty for an inbound mail"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows about the mails of one batch."""

    mails: frozenset[str] = frozenset()
    """raw_sha256 of mails that are stored already"""
    deliveries: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """sender and fingerprint → conversation of the first delivery"""
    customers: Mapping[int, str] = field(default_factory=dict)
    """conversation id → customer, for the conversations that tickets name"""
    ids: Mapping[str, Sequence[KnownId]] = field(default_factory=dict)
    written_to: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """failed recipient of a bounce, lower case → conversations in which the bounce's mailbox wrote to them lately"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Where one mail goes. A negative `conversation` is the n-th new one of this batch: -1, -2, …"""

    arrival: Arrival
    conversation: int
    opens: bool = False
    duplicate: bool = False


def customer_of(message: Message) -> str:
    """The sender's address in lower case, or "" when there is none that could be one."""
    email = message.sender.email.lower() if message.sender else ""
    return email if len(email.encode("utf-8", "replace")) <= _LONGEST_ADDRESS else ""


def usable_id(message_id: str) -> str:
    return message_id if len(message_id.encode("utf-8", "replace")) <= _LONGEST_ID else ""


def ids_to_look_up(message: Message) -> tuple[str, ...]:
    return tuple(i for i in (*ids_answered(message), message.message_id) if usable_id(i))


def alike_hash(text: str) -> str:
    """Equal for two mails that a template made: of the words in the first 4,000 characters, without those that a
    template fills in, which hold a digit, an address or a link, and without salutation and closing, which hold names; a
    name elsewhere counts. Where words are not set apart (Chinese, Japanese, Thai …), what stands around a digit stays.
    Where hardly a word is left, only the very same words are alike; empty for none."""
    start = text[:4000]
    words = _WORD.findall(start.lower())
    kept = [w for w in _WORD.findall(_without_names(start).lower()) if not _FILLED_IN.search(w)]
    said = "".join(kept if len(kept) == len(words) or _weight(kept) >= _LEAST_SAID else words)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32] if said else ""


def _without_names(text: str) -> str:
    """Without the salutation, and from a closing on where only a signature follows."""
    lines = without_salutation(text).rstrip().split("\n")
    for number in range(max(1, len(lines) - _LONGEST_SIGNATURE), len(lines)):
        below = lines[number + 1 :]
        if is_closing(lines[number].strip()) and all(len(line) <= 60 and "?" not in line for line in below):
            return "\n".join(lines[:number])
    return "\n".join(lines)


_LONGEST_SIGNATURE = 5
"""lines, with the closing"""


def _weight(words: Sequence[str]) -> int:
    """In letters of scripts that set words apart; elsewhere a letter says about as much as three of those."""
    return sum((3 if _UNSPACED.match(word) else 1) * sum(map(str.isalpha, word)) for word in words)


_LEAST_SAID = 10
_UNSPACED_LETTERS = (
    "\u0e01-\u0e4f\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u3005-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese; not their digits"""
_UNSPACED = re.compile(f"[{_UNSPACED_LETTERS}]+")
_WORD = re.compile(f"{_UNSPACED.pattern}|[^\\s{_UNSPACED_LETTERS}]+")
_FILLED_IN = re.compile(r"\d|@|://")


def organisation_of(email: str) -> str:
    """Organisational domain of an address; '' at a shared provider, where nobody belongs to anybody."""
    domain = email.rpartition("@")[2].lower()
    return "" if domain in domains.SHARED_PROVIDERS else domains.organisational_domain(domain)


def origin_of(email: str) -> str:
    """What a machine that writes under many addresses cannot change without a new domain or account: its organisation,
    and at a shared provider its mailbox without sub-addresses. '' for no address."""
    return (organisation_of(email) or without_tag(email)) if email else ""


def body_hash(text: str) -> str:
    """Equal for two mails that read the same; empty for a mail without words."""
    words = " ".join(text.lower().split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() if words else ""


def join(arrivals: Sequence[Arrival], known: Known) -> tuple[list[Joined], list[Arrival]]:
    """New mails with their conversations, in order, and the mails that were stored before and now lie elsewhere.

    Of several copies of the same bytes in the batch the last place counts.
    """
    seen: dict[str, int] = {}
    joined: list[Joined] = []
    moved: list[Arrival] = []
    deliveries, ids, customers = dict(known.deliveries), dict(known.ids), dict(known.customers)
    opened = 0
    for arrival in arrivals:
        message, customer = arrival.message, customer_of(arrival.message)
        if message.raw_sha256 in known.mails:
            moved.append(arrival)
            continue
        if message.raw_sha256 in seen:
            at = seen[message.raw_sha256]
            first = joined[at]
            joined[at] = Joined(
                arrival=arrival, conversation=first.conversation, opens=first.opens, duplicate=first.duplicate
            )
            continue
        before = deliveries.get((customer, message.fingerprint)) if message.fingerprint else None
        conversation = before or _conversation(arrival, customer, ids, customers)
        if not conversation and message.bounce:
            conversation = _conversation_that_failed(arrival, known)
        if not conversation:
            opened += 1
            customers[-opened] = customer
        place = conversation or -opened
        seen[message.raw_sha256] = len(joined)
        joined.append(Joined(arrival=arrival, conversation=place, opens=not conversation, duplicate=before is not None))
        if message.fingerprint:
            deliveries.setdefault((customer, message.fingerprint), place)
        if usable_id(message.message_id):
            owner = customers.get(place, customer if not conversation else "")
            ids[message.message_id] = (
                *ids.get(message.message_id, ()),
                KnownId(conversation_id=place, customer=owner or customer),
            )
    return joined, moved


def failed_recipients(message: Message) -> tuple[str, ...]:
    """Whom a bounce names, in lower case; at most a hundred."""
    failed = message.bounce.failed[:100] if message.bounce else ()
    return tuple(dict.fromkeys(one.email.lower() for one in failed))


def _conversation_that_failed(arrival: Arrival, known: Known) -> int:
    """Many bounces quote no id of ours. The address that they came to tells, or that we wrote to the failed recipient
    in one conversation only."""
    if arrival.ticket in known.customers:
        return arrival.ticket
    places = {place for email in failed_recipients(arrival.message) for place in known.written_to.get(email, ())}
    return places.pop() if len(places) == 1 else 0


def _conversation(
    arrival: Arrival, customer: str, ids: Mapping[str, Sequence[KnownId]], customers: Mapping[int, str]
) -> int:
    """The conversation that a mail belongs to; 0 when it opens one."""
    if arrival.agent_ticket in customers and arrival.agent_ticket:
        return arrival.agent_ticket
    # a customer's token is in every mail that they forward, so it counts only from themselves
    if arrival.ticket and customer and customers.get(arrival.ticket) == customer:
        return arrival.ticket
    message = arrival.message
    for message_id in ids_answered(message):
        for known in ids.get(message_id, ()):
            # a bounce comes from a mailer-daemon, and returns an id that only we and the recipient's server knew
            if (message.bounce and known.sent_to) or (customer and customer in (known.customer, known.sent_to)):
                return known.conversation_id
    for known in ids.get(message.message_id, ()):
        # our own mail come back: an archive copy, or a loop
        if known.sent_to and message.sender and message.message_id.rstrip(">").endswith(f"@{message.sender.domain}"):
            return known.conversation_id
    return 0
