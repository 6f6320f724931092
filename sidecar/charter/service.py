"""Use cases of the charter: draft clauses from groups, verify, approve. Nothing is saved that the verifier refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from mappings.drafting import Citation, ClauseDraft, Sentence, Violation, draft, verify
from sidecar.charter import queries
from sidecar.charter.articles import eid, number_articles
from sidecar.charter.commitments import refresh
from sidecar.charter.errors import CharterError
from sidecar.charter.members import Standing, standings
from sidecar.charter.models import Charter, CitationRow, Clause, ClauseSentence, ClauseState, ClauseVersion
from sidecar.charter.states import CLOSED, HOLDS, NAMES
from sidecar.charter.steps import text_changed
from sidecar.core.audit import record
from sidecar.core.db import Database, digest, now
from sidecar.core.settings import Settings
from sidecar.sync import queries as sync_queries

TITLE = -1
"""Ordinal of the title among a version's sentences: it cites like they do."""


@dataclass
class DraftResult:
    """What drafting did. `refused`: groups whose draft the verifier refused, with every reason; none of it was saved.

    `deserted`: clauses that rest on nothing any more, since every text behind them was edited away, withdrawn or has vanished.
    They keep their last version, every sentence of it stale, for a person to decide on. `resting`: clauses that a person has set
    down or paused; no new text is written. `to_revise`: what is adopted and got a new text: it holds as it was until a person
    takes it up.
    """

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    waiting: int = 0
    deserted: list[str] = field(default_factory=list)
    resting: int = 0
    to_revise: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "single_voices": self.waiting,
            "deserted": self.deserted,
            "resting": self.resting,
            "to_revise": self.to_revise,
            "refused": [{"group": one, "sv": why} for one, why in self.refused],
        }


def marker(settings: Settings, clause_id: str, number: int) -> str:
    """The public address of a clause version: the marker in what is pushed."""
    return f"{settings.marker_root}{clause_id}/{number}"


def draft_clauses(db: Database, instance_id: str, *, min_voices: int = 2) -> DraftResult:
    """A clause for each group on which at least `min_voices` contributions take a side; a new version where the text changed.

    Groups with fewer wait, and their contributions stay undecided in the ledger.
    """
    result = DraftResult()
    with db.session() as session:
        instance = sync_queries.instance(session, instance_id)
        charter = charter_of(session, instance_id, instance.name)
        known = {row.group_id: row for row in queries.clauses(session, instance_id)}
        found = standings(session, instance_id)
        standing_groups = {standing.group_id for standing in found}
        result.deserted = sorted(row.id for group, row in known.items() if group not in standing_groups)
        for standing in found:
            if standing.voices < min_voices and standing.group_id not in known:
                result.waiting += 1
                continue
            _draft_one(session, charter, known.get(standing.group_id), standing, instance.default_locale, result)
        number_articles(session, charter)
    return result


def approve(db: Database, clause_id: str, *, actor: str) -> ClauseVersion:
    """The newest version may be pushed. Raises CharterError where the verifier finds that a source has moved."""
    with db.session() as session:
        clause = queries.clause(session, clause_id)
        version = queries.latest_version(session, clause_id)
        if version is None:
            raise CharterError(f"Paragraf {clause_id} har ingen text att godkänna.")
        if version.approved_at is not None:
            return version
        found = [violation.sv for violation in check(session, version)] or moved(session, version)
        if clause.state in CLOSED | {ClauseState.paused}:
            found.append(f"Paragrafen är {NAMES[ClauseState(clause.state)]}.")
        if found:
            raise CharterError(f"Paragraf {clause_id} kan inte godkännas: " + " ".join(found))
        version.approved_at, version.approved_by = now(), actor
        record(session, actor, "clause.approved", clause_id, version=version.number)
        return version


def check(session: Session, version: ClauseVersion) -> tuple[Violation, ...]:
    """What the verifier says of a stored version, against what is stored now."""
    return verify(as_draft(version), lambda revision, name, locale: queries.stored_text(session, revision, name, locale))


def moved(session: Session, version: ClauseVersion) -> list[str]:
    """Why a version no longer says what people say: its sources were edited, withdrawn or have vanished. Empty: all stand."""
    stale = len(queries.stale_sentences(session, [version.id]).get(version.id, ()))
    if not stale:
        return []
    return [
        f"{stale} av meningarna i version {version.number} vilar på text som har ändrats, dragits tillbaka eller "
        "försvunnit i Decidim. Gör om utkastet med `sidecar map` och `sidecar draft`, läs den nya versionen och godkänn den."
    ]


def as_draft(version: ClauseVersion) -> ClauseDraft:
    title = next(s for s in version.sentences if s.ordinal == TITLE)
    return ClauseDraft(
        title=version.title,
        title_citations=_citations(title),
        sentences=tuple(
            Sentence(s.text, s.block, _citations(s), s.kind, s.number)  # type: ignore[arg-type]
            for s in version.sentences
            if s.ordinal != TITLE
        ),
        support=version.support,
        opposition=version.opposition,
        locale=version.locale,
    )


