"""What every store promises, told once and checked on the one in memory and on PostgreSQL."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from responder.domain import (
    Address,
    Bounce,
    Claim,
    Cost,
    Cursor,
    Delivery,
    Ended,
    FailedRecipient,
    Handoff,
    Message,
    Outcome,
    Tally,
    TicketState,
)
from responder.errors import GiveUp, LeaseLost
from responder.ports import Store
from tests.contracts.builders import (
    ANNA,
    a_case,
    a_draft,
    a_handoff,
    a_message,
    a_quarantine,
    a_relay,
    a_reply,
    a_review,
    a_silence,
    an_arrival,
    an_outgoing,
    answered,
    because,
    keep,
    taken,
    tickets_of,
)
from tests.fixtures.postgres import Clock

# ------------------------------------------------------------------------------------------------------------ mail in


async def test_a_mailbox_that_was_never_read_has_an_empty_cursor(store: Store):
    assert await store.cursor("support") == Cursor()


async def test_the_cursor_moves_with_the_mails(store: Store):
    assert await store.keep("support", 7, [an_arrival(a_message(), 12)], last_uid=12) == 1
    assert await store.cursor("support") == Cursor(uidvalidity=7, last_uid=12)
    assert await store.cursor("sales") == Cursor()


async def test_a_batch_without_mails_moves_the_cursor(store: Store):
    assert await store.keep("support", 8, [], last_uid=3) == 0
    assert await store.cursor("support") == Cursor(uidvalidity=8, last_uid=3)


async def test_a_mail_that_was_handed_over_waits_and_lies_nowhere(store: Store):
    await store.keep("support", 7, [an_arrival(a_message(), 12)], last_uid=12)
    handed = [an_arrival(a_message(), 12), an_arrival(a_message(), 12)]
    assert await store.keep("support", 0, handed, last_uid=0) == 2
    assert await store.keep("support", 0, handed, last_uid=0) == 0
    assert await store.cursor("support") == Cursor(uidvalidity=7, last_uid=12)
    places = set()
    for _ in range(3):
        claim = await taken(store)
        places.add(await store.where(claim.message_id))
        await store.conclude(claim, a_silence(claim.message), [])
    assert places == {("support", 7, 12), ("support", 0, 0)}
    assert len(await store.unfiled(10)) == 1


async def test_what_was_handed_over_before_gets_its_place_when_it_is_found_and_keeps_it(store: Store):
    arrival = an_arrival(a_message(), 12)
    assert await store.keep("support", 0, [arrival], last_uid=0) == 1
    assert await store.keep("support", 7, [arrival], last_uid=12) == 0
    assert await store.keep("support", 0, [arrival], last_uid=0) == 0
    assert await store.where((await taken(store)).message_id) == ("support", 7, 12)


async def test_a_mail_known_by_its_servers_name_moves_without_being_read(store: Store):
    arrival = replace(an_arrival(a_message(), uid=3), server_id="EMAILID M1")
    other = replace(an_arrival(a_message(), uid=4), server_id="EMAILID M2")
    await store.keep("support", 7, [arrival, other], last_uid=4)
    size = len(arrival.raw)
    assert await store.moved("support/Junk", 9, {"EMAILID M1": (8, size), "EMAILID M3": (9, 5)}) == {"EMAILID M1"}
    assert await store.where(1) == ("support/Junk", 9, 8)
    assert await store.uids_known("support", 7) == {4}
    assert await store.cursor("support/Junk") == Cursor()
    assert await store.moved("support", 7, {"EMAILID M1": (4, size)}, last_uid=6) == {"EMAILID M1"}
    assert await store.where(1) == ("support", 7, 4)
    assert (await store.where(2))[2] == 0  # another mail lies there now
    assert await store.cursor("support") == Cursor(uidvalidity=7, last_uid=6)


async def test_a_servers_name_proves_nothing_of_another_size_or_account_nor_moves_a_cursor_past_a_new_mail(
    store: Store,
):
    arrival = replace(an_arrival(a_message(), uid=3), server_id="EMAILID M1")
    await store.keep("support", 7, [arrival], last_uid=3)
    size = len(arrival.raw)
    assert await store.moved("support", 7, {"EMAILID M1": (8, size + 1)}, last_uid=8) == set()
    assert await store.moved("sales", 7, {"EMAILID M1": (8, size)}, last_uid=8) == set()
    places = {"EMAILID M1": (8, size), "EMAILID M2": (9, size)}
    assert await store.moved("support", 7, places, last_uid=9) == {"EMAILID M1"}
    assert await store.cursor("support") == Cursor(uidvalidity=7, last_uid=3)
    assert await store.moved("support", 7, {}, last_uid=0) == set()


async def test_a_mail_that_was_stored_before_servers_had_names_gets_its_name_when_it_comes_again(store: Store):
    arrival = an_arrival(a_message(), uid=3)
    await store.keep("support", 7, [arrival], last_uid=3)
    await store.keep("support", 7, [replace(arrival, uid=5, server_id="EMAILID M1")], last_uid=5)
    assert await store.moved("support", 7, {"EMAILID M1": (9, len(arrival.raw))}) == {"EMAILID M1"}


async def test_raw_bytes_come_back_as_they_were(store: Store):
    arrival = replace(an_arrival(a_message(), 5), raw=bytes(range(256)) * 5000)
    await store.keep("support", 1, [arrival], last_uid=5)
    claim = await taken(store)
    assert await store.raw(claim.message_id) == arrival.raw
    assert await store.where(claim.message_id) == ("support", 1, 5)


async def test_a_message_comes_back_equal(store: Store):
    message = a_message(
        "Grüße \U0001f600 \\u0000 'quoted' {}",
        bounce=Bounce(failed=(FailedRecipient(email="x@y.example"),)),
        headers=(("Subject", "a"), ("subject", "b")),
        cc=(Address(email="c@d.example"),),
        return_path="",
    )
    await keep(store, message)
    assert (await taken(store)).message == message


async def test_text_that_no_database_can_hold_stops_no_mail(store: Store):
    bad = "NUL \0 and a lone \ud800 surrogate"
    message = a_message("x", subject=bad, reply_text=bad, sender="a\0@b.example", message_id=f"<{bad}>")
    assert await keep(store, message) == 1
    assert (await taken(store)).attempts == 1


async def test_endless_ids_and_addresses_stop_no_mail(store: Store):
    message = a_message(message_id=f"<{'x' * 50_000}@a.example>", sender="y" * 50_000 + "@a.example")
    answer = a_message(in_reply_to=(message.message_id,), references=tuple(f"<{n}@x.example>" for n in range(5000)))
    assert await keep(store, message, answer) == 2


async def test_an_unknown_message_is_told_in_words(store: Store):
    with pytest.raises(GiveUp, match="99"):
        await store.raw(99)


async def test_the_same_bytes_again_wait_only_once_and_lie_at_the_new_place(store: Store):
    """A crash before the cursor moved, or a new UIDVALIDITY."""
    one, two = a_message(), a_message(sender="ben@customer.example")
    await store.keep("support", 1, [an_arrival(one, 1), an_arrival(two, 2)], last_uid=2)
    assert await store.keep("support", 9, [an_arrival(two, 1), an_arrival(one, 2)], last_uid=2) == 0
    first = await taken(store)
    assert first.message == one
    assert await store.where(first.message_id) == ("support", 9, 2)
    assert len(await tickets_of(store)) == 2


async def test_copies_of_one_mail_in_one_batch_wait_once(store: Store):
    message = a_message()
    assert await store.keep("support", 1, [an_arrival(message, 1), an_arrival(message, 2)], last_uid=2) == 1
    assert await store.where((await taken(store)).message_id) == ("support", 1, 2)


async def test_another_mail_at_the_same_place_takes_the_place(store: Store):
    await store.keep("support", 1, [an_arrival(a_message(), 1)], last_uid=1)
    assert await store.keep("support", 1, [an_arrival(a_message(sender="ben@x.example"), 1)], last_uid=1) == 1
    first, second = await taken(store), await taken(store)
    assert await store.where(first.message_id) == ("support", 0, 0)
    assert await store.where(second.message_id) == ("support", 1, 1)


async def test_a_second_delivery_is_silent_with_its_reason(store: Store):
    first = a_message(fingerprint="the same")
    second = a_message(fingerprint="the same")
    await keep(store, first)
    assert await keep(store, second) == 0
    [ticket] = await tickets_of(store)
    story = await store.ticket(ticket["id"])
    assert story is not None
    assert [(m["outcome"], m["rule"]) for m in story["messages"]] == [("", ""), ("silent", "duplicate_delivery")]
    assert story["messages"][1]["reasons"][0]["text"].startswith("duplicate delivery")
    await store.conclude(await taken(store), a_silence(first), [])
    assert await store.claim(lease_seconds=60) is None


async def test_two_deliveries_in_one_batch_wait_once(store: Store):
    assert await keep(store, a_message(fingerprint="same"), a_message(fingerprint="same")) == 1


async def test_the_same_words_of_two_people_are_two_mails(store: Store):
    one, two = a_message(fingerprint="same"), a_message(fingerprint="same", sender="ben@x.example")
    assert await keep(store, one, two) == 2


async def test_a_message_id_used_again_for_another_mail_is_another_mail(store: Store):
    assert await keep(store, a_message("one", message_id="<a@b>"), a_message("two", message_id="<a@b>")) == 2


# ---------------------------------------------------------------------------------------------------------- threading


async def test_an_answer_joins_its_conversation_by_reference(store: Store):
    first = a_message()
    await keep(store, first)
    await keep(store, a_message(references=("<unknown@x>", first.message_id)))
    await keep(store, a_message(in_reply_to=(first.message_id,), sender=ANNA.upper()))
    [ticket] = await tickets_of(store)
    story = await store.ticket(ticket["id"])
    assert story and len(story["messages"]) == 3


async def test_an_answer_in_the_same_batch_joins_too(store: Store):
    first = a_message()
    await keep(store, first, a_message(in_reply_to=(first.message_id,)))
    assert len(await tickets_of(store)) == 1


async def test_an_answer_to_our_mail_joins(store: Store):
    _, mail = await answered(store, a_message())
    await keep(store, a_message(in_reply_to=(mail.message_id,)))
    assert len(await tickets_of(store)) == 1


async def test_another_person_who_quotes_an_id_opens_their_own(store: Store):
    first = a_message()
    await keep(store, first, a_message(sender="eve@evil.example", in_reply_to=(first.message_id,)))
    assert len(await tickets_of(store)) == 2


async def test_two_mails_without_sender_are_not_one_person(store: Store):
    first = a_message(sender=None)
    await keep(store, first, a_message(sender=None, in_reply_to=(first.message_id,)))
    assert [ticket["customer"] for ticket in await tickets_of(store)] == ["", ""]


async def test_an_equal_subject_joins_nothing(store: Store):
    await keep(store, a_message(subject="Help"), a_message(subject="Re: Help"))
    assert len(await tickets_of(store)) == 2


async def test_a_ticket_joins_from_its_customer_only(store: Store):
    await keep(store, a_message())
    [ticket] = await tickets_of(store)
    await keep(store, a_message(), ticket=ticket["id"])
    assert len(await tickets_of(store)) == 1
    await keep(store, a_message(sender="eve@evil.example"), ticket=ticket["id"])
    await keep(store, a_message(), ticket=12345)
    assert len(await tickets_of(store)) == 3


async def test_an_agents_ticket_joins_and_is_told_to_the_worker(store: Store):
    await keep(store, a_message())
    [ticket] = await tickets_of(store)
    await store.conclude(await taken(store), a_handoff(a_message()), [])
    await keep(store, a_message(sender="dana@acme.example"), agent_ticket=ticket["id"])
    claim = await taken(store)
    assert (claim.conversation_id, claim.agent_ticket) == (ticket["id"], ticket["id"])


async def test_an_agents_ticket_of_no_conversation_is_no_ticket(store: Store):
    await keep(store, a_message(sender="dana@acme.example"), agent_ticket=777)
    assert (await taken(store)).agent_ticket == 0


async def test_a_bounce_joins_the_conversation_of_the_mail_that_came_back(store: Store):
    claim, mail = await answered(store, a_message())
    bounce = Bounce(failed=(FailedRecipient(email=ANNA),), original_message_id=mail.message_id)
    await keep(store, a_message(sender="mailer-daemon@mx.example", bounce=bounce))
    assert (await taken(store)).conversation_id == claim.conversation_id


def a_bounce_of(email: str = ANNA, **changes: object) -> Message:
    bounce = Bounce(failed=(FailedRecipient(email=email.upper()),))
    return a_message(sender="mailer-daemon@mx.example", bounce=bounce, **changes)


async def test_a_bounce_without_an_id_joins_the_one_conversation_in_which_we_wrote_to_the_recipient(
    store: Store, clock: Clock
):
    await answered(store, a_message())
    await keep(store, a_bounce_of())
    assert len(await tickets_of(store)) == 1
    await keep(store, a_bounce_of("other@customer.example"))
    assert len(await tickets_of(store)) == 2
    clock.turn(days=6)
    await keep(store, a_bounce_of())
    assert len(await tickets_of(store)) == 3


async def test_a_bounce_joins_by_the_token_of_the_address_that_it_came_to(store: Store):
    await keep(store, a_message())
    [ticket] = await tickets_of(store)
    await keep(store, a_bounce_of("other@customer.example"), ticket=ticket["id"])
    assert len(await tickets_of(store)) == 1


async def test_the_conversations_in_which_we_wrote_to_somebody_lately(store: Store, clock: Clock):
    first, _ = await answered(store, a_message())
    second, _ = await answered(store, a_message("Another question"))
    await keep(store, a_message("For an agent"))
    third = await taken(store)
    await store.conclude(third, a_relay(third.message), [an_outgoing("relay", recipient="Anna@Customer.example")])
    since = clock() - timedelta(days=5)
    places = (first.conversation_id, second.conversation_id, third.conversation_id)
    found = await store.written_to([ANNA, "x@y.example"], mailbox="support", since=since)
    assert {email: tuple(ids) for email, ids in found.items()} == {ANNA: places}
    assert not await store.written_to([ANNA], mailbox="sales", since=since)
    assert not await store.written_to([ANNA], mailbox="support", since=clock() + timedelta(hours=1))
    assert not await store.written_to([], mailbox="support", since=since)
    # a bounce that may be about any of them opens its own
    before = len(await tickets_of(store))
    await keep(store, a_bounce_of())
    assert len(await tickets_of(store)) == before + 1


async def test_answers_to_colleagues_and_the_people_of_a_domain_are_counted(store: Store, clock: Clock):
    for sender in ("old1@peer.example", "old2@peer.example"):
        await answer(store, a_message(f"{sender} asks", sender=sender))
    clock.turn(hours=2)
    senders = ("a@x.peer.example", "b@peer.example", "r+1@gmail.com", "s@gmail.com")
    for sender in senders:
        await answer(store, a_message(f"{sender} asks", sender=sender))

    async def counted(sender: str) -> tuple[int, int]:
        await keep(store, a_message("again", sender=sender))
        claim = await taken(store)
        traffic = await store.traffic_of(claim.message, conversation_id=claim.conversation_id)
        return traffic.answers_to_colleagues_1h, traffic.people_at_domain_30d

    assert await counted("c@peer.example") == (2, 2)
    assert await counted("B@peer.example") == (1, 2)
    assert await counted("c@notpeer.example") == (0, 0)
    assert await counted("r+2@gmail.com") == (1, 0)
    assert await counted("t@gmail.com") == (0, 0)


async def test_a_forged_bounce_of_a_customers_mail_joins_nothing(store: Store):
    first = a_message()
    await keep(store, first)
    bounce = Bounce(original_message_id=first.message_id)
    await keep(store, a_message(sender="mailer-daemon@mx.example", bounce=bounce))
    assert len(await tickets_of(store)) == 2


async def test_who_got_our_mail_may_answer_it(store: Store):
    """The team's out-of-office to a handoff; a customer who answers from their Reply-To address."""
    message = a_message()
    await keep(store, message)
    handoff = an_outgoing("handoff", "team@acme.example")
    await store.conclude(await taken(store), a_handoff(message), [handoff])
    await keep(store, a_message(sender="team@acme.example", in_reply_to=(handoff.message_id,)))
    assert len(await tickets_of(store)) == 1


