"""Keeps a store in a file, so that an emulator that dies and starts again still holds what was written."""

import json
import os
import tempfile
from pathlib import Path

from connectors.decidim.emulator.store import Clock, Store, now


def save(store: Store, path: Path) -> None:
    """Writes the whole store in one step: a reader finds the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with store.lock:  # or a later state could be overwritten by an earlier one
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(store.as_data(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)


def opened(path: Path | str, state: Path | None, clock: Clock = now) -> Store:
    """The store of `state` where that file exists, else the one of `path`."""
    return Store.load(state if state is not None and state.exists() else path, clock)
