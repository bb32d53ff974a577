"""What only real servers show: flags, folders, TLS, refusals of one recipient, renumbering."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from responder.adapters.imap_mailbox import ImapMailbox
from responder.adapters.mail_parser import parse
from responder.adapters.smtp_outbox import SmtpOutbox
from responder.domain import Batch, Cursor, MailKind, Outcome, OutgoingMail
from responder.errors import GiveUp, TryLater
from tests.fixtures.mail_servers import PASSWORD, Dovecot, Postfix
from tests.fixtures.mail_worlds import everything

pytestmark = pytest.mark.live


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.new_user()


@pytest_asyncio.fixture
async def opened(dovecot: Dovecot, user: str) -> AsyncIterator[list[ImapMailbox]]:
    """Whatever a test puts here is closed after it."""
    boxes: list[ImapMailbox] = []
    yield boxes
    await asyncio.gather(*(box.close() for box in boxes))


@asynccontextmanager
async def other_name(port: int) -> AsyncIterator[int]:
    """The same server under 127.0.0.2."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                target.write(data)
            target.close()

        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer), return_exceptions=True)

    async with await asyncio.start_server(pass_on, "127.0.0.2", 0) as server:
        yield int(server.sockets[0].getsockname()[1])


async def one_mail(mailbox: ImapMailbox, dovecot: Dovecot, user: str) -> tuple[int, int]:
    dovecot.deliver(b"Subject: Question\r\n\r\nHow?\r\n", user)
    (batch,) = await everything(mailbox)
    return batch.uidvalidity, batch.mails[0].uid


def where(dovecot: Dovecot, user: str) -> dict[str, str]:
    """Folder → flags of the mails that lie there."""
    said = dovecot.doveadm("-f", "tab", "fetch", "-u", user, "mailbox flags", "all")
    return dict(line.split("\t") for line in said.splitlines()[1:])


async def test_an_answered_mail_shows_it_and_stays(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    await box.file(*await one_mail(box, dovecot, user), Outcome.ANSWERED)
    assert set(where(dovecot, user)["INBOX"].split()) == {"\\Seen", "\\Answered", "$AutoAnswered"}


async def test_fetching_marks_nothing(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    await one_mail(box, dovecot, user)
    await box.find_sent("<x@support.test>")
    assert where(dovecot, user) == {"INBOX": "\\Recent"}


async def test_handled_mail_moves_to_a_folder_that_is_made_for_it(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(
        box := ImapMailbox(dovecot.settings(user, imap_after_handling="move", imap_handled_folder="Done ✓"), PASSWORD)
    )
    place = await one_mail(box, dovecot, user)
    for _ in range(2):
        await box.file(*place, Outcome.WITH_PERSON)
    assert list(where(dovecot, user)) == ["Done ✓"]


async def test_nothing_is_shown_when_the_settings_say_so(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user, imap_after_handling="nothing"), PASSWORD))
    await box.file(*await one_mail(box, dovecot, user), Outcome.ANSWERED)
    assert where(dovecot, user) == {"INBOX": "\\Recent"}


async def test_a_mail_over_the_limit_comes_as_its_header_with_the_reason(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user, imap_largest_mail_mb=1), PASSWORD))
    dovecot.deliver(b"Subject: Big\r\n\r\n" + b"x" * 70 + b"\r\n" * 600_000, user)
    dovecot.deliver(b"Subject: Middle\r\n\r\n" + b"y" * 200_000 + b"\r\n", user)
    (batch,) = await everything(box)
    big, middle = batch.mails
    assert b"Subject: Big" in big.raw
    assert len(big.raw) < 2000
    assert "too large" in big.skipped
    assert "largest_mail_mb" in big.skipped
    assert len(middle.raw) > 200_000
    assert not middle.skipped


