"""Migrations stand in one line, each with a number of its own: two that were written side by side are noticed at once."""

from __future__ import annotations

import re
from pathlib import Path

VERSIONS = Path(__file__).parents[1] / "sidecar" / "core" / "migrations" / "versions"


def test_each_migration_follows_the_one_before_it() -> None:
    before = None
    for path in sorted(VERSIONS.glob("*.py")):
        text = path.read_text("utf-8")
        said = {
            name: re.search(rf'^{name}(?:: .+)? = (?:"(\w+)"|None)', text, re.MULTILINE) for name in ("revision", "down_revision")
        }
        revision, down = (found.group(1) if found else "?" for found in said.values())
        assert (revision, down) == (path.name[:4], before), path.name
        before = revision
