"""Which conversation does a mail belong to, and whom would an answer reach?

Signed tokens in addresses come first, then the Message-IDs that a mail says it answers. A subject never joins anything.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import replace

from responder.config import Settings
from responder.domain import Arrival, Fetched, Message
from responder.steps.domains import same_organisation

_MAC_BYTES = 10
"""80 bits: 16 letters of base32, and no chance to guess one in the life of a mailbox"""
_CONVERSATION_BITS = 32
_LOCAL_PART_OCTETS = 64  # RFC 5321 section 4.5.3.1.1
_MOST_IDS = 100

# ---------------------------------------------------------------------------------------------- tickets in addresses


def ticket_address(address: str, conversation_id: int, key: bytes, *, agent: bool = False, message_id: int = 0) -> str:
    """`support@example.com` → `support+t5.k3…@example.com`: a sub-address (RFC 5233) that only we can make.

    Letters and digits in lower case, because servers change case. An agent's token is signed for another purpose, so
    a customer cannot turn theirs into one; it also says which message the handoff was about (`message_id`), so that an
    approval means the draft that the agent saw. A local part without room for the token stays as it is.
    """
    local, _, domain = address.rpartition("@")
    letter = "a" if agent else "t"
    number = conversation_id + (message_id << _CONVERSATION_BITS if agent else 0)
    tagged = f"{local}+{letter}{_in_base32(number)}.{_mac(key, letter, number)}"
    return f"{tagged}@{domain}" if len(tagged.encode()) <= _LOCAL_PART_OCTETS else address


def ticket_in(addresses: Iterable[str], ours: Iterable[str], key: bytes) -> tuple[int, int]:
    """Conversation ids proven by a customer's and by an agent's token; 0 for none, forged or damaged.

    `ours`: our addresses without sub-addresses. The first valid token of each kind counts.
    """
    own = {address.lower() for address in ours}
    found = {"t": 0, "a": 0}
    for address in addresses:
        match = _TICKET.fullmatch(address.strip().lower())
        if not match or f"{match['local']}@{match['domain']}" not in own:
            continue
        letter, number = match["letter"], int(match["id"], 32)
        if hmac.compare_digest(match["mac"], _mac(key, letter, number)):
            found[letter] = found[letter] or number
    return found["t"], found["a"] & ((1 << _CONVERSATION_BITS) - 1)


def handoff_answered(addresses: Iterable[str], ours: Iterable[str], key: bytes) -> int:
    """The message whose handoff an agent's token was made for; 0 for none, forged or a token without one."""
    own = {address.lower() for address in ours}
    for address in addresses:
        match = _TICKET.fullmatch(address.strip().lower())
        if not match or match["letter"] != "a" or f"{match['local']}@{match['domain']}" not in own:
            continue
        number = int(match["id"], 32)
        if hmac.compare_digest(match["mac"], _mac(key, "a", number)):
            return number >> _CONVERSATION_BITS
    return 0


def answers_no_ticket(addresses: Iterable[str], ours: Iterable[str], key: bytes) -> bool:
    """Did it come to the address that mails to the team bear which belong to no ticket, such as reports?"""
    own = {address.lower() for address in ours}
    found = (_TICKET.fullmatch(address.strip().lower()) for address in addresses)
    return any(
        match["letter"] == "a"
        and f"{match['local']}@{match['domain']}" in own
        and int(match["id"], 32) == 0
        and hmac.compare_digest(match["mac"], _mac(key, "a", 0))
        for match in found
        if match
    )


def addressed(message: Message) -> tuple[str, ...]:
    """Every address that a mail came to."""
    return (*message.delivered_to, *(a.email for a in (*message.to, *message.cc)))


_TICKET = re.compile(
    r"(?P<local>[^+@]+)\+(?P<letter>[ta])(?P<id>[0-9a-v]{1,20})\.(?P<mac>[a-z2-7]{16})@(?P<domain>[^@]+)"
)


