"""The distinct questions and requests of a mail, by rules: what to search for before any model was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responder.steps.phrases import LONGEST, plain_word

MOST = 5
LONGEST_QUESTION = 400
"""characters; of a longer sentence the end is kept, where the question stands"""

_BLOCK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^[ \t]{0,8}(?:\(?\d{1,2}[.):]|[a-h]\)|[-*•–·])[ \t]+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…。！？؟;])[\"'”’)]{0,2}(?=\s)|(?<=[。！？；])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|no|nr|vs|approx|z\.b|bzw|ca|inkl|incl|st|p\.ex|p\.ej|sr|sra|sig|dhr|mevr|art|tel|[a-z])|\d)\.$",
    re.IGNORECASE,
)
_MARKS = ("?", "？", "؟", ";", "⸮")

_GREETING = re.compile(
    r"^(?:(?:hi|hey|hello|hallo|dear|good (?:morning|afternoon|evening|day)|greetings|guten (?:tag|morgen|abend)|moin|servus|sehr geehrte[rs]?|liebe[rs]?|"
    r"bonjour|bonsoir|salut|madame|monsieur|hola|buenos d[ií]as|buenas(?: tardes| noches)?|estimad[oa]s?|ciao|buongiorno|buonasera|salve|gentil[ei]|"
    r"beste|geachte|goedendag|goedemorgen|ol[áa]|bom dia|boa tarde|boa noite|prezad[oa]s?|to whom it may concern)\b[^,.!?\n]{0,60}[,.!:]?[ \t]*)",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"^(?:thanks?\b|thank you|many thanks|cheers|best\b|kind regards|warm regards|regards|sincerely|yours|(?:i )?hope (?:you|this|all)|i look forward|looking forward|"
    r"have a (?:nice|great|good)|please (?:let me know|advise|help)[.!?]*$|(?:can|could) you (?:please )?help(?: me)?(?: with (?:this|that|it))?[.!?]*$|any help|how are you|hope (?:you are|all is)|"
    r"sent from|danke|vielen dank|mit freundlichen|viele gr|liebe gr|beste gr|freundliche gr|lg\b|mfg\b|ich hoffe|merci|cordialement|bien [àa] vous|gracias|muchas gracias|saludos|un saludo|atentamente|"
    r"grazie|cordiali saluti|distinti saluti|bedankt|dank|met vriendelijke|groet|obrigad|atenciosamente|cumprimentos|right\?|ok\?|okay\?|why\?|anyone\?|hello\?)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:and|also|but|so|or|plus|then|now|finally|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|another (?:question|thing)|one more (?:question|thing)|my (?:first|second|other|next|question)(?: question)?(?: is)?|"
    r"in addition|additionally|furthermore|by the way|btw|please|außerdem|und|aber|noch eine frage|zudem|et|aussi|de plus|y|además|también|e|inoltre|anche|en|ook|verder|também|além disso)[,:]? ){0,2}"
    r"(?:how|what|where|when|why|which|who|whose|is|are|am|can|could|do|does|did|will|would|should|shall|may|might|has|have|was|were|isn|aren|doesn|don|can[’']?t|"
    r"wie|was|wo|wann|warum|wieso|welche[rsnm]?|wer|kann|können|könnte|könnten|ist|sind|gibt|habe|darf|muss|soll|"
    r"comment|quand|où|pourquoi|quel(?:le)?s?|qui|est-ce|puis-je|peut-on|pouvez|pourriez|peux|existe-t|combien|"
    r"cómo|como|qué|cuándo|cuánto|dónde|por qué|cuál|puedo|pueden|podría|podrían|se puede|hay|es posible|"
    r"come|cosa|quando|dove|perché|quale|quanto|posso|potete|potreste|può|è possibile|"
    r"hoe|wat|waar|wanneer|waarom|welke|kan|kunt|kunnen|zou|is het|"
    r"onde|quanto|por que|qual|quais|podem|poderia|é possível)\b",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    r"\b(?:how (?:do|can|could|should|would|to)|i (?:would|'d|’d) (?:like|love|need)|i (?:want|need|wish|cannot|can[’']?t|could ?n[o’']?t|am (?:unable|trying|looking)|forgot|have (?:forgotten|a problem|an issue|trouble|lost))|"
    r"we (?:would|want|need|wish|cannot|can[’']?t|are (?:unable|trying|looking))|please (?!let me know|note|find|see)|can you|could you|would you|(?:does|do|is) (?:not|n[o’']t) work|doesn[’']?t work|not working|is there|are there|"
    r"wondering|question (?:is|about)|tell me|explain|let me know (?:how|if|whether|what|when|where|which)|help (?:me )?(?:with|to)|"
    r"ich (?:möchte|will|würde|brauche|kann|habe)|wir (?:möchten|wollen|brauchen|können)|bitte|je (?:voudrais|veux|souhaite|ne|n[’']|cherche)|nous (?:voudrions|souhaitons)|"
    r"quiero|quisiera|necesito|me gustaría|no puedo|vorrei|voglio|ho bisogno|non riesco|ik (?:wil|zou|kan|heb)|wij (?:willen|kunnen)|quero|gostaria|preciso|não consigo)",
    re.IGNORECASE,
)
_SPLIT_AND = re.compile(
    r"(?:,| )(?: ?(?:and|und|et|y|e|en)) (?=(?:how|what|where|when|why|which|can i|can we|could (?:i|we)|do i|is there|are there|wie|wo|wann|comment|où|quand|cómo|dónde|come|dove|hoe|waar|onde)\b)",
    re.IGNORECASE,
)
_EMPTY_SUBJECT = re.compile(
    r"^(?:(?:re|aw|fwd?|wg|sv|tr|rv|r|antw)\s?: ?){0,5}(?:(?:a |my |two |some |quick |urgent )?(?:questions?|help|support|request|hello|hi|problem|issue|inquiry|frage|anfrage|hilfe|question|ayuda|pregunta|aiuto|domanda|vraag|ajuda|dúvida|\(?no subject\)?)?)\W*$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|tr|rv|r|antw)\s?: ?){1,5}", re.IGNORECASE)
_LEADING_LABEL = re.compile(
    r"^(?:also|and|question(?: \d)?|q\d?|(?:just )?(?:one|another|a|my)(?: (?:more|other|quick|last|first|second|next))? "
    r"(?:thing|question)(?: is)?)\s?[:,]\s?",
    re.IGNORECASE,
)


def questions_of(subject: str, text: str) -> tuple[str, ...]:
    """At most five questions or requests in the customer's words and order, each once.

    Questions are taken first; a mail without any gives its requests, and a mail without these its subject and first
    sentences. Empty only when there is nothing to read.
    """
    text = text if len(text) <= LONGEST else text[:LONGEST]
    sentences = list(_sentences(text))
    asked = [part for s in sentences if _is_question(s) for part in _parts(s)]
    if not asked:
        asked = [s for s in sentences if _REQUESTS.search(s)]
    asked = _distinct(_with_context(asked, sentences, subject))
    if asked:
        return tuple(asked[:MOST])
    subject = _PREFIX.sub("", subject).strip()
    opening = " ".join([*([] if _EMPTY_SUBJECT.match(subject) else [subject]), *sentences[:2]])
    return (_cut(opening),) if opening.strip() else ()


def _sentences(text: str) -> Iterator[str]:
    """Sentences and list items, without greetings and courtesies."""
    for block in _BLOCK.split(text):
        for line in _joined_lines(block):
            for sentence in _split(line):
                sentence = _LEADING_LABEL.sub("", _GREETING.sub("", sentence.strip(), count=1)).strip(" \t-–*•")
                if len(sentence) >= 4 and not _COURTESY.match(sentence) and any(c.isalpha() for c in sentence):
                    yield sentence


def _joined_lines(block: str) -> Iterator[str]:
    """Lines that a mail program wrapped are one again; list items and short lines (greetings) stay alone."""
    held = ""
    for line in block.split("\n"):
        item = _ITEM.match(line)
        line = line[item.end() :] if item else line
        wrapped = len(held) >= 50 and not item and not held.endswith(_MARKS)
        if held and not (wrapped or (held[-1:] not in ".!?,:;" and not item and line[:1].islower())):
            yield held
            held = ""
        held = f"{held} {' '.join(line.split())}".strip()
    if held:
        yield held


def _split(line: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE.finditer(line):
        piece = line[start : match.end()]
        if line[match.start() - 1] in ".;" and _ABBREVIATION.search(piece[-12:]):
            continue
        yield piece
        start = match.end()
    yield line[start:]


def _is_question(sentence: str) -> bool:
    if sentence.rstrip("\"'”’) ").endswith(("?", "？", "؟", "⸮")):
        return True
    greek = sentence.endswith(";") and any("α" <= c <= "ω" for c in sentence.lower())
    return (
        greek
        or (_ASKS.match(sentence) is not None and not sentence.endswith((".", "!", ":")) and len(sentence) > 12)
        or _asks_how(sentence)
    )


def _asks_how(sentence: str) -> bool:
    """ "I would like to know how …", "please tell me where …": questions without a question mark."""
    return (
        re.search(
            r"\b(?:know|tell me|explain|wonder(?:ing)?|understand|find out|show me|let me know|wissen|savoir|saber|sapere|weten) (?:(?:please|bitte) )?(?:how|what|where|when|why|which|if|whether|wie|wo|wann|ob|comment|où|quand|si|cómo|dónde|come|dove|se|hoe|waar|of|onde)\b",
            sentence,
            re.IGNORECASE,
        )
        is not None
        or re.search(r"\bhow (?:do|can|could|should|would) (?:i|we|one|you)\b", sentence, re.IGNORECASE) is not None
    )


def _parts(sentence: str) -> list[str]:
    """ "How do I restore it, and for how long is it kept?" are two questions only when both can stand alone."""
    if len(sentence) < 60:
        return [sentence]
    parts = [p.strip(" ,") for p in _SPLIT_AND.split(sentence)]
    stand_alone = all(
        len(p.split()) >= 5 and not re.search(r"\b(?:it|that|this|them|they|those)\b", p[:60]) for p in parts[1:]
    )
    return parts if stand_alone else [sentence]


def _with_context(asked: list[str], sentences: list[str], subject: str) -> list[str]:
    """A question that says little by itself ("How can I reset it?") takes the sentence before it along."""
    whole: list[str] = []
    for question in asked:
        leans = len(question.split()) <= 14 and re.search(
            r"\b(?:it|that|this|them|these|those|there|so|es|das|dies|cela|ça|eso|esto|lo|questo|dit|dat|isso|isto)\b",
            question,
            re.IGNORECASE,
        )
        before = sentences[sentences.index(question) - 1] if leans and question in sentences[1:] else ""
        if leans and not before and not _EMPTY_SUBJECT.match(subject):
            before = f"{_PREFIX.sub('', subject).strip()}:"
        whole.append(_cut(f"{before} {question}".strip() if before and not _is_question(before) else question))
    return whole


def _cut(question: str) -> str:
    question = " ".join(question.split())
    return question if len(question) <= LONGEST_QUESTION else f"…{question[-LONGEST_QUESTION + 1 :]}"


def _distinct(asked: list[str]) -> list[str]:
    kept: dict[frozenset[str], str] = {}
    for question in asked:
        words = frozenset(plain_word(w) for w in re.findall(r"\w{3,40}", question))
        if not any(len(words & other) >= 0.8 * max(1, min(len(words), len(other))) for other in kept):
            kept[words] = question
    return list(kept.values())
