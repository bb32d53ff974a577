"""Delivery reports: whom did a mail not reach, and why?

First what is written for machines (RFC 3464, damaged or not), then Exim's field, then what flufl.bounce knows of the
free-form reports of old mail systems, then a scan of our own over the report's lines. Only the top level counts: a
person who forwards a report is not one. Receipts (RFC 8098) and complaints (RFC 5965) are not reports of delivery.
"""

from __future__ import annotations

import binascii
import quopri
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message

from responder.adapters.mail_fields import field_text
from responder.domain import Bounce, FailedRecipient

_MOST_PARTS = 100
_LONGEST_REPORT = 100_000
"""characters of a report that are read"""
_LONGEST_FREE_FORM = 30_000
"""characters above the returned mail"""
_MOST_GROUPS = 500
"""of fields, one for each recipient; a mail of ours has one"""
_LONGEST_FOR_FLUFL = 6_000
"""its patterns back-track, so it gets short reports with short lines only; longer ones are for our own scan"""
_LONGEST_LINE = 500
_MOST_ADDRESSES = 500
"""that a free-form report is searched for"""


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
    if of in ("disposition-notification", "feedback-report") or kind in _NOT_BOUNCES:
        return None
    declared = (
        kind == "multipart/report" and of in ("", "delivery-status", "delivery_status")
    ) or kind in _STATUS_TYPES
    if not declared and not _is_from_a_daemon(root):
        return None
    parts = list(_parts(root))
    if any(part.get_content_type() in _NOT_BOUNCES for part in parts):
        return None
    found = _original_id(parts)
    for status_text in _status_texts(root, parts, declared):
        if failed := recipients_of_status(status_text):
            found = found or _id_in_text(_full_report(parts, text)) or _first_id(_header(root, "In-Reply-To"))
            return Bounce(failed=failed, original_message_id=found)
    whole = _full_report(parts, text)
    report, returned = split_report(whole)
    report = report[:_LONGEST_FREE_FORM]
    report, by_way_of = _BY_WAY_OF.sub(" ", report), _ADDRESS.findall(" ".join(_BY_WAY_OF.findall(report)[:50]))
    original_id = found or _id_in_text(returned) or _id_in_text(report) or _first_id(_header(root, "In-Reply-To"))
    given = [t for t in _status_texts(root, parts, declared) if _FINAL_RECIPIENT.search(t)]
    if given and (nameless := _nameless_failure(given[0])):
        whom = _only_recipient(parts, returned, besides=_own_addresses(root))
        failed = tuple(replace(nameless, email=_with_lower_domain(address)) for address in whom)
        return Bounce(failed=failed, original_message_id=original_id)
    if given or not _speaks_of_failure(root, report):
        return None  # a report of success, or a daemon that writes about something else
    addresses = _named_by_exim(root) or _found_by_flufl(root, report) or _found_in_lines(root, report)
    if not addresses and by_way_of:
        addresses = _distinct(by_way_of)  # what it led to is a pipe or a file
    if not addresses:
        addresses = _only_recipient(parts, returned, besides=_own_addresses(root))
    temporary = _is_only_delayed(root, report)
    failed = _with_reasons(addresses, report, temporary)
    if not failed and not declared:
        return None
    return Bounce(failed=failed, original_message_id=original_id)


_BY_WAY_OF = re.compile(
    r"\((?:expanded|generated|derived|forwarded|aliased|redirected) from:? {0,3}<?[^()<>\s]{1,320}>?\)", re.IGNORECASE
)
"""The alias that led to the address which failed"""
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_NOT_BOUNCES = (
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
)


# ---------------------------------------------------------------------------------------------- who sent it


def _is_from_a_daemon(root: Message) -> bool:
    """The null reverse-path, or the name of a mail system in From. Forwarded subjects are people's."""
    path = _header(root, "Return-Path").strip()
    if (
        path == "<>"
        or (_DAEMON.search(path[:300]) and "postmaster" not in path.lower())
        or root.get("X-Failed-Recipients") is not None
    ):
        return True
    subject = _subject(root)
    if not _DAEMON.search(_header(root, "From")[:300]) or _FORWARDED.match(subject):
        return False
    # RFC 5321 section 4.5.5: a report has the null reverse-path. With another one the subject must say what it is:
    # a postmaster may also be a person who writes.
    return not path or _says_failure(subject)


