"""The account of where each contribution ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sidecar.core.db import Base, UTCDateTime


class Fate(StrEnum):
    used = "used"
    duplicate = "duplicate"
    set_aside = "set_aside"
    undecided = "undecided"


class LedgerEntry(Base):
    """Exactly one for each contribution. `reason` is a code (service.REASONS gives the words); `by` a person or "rule"."""

    __tablename__ = "ledger_entries"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    fate: Mapped[str] = mapped_column(String(10), default=Fate.undecided)
    reason: Mapped[str] = mapped_column(String(40))
    clause_id: Mapped[str | None] = mapped_column(ForeignKey("clauses.id"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    by: Mapped[str] = mapped_column(String(120), default="rule")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
