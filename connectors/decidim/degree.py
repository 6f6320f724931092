"""How many requests may be in the air at once: one, until answers are slow and good; one again when the server suffers."""

from __future__ import annotations

from dataclasses import dataclass

SLOW = 0.5
"""Seconds. Quicker answers leave nothing to gain: then one request at a time is fast enough, and the kindest."""
BASELINE = 2
"""Good answers alone before the first growth: what others are compared with."""
RECOVER = 10
"""Good answers in a row after trouble before the next growth; twice as many each time that more at once gave nothing."""
LONGEST_RECOVER = 160
NO_GAIN = 0.8
"""A server that does one thing at a time answers `n` requests in `n` times the time. From four fifths of that on, we stop."""
JUDGED = 3
WEIGHT = 0.3


@dataclass
class Degree:
    """`now`: requests that may be in the air at once, from 1 to `most`."""

    most: int = 4
    now: int = 1
    _alone: float | None = None
    _share: float = 0.0
    _crowded: int = 0
    _run: int = 0
    _needed: int = BASELINE
    _recover: int = RECOVER

    def begin(self) -> None:
        """A new component starts alone: a short one then has no request too many. What was learned of the server stays."""
        self.now = 1
        self._run = 0
        self._forget_crowd()

    def fell(self) -> None:
        """The server refused, failed or was silent."""
        self.now = 1
        self._run = 0
        self._needed = self._recover
        self._forget_crowd()

    def answered(self, elapsed: float, together: int, slow: float = SLOW) -> None:
        """A good page after `elapsed` seconds, with `together` requests in the air. slow: from when more at once is worth it."""
        self._run += 1
        if together <= 1:
            self._alone = elapsed if self._alone is None else _mixed(self._alone, elapsed)
        elif self._alone and self.now > 1:
            share = elapsed / (self._alone * together)
            self._share = share if not self._crowded else _mixed(self._share, share)
            self._crowded += 1
            if self._crowded >= JUDGED and self._share > NO_GAIN:
                self._recover = min(LONGEST_RECOVER, self._recover * 2)
                self.fell()
                return
        if elapsed > slow and self._run >= self._needed and self.now < self.most:
            self.now += 1
            self._run, self._needed = 0, 1

    def _forget_crowd(self) -> None:
        self._share, self._crowded = 0.0, 0


def _mixed(old: float, new: float) -> float:
    return old + WEIGHT * (new - old)
