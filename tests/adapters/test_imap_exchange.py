"""What Exchange and Microsoft 365 lack or do otherwise, by a server that answers as they do."""

from __future__ import annotations

import re

import pytest

from responder.domain import Cursor, Outcome
from responder.errors import TryLater
from tests.fixtures.mail_worlds import everything
from tests.fixtures.scripted_imap import Answer, ScriptedImap, a_mailbox, numbers

EXCHANGE = (
    "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
    "CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+"
)


def in_folder(exists: int) -> bytes:
    return (
        b"* %d EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)\r\n"
        b"* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)] Permanent flags\r\n"
        b"* OK [UIDVALIDITY 14] UIDVALIDITY value\r\n* OK [UIDNEXT 9] The next unique identifier value\r\n" % exists
    )


def a_mail(uid: int, raw: bytes, *, size: int = 0) -> bytes:
    """`size`: Exchange tells an estimate unless it is set otherwise."""
    head = b'* %d FETCH (UID %d INTERNALDATE "01-Nov-2026 10:00:00 +0000" RFC822.SIZE %d BODY[] {%d}\r\n'
    return head % (uid, uid, size or len(raw), len(raw)) + raw + b")\r\n"


def exchange(mails: dict[int, bytes] | None = None) -> dict[str, Answer]:
    mails = mails or {}

    def search(command: str) -> bytes:
        if "CHARSET" in command:
            return b"NO [BADCHARSET (US-ASCII)] The specified charset is not supported."
        if "KEYWORD" in command:
            return b"BAD Command Argument Error. 11"
        if "HEADER" in command or "LARGER" in command:
            return b"* SEARCH\r\n"  # its index lags behind
        return b"* SEARCH " + b" ".join(b"%d" % uid for uid in mails) + b"\r\n"

    def fetch(command: str) -> bytes:
        if "HEADER.FIELDS" in command:
            heads = {uid: mails[uid].partition(b"\r\n\r\n")[0] + b"\r\n\r\n" for uid in numbers(command)}
            name = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
            return b"".join(b"* 1 FETCH (UID %d %s {%d}\r\n%s)\r\n" % (u, name, len(h), h) for u, h in heads.items())
        if part := re.search(r"BODY\.PEEK\[\]<(\d+)\.1>", command):
            at = int(part[1])
            rest = {uid: mails[uid][at : at + 1] for uid in numbers(command)}
            return b"".join(b'* 1 FETCH (UID %d BODY[]<%d> "%s")\r\n' % (uid, at, octet) for uid, octet in rest.items())
        return b"".join(a_mail(uid, mails[uid], size=99) for uid in numbers(command))

    return {
        "LIST": lambda _: (
            b'* LIST (\\Marked \\HasNoChildren) "/" INBOX\r\n* LIST (\\HasNoChildren) "/" Entw&APw-rfe\r\n'
            b'* LIST (\\HasNoChildren) "/" "Gesendete Elemente"\r\n* LIST (\\HasNoChildren) "/" Handled\r\n'
        ),
        "NAMESPACE": lambda _: b'* NAMESPACE (("" "/")) NIL NIL\r\n',
        "SELECT|EXAMINE": lambda _: in_folder(len(mails)),
        "UID SEARCH": search,
        "UID FETCH": fetch,
    }


QUESTION = b"Subject: Question\r\nMessage-ID: <q@customer.example>\r\n\r\nHow?\r\n"


