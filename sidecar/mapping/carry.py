"""A statement that an edit of its text left as it was is the same statement: its group and what a person said of it go along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mappings.text import Span, again
from sidecar.core.db import digest
from sidecar.mapping import queries
from sidecar.mapping.models import Statement
from sidecar.sync.models import Contribution


def carry(session: Session, instance_id: str) -> int:
    """Gives each statement of a present text what its earlier self had: place in a group, a person's tag. How many went along.

    They are moved, not copied: whichever text stands has them, also when an edit is taken back. What a statement already has of
    its own stays.
    """
    carried = 0
    for contribution, left in queries.left_in_earlier_texts(session, instance_id):
        present = queries.statements_of(session, contribution.revision_id)
        after = [_span(one) for one in present]
        for revision_id in dict.fromkeys(one.revision_id for one in left):
            before = [_span(one) for one in queries.statements_of(session, revision_id)]
            for one in left:
                if one.revision_id != revision_id:
                    continue
                found = again(before, after, _span(one))
                if found is not None and queries.move_along(session, one.id, present[after.index(found)].id):
                    carried += 1
    return carried


def lasting(statement: Statement, contribution: Contribution) -> str:
    """What orders statements wherever their order decides: whose they are, and their words. It stays the same when the text
    around them is edited, so that nothing else comes of it."""
    named = digest(contribution.kind, contribution.remote_id, statement.field, statement.locale, statement.quote)
    return f"{named}:{statement.start:09}"


def _span(one: Statement) -> Span:
    return Span(one.field, one.locale, one.start, one.end, one.quote, one.text, one.language)
