"""What is taken off below a reply: lines of mail programs and signatures; what only looks like them stays."""

from __future__ import annotations

import pytest

from responder.steps.clean import visible_reply


@pytest.mark.parametrize(
    "line",
    [
        "Outlook für Android <https://aka.ms/AAb9ysg> herunterladen",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
        "Obter o Outlook para Android<https://aka.ms/AAb9ysg>",
        "Outlook for iOS<https://aka.ms/o0ukef> uygulamasını edinin",
        "Outlook for Android<https://aka.ms/AAb9ysg> を入手",
        "iOS용 Outlook<https://aka.ms/o0ukef> 다운로드",
        "获取适用于 iOS 的 Outlook<https://aka.ms/o0ukef>",
        "Last ned Outlook for Android",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Gerät mit WEB.DE Mail gesendet.",
        "Inviato da Libero Mail per Android",
        "Verzonden met de Ziggo Mail-app",
    ],
)
def test_a_mail_program_that_praises_itself_is_not_the_person(line: str) -> None:
    assert visible_reply(f"ja\n\n{line}").reply == "ja"


@pytest.mark.parametrize(
    "line",
    ["Can I download Outlook for iOS from you?", "Outlook für Android zeigt nur die Hälfte, woran liegt das"],
)
def test_a_person_may_speak_of_a_mail_program(line: str) -> None:
    assert line in visible_reply(f"Hello,\n\n{line}").reply


@pytest.mark.parametrize(
    "line",
    [
        "Bitte prüfen Sie, ob diese Mail wirklich ausgedruckt werden muss!",
        "Müssen Sie diese E-Mail wirklich ausdrucken?",
        "Avant d’imprimer ce message, pensez à l’environnement.",
        "Piensa en el medio ambiente antes de imprimir este correo.",
        "Tänk på miljön innan du skriver ut detta mejl.",
        "Pomyśl o środowisku, zanim wydrukujesz tę wiadomość.",
        "Прежде чем распечатать письмо, подумайте об окружающей среде.",
        "打印本邮件前请考虑环境。",
    ],
)
def test_a_plea_for_paper_is_taken_off(line: str) -> None:
    assert visible_reply(f"It works now.\n\nRegards\nKim\n\n{line}").reply == "It works now.\n\nRegards\nKim"


@pytest.mark.parametrize(
    "block",
    [
        "Maintenance Lead\nExample Foundry plc\nRegistered in England No. 0000000",
        "Leiter Netzleitstelle",
        "Functioneel beheerder\nZorggroep Midden",
        "Enhetschef\nKommunen\n08-555 00 10",
        "Head of Planning\nNorthern Grid",
        "Sachbearbeiterin Einkauf\nMuster Maschinenbau e.K.\nHauptstraße 5, 12345 Musterstadt",
        "Chargée de clientèle\nMairie de Vernay",
        "Kundtjänst\nNorrbygg AB\nStorgatan 4, 703 61 Örebro",
        "Главный бухгалтер\nООО «Ромашка»\nтел. 495 000-00-00",
        "采购部经理\n海辰贸易有限公司\n电话：010-00001111",
    ],
)
def test_title_company_and_seat_below_the_name_go(block: str) -> None:
    text = f"The part is missing.\n\nRegards\nKim Doe\n\n{block}"
    assert visible_reply(text).reply == "The part is missing.\n\nRegards\nKim Doe"


@pytest.mark.parametrize(
    "block",
    [
        "Order: 4711-22",
        "The owner of the shop has called you twice since Monday.",
        "My new street is Mill Lane 5, please change it.",
        "The bank says no",
    ],
)
def test_what_the_customer_adds_below_the_name_stays(block: str) -> None:
    assert block in visible_reply(f"The part is missing.\n\nRegards\nKim Doe\n\n{block}").reply


def test_a_postscript_below_a_contact_block_stays_and_the_block_goes() -> None:
    text = "It drips.\n\nBest,\nKim Doe\n\nFacility Manager\nTel. 0551 12345\n\nPS: the torch is yours."
    assert visible_reply(text).reply == "It drips.\n\nBest,\nKim Doe\n\nPS: the torch is yours."


