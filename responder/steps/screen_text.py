"""What a mail's subject and visible text say: automatic replies, absences, receipts, acknowledgements, challenges.

Phrases alone prove little, since people write about all of these; so they count at the start of a subject, or together.
What a mail quotes or forwards is never looked at.
"""

from __future__ import annotations

import re

from responder.config import Settings
from responder.domain import Case, Message
from responder.steps import screen_words as words
from responder.steps.rules import shortened
from responder.steps.screen_absence import Absence, absence_in
from responder.steps.screen_acknowledgement import acknowledgement_in
from responder.steps.screen_challenge import challenge_in
from responder.steps.screen_complaint import complaint_in, grievance_in
from responder.steps.screen_fields import writes_for_a_visitor
from responder.steps.screen_newsletter import is_a_footer, newsletter_signs
from responder.steps.screen_says import (
    AWAITS,
    BODY,
    WISH,
    asks,
    body_of,
    first_of,
    machine_says,
    said_itself,
    says_i,
    says_i_as_subject,
    speaks_of_absence,
)
from responder.steps.screen_words import plain
from responder.steps.thread import answers_a_mail, comes_from_a_form, is_forward_subject, is_reply_subject


def subject_says_automatic(case: Case, settings: Settings) -> str:
    """ "Automatic reply: …" in some sixty languages, above a text that is such a reply. "Re: Automatic reply: …" is a
    person who answers one."""
    phrase = _automatic_subject(case.message)
    if not phrase or not _is_borne_out(case.message, settings):
        return ""
    return f"The subject begins like an automatic reply ({phrase}): {shortened(case.message.subject)}."


def _automatic_subject(message: Message) -> str:
    """The phrase of AUTOMATIC_SUBJECT that the subject opens with or is, unless a person stands behind it."""
    phrase = _automatic_prefix(message.subject)
    if phrase and _asks_how(message):
        return ""
    if not phrase and not _is_answer_or_forward(message):
        whole, body = _core(plain(message.subject)[:300]), body_of(message)
        away = speaks_of_absence(message) or (len(body) < 300 and first_of(words.ABSENCE_DETAIL, body))
        absence = absence_in(message.reply_text)
        away = away and (not absence.away or (absence.explained >= 0.5 and not absence.wish))
        wants = bool(asks(body) or first_of(words.REQUEST_WORDS, body) or _YOUR_ROBOT.search(body))
        by_a_person = wants or (says_i(body) and not away)
        heads = (whole, _core(whole.partition(" - ")[0]))
        phrase = "" if by_a_person else next((head for head in heads if head in words.AUTOMATIC_SUBJECT), "")
    return phrase


def _is_borne_out(message: Message, settings: Settings) -> bool:
    """People begin with "Absent", too: without "Automatic reply:" before our own subject the text must be a note and
    nothing else, or answer a mail."""
    if not _text_bears_it_out(message):
        return False
    note = absence_in(message.reply_text).is_all or bool(acknowledgement_in(message.reply_text))
    return note or bool(_automatic_prefix(message.subject)) or answers_a_mail(message, settings)


def _text_bears_it_out(message: Message) -> bool:
    """Silence needs a second sign: "Out of office: sent twice" is how customers begin who complain of a robot of ours."""
    absence, body = absence_in(message.reply_text), body_of(message)
    if absence.is_all or acknowledgement_in(message.reply_text):
        return True
    if asks(body) or WISH.search(body) or _YOUR_ROBOT.search(body) or absence.wish or complaint_in(body):
        return False
    # "the page of absences", "the text of the absence note": a phrase in a text about something else
    said = absence.away and absence.explained >= 0.5
    spoken = not _ABOUT_IT.search(body) and (speaks_of_absence(message) or first_of(words.ABSENCE_MANNERS, body))
    return bool(said or spoken or machine_says(body))


def _automatic_prefix(subject: str) -> str:
    """The phrase of AUTOMATIC_SUBJECT that the subject opens with, before a colon or in brackets."""
    text = _OUTSIDE.sub("", plain(subject)[:300])
    opening = _OPENING_TAG.match(text)
    while opening:
        if _core(opening["tag"]) in words.AUTOMATIC_SUBJECT:
            return _core(opening["tag"])
        text = text[opening.end() :]
        opening = _OPENING_TAG.match(text)
    text = text.lstrip("*!~-=<>\"' ")
    if any(is_reply_subject(one) or is_forward_subject(one) for one in (subject, text)):
        return ""
    # "Auto: Anna Smith is out of the office (returning 5 May)" is how Notes begins; bare "Auto:" is German for a car.
    if _NOTES_SUBJECT.match(text) or (text.startswith("auto: ") and is_reply_subject(text[6:])):
        return "auto"
    text = re.sub(r"՝|[.։](?= )", ":", text, count=1) if "ա" <= text[:1] <= "և" else text  # Armenian colons
    head = text.partition(":")[0] if ":" in text[:80] else ""
    head = _ANSWERED.sub("", _core(head))
    return head if head in words.AUTOMATIC_SUBJECT else ""


