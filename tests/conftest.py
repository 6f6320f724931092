"""What every test may ask for. `database_url` runs a test twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidecar.core.db import Database
from tests import databases


@pytest.fixture(scope="session")
def _makers() -> Iterator[dict[str, databases.Sqlite | databases.Postgres]]:
    made: dict[str, databases.Sqlite | databases.Postgres] = {}
    yield made
    for maker in made.values():
        maker.close()


@pytest.fixture
def new_database(
    _makers: dict[str, databases.Sqlite | databases.Postgres], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> Iterator[Callable[[str], str]]:
    """Gives the address of an empty, migrated database: ``new_database("postgresql")``. Skips where no server answers."""
    undo: list[Callable[[], None]] = []

    def make(kind: str) -> str:
        if kind not in _makers:
            is_file = kind == "sqlite"
            _makers[kind] = databases.Sqlite(tmp_path_factory.mktemp("sqlite")) if is_file else databases.postgres()
        url, drop = _makers[kind].fresh(tmp_path)
        undo.append(drop)
        return url

    yield make
    for drop in undo:
        drop()


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The address of an empty, migrated database; once for each kind."""
    return new_database(request.param)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()