def _mac(key: bytes, letter: str, number: int) -> str:
    digest = hmac.new(key, f"responder ticket {letter} {number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_MAC_BYTES]).decode().lower()


def _in_base32(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 32)
        digits = "0123456789abcdefghijklmnopqrstuv"[digit] + digits
    return digits


def arrival_of(fetched: Fetched, message: Message, settings: Settings, key: bytes) -> Arrival:
    """A read mail with the conversations that its addresses prove. An agent's token counts from an agent only."""
    message = as_the_customer(message, settings)
    ticket, agent_ticket = ticket_in(addressed(message), our_addresses(settings), key)
    if not (message.sender and settings.is_agent(message.sender.email)):
        agent_ticket = 0
    return Arrival(
        uid=fetched.uid,
        raw=fetched.raw,
        message=message,
        ticket=ticket,
        agent_ticket=agent_ticket,
        server_id="" if fetched.skipped else fetched.server_id,
    )


def our_addresses(settings: Settings) -> frozenset[str]:
    """Every address of every mailbox, lower case, without sub-addresses."""
    return frozenset(address for mailbox in settings.mailbox for address in mailbox.ours)


def answers_a_mail(message: Message, settings: Settings) -> bool:
    """By its header, or since it was sent to an address that stood in a mail of ours. Proves nothing about who wrote it."""
    own = our_addresses(settings)
    to_ticket = (_TICKET.fullmatch(address.strip().lower()) for address in addressed(message))
    return bool(
        message.in_reply_to
        or message.references
        or any(match and f"{match['local']}@{match['domain']}" in own for match in to_ticket)
    )


def without_tag(address: str) -> str:
    """`Support+anything@Example.com` → `support@example.com`."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


# ---------------------------------------------------------------------------------------------- Message-IDs


def message_id_for(key: bytes, *parts: object, domain: str) -> str:
    """The one Message-ID for these parts: made again after a crash it is the same, and nobody else can guess it."""
    text = "\x1f".join(str(part) for part in parts)
    digest = hmac.new(key, b"responder message-id " + text.encode("utf-8", "replace"), hashlib.sha256).digest()
    return f"<responder.{base64.b32encode(digest[:20]).decode().lower()}@{domain}>"


def is_our_id(message_id: str, domains: Iterable[str]) -> bool:
    """Does this id look like one of `message_id_for`? Not a proof: the store knows which ids were really sent."""
    match = _OUR_ID.fullmatch(message_id.strip().lower())
    return bool(match) and match["domain"] in {domain.lower() for domain in domains} if match else False


_OUR_ID = re.compile(r"<responder\.[a-z2-7]{32}@(?P<domain>[^@<>\s]+)>")
_ID = re.compile(r"<[^<>\s]{1,900}>")

_OTHER_ID_FIELDS = (
    # Where Exchange Online, Gmail and gateways keep the id that they replaced; a client that quotes the copy in Sent,
    # and receipts of RFC 8098, name the parent in one of these.
    "X-Microsoft-Original-Message-ID",
    "X-Google-Original-Message-ID",
    "X-Original-Message-ID",
    "Original-Message-ID",
)


def ids_answered(message: Message) -> tuple[str, ...]:
    """Message-IDs that this mail says it answers, nearest first: In-Reply-To, then References from the newest.

    A bounce answers the mail that it returns. At most a hundred.
    """
    ids = [*message.in_reply_to, *reversed(message.references)]
    if message.bounce and message.bounce.original_message_id:
        ids.insert(0, message.bounce.original_message_id)
    for name in _OTHER_ID_FIELDS:
        for value in message.field(name):
            ids += _ID.findall(value[:4000])
    return tuple(dict.fromkeys(i for i in ids if i and i != message.message_id))[:_MOST_IDS]


# ---------------------------------------------------------------------------------------------- subjects

_REPLY = (
    "re res rép rep ref aw antw antwort sv vs svar odp ha ad antw. ynt cevap atb ang r rif risp rsp resp ris "
    "ατ απ απάντηση σχετ отв ответ на відп відповідь нa atbilde vá válasz vast ats ответить одг hồi trả bls jawab "
    "balas reply réponse respuesta risposta resposta 回复 回覆 答复 答覆 返信 回信 답장 회신 ตอบ ตอบกลับ השב תשובה رد پاسخ"
)
_FORWARD = (
    "fw fwd wg tr trans rv reenv enc i inoltra doorst vb vs vl videresendt pd pdal továbbítás ilt i̇lt πρθ prth trs "
    "пересл пер fs fyi vidarebefordrat weitergeleitet 转发 轉寄 轉發 転送 전달 ส่งต่อ הועבר إعادة"
)


def _alternatives(words: str) -> str:
    return "|".join(sorted((re.escape(w) for w in set(words.split())), key=len, reverse=True))


# RFC 5256 section 2.1: subj-refwd and subj-blob, with the words that clients of other languages write, and the
# counters of The Bat and Lotus: RE[2], Re(3), Re^2.
_PREFIX = re.compile(
    rf"(?P<word>{_alternatives(_REPLY + ' ' + _FORWARD)})"
    r" ?(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4})? ?(?:\[[^\[\]]{0,80}\] ?)?[:：]\s*",
    re.IGNORECASE,
)
_REPLY_WORD = frozenset(_REPLY.split())
_TAG = re.compile(r"[\[【][^\[\]【】]{1,80}[\]】]\s*")
_TRAILER = re.compile(r"\s*\((?:fwd|fw|wg)\)\s*$", re.IGNORECASE)


def base_subject(subject: str) -> str:
    """The subject without what clients and lists put around it; never empty unless it was."""
    text = " ".join(subject.split())
    if text.lower().startswith("[fwd:") and text.endswith("]"):
        text = text[5:-1].strip()
    text = _TRAILER.sub("", text)
    at = 0
    while match := _PREFIX.match(text, at) or _TAG.match(text, at):
        if match.end() >= len(text):
            break
        at = match.end()
    return text[at:] or text


def is_reply_subject(subject: str) -> bool:
    """Does the subject say that the mail answers another? Tags such as [EXTERNAL] may come first."""
    text, at = " ".join(subject.split()), 0
    while match := _TAG.match(text, at):
        at = match.end()
    prefix = _PREFIX.match(text, at)
    return bool(prefix) and prefix["word"].lower() in _REPLY_WORD if prefix else False


def is_forward_subject(subject: str) -> bool:
    text, at = " ".join(subject.split()), 0
    while match := _TAG.match(text, at):
        at = match.end()
    prefix = _PREFIX.match(text, at)
    return bool(prefix) and prefix["word"].lower() not in _REPLY_WORD if prefix else text.lower().startswith("[fwd:")


# ---------------------------------------------------------------------------------------------- the one recipient


def reply_address(message: Message, settings: Settings) -> str:
    """The one address that an answer may go to (RFC 3834 section 4), or "" when a person must decide.

    Reply-To counts if it is exactly one address, of the author's own organisation. From a web form of ours it is the
    customer. Everything else in the mail is never a recipient.
    """
    if message.sender is None:
        return ""
    distinct = {address.email.lower(): address.email for address in message.reply_to}
    if is_web_form(message, settings):
        return next(iter(distinct.values())) if len(distinct) == 1 else ""
    sender = message.sender.email
    if comes_from_a_form(message, settings):
        return ""  # the form's own address, and no customer's
    if not distinct or set(distinct) == {sender.lower()}:
        return sender
    if len(distinct) > 1:
        return ""
    (chosen,) = distinct.values()
    return chosen if same_organisation(chosen.rpartition("@")[2], message.sender.domain) else ""


def is_web_form(message: Message, settings: Settings) -> bool:
    """Was this mailed by a form of ours, with the customer in Reply-To? A group of ours that puts its own address into
    From (as Google Groups does for domains with a strict DMARC policy) is the same."""
    sender = message.sender.email.lower() if message.sender else ""
    ours = our_addresses(settings)
    forms = {form.lower() for mailbox in settings.mailbox for form in mailbox.web_form_senders}
    if sender in ours and came_through_our_list(message, settings):
        forms.add(sender)
    customers = {without_tag(address.email) for address in message.reply_to} - forms - ours
    return bool(sender in forms and customers)


def comes_from_a_form(message: Message, settings: Settings) -> bool:
    """Was it mailed by a form of ours, with or without a usable customer in it?"""
    sender = message.sender.email.lower() if message.sender else ""
    return any(sender == form.lower() for mailbox in settings.mailbox for form in mailbox.web_form_senders)


def as_the_customer(message: Message, settings: Settings) -> Message:
    """A mail of our web form becomes the customer's, who stands in Reply-To; any other mail stays as it is."""
    if not is_web_form(message, settings) or len(message.reply_to) != 1:
        return message
    return replace(message, sender=message.reply_to[0])


def came_through_our_list(message: Message, settings: Settings) -> bool:
    """A support address that is a Google or Microsoft 365 group stamps customers' mail like a list's."""
    own = {_list_id(value) for mailbox in settings.mailbox for value in mailbox.own_list_ids}
    ids = [_list_id(value) for value in message.field("List-Id")]
    return bool(ids) and all(list_id in own for list_id in ids)


def _list_id(value: str) -> str:
    """RFC 2919 section 3: the identifier between the angle brackets, without its description."""
    return (value.rpartition("<")[2] if "<" in value else value).strip(" <>\"'").lower()