@pytest.mark.parametrize("mark", ["[1]", "(2)", "[*]", "¹"])
def test_a_note_that_the_text_cites_is_no_signature(mark: str) -> None:
    text = f"The page {mark} is down.\n\nBest,\nKim\n\n{mark} https://acme.example/a\nTel. 0551 12345"
    assert visible_reply(text).reply.endswith(f"{mark} https://acme.example/a")


@pytest.mark.parametrize(
    "words",
    [
        "Cancel the subscription.",
        "Block the card.\nSend a new one to the office.",
        "Kündigen Sie den Vertrag zum Monatsende.",
        "Es riecht verbrannt.",
        "Je n'ai rien reçu",
        "No me ha llegado nada",
        "Il pacco non è arrivato.",
        "Mandem um técnico amanhã cedo",
        "Zeg het contract op per eind mei.",
        "Säg upp avtalet till månadens slut.",
        "Proszę rozwiązać umowę z końcem miesiąca.",
        "Пришлите мастера завтра утром",
        "Aboneliği ay sonunda iptal edin.",
        "Ακυρώστε τη συνδρομή στο τέλος του μήνα.",
        "בטלו את המנוי בסוף החודש.",
        "ألغوا الاشتراك في نهاية الشهر.",
        "月末で契約を解約してください。",
        "明天派人来修",
        "월말에 계약을 해지해 주세요.",
        "the blue one please",
        "Order 4711 not 4712",
        "My phone is 07700 900123",
        "+44 113 496 0000 is my new number",
        "Sales told me it would be free",
        "Kan ni skicka en ny faktura till Storgatan 4",
        "cancel",
    ],
)
@pytest.mark.parametrize("above", ["Bob Miller", "It is about my phone.", "Hi\n\nThanks\nBob"])
def test_what_people_write_below_two_dashes_stays(words: str, above: str) -> None:
    assert visible_reply(f"{above}\n-- \n{words}").reply.endswith(words)


@pytest.mark.parametrize(
    "signature",
    [
        'Bob\n"Make it work, then make it fast."',
        "Bob Miller\nSales Manager\nThe early bird catches the worm!",
        "Eva Klein\nWir bauen Zukunft.",
        "My other computer is a mainframe.\nBob Miller <bob@miller.example>",
        "Jan de Vries\nHoofd inkoop\nVries BV",
        "Petr Novák\nvedoucí nákupu\nNovák s.r.o.",
        "佐藤花子\n営業部\n株式会社サンプル",
        "สมชาย ใจดี\nผู้จัดการ\nโทร 02-555-0000",
        "أحمد علي\nمدير المشتريات",
        "jo",
    ],
)
def test_a_signature_below_two_dashes_goes_with_its_motto(signature: str) -> None:
    assert visible_reply(f"It leaks.\n\n-- \n{signature}").reply == "It leaks."


def test_words_below_the_name_stay_and_the_name_goes() -> None:
    assert visible_reply("Hello.\n-- \nBob Miller\nPlease cancel order 4711.").reply.endswith(
        "Please cancel order 4711."
    )
    assert "Bob" not in visible_reply("Hello.\n-- \nBob Miller\nPlease cancel order 4711.").reply


@pytest.mark.parametrize(
    "text",
    [
        "Première question : où est la facture\n--\nDeuxième question : comment changer l'adresse",
        "First order: two chairs\n---\nSecond order: call me on 0171 2345678 before delivery",
        "Questions\n***\nColour blue\n***\nSize L\n***\nDelivery to work, phone 0171 2345678",
        "Please cancel.\n\n--\n\nAlso the order from Monday.\n\n--\n\nAnd call me on 07700 900123.",
        "the first account:\nbob@miller.example\n\n---\n\nthe second account:\nmeg@miller.example",
        "1. Printer is broken\n--\n2. Scanner is broken\n--\n3. Phone is broken, tel. 0113 496 0000",
        "Order 1: chair\n+++\nOrder 2: table\nContact bob@miller.example",
    ],
)
def test_a_rule_between_the_parts_of_a_text_begins_no_signature(text: str) -> None:
    assert visible_reply(text).reply == text


def test_of_several_rules_the_last_may_begin_the_signature() -> None:
    text = "The chair is broken.\n\n---\n\nThe table too.\n\n---\nBob Miller\nSales Manager\n+44 113 496 0000"
    assert visible_reply(text).reply == "The chair is broken.\n\n---\n\nThe table too."


