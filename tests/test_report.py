"""The weekly report, told as stories: it comes once a week, says what matters, and never stands in the way of mail."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from responder import flow, reporting
from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.in_memory import InMemoryStore
from responder.cli import main
from responder.commands import report as command
from responder.config import Settings, settings_from
from responder.daemon import Daemon
from responder.domain import Draft, LadderStep, Licence, Sentence, Vector
from responder.errors import ConfigError, GiveUp, TryLater
from responder.ports import Store
from responder.reporting import WeeklyReport
from responder.steps import compose
from responder.steps.gaps import OpenQuestion
from responder.steps.report_week import Days
from tests.fixtures.postgres import Clock
from tests.worlds import AGENT, SUPPORT, TEAM, Stage, a_mail, a_reading, a_stage, the_settings

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""the first one after the clock of `a_stage`"""
PARCELS = ("Where is my parcel?", "My parcel, where is it?", "Where is my parcel now? I am Ann, ann@private.example")


async def a_week(settings: Settings | None = None, **report: Any) -> Stage:
    """One question was answered, and the clock stands on Monday before the hour."""
    stage = await a_stage(settings or the_settings(report=report))
    await stage.handle(a_mail())
    stage.clock[0] = MONDAY - timedelta(minutes=1)
    return stage


async def looked(stage: Stage, at: datetime | None = None) -> int:
    """A daemon that has just started looks whether the report is due. How many have been sent by then."""
    if at:
        stage.clock[0] = at
    await WeeklyReport(stage.world, stage.settings).look()
    await stage.send_all()
    return len(reports(stage))


def reports(stage: Stage, to: str = TEAM) -> list[Any]:
    return [mail for mail in stage.sent_to(to) if str(mail["Subject"]).startswith("Report for")]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def address_in(mail: Any, header: str) -> str:
    return str(mail[header].addresses[0].addr_spec)


# ----------------------------------------------------------------------------------------------------- once per week


async def test_the_team_gets_the_report_at_the_hour_and_once():
    stage = await a_week()
    assert await looked(stage) == 0
    assert [await looked(stage, MONDAY + timedelta(hours=h)) for h in (0, 1, 30, 71)] == [1, 1, 1, 1]


async def test_the_next_one_comes_a_week_later():
    stage = await a_week()
    assert await looked(stage, MONDAY) == 1
    await stage.handle(a_mail(message_id="<2@customer.example>"))
    assert await looked(stage, MONDAY + timedelta(days=7, minutes=-1)) == 1
    assert await looked(stage, MONDAY + timedelta(days=7)) == 2
    first, second = reports(stage)
    assert first["Message-ID"] != second["Message-ID"]


async def test_of_two_daemons_one_sends_it(store: Store, clock: Clock):
    """In memory and on PostgreSQL. Both find that it is due before either has queued it."""
    settings = the_settings()
    stage = await a_stage(settings)
    world = replace(stage.world, store=store, now=clock, library=None)
    stage.mailbox.deliver(a_mail())
    await flow.take_in(stage.mailbox, replace(world, store=Recent(store, clock)), settings)
    while await flow.answer_next(world, settings):
        pass
    clock.at = MONDAY.replace(month=3, day=9)  # the first Monday after the fixture's clock
    both = await asyncio.gather(*(reporting.send_if_due(world, settings) for _ in range(2)))
    again = await reporting.send_if_due(world, settings)
    assert sorted([*both, again]) == [False, False, True]
    queued = []
    while taken := await store.take_to_send(lease_seconds=3600):
        queued.append(taken)
    assert [(one.conversation_id, one.mail.kind) for one in queued if "Report" in one.mail.subject] == [(0, "notice")]


