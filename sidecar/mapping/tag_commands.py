"""`sidecar tags …` and `sidecar rules …`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from mappings.tagging import NORMS, languages
from mappings.tagging import explain as explaining
from mappings.tagging.check import check as checked
from mappings.tagging.names import told_sv
from mappings.tagging.types import BEARERS, HOLDERS, NORM_NAMES, STRENGTHS, THEMES, Context
from sidecar.core.console import Failure, json_option, say, with_context
from sidecar.core.context import Context as ProcessContext
from sidecar.mapping import tags as service


@click.group("tags")
def tags_() -> None:
    """Se, bestäm och ta ut märkningar av påståenden."""


@tags_.command("show")
@click.argument("name")
@click.argument("statement", required=False)
@click.option("--norm", type=click.Choice(NORMS), help="Bara påståenden av detta slag.")
@json_option
@with_context
def show(context: ProcessContext, name: str, statement: str | None, norm: str | None, as_json: bool) -> None:
    """Visa alla påståendens märkning, eller allt om ett (ange början av dess id)."""
    if statement:
        one = service.shown_one(context.db, name, statement)
        say(as_json, one, *_one_lines(one))
        return
    rows = service.shown(context.db, name, norm)
    say(as_json, rows, *(f"{row['id'][:10]}  {NORM_NAMES[row['norm_type']][0]:13} {row['text']}{_goals(row)}" for row in rows))


def _goals(row: dict[str, Any]) -> str:
    codes = [fact["code"] for fact in row["facts"] if fact["kind"] == "sdg"]
    return f"  [mål {', '.join(codes)}]" if codes else ""


def _one_lines(one: dict[str, Any]) -> list[str]:
    lines = [one["text"]]
    for tag in one["tags"]:
        who = {"person": "en person", "model": "modellen"}.get(tag["source"], f"regeln {tag['rule']} ({tag['rule_date']})")
        lines.append(f"  {NORM_NAMES[tag['norm_type']][0]} – {who}, {round(tag['confidence'] * 100)} %: {tag['explanation_sv']}")
        lines.append("    " + told_sv(tag))
        lines += [f"    ! {change}" for change in tag["changes"]]
    return lines + [_fact_line(fact) for fact in one["facts"]]


def _fact_line(fact: dict[str, Any]) -> str:
    if fact["kind"] != "sdg":
        return f"  {fact['label']} ({fact['code']}): {fact['why']}"
    sure = f"{round(fact['confidence'] * 100)} %"
    return f"  {fact['label']} (mål {fact['code']}) – {fact['given_by']}, {sure}: {fact['why']}"


@tags_.command("set")
@click.argument("name")
@click.argument("statement")
@click.option("--norm", type=click.Choice(NORMS), required=True)
@click.option("--standing", type=click.Choice(("existing", "proposed")))
@click.option("--bearer", type=click.Choice(BEARERS))
@click.option("--holder", type=click.Choice(HOLDERS))
@click.option("--theme", type=click.Choice(tuple(THEMES)))
@click.option("--strength", type=click.Choice(STRENGTHS))
@json_option
@with_context
def set_(context: ProcessContext, name: str, statement: str, as_json: bool, **chosen: Any) -> None:
    """Bestäm ett påståendes märkning själv. Den går före alla regler och behålls vid varje senare körning."""
    one = service.set_tag(context.db, name, statement, service.Choice(**chosen), context.actor)
    say(as_json, {"statement": one, **chosen}, f"Påstående {one[:10]} är nu märkt {NORM_NAMES[chosen['norm']][0]} av dig.")


@tags_.command("export")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_context
def export(context: ProcessContext, name: str, file: Path, as_json: bool) -> None:
    """Skriv det som människor har märkt till en fil, en rad för varje påstående, i samma form som facit."""
    rows = service.exported(context.db, name)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    say(as_json, {"rows": len(rows)}, f"{len(rows)} märkta påståenden skrevs till {file.name}.")


@tags_.command("gaps")
@click.argument("name")
@json_option
@with_context
def gaps(context: ProcessContext, name: str, as_json: bool) -> None:
    """Visa rättigheter utan någon som svarar för dem, och skyldigheter som inte gäller mot någon."""
    found = service.found_gaps(context.db, name)
    lines = [f"{one.statement_id[:10]}  {one.explanation_sv}" for one in found]
    say(as_json, [asdict(one) for one in found], *lines, f"{len(found)} luckor.")


@click.group("rules")
def rules() -> None:
    """Kontrollera och förklara reglerna som märker påståenden."""


@rules.command("check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@json_option
@with_context
def check(context: ProcessContext, folder: Path | None, as_json: bool) -> None:
    """Läs reglerna och kör deras exempel. Utan FOLDER: de som följer med, och kommunens egna (CHARTER_RULES)."""
    own = folder or context.settings.rules
    parts = [checked(own)] if folder else [checked(), *([checked(own)] if own else [])]
    faults = [fault for part in parts for fault in part.faults]
    numbers = {"rules": sum(part.rules for part in parts), "examples": sum(part.examples for part in parts)}
    say(
        as_json,
        {**numbers, "faults": [asdict(fault) for fault in faults]},
        *(str(fault) for fault in faults),
        f"{numbers['rules']} regler, {numbers['examples']} exempel, {len(faults)} fel.",
    )
    if faults:
        raise click.exceptions.Exit(1)


@rules.command("explain")
@click.argument("text")
@click.option("--language", default="sv", show_default=True)
@click.option("--title", default="", help="Rubriken på det förslag som satsen står i.")
@click.option("--as-title", is_flag=True, help="Satsen är själv en rubrik.")
@json_option
@with_context
def explain(context: ProcessContext, text: str, language: str, title: str, as_title: bool, as_json: bool) -> None:
    """Visa alla regler som träffar en sats, vad modellen sade och vem som vann."""
    if language not in languages() and not as_json:
        raise Failure("no_rules", f"Det finns inga regler för språket ”{language}”. Välj bland {', '.join(languages())}.")
    around = Context(title=text if as_title else title, field="title" if as_title else "body")
    found = explaining.explain(text, language, around, context.settings.rules)
    say(as_json, _as_json(found), *explaining.lines(found))


def _as_json(found: explaining.Explanation) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(asdict(found), default=str))
    return made
