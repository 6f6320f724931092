"""What may not be pushed is refused before anything is sent, with the reason; and may be tried again when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from connectors.base import Writer
from connectors.decidim.client import ANONYMOUS
from sidecar.charter import service as charter
from sidecar.charter.service import CharterError
from sidecar.core.db import now
from sidecar.push import service
from sidecar.push.commands import dry_runs, run_pushes
from sidecar.push.planning import PushError
from sidecar.sync import service as sync
from tests.connectors.decidim.writing import API_KEY
from tests.sidecar.decidim import signed_in
from tests.sidecar.push.parts import LIBRARY, NAME, SWINGS_PROPOSAL, Counting, Dying, Killed, Sidecar

PERSON = "person1@example.org"


def rows(sidecar: Sidecar) -> dict[str, list[str]]:
    """Every row of the tables of a push and of what was decided."""
    with sidecar.context.db.session() as session:
        return {
            table: [str(tuple(row)) for row in session.execute(text(f"select * from {table} order by 1"))]
            for table in ("pushes", "push_steps", "audit_entries", "clauses", "clause_versions")
        }


@pytest.mark.parametrize(
    ("code", "writer"),
    [
        ("not_signed_in", lambda sidecar: sidecar.writer(credential=ANONYMOUS)),
        ("api_credential_cannot_write", lambda sidecar: sidecar.writer(credential=API_KEY)),
        ("another_user", lambda sidecar: sidecar.writer(email=PERSON, user_id="2")),
    ],
)
def test_who_may_not_write_is_refused_before_anything_is_sent(
    sidecar: Sidecar, code: str, writer: Callable[[Sidecar], Writer]
) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    report = sidecar.carry_out(push_id, writer(sidecar))
    assert (report.state, sidecar.row(push_id).steps[0].code, sidecar.holding(version)) == ("refused", code, [])
    assert report.steps[0][2]


def test_a_closed_component_refuses_and_says_so(sidecar: Sidecar) -> None:
    sidecar.target = "3"
    sidecar.change_target(proposal_length=5000, target=True)
    version = sidecar.approved()
    report = sidecar.push(version)
    assert (report.state, sidecar.row(report.push_id).steps[0].code) == ("refused", "creation_closed")
    assert not sidecar.holding(version)


def test_only_the_author_may_change_a_proposal(sidecar: Sidecar) -> None:
    sidecar.push(sidecar.approved())
    sidecar.supported()
    report = sidecar.push(sidecar.approved(), sidecar.writer(email=PERSON))
    assert (report.state, sidecar.row(report.push_id).steps[0].code) == ("refused", "not_the_author")


def test_a_text_that_is_too_long_for_the_server_is_refused_by_it_and_told(sidecar: Sidecar) -> None:
    """The component's true limit can't be read over the API: ours was set too high."""
    sidecar.decidim.store.components[2].settings.proposal_length = 100
    version = sidecar.approved()
    report = sidecar.push(version)
    assert (report.state, sidecar.holding(version)) == ("refused", [])
    assert "texten" in (report.steps[0][2] or "")


def test_a_refused_push_is_tried_again_when_a_person_names_its_clause(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    assert sidecar.push(version, sidecar.writer(credential=ANONYMOUS)).state == "refused"
    signed_in(sidecar.context, NAME, sidecar.decidim)
    assert run_pushes(sidecar.context, NAME) == []
    [report] = run_pushes(sidecar.context, NAME, clause_id=version.clause_id)
    assert (report.state, len(sidecar.holding(version))) == ("done", 1)


def test_what_is_done_is_not_pushed_again_even_by_name(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    version = sidecar.approved()
    assert [report.state for report in run_pushes(sidecar.context, NAME)] == ["done"]
    assert run_pushes(sidecar.context, NAME, clause_id=version.clause_id) == []
    assert len(sidecar.holding(version)) == 1


def test_what_is_not_approved_is_not_pushed(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    sidecar.supported()
    with sidecar.context.db.session() as session:
        from sidecar.charter.queries import latest_version

        newest = latest_version(session, version.clause_id)
    assert newest is not None
    assert newest.number == version.number + 1
    with pytest.raises(PushError, match="inte godkänd"):
        sidecar.prepare(newest)


def _edited(sidecar: Sidecar) -> None:
    sidecar.decidim.store.proposals[SWINGS_PROPOSAL].body = {"sv": "Riv lekplatsen vid ån och bygg parkering i stället."}


def _withdrawn(sidecar: Sidecar) -> None:
    sidecar.decidim.store.proposals[SWINGS_PROPOSAL].withdrawn_at = sidecar.decidim.store.time()


def _hidden(sidecar: Sidecar) -> None:
    sidecar.decidim.store.proposals[SWINGS_PROPOSAL].hidden = True


def _gone(sidecar: Sidecar) -> None:
    sidecar.decidim.store.remove_proposal(SWINGS_PROPOSAL)


@pytest.mark.parametrize("moved", [_edited, _withdrawn, _hidden, _gone])
def test_an_approved_version_whose_source_has_moved_is_not_pushed(sidecar: Sidecar, moved: Callable[[Sidecar], None]) -> None:
    version = sidecar.approved()
    before = rows(sidecar)
    moved(sidecar)
    sidecar.pull()
    with pytest.raises(PushError, match=version.clause_id):
        sidecar.prepare(version)
    assert (rows(sidecar), sidecar.holding(version)) == (before, [])


@pytest.mark.parametrize("moved", [_edited, _withdrawn])
def test_a_push_that_waits_is_not_sent_when_its_source_has_moved(sidecar: Sidecar, moved: Callable[[Sidecar], None]) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    moved(sidecar)
    sidecar.pull()
    writer = Counting(sidecar.writer())
    with pytest.raises(PushError, match=version.clause_id):
        sidecar.carry_out(push_id, writer)
    assert (writer.sent, sidecar.holding(version)) == ([], [])


def test_a_push_that_may_have_been_sent_is_settled_even_when_its_source_has_moved(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer()))
    _edited(sidecar)
    sidecar.pull()
    assert sidecar.carry_out(push_id).state == "done"
    assert len(sidecar.holding(version)) == 1


def test_a_version_whose_source_has_moved_can_not_be_approved(sidecar: Sidecar) -> None:
    clause_id = sidecar.clause_id()
    _edited(sidecar)
    sidecar.pull()
    with pytest.raises(CharterError, match=clause_id):
        charter.approve(sidecar.context.db, clause_id, actor="Anna")


def test_a_dry_run_shows_the_steps_and_stores_nothing(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    version = sidecar.approved()
    before, sent = rows(sidecar), sidecar.decidim.sent()
    [run] = dry_runs(sidecar.context, NAME, clause_id=None, component=None, way="auto")
    assert ([draft.kind for draft in run.plan.drafts], run.violations) == (["create"], ((),))
    assert (rows(sidecar), sidecar.holding(version), sidecar.decidim.sent()) == (before, [], sent)


def test_a_dry_run_names_every_violation(sidecar: Sidecar) -> None:
    sidecar.change_target(proposal_length=5000)
    sidecar.approved()
    [run] = dry_runs(sidecar.context, NAME, clause_id=None, component=None, way="api")
    assert [violation.code for violation in run.violations[0]] == ["not_signed_in"]


def test_a_dry_run_of_a_push_that_is_under_way_shows_what_is_left(sidecar: Sidecar) -> None:
    sidecar.push(sidecar.approved())
    sidecar.decidim.clock.jump(minutes=10)
    sidecar.supported()
    version = sidecar.approved()
    push_id = sidecar.prepare(version, moment=now() + timedelta(minutes=10))
    with pytest.raises(Killed):
        sidecar.carry_out(push_id, Dying(sidecar.writer(), before_sending=True, on=2))
    [run] = dry_runs(sidecar.context, NAME, clause_id=version.clause_id, component=None, way="api")
    assert [draft.kind for draft in run.plan.drafts] == ["comment", "withdraw"]


def test_a_push_given_up_sends_nothing_more(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    report = service.abandon(sidecar.context.db, sidecar.context.settings, push_id, actor="Anna")
    assert report.state == "replaced"
    assert run_pushes(sidecar.context, NAME) == []
    assert not sidecar.holding(version)
    with pytest.raises(PushError, match="redan avslutad"):
        service.abandon(sidecar.context.db, sidecar.context.settings, push_id, actor="Anna")
    [again] = run_pushes(sidecar.context, NAME, clause_id=version.clause_id)
    assert (again.state, len(sidecar.holding(version))) == ("done", 1)


def test_one_version_that_may_not_be_written_holds_up_none_of_the_others(sidecar: Sidecar) -> None:
    signed_in(sidecar.context, NAME, sidecar.decidim)
    held, free = sidecar.approved(), sidecar.approved(LIBRARY)
    _edited(sidecar)
    sidecar.pull()
    [shown] = [run for run in dry_runs(sidecar.context, NAME, clause_id=None, component=None, way="auto") if run.held]
    assert (shown.plan.marker, shown.plan.drafts) == (sidecar.marker(held), ())
    states = {report.clause_id: report.state for report in run_pushes(sidecar.context, NAME)}
    assert states == {held.clause_id: "held", free.clause_id: "done"}
    assert (sidecar.holding(held), len(sidecar.holding(free))) == ([], 1)


def test_without_a_target_a_person_is_told_how_to_choose_one(sidecar: Sidecar) -> None:
    with sidecar.context.db.session() as session:
        session.execute(text("update components set target = false"))
    sidecar.approved()
    assert run_pushes(sidecar.context, NAME) == []
    with pytest.raises(PushError, match="--target"):
        run_pushes(sidecar.context, NAME, must=True)


def test_an_api_key_is_kept_but_the_way_becomes_a_file(sidecar: Sidecar) -> None:
    kept = {"kind": "api", "key": "KEY", "secret": "SECRET"}
    sync.keep_credential(sidecar.context.db, sidecar.context.vault, NAME, kept, actor="Anna")
    sidecar.approved()
    [report] = run_pushes(sidecar.context, NAME)
    assert (report.way, report.state) == ("file", "open")
