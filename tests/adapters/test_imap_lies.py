"""Servers that lie, refuse or hang up over one mail: bounded memory, the others flow, nothing is silently lost."""

from __future__ import annotations

import asyncio

import pytest

from responder.adapters.imap_mailbox import ImapMailbox
from responder.domain import Batch, Cursor, Outcome
from responder.errors import GiveUp, TryLater
from tests.fixtures.mail_servers import settings_of
from tests.fixtures.mail_worlds import everything
from tests.fixtures.scripted_imap import Answer, ScriptedImap, numbers

BAD = 5


def a_mailbox(server: ScriptedImap, **changes: object) -> ImapMailbox:
    door: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": "support"}
    return ImapMailbox(settings_of("support@support.test", dict(door), dict(door), changes), "pw")


def mail(uid: int) -> bytes:
    raw = b"Subject: %d\r\n\r\nx\r\n" % uid
    head = b'* %d FETCH (UID %d INTERNALDATE "01-Nov-2026 10:00:00 +0000" RFC822.SIZE %d BODY[] {%d}\r\n'
    return head % (uid, uid, len(raw), len(raw)) + raw + b")\r\n"


def header(uid: int) -> bytes:
    raw = b"Subject: %d\r\n\r\n" % uid
    return b"* %d FETCH (UID %d RFC822.SIZE 99 BODY[HEADER] {%d}\r\n" % (uid, uid, len(raw)) + raw + b")\r\n"


def nine_mails(bad: bytes | None) -> dict[str, Answer]:
    """Nine mails; asked for the whole of number 5, the server answers `bad`."""

    def fetch(command: str) -> bytes | None:
        if "HEADER" in command:
            return b"".join(header(uid) for uid in numbers(command))
        if BAD in numbers(command):
            return bad
        return b"".join(mail(uid) for uid in numbers(command))

    return {
        "UID SEARCH.*LARGER": lambda _: b"* SEARCH\r\n",
        "UID SEARCH UID 5": lambda _: b"* SEARCH 5\r\n",
        "UID SEARCH": lambda _: b"* SEARCH 1 2 3 4 5 6 7 8 9\r\n",
        "UID FETCH": fetch,
    }


async def read(server: ScriptedImap, **changes: object) -> list[Batch]:
    box = a_mailbox(server, **changes)
    try:
        async with asyncio.timeout(20):
            return await everything(box)
    finally:
        await box.close()


@pytest.mark.parametrize(
    "bad",
    [
        b"NO [CANNOT] this mail is corrupted",
        b"BAD internal",
        b"",
        b"* 5 FETCH (UID 5 BODY[] NIL)\r\n",
        b'* 5 FETCH (UID 5 RFC822.SIZE 9000 BODY[] "")\r\n',
        None,
        b"* 5 FETCH (UID 5 BODY[] {2000000000}\r\nx",
        b"* 5 FETCH (UID 5 BODY[] garbage\r\n",
        b"\x00\xff\r\n",
    ],
    ids=["NO", "BAD", "silence", "NIL", "empty", "hang-up", "two gigabytes", "unbalanced", "garbage"],
)
async def test_one_mail_that_cannot_be_fetched_is_told_of_and_the_others_come(bad: bytes | None) -> None:
    async with ScriptedImap(nine_mails(bad)) as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert [m.uid for m in mails] == list(range(1, 10))
    assert [m.uid for m in mails if m.skipped] == [BAD]
    assert b"Subject: 5" in mails[4].raw or not mails[4].raw
    assert all(m.raw == b"Subject: %d\r\n\r\nx\r\n" % m.uid for m in mails if not m.skipped)


def cut_off(command: str, *, rest: bytes, again: bool = True) -> bytes:
    """Number 5 has 90000 octets by its size and comes with 14. `rest`: asked for the next octet. `again`: it is so too
    when the mail is asked for by itself."""
    if "HEADER" in command:
        return b"".join(header(uid) for uid in numbers(command))
    if "<14.1>" in command:
        return rest
    short = b'* 5 FETCH (UID 5 INTERNALDATE "01-Nov-2026 10:00:00 +0000" RFC822.SIZE 90000 BODY[] {14}\r\nSubject: 5\r\n\r\n)\r\n'
    alone = numbers(command) == [BAD]
    return b"".join(short if uid == BAD and (again or not alone) else mail(uid) for uid in numbers(command))


MORE = b'* 5 FETCH (UID 5 BODY[]<14> "x")\r\n'
END = b'* 5 FETCH (UID 5 BODY[]<14> "")\r\n'
WHOLE_AGAIN = b"* 5 FETCH (UID 5 BODY[] {14}\r\nSubject: 5\r\n\r\n)\r\n"


@pytest.mark.parametrize("rest", [MORE, WHOLE_AGAIN, b"", b"BAD no parts"], ids=["more", "whole", "silence", "BAD"])
async def test_a_mail_that_comes_cut_off_is_told_of_with_what_there_is(rest: bytes) -> None:
    answers = nine_mails(b"") | {"UID FETCH": lambda command: cut_off(command, rest=rest)}
    async with ScriptedImap(answers) as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert [m.uid for m in mails] == list(range(1, 10))
    assert [(m.raw, m.skipped) for m in mails if m.skipped] == [
        (b"Subject: 5\r\n\r\n", "came incomplete: the server gives 14 of 90000 bytes")
    ]


