"""The charter as one document, from what is stored: the same bytes each time, whoever asks. Every format is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import BLOCKS, Template
from mappings.chapters.headings import BLOCK_OF
from sidecar.charter import queries
from sidecar.charter.article import article_json, picked
from sidecar.charter.articles import template_of
from sidecar.charter.gaps import gaps
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.charter.parties import mandate_json, party_json
from sidecar.charter.service import check
from sidecar.core.db import Database
from sidecar.export.errors import ExportError
from sidecar.ledger import reasons
from sidecar.ledger.service import Line, lines
from sidecar.mapping import queries as mapping_queries
from sidecar.sync import queries as sync_queries

FORMAT = 2
"""Raised when the JSON changes so that a reader must change."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Exported:
    """document: see `schema.DocumentSchema`. refused: (id, why) of clauses that the verifier keeps out of it."""

    document: Json
    refused: tuple[tuple[str, str], ...]


def charter_document(db: Database, instance_id: str, *, today: date, drafts: bool = False) -> Exported:
    """The charter of an instance. today: decides what is overdue, and nothing else.

    drafts: also clauses that nobody has approved, in their newest version, marked as drafts. What was adopted stands in the
    version in force. Gaps are those of the clauses that are shown. Raises ExportError where there is no charter yet,
    TemplateError for a template that isn't there.
    """
    fates = lines(db, instance_id)
    with db.session() as session:
        charter = queries.charter(session, instance_id)
        if charter is None:
            raise ExportError(f"Det finns inget kontrakt för {instance_id} än. Gör utkast först: sidecar run {instance_id}")
        instance = sync_queries.instance(session, instance_id)
        chosen = template_of(charter)
        refused: list[tuple[str, str]] = []
        shown: list[tuple[Clause, ClauseVersion]] = []
        for clause, version in picked(session, instance_id, drafts):
            faults = check(session, version)
            if faults:
                refused.append((clause.id, " ".join(dict.fromkeys(fault.sv for fault in faults))))
            else:
                shown.append((clause, version))
        articles = [article_json(session, instance, clause, version, today) for clause, version in shown]
        parties = [party_json(row) for row in queries.parties(session, charter.id)]
        document = {
            "format_version": FORMAT,
            "instance": instance_id,
            "municipality": instance.name,
            "title": charter.title,
            "template": {
                "name": chosen.name,
                "language": chosen.language,
                "source": chosen.source,
                "headings": {**chosen.headings},
            },
            "mandate": mandate_json(queries.mandate(session, charter.id)),
            "parties": [_party(one, articles) for one in parties],
            "chapters": _chapters(chosen, articles),
            "gaps": gaps(session, instance_id, shown),
            "ledger": _sums(fates, reasons.known(session, instance_id)),
            "made_by": _made_by(session, instance_id),
        }
    return Exported(document, tuple(sorted(refused)))


def _party(told: Json, articles: list[Json]) -> Json:
    """A party with what it takes on in the articles that are shown, and how it stands to each that it has said something of."""
    takes_on = [
        {"clause": article["clause"], "article": article["article"], "sentence": row["sentence"]}
        for article in articles
        for row in article["commitments"]
        if row["party"] == told["id"]
    ]
    agreed_to = [
        {
            "clause": article["clause"],
            "article": article["article"],
            **{key: row[key] for key in ("state", "version", "hash", "signed_by", "signed_on")},
        }
        for article in articles
        for row in article["agreements"]
        if row["party"] == told["id"] and row["version"] is not None
    ]
    keys = ("id", "name", "kind", "kind_sv", "through", "signatory")
    return {**{key: told[key] for key in keys}, "takes_on": takes_on, "agreed_to": agreed_to}


def _chapters(chosen: Template, articles: list[Json]) -> list[Json]:
    """The template's chapters that have articles, in its order; last what no chapter takes."""
    found = []
    for number, chapter in enumerate(chosen.chapters, start=1):
        mine = [one for one in articles if one["chapter"] == chapter.theme]
        found.append(_chapter(chapter.theme, chapter.eid, number, chapter.title, mine))
    rest = [one for one in articles if chosen.chapter(one["chapter"]) is None]
    if rest:
        found.append(_chapter(None, None, len(found) + 1, "Övrigt", rest))
    return [one for one in found if one["articles"]]


def _chapter(theme: str | None, eid: str | None, number: int, title: str, articles: list[Json]) -> Json:
    """lacks: those of the template's six parts that no article of the chapter has anything in."""
    filled = {BLOCK_OF.get(block["block"]) for article in articles for block in article["blocks"]}
    filled |= {"indicator" for article in articles for row in article["commitments"] if _measured(row)}
    lacks = [block for block in BLOCKS if block not in filled]
    return {"theme": theme, "eid": eid, "number": number, "title": title, "lacks": lacks, "articles": articles}


def _measured(row: Json) -> bool:
    return bool(row["follow_up"] and row["follow_up"]["indicator"])


def _sums(fates: list[Line], told: Mapping[str, tuple[str, str]]) -> Json:
    """Where all contributions ended: how many in each state, and why those that were set aside were."""
    sums: dict[str, int] = {}
    why: dict[str, Json] = {}
    for line in fates:
        sums[line.fate] = sums.get(line.fate, 0) + 1
        if line.fate in ("set_aside", "undecided"):
            row = why.setdefault(line.reason, _reason(line, told))
            row["count"] += 1
    return {"contributions": len(fates), "sums": dict(sorted(sums.items())), "reasons": [why[one] for one in sorted(why)]}


def _reason(line: Line, told: Mapping[str, tuple[str, str]]) -> Json:
    sv, en = told.get(line.reason, (line.reason, line.reason))
    return {"fate": line.fate, "reason": line.reason, "sv": sv, "en": en, "count": 0}


def _made_by(session: Session, instance_id: str) -> Json:
    """What tagged the statements: versions of rules and model, and how many tags each way of giving them stands for."""
    return {
        "tags": mapping_queries.tag_sources(session, instance_id),
        "versions": mapping_queries.tag_versions(session, instance_id),
    }
