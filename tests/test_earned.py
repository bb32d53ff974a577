"""Autonomy that is earned, told as stories: what people's acts teach, what it allows, and what takes it back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder import autonomy
from responder.adapters import stored_values
from responder.adapters.in_memory import InMemoryStore
from responder.adapters.mail_reader import DirectMailReader, ReaderOptions
from responder.config import Autonomy, settings_from
from responder.domain import Grade, Licence, Signal
from responder.errors import ConfigError, GiveUp
from responder.steps import earned, grading, replay
from responder.steps.earned import LastLook
from tests.cases import a_case, a_message
from tests.worlds import AGENT, PASSWORD_ARTICLE, TEAM, Stage, a_mail, a_reading, a_stage, the_settings

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Fixed = a_message()
PROVEN = 200
"""grades, all right: enough for any look"""


def earning(**changes: Any) -> Any:
    """Settings under which autonomy has to be earned, and is then used at once and never drawn by lot."""
    values = {"mode": "earned", "veto_minutes": 0, "audit_share": 0.0}
    return the_settings(autonomy={**values, **changes})


async def earned_stage(graded: int = PROVEN, *, wrong: int = 0, settings: Any = None, **grade: Any) -> Stage:
    """A stage on which people have graded drafts before, and the grades were looked at."""
    stage = await a_stage(settings or earning())
    await graded_before(stage, graded, wrong=wrong, **grade)
    await autonomy.look(stage.world, stage.settings)
    return stage


async def own_licence(stage: Stage) -> Licence:
    return next(one for one in await stage.store.licences() if one.intent == "password_reset")


async def graded_before(stage: Stage, count: int, *, wrong: int = 0, first: int = 1000, **changes: Any) -> None:
    for number in range(count):
        await stage.store.keep_grade(
            a_grade(
                first + number,
                right=number >= wrong,
                fingerprint=autonomy.fingerprint(stage.world, stage.settings),
                graded_at=stage.clock[0],
                **changes,
            )
        )


def a_grade(number: int, **changes: Any) -> Grade:
    values: dict[str, Any] = {
        "message_id": number,
        "conversation_id": number,
        "intent": "password_reset",
        "confidence": 0.55,
        "right": True,
        "sent": False,
        "audited": False,
        "graded_at": NOW,
        "source": "approval",
        "articles": (PASSWORD_ARTICLE.id,),
        "fingerprint": "f",
    }
    return Grade(**{**values, **changes})


async def asks(stage: Stage, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A customer asks, in words that no other one asks in; what became of it."""
    name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    await stage.handle(
        a_mail(
            f"Hello,\n\nhow do I reset the password of {name}?\n",
            sender=f"C {number} <c{number}@c{number}.example>",
            message_id=f"<q{number}@customer.example>",
            **changes,
        )
    )
    return (await stage.messages())[-1]


async def answers(stage: Stage, text: str, **headers: str) -> None:
    """An agent answers the last handoff."""
    to = str(stage.sent_to(TEAM)[-1]["Reply-To"]).partition("<")[2].rstrip(">")
    number = len(await stage.messages())
    await stage.handle(a_mail(text, sender=AGENT, to=to, message_id=f"<agent-{number}@acme.example>", **headers))


# ------------------------------------------------------------------------------------------------------- it is earned


async def test_without_grades_a_person_approves_and_reads_how_many_are_missing():
    stage = await a_stage(earning())
    asked = await asks(stage)
    assert (asked["kind"], asked["rule"]) == ("review", "not_yet_earned")
    missing = earned.fewest(stage.settings.autonomy)
    assert f"about {missing} more graded mails are missing" in asked["reason"]
    assert asked["reason"] in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content().replace("\n", " ")


async def test_each_grade_makes_it_one_less():
    stage = await a_stage(earning())
    await asks(stage)
    await answers(stage, "approve\n")
    asked = await asks(stage, 2)
    assert f"about {earned.fewest(stage.settings.autonomy) - 1} more" in asked["reason"]


async def test_out_of_the_box_nothing_is_sent_however_good_the_grades():
    stage = await earned_stage(settings=the_settings(autonomy={"mode": "review"}))
    assert (await asks(stage))["rule"] == "autonomy_is_review"


async def test_enough_right_drafts_earn_that_answers_are_sent():
    stage = await earned_stage()
    assert (await asks(stage))["kind"] == "reply"
    licence = await own_licence(stage)
    assert (licence.stage, licence.threshold, licence.wrong) == ("auto", 0.55, 0)
    [step] = await stage.store.ladder_steps()
    assert (step.before, step.after) == ("review", "auto")
    await stage.send_all()
    assert any("Autonomy earned" in str(mail["Subject"]) for mail in stage.sent_to(TEAM))


