"""Promise 7: what is edited, withdrawn, hidden or gone reaches exactly the sentences that rest on it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.store import Store
from sidecar.charter import queries
from sidecar.charter.change import Stale, stale_in, stale_of
from sidecar.charter.models import CitationMove, CitationRow, ClauseVersion
from sidecar.charter.service import approve, check, draft_clauses
from sidecar.core.context import Context
from sidecar.core.models import AuditEntry
from sidecar.mapping.models import Statement, StatementGroup
from sidecar.mapping.queries import persons_tags
from sidecar.mapping.service import map_instance
from sidecar.mapping.tags import Choice, set_tag
from sidecar.sync.commands import run_pull
from sidecar.sync.models import Contribution, Revision
from tests.sidecar.chain import NAME, dialogue_store, drafted
from tests.sidecar.charter.agreement import clause
from tests.sidecar.decidim import Decidim, decidim

LIGHT = "Kommunen ska sätta upp belysning på Kvarnstigen!"


@pytest.fixture
def town(context: Context) -> Iterator[Decidim]:
    """Drafted, with an approved clause on the lights of Kvarnstigen."""
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
        approve(context.db, clause(context)[0].id, actor="Eva")
        yield emulator


def proposal(town: Decidim, title: str = "Ljus åt skolbarnen") -> int:
    return next(number for number, one in town.store.proposals.items() if title in one.title.values())


def edited(context: Context, town: Decidim, body: str, title: str = "Ljus åt skolbarnen") -> None:
    writes.edit_proposal(town.store, proposal(town, title), body={"sv": body})
    run_pull(context, NAME, quiet=True)


def said(context: Context) -> list[Stale]:
    one, version = clause(context)
    with context.db.session() as session:
        found = stale_of(session, one, version)
        marked = queries.stale_sentences(session, [version.id]).get(version.id, set())
    assert {stale.ordinal for stale in found} == marked
    return found


def resting_on(context: Context, version: ClauseVersion, remote_id: int) -> set[int]:
    """Ordinals of the sentences that cite a proposal, counted by hand from the stored rows."""
    with context.db.session() as session:
        owners = {row.id: row.remote_id for row in session.scalars(select(Revision).where(Revision.kind == "proposal"))}
    return {
        sentence.ordinal
        for sentence in version.sentences
        for citation in sentence.citations
        if owners.get(citation.revision_id) == str(remote_id)
    }


def every_quote_stands(context: Context) -> None:
    with context.db.session() as session:
        for row in session.scalars(select(CitationRow)):
            texts = session.get_one(Revision, row.revision_id).texts
            assert texts[row.field][row.locale][row.start : row.end] == row.quote


def test_citations_move_along_where_the_quote_still_stands(context: Context, town: Decidim) -> None:
    one, before = clause(context)
    edited(context, town, f"Jag lade till en rad först. {LIGHT} Och en sist.")
    assert said(context) == []
    every_quote_stands(context)
    with context.db.session() as session:
        version = queries.version(session, one.id, before.number)
        row = session.scalars(
            select(Contribution).where(Contribution.remote_id == str(proposal(town)), Contribution.kind == "proposal")
        ).one()
        assert version is not None and check(session, version) == ()
        assert row.revision_id in {cited.revision_id for sentence in version.sentences for cited in sentence.citations}
        assert (version.approved_by, version.hash) == ("Eva", before.hash)
        assert [s.text for s in version.sentences] == [s.text for s in before.sentences]
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "citations.moved")).all()
        moves = session.scalars(select(CitationMove)).all()
        assert one.id in {entry.subject for entry in entries}
        assert sum(sum(entry.details["by_version"].values()) for entry in entries) == len(moves) > 0
        for move in moves:  # what was left is kept, and was true
            cited = session.get_one(CitationRow, move.citation_id)
            texts = session.get_one(Revision, move.revision_id).texts
            assert texts[cited.field][cited.locale][move.start : move.end] == cited.quote


def test_an_edit_around_what_is_cited_gives_no_new_text_and_keeps_groups_and_what_a_person_tagged(
    context: Context, town: Decidim
) -> None:
    with context.db.session() as session:
        before = {row.id for row in session.scalars(select(StatementGroup))}
        statement = session.scalars(select(Statement).where(Statement.quote == LIGHT)).one()
    set_tag(context.db, NAME, statement.id, Choice("obligation", bearer="municipality"), "Eva")
    for body in (f"Jag lade till en rad först. {LIGHT} Och en sist.", LIGHT):
        edited(context, town, body)
        map_instance(context.db, NAME)
        told = draft_clauses(context.db, NAME)
        assert (told.new, told.revised, told.deserted) == (0, 0, [])
        with context.db.session() as session:
            assert {row.id for row in session.scalars(select(StatementGroup))} == before
            assert [row[0].quote for row in persons_tags(session, NAME)] == [LIGHT]
    assert said(context) == []


def test_a_quote_that_is_changed_makes_exactly_its_sentences_stale_with_before_and_after_until_it_is_mended(
    context: Context, town: Decidim
) -> None:
    _, version = clause(context)
    edited(context, town, "Kommunen ska inte sätta upp belysning på Kvarnstigen!")
    found = said(context)
    assert {one.ordinal for one in found} == resting_on(context, version, proposal(town))
    assert {(one.why, one.before, one.after) for one in found} == {
        ("edited", LIGHT, "Kommunen ska inte sätta upp belysning på Kvarnstigen!")
    }
    edited(context, town, LIGHT)
    assert said(context) == []
    edited(context, town, f"{LIGHT} Tack.")  # another text with the same words in it
    assert said(context) == []
    every_quote_stands(context)


def test_the_same_words_inside_another_sentence_are_not_the_same_quote(context: Context, town: Decidim) -> None:
    edited(context, town, "Det vore fel att säga att Kommunen ska sätta upp belysning på Kvarnstigen!")
    assert {one.why for one in said(context)} == {"edited"}


def test_a_quote_that_is_taken_out_has_nothing_after(context: Context, town: Decidim) -> None:
    edited(context, town, "Det är mörkt där.", "Belysning på Kvarnstigen")
    assert {one.after for one in said(context)} == {None}


GONE: dict[str, Callable[[Store, int], object]] = {
    "withdrawn": writes.withdraw_proposal,
    "hidden": writes.hide_proposal,
    "vanished": lambda store, number: store.remove_proposal(number),
}


@pytest.mark.parametrize("why", GONE)
def test_what_is_withdrawn_hidden_or_gone_is_told_in_its_own_word(context: Context, town: Decidim, why: str) -> None:
    number = proposal(town)
    _, version = clause(context)
    GONE[why](town.store, number)
    run_pull(context, NAME, quiet=True)
    found = said(context)
    of_it = [one for one in found if one.source == f"proposal:{number}"]
    assert {one.why for one in of_it} == {why} and {one.ordinal for one in of_it} == resting_on(context, version, number)
    assert all(one.after is None for one in found)
    assert [one for one in stale_in(context.db, NAME) if one.clause == version.clause_id] == found


def test_what_is_shown_again_is_no_longer_stale(context: Context, town: Decidim) -> None:
    number = proposal(town)
    writes.hide_proposal(town.store, number)
    run_pull(context, NAME, quiet=True)
    assert said(context)
    town.store.proposals[number].hidden = False
    run_pull(context, NAME, quiet=True)
    assert said(context) == []
