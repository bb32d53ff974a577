"""Reads by the classifier, and asks the small model only where that is in doubt (`models.read_by`).

What the classifier is sure of costs no call and no wait. A mail that it takes for none of the intents goes to a person
either way, so a model need not read it first.
"""

from __future__ import annotations

from responder.config import Settings
from responder.domain import Case, Draft, Reading
from responder.ports import LanguageModel


class ClassifierFirst:
    """`classifier` reads, `model` reads what is in doubt, and writes every draft. Closes `model` only."""

    def __init__(self, settings: Settings, *, classifier: LanguageModel, model: LanguageModel) -> None:
        self._models = settings.models
        self._classifier = classifier
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    async def read(self, case: Case) -> Reading:
        """Raises what the model raises, when it is asked."""
        reading = await self._classifier.read(case)
        return await self._model.read(case) if self._in_doubt(reading) else reading

    def _in_doubt(self, reading: Reading) -> bool:
        return self._models.doubt_from <= reading.confidence < self._models.doubt_to

    async def draft(self, case: Case) -> Draft:
        return await self._model.draft(case)

    async def check(self) -> str:
        return f"{await self._model.check()}; reads by the classifier first ({await self._classifier.check()})"

    async def close(self) -> None:
        await self._model.close()
