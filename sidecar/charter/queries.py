"""The only place with SQL about charters, clauses and citations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from sidecar.charter.models import (
    Agreement,
    Charter,
    CitationMove,
    CitationRow,
    Clause,
    ClauseSentence,
    ClauseStep,
    ClauseVersion,
    Commitment,
    FollowUp,
    Mandate,
    Party,
)
from sidecar.sync.models import Contribution, Revision, Status
from sidecar.sync.queries import WHOSE


class UnknownClause(Exception):
    def __init__(self, clause_id: str) -> None:
        super().__init__(f"Det finns ingen paragraf {clause_id!r}. Se vilka som finns med: sidecar draft --list")


def charter(session: Session, instance_id: str) -> Charter | None:
    return session.scalar(select(Charter).where(Charter.instance_id == instance_id))


def clauses(session: Session, instance_id: str) -> Sequence[Clause]:
    return session.scalars(
        select(Clause)
        .join(Charter, Charter.id == Clause.charter_id)
        .where(Charter.instance_id == instance_id)
        .order_by(Clause.id)
    ).all()


def clause(session: Session, clause_id: str) -> Clause:
    found = session.get(Clause, clause_id)
    if found is None:
        raise UnknownClause(clause_id)
    return found


def versions(session: Session, clause_id: str) -> Sequence[ClauseVersion]:
    """All versions of a clause, the oldest first."""
    return session.scalars(select(ClauseVersion).where(ClauseVersion.clause_id == clause_id).order_by(ClauseVersion.number)).all()


def latest_version(session: Session, clause_id: str) -> ClauseVersion | None:
    return session.scalar(
        select(ClauseVersion).where(ClauseVersion.clause_id == clause_id).order_by(ClauseVersion.number.desc()).limit(1)
    )


def latest_approved(session: Session, clause_id: str) -> ClauseVersion | None:
    return session.scalar(
        select(ClauseVersion)
        .where(ClauseVersion.clause_id == clause_id, ClauseVersion.approved_at.is_not(None))
        .order_by(ClauseVersion.number.desc())
        .limit(1)
    )


def version(session: Session, clause_id: str, number: int) -> ClauseVersion | None:
    return session.scalar(select(ClauseVersion).where(ClauseVersion.clause_id == clause_id, ClauseVersion.number == number))


def latest_versions(session: Session, instance_id: str) -> Sequence[tuple[Clause, ClauseVersion]]:
    """Every clause in its newest version, those with most support first."""
    return _newest(session, instance_id, true())


def approved_versions(session: Session, instance_id: str) -> Sequence[tuple[Clause, ClauseVersion]]:
    """Every clause that has one in its newest approved version, those with most support first."""
    return _newest(session, instance_id, ClauseVersion.approved_at.is_not(None))


def _newest(session: Session, instance_id: str, which: ColumnElement[bool]) -> Sequence[tuple[Clause, ClauseVersion]]:
    newest = (
        select(ClauseVersion.clause_id, func.max(ClauseVersion.number).label("number"))
        .where(which)
        .group_by(ClauseVersion.clause_id)
        .subquery()
    )
    rows = session.execute(
        select(Clause, ClauseVersion)
        .join(Charter, Charter.id == Clause.charter_id)
        .join(ClauseVersion, ClauseVersion.clause_id == Clause.id)
        .join(newest, (newest.c.clause_id == ClauseVersion.clause_id) & (newest.c.number == ClauseVersion.number))
        .where(Charter.instance_id == instance_id)
        .order_by(ClauseVersion.support.desc(), Clause.id)
    )
    return [(row[0], row[1]) for row in rows]


def instance_of(session: Session, clause_id: str) -> str:
    return session.scalars(
        select(Charter.instance_id).join(Clause, Clause.charter_id == Charter.id).where(Clause.id == clause_id)
    ).one()


def stored_text(session: Session, revision_id: str, field: str, locale: str) -> str | None:
    row = session.get(Revision, revision_id)
    return None if row is None else row.texts.get(field, {}).get(locale)


def cited_contributions(session: Session, version_ids: Sequence[int]) -> dict[int, set[int]]:
    """version id → ids of the contributions whose present or earlier text it cites."""
    rows = session.execute(
        select(ClauseSentence.version_id, Contribution.id)
        .join(CitationRow, CitationRow.sentence_id == ClauseSentence.id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(ClauseSentence.version_id.in_(list(version_ids)))
        .distinct()
    )
    found: dict[int, set[int]] = {}
    for version_id, contribution_id in rows:
        found.setdefault(version_id, set()).add(contribution_id)
    return found


def stale_sentences(session: Session, version_ids: Sequence[int]) -> dict[int, set[int]]:
    """version id → ordinals of sentences that rest on a text that was since edited, withdrawn or has vanished."""
    rows = session.execute(
        select(ClauseSentence.version_id, ClauseSentence.ordinal)
        .join(CitationRow, CitationRow.sentence_id == ClauseSentence.id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(
            ClauseSentence.version_id.in_(list(version_ids)),
            (Contribution.revision_id != CitationRow.revision_id) | (Contribution.status != Status.present),
        )
        .distinct()
    )
    found: dict[int, set[int]] = {}
    for version_id, ordinal in rows:
        found.setdefault(version_id, set()).add(ordinal)
    return found


def left_behind(session: Session, instance_id: str) -> Sequence[tuple[CitationRow, Clause, ClauseVersion, Contribution]]:
    """Every citation, in whatever version, of a text that still stands and has been edited since."""
    rows = session.execute(
        select(CitationRow, Clause, ClauseVersion, Contribution)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .join(ClauseVersion, ClauseVersion.id == ClauseSentence.version_id)
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.status == Status.present,
            Contribution.revision_id != CitationRow.revision_id,
        )
        .order_by(CitationRow.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def moves(session: Session, version_id: int) -> dict[int, list[CitationMove]]:
    """citation id → the places it has left, the first one first, for the citations of a version that moved at all."""
    rows = session.scalars(
        select(CitationMove)
        .join(CitationRow, CitationRow.id == CitationMove.citation_id)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .where(ClauseSentence.version_id == version_id)
        .order_by(CitationMove.id)
    )
    found: dict[int, list[CitationMove]] = {}
    for row in rows:
        found.setdefault(row.citation_id, []).append(row)
    return found


def sources(session: Session, version_id: int) -> dict[str, Contribution]:
    """revision id → the contribution it is a text of, for everything that this version cites."""
    rows = session.execute(
        select(CitationRow.revision_id, Contribution)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .join(Revision, Revision.id == CitationRow.revision_id)
        .join(Contribution, WHOSE)
        .where(ClauseSentence.version_id == version_id)
    )
    return {row[0]: row[1] for row in rows}


def parties(session: Session, charter_id: int) -> Sequence[Party]:
    return session.scalars(select(Party).where(Party.charter_id == charter_id).order_by(Party.id)).all()


def mandate(session: Session, charter_id: int) -> Mandate | None:
    return session.get(Mandate, charter_id)


def steps(session: Session, clause_id: str) -> Sequence[ClauseStep]:
    """What the clause went through, the first step first."""
    return session.scalars(select(ClauseStep).where(ClauseStep.clause_id == clause_id).order_by(ClauseStep.id)).all()


def agreements(session: Session, clause_id: str) -> Sequence[tuple[Agreement, ClauseVersion]]:
    """Every word that a party gave on a version of this clause, the newest first, whether it stands or not."""
    rows = session.execute(
        select(Agreement, ClauseVersion)
        .join(ClauseVersion, ClauseVersion.id == Agreement.version_id)
        .where(ClauseVersion.clause_id == clause_id)
        .order_by(Agreement.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def commitments(session: Session, version_id: int) -> Sequence[Commitment]:
    """Who answers for which sentence of a version, in the order of sentences."""
    return session.scalars(
        select(Commitment).where(Commitment.version_id == version_id).order_by(Commitment.ordinal, Commitment.party_id)
    ).all()


def persons_commitments(session: Session, clause_id: str) -> dict[str, list[Commitment]]:
    """words (key) → what people last decided about them in a version of this clause."""
    rows = session.execute(
        select(Commitment, ClauseVersion.number)
        .join(ClauseVersion, ClauseVersion.id == Commitment.version_id)
        .where(ClauseVersion.clause_id == clause_id, Commitment.given_by == "person")
        .order_by(ClauseVersion.number, Commitment.party_id)
    ).all()
    last: dict[str, int] = {row.key: number for row, number in rows}
    found: dict[str, list[Commitment]] = {}
    for row, number in rows:
        if last[row.key] == number:
            found.setdefault(row.key, []).append(row)
    return found


def drop_commitments(session: Session, version_id: int, ordinal: int) -> None:
    session.execute(delete(Commitment).where(Commitment.version_id == version_id, Commitment.ordinal == ordinal))


def follow_ups(session: Session, clause_id: str) -> dict[tuple[str, int], FollowUp]:
    """(words, party) → how it goes."""
    rows = session.scalars(select(FollowUp).where(FollowUp.clause_id == clause_id))
    return {(row.key, row.party_id): row for row in rows}


def last_number(session: Session, charter_id: int) -> int:
    """The highest article number that was ever given in this charter."""
    return session.scalar(select(func.max(Clause.number)).where(Clause.charter_id == charter_id)) or 0
