"""Change reaches the text (promise 7): citations move along with an edited source where their quote still stands in it; the
sentences that rest on what doesn't stand any more are stale, each with what its source said then and what it says now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mappings.text import Span, again, became, plain
from sidecar.charter import queries
from sidecar.charter.models import CitationMove, CitationRow, Clause, ClauseSentence, ClauseVersion
from sidecar.core.audit import record
from sidecar.core.context import Context
from sidecar.core.db import Database, now
from sidecar.mapping.service import split
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import Contribution, Instance, Revision, Status
from sidecar.sync.queries import instance

PULL = "pull"
"""Who moves a citation: nobody but what a pull brought."""

EDITED = "edited"
WHY: dict[str, str] = {
    EDITED: "har ändrats",
    Status.withdrawn: "har dragits tillbaka",
    Status.hidden: "har dolts i Decidim",
    Status.vanished: "finns inte längre i Decidim",
    Status.erased: "har raderats på begäran",
}
"""Why a source no longer carries a sentence → how a person is told."""


@dataclass(frozen=True)
class Stale:
    """One source that no longer carries one sentence. before: what it said, as plain text; after: what stands in that place now,
    None where the words were taken out or the whole text is gone. ordinal −1: the title. source: `proposal:12`, `comment:34`.
    """

    clause: str
    version: int
    ordinal: int
    sentence: str
    source: str
    url: str | None
    why: str
    before: str
    after: str | None

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "why_sv": WHY[self.why]}


def follow(context: Context, instance_id: str) -> None:
    """Called after each pull: every citation of an edited text, in every version there ever was, moves to where its quote stands
    now. Words of versions stay as they are; each place that is left is kept, and the audit says of which clause how many."""
    with context.db.session() as session:
        texts = _Texts(session, instance(session, instance_id))
        moved: Counter[tuple[str, int]] = Counter()
        for citation, clause, version, source in queries.left_behind(session, instance_id):
            place = texts.place(citation, source.revision_id)
            if place is None:
                continue
            session.add(
                CitationMove(
                    citation_id=citation.id,
                    revision_id=citation.revision_id,
                    start=citation.start,
                    end=citation.end,
                    at=now(),
                )
            )
            citation.revision_id, citation.start, citation.end = source.revision_id, place, place + len(citation.quote)
            moved[clause.id, version.number] += 1
        for clause_id in sorted({clause_id for clause_id, _ in moved}):
            told = {str(number): count for (one, number), count in sorted(moved.items()) if one == clause_id}
            record(session, PULL, "citations.moved", clause_id, by_version=told)


def stale_of(session: Session, clause: Clause, version: ClauseVersion) -> list[Stale]:
    """Everything that a version rests on and that no longer stands, in the order of its sentences."""
    place = instance(session, queries.instance_of(session, clause.id))
    texts = _Texts(session, place)
    sources = queries.sources(session, version.id)
    return [
        _stale(texts, version, sentence, citation, source, place.base_url)
        for sentence in version.sentences
        for citation in sentence.citations
        if (source := sources[citation.revision_id]).status != Status.present or source.revision_id != citation.revision_id
    ]


def stale_in(db: Database, instance_id: str) -> list[Stale]:
    """The same for a whole charter: of each clause the newest version, the newest that was approved, and the one in force."""
    with db.session() as session:
        instance(session, instance_id)
        found: list[Stale] = []
        for clause, latest in sorted(queries.latest_versions(session, instance_id), key=lambda pair: pair[0].id):
            held = queries.version(session, clause.id, clause.in_force) if clause.in_force else None
            shown = {row.number: row for row in (held, queries.latest_approved(session, clause.id), latest) if row is not None}
            found += [one for number in sorted(shown) for one in stale_of(session, clause, shown[number])]
        return found


def moves_json(session: Session, version: ClauseVersion) -> list[dict[str, Any]]:
    """Each move of a version's citations: from where to where, and when."""
    left = queries.moves(session, version.id)
    found = []
    for sentence in version.sentences:
        for citation in sentence.citations:
            steps = left.get(citation.id, [])
            places: list[CitationMove | CitationRow] = [*steps, citation]
            for step, after in zip(steps, places[1:], strict=True):
                found.append(
                    {
                        "sentence": sentence.ordinal,
                        "quote": citation.quote,
                        "before": {"revision": step.revision_id, "start": step.start, "end": step.end},
                        "after": {"revision": after.revision_id, "start": after.start, "end": after.end},
                        "at": step.at.isoformat(),
                    }
                )
    return found


class _Texts:
    """Statements of stored texts, each text split once."""

    def __init__(self, session: Session, place: Instance) -> None:
        self._session = session
        self._allowed, self._default = tuple(place.locales) or (place.default_locale,), place.default_locale
        self._spans: dict[str, list[Span]] = {}

    def place(self, citation: CitationRow, revision_id: str) -> int | None:
        """Where the quote stands in another text of the same contribution: as the whole statement, or the same part of it."""
        if citation.quote not in self._stored(revision_id).get(citation.field, {}).get(citation.locale, ""):
            return None
        held = self.held(citation)
        found = None if held is None else again(self._of(citation.revision_id), self._of(revision_id), held)
        return None if held is None or found is None else found.start + citation.start - held.start

    def became(self, citation: CitationRow, revision_id: str) -> str | None:
        held = self.held(citation)
        found = None if held is None else became(self._of(citation.revision_id), self._of(revision_id), held)
        return None if found is None else found.text

    def held(self, citation: CitationRow) -> Span | None:
        """The statement that a citation is, or is a part of."""
        here = (one for one in self._of(citation.revision_id) if (one.field, one.locale) == (citation.field, citation.locale))
        return next((one for one in here if one.start <= citation.start and citation.end <= one.end), None)

    def _of(self, revision_id: str) -> list[Span]:
        if revision_id not in self._spans:
            self._spans[revision_id] = split(self._stored(revision_id), self._allowed, self._default)
        return self._spans[revision_id]

    def _stored(self, revision_id: str) -> dict[str, dict[str, str]]:
        return self._session.get_one(Revision, revision_id).texts


def _stale(
    texts: _Texts, version: ClauseVersion, sentence: ClauseSentence, citation: CitationRow, source: Contribution, base: str
) -> Stale:
    there = source.status == Status.present
    return Stale(
        clause=version.clause_id,
        version=version.number,
        ordinal=sentence.ordinal,
        sentence=sentence.text,
        source=f"{source.kind}:{source.remote_id}",
        url=safe_url(source.url, base),
        why=EDITED if there else source.status,
        before=plain(citation.quote).text,
        after=texts.became(citation, source.revision_id) if there else None,
    )
