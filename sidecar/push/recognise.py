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
from sidecar.push.writers import FILE, TEXT
from sidecar.sync.models import Component, Contribution, Kind, Revision

SECTION, SUB_SECTION, ARTICLE = "section", "sub-section", "article"
"""Levels of a participatory text, as Decidim names them."""


def recognise(context: Context, instance_id: str) -> None:
    """Called after each pull. What we wrote is no voice and is kept out of the mapping.

    A marker alone proves nothing: people quote addresses. Over the API we know our ids; a file is found again by marker and
    title in its target component, once, lowest number first; a participatory text by marker, component and being an article of
    one, and with it the headings above it.
    """
    with context.db.session() as session:
        _close_imported(session, instance_id)
        session.flush()
        known = queries.own_ids(session, instance_id)
        rows = [row for row, _revision in queries.marked(session, instance_id)]
        for row in (*rows, *queries.headings(session, instance_id)):
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
                if push.way == TEXT:
                    push.beside = _headings_above(session, push, step, row)
                break


def _awaiting(push: Push) -> PushStep | None:
    if push.way not in (FILE, TEXT):
        return None
    return next((s for s in push.steps if s.kind == StepKind.create and s.state == StepState.intent), None)


def _is_import_of(push: Push, step: PushStep, row: Contribution, revision: Revision) -> bool:
    if row.component_id != push.component_id or row.kind != Kind.proposal:
        return False
    titles = revision.texts.get("title", {}).values()
    bodies = revision.texts.get("body", {}).values()
    if not any(stands_in(push.marker, text) for text in bodies):
        return False
    if push.way == TEXT:  # an article's title is its number; files tell no level
        level = row.facts.get("level")
        return level == ARTICLE or (level is None and any(title.isdecimal() for title in titles))
    return step.draft["title"] in titles


def _headings_above(session: Session, push: Push, step: PushStep, article: Contribution) -> list[str]:
    """Ids of the sub-section and the section that an article of ours was imported under.

    The sub-section stands right above its article, whatever a moderator has made of its words. The section stands right above
    that, or further up with our chapter's title.
    """
    place = article.facts.get("position")
    parts = {row.facts["position"]: (row, text) for row, text in queries.proposals_in(session, push.component_id) if _placed(row)}
    if not isinstance(place, int) or place - 1 not in parts or parts[place - 1][0].facts["level"] != SUB_SECTION:
        return []
    found = [parts[place - 1][0].remote_id]
    for above in sorted((one for one in parts if one < place - 1), reverse=True):
        row, text = parts[above]
        if row.facts["level"] == SECTION:
            if above == place - 2 or push.section in text.texts.get("title", {}).values():
                found.append(row.remote_id)
            break
    return found


def _placed(row: Contribution) -> bool:
    return isinstance(row.facts.get("position"), int) and bool(row.facts.get("level"))
