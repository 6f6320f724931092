"""An emulated Decidim to write to, its inside in reach: clock, store, faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from connectors.base import Draft, StepKind
from connectors.decidim.client import ApiCredential, Client, Credential, UserToken
from connectors.decidim.emulator.records import Proposal as Kept
from connectors.decidim.emulator.server import running
from connectors.decidim.emulator.store import Store
from connectors.decidim.limits import ComponentRules
from connectors.decidim.transport import Transport
from connectors.decidim.writer_graphql import GraphQLWriter
from tests.connectors.decidim.browser import CLIENT, MODERATOR, content, swift

MARKER = "https://sidecar.example/c/1/v1"
TITLE = "Rätt till en trygg skolväg"
OPEN, CLOSED, ALWAYS = "2", "3", "5"
"""Components of the small example: for drafts (5,000 characters), closed, and one where authors may edit for ever."""


class Clock:
    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def jump(self, **passed: float) -> None:
        self.time += timedelta(**passed)


def body(marker: str = MARKER, text: str = "Barn ska kunna gå till skolan utan att vara rädda.") -> str:
    return f'<p>{text}</p><p>Källor: <a href="{marker}">{marker}</a></p>'


def new(**changes: Any) -> Draft:
    """A draft that may be sent; `marker` changes the body with it."""
    draft = Draft(StepKind.create, OPEN, "sv", MARKER, TITLE, body(changes.get("marker", MARKER)))
    return replace(draft, **changes)


@dataclass
class Decidim:
    base: str
    store: Store
    clock: Clock

    def token(self, email: str = MODERATOR) -> str:
        answer = requests.post(f"{self.base}/__emulator__/token", json={"email": email, "client_id": CLIENT}, timeout=5)
        return str(answer.json()["access_token"])

    def client(self, credential: Credential | None = None, email: str = MODERATOR) -> Client:
        transport = Transport(requests.Session(), read=2.0)
        return Client(self.base, credential=credential or UserToken(self.token(email), CLIENT), pace=swift(), transport=transport)

    def writer(self, credential: Credential | None = None, email: str = MODERATOR, **settings: Any) -> GraphQLWriter:
        return GraphQLWriter(self.client(credential, email), settings.pop("rules", ComponentRules(body_max=5000)), **settings)

    def faults(self, faults: str) -> None:
        assert requests.post(f"{self.base}/__emulator__/faults", json={"faults": faults}, timeout=5).status_code == 200

    def sent(self) -> int:
        return int(requests.get(f"{self.base}/__emulator__/requests", timeout=5).json()["total"])

    def holding(self, marker: str = MARKER) -> list[Kept]:
        """Published proposals and unpublished drafts with the marker in them."""
        return [proposal for proposal in self.store.proposals.values() if any(marker in text for text in proposal.body.values())]

    def last(self) -> Kept:
        return max(self.store.proposals.values(), key=lambda proposal: proposal.id)


API_KEY = ApiCredential("KEY", "SECRET")


@contextmanager
def decidim(version: str = "0.32.2") -> Iterator[Decidim]:
    clock = Clock()
    store = Store(content(8765), clock)
    with running(store, version) as base:
        yield Decidim(base, store, clock)
