"""API credentials (0.31 and later): /api/sign_in gives a token, /api/sign_out takes it back. 404 before."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Request, Response, jsonify, request

from connectors.decidim.emulator.oauth_html import not_recorded
from connectors.decidim.emulator.oauth_resource import sent_token
from connectors.decidim.emulator.oauth_tokens import Clock, Jwts
from connectors.decidim.emulator.viewer import Viewer, ViewerHook

if TYPE_CHECKING:
    from flask import Flask

    from connectors.decidim.emulator.world import World

EXTENSION = "decidim_api_credentials"
WRONG = "Ogiltigt key, secret eller lösenord."


@dataclass(frozen=True)
class ApiUser:
    """An API credential as a system administrator makes it. `id` is of the same table as the users' ids."""

    id: int
    key: str
    secret: str
    name: str
    nickname: str


class Credentials:
    """The store's `api_users` (``{key, secret, id?, name?, nickname?}``) and the tokens that they hold."""

    def __init__(self, rows: Iterable[Mapping[str, object]], first_id: int, clock: Clock) -> None:
        self._users = {str(row["key"]): _api_user(row, first_id + place) for place, row in enumerate(rows)}
        self._jwts = Jwts(clock)
        self._live: dict[str, ApiUser] = {}

    def sign_in(self, key: str, secret: str) -> tuple[ApiUser, str] | None:
        """The user and a fresh token; None when key or secret is wrong."""
        user = self._users.get(key)
        if user is None or not secrets.compare_digest(user.secret.encode(), secret.encode()):
            return None
        token = self._jwts.sign(user.id, "", "api_user")
        self._live[token] = user
        return user, token

    def user_of(self, token: str) -> ApiUser | None:
        """Who holds this token; None when it was never given out, is revoked or expired."""
        user = self._live.get(token)
        return user if user is not None and self._jwts.read(token) is not None else None

    def sign_out(self, token: str) -> bool:
        return self._live.pop(token, None) is not None


def install(app: Flask, world: World) -> None:
    """Registers both addresses on `app` and how `/api` knows the token. Does nothing before 0.31."""
    if not world.facts.knows_tokens:
        return
    store = world.store
    first_id = max(store.users, default=0) + 1
    credentials = Credentials(store.extras.get("api_users", []), first_id, lambda: store.clock().timestamp())
    app.extensions[EXTENSION] = credentials

    def sign_in() -> Response:
        signed = credentials.sign_in(request.form.get("api_user[key]", ""), request.form.get("api_user[secret]", ""))
        if signed is None:
            refused = jsonify({"error": WRONG})
            refused.status_code = 401
            return refused
        user, token = signed
        known = {"id": user.id, "name": user.name, "nickname": user.nickname}
        answer = jsonify({**known, "jwt_token": token, "avatar": None})
        answer.headers["Authorization"] = f"Bearer {token}"
        return answer

    def sign_out() -> Response:
        if not credentials.sign_out(sent_token(request)):
            return not_recorded("DELETE /api/sign_out without a live token")
        return Response("", 200, content_type="text/html")

    app.add_url_rule("/api/sign_in", "api_sign_in", sign_in, methods=["POST"])
    app.add_url_rule("/api/sign_out", "api_sign_out", sign_out, methods=["DELETE"])
    world.viewer_hooks.append(_by_credential(credentials))


def _by_credential(credentials: Credentials) -> ViewerHook:
    """Reads what an administrator may read; which mutations it breaks is the mutations' matter."""

    def viewer(request: Request) -> Viewer | None:
        user = credentials.user_of(sent_token(request))
        return None if user is None else Viewer(user.id, "api_credential", is_admin=True)

    return viewer


def _api_user(row: Mapping[str, object], number: int) -> ApiUser:
    name = str(row.get("name", row["key"]))
    given = row.get("id", number)
    return ApiUser(int(str(given)), str(row["key"]), str(row["secret"]), name, str(row.get("nickname", name.lower())))
