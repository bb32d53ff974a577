"""What every store promises when much happens at once, and what it remembers, in memory and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from responder.domain import Message
from responder.errors import LeaseLost
from responder.ports import Store
from tests.contracts.builders import ANNA, a_message, a_reply, an_outgoing, keep, taken, tickets_of
from tests.fixtures.postgres import Clock

# -------------------------------------------------------------------------------------------------------------- chaos


async def test_workers_that_die_and_dawdle_end_each_mail_once_and_in_order(store: Store, clock: Clock):
    """Twelve workers on forty conversations; every sixth claim is abandoned, every ninth outlives its lease."""
    messages: list[Message] = []
    for customer in range(40):
        first = a_message("1", sender=f"c{customer}@x.example")
        rest = [
            a_message(str(n), sender=f"c{customer}@x.example", in_reply_to=(first.message_id,)) for n in (2, 3, 4, 5)
        ]
        messages += [first, *rest]
    await keep(store, *messages)
    turns = 0

    async def work() -> None:
        nonlocal turns
        while True:
            claim = await store.claim(lease_seconds=5)
            if claim is None:
                if not (await store.stats(since=clock() - timedelta(days=9)))["waiting"]:
                    return
                clock.turn(seconds=1)
                continue
            turns += 1
            if turns % 6 == 0:
                continue  # killed
            if turns % 9 == 0:
                clock.turn(seconds=6)
                await asyncio.sleep(0)
            mail = an_outgoing(recipient=claim.message.sender.email if claim.message.sender else "")
            try:
                await store.conclude(claim, a_reply(claim.message), [mail])
            except LeaseLost:
                continue

    await asyncio.gather(*(work() for _ in range(12)))

    for ticket in await tickets_of(store):
        story = await store.ticket(ticket["id"])
        assert story
        assert [m["outcome"] for m in story["messages"]] == ["answered"] * 5
        assert [m["inbound"] for m in story["mails"]] == [m["id"] for m in story["messages"]]
        ends = [m["decided_at"] for m in story["messages"]]
        assert ends == sorted(ends)


# --------------------------------------------------------------------------------------------------------- remembered


async def test_what_is_remembered_comes_back_and_the_last_word_counts(store: Store):
    assert await store.remembered("probe support") is None
    await store.remember("probe support", {"at": "now", "imap": ["IDLE"], "ok": True})
    await store.remember("probe support", {"at": "later", "imap": [], "after": 1.5})
    assert await store.remembered("probe support") == {"at": "later", "imap": [], "after": 1.5}


async def test_an_answer_to_our_mails_other_id_joins(store: Store):
    await keep(store, a_message())
    claim = await taken(store)
    ours = an_outgoing("reply", recipient=ANNA)
    await store.conclude(claim, a_reply(claim.message), [ours])
    for _ in range(2):
        await store.also_known_as(ours.message_id, "<theirs@provider.example>")
        await store.also_known_as("<never-sent@support.example>", "<else@provider.example>")
    assert await store.is_ours(["<theirs@provider.example>"]) == claim.conversation_id
    assert await store.is_ours(["<else@provider.example>"]) == 0
    await keep(store, a_message("And now?", in_reply_to=("<theirs@provider.example>",)))
    assert (await taken(store)).conversation_id == claim.conversation_id
