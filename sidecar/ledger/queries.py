"""The only place with SQL about the ledger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sidecar.charter.models import CitationRow, Clause, ClauseSentence, ClauseVersion
from sidecar.ledger.models import LedgerEntry, LedgerReason
from sidecar.mapping.models import GroupMember, Statement
from sidecar.sync.models import Contribution, Revision
from sidecar.sync.queries import WHOSE


def voices(session: Session, instance_id: str) -> list[tuple[Contribution, Revision]]:
    """Every contribution that is somebody's voice, also those withdrawn or vanished; our own drafts are none."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(Contribution.instance_id == instance_id, Contribution.own.is_(False))
        .order_by(Contribution.kind.desc(), Contribution.number)
    )
    return [(row[0], row[1]) for row in rows]


def entries(session: Session, instance_id: str) -> dict[int, LedgerEntry]:
    rows = session.scalars(
        select(LedgerEntry)
        .join(Contribution, Contribution.id == LedgerEntry.contribution_id)
        .where(Contribution.instance_id == instance_id)
    )
    return {row.contribution_id: row for row in rows}


def entry_of(session: Session, instance_id: str, kind: str, remote_id: str) -> LedgerEntry | None:
    """The entry of one contribution, named as Decidim names it."""
    return session.scalar(
        select(LedgerEntry)
        .join(Contribution, Contribution.id == LedgerEntry.contribution_id)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.kind == kind,
            Contribution.remote_id == remote_id,
            Contribution.own.is_(False),
        )
    )


def count_entries(session: Session, instance_id: str) -> int:
    """How many of the contributions to be accounted for have an entry."""
    asked = select(func.count()).select_from(LedgerEntry).join(Contribution, Contribution.id == LedgerEntry.contribution_id)
    return session.scalar(asked.where(Contribution.instance_id == instance_id, Contribution.own.is_(False))) or 0


def own_reasons(session: Session, instance_id: str) -> list[LedgerReason]:
    rows = session.scalars(select(LedgerReason).where(LedgerReason.instance_id == instance_id).order_by(LedgerReason.code))
    return list(rows)


def count_voices(session: Session, instance_id: str) -> int:
    """How many contributions are to be accounted for."""
    asked = select(func.count()).select_from(Contribution)
    return session.scalar(asked.where(Contribution.instance_id == instance_id, Contribution.own.is_(False))) or 0


def asking(session: Session, instance_id: str) -> set[int]:
    """Ids of contributions whose present text asks for something: a statement of it stands in a group."""
    rows = session.scalars(
        select(Contribution.id)
        .join(Statement, Statement.revision_id == Contribution.revision_id)
        .join(GroupMember, GroupMember.statement_id == Statement.id)
        .where(Contribution.instance_id == instance_id)
        .distinct()
    )
    return set(rows)


def sentences_of(session: Session, instance_id: str) -> dict[int, list[tuple[str, int, int]]]:
    """contribution id → (clause, version, ordinal) of each sentence of a newest version that cites it; −1 is the title."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    rows = session.execute(_cited(instance_id, Contribution.id, Clause.id, ClauseVersion.number, ClauseSentence.ordinal))
    for contribution, clause, number, ordinal in rows:
        found.setdefault(contribution, []).append((clause, number, ordinal))
    return {contribution: sorted(said) for contribution, said in found.items()}


def clause_of_cited(session: Session, instance_id: str) -> dict[int, str]:
    """contribution id → a clause whose newest version cites it (the first by id where several do)."""
    rows = session.execute(_cited(instance_id, Contribution.id, Clause.id).order_by(Contribution.id, Clause.id.desc()))
    return {row[0]: row[1] for row in rows}


def _cited(instance_id: str, *columns: Any) -> Select[Any]:
    """The columns, of all that newest versions cite."""
    newest = (
        select(ClauseVersion.clause_id, func.max(ClauseVersion.number).label("number"))
        .group_by(ClauseVersion.clause_id)
        .subquery()
    )
    return (
        select(*columns)
        .select_from(CitationRow)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .join(ClauseVersion, ClauseVersion.id == ClauseSentence.version_id)
        .join(newest, (newest.c.clause_id == ClauseVersion.clause_id) & (newest.c.number == ClauseVersion.number))
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(Contribution.instance_id == instance_id)
        .distinct()
    )
