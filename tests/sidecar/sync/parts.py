"""A sidecar that pulls, a Decidim whose content a test changes, and every row that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import MetaData, select

from connectors.base import Capabilities, Missing, Page, Space
from connectors.decidim.unreadable import bad_proposal
from sidecar.core.context import Context
from sidecar.sync import queries, service
from sidecar.sync.models import Contribution, Kind, Revision
from sidecar.sync.service import PullResult
from tests.connectors.decidim.reading import reader
from tests.sidecar.decidim import Decidim

NAME = "exempel"
BOOKKEEPING = {"pull_runs", "pull_states", "alembic_version"}


@dataclass
class Sidecar:
    """One instance of a sidecar, pulling from `decidim` as fast as it goes."""

    context: Context
    decidim: Decidim

    def pull(self, using: Any = None, **settings: Any) -> PullResult:
        context = self.context
        return service.pull(context.db, context.settings, context.vault, NAME, using or reader(self.decidim.url), **settings)

    def one(self, kind: Kind, number: int) -> Contribution:
        with self.context.db.session() as session:
            return queries.contributions_by_remote(session, NAME, kind, [str(number)])[str(number)]

    def proposal(self, number: int) -> Contribution:
        return self.one(Kind.proposal, number)

    def comment(self, number: int) -> Contribution:
        return self.one(Kind.comment, number)

    def texts(self, revision_id: str) -> dict[str, dict[str, str]]:
        with self.context.db.session() as session:
            return session.get_one(Revision, revision_id).texts

    def numbers(self, kind: Kind = Kind.proposal) -> set[int]:
        with self.context.db.session() as session:
            return set(session.scalars(select(Contribution.number).where(Contribution.kind == kind)))

    def unread(self) -> set[tuple[str, str | None]]:
        with self.context.db.session() as session:
            return {(row.code, row.proposal_remote_id) for row in queries.unread(session, NAME)}

    def after(self, component: str = "1") -> str | None:
        """Cursor of the page that the next pull begins with."""
        with self.context.db.session() as session:
            row = queries.component(session, NAME, component)
            assert row is not None
            return queries.pull_state(session, row.id).after

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, but for the traces that each pull leaves."""
        metadata = MetaData()
        with self.context.db.engine.connect() as connection:
            metadata.reflect(connection)
            tables = [table for name, table in metadata.tables.items() if name not in BOOKKEEPING]
            return {table.name: sorted(str(tuple(row)) for row in connection.execute(select(table))) for table in tables}


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Disturbed:
    """A reader to which something happens: `on_page` gets the number of each page, from 1, before it is given.

    `without`: numbers of proposals that its pages pass over, as paging does when the list shifts meanwhile.
    `refused`: numbers of those whose records make no sense.
    """

    reader: Any
    on_page: Callable[[int], object] = lambda number: None
    without: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    begun_after: list[str | None] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    def capabilities(self) -> Capabilities:
        return self.reader.capabilities()

    def spaces(self) -> tuple[Space, ...]:
        return self.reader.spaces()

    def pages(self, component_id: str, after: str | None = None) -> Iterator[Page]:
        self.begun_after.append(after)
        for number, page in enumerate(self.reader.pages(component_id, after), start=1):
            self.on_page(number)
            refused = sorted({proposal.id for proposal in page.proposals} & self.refused)
            out = self.without | self.refused
            yield replace(
                page,
                proposals=tuple(proposal for proposal in page.proposals if proposal.id not in out),
                comments=tuple(comment for comment in page.comments if comment.proposal_id not in out),
                unreadable=(*page.unreadable, *(bad_proposal(component_id, one, "bad_shape") for one in refused)),
                comments_complete=page.comments_complete - out,
            )

    def missing(self, component_id: str, ids: Iterable[str]) -> Missing:
        wanted = list(ids)
        self.asked_for += wanted
        return self.reader.missing(component_id, wanted)


def raising(error: BaseException, on: int) -> Callable[[int], object]:
    def happens(number: int) -> None:
        if number == on:
            raise error

    return happens