async def test_grades_come_by_themselves_and_are_looked_at_when_they_are_enough():
    stage = await a_stage(earning(tolerated_error_rate=0.3, certainty=0.5))
    for number in range(32):
        if (await asks(stage, number))["kind"] == "reply":
            break
        await answers(stage, "approve\n")
    assert (await asks(stage, 99))["kind"] == "reply"


async def test_drafts_that_are_often_wrong_earn_nothing():
    stage = await earned_stage(400, wrong=80)
    asked = await asks(stage)
    assert asked["rule"] == "not_yet_earned"
    assert "better articles" in asked["reason"]


async def test_a_draft_of_less_confidence_than_was_proven_goes_to_a_person():
    stage = await earned_stage(confidence=0.99)
    asked = await asks(stage)
    assert (asked["kind"], asked["rule"]) == ("review", "confidence_is_below_threshold")
    assert "0.99" in asked["reason"]


async def test_what_another_rule_held_back_proves_nothing():
    stage = await earned_stage(blocked=True)
    assert (await asks(stage))["rule"] == "not_yet_earned"


async def test_what_was_sent_without_a_person_proves_nothing():
    stage = await earned_stage(sent=True)
    assert (await asks(stage))["rule"] == "not_yet_earned"


async def test_ten_grades_of_one_conversation_are_one():
    stage = await earned_stage(conversation_id=7)
    assert (await asks(stage))["rule"] == "not_yet_earned"


async def test_an_intent_with_enough_bad_grades_of_its_own_is_not_carried_by_the_others():
    stage = await a_stage(earning())
    await graded_before(stage, PROVEN, intent="how_to")
    await graded_before(stage, PROVEN, intent="password_reset", wrong=100, first=5000)
    await autonomy.look(stage.world, stage.settings)
    assert (await asks(stage))["rule"] == "not_yet_earned"
    stage.model.reading = a_reading(intent="how_to")
    assert (await asks(stage, 2))["kind"] == "reply"


async def test_an_intent_with_few_grades_goes_by_those_of_all():
    stage = await a_stage(earning())
    await graded_before(stage, 70, intent="how_to")
    await graded_before(stage, 70, intent="billing_question", first=5000)
    await autonomy.look(stage.world, stage.settings)
    assert [one.intent for one in await stage.store.licences()] == [earned.POOLED]
    assert (await asks(stage))["kind"] == "reply"


async def test_the_second_dial_holds_back_what_the_first_would_let_pass():
    stage = await earned_stage(settings=earning(wrong_per_100=0.001))
    assert (await asks(stage))["rule"] == "not_yet_earned"


# ------------------------------------------------------------------------------------------------------- what teaches


async def only_grade(stage: Stage) -> Grade:
    [grade] = await stage.store.grades()
    return grade


async def test_an_approval_says_that_the_draft_was_right():
    stage = await a_stage(earning())
    await asks(stage)
    await answers(stage, "approve\n")
    grade = await only_grade(stage)
    assert (grade.right, grade.source, grade.sent, grade.blocked) == (True, "approval", False, False)
    assert grade.articles == (PASSWORD_ARTICLE.id,)
    assert grade.fingerprint == autonomy.fingerprint(stage.world, stage.settings)
    assert grade.drafted_at == stage.clock[0]


async def test_own_words_say_that_it_was_wrong():
    stage = await a_stage(earning())
    await asks(stage)
    await answers(stage, "Please call us, your account is locked.\n")
    assert (await only_grade(stage)).right is False


async def test_the_draft_with_a_greeting_and_a_name_was_right():
    stage = await a_stage(earning())
    asked = await asks(stage)
    draft = asked["case"]["draft"]["sentences"][0]["text"]
    await answers(stage, f"Hi Anna,\n\n{draft}\n\nKind regards,\nDana\n")
    assert (await only_grade(stage)).right is True


async def test_a_mail_that_nothing_was_found_for_counts_as_wrong():
    stage = await a_stage(earning(), articles=())
    await asks(stage)
    await answers(stage, "We do not offer that, sorry.\n")
    grade = await only_grade(stage)
    assert (grade.right, grade.confidence, grade.blocked) == (False, 0.0, False)


