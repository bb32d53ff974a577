"""Is every claim of a draft in the passages that it cites? Rules only: a model that lies is no help against a model.

A draft is taken apart into sentences. One without citation must claim nothing. One with a citation must say what a
few neighbouring sentences of the cited passages say: the same words, every figure with its unit, bound and label, every
link to the byte, the same yes or no, and nothing that sounds like a promise unless the passage promises it so.
When in doubt it does not hold: a person then reads the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from responder.domain import Draft, Grounding, Passage
from responder.steps import figures, ground_terms
from responder.steps.claim_words import (
    BARE_CLAIM,
    CLAIM_FREE,
    DONE,
    LIGHT,
    NEGATION,
    NEVER_SAID,
    PROMISE,
    WEIGHTY,
    WORD,
    plain_words,
    squeezed,
    stem,
    stems,
)
from responder.steps.excerpt import sentences_of
from responder.steps.ground_links import links_of, odd_letters, strange_links
from responder.steps.phrases import plain_word

UNKNOWN_SHARE = 0.3
"""of a sentence's telling words, that may be in no supporting sentence"""
LONGEST = 6_000
"""characters of a draft: no honest reply is longer, and a longer one would cost too much time to look at"""
MOST_UNKNOWN_OF_MONEY = 0.2
"""UNKNOWN_SHARE of a sentence about money or policy, which must be nearly the passage's"""
LONGEST_SENTENCE = 1_500
MOST_TIES = 12
MOST_SENTENCES = 80
"""of a draft, quotes not counted"""
MOST_FIGURES = 30
"""of one sentence: an honest one is shorter and has fewer"""

