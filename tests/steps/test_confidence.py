"""How likely a draft is right."""

from __future__ import annotations

import pytest

from responder.domain import Grounding
from responder.steps import confidence
from tests.cases import a_case, a_draft, a_passage, a_reading, settings


def likely(**changes: object) -> float:
    return confidence.of(a_case(**changes), settings())[0]


def test_a_good_case_is_likely_right_and_says_from_what() -> None:
    value, made_of = confidence.of(a_case(), settings())
    assert value > 0.75 and dict(made_of)["cosine"] == 0.74


@pytest.mark.parametrize(
    "worse",
    [
        {"grounding": Grounding(support=1.0, links=("https://evil.example",))},
        {"grounding": Grounding(support=0.5, unsupported=("x",))},
        {"grounding": None},
        {"draft": a_draft(unanswered=("And in Milan?",))},
        {"draft": None},
        {"draft": a_draft("")},
    ],
    ids=["a link", "half supported", "unchecked", "a question open", "no draft", "empty draft"],
)
def test_what_must_not_be_sent_is_never_likely(worse: dict[str, object]) -> None:
    assert likely(**worse) < 0.35


@pytest.mark.parametrize(
    "worse",
    [
        {"passages": (a_passage(cosine=0.4),)},
        {"passages": (a_passage(lexical=0.1),)},
        {"passages": (a_passage(), a_passage(id="b#1", article_id="b", score=0.9))},
        {"reading": a_reading(confidence=0.3)},
        {"reading": None},
        {"questions": ("a", "b", "c", "d")},
    ],
    ids=["unlike", "other words", "a rival article", "unclear intent", "no reading", "many questions"],
)
def test_every_doubt_lowers_it(worse: dict[str, object]) -> None:
    assert likely(**worse) < likely()


def test_strange_numbers_do_not_raise_it() -> None:
    assert likely(passages=(a_passage(cosine=float("nan")),)) < likely()
    assert likely(reading=a_reading(confidence=99.0)) <= 1.0


def test_where_a_cap_speaks_the_weights_have_no_say() -> None:
    fine = {"grounding": 1.0, "section stands out": 1.0, "questions answered": 1.0}
    assert not confidence.capped(fine)
    assert all(confidence.capped({**fine, name: 0.5}) for name in fine)
