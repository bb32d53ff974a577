"""Notes of absence and acknowledgements are known by what they say in all, not by one phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.steps.screen_absence import absence_in
from responder.steps.screen_absence_words import LANGUAGES
from responder.steps.screen_acknowledgement import acknowledgement_in


@pytest.mark.parametrize(
    "text",
    [
        "I am on leave until Monday. Please contact Ann for anything urgent.",
        "Ich bin bis 14.03. abwesend.",
        "Jestem na urlopie do 14 marca. Odpowiem po powrocie.",
        "3月10日から14日まで休暇をいただいております。お急ぎの場合は佐藤までご連絡ください。",
        "Ég er í fríi til 17. mars.",
    ],
)
def test_a_text_that_only_says_who_is_away_is_a_note(text: str) -> None:
    assert absence_in(text).is_all


@pytest.mark.parametrize(
    "text",
    [
        "I am on leave until Monday. The lamp flickers.",
        "Ich bin bis 14.03. abwesend. Das Radio rauscht seitdem nur noch.",
        "Jestem na urlopie do 14 marca. Lampa ciągle mruga.",
        "休暇中ですが、ランプが点滅しています。",
        "I was on leave until Monday.",
    ],
)
def test_what_else_a_text_says_makes_it_a_persons(text: str) -> None:
    assert not absence_in(text).is_all


def test_accents_and_case_do_not_matter() -> None:
    assert absence_in("JESTEM NA URLOPIE DO 14 MARCA").is_all
    assert absence_in("Sunt in concediu pana la 17 martie").is_all


def test_illness_alone_is_how_people_call_off_a_visit() -> None:
    assert not absence_in("Ich bin krank geworden.").is_all
    assert not absence_in("Jestem chora.").is_all


def test_for_invoices_please_contact_wants_no_invoice() -> None:
    assert absence_in("I am on leave until Monday. For invoices please contact Ann.").is_all
    assert not absence_in("I am on leave until Monday. I did not get the invoice.").is_all


def test_mail_that_arrived_and_will_be_answered_is_an_acknowledgement() -> None:
    assert acknowledgement_in("We have received your message and will reply within two working days.")
    assert not acknowledgement_in("We have received your message. Two chairs are missing, the third one is green.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_five_things(language: str) -> None:
    one = LANGUAGES[language]
    assert all((one.away, one.back, one.instead, one.polite, one.wish))


@given(st.text(max_size=400))
def test_any_text_is_weighed(text: str) -> None:
    found = absence_in(text)
    assert 0 <= found.explained <= 1
    assert found.away or not found.is_all
    assert isinstance(acknowledgement_in(text), str)
