"""More requests at once only where answers are slow, good, and not slower for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.decidim.ahead import cursor_after
from connectors.decidim.degree import BASELINE, RECOVER, Degree


def grown(most: int = 4) -> Degree:
    degree = Degree(most)
    for _ in range(20):
        degree.answered(2.0, degree.now)
    assert degree.now == most
    return degree


def test_it_starts_alone_and_grows_step_by_step_while_answers_are_slow() -> None:
    degree = Degree(4)
    steps = []
    for _ in range(8):
        steps.append(degree.now)
        degree.answered(2.0, degree.now)
    assert steps == [1] * BASELINE + [2, 3, 4, 4, 4, 4]


def test_quick_answers_are_asked_for_one_at_a_time() -> None:
    degree = Degree(4)
    for _ in range(50):
        degree.answered(0.3, 1)
    assert degree.now == 1


def test_a_slow_pace_leaves_nothing_to_gain() -> None:
    degree = Degree(4)
    for _ in range(50):
        degree.answered(2.0, 1, slow=3.0)
    assert degree.now == 1


def test_it_never_grows_beyond_what_was_allowed() -> None:
    assert grown(2).now == 2
    alone = Degree(1)
    for _ in range(50):
        alone.answered(2.0, 1)
    assert alone.now == 1


def test_trouble_ends_it_and_a_run_of_good_answers_begins_it_again() -> None:
    degree = grown()
    degree.fell()
    for _ in range(RECOVER - 1):
        assert degree.now == 1
        degree.answered(2.0, 1)
    degree.answered(2.0, 1)
    assert degree.now == 2


def test_a_server_that_does_one_thing_at_a_time_is_soon_asked_one_thing_at_a_time() -> None:
    degree = Degree(4)
    together = []
    for _ in range(200):
        together.append(degree.now)
        degree.answered(2.0 * degree.now, degree.now)
    assert sum(one > 1 for one in together) <= 30


def test_what_was_still_in_the_air_when_it_fell_counts_no_second_time() -> None:
    degree = grown()
    degree.fell()
    for _ in range(3):
        degree.answered(20.0, 4)
    for _ in range(RECOVER - 3):
        assert degree.now == 1
        degree.answered(2.0, 1)
    assert degree.now == 2


def test_pages_of_very_different_size_do_not_end_it() -> None:
    degree = Degree(4)
    for elapsed in (2.0, 2.0, *([1.5, 4.0, 2.5] * 10)):
        degree.answered(elapsed, degree.now)
    assert degree.now == 4


def test_a_new_component_starts_alone() -> None:
    degree = grown()
    degree.begin()
    assert degree.now == 1


@given(st.lists(st.tuples(st.floats(0, 300), st.integers(1, 8), st.booleans())), st.integers(1, 8))
def test_it_is_always_between_one_and_the_most(answers: list[tuple[float, int, bool]], most: int) -> None:
    degree = Degree(most)
    for elapsed, together, good in answers:
        degree.answered(elapsed, together) if good else degree.fell()
        assert 1 <= degree.now <= most


@pytest.mark.parametrize(
    ("after", "first", "next_one"),
    [(None, 50, "NTA"), ("NTA", 50, "MTAw"), ("NTA", 1, "NTE"), (None, 500, "NTA"), ("MTAw", 33, "MTMz")],
)
def test_the_next_cursor_is_guessed_as_real_servers_write_it(after: str | None, first: int, next_one: str) -> None:
    assert cursor_after(after, first) == next_one


@pytest.mark.parametrize("odd", ["", "NTA=", "opaque", "é", "MDUw", "LTU", "!!", "eyJpZCI6NX0", "A" * 400, "MQ=="])
def test_a_cursor_that_is_no_offset_is_not_guessed_from(odd: str) -> None:
    assert cursor_after(odd, 50) is None


@given(st.text(max_size=40), st.integers(1, 60))
def test_whatever_a_cursor_holds_the_guess_is_an_offset_or_none(cursor: str, first: int) -> None:
    guess = cursor_after(cursor, first)
    assert guess is None or (guess.isalnum() and cursor_after(guess, 1) is not None)
