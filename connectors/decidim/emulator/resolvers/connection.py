"""Pages of proposals: offset cursors, 50 a page at most, orders and filters."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from connectors.decidim.emulator.limits import PAGE
from connectors.decidim.emulator.records import Component, Proposal
from connectors.decidim.emulator.refusals import NotEmulated, unauthorized
from connectors.decidim.emulator.resolvers.asking import Fields, ask

_KEYS = {
    "id": lambda proposal: proposal.id,
    "publishedAt": lambda proposal: proposal.published_at,
    "voteCount": lambda proposal: proposal.votes,
    "endorsementCount": lambda proposal: 0,
    "likeCount": lambda proposal: 0,
}


@dataclass
class Connection:
    """A page that is cut only when a field asks: a bad cursor fails at that field, as in Decidim."""

    items: list[Proposal]
    first: int | None
    after: str | None
    last: int | None
    before: str | None

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """From where to where, as offsets. Raises GraphQLError for a cursor that is none."""
        start = 0 if self.after is None else offset(self.after)
        end = len(self.items) if self.before is None else min(offset(self.before) - 1, len(self.items))
        if self.first is not None or self.last is None:
            end = min(end, start + min(PAGE if self.first is None else self.first, PAGE))
        if self.last is not None:
            start = max(start, end - min(self.last, PAGE))
        return start, max(start, end)

    @property
    def edges(self) -> list[tuple[int, Proposal]]:
        start, end = self.bounds
        return list(enumerate(self.items[start:end], start=start + 1))


def cursor(place: int) -> str:
    """`50` → `NTA`."""
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def offset(given: str) -> int:
    """The place in a cursor; what decodes to no number is 0, as Ruby's `to_i` has it."""
    if not re.fullmatch(r"[\w-]*={0,2}", given, re.ASCII):
        raise GraphQLError(f'Invalid input: "{given}"')
    try:
        decoded = base64.urlsafe_b64decode(given.rstrip("=") + "=" * (-len(given.rstrip("=")) % 4))
    except (ValueError, binascii.Error) as error:
        raise GraphQLError(f'Invalid input: "{given}"') from error
    leading = re.match(rb"\d+", decoded)
    return int(leading.group()) if leading else 0


def _proposals(
    component: Component,
    info: GraphQLResolveInfo,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    order: dict[str, str] | None = None,
    filter: dict[str, str] | None = None,  # noqa: A002
) -> Connection:
    if min(first or 0, last or 0) < 0:
        raise NotEmulated("a page of negative size")
    found = ask(info).store.proposals_in(component.id)
    for name, day in (filter or {}).items():
        bound = _day(day)
        since = name == "publishedSince"
        found = [p for p in found if ((p.published_at or "") >= bound if since else (p.published_at or "") <= bound)]
    for name, way in reversed(list((order or {}).items())):
        found.sort(key=_KEYS[name], reverse=way.lower() == "desc")
    return Connection(found, first, after, last, before)


def _day(given: str) -> str:
    try:
        read = datetime.fromisoformat(given)
    except ValueError as error:
        raise GraphQLError("Invalid date format for publishedBefore") from error
    return (read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read).isoformat()


def seen(proposal: Proposal, info: GraphQLResolveInfo) -> Proposal | None:
    """The proposal, unless a moderator hid it: then null, from 0.32 on with an error."""
    if not proposal.hidden:
        return proposal
    if ask(info).facts.says_unauthorized:
        raise unauthorized("Proposal")
    return None


def _nodes(connection: Connection, info: GraphQLResolveInfo) -> list[Any]:
    hides = unauthorized("Proposal") if ask(info).facts.says_unauthorized else None
    return [hides if proposal.hidden else proposal for _, proposal in connection.edges]


def _end(connection: Connection, info: GraphQLResolveInfo) -> str | None:
    start, end = connection.bounds
    return cursor(end) if start < end and start < len(connection.items) else None


def _start(connection: Connection, info: GraphQLResolveInfo) -> str | None:
    start, end = connection.bounds
    return cursor(start + 1) if start < end and start < len(connection.items) else None


FIELDS: Fields = {
    "Proposals": {"proposals": _proposals},
    "ProposalConnection": {
        "edges": lambda connection, info: connection.edges,
        "nodes": _nodes,
        "pageInfo": lambda connection, info: connection,
    },
    "ProposalEdge": {
        "node": lambda edge, info: seen(edge[1], info),
        "cursor": lambda edge, info: cursor(edge[0]),
    },
    "PageInfo": {
        "hasNextPage": lambda connection, info: connection.bounds[1] < len(connection.items),
        "hasPreviousPage": lambda connection, info: connection.bounds[0] > 0,
        "endCursor": _end,
        "startCursor": _start,
    },
}
