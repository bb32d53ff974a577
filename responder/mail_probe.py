"""What does an account do with our mail? A mail to itself tells: is the Message-ID kept, is there a copy in Sent?

The sender asks for this: a copy that the server files itself proves that it accepted a mail, and must not be filed twice.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from responder.config import MailboxSettings
from responder.domain import OutgoingMail, Probe, Traces
from responder.errors import TryLater
from responder.ports import Mailbox, Outbox

PATIENCE = 120.0
"""seconds that the mail may take to come back"""
COPY_SECONDS = 20.0
"""seconds after its arrival that a copy may take to appear in Sent"""


async def probe(
    mailbox: Mailbox,
    outbox: Outbox,
    settings: MailboxSettings,
    now: Callable[[], datetime],
    *,
    patience: float = PATIENCE,
    copy_seconds: float = COPY_SECONDS,
    look_every: float = 1.0,
    say: Callable[[str], None] = lambda words: None,
) -> Probe:
    """Send the account a mail from itself and watch for its traces. Raises TryLater when it does not come back, and
    what the doors raise. The mail stays in the mailbox: it says what it is, and a daemon leaves it alone. `say` is told
    what is being waited for."""
    message_id = f"<probe.{secrets.token_hex(16)}@{settings.address.rpartition('@')[2]}>"
    can = {"imap": await mailbox.extensions(), "smtp": await outbox.extensions()}
    await outbox.send(_mail(message_id, settings, now()))
    say(f"{settings.address} has sent itself a mail; waiting up to {patience:.0f} s for it to come back …")
    loop = asyncio.get_running_loop()
    began, arrived, filed, traces = loop.time(), 0.0, 0.0, Traces()
    while True:
        traces = await mailbox.traces_of(message_id)
        passed = max(loop.time() - began, 0.001)
        if traces.inbox and not arrived:
            arrived = passed
            if not traces.sent:
                say(f"it came back after {arrived:.1f} s; waiting up to {copy_seconds:.0f} s for a copy in Sent …")
        filed = filed or (passed if traces.sent else 0.0)
        if arrived and (filed or passed - arrived >= copy_seconds):
            break
        if not arrived and passed >= patience:
            raise TryLater(
                f"the mail that {settings.address} sent itself has not come back within {patience:.0f} s: does mail to "
                "that address reach this mailbox and its folder (imap.folder), or does a filter move it?"
            )
        await asyncio.sleep(look_every)
    return Probe(
        at=now(),
        keeps_message_id=traces.inbox == message_id,
        files_sent_itself=bool(filed),
        arrived_after=round(arrived, 1),
        sent_after=round(filed, 1),
        **can,
    )


def in_words(probe: Probe, *, archive: bool) -> str:
    kept = (
        "keeps our Message-ID"
        if probe.keeps_message_id
        else "replaces our Message-ID (answers are joined all the same)"
    )
    copy = (
        f"files sent mail itself after {probe.sent_after:g} s"
        if probe.files_sent_itself
        else "files no sent mail itself"
    )
    proof = {
        "archive": "the archive proves what was sent",
        "sent": "Sent proves what was sent",
        "none": "nothing proves what was sent, so a reply whose sending breaks goes to a person at once; set "
        "mailbox.archive to change that",
    }[probe.proof(archive=archive)]
    return (
        f"came back after {probe.arrived_after:g} s; {kept}; {copy}; {proof}; IMAP offers {', '.join(probe.imap) or '-'}; "
        f"SMTP offers {', '.join(probe.smtp) or '-'}. A running daemon uses this within a minute"
    )


def _mail(message_id: str, settings: MailboxSettings, now: datetime) -> OutgoingMail:
    lines = [
        f"From: <{settings.address}>",
        f"To: <{settings.address}>",
        "Subject: Responder tries this mailbox",
        f"Date: {format_datetime(now)}",
        f"Message-ID: {message_id}",
        f"X-Responder-Message-ID: {message_id}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        f"X-Loop: {settings.address}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "`responder doctor mail` sent this to see what the mail server does with it. You can delete it.",
        "",
    ]
    return OutgoingMail(
        kind="notice",
        recipient=settings.address,
        envelope_from=settings.address,
        message_id=message_id,
        raw="\r\n".join(lines).encode(),
        mailbox=settings.name,
        subject="Responder tries this mailbox",
    )
