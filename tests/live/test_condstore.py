"""CONDSTORE on Dovecot: its word that nothing changed saves no comparison, and no mark goes over what a person did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from responder.adapters.imap_mailbox import LONGEST_IDLE, ImapMailbox
from responder.domain import Cursor, Outcome
from responder.ports import Mailbox
from tests.fixtures.mail_servers import PASSWORD, Dovecot
from tests.fixtures.mail_worlds import everything

pytestmark = pytest.mark.live


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.new_user()


@pytest_asyncio.fixture
async def box(dovecot: Dovecot, user: str) -> AsyncIterator[ImapMailbox]:
    box = ImapMailbox(dovecot.settings(user), PASSWORD)
    yield box
    await box.close()


def a_mail(number: int) -> bytes:
    return f"Subject: Question {number}\r\n\r\nHow?\r\n".encode()


async def compared(box: ImapMailbox, dovecot: Dovecot, user: str, mails: int = 3) -> tuple[Cursor, set[int]]:
    """A mailbox whose mails were all taken in and compared. Its cursor, and the UIDs that are known."""
    dovecot.deliver_many([a_mail(n) for n in range(mails)], user)
    batches = await everything(box)
    uids = [mail.uid for batch in batches for mail in batch.mails]
    cursor = Cursor(uidvalidity=batches[0].uidvalidity, last_uid=uids[-1])
    await everything(box, cursor)
    assert await missed(box, cursor, set(uids)) == []
    return cursor, set(uids)


async def missed(box: Mailbox, cursor: Cursor, known: set[int]) -> list[int]:
    return [mail.uid async for batch in box.fetch_missed(cursor, known) for mail in batch.mails]


def time_goes_by(box: ImapMailbox, seconds: float) -> None:
    assert box._last_comparison
    box._last_comparison = (box._last_comparison[0], box._last_comparison[1] - seconds)


async def test_within_every_hour_all_is_compared_although_the_server_says_that_nothing_changed(
    dovecot: Dovecot, user: str, box: ImapMailbox
) -> None:
    cursor, known = await compared(box, dovecot, user)
    await everything(box, cursor)
    assert not box.may_have_missed()
    time_goes_by(box, 3600 - LONGEST_IDLE)  # what is not due now is looked at after a whole wait
    await everything(box, cursor)
    assert box.may_have_missed()
    assert await missed(box, cursor, known - {cursor.last_uid}) == [cursor.last_uid]
    assert not box.may_have_missed()


async def test_each_new_connection_brings_a_comparison(dovecot: Dovecot, user: str, box: ImapMailbox) -> None:
    cursor, known = await compared(box, dovecot, user)
    for _ in range(3):
        box._watch.forget()
        await everything(box, cursor)
        assert box.may_have_missed()
        assert await missed(box, cursor, known) == []
        assert not box.may_have_missed()


# ------------------------------------------------------------------------------------------------- marking


def flags(dovecot: Dovecot, user: str) -> set[str]:
    said = dovecot.doveadm("-f", "tab", "fetch", "-u", user, "flags", "mailbox", "INBOX", "all")
    return set(said.splitlines()[1].split()) - {"\\Recent"}


async def taken_in(box: ImapMailbox, dovecot: Dovecot, user: str) -> tuple[int, int]:
    dovecot.deliver(a_mail(1), user)
    (batch,) = await everything(box)
    return batch.uidvalidity, batch.mails[0].uid


def touch(dovecot: Dovecot, user: str, *acts: str) -> None:
    for act in acts:
        verb, flag = act.split()
        dovecot.doveadm("flags", verb, "-u", user, flag, "mailbox", "INBOX", "all")


@pytest.mark.parametrize(
    ("acts", "answered", "for_a_person"),
    [
        ([], {"\\Seen", "\\Answered", "$AutoAnswered"}, {"\\Seen"}),
        (["add \\Seen", "remove \\Seen"], {"\\Answered", "$AutoAnswered"}, set()),
        (["add \\Flagged"], {"\\Flagged", "\\Answered", "$AutoAnswered"}, {"\\Flagged"}),
        (["add \\Seen"], {"\\Seen", "\\Answered", "$AutoAnswered"}, {"\\Seen"}),
        (["add NonJunk"], {"NonJunk", "\\Seen", "\\Answered", "$AutoAnswered"}, {"NonJunk", "\\Seen"}),
    ],
    ids=["nobody", "unread again", "starred", "read", "a filter"],
)
@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.WITH_PERSON])
async def test_what_a_person_left_unread_stays_unread(
    dovecot: Dovecot, user: str, box: ImapMailbox, acts: list[str], answered: set[str], for_a_person: set[str],
    outcome: Outcome,
) -> None:  # fmt: skip
    place = await taken_in(box, dovecot, user)
    touch(dovecot, user, *acts)
    await box.file(*place, outcome)
    assert flags(dovecot, user) == (answered if outcome is Outcome.ANSWERED else for_a_person)


async def test_after_a_restart_mails_are_marked_as_on_any_server(dovecot: Dovecot, user: str, box: ImapMailbox) -> None:
    place = await taken_in(box, dovecot, user)
    touch(dovecot, user, "add \\Seen", "remove \\Seen")
    other = ImapMailbox(dovecot.settings(user), PASSWORD)
    await other.file(*place, Outcome.WITH_PERSON)
    await other.close()
    assert flags(dovecot, user) == {"\\Seen"}


async def test_many_are_filed_while_people_work_in_the_folder(dovecot: Dovecot, user: str, box: ImapMailbox) -> None:
    """Whoever wins, no mail ends without the marks that it must have."""
    dovecot.deliver_many([a_mail(n) for n in range(30)], user)
    (batch,) = await everything(box)

    async def people() -> None:
        for _ in range(3):
            await asyncio.to_thread(touch, dovecot, user, "add $Label1", "remove $Label1")

    async def we() -> None:
        for mail in batch.mails:
            await box.file(batch.uidvalidity, mail.uid, Outcome.ANSWERED)

    await asyncio.gather(people(), we())
    said = dovecot.doveadm("-f", "tab", "fetch", "-u", user, "flags", "mailbox", "INBOX", "all").splitlines()[1:]
    assert all("\\Answered" in line and "$AutoAnswered" in line for line in said)
