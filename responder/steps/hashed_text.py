"""A text as numbers that a linear model can weigh: its words, pairs of words and groups of letters, hashed (Weinberger et
al. 2009). Of any language, without a vocabulary; 1,000 letters take a millisecond. Without numpy, as the processes that
read mail have little memory.
"""

from __future__ import annotations

import base64
import math
import re
import struct
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

COLUMNS = 2**15
_ADDRESS = re.compile(r"\S{1,200}@\S{1,200}")
_NAME = re.compile(r"(?<!\S)@\w{1,60}")
_LINK = re.compile(r"https?://\S{1,500}")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"<mail>|<link>|<name>|\w{1,60}|[^\w\s]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which a run of letters is more than a word: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean"""


def hashed(text: str, kind: str = "") -> dict[int, float]:
    """Column → value, of length 1 together; none for an empty text. How often a piece comes counts less and less. Texts
    of another `kind`, such as subjects, have numbers of their own."""
    times = Counter(zlib.crc32(piece.encode("utf-8", "replace")) for piece in _pieces(text, kind))
    values: dict[int, float] = {}
    for number, often in times.items():
        value = 1 + math.log(often) if often > 1 else 1.0
        column = number % COLUMNS
        values[column] = values.get(column, 0.0) + (value if number >> 31 else -value)
    norm = math.sqrt(sum(value * value for value in values.values()))
    return {column: value / norm for column, value in values.items()} if norm else {}


def weighed(weights: Sequence[float], values: dict[int, float]) -> float:
    """The inner product. `weights`: COLUMNS of them."""
    return sum(weights[column] * value for column, value in values.items())


def packed(weights: Sequence[float]) -> str:
    """Weights as text for a JSON file, with three digits each."""
    return base64.b64encode(zlib.compress(struct.pack(f"<{COLUMNS}e", *weights), 9)).decode("ascii")


def unpacked(text: str) -> array[float]:
    return array("f", struct.unpack(f"<{COLUMNS}e", zlib.decompress(base64.b64decode(text))))


def _pieces(text: str, kind: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text)
    # which number, address, name or link it is says nothing
    plain = _DIGIT.sub("0", _LINK.sub("<link>", _NAME.sub("<name>", _ADDRESS.sub("<mail>", plain))))
    words = _WORD.findall(plain.casefold())
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        yield kind + word
        if following:
            yield f"{kind}{word} {following}"
        framed, sizes = (word, (2, 3, 4)) if _UNSPACED.search(word) else (f"<{word}>", (3, 4, 5))
        for size in sizes:
            for at in range(len(framed) - size + 1):
                yield f"{kind}~{framed[at : at + size]}"
