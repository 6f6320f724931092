"""Promise 2: every voice is in exactly one place."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from sidecar.charter.models import ClauseSentence, ClauseVersion
from sidecar.core.context import Context
from sidecar.ledger import reasons, service
from sidecar.ledger.errors import LedgerError
from sidecar.ledger.models import Fate, LedgerEntry
from sidecar.sync.models import Contribution
from tests.sidecar.chain import DIALOGUE, NAME, dialogue_store, drafted, said
from tests.sidecar.decidim import decidim


def test_each_contribution_has_exactly_one_entry_and_settling_again_writes_nothing(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    counts = service.settle(context.db, NAME)
    assert sum(counts.values()) == len(DIALOGUE) and counts[Fate.used] >= 5
    with context.db.session() as session:
        before = {e.contribution_id: e.at for e in session.scalars(select(LedgerEntry))}
        assert len(before) == session.scalar(select(func.count()).select_from(Contribution))
    assert service.settle(context.db, NAME) == counts
    with context.db.session() as session:
        assert {e.contribution_id: e.at for e in session.scalars(select(LedgerEntry))} == before


def test_what_a_person_set_aside_stays_set_aside_until_she_takes_it_up(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    service.settle(context.db, NAME)
    name = next(line.name for line in service.lines(context.db, NAME, Fate.used))
    number = service.set_aside(context.db, NAME, name, "off_topic", note="Det rör vädret.", actor="moderator")
    service.settle(context.db, NAME)
    with context.db.session() as session:
        entry = session.get_one(LedgerEntry, number)
        assert (entry.fate, entry.reason, entry.note, entry.by) == (
            Fate.set_aside, "off_topic", "Det rör vädret.", "moderator",
        )  # fmt: skip
    with pytest.raises(LedgerError, match="off_topic"):
        service.set_aside(context.db, NAME, name, "tråkigt", actor="moderator")
    with pytest.raises(LedgerError, match="off_topic"):  # what only a rule may say
        service.set_aside(context.db, NAME, name, "cited", actor="moderator")
    service.take_up(context.db, NAME, name, actor="moderator")
    service.settle(context.db, NAME)
    assert name in [line.name for line in service.lines(context.db, NAME, Fate.used)]
    with pytest.raises(LedgerError, match="Ingen har lagt"):
        service.take_up(context.db, NAME, name, actor="moderator")


def test_a_municipality_adds_reasons_of_its_own(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    service.settle(context.db, NAME)
    reasons.add(context.db, NAME, "annan_kommun", "Rör en annan kommun", "About another municipality", actor="moderator")
    service.set_aside(context.db, NAME, "proposal:4", "annan_kommun", actor="moderator")
    (line,) = service.lines(context.db, NAME, Fate.set_aside)
    assert (line.name, line.reason_sv) == ("proposal:4", "Rör en annan kommun")
    for code in ("Annan kommun!", "cited", "off_topic", ""):
        with pytest.raises(LedgerError):
            reasons.add(context.db, NAME, code, "Ord", "", actor="moderator")


def test_used_names_the_sentences_and_what_waits_says_why(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    counts = service.settle(context.db, NAME)
    found = service.lines(context.db, NAME)
    assert len(found) == sum(counts.values())
    for line in found:
        assert bool(line.sentences) == (line.fate == Fate.used)
        assert line.reason_sv
    of = {line.name: line.reason for line in found}
    assert (of["proposal:3"], of["proposal:4"]) == ("few_voices", "asks_for_nothing")
    with context.db.session() as session:
        for line in found:
            for clause, version, ordinal in line.sentences:
                row = session.scalar(
                    select(ClauseSentence)
                    .join(ClauseVersion, ClauseVersion.id == ClauseSentence.version_id)
                    .where(ClauseVersion.clause_id == clause, ClauseVersion.number == version)
                    .where(ClauseSentence.ordinal == ordinal)
                )
                assert row is not None and row.citations


@pytest.mark.parametrize(
    "second",
    [
        "fate = 'used', clause_id = NULL",
        "duplicate_of = contribution_id",
        "fate = 'duplicate', clause_id = NULL",
        "fate = 'duplicate', clause_id = NULL, duplicate_of = contribution_id",
        "fate = 'set_aside'",
        "fate = 'borta', clause_id = NULL",
        "reason = ''",
    ],
)
def test_the_database_itself_refuses_a_second_state(context: Context, second: str) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    service.settle(context.db, NAME)
    with pytest.raises(IntegrityError), context.db.session() as session:
        session.execute(text(f"UPDATE ledger_entries SET {second} WHERE fate = 'used'"))
    with pytest.raises(IntegrityError), context.db.session() as session:
        session.execute(
            text(
                "INSERT INTO ledger_entries (contribution_id, fate, reason, by, at)"
                " SELECT contribution_id, 'undecided', 'waits', 'rule', at FROM ledger_entries"
            )
        )
    assert sum(service.settle(context.db, NAME).values()) == len(DIALOGUE)


def test_equal_proposals_are_duplicates_of_the_first_and_equal_comments_under_two_proposals_are_two_voices(
    context: Context,
) -> None:
    rows = [
        said(1, "Om vädret i somras", "Det regnade mycket i juli."),
        said(2, "Om vädret i  somras", "det regnade mycket i juli."),
        *DIALOGUE[:2],
    ]
    rows += [{**DIALOGUE[-1], "id": f"c{n}", "on": f"p{n}"} for n in (1, 2)]
    rows[2:4] = [{**row, "id": f"p{n}"} for n, row in enumerate(DIALOGUE[:2], start=3)]
    with decidim(source=dialogue_store(rows)) as emulator:
        drafted(context, emulator)
    counts = service.settle(context.db, NAME)
    assert (counts[Fate.duplicate], counts[Fate.used], sum(counts.values())) == (1, 2, 6)
