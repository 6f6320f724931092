"""GDPR art. 17: what somebody asks to have erased is nowhere any more, and what is left says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from connectors.decidim.emulator import writes
from sidecar.app import create_app
from sidecar.charter import queries
from sidecar.charter.service import approve, check
from sidecar.core.context import Context
from sidecar.core.models import AuditEntry
from sidecar.erase.service import EraseError, erase
from sidecar.ledger.models import Fate
from sidecar.ledger.service import lines, set_aside, settle
from sidecar.push.commands import run_pushes
from sidecar.sync.models import TOMBSTONE
from tests.sidecar.push.parts import NAME, SWINGS_PROPOSAL, Sidecar

WORD = "Zebraparken"
"""Stands in no other text of the example."""

FIRST = (
    f"<p>Kommunen ska laga gungorna i {WORD} &amp; sätta upp staket.</p>"
    f"<p>Enligt skollagen 3 kap. har barnen i {WORD} rätt till det.</p>"
)
ERASED = f"proposal:{SWINGS_PROPOSAL}"


def edited(sidecar: Sidecar, body: str) -> None:
    writes.edit_proposal(sidecar.decidim.store, SWINGS_PROPOSAL, body={"sv": body})
    sidecar.drafted()


def clause(sidecar: Sidecar) -> str:
    """The id of the clause that rests on the text as it is now."""
    with sidecar.context.db.session() as session:
        rows = queries.latest_versions(session, NAME)
        stale = queries.stale_sentences(session, [version.id for _clause, version in rows])
        found = [
            one.id
            for one, version in rows
            if version.id not in stale and any(f"laga gungorna i {WORD}" in sentence.text for sentence in version.sentences)
        ]
    assert found
    return found[0]


def places(context: Context, word: str = WORD) -> set[str]:
    """Tables and files that hold the word, in whatever form."""
    found = set()
    metadata = MetaData()
    metadata.reflect(context.db.engine)
    with context.db.session() as session:
        for table in metadata.sorted_tables:
            if any(word.casefold() in str(value).casefold() for row in session.execute(select(table)) for value in row):
                found.add(table.name)
    for path in Path(context.settings.var).rglob("*"):
        if path.is_file() and any(word.encode() in part for part in contents(path)):
            found.add(path.name)
    return found


def contents(path: Path) -> list[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return [path.read_bytes()]


def written(sidecar: Sidecar) -> str:
    """Two revisions that hold the word, and a clause on the last, written to Decidim and read back. The clause's id."""
    edited(sidecar, FIRST)
    edited(sidecar, FIRST.replace("staket", "bänkar"))
    chosen = clause(sidecar)
    sidecar.push(approve(sidecar.context.db, chosen, actor="Anna"))
    sidecar.pull()
    settle(sidecar.context.db, NAME)
    set_aside(sidecar.context.db, NAME, ERASED, "personal", note=f"Hon skriver om {WORD}.", actor="Anna")
    return chosen


def test_nothing_of_an_erased_text_is_left_in_any_table_or_file(sidecar: Sidecar) -> None:
    written(sidecar)
    context = sidecar.context
    assert {"revisions", "statements", "citations", "clause_sentences", "push_steps", "pushes", "ledger_entries"} <= places(
        context
    )
    found = erase(context, NAME, ERASED, actor="Anna")
    assert places(context) == set()
    assert found.revisions >= 3 and found.statements and found.citations and found.sentences
    assert [bool(url) for _clause, _number, url in found.pushed] == [True]
    assert found.source_url and found.source_url.endswith(f"/proposals/{SWINGS_PROPOSAL}")

    # the text still stands in Decidim: it is read, and nothing of it is kept
    edited(sidecar, f"<p>Nu skriver jag nytt om {WORD}.</p>")
    assert places(context) == set()


