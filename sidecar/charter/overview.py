"""The charter as a whole: what each party takes on, what nobody has taken on, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template
from sidecar.charter import queries
from sidecar.charter.agreements import on_the_table, words
from sidecar.charter.articles import eid, template_of
from sidecar.charter.commitments import commitment_json
from sidecar.charter.gaps import GAPS, gaps
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.charter.parties import mandate_json, party_json
from sidecar.charter.states import CLOSED, NAMES, ClauseState
from sidecar.core.db import Database
from sidecar.sync import queries as sync_queries


def overview(db: Database, instance_id: str, *, today: date) -> dict[str, Any]:
    """The charter of an instance as JSON. `today` decides what is overdue.

    Clauses that were declined, withdrawn or repealed are left out. A clause stands in the version on the table: what holds, where
    something does, else the newest.
    """
    with db.session() as session:
        sync_queries.instance(session, instance_id)
        charter = queries.charter(session, instance_id)
        rows = [
            (clause, on_the_table(session, clause))
            for clause, _newest in queries.latest_versions(session, instance_id)
            if clause.state not in CLOSED
        ]
        parties = queries.parties(session, charter.id) if charter else []
        taken: dict[int, list[dict[str, Any]]] = {party.id: [] for party in parties}
        for clause, version in rows:
            _share(session, clause, version, today, taken)
        chosen = template_of(charter)
        return {
            "instance": instance_id,
            "title": charter.title if charter else None,
            "mandate": mandate_json(queries.mandate(session, charter.id)) if charter else None,
            "parties": [{**party_json(party), "takes_on": taken[party.id]} for party in parties],
            "chapters": _chapters(chosen, rows),
            **gaps(session, instance_id, rows),
        }


def gaps_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """The gaps of an overview alone."""
    return {key: found[key] for key in GAPS}


def _share(
    session: Session,
    clause: Clause,
    version: ClauseVersion,
    today: date,
    taken: Mapping[int, list[dict[str, Any]]],
) -> None:
    """Puts every sentence of a clause that somebody should answer for with its parties."""
    sentences = {sentence.ordinal: sentence for sentence in version.sentences}
    told = queries.follow_ups(session, clause.id)
    stands = {word.party.id: word.state for word in words(session, clause, version)}
    stored = queries.commitments(session, version.id)
    of = {"clause": clause.id, "article": clause.number, "version": version.number, "title": version.title}
    for row in stored:
        if row.party_id is not None:
            one = commitment_json(row, sentences[row.ordinal], told.get((row.key, row.party_id)), today)
            taken[row.party_id].append({**of, "state": clause.state, "agreement": stands[row.party_id], **one})


def _chapters(chosen: Template, rows: list[tuple[Clause, ClauseVersion]]) -> list[dict[str, Any]]:
    """The template's chapters with their articles by number, empty ones too; last, without a theme, what no chapter takes."""
    by_theme: dict[str | None, list[dict[str, Any]]] = {}
    for clause, version in sorted(rows, key=lambda row: (row[0].number or 0, row[0].id)):
        theme = clause.chapter if chosen.chapter(clause.chapter) else None
        by_theme.setdefault(theme, []).append(
            {
                "clause": clause.id,
                "article": clause.number,
                "eid": eid(clause),
                "title": version.title,
                "state": clause.state,
                "state_sv": NAMES[ClauseState(clause.state)],
                "version": version.number,
            }
        )
    found: list[dict[str, Any]] = [
        {"theme": one.theme, "eid": one.eid, "title": one.title, "articles": by_theme.get(one.theme, [])}
        for one in chosen.chapters
    ]
    rest = by_theme.get(None)
    return [*found, {"theme": None, "eid": None, "title": "Övrigt", "articles": rest}] if rest else found
