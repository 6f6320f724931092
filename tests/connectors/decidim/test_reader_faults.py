"""A pull from a Decidim where everything fails now and then reads all the same, or stops where it can go on."""

from __future__ import annotations

import pytest

from connectors.decidim.emulator.server import running
from connectors.errors import TryLater
from tests.connectors.decidim.reading import VERSIONS, comments, proposals, reader, unreadable
from tests.connectors.decidim.stores import comment, proposal, store, thread

CONTENT = store(
    [proposal(number, hidden=number == 7) for number in range(1, 401)],
    [c for number in range(11, 400, 20) for c in thread(number * 10, number, 5)]
    + [comment(1, 9), comment(2, 9, deleted_at="2026-09-02T08:00:00")],
)
EVERY_FAULT = "429-retry-after=0.05:0,500=0.05,reset=0.05,truncated-json=0.05,html=0.05,login-redirect=0.05,latency=0.05:0.01"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("seed", range(3))
def test_all_is_read_though_every_third_request_fails(version: str, seed: int) -> None:
    with running(CONTENT, version, faults=EVERY_FAULT, seed=seed) as url:
        pages = list(reader(url).pages("1"))
    assert len(proposals(pages)) == 399
    assert len(comments(pages)) == 100
    assert sorted(line.code for line in unreadable(pages)) == ["comments_blinded", "hidden"]


def test_a_pull_that_dies_goes_on_from_its_last_page() -> None:
    read: set[str] = set()
    after = None
    deaths = 0
    with running(CONTENT, "0.32.2", faults="500=0.85", seed=4) as url:
        for _ in range(200):
            try:
                for page in reader(url, page_size=20).pages("1", after):
                    read |= {one.id for one in page.proposals}
                    after = page.after
                break
            except TryLater:
                deaths += 1
    assert len(read) == 399
    assert deaths > 0
