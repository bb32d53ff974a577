"""Vectors from a server with the /v1/embeddings interface, over real HTTP on loopback."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from responder.adapters.http_embedder import HttpEmbedder
from responder.config import Embeddings
from responder.errors import ConfigError, GiveUp, TryLater


class Server(ThreadingHTTPServer):
    """Gives each text the vector (its length, 1, 0), out of order, unless `status` or `body` says otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.headers, self.body = 200, {}, b""
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        words = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**words, "path": self.path})
        self.server.keys.append(self.headers.get("Authorization", ""))
        data = [{"index": n, "embedding": [len(text), 1, 0]} for n, text in enumerate(words["input"])]
        body = self.server.body or json.dumps({"data": data[::-1]}).encode()
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def embedder(server: Server, **changes: Any) -> HttpEmbedder:
    url = f"http://127.0.0.1:{server.server_address[1]}/v1/"
    return HttpEmbedder(
        Embeddings(**{"url": url, "model": "small", "dimension": 3, "texts_at_once": 2, **changes}), "key"
    )


async def test_each_text_gets_its_vector_of_length_one_in_order(server: Server) -> None:
    texts = ["a", "bb", "ccc", "", "d" * 100_000]
    vectors = await embedder(server).embed(texts)
    assert [round(v[0] / v[1]) for v in vectors] == [1, 2, 3, 1, 24_000]
    assert all(math.isclose(sum(n * n for n in v), 1) for v in vectors)
    assert len(server.asked) == 3 and {a["path"] for a in server.asked} == {"/v1/embeddings"}
    assert {a["model"] for a in server.asked} == {"small"} and set(server.keys) == {"Bearer key"}
    assert await embedder(server).embed([]) == []


def test_vectors_of_other_models_servers_or_lengths_are_never_taken_for_the_same(server: Server) -> None:
    names = {embedder(server, **c).model for c in ({}, {"model": "large"}, {"dimension": 4})}
    assert len(names) == 3 and all("127.0.0.1" in name for name in names)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_server_that_is_busy_is_asked_later(server: Server, status: int) -> None:
    server.status, server.headers = status, {"Retry-After": "7"}
    with pytest.raises(TryLater) as caught:
        await embedder(server).embed(["a"])
    assert caught.value.after == 7


async def test_a_server_that_is_away_is_asked_later(server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(TryLater, match="away"):
        await embedder(server).embed(["a"])


@pytest.mark.parametrize(
    ("status", "word"),
    [(401, "RESPONDER_EMBEDDINGS_API_KEY"), (404, "embeddings.url"), (400, "embeddings.model"), (302, "refuses")],
)
async def test_a_server_that_refuses_says_what_to_check(server: Server, status: int, word: str) -> None:
    server.status, server.headers, server.body = status, {"Location": "http://127.0.0.1:1/"}, b"no\r\nway"
    with pytest.raises(GiveUp, match=word):
        await embedder(server).embed(["a"])


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
async def test_what_is_no_vector_is_never_stored(server: Server, body: bytes) -> None:
    server.body = body
    with pytest.raises(GiveUp):
        await embedder(server).embed(["a"])


def test_questions_leave_this_machine_only_encrypted() -> None:
    with pytest.raises(ConfigError, match="https"):
        HttpEmbedder(Embeddings(url="http://vendor.example/v1", model="small", dimension=3))
    with pytest.raises(ConfigError, match="dimension"):
        HttpEmbedder(Embeddings(url="https://vendor.example/v1", model="small"))
