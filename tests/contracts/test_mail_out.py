"""What every store promises about mail that leaves, in memory and on PostgreSQL."""

from __future__ import annotations

import pytest

from responder.domain import Delivery, Outcome
from responder.errors import LeaseLost
from responder.ports import Store
from tests.contracts.builders import a_handoff, a_message, a_silence, an_arrival, an_outgoing, answered, keep, taken
from tests.fixtures.postgres import Clock


async def test_a_decisions_mail_is_sent_byte_by_byte(store: Store):
    claim, mail = await answered(store, a_message())
    queued = await store.take_to_send(lease_seconds=60)
    assert queued is not None
    assert (queued.mail, queued.state, queued.attempts) == (mail, Delivery.READY, 1)
    assert queued.conversation_id == claim.conversation_id
    assert await store.take_to_send(lease_seconds=60) is None
    await store.mark(queued, Delivery.SENT)
    assert await store.take_to_send(lease_seconds=60) is None
    with pytest.raises(LeaseLost):
        await store.mark(queued, Delivery.READY)


async def test_a_sender_that_died_leaves_an_unknown_mail(store: Store, clock: Clock):
    await answered(store, a_message())
    dead = await store.take_to_send(lease_seconds=60)
    clock.turn(seconds=61)
    heir = await store.take_to_send(lease_seconds=60)
    assert dead and heir and heir.state is Delivery.UNKNOWN and heir.attempts == 1
    with pytest.raises(LeaseLost):
        await store.mark(dead, Delivery.SENT)
    assert await store.take_to_send(lease_seconds=60) is None
    await store.mark(heir, Delivery.SENT, why="proven by a copy")


async def test_an_unknown_mail_comes_back_after_its_grace_and_never_as_ready(store: Store, clock: Clock):
    await answered(store, a_message())
    queued = await store.take_to_send(lease_seconds=60)
    assert queued
    await store.mark(queued, Delivery.UNKNOWN, why="lost after the dot", after_seconds=900)
    clock.turn(seconds=899)
    assert await store.take_to_send(lease_seconds=60) is None
    clock.turn(seconds=2)
    looked_for = await store.take_to_send(lease_seconds=60)
    assert looked_for and looked_for.state is Delivery.UNKNOWN
    clock.turn(seconds=61)
    once_more = await store.take_to_send(lease_seconds=60)
    assert once_more and once_more.state is Delivery.UNKNOWN


async def test_a_mail_that_was_put_off_is_tried_again(store: Store, clock: Clock):
    await answered(store, a_message())
    first = await store.take_to_send(lease_seconds=60)
    assert first
    await store.mark(first, Delivery.READY, why="greylisted", after_seconds=30)
    assert await store.take_to_send(lease_seconds=60) is None
    clock.turn(seconds=31)
    second = await store.take_to_send(lease_seconds=60)
    assert second and (second.state, second.attempts) == (Delivery.READY, 2)
    assert second.queued_at == first.queued_at


async def test_one_readers_mails_of_a_conversation_leave_in_order(store: Store, clock: Clock):
    first = a_message()
    _, mail = await answered(store, first)
    await answered(store, a_message(in_reply_to=(first.message_id,)))
    queued = await store.take_to_send(lease_seconds=60)
    assert queued and queued.mail == mail
    assert await store.take_to_send(lease_seconds=60) is None
    await store.mark(queued, Delivery.READY, after_seconds=30)
    assert await store.take_to_send(lease_seconds=60) is None
    clock.turn(seconds=31)
    queued = await store.take_to_send(lease_seconds=60)
    assert queued and queued.mail == mail
    await store.mark(queued, Delivery.SENT)
    assert await store.take_to_send(lease_seconds=60) is not None


async def test_a_customers_slow_server_does_not_hold_the_handoff_back(store: Store):
    first = a_message()
    await answered(store, first)
    queued = await store.take_to_send(lease_seconds=60)
    assert queued
    await store.mark(queued, Delivery.READY, after_seconds=1800)
    second = a_message(in_reply_to=(first.message_id,))
    await keep(store, second)
    handoff = an_outgoing("handoff", "team@acme.example")
    await store.conclude(await taken(store), a_handoff(second), [handoff])
    due = await store.take_to_send(lease_seconds=60)
    assert due and due.mail == handoff


async def test_a_failed_answer_goes_to_a_person(store: Store):
    message = a_message()
    claim, _ = await answered(store, message)
    await store.filed([claim.message_id])
    queued = await store.take_to_send(lease_seconds=60)
    assert queued
    notice = an_outgoing("notice", "team@acme.example")
    await store.mark(queued, Delivery.FAILED, why="550 no such user", notice=notice)
    story = await store.ticket(claim.conversation_id)
    assert story and story["state"] == "with a person"
    assert story["messages"][0]["outcome"] == "with a person"
    assert [(m["kind"], m["state"], m["why"]) for m in story["mails"]] == [
        ("reply", "failed", "550 no such user"),
        ("notice", "ready", ""),
    ]
    # and the mailbox shall show it
    assert [row[4] for row in await store.unfiled(10)] == [Outcome.WITH_PERSON]
    told = await store.take_to_send(lease_seconds=60)
    assert told and told.mail == notice


async def test_a_notice_is_queued_once(store: Store):
    notice = an_outgoing("notice", "team@acme.example")
    assert await store.queue_notice(notice, conversation_id=0, once="mailbox-full")
    assert not await store.queue_notice(an_outgoing("notice"), conversation_id=0, once="mailbox-full")
    assert await store.is_notice(["<else@x>", notice.message_id])
    assert not await store.is_notice([]) and not await store.is_notice(["<else@x>"])
    queued = await store.take_to_send(lease_seconds=60)
    assert queued and (queued.mail, queued.conversation_id) == (notice, 0)
    assert await store.take_to_send(lease_seconds=60) is None


async def test_what_is_done_is_filed_once(store: Store):
    message = a_message()
    await store.keep("support", 4, [an_arrival(message, 21)], last_uid=21)
    assert await store.unfiled(10) == []
    claim = await taken(store)
    await store.conclude(claim, a_silence(message), [])
    assert await store.unfiled(10) == [(claim.message_id, "support", 4, 21, Outcome.SILENT)]
    await store.filed([claim.message_id])
    assert await store.unfiled(10) == []
