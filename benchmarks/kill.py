"""Kills pulls and pushes at random moments, against an emulated Decidim with every fault on: `python -m benchmarks.kill`.

Half of the deaths come at a moment, half at a point (before or after a commit or a request), drawn from the seed. Exits with 1
where anything was lost, doubled or different from what it is when nobody is killed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from tests import databases
from tests.sidecar.decidim import decidim
from tests.sidecar.kill.processes import Processes, processes
from tests.sidecar.kill.pulling import KilledPull, dialogue
from tests.sidecar.kill.pushing import KilledPush, measured

PULL_KILLS, PUSH_KILLS = 9, 8
"""Deaths in one trial, at most; then it runs to its end and is looked at."""
SHOWN = 40
HEAD = (
    f"{'':<6}{'database':<12}{'trials':>8}{'kills':>8}{'runs':>8}{'lost':>8}{'doubled':>9}{'different':>11}{'requests':>10}"
    f"{'s':>8}"
)


@dataclass
class Row:
    what: str
    database: str
    trials: int = 0
    kills: int = 0
    runs: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        return (
            f"{self.what:<6}{self.database:<12}{self.trials:>8}{self.kills:>8}{self.runs:>8}{len(self.lost):>8}"
            f"{len(self.doubled):>9}{len(self.different):>11}{self.requests:>10,}{self.seconds:>8.0f}"
        )


@contextmanager
def fresh_databases(kind: str, folder: Path) -> Iterator[Callable[[], str]]:
    maker = databases.Sqlite(folder) if kind == "sqlite" else databases.Postgres()
    drops: list[Callable[[], None]] = []

    def make() -> str:
        url, drop = maker.fresh(folder)
        drops.append(drop)
        return url

    try:
        yield make
    finally:
        for drop in drops:
            drop()
        maker.close()


def pulls(row: Row, kills: int, draw: random.Random, running: Processes, folder: Path, new: Callable[[], str]) -> None:
    with decidim(source=dialogue()) as target:
        pull = KilledPull(target, running, draw, folder)
        while row.kills < kills:
            outcome = pull.trial(new(), min(PULL_KILLS, kills - row.kills))
            row.different += outcome.wrong
            _add(row, outcome.kills, outcome.runs, outcome.requests, outcome.lost, outcome.doubled)


def pushes(row: Row, kills: int, draw: random.Random, running: Processes, folder: Path, new: Callable[[], str]) -> None:
    with decidim() as target:
        deaths = measured(target, running, folder, new(), draw)
    while row.kills < kills:
        with decidim() as target:
            outcome = KilledPush(target, running, folder, new()).trial(deaths, min(PUSH_KILLS, kills - row.kills))
        _add(row, outcome.kills, outcome.runs, outcome.requests, outcome.lost, outcome.doubled)


def _add(row: Row, kills: int, runs: int, requests: int, lost: list[str], doubled: list[str]) -> None:
    row.trials, row.kills, row.runs, row.requests = row.trials + 1, row.kills + kills, row.runs + runs, row.requests + requests
    row.lost += lost
    row.doubled += doubled
    if sys.stderr.isatty():
        click.echo(f"\r{row.what} {row.kills} kills", err=True, nl=False)


@click.command()
@click.option("--kills", default=200, show_default=True, type=click.IntRange(2), help="Deaths of pulls, and as many of pushes.")
@click.option("--seed", default=1, show_default=True)
@click.option("--database", default="sqlite", show_default=True, type=click.Choice(databases.KINDS))
def main(kills: int, seed: int, database: str) -> None:
    """Prints a table; the problems are named below it."""
    rows = []
    with (
        tempfile.TemporaryDirectory() as name,
        processes(Path(name)) as running,
        fresh_databases(database, Path(name)) as new,
    ):
        for what, killed in (("pull", pulls), ("push", pushes)):
            began, row = time.monotonic(), Row(what, database)
            killed(row, kills, random.Random(f"{seed} {what}"), running, Path(name), new)
            row.seconds = time.monotonic() - began
            rows.append(row)
    click.echo(HEAD)
    for row in rows:
        click.echo(row.line())
    problems = [f"{row.what}: {one}" for row in rows for one in (*row.lost, *row.doubled, *row.different)]
    for problem in problems[:SHOWN]:
        click.echo(problem)
    if len(problems) > SHOWN:
        click.echo(f"… and {len(problems) - SHOWN} more")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
