"""Does a mail say nothing but thanks? Then there is nothing to answer, and nothing for a person to do.

Every word must be one that thanks are made of: a "but", a "not", a figure or any other word is something to read. And
every piece of a sentence must give thanks, say that all is well, or greet: "help me" is made of such words too.
"""

from __future__ import annotations

import re

LONGEST = 30
"""words"""
MOST_LINES = 12

_THANKS_LIST = """
    thanks thank thankyou thx ty cheers appreciated appreciate danke dank dankeschön besten merci remercie
    remercions gracias agradezco grazie ringrazio bedankt dankjewel dankuwel obrigado obrigada agradeço tak tack
    takk kiitos dziękuję dzięki děkuji díky ďakujem köszönöm mulțumesc hvala благодаря спасибо благодарю дякую
    ευχαριστώ teşekkürler teşekkür תודה شكرا ありがとう ありがとうございます ありがとうございました 谢谢 謝謝 감사합니다 고맙습니다 cảm ขอบคุณ terima
"""
_THANKS = frozenset(_THANKS_LIST.split())
_BESIDE_LIST = """
    a again all also always amazing an and answer answers answering as assistance at awesome best brilliant clear
    dear did done easy everyone everything excellent explaining explanation fast fantastic fine for found good great
    guys helped helpful helping help hello hey hi i information info is it it's its just kind kindly kindness lot
    lots lovely many message much my nice now of ok okay perfect perfectly prompt quick quickly regards reply
    replying resolved response responding service so solution solved sort sorted sorting speedy super support swift
    team that that's thats the there this to u very was we wishes with wonderful working works worked wow you your
    yours für die das den der es ist hat jetzt gut sehr viele vielen vielmals herzlichen schnelle schnellen antwort
    hilfe hallo liebe lieber grüße grüßen gruß viel super prima perfekt klappt funktioniert geklappt funktionierte
    nun alles klar auskunft rückmeldung mit freundlichen ihnen ihre euch dir und lg mfg vg wunderbar toll schönen
    pour votre ta la le les réponse rapide aide bien beaucoup cela ça fonctionne marche maintenant parfait super je
    vous et bonjour bonne journée cordialement c'est clair tout mille très por su tu respuesta ayuda rápida muchas
    mucho ya funciona perfecto todo claro hola saludos un saludo y muy amable buen per la sua tua risposta aiuto
    mille molte tutto ora chiaro perfetto ciao saluti cordiali e molto gentile voor uw je jouw snelle antwoord hulp
    heel hartelijk goed werkt nu het alles duidelijk groet groeten met vriendelijke en fijne pela sua resposta ajuda
    rápida muito tudo certo funcionou agora perfeito olá abraço for hjälpen hjelpen hjælpen mange tusen tusind
    paljon bardzo moc szépen frumos lijepa большое за помощь ответ çok 非常 感谢 대단히 ơn kasih nhiều มาก banyak
"""
_BESIDE = frozenset(_BESIDE_LIST.split())
_WORKED_WORDS = """
    solved sorted resolved works worked working perfect perfectly great awesome brilliant excellent fantastic amazing
    wonderful wow super helpful helped clear nice lovely done fine good ok okay appreciate appreciated found easy kind
    klappt funktioniert geklappt funktionierte perfekt prima wunderbar toll klar gut fonctionne marche parfait clair bien
    funciona perfecto claro amable perfetto chiaro gentile werkt duidelijk goed funcionou perfeito certo
"""
_WORKED = frozenset(_WORKED_WORDS.split())
_GREETS_WORDS = """
    hi hello hey dear hallo hola ciao bonjour olá team all everyone guys support there liebe lieber regards best kind
    wishes the with mit freundlichen grüße grüßen gruß viele lg mfg vg cordialement saludos saludo un saluti cordiali
    groet groeten met vriendelijke abraço yours kindly fijne bonne journée buen
"""
_GREETS = frozenset(_GREETS_WORDS.split())
_HELP = frozenset({"help", "hilfe", "aide", "ayuda", "aiuto", "hulp", "ajuda"})
_FOR_WORDS = "for für die ihre pour votre ta por su tu per sua tua voor uw je jouw pela much lot lots all"
_FOR = frozenset(_FOR_WORDS.split())
# of words that would ask for something in any other company
_PHRASES = (
    (
        re.compile(r"\b(?:for )?(?:getting|coming|writing) back(?: to (?:me|us))?\b|\b(?:for )?(?:your|the) time\b"),
        " thanks ",
    ),
    (
        re.compile(
            r"\bhave an? (?:great|nice|good|lovely|wonderful|fantastic) (?:day|week|weekend|evening|one)\b"
            r"|\b(?:einen )?schönen tag(?: noch)?\b|\bschönes wochenende\b|\bfijne dag\b|\bbuen día\b"
        ),
        " regards ",
    ),
    (re.compile(r"\b(?:did|does) the trick\b|\bmakes (?:perfect |total )?sense\b|\bmade my day\b"), " worked "),
)
_ASKS = re.compile(r"\bhelp (?:me|us)\b|\b(?:was|were) (?:working|fine|ok|okay|good|done)\b")
_PIECE = re.compile(r"[.,;:!…。！，、\n]|\s[-–—]+\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-Я][\w'’.-]{0,24}[ ,.!]{0,2}){1,4}$")
_GREETED = re.compile(r"^(?:Hi|Hello|Hey|Dear|Hallo|Liebe[rs]?|Bonjour|Hola|Ciao|Beste|Olá) [A-ZÀ-Þ][\w-]{1,24}\b")
_MORE_THAN_WORDS = re.compile(r"[?？؟\d@#]|https?:|www\.")


def says_only_thanks(text: str, writer: str = "") -> bool:
    """Of the words that a customer wrote now, without quote and signature. `writer`: names and address of the customer; a
    last line below thanks is only a name if it stands there ("Refund" may be a wish)."""
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()]
    if not lines or len(lines) > MOST_LINES or len(text) > 1000 or _MORE_THAN_WORDS.search(text):
        return False
    called = {word for word in _words(writer) if len(word) > 1}
    if len(lines) > 1 and _NAME.match(lines[-1]) and _names_the_writer(lines, called):
        lines.pop()
    lines[0] = _GREETED.sub("", lines[0], count=1)
    said = "\n".join(lines).lower().replace("’", "'")
    for phrase, instead in _PHRASES:
        said = phrase.sub(instead, said)
    pieces = [words for piece in _PIECE.split(said) if not called.issuperset(words := _words(piece))]
    return (
        any(word in _THANKS for words in pieces for word in words)
        and sum(map(len, pieces)) <= LONGEST
        and not _ASKS.search(said)
        and all(map(_needs_no_answer, pieces))
    )


def _names_the_writer(lines: list[str], called: set[str]) -> bool:
    above = _words(lines[-2])
    return not called.isdisjoint(_words(lines[-1])) or (bool(above) and _GREETS.issuperset(above))


def _needs_no_answer(words: list[str]) -> bool:
    """A piece of a sentence gives thanks, says that all is well, or greets; of such words a wish can be made as well."""
    if all(word in _GREETS for word in words):
        return True
    if not all(word in _THANKS or word in _BESIDE for word in words):
        return False
    if not _HELP.isdisjoint(words) and _FOR.isdisjoint(words):
        return False
    return any(word in _THANKS or word in _WORKED for word in words)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