class Recent:
    """The store, which believes that mail came just now."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def keep(self, mailbox: str, uidvalidity: int, arrivals: Sequence[Any], *, last_uid: int) -> int:
        now = [replace(a, message=replace(a.message, received_at=self._clock())) for a in arrivals]
        return await self._store.keep(mailbox, uidvalidity, now, last_uid=last_uid)


async def test_a_daemon_that_was_down_at_the_hour_sends_it_when_it_is_up_but_not_after_three_days():
    late = await a_week()
    assert await looked(late, MONDAY + timedelta(days=3)) == 1
    [mail] = reports(late)
    assert "16 Nov 2026, 08:00 – 23 Nov 2026, 08:00 (UTC)" in text_of(mail)
    too_late = await a_week()
    assert await looked(too_late, MONDAY + timedelta(days=3, minutes=1)) == 0


async def test_a_crash_after_it_was_queued_sends_no_second_one():
    class Dies(InMemoryStore):
        async def remember(self, name: str, value: dict[str, Any]) -> None:
            raise KeyboardInterrupt

    stage = await a_week()
    dies = Dies(**{name: value for name, value in vars(stage.store).items() if name != "_born"})
    stage.clock[0] = MONDAY
    with pytest.raises(KeyboardInterrupt):
        await reporting.send_if_due(replace(stage.world, store=dies), stage.settings)
    stage.later(minutes=1)
    assert not await reporting.send_if_due(stage.world, stage.settings)
    assert await looked(stage) == 1


@pytest.mark.parametrize("weekday", ["", "never"])
async def test_switched_off_none_is_sent(weekday: str):
    stage = await a_week(weekday=weekday)
    for day in range(8):
        assert await looked(stage, MONDAY + timedelta(days=day)) == 0


async def test_day_hour_and_time_zone_are_those_of_the_settings():
    stage = await a_week(weekday="saturday", hour=21, time_zone="America/New_York")
    due = datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert await looked(stage, due - timedelta(minutes=1)) == 0
    assert await looked(stage, due) == 1


async def test_another_day_in_the_settings_brings_no_second_report_in_the_same_week():
    stage = await a_week()
    assert await looked(stage, MONDAY) == 1
    stage.settings = the_settings(report={"weekday": "wednesday"})
    stage.later(days=1)
    await stage.handle(a_mail(message_id="<2@customer.example>"))
    assert await looked(stage, MONDAY + timedelta(days=2)) == 1
    stage.later(days=1)
    await stage.handle(a_mail(message_id="<3@customer.example>"))
    assert await looked(stage, MONDAY + timedelta(days=9)) == 2


async def test_a_week_without_mail_sends_nothing_and_is_logged_once(caplog: pytest.LogCaptureFixture):
    stage = await a_stage()
    with caplog.at_level(logging.INFO, "responder"):
        for hours in (0, 1, 2):
            assert await looked(stage, MONDAY + timedelta(hours=hours)) == 0
    assert [record.message for record in caplog.records if "report" in record.message] == [
        "there is no report of week 2026-W48: no mail came, and none waits"
    ]


async def test_a_week_without_mail_still_tells_of_those_who_wait():
    stage = await a_stage()
    stage.clock[0] = MONDAY
    await stage.handle(a_mail("I want my money back now.", subject="Refund"))
    assert await looked(stage, MONDAY + timedelta(weeks=2)) == 1
    assert "14 days" in text_of(reports(stage)[0])


async def test_a_late_report_counts_the_days_until_it_is_made():
    stage = await a_week()
    stage.clock[0] = MONDAY - timedelta(hours=1)
    await stage.handle(a_mail("I want my money back.", subject="Refund", message_id="<3@x>"))
    stage.clock[0] = MONDAY + timedelta(hours=6)
    await stage.handle(a_mail("I want my money too.", sender="bo@x.example", subject="Mine", message_id="<4@x>"))
    await looked(stage, MONDAY + timedelta(days=2, hours=20))
    text = text_of(reports(stage)[0])
    assert text.count("2 days") >= 3 and "0 days" not in text and "-1 days" not in text


class CountingEmbedder(HashingEmbedder):
    def __init__(self) -> None:
        self.at_once: list[int] = []

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.at_once.append(len(texts))
        return await super().embed(texts)


async def test_many_questions_are_embedded_a_few_at_a_time_so_that_mail_has_its_turn():
    embedder = CountingEmbedder()
    questions = [OpenQuestion(text=f"question {n}", message_id=n, at=MONDAY) for n in range(150)]
    vectors = await reporting._vectors(questions, embedder)
    assert vectors == await HashingEmbedder().embed([q.text for q in questions])
    assert max(embedder.at_once) <= 64 and sum(embedder.at_once) == 150


async def test_it_may_go_to_another_inbox():
    stage = await a_week(inbox="lead@acme.example")
    assert await looked(stage, MONDAY) == 0
    assert len(reports(stage, "lead@acme.example")) == 1


@pytest.mark.parametrize(("inbox", "said"), [(SUPPORT, "come back to us"), ("lead", "no mail address")])
def test_an_inbox_that_cannot_be_is_refused(inbox: str, said: str):
    with pytest.raises(ConfigError, match=said):
        the_settings(report={"inbox": inbox})


def test_config_check_names_a_wrong_time_zone(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "responder.toml"
    file.write_text('[report]\ntime_zone = "Europe/Berln"\n')
    assert main(["config", "check", str(file)]) == 1
    said = capsys.readouterr().err
    assert "report.time_zone" in said and "Europe/Berln" in said


# ------------------------------------------------------------------------------------------- never in the way of mail


class AwayOnce(InMemoryStore):
    """Its numbers cannot be had at first."""

    tries = 0
    error: Exception = TryLater("the database is away")

    async def tally(self, **days: Any) -> Any:
        self.tries += 1
        if self.tries == 1:
            raise self.error
        return await super().tally(**days)


@pytest.mark.parametrize("error", [TryLater("the database is away"), KeyError("a bug")])
async def test_what_fails_is_tried_again_an_hour_later(error: Exception):
    stage = await a_week()
    store = AwayOnce(**{name: value for name, value in vars(stage.store).items() if name != "_born"})
    store.error = error
    report = WeeklyReport(replace(stage.world, store=store), stage.settings)
    for at, tries, sent in ((0, 1, 0), (59, 1, 0), (60, 3, 1), (180, 3, 1)):
        stage.clock[0] = MONDAY + timedelta(minutes=at)
        await report.look()
        await stage.send_all()
        assert (store.tries, len(reports(stage))) == (tries, sent)


async def until(there: Callable[[], object]) -> None:
    while not there():  # noqa: ASYNC110 - the outbox rings no bell
        await asyncio.sleep(0.01)


class SlowEmbedder(HashingEmbedder):
    """Answers only once the story lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if any("parcel" in text for text in texts) and len(texts) > 1:
            self.asked.set()
            await self.go_on.wait()
        return await super().embed(texts)


