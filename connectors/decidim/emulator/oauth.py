"""OAuth of the emulated Decidim: pages, endpoints, and what a token or a cookie means at `/api`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Request, Response

from connectors.decidim.emulator import control, oauth_authorize, oauth_grants, oauth_resource, oauth_session
from connectors.decidim.emulator.oauth_html import message, page
from connectors.decidim.emulator.oauth_people import People, applications_of
from connectors.decidim.emulator.oauth_rules import rules
from connectors.decidim.emulator.oauth_tokens import Registry
from connectors.decidim.emulator.viewer import Viewer, ViewerHook

if TYPE_CHECKING:
    from flask import Flask

    from connectors.decidim.emulator.world import World

EXTENSION = "decidim_oauth"


def install(app: Flask, world: World) -> Registry:
    """Registers sign-in and OAuth on `app`, and how `/api` knows a token (0.31+) or a cookie.

    The registry of codes and tokens is also at ``app.extensions["decidim_oauth"]``, for tests that move its clock.
    """
    version_rules = rules(world.version)
    people = People(world.store)
    registry = Registry(
        version_rules, applications_of(world.store, version_rules.scopes), lambda: world.store.clock().timestamp()
    )
    app.extensions[EXTENSION] = registry
    if app.secret_key is None:
        app.secret_key = secrets.token_bytes(32)
    app.config.setdefault("SESSION_COOKIE_NAME", "_decidim_session")
    oauth_session.install(app, world, people, version_rules)
    oauth_authorize.install(app, world, registry, people)
    oauth_grants.install(app, registry)
    oauth_resource.install(app, registry, people)
    control.install(app, world, registry)
    for name in ("oauth-authorization-server", "openid-configuration"):
        app.add_url_rule(f"/.well-known/{name}", f"well_known_{name}", _nothing, methods=["GET"])
    if version_rules.token_at_api:
        world.viewer_hooks.append(_by_token(registry, people))
    world.viewer_hooks.append(_by_cookie(people))
    return registry


def _nothing() -> Response:
    """Decidim describes itself nowhere: clients must know the paths."""
    return page("Sidan du letar efter kan inte hittas", message(""), 404)


def _by_token(registry: Registry, people: People) -> ViewerHook:
    """A user's token at `/api`.

    The token's scopes count in any case, also when it is revoked, expired or opaque; whose it is only counts for a JWT
    that has not expired, with the scope `user` and its application's uid in `X-Jwt-Aud`. Revoking changes nothing.
    """

    def viewer(request: Request) -> Viewer | None:
        token = registry.token(oauth_resource.sent_token(request))
        if token is None:
            return None
        registry.used(token)
        claims = registry.jwts.read(token.value) or {}
        audience = request.headers.get("X-Jwt-Aud", "")
        known = "user" in token.scopes and bool(audience) and claims.get("aud") == audience
        return people.viewer(token.user_id if known else None, "oauth", token.scopes)

    return viewer


def _by_cookie(people: People) -> ViewerHook:
    """A browser's session: enough at `/api` on all versions, without any CSRF token."""

    def viewer(request: Request) -> Viewer | None:
        user_id = oauth_session.signed_in_user_id()
        return None if user_id is None else people.viewer(user_id, "cookie")

    return viewer