_ANSWERED = re.compile(r" (?:re|aw|to|antw|sv|auf|an|sur|à|su|op|på|from|von)$")
""" "Out of Office Re: …", "Automatic reply to: …" """


def _asks_how(message: Message) -> bool:
    """ "Out of office: how do I set it up?" is a person's, if the text asks too and nobody is away."""
    rest = plain(message.subject)[:300].partition(":")[2]
    return bool(_HOW.match(rest)) and asks(body_of(message)) and not speaks_of_absence(message)


_HOW = re.compile(
    r" ?(?:how|where|why|can i|wie|wo|warum|kann|comment|pourquoi|cómo|como|dónde|come|dove|perché|hoe|waar|waarom|hur|jak|как|где|почему)\b"
)
_YOUR_ROBOT = re.compile(
    r"\b(?:your|ihre?|eure|votre|vos|sus?|vuestr[ao]s?|la vostra|sua|uw|jullie|er|din|teidän|wasz[ae]?|ваш) (?:auto|absence|abwesenheit|out[- ]of|réponse auto|respuestas? auto|rispost[ae] auto|respostas? auto"
    r"|automaattinen|odpowiedź auto|автоответ)"
)
"""A person complains of a robot of ours."""
_OPENING_TAG = re.compile(r"[\[【({<*](?P<tag>[^\[\]【】(){}<>*]{1,60})[\]】)}>*]+\s*[:-]?\s*")
_OUTSIDE = re.compile(r"^(?:extern(?:al|e|o|a)?|ext|outside|caution|spam|suspected spam) ?: ?")
"""What a filter of ours put in front"""
_NOTES_SUBJECT = re.compile(
    r"auto: .{1,200}(?:out of (?:the )?office|außer haus|ausser haus|nicht im büro|est absent|absence du bureau|fuera de la oficina"
    r"|fuori ufficio|fuori sede|fora do escritório|afwezig|niet op kantoor|on vacation|on leave|abwesend|im urlaub|不在|자리)"
)


def _core(text: str) -> str:
    return text.strip(" *!.:-~\"'<>[]()")


def _is_answer_or_forward(message: Message) -> bool:
    return is_reply_subject(message.subject) or is_forward_subject(message.subject)


_ABOUT_IT = re.compile(
    r"\b(?:settings?|page|button|checkbox|template|save|saved|saving|switch(?:ed)? (?:on|off)|turn(?:ed)? (?:on|off)|update|error|einstellung\w*|seite|vorlage|speicher\w*|eingeschaltet|ausgeschaltet|aktiviert|deaktiviert"
    r"|réglages?|paramètres?|enregistr\w*|désactiv\w*|ajustes|configuración|guardar|desactiv\w*|impostazioni|salvare|configurações|definições|instellingen|inställning\w*|indstilling\w*|innstilling\w*|asetu\w+|ustawieni\w*|nastaven\w*|beállítás\w*|setări\w*|настройк\w*|налаштуван\w*|ayarlar\w*)\b|設定|设置|設置|설정"
)
"""What one speaks of who speaks of the feature"""


def subject_alone_says_automatic(case: Case, settings: Settings) -> str:
    """An automatic reply or a receipt by its subject, above a text that could be anybody's. "Automatic reply: …" is looked
    at by a person even where the text asks something."""
    message = case.message
    body = body_of(message)
    wanted = not absence_in(message.reply_text).is_all and bool(asks(body) or WISH.search(body) or AWAITS.search(body))
    wanted = wanted and not _automatic_prefix(message.subject)
    if not wanted and (phrase := _automatic_subject(message)) and not _is_borne_out(message, settings):
        return f"Only the subject is an automatic reply's ({phrase}): {shortened(message.subject)}."
    if _receipt_words(message) and not _is_a_receipt(message) and not asks(body_of(message)):
        return f"Subject and words are a read receipt's, the rest is not: {shortened(message.subject)}."
    return ""


def subject_and_text_say_absent(case: Case, settings: Settings) -> str:
    """ "Vacation", "Anna is out of the office", above a text that speaks of an absence, in answer to a mail: a person who
    answers keeps our subject."""
    return _says_absent(case.message) if answers_a_mail(case.message, settings) else ""


def first_mail_says_absent(case: Case, settings: Settings) -> str:
    """The same where nothing shows that it answers. "I am on leave from Monday, so ask Anna about our ticket" is a
    customer's, and no list tells the two apart: a person does."""
    return "" if answers_a_mail(case.message, settings) else _says_absent(case.message)


