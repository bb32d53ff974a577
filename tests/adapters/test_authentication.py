"""Is the From domain proven? Signatures are made here with a fresh key; no name server is asked."""

import base64
import random
import time
from functools import lru_cache

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.adapters.authentication import authenticate, parse_results
from responder.domain import Address, Authentication

ANNA = Address(email="anna@shop.example")
OURS = ("mx.support.example",)
NOTHING = Authentication()
RECEIVED = (
    "Received",
    "from mail.shop.example (192.0.2.1) by mx.support.example with ESMTPS; Tue, 3 Mar 2026 10:00:05 +0000",
)
FOREIGN = ("Received", "from pc (10.0.0.1) by mail.shop.example with ESMTPA; Tue, 3 Mar 2026 10:00:00 +0000")
FROM = ("From", "Anna <anna@shop.example>")


def results(value: str) -> tuple[str, str]:
    return ("Authentication-Results", value)


def received(value: str) -> tuple[str, str]:
    return ("Received", value if ";" in value else f"{value}; Tue, 3 Mar 2026 10:00:05 +0000")


def verdict(*headers: tuple[str, str], ids: tuple[str, ...] = OURS, sender: Address | None = ANNA) -> tuple[str, str]:
    found = authenticate(b"", headers, sender, trusted_authserv_ids=ids, dns=lambda name: b"")
    return found.verdict, found.method


# ------------------------------------------------------------------------------------ what our server says


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.support.example; dmarc=pass header.from=shop.example", ("pass", "dmarc")),
        ("mx.support.example; dmarc=fail (p=REJECT) header.from=shop.example; dkim=pass header.d=shop.example", ("fail", "dmarc")),
        ("mx.support.example; dkim=pass header.d=mail.shop.example", ("pass", "dkim")),
        ("mx.support.example; dkim=pass header.i=@shop.example header.s=a", ("pass", "dkim")),
        ("mx.support.example; dkim=pass header.d=evil.example", ("none", "")),
        ("mx.support.example; dkim=fail header.d=evil.example; dkim=pass header.d=shop.example", ("pass", "dkim")),
        ("mx.support.example; spf=pass smtp.mailfrom=bounce@news.shop.example", ("pass", "spf")),
        ("mx.support.example; spf=pass smtp.mailfrom=shop.example", ("pass", "spf")),
        ("mx.support.example; spf=pass smtp.mailfrom=a@evil.example", ("none", "")),
        ("mx.support.example; spf=pass smtp.helo=shop.example", ("none", "")),
        ("mx.support.example; none", ("none", "")),
        ("mx.support.example; dmarc=none header.from=shop.example", ("none", "")),
        ('MX.Support.Example 1; (dkim=pass header.d=shop.example) spf=fail reason="dkim=pass; dmarc=pass"', ("none", "")),
        ("mx.support.example; dmarc=pass (said (nested)) header.from = shop.example", ("pass", "dmarc")),
        ("mx.support.example; dmarc=pass header.from=evil.example", ("none", "")),
        ("mx.support.example.evil.example; dmarc=pass header.from=shop.example", ("none", "")),
        ("evil.example; dmarc=pass header.from=shop.example", ("none", "")),
    ],
)  # fmt: skip
def test_results_of_our_own_server_decide(value: str, expected: tuple[str, str]) -> None:
    assert verdict(RECEIVED, results(value), FROM) == expected


def test_results_below_a_foreign_received_are_forged() -> None:
    forged = results("mx.support.example; dmarc=pass header.from=shop.example")
    assert verdict(RECEIVED, FOREIGN, forged, FROM) == ("none", "")
    assert verdict(RECEIVED, forged, FOREIGN, FROM) == ("pass", "dmarc")


def test_what_came_with_the_mail_does_not_outweigh_what_our_server_said() -> None:
    said = results("mx.support.example; spf=fail smtp.mailfrom=shop.example")
    forged = results("mx.support.example; dmarc=pass header.from=shop.example")
    assert verdict(RECEIVED, said, ("DKIM-Signature", "v=1"), forged, FROM) == ("none", "")
    fail = results("mx.support.example; dmarc=fail header.from=shop.example")
    assert verdict(RECEIVED, fail, forged, FROM) == ("fail", "dmarc")