@pytest.mark.parametrize(
    ("above", "block"),
    [
        ("Please change the details of our account.", "Miller Logistics Ltd\n12 New Street, Leeds LS1 4AB"),
        ("Please ship to the office.", "Miller Ltd\nWarehouse B, Dock Road 5\nLeeds LS1 4AB"),
        ("please update my number.", "Old: +44 113 496 0000\nNew: +44 113 496 0001"),
        ("Please print badges for these two:", "Meg Dunn, Engineer\nTom Ray, Accountant"),
        ("They need a person.", "Key holder: Meg Ray, 07700 900123"),
        ("Graag de factuur op deze gegevens.", "Vries BV\nDorpsstraat 5, 1234 AB Utrecht\nKvK 12345678"),
        ("Die Rechnung stimmt nicht.", "Muster GmbH\nUSt-IdNr.: DE123456789"),
        ("La facture est fausse.", "SIRET 123 456 789 00012"),
        ("Счет неверный.", "ИНН 7701234567"),
        ("I cannot log in.", "Email on the account: bob@old.example"),
        ("Ich kann mich nicht anmelden.", "E-Mail im Konto: eva@alt.example"),
        ("Moved house!", "12 New Street\nLeeds LS1 4AB"),
        ("Spedite a questo indirizzo.", "Rossi SpA\nVia Roma 1, 20121 Milano"),
        ("住所を変更してください。", "株式会社サンプル\n東京都千代田区1-1\n電話: 03-0000-0000"),
        ("the answers are at the end.", "Windows Eleven\nHome Edition\nOffice Suite"),
        ("which one? See list.", "Black Sofa\nOak Table"),
    ],
)
def test_data_that_the_customer_gives_below_the_name_stays(above: str, block: str) -> None:
    text = f"{above}\nThanks\nBob Miller\n{block}"
    assert visible_reply(text).reply == text


@pytest.mark.parametrize(
    "question", ["Could you give us your address?", "What is your VAT number?", "Wie lautet Ihre Rechnungsadresse?"]
)
def test_a_block_that_answers_our_question_stays(question: str) -> None:
    own = "Sure.\nThanks\nBob Miller\nMiller Ltd\n12 New Street, Leeds LS1 4AB"
    quote = f"On Tue, 5 Mar 2024 at 15:12, Acme <s@acme.example> wrote:\n> {question}"
    assert visible_reply(f"{own}\n\n{quote}").reply == own


def test_tax_number_beside_company_seat_and_telephone_is_a_signature() -> None:
    block = "Muster GmbH\nHauptstraße 5, 12345 Musterstadt\nTel. 0551 12345\nUSt-IdNr.: DE123456789"
    assert visible_reply(f"Es tropft.\n\nGruß\nEva Klein\n{block}").reply == "Es tropft.\n\nGruß\nEva Klein"


def test_the_case_below_a_whole_signature_stays_alone() -> None:
    text = "It drips.\n\nBest,\nKim Doe\nFacility Manager\nTel. 0551 12345\n\nMeter reading: 4711"
    assert visible_reply(text).reply == "It drips.\n\nBest,\nKim Doe\n\nMeter reading: 4711"


