"""What two versions of a clause say differently, sentence by sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

ALIKE = 0.6
"""From this share of equal words on, two sentences of one block are the same sentence in other words."""


@dataclass(frozen=True)
class Said:
    """A sentence as it is compared; block "title" for the title."""

    block: str
    text: str


@dataclass(frozen=True)
class Change:
    """kind: same, changed (before and after in one block), moved (the same words in another block), added, removed."""

    kind: Literal["same", "changed", "moved", "added", "removed"]
    before: Said | None
    after: Said | None


def diff(before: Sequence[Said], after: Sequence[Said]) -> tuple[Change, ...]:
    """Every sentence of both versions, once: those of `after` in their order, then what was removed, in its order."""
    left = list(before)
    found: dict[int, Change] = {}
    for same_block in (True, False):
        for place, said in enumerate(after):
            twin = next((one for one in left if one.text == said.text and (one.block == said.block or not same_block)), None)
            if place not in found and twin is not None:
                left.remove(twin)
                found[place] = Change("same" if same_block else "moved", twin, said)
    for place, said in enumerate(after):
        if place not in found:
            near = _nearest(said, left)
            if near is not None:
                left.remove(near)
            found[place] = Change("changed" if near is not None else "added", near, said)
    return (*(found[place] for place in range(len(after))), *(Change("removed", said, None) for said in left))


def _nearest(said: Said, others: Sequence[Said]) -> Said | None:
    """The sentence of the same block that shares most words with this one; None where none is alike. A title is a title."""
    rated = [(_alike(one.text, said.text), one) for one in others if one.block == said.block]
    best = max(rated, key=lambda pair: pair[0], default=None)
    if best is None or (best[0] < ALIKE and said.block != "title"):
        return None
    return best[1]


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()
