"""`sidecar party …` and `sidecar mandate …`: who agrees, and on what ground."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from mappings.tagging.types import BEARERS
from sidecar.charter import queries, service
from sidecar.charter.commitments import settle
from sidecar.charter.kinds import PartyKind
from sidecar.charter.models import Charter
from sidecar.charter.parties import (
    MandateChange,
    PartyChange,
    change_party,
    enter_party,
    mandate_json,
    mandate_lines,
    party_json,
    set_mandate,
)
from sidecar.core.console import F, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.sync import queries as sync_queries

DAY = click.DateTime(formats=["%Y-%m-%d"])


def _of_party(command: F) -> F:
    for option in (
        click.option(
            "--bears", multiple=True, type=click.Choice(BEARERS), help="Vilka bärare i märkningen som är den här parten."
        ),
        click.option("--signatory", help="Vem som skriver under för parten."),
        click.option("--through", help="Genom vem, t.ex. ett invånarråd."),
    ):
        command = option(command)
    return command


@click.group("party")
def party() -> None:
    """Parterna i samhällskontraktet."""


@party.command("add")
@click.argument("instance")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([str(one) for one in PartyKind]))
@_of_party
@json_option
@with_context
def add(context: Context, instance: str, name: str, as_json: bool, bears: tuple[str, ...], **said: Any) -> None:
    """Lägg till en part, t.ex.: sidecar party add uppsala "Uppsala kommun" --kind municipality"""
    with context.db.session() as session:
        charter = charter_row(session, instance)
        row = enter_party(session, charter, PartyChange(name=name, bears=bears or None, **said), actor=context.actor)
        settle(session, charter.id, instance)
        value = party_json(row)
    say(as_json, value, f"Parten {value['name']} ({value['kind_sv']}) är tillagd.")


@party.command("change")
@click.argument("instance")
@click.argument("party_name")
@click.option("--name", help="Nytt namn.")
@click.option("--kind", type=click.Choice([str(one) for one in PartyKind]))
@_of_party
@json_option
@with_context
def change(context: Context, instance: str, party_name: str, as_json: bool, bears: tuple[str, ...], **said: Any) -> None:
    """Ändra uppgifter om en part. Det som inte anges står kvar."""
    with context.db.session() as session:
        charter = charter_row(session, instance)
        row = change_party(session, charter, party_name, PartyChange(bears=bears or None, **said), actor=context.actor)
        settle(session, charter.id, instance)
        value = party_json(row)
    say(as_json, value, f"Parten {value['name']} är ändrad.")


@party.command("list")
@click.argument("instance")
@json_option
@with_context
def list_(context: Context, instance: str, as_json: bool) -> None:
    """Visa parterna."""
    with context.db.session() as session:
        sync_queries.instance(session, instance)
        charter = queries.charter(session, instance)
        rows = [party_json(row) for row in queries.parties(session, charter.id)] if charter else []
    lines = [
        f"{row['id']:>3}  {row['name']}  ({row['kind_sv']}{', genom ' + row['through'] if row['through'] else ''})"
        for row in rows
    ]
    say(as_json, rows, *(lines or ["Inga parter än. Lägg till en med: sidecar party add"]))


@click.group("mandate")
def mandate() -> None:
    """Det som samhällskontraktet vilar på: beslut, processledare, styrgrupp, dialogens datum."""


@mandate.command("set")
@click.argument("instance")
@click.option("--organ", help="Vem som beslutade, t.ex. Kommunfullmäktige.")
@click.option("--date", "decided_on", type=DAY, help="När, som 2026-03-01.")
@click.option("--diary", "diary_number", help="Diarienummer.")
@click.option("--leader", help="Processledare.")
@click.option("--steering", "steering_group", multiple=True, help="En i styrgruppen. Kan anges flera gånger.")
@click.option("--dialogue-from", type=DAY)
@click.option("--dialogue-to", type=DAY)
@json_option
@with_context
def set_(
    context: Context,
    instance: str,
    as_json: bool,
    steering_group: tuple[str, ...],
    decided_on: datetime | None,
    dialogue_from: datetime | None,
    dialogue_to: datetime | None,
    **said: Any,
) -> None:
    """Skriv in eller ändra mandatet. Det som inte anges står kvar."""
    first, last = dialogue_from and dialogue_from.date(), dialogue_to and dialogue_to.date()
    wanted = MandateChange(
        steering_group=steering_group or None,
        decided_on=decided_on and decided_on.date(),
        dialogue_from=first,
        dialogue_to=last,
        **said,
    )
    with context.db.session() as session:
        value = mandate_json(set_mandate(session, charter_row(session, instance), wanted, actor=context.actor))
    say(as_json, value, *mandate_lines(value))


@mandate.command("show")
@click.argument("instance")
@json_option
@with_context
def show(context: Context, instance: str, as_json: bool) -> None:
    """Visa mandatet."""
    with context.db.session() as session:
        sync_queries.instance(session, instance)
        charter = queries.charter(session, instance)
        value = mandate_json(queries.mandate(session, charter.id)) if charter else None
    say(as_json, value, *mandate_lines(value))


def charter_row(session: Session, instance_id: str) -> Charter:
    """The charter of an instance, made where there is none yet. Raises UnknownInstance."""
    return service.charter_of(session, instance_id, sync_queries.instance(session, instance_id).name)
