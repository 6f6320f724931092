"""Promise 2: every voice is in exactly one place."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from sidecar.core.context import Context
from sidecar.ledger import service
from sidecar.ledger.models import Fate, LedgerEntry
from sidecar.ledger.service import LedgerError
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


def test_what_a_person_set_aside_stays_set_aside(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    service.settle(context.db, NAME)
    with context.db.session() as session:
        chosen = session.scalars(select(LedgerEntry).where(LedgerEntry.fate == Fate.used)).first()
        assert chosen is not None
        number = chosen.contribution_id
    service.set_aside(context.db, number, "off_topic", actor="moderator")
    service.settle(context.db, NAME)
    with context.db.session() as session:
        entry = session.get_one(LedgerEntry, number)
        assert (entry.fate, entry.reason, entry.by) == (Fate.set_aside, "off_topic", "moderator")
    with pytest.raises(LedgerError, match="off_topic"):
        service.set_aside(context.db, number, "tråkigt", actor="moderator")


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
