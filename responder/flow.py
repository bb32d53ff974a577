"""Mail in → decision → mail out, on one page. Start here.

Every function is one turn of a loop that `daemon` keeps going, and safe to kill anywhere: what is not committed is
done again, what is committed is never done twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from responder import autonomy
from responder.config import Settings
from responder.domain import (
    Batch,
    Case,
    Claim,
    Cursor,
    Customer,
    Decision,
    Delivery,
    Fetched,
    Handoff,
    Message,
    OutgoingMail,
    Passage,
    PastDecision,
    Quarantine,
    QueuedMail,
    Reading,
    Reason,
    Relay,
    Reply,
    Review,
    Silence,
    account_of,
)
from responder.errors import DeliveryUnknown, GiveUp, LeaseLost, ResponderError, TryLater
from responder.ports import Mailbox, Outbox, World
from responder.steps import (
    agent_reply,
    compose,
    confidence,
    ground,
    joining,
    judge,
    policy,
    questions,
    retrieve,
    signals,
    thread,
)
from responder.steps.question import without_courtesies

log = logging.getLogger("responder")

MOST_BLIND_SENDS = 5
"""A mail to the team whose arrival nothing proves is sent again so often; then a smaller one says so."""

LATE_SECONDS = 0.5
"""A mail that takes longer to read is stored by itself later."""
MOST_LATE = 8
"""mails that are still being read while the next are fetched"""

SIMILAR_SECONDS = 2.0
"""that a handoff may wait for similar tickets"""

# ------------------------------------------------------------------------------------------------------------ mail in


async def take_in(mailbox: Mailbox, world: World, settings: Settings) -> int:
    """Store what is new in a mailbox. The cursor moves in the transaction that stores. Returns how many mails wait."""
    cursor = await world.store.cursor(mailbox.name)
    waiting = await _keep(mailbox.fetch_new(cursor), mailbox, world, settings)
    if mailbox.may_have_missed():
        cursor = await world.store.cursor(mailbox.name)
        known = await world.store.uids_known(mailbox.name, cursor.uidvalidity)
        waiting += await _keep(mailbox.fetch_missed(cursor, known), mailbox, world, settings, cursor=cursor)
    return waiting


async def _keep(
    batches: AsyncIterator[Batch], mailbox: Mailbox, world: World, settings: Settings, *, cursor: Cursor | None = None
) -> int:
    """Store what was read within LATE_SECONDS; a mail that takes longer holds up neither its batch nor the next ones.

    The cursor stays before a mail that is not stored yet: after a crash it comes again, and so do those behind it, which
    are then known by their bytes. `cursor`: these mails lie below it, and it stays where it is."""
    waiting = newest = 0
    reading: dict[asyncio.Task[list[Message]], Fetched] = {}
    try:
        async for batch in batches:
            if cursor:
                log.info("mailbox %s: %d mail(s) below the cursor were not stored yet", mailbox.name, len(batch.mails))
            newest = max(mail.uid for mail in batch.mails)
            started = _reading(batch, mailbox, world)
            reading |= started
            await asyncio.wait(started, timeout=LATE_SECONDS)
            while sum(not task.done() for task in reading) > MOST_LATE:
                await asyncio.wait([t for t in reading if not t.done()], return_when=asyncio.FIRST_COMPLETED)
            waiting += await _keep_read(batch.uidvalidity, reading, newest, cursor, mailbox, world, settings)
        while reading:
            await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
            waiting += await _keep_read(batch.uidvalidity, reading, newest, cursor, mailbox, world, settings)
    finally:
        for task in reading:
            task.cancel()
    return waiting


def _reading(batch: Batch, mailbox: Mailbox, world: World) -> dict[asyncio.Task[list[Message]], Fetched]:
    # what the server gives nothing of is told apart by where it lies: no two such mails are the same mail
    mails = [m if m.raw else replace(m, raw=_place_of(mailbox.name, batch.uidvalidity, m.uid)) for m in batch.mails]
    account = account_of(mailbox.name)
    return {asyncio.create_task(world.reader.read(account, [mail])): mail for mail in mails}


async def _keep_read(
    uidvalidity: int,
    reading: dict[asyncio.Task[list[Message]], Fetched],
    newest: int,
    cursor: Cursor | None,
    mailbox: Mailbox,
    world: World,
    settings: Settings,
) -> int:
    """Store those that are read, which leave `reading`."""
    done = [(reading.pop(task), task) for task in list(reading) if task.done()]
    if not done:
        return 0
    mails, messages = [mail for mail, _ in done], [message for _, task in done for message in task.result()]
    if mailbox.put_aside:
        # as if the filter had written it into the mail: such mail is for a person
        messages = [replace(m, headers=(*m.headers, ("X-Spam-Flag", f"YES: {mailbox.put_aside}"))) for m in messages]
    world.passed("fetched")
    await _learn_our_other_ids(mailbox, messages, world)
    arrivals = [
        thread.arrival_of(fetched, message, settings, world.key)
        for fetched, message in zip(mails, messages, strict=True)
    ]
    last_uid = cursor.last_uid if cursor else min((mail.uid - 1 for mail in reading.values()), default=newest)
    waiting = await world.store.keep(mailbox.name, uidvalidity, arrivals, last_uid=last_uid)
    world.passed("stored")
    return waiting


def _place_of(mailbox: str, uidvalidity: int, uid: int) -> bytes:
    return f"X-Responder-Not-Fetched: {mailbox} {uidvalidity} {uid}\r\n\r\n".encode()


async def _learn_our_other_ids(mailbox: Mailbox, messages: Sequence[Message], world: World) -> None:
    """Some providers send our mail under another Message-ID, and that is the one which customers answer."""
    probe = world.probes.get(account_of(mailbox.name))
    if probe is None or probe.keeps_message_id:
        return
    for message in messages:
        answered = (*message.in_reply_to, *reversed(message.references))[:3]
        try:
            if answered and not await world.store.is_ours(answered):
                for theirs in answered:
                    if ours := await mailbox.our_id_of(theirs):
                        await world.store.also_known_as(ours, theirs)
                        break
        except ResponderError as error:
            # a mail that joins no conversation is better than one that is not stored
            log.warning("mailbox %s: cannot look for what %s answers: %s", mailbox.name, message.message_id, error)


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
    except asyncio.CancelledError:
        # a stop is not the mail's fault: whoever comes next may begin at once
        with suppress(ResponderError):
            await asyncio.shield(world.store.put_back(claim, after_seconds=0, why="stopped", count=False))
        raise
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
    since = await world.store.born() - timedelta(days=settings.work.first_look_days)
    if claim.message.received_at < since:
        why = f"It came on {claim.message.received_at:%Y-%m-%d}, before Responder began here; it is left as it is."
        return Silence(case=case, reasons=(Reason(rule="mail_is_from_before_the_start", text=why),))
    if claim.attempts > settings.work.attempts:
        why = f"Handling it failed {claim.attempts - 1} times."
        return Quarantine(case=case, reasons=(Reason(rule="handling_failed", text=why),))
    if claim.agent_ticket:
        return await _agent_answered(claim, case, world, settings)
    addressed, ours = thread.addressed(claim.message), thread.our_addresses(settings)
    if ticket := thread.ticket_in(addressed, ours, world.key)[1]:
        return await _no_agent_answered(
            case, ticket, thread.handoff_answered(addressed, ours, world.key), world, settings
        )
    if await _answers_no_ticket(claim.message, world, settings):
        return _notice_answered(case, settings)
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
    case, decision = judge.before_reading(case, settings)
    if decision:
        return decision
    world.passed("screened")

    case = await _with_customer(case, claim, world, settings)
    case = replace(case, questions=questions.questions_of(case.message.subject, case.message.reply_text))
    (reading, no_model), (passages, no_passages) = await asyncio.gather(
        _read(case, world), _find_passages(case, world, settings)
    )
    trouble = no_model or no_passages
    case = replace(case, reading=reading, passages=passages, costs=(*case.costs, *_cost(reading)))
    case = autonomy.begun(replace(case, trouble=str(trouble or "")), world, settings)
    world.passed("read")

    case, decision = judge.before_drafting(case, settings)
    if patient and isinstance(trouble, TryLater) and judge.only_a_model_is_missing(decision):
        raise trouble
    if decision:
        return decision

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
        likely, made_of = confidence.of(case, settings, world.weighing or confidence.AS_IT_CAME)
        case = replace(case, confidence=likely, signals=made_of)
        case = await autonomy.with_licence(case, world, settings)
    world.passed("drafted")

    return judge.before_sending(case, settings)


async def conclude(claim: Claim, decision: Decision, world: World, settings: Settings) -> None:
    """Compose what the decision sends and commit both together."""
    world.passed("decided")
    if isinstance(decision, Handoff | Review):
        decision = replace(decision, case=await _with_similar(decision.case, world, settings))
    by_itself = isinstance(decision, Silence) or (isinstance(decision, Reply) and not decision.veto_minutes)
    raw = b"" if by_itself else await world.store.raw(claim.message_id)
    mails = compose.mails_for(
        decision,
        claim=claim,
        settings=settings,
        key=world.key,
        now=world.now(),
        raw=raw,
        model_name=world.language_model.name,
        place=await world.store.where(claim.message_id) if isinstance(decision, Quarantine) else ("", 0, 0),
    )
    await autonomy.learn_from(claim, decision, world, settings)
    await world.store.conclude(claim, decision, mails)
    world.passed("concluded")
    if decision.reasons and decision.reasons[0].rule == "too_much_for_people":
        notice = compose.storm_notice(claim, settings=settings, key=world.key, now=world.now())
        day = f"{world.now():%Y-%m-%d}"
        await world.store.queue_notice(
            notice, conversation_id=claim.conversation_id, once=f"storm {decision.case.customer.email} {day}"
        )
    if decision.reasons and decision.reasons[0].rule == agent_reply.NOTICE_ANSWERED:
        # once a day: whatever answers each of our mails must not have each answered in turn
        notice = compose.notice_answered(claim, settings=settings, key=world.key, now=world.now())
        once = f"notice answered {notice.recipient.lower()} {world.now():%Y-%m-%d}"
        await world.store.queue_notice(notice, conversation_id=0, once=once)
    log.info(
        "message %s: %s (%s)", claim.message_id, decision.outcome, ", ".join(reason.rule for reason in decision.reasons)
    )


async def _with_customer(case: Case, claim: Claim | None, world: World, settings: Settings) -> Case:
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
        token, _ = thread.ticket_in(thread.addressed(claim.message), thread.our_addresses(settings), world.key)
        if token and token != claim.conversation_id:
            # the address that it came to stands in nothing but our mail to somebody else
            case = replace(case, traffic=replace(case.traffic, answers_mail_to_another=True))
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


async def _find_passages(
    case: Case, world: World, settings: Settings
) -> tuple[tuple[Passage, ...], ResponderError | None]:
    """What the knowledge base has, or why it cannot be asked: a handoff does not wait for it either."""
    searches = retrieve.searches(case)
    try:
        vectors = await world.embedder.embed(searches)
        found = [
            await world.knowledge.search(
                text,
                vector,
                language=case.message.language,
                limit=2 * settings.knowledge.passages,
                within=retrieve.part_for(case, settings),
            )
            for text, vector in zip(searches, vectors, strict=True)
        ]
    except ResponderError as error:
        return (), error
    return retrieve.best_of(searches, found, limit=settings.knowledge.passages), None


async def _with_similar(case: Case, world: World, settings: Settings) -> Case:
    """For the agent only, after everything was decided. Nice to have: it never holds a handoff back."""
    if world.solved is None or not case.message.reply_text.strip() or case.message.bounce:
        return case
    question = f"{case.message.subject}\n{without_courtesies(case.message.reply_text)}"
    looking = world.solved.similar(
        question,
        language=case.message.language,
        customer=case.customer.email or case.conversation.customer,
        least=settings.knowledge.solved_likeness,
        limit=3,
    )
    try:
        async with asyncio.timeout(SIMILAR_SECONDS):
            return replace(case, similar=await looking)
    except Exception as error:  # whatever it is, the handoff goes out without
        log.warning("no similar tickets are shown: %s: %s", type(error).__name__, error)
        return case


def _cost(made: object) -> tuple[Any, ...]:
    cost = getattr(made, "cost", None)
    return (cost,) if cost else ()


async def _bounce_of_ours(case: Case, claim: Claim, world: World, settings: Settings) -> Decision | None:
    """A mail of ours that could not be delivered goes to a person; that of a handoff cannot, and is shouted about."""
    bounce = case.message.bounce
    lost = [f for f in bounce.failed if not f.temporary] if bounce else []
    if not bounce or not lost:
        return None
    told = ", ".join(f"{f.email} ({f.diagnostic or f.status or 'no reason given'})" for f in lost)
    ids = (bounce.original_message_id, *case.message.in_reply_to)
    token, _ = thread.ticket_in(thread.addressed(case.message), thread.our_addresses(settings), world.key)
    others: set[int] = set()
    if token != claim.conversation_id and not await world.store.is_ours([i for i in ids if i]):
        # it names no mail of ours; then it is about what we wrote to the failed recipient, or about nothing of ours
        since = world.now() - joining.BOUNCES_WITHIN
        box = case.message.mailbox
        found = await world.store.written_to(joining.failed_recipients(case.message), mailbox=box, since=since)
        places = {place for conversations in found.values() for place in conversations}
        if not places:
            return None
        others = places - {claim.conversation_id}
    if others:
        told += f"; which one it was is not said, see tickets {', '.join(map(str, sorted(others)[:10]))}"
    case = replace(case, conversation=await world.store.conversation_of(claim))
    if any(settings.is_agent(f.email) for f in lost):
        log.error("ticket %s: a handoff came back from %s; check [teams]", claim.conversation_id, told)
        if not any(f.email.lower() == settings.inbox_of("support").lower() for f in lost):
            return Handoff(
                case=replace(case, reading=None),
                reasons=(Reason(rule="handoff_came_back", text=f"A handoff did not arrive: {told}. Check [teams]."),),
            )
        return Silence(case=case, reasons=(Reason(rule="handoff_came_back", text=f"A handoff came back: {told}"),))
    return Handoff(case=case, reasons=(Reason(rule="answer_came_back", text=f"Our answer did not arrive: {told}"),))


async def _no_agent_answered(case: Case, ticket: int, about: int, world: World, settings: Settings) -> Decision:
    """A colleague who is not in the settings, or a program that acknowledges every handoff: that one must end here."""
    case, decision = judge.before_reading(case, settings)
    if decision:
        return decision
    why = "It answers a handoff, but its sender is no agent; add the address to teams.….agents if it should be one."
    if not agent_reply.leaves_it(case.message.reply_text):
        # who has the handoff and objects is no agent, but in doubt an answer does not go out
        held = await world.store.stop_reply(ticket, about, why="somebody who is no agent answered")
        why += f" The answer in ticket {ticket} was held back." if held == "stopped" else ""
    return Handoff(case=case, reasons=(Reason(rule="sender_is_no_agent", text=why),))


async def _answers_no_ticket(message: Message, world: World, settings: Settings) -> bool:
    """Does it answer a mail to the team that belongs to no ticket: a report, or news of autonomy?"""
    if thread.answers_no_ticket(thread.addressed(message), thread.our_addresses(settings), world.key):
        return True
    # a mail program that does not keep to Reply-To
    answered = thread.ids_answered(message)[:1]
    return _gets_notices(message, settings) and await world.store.is_notice(answered)


def _gets_notices(message: Message, settings: Settings) -> bool:
    email = message.sender.email.lower() if message.sender else ""
    return settings.is_agent(email) or (email != "" and email == settings.report_inbox.lower())


def _notice_answered(case: Case, settings: Settings) -> Decision:
    """It came to the address of mails to the team that belong to no ticket, such as reports: there is no customer whom it
    could reach, and who wrote it is told so."""
    case, decision = judge.before_reading(case, settings)
    if decision:
        return decision
    if not _gets_notices(case.message, settings):
        why = "It answers a mail to the team that belongs to no ticket, and its sender is no agent."
        return Handoff(case=case, reasons=(Reason(rule="sender_is_no_agent", text=why),))
    why = "It answers a mail to the team that belongs to no ticket; the sender is told that nobody is reached by it."
    return Silence(case=case, reasons=(Reason(rule=agent_reply.NOTICE_ANSWERED, text=why),))


async def _agent_answered(claim: Claim, case: Case, world: World, settings: Settings) -> Decision:
    """An agent answered a handoff from their own mail program: approve the draft, or pass their words on.

    In doubt nothing goes to the customer, and the team reads why."""
    case, decision = judge.before_reading(case, settings)
    if decision and not agent_reply.only_sounds_automatic(case.message, decision):
        return decision
    case = replace(case, conversation=await world.store.conversation_of(claim))
    message, agent = case.message, case.message.sender.email if case.message.sender else ""
    about = thread.handoff_answered(thread.addressed(message), thread.our_addresses(settings), world.key)
    held = "none"
    if not agent_reply.leaves_it(message.reply_text):
        # before anything else: whatever the agent wants to say, they do not let the answer pass
        held = await world.store.stop_reply(claim.conversation_id, about, why=f"{agent} answered")
    waiting = await world.store.case_to_approve(claim.conversation_id, about)
    if agent_reply.only_notes(message.reply_text):
        return _note(case, held, settings)
    if waiting is None and agent_reply.approval_in(message.reply_text):
        past = await world.store.decision_on(claim.conversation_id, about)
        if past and past.message_id == about and past.kind == "reply" and _is_under_way(past, case):
            agreed = Reason(
                rule=agent_reply.MARKED, text="The answer goes out by itself, and the agent agrees with it."
            )
            return Silence(case=case, reasons=(agreed,))
    draft_waits = waiting is not None
    if why := agent_reply.why_not_sent(case, settings, draft_waits=draft_waits, answer_held=held != "none"):
        return Handoff(case=case, reasons=(Reason(rule="agents_mail_was_not_sent", text=why),))
    if agent_reply.approval_in(message.reply_text) and waiting and waiting.draft:
        approved = replace(case, draft=waiting.draft, passages=waiting.passages, customer=waiting.customer)
        to = thread.reply_address(waiting.message, settings)
        return Relay(case=approved, text=waiting.draft.text, agent=agent, approved=True, to=to)
    return Relay(case=case, text=agent_reply.words_for_customer(message), agent=agent)


def _is_under_way(answer: PastDecision, case: Case) -> bool:
    """Was it sent, or does it still wait for its time? What was stopped or refused is no turn of the conversation."""
    words = answer.case.draft.text if answer.case.draft else ""
    return any(turn.author == "responder" and turn.text == words for turn in case.conversation.turns)


def _note(case: Case, held: str, settings: Settings) -> Decision:
    """Internal lines only: a note, a word on whether the draft was right, or a stop."""
    if agent_reply.stops(case.message.reply_text):
        if held == "stopped":
            why = "The answer was held back before it was sent; the agent has the mail."
            return Silence(case=case, reasons=(Reason(rule=agent_reply.STOPPED, text=why),))
        why = {
            "gone": "The answer had left already, or was just leaving, when your #stop came.",
            "none": "There is no answer that waits to be sent.",
        }[held]
        return Handoff(case=case, reasons=(Reason(rule="agents_mail_was_not_sent", text=why),))
    if agent_reply.mark_in(case.message.reply_text) is None:
        return Silence(
            case=case, reasons=(Reason(rule="agent_left_a_note", text="A note that stays with the ticket."),)
        )
    if why := agent_reply.why_not_counted(case, settings):
        return Handoff(case=case, reasons=(Reason(rule="agents_mail_was_not_sent", text=why),))
    return Silence(case=case, reasons=(Reason(rule=agent_reply.MARKED, text="It says whether the draft was right."),))


def _held(claim: Claim, world: World, settings: Settings) -> AbstractAsyncContextManager[None]:
    """Keep the lease while models think."""
    lease = settings.work.lease_seconds
    return _kept(lambda: world.store.extend(claim, lease_seconds=lease), every=lease / 3)


@asynccontextmanager
async def _kept(keep: Callable[[], Awaitable[None]], *, every: float) -> AsyncIterator[None]:
    async def extend() -> None:
        while True:
            await asyncio.sleep(every)
            # a lease that cannot be extended now is fenced when the work is recorded
            with suppress(ResponderError):
                await keep()

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
    lease = max(settings.work.unknown_grace_seconds, 5)
    queued = await world.store.take_to_send(lease_seconds=lease)
    if queued is None:
        return False
    if queued.state is Delivery.UNKNOWN:
        await _find_out(queued, world, settings)
        return True
    mail = queued.mail
    if mail.kind == "reply" and settings.autonomy.mode == "review":
        # decided when answers could still go out by themselves; whoever takes that back means the ones that wait too
        await _not_sent(queued, "autonomy.mode is review now, and nobody approved this answer", world, settings)
        return True
    world.passed("sending")
    try:
        async with _kept(lambda: world.store.hold(queued, lease_seconds=lease), every=lease / 3):
            await _outbox_of(mail, world).send(mail)
    except DeliveryUnknown as lost:
        probe = world.probes.get(mail.mailbox)
        grace = settings.work.unknown_grace_seconds
        if probe and probe.proof(archive=bool(settings.mailbox_named(mail.mailbox).archive)) == "none":
            grace = 0.0  # nothing to wait for: where no copy is ever filed, a person is told at once
        await world.store.mark(queued, Delivery.UNKNOWN, why=str(lost), after_seconds=grace)
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


def _outbox_of(mail: OutgoingMail, world: World) -> Outbox:
    """A mailbox may have been renamed or taken out of the settings since; its mail leaves by another."""
    return world.outboxes.get(mail.mailbox) or next(iter(world.outboxes.values()))


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
    mailbox = next((m for m in world.mailboxes if m.name == mail.mailbox), None)
    too_long = world.now() - queued.queued_at > timedelta(hours=settings.work.send_for_hours)
    try:
        proven = mailbox is not None and await mailbox.find_sent(mail.message_id)
    except TryLater as away:
        if not too_long:
            await world.store.mark(queued, Delivery.UNKNOWN, why=str(away), after_seconds=60)
            return
        proven = False
    except GiveUp:
        proven = False  # the mailbox cannot be looked into; waiting shows nothing
    if proven:
        await world.store.mark(queued, Delivery.SENT, why="proven by a copy")
    elif mail.kind in ("handoff", "notice") and queued.attempts < MOST_BLIND_SENDS:
        # told twice is better than not at all; the same Message-ID lets the agent's server drop the second
        await world.store.mark(queued, Delivery.READY, why="no proof that it was accepted; sending it again")
    else:
        await _not_sent(queued, "the connection broke while sending; it may or may not have arrived", world, settings)


async def _not_sent(queued: QueuedMail, why: str, world: World, settings: Settings) -> None:
    log.error("%s to %s was not sent: %s", queued.mail.kind, queued.mail.recipient, why)
    much = compose.carries_much(queued.mail)
    if queued.mail.kind == "notice" and queued.mail.recipient == settings.inbox_of("support") and not much:
        # there is nobody else to tell, nothing smaller to tell it with, and it must not be lost
        await world.store.mark(queued, Delivery.READY, why=why, after_seconds=1800)
        return
    inbound = compose.inbound_of(queued.mail) if much else 0
    notice = await asyncio.to_thread(  # packing a large mail takes a second
        compose.undelivered_notice,
        queued,
        why,
        settings=settings,
        key=world.key,
        now=world.now(),
        original=await world.store.raw(inbound) if inbound else b"",
        place=await world.store.where(inbound) if inbound else ("", 0, 0),
    )
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
    done: list[int] = []
    away: dict[str, ResponderError] = {}
    for message_id, mailbox, uidvalidity, uid, outcome in rows:
        if mailbox in away:
            continue
        try:
            if mailbox in mailboxes:
                await mailboxes[mailbox].file(uidvalidity, uid, outcome)
        except ResponderError as error:
            away[mailbox] = error
            log.warning("mailbox %s: mails are not marked yet: %s", mailbox, error)
        else:
            done.append(message_id)
    if done:
        await world.store.filed(done)
        world.passed("filed")
    return len(done)
