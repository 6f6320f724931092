"""Rows of numbers kept by the hash of what they were made from, in a file that can be thrown away at any time."""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from mappings.encoder import store
from mappings.encoder.weights import FloatArray

Compute = Callable[[Sequence[int]], FloatArray]
AT_ONCE = 900
CHUNK = 2_000
"""Rows are computed and kept in chunks, so that a run that dies halfway goes on from there."""


def key_of(version: str, *parts: str) -> bytes:
    """16 bytes; no text can be read from them."""
    body = "\0".join([version, *(f"{len(part)}:{part}" for part in parts)])
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def rows(name: str, keys: Sequence[bytes], compute: Compute, *, columns: int) -> FloatArray:
    """(n, columns) float32: what is kept under each key, and `compute(places)` for those that are not, kept from then on.

    Equal keys are computed once. A file that another process has broken is made anew.
    """
    path = store.folder() / f"{name}.sqlite"
    try:
        return _rows(path, keys, compute, columns)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _rows(path, keys, compute, columns)


def _rows(path: Path, keys: Sequence[bytes], compute: Compute, columns: int) -> FloatArray:
    found = np.zeros((len(keys), columns), np.float32)
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID")
        known = _read(database, keys, columns)
        missing = _first_places(keys, known)
        for begin in range(0, len(missing), CHUNK):
            places = missing[begin : begin + CHUNK]
            made = [(keys[place], row) for place, row in zip(places, compute(places), strict=True)]
            known.update(made)
            database.execute("BEGIN")
            database.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", [(key, row.tobytes()) for key, row in made])
            database.execute("COMMIT")
    for place, key in enumerate(keys):
        found[place] = known[key]
    return found


def _first_places(keys: Sequence[bytes], known: Mapping[bytes, FloatArray]) -> list[int]:
    """Where each key that is not known yet stands first."""
    first: dict[bytes, int] = {}
    for place, key in enumerate(keys):
        if key not in known:
            first.setdefault(key, place)
    return list(first.values())


def _read(database: sqlite3.Connection, keys: Sequence[bytes], columns: int) -> dict[bytes, FloatArray]:
    known: dict[bytes, FloatArray] = {}
    wanted = list(dict.fromkeys(keys))
    for begin in range(0, len(wanted), AT_ONCE):
        part = wanted[begin : begin + AT_ONCE]
        query = f"SELECT key, row FROM kept WHERE key IN ({','.join('?' * len(part))})"
        for key, row in database.execute(query, part):
            values = np.frombuffer(row, np.float32)
            if len(values) == columns:
                known[key] = values
    return known
