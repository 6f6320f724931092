"""What one or several exported files hold, sorted by component and proposal, and what in them could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from connectors.base import Comment, Component, Locales, Proposal, Space, Unreadable
from connectors.decidim import opendata_faults as faults
from connectors.decidim import unreadable
from connectors.decidim.decode import ID
from connectors.decidim.opendata_files import Row, Table
from connectors.decidim.opendata_rows import (
    COMMENT_TYPE,
    PROPOSAL_TYPE,
    Address,
    BadRow,
    Cells,
    Known,
    address_of,
    comment_of,
    proposal_named,
    proposal_of,
)


@dataclass
class Index:
    """`components`: id → where it is. `refused`: ids of proposals whose row could not be read; `partial`: of those that lack a
    comment; None among them: a row that doesn't say which. `taken_at`: the oldest file's date, None if any has none."""

    proposals: dict[str, Proposal] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    threads: dict[str, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    components: dict[str, Address | None] = field(default_factory=dict)
    component_of: dict[str, str] = field(default_factory=dict)
    space_ids: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: dict[tuple[str, str], Locales] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    refused: set[str | None] = field(default_factory=set)
    partial: set[str | None] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    taken_at: datetime | None = None

    def keys(self, component_id: str) -> list[str]:
        """Proposals of the component, also those of which we only have comments, by number."""
        return sorted((key for key, of in self.component_of.items() if of == component_id), key=int)

    def spaces(self) -> tuple[Space, ...]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for component, place in sorted(self.components.items(), key=lambda pair: int(pair[0])):
            found[(place.kind, place.slug) if place else ("", "")].append(component)
        return tuple(self._space(kind, slug, members) for (kind, slug), members in found.items())

    def _space(self, kind: str, slug: str, members: list[str]) -> Space:
        # A file of comments alone has the space's slug and not its id; Decidim takes either in addresses.
        number = self.space_ids.get((kind, slug), slug)
        components = tuple(Component(member, {}, number, kind) for member in members)
        return Space(number, kind, slug, self.titles.get((kind, number), {}), components)


def indexed(files: Iterable[tuple[Table, ...]], known: Known) -> Index:
    """Everything that can be read. A proposal or comment that several files hold is taken from the first of them.

    Raises `ReadError` where there are rows and none can be read.
    """
    index, tables = Index(), [table for file in files for table in file]
    dates = [table.taken_at for table in tables if table.kind in ("proposals", "comments")]
    index.taken_at = None if None in dates or not dates else min(date for date in dates if date is not None)
    index.kinds = {table.kind for table in tables}
    parents = {row.cells["id"]: row.cells["parent_id"] for table in tables if table.kind == "taxonomies" for row in _tied(table)}
    for table in sorted(tables, key=lambda table: _ORDER.index(table.kind)):
        seen: set[str] = set()
        for row in table.rows:
            index.columns |= row.cells.keys()
            _take(index, table, row, seen, known, parents)
    rows = sum(len(table.rows) for table in tables if table.kind in ("proposals", "comments"))
    if rows and not index.proposals and not index.comments:
        raise faults.nothing_readable(rows)
    for comment in sorted(index.comments.values(), key=lambda one: int(one.id)):
        index.threads[comment.proposal_id].append(comment)
    _leave_orphans(index)
    return index


def _leave_orphans(index: Index) -> None:
    """Comments whose proposal the file should have and hasn't: the archive leaves out a hidden proposal, not its comments.

    Over the API nobody gets them; they are counted. In a file of comments alone they are what was asked for, and stay.
    """
    told = {one.component_id for one in index.proposals.values()}
    for proposal in [one for one in index.threads if one not in index.proposals and index.component_of[one] in told]:
        component = index.component_of.pop(proposal)
        index.unreadable.append(faults.orphans(component, proposal, len(index.threads.pop(proposal)), proposal in index.hidden))


_ORDER = ("process", "assembly", "taxonomies", "proposals", "comments", "moderations")


def _tied(table: Table) -> Iterable[Row]:
    return (row for row in table.rows if {"id", "parent_id"} <= row.cells.keys() and ID.fullmatch(row.cells["parent_id"]))


def _take(index: Index, table: Table, row: Row, seen: set[str], known: Known, parents: dict[str, str]) -> None:
    try:
        if table.kind == "proposals":
            _proposal(index, table, row, seen, known, parents)
        elif table.kind == "comments":
            _comment(index, table, row, seen)
        elif table.kind == "moderations":
            _moderation(index, row)
        elif table.kind != "taxonomies" and row.fault is None and "id" in row.cells:
            index.titles[(table.kind, row.cells["id"])] = Cells(row.cells, table.exact).locales("title")
    except BadRow as fault:
        _refuse(index, table, row, fault.reason)


def _proposal(index: Index, table: Table, row: Row, seen: set[str], known: Known, parents: dict[str, str]) -> None:
    record, odd = proposal_of(table, row, known, parents)
    if record.id in seen:
        raise BadRow("duplicate")
    seen.add(record.id)
    if record.id in index.proposals:
        return
    index.proposals[record.id] = record
    index.component_of[record.id] = record.component_id
    place = address_of(record.url) or address_of(row.cells.get("participatory_space/url"))
    if index.components.get(record.component_id) is None:
        index.components[record.component_id] = place
    space = row.cells.get("participatory_space/id", "")
    if place and ID.fullmatch(space):
        index.space_ids[(place.kind, place.slug)] = space
    if odd:
        index.unreadable.append(unreadable.odd_fields(record.component_id, record.id, None, odd))


def _comment(index: Index, table: Table, row: Row, seen: set[str]) -> None:
    record, odd = comment_of(table, row)
    if record.id in seen:
        raise BadRow("duplicate")
    place = address_of(row.cells.get("root_commentable_url"))
    component = index.component_of.get(record.proposal_id) or (place.component_id if place else None)
    if component is None:
        raise BadRow("bad_component")
    seen.add(record.id)
    if record.id in index.comments:
        return
    index.comments[record.id] = record
    index.component_of.setdefault(record.proposal_id, component)
    index.components.setdefault(component, place)
    if odd:
        index.unreadable.append(unreadable.odd_fields(component, record.proposal_id, record.id, odd))


def _moderation(index: Index, row: Row) -> None:
    """What moderators hid; a thing reported and still shown is in the other files."""
    kind, number = row.cells.get("reportable_type"), row.cells.get("reportable_id", "")
    if kind not in (PROPOSAL_TYPE, COMMENT_TYPE) or not row.cells.get("hidden_at"):
        return
    if not ID.fullmatch(number):
        raise BadRow("bad_id")
    place = address_of(row.cells.get("reported_url"))
    component = place.component_id if place else None
    if kind == PROPOSAL_TYPE:
        index.hidden.add(number)
        index.unreadable.append(faults.hidden(component, number))
    else:
        index.unreadable.append(faults.hidden(component, place.proposal_id if place else None, number))
    if component:
        index.components.setdefault(component, place)


def _refuse(index: Index, table: Table, row: Row, reason: str) -> None:
    number = row.cells.get("id", "")
    number_or_none = number if ID.fullmatch(number) else None
    if table.kind == "comments":
        proposal, comment = proposal_named(row), number_or_none
        place = address_of(row.cells.get("root_commentable_url"))
        component = place.component_id if place else index.component_of.get(proposal or "")
        if reason != "duplicate":
            index.partial.add(proposal)
    else:
        proposal, comment, component = number_or_none, None, row.cells.get("component/id", "")
        component = component if ID.fullmatch(component) else None
        if table.kind == "proposals" and reason != "duplicate":
            index.refused.add(proposal)
    index.unreadable.append(faults.bad_row(table.label, row.number, reason, component, proposal, comment))
