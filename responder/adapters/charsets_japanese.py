"""Japanese as mail programs for Windows write it: the charset of the standard, and in it characters that only Windows
has (NEC row 13 ① ㈱ Ⅱ, 髙 and 﨑 of NEC's and IBM's lists, half-width katakana). Python's codecs refuse a text for one.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

MOST_OCTETS = 1_500_000
"""that are read; more than is kept of a text"""

_ESCAPE = re.compile(rb"\x1b(\([BJIH]|\$[@BA]|\$\([@BCDOPQ])|[\n\x0e\x0f]")
_EUC = re.compile(
    rb"(?P<two>(?:[\xa1-\xfe][\xa1-\xfe])+)|\x8e(?P<kana>[\xa1-\xdf])|\x8f(?P<more>[\xa1-\xfe]{2})|(?P<ascii>[\x00-\x7f]+)|[\x80-\xff]"
)
_HIGH = bytes(octet | 0x80 for octet in range(256))
_LOW = bytes(octet & 0x7F for octet in range(256))


def of_iso_2022(data: bytes) -> str | None:
    """RFC 1468 and its relatives; None where a good part makes no characters."""
    data = data[:MOST_OCTETS]
    out: list[str] = []
    mode, shifted, position = b"(B", False, 0
    for escape in _ESCAPE.finditer(data):
        out.append(_segment(data[position : escape.start()], b"(I" if shifted else mode))
        position = escape.end()
        if escape[1]:
            mode = escape[1]
        elif escape[0] == b"\n":
            out.append("\n")
            mode, shifted = b"(B", False  # a line ends in ASCII, also where its last escape sequence was lost
        else:
            shifted = escape[0] == b"\x0e"
    out.append(_segment(data[position:], b"(I" if shifted else mode))
    return _if_it_fits("".join(out))


def of_euc(data: bytes) -> str | None:
    """EUC-JP with the characters of Windows."""
    return _if_it_fits("".join(_euc_piece(piece) for piece in _EUC.finditer(data[:MOST_OCTETS])))


def _if_it_fits(text: str) -> str | None:
    return text if text.count("\ufffd") * 20 <= sum(c > "\x7f" for c in text) else None


def _segment(data: bytes, mode: bytes) -> str:
    if not data:
        return ""
    if mode == b"(I":
        return data.translate(_HIGH).decode("cp932", "replace")
    if mode[:1] == b"(":
        return data.decode("ascii") if data.isascii() else data.decode("cp932", "replace")
    if mode in (b"$A", b"$(C", b"$(D"):  # ISO-2022-JP-1 and -2: Chinese, Korean and more kanji
        if mode == b"$(D":
            return "".join(_more_kanji(data[at : at + 2].translate(_HIGH)) for at in range(0, len(data), 2))
        return data.translate(_HIGH).decode("gb2312" if mode == b"$A" else "euc_kr", "replace")
    if mode in (b"$(O", b"$(P", b"$(Q"):
        return (b"\x1b" + mode + data + b"\x1b(B").decode("iso2022_jp_2004", "replace")
    return _two_octets(data.translate(_LOW))


def _euc_piece(piece: re.Match[bytes]) -> str:
    if piece["two"]:
        return _two_octets(piece["two"].translate(_LOW))
    if piece["kana"]:
        return piece["kana"].decode("cp932", "replace")
    if piece["more"]:
        return _more_kanji(piece["more"])
    return piece["ascii"].decode("ascii") if piece["ascii"] else "\ufffd"


def _more_kanji(pair: bytes) -> str:
    return (b"\x8f" + pair).decode("euc_jp", "replace")[:1]


def _two_octets(data: bytes) -> str:
    """Rows and cells of JIS X 0208, each octet 0x21 to 0x7E; what stands alone at the end is no character."""
    even = data[: len(data) // 2 * 2]
    return "".join(map(_table().__getitem__, memoryview(even).cast("H"))) + "\ufffd" * (len(data) % 2)


@lru_cache(maxsize=1)
def _table() -> tuple[str, ...]:
    """The character for each pair of octets, as one number in the machine's order."""
    table = ["\ufffd"] * 65536
    for row in range(0x21, 0x7F):
        for cell in range(0x21, 0x7F):
            lead = ((row + 1) >> 1) + (0x70 if row < 0x5F else 0xB0)
            trail = cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20)
            pair = bytes((row, cell))
            standard = pair.translate(_HIGH).decode("euc_jp", "ignore")
            of_windows = bytes((lead, trail)).decode("cp932", "replace")[:1]
            table[int.from_bytes(pair, sys.byteorder)] = standard or of_windows
    return tuple(table)
