"""Our own words on open pages, in Swedish and English (words.yaml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


def say(language: str, key: str, number: int | None = None, **values: object) -> str:
    """Our words for `key`. number: of how many things they speak. values: what stands in them, as plain text."""
    one, *others = words()[key][language].split("|")
    more = others[0] if others else one
    none = others[1] if len(others) > 1 else more
    return (one if number == 1 else none if number == 0 else more).format(n=number, **values)


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """key → language → words."""
    found: Any = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return found  # type: ignore[no-any-return]
