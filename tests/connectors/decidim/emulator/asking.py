"""Asks an emulated Decidim over HTTP, as somebody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.viewer import ANONYMOUS, Viewer
from connectors.decidim.emulator.world import Options

SMALL = Path("connectors/decidim/emulator/examples/small.json").resolve()
WRITES = frozenset({"profile", "user", "api:read", "api:write"})
PERSON = Viewer(3, "oauth", WRITES)
MODERATOR = Viewer(2, "oauth", WRITES, process_roles=((1, "admin"),))
ADMIN = Viewer(1, "oauth", WRITES, is_admin=True, process_roles=())
CREDENTIAL = Viewer(7, "api_credential", is_admin=True)

CREATE = """mutation($id: ID!, $a: ProposalAttributes!) { component(id: $id) { ... on ProposalsMutation {
  createProposal(input: {locale: "sv", attributes: $a}) { id body { translation(locale: "sv") } url } } } }"""
UPDATE = """mutation($id: ID!, $p: ID!, $a: ProposalAttributes!) { component(id: $id) { ... on ProposalsMutation {
  proposal(id: $p) { update(input: {locale: "sv", attributes: $a}) { id body { translation(locale: "sv") } } } } } }"""
WITHDRAW = """mutation($id: ID!, $p: ID!) { component(id: $id) { ... on ProposalsMutation {
  proposal(id: $p) { withdraw(input: {}) { id withdrawn } } } } }"""
VOTE = """mutation($id: ID!, $p: ID!) { component(id: $id) { ... on ProposalsMutation {
  proposal(id: $p) { vote(input: {}) { voteCount } } } } }"""
COMMENT = """mutation($id: String!, $body: String!) {
  commentable(id: $id, type: "Decidim::Proposals::Proposal", locale: "sv", toggleTranslations: false) {
  addComment(body: $body, alignment: 1) { id body } } }"""
ATTRIBUTES = {"title": "Rätt till en trygg skolväg", "body": "Barn ska kunna gå till skolan utan att vara rädda."}


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def jump(self, **passed: float) -> None:
        self.time += timedelta(**passed)


class Decidim:
    """One emulated server over the small example, or over another store."""

    def __init__(self, version: str = "0.32.2", store: Store | None = None, **options: Any) -> None:
        self.clock = Clock()
        self.store = store or Store.load(SMALL, self.clock)
        self.app: Flask = create_app(self.store, version, options=Options(**options))
        self.app.testing = True  # an exception of ours must not pass for a 500 of Decidim's
        self._viewer = ANONYMOUS
        self.app.extensions["world"].viewer_hooks.insert(0, lambda request: self._viewer)

    def response(self, query: str, viewer: Viewer = ANONYMOUS, *, host: str = "127.0.0.1", **variables: Any) -> TestResponse:
        self._viewer = viewer
        sent = {"query": query, "variables": variables}
        return self.app.test_client().post("/api", json=sent, base_url=f"http://{host}")

    def ask(self, query: str, viewer: Viewer = ANONYMOUS, **variables: Any) -> dict[str, Any]:
        """The JSON of an answer with status 200."""
        answered = self.response(query, viewer, **variables)
        assert answered.status_code == 200, answered.text
        payload: dict[str, Any] = answered.get_json()
        return payload

    def codes(self, query: str, viewer: Viewer = ANONYMOUS, **variables: Any) -> list[str | None]:
        return [error.get("extensions", {}).get("code") for error in self.ask(query, viewer, **variables)["errors"]]

    def in_component(self, selection: str, component: int = 1) -> Any:
        """What a component of proposals answers to a selection; errors are left aside."""
        query = f"{{ component(id: {component}) {{ ... on Proposals {{ {selection} }} }} }}"
        return self.ask(query)["data"]["component"]
