"""Autonomy that is earned: what people said of drafts becomes a licence to send, and bad news takes it away again.

A *grade* says whether a draft was right, sent or not. At times that are known beforehand the grades of a scope (an
intent that has enough of its own, or all others together) are looked at, and `certificate` says from which confidence
on at most `tolerated_error_rate` of the answers are wrong. With that proof the scope climbs the ladder: a person
approves → it is sent unless a person stops it → it is sent. While it is sent, a share drawn by lot goes to a person
first; a monitor of these, and of complaints, takes the licence away when the budget is broken.

What keeps the promise honest: grades count only for the models, prompts, embedding and settings that they were made
with, and not for articles that were edited since; each look without proof makes the next one stricter, so that looking
often cannot prove anything; and what was sent without a person is no evidence, because only bad news comes back of it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from responder.config import Autonomy, Settings
from responder.domain import Case, Grade, LadderStep, Licence, Message, Stage, Standing, Weighing
from responder.steps import certificate, confidence
from responder.steps.certificate import Certificate, Graded, RiskMonitor, Rung

POOLED = ""
"""the scope of all intents that have no licence of their own"""
LEARNS = 4
"""one conversation in so many only says where to look; what chose the thresholds must not prove them"""
GROWS = 1.5
"""a scope is looked at again when it has so many times as many grades"""
FIRST_LOOK = 32
"""grades; from here on each power of two is a time to look"""
REGRADED = 3
"""drafts on an edited article that must be right, one after the other, before it is trusted again"""
VETO_GRADES = 10
"""drawn by lot and graded while a person could still stop answers, before they go out at once"""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# ---------------------------------------------------------------------------------------------------- what it is bound to


def fingerprint(
    *,
    models: str,
    prompts: str,
    embedding: str,
    settings: Settings,
    weighing: Weighing = confidence.AS_IT_CAME,
) -> str:
    """Of all that decides what a draft says and how sure we are of it: "models:1a2b3c4d prompts:… …"."""
    parts = {
        "models": models,
        "prompts": prompts,
        "embedding": embedding,
        "settings": _settings_that_matter(settings),
        "confidence": json.dumps([weighing.bias, weighing.weights]),
    }
    return " ".join(f"{name}:{hashlib.sha256(text.encode()).hexdigest()[:8]}" for name, text in parts.items())


def _settings_that_matter(settings: Settings) -> str:
    """Those that change what is read, found, drafted, or let through; not those that only say when it is sent."""
    values = {
        "product": settings.product.model_dump(include={"name", "tone", "languages"}),
        "knowledge": settings.knowledge.model_dump(
            include={"passages", "cosine_weight", "cosine_weight_other", "cosine_weights", "full_precision"}
        ),
        "models": settings.models.model_dump(
            include={"draft_effort", "mail_tokens", "history_tokens", "passage_tokens", "draft_max_tokens"}
        ),
        "thresholds": settings.thresholds.model_dump(exclude={"confidence", "review_confidence"}),
        "intents": {name: intent.model_dump() for name, intent in settings.intents.items()},
    }
    return json.dumps(values, sort_keys=True, default=str)


def what_changed(before: str, after: str) -> str:
    """ "the prompts and the settings"; empty when nothing did."""
    old, new = (dict(part.partition(":")[::2] for part in text.split()) for text in (before, after))
    names = [f"the {name}" for name in new if old.get(name) != new[name]]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)


def lot_of(message: Message, key: bytes) -> float:
    """0–1, the same for the same mail, and nothing that anybody but chance has a hand in: without the key nobody can write
    a mail that is drawn, or is not."""
    text = f"lot {message.raw_sha256} {message.message_id}".encode("utf-8", "replace")
    return int.from_bytes(hmac.digest(key, text, "sha256")[:6], "big") / 2**48


# ---------------------------------------------------------------------------------------------------- when to look


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """When the grades were looked at last, and how many conversations had one then."""

    at: datetime
    graded: int


def is_time_to_look(graded: int, last: LastLook | None, settings: Autonomy, now: datetime) -> bool:
    """At the weekly hour, if anything was graded since, and whenever the number of grades reaches a power of two: times
    that do not depend on how the grades turned out."""
    before = last.graded if last else 0
    if _power_of_two(graded) > _power_of_two(before):
        return True
    hour = last_weekly_hour(settings.recalibrate_at, now)
    return last is not None and hour is not None and graded > before and last.at < hour


def _power_of_two(number: int) -> int:
    return 1 << (number.bit_length() - 1) if number >= FIRST_LOOK else 0


def last_weekly_hour(text: str, now: datetime) -> datetime | None:
    """The latest "monday 06:00" (UTC) that is not after `now`; None for "". ValueError when it is no such time."""
    if not text.strip():
        return None
    day, _, clock = text.strip().lower().partition(" ")
    hour, _, minute = clock.partition(":")
    if day not in WEEKDAYS or not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f'{text!r} is no weekly time such as "monday 06:00"')
    now = now.astimezone(UTC)
    at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    at -= timedelta(days=(now.weekday() - WEEKDAYS.index(day)) % 7)
    return at if at <= now else at - timedelta(days=7)


# ---------------------------------------------------------------------------------------------------- licences


def evidence(grades: Iterable[Grade], fingerprint: str, changed: Mapping[str, datetime]) -> list[Grade]:
    """The grades that may prove something now: of mail that would be sent, made by what makes drafts today, from
    articles as they read today, and not of answers that left without a person (only complaints come back of those)."""
    return [
        grade
        for grade in grades
        if grade.fingerprint == fingerprint
        and not grade.blocked
        and not grade.sent
        and not any(_drafted(grade) < changed[a] for a in grade.articles if a in changed)
    ]


def _drafted(grade: Grade) -> datetime:
    return grade.drafted_at or grade.graded_at


def calibrated(
    grades: Sequence[Grade],
    before: Sequence[Licence],
    changed: Mapping[str, datetime],
    *,
    fingerprint: str,
    settings: Autonomy,
    now: datetime,
) -> tuple[list[Licence], list[LadderStep]]:
    """A look at all grades: the licences from now on, and what moved on the ladder.

    `grades`: all, in order of time. `changed`: article → when it got its present text, since the first grade."""
    known = {licence.intent: licence for licence in before}
    usable = evidence(grades, fingerprint, changed)
    scopes = _scopes(usable, known, settings)
    licences: list[Licence] = []
    for intent, its in scopes.items():
        old = known.get(intent) or (replace(known[POOLED], intent=intent) if POOLED in known else None)
        new = _look(intent, its, old, fingerprint, settings, now)
        own = set(scopes) - {POOLED}
        every = [
            g for g in grades if g.fingerprint == fingerprint and (g.intent if g.intent in own else POOLED) == intent
        ]
        new = after_veto(new, every, now)
        licences.append(replace(new, voided=_voided(its, grades, old, changed), changed_at=now))
    steps = [
        LadderStep(at=now, intent=new.intent, before=was, after=new.stage, why=new.why)
        for new in licences
        if (was := found.stage if (found := licence_for(new.intent, before)) else "review") != new.stage
    ]
    return licences, steps


def _scopes(usable: Sequence[Grade], known: Mapping[str, Licence], settings: Autonomy) -> dict[str, list[Grade]]:
    """Intents with enough grades of their own (or a licence already), and the rest together."""
    by_intent: dict[str, list[Grade]] = {}
    for grade in usable:
        by_intent.setdefault(grade.intent, []).append(grade)
    enough = fewest(settings)
    own = {i for i, its in by_intent.items() if len(_votes(its)) >= enough} | (set(known) - {POOLED})
    pooled = [grade for grade in usable if grade.intent not in own]
    return {POOLED: pooled, **{intent: by_intent.get(intent, []) for intent in sorted(own)}}


def fewest(settings: Autonomy) -> int:
    """Graded conversations without which nothing can be proven at the first look."""
    alone = certificate.needed(settings.tolerated_error_rate, _to_spend(settings, 0))
    return math.ceil(alone * LEARNS / (LEARNS - 1))


def _to_spend(settings: Autonomy, looks: int) -> float:
    """The part of δ for this look: δ/2, δ/6, δ/12, … which are δ in all, however often one looks."""
    return (1 - settings.certainty) / ((looks + 1) * (looks + 2))


def _votes(grades: Sequence[Grade]) -> list[Graded]:
    return certificate.one_vote_each(
        [Graded(score=g.confidence, wrong=not g.right, group=g.conversation_id) for g in grades]
    )


def _look(
    intent: str, its: Sequence[Grade], old: Licence | None, fingerprint: str, settings: Autonomy, now: datetime
) -> Licence:
    alpha = settings.tolerated_error_rate
    same = old is not None and old.fingerprint == fingerprint and old.alpha == alpha
    same = same and old is not None and abs(old.delta - (1 - settings.certainty)) < 1e-9
    if old is None or not same:
        why = f"{what_changed(old.fingerprint, fingerprint) or 'the error budget'} changed" if old else ""
        old = Licence(
            intent=intent,
            alpha=alpha,
            delta=1 - settings.certainty,
            fingerprint=fingerprint,
            stage_since=now,
            why=why,
            changed_at=now,
            # what was graded before it was taken away stays spent, whatever settings are tried, and however often
            fresh_from=old.taken_at if old else None,
            taken_at=old.taken_at if old else None,
        )
    fresh = [grade for grade in its if old.fresh_from is None or grade.graded_at > old.fresh_from]
    votes = _votes(fresh)
    if len(votes) < max(fewest(settings), GROWS * old.looked if old.looks else 0):
        if old.threshold is None and not old.looks:
            return replace(old, votes=len(votes), lacking=max(1, fewest(settings) - len(votes)))
        return old
    spend = _to_spend(settings, old.looks)
    chooses = [vote for vote in votes if only_chooses(vote)]
    proves = [vote for vote in votes if not only_chooses(vote)]
    plan = _plan(chooses, len(proves), alpha, spend)
    found = certificate.certify(proves, plan, alpha, spend)
    threshold = found.threshold
    if threshold is not None and settings.wrong_per_100:
        second = certificate.wrong_per_100(votes, settings.wrong_per_100 / 100)
        threshold = None if second is None else max(threshold, second)
    if threshold is None:
        if old.threshold is not None:
            # too little to prove it anew is no proof against it; that is for the monitor
            return replace(old, looks=old.looks + 1, looked=len(votes))
        lacking = certificate.missing(votes, alpha, _to_spend(settings, old.looks + 1))
        lacking = None if lacking is None else math.ceil(lacking * LEARNS / (LEARNS - 1))
        return replace(
            old,
            votes=len(votes),
            answers=found.answers,
            wrong=found.wrong,
            looks=old.looks + 1,
            looked=len(votes),
            lacking=lacking,
            why=_in_words(found, lacking, settings),
        )
    proven = replace(
        old,
        threshold=threshold,
        votes=len(votes),
        answers=found.answers,
        wrong=found.wrong,
        lacking=0,
        looks=0,
        looked=0,
        fresh_from=now,
        made_at=now,
        broken=False,
        why=_in_words(found, 0, settings),
    )
    return _climbed(proven, settings, now)


def _plan(chooses: Sequence[Graded], votes: int, alpha: float, delta: float) -> tuple[Rung, ...]:
    """Where to test: a plan reads scores as probabilities, and ours were never fitted to this mailbox. So it is given,
    in the order of our confidence, how often such drafts were right among the grades that only choose."""
    ranked = sorted(chooses, key=lambda vote: -vote.score)
    likely = _falling([0.0 if vote.wrong else 1.0 for vote in ranked])
    # a hair apart, so that each can be found again
    score = {chance - 1e-9 * place: vote.score for place, (chance, vote) in enumerate(zip(likely, ranked, strict=True))}
    plan = certificate.plan(list(score), votes, alpha, delta)
    return tuple(replace(rung, threshold=score[rung.threshold]) for rung in plan)


def _falling(rights: Sequence[float]) -> list[float]:
    """The falling sequence that is closest to these (pooling neighbours that do not fall), each step with one vote more that
    speaks as the mean of all."""
    mean = sum(rights) / max(1, len(rights))
    steps: list[tuple[float, int]] = []
    for right in rights:
        total, count = right, 1
        while steps and steps[-1][0] * count <= total * steps[-1][1]:
            more, others = steps.pop()
            total, count = total + more, count + others
        steps.append((total, count))
    falling: list[float] = []
    for total, count in steps:
        chance = (total + mean) / (count + 1)
        falling += [min(chance, falling[-1]) if falling else chance] * count
    return falling


def _in_words(found: Certificate, lacking: int | None, settings: Autonomy) -> str:
    """The certainty is that of all looks together, not the stricter one of this look."""
    return certificate.in_words(replace(found, delta=1 - settings.certainty), lacking)


def only_chooses(vote: Graded) -> bool:
    digest = hashlib.sha256(f"chooses {vote.group}".encode()).digest()
    return digest[0] % LEARNS == 0


def _climbed(licence: Licence, settings: Autonomy, now: datetime) -> Licence:
    if licence.stage != "review":
        return licence
    first: Stage = "veto" if settings.veto_minutes else "auto"
    return replace(licence, stage=first, stage_since=now)


def after_veto(licence: Licence, grades: Sequence[Grade], now: datetime) -> Licence:
    """From "sent unless stopped" to "sent", when enough answers drawn by lot were graded meanwhile and are as right as
    was proven. `grades`: those of the licence's scope."""
    since = licence.stage_since
    if licence.stage != "veto" or licence.threshold is None or since is None:
        return licence
    audited = [g for g in grades if g.audited and g.graded_at > since]
    stopped = sum(g.sent and not g.right and g.graded_at > since for g in grades)
    wrong = sum(not g.right for g in audited)
    if len(audited) < VETO_GRADES or stopped or wrong > licence.alpha * len(audited):
        return licence
    why = f"{len(audited)} answers drawn by lot were graded while they could be stopped; {wrong} of them were wrong"
    return replace(licence, stage="auto", stage_since=now, why=why)


