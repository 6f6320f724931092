"""A step is taken: the clause's state, the step with who and when, and the audit, always together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from sidecar.charter import queries
from sidecar.charter.models import Clause, ClauseStep, ClauseVersion
from sidecar.charter.states import OPEN, ClauseState
from sidecar.core.audit import record
from sidecar.core.db import now

DRAFTING = "draft"
"""Who takes the step where a new text does."""

NEW_TEXT = "Underlaget i dialogen har ändrats, och paragrafen har fått en ny text."


@dataclass(frozen=True)
class Decision:
    """What a person says of a step. without: ids of the parties that the decision names as missing."""

    reason: str = ""
    organ: str | None = None
    decided_on: date | None = None
    diary_number: str | None = None
    without: tuple[int, ...] = ()


def take(session: Session, clause: Clause, to: ClauseState, version: int, actor: str, decision: Decision) -> ClauseStep:
    """The step itself, asked for nothing: whoever calls has looked at `states.refusals`."""
    before = clause.state
    step = ClauseStep(
        clause_id=clause.id,
        before=before,
        after=to,
        version=version,
        actor=actor,
        at=now(),
        reason=decision.reason,
        organ=decision.organ,
        decided_on=decision.decided_on,
        diary_number=decision.diary_number,
        without=sorted(decision.without),
    )
    session.add(step)
    session.flush()
    clause.state = to
    clause.before_pause = before if to == ClauseState.paused else None
    record(
        session,
        actor,
        "clause.moved",
        clause.id,
        before=before,
        after=to,
        version=version,
        step=step.id,
        missing=sorted(decision.without),
    )
    return step


def text_changed(session: Session, clause: Clause, version: ClauseVersion) -> None:
    """A drafting run wrote a new text. What was under way is a draft again; what is decided, or under revision, stays so: only a
    person takes up what holds, and a revision is where a new text belongs."""
    if clause.state in OPEN - {ClauseState.draft, ClauseState.revised}:
        take(session, clause, ClauseState.draft, version.number, DRAFTING, Decision(reason=NEW_TEXT))


def published(session: Session, version: ClauseVersion, actor: str) -> None:
    """The version stands in Decidim now: a draft or a revision is in dialogue. What went further, or has a newer text, stays."""
    clause = queries.clause(session, version.clause_id)
    latest = queries.latest_version(session, clause.id)
    if latest is not None and latest.id == version.id and clause.state in (ClauseState.draft, ClauseState.revised):
        take(session, clause, ClauseState.in_dialogue, version.number, actor, Decision())
