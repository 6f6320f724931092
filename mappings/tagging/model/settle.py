"""From probabilities to one consistent answer: who is bound is told only where something is asked of someone."""

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.labels import HEADS

BINDS = ("participation", "prohibition", "right", "permission", "obligation")
"""Norms that have a standing and may have a bearer."""
_NOT = tuple(place for place, norm in enumerate(HEADS["norm"]) if norm not in BINDS)


@dataclass(frozen=True)
class Settled:
    """The most likely norm and, fitting to it, the others; None for none of them. confidence: head → 0–1."""

    norm: str
    standing: str | None
    bearer: str | None
    holder: str | None
    theme: str | None
    confidence: Mapping[str, float]


def settle(answers: Mapping[str, FloatArray], row: int) -> Settled:
    """answers: head → (rows, labels) probabilities. Of equals the first in the labels' order wins."""
    norm = HEADS["norm"][int(answers["norm"][row].argmax())]
    free = float(sum(answers["norm"][row][place] for place in _NOT))
    binds = norm in BINDS
    told = {
        "standing": _given_that(answers["standing"][row], HEADS["standing"], free, certain=True) if binds else (None, 1.0),
        "bearer": _given_that(answers["bearer"][row], HEADS["bearer"], free) if binds else (None, 1.0),
        "holder": _given_that(answers["holder"][row], HEADS["holder"], 0.0),
        "theme": _best(answers["theme"][row], HEADS["theme"]),
    }
    confidence = {head: value for head, (_, value) in told.items()} | {"norm": float(answers["norm"][row].max())}
    return Settled(norm, told["standing"][0], told["bearer"][0], told["holder"][0], told["theme"][0], confidence)


def _best(values: FloatArray, labels: tuple[str, ...]) -> tuple[str | None, float]:
    place = int(values.argmax())
    return labels[place] or None, float(values[place])


def _given_that(values: FloatArray, labels: tuple[str, ...], free: float, *, certain: bool = False) -> tuple[str | None, float]:
    """The best label given that the norm binds: of "none of them", only what exceeds the chance `free` that nothing binds."""
    none = labels.index("")
    rest = max(1 - free, 1e-6)
    nothing = max(0.0, float(values[none]) - free) / rest
    if nothing > 0.5 and not certain:
        return None, nothing
    named = [place for place in range(len(labels)) if place != none]
    best = max(named, key=lambda place: (values[place], -place))
    total = float(sum(values[place] for place in named)) or 1.0
    return labels[best], float(values[best]) / total
