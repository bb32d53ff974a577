"""What a mail shows by its words alone: signals, frustration, urgency. Rules, each with the words that showed it.

The vocabulary stands in signal_words.py, English first; what matters most also in de, fr, es, it, nl and pt. A signal
only ever sends mail to a person, so what is doubtful counts, but a word that most customers use harmlessly must not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from responder.domain import Sentiment, Signal, Urgency
from responder.steps import personal_data
from responder.steps.mood_words import MOOD, PATIENT, POLITE, PRAISE, PRESSING, SHOUTED_BY_CUSTOM
from responder.steps.phrases import Found, Phrases, Words, bounded, words_of
from responder.steps.signal_words import ASKS_THE_RULES, NOT_MEANT, ONLY_ASKED, WORDS

_SIGNALS = Phrases(WORDS)
_MOOD = Phrases(MOOD)
_TONE = Phrases({"polite": POLITE, "praise": PRAISE, "pressing": PRESSING, "patient": PATIENT})
_NOT_MEANT = re.compile(NOT_MEANT)
_ONLY_ASKED = re.compile(ONLY_ASKED)
_ASKS_THE_RULES = re.compile(ASKS_THE_RULES)
_CAN_BE_DECLINED = frozenset((Signal.ASKS_FOR_PERSON, Signal.REFUND_DEMAND, Signal.DELETION_REQUEST, Signal.CHURN_RISK))
_CAN_BE_DENIED = _CAN_BE_DECLINED | {Signal.LEGAL_THREAT}
_AGAINST_MACHINES = re.compile(r"\b(?:bots?|robots?|automated|canned|machine|ai|chatbot|article|template|another)\b")

_FORGED_ROLE = re.compile(
    r"^[ \t>*#\[({-]{0,8}(?:system|assistant|developer|admin|instructions?)(?: (?:message|prompt|note|override|update))?"
    r"[\])}* ]{0,4}: ?(?:you|ignore|disregard|forget|from now|new |override|the (?:assistant|ai|model|user|customer)|"
    r"please (?:ignore|disregard)|respond|reply|confirm|always|never|do not|approve|send |act |output|maintenance)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKUP_OF_PROMPTS = re.compile(
    r"<\|[a-z_]{2,20}\|>|<</?SYS>>|\[/?INST\]|</?(?:system|assistant|instructions?|prompt|customer_mail|"
    r"system_prompt|function_calls?|tool_use|antml:[a-z]{1,20})>|^#{2,4} ?(?:system|instructions?|response|assistant)\s*:?\s*$|"
    r"^bcc ?: ?\S{1,80}@",
    re.IGNORECASE | re.MULTILINE,
)
_TAG_CHARACTERS = re.compile("[\U000e0020-\U000e007e]{12}")
"""invisible letters (Unicode tags); shorter runs are flags"""

_CODE_OF = re.compile(
    r"\b(?:verification|security|confirmation|login|sign-?in|access|authentication|one-time|activation|2fa|otp|bestätigungs|sicherheits)"
    r"[ -]?(?:code|passcode|pin|password|codes)?\b[^\n.]{0,50}?(?:\bis\b|:|=|\bist\b|\n)\s{0,4}(?:[A-Z]{1,3}-)?\d{3}[ -]?\d{1,5}\b"
    r"|^\s{0,8}\d{3}[ -]?\d{3}\s{0,8}$",
    re.IGNORECASE | re.MULTILINE,
)
_CONFIRM_YOUR = re.compile(
    r"\b(?:confirm|verify|activate|validate) (?:your|the) (?:new )?(?:e-?mail|account|address|registration|subscription|identity|sign-?up)"
    r"|\bcomplete your (?:registration|sign-?up)|\b(?:bestätigen|verifizieren) sie (?:ihre?|bitte)|\bconfirmez votre|\bconfirma tu|\bconferma il tuo"
    r"|\b(?:click|follow|use|visit|tap)[^\n.]{0,40}(?:link|button|code)[^\n.]{0,40}\b(?:to|and) (?:verify|confirm|activate|complete|sign in|log in)",
    re.IGNORECASE,
)
_IF_NOT_YOU = re.compile(
    r"\bif (?:you did(?: not|n[’']t)|this wasn[’']t you|it wasn[’']t you|you have not)|\b(?:do not|don[’']t|never) share (?:this|your|the)"
    r"|\b(?:code|link)[^\n.]{0,30}(?:expires?|is valid|valid for|will expire)|\byou(?: are|[’']re) receiving this|\bthanks? (?:you )?for (?:signing|registering|creating)"
    r"|\bfalls sie (?:diese|sich|das) nicht",
    re.IGNORECASE,
)
_ASKS_ABOUT_IT = re.compile(r"\b(?:i|we|my|our|ich|wir|je|nous|yo|io|ik|eu)\b", re.IGNORECASE)

_EXCLAMATIONS = re.compile(r"[!?]{2,20}|!")
_SHOUTED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{3,30}\b")
_LETTERS = re.compile(r"[^\W\d_]{3,30}")


def noticed(text: str, subject: str = "") -> tuple[Signal, ...]:
    """The signals of a mail, each once, in the order of `Signal`."""
    seen = {signal for signal, _ in why(text, subject)}
    return tuple(signal for signal in Signal if signal in seen)


def why(text: str, subject: str = "") -> tuple[tuple[Signal, str], ...]:
    """Each signal with the words that showed it, at most three of a kind, personal data only by its kind."""
    text, subject = bounded(text), bounded(subject)
    shown: dict[Signal, dict[str, None]] = {}
    for signal, evidence in _evidence(text, subject):
        kept = shown.setdefault(signal, {})
        if len(kept) < 3:
            kept[evidence[:120]] = None
    return tuple((signal, evidence) for signal in Signal for evidence in shown.get(signal, ()))


def _evidence(text: str, subject: str) -> Iterator[tuple[Signal, str]]:
    for part in (subject, text):
        words = words_of(part)
        counted: Counter[str] = Counter()
        for found in _SIGNALS.find(words):
            if counted[found.name] < 6 and _is_meant(found, words):
                counted[found.name] += 1
                yield Signal(found.name), words.as_written(found.start, found.end)
    if len(subject) < 60 and re.fullmatch(
        r"\W*(?:re: )?(?:refund|erstattung|remboursement|reembolso|rimborso|terugbetaling)s?\W*", subject, re.IGNORECASE
    ):
        yield Signal.REFUND_DEMAND, subject
    whole = f"{subject}\n{text}"
    for pattern in (_FORGED_ROLE, _MARKUP_OF_PROMPTS, _TAG_CHARACTERS):
        if match := pattern.search(whole):
            yield Signal.INJECTION, " ".join(match.group().split()) or "invisible characters"
    for finding in personal_data.found_in(whole):
        yield Signal.PERSONAL_DATA, finding.kind
    yield from _verification(whole)


def _is_meant(found: Found, words: Words) -> bool:
    signal, said = Signal(found.name), words.plain[found.start : found.end]
    if signal not in _CAN_BE_DENIED or (signal is Signal.ASKS_FOR_PERSON and _AGAINST_MACHINES.search(said)):
        return True
    before = words.plain[max(0, found.start - 160) : found.start].rpartition(".")[2]
    if _NOT_MEANT.search(before.rpartition(",")[2].strip()):
        return False
    if signal is Signal.REFUND_DEMAND and _ASKS_THE_RULES.search(before) and " my " not in said:
        return False
    return not (signal is Signal.CHURN_RISK and _ONLY_ASKED.search(f"{before} {said}"))


def _verification(text: str) -> Iterator[tuple[Signal, str]]:
    """Another service's mail: two of code, "confirm your …" and "if this was not you", or one in few, impersonal words."""
    matches = [m for p in (_CODE_OF, _CONFIRM_YOUR, _IF_NOT_YOU) if (m := p.search(text))]
    strong = len(matches) >= 2 or (len(matches) == 1 and matches[0].re is not _IF_NOT_YOU)
    impersonal = not _ASKS_ABOUT_IT.search(text)
    if (strong and impersonal) or (len(matches) >= 2 and matches[0].re is _CODE_OF):
        yield Signal.VERIFICATION, " ".join(matches[0].group().split())


