"""The charter as one page that stands alone: no script, no address to fetch anything from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sidecar.export.layout import laid_out
from sidecar.export.words import words_in


def html(document: Mapping[str, Any], language: str = "sv") -> str:
    """The whole document; every text is escaped."""
    found = _page().render(layout=laid_out(document, language), words=words_in(language), language=language)
    return "\n".join(line.rstrip() for line in found.splitlines() if line.strip()) + "\n"


@lru_cache(maxsize=1)
def _page() -> Template:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("charter.html")
