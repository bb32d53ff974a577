"""The words by which mail clients introduce a quote, a forward, a signature or a disclaimer, in many languages.

Data only; `clean` does the thinking. Words are compared in lower case. Where a rule can do without words (a date, a
time and an address before a colon), it does, so a language that is missing here is usually read right all the same.
"""

from __future__ import annotations

import re

# ------------------------------------------------------------------------------------------------ header blocks

FROM, DATE, TO, SUBJECT, OTHER = "from", "date", "to", "subject", "other"

_LABELS = {
    FROM: """from|von|absender|de|da|van|fra|från|lähettäjä|od|odesílatel|odosielateľ|nadawca|feladó|από|от|от кого|відправник|від|от:|ავტორი
        |gönderen|kimden|مِن|من|מאת|nork|igorlea|remitent|avsändare|avsender|afsender|from address|发件人|发信人|寄件者|寄件人|發件人|差出人|送信元|送信者|보낸 사람|보낸사람|발신|จาก|từ|người gửi|dari|expéditeur
        |expeditor|de la|remitente|remetente|mittente|šalje|šiuntėjas|nuo|no|sūtītājs|saatja|kellelt|frá|pošiljatelj|пошиљалац|шаље
        |подател|изпращач|ад|nga|gönderən|от имени|إرسال من|المرسل|فرستنده|از|प्रेषक|mula kay|reply from|mailed by|de parte de""",
    DATE: """sent|date|sent on|date sent|sent at|gesendet|datum|gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|fecha|enviada em
        |enviado em|enviada|data|data/ora|inviato|data invio|verzonden|verzonden op|skickat|sendt|dato|lähetetty|päivämäärä|päiväys
        |wysłano|wysłane|data wysłania|odesláno|odoslané|dátum|elküldve|küldve|küldés dátuma|trimis|στάλθηκε|ημερομηνία|εστάλη|отправлено|дата|дата отправки
        |изпратено|надіслано|дата надсилання|gönderildi|gönderilme tarihi|gönderme tarihi|tarih|تاريخ الإرسال|التاريخ|تم الإرسال|תאריך|נשלח|发送时间|发送日期|日期|時間|時間：|寄件日期|傳送時間|傳送日期|送信日時|日時|送信日
        |日付|보낸 날짜|보낸날짜|날짜|발송일|วันที่|ส่งเมื่อ|ngày|đã gửi|gửi lúc|dikirim|tanggal|poslano|послато|išsiųsta|nosūtīts|saadetud|kuupäev|enviat|enviat el|data d'enviament|bidalita|noiz|hantar|dihantar|ipinadala|भेजा गया|পাঠানো হয়েছে|sendt den|dagsetning|sent date|time|when|تاریخ|ارسال شده|दिनांक|adrslaw|datums""",
    TO: """to|an|empfänger|à|a|para|destinataire|destinatário|destinatario|aan|naar|til|till|vastaanottaja|do|adresat|komu|címzett|către|catre|προς|кому|до|на|получатель|kime|alıcı
        |إلى|الى|אל|收件人|收件者|宛先|받는 사람|받는사람|수신|ถึง|đến|tới|người nhận|kepada|per|za|prima|kam|kellele|saaja|til:|përpara|per a|nori|به|प्रति|ke|destinatar|gavėjas|saņēmējs|за|do:|sent to|delivered to|për""",
    SUBJECT: """subject|thema|betreff|betrifft|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|otsikko|temat|předmět|predmet|tárgy|subiect|θέμα|тема|относно|konu|الموضوع|נושא|主题|主旨|主題|標題|标题|件名|제목
        |เรื่อง|หัวเรื่อง|chủ đề|tiêu đề|subjek|perihal|hal|zadeva|предмет|naslov|tema|temats|teema|pealkiri|efni|assumpte|موضوع|विषय|mövzu|titre|re|sujet|asunto:|paksa|gaia|ogg|betr.|betr""",
    OTHER: """cc|bcc|kopie|copie|copia|cc:|kopia|kopi|kopio|dw|udw|másolatot kap|másolat|κοιν.|κοιν|κοινοποίηση|копия|копія|bilgi|نسخة|נسخة|עותק|抄送|副本|참조|สำเนา|สำเนาถึง|tembusan|kópia|kopie:|cci|ukdw
        |attachments|anlagen|anhänge|pièces jointes|adjuntos|datos adjuntos|anexos|allegati|bijlagen|bilagor|vedlegg|vedhæftede filer|liitteet|załączniki|přílohy|mellékletek|вложения|附件|添付ファイル|첨부파일|ekler
        |importance|priority|wichtigkeit|priorität|importanza|prioridade|importancia|reply-to|reply to|antwort an|répondre à|responder a|rispondi a|organization|organisation|mailing list|list-id|ccn|cco|vs|categories|resent-from|sender|on behalf of|in reply to|sent by|signed by
        |重要性|重要度|優先度|중요도|önem|prioritet|prioriteit|urgentie|flag|flag status|follow up flag|cc/bcc|conversation|ответить|кс|skpz""",
}

LABEL_CLASS: dict[str, str] = {
    label.strip().rstrip(":："): kind
    for kind, labels in _LABELS.items()
    for label in labels.split("|")
    if label.strip()
}
"""a label of a quoted header block, in lower case → what it says"""

_SENT = """sent|sent on|date sent|sent at|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviada em|enviado em|enviada|inviato|data invio|verzonden|verzonden op|skickat|sendt|lähetetty|wysłano|wysłane
    |data wysłania|odesláno|odoslané|elküldve|küldve|küldés dátuma|trimis|στάλθηκε|εστάλη|отправлено|дата отправки|изпратено|надіслано|дата надсилання|gönderildi|gönderilme tarihi|gönderme tarihi|تاريخ الإرسال|تم الإرسال|נשלח|发送时间|发送日期
    |寄件日期|傳送時間|傳送日期|送信日時|送信日|보낸 날짜|보낸날짜|발송일|ส่งเมื่อ|đã gửi|gửi lúc|dikirim|poslano|послато|išsiųsta|nosūtīts|saadetud|enviat|enviat el|data d'enviament|bidalita|hantar|dihantar|ipinadala|भेजा गया|পাঠানো হয়েছে|sendt den|sent date|ارسال شده"""
SENT = frozenset(word.strip() for word in _SENT.replace("\n", "|").split("|") if word.strip())
"""labels of a date that only a mail has: a journey has a "Date:" but none of these"""

MESSAGE_LABEL = re.compile(
    r"(?:your |my |ihre |votre |su |sua )?(?:message|comments?|question|description|details|body|text|request|nachricht|mitteilung|anliegen|kommentar|frage|beschreibung|demande|commentaire|mensaje|comentarios?|consulta|mensagem|messaggio|commento|richiesta|bericht|opmerking(?:en)?|vraag|meddelande|besked|melding|viesti|wiadomość|treść|zpráva|správa|üzenet|mesaj|mesajınız|сообщение|комментарий|повідомлення|съобщение|μήνυμα|poruka|sporočilo|内容|留言|訊息|本文|お問い合わせ内容|내용|문의|הודעה|الرسالة|ข้อความ|nội dung|pesan)\s?[:：]\s?\S",
    re.IGNORECASE,
)
"""what a form calls the words of the customer, below its other fields"""
REPLIED = re.compile(
    r"(?:re|aw|sv|vs|antw|antwort|ref|rv|res|odp|ynt|atb|r|fwd?|wg|tr|i|回复|回覆|答复|返信|回信|답장|отв|vá|πρθ|απ|השב|رد)(?:\[\d{1,2}\])?\s?[:：]",
    re.IGNORECASE,
)
"""how the subject of a mail in a conversation begins"""
MAIL = re.compile(
    r"e-?mail|\bmails?\b|message|nachricht|correo|mensaje|mensagem|messaggio|bericht|courriel|wiadomoś|meddel|besked|melding|viesti|zpráv|správ|levél|levelet|üzenet|e-?posta|mejl|письм|сообщ|лист|повідомл|съобщ|имейл|μήνυμα|poruk|sporoč|メール|邮件|郵件|메일|이메일|הודעה|מייל|رسالة|بريد|อีเมล|thư|surat|pesan",
    re.IGNORECASE,
)
RAW_HEADERS = frozenset(
    """received return-path message-id mime-version content-type content-transfer-encoding dkim-signature x-mailer
    authentication-results received-spf delivered-to x-originating-ip references in-reply-to user-agent arc-seal
    x-received thread-index x-spam-status""".split()  # noqa: SIM905
)
"""fields that no client shows when it quotes: their presence says that somebody pasted raw headers"""

# ------------------------------------------------------------------------------------------------ attributions


def _any_of(words: str) -> str:
    return "|".join(re.escape(word.strip()) for word in words.replace("\n", "|").split("|") if word.strip())


