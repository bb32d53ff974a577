"""What an agent meant by answering a handoff: "approve", or words for the customer.

In doubt neither: then the agent is told that nothing was sent, which is better than a customer who reads "ok, but take
out the last line" or internal notes.
"""

from __future__ import annotations

import re

from responder.config import Settings
from responder.domain import Case, Decision, Message
from responder.steps import screen
from responder.steps.screen_text import (
    mail_is_an_acknowledgement,
    text_reads_as_if_a_program_sent_it,
    text_reads_like_a_newsletter,
    text_reads_like_a_notice,
    text_reads_like_an_acknowledgement,
)

MARKER = "=== Reply above this line ==="
"""Stands at the top of every handoff. Whatever follows it in an agent's mail is the handoff itself, not meant for the
customer, even where the agent's mail program quotes in a way that nobody has seen yet."""

_MARKER = re.compile(r"={2,}\s{0,9}Reply(?:\s|>){1,9}above(?:\s|>){1,9}this(?:\s|>){1,9}line", re.IGNORECASE)

_APPROVALS = frozenset(
    line.strip()
    for line in """
    approve; approved; i approve; approve it; approve this; approve draft; approve the draft; approve and send; approve & send
    approved, send; approved, please send; approved send it; ok approve; ok approved; ok, approve; ok, approved; yes, approve
    yes approve; yes approved; yes, approved; please approve
    send; send it; send this; send draft; send the draft; send as is; send it as is; please send; please send it
    ok send; ok, send; ok to send; okay to send; ok send it; ok, send it; okay, send it; yes send; yes, send; yes send it
    yes, send it; yes please send; yes, please send; good to send; fine to send; looks good, send; looks good, send it
    looks good send it; lgtm, send; lgtm send it; go ahead and send; go ahead and send it; please send as is
    freigeben; freigegeben; freigabe; bitte freigeben; senden; absenden; gesendet werden; bitte senden; bitte absenden
    ok senden; ok, senden; ja senden; ja, senden; so senden; bitte so senden; kann so raus; kann raus; abschicken
    bitte abschicken; genehmigt; ok, freigeben; ja, freigeben
    approuver; approuvé; approuve; j'approuve; envoyer; envoie; envoyez; à envoyer; ok envoyer; ok pour envoi; validé
    valider; bon pour envoi
    aprobar; aprobado; aprobada; apruebo; enviar; envíalo; envíelo; enviarlo; ok enviar; sí, enviar; si, enviar
    approva; approvato; approvata; approvo; invia; inviare; inviala; invialo; ok invia; ok inviare
    goedkeuren; goedgekeurd; akkoord, verzenden; verzenden; verstuur; versturen; verstuur maar; ok versturen
    aprovar; aprovado; aprovada; aprovo; envie; pode enviar; pode enviar assim; ok enviar
    godkend; godkendt; godkänn; godkänd; godkjent; skicka; zatwierdzam; wyślij; schváleno; odeslat; утвердить; утверждаю
    отправить; отправляйте; 承認; 送信; 批准; 发送; 發送; 승인; 전송
    """.replace("\n", ";").split(";")
    if line.strip()
)

_CLOSING = re.compile(
    r"(?:many |kind |best |warm |with best |with kind |mit |viele |liebe |beste |freundliche[nr]? |cordiali |un |met )*"
    r"(?:thanks|thank you|thx|ty|cheers|regards|wishes|best|br|kr|rgds|sincerely|danke|merci|gracias|grazie|bedankt|"
    r"obrigad[oa]|freundlichen grüßen|freundlichen gruessen|grüße|gruß|gruesse|gruss|vg|lg|mfg|bg|cordialement|"
    r"bien à vous|saludos|saluti|vriendelijke groet(?:en)?|groet(?:en|jes)?|abraços?|atenciosamente)[ ,.!]*",
    re.IGNORECASE,
)
_FROM_A_PHONE = re.compile(
    r"(?:sent|gesendet|envoyé|enviado|inviato|verzonden|verstuurd|skickat|sendt|wysłano|отправлено) "
    r"(?:from|via|with|using|von|mit|depuis|de|à partir de|desde|da|dal|con|vanaf|van|met|från|fra|z|с|из) .{1,60}"
    r"|(?:von meinem|from my|de mon|da mio|desde mi) .{1,50}|get outlook for .{1,20}",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"[+()\d\s./-]{6,25}|\S{1,60}@\S{1,60}|(?:https?://|www\.)\S{1,80}")
