"""A new version of a clause that stands in Decidim already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sidecar.charter.models import ClauseVersion
from sidecar.core.db import now
from sidecar.push import service
from sidecar.push.models import PushState, StepState
from sidecar.push.planning import PushError
from tests.sidecar.push.parts import Counting, Dying, Killed, Sidecar

LATER = timedelta(minutes=10)
KINDS_AFTER = ["create", "comment", "withdraw"]


def kinds(sidecar: Sidecar, push_id: int) -> list[str]:
    return [step.kind for step in sidecar.row(push_id).steps]


def pushed(sidecar: Sidecar) -> tuple[ClauseVersion, int]:
    """The first version, and the number of its proposal in Decidim."""
    version = sidecar.approved()
    report = sidecar.push(version)
    assert report.state == "done"
    return version, int(report.proposal_id or 0)


def revised(sidecar: Sidecar) -> ClauseVersion:
    sidecar.supported()
    version = sidecar.approved()
    assert version.number > 1
    return version


def after_the_window(sidecar: Sidecar) -> ClauseVersion:
    sidecar.decidim.clock.jump(minutes=10)
    return revised(sidecar)


def withdrawn(sidecar: Sidecar, number: int) -> bool:
    return sidecar.decidim.store.proposals[number].withdrawn_at is not None


def test_within_five_minutes_a_new_version_is_an_update(sidecar: Sidecar) -> None:
    first, number = pushed(sidecar)
    second = revised(sidecar)
    report = sidecar.push(second)
    assert (report.state, report.proposal_id) == ("done", str(number))
    assert [step[0] for step in report.steps] == ["update"]
    assert (sidecar.holding(second), sidecar.holding(first)) == ([number], [])


def test_after_the_window_a_new_version_is_a_new_proposal_that_the_old_one_leads_to(sidecar: Sidecar) -> None:
    first, number = pushed(sidecar)
    second = after_the_window(sidecar)
    report = sidecar.push(second, moment=now() + LATER)
    assert (report.state, [step[0] for step in report.steps]) == ("done", KINDS_AFTER)
    assert sidecar.holding(second) == [int(report.proposal_id or 0)] != [number]
    [comment] = [c for c in sidecar.decidim.store.comments.values() if c.on == number]
    assert str(report.url) in comment.body["sv"]
    assert withdrawn(sidecar, number)


def test_an_update_that_comes_too_late_becomes_a_new_proposal(sidecar: Sidecar) -> None:
    """Our clock says that there is time, Decidim's says no."""
    _, number = pushed(sidecar)
    second = after_the_window(sidecar)
    report = sidecar.push(second)
    done = [(kind, "done") for kind in KINDS_AFTER]
    assert [(kind, state) for kind, state, _ in report.steps] == [("update", "skipped"), *done]
    assert (report.state, len(sidecar.holding(second)), withdrawn(sidecar, number)) == ("done", 1, True)


@pytest.mark.parametrize("before_sending", [True, False], ids=["before it is sent", "before its answer is stored"])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_push_of_three_steps_is_taken_up_at_the_step_that_died(sidecar: Sidecar, step: int, before_sending: bool) -> None:
    _, number = pushed(sidecar)
    second = after_the_window(sidecar)
    push_id = sidecar.prepare(second, moment=now() + LATER)
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer(), before_sending, on=step))
    again = Counting(sidecar.writer())
    report = sidecar.carry_out(push_id, again)
    assert report.state == "done"
    assert [draft.kind for draft in again.sent] == KINDS_AFTER[step - 1 if before_sending else step :]
    assert len(sidecar.holding(second)) == 1
    assert len([c for c in sidecar.decidim.store.comments.values() if c.on == number]) == 1
    assert withdrawn(sidecar, number)


def test_an_update_that_died_is_not_made_twice(sidecar: Sidecar) -> None:
    _, number = pushed(sidecar)
    push_id = sidecar.prepare(revised(sidecar))
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer()))
    again = Counting(sidecar.writer())
    assert (sidecar.carry_out(push_id, again).proposal_id, again.sent) == (str(number), [])


