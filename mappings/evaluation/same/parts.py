"""Who is measured: what groups, what ranks suggestions, what judges pairs; and the grouping that exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.known import Known, items_of
from mappings.grouping import Grouping, group

CANDIDATES = 20
"""So many of the most like are judged, for each text."""


@dataclass(frozen=True)
class Verdict:
    """What a judge says of two texts: probabilities that sum to 1, and why. left_out: by a fold that had not seen them."""

    same: float
    against: float
    other: float
    reason: str = ""
    left_out: bool = False

    @property
    def best(self) -> str:
        """same, against or other; other where two are equally likely."""
        told = {"other": self.other, "against": self.against, "same": self.same}
        return max(told, key=lambda name: told[name])


class Judge(Protocol):
    """Compares two texts, with what the tags know of both. Neither their order nor the other pairs should be of weight."""

    @property
    def name(self) -> str: ...

    def judged(self, pairs: Sequence[tuple[Known, Known]]) -> Sequence[Verdict]:
        """A verdict a pair, in their order."""
        ...


class Ranker(Protocol):
    """Says which texts are worth suggesting to each other."""

    @property
    def name(self) -> str: ...

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        """(n, n) float32, symmetric, higher for what is sooner the same. Pairs of different scopes may hold anything."""
        ...


class Grouper(Protocol):
    """Puts statements in groups that stand by themselves, without a person."""

    @property
    def name(self) -> str: ...

    def grouped(self, texts: Sequence[Known], existing: Mapping[str, Sequence[str]] | None = None) -> Grouping:
        """existing: group id → statement ids of an earlier run, to be kept. The order of texts should be of no weight."""
        ...


@dataclass(frozen=True)
class ByWords:
    """`mappings.grouping.group`, as the service calls it. use_tags: False for words alone."""

    use_tags: bool = True

    @property
    def name(self) -> str:
        return "words+tags" if self.use_tags else "words"

    def grouped(self, texts: Sequence[Known], existing: Mapping[str, Sequence[str]] | None = None) -> Grouping:
        return group(items_of(texts, use_tags=self.use_tags), existing)


@dataclass(frozen=True)
class Judged:
    """The most like of a ranker, put in order by how likely a judge thinks them the same."""

    ranker: Ranker
    judge: Judge
    candidates: int = CANDIDATES

    @property
    def name(self) -> str:
        return f"{self.ranker.name}+{self.judge.name}"

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        """2–3 for pairs that were judged; the ranker's own, at most 1, for the others."""
        found = np.minimum(self.ranker.likeness(texts), np.float32(1))
        scopes = np.array([one.text.scope for one in texts])
        within = np.where(scopes[:, None] == scopes[None, :], found, -np.inf)
        np.fill_diagonal(within, -np.inf)
        first = np.argsort(-within, axis=1, kind="stable")[:, : self.candidates]
        pairs = sorted({(min(i, j), max(i, j)) for i, row in enumerate(first) for j in row.tolist() if within[i, j] > -np.inf})
        verdicts = self.judge.judged([(texts[i], texts[j]) for i, j in pairs])
        for (i, j), verdict in zip(pairs, verdicts, strict=True):
            found[i, j] = found[j, i] = np.float32(2 + verdict.same)
        return found


@dataclass(frozen=True)
class Parts:
    """Everyone who is measured. The first grouper and the last ranker are what the product would do."""

    groupers: tuple[Grouper, ...] = (ByWords(), ByWords(use_tags=False))
    rankers: tuple[Ranker, ...] = ()
    judge: Judge | None = None
