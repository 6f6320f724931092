"""A person decides about groups: makes them one, keeps them apart, moves a statement, names one, takes a decision back.

What can't be, or contradicts what was decided before, is refused at once, and nothing of it is stored.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from mappings.grouping import Refusal, group_id
from mappings.grouping.decisions import AGAINST, ALREADY_ONE, HELD, OPPOSITE, SAME_ID, loosened, refused_barrier, refused_join
from sidecar.core.audit import record
from sidecar.core.db import Database, now
from sidecar.mapping import queries as mapping
from sidecar.mapping.groups import queries
from sidecar.mapping.groups.links import happened, settle_links
from sidecar.mapping.groups.models import GroupDecision
from sidecar.mapping.models import GroupMember, Statement, StatementGroup
from sidecar.sync.queries import instance

LONGEST_NAME = 120
SIDES = {"for": "för", "against": "emot", "neutral": "varken för eller emot"}


class GroupError(Exception):
    """What can't be done with a group, in Swedish, with what to do instead."""


def together(db: Database, instance_id: str, one: str, other: str, *, actor: str) -> str:
    """Makes two groups one; gives the id of the one that survives: the first, or the one that it is part of."""
    with db.session() as session:
        kept, gone = found(session, instance_id, one), found(session, instance_id, other)
        join(session, instance_id, kept, gone, actor=actor)
        return kept.merged_into or kept.id


def join(session: Session, instance_id: str, kept: StatementGroup, gone: StatementGroup, *, actor: str) -> GroupDecision:
    """`together` inside a transaction. Raises GroupError."""
    sides = {kept.id: kept.side, gone.id: gone.side}
    _refuse(session, instance_id, kept, gone, refused_join(kept.id, gone.id, queries.decisions(session, instance_id), sides))
    return _decide(session, instance_id, "together", kept.id, gone.id, actor)


def apart(db: Database, instance_id: str, one: str, other: str, *, actor: str, against: bool = False) -> tuple[str, str]:
    """Two groups are never made one by any run; those that a run made one are parted. against: they want opposite things."""
    with db.session() as session:
        left, right = found(session, instance_id, one), found(session, instance_id, other)
        part(session, instance_id, left, right, actor=actor, against=against)
        return left.id, right.id


def part(
    session: Session, instance_id: str, one: StatementGroup, other: StatementGroup, *, actor: str, against: bool = False
) -> GroupDecision:
    """`apart` inside a transaction. Raises GroupError."""
    known = queries.decisions(session, instance_id)
    _refuse(session, instance_id, one, other, refused_barrier(one.id, other.id, known))
    kind = "against" if against else "apart"
    for barrier in known.barriers:
        if {barrier.one, barrier.other} == {one.id, other.id} and barrier.against == against:
            told = "står redan emot varandra" if against else "hålls redan isär"
            raise GroupError(f"Grupp {one.id[:10]} och {other.id[:10]} {told}.")
    for number in loosened(one.id, other.id, known):
        _end(queries.decision(session, instance_id, number), actor)
    return _decide(session, instance_id, kind, one.id, other.id, actor)


def move(db: Database, instance_id: str, statement: str, group: str | None, *, actor: str) -> str:
    """Gives a statement a place in another group, or in a group of its own. Gives the id of the part that it makes.

    An earlier move of the same statement ends. Statements that say the same in other texts stay where they are.
    """
    with db.session() as session:
        said, member = _member(session, instance_id, statement)
        target = found(session, instance_id, group) if group else None
        home = mapping.groups(session, instance_id)[member.group_id]
        if target is not None and target.side != said.side:
            raise GroupError(_opposite(said.side, target.side, "Påståendet", "gruppen"))
        if target is not None and (home.merged_into or home.id) == (target.merged_into or target.id):
            raise GroupError(f"Påståendet står redan i grupp {(target.merged_into or target.id)[:10]}.")
        earlier = [row for row in queries.standing(session, instance_id) if row.statement_id and row.other == home.id]
        for decided in earlier:
            _end(decided, actor)
        part_id = _own_part(session, instance_id, said, member, actor, settled=target is not None or bool(earlier))
        if target is not None:
            known = queries.decisions(session, instance_id)
            sides = {part_id: said.side, target.id: target.side}
            row = mapping.groups(session, instance_id)[part_id]
            _refuse(session, instance_id, target, row, refused_join(target.id, part_id, known, sides))
            if part_id == home.id and not earlier:  # it was all of its group: what says the same later comes along
                _decide(session, instance_id, "together", target.id, part_id, actor)
            else:
                _decide(session, instance_id, "moved", target.id, part_id, actor, statement_id=said.id)
        else:
            left = home.id if home.id != part_id else earlier[0].one
            _decide(session, instance_id, "apart", left, part_id, actor, statement_id=said.id)
        return part_id


def name(db: Database, instance_id: str, group: str, label: str, *, actor: str) -> str:
    """The label of a group in a person's words; an empty one takes it away. Gives the group's id."""
    label = " ".join(label.split())
    if len(label) > LONGEST_NAME:
        raise GroupError(f"Namnet är {len(label)} tecken långt. Korta det till högst {LONGEST_NAME}.")
    with db.session() as session:
        row = whole(session, found(session, instance_id, group))
        row.name = label
        record(session, actor, "group.named", row.id, instance=instance_id, length=len(label))
        return row.id


