"""What every store promises to know of a customer and of loops, in memory and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from responder.domain import Delivery, Message, TicketState
from responder.ports import Store
from tests.contracts.builders import (
    ANNA,
    a_draft,
    a_handoff,
    a_message,
    a_relay,
    a_reply,
    a_review,
    a_silence,
    an_outgoing,
    answered,
    keep,
    taken,
)
from tests.fixtures.postgres import Clock

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


# -------------------------------------------------------------------------------------------- loops under other names


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


async def test_alike_mails_that_were_answered_are_counted_for_a_month_whoever_wrote_them(store: Store, clock: Clock):
    for number, sender in enumerate(("a1@peer.example", "b@other.example", "c@gmail.com")):
        await answer(store, a_message(f"Case A{number}, from {sender}\n\nhas NEWS", sender=sender))
        clock.turn(days=8)
    await keep(store, a_message("case 9 from c@x.example has news", sender="f@peer.example"))

    async def counted(text: str, sender: str | None = "new@far.example") -> int:
        return (await store.traffic_of(a_message(text, sender=sender), conversation_id=0)).alike_answered_30d

    assert await counted("case 77, from https://x.example/9 has news") == 3
    assert await counted("case 77 from has news", sender=None) == 3
    assert await counted("case 77 has no news") == 0
    assert await counted("77 88") == 0
    clock.turn(days=7)
    assert await counted("case 77 from has news") == 2


async def test_answers_to_colleagues_are_counted_for_a_month(store: Store, clock: Clock):
    for sender in ("a@x.peer.example", "b@peer.example", "r+1@gmail.com", "s@gmail.com"):
        await answer(store, a_message(f"{sender} asks", sender=sender))
        clock.turn(days=8)

    async def counted(sender: str | None) -> int:
        return (await store.traffic_of(a_message("again", sender=sender), conversation_id=0)).answers_to_colleagues_30d

    assert await counted("c@y.peer.example") == 1  # the first is 32 days ago
    assert await counted("b@peer.example") == 0
    assert await counted("c@notpeer.example") == 0
    assert await counted("r+2@gmail.com") == 1
    assert await counted("r+1@gmail.com") == 0
    assert await counted("t@gmail.com") == 0
    assert await counted(None) == 0


async def test_a_person_who_acts_starts_the_counts_of_a_month_anew(store: Store, clock: Clock):
    for sender in ("a@peer.example", "b@peer.example"):
        await answer(store, a_message("news?", sender=sender))
    clock.turn(minutes=1)
    await keep(store, a_message("approve", sender="dana@acme.example"), agent_ticket=1)
    claim = await taken(store)
    await store.conclude(claim, a_relay(claim.message), [an_outgoing("relay")])
    clock.turn(minutes=1)
    await answer(store, a_message("news?", sender="c@peer.example"))
    traffic = await store.traffic_of(a_message("news?", sender="d@peer.example"), conversation_id=0)
    assert (traffic.alike_answered_30d, traffic.answers_to_colleagues_30d) == (1, 1)


async def test_mails_that_only_wait_push_no_answered_ones_out_of_the_count(store: Store, clock: Clock):
    for number in range(3):
        await answer(store, a_message(f"case {number} has news?", sender=f"a{number}@peer.example"))
    clock.turn(minutes=1)
    for number in range(210):
        await keep(store, a_message(f"case {number} has news?", sender=f"b{number}@peer.example"))
        claim = await taken(store)
        await store.conclude(claim, a_handoff(claim.message, "traffic_of_alike_mails"), [])
    new = a_message("case x1 has news?", sender="new@peer.example")

    async def counted() -> tuple[int, int]:
        traffic = await store.traffic_of(new, conversation_id=0)
        return traffic.alike_answered_30d, traffic.answers_to_colleagues_30d

    assert await counted() == (3, 3)
    # and a person who acts on the oldest that waits still counts
    await keep(store, a_message("approve", sender="dana@acme.example"), agent_ticket=4)
    claim = await taken(store)
    await store.conclude(claim, a_relay(claim.message), [an_outgoing("relay")])
    assert await counted() == (0, 0)


async def test_a_person_who_acted_before_an_alike_mail_came_has_not_seen_it(store: Store, clock: Clock):
    first = a_message("Hello you", sender="a@peer.example")
    await answer(store, first)
    await keep(store, a_message("approve", sender="dana@acme.example"), agent_ticket=1)
    claim = await taken(store)
    await store.conclude(claim, a_relay(claim.message), [an_outgoing("relay")])
    clock.turn(minutes=1)
    await answer(store, a_message("news?", sender="b@other.example"))
    await answer(store, a_message("news?", sender="a@peer.example", in_reply_to=(first.message_id,)))
    assert (await store.traffic_of(a_message("news?"), conversation_id=0)).alike_answered_30d == 2


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
