"""The three places where rules may end a mail's way: before it is read, before anything is drafted, before it is sent.

Each takes a case and the settings and returns the case with its new verdicts, and the decision, or None when the mail
goes on. `flow` asks as a mail comes along; `replay` asks again about mail that was decided long ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from responder.config import Settings
from responder.domain import Case, Decision, Handoff, Reason, Reply, Review, Silence
from responder.steps import policy, rules, screen

Judged = tuple[Case, Decision | None]


def before_reading(case: Case, settings: Settings, look: rules.Look = rules.look) -> Judged:
    """Robots, lists, bounces and our own mail end here, in silence."""
    case, reasons = _looked_at("screening", screen.SCREENING, case, settings, look)
    return case, Silence(case=case, reasons=reasons) if reasons else None


def before_drafting(case: Case, settings: Settings, look: rules.Look = rules.look) -> Judged:
    """What only people may answer goes straight to them; what cannot be answered now goes to them with what was found.
    Thanks need no answer."""
    table = (*policy.STRAIGHT_TO_A_PERSON, *policy.BEFORE_DRAFTING)
    case, reasons = _looked_at("before drafting", table, case, settings, look)
    if reasons and reasons[0].rule == policy.customer_only_says_thanks.__name__:
        return case, Silence(case=case, reasons=reasons[:1])
    if reasons:
        return case, _to_a_person(case, reasons, settings, assisted=not goes_straight_to_a_person(case))
    return case, None


def goes_straight_to_a_person(case: Case) -> bool:
    """Does a rule of STRAIGHT_TO_A_PERSON object? Then it does not matter what a model would make of the mail."""
    straight = {rule.__name__ for rule in policy.STRAIGHT_TO_A_PERSON}
    return any(v.reason and v.rule in straight for v in case.verdicts if v.table == "before drafting")


def only_a_model_is_missing(decision: Decision | None) -> bool:
    """Might the mail be answered once the model is back? What goes to a person for any other reason never waits."""
    return decision is not None and {r.rule for r in decision.reasons} == {policy.model_could_not_read.__name__}


def before_sending(case: Case, settings: Settings, look: rules.Look = rules.look) -> Decision:
    """The draft goes out, or a person approves it, or a person writes the answer."""
    case, reasons = _looked_at("before sending", policy.BEFORE_SENDING, case, settings, look)
    if case.draft is None or (reasons and not policy.worth_a_review(case, reasons, settings)):
        return _to_a_person(case, reasons, settings, assisted=True)
    if reasons:
        return Review(case=case, draft=case.draft, reasons=reasons)
    return Reply(case=case, draft=case.draft, veto_minutes=policy.minutes_for_veto(case, settings))


def _looked_at(
    name: rules.Table, table: Sequence[rules.Rule], case: Case, settings: Settings, look: rules.Look
) -> tuple[Case, tuple[Reason, ...]]:
    verdicts = look(name, table, case, settings)
    return replace(case, verdicts=(*case.verdicts, *verdicts)), rules.reasons(verdicts)


def _to_a_person(case: Case, reasons: tuple[Reason, ...], settings: Settings, *, assisted: bool) -> Decision:
    if storm := policy.too_much_for_people(case, settings):
        return Silence(case=case, reasons=(Reason(rule="too_much_for_people", text=storm), *reasons))
    return Handoff(case=case, reasons=reasons, assisted=assisted, note=policy.is_only_a_note(case))
