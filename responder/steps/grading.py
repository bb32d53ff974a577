"""What a person's act says of a draft: an approval, own words, a mark, a complaint → a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from responder.config import Settings
from responder.domain import Case, Grade, PastDecision, Signal, Standing

OPEN_TO_PROOF = frozenset(
    (
        "confidence_is_below_threshold",
        "autonomy_is_review",
        "budget_is_broken",
        "not_yet_earned",
        "nobody_could_stop_it",
        "article_was_edited",
        "picked_for_audit",
        "nothing_was_found",
        "draft_is_missing",
        "draft_does_not_answer",
        "claim_is_not_grounded",
    )
)
"""Mail to which only these rules objected is what a licence is about. What another rule holds back never goes out by
itself, so its grades say nothing about what does."""


def grade_of(past: PastDecision, *, right: bool, source: str, at: datetime) -> Grade:
    """What a person's act says of the draft that was made then; a mail without a draft had nothing right to send."""
    case, standing = past.case, past.case.standing or Standing()
    objected = {verdict.rule for verdict in case.verdicts if verdict.spoke}
    drafted = case.draft is not None and bool(case.draft.text)
    return Grade(
        message_id=past.message_id,
        conversation_id=past.conversation_id,
        intent=case.reading.intent if case.reading else "unknown",
        confidence=(case.confidence or 0.0) if drafted else 0.0,
        right=right and drafted,
        sent=past.kind == "reply",
        audited=objected == {"picked_for_audit"},
        graded_at=at,
        source=source,  # type: ignore[arg-type]
        articles=cited_articles(case),
        fingerprint=standing.fingerprint,
        blocked=not objected <= OPEN_TO_PROOF,
        drafted_at=standing.drafted_at,
    )


def cited_articles(case: Case) -> tuple[str, ...]:
    """Ids of the articles that the draft rests on, in order."""
    article = {passage.id: passage.article_id for passage in case.passages}
    cited = case.draft.cited if case.draft else ()
    return tuple(dict.fromkeys(article[i] for i in cited if i in article))


_MOST_WORDS = 800
_GREETING, _CLOSING = 6, 12
"""words that a person may put before and after a draft without changing it"""
_SENSE = """
    not no never none cannot cant dont doesnt isnt wont only unless except without before after but however instead
    nicht kein keine keinen nie nur ohne außer aber sondern erst vor nach ne pas jamais sans sauf mais seulement non mai
    senza ma solo nunca sin pero salvo niet geen nooit zonder maar alleen não sem mas apenas exceto
"""
_CHANGES_SENSE = frozenset(_SENSE.split())


_COURTESIES = """
    please kindly just simply also then now the a an bitte einfach auch dann simplement aussi favor simplemente también
    anche alstublieft gewoon ook
"""
_MAY_GO = frozenset(_COURTESIES.split())


def nearly_the_same(draft: str, words: str) -> bool:
    """Did the agent send the draft, but for a greeting, a closing and a slip of the pen?

    Another word in place of one of ours, another figure, link or address, or a "not" more or less, is another answer."""
    before, after = _words(draft), _words(words)
    most = max(2, len(before) // 20)
    if not before or max(len(before), len(after)) > _MOST_WORDS:
        return False
    if abs(len(after) - len(before)) > most + _GREETING + _CLOSING:
        return False
    return _edits(before, after, most) <= most


def _edits(before: Sequence[str], after: Sequence[str], most: int) -> int:
    """Words put in, courtesies left out, and misspellings, at least; `most` + 1 for anything beyond. Looks only at the diagonals that
    can still be within `most`, so that no text takes long."""
    beyond = most + 1
    harmless = [not _changes_sense(word) for word in after]
    row = [0 if j <= _GREETING and all(harmless[:j]) else beyond for j in range(len(after) + 1)]
    for i, word in enumerate(before, 1):
        first, last = max(0, i - most), min(len(after), i + most + _GREETING)
        new = [beyond] * (len(after) + 1)
        left_out = 1 if word in _MAY_GO else beyond
        for j in range(first, last + 1):
            best = min(beyond, row[j] + left_out)
            if j:
                if harmless[j - 1]:
                    best = min(best, new[j - 1] + 1)
                if row[j - 1] < best:
                    other = after[j - 1]
                    if word == other:
                        best = row[j - 1]
                    elif row[j - 1] + 1 < best and _slip_of_the_pen(word, other):
                        best = row[j - 1] + 1
            new[j] = best
        if min(new[first : last + 1], default=beyond) >= beyond:
            return beyond
        row = new
    ends = range(max(0, len(after) - _CLOSING), len(after) + 1)
    return min((row[j] for j in ends if all(harmless[j:])), default=beyond)


def _slip_of_the_pen(one: str, other: str) -> bool:
    """One letter more, less or another, or two that changed places."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1 or _changes_sense(one) or _changes_sense(other):
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _words(text: str) -> list[str]:
    bare = (word.strip(".,;:!?\"'“”„‘’()[]*_>#–—-") for word in text.lower().split())
    return [word for word in bare if word]


def _changes_sense(word: str) -> bool:
    if any(c.isdigit() for c in word) or "@" in word or "/" in word:
        return True
    return word.replace("'", "").replace("’", "") in _CHANGES_SENSE


_NO_HELP = re.compile(
    r"\b(?:(?:did|does|do|has|have) ?n[o'’]?t (?:really )?(?:help|work|answer|solve|fix)|didnt (?:help|work)|doesnt (?:help|work)"
    r"|not (?:what i (?:asked|meant|wanted|need)|helpful)|no help|wrong answer"
    r"|(?:that|this|it|answer|link|article|steps?)(?: is| was| are|['’]s) (?:wrong|incorrect|not (?:true|correct|right))"
    r"|incorrect answer|does not exist|(?:still|again) (?:not|the same|no)|misunderst"
    r"|hilft (?:mir )?(?:leider )?nicht|hat (?:mir )?(?:leider )?nicht geholfen|funktioniert (?:leider )?(?:immer noch )?nicht"
    r"|stimmt (?:so )?nicht|falsche antwort|nicht (?:meine frage|das, was)|immer noch nicht"
    r"|ne (?:marche|fonctionne|m['’]aide) (?:toujours )?pas|pas ma question|mauvaise réponse"
    r"|no (?:me )?(?:ayuda|sirve|funciona)|no es lo que|respuesta incorrecta"
    r"|non (?:funziona|mi aiuta|è quello)|werkt (?:nog steeds )?niet|helpt (?:me )?niet|klopt niet"
    r"|não (?:funciona|ajud|é o que))",
    re.IGNORECASE,
)


def complains(case: Case, settings: Settings) -> bool:
    """Does the customer say that the answer before was of no use? `case`: their next mail, read."""
    reading = case.reading
    if reading is None:
        return False
    unhappy = {Signal.REPEATED_CONTACT, Signal.ASKS_FOR_PERSON, Signal.ABUSE, Signal.LEGAL_THREAT} & set(
        reading.signals
    )
    angry = reading.sentiment == "angry" or reading.frustration >= settings.thresholds.frustration
    return bool(unhappy) or angry or _NO_HELP.search(case.message.reply_text[:4000]) is not None


def answered_last(case: Case) -> bool:
    """Is an automatic answer the last thing that the customer had from us?"""
    ours = [turn for turn in case.conversation.turns if turn.author != "customer"]
    return bool(ours) and ours[-1].author == "responder"
