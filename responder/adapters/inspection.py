"""What we see in one mail, as plain values: for `responder inspect`, for doctors of mail and for measurements."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from responder.adapters.language import COMMON, language_of
from responder.adapters.mail_fields import decode_words
from responder.adapters.mail_parser import parse
from responder.config import Settings
from responder.domain import Case, FailedRecipient, Message
from responder.steps import screen

LIST_RULES = {"mail_came_through_a_list", "sender_is_a_list", "mail_is_bulk", "mail_is_a_campaign"}
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def inspect_mail(raw: bytes) -> dict[str, Any]:
    """JSON-ready. Never raises on a mail.

    from: addr-spec of the one author, "" when there is none or it is not clear. reply_to: addr-specs. text, reply_text:
    see Message. language: ISO 639-1 or "und", out of about 40. no_reply: a rule of screening spoke (robots, bounces,
    lists, or what looks like them); why_no_reply: each such rule with its reason. to_a_person: other rules that keep a
    machine from answering. is_list: it came through a list or in bulk; is_bounce; is_auto: any other rule of
    screening, or a bounce. failed_recipients: addr-specs, domain in lower case, of those that failed or are delayed;
    failures: each with status (RFC 3463, "" when none is named), temporary, and what the server said. attachments: name, content_type and size in
    octets. defects: what was wrong with the mail, in words."""
    message = parse(raw, received_at=_NO_TIME)
    try:
        return _seen(message)
    except Exception as error:  # a rule or the language detector, on text that nobody foresaw
        return {**_plain(message), "defects": [*message.defects, f"inspection stopped: {type(error).__name__}"]}


def unreadable(why: str) -> dict[str, Any]:
    """The same keys for a mail whose bytes cannot be had."""
    empty = Message(raw_sha256="", fingerprint="", received_at=_NO_TIME, defects=(f"unreadable: {why}",))
    return _plain(empty)


def _seen(message: Message) -> dict[str, Any]:
    case, settings = Case(message=message), _default_settings()
    robots = [(rule.__name__, rule(case, settings)) for rule in (*screen.SCREENING, *screen.MAYBE_A_ROBOT)]
    others = [rule for rule in screen.TO_A_PERSON if rule not in screen.MAYBE_A_ROBOT]
    spoke = [{"rule": name, "text": decode_words(text)} for name, text in robots if text]
    names = {one["rule"] for one in spoke}
    is_bounce = bool(message.bounce) or "mail_is_a_bounce" in names
    return {
        **_plain(message),
        "language": language_of(message.reply_text or message.text, COMMON[:7]),
        "is_auto": is_bounce or bool(names - LIST_RULES),
        "is_bounce": is_bounce,
        "is_list": bool(names & LIST_RULES),
        "no_reply": bool(spoke),
        "why_no_reply": spoke,
        "to_a_person": [
            {"rule": rule.__name__, "text": decode_words(text)} for rule in others if (text := rule(case, settings))
        ],
    }


def _plain(message: Message) -> dict[str, Any]:
    return {
        "path": "",
        "from": message.sender.email if message.sender else "",
        "from_name": message.sender.name if message.sender else "",
        "reply_to": [address.email for address in message.reply_to],
        "subject": message.subject,
        "message_id": message.message_id,
        "date": message.date.isoformat() if message.date else "",
        "text": message.text,
        "reply_text": message.reply_text,
        "quoted_text": message.quoted_text,
        "hidden_text": message.hidden_text,
        "language": message.language,
        "is_auto": False,
        "is_bounce": bool(message.bounce),
        "is_list": False,
        "no_reply": bool(message.bounce),
        "why_no_reply": [],
        "to_a_person": [],
        "encrypted": message.encrypted,
        "failed_recipients": [one.email for one in message.bounce.failed] if message.bounce else [],
        "failures": [_failure(one) for one in message.bounce.failed] if message.bounce else [],
        "attachments": [
            {"name": one.name, "content_type": one.content_type, "size": one.size} for one in message.attachments
        ],
        "defects": list(message.defects),
    }


def _failure(one: FailedRecipient) -> dict[str, Any]:
    return {
        "email": one.email,
        "status": one.status,
        "temporary": one.temporary,
        "diagnostic": decode_words(one.diagnostic),
    }


@lru_cache(maxsize=1)
def _default_settings() -> Settings:
    return Settings()