async def test_a_copy_of_our_own_mail_joins_its_conversation(store: Store):
    _, mail = await answered(store, a_message())
    await keep(store, a_message(sender="support@acme.example", message_id=mail.message_id))
    await keep(store, a_message(sender="eve@evil.example", message_id=mail.message_id))
    assert [t["customer"] for t in await tickets_of(store)] == [ANNA, "eve@evil.example"]


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


# --------------------------------------------------------------------------------------------------- ticket states


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


# ------------------------------------------------------------------------------------------------------ what is known


async def test_a_conversation_is_told_as_a_reader_would_see_it(store: Store, clock: Clock):
    first = a_message("First?", received_at=clock())
    await keep(store, first)
    clock.turn(minutes=1)
    reply = an_outgoing()
    await store.conclude(await taken(store), a_reply(first, "First answer."), [reply])
    robot = a_message("I am away.", in_reply_to=(first.message_id,), received_at=clock.turn(minutes=1))
    await keep(store, robot)
    await store.conclude(await taken(store), a_silence(robot), [])
    agent = a_message("Please send this.", sender="dana@acme.example", received_at=clock.turn(minutes=1))
    await keep(store, agent, agent_ticket=1)
    clock.turn(minutes=1)
    await store.conclude(await taken(store), a_relay(agent, "Agent's words."), [an_outgoing("relay")])
    second = a_message("Second?", in_reply_to=(reply.message_id,), received_at=clock.turn(minutes=1))
    await keep(store, second)

    conversation = await store.conversation_of(await taken(store))

    assert [(t.author, t.text) for t in conversation.turns] == [
        ("customer", "First?"),
        ("responder", "First answer."),
        ("agent", "Agent's words."),
    ]
    assert conversation.turns[1].message_id == reply.message_id
    assert (conversation.customer, conversation.state) == (ANNA, TicketState.ANSWERED)
    assert conversation.subject == first.subject and conversation.opened_at is not None


