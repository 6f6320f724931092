"""The charter: clauses, their versions, and for every sentence the spans it rests on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sidecar.core.db import Base, UTCDateTime


class ClauseState(StrEnum):
    """DESIGN §4; this far the chain uses draft, in_dialogue and under_review."""

    draft = "draft"
    under_review = "under_review"
    in_dialogue = "in_dialogue"


class Charter(Base):
    __tablename__ = "charters"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Clause(Base):
    """One article of the charter, grown from one group. `id` is short: it stands in the address of its page."""

    __tablename__ = "clauses"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    group_id: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=ClauseState.draft)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ClauseVersion(Base):
    """The text of a clause at one moment. Never changed; a new text is a new version. `hash` names what it says."""

    __tablename__ = "clause_versions"
    __table_args__ = (UniqueConstraint("clause_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id"))
    number: Mapped[int]
    locale: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(Text)
    support: Mapped[int]
    opposition: Mapped[int]
    hash: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(120))

    sentences: Mapped[list[ClauseSentence]] = relationship(order_by="ClauseSentence.ordinal", lazy="selectin")


class ClauseSentence(Base):
    """A sentence of a version; ordinal −1 is the title, which cites too. `number`: what a sentence that counts says."""

    __tablename__ = "clause_sentences"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("clause_versions.id"), index=True)
    ordinal: Mapped[int]
    block: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[int | None]

    citations: Mapped[list[CitationRow]] = relationship(order_by="CitationRow.id", lazy="selectin")


class CitationRow(Base):
    """A span that a sentence rests on: the quote stands character for character in the stored revision."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    sentence_id: Mapped[int] = mapped_column(ForeignKey("clause_sentences.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(12))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
