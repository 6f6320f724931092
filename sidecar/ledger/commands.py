"""`sidecar ledger` and `sidecar aside …`."""

from __future__ import annotations

import click

from sidecar.core.console import by_option, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.ledger import reasons, service
from sidecar.ledger.models import Fate

WORDS = {
    Fate.used: "används i en paragraf",
    Fate.duplicate: "samma text som ett annat",
    Fate.set_aside: "lagda åt sidan med skäl",
    Fate.undecided: "inte avgjorda",
}


@click.command("ledger")
@click.argument("name")
@click.option("--list", "listed", is_flag=True, help="Varje bidrag för sig, med skäl och meningar.")
@click.option("--fate", type=click.Choice([*Fate]), help="Bara de som har hamnat här; tillsammans med --list.")
@json_option
@with_context
def ledger(context: Context, name: str, listed: bool, fate: str | None, as_json: bool) -> None:
    """Visa var varje bidrag hamnade. Summan är alltid alla bidrag."""
    counts = service.settle(context.db, name)
    if not (listed or fate):
        say(as_json, counts, *ledger_lines(counts))
        return
    found = service.lines(context.db, name, fate)
    say(as_json, {"sums": counts, "contributions": [one.as_json() for one in found]}, *map(_told, found), *ledger_lines(counts))


def ledger_lines(counts: dict[str, int]) -> list[str]:
    told = ", ".join(f"{counts[fate]} {words}" for fate, words in WORDS.items())
    return [f"Liggaren: {sum(counts.values())} bidrag: {told}."]


def _told(line: service.Line) -> str:
    said = line.reason_sv[0].lower() + line.reason_sv[1:]
    if line.sentences:
        clauses = sorted({clause for clause, _, _ in line.sentences})
        said = (
            f"{len(line.sentences)} meningar i {', '.join(clauses)}" if len(line.sentences) > 1 else f"en mening i {clauses[0]}"
        )
    elif line.duplicate_of:
        said = f"samma text som {line.duplicate_of}"
    note = f" – {line.note}" if line.note else ""
    by = "" if line.by == service.RULE else f" ({line.by})"
    return f"{line.name:18} {NAMES[Fate(line.fate)]:14} {said}{note}{by}"


NAMES = {Fate.used: "används", Fate.duplicate: "dubblett", Fate.set_aside: "åt sidan", Fate.undecided: "inte avgjort"}


@click.group("aside")
def aside() -> None:
    """Lägg bidrag åt sidan, med skäl, och ta upp dem igen."""


@aside.command("add")
@click.argument("name")
@click.argument("contribution")
@click.option("--reason", required=True, help="Skälets kod; se sidecar aside reasons.")
@click.option("--text", "note", default="", help="Med egna ord, om du vill.")
@by_option
@json_option
@with_context
def add(context: Context, name: str, contribution: str, reason: str, note: str, by: str | None, as_json: bool) -> None:
    """Lägg ett bidrag (proposal:12, comment:34) åt sidan. Det står kvar genom varje senare körning."""
    service.settle(context.db, name)
    service.set_aside(context.db, name, contribution, reason, note=note, actor=by or context.actor)
    say(as_json, {"contribution": contribution, "reason": reason}, f"Lagt åt sidan: {contribution}.")


@aside.command("lift")
@click.argument("name")
@click.argument("contribution")
@by_option
@json_option
@with_context
def lift(context: Context, name: str, contribution: str, by: str | None, as_json: bool) -> None:
    """Ta upp ett bidrag som en person har lagt åt sidan."""
    service.take_up(context.db, name, contribution, actor=by or context.actor)
    counts = service.settle(context.db, name)
    say(as_json, {"contribution": contribution, "sums": counts}, f"Upptaget igen: {contribution}.", *ledger_lines(counts))


@aside.command("reasons")
@click.argument("name")
@json_option
@with_context
def reasons_(context: Context, name: str, as_json: bool) -> None:
    """Skälen att välja bland, kommunens egna sist."""
    with context.db.session() as session:
        found = reasons.choosable(session, name)
    say(
        as_json,
        [{"code": code, "sv": sv, "en": en} for code, (sv, en) in found.items()],
        *(f"{code:18} {sv}" for code, (sv, _) in found.items()),
    )


@aside.command("reason")
@click.argument("name")
@click.argument("code")
@click.option("--sv", required=True, help="Vad skälet säger, på svenska.")
@click.option("--en", default="", help="Detsamma på engelska.")
@by_option
@json_option
@with_context
def reason_(context: Context, name: str, code: str, sv: str, en: str, by: str | None, as_json: bool) -> None:
    """Lägg till ett skäl som är kommunens eget, eller ge det nya ord."""
    reasons.add(context.db, name, code, sv, en, actor=by or context.actor)
    say(as_json, {"code": code, "sv": sv}, f"Skälet {code} finns nu att välja.")
