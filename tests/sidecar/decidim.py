"""An emulated Decidim that a sidecar of a test pulls from and pushes to, and a moderator who signs in to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.decidim.emulator.server import running
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.world import Options
from sidecar.core.context import Context
from sidecar.core.settings import Settings, load
from sidecar.sync import login
from tests.connectors.decidim import writing
from tests.connectors.decidim.browser import CLIENT, MODERATOR, SECRET, content, free_port, person
from tests.connectors.decidim.writing import Clock

PUBLIC_URL = "https://kontrakt.example.org"


@dataclass
class Decidim(writing.Decidim):
    """`base`, `store`, `clock`; `faults(…)`, `sent()`, `holding(marker)`. `port`: where its application calls back to."""

    port: int = field(default=0)

    @property
    def url(self) -> str:
        return self.base


@contextmanager
def decidim(version: str = "0.32.2", source: Mapping[str, Any] | None = None, **options: Any) -> Iterator[Decidim]:
    """A running Decidim with the small example, or with `source` (the content of a store's file, with an application)."""
    port, clock = free_port(), Clock()
    given = content(port) if source is None else {**source}
    for application in given.get("applications", []):
        application["redirect_uri"] = f"http://127.0.0.1:{port}/callback"
    store = Store(given, clock)
    with running(store, version, options=Options(**options)) as base:
        yield Decidim(base, store, clock, port)


def signed_in(context: Context, instance_id: str, target: Decidim, email: str = MODERATOR) -> None:
    """Signs in through Decidim's own pages, without a browser, and keeps the token sealed, as `instance login` does."""
    login.login(context, instance_id, CLIENT, SECRET, port=target.port, show=person(email))


def settings_of(var: Path, database_url: str) -> Settings:
    return load(environment(var, database_url))


def environment(var: Path, database_url: str) -> dict[str, str]:
    """What a process of the sidecar needs to know, as environment variables."""
    return {
        "CHARTER_VAR": str(var),
        "CHARTER_DATABASE_URL": database_url,
        "CHARTER_PUBLIC_URL": PUBLIC_URL,
        "CHARTER_SECRET_KEY": "secret of the tests",
        "CHARTER_REQUESTS_PER_MINUTE": "6000",
    }