async def test_a_mail_that_is_always_for_people_is_kept_apart():
    stage = await a_stage(earning())
    stage.model.reading = a_reading(signals=(Signal.LEGAL_THREAT,))
    await asks(stage)
    await answers(stage, "Our lawyer will write to you.\n")
    assert (await only_grade(stage)).blocked


@pytest.mark.parametrize(("word", "right"), [("#wrong", False), ("#right", True), ("#Wrong: outdated", False)])
async def test_an_agent_marks_a_draft_and_the_customer_reads_nothing(word: str, right: bool):
    stage = await a_stage(earning())
    await asks(stage)
    before = len(stage.sent)
    await answers(stage, f"{word}\n")
    grade = await only_grade(stage)
    assert (grade.right, grade.source) == (right, "mark")
    assert len(stage.sent) == before
    assert (await stage.messages())[-1]["rule"] == "agent_marked_the_draft"


async def test_a_mark_beside_own_words_is_not_sent_and_decides():
    stage = await a_stage(earning())
    await asks(stage)
    await answers(stage, "#right\nTo reset it, simply use the link on the sign-in page.\n")
    assert (await only_grade(stage)).right
    assert "#right" not in stage.sent_to("c1@c1.example")[-1].get_body(("plain",)).get_content()


async def test_the_first_act_counts_and_a_mark_corrects_it():
    stage = await a_stage(earning())
    await asks(stage)
    await answers(stage, "approve\n")
    await answers(stage, "One more thing: we are closed tomorrow.\n")
    assert (await only_grade(stage)).right
    await answers(stage, "#wrong\n")
    assert not (await only_grade(stage)).right


async def test_a_mark_that_nothing_proves_is_not_counted_and_the_team_is_told():
    stage = await a_stage(
        the_settings(mailbox=[{**the_settings().mailbox[0].model_dump(), "trust_all_senders": False}])
    )
    await asks(stage)
    await answers(stage, "#right\n")
    assert not await stage.store.grades()
    assert "was not counted" in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content()


async def test_a_customer_who_says_that_it_did_not_help_takes_the_answer_s_grade():
    stage = await earned_stage()
    await asks(stage)
    [answer] = stage.sent_to("c1@c1.example")
    await stage.handle(
        a_mail(
            "That did not help, the link does not exist.\n",
            sender="C 1 <c1@c1.example>",
            message_id="<again@customer.example>",
            In_Reply_To=str(answer["Message-ID"]),
        )
    )
    complaint = next(g for g in await stage.store.grades() if g.source == "complaint")
    assert (complaint.right, complaint.sent, complaint.intent) == (False, True, "password_reset")


async def test_a_customer_who_says_thanks_complains_of_nothing():
    stage = await earned_stage()
    await asks(stage)
    [answer] = stage.sent_to("c1@c1.example")
    await stage.handle(
        a_mail(
            "Thank you, that works. How do I change my name?\n",
            sender="C 1 <c1@c1.example>",
            message_id="<again@customer.example>",
            In_Reply_To=str(answer["Message-ID"]),
        )
    )
    assert not [g for g in await stage.store.grades() if g.source == "complaint"]


async def test_learning_that_fails_holds_no_mail_back(monkeypatch: pytest.MonkeyPatch):
    stage = await a_stage(earning())

    class Forgetful(type(stage.store)):  # type: ignore[misc]
        async def keep_grade(self, grade: Grade) -> None:
            raise GiveUp("the disk is full")

    await asks(stage)
    stage.store.__class__ = Forgetful
    await answers(stage, "approve\n")
    assert stage.sent_to("c1@c1.example")


# ------------------------------------------------------------------------------------------------------- what takes back


async def test_other_settings_or_prompts_make_it_void_and_say_so():
    stage = await earned_stage()
    stage.settings = earning_with(thresholds={"support": 0.5})
    asked = await asks(stage)
    assert asked["rule"] == "not_yet_earned"
    assert "The settings changed" in asked["reason"]
    stage.settings = earning()
    stage.model.name = "another model"
    assert "The models changed" in (await asks(stage, 2))["reason"]
    stage.model.name = "scripted model"
    assert (await asks(stage, 3))["kind"] == "reply"


def earning_with(**sections: dict[str, Any]) -> Any:
    return the_settings(autonomy={"mode": "earned", "veto_minutes": 0, "audit_share": 0.0}, **sections)


async def test_own_prompts_have_another_fingerprint(tmp_path: Any):
    stage = await a_stage(earning())
    before = autonomy.fingerprint(stage.world, stage.settings)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "draft.txt.jinja").write_text("Answer.")
    after = autonomy.fingerprint(stage.world, earning_with(own_templates=str(tmp_path)))  # type: ignore[arg-type]
    assert earned.what_changed(before, after) == "the prompts"


