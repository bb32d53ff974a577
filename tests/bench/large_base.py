"""A knowledge base of any size for the benchmarks: words as frequent as words are (Zipf), vectors in clusters as those
of texts are. Written into the tables by binary COPY, as a million articles would take hours to chunk and to embed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

DIMENSION = 384
WORDS = 200_000
"""different ones"""
TOPICS = 4_000
"""clusters of vectors; a passage takes a third of its words from the words of its topic"""
FIELDS = 60
"""clusters of topics"""
PRODUCTS = ("", "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota")
AT_ONCE = 20_000
PER_ARTICLE = 5
COMMON = 100
"""the most frequent words, which PostgreSQL would leave out as stop words"""

_POSTING = np.dtype(
    [
        ("fields", ">i2"),
        *((part, kind) for name, kind, size in (
            ("model", ">i2", 2), ("config", "S7", 7), ("stem", "S7", 7), ("passage", ">i8", 8), ("facet", ">i4", 4),
            ("times", ">i4", 4), ("length", ">i4", 4),
        ) for part, kind in ((f"{name}_size", ">i4"), (name, kind))),
    ]
)  # fmt: skip
_SIZES = {"model": 2, "config": 7, "stem": 7, "passage": 8, "facet": 4, "times": 4, "length": 4}
_VECTOR = np.dtype(
    [
        ("fields", ">i2"),
        ("passage_size", ">i4"), ("passage", ">i8"),
        ("model_size", ">i4"), ("model", ">i2"),
        ("embedding_size", ">i4"), ("dim", ">i2"), ("unused", ">i2"), ("embedding", ">f2", (DIMENSION,)),
        ("facet_size", ">i4"), ("facet", ">i4"),
    ]
)  # fmt: skip
_HEADER = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8


@dataclass(frozen=True)
class Question:
    text: str
    vector: tuple[float, ...]


class LargeBase:
    """The same for every run: everything is drawn from `seed`."""

    def __init__(self, passages: int, *, seed: int = 1) -> None:
        self.passages = passages
        self._random = np.random.default_rng(seed)
        self._centres = self._drawn_centres()
        # Zipf-Mandelbrot: the word of rank r is seen in proportion to 1 / (r + 2.7)
        weights = 1 / (np.arange(COMMON, COMMON + WORDS) + 2.7)
        self._cumulated = np.cumsum(weights / weights.sum())

    def _drawn_centres(self) -> np.ndarray[Any, Any]:
        """Vectors of texts are never far apart: all share a direction, those of a field another, of a topic a third."""
        general = _unit(self._random.standard_normal((1, DIMENSION), dtype=np.float32))
        fields = _unit(self._random.standard_normal((FIELDS, DIMENSION), dtype=np.float32))
        topics = _unit(self._random.standard_normal((TOPICS, DIMENSION), dtype=np.float32))
        return _unit(0.45 * general + 0.55 * fields[np.arange(TOPICS) % FIELDS] + 0.7 * topics)

    def _words(self, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        return np.searchsorted(self._cumulated, self._random.random(shape, dtype=np.float32)).astype(np.int32) % WORDS

    def write(self, dsn: str, model: str) -> None:
        """Fill the empty tables of a migrated database."""
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("SET synchronous_commit = off")
            number = connection.execute(
                "INSERT INTO embedding_model (name, dimension) VALUES (%s, %s) RETURNING id", [model, DIMENSION]
            ).fetchone()
            assert number is not None
            for table, index in (("posting", "posting_of_passage"), ("posting", "posting_pkey")):
                drop = f"ALTER TABLE {table} DROP CONSTRAINT {index}" if "pkey" in index else f"DROP INDEX {index}"
                connection.execute(drop.encode())
            connection.execute("SET session_replication_role = replica")  # no foreign keys row by row
            for id_, product in enumerate(PRODUCTS, 1):
                connection.execute(
                    "INSERT INTO facet (id, model_id, product, category, language, passages)"
                    " VALUES (%s, %s, %s, '', 'en', 0)",
                    [id_, number[0], product],
                )
            self._topic_words = self._words((TOPICS, 200))
            counts = np.zeros(WORDS, dtype=np.int64)
            length = 0
            for first in range(1, self.passages + 1, AT_ONCE):
                length += self._write_some(connection, number[0], first, counts)
            self._write_counts(connection, number[0], counts, length)
            connection.execute("SET maintenance_work_mem = '512MB'")
            connection.execute(
                "ALTER TABLE posting ADD CONSTRAINT posting_pkey PRIMARY KEY"
                " (model_id, config, stem, density, passage_id) INCLUDE (facet_id, times, length)"
            )
            connection.execute("CREATE INDEX posting_of_passage ON posting (passage_id)")
            connection.execute("VACUUM ANALYZE")

    def _write_some(
        self, connection: psycopg.Connection[Any], model: int, first: int, counts: np.ndarray[Any, Any]
    ) -> int:
        ids = np.arange(first, min(first + AT_ONCE, self.passages + 1), dtype=np.int64)
        topics = self._random.integers(0, TOPICS, len(ids))
        facets = 1 + (ids // 50) % len(PRODUCTS)
        self._copy_articles(connection, model, ids, facets)
        vectors = np.zeros(len(ids), dtype=_VECTOR)
        for name, value in (("fields", 4), ("passage_size", 8), ("model_size", 2), ("facet_size", 4)):
            vectors[name] = value
        vectors["embedding_size"], vectors["dim"], vectors["model"] = 4 + 2 * DIMENSION, DIMENSION, model
        vectors["passage"], vectors["facet"], vectors["embedding"] = ids, facets, self._vectors_of(topics)
        _copy(connection, "COPY passage_vector (passage_id, model_id, embedding, facet_id)", vectors)
        return self._copy_postings(connection, model, ids, facets, topics, counts)

    def _vectors_of(self, topics: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Cosine of two passages of one topic about 0.6, of one field 0.3, of others 0.1."""
        noise = self._random.standard_normal((len(topics), DIMENSION), dtype=np.float32) / np.sqrt(DIMENSION)
        return _unit(self._centres[topics] + 0.8 * noise)

    def _copy_articles(
        self, connection: psycopg.Connection[Any], model: int, ids: np.ndarray[Any, Any], facets: np.ndarray[Any, Any]
    ) -> None:
        with connection.cursor().copy(
            "COPY article (source, id, model_id, title, body, category, product, language, url, audience, reviewed_on,"
            " sha256) FROM STDIN"
        ) as copy:
            for id_, facet in zip(ids[::PER_ARTICLE], facets[::PER_ARTICLE], strict=True):
                product = PRODUCTS[facet - 1]
                copy.write_row(("bench", str(id_), model, "Title", "", "", product, "en", "", "public", "", str(id_)))
        with connection.cursor().copy(
            "COPY passage (id, source, article_id, number, heading, body, model_id) FROM STDIN"
        ) as copy:
            for at, id_ in enumerate(ids):
                article = str(ids[at - at % PER_ARTICLE])
                copy.write_row((id_, "bench", article, at % PER_ARTICLE + 1, "Title > Heading", "Words. " * 100, model))

    def _copy_postings(
        self,
        connection: psycopg.Connection[Any],
        model: int,
        ids: np.ndarray[Any, Any],
        facets: np.ndarray[Any, Any],
        topics: np.ndarray[Any, Any],
        counts: np.ndarray[Any, Any],
    ) -> int:
        lengths = np.clip(self._random.lognormal(4.0, 0.5, len(ids)), 10, 150).astype(np.int32)
        at = np.repeat(np.arange(len(ids)), lengths)
        words = self._words((len(at),))
        own = self._random.random(len(at), dtype=np.float32) < 0.33
        words[own] = self._topic_words[topics[at[own]], self._random.integers(0, 200, int(own.sum()))]
        keys, times = np.unique(at.astype(np.int64) * WORDS + words, return_counts=True)
        at, words = keys // WORDS, keys % WORDS
        counts += np.bincount(words, minlength=WORDS)
        rows = np.zeros(len(keys), dtype=_POSTING)
        rows["fields"] = len(_SIZES)
        for name, size in _SIZES.items():
            rows[f"{name}_size"] = size
        rows["model"], rows["config"], rows["stem"] = model, b"english", _STEMS[words]
        rows["passage"], rows["facet"], rows["times"], rows["length"] = ids[at], facets[at], times, lengths[at]
        _copy(connection, "COPY posting (model_id, config, stem, passage_id, facet_id, times, length)", rows)
        numbers, many = np.unique(facets, return_counts=True)
        for facet, more in zip(numbers, many, strict=True):
            connection.execute("UPDATE facet SET passages = passages + %s WHERE id = %s", [int(more), int(facet)])
        return int(lengths.sum())

    def _write_counts(
        self, connection: psycopg.Connection[Any], model: int, counts: np.ndarray[Any, Any], length: int
    ) -> None:
        connection.execute("INSERT INTO corpus VALUES (%s, 'english', %s, %s)", [model, self.passages, length])
        with connection.cursor().copy("COPY stem_count (model_id, config, stem, passages) FROM STDIN") as copy:
            for word in np.flatnonzero(counts):
                copy.write_row((model, "english", _STEMS[word].decode(), int(counts[word])))

    def questions(self, count: int) -> list[Question]:
        """Each about a topic: four to twelve words, half of them the topic's, and a vector near it."""
        made = []
        for topic in self._random.integers(0, TOPICS, count):
            size = int(self._random.integers(2, 7))
            words = [*self._words((size,)), *self._random.choice(self._topic_words[topic], size)]
            (vector,) = self._vectors_of(np.array([topic]))
            made.append(Question(" ".join(_STEMS[w].decode() for w in words), tuple(map(float, vector))))
        return made


_STEMS = np.array([f"q{number:06d}" for number in range(WORDS)], dtype="S7")
"""no English endings: each is its own stem"""


def _unit(vectors: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # type: ignore[no-any-return]


def _copy(connection: psycopg.Connection[Any], what: str, rows: np.ndarray[Any, Any]) -> None:
    with connection.cursor().copy(f"{what} FROM STDIN (FORMAT BINARY)".encode()) as copy:
        copy.write(_HEADER)
        copy.write(rows.tobytes())
        copy.write(b"\xff\xff")
