"""A pull goes on where the last one stopped, and writes only what changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from connectors.errors import TryLater
from sidecar.sync.models import ImmutableRevision, Kind, PullRun, Revision, Status
from tests.connectors.decidim.reading import reader
from tests.sidecar.sync.parts import Disturbed, Killed, Sidecar, raising

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")
LATER = TryLater("server_error", "Vänta.", "Wait.")


@pytest.mark.parametrize("emulator", VERSIONS, indirect=True)
def test_a_second_pull_writes_no_row(sidecar: Sidecar) -> None:
    assert sidecar.pull().complete
    before = sidecar.rows()
    assert len(before["contributions"]) > 10
    again = sidecar.pull()
    assert (again.complete, again.changed) == (True, 0)
    assert sidecar.rows() == before


def test_a_second_pull_of_many_pages_writes_no_row(large: Sidecar) -> None:
    large.pull()
    before = large.rows()
    assert large.pull().changed == 0
    assert large.rows() == before


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_a_pull_killed_at_any_page_goes_on_from_the_last_one_stored(large: Sidecar, page: int) -> None:
    with pytest.raises(Killed):
        large.pull(Disturbed(reader(large.decidim.url), raising(Killed(), on=page)))
    assert len(large.numbers()) == 50 * (page - 1)
    place = large.after()
    assert (place is None) == (page == 1)
    again = Disturbed(reader(large.decidim.url))
    assert large.pull(again).complete
    assert again.begun_after[0] == place
    assert large.numbers() == set(range(1, 171))
    assert large.numbers(Kind.comment) == {*range(1010, 1171, 10), 1051}
    assert again.asked_for == []


def test_a_pull_killed_after_its_last_page_asks_for_nothing_again(large: Sidecar) -> None:
    class DiesAtTheEnd(Disturbed):
        def pages(self, component_id: str, after: str | None = None):  # type: ignore[no-untyped-def]
            yield from super().pages(component_id, after)
            raise Killed

    with pytest.raises(Killed):
        large.pull(DiesAtTheEnd(reader(large.decidim.url)))
    again = Disturbed(reader(large.decidim.url))
    assert large.pull(again).complete
    assert (again.asked_for, large.numbers()) == ([], set(range(1, 171)))


def test_after_a_complete_pull_the_next_begins_at_the_first_page(large: Sidecar) -> None:
    large.pull()
    again = Disturbed(reader(large.decidim.url))
    large.pull(again)
    assert set(again.begun_after) == {None}


def test_a_component_that_can_not_be_read_to_its_end_keeps_what_was_read_and_says_so(large: Sidecar) -> None:
    result = large.pull(Disturbed(reader(large.decidim.url), raising(LATER, on=3)))
    assert not result.complete
    assert {failure.code for failure in result.failures} == {"server_error"}
    assert len(large.numbers()) == 100
    with large.context.db.session() as session:
        assert session.scalars(select(PullRun.outcome)).all() == ["incomplete"]


def test_an_edited_text_is_a_new_revision_and_the_old_one_stays(sidecar: Sidecar) -> None:
    sidecar.pull()
    old = sidecar.proposal(4)
    sidecar.decidim.store.proposals[4].body = {"sv": "Plantera lindar på torget."}
    result = sidecar.pull()
    new = sidecar.proposal(4)
    assert (result.counts["changed_text"], result.changed) == (1, 1)
    assert new.revision_id != old.revision_id
    assert "skugga" in sidecar.texts(old.revision_id)["body"]["sv"]
    assert sidecar.texts(new.revision_id)["body"]["sv"] == "Plantera lindar på torget."


def test_a_text_that_is_changed_back_is_the_first_revision_again(sidecar: Sidecar) -> None:
    sidecar.pull()
    first, kept = sidecar.proposal(4), sidecar.decidim.store.proposals[4].body
    sidecar.decidim.store.proposals[4].body = {"sv": "Ett helt annat förslag."}
    sidecar.pull()
    sidecar.decidim.store.proposals[4].body = kept
    sidecar.pull()
    assert sidecar.proposal(4).revision_id == first.revision_id


def test_a_vote_is_a_changed_fact_and_no_new_revision(sidecar: Sidecar) -> None:
    sidecar.pull()
    before = sidecar.proposal(4).revision_id
    sidecar.decidim.store.proposals[4].votes += 1
    result = sidecar.pull()
    assert (result.counts["changed_facts"], result.counts["changed_text"]) == (1, 0)
    assert sidecar.proposal(4).revision_id == before


def test_a_withdrawal_is_seen(sidecar: Sidecar) -> None:
    sidecar.pull()
    assert sidecar.proposal(6).status == Status.withdrawn
    sidecar.decidim.store.proposals[4].withdrawn_at = sidecar.decidim.store.time()
    sidecar.pull()
    assert sidecar.proposal(4).status == Status.withdrawn


def test_a_stored_text_can_not_be_changed(sidecar: Sidecar) -> None:
    sidecar.pull()
    with pytest.raises(ImmutableRevision), sidecar.context.db.session() as session:
        revision = session.scalars(select(Revision).limit(1)).one()
        revision.texts = {"body": {"sv": "Något annat."}}


def test_authors_are_stored_as_keyed_hashes_and_nothing_else(sidecar: Sidecar) -> None:
    sidecar.pull()
    everything = str(sidecar.rows())
    for user in sidecar.decidim.store.users.values():
        assert user.name not in everything
        assert user.email is None or user.email not in everything
    author = sidecar.proposal(1).author
    assert author is not None
    assert len(author) == 32


def test_no_more_than_one_transaction_holds_a_page(large: Sidecar) -> None:
    """What a page brings and the place to go on from are stored together: at every commit the one fits the other."""
    held: list[tuple[int, bool]] = []

    def look(number: int) -> None:
        with large.context.db.session() as session:
            count = session.execute(text("select count(*) from contributions where kind = 'proposal'")).scalar_one()
            state = session.execute(text("select after from pull_states")).scalars().all()
            held.append((count, any(state)))

    large.pull(Disturbed(reader(large.decidim.url), look))
    assert held[:4] == [(0, False), (50, True), (100, True), (150, True)]