def test_fine_print_takes_no_words_from_above_it() -> None:
    text = "Es tropft.\n\nGruß\nEva Klein\nAmtsgericht Göttingen HRB 1234\nSitz der Gesellschaft: Göttingen"
    assert visible_reply(text).reply == "Es tropft.\n\nGruß\nEva Klein"


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone 14 Pro Max",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Sent via the Samsung Galaxy S7, an AT&T 5G smartphone",
        "Sent with Proton Mail secure email.",
        "Von meinem Handy gesendet",
        "Envoyé de mon portable",
        "Enviado desde mi móvil",
        "Enviado do meu telemóvel Samsung Galaxy",
        "Inviato da iPhone",
        "Verzonden vanuit Mail voor Windows",
        "Skickat från min iPhone",
        "Sendt fra Mail til Windows",
        "Lähetetty iPhonestani",
        "Wysłane z mojego smartfona Samsung Galaxy.",
        "Odesláno z mého iPhonu",
        "Odoslané z Pošty pre Windows 10",
        "Az iPhone készülékemről küldve",
        "Trimis de pe iPhone-ul meu",
        "Отправлено с моего iPhone",
        "Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail",
        "Надіслано з мого iPhone",
        "Изпратено от моя iPhone",
        "Poslano s mog iPhonea",
        "Послато са мог iPhone-а",
        "Στάλθηκε από το iPhone μου",
        "iPhone’umdan gönderildi",
        "تم الإرسال من جهاز iPhone الخاص بي",
        "נשלח מה-iPhone שלי",
        "मेरे iPhone से भेजा गया",
        "iPhoneから送信",
        "发自我的华为手机",
        "發自我的 iPad",
        "나의 iPhone에서 보냄",
        "ส่งจาก iPhone ของฉัน",
        "Được gửi từ iPhone của tôi",
        "Dikirim dari iPhone saya",
        "Saadetud minu iPhone'ist",
        "Nosūtīts no mana iPhone",
        "Išsiųsta iš mano „iPhone“",
        "Enviat des del meu iPhone",
    ],
)
def test_a_line_of_nothing_but_the_words_of_a_mail_program_goes(line: str) -> None:
    assert visible_reply(f"It works now, thank you.\n\n{line}").reply == "It works now, thank you."


@pytest.mark.parametrize(
    "line",
    [
        "Das Handy habe ich gestern zurückgeschickt.",
        "ich habe Ihnen die Fotos per Mail geschickt.",
        "ich möchte die App auf meinem Handy installieren.",
        "Von meinem Konto wurden 30 Euro per Mail versendet.",
        "Ik wil de app op mijn telefoon downloaden.",
        "Sent by mail on Monday.",
        "Sent via your mobile app.",
        "Sent via Royal Mail on Friday",
        "Sent from my iPhone. Call me back today.",
        "Get Outlook to stop blocking us.",
        "Yahoo Mail: I never get your letters",
        "Envoyé par mail le 3 mai.",
        "Enviado por correo y por mail el lunes.",
        "Inviato con posta ordinaria e via mail il 3 maggio.",
        "Enviado por celular no dia 3 de maio.",
        "Wysłane z paczkomatu mobilnego dnia 3 maja.",
        "Odesláno z mobilní aplikace včera večer.",
        "Отправлено через почту России 3 мая.",
        "Skickat med posten, mobil nummer 070.",
        "Sendt med posten i går sammen med telefonen.",
        "A csomag telefonnal együtt visszaküldve.",
        "iPhone gönderildi.",
        "Tüm belgeler mobil uygulamadan gönderildi.",
        "Đã gửi từ ứng dụng điện thoại hôm qua.",
        "أرسلت من مكتب البريد أمس مع الهاتف",
        "发票已通过邮件发送。",
        "iPhone已发送",
        "iPhoneの写真をメールに送信",
        "사진을 휴대폰에서 어제 보냈습니다.",
    ],
)
@pytest.mark.parametrize("mail", ["{}", "Hello,\n\n{}", "Hello,\n\n{}\n\nRegards\nKim"])
def test_one_word_more_makes_such_a_line_the_customers(mail: str, line: str) -> None:
    assert line in visible_reply(mail.format(line)).reply


@pytest.mark.parametrize("line", ["Sent from mobile", "Inviato da cellulare", "From my iPhone", "Mobil gesendet"])
def test_what_may_be_an_answer_goes_only_below_other_words(line: str) -> None:
    assert visible_reply(line).reply == line
    assert visible_reply(f"It works now.\n\n{line}").reply == "It works now."


@pytest.mark.parametrize(
    "line",
    [
        "This email has been checked for viruses by Avast antivirus software.",
        "This message has been scanned for viruses and dangerous content by MailScanner, and is believed to be clean.",
        "Scanned by MailGuard",
        "Virus-free.www.avg.com",
        "Report this message as spam <https://filter.example.net/r?x=1>",
        "Please consider the environment before printing this email.",
        "Antes de imprimir, pense no meio ambiente.",
        "E-mails sent to or from our network may be monitored.",
        "You are receiving this email because you subscribed at our website. Unsubscribe: https://news.example.net/u",
        "Sie erhalten diesen Newsletter, weil Sie Kunde sind. https://example.de/abmelden",
        "Du modtager denne mail fordi du er tilmeldt vores nyhedsbrev. Afmeld",
        "Ce message est confidentiel et destiné exclusivement à son destinataire. Si vous le recevez par erreur, merci de le détruire.",
    ],
)
def test_small_print_is_taken_off(line: str) -> None:
    assert visible_reply(f"It works now.\n\nRegards\nKim\n\n{line}").reply == "It works now.\n\nRegards\nKim"


