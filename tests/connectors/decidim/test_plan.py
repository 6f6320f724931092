"""Which steps a new version takes, and that those steps work on a Decidim."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.base import Created, Exists, Refused, StepKind
from connectors.decidim import limits
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import fingerprint, stands_in
from connectors.decidim.plan import NEW_ADDRESS, Pushed, plan, replan_after_refused_update, resolved
from tests.connectors.decidim.writing import MARKER, decidim, new

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WINDOW = timedelta(minutes=5)
OLD = Pushed("2", "246", "f" * 64, NOW - timedelta(hours=1))
NEW = new(marker="https://sidecar.example/c/1/v2")


def kinds(previous: Pushed | None, window: timedelta | None = WINDOW) -> list[str]:
    return [step.kind for step in plan(previous, NEW, now=NOW, edit_window=window)]


@pytest.mark.parametrize(
    ("previous", "window", "expected"),
    [
        (None, WINDOW, ["create"]),
        (replace(OLD, published_at=NOW - timedelta(minutes=2)), WINDOW, ["update"]),
        (replace(OLD, published_at=NOW - timedelta(minutes=4, seconds=50)), WINDOW, ["create", "comment", "withdraw"]),
        (OLD, None, ["update"]),
        (OLD, WINDOW, ["create", "comment", "withdraw"]),
        (replace(OLD, published_at=None), WINDOW, ["create", "comment", "withdraw"]),
        (replace(OLD, votes=1), WINDOW, ["create", "comment"]),
        (replace(OLD, withdrawn=True), None, ["create", "comment"]),
        (replace(OLD, changed=True), None, ["create", "comment"]),
        (replace(OLD, component_id="9"), None, ["create", "comment", "withdraw"]),
    ],
)
def test_the_steps_follow_from_what_stands_in_decidim(
    previous: Pushed | None, window: timedelta | None, expected: list[str]
) -> None:
    assert kinds(previous, window) == expected


def test_the_steps_on_the_old_proposal_can_be_told_from_the_new_one() -> None:
    create, comment, withdraw = plan(OLD, NEW, now=NOW, edit_window=WINDOW)
    assert create == NEW
    assert comment.marker != create.marker
    assert not stands_in(create.marker, comment.body)
    assert stands_in(comment.marker, comment.body)
    assert (comment.proposal_id, withdraw.proposal_id, withdraw.expected) == ("246", "246", OLD.fingerprint)


@pytest.mark.parametrize("address", ["https://decidim.example/sv/processes/p/f/2/proposals/300", None])
def test_every_step_can_be_sent(address: str | None) -> None:
    for locale in ("sv", "en", "fi"):
        for step in plan(OLD, replace(NEW, locale=locale), now=NOW, edit_window=WINDOW):
            ready = resolved(step, address)
            assert not limits.check(ready, ComponentRules(body_max=5000))
            assert NEW_ADDRESS not in ready.body


def test_an_update_that_comes_too_late_becomes_a_new_proposal_that_the_old_one_leads_to() -> None:
    with decidim() as here:
        writer = here.writer()
        first = writer.write(new())
        assert isinstance(first, Created) and first.stored is not None
        old = Pushed("2", first.remote_id, fingerprint(first.stored), first.stored.published_at)
        (update,) = plan(old, NEW, now=here.clock(), edit_window=None)  # we were told that authors may edit for ever
        here.clock.jump(minutes=10)
        refused = writer.write(update)
        assert isinstance(refused, Refused) and refused.reasons[0].code == "edit_window_closed"
        steps = replan_after_refused_update(old, NEW)
        created = writer.write(steps[0])
        assert isinstance(created, Created)
        later = [resolved(step, created.url) for step in steps[1:]]
        assert all(isinstance(writer.write(step), Created) for step in later)
        assert [step.kind for step in later] == [StepKind.comment, StepKind.withdraw]
        assert all(isinstance(writer.find(step), Exists) for step in (NEW, *later))
        (comment,) = here.store.roots_of(int(first.remote_id))
        assert created.url and created.url in comment.body["sv"]
        assert here.store.proposals[int(first.remote_id)].withdrawn_at
        assert len(here.holding(MARKER)) == len(here.holding(NEW.marker)) == 1
