"""What grouping takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A statement to be grouped. scope: what it may never leave (instance or municipality); ids are the caller's own.

    title: of the proposal it stands in (of a comment: the proposal it is on). "Put up lights there" asks for another thing
    under another title. whole: all that its contribution says in this language; empty where the statement is all of it.
    order: what decides between equals, the id where empty; the caller's own name for what outlives an id.
    """

    statement_id: str
    text: str
    language: str
    norm_type: str
    side: str
    contribution_id: str
    scope: str
    bearer: str | None = None
    title: str = ""
    whole: str = ""
    order: str = ""


@dataclass(frozen=True)
class Group:
    """Statements that ask for the same thing from the same side. The id comes from its founding statement and never changes.

    members: statement ids, sorted. representative: the member nearest to all others (the founder where there are two).
    """

    id: str
    scope: str
    side: str
    members: tuple[str, ...]
    representative: str


@dataclass(frozen=True)
class Undone:
    """A statement (or an existing group) that was not grouped, and why."""

    id: str
    reason: str


@dataclass(frozen=True)
class Grouping:
    """All groups, ordered by id, and what was left out with its reason."""

    groups: tuple[Group, ...]
    undone: tuple[Undone, ...]

    def group_of(self) -> Mapping[str, str]:
        """statement id → group id."""
        return {member: group.id for group in self.groups for member in group.members}