async def test_mail_is_answered_while_the_report_is_made():
    stage = await with_parcels(await a_week())
    embedder = SlowEmbedder()
    world = replace(stage.world, embedder=embedder)
    stage.clock[0] = MONDAY
    daemon = Daemon(world, stage.settings)
    running = asyncio.create_task(daemon.run())
    try:
        async with asyncio.timeout(20):
            await embedder.asked.wait()
            stage.mailbox.deliver(a_mail(sender="ben@b.example", message_id="<ben@b.example>"))
            await until(lambda: stage.sent_to("ben@b.example"))
            assert not reports(stage)
            embedder.go_on.set()
            await until(lambda: reports(stage))
    finally:
        daemon.stop()
        await running


async def test_a_daemon_that_is_stopped_leaves_a_report_that_is_being_made():
    stage = await with_parcels(await a_week())
    embedder = SlowEmbedder()
    stage.clock[0] = MONDAY
    daemon = Daemon(replace(stage.world, embedder=embedder), stage.settings)
    running = asyncio.create_task(daemon.run())
    async with asyncio.timeout(20):
        await embedder.asked.wait()
        daemon.stop()
        await running
    assert await looked(stage) == 1


# ---------------------------------------------------------------------------------------------------- what it says


async def with_parcels(stage: Stage) -> Stage:
    """Three customers ask about what no intent and no article is for."""
    stage.model.reading = a_reading(intent="bug_report", in_scope=0.1, confidence=0.1, questions=())
    for number, text in enumerate(PARCELS):
        known = Sentence(
            text="We mail you a link that is valid for 60 minutes.", passage_ids=("reset-your-password#1",)
        )
        stage.model.drafted = Draft(sentences=(known,), unanswered=(text,))
        await stage.handle(
            a_mail(text, subject="Hello", sender=f"c{number}@c{number}.example", message_id=f"<p{number}@c.example>")
        )
    stage.model.reading = stage.model.drafted = None
    return stage


