"""What every list of an instance's things shares."""

from __future__ import annotations

from flask_smorest import abort
from sqlalchemy.orm import Session

from sidecar.sync import queries


def demand_instance(session: Session, instance_id: str) -> None:
    """Ends the request with 404 and a sentence where there is no such instance."""
    try:
        queries.instance(session, instance_id)
    except queries.UnknownInstance as error:
        abort(404, message=str(error))
