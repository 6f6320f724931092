"""A dialogue with one clause that three parties can take on together, and the steps of its life in few words."""

from __future__ import annotations

from datetime import date

from sidecar.charter import queries
from sidecar.charter.agreements import agree
from sidecar.charter.commitments import Report, assign, report, settle
from sidecar.charter.lifecycle import life_json, move
from sidecar.charter.models import Clause, ClauseVersion
from sidecar.charter.parties import MandateChange, PartyChange, enter_party, set_mandate
from sidecar.charter.service import approve, charter_of
from sidecar.charter.steps import Decision
from sidecar.core.context import Context
from tests.sidecar.chain import NAME

TOWN, CLUB, PEOPLE = "Lillby kommun", "Lillby byalag", "Invånarna i Lillby"
DAY = date(2026, 5, 4)
LEADER = "processledaren"


def clause(context: Context, words: str = "belysning") -> tuple[Clause, ClauseVersion]:
    """The clause with most voices whose sentences say `words`, in its newest version."""
    with context.db.session() as session:
        found = [
            (one, version)
            for one, version in queries.latest_versions(session, NAME)
            if words in " ".join(sentence.text for sentence in version.sentences).lower()
        ]
    assert found
    return found[0]


def enter_parties(context: Context) -> None:
    with context.db.session() as session:
        charter = charter_of(session, NAME, NAME)
        for name, kind in ((TOWN, "municipality"), (CLUB, "civil_society"), (PEOPLE, "inhabitants")):
            enter_party(session, charter, PartyChange(name=name, kind=kind), actor=LEADER)
        settle(session, charter.id, NAME)


def enter_mandate(context: Context) -> None:
    with context.db.session() as session:
        wanted = MandateChange("Kommunfullmäktige", date(2025, 11, 3), "KS 2025/117", "Eva Lind", ("Bo Ek", "Siv Ask"))
        set_mandate(session, charter_of(session, NAME, NAME), wanted, actor=LEADER)


def promise(version: ClauseVersion) -> int:
    """The ordinal of the first sentence that somebody can take on."""
    return next(one.ordinal for one in version.sentences if one.block == "commitments")


def share(context: Context, clause_id: str, *parties: str) -> None:
    """Every sentence of the newest version that somebody can take on belongs to these parties."""
    with context.db.session() as session:
        version = queries.latest_version(session, clause_id)
    assert version is not None
    for one in version.sentences:
        if one.ordinal >= 0 and one.kind != "count" and one.block not in ("support", "against", "needs"):
            assign(context.db, clause_id, one.ordinal, parties, actor=LEADER)


def signs(context: Context, clause_id: str, party: str) -> None:
    agree(context.db, clause_id, party, signed_by=f"ordföranden för {party}", signed_on=DAY, actor=LEADER)


def moved(context: Context, clause_id: str, *states: str, reason: str = "") -> None:
    for to in states:
        move(context.db, clause_id, to, actor=LEADER, decision=Decision(reason=reason))


def to_review(context: Context, clause_id: str) -> None:
    """From draft: read and approved, out in dialogue, under review."""
    approve(context.db, clause_id, actor=LEADER)
    moved(context, clause_id, "in_dialogue", "under_review")


def decision(context: Context, *missing: str, reason: str = "") -> Decision:
    """A decision of the council that names `missing`."""
    with context.db.session() as session:
        rows = queries.parties(session, charter_of(session, NAME, NAME).id)
    ids = tuple(row.id for row in rows if row.name in missing)
    return Decision(reason, "Kommunfullmäktige", DAY, "KS 2026/40", ids)


def tells(context: Context, clause_id: str, *parties: str, status: str = "under_way") -> None:
    """These parties tell how every sentence goes that they have taken on."""
    with context.db.session() as session:
        one = queries.clause(session, clause_id)
        held = queries.version(session, clause_id, one.in_force or 0)
        assert held is not None
        names = {row.id: row.name for row in queries.parties(session, one.charter_id)}
        rows = [(row.ordinal, names[row.party_id]) for row in queries.commitments(session, held.id) if row.party_id]
    for ordinal, name in rows:
        if name in parties:
            said = Report("gatuchefen", status, date(2026, 12, 31), "antal lampor")
            report(context.db, clause_id, ordinal, name, said, actor=LEADER)


def stands(context: Context, clause_id: str) -> dict[str, str]:
    """party → how it stands to the text on the table."""
    with context.db.session() as session:
        return {one["name"]: one["state"] for one in life_json(session, clause_id)["parties"]}


def state(context: Context, clause_id: str) -> str:
    with context.db.session() as session:
        return queries.clause(session, clause_id).state
