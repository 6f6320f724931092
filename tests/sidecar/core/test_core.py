"""Settings, secrets, locks, migrations."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import sidecar.tables  # noqa: F401
from sidecar.core.db import Base, Database, UTCDateTime, digest
from sidecar.core.locks import Busy, one_at_a_time
from sidecar.core.migrate import downgrade, upgrade
from sidecar.core.secrets import SecretsError, Vault, author_hash
from sidecar.core.settings import SettingsError, load


def test_keys_that_were_not_given_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    first, second = load({"CHARTER_VAR": str(tmp_path)}), load({"CHARTER_VAR": str(tmp_path)})
    assert first == second and len(first.secret_key) >= 32 and first.secret_key != first.api_token
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [("CHARTER_PUBLIC_URL", "kontrakt.se"), ("CHARTER_REQUESTS_PER_MINUTE", "0"), ("CHARTER_REQUESTS_PER_MINUTE", "många")],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load({"CHARTER_VAR": str(tmp_path), name: value})


def test_what_is_sealed_opens_with_the_same_key_alone() -> None:
    sealed = Vault("one").seal({"token": "hemlig"})
    assert "hemlig" not in sealed and Vault("one").open(sealed) == {"token": "hemlig"}
    with pytest.raises(SecretsError, match="CHARTER_SECRET_KEY"):
        Vault("two").open(sealed)


def test_an_author_is_another_hash_in_every_instance() -> None:
    assert author_hash("a", "user/1") != author_hash("b", "user/1") != author_hash("b", "user/2")


def test_parts_of_a_digest_never_run_into_each_other() -> None:
    assert digest("ab", "c") != digest("a", "bc") and digest("\ud800") != digest("\ufffd")


def test_a_time_without_a_zone_is_refused_and_others_come_back_in_utc(db: Database) -> None:
    kind = UTCDateTime()
    with pytest.raises(ValueError, match="zone"):
        kind.process_bind_param(datetime(2026, 1, 1), db.engine.dialect)
    stockholm = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    assert kind.process_bind_param(stockholm, db.engine.dialect) == datetime(2026, 1, 1, tzinfo=UTC)


def test_migrations_make_what_the_models_say_and_go_down_again(db: Database) -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []
    downgrade(db)
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade(db)
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_a_lock_is_held_by_one_and_freed_for_the_next(db: Database, tmp_path: Path) -> None:
    with one_at_a_time(db, tmp_path, "pull:a"):
        with pytest.raises(Busy, match="pågår redan"), one_at_a_time(db, tmp_path, "pull:a"):
            pass
        with one_at_a_time(db, tmp_path, "pull:b"):
            pass
    with one_at_a_time(db, tmp_path, "pull:a"):
        pass


def test_the_command_line_starts_without_what_only_the_language_side_needs() -> None:
    code = "import sidecar.cli, sys; print([m for m in ('eldc', 'sentencex', 'simplemma', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
