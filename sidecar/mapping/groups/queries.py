"""The only place with SQL about groups' decisions and history."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from mappings.grouping import Barrier, Decisions, Link
from sidecar.mapping.groups.models import GroupDecision, GroupEvent
from sidecar.mapping.models import GroupMember, Statement, StatementGroup
from sidecar.mapping.queries import AT_ONCE
from sidecar.sync.models import Contribution, Revision, Status

LINKS = ("together", "moved")


def parts(session: Session, instance_id: str) -> dict[str, list[str]]:
    """group → its own statements, also of texts that no longer stand; groups that are part of another by themselves."""
    rows = session.execute(
        select(GroupMember.group_id, GroupMember.statement_id)
        .join(StatementGroup, StatementGroup.id == GroupMember.group_id)
        .where(StatementGroup.instance_id == instance_id)
        .order_by(GroupMember.group_id, GroupMember.statement_id)
    )
    found: dict[str, list[str]] = {}
    for group_id, statement_id in rows:
        found.setdefault(group_id, []).append(statement_id)
    return found


def standing(session: Session, instance_id: str) -> Sequence[GroupDecision]:
    """Decisions that nobody has taken back, in their order."""
    return session.scalars(
        select(GroupDecision)
        .where(GroupDecision.instance_id == instance_id, GroupDecision.ended_at.is_(None))
        .order_by(GroupDecision.id)
    ).all()


def decisions(session: Session, instance_id: str) -> Decisions:
    rows = standing(session, instance_id)
    return Decisions(
        tuple(Link(row.id, row.one, row.other, not row.judged) for row in rows if row.kind in LINKS),
        tuple(Barrier(row.id, row.one, row.other, row.kind == "against") for row in rows if row.kind not in LINKS),
    )


def decision(session: Session, instance_id: str, number: int) -> GroupDecision | None:
    return session.scalar(select(GroupDecision).where(GroupDecision.instance_id == instance_id, GroupDecision.id == number))


def group(session: Session, instance_id: str, beginning: str) -> StatementGroup | None:
    """The one group whose id begins so; None where there is none, or more than one."""
    rows = session.scalars(
        select(StatementGroup)
        .where(StatementGroup.instance_id == instance_id, StatementGroup.id.startswith(beginning, autoescape=True))
        .limit(2)
    ).all()
    exact = [row for row in rows if row.id == beginning]
    return exact[0] if exact else rows[0] if len(rows) == 1 else None


def member(session: Session, statement_id: str) -> GroupMember | None:
    return session.get(GroupMember, statement_id)


def present_members(session: Session, group_id: str) -> list[str]:
    """A group's own statements in texts that stand, by id."""
    rows = session.scalars(
        select(GroupMember.statement_id)
        .join(Statement, Statement.id == GroupMember.statement_id)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .where(GroupMember.group_id == group_id, Contribution.own.is_(False), Contribution.status == Status.present)
        .order_by(GroupMember.statement_id)
        .distinct()
    )
    return list(rows)


def memberships(session: Session, instance_id: str) -> dict[str, GroupMember]:
    """statement → its row."""
    rows = session.scalars(
        select(GroupMember)
        .join(StatementGroup, StatementGroup.id == GroupMember.group_id)
        .where(StatementGroup.instance_id == instance_id)
    )
    return {row.statement_id: row for row in rows}


def drop_member(session: Session, statement_id: str) -> None:
    session.execute(delete(GroupMember).where(GroupMember.statement_id == statement_id))


def events(session: Session, instance_id: str, group_ids: Collection[str]) -> Sequence[GroupEvent]:
    return session.scalars(
        select(GroupEvent)
        .where(
            GroupEvent.instance_id == instance_id,
            or_(GroupEvent.group_id.in_(group_ids), GroupEvent.other_id.in_(group_ids)),
        )
        .order_by(GroupEvent.id)
    ).all()


def gone(session: Session, instance_id: str, statement_ids: Sequence[str]) -> list[tuple[Statement, str, str]]:
    """Statements with kind and number of whose they were."""
    found: list[tuple[Statement, str, str]] = []
    for start in range(0, len(statement_ids), AT_ONCE):
        rows = session.execute(
            select(Statement, Revision.kind, Revision.remote_id)
            .join(Revision, Revision.id == Statement.revision_id)
            .where(and_(Revision.instance_id == instance_id, Statement.id.in_(statement_ids[start : start + AT_ONCE])))
            .order_by(Statement.id)
        )
        found.extend((row[0], row[1], row[2]) for row in rows)
    return found
