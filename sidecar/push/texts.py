"""The charter, or a chapter of it, as a participatory text: a file that an administrator imports, and that is known again.

A file is made once for the clause versions that are in it and never changes: what is approved later comes in another. That each
is in no other file, and how far it has come, stands with its push, as for every other way.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from connectors.base import Draft, StepKind
from connectors.decidim import participatory
from connectors.decidim.marker import stands_in
from connectors.decidim.participatory import Article, Chapter, heading, markdown, paragraph
from connectors.decidim.participatory_instructions import TextPage, instructions
from mappings.chapters import Template
from mappings.chapters.headings import headings_in
from mappings.drafting.render import sections, shown
from sidecar.charter import queries as charter_queries
from sidecar.charter import service as charter
from sidecar.charter.articles import template_of
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.core.audit import record
from sidecar.core.db import Database, digest
from sidecar.core.settings import Settings
from sidecar.push import queries
from sidecar.push.drafts import from_json, to_json
from sidecar.push.models import Push, PushState, PushStep, StepState
from sidecar.push.planning import PushError, earlier_pushes, may_be_written
from sidecar.push.writers import TEXT
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Component, Contribution, Revision

REST = "Övrigt"
MORE = {"sv": "Källor och versioner", "en": "Sources and versions"}


@dataclass(frozen=True)
class Planned:
    """A clause version as it will stand in the text, and under which chapter. held: why it may not, and nothing after it then."""

    clause_id: str
    version_id: int
    number: int
    title: str
    held: str | None = None
    section: str = ""
    draft: Draft | None = None


def planned(session: Session, settings: Settings, instance_id: str, component: Component, theme: str | None) -> list[Planned]:
    """Every approved version that is in no text of this component yet, in the charter's order. theme: of the one chapter wanted.

    Raises PushError for a component that holds ordinary proposals, or a chapter that the charter hasn't.
    """
    chosen = template_of(charter_queries.charter(session, instance_id))
    if theme is not None and chosen.chapter(theme) is None:
        known = ", ".join(chapter.theme for chapter in chosen.chapters)
        raise PushError(f"Kontraktet har inget kapitel ”{theme}”. Kapitel: {known}")
    here = queries.proposals_in(session, component.id)
    if here and not any(row.facts.get("level") for row, _text in here):
        raise PushError(
            f"Komponent {component.remote_id} har vanliga förslag. En deltagartext läses in i en egen komponent, "
            "med inställningen för deltagartexter påslagen."
        )
    order = {chapter.theme: place for place, chapter in enumerate(chosen.chapters)}
    rows = [row for row in queries.approved_elsewhere(session, instance_id, component.id) if theme in (None, row[0].chapter)]
    rows.sort(key=lambda row: (order.get(row[0].chapter or "", len(order)), row[0].number or 0, row[0].id))
    return [
        _planned(session, settings, chosen, component, clause, version, here)
        for clause, version in rows
        if (push := queries.push_of(session, version.id, component.id)) is None or push.state != PushState.open
    ]


def make(
    db: Database,
    settings: Settings,
    instance_id: str,
    component_id: int,
    rows: Sequence[Planned],
    *,
    actor: str,
    moment: datetime,
) -> str:
    """Stores that these versions are about to be written, all of them or none; gives the file's name. The file: `put`."""
    with db.session() as session:
        component = session.get_one(Component, component_id)
        drafts = [(row, row.draft) for row in rows if row.draft is not None]
        file = f"deltagartext-{digest(component.remote_id, *(draft.marker for _row, draft in drafts))[:16]}"
        for place, (row, draft) in enumerate(drafts):
            push = queries.push_of(session, row.version_id, component_id)
            if push is None:
                push = Push(version_id=row.version_id, component_id=component_id, created_at=moment)
                session.add(push)
            push.way, push.marker, push.state, push.finished_at = TEXT, draft.marker, PushState.open, None
            push.file, push.place, push.section, push.beside = file, place, row.section, []
            push.steps.clear()
            session.flush()  # or the new step meets the old one
            push.steps.append(
                PushStep(ordinal=0, kind=draft.kind, draft=to_json(draft), state=StepState.intent, intended_at=moment)
            )
            record(session, actor, "push.planned", row.clause_id, version=row.number, steps=1, file=file)
    put(db, settings, instance_id, file)
    return file


