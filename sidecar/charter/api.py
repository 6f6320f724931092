"""REST: the clauses of a charter in their newest version, and the life of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from sidecar.charter import agreements, commitments, queries
from sidecar.charter.charter_schemas import CommitmentList
from sidecar.charter.errors import CharterError
from sidecar.charter.lifecycle import Forbidden, life_json, move
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.charter.parties import party_of
from sidecar.charter.schemas import (
    AgreementIn,
    AgreementList,
    ClauseList,
    ClauseOut,
    ClauseQuery,
    DiffQuery,
    FollowUpIn,
    SharesIn,
    StepIn,
    VersionQuery,
    WithdrawalIn,
)
from sidecar.charter.service import marker, version_json
from sidecar.charter.steps import Decision
from sidecar.charter.versions import compared, one_version, versions_json
from sidecar.core.db import now
from sidecar.core.web import context, require_token
from sidecar.sync.web import demand_instance

blueprint = Blueprint("clauses", __name__, url_prefix="/api/v1", description="Paragrafer med sina källor")
blueprint.before_request(require_token)


@blueprint.get("/clauses")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, ClauseList)
def clauses(query: dict[str, Any]) -> dict[str, Any]:
    """Every clause in its newest version, those with most support first."""
    with context().db.session() as session:
        demand_instance(session, query["instance"])
        rows = queries.latest_versions(session, query["instance"])
        return {"items": _clauses_json(session, rows)}


@blueprint.get("/clauses/<clause_id>")
@blueprint.arguments(VersionQuery, location="query")
@blueprint.response(200, ClauseOut)
def clause(query: dict[str, Any], clause_id: str) -> dict[str, Any]:
    """A clause in one of its versions, the newest where none is named, every sentence with its spans."""
    with context().db.session() as session:
        found = queries.clause(session, clause_id)
        return _clauses_json(session, [(found, one_version(session, clause_id, query["version"]))])[0]


@blueprint.get("/clauses/<clause_id>/agreements")
@blueprint.response(200, AgreementList)
def given_agreements(clause_id: str) -> dict[str, Any]:
    """Every word that a party has given on any version of the clause, the newest first, whether it stands or not."""
    with context().db.session() as session:
        return {"items": agreements.history_json(session, queries.clause(session, clause_id))}


@blueprint.get("/clauses/<clause_id>/commitments")
@blueprint.response(200, CommitmentList)
def taken_on(clause_id: str) -> dict[str, Any]:
    """Who answers for which sentence of the version on the table, and how it goes; party null where nobody does."""
    with context().db.session() as session:
        found = queries.clause(session, clause_id)
        version = agreements.on_the_table(session, found)
        return {"items": commitments.shares_json(session, found, version, now().date())}


@blueprint.get("/clauses/<clause_id>/life")
@blueprint.response(200)
def life(clause_id: str) -> Response:
    """Where a clause stands, its steps with who and when, which lie open, and how each party stands to it."""
    with context().db.session() as session:
        return jsonify(life_json(session, clause_id))


@blueprint.get("/clauses/<clause_id>/versions")
@blueprint.response(200)
def versions(clause_id: str) -> Response:
    with context().db.session() as session:
        return jsonify({"items": versions_json(session, clause_id)})


@blueprint.get("/clauses/<clause_id>/diff")
@blueprint.arguments(DiffQuery, location="query")
@blueprint.response(200)
def diff(query: dict[str, Any], clause_id: str) -> Response:
    """What version `after` says otherwise than `before`; without numbers the two newest."""
    return jsonify(compared(context().db, clause_id, query["before"], query["after"]))


@blueprint.post("/clauses/<clause_id>/steps")
@blueprint.arguments(StepIn)
@blueprint.response(201)
def step(given: dict[str, Any], clause_id: str) -> Response:
    """Moves the clause. 409 with every reason where it may not go there."""
    with context().db.session() as session:
        charter_id = queries.clause(session, clause_id).charter_id
        missing = tuple(party_of(session, charter_id, name).id for name in given["without"])
    said = Decision(given["reason"], given["organ"], given["decided_on"], given["diary_number"], missing)
    move(context().db, clause_id, given["to"], actor=given["by"], decision=said)
    return _life(clause_id)


@blueprint.post("/clauses/<clause_id>/agreements")
@blueprint.arguments(AgreementIn)
@blueprint.response(201)
def agreement(given: dict[str, Any], clause_id: str) -> Response:
    """A party agrees to the version on the table."""
    day = given["signed_on"] or now().date()
    agreements.agree(
        context().db,
        clause_id,
        given["party"],
        signed_by=given["signed_by"],
        signed_on=day,
        actor=given["by"],
        number=given["version"],
    )
    return _life(clause_id)


@blueprint.post("/clauses/<clause_id>/withdrawals")
@blueprint.arguments(WithdrawalIn)
@blueprint.response(201)
def withdrawal(given: dict[str, Any], clause_id: str) -> Response:
    """A party takes back its agreement, with a reason."""
    agreements.withdraw(context().db, clause_id, given["party"], reason=given["reason"], actor=given["by"])
    return _life(clause_id)


@blueprint.put("/clauses/<clause_id>/commitments/<int:sentence>")
@blueprint.arguments(SharesIn)
@blueprint.response(204)
def shares(given: dict[str, Any], clause_id: str, sentence: int) -> None:
    """Who answers for a sentence of the newest version; an empty list: nobody."""
    commitments.assign(context().db, clause_id, sentence, given["parties"], actor=given["by"])


@blueprint.put("/clauses/<clause_id>/commitments/<int:sentence>/follow-up")
@blueprint.arguments(FollowUpIn)
@blueprint.response(204)
def follow_up(given: dict[str, Any], clause_id: str, sentence: int) -> None:
    """How a party's commitment goes."""
    said = commitments.Report(given["owner"], given["status"], given["due"], given["indicator"])
    commitments.report(context().db, clause_id, sentence, given["party"], said, actor=given["by"])


def _clauses_json(session: Session, rows: Sequence[tuple[Clause, ClauseVersion]]) -> list[dict[str, Any]]:
    stale = queries.stale_sentences(session, [version.id for _, version in rows])
    settings = context().settings
    return [
        {
            **version_json(clause, version, stale.get(version.id, set())),
            "address": marker(settings, clause.id, version.number),
        }
        for clause, version in rows
    ]


def _life(clause_id: str) -> Response:
    with context().db.session() as session:
        answer = jsonify(life_json(session, clause_id))
    answer.status_code = 201
    return answer


@blueprint.errorhandler(queries.UnknownClause)
def _unknown(error: queries.UnknownClause) -> tuple[Response, int]:
    return jsonify(code=404, status="Not Found", message=str(error)), 404


@blueprint.errorhandler(CharterError)
def _refused(error: CharterError) -> tuple[Response, int]:
    reasons = list(error.reasons) if isinstance(error, Forbidden) else [str(error)]
    return jsonify(code=409, status="Conflict", message=str(error), reasons=reasons), 409