_WROTE_WORDS = """wrote|writes|schrieb|schrieben|schriebst|geschrieben|schreibt|a écrit|a ecrit|écrivait|écriviez|écrivais|écrit|écrivit|ecrit
    |escribió|escribio|ha escrito|escrito|escribías|escribiste|escreveste|escreveu|escrevia|ha scritto|scrive|scrivevi|scrivevate|scritto|schreef|geschreven|schrijft
    |skrev|skreiv|skrifaði|ritaði|skriver|kirjoitti|kirjoitit|kirjoititte|napisał|pisałeś|pisałaś|pisał|napisała|napisał(a)|napisana|napisane|napisal|napisal(a)|pisze|nadesłał|napsal|napsal(a)|napsala|píše|napísal
    |napísal(a)|napísala|írta|írja|írt|a scris|scris|написа|написал|написала|написал(а)|пишет|пишете|писали|написали|писал|писала|пише|написав|написала
    |написав(ла)|писав|написао|написао/ла|написао је|napisao|napisala|napisao/la|napisao je|napisal/a|έγραψε|έγραψαν|yazdı|yazdınız|yazmış|yazdi|yazıyor
    |כתב|כתבה|‏כתב/ה|כתב/ה|كتب|كتبت|كتابة|نوشت|menulis|đã viết|viết|rašė|parašė|rakstīja|kirjutas|va escriure|escrigué|escribiu|idatzi du|het geskryf|geskryf
    |isinulat|sinulat|aliandika|напиша|напісаў|напісаў(ла)|ysgrifennodd|scríobh|shkroi|jezuvata|жазды|yazıb|said|sagte|schickte|a dit|dijo"""
_WROTE_UNSPACED = "写道|寫道|写到|写了|のメール|のメッセージ|書きました|書いた|さんは|님이 작성|님이작성|작성:|작성 :|작성하|작성했|님의 말|이(가) 작성|เขียน|ने लिखा|लिखा|লিখেছেন|எழுதினார்|წერდა|დაწერა|գրել է"

_WROTE = frozenset(re.findall(r"\w+", _WROTE_WORDS)) - {"a", "la", "va", "het", "ha", "је", "je", "ла", "ав", "du"}
_WROTE_JOINED = re.compile(_any_of(_WROTE_UNSPACED))
_TOKEN = re.compile(r"\w+")
_OURSELVES = frozenset(
    """i we ich wir je nous j ai yo io ho ik wij jag jeg vi minä me ja my я ми мы ні eu noi ben biz tôi ja já én mi εγώ אני أنا
    habe have had haben ho avons 我 我们 私""".split()  # noqa: SIM905
)
_LINKS = frozenset("just also already once previously then first".split())  # noqa: SIM905


def wrote(text: str) -> bool:
    """Is there a word for "wrote", in any language?"""
    if not _WROTE.isdisjoint(_TOKEN.findall(text.lower())):
        return True
    return not text.isascii() and _WROTE_JOINED.search(text) is not None


def ends_with_wrote(text: str) -> bool:
    """Is the last word one for "wrote"?"""
    last = text.rsplit(" ", 1)[-1].lower().strip("():./").removesuffix("(a")
    return last in _WROTE or (not text.isascii() and _WROTE_JOINED.search(text[-8:]) is not None)


def wrote_oneself(text: str) -> bool:
    """Does the writer say "I wrote", so that this is a sentence and no attribution?"""
    before: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token in _WROTE and before and before[-1] in _OURSELVES:
            return before[-1] != "je" or not token.startswith(("napis", "napís"))  # "Ana je napisala"
        if token not in _LINKS:
            before = [token]
    return False


_TO_THE_WRITER = frozenset(
    """mir uns mij ons mig meg oss minulle meille mně nám mne mnie mnou nam nekem nekünk bana bize nous nos noi мне нам мені нам мен мені мной
    меня μου μας emmen""".split()  # noqa: SIM905
)
_TO_THE_WRITER_SHORT = frozenset("me us mi ci ons".split())  # noqa: SIM905
"""which are names and parts of names, too"""
_TO_THE_WRITER_PHRASES = (
    " to me ", " to us ", " cho tôi ", " kepada saya ", " kepada kami ", " a mí ", " til os ",
    "m'a ", "m’a ", "m'avez", "m’avez", "m'ont", "m’ont", "m'avait", "m’avait", "m'écri", "m’écri", "m'envo", "m’envo", "mi-a ", "mi-au ", "ne-a ", "ne-au ", "-me ", "-nos ",
    "私に", "弊社に", "当社に", "私宛", "弊社宛", "次のように", "以下のように", "下記のように", "给我", "給我", "对我说", "對我說", "저에게", "제게", "저희에게",
    " لي ", " إلي ", " إلينا ", " لنا ", " לי ", " לנו ", " אלי", "ถึงผม", "ถึงฉัน", "ให้ฉัน", "ให้ผม",
)  # fmt: skip
_ASCII_TO_THE_WRITER = tuple(phrase for phrase in _TO_THE_WRITER_PHRASES if phrase.isascii())
_OF_THE_READER = re.compile(
    r"(?<!\w)(?:[yY]our|[vV]otre|[vV]os|[vV]ostr[oaei]|vuestr[oaos]{1,2}|vosso|vossa|(?:el|la|un|una|o|a|um|uma) (?:su|seu|sua)|su|seu|sua|uw|jullie|jouw|jeres|deres|din|ert|era|er|vaše|váš|vašeho|vaša|dvs\.?|dumneavoastră|vostru|voastră|σας|"
    r"[вВ]аш\w{0,3}|[пП]ан[іи]|Pani|Pana|Państwa|[wW]asz\w{0,3}|(?:Ihr|Euer|Eure|Dein)\w{0,2} (?:\w{3,20} )?(?:Kolleg|Mitarbeiter|Support|Kunden|Team|Service|Agent|Berater|Technik|Vertrieb|Firma|Haus|Chef|Herr|Frau)\w{0,10}|[kK]olleg\w{0,4}(?:si|nne|ja|tok|tuk|ája|ük)|munkatárs\w{0,5}|\w{3,20}(?:ınız|iniz|unuz|ünüz))(?!\w)"
    r"|御社|貴社|貴店|お客様係|[贵貴](?:公司|司|店)|你们|你們|您的|귀사"
)


def told_to_the_writer(text: str) -> bool:
    """Does it say to whom: "wrote to me", "m'a écrit", "schrieb mir"? Programs say who wrote, and only people add that."""
    padded = text.replace(":", " ") + " "
    for phrase in _ASCII_TO_THE_WRITER if padded.isascii() else _TO_THE_WRITER_PHRASES:
        if phrase in padded:
            return True
    # a name has a capital, and an address is none of these words
    if "ns " in text or "ns." in text:
        text = _WEEKDAY.sub(" ", text)
    bare = {word.strip("():,;.<>\"'：") for word in text.split() if "@" not in word}
    if not _TO_THE_WRITER.isdisjoint(bare):
        return True
    return "<" not in text and not _TO_THE_WRITER_SHORT.isdisjoint(bare)


_WEEKDAY = re.compile(r"(?<!\w)[oO]ns\.? (?=(?:den |d\. )?\d)")
"""Wednesday in the north, and "us" in Dutch"""


def speaks_to_the_reader(text: str) -> bool:
    """Is it "your colleague" who wrote? With an address in "<>" it may be a name: "Your Team <team@…>"."""
    return "<" not in text and _OF_THE_READER.search(text) is not None


YOU_WROTE = re.compile(
    r"(?<!\w)(?:you (?:wrote|said|asked|sent)|(?:schrieben|schriebst|sagten|fragten) (?:sie|du|ihr)|(?:sie|du) schrieb(?:en|st)|vous (?:avez écrit|écriviez|écrivez)|tu (?:as écrit|écrivais)|(?:usted |ustedes )?escribi(?:ó usted|ste)|(?:usted|ustedes|vd\.|ud\.) escrib\w{1,4}|escribías|você escreveu|escreveste"
    r"|(?:lei|tu|voi) (?:ha|hai|avete) scritto|ha scritto lei|hai scritto|avete scritto|scriveva lei|scrivevi|scrivevate|(?:schreef|schreven) (?:u|je|jij|jullie)|(?:u|je|jij) schreef|skrev (?:du|ni|de|i)|(?:du|ni) skrev|kirjoitit|kirjoititte|(?:ty )?(?:na)?pisał(?:eś|aś)|pisaliście|(?:na)?psal jste|(?:на)?писал jste|írtad|írta ön|ai scris|ați scris|(?:вы|ты|ви|ти) (?:на)?писал[иа]?|(?:ви|ти) (?:на)?писал[иа]|(?:вы|ти|вие) пишете|γράψατε|έγραψες|yazdınız|yazmıştınız)(?!\w)"
    r"|您写道|您寫道|你写道|你寫道|당신이 쓴|あなたは書きました",
    re.IGNORECASE,
)
"""an attribution that speaks to the reader, as The Bat! and older programs write it"""

_OPENERS = """on|at|in message|am|le|el|el día|il|il giorno|in data|in data:|em|no dia|a|op|den|dne|dňa|dnia|w dniu|pe|în|in|la data de|στις|την|на|в|во|v|u|dana|dne:|pada|pada tanggal|vào|vào lúc|lúc|ngày|noong|el dia|missatge de|kasutaja
    |ที่|ในวันที่|เมื่อ|เมื่อวันที่|在|于|於|في|بتاريخ|يوم|בתאריך|ב-|ביום|در|در تاریخ|ar|på|þann|tarihinde|vào ngày|à|quoting|zitat von|citando|citando a|citát|quoting:|original von|von|by|em:|от|від|от:|از|den:|dat:|lainaus|re:|il:|ngày:|op:"""
