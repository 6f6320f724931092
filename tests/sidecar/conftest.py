"""A sidecar of its own for each test (database, folder, keys), and an emulated Decidim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.charter.change import follow
from sidecar.cli import KNOWN
from sidecar.core.context import Context
from sidecar.push.recognise import recognise
from tests.sidecar.decidim import Decidim, decidim, settings_of


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """As the command line makes it, once for each kind of database. Allowed 6,000 requests a minute."""
    made = Context(settings_of(tmp_path / "var", database_url), known_errors=KNOWN, after_pull=[recognise, follow])
    yield made
    made.db.close()


@pytest.fixture
def emulator(request: pytest.FixtureRequest) -> Iterator[Decidim]:
    """Decidim 0.32.2 with the small example; another by ``parametrize("emulator", ["0.28.6"], indirect=True)``."""
    with decidim(getattr(request, "param", "0.32.2")) as running:
        yield running
