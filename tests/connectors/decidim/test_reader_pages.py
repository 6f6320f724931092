"""Reading whole components from each emulated version: few requests, every comment, and a word on what can't be read."""

from __future__ import annotations

import pytest

from connectors.base import Stage
from connectors.decidim.emulator.server import running
from connectors.errors import FixSettings, NotUnderstood
from tests.connectors.decidim import reading
from tests.connectors.decidim.reading import VERSIONS, reader
from tests.connectors.decidim.stores import comment, proposal, store, thread

DELETED = {"deleted_at": "2026-09-02T08:00:00"}
every_version = pytest.mark.parametrize("version", VERSIONS)


@every_version
def test_a_page_of_fifty_with_two_levels_is_one_request(version: str) -> None:
    content = store([proposal(n) for n in range(1, 51)], [c for n in range(1, 51) for c in thread(n * 10, n, 2)])
    with running(content, version) as url:
        source = reader(url)
        source.spaces()
        list(source.pages("2"))
        before = source.client.requests
        pages = list(source.pages("1"))
    assert source.client.requests - before == 1
    assert len(reading.comments(pages)) == 100


@every_version
def test_threads_are_read_to_the_bottom_with_parent_and_depth(version: str) -> None:
    content = store([proposal(1), proposal(2)], [*thread(1, 1, 11), *thread(21, 2, 3), comment(40, 1, 3, 3)])
    with running(content, version) as url:
        pages = list(reader(url).pages("1"))
    found = {c.id: (c.parent_id, c.depth) for c in reading.comments(pages)}
    assert found["11"] == ("10", 10)
    assert found["40"] == ("3", 3)
    assert len(found) == 15
    assert {one for page in pages for one in page.comments_complete} == {"1", "2"}


@every_version
def test_deep_threads_ride_along_with_the_next_pages(version: str) -> None:
    content = store([proposal(n) for n in range(1, 501)], [c for n in range(3, 40, 9) for c in thread(n * 10, n, 6)])
    with running(content, version) as url:
        source = reader(url)
        source.spaces()
        list(source.pages("2"))
        before = source.client.requests
        pages = list(source.pages("1"))
    assert source.client.requests - before == 10
    assert len(reading.comments(pages)) == 30


@every_version
def test_a_deleted_root_comment_costs_its_proposal_the_comments_and_nothing_else(version: str) -> None:
    content = store([proposal(n) for n in range(1, 6)], [comment(1, 3, **DELETED), comment(2, 3), comment(3, 3), comment(4, 4)])
    with running(content, version) as url:
        pages = list(reader(url).pages("1"))
    assert {one.id for one in reading.proposals(pages)} == {"1", "2", "3", "4", "5"}
    assert [c.id for c in reading.comments(pages)] == ["4"]
    [line] = reading.unreadable(pages)
    assert (line.stage, line.code, line.proposal_id, line.missing) == (Stage.comments, "comments_blinded", "3", 2)
    assert "Förslag 3" in line.sv and "2 kommentarer" in line.sv
    assert pages[0].comments_complete == {"1", "2", "4", "5"}


@every_version
def test_a_deleted_reply_costs_only_the_replies_beside_it(version: str) -> None:
    replies = [comment(2, 1, 1, 1, **DELETED), comment(3, 1, 1, 1), comment(5, 1, 4, 1), comment(6, 1, 5, 2)]
    content = store([proposal(1), proposal(2)], [comment(1, 1), comment(4, 1), *replies])
    with running(content, version) as url:
        pages = list(reader(url).pages("1"))
    assert {c.id for c in reading.comments(pages)} == {"1", "4", "5", "6"}
    [line] = reading.unreadable(pages)
    assert (line.code, line.proposal_id, line.comment_id, line.missing) == ("replies_blinded", "1", "1", 1)
    assert pages[0].comments_complete == {"2"}


@every_version
def test_a_deleted_reply_far_down_costs_only_what_is_below(version: str) -> None:
    content = store([proposal(1)], [*thread(1, 1, 4), comment(5, 1, 4, 4, **DELETED), comment(6, 1, 4, 4)])
    with running(content, version) as url:
        pages = list(reader(url).pages("1"))
    assert {c.id for c in reading.comments(pages)} == {"1", "2", "3", "4"}
    [line] = reading.unreadable(pages)
    assert (line.code, line.comment_id, line.missing) == ("replies_blinded", "4", 1)