async def test_a_mail_that_came_cut_off_is_asked_for_once_more() -> None:
    answers = nine_mails(b"") | {"UID FETCH": lambda command: cut_off(command, rest=MORE, again=False)}
    async with ScriptedImap(answers) as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert [m.raw for m in mails if m.uid == BAD] == [b"Subject: 5\r\n\r\nx\r\n"]
    assert not any(m.skipped for m in mails)


async def test_a_mail_whose_size_is_only_estimated_is_whole() -> None:
    answers = nine_mails(b"") | {"UID FETCH": lambda command: cut_off(command, rest=END)}
    async with ScriptedImap(answers) as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert not any(m.skipped for m in mails)


async def test_sizes_that_nothing_confirms_do_not_stop_the_mailbox() -> None:
    def fetch(command: str) -> bytes:
        return b"".join(mail(uid).replace(b"SIZE ", b"SIZE 9") for uid in numbers(command))

    async with ScriptedImap(nine_mails(b"") | {"UID FETCH": fetch}) as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert [m.uid for m in mails if m.skipped and b"\r\n\r\nx" in m.raw] == list(range(1, 10))


async def test_a_server_that_is_throttling_is_asked_later_and_no_mail_is_marked_as_bad() -> None:
    answers = nine_mails(b"") | {"UID FETCH": lambda _: b"NO [LIMIT] too many commands"}
    async with ScriptedImap(answers) as server:
        with pytest.raises(TryLater, match="too many commands"):
            await read(server)


async def test_a_server_that_gives_no_mail_at_all_is_asked_later() -> None:
    answers = nine_mails(b"") | {"UID FETCH": lambda _: b"NO storage is away"}
    async with ScriptedImap(answers) as server:
        with pytest.raises(TryLater, match="storage is away"):
            await read(server)


async def test_a_search_of_two_hundred_thousand_mails_fits() -> None:
    uids = b" ".join(b"%d" % n for n in range(1_000_000, 1_200_000))
    answers = nine_mails(b"") | {"UID SEARCH": lambda _: b"* SEARCH " + uids + b"\r\n"}
    answers = {"UID SEARCH.*LARGER": lambda _: b"* SEARCH\r\n"} | answers
    async with ScriptedImap(answers) as server:
        box = a_mailbox(server)
        async for batch in box.fetch_new(Cursor()):
            assert len(batch.mails) == 100
            break
        await box.close()


def with_modseq(select: bytes) -> dict[str, Answer]:
    """A server that offers CONDSTORE and refuses all that comes of it."""
    answers = nine_mails(mail(BAD))
    fetch = answers["UID FETCH"]
    return {
        "SELECT|EXAMINE": lambda _: b"* 9 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 10] ok\r\n" + select,
        "UID FETCH.*MODSEQ": lambda _: b"BAD no mod-sequences here",
        **answers,
        "UID FETCH": fetch,
    }


async def test_on_a_new_connection_all_is_compared_by_one_search_whatever_the_mod_sequence() -> None:
    """Number 3 was kept back when the others were taken in; the server does not count it as a change."""
    answers = with_modseq(b"* OK [HIGHESTMODSEQ 5] ok\r\n")
    async with ScriptedImap(answers, capabilities="IMAP4rev1 CONDSTORE") as server:
        box = a_mailbox(server)
        cursor = Cursor(uidvalidity=7, last_uid=9)
        assert [b async for b in box.fetch_missed(cursor, set(range(1, 10)))] == []
        assert not box.may_have_missed()
        box._watch.forget()
        await everything(box, cursor)
        assert box.may_have_missed()
        before = len(server.commands)
        missed = [m.uid async for b in box.fetch_missed(cursor, set(range(1, 10)) - {3}) for m in b.mails]
        await box.close()
    assert missed == [3]
    asked = [c for c in server.commands[before:] if c.startswith("UID SEARCH")]
    assert asked == ["UID SEARCH UID 1:9"]


@pytest.mark.parametrize("select", [b"* OK [NOMODSEQ] none here\r\n", b"* OK [HIGHESTMODSEQ 5] ok\r\n"])
async def test_a_folder_without_mod_sequences_gives_its_mails_all_the_same(select: bytes) -> None:
    async with ScriptedImap(with_modseq(select), capabilities="IMAP4rev1 CONDSTORE") as server:
        mails = [m for batch in await read(server) for m in batch.mails]
    assert [m.uid for m in mails if not m.skipped] == list(range(1, 10))
    assert any("MODSEQ" in c for c in server.commands) is (b"NOMODSEQ" not in select)


