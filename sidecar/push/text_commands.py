"""`sidecar push --way text`: the charter, or a chapter, as a participatory text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connectors.decidim.participatory import markdown
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.core.locks import one_at_a_time
from sidecar.push import queries, service, texts
from sidecar.push.service import Report
from sidecar.push.texts import Planned
from sidecar.sync.models import Component


@dataclass(frozen=True)
class TextPush:
    """files: names of those that wait to be imported, made now or before. held: versions that may not be written, with why.
    shown: the text that would be made (a dry run)."""

    files: tuple[str, ...]
    reports: tuple[Report, ...]
    held: tuple[Planned, ...]
    shown: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "files": list(self.files),
            "pushes": [report.as_json() for report in self.reports],
            "held": [{"clause": one.clause_id, "version": one.number, "sv": one.held} for one in self.held],
            "text": self.shown or None,
        }


def push_text(context: Context, name: str, component: Component, chapter: str | None, *, dry_run: bool = False) -> TextPush:
    """Makes one file of all that is approved and in no text of this component yet; files that wait are written again, the same.

    Raises PushError where the component can't take a text.
    """
    with one_at_a_time(context.db, context.settings.var, f"push:{name}"):
        with context.db.session() as session:
            waiting = list(queries.texts_waiting(session, component.id))
            rows = texts.planned(session, context.settings, name, component, chapter)
        ready = [row for row in rows if row.draft is not None]
        held = tuple(row for row in rows if row.held)
        if dry_run:
            return TextPush((), (), held, markdown(texts.chapters_of(ready)) if ready else "")
        for file in waiting:
            texts.put(context.db, context.settings, name, file)
        if ready:
            made = texts.make(context.db, context.settings, name, component.id, ready, actor=context.actor, moment=now())
            waiting.append(made)
        with context.db.session() as session:
            ids = [push.id for file in waiting for push in queries.in_file(session, file)]
        reports = tuple(service.report(context.db, context.settings, one) for one in ids)
        return TextPush(tuple(f"{file}.md" for file in waiting), reports, held)


def text_lines(found: TextPush, folder: str) -> Sequence[str]:
    lines = [found.shown.rstrip("\n")] if found.shown else []
    for file in found.files:
        lines.append(f"Deltagartext: {folder}/{file}")
        lines.append(f"  Så läser du in den: {folder}/{file.removesuffix('.md')}.sv.html")
    lines += [f"  · {report.title}" for report in found.reports]
    for one in found.held:
        lines += [f"Skrivs inte: {one.title}", f"  · {one.held}"]
    return lines or ["Inget godkänt väntar på att skrivas i den komponenten."]