@every_version
def test_hidden_proposals_are_told_and_the_rest_is_read(version: str) -> None:
    content = store([proposal(n, hidden=n in (1, 4, 5)) for n in range(1, 8)], [comment(1, 2), comment(2, 4)])
    with running(content, version) as url:
        pages = list(reader(url).pages("1"))
    assert {one.id for one in reading.proposals(pages)} == {"2", "3", "6", "7"}
    assert [line.code for line in reading.unreadable(pages)] == ["hidden"] * 3


@every_version
def test_a_page_that_is_mostly_broken_is_read_once_more_without_comments(version: str) -> None:
    rows = [c for n in range(1, 31) for c in (comment(n * 10, n, **DELETED), comment(n * 10 + 1, n))]
    with running(store([proposal(n) for n in range(1, 51)], rows), version) as url:
        source = reader(url)
        pages = list(source.pages("1"))
        known = source.client.requests
    assert len(reading.proposals(pages)) == 50
    assert [line.code for line in reading.unreadable(pages)] == ["comments_blinded"] * 30
    assert known <= 9


@every_version
def test_hidden_comments_are_only_left_out(version: str) -> None:
    with running(store([proposal(1)], [comment(1, 1, hidden=True), comment(2, 1)]), version) as url:
        pages = list(reader(url).pages("1"))
    assert [c.id for c in reading.comments(pages)] == ["2"]
    assert reading.unreadable(pages) == []


@every_version
def test_all_that_a_proposal_has_is_read(version: str) -> None:
    rich = proposal(
        1, title={"sv": "Bänkar", "en": "Benches"}, address="Storgatan 1", latitude=59.5, longitude=13.25, votes=3,
        answer={"sv": "Ja."}, answered_at="2026-09-03T10:00:00", state="accepted", state_published_at="2026-09-03T10:00:00",
    )  # fmt: skip
    rows = [comment(1, 1, alignment=-1, up_votes=2, down_votes=1)]
    with running(store([rich, proposal(2, withdrawn_at="2026-09-04T10:00:00"), proposal(3, authors=[])], rows), version) as url:
        pages = list(reader(url).pages("1"))
    one, withdrawn, _ = reading.proposals(pages)
    assert one.title == {"sv": "Bänkar", "en": "Benches"}
    assert one.body == {"sv": "<p>Kommunen ska ställa ut bänkar i park 1.</p>"}
    assert one.place is not None and (one.place.address, one.place.latitude, one.place.longitude) == ("Storgatan 1", 59.5, 13.25)
    assert (one.votes, one.likes, one.comments_count, one.state, one.answer) == (3, 0, 1, "accepted", {"sv": "Ja."})
    assert one.answered_at is not None and one.answered_at.isoformat().startswith("2026-09-03T10:00")
    assert (one.author_key, one.author_kind, one.withdrawn) == ("user/2", "user", False)
    assert withdrawn.withdrawn
    [said] = reading.comments(pages)
    assert (said.alignment, said.up_votes, said.down_votes, said.author_key) == (-1, 2, 1, "user/2")
    assert reading.unreadable(pages) == []


@every_version
def test_an_empty_component_is_one_empty_last_page(version: str) -> None:
    with running(store([proposal(1)]), version) as url:
        [page] = reader(url).pages("2")
    assert (page.proposals, page.last) == ((), True)


@every_version
def test_a_component_that_is_gone_says_what_to_do(version: str) -> None:
    with running(store([proposal(1)]), version) as url, pytest.raises(FixSettings) as told:
        list(reader(url).pages("77"))
    assert told.value.code == "component_gone"
    assert "77" in told.value.sv and "Kontrollera" in told.value.sv


@every_version
def test_a_stored_place_that_decidim_does_not_know_says_begin_anew(version: str) -> None:
    with running(store([proposal(1)]), version) as url, pytest.raises(NotUnderstood) as told:
        list(reader(url).pages("1", "!!not-a-cursor!!"))
    assert told.value.code == "bad_cursor"


@every_version
def test_missing_reads_again_what_paging_only_skipped(version: str) -> None:
    rows = [*thread(1, 1, 5), comment(9, 3, **DELETED), comment(10, 3)]
    content = store([proposal(1), proposal(2, hidden=True), proposal(3)], rows)
    with running(content, version) as url:
        found = reader(url).missing("1", ["1", "2", "3", "44", "<script>"])
    assert [one.id for one in found.found] == ["1", "3"]
    assert len(found.comments) == 5 and found.comments_complete == {"1"}
    assert {"44", "<script>"} <= found.gone
    assert {line.proposal_id for line in found.unreadable} - {"2"} == {"3"}
    assert "2" in found.gone or any(line.code == "hidden" for line in found.unreadable)
