"""Labelled sentences: read, named, told apart."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from mappings.tagging import Context

Row = Mapping[str, Any]


def read_rows(folder: Path) -> list[Row]:
    """All rows of `norms_*.jsonl`, enriched ones too, in the order of the files' names. Raises FileNotFoundError for none."""
    files = sorted(folder.glob("norms_*.jsonl"))
    if not files:
        raise FileNotFoundError(f"Det finns inga filer norms_*.jsonl i mappen {folder.name}. Ange mappen med facit (--gold).")
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def read_gold(folder: Path) -> dict[str, list[Row]]:
    """language → natural rows (not `enriched`). Raises FileNotFoundError where there are none."""
    found: dict[str, list[Row]] = {}
    for row in read_rows(folder):
        if not row.get("enriched"):
            found.setdefault(row["lang"], []).append(row)
    return found


def read_contributions(path: Path) -> Iterator[Row]:
    """Rows of a file with an invented contribution a line: `rows` of sentence, norm, also (names with a space between), standing,
    bearer, holder, theme, "" for none of them; a title that is a row stands first."""
    for line in path.read_text("utf-8").splitlines():
        one, before = json.loads(line), ""
        for number, (sentence, norm, also, *told) in enumerate(one["rows"]):
            yield {
                "id": f"{one['id']}:{number}", "lang": one["lang"], "source": "own", "title": one["title"], "before": before,
                "sentence": sentence, "norm": norm, "also": also.split(),
                **{head: value or None for head, value in zip(("standing", "bearer", "holder", "theme"), told, strict=True)},
            }  # fmt: skip
            before = sentence


def read_aside() -> list[Row]:
    """Invented contributions in six languages that neither rules nor model have been made from: what is true of new texts."""
    folder = Path(str(resources.files("mappings.evaluation") / "aside"))
    return [row for path in sorted(folder.glob("*.jsonl")) for row in read_contributions(path)]


def row_key(row: Row) -> str:
    """What a row is known by without its text: a hash of its id, its sentence and its context."""
    content = json.dumps([row.get("id", ""), row["title"], row["before"], row["sentence"]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def context_of(row: Row) -> Context:
    """What stands around a gold sentence: a title is the sentence that equals it."""
    kind = "comment" if row["title"].startswith("Comment on") else "proposal"
    return Context(row["title"], row["before"], "title" if row["sentence"] == row["title"] else "body", kind)
