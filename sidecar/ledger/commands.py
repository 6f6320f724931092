"""`sidecar ledger`."""

from __future__ import annotations

import click

from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context
from sidecar.ledger import service
from sidecar.ledger.models import Fate

WORDS = {
    Fate.used: "används i en paragraf",
    Fate.duplicate: "samma text som ett annat",
    Fate.set_aside: "lagda åt sidan med skäl",
    Fate.undecided: "inte avgjorda",
}


@click.command("ledger")
@click.argument("name")
@json_option
@with_context
def ledger(context: Context, name: str, as_json: bool) -> None:
    """Visa var varje bidrag hamnade. Summan är alltid alla bidrag."""
    counts = service.settle(context.db, name)
    say(as_json, counts, *ledger_lines(counts))


def ledger_lines(counts: dict[str, int]) -> list[str]:
    told = ", ".join(f"{counts[fate]} {words}" for fate, words in WORDS.items())
    return [f"Liggaren: {sum(counts.values())} bidrag: {told}."]
