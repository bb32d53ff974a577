"""What the person wrote now: one mail of tests/mails/replies per client, language and oddity, and truths about any text.

Next to every mail lies what a reader would call its reply, in a file of the same name that ends in ".reply".
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.adapters.html_text import html_to_text
from responder.steps.clean import LINES, Cleaned, visible_reply

REPLIES = Path(__file__).parent.parent / "mails" / "replies"
MAILS = sorted(path for path in REPLIES.iterdir() if path.suffix in (".txt", ".html"))


def words_of(text: str) -> list[str]:
    """Lines without blank ones and without the spacing inside of them."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def text_of(mail: Path) -> str:
    source = mail.read_text(encoding="utf-8")
    return html_to_text(source).text if mail.suffix == ".html" else source


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.name)
def test_the_visible_reply_is_what_the_person_wrote(mail: Path) -> None:
    expected = mail.with_name(mail.name + ".reply").read_text(encoding="utf-8")
    assert words_of(visible_reply(text_of(mail)).reply) == words_of(expected)


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.name)
def test_nothing_is_thrown_away(mail: Path) -> None:
    text = text_of(mail)
    cleaned = visible_reply(text)
    bare = [re.sub(r"^(?:> ?)+", "", line) for line in words_of(f"{cleaned.reply}\n{cleaned.quoted}")]
    # an attribution on the reply's own line is split from it: then both halves are there
    lost = [
        line for line in words_of(text) if re.sub(r"^(?:> ?)+", "", line) not in bare and line not in " ".join(bare)
    ]
    assert not lost


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.name)
def test_a_reply_has_nothing_more_to_take_off(mail: Path) -> None:
    reply = visible_reply(text_of(mail)).reply
    assert visible_reply(reply).reply == reply


@pytest.mark.parametrize(
    "sentence",
    [
        "I cannot type above the second row.", "I gave my answer above the photo.", "Comments appear above the post, not below.",
        "the response time above this is wrong.", "Please write the name Tom above the line on the cake.",
        "You told me to reply above this line but my mail program does not let me.", "meine Antwort steht über der Linie im Formular.",
        "J'ai répondu au-dessus de cette ligne comme demandé.", "Ya escribí mi respuesta por encima de esta línea en el formulario.",
        "Ho risposto sopra questa riga come chiesto.", "Mijn antwoord staat boven deze regel in het formulier.",
        "Moja odpowiedź była powyżej tej linii.", "Мой ответ был написан выше этой строки.", "この行より上に文字を入力できません。", "이 줄 위에 글을 쓸 수 없습니다.",
    ],
)  # fmt: skip
def test_a_sentence_about_what_stands_above_ends_nothing(sentence: str) -> None:
    text = f"Hello,\n{sentence}\nThen it freezes."
    assert visible_reply(text).reply == text


@pytest.mark.parametrize(
    "delimiter",
    [
        "##- Please type your reply above this line -##", "--- Reply above this line ---", "Reply above this line.", "=== Reply above this line ===",
        "To respond to this ticket, reply above this line", "Bitte antworten Sie oberhalb dieser Linie", "Répondez au-dessus de cette ligne",
        "Responda por encima de esta línea", "Responda acima desta linha", "Rispondi sopra questa riga", "Typ uw antwoord boven deze regel",
        "Skriv ditt svar ovanför den här raden", "Skriv dit svar over denne linje", "Odpowiedz powyżej tej linii", "Напишите ответ выше этой строки",
        "この行より上に返信してください", "请在此行上方回复", "이 줄 위에 회신해 주세요",
    ],
)  # fmt: skip
def test_the_delimiter_of_a_ticket_system_ends_the_reply_unless_the_customer_shows_it(delimiter: str) -> None:
    assert visible_reply(f"Yes.\n\n{delimiter}\nTicket 4711 was updated.").reply == "Yes."
    shown = f"Your mail says:\n{delimiter}\nI see no line. Cancel my order."
    assert visible_reply(shown).reply == shown


