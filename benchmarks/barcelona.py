"""Barcelona's municipal plan of 2016 as the content of an emulated Decidim, and what a whole pull of it must give.

The texts are real people's: they are read where they lie, and whatever is made of them goes to a temporary folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

COMPONENT = 1
LOCALE = "ca"
PEOPLE = 500
_BEGAN = datetime(2016, 3, 1)

Row = dict[str, Any]
Fact = tuple[str | int | None, ...]


@dataclass(frozen=True)
class Source:
    """Rows as published, in order of id."""

    proposals: list[Row]
    comments: list[Row]

    @property
    def parents(self) -> dict[int, int | None]:
        """Comment id → the comment it answers: the nearest ancestor that was published (one parent was not)."""
        known = {row["id"] for row in self.comments}
        found: dict[int, int | None] = {}
        for row in self.comments:
            ancestors = [int(step) for step in (row["ancestry"] or "").split("/") if step]
            found[row["id"]] = next((one for one in reversed(ancestors) if one in known), None)
        return found

    def first(self, count: int) -> Source:
        """The first proposals with all their comments."""
        proposals = self.proposals[:count]
        ids = {row["id"] for row in proposals}
        return Source(proposals, [row for row in self.comments if row["on"] in ids])


def read(shared: Path) -> Source:
    """From the shared folder. Raises OSError where the files are not there."""
    return Source(*(_rows(shared / "data" / f"barcelona2016_{kind}.jsonl.gz") for kind in ("proposals", "comments")))


def _rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return sorted((json.loads(line) for line in lines), key=lambda row: int(row["id"]))


# -- as an emulator's store -------------------------------------------------------------------------------------------


def store(source: Source) -> Row:
    """The content in the format of the emulator's `--load`: one process, one component, ids as published."""
    taxonomies = _taxonomies(source.proposals)
    counts = Counter(row["on"] for row in source.comments)
    return {
        "organization": {
            "id": 1,
            "name": {LOCALE: "Ajuntament"},
            "host": "127.0.0.1",
            "default_locale": LOCALE,
            "available_locales": [LOCALE, "es", "sv", "en"],
        },
        "users": [{"id": number, "name": f"Person {number}", "nickname": f"person_{number}"} for number in range(1, PEOPLE + 1)],
        "processes": [{"id": 1, "slug": "pam", "title": {LOCALE: "PAM"}}],
        "components": [{"id": COMPONENT, "process": 1, "name": {LOCALE: "Propostes"}}],
        "taxonomies": [{"id": 1, "name": {LOCALE: "Eixos"}, "parent": None}, *taxonomies.values()],
        "proposals": [_proposal(row, counts[row["id"]], taxonomies) for row in source.proposals],
        "amendments": [],
        "comments": _comments(source),
    }


def _taxonomies(proposals: list[Row]) -> dict[tuple[str, str], Row]:
    """A category below the root, its subcategories below it; the key of a category has an empty second part."""
    made: dict[tuple[str, str], Row] = {}
    for category, sub in sorted({(row["category"], row["subcategory"] or "") for row in proposals}):
        top = made.setdefault((category, ""), {"id": len(made) + 2, "name": {LOCALE: category}, "parent": 1})
        made.setdefault((category, sub), {"id": len(made) + 2, "name": {LOCALE: sub}, "parent": top["id"]})
    return made


def _proposal(row: Row, comments: int, taxonomies: dict[tuple[str, str], Row]) -> Row:
    at = datetime.strptime(row["created"], "%d/%m/%Y").isoformat()
    official = row["source"] == "official"
    author = {"type": "Decidim::Organization" if official else "Decidim::UserBaseEntity", "id": 1 if official else _person(row)}
    return {
        "id": row["id"],
        "component": COMPONENT,
        "title": {LOCALE: row["title"]},
        "body": {LOCALE: row["summary"]},
        "authors": [author],
        "reference": f"PAM-PROP-2016-{row['id']}",
        "state": row["status"],
        "state_published_at": at,
        "answered_at": at,
        "published_at": at,
        "created_at": at,
        "updated_at": at,
        "votes": row["votes"],
        "created_in_meeting": row["source"] == "meeting",
        "comments_count": comments,
        "taxonomies": [taxonomies[row["category"], row["subcategory"] or ""]["id"]],
    }


def _comments(source: Source) -> list[Row]:
    parents = source.parents
    depths: dict[int, int] = {}
    made = []
    for row in source.comments:  # a parent has the lower id
        parent = parents[row["id"]]
        depths[row["id"]] = 0 if parent is None else depths[parent] + 1
        at = (_BEGAN + timedelta(minutes=row["id"])).isoformat()
        made.append(
            {
                "id": row["id"],
                "on": row["on"],
                "parent": parent,
                "depth": depths[row["id"]],
                "body": {LOCALE: row["body"]},
                "alignment": row["alignment"] or 0,
                "author": _person(row),
                "created_at": at,
                "updated_at": at,
                "up_votes": row["likes"],
                "down_votes": row["dislikes"],
            }
        )
    return made


def _person(row: Row) -> int:
    return int(row["id"]) % PEOPLE + 1


def write_store(source: Source, folder: Path) -> Path:
    path = folder / "barcelona.json"
    path.write_text(json.dumps(store(source), ensure_ascii=False), encoding="utf-8")
    return path


# -- what a whole pull gives ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fingerprint:
    """Counts, and one SHA-256 over all records of a kind by id: proposals (id, title, body), comments (id, body, alignment,
    parent)."""

    proposals: int
    comments: int
    proposals_sha: str
    comments_sha: str


def fingerprint(proposals: Iterable[Fact], comments: Iterable[Fact]) -> Fingerprint:
    """Of rows that begin with their id. Two rows of one id are two rows: nothing is merged."""
    p, c = sorted(proposals, key=_id), sorted(comments, key=_id)
    return Fingerprint(len(p), len(c), _sha(p), _sha(c))


def of_source(source: Source) -> Fingerprint:
    parents = source.parents
    return fingerprint(
        ((row["id"], row["title"], row["summary"]) for row in source.proposals),
        ((row["id"], row["body"], row["alignment"] or 0, parents[row["id"]]) for row in source.comments),
    )


def _id(fact: Fact) -> int:
    return int(fact[0] or 0)


def _sha(facts: list[Fact]) -> str:
    return hashlib.sha256("\n".join(json.dumps(fact) for fact in facts).encode()).hexdigest()
