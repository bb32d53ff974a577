"""What is written for machines: the fields of RFC 3464, damaged or not, wherever in the report they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message

from responder.adapters.bounce_parts import (
    ADDRESS,
    CODE,
    LONGEST_REPORT,
    decoded,
    fields_as_text,
    split_report,
    with_lower_domain,
)
from responder.domain import FailedRecipient

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")


def status_texts(root: Message, parts: Sequence[Message], declared: bool) -> Iterator[str]:
    """Everything that may hold the fields of RFC 3464: the part meant for it, or one that lies about its type."""
    for part in parts:
        if part.get_content_type() in STATUS_TYPES:
            yield fields_as_text(part)
    for part in parts:
        payload = part.get_payload()
        if isinstance(payload, str) and part.get_content_type() not in (*STATUS_TYPES, "text/rfc822-headers"):
            text = decoded(part)
            if FINAL_RECIPIENT.search(text):
                report, _ = split_report(text, in_status=True)
                yield report if FINAL_RECIPIENT.search(report) else text


FINAL_RECIPIENT = re.compile(r"^[ \t>]{0,8}(?:final|original)-recipient[ \t]?:", re.IGNORECASE | re.MULTILINE)


def recipients_of_status(text: str) -> tuple[FailedRecipient, ...]:
    """Failed and delayed recipients of per-recipient fields (RFC 3464 section 2.3), each address once.

    Groups are told apart by what repeats, not by blank lines: these are missing or doubled in the wild.
    """
    found: dict[str, FailedRecipient] = {}
    for group in _groups(text):
        address = next((a for n in _RECIPIENT_FIELDS if (a := _address_of_field(group.get(n, "")))), "")
        failed = _failure_in(group, address)
        if not address or failed is None:
            continue
        known = found.get(address.lower())
        if known is None or (known.temporary and not failed.temporary):
            found[address.lower()] = failed
    return tuple(found.values())


def _failure_in(group: dict[str, str], address: str) -> FailedRecipient | None:
    """What a group says about its recipient; None when it was delivered, relayed or expanded."""
    action, code = group.get("action", "").strip().lower(), CODE.search(group.get("status", ""))
    diagnostic = group.get("diagnostic-code", "")
    status = code.group() if code else ""
    if (finer := CODE.search(diagnostic)) and (not status or status == f"{finer.group()[0]}.0.0"):
        status = finer.group()  # "5.0.0" is what gateways write that know no better
    delayed = action.startswith("delay") or (not action and status.startswith("4"))
    # OpenSMTPD says "error"; some say nothing but the status
    unsaid = not action or (len(action) >= 3 and "failed".startswith(action))  # cut off by a limit of size
    failed = action.startswith(("fail", "error", "undeliver", "bounce", "reject")) or (
        unsaid and not delayed and not status.startswith("2")
    )
    if not (failed or delayed):
        return None
    return FailedRecipient(
        email=with_lower_domain(address),
        status=status,
        temporary=delayed,
        diagnostic=_without_type(diagnostic)[:500],
    )


def nameless_failure(text: str) -> tuple[FailedRecipient, str] | None:
    """The one failure of a report that names its recipient by a local name only ("LOCAL; anna"), and that name."""
    groups = [g for g in _groups(text) if g.keys() & set(_RECIPIENT_FIELDS)]
    if len(groups) != 1 or not groups[0].get("action") or (failed := _failure_in(groups[0], "")) is None:
        return None
    given = (_without_type(groups[0].get(name, "")).strip(' <>"') for name in _RECIPIENT_FIELDS)
    return failed, next((name for name in given if name), "")


_RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
_GROUP_FIELDS = (*_RECIPIENT_FIELDS, "action", "status", "diagnostic-code")
_FIELD = re.compile(r"[ \t>]{0,8}(?P<name>[A-Za-z][A-Za-z-]{1,40})[ \t]?:(?P<value>.*)")


def _groups(text: str) -> Iterator[dict[str, str]]:
    fields: list[tuple[str, str, bool]] = []  # name, value, after a blank line
    blank = False
    for line in text[:LONGEST_REPORT].splitlines():
        match = _FIELD.match(line[:2000])
        if not line.strip():
            blank = True
        elif match and match["name"].lower() in _GROUP_FIELDS:
            fields.append((match["name"].lower(), match["value"].strip(), blank))
            blank = False
        elif fields and line[:1] in " \t" and not blank and not match:
            name, value, after = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}"[:2000], after)
    groups = list(_separate(fields))
    for at, group in enumerate(groups):
        if group.keys() <= set(_RECIPIENT_FIELDS) and at + 1 < len(groups):
            group = {**groups[at + 1], **group}  # several recipients, and what became of them said once
        yield group


def _separate(fields: Sequence[tuple[str, str, bool]]) -> Iterator[dict[str, str]]:
    group: dict[str, str] = {}
    for at, (name, value, after_blank) in enumerate(fields):
        begins = name in group
        if name == "original-recipient" and "final-recipient" in group:
            followed = at + 1 < len(fields) and fields[at + 1][0] == "final-recipient"
            begins = begins or after_blank or followed
        if name == "final-recipient" and after_blank and "original-recipient" in group and "action" in group:
            begins = True
        if begins:
            yield group
            group = {}
        group[name] = value
    if group:
        yield group


def _address_of_field(value: str) -> str:
    """`rfc822; <anna@example.com>` → `anna@example.com`; xtext of RFC 3461 section 4 decoded."""
    value = _without_type(value)
    if "\\x{" in value.lower():  # utf-8-addr-xtext, RFC 6533 section 3
        value = re.sub(r"\\x\{([0-9A-Fa-f]{1,6})\}", lambda m: _letter(int(m[1], 16)) or m[0], value)
    if "+" in value:
        value = re.sub(
            r"\+([0-9A-F]{2})(?=[^@]*@)", lambda m: chr(int(m[1], 16)) if m[1] in ("2B", "3D") else m[0], value
        )
    match = ADDRESS.search(value[:1000])
    return match.group().rstrip(".") if match else ""


def _letter(number: int) -> str:
    letter = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return letter if letter.isprintable() and not letter.isspace() else ""


def _without_type(value: str) -> str:
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and re.fullmatch(r"\s*[A-Za-z0-9-]{1,20}\s*", kind) else value.strip()
