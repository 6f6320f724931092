"""A push is killed at random moments, against a Decidim with every fault on; it holds each clause version at most once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import KINDS
from tests.sidecar.decidim import decidim
from tests.sidecar.kill.processes import Deaths, processes
from tests.sidecar.kill.pushing import KilledPush


@pytest.mark.parametrize("kind", KINDS)
def test_a_push_killed_anywhere_ends_done_and_decidim_holds_each_version_once(
    kind: str, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    deaths = Deaths(random.Random(20261124), points=80, seconds=0.8)
    with decidim() as target, processes(tmp_path) as running:
        outcome = KilledPush(target, running, tmp_path, new_database(kind)).trial(deaths, kills=6)
    assert outcome.well, outcome
    assert outcome.kills >= 4
