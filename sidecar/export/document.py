"""The charter as one document, from what is stored: the same bytes each time, whoever asks. Every format is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template
from mappings.drafting import Sentence
from mappings.drafting.lix import lix, lix_level
from mappings.drafting.render import shown
from mappings.drafting.template import ORDER
from sidecar.charter import queries
from sidecar.charter.agreements import word_json, words
from sidecar.charter.articles import eid, template_of
from sidecar.charter.commitments import shares_json, unowned
from sidecar.charter.models import Clause, ClauseSentence, ClauseVersion
from sidecar.charter.overview import overview
from sidecar.charter.parties import mandate_json
from sidecar.charter.service import TITLE, check
from sidecar.charter.states import CLOSED, NAMES, ClauseState
from sidecar.core.db import Database
from sidecar.export.errors import ExportError
from sidecar.ledger import reasons
from sidecar.ledger.service import Line, lines
from sidecar.mapping import queries as mapping_queries
from sidecar.sync import queries as sync_queries
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import Contribution, Instance, Status

FORMAT = 1
"""Raised when the JSON changes so that a reader must change."""


@dataclass(frozen=True)
class Exported:
    """document: see `schema.DocumentSchema`. refused: (id, why) of clauses that the verifier keeps out of it."""

    document: dict[str, Any]
    refused: tuple[tuple[str, str], ...]


def charter_document(db: Database, instance_id: str, *, today: date, drafts: bool = False) -> Exported:
    """The charter of an instance. today: decides what is overdue, and nothing else.

    drafts: also clauses that nobody has approved, in their newest version, marked as drafts. What was adopted stands in the
    version in force. Raises ExportError where there is no charter yet, TemplateError for a template that isn't there.
    """
    told = overview(db, instance_id, today=today)
    fates = lines(db, instance_id)
    with db.session() as session:
        charter = queries.charter(session, instance_id)
        if charter is None:
            raise ExportError(f"Det finns inget kontrakt för {instance_id} än. Gör utkast först: sidecar run {instance_id}")
        instance = sync_queries.instance(session, instance_id)
        chosen = template_of(charter)
        refused: list[tuple[str, str]] = []
        articles: list[dict[str, Any]] = []
        for clause, version in _picked(session, instance_id, drafts):
            faults = check(session, version)
            if faults:
                refused.append((clause.id, " ".join(dict.fromkeys(fault.sv for fault in faults))))
            else:
                articles.append(_article(session, instance, clause, version, today))
        document = {
            "format_version": FORMAT,
            "instance": instance_id,
            "municipality": instance.name,
            "title": charter.title,
            "template": {"name": chosen.name, "source": chosen.source},
            "mandate": mandate_json(queries.mandate(session, charter.id)),
            "parties": [_party(one, articles) for one in told["parties"]],
            "chapters": _chapters(chosen, articles),
            "themes_without_clause": told["themes_without_clause"],
            "people_without_clause": told["people_without_clause"],
            "ledger": _sums(fates, reasons.known(session, instance_id)),
            "made_by": _made_by(session, instance_id),
        }
    return Exported(document, tuple(sorted(refused)))


def _picked(session: Session, instance_id: str, drafts: bool) -> list[tuple[Clause, ClauseVersion]]:
    """What holds, else the newest approved, else (drafts) the newest; by article."""
    newest = {clause.id: (clause, version) for clause, version in queries.latest_versions(session, instance_id)}
    approved = {clause.id: version for clause, version in queries.approved_versions(session, instance_id)}
    found: list[tuple[Clause, ClauseVersion]] = []
    for clause, latest in newest.values():
        if clause.state in CLOSED:
            continue
        held = queries.version(session, clause.id, clause.in_force) if clause.in_force else None
        version = held or approved.get(clause.id) or (latest if drafts else None)
        if version is not None:
            found.append((clause, version))
    return sorted(found, key=lambda pair: (pair[0].number or 0, pair[0].id))


def _article(session: Session, instance: Instance, clause: Clause, version: ClauseVersion, today: date) -> dict[str, Any]:
    stale = queries.stale_sentences(session, [version.id]).get(version.id, set())
    sources = queries.sources(session, version.id)
    said = [sentence for sentence in version.sentences if sentence.ordinal != TITLE]
    text = " ".join(sentence.text for sentence in said if sentence.kind != "count")
    value = lix(text)
    stands = words(session, clause, version)
    title = next((sentence for sentence in version.sentences if sentence.ordinal == TITLE), None)
    return {
        "clause": clause.id,
        "article": clause.number,
        "eid": eid(clause),
        "chapter": clause.chapter,
        "title": version.title,
        "title_citations": _citations(title, instance, sources) if title else [],
        "version": version.number,
        "hash": version.hash,
        "language": version.locale,
        "state": clause.state,
        "state_sv": NAMES[ClauseState(clause.state)],
        "approved": version.approved_at is not None,
        "in_force": clause.in_force == version.number,
        "support": version.support,
        "opposition": version.opposition,
        "lix": value,
        "lix_sv": lix_level(value) if value is not None else None,
        "blocks": [
            {
                "block": block,
                "sentences": [_sentence(one, version, instance, sources, stale) for one in said if one.block == block],
            }
            for block in ORDER
            if any(one.block == block for one in said)
        ],
        "agreements": [word_json(word) for word in stands],
        "commitments": _commitments(session, clause, version, today),
        "not_taken_on": [one.ordinal for one in unowned(version, queries.commitments(session, version.id))],
    }


def _commitments(session: Session, clause: Clause, version: ClauseVersion, today: date) -> list[dict[str, Any]]:
    left_out = {"clause", "article", "version", "title"}  # they stand with the article
    return [
        {key: value for key, value in row.items() if key not in left_out}
        for row in shares_json(session, clause, version, today)
        if row["party"] is not None
    ]


def _sentence(
    one: ClauseSentence, version: ClauseVersion, instance: Instance, sources: dict[str, Contribution], stale: set[int]
) -> dict[str, Any]:
    return {
        "number": one.ordinal,
        "text": one.text,
        "shown": _shown(one, version.locale),
        "kind": one.kind,
        "stale": one.ordinal in stale,
        "citations": _citations(one, instance, sources),
    }


def _shown(one: ClauseSentence, locale: str) -> str:
    return shown(Sentence(one.text, one.block, (), one.kind), locale)  # type: ignore[arg-type]


def _citations(one: ClauseSentence, instance: Instance, sources: dict[str, Contribution]) -> list[dict[str, Any]]:
    found = []
    for row in one.citations:
        source = sources[row.revision_id]
        found.append(
            {
                "source": f"{source.kind}:{source.remote_id}",
                "url": safe_url(source.url, instance.base_url),
                "revision": row.revision_id,
                "field": row.field,
                "locale": row.locale,
                "start": row.start,
                "end": row.end,
                "quote": row.quote,
                "present": source.status == Status.present,
                "unchanged": source.revision_id == row.revision_id,
            }
        )
    return found


def _party(told: dict[str, Any], articles: list[dict[str, Any]]) -> dict[str, Any]:
    """A party with what it takes on in the articles that are shown. Who signs for it stands with each agreement."""
    of = [
        {"clause": article["clause"], "article": article["article"], **row}
        for article in articles
        for row in article["commitments"]
    ]
    takes_on = [{key: row[key] for key in ("clause", "article", "sentence")} for row in of if row["party"] == told["id"]]
    return {**{key: told[key] for key in ("id", "name", "kind", "kind_sv", "through")}, "takes_on": takes_on}


def _chapters(chosen: Template, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The template's chapters that have articles, in its order; last what no chapter takes."""
    found = []
    for number, chapter in enumerate(chosen.chapters, start=1):
        mine = [one for one in articles if one["chapter"] == chapter.theme]
        found.append({"theme": chapter.theme, "eid": chapter.eid, "number": number, "title": chapter.title, "articles": mine})
    rest = [one for one in articles if chosen.chapter(one["chapter"]) is None]
    if rest:
        found.append({"theme": None, "eid": None, "number": len(found) + 1, "title": "Övrigt", "articles": rest})
    return [one for one in found if one["articles"]]


def _sums(fates: list[Line], told: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Where all contributions ended: how many in each state, and why those that were set aside were."""
    sums: dict[str, int] = {}
    why: dict[str, dict[str, Any]] = {}
    for line in fates:
        sums[line.fate] = sums.get(line.fate, 0) + 1
        if line.fate in ("set_aside", "undecided"):
            row = why.setdefault(line.reason, _reason(line, told))
            row["count"] += 1
    return {"contributions": len(fates), "sums": dict(sorted(sums.items())), "reasons": [why[one] for one in sorted(why)]}


def _reason(line: Line, told: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    sv, en = told.get(line.reason, (line.reason, line.reason))
    return {"fate": line.fate, "reason": line.reason, "sv": sv, "en": en, "count": 0}


def _made_by(session: Session, instance_id: str) -> dict[str, Any]:
    """What tagged the statements: versions of rules and model, and how many tags each way of giving them stands for."""
    return {
        "tags": mapping_queries.tag_sources(session, instance_id),
        "versions": mapping_queries.tag_versions(session, instance_id),
    }
