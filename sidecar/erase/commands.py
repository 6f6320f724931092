"""`sidecar erase`."""

from __future__ import annotations

import click

from sidecar.core.console import by_option, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.erase.service import Erased
from sidecar.erase.service import erase as erase_


@click.command("erase")
@click.argument("name")
@click.argument("contribution")
@click.option("--dry-run", is_flag=True, help="Visa bara vad som skulle tas bort.")
@by_option
@json_option
@with_context
def erase(context: Context, name: str, contribution: str, dry_run: bool, by: str | None, as_json: bool) -> None:
    """Ta bort ett bidrags text (proposal:12, comment:34) överallt, på begäran av den som skrev det. Det går inte att ångra."""
    found = erase_(context, name, contribution, actor=by or context.actor, dry_run=dry_run)
    say(as_json, {**found.as_json(), "dry_run": dry_run}, *_lines(contribution, found, dry_run))


def _lines(contribution: str, found: Erased, dry_run: bool) -> list[str]:
    begins = "Skulle tas bort" if dry_run else "Borttaget"
    lines = [
        f"{begins}: texten i {contribution} ({found.revisions} versioner, {found.statements} påståenden), {found.citations} "
        f"citat och {found.sentences} meningar som vilade på dem."
    ]
    lines += [f"{begins}: importfilen {file}." for file in found.files]
    if found.source_url:
        lines.append(f"Kvar i Decidim: {found.source_url}. Texten hämtas inte hit igen, men där tas den bort av er.")
    for clause, version, url in found.pushed:
        where = url or "i en fil som kan ha importerats"
        lines.append(f"Kvar i Decidim: paragraf {clause}, version {version}, {where}. Ta bort eller ändra förslaget där.")
    if not dry_run and found.sentences:
        lines.append("Gör nu om utkasten: sidecar map och sidecar draft.")
    return lines
