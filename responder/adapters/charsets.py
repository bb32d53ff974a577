"""Bytes of a mail → clean Unicode, whatever the sender says about their charset.

The chain: what was declared (under the names that mail really uses), UTF-8, what the bytes look like
(charset-normalizer), windows-1252. Nothing here raises, and nothing comes out that cannot be stored as UTF-8.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names seen in mail that Python does not know, and names whose bytes are really those of a larger set: what is
# labelled ISO-8859-1, GB2312 or Shift_JIS is written by programs that mean windows-1252, GB18030 and windows-932.
ALIASES = {
    "usascii": "cp1252",
    "ascii": "cp1252",
    "ansi": "cp1252",
    "ansix341968": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "xansi": "cp1252",
    "windowsansi": "cp1252",
    "xcp1252": "cp1252",
    "default": "",
    "unknown": "",
    "unknown8bit": "",
    "xunknown": "",
    "8bit": "",
    "binary": "",
    "none": "",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode11utf8": "utf-8",
    "xutf8": "utf-8",
    "unicode11utf7": "utf-7",
    "unicode20utf7": "utf-7",
    "xunicode20utf7": "utf-7",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows936": "gb18030",
    "euccn": "gb18030",
    "xeuccn": "gb18030",
    "chinesesimplified": "gb18030",
    "hzgb2312": "hz",
    "big5": "cp950",
    "xbig5": "cp950",
    "cnbig5": "cp950",
    "big5eten": "cp950",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "ksc56011989": "cp949",
    "euckr": "cp949",
    "xeuckr": "cp949",
    "xwindows949": "cp949",
    "windows949": "cp949",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "cp932": "cp932",
    "xeucjp": "euc_jp",
    "iso2022jp": "iso2022_jp_ext",
    "csiso2022jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "iso2022kr": "iso2022_kr",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "logical": "iso8859_8",
    "iso88596i": "iso8859_6",
    "iso88599": "cp1254",
    "latin5": "cp1254",
    "iso885911": "cp874",
    "tis620": "cp874",
    "windows874": "cp874",
    "xmaccyrillic": "mac_cyrillic",
    "xmacroman": "mac_roman",
    "macintosh": "mac_roman",
    "mac": "mac_roman",
    "xmacgreek": "mac_greek",
    "xmacturkish": "mac_turkish",
    "xmacce": "mac_latin2",
    "xmaccentraleurroman": "mac_latin2",
    "koi8": "koi8_r",
    "ibmpc437": "cp437",
    "viscii": "",
}
# codecs that are no charsets, or that do more than map bytes to letters
NOT_FOR_MAIL = {"undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "charmap", "mbcs", "oem"}
LIKELY = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "gb18030", "cp950", "cp932", "euc_jp", "cp949", "iso8859_2", "cp1257",
]  # fmt: skip
WIDE = {"gb18030", "cp950", "cp932", "euc_jp", "cp949", "hz", "big5hkscs"}
ENOUGH_TO_GUESS = 4096
"""octets that detection looks at"""


@lru_cache(maxsize=512)
def codec_of(declared: str) -> str:
    """The Python codec for a charset name as mail writes it; "" when nobody knows it."""
    name = (declared.replace(";", " ").split() or [""])[0].strip("\"'<>()").split("*")[0].lower()
    for wanted in (name, name.removeprefix("x-"), re.sub(r"^(cp|windows|win|ibm|iso)[-_ ]*", r"\1", name)):
        short = re.sub(r"[^a-z0-9]", "", wanted)
        if short in ALIASES:
            return ALIASES[short]
        if match := re.fullmatch(r"(?:windows|win|cp|xcp|ibm|ms)(\d{3,5})", short):
            short = f"cp{match[1]}"
        for candidate in (wanted, short):
            if found := _known(candidate):
                return found
    return ""


def _known(name: str) -> str:
    if not name or len(name) > 40 or not name.isascii():
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(info, "_is_text_encoding", True)
    python_name = info.name.replace("-", "_")
    return info.name if is_text and python_name not in NOT_FOR_MAIL else ""


def decode(data: bytes, declared: str = "", *, hint: str = "") -> tuple[str, str]:
    """The text, and what was wrong ("" when the declared charset held). `hint` is a charset that the rest of the mail
    uses; it comes after UTF-8 and before detection. The text is not cleaned yet."""
    codec = codec_of(declared) if declared else ""
    plain = data.isascii()
    if plain and codec not in ("utf-7", "hz") and b"\x1b" not in data and not _of_wide_units(codec):
        return data.decode("ascii"), ""
    if declared and codec:
        text = _strictly(data, codec)
        if text is not None and not (codec != "utf-8" and not plain and _is_really_utf8(data, codec)):
            return text, ""
    wrong = f"the charset {declared[:40]!r} does not fit its text" if declared else ""
    if b"\x1b" in data and (text := _strictly(data, "iso2022_jp_ext")) is not None:
        return text, wrong
    if (text := _strictly(data, "utf-8")) is not None:
        return text, wrong
    if codec and not _of_wide_units(codec) and (text := _mostly(data, codec)) is not None:
        return text, wrong
    if (text := _mostly(data, "utf-8")) is not None:
        return text, wrong
    if hint and (other := codec_of(hint)) and (text := _strictly(data, other)) is not None:
        return text, wrong
    return _by_its_looks(data), wrong or "text in an unnamed charset"


def _of_wide_units(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode("utf-8-sig" if codec == "utf-8" else codec)
        text.encode("utf-8")  # some codecs make lone surrogates
    except (UnicodeError, LookupError, ValueError):
        if codec == "cp1252":
            return _windows_1252(data)
        if codec == "gb18030":
            return None
        return None
    return text


def _windows_1252(data: bytes) -> str:
    """As browsers read it: the five unassigned octets become control characters, which cleaning removes."""
    return (
        data.decode("cp1252", "surrogateescape")
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "surrogatepass")
        .translate(UNASSIGNED_1252)
    )


UNASSIGNED_1252 = {0xDC00 + octet: octet for octet in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _is_really_utf8(data: bytes, codec: str) -> bool:
    """Text that says ISO-8859-1 (or Big5) and is UTF-8. Single-octet text is never valid UTF-8 by chance; two-octet
    text may be for a word or two, so that wants more evidence."""
    if _of_wide_units(codec) or codec in ("utf-7", "iso2022_jp_ext", "iso2022_kr"):
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return codec not in WIDE or sum(1 for c in text if "\u0800" <= c <= "\uffff") >= 3


def _mostly(data: bytes, codec: str) -> str | None:
    """A few broken octets in text that otherwise fits (cut inside a character, a footer in another charset)."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    broken = text.count("\ufffd")
    good = sum(1 for c in text[:100_000] if c > "\x7f" and c != "\ufffd")
    return text if good > 2 * broken else None