async def test_a_smaller_budget_than_was_proven_is_not_proven():
    stage = await earned_stage()
    stage.settings = earning(tolerated_error_rate=0.01)
    assert "at most 5.0% of answers are wrong" in (await asks(stage))["reason"]


async def test_an_edited_article_voids_it_for_its_topic_until_it_is_graded_anew():
    stage = await earned_stage()
    stage.later(days=1)
    stage.store.article_changes[PASSWORD_ARTICLE.id] = stage.clock[0]
    stage.later(hours=1)
    asked = await asks(stage)
    assert asked["rule"] == "article_was_edited"
    assert "“Reset your password”" in asked["reason"]

    stage.later(days=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await asks(stage, 2))["rule"] == "article_was_edited"

    await graded_before(stage, earned.REGRADED, first=9000)
    stage.later(days=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await asks(stage, 3))["kind"] == "reply"


async def test_a_share_drawn_by_lot_goes_to_a_person_and_is_graded():
    stage = await earned_stage(settings=earning(audit_share=1.0))
    asked = await asks(stage)
    assert (asked["kind"], asked["rule"]) == ("review", "picked_for_audit")
    await answers(stage, "approve\n")
    assert [grade.audited for grade in await stage.store.grades() if grade.message_id < 1000] == [True]


async def test_the_lot_falls_on_its_share_and_the_same_each_time():
    messages = [replace(Fixed, raw_sha256=f"{n:064x}") for n in range(4000)]
    lots = [earned.lot_of(m, b"key") for m in messages]
    assert lots == [earned.lot_of(m, b"key") for m in messages]
    assert lots != [earned.lot_of(m, b"another key") for m in messages]
    assert 0.07 < sum(lot < 0.1 for lot in lots) / len(lots) < 0.13


async def test_a_broken_budget_takes_the_licence_and_the_team_reads_why():
    stage = await earned_stage(settings=earning(audit_share=1.0))
    for number in range(20):
        stage.later(minutes=10)
        asked = await asks(stage, number)
        if asked["rule"] != "picked_for_audit":
            break
        await answers(stage, "No, it is done in another way.\n")
    assert asked["rule"] == "budget_is_broken"
    assert asked["kind"] == "review"
    [last, *_] = await stage.store.ladder_steps()
    assert (last.before, last.after) == ("auto", "review")
    assert "drawn by lot" in last.why
    assert any("Autonomy taken back" in str(mail["Subject"]) for mail in stage.sent_to(TEAM))


async def test_what_was_graded_before_a_broken_budget_earns_nothing_again():
    stage = await earned_stage(settings=earning(audit_share=1.0))
    licence = await own_licence(stage)
    stage.later(hours=1)
    taken = earned.demoted(licence, "It broke.", stage.clock[0])
    await stage.store.keep_licences([taken], [], seen=licence.changed_at)
    stage.later(hours=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await asks(stage))["rule"] == "budget_is_broken"
    await graded_before(stage, PROVEN, first=20_000)
    stage.later(hours=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await asks(stage, 2))["rule"] == "picked_for_audit"


@pytest.mark.parametrize("by", ["the budget", "the settings"])
def test_trying_other_settings_brings_no_licence_back_that_was_taken_away(by: str):
    settings, day = Autonomy(mode="earned", veto_minutes=0), timedelta(days=1)
    grades = [a_grade(n) for n in range(1, PROVEN + 1)]
    licences, _ = earned.calibrated(grades, [], {}, fingerprint="f", settings=settings, now=NOW + day)
    assert any(one.stage == "auto" for one in licences)
    licences = [earned.demoted(one, "It broke.", NOW + 2 * day) for one in licences]
    other = settings.model_copy(update={"tolerated_error_rate": 0.06}) if by == "the budget" else settings
    changed = "f" if by == "the budget" else "g"
    licences, _ = earned.calibrated(grades, licences, {}, fingerprint=changed, settings=other, now=NOW + 3 * day)
    assert all(one.threshold is None for one in licences)
    licences, _ = earned.calibrated(grades, licences, {}, fingerprint="f", settings=settings, now=NOW + 4 * day)
    assert all(one.threshold is None for one in licences)