async def test_a_refused_conditional_store_is_made_without_its_condition() -> None:
    def fetch(command: str) -> bytes:
        return b"".join(
            mail(uid).replace(b"RFC822.SIZE", b"MODSEQ (3) FLAGS () RFC822.SIZE") for uid in numbers(command)
        )

    answers = with_modseq(b"* OK [HIGHESTMODSEQ 5] ok\r\n")
    answers["UID FETCH.*MODSEQ"] = fetch
    answers["UID STORE .*UNCHANGEDSINCE"] = lambda _: b"BAD what?"
    async with ScriptedImap(answers, capabilities="IMAP4rev1 CONDSTORE") as server:
        box = a_mailbox(server)
        await everything(box)
        await box.file(7, 5, Outcome.WITH_PERSON)
        await box.close()
    assert [c for c in server.commands if "STORE" in c] == [
        "UID STORE 5 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Seen)",
        "UID STORE 5 +FLAGS.SILENT (\\Seen)",
    ]


async def test_the_last_mail_comes_back_from_a_search_beyond_it_and_is_not_new() -> None:
    async with ScriptedImap({"UID SEARCH": lambda _: b"* SEARCH 9\r\n"}) as server:
        box = a_mailbox(server)
        assert await everything(box, Cursor(uidvalidity=7, last_uid=9)) == []
        await box.close()


async def test_without_move_a_mail_is_copied_and_only_itself_expunged() -> None:
    answers: dict[str, Answer] = {
        "LIST": lambda _: b'* LIST () "." INBOX\r\n* LIST () "." INBOX.Handled\r\n',
        "UID SEARCH": lambda _: b"* SEARCH 5\r\n",
    }
    async with ScriptedImap(answers, capabilities="IMAP4rev1 UIDPLUS") as server:
        box = a_mailbox(server, imap_after_handling="move")
        await box.file(7, 5, Outcome.SILENT)
        await box.close()
    done = [c for c in server.commands if c.startswith(("UID COPY", "UID EXPUNGE", "EXPUNGE", "UID MOVE"))]
    assert done == ['UID COPY 5 "INBOX.Handled"', "UID EXPUNGE 5"]


async def test_without_uidplus_nothing_is_expunged() -> None:
    answers: dict[str, Answer] = {
        "LIST": lambda _: b'* LIST () "/" INBOX\r\n* LIST () "/" Handled\r\n',
        "UID SEARCH": lambda _: b"* SEARCH 5\r\n",
    }
    async with ScriptedImap(answers, capabilities="IMAP4rev1") as server:
        box = a_mailbox(server, imap_after_handling="move")
        await box.file(7, 5, Outcome.SILENT)
        await box.close()
    assert not any("EXPUNGE" in command for command in server.commands)
    assert any("Deleted" in command for command in server.commands)


async def test_keywords_are_only_set_where_the_server_keeps_them() -> None:
    select = b"* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\Answered \\Seen)] ok\r\n* 9 EXISTS\r\n"
    async with ScriptedImap({"SELECT": lambda _: select}) as server:
        box = a_mailbox(server)
        await box.file(7, 5, Outcome.ANSWERED)
        await box.close()
    (store,) = [command for command in server.commands if "STORE" in command]
    assert "\\Answered" in store
    assert "$AutoAnswered" not in store


async def test_gmail_and_others_that_file_sent_mail_themselves_get_no_second_copy() -> None:
    async with ScriptedImap({}, capabilities="IMAP4rev1 X-GM-EXT-1") as server:
        box = a_mailbox(server)
        await box.append_to_sent(b"x", "<a@support.test>")
        await box.close()
    assert not any("APPEND" in command for command in server.commands)


async def test_sent_is_found_by_its_attribute_even_under_another_name() -> None:
    answers: dict[str, Answer] = {
        "LIST": lambda _: b'* LIST () "/" Sent\r\n* LIST (\\HasNoChildren \\Sent) "/" "Postausgang"\r\n'
    }
    async with ScriptedImap(answers) as server:
        box = a_mailbox(server)
        assert "Postausgang" in await box.check()
        await box.close()


@pytest.mark.parametrize("said", ["NO [UNAVAILABLE] try later", "NO [ALERT] Too many simultaneous connections"])
async def test_a_login_that_is_refused_for_now_is_tried_later(said: str) -> None:
    async with ScriptedImap({"AUTHENTICATE|LOGIN": lambda _: said.encode()}) as server:
        with pytest.raises(TryLater):
            await read(server)


async def test_a_stale_token_is_renewed_once_and_a_refused_one_says_what_to_check() -> None:
    tokens = iter(["old", "new", "old", "new"])
    given: list[str] = []

    def token(refused: str) -> str:
        given.append(next(tokens))
        return given[-1]

    answers: dict[str, Answer] = {
        "AUTHENTICATE": lambda _: b"" if given[-1] == "new" else b"NO [AUTHENTICATIONFAILED] no"
    }
    async with ScriptedImap(answers, capabilities="IMAP4rev1 AUTH=XOAUTH2") as server:
        door: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": "s"}
        box = ImapMailbox(settings_of("s@support.test", dict(door), dict(door), {}), "", access_token=token)
        await box.check()
        await box.close()
        assert given == ["old", "new"]
        never = ImapMailbox(
            settings_of("s@support.test", dict(door), dict(door), {}), "", access_token=lambda refused: given[0]
        )
        given.append("old")
        with pytest.raises(GiveUp, match="check the rights of the access token"):
            await never.check()
        await never.close()