def _says_absent(message: Message) -> str:
    body = body_of(message)
    if _is_answer_or_forward(message) or not _subject_says_absent(message) or asks(body):
        return ""
    if first_of(words.REQUEST_WORDS, body) or first_of(words.NOT_YET_ABSENT, body):
        return ""
    absence = _absence_of(message)
    if absence.away and (absence.wish or absence.explained < 0.5):
        return ""
    if not absence.is_all and complaint_in(body):
        return ""
    goes_on = sum(phrase in body for phrase in words.ABSENCE_DETAIL) >= 2
    if goes_on or absence.away or speaks_of_absence(message) or machine_says(body):
        return f"Subject and text say that somebody is absent: {shortened(message.subject)}."
    return ""


def _absence_of(message: Message) -> Absence:
    """Of the text; with the subject, where only that says who is away: "On parental leave", "Back on 1 February"."""
    absence, subject = absence_in(message.reply_text), message.subject[:200]
    if absence.away or _is_answer_or_forward(message) or not absence_in(subject).is_all:
        return absence
    if _core(plain(subject)) in words.AUTOMATIC_SUBJECT:
        return absence  # the name of such notes: people write about them, too
    return absence_in(f"{subject}.\n{message.reply_text}")


def _subject_says_absent(message: Message) -> bool:
    subject = plain(message.subject)[:300]
    if "?" in subject:
        return False
    head = _core(subject.partition(":")[0])
    head = _core(_ANSWERED.sub("", head))
    return (
        head in words.ABSENT_SUBJECT
        or bool(first_of(words.ABSENCE, subject))
        or bool(absence_in(message.subject[:300]).away)
        or any(subject.startswith(p) for p in words.AUTOMATIC_SUBJECT if len(p) > 5 or not p.isascii())
    )


def mail_is_a_read_receipt(case: Case, settings: Settings) -> str:
    """Receipts that came as plain text (the others are reports of RFC 8098). They name the mail or the time, and nobody
    in them speaks of himself or complains."""
    return f"It is a read receipt: {shortened(case.message.subject)}." if _is_a_receipt(case.message) else ""


def _is_a_receipt(message: Message) -> bool:
    body = body_of(message)
    if not _receipt_words(message) or not _RECEIPT_FORM.search(body):
        return False
    return not (says_i(body) or _OURS.search(body) or asks(body) or WISH.search(body) or complaint_in(body))


def _receipt_words(message: Message) -> str:
    """What a short text says of a mail that was read, under a subject that says so too."""
    subject, body = plain(message.subject)[:300], body_of(message)
    heads = {head.strip(" :-") for head in (subject.partition(":")[0], subject.partition(" - ")[0], subject)}
    if _is_answer_or_forward(message) or not heads & words.RECEIPT_SUBJECT or len(body) >= 1500:
        return ""
    return first_of(words.RECEIPT_TEXT, body)


_RECEIPT_FORM = re.compile(
    r"\d{1,2}[.:時时시]\d{0,2}|\d{4}|\w: \S|@|no guarantee|keine garantie|aucune garantie|return receipt|without being|ungelesen gelöscht|sans (?:être|avoir été) lu|sin (?:ser|haber sido|leerse)|senza (?:essere|che)|sem (?:ser|ter sido)|zonder (?:te worden|dat)|uden at|utan att|uten å"
)


def sender_wants_a_challenge_answered(case: Case, settings: Settings) -> str:
    """Challenge-response filters: to answer one is to be answered."""
    body, subject = body_of(case.message), plain(case.message.subject)[:300]
    found = [phrase for phrase in sorted(words.CHALLENGE_TEXT) if phrase in body or phrase in subject]
    wants_answer = any(
        word in body for word in ("http", "reply", "click", "antwort", "répond", "respond", "ответ", "cliqu", "clic")
    )
    if (
        len(found) >= 2
        and set(found) - words.CHALLENGE_LISTS
        and wants_answer
        and not asks(body)
        and not is_forward_subject(case.message.subject)
    ):
        return f"It is a challenge of a spam filter: {found[0]}, {found[1]}."
    return ""


