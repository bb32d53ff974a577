"""Is every claim of a draft in the passages that it cites? Rules only: a model that lies is no help against a model.

A draft is taken apart into sentences. One without citation must claim nothing. One with a citation must say what a
few neighbouring sentences of the cited passages say: the same words, every figure with its unit, bound and label, every
link to the byte, the same yes or no, and nothing that sounds like a promise unless the passage promises it so.
When in doubt it does not hold: a person then reads the draft.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from responder.domain import Draft, Grounding, Passage
from responder.steps import figures
from responder.steps.claim_words import CLAIM_FREE, LIGHT, NEGATION, NEVER_SAID, PROMISE, SYNONYMS, WEIGHTY
from responder.steps.excerpt import sentences_of
from responder.steps.phrases import plain_word

UNKNOWN_SHARE = 0.3
"""of a sentence's telling words, that may be in no supporting sentence"""
LONGEST = 20_000
"""characters of a draft; a longer one is no draft"""
LONGEST_SENTENCE = 1_500
MOST_FIGURES = 30
"""of one sentence: an honest one is shorter and has fewer"""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LIST_MARK = re.compile(r"^[ \t]{0,12}(?:>[ \t]?){0,3}(?:[-*+•–][ \t]+|\(?\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?")
_URL = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:(?://|(?=[^\s/]{2}))|\bwww\.|(?<![\w:/])//(?=\w))[^\s<>\"“”„|]{1,2000}", re.IGNORECASE
)
_SCHEME_WITHOUT_SLASHES = re.compile(
    r"^(?:data|javascript|mailto|tel|file|vbscript|blob|sms|callto|ms-\w+)\s*:", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"“”@]{1,64}@[^\s<>()\[\],;:\"“”@]{1,255}")
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?[.。．｡]){1,6}[^\W\d_]{2,24}(?::\d{2,5})?(?:/[^\s<>\"“”]{0,500})?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/-])\+?\(?\d[\d ()./-]{6,20}\d(?![\w%])")
_MARKDOWN_LINK = re.compile(
    r"!?\[[^\]\n]{0,300}\][ \t]?(?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\]|:[ \t]{0,4}\S)|<a\b|<img\b|&#x?[0-9a-f]{2,6};|&(?:lt|gt|amp|colon|sol);",
    re.IGNORECASE,
)
_DEFANGED = re.compile(
    r"\bhxxps?\b|[^\W_]{2,40}\s?[\[({](?:\.|dot|punkt|at|@)[\])}]\s?[^\W_]{2,40}|\b[\w-]{2,40} (?:dot|at) [\w-]{2,40} dot [a-z]{2,10}\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\x00-\x08\x0b-\x1f\x7f]"
)
_SPECIFIC = re.compile(r"[\"“„'‘`«]([^\"”“’'`»\n]{2,60})[\"”“’'`»]|\*\*([^*\n]{2,60})\*\*")
_YES_NO = re.compile(
    r"^(?:yes|no|nope|yeah|sure|unfortunately|ja|nein|oui|non|sí|si|sì|não|sim|nee)\b[\s,.:;!–—-]{0,3}", re.IGNORECASE
)
_CONDITION = re.compile(r"^(?:if|when|whenever|unless|in case|wenn|falls|si|se|als|caso)\b[^,]{0,120},", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:]\s|\s(?:and|but|or|because|while|und|aber|et|mais|y|pero|e|ma|en|maar|mas)\s", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^(?:regarding|about|concerning|as for|as to|on your|with regard to|for your|to your|you (?:asked|also asked|wanted to know|wrote)|your (?:first|second|third|other|next)? ?question|zu ihrer|concernant|respecto|riguardo|wat betreft|quanto)\b",
    re.IGNORECASE,
)
_EXAMPLES = frozenset(("e.g", "i.e", "z.b", "p.ex", "p.ej", "u.a", "d.h"))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, list item or table cell of a passage, with the headings that it stands under."""

    text: str
    context: str
    stems: frozenset[str]
    wide: frozenset[str]
    """stems of the headings too"""
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
        return Grounding(unsupported=("The draft is far too long.",))
    by_id = {passage.id: passage for passage in passages}
    asked = _stems(question_text[:LONGEST])
    wrong = _Wrong()
    claims = supported = 0
    # what was said in pieces is also looked at as a whole: a link may be cut in two
    whole = _evidence(tuple(by_id[i] for i in draft.cited if i in by_id))
    _look_for_links(draft.text, whole, wrong)
    for sentence in draft.sentences:
        cited = tuple(by_id[i] for i in sentence.passage_ids if i in by_id)
        evidence = _evidence(cited)
        for piece in _pieces(sentence.text):
            found = _Wrong()
            _look_for_links(piece, evidence, found)
            claim = _look_at(piece, evidence, asked, found) if cited else _look_at_uncited(piece, asked, found)
            claims += claim or bool(found)
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
    words = [w.lower() for w in _WORD.findall(piece)]
    unknown = [w for w in words if w.replace("’", "'") not in CLAIM_FREE]
    repeats = (piece.endswith(":") or _ABOUT.match(piece)) and len(words) <= 16
    if repeats:
        unknown = [w for w in unknown if not _ABOUT.match(w) and _stem(w) not in asked and w not in ("asked", "wanted")]
    if (
        NEVER_SAID.search(piece)
        or any(c.isdigit() for c in piece)
        or unknown
        or _YES_NO.match(piece)
        or _odd_letters(piece)
    ):
        wrong.unsupported.append(piece)
        return True
    if PROMISE.search(piece):
        wrong.promises.append(piece)
        return True
    return False


def _look_at(piece: str, evidence: _Evidence, asked: frozenset[str], wrong: _Wrong) -> bool:
    verbatim = _is_verbatim(piece, evidence)
    if (NEVER_SAID.search(piece) and not verbatim) or _odd_letters(piece) - _odd_letters(evidence.text):
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
        bare = all(w.lower().replace("’", "'") in CLAIM_FREE for w in _WORD.findall(piece)) and not _YES_NO.match(piece)
        if not bare:
            wrong.unsupported.append(piece)
        return not bare
    near = _nearest(telling, evidence)
    unknown = telling - frozenset().union(*(unit.wide for unit in near)) if near else telling
    taken_up = unknown & asked
    room = UNKNOWN_SHARE * len(telling)
    strange = [w for w in _specifics(said.text) if w not in evidence.words and _squeezed(w) not in evidence.squeezed]
    if (
        not near
        or len(unknown - taken_up) > room
        or len(unknown) > max(room, len(telling) / 2)
        or strange
        or _turns_the_meaning(said, near)
    ):
        wrong.unsupported.append(piece)
    if PROMISE.search(piece) and not _promised_so(piece, evidence):
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
        not any(_says_so(word, _stems(clause), unit) for unit in near)
        for clause in _CLAUSE.split(said.text)
        for word in WEIGHTY.findall(clause)
        if word.lower() not in _MILD
    )


def _says_so(word: str, clause: frozenset[str], unit: _Unit) -> bool:
    """Has a sentence this weighty word, and most of the words around it?"""
    there = {w.lower()[:5] for w in WEIGHTY.findall(unit.text)} | {stem[:5] for stem in unit.stems}
    around = clause - {_stem(word)}
    return (word.lower()[:5] in there or _stem(word)[:5] in there) and len(around & unit.wide) >= 0.6 * len(around)


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
            if (
                name
                and not of_other
                and name not in _plain_words(unit.context)
                and _plain_words(unit.context) & evidence.names
            ):
                continue
            periods = figures.periods_in(f"{unit.context} {unit.text}")
            if period and periods and period not in periods:
                continue
            return True
    return False


def _promised_so(piece: str, evidence: _Evidence) -> bool:
    """Does one sentence of the passages promise it in nearly the same words?"""
    words = _plain_words(piece)
    triggers = {m.lower() for m in PROMISE.findall(piece)} | {m.group().lower() for m in PROMISE.finditer(piece)}
    return any(
        len(words & _plain_words(unit.text)) >= 0.8 * len(words) and any(t in unit.text.lower() for t in triggers)
        for unit in evidence.units
    )


def _is_verbatim(piece: str, evidence: _Evidence) -> bool:
    """Is it, word by word, one or more whole sentences of a passage?"""
    squeezed = _squeezed(piece)
    return len(squeezed) > 2 and f"|{squeezed}|" in evidence.squeezed


# ------------------------------------------------------------------------------------------------------------- links


def _look_for_links(text: str, evidence: _Evidence, wrong: _Wrong) -> None:
    """Links, addresses and telephone numbers only as a cited passage has them, to the byte; markup never."""
    wrong.links += [m.group()[:80] for m in _MARKDOWN_LINK.finditer(text)]
    wrong.links += [m.group()[:80] for m in _DEFANGED.finditer(text)]
    if hidden := _UNSEEN.search(text):
        wrong.links.append(f"an invisible character (U+{ord(hidden.group()):04X})")
    rest = text
    for pattern in (_URL, _ADDRESS, _DOMAIN, _PHONE):
        for match in pattern.finditer(rest):
            link = _trimmed(match.group())
            if pattern is _DOMAIN and (link.lower() in _EXAMPLES or _is_file_or_number(link, evidence)):
                continue
            if pattern is _PHONE and sum(c.isdigit() for c in link) < 7:
                continue
            if (
                pattern is _URL
                and "//" not in link
                and not link.lower().startswith("www.")
                and not _SCHEME_WITHOUT_SLASHES.match(link)
            ):
                continue
            if link not in evidence.links:
                wrong.links.append(link[:120])
        if pattern is not _PHONE:
            rest = pattern.sub(lambda m: " " * len(m.group()), rest)


def _links_of(text: str) -> Iterator[str]:
    for pattern in (_URL, _ADDRESS, _PHONE, _DOMAIN):
        yield from (_trimmed(m.group()) for m in pattern.finditer(text))


def _trimmed(link: str) -> str:
    """Without what belongs to the sentence, not to the link."""
    link = link.rstrip(".,;:!?*_'’`|")
    while link.endswith((")", "]", ">")) and link.count(link[-1]) > link.count(
        {")": "(", "]": "[", ">": "<"}[link[-1]]
    ):
        link = link[:-1].rstrip(".,;:!?*_'’`|")
    return link


def _is_file_or_number(link: str, evidence: _Evidence) -> bool:
    return link.lower() in evidence.text.lower() and link.isascii()


def _odd_letters(text: str) -> set[str]:
    """Words that mix alphabets, and letters that only look like Latin ones ("раypal", "ｐａｙ")."""
    odd = set()
    for word in re.findall(r"[^\W\d_]+", text):
        if word.isascii():
            continue
        scripts = {unicodedata.name(c, "?").split(" ")[0] for c in word if not unicodedata.combining(c)}
        if (
            scripts & {"MATHEMATICAL", "FULLWIDTH", "MODIFIER", "CHEROKEE", "DOUBLE-STRUCK", "SCRIPT", "FRAKTUR"}
            or ("LATIN" in scripts and len(scripts) > 1)
            or scripts & {"CYRILLIC", "GREEK", "ARMENIAN"}
        ):
            odd.add(word)
    return odd


# ---------------------------------------------------------------------------------------------------- taking it apart


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        bare = _LIST_MARK.sub("", line, count=1).strip()
        if bare.startswith("|"):
            yield from (cell.strip() for cell in bare.strip("|").split("|") if cell.strip(" -:"))
        elif bare:
            yield from sentences_of(bare)


@lru_cache(maxsize=256)
def _evidence(passages: tuple[Passage, ...]) -> _Evidence:
    units = tuple(unit for passage in passages for unit in _units(passage))
    text = "\n".join(f"{p.heading}\n{p.body}" for p in passages)
    links = frozenset(link for p in passages for link in (*_links_of(f"{p.body}\n{p.heading}"), p.url) if link)
    names = frozenset(
        plain_word(m.group(1))
        for unit in units
        for m in re.finditer(r"(?<=[\w,;:)] )\*{0,2}([A-Z][a-z]{2,20})\b", unit.text)
    ) | frozenset(
        w
        for unit in units
        if " — " in unit.text
        for w in _plain_words(unit.text.partition(" — ")[2].partition(":")[0])
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
    return _Evidence(
        text=text,
        units=units,
        links=links,
        squeezed="|" + "|".join(_joined(passages)) + "|",
        words=_plain_words(text),
        names=(names | said_alone | firsts) - {plain_word(w) for w in LIGHT},
    )


def _joined(passages: Sequence[Passage]) -> Iterator[str]:
    """The words of every sentence and line, and of whole lines."""
    for passage in passages:
        for line in passage.body.splitlines():
            bare = _LIST_MARK.sub("", line, count=1).strip()
            if bare.startswith("|"):
                yield from (_squeezed(cell) for cell in bare.strip("|").split("|"))
                yield _squeezed(bare)
                continue
            yield _squeezed(bare)
            yield from (_squeezed(sentence) for sentence in sentences_of(bare))
        for paragraph in re.split(r"\n\s*\n", passage.body):
            one = " ".join(_LIST_MARK.sub("", line, count=1) for line in paragraph.splitlines())
            yield from (_squeezed(sentence) for sentence in sentences_of(one))


def _units(passage: Passage) -> Iterator[_Unit]:
    context = f"{passage.title} {passage.heading}"
    inner = ""
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
                before = ""
                for part in sentence.split("; "):
                    yield _unit(part, f"{context} {inner}", before)
                    before = part
        yield from _cells(table, f"{context} {inner}")


def _cells(table: list[str], context: str) -> Iterator[_Unit]:
    """A table as facts: "Members — Team: up to 100"."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line.strip("|-: ")]
    if not rows:
        return
    header = rows[0]
    for row in rows[1:]:
        for name, cell in zip(header[1:], row[1:], strict=False):
            yield _unit(f"{row[0]} — {name}: {cell}", context)


