"""What every store promises about its queue and the states of tickets, in memory and on PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from responder.domain import Outcome, TicketState
from responder.errors import GiveUp, LeaseLost
from responder.ports import Store
from tests.contracts.builders import (
    a_handoff,
    a_message,
    a_quarantine,
    a_relay,
    a_reply,
    a_review,
    a_silence,
    an_outgoing,
    answered,
    keep,
    taken,
    tickets_of,
)
from tests.fixtures.postgres import Clock

# ---------------------------------------------------------------------------------------------------------- the queue


async def test_nothing_waits_in_an_empty_store(store: Store):
    assert await store.claim(lease_seconds=60) is None


async def test_the_conversation_that_waits_longest_comes_first(store: Store, clock: Clock):
    first, second = a_message(), a_message(sender="ben@x.example")
    await keep(store, first)
    clock.turn(seconds=1)
    await keep(store, second)
    assert [(await taken(store)).message for _ in "12"] == [first, second]
    assert await store.claim(lease_seconds=60) is None


async def test_one_worker_holds_a_conversation_and_its_mails_keep_their_order(store: Store):
    first = a_message()
    second = a_message(in_reply_to=(first.message_id,))
    await keep(store, first, second)
    claim = await taken(store)
    assert claim.message == first
    assert await store.claim(lease_seconds=60) is None
    await store.conclude(claim, a_silence(first), [])
    assert (await taken(store)).message == second


async def test_a_dead_workers_mail_is_taken_over_and_the_dead_worker_changes_nothing(store: Store, clock: Clock):
    message = a_message()
    await keep(store, message)
    dead = await taken(store)
    clock.turn(seconds=61)
    heir = await taken(store)
    assert (heir.message_id, heir.attempts) == (dead.message_id, 2)
    assert heir.first_claimed_at == dead.first_claimed_at
    with pytest.raises(LeaseLost):
        await store.extend(dead, lease_seconds=60)
    with pytest.raises(LeaseLost):
        await store.put_back(dead, after_seconds=0, why="late", count=True)
    with pytest.raises(LeaseLost):
        await store.conclude(dead, a_reply(message), [an_outgoing()])
    await store.conclude(heir, a_reply(message), [an_outgoing()])
    story = await store.ticket(heir.conversation_id)
    assert story and len(story["mails"]) == 1


async def test_an_extended_lease_holds(store: Store, clock: Clock):
    await keep(store, a_message())
    claim = await taken(store)
    clock.turn(seconds=50)
    await store.extend(claim, lease_seconds=60)
    clock.turn(seconds=50)
    assert await store.claim(lease_seconds=60) is None


async def test_put_back_waits_and_counts_as_told(store: Store, clock: Clock):
    await keep(store, a_message())
    await store.put_back(await taken(store), after_seconds=30, why="model away", count=False)
    assert await store.claim(lease_seconds=60) is None
    clock.turn(seconds=31)
    again = await taken(store)
    assert again.attempts == 1
    await store.put_back(again, after_seconds=0, why="broken", count=True)
    assert (await taken(store)).attempts == 2


async def test_a_new_mail_does_not_overtake_one_that_was_put_back(store: Store, clock: Clock):
    first = a_message()
    await keep(store, first)
    await store.put_back(await taken(store), after_seconds=30, why="", count=True)
    await keep(store, a_message(in_reply_to=(first.message_id,)))
    assert await store.claim(lease_seconds=60) is None
    clock.turn(seconds=31)
    assert (await taken(store)).message == first


async def test_concluding_twice_is_refused(store: Store):
    message = a_message()
    await keep(store, message)
    claim = await taken(store)
    await store.conclude(claim, a_reply(message), [an_outgoing()])
    with pytest.raises(LeaseLost):
        await store.conclude(claim, a_reply(message), [an_outgoing()])


async def test_two_answers_to_one_mail_are_refused_and_nothing_is_changed(store: Store):
    message = a_message()
    await keep(store, message)
    claim = await taken(store)
    with pytest.raises(GiveUp):
        await store.conclude(claim, a_reply(message), [an_outgoing(), an_outgoing("relay")])
    assert await store.take_to_send(lease_seconds=60) is None
    await store.conclude(claim, a_reply(message), [an_outgoing()])


async def test_a_message_id_is_given_to_one_mail_only(store: Store):
    _, mail = await answered(store, a_message())
    message = a_message()
    await keep(store, message)
    claim = await taken(store)
    with pytest.raises(GiveUp):
        await store.conclude(claim, a_reply(message), [an_outgoing(message_id=mail.message_id)])
    await store.put_back(claim, after_seconds=0, why="", count=True)


async def test_a_reply_and_notices_may_go_together(store: Store):
    message = a_message()
    await keep(store, message)
    team = an_outgoing("handoff", "team@acme.example"), an_outgoing("notice", "boss@acme.example")
    await store.conclude(await taken(store), a_reply(message), [an_outgoing(), *team])
    story = await store.ticket(1)
    assert story and [m["kind"] for m in story["mails"]] == ["reply", "handoff", "notice"]


# ------------------------------------------------------------------------------------------------------ ticket states


@pytest.mark.parametrize(
    ("decide", "state", "outcome"),
    [
        (a_reply, TicketState.ANSWERED, Outcome.ANSWERED),
        (a_review, TicketState.AWAITING_APPROVAL, Outcome.WITH_PERSON),
        (a_handoff, TicketState.WITH_PERSON, Outcome.WITH_PERSON),
        (a_relay, TicketState.ANSWERED, Outcome.ANSWERED),
        (a_quarantine, TicketState.QUARANTINED, Outcome.QUARANTINED),
        (a_silence, TicketState.SILENT, Outcome.SILENT),
    ],
)
async def test_a_decision_moves_its_ticket(store: Store, decide, state: TicketState, outcome: Outcome):
    message = a_message()
    await keep(store, message)
    await store.conclude(await taken(store), decide(message), [])
    [ticket] = await store.tickets(limit=5, state=state.value)
    story = await store.ticket(ticket["id"])
    assert story and story["messages"][0]["outcome"] == outcome.value


async def test_a_robots_mail_reopens_nothing(store: Store):
    message = a_message()
    await keep(store, message)
    await store.conclude(await taken(store), a_handoff(message), [])
    robot = a_message(in_reply_to=(message.message_id,))
    await keep(store, robot)
    await store.conclude(await taken(store), a_silence(robot), [])
    assert [t["state"] for t in await tickets_of(store)] == ["with a person"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (a_reply, "answered"),
        (a_silence, "silent"),
        (a_review, "with a person"),
        (a_handoff, "with a person"),
        (a_quarantine, "with a person"),
        (None, "with a person"),
    ],
)
async def test_a_note_leaves_an_answered_ticket_as_it_was(store: Store, before, after: str):
    first = a_message()
    if before:
        await keep(store, first)
        await store.conclude(await taken(store), before(first), [])
    perhaps_a_robot = a_message(in_reply_to=(first.message_id,))
    await keep(store, perhaps_a_robot)
    await store.conclude(await taken(store), replace(a_handoff(perhaps_a_robot), note=True), [])
    [ticket] = await store.tickets(limit=5)
    story = await store.ticket(ticket["id"])
    assert ticket["state"] == after
    assert story and story["messages"][-1]["outcome"] == "with a person"


# ------------------------------------------------------------------------------------------------------------ wake-up


async def test_waiting_ends_when_a_mail_comes(store: Store):
    assert await store.claim(lease_seconds=60) is None
    waiting = asyncio.create_task(store.wait_for_work(60))
    await keep(store, a_message())
    async with asyncio.timeout(10):
        await waiting
    assert await store.claim(lease_seconds=60) is not None


async def test_a_mail_that_came_between_the_look_and_the_wait_is_not_slept_over(store: Store):
    assert await store.claim(lease_seconds=60) is None
    await keep(store, a_message())
    async with asyncio.timeout(10):
        await store.wait_for_work(60)


async def test_waiting_ends_when_a_mail_is_to_be_sent(store: Store):
    message = a_message()
    await keep(store, message)
    claim = await taken(store)
    assert await store.take_to_send(lease_seconds=60) is None
    waiting = asyncio.create_task(store.wait_for_work(60))
    await asyncio.sleep(0)
    await store.conclude(claim, a_reply(message), [an_outgoing()])
    async with asyncio.timeout(10):
        await waiting


async def test_waiting_ends_by_itself(store: Store):
    async with asyncio.timeout(10):
        await store.wait_for_work(0.01)
