"""What was decided about groups: links that make several one, and what keeps them apart. No later run breaks them.

A group's id is for life, so it is never taken away: where groups became one, each id leads to the one that survives (`forest`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

OPPOSITE = "opposite_sides"
ALREADY_ONE = "already_one"
APART = "kept_apart"
AGAINST = "against_each_other"
HELD = "held_together"
SAME_ID = "same_group"


@dataclass(frozen=True)
class Link:
    """Two groups are one; `one` survives. by_person: else a run said so, and a person may part them. id: the caller's."""

    id: int
    one: str
    other: str
    by_person: bool = True


@dataclass(frozen=True)
class Barrier:
    """Two groups are never one: kept apart by a person, or standing against each other."""

    id: int
    one: str
    other: str
    against: bool = False


@dataclass(frozen=True)
class Decisions:
    """All that stands, in the order in which it was decided."""

    links: tuple[Link, ...] = ()
    barriers: tuple[Barrier, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why something can't be decided. decision: id of the earlier one that it contradicts, if there is one."""

    code: str
    decision: int | None = None


def forest(links: Iterable[Link]) -> dict[str, str]:
    """group → the group that survives, for each that was joined to another. Every entry leads straight to a survivor.

    Links are taken in their order; one between groups that are one already changes nothing. So there are no cycles.
    """
    to: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for link in links:
        kept, gone = to.get(link.one, link.one), to.get(link.other, link.other)
        if kept == gone:
            continue
        moved = [gone, *members.pop(gone, [])]
        members.setdefault(kept, []).extend(moved)
        to.update(dict.fromkeys(moved, kept))
    return to


def refused_join(one: str, other: str, decisions: Decisions, sides: Mapping[str, str]) -> Refusal | None:
    """Why two groups can't become one; None: they may. sides: group → side; a group that is not there refuses nothing."""
    to = forest(decisions.links)
    kept, gone = to.get(one, one), to.get(other, other)
    if kept == gone:
        return Refusal(SAME_ID if one == other else ALREADY_ONE)
    if one in sides and other in sides and sides[one] != sides[other]:
        return Refusal(OPPOSITE)
    for barrier in decisions.barriers:
        if {to.get(barrier.one, barrier.one), to.get(barrier.other, barrier.other)} == {kept, gone}:
            return Refusal(AGAINST if barrier.against else APART, barrier.id)
    return None


def refused_barrier(one: str, other: str, decisions: Decisions) -> Refusal | None:
    """Why two groups can't be kept apart (or stand against each other): people have made them one."""
    if one == other:
        return Refusal(SAME_ID)
    chain = _chain(one, other, [link for link in decisions.links if link.by_person])
    return Refusal(HELD, chain[-1].id) if chain else None


def loosened(one: str, other: str, decisions: Decisions) -> tuple[int, ...]:
    """Ids of a run's links that must go for two groups to be apart; a person's are never among them."""
    to = forest(decisions.links)
    if to.get(one, one) != to.get(other, other):
        return ()
    leaving = {other}
    people = [link for link in decisions.links if link.by_person]
    while more := {end for link in people for end in (link.one, link.other) if leaving & {link.one, link.other}} - leaving:
        leaving |= more
    return tuple(link.id for link in decisions.links if not link.by_person and ((link.one in leaving) != (link.other in leaving)))


def turned(decisions: Decisions, sides: Mapping[str, str]) -> tuple[Link, ...]:
    """Links between groups that have come to stand on opposite sides: for and against are never one, whoever decided it."""
    return tuple(
        link for link in decisions.links if link.one in sides and link.other in sides and sides[link.one] != sides[link.other]
    )


def _chain(one: str, other: str, links: Sequence[Link]) -> list[Link]:
    """Links that lead from one group to the other, the last of them at `other`; none where they are not connected."""
    by_end: dict[str, list[Link]] = {}
    for link in links:
        by_end.setdefault(link.one, []).append(link)
        by_end.setdefault(link.other, []).append(link)
    came: dict[str, Link] = {}
    waiting = [one]
    for place in waiting:
        for link in by_end.get(place, ()):
            there = link.other if link.one == place else link.one
            if there != one and there not in came:
                came[there] = link
                waiting.append(there)
    found: list[Link] = []
    while other in came:
        link = came[other]
        found.append(link)
        other = link.one if link.other == other else link.other
        if other == one:
            break
    return found[::-1]
