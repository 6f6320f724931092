"""Where built graphs lie: a folder that can be thrown away at any time."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def folder() -> Path:
    """`CHARTER_CACHE`, else var/cache under the working folder; made when it is not there."""
    found = Path(os.environ.get("CHARTER_CACHE") or Path("var") / "cache") / "encoder"
    found.mkdir(parents=True, exist_ok=True)
    return found


def name_of(*parts: object) -> str:
    """A short name that changes with any of the parts."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def built(name: str, build: Callable[[Path], None]) -> Path:
    """The file `name`, made by `build(path)` where it is missing. A process that dies halfway, or a second one, does no harm."""
    wanted = folder() / name
    if wanted.is_file():
        return wanted
    with tempfile.TemporaryDirectory(dir=wanted.parent, prefix=".building-") as beside:
        made = Path(beside) / name
        build(made)
        made.replace(wanted)
    return wanted
