"""Signing in with e-mail and password, and the cookie session that follows."""

from __future__ import annotations

import secrets

from flask import Flask, Response, request, session

from connectors.decidim.emulator.oauth_html import button, field, form, message, not_recorded, page
from connectors.decidim.emulator.oauth_people import People
from connectors.decidim.emulator.oauth_rules import OAuthRules
from connectors.decidim.emulator.world import World

CSRF = "authenticity_token"


def csrf_token() -> str:
    """This session's token for forms; a new one where the session has none."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(32)
    return str(session["csrf"])


def csrf_is_right() -> bool:
    sent = request.form.get(CSRF, "")
    return bool(sent) and "csrf" in session and secrets.compare_digest(sent.encode(), str(session["csrf"]).encode())


def csrf_refused() -> Response:
    return page("The change you wanted was rejected.", message("Can't verify CSRF token authenticity."), 422)


def signed_in_user_id() -> int | None:
    user_id = session.get("user_id")
    return user_id if isinstance(user_id, int) else None


def sign_in_path(rules: OAuthRules, locale: str) -> str:
    return f"/{locale}/users/sign_in" if rules.localised_sign_in else "/users/sign_in"


def to_sign_in(world: World, rules: OAuthRules, locale: str) -> Response:
    """Sends a visitor without a session to sign in, and remembers where to come back to."""
    session["return_to"] = request.full_path if request.query_string else request.path
    return _found(world, sign_in_path(rules, locale))


def _found(world: World, path: str, status: int = 302) -> Response:
    answer = Response("", status, content_type="text/html; charset=utf-8")
    answer.headers["Location"] = world.address(request.host) + path
    return answer


def install(app: Flask, world: World, people: People, rules: OAuthRules) -> None:
    """Registers /users/sign_in (0.32: /<locale>/users/sign_in, to which the other leads)."""
    home = f"/{people.locale}" if rules.localised_sign_in else "/"

    def show() -> Response:
        if signed_in_user_id() is not None:
            return not_recorded("the sign-in page for someone who is signed in")
        return _form_page(200)

    def submit() -> Response:
        if not csrf_is_right():
            return csrf_refused() if rules.refuses_missing_csrf_at_sign_in else _found(world, home)
        user = people.by_password(request.form.get("user[email]", ""), request.form.get("user[password]", ""))
        if user is None:
            return _form_page(rules.wrong_password_status, "Ogiltig E-post eller lösenord.")
        back = str(session.pop("return_to", home))
        session.clear()
        session["user_id"] = user.id
        return _found(world, back)

    def _form_page(status: int, notice: str = "") -> Response:
        inner = (
            field("user[email]", "E-post", "email")
            + field("user[password]", "Lösenord", "password")
            + field("user[remember_me]", "Kom ihåg mig", "checkbox")
            + button("Logga in")
        )
        body = form(sign_in_path(rules, people.locale), {CSRF: csrf_token()}, inner)
        return page(f"Logga in - {people.organisation}", (message(notice) if notice else message("")) + body, status)

    path = sign_in_path(rules, people.locale)
    app.add_url_rule(path, "sign_in_show", show, methods=["GET"])
    app.add_url_rule(path, "sign_in_submit", submit, methods=["POST"])
    if rules.localised_sign_in:
        app.add_url_rule("/users/sign_in", "sign_in_lead", lambda: _found(world, path, 301), methods=["GET"])
        app.add_url_rule("/users/sign_in", "sign_in_lead_post", lambda: not_recorded("POST without a locale"), methods=["POST"])