@pytest.mark.parametrize(
    "line",
    [
        "The boiler was checked by your technician on Monday and he found nothing wrong with the valve at all.",
        "I clicked Report as spam on your mail by accident. Please undo.",
        "Mark as spam is greyed out since the update.",
        "All our mail is filtered by Barracuda; please tell us the addresses of your servers to allow.",
        "Please confirm that emails sent to your HR address are not disclosed to my manager.",
        "please consider the environment before you ship three parcels for one order.",
        "Please print the invoice on paper and mail it to the office.",
        "Bitte denken Sie an den Ausdruck der Rechnung und die Gutschrift.",
        "You get this a second time because nobody answers. Call back today.",
        "You received this because your site lists this address: https://acme.example/contact. Answer it.",
        "Sie erhalten diese Mahnung, weil das Geld noch fehlt. Zahlen Sie bis Freitag.",
        "Vous recevez ce rappel car rien ne bouge. Remboursez avant vendredi.",
        "Recibe este correo porque nadie contesta. Devuelvan el dinero.",
        "U ontvangt deze mail omdat het pakket kapot is. Betaal het terug.",
        "Du får detta mejl eftersom paketet saknas. Ring i dag.",
        "Вы получили это письмо, потому что посылка пропала. Верните деньги.",
        "Confidentiality: I want all messages about my order deleted.",
        "Please delete the mail; it was sent in error and was meant for the intended recipient at the bank.",
        "Privacy policy (page 3) names a phone number that is dead.",
        "your disclaimer forbids any use, copying or distribution by anyone but the intended recipient; my e-mail was forwarded by your staff. Delete it.",
        "Uw disclaimer zegt dat het bericht vertrouwelijk is en bestemd voor de geadresseerde, maar mijn mail ging ten onrechte naar een ander.",
        "В вашей приписке сказано, что сообщение конфиденциально и только для адресата, но мое письмо по ошибке ушло чужим. Удалите его.",
    ],
)
@pytest.mark.parametrize(
    "mail", ["{}", "Hello,\n\n{}", "Hello,\n\n{}\n\nThe rest is fine with the house.\n\nRegards\nKim"]
)
def test_a_person_who_speaks_of_such_things_is_read(mail: str, line: str) -> None:
    assert line in visible_reply(mail.format(line)).reply


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.",
        "You don't often get email from kim@example.net. Learn why this is important",
        "ACHTUNG: Externe E-Mail. Bitte öffnen Sie keine Anhänge von unbekannten Absendern.",
        "ATTENTION: expéditeur externe. Ne cliquez pas sur les liens.",
    ],
)
def test_a_banner_above_a_mail_goes(banner: str) -> None:
    assert visible_reply(f"{banner}\n\nIt works now.").reply == "It works now."


@pytest.mark.parametrize(
    "line",
    [
        'Warning: Outlook tells me "do not open attachments" for each of your invoices.',
        "External: the mails that you send carry it. Do not click on links, it says.",
        "Achtung: Ihre Mails kommen laut Outlook von außerhalb der Firma. Was ist da los?",
        "Attention: expéditeur externe s'affiche sur toutes vos factures. Corrigez cela.",
        "U ontvangt niet vaak e-mail van ons, maar nu lekt de pomp.",
    ],
)
def test_a_person_may_speak_of_a_banner(line: str) -> None:
    assert visible_reply(f"{line}\n\nAre they safe?").reply == f"{line}\n\nAre they safe?"


