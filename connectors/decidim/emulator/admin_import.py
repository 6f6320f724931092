"""The admin panel's two imports: proposals from a file, and a participatory text (`admin_participatory`).

The forms take the file itself (`import[file]`), where Decidim's browsers first upload it and then send its number. Who is
not an administrator with a browser session is refused. Answers carry `X-Emulator-Created` (ids), which no Decidim sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Response, request
from markupsafe import Markup

from connectors.decidim.emulator import admin_participatory
from connectors.decidim.emulator.admin_import_csv import NotRecorded
from connectors.decidim.emulator.admin_import_files import FormRefused, ServerError, UploadRefused, read
from connectors.decidim.emulator.admin_import_rows import ImportRules, check, create, rules
from connectors.decidim.emulator.admin_panel import Panel
from connectors.decidim.emulator.oauth_html import button, field, not_recorded
from connectors.decidim.emulator.records import Component, Proposal

if TYPE_CHECKING:
    from flask import Flask

    from connectors.decidim.emulator.world import World

PATH = "/admin/participatory_processes/<slug>/components/<int:component_id>/manage/proposals/imports"
PROBLEM = "Det uppstod ett problem under importen."


def install(app: Flask, world: World) -> None:
    """Registers both imports of the panel on `app`."""
    panel = Panel(world)
    version_rules = rules(world.version)

    def show(slug: str, component_id: int) -> Response:
        entered = panel.enter(slug, component_id)
        return entered if isinstance(entered, Response) else panel.form("Importera", _field())

    def submit(slug: str, component_id: int) -> Response:
        entered = panel.enter(slug, component_id)
        if isinstance(entered, Response):
            return entered
        component, administrator = entered
        try:
            return _submitted(panel, component, administrator, version_rules)
        except NotRecorded as error:
            return not_recorded(str(error))

    app.add_url_rule(PATH, "admin_import_show", show, methods=["GET"])
    app.add_url_rule(PATH, "admin_import_submit", submit, methods=["POST"])
    admin_participatory.install(app, panel)


def _field() -> Markup:
    return field("import[file]", "Fil", "file") + button("Importera")


def _submitted(panel: Panel, component: Component, administrator: int, version_rules: ImportRules) -> Response:
    upload = request.files.get("import[file]")
    if upload is None:
        raise NotRecorded("the import form without a file")
    store = panel.world.store
    try:
        table = read(upload.stream.read(), upload.headers.get("Content-Type", ""))
        check(table, store.organization["default_locale"])
        made = create(store, component.id, table, administrator, version_rules)
    except UploadRefused as refused:
        return panel.said(str(refused), refused.status)
    except FormRefused as refused:
        return panel.said(f"{PROBLEM} | {refused}", version_rules.form_status)
    except ServerError:
        return panel.broken()
    return _listed(panel, component, made, version_rules)


def _listed(panel: Panel, component: Component, made: Sequence[Proposal], version_rules: ImportRules) -> Response:
    """The page that follows is the list of proposals, which on 0.30 breaks on a title that is a number."""
    created = [proposal.id for proposal in made]
    titles = [text for proposal in panel.world.store.proposals_in(component.id) for text in proposal.title.values()]
    if version_rules.list_breaks and not all(isinstance(title, str) for title in titles):
        return panel.broken(created)
    return panel.said(f"{len(created)} förslag har importerats.", 200, created)
