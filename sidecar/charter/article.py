"""One article as it is shown to people: its text with sources, who stands for it and against it, and who takes it on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.drafting import Sentence
from mappings.drafting.lix import lix, lix_level
from mappings.drafting.render import shown
from mappings.drafting.template import ORDER
from sidecar.charter import queries
from sidecar.charter.agreements import word_json, words
from sidecar.charter.articles import eid
from sidecar.charter.commitments import ANSWERED, shares_json, unowned
from sidecar.charter.models import Clause, ClauseSentence, ClauseVersion
from sidecar.charter.service import TITLE
from sidecar.charter.states import CLOSED, NAMES, ClauseState
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import Contribution, Instance, Kind, Status

Json = dict[str, Any]


def picked(session: Session, instance_id: str, drafts: bool = False) -> list[tuple[Clause, ClauseVersion]]:
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


def article_json(session: Session, instance: Instance, clause: Clause, version: ClauseVersion, today: date) -> Json:
    """A clause in one of its versions, as `export.schema.ArticleSchema` says. today: decides what is overdue."""
    stale = queries.stale_sentences(session, [version.id]).get(version.id, set())
    sources = queries.sources(session, version.id)
    said = [sentence for sentence in version.sentences if sentence.ordinal != TITLE]
    text = " ".join(sentence.text for sentence in said if sentence.kind != "count")
    value = lix(text)
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
        "agreements": [word_json(word) for word in words(session, clause, version)],
        "commitments": _commitments(session, clause, version, today),
        "not_taken_on": [one.ordinal for one in unowned(version, queries.commitments(session, version.id), ANSWERED)],
    }


def _commitments(session: Session, clause: Clause, version: ClauseVersion, today: date) -> list[Json]:
    left_out = {"clause", "article", "version", "title"}  # they stand with the article
    return [
        {key: value for key, value in row.items() if key not in left_out}
        for row in shares_json(session, clause, version, today)
        if row["party"] is not None
    ]


def _sentence(
    one: ClauseSentence, version: ClauseVersion, instance: Instance, sources: dict[str, Contribution], stale: set[int]
) -> Json:
    return {
        "number": one.ordinal,
        "text": one.text,
        "shown": as_shown(one, version.locale),
        "kind": one.kind,
        "stale": one.ordinal in stale,
        "citations": _citations(one, instance, sources),
    }


def as_shown(one: ClauseSentence, locale: str) -> str:
    """The sentence as people read it: a quote in quotation marks."""
    return shown(Sentence(one.text, one.block, (), one.kind), locale)  # type: ignore[arg-type]


def _citations(one: ClauseSentence, instance: Instance, sources: dict[str, Contribution]) -> list[Json]:
    found = []
    for row in one.citations:
        source = sources[row.revision_id]
        found.append(
            {
                "source": f"{source.kind}:{source.remote_id}",
                "on": f"{Kind.proposal}:{source.proposal_remote_id}" if source.kind == Kind.comment else None,
                "url": safe_url(source.url, instance.base_url),
                "revision": row.revision_id,
                "field": row.field,
                "locale": row.locale,
                "start": row.start,
                "end": row.end,
                "quote": row.quote,
                "status": source.status,
                "present": source.status == Status.present,
                "unchanged": source.revision_id == row.revision_id,
            }
        )
    return found
