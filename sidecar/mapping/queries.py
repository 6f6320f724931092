"""The only place with SQL about statements, tags and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from sidecar.mapping.models import GroupMember, MappedRevision, Statement, StatementGroup, Tag
from sidecar.sync.models import Contribution, Revision, Status

RULE = "rule"

_counts_now = and_(Contribution.own.is_(False), Contribution.status == Status.present)


def unmapped(session: Session, instance_id: str, version: str, limit: int) -> Sequence[tuple[Contribution, Revision]]:
    """Voices whose present text was not yet split and tagged by these rules, proposals first."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .outerjoin(MappedRevision, MappedRevision.revision_id == Revision.id)
        .where(
            Contribution.instance_id == instance_id,
            _counts_now,
            (MappedRevision.version.is_(None)) | (MappedRevision.version != version),
        )
        .order_by(Contribution.kind.desc(), Contribution.number)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def titles_of(session: Session, instance_id: str, proposal_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """The present title of each proposal, by locale: context for its comments."""
    rows = session.execute(
        select(Contribution.remote_id, Revision.texts)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.kind == "proposal",
            Contribution.remote_id.in_(sorted(set(proposal_ids))),
        )
    )
    return {remote_id: texts.get("title", {}) for remote_id, texts in rows}


def existing_statements(session: Session, revision_ids: Iterable[str]) -> dict[str, Statement]:
    rows = session.scalars(select(Statement).where(Statement.revision_id.in_(sorted(set(revision_ids)))))
    return {row.id: row for row in rows}


def drop_rule_tags(session: Session, statement_ids: Sequence[str]) -> None:
    """Takes away what rules said, so that newer rules can say it again; a person's tags stay."""
    session.execute(delete(Tag).where(Tag.statement_id.in_(statement_ids), Tag.source == RULE))


def mapped(session: Session, revision_ids: Iterable[str]) -> dict[str, MappedRevision]:
    rows = session.scalars(select(MappedRevision).where(MappedRevision.revision_id.in_(sorted(set(revision_ids)))))
    return {row.revision_id: row for row in rows}


def current_statements(session: Session, instance_id: str) -> Sequence[tuple[Statement, Tag, Contribution]]:
    """Statements of present texts with the tag that counts (a person's before a rule's) and whose they are."""
    rows = session.execute(
        select(Statement, Tag, Contribution)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .join(Tag, and_(Tag.statement_id == Statement.id, Tag.rank == 0))
        .where(Contribution.instance_id == instance_id, _counts_now)
        .order_by(Statement.id, Tag.source)  # "person" sorts before "rule"
    )
    seen: set[str] = set()
    found = []
    for statement, tag, contribution in rows:
        if statement.id not in seen:
            seen.add(statement.id)
            found.append((statement, tag, contribution))
    return found


def members(session: Session, instance_id: str) -> dict[str, list[str]]:
    """group id → statement ids, also of texts that no longer stand."""
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


def groups(session: Session, instance_id: str) -> dict[str, StatementGroup]:
    rows = session.scalars(select(StatementGroup).where(StatementGroup.instance_id == instance_id))
    return {row.id: row for row in rows}


def tag_counts(session: Session, instance_id: str) -> dict[str, int]:
    """How many current statements have each norm."""
    counts: dict[str, int] = {}
    for _statement, tag, _contribution in current_statements(session, instance_id):
        counts[tag.norm_type] = counts.get(tag.norm_type, 0) + 1
    return dict(sorted(counts.items()))


def statement_count(session: Session, instance_id: str) -> int:
    query = (
        select(func.count())
        .select_from(Statement)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .where(Contribution.instance_id == instance_id, _counts_now)
    )
    return session.scalar(query) or 0
