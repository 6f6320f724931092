"""Which step leads where: pure, so every pair and any case can be tried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.charter.states import AFTER, CLOSED, NAMES, Case, ClauseState, allowed, missing, refusals

S = ClauseState
parties = st.lists(st.sampled_from(["kommunen", "byalaget", "invånarna", "skolan"]), unique=True, max_size=4).map(tuple)
cases = st.builds(
    Case,
    approved=st.booleans(),
    stale=st.integers(0, 2),
    bound=parties,
    agreed=parties,
    without=parties,
    unowned=st.integers(0, 2),
    in_force=st.booleans(),
    mandate=st.booleans(),
    decision=st.booleans(),
    unreported=st.integers(0, 2),
    before_pause=st.none() | st.sampled_from([S.draft, S.in_dialogue, S.under_review, S.agreed, S.revised]),
    reason=st.sampled_from(["", "Det behövs."]),
)
states = st.sampled_from(S)

LIFE = (S.collected, S.grouped, S.draft, S.in_dialogue, S.under_review, S.agreed, S.adopted, S.followed_up, S.revised, S.repealed)
READY = Case(
    approved=True, bound=("kommunen",), agreed=("kommunen",), in_force=True, mandate=True, decision=True, reason="Det behövs."
)


@pytest.mark.parametrize(("now", "to"), list(zip(LIFE, LIFE[1:], strict=False)))
def test_a_life_goes_from_state_to_state_where_nothing_is_missing(now: S, to: S) -> None:
    assert refusals(now, to, READY) == ()


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("to", list(S))
def test_every_other_step_is_refused_with_a_reason_in_words(now: S, to: S) -> None:
    found = refusals(now, to, READY)
    if to not in AFTER[now]:
        assert len(found) == 1 and NAMES[now] in found[0] and found[0].endswith(".")


@given(states, states, cases)
def test_no_step_goes_past_what_it_asks_for(now: S, to: S, case: Case) -> None:
    if refusals(now, to, case):
        return
    assert to in AFTER[now]
    if to in (S.agreed, S.adopted):
        assert case.bound and case.agreed and not case.unowned and not case.stale
        assert set(missing(case)) == set(case.without)
    if to == S.adopted:
        assert case.mandate and case.decision
    if to in (S.declined, S.withdrawn):
        assert case.reason and not case.in_force
    if to == S.repealed:
        assert case.in_force and case.reason
    if now == S.paused and to not in CLOSED:
        assert to == case.before_pause
    if now == S.draft and to == S.in_dialogue:
        assert case.approved


@given(states, cases)
def test_what_is_said_to_lie_open_is_refused_for_what_is_missing_alone(now: S, case: Case) -> None:
    for to in allowed(now, case):
        assert not any("kan inte bli" in one for one in refusals(now, to, case))


def test_every_state_has_a_name_and_a_way_on_or_an_end() -> None:
    assert set(NAMES) == set(AFTER) == set(S)
    assert [now for now, after in AFTER.items() if not after] == [S.repealed]