async def test_a_broken_budget_is_not_forgotten_when_another_process_looks_at_the_same_time():
    stage = await earned_stage()
    stage.later(hours=1)
    await graded_before(stage, 30, wrong=30, audited=True, first=20_000)
    keep_licences, calls = stage.store.keep_licences, []

    class Contested(InMemoryStore):
        async def keep_licences(self, licences: Any, steps: Any, *, seen: Any) -> bool:
            calls.append(seen)
            return len(calls) > 1 and await keep_licences(licences, steps, seen=seen)

    contested = Contested(now=stage.world.now)
    contested.__dict__.update(stage.store.__dict__)
    await autonomy.watch_budget(replace(stage.world, store=contested), stage.settings)
    assert (await own_licence(stage)).stage == "review"


async def test_a_complaint_that_nothing_proves_takes_nothing_away():
    stage = await earned_stage()
    await asks(stage)
    [answer] = stage.sent_to("c1@c1.example")
    stage.world = replace(stage.world, reader=DirectMailReader({"support": ReaderOptions(languages=("en",))}))
    await stage.handle(
        a_mail(
            "That did not help, the link does not exist.\n",
            sender="C 1 <c1@c1.example>",
            message_id="<forged@customer.example>",
            In_Reply_To=str(answer["Message-ID"]),
        )
    )
    assert not [grade for grade in await stage.store.grades() if grade.source == "complaint"]


async def test_good_answers_and_a_few_complaints_break_nothing():
    licence = a_licence(made_at=NOW - timedelta(days=9))
    its = [a_grade(n, audited=True, right=n % 30 != 0) for n in range(1, 200)]
    its += [a_grade(1000 + n, sent=True, right=False, source="complaint") for n in range(20)]
    assert earned.budget_broken(licence, its, answers=1000) == ""
    assert "20 of 100 that were sent" in earned.budget_broken(licence, its, answers=100)


def a_licence(**changes: Any) -> Licence:
    values: dict[str, Any] = {"alpha": 0.05, "delta": 0.1, "stage": "auto", "threshold": 0.5, "changed_at": NOW}
    return Licence(**{**values, **changes})


# ------------------------------------------------------------------------------------------------------- the time machine


async def test_what_was_decided_under_a_licence_is_replayed_as_it_was():
    stage = await earned_stage(settings=earning(audit_share=0.5))
    stage.later(hours=1)
    for number in range(12):
        await asks(stage, number)
    stage.store.article_changes[PASSWORD_ARTICLE.id] = stage.clock[0]
    await asks(stage, 50)
    kinds = set()
    async for past in stage.store.cases():
        again = replay.replay(stored_values.load_case(stored_values.dump(past.case)), stage.settings)
        assert again is not None and not isinstance(again, replay.NeedsModel)
        assert (again.case, again.tier, again.reasons[0].rule) == (past.case, past.tier, past.rule)
        kinds.add(past.rule)
    assert kinds == {"all_rules_passed", "picked_for_audit", "article_was_edited"}


async def test_a_replay_says_what_a_smaller_budget_would_have_held_back():
    stage = await earned_stage()
    await asks(stage)
    [past] = [one async for one in stage.store.cases()]
    stricter = replay.replay(past.case, earning(tolerated_error_rate=0.01))
    assert stricter is not None and not isinstance(stricter, replay.NeedsModel)
    assert [reason.rule for reason in stricter.reasons] == ["not_yet_earned"]


# ------------------------------------------------------------------------------------------------------- when it is looked at


AT_SIX = Autonomy(recalibrate_at="monday 06:00")
MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)


def test_the_grades_are_looked_at_in_powers_of_two():
    looks = [n for n in range(300) if earned.is_time_to_look(n, LastLook(at=NOW, graded=max(n - 1, 0)), AT_SIX, NOW)]
    assert looks == [32, 64, 128, 256]


def test_the_grades_are_looked_at_once_a_week_if_there_are_new_ones():
    last = LastLook(at=MONDAY - timedelta(minutes=1), graded=70)
    assert earned.is_time_to_look(71, last, AT_SIX, MONDAY)
    assert not earned.is_time_to_look(70, last, AT_SIX, MONDAY)
    assert not earned.is_time_to_look(71, last, AT_SIX, MONDAY - timedelta(seconds=30))
    assert not earned.is_time_to_look(72, LastLook(at=MONDAY, graded=71), AT_SIX, MONDAY + timedelta(days=6))
    assert not earned.is_time_to_look(71, last, Autonomy(recalibrate_at=""), MONDAY)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)))
