"""A page while it is being read: what has come, and how much is still asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.base import Comment, Page, Proposal, Unreadable
from connectors.decidim import unreadable
from connectors.decidim.decode import BadRecord, comment_of, plain_id, proposal_of

DEEPEST = 200
"""Levels of replies that we follow; Decidim's own forms stop at three to eleven."""


@dataclass(frozen=True, eq=False)
class Lookup:
    """One thing asked for beside the pages. `kind` is one of `documents.LOOKUPS`."""

    kind: str
    page: Gathering
    proposal_id: str | None = None
    comment_id: str | None = None
    after: str | None = None
    depth: int = 0
    blind: bool = False

    def variables(self, slot: int) -> dict[str, Any]:
        if self.kind == "core_at":
            return {f"k{slot}": self.after}
        return {f"p{slot}": self.proposal_id} | ({f"c{slot}": self.comment_id} if self.kind == "thread" else {})


@dataclass(eq=False)
class Gathering:
    """`number`: its place among the pages. `waiting`: lookups that are still out. `partial`: proposals with comments missing."""

    component_id: str
    number: int = 0
    after: str | None = None
    last: bool = False
    waiting: int = 0
    proposals: dict[str, Proposal] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)
    silent: list[tuple[str, str]] = field(default_factory=list)

    def proposal(self, value: Any) -> Proposal | None:
        """Takes in a proposal; None, and a line in `unreadable`, where it is refused."""
        if not isinstance(value, Mapping):
            self.unreadable.append(unreadable.bad_proposal(self.component_id, None, "bad_shape"))
            return None
        try:
            record, odd = proposal_of(value, self.component_id)
        except BadRecord as fault:
            self.unreadable.append(unreadable.bad_proposal(self.component_id, plain_id(value.get("id")), fault.reason))
            return None
        if odd:
            self.unreadable.append(unreadable.odd_fields(self.component_id, record.id, None, odd))
        self.proposals[record.id] = record
        return record

    def replies(self, value: Any, proposal_id: str, parent_id: str | None, depth: int) -> list[Lookup]:
        """Takes in a list of comments, those inside them too. Gives the threads that go on below what was asked."""
        deeper: list[Lookup] = []
        if not isinstance(value, list):
            self._refuse(proposal_id, None, "bad_shape")
            return deeper
        for entry in value:
            record = self._comment(entry, proposal_id, parent_id, depth)
            if record is None:
                continue
            if depth >= DEEPEST:
                self.replies_missing(proposal_id, record.id)
            elif "comments" in entry:
                deeper += self.replies(entry["comments"], proposal_id, record.id, depth + 1)
            elif entry.get("hasComments") is not False:
                deeper.append(Lookup("thread", self, proposal_id, record.id, depth=depth + 1))
        return deeper

    def _comment(self, entry: Any, proposal_id: str, parent_id: str | None, depth: int) -> Comment | None:
        if not isinstance(entry, Mapping):
            self._refuse(proposal_id, None, "bad_shape")
            return None
        try:
            record, odd = comment_of(entry, proposal_id, parent_id, depth)
        except BadRecord as fault:
            self._refuse(proposal_id, plain_id(entry.get("id")), fault.reason)
            return None
        if record.id in self.comments:
            return None
        if odd:
            self.unreadable.append(unreadable.odd_fields(self.component_id, proposal_id, record.id, odd))
        self.comments[record.id] = record
        return record

    def _refuse(self, proposal_id: str, comment_id: str | None, reason: str) -> None:
        self.partial.add(proposal_id)
        self.unreadable.append(unreadable.bad_comment(self.component_id, proposal_id, comment_id, reason))

    def replies_missing(self, proposal_id: str, comment_id: str) -> None:
        """The replies to a comment can't be read; how many is told when all others have been counted."""
        self.partial.add(proposal_id)
        self.silent.append((proposal_id, comment_id))

    def done(self) -> Page:
        for proposal_id, comment_id in self.silent:
            alone = sum(1 for other, _ in self.silent if other == proposal_id) == 1
            total = self.proposals[proposal_id].comments_count if proposal_id in self.proposals else None
            read = sum(1 for comment in self.comments.values() if comment.proposal_id == proposal_id)
            count = max(0, total - read) if alone and total is not None else None
            self.unreadable.append(unreadable.replies_blinded(self.component_id, proposal_id, comment_id, count))
        # In an order of their own: what came first depends on which request was answered first.
        return Page(
            self.component_id,
            tuple(sorted(self.proposals.values(), key=lambda one: int(one.id))),
            tuple(sorted(self.comments.values(), key=lambda one: (one.depth, int(one.id)))),
            tuple(sorted(self.unreadable, key=_place)),
            frozenset(self.proposals) - self.partial,
            self.after,
            self.last,
        )


def _place(line: Unreadable) -> tuple[int, int, str, str]:
    return int(line.proposal_id or 0), int(line.comment_id or 0), line.code, line.sv


def slotted(batch: list[Lookup]) -> list[tuple[int, Lookup]]:
    """Slot of each lookup: the first that asks for a proposal by its id needs no alias (slot 0), the others count from 1."""
    free = next((index for index, lookup in enumerate(batch) if lookup.kind != "core_at"), None)
    others = (index for index in range(len(batch)) if index != free)
    slots = {index: slot for slot, index in enumerate(others, 1)}
    return sorted(((slots.get(index, 0), lookup) for index, lookup in enumerate(batch)), key=lambda pair: pair[0])


def fits(batch: list[Lookup], aliases: int) -> bool:
    return sum(1 for slot, _ in slotted(batch) if slot) <= aliases
