"""What was decided about groups, what happened to them, and what is left to ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sidecar.core.db import Base, UTCDateTime


class GroupDecision(Base):
    """A constraint that no run breaks, until it is taken back: then it stays as what it was, with who took it back.

    kind: together (`one` survives), apart, against; moved: `statement_id` was given a place in `one`, as a part of its own,
    `other`. Where it was put apart, alone, the kind is apart. by: a person, or the judge of pairs (`judged`: a person may part
    them without taking it back).
    """

    __tablename__ = "group_decisions"
    __table_args__ = (
        CheckConstraint("kind IN ('together', 'apart', 'against', 'moved')", name="known_kind"),
        CheckConstraint("one <> other", name="two_groups"),
        CheckConstraint("kind <> 'moved' OR statement_id IS NOT NULL", name="moved_statement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    one: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"))
    other: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"))
    statement_id: Mapped[str | None] = mapped_column(ForeignKey("statements.id"))
    judged: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class GroupEvent(Base):
    """What happened to a group, never changed. kind: joined, merged, split, moved, followed (an edited
    text took the old one's place), left.

    group_id: whose history it is; other_id: the group that it went to or came from. number: how many statements.
    """

    __tablename__ = "group_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    group_id: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"), index=True)
    other_id: Mapped[str | None] = mapped_column(ForeignKey("statement_groups.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
