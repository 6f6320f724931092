"""`sidecar push`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import click

from sidecar.charter.models import ClauseVersion
from sidecar.charter.queries import clause as clause_of
from sidecar.core.console import Failure, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.core.locks import one_at_a_time
from sidecar.push import queries, service
from sidecar.push.models import PushState, StepState
from sidecar.push.planning import PushError
from sidecar.push.service import DryRun, Report
from sidecar.push.text_commands import push_text, text_lines
from sidecar.push.writers import AUTO, FILE, TEXT, way_of, writer_of
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Component, Instance

KINDS = {
    "create": "nytt förslag",
    "update": "ändra förslaget",
    "comment": "kommentar på det gamla",
    "withdraw": "dra tillbaka det gamla",
}
STATES = {
    "planned": "väntar",
    "intent": "okänt om det gick fram",
    "done": "klart",
    "refused": "nekat",
    "skipped": "hoppades över",
}
HELD = "held"
"""State of a report about a version that may not be written as it is; nothing of it was planned or sent now."""


@click.command("push")
@click.argument("name")
@click.option("--clause", "clause_id", help="Bara den här paragrafen.")
@click.option("--component", help="Komponent att skriva till (nummer); annars den som instansen har som mål.")
@click.option(
    "--way",
    default=AUTO,
    type=click.Choice([AUTO, "api", FILE, TEXT]),
    show_default=True,
    help="API, importfil eller deltagartext (text).",
)
@click.option("--chapter", help="Med --way text: bara kapitlet med det här temat, t.ex. safety.")
@click.option("--dry-run", is_flag=True, help="Visa stegen utan att skriva något.")
@click.option("--abandon", type=int, help="Ge upp en påbörjad skrivning (nummer).")
@click.option("--settle", default=60, show_default=True, type=click.IntRange(0), help="Sekunder innan en borttappad görs om.")
@json_option
@with_context
def push(
    context: Context,
    name: str,
    clause_id: str | None,
    component: str | None,
    way: str,
    chapter: str | None,
    dry_run: bool,
    abandon: int | None,
    settle: int,
    as_json: bool,
) -> None:
    """Skriv godkända paragrafer till Decidim. Varje version blir högst ett förslag, vad som än händer på vägen."""
    if abandon is not None:
        done = service.abandon(context.db, context.settings, abandon, actor=context.actor)
        say(as_json, done.as_json(), *push_lines(done))
        return
    if way == TEXT:
        if clause_id is not None:
            raise click.UsageError("En deltagartext görs av hela kontraktet eller ett kapitel (--chapter), inte av en paragraf.")
        _push_text(context, name, component, chapter, dry_run=dry_run, as_json=as_json)
        return
    if chapter is not None:
        raise click.UsageError("--chapter hör till --way text.")
    if dry_run:
        runs = dry_runs(context, name, clause_id=clause_id, component=component, way=way)
        say(as_json, [_dry_json(run) for run in runs], *(line for run in runs for line in _dry_lines(run)))
        return
    reports = run_pushes(
        context, name, clause_id=clause_id, component=component, way=way, settle=timedelta(seconds=settle), must=True
    )
    lines = [line for report in reports for line in push_lines(report)]
    say(as_json, [r.as_json() for r in reports], *(lines or ["Inget godkänt väntar på att skrivas."]))
    if any(r.state == PushState.refused for r in reports):
        again = "När felet är rättat: skriv den igen med --clause och paragrafens nummer."
        raise Failure("refused", f"Minst en paragraf nekades (se ovan). {again}")
    if any(r.held for r in reports):
        raise Failure("held", "Minst en paragraf får inte skrivas än (se ovan).")


def _push_text(context: Context, name: str, component: str | None, chapter: str | None, *, dry_run: bool, as_json: bool) -> None:
    _instance, target, _versions = _waiting(context, name, None, component, must=True)
    if target is not None:
        found = push_text(context, name, target, chapter, dry_run=dry_run)
        folder = str(context.settings.var / "import" / name)
        say(as_json, found.as_json(), *text_lines(found, folder))


def run_pushes(
    context: Context,
    name: str,
    *,
    clause_id: str | None = None,
    component: str | None = None,
    way: str = AUTO,
    settle: timedelta = timedelta(seconds=60),
    must: bool = False,
) -> list[Report]:
    """Every approved version that is not yet in Decidim. Without a target component: nothing, or PushError where `must`.

    A version that may not be written (now) holds up none of the others.
    """
    with one_at_a_time(context.db, context.settings.var, f"push:{name}"):
        instance, target, versions = _waiting(context, name, clause_id, component, must)
        if target is None or not versions or _is_for_texts(context, target, way):
            return []
        chosen = way_of(context, instance, way)
        reports = []
        for version in versions:
            try:
                reports.append(_push_one(context, instance, target, version, chosen, settle))
            except PushError as error:
                reports.append(_held(version, chosen, error))
        return reports


def _is_for_texts(context: Context, target: Component, way: str) -> bool:
    """A component of participatory texts takes no proposals: nothing is written by itself. Raises PushError otherwise."""
    with context.db.session() as session:
        found = queries.takes_texts(session, target.id)
    if found and way != AUTO:
        raise PushError(f"Komponent {target.remote_id} tar emot deltagartext och inga enskilda förslag. Skriv med: --way text")
    return found


def _push_one(
    context: Context, instance: Instance, target: Component, version: ClauseVersion, way: str, settle: timedelta
) -> Report:
    push_id = service.prepare(context.db, context.settings, version.id, target.id, way, actor=context.actor, moment=now())
    with context.db.session() as session:
        kept = queries.push(session, push_id).way
    writer = writer_of(context, instance, target, kept, settle=settle)
    return service.carry_out(context.db, context.settings, push_id, writer)


def _held(version: ClauseVersion, way: str, error: PushError) -> Report:
    return Report(None, version.clause_id, version.number, HELD, way, version.title, None, None, steps=(), held=str(error))


def dry_runs(context: Context, name: str, *, clause_id: str | None, component: str | None, way: str) -> list[DryRun]:
    instance, target, versions = _waiting(context, name, clause_id, component, must=True)
    if target is None:
        return []
    writer = writer_of(context, instance, target, way_of(context, instance, way))
    return [service.dry_run(context.db, context.settings, v.id, target.id, writer, now()) for v in versions]


def _waiting(
    context: Context, name: str, clause_id: str | None, component: str | None, must: bool
) -> tuple[Instance, Component | None, Sequence[ClauseVersion]]:
    with context.db.session() as session:
        instance = sync_queries.instance(session, name)
        target = _target(sync_queries.components(session, name), component)
        if target is None and must:
            raise PushError(
                f"Ange vart förslagen ska: sidecar push {name} --component NUMMER, eller välj ett mål en gång för alla med: "
                f"sidecar instance set {name} NUMMER --target"
            )
        if clause_id is not None:
            clause_of(session, clause_id)
        versions = queries.approved_unpushed(session, name, clause_id)
    return instance, target, versions


def _target(rows: Sequence[Component], wanted: str | None) -> Component | None:
    if wanted is None:
        return next((row for row in rows if row.target), None)
    found = next((row for row in rows if row.remote_id == wanted), None)
    if found is None:
        known = ", ".join(row.remote_id for row in rows) or "ingen, hämta först"
        raise PushError(f"Komponent {wanted} är inte känd. Kända: {known}")
    return found


def push_lines(report: Report) -> list[str]:
    if report.held:
        return [f"Skrivs inte: {report.title}", f"  · {report.held}"]
    head = {
        PushState.done: f"Skrivet: {report.title} → {report.url or 'förslag ' + str(report.proposal_id)}",
        PushState.open: f"Inte klart: {report.title}",
        PushState.refused: f"Nekat: {report.title}",
        PushState.replaced: f"Avslutad utan att skrivas: {report.title}",
    }[PushState(report.state)]
    lines = [head]
    if report.state != PushState.done or any(state == StepState.skipped for _, state, _ in report.steps):
        lines += [f"  · {KINDS[kind]}: {STATES[state]}. {outcome or ''}".rstrip() for kind, state, outcome in report.steps]
    lines += [f"  · Utelämnat: {why}" for why in report.left_out]
    return lines


def _dry_lines(run: DryRun) -> list[str]:
    lines = [f"{run.plan.rendered.title}", f"  märke: {run.plan.marker}"]
    if run.held:
        lines.append(f"  ✗ {run.held}")
    for number, (draft, violations) in enumerate(zip(run.plan.drafts, run.violations, strict=True), start=1):
        lines.append(f"  {number}. {KINDS[draft.kind]}{f' {draft.proposal_id}' if draft.proposal_id else ''}")
        lines += [f"     ✗ {violation.sv}" for violation in violations]
    lines += [f"  Utelämnas: {why}" for _sentence, why in run.plan.rendered.left_out]
    return lines


def _dry_json(run: DryRun) -> dict[str, object]:
    return {
        "marker": run.plan.marker,
        "title": run.plan.rendered.title,
        "body": run.plan.rendered.body_html,
        "steps": [
            {
                "kind": draft.kind,
                "proposal": draft.proposal_id,
                "violations": [{"code": v.code, "sv": v.sv, "en": v.en} for v in violations],
            }
            for draft, violations in zip(run.plan.drafts, run.violations, strict=True)
        ],
        "left_out": [why for _sentence, why in run.plan.rendered.left_out],
        "held": run.held,
    }
