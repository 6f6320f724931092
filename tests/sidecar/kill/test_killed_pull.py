"""A pull is killed at random moments, against a Decidim with every fault on; nothing is lost, nothing doubled."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import KINDS
from tests.sidecar.decidim import decidim
from tests.sidecar.kill.processes import processes
from tests.sidecar.kill.pulling import KilledPull, dialogue


@pytest.mark.parametrize("kind", KINDS)
def test_a_pull_killed_anywhere_ends_as_one_that_nobody_killed(
    kind: str, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    with decidim(source=dialogue()) as target, processes(tmp_path) as running:
        pull = KilledPull(target, running, random.Random(20261124), tmp_path)
        outcome = pull.trial(new_database(kind), kills=6)
    assert outcome.well, outcome
    assert outcome.kills >= 3