# ------------------------------------------------------------------------------------------------------ how they feel


def frustration(text: str, *, contacts: int = 1) -> float:
    """0 calm – 1 furious. `contacts` is the number of mails about the same problem, this one included.

    Each kind of evidence adds to a sum that fills up towards 1: 0.6 is what most would call angry.
    """
    text = bounded(text)
    words = words_of(text)
    score = sum(_diminishing(_mood_weights(words)))
    score += _shouting(text) + _exclaiming(text)
    score += 0.25 * max(0, min(contacts, 6) - 1)
    found: set[Signal] = set()
    for one in _SIGNALS.find(words):
        if one.name not in found and _is_meant(one, words):
            found.add(Signal(one.name))
    score += 1.0 * (Signal.ABUSE in found and score > 0.15) + 0.3 * (Signal.ABUSE in found)
    score += 0.35 * (Signal.REPEATED_CONTACT in found) + 0.35 * (Signal.LEGAL_THREAT in found)
    score += 0.3 * (Signal.CHURN_RISK in found and score > 0.1)
    tone = [f.name for f in _TONE.find(words)]
    score *= 0.85 ** min(2, tone.count("polite") + tone.count("patient"))
    if "praise" in tone and score < 0.7:
        score *= 0.5
    return round(1 - math.exp(-score), 3)


