"""Does a line among those of a signature speak to us? Then it is the person's, wherever it stands.

A signature names somebody and says how to reach them. It asks for nothing, tells no story and gives no data of a case.
"""

from __future__ import annotations

import re

from responder.steps import quote_words as words
from responder.steps.boilerplate import is_newsletter_footer, is_plea_for_paper, is_small_print
from responder.steps.mobile_line import is_mobile_line
from responder.steps.signature_lines import is_closing

_ENGLISH = r"""(?:cancel|block|send|stop|close|change|delete|remove|refund|return|replace|update|ship|deliver|give|let|tell|make|add
    |put|keep|charge|pay|move|transfer|reset|unlock|resend|confirm|check|use|take|bring|collect|fix|repair|switch|end|renew|order
    |call|ring|write|reply|invoice|bill)\s(?:the|my|our|this|that|these|those|it|me|a|an|all|both|one|two|another|order|everything|only|to|for)
    |(?:do not|don't|don’t|also|and also|can you|could you|would you)\s"""
_GERMAN = r"""(?!besuchen|folgen|denken|beachten|schonen|lesen|prüfen|buchen|entdecken|vertrauen|testen|erfahren)\w{3,20}en\ssie\s
    |(?:kündig|stornier|storniert|lösch|sperr|schick|änder|erstatt|liefer)e?\s|(?:außerdem|auch|und auch)\s"""
_FRENCH = r"""(?!visitez|suivez|pensez|consultez|retrouvez|découvrez|rejoignez|contactez)\w{2,16}ez\s(?:[ml][aeo][s]?|l['’]\w|moi|nous|une?|ce|cet|cette|ces|[dn][eou]s?|à)(?![a-z])
    |(?:aussi|et aussi)\s"""
_OTHERS = r"""(?:cancelen?|cancela|envíen?|envía|bloqueen?|cambien?|devuelvan?|eliminen?|borren?|llámen?me|anulen?|den de baja|quiero|necesito|también
    |disdite|disdica|annulla|annullate|annulli|cancellate|cancelli|inviate|mandate|bloccate|cambiate|rimborsate|spedite|chiudete|vorrei|voglio|anche
    |cancelem|envie|enviem|bloqueie|mude|altere|devolva|apague|feche|quero|preciso|também
    |zeg|annuleer|stuur|blokkeer|wijzig|verwijder|bel mij|lever|graag|ook
    |säg upp|avsluta|skicka|spärra|ändra|ta bort|ring mig|också|opsig|si opp|avslutt|afslut|spær|sperr|ændr|endre|slet|slett|også
    |irtisanokaa|peruuttakaa|perukaa|lähettäkää|sulkekaa|muuttakaa|poistakaa|haluan|myös
    |proszę|anulujcie|wyślijcie|zablokujcie|zmieńcie|usuńcie|rozwiążcie|chcę|również
    |prosím|zrušte|ukončete|pošlete|zablokujte|změňte|vymažte|chci|také|ukončite|pošlite|zmeňte|chcem
    |kérem|mondják|töröljék|küldjék|szüntessék|tiltsák|szeretném
    |anulați|trimiteți|blocați|schimbați|ștergeți|închideți|vreau|vă rog
    |закройте|отмените|отправьте|заблокируйте|измените|удалите|верните|прошу|пожалуйста|хочу|также
    |закрийте|скасуйте|надішліть|заблокуйте|змініть|видаліть|поверніть|будь ласка|також|моля|молим|prosim
    |ακυρώστε|στείλτε|κλείστε|αλλάξτε|διαγράψτε|παρακαλώ|θέλω|επίσης
    |lütfen|tolong|mohon|batalkan|harap|kirimkan|hãy|vui lòng|xin hãy|hủy)\s"""
