"""Statements → groups that ask for the same thing from the same side, stable over time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mappings.grouping.candidates import Candidates
from mappings.grouping.features import Features, features
from mappings.grouping.same_demand import overlap, same_demand
from mappings.grouping.types import Group, Grouping, Item, Undone

ASKING = frozenset({"participation", "prohibition", "right", "permission", "obligation", "objective"})
ASKS_FOR_NOTHING = "asks_for_nothing"
NO_WORDS = "no_words"
NO_MEMBERS_LEFT = "no_members_left"
_COMPARED = 50
"""Members of a group, and groups, that a statement is compared with: beyond, what fits none of them starts its own."""

_Likeness = tuple[str, tuple[str, ...], str, str, str, str | None]


@dataclass
class _Growing:
    """A group while it is being put together. first: the member that gives scope and side."""

    id: str
    first: Item
    members: list[int] = field(default_factory=list)


def group(items: Iterable[Item], existing: Mapping[str, Iterable[str]] | None = None) -> Grouping:
    """Groups of the same demand, same side, same scope; one that stands alone is a group of one.

    items: all statements that are to be in groups, those of existing groups included; their order is of no weight.
    existing: group id → statement ids, as given by an earlier run (or changed by a person): kept, and only added to. A member
    leaves its group only when it is gone, asks for nothing any more, or has changed side.
    Statements that ask for nothing, and groups with no member left, come back in `undone` with the reason.
    """
    return _Grouper(sorted(items, key=lambda item: item.statement_id)).run(existing or {})


class _Grouper:
    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.undone: list[Undone] = []
        self.features: dict[int, Features] = {}
        self.candidates = Candidates()
        self.group_of: dict[int, _Growing] = {}
        self.equal: dict[_Likeness, _Growing] = {}
        self.leaning: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        self.groups: dict[str, _Growing] = {}

    def run(self, existing: Mapping[str, Iterable[str]]) -> Grouping:
        self._sort_out()
        self._take_over(existing)
        for number in self.features:
            if number not in self.group_of:
                self._place(number)
        groups = tuple(self._finished(self.groups[name]) for name in sorted(self.groups))
        return Grouping(groups, tuple(sorted(self.undone, key=lambda left: (left.id, left.reason))))

    def _sort_out(self) -> None:
        for number, item in enumerate(self.items):
            if item.norm_type not in ASKING:
                self.undone.append(Undone(item.statement_id, ASKS_FOR_NOTHING))
                continue
            found = features(item.text, item.language, item.title, item.whole)
            if found.key:
                self.features[number] = found
            else:
                self.undone.append(Undone(item.statement_id, NO_WORDS))

    def _take_over(self, existing: Mapping[str, Iterable[str]]) -> None:
        numbers = {self.items[number].statement_id: number for number in self.features}
        for name in sorted(existing):
            present = sorted(numbers[member] for member in existing[name] if member in numbers)
            present = [number for number in present if number not in self.group_of]
            if not present:
                self.undone.append(Undone(name, NO_MEMBERS_LEFT))
                continue
            founder = next((number for number in present if group_id(self.items[number].statement_id) == name), present[0])
            growing = self.groups[name] = _Growing(name, self.items[founder])
            for number in present:
                if _stands_with(self.items[number], growing.first):
                    self._join(number, growing)

    def _place(self, number: int) -> None:
        item = self.items[number]
        same = self.equal.get(self._likeness(number))
        if same is not None:
            self._join(number, same)
            return
        seen: dict[str, _Growing] = {}
        for other in self._like(number):
            growing = self.group_of[other]
            seen.setdefault(growing.id, growing)
            if len(seen) == _COMPARED:
                break
        for name in sorted(seen):
            if _stands_with(item, seen[name].first) and self._fits(number, seen[name]):
                self._join(number, seen[name])
                return
        name = self._free_id(item.statement_id)
        self.groups[name] = _Growing(name, item)
        self._join(number, self.groups[name])

    def _like(self, number: int) -> Sequence[int]:
        """Members of groups that it may belong to. What leans is compared with its own words alone: "Jag håller med" stands in
        thousands of texts, and is near to more."""
        found = self.features[number]
        return self.leaning.get((found.key, found.topic), ()) if found.leans and found.around else self.candidates.like(found)

    def _fits(self, number: int, growing: _Growing) -> bool:
        """The same demand as every member, not only as the nearest: groups must not drift."""
        mine = self.features[number]
        return all(same_demand(mine, self.features[member]) for member in growing.members[:_COMPARED])

    def _join(self, number: int, growing: _Growing) -> None:
        growing.members.append(number)
        self.group_of[number] = growing
        if self._likeness(number) not in self.equal:
            self.equal[self._likeness(number)] = growing
            found = self.features[number]
            if found.leans and found.around:
                self.leaning.setdefault((found.key, found.topic), []).append(number)
            else:
                self.candidates.add(number, found)

    def _likeness(self, number: int) -> _Likeness:
        """What makes a statement the very same as another: a thousand copies of one text are compared once."""
        item, found = self.items[number], self.features[number]
        return found.key, found.topic, found.whole, item.scope, item.side, item.bearer

    def _free_id(self, statement_id: str) -> str:
        """A founder that left its group can't take the group's name along."""
        name, turn = group_id(statement_id), 2
        while name in self.groups:
            name, turn = f"{group_id(statement_id)}-{turn}", turn + 1
        return name

    def _finished(self, growing: _Growing) -> Group:
        members = sorted(growing.members)
        compared = members[:_COMPARED]
        best = max(
            compared,
            key=lambda one: (sum(overlap(self.features[one], self.features[other]) for other in compared), -one),
        )
        ids = tuple(self.items[number].statement_id for number in members)
        return Group(growing.id, growing.first.scope, growing.first.side, ids, self.items[best].statement_id)


def group_id(statement_id: str) -> str:
    """The name of the group that a statement founds, for life."""
    return "g" + hashlib.sha256(statement_id.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _stands_with(one: Item, other: Item) -> bool:
    bearers = {one.bearer, other.bearer} - {None}
    return one.scope == other.scope and one.side == other.side and len(bearers) < 2
