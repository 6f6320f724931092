"""REST: the clauses of a charter, each in its newest version."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from sidecar.charter import queries
from sidecar.charter.schemas import ClauseList, ClauseQuery
from sidecar.charter.service import marker, version_json
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
        stale = queries.stale_sentences(session, [version.id for _, version in rows])
        items = [
            {
                **version_json(clause, version, stale.get(version.id, set())),
                "address": marker(context().settings, clause.id, version.number),
            }
            for clause, version in rows
        ]
    return {"items": items}
