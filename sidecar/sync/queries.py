"""The only place with SQL about instances and contributions. The instance is always an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sidecar.sync.models import GONE, Component, Contribution, Instance, Kind, PullRun, PullState, Revision, Status, Unread

WHOSE = (
    (Contribution.instance_id == Revision.instance_id)
    & (Contribution.kind == Revision.kind)
    & (Contribution.remote_id == Revision.remote_id)
)
"""Which contribution a revision, also an older one, is a text of."""


class UnknownInstance(Exception):
    def __init__(self, instance_id: str) -> None:
        super().__init__(f"Det finns ingen instans som heter {instance_id!r}. Se vilka som finns med: sidecar instance list")


def instance(session: Session, instance_id: str) -> Instance:
    found = session.get(Instance, instance_id)
    if found is None:
        raise UnknownInstance(instance_id)
    return found


def instances(session: Session) -> Sequence[Instance]:
    return session.scalars(select(Instance).order_by(Instance.id)).all()


def components(session: Session, instance_id: str) -> Sequence[Component]:
    return session.scalars(select(Component).where(Component.instance_id == instance_id).order_by(Component.id)).all()


def component(session: Session, instance_id: str, remote_id: str) -> Component | None:
    return session.scalar(select(Component).where(Component.instance_id == instance_id, Component.remote_id == remote_id))


def contributions_by_remote(session: Session, instance_id: str, kind: Kind, remote_ids: Iterable[str]) -> dict[str, Contribution]:
    wanted = sorted(set(remote_ids))
    found: dict[str, Contribution] = {}
    for start in range(0, len(wanted), 500):  # SQLite allows a limited number of bound values
        rows = session.scalars(
            select(Contribution).where(
                Contribution.instance_id == instance_id,
                Contribution.kind == kind,
                Contribution.remote_id.in_(wanted[start : start + 500]),
            )
        )
        found.update((row.remote_id, row) for row in rows)
    return found


def existing_revisions(session: Session, ids: Iterable[str]) -> set[str]:
    wanted = sorted(set(ids))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        found.update(session.scalars(select(Revision.id).where(Revision.id.in_(wanted[start : start + 500]))))
    return found


def proposals_between(session: Session, component_id: int, above: int, up_to: int | None) -> set[str]:
    """Ids of proposals that we hold as still there, with above < number ≤ up_to (no upper end where None)."""
    query = select(Contribution.remote_id).where(
        Contribution.component_id == component_id,
        Contribution.kind == Kind.proposal,
        Contribution.status.not_in(GONE),
        Contribution.number > above,
    )
    if up_to is not None:
        query = query.where(Contribution.number <= up_to)
    return set(session.scalars(query))


def comments_of(session: Session, instance_id: str, proposal_ids: Iterable[str]) -> Sequence[Contribution]:
    return session.scalars(
        select(Contribution).where(
            Contribution.instance_id == instance_id,
            Contribution.kind == Kind.comment,
            Contribution.proposal_remote_id.in_(sorted(set(proposal_ids))),
        )
    ).all()


def contributions(
    session: Session, instance_id: str, *, after: int = 0, limit: int = 100, kind: str | None = None
) -> Sequence[tuple[Contribution, Revision]]:
    """A page of contributions with their present text, by row id."""
    query = (
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(Contribution.instance_id == instance_id, Contribution.id > after)
        .order_by(Contribution.id)
        .limit(limit)
    )
    if kind is not None:
        query = query.where(Contribution.kind == kind)
    return [(row[0], row[1]) for row in session.execute(query)]


def voices(session: Session, instance_id: str) -> Sequence[tuple[Contribution, Revision]]:
    """Every contribution that is somebody's voice and still stands, with its present text, in order of first sight."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(Revision, Revision.id == Contribution.revision_id)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.own.is_(False),
            Contribution.status == Status.present,
        )
        .order_by(Contribution.kind.desc(), Contribution.number)
    )
    return [(row[0], row[1]) for row in rows]


def last_complete_pull(session: Session, instance_id: str) -> datetime | None:
    return session.scalar(
        select(func.max(PullRun.finished_at)).where(PullRun.instance_id == instance_id, PullRun.outcome == "complete")
    )


def body_of(session: Session, instance_id: str, proposal_id: str) -> dict[str, str] | None:
    """The present body of a proposal by locale, None where we hold no such proposal."""
    texts = session.scalar(
        select(Revision.texts)
        .join(Contribution, Contribution.revision_id == Revision.id)
        .where(
            Contribution.instance_id == instance_id,
            Contribution.kind == Kind.proposal,
            Contribution.remote_id == proposal_id,
        )
    )
    return None if texts is None else texts["body"]


def counts(session: Session, instance_id: str) -> dict[str, int]:
    """How many there are, by kind and status, e.g. ``{"proposal.present": 12}``."""
    rows = session.execute(
        select(Contribution.kind, Contribution.status, func.count())
        .where(Contribution.instance_id == instance_id)
        .group_by(Contribution.kind, Contribution.status)
    )
    return {f"{kind}.{status}": number for kind, status, number in rows}


def unread(session: Session, instance_id: str) -> Sequence[Unread]:
    return session.scalars(select(Unread).where(Unread.instance_id == instance_id).order_by(Unread.id)).all()


def unread_by_key(session: Session, instance_id: str, keys: Iterable[str]) -> dict[str, Unread]:
    rows = session.scalars(select(Unread).where(Unread.instance_id == instance_id, Unread.key.in_(sorted(set(keys)))))
    return {row.key: row for row in rows}


def unread_between(
    session: Session, instance_id: str, component_remote_id: str, above: int, up_to: int | None
) -> Sequence[Unread]:
    """Troubles of this component that a page from `above` to `up_to` would have told of again."""
    query = select(Unread).where(
        Unread.instance_id == instance_id,
        Unread.component_remote_id == component_remote_id,
        Unread.number > above,
    )
    if up_to is not None:
        query = query.where(Unread.number <= up_to)
    return session.scalars(query).all()


def unread_without_number(session: Session, instance_id: str, component_remote_id: str) -> Sequence[Unread]:
    return session.scalars(
        select(Unread).where(
            Unread.instance_id == instance_id,
            Unread.component_remote_id == component_remote_id,
            Unread.number.is_(None),
        )
    ).all()


def pull_state(session: Session, component_id: int) -> PullState:
    found = session.get(PullState, component_id)
    if found is None:
        found = PullState(component_id=component_id, above=-1, suspects=[], told=[], source="api")
        session.add(found)
    return found
