"""/oauth/token: a code or a refresh token becomes an access token."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from connectors.decidim.emulator.oauth_html import message, not_recorded, page
from connectors.decidim.emulator.oauth_tokens import Application, Registry, Token, challenge_of

WORDING = {
    "invalid_client": "Klientautentisering misslyckades.",
    "invalid_grant": "Den tillhandahållna auktoriseringsbeviljandet är ogiltigt.",
    "invalid_request": "Saknar obligatorisk parameter: code_verifier.",
    "invalid_token": "Åtkomsttoken är ogiltig",
    "unauthorized_client": "Du är inte auktoriserad att återkalla denna token",
    "unsupported_grant_type": "Auktoriseringsbeviljandetypen stöds inte av auktoriseringsservern.",
}


def challenge_header(error: str) -> str:
    """WWW-Authenticate as Doorkeeper words it. Header values are Latin-1 for WSGI, which Swedish fits."""
    return f'Bearer realm="Decidim", error="{error}", error_description="{WORDING[error]}"'


def refuse(error: str, status: int) -> Response:
    answer = jsonify({"error": error, "error_description": WORDING[error]})
    answer.status_code = status
    answer.headers["WWW-Authenticate"] = challenge_header(error)
    return answer


def client_credentials() -> tuple[str, str]:
    """(uid, secret) from HTTP Basic or from the body; empty where absent."""
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        return basic.username or "", basic.password or ""
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def install(app: Flask, registry: Registry) -> None:
    def token() -> Response:
        sent = request.form
        kind = sent.get("grant_type", "")
        known = {"authorization_code", "client_credentials"} | ({"refresh_token"} if registry.rules.token_at_api else set())
        if not kind:
            return not_recorded("/oauth/token without grant_type")
        if kind not in known:
            return refuse("unsupported_grant_type", 400)
        application = registry.authenticated(*client_credentials())
        if application is None:
            return refuse("invalid_client", 401)
        match kind:
            case "authorization_code":
                return _from_code(registry, application, sent)
            case "refresh_token":
                return _from_refresh(registry, application, sent)
            case _:
                return _for_the_client(registry, application, sent)

    app.add_url_rule("/oauth/token", "oauth_token", token, methods=["POST"])


def _from_code(registry: Registry, application: Application, sent: MultiDict[str, str]) -> Response:
    """A failed try leaves the code usable, as recorded; using it up twice does not kill the first token."""
    code = registry.code(sent.get("code", ""))
    if code is None or code.application != application or sent.get("redirect_uri") != code.redirect_uri:
        return refuse("invalid_grant", 400)
    if registry.rules.token_at_api:
        verifier = sent.get("code_verifier", "")
        if code.challenge and not verifier:
            return refuse("invalid_request", 400)
        if verifier and not code.challenge:
            return not_recorded("a code_verifier for a code that was asked for without code_challenge")
        if code.challenge and challenge_of(verifier) != code.challenge:
            return refuse("invalid_grant", 400)
    token = registry.exchange(code)
    return refuse("invalid_grant", 400) if token is None else granted(token)


def _from_refresh(registry: Registry, application: Application, sent: MultiDict[str, str]) -> Response:
    old = registry.by_refresh(application, sent.get("refresh_token", ""))
    if old is None:
        return refuse("invalid_grant", 400)
    scopes = tuple(sent.get("scope", "").split()) or old.scopes
    if not set(scopes) <= set(old.scopes):
        return not_recorded("refreshing to more scopes than the token has")
    return granted(registry.new_token(application, old.user_id, scopes, replaces=old.value))


def _for_the_client(registry: Registry, application: Application, sent: MultiDict[str, str]) -> Response:
    scopes = tuple(sent.get("scope", "").split()) or (registry.rules.default_scope,)
    if not set(scopes) <= set(registry.rules.scopes):
        return not_recorded("client_credentials with an unknown scope")
    if registry.rules.gives_jwt(scopes):
        # A JWT needs a user, and this grant has none: the real server answers with its page for what isn't found.
        return page("Sidan du letar efter kan inte hittas", message(""), 404)
    return granted(registry.new_token(application, None, scopes))


def granted(token: Token) -> Response:
    """The answer of /oauth/token that hands over a token."""
    answer: dict[str, object] = {"access_token": token.value, "token_type": "Bearer", "expires_in": token.expires_in}
    if token.refresh:
        answer["refresh_token"] = token.refresh
    return jsonify({**answer, "scope": " ".join(token.scopes), "created_at": token.created_at})
