"""The whole life of one clause, and what each step asks for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.decidim.emulator import writes
from sidecar.charter import queries
from sidecar.charter.agreements import withdraw
from sidecar.charter.commitments import assign
from sidecar.charter.errors import CharterError
from sidecar.charter.lifecycle import Forbidden, life_json, move
from sidecar.charter.service import approve, draft_clauses
from sidecar.charter.steps import Decision
from sidecar.core.context import Context
from sidecar.core.models import AuditEntry
from sidecar.mapping.service import map_instance
from sidecar.push.queries import approved_unpushed
from sidecar.sync.commands import run_pull
from tests.sidecar.chain import NAME, dialogue_store, drafted
from tests.sidecar.charter.agreement import (
    CLUB,
    LEADER,
    PEOPLE,
    TOWN,
    clause,
    decision,
    enter_mandate,
    enter_parties,
    moved,
    promise,
    share,
    signs,
    stands,
    state,
    tells,
    to_review,
)
from tests.sidecar.decidim import Decidim, decidim


def refused(context: Context, clause_id: str, to: str, why: str, said: Decision | None = None) -> None:
    was = state(context, clause_id)
    with pytest.raises(Forbidden, match=why):
        move(context.db, clause_id, to, actor=LEADER, decision=said)
    assert state(context, clause_id) == was


def edited(context: Context, emulator: Decidim, title: str, body: str) -> None:
    number = next(n for n, p in emulator.store.proposals.items() if title in p.title.values())
    writes.edit_proposal(emulator.store, number, body={"sv": body})
    run_pull(context, NAME, quiet=True)


def redrafted(context: Context) -> None:
    map_instance(context.db, NAME)
    draft_clauses(context.db, NAME)


def test_the_whole_life_of_one_clause(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
        enter_parties(context)
        one, _ = clause(context)
        assert one.state == "draft"
        refused(context, one.id, "adopted", "utkast kan inte bli antagen")
        refused(context, one.id, "in_dialogue", "Ingen har godkänt")
        approve(context.db, one.id, actor="Eva")
        moved(context, one.id, "in_dialogue")

        # a source changes: the sentences that rest on it are stale, nothing goes on before it is mended
        edited(context, emulator, "Ljus åt skolbarnen", "Jag har ändrat mig om det här.")
        refused(context, one.id, "under_review", "vilar på text som har ändrats")
        redrafted(context)
        with context.db.session() as session:
            second = queries.latest_version(session, one.id)
        assert second is not None and second.number == 2 and state(context, one.id) == "draft"
    to_review(context, one.id)

    # two of the three parties that it binds agree; the third is named in the decision
    share(context, one.id, TOWN, CLUB, PEOPLE)
    refused(context, one.id, "agreed", "Ingen part har samtyckt")
    signs(context, one.id, TOWN)
    signs(context, one.id, CLUB)
    assert stands(context, one.id) == {TOWN: "agreed", CLUB: "agreed", PEOPLE: "asked"}
    refused(context, one.id, "agreed", f"Samtycke saknas: {PEOPLE}")
    refused(
        context, one.id, "agreed", "Namngiven som saknad", decision(context, PEOPLE, CLUB, reason="Rådet sammanträder i juni.")
    )
    move(context.db, one.id, "agreed", actor=LEADER, decision=decision(context, PEOPLE, reason="Rådet sammanträder i juni."))
    with pytest.raises(CharterError, match="ligger fast"):
        assign(context.db, one.id, promise(second), [TOWN], actor=LEADER)

    # adopted on a decision and a mandate
    refused(context, one.id, "adopted", "inget mandat", decision(context, PEOPLE, reason="Rådet sammanträder i juni."))
    enter_mandate(context)
    refused(context, one.id, "adopted", "organ, datum och diarienummer")
    move(context.db, one.id, "adopted", actor="Kommunfullmäktige", decision=decision(context, PEOPLE, reason="Rådet dröjer."))
    refused(context, one.id, "declined", "det upphävs")

    # the third comes later; all tell how it goes
    signs(context, one.id, PEOPLE)
    tells(context, one.id, TOWN, CLUB)
    refused(context, one.id, "followed_up", "saknar uppgift om hur det har gått")
    tells(context, one.id, PEOPLE, status="kept")
    moved(context, one.id, "followed_up")

    # revised: everyone is asked again
    refused(context, one.id, "revised", "Ange skälet")
    moved(context, one.id, "revised", reason="Ny belysningsplan.")
    assert set(stands(context, one.id).values()) == {"asked_again"}
    refused(context, one.id, "adopted", "först ha kommit överens")
    moved(context, one.id, "under_review")
    refused(context, one.id, "agreed", "Ingen part har samtyckt")
    move(context.db, one.id, "repealed", actor="Kommunfullmäktige", decision=decision(context, reason="Stigen finns inte mer."))
    refused(context, one.id, "draft", "skrivs som en ny paragraf")
    told_in_full(context, one.id)


def told_in_full(context: Context, clause_id: str) -> None:
    with context.db.session() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == clause_id, AuditEntry.action == "clause.moved").order_by(AuditEntry.id)
        ).all()
        steps = queries.steps(session, clause_id)
        life = life_json(session, clause_id)
    after = [entry.details["after"] for entry in entries]
    assert after == [
        "in_dialogue", "draft", "in_dialogue", "under_review", "agreed", "adopted", "followed_up", "revised", "under_review",
        "repealed",
    ]  # fmt: skip
    assert after == [step.after for step in steps] == [step["after"] for step in life["steps"]]
    assert [entry.details["before"] for entry in entries][1:] == after[:-1]
    assert all(entry.actor and entry.at for entry in entries)
    assert entries[1].actor == "draft" and entries[5].actor == "Kommunfullmäktige" and len(entries[5].details["missing"]) == 1
    assert steps[5].diary_number == "KS 2026/40" and life["in_force"] is None and life["open"] == []
    assert not any("Rådet" in str(entry.details) for entry in entries)  # the audit holds ids, never what people wrote


def test_an_agreement_that_is_withdrawn_sends_an_agreed_clause_back_to_review(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    enter_parties(context)
    one, _ = clause(context)
    to_review(context, one.id)
    share(context, one.id, TOWN)
    signs(context, one.id, TOWN)
    with pytest.raises(CharterError, match="redan samtyckt"):
        signs(context, one.id, TOWN)
    moved(context, one.id, "agreed")
    with pytest.raises(CharterError, match="Ange skälet"):
        withdraw(context.db, one.id, TOWN, reason=" ", actor=LEADER)
    withdraw(context.db, one.id, TOWN, reason="Budgeten räcker inte.", actor=LEADER)
    assert state(context, one.id) == "under_review" and stands(context, one.id) == {TOWN: "withdrawn"}
    signs(context, one.id, TOWN)
    assert stands(context, one.id) == {TOWN: "agreed"}


def test_what_is_adopted_holds_when_the_dialogue_goes_on_and_its_new_text_waits_for_a_person(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
        enter_parties(context)
        enter_mandate(context)
        one, first = clause(context)
        to_review(context, one.id)
        share(context, one.id, TOWN)
        signs(context, one.id, TOWN)
        moved(context, one.id, "agreed")
        move(context.db, one.id, "adopted", actor=LEADER, decision=decision(context))
        edited(context, emulator, "Ljus åt skolbarnen", "Jag har ändrat mig om det här.")
        map_instance(context.db, NAME)
        told = draft_clauses(context.db, NAME)
    assert told.to_revise == [one.id] and state(context, one.id) == "adopted"
    with context.db.session() as session:
        life = life_json(session, one.id)
    assert (life["version"], life["in_force"], life["hash"]) == (1, 1, first.hash)
    assert stands(context, one.id) == {TOWN: "agreed"}
    moved(context, one.id, "revised", reason="Underlaget har ändrats.")
    assert stands(context, one.id) == {TOWN: "asked_again"}


def test_a_clause_that_a_person_declined_gets_no_new_text_and_a_paused_one_goes_back_to_where_it_was(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
        light, _ = clause(context)
        approve(context.db, light.id, actor=LEADER)
        moved(context, light.id, "in_dialogue")
        moved(context, light.id, "paused", reason="Utredningen pågår.")
        refused(context, light.id, "draft", "återgår till det den var: i dialog", Decision(reason="Ny text."))
        edited(context, emulator, "Ljus åt skolbarnen", "Jag har ändrat mig om det här.")
        map_instance(context.db, NAME)
        assert draft_clauses(context.db, NAME).resting == 1
        moved(context, light.id, "in_dialogue")
        moved(context, light.id, "declined", reason="Stigen är inte kommunens.")
        assert draft_clauses(context.db, NAME).resting == 1
    moved(context, light.id, "draft", reason="Kommunen har köpt stigen.")


def test_what_was_set_down_is_neither_approved_nor_written_to_decidim(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    one, version = clause(context)
    moved(context, one.id, "declined", reason="Stigen är inte kommunens.")
    with pytest.raises(CharterError, match="avböjd"):
        approve(context.db, one.id, actor=LEADER)
    moved(context, one.id, "draft", reason="Kommunen har köpt stigen.")
    approve(context.db, one.id, actor=LEADER)
    with context.db.session() as session:
        assert [row.id for row in approved_unpushed(session, NAME)] == [version.id]
    moved(context, one.id, "declined", reason="Stigen är inte kommunens.")
    with context.db.session() as session:
        assert approved_unpushed(session, NAME) == []
