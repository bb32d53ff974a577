"""What a customer's text asks, without the courtesies around it: a search text should say nothing but the matter."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|hallo|hiya|greetings|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|abend)|moin|"
    r"servus|bonjour|bonsoir|salut|hola|buenos d[ií]as|buenas tardes|ciao|buongiorno|goedemorgen|goedemiddag|ol[áa]|"
    r"bom dia|boa tarde)(?: (?:there|all|everyone|everybody|team|support|folks|guys|again|zusammen|"
    r"[A-Z][\w.-]{1,30}(?: [A-Z][\w-]{1,30})?(?: team| support)?))?|"
    r"(?:dear|to|sehr geehrte[rs]?|liebe[rs]?|cher|ch[eè]re|estimad[oa]s?|gentile|geachte|beste|prezad[oa]s?)\b[^,!.:\n]{0,60})"
    r"(?:[,!.:;–-]{1,3}\s*|\s*\n|\s*$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:many |best |kind |warm )?(?:thanks|thank you|thx|regards|wishes|cheers|sincerely)\b|yours\b|"
    r"(?:mit )?(?:freundlichen?|beste[nr]?|viele[nr]?|liebe[nr]?|herzliche[nr]?) gr(?:ü|ue)(?:ß|ss)|mfg\b|vielen dank|danke\b|"
    r"merci\b|cordialement|bien à vous|gracias|saludos|un saludo|grazie|cordiali saluti|met vriendelijke groet|bedankt|"
    r"obrigad[oa]|atenciosamente|sent from my\b|gesendet von\b)",
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(
    r"^(?:(?:i )?hope (?:you|this|all|everything)\b|how are you\b|thank(?:s| you)(?: so much| very much)?"
    r"(?: in advance| for (?:your|the) (?:help|time|support|quick \w{1,20}))?[.!,]?$|(?:i am |i'm )?looking forward\b|"
    r"have a (?:nice|great|good)\b|ich hoffe,? (?:es|ihnen|sie)\b|vielen dank im voraus\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:dr|prof|mrs?|ms|dipl|ing|hr|fr|sra?|dott|dra|mag)\.\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+")


def without_salutation(text: str) -> str:
    """The text without "Dear Anna," at its start, in front of words or on a line of its own; elsewhere the same.

    In languages whose greetings are not known, a first line of a few words that ends with a comma is one."""
    first, _, below = text.strip().partition("\n")
    first = first.strip()
    if greeting := _GREETING.match(f"{first}\n"):
        end = min(greeting.end(), len(first))
        if _TITLE.search(first[:end]):  # "Dear Dr. Meyer, …"
            end = first.find(",", end, end + 60) + 1 or end
        return f"{first[end:]}\n{below}".strip()
    if below.strip() and len(first) <= 60 and first.count(" ") <= 2 and first.endswith((",", "，", "،", "、", "様")):
        return below.strip()
    return text


def without_courtesies(text: str) -> str:
    """The text without greeting, pleasantries, thanks and closing. A text of courtesies alone comes back whole."""
    lines = text.strip().split("\n")
    while lines and (greeting := _GREETING.match(f"{lines[0].strip()}\n")):
        rest = lines[0].strip()[greeting.end() :].strip()
        lines = [rest, *lines[1:]] if rest else lines[1:]
        while lines and not lines[0].strip():
            del lines[0]
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _CLOSING.match(line.strip()) and len(line) < 60 and number > 0 and "?" not in line:
            break
        sentences = [s for s in _SENTENCE.split(line) if not (len(s) < 120 and _PLEASANTRY.match(s.strip()))]
        kept.append(" ".join(sentences).rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or text.strip()
