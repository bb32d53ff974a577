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
