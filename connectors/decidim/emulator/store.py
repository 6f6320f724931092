"""The content of one emulated Decidim: loaded from a JSON file, read by id and by place, written under one lock.

The file's format is that of the recorded servers' `store.json`: lists `users`, `processes`, `components`, `taxonomies`,
`proposals`, `amendments`, `comments` and an object `organization`. Other top-level keys (`applications`, `api_users`)
are kept as they are in `extras`.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.decidim.emulator.records import (
    Amendment,
    Author,
    Comment,
    Component,
    Process,
    Proposal,
    Settings,
    Taxonomy,
    User,
)
from connectors.errors import ReadError

Clock = Callable[[], datetime]
KINDS = ("users", "processes", "components", "taxonomies", "proposals", "amendments", "comments")


def now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Reads need no lock: writes replace values in one step, never half of one. Writes hold `lock`."""

    def __init__(self, data: dict[str, Any], clock: Clock = now) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.organization: dict[str, Any] = data["organization"]
        self.extras = {key: value for key, value in data.items() if key not in (*KINDS, "organization", "last_ids")}
        self.users = {row["id"]: User(**row) for row in data.get("users", [])}
        self.api_users = _api_users(self.extras.get("api_users", []), max(self.users, default=0))
        self.processes = {row["id"]: Process(**row) for row in data.get("processes", [])}
        self.components = {row["id"]: _component(row) for row in data.get("components", [])}
        self.taxonomies = {row["id"]: Taxonomy(**row) for row in data.get("taxonomies", [])}
        self.amendments = {row["id"]: Amendment(**row) for row in data.get("amendments", [])}
        self._last_ids: dict[str, int] = dict(data.get("last_ids", {}))
        self.proposals: dict[int, Proposal] = {}
        self.comments: dict[int, Comment] = {}
        self._in_component: dict[int, list[Proposal]] = defaultdict(list)
        self._roots: dict[int, list[Comment]] = defaultdict(list)
        self._replies: dict[int, list[Comment]] = defaultdict(list)
        self._amendments_of: dict[int, list[Amendment]] = defaultdict(list)
        self._amendment_by_emendation: dict[int, Amendment] = {}
        for row in sorted(data.get("proposals", []), key=_id):
            self.index_proposal(_proposal(row))
        for row in sorted(data.get("comments", []), key=_id):
            self.index_comment(Comment(**row))
        for amendment in self.amendments.values():
            self._amendments_of[amendment.amendable].append(amendment)
            self._amendment_by_emendation[amendment.emendation] = amendment

    @classmethod
    def load(cls, path: Path | str, clock: Clock = now) -> "Store":
        """A store from a file. Raises OSError, or ReadError when the file is no store."""
        with open(path, encoding="utf-8") as file:
            try:
                return cls(json.load(file), clock)
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                name, why = Path(path).name, type(fault).__name__
                raise ReadError(
                    "no_store",
                    f"Filen {name} är inget innehåll för emulatorn ({why}). Se emulator/examples/small.json för formen.",
                    f"The file {name} is no content for the emulator ({why}). See emulator/examples/small.json for the form.",
                ) from fault

    def index_proposal(self, proposal: Proposal) -> None:
        siblings = self._in_component[proposal.component]
        if proposal.position is None:
            proposal.position = len(siblings) + 1
        self.proposals[proposal.id] = proposal
        siblings.append(proposal)

    def index_comment(self, comment: Comment) -> None:
        self.comments[comment.id] = comment
        if comment.parent is None:
            self._roots[comment.on].append(comment)
        else:
            self._replies[comment.parent].append(comment)

    def remove_proposal(self, proposal_id: int) -> None:
        """As if a database row had gone; what hangs on it goes too."""
        self._last_ids.setdefault("proposals", max(self.proposals))
        proposal = self.proposals.pop(proposal_id)
        self._in_component[proposal.component].remove(proposal)
        for comment in [comment for comment in self.comments.values() if comment.on == proposal_id]:
            del self.comments[comment.id]
        self._roots.pop(proposal_id, None)

    def next_id(self, kind: str, rows: Iterable[int]) -> int:
        """One above the highest ever given, as a database sequence."""
        highest = self._last_ids[kind] if kind in self._last_ids else max(rows, default=0)
        self._last_ids[kind] = highest + 1
        return highest + 1

    def time(self) -> str:
        """The clock's time in the form of the store."""
        return self.clock().astimezone(UTC).replace(tzinfo=None).isoformat()

    def proposals_in(self, component_id: int) -> list[Proposal]:
        """Published proposals of a component by id; hidden and withdrawn ones too."""
        return [p for p in self._in_component.get(component_id, ()) if p.published_at is not None]

    def drafts_in(self, component_id: int) -> list[Proposal]:
        """What was begun and never published."""
        return [p for p in self._in_component.get(component_id, ()) if p.published_at is None]

    def roots_of(self, proposal_id: int) -> list[Comment]:
        """Root comments that are not hidden, by id; deleted ones too: those make the proposal unreadable."""
        return [comment for comment in self._roots.get(proposal_id, ()) if not comment.hidden]

    def replies_to(self, comment_id: int) -> list[Comment]:
        """Replies that are not hidden, by id; deleted ones too."""
        return [comment for comment in self._replies.get(comment_id, ()) if not comment.hidden]

    def amendments_of(self, proposal_id: int) -> list[Amendment]:
        return self._amendments_of.get(proposal_id, [])

    def amendment_with_text(self, proposal_id: int) -> Amendment | None:
        """The amendment whose text this proposal is."""
        return self._amendment_by_emendation.get(proposal_id)

    def components_of(self, process_id: int) -> list[Component]:
        ours = [component for component in self.components.values() if component.process == process_id]
        return sorted(ours, key=lambda component: (component.weight, component.id))

    def children_of(self, taxonomy_id: int) -> list[Taxonomy]:
        return [taxonomy for taxonomy in self.taxonomies.values() if taxonomy.parent == taxonomy_id]

    def categories(self) -> dict[int, Taxonomy]:
        """What 0.28 calls categories, by their own ids: the taxonomies below a root, counted from 1."""
        below = [taxonomy for taxonomy in self.taxonomies.values() if taxonomy.parent is not None]
        return dict(enumerate(below, start=1))

    def scope(self, scope_id: int) -> Taxonomy | None:
        """A scope of 0.28, from the optional key `scopes`."""
        rows = self.extras.get("scopes", [])
        return next((Taxonomy(**row) for row in rows if row["id"] == scope_id), None)

    def user(self, user_id: int) -> User | None:
        """A person, or the user behind an API credential: Decidim keeps both in one table."""
        return self.users.get(user_id) or self.api_users.get(user_id)

    def user_named(self, nickname: str) -> User | None:
        return next((user for user in self.users.values() if user.nickname == nickname), None)

    def as_data(self) -> dict[str, Any]:
        """The store in its file format."""
        with self.lock:
            data: dict[str, Any] = {"organization": self.organization, **self.extras}
            for kind in KINDS:
                data[kind] = [asdict(row) for row in getattr(self, kind).values()]
            return {**data, "last_ids": dict(self._last_ids)}


def _api_users(rows: list[dict[str, Any]], highest: int) -> dict[int, User]:
    """By id; those without one are numbered after the people, and keep that number in `rows`."""
    for number, row in enumerate(rows, start=highest + 1):
        row.setdefault("id", number)
    users = (User(row["id"], row.get("name", row["key"]), row.get("nickname", row["key"])) for row in rows)
    return {user.id: user for user in users}


def _id(row: dict[str, Any]) -> int:
    return int(row["id"])


def _component(row: dict[str, Any]) -> Component:
    return Component(**{**row, "settings": Settings(**row.get("settings", {}))})


def _proposal(row: dict[str, Any]) -> Proposal:
    return Proposal(**{**row, "authors": [Author(**author) for author in row["authors"]]})
