"""The way an instance's Decidim can be written to: its API as a signed-in user, or a file for the admin panel."""

from __future__ import annotations

from datetime import timedelta

from connectors.base import Proposal, Writer
from connectors.decidim.importfile import FileForm
from connectors.decidim.importfile_writer import ImportFileWriter
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import stands_in
from connectors.decidim.writer_graphql import SETTLE, GraphQLWriter
from sidecar.core.context import Context
from sidecar.push import queries
from sidecar.sync import connect
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Component, Instance

API, FILE, TEXT, AUTO = "api", "file", "text", "auto"
"""Mutations as a signed-in user; a file of proposals for the panel; a participatory text for the panel (texts.py); the first or
the second of these, whichever there is."""


def way_of(context: Context, instance: Instance, wanted: str) -> str:
    """`wanted`, or for "auto" the API where someone is signed in as a user, else a file."""
    if wanted != AUTO:
        return wanted
    kept = context.vault.open(instance.credential) if instance.credential else None
    return API if kept is not None and kept["kind"] == "user" else FILE


def writer_of(context: Context, instance: Instance, component: Component, way: str, *, settle: timedelta = SETTLE) -> Writer:
    rules = rules_of(instance, component)
    if way == API:
        client = connect.client(context.db, context.settings, context.vault, instance.id)
        return GraphQLWriter(client, rules, settle=settle)
    folder = context.settings.var / "import" / instance.id
    name = component.name.get(instance.default_locale) or next(iter(component.name.values()), component.remote_id)

    def look(component_id: str, marker: str) -> Proposal | None:
        return _pulled(context, instance.id, component_id, marker)

    form = FileForm(instance.default_locale)
    return ImportFileWriter(folder, rules, form, base_url=instance.base_url, component=name, look=look)


def rules_of(instance: Instance, component: Component) -> ComponentRules:
    window = timedelta(seconds=component.edit_window_seconds) if component.edit_window_seconds is not None else None
    return ComponentRules(body_max=component.proposal_length, edit_window=window, locales=frozenset(instance.locales) or None)


def _pulled(context: Context, instance_id: str, component_id: str, marker: str) -> Proposal | None:
    """The first proposal of that component, as last pulled, whose body holds the marker."""
    with context.db.session() as session:
        component = sync_queries.component(session, instance_id, component_id)
        rows = queries.marked(session, instance_id)
    for row, revision in rows:
        body = revision.texts.get("body", {})
        here = component is not None and row.component_id == component.id and row.kind == "proposal"
        if here and any(stands_in(marker, text) for text in body.values()):
            return Proposal(
                id=row.remote_id,
                component_id=component_id,
                title=revision.texts.get("title", {}),
                body=body,
                url=row.url,
                published_at=row.published_at,
            )
    return None
