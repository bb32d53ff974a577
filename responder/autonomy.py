"""Earned autonomy at work: what a draft may rely on, what people's acts teach, and what becomes of the licences.

The rules and the mathematics are in `steps.earned`; this asks the store and tells the team. Learning never holds mail
back: what goes wrong here is logged, and the mail goes its way.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from responder import wording
from responder.config import Settings
from responder.domain import Case, Claim, Decision, Grade, Handoff, LadderStep, Licence, Relay, Silence, Standing
from responder.errors import ResponderError
from responder.ports import World
from responder.steps import agent_reply, compose, confidence, earned, grading, markdown, policy, thread
from responder.steps.earned import LastLook

log = logging.getLogger("responder")

_LAST_LOOK = "autonomy: last look"


# ---------------------------------------------------------------------------------------------------- before sending


def fingerprint(world: World, settings: Settings) -> str:
    """Of what makes drafts here and now."""
    own = str(settings.path(settings.own_templates)) if settings.own_templates else ""
    return earned.fingerprint(
        models=world.language_model.name,
        prompts=_prompts(own),
        embedding=world.embedder.model,
        settings=settings,
        weighing=world.weighing or confidence.AS_IT_CAME,
    )


@lru_cache(maxsize=8)
def _prompts(own_templates: str) -> str:
    # like the templates themselves: read once in the life of a process
    return wording.sources("prompts", own_templates=own_templates)


def begun(case: Case, world: World, settings: Settings) -> Case:
    """The case with what its grade will count for."""
    standing = Standing(
        fingerprint=fingerprint(world, settings), drafted_at=world.now(), lot=earned.lot_of(case.message, world.key)
    )
    return replace(case, standing=standing)


async def with_licence(case: Case, world: World, settings: Settings) -> Case:
    """A drafted case with what was earned for its intent, and with the cited articles that were edited since."""
    standing = case.standing
    if settings.autonomy.mode != "earned" or standing is None or case.reading is None:
        return case
    licences = await world.store.licences()
    licence = earned.licence_for(case.reading.intent, licences)
    if licence is None or licence.threshold is None:
        graded = await _graded(licence, licences, standing.fingerprint, world)
        return replace(case, standing=replace(standing, licence=licence, graded=graded))
    cited = grading.cited_articles(case)
    edited = set(await world.store.articles_changed(cited, licence.changed_at)) if cited else set()
    edited |= set(cited) & set(licence.voided)
    titles = {p.article_id: p.title or p.article_id for p in case.passages}
    changed = tuple(titles[article] for article in cited if article in edited)
    # the list of voided articles has done its work, and may be long
    return replace(case, standing=replace(standing, licence=replace(licence, voided=()), changed=changed))


async def _graded(licence: Licence | None, licences: Sequence[Licence], fingerprint: str, world: World) -> int:
    """Graded conversations that count for this licence, or would for the first one."""
    counts = await world.store.graded(fingerprint, licence.fresh_from if licence else None)
    if licence is None:
        return sum(counts.values())
    return sum(votes for intent, votes in counts.items() if earned.in_scope(licence, intent, licences))


# ---------------------------------------------------------------------------------------------------- learning


async def learn_from(claim: Claim, decision: Decision, world: World, settings: Settings) -> None:
    """A person's act, or a customer's complaint, becomes a grade. Called before the decision is recorded, so that a
    crash in between only keeps the same grade once more."""
    try:
        grade = await (_agents_word if claim.agent_ticket else _complaint)(claim, decision, world, settings)
        if grade is None:
            return
        await world.store.keep_grade(grade)
        log.info(
            "message %s: its draft was %s (%s)", grade.message_id, "right" if grade.right else "wrong", grade.source
        )
        if settings.autonomy.mode == "earned":
            if (grade.sent or grade.audited) and not grade.right:
                await watch_budget(world, settings)
            await look_if_due(world, settings)
    except ResponderError as error:
        log.warning("message %s: nothing was learned from it: %s", claim.message_id, error)
    except Exception:  # whatever it is, the mail goes its way
        log.exception("message %s: nothing was learned from it", claim.message_id)


async def _agents_word(claim: Claim, decision: Decision, world: World, settings: Settings) -> Grade | None:
    message = decision.case.message
    mark = agent_reply.mark_in(message.reply_text)
    rule = decision.reasons[0].rule if isinstance(decision, Silence) else ""
    marked = rule in (agent_reply.MARKED, agent_reply.STOPPED)
    # a mail that was not passed on may say all the same that the draft is wrong, and so does a stop that came too late
    refused = isinstance(decision, Handoff) and mark is False
    if not (isinstance(decision, Relay) or marked or refused) or agent_reply.why_not_counted(decision.case, settings):
        return None
    if marked and mark is None:
        mark = True  # an approval of what goes out by itself
    about = thread.handoff_answered(thread.addressed(message), thread.our_addresses(settings), world.key)
    past = await world.store.decision_on(claim.conversation_id, about)
    if past is None or past.kind not in ("reply", "review", "handoff") or past.case.reading is None:
        return None
    if mark is not None:
        return grading.grade_of(past, right=mark, source="mark", at=world.now())
    if not isinstance(decision, Relay):
        return None
    if decision.approved:
        return grading.grade_of(past, right=True, source="approval", at=world.now())
    draft = past.case.draft
    same = draft is not None and any(
        grading.nearly_the_same(text, decision.text) for text in (draft.text, markdown.as_text(draft.text))
    )
    return grading.grade_of(past, right=same, source="own words", at=world.now())


async def _complaint(claim: Claim, decision: Decision, world: World, settings: Settings) -> Grade | None:
    case = decision.case
    if not (grading.answered_last(case) and grading.complains(case, settings)):
        return None
    if case.message.authentication.verdict != "pass":
        return None  # the answer went to a proven address; somebody else may not take a licence away in its name
    past = await world.store.decision_on(claim.conversation_id, 0)
    if past is None or past.kind != "reply":
        return None
    left_at = past.decided_at + timedelta(minutes=policy.minutes_for_veto(past.case, settings))
    if case.message.received_at < left_at:
        return None  # who writes twice, or while the answer still waits, has not read it
    return grading.grade_of(past, right=False, source="complaint", at=world.now())


# ---------------------------------------------------------------------------------------------------- licences


async def look_if_due(world: World, settings: Settings) -> None:
    """Look at the grades if it is one of the times for it."""
    print_ = fingerprint(world, settings)
    found = await world.store.remembered(_LAST_LOOK)
    last = None
    if found and found.get("fingerprint") == print_:
        last = LastLook(at=datetime.fromisoformat(found["at"]), graded=found["graded"])
    graded = sum((await world.store.graded(print_)).values())
    if earned.is_time_to_look(graded, last, settings.autonomy, world.now()):
        at = world.now()
        if await look(world, settings):
            look_at = {"fingerprint": print_, "at": at.isoformat(), "graded": graded}
            await world.store.remember(_LAST_LOOK, look_at)


async def look(world: World, settings: Settings) -> bool:
    """What do the grades prove now? False: another process was faster."""
    now = world.now()
    before = await world.store.licences()
    grades = await world.store.grades()
    since = min((grade.drafted_at or grade.graded_at for grade in grades), default=now)
    changed = await world.store.articles_changed((), since)
    licences, steps = earned.calibrated(
        grades, before, changed, fingerprint=fingerprint(world, settings), settings=settings.autonomy, now=now
    )
    return await _keep(licences, steps, before, world, settings)


async def watch_budget(world: World, settings: Settings) -> None:
    """Take a licence away whose answers turn out wrong more often than is tolerated."""
    for _ in range(5):
        # another process may change the licences meanwhile; what was found must not be forgotten over that
        if await _budget_watched(world, settings):
            return


async def _budget_watched(world: World, settings: Settings) -> bool:
    licences = await world.store.licences()
    sending = [one for one in licences if one.threshold is not None and one.stage != "review" and one.made_at]
    if not sending:
        return True
    since = min(one.made_at for one in sending if one.made_at)
    grades = await world.store.grades(since)
    taken: list[Licence] = []
    for licence in sending:
        its = [
            g for g in grades if earned.in_scope(licence, g.intent, licences) and g.fingerprint == licence.fingerprint
        ]
        answers = await world.store.answers_since(licence.made_at or since)
        sent = sum(count for intent, count in answers.items() if earned.in_scope(licence, intent, licences))
        if why := earned.budget_broken(licence, its, sent):
            taken.append(earned.demoted(licence, why, world.now()))
    if taken:
        before = {licence.intent: licence.stage for licence in licences}
        steps = [
            LadderStep(at=one.changed_at, intent=one.intent, before=before[one.intent], after="review", why=one.why)
            for one in taken
        ]
        return await _keep(taken, steps, licences, world, settings)
    return True


async def _keep(
    licences: Sequence[Licence],
    steps: Sequence[LadderStep],
    before: Sequence[Licence],
    world: World,
    settings: Settings,
) -> bool:
    seen = max((licence.changed_at for licence in before), default=None)
    if not await world.store.keep_licences(licences, steps, seen=seen):
        log.info("another process looked at the grades just now")
        return False
    for step in steps:
        log.warning("autonomy of %s: %s → %s: %s", step.intent or "all other mail", step.before, step.after, step.why)
        notice = compose.ladder_notice(step, settings=settings, key=world.key, now=step.at)
        await world.store.queue_notice(notice, conversation_id=0, once=f"ladder {step.intent} {step.at.isoformat()}")
    return True
