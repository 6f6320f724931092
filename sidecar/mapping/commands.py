"""`sidecar map`."""

from __future__ import annotations

import click

from sidecar.core.console import bar, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.locks import one_at_a_time
from sidecar.mapping import service
from sidecar.mapping.groups.run import Grouped
from sidecar.mapping.service import MapResult

NORMS = {
    "right": "rättighet",
    "permission": "tillåtelse",
    "obligation": "skyldighet",
    "prohibition": "förbud",
    "participation": "delaktighet",
    "objective": "mål",
    "need": "behov",
    "none": "annat",
}
WHY = {
    "asks_for_nothing": "begär inget",
    "no_words": "inga ord att jämföra",
    "no_members_left": "ingen text i gruppen finns kvar",
}


@click.command("map")
@click.argument("name")
@json_option
@with_context
def map_(context: Context, name: str, as_json: bool) -> None:
    """Dela upp hämtade texter i påståenden, märk dem och samla dem som begär samma sak."""
    result = run_map(context, name, quiet=as_json)
    say(as_json, result.as_json(), *map_lines(result))


def run_map(context: Context, name: str, *, quiet: bool = False) -> MapResult:
    with (
        one_at_a_time(context.db, context.settings.var, f"map:{name}"),
        bar("Kartlägger", quiet=quiet) as tell,
    ):
        return service.map_instance(
            context.db, name, progress=lambda done: tell(f"{done} texter"), own_rules=context.settings.rules
        )


def map_lines(result: MapResult) -> list[str]:
    tags = ", ".join(f"{NORMS.get(norm, norm)} {number}" for norm, number in result.tags.items())
    lines = [
        f"Kartlagt: {result.mapped} nya texter. Nu {result.statements} påståenden ({tags}).",
        *grouped_lines(result.grouped),
    ]
    lines.append(f"Modell: {result.model}." if result.model else result.model_missing)
    return lines


def grouped_lines(done: Grouped) -> list[str]:
    lines = [f"Grupper: {done.groups}, varav {done.new_groups} nya; {done.joined} påståenden fick plats i en grupp."]
    if done.followed:
        lines.append(f"Ändrade texter: {done.followed} påståenden står kvar i sin grupp.")
    if done.left:
        lines.append(f"{done.left} påståenden lämnade sin grupp: de begär inget längre, eller tar ställning åt andra hållet.")
    lines += [f"Grupp {one[:10]} skildes från {other[:10]}: de tar nu ställning åt var sitt håll." for one, other in done.turned]
    if done.undone:
        lines.append(f"Kunde inte grupperas ({len(done.undone)}):")
        lines += [f"  · {one}: {WHY.get(reason, reason)}" for one, reason in done.undone[:20]]
    return lines
