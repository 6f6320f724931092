"""What is no longer there is marked so, never earlier than we know it, and comes back as what it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.decidim.emulator.records import Comment
from connectors.errors import TryLater
from sidecar.sync.models import Component, Status
from sidecar.sync.service import SyncError
from tests.connectors.decidim.reading import reader
from tests.sidecar.sync.parts import Disturbed, Sidecar, raising

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")


def test_a_proposal_is_marked_vanished_only_after_a_complete_pass(large: Sidecar) -> None:
    large.pull()
    large.decidim.store.remove_proposal(20)
    broken = Disturbed(reader(large.decidim.url), raising(TryLater("server_error", "Vänta.", "Wait."), on=3))
    assert not large.pull(broken).complete
    assert large.proposal(20).status == Status.present
    result = large.pull()
    assert (result.complete, result.counts["vanished"]) == (True, 2)
    assert large.proposal(20).status == Status.vanished
    assert large.proposal(20).vanished_at is not None


def test_what_paging_skipped_is_asked_for_and_is_not_called_vanished(large: Sidecar) -> None:
    large.pull()
    before = large.rows()
    skipping = Disturbed(reader(large.decidim.url), without=frozenset({"20", "169"}))
    result = large.pull(skipping)
    assert sorted(skipping.asked_for) == ["169", "20"]
    assert (result.complete, result.changed, large.rows()) == (True, 0, before)


def test_what_paging_skipped_is_read_again_with_its_comments(large: Sidecar) -> None:
    large.pull()
    large.decidim.store.proposals[20].body = {"sv": "<p>Ändrat medan listan försköts.</p>"}
    large.decidim.store.comments[1020].body = {"sv": "Också ändrad."}
    large.pull(Disturbed(reader(large.decidim.url), without=frozenset({"20"})))
    assert "försköts" in large.texts(large.proposal(20).revision_id)["body"]["sv"]
    assert list(large.texts(large.comment(1020).revision_id)["body"].values()) == ["Också ändrad."]


def test_a_pull_killed_half_way_does_not_forget_what_it_missed(large: Sidecar) -> None:
    large.pull()
    large.decidim.store.remove_proposal(20)
    large.pull(Disturbed(reader(large.decidim.url), raising(TryLater("lost", "Borta.", "Lost."), on=3)))
    again = Disturbed(reader(large.decidim.url))
    large.pull(again)
    assert again.begun_after[0] is not None
    assert (again.asked_for, large.proposal(20).status) == (["20"], Status.vanished)


def test_a_comment_that_is_gone_vanishes_and_returns(sidecar: Sidecar) -> None:
    sidecar.pull()
    sidecar.decidim.store.comments[3].hidden = True
    assert sidecar.pull().counts["vanished"] == 2
    assert [sidecar.comment(number).status for number in (2, 3, 4)] == [Status.present, Status.vanished, Status.vanished]
    sidecar.decidim.store.comments[3].hidden = False
    assert sidecar.pull().counts["returned"] == 2
    assert sidecar.comment(3).status == Status.present
    assert sidecar.comment(3).vanished_at is None


@pytest.mark.parametrize("emulator", VERSIONS, indirect=True)
def test_a_proposal_that_a_moderator_hides_vanishes_with_its_comments_and_returns(sidecar: Sidecar) -> None:
    sidecar.pull()
    sidecar.decidim.store.proposals[1].hidden = True
    assert sidecar.pull().counts["vanished"] == 5
    told = Status.vanished if sidecar.proposal(1).status == Status.vanished else Status.hidden  # not every version says which
    assert {sidecar.proposal(1).status, sidecar.comment(1).status, sidecar.comment(4).status} == {told}
    before = sidecar.rows()
    assert (sidecar.pull().changed, sidecar.rows()) == (0, before)
    sidecar.decidim.store.proposals[1].hidden = False
    assert sidecar.pull().counts["returned"] == 5
    assert {sidecar.proposal(1).status, sidecar.comment(1).status, sidecar.comment(4).status} == {Status.present}


@pytest.mark.parametrize("emulator", VERSIONS, indirect=True)
def test_a_proposal_that_is_deleted_vanishes_with_its_comments_and_its_texts_stay(sidecar: Sidecar) -> None:
    sidecar.pull()
    sidecar.decidim.store.remove_proposal(1)
    assert sidecar.pull().counts["vanished"] == 5
    assert "Belysning" in sidecar.texts(sidecar.proposal(1).revision_id)["title"]["sv"]


def test_comments_that_nobody_can_read_are_not_called_vanished(sidecar: Sidecar) -> None:
    sidecar.pull()
    sidecar.decidim.store.comments[1].deleted_at = sidecar.decidim.store.time()
    result = sidecar.pull()
    assert (result.counts["vanished"], sidecar.comment(2).status) == (0, Status.present)
    assert ("comments_blinded", "1") in sidecar.unread()


def test_a_trouble_is_told_while_it_lasts_and_no_longer(sidecar: Sidecar) -> None:
    sidecar.pull()
    assert ("comments_blinded", "4") in sidecar.unread()
    sidecar.decidim.store.comments[7].deleted_at = None
    sidecar.pull()
    assert ("comments_blinded", "4") not in sidecar.unread()
    assert sidecar.comment(7).status == Status.present


def test_a_trouble_without_a_number_is_told_while_it_lasts_and_no_longer(sidecar: Sidecar) -> None:
    sidecar.pull()
    assert ("hidden", None) in sidecar.unread()
    sidecar.decidim.store.proposals[7].hidden = False
    sidecar.pull()
    assert ("hidden", None) not in sidecar.unread()
    assert sidecar.proposal(7).status == Status.present


@pytest.mark.parametrize("number", [1, 50, 51, 170])
def test_a_proposal_that_was_refused_is_told_also_at_the_edge_of_a_page(large: Sidecar, number: int) -> None:
    refusing = Disturbed(reader(large.decidim.url), refused=frozenset({str(number)}))
    large.pull(refusing)
    assert large.unread() == {("bad_record", str(number))}
    before = large.rows()
    large.pull(refusing)
    assert large.rows() == before
    large.pull()
    assert large.unread() == set()
    assert number in large.numbers()


@pytest.mark.parametrize("number", [50, 51, 170])
def test_a_trouble_at_the_edge_of_a_page_is_kept_however_the_pull_is_cut(large: Sidecar, number: int) -> None:
    large.decidim.store.index_comment(_deleted_comment(large, number))
    large.pull()
    told = large.unread()
    assert ("comments_blinded", str(number)) in told
    for page in (2, 3, 4):
        large.pull(Disturbed(reader(large.decidim.url), raising(TryLater("lost", "Borta.", "Lost."), on=page)))
        assert large.unread() == told
        large.pull()
        assert large.unread() == told


def _deleted_comment(sidecar: Sidecar, on: int) -> Comment:
    time = sidecar.decidim.store.time()
    return Comment(id=5000, on=on, body={"sv": "Borta."}, author=2, created_at=time, updated_at=time, deleted_at=time)


def test_a_component_that_is_no_longer_listed_is_marked_so_and_keeps_what_it_held(sidecar: Sidecar) -> None:
    sidecar.pull()
    sidecar.decidim.store.components[1].published = False
    assert sidecar.pull().complete
    with sidecar.context.db.session() as session:
        listed = dict(session.execute(select(Component.remote_id, Component.listed)).all())
    assert (listed["1"], listed["2"]) == (False, True)
    assert sidecar.proposal(1).status == Status.present
    sidecar.decidim.store.components[1].published = True
    before = sidecar.proposal(1)
    assert sidecar.pull().complete
    assert sidecar.proposal(1).changed_at == before.changed_at


def test_a_component_that_is_not_there_is_said_with_those_that_are(sidecar: Sidecar) -> None:
    with pytest.raises(SyncError, match="99.*1, 2, 3"):
        sidecar.pull(only=["99"])
