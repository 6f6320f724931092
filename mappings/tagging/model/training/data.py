"""Labelled sentences for training: rows, what belongs together, folds."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Row = Mapping[str, Any]
MIN_SHARED_WORDS = 4
_COMMENT_ON = re.compile(r"^Comment on:\s*")
_GENERIC = re.compile(r"^(sfs-[\d-]+|UN human-rights recommendation|)$")


def read_rows(folder: Path) -> list[Row]:
    """All rows of `norms_*.jsonl`, enriched ones too, in the order of the files' names. Raises FileNotFoundError for none."""
    files = sorted(folder.glob("norms_*.jsonl"))
    if not files:
        raise FileNotFoundError(f"Det finns inga filer norms_*.jsonl i mappen {folder.name}. Ange mappen med facit (--gold).")
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def row_key(row: Row) -> str:
    """What a row is known by without its text: a hash of its id, its sentence and its context."""
    content = json.dumps([row["id"], row["title"], row["before"], row["sentence"]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def contribution_of(row: Row) -> str:
    """The proposal, comment or law that a sentence was taken from: its id without the sentence's number."""
    name = str(row["id"])
    return name.rsplit(":", 1)[0] if name.count(":") > 1 else name


def thread_of(row: Row) -> str:
    """The proposal's title, the same for its comments; "" where the title says nothing."""
    title = _COMMENT_ON.sub("", row["title"]).strip()
    return "" if _GENERIC.match(title) else f"{row['source'].split('_')[0]}|{title.casefold()}"


def groups_of(rows: Sequence[Row]) -> list[int]:
    """A number a row: rows of one contribution, one thread, or with one and the same sentence, have the same number."""
    parent = list(range(len(rows)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        sentence = " ".join(str(row["sentence"]).casefold().split())
        keys = [f"c|{contribution_of(row)}", f"t|{thread_of(row)}"] if thread_of(row) else [f"c|{contribution_of(row)}"]
        if sentence.count(" ") >= MIN_SHARED_WORDS - 1:
            keys.append(f"s|{sentence}")
        for key in keys:
            other = root(first.setdefault(key, place))
            parent[root(place)] = other
    return [root(place) for place in range(len(rows))]


def folds_of(rows: Sequence[Row], number: int) -> npt.NDArray[np.int64]:
    """The fold (0 … number − 1) of each row. Groups go to the fold that holds fewest rows of their source, in the order of a hash.

    So every source is spread evenly, and a group's fold does not depend on the order of the rows.
    """
    groups: dict[int, list[int]] = {}
    for place, group in enumerate(groups_of(rows)):
        groups.setdefault(group, []).append(place)
    named = sorted(groups.values(), key=lambda places: min(row_key(rows[place]) for place in places))
    held: dict[tuple[str, int], int] = {}
    folds = np.zeros(len(rows), np.int64)
    for places in sorted(named, key=len, reverse=True):
        source = f"{rows[places[0]]['lang']}|{rows[places[0]]['source']}"
        fold = min(range(number), key=lambda one: (held.get((source, one), 0), one))
        held[source, fold] = held.get((source, fold), 0) + len(places)
        folds[places] = fold
    return folds
