"""What a command, a job or a request needs: settings, the database, the vault. Made once a process."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from sidecar.core.db import Database
from sidecar.core.migrate import upgrade
from sidecar.core.secrets import Vault
from sidecar.core.settings import Settings


@dataclass
class Context:
    """`known_errors`: exceptions whose text is meant for people. `after_pull`: what other folders do with what a pull of an
    instance brought. `cli.py` and `app.py` fill both, so that folders lean one way only."""

    settings: Settings
    known_errors: tuple[type[Exception], ...] = ()
    after_pull: list[Callable[[Context, str], None]] = field(default_factory=list)

    @cached_property
    def db(self) -> Database:
        db = Database(self.settings.database_url)
        upgrade(db)
        return db

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.settings.secret_key)

    @property
    def actor(self) -> str:
        """Who runs this: the account on the machine. Goes into the audit trail."""
        return f"cli:{getpass.getuser()}"