async def test_batches_stay_bounded_in_bytes(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    dovecot.deliver_many([b"Subject: %d\r\n\r\n" % n + b"z" * 900 + b"\r\n" * 1_500_000 for n in range(4)], user)
    batches = await everything(box)
    assert [len(batch.mails) for batch in batches] == [2, 2]


async def test_the_sent_copy_goes_where_special_use_says_even_if_the_name_is_odd(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    await box.append_to_sent(b"Message-ID: <a@support.test>\r\n\r\nx\r\n", "<a@support.test>")
    assert where(dovecot, user) == {"Sent": "\\Seen \\Recent"} or where(dovecot, user) == {"Sent": "\\Seen"}


async def test_renumbered_while_we_wait_the_mails_come_again_under_new_numbers(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    old, uid = await one_mail(box, dovecot, user)
    waiting = asyncio.create_task(box.wait_for_mail(1))
    await asyncio.sleep(0.1)
    dovecot.doveadm("mailbox", "update", "-u", user, "--uid-validity", "77", "INBOX")
    dovecot.deliver(b"Subject: Second\r\n\r\n", user)
    async with asyncio.timeout(20):
        await waiting
    batches: list[Batch] = []
    for _ in range(3):
        try:
            batches = await everything(box, Cursor(uidvalidity=old, last_uid=uid))
            break
        except TryLater:
            continue
    assert [batch.uidvalidity for batch in batches] == [77]
    assert len(batches[0].mails) == 2
    await box.file(old, uid, Outcome.ANSWERED)  # the number means nothing now: not an error, and nothing is marked
    assert "Answered" not in str(where(dovecot, user))


async def test_a_kicked_session_ends_the_wait_and_comes_back(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user), PASSWORD))
    await everything(box)
    waiting = asyncio.create_task(box.wait_for_mail(60))
    async with asyncio.timeout(20):
        while not waiting.done():
            dovecot.doveadm("kick", user)
            await asyncio.sleep(0.1)
    await one_mail(box, dovecot, user)


async def test_a_certificate_of_an_unknown_authority_is_refused(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user, imap_ca_file=""), PASSWORD))
    with pytest.raises(GiveUp, match=r"certificate .* does not verify .*imap\.ca_file"):
        await box.check()


async def test_a_certificate_with_another_name_is_refused(
    dovecot: Dovecot, user: str, opened: list[ImapMailbox]
) -> None:
    # every 127.x.y.z is this machine, and the certificate names only 127.0.0.1
    async with other_name(dovecot.imaps_port) as port:
        opened.append(box := ImapMailbox(dovecot.settings(user, imap_host="127.0.0.2", imap_port=port), PASSWORD))
        with pytest.raises(GiveUp, match=r"certificate .* does not verify"):
            await box.check()


