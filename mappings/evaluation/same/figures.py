"""What answers are worth: shares and areas with the numbers they rest on. Nothing to measure gives None, never 0 or 1."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.material import KINDS, UNLABELLED, UNRELATED, Pair

FIRST = 5
"""Suggestions that a moderator sees."""


def share(part: int, whole: int) -> float | None:
    """0–1, four places; None of nothing."""
    return round(part / whole, 4) if whole else None


def pairwise(merged: Mapping[str, int], pairs: Mapping[str, int]) -> dict[str, Any]:
    """Precision, recall and F1 of pairs that share a group. merged, pairs: kind → number of pairs; unlabelled ones don't count.

    precision: None where nothing is merged. base_rate: what the precision would be with everything in one group.
    """
    right, same = merged.get("same", 0), pairs.get("same", 0)
    put = sum(merged.get(kind, 0) for kind in KINDS)
    every = sum(pairs.get(kind, 0) for kind in KINDS)
    return {
        "precision": share(right, put),
        "recall": share(right, same),
        "f1": share(2 * right, put + same),
        "merged": put,
        "right": right,
        "same": same,
        "base_rate": share(same, every),
        "unlabelled_merged": merged.get(UNLABELLED, 0),
    }


def within(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of labelled pairs alone: those of one set."""
    return {kind: number for kind, number in counts.items() if kind != UNRELATED}


def auc(better: FloatArray, worse: FloatArray) -> float | None:
    """How often one of `better` scores above one of `worse`, equal ones counted half; four places. None where one is empty."""
    if not len(better) or not len(worse):
        return None
    ordered = np.sort(worse.astype(np.float64))
    below = np.searchsorted(ordered, better.astype(np.float64), side="left")
    upto = np.searchsorted(ordered, better.astype(np.float64), side="right")
    return round(float((below + upto).sum() / 2 / (len(better) * len(worse))), 4)


def partners_in_first(
    likeness: FloatArray, ids: Sequence[str], scopes: Sequence[str], same: Collection[Pair], first: int = FIRST
) -> tuple[int, int]:
    """How many partners stand among the first suggestions of their text, and how many partners there are (each pair is two).

    likeness: (n, n), in the order of ids. Suggestions are other texts of the same scope. Equal scores count against the partner:
    whoever says the same of all has found nothing.
    """
    places = {name: place for place, name in enumerate(ids)}
    where = np.array(scopes)
    hits = 0
    for one, other in same:
        for mine, partner in ((places[one], places[other]), (places[other], places[one])):
            ahead = (likeness[mine] >= likeness[mine, partner]) & (where == where[mine])
            ahead[[mine, partner]] = False
            hits += int(ahead.sum() < first)
    return hits, 2 * len(same)
