"""What notes of absence say, language by language. Data only; screen_absence.py weighs it.

`away` says that somebody is not there, `back` until when or that mail is answered later, `instead` whom to ask meanwhile
and what happens to the mail, `polite` is greeting, thanks and excuse; `wish` is what only somebody says who wants
something. All is compared without case and accents. A phrase begins where a word begins, and may end within one, so
stems serve (three letters are a word); "*" in front: also within a word, as do scripts that glue small words on or set no blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ە": "ه",
    }
    | {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "\u200c": " ",
        "\u200b": "",
    }
)
_ACCENTS = frozenset(map(chr, (*range(0x300, 0x370), *range(0x64B, 0x656))))
_OPEN_SCRIPTS = re.compile(r"[\u0590-\u07ff\u0900-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Without case, accents and variants of letters: "Żałuję" → "zaluje". Lines stay."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(letter for letter in bare if letter not in _ACCENTS))


def phrases_of(text: str) -> tuple[str, ...]:
    found = set()
    for line in re.split(r"[|\n]", text):
        phrase = " ".join(fold(line).split())
        if phrase:
            inside = phrase.startswith("*") or _OPEN_SCRIPTS.match(phrase)
            # "do", "до", "bis" are words, not beginnings of words
            short = len(phrase) <= 3 and not "\u0e00" <= phrase[0] <= "\u0e7f" and phrase[0] < "\u3000"
            found.add(f" {phrase} " if short else phrase.lstrip("*") if inside else f" {phrase}")
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Phrases:
    away: tuple[str, ...]
    back: tuple[str, ...]
    instead: tuple[str, ...]
    polite: tuple[str, ...]
    wish: tuple[str, ...]


def _of(*, away: str, back: str, instead: str, polite: str, wish: str) -> Phrases:
    return Phrases(*(phrases_of(one) for one in (away, back, instead, polite, wish)))


ILL = phrases_of(
    """
    estoy enferm|jestem chor|choruję|är sjuk|ik ben ziek|er syg|syg|er syk|malade|souffrant|doente|sono ammalat|in malattia|болею|заболел|хворію|захвор|bolestan|bolesna|bolna|bolan|болен съм|болна съм|болен|haige|olen haige|slims|slima|slimoju|hastayım|hastalığım|חולה|مريض|مريضة|बीमार|bị ốm|sedang sakit|sakit|生病|bolnav|sergu|ασθενεί|άρρωστ|nemocen|nemocná|jsem nemocn|chorý|chorá|erkrankt|ziek thuis|malalt|bin krank|i am sick|i'm sick|i am ill|i'm ill|je suis malade|体調不良|hemma med|sairaana|beteg vagyok|beteg
    """
)
"""Who is ill is away too, but writes as often himself: to call off a visit."""

OVER = phrases_of(
    """
    was on|were on|was away|were away|was out|were out|just back|came back|got back from|returned from|back from|have been on|had been on|i went on|after my vacation|after my holiday|after our holiday
    war im|waren im|war in|ich war|wir waren|war krank|war abwesend|war bis|zurück aus|aus dem urlaub|nach dem urlaub|nach meinem urlaub|gewesen|de retour de|retour de vacances|rentré de|rentrée de|j'étais|nous étions|étais en|de retour des
    he estado|hemos estado|estuve|estuvimos|volví de|vuelto de|sono stat|siamo stat|ero in|eravamo|tornato da|tornata da|tornati da|dalle ferie|estive|estivemos|voltei d|regressei|fui de|ik was|wij waren|we waren|terug van|ben terug
    jag var|vi var|var på semester|har varit|jeg var|vi var|var på ferie|har været|har vært|olin|olimme|palasin|ég var|vorum í|byłem|byłam|byliśmy|wróciłem|wróciłam|wróciliśmy|z urlopu wróci|po urlopie|byl jsem|byla jsem|byli jsme|vrátil jsem|vrátila jsem|z dovolené|bol som|bola som|boli sme|vrátil som|vrátila som|z dovolenky
    voltam|voltunk|jöttem vissza|visszajöttem|am fost|am revenit|m-am întors|бях|бяхме|върнах се|вернулся|вернулась|вернулись|был в|была в|были в|был на|была на|из отпуска|був у|була у|був на|була на|повернувся з|повернулася з|з відпустки|bio sam|bila sam|bili smo|vratio sam|vratila sam|bil sem|bila sem|bili smo|vrnil sem|vrnila sem|био сам|била сам|сум бил|бев на
    puhkusel olin|tulin puhkus|olin puhkus|biju|atgriezos no|buvau|grįžau|ήμουν|ήμασταν|γύρισα|επέστρεψα|tatildeydi|izindeydi|tatilden dön|izinden dön|döndüm|הייתי|היינו|חזרתי מ|كنت|كنا|عدت من|بودم|بودیم|برگشتم|था|थी|छुट्टी से लौट
    でした|ておりました|ていました|休暇から戻|휴가였|휴가 중이었|중이었습니다|중이었어|다녀왔|休假回来|刚回来|剛回來|上周|上週|上个月|刚刚回|度假回来|สัปดาห์ที่แล้ว|เพิ่งกลับ|เมื่อวาน|tuần trước|vừa đi|vừa về|hôm qua|minggu lalu|kemarin|baru kembali
    """
)
"""An absence that is over is no reason for a note."""

LANGUAGES: dict[str, Phrases] = {
    "en": _of(
        away="""
        reduced hours this|reduced hours until|working reduced|shut up shop|shut for the|shut until|shut over|check this inbox on|check emails on|check my email on|check email on|only check email|only check my|with no signal|have no signal|family emergency|i am offline|i'm offline|going offline|off the grid|my day off|have a day off|taking a day off|on a day off
        studio is closed|studio will be closed|shop is closed|shop will be closed|store is closed|store will be closed|workshop is closed|workshop will be closed|showroom is closed|showroom will be closed|clinic is closed|clinic will be closed|practice is closed|practice will be closed|surgery is closed|surgery will be closed|school is closed|school will be closed|warehouse is closed|warehouse will be closed|factory is closed|factory will be closed|branch is closed|branch will be closed|company is closed|company will be closed|firm is closed|firm will be closed|department is closed|department will be closed|reception is closed|reception will be closed|salon is closed|salon will be closed|gallery is closed|gallery will be closed|restaurant is closed|restaurant will be closed|library is closed|library will be closed|customer service is closed|customer service will be closed|support team is closed|support team will be closed
        our offices are now closed|we will be closed|we'll be closed|we're closed|closed for thanksgiving|closed for christmas|closed for easter|closed for the|closed over the|closed between|spotty internet|patchy internet|on site all day|on site today|in the field all|in workshops all|in meetings today|in court|teaching all day|at an event all
        sailed off|nobody is steering|limited connectivity|not in today|out today|off today|away today|away this week|out this week|out all week|away all week|on fieldwork|not here today|not here this week|not here until|away from e-mail|away from email|away from my e|hiking|backpacking
        i'm not around|i am not around|not at my computer|not at my desk|ooto|on furlough|furloughed|on jury|serving on a jury|due to illness|on secondment|on assignment|in hospital|has moved on|have moved on|moved on to new|am retired|i retired|is retired|no longer in use|no longer active|no longer used|no longer valid|office will reopen|we will reopen|our office will be|not able to read my|unable to read my|not able to respond|unable to respond to|not able to answer|cannot respond to e|messages sporadically|mail sporadically|email sporadically|e-mail sporadically|emails sporadically|checking email infrequently|checking my email infrequently|only be looking at messages|intermittently|intermittent access|working pattern|working days are|office hours are|i work monday|i work tuesday|i work wednesday|i only work|days i work|soaking up the sun|enjoying my holiday|enjoying some time|taking time off|taking some time off|time off|taking a break|away with the family|gone until|gone till|my day off|a day off today|leave the office until|logged off|switched off until|offline until|offline till|off until|off till|i'll be off|i will be off|christmas break|summer break|winter break|shut down|shutdown|closed over|bank holiday|public holiday
        i am out of|i'm out of|out of office|out of the office|out of my office|away from my desk|away from the office|am away|i'm away|i am away
        away until|away till|out until|out till|ooo until|ooo till|ooo from|currently out|currently away|will be out|will be away|be out of the office
        on annual leave|on leave|on vacation|on holiday|on parental leave|on maternity leave|on paternity leave|on sick leave|on sabbatical|off sick
        started my maternity|started my parental|on medical leave|on bereavement|on compassionate leave|on study leave|on my honeymoon
        away on business|travelling|traveling|on a business trip|off work|i am off|i'm off|have the day off|not working today|not in today|not at work
        no longer with|no longer work|no longer employed|no longer at|has left the|have left the|i have left|i've left|have retired|has retired
        mailbox is no longer|address is no longer|inbox is no longer|account is no longer|email is no longer|e-mail is no longer
        not in the office|won't be in the office|will not be in the office|am unavailable|currently unavailable|be unavailable|not available until
        office is closed|offices are closed|office will be closed|offices will be closed|we are closed for|we are closed from|we are closed until|closed for the
        i work part|work part time|work part-time|working part|my working days|my working hours|do not work on|don't work on|not work on fridays|not work fridays|not work mondays
        on jury duty|at a conference|attending a conference|in training all|in meetings all|annual shutdown|limited access to e|without access to e|limited internet
        """,
        back="""
        inbox on|replies may be delayed|being patient|your patience|when we will answer|will answer|pick it up
        once i'm|once i am|several days|few days|24 hours|when i am able|deal with your|get to your
        back tomorrow|following the|will be dealt with|dealt with in|in the order|hear from me|next in|be back|expect a delay|delay|later than usual|thru|talk to you|outside these hours|another day|by return|over the|month|as of|serving
        until|till|return|back in|back on|back at|i'm back|i am back|i get back|get back to|upon|on my next working|next working day|reply to your|respond to your
        answer your|respond when|reply when|as soon as|will respond|will reply|shall reply|reopen|re-open|replies will be|replies may be|reply may be|response may be
        delay in my|slow to|slower to|slow in|from|through|inclusive|between|resume|when i'll be|this week|next week|today|tomorrow|for the rest of|in my absence|during my absence|while i am|while i'm
        """,
        instead="""
        connectivity|inbox
        should you need|if you need|quicker answer|put you through|read by nobody|nobody reads|messages|kindly send|look after you|look after your|your contact from now|will be deleted|ping|try|is the place|someone else|somebody else|main line|switchboard|reception|front desk|in charge|takes over|is covering|cover for me|for billing|for support|for sales|for all|for any|legally not allowed|allowed to
        urgent|contact|get in touch with|reach out to|reach me|call my|call me|emergenc|my colleague|colleagues
        can't wait|cannot wait|immediate|forwarded|will be glad to help|will be happy to help|be able to help|direct all|direct any|please direct|redirect
        checking my|checking this|checking e|check my e|check e|read my e|reading my e|access to e|access to my|access to this|access to mail|accessing my
        not be monitored|not monitored|monitoring this|monitoring my|monitored|please write to|please email|please e-mail|please speak to|please ask|please call
        my new address|new e-mail address is|new email address is|update your records|update your address book|please resend|deputy|covering for me|standing in for me
        have been notified|sent automatically|automatic|auto-reply|autoreply|only notification|for anything|assistance|for help with|enquiries|inquiries
        """,
        polite="""
        greetings|please be aware|stay safe|matters to us|bear with me|all the best|cheers|best|take care|you are receiving this because
        thank you for your|thank you for contact|thank you for writing|thanks for your|thanks for writing|thanks for getting|many thanks for your|hello|hi|dear|good day
        good morning|good afternoon|sorry|apolog|kind regards|best regards|regards|sincerely|best wishes|please note|i appreciate your|thank you for understanding
        thanks for understanding|thank you for your patience|have a|happy|merry|season's|wish you|i have received your|we have received your|i've received your|your email|your e-mail|your message
        """,
        wish="""
        ship the replacement|ship the order|ship the parcel|ship the goods|ship my|ship it to|deliver the|move the delivery|cancel the|cancel my|refund my|refund the|block the card|replace the
        neighbour|neighbor|instead of me|has the key|leave it|drop it|
        my boss|my wife|my husband|my manager has|he has to|she has to|i'll send|i will send|give me a ring|ring me|
        i need|we need|i want|we want|i would like|i'd like|we would like|we'd like|i have to cancel|could you|can you|would you|please send|please deliver|please change|please cancel
        please hold|please move|please postpone|please refund|please replace|please stop|please suspend|please keep|please leave|please confirm|please let|please check|please resend the|please add|please remove|please fix
        please tell|please advise|please help|please don't ship|please do not ship|please ship|please wait|please extend|please reschedule|please update my|please update our|please issue
        still not|still has|still have|still waiting|still no|still broken|still happens|not working|doesn't work|does not work|broken|crash|error|fails|failed|wrong|missing|damaged|hasn't arrived|not arrived|never arrived|not received
        parcel|package|my order|our order|delivery|deliver|shipment|courier|driver|refund|invoice|warranty|replacement|subscription|appointment|reschedule|my account|our account|log in|login|licence|license key|tracking
        cannot pick|can't pick|cannot collect|can't collect|can't test|cannot test|your app|your product|your service|your website|your system|your software|i agree|we agree|i accept|sounds good|works for me|take over
        """,
    ),
    "de": _of(
        away="""
        macht ferien|machen ferien|haben ferien|betriebsruhe|betriebsferien|werksferien|macht urlaub|machen urlaub|urlaubspause|ist geschlossen|sind geschlossen|bleibt geschlossen|bleiben geschlossen|bin unterwegs|bin auf reisen|bin verreist|habe frei|freien tag|bin offline
        ganztägig|ganztags|heute bin ich|bin heute|nicht persönlich für|nicht persönlich da|auf einem workshop|im workshop|todesfall|bleibt unser geschäft|bleibt unsere|bleiben unsere|bleibt das büro|haben geschlossen|nicht im dienst
        in einer reha|reha-maßnahme|in reha|in kur|im krankenhaus|unbesetzt|büro bleibt|büros bleiben|haus zum|unser haus|hat das unternehmen|haben das unternehmen|bin in karenz|in karenz|im militärdienst|im zivildienst|im wk|im sabbatical|auf einem seminar|auf seminar|auf der messe|auf messe|auf einer messe|auf einer konferenz|auf konferenz|auf tagung|in besprechungen|auf fortbildungsreise|nur abends|nur sporadisch|nur unregelmäßig|nur eingeschränkt erreichbar|beschränkt erreichbar|eingeschränkt erreichbar|meine arbeitszeiten|meine arbeitstage|meinem nächsten arbeitstag|arbeite ich nicht|arbeite nicht|pause vom|ich mache pause|gerade pause|genieße|brückentag|feiertag|vertritt mich|vertreten mich|mich vertritt|bin verreist|verreist|auf hochzeitsreise|freigestellt|zeitausgleich|habe ich frei|nehme mir frei|in rente|in pension|in altersteilzeit|in quarantäne|urlaubsabwesenheit|erholungsurlaub|sommerpause|winterpause|betriebsruhe|weihnachtsferien|bin weg|krankheitsbedingt|krankheitshalber|wegen krankheit|aufgrund von krankheit|verzögert|mit verzögerung
        nicht im buro|nicht im büro|nicht im haus|außer haus|ausser haus|außer dienst|im urlaub|in urlaub|in den ferien|in elternzeit|im mutterschutz|im krankenstand|krankgeschrieben|krank geschrieben
        abwesend|nicht am platz|nicht am arbeitsplatz|nicht an meinem arbeitsplatz|auf dienstreise|auf geschäftsreise|auf reisen|auf einer dienstreise|auf fortbildung|auf einer fortbildung|auf schulung|nicht erreichbar|nicht zu erreichen|bin erst|bin ich nicht
        nicht mehr im unternehmen|nicht mehr für|nicht mehr bei|nicht mehr in unserem|nicht mehr tätig|ausgeschieden|verlassen|im ruhestand|habe urlaub|habe ich urlaub|betriebsferien|betriebsurlaub|geschlossen
        arbeite in teilzeit|nur vormittags|nicht persönlich erreichbar|nicht verfügbar|bin unterwegs|nicht da|habe frei|postfach wird nicht|postfach ist nicht|e-mail-adresse ist nicht mehr|im homeoffice ohne|bin derzeit nicht|bin zurzeit nicht|bin zur zeit nicht|bin momentan nicht|bin aktuell nicht
        """,
        back="""
        danach melde|melde mich|melden uns
        morgen|melde|nächste|mittwoch|donnerstag|freitag|derzeit|dienstag
        voraussichtlich|komme|geht es weiter|am montag|am dienstag|nächsten arbeitstag|sehe ich|gewohnt|lesen|eintreffen|künftig|ab sofort|nach dem|später|weiterhin|mehr
        bis|ab dem|ab montag|wieder|zurück|kehre|rückkehr|nach meiner|beantworte|antworte|bearbeite|melde mich|lese|ihre nachricht|ihre e-mail|ihre mail|deine nachricht|deine mail|vom|von|einschließlich|werde ich|schnellstmöglich|so schnell wie|so bald wie|baldmöglichst|heute|diese woche|nächste woche|einige tage
        """,
        instead="""
        wird von|bearbeitet
        hilft|helfen|zuständig|agenden|anliegen|telefon|mails|postfach|anfragen|meiner|für fragen|bei fragen|für rückfragen|bei rückfragen
        in dringend|dringend|dringlich|eilig|notfall|notfällen|wenden sie sich|wende dich|kontaktieren sie|vertret|vertritt|kolleg|weitergeleitet|weiterleitung|nicht gelesen|meine mails|meine e-mails|meiner mails|keinen zugriff|nur eingeschränkt|eingeschränkten zugriff|sporadisch|unregelmäßig
        telefonisch unter|erreichen sie|richten sie|schreiben sie bitte an|schreiben sie an|in meiner abwesenheit|während meiner|meiner abwesenheit|automatisch|steht ihnen|hilft ihnen|übernimmt herr|übernimmt frau|ansprechpartner|zentrale|sekretariat
        """,
        polite="""
        grüezi|servus|freundliche grüsse|freundliche|mit besten|danke|vielen dank|lg|vg
        guten tag|guten morgen|hallo|liebe|lieber|sehr geehrte|vielen dank für ihre|vielen dank für deine|danke für ihre|danke für deine|mit freundlichen|freundliche grüße|viele grüße|beste grüße|herzliche grüße|grüße|mfg|ich bitte um verständnis|bitte um ihr verständnis|für ihr verständnis|für ihre nachricht|für ihre e-mail|schöne|frohe|grüß gott|english|moin
        """,
        wish="""
        ich brauche|wir brauchen|ich möchte|wir möchten|ich will|ich hätte gern|können sie|könnten sie|könnt ihr|bitte senden|bitte schicken|bitte liefern|bitte verschieben|bitte ändern|bitte stornieren|bitte setzen|bitte teilen|bitte bestätigen|bitte prüfen|bitte lassen|bitte stellen|bitte warten|bitte halten|bitte pausieren|bitte um rückruf|bitte um zusendung|bitte um verschiebung|verschieben|absagen|stornier|umtausch|liefer|paket|sendung|bestellung|rechnung|erstatt|reklam|defekt|kaputt|fehler|funktioniert|geht nicht|immer noch|noch nicht|fehlt|falsch|termin|kündig|abbestell|mein konto|meinem konto|zugang|zustell|ich übernehme|nicht annehmen|nicht abholen|einverstanden
        """,
    ),
    "fr": _of(
        away="""
        en voyage|sans connexion|nous sommes fermés|sera fermé|est fermé pour|jour de repos
        absent ce|absente ce|absent aujourd|absente aujourd|absent cette|absente cette|absent toute|absente toute|absent pour|absente pour|je suis absent|actuellement en|je ne suis pas au bureau|je ne suis pas là
        ne pourrai pas lire|ne pourrai pas répondre|ne pourrai consulter|pas en mesure de|prend le relais|prendra le relais|en rtt|n'exerce plus|n'occupe plus|plus au sein|fermeture annuelle|fermeture estivale|fermeture du bureau|est en fermeture|fermé pour|fermée pour|resteront fermés|restera fermé|je ne travaille pas|je travaille à temps|en séminaire|en mission|en voyage|en salon|en repos|en retraite|à la retraite|en congrès|en réunion toute|me remplace|sera absente|sera absent|je m'absente|je suis en pause|avec retard|un délai de réponse|hospitalis
        absent du bureau|absente du bureau|absent(e)|je suis absent|je serai absent|suis actuellement absent|absent jusqu|absente jusqu|absent du|absente du|en congé|en conges|en vacances|en déplacement|congé maternité|congé parental|congé de maternité|en arrêt|arrêt maladie|hors du bureau|je suis en rtt|en formation
        pas disponible|indisponible|pas joignable|injoignable|ne fait plus partie|ne fais plus partie|ne travaille plus|a quitté|ai quitté|bureaux sont fermés|bureaux seront fermés|fermé du|fermée du|fermés du|fermés jusqu|n'est plus en service|n'est plus utilisée|n'est plus consultée|n'est plus active|temps partiel
        """,
        back="demain|lundi|mardi|mercredi|jeudi|vendredi|avant le|traiterons|lirai|lundi|reprise|retard|délai|à la réouverture|du lundi|jusqu|à mon retour|a mon retour|dès mon retour|de retour|mon retour|serai de retour|du|à partir|répondrai|répondrons|prendrai connaissance|traiterai|dans les meilleurs délais|dès que possible|inclus|reviendrai|lirai|rouvrir|réouverture|aujourd'hui|cette semaine",
        instead="interlocut|votre contact|remplaçant|prend le|vos demandes sont|mes messages|vos messages|en cas de besoin|se tient à votre|relais|service|seront pas lus|ne seront pas|pour toute question|pour toute demande|urgence|urgent|contacter|joindre|adresser|collègue|mon absence|transfér|transmis|messagerie|mes mails|mes e-mails|mes courriels|accès|consulter|remplac|automatique|téléphone|standard|écrire à|écrivez à|veuillez",
        polite="bonjour|bonsoir|madame|monsieur|merci pour votre|merci de votre|je vous remercie|j'ai bien reçu|nous avons bien reçu|votre message|cordialement|bien à vous|sincères|bien cordialement|bonne journée|veuillez m'excuser|merci de votre compréhension",
        wish="""
        je voudrais|je souhaite|j'aimerais|nous souhaitons|pouvez-vous|pourriez-vous|j'ai besoin|merci de suspendre|merci de livrer|merci de reporter|merci de me|merci de nous|merci d'annuler|veuillez suspendre|veuillez annuler|veuillez livrer|veuillez reporter|colis|livrais|livrer|commande|facture|rembours|annuler|reporter|en panne|cassé|ne fonctionne|ne marche|erreur|toujours pas|manque|mon compte|rendez-vous|garder|conserver|abonnement
        """,
    ),
    "es": _of(
        away="""
        estoy de viaje|de viaje|estoy viajando|apenas tendré conexión|sin conexión|día libre|permanecerá cerrad|estaremos cerrad|estamos cerrad
        hoy no estoy|estoy fuera|no leo el correo|hoy estoy fuera|no estaré|ahora mismo estoy
        con motivo del|con motivo de|no abrirán|no abriremos|cerramos por|cerraremos|estoy viajando|viajando por|viaje de trabajo|viaje de negocios|de forma intermitente|no me encuentro|no estoy en la oficina|no estaré en la oficina|por enfermedad|incapacidad|me sustituye|me reemplaza|no puedo atender|no podré atender|acceso limitado|en una feria|en un congreso|en un curso|me he jubilado|está jubilad|ha dejado la|dejó la empresa|fuera del país|jornada reducida|trabajo a tiempo parcial|festivo|con retraso|demora
        fuera de la oficina|fuera de oficina|fuera del despacho|de vacaciones|estaré ausente|me encuentro ausente|estoy ausente|estaré fuera|estoy fuera|me encuentro fuera|de baja|ya no trabaja|ya no trabajo|ya no forma parte|no estaré disponible|no estoy disponible|permiso de maternidad|permiso de paternidad|baja por maternidad|de viaje|en viaje|de permiso|de licencia|en licencia|no me encuentro en|ausente hasta|ausente de la|ausente del|permanecerá cerrad|permanecerán cerrad|estará cerrad|cerrado por vacaciones|oficina cerrada|este buzón ya no|esta dirección ya no
        """,
        back="mañana|miércoles|jueves|viernes|vuelvo|atenderemos|revisaré|lunes|martes|ese día|retraso|con demora|al volver|cuando vuelva|por el momento|hasta|regres|a mi vuelta|vuelvo|volveré|estaré de vuelta|del|desde|responder|contestar|atender|lo antes posible|a la brevedad|reincorpor|retom|hoy|esta semana|leeré",
        instead="leo el correo|si corre prisa|marcar al|prisa|revis|cualquier asunto|cualquier duda|para cualquier|para consultas|favor de|asunto|hable con|pregunte por|urgen|contact|póngase|ponerse en|comuni|escriba a|escribir a|escribid a|dirij|dirigir|compañer|colega|mi ausencia|acceso|no será reenviad|no se reenv|llam|automátic|sustitu|teléfono|correo",
        polite="hola|buenos días|buenas|buen día|estimad|gracias por|muchas gracias|un saludo|saludos|atentamente|cordial|disculp|lamento|he recibido su|su mensaje|tu mensaje",
        wish="""
        necesit|quisiera|quiero|me gustaría|podrían|podría|pueden|puede usted|por favor envíen|por favor cancel|por favor cambi|por favor guard|anular|cancelar|cambiar|aplazar|guardar|paquete|pedido|envío|entrega|factura|reembolso|roto|no funciona|error|todavía no|aún no|sigue sin|falta|cita|mi cuenta|suscripción
        """,
    ),
    "pt": _of(
        away="""
        em viagem|estou a viajar|estou viajando|sem acesso|estaremos fechad|estamos fechad|dia de folga|de folga
        estarei fora|hoje não estou|não estou no trabalho|não venho|de folga hoje|hoje estou fora|estou fora
        estou afastad|afastado por|afastada por|por motivos de saúde|por motivo de doença|não me encontro|não estarei no|não estou no escritório|encontro-me fora|em formação|em reunião|num congresso|em viagem de|aposent|reform|deixou a empresa|saiu da empresa|substitui-me|quem me substitui|feriado|férias colectivas|férias coletivas|acesso limitado|acesso intermitente|com atraso|atraso na resposta|fora do país|meio período|ausência
        fora do escritório|fora da empresa|de férias|em férias|estarei ausente|estou ausente|estarei fora|estou fora|ausente do|ausente de|ausente até|ausente entre|em licença|de licença|licença maternidade|licença-maternidade|licença de maternidade|em viagem|a viajar|viajando|de baixa|de folga|não trabalho mais|não trabalha mais|já não trabalh|não faz mais parte|não estarei disponível|não estou disponível|indisponível|encontro-me ausente|estará fechado|estaremos fechados|encerrado de|encerrados para férias|encerrado para|recesso|caixa de correio já não
        """,
        back="amanhã|nos dias|terça|quarta|quinta|sexta|sem previsão|serão lidos|segunda-feira|semana|quando voltar|quando regressar|com demora|atraso|até|regress|retorn|voltarei|volto|de volta|responder|entre os dias|no período|durante este|durante esse|a partir|assim que|logo que|assim que possível|o mais breve|hoje|esta semana|lerei",
        instead="ramal|chame a|chame o|qualquer coisa|tratar com|os emails|os e-mails|assunto|qualquer questão|qualquer assunto|para qualquer|pode falar|quem me|urg|contact|contat|fale com|falar com|ligue|escreva para|entrar em|entre em|envie para|colega|minha ausência|acesso|reencaminh|encaminhad|dirija|dirigir|automátic|substitu|telefone|e-mail",
        polite="olá|ola|bom dia|boa tarde|boa noite|prezad|caro|cara|exmo|obrigad|agradeç|grato|grata|atenciosamente|cumprimentos|abraço|desculp|recebi o|recebi a|sua mensagem|seu e-mail",
        wish="preciso|gostaria|quero|queria|podem|poderia|pode me|por favor enviem|por favor envie a|por favor cancel|adiar|cancelar|alterar|guardar|encomenda|pedido|entrega|fatura|nota fiscal|reembolso|quebrad|avariad|não funciona|erro|ainda não|falta|minha conta|assinatura|consulta",
    ),
    "it": _of(
        away="""
        in viaggio|sono in viaggio|senza connessione|siamo chiusi|saremo chiusi|resterà chiuso|resteranno chiusi|giorno libero|di riposo
        sono assente|oggi non sono|oggi sono assente|non sono in sede|assente oggi|sono via|non ci sono|non ci sarò
        resterà chius|rimarrà chius|sarà chius|chiuso per|chiusi per|non ho modo di|non ho accesso|accesso limitato|non potrò leggere|non potrò rispondere|non posso leggere|mi sostituisce|in pensione|ha lasciato|ho lasciato|non è più in|per malattia|in fiera|in riunione|ad un corso|a un convegno|a una conferenza|part time|part-time|in maternita|in paternità|ricovera|infortunio|ferie estive|con ritardo|settimana di ferie|mi trovo all'estero|all'estero|godo di|in smart
        fuori ufficio|fuori sede|fuori dall'ufficio|in ferie|sarò assente|sono assente|non sono in ufficio|non sarò in ufficio|sono fuori|sarò fuori|in maternità|in trasferta|in viaggio|in congedo|in vacanza|in permesso|non lavoro più|non lavora più|non fa più parte|uffici sono chiusi|uffici resteranno|uffici rimarranno|ufficio chiuso|chiusi per ferie|chiusura estiva|assente dal|assente fino|assente per|non sono disponibile|non sono reperibile|non più attivo|non più attiva|non è più attiv|non è più presidiat
        """,
        back="riapre|riapriamo|riapriremo|fino ad allora|leggiamo la posta|leggo la posta|domani|rispondo|martedì|mercoledì|giovedì|venerdì|ritardo|fino|lunedì|settimana|durante|al rientro|fino a|fino al|rientr|ritorn|torno|tornerò|di nuovo|dal|a partire|rispond|risponderò|leggerò|prenderò visione|appena possibile|il prima possibile|al più presto|oggi|questa settimana|compres|inclus",
        instead="consultare la|scrivere|si comunica|per qualsiasi|per ogni|può chiamare|potete chiamare|i messaggi|verranno letti|urgen|contatt|rivolger|scrivere a|scrivete a|colleg|mia assenza|accesso|inoltrat|posta|mail|chiamare|telefon|sostitu|automatic|riferimento",
        polite="auguri|buone feste|buone vacanze|si informa|vi informo|la informo|buongiorno|buonasera|salve|ciao|gentile|grazie per|grazie del|la ringrazio|vi ringrazio|ringrazio|cordiali|distinti|un saluto|saluti|mi scuso|ci scusiamo|ho ricevuto il|vostro messaggio|suo messaggio",
        wish="vorrei|desidero|ho bisogno|abbiamo bisogno|potete|potreste|può inviar|vi prego di|vi chiedo|chiedo di|posticip|rimandare|annull|disdire|spedi|pacco|ordine|consegn|fattura|rimborso|rotto|non funziona|errore|ancora non|non ancora|manca|appuntamento|il mio account",
    ),
    "nl": _of(
        away="""
        op reis|ben onderweg|zijn gesloten|is gesloten|blijft gesloten|vrije dag|dag vrij|een dagje vrij
        ben ik er niet|ben er niet|ben ik niet|vandaag niet|ben vandaag|ik ben vrij
        zwangerschapsverlof|bevallingsverlof|ouderschaps|werk ik niet|ik werk alleen|ik werk op|niet op het werk|niet op mijn werk|niet in de gelegenheid|op een beurs|op een conferentie|op cursus|op training|een dagje vrij|dag vrij|een vrije dag|vrije dag|niet in staat|met pensioen|heeft onze organisatie|heeft het bedrijf|organisatie verlaten|bedrijf verlaten|vervangt mij|neemt waar|neemt voor mij|beperkt bereikbaar|beperkt toegang|sporadisch|feestdag|vertraging|in het buitenland|tijdens de vakantieperiode|kerstvakantie|zomervakantie|zomersluiting|sabbatical
        niet op kantoor|niet aanwezig|afwezig|op vakantie|met vakantie|met verlof|op verlof|buiten kantoor|niet bereikbaar|niet werkzaam|niet meer werkzaam|niet langer werkzaam|werk niet meer|werkt niet meer|uit dienst|met zwangerschapsverlof|ouderschapsverlof|ziekteverlof|wegens ziekte|op reis|op zakenreis|op dienstreis|vrij tot|ben vrij|niet beschikbaar|kantoor is gesloten|kantoor gesloten|gesloten van|gesloten tot|gesloten wegens|ik werk niet op|ik werk parttime|er niet
        """,
        back="morgen|lees ik|woensdag|donderdag|vrijdag|maandag|dinsdag|momenteel|tot die tijd|later|vertraging|er weer|tot|t/m|tot en met|weer|terug|terugk|vanaf|beantwoord|antwoord|reageer|reageren|lees|zodra|zo spoedig|zo snel|binnen|van|vandaag|deze week",
        instead="terecht bij|zich wenden|wenden|secretariaat|voor vragen|bij vragen|u kan|u kunt|je kunt|kun je terecht|algemene|mails worden|dringend|spoed|urgent|contact|collega|doorgestuurd|doorgezonden|mijn afwezigheid|mail niet|toegang|bereiken|bel|telefonisch|richten aan|wenden tot|vervang|automatisch|mijn e-mail|mijn mail|waargenomen|mailen naar",
        polite="beste|geachte|hallo|hoi|goedendag|goedemorgen|dank voor uw|dank voor je|bedankt voor|dank u voor|hartelijk dank|met vriendelijke|vriendelijke groet|groet|excuses|ik heb uw|uw bericht|je bericht",
        wish="ik wil|wij willen|ik zou graag|wij zouden|graag ontvang|kunt u mij|kunt u de|kunt u onze|kunt u mijn|kun je me|kun je mij|kun je dit|kun je het|kunnen jullie|ik heb nodig|wilt u|gelieve de|stopzetten|uitstellen|annuleren|opzeggen|pakket|bestelling|levering|bezorg|factuur|terugbeta|kapot|werkt niet|fout|nog niet|nog steeds|ontbreekt|afspraak|mijn account",
    ),
    "sv": _of(
        away="ledig idag|ledig i dag|ledig|är inte inne|inte inne|borta idag|borta till|är borta|inte på jobbet|jobbar inte idag|på konferens|på mässa|på kurs|på utbildning|på möte hela|befinner mig på|lämnat företaget|lämnat min|gått i pension|kollar mejlen sporadiskt|kollar mejl sporadiskt|läser mejl sporadiskt|begränsad tillgång|begränsad möjlighet|jobbar deltid|arbetar deltid|arbetar inte|jobbar inte|min kollega ersätter|ersätter mig|vikarierar|vikarie|utomlands|har ledigt|tar ledigt|sommarstängt|julstängt|helgdag|pensionär|på föräldra|vård av barn|med fördröjning|inte på kontoret|ej på kontoret|på semester|har semester|är bortrest|bortrest|frånvarande|föräldraledig|är ledig|ledig till|inte anträffbar|ej anträffbar|på tjänsteresa|på resande fot|på resa|sjukskriven|mammaledig|pappaledig|slutat på|har slutat|inte kvar på|arbetar inte längre|jobbar inte längre|inte tillgänglig|inte i tjänst|ej i tjänst|kontoret är stängt|har stängt|har semesterstängt|är inte på plats|tjänstledig|vab",
        back="imorgon|i morgon|tisdag|onsdag|torsdag|fredag|sporadiskt|svara senare|måndag|nästa vecka|fördröj|på måndag|kollar|till och med|t.o.m|till|tillbaka|åter|från och med|förrän|svarar|besvarar|återkommer|läser|så snart|så fort|när jag|vecka|fram till|idag|i dag",
        instead="hjälper dig|vänd|fråga|frågor|ärenden|kontor|min kollega|brådskande|akut|kontakta|kollega|kollegor|vidarebefordras|min frånvaro|mejl|e-post|mail|ring|vänd dig|växel|vänligen|hänvisa|automatisk|nås på|skicka till",
        polite="hej|tack för ditt|tack för ert|tack för mail|med vänlig|vänliga hälsningar|hälsningar|mvh|ursäkta|beklagar|ditt meddelande",
        wish="jag vill|vi vill|jag skulle vilja|kan ni|kan du|skulle ni|jag behöver|vi behöver|leverans|paket|beställning|order|faktura|återbetal|trasig|fungerar inte|funkar inte|fel|fortfarande|ännu inte|saknas|avboka|flytta|skjut upp|mitt konto",
    ),
    "da": _of(
        away="ikke på arbejde i dag|har fri i dag|holder fri i dag|er ikke inde|væk til|er væk|deltager i et|deltager i en|på kursus|på konference|på messe|på rejse|i udlandet|længere tid om at svare|begrænset adgang|har forladt|gået på pension|vikar|arbejder deltid|arbejder ikke|er sygemeldt|ferielukket|helligdag|lukket mellem|på barselsorlov|afløser|med forsinkelse|holder weekend|ikke på arbejde|ikke på job|ikke på kontoret|på ferie|har ferie|holder ferie|afholder ferie|er fraværende|fraværende|ikke til stede|på barsel|på orlov|sygemeldt|bortrejst|på forretningsrejse|på tjenesterejse|ude af huset|ude af kontoret|holder fri|har fri|holder lukket|er lukket|arbejder ikke længere|er fratrådt|er stoppet|ikke længere ansat|er på kursus|ikke at træffe|kan ikke træffes|ikke tilgængelig",
        back="i morgen|tirsdag|onsdag|fredag|længere tid|svare|mandag|torsdag|forsink|senere|næste uge|til og med|t.o.m|indtil|til den|til d.|tilbage|igen|fra den|fra d.|besvarer|svarer|vender tilbage|læser|når jeg|så snart|hurtigst|i dag|uge|i morgen|retur",
        instead="spørgsmål|min kollega|rettes til|kontoret|hovednummer|hjælper|hastesag|haster|hastende|presserende|akut|kontakt|kollega|kolleger|videresend|mit fravær|min mail|mine mails|e-mail|ring|henvend|skriv til|automatisk|begrænset adgang|adgang til",
        polite="hej|kære|goddag|tak for din|tak for jeres|tak for mail|med venlig|venlig hilsen|hilsen|mvh|beklager|undskyld|din mail|din besked",
        wish="jeg vil gerne|vi vil gerne|jeg ønsker|kan i|kan du|vil i|jeg har brug|levering|lever|pakke|ordre|bestilling|faktura|refusion|i stykker|virker ikke|fejl|stadig|endnu ikke|mangler|afbestil|aflys|flyt|min konto|gemme",
    ),
    "no": _of(
        away="er ikke på jobb|fri i dag|er ikke inne|borte til|er borte|i pappaperm|i mammaperm|pappaperm|på konferanse|på messe|i utlandet|på seminar|har gått av|pensjonist|vikar|jobber deltid|jobber ikke|ikke på jobb|ferielukket|ferieavvikling|fråvær|ikkje på kontoret|ikkje til stades|på permisjon|begrenset tilgang|avspaserer|helligdag|sommerstengt|fellesferie|svarer ikke på e-post|forsinket svar|er ute på|ikke på kontoret|på ferie|har ferie|avvikler ferie|tar ferie|ferieavvikling|fraværende|ikke til stede|i permisjon|har permisjon|ute i permisjon|foreldrepermisjon|sykemeldt|bortreist|på reise|på tjenestereise|på jobbreise|ute av kontoret|ute av huset|har fri|tar fri|har stengt|er stengt|holder stengt|jobber ikke lenger|har sluttet|ikke lenger ansatt|ikke tilgjengelig|ikke å treffe|på kurs",
        back="i morgen|når jeg kan|denne uka|denne uken|tirsdag|onsdag|torsdag|fredag|før|måndag|forsink|senere|neste uke|attende|svare|til og med|t.o.m|frem til|fram til|inntil|til den|til mandag|tilbake|igjen|fra og med|fra|besvarer|svarer|leser|når jeg|så snart|snarest|i dag|uke",
        instead="spørsmål|rettes til|hjelper|sentralbord|min kollega|haster|hastesak|hastende|akutt|viktig|kontakt|kollega|kolleger|videresend|mitt fravær|min e-post|e-post|mail|ring|henvend|send til|automatisk|begrenset tilgang|tilgang til|ved behov",
        polite="hei|kjære|god dag|takk for din|takk for e-post|takk for mail|takk for henvend|takk for meld|takk for at|med vennlig|vennlig hilsen|hilsen|mvh|beklager|meldingen din",
        wish="jeg vil gjerne|vi vil gjerne|jeg ønsker|kan dere|kan du|jeg trenger|levering|lever|pakke|ordre|bestilling|faktura|refusjon|ødelagt|virker ikke|fungerer ikke|feil|fortsatt|fremdeles|ennå ikke|mangler|avbestill|avlys|flytt|min konto",
    ),
    "is": _of(
        away="sumarleyfi|vetrarfrí|í vetrarleyfi|á ráðstefnu|á námskeiði|á fundi|veik heima|veikur heima|ekki í vinnu|starfar ekki lengur|komin í|kominn í|í fríi|í sumarfríi|í orlofi|í fæðingarorlofi|í leyfi|í veikindaleyfi|ekki við|ekki á skrifstofunni|fjarverandi|verð frá|er frá vinnu|í ferðalagi|erlendis|hætt störfum|hættur störfum|skrifstofan er lokuð|lokað vegna|utan skrifstofu",
        back="á meðan|verð aftur|við vinnu|seinna|mánudag|til|aftur|kem aftur|svara|mun svara|þegar ég|frá og með|við fyrsta|verð við",
        instead="tekur við|erind|sinnir|leysir|áríðandi|brýn|samband við|hafa samband|hafið samband|hafðu samband|vinsamlega|vinsamlegast|samstarfs|fjarveru|tölvupóst|póstinn|sjálfvirk|hringja|hringið",
        polite="góðan dag|sæl|sæll|halló|hæ|takk fyrir|þakka|kveðja|bestu kveðjur|með kveðju|afsak",
        wish="ég vil|ég þarf|getið þið|getur þú|gætuð þið|gætir þú|pakk|sending|pöntun|reikning|endurgreið|bilað|virkar ekki|villa|ennþá|enn ekki|vantar|afpanta|fresta",
    ),
    "fi": _of(
        away="tänään koulutuksessa|tänään poissa|en ole tänään|tänään vapaalla|vapaalla|vapaapäiv|kesälomalla|talvilomalla|konferenssissa|messuilla|kurssilla|en pääse|en lue sähköposti|harvakseltaan|satunnaisesti|osa-aika|eläkkeelle|jäänyt eläk|ei ole enää|en ole enää|sijaiseni|minua sijaistaa|virkavapaalla|opintovapaa|isyysvapaa|ulkomailla|viiveellä|juhlapyhä|toimisto kiinni|ei ole töissä|en ole töissä|lomalla|vuosilomalla|olen lomalla|poissa toimistolta|poissa toimistosta|poissa työpaikalta|poissa töistä|olen poissa|en ole tavoitettavissa|en ole paikalla|en ole toimistolla|vapaalla|perhevapaalla|vanhempainvapaalla|äitiyslomalla|äitiysvapaalla|hoitovapaalla|opintovapaalla|sairauslomalla|sairaslomalla|työmatkalla|matkoilla|en työskentele enää|ei työskentele enää|toimisto on suljettu|toimistomme on suljettu|olemme suljettu|lomailen|koulutuksessa",
        back="huomenna|tiistai|keskiviikko|torstai|perjantai|maanantai|tänä aikana|viive|vastaan taas|kun palaan|sinä aikana|saakka|asti|palaan|palattuani|takaisin|töihin|töissä|jälleen|alkaen|vastaan|luen|lue|viestiisi|viestiin|mahdollisimman pian|ensi tilassa|tänään|lähtien",
        instead="sillä välin|asiaasi hoitaa|hoitaa|sijaiseni|kysymyksissä|asioissa|voit olla|viestejä|kiireelli|kiirei|ota yhteyttä|ottakaa yhteyttä|otathan yhteyttä|yhteyttä|yhteys|kollega|sähköposti|sähköpostejani|poissaolo|sijais|tuura|soita|puhelimitse|automaatti|välitetä|ohjata",
        polite="hei|moi|terve|hyvä|kiitos viesti|kiitos sähkö|kiitos yhtey|kiitän|terveisin|ystävällisin|pahoittelen|hyvää",
        wish="haluaisin|haluan|haluamme|voitteko|voisitteko|voitko|voisitko|tarvitsen|tarvitsemme|toimitus|toimitta|paketti|tilauksen|tilaukseni|lasku|hyvitys|rikki|ei toimi|virhe|edelleen|vielä|puuttuu|peru|siirtä",
    ),
    "pl": _of(
        away="mnie nie ma|nie ma mnie|mnie nie będzie|jestem dziś|dziś nie pracuję|mam dziś|korzystam z urlopu|urlopu wypoczynk|urlop do|urlop od|przebywam na|z powodu choroby|nie mam możliwości|nie mam dostępu|ograniczony dostęp|zastępuje mnie|zastępować mnie|w moim zastępstwie|na konferencji|na targach|w szpitalu|na emerytur|odszedł|odeszła|nie jest już|pracuję na część|biuro nieczynne|będzie zamknięt|jest zamknięt|dzień wolny|długi weekend|wyjazd służbow|wyjeździe|poza firmą|poza miejscem|za granicą|z opóźnieniem|opóźnieni|poza biurem|na urlopie|jestem nieobecn|nieobecn|przebywam na|będę nieobecn|na zwolnieniu|zwolnieniu lekarskim|chorobowym|na delegacji|w delegacji|w podróży|na szkoleniu|na macierzyńskim|urlopie macierzyńskim|urlopie wychowawczym|nie ma mnie w|nie będzie mnie|jestem niedostępn|nie pracuję|nie pracuje już|już nie pracuj|nie jest już pracownik|biuro jest nieczynne|biuro będzie nieczynne|firma nieczynna|nieczynne|mam wolne",
        back="jutro|dziś|wtorek|środę|czwartek|piątek|w okresie|poniedział|najbliższ|opóźni|będę z powrotem|do dnia|do|wracam|wrócę|po powrocie|odpowiem|odpowiemy|od dnia|w dniach|włącznie|jak najszybciej|ponownie|skontaktuję|przeczytam|do odwołania|dzisiaj|w tym tygodniu|będę dostępn",
        instead="zastępuje|na adres|na maile|dyspozycji|sekretariat|w sprawach|we wszystkich|pisać|piln|nagłych|niecierpiąc|kontakt|proszę o kontakt|kontaktować|skontaktować|kierować|koleżank|kolegą|koleg|współpracowni|zastęp|mojej nieobecności|przekazywan|przekierow|dostępu do poczty|dostęp do poczty|poczty|maila|e-mail|telefon|automatycz|pisać na",
        polite="dzień dobry|witam|cześć|szanown|dziękuję za|dziękujemy za|pozdrawiam|z poważaniem|przepraszam|z pozdrow",
        wish="chcę|chciał|potrzebuj|czy mog|czy może|proszę o przesu|proszę o zmian|proszę o przeło|proszę o dostar|proszę o zwrot|proszę o przesłan|proszę o wstrzym|proszę o anul|proszę przes|proszę wstrzym|przesyłk|paczk|dostaw|zamówieni|faktur|zwrot|reklamac|uszkodz|zepsut|nie działa|błąd|nadal|jeszcze nie|brakuje|moje konto|odebrać|wizyt",
    ),
    "cs": _of(
        away="dnes nejsem|dnes mám|jsem pryč|budu pryč|dnes nepracuji|nejsem v práci|nebudu v práci|řádnou dovolenou|dovolenou do|na konferenci|na veletrhu|v nemocnici|pracovním volnu|mám volno|zastupuje mne|zastupuje mě|mě zastupuje|mne zastupuje|v důchodu|odešel z|odešla z|omezený přístup|omezeně|se zpožděním|státní svátek|firma je zavřen|uzavřen|mimo pracoviště|mimo pracovišt|na pracovní cestě|služebně|na nemocenské|zkrácený úvazek|mimo kancelář|na dovolené|mám dovolenou|čerpám dovolenou|čerpat dovolenou|čerpám řádnou|nejsem v kancelář|nebudu v kancelář|nejsem přítom|nepřítom|budu nepřítom|jsem na služební|na služební cestě|v zahraničí|na mateřské|na rodičovské|pracovní neschopnost|v pracovní neschop|na školení|nejsem k dispozici|nejsem k zastižení|nepracuji|již nepracuj|už nepracuj|máme zavřeno|je zavřeno|zavřená|celozávodní dovolen",
        back="zítra|ozvu|úterý|středu|čtvrtek|pátek|týden|pondělí|zpožděn|po svém|jakmile|k dispozici|do|zpět|vrátím|po návratu|odpovím|odpovíme|od|včetně|ozvu|opět|znovu|přečtu|co nejdříve|dnes|tento týden",
        instead="zastupuje|neodkladné|sekretariát|můj kolega|ve věcech|záležitost|zprávy|naléhav|neodklad|urgentn|nutných|akutn|spěch|kontaktujte|kontaktovat|obraťte|obracejte|kolegu|kolegyn|kolega|zastup|zástup|mé nepřítom|přeposíl|přístup k|e-mail|poštu|pošty|volejte|telefon|automatick|pište na",
        polite="dobrý den|dobrý|vážen|ahoj|děkuji za|děkuj|s pozdravem|hezký den|pěkný den|omlouv|s přáním|váš e-mail|vaše zpráva",
        wish="chtěl bych|chtěla bych|chci|potřebuj|můžete|mohli byste|mohl byste|prosím o zasl|prosím o změn|prosím o pozdrž|prosím o přesun|prosím o posun|prosím zašl|prosím pošl|prosím zruš|zásilk|balík|doruč|objednávk|faktur|vrácení|reklamac|rozbit|poškoz|nefung|chyb|stále|ještě|můj účet|odložit|termín",
    ),
    "sk": _of(
        away="dnes nie som|som preč|budem preč|dnes nepracujem|dnes mám|nenachádzam na pracovisku|nie som na pracovisku|nebudem na pracovisku|nie som v práci|nebudem v práci|mimo pracovisk|riadnu dovolenku|na konferencii|na veľtrhu|v nemocnici|mám voľno|zastupuje ma|ma zastupuje|na dôchod|odišiel|odišla|obmedzený prístup|obmedzene|so oneskorením|s oneskorením|služobne|štátny sviatok|uzavret|mimo kancelár|na dovolenke|mám dovolenku|čerpám dovolenku|nie som v kancelár|nebudem v kancelár|neprítom|nie som prítom|na služobnej|na pracovnej ceste|v zahraničí|na materskej|na rodičovskej|na pn|práceneschop|na školení|nie som k dispozícii|nie som zastihnut|nepracuj|už nepracuj|máme zatvorené|je zatvoren",
        back="zajtra|ozvem|utorok|stredu|štvrtok|piatok|týždeň|pondelok|oneskor|po svojom|zareagujem|hneď ako|do|späť|vrátim|po návrate|odpoviem|odpovieme|od|vrátane|ozvem|opäť|znova|prečítam|čo najskôr|dnes|tento týždeň",
        instead="zastupuje|sekretariát|vo veciach|záležitost|správy|naliehav|súrn|nutných|urgentn|neodklad|kontaktujte|kontaktovať|obráťte|obracajte|kolegu|kolegyň|kolega|zastup|zástup|mojej neprítom|prepos|prístup k|e-mail|poštu|pošty|volajte|telefon|automatick|píšte na",
        polite="dobrý deň|dobrý|vážen|ahoj|ďakujem za|ďakuj|s pozdravom|pekný deň|ospravedl|váš e-mail|vaša správa",
        wish="chcel by som|chcela by som|chcem|potrebuj|môžete|mohli by ste|prosím o zasl|prosím o zmen|prosím o posun|prosím o pozdrž|prosím pošl|prosím zruš|zásielk|balík|doruč|objednávk|faktúr|vráteni|reklamác|rozbit|poškod|nefung|chyb|stále|ešte|môj účet|odložiť|termín",
    ),
    "hu": _of(
        away="ma nem vagyok|ma nem dolgozom|nem vagyok benn|nem vagyok a helyemen|külföldi tartózkod|külföldi út|külföldön tartóz|ritkán olvas|nem olvasom|nem tudom olvasni|konferencián|kiállításon|tréningen|képzésen|kórház|nyugdíj|távozott|elhagyta|korlátozottan|helyettesít|részmunkaidő|ünnepnap|munkaszünet|leállás|késéssel|késve|szabadságomat|szabadságot|szabadság ideje|szülési|babaköz|szabadságon|szabadságom miatt|szabadságom ideje|házon kívül|irodán kívül|nem vagyok az irodá|nem leszek az irodá|nem vagyok bent|nem leszek bent|távol vagyok|távol leszek|távollét|nem tartózkodom|üzleti úton|külföldön|betegállomány|betegszabadság|betegség miatt|táppénz|szülési szabadság|gyes-en|gyeden|nem vagyok elérhető|nem leszek elérhető|nem dolgozom|már nem dolgoz|zárva|zárva tart|irodánk zárva",
        back="holnap|kedd|szerda|csütörtök|péntek|hétfő|késve|késés|csak|amikor|miután|március|április|május|június|július|augusztus|szeptember|október|november|december|január|február|visszatér|ismét|újra|vissza|válaszol|olvasom|jelentkez|amint|legközelebb|mielőbb|levelére|levelét|üzenetére|ma|ezen a héten",
        instead="titkárság|hívja|ügyben|halaszthatatlan|helyettesít|kérdés|levelek|leveleimet|sürgős|halaszthatatlan|forduljon|fordulj|keresse|keressék|kollég|munkatárs|helyettes|távollétem|elér|telefon|továbbít|e-mail|leveleim|automatikus|írjon a|hívja|postafiók",
        polite="tisztelt|kedves|jó napot|üdvözl|szia|köszönöm a|köszönöm level|köszönöm üzen|köszönöm megk|köszönjük|üdvözlettel|tisztelettel|elnézés|megértés",
        wish="szeretn|kérem tart|kérem küld|kérem töröl|kérem módos|kérem halass|tartsák|küldjék|küldjenek|tudnák|tudják|tudnának|lehetne|szükségem|csomag|szállít|kiszáll|rendelésem|megrendelés|számla|visszatérít|elromlott|hibás|nem működik|hiba|még mindig|még nem|hiányzik|időpont|halaszt|lemond|fiókom|átvenni",
    ),
    "ro": _of(
        away="astăzi nu sunt|azi nu sunt|nu lucrez azi|nu lucrez astăzi|nu sunt la serviciu|mă aflu în concediu|concediu de odihnă|concediu medical|mă înlocuiește|mă va înlocui|la o conferință|la un târg|la un curs|în străinătate|pensionat|a părăsit|acces limitat|cu întârziere|sărbător|zile libere|biroul va fi închis|suntem închiși|program redus|liberă|în spital|în concediu|sunt plecat|nu sunt la birou|nu voi fi la birou|nu sunt în birou|în afara biroului|lipsesc din|voi lipsi|voi fi plecat|voi fi în concediu|în delegație|în deplasare|în vacanță|în concediu medical|concediu de maternitate|creștere copil|sunt absent|voi fi absent|indisponibil|nu sunt disponibil|nu mai lucr|nu mai face parte|biroul este închis|birourile sunt închise|liber până|zi liberă",
        back="mâine|marți|miercuri|joi|vineri|în perioada|luni|întârzi|când revin|martie|aprilie|după|până|revin|voi reveni|la întoarcere|întorc|din data|începând|răspunde|răspund|citi|cât mai curând|cât de curând|imediat ce|inclusiv|astăzi|săptămâna|revenire",
        instead="înlocuiește|secretariat|pentru orice|probleme|mesajele|urgen|contact|adresa|adresați|coleg|absența mea|lipsei mele|redirecțion|acces|e-mail|mailul|telefon|înlocui|automat|luați legătura|scrieți la|apela",
        polite="bună ziua|bună|salut|stimat|vă mulțumesc pentru|mulțumesc pentru|cu stimă|cu respect|o zi bună|toate cele bune|scuze|îmi cer|ne cerem|mesajul|o zi",
        wish="vreau|aș dori|aș vrea|am nevoie|puteți|ați putea|vă rog să amân|vă rog să trim|vă rog să anul|vă rog să schimb|vă rog să livr|vă rog să îmi|vă rog să-mi|vă rog să păstr|amân|livra|colet|comanda mea|comanda nu|factur|ramburs|stricat|defect|nu funcțion|nu merge|eroare|încă|lipsește|programare|contul meu|ridica",
    ),
    "bg": _of(
        away="днес не съм|днес почивам|не съм тук|ползвам платен|ползвам отпуск|ползвам годиш|платен отпуск|замества ме|ме замества|ще ме замества|на конференция|на обучение|на изложение|в чужбина|в болница|пенсионира|напусна|ограничен достъп|със закъснение|официален празник|в почивка|извън страната|непълно работно|в отпуск|в отпуска|в годишен отпуск|в болничен|в командировка|извън офиса|отсъствам|отсъствие|не съм в офиса|няма да съм в офиса|няма да бъда в|не съм на работа|в майчинство|на почивка|не съм на разположение|вече не работ|не работя|офисът е затворен|офисът няма да работи|почивен ден",
        back="утре|вторник|сряда|четвъртък|петък|края на|понеделник|закъсн|когато се|след|седмица|до|от|включително|ще отговоря|отговоря|ще се върна|връщам|завръщане|след завръ|отново|възможно най|при първа|на работа|днес",
        instead="замества|секретар|по въпроси|за въпроси|съобщения|спешн|неотложн|належащ|обърнете|обръщайте|свържете|свързвайте|контакт|колег|заместв|отсъствието ми|поща|имейл|писма|препрат|препращ|телефон|автоматич|пишете на",
        polite="здравейте|добър ден|уважаем|привет|благодаря за|благодарим|поздрави|с уважение|хубав ден|извинявам|съжалявам|писмото ви|съобщението",
        wish="искам|бих искал|можете ли|може ли|имам нужда|моля да отлож|моля да изпрат|моля да достав|моля да промен|моля отлож|моля изпрат|пратка|доставк|поръчк|фактур|възстанов|счупен|повреден|не работи|грешка|все още|още не|липсва|отмен|сметка|колет|акаунт",
    ),
    "mk": _of(
        away="денес не сум|денес не работам|ме нема|користам одмор|користам годиш|ме заменува|на пат|на конференција|со задоцнување|на одмор|на годишен одмор|на боледување|отсутен|отсутна|отсуствувам|не сум во канцеларија|надвор од канцеларија|на службен пат|на породилно|нема да бидам|не сум на работа|повеќе не работ",
        back="утре|понеделник|недела|до|од|се враќам|ќе се вратам|враќање|ќе одговорам|одговорам|повторно|што е можно|најскоро",
        instead="заменува|прашања|итн|контактирајте|контакт|колег|обратете|јавете|замен|отсуство|пошта|мејл|телефон|автоматск",
        polite="почитуван|здраво|добар ден|ви благодар|благодарам|поздрав|со почит|се извинувам",
        wish="сакам|би сакал|може ли|можете ли|ми треба|нарачка|пратка|пакет|достав|фактур|расипан|не работи|грешка|се уште|сѐ уште|недостасува|одложи|откажи",
    ),
    "sr": _of(
        away="""
        danas ne radim|ne radim danas|danas nisam|danas me nema|nema me|slobodan dan|данас не радим|данас нисам|нема ме
        koristim godišnji|koristim go|godišnji od|na putu|na konferencij|na sajmu|na sajam|na seminaru|na obuci|u bolnici|retko proveravam|rijetko provjeravam|povremeno|ograničen pristup|zamjenjuje me|zamenjuje me|mijenja me|menja me|u mirovini|u penziji|napustio|napustila|neradni|praznik|blagdan|na terenu|skraćeno radno|s kašnjenjem|sa zakašnjenjem|na rodiljn|na porodiljn|u inozemstvu|u inostranstvu|користим годишњ|на путу|на конференциј|замењује ме|мења ме
        na godišnjem odmoru|na odmoru|na godišnjem|godišnji odmor|na bolovanju|na službenom put|na poslovnom put|na porodiljsk|na dopustu|odsutan|odsutna|odsustv|nisam u kancelarij|neću biti u kancelarij|van kancelarij|izvan kancelarij|nisam u uredu|neću biti u uredu|izvan ureda|nisam u mogućnosti|nisam na poslu|ne radim|više ne rad|više nisam|ured je zatvoren|kancelarija je zatvorena|ne radimo|nedostupan|nedostupna|nisam dostup
        на годишњем одмору|на одмору|на годишњем|на боловању|на службеном пут|на породиљск|одсутан|одсутна|одсуств|нисам у канцеларији|нећу бити у канцеларији|ван канцеларије|више не радим|нисам на послу
        """,
        back="""
        sutra|javim se|javim|utorak|utorka|srijed|sred|četvrt|petak|petka|сутра|јавим
        vratim|ponedjelj|ponedelj|kašnj|trenutno|trenutačno|tjed|nedelj|kada se|понедељ|тренутно
        do|od|vraćam|vratiću|vratit ću|povratk|po povratku|odgovor|odgovoriću|ponovo|ponovno|javiću|javit ću|čim|što prije|što pre|u najkraćem|uključivo|zaključno|danas
        до|од|враћам|вратићу|повратк|по повратку|одговор|поново|јавићу|чим|закључно|данас
        """,
        instead="""
        zamjenjuje|zamenjuje|mijenja|menja me|tajništv|sekretar|za sva pitanja|u slučaju|proveravam|provjeravam|замењује
        hitn|žurn|neodlož|obrat|kontakt|javite|javiti|koleg|zamjen|zamen|odsutnost|odsustv|prosljeđ|prosleđ|pristup|e-mail|mail|pošt|telefon|nazovite|pozovite|automatsk|pišite na
        хитн|неодлож|обрат|контакт|јавите|позовите|колег|замен|одсуств|прослеђ|приступ|пошт|мејл|телефон|аутоматск|пишите на
        """,
        polite="poštovan|dobar dan|pozdrav|zdravo|bok|dragi|draga|hvala na|hvala vam|zahvaljujem|zahvaljuj|srdačan|lijep pozdrav|lep pozdrav|ispričavam|izvinjavam|s poštovanjem|поштован|добар дан|поздрав|здраво|хвала на|хвала вам|захваљуј|срдачан|с поштовањем|извињавам",
        wish="""
        želim|želio bih|željela bih|želeo bih|želela bih|trebam|treba mi|možete li|možete mi|molim da odgod|molim da odlož|molim da mi|molim pošalj|molim dostav|molim odgod|narudžb|porudžb|paket|pošiljk|dostav|isporuk|račun|faktur|povrat novca|pokvaren|oštećen|aplikacija ne radi|uređaj ne radi|sustav ne radi|ne radi mi|uopće ne radi|uopšte ne radi|i dalje ne radi|još ne radi|greška|još uvijek|još uvek|još nije|nedostaje|otkaz|odgod
        желим|желео бих|треба ми|можете ли|молим да|поруџбин|пакет|пошиљк|достав|испорук|рачун|фактур|покварен|апликација не ради|уређај не ради|не ради ми|и даље не ради|грешка|још увек|недостаје|отказ
        """,
    ),
    "sl": _of(
        away="me ni v|danes me ni|me ni|danes ne delam|danes nisem|prost dan|koristim letni|koristim dopust|letni dopust|na konferenci|na sejmu|na seminarju|v tujini|v bolnišnici|nadomešča me|me nadomešča|upokoj|zapustil|omejen dostop|praznik|dela prost|prost dan|kolektivni dopust|z zamudo|na potovanju|na službeni|na starševsk|redko preverjam|občasno|na dopustu|na letnem dopustu|odsoten|odsotna|sem odsot|odsotnost|nisem v pisarni|ne bo me v|me ne bo|izven pisarne|zunaj pisarne|na službeni poti|na službenem potovanju|na bolniški|na porodniški|na porodniškem|na izobraževanju|nisem dosegljiv|nedosegljiv|ne delam|ni več zaposlen|nisem več zaposlen|pisarna je zaprta|imamo kolektivni",
        back="jutri|oglasim|torek|sredo|četrtek|petek|ponedelj|zamud|trenutno|ko se|marca|aprila|teden|do|od|vrnem|vračam|po vrnitvi|vrnitvi|odgovor|odgovoril|ponovno|spet|zopet|nazaj|takoj ko|čim prej|v najkrajšem|vključno|danes|dosegljiv",
        instead="nadomešča|tajništv|v primeru|vprašanj|sporočila|nujn|obrnite|pišite|pokličite|kontaktirajte|kontakt|sodelav|kolegic|kolegu|nadomeš|odsotnosti|posredov|dostop|pošto|pošte|e-mail|telefon|samodejn|avtomatsk",
        polite="pozdravljeni|spoštovan|dober dan|zdravo|živjo|hvala za|zahvaljujem|lep pozdrav|lepo pozdrav|s spoštovanjem|opraviču",
        wish="želim|želel bi|želela bi|rad bi|rada bi|potrebujem|ali lahko|lahko prosim|prosim pošlj|prosim prestav|prosim za presta|prosim za zamen|naročil sem|mojega naročila|paket|pošiljk|dostav|račun|vračilo|pokvarjen|poškodovan|ne deluje|napaka|še vedno|še ni|manjka|odpove|prestav",
    ),
    "et": _of(
        away="mind kontoris ei|mind ei ole|ei ole täna|mind pole|täna ei tööta|olen vabal|täna vabal|puhkan|puhkame|asendab mind|mind asendab|konverentsil|messil|koolitus|välismaal|haiglas|pensioni|lahkunud|lahkus|piiratud|hilinemisega|riigipüha|vabal päev|vaba päev|reisil|ei ole tööl|pole tööl|isapuhkus|kollektiivpuhk|harva|puhkusel|viibin puhkusel|olen puhkusel|kontorist väljas|kontorist eemal|kontorist ära|ei ole kontoris|ei viibi kontoris|pole kontoris|eemal|lähetuses|töölähetuses|komandeeringus|haiguslehel|lapsehoolduspuhkusel|lapsepuhkusel|emapuhkusel|ei ole kättesaadav|ei tööta enam|enam ei tööta|kontor on suletud|suletud|välisreisil|koolitusel",
        back="homme|teisipäev|kolmapäev|neljapäev|reede|esmaspäev|hilin|seni|selle aja|praegu|nädal|kuni|tagasi|naasen|alates|vastan|vastame|esimesel võimalusel|niipea|loen|jälle|täna|taas|naasmis",
        instead="asendab|sekretär|küsimustes|asjus|vastab|kiire|kiireloomu|pakilis|pöörduge|pöörduda|võtke ühendust|ühendust|kontakt|kolleeg|asenda|äraoleku|eemalolek|kirju|kirjadele|e-kirja|helista|telefon|automaat|edasta|suunata",
        polite="tere|lugupeetud|austatud|tänan|täname|aitäh|lugupidamisega|parimate soovidega|tervitades|vabandan|teie kiri",
        wish="soovin|sooviksin|tahan|tahaksin|palun saatke|palun lükake|palun muutke|palun tühistage|kas te|kas saate|vajan|pakk|saadetis|tellimus ei|minu tellimus|tarne|arve|tagasimaks|katki|ei tööta mul|viga|ikka veel|puudu|lükata|tühista",
    ),
    "lv": _of(
        away="šodien neesmu|šodien nestrād|mani nevar|neesmu uz vietas|atrodos atvaļināj|esmu atvaļināj|ikgadējā atvaļ|prombūtnē mani|mani aizvieto|aizvieto mani|konferencē|izstādē|seminārā|ārzemēs|slimnīcā|pensijā|ierobežota|ar nokavēšanos|svētku dien|brīvdien|brīva diena|pametis|pametusi|bērna kopš|ceļojumā|reti pārbaudu|atvaļinājumā|neesmu birojā|nebūšu birojā|ārpus biroja|neatrodos birojā|prombūtnē|esmu prombūtn|komandējumā|darba braucienā|slimības lapa|darbnespēj|dekrēta|bērna kopšanas|neesmu pieejam|nebūšu pieejam|nestrādāj|vairs nestrādā|birojs ir slēgts|mācībās|neesmu darbā|nebūšu darbā",
        back="rīt|otrdien|trešdien|ceturtdien|piektdien|pirmdien|pašlaik|šobrīd|kavē|nedēļ|kad atgr|līdz|no|atgriežos|atgriez|atgriešan|atbildēšu|atbildēsim|pēc iespējas|tiklīdz|būšu|atpakaļ|lasīšu|šodien|ieskaitot",
        instead="aizvieto|sekretār|jautājum|ziņas|steidzam|neatliekam|sazinieties|sazināties|vērsieties|zvaniet|rakstiet|kontakt|kolēģ|aizvieto|prombūtnes|pārsūt|e-past|tālrun|automātisk|piekļuve|piekļuves",
        polite="labdien|sveiki|cienījam|paldies|ar cieņu|jauku dienu|atvainoj|jūsu vēstul",
        wish="vēlos|vēlētos|gribu|vai varat|vai jūs|lūdzu nosūt|lūdzu atlik|lūdzu main|lūdzu atcel|lūdzu piegād|man vajag|nepieciešam|sūtījum|paka|piegād|pasūtījums nav|mans pasūt|rēķin|atmaks|bojāt|nestrādā man|kļūda|joprojām|vēl nav|trūkst|atlikt|atcelt",
    ),
    "lt": _of(
        away="šiandien nedirb|šiandien manęs|šiandien nesu|šiandien neb|esu komandiruot|komandiruot|konferencijoje|parodoje|seminare|užsienyje|ligoninėje|pensijoje|išėjo iš|paliko|ribot|vėluodam|vėluos|švenčių|laisvą dieną|pavaduoja|mane pavaduoja|retai tikrin|kelionėje|dekretin|atostogas|atostogos|atostogauj|atostogose|atostogų|nesu biure|nebūsiu biure|nesu darbe|nebūsiu darbe|manęs nėra|nėra biure|ne biure|ne darbe|komandiruotėje|išvykęs|išvykusi|nedarbingum|motinystės atost|vaiko priežiūros|nepasiekiam|nedirb|nebedirb|biuras nedirba|kasmetinėse|mokymuose|laisvadien",
        back="rytoj|antradien|trečiadien|ketvirtadien|penktadien|atsakinė|pirmadien|savait|vėl|šiuo metu|kai grįš|iki|nuo|grįšiu|grįžtu|grįžęs|grįžusi|grįž|atsakysiu|atsakysime|kai tik|kuo greičiau|vėl|skaitysiu|šiandien",
        instead="pavaduoja|sekretor|klausim|laišk|skub|neatidėl|kreipkitės|kreiptis|susisiekite|susisiekti|kontakt|koleg|pavaduo|nebuvim|nedarbo metu|skambinkite|rašykite|el. pašt|laišk|telefon|automatin|persiun",
        polite="laba diena|labas|sveiki|gerbiam|ačiū už|dėkoju už|dėkui|pagarbiai|linkėjimai|geros dienos|atsipraš|jūsų laišk",
        wish="norėčiau|noriu|norime|ar galite|ar galėtumėte|prašau atsiųs|prašau pakei|prašau perkel|prašau atidė|prašau atšauk|man reikia|siunt|pristaty|užsakymas nep|mano užsak|sąskait|grąžin|sugedo|sugadin|neveikia|klaida|vis dar|dar nega|trūksta|atidėti|atšaukti",
    ),
    "el": _of(
        away="σήμερα απουσιάζω|σήμερα δεν|λείπω σήμερα|απουσιάζ|εκτός έδρας|σε συνέδριο|σε έκθεση|σε σεμινάριο|στο εξωτερικό|στο νοσοκομείο|συνταξιοδ|αποχώρησε|έχει αποχωρήσει|με αντικαθιστά|αντικαθιστά|περιορισμένη|με καθυστέρηση|αργία|κανονική άδεια|κάνω χρήση|μερική απασχ|γονική άδεια|ταξιδεύω|εκτός γραφείου|σε άδεια|με άδεια|απουσιάζω|θα απουσιάσω|θα απουσιάζω|θα λείπω|λείπω|απουσία μου|σε διακοπές|σε επαγγελματικό ταξίδι|σε ταξίδι|αναρρωτική|άδεια μητρότητας|άδεια λοχείας|δεν βρίσκομαι|δεν θα βρίσκομαι|δεν είμαι στο γραφείο|δεν θα είμαι|δεν είμαι διαθέσιμ|δεν εργάζομαι|δεν εργάζεται πλέον|γραφείο μας είναι κλειστό|γραφεία μας είναι κλειστά|κλειστά",
        back="αύριο|τρίτη|τετάρτη|πέμπτη|παρασκευή|καθυστέρ|εβδομάδα|δευτέρα|όταν|αυτή την|επανέλθω|έως|μέχρι|επιστρ|απαντήσω|από|και πάλι|το συντομότερο|μόλις|θα διαβάσω|θα είμαι|σήμερα|επιστροφή",
        instead="αντικαθιστά|γραμματεία|ερωτήσεις|για οποι|μηνύματα|επείγ|επείγον|έκτακτ|επικοινων|απευθ|συνάδελφ|συναδέλφ|απουσία|πρόσβαση|προωθ|mail|τηλέφων|καλέσ|αντικατ|αυτόματ|στείλτε στο",
        polite="γεια σας|γεια|καλημέρα|καλησπέρα|αγαπητ|σας ευχαριστώ|ευχαριστ|με εκτίμηση|φιλικά|χαιρετ|συγγνώμη|το μήνυμά σας",
        wish="θα ήθελα|θέλω|χρειάζομαι|μπορείτε να|μπορείς|παρακαλώ στείλτε μου|παρακαλώ αναβ|παρακαλώ ακυρ|παρακαλώ κρατ|παραγγελία μου|παραγγελία δεν|δέμα|παράδοση|τιμολόγ|επιστροφή χρημ|χαλασμέν|δεν λειτουργ|δεν δουλεύει|σφάλμα|ακόμα|λείπει το|ραντεβού|αναβάλ|ακυρώ",
    ),
    "ru": _of(
        away="меня нет|нет на работе|не на работе|сегодня не работаю|сегодня отсутств|не в городе|на объекте|на конференции|на выставке|на семинаре|за границей|в больнице|на пенси|уволил|покинул|ограниченный доступ|с задержкой|праздничн|каникул|замещает меня|меня замещает|вместо меня|в дороге|по болезни|почту смотрю редко|почту проверяю редко|редко проверяю|редко смотрю|неполный рабочий|отгул|до конца недели|ежегодный отпуск|ухожу в отпуск|у меня отпуск|адрес больше не|ящик больше не|в отпуске|нахожусь в отпуске|отсутствую|буду отсутствовать|не в офисе|нет в офисе|не будет в офисе|не буду в офисе|меня не будет|не на рабочем месте|отсутствие на|вне офиса|в командировке|на больничном|на больничный|в декрете|в декретном|в отъезде|на обучении|на выходном|выходной|недоступен|недоступна|не доступен|больше не работа|уже не работа|не работаю|офис закрыт|офис не работает|ушла в отпуск|ушёл в отпуск|ушел в отпуск",
        back="завтра|вторник|среду|четверг|пятниц|редко|задерж|понедельник|недел|смотрю|проверяю|к работе|до|с|по|включительно|отвечу|ответим|вернусь|возвращ|по возвращении|как только|при первой|снова|прочитаю|выйду|на связи|ближайшее время|сегодня",
        instead="всем вопросам|по вопросам|просим направлять|направлять|секретар|сотрудник|смотрю|проверяю|срочн|неотложн|экстренн|обращайтесь|обращаться|обратитесь|свяжитесь|связаться|связывайтесь|звоните|пишите|контакт|коллег|замеща|заменя|моё отсутствие|мое отсутствие|моего отсутствия|почт|доступ|переслан|перенаправ|телефон|автоматич|направляйте",
        polite="коллеги|доброго времени|здравствуйте|добрый день|доброе утро|добрый вечер|добрый|уважаем|привет|спасибо за|благодарю за|благодарим|с уважением|всего доброго|хорошего дня|извин|прошу прощения|ваше письмо|ваше сообщение|получил|получила",
        wish="мне нужно|нам нужно|мне нужен|хочу|хотел бы|хотела бы|хотим|можно ли|не могли бы|могли бы|можете|прошу перен|прошу достав|прошу высл|прошу отлож|прошу вернуть|прошу измен|прошу отмен|пожалуйста перен|пожалуйста достав|посылк|доставк|заказ не|мой заказ|моего заказа|счёт|счет-|возврат денег|сломал|не работает приложение|не работает ваш|ошибк|всё ещё|до сих пор|не хватает|перенес|отмените|аккаунт|забрать",
    ),
    "uk": _of(
        away="мене немає|мене нема|немає на роботі|не на роботі|сьогодні не працюю|сьогодні відсут|на конференції|на виставці|за кордоном|у лікарні|на пенсі|звільни|обмежений доступ|із затримкою|з затримкою|святков|заміщає мене|мене заміщає|замість мене|в дорозі|рідко перевір|рідко перегляд|переглядаю ввечері|у мене відпустка|щорічна відпуст|у відпустці|в відпустці|відсутній|відсутня|буду відсутн|поза офісом|не в офісі|не буду в офісі|мене не буде|немає в офісі|не на робочому місці|у відрядженні|в відрядженні|на лікарняному|у декреті|в декретній|на навчанні|недоступн|більше не прац|вже не прац|не працюю|офіс зачинено|офіс не працює",
        back="завтра|вівтор|серед|четвер|п'ятниц|тижн|понеділ|затрим|переглядаю|увечері|ввечері|перевіряю|до|з|по|включно|відповім|повернуся|повернусь|після повернення|повернення|щойно|як тільки|знову|прочитаю|найближчим часом|сьогодні",
        instead="з питань|усіх питань|секретар|переглядаю|перевіряю|термінов|невідклад|звертайтеся|звертайтесь|зверніться|звертатися|зв'яжіться|зв'язатися|телефонуйте|пишіть|контакт|колег|заміщ|заміню|відсутност|пошт|доступ|переслан|телефон|автоматич",
        polite="вітаю|доброго дня|добрий день|добридень|шановн|привіт|дякую за|дякуємо за|з повагою|гарного дня|вибач|перепрош|ваш лист",
        wish="мені потрібно|нам потрібно|хочу|хотів би|хотіла б|чи можна|чи могли|можете|прошу перен|прошу надісл|прошу достав|прошу скас|посилк|доставк|замовлення не|моє замовлення|рахунок|повернення кошт|зламал|не працює|помилк|досі|все ще|не вистача|перенес|скасу",
    ),
    "tr": _of(
        away="bugün izin|bugün ofiste yok|bugün yok|ofiste yokum|iş yerinde değilim|işte değilim|doğum iznin|izninde|iznindeyim|yerime|tatili nedeniyle|tatil nedeniyle|bayram tatil|resmi tatil|kapalıdır|kapalı olacak|kapalıyız|konferansta|fuarda|toplantıda olaca|hastanede|emekli|yurt dışında|yurtdışında|sınırlı erişim|gecikmeli|gecikme|vekaleten|bakmaktadır|ayrılmıştır|görev yapmamakta|çalışmamaktadır|mazeret izn|askerlik|izindeyim|izinde olacağım|izinliyim|yıllık izin|yıllık izn|tatildeyim|tatilde olacağım|ofis dışında|ofiste değilim|ofiste olmayacağım|ofisimde değilim|ofiste bulunmuyorum|ofiste olamayacağım|iş seyahatinde|seyahatteyim|seyahatte olacağım|raporluyum|doğum izn|hastalık izn|eğitimdeyim|şirketten ayrıl|artık çalışm|görevimden ayrıl|ofisimiz kapalı|şu anda yokum|müsait değilim|ulaşılamıyor",
        back="yarın|dönüş yap|salı|çarşamba|perşembe|cuma|arasında|nisan|mart|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|ocak|şubat|pazartesi|sonra|gecik|kadar|itibaren|tarihine|tarihin|tarihler|döndüğümde|dönüşümde|döneceğim|geri dön|dönüş|yanıt|cevap|en kısa sürede|bugün|bu hafta|arasında",
        instead="yerime|bakmakta|konular|sorularınız|santral|sekreter|acil|ivedi|iletişim|irtibat|ulaş|başvur|arayabilir|arayınız|yazabilir|arkadaş|meslektaş|çalışma arkadaş|yokluğumda|vekalet|e-posta|mail|erişim|yönlendir|otomatik|telefon",
        polite="merhaba|sayın|iyi günler|günaydın|selam|teşekkür|saygılar|iyi çalışmalar|kusura|özür|mesajınız",
        wish="istiyorum|isterim|isteriz|rica ederim|rica ediyorum|ihtiyacım|gerekiyor|misiniz|mısınız|musunuz|müsünüz|kargo|paket|teslim|siparişim|faturam|fatura|iade|bozuk|kırık|çalışmıyor|hata|hala|hâlâ|henüz|eksik|ertele|iptal|hesabım|randevu",
    ),
    "he": _of(
        away='היום אני לא|אני לא בעבודה|לא בעבודה|לא נמצא בעבודה|מחליפה אותי|מחליף אותי|בכנס|בתערוכה|בהשתלמות|בבית חולים|פרש|פרשתי|עזב|עזבתי|גישה מוגבלת|באיחור|חג|יום חופש|שבתון|בחופשה|בחופשת|בחופש|לא במשרד|לא נמצא במשרד|לא נמצאת במשרד|לא אהיה|איני נמצא|אינני נמצא|מחוץ למשרד|בחו"ל|בחול|נעדר|נעדרת|בחל"ת|חופשת לידה|חופשת מחלה|במחלה|בנסיעה|במילואים|לא זמין|לא זמינה|כבר לא עובד|כבר לא עובדת|לא עובד יותר|המשרד סגור|המשרד יהיה סגור',
        back="מחר|ראשון|שני|באיחור|בינתיים|במהלך|עד|החל|אחזור|אשוב|שובי|חזרתי|בחזרתי|אענה|אשיב|אגיב|בהקדם|כשאחזור|היום|השבוע",
        instead='מחליפ|לשאלות|לכל שאלה|מזכירות|בהיעדר|דחוף|דחופים|דחופה|בהול|לפנות|פנו|נא פנה|ניתן לפנות|אנא פנה|צור קשר|ליצור קשר|צרו קשר|עמית|עמיתי|במקומי|מחליפ|היעדרותי|בהעדרי|בהיעדרי|דוא"ל|מייל|טלפון|אוטומטי|גישה',
        polite="שלום|היי|בוקר טוב|צהריים טובים|תודה על|תודה שפנית|תודה רבה|בברכה|מתנצל|סליחה|הודעתך|פנייתך",
        wish="אני רוצה|אני צריך|אני צריכה|ברצוני|אפשר|האם|נא לשלוח|נא לדחות|נא לבטל|תוכלו|תוכל|חבילה|משלוח|ההזמנה שלי|הזמנתי|חשבונית|החזר|מקולקל|לא עובד לי|תקלה|שגיאה|עדיין|חסר|לבטל|לדחות",
    ),
    "ar": _of(
        away="غير موجود|لست موجود|لا أعمل اليوم|اليوم إجازة|بإجازتي|إجازتي|اجازتي|أتمتع حاليا|مسافرة|في مؤتمر|في معرض|في دورة|في المستشفى|تقاعد|غادر الشركة|ترك العمل|قد يتأخر ردي|سيتأخر|تأخير|وصول محدود|عطلة|العطلة|ينوب عني|خارج البلد|خارج المكتب|في إجازة|في اجازة|بإجازة|في اجازه|إجازة سنوية|اجازة سنوية|إجازة مرضية|إجازة أمومة|في رحلة عمل|في مهمة عمل|مسافر|غير متواجد|غير متوفر|غير متاح|لست في المكتب|لن أكون|غائب|متغيب|لم أعد أعمل|لم يعد يعمل|المكتب مغلق|مكاتبنا مغلقة|خارج البلاد",
        back="غدا|سأرد|أسبوع|الأحد|الاثنين|يتأخر|إلى العمل|بعد|خلال|حتى|إلى غاية|لغاية|أعود|اعود|سأعود|عودتي|عند العودة|العودة|سأرد|سارد|الرد|أرد|ابتداء|من تاريخ|اعتبارا|في أقرب وقت|اليوم|هذا الأسبوع",
        instead="للاستفسار|مراسلة|ينوب|للأمور|للحالات|عاجل|عاجلة|الطارئة|طارئ|طارئة|للضرورة|الاتصال|التواصل|تواصل|اتصل|مراجعة|زميل|زميلتي|زملائي|غيابي|بريدي|البريد|بديل|تلقائي|تلقائية|هاتف|إعادة توجيه",
        polite="مرحبا|السلام عليكم|عزيزي|تحية|تحيات|شكرا|أشكر|مع التحية|مع خالص|نعتذر|أعتذر|صباح الخير|رسالتك|رسالتكم|السيد",
        wish="أريد|اريد|أرغب|أحتاج|احتاج|هل يمكن|هل تستطيع|أرجو إرسال|أرجو تأجيل|أرجو إلغاء|يرجى إرسال|يرجى تأجيل|يرجى إلغاء|الطرد|شحنة|الشحنة|طلبي|التوصيل|استلام|فاتورة|استرداد|معطل|مكسور|لا يعمل الجهاز|خطأ|حتى الآن لم|ما زال|لم يصل|ناقص|إلغاء|تأجيل",
    ),
    "fa": _of(
        away="در شرکت نیستم|در محل کار نیستم|در اداره نیستم|سر کار نیستم|نیستم|در ماموریت|در مأموریت|در کنفرانس|در نمایشگاه|در دوره|بیمار|بستری|بازنشسته|ترک کرده|با تاخیر|تعطیلات|تعطیل است|دسترسی محدود|جانشین من|در مرخصی|مرخصی هستم|مرخصی|خارج از دفتر|خارج از شرکت|در دفتر حضور ندارم|در دفتر نیستم|در محل کار نیستم|حضور ندارم|حضور نخواهم|در سفر|در ماموریت|در تعطیلات|در دسترس نیستم|در دسترس نخواهم|دیگر در این شرکت|دفتر تعطیل|شرکت تعطیل",
        back="فردا|پاسخ می دهم|پایان|هفته|تاخیر|شنبه|تا|از تاریخ|بازگشت|برمی گردم|بر می گردم|باز می گردم|برگشت|پاسخ|جواب|در اسرع وقت|به محض|امروز|این هفته",
        instead="حاصل فرمایید|برای کارهای|سوالات|جانشین|فوری|ضروری|اضطراری|تماس|همکار|همکارم|غیاب|جایگزین|ایمیل|دسترسی|تلفن|خودکار|مراجعه|ارسال نمایید به",
        polite="سلام|با سلام|با تشکر|تشکر|ممنون|سپاس|با احترام|احترام|پوزش|عذر|پیام شما|ایمیل شما",
        wish="می خواهم|میخواهم|لازم دارم|نیاز دارم|آیا|می توانید|میتوانید|لطفا ارسال کنید|لطفا تغییر|لطفا لغو|بسته من|بسته|مرسوله|سفارش من|سفارشم|تحویل|فاکتور|خراب|شکسته|کار نمی کند|خطا|هنوز|لغو",
    ),
    "hi": _of(
        away="आज मैं छुट्टी|आज मैं अवकाश|कार्यालय नहीं|यात्रा पर हूँ|यात्रा कर रह|सम्मेलन में|सीमित पहुँच|देरी हो|बंद रहेगा|सेवानिवृत्त|छुट्टी पर|अवकाश पर|कार्यालय से बाहर|ऑफिस से बाहर|कार्यालय में नहीं|ऑफिस में नहीं|ऑफ़िस से बाहर|ऑफ़िस में नहीं|यात्रा पर|उपलब्ध नहीं|अनुपस्थित|मातृत्व|कार्यालय बंद",
        back="कल|देरी|सप्ताह|सोमवार|बाद|तक|लौट|वापस|वापसी|उत्तर|जवाब|जल्द|आज|से",
        instead="प्रश्नों|के लिए कृपया|तत्काल|अत्यावश्यक|आपात|ज़रूरी|जरूरी|संपर्क|सम्पर्क|सहकर्मी|सहयोगी|अनुपस्थिति|ईमेल|फोन|फ़ोन|स्वचालित",
        polite="नमस्ते|नमस्कार|प्रिय|धन्यवाद|आपके ईमेल|आपके संदेश|क्षमा|खेद|सादर",
        wish="चाहता|चाहती|चाहिए|कृपया भेज|कृपया बदल|कृपया रद्द|क्या आप|मेरा ऑर्डर|पार्सल|डिलीवरी|पैसे|रिफंड|खराब|टूट|काम नहीं कर|गलत|अभी तक",
    ),
    "bn": _of(
        away="ছুটিতে|অফিসের বাইরে|অফিসে নেই|ভ্রমণে|অনুপস্থিত",
        back="পর্যন্ত|ফির|উত্তর|জবাব|থেকে",
        instead="জরুরি|জরুরী|যোগাযোগ|সহকর্মী|ইমেল|ইমেইল|স্বয়ংক্রিয়|ফোন",
        polite="নমস্কার|প্রিয়|ধন্যবাদ|হ্যালো|আসসালামু|শুভেচ্ছা|দুঃখিত",
        wish="চাই|দয়া করে পাঠ|পার্সেল|অর্ডার পাই|ডেলিভারি|ফেরত|ভাঙা|কাজ করছে না|এখনও",
    ),
    "ur": _of(
        away="چھٹی پر|رخصت پر|دفتر سے باہر|دفتر میں نہیں|دفتر میں موجود نہیں|چھٹیوں پر|سفر پر",
        back="تک|واپس|واپسی|جواب|سے",
        instead="فوری|ہنگامی|ضروری|رابطہ|ساتھی|ای میل|فون|خودکار",
        polite="السلام علیکم|محترم|شکریہ|آداب|معذرت",
        wish="چاہتا|چاہتی|چاہیے|براہ کرم بھیج|پارسل|آرڈر نہیں|رقم|خراب|ابھی تک|کام نہیں",
    ),
    "ta": _of(
        away="விடுமுறையில்|விடுப்பில்|அலுவலகத்தில் இல்லை|அலுவலகத்திற்கு வெளியே",
        back="வரை|திரும்ப|பதில்",
        instead="அவசர|தொடர்பு|சக ஊழியர்|மின்னஞ்சல்|தானியங்கி",
        polite="வணக்கம்|நன்றி|அன்புள்ள|மன்னிக்கவும்",
        wish="வேண்டும்|தயவுசெய்து அனுப்ப|பார்சல்|ஆர்டர் வர|வேலை செய்யவில்லை",
    ),
    "th": _of(
        away="ไม่มาทำงาน|ไม่เข้าออฟฟิศ|ไม่ได้เข้าสำนักงาน|ลาคลอด|ลาบวช|ลาป่วย|ประชุมต่างประเทศ|ไปต่างจังหวัด|อบรม|ลาออก|เกษียณ|วันหยุด|ลาพักร้อน|ลาพักผ่อน|ลางาน|ลาป่วย|ลาคลอด|ลากิจ|อยู่ระหว่างการลา|ไม่อยู่ที่สำนักงาน|ไม่อยู่สำนักงาน|ไม่อยู่ที่ออฟฟิศ|ไม่อยู่ออฟฟิศ|ไม่อยู่ในสำนักงาน|ไม่ได้อยู่ที่สำนักงาน|ไม่อยู่ที่ทำงาน|เดินทางไปต่างประเทศ|เดินทางไปทำงาน|ติดภารกิจ|วันหยุดพักผ่อน|บริษัทปิดทำการ|สำนักงานปิดทำการ",
        back="พรุ่งนี้|จะตอบ|ระหว่างนี้|ถึงเดือน|ล่าช้า|สัปดาห์|จนถึง|ถึงวันที่|ตั้งแต่|กลับมา|จะกลับ|ตอบกลับ|โดยเร็ว|วันนี้",
        instead="แทน|เร่งด่วน|ด่วน|ฉุกเฉิน|ติดต่อ|เพื่อนร่วมงาน|อีเมล|โทร|อัตโนมัติ",
        polite="สวัสดี|เรียน|ขอบคุณ|ขออภัย|ขอแสดงความนับถือ",
        wish="ต้องการ|อยากให้|อยากได้|ช่วยส่ง|ช่วยเลื่อน|กรุณาเลื่อน|กรุณาส่งสินค้า|ได้ไหม|ไหมคะ|ไหมครับ|พัสดุ|สินค้า|จัดส่ง|คืนเงิน|ใบแจ้งหนี้|เสีย|ใช้งานไม่ได้|ยังไม่ได้|ยกเลิก",
    ),
    "vi": _of(
        away="hôm nay tôi nghỉ|tôi nghỉ|không đi làm|không vào văn phòng|nghỉ tết|nghỉ việc|đã nghỉ việc|hội nghị|đi nước ngoài|công tác nước ngoài|chậm hơn thường lệ|chậm trễ|nghỉ hưu|du lịch|nghỉ phép|nghỉ lễ|nghỉ thai sản|nghỉ ốm|nghỉ mát|đang nghỉ|vắng mặt|không có mặt|không ở văn phòng|ra khỏi văn phòng|đi công tác|đang đi công|đi du lịch|ngoài văn phòng|không còn làm việc|văn phòng đóng cửa",
        back="ngày mai|mai|chậm|tuần|thứ hai|sau khi|đến hết|đến ngày|cho đến|từ ngày|trở lại|quay lại|trả lời|phản hồi|sớm nhất|hôm nay",
        instead="thay thế|mọi thắc mắc|công việc|khẩn|gấp|cấp bách|liên hệ|liên lạc|đồng nghiệp|email|điện thoại|tự động|gọi",
        polite="xin chào|chào|kính gửi|cảm ơn|cám ơn|trân trọng|xin lỗi|kính chào",
        wish="tôi muốn|tôi cần|xin vui lòng gửi|vui lòng gửi|vui lòng dời|vui lòng hủy|vui lòng đổi|có thể|được không|bưu kiện|gói hàng|giao hàng|đơn hàng của tôi|hóa đơn|hoàn tiền|bị hỏng|không hoạt động|bị lỗi|báo lỗi|vẫn chưa|chưa nhận|thiếu",
    ),
    "id": _of(
        away="tidak masuk kantor|tidak masuk kerja|tidak masuk|tidak ke kantor|tidak bekerja hari|dinas ke luar|ke luar kota|ke luar negeri|menghadiri konferensi|pelatihan|pensiun|mengundurkan diri|akses terbatas|libur nasional|libur lebaran|cuti bersama|menggantikan saya|terlambat membalas|bertugas di luar|sedang cuti|sedang mengambil cuti|saya cuti|sedang berlibur|sedang liburan|sedang bercuti|saya bercuti|akan bercuti|di luar kantor|di luar pejabat|tidak berada di|tidak di kantor|tiada di pejabat|perjalanan dinas|dinas luar|sedang dinas|cuti tahunan|cuti melahirkan|cuti bersalin|cuti tidak lagi bekerja|kantor tutup|kantor kami tutup|pejabat ditutup",
        back="besok|esok|sekembali|terlambat|minggu|senin|setelah|sampai|hingga|kembali|sejak|mulai|membalas|balas|menjawab|sesegera|secepat|dari tanggal|hari ini|minggu ini",
        instead="pertanyaan|menggantikan|mendesak|darurat|penting|segera|hubungi|menghubungi|rekan|kolega|rakan|email|e-mail|e-mel|telepon|otomatis|automatik|selama saya|ketiadaan|menggantikan",
        polite="halo|hai|selamat|yth|kepada|terima kasih|salam|hormat|maaf|mohon maaf|pesan anda|email anda",
        wish="saya ingin|saya mau|saya perlu|saya butuh|bisakah|bolehkah|apakah|tolong kirim|mohon kirim|mohon tunda|mohon ubah|mohon batal|paket|pengiriman|pesanan saya|faktur|tagihan|pengembalian|rusak|tidak berfungsi|galat|belum|masih|kurang|batalkan",
    ),
    "tl": _of(
        away="naka-leave|nakaleave|nakabakasyon|naka-bakasyon|wala ako sa opisina|wala po ako sa opisina|wala sa opisina|nasa bakasyon",
        back="hanggang|babalik|pagbalik|sasagot|sasagutin|tutugon",
        instead="urgent|agaran|madalian|makipag-ugnayan|kontakin|tumawag|kasamahan|email",
        polite="kumusta|magandang|salamat|maraming salamat|pasensya|paumanhin",
        wish="gusto ko|kailangan ko|pwede ba|maaari ba|pakipadala|paki-|order ko|refund|sira|hindi gumagana|parcel",
    ),
    "sw": _of(
        away="niko likizo|nipo likizo|likizoni|nje ya ofisi|siko ofisini|sipo ofisini|safarini",
        back="hadi|mpaka|nitarudi|nitakaporudi|nitajibu|kuanzia",
        instead="dharura|haraka|wasiliana|mwenzangu|barua pepe|piga simu",
        polite="habari|hujambo|ndugu|asante|samahani|wako",
        wish="nataka|ninahitaji|tafadhali tuma|je unaweza|kifurushi|agizo langu|rejesha|imeharibika|haifanyi",
    ),
    "ca": _of(
        away="avui no|no hi soc|no hi sóc|no hi seré|no soc a l'oficina|no seré a l'oficina|no sóc a|no treballo|em substitueix|jubilat|jubilada|tancat|tancada|en un congrés|accés limitat|amb retard|festiu|de vacances|fora de l'oficina|fora del despatx|estic absent|estaré absent|seré fora|estaré fora|estic fora|de baixa|de permís|de viatge|ja no treball|ja no forma part|no soc al despatx|no sóc a l'oficina|oficina tancada|estarem tancats",
        back="demà|contestaré|setmana|dilluns|retard|fins|torn|tornaré|tornada|respondré|contestaré|a partir|el més aviat|tan aviat|del|avui",
        instead="substitueix|per a qualsevol|urg|contact|poseu-vos|adreceu|adreçar|company|col·lega|absència|accés|correu|truc|automàtic|substitu",
        polite="bon dia|hola|benvolgu|bona tarda|gràcies pel|gràcies per|moltes gràcies|salutacions|cordialment|atentament|disculp",
        wish="voldria|vull|necessito|m'agradaria|podeu enviar|podrieu|podríeu|si us plau envi|si us plau ajorn|comanda no|la meva comanda|paquet|lliurament|factura|reemborsament|trencat|no funciona|error|encara|falta|anul·lar|ajornar",
    ),
    "gl": _of(
        away="de vacacións|fóra da oficina|fora da oficina|estarei ausente|estou ausente|de baixa|de viaxe|estou fóra|xa non traballo|de permiso",
        back="ata|volver|regres|responder|á miña volta|contestar|a partir|canto antes",
        instead="urxen|urxent|contact|diríx|compañeir|ausencia|correo|acceso|chame|automátic",
        polite="ola|bos días|estimad|grazas|saúdos|un saúdo|desculp",
        wish="quero|quería|gustaríame|necesito|poden|podería|paquete|meu pedido|entrega|factura|reembolso|roto|non funciona|aínda|falta|cancelar|aprazar",
    ),
    "eu": _of(
        away="oporretan|bulegotik kanpo|ez nago bulegoan|ez naiz bulegoan|kanpoan nago|kanpoan egongo|bajan nago|lanetik kanpo|baimenarekin",
        back="arte|itzul|erantzun|hemendik|bueltan|*tik aurrera",
        instead="presaz|premiaz|urgente|harremanetan|jarri|lankide|deitu|posta|automatik|idatzi",
        polite="kaixo|egun on|arratsalde on|eskerrik asko|mila esker|agur|ondo izan|barkatu",
        wish="nahi dut|nahiko nuke|behar dut|mesedez bidali|dezakezue|pakete|eskaera ez|nire eskaera|faktura|hautsita|ez dabil|oraindik",
    ),
    "sq": _of(
        away="me pushime|jashtë zyrës|nuk jam në zyrë|jam në leje|me leje|në udhëtim|me raport mjekësor|nuk punoj më|nuk jam i disponueshëm",
        back="deri|kthehem|kthim|përgjigj|do t'ju|nga data|sa më shpejt",
        instead="urgjent|emergjen|kontakto|drejtohuni|koleg|mungesës|email|e-mail|telefon|automatik",
        polite="përshëndetje|i nderuar|e nderuar|të nderuar|faleminderit|me respekt|ju falenderoj|kërkoj falje",
        wish="dëshiroj|dua|kam nevojë|a mund|ju lutem dërgo|ju lutem shtyni|pako|porosia ime|dorëzim|faturë|rimbursim|prishur|nuk funksionon|ende|mungon",
    ),
    "ka": _of(
        away="საზღვარგარეთ|ავად ვარ|შეზღუდულ|შვებულებაში|ოფისში არ ვარ|ოფისში არ ვიქნები|ოფისის გარეთ|მივლინებაში|ბიულეტენზე|დეკრეტულ|არ ვიმყოფები|აღარ ვმუშაობ",
        back="დაგვიანებ|*მდე|*-მდე|დავბრუნდები|დაბრუნებ|გიპასუხებთ|ვუპასუხებ|პასუხ",
        instead="საკითხებზე|სასწრაფო|გადაუდებ|დაუკავშირდით|დაკავშირ|კოლეგ|მიმართეთ|ფოსტ|ტელეფონ|ავტომატურ",
        polite="გამარჯობა|მოგესალმებით|მადლობა|გმადლობთ|პატივისცემით|ბოდიშ|ძვირფას",
        wish="მინდა|მჭირდება|შეგიძლიათ|გთხოვთ გამომიგზავნ|გთხოვთ გადა|ამანათ|ჩემი შეკვეთა|მიწოდებ|ინვოის|გაფუჭებ|არ მუშაობს|ჯერ კიდევ|შეცდომ",
    ),
    "hy": _of(
        away="հիվանդ|արտասահմանում|սահմանափակ|արձակուրդում|արձակուրդի մեջ|գրասենյակում չեմ|գրասենյակից դուրս|գործուղման|գործուղում|բացակայ|այլևս չեմ աշխատում",
        back="ուշացում|մինչև|մինչեւ|կվերադառնամ|վերադ|կպատասխանեմ|պատասխան|*-ից",
        instead="հարցերով|շտապ|հրատապ|դիմեք|դիմել|կապվել|կապվեք|գործընկեր|փոստ|հեռախոս|ավտոմատ|զանգահար",
        polite="բարև|հարգելի|շնորհակալ|հարգանքով|ներողություն|ողջույն",
        wish="ցանկանում եմ|ուզում եմ|ինձ պետք է|կարող եք|խնդրում եմ ուղարկ|խնդրում եմ հետաձգ|ծանրոց|իմ պատվերը|առաքում|հաշիվ|փչացած|չի աշխատում|դեռ",
    ),
    "az": _of(
        away="məzuniyyətdəyəm|məzuniyyətdə|ofisdə deyiləm|ofisdən kənarda|ezamiyyətdə|işdə deyiləm|xəstəlik məzuniyyət",
        back="qədər|qayıd|cavab|tarixindən|tarixinə|ən qısa",
        instead="təcili|əlaqə|həmkar|müraciət|zəng|e-poçt|elektron poçt|avtomatik",
        polite="salam|hörmətli|təşəkkür|hörmətlə|üzr",
        wish="istəyirəm|lazımdır|zəhmət olmasa göndər|bağlama|sifarişim|çatdırıl|faktura|xarab|işləmir|hələ",
    ),
    "kk": _of(
        away="демалыстамын|демалыста|еңбек демалыс|кеңседе емеспін|кеңседе жоқ|іссапарда|жұмыста емес",
        back="дейін|оралған|оралам|жауап|бастап|қайтып",
        instead="шұғыл|жедел|хабарлас|әріптес|байланыс|пошта|телефон|автоматты",
        polite="сәлеметсіз|құрметті|рахмет|құрметпен|кешір|сәлем",
        wish="қалаймын|керек|жібере аласыз|сәлемдеме|тапсырысым|жеткізу|бұзыл|істемейді|әлі",
    ),
    "be": _of(
        away="у адпачынку|адсутнічаю|не ў офісе|мяне не будзе|у камандзіроўцы|на бальнічным",
        back="да|вярнуся|адкажу|па вяртанні|з",
        instead="тэрмінов|звяртайцеся|калег|кантакт|пошт|тэлефон|аўтаматыч",
        polite="добры дзень|вітаю|дзякуй|з павагай|прабач",
        wish="хачу|мне патрэбна|ці можна|пасылк|заказ не|дастаўк|не працуе|памылк|дагэтуль",
    ),
    "mn": _of(
        away="амралттай|ээлжийн амралт|оффис дээр байхгүй|ажил дээр байхгүй|томилолттой",
        back="хүртэл|буцаж|хариу|эргэж",
        instead="яаралтай|холбог|хамтран ажил|утас|имэйл|автомат",
        polite="сайн байна|баярлалаа|хүндэтгэсэн|уучлаарай",
        wish="хүсэж байна|хэрэгтэй|илгээж|захиалга минь|эвдэрсэн|ажиллахгүй",
    ),
    "ga": _of(
        away="as oifig|ar saoire|ar laethanta saoire|níl mé san oifig|ar shaoire",
        back="go dtí|ar ais|freagr",
        instead="práinneach|práinn|teagmháil|comhghleacaí|ríomhphost",
        polite="dia duit|dia dhuit|a chara|go raibh maith|le meas|buíochas",
        wish="teastaíonn|ba mhaith liom|an féidir|beartán|ordú|briste|ní oibríonn",
    ),
    "cy": _of(
        away="allan o'r swyddfa|ar wyliau|ar fy ngwyliau|i ffwrdd o'r swyddfa|ar absenoldeb|ddim yn y swyddfa|nid wyf yn y swyddfa",
        back="tan|hyd at|yn ôl|dychwel|ymateb|ateb",
        instead="brys|cysyllt|cydweithiwr|cydweithwraig|e-bost|ebost|ffonio",
        polite="helo|annwyl|bore da|diolch|cofion|ymddiheur",
        wish="hoffwn|rydw i eisiau|rwyf angen|allwch chi|parsel|archeb|ad-dal|wedi torri|ddim yn gweithio",
    ),
    "mt": _of(
        away="bil-leave|barra mill-uffiċċju|mhux fl-uffiċċju|bil-vaganza|fuq vaganza",
        back="sa|lura|inwieġeb|meta nirritorna",
        instead="urġenti|ikkuntattja|kollega|email|awtomati",
        polite="għażiż|bonġu|grazzi|tislijiet|skużi",
        wish="nixtieq|għandi bżonn|tistgħu|pakkett|ordni|imkisser|ma jaħdimx",
    ),
    "lb": _of(
        away="am congé|net am büro|an der vakanz|am krankeschäin|elterencongé|net op der aarbecht",
        back="bis|zréck|erëm|äntweren",
        instead="dréngend|urgent|kontaktéiert|kolleg|mail|automatesch",
        polite="moien|gudde moien|léif|merci|mat beschte gréiss|schéine",
        wish="ech wëll|ech brauch|kënnt dir|pak|bestellung|rechnung|futti|fonctionnéiert net",
    ),
    "af": _of(
        away="met verlof|nie op kantoor|uit die kantoor|buite kantoor|op vakansie|weg van kantoor|met siekverlof|nie in die kantoor|nie meer werksaam",
        back="tot|terug|weer|antwoord|beantwoord|vanaf|sodra",
        instead="dringend|kontak|kollega|e-pos|bel|outomaties|afwesigheid",
        polite="hallo|goeie dag|goeiemore|beste|dankie vir|baie dankie|groete|vriendelike|jammer|verskoon",
        wish="ek wil|ek benodig|kan julle|kan u|stuur asseblief|pakkie|bestelling|aflewering|faktuur|stukkend|werk nie|nog nie",
    ),
    "zh": _of(
        away="今天不在|本周不在|不在岗|不在崗|不上班|轮休|輪休|出国|出國|回国前|放假通知|春节放假|春節放假|国庆放假|休产假|休產假|休病假|住院|退休|开会期间|參加會議|参加会议|参加培训|参展|代为处理|代為處理|代理我的|不便查看|不方便查看|休息|停止办公|暂停办公|停止使用|已停用|公司放假|旅行|休婚假|调休|補休|特休|休假|度假|请假|請假|年假|产假|產假|病假|放假|出差|外出|不在办公室|不在辦公室|不在公司|离开办公室|離開辦公室|无法及时回|無法及時回|无法即时回|無法即時回|不能及时回|不能及時回|已离职|已離職|不再任职|休息日|公出|休市",
        back="明天|明日|下周|下週|周一|週一|回国|回國|正常上班|进办公室|進辦公室|开工|開工|其间|其間|明天|月底|之后|之後|起|返回|回来|回來|回到|回公司|恢复|恢復|返岗|返崗|上班|回复您|回覆您|回复你|尽快|儘快|盡快|期间|期間|截至|为止|至|直到|敬请谅解|敬請見諒|敬请見諒|期间",
        instead="代为|代為|处理|處理|邮件由|郵件由|改由|急事|紧急|緊急|请联系|請聯絡|請聯繫|请致电|請致電|联系我|联络|聯絡|聯繫|联系|同事|代理人|职务代理|職務代理|邮箱|信箱|电话|電話|手机|手機|转交|自动|自動|查看邮件|收信",
        polite="您好|你好|尊敬的|谢谢您的|謝謝您的|感谢您的|感謝您的|谢谢来信|謝謝來信|感谢来信|感謝來信|抱歉|见谅|見諒|谅解|諒解|此致|敬上|祝好|祝商祺|不便|来信|來信|邮件已收到|郵件已收到|收到您的",
        wish="推迟|延後|延后|送货|送貨|包裹|快递|快遞|订单号|退款|退货|退貨|发票|發票|破损|破損|坏了|壞了|故障|无法使用|無法使用|无法登录|還沒|还没|没有收到|沒有收到|取消|改到|能否|可否|可以吗|請問|请问|我想|我要|我需要|希望",
    ),
    "ja": _of(
        away="お休みをいただ|休ませていただ|終日外|有給|産前産後|育児休業|お休み|休みとさせ|休館|休診|定休日|夏期休|冬期休|年末年始|ゴールデンウィーク|お盆休|終日不在|入院|研修の|研修中|会議のため|海外出張|異動|離任|在席して|休暇|休業|不在|出張|外出|お休みを|休みをいただ|席を外し|産休|育休|退職|退社いた|夏季休|年末年始|療養|離席|リモート不可",
        back="明日|来週|明日以降|月曜|翌営業日|となります|遅れ|遅く|まで|戻り|戻っ|復帰|出社|返信|ご返事|お返事|以降|より|期間|対応いた|再開|改めて|確認次第|順次",
        instead="ご用件|鈴木まで|までお願い|ご返信|メールは|お急ぎ|緊急|至急|ご連絡|連絡先|同僚|担当|代理|代わり|自動|お電話|メールを確認|メールの確認|ご迷惑|転送|窓口",
        polite="お世話に|いつも|ありがとう|申し訳|恐れ入り|恐縮|何卒|よろしくお願い|宜しくお願い|ご了承|ご不便|ご理解|誠に勝手|ご容赦|敬具|拝啓|お疲れ",
        wish="注文した|届いて|届かな|配達|配送|荷物|返金|返品|交換し|請求書|壊れ|故障し|動きません|動かな|エラー|変更し|変更を|キャンセル|教えて|いただけます|できますか|お願いできま|ほしい|欲しい|困って|受け取れ",
    ),
    "ko": _of(
        away="오늘은 휴무|쉬는 날|사무실을 비|해외 출장|회신이 늦|답변이 늦|답장이 늦|퇴사하여|퇴직|휴직|여름휴가|하계휴가|공휴일|명절|연휴|병원|입원|세미나|교육 참석|사용하지 않습니다|육아 휴직|출산 휴가|대체하여|대신 처리|휴가 중|휴가중|휴가로|휴가를|휴가입|휴가 기간|연차|휴무|부재중|부재 중|부재 상태|자리를 비|출장 중|출장중|출장으로|출장입|외근|육아휴직|출산휴가|병가|휴직|퇴사|사무실에 없|휴진|교육 중",
        back="내일|이번 주|다음 주|늦을 수|월요일|지연|까지|복귀|돌아|부터|답변|회신|답장|확인하는 대로|빠른 시일|이후|확인 후|기간 동안|오늘|동안",
        instead="보내주세요|보내 주|문의는|대신|급한|급하신|긴급|시급|연락|문의는|문의하|동료|담당자|대리|대직|업무대행|메일 확인|이메일|전화|자동|확인이 어렵|확인하기 어렵|바랍니다",
        polite="안녕하|감사|죄송|양해|메일 주셔|메일을 보내|보내주신|보내 주신|수고|드림",
        wish="주문한|택배|배송|환불|교환|반품|취소|변경해|변경 부탁|미뤄|고장|작동하지|오류|아직|안 됩|안됩|받지 못|받을 수|수 있나요|주실 수|가능한가|싶습|원합|필요합|청구서|영수증",
    ),
}


def _on_leave(before: str, leave: str) -> re.Pattern[str]:
    """ "on a well-deserved holiday": up to two words between the preposition and the name of the leave."""
    return re.compile(rf" (?:{fold(before)})(?: [^\s]{{1,25}}){{0,2}} (?:{fold(leave)})")


ON_LEAVE: dict[str, re.Pattern[str]] = {
    "en": _on_leave("on|taking", "leave|vacation|holidays?|pto|sabbatical|honeymoon|business trip|break"),
    "de": _on_leave(
        "im|in", r"[^\s]{0,20}urlaub|[^\s]{0,20}ferien|[^\s]{0,20}karenz|[^\s]{0,20}elternzeit|[^\s]{0,20}schutz "
    ),
    "fr": _on_leave("en", "conges?|vacances|deplacement|seminaire|formation"),
    "es": _on_leave("de|en|con", "vacaciones|permiso|licencia|baja "),
    "it": _on_leave("in", "ferie|vacanza|congedo|trasferta|malattia"),
    "pt": _on_leave("de|em", "ferias|licenca"),
    "nl": _on_leave("met|op", r"[^\s]{0,20}verlof|[^\s]{0,20}vakantie"),
    "sv": _on_leave("på|har|tar", r"[^\s]{0,20}semester|[^\s]{0,20}ledigt|[^\s]{0,20}tjänsteresa"),
    "da": _on_leave("på|holder|har", r"[^\s]{0,20}ferie|[^\s]{0,20}orlov|[^\s]{0,20}forretningsrejse"),
    "no": _on_leave("på|har|i|tar", r"[^\s]{0,20}ferie|[^\s]{0,20}permisjon|[^\s]{0,20}reise "),
    "fi": _on_leave("olen|ole|olemme", r"[^\s]{0,20}lomalla|[^\s]{0,20}vapaalla|[^\s]{0,20}matkalla"),
    "is": _on_leave("í", r"[^\s]{0,20}fríi|[^\s]{0,20}leyfi|[^\s]{0,20}orlofi"),
    "pl": _on_leave("na", "urlopie|zwolnieniu|wakacjach|delegacji"),
    "cs": _on_leave("na", "dovolene|nemocenske|materske|sluzebni ceste"),
    "sk": _on_leave("na", "dovolenke|materskej|sluzobnej ceste"),
    "hu": _on_leave("vagyok|leszek|éves|rendes|fizetés nélküli", "szabadsagon"),
    "ro": _on_leave("in|intr-un", "concediu|vacanta|delegatie"),
    "bg": _on_leave("в|във", "отпуска?|командировка|болнич"),
    "mk": _on_leave("на", "одмор|боледување"),
    "sr": _on_leave("na|на", "odmoru?|bolovanju|одмору|боловању"),
    "sl": _on_leave("na", "dopustu|bolniski|izobrazevanju"),
    "et": _on_leave("olen|viibin|oleme", r"[^\s]{0,20}puhkusel|[^\s]{0,20}lähetuses"),
    "el": _on_leave("σε|με", "αδεια|διακοπες"),
    "ru": _on_leave("в|на", "отпуске|командировке|больничном"),
    "uk": _on_leave("у|в|на", "відпустці|відрядженні|лікарняному"),
}