OPENER = re.compile(rf"(?:{_any_of(_OPENERS)})(?=[\s\d,:]|\b)", re.IGNORECASE)
DATE_FIRST = re.compile(r"(?:[^\W\d_]{1,14}[.,،]{0,2}\s{1,2}){0,2}\d{1,4}\s{0,2}[-./年년.,日h:\w]", re.IGNORECASE)
"""a weekday or a month, or nothing, and then a number: "вт, 5 янв", "Tue 5", "2024-03-05", "5. mars\""""

TIME = re.compile(
    r"\d{1,2}\s?(?:[:.h]|h\s|時|时|시)\s?\d{2}|\d{1,2}\s?[ap]\.?m\b|\d{1,2}\s?(?:uhr|点|點|時|시)", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠|۱۹|۲۰|25|14|۱۴)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]@[^\s<>()\[\]\"',;:]")
BRACKETED_ADDRESS = re.compile(r"[<(\[＜]\s{0,2}(?:mailto:)?[^\s<>()\[\]]{1,120}@[^\s<>()\[\]]{1,120}\s{0,2}[>)\]＞]")

# ------------------------------------------------------------------------------------------------ forwards, originals

_ORIGINAL = """original message|original mail|original e-mail|original email|originalnachricht|original-nachricht|original nachricht|ursprüngliche nachricht|urspruengliche nachricht|ursprungliche nachricht
    |originalmeldung|message d'origine|message d’origine|message original|message initial|message d origine|mensaje original|mensaje de origen|correo original|mensagem original|messaggio originale|messaggio originario
    |oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|originalmeddelande|originalt meddelande|original melding|opprinnelig melding|oprindelig meddelelse|original meddelelse|oprindelig besked|oprindelig mail
    |alkuperäinen viesti|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna|původní zpráva|pôvodná správa|eredeti üzenet|eredeti levél|mesaj original|mesajul original|mesaj initial
    |исходное сообщение|оригинальное сообщение|исходное письмо|первоначальное сообщение|оригінальне повідомлення|вихідне повідомлення|початкове повідомлення|оригинално съобщение|izvorna poruka|originalna poruka|оригинална порука|originalno sporočilo|izvirno sporočilo
    |αρχικό μήνυμα|özgün ileti|orijinal ileti|orijinal mesaj|özgün mesaj|asıl ileti|الرسالة الأصلية|رسالة أصلية|ההודעה המקורית|הודעה מקורית|原始邮件|原始郵件|原邮件|原件|元のメッセージ|元のメール|원본 메시지|원본 메일|원본메세지|원본메일|ข้อความต้นฉบับ|ข้อความเดิม
    |thư gốc|tin nhắn gốc|pesan asli|pesan asal|originalus laiškas|originālais ziņojums|algne kiri|algsõnum|missatge original|mensaxe orixinal|jatorrizko mezua|پیام اصلی|original message processed by|reply message|replied message|回复的原邮件|originele bericht|upprunaleg skilaboð
    |reply|antwort|réponse|previous message|vorherige nachricht"""
_FORWARDED = """forwarded message|forwarded by|forwarded email|forwarded mail|fwd|forwarded|weitergeleitete nachricht|weitergeleitete e-mail|weitergeleitet von|message transféré|message réexpédié|message transfere|mensaje reenviado|mensagem encaminhada|mensagem reencaminhada
    |messaggio inoltrato|inoltrato da|doorgestuurd bericht|vidarebefordrat meddelande|videresendt besked|videresendt melding|videresendt meddelelse|välitetty viesti|edelleenlähetetty viesti|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|přeposlaná zpráva
    |preposlaná správa|továbbított üzenet|mesaj redirecționat|mesaj redirectionat|пересылаемое сообщение|пересылаемое письмо|перенаправленное сообщение|конец пересылаемого сообщения|переслане повідомлення|препратено съобщение|proslijeđena poruka|prosleđena poruka|posredovano sporočilo|προωθημένο μήνυμα
    |iletilmiş mesaj|iletilen mesaj|yönlendirilmiş ileti|رسالة مُعاد توجيهها|رسالة معاد توجيهها|הודעה שהועברה|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|転送メッセージ|転送されたメッセージ|전달된 메시지|전달된 메일|ข้อความที่ส่งต่อ|thư chuyển tiếp|tin nhắn đã được chuyển tiếp
    |pesan terusan|pesan diteruskan|persiųstas laiškas|pārsūtīts ziņojums|edastatud kiri|missatge reenviat|forwarded conversation|doorgestuurde mail"""
_FORWARD_INTROS = """begin forwarded message|begin weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|début du message transféré|début du message réexpédié|inicio del mensaje reenviado|inizio messaggio inoltrato
    |inizio del messaggio inoltrato|início da mensagem encaminhada|início da mensagem reencaminhada|begin doorgestuurd bericht|vidarebefordrat brev|vidarebefordrat meddelande|videresendt besked|start på videresendt besked|videresendt melding
    |start på videresendt melding|välitetty viesti|välitetty viesti alkaa|początek przekazanej wiadomości|začátek přeposílané zprávy|začátek přeposlané zprávy|začiatok preposlanej správy|továbbított levél kezdete|început mesaj redirecționat|начало переадресованного сообщения|начало пересылаемого сообщения|початок переадресованого повідомлення|αρχή προωθημένου μηνύματος
    |iletilen ileti başlangıcı|iletilen e-posta başlangıcı|بداية الرسالة المعاد توجيهها|تحويل الرسالة|תחילת ההודעה שהועברה|开始转发的邮件|下面是被转发的邮件|開始轉寄郵件|以下是轉寄的郵件|転送されたメッセージ|전달된 메시지 시작|เริ่มข้อความที่ส่งต่อ|bắt đầu tin nhắn được chuyển tiếp|mulai pesan terusan|inici del missatge reenviat"""

ORIGINAL = frozenset(word.strip() for word in (_ORIGINAL).replace("\n", "|").split("|") if word.strip())
FORWARDED = frozenset(word.strip() for word in (_FORWARDED).replace("\n", "|").split("|") if word.strip())
FORWARD_INTROS = frozenset(word.strip() for word in (_FORWARD_INTROS).replace("\n", "|").split("|") if word.strip())

REPLY_ABOVE = re.compile(
    r"##-.{0,200}-##|(?:reply|respond|response|answer|write|type|comment)\w{0,4}\b.{0,30}\babove\sth(?:is|ese)\s(?:(?:dashed|dotted)\s)?(?:lines?|text|message|delimiter|mark|e-?mail)\b(?!\s(?:is|was|are|were|does|did|do|has|have|had|gets?|got|it)\b)"
    r"|(?:reply|respond|answer)\w{0,4}\b.{0,30}\babove\sthe\s(?:(?:dashed|dotted)\s)?(?:line|delimiter)\W{0,60}$"
    r"|(?:reply|respond|answer)\w{0,4}\b.{0,30}\babove\shere\b"
    r"|(?:antwort|antworten|schreiben).{0,30}(?:oberhalb|über) (?:dieser|diese|der) (?:linie|zeile)|(?:oberhalb|über) (?:dieser|diese|der) (?:linie|zeile).{0,20}(?:antwort|schreiben)"
    r"|répon.{0,40}au[- ]dessus de cette ligne|escrib.{0,30}(?:por encima|encima|arriba) de esta línea|respond.{0,30}(?:por encima|encima|arriba) de esta línea|respon.{0,30}acima (?:desta|dessa) linha|rispond.{0,30}sopra (?:a )?questa (?:riga|linea)"
    r"|(?:antwoord|reactie|reageer|typ).{0,30}boven deze (?:regel|lijn)|svar.{0,30}(?:ovenfor|over|ovanför) (?:denne|denna|den här) (?:linje|linjen|raden|linja)|kirjoita.{0,30}tämän rivin yläpuolelle|odpowied.{0,30}powyżej tej linii|odpov.{0,40}nad (?:tento|tuto|týmto|tímto) \w{2,8}"
    r"|(?:ответ|напишите).{0,40}выше этой (?:линии|строки)|відпов.{0,40}вище (?:цього|цієї) (?:рядка|лінії)|bu (?:satırın|çizginin) üst|この行より上|この線より上|请在此行(?:之)?上|請在此行(?:之)?上|在此(?:行|线)(?:以|之)?上回复|이 (?:줄|라인|선) 위에",
    re.IGNORECASE,
)
"""what the delimiter of a ticket system says, which customers also say when they speak of it"""

