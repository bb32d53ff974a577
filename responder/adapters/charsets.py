"""Bytes of a mail → clean Unicode, whatever the sender says about their charset.

The chain: what was declared (under the names that mail really uses), UTF-8, what the bytes look like
(charsets_guess), windows-1252. Nothing here raises, and nothing comes out that cannot be stored as UTF-8.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from responder.adapters import charsets_japanese
from responder.adapters.invisible import without_direction, without_smuggled

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
    "koi8ru": "koi8_u",
    "iso2022jpms": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "cp50222": "iso2022_jp_ext",
    "eucjpms": "euc_jp",
    "eucjpwin": "euc_jp",
    "cp51932": "euc_jp",
    "ibmpc437": "cp437",
    "viscii": "",
}
# codecs that are no charsets, or that do more than map bytes to letters
NOT_FOR_MAIL = {"undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "charmap", "mbcs", "oem"}
WIDE = {"gb18030", "cp950", "cp932", "euc_jp", "cp949", "hz", "big5hkscs"}


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
    # no other charset spells these escapes, and Japanese programs leave them in a text that they label otherwise
    escaped = _ESCAPES.search(data) and not codec.startswith(("utf-16", "iso2022_kr"))
    if escaped and (text := _strictly(data, "iso2022_jp_ext")) is not None:
        return text, "" if plain else _does_not_fit(declared)
    if plain and b"~{" in data and not codec.startswith("utf") and (text := _of_hz(data)):
        return text, ""
    if plain and codec not in ("utf-7", "hz") and b"\x1b" not in data and not _of_wide_units(codec):
        return data.decode("ascii"), ""
    if declared and codec and not (codec == "cp1252" and not plain and _is_not_western(data, declared)):
        text = _strictly(data, codec)
        if text is not None and not (codec != "utf-8" and not plain and _is_really_utf8(data, codec)):
            return text, ""
    wrong = _does_not_fit(declared)
    if (text := _strictly(data, "utf-8")) is not None:
        return text, wrong
    if codec and codec != "cp1252" and not _of_wide_units(codec) and (text := _mostly(data, codec)) is not None:
        return text, wrong
    if (text := _mostly(data, "utf-8")) is not None:
        return text, wrong
    if hint and (text := _as_the_rest(data, codec_of(hint))) is not None:
        return text, wrong
    from responder.adapters.charsets_guess import looks_like

    guessed = looks_like(data)
    text = _windows_1252(data) if guessed == "cp1252" else data.decode(guessed, "replace")
    return text, wrong or "text in an unnamed charset"


def written_in(data: bytes) -> str:
    """The charset that a text without a name for it is in; "" for ASCII."""
    if data.isascii():
        return "iso-2022-jp" if _ESCAPES.search(data) else ""
    from responder.adapters.charsets_guess import ENOUGH_TO_GUESS, looks_like

    return "utf-8" if _mostly(data[:ENOUGH_TO_GUESS], "utf-8") else looks_like(data)


_ESCAPES = re.compile(rb"\x1b(?:\$[@BA(]|\(I)")
"""of ISO-2022-JP, to two octets or to katakana"""


def _does_not_fit(declared: str) -> str:
    return f"the charset {declared[:40]!r} does not fit its text" if declared else ""


def _is_not_western(data: bytes, declared: str) -> bool:
    """Text that says ISO-8859-1 or US-ASCII because its program never says anything else."""
    from responder.adapters.charsets_guess import looks_like, plainly_not_western

    return bool(plainly_not_western(data)) or ("ascii" in declared.lower() and looks_like(data) != "cp1252")


def _as_the_rest(data: bytes, codec: str) -> str | None:
    """In the charset of the mail's text, as far as that can be: one in 7 bits says the language only."""
    from responder.adapters.charsets_guess import plainly_not_western

    if codec.startswith("iso2022_jp"):
        wanted = "cp932" if re.search(rb"[\x80-\xa0]|[\xe0-\xfc][\x40-\x7e]", data) else "euc_jp"
        return _strictly(data, wanted) or _mostly(data, wanted)
    if not codec or (codec == "cp1252" and plainly_not_western(data)):
        return None
    return _strictly(data, codec)


def _of_hz(data: bytes) -> str:
    """RFC 1843, told by its shifts around pairs of octets that are mostly common characters; "" for anything else."""
    runs = b"".join(re.findall(rb"~\{((?:[!-w][!-~])+)~\}", data[:20_000]))
    common = sum(0x30 <= lead <= 0x57 for lead in runs[::2])
    return (_strictly(data, "hz") or "") if common > 1 and common * 4 >= len(runs) else ""


def _of_wide_units(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode("utf-8-sig" if codec == "utf-8" else codec)
        text.encode("utf-8")  # some codecs make lone surrogates
    except (UnicodeError, LookupError, ValueError):
        if codec == "cp1252":
            return _windows_1252(data)
        if codec == "iso2022_jp_ext" and b"\x1b" in data:
            return charsets_japanese.of_iso_2022(data)
        return charsets_japanese.of_euc(data) if codec == "euc_jp" else None
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
    """One line: line breaks and tabs become blanks, other control characters go, and so do characters that turn the
    direction of writing or spell what nobody sees; no blank at either end."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text, _ = without_smuggled(text.translate(_IN_LINE))
    return _SURROGATES.sub("\ufffd", without_direction(text)).strip()
