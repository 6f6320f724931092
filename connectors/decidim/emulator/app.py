"""The emulated Decidim as a Flask application."""

import json
from typing import Any

from flask import Flask, Request, Response, g, request

from connectors.decidim.emulator import admin_import, gates, oauth, pages, sign_in
from connectors.decidim.emulator.execute import Answer, answer
from connectors.decidim.emulator.persistence import save
from connectors.decidim.emulator.resolvers.asking import Ask
from connectors.decidim.emulator.schemas import schema_of
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.viewer import ANONYMOUS, Viewer
from connectors.decidim.emulator.world import Options, World


def create_app(store: Store, version: str, *, options: Options | None = None) -> Flask:
    """A Decidim of a recorded version over `store`. Raises UnknownVersion for any other version."""
    world = World(store, version, options or Options())
    schema_of(world.facts.version)
    app = Flask("connectors.decidim.emulator", static_folder=None)
    app.extensions["world"] = world
    gates.install(app, world)
    _install_api(app, world)
    pages.install(app, world)
    oauth.install(app, world)
    sign_in.install(app, world)
    admin_import.install(app, world)
    _install_saving(app, world)
    return app


def viewer_of(world: World, asked: Request) -> Viewer:
    """Who asks: what the first hook that knows says. Before 0.31 tokens mean nothing at `/api`."""
    for hook in world.viewer_hooks:
        viewer = hook(asked)
        if viewer is not None:
            means_nothing = viewer.via in ("oauth", "api_credential") and not world.facts.knows_tokens
            return ANONYMOUS if means_nothing else viewer
    return ANONYMOUS


def _install_api(app: Flask, world: World) -> None:
    @app.post("/api")
    def graphql() -> Response:
        viewer = viewer_of(world, request)
        closed = gates.sign_in_gate(request, world, viewer)
        if closed is not None:
            return closed
        locales = world.store.organization["available_locales"]
        locale = request.accept_languages.best_match(locales) or world.store.organization["default_locale"]
        asked = Ask(world, world.store, world.facts, viewer, request.host, locale)
        return _sent(answer(asked, _body(request)))

    @app.get("/api")
    def documentation() -> Response:
        return gates.moved(f"{world.address(request.host)}/api/docs", world)


def _body(asked: Request) -> Any:
    """What was sent: JSON, or a form with `query` and `variables`. None when it can't be read."""
    if asked.mimetype == "application/json":
        return asked.get_json(silent=True)
    return dict(asked.form)


def _sent(given: Answer) -> Response:
    g.wrote = given.wrote
    body = json.dumps(given.payload, ensure_ascii=False, separators=(",", ":"))
    return Response(body, given.status, content_type="application/json; charset=utf-8")


def _install_saving(app: Flask, world: World) -> None:
    """Keeps what was written before the answer leaves: a process killed afterwards has lost nothing."""
    state = world.options.state
    if state is None:
        return

    @app.after_request
    def keep(response: Response) -> Response:
        elsewhere = request.path != "/api" and request.method != "GET"
        if elsewhere or g.get("wrote", False):
            save(world.store, state)
        return response