ASKS_FOR_REPLY = re.compile(
    r"\W{0,4}(?:(?:please|kindly|bitte|veuillez|merci de|por favor|per favore|si prega di|gelieve|vänligen|vennligst|venligst|proszę|prosím|пожалуйста|будь ласка|lütfen),?\s)?(?:"
    r"(?:to|when)\s(?:reply|respond|answer|comment|add|post|update)\w{0,4}\s|(?:reply|respond|write|type|answer|comment|enter|add|insert)\b|your (?:reply|response|answer)\b"
    r"|(?:antworten|schreiben) sie\b|antworte\b|schreibe?\b|(?:um zu|zum) (?:antworten|schreiben)|ihre antwort|(?:die |ihre |deine )?antwort\b|oberhalb\b|über\b|répond(?:ez|re|s)\b|écri(?:vez|re|s)\b|pour répondre|votre réponse"
    r"|respond(?:a|e|er|an|am)\b|escrib(?:a|e|ir|an)\b|escrev(?:a|e|er)\b|para responder|(?:su|tu|sua) respo|digite\b|rispond(?:i|ete|a|ere)\b|scriv(?:i|ete|a|ere)\b|per rispondere|inserisci"
    r"|reageer\b|antwoord\b|typ\b|schrijf\b|om te (?:reageren|antwoorden)|uw (?:antwoord|reactie) (?:hier )?boven|skriv\b|svara?\b|för att svara|for å svare|for at svare|kirjoita\b|vastaa\b"
    r"|odpowiedz\b|odpowiada|odpisz|napisz|wpisz|aby odpowiedzieć|odpov(?:ězte|ídejte|edzte|edajte)|pište|píšte|na?píšte|napište|ответ(?:ьте|ить)|(?:на)?пишите|чтобы ответить|ваш ответ|введите|відповідайте|дайте відповідь|(?:на)?пишіть|ваша відповідь"
    r"|yanıt|cevab|请在|請在|在此)"
    r"|.{0,40}(?:ください|下さい|세요|시오|yazın(?:ız)?|yanıtlayın(?:ız)?)\W{0,6}$",
    re.IGNORECASE,
)
"""how such a line begins, or in some languages ends, when nothing is drawn around it: it asks to write"""
SENTENCE = re.compile(
    r"(?<!\w)(?:not|but|cannot|can't|doesn't|don't|won't|nicht|aber|kann|kein|keine|pas|mais|pero|puedo|funciona|non|nie|ale|не|но|niet|maar|inte|ikke)(?!\w)",
    re.IGNORECASE,
)
"""words that a line of a program does not hold"""
_ONE_WRITES = frozenset(
    """my our mine me us mein meine meinen meiner unser unsere mon ma mes mi mis mio mia meu minha mijn ons min mit mitt moja moje mój můj moj moja мой моя мою
    моё мій моя benim minun""".split()  # noqa: SIM905
)


def speaks_of_oneself(text: str) -> bool:
    """Does a word such as "I" or "my" stand in the text?"""
    return not (_OURSELVES | _ONE_WRITES).isdisjoint(_TOKEN.findall(text.lower()))


ABOVE = tuple(
    """##- above oberhalb über dessus encima arriba acima sopra boven ovenfor over ovanför yläpuol powyżej nad выше вище
    üst 上 위에""".split()  # noqa: SIM905
)
"""one of these is in every line that `REPLY_ABOVE` finds"""

# ------------------------------------------------------------------------------------------------ signatures

_CLOSINGS = """regards|best regards|kind regards|kindest regards|warm regards|many thanks|thanks|thank you|thanks again|thanks in advance|cheers|best|best wishes|all the best|sincerely|sincerely yours|yours sincerely|yours faithfully|yours truly|respectfully|with kind regards|with best regards|rgds|br|kr|thx|cordially|take care|warmly
    |mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|liebe grüße|beste grüße|beste grüsse|herzliche grüße|schöne grüße|gruß|grüße|grüsse|mfg|lg|vg|vielen dank|danke|besten dank|danke und gruß|hochachtungsvoll|mit besten grüßen
    |cordialement|bien cordialement|très cordialement|bien à vous|sincères salutations|salutations|salutations distinguées|merci|merci d'avance|merci beaucoup|bonne journée|amicalement|cdlt|bien à toi|meilleures salutations|belle journée
    |saludos|un saludo|saludos cordiales|atentamente|cordialmente|gracias|muchas gracias|un cordial saludo|atte|atenciosamente|obrigado|obrigada|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|att|abraço|abraços|grato|grata|desde já agradeço
    |cordiali saluti|distinti saluti|saluti|un saluto|grazie|grazie mille|buona giornata|cordialità|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groeten|groet|mvg|bedankt|dank u|alvast bedankt|hartelijke groet|hoogachtend
    |med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänligen|hälsningar|mvh|tack|bästa hälsningar|med venlig hilsen|venlig hilsen|de bedste hilsner|hilsen|vh|tak|på forhånd tak|med vennlig hilsen|vennlig hilsen|takk|takk på forhånd|beste hilsener|ystävällisin terveisin|terveisin|kiitos|yt|t.|parhain terveisin
    |pozdrawiam|z poważaniem|serdecznie pozdrawiam|z wyrazami szacunku|dziękuję|pozdrowienia|s pozdravem|s přátelským pozdravem|děkuji|díky|hezký den|s úctou|s pozdravom|ďakujem|üdvözlettel|tisztelettel|köszönettel|köszönöm|üdv|cu stimă|cu respect|mulțumesc|multumesc|o zi bună
    |с уважением|с уважение|спасибо|благодарю|с наилучшими пожеланиями|всего доброго|з повагою|дякую|з найкращими побажаннями|поздрави|благодаря|lijep pozdrav|srdačan pozdrav|s poštovanjem|hvala|с поштовањем|хвала|lep pozdrav|με εκτίμηση|φιλικά|ευχαριστώ|με φιλικούς χαιρετισμούς|χαιρετισμούς
    |saygılarımla|iyi çalışmalar|teşekkürler|teşekkür ederim|sevgiler|iyi günler|kolay gelsin|saygılarımızla|בברכה|תודה|בכבוד רב|תודה רבה|مع أطيب التحيات|مع التحية|تحياتي|شكرا|شكراً|وتفضلوا بقبول فائق الاحترام|با تشکر|با احترام|此致|敬礼|谢谢|謝謝|祝好|顺颂商祺|敬上|此致 敬礼|よろしくお願いします|よろしくお願いいたします|宜しくお願い致します|敬具|以上|감사합니다|고맙습니다|안녕히 계세요
    |ขอแสดงความนับถือ|ขอบคุณครับ|ขอบคุณค่ะ|ขอบคุณ|trân trọng|thân ái|cảm ơn|xin cảm ơn|salam|terima kasih|hormat saya|pagarbiai|ačiū|ar cieņu|paldies|lugupidamisega|tänan|parimate soovidega|atentament|gràcies|kær kveðja|bestu kveðjur|धन्यवाद|सादर"""
CLOSINGS = frozenset(word.strip() for word in _CLOSINGS.replace("\n", "|").split("|") if word.strip())

