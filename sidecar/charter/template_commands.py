"""`sidecar template …`: the chapters of a charter, and what the charter is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mappings.chapters import read, source, templates
from sidecar.charter import chapters
from sidecar.charter.party_commands import charter_row
from sidecar.core.console import by_option, json_option, say, with_context
from sidecar.core.context import Context


@click.group("template")
def template_() -> None:
    """Kontraktets kapitel: en mall som följer med, eller kommunens egen."""


@template_.command("show")
@click.argument("instance")
@json_option
@with_context
def show(context: Context, instance: str, as_json: bool) -> None:
    """Visa kontraktets kapitel i ordning, och de paragrafer som inget kapitel tar emot."""
    with context.db.session() as session:
        value = chapters.template_json(session, charter_row(session, instance))
    say(as_json, value, *_lines(value))


@template_.command("set")
@click.argument("instance")
@click.option("--name", "named", type=click.Choice(templates()), help="En mall som följer med.")
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Kommunens egen mall, YAML.")
@click.option("--title", help="Vad kontraktet ska heta.")
@by_option
@json_option
@with_context
def set_(
    context: Context, instance: str, named: str | None, path: Path | None, title: str | None, by: str | None, as_json: bool
) -> None:
    """Välj mall (--name), läs in kommunens egen (--file), eller ange vad kontraktet ska heta (--title)."""
    if (named is None) == (path is None) and title is None:
        raise click.UsageError("Ange antingen --name eller --file, eller --title.")
    if named is not None and path is not None:
        raise click.UsageError("Ange antingen --name eller --file, inte båda.")
    actor = by or context.actor
    with context.db.session() as session:
        charter = charter_row(session, instance)
        if title is not None:
            chapters.set_title(session, charter, title, actor=actor)
        if named is not None:
            chapters.choose(session, charter, named, actor=actor)
        if path is not None:
            chapters.enter_own(session, charter, _text_of(path), actor=actor, where=path.name)
        value = {"charter": charter.title, **chapters.template_json(session, charter)}
    say(as_json, value, f"Kontraktet heter {value['charter']}.", *_lines(value))


@template_.command("check")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@with_context
def check(context: Context, path: Path, as_json: bool) -> None:
    """Kontrollera en egen mall utan att läsa in den."""
    found = read(_text_of(path), path.stem, where=path.name)
    titles = [chapter.title for chapter in found.chapters]
    say(as_json, {"chapters": titles}, f"{path.name} går att använda: {len(titles)} kapitel.", *(f"  {one}" for one in titles))


@template_.command("write")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", default="uclg_sv", show_default=True, type=click.Choice(templates()))
@json_option
@with_context
def write(context: Context, path: Path, name: str, as_json: bool) -> None:
    """Skriv en mall som följer med till en fil, att utgå från."""
    path.write_text(source(name), "utf-8")
    lines = (
        f"Skrivet: {path}. Ändra och läs in den med: sidecar template set KOMMUN --file {path}",
        "En fil som börjar med ”over: " + name + "” behöver bara innehålla det som ska vara annorlunda.",
    )
    say(as_json, {"file": str(path)}, *lines)


def _text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _lines(value: dict[str, Any]) -> list[str]:
    lines = [f"Mall: {value['name']}. {value['source']}"]
    lines += [f"{number:>3}. {chapter['title']}" for number, chapter in enumerate(value["chapters"], start=1)]
    rest = value["without_chapter"]
    return [*lines, f"Utan kapitel, under Övrigt: {', '.join(rest)}"] if rest else lines
