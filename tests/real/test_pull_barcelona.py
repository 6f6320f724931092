"""Barcelona's proposals and comments, pulled whole into the database: text for text what the source holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import barcelona
from benchmarks.plain import PlainReader
from benchmarks.pull import threads
from benchmarks.pull_once import BOOKKEEPING, count_rows, fingerprint_of
from connectors.decidim.client import Client
from connectors.decidim.emulator.server import running
from connectors.decidim.pace import Pace
from connectors.decidim.reader import GraphQLReader
from sidecar.core.context import Context
from sidecar.core.settings import load
from sidecar.sync import service
from tests.real.paths import SHARED, needs_shared

pytestmark = needs_shared
PROPOSALS = 1_500
"""Those that people discussed most: a seventh of the proposals, a third of the comments."""


@dataclass
class Pulled:
    """A pull and a second one."""

    context: Context
    requests: list[int]
    rows: list[dict[str, int]]
    results: list[service.PullResult]


@pytest.fixture(scope="module")
def source() -> barcelona.Source:
    return barcelona.read(SHARED).first(PROPOSALS)


@pytest.fixture(scope="module")
def pulled(source: barcelona.Source, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulled]:
    context = _context(tmp_path_factory.mktemp("var"))
    done = Pulled(context, [], [], [])
    with running(barcelona.store(source), "0.32.2") as url:
        service.add_instance(context.db, context.vault, "barcelona", url, actor="test")
        for _ in range(2):
            _pull(context, url, done)
    yield done
    context.db.close()


def _context(var: Path) -> Context:
    return Context(load({"CHARTER_VAR": str(var), "CHARTER_SECRET_KEY": "test"}))


def _pull(context: Context, url: str, done: Pulled) -> None:
    client = Client(url, pace=Pace(None))
    rows = count_rows(context.db.engine)
    done.results.append(service.pull(context.db, context.settings, context.vault, "barcelona", GraphQLReader(client, parallel=1)))
    done.requests.append(client.requests)
    done.rows.append(dict(rows))


def test_every_proposal_and_comment_is_stored_as_the_source_has_it(pulled: Pulled, source: barcelona.Source) -> None:
    assert pulled.results[0].complete and not pulled.results[0].unread
    assert fingerprint_of(pulled.context.db, "barcelona") == barcelona.of_source(source)


def test_the_source_tests_what_it_should(source: barcelona.Source) -> None:
    assert len(source.proposals) == PROPOSALS and len(source.comments) > 6_000 and len(threads(source)) > 100


def test_a_fingerprint_sees_one_changed_letter_parent_or_doubled_row() -> None:
    proposals: list[barcelona.Fact] = [(1, "title", "body"), (2, "title", "body")]
    comments: list[barcelona.Fact] = [(1, "body", 0, None), (2, "body", 1, 1)]
    whole = barcelona.fingerprint(proposals, comments)
    assert barcelona.fingerprint(reversed(proposals), reversed(comments)) == whole
    assert barcelona.fingerprint([(1, "title", "Body"), proposals[1]], comments) != whole
    assert barcelona.fingerprint(proposals, [comments[0], (2, "body", 1, None)]) != whole
    assert barcelona.fingerprint(proposals, [*comments, comments[1]]) != whole


def test_each_row_is_written_once(pulled: Pulled, source: barcelona.Source) -> None:
    records = len(source.proposals) + len(source.comments)
    written = {table: rows for table, rows in pulled.rows[0].items() if table not in BOOKKEEPING}
    assert written == {"components": 1, "contributions": records, "revisions": records}


def test_a_second_pull_writes_no_content_and_asks_no_more(pulled: Pulled) -> None:
    assert set(pulled.rows[1]) <= BOOKKEEPING
    assert pulled.results[1].changed == 0
    assert pulled.requests[1] <= pulled.requests[0]


def test_our_pull_asks_far_less_than_the_plain_loop(pulled: Pulled, source: barcelona.Source) -> None:
    assert pulled.requests[0] * 20 < len(source.proposals) + len(threads(source))


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9", "0.31.8"])
def test_other_versions_give_the_same_texts(version: str, source: barcelona.Source, tmp_path: Path) -> None:
    part = source.first(200)
    context = _context(tmp_path)
    done = Pulled(context, [], [], [])
    with running(barcelona.store(part), version) as url:
        service.add_instance(context.db, context.vault, "barcelona", url, actor="test")
        _pull(context, url, done)
    assert fingerprint_of(context.db, "barcelona") == barcelona.of_source(part)
    context.db.close()


def test_the_plain_loop_of_the_benchmark_reads_the_same(source: barcelona.Source, tmp_path: Path) -> None:
    part = source.first(60)
    context = _context(tmp_path)
    with running(barcelona.store(part), "0.32.2") as url:
        service.add_instance(context.db, context.vault, "barcelona", url, actor="test")
        service.pull(context.db, context.settings, context.vault, "barcelona", PlainReader(Client(url, pace=Pace(None))))
    assert fingerprint_of(context.db, "barcelona") == barcelona.of_source(part)
    context.db.close()