_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vs)\s?:", re.IGNORECASE)
_DAEMON = re.compile(
    r"mailer[-_. ]?d(?:ae|ea)mon|postmaster|mail[-_. ]?daemon|mdaemon|mail[-_. ]?delivery|delivery[-_. ]?(?:sub)?system|mailsystem|mail[-_ ]system"
    r"|maildeliver|smtp[-_. ]?(?:daemon|gateway|server|service)|mail[-_ ]admin|system[-_. ]?(?:admin|attendant)|microsoft[-_. ]?exchange"
    r"|bounce[sd]?[-_+@]|symantec|interscan|viruswall|mailsweeper|mailmarshal|mailscanner|groupwise|gwava|notes[-_. ]router|mailrouter"
    r"|mail[-_. ]?router|mta@|mmdf@|listserv|mail[-_ ]?server|undeliver|mail[-_ ]?gateway|mail[-_ ]?robot|e?mail[-_ ]security|failure@"
    r"|returned[-_ ]mail|mail[-_ ]return|mailer@|nondelivery|non-delivery|mailbounce|mail transport|mimecast|proofpoint|barracuda",
    re.IGNORECASE,
)


def _speaks_of_failure(root: Message, report: str) -> bool:
    return _says_failure(f"{_subject(root)}\n{report[:8000]}")


def _says_failure(text: str) -> bool:
    folded = _folded(text)
    return any(phrase in folded for phrase in _FAILURE) or bool(_DELAYED.search(folded) or _CODE.search(folded))


