"""With `models.read_by` the classifier reads first, and the small model only what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from responder.adapters.classifier_first import ClassifierFirst
from responder.config import Secrets, settings_from
from responder.domain import Case, Draft, Reading
from responder.errors import ConfigError, TryLater
from responder.wiring import language_model
from tests.cases import a_case, a_draft, a_reading, settings


@dataclass
class Reader:
    """A language model that gives one reading and remembers what it was asked."""

    reading: Reading
    away: bool = False
    asked: list[str] = field(default_factory=list)
    name: str = "reader"

    async def read(self, case: Case) -> Reading:
        self.asked.append("read")
        if self.away:
            raise TryLater("the language model is away")
        return self.reading

    async def draft(self, case: Case) -> Draft:
        self.asked.append("draft")
        return a_draft("By this reader.")

    async def check(self) -> str:
        return f"{self.name} answers"

    async def close(self) -> None:
        self.asked.append("close")


def a_pair(confidence: float, **models: float) -> tuple[ClassifierFirst, Reader, Reader]:
    classifier = Reader(a_reading(intent="bug_report", confidence=confidence), name="classifier")
    model = Reader(a_reading(intent="billing_query", confidence=0.95), name="small model")
    return ClassifierFirst(settings(models=models), classifier=classifier, model=model), classifier, model


async def test_what_the_classifier_is_sure_of_costs_no_model_call() -> None:
    both, _, model = a_pair(0.9)
    assert (await both.read(a_case())).intent == "bug_report"
    assert model.asked == []


async def test_what_is_in_doubt_is_read_by_the_model() -> None:
    both, _, model = a_pair(0.5)
    assert (await both.read(a_case())).intent == "billing_query"
    assert model.asked == ["read"]


async def test_what_fits_no_intent_at_all_goes_on_without_a_model_call() -> None:
    both, _, model = a_pair(0.01)
    assert (await both.read(a_case())).confidence == 0.01
    assert model.asked == []


async def test_the_band_of_doubt_is_a_setting() -> None:
    both, _, model = a_pair(0.9, doubt_to=0.95)
    assert (await both.read(a_case())).intent == "billing_query"
    both, _, model = a_pair(0.01, doubt_from=0.0)
    await both.read(a_case())
    assert model.asked == ["read"]
    with pytest.raises(ConfigError, match=r"doubt_from is above models\.doubt_to"):
        settings(models={"doubt_from": 0.9, "doubt_to": 0.5})


async def test_a_model_that_is_away_is_missed_only_where_there_is_doubt() -> None:
    both, _, model = a_pair(0.9)
    model.away = True
    assert (await both.read(a_case())).intent == "bug_report"
    both, _, model = a_pair(0.5)
    model.away = True
    with pytest.raises(TryLater):
        await both.read(a_case())


async def test_drafts_are_always_the_model_s() -> None:
    both, classifier, model = a_pair(0.9)
    assert (await both.draft(a_case())).text == "By this reader."
    assert both.name == "small model" and "classifier answers" in await both.check()
    await both.close()
    assert model.asked == ["draft", "close"] and "draft" not in classifier.asked


def test_without_the_setting_the_model_reads_everything() -> None:
    offline = Reader(a_reading())
    secrets = Secrets(anthropic_api_key="a-key")
    assert not isinstance(language_model(settings_from({}), secrets, offline), ClassifierFirst)
    first = settings_from({"models": {"read_by": "classifier in doubt model"}})
    assert isinstance(language_model(first, secrets, offline), ClassifierFirst)
    assert language_model(first, Secrets(), offline) is offline