async def test_an_answer_that_was_not_sent_is_no_turn(store: Store):
    message = a_message()
    await answered(store, message)
    queued = await store.take_to_send(lease_seconds=60)
    assert queued
    await store.mark(queued, Delivery.FAILED, why="refused")
    await keep(store, a_message(in_reply_to=(message.message_id,)))
    assert [t.author for t in (await store.conversation_of(await taken(store))).turns] == ["customer"]


async def test_a_customers_past_is_known(store: Store, clock: Clock):
    nobody = await store.history_of("nobody@x.example", besides=0)
    assert (nobody.contacts_30_days, nobody.past, nobody.known) == (0, (), False)
    old = a_message("old", received_at=clock() - timedelta(days=40))
    await answered(store, old)
    clock.turn(days=1)
    robot = a_message("away")
    await keep(store, robot)
    await store.conclude(await taken(store), a_silence(robot), [])
    clock.turn(days=1)
    await keep(store, a_message("now"), a_message("other", sender="ben@x.example"))

    customer = await store.history_of(ANNA.upper(), besides=3)

    assert (customer.email, customer.name, customer.contacts_30_days) == (ANNA, "Anna Meyer", 1)
    assert [t.id for t in customer.past] == [2, 1]
    assert customer.past[1].intent == "password_reset"
    assert customer.past[1].summary.startswith("Forgot")
    assert customer.past[1].state is TicketState.ANSWERED


