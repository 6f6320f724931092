"""What a database holds of Decidim, without row numbers and times of ours: what two ways to the same end must agree on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from sidecar.core.db import Database
from sidecar.sync.models import Component, Contribution, Revision, Unread

Contents = dict[str, dict[Any, Any]]


def contents(db: Database) -> Contents:
    """By kind of row, then by what names a row in Decidim. A row that is there twice fails here."""
    with db.session() as session:
        components = {row.id: row for row in session.scalars(select(Component))}
        return {
            "components": _once((row.remote_id, (row.name, row.space_id, row.listed)) for row in components.values()),
            "revisions": _once((row.id, (row.kind, row.remote_id, row.texts)) for row in session.scalars(select(Revision))),
            "contributions": _once(
                ((row.kind, row.remote_id), _contribution(row, components[row.component_id].remote_id))
                for row in session.scalars(select(Contribution))
            ),
            "unread": _once(
                (row.key, (row.proposal_remote_id, row.code, row.sv, row.missing)) for row in session.scalars(select(Unread))
            ),
        }


def _contribution(row: Contribution, component: str) -> tuple[Any, ...]:
    return (
        component, row.proposal_remote_id, row.parent_remote_id, row.author, row.status, row.marked, row.own, row.alignment,
        row.depth, row.url, row.published_at, row.facts, row.facts_hash, row.revision_id, row.vanished_at,
    )  # fmt: skip


def _once(rows: Any) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in rows:
        assert key not in found, f"twice: {key}"
        found[key] = value
    return found
