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
    ],
)
def test_thanks_are_only_thanks(text: str) -> None:
    assert says_only_thanks(text)


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
    ],
)
def test_anything_besides_thanks_is_read(text: str) -> None:
    assert not says_only_thanks(text)