def _voided(
    its: Sequence[Grade], grades: Sequence[Grade], old: Licence | None, changed: Mapping[str, datetime]
) -> tuple[str, ...]:
    """Articles whose present text nobody has graded yet: new or edited since, or graded only as they were."""
    suspects = set(old.voided) if old else set()
    if old and old.made_at:
        suspects |= {article for article, at in changed.items() if at > old.changed_at}
    suspects |= {a for g in grades for a in g.articles if a in changed and _drafted(g) < changed[a]}
    latest: dict[str, deque[bool]] = {}
    for grade in its:  # of drafts from articles as they read today
        for article in suspects.intersection(grade.articles):
            latest.setdefault(article, deque(maxlen=REGRADED)).append(grade.right)
    regraded = {article for article, rights in latest.items() if len(rights) == REGRADED and all(rights)}
    return tuple(sorted(suspects - regraded))


# ---------------------------------------------------------------------------------------------------- while it is running


def licence_for(intent: str, licences: Sequence[Licence]) -> Licence | None:
    """That of the intent, else the one of all others."""
    known = {licence.intent: licence for licence in licences}
    return known.get(intent) or known.get(POOLED)


def in_scope(licence: Licence, intent: str, licences: Sequence[Licence]) -> bool:
    found = licence_for(intent, licences)
    return found is not None and found.intent == licence.intent


