"""REST: the charter as a whole, its mandate and its parties."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from mappings.chapters import TemplateError
from sidecar.charter import chapters, queries
from sidecar.charter.charter_schemas import (
    CharterOut,
    GapsOut,
    MandateAnswer,
    MandateIn,
    PartyChangeIn,
    PartyIn,
    PartyList,
    PartyOut,
    TemplateIn,
    TemplateOut,
    TitleIn,
)
from sidecar.charter.commitments import settle
from sidecar.charter.errors import CharterError
from sidecar.charter.models import Charter
from sidecar.charter.overview import gaps_of, overview
from sidecar.charter.parties import (
    MandateChange,
    PartyChange,
    change_party,
    enter_party,
    mandate_json,
    party_json,
    set_mandate,
)
from sidecar.charter.schemas import ClauseQuery
from sidecar.charter.service import charter_of
from sidecar.core.db import now
from sidecar.core.web import context, require_token
from sidecar.sync import queries as sync_queries
from sidecar.sync.web import demand_instance

blueprint = Blueprint("charter", __name__, url_prefix="/api/v1", description="Kontraktet, dess mandat och parter")
blueprint.before_request(require_token)

Query = dict[str, Any]


@blueprint.get("/charter")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, CharterOut)
def charter(query: Query) -> dict[str, Any]:
    """Mandate, parties with what each takes on, chapters, and what the charter lacks."""
    return _overview(query)


@blueprint.get("/charter/gaps")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, GapsOut)
def gaps(query: Query) -> dict[str, Any]:
    """What nobody answers for, duties owed to nobody, whom and what no clause speaks of, and where voices differ."""
    return gaps_of(_overview(query))


@blueprint.put("/charter")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.arguments(TitleIn)
@blueprint.response(200, CharterOut)
def name_charter(query: Query, given: Query) -> dict[str, Any]:
    """What the charter is called."""
    with context().db.session() as session:
        chapters.set_title(session, _charter(session, query["instance"]), given["title"], actor=given["by"])
    return _overview(query)


@blueprint.get("/template")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, TemplateOut)
def template(query: Query) -> dict[str, Any]:
    """The charter's chapters."""
    with context().db.session() as session:
        return chapters.template_json(session, _charter(session, query["instance"]))


@blueprint.put("/template")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.arguments(TemplateIn)
@blueprint.response(200, TemplateOut)
def choose_template(query: Query, given: Query) -> dict[str, Any]:
    """Chooses a template that comes along, or enters the municipality's own. 409 where it can't be used, with what and where."""
    with context().db.session() as session:
        of = _charter(session, query["instance"])
        if given["yaml"] is not None:
            chapters.enter_own(session, of, given["yaml"], actor=given["by"])
        else:
            chapters.choose(session, of, given["name"], actor=given["by"])
        return chapters.template_json(session, of)


@blueprint.get("/mandate")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, MandateAnswer)
def mandate(query: Query) -> dict[str, Any]:
    """What the charter rests on; null where it has not been entered."""
    with context().db.session() as session:
        demand_instance(session, query["instance"])
        found = queries.charter(session, query["instance"])
        return {"mandate": mandate_json(queries.mandate(session, found.id)) if found else None}


@blueprint.put("/mandate")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.arguments(MandateIn)
@blueprint.response(200, MandateAnswer)
def enter_mandate(query: Query, given: Query) -> dict[str, Any]:
    """Enters the mandate, or changes parts of it. 409 where it isn't whole."""
    actor = given.pop("by")
    group = given.pop("steering_group")
    wanted = MandateChange(**given, steering_group=None if group is None else tuple(group))
    with context().db.session() as session:
        row = set_mandate(session, _charter(session, query["instance"]), wanted, actor=actor)
        return {"mandate": mandate_json(row)}


@blueprint.get("/parties")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.response(200, PartyList)
def parties(query: Query) -> dict[str, Any]:
    """Who the charter is an agreement between, by number."""
    with context().db.session() as session:
        demand_instance(session, query["instance"])
        found = queries.charter(session, query["instance"])
        return {"items": [party_json(row) for row in queries.parties(session, found.id)] if found else []}


@blueprint.post("/parties")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.arguments(PartyIn)
@blueprint.response(201, PartyOut)
def add_party(query: Query, given: Query) -> dict[str, Any]:
    """A new party. Sentences that wait for such a party get it."""
    actor = given.pop("by")
    with context().db.session() as session:
        of = _charter(session, query["instance"])
        row = enter_party(session, of, _change(given), actor=actor)
        settle(session, of.id, query["instance"])
        return party_json(row)


@blueprint.patch("/parties/<int:party_id>")
@blueprint.arguments(ClauseQuery, location="query")
@blueprint.arguments(PartyChangeIn)
@blueprint.response(200, PartyOut)
def alter_party(query: Query, given: Query, party_id: int) -> dict[str, Any]:
    """Changes what is given of a party of this charter."""
    actor = given.pop("by")
    with context().db.session() as session:
        of = _charter(session, query["instance"])
        row = change_party(session, of, str(party_id), _change(given), actor=actor)
        settle(session, of.id, query["instance"])
        return party_json(row)


def _change(given: Query) -> PartyChange:
    bears = given.pop("bears")
    return PartyChange(**given, bears=None if bears is None else tuple(bears))


def _overview(query: Query) -> dict[str, Any]:
    with context().db.session() as session:
        demand_instance(session, query["instance"])
    return overview(context().db, query["instance"], today=now().date())


def _charter(session: Session, instance_id: str) -> Charter:
    demand_instance(session, instance_id)
    return charter_of(session, instance_id, sync_queries.instance(session, instance_id).name)


@blueprint.errorhandler(TemplateError)
@blueprint.errorhandler(CharterError)
def _refused(error: Exception) -> tuple[Response, int]:
    return jsonify(code=409, status="Conflict", message=str(error), reasons=[str(error)]), 409