def mail_is_an_acknowledgement(case: Case, settings: Settings) -> str:
    """Another ticket system says that it has our mail. A person's answer out of such a system reads otherwise."""
    message = case.message
    subject, body = plain(message.subject)[:300], body_of(message)
    if is_forward_subject(message.subject) or (asks(body) and first_of(words.REQUEST_WORDS, body)):
        return ""
    machine = machine_says(body)
    received = [phrase for phrase in words.RECEIVED_TEXT if phrase in body]
    named = first_of(words.RECEIVED_SUBJECT, subject)
    if _REPLY_LINE.match(message.text[:200]):  # all of it stands below that line
        body = plain(message.text[:BODY])
    template = said_itself(words.TICKET_TEMPLATES, body)
    if template and not asks(body) and not says_i_as_subject(body):
        return f"It is another system's acknowledgement: {shortened(template)}."
    # who asks first and shows what a machine said below is a person
    quoted = machine and asks(body[: body.find(machine)])
    if machine and not quoted and (named or len(received) >= 2 or speaks_of_absence(message)):
        return f"It is another system's acknowledgement: {shortened(machine)}."
    if named and len(received) >= 3 and not is_reply_subject(message.subject) and not asks(body):
        return f"It is another system's acknowledgement: {shortened(message.subject)}."
    return ""


_REPLY_LINE = re.compile(r"[^\w>]{0,60}(?:please )?(?:type your )?(?:reply|response) above this line", re.IGNORECASE)


def mail_is_from_a_monitor(case: Case, settings: Settings) -> str:
    """Subjects that only cron, sudo, Logwatch, Nagios and their kind write."""
    subject = case.message.subject.strip()
    found = _MONITOR_SUBJECT.match(subject[:300]) or _MONITORED_HOST.match(subject[:300])
    if not found or _is_told_by_a_person(body_of(case.message)[:600]):
        return ""
    return f"A monitoring program wrote it: {shortened(subject)}."


def _is_told_by_a_person(body: str) -> bool:
    """Who sends us the output of a cron job leaves its subject, and says above it what they want."""
    return bool(says_i_as_subject(body) or asks(body) or WISH.search(body) or _OURS.search(body) or grievance_in(body))


_MONITOR_SUBJECT = re.compile(
    r"(?:Cron <[^<>@\s]+@[^<>\s]+> |Anacron job |\*\* ?(?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPINGST\w+|DOWNTIME\w+) |Logwatch for "
    r"|\*{3} ?SECURITY information for |SMART error \(|\[Fail2Ban\] |\[?(?:FIRING|RESOLVED):\d+\]? "
    r"|\[(?:Alerting|No Data)\] |Report Domain: ?\S{1,255} Submitter: |confirm [0-9a-f]{10,64}$"
    r"|apt-listchanges: |Output from your job )",
    re.IGNORECASE,
)
_MONITORED_HOST = re.compile(r"(?:PROBLEM|RECOVERY|OK|Problem|Resolved|Recovery): .{1,200}(?:Zabbix\b|\bon host \S)")


def mail_is_a_rules_answer(case: Case, settings: Settings) -> str:
    """Exchange stamps what a mailbox rule sent; a redirect of a person's mail carries the stamp too, so a second mark is
    needed: an answer without an author's thread, to a subject that says so, or a body that speaks of absence."""
    if not case.message.field("X-MS-Exchange-Inbox-Rules-Loop"):
        return ""
    if speaks_of_absence(case.message) or _automatic_prefix(case.message.subject):
        return "X-MS-Exchange-Inbox-Rules-Loop: a mailbox rule wrote it, about an absence."
    return ""


# ---------------------------------------------------------------------------------- perhaps a robot: a person looks


def mail_is_marked_by_a_rule(case: Case, settings: Settings) -> str:
    """What a mailbox rule answers and what it passes on bear the same stamp and a second mark: a person sees which."""
    message = case.message
    if not message.field("X-MS-Exchange-Inbox-Rules-Loop"):
        return ""
    for name in ("X-Auto-Response-Suppress", "X-MS-Exchange-Generated-Message-Source"):
        for value in message.field(name):
            return f"A mailbox rule sent it: {name} is {shortened(value)}."
    return ""


def text_reads_like_an_absence_note(case: Case, settings: Settings) -> str:
    """Autoresponders that say nothing in the header. A short note of absence that asks for nothing."""
    message, body = case.message, body_of(case.message)
    if len(body) > 1500 or asks(body) or is_forward_subject(message.subject) or first_of(words.NOT_YET_ABSENT, body):
        return ""
    absence = _absence_of(message)
    if absence.is_all and _is_likely_a_note(absence, message):
        return f"The text says that somebody is away, and nothing else: {absence.away}."
    absent = first_of(words.ABSENCE, body)
    manners = first_of(words.ABSENCE_MANNERS, body)
    if absent and manners and not WISH.search(body):
        return f"The text reads like a note of absence: {absent}, {manners}."
    if first_of(words.REQUEST_WORDS, body):
        return ""
    details = [phrase for phrase in words.ABSENCE_DETAIL if phrase in body]
    # after "Re:" more is asked: a customer may mention a holiday
    if absent and len(details) >= (3 if is_reply_subject(message.subject) else 2):
        return f"The text reads like a note of absence: {absent}."
    return ""


