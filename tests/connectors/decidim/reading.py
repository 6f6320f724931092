"""A reader of an emulator, as fast as it goes, and what it read as one."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.base import Comment, Page, Proposal, Unreadable
from connectors.decidim.client import ANONYMOUS, Client, Credential
from connectors.decidim.pace import Pace
from connectors.decidim.reader import GraphQLReader

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")


def no_sleep(_: float) -> None:
    """Waits are counted (`Pace.waited`), not waited."""


def reader(url: str, credential: Credential = ANONYMOUS, page_size: int = 50) -> GraphQLReader:
    """One request at a time, so that requests can be counted however busy the machine is; `lines.py` has the other."""
    client = Client(url, credential=credential, pace=Pace(None, sleep=no_sleep))
    return GraphQLReader(client, page_size=page_size, parallel=1)


def proposals(pages: Iterable[Page]) -> list[Proposal]:
    return [one for page in pages for one in page.proposals]


def comments(pages: Iterable[Page]) -> list[Comment]:
    return [one for page in pages for one in page.comments]


def unreadable(pages: Iterable[Page]) -> list[Unreadable]:
    return [line for page in pages for line in page.unreadable]
