"""Never more requests than allowed in any minute, and slower for a server that suffers."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.decidim.pace import LONGEST_WAIT, MINUTE, Pace, seconds_of
from connectors.decidim.pagesize import PageSize


@dataclass
class Clock:
    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def pace(per_minute: int | None = 100) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(per_minute, clock=clock, sleep=clock.sleep, now=clock), clock


@given(st.integers(1, 30), st.lists(st.floats(0, 20), max_size=80))
def test_no_window_of_a_minute_holds_more_than_the_limit(limit: int, gaps: list[float]) -> None:
    asking, clock = pace(limit)
    times = []
    for gap in gaps:
        clock.time += gap
        asking.wait()
        times.append(clock.time)
    for start in times:
        assert sum(start <= time < start + MINUTE - 1e-6 for time in times) <= limit


def test_without_a_limit_nothing_waits() -> None:
    asking, clock = pace(None)
    for _ in range(1000):
        asking.wait()
    assert clock.slept == []


def test_a_throttle_is_waited_out_to_the_next_whole_minute() -> None:
    asking, clock = pace()
    assert asking.throttled(None, 0) is None
    assert clock.time % MINUTE == pytest.approx(1.0)


def test_retry_after_is_obeyed() -> None:
    asking, clock = pace()
    assert asking.throttled("7", 0) is None
    assert clock.slept == [7.0]


def test_a_wait_that_is_too_long_is_told_instead() -> None:
    asking, clock = pace()
    assert asking.throttled(str(int(LONGEST_WAIT) + 1), 0) == LONGEST_WAIT + 1
    assert clock.slept == []


def test_a_throttle_lowers_the_limit_and_good_answers_raise_it() -> None:
    asking, _ = pace(100)
    asking.throttled("0", 0)
    assert asking.limit == 80
    for _ in range(asking.recover * 30):
        asking.answered(0.1)
    assert asking.limit == 100


def test_the_limit_never_falls_below_a_tenth() -> None:
    asking, _ = pace(100)
    for _ in range(50):
        asking.throttled("0", 0)
    assert asking.limit == 10


def test_a_slow_answer_gives_the_server_a_rest_that_shrinks_again() -> None:
    asking, clock = pace(None)
    asking.answered(12.0)
    asking.wait()
    asking.answered(0.2)
    asking.wait()
    assert clock.slept == [6.0, 3.0]


def test_failures_wait_longer_each_time() -> None:
    asking, clock = pace(None)
    for attempt in range(3):
        asking.suffered(attempt)
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_request_ahead_goes_only_where_it_need_not_wait_and_leaves_a_place() -> None:
    asking, clock = pace(3)
    assert asking.take() == clock.time
    assert asking.take() is not None
    assert asking.take() is None
    asking.wait()
    assert clock.slept == []
    clock.time += MINUTE + 1
    assert asking.take() is not None


def test_no_request_ahead_goes_to_a_server_that_gets_a_rest() -> None:
    asking, _ = pace(None)
    asking.answered(12.0)
    assert asking.take() is None


def test_several_refusals_at_once_are_one_and_the_next_request_waits() -> None:
    asking, clock = pace(100)
    sent = [asking.take() for _ in range(4)]
    clock.time += 1
    for at in sent:
        assert at is not None and asking.refused("7", at) is None
    assert asking.limit == 80
    assert asking.take() is None
    assert clock.slept == []
    asking.wait()
    assert clock.slept == [7.0]
    asking.wait()
    assert clock.slept == [7.0]


def test_what_was_refused_before_a_wait_ended_asks_for_no_second_wait() -> None:
    asking, clock = pace(100)
    at = asking.take()
    assert at is not None
    asking.throttled("7", 0)
    assert asking.refused("7", at) is None
    asking.wait()
    assert clock.slept == [7.0] and asking.limit == 80


def test_a_request_ahead_that_is_told_to_wait_too_long_says_so() -> None:
    asking, _ = pace(100)
    at = asking.take()
    assert at is not None and asking.refused("7200", at) == 7200


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 30.0), (" 5 ", 5.0), ("Thu, 01 Jan 1970 00:17:40 GMT", 60.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("soon", None),
     ("", None), (None, None), ("-5", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text: str | None, seconds: float | None) -> None:
    assert seconds_of(text, 1000.0) == seconds


def test_the_page_halves_on_trouble_and_grows_back() -> None:
    size = PageSize(50, 50)
    assert [size.shrink() for _ in range(6)] == [True] * 5 + [False]
    for _ in range(20):
        size.answered(1.0)
    assert size.now == 50


def test_a_very_slow_answer_halves_the_page() -> None:
    size = PageSize(50, 50)
    size.answered(25.0)
    assert size.now == 25
