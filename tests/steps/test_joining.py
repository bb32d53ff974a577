"""When are two mails alike, as a template makes them?"""

from __future__ import annotations

import pytest

from responder.steps.joining import alike_hash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Case A1 from a@x.example has news", "case 77, from https://x.example/9 has\nNEWS"),
        ("注文1234の請求書が届いていません。", "注文98の請求書が届いていません。"),
        ("注文１２の請求書はa@x.exampleへ", "注文９の請求書はb@y.exampleへ"),
        ("Dear Anna, the job is done", "Dear Bob, the job is done"),
        (
            "Sehr geehrte Frau Dr. Meyer,\n\nder Auftrag ist fertig.",
            "Sehr geehrter Herr Schulz,\nder Auftrag ist fertig.",
        ),
        ("Dear Dr. Meyer, the job is done", "Dear Mr. Smith, the job is done"),
        ("Добрый день, Анна,\n\nзадание выполнено.", "Добрый день, Борис,\n\nзадание выполнено."),
        ("株式会社田中 田中様\n注文の処理が完了しました。", "鈴木様\n注文の処理が完了しました。"),
        ("The job is done.\n\nBest regards,\nAnna Meyer", "The job is done.\n\nBest regards,\nBob\nBuilders Ltd"),
        ("คำสั่งซื้อ ๑๒ ยังไม่มาถึง", "คำสั่งซื้อ ๙ ยังไม่มาถึง"),
    ],
)
def test_mails_that_differ_in_what_a_template_fills_in_are_alike(one: str, other: str):
    assert alike_hash(one) == alike_hash(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "お世話になっております。\n注文1234の請求書が届いていません。",
            "お世話になっております。\n2月の解約を取り消したいです。",
        ),
        ("您好，\n订单1234没有收到发票。", "您好，\n我想取消2月的解约。"),
        ("สวัสดีค่ะ\nใบแจ้งหนี้ของคำสั่งซื้อ1234ยังไม่มา", "สวัสดีค่ะ\nขอยกเลิกการยกเลิกเดือน2"),
        ("Order A1-77?", "Order B2-88?"),
        ("77 88", "88 77"),
        ("Dear Anna,", "Dear Bob,"),
        ("My order came.\nThanks\nIs it whole?", "My order came.\nThanks\nIs it paid?"),
        ("Best regards,\nAnna", "Best regards,\nBob"),
        ("Dear Anna, the printer is broken", "Dear Anna, the phone is broken"),
        (
            "My order came.\nThanks\n1\n2\n3\n4\nBut one is broken.",
            "My order came.\nThanks\n1\n2\n3\n4\nWhere is the rest?",
        ),
        ("the printer is broken", "the phone is broken"),
    ],
)
def test_mails_that_say_something_else_or_next_to_nothing_are_not_alike(one: str, other: str):
    assert alike_hash(one) != alike_hash(other)


def test_the_same_few_words_are_alike_and_no_words_are_not():
    assert alike_hash("Order 77?") == alike_hash("order\n77?") != ""
    assert alike_hash(" \n") == ""
