"""What every page and endpoint shares: the context, the token, safe headers."""

from __future__ import annotations

import hmac

from flask import Response, current_app, jsonify, request

from sidecar.core.context import Context

CSP = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def context() -> Context:
    found: Context = current_app.extensions["context"]
    return found


def require_token() -> Response | None:
    """None when the request carries our API token, else the 401 that answers it."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {context().settings.api_token}"
    if hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode()):
        return None
    answer = jsonify(
        code=401,
        status="Unauthorized",
        message="Skicka Authorization: Bearer <nyckel>. Nyckeln står i var/api.token eller i CHARTER_API_TOKEN.",
    )
    answer.status_code = 401
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