_A_CONDITION = """
    no not yet wait stop hold don't dont do never but except change changes without after before first please pls
    maybe later tomorrow today monday only if when add remove delete fix edit shorten cancel urgent really why what who
    ps p.s however also instead wrong correct replace
    nein nicht noch warte warten halt stopp aber ohne erst bitte später morgen heute ändern außer
    non pas attendez attends mais sans pero espera esperar sin aspetta ma senza niet wacht maar não espere mas sem
"""
_CONDITIONS = frozenset(_A_CONDITION.split())


MARKED = "agent_marked_the_draft"
"""the rule that ends an agent's mail which only says whether the draft was right"""
STOPPED = "agent_stopped_the_answer"
NOTICE_ANSWERED = "notice_was_answered"
"""the rule that ends an answer to a mail that belongs to no ticket, such as a report"""

_INTERNAL = re.compile(r"\s*#(?:note|right|wrong|stop)\b", re.IGNORECASE)
_MARK = re.compile(r"\s*#(right|wrong|stop)\b", re.IGNORECASE)
_STOP = re.compile(r"\s*#stop\b", re.IGNORECASE)


def mark_in(text: str) -> bool | None:
    """Does the agent say that the draft is "#right", or "#wrong" or to "#stop"? At the beginning of a line; the last one
    counts."""
    marks = [found for line in _above_the_handoff(text).split("\n") if (found := _MARK.match(line))]
    return marks[-1][1].lower() == "right" if marks else None


def stops(text: str) -> bool:
    """Does the agent say "#stop", to hold an answer back that would be sent by itself?"""
    return any(_STOP.match(line) for line in _above_the_handoff(text).split("\n"))


def leaves_it(text: str) -> bool:
    """May an answer that waits for its time go out after this mail? Anything but notes and consent holds it back."""
    return approval_in(text) or (only_notes(text) and mark_in(text) is not False)


def why_not_counted(case: Case, settings: Settings) -> str:
    """Why an agent's mark is not believed, in words for the agent."""
    if (
        case.message.authentication.verdict == "pass"
        or not settings.mailbox_named(case.message.mailbox).agents_need_proof
    ):
        return ""
    return "Nothing proves that your mail comes from you, so your mark of the draft was not counted."


def approval_in(text: str) -> bool:
    """Is the visible reply nothing but an approval? A mark, a signature or a phone's footer may stand beside it; any
    other word not."""
    first, rest = _first_line("\n".join(line for line in text.split("\n") if not _MARK.match(line)))
    return _is_approval(first) and _is_signature(rest)


def words_for_customer(message: Message) -> str:
    """The agent's own text without internal lines, or "" when there is none or it is not clear what was meant.

    Lines that begin with "#note", "#right", "#wrong" or "#stop" are internal. Text that starts as an approval and goes
    on is not sent: the agent may have wanted to add a condition."""
    text = _above_the_handoff(message.reply_text)
    lines = [line for line in text.split("\n") if not _INTERNAL.match(line)]
    words = "\n".join(lines).strip()
    if words.count("\n") < text.count("\n"):
        words = re.sub(r"\n{3,}", "\n\n", words)  # where a note stood between two paragraphs
    first, _ = _first_line(words)
    if not any(c.isalnum() for c in words) or _bare(first) in _APPROVALS or _bare(words) in _TOO_LITTLE:
        return ""
    return words


# Agents word what they send as programs do ("Your request has been escalated"), so likeness alone proves nothing. A help
# desk that acknowledges our handoff does not quote it; who does, wrote by hand.
_LIKENESS = text_reads_as_if_a_program_sent_it
_WORDING = (
    text_reads_like_an_acknowledgement,
    text_reads_like_a_notice,
    text_reads_like_a_newsletter,
)


def only_sounds_automatic(message: Message, silence: Decision) -> bool:
    """Was it screened out as an acknowledgement, though it quotes the handoff and so was written by hand?"""
    only_by_words = silence.reasons[0].rule == mail_is_an_acknowledgement.__name__
    return only_by_words and _quotes_the_handoff(message)


