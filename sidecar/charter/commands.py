"""`sidecar draft` and `sidecar approve`."""

from __future__ import annotations

import click

from sidecar.charter import queries, service
from sidecar.charter.service import DraftResult
from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.locks import one_at_a_time


@click.command("draft")
@click.argument("name")
@click.option("--min-voices", default=2, show_default=True, type=click.IntRange(1), help="Minst så många bidrag.")
@click.option("--list", "only_list", is_flag=True, help="Visa utkasten utan att göra om dem.")
@json_option
@with_context
def draft(context: Context, name: str, min_voices: int, only_list: bool, as_json: bool) -> None:
    """Skriv utkast till paragrafer ur grupperna. Varje mening anger sina källor, annars sparas den inte."""
    if not only_list:
        result = run_draft(context, name, min_voices=min_voices)
        say(as_json, result.as_json(), *draft_lines(result))
        if as_json:
            return
    rows = clause_rows(context, name)
    lines = [f"{row['id']}  v{row['version']}  {row['support']} för, {row['opposition']} emot  {row['title']}" for row in rows]
    say(as_json, rows, *lines)


@click.command("approve")
@click.argument("clause_id")
@click.option("--by", help="Vem som godkänner; annars kontot på den här datorn.")
@json_option
@with_context
def approve(context: Context, clause_id: str, by: str | None, as_json: bool) -> None:
    """Godkänn den nyaste versionen av en paragraf, så att den får skrivas till Decidim."""
    version = service.approve(context.db, clause_id, actor=by or context.actor)
    value = {"clause": clause_id, "version": version.number, "approved_by": version.approved_by}
    say(as_json, value, f"Godkänd: {version.title} (paragraf {clause_id}, version {version.number}).")


def run_draft(context: Context, name: str, *, min_voices: int = 2) -> DraftResult:
    with one_at_a_time(context.db, context.settings.var, f"draft:{name}"):
        return service.draft_clauses(context.db, name, min_voices=min_voices)


def draft_lines(result: DraftResult) -> list[str]:
    lines = [
        f"Utkast: {result.new} nya, {result.revised} ändrade, {result.unchanged} oförändrade. "
        f"{result.waiting} krav har för få röster för ett utkast och väntar i liggaren."
    ]
    if result.refused:
        lines.append(f"Stoppades av källkontrollen ({len(result.refused)}), och sparades inte:")
        lines += [f"  · grupp {one}: {why}" for one, why in result.refused[:20]]
    return lines


def clause_rows(context: Context, name: str) -> list[dict[str, object]]:
    with context.db.session() as session:
        return [
            {
                "id": clause.id,
                "version": version.number,
                "state": clause.state,
                "title": version.title,
                "support": version.support,
                "opposition": version.opposition,
                "approved_by": version.approved_by,
            }
            for clause, version in queries.latest_versions(session, name)
        ]