async def test_an_unknown_sender_has_no_past(store: Store):
    await keep(store, a_message(sender=None), a_message(sender=None))
    assert (await store.history_of("", besides=0)).past == ()


async def test_traffic_is_counted_from_what_was_sent(store: Store, clock: Clock):
    first = a_message("the same words")
    claim, _ = await answered(store, first)
    await answered(store, a_message("other words", sender="ben@customer.example"), recipient="ben@customer.example")
    await answered(store, a_message("others", sender="zoe@else.example"), recipient="zoe@else.example")
    clock.turn(minutes=10)
    again = a_message("The  same\nwords", in_reply_to=(first.message_id,))

    traffic = await store.traffic_of(again, conversation_id=claim.conversation_id)

    assert traffic.answers_in_conversation_24h == 1
    assert traffic.answers_to_sender_24h == 1
    assert traffic.answers_to_domain_1h == 2
    assert traffic.answers_1h == 3
    assert traffic.same_body_before
    clock.turn(hours=2)
    later = await store.traffic_of(again, conversation_id=claim.conversation_id)
    assert (later.answers_1h, later.answers_to_domain_1h, later.answers_to_sender_24h) == (0, 0, 1)
    clock.turn(hours=23)
    next_day = await store.traffic_of(again, conversation_id=claim.conversation_id)
    assert (next_day.answers_in_conversation_24h, next_day.answers_to_sender_24h) == (0, 0)
    assert next_day.same_body_before
    clock.turn(days=7)
    assert not (await store.traffic_of(again, conversation_id=claim.conversation_id)).same_body_before


