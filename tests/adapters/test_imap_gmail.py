"""Gmail, by a server that speaks as Google's documentation says it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from responder import flow
from responder.adapters.imap_mailbox import ImapMailbox
from responder.domain import Cursor, Outcome
from tests.fixtures.gmail_imap import ALL, SENT, GmailImap
from tests.fixtures.mail_servers import settings_of
from tests.fixtures.mail_worlds import everything
from tests.fixtures.scripted_imap import a_mailbox
from tests.worlds import SUPPORT, Stage, a_stage
from tests.worlds import a_mail as worlds_mail


def a_mail(message_id: str = "<q1@customer.example>", **fields: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"Subject: Question\r\nMessage-ID: {message_id}\r\n{more}\r\nHow?\r\n".encode()


MOVING: dict[str, object] = {"imap_after_handling": "move"}


@pytest.mark.parametrize("without", ["", "MOVE", "MOVE UIDPLUS"])
@pytest.mark.parametrize("stubborn", [False, True])
async def test_a_handled_mail_changes_its_label_and_nothing_is_deleted(without: str, stubborn: bool) -> None:
    async with GmailImap(without=without, stubborn=stubborn) as server, a_mailbox(server, **MOVING) as box:
        mail = server.deliver(a_mail(), "\\Inbox", "\\Important", "VIP")
        (batch,) = await everything(box)
        for _ in range(2):
            await box.file(batch.uidvalidity, batch.mails[0].uid, Outcome.WITH_PERSON)
        assert mail.labels == {"\\Important", "VIP", "Handled"}
        assert mail.flags == {"\\Seen"}
        assert server.uids("INBOX") == []
        assert server.deleted_for_ever == []
        assert not any("Deleted" in c or "EXPUNGE" in c for c in server.commands)


async def test_where_all_mail_is_hidden_the_mail_is_labelled_and_stays_rather_than_being_deleted() -> None:
    async with GmailImap(without="MOVE", hidden=True, stubborn=True) as server, a_mailbox(server, **MOVING) as box:
        mail = server.deliver(a_mail())
        (batch,) = await everything(box)
        await box.file(batch.uidvalidity, batch.mails[0].uid, Outcome.WITH_PERSON)
        assert mail.labels == {"\\Inbox", "Handled"}
        assert server.deleted_for_ever == []


async def test_a_folder_that_is_a_label_loses_that_label() -> None:
    changes = {**MOVING, "imap_folder": 'Support "EU"', "imap_handled_folder": "Done"}
    async with GmailImap(without="MOVE", stubborn=True) as server, a_mailbox(server, **changes) as box:
        mail = server.deliver(a_mail(), 'Support "EU"', "\\Inbox")
        (batch,) = await everything(box)
        await box.file(batch.uidvalidity, batch.mails[0].uid, Outcome.SILENT)
        assert mail.labels == {"\\Inbox", "Done"}


async def test_an_answered_mail_is_marked_unless_somebody_touched_it() -> None:
    async with GmailImap() as server, a_mailbox(server) as box:
        mails = [server.deliver(a_mail(f"<{n}@customer.example>")) for n in range(2)]
        (batch,) = await everything(box)
        server.label(mails[1], add="\\Starred")
        mails[1].modseq += 1
        for fetched in batch.mails:
            await box.file(batch.uidvalidity, fetched.uid, Outcome.ANSWERED)
        assert mails[0].flags == {"\\Seen", "\\Answered", "$AutoAnswered"}
        assert mails[1].flags == {"\\Answered", "$AutoAnswered"}


OUTLOOK = "<!&!AAAAAAAAAAAYAAAAAAAAAKD8xN0CRe1OpCsx8tRCulPCgAAAEAAAACuu7yUxk5lGo97p7X8rSSIBAAAAAA==@customer.example>"


@pytest.mark.parametrize("message_id", ["<r1.2+x=a@support.test>", OUTLOOK])
async def test_what_was_sent_is_proven_by_all_mail_whatever_its_labels_are(message_id: str) -> None:
    async with GmailImap() as server, a_mailbox(server) as box:
        assert not await box.find_sent(message_id)
        mail = server.deliver(a_mail(message_id), "\\Sent")
        assert await box.find_sent(message_id)
        server.label(mail, remove="\\Sent")
        assert await box.find_sent(message_id)
        assert any(f'EXAMINE "{ALL}"' in c for c in server.commands)
        assert not any(SENT in c for c in server.commands)


async def test_where_all_mail_is_hidden_sent_and_the_inbox_are_looked_into() -> None:
    async with GmailImap(hidden=True) as server, a_mailbox(server) as box:
        assert not await box.find_sent("<r1@support.test>")
        server.deliver(a_mail("<r1@support.test>"), "\\Sent")
        assert await box.find_sent("<r1@support.test>")


@pytest.mark.parametrize(
    "strange",
    ["<a b@x.test>", '<a" OR in:trash@x.test>', "<a) (in:anywhere@x.test>", "<{a}:b@x.test>", "<é@x.test>", "in:inbox"],
)
async def test_an_id_that_would_say_more_to_gmails_search_is_not_put_into_it(strange: str) -> None:
    async with GmailImap() as server, a_mailbox(server) as box:
        server.deliver(a_mail(), "\\Inbox", "\\Sent")
        assert not await box.find_sent(strange)
        assert not any("X-GM-RAW" in c for c in server.commands)


async def test_the_id_that_gmail_replaced_is_found_in_what_it_kept() -> None:
    async with GmailImap() as server, a_mailbox(server) as box:
        server.deliver(
            a_mail("<theirs@mx.provider.example>", X_Google_Original_Message_ID="<r1@support.test>"), "\\Sent"
        )
        assert await box.our_id_of("<theirs@mx.provider.example>") == "<r1@support.test>"
        assert await box.our_id_of("<other@mx.provider.example>") == ""


async def test_the_doctor_names_the_spam_folder_that_nobody_looks_into() -> None:
    async with GmailImap() as server:
        async with a_mailbox(server) as box:
            said = await box.check()
            assert 'imap.also_folders = ["[Gmail]/Spam"]' in said
            assert "files sent mail itself" in said
        async with a_mailbox(server, imap_also_folders=["[Gmail]/Spam"]) as box:
            assert "also_folders" not in await box.check()


# ------------------------------------------------------------------------------------------- the same mail, another UID


@asynccontextmanager
async def a_daemon(server: GmailImap, **changes: object) -> AsyncIterator[tuple[Stage, ImapMailbox]]:
    """The world in memory with its mailbox at Gmail."""
    stage = await a_stage()
    door: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": "support"}
    settings = settings_of(SUPPORT, dict(door), dict(door), {"name": "support", **changes})
    box = ImapMailbox(settings, "pw", moved=stage.store.moved)
    stage.world = replace(stage.world, mailboxes=(box,))
    try:
        yield stage, box
    finally:
        await box.close()


async def test_a_label_that_goes_and_comes_back_downloads_nothing() -> None:
    async with GmailImap() as server, a_daemon(server) as (stage, box):
        mail, other = (
            server.deliver(a_question("<1@customer.example>")),
            server.deliver(a_question("<2@customer.example>")),
        )
        assert await flow.take_in(box, stage.world, stage.settings) == 2
        assert len(server.downloads()) == 1
        for _ in range(2):
            server.label(mail, remove="\\Inbox")
            assert await flow.take_in(box, stage.world, stage.settings) == 0
            server.label(mail, add="\\Inbox")
            assert await flow.take_in(box, stage.world, stage.settings) == 0
        assert len(server.downloads()) == 1
        assert [(await stage.store.where(n))[2] for n in (1, 2)] == [server.uids("INBOX")[-1], server.uids("INBOX")[0]]
        assert (await stage.store.cursor("support")).last_uid == 4
        await box.file(1, 4, Outcome.ANSWERED)
        assert "\\Answered" in mail.flags and not other.flags


async def test_a_new_mail_beside_one_that_came_back_is_downloaded_and_named() -> None:
    async with GmailImap() as server, a_daemon(server) as (stage, box):
        mail = server.deliver(a_question("<1@customer.example>"))
        await flow.take_in(box, stage.world, stage.settings)
        server.label(mail, remove="\\Inbox")
        server.deliver(a_question("<2@customer.example>"))
        server.label(mail, add="\\Inbox")
        assert await flow.take_in(box, stage.world, stage.settings) == 1
        assert server.downloads()[-1].startswith("UID FETCH 2 ")
        server.uidvalidity = 2  # and when all are numbered anew, none is downloaded
        assert await flow.take_in(box, stage.world, stage.settings) == 0
        assert len(server.downloads()) == 2
        assert (await stage.store.where(2))[1:] == (2, 2)
        assert await stage.store.cursor("support") == Cursor(uidvalidity=2, last_uid=3)


async def test_a_mail_in_the_spam_folder_that_was_in_the_inbox_is_the_same_mail() -> None:
    async with GmailImap() as server, a_daemon(server) as (stage, box):
        mail = server.deliver(a_question("<1@customer.example>"))
        await flow.take_in(box, stage.world, stage.settings)
        junk = ImapMailbox(box._settings, "pw", folder="Junk", moved=stage.store.moved)
        server.label(mail, add="Junk", remove="\\Inbox")
        assert await flow.take_in(junk, stage.world, stage.settings) == 0
        await junk.close()
        assert (await stage.store.where(1))[0] == "support/Junk"
        assert len(server.downloads()) == 1


@pytest.mark.parametrize("doubt", ["the size differs", "only its header was fetched", "two have one number"])
async def test_in_doubt_a_mail_is_downloaded(doubt: str) -> None:
    async with GmailImap() as server, a_daemon(server, imap_largest_mail_mb=1) as (stage, box):
        text = b"x" * 1_500_000 if doubt == "only its header was fetched" else b""
        mail = server.deliver(a_question("<1@customer.example>") + text)
        await flow.take_in(box, stage.world, stage.settings)
        server.label(mail, remove="\\Inbox")
        server.label(mail, add="\\Inbox")
        server.estimates = doubt == "the size differs"
        if doubt == "two have one number":
            server.deliver(a_question("<2@customer.example>")).number = mail.number
        before = len([c for c in server.commands if "BODY.PEEK[" in c and ".1>" not in c])
        await flow.take_in(box, stage.world, stage.settings)
        assert len([c for c in server.commands if "BODY.PEEK[" in c and ".1>" not in c]) == before + 1
        assert len(await stage.messages()) == (2 if doubt == "two have one number" else 1)


async def test_a_refused_question_for_names_costs_downloads_and_nothing_else() -> None:
    async with GmailImap() as server, a_daemon(server) as (stage, box):
        server.refused = "X-GM-MSGID"
        server.deliver(a_question("<1@customer.example>"))
        assert await flow.take_in(box, stage.world, stage.settings) == 1


def a_question(message_id: str) -> bytes:
    return worlds_mail("How do I reset my password?", message_id=message_id)
