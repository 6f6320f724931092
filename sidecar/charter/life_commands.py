"""`sidecar clause …`: the life of one clause."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from sidecar.charter import agreements, commitments, queries, versions
from sidecar.charter.kinds import Status
from sidecar.charter.lifecycle import life_json, move
from sidecar.charter.parties import party_of
from sidecar.charter.states import NAMES, ClauseState
from sidecar.charter.steps import Decision
from sidecar.core.console import by_option, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.db import now

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("clause")
def clause_() -> None:
    """En paragrafs liv: flytta den, parternas samtycke, vem som tar på sig vad, uppföljning, versioner."""


@clause_.command("life")
@click.argument("clause_id")
@json_option
@with_context
def life(context: Context, clause_id: str, as_json: bool) -> None:
    """Visa var paragrafen står, vad den har gått igenom, hur parterna ställer sig och vart den kan gå."""
    with context.db.session() as session:
        found = life_json(session, clause_id)
    say(as_json, found, *_life_lines(found))


@clause_.command("move")
@click.argument("clause_id")
@click.argument("to", type=click.Choice([str(one) for one in ClauseState]))
@click.option("--reason", default="", help="Skälet; krävs när paragrafen avböjs, pausas, dras tillbaka, revideras eller upphävs.")
@click.option("--organ", help="Vem som har beslutat.")
@click.option("--date", "decided_on", type=DAY, help="När, som 2026-03-01.")
@click.option("--diary", help="Beslutets diarienummer.")
@click.option(
    "--without", multiple=True, help="En bunden part som inte har samtyckt, namngiven i beslutet. Kan anges flera gånger."
)
@by_option
@json_option
@with_context
def move_(
    context: Context,
    clause_id: str,
    to: str,
    reason: str,
    organ: str | None,
    decided_on: datetime | None,
    diary: str | None,
    without: tuple[str, ...],
    by: str | None,
    as_json: bool,
) -> None:
    """Flytta en paragraf till nästa läge. Det som inte går nekas, med skälen."""
    with context.db.session() as session:
        charter_id = queries.clause(session, clause_id).charter_id
        missing = tuple(party_of(session, charter_id, name).id for name in without)
    said = Decision(reason, organ, decided_on.date() if decided_on else None, diary, missing)
    step = move(context.db, clause_id, to, actor=by or context.actor, decision=said)
    value = {"clause": clause_id, "before": step.before, "after": step.after, "version": step.version, "by": step.actor}
    say(as_json, value, f"Paragraf {clause_id} är nu {NAMES[ClauseState(to)]} (version {step.version}).")


@clause_.command("agree")
@click.argument("clause_id")
@click.argument("party")
@click.option("--signed-by", required=True, help="Vem som skrev under för parten.")
@click.option("--date", "signed_on", type=DAY, help="När, som 2026-03-01; annars i dag.")
@click.option("--version", "number", type=int, help="Vilken version parten läste; den måste ligga på bordet.")
@by_option
@json_option
@with_context
def agree(
    context: Context,
    clause_id: str,
    party: str,
    signed_by: str,
    signed_on: datetime | None,
    number: int | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Skriv in att en part samtycker till texten som ligger på bordet."""
    day = (signed_on or now()).date()
    row = agreements.agree(
        context.db, clause_id, party, signed_by=signed_by, signed_on=day, actor=by or context.actor, number=number
    )
    value = {
        "clause": clause_id,
        "party": row.party_id,
        "hash": row.hash,
        "signed_by": row.signed_by,
        "signed_on": day.isoformat(),
    }
    say(as_json, value, f"{party} har samtyckt till paragraf {clause_id} (fingeravtryck {row.hash[:12]}).")


@clause_.command("disagree")
@click.argument("clause_id")
@click.argument("party")
@click.option("--reason", required=True)
@by_option
@json_option
@with_context
def disagree(context: Context, clause_id: str, party: str, reason: str, by: str | None, as_json: bool) -> None:
    """Skriv in att en part drar tillbaka sitt samtycke, med skälet."""
    agreements.withdraw(context.db, clause_id, party, reason=reason, actor=by or context.actor)
    say(as_json, {"clause": clause_id, "party": party}, f"{party} har dragit tillbaka sitt samtycke till paragraf {clause_id}.")


@clause_.command("agreements")
@click.argument("clause_id")
@json_option
@with_context
def agreements_(context: Context, clause_id: str, as_json: bool) -> None:
    """Visa vad parterna har samtyckt till: vem som skrev under, när, vilken version, och det som inte längre gäller."""
    with context.db.session() as session:
        rows = agreements.history_json(session, queries.clause(session, clause_id))
    lines = [
        f"v{row['version']}  {row['signed_on']}  {row['name']}, {row['signed_by']}  (fingeravtryck {row['hash'][:12]})"
        f"{_ended(row)}"
        for row in rows
    ]
    say(as_json, rows, *(lines or ["Ingen part har samtyckt än."]))


