"""Databases for tests: migrated once a session, then copied, so that a test starts with an empty one in some milliseconds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from sidecar.core.db import Database
from sidecar.core.migrate import upgrade

KINDS = ("sqlite", "postgresql")
SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/"


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.db"
        db = Database(f"sqlite:///{self.template}")
        upgrade(db)
        db.close()

    def fresh(self, folder: Path) -> tuple[str, Callable[[], None]]:
        copy = folder / f"{uuid4().hex[:8]}.db"
        shutil.copyfile(self.template, copy)
        return f"sqlite:///{copy}", lambda: None

    def close(self) -> None:
        return


class Postgres:
    """Databases of their own on a server that runs; `template` is copied. CHARTER_TEST_POSTGRES names another server."""

    def __init__(self) -> None:
        self.server = make_url(os.environ.get("CHARTER_TEST_POSTGRES", SERVER))
        self.admin = create_engine(
            self.server.set(database=self.server.database or "postgres"),
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 3},
        )
        self.template = self._create()
        db = Database(_plain(self.server.set(database=self.template)))
        upgrade(db)
        db.close()

    def fresh(self, _folder: Path) -> tuple[str, Callable[[], None]]:
        name = self._create(self.template)
        return _plain(self.server.set(database=name)), lambda: self._drop(name)

    def close(self) -> None:
        self._drop(self.template)
        self.admin.dispose()

    def _create(self, template: str = "template0") -> str:
        name = f"charter_test_{uuid4().hex[:12]}"
        # file copies are slow to make durable; a test database need not survive a power cut
        strategy = "" if template == "template0" else " STRATEGY wal_log"
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}{strategy}"))
        return name

    def _drop(self, name: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def postgres() -> Postgres:
    """Skips, with the reason, where no server answers."""
    try:
        return Postgres()
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL answers (set CHARTER_TEST_POSTGRES to try another): {str(error).splitlines()[0]}")


def _plain(url: URL) -> str:
    return url.render_as_string(hide_password=False)
