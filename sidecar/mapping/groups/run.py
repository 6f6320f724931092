"""Puts present statements in groups: what was decided stays, edited texts keep their places, what happened is written down."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from mappings.grouping import Group, Item, group
from mappings.grouping.features import features
from mappings.grouping.same_demand import same_demand
from mappings.tagging import ASKS
from sidecar.core.db import Database, now
from sidecar.mapping import queries as mapping
from sidecar.mapping.carry import lasting
from sidecar.mapping.groups import queries
from sidecar.mapping.groups.links import happened, settle_links
from sidecar.mapping.models import GroupMember, Statement, StatementGroup, Tag
from sidecar.sync.models import Contribution

RUN = "rule"
"""Who it is that groups where no person does."""

Row = tuple[Statement, Tag, Contribution]


@dataclass(frozen=True)
class Grouped:
    """What grouping did. followed: statements of edited texts that took their predecessors' places. left: members that ask for
    nothing any more, or have changed side. turned: (part, group) that were one and now stand on opposite sides. undone:
    statements that could not be grouped, and groups that nothing stands behind, each with its reason.
    """

    groups: int = 0
    new_groups: int = 0
    joined: int = 0
    followed: int = 0
    left: int = 0
    turned: tuple[tuple[str, str], ...] = ()
    undone: tuple[tuple[str, str], ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "groups": self.groups,
            "new_groups": self.new_groups,
            "joined": self.joined,
            "followed": self.followed,
            "left": self.left,
            "turned": [{"group": one, "from": other} for one, other in self.turned],
            "undone": [{"id": one, "reason": reason} for one, reason in self.undone],
        }


def group_statements(db: Database, instance_id: str) -> Grouped:
    """Groups of all present statements that ask for something, stored; one transaction."""
    with db.session() as session:
        current = mapping.current_statements(session, instance_id)
        items = items_of(session, instance_id, current)
        held = queries.parts(session, instance_id)
        followed = _followers(session, instance_id, current, items, held)
        for statement, name in followed.items():
            held[name].append(statement)
        apart = {row.other for row in queries.standing(session, instance_id) if row.statement_id}
        found = group(items, held, {one for name in apart for one in held.get(name, ())})
        counts = _store(session, instance_id, found.groups, {row[0].id for row in current}, followed)
        turned = settle_links(session, instance_id, by=RUN)
        _represent(session, instance_id, found.groups)
        rows = mapping.groups(session, instance_id)
        return Grouped(
            groups=len({rows[one.id].merged_into or one.id for one in found.groups}),
            new_groups=counts["new"],
            joined=counts["joined"],
            followed=len(followed),
            left=counts["left"],
            turned=tuple(turned),
            undone=tuple((one.id, one.reason) for one in found.undone),
        )


def items_of(session: Session, instance_id: str, current: Sequence[Row]) -> list[Item]:
    """What `mappings.grouping` takes, of the statements that ask for something."""
    titles = _titles(session, instance_id, {row[2].proposal_remote_id for row in current})
    wholes = _wholes(row[0] for row in current)
    return [
        Item(
            statement_id=statement.id,
            text=statement.text,
            language=statement.language,
            norm_type=given.norm_type,
            side=statement.side,
            contribution_id=str(contribution.id),
            scope=instance_id,
            bearer=given.bearer,
            title=titles.get(contribution.proposal_remote_id, ""),
            whole=wholes[statement.revision_id, statement.locale],
            order=lasting(statement, contribution),
        )
        for statement, given, contribution in current
        if given.norm_type in ASKS
    ]


def _wholes(found: Iterable[Statement]) -> dict[tuple[str, str], str]:
    """(revision, locale) → all that its body says in that locale."""
    parts: dict[tuple[str, str], list[Statement]] = {}
    for one in found:
        said = parts.setdefault((one.revision_id, one.locale), [])
        if one.field != "title":
            said.append(one)
    return {where: " ".join(one.text for one in sorted(said, key=lambda one: one.ordinal)) for where, said in parts.items()}


def _titles(session: Session, instance_id: str, proposal_ids: set[str]) -> dict[str, str]:
    """proposal → its title in one locale, the first by name: what "there" means in its sentences and in those of its comments."""
    found: dict[str, str] = {}
    ids = sorted(proposal_ids)
    for start in range(0, len(ids), mapping.AT_ONCE):
        by_locale = mapping.titles_of(session, instance_id, ids[start : start + mapping.AT_ONCE])
        found.update({one: titles[min(titles)] for one, titles in by_locale.items() if titles})
    return found


def _followers(
    session: Session, instance_id: str, current: Sequence[Row], items: Sequence[Item], held: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """statement → group, for statements that an edit put in other words and that ask for what their contribution asked for.

    Those that it left alone have been carried along already.
    """
    asking = {item.statement_id: item for item in items}
    group_of = {one: name for name, members in held.items() for one in members}
    waiting: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement, _, contribution in current:
        if statement.id in asking and statement.id not in group_of:
            waiting[contribution.kind, contribution.remote_id].append(statement)
    present = {row[0].id for row in current}
    found: dict[str, str] = {}
    old = queries.gone(session, instance_id, sorted(set(group_of) - present)) if waiting else []
    for before, kind, remote_id in sorted(old, key=lambda one: (one[0].ordinal, one[0].id)):
        mine = features(before.text, before.language)
        for now_said in sorted(waiting.get((kind, remote_id), ()), key=lambda one: (one.text != before.text, one.ordinal)):
            free = now_said.id not in found and now_said.side == before.side and now_said.locale == before.locale
            if free and same_demand(mine, features(now_said.text, now_said.language)):
                found[now_said.id] = group_of[before.id]
                break
    return found


def _store(
    session: Session, instance_id: str, found: Sequence[Group], present: set[str], followed: Mapping[str, str]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    rows = mapping.groups(session, instance_id)
    for one in found:
        row = rows.get(one.id)
        if row is None:
            row = StatementGroup(id=one.id, instance_id=instance_id, created_at=now())
            session.add(row)
            counts["new"] += 1
        row.side, row.representative_id = one.side, one.representative
    session.flush()
    members = queries.memberships(session, instance_id)
    placed: dict[str, str] = {}
    for one in found:
        fresh, follows, came = 0, 0, Counter[str]()
        for member in one.members:
            placed[member] = one.id
            if member not in members:
                session.add(GroupMember(statement_id=member, group_id=one.id))
                fresh += member not in followed
                follows += member in followed
            elif members[member].group_id != one.id:
                came[members[member].group_id] += 1
                members[member].group_id = one.id
        counts["joined"] += fresh
        counts["left"] += sum(came.values())
        if fresh and one.id in rows:
            happened(session, instance_id, "joined", one.id, number=fresh, reason="same_demand", by=RUN)
        if follows:
            happened(session, instance_id, "followed", one.id, number=follows, reason="text_edited", by=RUN)
        for name, number in sorted(came.items()):
            happened(session, instance_id, "left", name, one.id, number=number, reason="side_or_bearer_changed", by=RUN)
    gone = Counter(row.group_id for statement, row in members.items() if statement in present and statement not in placed)
    for statement in members:
        if statement in present and statement not in placed:
            queries.drop_member(session, statement)
    counts["left"] += sum(gone.values())
    for name, number in sorted(gone.items()):
        happened(session, instance_id, "left", name, number=number, reason="asks_for_nothing", by=RUN)
    session.flush()
    return counts


def _represent(session: Session, instance_id: str, found: Sequence[Group]) -> None:
    """A group of several parts is represented by the largest of them that texts stand behind, its own before others."""
    rows = mapping.groups(session, instance_id)
    best: dict[str, Group] = {}
    for one in found:
        root = rows[one.id].merged_into or one.id
        known = best.get(root)
        if known is None or (len(one.members), one.id == root, known.id) > (len(known.members), known.id == root, one.id):
            best[root] = one
    for root, one in best.items():
        if rows[root].representative_id != one.representative:
            rows[root].representative_id = one.representative