def _is_likely_a_note(absence: Absence, message: Message) -> bool:
    """A note answers a mail, or is called one; under a subject of its own a text must be a note in every respect."""
    if message.in_reply_to or is_reply_subject(message.subject) or _subject_says_absent(message):
        return absence.back or absence.instead or absence.explained >= 0.9
    return absence.back and absence.instead


def text_reads_like_an_acknowledgement(case: Case, settings: Settings) -> str:
    message, body = case.message, body_of(case.message)
    if is_forward_subject(message.subject) or asks(body) or says_i(body) or _TO_DO.search(body):
        return ""
    arrived = acknowledgement_in(message.reply_text)
    return f"The text says that mail has arrived, and nothing else: {arrived}." if arrived else ""


_TO_DO = re.compile(
    r"\bplease (?:send|deliver|change|move|cancel|refund|postpone|reschedule|update|remove|ship|let|tell|advise|confirm|fix|help|answer|go ahead|proceed|find attached|see attached)\b"
    r"|\bbitte (?:senden|schicken|liefern|ändern|stornieren|erstatten|bestätigen|teilen|helfen|geben sie mir|melden)\b|\b(?:merci de (?:me|nous)|veuillez (?:m'|nous|me)|por favor (?:env|cambi|cancel|confirm)\w*|per favore \w+te\b)"
)
"""Whoever thanks for an answer and wants something done is a person."""


def text_reads_like_a_challenge(case: Case, settings: Settings) -> str:
    """A filter without a name answers our mail. Of a page of ours that asks for the same, customers complain."""
    message, body = case.message, body_of(case.message)
    answers = (
        bool(message.in_reply_to) or is_reply_subject(message.subject) or _WHICH_MAIL.search(plain(message.subject))
    )
    if not answers or asks(body) or WISH.search(body) or complaint_in(body):
        return ""
    asked = challenge_in(message.reply_text)
    return f"It wants a proof that a person wrote our mail: {shortened(asked)}." if asked else ""


_WHICH_MAIL = re.compile(
    r"\b(?:your|ihre|deine|votre|su|tu|sua|uw|din|ditt) (?:message|e?-?mail|nachricht|courriel|mensaje|correo|mensagem|bericht|meddelande|besked|melding)\b|il (?:tuo|suo) messaggio|ваше (?:сообщение|письмо)"
)


def text_reads_like_a_newsletter(case: Case, settings: Settings) -> str:
    """Newsletters that say nothing in the header: their last lines say how to be rid of them, in two ways at least."""
    message = case.message
    if _is_answer_or_forward(message):
        return ""
    if signs := _signs_of_a_newsletter(message):
        return f"It reads like a newsletter: {', '.join(signs)}."
    if message.quoted_text.strip():
        return ""
    text = plain(message.text[-BODY:])
    found = [family for family in words.NEWSLETTER_FAMILIES if first_of(family, text)]
    body = plain(message.text[:BODY])
    by_a_person = says_i_as_subject(body) or (WISH.search(body) and not _WAY_OUT.search(text))
    if len(found) < 2 or not re.search(r"https?:|www\.", message.text) or by_a_person:
        return ""
    return f"It reads like a newsletter: {first_of(found[0], text)}, {first_of(found[1], text)}."


def _signs_of_a_newsletter(message: Message) -> tuple[str, ...]:
    """Even without a footer: whom it addresses, what it offers, who signs. Nobody in it says "I", asks or complains."""
    body, below = body_of(message), message.quoted_text.strip()
    if below and not is_a_footer(below):  # cut off as a quote or a disclaimer
        return ()
    by_a_person = message.in_reply_to or says_i(body) or asks(body) or WISH.search(body) or complaint_in(body)
    return () if by_a_person else newsletter_signs(message.text)


_WAY_OUT = re.compile(
    r"(?:unsubscribe|opt[- ]out|abmelden|abbestellen|désabonner|désinscrire|darse de baja|cancelar|disiscriv\w+|uitschrijven|afmelden|avregistrera|afmeld|wypisz|отписаться)(?: [a-z]{1,12}){0,4} ?\(https?:"
)
"""The word with its link behind it: "Unsubscribe (https://…)" """


def text_reads_like_a_notice(case: Case, settings: Settings) -> str:
    """Receipts, parcels on their way, sign-ins, invitations: what services tell whoever is a customer of theirs."""
    message, body = case.message, body_of(case.message)
    if _is_answer_or_forward(message) or message.quoted_text.strip() or says_i(body) or asks(body):
        return ""
    said = "" if _HOWEVER.search(body) else said_itself(words.NOTICE_TEXT, body)
    hints = [] if said else [phrase for phrase in sorted(words.NOTICE_WORDS) if phrase in body]
    of_a_service = said or (hints and _from_an_office(message, len(hints)) and not _AT_FAULT.search(body))
    of_a_service = of_a_service and not grievance_in(body)
    if not of_a_service or _OURS.search(body[: body.find(said)] if said else "") or WISH.search(body):
        return ""
    return f"It reads like a notice of a service: {said or ', '.join(hints[:2])}."


