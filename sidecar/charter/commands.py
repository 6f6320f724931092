"""`sidecar draft` and `sidecar approve`."""

from __future__ import annotations

from typing import Any

import click

from sidecar.charter import queries, service
from sidecar.charter.change import moves_json, stale_of
from sidecar.charter.change_commands import stale_lines
from sidecar.charter.models import ClauseVersion
from sidecar.charter.service import DraftResult
from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.locks import one_at_a_time

WHAT = {"proposal": "förslag", "comment": "kommentar"}
BLOCKS = {
    "rights": "rättighet",
    "commitments": "skyldighet",
    "participation": "delaktighet",
    "objectives": "mål",
    "support": "för",
    "against": "emot",
}


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


@click.command("show")
@click.argument("clause_id")
@json_option
@with_context
def show(context: Context, clause_id: str, as_json: bool) -> None:
    """Visa ett utkast: varje mening, vad den bygger på, och vad som ändrats sedan dess."""
    with context.db.session() as session:
        clause = queries.clause(session, clause_id)
        version = queries.latest_version(session, clause_id)
        if version is None:
            raise service.CharterError(f"Paragraf {clause_id} har ingen text.")
        stale = queries.stale_sentences(session, [version.id]).get(version.id, set())
        sources = queries.sources(session, version.id)
        moved, gone = moves_json(session, version), stale_of(session, clause, version)
    names = {revision: f"{WHAT[row.kind]} {row.remote_id}" for revision, row in sources.items()}
    value = {
        **service.version_json(clause, version, stale),
        "stale_sources": [one.as_json() for one in gone],
        "moved_citations": moved,
    }
    say(as_json, value, *_shown(version, stale, names), *stale_lines(gone), *_moved_lines(moved))


def _moved_lines(moved: list[dict[str, Any]]) -> list[str]:
    if not moved:
        return []
    count = len({(one["sentence"], one["quote"]) for one in moved})
    return [f"Källor som har ändrats utan att citatet gjort det: {count}. Citaten följer med till den nya texten."]


def _shown(version: ClauseVersion, stale: set[int], names: dict[str, str]) -> list[str]:
    lines = [f"{version.title} (version {version.number}; {version.support} för, {version.opposition} emot)"]
    for sentence in version.sentences:
        if sentence.ordinal != service.TITLE:
            lines.append(
                f"  [{BLOCKS[sentence.block]}] {sentence.text}{'  (källan har ändrats)' if sentence.ordinal in stale else ''}"
            )
            lines += [f"      {names[c.revision_id]}: »{' '.join(c.quote.split())}»" for c in sentence.citations]
    return lines


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
    if result.deserted:
        named = ", ".join(result.deserted[:20])
        lines.append(f"Vilar inte längre på någon text ({len(result.deserted)}): {named}. Ta ställning.")
    if result.to_revise:
        named = ", ".join(result.to_revise[:20])
        lines.append(
            f"Antagna, men underlaget har ändrats ({len(result.to_revise)}): {named}. Den antagna texten gäller tills någon tar "
            "upp den: sidecar clause move … revised"
        )
    if result.resting:
        lines.append(f"{result.resting} paragrafer är pausade eller nedlagda och fick ingen ny text.")
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
