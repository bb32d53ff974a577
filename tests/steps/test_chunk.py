"""Articles are cut where a reader would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.domain import Article, Chunk
from responder.steps.chunk import LARGEST, passages_of, readable, word_pieces


def passages(body: str, title: str = "Exports") -> tuple[Chunk, ...]:
    return passages_of(Article(id="exports", title=title, body=body))


def headings(body: str, title: str = "Exports") -> list[str]:
    return [p.heading for p in passages(body, title)]


WORDS = "You find this in the settings of the workspace, and every member may use it as often as they like. "


def test_each_section_is_a_passage_that_says_where_it_stands() -> None:
    body = f"{WORDS * 3}\n\n## As CSV\n\n{WORDS * 3}\n\n### In Excel\n\n{WORDS * 3}\n\n## As JSON\n\n{WORDS * 3}"
    assert headings(body) == ["Exports", "Exports > As CSV", "Exports > As CSV > In Excel", "Exports > As JSON"]


def test_a_first_heading_that_repeats_the_title_is_not_said_twice() -> None:
    assert headings(f"# Exports\n\n{WORDS}") == ["Exports"]


def test_steps_stay_together_with_the_line_that_introduces_them() -> None:
    steps = "\n".join(f"{n}. Open page {n} and click Next." for n in range(1, 9))
    (passage,) = passages(f"To export a project:\n\n{steps}")
    assert passage.body == f"To export a project:\n\n{steps}"


def test_a_long_table_repeats_its_lead_in_and_header() -> None:
    rows = "\n".join(f"| Limit number {n} of the plan | {n * 10} projects and no more |" for n in range(60))
    found = passages(f"These are the limits:\n\n| What | How much |\n|---|---|\n{rows}")
    assert len(found) > 1
    assert all(p.body.startswith("These are the limits:\n\n| What | How much |\n|---|---|\n| Limit") for p in found)
    assert sum(p.body.count("| Limit number") for p in found) == 60


def test_a_long_list_is_cut_between_its_items_and_repeats_its_lead_in() -> None:
    items = "\n\n".join(f"- Item {n}: {WORDS}" for n in range(30))
    found = passages(f"You can do all of this:\n\n{items}")
    assert len(found) > 1
    assert all(p.body.startswith("You can do all of this:\n\n- Item") for p in found)
    assert all(p.body.endswith("like.") for p in found)


def test_long_code_stays_code_in_every_piece() -> None:
    code = "\n".join(f"value_{n} = compute(first={n}, second={n + 1})" for n in range(80))
    found = passages(f"```python\n{code}\n```")
    assert len(found) > 1
    assert all(p.body.startswith("```python\n") and p.body.endswith("\n```") for p in found)


@pytest.mark.parametrize(
    "body",
    [
        "## Can I pay by card?\n\nYes, by Visa.\n\n## Can I pay by cheque?\n\nNo.",
        "**Can I pay by card?**\nYes, by Visa.\n\n**Can I pay by cheque?**\nNo.",
        "**Can I pay by card?** Yes, by Visa.\n\n**Can I pay by cheque?**\n\nNo.",
        "Q: Can I pay by card?\nA: Yes, by Visa.\nQ: Can I pay by cheque?\nA: No.",
        "**Q1:** Can I pay by card?\n\n**A:** Yes, by Visa.\n\n**Q2:** Can I pay by cheque?\n\nA: No.",
        "Frage: Can I pay by card?\n\nAntwort: Yes, by Visa.\n\nFrage: Can I pay by cheque?\n\nAntwort: No.",
        "- **Can I pay by card?** Yes, by Visa.\n- **Can I pay by cheque?** No.",
        "Can I pay by card?\n\nYes, by Visa.\n\nCan I pay by cheque?\n\nNo.",
        "<details><summary>Can I pay by card?</summary>\nYes, by Visa.\n</details>\n\n"
        "<details><summary>Can I pay by cheque?</summary>\nNo.\n</details>",
    ],
)
def test_a_question_and_its_answer_are_one_passage_however_they_are_written(body: str) -> None:
    found = passages(body, "Paying")
    assert [(p.heading, p.body) for p in found] == [
        ("Paying > Can I pay by card?", "Yes, by Visa."),
        ("Paying > Can I pay by cheque?", "No."),
    ]


def test_a_single_question_within_a_text_is_only_rhetoric() -> None:
    assert headings("Why export at all?\n\nBecause your data is yours.\n\nThat is all.") == ["Exports"]


def test_small_neighbours_are_merged_and_keep_their_headings() -> None:
    (passage,) = passages("## Windows\n\nPress F5.\n\n## Mac\n\nPress Cmd and R.\n\n## Linux\n\nPress F5.")
    assert passage.body == "**Windows**\n\nPress F5.\n\n**Mac**\n\nPress Cmd and R.\n\n**Linux**\n\nPress F5."


def test_plain_text_without_structure_is_cut_between_paragraphs() -> None:
    paragraphs = [f"Paragraph {n}. {WORDS * 2}".strip() for n in range(20)]
    found = passages("\n\n".join(paragraphs))
    assert len(found) > 3
    assert "\n\n".join(p.body for p in found) == "\n\n".join(paragraphs)


def test_an_article_without_text_can_still_be_found_by_its_title() -> None:
    assert passages("\n\n") == (Chunk(heading="Exports", body=""),)


def test_a_fence_that_is_never_closed_does_not_swallow_the_article() -> None:
    body = f"## First\n\n```\ncode\n\n## Second\n\n{WORDS * 4}"
    assert headings(body)[-1] == "Exports > Second"


def test_html_inside_markdown_becomes_text() -> None:
    body = "Press <kbd>T</kbd> and<br>wait.<!-- internal note -->\n\n<div><script>alert(1)</script><p>Then &amp; now</p></div>"
    (passage,) = passages(body)
    assert passage.body == "Press T and wait.\n\nThen & now"


def test_addresses_in_angle_brackets_and_code_are_no_html() -> None:
    (passage,) = passages("Open <https://app.example/login> and write `<name>`.")
    assert passage.body == "Open <https://app.example/login> and write `<name>`."


def test_what_the_model_reads_has_no_signs_of_markdown() -> None:
    chunk = Chunk(
        heading="Limits", body="See **all** [plans](https://a.example/p):\n\n| A | B |\n|---|---|\n| `1` | 2 |"
    )
    assert readable(chunk).split() == ["Limits", "See", "all", "plans:", "A", "B", "1", "2"]


def test_languages_without_spaces_are_cut_as_well() -> None:
    found = passages("この機能はすべてのプランで使えます。" * 100)
    assert len(found) > 5
    assert all(word_pieces(p.text) <= LARGEST for p in found)


PIECES = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "> ", "```\n", "~~~", "|a|b|\n|-|-|\n", "| c | d |\n", "\n", "\n\n", "    ", "word ", "**a?**",
     "Q: ", "A: ", "<div>", "</div>", "<!--", "-->", "[x](", ")", "é", "猫", "\0", "\r\n", "---\n", "\t", "x" * 300 + " "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_broken_markdown_gives_passages_of_bounded_size(body: str) -> None:
    found = passages(body)
    assert found
    assert all(p.heading and word_pieces(readable(p)) <= LARGEST * 1.5 for p in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta.", "\n\n", "\n- ", "\n## "]), max_size=200).map(" ".join)
)
def test_no_word_of_an_article_is_lost(body: str) -> None:
    everything = " ".join(p.text for p in passages(body))
    assert all(word in everything for word in {"alpha", "beta", "gamma", "delta."} if word in body)
