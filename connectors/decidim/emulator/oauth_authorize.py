"""/oauth/authorize: the page where a person lets an application act for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict

from connectors.decidim.emulator.oauth_html import button, form, message, not_recorded, page
from connectors.decidim.emulator.oauth_people import People
from connectors.decidim.emulator.oauth_session import (
    CSRF,
    csrf_is_right,
    csrf_refused,
    csrf_token,
    signed_in_user_id,
    to_sign_in,
)
from connectors.decidim.emulator.oauth_tokens import Application, Registry, Scopes
from connectors.decidim.emulator.world import World

PATH = "/oauth/authorize"


@dataclass(frozen=True)
class Wish:
    """A request for authorization that passed every check. `challenge` is empty where the version ignores PKCE."""

    application: Application
    scopes: Scopes
    state: str
    challenge: str

    def back(self, **parameters: str) -> Response:
        """Redirects to the application, with `state` where it sent one."""
        query = urlencode({**parameters, **({"state": self.state} if self.state else {})})
        joint = "&" if "?" in self.application.redirect_uri else "?"
        answer = Response("", 302, content_type="text/html; charset=utf-8")
        answer.headers["Location"] = self.application.redirect_uri + joint + query
        return answer


def install(app: Flask, world: World, registry: Registry, people: People) -> None:
    """Registers GET (page, or straight back where consent was given before), POST (allow) and DELETE (deny)."""

    def authorize() -> Response:
        denies = request.method == "DELETE" or request.form.get("_method") == "delete"
        if request.method != "GET" and not csrf_is_right():
            return csrf_refused()
        user_id = signed_in_user_id()
        if user_id is None:
            return to_sign_in(world, registry.rules, people.locale) if request.method == "GET" else not_recorded("signed out")
        wish = _wish(registry, request.values, people.organisation)
        if isinstance(wish, Response):
            return wish
        if denies:
            text = "Resursägaren eller auktoriseringsservern nekade begäran."
            return wish.back(error="access_denied", error_description=text)
        if request.method == "GET" and not registry.consented(wish.application, user_id, wish.scopes):
            return _consent_page(registry, people, wish)
        code = registry.new_code(wish.application, user_id, wish.scopes, wish.challenge)
        return wish.back(code=code.value)

    app.add_url_rule(PATH, "oauth_authorize", authorize, methods=["GET", "POST", "DELETE"])


def _wish(registry: Registry, sent: MultiDict[str, str], title: str) -> Wish | Response:
    """What is asked for, or the page that says what is wrong: a mistake never leads back to the application."""
    rules = registry.rules
    unknown_client, other = rules.bad_request_statuses
    for name in ("client_id", "redirect_uri"):
        if not sent.get(name):
            return not_recorded(f"/oauth/authorize without {name}")
    application = registry.applications.get(sent["client_id"])
    if application is None:
        return page(title, message("Ett fel har inträffat: okänd klient."), unknown_client)
    if sent["redirect_uri"] != application.redirect_uri:
        if _differs_in_port(sent["redirect_uri"], application.redirect_uri):
            return not_recorded("a loopback redirect_uri that differs from the registered one in its port only")
        return page(title, message("Ett fel har inträffat: omdirigerings-URI:n är ogiltig."), other)
    if sent.get("response_type") != "code":
        return page(title, message("Ett fel har inträffat: svarstypen stöds inte."), other)
    scopes = tuple(sent.get("scope", "").split()) or (rules.default_scope,)
    if not set(scopes) <= set(rules.scopes) or not set(scopes) <= set(application.scopes):
        return page(title, message("Ett fel har inträffat: omfattningen är ogiltig eller okänd."), other)
    challenge = sent.get("code_challenge", "") if rules.token_at_api else ""
    if challenge and sent.get("code_challenge_method") != "S256":
        return not_recorded("PKCE with another method than S256")
    return Wish(application, scopes, sent.get("state", ""), challenge)


def _differs_in_port(sent: str, registered: str) -> bool:
    one, other = urlsplit(sent), urlsplit(registered)
    local = {one.hostname, other.hostname} <= {"127.0.0.1", "localhost", "::1"}
    return local and (one.scheme, one.hostname, one.path) == (other.scheme, other.hostname, other.path)


def _consent_page(registry: Registry, people: People, wish: Wish) -> Response:
    rules = registry.rules
    hidden: dict[str, str] = {
        CSRF: csrf_token(),
        "client_id": wish.application.uid,
        "redirect_uri": wish.application.redirect_uri,
        "state": wish.state,
        "response_type": "code",
    }
    if rules.token_at_api:
        hidden["response_mode"] = "query"
    hidden["scope"] = " ".join(wish.scopes)
    if rules.token_at_api:
        hidden["code_challenge"] = wish.challenge
        hidden["code_challenge_method"] = "S256" if wish.challenge else ""
    action = f"{PATH}?locale={people.locale}" if rules.localised_sign_in else PATH
    body = (
        message(f"{wish.application.name} vill använda ditt konto ({' '.join(wish.scopes)}).")
        + form(action, hidden, button("Godkänn applikationen"))
        + form(action, _denial(hidden), button("Avbryt"))
    )
    return page(people.organisation, body)


def _denial(hidden: Mapping[str, str]) -> dict[str, str]:
    return {"_method": "delete", **hidden}