def test_what_is_left_says_that_it_was_erased_and_holds_together(sidecar: Sidecar) -> None:
    clause_id = written(sidecar)
    context = sidecar.context
    erase(context, NAME, ERASED, actor="Anna")
    with context.db.session() as session:
        for version in queries.versions(session, clause_id):
            for sentence in version.sentences:
                for citation in sentence.citations:
                    stored = queries.stored_text(session, citation.revision_id, citation.field, citation.locale)
                    assert stored is not None and stored[citation.start : citation.end] == citation.quote
        newest = queries.latest_version(session, clause_id)
        assert newest is not None and newest.title == TOMBSTONE
        assert queries.stale_sentences(session, [newest.id])
        assert {fault.code for fault in check(session, newest)} <= {"polarity_changed", "modality_changed"}
        trace = session.scalars(select(AuditEntry).where(AuditEntry.action == "contribution.erased")).one()
        assert trace.actor == "Anna" and WORD not in str(trace.details)
        shown = queries.latest_approved(session, clause_id)
        assert shown is not None
    page = create_app(context).test_client().get(f"/k/{clause_id}/{shown.number}")
    assert page.status_code == 410 and TOMBSTONE in page.get_data(as_text=True)
    counts = settle(context.db, NAME)
    (line,) = [one for one in lines(context.db, NAME) if one.name == ERASED]
    assert (line.fate, line.reason, line.note) == (Fate.set_aside, "erased", "") and sum(counts.values()) == len(
        lines(context.db, NAME)
    )


def test_a_file_for_the_panel_that_holds_the_text_goes_too(sidecar: Sidecar) -> None:
    edited(sidecar, FIRST)
    approve(sidecar.context.db, clause(sidecar), actor="Anna")
    run_pushes(sidecar.context, NAME)
    assert any(name.endswith(".xlsx") for name in places(sidecar.context))
    found = erase(sidecar.context, NAME, ERASED, actor="Anna")
    assert places(sidecar.context) == set() and found.files
    assert not list((sidecar.context.settings.var / "import").rglob("*.xlsx"))


def test_once_more_is_no_harm_and_a_dry_run_changes_nothing(sidecar: Sidecar) -> None:
    written(sidecar)
    before = places(sidecar.context)
    looked = erase(sidecar.context, NAME, ERASED, actor="Anna", dry_run=True)
    assert places(sidecar.context) == before
    done = erase(sidecar.context, NAME, ERASED, actor="Anna")
    assert (looked.revisions, looked.statements, looked.citations, looked.sentences) == (
        done.revisions, done.statements, done.citations, done.sentences,
    )  # fmt: skip
    again = erase(sidecar.context, NAME, ERASED, actor="Anna")
    assert again.again and again.sentences == 0 and places(sidecar.context) == set()


def test_other_peoples_words_stay(sidecar: Sidecar) -> None:
    written(sidecar)
    with sidecar.context.db.session() as session:
        rows = queries.latest_versions(session, NAME)
        before = {one.id: version.title for one, version in rows}
    erase(sidecar.context, NAME, ERASED, actor="Anna")
    with sidecar.context.db.session() as session:
        titles = {one.id: version.title for one, version in queries.latest_versions(session, NAME)}
    assert set(titles) == set(before) and TOMBSTONE in titles.values()
    assert all(title in (before[one], TOMBSTONE) for one, title in titles.items())
    assert [one for one, title in titles.items() if title == before[one]]


@pytest.mark.parametrize("name", ["proposal:999999", "8", "", "comment:", f"förslag:{SWINGS_PROPOSAL}"])
def test_what_is_not_there_is_told(sidecar: Sidecar, name: str) -> None:
    with pytest.raises(EraseError, match="proposal:12"):
        erase(sidecar.context, NAME, name, actor="Anna")


def test_what_the_service_wrote_itself_is_not_erased_by_name(sidecar: Sidecar) -> None:
    report = sidecar.push(sidecar.approved())
    sidecar.pull()
    assert report.state == "done"
    own = max(sidecar.decidim.store.proposals)
    with pytest.raises(EraseError, match="Radera de bidrag"):
        erase(sidecar.context, NAME, f"proposal:{own}", actor="Anna")
