"""Carries out a push, step by step. Intent is stored before anything is sent; after an unknown outcome we look first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from connectors.base import Created, Draft, Exists, Outcome, Proposal, Refused, StepKind, Unknown, Violation, Writer
from connectors.decidim.marker import fingerprint
from connectors.decidim.plan import replan_after_refused_update, resolved
from connectors.errors import ConnectorError, MaybeSent
from sidecar.charter.models import ClauseVersion
from sidecar.charter.steps import published
from sidecar.core.audit import record
from sidecar.core.db import Database, now
from sidecar.core.settings import Settings
from sidecar.push import queries
from sidecar.push.drafts import from_json, proposal_json, to_json
from sidecar.push.models import Push, PushState, PushStep, StepState
from sidecar.push.planning import Plan, PushError, create_draft, earlier_pushes, may_be_written, planned, previous
from sidecar.push.texts import give_up
from sidecar.sync.models import Component

__all__ = ["PushError", "Report", "abandon", "carry_out", "prepare"]

REPLAN = {"edit_window_closed", "changed_in_decidim"}
"""An update refused for these reasons becomes a new proposal, a comment on the old one, and (unless changed) its withdrawal."""


@dataclass(frozen=True)
class Report:
    """How a push stands. steps: kind, state, and what came of it in words for a person. `held`: why it could not begin."""

    push_id: int | None
    clause_id: str
    version: int
    state: str
    way: str
    title: str
    proposal_id: str | None
    url: str | None
    steps: tuple[tuple[str, str, str | None], ...]
    left_out: tuple[str, ...] = ()
    held: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "push": self.push_id,
            "clause": self.clause_id,
            "version": self.version,
            "state": self.state,
            "way": self.way,
            "proposal": self.proposal_id,
            "url": self.url,
            "steps": [{"kind": kind, "state": state, "outcome": outcome} for kind, state, outcome in self.steps],
            "left_out": list(self.left_out),
            "held": self.held,
        }


def prepare(
    db: Database, settings: Settings, version_id: int, component_id: int, way: str, *, actor: str, moment: datetime
) -> int:
    """Plans and stores the steps, none sent; gives the push. The same version and component: the push that is there."""
    with db.session() as session:
        version, component = session.get_one(ClauseVersion, version_id), session.get_one(Component, component_id)
        push = queries.push_of(session, version_id, component_id)
        if push is not None and not _may_plan_again(push):
            return push.id
        plan = planned(session, settings, version, component, moment)
        if push is None:
            push = Push(version_id=version_id, component_id=component_id, created_at=moment)
            session.add(push)
        push.way, push.marker, push.state, push.finished_at = way, plan.marker, PushState.open, None
        push.steps.clear()
        session.flush()  # or the new first step meets the old one
        push.steps.extend(_step(n, draft) for n, draft in enumerate(plan.drafts))
        for replaced in plan.replaces:
            queries.push(session, replaced).state = PushState.replaced
        record(session, actor, "push.planned", version.clause_id, version=version.number, steps=len(plan.drafts))
        session.flush()
        return push.id


def dry_run(db: Database, settings: Settings, version_id: int, component_id: int, writer: Writer, moment: datetime) -> DryRun:
    """The steps that would be sent, with everything that a check finds in each. Nothing is stored or sent.

    A version that may not be written has no steps, and `held` says why.
    """
    with db.session() as session:
        version, component = session.get_one(ClauseVersion, version_id), session.get_one(Component, component_id)
        push = queries.push_of(session, version_id, component_id)
        if push is not None and not _may_plan_again(push):
            left = tuple(from_json(s.draft) for s in push.steps if s.state in (StepState.planned, StepState.intent))
            plan = Plan(push.marker, left, create_draft(settings, version, component)[1])
        else:
            try:
                plan = planned(session, settings, version, component, moment)
            except PushError as error:
                new, rendered = create_draft(settings, version, component)
                return DryRun(Plan(new.marker, (), rendered), (), held=str(error))
    return DryRun(plan, tuple(writer.check(draft) for draft in plan.drafts))


@dataclass(frozen=True)
class DryRun:
    """A plan and, for each of its drafts, what stands in its way."""

    plan: Plan
    violations: tuple[tuple[Violation, ...], ...]
    held: str | None = None


def carry_out(db: Database, settings: Settings, push_id: int, writer: Writer, *, clock: Callable[[], datetime] = now) -> Report:
    """Sends what is left of a push, one step after the other, until it is done, refused, or its outcome unknown.

    May be killed anywhere and called again: a step that may have been sent is searched for before it is sent a second time.
    Raises PushError where nothing of it was sent yet and its sources have moved since it was planned.
    """
    while True:
        with db.session() as session:
            step = _next(queries.push(session, push_id))
        if step is None or not _one_step(db, settings, push_id, step.id, writer, clock):
            return report(db, settings, push_id)


def abandon(db: Database, settings: Settings, push_id: int, *, actor: str) -> Report:
    """A person gives up a push, e.g. a file that will never be imported. What it may have left in Decidim stays there.

    Of a participatory text all that waits in the same file is given up together.
    """
    with db.session() as session:
        push = queries.push(session, push_id)
        if push.state != PushState.open:
            raise PushError(f"Skrivning {push_id} är redan avslutad ({push.state}).")
        given_up = [push]
        if push.file is not None:
            given_up = give_up(session, settings, session.get_one(Component, push.component_id).instance_id, push.file)
        for one in given_up:
            one.state, one.finished_at = PushState.replaced, now()
            record(session, actor, "push.abandoned", str(one.id))
    return report(db, settings, push_id)


def report(db: Database, settings: Settings, push_id: int) -> Report:
    with db.session() as session:
        push = queries.push(session, push_id)
        version = session.get_one(ClauseVersion, push.version_id)
        left_out: tuple[str, ...] = ()
        if push.file is None:  # a participatory text has room for everything
            _, rendered = create_draft(settings, version, session.get_one(Component, push.component_id))
            left_out = tuple(why for _sentence, why in rendered.left_out)
        return Report(
            push_id=push.id,
            clause_id=version.clause_id,
            version=version.number,
            state=push.state,
            way=push.way,
            title=version.title,
            proposal_id=push.proposal_id,
            url=push.proposal_url,
            steps=tuple((s.kind, s.state, s.outcome) for s in push.steps),
            left_out=left_out,
        )


def settle_step(session: Session, push: Push, step: PushStep, outcome: Created | Exists, moment: datetime) -> None:
    """A step is carried out. What was read back is stored, not what was sent."""
    step.state, step.remote_id, step.finished_at = StepState.done, outcome.remote_id, moment
    step.code = "exists" if isinstance(outcome, Exists) else "created"
    step.outcome = "Fanns redan i Decidim." if isinstance(outcome, Exists) else "Skrivet till Decidim."
    if step.kind in (StepKind.create, StepKind.update):
        push.proposal_id, push.proposal_url = outcome.remote_id, outcome.url
        if outcome.stored is not None:
            _keep_stored(push, outcome.stored)
    _finish(session, push, moment)


def _keep_stored(push: Push, stored: Proposal) -> None:
    push.stored, push.fingerprint = proposal_json(stored), fingerprint(stored)
    push.published_at = stored.published_at or push.published_at
    push.proposal_url = stored.url or push.proposal_url


def _one_step(
    db: Database, settings: Settings, push_id: int, step_id: int, writer: Writer, clock: Callable[[], datetime]
) -> bool:
    """Whether to go on with the next step."""
    with db.session() as session:
        push, step = queries.push(session, push_id), session.get_one(PushStep, step_id)
        draft, sent_before = _draft(push, step), step.state == StepState.intent
        if all(one.state == StepState.planned for one in push.steps):
            may_be_written(session, session.get_one(ClauseVersion, push.version_id))
    if sent_before:
        found = writer.find(draft)
        if found is not None:
            return _take(db, settings, push_id, step_id, found, clock)
    draft = replace(draft, not_before=_intend(db, step_id, clock()))
    try:
        outcome = writer.write(draft)
    except MaybeSent as error:
        outcome = Unknown(Violation(error.code, error.sv, error.en))
    except ConnectorError as error:
        # surely not sent, says the writer's contract: the step goes back to where it was before
        _not_sent(db, step_id, error, sent_before)
        raise
    return _take(db, settings, push_id, step_id, outcome, clock)


def _draft(push: Push, step: PushStep) -> Draft:
    draft = resolved(from_json(step.draft), push.proposal_url)
    return replace(draft, not_before=step.intended_at)


def _intend(db: Database, step_id: int, moment: datetime) -> datetime:
    """Stores that this step is about to be sent. Again only after a search that found it surely not there, so the last counts."""
    with db.session() as session:
        step = session.get_one(PushStep, step_id)
        step.state, step.intended_at = StepState.intent, moment
        return step.intended_at


def _not_sent(db: Database, step_id: int, error: ConnectorError, sent_before: bool) -> None:
    with db.session() as session:
        step = session.get_one(PushStep, step_id)
        step.state = StepState.intent if sent_before else StepState.planned
        step.code, step.outcome = error.code, error.sv


def _take(db: Database, settings: Settings, push_id: int, step_id: int, outcome: Outcome, clock: Callable[[], datetime]) -> bool:
    with db.session() as session:
        push, step = queries.push(session, push_id), session.get_one(PushStep, step_id)
        if isinstance(outcome, Created | Exists):
            settle_step(session, push, step, outcome, clock())
            return True
        if isinstance(outcome, Unknown):
            step.code, step.outcome = outcome.reason.code, outcome.reason.sv
            return False
        return _refused(session, settings, push, step, outcome, clock())


def _refused(session: Session, settings: Settings, push: Push, step: PushStep, outcome: Refused, moment: datetime) -> bool:
    codes = {reason.code for reason in outcome.reasons}
    step.code, step.outcome = outcome.reasons[0].code, " ".join(reason.sv for reason in outcome.reasons)
    step.finished_at = moment
    if step.kind == StepKind.update and codes & REPLAN:
        step.state = StepState.skipped
        _replan(session, settings, push, changed="changed_in_decidim" in codes)
        return True
    if step.kind in (StepKind.comment, StepKind.withdraw):
        # the new text is in place; what could not be done to the old one is told, and no reason to stop
        step.state = StepState.skipped
        _finish(session, push, moment)
        return True
    step.state, push.state, push.finished_at = StepState.refused, PushState.refused, moment
    return False


def _replan(session: Session, settings: Settings, push: Push, *, changed: bool) -> None:
    version, component = session.get_one(ClauseVersion, push.version_id), session.get_one(Component, push.component_id)
    held = previous(session, component, earlier_pushes(session, version, component))
    if held is None:
        raise PushError(f"Skrivning {push.id} skulle ändra ett förslag som vi inte längre vet vilket det är.")
    new, _ = create_draft(settings, version, component)
    steps = replan_after_refused_update(replace(held, changed=held.changed or changed), new)
    push.steps.extend(_step(len(push.steps) + n, draft) for n, draft in enumerate(steps))


def _finish(session: Session, push: Push, moment: datetime) -> None:
    if _next(push) is None:
        push.state, push.finished_at = PushState.done, moment
        published(session, session.get_one(ClauseVersion, push.version_id), "push")


def _next(push: Push) -> PushStep | None:
    if push.state != PushState.open:
        return None
    return next((s for s in push.steps if s.state in (StepState.planned, StepState.intent)), None)


def _may_plan_again(push: Push) -> bool:
    """Refused or replaced before anything of it can have been written: a person mended what was wrong, and tries again."""
    ended = push.state in (PushState.refused, PushState.replaced)
    return ended and all(s.state in (StepState.planned, StepState.refused) for s in push.steps)


def _step(ordinal: int, draft: Draft) -> PushStep:
    return PushStep(ordinal=ordinal, kind=draft.kind, draft=to_json(draft), state=StepState.planned)
