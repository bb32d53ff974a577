"""Words and sentence vectors together say how frustrated somebody is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.minilm_embedder import MiniLmEmbedder
from responder.adapters.offline_model import OfflineModel
from responder.mood import frustration_by, frustration_of, shipped_head
from responder.steps import signals
from responder.steps.frustration import MoodHead, told
from responder.steps.hashed_text import COLUMNS, hashed
from tests.cases import a_case, a_message, settings

HEAD = MoodHead(model="two", weights=(1.0, 0.0), wording=(0.0,) * COLUMNS, of_head=1.0, of_words=3.0, shift=-1.0)


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> MiniLmEmbedder:
    return MiniLmEmbedder(tmp_path_factory.mktemp("models"))


def test_words_and_vector_both_raise_it() -> None:
    calm = HEAD.frustration("Where is my parcel?", (0.0, 1.0))
    assert HEAD.frustration("Where is my parcel?", (1.0, 0.0)) > calm
    assert HEAD.frustration("This is outrageous, where is my parcel?", (0.0, 1.0)) > calm


def test_a_wording_that_was_learned_raises_it() -> None:
    found = hashed("still nothing")
    learned = replace(HEAD, wording=[found.get(column, 0.0) for column in range(COLUMNS)])
    text = "Day five, still nothing."
    assert learned.frustration(text, (0.0, 1.0)) > HEAD.frustration(text, (0.0, 1.0))


def test_many_contacts_about_the_same_problem_raise_it() -> None:
    text = "Where is my parcel?"
    assert HEAD.frustration(text, (0.0, 1.0), contacts=4) > HEAD.frustration(text, (0.0, 1.0), contacts=1)


async def test_what_no_list_of_words_has_is_heard_by_the_vector(minilm: MiniLmEmbedder) -> None:
    pairs = [
        ("Day nine and the box is nowhere to be seen.", "The box came on day two, lovely."),
        ("So the technician simply did not show up, once more.", "The technician came at ten and was very kind."),
        ("I told you that already, why do you ask me once more?", "I can tell you more about it if you like."),
        ("@carrier oh brilliant, another evening without internet", "@carrier which router do you recommend?"),
    ]
    for upset, content in pairs:
        high, low = await frustration_by(minilm, [upset, content])
        assert low < 0.45 and high > low + 0.3, (upset, high, content, low)


async def test_praise_and_plain_questions_are_calm(minilm: MiniLmEmbedder) -> None:
    calm = [
        "Thank you, that was quick!",
        "How do I add a second user?",
        "Do you deliver to Portugal?",
        "See you at nine.",
    ]
    assert max(await frustration_by(minilm, calm)) < 0.3


async def test_the_daemon_hears_what_the_workbench_hears(minilm: MiniLmEmbedder) -> None:
    model = OfflineModel(settings(), minilm)
    upset = "Day nine and the box is nowhere to be seen. Somebody was meant to ring me on Monday, nobody did."
    reading = await model.read(a_case(message=a_message(upset, subject="The box"), questions=()))
    assert reading.frustration > signals.frustration(upset) + 0.3
    assert reading.sentiment in ("negative", "angry") and "calm" not in reading.summary


async def test_a_plain_question_or_report_is_not_called_annoyed(minilm: MiniLmEmbedder) -> None:
    model = OfflineModel(settings(), minilm)
    for text in ("Could you tell me where my parcel is?", "One page of the manual is blank. Could you look into it?"):
        reading = await model.read(a_case(message=a_message(text, subject="Question"), questions=(text,)))
        assert reading.sentiment == "neutral" and "sounds calm" in reading.summary, (text, reading.frustration)


async def test_an_embedding_model_that_the_head_does_not_know_leaves_it_to_the_words() -> None:
    texts = ["This is outrageous!", "Hello there"]
    assert await frustration_by(HashingEmbedder(), texts) == [signals.frustration(text) for text in texts]
    assert frustration_of(["Hello"], [(1.0, 0.0)]) == [signals.frustration("Hello")]


def test_the_shipped_head_is_for_the_shipped_model() -> None:
    assert shipped_head().speaks_for("all-MiniLM-L6-v2 int8 53aa51172d14", 384)
    assert not shipped_head().speaks_for("all-MiniLM-L6-v2 int8 53aa51172d14", 256)
    assert not shipped_head().speaks_for("hashed words 1", 384)


def test_every_grade_of_mood_has_sentences_and_none_stands_there_twice() -> None:
    import responder

    rows = (Path(responder.__file__).parent / "data" / "mood_sentences.tsv").read_text(encoding="utf-8").splitlines()
    grades = [row.split("\t")[0] for row in rows]
    texts = [row.split("\t")[1] for row in rows]
    assert min(grades.count(grade) for grade in set(grades)) >= 50
    assert len(texts) == len(set(texts))


def test_names_and_links_have_no_mood() -> None:
    assert told("@airline  why is it late again? https://example.com/x #late") == "why is it late again? late"
    assert told("@airline") == "@airline"