@pytest.mark.parametrize(
    "told",
    [
        "On 3 May 2025 at 10:15 your colleague Tom (tom@acme.example) wrote to me:", "On 3 May 2025, 10:15, one of your agents wrote:",
        "On 3 May 2025 at 10:15 your agent Tom <tom@acme.example> wrote to us:", "On 3 May 2025 at 10:15 you wrote:",
        "am 3.5.2025 um 10:15 schrieb mir Ihre Kollegin Frau Meier Folgendes:", "Am 3.5.2025 um 10:15 schrieb uns Frau Meier (meier@acme.example):",
        "Le 3 mai 2025 à 10:15, votre collègue m'a écrit :", "El 3 de mayo de 2025 a las 10:15 su compañera me escribió:",
        "Em 3 de maio de 2025 às 10:15 o seu colega escreveu-me:", "Il 3 maggio 2025 alle 10:15 il vostro collega mi ha scritto:",
        "Op 3 mei 2025 om 10:15 schreef uw collega mij:", "Den 3 maj 2025 kl. 10:15 skrev din kollega till mig:", "3.5.2025 klo 10:15 kollegasi kirjoitti minulle:",
        "Dnia 3 maja 2025 o 10:15 Pani koleżanka napisała do mnie:", "Dne 3. 5. 2025 v 10:15 mi vaše kolegyně napsala:", "2025. május 3-án 10:15-kor a kollégája ezt írta nekem:",
        "Pe 3 mai 2025, 10:15, colegul dvs. mi-a scris:", "3 мая 2025 г. в 10:15 ваш коллега написал мне:", "3 травня 2025 р. о 10:15 ваш колега написав мені:",
        "Στις 3 Μαΐου 2025 10:15 ο συνάδελφός σας μου έγραψε:", "3 Mayıs 2025 10:15'te meslektaşınız bana şöyle yazdı:", "2025年5月3日 10:15に御社の田中様が次のように書きました：",
        "2025年5月3日 10:15 贵公司的客服给我写道：",
    ],
)  # fmt: skip
def test_what_a_customer_was_told_is_no_attribution_of_a_program(told: str) -> None:
    text = f"{told}\n\nThe parcel leaves tomorrow.\n\nNothing came. Cancel the order."
    assert visible_reply(text).reply == text


@pytest.mark.parametrize(
    "attribution",
    [
        "On 6 May 2025, at 09:00, Your Acme Team <s@acme.example> wrote:", "Am 06.05.2025 um 09:00 schrieb Mir Hassan <mir@acme.example>:",
        "Am 06.05.2025 um 09:00 schrieb Ihr Kundenservice <s@acme.example>:", "Le mar. 6 mai 2025 à 09:00, Votre équipe Acme <s@acme.example> a écrit :",
        "Il giorno mar 6 mag 2025 alle ore 09:00 Mi Ha Lee <s@acme.example> ha scritto:", "On 6 May 2025 at 09:00, Me Us Ltd <to-us@acme.example> wrote:",
        "út 6. 5. 2025 v 9:00 odesílatel Acme Mi <s@acme.example> napsal:",
    ],
)  # fmt: skip
def test_a_name_that_reads_like_a_pronoun_is_a_name(attribution: str) -> None:
    assert visible_reply(f"Yes.\n\n{attribution}\n\nHow can we help?").reply == "Yes."


@pytest.mark.parametrize(
    "block",
    [
        "De: Madrid\nA: Barcelona\nFecha: 12/05/2025\nAsunto: cambio", "De: Paris\nÀ: Lyon\nDate: 12/05/2025\nObjet: changement",
        "Da: Roma\nA: Milano\nData: 12/05/2025\nOggetto: cambio", "From: Leeds\nTo: York\nDate: 12 May 2025, 10:15\nSubject: change",
        "Van: Utrecht\nNaar: Gent\nDatum: 12-05-2025\nOnderwerp: wijziging", "От: Москва\nДо: Казань\nДата: 12.05.2025\nТема: обмен",
        "Kimden: İstanbul\nKime: Ankara\nTarih: 12.05.2025\nKonu: değişiklik", "差出人: 東京\n宛先: 大阪\n日付: 2025/05/12\n件名: 変更",
        "Name: Bob\nFrom: Leeds\nTo: York\nDate: 12/05/2025\nSubject: lost\nMessage: the machine kept my card",
        "From: bob@customer.example\nTo: York\nDate: 12/05/2025\nSubject: lost\nMessage: the machine kept my card",
    ],
)  # fmt: skip
def test_the_fields_of_a_journey_or_a_form_are_no_header_of_a_mail(block: str) -> None:
    text = f"Please change my booking.\n\n{block}\n\nI need a bag, too."
    assert visible_reply(text).reply == text


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "above", ["I got this mail:", "Diese Nachricht habe ich erhalten:", "He recibido este correo:"]
)
def test_a_header_that_the_customer_shows_ends_nothing(above: str, apart: str) -> None:
    header = "From: Acme <billing@acme-pay.example>\nSent: Tuesday, May 6, 2025 9:00 AM\nTo: kim@customer.example\nSubject: Locked"
    text = f"{above}{apart}{header}\n\nPay now.\n\nIs that from you? Delete my card."
    assert visible_reply(text).reply == text


