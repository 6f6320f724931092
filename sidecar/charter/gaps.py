"""What a charter lacks, and where it is torn: each gap is a question to put to somebody, never a fault that stops anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from mappings.tagging.names import name_sv
from mappings.tagging.types import ASKS, THEMES
from sidecar.charter import queries
from sidecar.charter.commitments import ANSWERED, DUTIES, unowned
from sidecar.charter.models import CitationRow, Clause, ClauseSentence, ClauseVersion
from sidecar.mapping import queries as mapping_queries
from sidecar.mapping.models import Tag

Rows = Sequence[tuple[Clause, ClauseVersion]]

ASKED = ASKS | {"need"}
"""Norms of statements that a charter could answer."""

NOBODY_NAMED = frozenset({None, "everyone", "other", "nature"})
"""Holders that are no group of people."""


GAPS = ("nobody", "duties_without_holder", "disputed", "themes_without_clause", "people_without_clause")


def gaps(session: Session, instance_id: str, rows: Rows) -> dict[str, Any]:
    """All gaps of these clauses, each in the version that stands beside it, by the names in GAPS."""
    return {
        "nobody": unanswered(session, rows),
        "duties_without_holder": unclaimed(session, instance_id, rows),
        "disputed": disputed(rows),
        **unspoken(session, instance_id, rows),
    }


def unanswered(session: Session, rows: Rows) -> list[dict[str, Any]]:
    """Sentences that somebody should answer for and no party does; duty: false for a right."""
    return [
        {**_place(clause, version, sentence), "duty": sentence.block in DUTIES}
        for clause, version in rows
        for sentence in unowned(version, queries.commitments(session, version.id), ANSWERED)
    ]


def unclaimed(session: Session, instance_id: str, rows: Rows) -> list[dict[str, Any]]:
    """Duties without a holder: sentences whose sources say neither who is entitled nor towards whom the duty is owed.

    A sentence that rests on nothing that is still said (all its sources were edited or taken away) is stale, and no gap.
    """
    tags = {
        (row.revision_id, row.field, row.locale, row.start, row.end): tag
        for row, tag, _who in mapping_queries.current_statements(session, instance_id)
    }
    found = []
    for clause, version in rows:
        for sentence in version.sentences:
            if sentence.block not in DUTIES or sentence.kind == "count":
                continue
            said = [tag for row in sentence.citations if (tag := tags.get(_span(row))) is not None]
            if said and not any(_claimed(tag) for tag in said):
                found.append(_place(clause, version, sentence))
    return found


def disputed(rows: Rows) -> list[dict[str, Any]]:
    """Clauses that voices speak against, those with most against first, with both counts and what is said against."""
    torn = [(clause, version) for clause, version in rows if version.opposition]
    torn.sort(key=lambda row: (-row[1].opposition, row[0].number or 0, row[0].id))
    return [
        {
            "clause": clause.id,
            "article": clause.number,
            "version": version.number,
            "title": version.title,
            "support": version.support,
            "opposition": version.opposition,
            "against": [one.text for one in version.sentences if one.block == "against" and one.kind != "count"],
        }
        for clause, version in torn
    ]


def unspoken(session: Session, instance_id: str, rows: Rows) -> dict[str, Any]:
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
        if tag.norm_type in ASKED and tag.holder not in NOBODY_NAMED:
            holders.setdefault(str(tag.holder), set()).add(contribution.id)
    return {
        "themes_without_clause": _counted("theme", themes, spoken_themes),
        "people_without_clause": _counted("people", holders, spoken_holders),
    }


def _span(row: CitationRow) -> tuple[str, str, str, int, int]:
    return (row.revision_id, row.field, row.locale, row.start, row.end)


def _claimed(tag: Tag) -> bool:
    return tag.holder is not None or tag.counterparty is not None


def _place(clause: Clause, version: ClauseVersion, sentence: ClauseSentence) -> dict[str, Any]:
    return {
        "clause": clause.id,
        "article": clause.number,
        "version": version.number,
        "title": version.title,
        "sentence": sentence.ordinal,
        "block": sentence.block,
        "text": sentence.text,
    }


def _counted(what: str, found: Mapping[str, set[int]], spoken: set[str | None]) -> list[dict[str, Any]]:
    """Those that most voices speak of first."""
    left = [(one, len(voices)) for one, voices in found.items() if one not in spoken]
    left.sort(key=lambda pair: (-pair[1], pair[0]))
    return [{what: one, "sv": name_sv(one), "voices": voices} for one, voices in left]
