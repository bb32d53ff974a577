"""What every store promises about grades and licences, in memory and on PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from responder.domain import Delivery, Grade, LadderStep, Licence
from responder.ports import Store
from tests.contracts.builders import (
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

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def graded(store: Store, **changes: Any) -> Grade:
    """A mail, a draft that a person was asked about, and what they said; or another word on the same one."""
    if "message_id" not in changes:
        await keep(store, a_message())
        claim = await taken(store)
        await store.conclude(claim, a_review(claim.message), [])
        changes |= {"message_id": claim.message_id}
        changes.setdefault("conversation_id", claim.conversation_id)
    grade = Grade(
        **{
            "intent": "password_reset",
            "confidence": 0.8125,
            "right": True,
            "sent": False,
            "audited": False,
            "graded_at": AT,
            "source": "approval",
            "articles": ("reset", "other"),
            "fingerprint": "models:1",
            "drafted_at": AT - timedelta(hours=1),
            **changes,
        }
    )
    await store.keep_grade(grade)
    return grade


async def test_grades_come_back_equal_in_order_of_time(store: Store):
    late = await graded(store, graded_at=AT + timedelta(days=2))
    early = await graded(store, graded_at=AT, drafted_at=None, articles=(), blocked=True)
    assert list(await store.grades()) == [early, late]
    assert list(await store.grades(AT + timedelta(days=1))) == [late]


async def test_the_first_act_counts_a_complaint_corrects_it_and_a_mark_corrects_all(store: Store):
    first = await graded(store)
    same = {"message_id": first.message_id, "conversation_id": first.conversation_id}
    await graded(store, **same, source="own words", right=False)
    assert list(await store.grades()) == [first]
    complaint = await graded(store, **same, source="complaint", right=False, sent=True)
    assert list(await store.grades()) == [complaint]
    mark = await graded(store, **same, source="mark", right=True, graded_at=AT + timedelta(days=1))
    await graded(store, **same, source="complaint", right=False)
    assert list(await store.grades()) == [mark]


async def test_the_same_said_again_is_no_news(store: Store):
    first = await graded(store)
    same = {"message_id": first.message_id, "conversation_id": first.conversation_id, "source": "mark"}
    await graded(store, **same, graded_at=AT + timedelta(days=1))
    [grade] = await store.grades()
    assert (grade.source, grade.graded_at) == ("mark", AT)
    await graded(store, **same, right=False, graded_at=AT + timedelta(days=2))
    [grade] = await store.grades()
    assert (grade.right, grade.graded_at) == (False, AT + timedelta(days=2))


async def test_a_conversation_counts_once_and_only_for_what_made_its_drafts(store: Store):
    one = await graded(store)
    await graded(store, conversation_id=one.conversation_id)
    await graded(store, intent="how_to", graded_at=AT + timedelta(days=3))
    await graded(store, fingerprint="models:2")
    await graded(store, blocked=True)
    assert dict(await store.graded("models:1")) == {"password_reset": 1, "how_to": 1}
    assert dict(await store.graded("models:1", AT + timedelta(days=1))) == {"how_to": 1}


async def test_the_decision_that_a_handoff_was_about_is_found(store: Store):
    first, second = a_message(), a_message()
    await keep(store, first)
    claim = await taken(store)
    await store.conclude(claim, a_handoff(claim.message), [])
    ticket = claim.conversation_id
    assert await store.decision_on(ticket, 0) is None
    await keep(store, second, ticket=ticket)
    claim2 = await taken(store)
    review = a_review(claim2.message)
    await store.conclude(claim2, review, [])
    await keep(store, a_message(sender="dana@acme.example"), agent_ticket=ticket)
    agents = await taken(store)
    await store.conclude(agents, a_relay(agents.message), [an_outgoing("relay")])

    found = await store.decision_on(ticket, claim.message_id)
    assert found is not None and (found.kind, found.message_id) == ("handoff", claim.message_id)
    for asked in (0, claim2.message_id, agents.message_id, 10_000):
        found = await store.decision_on(ticket, asked)
        assert found is not None and (found.kind, found.case) == ("review", review.case)
    assert await store.decision_on(ticket + 1, claim.message_id) is None


async def test_a_decision_of_another_conversation_is_not_found(store: Store):
    mine, _ = await answered(store, a_message())
    other, _ = await answered(store, a_message(sender="bert@customer.example"))
    found = await store.decision_on(mine.conversation_id, other.message_id)
    assert found is not None and found.message_id == mine.message_id


async def test_automatic_answers_are_counted_by_intent(store: Store, clock: Clock):
    start = clock()
    clock.turn(hours=1)
    await answered(store, a_message())
    clock.turn(days=1)
    await answered(store, a_message(sender="bert@customer.example"))
    await keep(store, a_message())
    claim = await taken(store)
    await store.conclude(claim, a_silence(claim.message), [])
    assert dict(await store.answers_since(start)) == {"password_reset": 2}
    assert dict(await store.answers_since(clock() - timedelta(hours=1))) == {"password_reset": 1}


def a_licence(intent: str = "", **changes: Any) -> Licence:
    return Licence(**{"intent": intent, "alpha": 0.05, "delta": 0.1, "changed_at": AT, **changes})


async def test_licences_come_back_equal_and_one_takes_the_place_of_another(store: Store):
    assert list(await store.licences()) == []
    assert list(await store.ladder_steps()) == []
    pooled = a_licence(threshold=0.71, voided=("a", "b"), made_at=AT, why="Proven: 5 %")
    own = a_licence("how_to", stage="auto", changed_at=AT + timedelta(hours=1))
    step = LadderStep(at=AT, intent="how_to", before="veto", after="auto", why="It went well.")
    assert await store.keep_licences([own, pooled], [step], seen=None)
    assert list(await store.licences()) == [pooled, own]
    down = LadderStep(at=AT + timedelta(days=1), intent="how_to", before="auto", after="review", why="It did not.")
    newer = a_licence("how_to", changed_at=AT + timedelta(days=1), broken=True)
    assert await store.keep_licences([newer], [down], seen=own.changed_at)
    assert list(await store.licences()) == [pooled, newer]
    assert list(await store.ladder_steps()) == [down, step]
    assert list(await store.ladder_steps(1)) == [down]


async def test_who_comes_second_changes_no_licence(store: Store):
    assert await store.keep_licences([a_licence()], [], seen=None)
    step = LadderStep(at=AT, intent="", before="review", after="veto", why="Again.")
    later = a_licence(stage="veto", changed_at=AT + timedelta(hours=1))
    assert not await store.keep_licences([later], [step], seen=None)
    assert not await store.keep_licences([later], [step], seen=AT - timedelta(hours=1))
    assert [one.stage for one in await store.licences()] == ["review"]
    assert not await store.ladder_steps()


async def test_an_answer_counts_as_answered_once_it_is_decided(store: Store):
    await keep(store, a_message())
    claim = await taken(store)
    await store.conclude(claim, a_reply(claim.message), [an_outgoing()])
    found = await store.decision_on(claim.conversation_id, 0)
    assert found is not None and found.kind == "reply"


# ------------------------------------------------------------------------------------------------------------ the veto


async def waiting(store: Store, clock: Clock, minutes: float = 30) -> int:
    """An automatic answer that waits for its time; its message."""
    await keep(store, a_message())
    claim = await taken(store)
    reply = replace(an_outgoing(), not_before=clock() + timedelta(minutes=minutes))
    await store.conclude(claim, a_reply(claim.message), [reply, an_outgoing("handoff", "team@acme.example")])
    return claim.message_id


async def test_an_answer_is_not_sent_before_its_time(store: Store, clock: Clock):
    await waiting(store, clock)
    notice = await store.take_to_send(lease_seconds=60)
    assert notice is not None and notice.mail.kind == "handoff"
    await store.mark(notice, Delivery.SENT)
    clock.turn(minutes=29)
    assert await store.take_to_send(lease_seconds=60) is None
    clock.turn(minutes=1)
    reply = await store.take_to_send(lease_seconds=60)
    assert reply is not None and reply.mail.kind == "reply"


async def test_a_stopped_answer_never_leaves_and_a_person_has_its_mail(store: Store, clock: Clock):
    message = await waiting(store, clock)
    assert await store.stop_reply(1, message, why="dana answered") == "stopped"
    assert await store.stop_reply(1, message, why="dana answered") == "stopped"
    clock.turn(days=1)
    notice = await store.take_to_send(lease_seconds=60)
    assert notice is not None and notice.mail.kind == "handoff"
    assert await store.take_to_send(lease_seconds=60) is None
    ticket = await store.ticket(1)
    assert ticket is not None and ticket["state"] == "with a person"
    assert ticket["messages"][0]["outcome"] == "with a person"
    assert sorted(mail["state"] for mail in ticket["mails"]) == ["failed", "sending"]


async def test_what_is_being_sent_cannot_be_stopped(store: Store, clock: Clock):
    message = await waiting(store, clock, minutes=0)
    reply = await store.take_to_send(lease_seconds=60)
    assert reply is not None and reply.mail.kind == "reply"
    assert await store.stop_reply(1, message, why="too late") == "gone"
    await store.mark(reply, Delivery.SENT)
    assert await store.stop_reply(1, message, why="too late") == "gone"
    ticket = await store.ticket(1)
    assert ticket is not None and ticket["messages"][0]["outcome"] == "answered"


async def test_where_no_answer_is_there_is_nothing_to_stop(store: Store, clock: Clock):
    message = await waiting(store, clock)
    assert await store.stop_reply(2, message, why="another ticket") == "none"
    assert await store.stop_reply(1, 0, why="no message") == "none"
    assert await store.stop_reply(1, message + 1, why="no message") == "none"


async def test_of_a_sender_and_who_stops_it_exactly_one_wins(store: Store, clock: Clock):
    for number in range(1, 9):
        message = await waiting(store, clock, minutes=0)
        taken_up, said = await asyncio.gather(
            store.take_to_send(lease_seconds=600), store.stop_reply(number, message, why="race")
        )
        assert taken_up is not None
        assert (taken_up.mail.kind == "reply") == (said == "gone")
        while taken_up is not None:
            await store.mark(taken_up, Delivery.SENT)
            taken_up = await store.take_to_send(lease_seconds=600)