def budget_broken(licence: Licence, grades: Sequence[Grade], answers: int) -> str:
    """Why it is no longer in doubt that more than `alpha` of the answers are wrong; "" while it is.

    Two bets, each with half of δ, and valid however often one looks. Answers drawn by lot are graded before anybody
    knows how they turn out, so their share of wrong ones is the true one. Of those that were sent only complaints come
    back: at most all wrong ones, so that betting on these alone can only be too slow, never too quick. `grades`: those
    of the licence's scope, in order of time. `answers`: sent by themselves since it was made."""
    since = licence.made_at or licence.changed_at
    recent = [grade for grade in grades if grade.graded_at > since]
    audited = [not grade.right for grade in recent if grade.audited and not grade.sent]
    complaints = sum(grade.sent and not grade.right for grade in recent)
    sent = max(0, answers - complaints) + complaints
    monitor = RiskMonitor(alpha=licence.alpha, delta=licence.delta / 2)
    if not (_alarmed(audited, monitor) or _alarmed([True] * complaints, monitor.after_right(sent - complaints))):
        return ""
    told = [f"{sum(audited)} of {len(audited)} that were drawn by lot for a person"] if audited else []
    told += [f"{complaints} of {sent} that were sent"] if complaints else []
    return f"More than {licence.alpha:.1%} of the answers are wrong: {' and '.join(told)}."


