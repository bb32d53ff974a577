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
