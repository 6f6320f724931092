"""Puts the folders together into one Flask service."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request
from flask_smorest import Api
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from sidecar.charter.api import blueprint as clauses
from sidecar.charter.charter_api import blueprint as charter
from sidecar.core.context import Context
from sidecar.core.logs import configure
from sidecar.core.settings import load
from sidecar.core.web import require_token, security_headers
from sidecar.public.pages import blueprint as public
from sidecar.public.pages import missing
from sidecar.push.api import blueprint as pushes
from sidecar.sync.api import blueprint as contributions

OPENAPI = {
    "API_TITLE": "Charter sidecar",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
}


def create_app(context: Context | None = None) -> Flask:
    """The service. Its database is brought to the newest shape here, so that a request never meets an older one."""
    context = context or Context(load())
    configure(as_json=context.settings.log_json)
    app = Flask(__name__)
    app.config.update(OPENAPI, MAX_CONTENT_LENGTH=1_000_000)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["context"] = context
    _ = context.db
    api = Api(app)
    for blueprint in (contributions, clauses, charter, pushes):
        api.register_blueprint(blueprint)
    app.register_blueprint(public)
    app.after_request(security_headers)
    app.register_error_handler(HTTPException, _plain_error)
    app.add_url_rule("/health", view_func=_health)
    app.add_url_rule("/metrics", view_func=_metrics)
    return app


def _health() -> Response:
    from sidecar.core.web import context

    with context().db.session() as session:
        session.execute(text("select 1"))
    return jsonify(status="ok")


def _metrics() -> Response:
    refused = require_token()
    return refused or Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _plain_error(error: HTTPException) -> tuple[Response, int] | AnyResponse:
    if error.code == 404 and not request.path.startswith("/api/"):
        return missing()
    return jsonify(code=error.code, status=error.name), error.code or 500
