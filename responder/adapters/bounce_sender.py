"""Is it a mail system that writes, and does it write about a failure?"""

from __future__ import annotations

import re
import unicodedata
from email.message import Message

from responder.adapters.bounce_parts import ADDRESS, CODE, header, subject_of


def is_from_a_daemon(root: Message) -> bool:
    """The null reverse-path, or the name of a mail system in From. Answers and forwarded mails are people's."""
    if is_surely_a_daemon(root):
        return True
    subject = subject_of(root)
    if not is_named_as_a_daemon(root) or _FORWARDED.match(subject):
        return False
    # RFC 5321 section 4.5.5: a report has the null reverse-path. With another one the subject must say what it is:
    # a postmaster may also be a person who writes.
    return not header(root, "Return-Path").strip() or says_failure(subject)


def is_surely_a_daemon(root: Message) -> bool:
    """By the reverse-path, by Exim's field, or by an address that no person has."""
    path = header(root, "Return-Path").strip()
    if path == "<>" or root.get("X-Failed-Recipients") is not None:
        return True
    if _DAEMON.search(path[:300]) and not POSTMASTER.search(path):
        return True
    return not path and bool(_DAEMON_ONLY.match(local_part(root)))


def is_named_as_a_daemon(root: Message) -> bool:
    # whose domain it is says nothing: people work at makers of mail systems too
    return _DAEMON.search(_DOMAIN.sub("@", header(root, "From")[:300])) is not None


def local_part(root: Message) -> str:
    found = ADDRESS.search(header(root, "From")[-500:])
    return found.group().rpartition("@")[0] if found else header(root, "From")[:300].strip(" <>")


