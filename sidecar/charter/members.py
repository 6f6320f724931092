"""Who stands behind a group: its members with their places, and how many contributions are for and against."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mappings.drafting import Citation, Member
from sidecar.mapping import queries as mapping_queries
from sidecar.mapping.models import Statement, Tag
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Contribution, Kind


@dataclass(frozen=True)
class Voices:
    """A group as drafting needs it. `contributions`: how many ask for it. support, opposition: contributions on each side.

    For: those that ask, and comments that say they agree with a proposal that asks. Against: comments that say they don't.
    """

    group_id: str
    members: tuple[Member, ...]
    contributions: int
    support: int
    opposition: int


def voices_of(session: Session, instance_id: str) -> list[Voices]:
    """Every group that present texts stand behind, by id."""
    current = {s.id: (s, tag, c) for s, tag, c in mapping_queries.current_statements(session, instance_id)}
    agreeing, opposing = _aligned(session, instance_id)
    found = []
    for group_id, statement_ids in sorted(mapping_queries.members(session, instance_id).items()):
        held = [current[one] for one in statement_ids if one in current]
        if held:
            found.append(_voices(group_id, held, agreeing, opposing))
    return found


def _voices(
    group_id: str,
    held: list[tuple[Statement, Tag, Contribution]],
    agreeing: dict[str, set[int]],
    opposing: dict[str, set[int]],
) -> Voices:
    asking = {c.id for _, _, c in held}
    proposals = {c.remote_id for _, _, c in held if c.kind == Kind.proposal}
    against = {one for proposal in proposals for one in opposing.get(proposal, ())} - asking
    agree = {one for proposal in proposals for one in agreeing.get(proposal, ())} - against
    return Voices(
        group_id=group_id,
        members=tuple(_member(s, tag, c) for s, tag, c in sorted(held, key=lambda row: row[0].id)),
        contributions=len(asking),
        support=len(asking | agree),
        opposition=len(against),
    )


def _member(statement: Statement, tag: Tag, contribution: Contribution) -> Member:
    return Member(
        statement_id=statement.id,
        contribution_id=str(contribution.id),
        text=statement.text,
        language=statement.language,
        norm_type=tag.norm_type,
        side=statement.side,
        citation=Citation(
            statement.revision_id, statement.field, statement.locale, statement.start, statement.end, statement.quote
        ),
        bearer=tag.bearer,
        standing=tag.standing,
    )


def _aligned(session: Session, instance_id: str) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """proposal remote id → contribution ids of its root comments that agree, and of those that oppose."""
    agreeing: dict[str, set[int]] = {}
    opposing: dict[str, set[int]] = {}
    for contribution, _revision in sync_queries.voices(session, instance_id):
        if contribution.kind == Kind.comment and contribution.parent_remote_id is None and contribution.alignment:
            side = agreeing if contribution.alignment > 0 else opposing
            side.setdefault(contribution.proposal_remote_id, set()).add(contribution.id)
    return agreeing, opposing