_ASKS = re.compile(
    rf"[\W\d]{{0,6}}(?:(?:and|und|et|y|e|en|och|og|i|a|и|та|ve)\s)?(?:{_ENGLISH}|{_GERMAN}|{_FRENCH}|{_OTHERS})".replace(
        "\n    ", ""
    ),
    re.IGNORECASE,
)
_ASKS_UNSPACED = re.compile(
    r"请|請|取消|麻烦|麻煩|我要|我想|てください|て下さい|たいです|てほしい|주세요|바랍니다|싶습니다|กรุณา|โปรด|ยกเลิก|कृपया|रद्द"
    r"|(?<!\w)(?:ألغوا|الغوا|أرسلوا|أغلقوا|يرجى|من فضلك|أريد|رجاء|لطفا|לבטל|בטלו|שלחו|סגרו|אנא|בבקשה|lütfen)(?!\w)|(?<!\w)(?:edin|ediniz|gönderin|kapatın|silin|istiyorum)[.!]?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:and|but|if|it is|it was|there is|this is|the|und|aber|wenn|es ist|es sind|der|die|das|et|mais|si|c['’]est|il y a|y|pero|es un|ma|è|mas|maar|het is|men|det är|det er)\s",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:inc|ltd|co|corp|llc|plc|m?bh|gmbh|bros|jr|sr|ph\.d|dipl|ing|str|dr|nr|etc|şti|srl|spa|(?:\w\.\s?){1,3}\w{1,3})\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:(?:first|second|third|fourth|last)(?:ly)?|next|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|erstens|zweitens|drittens|premi(?:er|ère)|deuxième|seconde?|troisième"
    r"|primer[oa]?|segund[oa]|tercer[oa]?|prim[oa]|second[oa]|terz[oa]|primeir[oa]|terceir[oa]|eerste|tweede|derde|första|andra|tredje|første|anden|andre|ensimmäi\w{1,5}|toinen|kolmas"
    r"|pierwsz\w{1,3}|drugi\w{0,3}|druga|trzeci\w{0,3}|první|druh[áéý]|třetí|első|második|harmadik|prim[ua]l?|al doilea|a doua|перв\w{2,4}|втор\w{2,4}|трет\w{2,4}|перш\w{1,3}|друг\w{1,3}|birinci|ikinci|üçüncü|πρώτ\w{1,3}|δεύτερ\w{1,3}|pertama|kedua"
    r"|question|frage|pregunta|domanda|pergunta|vraag|fråga|spørgsmål|pytanie|otázka|вопрос|питання|soru)(?!\w)|第|\(?(?:\d{1,2}|[a-h])[.)]\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([^\d:：|<>@/][^:：|<>@]{0,40}?)\s?[:：]\s{0,3}[^\s/]")
_REACH = frozenset(
    """tel tél teléfono telefono telefon telefoon telephone téléphone phone ph p t fax telefax f mob mobil mobile mobiel mobiltelefon móvil movil
    cell cellulare celular portable handy gsm m e email mail e-mail correo courriel posta web website site webseite www w url homepage internet http https mailto
    skype linkedin twitter facebook instagram xing teams zoom whatsapp signal telegram wechat line qq office büro direct direkt durchwahl zentrale
    dial desk switchboard toll free tollfree toll-free ext extension work company gesellschaft der sitz geschäftsführer geschäftsführerin geschäftsführung
    registergericht amtsgericht handelsregister registernummer hrb hra vorstand vorstandsvorsitzender aufsichtsrat vorsitzender vorsitzende des aufsichtsrats
    registered registration head gpg pgp gpg-key pgp-key key fingerprint тел телефон факс моб мобильный почта сайт эл эл.почта пошта 电话 電話 手机 手機 传真 傳真 邮箱 邮件 网址 网站
    携帯 メール 전화 팩스 휴대폰 이메일 홈페이지 טל טלפון נייד פקס דוא"ל אתר هاتف جوال فاكس بريد ايميل موقع τηλ τηλέφωνο φαξ κιν โทร โทรศัพท์ มือถือ อีเมล đt
    puh puhelin tlf sähköposti epost e-post hemsida kom komórka faks strona cep e-posta eposta hours öffnungszeiten bürozeiten sprechzeiten werkdagen werktage arbeitstage bürotage bürozeit working days open geopend aanwezig bereikbaar présent
    sprechstunde sprechstunden sprechzeit geschäftszeiten servicezeiten telefonzeiten öffnungszeit opening horaires horaire d'ouverture horario horarios atención atendimento
    orari orario apertura ufficio openingstijden kantooruren öppettider åbningstider åpningstider aukioloajat godziny otwarcia pracy ordinační úřední hodiny nyitvatartás program
    часы работы график приёма""".split()  # noqa: SIM905
)
"""words that a label of a signature is made of: how to reach somebody, or who a company is"""
_BETWEEN_LABEL_WORDS = re.compile(r"[\s./&,+()]+")
_CASE_DATA = re.compile(
    r"(?:order|bestell|auftrag|serial|serien|model|invoice|rechnung|account|konto|kunden|customer (?:no|num|id)|ticket|case|commande|facture|client n|n° de"
    r"|pedido|factura|ordine|fattura|bestelling|factuur|booking|buchung|reserv|tracking|sendung|user|login|error|fehler|version|imei|contract|vertrag|policy"
    r"|licen[cs]e|lizenz|iban|(?:(?:my|mein|meine) )?(?:new|neue|nouvelle|nueva|nuova|delivery|shipping|billing|liefer|rechnungs)(?: |adr|anschrift)|subscription|device|problem|заказ|номер|счет|счёт|zamówieni|faktur|objednáv|注文|订单|訂單|주문)(?!\s?manager)(?:[^:#|]{0,16}[:#]|\w{0,10}\s(?:(?:no|nr|num)\.?\s|number\s|nummer\s)?\d{3})",
    re.IGNORECASE,
)
"""what customers put below their name because we need it, as no signature has it"""
_TAX_NUMBER = re.compile(
    r"(?<!\w)(?:vat|tva|ust-?id\w{0,8}|steuernummer|st\.-?nr|siren|siret|p\.?\s?iva|partita iva|c\.?f|cif|nif|cnpj|cpf|kvk|btw|org\.?\s?nr|cvr|y-tunnus|nip|regon|ičo?|dič|adószám|инн|огрн|єдрпоу|αφμ|vkn|gstin|ein)(?!\w)[^\d\n]{0,24}\d",
    re.IGNORECASE,
)


