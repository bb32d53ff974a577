"""Sentence vectors over HTTP: the /v1/embeddings interface that vendors and local servers have in common.

A POST of {"model", "input": [texts], "encoding_format": "float"} gives {"data": [{"index", "embedding"}, …]}. What comes
back is checked: one vector per text, of the right length, of finite numbers; it is scaled to length one here, as not
every server does that.
"""

from __future__ import annotations

import asyncio
import json
import math
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from responder.config import Embeddings
from responder.domain import Vector
from responder.errors import ConfigError, GiveUp, TryLater

LONGEST_TEXT = 24_000
"""characters; no model in use reads more, and some refuse it instead of cutting it"""
LARGEST_ANSWER = 64_000_000
CALLS_AT_ONCE = 4


class HttpEmbedder:
    """ports.Embedder. Raises ConfigError for an address that is not encrypted and not this machine's."""

    def __init__(self, settings: Embeddings, api_key: str = "") -> None:
        self._settings, self._key = settings, api_key
        address = urllib.parse.urlsplit(settings.url)
        if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ConfigError("knowledge.embeddings.url must begin with https:// unless it is this machine's")
        if not settings.model or not settings.dimension:
            raise ConfigError("knowledge.embeddings needs `model` and `dimension` besides `url`")
        self._where = address.netloc
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="embeddings")
        self._opener = urllib.request.build_opener(_NoRedirects)

    @property
    def model(self) -> str:
        return f"{self._settings.model} {self._settings.dimension} {self._where}"

    @property
    def dimension(self) -> int:
        return self._settings.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One L2-normalised vector per text. Raises TryLater when the server is away or busy, GiveUp when it refuses or
        answers what cannot be used."""
        loop, most = asyncio.get_running_loop(), self._settings.texts_at_once
        batches = [texts[start : start + most] for start in range(0, len(texts), most)]
        made = await asyncio.gather(*(loop.run_in_executor(self._threads, self._ask, batch) for batch in batches))
        return [vector for batch in made for vector in batch]

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, texts: Sequence[str]) -> list[Vector]:
        words = {"input": [text[:LONGEST_TEXT] or " " for text in texts], "encoding_format": "float"}
        headers = {"Content-Type": "application/json", "User-Agent": "Responder"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(
            self._settings.url.rstrip("/") + "/embeddings",
            json.dumps({"model": self._settings.model, **words}).encode(),
            headers,
        )
        try:
            with self._opener.open(request, timeout=self._settings.timeout_seconds) as answer:
                body = answer.read(LARGEST_ANSWER)
        except urllib.error.HTTPError as error:
            raise self._refused(error) from error
        except OSError as error:
            why = getattr(error, "reason", None) or error
            raise TryLater(f"the embeddings server {self._where} is away: {why}", after=30) from error
        return [self._vector(found) for found in self._in_order(body, len(texts))]

    def _refused(self, error: urllib.error.HTTPError) -> TryLater | GiveUp:
        if error.code in (408, 409, 425, 429) or error.code >= 500:
            wait = error.headers.get("Retry-After", "")
            after = min(float(wait), 600.0) if wait.isdigit() else 30.0
            return TryLater(f"the embeddings server {self._where} is busy ({error.code})", after=after)
        hints = {
            401: "check RESPONDER_EMBEDDINGS_API_KEY",
            403: "check RESPONDER_EMBEDDINGS_API_KEY",
            404: "check knowledge.embeddings.url (it usually ends with /v1) and knowledge.embeddings.model",
        }
        words = " ".join(error.read(2000).decode("utf-8", "replace").split())[:200]
        hint = hints.get(error.code, "check knowledge.embeddings.model")
        return GiveUp(f"the embeddings server {self._where} refuses ({error.code}): {hint}. It said: {words}")

    def _in_order(self, body: bytes, count: int) -> list[Any]:
        try:
            data = json.loads(body)["data"]
            found = {int(one.get("index", place)): one["embedding"] for place, one in enumerate(data)}
            return [found[place] for place in range(count)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GiveUp(f"{self._where} does not answer as /v1/embeddings does: {type(error).__name__}") from error

    def _vector(self, numbers: Any) -> Vector:
        good = isinstance(numbers, list) and all(isinstance(n, int | float) and math.isfinite(n) for n in numbers)
        if not good or not any(numbers):
            raise GiveUp(f"{self._where} gave something that is no vector of numbers")
        if len(numbers) != self.dimension:
            raise GiveUp(
                f"{self._where} gives vectors of {len(numbers)} numbers: set knowledge.embeddings.dimension to that"
            )
        length = math.sqrt(sum(n * n for n in numbers))
        return tuple(n / length for n in numbers)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A key must not follow a redirect to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None
