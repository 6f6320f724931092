"""The emulator's own pages below `/__emulator__/`, for tests in another process. No real server has any of them.

`/__emulator__/faults` and `/__emulator__/requests` are answered by the middleware (`faults_wsgi`), these by the application:

- GET ``/__emulator__/proposals?marker=…`` → ``{"published": 1, "drafts": 0, "ids": [12]}``: whose body holds the marker
- POST ``/__emulator__/token`` ``{"email": …, "client_id": …}`` → the answer of `/oauth/token`, without any page
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify, request

from connectors.decidim.emulator.oauth_grants import granted
from connectors.decidim.emulator.oauth_tokens import Registry
from connectors.decidim.emulator.records import Proposal

if TYPE_CHECKING:
    from flask import Flask

    from connectors.decidim.emulator.world import World

PREFIX = "/__emulator__"


def install(app: Flask, world: World, registry: Registry) -> None:
    store = world.store

    def proposals() -> Response:
        marker = request.args.get("marker", "")
        if not marker:
            return _refused("Skriv ?marker=… (say which marker).")
        found = [proposal for proposal in list(store.proposals.values()) if _holds(proposal, marker)]
        published = [proposal for proposal in found if proposal.published_at is not None]
        answer = {"published": len(published), "drafts": len(found) - len(published)}
        return jsonify({**answer, "ids": [proposal.id for proposal in published]})

    def token() -> Response:
        wanted = request.get_json(force=True, silent=True)
        wanted = wanted if isinstance(wanted, dict) else {}
        user = next((user for user in store.users.values() if user.email and user.email == wanted.get("email")), None)
        application = registry.applications.get(str(wanted.get("client_id")))
        if user is None or application is None:
            return _refused('Skicka {"email": …, "client_id": …} som finns i lagret (that are in the store).')
        return granted(registry.new_token(application, user.id, registry.rules.scopes))

    app.add_url_rule(f"{PREFIX}/proposals", "emulator_proposals", proposals, methods=["GET"])
    app.add_url_rule(f"{PREFIX}/token", "emulator_token", token, methods=["POST"])


def _holds(proposal: Proposal, marker: str) -> bool:
    return any(marker in str(text) for text in proposal.body.values())


def _refused(message: str) -> Response:
    answer = jsonify({"emulator": message})
    answer.status_code = 422
    return answer