def test_the_last_weekly_hour_is_less_than_a_week_ago(at: datetime):
    now = at.replace(tzinfo=UTC)
    hour = earned.last_weekly_hour("thursday 23:59", now)
    assert hour is not None and hour <= now < hour + timedelta(days=7)
    assert (hour.weekday(), hour.hour, hour.minute) == (3, 23, 59)


def test_a_time_that_is_none_is_refused_in_words():
    with pytest.raises(ConfigError, match="monday 06:00"):
        settings_from({"autonomy": {"recalibrate_at": "mondays"}})


def test_looking_often_proves_nothing_that_is_not_so():
    """Answers of which a third more are wrong than is tolerated, looked at 40 times while they are graded."""
    chance, broken, draws = random.Random(5), 0, 60
    settings = Autonomy(mode="earned", tolerated_error_rate=0.1, certainty=0.9, veto_minutes=0)
    for _ in range(draws):
        grades = [
            a_grade(n, confidence=chance.random(), right=chance.random() > 0.133, graded_at=NOW + timedelta(minutes=n))
            for n in range(1, 801)
        ]
        licences: list[Licence] = []
        for n in range(20, 801, 20):
            at = NOW + timedelta(minutes=n, seconds=1)
            licences, _ = earned.calibrated(grades[:n], licences, {}, fingerprint="f", settings=settings, now=at)
            if any(one.threshold is not None for one in licences):
                broken += 1
                break
    assert broken / draws <= 0.1


def test_a_licence_is_not_lost_because_few_grades_came_since():
    settings = Autonomy(mode="earned", veto_minutes=0)
    grades = [a_grade(n) for n in range(1, PROVEN)]
    later = NOW + timedelta(days=1)
    licences, _ = earned.calibrated(grades, [], {}, fingerprint="f", settings=settings, now=later)
    grades += [a_grade(5000 + n, right=n > 2, graded_at=later + timedelta(days=1)) for n in range(100)]
    again, steps = earned.calibrated(
        grades, licences, {}, fingerprint="f", settings=settings, now=later + timedelta(days=9)
    )
    assert again[0].threshold == licences[0].threshold
    assert not steps


# ------------------------------------------------------------------------------------------------------- nearly the same

DRAFT = "To reset your password, choose “Forgot your password?” on the sign-in page. The link is valid for 60 minutes."


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (DRAFT, True),
        (f"Dear Anna,\n\n{DRAFT}\n\nBest wishes,\nDana Ruiz\nAcme Support", True),
        (DRAFT.replace("choose", "please choose"), True),
        (DRAFT.replace("password", "passwrod"), True),
        (DRAFT.replace("sign-in", "sign-up"), False),
        (DRAFT.replace("60", "30"), False),
        (DRAFT.replace("is valid", "is not valid"), False),
        (DRAFT + " See https://help.acme.example/reset", False),
        (DRAFT + " But only in Germany.", False),
        (DRAFT[:40], False),
        ("Please call us.", False),
        ("", False),
    ],
)
def test_own_words_are_the_draft_only_if_they_say_the_same(words: str, same: bool):
    assert grading.nearly_the_same(DRAFT, words) is same


def test_an_empty_draft_is_like_nothing():
    assert not grading.nearly_the_same("", "")


# ------------------------------------------------------------------------------------------------------- the veto


async def vetoable(**changes: Any) -> Stage:
    stage = await earned_stage(settings=earning(veto_minutes=30, **changes))
    assert (await own_licence(stage)).stage == "veto"
    stage.later(hours=1)
    return stage


def to_customer(stage: Stage) -> list[Any]:
    return stage.sent_to("c1@c1.example")


async def test_a_newly_earned_answer_waits_and_the_team_may_stop_it():
    stage = await vetoable()
    asked = await asks(stage)
    assert (asked["kind"], asked["outcome"]) == ("reply", "answered")
    notice = stage.sent_to(TEAM)[-1]
    assert "Will be sent" in str(notice["Subject"])
    assert 'Reply with only "#stop"' in notice.get_body(("plain",)).get_content()
    assert "Nothing, if the answer below is right." in notice.get_body(("plain",)).get_content()
    html = notice.get_body(("html",)).get_content()
    assert "body=%23stop" in html and "Answer, not sent yet" in html and "Approve and send" not in html
    stage.later(minutes=29)
    await stage.send_all()
    assert not to_customer(stage)
    stage.later(minutes=1)
    await stage.send_all()
    [answer] = to_customer(stage)
    assert "Forgot your password?" in answer.get_body(("plain",)).get_content()
    assert answer["Date"].datetime == stage.clock[0]
    stage.later(days=1)
    await stage.send_all()
    assert len(to_customer(stage)) == 1