@pytest.mark.parametrize(
    ("signed", "card"),
    [
        ("Thanks\nFelix", "Felix Aranda\nAranda Teeth"),
        ("Felix", "Felix Aranda - felix@aranda.example"),
        ("С уважением,\nНаталья", "Наталья Ежова"),
        ("Bonne soirée\nThomas", "Thomas Roux\nRoux Jardins — création de haies\n06 00 00 12 34"),
        ("Mit freundlichen Grüßen\nEva Klein", "Dr. med. Eva Klein\nMarktplatz 2\nSprechzeiten: Mo–Fr 8–12 Uhr"),
        ("Mit freundlichen Grüßen\nEva Klein", "Gemeinde Altau\nHauptamt\nRathausplatz 1, 86999 Altau"),
        ("A presto\nLorenzo", "Tassi Vini\nStrada del Barolo 18\n12060 Castello (CN)"),
        ("Gwen", "-- \nTallis Weavers - Handwoven since 1974"),
        ("Ingrid", "-- \nVance Books, 7 Harbour Row, Whitby\nOpen Tuesday to Saturday"),
        ("Gruß\nJan", "-- \nSicher versendet mit Tuta Mail:\nhttps://mail.example/free"),
        ("Hartelijke groet,\nMaarten", "Kuipers Wijnimport\nHaven 6, Zierikzee"),
        ("Groeten,\nJoost", "Bakker Fietsen | Dorpsstraat 88, Ede\nopen di t/m za 9.00-17.30"),
        ("Herzliche Grüße\nVera Kolb", "kolb fotografie\nGärtnerplatz 4 · 80469 München\nkolb-fotografie.example"),
        ("Kind regards\nAlan Reeves", "Reeves Garden Supplies"),
        ("Ned", '-- \nNed Farrow -- "Simplicity is prerequisite for reliability."'),
        ("Leo", "-- \nSicher verschickt mit Tuta Mail. Erstelle jetzt deine eigene Adresse:\nhttps://mail.example"),
        ("Mvh Kristin", "Skaff deg Outlook for iOS<https://aka.example/o0>"),
        ("Jo", "\u2063Get BlueMail for Android \u200b"),
    ],
)
def test_what_stands_below_a_name_and_says_only_who_it_is_goes(signed: str, card: str) -> None:
    assert (
        visible_reply(f"The lamp flickers again.\n\n{signed}\n\n{card}").reply
        == f"The lamp flickers again.\n\n{signed}"
    )


@pytest.mark.parametrize(
    "below",
    [
        "-- \nroad bike, size 54",
        "-- \nOak table\nSofa\nLamp",
        "Felix is my brother, he pays.",
        "Felix Aranda: new owner",
        "Order number: 4711",
    ],
)
def test_what_stands_below_a_name_and_says_more_stays(below: str) -> None:
    text = f"The lamp flickers again.\n\nThanks\nFelix\n\n{below}"
    assert visible_reply(text).reply.endswith(below.rpartition("\n")[2])


def test_a_title_below_the_name_goes_and_the_name_stays() -> None:
    header = "From: Help <help@support.example>\nSent: Monday, November 2, 2026 11:43 AM\nTo: Petr Novák <p@novak.example>\nSubject: Tisk"
    text = "Verze 5.8.0.\n\nS pozdravem\n\nPetr Novák\n\nvedoucí skladu\nStrojírny Novák s.r.o."
    assert visible_reply(f"{text}\n\n{header}\n\nDobrý den").reply == "Verze 5.8.0.\n\nS pozdravem\n\nPetr Novák"


def test_an_invoice_that_is_to_be_sent_needs_no_address_of_the_signature() -> None:
    text = "La facture est visible. Merci de nous l'adresser au format PDF.\n\nCordialement,\nIsa Roux"
    card = "Assistante\nTransports Roux SAS\n12 rue des Tanneurs, 69009 Lyon\nTél. : 04 99 55 01 20"
    assert visible_reply(f"{text}\n\n{card}").reply == text


def test_an_address_that_is_announced_stays_though_it_opens_with_the_addressee() -> None:
    reply = "We moved, so the new address is:\n\nDana Okoro\nFlat 3, 88 Station Road\nCardiff CF10 1AA\n\nMany thanks,\nDana"
    header = "From: Kettle <care@kettle.example>\nSent: Tuesday, 22 April 2025 12:21\nTo: Dana Okoro <d@okoro.example>\nSubject: Order"
    assert visible_reply(f"{reply}\n\n{header}\n\nWhere do you live?").reply == reply