def _folded(text: str) -> str:
    """Lower case without accents, as many mail systems write; every blank one space."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_ACCENTS.sub("", apart[:16_000]).split())


_ACCENTS = re.compile("[\u0300-\u036f]")


_DELAYED = re.compile(
    _folded(
        r"delayed|warning: (?:could not|message)|warning message only|not yet (?:been )?delivered|still (?:trying|being|in the queue)|will (?:be retried|continue|keep trying|retry)"
        r"|has not yet been|delivery attempts will|no action is required|do not need to resend|deferred|verzögert|noch nicht zugestellt|retardé|pas encore été"
        r"|aplazad|retrasad|retraso|ritardat|in ritardo|atrasad|adiad|não foi entregue ainda|ainda não foi entregue|nog niet (?:worden )?(?:bezorgd|afgeleverd)|vertraag|vertraging|forsinke|försena|viivästy|opóźni|zpožd|odloženo|késedelm|késik|întârzi|gecik|καθυστ|задерж|затрим|遅延|遅れて|延迟|延遲|暂时无法|지연|تأخر|تأخير|עיכוב|מתעכב|bị trì hoãn|ล่าช้า"
        r"|todavía|seguirá intentando|pas encore pu|continuer d.essayer|tentatives en cours|wird fortgesetzt|weiter versucht|jeszcze nie|ancora stato|verranno effettuati altri|引き続き|继续尝试|繼續嘗試|계속 시도|keep trying|being retried|trying again"
    )
)

_FAILURE_WORDS = (
    "deliver", "undeliver", "returned mail", "returned to sender", "return to sender", "failure", "failed",
    "could not be", "couldn't", "unknown user", "user unknown", "no such user", "no such", "unable to",
    "rejected", "refused", "not exist", "bounce", "mailbox", "over quota", "unknown address", "not found",
    "unreachable", "not reach", "permanent", "warning:", "delayed", "had trouble", "mail system error",
    "nicht zugestellt", "unzustellbar", "nicht zustellbar", "zustellung", "fehlgeschlagen", "unbekannt",
    "non remis", "remise", "échec", "non distribué", "n'a pas été", "n'a pas pu", "inconnu", "no se pudo",
    "no se ha podido", "no entregado", "no ha llegado", "devuelto", "fallo", "desconocid", "non recapit",
    "mancat", "impossibile", "non consegna", "non e' stato", "sconosciut", "não foi", "não pôde",
    "não entregue", "falha", "devolvid", "niet worden", "onbestelbaar", "niet afgeleverd", "niet bezorgd",
    "mislukt", "kunne ikke", "ikke blev", "kunde inte", "det gick inte", "ikke levere", "ei voi", "epäonnis",
    "toimittamat", "nie można", "nie może", "nie został", "niedostarcz", "niedoręcz", "zwrot", "nelze",
    "nedoruč", "nepodařilo", "neexistuje", "kézbesít", "nem sikerült", "nu a putut", "nelivra", "не може",
    "недостав", "не доставлен", "не удалось", "не вдалося", "не может быть", "невозможно", "ошибка", "teslim",
    "ulaşt", "iletileme", "δεν ήταν δυνατ", "αποτυχ", "配信", "送信できません", "届け", "エラー", "退信", "无法", "無法", "未能",
    "失败", "失敗", "投递", "배달", "전송", "실패", "반송", "تعذر", "فشل", "לא ניתן", "נכשל", "không thể", "không gửi",
    "ไม่สามารถ", "tidak dapat", "gagal",
)  # fmt: skip
_FAILURE = tuple(sorted({_folded(words) for words in _FAILURE_WORDS}))


# ---------------------------------------------------------------------------------------------- RFC 3464


def _parts(root: Message) -> Iterator[Message]:
    """All parts from the top, not those inside returned mails; broad and deep mails only in part."""
    waiting, seen = [root], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and not part.get_content_type().startswith(("message/", "text/rfc822")):
            waiting += [child for child in payload if isinstance(child, Message)]


def _status_texts(root: Message, parts: Sequence[Message], declared: bool) -> Iterator[str]:
    """Everything that may hold the fields of RFC 3464: the part meant for it, or one that lies about its type."""
    for part in parts:
        if part.get_content_type() in _STATUS_TYPES:
            yield _fields_as_text(part)
    for part in parts:
        payload = part.get_payload()
        if isinstance(payload, str) and part.get_content_type() not in (*_STATUS_TYPES, "text/rfc822-headers"):
            text = _decoded(part)
            if _FINAL_RECIPIENT.search(text):
                report, _ = split_report(text, in_status=True)
                yield report if _FINAL_RECIPIENT.search(report) else text


_FINAL_RECIPIENT = re.compile(r"^[ \t>]{0,8}(?:final|original)-recipient[ \t]?:", re.IGNORECASE | re.MULTILINE)


def _fields_as_text(part: Message) -> str:
    """The standard library reads a delivery-status as messages, one for each group; their fields as lines again."""
    payload = part.get_payload()
    if isinstance(payload, str):
        return _decoded(part)
    encoding = _header(part, "Content-Transfer-Encoding").strip().lower()
    if encoding in ("base64", "quoted-printable"):
        # RFC 2045 section 6.4 forbids it, so the library took the encoded lines for fields and bodies
        return _decoded_again(part, encoding)
    groups = []
    for block in payload[:_MOST_GROUPS] if isinstance(payload, list) else []:
        if isinstance(block, Message):
            lines = [f"{name}: {' '.join(_as_utf8(value).split())}" for name, value in block.raw_items()]
            # a blank line too many makes the rest of the group a body
            groups.append("\n".join(lines) + "\n" + _decoded(block))
    return "\n\n".join(groups)[:_LONGEST_REPORT]


def _decoded_again(part: Message, encoding: str) -> str:
    body = part.as_bytes().partition(b"\n\n")[2][: 4 * _LONGEST_REPORT]
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        octets = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    else:
        octets = quopri.decodestring(body)
    return octets.decode("utf-8", "replace")[:_LONGEST_REPORT]


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
    action, code = group.get("action", "").strip().lower(), _CODE.search(group.get("status", ""))
    diagnostic = group.get("diagnostic-code", "")
    status = code.group() if code else ""
    if (finer := _CODE.search(diagnostic)) and (not status or status == f"{finer.group()[0]}.0.0"):
        status = finer.group()  # "5.0.0" is what gateways write that know no better
    delayed = action.startswith("delay") or (not action and status.startswith("4"))
    # OpenSMTPD says "error"; some say nothing but the status
    failed = action.startswith(("fail", "error", "undeliver", "bounce", "reject")) or (
        not action and not delayed and not status.startswith("2")
    )
    if not (failed or delayed):
        return None
    return FailedRecipient(
        email=_with_lower_domain(address),
        status=status,
        temporary=delayed,
        diagnostic=_without_type(diagnostic)[:500],
    )


def _nameless_failure(text: str) -> FailedRecipient | None:
    """The one failure of a report that names its recipient by a local name only ("LOCAL; anna")."""
    groups = [g for g in _groups(text) if g.keys() & set(_RECIPIENT_FIELDS)]
    return _failure_in(groups[0], "") if len(groups) == 1 and groups[0].get("action") else None


_RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
_GROUP_FIELDS = (*_RECIPIENT_FIELDS, "action", "status", "diagnostic-code")
_FIELD = re.compile(r"[ \t>]{0,8}(?P<name>[A-Za-z][A-Za-z-]{1,40})[ \t]?:(?P<value>.*)")
_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")


def _groups(text: str) -> Iterator[dict[str, str]]:
    fields: list[tuple[str, str, bool]] = []  # name, value, after a blank line
    blank = False
    for line in text[:_LONGEST_REPORT].splitlines():
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
    match = _ADDRESS.search(value[:1000])
    return match.group().rstrip(".") if match else ""


def _letter(number: int) -> str:
    letter = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return letter if letter.isprintable() and not letter.isspace() else ""


def _without_type(value: str) -> str:
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and re.fullmatch(r"\s*[A-Za-z0-9-]{1,20}\s*", kind) else value.strip()


_ADDRESS = re.compile(
    r"(?:\"[^\"@\r\n]{1,64}\"|[^\s<>()\[\]:;,\"'@\\：；，。、（）【】「」《》][^\s<>()\[\]:;,\"@\\：；，。、（）【】「」《》]{0,128})"
    r"@[^\s<>()\[\]:;,\"'@\\*!：；，。、（）【】「」《》]{1,255}"
)


# ---------------------------------------------------------------------------------------------- free-form reports


def split_report(text: str, *, in_status: bool = False) -> tuple[str, str]:
    """The report and the returned mail below it. A line that announces the original, or its header, parts them."""
    lines = text[:_LONGEST_REPORT].splitlines()
    for at, line in enumerate(lines):
        begins = _ORIGINAL_BELOW.search(line[:200]) if not in_status else None
        if at and (begins or _ORIGINAL_HEADER.match(line[:200])):
            return "\n".join(lines[:at]), "\n".join(lines[at:])
    return "\n".join(lines), ""


_ORIGINAL_BELOW = re.compile(
    r"(?:-{2,}|={2,}|\*{2,}|_{2,})\s?(?:below this line|(?:the )?(?:original|unsent|returned|undelivered|forwarded) (?:mail|message|e-?mail|text)"
    r"|message header|this is a copy|the (?:original )?header|start of returned|returned mail|body of (?:the )?message|original-nachricht"
    r"|message (?:text )?follows|included is|mensaje original|message d'origine|messaggio originale|eredeti|исходн)"
    r"|^\s*(?:original message follows|here is your returned mail|message headers? follows?|message text follows|included is a copy"
    r"|your (?:original )?message (?:follows|is (?:enclosed|attached|returned))|the (?:text|header|headers|first \d+ lines) of (?:the|your) (?:original )?message"
    r"|original message header|a copy of (?:the|your) (?:original )?message|old message:|---- ?start of|below is a copy of (?:the|your)|a copy of (?:the|your) (?:message|mail) (?:is|follows))",
    re.IGNORECASE,
)
_ORIGINAL_HEADER = re.compile(
    r"Message-ID: ?<|[ \t>|]{0,4}(?:Received: (?:from|by|\()|Return-Path: ?<|MIME-Version: ?1|DKIM-Signature: ?v=|X-Mailer: "
    r"|X-Originating|Content-Type: message/rfc822)",
    re.IGNORECASE,
)


def _full_report(parts: Sequence[Message], text: str) -> str:
    """All plain text of the top, or what was rendered from HTML."""
    plain = [_decoded(p) for p in parts if p.get_content_type() == "text/plain" and isinstance(p.get_payload(), str)]
    joined = "\n\n".join(t for t in plain if t.strip())
    if joined.strip():
        return joined[:_LONGEST_REPORT]
    if parts and isinstance(parts[0].get_payload(), str) and parts[0].get_content_type() != "text/html":
        return _decoded(parts[0])[:_LONGEST_REPORT]  # a multipart without its boundary
    return text[:_LONGEST_REPORT]


def _named_by_exim(root: Message) -> tuple[str, ...]:
    values = " , ".join(str(value) for value in root.get_all("X-Failed-Recipients") or [])
    return _distinct(_ADDRESS.findall(values[:20_000]))


def _found_by_flufl(root: Message, report: str) -> tuple[str, ...]:
    """What flufl.bounce finds in the report alone, so that no address of the returned mail is taken for a recipient."""
    if len(report) > _LONGEST_FOR_FLUFL:
        return ()
    from flufl.bounce import all_failures

    mail = Message()
    for name in ("From", "Subject", "X-Mailer", "Return-Path", "To"):
        if value := _header(root, name):
            mail[name] = " ".join(value.split())[:300]
    short = _BLANK_LINES.sub("\n\n", "\n".join(line[:200].rstrip() for line in report.splitlines()))
    if root.is_multipart():
        part = Message()
        part["Content-Type"] = "text/plain"
        part["Content-Description"] = "notification"
        part.set_payload(short.encode("ascii", "replace").decode())
        mail["Content-Type"] = "multipart/mixed"
        mail.set_payload([part])
    else:
        mail.set_payload(short.encode("ascii", "replace").decode())
    temporary, permanent = all_failures(mail)
    found = [address.decode("ascii", "replace") for address in (*permanent, *temporary)]
    clean = [match.group() for match in (_ADDRESS.fullmatch(a.strip(" <>.:")) for a in found) if match]
    own = _own_addresses(root)
    kept = [address for address in clean if address.lower() not in own]
    return tuple(sorted(_distinct(kept), key=lambda a: (report.lower().find(a.lower()), a)))


_BLANK_LINES = re.compile(r"\n{3,}")


def _found_in_lines(root: Message, report: str) -> tuple[str, ...]:
    """Addresses that stand where reports put failed recipients; failing that, the only address that is named."""
    own = _own_addresses(root)
    sure: list[str] = []
    named: list[str] = []
    for line in report.splitlines():
        if len(sure) + len(named) > _MOST_ADDRESSES:
            break
        line = line[:_LONGEST_LINE].strip()
        if "@" not in line or _NOT_A_RECIPIENT.match(line):
            continue
        for match in _ADDRESS.finditer(line):
            address = match.group().rstrip(".")
            before, after = line[: match.start()], line[match.end() :]
            if address.lower() in own or _ADVICE.search(before[-80:]):
                continue
            begins_line = not before.strip(" \t<>*-\"'[(")
            if begins_line or (_BEFORE.search(before[-80:]) and (_LEADS.search(before[-80:]) or _AFTER.match(after))):
                sure.append(address)
            elif not _HELP.search(line):
                named.append(address)
    failed = [address for address in sure if not _STAFF.match(address)] or sure
    if failed:
        return _distinct(failed)
    only = _distinct(named)
    return only if len(only) == 1 else ()


_ADVICE = re.compile(
    r"contact|assistance|\bhelp|repl(?:y|ies|ying) to|respond to|write to|questions?|visit|wenden|kontakt|antworten|forward (?:it|this)",
    re.IGNORECASE,
)
_STAFF = re.compile(r"(?:postmaster|abuse|hostmaster|webmaster|help-?desk|support|noreply|no-reply)@", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|[\s<\[(:;=\"'>*-])$")
_LEADS = re.compile(
    r"(?:rcpt to|recipients?|to|users?|address(?:es|ee)?|mailbox|deliver(?:ed|y)?(?: to)?|addressed to|intended for|unknown|empf[aä]nger|an|destinataires?"
    r"|destinatari[oa]s?|para|[àa]|per|aan|geadresseerde|til|till|dla|do|кому|получател\w*|адрес\w*|宛先|收件人|받는 ?사람|smtp|userid|account|for|addr)"
    r"\s*(?:\(s\))?\s*[:=]?\s*[\s<\[(\"']*(?:smtp[:=])?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[>\])\"']*\s*(?:$|[:;]|\.\.\.|\[|\(|<|-|\s{2,}|\bon\b|[45]\d\d\b|host\b|was\b|is\b|has\b|does\b|could\b|n'a\b|konnte\b|no\b|unknown|user)",
    re.IGNORECASE,
)
_NOT_A_RECIPIENT = re.compile(
    r"(?:from|sender|reply-to|return-path|message-id|id|mail from|>>> ?mail from|envelope-from|absender|von|de|expéditeur|remitente|mittente|cc|date"
    r"|subject|references|in-reply-to|reporting-mta|received|by|with|x-[\w-]+|message id|original envelope.{0,20}|отправитель|寄件人|发件人|差出人)\s?[:=]"
    r"|from [<\w]",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"contact|assistance|help|support|questions?|postmaster|abuse|webmaster|administrator|problem|report|mailto|visit|from|sender|kontakt|wenden|fragen"
    r"|contacter|administra|aide|ayuda|assistenza",
    re.IGNORECASE,
)


def _own_addresses(root: Message) -> frozenset[str]:
    """The report's own author and reader: the mail system, and whoever sent what came back."""
    authors = " ".join(_header(original, "From")[:500] for original in _originals(list(_parts(root))))
    fields = " ".join(
        _header(root, name)[:1000] for name in ("From", "To", "Reply-To", "Sender", "Delivered-To", "Return-Path")
    )
    return frozenset(address.lower().rstrip(".") for address in _ADDRESS.findall(f"{fields} {authors}"))


