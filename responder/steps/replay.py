"""What would have become of an old mail under other settings? Judged again from its stored case, without any model.

The case holds what was read, found and drafted then, and how much traffic there was; the rules are asked again, in the
order of `flow.decide`. Nothing is searched, read or drafted anew: settings that change what a model sees or writes, or
what is found, cannot be replayed, and a mail that would now go further than it went then needs a model to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from responder.config import Settings
from responder.domain import Article, Case, Chunk, Decision, Draft, Passage, Sentence, Verdict, Weighing
from responder.steps import chunk, confidence, ground, judge, rules, screen
from responder.steps.screen_text import text_reads_as_if_a_program_sent_it


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsModel:
    """The mail would go further than it went then: what comes of it only a model can say."""

    case: Case
    task: Literal["read", "draft"]


Replayed = Decision | NeedsModel | None

ABOUT_THE_MAIL = frozenset((*screen.SCREENING, *screen.TO_A_PERSON)) - {text_reads_as_if_a_program_sent_it}
"""Rules that ask settings for our own addresses at most: the mailboxes and the teams."""


def side_by_side(
    before: Settings, after: Settings, weighing: Weighing = confidence.AS_IT_CAME
) -> Callable[[Case], tuple[Replayed, Replayed]]:
    """Replays a case under both settings. What is the same for both is judged once."""
    equal = before is after or before == after
    same_addresses = before.mailbox == after.mailbox and before.teams == after.teams

    def both(case: Case) -> tuple[Replayed, Replayed]:
        first = replay(case, before, weighing=weighing)
        if first is None or equal:
            return first, first
        if not same_addresses:
            return first, replay(case, after, weighing=weighing)
        last = reached(first.case)
        if last == "screening":
            return first, first  # screening asks for nothing else
        beyond = [v for v in case.verdicts if v.table == "before sending"] if last == "before drafting" else ()
        said = (*first.case.verdicts, *beyond)
        return first, replay(case, after, said=said, unless=ABOUT_THE_MAIL, weighing=weighing)

    return both


def replay(
    case: Case,
    settings: Settings,
    *,
    said: Sequence[Verdict] = (),
    unless: frozenset[rules.Rule] = frozenset(),
    weighing: Weighing = confidence.AS_IT_CAME,
) -> Replayed:
    """The decision under these settings and weights. Under those of then it is the same, with the same case.

    None: no rules decided then, and so none would now: what could not be read or handled, agents' answers, and our
    own mail that came back. Rules of `unless` are not asked again but say what they `said`.
    """
    was_read = case.reading is not None
    if not was_read and not any(verdict.spoke for verdict in case.verdicts):
        return None
    look = rules.look_again(said or case.verdicts, unless=unless)
    # a model that was asked for a draft and made none left only the verdicts
    was_drafted = case.draft is not None or reached(case) == "before sending"
    trouble = case.trouble

    case, decision = judge.before_reading(replace(case, verdicts=()), settings, look)
    if decision:
        return decision
    if not was_read:
        return NeedsModel(case=case, task="read")

    # trouble with drafting came after this point
    case, decision = judge.before_drafting(_with_trouble(case, "" if was_drafted else trouble), settings, look)
    case = _with_trouble(case, trouble)
    if decision:
        return replace(decision, case=case)
    if not was_drafted:
        return NeedsModel(case=case, task="draft")
    return judge.before_sending(_weighed(case, settings, weighing), settings, look)


def reached(case: Case) -> str:
    """The last table of rules that a case came to; empty when it came to none."""
    return case.verdicts[-1].table if case.verdicts else ""


def _weighed(case: Case, settings: Settings, weighing: Weighing) -> Case:
    """The confidence that the stored signals give today; taken anew where they are not those of today."""
    if case.draft is None:
        return case
    try:
        likely, signals = confidence.likely(case.signals, case.draft, weighing), case.signals
    except KeyError:
        likely, signals = confidence.of(case, settings, weighing)
    return case if likely == case.confidence else replace(case, confidence=likely, signals=signals)


def _with_trouble(case: Case, trouble: str) -> Case:
    return case if case.trouble == trouble else replace(case, trouble=trouble)


def end_of(decision: Decision) -> str:
    """How a mail ended, in the words that an admin counts by."""
    return end_named(type(decision).__name__.lower(), decision.tier)


def end_named(kind: str, tier: int | None) -> str:
    """The same of a stored decision."""
    ends: Mapping[str, str] = {"reply": "auto", "review": "review", "silence": "silent", "relay": "relayed"}
    return ends.get(kind) or ("quarantined" if kind == "quarantine" else "assisted" if tier == 2 else "person")


# ------------------------------------------------------------------------------------------------ a changed article


def cites(case: Case, article_id: str) -> bool:
    """Does the draft rest on this article?"""
    cited = set(case.draft.cited) if case.draft else set()
    return any(passage.article_id == article_id and passage.id in cited for passage in case.passages)


def with_article(case: Case, article: Article) -> Case:
    """The same draft, with the article as it reads now in place of what was found of it, checked against that.

    A passage whose text is still there word by word stays what it was. One that changed is looked for under its
    heading, else anywhere in the article. An internal article supports nothing.
    """
    if case.draft is None:
        return case
    chunks = chunk.passages_of(article) if article.audience == "public" else ()
    passages: dict[str, Passage] = {}
    became: dict[str, tuple[str, ...]] = {}
    for old in case.passages:
        new = [old] if old.article_id != article.id else _as_it_reads_now(old, article, chunks)
        became[old.id] = tuple(passage.id for passage in new)
        passages |= {passage.id: passage for passage in new if passage.id not in passages}
    draft = _citing(case.draft, became)
    grounding = ground.check(draft, tuple(passages.values()), question_text=case.message.reply_text)
    # without its signals the confidence is taken anew
    return replace(case, passages=tuple(passages.values()), draft=draft, grounding=grounding, signals=())


def _as_it_reads_now(old: Passage, article: Article, chunks: Sequence[Chunk]) -> list[Passage]:
    found = [
        replace(
            old,
            id=f"{article.id}#now{number}",
            title=article.title,
            heading=piece.heading,
            body=piece.body,
            url=article.url,
        )
        for number, piece in enumerate(chunks, 1)
    ]
    same = next((passage for passage in found if passage.body == old.body), None)
    if same:
        return [replace(same, id=old.id)]
    return [passage for passage in found if passage.heading == old.heading] or found


def _citing(draft: Draft, became: Mapping[str, tuple[str, ...]]) -> Draft:
    def ids(sentence: Sentence) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new for old in sentence.passage_ids for new in became.get(old, ())))

    return replace(draft, sentences=tuple(replace(s, passage_ids=ids(s)) for s in draft.sentences))
