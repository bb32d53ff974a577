"""A mail to oneself tells what an account does with ours; on Dovecot and Postfix, and in memory for odd providers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from responder import mail_probe, wiring
from responder.adapters.imap_mailbox import ImapMailbox
from responder.adapters.in_memory import InMemoryStore
from responder.adapters.in_memory_mail import InMemoryMailbox, InMemoryOutbox
from responder.adapters.smtp_outbox import SmtpOutbox
from responder.domain import OutgoingMail, Probe
from responder.errors import DeliveryUnknown, TryLater
from tests.fixtures.mail_servers import PASSWORD, Dovecot, Postfix
from tests.worlds import SUPPORT, Stage, a_mail, a_stage, the_settings


def now() -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC)


# ---------------------------------------------------------------------------------------------- real servers


@asynccontextmanager
async def doors(postfix: Postfix, user: str) -> AsyncIterator[tuple[ImapMailbox, SmtpOutbox]]:
    mailbox, outbox = ImapMailbox(postfix.settings(user), PASSWORD), SmtpOutbox(postfix.settings(user), PASSWORD)
    yield mailbox, outbox
    await mailbox.close()
    await outbox.close()


@pytest.mark.live
async def test_a_usual_server_keeps_the_id_files_nothing_and_says_what_it_can(postfix: Postfix) -> None:
    user = postfix.dovecot.new_user()
    async with doors(postfix, user) as (mailbox, outbox):
        found = await mail_probe.probe(mailbox, outbox, postfix.settings(user), now, copy_seconds=0.1, look_every=0.1)
    assert found.keeps_message_id
    assert not found.files_sent_itself
    assert {"IDLE", "MOVE", "UIDPLUS"} <= set(found.imap)
    assert {"DSN", "8BITMIME", "SMTPUTF8"} <= set(found.smtp)
    assert (found.proof(archive=False), found.proof(archive=True)) == ("none", "archive")


@pytest.mark.live
async def test_a_copy_that_bears_another_id_is_known_by_what_we_wrote_into_it(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    mailbox = ImapMailbox(dovecot.settings(user), PASSWORD)
    head = (
        "Message-ID: <theirs.{n}@provider.example>\r\n{field}:\r\n <ours.{n}@support.test>\r\nSubject: Re\r\n\r\nx\r\n"
    )
    for n, field in enumerate(("X-Responder-Message-ID", "X-Microsoft-Original-Message-ID")):
        raw = head.format(n=n, field=field).encode()
        await mailbox.append_to_sent(raw, f"<theirs.{n}@provider.example>")
        assert (await mailbox.traces_of(f"<ours.{n}@support.test>")).sent == f"<theirs.{n}@provider.example>"
        assert await mailbox.our_id_of(f"<theirs.{n}@provider.example>") == f"<ours.{n}@support.test>"
        assert await mailbox.find_sent(f"<ours.{n}@support.test>")
    assert await mailbox.our_id_of("<other@provider.example>") == ""
    assert (await mailbox.traces_of("<other@support.test>")).sent == ""
    await mailbox.close()


@pytest.mark.live
@pytest.mark.parametrize(("files_itself", "copies"), [(True, 0), (False, 1), (None, 1)])
async def test_a_copy_is_filed_by_us_only_where_the_server_does_not(
    dovecot: Dovecot, files_itself: bool | None, copies: int
) -> None:
    user = dovecot.new_user()
    mailbox = ImapMailbox(dovecot.settings(user), PASSWORD, files_sent_itself=lambda: files_itself)
    await mailbox.append_to_sent(b"Message-ID: <a@support.test>\r\n\r\nx\r\n", "<a@support.test>")
    await mailbox.close()
    said = dovecot.doveadm("-f", "tab", "mailbox", "status", "-u", user, "messages", "Sent")
    assert said.splitlines()[-1].split("\t")[-1] == str(copies)


# ---------------------------------------------------------------------------------------------- odd providers


class Provider(InMemoryOutbox):
    """Delivers into `mailbox`, and changes mail on the way as a provider might."""

    def __init__(self, mailbox: InMemoryMailbox, *, replaces: bool = False, files: bool = False) -> None:
        super().__init__()
        self._mailbox, self._replaces, self._files = mailbox, replaces, files
        self.delivers = True

    async def send(self, mail: OutgoingMail) -> None:
        await super().send(mail)
        raw = mail.raw
        if self._replaces:
            theirs = f"<{len(self.sent)}@provider.example>"
            raw = raw.replace(b"\nMessage-ID: " + mail.message_id.encode(), b"\nMessage-ID: " + theirs.encode())
        if self._files:
            self._mailbox.sent[mail.message_id] = raw
        if self.delivers and mail.recipient == SUPPORT:
            self._mailbox.deliver(raw)


async def probed(provider: Provider, mailbox: InMemoryMailbox) -> Probe:
    settings = the_settings().mailbox[0]
    return await mail_probe.probe(mailbox, provider, settings, now, patience=0.05, copy_seconds=0.02, look_every=0.01)


@pytest.mark.parametrize("replaces", [True, False])
@pytest.mark.parametrize("files", [True, False])
async def test_each_habit_of_a_provider_is_found(replaces: bool, files: bool) -> None:
    mailbox = InMemoryMailbox()
    found = await probed(Provider(mailbox, replaces=replaces, files=files), mailbox)
    assert found.keeps_message_id is not replaces
    assert found.files_sent_itself is files
    assert found.proof(archive=False) == ("sent" if files else "none")
    assert ("replaces" in mail_probe.in_words(found, archive=False)) is replaces


async def test_a_mail_that_does_not_come_back_is_told_with_what_to_look_at() -> None:
    mailbox = InMemoryMailbox()
    provider = Provider(mailbox)
    provider.delivers = False
    with pytest.raises(TryLater, match=r"has not come back .*imap\.folder"):
        await probed(provider, mailbox)


async def test_a_probe_is_remembered_as_it_was() -> None:
    mailbox, store = InMemoryMailbox(), InMemoryStore()
    found = replace(await probed(Provider(mailbox, files=True), mailbox), imap=("IDLE", "MOVE"))
    await wiring.remember_probe(store, "support", found)
    assert await wiring.known_probes(store, the_settings()) == {"support": found}
    await store.remember("probe support", {"at": "yesterday"})
    assert await wiring.known_probes(store, the_settings()) == {}


async def test_a_running_daemon_leaves_the_probe_alone() -> None:
    stage = await a_stage()
    await mail_probe.probe(
        stage.mailbox, Provider(stage.mailbox), stage.settings.mailbox[0], now, copy_seconds=0, look_every=0.01
    )
    await stage.handle()
    assert [row["outcome"] for row in await stage.messages()] == ["silent"]
    assert stage.sent == []


# ---------------------------------------------------------------------------------------------- what it is good for


def knowing(stage: Stage, **changes: bool) -> None:
    habits = {"keeps_message_id": True, "files_sent_itself": False, **changes}
    probe = Probe(at=now(), arrived_after=1, sent_after=0, **habits)
    stage.world = replace(stage.world, probes={"support": probe})


async def test_an_answer_to_an_id_that_the_provider_gave_joins_its_conversation() -> None:
    stage = await a_stage()
    knowing(stage, keeps_message_id=False, files_sent_itself=True)
    await stage.handle(a_mail())
    reply = stage.sent[0]
    stage.mailbox.sent[reply["Message-ID"]] = (
        f"Message-ID: <new@provider.example>\r\nX-Microsoft-Original-Message-ID: {reply['Message-ID']}\r\n\r\nx".encode()
    )
    await stage.handle(
        a_mail("And by telephone?", message_id="<2@customer.example>", In_Reply_To="<new@provider.example>")
    )
    assert len(await stage.messages()) == 2
    assert len(await stage.store.tickets(limit=10)) == 1


@pytest.mark.parametrize(("files", "at_once"), [(False, True), (True, False)])
async def test_where_nothing_proves_what_was_sent_a_person_is_told_at_once(files: bool, at_once: bool) -> None:
    stage = await a_stage()
    knowing(stage, files_sent_itself=files)
    stage.outbox.fail_next(DeliveryUnknown("lost after the dot"))
    await stage.handle(a_mail())
    told = [mail for mail in stage.outbox.sent if mail.kind == "notice"]
    assert bool(told) is at_once
