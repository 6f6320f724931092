"""Two versions of a clause side by side, down to the words that differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sidecar.charter.diff import Said, diff

_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Difference:
    """One sentence that differs. kind: added, removed, changed or moved. block: where it stands now, or stood."""

    kind: str
    block: str
    pieces: tuple[Piece, ...]


def differences(before: Sequence[Said], after: Sequence[Said]) -> tuple[Difference, ...]:
    """What `after` says otherwise; sentences that are the same are left out."""
    found = []
    for change in diff(before, after):
        place = change.after or change.before
        if change.kind != "same" and place is not None:
            old, new = (one.text if one else "" for one in (change.before, change.after))
            found.append(Difference(change.kind, place.block, pieces(old, new)))
    return tuple(found)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: without what was added it is `before`, without what was removed it is `after`."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for code, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            found.append(Piece("same", "".join(new[j1:j2])))
        else:
            found += [Piece("removed", "".join(old[i1:i2]))] if i2 > i1 else []
            found += [Piece("added", "".join(new[j1:j2]))] if j2 > j1 else []
    return tuple(found)