async def test_without_condstore_all_is_compared_and_nothing_of_it_is_asked_for() -> None:
    async with ScriptedImap(exchange({1: QUESTION}), capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        (batch,) = await everything(box)
        assert batch.mails[0].raw == QUESTION  # whole, although its size was told as 99
        assert batch.mails[0].skipped == ""
        assert box.may_have_missed()
        cursor = Cursor(uidvalidity=14, last_uid=1)
        assert [b async for b in box.fetch_missed(cursor, {1})] == []
        assert box._last_comparison
        box._last_comparison = (box._last_comparison[0], box._last_comparison[1] - 3700)
        await everything(box, cursor)
        assert box.may_have_missed()
        assert not any("MODSEQ" in c or "CONDSTORE" in c for c in server.commands)


async def test_marks_are_those_that_it_keeps_and_no_keyword() -> None:
    async with ScriptedImap(exchange({1: QUESTION}), capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        await box.file(14, 1, Outcome.ANSWERED)
        (store,) = [c for c in server.commands if "STORE" in c]
        assert store == "UID STORE 1 +FLAGS.SILENT (\\Seen \\Answered)"


async def test_an_announced_imap4rev2_is_not_switched_on() -> None:
    capabilities = f"{EXCHANGE} IMAP4rev2 ENABLE"
    async with ScriptedImap(exchange({1: QUESTION}), capabilities=capabilities) as server, a_mailbox(server) as box:
        await everything(box)
        assert not any(c.startswith("ENABLE") for c in server.commands)


@pytest.mark.parametrize("field", ["Message-ID", "X-Microsoft-Original-Message-ID", "X-Responder-Message-ID"])
async def test_a_mail_that_its_search_does_not_know_yet_is_found_among_the_newest(field: str) -> None:
    raw = f"{field}: <r1@support.test>\r\nSubject: Re: Question\r\n\r\nSo.\r\n".encode()
    async with ScriptedImap(exchange({4: QUESTION, 5: raw}), capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        assert await box.find_sent("<r1@support.test>")
        assert not await box.find_sent("<r2@support.test>")
        assert any("Gesendete Elemente" in c for c in server.commands)


async def test_an_id_that_is_not_ascii_is_not_searched_for() -> None:
    async with ScriptedImap(exchange({1: QUESTION}), capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        assert not await box.find_sent("<größe@customer.example>")
        assert await box.our_id_of("<größe@customer.example>") == ""
        assert not any("CHARSET" in c for c in server.commands)
        assert server.connections == 1


async def test_a_login_without_rights_says_what_to_check_and_the_next_try_is_another_session() -> None:
    answers = exchange() | {"SELECT|EXAMINE": lambda _: b"BAD User is authenticated but not connected."}
    async with ScriptedImap(answers, capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        for _ in range(2):
            with pytest.raises(TryLater, match="rights of the application"):
                await everything(box)
        assert server.connections == 2
        for _ in range(2):
            with pytest.raises(TryLater, match="not connected"):
                await box.find_sent("<r1@support.test>")
        assert server.connections == 4


async def test_throttling_is_no_fault_of_a_mail() -> None:
    slow = b"NO Request is throttled. Suggested Backoff Time: 2961 milliseconds"
    answers = exchange({1: QUESTION}) | {"UID FETCH": lambda _: slow}
    async with ScriptedImap(answers, capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        with pytest.raises(TryLater, match="Backoff") as error:
            await everything(box)
        assert error.value.after > 0


async def test_a_notice_in_the_place_of_a_mail_is_told_as_a_mail_that_cannot_be_fetched() -> None:
    stand_in = (
        b"From: Microsoft Exchange Server\r\nSubject: Retrieval using the IMAP4 protocol failed for the following\r\n"
        b" message: 77\r\n\r\nThe server couldn't retrieve the following message.\r\n"
    )
    quoting = b"Subject: Fwd: Retrieval using the IMAP4 protocol failed for the following message: 77\r\n\r\nHelp?\r\n"
    answers = exchange({1: stand_in, 2: quoting})
    async with ScriptedImap(answers, capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        (batch,) = await everything(box)
    assert [bool(mail.skipped) for mail in batch.mails] == [True, False]


async def test_an_idle_that_the_server_ends_is_not_the_end() -> None:
    """Exchange says BYE to an IDLE after some time, and at times never says that a mail came: the poll finds it."""
    mails = {1: QUESTION}
    idle = b"+ IDLE accepted, awaiting DONE command.\r\n* BYE Connection closed. 14\r\n"
    answers = exchange(mails) | {"IDLE": lambda _: idle}
    async with ScriptedImap(answers, capabilities=EXCHANGE) as server, a_mailbox(server) as box:
        (batch,) = await everything(box)
        await box.wait_for_mail(0.2)
        mails[2] = QUESTION.replace(b"<q@", b"<r@")
        new = await everything(box, Cursor(uidvalidity=14, last_uid=batch.mails[-1].uid))
        assert [mail.uid for b in new for mail in b.mails] == [2]


async def test_the_provider_files_sent_mail_and_without_uidplus_a_move_removes_nothing() -> None:
    old = "IMAP4 IMAP4rev1 AUTH=PLAIN CHILDREN IDLE NAMESPACE LITERAL+"  # Exchange 2007
    async with (
        ScriptedImap(exchange({1: QUESTION}), capabilities=old) as server,
        a_mailbox(server, imap_after_handling="move") as box,
    ):
        await box.file(14, 1, Outcome.WITH_PERSON)
        acts = [c for c in server.commands if c.startswith(("UID COPY", "UID MOVE", "UID STORE", "UID EXP", "EXP"))]
        assert acts == [
            "UID STORE 1 +FLAGS.SILENT (\\Seen)",
            'UID COPY 1 "Handled"',
            "UID STORE 1 +FLAGS.SILENT (\\Deleted)",
        ]
