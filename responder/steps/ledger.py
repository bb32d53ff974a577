"""What the store must remember of a decision. Both stores ask here, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence

from responder.domain import Decision, Draft, Handoff, Quarantine, Relay, Reply, Review, Silence, TicketState


def kind_of(decision: Decision) -> str:
    """ "reply", "review", "handoff", "silence", "quarantine" or "relay"."""
    return type(decision).__name__.lower()


LEFT_BY_A_NOTE = (TicketState.ANSWERED, TicketState.SILENT)
"""states that a robot's mail leaves as they are even where a person is shown it"""


def is_note(decision: Decision) -> bool:
    return isinstance(decision, Handoff) and decision.note


def state_after(decision: Decision, before: TicketState) -> TicketState:
    """Where a decision leaves its ticket. Silence moves nothing: a robot's mail never reopens a ticket."""
    match decision:
        case Reply() | Relay():
            return TicketState.ANSWERED
        case Review():
            return TicketState.AWAITING_APPROVAL
        case Handoff(note=True) if before in LEFT_BY_A_NOTE:
            return before
        case Handoff():
            return TicketState.WITH_PERSON
        case Quarantine():
            return TicketState.QUARANTINED
        case Silence():
            return TicketState.SILENT if before is TicketState.NEW else before


def deciding_rule(decision: Decision) -> str:
    """The first reason's. Never empty: no mail ends without a recorded reason."""
    return decision.reasons[0].rule if decision.reasons else kind_of(decision)


def deciding_reason(decision: Decision) -> str:
    return decision.reasons[0].text if decision.reasons else ""


def words_for_customer(decision: Decision) -> str:
    """What the customer reads of it; empty when nothing goes out to them."""
    match decision:
        case Reply(draft=draft):
            return draft.text
        case Relay(text=text):
            return text
        case _:
            return ""


def draft_for_approval(decision: Decision) -> Draft | None:
    """The draft that a person was shown."""
    match decision:
        case Review(draft=draft):
            return draft
        case Handoff(case=case):
            return case.draft
        case _:
            return None


NO_ANSWER = frozenset(("nothing_was_found", "draft_does_not_answer"))
"""rules by which the knowledge base lacked an answer"""


def questions_left(
    *, nothing_found: bool, left_open: Sequence[str], asked: Sequence[str], whole: str
) -> tuple[str, ...]:
    """What the draft left open; where nothing was found, everything that the mail asks."""
    questions = (() if nothing_found else left_open) or asked or [whole.strip()]
    return tuple(str(question) for question in questions if str(question).strip())