async def a_full_week() -> Stage:
    """Something to say in every part that needs no money."""
    stage = await a_week()
    stage.clock[0] = MONDAY - timedelta(days=3)
    await with_parcels(stage)
    robot = a_mail(
        "The backup has ended.", sender="robot@x.example", message_id="<r@x.example>", Auto_Submitted="auto-generated"
    )
    await stage.handle(robot)
    licence = Licence(intent="password_reset", stage="auto", alpha=0.05, delta=0.1, changed_at=stage.clock[0])
    step = LadderStep(
        at=stage.clock[0], intent="password_reset", before="review", after="auto", why="120 of 120 drafts were right."
    )
    await stage.store.keep_licences([licence], [step], seen=None)
    stage.clock[0] = MONDAY
    return stage


async def test_the_report_says_what_became_of_the_mail_what_waits_and_what_is_missing():
    stage = await a_full_week()
    assert await looked(stage) == 1
    [mail] = reports(stage)
    text = text_of(mail)
    assert str(mail["Subject"]) == "Report for Acme · 5 mails, 25 % answered without a person · 3 waiting too long"
    in_order = [
        "5 MAILS",
        "1  answered without a person",
        "3  with a person",
        "1  silent",
        "25 % of the 4 mails",
        "WAITING TOO LONG",
        "#2  Hello",
        "3 days",
        "WHY MAIL WENT TO PEOPLE",
        "NEW KINDS OF MAIL",
        "3 mails fit no intent",
        "parcel?”",
        "MISSING IN THE KNOWLEDGE BASE",
        "18 minutes of people",
        "AUTONOMY",
        "120 of 120 drafts were right.",
        "A reply to this mail reaches nobody.",
    ]
    places = [text.find(part) for part in in_order]
    assert -1 not in places and places == sorted(places), in_order[places.index(-1) if -1 in places else 0]
    assert "COST" not in text and "private.example" not in text
    page = mail.get_body(("html",)).get_content()
    assert all(word in page for word in ("answered without a person", "parcel?”", "18 minutes of people"))


async def test_what_came_after_the_hour_is_for_the_next_report():
    stage = await a_week()
    stage.clock[0] = MONDAY
    await with_parcels(stage)
    assert await looked(stage, MONDAY + timedelta(hours=1)) == 1
    text = text_of(reports(stage)[0])
    assert "1 MAIL\n" in text and "NEW KINDS" not in text
    assert await looked(stage, MONDAY + timedelta(days=7)) == 2
    text = text_of(reports(stage)[1])
    assert "3 MAILS\n" in text and "NEW KINDS" in text
    assert "0 % of the 3 mails that needed an answer got it without a person; 100 % of 1 in the week before." in text


async def test_an_article_that_was_corrected_is_told_to_the_editor():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    [handoff] = stage.sent_to(TEAM)
    own_words = "Please call us, we reset it for you.\n"
    to = address_in(handoff, "Reply-To")
    await stage.handle(a_mail(own_words, sender=AGENT, to=to, message_id="<d@acme.example>"))
    assert await looked(stage, MONDAY) == 1
    text = text_of(reports(stage)[0])
    assert "ARTICLES TO READ OVER" in text and "corrected by agents 1×" in text
    assert "People judged 1 draft; 0 could be sent as written." in text
    assert "1 MAIL\n" in text, "the agent's own mail is none that came in"


