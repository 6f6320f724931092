"""Who takes on which sentence of a clause: first as the tags say, then as a person decides; and how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.drafting import Citation
from sidecar.charter import queries
from sidecar.charter.errors import CharterError, given, optional
from sidecar.charter.kinds import STATUS_NAMES, Status
from sidecar.charter.models import Clause, ClauseSentence, ClauseVersion, Commitment, FollowUp, Party
from sidecar.charter.parties import party_of
from sidecar.charter.states import HOLDS, NAMES, ClauseState
from sidecar.core.audit import record
from sidecar.core.db import Database, digest, now

PERSON, TAG = "person", "tag"

DUTIES = frozenset({"commitments", "responsibilities", "participation"})
"""Blocks whose every sentence somebody must answer for before a clause is agreed."""

ANSWERED = DUTIES | {"rights"}
"""And those that somebody should answer for: a right without anyone is shown as a gap, and stops nothing."""

VOICES = frozenset({"title", "support", "against", "needs"})
"""Nobody takes these on."""


@dataclass(frozen=True)
class Report:
    """How a commitment goes, as a person reports it."""

    owner: str
    status: str
    due: date | None = None
    indicator: str = ""


def words_key(text: str) -> str:
    """Names a sentence by its words, whatever spacing and capitals: the same words later are the same commitment."""
    return digest(" ".join(text.casefold().split()))


def refresh(session: Session, clause: Clause, version: ClauseVersion, bearers: Mapping[Citation, str | None]) -> None:
    """Who answers for each sentence of a version: as a person decided for the same words, else as the tags of its sources say.

    What parties have agreed to, and what holds, stays as it was. bearers: span → the bearer that its tag names.
    """
    stored: dict[int, list[Commitment]] = {}
    for row in queries.commitments(session, version.id):
        stored.setdefault(row.ordinal, []).append(row)
    settled = clause.state in HOLDS | {ClauseState.agreed}
    parties = queries.parties(session, clause.charter_id)
    people = queries.persons_commitments(session, clause.id)
    for sentence in version.sentences:
        if not _may_be_taken_on(sentence) or (settled and sentence.ordinal in stored):
            continue
        key = words_key(sentence.text)
        decided: set[int | None] = {row.party_id for row in people.get(key, [])}
        if decided or sentence.block in ANSWERED:
            bearer = _bearer(sentence, bearers)
            had: set[int | None] = {
                row.party_id for row in stored.get(sentence.ordinal, []) if row.bearer == bearer and row.party_id
            }
            wanted = decided or had or {_party_for(parties, bearer)}
            _keep(session, version, sentence, wanted, bearer, PERSON if decided else TAG)


def settle(session: Session, charter_id: int, instance_id: str) -> None:
    """After a party was entered or changed: sentences that wait for such a party get it. What has a party keeps it."""
    parties = queries.parties(session, charter_id)
    for clause, version in queries.latest_versions(session, instance_id):
        if clause.state in HOLDS | {ClauseState.agreed}:
            continue
        for row in queries.commitments(session, version.id):
            if row.party_id is None and row.given_by == TAG:
                row.party_id = _party_for(parties, row.bearer)


def assign(db: Database, clause_id: str, ordinal: int, names: Sequence[str], *, actor: str) -> None:
    """A person says who answers for a sentence of the newest version: one party or several together, or (no names) nobody.

    Stands through every later draft that says the same words. Raises CharterError for what is agreed or holds.
    """
    with db.session() as session:
        clause, version = _clause_and_newest(session, clause_id)
        if clause.state in HOLDS | {ClauseState.agreed}:
            raise CharterError(
                f"Paragraf {clause_id} är {NAMES[ClauseState(clause.state)]}, och vem som tar på sig vad ligger fast. "
                "Ta upp den till granskning eller revidering först."
            )
        sentence = _sentence(version, ordinal)
        ids = {party_of(session, clause.charter_id, name).id for name in names}
        was = next((row.bearer for row in queries.commitments(session, version.id) if row.ordinal == ordinal), None)
        _keep(session, version, sentence, set(ids) or {None}, was, PERSON)
        record(session, actor, "commitment.assigned", clause_id, version=version.number, sentence=ordinal, parties=sorted(ids))


def report(db: Database, clause_id: str, ordinal: int, party: str, said: Report, *, actor: str) -> None:
    """How a party's commitment goes: who sees to it, until when, what shows it, its status. Only for what holds."""
    if said.status not in set(Status):
        raise CharterError(f"Okänt läge ”{said.status}”. Välj ett av: {', '.join(Status)}")
    with db.session() as session:
        clause = queries.clause(session, clause_id)
        version = in_force(session, clause)
        who = party_of(session, clause.charter_id, party)
        sentence = _sentence(version, ordinal)
        if who.id not in {row.party_id for row in queries.commitments(session, version.id) if row.ordinal == ordinal}:
            raise CharterError(f"{who.name} har inte tagit på sig mening {ordinal} i paragraf {clause_id}.")
        key = words_key(sentence.text)
        row = queries.follow_ups(session, clause_id).get((key, who.id))
        if row is None:
            row = FollowUp(clause_id=clause_id, key=key, party_id=who.id)
            session.add(row)
        row.owner, row.due = given(said.owner, "vem som håller i åtagandet"), said.due
        row.indicator, row.status = optional(said.indicator, "indikatorn", 300), said.status
        row.changed_at = now()
        due = said.due.isoformat() if said.due else None
        record(session, actor, "commitment.followed_up", clause_id, sentence=ordinal, party=who.id, status=said.status, due=due)


