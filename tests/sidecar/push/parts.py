"""A sidecar with clauses that wait to be pushed, and ways for a process to die while it pushes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import requests
from sqlalchemy.orm import Session

from connectors.base import Created, Draft, Exists, Outcome, Unknown, Violation, Writer
from connectors.decidim.client import Client, UserToken
from connectors.decidim.emulator.records import Comment
from connectors.decidim.limits import ComponentRules
from connectors.decidim.transport import Reply, Transport
from connectors.decidim.writer_graphql import GraphQLWriter
from sidecar.charter import queries as charter_queries
from sidecar.charter import service as charter
from sidecar.charter.models import ClauseVersion
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.mapping.commands import run_map
from sidecar.push import queries, service
from sidecar.push.models import Push
from sidecar.push.service import Report
from sidecar.sync import queries as sync_queries
from sidecar.sync import service as sync
from sidecar.sync.commands import run_pull
from sidecar.sync.models import Contribution, Kind
from tests.connectors.decidim.browser import CLIENT, swift
from tests.sidecar.decidim import Decidim

NAME = "exempel"
SWINGS, LIBRARY = "Laga gungorna", "Alla invånare ska ha rätt"
"""How the titles of two clauses begin that the small example leads to; both rest on a proposal with comments."""
SWINGS_PROPOSAL = 8


@dataclass
class Sidecar:
    """One instance of a sidecar, and the Decidim that it is about."""

    context: Context
    decidim: Decidim
    target: str = "2"

    def pull(self) -> None:
        run_pull(self.context, NAME, quiet=True)

    def drafted(self) -> None:
        """Pull, map, draft: as far as no person has to decide."""
        self.pull()
        run_map(self.context, NAME, quiet=True)
        charter.draft_clauses(self.context.db, NAME, min_voices=1)

    def clause_id(self, title: str = SWINGS) -> str:
        with self.context.db.session() as session:
            rows = charter_queries.latest_versions(session, NAME)
            return next(clause.id for clause, version in rows if version.title.startswith(title))

    def approved(self, title: str = SWINGS) -> ClauseVersion:
        """The newest version of that clause, approved."""
        return charter.approve(self.context.db, self.clause_id(title), actor="Anna")

    def supported(self, on: int = SWINGS_PROPOSAL) -> None:
        """Someone more agrees with a proposal, so that its clause gets a new version; all is drafted anew."""
        store = self.decidim.store
        number = store.next_id("comments", store.comments)
        body = {"sv": f"Jag håller med om det här, röst {number}."}
        time = store.time()
        store.index_comment(
            Comment(id=number, on=on, parent=None, depth=0, body=body, alignment=1, author=3, created_at=time, updated_at=time)
        )
        store.proposals[on].comments_count += 1
        self.drafted()

    def component_id(self, remote_id: str | None = None) -> int:
        with self.context.db.session() as session:
            found = sync_queries.component(session, NAME, remote_id or self.target)
            assert found is not None
            return found.id

    def change_target(self, **values: Any) -> None:
        change = sync.ComponentChange(**values)
        sync.set_component(self.context.db, NAME, self.target, change, actor="Anna")

    def prepare(self, version: ClauseVersion, *, way: str = "api", moment: datetime | None = None) -> int:
        return service.prepare(
            self.context.db,
            self.context.settings,
            version.id,
            self.component_id(),
            way,
            actor="Anna",
            moment=moment or now(),
        )

    def carry_out(self, push_id: int, writer: Writer | None = None) -> Report:
        return service.carry_out(self.context.db, self.context.settings, push_id, writer or self.writer())

    def push(self, version: ClauseVersion, writer: Writer | None = None, *, moment: datetime | None = None) -> Report:
        return self.carry_out(self.prepare(version, moment=moment), writer)

    def writer(self, **settings: Any) -> Writer:
        """Signed in as the moderator. By default nothing is at work on the server any more when a step is taken up again."""
        return self.decidim.writer(**{"settle": timedelta(0), **settings})

    def struck(self, fault: str) -> Writer:
        """A writer whose mutations meet `fault`, while all that it reads goes well."""
        transport = _Struck(requests.Session(), read=2.0)
        transport.decidim, transport.fault = self.decidim, fault
        client = Client(self.decidim.base, credential=UserToken(self.decidim.token(), CLIENT), pace=swift(), transport=transport)
        return GraphQLWriter(client, ComponentRules(body_max=5000), settle=timedelta(0))

    def row(self, push_id: int) -> Push:
        with self.context.db.session() as session:
            return queries.push(session, push_id)

    def marker(self, version: ClauseVersion) -> str:
        return charter.marker(self.context.settings, version.clause_id, version.number)

    def holding(self, version: ClauseVersion) -> list[int]:
        """Ids of all proposals in Decidim, published or not, that hold the version's marker."""
        return [proposal.id for proposal in self.decidim.holding(self.marker(version))]

    def contribution(self, session: Session, kind: Kind, remote_id: str | int) -> Contribution:
        return sync_queries.contributions_by_remote(session, NAME, kind, [str(remote_id)])[str(remote_id)]


class _Struck(Transport):
    decidim: Decidim
    fault: str

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if b'"query": "mutation' not in body:
            return super().post(url, body, headers)
        self.decidim.faults(self.fault)
        try:
            return super().post(url, body, headers)
        finally:
            self.decidim.faults("")


class Killed(BaseException):
    """The process is gone: nothing that comes after this in it is carried out."""


@dataclass
class Dying:
    """A writer whose process dies in the middle: before the mutation is sent, or when its answer is in but not yet stored.

    `on`: the how-manieth call of `write` is its last, from 1.
    """

    writer: Writer
    before_sending: bool = False
    on: int = 1
    calls: int = 0

    def check(self, draft: Draft) -> tuple[Violation, ...]:
        return self.writer.check(draft)

    def find(self, draft: Draft) -> Created | Exists | None | Unknown:
        return self.writer.find(draft)

    def write(self, draft: Draft) -> Outcome:
        self.calls += 1
        if self.calls == self.on and self.before_sending:
            raise Killed
        outcome = self.writer.write(draft)
        if self.calls == self.on:
            raise Killed
        return outcome


@dataclass
class Counting:
    """A writer that remembers what it was asked to send, and lets something happen just before."""

    writer: Writer
    meanwhile: Callable[[], object] = lambda: None

    def __post_init__(self) -> None:
        self.sent: list[Draft] = []

    def check(self, draft: Draft) -> tuple[Violation, ...]:
        return self.writer.check(draft)

    def find(self, draft: Draft) -> Created | Exists | None | Unknown:
        return self.writer.find(draft)

    def write(self, draft: Draft) -> Outcome:
        self.sent.append(replace(draft))
        self.meanwhile()
        return self.writer.write(draft)
