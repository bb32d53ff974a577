"""Does a text do nothing but say that mail has arrived and will be answered? Weighed like screen_absence.

"We have received your message and will answer within two working days" is a robot's, and an answer to it would start
a dance of two help desks. "We have received your parcel, but two chairs are missing" says something more.
"""

from __future__ import annotations

import re

from responder.steps.screen_absence import sentences_of
from responder.steps.screen_absence_words import LANGUAGES, phrases_of

_LONGEST = 3000
"""letters"""


def acknowledgement_in(text: str) -> str:
    """The phrase that confirms the arrival, "" when the text is none, or says more than that."""
    if len(text) > _LONGEST:
        return ""
    arrived = ""
    promised = False
    said = left = 0
    for one in sentences_of(_MUCH.sub(" for ", text)):
        of_mail = _first(_MAIL, one.text)
        has_arrived = _first(_ARRIVED, one.text) or (
            of_mail and (_first(_REACHED, one.text) or _first(_THANKS, one.text))
        )
        promises = bool(_first(_PROMISED, one.text))
        arrived, promised = arrived or has_arrived.strip(), promised or promises
        letters = sum(letter.isalnum() for letter in one.text)
        if has_arrived or promises or _first(_BESIDES, one.text) or _first(_POLITE, one.text) or _LINK.search(one.text):
            said += letters
        elif not one.aside:
            left += letters
    return arrived if arrived and promised and said >= 0.7 * (said + left) else ""


def _first(phrases: tuple[str, ...], text: str) -> str:
    return next((phrase for phrase in phrases if phrase in text), "")


_MUCH = re.compile(r" (?:so much|very much|a lot|again|a million|a bunch) for ", re.IGNORECASE)
""" "Thanks so much for …" """
_LINK = re.compile(r"[^\s@]@[^\s@]|https?:|www\.|(?:\d[ ./-]?){7}")

