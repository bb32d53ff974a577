"""Reports in free form: whom do they name as failed? What flufl.bounce knows of old mail systems, and a scan of our own
over the report's lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from email.message import Message

from responder.adapters.bounce_parts import ADDRESS, CODE, distinct, header, own_addresses, with_lower_domain
from responder.domain import FailedRecipient

_LONGEST_FOR_FLUFL = 6_000
"""its patterns back-track, so it gets short reports with short lines only; longer ones are for our own scan"""
_LONGEST_LINE = 500
_MOST_ADDRESSES = 500
"""that a free-form report is searched for"""


def named_by_exim(root: Message) -> tuple[str, ...]:
    values = " , ".join(str(value) for value in root.get_all("X-Failed-Recipients") or [])
    return distinct(ADDRESS.findall(values[:20_000]))


def recipients_in_text(root: Message, report: str) -> tuple[str, ...]:
    """Whom a report in free form names as failed, each address once.

    It may also name the returned mail's author, readers and subject, above or below what it says itself. What stands
    above them and names somebody is read alone; else what is left without them; else everything."""
    blocks = _header_blocks(report)
    if blocks:
        lines = report.splitlines()
        above = "\n".join(lines[: blocks[0][0]])
        if ADDRESS.search(above) and (found := _found_in(root, above, only_named=False)):
            return found
        kept = [line for at, line in enumerate(lines) if not any(begin <= at < end for begin, end in blocks)]
        if found := _found_in(root, "\n".join(kept), only_named=True):
            return found
    return _found_in(root, report, only_named=True)


_HEADER_LINE = re.compile(
    r"[ \t]{0,6}(?:[>|][ \t]?)?(?P<name>from|to|cc|subject|date|sent|message-id|reply-to|von|an|kopie|gesendet|betreff|datum|de|à|objet|envoyé|para|asunto"
    r"|fecha|enviado|da|a|oggetto|data|inviato|van|aan|onderwerp|verzonden|från|till|ämne|fra|til|emne|от|кому|тема|дата|发件人|收件人|主题|时间|寄件者|收件者|主旨|差出人|宛先|件名|日時"
    r"|보낸 ?사람|받는 ?사람|제목)[ \t]{0,3}[:：]",
    re.IGNORECASE,
)
_MOST_BLOCKS = 20


def _header_blocks(report: str) -> list[tuple[int, int]]:
    """First line and line after the last of each run of header fields: at least two different ones."""
    found: list[tuple[int, int]] = []
    names: set[str] = set()
    begin = -1
    for at, line in enumerate([*report.splitlines(), ""]):
        match = _HEADER_LINE.match(line[:200])
        if match:
            begin = at if begin < 0 else begin
            names.add(match["name"].lower())
        elif begin >= 0 and not (line[:1] in (" ", "\t") and line.strip()):  # a folded field goes on
            if len(names) > 1 and len(found) < _MOST_BLOCKS:
                found.append((begin, at))
            names, begin = set(), -1
    return found


def _found_in(root: Message, report: str, *, only_named: bool) -> tuple[str, ...]:
    by_flufl = _found_by_flufl(root, report)
    in_lines = _found_in_lines(root, report, only_named=only_named)
    known = {address.lower() for address in by_flufl}
    # it knows the first recipient of some systems only
    return in_lines if known <= {address.lower() for address in in_lines} else by_flufl


def _found_by_flufl(root: Message, report: str) -> tuple[str, ...]:
    """What flufl.bounce finds in the report alone, so that no address of the returned mail is taken for a recipient."""
    if len(report) > _LONGEST_FOR_FLUFL:
        return ()
    from flufl.bounce import all_failures

    mail = Message()
    for name in ("From", "Subject", "X-Mailer", "Return-Path", "To"):
        if value := header(root, name):
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
    clean = [match.group() for match in (ADDRESS.fullmatch(a.strip(" <>.:")) for a in found) if match]
    own = own_addresses(root)
    kept = [address for address in clean if address.lower() not in own]
    return tuple(sorted(distinct(kept), key=lambda a: (report.lower().find(a.lower()), a)))


_BLANK_LINES = re.compile(r"\n{3,}")


def _found_in_lines(root: Message, report: str, *, only_named: bool) -> tuple[str, ...]:
    """Addresses that stand where reports put failed recipients; failing that and if wished, the only one that is
    named."""
    own = own_addresses(root)
    sure: list[str] = []
    named: list[str] = []
    for line in report.splitlines():
        if len(sure) + len(named) > _MOST_ADDRESSES:
            break
        line = line[:_LONGEST_LINE].strip().translate(_FULL_WIDTH)
        if "@" not in line or _NOT_A_RECIPIENT.match(line):
            continue
        for match in ADDRESS.finditer(line):
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
        return distinct(failed)
    only = distinct(named)
    return only if only_named and len(only) == 1 else ()


_FULL_WIDTH = str.maketrans("：（）；，＜＞", ":();,<>")


_ADVICE = re.compile(
    r"contact|assistance|\bhelp|repl(?:y|ies|ying) to|respond to|write to|questions?|visit|wenden|kontakt|antworten|forward (?:it|this)"
    r"|fragen|hilfe|ayuda|consultas?|\baide\b|aiuto|assistenza|ajuda|hulp|hjälp|hjælp|pomoc|помощ|вопрос|справк|допомог|yardım|destek|문의|お問い?合わ?せ|連絡先|联系|聯絡|咨询|客服",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:postmaster|abuse|hostmaster|webmaster|help(?:-?desk)?|support|noreply|no-reply)@", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:^|[\s<\[(:;=\"'>*-])$")
_LEADS = re.compile(
    r"(?:rcpt to|recipients?|to|users?|address(?:es|ee)?|mailbox|deliver(?:ed|y)?(?: to)?|addressed to|intended for|unknown|empf[aä]nger|an|destinataires?"
    r"|destinatari[oa]s?|para|[àa]|per|aan|geadresseerde|til|till|dla|do|кому|получател\w*|адрес\w*|地址|宛先|收件人|받는 ?사람|smtp|userid|account|for|addr)"
    r"\s*(?:\(s\))?\s*[:=]?\s*[\s<\[(\"']*(?:smtp[:=])?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[>\])\"']*\s*(?:$|[:;]|\.\.\.|\[|\(|<|-|\s{2,}|\bon\b|[45]\d\d\b|host\b|was\b|is\b|has\b|does\b|could\b|n'a\b|konnte\b|no\b|unknown|user)",
    re.IGNORECASE,
)
_NOT_A_RECIPIENT = re.compile(
    r"(?:from|sender|reply-to|return-path|message-id|id|mail from|>>> ?mail from|envelope-from|absender|von|de|expéditeur|remitente|mittente|cc|date"
    r"|delivered|relayed|subject|references|in-reply-to|reporting-mta|received|by|with|x-[\w-]+|message id|original envelope.{0,20}|отправитель|寄件人|发件人|差出人)\s?[:=]"
    r"|from [<\w]",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"contact|assistance|help|support|questions?|postmaster|abuse|webmaster|administrator|problem|report|mailto|visit|from|sender|kontakt|wenden|fragen"
    r"|contacter|administra|aide|ayuda|assistenza",
    re.IGNORECASE,
)


# ---------------------------------------------------------------------------------------------- why


def with_reasons(addresses: Sequence[str], report: str, temporary: bool) -> tuple[FailedRecipient, ...]:
    """The status and the words that stand at each address and below it, up to the next one."""
    stands: dict[str, int] = {}
    for match in ADDRESS.finditer(report):
        stands.setdefault(match.group().rstrip(".").lower(), match.start())
    starts = sorted(at for address in addresses if (at := stands.get(address.lower(), -1)) >= 0)
    overall = CODE.search(report[:8000]) if len(addresses) == 1 else None
    found = []
    for address in addresses:
        at = stands.get(address.lower(), report.find(address) if len(addresses) < 10 else -1)
        code, words = None, ""
        if at >= 0:
            following = bisect_right(starts, at)
            end = starts[following] if following < len(starts) else len(report)
            near = report[at : min(at + 1000, end)]
            before = max(at - 500, report.rfind("\n", 0, at) + 1)
            code = CODE.search(report[before:at]) or CODE.search(near)
            words = " ".join(near[len(address) :].strip(" >:;\n\t").split())
        code = code or overall
        found.append(
            FailedRecipient(
                email=with_lower_domain(address),
                status=code.group() if code else "",
                temporary=temporary,
                diagnostic=words[:300],
            )
        )
    return tuple(found)


def without_the_prefix(addresses: Sequence[str], written_to: Sequence[str]) -> tuple[str, ...]:
    """qmail names the user of a virtual domain behind the domain's own user: acme-info@acme.example for info@. Where the
    returned mail was written to that, that is meant."""
    meant = {address.lower(): address for address in written_to}
    found: list[str] = []
    for address in addresses:
        local, _, domain = address.rpartition("@")
        dashes = [at for at, letter in enumerate(local[:200]) if letter == "-"] if address.lower() not in meant else []
        shorter = (f"{local[at + 1 :]}@{domain}".lower() for at in dashes)
        found.append(next((meant[one] for one in shorter if one in meant), address))
    return distinct(found)
