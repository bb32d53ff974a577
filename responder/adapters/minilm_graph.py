"""The ONNX graph of all-MiniLM-L6-v2, built from its weights alone: no torch, and no exporter.

The encoder is BERT (Devlin et al. 2019) with 6 layers; mean pooling over the attention mask and the L2 norm are part of
the graph. With `full_precision` it agrees with sentence-transformers to 2e-7. Without, the matrix products of the layers
run in 8-bit integers with one scale per word piece and per output column (cosine to full precision .996); one scale per
matrix, or 8-bit word embeddings, would turn vectors by up to 30 degrees.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

# Seven bits, not eight: processors without VNNI add two 8-bit products in 16 bits and saturate.
LARGEST_WEIGHT = 63


def build(model_dir: Path, *, full_precision: bool) -> bytes:
    """The serialised graph: int64 `input_ids` and `attention_mask` of shape (texts, pieces) → float32 (texts, 384)."""
    config = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
    weights = {name.removeprefix("bert."): w for name, w in load_file(model_dir / "model.safetensors").items()}
    graph: bytes = _Graph(config, weights, full_precision=full_precision).model().SerializeToString()
    return graph


class _Graph:
    """Nodes and constants as they are laid down, layer by layer."""

    def __init__(self, config: dict[str, Any], weights: dict[str, Any], *, full_precision: bool) -> None:
        self.config, self.weights, self.full_precision = config, weights, full_precision
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def model(self) -> Any:
        width = self.config["hidden_size"]
        mask = self._op("Cast", "attention_mask", to=TensorProto.FLOAT)
        # What is padded gets a large negative score before the softmax.
        absent = self._op("Sub", self._float(1), self._op("Unsqueeze", mask, self._ints(1, 2)))
        penalty = self._op("Mul", absent, self._float(-1e9))
        hidden = self._embeddings()
        for number in range(self.config["num_hidden_layers"]):
            hidden = self._layer(hidden, penalty, f"encoder.layer.{number}.")
        vector = self._op("LpNormalization", self._mean(hidden, mask), axis=-1, p=2)
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "pieces"])
        attention = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["texts", "pieces"])
        out = helper.make_tensor_value_info(vector, TensorProto.FLOAT, ["texts", width])
        graph = helper.make_graph(self.nodes, "minilm", [ids, attention], [out], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)])
        model.ir_version = 10
        onnx.checker.check_model(model)
        return model

    def _embeddings(self) -> str:
        shape = self._op("Shape", "input_ids")
        self.shape = shape
        self.texts = self._op("Gather", shape, self._ints(0), axis=0)
        pieces = self._op("Gather", shape, self._ints(1), axis=0)
        words = self._table("embeddings.word_embeddings.weight")
        places = self._op("Slice", self._weight("embeddings.position_embeddings.weight"), self._ints(0), pieces)
        kind = self._constant(self.weights["embeddings.token_type_embeddings.weight"][0])
        return self._norm(self._op("Add", self._op("Add", words, places), kind), "embeddings.LayerNorm")

    def _layer(self, x: str, penalty: str, name: str) -> str:
        heads = self.config["num_attention_heads"]
        width = self.config["hidden_size"]
        split = self._op("Concat", self.texts, self._ints(-1, heads, width // heads), axis=0)
        join = self._op("Concat", self.texts, self._ints(-1, width), axis=0)
        ready = self._ready(x, width)

        def head(part: str, order: list[int]) -> str:
            projected = self._linear(ready, f"{name}attention.self.{part}")
            return self._op("Transpose", self._op("Reshape", projected, split), perm=order)

        query, key, value = head("query", [0, 2, 1, 3]), head("key", [0, 2, 3, 1]), head("value", [0, 2, 1, 3])
        scores = self._op("Mul", self._op("MatMul", query, key), self._float((width // heads) ** -0.5))
        attention = self._op("Softmax", self._op("Add", scores, penalty), axis=-1)
        mixed = self._op("Transpose", self._op("MatMul", attention, value), perm=[0, 2, 1, 3])
        mixed = self._linear(self._ready(self._op("Reshape", mixed, join), width), f"{name}attention.output.dense")
        x = self._norm(self._op("Add", mixed, x), f"{name}attention.output.LayerNorm")
        wide = self._op("Gelu", self._linear(self._ready(x, width), f"{name}intermediate.dense"))
        narrow = self._linear(self._ready(wide, self.config["intermediate_size"]), f"{name}output.dense")
        return self._norm(self._op("Add", narrow, x), f"{name}output.LayerNorm")

    def _mean(self, hidden: str, mask: str) -> str:
        weighted = self._op("Mul", hidden, self._op("Unsqueeze", mask, self._ints(2)))
        total = self._op("ReduceSum", weighted, self._ints(1), keepdims=0)
        count = self._op("ReduceSum", mask, self._ints(1), keepdims=1)
        return self._op("Div", total, self._op("Max", count, self._float(1e-9)))

    # -- matrix products, in full or in 8 bits

    def _ready(self, x: str, width: int) -> tuple[str, ...]:
        """Activations as a matrix product takes them: as they are, or as bytes and the scale of each row.

        One scale per word piece, not per batch: a text then has the same vector in whatever company it is computed.
        """
        if self.full_precision:
            return (x,)
        largest = self._op("ReduceMax", self._op("Abs", x), self._ints(-1), keepdims=1)
        scale = self._op("Max", self._op("Mul", largest, self._float(1 / 127)), self._float(1e-12))
        rows = self._op("Reshape", x, self._ints(-1, width))
        scales = self._op("Reshape", scale, self._ints(-1))
        middle = self._op("Expand", self._constant(np.uint8(128)), self._op("Shape", scales))
        return self._op("QuantizeLinear", rows, scales, middle, axis=0), scale

    def _linear(self, x: tuple[str, ...], name: str) -> str:
        matrix = self.weights[f"{name}.weight"].T
        bias = self._weight(f"{name}.bias")
        if self.full_precision:
            return self._op("Add", self._op("MatMul", x[0], self._constant(matrix)), bias)
        values, scale = x
        steps = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / LARGEST_WEIGHT
        rounded = self._constant(np.round(matrix / steps).astype(np.int8))
        product = self._op(
            "Cast", self._op("MatMulInteger", values, rounded, self._constant(np.uint8(128))), to=TensorProto.FLOAT
        )
        shaped = self._op("Reshape", product, self._op("Concat", self.shape, self._ints(matrix.shape[1]), axis=0))
        return self._op("Add", self._op("Mul", self._op("Mul", shaped, scale), self._constant(steps)), bias)

    def _table(self, name: str) -> str:
        if self.full_precision:
            return self._op("Gather", self._weight(name), "input_ids")
        # Half precision keeps three digits of each value and saves 23 MB.
        found = self._op("Gather", self._constant(self.weights[name].astype(np.float16)), "input_ids")
        return self._op("Cast", found, to=TensorProto.FLOAT)

    def _norm(self, x: str, name: str) -> str:
        scale, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._op("LayerNormalization", x, scale, bias, axis=-1, epsilon=float(self.config["layer_norm_eps"]))

    # -- laying down

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        out = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def _constant(self, value: Any) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _weight(self, name: str) -> str:
        return self._constant(self.weights[name])

    def _float(self, value: float) -> str:
        return self._constant(np.float32(value))

    def _ints(self, *values: int) -> str:
        return self._constant(np.array(values, np.int64))