def test_a_header_that_the_customer_shows_behind_marks_ends_nothing() -> None:
    text = "See here:\n\n> From: Acme <s@acme.example>\n> Subject: Locked\n\nIs it yours?"
    assert "Is it yours?" in visible_reply(text).reply


@pytest.mark.parametrize(
    "header",
    [
        "From: Support\nSent: Tuesday, May 6, 2025 9:00 AM\nTo: Kim\nSubject: Printer", "De : Acme Support\nEnvoyé : mardi 6 mai 2025 09:00\nÀ : Eva\nObjet : Imprimante",
        "Od: Acme\nWysłano: wtorek, 6 maja 2025 09:00\nDo: Ewa\nTemat: Drukarka", "От: Acme\nОтправлено: вторник, 6 мая 2025 г. 9:00\nКому: Ева\nТема: Принтер",
        "From: Ann Lee/Leeds/Acme\nTo: Kim Roe/York\nDate: 05/06/2025 09:00 AM\nSubject: Printer",
        "差出人: Acme <s@acme.example>\n日付: 2025年5月6日火曜日\n宛先: 山田 <y@c.example>\n件名: プリンター",
    ],
)  # fmt: skip
def test_the_header_of_a_mail_ends_the_reply(header: str) -> None:
    assert visible_reply(f"Yes.\n\n{header}\n\nHow can we help?").reply == "Yes."


@pytest.mark.parametrize(
    "above", ["Original message:", "Mensaje original:", "*Ursprüngliche Nachricht:*", "Исходное сообщение:"]
)
def test_what_a_program_writes_above_a_header_shows_nothing(above: str) -> None:
    header = (
        "From: Acme <s@acme.example>\nSent: Tuesday, May 6, 2025 9:00 AM\nTo: kim@customer.example\nSubject: Printer"
    )
    assert "How can we help?" not in visible_reply(f"Yes.\n\n{above}\n{header}\n\nHow can we help?").reply


@pytest.mark.parametrize("mark", ["AB>", "АК>", "PS>", "Planwren>", "А. К.>", "AB>>"])
def test_below_you_wrote_only_marked_lines_are_quoted(mark: str) -> None:
    for attribution in (
        "On 5 May 2025 at 10:00 you wrote:",
        "Вы писали 5 мая 2025 г., 10:00:00:",
        "Le 5 mai 2025 à 10:00, vous écriviez :",
    ):
        text = f"{attribution}\n\n{mark} Which version?\nVersion 7.\n{mark} Which system?\n\nLinux."
        assert words_of(visible_reply(text).reply) == ["Version 7.", "Linux."]


@pytest.mark.parametrize(
    "text",
    [
        "Planwren shows me this.\nPlanwren> Which version do you use?\nIt is version 7.", "I typed this\nPS C:\\Users> Get-Date\nPS C:\\Users> Get-Item\nand it hangs.",
        "redis> get a\n(nil)\nredis> get b\n(nil)\nWhy?", "PS> Get-Date is odd\nIt failed.\nPS> Get-Item is odd\nIt failed.",
        "The router said:\nRTR> show interfaces\nRTR> show log\nand hung.", "It loops.\nPassword> Please enter your code\nI do.\nPassword> Please enter your code\nFor ever.",
    ],
)  # fmt: skip
def test_what_a_program_prompts_is_no_quote(text: str) -> None:
    assert visible_reply(text).reply == text


@pytest.mark.parametrize(
    "said",
    [
        "Please find it inside.", "My answers are inside your mail.", "Meine Antworten stehen drin.", "Mes réponses sont à l'intérieur.", "Le contesto dentro.",
        "Le risposte sono all'interno.", "Respondi no meio.", "Antwoorden staan erin.", "Svaren står inuti.", "Odpowiedzi w środku.", "Odpovědi jsou uvnitř.",
        "Ответы между строк.", "Відповіді всередині.", "行間に回答しました。", "答复在里面，回复见原文",
    ],
)  # fmt: skip
def test_answers_that_are_said_to_stand_inside_are_kept(said: str) -> None:
    header = (
        "From: Acme <s@acme.example>\nSent: Tuesday, May 6, 2025 9:00 AM\nTo: Kim <kim@c.example>\nSubject: Questions"
    )
    assert "How many seats? 14" in visible_reply(f"{said}\n\nKim\n\n{header}\n\nHow many seats? 14").reply