def test_several_fields_of_our_filters_belong_together() -> None:
    spf = results("mx.support.example; spf=softfail smtp.mailfrom=x@evil.example")
    signed = results("mx.support.example; dkim=pass header.d=shop.example")
    assert verdict(spf, ("DKIM-Filter", "x"), signed, RECEIVED, FROM) == ("pass", "dkim")


def test_gmail_writes_its_results_below_its_own_received() -> None:
    inside = [("Received", f"by 2002:a05:640{n} with SMTP id x; Tue, 3 Mar 2026 02:00:05 -0800 (PST)") for n in (1, 2)]
    border = ("Received", "from mail.shop.example (192.0.2.1) by mx.google.com with ESMTPS id y; Tue, 3 Mar 2026")
    said = results("mx.google.com; dkim=pass header.i=@shop.example; dmarc=pass (p=NONE) header.from=shop.example")
    ids = ("mx.google.com",)
    assert verdict(("Delivered-To", "help@support.example"), *inside, border, said, FROM, ids=ids) == ("pass", "dmarc")
    assert verdict(*inside, border, FOREIGN, said, FROM, ids=ids) == ("none", "")


def test_exchange_online_writes_no_authserv_id() -> None:
    top = (
        "Received",
        "from AM0PR01.eurprd01.prod.outlook.com (2603::1) by VI1PR01.eurprd01.prod.outlook.com; Tue, 3 Mar 2026",
    )
    said = results(
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=shop.example; dkim=none; dmarc=bestguesspass action=none header.from=shop.example;compauth=pass reason=109"
    )
    ids = ("protection.outlook.com",)
    assert verdict(top, said, FROM, ids=ids) == ("pass", "spf")
    assert verdict(RECEIVED, said, FROM, ids=ids) == ("none", "")
    failed = results("spf=fail smtp.mailfrom=evil.example; dkim=none; dmarc=none; compauth=fail reason=001")
    assert verdict(top, failed, FROM, ids=ids) == ("fail", "compauth")
    internal = ("X-MS-Exchange-Organization-AuthAs", "Internal")
    assert verdict(top, internal, FROM, ids=ids) == ("pass", "exchange")
    assert verdict(RECEIVED, internal, FROM) == ("none", "")


SAID = results("mx.support.example; dmarc=pass header.from=shop.example")
GOOGLE = results("mx.google.com; dkim=pass header.i=@shop.example; dmarc=pass (p=NONE) header.from=shop.example")
BORDER_OF_GOOGLE = received("from mail.shop.example (mail.shop.example. [192.0.2.1]) by mx.google.com with ESMTPS id y")
IN_GOOGLE = received("by 2002:a05:6402:3513:b0:3f1:1 with SMTP id x")
EXCHANGE = results("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=shop.example; dkim=none; dmarc=none header.from=shop.example; compauth=pass reason=109")  # fmt: skip

