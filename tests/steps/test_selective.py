"""The judge: which of the articles found answers, and how likely it is."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from responder.domain import Passage
from responder.selective_answering import fitted_judge
from responder.steps import selective
from responder.steps.selective import Asked, Found, Memory

TOPICS = 8
UNANSWERED = {6, 7}
"""topics that customers ask about and no article answers"""


def _vector(topic: int, lot: random.Random) -> tuple[float, ...]:
    values = [lot.gauss(0, 0.25) + (i == topic) for i in range(TOPICS + 4)]
    norm = math.sqrt(sum(v * v for v in values))
    return tuple(v / norm for v in values)


def _question(number: int, lot: random.Random) -> tuple[Asked, frozenset[str]]:
    """A search that finds the right article first in two of three, and scores that tell little."""
    topic = lot.randrange(TOPICS)
    order = lot.sample([t for t in range(TOPICS) if t not in UNANSWERED], 4)
    if topic not in UNANSWERED:
        order = [topic, *(t for t in order if t != topic)] if lot.random() < 0.67 else [*order, topic]
    top = 0.5 + 0.2 * lot.random()
    found = tuple(
        Found(article_id=f"a{t}", score=top - 0.05 * rank, cosine=top - 0.04 * rank, lexical=0.3)
        for rank, t in enumerate(dict.fromkeys(order))
    )
    gold = frozenset() if topic in UNANSWERED else frozenset({f"a{topic}"})
    return Asked(text=f"question {number}", vector=_vector(topic, lot), found=found), gold


def _questions(number: int, seed: int) -> tuple[list[Asked], list[frozenset[str]]]:
    lot = random.Random(seed)
    drawn = [_question(n, lot) for n in range(number)]
    return [q for q, _ in drawn], [g for _, g in drawn]


def test_graded_questions_teach_which_article_is_right() -> None:
    questions, gold = _questions(300, 1)
    fresh, truth = _questions(300, 2)
    judge = selective.learn(questions, gold)
    by_search = sum(q.found[0].article_id in g for q, g in zip(fresh, truth, strict=True))
    by_judge = sum(a.article_id in g for a, g in zip(judge.answers(fresh), truth, strict=True))
    assert by_judge > by_search + 30


def test_questions_like_those_that_had_no_answer_are_not_trusted() -> None:
    questions, gold = _questions(300, 1)
    fresh, truth = _questions(300, 2)
    answers = selective.learn(questions, gold).answers(fresh)
    answerable = [a.confidence for a, g in zip(answers, truth, strict=True) if g]
    without = [a.confidence for a, g in zip(answers, truth, strict=True) if not g]
    assert np.mean(answerable) > 0.8
    assert np.mean(without) < 0.2


def test_looking_back_is_as_sure_as_looking_ahead() -> None:
    """Were the memory to see the question it is asked about, a plan made from it would start much too boldly."""
    questions, gold = _questions(300, 1)
    fresh, _ = _questions(300, 2)
    judge = selective.learn(questions, gold)
    ahead = np.mean([a.confidence for a in judge.answers(fresh)])
    assert np.mean(judge.looking_back(questions)) == pytest.approx(ahead, abs=0.05)


def test_leaving_one_out_is_what_learning_without_it_gives() -> None:
    questions, gold = _questions(40, 3)
    regression, closest = Memory(questions, gold).of_itself()
    without = Memory([*questions[:7], *questions[8:]], [*gold[:7], *gold[8:]])
    ridge, near = without.of([questions[7]])
    assert regression[7] == pytest.approx(ridge[0], abs=1e-6)
    assert closest[7] == pytest.approx(near[0], abs=1e-9)


def test_a_question_for_which_nothing_was_found_has_no_answer() -> None:
    questions, gold = _questions(100, 1)
    nothing = Asked(text="?", vector=questions[0].vector, found=())
    for judge in (selective.learn([*questions, nothing], [*gold, frozenset()]), fitted_judge()):
        (answer,) = judge.answers([nothing])
        assert (answer.article_id, answer.confidence) == ("", 0.0)
    assert fitted_judge().answers([]) == []


def test_the_fitted_judge_trusts_a_clear_find_more_than_a_vague_one() -> None:
    def found(*scores: float) -> Asked:
        articles = tuple(Found(article_id=str(n), score=s, cosine=s, lexical=s) for n, s in enumerate(scores))
        return Asked(text="How do I export?", vector=(1.0,), found=articles)

    clear, vague, foreign = fitted_judge().answers([found(0.85, 0.4, 0.3), found(0.5, 0.49, 0.48), found(0.1, 0.09)])
    assert clear.confidence > 0.8 > vague.confidence > foreign.confidence
    assert foreign.confidence < 0.1


def test_weights_come_back_from_their_file_as_they_went() -> None:
    judge = fitted_judge()
    again = selective.from_json(selective.to_json(judge))
    questions, _ = _questions(20, 4)
    assert again.answers(questions) == judge.answers(questions)
    with pytest.raises(ValueError, match="fit them again"):
        selective.from_json(selective.to_json(judge).replace("lead", "wake"))


def test_passages_of_one_article_count_once() -> None:
    passages = [
        Passage(id=f"{a}#{n}", article_id=a, title=a, heading=a, body="", score=1 - n / 10, cosine=0.5)
        for n, a in enumerate(["x", "x", "y", "x"])
    ]
    assert [f.article_id for f in selective.asked("?", (1.0,), passages).found] == ["x", "y"]


def test_what_teaches_never_certifies() -> None:
    for number in (0, 1, 7, 452):
        learns, certifies = selective.split(number)
        assert sorted(learns + certifies) == list(range(number))
        assert selective.split(number) == (learns, certifies)
