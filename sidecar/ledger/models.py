"""The account of where each contribution ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidecar.core.db import Base, UTCDateTime


class Fate(StrEnum):
    used = "used"
    duplicate = "duplicate"
    set_aside = "set_aside"
    undecided = "undecided"


ONE_STATE = (
    "(fate = 'used' AND clause_id IS NOT NULL AND duplicate_of IS NULL)"
    " OR (fate = 'duplicate' AND duplicate_of IS NOT NULL AND duplicate_of <> contribution_id AND clause_id IS NULL)"
    " OR (fate IN ('set_aside', 'undecided') AND clause_id IS NULL AND duplicate_of IS NULL)"
)
"""What the database demands of every entry: a state, and only what belongs to it."""


class LedgerEntry(Base):
    """Exactly one for each contribution: the key refuses a second, the checks a mixture of two.

    reason: a code (`reasons.BUILT_IN` and the municipality's own give the words); note: in a person's own words; by: a person or
    "rule".
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (CheckConstraint(ONE_STATE, name="one_state"), CheckConstraint("reason <> ''", name="with_reason"))

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    fate: Mapped[str] = mapped_column(String(10), default=Fate.undecided)
    reason: Mapped[str] = mapped_column(String(40))
    clause_id: Mapped[str | None] = mapped_column(ForeignKey("clauses.id"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    by: Mapped[str] = mapped_column(String(120), default="rule")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(Text, default="", server_default="")


class LedgerReason(Base):
    """A municipality's own reason for setting a contribution aside."""

    __tablename__ = "ledger_reasons"

    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    sv: Mapped[str] = mapped_column(String(200))
    en: Mapped[str] = mapped_column(String(200))
