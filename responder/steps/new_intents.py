"""Mail that fits none of the configured intents, in heaps of the same matter: which intent to add next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from responder.domain import PastDecision, Vector
from responder.steps.gaps import Gap, OpenQuestion, gaps_in

HARDLY_IN_SCOPE = 0.5
"""0–1, in_scope of a reading below which a mail rather has none of the intents"""
FEWEST = 3
"""mails that make a heap worth an intent"""
LONGEST = 400
"""characters of a mail without a question that stand for it"""


def fits_none(decision: PastDecision, intents: Collection[str]) -> OpenQuestion | None:
    """What the customer asked, if the mail was read and has none of these intents; else None.

    By the classifier's score where it read the mail, else by the intent that a model named."""
    case, reading = decision.case, decision.case.reading
    if reading is None or decision.kind not in ("reply", "review", "handoff"):
        return None
    strange = reading.intent not in intents if reading.in_scope is None else reading.in_scope < HARDLY_IN_SCOPE
    asked = next((q for q in (*case.questions, *reading.questions) if q.strip()), "")
    text = asked or f"{case.message.subject} {case.message.reply_text}".strip()[:LONGEST]
    if not strange or not any(c.isalpha() for c in text):
        return None
    return OpenQuestion(text=text, message_id=decision.message_id, at=decision.decided_at)


def new_intents(
    questions: Sequence[OpenQuestion], vectors: Sequence[Vector], *, distance: float, minutes_per_mail: float
) -> tuple[Gap, ...]:
    """Heaps of at least `FEWEST` mails, largest first. `vectors`: one per question, normalised; `distance` as in gaps."""
    heaps = gaps_in(questions, vectors, distance=distance, minutes_per_mail=minutes_per_mail)
    return tuple(heap for heap in heaps if heap.mails >= FEWEST)