_DAEMON_ONLY = re.compile(
    r"(?:mailer[-_. ]?d(?:ae|ea)mon|mail[-_. ]?daemon|mdaemon|mail[-_. ]?delivery|mailsystem|maildeliver|smtp[-_. ]?daemon|mailer|mta|mmdf|bounces?|undeliver\w{0,4})(?:[-_+.=].{0,200})?$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"@[^\s<>,;]{1,255}")
POSTMASTER = re.compile(r"post[-_. ]?master", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vs|re|aw|sv|antw|odp|回复|答复)\s?[:：]", re.IGNORECASE)
_DAEMON = re.compile(
    r"mailer[-_. ]?d(?:ae|ea)mon|post[-_. ]?master|mail[-_. ]?daemon|mdaemon|mail[-_. ]?delivery|delivery[-_. ]?(?:sub)?system|mailsystem|mail[-_ ]system"
    r"|maildeliver|smtp@|smtp[-_. ]?(?:daemon|gateway|server|service)|mail[-_ ]admin|system[-_. ]?(?:admin|attendant)|microsoft[-_. ]?exchange"
    r"|bounce[sd]?[-_+@]|symantec|interscan|viruswall|mailsweeper|mailmarshal|mailscanner|groupwise|gwava|notes[-_. ]router|mailrouter"
    r"|mail[-_. ]?router|mta@|mmdf@|listserv|mail[-_ ]?server|undeliver|mail[-_ ]?gateway|mail[-_ ]?robot|e?mail[-_ ]security|failure@"
    r"|returned[-_ ]mail|mail[-_ ]return|mailer@|nondelivery|non-delivery|mailbounce|mail transport|mimecast|proofpoint|barracuda",
    re.IGNORECASE,
)


# ---------------------------------------------------------------------------------------------- what it says


def speaks_of_failure(root: Message, report: str) -> bool:
    """In words that are known, or in a language that is not: a daemon seldom writes of anything else."""
    said = f"{subject_of(root)}\n{report[:8000]}"
    return says_failure(said) or bool(_DAEMON_ONLY.match(local_part(root)) and REPLY_CODE.search(said))


REPLY_CODE = re.compile(r"(?<![\w.:-])(?:4[2-5]|5[0-7])\d(?=[ -][\w<(]|\)|$)")
"""RFC 5321 section 4.2: of a lasting or a passing failure"""


ANY_CODE = re.compile(r"(?<![\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
"""with or without the words behind it"""


def says_failure(text: str) -> bool:
    said = folded(text)
    return any(phrase in said for phrase in _FAILURE) or bool(_DELAYED.search(said) or CODE.search(said))


def folded(text: str) -> str:
    """Lower case without accents, as many mail systems write; every blank one space."""
    return " ".join(without_accents(text.casefold())[:16_000].replace("’", "'").split())


def without_accents(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


_ACCENTS = re.compile("[\u0300-\u036f]")


_DELAYED = re.compile(
    folded(
        r"delayed|warning: (?:could not|message)|warning message only|not yet (?:been )?delivered|still (?:trying|being|in the queue)|will (?:be retried|continue|keep trying|retry)"
        r"|has not yet been|delivery attempts will|no action is required|do not need to resend|deferred|verzögert|noch nicht zugestellt|retardé|pas encore été"
        r"|aplazad|retrasad|retraso|ritardat|in ritardo|atrasad|adiad|não foi entregue ainda|ainda não foi entregue|nog niet (?:worden )?(?:bezorgd|afgeleverd)|vertraag|vertraging|forsinke|försena|viivästy|opóźni|zpožd|odloženo|késedelm|késik|întârzi|gecik|καθυστ|задерж|затрим|遅延|遅れて|延迟|延遲|暂时无法|지연|تأخر|تأخير|עיכוב|מתעכב|bị trì hoãn|ล่าช้า"
        r"|todavía|seguirá intentando|pas encore pu|continuer d.essayer|tentatives en cours|wird fortgesetzt|weiter versucht|jeszcze nie|ancora stato|verranno effettuati altri|引き続き|继续尝试|繼續嘗試|계속 시도|keep trying|being retried|trying again"
    )
)

_FAILURE_WORDS = (
    "deliver", "undeliver", "returned mail", "mail returned", "message returned", "returned:", "returned to sender", "return to sender", "failure", "failed",
    "could not be", "couldn't", "unknown user", "user unknown", "no such user", "no such", "unable to",
    "rejected", "refused", "abgelehnt", "abgewiesen", "zurückgewiesen", "rechazad", "error de entrega", "rejeté", "refusé",
    "rifiutat", "respint", "rejeitad", "recusad", "geweigerd", "avvisad", "avvist", "afvist", "hylätty", "odrzucon", "odmítnut",
    "elutasít", "respins", "отклон", "отвергнут", "відхил", "reddedil", "απορρίφθ", "拒绝", "拒收", "拒否", "거부", "not exist", "bounce", "mailbox", "over quota", "unknown address", "not found",
    "unreachable", "not reach", "permanent", "warning:", "delayed", "had trouble", "mail system error",
    "nicht zugestellt", "unzustellbar", "nicht zustellbar", "zustellung", "fehlgeschlagen", "unbekannt",
    "non remis", "remise", "échec", "non distribué", "n'a pas été", "n'a pas pu", "inconnu", "no se pudo",
    "no se ha podido", "no entregado", "no ha llegado", "devuelto", "fallo", "desconocid", "non recapit",
    "mancat", "impossibile", "non consegna", "non e' stato", "sconosciut", "não foi", "não pôde",
    "não entregue", "falha", "devolvid", "retour a l'expediteur", "vous est retourne", "restituit", "teruggestuurd", "zuruckgesandt", "zuruckgeschickt", "niet worden", "onbestelbaar", "niet afgeleverd", "niet bezorgd",
    "mislukt", "kunne ikke", "ikke blev", "kunde inte", "det gick inte", "ikke levere", "ei voi", "epäonnis",
    "toimittamat", "nie można", "nie może", "nie został", "niedostarcz", "niedoręcz", "zwrot", "nelze",
    "nedoruč", "nepodařilo", "neexistuje", "kézbesít", "nem sikerült", "nu a putut", "nelivra", "не може",
    "недостав", "не доставлен", "не удалось", "не вдалося", "не может быть", "невозможно", "ошибка", "teslim",
    "ulaşt", "iletileme", "δεν ήταν δυνατ", "αποτυχ", "配信", "送信できません", "届け", "エラー", "退信", "无法", "無法", "未能",
    "失败", "失敗", "投递", "배달", "전송", "실패", "반송", "تعذر", "فشل", "לא ניתן", "נכשל", "không thể", "không gửi",
    "ไม่สามารถ", "tidak dapat", "gagal", "unable", "not distributed", "verworfen", "abgewiesen", "kam nicht an", "nicht angekommen",
    "nicht angenommen", "no longer accepts", "доставлено", "δεν παραδοθηκε", "παραδοσης", "配送できません", "送信されません",
    "存在しません", "不達", "not valid", "invalid recipient", "unroutable", "not delivered", "nie doszla",
    "не можа", "неуспешн", "няма такъв", "nije isporuč", "nije moguće", "nije dostavlj", "nije uspel", "ni bilo mogoče",
    "nepavyko", "nepristatyt", "nav piegād", "ei õnnestu", "ebaõnnest", "ei saanud", "no s'ha pogut", "ezin izan", "nuk u dërgua",
    "edilemedi", "nie udało", "nie doręcz", "nicht bekannt", "errore", "error en", "erro ", "erreur", "piena", "plein", "није испоруч", "није могуће", "nevarēja", "nav zinām",
    "تحویل داده نشد", "تحویل نشد", "वितरित नहीं", "nie bola", "nebola doruč",
)  # fmt: skip
_FAILURE = tuple(sorted({folded(words) for words in _FAILURE_WORDS}))


def is_only_delayed(root: Message, report: str) -> bool:
    subject = folded(subject_of(root))
    text = f"{subject} {folded(report[:8000])}"
    return bool(_DELAYED.search(text)) and not (_GIVEN_UP.search(text) or _RETURNED.search(subject))


_RETURNED = re.compile(
    r"returned mail|return(?:ed|ing message) to sender|mail delivery failed|failure notice|unzustellbar"
)
_GIVEN_UP = re.compile(
    r"giving up|given up|now failed|will not be retried|not going to try again|permanent(?:ly)? (?:error|fail)|failed permanently|too long|no further attempts|could not be delivered for \d"
)