async def test_answers_to_a_senders_other_address_count_for_the_sender(store: Store):
    await answered(store, a_message(), recipient="anna.private@else.example")
    traffic = await store.traffic_of(a_message("new"), conversation_id=99)
    assert traffic.answers_to_sender_24h == 1


async def test_a_person_who_acts_starts_the_count_of_a_conversation_anew(store: Store, clock: Clock):
    claim, _ = await answered(store, a_message())
    agent = a_message("agent", sender="dana@acme.example")
    clock.turn(minutes=1)
    await keep(store, agent, agent_ticket=claim.conversation_id)
    await store.conclude(await taken(store), a_relay(agent), [an_outgoing("relay")])
    traffic = await store.traffic_of(a_message(), conversation_id=claim.conversation_id)
    assert (traffic.answers_in_conversation_24h, traffic.answers_to_sender_24h) == (0, 1)


async def test_an_answer_that_failed_is_no_traffic_and_its_mail_is_no_answered_one(store: Store):
    message = a_message()
    await answered(store, message)
    queued = await store.take_to_send(lease_seconds=60)
    assert queued
    await store.mark(queued, Delivery.FAILED)
    traffic = await store.traffic_of(a_message(), conversation_id=1)
    assert (traffic.answers_1h, traffic.same_body_before, traffic.handoffs_for_sender_24h) == (0, False, 1)


