"""Runs commands of the sidecar in processes that are killed, at a moment or at a point, and says how they ended."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Ended:
    """status: exit code, −9 where it was killed. points: how many it passed, 0 where it was killed. output: what it said."""

    status: int
    points: int
    seconds: float
    output: str
    errors: str

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Processes:
    """`environment`: settings of the sidecar (its database, its keys). Not for use from several threads."""

    def __init__(self, driver: subprocess.Popen[str], folder: Path) -> None:
        self.driver, self.output, self.errors = driver, folder / "output.txt", folder / "output.txt.errors"
        self.kills = self.runs = 0

    def run(self, environment: Mapping[str, str], *argv: str, die_at: int = 0, after: float | None = None) -> Ended:
        """`die_at`: kills itself at that point. `after`: is killed so many seconds after its start, if it still runs."""
        began = time.monotonic()
        wanted = {"argv": argv, "environment": dict(environment), "die_at": die_at, "after": after, "output": str(self.output)}
        ended = self._told(wanted)
        self.runs += 1
        said, errors = (path.read_text("utf-8", "replace") for path in (self.output, self.errors))
        found = Ended(ended["status"], ended["points"], time.monotonic() - began, said, errors)
        self.kills += found.killed
        return found

    def _told(self, command: dict[str, Any]) -> dict[str, Any]:
        assert self.driver.stdin is not None
        self.driver.stdin.write(json.dumps(command) + "\n")
        self.driver.stdin.flush()
        assert self.driver.stdout is not None
        answer: dict[str, Any] = json.loads(self.driver.stdout.readline())
        return answer


@contextmanager
def processes(folder: Path) -> Iterator[Processes]:
    command = [sys.executable, "-m", "tests.sidecar.kill.driver"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as driver:
        try:
            yield Processes(driver, folder)
        finally:
            driver.kill()


@dataclass
class Deaths:
    """Draws, from a seed, where the next process dies: at a point of its work, or at a moment, turn about.

    points, seconds: how many points a run passes and how long it takes when nothing disturbs it. Deaths come in its first
    half: with faults on it takes longer, and what is taken up again has less to do.
    """

    random: random.Random
    points: int
    seconds: float
    drawn: int = 0

    def next(self) -> dict[str, Any]:
        self.drawn += 1
        if self.drawn % 2:
            return {"die_at": self.random.randint(1, max(1, self.points // 2))}
        return {"after": self.random.uniform(0, self.seconds / 2)}
