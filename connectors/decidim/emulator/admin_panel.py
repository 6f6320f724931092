"""What every page of the emulated admin panel needs: who may enter, its forms, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request
from markupsafe import Markup

from connectors.decidim.emulator import oauth_session
from connectors.decidim.emulator.oauth_html import form, message, not_recorded, page
from connectors.decidim.emulator.oauth_people import People
from connectors.decidim.emulator.oauth_rules import rules
from connectors.decidim.emulator.records import Component
from connectors.decidim.emulator.world import World

CREATED = "X-Emulator-Created"
BROKEN = "Det uppstod ett problem med vår server. Försök igen senare."


@dataclass(frozen=True)
class Panel:
    world: World

    @property
    def locale(self) -> str:
        """The panel's language: what `?locale=` says, else the organisation's default."""
        asked = request.args.get("locale", "")
        organisation = self.world.store.organization
        return asked if asked in organisation["available_locales"] else str(organisation["default_locale"])

    def enter(self, slug: str, component_id: int) -> tuple[Component, int] | Response:
        """The component and the administrator's id; an answer where nobody enters."""
        people = People(self.world.store)
        user = people.by_id(oauth_session.signed_in_user_id())
        if request.method != "GET" and not oauth_session.csrf_is_right():
            return oauth_session.csrf_refused()
        if user is None:
            return oauth_session.to_sign_in(self.world, rules(self.world.version), people.locale)
        if not user.admin:
            return not_recorded("the admin panel for somebody who is no administrator of the organisation")
        component = self.world.store.components.get(component_id)
        process = None if component is None else self.world.store.processes.get(component.process)
        if component is None or process is None or process.slug != slug:
            return not_recorded("the admin panel of a component that does not exist")
        return component, user.id

    def form(self, title: str, inner: Markup) -> Response:
        """A page with one form that posts a file to its own address."""
        hidden = {oauth_session.CSRF: oauth_session.csrf_token()}
        body = str(form(request.path, hidden, inner)).replace("<form ", '<form enctype="multipart/form-data" ', 1)
        return page(title, Markup(body))

    def said(self, text: str, status: int, created: Sequence[int] = ()) -> Response:
        answer = page("Förslag", message(text), status)
        answer.headers[CREATED] = ",".join(map(str, created))
        return answer

    def broken(self, created: Sequence[int] = ()) -> Response:
        return self.said(BROKEN, 500, created)
