"""What every store promises about mail that comes in and the ticket that it joins, in memory and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from responder.domain import Address, Bounce, Cursor, FailedRecipient, Message
from responder.errors import GiveUp
from responder.ports import Store
from tests.contracts.builders import (
    ANNA,
    a_handoff,
    a_message,
    a_relay,
    a_silence,
    an_arrival,
    an_outgoing,
    answered,
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