@clause_.command("commitments")
@click.argument("clause_id")
@json_option
@with_context
def commitments_(context: Context, clause_id: str, as_json: bool) -> None:
    """Visa vem som svarar för vilken mening, med meningarnas nummer, och hur det går."""
    with context.db.session() as session:
        clause = queries.clause(session, clause_id)
        rows = commitments.shares_json(session, clause, agreements.on_the_table(session, clause), now().date())
    lines = [
        f"{row['sentence']:>3}  {row['party_name'] or 'ingen'}: {row['text']}"
        f"{'  [' + row['follow_up']['status_sv'] + ']' if row['follow_up'] else ''}"
        for row in rows
    ]
    say(as_json, rows, *(lines or ["Ingen mening i paragrafen är något som någon tar på sig."]))


@clause_.command("assign")
@click.argument("clause_id")
@click.argument("sentence", type=int)
@click.argument("parties", nargs=-1)
@by_option
@json_option
@with_context
def assign(context: Context, clause_id: str, sentence: int, parties: tuple[str, ...], by: str | None, as_json: bool) -> None:
    """Bestäm vem som svarar för en mening: en part, flera tillsammans, eller (utan namn) ingen."""
    commitments.assign(context.db, clause_id, sentence, parties, actor=by or context.actor)
    told = " och ".join(parties) or "ingen"
    say(
        as_json,
        {"clause": clause_id, "sentence": sentence, "parties": list(parties)},
        f"Mening {sentence}: {told} svarar för den.",
    )


@clause_.command("follow")
@click.argument("clause_id")
@click.argument("sentence", type=int)
@click.argument("party")
@click.option("--owner", required=True, help="Vem hos parten som håller i åtagandet.")
@click.option("--status", required=True, type=click.Choice([str(one) for one in Status]))
@click.option("--due", type=DAY, help="Till när, som 2026-12-31.")
@click.option("--indicator", default="", help="Vad som visar hur det går.")
@by_option
@json_option
@with_context
def follow(
    context: Context,
    clause_id: str,
    sentence: int,
    party: str,
    owner: str,
    status: str,
    due: datetime | None,
    indicator: str,
    by: str | None,
    as_json: bool,
) -> None:
    """Skriv in hur det går med ett åtagande i en antagen paragraf."""
    said = commitments.Report(owner, status, due.date() if due else None, indicator)
    commitments.report(context.db, clause_id, sentence, party, said, actor=by or context.actor)
    value = {"clause": clause_id, "sentence": sentence, "party": party, "status": status}
    say(as_json, value, f"Uppföljningen av mening {sentence} i paragraf {clause_id} är sparad.")


@clause_.command("versions")
@click.argument("clause_id")
@json_option
@with_context
def versions_(context: Context, clause_id: str, as_json: bool) -> None:
    """Visa paragrafens versioner."""
    with context.db.session() as session:
        rows = versions.versions_json(session, clause_id)
    lines = [
        f"v{row['version']}  {row['created_at'][:10]}  {row['support']} för, {row['opposition']} emot  {row['title']}"
        f"{'  (gäller)' if row['in_force'] else ''}"
        for row in rows
    ]
    say(as_json, rows, *lines)


@clause_.command("diff")
@click.argument("clause_id")
@click.argument("before", type=int, required=False)
@click.argument("after", type=int, required=False)
@json_option
@with_context
def diff(context: Context, clause_id: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Visa vad två versioner säger olika; utan nummer den nyaste och den före."""
    found = versions.compared(context.db, clause_id, before, after)
    lines = [f"Paragraf {clause_id}, version {found['before']} → {found['after']}"]
    for one in found["changes"]:
        lines += [f"  − {one['before']}"] if one["kind"] in ("changed", "removed") else []
        lines += [f"  + {one['after']}"] if one["kind"] in ("changed", "added") else []
        lines += [f"  ↷ {one['after']}"] if one["kind"] == "moved" else []
    say(as_json, found, *(lines if len(lines) > 1 else [*lines, "  Samma text."]))


def _ended(row: dict[str, Any]) -> str:
    if row["withdrawn_at"]:
        return f"  tillbakadraget {row['withdrawn_at'][:10]}: {row['withdrawn_because']}"
    return f"  frågas igen sedan {row['asked_again_at'][:10]}" if row["asked_again_at"] else ""


def _life_lines(found: dict[str, Any]) -> list[str]:
    lines = [f"Paragraf {found['id']} är {found['state_sv']} (version {found['version']}, fingeravtryck {found['hash'][:12]})."]
    for word in found["parties"]:
        when = f" {word['signed_on']}, version {word['version']}, {word['signed_by']}" if word["signed_by"] else ""
        lines.append(f"  {word['name']} {word['state_sv']}{when}{'' if word['bound'] else ' (binds inte)'}")
    for step in found["steps"]:
        names = f"{NAMES[ClauseState(step['before'])]} → {NAMES[ClauseState(step['after'])]}"
        lines.append(
            f"  {step['at'][:16].replace('T', ' ')}  {names}  {step['by']}{': ' + step['reason'] if step['reason'] else ''}"
        )
    for one in found["open"]:
        lines.append(f"  kan bli {one['to_sv']} ({one['to']}){': ' + ' '.join(one['asks']) if one['asks'] else ''}")
    return lines
