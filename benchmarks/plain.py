"""The plain way to read a component: a page of ids, then a request for each proposal and for each thread below its second level.

The same client, documents and records as our reader, and nothing clever: no request carries two things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from connectors.base import Capabilities, Missing, Page, Space
from connectors.decidim import documents
from connectors.decidim.client import Client
from connectors.decidim.gathering import Gathering, Lookup
from connectors.decidim.reader import GraphQLReader


def _document(name: str, variables: str, fields: str) -> str:
    return f"query {name}($id: ID!, {variables}) {{ component(id: $id) {{ __typename ... on Proposals {{ {fields} }} }} }}"


IDS = _document(
    "Ids",
    "$after: String",
    f"proposals(first: 50, after: $after, {documents.ORDER}) "
    "{ pageInfo { hasNextPage endCursor } edges { node { id } } }",
)
ONE = _document("One", "$one: ID!", f"proposal(id: $one) {{ {documents.CORE} {documents.TREE} }}")
THREAD = _document(
    "Thread",
    "$one: ID!, $comment: String",
    "proposal(id: $one) { id comments(singleCommentId: $comment) "
    f'{{ id comments(orderBy: "older") {{ {documents.COMMENT} }} }} }}',
)


class PlainReader:
    """A `Reader` that gives each proposal as a page of its own; after `most` proposals it stops (None: reads all).

    For content without hidden or deleted things: it takes no care of those.
    """

    def __init__(self, client: Client, most: int | None = None) -> None:
        self.client, self.most = client, most
        self._careful = GraphQLReader(client)
        self._dialect = self._careful.dialect

    def capabilities(self) -> Capabilities:
        return self._careful.capabilities()

    def spaces(self) -> tuple[Space, ...]:
        return self._careful.spaces()

    def missing(self, component_id: str, ids: Iterable[str]) -> Missing:
        return self._careful.missing(component_id, ids)

    def pages(self, component_id: str, after: str | None = None) -> Iterator[Page]:
        read = 0
        cursor: str | None = after
        more = True
        while more:
            answer = self._dialect.ask(self.client, IDS, {"id": component_id, "after": cursor})
            edges = answer.at("component", "proposals", "edges")
            more = answer.at("component", "proposals", "pageInfo", "hasNextPage")
            cursor = answer.at("component", "proposals", "pageInfo", "endCursor")
            for edge in edges:
                if self.most is not None and read >= self.most:
                    return
                read += 1
                yield self._proposal(component_id, edge["node"]["id"], cursor, not more and edge is edges[-1])

    def _proposal(self, component_id: str, number: str, after: str | None, last: bool) -> Page:
        page = Gathering(component_id, after=after, last=last)
        value = self._asked(ONE, {"id": component_id, "one": number})
        record = page.proposal(value)
        threads = [] if record is None else page.replies(value["comments"], record.id, None, 0)
        while threads:
            threads += self._thread(page, component_id, threads.pop(0))
        return page.done()

    def _thread(self, page: Gathering, component_id: str, thread: Lookup) -> list[Lookup]:
        assert thread.proposal_id is not None
        value = self._asked(THREAD, {"id": component_id, "one": thread.proposal_id, "comment": thread.comment_id})
        return page.replies(value["comments"][0]["comments"], thread.proposal_id, thread.comment_id, thread.depth)

    def _asked(self, text: str, variables: dict[str, Any]) -> Any:
        return self._dialect.ask(self.client, text, variables).at("component", "proposal")
