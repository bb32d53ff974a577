"""`responder tune` over a database of old mail: it says what would have moved, lists it, and changes nothing."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from responder import flow
from responder.adapters.postgres_pool import open_pool
from responder.adapters.postgres_store import PostgresStore
from responder.cli import main
from responder.commands import tune
from responder.domain import Case, Claim, Cost, Decision, Fetched, Message, Relay
from responder.errors import ConfigError
from responder.steps import thread
from tests.contracts.builders import an_arrival
from tests.worlds import PASSWORD_ARTICLE, Stage, a_mail, a_quote_of, a_reading, a_stage, the_settings

FILE = """
autonomy.mode = "auto"
product.name = "Acme"
[[mailbox]]
address = "support@acme.example"
trust_all_senders = true
imap = {{ host = "127.0.0.1", security = "none" }}
smtp = {{ host = "127.0.0.1", security = "none" }}
[teams.support]
inbox = "team@acme.example"
agents = ["dana@acme.example"]
[thresholds]
passage_cosine = 0.2
confidence = {confidence}
review_confidence = 0.05
[database]
dsn = "{dsn}"
"""

QUESTIONS = (
    # words, confidence of the intent, what the agent sent in the end: None nothing, "" the draft as it was
    ("how do I reset my password?", 0.95, None),
    ("how do I reset my old password, please?", 0.95, ""),
    ("where do I reset the password of the account?", 0.9, "That is not possible."),
    ("how can I reset my password?", 0.3, None),
    ("I want to talk to a lawyer about my refund, I will sue you.", 0.95, None),
)


async def fill(dsn: str, confidence: float) -> None:
    """Every question decided as flow decides it, and answered by an agent where one did."""
    chosen = the_settings(thresholds={"confidence": confidence, "review_confidence": 0.05})
    stage = await a_stage(chosen)
    async with open_pool(dsn, connections=3) as pool:
        store = PostgresStore(pool)
        for number, (words, sure, sent) in enumerate(QUESTIONS):
            raw = a_mail(f"Hello,\n\n{words}\n\nAnna\n", subject=words, message_id=f"<{number}@customer.example>")
            decision = await decided(stage, raw, sure)
            claim = await concluded(store, decision)
            if sent is not None and decision.case.draft:
                answer = Relay(
                    case=Case(message=decision.case.message), text=sent or decision.case.draft.text, agent="d"
                )
                message = replace(decision.case.message, raw_sha256=f"agent {number}", fingerprint=f"agent {number}")
                await concluded(store, replace(answer, case=Case(message=message)), claim.conversation_id)
        await store.close()


async def decided(stage: Stage, raw: bytes, sure: float) -> Decision:
    paid = [Cost(task="read", model="m", usd=0.01), Cost(task="draft", model="m", usd=0.04)]
    stage.model.reading = a_reading(confidence=sure, cost=paid[0])
    [message] = await stage.world.reader.read("support", [Fetched(uid=0, raw=raw, received_at=stage.world.now())])
    case = Case(message=thread.as_the_customer(message, stage.settings))
    first = await flow.decide(case, stage.world, stage.settings)
    if first.case.draft is None:
        return first
    stage.model.drafted = replace(a_quote_of(first.case), cost=paid[1])
    again = await flow.decide(case, stage.world, stage.settings)
    stage.model.drafted = None
    return again


async def concluded(store: PostgresStore, decision: Decision, agent_ticket: int = 0) -> Claim:
    message: Message = decision.case.message
    await store.keep("support", 1, [an_arrival(message, agent_ticket=agent_ticket)], last_uid=1)
    claim = await store.claim(lease_seconds=60)
    assert claim
    await store.conclude(claim, decision, [])
    return claim


@pytest.fixture
def config(database_dsn: str, tmp_path: Path) -> Path:
    """A settings file whose database holds the questions, decided under a confidence of 1.0 at least: nothing was sent."""
    asyncio.run(fill(database_dsn, 1.0))
    file = tmp_path / "responder.toml"
    file.write_text(FILE.format(dsn=database_dsn, confidence=1.0), encoding="utf-8")
    return file


def told(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    capsys.readouterr()
    assert main(["tune", *(str(w) for w in words)]) == 0
    return capsys.readouterr().out


def figures(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    return json.loads(told(capsys, *words, "--json"))  # type: ignore[no-any-return]


def test_without_a_change_no_mail_moves(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("--against", config), ("--set", "thresholds.confidence=1.0")):
        report = figures(capsys, "--config", config, *words)
        assert (report["mails"], report["moved"], report["kept"]) == (7, 0, 2)
        assert report["cost"]["change"] == 0.0
    assert "0 would end otherwise" in told(capsys, "--config", config)


def test_a_lower_threshold_lets_reviewed_drafts_go_and_says_which_were_wrong(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = figures(capsys, "--config", config, "--set", "thresholds.confidence=0.1")
    [move] = report["moves"]
    assert (move["before"], move["after"]) == ("review", "auto")
    assert (move["mails"], move["right"], move["wrong"]) == (3, 1, 1)
    assert report["auto"]["before"]["mails"] == 0 and report["auto"]["after"]["wrong"] == 1
    rules = {(m["before"]["rule"], m["after"]["rule"]) for m in report["moved_mails"]}
    assert rules == {("confidence_is_below_threshold", "all_rules_passed")}
    words = told(capsys, "--config", config, "--set", "thresholds.confidence=0.1", "--list", 1)
    assert "3 move review → auto, of which 1 were graded wrong and 1 right" in words
    assert "… and 2 more" in words


def test_a_change_of_the_file_itself_is_compared_with_what_happened(
    config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(config.read_text(encoding="utf-8").replace("confidence = 1.0", "confidence = 0.1", 1), "utf-8")
    assert figures(capsys, "--config", other)["moved"] == 3
    back = figures(capsys, "--config", config, "--against", other)
    assert [(m["before"], m["after"]) for m in back["moves"]] == [("auto", "review")]


def test_drafts_that_would_not_be_made_are_saved(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = figures(capsys, "--config", config, "--set", "thresholds.passage_cosine=1.0")
    cost = report["cost"]
    assert (cost["drafts_before"], cost["drafts_after"]) == (4, 0)
    assert cost["usd_before"] == pytest.approx(0.21) and cost["usd_after"] == pytest.approx(0.05)
    assert "$0.21 → $0.05 (−76 %)".replace(" %", "%") in told(
        capsys, "--config", config, "--set", "thresholds.passage_cosine=1.0"
    )


def test_days_that_are_over_are_left_out(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, "--config", config, "--since", 0)["mails"] == 0
    assert "nothing to replay" in told(capsys, "--config", config, "--since", 0)


def test_a_changed_article_takes_back_the_drafts_that_cited_what_it_no_longer_says(
    config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / f"{PASSWORD_ARTICLE.id}.md"
    front = f"---\ntitle: {PASSWORD_ARTICLE.title}\nurl: {PASSWORD_ARTICLE.url}\n---\n"
    file.write_text(front + PASSWORD_ARTICLE.body, encoding="utf-8")
    same = figures(capsys, "--config", config, "--article", file)
    assert same["article"] == {"id": PASSWORD_ARTICLE.id, "drafts": 4, "not_grounded_any_more": []}
    assert same["moved"] == 0
    file.write_text(front + PASSWORD_ARTICLE.body.replace("60 minutes", "15 minutes"), encoding="utf-8")
    changed = figures(capsys, "--config", config, "--article", file)
    assert len(changed["article"]["not_grounded_any_more"]) == 4
    assert {m["after"]["rule"] for m in changed["moved_mails"]} == {"claim_is_not_grounded"}
    assert "60 minutes" in told(capsys, "--config", config, "--article", file)
    other = tmp_path / "another.md"
    other.write_text("# Another\n\nText.\n", encoding="utf-8")
    assert "No stored draft cites the article another." in told(capsys, "--config", config, "--article", other)


def test_a_wrong_name_is_refused_and_the_nearest_one_named(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tune", "--config", str(config), "--set", "thresholds.confidnce=0.7"]) == 1
    assert "There is no setting thresholds.confidnce. Is thresholds.confidence meant?" in capsys.readouterr().err
    assert main(["tune", "--config", str(config), "--set", "thresholds.confidence=7"]) == 1
    assert "thresholds.confidence" in capsys.readouterr().err
    assert main(["tune", "--config", str(config), "--article", "missing.md"]) == 1
    assert "missing.md" in capsys.readouterr().err


def test_settings_are_set_by_name_in_toml_and_bare_words_are_text() -> None:
    changes = [
        "thresholds.confidence=0.7",
        "autonomy.mode=review",
        'product.languages=["en", "de"]',
        "intents.password_reset.always_person=true",
        "mailbox.support.also=['help@acme.example']",
    ]
    changed = tune.with_changes(the_settings(), changes)
    assert (changed.thresholds.confidence, changed.autonomy.mode) == (0.7, "review")
    assert changed.product.languages == ("en", "de") and changed.intents["password_reset"].always_person
    assert changed.mailbox[0].also == ("help@acme.example",)
    assert changed.intents["password_reset"].team == the_settings().intents["password_reset"].team
    with pytest.raises(ConfigError, match="="):
        tune.with_changes(the_settings(), ["thresholds.confidence"])


def test_what_no_replay_can_tell_is_said() -> None:
    changes = ["knowledge.passages=9", "thresholds.confidence=0.7", "mailbox.support.trust_all_senders=false"]
    hidden = tune.not_replayed(the_settings(), tune.with_changes(the_settings(), changes))
    assert hidden == ["knowledge.passages", "mailbox.support.trust_all_senders"]
