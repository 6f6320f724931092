"""A pull that is killed again and again, and what it left."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sidecar.core.context import Context
from sidecar.core.db import Database
from sidecar.sync import service
from sidecar.sync.commands import run_pull
from sidecar.sync.models import Instance
from tests.connectors.decidim.stores import comment, proposal, store, thread
from tests.sidecar.decidim import Decidim, environment, settings_of
from tests.sidecar.kill.contents import Contents, contents
from tests.sidecar.kill.processes import Deaths, Ended, Processes

NAME = "exempel"
FAULTS = (
    "latency=0.05:0.02,429=0.03,429-retry-after=0.03:0,500=0.04,500-after-creating=0.05,timeout-after-creating=0.05:0.05,"
    "reset=0.04,truncated-json=0.04,html=0.03,login-redirect=0.03"
)
"""Every fault there is: about one request in four meets one."""


def dialogue(proposals: int = 320) -> dict[str, Any]:
    """Seven pages with threads six deep, two hidden proposals, and one whose comments nobody can read."""
    threads = [row for n in range(1, proposals, 4) for row in thread(n * 10, n, 1 + n % 6)]
    flat = [comment(100_000 + n, on=n, alignment=n % 3 - 1) for n in range(2, proposals, 3)]
    blind = [comment(200_000, on=7), comment(200_001, on=7, deleted_at="2026-09-02T08:00:00")]
    hidden = {3, 120}
    return store((proposal(n, hidden=n in hidden) for n in range(1, proposals + 1)), [*threads, *flat, *blind])


@dataclass
class Pulled:
    """How a killed pull ended: what of a pull that nobody killed is not there, what is too much, what is not the same."""

    kills: int = 0
    runs: int = 0
    requests: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)


class KilledPull:
    """One Decidim for all trials; each trial has a database of its own."""

    def __init__(self, target: Decidim, processes: Processes, deaths: random.Random, folder: Path) -> None:
        self.target, self.processes, self.random, self.folder = target, processes, deaths, folder
        self.reference, self.author_key = self._undisturbed()
        whole = self._run(self._prepared(f"sqlite:///{folder / 'measured.db'}"))
        assert whole.status == 0, (whole.output, whole.errors)
        self.deaths = Deaths(deaths, whole.points, whole.seconds)

    def _undisturbed(self) -> tuple[Contents, str]:
        settings = settings_of(self.folder / "var", f"sqlite:///{self.folder / 'reference.db'}")
        context = Context(settings)
        service.add_instance(context.db, context.vault, NAME, self.target.url, actor="test")
        assert run_pull(context, NAME, quiet=True).complete
        with context.db.session() as session:
            key = session.scalars(select(Instance.author_key)).one()
        found = contents(context.db)
        context.db.close()
        return found, key

    def _prepared(self, database_url: str) -> dict[str, str]:
        """A database that knows the instance, with the reference's key for authors, so that they can be compared."""
        context = Context(settings_of(self.folder / "var", database_url))
        service.add_instance(context.db, context.vault, NAME, self.target.url, actor="test")
        with context.db.session() as session:
            session.scalars(select(Instance)).one().author_key = self.author_key
        context.db.close()
        return environment(self.folder / "var", database_url)

    def _run(self, given: dict[str, str], **death: Any) -> Ended:
        return self.processes.run(given, "pull", NAME, "--json", **death)

    def trial(self, database_url: str, kills: int) -> Pulled:
        """A first pull with every fault on, killed at most so often, to its end; the same for a second; one without faults.

        Looked at after each: only the first shows whether a page was passed over, for the second would find it.
        """
        given, before = self._prepared(database_url), self.target.sent()
        outcome, runs, db = Pulled(), self.processes.runs, Database(database_url)
        self.target.faults(FAULTS)
        for most in (kills - kills // 3, kills // 3):
            outcome.kills += self._killed(given, most)
            self._compare(outcome, contents(db), told=True)
        self.target.faults("")
        assert self._run(given).status == 0
        self._compare(outcome, contents(db), told=False)
        db.close()
        outcome.runs, outcome.requests = self.processes.runs - runs, self.target.sent() - before
        return outcome

    def _killed(self, given: dict[str, str], most: int) -> int:
        """Runs until a pull has come to its end; how many deaths that took."""
        killed = 0
        for _ in range(10 * most + 20):
            ended = self._run(given, **(self.deaths.next() if killed < most else {}))
            killed += ended.killed
            if _complete(ended):
                return killed
        raise AssertionError((ended.output, ended.errors))

    def _compare(self, outcome: Pulled, found: Contents, *, told: bool) -> None:
        """`told`: faults were on, and what is listed as unread is told of and not lost."""
        wanted = self.reference
        troubles = {found["unread"][key][0] for key in found["unread"].keys() - wanted["unread"].keys()}
        for kind in wanted.keys() - ({"unread", "revisions"} if told else set()):
            for key in wanted[kind].keys() - found[kind].keys():
                if not (told and (None in troubles or wanted[kind][key][1] in troubles)):
                    outcome.lost.append(f"{kind} {key}")
            outcome.doubled += [f"{kind} {key}" for key in found[kind].keys() - wanted[kind].keys()]
            same = wanted[kind].keys() & found[kind].keys()
            outcome.wrong += [f"{kind} {key}" for key in same if wanted[kind][key] != found[kind][key]]


def _complete(ended: Ended) -> bool:
    """A pull to the end of every component. Faults may have kept single things from it; those it has told of."""
    return ended.status == 0 and bool(json.loads(ended.output)["complete"])
