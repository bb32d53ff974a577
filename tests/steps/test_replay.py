"""Old cases are judged again as they were, or as other settings would have it, without any model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from responder import flow
from responder.adapters import stored_values
from responder.domain import (
    Article,
    Attachment,
    Case,
    Conversation,
    Decision,
    Fetched,
    Grounding,
    Signal,
    TicketState,
    Traffic,
    Turn,
)
from responder.errors import GiveUp
from responder.steps import confidence, judge, policy, replay, rules, screen, thread
from responder.steps.replay import NeedsModel
from tests.cases import NOW, a_case, a_draft, a_mailbox, a_passage, a_reading, settings
from tests.worlds import a_mail, a_stage, the_settings
from tests.worlds import a_reading as a_scripted_reading

MAILS = Path(__file__).parent.parent / "mails"
relaxed = hypothesis_settings(max_examples=100, deadline=None)
TABLES = (screen.SCREENING, policy.STRAIGHT_TO_A_PERSON, policy.BEFORE_DRAFTING, policy.BEFORE_SENDING)


def stored(case: Case) -> Case:
    """As it comes back from the store."""
    return stored_values.load_case(stored_values.dump(case))


def auto(**sections: Any) -> Any:
    return settings(**{"autonomy": {"mode": "auto"}, "thresholds": {"confidence": 0.1}, **sections})


def judged(case: Case, chosen: Any) -> Decision:
    """A case on its whole way through the rules, as in flow: what is known too early takes no part."""
    case = replace(case, verdicts=())
    trouble, drafted = case.trouble, case.draft is not None
    case, decision = judge.before_reading(case, chosen)
    if decision:
        return replace(decision, case=replace(decision.case, reading=None, draft=None, grounding=None, trouble=""))
    read_trouble = "" if drafted or "draft" in trouble else trouble
    case, decision = judge.before_drafting(replace(case, trouble=read_trouble), chosen)
    if decision:
        return replace(decision, case=replace(case, draft=None, grounding=None, confidence=None, signals=()))
    case = replace(case, trouble=trouble)
    if case.draft:
        likely, signals = confidence.of(case, chosen)
        case = replace(case, confidence=likely, signals=signals)
    return judge.before_sending(case, chosen)


# ---------------------------------------------------------------------------------------------- nothing has changed


async def test_under_the_settings_of_then_every_mail_ends_as_it_did():
    chosen = the_settings(thresholds={"passage_cosine": 0.1, "confidence": 0.3})
    stage = await a_stage(chosen)
    readings = [
        {},
        {"confidence": 0.3},
        {"frustration": 0.8},
        {"signals": (Signal.LEGAL_THREAT,)},
        {"signals": (Signal.CHURN_RISK,), "urgency": "critical"},
        {"language": "de"},
    ]
    files = [f for kind in ("human", "automatic", "demo") for f in sorted((MAILS / kind).glob("*.eml"))[::3]]
    kinds = set()
    for number, raw in enumerate([a_mail(), *(f.read_bytes() for f in files)]):
        stage.model.reading = a_scripted_reading(**readings[number % len(readings)])
        stage.model.drafted = GiveUp("The model wrote no JSON.") if number % 7 == 6 else None
        fetched = Fetched(uid=0, raw=raw, received_at=NOW)
        [message] = await stage.world.reader.read("support", [fetched])
        decision = await flow.decide(Case(message=thread.as_the_customer(message, chosen)), stage.world, chosen)
        again = replay.replay(stored(decision.case), chosen)
        assert again == decision
        kinds.add(type(decision).__name__)
    assert kinds >= {"Reply", "Handoff", "Silence"}


def shares() -> st.SearchStrategy[float]:
    return st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.75, 1.0])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    signals = st.lists(st.sampled_from(list(Signal)), max_size=1, unique=True)
    drafted = draw(st.booleans())
    return a_case(
        message=replace(
            a_case().message,
            language=draw(st.sampled_from(["en", "de", "und"])),
            attachments=(Attachment(name="a.png", content_type="image/png", size=9),) * draw(st.integers(0, 1)),
        ),
        reading=a_reading(
            confidence=draw(shares()),
            frustration=draw(shares()),
            signals=tuple(draw(signals)),
            urgency=draw(st.sampled_from(["normal", "critical"])),
        ),
        passages=(a_passage(cosine=draw(shares()), score=draw(shares())),),
        draft=a_draft(unanswered=("When?",) * draw(st.integers(0, 1))) if drafted else None,
        grounding=Grounding(support=draw(shares()), figures=("5",) * draw(st.integers(0, 1))) if drafted else None,
        confidence=None,
        signals=(),
        trouble="" if drafted else draw(st.sampled_from(["no draft: timeout", "no answer", "no draft: refused"])),
        traffic=Traffic(
            answers_in_conversation_24h=draw(st.integers(0, 4)), handoffs_for_sender_24h=draw(st.integers(18, 21))
        ),
        conversation=Conversation(
            id=3,
            state=draw(st.sampled_from([TicketState.NEW, TicketState.WITH_PERSON])),
            turns=(Turn(at=NOW, author="customer", text="Hi"),) * draw(st.integers(0, 3)),
        ),
    )


@st.composite
def sections(draw: st.DrawFn) -> Any:
    return settings(
        autonomy={"mode": draw(st.sampled_from(["auto", "review"]))},
        product={"languages": draw(st.sampled_from([["en"], ["en", "de"]]))},
        thresholds={
            name: draw(shares())
            for name in (
                "confidence",
                "review_confidence",
                "intent_confidence",
                "frustration",
                "passage_cosine",
                "support",
            )
        },
        limits={
            "answers_per_conversation_24h": draw(st.integers(1, 4)),
            "handoffs_per_sender_24h": draw(st.integers(18, 22)),
        },
        mailbox=[a_mailbox(also=draw(st.sampled_from([[], ["anna.meyer@example.com"]])))],
    )


@relaxed
@given(cases(), sections())
def test_any_case_is_judged_again_as_it_was(case, then):
    decision = judged(case, then)
    assert replay.replay(stored(decision.case), then) == decision


@relaxed
@given(cases(), sections(), sections())
def test_other_settings_decide_as_if_they_had_been_there_or_say_that_a_model_is_needed(case, then, now):
    decision, wanted = judged(case, then), judged(case, now)
    again = replay.replay(stored(decision.case), now)
    if isinstance(again, NeedsModel):
        tables = {v.table for v in decision.case.verdicts}
        assert ("before drafting" if again.task == "read" else "before sending") not in tables
        assert again.task == "read" or "before sending" in {v.table for v in wanted.case.verdicts}
    else:
        assert again is not None
        assert (type(again), again.tier, again.reasons) == (type(wanted), wanted.tier, wanted.reasons)
        assert again.case.verdicts == wanted.case.verdicts


@pytest.mark.parametrize("rule", [rule for table in TABLES for rule in table], ids=lambda rule: rule.__name__)
def test_a_rule_that_is_said_to_ask_no_settings_asks_none(rule):
    if not rules.asks_settings(rule):
        assert rule(a_case(), None) == rule(a_case(), settings())


@pytest.mark.parametrize(
    "rule", sorted(replay.ABOUT_THE_MAIL, key=lambda r: r.__name__), ids=lambda rule: rule.__name__
)
def test_a_rule_about_the_mail_asks_for_our_addresses_at_most(rule):
    whole = settings()
    ours = SimpleNamespace(mailbox=whole.mailbox, teams=whole.teams, is_agent=whole.is_agent)
    for headers in ((), (("List-Id", "<x.example>"), ("Precedence", "bulk"), ("Auto-Submitted", "auto-replied"))):
        case = a_case(message=replace(a_case().message, headers=headers))
        assert rule(case, ours) == rule(case, whole)


@relaxed
@given(cases(), sections(), sections(), sections())
def test_both_settings_at_once_say_what_each_says_alone(case, then, before, after):
    known = judged(case, then).case
    one, two = replay.side_by_side(before, after)(known)
    for together, alone in ((one, replay.replay(known, before)), (two, replay.replay(known, after))):
        assert type(together) is type(alone)
        if not isinstance(alone, NeedsModel) and alone is not None:
            assert (together.tier, together.reasons) == (alone.tier, alone.reasons)


def test_a_rule_that_is_new_since_then_is_asked():
    decision = judged(a_case(reading=a_reading(signals=(Signal.CHURN_RISK,))), auto())
    old = tuple(v for v in decision.case.verdicts if v.rule != "customer_may_leave")
    again = replay.replay(replace(decision.case, verdicts=old), auto())
    assert again == decision and replay.end_of(again) == "assisted"


# ------------------------------------------------------------------------------------------- each rule by its setting

THREE_MAILS = Conversation(id=1042, turns=(Turn(at=NOW, author="customer", text="Hello?"),) * 2)

MOVED = [
    ("customer_is_angry", {"reading": a_reading(frustration=0.5)}, {"thresholds": {"frustration": 0.4}}, "person"),
    (
        "intent_is_for_people",
        {},
        {"intents": {"feature_question": {"always_person": True}}, "default_intents": True},
        "person",
    ),
    ("language_is_not_ours", {}, {"product": {"languages": ["de"]}}, "assisted"),
    ("nothing_was_found", {}, {"thresholds": {"passage_cosine": 0.9}}, "assisted"),
    ("customer_keeps_coming_back", {"conversation": THREE_MAILS}, {"thresholds": {"repeat_contacts": 3}}, "assisted"),
    ("claim_is_not_grounded", {"grounding": Grounding(support=0.9)}, {"thresholds": {"support": 0.95}}, "assisted"),
    ("intent_is_unclear", {}, {"thresholds": {"intent_confidence": 0.95, "review_confidence": 0.1}}, "review"),
    ("confidence_is_below_threshold", {}, {"thresholds": {"confidence": 1.0, "review_confidence": 0.1}}, "review"),
    ("confidence_is_below_threshold", {}, {"thresholds": {"confidence": 1.0, "review_confidence": 1.0}}, "assisted"),
    ("autonomy_is_review", {}, {"autonomy": {"mode": "review"}, "thresholds": {"review_confidence": 0.1}}, "review"),
    ("sender_is_ourselves", {}, {"mailbox": [a_mailbox(also=["anna.meyer@example.com"])]}, "silent"),
    *(
        (rule, {"traffic": Traffic(**{counted: 2})}, {"limits": {limit: 2}}, "assisted")
        for rule, counted, limit in (
            ("traffic_in_conversation", "answers_in_conversation_24h", "answers_per_conversation_24h"),
            ("traffic_to_sender", "answers_to_sender_24h", "answers_per_sender_24h"),
            ("traffic_to_domain", "answers_to_domain_1h", "answers_per_domain_1h"),
            ("traffic_in_all", "answers_1h", "answers_1h"),
        )
    ),
]


@pytest.mark.parametrize(("rule", "known", "changed", "end"), MOVED, ids=lambda v: v if isinstance(v, str) else "")
def test_the_setting_of_a_rule_moves_the_mail_and_moves_it_back(rule, known, changed, end):
    wide = {"thresholds": {"confidence": 0.1, "repeat_contacts": 9, "support": 0.5}}
    narrow = {**wide, **changed, "thresholds": {**wide["thresholds"], **changed.get("thresholds", {})}}
    decision = judged(a_case(**known), auto(**wide))
    assert replay.replay(stored(decision.case), auto(**wide)) == decision
    assert replay.end_of(decision) == "auto"
    moved = replay.replay(stored(decision.case), auto(**narrow))
    assert (replay.end_of(moved), moved.reasons[0].rule) == (end, rule)
    assert replay.replay(moved.case, auto(**wide)) == decision


def test_a_mail_beyond_the_limit_of_handoffs_is_kept_with_its_ticket():
    angry = a_case(reading=a_reading(sentiment="angry"), traffic=Traffic(handoffs_for_sender_24h=4))
    decision = judged(angry, auto())
    storm = replay.replay(decision.case, auto(limits={"handoffs_per_sender_24h": 4}))
    assert (replay.end_of(decision), replay.end_of(storm)) == ("person", "silent")
    assert [r.rule for r in storm.reasons] == ["too_much_for_people", "customer_is_angry"]


def test_a_mail_that_would_go_further_than_it_went_needs_a_model():
    nothing = judged(a_case(passages=(a_passage(cosine=0.2),)), auto())
    assert nothing.reasons[0].rule == "nothing_was_found"
    further = replay.replay(nothing.case, auto(thresholds={"passage_cosine": 0.1}))
    assert isinstance(further, NeedsModel) and further.task == "draft"
    own = judged(a_case(), auto(mailbox=[a_mailbox(also=["anna.meyer@example.com"])]))
    further = replay.replay(own.case, auto())
    assert isinstance(further, NeedsModel) and further.task == "read"


def test_what_no_rule_decided_stays_as_it_was():
    message = a_case().message
    assert replay.replay(Case(message=message), auto()) is None  # unreadable, always failing, our own that came back
    screened, _ = judge.before_reading(Case(message=message), auto())
    assert replay.replay(screened, auto()) is None  # an agent's answer


# -------------------------------------------------------------------------------------------------- a changed article

EXPORT = Article(
    id="export-tasks",
    title="Export your tasks",
    body="## As CSV\n\nOpen Project > Export and choose CSV. The file is kept for 14 days.\n",
    url="https://help.planwren.example/export-tasks",
)


def exported(text: str = "The file is kept for 14 days.") -> Case:
    case = a_case(passages=(a_passage(EXPORT.body.partition("\n\n")[2]),), draft=a_draft(text))
    return judged(replay.with_article(case, EXPORT), auto()).case


def test_an_article_that_did_not_change_changes_nothing():
    case = exported()
    assert replay.cites(case, "export-tasks") and not replay.cites(case, "import-tasks")
    assert case.grounding is not None and case.grounding.holds
    assert replay.end_of(replay.replay(replay.with_article(case, EXPORT), auto())) == "auto"


def test_a_figure_that_the_article_no_longer_holds_takes_the_draft_back():
    changed = replace(EXPORT, body=EXPORT.body.replace("14 days", "30 days"))
    decision = replay.replay(replay.with_article(exported(), changed), auto())
    assert replay.end_of(decision) == "assisted"
    assert decision.reasons[0].rule == "claim_is_not_grounded" and "14 days" in decision.reasons[0].text


def test_words_that_moved_to_another_part_of_the_article_still_count():
    body = "## First steps\n\nWelcome.\n\n## Keeping\n\nOpen Project > Export and choose CSV. The file is kept for 14 days.\n"
    now = replay.with_article(exported(), replace(EXPORT, body=body))
    assert now.grounding is not None and now.grounding.holds


def test_an_article_that_became_internal_supports_nothing():
    now = replay.with_article(exported(), replace(EXPORT, audience="internal"))
    assert now.grounding is not None and not now.grounding.holds


def test_the_other_articles_of_a_draft_stay_what_they_were():
    other = a_passage("Press F1.", n=2, article_id="help", title="Help", heading="Help")
    other = replace(other, id="help#1")
    case = replace(exported(), passages=(*exported().passages, other))
    assert other in replay.with_article(case, EXPORT).passages