def undo(db: Database, instance_id: str, number: int, *, actor: str) -> GroupDecision:
    """Takes a decision back. Groups that it held together are parted, and keep their ids."""
    with db.session() as session:
        instance(session, instance_id)
        row = queries.decision(session, instance_id, number)
        if row is None or row.ended_at is not None:
            raise GroupError(
                f"Det finns inget gällande beslut {number}. Se vilka som gäller: sidecar groups decisions {instance_id}"
            )
        _end(row, actor)
        settle_links(session, instance_id, by=actor, reason="undone")
        record(session, actor, "group.undone", str(row.id), instance=instance_id, kind=row.kind, one=row.one, other=row.other)
        return row


def found(session: Session, instance_id: str, beginning: str) -> StatementGroup:
    """The group whose id begins so. Raises GroupError."""
    instance(session, instance_id)
    row = queries.group(session, instance_id, beginning) if beginning else None
    if row is None:
        raise GroupError(
            f"Ingen grupp, eller mer än en, har ett id som börjar på ”{beginning}”. "
            f"Se vilka som finns: sidecar groups list {instance_id}"
        )
    return row


def whole(session: Session, row: StatementGroup) -> StatementGroup:
    """The group that this one is part of; itself where it is part of none."""
    return session.get_one(StatementGroup, row.merged_into) if row.merged_into else row


def _member(session: Session, instance_id: str, beginning: str) -> tuple[Statement, GroupMember]:
    instance(session, instance_id)
    said = mapping.statement(session, instance_id, beginning) if beginning else None
    member = queries.member(session, said.id) if said else None
    if said is None or member is None:
        raise GroupError(
            f"Inget påstående i en grupp, eller mer än ett, har ett id som börjar på ”{beginning}”. "
            f"Se vilka som finns: sidecar groups show {instance_id} GRUPP"
        )
    return said, member


def _own_part(session: Session, instance_id: str, said: Statement, member: GroupMember, actor: str, *, settled: bool) -> str:
    """The id of a part that holds the statement and nothing else; settled: the one it has will do, if it is such."""
    mates = queries.present_members(session, member.group_id)
    links = [row for row in queries.standing(session, instance_id) if row.kind in queries.LINKS]
    mine = [row for row in links if member.group_id in (row.one, row.other)]
    if len(mates) == 1 and not mine and settled:
        return member.group_id
    if len(mates) == 1 and not mine:
        raise GroupError(f"Påståendet står redan i en egen grupp, {member.group_id[:10]}.")
    taken, part_id, turn = mapping.groups(session, instance_id), group_id(said.id), 2
    while part_id in taken:
        part_id, turn = f"{group_id(said.id)}-{turn}", turn + 1
    session.add(StatementGroup(id=part_id, instance_id=instance_id, side=said.side, representative_id=said.id, created_at=now()))
    session.flush()
    before = member.group_id
    member.group_id = part_id
    happened(session, instance_id, "moved", part_id, before, number=1, reason="decided", by=actor)
    if taken[before].representative_id == said.id:
        taken[before].representative_id = next((one for one in mates if one != said.id), said.id)
    session.flush()
    return part_id


def _decide(
    session: Session, instance_id: str, kind: str, one: str, other: str, actor: str, statement_id: str | None = None
) -> GroupDecision:
    row = GroupDecision(
        instance_id=instance_id, kind=kind, one=one, other=other, statement_id=statement_id, judged=False, by=actor, at=now()
    )
    session.add(row)
    session.flush()
    settle_links(session, instance_id, by=actor)
    record(session, actor, f"group.{kind}", one, instance=instance_id, other=other, decision=row.id)
    return row


def _end(row: GroupDecision | None, actor: str) -> None:
    if row is not None:
        row.ended_by, row.ended_at = actor, now()


def _refuse(session: Session, instance_id: str, one: StatementGroup, other: StatementGroup, refusal: Refusal | None) -> None:
    if refusal is None:
        return
    names = f"Grupp {one.id[:10]} och {other.id[:10]}"
    earlier = queries.decision(session, instance_id, refusal.decision) if refusal.decision is not None else None
    told = f"Beslut {earlier.id} ({earlier.by}, {earlier.at:%Y-%m-%d})" if earlier else ""
    undo_it = f"Ska det gälla, ta först tillbaka det: sidecar groups undo {instance_id} {earlier.id}" if earlier else ""
    raise GroupError(
        {
            SAME_ID: f"{one.id[:10]} är en och samma grupp. Ange två olika.",
            ALREADY_ONE: f"{names} är redan en och samma grupp: {(one.merged_into or one.id)[:10]}.",
            OPPOSITE: _opposite(one.side, other.side, f"Grupp {one.id[:10]}", f"grupp {other.id[:10]}"),
            HELD: f"{names} hålls ihop. {told} förenade dem. {undo_it}",
            AGAINST: f"{names} vill motsatta saker. {told} säger det. {undo_it}",
        }.get(refusal.code, f"{names} ska hållas isär. {told} säger det. {undo_it}")
    )


def _opposite(one: str, other: str, first: str, second: str) -> str:
    return (
        f"{first} är {SIDES.get(one, one)} och {second} är {SIDES.get(other, other)}. "
        "Stöd och motstånd hålls alltid isär; är sidan fel, rätta påståendets märkning."
    )
