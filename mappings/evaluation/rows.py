"""Labelled sentences: read, named, told apart."""

import hashlib
import json
from collections.abc import Mapping
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


def row_key(row: Row) -> str:
    """What a row is known by without its text: a hash of its id, its sentence and its context."""
    content = json.dumps([row.get("id", ""), row["title"], row["before"], row["sentence"]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def context_of(row: Row) -> Context:
    """What stands around a gold sentence: a title is the sentence that equals it."""
    kind = "comment" if row["title"].startswith("Comment on") else "proposal"
    return Context(row["title"], row["before"], "title" if row["sentence"] == row["title"] else "body", kind)
