"""Statements with offsets, their tags, and groups of statements that ask for the same thing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidecar.core.db import Base, UTCDateTime


class MappedRevision(Base):
    """This revision was split and tagged by these rules; other rules mean: do it again."""

    __tablename__ = "mapped_revisions"

    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(64))


class Statement(Base):
    """One sentence-sized part of a revision: `revision.texts[field][locale][start:end] == quote`.

    `id` is the digest of revision, field, locale, start and end, so that the same part is the same row in every run.
    """

    __tablename__ = "statements"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(12))
    start: Mapped[int]
    end: Mapped[int]
    ordinal: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    side: Mapped[str] = mapped_column(String(10))


class Tag(Base):
    """What a statement is about, where in it, and what gave it. `rank` 0 is the one that counts.

    source: rule, model or person; a person's tag counts before all others and is never taken away by a run. changes: what a
    municipality's own rules did here.
    """

    __tablename__ = "tags"
    __table_args__ = (Index("ix_tags_statement", "statement_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    rank: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    norm_type: Mapped[str] = mapped_column(String(20))
    rollup: Mapped[str | None] = mapped_column(String(20))
    start: Mapped[int]
    end: Mapped[int]
    rule: Mapped[str] = mapped_column(String(80))
    rule_date: Mapped[date]
    version: Mapped[str] = mapped_column(String(64))
    confidence: Mapped[float] = mapped_column(Float)
    explanation_sv: Mapped[str] = mapped_column(Text)
    explanation_en: Mapped[str] = mapped_column(Text)
    standing: Mapped[str | None] = mapped_column(String(10))
    bearer: Mapped[str | None] = mapped_column(String(20))
    theme: Mapped[str | None] = mapped_column(String(20))
    bearer_detail: Mapped[str | None] = mapped_column(String(20))
    holder: Mapped[str | None] = mapped_column(String(20))
    strength: Mapped[str | None] = mapped_column(String(10))
    counterparty: Mapped[str | None] = mapped_column(String(200))
    changes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")


class StatementFact(Base):
    """What else a statement touches (kind: sdg, article, law), with the words that show it, if any do.

    start, end: those words in the stored text, as the statement's own. given_by: weights and encoder where a model gave it.
    """

    __tablename__ = "statement_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(80))
    label_sv: Mapped[str] = mapped_column(Text)
    label_en: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Float)
    start: Mapped[int | None]
    end: Mapped[int | None]
    explanation_sv: Mapped[str] = mapped_column(Text)
    explanation_en: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(String(80), default="", server_default="")


class StatementGroup(Base):
    """Statements that ask for the same thing, from the same side. Its id comes from its founder and is kept for life.

    merged_into: the group that it is part of now; that one is never part of another. Its members stay its own, so that groups can
    be parted again. name: the label that a person gave.
    """

    __tablename__ = "statement_groups"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    representative_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_into: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")


class GroupMember(Base):
    """A statement is in one group at most (and with it in the group that this one is part of)."""

    __tablename__ = "group_members"

    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"), index=True)
