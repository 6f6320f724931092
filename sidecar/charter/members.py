"""Who stands behind a group: its members with their places, and whose contributions are for and against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mappings.drafting import Citation, Member
from mappings.grouping import Alignment, voices
from mappings.tagging.types import THEMES
from sidecar.mapping import queries as mapping_queries
from sidecar.mapping.carry import lasting
from sidecar.mapping.models import Statement, Tag
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Contribution, Kind

Row = tuple[Statement, Tag, Contribution]


@dataclass(frozen=True)
class Standing:
    """A group as drafting needs it. `voices`: how many contributions take a side: ask for it in words, agree, or disagree.

    supporting, opposing: statements of the comments that say they agree or disagree with a proposal that asks. needs: what the
    members' contributions say is lacking or wrong. `unsaid`: ids of such comments without any statement to cite; nothing may be
    drafted that doesn't count them. theme: what most of the members are about (of equals the first of THEMES), None where no
    tag says.
    """

    group_id: str
    representative: str
    members: tuple[Member, ...]
    voices: int
    supporting: tuple[Member, ...]
    opposing: tuple[Member, ...]
    needs: tuple[Member, ...]
    unsaid: tuple[str, ...]
    theme: str | None = None


def standings(session: Session, instance_id: str) -> list[Standing]:
    """Every group that present texts stand behind, by id."""
    current = mapping_queries.current_statements(session, instance_id)
    by_statement = {row[0].id: row for row in current}
    by_contribution: dict[str, list[Row]] = {}
    for row in current:
        by_contribution.setdefault(str(row[2].id), []).append(row)
    stands = _alignments(session, instance_id)
    groups = mapping_queries.groups(session, instance_id)
    found = []
    for group_id, ids in sorted(mapping_queries.members(session, instance_id).items()):
        held = [by_statement[one] for one in ids if one in by_statement]
        if held:
            found.append(_standing(group_id, groups[group_id].representative_id, held, stands, by_contribution))
    return found


def _standing(
    group_id: str,
    representative: str,
    held: list[Row],
    stands: dict[str, list[Alignment]],
    by_contribution: dict[str, list[Row]],
) -> Standing:
    asking = {str(contribution.id) for _, _, contribution in held}
    counted = voices(asking, (stand for one in asking for stand in stands.get(one, ())))
    agreeing = [one for one in counted.support if one not in asking]
    return Standing(
        group_id=group_id,
        representative=next((lasting(one, whose) for one, _, whose in held if one.id == representative), ""),
        members=tuple(_member(row) for row in held),
        voices=len(asking) + len(agreeing) + len(counted.opposition),
        supporting=_statements_of(agreeing, by_contribution),
        opposing=_statements_of(counted.opposition, by_contribution),
        needs=_needs_of(sorted(asking), by_contribution),
        unsaid=tuple(one for one in (*agreeing, *counted.opposition) if one not in by_contribution),
        theme=_theme([tag.theme for _, tag, _ in held]),
    )


def _theme(said: list[str | None]) -> str | None:
    known = [theme for theme in said if theme in THEMES]
    return min(known, key=lambda theme: (-known.count(theme), list(THEMES).index(theme)), default=None)


def _statements_of(ids: Iterable[str], by_contribution: dict[str, list[Row]]) -> tuple[Member, ...]:
    return tuple(_member(row) for one in ids for row in by_contribution.get(one, ()))


def _needs_of(ids: Iterable[str], by_contribution: dict[str, list[Row]]) -> tuple[Member, ...]:
    return tuple(_member(row) for one in ids for row in by_contribution.get(one, ()) if row[1].norm_type == "need")


def _member(row: Row) -> Member:
    statement, tag, contribution = row
    return Member(
        statement_id=lasting(statement, contribution),
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


def _alignments(session: Session, instance_id: str) -> dict[str, list[Alignment]]:
    """proposal's contribution id → what its root comments ticked: for or against."""
    rows = [contribution for contribution, _revision in sync_queries.voices(session, instance_id)]
    proposals = {row.remote_id: str(row.id) for row in rows if row.kind == Kind.proposal}
    found: dict[str, list[Alignment]] = {}
    for row in rows:
        proposal = proposals.get(row.proposal_remote_id)
        if row.kind == Kind.comment and row.parent_remote_id is None and row.alignment and proposal is not None:
            found.setdefault(proposal, []).append(Alignment(str(row.id), proposal, row.alignment))
    return found
