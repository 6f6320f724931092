"""What a clause version becomes in Decidim: its text, the steps to get it there, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from connectors.base import Draft, Proposal, StepKind
from connectors.decidim.marker import fingerprint
from connectors.decidim.plan import Pushed, plan
from mappings.drafting import NoRoom, RenderedDraft, render
from sidecar.charter import service as charter
from sidecar.charter.models import ClauseVersion
from sidecar.core.settings import Settings
from sidecar.push import queries
from sidecar.push.models import Push, PushState, StepState
from sidecar.sync.models import Component, Revision, Status


class PushError(Exception):
    """A push that can't be planned or carried out; says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """Drafts in the order to be sent. `rendered.left_out`: sentences that found no room in Decidim, each with its reason.

    `replaces`: ids of pushes of earlier versions, of which nothing was sent; they give way.
    """

    marker: str
    drafts: tuple[Draft, ...]
    rendered: RenderedDraft
    replaces: tuple[int, ...] = ()


def planned(session: Session, settings: Settings, version: ClauseVersion, component: Component, moment: datetime) -> Plan:
    """The steps for `version` as things stand in our database. Raises PushError where it may not be pushed."""
    may_be_written(session, version)
    new, rendered = create_draft(settings, version, component)
    earlier = earlier_pushes(session, version, component)
    replaces = _unsent(earlier)
    steps = plan(previous(session, component, earlier), new, now=moment, edit_window=window(component))
    return Plan(new.marker, steps, rendered, replaces)


def may_be_written(session: Session, version: ClauseVersion) -> None:
    """Raises PushError for a version that nobody approved, that the verifier refuses, or whose sources have moved."""
    _approved(version)
    found = [violation.sv for violation in charter.check(session, version)] or charter.moved(session, version)
    if found:
        raise PushError(f"Paragraf {version.clause_id} får inte skrivas: " + " ".join(found))


def create_draft(settings: Settings, version: ClauseVersion, component: Component) -> tuple[Draft, RenderedDraft]:
    """The version as a new proposal, and what of it found no room."""
    marker = charter.marker(settings, version.clause_id, version.number)
    try:
        rendered = render(charter.as_draft(version), marker=marker, max_length=component.proposal_length)
    except NoRoom as error:
        raise PushError(f"{error.sv} Ange den sedan med: sidecar instance set … --proposal-length") from error
    draft = Draft(
        kind=StepKind.create,
        component_id=component.remote_id,
        locale=version.locale,
        marker=marker,
        title=rendered.title,
        body=rendered.body_html,
    )
    return draft, rendered


def previous(session: Session, component: Component, earlier: Sequence[Push]) -> Pushed | None:
    """The proposal that holds the clause in Decidim today, as last read by a push or a pull."""
    # a push that was given up half way has its proposal in Decidim all the same
    written = [push for push in earlier if push.proposal_id is not None]
    if not written:
        return None
    last = written[-1]
    row = queries.contribution(session, component.id, last.proposal_id or "")
    votes = row.facts.get("votes") if row is not None else None
    return Pushed(
        component_id=component.remote_id,
        proposal_id=last.proposal_id or "",
        fingerprint=last.fingerprint or "",
        published_at=last.published_at,
        votes=votes if isinstance(votes, int) else None,
        withdrawn=row is not None and row.status == Status.withdrawn,
        changed=_changed(session, component, last),
    )


def earlier_pushes(session: Session, version: ClauseVersion, component: Component) -> list[Push]:
    """Pushes of the clause's other versions into this component, oldest version first."""
    rows = queries.pushes_of_clause(session, version.clause_id, component.id)
    return [push for push, other in rows if other.id != version.id]


def window(component: Component) -> timedelta | None:
    return timedelta(seconds=component.edit_window_seconds) if component.edit_window_seconds is not None else None


def _changed(session: Session, component: Component, push: Push) -> bool:
    """Whether a pull after the push found another text. One from before it knows only the older text: then no."""
    row = queries.contribution(session, component.id, push.proposal_id or "")
    if row is None or push.finished_at is None or row.changed_at <= push.finished_at:
        return False
    texts = session.get_one(Revision, row.revision_id).texts
    now = Proposal(id=row.remote_id, component_id=component.remote_id, title=texts["title"], body=texts["body"])
    return fingerprint(now) != push.fingerprint


def _approved(version: ClauseVersion) -> None:
    if version.approved_at is None:
        raise PushError(
            f"Version {version.number} av paragraf {version.clause_id} är inte godkänd. "
            f"Läs den och godkänn med: sidecar approve {version.clause_id}"
        )


def _unsent(earlier: Sequence[Push]) -> tuple[int, ...]:
    """Open pushes of which nothing was sent. Raises PushError for one that may have been: it has to be settled first."""
    still_open = [push for push in earlier if push.state == PushState.open]
    for push in still_open:
        if any(step.state != StepState.planned for step in push.steps):
            raise PushError(
                f"En tidigare version av paragrafen är på väg till Decidim (skrivning {push.id}). Hämta och skriv igen så att "
                f"den blir klar, eller ge upp den med: sidecar push --abandon {push.id}"
            )
    return tuple(push.id for push in still_open)
