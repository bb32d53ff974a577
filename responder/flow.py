"""Mail in → decision → mail out, on one page. Start here.

Every function is one turn of a loop that `daemon` keeps going, and safe to kill anywhere: what is not committed is
done again, what is committed is never done twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from responder.config import Settings
from responder.domain import (
    Case,
    Claim,
    Customer,
    Decision,
    Delivery,
    Handoff,
    Passage,
    Quarantine,
    QueuedMail,
    Reading,
    Reason,
    Relay,
    Reply,
    Review,
    Silence,
)
from responder.errors import DeliveryUnknown, GiveUp, LeaseLost, ResponderError, TryLater
from responder.ports import Mailbox, World
from responder.steps import (
    agent_reply,
    compose,
    confidence,
    ground,
    policy,
    questions,
    retrieve,
    rules,
    screen,
    signals,
    thread,
)

log = logging.getLogger("responder")

# ------------------------------------------------------------------------------------------------------------ mail in


async def take_in(mailbox: Mailbox, world: World, settings: Settings) -> int:
    """Store what is new in a mailbox. The cursor moves in the transaction that stores. Returns how many mails wait."""
    waiting = 0
    async for batch in mailbox.fetch_new(await world.store.cursor(mailbox.name)):
        messages = await world.reader.read(mailbox.name, batch.mails)
        world.passed("fetched")
        arrivals = [
            thread.arrival_of(fetched, message, settings, world.key)
            for fetched, message in zip(batch.mails, messages, strict=True)
        ]
        waiting += await world.store.keep(
            mailbox.name, batch.uidvalidity, arrivals, last_uid=max(m.uid for m in batch.mails)
        )
        world.passed("stored")
    return waiting


# ----------------------------------------------------------------------------------------------------------- decision


async def answer_next(world: World, settings: Settings) -> bool:
    """Claim the conversation that waits longest, decide about its oldest message, conclude. False: nothing waits."""
    claim = await world.store.claim(lease_seconds=settings.work.lease_seconds)
    if claim is None:
        return False
    world.passed("claimed")
    try:
        async with _held(claim, world, settings):
            decision = await _settle(claim, world, settings)
            await conclude(claim, decision, world, settings)
    except LeaseLost:
        log.info("message %s: another worker took it over", claim.message_id)
    except TryLater as later:
        await _put_back(claim, world, settings, why=str(later), after=later.after, count=False)
    except Exception as error:
        log.exception("message %s: attempt %s failed", claim.message_id, claim.attempts)
        await _put_back(claim, world, settings, why=f"{type(error).__name__}: {error}", after=0, count=True)
    return True


async def _settle(claim: Claim, world: World, settings: Settings) -> Decision:
    case = Case(message=claim.message)
    unreadable = next((d for d in claim.message.defects if d.startswith("unreadable: ")), "")
    if unreadable:
        return Quarantine(case=case, reasons=(Reason(rule="mail_cannot_be_read", text=f"The mail is {unreadable}."),))
    if claim.attempts > settings.work.attempts:
        why = f"Handling it failed {claim.attempts - 1} times."
        return Quarantine(case=case, reasons=(Reason(rule="handling_failed", text=why),))
    if claim.agent_ticket:
        return await _agent_answered(claim, case, world, settings)
    waited = world.now() - (claim.first_claimed_at or world.now())
    return await decide(
        case, world, settings, claim=claim, patient=waited < timedelta(minutes=settings.models.patience_minutes)
    )


async def decide(
    case: Case, world: World, settings: Settings, *, claim: Claim | None = None, patient: bool = False
) -> Decision:
    """Screen, read, retrieve, draft, judge. Changes nothing in the world.

    With `patient`, raises TryLater when a model is away and the mail might be answered; a mail that goes to a person
    anyway never waits. Without `claim` the message is judged by itself, with no conversation.
    """
    if claim and (ours := await _bounce_of_ours(case, claim, world, settings)):
        return ours
    case, reasons = _look("screening", screen.SCREENING, case, settings)
    if reasons:
        return Silence(case=case, reasons=reasons)
    world.passed("screened")

    case = await _with_customer(case, claim, world)
    case = replace(case, questions=questions.questions_of(case.message.subject, case.message.reply_text))
    (reading, trouble), passages = await asyncio.gather(_read(case, world), _find_passages(case, world, settings))
    case = replace(case, reading=reading, passages=passages, costs=(*case.costs, *_cost(reading)))
    world.passed("read")

    case, straight = _look("before drafting", policy.STRAIGHT_TO_A_PERSON, case, settings)
    if trouble and not straight and patient and isinstance(trouble, TryLater):
        raise trouble
    case = replace(case, trouble=str(trouble or ""))
    case, reasons = _look("before drafting", policy.BEFORE_DRAFTING, case, settings)
    if straight or reasons:
        return _to_a_person(case, straight + reasons, settings, assisted=not straight)

    try:
        draft = await world.language_model.draft(case)
    except TryLater as later:
        if patient:
            raise
        case = replace(case, trouble=str(later))
    except GiveUp as error:
        case = replace(case, trouble=str(error))
    else:
        grounding = ground.check(draft, case.passages, question_text=case.message.reply_text)
        case = replace(case, draft=draft, grounding=grounding, costs=(*case.costs, *_cost(draft)))
        likely, made_of = confidence.of(case, settings)
        case = replace(case, confidence=likely, signals=made_of)
    world.passed("drafted")

    case, reasons = _look("before sending", policy.BEFORE_SENDING, case, settings)
    if case.draft is None or (reasons and not policy.worth_a_review(case, reasons, settings)):
        return _to_a_person(case, reasons, settings, assisted=True)
    if reasons:
        return Review(case=case, draft=case.draft, reasons=reasons)
    return Reply(case=case, draft=case.draft)


async def conclude(claim: Claim, decision: Decision, world: World, settings: Settings) -> None:
    """Compose what the decision sends and commit both together."""
    world.passed("decided")
    raw = await world.store.raw(claim.message_id) if not isinstance(decision, Silence | Reply) else b""
    mails = compose.mails_for(
        decision,
        claim=claim,
        settings=settings,
        key=world.key,
        now=world.now(),
        raw=raw,
        model_name=world.language_model.name,
    )
    await world.store.conclude(claim, decision, mails)
    world.passed("concluded")
    log.info(
        "message %s: %s (%s)", claim.message_id, decision.outcome, ", ".join(reason.rule for reason in decision.reasons)
    )


def _look(
    name: rules.Table, table: Sequence[rules.Rule], case: Case, settings: Settings
) -> tuple[Case, tuple[Reason, ...]]:
    verdicts = rules.look(name, table, case, settings)
    return replace(case, verdicts=(*case.verdicts, *verdicts)), rules.reasons(verdicts)


def _to_a_person(case: Case, reasons: tuple[Reason, ...], settings: Settings, *, assisted: bool) -> Decision:
    if storm := policy.too_much_for_people(case, settings):
        return Silence(case=case, reasons=(Reason(rule="too_much_for_people", text=storm), *reasons))
    return Handoff(case=case, reasons=reasons, assisted=assisted)


async def _with_customer(case: Case, claim: Claim | None, world: World) -> Case:
    email = case.message.sender.email.lower() if case.message.sender else ""
    account = await world.customers.account_of(email) if email else None
    customer = Customer(email=email, name=case.message.sender.name if case.message.sender else "")
    if claim:
        customer = await world.store.history_of(email, besides=claim.conversation_id) if email else customer
        case = replace(
            case,
            conversation=await world.store.conversation_of(claim),
            traffic=await world.store.traffic_of(claim.message, conversation_id=claim.conversation_id),
        )
    if account:
        customer = replace(customer, name=account[0] or customer.name, account=account[1], known=True)
    elif not customer.name and case.message.sender:
        customer = replace(customer, name=case.message.sender.name)
    return replace(case, customer=customer)


async def _read(case: Case, world: World) -> tuple[Reading, ResponderError | None]:
    """The model's reading, with what the rules of signals notice added: a model may see more, never less.

    When the model cannot, the offline model reads, and why is told: a handoff does not wait for a model."""
    trouble: ResponderError | None = None
    try:
        reading = await world.language_model.read(case)
    except (TryLater, GiveUp) as error:
        trouble = error
        reading = await world.offline_model.read(case)
    noticed = signals.noticed(case.message.reply_text, case.message.subject)
    mood = signals.frustration(case.message.reply_text, contacts=policy.contacts_about_this(case))
    return (
        replace(
            reading,
            signals=tuple(dict.fromkeys((*reading.signals, *noticed))),
            frustration=max(reading.frustration, mood),
        ),
        trouble,
    )


async def _find_passages(case: Case, world: World, settings: Settings) -> tuple[Passage, ...]:
    searches = retrieve.searches(case)
    vectors = await world.embedder.embed(searches)
    found = [
        await world.knowledge.search(
            text, vector, language=case.message.language, limit=2 * settings.knowledge.passages
        )
        for text, vector in zip(searches, vectors, strict=True)
    ]
    return retrieve.best_of(searches, found, limit=settings.knowledge.passages)


def _cost(made: object) -> tuple[Any, ...]:
    cost = getattr(made, "cost", None)
    return (cost,) if cost else ()


async def _bounce_of_ours(case: Case, claim: Claim, world: World, settings: Settings) -> Decision | None:
    """A mail of ours that could not be delivered goes to a person; that of a handoff cannot, and is shouted about."""
    bounce = case.message.bounce
    lost = [f for f in bounce.failed if not f.temporary] if bounce else []
    if not bounce or not lost:
        return None
    ids = (bounce.original_message_id, *case.message.in_reply_to)
    if not await world.store.is_ours([i for i in ids if i]):
        return None
    told = ", ".join(f"{f.email} ({f.diagnostic or f.status or 'no reason given'})" for f in lost)
    case = replace(case, conversation=await world.store.conversation_of(claim))
    if any(settings.is_agent(f.email) for f in lost):
        log.error("ticket %s: a handoff came back from %s; check [teams]", claim.conversation_id, told)
        return Silence(case=case, reasons=(Reason(rule="handoff_came_back", text=f"A handoff came back: {told}"),))
    return Handoff(case=case, reasons=(Reason(rule="answer_came_back", text=f"Our answer did not arrive: {told}"),))


async def _agent_answered(claim: Claim, case: Case, world: World, settings: Settings) -> Decision:
    """An agent answered a handoff from their own mail program: approve the draft, or pass their words on."""
    case, reasons = _look("screening", screen.SCREENING, case, settings)
    if reasons:
        return Silence(case=case, reasons=reasons)
    case = replace(case, conversation=await world.store.conversation_of(claim))
    agent = case.message.sender.email if case.message.sender else ""
    if agent_reply.approval_in(case.message.reply_text):
        waiting = await world.store.case_to_approve(claim.conversation_id)
        if waiting and waiting.draft:
            approved = replace(case, draft=waiting.draft, passages=waiting.passages, customer=waiting.customer)
            return Relay(case=approved, text=waiting.draft.text, agent=agent, approved=True)
        return Handoff(
            case=case, reasons=(Reason(rule="nothing_to_approve", text="This ticket has no draft that waits."),)
        )
    words = agent_reply.words_for_customer(case.message)
    if not words:
        return Handoff(case=case, reasons=(Reason(rule="agent_wrote_nothing", text="Your mail had no text to send."),))
    return Relay(case=case, text=words, agent=agent)


@asynccontextmanager
async def _held(claim: Claim, world: World, settings: Settings) -> AsyncIterator[None]:
    """Keep the lease while models think."""

    async def extend() -> None:
        while True:
            await asyncio.sleep(settings.work.lease_seconds / 3)
            # a lease that cannot be extended now is fenced at conclude
            with suppress(ResponderError):
                await world.store.extend(claim, lease_seconds=settings.work.lease_seconds)

    extending = asyncio.create_task(extend())
    try:
        yield
    finally:
        extending.cancel()


async def _put_back(claim: Claim, world: World, settings: Settings, *, why: str, after: float, count: bool) -> None:
    wait = max(after, settings.work.retry_seconds * 2 ** min(claim.attempts - 1, 6))
    log.warning("message %s: again in %.0f s: %s", claim.message_id, wait, why)
    # if the store is away too, the lease runs out by itself
    with suppress(ResponderError):
        await world.store.put_back(claim, after_seconds=wait, why=why, count=count)


# ----------------------------------------------------------------------------------------------------------- mail out


async def send_next(world: World, settings: Settings) -> bool:
    """Send the mail that is due, or find out what became of one whose sending broke. False: nothing is due."""
    queued = await world.store.take_to_send(lease_seconds=max(settings.work.unknown_grace_seconds, 5))
    if queued is None:
        return False
    if queued.state is Delivery.UNKNOWN:
        await _find_out(queued, world, settings)
        return True
    world.passed("sending")
    mail = queued.mail
    try:
        await world.outboxes[mail.mailbox].send(mail)
    except DeliveryUnknown as lost:
        await world.store.mark(
            queued, Delivery.UNKNOWN, why=str(lost), after_seconds=settings.work.unknown_grace_seconds
        )
    except TryLater as later:
        await _send_later(queued, later, world, settings)
    except GiveUp as refused:
        await _not_sent(queued, str(refused), world, settings)
    else:
        world.passed("accepted")
        await world.store.mark(queued, Delivery.SENT)
        world.passed("sent")
        await _copy_to_sent(queued, world)
        world.passed("copied")
    return True


async def _send_later(queued: QueuedMail, later: TryLater, world: World, settings: Settings) -> None:
    # a budget in attempts would give healthy mail to people when the server is down for an hour; ours is in time
    if world.now() - queued.queued_at > timedelta(hours=settings.work.send_for_hours):
        await _not_sent(queued, f"given up after {settings.work.send_for_hours:g} hours: {later}", world, settings)
    else:
        wait = max(later.after, min(settings.work.retry_seconds * 2 ** min(queued.attempts, 8), 1800))
        await world.store.mark(queued, Delivery.READY, why=str(later), after_seconds=wait)


async def _find_out(queued: QueuedMail, world: World, settings: Settings) -> None:
    """The connection broke after the final dot, or the sender was killed. Look for proof; never send an answer blindly."""
    mail = queued.mail
    mailbox = next(m for m in world.mailboxes if m.name == mail.mailbox)
    try:
        proven = await mailbox.find_sent(mail.message_id)
    except (TryLater, GiveUp) as away:
        await world.store.mark(queued, Delivery.UNKNOWN, why=str(away), after_seconds=60)
        return
    if proven:
        await world.store.mark(queued, Delivery.SENT, why="proven by a copy")
    elif mail.kind in ("handoff", "notice"):
        # told twice is better than not at all; the same Message-ID lets the agent's server drop the second
        await world.store.mark(queued, Delivery.READY, why="no proof that it was accepted; sending it again")
    else:
        await _not_sent(queued, "the connection broke while sending; it may or may not have arrived", world, settings)


async def _not_sent(queued: QueuedMail, why: str, world: World, settings: Settings) -> None:
    log.error("%s to %s was not sent: %s", queued.mail.kind, queued.mail.recipient, why)
    if queued.mail.kind == "notice" and queued.mail.recipient == settings.inbox_of("support"):
        # there is nobody else to tell, nothing smaller to tell it with, and it must not be lost
        await world.store.mark(queued, Delivery.READY, why=why, after_seconds=1800)
        return
    notice = compose.undelivered_notice(queued, why, settings=settings, key=world.key, now=world.now())
    await world.store.mark(queued, Delivery.FAILED, why=why, notice=notice)


async def _copy_to_sent(queued: QueuedMail, world: World) -> None:
    if queued.mail.kind not in ("reply", "relay"):
        return
    mailbox = next((m for m in world.mailboxes if m.name == queued.mail.mailbox), None)
    try:
        if mailbox:
            await mailbox.append_to_sent(queued.mail.raw, queued.mail.message_id)
    except ResponderError as error:
        # a missing copy never touches the mail that was sent
        log.warning("no copy of %s in Sent: %s", queued.mail.message_id, error)


# ------------------------------------------------------------------------------------------------- the mailbox itself


async def file_away(world: World, settings: Settings) -> int:
    """Show in the mailbox what became of mails. After the commit, so that losing it loses nothing."""
    rows = await world.store.unfiled(limit=200)
    mailboxes = {m.name: m for m in world.mailboxes}
    for message_id, mailbox, uidvalidity, uid, outcome in rows:
        if mailbox in mailboxes:
            await mailboxes[mailbox].file(uidvalidity, uid, outcome)
        await world.store.filed(message_id)
        world.passed("filed")
    return len(rows)
