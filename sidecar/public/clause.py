"""What a clause version's page tells: gathered in one reading of the database, nothing of it from anyone who wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template
from sidecar.charter import queries
from sidecar.charter.article import article_json
from sidecar.charter.articles import template_of
from sidecar.charter.models import Charter, Clause, ClauseStep, ClauseVersion, Party
from sidecar.charter.parties import mandate_json
from sidecar.charter.versions import said
from sidecar.ledger import reasons
from sidecar.public.compare import Difference, differences
from sidecar.public.queries import Given, beside, made_by
from sidecar.sync import queries as sync_queries
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import TOMBSTONE, Contribution, Instance, Kind, Status


@dataclass(frozen=True)
class LeftOut:
    """A contribution that no clause uses. number: as Decidim has it; on: the proposal that a comment is about."""

    kind: str
    number: str
    on: str | None
    url: str | None


@dataclass(frozen=True)
class Reason:
    """Why contributions were left out, in both languages, and which."""

    sv: str
    en: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class ClausePage:
    """article: as `article_json` has it. versions: the approved ones, newest first. before: the approved version before this one,
    and `differences` to it. beside: what was left out, by reason. erased: sentences that are gone; gone: all of them are."""

    instance: Instance
    charter: Charter
    template: Template
    clause: Clause
    version: ClauseVersion
    article: dict[str, Any]
    versions: tuple[ClauseVersion, ...]
    before: ClauseVersion | None
    differences: tuple[Difference, ...]
    beside: tuple[Reason, ...]
    parties: dict[int, Party]
    steps: Sequence[ClauseStep]
    mandate: dict[str, Any] | None
    made_by: tuple[Given, ...]
    stale: int
    erased: int
    gone: bool


def clause_page(session: Session, clause_id: str, number: int, today: date) -> ClausePage | None:
    """None for a version that isn't there, or that nobody has approved: it is not for the public. today: what is overdue."""
    version = queries.version(session, clause_id, number)
    if version is None or version.approved_at is None:
        return None
    clause = queries.clause(session, clause_id)
    instance = sync_queries.instance(session, queries.instance_of(session, clause_id))
    charter = queries.charter(session, instance.id)
    assert charter is not None  # a clause has one
    approved = tuple(reversed([row for row in queries.versions(session, clause_id) if row.approved_at is not None]))
    before = next((row for row in approved if row.number < number), None)
    article = article_json(session, instance, clause, version, today)
    sentences = [one for block in article["blocks"] for one in block["sentences"]]
    worded = [one["text"] for one in sentences if one["kind"] != "count"]
    return ClausePage(
        instance=instance,
        charter=charter,
        template=template_of(charter),
        clause=clause,
        version=version,
        article=article,
        versions=approved,
        before=before,
        differences=differences(said(before), said(version)) if before else (),
        beside=_by_reason(session, instance, beside(session, instance.id, clause, version)),
        parties={row.id: row for row in queries.parties(session, charter.id)},
        steps=queries.steps(session, clause_id),
        mandate=mandate_json(queries.mandate(session, charter.id)),
        made_by=tuple(made_by(session, version.id)),
        stale=sum(1 for one in sentences if one["stale"] and one["text"] != TOMBSTONE),
        erased=worded.count(TOMBSTONE),
        gone=version.title == TOMBSTONE and all(text == TOMBSTONE for text in worded),
    )


def _by_reason(session: Session, instance: Instance, rows: list[tuple[Contribution, str, str]]) -> tuple[Reason, ...]:
    told = reasons.known(session, instance.id)
    by: dict[str, list[LeftOut]] = {}
    for row, _fate, reason in rows:
        by.setdefault(reason, []).append(_left_out(row, instance))
    return tuple(Reason(*told.get(code, (code, code)), tuple(found)) for code, found in sorted(by.items()))


def _left_out(row: Contribution, instance: Instance) -> LeftOut:
    there = row.status == Status.present
    on = row.proposal_remote_id if row.kind == Kind.comment else None
    return LeftOut(row.kind, row.remote_id, on, safe_url(row.url, instance.base_url) if there else None)