def sentiment_of(frustration: float, text: str) -> Sentiment:
    if frustration >= 0.6:
        return "angry"
    if frustration >= 0.25:
        return "negative"
    praises = any(f.name == "praise" for f in _TONE.find(words_of(text)))
    return "positive" if praises and frustration < 0.15 else "neutral"


def urgency_of(text: str, signals: Iterable[Signal]) -> Urgency:
    """How soon somebody should look, by the words and the signals."""
    present = set(signals)
    if Signal.DANGER in present or Signal.SECURITY in present:
        return "critical"
    tone = {f.name for f in _TONE.find(words_of(text))}
    if "patient" in tone:
        return "low"
    return "high" if "pressing" in tone or Signal.LEGAL_THREAT in present else "normal"


def _mood_weights(words: Words) -> list[float]:
    """The weight of every place where the mood shows; a place counts once, by its strongest phrase."""
    weights: list[float] = []
    last_end = -1
    for found in _MOOD.find(words):
        before = words.plain[max(0, found.start - 80) : found.start].rpartition(".")[2].rpartition(",")[2].strip()
        if _NOT_MEANT.search(before):
            continue
        weight = float(found.name)
        if found.start < last_end:
            weights[-1] = max(weights[-1], weight)
        else:
            weights.append(weight)
        last_end = max(last_end, found.end)
    return weights


def _diminishing(weights: list[float]) -> Iterator[float]:
    for rank, weight in enumerate(sorted(weights, reverse=True)):
        yield weight * 0.8**rank


def _shouting(text: str) -> float:
    """Capitals: words, not acronyms. A mail written in capitals throughout counts little more than a shouted line."""
    shouted = [w for w in _SHOUTED.findall(text) if w not in SHOUTED_BY_CUSTOM and (len(w) > 4 or w in _OFTEN_SHOUTED)]
    if not shouted:
        return 0.0
    share = len(shouted) / max(1, len(_LETTERS.findall(text)))
    return min(0.6, 0.12 * len(shouted)) * (1.0 if share > 0.02 else 0.5)


_OFTEN_SHOUTED = frozenset(
    re.split(
        " ", "NOT NOW STOP WHY HOW NEVER STILL AGAIN FIX THIS BAD DONE HELP WORK WHAT EVER BACK ANY ALL EVERY MUST"
    )
)


def _exclaiming(text: str) -> float:
    weight = 0.0
    for match in _EXCLAMATIONS.finditer(text):
        run = match.group()
        weight += 0.03 if run == "!" else 0.1 if len(run) == 2 else 0.25
        if weight >= 0.5:
            return 0.5
    return weight if weight >= 0.07 else 0.0
