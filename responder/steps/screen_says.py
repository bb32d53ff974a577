"""What a text says, for the rules of screening: does somebody ask, wish, speak of themselves or of an absence?

Phrases count in the visible text, which is what was written now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from responder.domain import Message
from responder.steps import screen_words as words
from responder.steps.screen_words import plain

BODY = 4000
"""letters of the visible text that phrases are sought in: notes of robots are short, and rules stay quick"""


def body_of(message: Message) -> str:
    """What the sender wrote now, for phrases; machines' mails have no quotes that a reader could tell from their text."""
    return plain(message.reply_text[:BODY])


def first_of(phrases: Iterable[str], text: str) -> str:
    """The first of the phrases, by the alphabet, that stands in the text; "" for none."""
    return next((phrase for phrase in sorted(phrases) if phrase in text), "") if text else ""


def machine_says(body: str) -> str:
    """The phrase by which a text says that a machine wrote it; "" for none."""
    return said_itself(words.AUTOMATIC_TEXT, body)


def said_itself(phrases: Iterable[str], body: str) -> str:
    """The first phrase in the sender's own words: in quotation marks it is somebody else's."""
    for phrase in sorted(phrases):
        at = body.find(phrase)
        if at >= 0 and not _OPENED.search(body[max(at - 12, 0) : at]) and not _within_quotes(body, at):
            return phrase
    return ""


def _within_quotes(body: str, at: int) -> bool:
    return body.count('"', 0, at) % 2 == 1 and '"' in body[at : at + 600]


_OPENED = re.compile(r"""(?:^|[\s(:])["'][^"'.]{0,11}$|[«„「‹][^»“」›]{0,11}$""")

WISH = re.compile(
    r"\b(?:can you|could you|would you|please (?:send|deliver|change|move|cancel|refund|postpone|reschedule|leave|call|update|remove|add|check)|i need|i would like"
    r"|i'd like|help me|i still|können sie|könnten sie|könnt ihr|ich brauche|ich möchte|ich hätte gern|bitte (?:senden|schicken|liefern|verschieben|ändern|stornieren)"
    r"|pouvez-vous|pourriez-vous|je voudrais|je souhaite|j'aimerais|podrían|podría|quisiera|necesito|vorrei|desidero|gostaria|preciso|kunt u mij|ik wil|proszę o (?!kontakt)"
    r"|прошу (?:перенести|доставить|выслать)|можно ли|istiyorum|kan ni|jag vill)\b"
)
"""A wish of the sender's own; the nouns of business stand in notes of absence too ("for invoices please write to …")."""
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i've|my|ich|mein\w{0,2}|je|j'ai|mon|ma|yo|mi|io|mio|mia|eu|meu|minha|ik|mijn|jag|jeg|moj\w{0,2}|мой|мне|я)\b"
)
"""A customer tells of something; reports do not say "I" in their first lines, except the friendly ones that are known."""

_I_WRITE = re.compile(r"\b(?:i|i'm|i've|i'd|ich|je|j'ai|yo|io|ik|jag|jeg)\b")
_DUTCH = re.compile(r"\b(?:het|een|wij|we|voor|niet|bedankt|hebben|jouw|wordt|kun|hebt)\b")
_ENGLISH = re.compile(
    r"\b(?:the|and|you|your|my|it|have|am|this|that|with|need|want|can|can't|cannot|don't|would|was|for|not|please|thanks)\b"
)


def says_i(body: str) -> bool:
    """ "I", "my" or the same in another language."""
    return _of_oneself(_FIRST_PERSON, body)


def says_i_as_subject(body: str) -> bool:
    """Only "I": machines have mailboxes that they call "my"."""
    return _of_oneself(_I_WRITE, body)


def _of_oneself(pattern: re.Pattern[str], body: str) -> bool:
    """In Dutch "je" is you, and "i" a small word of many languages; in "example.io" and "Mon-Fri" nobody speaks."""
    found = {
        one.group()
        for one in pattern.finditer(body)
        if body[max(one.start() - 1, 0) : one.start()] not in (".", "@", "/", "-")
        and not (one.group() == "mon" and body[one.end() : one.end() + 1] in tuple("-.,/&0123456789"))
    }
    if "je" in found and _DUTCH.search(body):
        found.discard("je")
    if "i" in found and not _ENGLISH.search(body):
        found.discard("i")
    return bool(found)