async def test_mail_without_words_is_never_the_same_mail(store: Store):
    await answered(store, a_message(" "))
    assert not (await store.traffic_of(a_message("\n"), conversation_id=1)).same_body_before


async def test_a_person_is_told_once_of_too_much_traffic(store: Store, clock: Clock):
    message = a_message()
    await keep(store, message)
    await store.conclude(await taken(store), a_handoff(message, "traffic_to_sender"), [])
    for conversation, sender in ((1, "ben@x.example"), (99, ANNA)):
        traffic = await store.traffic_of(a_message(sender=sender), conversation_id=conversation)
        assert traffic.handed_over_for_traffic_24h
    other = await store.traffic_of(a_message(sender="ben@x.example"), conversation_id=99)
    assert not other.handed_over_for_traffic_24h
    clock.turn(hours=25)
    assert not (await store.traffic_of(message, conversation_id=1)).handed_over_for_traffic_24h


async def test_mail_without_sender_has_no_traffic_of_a_sender(store: Store):
    nobody = a_message("words", sender=None)
    await answered(store, nobody)
    traffic = await store.traffic_of(a_message("words", sender=None), conversation_id=99)
    assert (traffic.answers_to_sender_24h, traffic.answers_to_domain_1h, traffic.same_body_before) == (0, 0, False)


async def test_the_last_draft_before_a_person_can_be_approved_once(store: Store, clock: Clock):
    message = a_message()
    await keep(store, message)
    claim = await taken(store)
    assert await store.case_to_approve(1, claim.message_id) is None
    await store.conclude(claim, a_review(message, "The draft."), [])
    waiting = await store.case_to_approve(1, claim.message_id)
    assert waiting and waiting.draft == a_draft("The draft.")
    approval = a_message("ok", sender="dana@acme.example")
    clock.turn(minutes=1)
    await keep(store, approval, agent_ticket=1)
    await store.conclude(await taken(store), a_relay(approval, "The draft."), [an_outgoing("relay")])
    assert await store.case_to_approve(1, claim.message_id) is None


async def test_a_draft_cannot_be_approved_once_the_customer_wrote_again(store: Store, clock: Clock):
    first, second = a_message("how?"), a_message("never mind")
    await keep(store, first)
    claim = await taken(store)
    await store.conclude(claim, a_review(first, "The draft."), [])
    await keep(store, second, ticket=claim.conversation_id)
    later = await taken(store)
    await store.conclude(later, a_review(second, "Another draft."), [])
    assert await store.case_to_approve(claim.conversation_id, claim.message_id) is None
    assert await store.case_to_approve(claim.conversation_id, later.message_id) is not None


async def test_our_message_ids_are_ours_and_others_are_not(store: Store):
    message = a_message()
    claim, mail = await answered(store, message)
    assert await store.is_ours([]) == 0
    assert not await store.is_notice([mail.message_id])
    assert await store.is_ours([message.message_id, "<else@x>"]) == 0
    assert await store.is_ours(["<else@x>", mail.message_id]) == claim.conversation_id


# ----------------------------------------------------------------------------------------------------------- mail out


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


# --------------------------------------------------------------------------------------------------------- for people


async def test_a_ticket_tells_everything_as_json(store: Store):
    message = a_message()
    claim, mail = await answered(store, message)
    story = await store.ticket(claim.conversation_id)
    assert story is not None
    assert json.loads(json.dumps(story)) == story
    [told] = story["messages"]
    assert (told["from"], told["message_id"], told["outcome"]) == (ANNA, message.message_id, "answered")
    assert (told["rule"], told["kind"], told["tier"]) == ("all_rules_passed", "reply", 0)
    assert told["case"]["reading"]["intent"] == "password_reset"
    assert told["case"]["message"]["reply_text"] == message.reply_text
    [sent] = story["mails"]
    assert (sent["inbound"], sent["message_id"], sent["state"]) == (told["id"], mail.message_id, "ready")
    assert await store.ticket(4711) is None


