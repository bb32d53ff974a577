"""The questions of a mail, in the customer's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.steps.questions import LONGEST_QUESTION, MOST, questions_of


@pytest.mark.parametrize(
    ("subject", "text", "asked"),
    [
        ("Hi", "Hello,\n\nHow do I reset my password?\n\nThanks\nAnna", ("How do I reset my password?",)),
        (
            "Two questions",
            "Hi,\n\n1. How do I invite a colleague?\n2. Do you have an office in Milan?\n\nThanks,\nMarco",
            ("How do I invite a colleague?", "Do you have an office in Milan?"),
        ),
        (
            "x",
            "I'd like to know whether we can pay by invoice. Also, is there a discount for schools?",
            ("I'd like to know whether we can pay by invoice.", "is there a discount for schools?"),
        ),
        ("Export", "I need to export all my tasks.", ("I need to export all my tasks.",)),
        ("Frage", "Guten Tag,\nwie kann ich mein Passwort ändern?\nGruß", ("wie kann ich mein Passwort ändern?",)),
        ("Factures", "Bonjour,\n\noù sont mes factures ?\n", ("où sont mes factures ?",)),
        ("Hola", "¿Cómo invito a un compañero?", ("¿Cómo invito a un compañero?",)),
        ("支払い", "請求書はどこですか？", ("請求書はどこですか？",)),
        ("Re: Forgot my password", "Thank you! How long is it valid?", ("Forgot my password: How long is it valid?",)),
    ],
)
def test_questions_come_in_the_customer_s_words(subject: str, text: str, asked: tuple[str, ...]) -> None:
    assert questions_of(subject, text) == asked


def test_a_mail_that_asks_nothing_gives_its_subject_and_first_sentences() -> None:
    assert questions_of("Calendar broken", "Nothing shows since Monday.") == (
        "Calendar broken Nothing shows since Monday.",
    )


def test_the_same_question_twice_is_one() -> None:
    assert len(questions_of("", "How do I export my tasks? So: how do I export my tasks?")) == 1


@given(st.text(max_size=300), st.text(max_size=2000))
def test_any_text_gives_a_few_short_questions(subject: str, text: str) -> None:
    asked = questions_of(subject, text)
    assert len(asked) <= MOST and all(0 < len(q) <= LONGEST_QUESTION for q in asked)