@lru_cache(maxsize=4096)
def _unit(text: str, context: str, before: str = "") -> _Unit:
    stems = _stems(text)
    main = _CONDITION.sub("", _YES_NO.sub("", text))
    words = {w.lower().replace("’", "'") for w in _WORD.findall(main)}
    return _Unit(
        text=text,
        context=f"{context} {before}",
        stems=stems,
        wide=stems | _stems(context),
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


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        _stem(w)
        for w in _WORD.findall(text)
        if w.lower() not in LIGHT and not w[0].isdigit() and len(w) > 1 and w.lower().replace("’", "'") not in NEGATION
    )


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """ "restoring", "restored" and "restoration" → "restor"."""
    word = word.lower()
    word = plain_word(SYNONYMS.get(word, word))
    for ending in (
        "'s",
        "’s",
        "ations",
        "ation",
        "ings",
        "ing",
        "edly",
        "ions",
        "ion",
        "ies",
        "ied",
        "ed",
        "es",
        "ly",
        "s",
        "e",
        "y",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:6]


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(
        plain_word(part) for w in _WORD.findall(text) for part in {w, w.rstrip("."), *re.split(r"[.'’-]", w)} if part
    )


def _squeezed(text: str) -> str:
    """All words and figures of a text, nothing else: what must be equal in a verbatim quote."""
    return " ".join(
        re.findall(
            r"[^\W_]+|[%€$£@+<>=/]",
            text.replace("<http", "http").replace("**", "").casefold().replace(">", " ").replace("<", " "),
        )
    )


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
