"""REST: what was written to Decidim, and what is waiting."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from sidecar.core.web import context, require_token
from sidecar.push import queries
from sidecar.push.models import Push
from sidecar.push.schemas import PushPage, PushQuery
from sidecar.sync.web import demand_instance

blueprint = Blueprint("pushes", __name__, url_prefix="/api/v1", description="Skrivningar till Decidim")
blueprint.before_request(require_token)


@blueprint.get("/pushes")
@blueprint.arguments(PushQuery, location="query")
@blueprint.response(200, PushPage)
def pushes(query: dict[str, Any]) -> dict[str, Any]:
    """Pushes of an instance with their steps, by row id."""
    with context().db.session() as session:
        demand_instance(session, query["instance"])
        rows = queries.pushes(session, query["instance"], after=query["after"], limit=query["limit"])
    full = len(rows) == query["limit"]
    return {"items": [push_json(row) for row in rows], "next": rows[-1].id if rows and full else None}


def push_json(row: Push) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version_id,
        "component": row.component_id,
        "way": row.way,
        "marker": row.marker,
        "state": row.state,
        "proposal": row.proposal_id,
        "url": row.proposal_url,
        "steps": [
            {"kind": s.kind, "state": s.state, "remote_id": s.remote_id, "code": s.code, "outcome": s.outcome} for s in row.steps
        ],
    }
