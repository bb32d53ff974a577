"""The words of which the lines consist by which mail programs name themselves, in many languages.

Data only; `mobile_line` does the thinking. A line holds nothing but these words, so a word that is missing here means
that such a line stays in the reply, and never that a customer's sentence goes.
"""

from __future__ import annotations

SENT, FROM, WITH, MINE, DEVICE, PRODUCT, MAKER, MAIL, FILLER, WAS, THIS, GET, FOR, PLATFORM, PROGRAM = "SFVPDBCMGWZTOXR"
"""what a word does in such a line; one word may do several things, and in several languages"""

_WORDS = {
    SENT: """sent composed 寄件自 寄自 typed gesendet versendet verschickt geschickt envoyé envoyée envoye enviado enviada mandado inviato
        inviata verzonden verstuurd skickat skickades sendt sent send lähetetty wysłane wysłano wysłana odesláno odoslané küldve
        elküldve trimis отправлено надіслано изпратено poslano poslato послато στάλθηκε εστάλη gönderildi gönderilmiştir أُرسلت
        أرسلت أُرسل أرسل الإرسال مرسل مُرسل مرسلة נשלח dikirim dihantar saadetud nosūtīts išsiųsta enviat bidalia ارسال فرستاده
        भेजा ipinadala 送信 に送信 送信されました 送信しました 傳送 发送 發送 寄出 传送 发自 發自 来自 來自 发送自 보냄 보냈습니다 전송됨 발송 발송됨 ส่งจาก
        gửi secured""",
    FROM: """from on von зі partir 寄件自 寄自 vom aus del sul depuis de du des desde do da dal dall dalla dallo vanaf vanuit van från fra frá z ze z's od din с из от
        із з iz s sa са από من מ מה מהטלפון ממכשיר dari iš no minu mula از से から より 에서 自 从 從 來自 来自 发自 發自 发送自 ส่งจาก từ
        des s'""",
    WITH: """with via using through by mit über avec par con vía mediante com por pelo pela usando tramite met med medelst via pomocí
        przez cu prin через s ile 使用 を使用して izmantojot από με""",
    MINE: """my mine meinem meiner meinen mein mon ma mes mi mis meu minha mio mia mijn min mitt mein mojego moim mojej mého mojí mým
        môjho mojej môjho meu mea meu моего моей моём моята моя мого моєї mog moje mojega mojeg мог μου ми шелі שלי بي خاصتي الخاص
        الخاصة من saya mana mano minu aking nire मेरे の私 私の 我的 나의 내 제 ของฉัน ของผม tôi""",
    DEVICE: """phone watch mobile cellphone cell smartphone tablet telephone handset device computer laptop handy mobiltelefon smartphone
        gerät mobilgerät rechner notebook unterwegs téléphone telephone portable mobile appareil ordinateur smartphone tablette móvil
        teléfono celular telemóvel dispositivo aparelho ordenador computador cellulare telefonino telefono telefoon mobiel mobieltje
        toestel apparaat mobil mobilen mobiltelefon telefon telefonen surfplatta mobiltelefonen enhed enhet smarttelefon
        puhelimesta älypuhelimesta laitteesta telefonu smartfona smartfonu komórki urządzenia mobilu mobilního mobilného zařízení
        zariadenia tabletu telefonist телефона смартфона мобильного устройства планшета телефону смартфону мобільного пристрою
        телефон мобилен устройство telefona mobitela uređaja telefonului telefonul tel gsm κινητό τηλέφωνο συσκευή هاتف هاتفي جهاز
        جهازي جوال جوالي הטלפון מהטלפון ממכשיר מכשיר ponsel telefonul hp peranti telefon गوشی फ़ोन फोन स्मार्टफोन 手机 手機 智慧型手機 智能手机 電話 スマートフォン
        スマホ 携帯 携帯電話 휴대폰 스마트폰 핸드폰 โทรศัพท์ มือถือ điện thoại smarttelefonen mòbil telèfon""",
    FROM + DEVICE: """puhelimesta älypuhelimesta laitteesta telefonról okostelefonról készülékről telefonimist""",
    FROM + DEVICE + MINE: """puhelimestani älypuhelimestani laitteestani telefonumdan cihazımdan cebimden telefonomról
        okostelefonomról készülékemről mobilomról táblagépemről tabletimden בטלפון""",
    FROM + MAIL: "alkalmazásból uygulamasından sovelluksesta sähköpostista levelezőből",
    PRODUCT: """superhuman mailfence آیفون mailbird zoho aol bluemail canary airmail typeapp mymail tutanota fastmail missive mailspring
        emclient polymail mimestream shortwave galaxy macbook imac webde gmx jolla sailfish appsuite tapatalk posteo redmi poco fairphone
        lumia xperia k9 protonmail proton hotmail mailru gmail ymail yahoo tonline mailbutler webmail zimbra roundcube protonmail
        eudora foxmail mailmate rainloop fairemail spicebird postbox""",
    "capital": "front spark nine hey spike aqua newton edison boxer tuta verse polaris boomerang spark pixel moto mac",
    MAKER: """samsung 新浪 sina huawei honor xiaomi nokia sony htc motorola lg lge oppo vivo oneplus realme zte asus lenovo alcatel wiko
        nothing apple microsoft google telekom tmobile verizon att vodafone orange o2 telus rogers bell sprint claro movistar
        entel virgin media libero virgilio tiscali alice aruba laposte sfr bouygues free ziggo kpn telenet freenet
        seznam onet interia yandex яндекс rambler naver daum docomo softbank telia bluewin swisscom uol bol sapo terra hcl ibm lotus
        workspace one t online network xfinity comcast optus telstra bigpond bt sky ee three docomo 华为 小米 荣耀 三星 삼성 갤럭시 네이버 网易 qq 163""",
    MAIL: """mail email programa 客户端 客戶端 poštni messagerie correo mails app application webmail messagerie courrier correo correio email applicazione applicazioni posta
        postă epost epostă eposta mejl poczta poczty aplikacji aplikacije aplikace aplikácie pošty pošta pošte email sähköposti почты почта пошти
        пошта поща приложения αλληλογραφία εφαρμογή بريد برنامج تطبيق דואר pos aplikasi aplicación
        aplicativo aplicação app toepassing appen programu klienta client software メール アプリ 邮件 郵件 应用 應用 邮箱 郵箱 邮箱大师 메일 앱
        แอป thư corespondență programm mailprogramm l'application correu aplicació mailprogramma postaláda""",
    FILLER: """deg the a an all new 版 sicura electrónico eletrônico eletrónico seguro le la les l un une el los las il lo der die das dem den ein eine einem einer het een det o os as al ул
        secure securely sécurisé sécurisée sicherer sicheren sicher segura seguro sicuro veilige säker encrypted verschlüsselter wireless
        mobile mobil mobilen mobiele mobilní mobilnej mobilnej мобильной мобільної мобильных android-gerät systemu system системы szyfrowany
        smartphone version edition 5g 4g lte pro max plus ultra mini lite note fe se air neo fold flip tab zoom edge duos
        το την του των az cho dành của được đã máy akıllı n st ist ом dell' гия sie sich dir ihr ihnen si aplicativo
        program aplikaci aplikáciu aplikację uygulamasını uygulamayı alkalmazást à partir message nachricht mensaje ha mensagem messaggio è bericht wiadomość zpráva сообщение
        письмо ileti mesaj приложение गया गई شده تم ال ל את の 的 由 版 ใน ה skirta darbam ar ang sa g de di đi bezdrotového""",
    THIS: """this diese dieser ce cet cette este esta questo questa dit deze detta dette denne denna ta tato táto ez acest это данное це
        bu この 此 이 esta aquest""",
    WAS: "was wurde été sido foi stato stata werd została byla było",
    GET: """get download install hol hole hol' holen laden herunterladen downloaden beziehen abrufen installieren télécharger téléchargez
        skaff hanki lataa obtenir obtenez installer obtenga obtener obtén consigue descarga descargar obtenha obter baixe baixar transferir scarica ottieni
        downloaden ophalen verkrijgen hämta skaffa hent skaff få last ned ladda ner lataa hanki pobierz uzyskaj stáhnout stáhněte získat
        získejte získať stiahnuť stiahnite szerezze be letöltése beszerzése descărcați obțineți получить скачать скачайте загрузить
        завантажити завантажте отримати вземете изтеглете nabavite preuzmite prenesite αποκτήστε λήψη edinin indirin indir الحصول على
        تنزيل השג קבל הורד dapatkan unduh प्राप्त करें डाउनलोड obteniu baixa tải lấy nhận 获取 獲取 取得 下载 下載 を入手 を取得 をダウンロード
        入手 ダウンロード 다운로드 다운로드하기 받기 รับ ดาวน์โหลด atsisiųskite hankige""",
    FOR: """for für za pour para per til till voor för dla pro pre pentru для за για için ل لـ עבור untuk para cho در برای pe på no na di
        auf on au 用 版 适用于 適用於 용 สำหรับ dành trên""",
}
_PRODUCTS = {
    PRODUCT + PLATFORM: "iphone iphon ipad ipod ios android windows macos blackberry ipados windowsphone",
    PRODUCT + PROGRAM: "outlook bluemail yahoo gmail thunderbird typeapp mymail mailru protonmail aquamail",
    PRODUCT: "lumia xperia redmi gmx galaxy",
    MAKER: "samsung huawei xiaomi nokia motorola oneplus",
}
"""these take endings: "iPhonesta", "iPhone'umdan", "iPhonu", "Samsunga\""""

