"""Labelled sentences for training: rows, what belongs together, folds."""

import json
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mappings.evaluation.rows import Row, read_contributions, read_rows, row_key

MIN_SHARED_WORDS = 4
__all__ = ["Row", "contribution_of", "folds_of", "groups_of", "read_own", "read_rows", "read_themes", "row_key", "thread_of"]

_COMMENT_ON = re.compile(r"^Comment on:\s*")
_GENERIC = re.compile(r"^(sfs-[\d-]+|UN human-rights recommendation|)$")


def read_themes(folder: Path) -> list[Row]:
    """Rows that only tell a theme: the wordings of each demand in `demands_*.jsonl`; none of them is a norms row.

    Two that ask for it, one against it, one of the same topic: enough of each matter.
    """
    found: list[Row] = []
    for path in sorted(folder.glob("demands_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            texts = [*one["same"][:2], *one["against"][:1], *one["related"][:1]]
            languages = (
                [*one["langs"]["same"][:2], one["langs"]["against"][0], one["langs"]["related"][0]]
                if "langs" in one
                else ["sv"] * 4
            )
            found += [
                {"id": f"{one['id']}:{place}", "lang": language, "source": "demands", "title": "", "before": "",
                 "sentence": text, "also": [],
                 "norm": None, "standing": None, "bearer": None, "holder": None, "theme": one["theme"], "teaches": ["theme"]}
                for place, (text, language) in enumerate(zip(texts, languages, strict=False))
            ]  # fmt: skip
    return found


def read_own() -> dict[str, list[Row]]:
    """The name of each file in `own` and its rows: labelled for this model by GUIDE.md, never measured on.

    Sentences of the demand sets, and of contributions that were invented for it. `own/demands.jsonl` has a sentence a line, the
    others a contribution a line (`read_contributions`).
    """
    folder = Path(str(resources.files("mappings.tagging.model.training") / "own"))
    paths = sorted(folder.glob("*.jsonl"))
    return {path.stem: list(_sentences(path) if path.stem == "demands" else read_contributions(path)) for path in paths}


def _sentences(path: Path) -> Iterator[Row]:
    for line in path.read_text("utf-8").splitlines():
        yield {"holder": None, **json.loads(line)}


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
    """The fold (0 … number − 1) of each row. A group goes to the fold with fewest rows of its source, the largest first.

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
