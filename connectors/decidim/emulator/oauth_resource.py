"""What an application may ask with or about a token: /oauth/me, /oauth/token/info, /oauth/introspect, /oauth/revoke."""

from __future__ import annotations

from flask import Flask, Request, Response, jsonify, request

from connectors.decidim.emulator.oauth_grants import challenge_header, client_credentials, refuse
from connectors.decidim.emulator.oauth_html import message, not_recorded, page
from connectors.decidim.emulator.oauth_people import People
from connectors.decidim.emulator.oauth_tokens import Registry, Token


def sent_token(request: Request) -> str:
    """The bearer token of the header, the query or the form; empty where there is none."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    return request.values.get("access_token", "")


def install(app: Flask, registry: Registry, people: People) -> None:
    def usable() -> Token | None:
        """The token sent, if it is known, unexpired and unrevoked. Being seen here counts as its first use."""
        token = registry.token(sent_token(request))
        if token is None or token.revoked or token.expired(registry.clock()):
            return None
        registry.used(token)
        return token

    def me() -> Response:
        token = usable()
        if token is None:
            return _empty(401, "invalid_token")
        if registry.rules.profile_scope not in token.scopes:
            return _empty(403)
        if not _takes_json():
            return page("406", message("ActionController::UnknownFormat"), 406)
        user = people.by_id(token.user_id)
        if user is None:
            return not_recorded("/oauth/me with a token that belongs to nobody")
        known = {"id": user.id, "email": user.email, "name": user.name, "nickname": user.nickname, "image": None}
        return jsonify(known)

    def info() -> Response:
        token = usable()
        if token is None:
            answer = refuse("invalid_token", 401)
            answer.set_data(answer.get_data().rstrip()[:-1] + b',"state":"unauthorized"}')
            return answer
        return jsonify(
            {
                "resource_owner_id": token.user_id,
                "scope": list(token.scopes),
                "expires_in": int(token.created_at + token.expires_in - registry.clock()),
                "application": {"uid": token.application.uid},
                "created_at": token.created_at,
            }
        )

    def introspect() -> Response:
        application = registry.authenticated(*client_credentials())
        token = registry.token(request.form.get("token", ""))
        if application is None or token is None or token.application != application or not application.confidential:
            return not_recorded("introspection of an unknown token, or by another than its application")
        if token.revoked or token.expired(registry.clock()):
            return not_recorded("introspection of a revoked or expired token")
        return jsonify(
            {
                "active": True,
                "scope": " ".join(token.scopes),
                "client_id": application.uid,
                "token_type": "Bearer",
                "exp": token.created_at + token.expires_in,
                "iat": token.created_at,
            }
        )

    def revoke() -> Response:
        uid, secret = client_credentials()
        application = registry.authenticated(uid, secret)
        token = registry.token(request.form.get("token", ""))
        if token is None and registry.is_refresh(request.form.get("token", "")):
            return not_recorded("revoking a refresh token")
        if token is not None and not token.application.confidential and application != token.application:
            return not_recorded("revoking a public application's token without its credentials")
        if application is None or (token is not None and token.application != application):
            answer = refuse("unauthorized_client", 403)
            answer.headers.pop("WWW-Authenticate")
            return answer
        if token is not None:
            registry.revoke(token.value)
        return jsonify({})

    for path in ("/oauth/me", "/oauth/me.json"):
        app.add_url_rule(path, "oauth" + path.replace("/", "_").replace(".", "_"), me, methods=["GET"])
    app.add_url_rule("/oauth/token/info", "oauth_token_info", info, methods=["GET"])
    app.add_url_rule("/oauth/introspect", "oauth_introspect", introspect, methods=["POST"])
    app.add_url_rule("/oauth/revoke", "oauth_revoke", revoke, methods=["POST"])


def _takes_json() -> bool:
    """By path or Accept; without an Accept header anything is taken, as HTTP has it."""
    anything = "Accept" not in request.headers or request.path.endswith(".json")
    return anything or bool(request.accept_mimetypes.best_match(["application/json"]))


def _empty(status: int, error: str = "") -> Response:
    answer = Response("", status, content_type="text/html")
    if error:
        answer.headers["WWW-Authenticate"] = challenge_header(error)
    return answer
