"""An agent sees how similar tickets were solved; a model never does, and no handoff waits for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from responder.domain import SolvedTicket
from responder.errors import TryLater
from tests.worlds import TEAM, Stage, a_mail, a_stage, the_settings

SOLVED = SolvedTicket(
    ticket=7,
    summary="The export fails",
    answer="Untick “Archive”, then **export** again.",
    solved_at=datetime(2026, 3, 2, tzinfo=UTC),
    likeness=0.8,
)


@dataclass
class Shelf:
    trouble: Exception | None = None
    waits: bool = False
    asked: int = 0

    async def similar(
        self, question: str, *, language: str, customer: str, least: float, limit: int
    ) -> tuple[SolvedTicket, ...]:
        self.asked += 1
        if self.waits:
            await asyncio.Event().wait()
        if self.trouble:
            raise self.trouble
        return (SOLVED,)

    async def take_in(self, *, before: datetime, limit: int = 500) -> int:
        return 0


async def a_handoff_with(shelf: Shelf) -> Stage:
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    stage.world = replace(stage.world, solved=shelf)
    stage.settings = the_settings(autonomy={"mode": "review"})
    await stage.handle(a_mail())
    return stage


async def test_the_agent_sees_the_answer_and_no_model_does():
    stage = await a_handoff_with(Shelf())
    (handoff,) = stage.sent_to(TEAM)
    for part in ("plain", "html"):
        text = handoff.get_body((part,)).get_content()
        assert "Untick “Archive”, then export again." in text and "#7" in text
    assert all(case.similar == () for case in stage.model.seen)


@pytest.mark.parametrize(
    "shelf", [Shelf(trouble=TryLater("away")), Shelf(trouble=KeyError("a bug")), Shelf(waits=True)]
)
async def test_a_search_that_fails_or_hangs_holds_no_handoff_back(shelf: Shelf):
    stage = await a_handoff_with(shelf)
    assert shelf.asked == 1
    (handoff,) = stage.sent_to(TEAM)
    assert "Solved before" not in handoff.get_body(("html",)).get_content()