_ARRIVED = phrases_of(
    """
    email landed|mail landed|message landed|landed safely|arrived safely|got your enquiry|got your inquiry|got your question|got your application|have got your|dropping us a line|drop us a line|thanks for applying|thank you for applying|thanks for emailing|thank you for emailing|thanks for asking|received your cv|received your application|received your resume|you've reached the
    fijn dat je|fijn dat u|leuk dat je|krijgen op dit moment veel|bedankt voor je mail|bedankt voor uw mail|schön, dass sie uns|schön dass du|ravi de vous lire|qué bueno que|che bello sentirti
    due to the high volume|due to a high volume|due to high volume|due to the large volume|due to the number of|owing to the volume|experiencing a high volume|experiencing high volume|aufgrund des hohen|aufgrund der vielen|aufgrund der hohen|wegen des hohen|en raison d'un grand nombre|en raison d'un volume|en raison de la forte
    debido al alto|debido a la gran cantidad|a causa dell'elevato|a causa dell'alto|devido ao elevado|devido ao grande|vanwege de drukte|wegens drukte|wegens de grote|på grund av hög|på grund av många|på grund af mange|på grunn av stor|ruuhkan vuoksi|ze względu na dużą|z powodu dużej|vzhledem k velkému
    received your message|received your email|received your e-mail|received your request|received your inquiry|received your enquiry|received your ticket|received your mail|received your question|received your query|received your submission|received your support
    got your message|got your email|got your request|got your note|have your message|message has been received|request has been received|email has been received|e-mail has been received|inquiry has been received|enquiry has been received|ticket has been created|ticket has been opened|request has been logged|case has been created|case has been opened|incident has been opened|incident has been created|request has been created|have opened a ticket|have created a ticket|query has been received|ticket is logged|thanks for reaching out|thank you for reaching out|thanks for contacting|thank you for contacting|thanks for getting in touch|thank you for getting in touch|thanks for writing to|thank you for writing to|your ticket number|your ticket id|your case number|ticket with the number|new case created|thanks for your message|thank you for your message|thanks for your email|thank you for your email|thank you for your inquiry|thank you for your enquiry|thank you for your request
    ihre anfrage erhalten|ihre nachricht erhalten|ihre e-mail erhalten|ihre mail erhalten|ihr anliegen erhalten|deine nachricht erhalten|deine anfrage erhalten|deine e-mail erhalten|anfrage ist bei uns eingegangen|nachricht ist bei uns eingegangen|e-mail ist bei uns eingegangen|bei uns eingegangen|ihr ticket wurde|ticket wurde erstellt|ticket wurde eröffnet|eingang ihrer|vielen dank für ihre anfrage|vielen dank für ihre nachricht|vielen dank für ihre e-mail|danke für ihre nachricht|danke für deine nachricht|danke für ihre anfrage|vielen dank für ihre kontaktaufnahme|ticketnummer lautet|vorgangsnummer lautet
    bien reçu votre message|bien reçu votre demande|bien reçu votre e-mail|bien reçu votre mail|bien reçu votre courriel|reçu votre demande|reçu votre message|demande a bien été|message a bien été|votre demande a été|ticket a été créé|merci pour votre message|merci de votre message|merci de nous avoir contact|merci d'avoir contacté
    recibido su consulta|recibido su mensaje|recibido su solicitud|recibido su correo|recibido tu mensaje|recibido tu consulta|recibido tu solicitud|recibido correctamente su|recibido correctamente tu|su solicitud ha sido|tu solicitud ha sido|su mensaje ha sido|gracias por contactar|gracias por ponerse en|gracias por ponerte en|gracias por su mensaje|gracias por tu mensaje|gracias por escribir|se ha creado un ticket|número de incidencia
    ricevuto la sua|ricevuto la tua|ricevuto il suo|ricevuto il tuo|ricevuto la vostra|ricevuto il vostro|richiesta è stata ricevuta|richiesta è stata presa|richiesta è stata registrata|messaggio è stato ricevuto|grazie per averci contatt|grazie per averci scritto|grazie per il messaggio|preso in carico|presa in carico
    recebemos a sua|recebemos o seu|recebemos sua|recebemos seu|recebemos o teu|recebemos a tua|recebemos tua|sua mensagem foi recebida|sua solicitação foi|seu chamado foi|pedido foi registado|obrigado por entrar em contato|obrigado pelo seu contato|obrigada pelo contato|obrigado por contactar|agradecemos o seu contacto|agradecemos seu contato|agradecemos o contato|obrigado pela sua mensagem
    uw bericht ontvangen|uw vraag ontvangen|uw e-mail ontvangen|uw mail ontvangen|je bericht ontvangen|je vraag ontvangen|je mail ontvangen|uw bericht in goede|uw vraag in goede|uw e-mail in goede|uw aanvraag ontvangen|bedankt voor uw bericht|bedankt voor je bericht|dank voor uw bericht|bedankt voor het contact|ticket is aangemaakt
    har mottagit ditt|har tagit emot ditt|har fått ditt|mottagit ert|tack för ditt meddelande|tack för att du kontakt|ditt ärende har|har modtaget din|har modtaget jeres|har mottatt din|har mottatt henvend|mottatt din|tak for din henvend|takk for din henvend|takk for at du kontakt|tak fordi du kontakt|tak for din besked|din henvendelse er|saken din er|vi har fått meld|vi har fått din
    viestisi on vastaanotettu|vastaanottaneet viestisi|vastaanotimme viestisi|olemme vastaanottaneet yhtey|kiitos yhteydenot|yhteydenottosi on|yhteydenottosi|tiketti on|palvelupyyntösi on|móttekið erindi|höfum móttekið|takk fyrir að hafa samband
    otrzymaliśmy twoj|otrzymaliśmy pań|otrzymaliśmy państwa|zgłoszenie zostało|wiadomość została przyjęta|dziękujemy za kontakt|dziękujemy za wiadomość|dziękujemy za zgłoszenie|obdrželi jsme vá|přijali jsme vá|váš požadavek byl|vaše zpráva byla|děkujeme za zprávu|děkujeme za vaši zprávu|děkujeme za váš|prijali sme vá|vaša požiadavka bola|ďakujeme za správu|ďakujeme za vašu správu|megkaptuk level|megkaptuk üzen|levelét megkaptuk|üzenetét megkaptuk|megkeresését megkaptuk|köszönjük megkeres|köszönjük, hogy|köszönjük üzenet|köszönjük level|bejelentését rögzít
    am primit mesajul|am primit solicitarea|am primit cererea|solicitarea dvs|solicitarea dumneavoastră a fost|mesajul dvs. a fost|mesajul dumneavoastră a fost|vă mulțumim pentru mesaj|vă mulțumim că ne-ați
    получихме вашето|получихме вашия|вашето запитване|вашето съобщение е|благодарим за съобщение|благодарим, че се|получили ваше|получили ваш|ваше обращение|ваша заявка|ваш запрос|ваше сообщение получено|ваше письмо получено|спасибо за обращение|спасибо за ваше обращение|спасибо, что обратились|благодарим за обращение|отримали ваше|отримали ваш|ваше звернення|дякуємо за звернення|примили смо ваш|primili smo vaš|zaprimili smo|vaš zahtjev je|vaš upit je|vaš zahtev je|hvala na javljanju|hvala što ste|hvala vam što ste|prejeli smo vaš|vaše sporočilo smo|hvala za vaše sporočilo|hvala, ker ste
    oleme teie kirja|teie kiri on|teie pöördumine on|oleme kätte saanud|täname pöördum|täname kirja|esam saņēmuši|jūsu ziņa ir|jūsu pieprasījums ir|paldies par jūsu ziņu|paldies, ka sazin|gavome jūsų|jūsų užklausa|jūsų laiškas gautas|jūsų žinutė gauta|dėkojame už žinutę|dėkojame, kad
    λάβαμε το μήνυμ|λάβαμε το αίτημ|το αίτημά σας|το μήνυμά σας έχει|ευχαριστούμε για το μήνυμ|ευχαριστούμε που επικοινων|talebiniz alın|talebiniz tarafımıza|mesajınız bize|mesajınızı aldık|talebinizi aldık|mesajınız alın|bizimle iletişime geçtiğiniz|bize ulaştığınız
    קיבלנו את|פנייתך התקבלה|הודעתך התקבלה|תודה שפנית|תודה על פנייתך|تم استلام|لقد تلقينا|تلقينا رسالت|استلمنا|شكرا لتواصلك|شكرا لتواصلكم|شكرا لاتصالك|پیام شما دریافت|درخواست شما دریافت|درخواست شما ثبت|با تشکر از تماس|تیکت شما
    आपका संदेश प्राप्त|आपका अनुरोध प्राप्त|हमें आपका|संपर्क करने के लिए धन्यवाद|ได้รับข้อความ|ได้รับอีเมล|ได้รับเรื่อง|ขอบคุณที่ติดต่อ|đã nhận được|cảm ơn bạn đã liên hệ|cảm ơn quý khách đã|telah kami terima|kami telah menerima|sudah kami terima|terima kasih telah menghubungi|terima kasih kerana menghubungi|pesan anda telah
    已收到您|收到您的|收到你的|邮件已收到|郵件已收到|来信已收到|來信已收到|您的邮件我们已经收到|我们已经收到|我們已經收到|我們已收到|我们已收到|感谢您联系|感謝您聯絡|感謝您的來信|感谢您的来信|感谢您的咨询|感謝您的詢問|您的请求已|您的工单|お問い合わせありがとう|お問い合わせいただき|お問い合わせを受け付け|お問合せ|受け付けました|受付いたしました|受付けました|受領いたしました|문의가 접수|문의해 주셔서|문의를 접수|접수되었|문의 주셔서|메일을 잘 받
    rebut el vostre|rebut la vostra|rebut el teu|rebut la teva|gràcies per contactar|recibimos a súa|zure mezua jaso|kemi marrë mesazh|ја примивме|თქვენი შეტყობინება|მივიღეთ თქვენი|ձեր նամակը ստ|ձեր հաղորդագրությունը
    """
)
_THANKS = phrases_of(
    """
    thank you for|thanks for|thank you,|we appreciate your|dank für|danke für|bedanken uns für|merci pour|merci de votre|remercions de|remercions pour|gracias por|agradecemos|grazie per|ringraziamo per|obrigado pel|obrigada pel|bedankt voor|dank voor|danken u voor
    tack för|tak for|takk for|kiitos|kiitämme|dziękujemy za|děkujeme za|ďakujeme za|köszönjük|mulțumim pentru|благодарим за|спасибо за|дякуємо за|ευχαριστούμε για|teşekkür|hvala na|hvala za|täname|paldies par|dėkojame už|terima kasih atas|cảm ơn|ขอบคุณ|ありがとう|感谢您的|感謝您的|감사합니다|תודה על|شكرا على
    """
)
_MAIL = phrases_of(
    """
    emailing|applying|writing|dropping|cv|resume|registration|booking|reservation|order|claim|complaint|ticket|feedback|reklamation|beschwerde|buchung|bestellung|réclamation|réservation|reclamación|reserva|reclamo|prenotazione|klacht|boeking|reklamationen|klage
    report|correspondence|documents|note|submission|feedback|letter|communication|getting in touch|reaching out|contacting|your interest|zuschrift|schreiben|unterlagen|meldung|mitteilung|rückmeldung|kontaktaufnahme|interesse|eingang|message|courrier|envoi|prise de contact|intérêt|dossier
    escrito|comunicación|contacto|interés|comunicazione|contatto|interesse|contato|contacto|reactie|inzending|sollicitatie|belangstelling|ansökan|ansøgning|søknad|hakemus|zgłoszenie|aplikację|podanie|žádost|přihlášk|žiadosť|jelentkez|pályázat|candidatur|заявк|заявлен|αίτησ|başvuru
    message|email|e-mail|mail|enquiry|inquiry|request|ticket|application|query|question|submission|call #|call has|case|nachricht|anfrage|anliegen|bewerbung|vorgang|courriel|demande|candidature|consulta|mensaje|solicitud|correo|richiesta|messaggio|segnalazione|mensagem|solicitação|pedido|contacto
    bericht|vraag|aanvraag|melding|mejl|mail|ärende|meddelande|henvendelse|besked|viesti|yhteydenotto|zgłoszen|wiadomoś|zapytani|dotaz|požadav|zpráv|správ|požiadav|otázk|level|üzenet|megkeresés|bejelentés|mesaj|solicitar|cerere|запитван|съобщение|писмо|обращени|заявк|запрос|письмо|сообщение|звернен|запит|лист|upit|zahtev|zahtjev|poruk|sporočil|vprašanj|упит|захтев|порук
    kiri|pöördumi|päring|vēstul|ziņ|pieprasījum|laišk|užklaus|žinut|μήνυμα|αίτημα|başvuru|talep|talebiniz|mesaj|פנייה|פניית|הודעת|رسالت|طلبك|استفسار|پیام|درخواست|संदेश|अनुरोध|ข้อความ|คำขอ|คำร้อง|yêu cầu|thư|tin nhắn|pesan|permintaan|permohonan|邮件|郵件|来信|來信|咨询|諮詢|留言|请求|メール|お問い合わせ|ご連絡|ご依頼|문의|요청|메일|sol·licitud|missatge
    """
)
_REACHED = phrases_of(
    """
    in our queue|in the queue|landed|eingetroffen|gelandet|bei uns gelandet|zugegangen|bien arrivée|en cola|ha llegado|nos ha llegado|è arrivat|in coda|chegou|na fila|binnengekomen|binnen gekomen|bij ons binnen|kommit in|kommet frem|kommet fram|saapui|dotarł|dorazil|v pořádku|doručil|megérkez|ajuns|пристигна|поступил|дошл|надійшл
    acknowledge receipt|confirm receipt|confirming receipt|confirm that we|been assigned|loud and clear|safely|in our inbox|in our system|is with us|bestätigen ihnen|bestätigen wir|bestätigen hiermit|parvenu|accusons réception|accuse réception|confirmons la réception|bien arrivé|confirmamos la recepción|acusamos recibo|confirmiamo|confirmamos a receção|confirmamos o recebimento
    bevestigen|goede orde|bekräftar|bekræfter|bekrefter|vahvistamme|potwierdzamy|potvrzujeme|potvrdzujeme|visszaigazol|confirmăm|потвърждаваме|подтверждаем|підтверджуємо|επιβεβαιών|onaylıyoruz|potvrđujemo|potrjujemo
    received|arrived|landed|been created|been opened|been submitted|reached us|has been logged|been registered|been forwarded|been recorded|been passed|eingegangen|angekommen|erhalten|erfasst|registriert|aufgenommen|weitergeleitet|été reçu|bien reçu|bien été|été transmis|enregistré|ha quedado|registrad|recibid|ha sido|ricevut|registrat|inoltrat|recebid|registad|encaminhad
    ontvangen|geregistreerd|aangekomen|kommit fram|mottagits|mottagit|registrerats|registrert|registreret|modtaget|mottatt|vastaanotettu|saapunut|perille|kirjattu|móttekin|zarejestrowan|otrzyma|przyjęt|zaevidov|přijat|přijali|obdrž|doručen|prijat|prijali|zaregistr|megkapt|megérkezett|rögzít|fost primit|fost înregistrat|am primit|înregistrată|получен|приет|регистриран|зарегистрир|принят|получили|зареєстр|отримал|прийнят|primljen|zaprimljen|primili|zabeležen|prejeli|prejet|zabeležili|примљен|примили
    saabunud|registreeritud|kätte saa|kättesaa|saņemt|reģistrēt|gaut|gavome|užregistr|ελήφθη|λάβαμε|καταχωρ|kaydedil|alınmış|ulaşmış|ulaştı|התקבל|נקלט|استلام|تلقينا|استلمنا|تسجيل|دریافت|ثبت|प्राप्त|दर्ज|ได้รับ|nhận được|ghi nhận|tiếp nhận|diterima|menerima|tercatat|已收到|收到|已受理|已登记|已記錄|已记录|受信|受け付け|受付|受領|承りました|届きました|접수|수신|등록되|rebut|registrat
    """
)
_PROMISED = phrases_of(
    """
    hear from the real|hear from me in a|hear from us in a|before a human|before someone|before somebody|human gets to it|human looks|person looks|darum kümmern|kümmert sich|nimmt sich|one of the team|one of our|someone will|somebody will|is checked once|checked daily|checked once|are checked|only contact those|selected for interview|receive a response|receive an answer|receive a reply|respond in the order|answered in the order|order received|wait times|until we
    lo revisará|la revisará|te avisaremos|le avisaremos|te escribiremos|aggiorneremo|aggiornerà|ti faremo sapere|le faremo sapere|esaminata|avisaremos|atualizaremos|duren voor|laten je weten|laten u weten|hör av oss|vi hörs|hører fra os|hører fra oss|kuulet meistä|ozvat|dáme vědět|dame znać|jelentkezünk
    お待ちください|お待ち下さい|お待ちくださいませ|请耐心等待|請耐心等候|稍后|稍後|기다려
    reply time|response time|to respond|to reply|respond to each|reply to each|respond individually|usually reply|usually respond|typically reply|typically respond|try to reply|try to respond|try to answer|endeavour|endeavor|strive to|answer all|on the case|on it|asap|same day|high volume|volume of|higher than usual|longer than usual|take longer
    working hours|business hours|take up to|may take|bear with us|hear from us|look into|come back to you|in due course|will be dealt|will be handled|will be answered|will be read|forwarded to|passed on to|passed to|we read every|we read all|if your profile|selected for|shortlist|recruit|review it|recruiting team
    einige zeit in anspruch|etwas geduld|um geduld|bearbeitungszeit|hohen aufkommens|hohes aufkommen|hoher anfrage|zügig|wird geprüft|prüfung|wird an die zuständige|zuständige stelle|kommen auf sie zu|sera traité|sera transmis|délai de réponse|délais de traitement|forte affluence|examinerons|étudier|nous efforçons
    gestionar|plazo de respuesta|alto volumen|revisaremos|valutare|tempi di risposta|elevato numero|esamineremo|analisar|prazo|elevado volume|streven|drukte|reactietijd|beoordelen|strävar|handläggningstid|hög belastning|bestræber|behandlingstid|pyrimme|ruuhka|rozpatrz|termin odpowiedzi|posoudíme|vyřízen|elbírál
    get back to you|be in touch|reply within|respond within|respond to you|reply to you|respond to your|reply to your|respond as soon|reply as soon|answer you|answer within|answer your|aim to reply|aim to respond|contact you shortly|contact you soon|will contact you|will review|being reviewed|under review|looking into it|will look into|be assigned|been assigned|quote this|will be handled|being processed|will be processed|will answer|shall answer|expect an answer|expect a reply|response time|in the order|come back to you|business day|working day|working hours|within 24|within 48|within one|within two|as soon as possible|as soon as we can|be with you|we're on it|we are on it|hear from us|attend to
    melden uns|werden uns|meldet sich|bearbeit|beantwort|antwort|kümmern uns|setzen uns|werktag|arbeitstag|schnellstmöglich|so schnell wie|so bald wie|in kürze|innerhalb von|umgehend|zeitnah
    vous répond|vous recontact|revenons vers|reviendrons vers|reviendra vers|traiter|traitée|dans les plus brefs|meilleurs délais|jours ouvrés|sous 24|sous 48|dès que possible|prendrons contact|prendra contact
    responder|le contest|te contest|contactaremos|pondremos en contacto|pondrá en contacto|pondrán en contacto|atender|a la brevedad|lo antes posible|días hábiles|días laborables|en breve|plazo máximo|plazo de
    risponder|ricontatter|contatterà|contatteremo|al più presto|il prima possibile|giorni lavorativi|entro 24|entro 48|prenderemo|elaborare|a breve
    responder|retornar|entraremos em contato|entraremos em contacto|entrará em contato|dias úteis|o mais breve|o mais rápido|em breve|assim que possível|contactaremos
    antwoord|beantwoord|reageren|reactie|nemen contact|neemt contact|werkdag|zo spoedig|zo snel|in behandeling|binnen
    svara|besvara|svarer|återkommer|återkomma|vender tilbage|kommer tilbake|ta kontakt|tar kontakt|kontakter dig|kontakter deg|arbetsdag|hverdage|virkedag|arbeidsdag|arbejdsdag|så snart|så fort|så hurtigt|hurtigst|snarest|behandle|handlägg
    vastaamme|vastaa|mahdollisimman|arkipäiv|palaamme|otamme yhteyttä|käsitel|svörum|munum svara|eins fljótt|höfum samband
    odpowiemy|odpowiedzi|skontaktuj|jak najszybciej|dni robocz|wkrótce|niezwłocznie|odpovíme|ozveme|co nejdříve|pracovní|vyřídíme|odpovieme|čo najskôr|pracovn|hamarosan|válaszol|mielőbb|munkanap|felvesszük
    vom răspunde|vom reveni|veți fi contactat|cât mai curând|cel mai scurt|zile lucrătoare|ще отговорим|ще се свържем|възможно най|работни дни|ответим|свяжемся|свяжется|рассмотр|ближайшее время|рабочих дн|рабочего дня|как можно скорее|відповімо|зв'яжемося|найближчим часом|робочих днів|робочого дня|одговорићемо|odgovorit ćemo|odgovorićemo|javit ćemo|javićemo|kontaktirat|kontaktiraćemo|u najkraćem|radnih dana|radna dana|čim prije|odgovorili bomo|odgovorili vam|v najkrajšem|delovnih dn|delovnih dneh
    vastame|võtame ühendust|esimesel võimalusel|tööpäeva|atbildēsim|sazināsimies|darba dien|atsakysime|susisieks|kuo greičiau|darbo dien
    απαντήσουμε|επικοινωνήσουμε|σύντομα|το συντομότερο|εργάσιμ|en kısa sürede|yanıtla|dönüş|geri dön|cevap|iş günü|inceleni|נשיב|נחזור|נענה|בהקדם|ימי עסקים|ناخذ|سنرد|سنتواصل|سيتم الرد|الرد عليك|أقرب وقت|أيام عمل|پاسخ|تماس خواه|به زودی|اسرع وقت|روز کاری
    जवाब देंगे|उत्तर देंगे|संपर्क करेंगे|जल्द|ติดต่อกลับ|ตอบกลับ|โดยเร็ว|วันทำการ|trả lời|phản hồi|liên hệ lại|sớm nhất|ngày làm việc|membalas|merespons|segera|secepatnya|sesegera|hari kerja|hari bekerja|menghubungi anda
    尽快|儘快|盡快|回复您|回覆您|答复|答覆|与您联系|與您聯|工作日|处理|處理|ご連絡|ご返信|ご回答|返信いた|営業日|確認のうえ|確認の上|折り返し|順次|답변|회신|연락드리|빠른 시일|영업일|확인 후
    respondrem|us respondrem|ens posarem en contacte|el més aviat|responderemos|erantzungo|do t'ju përgjigj|ќе одговориме|გიპასუხებთ|დაგიკავშირდ|կպատասխանենք|կկապվ
    """
)
_BESIDES = phrases_of(
    """
    card number|security reasons|for your security|don't send|do not send|never ask|refrain from|do not use email|medical|call 111|call 999|call 911|number of applicants|patience|sending reminders|vorgangsnummer|受付番号|お問い合わせ番号|工单号|접수번호
    duplicate|multiple emails|several emails|reply to the same|chat with us|live chat|need faster|faster help|deadline|urgent|emergency|by phone|member of the public|frequently asked|help pages|our website|answers to common|visit our|follow us|number of reports|number of enquiries|number of inquiries|number of emails|receive we are
    häufige fragen|häufig gestellte|webseite|internetseite|von weiteren anfragen|mehrfach|verständnis|telefonisch|dringend|foire aux questions|site internet|en cas d'urgence|par téléphone|preguntas frecuentes|por teléfono|domande frequenti|perguntas frequentes|veelgestelde|vanliga frågor|ofte stillede|ofte stilte|usein kysyt|często zadawan|časté dotazy
    ticket|case|reference|in the meantime|meanwhile|faq|help center|help centre|knowledge base|opening hours|office hours|our team|our support|reply to this|please do not reply|do not reply|this is an auto|automatic|add additional|additional comment|keep the|view request|turn off|monday to|monday-|monday through|subject line|one of our
    vorgang|aktenzeichen|bitte antworten sie nicht|betreff|servicezeiten|öffnungszeiten|hilfe-center|zwischenzeit|automatisch|mitarbeiter|ne pas répondre|numéro de|entre-temps|horaires|automatique|conseiller|no responda|número|mientras tanto|automático|horario|agente|non rispondere|numero|nel frattempo|operatore|automatico|não responda|protocolo|chamado|enquanto isso|nossa equipe|automátic|onderwerp|intussen|medewerker|niet beantwoorden|ärendenummer|saksnummer|sagsnummer|under tiden|automatisk
    numer zgłosz|nie odpowiadaj|automatycz|konsultant|číslo|automatick|hivatkozási|azonosító|automatikus|număr|automat|номер|автоматич|не отвечайте|отвечать на него|hatırlat|otomatik|talep numara|מספר|אוטומטי|رقم|تلقائي|شماره|自动|自動|工单号|編號|编号|客服|送信専用|担当者|受付番号|よくある|자동|접수번호|발신전용|mã số|tự động|nomor|otomatis
    """
)
_POLITE = tuple(sorted({phrase for phrases in LANGUAGES.values() for phrase in phrases.polite}))
