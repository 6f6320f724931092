from __future__ import annotations

from collections.abc import Iterator

import pytest

from sidecar.core.context import Context
from sidecar.sync import service
from tests.connectors.decidim.stores import comment, proposal, store
from tests.sidecar.decidim import Decidim, decidim
from tests.sidecar.sync.parts import NAME, Sidecar


@pytest.fixture
def sidecar(context: Context, emulator: Decidim) -> Sidecar:
    """Of the small example; nothing pulled yet."""
    service.add_instance(context.db, context.vault, NAME, emulator.url, actor="Anna")
    return Sidecar(context, emulator)


COMMENTED = (*range(10, 171, 10), 51)


@pytest.fixture
def large(context: Context) -> Iterator[Sidecar]:
    """Of four pages of proposals, 1 to 170, with a comment on each of COMMENTED."""
    rows = [proposal(number) for number in range(1, 171)]
    with decidim(source=store(rows, [comment(1000 + n, on=n) for n in COMMENTED])) as target:
        service.add_instance(context.db, context.vault, NAME, target.url, actor="Anna")
        yield Sidecar(context, target)