def in_force(session: Session, clause: Clause) -> ClauseVersion:
    """The version that was adopted and holds. Raises CharterError where there is none."""
    found = queries.version(session, clause.id, clause.in_force) if clause.in_force else None
    if found is None:
        raise CharterError(f"Paragraf {clause.id} är inte antagen. Bara det som gäller följs upp.")
    return found


def unowned(version: ClauseVersion, rows: Sequence[Commitment], blocks: frozenset[str] = DUTIES) -> list[ClauseSentence]:
    """Sentences of these blocks that no party has taken on."""
    taken = {row.ordinal for row in rows if row.party_id is not None}
    return [one for one in version.sentences if one.block in blocks and one.kind != "count" and one.ordinal not in taken]


def unreported(session: Session, clause: Clause, version: ClauseVersion) -> int:
    """How many commitments of a version nobody has told the status of."""
    told = queries.follow_ups(session, clause.id)
    rows = queries.commitments(session, version.id)
    return sum(1 for row in rows if row.party_id is not None and (row.key, row.party_id) not in told)


def commitment_json(row: Commitment, sentence: ClauseSentence, told: FollowUp | None, today: date) -> dict[str, Any]:
    """One commitment with how it goes. overdue: its date has passed and it is not kept."""
    return {
        "sentence": row.ordinal,
        "text": sentence.text,
        "block": sentence.block,
        "given_by": row.given_by,
        "bearer": row.bearer,
        "follow_up": None
        if told is None
        else {
            "owner": told.owner,
            "due": told.due.isoformat() if told.due else None,
            "indicator": told.indicator,
            "status": told.status,
            "status_sv": STATUS_NAMES[Status(told.status)],
            "overdue": told.due is not None and told.due < today and told.status != Status.kept,
        },
    }


def shares_json(session: Session, clause: Clause, version: ClauseVersion, today: date) -> list[dict[str, Any]]:
    """Every sentence of a version that somebody answers for, or should, once for each party; party None where nobody does."""
    sentences = {sentence.ordinal: sentence for sentence in version.sentences}
    told = queries.follow_ups(session, clause.id)
    names: dict[int | None, str] = {party.id: party.name for party in queries.parties(session, clause.charter_id)}
    of = {"clause": clause.id, "article": clause.number, "version": version.number, "title": version.title}
    return [
        {
            **of,
            **commitment_json(row, sentences[row.ordinal], told.get((row.key, row.party_id)) if row.party_id else None, today),
            "party": row.party_id,
            "party_name": names.get(row.party_id),
        }
        for row in queries.commitments(session, version.id)
    ]


def _may_be_taken_on(sentence: ClauseSentence) -> bool:
    return sentence.block not in VOICES and sentence.kind != "count"


def _bearer(sentence: ClauseSentence, bearers: Mapping[Citation, str | None]) -> str | None:
    """The bearer that most of its sources name; None where two are named as often, or none is."""
    spans = (Citation(c.revision_id, c.field, c.locale, c.start, c.end, c.quote) for c in sentence.citations)
    counted = Counter(found for span in spans if (found := bearers.get(span)))
    ranked = counted.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _party_for(parties: Sequence[Party], bearer: str | None) -> int | None:
    """The one party that such a bearer means; None where there is none, or more than one."""
    found = [party.id for party in parties if bearer in party.bears]
    return found[0] if len(found) == 1 else None


def _keep(
    session: Session, version: ClauseVersion, sentence: ClauseSentence, wanted: set[int | None], bearer: str | None, by: str
) -> None:
    rows = [row for row in queries.commitments(session, version.id) if row.ordinal == sentence.ordinal]
    if {(row.party_id, row.bearer, row.given_by) for row in rows} == {(one, bearer, by) for one in wanted}:
        return
    queries.drop_commitments(session, version.id, sentence.ordinal)
    key = words_key(sentence.text)
    for party_id in sorted(wanted, key=lambda one: one or 0):
        row = Commitment(version_id=version.id, ordinal=sentence.ordinal, key=key, party_id=party_id, bearer=bearer, given_by=by)
        session.add(row)
    session.flush()


def _clause_and_newest(session: Session, clause_id: str) -> tuple[Clause, ClauseVersion]:
    clause = queries.clause(session, clause_id)
    version = queries.latest_version(session, clause_id)
    if version is None:
        raise CharterError(f"Paragraf {clause_id} har ingen text.")
    return clause, version


def _sentence(version: ClauseVersion, ordinal: int) -> ClauseSentence:
    for sentence in version.sentences:
        if sentence.ordinal == ordinal and _may_be_taken_on(sentence):
            return sentence
    numbers = ", ".join(str(one.ordinal) for one in version.sentences if _may_be_taken_on(one))
    raise CharterError(f"Mening {ordinal} är inget som någon kan ta på sig. Välj bland: {numbers}")
