"""A push that is killed again and again, first of a new clause and then of its next version, and what Decidim holds after."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sidecar.charter.change import follow
from sidecar.charter.models import ClauseVersion
from sidecar.core.context import Context
from sidecar.push.models import Push, PushState, PushStep, StepState
from sidecar.push.recognise import recognise
from sidecar.sync import service
from sidecar.sync.models import Contribution
from tests.sidecar.decidim import Decidim, environment, settings_of, signed_in
from tests.sidecar.kill.processes import Deaths, Ended, Processes
from tests.sidecar.kill.pulling import FAULTS, NAME
from tests.sidecar.push.parts import LIBRARY, SWINGS, Sidecar

SETTLE = "1"
"""Seconds; longer than the emulator's slowest answer with FAULTS on."""
CLAUSES = (SWINGS, LIBRARY)
SUPPORTED = {SWINGS: 8, LIBRARY: 2}


@dataclass
class Pushed:
    """How killed pushes ended. doubled: versions that Decidim holds twice, steps done twice. lost: what is not there."""

    kills: int = 0
    runs: int = 0
    requests: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled)


class KilledPush:
    """A Decidim and a sidecar for one trial."""

    def __init__(self, target: Decidim, processes: Processes, folder: Path, database_url: str) -> None:
        self.target, self.processes = target, processes
        self.given = environment(folder / "var", database_url)
        context = Context(settings_of(folder / "var", database_url), after_pull=[recognise, follow])
        service.add_instance(context.db, context.vault, NAME, target.url, actor="test")
        self.sidecar = Sidecar(context, target)
        self.sidecar.drafted()
        self.sidecar.change_target(proposal_length=5000, target=True)
        signed_in(context, NAME, target)
        self.outcome = Pushed()

    def trial(self, deaths: Deaths, kills: int) -> Pushed:
        """Half of the deaths while first versions are pushed, half while the next ones replace them after the edit time."""
        before = self.target.sent()
        first = [self.sidecar.approved(title) for title in CLAUSES]
        self._pushed(deaths, kills // 2)
        self._check(first)
        self.target.clock.jump(minutes=10)
        for title in CLAUSES:
            self.sidecar.supported(on=SUPPORTED[title])
        second = [self.sidecar.approved(title) for title in CLAUSES]
        self._pushed(deaths, kills - kills // 2)
        self._check(second)
        self._check_replaced(first, second)
        self.outcome.requests = self.target.sent() - before
        self.sidecar.context.db.close()
        return self.outcome

    def _run(self, **death: Any) -> Ended:
        return self.processes.run(self.given, "push", NAME, "--settle", SETTLE, "--json", **death)

    def _pushed(self, deaths: Deaths, kills: int) -> None:
        """Pushes with every fault on, killed at most so often, until every push has ended."""
        self.target.faults(FAULTS)
        left, runs = kills, self.processes.runs
        while not self._ended():
            ended = self._run(**(deaths.next() if left else {}))
            left -= ended.killed
            assert self.processes.runs < runs + 30 * kills + 100, (ended.output, ended.errors)
        self.outcome.kills += kills - left
        self.outcome.runs += self.processes.runs - runs
        self.target.faults("")

    def _ended(self) -> bool:
        """Whether every approved version has a push that has come to its end, well or not."""
        with self.sidecar.context.db.session() as session:
            pushed = set(session.scalars(select(Push.version_id).where(Push.state != PushState.open)))
            approved = session.scalars(select(ClauseVersion.id).where(ClauseVersion.approved_at.is_not(None)))
            return set(approved) <= pushed

    def _check(self, versions: Sequence[ClauseVersion]) -> None:
        for version in versions:
            held = self.sidecar.holding(version)
            with self.sidecar.context.db.session() as session:
                pushes = session.scalars(select(Push).where(Push.version_id == version.id)).all()
            if len(pushes) != 1 or len(held) > 1:
                self.outcome.doubled.append(f"{version.title}: {len(pushes)} pushes, proposals {held}")
            if [push.state for push in pushes] != [PushState.done] or [push.proposal_id for push in pushes] != [
                str(n) for n in held[:1]
            ]:
                self.outcome.lost.append(f"{version.title}: {[(p.state, p.proposal_id) for p in pushes]}, proposals {held}")

    def _check_replaced(self, first: Sequence[ClauseVersion], second: Sequence[ClauseVersion]) -> None:
        """Each old proposal is withdrawn, and one comment on it leads to the new one; all of it is known as ours."""
        store = self.target.store
        for old, new in zip(first, second, strict=True):
            number = next(iter(self.sidecar.holding(old)), 0)
            leading = [c for c in store.comments.values() if f"{self.sidecar.marker(new)}#ersatter-{number}" in c.body["sv"]]
            if len(leading) > 1:
                self.outcome.doubled.append(f"{len(leading)} comments on proposal {number}")
            if not leading or number not in store.proposals or store.proposals[number].withdrawn_at is None:
                self.outcome.lost.append(f"proposal {number}: {len(leading)} comments, {self._steps()}")
        self.sidecar.pull()
        with self.sidecar.context.db.session() as session:
            own = len(session.scalars(select(Contribution).where(Contribution.own)).all())
        if own != 3 * len(first):
            self.outcome.lost.append(f"{own} contributions known as our own, not {3 * len(first)}")

    def _steps(self) -> list[tuple[str, str, str | None]]:
        with self.sidecar.context.db.session() as session:
            steps = session.scalars(select(PushStep).where(PushStep.state != StepState.done)).all()
            return [(step.kind, step.state, step.code) for step in steps]


def measured(target: Decidim, processes: Processes, folder: Path, database_url: str, draw: random.Random) -> Deaths:
    """Pushes that nobody disturbs: how many points such a run passes and how long it takes."""
    push = KilledPush(target, processes, folder, database_url)
    for title in CLAUSES:
        push.sidecar.approved(title)
    ended = push._run()
    assert ended.status == 0, (ended.output, ended.errors)
    push.sidecar.context.db.close()
    return Deaths(draw, ended.points, ended.seconds)
