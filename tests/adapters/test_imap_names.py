"""OBJECTID (RFC 8474), as the embedded mail server has it: mails numbered anew are not fetched again."""

from __future__ import annotations

from dataclasses import replace

from responder import flow
from responder.adapters.embedded_mail import EmbeddedMail
from responder.adapters.imap_mailbox import ImapMailbox
from responder.domain import Cursor
from tests.fixtures.mail_servers import DOMAIN, PASSWORD, settings_of
from tests.fixtures.mail_worlds import everything
from tests.worlds import a_mail, a_stage

SUPPORT = f"support@{DOMAIN}"


async def test_mails_that_were_numbered_anew_are_known_by_their_names(embedded_mail: EmbeddedMail) -> None:
    stage = await a_stage()
    door: dict[str, object] = {"host": embedded_mail.host, "security": "none", "username": SUPPORT}
    settings = settings_of(
        SUPPORT, door | {"port": embedded_mail.imap_port}, door | {"port": embedded_mail.smtp_port}, {}
    )
    box = ImapMailbox(settings, PASSWORD, moved=stage.store.moved)
    stage.world = replace(stage.world, mailboxes=(box,))
    for number in range(3):
        raw = a_mail(f"Question {number}?", message_id=f"<{number}@customer.example>")
        await embedded_mail.deliver(raw, to=SUPPORT, envelope_from="anna@customer.example")
    (batch,) = await everything(box)
    assert all(mail.server_id.startswith("EMAILID ") for mail in batch.mails)
    assert await flow.take_in(box, stage.world, stage.settings) == 3
    await embedded_mail.number_anew(SUPPORT)
    anew = await everything(box, await stage.store.cursor("support"))
    assert anew == []
    uidvalidity = (await stage.store.where(1))[1]
    assert uidvalidity != batch.uidvalidity
    assert await stage.store.uids_known("support", uidvalidity) == {mail.uid for mail in batch.mails}
    assert await stage.store.cursor("support") == Cursor(uidvalidity=uidvalidity, last_uid=batch.mails[-1].uid)
    await box.close()
