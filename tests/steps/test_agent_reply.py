"""What an agent meant: send the draft, pass these words on, or neither."""

from __future__ import annotations

import pytest

from responder.steps.agent_reply import MARKER, approval_in, why_not_sent, words_for_customer
from tests.cases import a_case, a_message
from tests.worlds import the_settings


@pytest.mark.parametrize(
    "text",
    [
        "approve",
        "Approve",
        "APPROVED!",
        "  approve.  ",
        "“approve”",
        '"approve"',
        "Approve 👍",
        "✅ approved",
        "ok to send",
        "Send it!",
        "Please send",
        "Yes, send it.",
        "freigeben",
        "Bitte senden!",
        "Freigegeben",
        "approuvé",
        "J’approuve",
        "enviar",
        "approvato",
        "goedgekeurd",
        "aprovado",
        "承認",
        "approve\n\nDana",
        "Approve\r\n\r\nThanks,\r\nDana Ruiz\r\nPlanwren Support",
        "approve\n-- \nDana Ruiz\nHead of Support, who never says no",
        "approve\n\nSent from my iPhone",
        "Freigeben\n\nVon meinem iPhone gesendet",
        "approve\n\nViele Grüße\nDana",
        "approve\nDana Ruiz\ndana@planwren.example\n+49 341 1234567",
        "\n\napprove\n\n\n",
    ],
)
def test_an_approval_is_understood(text: str) -> None:
    assert approval_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "ok",
        "yes",
        "👍",
        "do not send",
        "don't approve",
        "not approved",
        "approve?",
        "disapprove",
        "I cannot approve this",
        "approve but change the price to 7 €",
        "approve\nbut without the last line",
        "Approve\n\nWait, not yet",
        "Approve\n\nNot Yet",
        "Approve\nPlease Change The Price",
        "ok to send\nexcept the table",
        "send\n\nP.S. take out the second sentence",
        "Approve\n\nThanks\nDana\nPlease change 5 to 6",
        "Approve\n\nsent to the wrong person, stop",
        "Hello Anna,\n\nI approve of your plan.\n\nDana",
        "nicht freigeben",
        "Approve this and also give her a month for free",
        "approve " * 40,
    ],
)
def test_everything_else_is_no_approval(text: str) -> None:
    assert not approval_in(text)


def test_an_agents_words_go_out_as_they_are_without_internal_lines() -> None:
    text = "Hello Anna,\n\n#note she is on the old plan\nit works again.\n  #Note: see 988\n\nDana"
    assert words_for_customer(a_message(text)) == "Hello Anna,\n\nit works again.\n\nDana"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "#note only for us",
        "ok",
        "Yes.",
        "👍",
        "On it!",
        "approve\nbut change the price",
        "---",
        "Looks good",
        "Danke!",
    ],
)
def test_nothing_goes_out_when_it_is_not_clear_that_it_should(text: str) -> None:
    assert words_for_customer(a_message(text)) == ""


@pytest.mark.parametrize(
    "introduction",
    [
        "",
        "On Fri, 20 Nov 2026 at 10:30, Responder for Planwren <support+a1@planwren.example> wrote:\n\n",
        "-----Original Message-----\nFrom: Responder for Planwren\nSent: Friday\nSubject: [High] Anna\n\n",
        "________________________________\nVon: Responder for Planwren\nGesendet: Freitag\n\n",
        "Am 20.11.2026 um 10:30 schrieb Responder for Planwren:\n\n> ",
        "From: Responder for Planwren\nDate: Friday\nTo: team@planwren.example\n\n",
    ],
)
def test_a_quoted_handoff_is_never_passed_on(introduction: str) -> None:
    text = f"It is mended.\n\nDana\n\n{introduction}{MARKER}\nReply with only ...\n\nfrustration 0.83 of 1"
    assert words_for_customer(a_message(text)) == "It is mended.\n\nDana"


def test_a_line_that_only_looks_like_the_start_of_a_quote_is_kept() -> None:
    words = "On Monday we will do the following:\n1. mend it\n2. write to you"
    assert words_for_customer(a_message(f"{words}\n\nOn Fri, Responder for Planwren wrote:\n> {MARKER}\n> x")) == words


def test_words_below_a_quoted_handoff_are_not_guessed_at() -> None:
    assert words_for_customer(a_message(f"> {MARKER}\n> frustration 0.83\n\nIt is mended.")) == ""


def why(words: str, *, draft_waits: bool) -> str:
    return why_not_sent(a_case(message=a_message(words)), the_settings(), draft_waits=draft_waits)


@pytest.mark.parametrize(
    "words",
    [
        "ok, but leave out the last line",
        "Looks good, just drop the link\n\nDana",
        "Please shorten the reply.",
        "can you rephrase the first sentence",
        "Passt, aber ohne den letzten Satz",
    ],
)
def test_a_wish_about_the_draft_never_reaches_the_customer(words: str) -> None:
    assert "words to us" in why(words, draft_waits=True)


@pytest.mark.parametrize(
    "words",
    [
        "Yes, but only with the Business plan.\n\nDana",
        "Please delete the app and install it again.\n\nDana",
        "Please remove the last line of your CSV file and import it again. It holds a total, which the import takes for "
        "a task without a name; that is why it stops there.\n\nBest regards\nDana",
    ],
)
def test_an_answer_that_only_begins_like_a_wish_is_passed_on(words: str) -> None:
    assert why(words, draft_waits=True) == ""