def _alarmed(wrong: Iterable[bool], monitor: RiskMonitor) -> bool:
    for one in wrong:
        monitor = monitor.after(one)
    return monitor.alarmed


def demoted(licence: Licence, why: str, now: datetime) -> Licence:
    """Back to a person's approval. Only what is graded from now on can earn it again."""
    return replace(
        licence,
        stage="review",
        stage_since=now,
        threshold=None,
        broken=True,
        why=why,
        votes=0,
        answers=0,
        wrong=0,
        looks=0,
        looked=0,
        lacking=None,
        fresh_from=now,
        taken_at=now,
        changed_at=now,
    )


# ---------------------------------------------------------------------------------------------------- what rules say


def why_not_earned(standing: Standing | None, settings: Autonomy) -> str:
    """Why a person has to approve, in words with the number of graded mails that are missing; "" with a licence."""
    licence = standing.licence if standing else None
    if standing is None:
        return "It is not known what autonomy was earned when this was drafted."
    if licence is None or licence.threshold is None:
        return _how_many_are_missing(licence, standing, settings)
    if changed := what_changed(licence.fingerprint, standing.fingerprint):
        return (
            f"{changed[0].upper()}{changed[1:]} changed since it was proven how often answers are right; a person "
            "approves until that is proven again."
        )
    if licence.alpha > settings.tolerated_error_rate + 1e-9 or licence.delta > 1 - settings.certainty + 1e-9:
        return (
            f"It was proven that at most {licence.alpha:.1%} of answers are wrong, with certainty {1 - licence.delta:.0%}; "
            "the settings ask for more now, and that is not proven yet."
        )
    return "" if licence.stage != "review" else f"A person approves this kind of mail: {licence.why}."


def _how_many_are_missing(licence: Licence | None, standing: Standing, settings: Autonomy) -> str:
    lacking = missing(licence, standing.graded, settings)
    if lacking is None:
        return (
            "Autonomy is not earned: at no confidence are few enough of the graded answers wrong. More grades will hardly "
            "help, better articles would."
        )
    if lacking == 0:
        return "Autonomy is not earned yet: enough mails are graded, and they are looked at soon."
    return f"Autonomy is not earned yet: about {lacking} more graded mails are missing."


def missing(licence: Licence | None, graded: int, settings: Autonomy) -> int | None:
    """About how many more graded mails it takes; None: more would hardly help. `graded`: conversations so far."""
    if licence is None or not licence.looks:
        return max(0, fewest(settings) - graded)
    return None if licence.lacking is None else max(0, licence.votes + licence.lacking - graded)


def least_confidence(case: Case, settings: Settings) -> float | None:
    """What the confidence has to reach; None when no confidence is enough."""
    if settings.autonomy.mode != "earned":
        return settings.thresholds.confidence
    licence = case.standing.licence if case.standing else None
    return licence.threshold if licence else None
