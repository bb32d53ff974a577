"""`responder stats` tells which kinds of mail have no intent yet."""

from __future__ import annotations

from datetime import timedelta

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.commands.stats import _told
from responder.ports import Embedder
from responder.reporting import fitting_none
from tests.worlds import Stage, a_mail, a_reading, a_stage

ASKED = ("Where is my parcel?", "My parcel, where is it?", "Where is my parcel now?")


async def _handled(stage: Stage) -> Stage:
    for number, text in enumerate((*ASKED, "How do I reset my password?")):
        known = "password" in text
        reading = {"intent": "password_reset", "in_scope": 0.9} if known else {"intent": "bug_report", "in_scope": 0.1}
        stage.model.reading = a_reading(**reading, confidence=reading["in_scope"])
        mail = a_mail(text, subject="", sender=f"c{number}@customer.example", message_id=f"<{number}@customer.example>")
        await stage.handle(mail)
    return stage


async def test_mails_about_the_same_strange_matter_are_told_together_and_the_others_not() -> None:
    stage = await _handled(await a_stage())
    since = stage.world.now() - timedelta(days=7)
    strange, heaps = await fitting_none(stage.store, HashingEmbedder, stage.settings, since)
    assert strange == 3 and [heap.mails for heap in heaps] == [3]
    told = "\n".join(_told(strange, heaps))
    assert "3 about parcel" in told and "password" not in told


async def test_where_every_mail_has_an_intent_no_embedding_model_is_opened() -> None:
    def opened() -> Embedder:
        raise AssertionError("there was nothing to compare")

    stage = await a_stage()
    stage.model.reading = a_reading()
    await stage.handle(a_mail())
    assert await fitting_none(stage.store, opened, stage.settings, stage.world.now() - timedelta(days=7)) == (0, ())
    assert _told(0, ()) == []