DEPLOYMENTS = {
    "the filter writes above the server": [SAID, RECEIVED],
    "the filter writes below the server": [RECEIVED, ("Received-SPF", "pass"), SAID, ("DKIM-Signature", "x"), FOREIGN],
    "dovecot behind postfix": [
        ("Return-Path", "<anna@shop.example>"),
        received("from mx.support.example\r\n\tby mx.support.example with LMTP\r\n\tid a (envelope-from <anna@shop.example>)"),
        received("from mail.shop.example (mail.shop.example [192.0.2.1])\r\n\t(using TLSv1.3 with cipher X (256/256 bits))\r\n\tby mx.support.example (Postfix) with ESMTPS id b"),
        SAID,
        FOREIGN,
    ],
    "a content filter on the same machine": [
        received("from localhost (localhost [127.0.0.1]) by mx.support.example (Postfix) with ESMTP id c"),
        received("from mx.support.example ([127.0.0.1]) by localhost (mx.support.example [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id d"),
        SAID,
        RECEIVED,
        FOREIGN,
    ],
    "a store behind the border in a private network": [
        received("from mx.support.example (unknown [10.0.0.5]) by store.support.example (Postfix) with ESMTPS id e"),
        RECEIVED,
        SAID,
        FOREIGN,
    ],
    "hosts with inner names": [
        received("from compute1.internal (compute1.nyi.internal [10.202.2.41]) by sloti35n20 (Cyrus 3.9) with LMTPA"),
        received("from mx6.support.example ([10.202.2.205]) by compute1.internal (LMTPProxy)"),
        SAID,
        RECEIVED,
    ],
    "qmail says how it was called": [received("(qmail 12345 invoked by uid 89); 3 Mar 2026 10:00:05 -0000"), RECEIVED, SAID],
    "google": [IN_GOOGLE, ("X-Received", "by 2002:a05:1 with SMTP id z"), BORDER_OF_GOOGLE, ("Received-SPF", "pass"), GOOGLE, ("DKIM-Signature", "x"), FOREIGN],
    "google from google": [
        IN_GOOGLE,
        received("from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41]) by mx.google.com with SMTPS id y"),
        GOOGLE,
        received("by mail-sor-f41.google.com with SMTP id q"),
    ],
    "google without by": [received("(Google SMTP) id 77; Tue, 3 Mar 2026 02:00:05 -0800"), BORDER_OF_GOOGLE, GOOGLE, FOREIGN],
    "fetchmail from google": [
        received("from imap.gmail.com [2a00:1450:400c:c0c::6d] by localhost with IMAP (fetchmail-6.4.37) for <a@localhost> (single-drop)"),
        IN_GOOGLE, BORDER_OF_GOOGLE, GOOGLE, FOREIGN,
    ],
    "fetchmail to a local postfix": [
        received("from localhost (localhost [IPv6:::1]) by box.home.example (Postfix) with ESMTP id f"),
        received("from imap.gmail.com [142.250.1.109] by localhost with IMAP (fetchmail-6.4.37) for <a@localhost>"),
        IN_GOOGLE, BORDER_OF_GOOGLE, GOOGLE, FOREIGN,
    ],
    "getmail": [
        received("from imap.gmail.com (142.250.1.109) by box.home.example with IMAP4-SSL getmail6 msgid:1/2"),
        IN_GOOGLE, BORDER_OF_GOOGLE, GOOGLE, FOREIGN,
    ],
    "microsoft 365": [
        received("from AM0PR01MB1.eurprd01.prod.outlook.com (2603:10a6:208:1::1) by VI1PR01MB2.eurprd01.prod.outlook.com with HTTPS"),
        received("from AS4P192CA0012.EURP192.PROD.OUTLOOK.COM (2603:10a6:20b:2::1) by AM0PR01MB1.eurprd01.prod.outlook.com (2603:10a6:208:1::1) with Microsoft SMTP Server (version=TLS1_2) id 15.20.1.1"),
        received("from AM7EUR06FT.eop-eur06.prod.protection.outlook.com (2603:10a6:20b:2:cafe::1) by AS4P192CA0012.outlook.office365.com (2603:10a6:20b:2::2) with Microsoft SMTP Server id 15.20.1.2 via Frontend Transport"),
        EXCHANGE,
        ("Received-SPF", "Pass (protection.outlook.com: domain of shop.example designates 192.0.2.1)"),
        received("from mail.shop.example (192.0.2.1) by AM7EUR06FT.mail.protection.outlook.com (10.233.1.2) with Microsoft SMTP Server"),
        ("Authentication-Results-Original", "x"),
        FOREIGN,
    ],
}  # fmt: skip


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_a_verdict_is_found_where_real_servers_put_it(deployment: str) -> None:
    ids = (*OURS, "mx.google.com", "protection.outlook.com")
    assert verdict(*DEPLOYMENTS[deployment], FROM, ids=ids)[0] == "pass"