def _from_an_office(message: Message, hints: int) -> bool:
    """To "you", from an address that nobody's name stands in; with a single word of notices a link stands behind words."""
    local = re.split(r"[-_.+]", message.sender.email.lower().partition("@")[0]) if message.sender else []
    told = hints >= 2 or bool(_LINKED_WORDS.search(message.reply_text[:BODY]))
    return told and bool(set(local) & words.OFFICE_NAMES) and bool(_TO_YOU.search(body_of(message)))


_LINKED_WORDS = re.compile(r"\w \(https?://[^\s()]{8,1000}\)")
_TO_YOU = re.compile(
    r"\b(?:you|your|ihre?[nm]?|dein\w{0,2}|votre|vos|tus?|sus?|tu[oa]|sua|seu|uw|je|jouw|din|ditt|dit|twoj\w{0,3}|vaš\w{0,3}|ваш\w{0,3})\b"
)


_HOWEVER = re.compile(
    r"\b(?:but|however|although|says|said|nothing|never|still|dead|aber|sagt|steht|nichts|mais|dit|pero|dice|però|dice|maar|zegt|men|mas|diz|ale|но)\b"
)
_AT_FAULT = re.compile(
    r"\b(?:but|twice|double|again|late|since|damaged|broken|lost|failed again|please[.!]?$|doppelt|zweimal|kaputt|seit|deux fois|depuis|cassé|dos veces|desde|roto|due volte|da giorni|rotto|twee keer|sinds|kapot|två gånger|sedan|trasig|wrong|missing|still|never|nothing|not|isn't|doesn't|didn't|hasn't|aber|falsch\w*|fehl\w+|nichts?|kein\w*|nie|noch|mais|pas|jamais|rien|manque|pero|nunca|nada|falta|sin embargo"
    r"|però|mai|niente|manca|sbagliat\w|mas|não|nada|maar|niet|nooit|geen|men|inte|aldrig|ikke|mutta|ei|ale|nie|nigdy|но|не|нет|ama|değil)\b"
)
"""Whoever tells of a parcel mostly tells what went wrong."""


def text_reads_as_if_a_program_sent_it(case: Case, settings: Settings) -> str:
    """By all that was learned of such texts (steps.automatic_text), where no phrase tells. People ask, wish for something,
    complain, and tell what is broken."""
    message, body = case.message, body_of(case.message)
    if message.automatic < settings.thresholds.automatic_text or is_forward_subject(message.subject):
        return ""
    if comes_from_a_form(message, settings) or writes_for_a_visitor(message):
        return ""
    if asks(body) or WISH.search(body) or AWAITS.search(body) or _YOUR_ROBOT.search(body):
        return ""
    if is_reply_subject(message.subject) and _ATTACHED.search(body):
        return ""
    if first_of(words.NOT_YET_ABSENT, body):
        return ""
    # "I read mail twice a day" is a note's, too
    if not absence_in(message.reply_text).away and not speaks_of_absence(message) and complaint_in(body):
        return ""
    return f"The text reads as if a program had sent it ({message.automatic:.2f} of 1)."


_ATTACHED = re.compile(
    r"attached|attachment|enclosed|anbei|im anhang|hängen an|beigefügt|pièces? jointes?|ci-joint|adjunt|in allegato|allegati|allego|bijlage|em anexo|anexad|załącz|bifog|vedhæft|vedlagt|liittee"
    r"|v příloze|mellékel|în anexă|atașat|приложени|прилагаю|вложени|ekte|συνημμέν|מצורף|مرفق|添付|첨부|附件"
)
""" "We have received your request. The papers are attached" is what a person answers."""


def text_reads_like_a_calendar_answer(case: Case, settings: Settings) -> str:
    """ "Accepted: Support call", without the calendar's own part."""
    message, body = case.message, body_of(case.message)
    if _CALENDAR_SUBJECT.match(plain(message.subject)[:300]) and _CALENDAR_TEXT.search(body) and not WISH.search(body):
        return f"Somebody's calendar wrote it: {shortened(message.subject)}."
    return ""


