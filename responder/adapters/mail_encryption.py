"""What of a mail is sealed, wherever it stands and whatever a gateway made of its types: OpenPGP (RFC 4880, RFC 3156),
S/MIME (RFC 8551) and Microsoft's rights management. Nothing is opened here; a person has the key.

A mail that quotes such a block, is signed in the clear, has its signature beside it or brings a key can be read.
"""

from __future__ import annotations

import binascii
import re
from itertools import islice

SMIME_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SMIME_NAMES = (".p7m", ".p7z")
_PROTECTED_TYPES = ("application/pgp-encrypted", "application/x-microsoft-rpmsg-message")
_PROTECTED_NAME = ".rpmsg"
_RPMSG = bytes.fromhex("76e80460c411e386")


def is_named_as_sealed(name: str) -> bool:
    return name.lower().endswith((*_SMIME_NAMES, _PROTECTED_NAME))


def is_encrypted(content_type: str, name: str, data: bytes, *, smime_type: str = "") -> bool:
    """Does a part, told by its type, its file name or the first octets of its content, hold what only a key opens?"""
    name = name.lower()
    if content_type in _PROTECTED_TYPES or name.endswith(_PROTECTED_NAME) or data.startswith(_RPMSG):
        return True
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"-----BEGIN PGP MESSAGE"):
        return True
    if name.endswith((".pgp", ".gpg")):
        return _first_packet(data) in _ENCRYPTED_PACKETS
    kind = _cms_kind(data)
    if kind in ("enveloped", "encrypted"):
        return True
    return _is_smime(content_type, name) and not kind and smime_type.lower() not in ("signed-data", "certs-only")


def wraps_the_text_in_a_signature(content_type: str, name: str, data: bytes, *, smime_type: str = "") -> bool:
    """S/MIME "signed-data" or "compressed-data": no key is needed for the mail inside, but a reader that knows it. A
    signed file ("invoice.xml.p7m", as is usual in Italy) is an attachment like any other."""
    smime_type = smime_type.lower()
    if smime_type == "certs-only" or not _is_smime(content_type, name.lower()):
        return False
    if name.lower().removeprefix("smime").count(".") > 1:
        return False
    return _cms_kind(data) in ("signed", "compressed") or (not _cms_kind(data) and smime_type == "signed-data")


def _is_smime(content_type: str, name: str) -> bool:
    if name.endswith((".p7c", ".p7s", ".p7b")):  # certificates, or a signature beside its text
        return False
    return content_type in SMIME_TYPES or name.endswith(_SMIME_NAMES)


# ---------------------------------------------------------------------------------------------------- first octets

_CMS_KINDS = {
    bytes.fromhex("2a864886f70d010702"): "signed",
    bytes.fromhex("2a864886f70d010703"): "enveloped",
    bytes.fromhex("2a864886f70d010706"): "encrypted",
    bytes.fromhex("2a864886f70d0109100109"): "compressed",
    bytes.fromhex("2a864886f70d0109100117"): "enveloped",  # with authentication, RFC 5083
}
_CONTENT_INFO = re.compile(rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x06(.)", re.S)
_AS_LETTERS = re.compile(rb"\s{0,20}(?:-----BEGIN (?:PKCS7|CMS)-----\s{1,20})?(MI[A-Za-z0-9+/]{30,})")


def _cms_kind(data: bytes) -> str:
    """RFC 5652 section 3: the object identifier that a ContentInfo begins with; "" for anything else."""
    head = data[:200]
    if letters := _AS_LETTERS.match(head):
        head = binascii.a2b_base64(letters[1][: len(letters[1]) // 4 * 4])
    match = _CONTENT_INFO.match(head)
    return _CMS_KINDS.get(head[match.end() : match.end() + match[1][0]], "") if match else ""


_ENCRYPTED_PACKETS = {1, 3, 9, 18, 20}
"""RFC 4880 section 4.3 and RFC 9580: session keys and encrypted data; keys and signatures have other numbers"""


def _first_packet(data: bytes) -> int:
    if not data or not data[0] & 0x80:
        return -1
    return data[0] & 0x3F if data[0] & 0x40 else (data[0] & 0x3C) >> 2


# ---------------------------------------------------------------------------------------------------- in text

MENTIONED = re.compile(r"BEGIN(?:\s|&nbsp;|&#160;){1,9}PGP(?:\s|&nbsp;|&#160;){1,9}MESSAGE")
_ARMOUR = re.compile(
    r"^[ \t\xa0]{0,3}-{4,5}BEGIN[ \xa0]PGP[ \xa0]MESSAGE(?:,[ \xa0]PART[ \xa0]\d{1,3}(?:/\d{1,3})?)?-{4,5}(.*)$", re.M
)
_END = re.compile(r"-{4,5}END[ \xa0]PGP[ \xa0]MESSAGE")
_ARMOUR_FIELD = re.compile(r"[A-Za-z-]{2,20}: ")
_LETTERS = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_IN_ONE_LINE = re.compile(r"(?<!\S)[A-Za-z0-9+/]{40,}")
_LOOKED_AT = 2_000
_MOST_BLOCKS = 50


def armour_at(text: str) -> list[int]:
    """Where encrypted blocks begin that stand on lines of their own, with something in them. A line that only names
    the first line of one ("-----BEGIN PGP MESSAGE----- is all I see") is none, a quoted one is none."""
    blocks = islice(_ARMOUR.finditer(text), _MOST_BLOCKS)
    return [match.start() for match in blocks if _is_filled(text, match)]


def _is_filled(text: str, match: re.Match[str]) -> bool:
    inside = text[match.end() : match.end() + _LOOKED_AT]
    if match[1].strip():  # HTML that lost its line breaks
        return _IN_ONE_LINE.search(match[1][:_LOOKED_AT]) is not None
    end = _END.search(inside)
    lines = [line.strip() for line in inside[: end.start() if end else None].split("\n")]
    first = next((line for line in lines if line and not _ARMOUR_FIELD.match(line)), "")
    return _LETTERS.fullmatch(first) is not None and (end is not None or len(first) >= 40)