FORGERIES = {
    "no server wrote that it received it": [SAID],
    "only a stranger did": [received("from a by evil.example"), SAID],
    "only a stranger did, and the field stands above": [SAID, received("from a by evil.example")],
    "only a stranger did, who says that it is ours": [received("from mx.support.example by evil.example"), SAID],
    "only a host without a name": [received("from a by 10.0.0.1"), SAID],
    "by a private address": [RECEIVED, received("from b by 10.0.0.1"), SAID],
    "by gmail's private address": [RECEIVED, received("by 2002:a05:6402:1 with SMTP"), SAID],
    "by what looks like a private address": [RECEIVED, received("from b by 10.evil.example"), SAID],
    "by what looks like localhost": [RECEIVED, received("from b by localhost.evil.example"), SAID],
    "above it, by what looks like localhost": [received("from b by localhost.evil.example"), RECEIVED, SAID],
    "above it, by what looks private": [received("from b by 10.evil.example"), RECEIVED, SAID],
    "by localhost": [RECEIVED, received("from localhost (localhost [127.0.0.1]) by localhost"), SAID],
    "without by": [RECEIVED, received("from evil"), SAID],
    "without anything": [RECEIVED, ("Received", ""), SAID],
    "by in a comment": [RECEIVED, received("(by mx.support.example) from evil"), SAID],
    "by twice": [RECEIVED, received("from evil by mx.support.example by evil.example"), SAID],
    "by a host of ours": [RECEIVED, received("from b by pc.support.example"), SAID],
    "from us, by us": [RECEIVED, received("from mx.support.example by mx.support.example"), SAID],
    "a client that says it is ours": [
        received("from mx.support.example (evil.example [192.0.2.66]) by mx.support.example (Postfix)"),
        received("from mail.shop.example ([192.0.2.1]) by mx.support.example"),
        SAID,
    ],
    "a client that says it is localhost": [
        received("from localhost ([192.0.2.66]) by mx.support.example (Postfix)"),
        received("from mail.shop.example ([192.0.2.1]) by mx.support.example"),
        SAID,
    ],
    "a client that says it has a private address": [
        received("from [10.0.0.9] (evil.example [192.0.2.66]) by mx.support.example (Postfix)"),
        received("from mail.shop.example ([192.0.2.1]) by mx.support.example"),
        SAID,
    ],
    "fetched, it says": [RECEIVED, received("from imap.gmail.com by localhost with IMAP"), received("from shop by mx.support.example"), SAID],
    "behind ours that says nothing": [RECEIVED, results("mx.support.example; spf=none"), SAID],
    "behind ours that found no policy": [
        RECEIVED,
        results("mx.support.example; dmarc=none"),
        results("mx.support.example; dkim=pass header.d=shop.example"),
    ],
    "among the author's fields": [RECEIVED, ("Subject", "x"), SAID],
    "in google, below its border": [IN_GOOGLE, BORDER_OF_GOOGLE, IN_GOOGLE, GOOGLE],
    "another customer of the provider": [
        received("from out.google.com (out.google.com [192.0.2.7]) by mx.google.com with ESMTPS"),
        received("from [192.0.2.66] by out.google.com with ESMTPSA"),
        GOOGLE,
    ],
    "no authserv-id, and not in exchange": [RECEIVED, EXCHANGE],
    "no authserv-id, from outside": [received("from evil (192.0.2.66) by x.outlook.com (10.0.0.1)"), EXCHANGE],
    "no authserv-id, behind exchange": [
        RECEIVED, received("from A.prod.outlook.com (2603::1) by B.prod.outlook.com"), EXCHANGE,
    ],
    "internal, from outside": [received("from evil by x.outlook.com"), ("X-MS-Exchange-Organization-AuthAs", "Internal")],
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_results_that_may_have_come_with_the_mail_prove_nothing(forgery: str) -> None:
    ids = (*OURS, "mx.google.com", "protection.outlook.com")
    assert verdict(*FORGERIES[forgery], FROM, ids=ids) == ("none", "")


@pytest.mark.parametrize("forged", FORGERIES)
def test_whatever_a_stranger_puts_on_his_mail_our_own_server_is_heard(forged: str) -> None:
    failed = results("mx.support.example; dmarc=fail header.from=shop.example; dkim=none")
    for ours in ([failed, RECEIVED], [RECEIVED, failed]):
        assert verdict(*ours, *FORGERIES[forged], FROM) == ("fail", "dmarc")


def test_a_path_of_any_length_is_read_quickly() -> None:
    """Quadratic reading of these would take minutes."""
    odd = [
        "(" * 50_000,
        "from a " + "[" * 50_000,
        "by " * 30_000,
        "from " + "1.1.1.1 " * 9_000,
        '"' * 50_000,
        " " * 50_000,
    ]
    hops = [received(text) for text in odd] * 50
    inner = [received(f"from localhost (localhost [127.0.0.1]) by localhost {text}") for text in odd] * 50
    began = time.perf_counter()
    for way in (hops, inner, [IN_GOOGLE] * 20_000):
        assert verdict(*way, SAID, FROM) == ("none", "")
    assert time.perf_counter() - began < 5


@given(st.lists(st.text(alphabet='frombywith ()[]";\\.:1a', max_size=60), max_size=4))
def test_no_received_breaks_the_reading(received_fields: list[str]) -> None:
    assert verdict(*(("Received", value) for value in received_fields), SAID, FROM) == ("none", "")


def test_two_froms_or_none_prove_nothing() -> None:
    said = results("mx.support.example; dmarc=pass header.from=shop.example")
    assert verdict(RECEIVED, said, FROM, ("From", "boss@shop.example")) == ("none", "")
    assert verdict(RECEIVED, said, FROM, sender=None) == ("none", "")


def test_a_public_suffix_is_nobodys_domain() -> None:
    said = results("mx.support.example; dkim=pass header.d=co.uk")
    assert verdict(RECEIVED, said, FROM, sender=Address(email="anna@shop.co.uk")) == ("none", "")


def test_trusting_everybody_is_said_so() -> None:
    found = authenticate(b"", (FROM,), ANNA, trust_all=True)
    assert (found.verdict, found.domain, found.method) == ("pass", "shop.example", "mailbox setting")


def test_a_result_is_taken_apart_as_rfc_8601_says() -> None:
    assert parse_results('a.example 1; dkim/1=pass (good) reason="a; b" header.d=X.example; spf=none') == (
        "a.example",
        [("dkim", "pass", {"reason": "a; b", "header.d": "x.example"}), ("spf", "none", {})],
    )


@given(st.text(alphabet='ab=;."\\() /', max_size=80))
def test_no_field_breaks_the_reading(value: str) -> None:
    assert verdict(results(value), FROM)[0] == "none"


# ------------------------------------------------------------------------------------ our own check


@lru_cache(maxsize=2)
def key(bits: int = 1024) -> tuple[bytes, bytes]:
    """A private key as PEM and its record for the name server. Small numbers of a fixed seed: it protects nothing."""
    numbers = random.Random(4711)

    def prime() -> int:
        while True:
            n = numbers.getrandbits(bits // 2) | (3 << (bits // 2 - 2)) | 1
            if n % 65537 != 1 and all(pow(a, n - 1, n) == 1 for a in (2, 3, 5, 7, 11)):
                return n

    p, q = prime(), prime()
    d = pow(65537, -1, (p - 1) * (q - 1))
    private = _der(0, p * q, 65537, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    pem = b"-----BEGIN RSA PRIVATE KEY-----\n" + base64.encodebytes(private) + b"-----END RSA PRIVATE KEY-----\n"
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(_der(p * q, 65537))


def _der(*numbers: int) -> bytes:
    """A SEQUENCE of INTEGERs: the keys of PKCS #1."""

    def tagged(tag: int, content: bytes) -> bytes:
        size = len(content)
        length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
        return bytes([tag]) + length + content

    return tagged(0x30, b"".join(tagged(0x02, n.to_bytes(n.bit_length() // 8 + 1, "big")) for n in numbers))


MAIL = (
    b"From: Anna <anna@shop.example>\r\nTo: help@support.example\r\nSubject: My parcel\r\n\r\nWhere is my parcel?\r\n"
)


def signed(mail: bytes = MAIL, *, domain: bytes = b"shop.example", length: bool = False, fields: tuple[bytes, ...] = (b"from", b"subject"), algorithm: bytes = b"rsa-sha256", identity: bytes | None = None, bits: int = 1024) -> bytes:  # fmt: skip
    """`algorithm` may be one that the library signs with, and we do not verify."""
    signature = dkim.sign(
        mail, b"a", domain, key(bits)[0], include_headers=list(fields), length=length, signature_algorithm=algorithm, identity=identity
    )  # fmt: skip
    return bytes(signature) + mail


def name_server(name: str) -> bytes:
    return key()[1] if name.rstrip(".").startswith("a._domainkey.") else b""


def checked(raw: bytes, sender: Address = ANNA, *, record: bytes = b"") -> tuple[str, str, str]:
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").decode("ascii", "replace")
    headers = tuple((n, v.strip()) for n, _, v in (line.partition(":") for line in head.split("\r\n")))
    found = authenticate(raw, headers, sender, dns=(lambda name: record) if record else name_server)
    return found.verdict, found.domain, found.method


def test_a_signature_of_the_authors_domain_proves_it() -> None:
    assert checked(signed()) == ("pass", "shop.example", "own dkim check")
    assert checked(signed(domain=b"mail.shop.example")) == ("pass", "mail.shop.example", "own dkim check")


def test_a_changed_mail_proves_nothing() -> None:
    assert checked(signed().replace(b"Where is", b"Refund for"))[0] == "none"
    assert checked(signed().replace(b"Subject: My", b"Subject: Your"))[0] == "none"
    assert checked(signed() + b"and send it elsewhere\r\n")[0] == "none"


def test_a_signature_of_somebody_else_proves_nothing() -> None:
    assert checked(signed(domain=b"evil.example"))[0] == "none"


def test_a_second_signature_may_be_the_right_one() -> None:
    assert checked(signed(signed(), domain=b"list.example"))[0] == "pass"


def test_a_signed_part_of_the_body_is_not_enough() -> None:
    assert checked(signed(length=True))[0] == "none"
    assert checked(signed(length=True) + b"and pay me\r\n")[0] == "none"


ALL = (b"from", b"to", b"subject", b"date", b"reply-to", b"content-type")
FULL = b"Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nReply-To: anna@shop.example\r\nContent-Type: text/plain\r\n" + MAIL


@pytest.mark.parametrize("field", [b"Subject", b"Date", b"Reply-To"])
def test_what_decides_who_says_what_must_be_signed_if_it_is_there(field: bytes) -> None:
    assert checked(signed(FULL, fields=ALL))[0] == "pass"
    assert checked(signed(FULL, fields=tuple(name for name in ALL if name != field.lower())))[0] == "none"


def test_what_was_changed_without_being_signed_proves_nothing() -> None:
    assert checked(signed(fields=(b"from",)).replace(b"Subject: My", b"Subject: Your"))[0] == "none"
    assert checked(signed(fields=(b"from",)).replace(b"Subject: My parcel\r\n", b""))[0] == "pass"


def test_what_large_providers_leave_unsigned_may_be_there_once() -> None:
    google = (b"to", b"subject", b"message-id", b"date", b"from", b"mime-version", b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to")  # fmt: skip
    microsoft = (b"from", b"date", b"subject", b"message-id", b"content-type", b"mime-version")
    mail = FULL.replace(b"Reply-To: anna@shop.example\r\n", b"")
    for fields in (google, microsoft):
        assert checked(signed(mail, fields=fields))[0] == "pass"


@pytest.mark.parametrize("name", [b"Subject", b"subject", b"Date", b"To", b"Reply-To", b"Content-Type", b"From", b"Cc"])
@pytest.mark.parametrize(
    "fields", [ALL, (b"from", b"subject", b"date", b"reply-to")], ids=["all signed", "some signed"]
)
def test_a_second_field_on_top_of_one_proves_nothing(name: bytes, fields: tuple[bytes, ...]) -> None:
    """The library verifies the lower one, a reader sees the upper one."""
    mail = b"Cc: b@shop.example\r\n" + FULL
    added = name + b": x@shop.example\r\n"
    assert checked(added + signed(mail, fields=fields))[0] == "none"
    assert checked(signed(mail, fields=fields).replace(b"Date:", added + b"Date:", 1))[0] == "none"


def test_a_field_that_was_signed_as_absent_must_stay_absent() -> None:
    assert checked(signed(fields=(b"from", b"subject", b"reply-to")))[0] == "pass"
    assert checked(b"Reply-To: eve@shop.example\r\n" + signed(fields=(b"from", b"subject", b"reply-to")))[0] == "none"
    assert checked(b"Reply-To: eve@shop.example\r\n" + signed())[0] == "none"


def test_a_field_that_only_our_reading_finds_proves_nothing() -> None:
    """A lone CR ends a line for some, and not for the library."""
    raw = signed(fields=(b"from", b"subject", b"x-note"), mail=b"X-Note: a\rSubject: Refund\r\n" + MAIL)
    read = (FROM, ("DKIM-Signature", "x"), ("X-Note", "a"), ("Subject", "Refund"), ("Subject", "My parcel"))
    assert authenticate(raw, read[:-1], ANNA, dns=name_server).verdict == "pass"
    assert authenticate(raw, read, ANNA, dns=name_server) == NOTHING


def test_an_algorithm_that_is_forbidden_proves_nothing() -> None:
    assert checked(signed(algorithm=b"rsa-sha1"))[0] == "none"


def test_a_key_that_is_too_small_proves_nothing() -> None:
    assert checked(signed(bits=1016), record=key(1016)[1])[0] == "none"
    assert checked(signed(), record=key()[1])[0] == "pass"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (b"h=sha256; ", "pass"),
        (b"h=sha1:sha256; ", "pass"),
        (b"h=sha1; ", "none"),
        (b"h=SHA1 : sha512; ", "none"),
        (b"t=y; ", "none"),
        (b"t=s:y; ", "none"),
        (b"t=Y; ", "none"),
        (b"t=s; ", "pass"),
        (b"n=t=y; ", "pass"),
        (b"s=email; ", "pass"),
        (b"s=*; ", "pass"),
        (b"s=tlsrpt; ", "none"),
        (b"s=web; ", "none"),
    ],
)
def test_a_key_is_good_only_for_what_its_owner_says(tags: bytes, expected: str) -> None:
    assert checked(signed(), record=key()[1].replace(b"k=rsa; ", tags))[0] == expected
    assert checked(signed(), record=key()[1].replace(b"k=rsa; ", tags + b"k=rsa; "))[0] == expected


def test_a_strict_key_is_not_for_subdomains() -> None:
    raw = signed(identity=b"anna@mail.shop.example")
    assert checked(raw)[0] == "pass"
    assert checked(raw, record=key()[1].replace(b"k=rsa", b"k=rsa; t=s"))[0] == "none"


def test_a_key_of_another_kind_proves_nothing() -> None:
    assert checked(signed(), record=key()[1].replace(b"k=rsa", b"k=ed25519"))[0] == "none"


def test_signatures_are_checked_where_our_server_says_nothing_of_them() -> None:
    raw = signed()
    for said, method in (("dmarc=none", "own dkim check"), ("dkim=fail header.d=shop.example", "")):
        headers = (RECEIVED, results(f"mx.support.example; {said}"), ("DKIM-Signature", "x"), FROM)
        found = authenticate(raw, headers, ANNA, trusted_authserv_ids=OURS, dns=name_server)
        assert found.method == method
    failed = (RECEIVED, results("mx.support.example; dmarc=fail"), ("DKIM-Signature", "x"), FROM)
    assert authenticate(raw, failed, ANNA, trusted_authserv_ids=OURS, dns=name_server).verdict == "fail"


def test_an_author_added_above_the_signed_one_proves_nothing() -> None:
    assert checked(b"From: boss@shop.example\r\n" + signed())[0] == "none"


def test_a_key_that_is_not_there_is_no_proof_of_anything() -> None:
    found = authenticate(signed(), (FROM, ("DKIM-Signature", "x")), ANNA, dns=lambda name: b"")
    assert found == NOTHING


def test_a_name_server_that_breaks_is_no_proof_of_anything() -> None:
    def broken(name: str) -> bytes:
        raise OSError("no route")

    assert authenticate(signed(), (FROM, ("DKIM-Signature", "x")), ANNA, dns=broken) == NOTHING


def test_where_our_server_says_nothing_the_signature_is_checked() -> None:
    raw = signed()
    found = authenticate(raw, (FROM, ("DKIM-Signature", "x")), ANNA, trusted_authserv_ids=OURS, dns=name_server)
    assert found.method == "own dkim check"


@given(tail=st.binary(max_size=200))
def test_no_signature_breaks_the_check(tail: bytes) -> None:
    raw = b"DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=a; h=from; " + tail + b"\r\n" + MAIL
    assert authenticate(raw, (FROM, ("DKIM-Signature", "x")), ANNA, dns=name_server) == NOTHING