async def test_starttls_upgrades_or_gives_up(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(
        box := ImapMailbox(dovecot.settings(user, imap_port=dovecot.imap_port, imap_security="starttls"), PASSWORD)
    )
    assert "INBOX" in await box.check()
    opened.append(wrong := ImapMailbox(dovecot.settings(user, imap_port=dovecot.imap_port), PASSWORD))
    with pytest.raises(GiveUp, match="does not speak TLS"):
        await wrong.check()


async def test_a_folder_that_is_not_there_is_named(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(box := ImapMailbox(dovecot.settings(user, imap_folder="Hilfe"), PASSWORD))
    with pytest.raises(TryLater, match="Hilfe"):
        await everything(box)


async def test_what_cannot_be_written_to_loses_no_mail(dovecot: Dovecot, user: str, opened: list[ImapMailbox]) -> None:
    opened.append(
        box := ImapMailbox(dovecot.settings(user, imap_after_handling="move", imap_handled_folder="a" * 300), PASSWORD)
    )
    place = await one_mail(box, dovecot, user)
    with pytest.raises(TryLater):
        await box.file(*place, Outcome.SILENT)
    assert list(where(dovecot, user)) == ["INBOX"]


# -------------------------------------------------------------------------------------------------- Postfix


def a_mail(user: str, to: str, *, kind: MailKind = "reply", body: bytes = b"So.\r\n") -> OutgoingMail:
    raw = b"Subject: Re\r\nMessage-ID: <r@support.test>\r\n\r\n" + body
    return OutgoingMail(
        kind=kind, recipient=to, envelope_from=user, message_id="<r@support.test>", raw=raw, mailbox="support"
    )


async def send(postfix: Postfix, mail: OutgoingMail, **changes: object) -> None:
    outbox = SmtpOutbox(postfix.settings(mail.envelope_from, **changes), PASSWORD)
    try:
        await outbox.send(mail)
    finally:
        await outbox.close()


async def test_a_report_of_failure_comes_back_with_our_id_and_without_the_mails_text(
    postfix: Postfix, user: str
) -> None:
    await send(postfix, a_mail(user, "ana@bounces.test", body=b"A secret.\r\n"))
    box = ImapMailbox(postfix.settings(user), PASSWORD)
    async with asyncio.timeout(20):
        while not (batches := await everything(box)):
            await box.wait_for_mail(5)
    await box.close()
    raw = batches[0].mails[0].raw
    assert b"Original-Envelope-Id: <r@support.test>" in raw
    assert b"A secret." not in raw
    bounce = parse(raw, received_at=batches[0].mails[0].received_at, mailbox="support").bounce
    assert bounce
    assert bounce.original_message_id == "<r@support.test>"
    assert [(f.email, f.temporary) for f in bounce.failed] == [("ana@bounces.test", False)]


@pytest.mark.parametrize(("archive", "error"), [("refused", GiveUp), ("later", TryLater)])
async def test_without_the_archive_no_mail_leaves(
    postfix: Postfix, user: str, archive: str, error: type[Exception]
) -> None:
    customer = postfix.dovecot.new_user()
    with pytest.raises(error, match="archive"):
        await send(postfix, a_mail(user, customer), archive=getattr(postfix, archive))
    await send(postfix, a_mail(user, customer, kind="handoff"), archive=getattr(postfix, archive))


async def test_a_greylisted_customer_is_tried_later_and_the_archive_gets_nothing(postfix: Postfix, user: str) -> None:
    with pytest.raises(TryLater, match=r"4\.2\.0"):
        await send(postfix, a_mail(user, postfix.later), archive=user)
    box = ImapMailbox(postfix.settings(user), PASSWORD)
    assert await everything(box) == []
    await box.close()


async def test_starttls_submission_and_a_wrong_authority(postfix: Postfix, user: str, tmp_path: Path) -> None:
    submission = {"smtp_port": postfix.submission_port, "smtp_security": "starttls"}
    await send(postfix, a_mail(user, user), **submission)
    with pytest.raises(TryLater, match="certificate"):
        await send(postfix, a_mail(user, user), **submission, smtp_ca_file="")
    with pytest.raises(TryLater, match=r"smtp\.security|does not speak TLS"):
        await send(postfix, a_mail(user, user), smtp_port=postfix.smtp_port)


async def test_a_mail_over_the_servers_limit_is_given_up(postfix: Postfix, user: str) -> None:
    with pytest.raises(GiveUp, match="552"):
        await send(postfix, a_mail(user, user, body=b"x" * 900 + b"\r\n" * 10_500_000))


@pytest.mark.parametrize(
    "address", ["a b@support.test", "a@b>@support.test", "a\r\nRCPT TO:<x@y.test>@support.test", "", "a"]
)
async def test_what_is_no_address_never_reaches_the_wire(postfix: Postfix, user: str, address: str) -> None:
    with pytest.raises(GiveUp, match="not an address"):
        await send(postfix, a_mail(user, address))


async def test_the_next_mail_goes_out_although_the_server_has_closed_the_kept_connection(
    postfix: Postfix, user: str
) -> None:
    outbox = SmtpOutbox(postfix.settings(user), PASSWORD)
    await outbox.send(a_mail(user, user))
    ((client, _),) = outbox._idle
    client.transport.close()  # type: ignore[union-attr]
    await outbox.send(a_mail(user, user))
    await outbox.close()
