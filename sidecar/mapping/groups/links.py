"""Where each group leads, kept in step with what was decided; every change of it is an event."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mappings.grouping import forest
from mappings.grouping.decisions import turned
from sidecar.core.db import now
from sidecar.mapping import queries as mapping
from sidecar.mapping.groups import queries
from sidecar.mapping.groups.models import GroupEvent

OPPOSITE = "opposite_sides"


def happened(
    session: Session,
    instance_id: str,
    kind: str,
    group_id: str,
    other_id: str | None = None,
    *,
    number: int,
    reason: str,
    by: str,
) -> None:
    session.add(
        GroupEvent(
            instance_id=instance_id,
            kind=kind,
            group_id=group_id,
            other_id=other_id,
            number=number,
            reason=reason[:40],
            by=by,
            at=now(),
        )
    )


def settle_links(session: Session, instance_id: str, *, by: str, reason: str = "decided") -> list[tuple[str, str]]:
    """Ends links between groups that have come to stand on opposite sides, and lets every id lead to its survivor.

    Returns (part, the group it was part of) for those that ended so.
    """
    rows = mapping.groups(session, instance_id)
    ended = turned(queries.decisions(session, instance_id), {one.id: one.side for one in rows.values()})
    for link in ended:
        row = queries.decision(session, instance_id, link.id)
        if row is not None:
            row.ended_by, row.ended_at = f"{by}:{OPPOSITE}", now()
    session.flush()
    to = forest(queries.decisions(session, instance_id).links)
    sizes = {name: len(members) for name, members in queries.parts(session, instance_id).items()}
    found = []
    for name in sorted(rows):
        before, after = rows[name].merged_into, to.get(name)
        if before == after:
            continue
        why = OPPOSITE if ended else reason
        if before is not None:
            happened(session, instance_id, "split", name, before, number=sizes.get(name, 0), reason=why, by=by)
            if ended:
                found.append((name, before))
        if after is not None:
            happened(session, instance_id, "merged", name, after, number=sizes.get(name, 0), reason=why, by=by)
        rows[name].merged_into = after
    session.flush()
    return found
