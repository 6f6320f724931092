from __future__ import annotations

import pytest

from sidecar.core.context import Context
from sidecar.sync import service
from tests.sidecar.decidim import Decidim
from tests.sidecar.push.parts import NAME, Sidecar


@pytest.fixture
def sidecar(context: Context, emulator: Decidim) -> Sidecar:
    """Pulled, mapped and drafted from the small example; component 2 is the target and takes 5,000 characters."""
    service.add_instance(context.db, context.vault, NAME, emulator.url, actor="Anna")
    made = Sidecar(context, emulator)
    made.drafted()
    made.change_target(proposal_length=5000, target=True)
    return made
