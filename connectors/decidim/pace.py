"""How fast we may ask: a number of requests a minute, longer pauses when the server suffers, shorter when it is well.

Decidim counts in fixed windows of a minute that we can't see; never more than the limit in *any* sixty seconds is
within it wherever they start.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

MINUTE = 60.0
SLOW = 5.0
"""Seconds. A longer answer means a loaded server: it then gets half that time for others."""
LONGEST_PAUSE = 15.0
LONGEST_WAIT = 180.0
"""Seconds that we wait ourselves after a 429; told to wait longer, the caller is told instead."""


@dataclass
class Pace:
    """`per_minute`: at most so many requests in any 60 seconds, None: no limit. `clock`, `sleep`, `now`: for tests.

    After a 429 the limit falls by a fifth (others share our address), down to a tenth, and rises by one for each
    `recover` good answers.
    """

    per_minute: int | None = 100
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    recover: int = 10
    waited: float = 0.0
    _sent: deque[float] = field(default_factory=deque)
    _limit: float = field(init=False)
    _pause: float = 0.0
    _good: int = 0
    _held_until: float = 0.0
    _refused_at: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self._limit = float(self.per_minute) if self.per_minute is not None else float("inf")

    @property
    def limit(self) -> float:
        """Requests a minute that we allow ourselves now."""
        return self._limit

    def wait(self) -> None:
        """Returns when the next request may go."""
        with self._lock:
            self._sleep(max(self._pause, self._held_until - self.clock()))
            self._held_until = 0.0
            while (left := self._full_for()) > 0:
                self._sleep(left)
            self._sent.append(self.clock())

    def take(self) -> float | None:
        """Takes a place for a request that nobody waits for yet, if there is one now and another left. Gives the time."""
        with self._lock:
            now = self.clock()
            if self._pause > 0 or now < self._held_until or self._full_for() > 0 or len(self._sent) + 2 > self._limit:
                return None
            self._sent.append(now)
            return now

    def _full_for(self) -> float:
        began = self.clock() - MINUTE
        while self._sent and self._sent[0] <= began:
            self._sent.popleft()
        # A millisecond more: a wait too small for the clock to show would be asked for again and again.
        return self._sent[0] - began + 0.001 if len(self._sent) + 1 > max(1.0, self._limit) else 0.0

    def answered(self, elapsed: float) -> None:
        """A good answer after `elapsed` seconds."""
        self._pause = min(elapsed / 2, LONGEST_PAUSE) if elapsed > SLOW else self._pause / 2 if self._pause > 0.05 else 0.0
        self._good += 1
        if self.per_minute is not None and self._good % self.recover == 0:
            self._limit = min(float(self.per_minute), self._limit + 1)

    def suffered(self, attempt: int) -> None:
        """The server failed (5xx, reset, nonsense): wait 1, 2, 4 … seconds before asking again."""
        self._sleep(min(2.0**attempt, LONGEST_PAUSE))

    def throttled(self, retry_after: str | None, attempt: int) -> float | None:
        """Waits out a 429. Gives the seconds to wait instead where they are too many to wait here."""
        self._lower()
        wait = self._told(retry_after, attempt)
        if wait > LONGEST_WAIT:
            return wait
        self._sleep(wait)
        self._refused_at = self.clock()
        return None

    def refused(self, retry_after: str | None, sent: float) -> float | None:
        """As `throttled`, for a request that was sent ahead at `sent`: the next one waits. Several at once are one refusal."""
        if sent < self._refused_at:
            return None
        self._lower()
        wait = self._told(retry_after, 0)
        self._refused_at = self.clock()
        if wait > LONGEST_WAIT:
            return wait
        self.hold(wait)
        return None

    def hold(self, seconds: float) -> None:
        """The next request goes in so many seconds at the earliest."""
        self._held_until = max(self._held_until, self.clock() + seconds)

    def _lower(self) -> None:
        if self.per_minute is not None:
            self._limit = max(self.per_minute / 10, self._limit * 0.8)

    def _told(self, retry_after: str | None, attempt: int) -> float:
        told = seconds_of(retry_after, self.now())
        return told if told is not None else self._to_next_window() + 2.0**attempt - 1

    def _to_next_window(self) -> float:
        """Decidim's windows start at whole minutes of its clock; one second more for a clock that goes wrong."""
        return MINUTE - self.now() % MINUTE + 1.0

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.waited += seconds
            self.sleep(seconds)


def seconds_of(retry_after: str | None, now: float) -> float | None:
    """`Retry-After` as seconds from `now`; it holds seconds or a date. None where it says nothing usable."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())
