"""One at a time, across processes: a lock that dies with whoever holds it."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from sidecar.core.db import Database


class Busy(Exception):
    """Someone else is doing the same thing right now."""


@contextmanager
def one_at_a_time(db: Database, var: Path, name: str) -> Iterator[None]:
    """Holds the lock `name` for this block. Raises Busy at once where another process or thread holds it.

    PostgreSQL: an advisory lock of a connection of its own, so that machines share it. SQLite: a locked file beside the database.
    """
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with db.engine.connect() as connection:
            if not connection.scalar(text("select pg_try_advisory_lock(:n)"), {"n": number}):
                raise Busy(_busy(name))
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(:n)"), {"n": number})
        return
    folder = var / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / hashlib.sha256(name.encode()).hexdigest()[:16], "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(_busy(name)) from error
        yield


def _busy(name: str) -> str:
    return f"Det här pågår redan i en annan process ({name}). Vänta tills den är klar och försök igen."