async def test_tickets_are_listed_newest_first_and_chosen_by_state_and_customer(store: Store, clock: Clock):
    for sender in (ANNA, "ben@x.example", ANNA):
        await keep(store, a_message(sender=sender))
        clock.turn(seconds=1)
    assert [t["id"] for t in await store.tickets(limit=2)] == [3, 2]
    assert [t["id"] for t in await store.tickets(limit=9, email=ANNA.upper())] == [3, 1]
    assert await store.tickets(limit=9, state="silent") == []


async def test_numbers_of_the_last_days(store: Store, clock: Clock):
    since = clock()
    await answered(store, a_message())
    message = a_message()
    await keep(store, message, a_message(sender="ben@x.example"))
    await store.conclude(await taken(store), a_handoff(message), [])
    numbers = await store.stats(since=since)
    assert (numbers["mails"], numbers["waiting"], numbers["answered_without_a_person"]) == (2, 1, 1)
    assert numbers["outcomes"] == {"answered": 1, "with a person": 1}
    assert numbers["rules"] == {"all_rules_passed": 1, "customer_asks_for_a_person": 1}
    assert numbers["intents"] == {"password_reset": 1}
    assert numbers["mails_out"] == {"reply ready": 1}
    assert (await store.stats(since=clock.turn(hours=1)))["mails"] == 0


async def test_customers_mails_of_a_time_are_told_by_how_they_ended_and_what_they_cost(store: Store, clock: Clock):
    await answered(store, a_message())
    since = clock.turn(hours=1)
    claim, _ = await answered(store, a_message())
    cost = Cost(task="read", model="m", input_tokens=100, output_tokens=7, usd=0.25)
    for rule in ("customer_is_angry", "nothing_was_found", "nothing_was_found"):
        message = a_message()
        await keep(store, message)
        handoff = Handoff(case=a_case(message, costs=(cost, cost)), reasons=because(rule))
        await store.conclude(await taken(store), handoff, [])
    message = a_message(sender="dana@acme.example")
    await keep(store, message, agent_ticket=claim.conversation_id)
    await store.conclude(await taken(store), a_relay(message), [])
    until = clock.turn(hours=1)
    await answered(store, a_message())

    tally = await store.tally(since=since, until=until)
    assert tally.ended == (
        Ended(outcome=Outcome.WITH_PERSON, rule="nothing_was_found", mails=2),
        Ended(outcome=Outcome.ANSWERED, rule="all_rules_passed", mails=1),
        Ended(outcome=Outcome.WITH_PERSON, rule="customer_is_angry", mails=1),
    )
    assert (tally.calls, tally.tokens, tally.usd) == (6, 642, 1.5)
    assert await store.tally(since=until, until=until) == Tally()
    assert (await store.tally(since=until, until=clock.turn(hours=1))).ended == tally.ended[1:2]


async def test_an_answer_that_was_stopped_was_given_by_a_person(store: Store, clock: Clock):
    message, since = a_message(), clock()
    claim, _ = await answered(store, message)
    assert await store.stop_reply(claim.conversation_id, claim.message_id, why="dana") == "stopped"
    [ended] = (await store.tally(since=since, until=clock.turn(hours=1))).ended
    assert ended.outcome is Outcome.WITH_PERSON


async def waits(store: Store, make: Any, at: datetime, **joins: Any) -> Claim:
    """A mail that came then ends so."""
    message = a_message(received_at=at, **joins)
    await keep(store, message)
    claim = await taken(store)
    await store.conclude(claim, make(message), [])
    return claim


async def test_tickets_that_wait_for_a_person_are_told_longest_waiting_first(store: Store, clock: Clock):
    now = clock()
    for make, days in (
        (a_handoff, 3),
        (a_review, 5),
        (a_quarantine, 4),
        (a_silence, 6),
        (a_handoff, 1),
        (a_handoff, 40),
    ):
        await waits(store, make, now - timedelta(days=days))
    await keep(store, a_message(received_at=now - timedelta(days=7)))
    found = await store.open_tickets(after=now - timedelta(days=30), before=now - timedelta(days=2))
    assert [(t.id, t.state, (now - t.since).days) for t in found] == [
        (7, TicketState.NEW, 7),
        (2, TicketState.AWAITING_APPROVAL, 5),
        (3, TicketState.QUARANTINED, 4),
        (1, TicketState.WITH_PERSON, 3),
    ]
    assert found[0].subject.startswith("Subject ")


