"""The shipped model that knows how programs word their mail. Reads its file once."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from responder.steps.automatic_text import AutomaticTextModel
from responder.steps.hashed_text import unpacked


def automatic(subject: str, text: str) -> float:
    """0 a person wrote this – 1 a program. `text`: what was written now. 0 for an empty text."""
    return _shipped().probability(subject, text)


@cache
def _shipped() -> AutomaticTextModel:
    stored = json.loads((resources.files("responder") / "data/automatic_text.json").read_text(encoding="ascii"))
    return AutomaticTextModel(**{**stored, "weights": unpacked(stored["weights"])})