def test_line_ends_of_any_system_read_the_same() -> None:
    text = "Yes.\n\nOn Tue, Mar 5, 2024 at 3:12 PM Acme <a@acme.example> wrote:\n> ok?\n"
    for line_end in ("\n", "\r\n", "\r"):
        assert visible_reply(text.replace("\n", line_end)).reply == "Yes."


def test_an_empty_mail_has_an_empty_reply() -> None:
    assert visible_reply("") == Cleaned("", "")
    assert visible_reply(" \n\n\t\n").reply.strip() == ""


def test_the_end_of_a_very_long_mail_is_kept_with_the_reply() -> None:
    text = "\n".join(f"log line {number}" for number in range(LINES + 50)) + "\nWhy?"
    assert visible_reply(text).reply.endswith("Why?")


def test_the_quote_of_a_very_long_mail_stays_out() -> None:
    quote = "\n".join(f"> log line {number}" for number in range(LINES + 50))
    text = f"Why?\n\nOn Tue, Mar 5, 2024 at 3:12 PM Acme <a@acme.example> wrote:\n{quote}"
    assert visible_reply(text).reply == "Why?"


PIECES = st.sampled_from(
    [
        "Hello,", "it does not work.", "", "", "> quoted", ">> deeper", "-- ", "--", "Kim", "Thanks,", "Sent from my iPhone",
        "On Tue, Mar 5, 2024 at 3:12 PM A <a@acme.example> wrote:", "From: A <a@acme.example>", "To: k@customer.example",
        "Sent: Tuesday, March 5, 2024", "Subject: x", "-----Original Message-----", "________________________________",
        "---------- Forwarded message ---------", "wrote:", "Am 5.3.2024 schrieb", "+1 555 010 0199", "?", "##- reply above -##",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(st.characters(exclude_characters="\r\n"), max_size=30)), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_split_into_reply_and_rest_without_loss(lines: list[str]) -> None:
    cleaned = visible_reply("\n".join(lines))
    found = [line.strip().lstrip("> ") for line in f"{cleaned.reply}\n{cleaned.quoted}".split("\n")]
    for line in lines:
        bare = line.strip().lstrip("> ")
        assert not bare or bare in found


@given(st.lists(PIECES, max_size=30))
@settings(max_examples=200, deadline=None)
def test_the_reply_keeps_the_order_of_the_mail(lines: list[str]) -> None:
    numbered = [
        f"{line} #{number}" if line in ("Hello,", "it does not work.", "Kim", "?") else line
        for number, line in enumerate(lines)
    ]
    reply = visible_reply("\n".join(numbered)).reply
    numbers = [int(number) for number in re.findall(r"#(\d+)$", reply, flags=re.MULTILINE)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "attribution",
    [
        "Den ons 17 sep. 2025 kl 15:08 skrev Kundtjänst <help@support.example>:",
        "16. Juli 2025, 12:17 von help@support.example:",
    ],
)
def test_an_attribution_may_read_like_a_sentence_to_somebody(attribution: str) -> None:
    assert visible_reply(f"It works.\n\n{attribution}\n\n> Does it work?").reply == "It works."


def test_a_question_that_was_cited_in_part_is_ours() -> None:
    text = (
        "All done.\n\n> Shall we move the records over too\n\nYes please.\n\nNathan\n\n"
        "> On Aug 21, 2025, at 12:16, Support <help@support.example> wrote:\n>\n"
        "> Shall we move the records over too, or do you keep them?"
    )
    assert visible_reply(text).reply == "All done.\n\nYes please.\n\nNathan"


def test_a_question_between_two_short_answers_is_ours() -> None:
    text = (
        "Moin,\n\n> Am 12.04.2025 um 17:55 schrieb Hilfe <help@support.example>:\n>\n> 1. Welches System nutzen Sie?\n\n"
        "macOS\n\n> 2. Seit wann tritt es auf?\n\ngefühlt seit Pfingsten"
    )
    assert visible_reply(text).reply == "Moin,\n\nmacOS\n\ngefühlt seit Pfingsten"


def test_the_last_sentence_of_a_disclaimer_may_hold_a_number() -> None:
    disclaimer = (
        "This email and any attachments are confidential and may be privileged. If you are not the intended recipient, "
        "please delete it and notify the sender. Fenwick LLP is registered in England no. OC000000."
    )
    assert visible_reply(f"Version 6.2.\n\nKind regards,\nCharlotte\n\n{disclaimer}").reply.endswith("Charlotte")
