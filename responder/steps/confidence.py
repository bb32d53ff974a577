"""How likely is the draft right? Signals of the case → a probability, by a logistic model.

The weights that come with the program say what experience says about retrieval: how alike question and passage are
counts most; that another article is nearly as good, that the words differ, and that the intent is unclear count against
it. `refitting` bends them to what people said of drafts. A draft that is not grounded, or leaves a question open, is
never likely to be right, whatever the rest says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from responder.config import Settings
from responder.domain import Case, Draft, Passage, Weighing

BIAS = -4.6
WEIGHTS: tuple[tuple[str, float], ...] = (
    ("cosine", 6.5),
    ("margin to the next article", 0.8),
    ("words in common", 0.9),
    ("best passage", 0.4),
    ("intent confidence", 1.1),
    ("verbatim", 0.4),
    ("length of the mail", -0.7),
    ("number of questions", -0.5),
)
"""Signal, each 0–1, and what it adds to the log-odds at 1."""
AS_IT_CAME = Weighing(bias=BIAS, weights=WEIGHTS)

CAP_UNCLEAR_SECTION = 0.6
"""most that a quote may reach of which another section of the same article is as good: a person picks"""
NEAR_SECTION = 0.02
"""of the fused score"""
ASKS_HOW = re.compile(
    r"\bhow (?:do|can|could|should|to|would)\b|\bwie (?:kann|mache|lade|richte|geht)\b|\bcomment\b|\bcómo\b",
    re.IGNORECASE,
)
_STEPS = re.compile(r"^[ \t]{0,6}1[.)] ", re.MULTILINE)
CAP_UNGROUNDED = 0.1
CAP_UNANSWERED = 0.25
"""most that a draft may reach that says unsupported things, or that leaves a question open"""
WIDE_MARGIN = 0.2
"""of fused scores: from here on no other article competes"""
LONG_MAIL = 2500
"""characters: so much text holds more than was understood"""


def of(case: Case, settings: Settings, weighing: Weighing = AS_IT_CAME) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Probability 0–1 that the draft is right, and the signals that it was made from, each 0–1."""
    signals = _signals(case)
    return likely(signals, case.draft, weighing), signals


def likely(signals: Sequence[tuple[str, float]], draft: Draft | None, weighing: Weighing = AS_IT_CAME) -> float:
    """Probability 0–1, of signals that were taken now or long ago. KeyError when one is missing."""
    value = dict(signals)
    likely = weighed(value, weighing)
    if draft is None or not draft.text:
        likely = 0.0
    if value["grounding"] < 1.0:
        likely = min(likely, CAP_UNGROUNDED)
    if value["section stands out"] < 1.0:
        likely = min(likely, CAP_UNCLEAR_SECTION)
    if value["questions answered"] < 1.0:
        likely = min(likely, CAP_UNANSWERED)
    return round(likely, 4)


def weighed(value: Mapping[str, float], weighing: Weighing) -> float:
    """Probability 0–1, before anything caps it."""
    logit = weighing.bias + sum(weight * value[name] for name, weight in weighing.weights)
    return 1 / (1 + math.exp(-max(-500.0, logit)))


def capped(signals: Mapping[str, float]) -> bool:
    """Does a cap speak, so that the weights have no say?"""
    return any(signals.get(name, 0.0) < 1.0 for name in ("grounding", "section stands out", "questions answered"))


# ----------------------------------------------------------------------------------------------------------- signals


def _signals(case: Case) -> tuple[tuple[str, float], ...]:
    """The weakest question decides: an answer is as good as its worst part."""
    parts = [_of_question(passages, case.passages) for passages in _cited_by_question(case)]
    cosine, score, lexical, margin = (min(part[i] for part in parts) if parts else 0.0 for i in range(4))
    draft, grounding = case.draft, case.grounding
    asked = max(len(case.questions), 1)
    unanswered = len(draft.unanswered) if draft else asked
    values = (
        ("cosine", cosine),
        ("margin to the next article", margin / WIDE_MARGIN),
        ("words in common", lexical),
        ("best passage", score),
        ("intent confidence", case.reading.confidence if case.reading else 0.0),
        ("verbatim", 1.0 if draft and draft.quoted else 0.0),
        ("length of the mail", len(case.message.reply_text) / LONG_MAIL),
        ("number of questions", (asked - 1) / 4),
        ("section stands out", float(all(_stands_out(p, case) for p in case.passages if p.id in set(_quoted(case))))),
        ("questions answered", 1 - unanswered / max(asked, unanswered)),
        ("grounding", grounding.support if grounding and grounding.holds else 0.0),
    )
    return tuple((name, round(_share(value), 4)) for name, value in values)


def _cited_by_question(case: Case) -> list[list[Passage]]:
    """The passages that the draft cites, by the question that they were found for."""
    cited = set(case.draft.cited) if case.draft else set()
    groups: dict[str, list[Passage]] = {}
    for passage in case.passages:
        if passage.id in cited:
            groups.setdefault(passage.question, []).append(passage)
    return list(groups.values())


def _quoted(case: Case) -> tuple[str, ...]:
    """What is quoted whole; a draft in a model's own words was written by one that read all passages."""
    return case.draft.cited if case.draft and case.draft.quoted else ()


def _stands_out(quoted: Passage, case: Case) -> bool:
    """Is it clear which section of the article answers? Steps for a "how" are; else no other may be as good."""
    if has_steps(quoted.body) and ASKS_HOW.search(quoted.question):
        return True
    sisters = (p for p in case.passages if p.article_id == quoted.article_id and p.id != quoted.id)
    return all(p.question != quoted.question or p.score < quoted.score - NEAR_SECTION for p in sisters)


def has_steps(body: str) -> bool:
    return _STEPS.search(body) is not None


def _of_question(cited: Sequence[Passage], found: Sequence[Passage]) -> tuple[float, float, float, float]:
    best = max(cited, key=lambda p: p.score)
    rivals = [p.score for p in found if p.question == best.question and p.article_id != best.article_id]
    return best.cosine, best.score, best.lexical, max(0.0, best.score - max(rivals, default=0.0))


def _share(value: float) -> float:
    return 0.0 if math.isnan(value) else min(1.0, max(0.0, value))
