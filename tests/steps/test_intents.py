"""A few examples of each intent teach which one a mail has, and whether it has any."""

from __future__ import annotations

import random

import numpy as np
import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.learning import intents_of, learn_intents
from responder.steps import intents
from responder.steps.intents import IntentModel, spoken, train

TOPICS = {
    "parcel_tracking": ["parcel", "shipment", "courier", "tracking", "delivery", "package"],
    "lost_password": ["password", "login", "locked", "signin", "credentials", "reset"],
    "invoice_copy": ["invoice", "receipt", "billing", "statement", "document", "copy"],
    "seat_change": ["seat", "aisle", "window", "row", "cabin", "upgrade"],
}
FRAMES = ("where is my {} and {}", "please help with {} or {}", "question about {} {}", "I have a {} with {} today")


def _examples(number: int, seed: int = 1) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    return [
        (chance.choice(FRAMES).format(*chance.sample(words, 2)), label)
        for label, words in TOPICS.items()
        for _ in range(number)
    ]


async def _learned(number: int = 8) -> IntentModel:
    return await learn_intents(_examples(number), HashingEmbedder())


async def test_what_resembles_the_examples_of_an_intent_has_that_intent() -> None:
    unseen = _examples(10, seed=2)
    found = await intents_of([text for text, _ in unseen], await _learned(), HashingEmbedder())
    assert sum(p.label == label for p, (_, label) in zip(found, unseen, strict=True)) >= 38
    assert all(0 <= p.confidence <= 1 and 0 <= p.in_scope <= 1 for p in found)


async def test_what_resembles_no_example_is_out_of_scope() -> None:
    model = await _learned()
    inside = await intents_of([text for text, _ in _examples(5, seed=3)], model, HashingEmbedder())
    strange = ["bake bread using rye flour", "volcano eruption near Iceland", "orchestra plays Mahler tonight"]
    outside = await intents_of(strange, model, HashingEmbedder())
    assert max(p.in_scope for p in outside) < min(p.in_scope for p in inside)


async def test_an_intent_that_was_never_taught_scores_below_those_that_were() -> None:
    taught = [(text, label) for text, label in _examples(30) if label != "seat_change"]
    model = await learn_intents(taught, HashingEmbedder())
    asked = _examples(20, seed=4)
    found = await intents_of([text for text, _ in asked], model, HashingEmbedder())
    known = [p.in_scope for p, (_, label) in zip(found, asked, strict=True) if label != "seat_change"]
    unknown = [p.in_scope for p, (_, label) in zip(found, asked, strict=True) if label == "seat_change"]
    assert np.mean(known) > np.mean(unknown) + 0.2


async def test_an_example_is_judged_as_if_it_had_never_been_taught() -> None:
    """The closed forms that calibrate in_scope equal a fit anew without the example, or without its intent."""
    examples = _examples(4)
    of = np.array([list(TOPICS).index(label) for _, label in examples])
    points = np.asarray(await HashingEmbedder().embed([text for text, _ in examples]))
    words = intents._unit(intents._word_counts([text for text, _ in examples]))
    alike = intents._alike(points @ points.T, words @ words.T)

    def judged_by(kept: list[int]) -> tuple[float, float]:
        """Score of the fifth example for its own intent, and how familiar it is, by a fit on these alone."""
        inverse = np.linalg.inv(alike[np.ix_(kept, kept)].astype(np.float64) + intents.RIDGE * np.eye(len(kept)))
        return float(alike[5, kept] @ inverse @ (of[kept] == of[5])), float(alike[5, kept] @ inverse @ alike[5, kept])

    fit = intents._fit(alike, np.arange(len(of)), of, len(TOPICS))
    scores, familiar = fit.without_each_example()
    assert (scores[5, of[5]], familiar[5]) == pytest.approx(judged_by([n for n in range(len(of)) if n != 5]), abs=3e-3)
    scores, familiar = fit.without_each_intent()
    others = [n for n in range(len(of)) if of[n] != of[5]]
    assert (scores[5, of[5]], familiar[5]) == pytest.approx(judged_by(others), abs=3e-3)


async def test_a_stored_model_says_the_same() -> None:
    model = await _learned()
    again = IntentModel.from_bytes(model.to_bytes())
    texts = [text for text, _ in _examples(3, seed=5)]
    for before, after in zip(
        await intents_of(texts, model, HashingEmbedder()),
        await intents_of(texts, again, HashingEmbedder()),
        strict=True,
    ):
        assert before.label == after.label
        assert abs(before.confidence - after.confidence) < 0.02
        assert abs(before.in_scope - after.in_scope) < 0.02


async def test_the_order_of_the_examples_does_not_matter() -> None:
    examples, texts = _examples(6), [text for text, _ in _examples(4, seed=6)]
    one = await intents_of(texts, await learn_intents(examples, HashingEmbedder()), HashingEmbedder())
    shuffled = random.Random(7).sample(examples, len(examples))
    other = await intents_of(texts, await learn_intents(shuffled, HashingEmbedder()), HashingEmbedder())
    assert [p.label for p in one] == [p.label for p in other]
    assert all(abs(a.in_scope - b.in_scope) < 0.01 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "examples",
    [
        [("where is my parcel", "delivery")],
        [("where is my parcel", "delivery"), ("money back", "refund")],
        [("same words", "a"), ("same words", "b"), ("same words", "c")],
        [("", "empty"), ("!!!", "signs"), ("where is it", "words")],
        [(f"parcel {n}", "delivery") for n in range(50)] + [("money back", "refund")],
    ],
)
async def test_however_few_or_odd_the_examples_there_is_an_answer(examples: list[tuple[str, str]]) -> None:
    model = await learn_intents(examples, HashingEmbedder())
    for found in await intents_of(["where is my parcel", "", "x" * 5000], model, HashingEmbedder()):
        assert found.label in {label for _, label in examples}
        assert 0 <= found.confidence <= 1
        assert 0 <= found.in_scope <= 1


async def test_more_examples_than_landmarks_are_learned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("responder.steps.intents.LANDMARKS", 40)
    model = await _learned(60)
    assert len(model.vectors) == 40
    unseen = _examples(10, seed=8)
    found = await intents_of([text for text, _ in unseen], model, HashingEmbedder())
    assert sum(p.label == label for p, (_, label) in zip(found, unseen, strict=True)) >= 38


def test_without_examples_nothing_can_be_learned() -> None:
    with pytest.raises(ValueError, match="at least one example"):
        train([], [])


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("card_arrival", "card arrival"),
        ("lostPassword", "lost password"),
        ("Refund-not-showing?", "refund not showing"),
        ("17", ""),
        ("A1", ""),
    ],
)
def test_a_label_is_an_example_of_itself_when_it_is_made_of_words(label: str, words: str) -> None:
    assert spoken(label) == words