LOOKS_BACK = (
    "dan",
    "den",
    "tan",
    "ten",
    "ról",
    "ről",
    "ból",
    "ből",
    "sta",
    "stä",
    "stani",
    "stäni",
    "lta",
    "ist",
    "st",
    "tik",
)
"""endings that say "from": Turkish, Hungarian, Finnish, Estonian, Basque"""


def _roles() -> dict[str, str]:
    roles: dict[str, str] = {}
    for role, listed in _WORDS.items():
        for word in listed.split():
            roles[word] = roles.get(word, "") + (PRODUCT.lower() if role == "capital" else role)
    for role, listed in _PRODUCTS.items():
        for word in listed.split():
            roles[word] = roles.get(word, "") + role
    return roles


ROLES = _roles()
"""word in lower case → what it may do; a small "b" for a product whose name is a common word, so it needs its capital"""
STEMS = {stem: role for role, listed in _PRODUCTS.items() for stem in listed.split()}

JOINED = {
    "e-mail": "email", "web.de": "webde", "k-9": "k9", "at&t": "att", "t-online": "tonline", "t-mobile": "tmobile",
    "mail.ru": "mailru", "yahoo!": "yahoo", "e-post": "epost", "e-pošt": "pošt", "mailbox.org": "posteo", "proton.me": "proton",
    "mail-app": "mail app",
}  # fmt: skip
"""names with a mark inside → one word"""