def put(db: Database, settings: Settings, instance_id: str, file: str) -> Path:
    """Writes the file, and how to import it, from what is stored: the same bytes each time."""
    with db.session() as session:
        instance = sync_queries.instance(session, instance_id)
        pushes = queries.in_file(session, file)
        component = session.get_one(Component, pushes[0].component_id)
        name = component.name.get(instance.default_locale) or next(iter(component.name.values()), component.remote_id)
        path = settings.var / "import" / instance_id / f"{file}.md"
        page = TextPage(name, instance.base_url, path.name, len(pushes))
        stored = [(push.section or REST, from_json(push.steps[0].draft)) for push in pushes]
        files = {path: markdown(_chapters(stored)).encode()}
        files |= {path.with_suffix(f".{language}.html"): instructions(page, language).encode() for language in ("sv", "en")}
        for push in pushes:
            for step in push.steps:
                if step.state == StepState.intent:
                    step.code = "awaiting_import"
                    step.outcome = (
                        f"Filen {path.name} väntar på att läsas in i Decidims adminpanel. Nästa hämtning ser om det är gjort."
                    )
    path.parent.mkdir(parents=True, exist_ok=True)
    for one, content in files.items():
        half = one.with_name(one.name + ".part")  # whole or not at all
        half.write_bytes(content)
        os.replace(half, one)
    return path


def give_up(session: Session, settings: Settings, instance_id: str, file: str) -> list[Push]:
    """The pushes of a file that will not be imported: one can't be given up alone. The file is taken away."""
    for path in (settings.var / "import" / instance_id).glob(f"{file}.*"):
        path.unlink(missing_ok=True)
    return [push for push in queries.in_file(session, file) if push.state == PushState.open]


def chapters_of(rows: Sequence[Planned]) -> list[Chapter]:
    """The chapters of what is planned."""
    return _chapters([(row.section, row.draft) for row in rows if row.draft is not None])


def _chapters(rows: Sequence[tuple[str, Draft]]) -> list[Chapter]:
    found: list[tuple[str, list[Article]]] = []
    for section, draft in rows:
        if not found or found[-1][0] != section:
            found.append((section, []))
        found[-1][1].append(Article(draft.title, (draft.body,)))
    return [Chapter(title, tuple(articles)) for title, articles in found]


def _planned(
    session: Session,
    settings: Settings,
    chosen: Template,
    component: Component,
    clause: Clause,
    version: ClauseVersion,
    here: Sequence[tuple[Contribution, Revision]],
) -> Planned:
    row = Planned(clause.id, version.id, version.number, version.title)
    try:
        may_be_written(session, version)
        _nothing_earlier(session, component, version)
        _not_there(component, charter.marker(settings, clause.id, version.number), here)
        chapter = chosen.chapter(clause.chapter)
        section = heading(chapter.title if chapter else REST)
        draft = text_draft(settings, chosen, component, clause, version)
    except PushError as error:
        return replace(row, held=str(error))
    faults = participatory.check(draft, version.locale)
    if faults:
        return replace(row, held=" ".join(fault.sv for fault in faults))
    return replace(row, section=section, draft=draft)


def text_draft(settings: Settings, chosen: Template, component: Component, clause: Clause, version: ClauseVersion) -> Draft:
    """The version as one article below its heading: each block behind its name, the counts, the address of its page last."""
    marker = charter.marker(settings, clause.id, version.number)
    made = charter.as_draft(version)
    names = headings_in(chosen.headings, chosen.language, version.locale)
    parts = []
    for section in sections(made):
        said = [shown(one, version.locale) for one in section.sentences if one.kind != "count"]
        if said:
            parts.append((names[section.block], " ".join(said)))
    counts = " ".join(one.text for one in made.sentences if one.kind == "count")
    last = f"{counts} {MORE.get(version.locale, MORE['sv'])}:"
    return Draft(
        kind=StepKind.create,
        component_id=component.remote_id,
        locale=version.locale,
        marker=marker,
        title=heading(f"§ {clause.number} {version.title}" if clause.number else version.title),
        body=paragraph(parts, last=last, marker=marker),
    )


def _nothing_earlier(session: Session, component: Component, version: ClauseVersion) -> None:
    """Raises PushError where an earlier version stands in a text of this component, or waits to."""
    for push in earlier_pushes(session, version, component):
        if push.proposal_id is not None:
            raise PushError(
                f"En tidigare version står redan i deltagartexten i komponent {component.remote_id} (förslag "
                f"{push.proposal_id}). En ny inläsning lägger till och byter inte ut. Ändra artikeln i Decidims adminpanel, "
                "eller läs in kontraktet i en tom komponent."
            )
        if push.state == PushState.open:
            raise PushError(
                f"En tidigare version väntar på att läsas in (skrivning {push.id}). Läs in den, eller ge upp den med: "
                f"sidecar push … --abandon {push.id}"
            )


def _not_there(component: Component, marker: str, here: Sequence[tuple[Contribution, Revision]]) -> None:
    """Raises PushError where this version was imported after all, from a file that somebody had given up."""
    for row, revision in here:
        if any(stands_in(marker, text) for text in revision.texts.get("body", {}).values()):
            raise PushError(f"Versionen står redan i komponent {component.remote_id} (förslag {row.remote_id}).")
