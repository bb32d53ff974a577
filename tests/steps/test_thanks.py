"""Thanks alone need no answer; anything besides them is read."""

from __future__ import annotations

import pytest

from responder.steps.thanks import says_only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Hi Dana,\n\nthank you so much, that worked perfectly.\n\nBest regards\nAnna Meyer",
        "Perfect, thanks for the quick reply :)",
        "Vielen Dank für die schnelle Hilfe, jetzt klappt es!\n\nLiebe Grüße\nAnna",
        "Merci beaucoup, ça marche maintenant.",
        "Muchas gracias, ya funciona todo.",
        "Grazie mille!",
        "Bedankt, het werkt nu.",
        "谢谢",
        "Спасибо за помощь!",
        "Thanks,\nAnna",
        "Hi Bob, thanks for getting back to me so quickly. That did the trick!\n\nHave a great day\n\nAnna",
        "Vielen Dank, hat geklappt!\nSchönen Tag noch\nLG\nAnna",
        "Many thanks, all sorted now. Kind regards, Anna",
        "Thank you very much for your help",
        "Perfect, that makes sense. Thanks again",
        "It works now - thanks",
    ],
)
def test_thanks_are_only_thanks(text: str) -> None:
    assert says_only_thanks(text, "Anna Meyer anna@customer.example")


@pytest.mark.parametrize("wish", ["Cancel", "Refund", "Still Broken", "Please Delete Everything", "Urgent."])
def test_a_last_line_is_a_name_only_if_the_writer_has_it(wish: str) -> None:
    assert not says_only_thanks(f"Thanks\n{wish}", "Anna Meyer anna@customer.example")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Anna",
        "OK",
        "Thanks, but it still does not work.",
        "Thanks. And how do I export it?",
        "Thanks, please close my account",
        "Thank you for nothing.",
        "Thanks, I will sue you",
        "Thanks! Call me on 5550199",
        "Danke, aber das hilft nicht",
        "Thanks for the quick reply. The invoice is wrong",
        "thanks http://example.com",
        "Great, thanks, now everything is gone",
        "Merci, mais cela ne marche pas",
        "Thanks. Help me",
        "Thanks help",
        "Danke. Hilfe!",
        "Gracias. Ayuda",
        "Thanks, it worked for a week",
        "Thanks, it worked once",
        "Thanks, it was working",
        "Hi team, thanks for the reply. I would have it back now.",
        "Thanks. Let me have it",
        "Thank you, I'm on the solution for the team now",
        "Thanks, yes",
        "Thanks — would you make it work",
    ],
)
def test_anything_besides_thanks_is_read(text: str) -> None:
    assert not says_only_thanks(text)
