"""Statements → groups that ask for the same thing from the same side, stable over time."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mappings.grouping.features import Features, features
from mappings.grouping.index import MOST, Index
from mappings.grouping.same_demand import overlap, same_demand
from mappings.grouping.types import Group, Grouping, Item, Undone

ASKING = frozenset({"participation", "prohibition", "right", "permission", "obligation", "objective"})
ASKS_FOR_NOTHING = "asks_for_nothing"
NO_WORDS = "no_words"
NO_MEMBERS_LEFT = "no_members_left"
_COMPARED = MOST
"""Members of a group that a statement is compared with."""

_Likeness = tuple[str, tuple[str, ...], str, str, str, str | None]


@dataclass(eq=False, slots=True)
class _Growing:
    """A group while it is being put together. first: the member that gives scope and side. bearer: the one that any member names.

    finished: the group as it was given last; None where a member has come since.
    """

    id: str
    first: Item
    bearer: str | None = None
    members: list[str] = field(default_factory=list)
    finished: Group | None = None


def group(
    items: Iterable[Item], existing: Mapping[str, Iterable[str]] | None = None, moved: Collection[str] = frozenset()
) -> Grouping:
    """Groups of the same demand, same side, same scope, one bearer; one that stands alone is a group of one.

    items: all statements that are to be in groups, those of existing groups included; their order is of no weight.
    existing: group id → statement ids, as given by an earlier run (or changed by a person): kept, and only added to. A member
    leaves its group only when it is gone, asks for nothing any more, or has changed side or bearer.
    moved: statements that a person gave a place: they stay where `existing` has them and draw no others after them.
    Statements that ask for nothing, and groups with no member left, come back in `undone` with the reason.
    """
    return Groups(items, existing, moved).grouping()


class Groups:
    """Groups that can be added to: what is read of their members is kept, and new statements are compared with few.

    items, existing, moved: as for `group`. Statements that are added later join as a second run would let them join.
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        existing: Mapping[str, Iterable[str]] | None = None,
        moved: Collection[str] = frozenset(),
    ) -> None:
        self._moved = moved
        self._items: dict[str, Item] = {}
        self._features: dict[str, Features] = {}
        self._undone: list[Undone] = []
        self._index: Index[_Growing] = Index()
        self._group_of: dict[str, _Growing] = {}
        self._equal: dict[_Likeness, _Growing] = {}
        self._groups: dict[str, _Growing] = {}
        new = self._read(items)
        self._take_over(existing or {})
        self._place_all(new)

    def add(self, items: Iterable[Item]) -> None:
        """More statements; those whose id is known already are passed over. Order within one call is of no weight."""
        self._place_all(self._read(items))

    def grouping(self) -> Grouping:
        """All groups as they stand now."""
        groups = tuple(self._finished(self._groups[name]) for name in sorted(self._groups))
        return Grouping(groups, tuple(sorted(self._undone, key=lambda left: (left.id, left.reason))))

    def against(self) -> tuple[tuple[str, str], ...]:
        """Pairs of groups (ids in order) that speak of the same thing from opposite sides."""
        found = set()
        for growing in self._groups.values():
            one = growing.members[0]
            for other in self._index.like(self._features[one]):
                sides = other.first.side != growing.first.side and other.first.scope == growing.first.scope
                if sides and same_demand(self._features[one], self._features[other.members[0]]):
                    found.add((min(growing.id, other.id), max(growing.id, other.id)))
        return tuple(sorted(found))

    def _read(self, items: Iterable[Item]) -> list[str]:
        """Ids of the new statements that ask for something, in order."""
        new = []
        for item in sorted(items, key=_order):
            if item.statement_id in self._items:
                continue
            self._items[item.statement_id] = item
            if item.norm_type not in ASKING:
                self._undone.append(Undone(item.statement_id, ASKS_FOR_NOTHING))
                continue
            found = features(item.text, item.language, item.title, item.whole)
            if found.key:
                self._features[item.statement_id] = found
                new.append(item.statement_id)
            else:
                self._undone.append(Undone(item.statement_id, NO_WORDS))
        return new

    def _take_over(self, existing: Mapping[str, Iterable[str]]) -> None:
        for name in sorted(existing):
            present = self._ordered({one for one in existing[name] if one in self._features and one not in self._group_of})
            if not present:
                self._undone.append(Undone(name, NO_MEMBERS_LEFT))
                continue
            present.sort(key=lambda one: group_id(one) != name)  # the founder first, where it is still there
            growing = self._groups[name] = _Growing(name, self._items[present[0]])
            for one in present:
                if _stands_with(self._items[one], growing):
                    self._join(one, growing)

    def _place_all(self, new: Iterable[str]) -> None:
        for one in new:
            if one not in self._group_of:
                self._place(one)

    def _place(self, one: str) -> None:
        item = self._items[one]
        same = self._equal.get(self._likeness(one))
        if same is not None and _stands_with(item, same):
            self._join(one, same)
            return
        for growing in sorted(self._index.like(self._features[one]), key=lambda group: group.id):
            if _stands_with(item, growing) and self._fits(one, growing):
                self._join(one, growing)
                return
        name = self._free_id(one)
        self._groups[name] = _Growing(name, item)
        self._join(one, self._groups[name])

    def _fits(self, one: str, growing: _Growing) -> bool:
        """The same demand as every member, not only as the nearest: groups must not drift."""
        mine = self._features[one]
        return all(same_demand(mine, self._features[member]) for member in growing.members[:_COMPARED])

    def _join(self, one: str, growing: _Growing) -> None:
        growing.members.append(one)
        growing.bearer = growing.bearer or self._items[one].bearer
        growing.finished = None
        self._group_of[one] = growing
        if one in self._moved:
            return
        if self._equal.setdefault(self._likeness(one), growing) is growing:
            self._index.add(self._features[one], growing)

    def _likeness(self, one: str) -> _Likeness:
        """What makes a statement the very same as another: a thousand copies of one text are compared once."""
        item, found = self._items[one], self._features[one]
        return found.key, found.topic, found.whole, item.scope, item.side, item.bearer

    def _free_id(self, statement_id: str) -> str:
        """A founder that left its group can't take the group's name along."""
        name, turn = group_id(statement_id), 2
        while name in self._groups:
            name, turn = f"{group_id(statement_id)}-{turn}", turn + 1
        return name

    def _finished(self, growing: _Growing) -> Group:
        if growing.finished is None:
            members = tuple(sorted(growing.members))
            best = self._nearest(self._ordered(members)[:_COMPARED])
            growing.finished = Group(growing.id, growing.first.scope, growing.first.side, members, best)
        return growing.finished

    def _ordered(self, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda one: _order(self._items[one]))

    def _nearest(self, compared: Sequence[str]) -> str:
        """The member nearest to all others, the first of equals."""
        of = [self._features[one] for one in compared]
        near = [sum(overlap(mine, other) for other in of) for mine in of] if len(of) > 1 else [1.0]
        return compared[near.index(max(near))]


def group_id(statement_id: str) -> str:
    """The name of the group that a statement founds, for life."""
    return "g" + hashlib.sha256(statement_id.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _order(item: Item) -> tuple[str, str]:
    return item.order or item.statement_id, item.statement_id


def _stands_with(one: Item, growing: _Growing) -> bool:
    bearers = {one.bearer, growing.bearer} - {None}
    return one.scope == growing.first.scope and one.side == growing.first.side and len(bearers) < 2