_QUESTION = re.compile(
    r"[?？؟](?=[\s\"')!?]|$|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])|(?<=[\u0370-\u03ff\u1f00-\u1fff]);(?=\s|$)|[\u0531-\u058a]՞"
    r"|(?:でしょうか|ますか|ませんか|ですか|ましたか)(?=[。．\s]|$)|[吗嗎呢](?=[。\s]|$)|(?:까요|나요|습니까|는지요|가요)(?=[.\s]|$)|(?:ไหม|หรือไม่|หรือยัง)(?:ครับ|คะ|ค่ะ)?(?=\s|$)"
)
"""with the marks of Greek and Armenian, and where East Asian languages ask by a word"""


def asks(body: str) -> bool:
    """Is there a question? The mark in a link is none, nor is "Urgent?" before a telephone number."""
    return any(
        not _RHETORICAL.search(body[max(mark.start() - 40, 0) : mark.start()])
        and not _ANSWERED_AT_ONCE.fullmatch(body[max(mark.start() - 30, 0) : mark.end() + 40])
        for mark in _QUESTION.finditer(body)
    )


_ANSWERED_AT_ONCE = re.compile(
    r"(?:.*[.!?] )?(?:[\w'-]{1,15} ){0,2}[\w'-]{1,15}\? (?:please |then |just )?(?:call|phone|ring|dial|text|visit|contact|see our|check our|head to|have a look at|rufen|bitte rufen|appelez|llame|chiamate|ligue|bel )\b.*",
    re.DOTALL,
)
""" "In pain? Please phone instead." """
AWAITS = re.compile(
    r"\b(?:looking forward to (?:your|hearing)|look forward to your|await(?:ing)? your|waiting for your (?:reply|answer)|kindly (?:acknowledge|confirm|advise|let|send|state|provide|revert)|please acknowledge|dear sirs|yours faithfully|still waiting"
    r"|ich bitte (?:um|sie)|(?:mit der|mit) bitte um|bitte um (?:rück|korrektur|antwort|erklärung|bestätigung|zusendung)|in erwartung ihrer|erwarten? (?:ihre|wir ihre)"
    r"|dans l'attente|en attente de votre|je vous prie de (?:me|bien vouloir)|merci de (?:me|nous|bien vouloir)|veuillez (?:me|nous)\b|je vous mets en demeure"
    r"|quedo a la espera|quedamos a la espera|en espera de su|le ruego|les ruego|les solicito|solicito que|por la presente solicit\w+"
    r"|resto in attesa|restiamo in attesa|in attesa di (?:un )?(?:vostr[oa]|su[oa]|cortese)|mi serve|vi invit[oa]|(?:vi|le) chied\w{1,4}|con la presente (?:vi )?(?:chied|richied)\w*"
    r"|(?:fico|ficamos) (?:no aguardo|a aguardar)|aguardo (?:o|a|um|vosso|resposta)|solicito (?:que|o|a)|venho (?:por este meio|solicitar)"
    r"|in afwachting van uw|graag (?:verneem|hoor|ontvang) ik|verzoek ik u|(?:ser|se) frem til (?:jeres|deres|dit|at høre)|emotser|motser ert|ser fram emot (?:ert|ditt)"
    r"|oczekuję (?:na )?odpow\w+|proszę o (?:odpowied|wyja|pilną|potwierdz)\w+|w oczekiwaniu na|očekávám|prosím o (?:odpověď|vyjád|potvrz)\w*|várom (?:a )?válasz\w*|aştept răspuns\w*|aștept răspuns\w*"
    r"|жду (?:вашего )?ответа?|ожидаю (?:вашего )?ответа?|в ожидании (?:вашего )?ответа|прошу (?:вас|сообщить|разъяснить|подтвердить|вернуть)|чекаю на відповідь|bekliyorum|talep ediyorum|rica ederim)"
    r"|ご返信いただけ|ご回答いただけ|お返事をお待ち|盼复|请尽快回复|期待您的回复|회신 부탁|답변 부탁|회신 바랍|답변 기다리"
)
"""Whoever awaits an answer is a person, or writes like one."""
_RHETORICAL = re.compile(
    r"(?:^|[.!?] )(?:is (?:it|this) |do you )?(?:urgent|(?:need|want) (?:(?:urgent|immediate|faster|quicker|more|a faster|a quick|an answer) ?){1,2}(?:help|answer|response|info|now)?|need help|can't wait|in a hurry|emergency|(?:any |have )?(?:a )?questions?|dringend|eilig|notfall|noch fragen|urgence|urgente|spoed|haster det|brådskande|pilne|срочно) ?$"
)


def speaks_of_absence(message: Message) -> bool:
    """By a phrase alone; screen_absence weighs the whole text."""
    return bool(first_of(words.ABSENCE, body_of(message)))