CONTACT = re.compile(
    r"[^\s<>@]@[^\s<>@]{1,80}\.[a-z]{2}|https?://|\bwww\.[^\s]{2}|(?<![\w/])(?:tel|telefon|phone|fax|mobile?|mob|cell|handy|tél|teléfono|telefono|тел|电话|電話|전화|หมายเลข|direct|office|büro|t|m|f|p|e|w)\s?\.?\s?[:.|]\s?[+(]?\d|\+\d[\d\s().\-/]{7}|\(\d{2,5}\)\s?\d{3}|(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)|(?<!\d)0\d{2,4}[-/ ]\s?\d{3}|(?<!\d)0\d(?:[ .]\d\d){4}(?!\d)|☎|📞|(?<!\w)(?:tel|tlf|puh|phone|fax|mob|kom|cell|gsm|handy|đt|τηλ|هاتف|جوال|موبایل|תל|טל|נייד|тел|моб|电话|电邮|手机|電話|전화|휴대)[^\d\n]{0,12}[+(]?\d",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?<!\w)(?:manager|director|engineer|developer|consultant|assistant|officer|ceo|cto|cfo|coo|founder|head of|president|vp|sales|marketing|support team|specialist|coordinator|analyst|administrator|accountant|gmbh|ag|kg|ltd|inc|llc|corp|s\.?a\.?r?\.?l|b\.?v|s\.?r\.?l|s\.?p\.?a|oy|ab|a/s|aps|pty|plc|limited|geschäftsführer|leiter|leiterin|buchhaltung|einkauf|vertrieb|directeur|directrice|responsable|chef de|gerente|diretor|direttore|straße|strasse|str\.|street|avenue|road|rue|calle|via|株式会社|部長|department|dept|dipl\.|ing\.|prof\.|dr\.)(?!\w)",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?<!\w)(?:lead|supervisor|technician|foreman|secretary|teacher|lecturer|professor|nurse|physician|attorney|lawyer|solicitor|paralegal|buyer|procurement|purchasing|planner|operator|architect|owner|partner|associate|intern|clerk"
    r"|representative|executive|adviser|advisor|controller|trainer|editor|designer|researcher|scientist|librarian|bookkeeper|caretaker|treasurer|chair(?:man|woman|person)?|principal|registrar|operations|accounts|logistics|facilities|it support|service desk|help ?desk|customer (?:care|service|success)|studio|clinic|university|college|school|institute|faculty|hospital|library|foundation|council|bank|hotel"
    r"|leitung|sachbearbeiter(?:in)?|projektleit\w{1,5}|bauleit\w{1,5}|teamleit\w{1,5}|abteilung\w{0,10}|inhaber(?:in)?|assistent(?:in)?|assistenz|prokurist(?:in)?|disponent(?:in)?|techniker(?:in)?|ingenieur(?:in)?|berater(?:in)?|sekretariat|sekretärin|vorstand|vorsitzende\w?|hausverwaltung|kundendienst|kundenservice|rechtsanwalt|rechtsanwältin|steuerberater(?:in)?|meister(?:in)?|universität|hochschule|schule|institut|kanzlei|praxis|werkstatt|stadtverwaltung|landratsamt"
    r"|conducteur|conductrice|gérant|gérante|assistante?|ingénieure?|comptable|secrétaire|chargée? d\S{0,20}|technicienn?e?|responsable|adjointe?|président|présidente|avocate?|service \w{1,15}|école|université|mairie|cabinet"
    r"|dpto\.?|departamento|jefe|jefa|ingenier[oa]|profesora?|administrativ[oa]|contable|encargad[oa]|coordinador[a]?|abogad[oa]|universidad|colegio|ayuntamiento|responsabile|ufficio|titolare|impiegat[oa]|addett[oa]|ingegnere|avvocato|segreteria|studio|amministrazione|engenheir[oa]|coordenador[a]?|secretaria|advogad[oa]|universidade|sócio"
    r"|medewerk\w{1,6}|hoofd|beheerder|eigenaar|adviseur|afdeling|directie|zaakvoerder|konsult|säljare|ekonom|avdelning|kundtjänst|verksamhetschef|daglig leder|avdelingsleder|rådgiver|sjef|afdeling|kontorchef|toimitusjohtaja|myyntipäällikkö|päällikkö|asiantuntija|kierownik|dyrektor|specjalista|specjalistka|księgow\w|właściciel|dział|prezes|vedoucí|ředitel|jednatel|účetní|obchod\w{0,6}|oddělení|riaditeľ|konateľ|igazgató|ügyvezető|osztály|értékesítés\w{0,3}|manager|administrator|inginer|contabil"
    r"|менеджер|директор|инженер|руководитель|бухгалтер|отдел|специалист|начальник|ооо|зао|оао|тов|фоп|відділ|директорка|бухгалтерія|müdür\w{0,2}|uzman\w{0,2}|mühendis\w{0,2}|sorumlusu|muhasebe|διευθυντ\w{1,4}|τμήμα|λογιστήριο|מנהל|מנהלת|חברת|مدير|شركة|مهندس|قسم)(?!\w)"
    r"|経理|営業|有限会社|課長|係長|主任|担当|事業部|经理|經理|总监|工程师|工程師|有限公司|主管|采购部|财务部|销售部|부장|과장|대리|팀장|주식회사|대표|연구원|ผู้จัดการ|บริษัท|giám đốc|công ty|trưởng phòng|nhân viên",
    re.IGNORECASE,
)
"""what stands in a short line of a signature, and in sentences as well"""
COMPANY = re.compile(
    r"(?<![\w.])(?:AS|ASA|A/S|AB|Oy|Oyj|Ky|SL|S\.L\.U?|SLU|SAS|SASU|EURL|SCI|Srl|SRL|SpA|SpZ|NV|BVBA|VOF|V\.O\.F|LLP|LP|UG|OHG|GbR|KGaA|e\.\s?K|e\.\s?V|eG|Lda|Ltda|ME|EIRELI|Sp\. z o\.\s?o|S\.A|s\.r\.o|a\.s|spol\. s r\.\s?o|Kft|Zrt|Bt|d\.o\.o|d\.d|SIA|UAB|OÜ|EOOD|ЕООД|ООД|A\.Ş|Ltd\. Şti|Pvt|Pte|Bhd|GmbH|Co)\.?(?!\w)"
)
REGISTERED = re.compile(
    r"registered (?:office|in|number|company)|company (?:no|reg|number)|reg\.? (?:no|number)|charity (?:no|number)|vat (?:no|id|reg)|amtsgericht|handelsregister|\bhr[ab] \d|ust-?id|steuernummer|geschäftsführ\w{2,5}:|sitz der|siren|siret|rcs |n° tva|tva fr|capital de|p\.?\s?iva|c\.?f\.?\s?[\d:]|reg\. imp|\bcif\b|\bnif\b|cnpj|kvk|btw|org\.?\s?nr|cvr|y-tunnus|nip[: ]|regon|krs|ičo?|dič|adószám|cégjegyzék|инн|кпп|огрн|єдрпоу",
    re.IGNORECASE,
)
STREET = re.compile(
    r"(?<!\w)(?:\w{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|gatan|gata|vägen|vej|gade|veien|katu|tie|utca|tér)|lane|drive|square|court|close|blvd|boulevard|place|chemin|allée|quai|plaza|avda\.?|paseo|piazza|corso|viale|strada|vicolo|via|rua|avenida|travessa|estrada|praça|carrer|calle|rue|ul\.|ulica|al\.|ulice|nám\.|út|str|улица|ул\.|просп\.|вул\.|sok\.|cad\.|mah\.|floor|suite|po box|p\.o\. box|postfach)(?!\w)",
    re.IGNORECASE,
)
POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}-)?\d{4,6}(?:\s[A-Z]{2})?\s[^\W\d_]|(?<!\w)[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}(?!\w)|(?<!\w)\d{2,3}[- ]\d{2,3}\s[^\W\d_]{3}|(?<!\w)[A-Z]{2}\s\d{5}(?!\d)"
)

# ------------------------------------------------------------------------------------------------ boilerplate