def version_json(clause: Clause, version: ClauseVersion, stale: set[int]) -> dict[str, Any]:
    """A version with every span that its sentences rest on. `stale`: ordinals of sentences whose sources have moved."""
    return {
        "id": clause.id,
        "state": clause.state,
        "state_sv": NAMES[ClauseState(clause.state)],
        "article": clause.number,
        "eid": eid(clause),
        "chapter": clause.chapter,
        "in_force": clause.in_force,
        "version": version.number,
        "title": version.title,
        "support": version.support,
        "opposition": version.opposition,
        "approved_by": version.approved_by,
        "approved_at": version.approved_at.isoformat() if version.approved_at else None,
        "sentences": [
            {
                "text": s.text,
                "block": s.block,
                "kind": s.kind,
                "stale": s.ordinal in stale,
                "citations": [_citation_json(c) for c in s.citations],
            }
            for s in version.sentences
            if s.ordinal != TITLE
        ],
    }


def _citation_json(citation: CitationRow) -> dict[str, Any]:
    return {
        "revision": citation.revision_id,
        "field": citation.field,
        "locale": citation.locale,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _draft_one(
    session: Session, charter: Charter, clause: Clause | None, standing: Standing, locale: str, result: DraftResult
) -> None:
    if clause is not None and clause.state in CLOSED | {ClauseState.paused}:
        result.resting += 1
        return
    if standing.unsaid:
        result.refused.append((standing.group_id, f"{len(standing.unsaid)} kommentarer tar ställning utan text att citera."))
        return
    made = draft(
        standing.members,
        supporting=standing.supporting,
        opposing=standing.opposing,
        needs=standing.needs,
        representative=standing.representative,
        locale=locale,
    )
    found = verify(made, lambda revision, name, where: queries.stored_text(session, revision, name, where))
    if found:
        result.refused.append((standing.group_id, " ".join(violation.sv for violation in found)))
        return
    if clause is None:
        clause = Clause(id=digest(standing.group_id)[:8], charter_id=charter.id, group_id=standing.group_id)
        clause.state, clause.created_at = ClauseState.draft, now()
        session.add(clause)
        session.flush()
    clause.chapter = clause.chapter or standing.theme
    last = queries.latest_version(session, clause.id)
    named = content_hash(made)
    bearers = {member.citation: member.bearer for member in standing.members if member.bearer}
    if last is not None and (last.hash == named or same_text(as_draft(last), made)):
        result.unchanged += 1
        refresh(session, clause, last, bearers)
        return
    version = _save(session, clause, made, named, (last.number if last else 0) + 1)
    refresh(session, clause, version, bearers)
    if last is None:
        result.new += 1
    else:
        result.revised += 1
        text_changed(session, clause, version)
    if clause.state in HOLDS:
        result.to_revise.append(clause.id)


def _save(session: Session, clause: Clause, made: ClauseDraft, named: str, number: int) -> ClauseVersion:
    version = ClauseVersion(clause_id=clause.id, number=number, locale=made.locale, title=made.title, hash=named)
    version.support, version.opposition, version.created_at = made.support, made.opposition, now()
    title = Sentence(made.title, "support", made.title_citations)
    version.sentences = [_sentence(n, s) for n, s in enumerate([title, *made.sentences], start=TITLE)]
    session.add(version)
    session.flush()
    return version


def _sentence(ordinal: int, sentence: Sentence) -> ClauseSentence:
    return ClauseSentence(
        ordinal=ordinal,
        block="title" if ordinal == TITLE else sentence.block,
        kind=sentence.kind,
        text=sentence.text,
        number=sentence.number,
        citations=[
            CitationRow(revision_id=c.revision_id, field=c.field, locale=c.locale, start=c.start, end=c.end, quote=c.quote)
            for c in sentence.citations
        ],
    )


def _citations(sentence: ClauseSentence) -> tuple[Citation, ...]:
    return tuple(Citation(c.revision_id, c.field, c.locale, c.start, c.end, c.quote) for c in sentence.citations)


def content_hash(made: ClauseDraft) -> str:
    """Names what a version says and rests on: the same words from the same spans are the same version."""
    said = [[s.block, s.kind, s.text, s.number, _spans(s.citations)] for s in made.sentences]
    return digest(json.dumps([made.title, _spans(made.title_citations), made.support, made.opposition, said]))


def same_text(one: ClauseDraft, other: ClauseDraft) -> bool:
    """The same sentences from the same places as they are now, in whatever order: a source that was edited around its quotes, and
    has other ids since, gives no new text."""
    return _said(one) == _said(other)


def _said(made: ClauseDraft) -> list[Any]:
    sentences = sorted([s.block, s.kind, s.text, str(s.number), sorted(map(str, _spans(s.citations)))] for s in made.sentences)
    return [made.title, sorted(map(str, _spans(made.title_citations))), made.support, made.opposition, made.locale, sentences]


def _spans(citations: Sequence[Citation]) -> list[list[str | int]]:
    return [[c.revision_id, c.field, c.locale, c.start, c.end] for c in citations]


def charter_of(session: Session, instance_id: str, name: str) -> Charter:
    found = queries.charter(session, instance_id)
    if found is None:
        found = Charter(
            instance_id=instance_id,
            title=f"Lokalt samhällskontrakt för {name}" if name else "Lokalt samhällskontrakt",
            created_at=now(),
        )
        session.add(found)
        session.flush()
    return found
