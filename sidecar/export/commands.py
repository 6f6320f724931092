"""`sidecar export`: the charter as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from sidecar.core.console import Failure, with_context
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.export.document import Exported, charter_document
from sidecar.export.html import html
from sidecar.export.markdown import markdown
from sidecar.export.participatory import participatory
from sidecar.export.words import LANGUAGES
from sidecar.ledger.service import settle


def as_json(document: Mapping[str, Any], language: str = "sv") -> str:
    """One JSON document (`schema.DocumentSchema` says its shape), the same in every language."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "markdown": markdown,
    "html": html,
    "json": as_json,
    "participatory": participatory,
}
"""How a charter can be written. Another format is one line here and one file beside."""


@click.command("export")
@click.argument("name")
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="markdown", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="sv", show_default=True, help="Språk för det som är våra ord.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Fil att skriva till; annars skrivs allt ut här.")
@click.option("--drafts", is_flag=True, help="Ta med utkast som ingen har godkänt, märkta som utkast.")
@click.option("--strict", is_flag=True, help="Sluta med fel om någon paragraf inte kan tas med.")
@with_context
def export(context: Context, name: str, form: str, language: str, out: Path | None, drafts: bool, strict: bool) -> None:
    """Skriv kontraktet som Markdown, HTML eller JSON med källor, eller som deltagartext (participatory) för Decidim."""
    settle(context.db, name)
    found = charter_document(context.db, name, today=now().date(), drafts=drafts)
    text = FORMATS[form](found.document, language)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"Skrivet: {out}", err=True)
    _tell(found, strict)


def _tell(found: Exported, strict: bool) -> None:
    for clause, why in found.refused:
        click.echo(f"Inte med: paragraf {clause}. {why}", err=True)
    if found.refused and strict:
        raise Failure("refused", f"{len(found.refused)} paragrafer är inte med, se ovan. Resten är skrivet.")
