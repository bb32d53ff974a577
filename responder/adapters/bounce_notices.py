"""Failures that no mail system reports: what a sending service, certified mail or a list program says of a mail that it
did not pass on. They come from ordinary addresses, so the form must be theirs, and nothing in it a person's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from email.message import Message
from typing import Any

from responder.adapters.bounce_parts import (
    ADDRESS,
    CODE,
    LONGEST_REPORT,
    distinct,
    first_id,
    header,
    id_in_text,
    originals,
    own_addresses,
    parts_of,
    split_report,
    subject_of,
    with_lower_domain,
)
from responder.adapters.bounce_persons import POLITE, is_signed
from responder.domain import Bounce, FailedRecipient


def notice_of(root: Message, text: str) -> Bounce | None:
    """text: all that the mail says."""
    return (
        _of_simple_notification(root, text)
        or _of_a_sending_service(root, text)
        or _of_certified_mail(root, text)
        or _of_a_list(root, text)
    )


def _sender(root: Message) -> str:
    found = ADDRESS.search(header(root, "From")[:500])
    return found.group().lower() if found else ""


_ROBOT = re.compile(
    r"(?:no|do[-_.]?not|dont|never)[-_.]?reply|notif|bounce|mailer|alert|system|automat|daemon|deliver", re.IGNORECASE
)
_A_PERSON = re.compile(r"\bI(?:['’](?:m|ve|ll|d))?\s|\?(?:\s|$)|\b(?:best|kind) regards\b|\bmy\b", re.MULTILINE)


def _speaks(text: str) -> bool:
    """Does a person speak in it?"""
    return _A_PERSON.search(POLITE.sub(" ", text)) is not None


# ---------------------------------------------------------------------------------------------- sending services


def _of_simple_notification(root: Message, text: str) -> Bounce | None:
    """JSON of Amazon SES by way of SNS."""
    text = text.strip()
    if not text.startswith("{") or not _ROBOT.search(_sender(root)):
        return None
    told = _object(text[:LONGEST_REPORT])
    if isinstance(told.get("Message"), str):
        told = _object(told["Message"])
    if "Bounce" not in (told.get("notificationType"), told.get("eventType")):
        return None
    bounce, mail = _part(told, "bounce"), _part(told, "mail")
    failed = [
        FailedRecipient(
            email=with_lower_domain(match.group()),
            status=str(one.get("status", ""))[:20],
            temporary=str(one.get("action", "")).lower() == "delayed",
            diagnostic=" ".join(str(one.get("diagnosticCode", "")).split())[:500],
        )
        for one in _dicts(bounce.get("bouncedRecipients"))
        if (match := ADDRESS.search(str(one.get("emailAddress", ""))[:1000]))
    ]
    fields = {str(one.get("name", "")).lower(): str(one.get("value", "")) for one in _dicts(mail.get("headers"))}
    return Bounce(failed=tuple(failed), original_message_id=first_id(fields.get("message-id", ""))) if failed else None


def _object(text: str) -> dict[str, Any]:
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text.strip())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value[:500] if isinstance(one, dict)] if isinstance(value, list) else []


_SAYS_BOUNCE = re.compile(
    r"\W{0,3}(?:your (?:e?mail|message) to [^\s@]{1,64}@\S{1,255} (?:has )?|(?:hard|soft|transient|permanent|delivery|e?mail)[ -])?(?:bounced?|undelivered|delivery (?:failed|failure))\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[ \t*•-]{0,6}(?P<name>[A-Za-z][A-Za-z -]{1,30}?)\s?:[ \t]{0,20}(?P<value>\S.{0,1000})")
_KIND = re.compile(r"(?:hard|soft|transient|permanent|undetermined)[ -]?bounce", re.IGNORECASE)
_WHOM = ("email", "e-mail", "email address", "recipient", "to", "failed recipient", "bounced address", "address")
_WHY = ("error", "reason", "details", "diagnostic", "diagnostic code", "smtp response", "response", "bounce reason")


def _of_a_sending_service(root: Message, text: str) -> Bounce | None:
    """A form of fields about one address, under a subject that says "bounce"."""
    subject = subject_of(root)
    if not _SAYS_BOUNCE.match(subject) or _speaks(text[:5000]):
        return None
    lines = [line for line in text[:5000].split("\n") if line.strip()]
    fields = [match for line in lines if (match := _FIELD.match(line[:1100]))]
    named = {match["name"].lower(): match["value"] for match in reversed(fields)}
    addresses = distinct([a for name in _WHOM for a in ADDRESS.findall(named.get(name, ""))])
    addresses = addresses or distinct(ADDRESS.findall(subject[:500]))
    reason = next((named[name] for name in _WHY if name in named), "")
    if len(addresses) != 1 or not reason or is_signed(text[:5000]):
        return None
    if not _is_from_a_robot(root) and not _KIND.match(named.get("type", "").strip()):
        return None
    return Bounce(failed=_failed(addresses, reason), original_message_id=id_in_text(text))


def _is_from_a_robot(root: Message) -> bool:
    return header(root, "Return-Path").strip() == "<>" or _ROBOT.search(_sender(root)) is not None


def _failed(addresses: Sequence[str], reason: str) -> tuple[FailedRecipient, ...]:
    code = CODE.search(reason)
    return tuple(
        FailedRecipient(
            email=with_lower_domain(address),
            status=code.group() if code else "",
            temporary=False,
            diagnostic=" ".join(reason.split())[:300],
        )
        for address in addresses
    )


# ---------------------------------------------------------------------------------------------- certified mail


def _of_certified_mail(root: Message, text: str) -> Bounce | None:
    """Italian PEC: a receipt whose field says that it is about an error."""
    if not _PEC_FAILURE.search(header(root, "X-Ricevuta")[:100]):
        return None
    found = [match[1] for match in _PEC_RECIPIENT.finditer(text[:10_000])]
    own = own_addresses(root, tuple(originals(list(parts_of(root)))))
    addresses = distinct([address for address in found if address.lower() not in own])
    reason = next((line for line in text[:10_000].split("\n") if "errore" in line), "")
    original = first_id(header(root, "X-Riferimento-Message-ID"))
    return Bounce(failed=_failed(addresses, reason), original_message_id=original or id_in_text(text))


_PEC_FAILURE = re.compile(r"errore|non-accettazione|rilevazione-virus", re.IGNORECASE)
_PEC_RECIPIENT = re.compile(
    rf"(?:destinat[oaie]{{1,2}} (?:all['’]utente|a)|indirizzat[oaie]{{1,2}} a|destinatari[oa]?)\W{{1,20}}({ADDRESS.pattern})",
    re.IGNORECASE,
)


# ---------------------------------------------------------------------------------------------- lists


_LIST_PROGRAM = re.compile(r"(?:listserv|listproc|majordomo|sympa|lyris|listmanager|mailman|ezmlm)(?:\+[^@]{0,100})?@")
_LIST_ADDRESS = re.compile(
    r"(?:notify|owner-[^@]{1,100}|[^@]{1,100}-(?:owner|bounces?|request|help|admin))(?:\+[^@]{0,100})?@"
)
"""which people have as well: "it-help@" """
_NOT_POSTED = re.compile(
    r"not distributed|(?:was|were|been) (?:automatically )?rejected|not authorized to (?:send|post)|not allowed to (?:send|post)"
    r"|unable to deliver the message from|could not be accepted|only (?:members|subscribers) (?:may|can)|not subscribed to this (?:list|group)",
    re.IGNORECASE,
)
_OF_THE_OWNERS = re.compile(
    r"owner-|[^@]{1,100}-(?:owner|bounces?|request|help|admin|(?:un)?subscribe|join|leave)@|(?:un)?subscribe|join-|leave-|help@|postmaster@",
    re.IGNORECASE,
)


def _of_a_list(root: Message, text: str) -> Bounce | None:
    """A list program that did not post our mail: the list is whom it did not reach, not the owners whom one may ask."""
    sender = _sender(root)
    by_a_program = header(root, "Return-Path").strip() == "<>" or any(
        root.get(name) is not None for name in ("List-Id", "Precedence", "Auto-Submitted", "X-Auto-Response-Suppress")
    )
    a_list = _LIST_PROGRAM.match(sender) or root.get("X-Mailman-Version") is not None
    if not a_list and not (by_a_program and _LIST_ADDRESS.match(sender)):
        return None
    report, returned = split_report(text)
    report = report[:5000]
    refusal = _NOT_POSTED.search(" ".join(report.split()))
    if refusal is None or _speaks(report):
        return None
    own = own_addresses(root, tuple(originals(list(parts_of(root)))))
    named = ADDRESS.findall(f"{subject_of(root)}\n{report}")
    lists = [a.rstrip(".") for a in named if not _OF_THE_OWNERS.match(a) and a.lower().rstrip(".") not in own]
    if not lists:
        lists = [derived for a in [*named, sender] if (derived := _list_of(a))]
    return Bounce(failed=_failed(lists[:1], refusal.group()), original_message_id=id_in_text(returned))


def _list_of(address: str) -> str:
    """roses-request@lists.example → roses@lists.example; "" for another address."""
    local, _, domain = address.rpartition("@")
    short = re.sub(r"^owner-|-(?:owner|bounces?|request|help|admin)$", "", local, flags=re.IGNORECASE)
    return f"{short}@{domain}" if short and short != local else ""
