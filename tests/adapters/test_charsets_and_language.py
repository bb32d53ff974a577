"""Letters and languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.adapters.charsets import clean_line, clean_text, codec_of, decode
from responder.adapters.charsets_guess import plainly_not_western
from responder.adapters.language import language_of


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("x-gbk", "gb18030"), ("GB2312", "gb18030"), ("iso-8859-8-i", "iso8859_8"), ("ks_c_5601-1987", "cp949"),
        ("unicode-1-1-utf-7", "utf-7"), ("cp-850", "cp850"), ("windows-874", "cp874"), ("x-sjis", "cp932"),
        ("ISO-8859-1", "cp1252"), ("us-ascii", "cp1252"), ("ansi", "cp1252"), ("\"utf8\"", "utf-8"), ("win-1251", "cp1251"),
    ],
)  # fmt: skip
def test_names_that_mail_uses_are_known(name: str, codec: str) -> None:
    assert codec_of(name) == codec


@pytest.mark.parametrize(
    "name", ["base64", "rot13", "zip", "unicode_escape", "idna", "punycode", "undefined", "", "x" * 1000, "é"]
)
def test_codecs_that_are_no_charsets_are_not_used(name: str) -> None:
    assert codec_of(name) == ""


@given(
    st.binary(max_size=200),
    st.sampled_from(["utf-8", "utf-7", "utf-16", "gbk", "x-sjis", "iso-2022-jp", "hz", "big5", "nonsense", ""]),
)
@settings(max_examples=300, deadline=None)
def test_any_octets_in_any_charset_become_text(octets: bytes, charset: str) -> None:
    text, _ = decode(octets, charset)
    clean_text(text).encode("utf-8")
    assert clean_line(text).isprintable() or not any(ord(c) < 32 for c in clean_line(text))


@given(st.text(alphabet="äöüßéèàñç abcdefg", min_size=1, max_size=80))
@settings(deadline=None)
def test_a_lie_about_utf8_or_latin1_is_seen_through(text: str) -> None:
    assert decode(text.encode("utf-8"), "iso-8859-1")[0] == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("关于发票的问题", "gb18030"), ("請問訂單狀況", "cp950"), ("환불 문의드립니다", "cp949"), ("見積依頼書", "euc_jp"), ("ご注文について", "cp932"),
        ("Срочный вопрос", "koi8_r"), ("Счёт", "cp1251"), ("Größe", "cp1252"), ("Réclamation déposée à Orléans", "cp1252"), ("สวัสดีครับ ผมยังไม่ได้รับสินค้า", "cp874"),
    ],
)  # fmt: skip
def test_a_few_words_show_their_charset(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0] == text


@pytest.mark.parametrize("text", ["Größe", "ÄÖÜ", "GRÖSSE ÜBER ALLES", "Çà et là, déjà vu", "ÅÄÖ åäö", "¡Ánimo! ¿Año?"])
def test_western_text_is_never_taken_for_another(text: str) -> None:
    assert plainly_not_western(text.encode("cp1252")) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my order? I have been waiting for two weeks.", "en"),
        ("Wo ist meine Bestellung? Ich warte seit zwei Wochen.", "de"),
        ("Où est ma commande ? J'attends depuis deux semaines.", "fr"),
        ("¿Dónde está mi pedido? Llevo dos semanas esperando.", "es"),
        ("Gdzie jest moje zamówienie? Czekam już dwa tygodnie.", "pl"),
        ("Где мой заказ? Я жду уже две недели.", "ru"),
        ("注文はどこですか。二週間待っています。", "ja"),
        ("我的订单在哪里?我已经等了两个星期了。", "zh"),
        ("12345 https://example.com/where/is/my/order", "und"),
        ("ok", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_told_or_left_open(text: str, language: str) -> None:
    assert language_of(text, ("en",)) == language
