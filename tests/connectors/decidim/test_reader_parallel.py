"""Reading with several requests in the air gives what reading one by one gives, and falls back when the server suffers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Page
from connectors.decidim.ahead import cursor_after
from connectors.decidim.client import ApiCredential
from connectors.decidim.degree import RECOVER
from connectors.decidim.emulator.server import running
from connectors.decidim.reader import GraphQLReader
from connectors.errors import ConnectorError, TryLater
from tests.connectors.decidim.lines import slow_reader
from tests.connectors.decidim.reading import VERSIONS, comments, proposals, reader, unreadable
from tests.connectors.decidim.scripted import Asked, Given, answering
from tests.connectors.decidim.stores import DAY, comment, proposal, store, thread
from tests.connectors.decidim.test_reader_hostile import component, node
from tests.connectors.standard import ReaderStandards

CONTENT = store(
    [proposal(number, hidden=number in (7, 480)) for number in range(1, 776)],
    [c for number in range(11, 776, 20) for c in thread(number * 10, number, 6)]
    + [comment(1, 9), comment(2, 9, deleted_at=DAY), comment(3, 700), comment(4, 700, deleted_at=DAY)],
)
PAGES = 16
WAIT = "latency=1:0.03"
FAULTS = (
    "429=0.1", "429-retry-after=0.1:2", "500=0.1", "reset=0.1", "truncated-json=0.1", "html=0.1", "login-redirect=0.1",
    "429=0.05,429-retry-after=0.05:0,500=0.05,reset=0.05,truncated-json=0.05,html=0.05,login-redirect=0.05,latency=0.2:0.01",
)  # fmt: skip


@pytest.fixture(scope="module")
def one_by_one() -> list[Page]:
    with running(CONTENT, "0.32.2") as url:
        return list(reader(url).pages("1"))


def test_a_slow_server_gets_as_many_requests_at_once_as_allowed_and_few_too_many() -> None:
    with running(CONTENT, "0.32.2", faults=WAIT) as url:
        plain = reader(url)
        one_by_one = list(plain.pages("1"))
        source, traffic = slow_reader(url)
        pages = list(source.pages("1"))
    assert pages == one_by_one
    assert max(traffic.crowds) == 4
    assert sum(crowd > 1 for crowd in traffic.crowds) >= PAGES - 6
    assert len(traffic.crowds) <= plain.client.requests + 3


@pytest.mark.parametrize(("seconds", "parallel"), [(0.2, 4), (1.0, 1)])
def test_a_quick_server_or_a_setting_of_one_gets_one_request_at_a_time(seconds: float, parallel: int) -> None:
    with running(CONTENT, "0.32.2") as url:
        plain = reader(url)
        list(plain.pages("1"))
        source, traffic = slow_reader(url, seconds=seconds, parallel=parallel)
        list(source.pages("1"))
    assert set(traffic.crowds) == {1}
    assert len(traffic.crowds) == plain.client.requests


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("faults", FAULTS)
def test_every_fault_costs_nothing_but_time(version: str, faults: str, one_by_one: list[Page]) -> None:
    with running(CONTENT, version, faults=faults, seed=5) as url:
        source, traffic = slow_reader(url)
        pages = list(source.pages("1"))
    assert [one.id for one in proposals(pages)] == [one.id for one in proposals(one_by_one)]
    assert {one.id: one.parent_id for one in comments(pages)} == {one.id: one.parent_id for one in comments(one_by_one)}
    assert sorted(line.code for line in unreadable(pages)) == sorted(line.code for line in unreadable(one_by_one))
    assert max(traffic.crowds) <= 4


def test_replies_deeper_than_the_window_of_open_pages_come_all_the_same() -> None:
    content = store([proposal(number) for number in range(1, 241)], thread(1, 3, 150))
    with running(content, "0.32.2") as url:
        expected = list(reader(url, page_size=5).pages("1"))
        source, _ = slow_reader(url, page_size=5)
        assert list(source.pages("1")) == expected
    assert len(comments(expected)) == 150


@pytest.mark.parametrize("count", [1, 49, 50, 51, 100, 150, 151])
def test_a_short_component_costs_few_requests_too_many(count: int) -> None:
    with running(store([proposal(number) for number in range(1, count + 1)]), "0.32.2") as url:
        source, traffic = slow_reader(url)
        list(source.pages("2"))
        before = len(traffic.crowds)
        pages = list(source.pages("1"))
    assert len(proposals(pages)) == count
    assert len(traffic.crowds) - before <= len(pages) + max(0, len(pages) - 2)


def test_proposals_asked_for_by_id_go_side_by_side_too() -> None:
    ids = [str(number) for number in range(1, 301)]
    with running(CONTENT, "0.32.2", faults=WAIT) as url:
        expected = reader(url).missing("1", ids)
        source, traffic = slow_reader(url)
        list(source.pages("1"))
        before = len(traffic.crowds)
        found = source.missing("1", ids)
    assert found == expected
    assert 2 <= max(traffic.crowds[before:]) <= 4


def test_every_component_starts_alone() -> None:
    with running(CONTENT, "0.32.2", faults=WAIT) as url:
        source, traffic = slow_reader(url)
        list(source.pages("1"))
        before = len(traffic.crowds)
        list(source.pages("2"))
    assert traffic.crowds[before:] == [1]


# -- a server that counts for itself -----------------------------------------------------------------------------------------


class Listing:
    """`count` proposals behind cursors that `write` makes of a place. `refuse`: says of the n-th request how it is refused.

    `crowds`: how many requests were inside when each came; each is kept until another is there too, or a moment long.
    """

    def __init__(self, count: int, write: Callable[[int], str], refuse: Callable[[int], Given | None] = lambda _: None) -> None:
        self.count, self.write, self.refuse = count, write, refuse
        self.places = {write(place): place for place in range(count + 1)}
        self.crowds: list[int] = []
        self.inside = 0
        self.changed = threading.Condition()

    def __call__(self, asked: Asked) -> Given:
        with self.changed:
            self.inside += 1
            self.crowds.append(self.inside)
            number = len(self.crowds)
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.inside > 1, timeout=0.02)
            self.inside -= 1
        return self.refuse(number) or self.page(asked.json["variables"])

    def page(self, variables: dict[str, Any]) -> Given:
        after = variables["after"]
        if after is None or after in self.places:
            start = 0 if after is None else self.places[after]
        else:
            # A wrong guess that the server takes for something: a page of its own, from an odd place.
            start = min(self.count, len(str(after)) * 7)
        end = min(self.count, start + min(50, variables["first"]))
        edges = [{"cursor": self.write(place), "node": node(str(place))} for place in range(start + 1, end + 1)]
        return Given(component(edges, more=end < self.count, cursor=self.write(end)))


def offset(place: int) -> str:
    return cursor_after(None, place) or "" if place <= 50 else cursor_after(offset(place - 50), 50) or ""


def read(listing: Listing) -> tuple[list[Page], list[int]]:
    with answering(listing) as (url, _):
        source, _ = slow_reader(url)
        return list(source.pages("1")), listing.crowds


def test_the_server_sees_several_requests_at_once() -> None:
    pages, crowds = read(Listing(1000, offset))
    assert [one.id for one in proposals(pages)] == [str(number) for number in range(1, 1001)]
    assert 2 <= max(crowds) <= 4
    assert len(crowds) <= 20 + 3


def test_cursors_that_are_no_offsets_are_followed_one_by_one() -> None:
    pages, crowds = read(Listing(1000, lambda place: f"p{place}"))
    assert len(proposals(pages)) == 1000
    assert crowds == [1] * 20


def test_a_wrong_guess_wastes_what_was_in_the_air_and_ends_the_guessing() -> None:
    pages, crowds = read(Listing(1000, lambda place: offset(place) if place < 400 else f"p{place}"))
    assert [one.id for one in proposals(pages)] == [str(number) for number in range(1, 1001)]
    assert max(crowds) > 1
    assert len(crowds) <= 20 + 3
    assert crowds[-9:] == [1] * 9


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 600), st.sets(st.integers(0, 12)))
def test_whatever_cursors_a_server_writes_each_proposal_comes_once_in_order(count: int, odd: set[int]) -> None:
    pages, _ = read(Listing(count, lambda place: offset(place + 1) if place // 50 in odd and place else offset(place * 1)))
    assert [one.id for one in proposals(pages)] == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("refused", [Given(b"Retry later\n", 429), Given(b"", 429, {"Retry-After": "1"}), Given(b"", 503)])
def test_a_refusal_brings_it_down_to_one_at_a_time(refused: Given) -> None:
    pages, crowds = read(Listing(1500, offset, lambda number: refused if number == 10 else None))
    assert len(proposals(pages)) == 1500
    assert max(crowds[:10]) > 1
    # What was in the air lands, and counts; then one at a time, until there has been a run of good answers.
    assert crowds[15:19] == [1] * 4
    assert max(crowds[10 + RECOVER + 4 :]) > 1


def test_a_very_long_retry_after_is_told_and_obeyed() -> None:
    listing = Listing(1500, offset, lambda number: Given(b"", 429, {"Retry-After": "7200"}) if number >= 10 else None)
    with pytest.raises(TryLater) as told:
        read(listing)
    assert told.value.after == 7200
    assert len(listing.crowds) <= 9 + 4


def test_a_lasting_fault_is_told_as_without_parallel_requests() -> None:
    listing = Listing(1500, offset, lambda number: Given(b"<html>", 403) if number >= 10 else None)
    with pytest.raises(ConnectorError) as told:
        read(listing)
    assert told.value.code == "wrong_host"


def test_a_sign_in_that_ends_while_pages_are_in_the_air_is_renewed() -> None:
    listing = Listing(1000, offset)
    tokens = iter(f"token-{number}" for number in range(1, 50))
    given: list[str] = []

    def signed(asked: Asked) -> Given:
        if asked.path == "/api/sign_in":
            given.append(next(tokens))
            return Given({"jwt_token": given[-1]})
        answer = listing(asked)
        old = asked.headers["authorization"] == "Bearer token-1" and len(listing.crowds) > 10
        return Given({"data": {"session": {"user": None if old else {"id": "1"}}} | json.loads(answer.content)["data"]})

    with answering(signed) as (url, _):
        source, _ = slow_reader(url, credential=ApiCredential("KEY", "SECRET"))
        pages = list(source.pages("1"))
    assert [one.id for one in proposals(pages)] == [str(number) for number in range(1, 1001)]
    assert max(listing.crowds) > 1 and given == ["token-1", "token-2"]


def test_a_pull_that_is_stopped_anywhere_goes_on_from_its_last_page() -> None:
    content = store([proposal(number) for number in range(1, 121)], [c for n in (3, 50, 99) for c in thread(n * 10, n, 5)])
    with running(content, "0.32.2") as url:
        expected = [one.id for one in proposals(reader(url).pages("1"))]
        for stop in range(1, 12):
            read_so_far: list[Page] = []
            for page in slow_reader(url, page_size=10)[0].pages("1"):
                read_so_far.append(page)
                if len(read_so_far) == stop:
                    break
            rest = list(slow_reader(url, page_size=10)[0].pages("1", read_so_far[-1].after))
            assert [one.id for one in proposals([*read_so_far, *rest])] == expected


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    content = store(
        [proposal(number) for number in range(1, 61)] + [proposal(61, hidden=True), proposal(62)],
        [*thread(1, 5, 7), *thread(11, 30, 2), *thread(21, 58, 4), comment(31, 40), comment(32, 40, deleted_at=DAY)],
    )
    with running(content, "0.32.2") as url:
        yield url


class TestSlowReader(ReaderStandards):
    """The standard suite on a server that seems slow: pages of five, so that several are in the air."""

    address: ClassVar[str]

    @pytest.fixture(autouse=True)
    def _address(self, address: str) -> None:
        type(self).address = address

    def reader(self) -> GraphQLReader:
        return slow_reader(self.address, page_size=5)[0]
