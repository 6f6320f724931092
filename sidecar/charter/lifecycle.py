"""A person moves a clause: the case is put together from what is stored, `states` judges it, the step is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from sidecar.charter import queries
from sidecar.charter.agreements import ask_again, on_the_table, word_json, words
from sidecar.charter.commitments import unowned, unreported
from sidecar.charter.errors import CharterError, optional
from sidecar.charter.models import Clause, ClauseStep
from sidecar.charter.service import check
from sidecar.charter.states import NAMES, Case, ClauseState, allowed, refusals
from sidecar.charter.steps import Decision, take
from sidecar.core.db import Database


class Forbidden(CharterError):
    """A step that may not be taken. `reasons`: every one, in Swedish."""

    def __init__(self, clause_id: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"Paragraf {clause_id} flyttas inte: " + " ".join(reasons))
        self.reasons = reasons


def move(db: Database, clause_id: str, to: str, *, actor: str, decision: Decision | None = None) -> ClauseStep:
    """One step of a clause's life, with who and when. Raises Forbidden with every reason against it."""
    if to not in set(ClauseState):
        raise CharterError(f"Okänt läge ”{to}”. Välj ett av: {', '.join(ClauseState)}")
    wanted = ClauseState(to)
    with db.session() as session:
        clause = queries.clause(session, clause_id)
        said = _checked(decision or Decision())
        version = on_the_table(session, clause)
        found = refusals(ClauseState(clause.state), wanted, case_of(session, clause, said))
        if wanted in (ClauseState.agreed, ClauseState.adopted) and not found:
            found = tuple(violation.sv for violation in check(session, version))
        if found:
            raise Forbidden(clause_id, found)
        if wanted == ClauseState.adopted:
            clause.in_force = version.number
        elif wanted == ClauseState.repealed:
            clause.in_force = None
        elif wanted == ClauseState.revised and clause.state != ClauseState.paused:
            ask_again(session, clause)
        return take(session, clause, wanted, version.number, actor, said)


def case_of(session: Session, clause: Clause, said: Decision) -> Case:
    """What is known of a clause when a step of it is judged."""
    version = on_the_table(session, clause)
    stands = words(session, clause, version)
    names = {party.id: party.name for party in queries.parties(session, clause.charter_id)}
    held = queries.version(session, clause.id, clause.in_force) if clause.in_force else None
    return Case(
        approved=version.approved_at is not None,
        stale=len(queries.stale_sentences(session, [version.id]).get(version.id, ())),
        bound=tuple(one.party.name for one in stands if one.bound),
        agreed=tuple(one.party.name for one in stands if one.state == "agreed"),
        without=tuple(names[one] for one in said.without if one in names),
        unowned=len(unowned(version, queries.commitments(session, version.id))),
        in_force=held is not None,
        mandate=queries.mandate(session, clause.charter_id) is not None,
        decision=bool(said.organ and said.decided_on and said.diary_number),
        unreported=unreported(session, clause, held) if held else 0,
        before_pause=ClauseState(clause.before_pause) if clause.before_pause else None,
        reason=said.reason,
    )


def life_json(session: Session, clause_id: str) -> dict[str, Any]:
    """Where a clause stands, what it went through, which steps lie open, and how each party stands to the text on the table."""
    clause = queries.clause(session, clause_id)
    version = on_the_table(session, clause)
    case = case_of(session, clause, Decision())
    now = ClauseState(clause.state)
    open_steps = [
        {"to": to, "to_sv": NAMES[to], "asks": list(refusals(now, to, replace(case, reason="")))} for to in allowed(now, case)
    ]
    return {
        "id": clause.id,
        "state": now,
        "state_sv": NAMES[now],
        "version": version.number,
        "hash": version.hash,
        "in_force": clause.in_force,
        "parties": [word_json(word) for word in words(session, clause, version)],
        "steps": [step_json(step) for step in queries.steps(session, clause_id)],
        "open": open_steps,
    }


def step_json(step: ClauseStep) -> dict[str, Any]:
    return {
        "before": step.before,
        "after": step.after,
        "version": step.version,
        "by": step.actor,
        "at": step.at.isoformat(),
        "reason": step.reason or None,
        "organ": step.organ,
        "decided_on": step.decided_on.isoformat() if step.decided_on else None,
        "diary_number": step.diary_number,
        "without": list(step.without),
    }


def _checked(said: Decision) -> Decision:
    return replace(
        said,
        reason=optional(said.reason, "skälet", 2000),
        organ=optional(said.organ, "beslutande organ") or None,
        diary_number=optional(said.diary_number, "diarienumret", 80) or None,
    )
