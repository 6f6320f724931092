"""Promises 1, 3 and 7: cited, both sides apart, and change reaches the text."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from sidecar.charter import queries, service
from sidecar.charter.models import CitationRow, ClauseVersion
from sidecar.charter.service import CharterError
from sidecar.core.context import Context
from sidecar.mapping.service import map_instance
from sidecar.sync.commands import run_pull
from tests.sidecar.chain import NAME, dialogue_store, drafted
from tests.sidecar.decidim import Decidim, decidim


def newest(context: Context, words: str) -> ClauseVersion:
    """The newest version of the clause with most voices that says `words`."""
    with context.db.session() as session:
        rows = [v for _, v in queries.latest_versions(session, NAME) if words in " ".join(s.text for s in v.sentences)]
    assert rows
    return rows[0]


def test_a_demand_in_two_wordings_is_one_clause_with_both_sides_counted(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    clause = newest(context, "belysning på Kvarnstigen")
    assert (clause.support, clause.opposition) == (4, 1)
    blocks = {(s.block, s.text) for s in clause.sentences if s.kind == "quote" and s.ordinal >= 0}
    assert ("against", "Nej, det stör fladdermössen.") in blocks
    assert not any("fladdermöss" in said for block, said in blocks if block != "against")


def test_every_sentence_and_the_title_cite_spans_that_stand_in_the_stored_text(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    with context.db.session() as session:
        for _clause, version in queries.latest_versions(session, NAME):
            assert all(sentence.citations for sentence in version.sentences)
            assert service.check(session, version) == ()
        for row in session.scalars(select(CitationRow)):
            stored = queries.stored_text(session, row.revision_id, row.field, row.locale)
            assert stored is not None and stored[row.start : row.end] == row.quote


def test_drafting_again_changes_nothing(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    result = service.draft_clauses(context.db, NAME)
    assert (result.new, result.revised) == (0, 0) and result.unchanged > 0


def test_a_version_that_no_longer_says_what_its_sources_say_cannot_be_approved(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    clause = newest(context, "belysning")
    with context.db.session() as session:
        session.execute(
            text("update clause_sentences set text = :said where version_id = :id and ordinal = 0"),
            {"said": "Kommunen ska riva skolan.", "id": clause.id},
        )
    with pytest.raises(CharterError, match="kan inte godkännas"):
        service.approve(context.db, clause.clause_id, actor="test")


def test_an_edited_source_makes_its_sentences_stale_and_the_next_draft_a_new_version(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
        old = newest(context, "belysning")
        service.approve(context.db, old.clause_id, actor="test")
        _edit(emulator, "Ljus åt skolbarnen", "Jag har ändrat mig om det här.")
        run_pull(context, NAME, quiet=True)
        with context.db.session() as session:
            assert queries.stale_sentences(session, [old.id])[old.id]
        map_instance(context.db, NAME)
        service.draft_clauses(context.db, NAME)
    with context.db.session() as session:
        latest = queries.latest_version(session, old.clause_id)
        kept = queries.version(session, old.clause_id, old.number)
    assert latest is not None and kept is not None
    assert latest.number == 2 and latest.support < old.support and latest.approved_at is None
    assert kept.approved_by == "test" and [s.text for s in kept.sentences] == [s.text for s in old.sentences]


def _edit(emulator: Decidim, title: str, body: str) -> None:
    from connectors.decidim.emulator import writes

    number = next(n for n, p in emulator.store.proposals.items() if title in p.title.values())
    writes.edit_proposal(emulator.store, number, body={"sv": body})