def _quotes_the_handoff(message: Message) -> bool:
    return bool(_MARKER.search(message.quoted_text) or _MARKER.search(message.reply_text))


def _looks_automatic(case: Case, settings: Settings) -> str:
    by_hand = _quotes_the_handoff(case.message)
    rules = (r for r in screen.MAYBE_A_ROBOT if r is not _LIKENESS and not (by_hand and r in _WORDING))
    return next((said for rule in rules if (said := rule(case, settings))), "")


def why_not_sent(case: Case, settings: Settings, *, draft_waits: bool, answer_held: bool = False) -> str:
    """Why an agent's mail is not passed on, in words for the agent; "" when it is clear what was meant. `answer_held`: it
    answers the news of an answer that would go out by itself."""
    message = case.message
    approves, words = approval_in(message.reply_text), words_for_customer(message)
    if message.authentication.verdict != "pass" and settings.mailbox_named(message.mailbox).agents_need_proof:
        return "Nothing proves that your mail comes from you, so nothing was sent to the customer."
    if not case.conversation.customer:
        return "This ticket has no address of a customer, so there is nobody to send it to."
    if robot := _looks_automatic(case, settings):
        return (
            f"Your mail looks like an automatic one and was not sent to the customer. {robot} If you wrote it, send it once "
            "more with the handoff quoted below your words."
        )
    if approves:
        return (
            ""
            if draft_waits
            else (
                "There is no draft that waits for this approval: none was offered, or it was answered, or the customer wrote "
                "again since. "
                "Nothing was sent."
            )
        )
    if attached := [a.name or a.content_type for a in message.attachments if not a.inline]:
        return f"Attachments are not passed on ({', '.join(attached[:5])}), so nothing was sent. Please answer without."
    if not words:
        return "It was not clear what should be sent, so nothing was. Reply with your words for the customer" + (
            ', or with only "approve".' if draft_waits else "."
        )
    if (draft_waits or answer_held) and _speaks_to_us(words):
        return "This reads like words to us rather than to the customer, so nothing was sent."
    if leak := _INSIDE.search(words):
        return f"Your mail still held parts of the handoff (“{leak.group().strip()[:60]}”), so nothing was sent."
    return ""


def only_notes(text: str) -> bool:
    """Nothing but internal lines, which are kept with the ticket."""
    lines = [line.strip() for line in _above_the_handoff(text).split("\n") if line.strip()]
    noted = [n for n, line in enumerate(lines) if _INTERNAL.match(line)]
    return bool(noted) and noted[0] == 0 and _is_signature([line for n, line in enumerate(lines) if n not in noted])


_SPEAKS_TO_US = re.compile(
    r"(?:ok(?:ay)?[,. ]{1,3})?(?:approved?\b|(?:please )?(?:do not|don['’]t|never) (?:send|approve)|reject(?:ed)?\b|declined?\b|wait\b|stop\b|"
    r"hold (?:on|off|it)\b|not (?:yet|ok|good|right)\b|cancel (?:this|it|the draft)\b|change (?:the|this) (?:draft|text|answer)|\+1\b|"
    r"@\w|(?:can|could) (?:you|someone|somebody) (?:take|handle|look into|check) (?:this|it)|fyi\b|"
    r"nicht (?:senden|freigeben)|ablehnen|abgelehnt|ne pas envoyer|no enviar|non inviare|niet versturen|n[ãa]o enviar)",
    re.IGNORECASE,
)
_WISHES_A_CHANGE = re.compile(
    r"(?:ok(?:ay)?|fine|(?:looks )?good|lgtm|gut|passt|bien|bene|goed)[,.;:! –-]{1,3}(?:but|except|just|only|without|after|if|once|"
    r"please|aber|ohne|nur|bitte|mais|sauf|sans|pero|sin|ma|senza|maar|zonder|mas|sem)\b"
    r"|(?:(?:please|pls|just|but|can you|could you) ){0,2}(?:leave (?:out|off)|take out|remove|delete|drop|cut|skip|shorten|rephrase|"
    r"reword|rewrite|soften) (?:the |this |that |all )?(?:(?:last|first|second|third|next) )?"
    r"(?:line|sentence|paragraph|part|bit|step|link|greeting|wording|draft|reply)s?\b",
    re.IGNORECASE,
)
"""A wish about the draft, which somebody may well write who thinks that the machine reads it."""
_SHORT = 160
"""characters; an answer to a customer that begins like such a wish is longer"""


