"""The only place with SQL about the ledger."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sidecar.charter.models import CitationRow, Clause, ClauseSentence, ClauseVersion
from sidecar.ledger.models import LedgerEntry
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


def clause_of_cited(session: Session, instance_id: str) -> dict[int, str]:
    """contribution id → a clause whose newest version cites it (the first by id where several do)."""
    newest = (
        select(ClauseVersion.clause_id, func.max(ClauseVersion.number).label("number"))
        .group_by(ClauseVersion.clause_id)
        .subquery()
    )
    rows = session.execute(
        select(Contribution.id, Clause.id)
        .select_from(CitationRow)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .join(ClauseVersion, ClauseVersion.id == ClauseSentence.version_id)
        .join(newest, (newest.c.clause_id == ClauseVersion.clause_id) & (newest.c.number == ClauseVersion.number))
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(Contribution.instance_id == instance_id)
        .distinct()
        .order_by(Contribution.id, Clause.id.desc())
    )
    return {row[0]: row[1] for row in rows}