@pytest.mark.parametrize("word", ["#stop\n", "#wrong\n", "#stop\n\nDana\n", "wait, that is not right\n"])
async def test_who_stops_an_answer_has_the_mail(word: str):
    stage = await vetoable()
    await asks(stage)
    await answers(stage, word)
    stage.later(days=1)
    await stage.send_all()
    assert not to_customer(stage)
    first, *_ = await stage.messages()
    assert first["outcome"] == "with a person"
    [ticket] = await stage.store.tickets(limit=5)
    assert ticket["state"] == "with a person"


async def test_a_stop_counts_as_wrong():
    stage = await vetoable()
    await asks(stage)
    await answers(stage, "#stop\n")
    assert [g.right for g in await stage.store.grades() if g.source == "mark"] == [False]


async def test_own_words_go_in_its_place_and_only_once():
    stage = await vetoable()
    await asks(stage)
    await answers(stage, "Please call us instead, your account is locked.\n")
    stage.later(days=1)
    await stage.send_all()
    [answer] = to_customer(stage)
    assert "Please call us instead" in answer.get_body(("plain",)).get_content()


@pytest.mark.parametrize("word", ["approve\n", "#right\n", "#note looks fine to me\n"])
async def test_consent_and_notes_stop_nothing(word: str):
    stage = await vetoable()
    await asks(stage)
    await answers(stage, word)
    stage.later(minutes=31)
    await stage.send_all()
    assert len(to_customer(stage)) == 1
    assert [g.right for g in await stage.store.grades() if g.source == "mark"] == [True] * ("note" not in word)


async def test_a_stop_that_comes_too_late_is_told():
    stage = await vetoable()
    await asks(stage)
    stage.later(minutes=31)
    await stage.send_all()
    await answers(stage, "#stop\n")
    assert "had left already" in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content()
    assert len(to_customer(stage)) == 1


async def test_a_stop_that_comes_too_late_counts_as_wrong_all_the_same():
    stage = await vetoable()
    await asks(stage)
    stage.later(minutes=31)
    await stage.send_all()
    await answers(stage, "#stop\n")
    grade = (await stage.store.grades())[-1]
    assert (grade.source, grade.right, grade.sent) == ("mark", False, True)


async def test_an_approval_of_what_was_stopped_is_told_that_nothing_goes_out():
    stage = await vetoable()
    await asks(stage)
    await answers(stage, "#stop\n")
    await answers(stage, "approve\n")
    assert "Nothing was sent" in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content().replace("\n", " ")
    assert (await stage.messages())[-1]["kind"] == "handoff"
    assert not (await stage.store.grades())[-1].right
    stage.later(hours=1)
    await stage.send_all()
    assert not to_customer(stage)


async def test_answers_that_wait_do_not_go_out_once_a_person_has_to_approve():
    stage = await vetoable()
    await asks(stage)
    stage.later(hours=1)
    stage.settings = the_settings(autonomy={"mode": "review"})
    await stage.send_all()
    assert not to_customer(stage)
    assert "nobody approved" in stage.sent_to(TEAM)[-1].get_body(("plain",)).get_content().replace("\n", " ")
    [ticket] = await stage.store.tickets(limit=1)
    assert ticket["state"] == "with a person"


async def test_who_has_the_handoff_and_objects_holds_the_answer_back_though_they_are_no_agent():
    stage = await vetoable()
    await asks(stage)
    to = str(stage.sent_to(TEAM)[-1]["Reply-To"]).partition("<")[2].rstrip(">")
    await stage.handle(
        a_mail("Do not send this.\n", sender="boss@other.example", to=to, message_id="<1@other.example>")
    )
    assert "was held back" in (await stage.messages())[-1]["reason"]
    stage.later(hours=1)
    await stage.send_all()
    assert not to_customer(stage)


async def test_a_program_that_acknowledges_each_handoff_is_not_told_to_the_team_again():
    """A help desk behind the team's address, which writes from another one: each handoff would bring the next."""
    stage = await vetoable()
    await asks(stage)
    told = stage.sent_to(TEAM)
    to = str(told[-1]["Reply-To"]).partition("<")[2].rstrip(">")
    acknowledged = a_mail("We got your request.\n", sender="desk@other.example", to=to, Auto_Submitted="auto-replied")
    await stage.handle(acknowledged)
    assert (await stage.messages())[-1]["kind"] == "silence"
    assert len(stage.sent_to(TEAM)) == len(told)
    stage.later(minutes=31)
    await stage.send_all()
    assert len(to_customer(stage)) == 1


