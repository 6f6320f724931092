"""A party agrees to a clause version, withdraws, and is asked again where the text is another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from sidecar.charter import queries
from sidecar.charter.errors import CharterError, given
from sidecar.charter.models import Agreement, Clause, ClauseVersion, Party
from sidecar.charter.parties import party_of
from sidecar.charter.service import as_draft, check, content_hash, moved
from sidecar.charter.states import AGREEABLE, HOLDS, NAMES, ClauseState
from sidecar.charter.steps import Decision, take
from sidecar.core.audit import record
from sidecar.core.db import Database, now

WORDS = {
    "agreed": "har samtyckt",
    "asked": "har inte svarat",
    "asked_again": "frågas igen",
    "withdrawn": "har dragit tillbaka sitt samtycke",
}


@dataclass(frozen=True)
class Word:
    """How a party stands to a clause version. state: a key of WORDS. bound: the version binds it. last: what it said last, if
    anything, and of which version."""

    party: Party
    bound: bool
    state: str
    last: Agreement | None = None
    last_version: int | None = None


def words(session: Session, clause: Clause, version: ClauseVersion) -> list[Word]:
    """Every party that the version binds, or that has said something of the clause, by number of party."""
    bound = {row.party_id for row in queries.commitments(session, version.id) if row.party_id is not None}
    last: dict[int, tuple[Agreement, ClauseVersion]] = {}
    for row, of in queries.agreements(session, clause.id):
        known = last.get(row.party_id)
        # what a party said of this version counts before what it has said of another
        if known is None or (known[1].id != version.id and of.id == version.id):
            last[row.party_id] = (row, of)
    found = []
    for party in queries.parties(session, clause.charter_id):
        if party.id in bound or party.id in last:
            said = last.get(party.id)
            if said is None:
                found.append(Word(party, party.id in bound, "asked"))
            else:
                found.append(Word(party, party.id in bound, _state(*said, version), said[0], said[1].number))
    return found


def agree(
    db: Database, clause_id: str, party: str, *, signed_by: str, signed_on: date, actor: str, number: int | None = None
) -> Agreement:
    """A party agrees to a version (`number`; the one on the table where it isn't given), named by the hash of what it says.

    On the table is what holds, for an adopted clause, else the newest. Raises CharterError for another version, a text that
    isn't settled enough, one whose sources have moved, and a party whose word on it stands already.
    """
    with db.session() as session:
        clause = queries.clause(session, clause_id)
        who = party_of(session, clause.charter_id, party)
        if clause.state not in AGREEABLE:
            raise CharterError(
                f"Paragraf {clause_id} är {NAMES[ClauseState(clause.state)]}. "
                "Parter samtycker till en text som är under granskning."
            )
        version = on_the_table(session, clause)
        if number is not None and number != version.number:
            raise CharterError(
                f"Version {number} ligger inte på bordet, det gör version {version.number}. Läs den och fråga igen."
            )
        _must_stand(session, clause, version)
        if any(one.party.id == who.id and one.state == "agreed" for one in words(session, clause, version)):
            raise CharterError(f"{who.name} har redan samtyckt till version {version.number} av paragraf {clause_id}.")
        row = Agreement(party_id=who.id, version_id=version.id, hash=version.hash, recorded_by=actor, recorded_at=now())
        row.signed_by, row.signed_on = given(signed_by, "vem som skrev under"), signed_on
        session.add(row)
        session.flush()
        record(session, actor, "agreement.given", clause_id, party=who.id, version=version.number, hash=version.hash)
        return row


def withdraw(db: Database, clause_id: str, party: str, *, reason: str, actor: str) -> None:
    """A party takes back its word on the version on the table, with a reason. An agreed clause goes back to review; what is
    adopted holds, and the missing word is shown."""
    with db.session() as session:
        clause = queries.clause(session, clause_id)
        who = party_of(session, clause.charter_id, party)
        version = on_the_table(session, clause)
        word = next((one for one in words(session, clause, version) if one.party.id == who.id), None)
        if word is None or word.last is None or word.state != "agreed":
            raise CharterError(f"{who.name} har inget samtycke till version {version.number} att dra tillbaka.")
        word.last.withdrawn_at, word.last.withdrawn_because = now(), given(reason, "skälet", 2000)
        record(session, actor, "agreement.withdrawn", clause_id, party=who.id, version=version.number)
        if clause.state == ClauseState.agreed and word.bound:
            told = Decision(reason=f"{who.name} drog tillbaka sitt samtycke.")
            take(session, clause, ClauseState.under_review, version.number, actor, told)


def ask_again(session: Session, clause: Clause) -> None:
    """What parties have said so far stays, and no longer counts."""
    moment = now()
    for row, _version in queries.agreements(session, clause.id):
        if row.asked_again_at is None and row.withdrawn_at is None:
            row.asked_again_at = moment


def on_the_table(session: Session, clause: Clause) -> ClauseVersion:
    """The version that parties speak of: what holds for an adopted clause, else the newest."""
    held = clause.in_force if clause.state in HOLDS else None
    found = queries.version(session, clause.id, held) if held else queries.latest_version(session, clause.id)
    if found is None:
        raise CharterError(f"Paragraf {clause.id} har ingen text.")
    return found


def word_json(word: Word) -> dict[str, Any]:
    last = word.last
    return {
        "party": word.party.id,
        "name": word.party.name,
        "bound": word.bound,
        "state": word.state,
        "state_sv": WORDS[word.state],
        "version": word.last_version,
        "hash": last.hash if last else None,
        "signed_by": last.signed_by if last else None,
        "signed_on": last.signed_on.isoformat() if last else None,
        "withdrawn_because": (last.withdrawn_because or None) if last else None,
    }


def history_json(session: Session, clause: Clause) -> list[dict[str, Any]]:
    """Every word that was given on any version of a clause, the newest first."""
    names = {party.id: party.name for party in queries.parties(session, clause.charter_id)}
    return [
        {
            "party": row.party_id,
            "name": names[row.party_id],
            "version": of.number,
            "hash": row.hash,
            "signed_by": row.signed_by,
            "signed_on": row.signed_on.isoformat(),
            "recorded_by": row.recorded_by,
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            "withdrawn_because": row.withdrawn_because or None,
            "asked_again_at": row.asked_again_at.isoformat() if row.asked_again_at else None,
        }
        for row, of in queries.agreements(session, clause.id)
    ]


def _state(row: Agreement, of: ClauseVersion, version: ClauseVersion) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn" if of.id == version.id else "asked_again"
    return "agreed" if of.id == version.id and row.asked_again_at is None else "asked_again"


def _must_stand(session: Session, clause: Clause, version: ClauseVersion) -> None:
    found = [violation.sv for violation in check(session, version)] or moved(session, version)
    if content_hash(as_draft(version)) != version.hash:
        found.append("Texten är inte den som versionen fick sitt fingeravtryck av.")
    if found:
        raise CharterError(f"Ingen kan samtycka till paragraf {clause.id} som den är: " + " ".join(found))
