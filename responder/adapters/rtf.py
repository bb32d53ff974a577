"""Rich Text Format of mail: the text in it, or the HTML that Outlook wrapped in it (MS-OXRTFEX). One linear scan.

compressed_rtf unpacks it. striprtf, which reads it, knows nothing of wrapped HTML, and its expressions for links and
fonts take minutes on hostile text; RTFDE brings a grammar engine and a tool box with it. So it is read here, as far as
mail needs it: words, paragraphs, characters of any charset.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from responder.adapters import charsets

LONGEST_PACKED = 100_000
"""octets; unpacking them makes 850 kB at most"""
LONGEST = 500_000
"""octets that are read; pictures stand behind the text of a mail or are left out of it"""

LEVELS = 1_000
"""of groups that have a state of their own; Outlook writes a dozen"""


@dataclass(frozen=True, slots=True)
class Read:
    """One of the two is empty."""

    text: str = ""
    html: str = ""


def unpacked(data: bytes) -> bytes:
    """MS-OXRTFCP. What is too long is cut, what was damaged is unpacked as far as it goes. Raises on what is neither
    kind of it."""
    from compressed_rtf import decompress

    packed, kind = data[16 : 16 + LONGEST_PACKED], data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + LONGEST]
    try:
        return _decompressed(decompress, kind, packed)
    except struct.error:  # a reference of two octets that was cut in the middle
        return _decompressed(decompress, kind, packed + b"\0")


def _decompressed(decompress: Callable[[bytes], bytes], kind: bytes, packed: bytes) -> bytes:
    """compressed_rtf refuses a wrong checksum, so it gets the right one: over the packed octets, begun with zeros."""
    checksum = zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return decompress(struct.pack("<II4sI", len(packed) + 12, 0, kind, checksum) + packed)


# ---------------------------------------------------------------------------------------------------- the scan

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n\0]+)|[\r\n\0]+|\\", re.S
)
_UNSHOWN = frozenset(
    b"fonttbl colortbl stylesheet info pict nonshppict object objdata fldinst header headerl headerr headerf footer "
    b"footerl footerr footerf filetbl revtbl listtable listoverridetable xe tc rxe bkmkstart bkmkend private".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"nestcell": "\t", b"nestrow": "\n", b"emdash": "—", b"endash": "–", b"emspace": "\u2003", b"enspace": "\u2002",
    b"qmspace": "\u2005", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}
_FONT_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip


@dataclass(slots=True)
class _Group:
    """What ends with the brace that closes it."""

    unshown: bool = False
    of_fonts: bool = False
    hidden: bool = False
    """characters that the format calls hidden, or that stand for wrapped HTML in other readers"""
    font: int = -1
    fallback_letters: int = 1
    """after each character in Unicode"""

    def copied(self) -> _Group:
        return _Group(self.unshown, self.of_fonts, self.hidden, self.font, self.fallback_letters)


def read_rtf(data: bytes) -> Read:
    data = data[:LONGEST]
    if not data.lstrip()[:6].startswith(b"{\\rtf"):
        return Read()
    wraps_html = b"\\fromhtml" in data[:2_000]
    text = charsets.clean_text(_Scan(wraps_html).shown(data))
    return Read(html=text) if wraps_html else Read(text=text.strip("\n"))


class _Scan:
    def __init__(self, wraps_html: bool) -> None:
        self._wraps_html = wraps_html
        self._group = _Group()
        self._around: list[_Group] = []
        self._out: list[str] = []
        self._octets = bytearray()
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_in_table = self._default_font = -1
        self._optional = False
        """ "\\*" came: who does not know the next word passes the group over"""
        self._to_skip = 0

    def shown(self, data: bytes) -> str:
        position = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            word, argument, octet, symbol, brace, letters = match.groups()
            if word is not None:
                self._to_skip = 0
                if word == b"bin":
                    position += max(int(argument or 0), 0)
                    continue
                self._word(word, None if argument is None else int(argument))
            elif octet is not None:
                self._letters(bytes.fromhex(octet.decode()))
            elif letters is not None:
                self._letters(letters)
            elif brace is not None:
                self._brace(brace)
            elif symbol == b"*":
                self._optional = True
            elif symbol is not None and (sign := _SYMBOLS.get(symbol)):
                self._sign(sign)
        self._end_run()
        # characters beyond the first plane come in two halves
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _brace(self, brace: bytes) -> None:
        self._to_skip, self._optional = 0, False
        if brace == b"{":
            self._around.append(self._group)
            if len(self._around) < LEVELS:
                self._group = self._group.copied()
            return
        before = self._group.font
        self._group = self._around.pop() if self._around else self._group
        if self._group.font != before:
            self._end_run(before)

    def _word(self, word: bytes, argument: int | None) -> None:
        group, optional, self._optional = self._group, self._optional, False
        if word == b"htmltag" and optional and self._wraps_html:
            group.hidden = False
        elif optional or word in _UNSHOWN:
            group.unshown, group.of_fonts = True, word == b"fonttbl"
        elif word == b"f" and argument is not None:
            if group.of_fonts:
                self._font_in_table = argument
            else:
                self._change_font(argument)
        elif word == b"fcharset" and group.of_fonts:
            if codec := _FONT_CHARSETS.get(argument or 0):
                self._fonts[self._font_in_table] = codec
        elif word == b"deff" and argument is not None:
            self._default_font = argument
            self._change_font(argument)
        elif word == b"plain":
            self._change_font(self._default_font)
            group.hidden = group.hidden and self._wraps_html
        elif word == b"ansicpg" and argument:
            self._codec = "utf-8" if argument == 65001 else charsets.codec_of(f"cp{argument}") or self._codec
        elif word == (b"htmlrtf" if self._wraps_html else b"v"):
            group.hidden = argument != 0
        elif word == b"uc" and argument is not None:
            group.fallback_letters = min(max(argument, 0), 100)
        elif word == b"u" and argument is not None:
            self._sign(chr(argument & 0xFFFF))
            self._to_skip = group.fallback_letters
        elif sign := _SIGNS.get(word):
            self._sign(sign)

    def _change_font(self, font: int) -> None:
        if font != self._group.font:
            self._end_run()
            self._group.font = font

    def _letters(self, letters: bytes) -> None:
        skipped = min(self._to_skip, len(letters))
        self._to_skip -= skipped
        if not (self._group.unshown or self._group.hidden):
            self._octets += letters[skipped:]

    def _sign(self, sign: str) -> None:
        self._to_skip = 0
        if not (self._group.unshown or self._group.hidden):
            self._end_run()
            self._out.append(sign)

    def _end_run(self, font: int | None = None) -> None:
        """Octets are decoded together: a character of two may be written as one escape and one letter."""
        if self._octets:
            codec = self._fonts.get(self._group.font if font is None else font, self._codec)
            self._out.append(self._octets.decode(codec, "replace"))
            self._octets.clear()