def _only_recipient(parts: Sequence[Message], returned: str, *, besides: frozenset[str]) -> tuple[str, ...]:
    """The one address that the returned mail was written to, when the report names nobody."""
    values = [_header(original, "To") for original in _originals(parts)]
    if not values and (
        match := re.search(r"^[ \t>]{0,4}To:[ \t]{0,8}(.{1,500})$", returned[:20_000], re.MULTILINE | re.IGNORECASE)
    ):
        values = [match[1]]
    addresses = [a for a in _distinct(_ADDRESS.findall(" ".join(values)[:2000])) if a.lower() not in besides]
    return tuple(addresses) if len(addresses) == 1 else ()


def _with_reasons(addresses: Sequence[str], report: str, temporary: bool) -> tuple[FailedRecipient, ...]:
    """The status and the words that stand at each address and below it, up to the next one."""
    stands: dict[str, int] = {}
    for match in _ADDRESS.finditer(report):
        stands.setdefault(match.group().rstrip(".").lower(), match.start())
    starts = sorted(at for address in addresses if (at := stands.get(address.lower(), -1)) >= 0)
    overall = _CODE.search(report[:8000]) if len(addresses) == 1 else None
    found = []
    for address in addresses:
        at = stands.get(address.lower(), report.find(address) if len(addresses) < 10 else -1)
        code, words = None, ""
        if at >= 0:
            following = bisect_right(starts, at)
            end = starts[following] if following < len(starts) else len(report)
            near = report[at : min(at + 1000, end)]
            before = max(at - 500, report.rfind("\n", 0, at) + 1)
            code = _CODE.search(report[before:at]) or _CODE.search(near)
            words = " ".join(near[len(address) :].strip(" >:;\n\t").split())
        code = code or overall
        found.append(
            FailedRecipient(
                email=_with_lower_domain(address),
                status=code.group() if code else "",
                temporary=temporary,
                diagnostic=words[:300],
            )
        )
    return tuple(found)


