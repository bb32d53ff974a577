"""Newsletters that say nothing in their header: signs that stand together in no mail of a customer.

Customers write "Dear team" and quote prices, so a price and a link prove nothing: somebody must speak to many, or for many.
"""

from __future__ import annotations

import re

from responder.steps.screen_words import plain

_LONGEST = 4000


def newsletter_signs(text: str) -> tuple[str, ...]:
    """What of a newsletter is in the text, at least two signs and one of a sender who writes to many; else none."""
    whole = plain(text[:_LONGEST])
    lines = [plain(line) for line in text[:_LONGEST].split("\n") if line.strip()]
    to_many = [
        name
        for name, found in (
            ("it addresses many", any(_TO_MANY.match(line) for line in lines[:4])),
            ("a footer", _FOOTER.search(whole)),
            ("a team signs", any(_TEAM.fullmatch(line) for line in lines[-4:])),
        )
        if found
    ]
    offers = [
        name
        for name, found in (
            ("an offer", _OFFER.search(whole)),
            ("a link by itself", any(_ONLY_A_LINK.search(line) for line in lines)),
        )
        if found
    ]
    signs = (*to_many, *offers)
    # the purchasing team of a customer signs too, below a link to what it wants
    only_signed = to_many == ["a team signs"] and "an offer" not in offers
    return signs if to_many and len(signs) >= 2 and not only_signed else ()


def is_a_footer(text: str) -> bool:
    """Does all of it say why one gets this mail, or how to be rid of it?"""
    return len(text) <= 600 and bool(_FOOTER.search(plain(text)))