WHOLE = frozenset(
    (
        "unterwegs getippt",
        "vom handy getippt",
        "am handy getippt",
        "typed on the go",
        "typed on my phone",
        "tapé sur mon téléphone",
        "mobil gesendet",
        "von unterwegs gesendet",
        "unterwegs gesendet",
        "mobil versendet",
    )
)
"""lines without a device or a program"""

EXCUSES = frozenset(
    """bitte um nachsicht bei tippfehlern tippfehler entschuldigen deg sie please pardon excuse forgive ignore any all the my for of and or this short brief sorry apologies message possible
    brevity typos typo errors error mistakes tippfehlern spelling misspellings grammar autocorrect terseness
    bitte entschuldigen entschuldigung entschuldige verzeihen sie etwaige eventuelle mögliche meine die der und oder kürze tippfehler
    rechtschreibfehler fehler schreibfehler autokorrektur
    veuillez excuser excusez merci d' de désolé pour ma la les et ou éventuelles éventuels fautes frappe orthographe brièveté concision
    disculpe disculpa disculpen perdone perdona por favor el los las mi y o errores faltas ortografía brevedad
    scusa scusate scusi perdona gli il e errori battitura brevità mia
    excuses excuseer voor mijn eventuele en of typefouten beknoptheid tikfouten korte
    desculpe desculpem a os minha erros digitação brevidade
    ursäkta undskyld unnskyld beklager min mina och og eventuella stavfel fåordighet korthet kortheten skrivefejl tastefejl tastfel
    proszę wybaczyć za moją i zwięzłość lakoniczność literówki błędy przepraszam
    omluvte prosím mou stručnost překlepy a případné
    пожалуйста извините простите за мою и краткость опечатки ошибки вибачте мою стислість
    pahoittelen lyhyttä viestiä elnézést rövidségért kısa olduğu için kusura bakmayın özür dilerim""".split()  # noqa: SIM905
)
FAULTS = frozenset(
    """brevity typos typo errors error mistakes spelling misspellings grammar autocorrect terseness short brief kürze tippfehler
    rechtschreibfehler schreibfehler autokorrektur fehler fautes frappe orthographe brièveté concision errores faltas brevedad errori
    brevità typefouten tikfouten beknoptheid erros brevidade stavfel fåordighet korthet kortheten skrivefejl tastefejl tastfel zwięzłość
    lakoniczność literówki błędy stručnost překlepy краткость опечатки ошибки стислість lyhyttä rövidségért kısa""".split()  # noqa: SIM905
)
"""an excuse is for one of these"""
