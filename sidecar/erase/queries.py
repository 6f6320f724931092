"""The only place with SQL about erasure: everything that holds a contribution's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sidecar.charter.models import CitationRow, Clause, ClauseSentence, ClauseVersion
from sidecar.ledger.models import LedgerEntry
from sidecar.mapping.models import Statement, StatementFact, Tag
from sidecar.push.models import Push
from sidecar.sync.models import TOMBSTONE, Component, Contribution, Revision


def contribution(session: Session, instance_id: str, kind: str, remote_id: str) -> Contribution | None:
    return session.scalar(
        select(Contribution).where(
            Contribution.instance_id == instance_id, Contribution.kind == kind, Contribution.remote_id == remote_id
        )
    )


def revisions(session: Session, row: Contribution) -> Sequence[Revision]:
    """Every text that the contribution ever had."""
    return session.scalars(
        select(Revision)
        .where(Revision.instance_id == row.instance_id, Revision.kind == row.kind, Revision.remote_id == row.remote_id)
        .order_by(Revision.seen_at, Revision.id)
    ).all()


def own_revisions(session: Session, instance_id: str) -> Sequence[Revision]:
    """Texts of what we wrote to Decidim ourselves, as they were read back."""
    return session.scalars(
        select(Revision)
        .join(
            Contribution,
            (Contribution.instance_id == Revision.instance_id)
            & (Contribution.kind == Revision.kind)
            & (Contribution.remote_id == Revision.remote_id),
        )
        .where(Contribution.instance_id == instance_id, Contribution.own.is_(True))
    ).all()


def replace_texts(session: Session, revision_id: str, texts: dict[str, dict[str, str]]) -> None:
    """The one way in which a stored text is ever changed: its words are taken away."""
    session.execute(
        update(Revision).where(Revision.id == revision_id).values(texts=texts).execution_options(synchronize_session=False)
    )


def statements(session: Session, revision_ids: Iterable[str]) -> Sequence[Statement]:
    return session.scalars(select(Statement).where(Statement.revision_id.in_(list(revision_ids)))).all()


def tags(session: Session, statement_ids: Iterable[str]) -> Sequence[Tag]:
    return session.scalars(select(Tag).where(Tag.statement_id.in_(list(statement_ids)))).all()


def drop_facts(session: Session, statement_ids: Iterable[str]) -> None:
    session.execute(delete(StatementFact).where(StatementFact.statement_id.in_(list(statement_ids))))


def citing(session: Session, revision_ids: Iterable[str]) -> Sequence[tuple[CitationRow, ClauseSentence, ClauseVersion]]:
    """Every citation of these texts, with the sentence and the version that it stands in, in all versions there ever were."""
    rows = session.execute(
        select(CitationRow, ClauseSentence, ClauseVersion)
        .join(ClauseSentence, ClauseSentence.id == CitationRow.sentence_id)
        .join(ClauseVersion, ClauseVersion.id == ClauseSentence.version_id)
        .where(CitationRow.revision_id.in_(list(revision_ids)))
        .order_by(CitationRow.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def pushes(session: Session, version_ids: Iterable[int]) -> Sequence[tuple[Push, ClauseVersion, Clause]]:
    rows = session.execute(
        select(Push, ClauseVersion, Clause)
        .join(ClauseVersion, ClauseVersion.id == Push.version_id)
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Component, Component.id == Push.component_id)
        .where(Push.version_id.in_(list(version_ids)))
        .order_by(Push.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def clear_note(session: Session, contribution_id: int) -> None:
    """A moderator's own words about the contribution may quote it."""
    session.execute(update(LedgerEntry).where(LedgerEntry.contribution_id == contribution_id).values(note=""))


def tombstones(texts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {field: dict.fromkeys(by_locale, TOMBSTONE) for field, by_locale in texts.items()}
