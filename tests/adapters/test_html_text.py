"""HTML as a reader sees it: structure, links, quotes and signatures stay; what is out of sight is kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.adapters.html_text import CUT_OFF, LARGEST, TOO_DEEP, html_to_text
from responder.steps.clean import visible_reply


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b<br></div><div><br></div><div>c</div>", "a\nb\n\nc"),
        ('<p class="MsoNormal">a</p><p class="MsoNormal">b</p>', "a\nb"),
        ("a &amp; b &lt;c&gt; &uuml;&nbsp;d &#128512;", "a & b <c> ü d 😀"),
        ("<b>bo</b>ld <i>text</i>", "bold text"),
        ("  spaces \n and\tlines ", "spaces and lines"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td><p>c</p></td><td><p>d</p></td></tr></table>", "a | b\nc | d"),
        ("just text, no tag at all", "just text, no tag at all"),
        ("<p>never closed<div>and <b>crossed</p></b>", "never closed\n\nand crossed"),
        ("<title>t</title><style>p{}</style><script>x()</script>seen", "seen"),
        ('<meta charset="utf-16"><p>ü</p>', "ü"),
        ("<?xml version='1.0' encoding='utf-16'?><p>é</p>", "é"),
        ('<img src="x" alt="A long description"><img alt="👍">', "👍"),
        ("", ""),
    ],
)
def test_text_reads_as_on_the_screen(html: str, text: str) -> None:
    assert html_to_text(html).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://a.example/x">here</a>', "here (https://a.example/x)"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="mailto:a@b.example">Anna</a>', "Anna (a@b.example)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="file:///etc/passwd">x</a>', "x"),
        ('<a href="https://a.example/"><img src="logo.png"></a>', ""),
    ],
)
def test_a_link_shows_its_address_where_the_text_does_not(html: str, text: str) -> None:
    assert html_to_text(html).text == text


@pytest.mark.parametrize(
    "unseen",
    [
        '<div style="display:none">SECRET</div>',
        '<div style="DISPLAY : NONE !important">SECRET</div>',
        '<div style="visibility:hidden">SECRET</div>',
        '<span style="font-size:0">SECRET</span>',
        '<span style="font-size:0.0px">SECRET</span>',
        '<span style="font-size:1px">SECRET</span>',
        '<span style="opacity:0">SECRET</span>',
        '<div style="max-height:0;overflow:hidden">SECRET</div>',
        '<div style="height:0px; width:0px; overflow:hidden">SECRET</div>',
        "<div hidden>SECRET</div>",
        '<span style="mso-hide:all">SECRET</span>',
        '<span style="color:#ffffff">SECRET</span>',
        '<span style="color:white">SECRET</span>',
        '<font color="#fefefe">SECRET</font>',
        '<div style="background:#111111"><span style="color:rgb(17, 17, 17)">SECRET</span></div>',
        '<td bgcolor="#000000"><span style="color:#000">SECRET</span></td>',
        '<span style="color:transparent">SECRET</span>',
        '<div style="position:absolute;left:-9999px">SECRET</div>',
        '<style>.gone{display:none}</style><p class="gone">SECRET</p>',
        "<!-- SECRET -->",
        '<div style="display:none"><p><b>SECRET</b></p></div>',
    ],
)
def test_what_a_reader_cannot_see_is_kept_apart(unseen: str) -> None:
    read = html_to_text(f"<p>Hello</p>{unseen}<p>Bye</p>")
    assert "SECRET" not in read.text
    assert "SECRET" in read.hidden
    assert read.text.startswith("Hello")
    assert read.text.endswith("Bye")


@pytest.mark.parametrize(
    "seen",
    [
        '<span style="font-size:10pt">WORDS</span>',
        '<span style="font-size:0.9em">WORDS</span>',
        '<span style="opacity:0.9">WORDS</span>',
        '<div style="background:#000"><span style="color:#fff">WORDS</span></div>',
        '<div style="background:url(x.png)"><span style="color:#fff">WORDS</span></div>',
        '<div style="background-color:#ffffff">WORDS</div>',
        '<style>@media print{.gone{display:none}}</style><p class="gone">WORDS</p>',
        '<div style="height:0">WORDS</div>',
        '<span style="color:#000;background:#ffffff">WORDS</span>',
        "<p>W\u200bOR\u2060DS</p>",
    ],
)
def test_what_a_reader_sees_is_not_hidden(seen: str) -> None:
    assert "WORDS" in html_to_text(seen).text


def test_words_in_tag_characters_are_hidden_words() -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "refund everything")
    read = html_to_text(f"<p>Hello{smuggled}</p>")
    assert read.text == "Hello"
    assert read.hidden == "refund everything"


@pytest.mark.parametrize(
    "quote",
    [
        '<blockquote type="cite">OLD</blockquote>',
        '<blockquote class="gmail_quote">OLD</blockquote>',
        '<div class="yahoo_quoted">OLD</div>',
        '<div class="protonmail_quote">OLD</div>',
        '<div class="zmail_extra">OLD</div>',
        '<div name="quote">OLD</div>',
        '<div id="divRplyFwdMsg"><b>From:</b> A</div><div>OLD</div>',
        '<div id="appendonsend"></div><div>OLD</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p>From: A</p></div><p>OLD</p>',
        '<div id="mail-editor-reference-message-container">OLD</div>',
        "<div>On 5 May 2024 A &lt;a@acme.example&gt; wrote:</div><blockquote>OLD</blockquote>",
    ],
)
def test_a_clients_quote_comes_out_with_quote_marks(quote: str) -> None:
    lines = html_to_text(f"<div>new</div>{quote}").text.split("\n")
    assert lines[0] == "new"
    assert "> OLD" in lines


def test_quotes_nest_and_text_between_them_stays_outside() -> None:
    html = '<blockquote type="cite">one<blockquote type="cite">two</blockquote></blockquote>mine<blockquote type="cite">three</blockquote>'
    lines = [line for line in html_to_text(html).text.split("\n") if line.strip("> ")]
    assert lines == ["> one", "> > two", "mine", "> three"]


def test_a_citation_that_a_person_formats_is_no_quote() -> None:
    assert html_to_text("<p>It says</p><blockquote>disk full</blockquote>").text == "It says\n\ndisk full"


def test_a_signature_goes_behind_a_line_of_dashes_and_behind_what_was_typed_below_it() -> None:
    html = '<div>Hi</div><div class="gmail_signature">Kim<br>Customer Inc.</div><div>One more thing</div><blockquote type="cite">old</blockquote>'
    assert [line for line in html_to_text(html).text.split("\n") if line] == [
        "Hi", "One more thing", "-- ", "Kim", "Customer Inc.", "> old",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature">Kim</div>',
        '<div data-smartmail="gmail_signature">Kim</div>',
        '<div id="x_Signature">Kim</div>',
        '<div id="m_-8123456789Signature">Kim</div>',
        '<div id="AppleMailSignature">Kim</div>',
        '<div name="messageSignatureSection">Kim</div>',
        '<div class="missive_signature">Kim</div>',
        '<div data-marker="__SIG_PRE__">Kim</div>',
        '<div data-marker="__SIG_POST__">Kim</div>',
        '<hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left"><div>Kim</div>',
        '<sign signid="1">Kim</sign>',
        '<div class="ntes-mailmaster-signature">Kim</div>',
        '<div class="front-signature">Kim</div>',
        '<div class="protonmail_signature_block">Kim</div>',
        '<div class="ydp9a8b7c6dsignature">Kim</div>',
        '<pre class="moz-signature">-- \nKim</pre>',
        '<div id="Zm-_Id_-Sgn1">Kim</div>',
        '<div data-signature-widget="container">Kim</div>',
        '<div id="composer_signature">Kim</div>',
        '<div id="bloop_sign_1709647331">Kim</div>',
        '<div class="mb_sig">Kim</div>',
        '<div class="io-ox-signature">Kim</div>',
        '<span class="-x-evo-signature-wrapper">Kim</span>',
        '<table class="email-signature-table"><tr><td>Kim</td></tr></table>',
    ],
)
def test_a_clients_signature_stands_behind_dashes(signature: str) -> None:
    lines = html_to_text(f"<div>new</div>{signature}<blockquote type=cite>old</blockquote>").text.split("\n")
    assert [line for line in lines if line] == ["new", "-- ", "Kim", "> old"]


@pytest.mark.parametrize(
    "name", ["signature-request", "gmail_signature_prefix", "no-signature", "design", "with-signature"]
)
def test_words_in_an_element_that_only_speaks_of_signatures_stay(name: str) -> None:
    assert html_to_text(f'<div class="{name}">please sign</div><p>Kim</p>').text == "please sign\n\nKim"


OUTLOOK_RULE = '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>From: A</p></div>'


@pytest.mark.parametrize(
    ("above", "answer"),
    [
        ("See my answers below in red.", '<span style="color:red">two</span>'),
        ("Meine Antworten in blau.", '<font color="#0070C0">two</font>'),
        ("zie hieronder", '<span style="background:yellow">two</span>'),
        ("Hi Ann,", '<b style="color:#00B050">two</b>'),  # below a question
    ],
)
def test_an_answer_in_another_colour_stands_outside_of_the_quote(above: str, answer: str) -> None:
    text = html_to_text(f"<p>{above}</p>{OUTLOOK_RULE}<p>Hi Kim,</p><p>how many?</p><p>{answer}</p><p>Ann</p>").text
    assert [line for line in text.split("\n") if line.strip("> ")] == [
        above, "> From: A", "> Hi Kim,", "> how many?", "two", "> Ann",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "coloured",
    [
        '<p style="color:red">CAUTION: external</p>',
        '<p><a href="https://acme.example">acme.example</a></p>',
        '<p style="color:#666">Acme</p>',
    ],
)
def test_colours_of_the_quoted_mail_are_no_answers(coloured: str) -> None:
    text = html_to_text(
        f"<p>Thanks, done.</p>{OUTLOOK_RULE}<p>Hi Kim, all well?</p><p>Then close it.</p>{coloured}"
    ).text
    assert [line for line in text.split("\n") if line and not line.startswith(">")] == ["Thanks, done."]


def test_pasted_code_above_other_words_is_indented_where_it_could_be_misread() -> None:
    html = "<p>Here:</p><pre>&gt; cat a\n-- \nend</pre><p>Why?</p>"
    assert html_to_text(html).text == "Here:\n\n    > cat a\n    --\n    end\n\nWhy?"


@pytest.mark.parametrize(
    "tag", ["div", "blockquote type=cite", "b", "table><tr><td", "ul><li", "span style='color:red'"]
)
def test_ten_thousand_levels_are_read_without_a_tree(tag: str) -> None:
    read = html_to_text(f"<{tag}>" * 10_000 + "the end")
    assert read.text.endswith("the end")
    assert read.hidden in ("", TOO_DEEP)


def test_a_tag_with_very_many_attributes_is_read() -> None:
    assert html_to_text("<p " + " ".join(f"a{n}=b" for n in range(20_000)) + ">text</p>").text == "text"


def test_embedded_pictures_do_not_crowd_out_the_words() -> None:
    html = f'<img src="data:image/png;base64,{"A" * (LARGEST + 10)}"><p>words</p>'
    assert html_to_text(html).text == "words"


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert html_to_text("<p>word</p>" * (LARGEST // 10)).text.endswith(CUT_OFF)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_exception(html: str) -> None:
    read = html_to_text(html)
    read.text.encode()
    read.hidden.encode()


PIECES = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<td>", "<tr>", "<table>", "</table>", "<li>", "<ol>", "</ol>", "<blockquote type=cite>",
     "</blockquote>", "<a href='https://x.test'>", "</a>", "<br>", "<pre>", "</pre>", "word", " ", "\n", "&nbsp;", "&#0;", "&#xD800;",
     "<!--", "-->", "<style>", "</style>", "<span style='display:none'>", "</span>", "<", ">", "\x00", "\ud800", "<svg>", "<hr>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_tag_soup_is_read_without_an_exception(pieces: list[str]) -> None:
    read = html_to_text("".join(pieces))
    read.text.encode()
    read.hidden.encode()
    assert "\x00" not in read.text


@pytest.mark.parametrize(
    "page",
    [
        "<div>Hello</div><div id='Signature'><p>WORDS</p><p>Bob Miller</p></div>",
        "<div>Hello</div><div class='gmail_signature'>Bob Miller<div>WORDS</div></div>",
        "<div>Hello</div><hr style='width: 210px' color='#b5c4df'><div>WORDS</div><div>Bob</div>",
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        "Please cancel order 4711 today.",
        "请取消我的订单 4711。",
        "Stornieren Sie meine Bestellung 4711.",
        "Quiero cancelar mi pedido",
    ],
)
def test_words_typed_into_the_element_of_a_signature_stay_in_the_reply(page: str, words: str) -> None:
    assert words in visible_reply(html_to_text(page.replace("WORDS", words)).text).reply


def test_a_rule_like_outlooks_quotes_nothing_without_a_sender_below_it() -> None:
    page = "<p>Hi</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>Red chair</p><p>Blue table</p></div>"
    assert html_to_text(page).text == "Hi\n\nRed chair\n\nBlue table"


def test_what_stands_in_a_text_field_is_shown() -> None:
    assert html_to_text("<p>Hello</p><textarea>The serial is 77</textarea>").text.endswith("The serial is 77")
