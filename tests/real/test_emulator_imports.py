"""The 415 recorded facts about the admin panel's imports, tried again on the emulator."""

from collections import Counter

import pytest

from tests.real.compare import VERSIONS, Agreed, no_longer_seen, not_agreed
from tests.real.import_compare import Replay
from tests.real.import_files import facts
from tests.real.paths import needs_shared

pytestmark = needs_shared

AGREED = (
    Agreed("*", "odt_padded_*000", "status", "an ODT of more than 8 KB was read; the emulator reads none and answers 501"),
    Agreed("*", "odt_padded_*000", "created", "an ODT of more than 8 KB was read; the emulator reads none and answers 501"),
)


@pytest.fixture(scope="module")
def replays() -> dict[str, Replay]:
    return {version: Replay(version) for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_import_ends_the_same_way(version: str, replays: dict[str, Replay]) -> None:
    assert not_agreed(replays[version].found, AGREED) == []


def test_what_is_agreed_to_differ_still_differs(replays: dict[str, Replay]) -> None:
    seen = [difference for replay in replays.values() for difference in replay.found]
    assert no_longer_seen(seen, AGREED) == []


def test_all_facts_are_accounted_for(replays: dict[str, Replay]) -> None:
    """kept: the file itself; whole: the fact holds all of it; rebuilt: from its description; action: a button."""
    sources = sum((Counter(replay.sources) for replay in replays.values()), Counter[str]())
    assert sources == {"kept": 43, "whole": 64, "rebuilt": 236, "action": 34, "not replayed": 38}
    assert sources.total() == len(facts()) == 415
