"""Delivery reports: whom did a mail not reach, and why?

First what is written for machines (bounce_fields: RFC 3464, damaged or not), then Exim's field, then reports in free
form (bounce_lines, bounce_mentions, bounce_words), from a mail system (bounce_sender) and not from a person
(bounce_persons) about a failure. Services and lists have forms of their own
(bounce_notices). Only the top level counts: a person who forwards a report is not one. Receipts (RFC 8098) and
complaints (RFC 5965) are not reports of delivery.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from email.message import Message

from responder.adapters.bounce_fields import (
    FINAL_RECIPIENT,
    STATUS_TYPES,
    nameless_failure,
    recipients_of_status,
    status_texts,
)
from responder.adapters.bounce_lines import named_by_exim, recipients_in_text, with_reasons, without_the_prefix
from responder.adapters.bounce_notices import notice_of
from responder.adapters.bounce_parts import (
    ADDRESS,
    About,
    about,
    distinct,
    fields_as_text,
    first_id,
    full_report,
    header,
    id_in_text,
    parts_of,
    split_report,
    with_lower_domain,
)
from responder.adapters.bounce_persons import is_by_a_person
from responder.adapters.bounce_sender import (
    is_from_a_daemon,
    is_only_delayed,
    is_surely_a_daemon,
    speaks_of_failure,
)
from responder.domain import Bounce, FailedRecipient

_LONGEST_FREE_FORM = 30_000
"""characters above the returned mail"""


def find_bounce(root: Message, text: str) -> Bounce | None:
    """The bounce that this mail is, or None.

    root: the mail as parsed by the standard library; text: its readable text, used when the report has no plain part.
    Failed and delayed recipients only: who was delivered, relayed or expanded is not listed. Never raises.
    """
    try:
        return _find_bounce(root, text)
    except Exception:  # a damaged mail may break any accessor of email.message; such a mail is then just no bounce
        return None


def _find_bounce(root: Message, text: str) -> Bounce | None:
    kind = root.get_content_type()
    of = str(root.get_param("report-type") or "").lower().strip()
    if of == "disposition-notification" and (refused := _refused_by_a_rule(root, text)):
        return refused
    if of in ("disposition-notification", "feedback-report") or kind in _NOT_BOUNCES:
        return None
    declared = (kind == "multipart/report" and of in ("", "delivery-status", "delivery_status")) or kind in STATUS_TYPES
    parts = list(parts_of(root))
    if any(part.get_content_type() in _NOT_BOUNCES for part in parts):
        return None
    if not declared and (noticed := notice_of(root, text)):
        return noticed
    if not declared and not is_from_a_daemon(root):
        return None
    whole = full_report(parts, text)
    report, returned = split_report(whole)
    report = report[:_LONGEST_FREE_FORM]
    known = about(root, parts, returned)
    in_form = declared or any(part.get_content_type() in STATUS_TYPES for part in parts)
    if not in_form and is_by_a_person(root, report, returns_a_mail=bool(known.originals or returned)):
        return None
    return _of_fields(root, parts, whole, known, declared) or _of_words(root, parts, whole, known, declared)


def _of_fields(root: Message, parts: Sequence[Message], whole: str, known: About, declared: bool) -> Bounce | None:
    for text in status_texts(root, parts, declared):
        if failed := recipients_of_status(text):
            original = known.original_id or id_in_text(whole) or first_id(header(root, "In-Reply-To"))
            return Bounce(failed=failed, original_message_id=original)
    return None


def _of_words(root: Message, parts: Sequence[Message], whole: str, known: About, declared: bool) -> Bounce | None:
    """A report whose fields name nobody, or that has none."""
    report, returned = split_report(whole)
    report = report[:_LONGEST_FREE_FORM]
    to_a_program = ADDRESS.findall(" ".join(_TO_A_PROGRAM.findall(report)[:50]))
    report, by_way_of = _BY_WAY_OF.sub(" ", report), ADDRESS.findall(" ".join(_BY_WAY_OF.findall(report)[:50]))
    original = known.original_id or id_in_text(returned) or id_in_text(report) or first_id(header(root, "In-Reply-To"))
    given = [t for t in status_texts(root, parts, declared) if FINAL_RECIPIENT.search(t)]
    if given and (nameless := nameless_failure(given[0])):
        reason, local = nameless
        named = _named_in_full(local, root, whole, known) or known.only_recipient
        failed = tuple(replace(reason, email=with_lower_domain(address)) for address in named)
        return Bounce(failed=failed, original_message_id=original)
    inner = None if given or declared else _passed_on(known)
    if inner and not ADDRESS.search(report):
        return inner
    if given or not speaks_of_failure(root, report):
        return None  # a report of success, or a daemon that writes about something else
    addresses = named_by_exim(root) or without_the_prefix(recipients_in_text(root, report, known), known.written_to)
    # what it led to is a pipe or a file
    addresses = distinct([*addresses, *(to_a_program if addresses else by_way_of)])
    failed = with_reasons(addresses or known.only_recipient, report, is_only_delayed(root, report))
    if not failed and not declared:
        return None
    return Bounce(failed=failed, original_message_id=original)


def _named_in_full(local: str, root: Message, whole: str, known: About) -> tuple[str, ...]:
    """The one address with this local part in the report, in the address that it was sent to ("owner+anna=shop.example@"),
    or in the trace of the returned mail."""
    if not local or len(local) > 64:
        return ()
    traces = [*(header(root, name) for name in ("To", "Delivered-To", "X-Original-To"))]
    told = [str(value) for one in known.originals for value in (one.get_all("Received") or [])[:20]]
    found = [a for text in (whole, *told) for a in ADDRESS.findall(text[:_LONGEST_FREE_FORM])]
    found += [
        f"{local}@{match[1]}"
        for text in traces
        for match in re.finditer(rf"{re.escape(local)}=([\w.-]{{1,255}})@", text[:2000])
    ]
    same = distinct([a.rstrip(".") for a in found if a.rpartition("@")[0].casefold() == local.casefold()])
    return (same[0],) if len({a.lower() for a in same}) == 1 else ()


def _refused_by_a_rule(root: Message, text: str) -> Bounce | None:
    """RFC 5429 section 2.2: a Sieve script rejects in the form of a receipt. Nobody read that mail."""
    for part in parts_of(root):
        if part.get_content_type() not in _NOT_BOUNCES[:2]:
            continue
        fields = fields_as_text(part)
        if _REFUSED.search(fields) is None or _REJECTED.search(text[:2000]) is None:
            return None
        named = [match["address"] for match in _REFUSED_RECIPIENT.finditer(fields)][:1]
        failed = tuple(FailedRecipient(email=with_lower_domain(address)) for address in named)
        return Bounce(failed=failed, original_message_id=_original_id_in(fields)) if failed else None
    return None


def _original_id_in(fields: str) -> str:
    found = re.search(r"^original-message-id:(.{1,1000})", fields, re.IGNORECASE | re.MULTILINE)
    return first_id(found[1]) if found else ""


_REFUSED = re.compile(
    r"^disposition:\s{0,9}automatic-action/mdn-sent-automatically\s{0,9};\s{0,9}deleted", re.IGNORECASE | re.MULTILINE
)
_REFUSED_RECIPIENT = re.compile(
    r"^final-recipient:\s{0,9}[\w-]{1,20}\s{0,9};\s{0,9}<?(?P<address>[^\s<>;]{1,320}@[^\s<>;]{1,255}?)>?\s{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
_REJECTED = re.compile(
    r"(?<!\w)(?:reject|refus|abgelehnt|abgewiesen|zurückgewiesen|rechaz|rifiutat|respint|rejeitad|recusad|geweigerd|avvisa|afvis|hylät|odrzuc|odmítn|visszautasít|отклон|відхил|reddedil)|拒否|拒绝|拒絕|거부",
    re.IGNORECASE,
)


def _passed_on(known: About) -> Bounce | None:
    """A report that a program passed on as an attachment: what came back is a report itself."""
    for original in known.originals:
        if is_surely_a_daemon(original) and (found := find_bounce(original, "")):
            return found
    return None


_TO_A_PROGRAM = re.compile(
    r"^[ \t]{0,9}[|/]\S.{0,300}\n?[ \t]{0,9}(\((?:expanded|generated) from:? {0,3}<?[^()<>\s]{1,320}>?\))", re.MULTILINE
)
_BY_WAY_OF = re.compile(
    r"\((?:expanded|generated|derived|forwarded|aliased|redirected) from:? {0,3}<?[^()<>\s]{1,320}>?\)", re.IGNORECASE
)
"""The alias that led to the address which failed"""
_NOT_BOUNCES = (
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
)
