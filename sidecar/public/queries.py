"""The only place with SQL that open pages alone ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from sidecar.charter.models import CitationRow, Clause, ClauseSentence, ClauseVersion, Commitment
from sidecar.ledger.models import Fate, LedgerEntry
from sidecar.mapping.models import GroupMember, Statement, Tag
from sidecar.sync.models import Contribution, Revision
from sidecar.sync.queries import WHOSE


def beside(session: Session, instance_id: str, clause: Clause, version: ClauseVersion) -> list[tuple[Contribution, str, str]]:
    """What stands in the same threads, or asks for the same, and no clause uses: (contribution, fate, reason).

    Proposals before comments, by number. What the ledger has not settled yet waits.
    """
    cited = _cited(version)
    threads = select(Contribution.proposal_remote_id).where(Contribution.id.in_(cited))
    group = (
        select(Statement.revision_id)
        .join(GroupMember, GroupMember.statement_id == Statement.id)
        .where(GroupMember.group_id == clause.group_id)
    )
    rows = session.execute(
        select(Contribution, LedgerEntry)
        .outerjoin(LedgerEntry, LedgerEntry.contribution_id == Contribution.id)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.own.is_(False),
            Contribution.proposal_remote_id.in_(threads) | Contribution.revision_id.in_(group),
            Contribution.id.not_in(cited),
            LedgerEntry.fate.is_(None) | (LedgerEntry.fate != Fate.used),
        )
        .order_by(Contribution.kind.desc(), Contribution.number)
    )
    return [(row[0], row[1].fate if row[1] else Fate.undecided, row[1].reason if row[1] else "waits") for row in rows]


def _cited(version: ClauseVersion) -> Select[int]:
    """Ids of the contributions that a version cites."""
    return (
        select(Contribution.id)
        .join(Revision, WHOSE)
        .join(CitationRow, CitationRow.revision_id == Revision.id)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .where(ClauseSentence.version_id == version.id)
    )


@dataclass(frozen=True)
class Given:
    """What tagged statements that a version rests on. statements: how many of them."""

    source: str
    rule: str
    dated: date
    version: str
    statements: int


def made_by(session: Session, version_id: int) -> list[Given]:
    """Rules, model and people whose tags count for the statements that a version cites, as they are tagged now."""
    rows = session.execute(
        select(Statement.id, Tag.source, Tag.rule, Tag.rule_date, Tag.version)
        .join(Tag, (Tag.statement_id == Statement.id) & (Tag.rank == 0))
        .join(
            CitationRow,
            (CitationRow.revision_id == Statement.revision_id)
            & (CitationRow.field == Statement.field)
            & (CitationRow.locale == Statement.locale)
            & (CitationRow.start < Statement.end)
            & (CitationRow.end > Statement.start),
        )
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .where(ClauseSentence.version_id == version_id)
        .order_by(Statement.id, case((Tag.source == "person", 0), else_=1), Tag.id)
    )
    counts: Counter[tuple[str, str, date, str]] = Counter()
    seen: set[str] = set()
    for statement, source, rule, dated, version in rows:
        if statement not in seen:
            seen.add(statement)
            counts[(source, rule, dated, version)] += 1
    return [Given(*by, number) for by, number in sorted(counts.items())]


def fates(session: Session, instance_id: str) -> dict[tuple[str, str], int]:
    """(fate, reason) → how many voices; what the ledger has not settled yet waits."""
    rows = session.execute(
        select(LedgerEntry.fate, LedgerEntry.reason, func.count())
        .select_from(Contribution)
        .outerjoin(LedgerEntry, LedgerEntry.contribution_id == Contribution.id)
        .where(Contribution.instance_id == instance_id, Contribution.own.is_(False))
        .group_by(LedgerEntry.fate, LedgerEntry.reason)
    )
    found: dict[tuple[str, str], int] = {}
    for fate, reason, number in rows:
        key = (fate or Fate.undecided, reason or "waits")
        found[key] = found.get(key, 0) + number
    return found


def taken_on(session: Session, version_ids: Sequence[int]) -> list[Commitment]:
    """Sentences of these versions with the parties that answer for them."""
    return list(
        session.scalars(
            select(Commitment)
            .where(Commitment.version_id.in_(list(version_ids)), Commitment.party_id.is_not(None))
            .order_by(Commitment.version_id, Commitment.ordinal, Commitment.party_id)
        )
    )
