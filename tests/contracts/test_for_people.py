"""What every store promises to tell editors and admins, in memory and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from responder.domain import Claim, Cost, Ended, Handoff, Outcome, Tally, TicketState
from responder.ports import Store
from tests.contracts.builders import (
    ANNA,
    a_case,
    a_handoff,
    a_message,
    a_quarantine,
    a_relay,
    a_review,
    a_silence,
    answered,
    because,
    keep,
    taken,
)
from tests.fixtures.postgres import Clock


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


async def test_a_customer_who_still_writes_is_never_given_up(store: Store, clock: Clock):
    now = clock()
    first = await waits(store, a_handoff, now - timedelta(days=50))
    window = {"after": now - timedelta(days=30), "before": now - timedelta(days=2)}
    assert not await store.open_tickets(**window)
    await waits(store, a_handoff, now - timedelta(days=1), in_reply_to=(first.message.message_id,))
    [ticket] = await store.open_tickets(**window)
    assert ticket.since == now - timedelta(days=50)


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