def _by_its_looks(data: bytes) -> str:
    sample = data[:ENOUGH_TO_GUESS]
    eight_bit = sum(octet > 127 for octet in sample)
    if told := _by_letters_of_one_language(sample):
        return data.decode(told, "replace")
    # an accent here and there is western European; detection guesses wildly on so little
    if eight_bit * 5 < len(sample) and eight_bit < 40:
        return _windows_1252(data)
    if japanese := _japanese(sample):
        return data.decode(japanese, "replace")
    from charset_normalizer import from_bytes

    try:
        best = from_bytes(sample, cp_isolation=LIKELY, threshold=0.3, preemptive_behaviour=False).best()
    except Exception:  # a guess may fail for any reason; there is a last resort
        best = None
    if best is not None:
        try:
            return data.decode(best.encoding, "replace")
        except (UnicodeError, LookupError):
            pass
    return _windows_1252(data)


_TELLING = (
    # letters that only together make no language when they are read as windows-1252
    ("cp1250", re.compile(r"[a-z][³¹¿][a-z]|[³¹][a-z]{2}|[a-z]{2}³\b"), 2),  # Polish: ł ą ż
    ("iso8859_2", re.compile(r"[a-z][±¶][a-z]|[a-z]{2}±\b"), 2),  # Polish: ą ś
    ("cp1254", re.compile(r"[a-z][ðþý][a-z]|[ðþý]\b"), 3),  # Turkish: ğ ş ı
)
_CZECH = re.compile(r"[øìïòùÈØÌÏ]")
"""ř ě ď ň ů Č Ř Ě Ď read as windows-1252: two of them and a háček besides are neither French, Italian nor Danish"""
_ELSEWHERE = {
    "cp1250": re.compile(r"[åæäõ]"),
    "iso8859_2": re.compile(r"[åæäõ]"),
    "cp1254": re.compile(r"[áéíóúæåìèò]"),
}


def _by_letters_of_one_language(sample: bytes) -> str:
    """The codec of a short text in one of the languages whose letters stand apart, or ""."""
    high = [octet for octet in sample if octet > 127]
    written_in_them = len(high) >= 12 and len(high) > sum(octet < 128 and chr(octet).isalpha() for octet in sample)
    if written_in_them and all(0xE0 <= octet <= 0xFA for octet in high):
        # yod, shin, tav and resh are common letters in Hebrew; their octets are rare ones in Cyrillic
        common = sum(octet in (0xE9, 0xF8, 0xF9, 0xFA) for octet in high)
        if common * 100 >= 15 * len(high):
            return "cp1255"
    if len(high) * 2 < len(sample):
        western = _windows_1252(sample)
        if len(set(_CZECH.findall(western))) >= 2 and re.search("[šžý]", western) and not re.search("[åæäõ]", western):
            return "cp1250"
        for codec, telling, least in _TELLING:
            if len(telling.findall(western)) >= least and not _ELSEWHERE[codec].search(western):
                return codec
    return ""


def _japanese(sample: bytes) -> str:
    """The codec in which a good part of the text is hiragana or katakana, which other octets hardly ever spell, or ""."""
    for codec in ("cp932", "euc_jp"):
        text = _mostly(sample, codec) or ""
        kana = sum("\u3041" <= letter <= "\u30fe" for letter in text)
        if kana >= 4 and kana * 4 >= sum(letter > "\x7f" for letter in text):
            return codec
    return ""


# ---------------------------------------------------------------------------------------------------- cleaning

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)))
_IN_TEXT: dict[int, int | str | None] = {
    **_CONTROLS, 0x09: "\t", 0x0A: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n",
    0xFEFF: None, 0xFFFE: None, 0xFFFF: None,
}  # fmt: skip
_IN_LINE: dict[int, int | str | None] = {
    **_CONTROLS, 0x09: " ", 0x0A: " ", 0x0B: " ", 0x0C: " ", 0x0D: " ", 0x85: " ", 0x2028: " ", 0x2029: " ",
    0xFEFF: None, 0xFFFE: None, 0xFFFF: None,
}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text of several lines: "\\n" between them, no other control character than tab, no lone surrogate."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_IN_TEXT)
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """One line: line breaks and tabs become blanks, other control characters go; no blank at either end."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _SURROGATES.sub("\ufffd", text.translate(_IN_LINE)).strip()
