"""Brings the database to the newest shape with Alembic; the same migrations on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sidecar.core.db import Database

FOLDER = Path(__file__).parent / "migrations"


def config(db: Database) -> Config:
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["engine"] = db.engine
    return found


def upgrade(db: Database, revision: str = "head") -> None:
    """Nothing is done, and nothing written, where the database is at `revision` already."""
    wanted = ScriptDirectory(str(FOLDER)).get_current_head() if revision == "head" else revision
    with db.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == wanted:
            return
    command.upgrade(config(db), revision)


def downgrade(db: Database, revision: str = "base") -> None:
    command.downgrade(config(db), revision)
