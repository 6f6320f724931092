"""The charter as a whole: what each party takes on, what nobody has taken on, and whom and what the clauses don't speak of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template, template
from mappings.tagging.names import name_sv
from mappings.tagging.types import ASKS, THEMES
from sidecar.charter import queries
from sidecar.charter.agreements import on_the_table, words
from sidecar.charter.articles import eid
from sidecar.charter.commitments import ANSWERED, DUTIES, commitment_json, unowned
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.charter.parties import mandate_json, party_json
from sidecar.charter.states import CLOSED, NAMES, ClauseState
from sidecar.core.db import Database
from sidecar.mapping import queries as mapping_queries
from sidecar.sync import queries as sync_queries

ASKED = ASKS | {"need"}
"""Norms of statements that a charter could answer."""


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
        nobody: list[dict[str, Any]] = []
        for clause, version in rows:
            _share(session, clause, version, today, taken, nobody)
        chosen = template(charter.template) if charter else template()
        return {
            "instance": instance_id,
            "title": charter.title if charter else None,
            "mandate": mandate_json(queries.mandate(session, charter.id)) if charter else None,
            "parties": [{**party_json(party), "takes_on": taken[party.id]} for party in parties],
            "nobody": nobody,
            "chapters": _chapters(chosen, rows),
            **_unspoken(session, instance_id, rows),
        }


def _share(
    session: Session,
    clause: Clause,
    version: ClauseVersion,
    today: date,
    taken: Mapping[int, list[dict[str, Any]]],
    nobody: list[dict[str, Any]],
) -> None:
    """Puts every sentence of a clause that somebody should answer for with its parties, or with nobody."""
    sentences = {sentence.ordinal: sentence for sentence in version.sentences}
    told = queries.follow_ups(session, clause.id)
    stands = {word.party.id: word.state for word in words(session, clause, version)}
    stored = queries.commitments(session, version.id)
    of = {"clause": clause.id, "article": clause.number, "version": version.number, "title": version.title}
    for row in stored:
        if row.party_id is not None:
            one = commitment_json(row, sentences[row.ordinal], told.get((row.key, row.party_id)), today)
            taken[row.party_id].append({**of, "state": clause.state, "agreement": stands[row.party_id], **one})
    for sentence in unowned(version, stored, ANSWERED):
        duty = sentence.block in DUTIES
        nobody.append({**of, "sentence": sentence.ordinal, "block": sentence.block, "text": sentence.text, "duty": duty})


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


def _unspoken(session: Session, instance_id: str, rows: list[tuple[Clause, ClauseVersion]]) -> dict[str, Any]:
    """Themes and people that voices speak of and no clause does, with how many contributions do.

    A theme is spoken of where a clause stands in its chapter or rests on a statement about it, people where it rests on a
    statement that names them as entitled.
    """
    group_ids = {clause.group_id for clause, _version in rows}
    held = {
        statement
        for group_id, statements in mapping_queries.members(session, instance_id).items()
        if group_id in group_ids
        for statement in statements
    }
    themes: dict[str, set[int]] = {}
    holders: dict[str, set[int]] = {}
    spoken_themes = {clause.chapter for clause, _version in rows}
    spoken_holders: set[str | None] = set()
    for statement, tag, contribution in mapping_queries.current_statements(session, instance_id):
        if statement.id in held:
            spoken_themes.add(tag.theme)
            spoken_holders.add(tag.holder)
        if tag.norm_type in ASKED and tag.theme in THEMES:
            themes.setdefault(tag.theme, set()).add(contribution.id)
        if tag.norm_type in ASKED and tag.holder not in (None, "everyone", "other"):
            holders.setdefault(str(tag.holder), set()).add(contribution.id)
    return {
        "themes_without_clause": _counted("theme", themes, spoken_themes),
        "people_without_clause": _counted("people", holders, spoken_holders),
    }


def _counted(what: str, found: Mapping[str, set[int]], spoken: set[str | None]) -> list[dict[str, Any]]:
    """Those that most voices speak of first."""
    left = [(one, len(voices)) for one, voices in found.items() if one not in spoken]
    left.sort(key=lambda pair: (-pair[1], pair[0]))
    return [{what: one, "sv": name_sv(one), "voices": voices} for one, voices in left]