_LIST_MARK = re.compile(r"^[ \t]{0,12}(?:>[ \t]?){0,3}(?:[-*+•–][ \t]+|\(?\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?")
_SPECIFIC = re.compile(r"[\"“„'‘`«]([^\"”“’'`»\n]{2,60})[\"”“’'`»]|\*\*([^*\n]{2,60})\*\*")
_YES_NO = re.compile(
    r"^(?:yes|no|nope|yeah|sure|unfortunately|ja|nein|oui|non|sí|si|sì|não|sim|nee)\b[\s,.:;!–—-]{0,3}", re.IGNORECASE
)
_CONDITION = re.compile(r"^(?:if|when|whenever|unless|in case|wenn|falls|si|se|als|caso)\b[^,]{0,120},", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:]\s|\s(?:and|but|or|because|while|und|aber|et|mais|y|pero|e|ma|en|maar|mas)\s", re.IGNORECASE
)
_PARTS = re.compile(r";\s|,\s(?:and|but|so|und|aber)\s")
_SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|once|after|before|until|unless|whether|as soon as|wenn|sobald)\b[^,.;]*$", re.IGNORECASE
)
_PLAN = re.compile(
    r"\b([A-Z][a-z]{2,20})\b(?=(?:,? (?:and |or )?[A-Z][a-z]{2,20}){0,4} (?:plans?|tiers?|editions?|packages?|subscriptions?|licen[cs]es?)\b)"
)
_PLAN_COLUMNS = frozenset(
    [
        "free",
        "starter",
        "basic",
        "team",
        "business",
        "enterprise",
        "pro",
        "premium",
        "plus",
        "standard",
        "professional",
        "ultimate",
        "growth",
    ]
)
_NO_PLANS = frozenset(
    [
        "the",
        "your",
        "our",
        "this",
        "each",
        "every",
        "all",
        "any",
        "which",
        "yearly",
        "annual",
        "monthly",
        "paid",
        "old",
        "new",
        "both",
        "no",
    ]
)
UNIT_STEMS = frozenset(stem(word) for word in figures.UNIT_WORDS)
_ABOUT = re.compile(
    r"^(?:regarding|about|concerning|as for|as to|on your|with regard to|for your|to your|you (?:asked|also asked|wanted to know|wrote)|your (?:first|second|third|other|next)? ?question|zu ihrer|concernant|respecto|riguardo|wat betreft|quanto)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, list item or table cell of a passage, with the headings that it stands under."""

    text: str
    context: str
    stems: frozenset[str]
    wide: frozenset[str]
    """stems of the headings too"""
    scope: str
    """the nearest heading, if it is not the article's title"""
    negative: bool
    figures: tuple[figures.Figure, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All that the cited passages say."""

    text: str
    units: tuple[_Unit, ...]
    links: frozenset[str]
    squeezed: str
    """all words, for finding verbatim quotes"""
    words: frozenset[str]
    names: frozenset[str]
    """words that figures may belong to: names of plans, table columns"""
    plans: frozenset[str]


@dataclass(slots=True)
class _Wrong:
    unsupported: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unsupported or self.figures or self.links or self.promises)


def check(draft: Draft, passages: Sequence[Passage], *, question_text: str = "") -> Grounding:
    """What a draft says that its cited passages do not. `question_text` is the customer's mail: its words may be taken
    up again, but never its figures or links, and they support nothing."""
    if len(draft.text) > LONGEST:
        return Grounding(unsupported=(f"The draft is longer than {LONGEST} characters.",))
    by_id = {passage.id: passage for passage in passages}
    asked = stems(question_text[:LONGEST])
    wrong = _Wrong()
    claims = supported = sentences = 0
    # what was said in pieces is also looked at as a whole: a link may be cut in two
    whole = _evidence(tuple(by_id[i] for i in draft.cited if i in by_id))
    wrong.links += strange_links(draft.text, whole.links, whole.text)
    paragraphs = _paragraphs(draft)
    for sentence, paragraph in zip(draft.sentences, paragraphs, strict=True):
        cited = tuple(by_id[i] for i in sentence.passage_ids if i in by_id)
        evidence = _evidence(cited)
        for piece in _pieces(sentence.text, evidence):
            found = _Wrong()
            found.links += strange_links(piece, evidence.links, evidence.text)
            claim = (
                _look_at(piece, paragraph, evidence, asked, found) if cited else _look_at_uncited(piece, asked, found)
            )
            claims += claim or bool(found)
            sentences += not _is_verbatim(piece, evidence)
            if sentences > MOST_SENTENCES:
                return Grounding(unsupported=(f"The draft has more than {MOST_SENTENCES} sentences of its own.",))
            supported += claim and not found
            for name in ("unsupported", "figures", "links", "promises"):
                getattr(wrong, name).extend(getattr(found, name))
    return Grounding(
        unsupported=_once(wrong.unsupported),
        figures=_once(wrong.figures),
        links=_once(wrong.links),
        promises=_once(wrong.promises),
        support=round(supported / claims, 4) if claims else 0.0,
    )


# ------------------------------------------------------------------------------------------------------ one sentence


def _look_at_uncited(piece: str, asked: frozenset[str], wrong: _Wrong) -> bool:
    """Without a citation only courtesy may be said. Returns whether it claims something."""
    if len(piece) > LONGEST_SENTENCE:
        wrong.unsupported.append(piece[:200])
        return True
    words = [w.lower() for w in WORD.findall(piece)]
    unknown = [w for w in words if w.replace("’", "'") not in CLAIM_FREE]
    repeats = (piece.endswith(":") or _ABOUT.match(piece)) and len(words) <= 16
    if repeats:
        unknown = [w for w in unknown if not _ABOUT.match(w) and stem(w) not in asked and w not in ("asked", "wanted")]
    if (
        NEVER_SAID.search(piece)
        or any(c.isdigit() for c in piece)
        or unknown
        or _YES_NO.match(piece)
        or BARE_CLAIM.search(piece)
        or odd_letters(piece)
    ):
        wrong.unsupported.append(piece)
        return True
    if PROMISE.search(piece) or _says_it_was_done(piece):
        wrong.promises.append(piece)
        return True
    return False


def _look_at(piece: str, paragraph: str, evidence: _Evidence, asked: frozenset[str], wrong: _Wrong) -> bool:
    verbatim = _is_verbatim(piece, evidence)
    if (NEVER_SAID.search(piece) and not verbatim) or odd_letters(piece) - odd_letters(evidence.text):
        wrong.unsupported.append(piece)
        return True
    if verbatim:
        return True
    said = _unit(_YES_NO.sub("", piece), "") if len(piece) <= LONGEST_SENTENCE else None
    if said is None or len(said.figures) > MOST_FIGURES:
        wrong.unsupported.append(piece[:200])
        return True
    for figure in said.figures:
        if not _figure_stands(figure, said.text, evidence):
            wrong.figures.append(figure.raw)
    telling = said.stems
    if not telling and not said.figures:
        bare = all(w.lower().replace("’", "'") in CLAIM_FREE for w in WORD.findall(piece))
        bare = bare and not (_YES_NO.match(piece) or BARE_CLAIM.search(piece))
        if not bare:
            wrong.unsupported.append(piece)
        return not bare
    near = _nearest(telling, evidence)
    unknown = telling - frozenset().union(*(unit.wide for unit in near)) if near else telling
    if said.figures and not wrong.figures and len(unknown) < len(telling):
        unknown -= UNIT_STEMS  # "an hour" for "60 minutes": the figure was compared already
    taken_up = unknown & asked
    room = UNKNOWN_SHARE * len(telling)
    strange = [w for w in _specifics(said.text) if w not in evidence.words and squeezed(w) not in evidence.squeezed]
    if (
        not near
        or len(unknown - taken_up) > room
        or len(unknown) > max(room, len(telling) / 2)
        or strange
        or _turns_the_meaning(said, near)
        or _changes_the_terms(said.text, paragraph, asked, evidence)
    ):
        wrong.unsupported.append(piece)
    if (PROMISE.search(piece) or _says_it_was_done(piece)) and not _promised_so(piece, evidence):
        wrong.promises.append(piece)
    return True


def _nearest(telling: frozenset[str], evidence: _Evidence) -> list[_Unit]:
    """The three sentences that say most of it, chosen one after the other by what they add."""
    left, near = telling, []
    for _ in range(3):
        best = max(evidence.units, key=lambda u: (len(left & u.stems), len(left & u.wide), -len(u.stems)), default=None)
        if best is None or not left & best.wide or best in near:
            break
        near.append(best)
        left -= best.wide
    return near


def _turns_the_meaning(said: _Unit, near: list[_Unit]) -> bool:
    """Yes for no, or a word like "free" or "only" that the supporting sentences do not say."""
    best = max(len(said.stems & unit.stems) for unit in near)
    speaking = [unit for unit in near if len(said.stems & unit.stems) >= max(1, 0.5 * best)] or near[:1]
    if said.negative not in {unit.negative for unit in speaking}:
        return True
    return any(
        not any(_says_so(word, stems(clause), unit) for unit in near)
        for clause in _CLAUSE.split(said.text)
        for word in WEIGHTY.findall(clause)
        if word.lower() not in _MILD
    )


def _changes_the_terms(said: str, paragraph: str, asked: frozenset[str], evidence: _Evidence) -> bool:
    """Does a part of the sentence say less or something else on who, for what and under which condition than the
    sentence of a passage that is nearest to it? Of several that are as near, all must agree."""
    for part in _PARTS.split(said):
        telling, here = stems(part), figures.figures_of(part)
        if not telling:
            continue
        units = [
            u for u in evidence.units if any(f.value == g.value for f in here for g in u.figures)
        ] or evidence.units
        most = max(((len(telling & u.stems), len(telling & u.wide)) for u in units), default=(0, 0))
        nearest = [u for u in units if (len(telling & u.stems), len(telling & u.wide)) == most]
        for unit in nearest[:MOST_TIES]:
            if ground_terms.differ(
                part, paragraph, unit.text, context=unit.context, scope=unit.scope, plans=evidence.plans
            ):
                return True
        if (
            ground_terms.MONEY.search(part)
            and not (ground_terms.INSTRUCTION.match(part) and not here)
            and not any(len(telling - unit.wide) <= MOST_UNKNOWN_OF_MONEY * len(telling) for unit in nearest)
        ):
            return True
    return False


def _says_it_was_done(piece: str) -> bool:
    """ "Your password was reset": nobody did; "once your password was reset" says nothing of the kind."""
    return any(not _SUPPOSED.search(piece[max(0, m.start() - 60) : m.start()]) for m in DONE.finditer(piece))


def _says_so(word: str, clause: frozenset[str], unit: _Unit) -> bool:
    """Has a sentence this weighty word, and most of the words around it?"""
    there = {w.lower()[:5] for w in WEIGHTY.findall(unit.text)} | {known[:5] for known in unit.stems}
    around = clause - {stem(word)}
    return (word.lower()[:5] in there or stem(word)[:5] in there) and len(around & unit.wide) >= 0.6 * len(around)


_MILD = frozenset(
    (
        "all",
        "only",
        "must",
        "before",
        "after",
        "required",
        "always",
        "immediately",
        "automatically",
        "everyone",
        "include",
        "includes",
        "included",
        "including",
        "enable",
        "enabled",
    )
)
"""Words of WEIGHTY that honest rewording adds; where they matter a figure, a name or a "not" mostly stands beside them."""


def _figure_stands(figure: figures.Figure, text: str, evidence: _Evidence) -> bool:
    """Does a sentence of the passages have this figure, of this unit, for this plan, month or year?"""
    name = figures.label_of(figure, text, evidence.names)
    period = figures.period_of(figure, text)
    for unit in evidence.units:
        for other in unit.figures:
            if not figures.same(figure, other):
                continue
            of_other = figures.label_of(other, unit.text, evidence.names)
            if name and of_other and name != of_other:
                continue
            plan = figures.label_of(figure, text, evidence.plans)
            if plan and plan != (figures.label_of(other, unit.text, evidence.plans) or plan):
                continue
            if (
                name
                and not of_other
                and name not in plain_words(unit.context)
                and plain_words(unit.context) & evidence.names
            ):
                continue
            periods = figures.periods_in(f"{unit.context} {unit.text}")
            if period and periods and period not in periods:
                continue
            return True
    return False


def _promised_so(piece: str, evidence: _Evidence) -> bool:
    """Does one sentence of the passages promise it in nearly the same words?"""
    words = plain_words(piece)
    triggers = {m.lower() for m in PROMISE.findall(piece)} | {m.group().lower() for m in PROMISE.finditer(piece)}
    return any(
        len(words & plain_words(unit.text)) >= 0.8 * len(words) and any(t in unit.text.lower() for t in triggers)
        for unit in evidence.units
    )


def _is_verbatim(piece: str, evidence: _Evidence) -> bool:
    """Is it, word by word, one or more whole sentences of a passage?"""
    words = squeezed(piece)
    if not words:  # a rule of a table, a fence of code
        return len(piece) < 200 and piece in evidence.text
    return len(words) > 2 and f"|{words}|" in evidence.squeezed


# ---------------------------------------------------------------------------------------------------- taking it apart


def _paragraphs(draft: Draft) -> list[str]:
    """For every sentence of a draft the paragraph, or paragraphs, that it stands in."""
    whole = "".join(sentence.text for sentence in draft.sentences)
    found, end = [], 0
    for sentence in draft.sentences:
        start, end = end, end + len(sentence.text)
        first = start + len(sentence.text) - len(sentence.text.lstrip())
        last = start + len(sentence.text.rstrip())
        begins = whole.rfind("\n\n", 0, first) + 1
        ends = whole.find("\n\n", last)
        found.append(whole[begins : ends if ends >= 0 else len(whole)].strip())
    return found


def _pieces(text: str, evidence: _Evidence) -> Iterator[str]:
    """Lines that are quotes, cells of tables, sentences."""
    for line in text.splitlines():
        bare = _LIST_MARK.sub("", line, count=1).strip()
        if bare and _is_verbatim(bare, evidence):
            yield bare
        elif bare.startswith("|"):
            yield from (cell.strip() for cell in bare.strip("|").split("|") if cell.strip(" -:"))
        elif bare:
            yield from sentences_of(bare)


@lru_cache(maxsize=256)
def _evidence(passages: tuple[Passage, ...]) -> _Evidence:
    units = tuple(unit for passage in passages for unit in _units(passage))
    text = "\n".join(f"{p.heading}\n{p.body}" for p in passages)
    links = frozenset(link for p in passages for link in (*links_of(f"{p.body}\n{p.heading}"), p.url) if link)
    names = frozenset(
        plain_word(m.group(1))
        for unit in units
        for m in re.finditer(r"(?<=[\w,;:)] )\*{0,2}([A-Z][a-z]{2,20})\b", unit.text)
    ) | frozenset(
        w
        for unit in units
        if " — " in unit.text
        for w in plain_words(unit.text.partition(" — ")[2].partition(":")[0])
        if not w.isdigit()
    )
    firsts = frozenset(
        plain_word(m.group(1))
        for unit in units
        if len(unit.figures) > 1
        for m in [re.match(r"\*{0,2}([A-Z][a-z]{2,20})\b", unit.text)]
        if m
    )
    said_alone = frozenset(plain_word(m) for p in passages for m in re.findall(r"\*\*([A-Z][a-z]{2,20})\*\*", p.body))
    columns = frozenset(
        w for p in passages for row in re.findall(r"^\|.*", p.body, re.MULTILINE)[:1] for w in plain_words(row)
    )
    said_plans = {plain_word(w) for w in (*_PLAN.findall(text), *re.findall(r"\b[Oo]n ([A-Z][a-z]{2,20})\b", text))}
    plans = frozenset(plain_word(w) for w in _PLAN.findall(text)) | said_plans & _PLAN_COLUMNS | columns & _PLAN_COLUMNS
    return _Evidence(
        text=text,
        units=units,
        links=links,
        squeezed="|" + "|".join(_joined(passages)) + "|",
        words=plain_words(text),
        plans=plans - _NO_PLANS,
        names=(names | said_alone | firsts) - {plain_word(w) for w in LIGHT},
    )


def _joined(passages: Sequence[Passage]) -> Iterator[str]:
    """The words of every sentence and line, and of whole lines."""
    for passage in passages:
        for line in passage.body.splitlines():
            bare = _LIST_MARK.sub("", line, count=1).strip()
            if bare.startswith("|"):
                yield from (squeezed(cell) for cell in bare.strip("|").split("|"))
                yield squeezed(bare)
                continue
            yield squeezed(bare)
            yield from (squeezed(sentence) for sentence in sentences_of(bare))
        for paragraph in re.split(r"\n\s*\n", passage.body):
            one = " ".join(_LIST_MARK.sub("", line, count=1) for line in paragraph.splitlines())
            yield from (squeezed(sentence) for sentence in sentences_of(one))


def _units(passage: Passage) -> Iterator[_Unit]:
    context = f"{passage.title} {passage.heading}"
    inner = ""
    above = passage.heading.rpartition(" > ")[2] if " > " in passage.heading else ""
    for block in re.split(r"\n\s*\n", passage.body):
        table = [line.strip() for line in block.splitlines() if line.strip().startswith("|")]
        prose: list[str] = []
        for line in block.splitlines():
            bare = line.strip()
            if bare.startswith("|"):
                continue
            if bare.startswith("#"):
                inner = bare.lstrip("# ")
                yield _unit(inner, context)
            elif re.match(r"(?:[-*+•]|\d{1,3}[.)])\s", bare):
                prose.append(f"\n{_LIST_MARK.sub('', bare, count=1)}")
            else:
                prose.append(bare)
        for line in " ".join(prose).split("\n"):
            for sentence in sentences_of(line.strip()):
                parts = sentence.split("; ")
                for i, part in enumerate(parts):
                    beside = " ".join((*parts[max(0, i - 1) : i], *parts[i + 1 : i + 2]))
                    yield _unit(part, f"{context} {inner}", beside, inner or above)
        yield from _cells(table, f"{context} {inner}", inner or above)


def _cells(table: list[str], context: str, scope: str) -> Iterator[_Unit]:
    """A table as facts: "Members — Team: up to 100"."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line.strip("|-: ")]
    if not rows:
        return
    header = rows[0]
    for row in rows[1:]:
        for name, cell in zip(header[1:], row[1:], strict=False):
            yield _unit(f"{row[0]} — {name}: {cell}", context, "", scope)


@lru_cache(maxsize=4096)
def _unit(text: str, context: str, before: str = "", scope: str = "") -> _Unit:
    telling = stems(text)
    main = _CONDITION.sub("", _YES_NO.sub("", text))
    words = {w.lower().replace("’", "'") for w in WORD.findall(main)}
    return _Unit(
        text=text,
        context=f"{context} {before}",
        stems=telling,
        wide=telling | stems(context),
        scope=scope,
        negative=bool(words & NEGATION),
        figures=figures.figures_of(text[:LONGEST_SENTENCE]),
    )


def _specifics(text: str) -> list[str]:
    """Names, codes and quoted labels, lower case: they must be somewhere in the cited passages."""
    found = [plain_word(" ".join((a or b).split())) for a, b in _SPECIFIC.findall(text)]
    for match in re.finditer(r"(?<=[^\s.!?:…>–-] )[*_(\"“]{0,3}([A-Z][\w'’.+-]{1,40})", text):
        found.append(plain_word(match.group(1).rstrip(".'’+-")))
    for match in re.finditer(r"\b(?=[\w.+-]{0,40}\d)(?=[\w.+-]{0,40}[A-Za-z])[\w.+-]{2,40}|\b[A-Z]{2,12}\b", text):
        found.append(plain_word(match.group().rstrip(".+-")))
    return [w.removesuffix("'s").removesuffix("’s") for w in found if w not in LIGHT and w not in ("i", "i'm", "i'd")]


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
