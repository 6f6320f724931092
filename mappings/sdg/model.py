"""Text vectors → a score for each goal: a trained part, and likeness to the UN's targets and to Swedish prototypes.

weights.json is made by `python -m mappings.sdg.make_weights`. Vectors are centred by their language's mean first: uncentred,
every text looks like every other. One text is scored at a time, so that its scores never depend on what else is asked.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from mappings.law import references
from mappings.rights.cues import find
from mappings.sdg.labels import cues
from mappings.sdg.types import FloatArray

SCALE = 3.0
"""Centred vectors are multiplied by this before the trained part sees them."""
UN_WEIGHT, UN_AT, UN_NEAREST = 10.0, 0.145, 3
OWN_WEIGHT, OWN_AT, OWN_NEAREST = 15.0, 0.125, 2
CUE_WEIGHT, CUES_AT_MOST, NAMED = 3.5, 2, 20.0
"""How much likeness to UN texts, to prototypes (mean of the nearest few, over a zero point), cue words and numbers add."""
SURE = 3.0
"""A tag needs this score (two labelled sets of Swedish sentences: right in four of five); under it nothing is said."""
SURE_TOO = 6.0
"""What a second goal needs beside the first: between the two thresholds fewer than half of the second ones were right."""
CLEAR = 0.3
"""A target is named when the text is at least this like it."""


@dataclass(frozen=True)
class References:
    """Vectors (n, 384) to be like, each with its target ("11.7", "11" for a goal, "" for none)."""

    vectors: FloatArray
    targets: tuple[str, ...]

    @cached_property
    def goals(self) -> npt.NDArray[np.int64]:
        """(n,) the goal of each, 0 for none."""
        return np.array([int(target.split(".")[0] or 0) for target in self.targets])

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """(17, most of one goal): where the references of each goal stand, filled up with n, one past the last."""
        of = [np.flatnonzero(self.goals == goal) for goal in range(1, 18)]
        most = max(map(len, of))
        return np.stack([np.pad(where, (0, most - len(where)), constant_values=len(self.targets)) for where in of])


@dataclass(frozen=True)
class Model:
    """trained: (17, 385) weights and bias. means: language → (384,). version: of weights, names, cue words and thresholds."""

    version: str
    encoder: str
    trained: FloatArray
    means: Mapping[str, FloatArray]
    un: References
    own: References

    def centre(self, vector: FloatArray, language: str) -> FloatArray:
        """The vector with its language's mean taken out, length 1 again; the mean of all languages where it has none."""
        mean = self.means.get(language)
        if mean is None:
            mean = np.stack([self.means[key] for key in sorted(self.means)]).mean(0)
        rest: FloatArray = (vector - mean).astype(np.float32)
        length = np.linalg.norm(rest)
        centred: FloatArray = rest / length if length else rest
        return centred

    def scores(self, centred: FloatArray) -> FloatArray:
        """(17,) of one centred vector, cue words left out; 0 divides yes from no."""
        trained = self.trained[:, :-1] @ (centred * SCALE) + self.trained[:, -1]
        return trained + likeness_score(self.un, self.own, centred)


def likeness_score(un: References, own: References, centred: FloatArray) -> FloatArray:
    """(17,) what likeness to the UN's texts and to the prototypes gives, without training."""
    un_part = UN_WEIGHT * (nearest(un, centred, UN_NEAREST) - UN_AT)
    own_part = OWN_WEIGHT * (nearest(own, centred, OWN_NEAREST) - OWN_AT)
    found: FloatArray = un_part + own_part
    return found


def nearest(references: References, centred: FloatArray, count: int) -> FloatArray:
    """(17,) mean likeness to each goal's `count` nearest references."""
    alike = np.append(references.vectors @ centred, np.float32(-2))
    found: FloatArray = np.sort(alike[references.places], axis=1)[:, -count:].mean(1)
    return found


@dataclass(frozen=True)
class Cue:
    """`text[start:end]` points to a target or goal ("11.7", "11"). named: by its number in Agenda 2030."""

    target: str
    start: int
    end: int
    named: bool = False

    @property
    def goal(self) -> int:
        return int(self.target.split(".")[0])


def cue_scores(found: Sequence[Cue]) -> FloatArray:
    """(17,) what the cue words of a text add: the second word of a goal adds less than the first."""
    counts = np.zeros(17, np.float32)
    named = np.zeros(17, np.float32)
    for cue in found:
        counts[cue.goal - 1] += not cue.named
        named[cue.goal - 1] = max(named[cue.goal - 1], cue.named)
    added: FloatArray = (CUE_WEIGHT * np.sqrt(np.minimum(counts, CUES_AT_MOST)) + NAMED * named).astype(np.float32)
    return added


def cues_in(text: str) -> list[Cue]:
    """The words that point to a target, and goals named by number ("mål 14 i Agenda 2030"), in order of place."""
    found = [Cue(cue.name, cue.start, cue.end) for cue in find(text, cues())]
    numbered = references(text) if any(sign.isdigit() for sign in text) else ()
    found += [
        Cue(reference.article, reference.start, reference.end, True)
        for reference in numbered
        if reference.act_id == "un-agenda-2030" and reference.article and reference.exists
    ]
    return sorted(found, key=lambda cue: (cue.start, cue.end, cue.target))


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights that come with the package."""
    text = (resources.files("mappings.sdg") / "weights.json").read_text("utf-8")
    content = json.loads(text)
    return Model(
        version=f"sdg-{hashlib.sha256('|'.join([text, *_beside()]).encode()).hexdigest()[:12]}",
        encoder=content["encoder"],
        trained=_unpacked(content["trained"]),
        means={language: _unpacked(packed)[0] for language, packed in content["means"].items()},
        un=References(_unpacked(content["un"]["vectors"]), tuple(content["un"]["targets"])),
        own=References(_unpacked(content["own"]["vectors"]), tuple(content["own"]["targets"])),
    )


def _beside() -> list[str]:
    """What else a tag depends on."""
    numbers = (
        SCALE, UN_WEIGHT, UN_AT, UN_NEAREST, OWN_WEIGHT, OWN_AT, OWN_NEAREST,
        CUE_WEIGHT, CUES_AT_MOST, NAMED, SURE, SURE_TOO, CLEAR,
    )  # fmt: skip
    return [*((resources.files("mappings.sdg") / name).read_text("utf-8") for name in ("cues.yaml", "goals.yaml")), str(numbers)]


def packed(rows: FloatArray) -> dict[str, Any]:
    """(n, m) floats as 16-bit numbers in text."""
    return {"shape": list(rows.shape), "f2": base64.b64encode(rows.astype("<f2").tobytes()).decode()}


def _unpacked(content: Mapping[str, Any]) -> FloatArray:
    rows = np.frombuffer(base64.b64decode(content["f2"]), "<f2").reshape(content["shape"])
    return rows.astype(np.float32)
