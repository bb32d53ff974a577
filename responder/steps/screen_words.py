"""What machines write: the phrases that screen.py looks for, by language. Data only.

All phrases are compared with `plain` text: casefolded, compatibility forms replaced, dashes and quotes made simple.
"""

from __future__ import annotations

import re
import unicodedata

_SIMPLE = str.maketrans(
    {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'}
)


def plain(text: str) -> str:
    """For comparing: NFKC, casefolded, white space squeezed. "Réponse  Automatique\u00a0：" → "réponse automatique :"."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIMPLE).casefold().split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(plain(line) for line in re.split(r"[|\n]", text) if line.strip())


AUTOMATIC_SUBJECT = _phrases(
    """
    yahoo! auto response|aol mail away message|vacation rule|ավտոմատ պատասխան|автомат хариу|avtomatik javob|স্বয়ংক্রিয় উত্তর|தானியங்கு பதில்
    خودکار جواب|jibu la kiotomatiki|awtomatikong tugon|automatesch äntwert|tweġiba awtomatika|awtomatikong sagot|outomatiese antwoord
    automatic reply|automatic response|automatic reply message|automatic e-mail reply|automatic email reply|auto reply
    auto-reply|autoreply|auto response|auto-response|autoresponse|automated reply|automated response|auto responder
    auto-responder|autoresponder|automated message|automatic message|automatic notification|automatic acknowledgement
    automatic acknowledgment|automated acknowledgement|auto acknowledgement|auto-acknowledgement|automated email response
    out of office|out-of-office|out of the office|out-of-the-office|outofoffice|out of office autoreply
    out of office auto-reply|out of office auto reply|out of office reply|out of office automatic reply
    automatic out of office reply|out of office message|out of office notification|out of office notice
    out of office response|out of office alert|out-of-office reply|out-of-office message|ooo|oof|ooo reply
    out of office assistant|vacation reply|vacation response|vacation message|vacation notice|vacation autoreply
    vacation auto-reply|vacation responder|away message|away notice|away from the office|away from office|away from my mail
    away from my email|away from my desk|holiday auto-reply|holiday message|absence notice|absence message
    notice of absence|absence notification|automatic absence message|autosvar (out of office)
    i am out of the office|i'm out of the office|i am currently out of the office|currently out of office
    i am out of office|i'm out of office|i am away from the office|i am on leave|i am on annual leave|i am on vacation
    i am on holiday|i am on parental leave|i am on maternity leave
    urlaubsabwesenheit|fråvær|fråværsmelding|abwesenheitsnotiz|automatische antwort|automatische abwesenheitsnotiz|abwesenheitsnachricht|abwesenheitsmeldung
    abwesenheitsbenachrichtigung|abwesenheitsassistent|automatische rückantwort|automatische rueckantwort|auto-antwort
    autoantwort|autom. antwort|automatische abwesenheitsmeldung|automatische abwesenheitsnachricht|automatische nachricht
    automatische e-mail|automatische benachrichtigung|automatische abwesenheitsantwort|automatische rückmeldung
    automatische eingangsbestätigung|automatisch generierte antwort|automatisierte antwort|automatische mitteilung
    urlaubsnotiz|urlaubsbenachrichtigung|urlaubsmeldung|urlaubsnachricht|abwesenheitshinweis|abwesenheitsinfo
    abwesenheitsagent|außer haus|ausser haus|nicht im büro|nicht im hause|nicht im buero|abwesend|bin nicht im büro
    bin im urlaub|abwesenheit vom büro|abwesenheit vom arbeitsplatz
    réponse automatique|reponse automatique|réponse automatisée|réponse auto|réponse automatique d'absence
    réponse automatique d'absence du bureau|message automatique|message d'absence|message automatique d'absence
    absence du bureau|absent du bureau|absente du bureau|absent(e) du bureau|réponse d'absence|avis d'absence
    notification d'absence|notification automatique|hors du bureau|en dehors du bureau|absence de bureau|je suis absent
    je suis absente|je suis en congés|je suis en congé|réponse en cas d'absence|répondeur automatique|auto-réponse
    respuesta automática|respuesta automatica|respuesta automatizada|fuera de la oficina|fuera de oficina|autorespuesta
    auto respuesta|auto-respuesta|autorrespuesta|mensaje automático|mensaje automatico|respuesta de ausencia
    ausencia de la oficina|contestación automática|respuesta automática de fuera de oficina|estoy fuera de la oficina
    aviso de ausencia|mensaje de ausencia|notificación automática|estoy de vacaciones|respuesta de fuera de la oficina
    risposta automatica|risposta automatizzata|fuori ufficio|fuori sede|fuori dall'ufficio|messaggio automatico
    risponditore automatico|autorisposta|auto-risposta|notifica di assenza|avviso di assenza|messaggio di assenza
    assenza dall'ufficio|assente dall'ufficio|assenza ufficio|notifica automatica|sono fuori ufficio
    resposta automática|resposta automatica|resposta automatizada|fora do escritório|fora do escritorio|auto-resposta
    autoresposta|mensagem automática|mensagem automatica|ausente do escritório|ausência do escritório|ausência temporária
    notificação de ausência|aviso de ausência|mensagem de ausência|estou ausente|fora do gabinete|resposta de ausência
    automatisch antwoord|automatische antwoord|automatische reactie|automatisch bericht|automatisch e-mailantwoord
    afwezigheidsbericht|afwezigheidsmelding|afwezigheidsassistent|niet op kantoor|buiten kantoor|out-of-office bericht
    vakantiebericht|automatische beantwoording|automatisch gegenereerd antwoord|afwezig|afwezigheid|niet aanwezig
    autosvar|automatisk svar|automatisk besvarelse|automatisk mail|ikke til stede|fraværsmeddelelse|fraværsbesked
    fraværsmelding|fraværsassistent|ikke på kontoret|automatisk fraværsmelding|automatisk fraværsbesked|ikke på kontor
    ikke til stede på kontoret|feriesvar|automatisk e-postsvar|autosvar - fravær
    automatiskt svar|automatiskt meddelande|frånvaromeddelande|frånvarohanteraren|ej på kontoret|inte på kontoret
    autosvar vid frånvaro|frånvaroassistenten|automatiskt frånvaromeddelande|semestermeddelande|frånvarande
    automaattinen vastaus|automaattivastaus|automaattinen viesti|poissaoloviesti|poissaoloilmoitus|poissa toimistosta
    poissa toimistolta|lomavastaus|lomaviesti|automaattinen poissaoloviesti
    sjálfvirkt svar|sjálfvirk svörun|outomatiese antwoord|outomatiese reaksie|buite kantoor
    automatyczna odpowiedź|automatyczna odpowiedz|odpowiedź automatyczna|odpowiedz automatyczna|autoodpowiedź
    autoodpowiedz|auto odpowiedź|poza biurem|jestem poza biurem|wiadomość automatyczna|automatyczna wiadomość
    powiadomienie o nieobecności|nieobecność w biurze|informacja o nieobecności|nieobecność w pracy|wiadomość o nieobecności
    automatická odpověď|automaticka odpoved|automatická odpoveď|mimo kancelář|mimo kancelárie|mimo kanceláriu
    oznámení o nepřítomnosti|oznámenie o neprítomnosti|nepřítomnost v kanceláři|automatická zpráva|automatická správa
    automatikus válasz|automata válasz|házon kívül|irodán kívül|távolléti üzenet|távollét|automatikus üzenet
    irodán kívüli értesítés|szabadságon vagyok
    răspuns automat|raspuns automat|mesaj automat|în afara biroului|in afara biroului|absent de la birou
    автоматичен отговор|автоматично съобщение|извън офиса|отсъствие от офиса
    автоответ|автоматический ответ|автоматическое уведомление|автоматическое сообщение|автоответчик|вне офиса
    нет на рабочем месте|нет на месте|отсутствие на рабочем месте|уведомление об отсутствии|автоматический ответ об отсутствии
    автоматична відповідь|автовідповідь|автовідповідач|поза офісом|автоматичне повідомлення|аўтаматычны адказ|аўтаадказ
    αυτόματη απάντηση|αυτόματο μήνυμα|εκτός γραφείου|εκτός του γραφείου|απουσία από το γραφείο|ειδοποίηση απουσίας
    otomatik yanıt|otomatik cevap|otomatik ileti|ofis dışında|ofis dışındayım|ofis dışı|iş yeri dışında|otomatik mesaj
    מענה אוטומטי|תשובה אוטומטית|הודעה אוטומטית|מחוץ למשרד|לא במשרד|תגובה אוטומטית
    رد تلقائي|الرد التلقائي|رد آلي|الرد الآلي|خارج المكتب|رسالة تلقائية|پاسخ خودکار|پاسخ اتوماتیک|خارج از دفتر|خودکار جواب
    स्वचालित उत्तर|स्वत: उत्तर|स्वतः उत्तर|स्वचालित जवाब|ऑटो रिप्लाई|कार्यालय से बाहर|স্বয়ংক্রিয় উত্তর|தானியங்கு பதில்
    ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|ข้อความตอบกลับอัตโนมัติ|ไม่อยู่ที่สำนักงาน|ตอบอัตโนมัติ
    trả lời tự động|thư trả lời tự động|tự động trả lời|vắng mặt tại văn phòng|phản hồi tự động|không có mặt tại văn phòng
    balasan otomatis|jawaban otomatis|tanggapan otomatis|di luar kantor|balasan automatik|jawapan automatik|di luar pejabat
    awtomatikong tugon|awtomatikong sagot|jibu otomatiki|jibu la kiotomatiki
    自动答复|自动回复|自动应答|自动答覆|不在办公室|外出自动回复|外出时的自动答复|自動回覆|自動回復|自動答覆|不在辦公室|自動回覆信件
    自動返信|自動応答|自動回答|不在通知|不在連絡|不在のお知らせ|不在返信|不在応答|自動配信|自動送信|外出中|自動返信メール
    자동 회신|자동회신|자동 응답|자동응답|자동 답장|자동답장|부재중|부재 중|부재중 응답|부재 알림|자동 회신 메일
    automaatvastus|automaatne vastus|automaatteade|kontorist väljas|kontorist ära
    automātiska atbilde|automātiskā atbilde|ārpus biroja|automatinis atsakymas|automatinis atsakas|automatinis pranešimas
    ne biure|išvykęs iš biuro
    samodejni odgovor|avtomatski odgovor|samodejno sporočilo|odsoten iz pisarne|izven pisarne|obvestilo o odsotnosti
    automatski odgovor|automatska poruka|izvan ureda|van kancelarije|аутоматски одговор|автоматски одговор|ван канцеларије
    përgjigje automatike|jashtë zyrës|resposta automàtica|fora de l'oficina|missatge automàtic|erantzun automatikoa
    bulegotik kanpo|fóra da oficina|ymateb awtomatig|ateb awtomatig|allan o'r swyddfa|freagra uathoibríoch
    ავტომატური პასუხი|ინქნაშխატ|ինքնաշխատ պատասխան|avtomatik cavab|автоматты жауап|avtomatik javob|automaatantwoord
    """
)
"""A subject that begins with one of these and a colon was written by a machine (Exchange, Notes, Zimbra, Gmail, Sieve,
vacation, web mailers, in their own languages), or that is nothing else."""

ABSENT_SUBJECT = _phrases(
    """
    out for the holidays|out for the holiday|out for the day|out for the week|out of town|out sick|gone fishing|closed for the holidays|holiday closure|summer closure|christmas closure|we are closed|office closed|office closure|closed
    betriebsurlaub|praxisurlaub|wir haben geschlossen|fermeture annuelle|fermeture|congés annuels|cerrado por vacaciones|chiusura estiva|chiusura natalizia|gesloten|lukket|stängt
    out of office|out of the office|away from the office|on vacation|on holiday|on annual leave|on leave|on maternity leave
    on parental leave|on paternity leave|vacation|holiday|holidays|away|annual leave|leave of absence|absence|absent
    away on business|currently away|out until|away until|not in the office|unavailable|limited availability
    abwesenheit|abwesend|urlaub|im urlaub|nicht im haus|nicht im hause|nicht im büro|außer haus|ausser haus|elternzeit
    betriebsferien|bin nicht da|mutterschutz|absence|absent|absente|en congé|en congés|congés|vacances|hors du bureau
    ausencia|ausente|vacaciones|de vacaciones|fuera de la oficina|assenza|assente|ferie|in ferie|fuori ufficio|fuori sede
    ausência|ausente|férias|de férias|fora do escritório|afwezig|afwezigheid|vakantie|op vakantie|niet op kantoor
    fråvær|fravær|fraværende|ferie|på ferie|frånvaro|semester|på semester|poissa|poissaolo|lomalla|loma|nieobecność|nieobecny
    urlop|na urlopie|poza biurem|nepřítomnost|dovolená|na dovolené|neprítomnosť|dovolenka|szabadság|szabadságon|concediu
    în concediu|отпуск|в отпуске|отсутствие|відпустка|у відпустці|відсутність|отпуска|άδεια|σε άδεια|απουσία|izin|izinde
    yıllık izin|odsotnost|dopust|odsutnost|godišnji odmor|godisnji odmor|puhkus|puhkusel|atvaļinājums|atostogos|不在|休假|外出
    休暇|休業|출장|휴가|בחופשה|חופשה|إجازة|في إجازة|مرخصی|cuti|nghỉ phép|ลาพักร้อน|ลางาน|auto|automatisch|automatique
    """
)
"""Words of a subject that mean something only together with a body that speaks of absence: people use them too."""

ABSENCE = _phrases(
    """
    out of the office|out of office|away from the office|away from my office|away from my desk|not in the office
    on annual leave|on maternity leave|on parental leave|on paternity leave|on sick leave|i am on vacation|i'm on vacation
    i am on holiday|i'm on holiday|i am on leave|i'm on leave|currently on leave|currently on vacation|currently on holiday
    am currently away|i am away|i'm away|i will be away|am out until|no longer with the company|no longer work
    has left the company|no longer employed|no longer works|no longer monitored|i am currently unavailable
    away on holiday|away on vacation|away on business|away on leave|not available to take your e
    unsere praxis ist|praxis ist vom|praxis bleibt|kanzlei ist vom|büro ist vom|büro bleibt|haben betriebsferien|bureaux sont fermés|bureaux seront fermés
    oficinas permanecerán|oficina permanecerá|uffici resteranno|escritório estará fechado|kantoor is gesloten|kontoret er lukket|kontoret är stängt
    ne fais plus partie|ne travaille plus|já não trabalho|não trabalho mais|não trabalha mais|ya no trabajo|non lavoro più|non lavora più|niet langer werkzaam
    niet meer werkzaam|arbeite nicht mehr|arbeitet nicht mehr|arbetar inte längre|arbejder ikke længere|jobber ikke lenger|nie pracuj|już nie pracuj|больше не работа
    више не раб|вже не працю|již nepracuj|už nepracuj|już nie jest pracownik|artık çalışm|på orlov|på barsel|barselsorlov|mammaledig|pappaledig|sairauslomalla|sairaslomalla
    chorobowym|zwolnieniu lekarskim|больничном|лікарняному|arrêt maladie|baja médica|in malattia|ziekteverlof|sjukskriven|sygemeldt|krankheitsbedingt
    i am travelling|i am traveling|will be on vacation|will be on leave|will be on holiday|office is closed|offices are closed
    nicht im büro|nicht im hause|nicht im haus|außer haus|ausser haus|bin im urlaub|im urlaub|nicht erreichbar|bin abwesend
    in elternzeit|im mutterschutz|abwesend|auf dienstreise|nicht am arbeitsplatz
    nicht mehr im unternehmen|nicht mehr in unserem|nicht mehr bei uns|nicht mehr für uns|nicht mehr für|nicht persönlich erreichbar|unser büro ist
    absent du bureau|absente du bureau|absent(e)|je suis absent|je suis absente|je serai absent|je serai absente|en congés|en congé
    suis actuellement absent|suis en vacances|en déplacement|actuellement absente|congé maternité|congé parental|nos bureaux
    absent jusqu'au|absente jusqu'au|ne suis pas disponible|ne fait plus partie|ne travaille plus
    fuera de la oficina|fuera de oficina|estoy de vacaciones|estaré ausente|me encuentro ausente|estaré fuera|ausente
    de vacaciones|estoy fuera|me encuentro fuera|de baja|ya no trabaja|no estaré disponible|permiso de maternidad
    fuori ufficio|fuori sede|sono in ferie|sarò assente|sono assente|sarò in ferie|non sono in ufficio|in ferie|assente
    sono fuori|in maternità|uffici sono chiusi|gli uffici resteranno chiusi|fuori dall'ufficio
    fora do escritório|em férias|estou de férias|estarei ausente|estou ausente|estarei fora|de férias|ausente do|em licença
    niet op kantoor|niet aanwezig|afwezig|op vakantie|met vakantie|buiten kantoor|niet bereikbaar|met verlof|niet werkzaam
    ikke på kontoret|på ferie|har ferie|holder ferie|er fraværende|ikke til stede|ute av kontoret|er på ferie|på barsel|permisjon
    inte på kontoret|ej på kontoret|på semester|har semester|är bortrest|frånvarande|föräldraledig|är ledig|inte anträffbar
    poissa toimistosta|poissa toimistolta|olen lomalla|lomalla|olen poissa|en ole tavoitettavissa|äitiyslomalla
    poza biurem|na urlopie|jestem nieobecny|jestem nieobecna|nieobecny|nieobecna|przebywam na|będę nieobecn|nieobecności
    mimo kancelář|na dovolené|nejsem přítomen|nejsem přítomna|nepřítomen|nepřítomna|čerpám dovolenou|mimo kancelárie
    na dovolenke|nie som v kancelárii|neprítomný|neprítomná|szabadságon|házon kívül|irodán kívül|távol vagyok|nem tartózkodom
    în concediu|nu sunt la birou|în afara biroului|lipsesc din birou|in concediu|voi fi plecat|извън офиса|в отпуск
    в отпуске|нахожусь в отпуске|отсутствую|нет в офисе|не на рабочем месте|в командировке|буду отсутствовать|вне офиса
    у відпустці|відсутній|відсутня|поза офісом|не на робочому місці|у відрядженні|εκτός γραφείου|σε άδεια|απουσιάζω|με άδεια
    ofis dışında|izindeyim|izinde|ofiste değilim|yıllık izin|ofiste olmayacağım|בחופשה|לא במשרד|מחוץ למשרד|נמצא בחופשה
    خارج المكتب|في إجازة|إجازة سنوية|مرخصی|خارج از دفتر|छुट्टी पर|कार्यालय से बाहर|ลาพักร้อน|ไม่อยู่ที่สำนักงาน|ลางาน|nghỉ phép
    vắng mặt|không có mặt|sedang cuti|di luar kantor|sedang bercuti|di luar pejabat|cuti tahunan
    不在办公室|休假|出差|外出|正在度假|不在辦公室|放假|无法及时回复|無法及時回覆|不在に|不在と|不在の|休暇|外出して|出張|休業
    휴가|부재중|부재 중|출장|자리를 비|puhkusel|kontorist väljas|ei ole kontoris|atvaļinājumā|neesmu birojā|atostog|nesu biure
    na dopustu|odsoten|odsotna|nisem v pisarni|na godišnjem odmoru|izvan ureda|nisam u kancelariji|на годишњем одмору
    me pushime|jashtë zyrës|fora de l'oficina|estic de vacances|oporretan|bulegotik kanpo|fóra da oficina|í fríi
    """
)
"""Somebody is not there."""

ABSENCE_DETAIL = _phrases(
    """
    returning|urgent|please contact|please reach|limited access|no access to|without access|will respond when|will reply when|will get back to you|respond upon my return
    reply upon my return|upon my return|on my return|when i return|when i am back|i will be back|back in the office|returning on
    i will return|i'll be back|will be returning|in urgent cases|for urgent|if urgent|if it is urgent|urgent matters
    if you need immediate|immediate assistance|in case of emergency|in an emergency|for anything urgent|please contact my
    in my absence|during my absence|while i am away|during this time|during this period|your email will not be forwarded
    not be forwarded|as soon as possible|thank you for your email|thank you for your e-mail|thank you for your message
    thanks for your email|thanks for your message|checking email|checking my email|not checking
    vielen dank für ihre|danke für ihre|in dringenden fällen|bei dringenden|dringende anliegen|wenden sie sich|meine vertretung
    meiner vertretung|ab dem|wieder erreichbar|wieder im büro|wieder im haus|wieder da|nicht weitergeleitet|rückkehr
    wird nicht weitergeleitet|während meiner abwesenheit|werde ihre|zurück
    en cas d'urgence|pour toute urgence|à mon retour|de retour le|serai de retour|dès mon retour|merci de contacter
    veuillez contacter|vous pouvez contacter|en mon absence|pendant mon absence|je vous répondrai|ne sera pas transféré
    en caso de urgencia|para asuntos urgentes|a mi regreso|a mi vuelta|regresaré|estaré de vuelta|durante mi ausencia
    contactar con|póngase en contacto|responderé|gracias por su
    in caso di urgenza|per urgenze|per questioni urgenti|al mio rientro|rientrerò|contattare|risponderò|grazie per
    em caso de urgência|para assuntos urgentes|no meu regresso|retornarei|regresso|na minha ausência|contacte|entre em contato
    voor dringende|in dringende gevallen|bij mijn terugkomst|ben ik weer|weer aanwezig|tijdens mijn afwezigheid|bij spoed
    neem contact op|kunt u contact|niet doorgestuurd|bedankt voor uw
    ved hastende|i hastetilfælde|tilbage|kontakt venligst|ved akut|tilbake|vid brådskande|åter|tillbaka|kontakta|vänligen
    kiireellisissä|palaan|takaisin|otathan yhteyttä|w pilnych sprawach|w sprawach pilnych|proszę o kontakt|wracam|po powrocie
    w razie pilnej|v naléhavých|v případě|zpět|kontaktujte|obraťte|v naliehavých|sürgős|visszatér|forduljon|în caz de urgență
    revin|по срочным|в случае|вернусь|обращайтесь|обращаться|свяжитесь|терміново|звертайтесь|повернусь|επείγον|επιστρ
    επικοινωνήσ|acil|döneceğim|irtibata|iletişime|דחוף|אשוב|לפנות|عاجل|أعود|العودة|الاتصال|urgent|hubungi|kembali|liên hệ
    trở lại|紧急|回复您|请联系|返回|緊急|聯絡|回覆您|至急|お急ぎ|戻り|ご連絡|確認次第|返信いたします|급한|연락|복귀|until|bis zum|jusqu'au|hasta el
    fino al|até|tot en met|til og med|till och med|saakka|do dnia|do dne|-ig|până|до |έως|tarihine|עד|حتى|hingga|đến|까지|まで
    """
)
"""What such notes go on to say."""

ABSENCE_MANNERS = _phrases(
    """
    wieder für sie da|sind wir wieder|wieder geöffnet|à notre retour|dès notre retour|dès la réouverture|a nuestro regreso|a nuestra vuelta|al nostro rientro|no nosso retorno
    merci d'adresser|veuillez adresser|veuillez désormais|wordt niet gelezen|worden niet gelezen|u kunt contact opnemen met|por favor contacte|favor contatar|favor contactar
    entrar em contato com|i mit fravær|i min frånvaro|i mitt fravær|kontakt venligst|vänligen kontakta|office will reopen|we will reopen|offices will reopen|office reopens
    for urgent|in urgent cases|in an urgent case|for anything urgent|urgent matters|urgent requests|urgent enquiries|urgent inquiries|urgent issues
    if your matter is urgent|if your request is urgent|if your email is urgent|if your message is urgent|if it is urgent|if this is urgent|if urgent
    need immediate assistance|require immediate assistance|need immediate attention|need urgent assistance|require urgent|in case of emergency
    reply upon my return|respond upon my return|answer upon my return|upon our return|reply on my return|respond on my return|respond when i return
    respond to your message when|respond to your email when|reply to your email when|reply to your message when|reply when i return|reply when i get back
    answer when i am back|answer when i'm back|reply when i am back|answer your email when|read your message when i|will not be checking|won't be checking
    email will not be forwarded|e-mail will not be forwarded|message will not be forwarded|emails will not be forwarded|not be read or forwarded
    direct all future|direct any future|all future correspondence|not have access to my email|no access to my email|no access to email
    limited access to my email|limited access to email|only notification you will receive|in my absence, please|during my absence, please
    in dringenden fällen|in dringenden angelegenheiten|in dringlichen fällen|bei dringenden|bei dringlichen|dringende anliegen|dringende anfragen|in eiligen fällen
    nicht weitergeleitet|keinen zugriff auf meine e-mail|keinen zugriff auf meine mail|nach meiner rückkehr|meine vertretung|meine stellvertretung
    meiner abwesenheit wenden|meiner abwesenheit steht|werden nicht gelesen|wird nicht gelesen
    en cas d'urgence|pour toute urgence|pour toute demande urgente|pour les urgences|pour tout sujet urgent|si votre demande est urgente|en cas de besoin urgent
    à mon retour|dès mon retour|ne sera pas transféré|sans accès à ma messagerie|pas accès à ma messagerie|pas accès à mes mails|en mon absence, merci
    en caso de urgencia|para asuntos urgentes|para temas urgentes|para cualquier urgencia|si es urgente|para cuestiones urgentes|a mi regreso|a mi vuelta|en mi ausencia
    in caso di urgenza|in caso di urgenze|per urgenze|per questioni urgenti|per comunicazioni urgenti|per richieste urgenti|per qualsiasi urgenza|al mio rientro|al mio ritorno
    em caso de urgência|em casos urgentes|para assuntos urgentes|para questões urgentes|em caso de emergência|no meu regresso|no meu retorno|na minha ausência
    voor dringende|voor spoedgevallen|in dringende gevallen|bij spoed|in geval van spoed|bij mijn terugkomst|niet doorgestuurd|tijdens mijn afwezigheid kunt
    ved hastende|i hastetilfælde|i presserende|haster det|ved akutte|vid brådskande|vid akuta|i brådskande|läser inte min|læser ikke min|leser ikke min|ved presserende
    kiireellisissä|kiireisissä|w sprawach pilnych|w pilnych sprawach|w sprawach niecierpiących|w razie pilnej|w przypadku pilnych|w nagłych|po powrocie odpowi
    v naléhavých|v neodkladných|v urgentních|v naliehavých|v súrnych|v nutných|sürgős esetben|sürgős ügyben|halaszthatatlan|în caz de urgență|in caz de urgenta|pentru urgențe
    срочным вопросам|срочных случаях|в срочном случае|случае срочной|неотложным вопросам|срочной необходимости|термінових питань|термінових випадках|за спешни|при спешни|по спешни
    για επείγοντα|σε επείγουσα|για κάτι επείγον|acil durum|acil konu|acil işler|במקרים דחופים|במקרה דחוף|לעניינים דחופים|للأمور العاجلة|في الحالات العاجلة|للحالات الطارئة
    در موارد ضروری|untuk hal mendesak|jika mendesak|untuk urusan segera|trường hợp khẩn|hitnim slučajevima|u hitnim|хитним случајевима|v nujnih|kiireloomul|steidzamos|steidzamu|skubiais
    紧急事务|如有急事|如有紧急|紧急情况|緊急事項|如有緊急|お急ぎの場合|お急ぎの方|緊急の場合|緊急のご|戻り次第|出社次第|급한 용무|급한 용건|급하신|긴급한|복귀 후|복귀 즉시
    """
)
"""What only robots' notes of absence say, to whoever writes: whom to ask in urgent cases, and when mail is read again."""

NOT_YET_ABSENT = _phrases(
    """
    from next week|from tomorrow|starting tomorrow|starting next week|as of tomorrow|as of next week|from next month|ab morgen|ab nächster woche
    ab der nächsten woche|ab nächsten|à partir de demain|à partir de la semaine prochaine|dès demain|a partir de mañana|a partir de la próxima
    da domani|dalla prossima settimana|a partir de amanhã|vanaf morgen|vanaf volgende week|från och med i morgon|fra i morgen|od jutra|od zítřka|с завтрашнего
    """
)
"""A note of absence is sent during the absence: who is away later tells it to somebody."""

TICKET_TEMPLATES = _phrases(
    """
    has been changed to resolved|has been changed to closed|has been changed to solved|has been marked as resolved|has been marked as solved|was marked as solved|has been set to resolved|wurde auf gelöst gesetzt|wurde als gelöst markiert|a été marqué comme résolu|se ha marcado como resuelt|è stato contrassegnato come risolto|foi marcado como resolvido|is gemarkeerd als opgelost
    your email will be answered by a human|your e-mail will be answered by a human|ticket has been automatically closed|ticket was automatically closed|request has been deemed solved
    ticket has been closed due to inactivity|ticket was closed due to inactivity|we have not heard back from you and have closed|has been automatically marked as resolved|has been automatically resolved
    how would you rate the support you received|we'd love to hear what you think of our customer service|please rate the support you received|report has been assigned case number
    wie würden sie den support bewerten|wurde automatisch geschlossen, da|ticket wird automatisch geschlossen|comment évalueriez-vous|votre ticket a été fermé automatiquement|¿cómo calificaría|cómo calificarías la atención|come valuteresti l'assistenza
    ticket automatisch gesloten|hoe beoordeelt u onze|ärendet har stängts automatiskt|como você avalia o atendimento
    has been received and is being reviewed|just confirming that we got your request|a request for support has been created and assigned
    has been received and a ticket|received your request and a ticket has been created|a ticket has been created with|request for support has been opened
    in response to the creation of a trouble ticket|your request has been logged with|your request has been successfully registered
    your ticket has been created with|your case has been logged|has been logged in our help|a new ticket has been created for your
    this message is to confirm that we have received your|this email is to confirm that we have received your
    this is to confirm that we have received your|wurde ein ticket erstellt|wurde unter der ticketnummer|un ticket a été créé|se ha creado un ticket|è stato aperto un ticket
    è stato creato un ticket|foi criado um chamado|chamado foi aberto|is geregistreerd onder nummer|zgłoszenie zostało zarejestrowane|ваше обращение зарегистрировано
    """
)
"""Sentences out of the templates that ticket systems come with."""

REQUEST_WORDS = _phrases(
    """
    proszę o przesunięcie|proszę o zmianę|proszę o przełożenie|proszę o dostar|proszę o zwrot|proszę o przesłanie|chciałbym|chciałabym|czy mog|czy może
    prosím o změnu|prosím o zaslání|potřebuji|chtěl bych|chtěla bych|прошу перенести|прошу доставить|прошу выслать|можно ли|мне нужно|хочу|перенесите|пришлите
    прошу надіслати|прошу перенести|kan du sende|kan ni|jag vill|jeg ønsker|jeg vil gerne|haluaisin|voitteko|rica ediyorum|istiyorum|vreau|aș dori|szeretn
    leave the parcel|leave it with|after that date|after this date|nach diesem datum|danach liefern|verschieben|please postpone|bitte liefern|merci de livrer
    お願いできます|変更をお願い|確認をお願い|届けてください|届きません|届かない|收不到|表示されません|请在之后|请推迟|배송을
    my order|refund|invoice|my account|cancel|subscription|password|log in|login|broken|not working|doesn't work|error|delivery
    shipment|parcel|can you|could you|please send|please deliver|please change|i need|i would like|help me|i still|reschedule
    bestellung|rechnung|kündig|erstattung|passwort|funktioniert|können sie|könnten sie|bitte senden|ich brauche|ich möchte
    ma commande|facture|remboursement|annuler|mot de passe|pouvez-vous|pourriez-vous|je voudrais|mi pedido|factura|reembolso
    cancelar|contraseña|pueden|podrían|quisiera|mio ordine|fattura|rimborso|annullare|potete|vorrei|mijn bestelling|factuur
    terugbetaling|opzeggen|kunt u mij|ik wil|meu pedido|fatura|gostaria|podem
    """
)
"""A note of absence that asks for something is a customer's."""

AUTOMATIC_TEXT = _phrases(
    """
    this is an automatically|this is a computer-generated|this is a computer generated|sent by vacation responder|answer one simple question by clicking|by clicking either link below|this acknowledgement is automat|ceci est un accusé de réception auto|este es un acuse de recibo auto
    questa è una conferma automatica|isto é uma resposta automática|dit is een geautomatiseerd|dies ist eine maschinell|diese nachricht ist automatisch|diese e-mail ist automatisch|cette réponse est automatique|cette réponse a été générée|este correo es automático|este mensaje es automático
    this is an automatic|this is an automated|this is an auto-reply|this is an autoreply|this is an auto reply|this is a system generated
    this is an auto-generated|this is an autogenerated|this is a system-generated|this is an auto-response|this is an auto response
    this message was automatically generated|this message has been automatically generated|this email was automatically
    this email has been automatically|this e-mail was generated automatically|this email was generated automatically
    this message was generated automatically|this e-mail was automatically|this e-mail has been automatically|this message is automatically
    this message was sent automatically|this email was sent automatically|this email is auto-generated|this email is automatically
    this response was automatically|this email is an automated|this message is an automated|this e-mail is an automated
    dies ist eine automatisch|diese nachricht wurde automatisch|diese e-mail wurde automatisch|diese email wurde automatisch
    diese mail wurde automatisch|das ist eine automatisch|hierbei handelt es sich um eine automatisch|dies ist eine system-
    diese antwort wurde automatisch|bei dieser e-mail handelt es sich um eine automatisch
    ceci est un message automatique|ceci est une réponse automatique|ceci est un message généré|ce message a été généré|cet e-mail est automatique
    ce message est automatique|ce message a été envoyé automatiquement|cet e-mail a été envoyé automatiquement|cet e-mail a été généré
    ce courriel est automatique|ce mail est automatique|ceci est un e-mail automatique|ceci est un courriel automatique
    este es un mensaje automático|esta es una respuesta automática|este es un mensaje generado|este mensaje fue generado
    este correo ha sido generado automáticamente|este mensaje se ha generado automáticamente|este correo se ha generado|este es un correo automático
    este correo electrónico se ha generado|este mensaje ha sido generado|este correo electrónico ha sido generado
    questo è un messaggio automatico|questo messaggio è stato generato|questo è un messaggio generato|questa e-mail è stata generata
    questa email è stata generata|questa è una risposta automatica|questa è una e-mail automatica|questa è un'e-mail automatica
    esta é uma mensagem automática|esta é uma mensagem gerada|esta é uma resposta automática|esta mensagem foi gerada|este e-mail foi gerado
    este é um e-mail automático|este email foi gerado|dit is een automatisch|deze e-mail is automatisch|dit bericht is automatisch|deze mail is automatisch
    dette er en automatisk|dette er et automatisk|denne mail er automatisk|denne e-mail er automatisk|denne e-posten er automatisk|detta är ett automatiskt
    det här är ett automatiskt|detta meddelande är automatiskt|detta mail är automatiskt|tämä on automaattinen|tämä viesti on lähetetty automaattisesti
    to jest automatyczna|ta wiadomość została wygenerowana automatycznie|wiadomość wygenerowana automatycznie|to jest wiadomość automatyczna
    toto je automatick|tato zpráva byla automaticky|tento e-mail byl automaticky|toto je automaticky|tento e-mail bol automaticky
    ez egy automatikus|ez az üzenet automatikus|ezt az üzenetet automatikus|acesta este un mesaj automat|acest mesaj a fost generat automat
    това е автоматично|това съобщение е генерирано автоматично
    это автоматическ|данное сообщение сформировано автоматически|письмо сформировано автоматически|письмо создано автоматически
    это письмо отправлено автоматически|сообщение сгенерировано автоматически|данное письмо сгенерировано|це автоматичн|цей лист створено автоматично
    αυτό είναι ένα αυτόματο|αυτό είναι ένα αυτοματοποιημένο|bu otomatik|bu e-posta otomatik|bu mesaj otomatik|bu ileti otomatik
    זוהי הודעה אוטומטית|הודעה זו נשלחה באופן אוטומטי|هذه رسالة تلقائية|هذا رد تلقائي|هذه رسالة آلية|đây là thư tự động|đây là email tự động
    email này được gửi tự động|ini adalah pesan otomatis|email ini dikirim secara otomatis|ini adalah balasan otomatis|นี่คือข้อความอัตโนมัติ|อีเมลนี้เป็นการตอบกลับอัตโนมัติ
    此邮件由系统|此邮件为系统|系统自动发送|系统自动生成|本邮件为自动|这是一封自动|这是自动回复|此郵件由系統|此郵件為系統|系統自動發送|這是自動回覆
    メールは自動送信|メールは自動的に|メールは自動返信|メールは自動配信|メールは、自動|メールはシステムより自動|メールはシステムから自動|は送信専用
    자동으로 발송된|자동 발송된|자동발송|발신 전용|발신전용|자동으로 생성된 메일
    """
)
"""A machine says that it is one."""

NOT_TO_BE_ANSWERED = _phrases(
    """
    do not reply to this|please do not reply|don't reply to this|do not respond to this|please don't reply|replies to this
    this mailbox is not monitored|this inbox is not monitored|unmonitored mailbox|not able to receive replies|cannot accept replies
    antworten sie bitte nicht|bitte antworten sie nicht|bitte nicht auf diese|bitte nicht antworten|nicht auf diese e-mail
    merci de ne pas répondre|ne pas répondre à ce|veuillez ne pas répondre|no responda a este|no conteste a este|no responder a este
    por favor no responda|non rispondere a questa|si prega di non rispondere|non rispondere a questo|não responda a est
    por favor, não responda|por favor não responda|niet antwoorden op|gelieve niet te antwoorden|niet reageren op deze|niet te beantwoorden
    svar ikke på denne|ikke svar på denne|svara inte på|älä vastaa|nie odpowiadaj na|prosimy nie odpowiadać|prosimy o nieodpowiadanie
    neodpovídejte na|neodpovedajte na|ne válaszoljon|nu răspundeți|не отвечайте на|не відповідайте на|μην απαντήσετε|lütfen bu e-postayı yanıtlamayın
    yanıtlamayınız|נא לא להשיב|אין להשיב|يرجى عدم الرد|لا ترد على|请勿回复|請勿回覆|请不要回复|返信しないで|返信できません|ご返信いただいても|회신하지|회신이 불가
    kann nicht geantwortet werden|können nicht beantwortet werden|cannot be answered|can't be answered|cannot be replied|n'est pas possible de répondre|ne pouvons pas répondre à ce|no es posible responder|no admite respuesta|non è possibile rispondere|não é possível responder|kan niet worden beantwoord|kan niet worden gereageerd|kan inte besvaras|går inte att svara|kan ikke besvares|ei voi vastata
    jangan balas|vui lòng không trả lời|กรุณาอย่าตอบ
    """
)

RECEIVED_SUBJECT = _phrases(
    """
    we have received your|we received your|we've received your|we got your|your request has been received|request received
    your message has been received|your email has been received|your e-mail has been received|your inquiry has been received
    your enquiry has been received|ticket received|ticket created|ticket opened|ticket has been created|ticket has been opened
    case created|case has been created|case received|request has been created|thank you for contacting|thanks for contacting
    thank you for your inquiry|thank you for your enquiry|thank you for your request|thank you for your email|thank you for your message
    thanks for reaching out|thank you for reaching out|thanks for your message|thanks for your email|acknowledgement of your|acknowledgment of your
    receipt of your|confirmation of your request|confirmation of receipt|autoresponse|new ticket|support request received|message received
    wir haben ihre|ihre anfrage|ihr ticket|eingangsbestätigung|empfangsbestätigung|anfrage erhalten|ihre nachricht an|ihre e-mail an|bestätigung ihrer
    votre demande|accusé de réception|nous avons bien reçu|nous avons reçu|votre message a bien été|hemos recibido|su solicitud|acuse de recibo
    abbiamo ricevuto|la tua richiesta|la sua richiesta|conferma di ricezione|recebemos|sua solicitação|o seu pedido|wij hebben uw|we hebben uw
    we hebben je|uw aanvraag|ontvangstbevestiging|vi har modtaget|vi har mottatt|vi har tagit emot|vi har fått|ditt ärende|din henvendelse
    olemme vastaanottaneet|viestisi on vastaanotettu|otrzymaliśmy|twoje zgłoszenie|potwierdzenie otrzymania|obdrželi jsme|přijali jsme|vaše žádost
    megkaptuk|am primit|ваша заявка|ваше обращение|мы получили|ваш запит|ми отримали|λάβαμε|talebiniz|קיבלנו|פנייתך|لقد تلقينا|تم استلام|已收到|收到您|受け付けました
    お問い合わせありがとう|お問い合わせを受け付け|お問合せありがとう|問い合わせを受け|문의 접수|문의해 주셔서|접수되었
    """
)
"""What a ticket system's acknowledgement is called. People use some of these words, so the body must agree."""

RECEIVED_TEXT = _phrases(
    """
    we have received your|we received your|we've received your|has been received|have received your|a ticket has been
    ticket has been created|ticket has been opened|your ticket number|ticket number is|your ticket id|your case number|reference number
    a support ticket|has been assigned|has been logged|being reviewed by|being processed|will be processed|case has been created
    our team will|our support team will|a member of our|one of our|we will get back|we'll get back|get back to you|will be in touch|will respond
    will reply within|business days|working days|within 24 hours|within 48 hours|within one business|as soon as possible|as soon as we can|shortly
    anfrage erhalten|nachricht erhalten|e-mail erhalten|ist bei uns eingegangen|eingegangen|ticketnummer|vorgangsnummer|werktag|schnellstmöglich
    so schnell wie möglich|werden uns|melden uns|bearbeitet|bien reçu|avons reçu|numéro de ticket|numéro de dossier|dans les plus brefs délais|jours ouvrés
    vous répondr|hemos recibido|número de ticket|número de caso|lo antes posible|a la brevedad|días laborables|días hábiles|abbiamo ricevuto|numero di ticket
    il prima possibile|al più presto|giorni lavorativi|recebemos|número do|o mais breve|dias úteis|entraremos em contato|hebben uw|hebben je|ticketnummer
    zo snel mogelijk|zo spoedig mogelijk|werkdagen|har modtaget|har mottatt|har tagit emot|så snart|så hurtigt|hverdage|arbetsdagar|ärendenummer|saksnummer
    vastaanotettu|mahdollisimman pian|arkipäiv|otrzymaliśmy|zostało zarejestrowane|numer zgłoszenia|jak najszybciej|dni roboczych|obdrželi|co nejdříve|pracovní
    megkaptuk|hamarosan|am primit|cât mai curând|получили|зарегистрирован|номер обращения|ближайшее время|рабочих дн|отримали|найближчим часом|λάβαμε|σύντομα
    en kısa sürede|talep numara|קיבלנו|בהקדם|تلقينا|استلام|أقرب وقت|收到您|尽快|儘快|工作日|受付|受け付け|営業日|確認のうえ|접수|빠른 시일|영업일
    """
)

RECEIPT_SUBJECT = _phrases(
    """
    recall|read|not read|gelesen|ungelesen|ungelesen gelöscht|lu|non lu|leído|leido|no leído|letto|non letto|lido|não lido|gelezen|niet gelezen
    læst|ikke læst|ulæst|lest|ulest|läst|ej läst|oläst|luettu|lukematta|przeczytano|przeczytane|nieprzeczytane|přečteno|prečítané|elolvasva|olvasott|citit
    прочитано|прочтено|не прочтено|прочетено|αναγνώστηκε|αναγνωσμένο|okundu|נקרא|مقروء|مقروءة|已读|已讀|開封済み|開封確認|읽음
    read receipt|return receipt|read report|read notification|disposition notification|return receipt (displayed)|message read
    lesebestätigung|empfangsbestätigung|gelesen-bestätigung|accusé de lecture|confirmation de lecture|accusé de réception
    confirmación de lectura|acuse de lectura|conferma di lettura|ricevuta di ritorno|confirmação de leitura|recibo de leitura|leesbevestiging
    ontvangstbevestiging|kvittering for læsning|læsekvittering|lesebekreftelse|läskvitto|läsbekräftelse|lukukuittaus|potwierdzenie przeczytania
    potvrzení o přečtení|уведомление о прочтении|okundu bilgisi|delivered|zugestellt|remis|entregado|bezorgd|relayed|deleted|gelöscht
    """
)

RECEIPT_TEXT = _phrases(
    """
    wurde auf dem bildschirm|displayed on the recipient|affiché sur l'ordinateur|affiché sur l'écran|mostrato sullo schermo|mostrado en la pantalla|se ha mostrado|visualizzato sul computer|exibida no computador|weergegeven op|visad på mottagarens|vist på modtagerens|no guarantee that it|keine garantie|aucune garantie
    has been delivered to the following|has been delivered to|was delivered to|wurde folgenden empfängern zugestellt|wurde an folgende empfänger übermittelt|a été remis aux destinataires|se ha entregado a los siguientes|è stato recapitato ai
    sin leerse|sin haber sido leíd|sin ser leíd|sans être lu|sans avoir été lu|senza essere lett|senza essere stat|sem ser lid|sem ter sido lid|zonder te worden gelezen|zonder dat het is gelezen|uden at blive læst|utan att läsas|utan att ha lästs|uten å bli lest|lukematta|bez przeczytania|bez přečtení|olvasás nélkül|без прочтения|okunmadan
    was received by|was read on|was read at|has been read|was displayed|has been displayed|was deleted without being read|this is a return receipt
    would like to recall the message|your message was read|was opened on|no guarantee that the message
    wurde gelesen|wurde am|lesebestätigung|empfangsbestätigung für|gelesen am|ungelesen gelöscht|a été lu|a été affiché|accusé de réception pour
    fue leído|se ha leído|ha sido leído|confirmación de lectura|è stato letto|ricevuta di ritorno|conferma di lettura|foi lida|confirmação de leitura
    is gelezen|werd gelezen|leesbevestiging|blev læst|er læst|ble lest|har lästs|lästes|on luettu|luettiin|została przeczytana|przeczytano
    byla přečtena|bola prečítaná|olvasták|прочитано|прочтено|αναγνώστηκε|okundu|נקראה|تمت قراءة|已阅读|已被阅读|開封|읽었습니다|dispositions|notification de lecture
    """
)

CHALLENGE_LISTS = frozenset(
    {
        "approved sender",
        "approved senders",
        "allowed senders",
        "list of senders",
        "whitelist",
        "white list",
        "allow-list",
    }
)
"""Words of CHALLENGE_TEXT that customers of a mail service use too."""

CHALLENGE_TEXT = _phrases(
    """
    holding queue|pending approval queue|placed on hold because|only accept mail from|only accepts mail from|accept email only from|human sender|to be added to my|confirm you are not a|prove you are human|complete the verification process
    in der warteschlange|ihre nachricht wurde zurückgehalten|votre message est en attente|su mensaje está retenido|in attesa di verifica
    spamarrest|spam arrest|boxtrapper|tmda|knowspam|spamlion|choicemail|active spam killer|spamblocker|allow me to add you|suspect email
    requires verification|verification required|verify that you are|verify you are a human|verify your email so|confirm that you are a human
    confirm your message|confirm this message|your message is being held|your message has been held|message is waiting|awaiting confirmation
    awaiting your confirmation|approved sender|approved senders|allowed senders|list of senders|whitelist|white list|allow-list|prove that you are
    one-time confirmation|one time verification|one-time verification|reply to this message to confirm|to have your message delivered
    to deliver your message|before your message can be delivered|message will be delivered once|unknown sender|challenge-response|antispam uol
    waitlisted|guest list|add yourself to my|protecting myself from receiving|from receiving junk mail|aguardando confirmação|digite os caracteres|confirme seu email
    held because your address|address has not been verified|sender verification|verificación del remitente|vérification de l'expéditeur|absenderbestätigung
    bestätigen sie ihre nachricht|absender bestätigen|confirmer votre message|confirmar su mensaje|confirmar seu|подтвердите, что вы не робот|подтверждение отправки
    """
)

BOUNCE_TEXT = _phrases(
    """
    could not be delivered|couldn't be delivered|can't be delivered|cannot be delivered|was not delivered|wasn't delivered|undeliverable
    not been delivered|unable to deliver|delivery failed|delivery has failed|delivery to the following|failed permanently|permanent error
    permanent fatal errors|user unknown|no such user|unknown user|mailbox unavailable|mailbox is full|mailbox full|over quota|did not reach
    delivery status notification|returned to sender|undelivered mail|address not found|message not delivered|konnte nicht zugestellt|nicht zustellbar
    unzustellbar|non remis|n'a pas pu être remis|no se ha podido entregar|no se pudo entregar|non è stato possibile|impossibile recapitare|não foi possível entregar
    niet worden bezorgd|niet afgeleverd|onbestelbaar|kunne ikke leveres|kunde inte levereras|ei voitu toimittaa|nie można dostarczyć|nelze doručit|недоставлен
    не доставлено|не удалось доставить|配信できません|配信不能|送信できません|无法投递|退信|无法送达|배달되지|전송 실패
    """
)

NEWSLETTER_FAMILIES = (
    _phrases(
        """
        unsubscribe|opt out|opt-out|remove me from this list|remove yourself from|abbestellen|abmelden|austragen|désinscri|désabonn|desuscri|darse de baja|date de baja|cancelar suscripción|cancelar la suscripción|annulla iscrizione|disiscri|cancella l'iscrizione
        cancelar inscrição|cancelar a subscrição|descadastrar|descadastre|uitschrijven|afmelden|avregistrera|avsluta prenumeration|afmeld|frameld|avmeld|meld deg av|peruuta tilaus|peru tilaus|wypisz|zrezygnuj z|odhlásit|odhlásiť|leiratkoz
        dezabon|отписаться|отказаться от рассылки|відписатися|отпишете|wypisać|rezygnacja|odjavi se|odjavite se|odjava|διαγραφή από|abonelikten|הסרה מרשימת|להסרה|إلغاء الاشتراك|لغو اشتراک|配信停止|配信解除|退订|取消订阅|取消訂閱|수신거부|수신 거부|hủy đăng ký|berhenti berlangganan|ยกเลิกการรับ
        """
    ),
    _phrases(
        """
        view in browser|view in your browser|view this email|view online|read online|having trouble viewing|can't see this|im browser ansehen|im browser anzeigen|im browser öffnen|online ansehen|webversion|voir dans|version en ligne|dans votre navigateur|ver en el navegador|en tu navegador|en su navegador|en el navegador|ver en línea|versión web
        visualizza nel browser|versione web|visualizza online|ver no navegador|versão online|bekijk online|bekijk in|webversie|online versie|visa i webbläsare|webbläsaren|se i browser|i din browser|vis i nettleser|näytä selaimessa|zobacz w przeglądarce|wersja online|zobrazit v prohlížeči|zobraziť v prehliadači|böngésző
        vizualiza în browser|открыть в браузере|в браузере|у браузері|δείτε το στο|tarayıcıda|צפה בדפדפן|عرض في المتصفح|ブラウザで|在浏览器中|在瀏覽器中|웹에서 보기
        """
    ),
    _phrases(
        """
        you are receiving this|you're receiving this|this email was intended for|this e-mail was intended for|this message was intended for|don't want these emails|don't want these e-mails|do not want these emails|don't want to get these|don't want to hear from us|not want to receive these|prefer not to receive|you get this email because|you're getting this|you are getting this|you received this email because|this email was sent to|this message was sent to|because you subscribed|because you signed up|because you opted|no longer wish to receive|don't want to receive|stop receiving|sie erhalten diese|du erhältst diese|sie erhalten den newsletter|keine weiteren e-mails|keinen newsletter mehr|diese e-mail wurde an
        vous recevez ce|vous recevez cet|ne souhaitez plus recevoir|ne plus recevoir|ha recibido este|has recibido este|recibe este|recibes este|no desea recibir|no deseas recibir|dejar de recibir|ricevi questa|hai ricevuto questa|riceve questa|non desideri|non vuoi più ricevere|non desidera ricevere|recebeu este|recebe este|está recebendo|não deseja receber|não quiser receber|deixar de receber
        u ontvangt deze|je ontvangt deze|niet meer ontvangen|geen nieuwsbrief meer|du får detta|detta mail skickades|du modtager denne|du mottar denne|saat tämän|otrzymujesz tę|otrzymałeś tę|tento e-mail jste obdrželi|dostáváte|dostávate|azért kapta|primiți acest|ați primit acest|вы получили это письмо|вы получаете|ви отримали цей|получавате този|primate ovu|λαμβάνετε αυτό|bu e-postayı aldınız|קיבלת מייל זה|تتلقى هذا|您收到此邮件|您收到這封|본 메일은
        """
    ),
    _phrases(
        """
        manage preferences|manage your preferences|update preferences|update your preferences|email preferences|subscription preferences|einstellungen verwalten|einstellungen ändern|gérer vos préférences|gérer mes préférences|gestionar preferencias|preferencias|gestisci preferenze|gestisci le preferenze|gerir preferências|gerenciar preferências|voorkeuren|inställningar|управлять подпиской|настройки рассылки|zarządzaj|předvolby
        privacy policy|datenschutz|impressum|politique de confidentialité|política de privacidad|informativa sulla privacy|política de privacidade|privacybeleid|all rights reserved|shop now|jetzt einkaufen|jetzt sparen|jetzt shoppen|acheter maintenant|j'en profite|comprar ahora|compra ahora|acquista ora|compre agora|koop nu|kup teraz
        """
    ),
)
"""Four things that the last lines of newsletters say."""

NOTICE_TEXT = _phrases(
    """
    you have received this email because|you are receiving this because|you're receiving this because|no action is required on your part|edit or cancel this job alert|sie erhalten diese nachricht, weil|sie erhalten diese e-mail, weil|vous recevez ce message car|recibes este correo porque|ricevi questa email perché
    if you did not request this|if you didn't request this|if you did not request a|if you didn't request a|if you did not make this request|if you didn't make this request|if this wasn't you|if this was not you|if this was you, you|if you did not sign up
    you can safely ignore this|please disregard this email if|please ignore this email if|do not share this email|all parties have completed|all parties have signed
    new connection request|wants to connect|started following you|you have a new follower|will be charged automatically|take the survey|take our survey|prize draw|log in to your control panel|read and agree|you have 1 new message|you have a new message on
    falls sie dies nicht angefordert|wenn sie dies nicht waren|falls sie diese anfrage nicht|falls sie sich nicht registriert|ignorieren sie diese e-mail|ignorieren sie bitte diese|sendung verfolgen|paket verfolgen|an unserer umfrage|möchte sich mit ihnen vernetzen|hat ihren beitrag kommentiert
    si vous n'êtes pas à l'origine|si vous n'avez pas demandé|ignorez cet e-mail|ignorer cet e-mail|ce lien expire|répondre à l'enquête|si no has solicitado|si no solicitaste|si usted no solicitó|ignora este correo|ignore este correo|este enlace caduca
    se non hai richiesto|ignora questa email|ignora questa e-mail|questo link scade|se você não solicitou|ignore este e-mail|als u dit niet heeft aangevraagd|als je dit niet hebt aangevraagd|negeer deze e-mail|om du inte begärde|hvis du ikke har bedt
    handed over to the courier|handed over to the carrier|handed to the courier|an den versanddienstleister übergeben|an den paketdienst übergeben|a été remis au transporteur|a été remise au transporteur|entregado al transportista|affidato al corriere|entregue à transportadora|overgedragen aan de bezorger|överlämnats till frakt|overdraget til fragt
    przekazane kurierowi|przekazana kurierowi|przekazane do doręczenia|předána dopravci|předali dopravci|odovzdaná dopravcovi|átadtuk a futár|predat curierului|передан в доставку|передан курьеру|передано кур'єру|kargoya verildi|kargoya teslim edildi|配送業者に引き渡|已交付快递|已交由快递|택배사에 전달
    jeśli to nie ty|zignoruj tę wiadomość|pokud jste o to nežádali|если вы не запрашивали|если это были не вы|проигнорируйте это письмо|siz değilseniz|心当たりのない|如非本人操作|본인이 요청하지
    """
)
"""What only services write, to whoever has an account with them."""

NOTICE_WORDS = _phrases(
    """
    link will expire|link expires in|link is valid for|verify your|confirm your|reset your password|click the link below|click the button below|sign in to your|log in to your account
    booking reference|booking confirmation|thank you for your booking|your booking|your reservation|update payment details|update your payment|unable to take your payment|payment failed|payment declined|has shared a document|has shared a file|shared a folder|shared a document with you|open in
    upcoming event|join meeting|join link|add to calendar|you are registered|you're registered|registration is confirmed|assigned to you|you are the assignee|view issue|view task|view details|see details|transaction id|you've received a payment|you have received a payment|you sent a payment|check in now|check-in is now open
    almost full|of its quota|upgrade your plan|scheduled maintenance|planned maintenance|maintenance window|may be unavailable|no action is required|see all jobs|job alert|new jobs for|free shipping|shop now|% off|your trial|trial ends|renew now|your subscription will|your plan will|membership|loyalty points|reward points
    buchungsnummer|buchungsbestätigung|vielen dank für ihre buchung|transaktionscode|zahlung erhalten|details ansehen|in ihrem konto|wartungsarbeiten|speicherplatz|hat ein dokument|hat eine datei|mit ihnen geteilt|jetzt einchecken|versandkostenfrei|ihre mitgliedschaft|ihr abonnement
    réservation n|votre réservation|numéro de réservation|référence de réservation|voir les détails|a partagé un|maintenance programmée|paiement reçu|paiement refusé|livraison gratuite|votre abonnement|su reserva|tu reserva|número de reserva|ver detalles|ha compartido|pago recibido|pago rechazado|envío gratis|mantenimiento programado
    la tua prenotazione|codice prenotazione|vedi dettagli|ha condiviso|pagamento ricevuto|spedizione gratuita|sua reserva|ver detalhes|compartilhou|pagamento recebido|frete grátis|je boeking|uw boeking|boekingsnummer|bekijk details|heeft gedeeld|betaling ontvangen|gratis verzending
    has invited you to|invited you to join|commented on your post|liked your post|mentioned you in|amount paid|date paid|payment method|thank you for your payment|payment was successful|your payment of|charged to your card|card ending in
    out for delivery|has been shipped|was shipped|is on its way|arriving |track your package|track your parcel|track your order|track your shipment|order has been confirmed|we've received your order|thank you for your order|thanks for your order|order number|order summary|order total
    view receipt|view invoice|view order|pay invoice|your statement is ready|your bill is ready|your invoice is ready|invoice is now available|amount due|due date|if you have any questions
    vielen dank für ihre bestellung|zahlung erhalten|ihre rechnung finden sie|bestellnummer|zahlungsart|bestellung wurde versandt|wurde versandt|im anhang finden sie|gesamtbetrag|sendungsnummer|voraussichtlich
    merci pour votre commande|votre commande a été expédiée|numéro de commande|mode de paiement|montant total|suivre mon colis|suivre votre colis|en cours de livraison
    gracias por tu compra|gracias por su compra|pedido ha sido enviado|número de pedido|método de pago|seguir mi pedido|importe total|grazie per il tuo ordine|grazie per l'acquisto|ordine è stato spedito|numero d'ordine|metodo di pagamento|traccia la spedizione
    obrigado pela sua compra|número do pedido|forma de pagamento|rastrear pedido|bedankt voor je bestelling|bedankt voor uw bestelling|bestelnummer|betaalmethode|volg je pakket|volg uw zending|spåra ditt paket|tack för din beställning|tack för din order|ordernummer
    tak for din ordre|takk for din bestilling|spor pakken|ordrenummer|dziękujemy za zamówienie|śledź przesyłkę|numer zamówienia|děkujeme za objednávku|číslo objednávky|sledovat zásilku|köszönjük rendelés|csomagkövetés|спасибо за заказ|номер заказа|отследить посылку
    kargonuz yola|siparişiniz için teşekkür|sipariş numarası|ご注文ありがとうございます|注文番号|発送いたしました|您的包裹|您的订单已|订单编号|주문해 주셔서 감사|주문번호
    """
)
"""Words of receipts, parcels and invitations: customers use them one at a time, and then say or ask something more."""

DEVICE_TEXT = _phrases(
    """
    will expire in|will expire on|are due to expire|is due to expire|is about to expire|expires on|auto-renew|läuft am|läuft in|wird am|arrive à expiration|expirera le|caduca el|caducará|vencerá|scadrà il|verloopt op|wygasa
    model:|status: |event:|incident status|integrated lights|vmid|replace toner|components affected|
    backup task|backup job|backup completed|backup failed|has been completed|start time:|end time:|was sent from "|scan date|device:|device name|serial:|serial number|serial no|severity:|host:|host name:|hostname:|state:|nas name|app name|app category|event timestamp|problem started at|problem has been resolved
    original problem id|code :|code:|location :|name :|ip address:|ip-adresse:|mac address|firmware|model:|status:|is currently down|is currently up|is back up|threshold|alert instance|alertname|labels:|sincerely, synology|gerät:|seriennummer|zeitpunkt:|appareil :|dispositivo:|estado:|events?:|trigger|camera name|channel:|job name
    has degraded|number of drives|active drives|failing drive|has crashed. please|automatically updated|no further action is needed|automatische mitteilung|pages? fax|page fax|dauer|duration|caller|anrufer|empfangen am
    """
)
"""What devices and monitors fill in."""

CODE_TEXT = _phrases(
    """
    verification code|one-time code|one time code|one-time password|one time password|one-time passcode|security code|login code|sign-in code
    confirmation code|access code|authentication code|your otp|verify your email|confirm your email|verify your e-mail|confirm your e-mail|activate your account
    reset your password|verify your account|bestätigungscode|sicherheitscode|einmalpasswort|einmalcode|verifizierungscode|e-mail-adresse bestätigen
    bestätigen sie ihre e-mail|code de vérification|code de sécurité|code de confirmation|code à usage unique|confirmez votre adresse|vérifiez votre adresse
    código de verificación|código de seguridad|código de un solo uso|confirma tu correo|verifica tu correo|confirme su correo|codice di verifica|codice di sicurezza
    codice di conferma|conferma il tuo indirizzo|código de verificação|código de segurança|confirme seu e-mail|verificatiecode|beveiligingscode|bevestig je e-mail
    bevestig uw e-mail|bekræftelseskode|bekreftelseskode|verifieringskod|vahvistuskoodi|kod weryfikacyjny|ověřovací kód|overovací kód|ellenőrző kód|cod de verificare
    код подтверждения|код проверки|одноразовый код|одноразовый пароль|код підтвердження|κωδικός επαλήθευσης|doğrulama kodu|קוד אימות|رمز التحقق|验证码|驗證碼|確認コード|認証コード|인증번호|인증 코드
    mã xác minh|mã xác nhận|kode verifikasi|รหัสยืนยัน
    """
)
"""Names of codes and confirmations of other services (Ticket Trick); customers ask about them too."""

FORM_TEXT = _phrases(
    """
    contact form|enquiry form|inquiry form|support form|web form|webform|form submission|new submission|new message from your website|message from your website|new customer message|new enquiry from|new inquiry from|submitted an enquiry|submitted the form|submitted a form|website enquiry|website inquiry|submitted through your
    kontaktformular|kontaktanfrage|formulareintrag|anfrageformular|formular auf|über das formular|neue nachricht von ihrer website|formulaire de contact|formulaire sur|nouvelle soumission|formulario de contacto|nuevo mensaje desde|formulario web|modulo di contatto|modulo contatti|formulário de contato|formulário de contacto
    contactformulier|kontaktskjema|kontaktformulär|kontaktformular|yhteydenottolomake|formularz kontaktowy|formularza kontaktowego|kontaktní formulář|kontaktního formuláře|kontaktný formulár|kapcsolati űrlap|formular de contact|formularul de contact|форма за контакт|форма обратной связи|формы обратной связи|форма зворотн
    φόρμα επικοινωνίας|iletişim formu|טופס יצירת קשר|نموذج الاتصال|お問い合わせフォーム|联系表单|聯絡表單|문의 양식
    """
)
"""What the mails of web forms call themselves."""

ROBOT_WORDS = frozenset(
    """
    noreply noreplies replyno donotreply dontreply donotrespond dontrespond noresponse noanswer donotanswer nepasrepondre noresponder
    nocontestar naoresponda naoresponder nonrispondere nichtantworten keineantwort bittenichtantworten nietantwoorden
    nietbeantwoorden ingensvar svarikke svarejikke svarainte eivastausta alavastaa nieodpowiadaj neodpovidat neodpovidejte
    neotvechat neotvechaite neotvechayte neotvechay nevidpovidaty nevidpovidayte neotgovaryaite neotgovaryay yanitlama yanitlamayin cevaplama cevaplamayin
    nevalaszolj nevalaszoljon nuraspunde nuraspundeti neodgovarjaj neodgovarjajte neodgovaraj neodgovarajte neodpovidat neodpovedat neodpovedajte brezodgovora
    ikkesvar ikkebesvar ejsvara besvaraej besvarasej eisvara bezodpowiedzi brakodpowiedzi sansreponse pasdereponse senzarisposta sinrespuesta semresposta
    ohneantwort nonrisponda nonreply noreplay norepley norply notreply neverreply unattended notmonitored donotmail donotemail dontanswer tidakdibalas janganbalas khongtraloi
    mailerdaemon mdaemon autoreply autoresponder autoresponse autoanswer autoresponse unmonitored
    """.split()  # noqa: SIM905
)
"""Parts of a local part, between separators and without them, that only robots have."""

ROBOT_NAMES = frozenset(
    """
    postmaster root daemon nobody listserv majordomo mailman cron crond anacron nagios icinga zabbix wwwdata apache httpd wwwrun
    sympa lyris bounce bounces listmaster mailerdeamon maildaemon maildeliverysubsystem maildelivery
    wordpress woocommerce joomla drupal typo3 gitlab github bitbucket jenkins teamcity sonarqube bugzilla redmine phabricator gerrit diskstation synology qnap
    readynas freenas truenas proxmox vcenter veeam idrac fritzbox voicemail voicebox scan2mail scantomail scanner copier kopierer printserver multifunktion
    wwwdata logcheck rkhunter chkrootkit aide unattendedupgrades smartd mdadm arpwatch fail2ban logwatch cronjob crontab clamav mailscanner amavis spamassassin
    microsoftexchange microsoftexchangemailboxassistant systemattendant systemadministrator smtpdaemon
    """.split()  # noqa: SIM905
)
"""Whole local parts, without separators."""

LIKELY_ROBOTS = frozenset(
    """
    notification notifications notify notifier alert alerts newsletter newsletters mailer automailer autoconfirm automated
    automation digest digests systemmessage systemnotification systemnotifications mailings mailing campaign campaigns
    grafana prometheus alertmanager jenkins cpanel logwatch fail2ban monit munin sentry observium librenms uptimerobot
    shipmenttracking orderupdate orderupdates monitoring watchdog
    """.split()  # noqa: SIM905
)
"""Whole local parts that are robots nearly always: no answer by machine, but a person sees the mail."""

LIKELY_ROBOT_ENDS = frozenset(
    {"notification", "notifications", "alert", "alerts", "newsletter", "newsletters", "mailer"}
)
"""The same as the last part: account-notifications, security.alert."""

OFFICE_NAMES = frozenset(
    """
    info hello hi team account accounts billing invoice invoices payment payments receipt receipts order orders booking bookings reservation reservations
    shipping delivery tracking checkin events event webinar webinars share sharing docs calendar invitation invitations invites security member members membership
    news offers deals promo marketing updates update community jobs careers survey surveys feedback reviews service services support notify alerts admin system
    kundenservice rechnung rechnungen versand bestellung buchung konto shop store ventas pedidos facturas commandes commande factures ordini fatture quota bugs renewals
    """.split()  # noqa: SIM905
)
"""Parts of addresses that services mail from, and businesses write from too."""

SUPPORT_NAMES = frozenset(
    """
    support help helpdesk servicedesk service services customerservice customersupport customercare care kundenservice kundendienst
    kundensupport kontakt contact info soporte ayuda assistance assistenza suporte atendimento ondersteuning klantenservice tickets ticket
    issues feedback hilfe techsupport itsupport
    """.split()  # noqa: SIM905
)
"""Local parts behind which another ticket system is likely."""
