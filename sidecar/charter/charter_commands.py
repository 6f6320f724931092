"""`sidecar charter` and `sidecar gaps`: the charter as a whole, and what it lacks."""

from __future__ import annotations

from typing import Any

import click

from sidecar.charter.overview import gaps_of, overview
from sidecar.charter.parties import mandate_lines
from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.db import now


@click.command("charter")
@click.argument("instance")
@json_option
@with_context
def charter_(context: Context, instance: str, as_json: bool) -> None:
    """Visa kontraktet: vad varje part tar på sig, vad ingen har tagit på sig, och vad ingen paragraf talar om."""
    found = overview(context.db, instance, today=now().date())
    say(as_json, found, *overview_lines(found))


def overview_lines(found: dict[str, Any]) -> list[str]:
    lines = [str(found["title"] or "Inget kontrakt än."), *mandate_lines(found["mandate"])]
    for one in found["parties"]:
        lines.append(f"\n{one['name']} ({one['kind_sv']}) tar på sig {len(one['takes_on'])}:")
        lines += [f"  {_place(row)}  {row['text']}{_going(row['follow_up'])}" for row in one["takes_on"]]
    return [*lines, *gap_lines(found)]


@click.command("gaps")
@click.argument("instance")
@json_option
@with_context
def gaps(context: Context, instance: str, as_json: bool) -> None:
    """Visa luckorna: vad ingen svarar för, vem och vad ingen paragraf talar om, och var röster står mot varandra."""
    found = gaps_of(overview(context.db, instance, today=now().date()))
    say(as_json, found, *gap_lines(found))


def gap_lines(found: dict[str, Any]) -> list[str]:
    duties = [row for row in found["nobody"] if row["duty"]]
    rights = [row for row in found["nobody"] if not row["duty"]]
    lines = []
    for title, rows in (
        ("Har ingen tagit på sig", duties),
        ("Rättigheter som ingen svarar för", rights),
        ("Skyldigheter där det inte framgår gentemot vem de gäller", found["duties_without_holder"]),
    ):
        lines += [f"\n{title} ({len(rows)}):", *(f"  {_place(row)}  {row['text']}" for row in rows)]
    lines.append(f"\nDär röster står mot varandra ({len(found['disputed'])}):")
    for row in found["disputed"]:
        lines.append(
            f"  § {row['article'] or '–'} ({row['clause']})  {row['support']} för, {row['opposition']} emot  {row['title']}"
        )
        lines += [f"      emot: {text}" for text in row["against"]]
    for key, label in (("themes_without_clause", "Teman"), ("people_without_clause", "Grupper av människor")):
        if found[key]:
            told = ", ".join(f"{row['sv']} ({row['voices']})" for row in found[key])
            lines.append(f"{label} som röster talar om men ingen paragraf: {told}")
    return lines


def _place(row: dict[str, Any]) -> str:
    return f"§ {row['article'] or '–'} ({row['clause']}:{row['sentence']})"


def _going(told: dict[str, Any] | None) -> str:
    if told is None:
        return ""
    due = f", till {told['due']}" if told["due"] else ""
    return f"  [{told['status_sv']}{due}{', datumet har passerat' if told['overdue'] else ''}; {told['owner']}]"