def _is_only_delayed(root: Message, report: str) -> bool:
    subject = _folded(_subject(root))
    text = f"{subject} {_folded(report[:8000])}"
    return bool(_DELAYED.search(text)) and not (_GIVEN_UP.search(text) or _RETURNED.search(subject))


_RETURNED = re.compile(
    r"returned mail|return(?:ed|ing message) to sender|mail delivery failed|failure notice|unzustellbar"
)
_GIVEN_UP = re.compile(
    r"giving up|given up|now failed|will not be retried|not going to try again|permanent(?:ly)? (?:error|fail)|failed permanently|too long|no further attempts|could not be delivered for \d"
)


# ---------------------------------------------------------------------------------------------- the returned mail


def _originals(parts: Sequence[Message]) -> Iterator[Message]:
    """Returned mails, or their headers."""
    from email import message_from_string

    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            if isinstance(payload[0], Message):
                yield payload[0]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "message/rfc822"):
            text = _fields_as_text(part) if isinstance(payload, list) else _decoded(part)
            yield message_from_string(text[:50_000].lstrip())


def _original_id(parts: Sequence[Message]) -> str:
    for original in _originals(parts):
        if found := _first_id(_header(original, "Message-ID")):
            return found
    for part in parts:
        for name in ("Original-Message-ID", "X-Original-Message-ID"):
            if found := _first_id(_header(part, name)):
                return found
    return ""


def _id_in_text(text: str) -> str:
    match = re.search(r"^[ \t>|]{0,8}Message-ID:\s{0,10}(<[^<>\s]{1,900}>)", text, re.IGNORECASE | re.MULTILINE)
    return match[1] if match else ""


def _first_id(value: str) -> str:
    match = re.search(r"<[^<>\s]{1,900}>", value[:4000])
    return match.group() if match else ""


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)


def _subject(root: Message) -> str:
    return field_text(_header(root, "Subject")[:2000])


def _as_utf8(value: object) -> str:
    """Raw octets of a field, which the standard library keeps as surrogates."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return payload[: 4 * _LONGEST_REPORT].decode(charset, "replace")[:_LONGEST_REPORT]
    except LookupError:
        return payload[:_LONGEST_REPORT].decode("utf-8", "replace")


def _with_lower_domain(address: str) -> str:
    """RFC 5321 section 2.4: the case of the local part is the owner's, that of the domain means nothing."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _distinct(addresses: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for address in addresses:
        kept.setdefault(address.rstrip(".").lower(), address.rstrip("."))
    return tuple(kept.values())