_CALENDAR_SUBJECT = re.compile(
    r"(?:accepted|declined|tentative(?:ly accepted)?|tentatively|new time proposed|invitation|updated invitation(?: with note)?|cancell?ed(?: event)?|reminder|notification"
    r"|zugesagt|angenommen|abgelehnt|mit vorbehalt|einladung|abgesagt|termin|accepté|refusé|provisoire|invitation mise à jour|annulé|aceptado|aceptada|rechazad[oa]|provisional|invitación|cancelad[oa]"
    r"|accettato|rifiutato|provvisorio|invito|annullato|aceito|aceite|recusado|convite|geaccepteerd|afgewezen|geweigerd|voorlopig|uitnodiging|geannuleerd|accepterat|tackat nej|avböjt|preliminärt|inbjudan"
    r"|accepteret|afvist|foreløbig|godtatt|avslått|hyväksytty|hylätty|zaakceptowano|odrzucono|wstępnie|zaproszenie|přijato|odmítnuto|принято|отклонено|приглашение|kabul edildi|reddedildi|已接受|已拒绝|承諾済み|辞退|수락됨|거절됨) ?: "
)
_CALENDAR_TEXT = re.compile(
    r"(?:accepted|declined|replied \"?maybe\"? to|tentatively accepted) (?:this|the|your) (?:invitation|meeting|event)|you have been invited to the following|this event has been cancell?ed|hat (?:diese|die|ihre) einladung"
    r"|a (?:accepté|refusé|décliné) (?:cette|l'|votre) ?invitation|ha (?:aceptado|rechazado) (?:la|esta|tu|su) invitación|ha (?:accettato|rifiutato) (?:l'|questo|il tuo) ?invito|(?:aceitou|recusou|aceitou) (?:o|este|seu) convite"
    r"|heeft (?:deze|de|je|uw) uitnodiging|har (?:accepterat|tackat|accepteret|afvist|godtatt|avslått)|\b(?:when|wann|quand|cuándo|cuando|quando|wanneer|när|hvornår) ?: ?\S[^?]{0,200}\b(?:who|where|wer|wo|qui|où|quién|dónde|chi|dove|quem|onde|wie|waar|vem|var|hvem|hvor|calendar|organi[sz]er) ?:"
)


def mail_is_from_a_device(case: Case, settings: Settings) -> str:
    """Printers, disk stations, telephone systems, build servers and content systems that write about themselves."""
    message, body = case.message, body_of(case.message)
    if _is_answer_or_forward(message) or asks(body) or says_i(body) or WISH.search(body):
        return ""
    if _OURS.search(body):
        return ""
    subject = plain(message.subject)[:300]
    if _OF_OUR_WORK.search(f"{subject} | {body}") or grievance_in(f"{subject}\n{body}"):
        return ""
    by_its_name = _DEVICE_SUBJECT.search(subject) and (message.attachments or _DEVICE_FORM.search(body))
    if by_its_name or (_DEVICE_HINT.search(subject) and first_of(words.DEVICE_TEXT, body)):
        return f"A device or program wrote it about itself: {shortened(message.subject)}."
    return ""


_OURS = re.compile(
    r"\b(?:we|our|us|wir|unser\w{0,2}|nous|notre|nos|nuestr\w{1,2}|noi|nostr\w|wij|onze?|it jams|it (?:is|was|does|doesn't|stops|won't|says|shows|still|beeps)|es (?:geht|ist|zeigt|druckt))\b"
)
_OF_OUR_WORK = re.compile(
    r"\b(?:since|after) (?:the|your|last|yesterday)\b|\b(?:yours|your (?:new |latest |last )?(?:update|upgrade|release|version|app|service|product|software|tool|plugin|integration|cloud|team))\b|\bseit (?:eure|ihre|dem|der|gestern|\w+tag)|\b(?:eure|ihr) (?:update|dienst)|\bdepuis (?:votre|la mise|hier)|\bdesde (?:su|la actualización|ayer)"
)
"""Whose fault it is, in the eyes of a customer"""
_DEVICE_FORM = re.compile(r"\d|:|\battach|anhang|pièce jointe|adjunt|allegat|bijlage|anexo|bifog|vedhæft|vedlagt")
"""Devices give a time, a number or a file."""
_DEVICE_SUBJECT = re.compile(
    r"^message from \"?(?:rnp|kmbt|km_|sharp|xerox|canon|ricoh|copier|mfp|printer)|^scanned (?:image|document|file)s? from|^scan from (?:a |an )?(?:xerox|hp|canon|ricoh|km_|kmbt|sharp|brother|epson|copier|mfp)"
    r"|^\[[^\]]{1,60}\] (?:please moderate: |new user registration|password changed|some plugins |some themes |your site has (?:been )?updated|your site is experiencing)"
    r"|failed pipeline for |pipeline #\d+ (?:has )?(?:failed|passed)|^build (?:#\d+|(?:failed|fixed) in jenkins ?:)|^vzdump backup status|^ilo alert|^idrac|^\[(?:warning|error|information|info|critical)\]\s?\["
    r"|^fritz!box|^ups: (?:on |no longer on |batter|the ups|self|input|output|restored|utility|overload)|awaits moderator approval|moderator request|subscription results$|^uncaught bounce notification"
    r"|^(?:new |neue |you have (?:a )?(?:new )?|nouveau |nuovo |nuevo |nieuw )?(?:voice ?mail(?: message)?|voice message|sprachnachricht|message vocal|mensaje de voz|messaggio vocale|voicemailbericht) (?:from|von|de|da|van) "
    r"|^(?:e?fax|new fax)\b.{0,40}(?:from|received|page)|^neues fax|^fax von "
)
_DEVICE_HINT = re.compile(
    r"notification|ilo\b|idrac|vzdump|incident|investigating|backup|sicherung|sauvegarde|copia de seguridad|toner|cartridge|low ink|paper|drucker|printer|disk|volume|raid|s\.m\.a\.r\.t|storage|ups\b|battery|power|temperature"
    r"|problem|resolved|recovery|monitor|is (?:down|up)|alarm|alert|warning|error|cpu|memory|certificate|zertifikat|domain name|domain renewal|renewal notice|expir|update|firmware|login|scan|fax|motion|camera|nas\b"
)
"""Customers write about these too, so the text must be a device's."""