DISCLAIMER_HEADING = re.compile(
    r"\W{0,6}(?:e-?mail\s)?(?:legal\s)?(?:disclaimer|ai sensi (?:del|e per gli)|confidentiality|confidential notice|privileged|legal notice|privacy notice|important notice|vertraulichkeit|haftungsausschluss|rechtlicher hinweis|wichtiger hinweis|avis de confidentialité|clause de confidentialité|aviso legal|aviso de confidencial|confidencialidad|informativa privacy|avviso di riservatezza|riservatezza|vertrouwelijkheid|fortrolighed|konfidentialitet|klauzula|poufno|конфиденциальность|уведомление о конфиденциальности|gizlilik|免责声明|保密)",
    re.IGNORECASE,
)
DISCLAIMER_START = re.compile(
    r"\W{0,4}(?:(?:this|the (?:information|content)|the contents of this) (?:e-?mail|message|communication|transmission|contained)|the information (?:in|contained)|diese (?:e-?mail|nachricht|mail)|der inhalt dieser|ce (?:message|courriel|mail)|cet e-?mail|este (?:correo|mensaje|e-?mail)|esta (?:mensagem|comunicación)"
    r"|quest[ao] (?:messaggio|e-?mail|comunicazione)|il presente messaggio|le informazioni contenute|dit (?:e-?mail)?bericht|deze e-?mail|de informatie|det här (?:meddelandet|mejlet)|detta (?:meddelande|e-?post)|denne (?:e-?post|e-?mail|mail|meddelelse)|tämä (?:viesti|sähköposti)"
    r"|t[ae] wiadomość|niniejsza wiadomość|tato (?:zpráva|správa)|tento e-?mail|ez az (?:üzenet|e-?mail)|acest (?:mesaj|e-?mail)|это (?:сообщение|письмо)|данное сообщение|настоящее|цей лист|це повідомлення|bu (?:e-?posta|mesaj|ileti)|本邮件|本郵件|此邮件|本メール|このメール|본 메일|이 메일)",
    re.IGNORECASE,
)
DISCLAIMER_TERMS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"confidential|privileged|proprietary|vertraulich|geschützte information|confidentiel|confidencial|riservat|vertrouwelijk|fortrolig|konfidentiell|luottamuksell|poufn|důvěrn|dôvern|bizalmas|конфиденциальн|конфіденційн|gizli|εμπιστευτικ|机密|保密|機密|سري|خصوصی|محرمانه|गोपनीय|ลับ|rahasia|sulit|povjerljiv|zaupn|поверљив|поверителн|trúnaðar|trajtuar|secret professionnel|secreto profesional|aangetekend|informacje przeznaczone|חסוי|기밀|bảo mật",
        r"(?:designated|specified|rightful|proper) (?:recipient|addressee|person|individual)|recipient only|(?:sole|exclusive) use of|intended (?:recipient|use|addressee|only|solely|for)|named (?:recipient|addressee|above)|richtige adressat|(?:bestimmten|vorgesehenen|angegebenen) (?:empfänger|adressat)|destinataire|destinatari|destinatári|destinat[eio]|dirigid[oa]s? exclusiv|exclusiv|bestemd voor|ausschließlich (?:für|an)|geadresseerde|beoogde ontvanger|avsedda mottagar|tiltænkt|mottaker|vastaanottaj|tarkoitettu|avsedd|adresat|przeznaczon|címzett|адресат|alıcı|παραλήπτη|收件人|受信者|수신자|المرسل إليه|הנמען|người nhận",
        r"e-?mail|\bmail|communication|transmission|comunica[cz]|comunicação|correo|messag|nachricht|mensaje|mensagem|messaggio|courriel|bericht|meddelande|meddelelse|viesti|wiadomoś|zpráva|správa|üzenet|сообщени|письм|повідомлен|ileti|mesaj|μήνυμα|邮件|郵件|メール|메일|رسالة|הודעה",
        r"(?:received|have received|get) (?:this|it|the) .{0,30}(?:error|mistake)|in error|irrtümlich|nicht der richtige|par erreur|por error|por engano|per errore|erroneamente|equivocad|abusivamente|nicht (?:der|die) (?:richtige|vorgesehene|beabsichtigte)|niet de (?:geadresseerde|beoogde)|no (?:es|fuera) (?:usted )?el destinatario|não (?:for|seja) o destinat|n.êtes pas (?:le|la) destin|nie (?:są|jesteś|jest)\w{0,5} .{0,20}adresat|grešk|pomot|dacă nu sunteți|din greșeală|dersom du|hvis du ikke|om du inte|jos et ole|yetkili alıcı değil|ten onrechte|av misstag|ved en fejl|ved en feil|erehdyksessä|omyłkowo|pomyłkowo|omylem|tévedésből|по ошибке|помилково|yanlışlıkla|από λάθος|误收|錯誤|誤って|잘못|بالخطأ|בטעות",
        r"delete|destroy|lösch|vernicht|supprim|détrui|elimin|borr|apag|cancell|verwijder|radera|slett|poist|usun|smaž|vymaž|töröl|удал|видал|sil[iın]|διαγρά|删除|刪除|削除|삭제|احذف|מחק|xóa",
        r"(?:unauthori[sz]ed|strictly prohibited|any (?:disclosure|dissemination|distribution|review|use)|not the intended|unbefugt|nicht gestattet|untersagt|interdite|interdi[te]|prohibid|no está permitid|proibid|não deve|vietat|verboden|zabran|interzis|забранен|ne smij|dilarang|niet toegestaan|otillåt|ulovlig|kielletty|zabronion|zakázán|tilos|запрещ|заборон|yasak|απαγορεύ|禁止|금지)",
        r"liab|liability|(?:views|opinions) (?:\w{1,12} )?expressed|haftung|responsab|aansprakelijk|ansvar|vastuu|odpowiedzialno|felelősség|ответственност|відповідальн|sorumlu|virus",
    )
)
PRINTING = re.compile(
    r"print|ausdruck|ausgedruckt|drucken|imprim|stamp[ai]|afdruk|uitprint|skriv(?:a|er|e)? (?:ut|du ut|denne|dette)|udskriv|tulost|wydruk|drukuj|tisk|tlač|nyomtat|kinyomtat|tipăr|listăr|распеч|печат|друк|yazdır|εκτυπ|打印|列印|印刷|인쇄|להדפיס|طباعة|چاپ",
    re.IGNORECASE,
)
NATURE = re.compile(
    r"umwelt|environment|planet|\btrees?\b|baum|bäume|\bnatur|forests?\b|environnement|écolog|medio\s?ambiente|meio ambiente|\bambiente|milieu|bomen|miljö|miljø|ympäristö|luonto|środowisk|drzew|životní|prírod|přírod|prostred|környezet|mediul|copac|природ|окружающ|довкілл|дерев|doğa|çevre|ağaç|περιβάλλον|环境|環境|환경|כדור|סביבה|البيئة",
    re.IGNORECASE,
)
NEED = re.compile(
    r"wirklich|unbedingt|really|necessary|nötig|notwendig|nécessaire|necesario|necesite|necessario|necessário|noodzakelijk|nödvändigt|nødvendig|välttämä|koniecz|nutn|potreb|szükség|необходим|gerekli",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"e-?mail|\bmail|mejl|e-?post|message|nachricht|courriel|correo|mensaje|mensagem|messaggio|bericht|meddel|viesti|wiadomo|zpráv|správ|üzenet|levél|levelet|письм|сообщ|лист|повідом|ileti|posta|μήνυμα|邮件|郵件|メール|메일|הודעה|رسالة",
    re.IGNORECASE,
)
THIS_MAIL = re.compile(
    r"print this\b|(?:(?<!\w)(?:this|diese[rns]?|cet?|cette|est[ea]|quest[oa]|deze|dit|denn[ae]|dett[ae]|det här|tämä\w{0,2}|t[ęe]n?|tej|t[ou]to|túto|tento|ezt|az|acest|это|этого|данное|це|цей|bu|αυτό|το)\s(?:\w{1,14}\s)?|[本此この이])(?:e-?mail|mail|mejl|e-?post|message|nachricht|courriel|correo|mensaje|mensagem|messaggio|bericht|meddel|viesti|wiadomo|zpráv|správ|üzenet|level|письм|сообщ|лист|повідом|ileti|e-?posta|μήνυμα|邮件|郵件|メール|메일)",
    re.IGNORECASE,
)
PLEA = re.compile(
    r"\W{0,6}(?:\w{1,12}\s)?(?:please|think|consider|save|go green|be green|before|do you|help|bitte|denken|müssen|muss|schonen|schützen|drucken|vor dem|avant|pensez|pensons|n.imprimez|merci|ne pas|antes|por favor|no imprima|piensa|piense|pense|imprima|prima|rispetta|non stampare|stampa|stampare|denk|moet|print|spaar|tänk|tænk|behöver|skriv|spar|ajattele|säästä|tulosta|myśl|pomyśl|zastanów|proszę|prosím|šetř|než|pred|mysl|kérjük|gondol|mielőtt|vă rugăm|protej|înainte|пожалуйста|подума|перед|прежде|берегите|будь|lütfen|σκεφ|παρακαλ|πριν|请|請|打印|在打印|このメール|印刷|이 메일|인쇄|לפני|אנא)",
    re.IGNORECASE,
)
SUBSCRIPTION = re.compile(
    r"you(?:['’]re| are| have)?\s(?:currently\s)?(?:receiv\w{1,4}|gett?\w{0,4}|got)\s(?:this|these)\s.{0,60}because|this (?:e-?mail|message|newsletter) was (?:sent|delivered) to \S{1,80}@"
    r"|sie erhalten diese.{0,60}(?:weil|da sie)|vous recevez ce.{0,60}(?:car|parce)|recib(?:e|es|ió|iste) est[ea].{0,60}porque|ricev(?:i|e|ete) quest[ao].{0,60}(?:perché|in quanto)|receb(?:e|eu) est[ea].{0,60}(?:porque|pois)|ontvangt (?:deze|dit).{0,60}omdat"
    r"|(?:får|modtager|mottar) (?:detta|dette|denne|det här).{0,60}(?:eftersom|fordi|därför)|otrzymuj\w{1,5} t[ęen].{0,60}ponieważ|dostáváte t\w{1,4}.{0,60}protože|вы получ\w{2,6} это.{0,60}(?:потому|так как|поскольку)",
    re.IGNORECASE,
)
"""why one gets what newsletters and CRM mailers send, and what a customer writes who sends it again"""
UNSUBSCRIBE = re.compile(
    r"(?<!\w)(?:unsubscribe|abmelden|abbestellen|se désabonner|se désinscrire|désinscription|désabonnement|darse de baja|darme de baja|cancelar (?:la )?suscripción|cancellati|disiscriviti|annulla iscrizione|cancelar (?:a )?(?:inscrição|subscrição)|descadastrar|afmelden|uitschrijven|avregistrera|avprenumerera|afmeld|avmeld|peruuta tilaus|wypisz się|odhlásit|leiratkozás|dezabonare|отписаться|відписатися|abonelikten çık|退订|取消订阅|配信停止|수신거부)\s?(?:[(<\[]{0,2}https?://|\||·|•)"
    r"|^\W{0,3}(?:unsubscribe|abmelden|abbestellen|se désabonner|se désinscrire|darse de baja|cancellati|disiscriviti|descadastrar|afmelden|uitschrijven|avregistrera|avprenumerera|afmeld|avmeld|wypisz się|odhlásit|leiratkozás|dezabonare|отписаться|відписатися|退订|取消订阅|配信停止|수신거부)\W{0,3}$",
    re.IGNORECASE,
)
BECAUSE_OF_YOU = re.compile(
    r"because (?:you|your)\b|this (?:e-?mail|message|newsletter) was (?:sent|delivered) to|(?:weil|da) (?:sie|du|ihr)\b|(?:car|parce que) (?:vous|tu)\b|porque (?:usted|você|est[áa]|se|te)\b|perché (?:hai|sei|è|ti|lei)\b|in quanto|omdat (?:u|je)\b|(?:eftersom|därför att|fordi) du\b|ponieważ|protože jste|(?:потому что|так как|поскольку) вы\b",
    re.IGNORECASE,
)
SUBSCRIBED = re.compile(
    r"(?<!\w)(?:unsubscribe|opt(?:ed)?[- ]out|(?:subscribed|signed up|opted in|registered) (?:to|for|at|on|via|with)|abmelden|abbestellen|angemeldet haben|abonniert haben|êtes (?:abonnée?|inscrite?)|se désabonner|se désinscrire|désinscription|está suscrit[oa]|se ha suscrito|darse de baja|(?:sei|è) iscritt[oa]|cancellati|disiscriviti|se inscreveu|está inscrit[oa]|descadastrar|bent (?:ingeschreven|aangemeld|geabonneerd)|afmelden|uitschrijven|prenumererar på|avregistrera|er tilmeldt|afmeld|abonnerer på|avmeld|zapisał\w{0,6}|wypisz się|jste přihlášen\w?|odhlásit|подписаны|подписались|отписаться)(?!\w)",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"^\W{0,3}(?:virus-?free|virenfrei|garanti sans virus|sans virus|libre de virus|sin virus|livre de vírus|não contém vírus|privo di virus|virusvrij|virusfri|wolny od wirusów|bez wirusów|без вирусов|neobsahuje žádné viry|vírusmentes|χωρίς ιούς|virüs bulunmuyor|无病毒|ウイルス フリー)\W{0,3}(?:(?:https?://|www\.)\S{1,300}\W{0,3})?$"
    r"|(?:this|outgoing|incoming|outbound|inbound) (?:\w{1,12} )?(?:e-?mail|message|attachment|communication)s?\b.{0,40}(?:has|have|was|were) (?:been )?(?:scanned (?:by|with|using|for)|checked (?:for viruses|(?:by|with|using) (?:\S{1,20} ){0,2}(?:\S{0,12}virus|avast|avg|eset|mcafee|norton|kaspersky|bitdefender|\S{1,20} security)))"
    r"|diese (?:e-?mail|nachricht) wurde von avast|(?:e-?mail|nachricht|anhänge?)\b.{0,80}auf viren geprüft|cet e-mail a été vérifié|l['’]absence de virus dans ce|^(?:это |данное )?(?:письмо |сообщение )?проверено на вирусы"
    r"|^\W{0,3}(?:click (?:here|this link|(?:on )?the link(?: below)?) to )?(?:report|mark) (?:this (?:e-?mail|message) )?as (?:spam|junk)\W{0,4}(?:<?https?://\S{1,300})?\W{0,3}$"
    r"|^\W{0,3}(?:this \w{4,7} (?:is|was|has been) )?(?:scanned|protected|secured|encrypted|delivered|filtered|archived) (?:by|with|through|using) (?:mimecast|messagelabs|barracuda|proofpoint|sophos|symantec|websense|mailguard|fortimail|trend micro|spamtitan|hornetsecurity|retarus|nospamproxy)(?: \S{1,40}){0,3}$"
    r"|^(?:unsere )?(?:informationen|hinweise|infos?|angaben) (?:zum|zur|gemäß) (?:datenschutz|umgang|verarbeitung|art).{0,120}(?:https?://|www\.|finden sie)|^datenschutz\w{0,14}:?\s.{0,60}(?:https?://|www\.)\S{1,300}$|^(?:(?:our )?privacy (?:policy|notice|statement)|politique de confidentialité)\s?[:|(<]{1,2}\s?(?:https?://|www\.|$)"
    r"|^(?:all )?e-?mails? (?:(?:sent )?to (?:and|or) from|sent to|sent or received).{0,80}(?:may|might|can|will|could) (?:\w{1,12} ){0,2}(?:monitored|recorded|disclos)"
    r"|^(?:you received this message because you are subscribed to|to unsubscribe from this group(?:,| and stop))",
    re.IGNORECASE,
)
"""the small print of scanners, filters and lists; anchored wherever a customer may speak of the same things"""
SMALL_PRINT = re.compile(
    r"virus|scan|spam|datenschutz|thank|cooperation|sender|notify|inform|advis|contact|cop(?:y|ies)\b|forward|attach|privacy|policy|registered|preferences|danke|dank\b|absender|benachrichtig|kopie|weiterleit|merci|avert|expéditeur|copie|gracias|remitente|notif|grazie|mittente|avvis|obrigad|remetente|avsänd|avsender|afsender|lähettäj|nadawc|odesílatel|odosielateľ|feladó|expeditor|отправител|відправник|gönderen|αποστολέ|发件人|送信者|감사|谢谢|ありがとう|teşekkür|děkuj|dzięk|köszön|спасибо|дяку|kiitos|\btack|\btakk?\b|ευχαριστ|subscri|newsletter|abonn",
    re.IGNORECASE,
)
"""one of these, or of the words of a disclaimer, is in every sentence of small print"""
FIRST_PERSON = re.compile(
    r"(?<!\w)(?:I(?:['’](?:m|ve|ll|d)| (?:\w{2,14}ed|have|had|was|am|got|will|would|did|do|need|want|think|can|cannot|could|sent|see|saw|must|still|also|just|never|bought|paid|get|use|ask))|[Ww]e (?:ask|need|want|would like|ordered|bought|paid)"
    r"|[Ii]ch|[Yy]o|[Ii]k|[Jj]ag|[Jj]eg|[Mm]inä|[Яя]|[Ss]aya|[Jj]e (?:vous|ne|n['’]|suis|l['’]|souhait|veu)|[Jj]['’]ai)(?!\w)"
)
"""no disclaimer speaks so"""
MINE = re.compile(
    r"(?<!\w)(?:my(?! own| employer)|mine|meine?[mnrs]?|mich|mir|mon|mes|mío|mía|mis|mi (?:correo|mensaje|pedido|cuenta|factura|e-?mail)|mi[oa]|miei|mie|meus?|minhas?|mijn|mitt|mina|mine|minun|mój|moja|moje\w{0,3}|moich|mnie|můj|moji|mého|mému|mojej|мо[йяёеи]|моего|моей|моих|меня|мне|мій|моє|мої|мені|мене|benim|bana|mele|nekem|az én|μου)(?!\w)|我的|我(?=[收发要想没不])|私[のはがも]|저는|제가|저의|나의|내가|أنا|שלי|(?<!\w)אני(?!\w)",
    re.IGNORECASE,
)
"""what belongs to the person who writes; "the views are my own" is a disclaimer's"""
YOUR_SMALL_PRINT = re.compile(
    r"(?<!\w)(?:your|ihr\w{0,2}|eu\w{1,3}|votre|vos|su|tu|vuestr[oa]s?|vostr[oaie]|seu|vosso|uw|jullie|er|din|deres|wasz\w{0,2}|vaš\w{0,2}|ваш\w{0,3}|вашей)\s(?:\w{1,14}\s)?(?:disclaimer|footer|fußzeile|hinweis|notice|warning|banner|staff|employee|colleague|kolleg|mitarbeiter|technician|support|avertissement|mention|aviso|avviso|collègue|collega|medewerk|klauzul|doložk|приписк|hr\b|invoice|rechnung|facture|factura|fattura)|your last (?:e-?mail|message)|你们的(?:声明|邮件)|notunuz",
    re.IGNORECASE,
)
"""a customer speaks of our disclaimer or our people; a disclaimer speaks of "your system\""""
REPORTED = re.compile(
    r"(?<!\w)(?:it says|says that|sagt|steht da|dit que|dice (?:que|che)|diz que|zegt|säger|siger|sier at|sanoo|mówi|říká|сказано|каже|söylü\w{0,8}|λέει|please (?:tell|call|confirm|explain|undo|refund|send (?:me|us)))(?!\w)|他们说|声明说",
    re.IGNORECASE,
)
OWN_WORDS = re.compile(
    r"(?:my|our|mine|here|i|mein|meine|unsere?|ich|mes|mon|ma|je|mi|mis|mio|mia|il mio|meu|minha|mijn|min|mitt|mina|мой|моя|мои)\s",
    re.IGNORECASE,
)
"""how a line of a signature does not begin"""
REQUEST = re.compile(
    r"(?<!\w)(?:please|bitte|thank|danke|s.il vous|merci|por favor|per favore|invoice|rechnung|facture|factura|fattura)(?!\w)",
    re.IGNORECASE,
)
REQUEST_FIRST = re.compile(
    r"\W{0,4}(?:please(?! (?:note|be a|consider|treat|respect|see|find|read))|bitte(?! (?:beachten|nehmen|lesen)))(?!\w)",
    re.IGNORECASE,
)
CONDITION = re.compile(r"(?<!\w)(?:if|unless|should you|in case|falls|wenn|sofern|sollten)(?!\w)", re.IGNORECASE)
"""a disclaimer asks only him who is not meant"""
SCANNER_LINK = re.compile(
    r"(?:avast|avg)\.com/(?:sig-?email|email-signature|antivirus|lp-safe-emailing)", re.IGNORECASE
)
URL = re.compile(r"<?https?://\S{1,500}|<#[0-9A-Fa-f-]{30,60}>")
BETWEEN_CLOSINGS = re.compile(r"\s?[/|&+]\s?|\s(?:and|und|et|y|e|og|och|ja|i|en)\s")
FROM_PLACE = re.compile(r"\s(?:from|aus|de|du|da|från|fra|uit|z|из)\s")
NUMBER_LABEL = re.compile(
    r"(?:tel|telefon|phone|fax|mobile?|mob|cell|handy|gsm|ph|m|t)\s?\.?\s?[:.]?\s?[+(]?\d[\d ()./+-]{6,24}$",
    re.IGNORECASE,
)
CONTACT_DATA = re.compile(
    r"address|adress|anschrift|indirizzo|dirección|endereço|adres|contact|kontakt|contatt|phone|telefon|téléphone|teléfono|details|daten|coordonn|datos|dados"
    r"|customer|client|cliente|\bkunde|colleague|kolleg|collègue|collega|\buser|nutzer|member|person\b|personne|persona|employee|mitarbeiter|recipient|empfänger|following|folgend|suivant|siguiente|seguente|below|unten|dessous|\bhere\b|\bhier\b|voici|aquí|ecco|\bname\b|\bnamen\b|\bnom\b|nombre|nome\b|replace|ersetz|change|ändern|instead|statt|deliver|liefer|ship to|livr|envi[ae]r|spedi|адрес|контакт|телефон|住所|地址|연락처|주소"
    r"|gegevens|onderstaand|spedi(?:te|re|sc)|indirizz|uppgifter|nedan|oplysning|opplysning|osoite|tiedot|\bdane|poniżej|údaje|níže|\bcím|adatok|alább|datele|mai jos|реквизит|ниже|данные|дані|нижче|διεύθυνσ|στοιχεί|παρακάτω|bilgi|aşağıda|下記|以下|連絡先|如下|资料|信息|아래|כתובת|פרטים|عنوان|بيانات|أدناه|ที่อยู่|ด้านล่าง|địa chỉ|dưới đây|alamat|berikut|\bthese\b",
    re.IGNORECASE,
)
"""the customer speaks of an address, a name or a number, so the lines below may be it"""
DATA = r"\w{0,16}(?:adresse|anschrift|nummer|adres)|angaben|information(?:en|s)?|informaci[oó]n|informações|informazioni|address|e-?mail address|phone|mobile|telephone|vat|tax|company|billing|details|name|order number|serial|account number|customer number|adresse|anschrift|telefon\w{0,8}|rufnummer|daten|ust-?id\w{0,8}|steuernummer|kundennummer|firma|téléphone|coordonnées|nom|siret|tva|société|dirección|teléfono|datos|nif|cif|empresa|indirizzo|telefono|dati|partita iva|azienda|endereço|dados|nome|cnpj|cpf|adres|gegevens|btw-nummer|kvk-nummer|telefoonnummer|adress|uppgifter|organisationsnummer|oplysninger|opplysninger|osoite|tiedot|dane|nip|numer|telefonu|adresu|údaje|adresu|ičo|dič|cím|adatok|adószám|datele|adresa|адрес|телефон|данные|реквизиты|инн|адреса|дані|διεύθυνση|στοιχεία|adres\w{0,6}|bilgiler\w{0,6}"
ASKS_FOR_DATA = re.compile(
    rf"(?<!\w)(?:your|which|what|ihre?|welche?\w?|wie lautet|votre|vos|quelle?s?|su|sus|cuál|tu|vostr[oai]|suo|sua|quale|qual|seus?|uw|je|welke?|vilken|ditt?|er|din|dit|deres|hvilken|mikä|teidän|pańsk\w{{1,3}}|jaki\w{{0,2}}|swój|vaši?|vaše|jaká?|az ön|dumneavoastră|ваш\w{{0,3}}|какой|какая|який|яка|το|τη|hangi|size)\s(?:\S{{1,30}}\s){{0,3}}?(?:{DATA})(?!\w)"
    r"|(?<!\w)(?:which|what|welche|quelle|qué|quale|qual|welk|vilken|hvilken|jaki|jaký|какая|какой|яка)\s(?:\S{1,20}\s)?(?:e-?mail|courriel|correo|почта)|e-?mail on (?:your|the) account|住所|電話番号|メールアドレス|会社名|地址|电话|邮箱|税号|公司名称|주소|전화번호|이메일|사업자|כתובת|טלפון|عنوان|رقم الهاتف|البريد|ที่อยู่|địa chỉ|alamat",
    re.IGNORECASE,
)
"""a mail that we wrote asks for what else stands in signatures only"""
POINTS_BELOW = re.compile(
    r"(?<!\w)(?:(?:under|beneath) my name|unter meinem namen|sous mon nom|bajo mi (?:nombre|firma)|sotto il mio nome|onder mijn naam|under mitt namn|pod moim nazwiskiem|below|following|these|at the end|my signature|unten|untenstehend\w{0,2}|folgende\w?|nachstehend\w{0,2}|ci-dessous|suivante?s?|abajo|siguientes?|sotto|seguent[ei]|qui sotto|abaixo|seguintes?|onderstaande?|hieronder|volgende|nedan|följande|nedenfor|følgende|alla|seuraava\w{0,2}|poniżej|poniższ\w{1,3}|następując\w{1,3}|níže|následující\w{0,3}|alább\w{0,2}|mai jos|ниже|следующ\w{1,4}|нижче|наступн\w{1,4}|παρακάτω|aşağıda\w{0,3}|berikut|dưới đây)(?!\w)|下記|以下の|以下に|如下|以下|아래|أدناه|למטה|ด้านล่าง",
    re.IGNORECASE,
)
USES_DATA = re.compile(
    r"(?<!\w)(?:change|update|correct|use|replace|put|ship|send|deliver|invoice|bill|print|register|ändern?|aktualisier|korrigier|verwend|nutz|schick|liefer|send|modifi|chang|mettre|mets|corrig|utilis|envoy|livr|factur|cambi|actuali[cz]|atuali[sz]|corrij|us[ae]|envi|factur|aggiorn|spedi|mand|invi|fattur|alter|mud|wijzig|aanpas|gebruik|stuur|lever|ändra|uppdatera|använd|skicka|ændr|endre|opdater|oppdater|brug|bruk|muut|päivit|käyt|lähet|zmie|zaktualiz|użyj|wysł|wyśl|změn|aktualiz|použi|poš|módosít|küld|használ|schimb|modific|trimit|folos|измен|обнов|использ|отправ|замен|змін|онов|надішл|αλλάξ|ενημερώσ|στείλ|değiştir|güncelle|gönder|kullan)\w{0,12}"
    r"\s[^.!?]{0,50}(?<!\w)(?:address|details|data|phone|telephone|contact|e-?mail address|anschrift|adresse|daten|telefon|rufnummer|coordonn|adress(?!er|ez|é)|téléphone|dirección|datos|teléfono|indirizzo|dati|telefono|endereço|dados|adres|gegevens|uppgift|oplysning|opplysning|osoite|tiedo|dane|údaje|cím|adat|date|адрес|данн|реквизит|телефон|дан|διεύθυνσ|στοιχεί|bilgi)"
    r"|(?<!\w)(?:these|diese\w?|ces|estos|questi|estes|deze|disse|dessa|tyto|te|эти|ці|this|cette|est[ae]|questo|quest['’ ]?|denna|denne|wrong|falsche\w?|mauvaise?|verkeerde?) (?:address|phone number|number|adresse|anschrift|telefonnummer|nummer|numéro|dirección|número|indirizzo|numero|endereço|adres|adress|details|data|daten|angaben|coordonnées|données|datos|dati|dados|gegevens|oplysninger|opplysninger|uppgifter|údaje|dane|данные|реквизиты|дані)(?!\w)"
    r"|(?<!\w)(?:ship|deliver|send|liefer\w*|schick\w*|send\w*|livre[rz]|envoye[rz]|enví\w*|envia\w*|spedi\w*|lever\w*|stuur) [^.!?]{0,30}(?<!\w)(?:to the|to our|ins?|an unser|an die|au|à nos|a la|al|alla|naar) (?:office|warehouse|shop|store|büro|lager|laden|filiale|bureaux?|entrepôt|magasin|oficina|almacén|tienda|ufficio|magazzino|negozio|kantoor|winkel)(?!\w)|住所|連絡先|地址|주소|연락처",
    re.IGNORECASE,
)
"""the customer wants an address or a number changed or used"""
NAMES_DATA = re.compile(rf"(?<!\w)(?:{DATA})(?!\w)", re.IGNORECASE)
BANNER = re.compile(
    r"originat\w{1,3} (?:from )?outside|external (?:e-?mail|sender|message)|\bexternal\b.{0,40}(?:do not|don't) click|(?:do not|don't) (?:click|open) (?:on )?(?:any )?(?:links|attachments)|von außerhalb|externe e-mail|expéditeur externe|remitente externo|mittente esterno|you don't often get e?-?mail from|some people who received this message don't often|sie erhalten nicht (?:oft|häufig) e-mails? von|no suele recibir correo|vous n’obtenez pas souvent|vous ne recevez pas souvent|non si ricevono spesso|u ontvangt niet vaak|learn why this is important",
    re.IGNORECASE,
)
WARNING = re.compile(
    r"click|links?\b|open\w{0,3} (?:any )?attachments?|sender|outside|originat|recogni[sz]e|suspicious|phish|caution|careful|help ?desk|security|verif|password|learn why|don['’]t often"
    r"|klick|anhäng|anhang|absender|außerhalb|ausserhalb|extern\w? e-?mail|extern\w? nachricht|vorsicht|erfahren sie|sicherheit|(?:nicht )(?:oft|häufig) e-?mails? von|cliqu|liens?\b|pièces jointes|expéditeur externe|découvrez pourquoi|souvent|haga clic|enlaces|adjuntos|remitente externo|no suele|descubra por|mittente esterno|allegati|non si ricevono|informazioni sul perché|bijlagen|afzender|niet vaak|meer informatie over waarom|external (?:e-?mail|sender|message)$",
    re.IGNORECASE,
)
"""one of these is in every sentence of a banner"""
TALKS_TO_US = re.compile(
    r"(?<!\w)(?:me|us|we|uns|wir|nous|nos|nosotros|ons|noi|yours|you (?:send|sent|write|wrote)"
    r"|your(?! (?:organi[sz]ation|company|network|firm|it\b|help|service ?desk|inbox|mailbox|system|computer|device|admin|security|password|credential|personal|account|login|information|data|user|tenant|domain|safe|contact|support|local|manager))"
    r"|ihre?[mnrs]?(?! (?:organisation|it\b|unternehmen|firma|netzwerk|daten|passw|zugangs|kennw|anmelde|help|admin|konto|persönlich|edv|system))"
    r"|vo(?:tre|s)(?! (?:organi|entreprise|service|mot|identifi|données|compte|informati|administrateur|réseau)))(?!\w)",
    re.IGNORECASE,
)
"""nobody whom a banner warns is "you" or "us\""""
