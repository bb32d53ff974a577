"""Reports in free form: whom do they name as failed? What flufl.bounce knows of old mail systems, and a scan of our own
over the report's lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from email.message import Message

from responder.adapters.bounce_mentions import Mention, mentions_in
from responder.adapters.bounce_parts import ADDRESS, CODE, About, distinct, header, with_lower_domain
from responder.adapters.bounce_sender import is_named_as_a_daemon
from responder.adapters.bounce_words import is_a_desk
from responder.domain import FailedRecipient

_LONGEST_FOR_FLUFL = 6_000
"""its patterns back-track, so it gets short reports with short lines only; longer ones are for our own scan"""


def named_by_exim(root: Message) -> tuple[str, ...]:
    values = " , ".join(str(value) for value in root.get_all("X-Failed-Recipients") or [])
    return distinct(ADDRESS.findall(values[:20_000]))


def recipients_in_text(root: Message, report: str, about: About) -> tuple[str, ...]:
    """Whom a report in free form names as failed, each address once.

    It may also name the returned mail's author, readers and subject, above or below what it says itself. What stands
    above them and names somebody is read alone; else what is left without them; else everything."""
    blocks = _header_blocks(report)
    if blocks:
        lines = report.splitlines()
        above = "\n".join(lines[: blocks[0][0]])
        if ADDRESS.search(above) and (found := _found_in(root, above, about, only_named=False)[0]):
            return found
        kept = [line for at, line in enumerate(lines) if not any(begin <= at < end for begin, end in blocks)]
        found, certain = _found_in(root, "\n".join(kept), about, only_named=True)
        if certain:
            return found
        # what looked like a header may be what the report says, and a help desk stand below
        if found and len(about.written_to) == 1 and about.written_to[0].lower() in report.lower():
            return about.written_to
        whole, certain = _found_in(root, report, about, only_named=True)
        return whole if certain or not found else found
    return _found_in(root, report, about, only_named=True)[0]


HEADER_LINE = re.compile(
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
        match = HEADER_LINE.match(line[:200])
        if match:
            begin = at if begin < 0 else begin
            names.add(match["name"].lower())
        elif begin >= 0 and not (line[:1] in (" ", "\t") and line.strip()):  # a folded field goes on
            if len(names) > 1 and len(found) < _MOST_BLOCKS:
                found.append((begin, at))
            names, begin = set(), -1
    return found


def _found_in(root: Message, report: str, about: About, *, only_named: bool) -> tuple[tuple[str, ...], bool]:
    """Those that failed, and whether that is said of them."""
    mentions = list(mentions_in(report, about.own))
    by_flufl = _found_by_flufl(root, report, about.own)
    by_a_daemon = is_named_as_a_daemon(root)
    in_lines, certain = _failed_of(mentions, about.written_to, only_named=only_named, by_a_daemon=by_a_daemon)
    if certain and {a.lower() for a in by_flufl} <= {one.address.lower() for one in mentions}:
        return in_lines, True  # it knows the first recipient of some systems only, and who is innocent of none
    blamed = {one.address.lower() for one in mentions if not one.innocent}
    innocent = {one.address.lower() for one in mentions} - blamed
    known = tuple(address for address in by_flufl if address.lower() not in innocent)
    return (known, True) if not {a.lower() for a in known} <= {a.lower() for a in in_lines} else (in_lines, certain)


def _failed_of(
    mentions: Sequence[Mention], written_to: Sequence[str], *, only_named: bool, by_a_daemon: bool
) -> tuple[tuple[str, ...], bool]:
    """The failed ones, and whether a failure is said of them."""
    # "Our help desk help@shop.example could not be reached": words mislead where nobody else is named
    possible = [one for one in mentions if not one.innocent]
    if not possible and by_a_daemon:
        possible = [one for one in mentions if one.rank == 3 and one.reason]
    meant = {address.lower() for address in written_to}
    possible = _of_those_written_to(possible, meant)
    best = max(((one.rank, one.sure) for one in possible), default=(0, False))
    failed = [one for one in possible if (one.rank, one.sure) == best]
    if best == (3, True):
        entries = any(one.entry or _is_in_a_list(one) for one in failed)
        failed = [one for one in failed if not entries or _is_an_entry(one) or one.address.lower() in meant]
        shapes, lists = {one.shape for one in failed if one.shape}, {_list_of(one) for one in failed} - {None}
        failed += [one for one in possible if one.sure and (one.shape in shapes or _list_of(one) in lists)]
    if best[0] == 1 and by_a_daemon:
        first = possible[0]
        alike = [one.address for one in possible if one.shape and one.shape == first.shape]
        return distinct(alike or [first.address]), False  # in a language that is not known, whom the mail names first
    if not best[1]:
        named = distinct([one.address for one in failed])
        if best[0] < 3:
            return (named if only_named and len(named) == 1 else ()), False
        failed = [one for one in failed if one.paragraph == failed[0].paragraph]
    return _once(distinct([one.address for one in _without_desks(failed, meant)])), best[0] == 3


def _once(addresses: Sequence[str]) -> tuple[str, ...]:
    """Without what is left of a quoted local part where somebody wrote it without the quotation marks."""
    quoted = [(local.strip('"'), domain) for local, _, domain in (a.rpartition("@") for a in addresses) if '"' in local]
    if not quoted:
        return tuple(addresses)

    def is_the_end_of_one(address: str) -> bool:
        local, _, domain = address.rpartition("@")
        return '"' not in local and any(domain == d and whole.endswith(local) for whole, d in quoted[:20])

    return tuple(address for address in addresses if not is_the_end_of_one(address))


def _is_an_entry(one: Mention) -> bool:
    return one.entry or _is_in_a_list(one) or bool(one.shape and _CODED.search(one.shape[1]))


_CODED = re.compile(r"#[45]\.\d{1,3}\.\d{1,3}\b.{0,20}smtp;$")
"""Exchange names a recipient whom it has a name for only beside the code."""


def _is_in_a_list(one: Mention) -> bool:
    """Such as "- Front Desk (desk@shop.example): full"."""
    return one.reason and _list_of(one) is not None


def _list_of(one: Mention) -> tuple[int, str] | None:
    """Paragraph and bullet of an item."""
    bullet = one.shape[1][:1] if one.shape else ""
    return (one.paragraph, bullet) if bullet and bullet in "-*•·–" else None


def _of_those_written_to(possible: list[Mention], meant: set[str]) -> list[Mention]:
    """Where an alias or a forwarding led to is no address that the sender knows: what he wrote to is the answer. Entries
    of a list that names one of these stay, for a mail may have gone to more than its header tells."""
    written = {one for one in possible if one.address.lower() in meant}
    if any(one.entry and one.rank == 3 for one in written):
        shapes = {one.shape for one in written if one.entry and one.shape}
        others = [one for one in possible if one.entry and one.rank == 3 and (one.reason or one.shape in shapes)]
        return [one for one in possible if one in written or one in others]
    if (written and len(meant) == 1) or any(one.rank == 3 for one in written):
        return [one for one in possible if one in written]
    return possible


def _without_desks(failed: Sequence[Mention], meant: set[str]) -> list[Mention]:
    """The help desk in the last lines of a report did not fail. One that was written to, has its reason beside it, or
    stands in a list, did."""
    others = {one for one in failed if one.reason or one.address.lower() in meant or not is_a_desk(one.address)}
    lists = {one.paragraph for one in others}
    return [one for one in failed if one in others or one.paragraph in lists] if others else list(failed)


def _found_by_flufl(root: Message, report: str, own: frozenset[str]) -> tuple[str, ...]:
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
    kept = [address for address in clean if address.lower() not in own]
    return tuple(sorted(distinct(kept), key=lambda a: (report.lower().find(a.lower()), a)))


_BLANK_LINES = re.compile(r"\n{3,}")


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
