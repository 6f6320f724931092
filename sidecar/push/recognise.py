"""Knows our own texts again when they come back with a pull, and closes the pushes that they belong to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.base import Exists, Proposal, StepKind
from connectors.decidim.marker import stands_in
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.push import queries
from sidecar.push.models import Push, PushStep, StepState
from sidecar.push.service import settle_step
from sidecar.push.writers import FILE
from sidecar.sync.models import Component, Contribution, Kind, Revision


def recognise(context: Context, instance_id: str) -> None:
    """Called after each pull. What we wrote is no voice and is kept out of the mapping.

    A marker alone proves nothing: people quote addresses. Over the API we know our ids; a file is found again by marker and
    title in its target component, once, lowest number first.
    """
    with context.db.session() as session:
        _close_imported(session, instance_id)
        session.flush()
        known = queries.own_ids(session, instance_id)
        for row, _revision in queries.marked(session, instance_id):
            if (row.kind, row.remote_id) in known:
                row.own = True


def _close_imported(session: Session, instance_id: str) -> None:
    marked = queries.marked(session, instance_id)
    for push in queries.open_pushes(session, instance_id):
        step = _awaiting(push)
        if step is None:
            continue
        component = session.get_one(Component, push.component_id)
        for row, revision in marked:
            if _is_import_of(push, step, row, revision):
                stored = Proposal(
                    id=row.remote_id,
                    component_id=component.remote_id,
                    title=revision.texts["title"],
                    body=revision.texts["body"],
                    url=row.url,
                    published_at=row.published_at,
                )
                settle_step(session, push, step, Exists(row.remote_id, row.url, stored), now())
                break


def _awaiting(push: Push) -> PushStep | None:
    if push.way != FILE:
        return None
    return next((s for s in push.steps if s.kind == StepKind.create and s.state == StepState.intent), None)


def _is_import_of(push: Push, step: PushStep, row: Contribution, revision: Revision) -> bool:
    if row.component_id != push.component_id or row.kind != Kind.proposal:
        return False
    titles = revision.texts.get("title", {}).values()
    bodies = revision.texts.get("body", {}).values()
    return step.draft["title"] in titles and any(stands_in(push.marker, text) for text in bodies)
