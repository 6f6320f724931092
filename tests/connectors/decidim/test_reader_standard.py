"""The standard suite of every reader, on each emulated version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from connectors.decidim.emulator.server import running
from connectors.decidim.reader import GraphQLReader
from tests.connectors.decidim.reading import VERSIONS, reader
from tests.connectors.decidim.stores import DAY, comment, proposal, store, thread
from tests.connectors.standard import ReaderStandards


@pytest.fixture(scope="module", params=VERSIONS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    content = store(
        [proposal(number) for number in range(1, 61)] + [proposal(61, hidden=True), proposal(62)],
        [*thread(1, 5, 7), *thread(11, 30, 2), *thread(21, 58, 4), comment(31, 40), comment(32, 40, deleted_at=DAY)],
    )
    with running(content, request.param) as url:
        yield url


class TestGraphQLReader(ReaderStandards):
    address: ClassVar[str]

    @pytest.fixture(autouse=True)
    def _address(self, address: str) -> None:
        type(self).address = address

    def reader(self) -> GraphQLReader:
        return reader(self.address)