_TO_MANY = re.compile(
    r"(?:dear|hello|hi|hey) (?:there,?$|(?:[\w-]{1,20} )?(?:all|everyone|everybody|friends|fans|followers|(?:valued |loyal )?(?:customers?|readers?|members?|guests?|subscribers?|clients?|shoppers?|travell?ers?|supporters|parents))\b)"
    r"|(?:hallo,? )?(?:liebe|hallo|sehr geehrte|verehrte) (?:alle\b|\w{0,20}(?:freunde|kund[ei]|leser|mitglied|abonnent|gäste|fans?\b|besteller|besucher)\w*)"
    r"|(?:chers?|chères?|bonjour à) (?:tous|toutes|amis|client|lecteur|lectrice|abonné|membre|adhérent)"
    r"|(?:queridos|estimados|queridas|hola a) (?:todos|amigos|clientes|lectores|socios|suscriptores)|(?:cari|gentili|care|ciao a) (?:tutti|amici|client|lettori|soci|abbonati)"
    r"|(?:caros|prezados|queridos|olá a) (?:todos|amigos|clientes|leitores|assinantes|sócios)|(?:beste|geachte|lieve|hallo) (?:allemaal|klant|lezer|vriend|abonnee|leden)"
    r"|(?:kära|hej|käre|kjære|kære|hei) (?:alla|alle|kund|läsare|vänner|medlem|prenumerant|venner|lesere|læsere|abonnent)|(?:hyvät?|arvoisat?|hei) (?:kaikki|asiakka|asiakas|lukija|jäsen|ystävä)"
    r"|(?:drodzy|szanowni|witajcie) (?:klienci|czytelnicy|przyjaciele|wszyscy|subskrybenci)|(?:milí|vážení|drazí) (?:zákazníci|čtenáři|čitatelia|přátelé|priatelia|všichni|členové)|(?:kedves|tisztelt) (?:vásárló|olvasó|előfizető|ügyfel|ügyfél|barátaink|vendég)"
    r"|(?:dragi|stimați|stimaţi) (?:clienți|clienţi|cititori|prieteni|abonați)|(?:дорогие|уважаемые|друзья|уважаеми|скъпи|дорогі|шановні|поштовани|драги) ?(?:клиент|читател|друзья|покупател|подписчик|приятел|клієнт|читач|друзі|купці|пријатељи|купци|читаоци|!|,)"
    r"|(?:dragi|poštovani|spoštovani) (?:kupci|čitatelji|čitaoci|bralci|prijatelji|naročniki|pretplatnici|svi)|(?:αγαπητοί|αγαπητές|φίλες και) |(?:değerli|sevgili) (?:müşteri|okur|üye|abone|dost)"
    r"|(?:lugupeetud|kallid|head) (?:kliendid|lugejad|sõbrad|tellijad)|(?:cienījamie|dārgie|mīļie) (?:klienti|lasītāji|draugi)|(?:gerbiami|mieli|brangūs) (?:klientai|skaitytojai|draugai)|(?:benvolguts|estimats) (?:clients|lectors|amics|socis)"
    r"|(?:לקוחות|קוראים|חברים) יקרים|(?:عملاءنا|قراءنا|أعزاءنا|عزيزي العميل|عملائنا)|(?:مشتریان|خوانندگان|دوستان) (?:گرامی|عزیز)|प्रिय (?:ग्राहक|पाठक|सदस्य)|เรียน(?:ลูกค้า|สมาชิก|ท่าน)|(?:kính gửi|thân gửi|chào) quý khách|(?:pelanggan|pembaca|sahabat) (?:yang )?(?:terhormat|setia|yth)"
    r"|(?:お客様|会員|読者|皆)(?:各位|の皆|様|さま)|(?:尊敬的|亲爱的|親愛的)(?:各位)?(?:客户|客戶|顾客|顧客|用户|用戶|会员|會員|读者|讀者|朋友)|(?:고객|회원|독자) ?(?:님|여러분)"
)
_OFFER = re.compile(
    r"rolling out to (?:all|every)|now available (?:to|for) (?:all|every)|read the (?:full )?release notes|our new (?:\w{1,15} )?catalog|neuer? (?:\w{1,20})?katalog|nouveau catalogue|nuevo catálogo|nuovo catalogo|novo catálogo|nieuwe catalogus|[-–]? ?\d{1,2} ?(?:%|٪|percent|prozent|pour cent|por ciento|per cento|procent|процент)|% ?\d{1,2}\b|half[- ]price|free shipping|special offer|clearance|on sale|sale ends|discount|from [€$£] ?\d"
    r"|rabatt|zum halben preis|im angebot|schlussverkauf|versandkostenfrei|soldes|remise|promotion|livraison offerte|descuento|rebajas|oferta|envío gratis|sconto|saldi|offerta|desconto|promoção|oferta|korting|aanbieding|tilbud|rabat|erbjudande|alennus|tarjous|zniżk|promocj|wyprzedaż|slev|zľav|akciós|kedvezmény|reducer"
    r"|скидк|распродаж|отстъпк|знижк|попуст|popust|έκπτωση|προσφορά|indirim|allahindlus|soodus|atlaid|nuolaid|descompte|הנחה|מבצע|خصم|عرض خاص|تخفیف|छूट|ส่วนลด|giảm giá|khuyến mãi|diskon|セール|割引|[オ0-9]フ|折|优惠|優惠|满减|할인|세일"
)
_ONLY_A_LINK = re.compile(
    r"^[^\w]{0,4}(?:[^.!?。！]{0,40}[:：>»→ ] ?)?\(?https?://\S+[^\w]{0,3}$|^[^\w]{0,4}(?:read|learn|find out|see|discover|shop|mehr|jetzt|weiterlesen|hier|lire|en savoir|découvr|leer|ver|descubr|leggi|scopri|leia|saiba|lees|bekijk|läs|læs|les|lue|czytaj|zobacz|více|tovább|подробнее|читать|детальніше|devamı|incele)\b.{0,40}https?://\S+"
)
_FOOTER = re.compile(
    r"(?:no longer (?:wish|want) to|don't want to|prefer not to) (?:receive|get)|keine (?:weiteren )?(?:angebote|mails|e-mails|newsletter|informationen) mehr (?:erhalten|bekommen|wünschen)|ne (?:souhaitez|voulez) plus recevoir|no (?:desea|deseas|quiere|quieres) recibir más|non (?:desidera|vuole|vuoi) più ricevere|não (?:deseja|quer) (?:mais )?receber|geen (?:aanbiedingen|mails|e-mails|nieuwsbrieven) meer (?:wilt )?ontvangen|you (?:receive|received|get|are receiving|are getting) (?:this|these|our)|unsubscribe|opt[- ]out|(?:sie|du) (?:erhalten|erhältst|bekommen|bekommst) (?:diese|den|unseren)|abbestellen|newsletter abmelden|vous recevez (?:ce|cet|notre)|se désabonner|désinscri"
    r"|recibes? este|darse de baja|ricevi questa|disiscriv|recebe este|cancelar (?:a )?(?:inscrição|subscrição)|(?:u|je) ontvangt (?:deze|onze)|uitschrijven|du får (?:detta|det här|vårt)|avregistrera|du modtager|afmeld|du mottar|avmeld|saat tämän|peruuta|otrzymujesz|wypisz|odhlásit|odhlásiť|leiratkoz|dezabon|отписаться|вы получили это|відписатися|отпишете"
    r"|odjavi|διαγραφή|abonelikten|הסרה|إلغاء الاشتراك|لغو|配信停止|退订|退訂|수신 ?거부|hủy đăng ký|berhenti berlangganan|ยกเลิกการ"
)
_TEAM = re.compile(
    r"(?:[^.!?]{0,30} )?(?:your|the|ihr|dein|euer|das) (?:[\w'&-]{1,20} ){0,3}team\b.{0,40}|(?:[\w'&-]{1,20} ){0,2}team|(?:votre|l')? ?(?:équipe|equipe)\b.{0,40}|(?:el|tu|su|vuestro) equipo\b.{0,40}|(?:il|la|lo) (?:tuo |vostro |nostro )?(?:team|staff|redazione|squadra)\b.{0,40}"
    r"|(?:a|o|sua) (?:equipa|equipe|time)\b.{0,40}|(?:het|je|jouw|uw) (?:[\w'&-]{1,20} )?team\b.{0,40}|(?:[^.!?]{0,30} )?(?:teamet|tiimi|redaktionen|redaktion)\b.{0,40}|(?:twój |wasz )?zespół\b.{0,40}|(?:váš )?tým\b.{0,40}|(?:ваша )?(?:команда|редакция)\b.{0,40}|(?:ваш )?тим\b.{0,40}|(?:vaša )?ekipa\b.{0,40}|[\w ]{0,20}(?:ekibi|ekibiniz|csapat[ae]?)\b.{0,20}"
    r"|.{0,20}(?:スタッフ一同|店長|編集部|您的团队|您的團隊|团队|團隊|敬上|일동|팀 드림)"
)
