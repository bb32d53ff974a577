"""A search text says the matter, not the manners."""

from __future__ import annotations

import pytest

from responder.steps.question import without_courtesies


@pytest.mark.parametrize(
    ("mail", "matter"),
    [
        ("Hi,\n\nhow do I export a project?\n\nThanks,\nRuth", "how do I export a project?"),
        ("Hello team, how do I export a project?", "how do I export a project?"),
        ("Dear Sir or Madam,\nI cannot sign in.\n\nKind regards\nT. Byrne\nHarbour Bakery", "I cannot sign in."),
        ("Good morning!\nI hope this mail finds you well. Where is my invoice?", "Where is my invoice?"),
        (
            "Sehr geehrte Damen und Herren,\nwo ist die Rechnung?\n\nMit freundlichen Grüßen\nK. Roth",
            "wo ist die Rechnung?",
        ),
        ("Where is my invoice? Thanks in advance!", "Where is my invoice?"),
        ("How do I export a project?", "How do I export a project?"),
        ("Hi guys\nThe board is slow", "The board is slow"),
    ],
)
def test_greeting_and_closing_are_left_out(mail: str, matter: str) -> None:
    assert without_courtesies(mail) == matter


@pytest.mark.parametrize("mail", ["Thanks!", "Hello", "Thank you so much for your help!", ""])
def test_a_mail_of_nothing_but_courtesies_stays_as_it_is(mail: str) -> None:
    assert without_courtesies(mail) == mail


@pytest.mark.parametrize(
    "mail",
    [
        "Hide completed tasks on the board",
        "High CPU since today",
        "To export a project I click what?",
        "Dearly missed feature",
    ],
)
def test_words_that_only_begin_like_a_greeting_stay(mail: str) -> None:
    assert without_courtesies(mail) == mail