async def test_tickets_that_a_person_answered_or_that_are_new_do_not_wait_too_long():
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    await stage.handle(a_mail(sender="ben@b.example", message_id="<b@b.example>"))
    to = address_in(stage.sent_to(TEAM)[0], "Reply-To")
    await stage.handle(a_mail("approve\n", sender=AGENT, to=to, message_id="<d@acme.example>"))
    stage.clock[0] = MONDAY - timedelta(days=1)
    await stage.handle(a_mail(sender="eva@e.example", message_id="<e@e.example>"))
    await looked(stage, MONDAY)
    text = text_of(reports(stage)[0])
    assert "1 ticket has waited" in text and "#2  " in text and "#1  " not in text and "#3  " not in text


async def test_where_agents_replies_do_not_reach_us_nobody_is_told_that_tickets_wait():
    mailbox = {**the_settings().mailbox[0].model_dump(), "plus_addressing": False}
    stage = await a_stage(the_settings(mailbox=[mailbox], autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    await looked(stage, MONDAY)
    assert "WAITING" not in text_of(reports(stage)[0])


async def test_the_mail_carries_what_other_notices_carry_and_belongs_to_no_ticket():
    stage = await a_week()
    await looked(stage, MONDAY)
    [mail] = reports(stage)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (mail["From"].addresses[0].addr_spec, mail["X-Loop"]) == (SUPPORT, SUPPORT)
    assert not [h for h in ("X-Responder-Ticket", "In-Reply-To", "References") if mail[h]]
    assert mail["Date"].datetime == MONDAY
    assert not await stage.store.is_ours([str(mail["Message-ID"])])


async def test_nothing_that_a_customer_wrote_becomes_active_in_the_mail():
    evil = "<script>alert(1)</script><img src=//x.example/p.png> [click](https://x.example) {{ 7*7 }} my parcel?"
    stage = await a_week()
    stage.clock[0] = MONDAY - timedelta(days=3)
    stage.model.reading = a_reading(intent="bug_report", in_scope=0.1, confidence=0.1, questions=(evil,))
    for n in range(3):
        mail = a_mail(evil, subject=evil, sender=f"c{n}@c{n}.example", message_id=f"<x{n}@c.example>")
        await stage.handle(mail)
    await looked(stage, MONDAY)
    page = reports(stage)[0].get_body(("html",)).get_content()
    assert "&lt;script&gt;" in page and "parcel?" in page
    tags = {str(element.tag) for element in lxml_html.document_fromstring(page).iter()}
    assert tags <= {
        "html",
        "head",
        "meta",
        "body",
        "div",
        "h1",
        "h2",
        "p",
        "table",
        "tbody",
        "tr",
        "td",
        "strong",
        "br",
        "span",
    }
    assert "http" not in lxml_html.tostring(lxml_html.document_fromstring(page).head, encoding="unicode")


# ---------------------------------------------------------------------------------------------------- who replies


async def replied(
    stage: Stage, sender: str, *, to: str = "", words: str = "Who writes the article?\n", **h: str
) -> Any:
    """A reply to the last report; gives the mail's record."""
    report = [m for m in stage.sent if str(m["Subject"]).startswith("Report for")][-1]
    count = len(await stage.messages())
    await stage.handle(
        a_mail(
            words,
            sender=sender,
            to=to or address_in(report, "Reply-To"),
            subject=f"Re: {report['Subject']}",
            message_id=f"<reply-{count}@acme.example>",
            In_Reply_To=str(report["Message-ID"]),
            **h,
        )
    )
    return (await stage.messages())[-1]


@pytest.mark.parametrize("to", ["", SUPPORT], ids=["to its Reply-To", "past its Reply-To"])
@pytest.mark.parametrize(
    "words", ["Who writes the article?\n", "How do I reset my password?\n", "approve\n", "#stop\n"]
)
async def test_an_agent_who_answers_it_is_told_that_nobody_reads_that_and_is_no_customer(to: str, words: str):
    stage = await a_week()
    await looked(stage, MONDAY)
    calls, told = len(stage.model.calls), len(stage.sent)
    record = await replied(stage, AGENT, to=to, words=words)
    assert (record["outcome"], record["rule"]) == ("silent", "notice_was_answered")
    assert len(stage.model.calls) == calls
    [answer] = stage.sent[told:]
    assert address_in(answer, "To") == AGENT
    assert str(answer["Subject"]).startswith("Nobody read your reply: Report for Acme")
    assert words.strip() in text_of(answer) and "[report]" in text_of(answer) and TEAM in text_of(answer)
    assert answer["Auto-Submitted"] == "auto-generated" and answer["In-Reply-To"] == record["message_id"]
    [ticket] = await stage.store.tickets(limit=9, email=AGENT)
    assert ticket["state"] == "silent"
    assert await looked(stage, MONDAY + timedelta(days=7)) == 2, "next week's still comes"
    assert "waiting" not in str(reports(stage)[-1]["Subject"]), "and names no such ticket"


async def test_without_sub_addresses_an_agents_reply_is_known_by_what_it_answers():
    mailbox = {**the_settings().mailbox[0].model_dump(), "plus_addressing": False}
    stage = await a_week(the_settings(mailbox=[mailbox]))
    await looked(stage, MONDAY)
    assert reports(stage)[0]["Reply-To"] is None
    assert (await replied(stage, AGENT, to=SUPPORT))["rule"] == "notice_was_answered"


async def test_who_gets_the_report_need_be_no_agent():
    stage = await a_week(inbox="lead@other.example")
    await looked(stage, MONDAY)
    told = len(stage.sent)
    assert (await replied(stage, "Lead@other.example"))["rule"] == "notice_was_answered"
    assert [address_in(mail, "To").lower() for mail in stage.sent[told:]] == ["lead@other.example"]


async def test_whom_it_was_forwarded_to_is_answered_by_no_machine():
    stage = await a_week()
    await looked(stage, MONDAY)
    calls = len(stage.model.calls)
    assert (await replied(stage, "boss@other.example"))["rule"] == "sender_is_no_agent"
    assert len(stage.model.calls) == calls and not stage.sent_to("boss@other.example")


async def test_a_program_that_answers_each_mail_is_told_once_a_day():
    stage = await a_week()
    await looked(stage, MONDAY)
    told = len(stage.sent)
    for _ in range(5):
        await replied(stage, AGENT)
        answered = stage.sent[-1]
        again = {"In_Reply_To": str(answered["Message-ID"]), "sender": AGENT, "to": address_in(answered, "Reply-To")}
        await stage.handle(a_mail("We got your request.\n", message_id=f"<a{len(stage.sent)}@acme.example>", **again))
    assert len(stage.sent) == told + 1
    stage.later(days=1)
    await replied(stage, AGENT)
    assert len(stage.sent) == told + 2


async def test_an_absent_agent_is_told_nothing():
    stage = await a_week()
    await looked(stage, MONDAY)
    told = len(stage.sent)
    record = await replied(stage, AGENT, words="I am away.\n", Auto_Submitted="auto-replied")
    assert record["outcome"] == "silent" and record["rule"] != "notice_was_answered" and len(stage.sent) == told


async def test_an_agents_reply_to_a_handoff_is_still_one():
    """Only what belongs to no ticket is answered so, also where the mail program does not keep to Reply-To."""
    stage = await a_stage(the_settings(autonomy={"mode": "review"}))
    await stage.handle(a_mail())
    handoff = stage.sent_to(TEAM)[-1]
    answer = {"In_Reply_To": str(handoff["Message-ID"]), "message_id": "<d@acme.example>", "sender": AGENT}
    await stage.handle(a_mail("Please call us.\n", to=SUPPORT, **answer))
    assert (await stage.messages())[-1]["rule"] != "notice_was_answered"


async def test_a_customer_who_quotes_an_id_like_ours_is_a_customer():
    stage = await a_week()
    await looked(stage, MONDAY)
    record = await replied(stage, "eve@customer.example", to=SUPPORT, words="How do I reset my password?\n")
    assert (record["kind"], record["outcome"]) == ("reply", "answered")


async def test_news_of_autonomy_are_answered_alike():
    stage = await a_week()
    step = LadderStep(at=MONDAY, intent="billing", before="review", after="auto", why="Proven.")
    notice = compose.ladder_notice(step, settings=stage.settings, key=stage.world.key, now=MONDAY)
    await stage.store.queue_notice(notice, conversation_id=0, once="ladder")
    await stage.send_all()
    mail = stage.sent[-1]
    for number, to in enumerate((address_in(mail, "Reply-To"), SUPPORT)):
        ids = {"In_Reply_To": str(mail["Message-ID"]), "message_id": f"<l{number}@acme.example>"}
        await stage.handle(a_mail("Good!\n", sender=AGENT, to=to, **ids))
        assert (await stage.messages())[-1]["rule"] == "notice_was_answered"


async def test_a_report_that_cannot_be_delivered_is_told_to_the_team_without_a_ticket():
    stage = await a_week(inbox="gone@acme.example")
    stage.outbox.fail_next(GiveUp("550 no such user"))
    await looked(stage, MONDAY)
    told = stage.sent_to(TEAM)[-1]
    assert "Not delivered to gone@acme.example" in str(told["Subject"]) and "#0" not in str(told["Subject"])
    assert "reaches no customer" in text_of(told) and "Ticket" not in text_of(told)


# ---------------------------------------------------------------------------------------------------- the command


def last_days(stage: Stage, days: float = 7) -> Days:
    now, back = stage.world.now(), timedelta(days=days)
    return Days(before=now - 2 * back, since=now - back, until=now)


async def gathered(stage: Stage) -> Any:
    world = stage.world
    return await reporting.gather(
        stage.store, world.library, HashingEmbedder, stage.settings, days=last_days(stage), now=world.now()
    )


async def test_as_json_the_report_is_plain_and_without_personal_data():
    stage = await a_full_week()
    plain = command.as_json(await gathered(stage))
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["mails"]["answered"], plain["share"], plain["strange"]) == (1, 0.25, 3)
    assert plain["days"]["until"] == MONDAY.isoformat() and [t["id"] for t in plain["waiting"]] == [2, 3, 4]
    assert plain["kinds"][0]["mails"] == 3 and "private.example" not in json.dumps(plain)


async def test_sent_by_hand_it_comes_at_once_and_the_weekly_one_all_the_same():
    stage = await a_week()
    for _ in range(2):
        stage.later(seconds=1)
        assert await command.send(await gathered(stage), stage.store, stage.settings) == TEAM
    await stage.send_all()
    assert len(reports(stage)) == 2
    assert await looked(stage, MONDAY) == 3


def run(tmp_path: Path, *words: str, settings: str = "") -> int:
    file = tmp_path / "responder.toml"
    file.write_text(settings)
    return main(["report", "-c", str(file), *words])


def test_the_command_shows_an_empty_week_as_text_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(tmp_path) == 0
    said = capsys.readouterr().out
    assert "REPORT FOR our product" in said and "NO MAIL\n" in said and "(UTC)" in said
    assert "A reply to this mail" not in said  # it is none
    assert run(tmp_path, "--json", "--days", "30") == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["mails"]["answered"], plain["share"], plain["waiting"]) == (0, None, [])
    since, until = (datetime.fromisoformat(plain["days"][name]) for name in ("since", "until"))
    assert until - since == timedelta(days=30)


@pytest.mark.parametrize(
    ("words", "said"), [(["--send"], "[[mailbox]]"), (["--days", "0"], "--days 0"), (["--days", "-3"], "--days -3")]
)
def test_what_cannot_be_done_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str):
    assert run(tmp_path, *words) == 1
    assert said in capsys.readouterr().err


def test_settings_with_the_defaults_send_on_monday_at_eight():
    report = settings_from({}).report
    assert (report.weekday, report.hour, report.time_zone, report.inbox) == ("monday", 8, "UTC", "")
