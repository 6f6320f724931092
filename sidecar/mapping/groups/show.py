"""What there is to see of groups: their labels, who stands behind them, what was decided and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from mappings.grouping.label import label
from sidecar.core.db import Database
from sidecar.mapping import queries as mapping
from sidecar.mapping.groups import queries
from sidecar.mapping.groups.decide import found, whole
from sidecar.mapping.groups.models import GroupDecision, GroupEvent
from sidecar.mapping.models import Statement, StatementGroup
from sidecar.sync.models import Contribution
from sidecar.sync.queries import instance

Member = tuple[Statement, Contribution]


@dataclass(frozen=True)
class Shown:
    """A group in a list. voices: how many contributions ask for it; named: a person gave the label."""

    id: str
    label: str
    named: bool
    side: str
    voices: int
    statements: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def listed(db: Database, instance_id: str, *, least: int = 1) -> list[Shown]:
    """Groups that at least so many contributions stand behind, the largest first; then by label and id."""
    with db.session() as session:
        instance(session, instance_id)
        rows = mapping.groups(session, instance_id)
        found = [shown(rows[name], members) for name, members in standing(session, instance_id).items()]
        return sorted((one for one in found if one.voices >= least), key=lambda one: (-one.voices, one.label, one.id))


def standing(session: Session, instance_id: str) -> dict[str, list[Member]]:
    """group → its statements in texts that stand, with whose they are; groups without any are left out."""
    current = {row[0].id: (row[0], row[2]) for row in mapping.current_statements(session, instance_id)}
    held = mapping.members(session, instance_id)
    found = {name: [current[one] for one in members if one in current] for name, members in held.items()}
    return {name: members for name, members in sorted(found.items()) if members}


def shown(row: StatementGroup, members: Sequence[Member]) -> Shown:
    first = [said for said, _ in members if said.id == row.representative_id]
    texts = [said.text for said in (*first, *(said for said, _ in members))]
    voices = len({contribution.id for _, contribution in members})
    return Shown(row.id, row.name or label(texts), bool(row.name), row.side, voices, len(members))


def one_group(db: Database, instance_id: str, beginning: str) -> dict[str, Any]:
    """One group with every statement, the parts it was put together from, decisions and events. Raises GroupError."""
    with db.session() as session:
        row = whole(session, found(session, instance_id, beginning))
        members = standing(session, instance_id).get(row.id, [])
        parts = sorted(one.id for one in mapping.groups(session, instance_id).values() if row.id in (one.id, one.merged_into))
        part_of = {one: name for name, held in queries.parts(session, instance_id).items() for one in held}
        return {
            **shown(row, members).as_json(),
            "parts": parts,
            "members": [
                {
                    "id": said.id,
                    "text": said.text,
                    "language": said.language,
                    "part": part_of[said.id],
                    "contribution": f"{contribution.kind}:{contribution.remote_id}",
                    "url": contribution.url,
                }
                for said, contribution in sorted(members, key=lambda one: (one[1].id, one[0].ordinal))
            ],
            "decisions": [as_json(one) for one in queries.standing(session, instance_id) if {one.one, one.other} & set(parts)],
            "events": [_event(one) for one in queries.events(session, instance_id, parts)],
        }


def decided(db: Database, instance_id: str) -> list[dict[str, Any]]:
    """Every decision that stands, in the order it was taken."""
    with db.session() as session:
        instance(session, instance_id)
        return [as_json(one) for one in queries.standing(session, instance_id)]


def as_json(row: GroupDecision) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "one": row.one,
        "other": row.other,
        "statement": row.statement_id,
        "judged": row.judged,
        "by": row.by,
        "at": row.at.isoformat(),
    }


def _event(row: GroupEvent) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "group": row.group_id,
        "other": row.other_id,
        "statements": row.number,
        "reason": row.reason,
        "by": row.by,
        "at": row.at.isoformat(),
    }
