"""`sidecar clause stale`: what rests on text that no longer stands, with before and after."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import click

from sidecar.charter.change import WHY, Stale, stale_in
from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context

WHAT = {"proposal": "förslag", "comment": "kommentar"}
MOST = 160
"""Characters of a text that a line shows."""


@click.command("stale")
@click.argument("name")
@json_option
@with_context
def stale(context: Context, name: str, as_json: bool) -> None:
    """Visa varje mening vars källa har ändrats, dragits tillbaka, dolts eller försvunnit, med källans text förr och nu."""
    found = stale_in(context.db, name)
    lines: list[str] = []
    for (clause, version), some in groupby(found, key=lambda one: (one.clause, one.version)):
        lines += [f"Paragraf {clause}, version {version}:", *stale_lines(list(some))]
    done = f"Gör om utkasten: sidecar map {name} och sidecar draft {name}." if found else "Alla meningar vilar på text som står."
    say(as_json, [one.as_json() for one in found], *lines, done)


def stale_lines(found: Sequence[Stale]) -> list[str]:
    """Sentence by sentence: its sources that no longer carry it, each with what it said and what it says."""
    lines: list[str] = []
    for (ordinal, sentence), some in groupby(found, key=lambda one: (one.ordinal, one.sentence)):
        lines.append(f"  {'Rubriken' if ordinal < 0 else 'Meningen'} »{_short(sentence)}» vilar på text som inte står kvar:")
        for one in some:
            kind, _, number = one.source.partition(":")
            lines.append(f"      {WHAT[kind]} {number} {WHY[one.why]}")
            lines.append(f"        − {_short(one.before)}")
            lines += [f"        + {_short(one.after)}"] if one.after is not None else []
    return lines


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST else words[: MOST - 1].rstrip() + "…"
