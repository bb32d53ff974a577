"""What an agent sees of another customer's ticket names nobody."""

from __future__ import annotations

import pytest

from responder.steps.solved import impersonal

MAIL = """Hi Dana,

my name is Anna Meyer (anna.meyer@customer.example, +44 20 7946 0018). Order 4711-88213 did not arrive at 12 Baker Street.
Track it: https://shop.example/track?token=9f8a7b. The guide https://help.example/shipping did not help Anna's case.
My card is 4111 1111 1111 1111, licence AB12-CD34-EF56.

Best regards
Anna Meyer"""


def test_nobody_is_named() -> None:
    text = impersonal(MAIL, ["anna.meyer@customer.example", "Anna Meyer", "Dana"])
    for secret in ("Anna", "Meyer", "Dana", "anna", "7946", "88213", "Baker", "9f8a7b", "4111", "AB12"):
        assert secret not in text
    assert "did not arrive" in text and "https://help.example/shipping" in text


def test_what_helps_stays() -> None:
    text = "Open Settings > Billing, choose PDF/A-3 and press Export. It takes 5 minutes, at most 250 MB."
    assert impersonal(text, ["sales@customer.example", "Will May"]) == text


@pytest.mark.parametrize("piece", ["a@", "1 ", "Ab ", "A1-", "https://", "my name is Aa ", "12 A "])
def test_hostile_text_is_only_text(piece: str) -> None:
    assert isinstance(impersonal(piece * 2000), str)
