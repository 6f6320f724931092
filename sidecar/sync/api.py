"""REST: what was pulled."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from sidecar.core.web import context, require_token
from sidecar.sync import queries
from sidecar.sync.models import Contribution, Revision
from sidecar.sync.schemas import ContributionPage, ContributionQuery
from sidecar.sync.web import demand_instance

blueprint = Blueprint("contributions", __name__, url_prefix="/api/v1", description="Förslag och kommentarer som hämtats")
blueprint.before_request(require_token)


@blueprint.get("/contributions")
@blueprint.arguments(ContributionQuery, location="query")
@blueprint.response(200, ContributionPage)
def contributions(query: dict[str, Any]) -> dict[str, Any]:
    """Contributions of an instance with their present text, by row id."""
    with context().db.session() as session:
        demand_instance(session, query["instance"])
        rows = queries.contributions(session, query["instance"], after=query["after"], limit=query["limit"], kind=query["kind"])
    full = len(rows) == query["limit"]
    return {"items": [_out(row, revision) for row, revision in rows], "next": rows[-1][0].id if rows and full else None}


def _out(row: Contribution, revision: Revision) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "remote_id": row.remote_id,
        "proposal": row.proposal_remote_id,
        "parent": row.parent_remote_id,
        "component": row.component_id,
        "status": row.status,
        "own": row.own,
        "alignment": row.alignment,
        "url": row.url,
        "revision": row.revision_id,
        "texts": revision.texts,
        "facts": row.facts,
        "published_at": row.published_at,
    }
