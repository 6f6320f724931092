"""`sidecar groups …`."""

from __future__ import annotations

from typing import Any

import click

from sidecar.core.console import by_option, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.locks import one_at_a_time
from sidecar.mapping.groups import decide, show

KINDS = {"together": "hör ihop", "apart": "hålls isär", "against": "står emot varandra", "moved": "påstående flyttat"}
EVENTS = {
    "joined": "{n} påståenden kom till",
    "followed": "{n} påståenden fick ny lydelse och står kvar",
    "merged": "{group} gick upp i {other}",
    "split": "{group} skildes från {other}",
    "moved": "ett påstående flyttades från {other} till {group}",
    "left": "{n} påståenden lämnade gruppen",
}


@click.group("groups")
def groups_() -> None:
    """Se vilka påståenden som begär samma sak, och bestäm själv vad som hör ihop."""


@groups_.command("list")
@click.argument("name")
@click.option("--min-voices", default=1, show_default=True, type=click.IntRange(1), help="Bara grupper med så många röster.")
@json_option
@with_context
def list_(context: Context, name: str, min_voices: int, as_json: bool) -> None:
    """Visa grupperna, de med flest röster först."""
    found = show.listed(context.db, name, least=min_voices)
    say(as_json, [one.as_json() for one in found], *(_line(one) for one in found), f"{len(found)} grupper.")


@groups_.command("show")
@click.argument("name")
@click.argument("group")
@json_option
@with_context
def show_(context: Context, name: str, group: str, as_json: bool) -> None:
    """Visa en grupp: varje påstående i den, vad som har bestämts och vad som har hänt."""
    one = show.one_group(context.db, name, group)
    say(as_json, one, *_lines(one))


@groups_.command("together")
@click.argument("name")
@click.argument("one")
@click.argument("other")
@by_option
@json_option
@with_context
def together(context: Context, name: str, one: str, other: str, by: str | None, as_json: bool) -> None:
    """Gör två grupper till en. Den första behåller sitt id; den andras leder dit."""
    with _alone(context, name):
        kept = decide.together(context.db, name, one, other, actor=by or context.actor)
    say(as_json, {"group": kept}, f"Nu är de en grupp: {kept[:10]}.")


@groups_.command("apart")
@click.argument("name")
@click.argument("one")
@click.argument("other")
@by_option
@json_option
@with_context
def apart(context: Context, name: str, one: str, other: str, by: str | None, as_json: bool) -> None:
    """Håll två grupper isär vid alla senare körningar."""
    with _alone(context, name):
        left, right = decide.apart(context.db, name, one, other, actor=by or context.actor)
    say(as_json, {"one": left, "other": right}, f"Grupp {left[:10]} och {right[:10]} hålls isär.")


@groups_.command("against")
@click.argument("name")
@click.argument("one")
@click.argument("other")
@by_option
@json_option
@with_context
def against(context: Context, name: str, one: str, other: str, by: str | None, as_json: bool) -> None:
    """Säg att två grupper vill motsatta saker. De visas emot varandra och blir aldrig en."""
    with _alone(context, name):
        left, right = decide.apart(context.db, name, one, other, actor=by or context.actor, against=True)
    say(as_json, {"one": left, "other": right}, f"Grupp {left[:10]} och {right[:10]} står emot varandra.")


@groups_.command("move")
@click.argument("name")
@click.argument("statement")
@click.argument("group", required=False)
@by_option
@json_option
@with_context
def move(context: Context, name: str, statement: str, group: str | None, by: str | None, as_json: bool) -> None:
    """Flytta ett påstående till en annan grupp, eller till en egen om ingen anges."""
    with _alone(context, name):
        part = decide.move(context.db, name, statement, group, actor=by or context.actor)
    told = f"till grupp {group}" if group else f"till en egen grupp: {part[:10]}"
    say(as_json, {"part": part}, f"Påståendet är flyttat {told}.")


@groups_.command("name")
@click.argument("name")
@click.argument("group")
@click.argument("label")
@by_option
@json_option
@with_context
def name_(context: Context, name: str, group: str, label: str, by: str | None, as_json: bool) -> None:
    """Ge en grupp ett namn. Ett tomt namn ("") tar bort det du har gett."""
    one = decide.name(context.db, name, group, label, actor=by or context.actor)
    told = f"Grupp {one[:10]} heter nu ”{label}”." if label.strip() else f"Grupp {one[:10]} har inte längre ett eget namn."
    say(as_json, {"group": one, "label": label}, told)


@groups_.command("decisions")
@click.argument("name")
@json_option
@with_context
def decisions(context: Context, name: str, as_json: bool) -> None:
    """Visa besluten som gäller, med det nummer som `undo` tar."""
    found = show.decided(context.db, name)
    say(as_json, found, *(_decision(one) for one in found), f"{len(found)} beslut gäller.")


@groups_.command("undo")
@click.argument("name")
@click.argument("number", type=int)
@by_option
@json_option
@with_context
def undo(context: Context, name: str, number: int, by: str | None, as_json: bool) -> None:
    """Ta tillbaka ett beslut. Grupper som det höll ihop skils åt och behåller sina id."""
    with _alone(context, name):
        row = decide.undo(context.db, name, number, actor=by or context.actor)
    say(as_json, show.as_json(row), f"Beslut {number} ({KINDS[row.kind]}) gäller inte längre.")


def _alone(context: Context, name: str) -> Any:
    """No run groups while a person decides, and none decides while a run groups."""
    return one_at_a_time(context.db, context.settings.var, f"map:{name}")


def _line(one: show.Shown) -> str:
    side = "  [emot]" if one.side == "against" else ""
    return f"{one.id[:10]}  {one.voices:4}  {one.label}{side}"


def _lines(one: dict[str, Any]) -> list[str]:
    lines = [f"{one['label']}  ({one['id']}, {decide.SIDES.get(one['side'], one['side'])}, {one['voices']} röster)"]
    lines += [f"  {said['id'][:10]}  {said['contribution']:14}  {said['text']}" for said in one["members"]]
    lines += [f"  Beslut {_decision(row)}" for row in one["decisions"]]
    return lines + [f"  {row['at'][:10]}  {_event(row)}" for row in one["events"]]


def _decision(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['one'][:10]} och {one['other'][:10]} {KINDS[one['kind']]} ({one['by']}, {one['at'][:10]})"


def _event(one: dict[str, Any]) -> str:
    told = EVENTS[one["kind"]].format(n=one["statements"], group=one["group"][:10], other=(one["other"] or "")[:10])
    return f"{told} ({one['by']})"