def text_says_a_machine_wrote_it(case: Case, settings: Settings) -> str:
    body = body_of(case.message)
    said = machine_says(body)
    if not said and (unwanted := said_itself(words.NOT_TO_BE_ANSWERED, body)):
        # "I'd like a replacement." above a footer of some gateway is a person's
        said = "" if says_i_as_subject(body[: body.find(unwanted)]) else unwanted
    if (
        said
        and not is_forward_subject(case.message.subject)
        and not (asks(body) and first_of(words.REQUEST_WORDS, body))
    ):
        return f"The text says that a machine wrote it or that nobody should answer: {said}."
    return ""


def text_reads_like_a_bounce(case: Case, settings: Settings) -> str:
    """A delivery report of a kind that is not known yet: a person sees which answer of ours failed."""
    message, body = case.message, body_of(case.message)
    if message.bounce or _is_answer_or_forward(message) or asks(body) or says_i(body[:300]):
        return ""
    if _BOUNCE_SUBJECT.match(plain(message.subject)[:300]) and "@" in body and first_of(words.BOUNCE_TEXT, body[:600]):
        return f"It reads like a delivery report: {shortened(message.subject)}."
    return ""


_BOUNCE_SUBJECT = re.compile(
    r"[\W_]{0,3}(?:failure notice|returned mail|mail delivery|delivery (?:failure|report|status|problem|notification|has failed)"
    r"|mail system error|undeliver|nondeliver|non-deliver|message (?:undeliver|not delivered|you sent blocked)|could not (?:be )?deliver"
    r"|unzustellbar|nicht zustellbar|non remis|no se puede entregar|impossibile recapitare|não é possível entregar|onbestelbaar|недостав|не доставлено"
    r"|配信不能|配信できません|退信|无法送达|未送达|배달되지)"
)


def mail_carries_a_code(case: Case, settings: Settings) -> str:
    """Ticket Trick: another service mails a code or a confirmation link here to prove that somebody owns our address."""
    message = case.message
    body = body_of(message)
    if _is_answer_or_forward(message) or asks(body) or says_i(body):
        return ""
    text = f"{plain(message.subject)[:300]}\n{body}"
    named = first_of(words.CODE_TEXT, text)
    if not named:
        return ""
    link = re.search(r"https?://\S{10,}", text) and re.search(
        r"click|klick|cliqu|clic|button|link|tap|press|下记|点击|クリック", text
    )
    code = re.search(r"(?<![\w#/.-])(?:[a-z]-)?\d{3}[ -]?\d{3}(?![\w/-])|(?<![\w#/.,-])\d{4,8}(?![\w/.,-]*\w)", text)
    if link or (code and _CODE_GIVEN.search(text)):
        return f"It carries a code or confirmation link of another service: {shortened(named)}."
    return ""


_CODE_GIVEN = re.compile(
    r"(?:code|otp|passcode|password|pin|kod|koodi|codice|código|кодом?|код|κωδικός|קוד|رمز|码|碼|コード|번호|mã|รหัส)"
    r"[^\n.?]{0,60}?(?::|\bis\b|\blautet\b|\best\b|\bes\b|\bè\b|\bé\b|：|是|は|-) ?[a-z]{0,3}-?\d{3}"
    r"|\d{3,8} (?:is your|ist ihr|est votre|es tu|es su|è il tuo|é o seu)|\b(?:use|enter|verwenden|utilisez|introduce|inserisci)\b[^\n.?]{0,60}\d{4}"
)