async def test_a_customer_who_writes_again_waits_since_the_first_mail_without_an_answer(store: Store, clock: Clock):
    now = clock()
    first = await waits(store, a_handoff, now - timedelta(days=9))
    agents = a_message(sender="dana@acme.example", received_at=now - timedelta(days=8))
    await keep(store, agents, agent_ticket=first.conversation_id)
    await store.conclude(await taken(store), a_relay(agents), [])
    window = {"after": now - timedelta(days=30), "before": now - timedelta(days=2)}
    assert not await store.open_tickets(**window)
    answers = {"in_reply_to": (first.message.message_id,)}
    await waits(store, a_handoff, now - timedelta(days=5), **answers)
    await waits(store, a_handoff, now - timedelta(days=1), **answers)
    note = a_message(sender="dana@acme.example", received_at=now)
    await keep(store, note, agent_ticket=first.conversation_id)
    await store.conclude(await taken(store), a_silence(note, "agent_left_a_note"), [])
    [ticket] = await store.open_tickets(**window)
    assert (ticket.id, ticket.since) == (first.conversation_id, now - timedelta(days=5))


async def test_no_customer_waits_over_an_agents_mail_that_was_not_passed_on(store: Store, clock: Clock):
    now = clock()
    claim, _ = await answered(store, a_message(received_at=now - timedelta(days=6)))
    agents = a_message(sender="dana@acme.example", received_at=now - timedelta(days=5))
    await keep(store, agents, agent_ticket=claim.conversation_id)
    await store.conclude(await taken(store), a_handoff(agents, "agents_mail_was_not_sent"), [])
    assert len(await store.tickets(limit=5, state="with a person")) == 1
    assert not await store.open_tickets(after=now - timedelta(days=30), before=now - timedelta(days=2))


async def test_a_secret_stays_the_same(store: Store):
    first = await store.secret("mail")
    assert len(first) == 32
    assert await store.secret("mail") == first
    assert await store.secret("other") != first


async def test_the_store_says_how_it_is(store: Store):
    assert await store.check()


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


# --------------------------------------------------------------------------------------------- loops under other names


async def answer(store: Store, message: Message) -> None:
    await keep(store, message)
    claim = await taken(store)
    sender = claim.message.sender
    assert sender
    await store.conclude(claim, a_reply(claim.message), [an_outgoing("reply", recipient=sender.email)])


async def test_a_template_under_changing_addresses_of_an_organisation_is_counted(store: Store, clock: Clock):
    for number, sender in enumerate(("a1@x.peer.example", "a2@peer.example", "b@other.example")):
        await answer(store, a_message(f"Case {number}\n\nhas NEWS", sender=sender))
    again = a_message("case 77 has news", sender="a3@y.peer.example")
    await keep(store, again)
    claim = await taken(store)
    traffic = await store.traffic_of(claim.message, conversation_id=claim.conversation_id)
    assert traffic.alike_from_organisation_1h == 2
    for other in (
        a_message("case 77 has no news", sender="a3@peer.example"),
        a_message("", sender="a3@peer.example"),
        a_message("case 77 has news", sender=None),
        a_message("case 77 has news", sender="a3@notpeer.example"),
        a_message("case 77 has news", sender="c@gmail.com"),
    ):
        assert not (await store.traffic_of(other, conversation_id=0)).alike_from_organisation_1h
    clock.turn(minutes=61)
    assert not (await store.traffic_of(again, conversation_id=claim.conversation_id)).alike_from_organisation_1h


async def test_an_answer_to_a_mail_of_ours_from_another_address_is_told(store: Store):
    await keep(store, a_message())
    claim = await taken(store)
    ours = an_outgoing("reply", recipient=ANNA)
    await store.conclude(claim, a_reply(claim.message), [ours])
    for sender, told in (("else@peer.example", True), (ANNA, False)):
        await keep(store, a_message("Thanks", sender=sender, in_reply_to=(ours.message_id,)))
        found = await taken(store)
        traffic = await store.traffic_of(found.message, conversation_id=found.conversation_id)
        assert traffic.answers_mail_to_another is told
    first = await store.traffic_of(a_message(), conversation_id=0)
    assert not first.answers_mail_to_another
