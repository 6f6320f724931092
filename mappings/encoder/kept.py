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
Make = Callable[[Sequence[int]], Sequence[bytes]]
AT_ONCE = 900
LARGEST = 1 << 30
"""Bytes; a file that has grown beyond is begun anew."""

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
    known = blobs(
        name,
        keys,
        lambda places: [row.tobytes() for row in compute(places)],
        good=lambda blob: len(blob) == columns * np.dtype(np.float32).itemsize,
    )
    found = np.zeros((len(keys), columns), np.float32)
    for place, blob in enumerate(known):
        found[place] = np.frombuffer(blob, np.float32)
    return found


def blobs(name: str, keys: Sequence[bytes], compute: Make, *, good: Callable[[bytes], bool]) -> list[bytes]:
    """As `rows`, for bytes of any length. What is kept but not `good` is made anew."""
    path = store.folder() / f"{name}.sqlite"
    if path.is_file() and path.stat().st_size > LARGEST:
        path.unlink(missing_ok=True)
    try:
        return _blobs(path, keys, compute, good)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _blobs(path, keys, compute, good)


def _blobs(path: Path, keys: Sequence[bytes], compute: Make, good: Callable[[bytes], bool]) -> list[bytes]:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID")
        known = _read(database, keys, good)
        missing = _first_places(keys, known)
        for begin in range(0, len(missing), CHUNK):
            places = missing[begin : begin + CHUNK]
            made = [(keys[place], blob) for place, blob in zip(places, compute(places), strict=True)]
            known.update(made)
            database.execute("BEGIN")
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", made)
            database.execute("COMMIT")
    return [known[key] for key in keys]


def _first_places(keys: Sequence[bytes], known: Mapping[bytes, bytes]) -> list[int]:
    """Where each key that is not known yet stands first."""
    first: dict[bytes, int] = {}
    for place, key in enumerate(keys):
        if key not in known:
            first.setdefault(key, place)
    return list(first.values())


def _read(database: sqlite3.Connection, keys: Sequence[bytes], good: Callable[[bytes], bool]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    wanted = list(dict.fromkeys(keys))
    for begin in range(0, len(wanted), AT_ONCE):
        part = wanted[begin : begin + AT_ONCE]
        query = f"SELECT key, row FROM kept WHERE key IN ({','.join('?' * len(part))})"
        known.update((key, blob) for key, blob in database.execute(query, part) if isinstance(blob, bytes) and good(blob))
    return known
