"""Solved tickets help the agent of the next customer, and show nobody's data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.postgres_pool import PostgresPool
from responder.adapters.postgres_solved import PostgresSolved
from responder.adapters.postgres_store import PostgresStore
from responder.domain import Address, Message, SolvedTicket
from tests.contracts.builders import a_handoff, a_message, a_relay, a_silence, an_outgoing, keep, taken
from tests.fixtures.postgres import Clock

ASKED = "The invoice export to CSV fails with error E17. My order is 20418872."


@pytest_asyncio.fixture
async def store(postgres_pool: PostgresPool, clock: Clock) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(postgres_pool, now=clock)
    yield store
    await store.close()


async def handled(store: PostgresStore, message: Message, answer: str = "") -> int:
    """A mail that went to a person, and with `answer` what they wrote."""
    await keep(store, message)
    claim = await taken(store)
    await store.conclude(claim, a_handoff(message), [])
    if answer:
        words = a_message(answer, sender="dana@acme.example", received_at=message.received_at)
        await keep(store, words, agent_ticket=claim.conversation_id)
        await store.conclude(await taken(store), a_relay(words, answer), [an_outgoing("relay")])
    return claim.conversation_id


async def found(pool: PostgresPool, customer: str = "bob@customer.example") -> list[SolvedTicket]:
    solved = PostgresSolved(pool, HashingEmbedder())
    question = "CSV export of an invoice fails"
    return list(await solved.similar(question, language="en", customer=customer, least=0.1, limit=3))


async def test_an_answered_ticket_is_shown_with_a_similar_one(
    postgres_pool: PostgresPool, store: PostgresStore, clock: Clock
):
    ticket = await handled(store, a_message(ASKED, subject="Export"), "Hi Anna,\nuntick “Archive”, then export again.")
    await handled(
        store, a_message("Where is my parcel?", subject="Parcel", sender="eve@customer.example"), "It is on its way."
    )
    solved = PostgresSolved(postgres_pool, HashingEmbedder())
    assert await solved.take_in(before=clock.at - timedelta(days=1)) == 0
    assert await solved.take_in(before=clock.at + timedelta(days=1)) == 2
    assert await solved.take_in(before=clock.at + timedelta(days=1)) == 0
    best = (await found(postgres_pool))[0]
    assert (best.ticket, best.answer) == (ticket, "untick “Archive”, then export again.")
    assert "20418872" not in best.summary and "export" in best.summary


async def test_what_is_not_solved_is_not_shown(postgres_pool: PostgresPool, store: PostgresStore, clock: Clock):
    await handled(store, a_message(ASKED))
    solved = PostgresSolved(postgres_pool, HashingEmbedder())
    assert await solved.take_in(before=clock.at + timedelta(days=1)) == 0
    assert await found(postgres_pool) == []


async def test_a_ticket_whose_customer_wrote_again_is_solved_no_more(
    postgres_pool: PostgresPool, store: PostgresStore, clock: Clock
):
    first = a_message(ASKED)
    ticket = await handled(store, first, "Untick “Archive”.")
    solved = PostgresSolved(postgres_pool, HashingEmbedder())
    await solved.take_in(before=clock.at + timedelta(days=1))
    assert [t.ticket for t in await found(postgres_pool)] == [ticket]
    clock.turn(days=9)
    await keep(store, again := a_message("It still fails.", in_reply_to=(first.message_id,)))
    assert await found(postgres_pool) == []
    await store.conclude(await taken(store), a_silence(again), [])
    assert await found(postgres_pool) == []


async def test_a_customer_s_own_tickets_are_not_shown_twice(
    postgres_pool: PostgresPool, store: PostgresStore, clock: Clock
):
    await handled(store, a_message(ASKED, sender="anna@customer.example"), "Untick “Archive”.")
    await PostgresSolved(postgres_pool, HashingEmbedder()).take_in(before=clock.at + timedelta(days=1))
    assert await found(postgres_pool, customer="anna@customer.example") == []


async def test_quotes_and_signs_in_a_question_are_only_words(postgres_pool: PostgresPool):
    solved = PostgresSolved(postgres_pool, HashingEmbedder())
    for question in ("' OR 1=1 --", "a & | ! ( <->", 'it\'s \\ "x"', "nul \0", ""):
        assert await solved.similar(question, language="xx", customer="", least=0, limit=3) == ()


def test_the_sender_of_the_tests_has_a_name():
    assert a_message().sender == Address(email="anna@customer.example", name="Anna Meyer")
