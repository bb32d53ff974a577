"""Vectors from a server with the /v1/embeddings interface, over real HTTP on loopback."""

from __future__ import annotations

import math
from typing import Any

import pytest

from responder.adapters.http_embedder import HttpEmbedder
from responder.config import Embeddings
from responder.errors import ConfigError, GiveUp, TryLater
from tests.fixtures.embeddings_server import EmbeddingsServer


def embedder(embeddings: EmbeddingsServer, **changes: Any) -> HttpEmbedder:
    settings = {"url": f"{embeddings.url}/", "model": "small", "dimension": 3, "texts_at_once": 2, **changes}
    return HttpEmbedder(Embeddings(**settings), "key")


async def test_each_text_gets_its_vector_of_length_one_in_order(embeddings: EmbeddingsServer) -> None:
    texts = ["a", "bb", "ccc", "", "d" * 100_000]
    vectors = await embedder(embeddings).embed(texts)
    assert [round(v[0] / v[1]) for v in vectors] == [1, 2, 3, 1, 24_000]
    assert all(math.isclose(sum(n * n for n in v), 1) for v in vectors)
    assert [r["path"] for r in embeddings.requests] == ["/v1/embeddings"] * 3
    assert {(r["model"], r["key"]) for r in embeddings.requests} == {("small", "Bearer key")}
    assert await embedder(embeddings).embed([]) == []


def test_vectors_of_other_models_servers_or_lengths_are_never_taken_for_the_same(embeddings: EmbeddingsServer) -> None:
    names = {embedder(embeddings, **c).model for c in ({}, {"model": "large"}, {"dimension": 4})}
    assert len(names) == 3 and all("127.0.0.1" in name for name in names)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_server_that_is_busy_is_asked_later(embeddings: EmbeddingsServer, status: int) -> None:
    embeddings.status, embeddings.headers = status, {"Retry-After": "7"}
    with pytest.raises(TryLater) as caught:
        await embedder(embeddings).embed(["a"])
    assert caught.value.after == 7


async def test_a_server_that_is_away_is_asked_later(embeddings: EmbeddingsServer) -> None:
    embeddings.shutdown()
    embeddings.server_close()
    with pytest.raises(TryLater, match="away"):
        await embedder(embeddings).embed(["a"])


@pytest.mark.parametrize(
    ("status", "word"),
    [(401, "RESPONDER_EMBEDDINGS_API_KEY"), (404, "embeddings.url"), (400, "embeddings.model"), (302, "refuses")],
)
async def test_a_server_that_refuses_says_what_to_check(embeddings: EmbeddingsServer, status: int, word: str) -> None:
    embeddings.status, embeddings.headers, embeddings.body = status, {"Location": "http://127.0.0.1:1/"}, b"no\r\nway"
    with pytest.raises(GiveUp, match=word):
        await embedder(embeddings).embed(["a"])


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"[]",
        b'{"data": []}',
        b'{"data": [{"embedding": [1, 2]}]}',
        b'{"data": [{"embedding": [0, 0, 0]}]}',
        b'{"data": [{"embedding": [NaN, 1, 1]}]}',
        b'{"data": [{"embedding": "AAAA"}]}',
    ],
)
async def test_what_is_no_vector_is_never_stored(embeddings: EmbeddingsServer, body: bytes) -> None:
    embeddings.body = body
    with pytest.raises(GiveUp):
        await embedder(embeddings).embed(["a"])


def test_questions_leave_this_machine_only_encrypted() -> None:
    with pytest.raises(ConfigError, match="https"):
        HttpEmbedder(Embeddings(url="http://vendor.example/v1", model="small", dimension=3))
    with pytest.raises(ConfigError, match="dimension"):
        HttpEmbedder(Embeddings(url="https://vendor.example/v1", model="small"))
