"""A process that makes processes of the sidecar, each of which dies where it is told.

`python -m tests.sidecar.kill.driver`: reads a command a line from its input (`{"argv", "environment", "die_at", "after",
"output"}`), forks, and answers with the child's `{"status", "points"}`. The child is the real command line; having everything
imported before the fork saves a second for each of hundreds of deaths. Two things are not as in real life: waiting is hurried,
and at point number `die_at` (before and after each commit and each request, from 1; 0 for never) it kills itself. `after` so
many seconds (null for never) it is killed wherever it is.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

LONGEST_REST = 0.02
"""Seconds. Pauses between tries would otherwise be most of the time."""


class Points:
    """Counts the moments between which a death can make a difference, and dies at one of them."""

    def __init__(self, die_at: int) -> None:
        self.die_at, self.count = die_at, 0

    def passed(self, *_: Any) -> None:
        self.count += 1
        if self.count == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        event.listen(Engine, "commit", self.passed)
        event.listen(Session, "after_commit", self.passed)
        send = requests.Session.send

        def watched(session: requests.Session, *arguments: Any, **settings: Any) -> requests.Response:
            self.passed()
            answer = send(session, *arguments, **settings)
            self.passed()
            return answer

        requests.Session.send = watched  # type: ignore[method-assign]


def hurry() -> None:
    """What is slept beyond LONGEST_REST passes at once, on the clock too. Before anything takes hold of the real ones."""
    real_sleep, real_clock = time.sleep, time.monotonic
    skipped = 0.0

    def sleep(seconds: float) -> None:
        nonlocal skipped
        rest = min(seconds, LONGEST_REST)
        real_sleep(rest)
        skipped += seconds - rest

    time.sleep, time.monotonic = sleep, lambda: real_clock() + skipped


def child(main: Callable[..., object], command: dict[str, Any]) -> None:
    os.environ.update(command["environment"])
    for descriptor, name in ((1, command["output"]), (2, command["output"] + ".errors")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    points = Points(command["die_at"])
    points.watch()
    status = _status(lambda: main(args=command["argv"], prog_name="sidecar"))
    Path(command["output"] + ".points").write_text(str(points.count))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _status(run: Callable[[], object]) -> int:
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def serve() -> None:
    hurry()
    main = importlib.import_module("sidecar.cli").main
    for line in sys.stdin:
        command = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(main, command)
        status = _end_of(pid, command["after"])
        points = Path(command["output"] + ".points")
        _say({"status": status, "points": int(points.read_text()) if points.exists() else 0})
        points.unlink(missing_ok=True)


def _end_of(pid: int, after: float | None) -> int:
    """Exit code; −9 where it was killed. Killed by its parent, for whom alone the number is surely still the child's."""
    until = time.monotonic() + after if after is not None else None
    while until is not None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.001)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    serve()
