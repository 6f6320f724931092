"""The only place with SQL about statements, tags and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from sidecar.mapping.models import GroupMember, MappedRevision, Statement, StatementFact, StatementGroup, Tag
from sidecar.sync.models import Contribution, Revision, Status
from sidecar.sync.queries import WHOSE

PERSON = "person"
AT_ONCE = 500
"""Ids in one query: databases limit them."""

_people_first = case((Tag.source == PERSON, 0), else_=1)

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
    """Takes away what rules and model said, so that newer ones can say it again; a person's tags stay."""
    for start in range(0, len(statement_ids), AT_ONCE):
        some = statement_ids[start : start + AT_ONCE]
        session.execute(delete(Tag).where(Tag.statement_id.in_(some), Tag.source != PERSON))
        session.execute(delete(StatementFact).where(StatementFact.statement_id.in_(some)))


def mapped(session: Session, revision_ids: Iterable[str]) -> dict[str, MappedRevision]:
    rows = session.scalars(select(MappedRevision).where(MappedRevision.revision_id.in_(sorted(set(revision_ids)))))
    return {row.revision_id: row for row in rows}


def current_statements(session: Session, instance_id: str) -> Sequence[tuple[Statement, Tag, Contribution]]:
    """Statements of present texts with the tag that counts (a person's before all others) and whose they are."""
    rows = session.execute(
        select(Statement, Tag, Contribution)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .join(Tag, and_(Tag.statement_id == Statement.id, Tag.rank == 0))
        .where(Contribution.instance_id == instance_id, _counts_now)
        .order_by(Statement.id, _people_first)
    )
    seen: set[str] = set()
    found = []
    for statement, tag, contribution in rows:
        if statement.id not in seen:
            seen.add(statement.id)
            found.append((statement, tag, contribution))
    return found


def members(session: Session, instance_id: str) -> dict[str, list[str]]:
    """group → statements, its parts' too, also of texts that no longer stand. A group that is part of another is not listed."""
    whole = func.coalesce(StatementGroup.merged_into, StatementGroup.id)
    rows = session.execute(
        select(whole, GroupMember.statement_id)
        .join(StatementGroup, StatementGroup.id == GroupMember.group_id)
        .where(StatementGroup.instance_id == instance_id)
        .order_by(whole, GroupMember.statement_id)
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


def tag_sources(session: Session, instance_id: str) -> dict[str, int]:
    """How many current statements got the tag that counts from rules, from the model, from a person."""
    counts: dict[str, int] = {}
    for _statement, tag, _contribution in current_statements(session, instance_id):
        counts[tag.source] = counts.get(tag.source, 0) + 1
    return dict(sorted(counts.items()))


def tag_versions(session: Session, instance_id: str) -> list[str]:
    """Versions of the rules and the model that gave the tags that count."""
    return sorted({tag.version for _statement, tag, _contribution in current_statements(session, instance_id)})


def statement_count(session: Session, instance_id: str) -> int:
    query = (
        select(func.count())
        .select_from(Statement)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .where(Contribution.instance_id == instance_id, _counts_now)
    )
    return session.scalar(query) or 0


def statement(session: Session, instance_id: str, beginning: str) -> Statement | None:
    """The one present statement whose id begins so; None where there is none, or more than one."""
    rows = session.scalars(
        select(Statement)
        .join(Contribution, Contribution.revision_id == Statement.revision_id)
        .where(Contribution.instance_id == instance_id, _counts_now, Statement.id.startswith(beginning, autoescape=True))
        .order_by(Statement.id)
        .limit(2)
    ).all()
    return rows[0] if len({row.id for row in rows}) == 1 else None


def tags_of(session: Session, statement_id: str) -> Sequence[Tag]:
    """All tags of a statement, the one that counts first."""
    query = select(Tag).where(Tag.statement_id == statement_id).order_by(_people_first, Tag.rank, Tag.id)
    return session.scalars(query).all()


def facts_of(session: Session, statement_ids: Sequence[str], kind: str | None = None) -> dict[str, list[StatementFact]]:
    """statement → its facts (of one kind), the surest first; statements without any are left out."""
    found: dict[str, list[StatementFact]] = {}
    for start in range(0, len(statement_ids), AT_ONCE):
        some = statement_ids[start : start + AT_ONCE]
        query = select(StatementFact).where(StatementFact.statement_id.in_(some))
        if kind is not None:
            query = query.where(StatementFact.kind == kind)
        for row in session.scalars(
            query.order_by(StatementFact.kind, StatementFact.confidence.desc(), StatementFact.code, StatementFact.id)
        ):
            found.setdefault(row.statement_id, []).append(row)
    return found


def drop_persons_tags(session: Session, statement_id: str) -> None:
    session.execute(delete(Tag).where(Tag.statement_id == statement_id, Tag.source == PERSON))


def persons_tags(session: Session, instance_id: str) -> Sequence[tuple[Statement, Tag, Contribution]]:
    """Present statements that a person has tagged."""
    return [row for row in current_statements(session, instance_id) if row[1].source == PERSON]


def statement_before(session: Session, one: Statement) -> str:
    """The text of the statement before this one in its revision, "" for the first."""
    query = select(Statement.text).where(Statement.revision_id == one.revision_id, Statement.ordinal == one.ordinal - 1)
    return session.scalar(query) or ""


def statements_of(session: Session, revision_id: str) -> Sequence[Statement]:
    """All statements of a text, in their order."""
    return session.scalars(select(Statement).where(Statement.revision_id == revision_id).order_by(Statement.ordinal)).all()


def left_in_earlier_texts(session: Session, instance_id: str) -> list[tuple[Contribution, list[Statement]]]:
    """Present contributions with those statements of their earlier texts that are in a group or tagged by a person, the latest
    text first."""
    grouped = select(GroupMember.statement_id).where(GroupMember.statement_id == Statement.id).exists()
    tagged = select(Tag.id).where(Tag.statement_id == Statement.id, Tag.source == PERSON).exists()
    rows = session.execute(
        select(Contribution, Statement)
        .join(Revision, WHOSE)
        .join(Statement, Statement.revision_id == Revision.id)
        .where(
            Contribution.instance_id == instance_id,
            _counts_now,
            Statement.revision_id != Contribution.revision_id,
            or_(grouped, tagged),
        )
        .order_by(Contribution.id, Revision.seen_at.desc(), Revision.id, Statement.ordinal)
    )
    found: dict[int, tuple[Contribution, list[Statement]]] = {}
    for contribution, statement in rows:
        found.setdefault(contribution.id, (contribution, []))[1].append(statement)
    return list(found.values())


def move_along(session: Session, before: str, after: str) -> bool:
    """What a statement was given is another's from now on, where that has none of its own. Was anything moved?"""
    moved = False
    if session.get(GroupMember, after) is None and (member := session.get(GroupMember, before)) is not None:
        session.add(GroupMember(statement_id=after, group_id=member.group_id))
        session.delete(member)
        moved = True
    persons = select(Tag.id).where(Tag.statement_id == after, Tag.source == PERSON).limit(1)
    if session.scalar(persons) is None:
        tags = session.scalars(select(Tag.id).where(Tag.statement_id == before, Tag.source == PERSON)).all()
        session.execute(update(Tag).where(Tag.id.in_(tags)).values(statement_id=after))
        moved = moved or bool(tags)
    session.flush()
    return moved
