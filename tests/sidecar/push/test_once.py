"""A clause version becomes at most one proposal, whatever dies at whatever moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from connectors.errors import TryLater
from sidecar.charter.models import ClauseState
from sidecar.charter.queries import clause
from sidecar.core.locks import Busy, one_at_a_time
from sidecar.push import queries
from sidecar.push.commands import run_pushes
from sidecar.push.models import StepState
from tests.sidecar.decidim import signed_in
from tests.sidecar.push.parts import LIBRARY, NAME, Counting, Dying, Killed, Sidecar


def test_an_approved_version_becomes_a_proposal_and_its_clause_is_in_dialogue(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    report = sidecar.push(version)
    assert (report.state, sidecar.holding(version)) == ("done", [int(report.proposal_id or 0)])
    with sidecar.context.db.session() as session:
        assert clause(session, version.clause_id).state == ClauseState.in_dialogue


def test_what_was_read_back_is_stored_and_not_what_was_sent(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    writer = Counting(sidecar.writer())
    report = sidecar.carry_out(push_id, writer)
    kept, row = sidecar.decidim.store.proposals[int(report.proposal_id or 0)], sidecar.row(push_id)
    assert row.stored is not None
    assert row.stored["body"] == kept.body
    assert row.stored["url"] == report.url
    assert row.published_at is not None
    assert row.published_at.replace(tzinfo=None).isoformat()[:19] == str(kept.published_at)[:19]


def test_text_that_decidim_stores_otherwise_than_sent_is_known_as_stored(sidecar: Sidecar) -> None:
    """Decidim turns @nickname into a link of its own: the fingerprint must be of that, or our own text looks changed."""
    comment = sidecar.decidim.store.comments[9]
    comment.body = {"sv": "Gungorna är farliga som de är, eller hur @person_2?"}
    sidecar.drafted()
    version = sidecar.approved()
    report = sidecar.push(version)
    stored = sidecar.row(report.push_id).stored
    assert stored is not None
    assert "gid://" in stored["body"]["sv"] or "@person_2" not in stored["body"]["sv"]
    sidecar.supported()
    assert [step.kind for step in sidecar.row(sidecar.prepare(sidecar.approved())).steps] == ["update"]


def test_pushing_twice_sends_once(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    first = sidecar.push(version)
    writer = Counting(sidecar.writer())
    assert sidecar.push(version, writer) == first
    assert (writer.sent, len(sidecar.holding(version))) == ([], 1)


@pytest.mark.parametrize("before_sending", [True, False], ids=["before it is sent", "before its answer is stored"])
def test_a_killed_push_is_found_again_by_its_marker(sidecar: Sidecar, before_sending: bool) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer(), before_sending))
    assert sidecar.row(push_id).steps[0].state == StepState.intent
    assert len(sidecar.holding(version)) == (0 if before_sending else 1)
    again = Counting(sidecar.writer())
    report = sidecar.carry_out(push_id, again)
    assert (report.state, len(sidecar.holding(version))) == ("done", 1)
    assert len(again.sent) == (1 if before_sending else 0)
    assert report.proposal_id == str(sidecar.holding(version)[0])


def test_the_intent_is_stored_before_anything_is_sent(sidecar: Sidecar) -> None:
    push_id = sidecar.prepare(sidecar.approved())
    seen: list[str] = []
    sidecar.carry_out(push_id, Counting(sidecar.writer(), lambda: seen.append(sidecar.row(push_id).steps[0].state)))
    assert seen == [StepState.intent]


@pytest.mark.parametrize(
    ("fault", "arrives"),
    [
        ("500-after-creating=1", True),
        ("timeout-after-creating=1:0.1", True),
        ("reset=1", True),
        ("truncated-json=1", True),
        ("500=1", False),
        ("html=1", False),
    ],
)
def test_after_an_unknown_outcome_we_look_before_we_send_again(sidecar: Sidecar, fault: str, arrives: bool) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    report = sidecar.carry_out(push_id, sidecar.struck(fault))
    assert (report.state, report.steps[0][1]) == ("open", StepState.intent)
    assert len(sidecar.holding(version)) == arrives
    again = Counting(sidecar.writer())
    report = sidecar.carry_out(push_id, again)
    assert (report.state, len(sidecar.holding(version))) == ("done", 1)
    assert len(again.sent) == (not arrives)


@pytest.mark.parametrize("fault", ["429=1", "429-retry-after=1:0", "login-redirect=1"])
def test_what_decidim_turns_away_at_the_door_was_not_sent(sidecar: Sidecar, fault: str) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    with pytest.raises(TryLater):
        sidecar.carry_out(push_id, sidecar.struck(fault))
    assert (sidecar.row(push_id).steps[0].state, sidecar.holding(version)) == (StepState.planned, [])
    assert sidecar.carry_out(push_id).state == "done"


def test_while_the_server_may_still_be_at_work_nothing_is_sent_again(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer(), before_sending=True))
    patient = Counting(sidecar.writer(settle=timedelta(minutes=1)))
    report = sidecar.carry_out(push_id, patient)
    assert (report.state, patient.sent) == ("open", [])
    assert "minut" in (report.steps[0][2] or "")


def test_what_was_surely_not_sent_goes_back_to_planned(sidecar: Sidecar) -> None:
    push_id = sidecar.prepare(sidecar.approved())
    sidecar.decidim.faults("500=1")
    with pytest.raises(TryLater):
        sidecar.carry_out(push_id)
    step = sidecar.row(push_id).steps[0]
    assert (step.state, step.code) == (StepState.planned, "server_error")
    sidecar.decidim.faults("")
    assert sidecar.carry_out(push_id).state == "done"


def test_two_processes_can_not_push_at_once(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    version = sidecar.approved()
    with one_at_a_time(sidecar.context.db, sidecar.context.settings.var, f"push:{NAME}"), pytest.raises(Busy):
        run_pushes(sidecar.context, NAME)
    assert not sidecar.holding(version)
    assert [report.state for report in run_pushes(sidecar.context, NAME)] == ["done"]


def test_many_at_once_write_each_version_once(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    versions = [sidecar.approved(), sidecar.approved(LIBRARY)]
    outcomes: list[str] = []

    def one() -> None:
        try:
            outcomes.extend(report.state for report in run_pushes(sidecar.context, NAME))
        except Busy:
            outcomes.append("busy")

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 2
    assert [len(sidecar.holding(version)) for version in versions] == [1, 1]


def test_a_version_and_a_component_have_one_push(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    first = sidecar.prepare(version)
    assert sidecar.prepare(version) == first
    with sidecar.context.db.session() as session:
        assert len(queries.pushes(session, NAME)) == 1