async def test_who_writes_again_before_the_answer_left_does_not_complain_of_it():
    stage = await vetoable()
    await asks(stage)
    stage.later(minutes=3)
    again = a_mail(
        "Sorry, the link does not work for me.\n",
        sender="C 1 <c1@c1.example>",
        message_id="<again@customer.example>",
        In_Reply_To="<q1@customer.example>",
    )
    await stage.handle(again)
    assert not [g for g in await stage.store.grades() if g.source == "complaint"]


async def test_who_writes_twice_before_we_answer_does_not_complain_of_the_answer():
    stage = await earned_stage()
    await stage.take_in(
        a_mail(sender="C 1 <c1@c1.example>", message_id="<q1@customer.example>"),
        a_mail(
            "Sorry, the link does not work for me.\n",
            sender="C 1 <c1@c1.example>",
            message_id="<again@customer.example>",
            In_Reply_To="<q1@customer.example>",
        ),
    )
    stage.later(minutes=1)
    await stage.handle()
    assert (await stage.messages())[0]["kind"] == "reply"
    assert not [g for g in await stage.store.grades() if g.source == "complaint"]


async def test_an_agent_who_is_away_stops_nothing():
    stage = await vetoable()
    await asks(stage)
    await answers(stage, "I am away until Monday.\n", Auto_Submitted="auto-replied")
    stage.later(minutes=31)
    await stage.send_all()
    assert len(to_customer(stage)) == 1


async def test_without_ticket_addresses_nothing_waits_for_a_veto_that_cannot_come():
    mailbox = {**the_settings().mailbox[0].model_dump(), "plus_addressing": False}
    settings = the_settings(mailbox=[mailbox], autonomy={"mode": "earned", "veto_minutes": 30, "audit_share": 0.0})
    stage = await earned_stage(settings=settings)
    assert (await asks(stage))["rule"] == "nobody_could_stop_it"


async def test_the_time_of_vetoes_ends_when_enough_drawn_by_lot_was_right():
    stage = await vetoable(audit_share=1.0)
    for number in range(earned.VETO_GRADES):
        stage.later(hours=2)
        assert (await asks(stage, number))["rule"] == "picked_for_audit"
        await answers(stage, "approve\n")
    stage.later(hours=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await own_licence(stage)).stage == "auto"
    assert "drawn by lot" in (await stage.store.ladder_steps())[0].why


async def test_one_stopped_answer_prolongs_the_time_of_vetoes():
    stage = await vetoable()
    await asks(stage)
    await answers(stage, "#stop\n")
    await graded_before(stage, 20, audited=True, first=7000)
    stage.later(hours=1)
    await autonomy.look(stage.world, stage.settings)
    assert (await own_licence(stage)).stage == "veto"


@pytest.mark.parametrize("text", ["ab " * 799, "a b " * 399, "b a " * 399, "x" * 100_000, ("word " * 30 + "2 ") * 25])
def test_no_text_takes_long_to_compare(text: str):
    for other in (text[::-1], "x " + text, text.replace("a", "b")):
        grading.nearly_the_same(text, other)
        grading.nearly_the_same(other, text)


def test_where_to_test_is_chosen_by_how_often_drafts_were_right():
    """Our confidence says 0.3 to 0.6, and above 0.4 all drafts are right: the plan has to see that."""
    settings = Autonomy(mode="earned", veto_minutes=0)
    grades = [a_grade(n, confidence=0.3 + n % 31 / 100, right=n % 31 > 10) for n in range(1, 401)]
    [pooled, own], _ = earned.calibrated(
        grades, [], {}, fingerprint="f", settings=settings, now=NOW + timedelta(days=1)
    )
    assert (pooled.threshold, own.intent) == (None, "password_reset")
    assert own.threshold is not None and 0.38 <= own.threshold <= 0.45


@pytest.mark.parametrize(
    ("text", "unhappy"),
    [
        ("That did not help.", True),
        ("This is wrong, I have no such button.", True),
        ("It still does not work.", True),
        ("Das funktioniert leider nicht.", True),
        ("Cela ne fonctionne pas.", True),
        ("Thanks, that was quick!", False),
        ("And how do I change my address? The old one is wrong.", False),
        ("Can you also tell me whether I can export?", False),
    ],
)
def test_a_complaint_is_about_the_answer(text: str, unhappy: bool):
    case = a_case(message=a_message(text), reading=a_reading())
    assert grading.complains(case, the_settings()) is unhappy
