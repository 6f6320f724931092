"""The versions of a clause, and what two of them say differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from sidecar.charter import queries
from sidecar.charter.diff import Change, Said, diff
from sidecar.charter.errors import CharterError
from sidecar.charter.models import ClauseVersion
from sidecar.core.db import Database


def versions_json(session: Session, clause_id: str) -> list[dict[str, Any]]:
    """Every version, the oldest first, with how many parties' agreement was given to it."""
    clause = queries.clause(session, clause_id)
    given = [version.id for _row, version in queries.agreements(session, clause_id)]
    return [
        {
            "version": row.number,
            "hash": row.hash,
            "title": row.title,
            "support": row.support,
            "opposition": row.opposition,
            "created_at": row.created_at.isoformat(),
            "approved_by": row.approved_by,
            "in_force": row.number == clause.in_force,
            "agreements": given.count(row.id),
        }
        for row in queries.versions(session, clause_id)
    ]


def one_version(session: Session, clause_id: str, number: int | None = None) -> ClauseVersion:
    """Version `number` of a clause, the newest where it is None. Raises CharterError where there is no such version."""
    latest = queries.latest_version(session, clause_id)
    found = latest if number is None else queries.version(session, clause_id, number)
    if found is None:
        known = ", ".join(str(row.number) for row in queries.versions(session, clause_id)) or "inga"
        raise CharterError(f"Paragraf {clause_id} har ingen version {number or ''}. Versioner: {known}".replace("  ", " "))
    return found


def compared(db: Database, clause_id: str, before: int | None = None, after: int | None = None) -> dict[str, Any]:
    """What version `after` says otherwise than `before`; without numbers: the two newest. Raises CharterError."""
    with db.session() as session:
        queries.clause(session, clause_id)
        rows = {row.number: row for row in queries.versions(session, clause_id)}
        new = max(rows, default=0) if after is None else after
        old = max((number for number in rows if number < new), default=0) if before is None else before
        if old not in rows or new not in rows:
            known = ", ".join(str(number) for number in rows) or "inga"
            raise CharterError(f"Paragraf {clause_id} har inte två sådana versioner att jämföra. Versioner: {known}")
        changes = diff(said(rows[old]), said(rows[new]))
        return {
            "clause": clause_id,
            "before": old,
            "after": new,
            "support": [rows[old].support, rows[new].support],
            "opposition": [rows[old].opposition, rows[new].opposition],
            "changes": [_change_json(one) for one in changes],
        }


def said(version: ClauseVersion) -> list[Said]:
    return [Said(one.block, one.text) for one in version.sentences]


def _change_json(one: Change) -> dict[str, Any]:
    place = one.after or one.before
    return {
        "kind": one.kind,
        "block": place.block if place else None,
        "before": one.before.text if one.before else None,
        "after": one.after.text if one.after else None,
    }