def asks(line: str) -> bool:
    """It wants something done, or somebody speaks of themselves: no signature does."""
    if is_of_a_mail_program(line) or is_closing(line) or line[0] in '"“„«»「『':  # a motto
        return False
    if _ASKS_UNSPACED.search(line) is not None:
        return len(line) >= 5
    if line.count(" ") < 2:
        return False
    return bool(words.REQUEST.search(line) or words.FIRST_PERSON.search(line) or _ASKS.match(line))


def is_nickname(line: str) -> bool:
    """ "jo", in small letters; but neither "cancel" nor "yes"."""
    return line.isalpha() and line.islower() and len(line) <= 12 and not _is_an_answer(line)


def _is_an_answer(line: str) -> bool:
    bare = line.lower().rstrip(".!")
    return bare in _ANSWERS or _ASKS.match(f"{bare} it ") is not None


_ANSWERS = frozenset(
    """yes yeah yep no nope ok okay none both neither all never stop help done true false correct ja nein nee nej oui non si sì sí não sim tak nie ano ne
    igen nem da nu да нет так ні evet hayır kyllä ei ναι όχι नहीं हाँ""".split()  # noqa: SIM905
)


def speaks(line: str) -> bool:
    """It asks, or is a sentence. Mottos are sentences too."""
    if asks(line):
        return True
    spaces = line.count(" ")
    if words.OWN_WORDS.match(line) and spaces >= 2:
        return True
    if is_of_a_mail_program(line) or is_closing(line) or words.CONTACT.search(line):
        return False
    if spaces < 2 and _is_an_answer(line):
        return True
    if line[-1] in ".!…।":
        return spaces >= 2 and _ABBREVIATED.search(line[-16:]) is None
    if line[-1] in "。！":
        return len(line) >= 6
    return spaces >= 3 and (line[0].islower() or _GOES_ON.match(line) is not None)


def gives_data(line: str) -> bool:
    """ "Serial number: 77", "Email on the account: …", "Old: …": a label with which no signature says how to reach somebody."""
    if is_case_data(line):
        return True
    found = _LABEL.match(line)
    if found is None or words.REGISTERED.match(line):
        return False
    label = found[1].strip(" *•-–—[(").lower()
    return bool(label) and not all(word in _REACH for word in _BETWEEN_LABEL_WORDS.split(label) if word)


def is_case_data(line: str) -> bool:
    """Such as "Order number: 4711"."""
    return _CASE_DATA.match(line) is not None


def counts(line: str) -> bool:
    """ "Second question", "2.": one of several parts."""
    return _ORDINAL.match(line) is not None


def is_tax_number(line: str) -> bool:
    """A number by which the state knows a company: asked for with every invoice, and part of many signatures."""
    return _TAX_NUMBER.search(line) is not None


def is_of_a_mail_program(line: str) -> bool:
    """Or of a company that adds it to every mail: boilerplate, "Sent from my phone", a plea for paper."""
    return bool(
        is_small_print(line)
        or is_newsletter_footer(line)
        or words.DISCLAIMER_START.match(line)
        or is_plea_for_paper(line)
        or is_mobile_line(line)
    )
