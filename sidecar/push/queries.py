"""The only place with SQL about pushes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sidecar.charter.models import Charter, Clause, ClauseVersion
from sidecar.charter.states import WRITABLE
from sidecar.push.models import Push, PushState, PushStep, StepState
from sidecar.sync.models import Component, Contribution, Revision


class UnknownPush(Exception):
    def __init__(self, push_id: int) -> None:
        super().__init__(f"Det finns ingen skrivning med nummer {push_id}.")


def push(session: Session, push_id: int) -> Push:
    found = session.get(Push, push_id)
    if found is None:
        raise UnknownPush(push_id)
    return found


def push_of(session: Session, version_id: int, component_id: int) -> Push | None:
    return session.scalar(select(Push).where(Push.version_id == version_id, Push.component_id == component_id))


def pushes(session: Session, instance_id: str, *, after: int = 0, limit: int = 100) -> Sequence[Push]:
    return session.scalars(
        select(Push)
        .join(Component, Component.id == Push.component_id)
        .where(Component.instance_id == instance_id, Push.id > after)
        .order_by(Push.id)
        .limit(limit)
    ).all()


def pushes_of_clause(session: Session, clause_id: str, component_id: int) -> Sequence[tuple[Push, ClauseVersion]]:
    """Every push of any version of a clause into one component, oldest version first."""
    rows = session.execute(
        select(Push, ClauseVersion)
        .join(ClauseVersion, ClauseVersion.id == Push.version_id)
        .where(ClauseVersion.clause_id == clause_id, Push.component_id == component_id)
        .order_by(ClauseVersion.number)
    )
    return [(row[0], row[1]) for row in rows]


def open_pushes(session: Session, instance_id: str) -> Sequence[Push]:
    return session.scalars(
        select(Push)
        .join(Component, Component.id == Push.component_id)
        .where(Component.instance_id == instance_id, Push.state == PushState.open)
        .order_by(Push.id)
    ).all()


def approved_unpushed(session: Session, instance_id: str, clause_id: str | None = None) -> Sequence[ClauseVersion]:
    """Approved versions that are the newest approved of their clause and have no push yet, or an open one. Clauses that a person
    has set down or paused are left out.

    What was refused or given up is tried again only where a person names its clause.
    """
    rows = session.scalars(
        select(ClauseVersion)
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Charter, Charter.id == Clause.charter_id)
        .where(Charter.instance_id == instance_id, ClauseVersion.approved_at.is_not(None), Clause.state.in_(WRITABLE))
        .order_by(ClauseVersion.clause_id, ClauseVersion.number)
    ).all()
    newest = {row.clause_id: row for row in rows if clause_id in (None, row.clause_id)}
    states = [PushState.done] if clause_id else [PushState.done, PushState.refused, PushState.replaced]
    finished = set(session.scalars(select(Push.version_id).where(Push.state.in_(states))))
    return [row for row in newest.values() if row.id not in finished]


def approved_elsewhere(session: Session, instance_id: str, component_id: int) -> Sequence[tuple[Clause, ClauseVersion]]:
    """The newest approved version of every clause that nobody has set down or paused, without those that are done in this
    component. By article."""
    rows = session.execute(
        select(Clause, ClauseVersion)
        .join(Clause, Clause.id == ClauseVersion.clause_id)
        .join(Charter, Charter.id == Clause.charter_id)
        .where(Charter.instance_id == instance_id, ClauseVersion.approved_at.is_not(None), Clause.state.in_(WRITABLE))
        .order_by(Clause.number, Clause.id, ClauseVersion.number)
    )
    newest = {row[0].id: (row[0], row[1]) for row in rows}
    done = set(session.scalars(select(Push.version_id).where(Push.component_id == component_id, Push.state == PushState.done)))
    return [pair for pair in newest.values() if pair[1].id not in done]


def in_file(session: Session, file: str) -> Sequence[Push]:
    """The pushes of one participatory text, in the order in which they stand in it."""
    return session.scalars(select(Push).where(Push.file == file).order_by(Push.place, Push.id)).all()


def texts_waiting(session: Session, component_id: int) -> Sequence[str]:
    """Files of participatory texts whose import into this component hasn't been seen yet, oldest first."""
    rows = session.execute(
        select(Push.file, func.min(Push.id))
        .where(Push.component_id == component_id, Push.file.is_not(None), Push.state == PushState.open)
        .group_by(Push.file)
        .order_by(func.min(Push.id))
    )
    return [file for file, _first in rows if file is not None]


def headings(session: Session, instance_id: str) -> Sequence[Contribution]:
    """Proposals of components that a participatory text was imported into, not known as ours yet."""
    components = select(Push.component_id).where(Push.file.is_not(None), Push.state == PushState.done)
    return session.scalars(
        select(Contribution)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.component_id.in_(components),
            Contribution.kind == "proposal",
            Contribution.own.is_(False),
        )
        .order_by(Contribution.number)
    ).all()


def takes_texts(session: Session, component_id: int) -> bool:
    """Whether a participatory text was ever made for this component."""
    return session.scalar(select(Push.id).where(Push.component_id == component_id, Push.file.is_not(None)).limit(1)) is not None


def proposals_in(session: Session, component_id: int) -> Sequence[tuple[Contribution, Revision]]:
    """Every proposal that was ever pulled from a component, by number."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(Contribution.component_id == component_id, Contribution.kind == "proposal")
        .order_by(Contribution.number)
    )
    return [(row[0], row[1]) for row in rows]


def own_ids(session: Session, instance_id: str) -> set[tuple[str, str]]:
    """(kind, remote id) of everything that we know we wrote."""
    proposals = session.scalars(
        select(Push.proposal_id)
        .join(Component, Component.id == Push.component_id)
        .where(Component.instance_id == instance_id, Push.proposal_id.is_not(None))
    )
    headings = session.scalars(
        select(Push.beside)
        .join(Component, Component.id == Push.component_id)
        .where(Component.instance_id == instance_id, Push.file.is_not(None))
    )
    beside = {("proposal", one) for found in headings for one in found}
    comments = session.scalars(
        select(PushStep.remote_id)
        .join(Push, Push.id == PushStep.push_id)
        .join(Component, Component.id == Push.component_id)
        .where(Component.instance_id == instance_id, PushStep.kind == "comment", PushStep.state == StepState.done)
    )
    return beside | {("proposal", one) for one in proposals if one} | {("comment", one) for one in comments if one}


def marked(session: Session, instance_id: str) -> Sequence[tuple[Contribution, Revision]]:
    """Contributions with the address of one of our pages in them that are not known as ours, lowest number first."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(Contribution.instance_id == instance_id, Contribution.marked.is_(True), Contribution.own.is_(False))
        .order_by(Contribution.number)
    )
    return [(row[0], row[1]) for row in rows]


def contribution(session: Session, component_id: int, proposal_id: str) -> Contribution | None:
    return session.scalar(
        select(Contribution).where(
            Contribution.component_id == component_id,
            Contribution.kind == "proposal",
            Contribution.remote_id == proposal_id,
        )
    )
