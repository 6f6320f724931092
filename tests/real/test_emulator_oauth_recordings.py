"""Every recorded exchange of signing in, asked again of the emulator in recorded order."""

import pytest

from tests.real.compare import VERSIONS, Agreed, Difference, no_longer_seen, not_agreed
from tests.real.oauth_compare import Walk
from tests.real.paths import needs_shared

pytestmark = needs_shared

AGREED = (
    Agreed(
        "0.3[01].*",
        "role_moderator_component_10",
        "data.component",
        "an administrator of one process sees components of a private other one by id; the emulator keeps those closed",
    ),
)


@pytest.fixture(scope="module")
def found() -> dict[str, list[Difference]]:
    return {version: Walk(version).differences() for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_answer_to_signing_in_comes_again(version: str, found: dict[str, list[Difference]]) -> None:
    assert not_agreed(found[version], AGREED) == []


def test_what_is_agreed_to_differ_still_differs(found: dict[str, list[Difference]]) -> None:
    seen = [difference for differences in found.values() for difference in differences]
    assert no_longer_seen(seen, AGREED) == []
