"""Reads a Decidim over its GraphQL API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectors.base import Capabilities, Missing, Page, Space
from connectors.decidim import capabilities, intake, places
from connectors.decidim.client import Client
from connectors.decidim.decode import plain_id
from connectors.decidim.degree import Degree
from connectors.decidim.dialect import Dialect
from connectors.decidim.gathering import Gathering, Lookup
from connectors.decidim.pagesize import PageSize
from connectors.decidim.pull import Pull


class GraphQLReader:
    """A `Reader` of one Decidim, 0.26 to 0.32. Raises only `ConnectorError`s; what can't be read is in `Page.unreadable`.

    page_size: how many proposals to ask for at most (Decidim gives 50 whatever one asks). parallel: how many requests may be
    in the air at once while answers are slow and good; 1: never more than one.
    """

    def __init__(self, client: Client, *, page_size: int = 50, parallel: int = 4) -> None:
        self.client = client
        self.dialect = Dialect()
        self.size = PageSize(page_size, page_size)
        self.degree = Degree(max(1, parallel))

    def capabilities(self) -> Capabilities:
        """What this Decidim lets us do, in plain words. Two to five requests."""
        return capabilities.asked(self.client, self.dialect)

    def spaces(self) -> tuple[Space, ...]:
        """Processes, assemblies and whatever else has components, with their proposals components. One or two requests."""
        return places.spaces(self.client, self.dialect)

    def pages(self, component_id: str, after: str | None = None) -> Iterator[Page]:
        """Each page of a component once, in order of id, from `after` on. Raises `FixSettings` when there is none."""
        self.degree.begin()
        yield from Pull(self.client, self.dialect, _component(component_id), self.size, after, self.degree).pages()

    def missing(self, component_id: str, ids: Iterable[str]) -> Missing:
        """Asks for each proposal by its id: gone, found (with comments), or there and unreadable."""
        number = _component(component_id)
        wanted = list(dict.fromkeys(ids))
        gathering = Gathering(number)
        pull = Pull(self.client, self.dialect, number, self.size, degree=self.degree)
        page = pull.look_up(gathering, [Lookup("core", gathering, one) for one in wanted if plain_id(one)])
        told = {line.proposal_id for line in page.unreadable}
        found = {proposal.id for proposal in page.proposals}
        gone = frozenset(one for one in wanted if one not in found and one not in told)
        return Missing(gone, page.proposals, page.comments, page.comments_complete, page.unreadable)


def _component(component_id: str) -> str:
    number = plain_id(component_id)
    if number is None:
        raise intake.component_gone("?")
    return number
