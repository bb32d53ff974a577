"""What every language model keeps to, Claude over HTTP and the offline model alike."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from responder.adapters.claude import Claude
from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.offline_model import OfflineModel
from responder.domain import Signal
from responder.ports import LanguageModel
from responder.steps import ground
from tests.cases import a_case, a_message, settings
from tests.fixtures.model_server import ModelServer


@pytest.fixture(params=["claude", "offline"])
async def model(request: pytest.FixtureRequest, model_server: ModelServer) -> AsyncIterator[LanguageModel]:
    made: LanguageModel = (
        Claude(settings(models={"base_url": model_server.url}), "a-key")
        if request.param == "claude"
        else OfflineModel(settings(), HashingEmbedder())
    )
    yield made
    await made.close()


async def test_a_reading_is_within_its_bounds(model: LanguageModel) -> None:
    reading = await model.read(a_case())
    assert reading.intent in {*settings().intents, "unknown"}
    assert 0 <= reading.confidence <= 1 and 0 <= reading.frustration <= 1
    assert set(reading.signals) <= set(Signal) and reading.summary and reading.model


async def test_a_draft_cites_only_what_it_was_given_and_holds(model: LanguageModel) -> None:
    case = a_case()
    draft = await model.draft(case)
    assert set(draft.cited) <= {p.id for p in case.passages} and draft.cited and draft.model
    assert ground.check(draft, case.passages, question_text=case.message.reply_text).holds


async def test_an_empty_mail_can_be_read(model: LanguageModel) -> None:
    reading = await model.read(a_case(message=a_message("", subject=""), questions=()))
    assert reading.intent in {*settings().intents, "unknown"}


async def test_it_says_who_it_is_and_that_it_works(model: LanguageModel) -> None:
    assert model.name and await model.check()