def test_a_proposal_with_votes_stays_and_leads_to_the_new_one(sidecar: Sidecar) -> None:
    _, number = pushed(sidecar)
    sidecar.decidim.store.proposals[number].votes = 1
    second = after_the_window(sidecar)
    report = sidecar.push(second, moment=now() + LATER)
    assert (report.state, [step[0] for step in report.steps]) == ("done", ["create", "comment"])
    assert not withdrawn(sidecar, number)


def test_a_vote_between_plan_and_step_is_no_reason_to_stop(sidecar: Sidecar) -> None:
    _, number = pushed(sidecar)
    push_id = sidecar.prepare(after_the_window(sidecar), moment=now() + LATER)
    sidecar.decidim.store.proposals[number].votes = 1
    report = sidecar.carry_out(push_id)
    assert (report.state, report.steps[-1][:2]) == ("done", ("withdraw", "skipped"))
    assert "röster" in (report.steps[-1][2] or "")
    assert not withdrawn(sidecar, number)


@pytest.mark.parametrize("pulled", [True, False], ids=["known from a pull", "found out when sending"])
def test_what_was_changed_in_decidim_is_never_overwritten(sidecar: Sidecar, pulled: bool) -> None:
    _, number = pushed(sidecar)
    second = revised(sidecar) if not pulled else None
    ours = sidecar.decidim.store.proposals[number]
    theirs = {"sv": ours.body["sv"] + "<p>En rad som någon annan skrev i Decidim.</p>"}
    ours.body = theirs
    second = second or revised(sidecar)
    report = sidecar.push(second)
    assert (report.state, ours.body) == ("done", theirs)
    assert not withdrawn(sidecar, number)
    assert [kind for kind, state, _ in report.steps if state == "done"] == ["create", "comment"]
    assert sidecar.holding(second) == [int(report.proposal_id or 0)]


def test_where_authors_may_edit_for_ever_a_new_version_is_an_update_a_year_later(sidecar: Sidecar) -> None:
    sidecar.target = "5"
    sidecar.change_target(proposal_length=5000, edit_forever=True, target=True)
    _, number = pushed(sidecar)
    sidecar.decidim.clock.jump(days=1)
    report = sidecar.push(revised(sidecar), moment=now() + timedelta(days=365))
    assert ([step[0] for step in report.steps], report.proposal_id) == (["update"], str(number))


def test_a_newer_version_takes_the_place_of_one_of_which_nothing_was_sent(sidecar: Sidecar) -> None:
    first = sidecar.approved()
    waiting = sidecar.prepare(first)
    second = revised(sidecar)
    report = sidecar.push(second)
    assert (sidecar.row(waiting).state, report.state) == (PushState.replaced, "done")
    assert (len(sidecar.holding(second)), sidecar.holding(first)) == (1, [])
    assert sidecar.carry_out(waiting).state == "replaced"
    assert not sidecar.holding(first)


def test_a_newer_version_waits_while_the_old_one_may_be_on_its_way(sidecar: Sidecar) -> None:
    waiting = sidecar.prepare(sidecar.approved())
    with pytest.raises(Killed):
        sidecar.carry_out(waiting, Dying(sidecar.writer()))
    second = revised(sidecar)
    with pytest.raises(PushError, match=f"skrivning {waiting}"):
        sidecar.prepare(second)
    assert sidecar.carry_out(waiting).state == "done"
    assert sidecar.push(second).state == "done"


def test_a_version_whose_last_steps_were_given_up_is_still_the_one_to_replace(sidecar: Sidecar) -> None:
    _, number = pushed(sidecar)
    push_id = sidecar.prepare(after_the_window(sidecar), moment=now() + LATER)
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer(), before_sending=True, on=2))
    service.abandon(sidecar.context.db, sidecar.context.settings, push_id, actor="Anna")
    newest = sidecar.row(push_id).proposal_id
    sidecar.supported()
    third = sidecar.prepare(sidecar.approved(), moment=now() + 2 * LATER)
    assert {step.draft["proposal_id"] for step in sidecar.row(third).steps} == {None, newest}
    assert sidecar.row(third).steps[0].state == StepState.planned
    assert number != newest