def _speaks_to_us(words: str) -> bool:
    return bool(_SPEAKS_TO_US.match(words) or (len(words) <= _SHORT and _WISHES_A_CHANGE.match(words)))


_INSIDE = re.compile(
    r"^[> |*]{0,6}(?:WHY YOU GET THIS|NEEDS YOUR (?:ANSWER|APPROVAL)|NEEDS A PERSON|WILL BE SENT UNLESS|DRAFT, NOT SENT|ANSWER, NOT SENT|ABOUT THE CUSTOMER|"
    r"FOUND IN THE KNOWLEDGE BASE|NOT ANSWERED BY THE KNOWLEDGE BASE|What you write goes to)\b|"
    r"={2,}\s{0,9}Reply\s{1,9}above\s{1,9}this\s{1,9}line|\+a[0-9a-v]{1,20}\.[a-z2-7]{16}@",
    re.IGNORECASE | re.MULTILINE,
)
"""What only a handoff says. Where a mail program broke the marker and quotes in no way that we know, this still tells."""

_SAID_TO_US = "ok; okay; yes; yep; no; nope; lgtm; ja; nein; oui; non; si; sí; test; looks good; go ahead; fine; done; \
will do; on it; i take it; i'll take it; mine; thanks; thank you; danke; merci"
_TOO_LITTLE = frozenset(words.strip() for words in _SAID_TO_US.split(";"))
"""Said to us or to a colleague, surely not to the customer."""


def _above_the_handoff(text: str) -> str:
    """Without a quoted handoff, and without the lines by which a mail program introduces the quote."""
    text = text.replace("\r\n", "\n")
    found = _MARKER.search(text)
    if found is None:
        return text
    at = found.start()
    above = text[:at].rsplit("\n", 1)[0] if "\n" in text[:at] else ""
    lines = above.rstrip(" \n>").split("\n")
    introduced = [n for n in range(max(0, len(lines) - 8), len(lines)) if _INTRODUCES_A_QUOTE.match(lines[n])]
    if introduced:
        # the lowest one: a line above it that looks alike is the agent's own
        lines = lines[: introduced[-1]]
        while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
            lines.pop()
    return "\n".join(lines).rstrip()


_INTRODUCES_A_QUOTE = re.compile(
    r"\s*(?:[*_]{0,2}(?:from|von|de|da|van|från|fra|od|от|发件人|差出人)[*_]{0,2} ?[:：]"
    r"|.{0,200}\bresponder\b.{0,200}[:：]\s*$|(?:on|am|le|el|il|op|em|den|dnia) .{4,200}[:：]\s*$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:[-_]{5,}|-{2,} ?\w[\w ]{0,40}-{2,})")


def _first_line(text: str) -> tuple[str, list[str]]:
    lines = [line.strip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    return lines[0], lines[1:]


def _is_approval(line: str) -> bool:
    return len(line) <= 60 and "?" not in line and "？" not in line and _bare(line) in _APPROVALS


def _bare(line: str) -> str:
    """Lower case, single blanks, without marks and emoji around it."""
    line = " ".join(line.lower().replace("’", "'").split())
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]


def _is_signature(lines: list[str]) -> bool:
    """A closing, a name, a phone's footer, contact data; anything that may be a wish or a condition is none."""
    names = 0
    for line in lines:
        if re.fullmatch(r"--|[-_–—]{2,}", line):
            return True  # the delimiter of RFC 3676 section 4.3; what follows is not the message
        if not line or _CLOSING.fullmatch(line) or _FROM_A_PHONE.fullmatch(line) or _CONTACT.fullmatch(line):
            continue
        names += 1
        if names > 3 or not _looks_like_a_name(line):
            return False
    return True


def _looks_like_a_name(line: str) -> bool:
    """Up to four words that all begin with a capital: "Dana Ruiz", "Planwren Support", "Head of" not."""
    words = line.strip(" .,!-–—~").split()
    capitals = all(word[:1].isupper() and word.replace("-", "").replace(".", "").isalpha() for word in words)
    return (
        len(line) <= 60
        and 0 < len(words) <= 4
        and capitals
        and _CONDITIONS.isdisjoint(w.lower().strip(".") for w in words)
    )
