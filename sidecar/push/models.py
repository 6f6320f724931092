"""Pushes: what we meant to write, step by step, stored before anything is sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sidecar.core.db import Base, UTCDateTime


class PushState(StrEnum):
    """open: steps are left. done: all carried out. refused: a step can't be; nothing more is sent. replaced: a newer
    version took its place before it was sent."""

    open = "open"
    done = "done"
    refused = "refused"
    replaced = "replaced"


class StepState(StrEnum):
    """planned: nothing sent. intent: about to be sent, or sent with an unknown outcome: search before any second try."""

    planned = "planned"
    intent = "intent"
    done = "done"
    refused = "refused"
    skipped = "skipped"


class Push(Base):
    """One clause version on its way into one component; the pair is unique, so that it can't be pushed twice.

    file, place: the participatory text that it stands in with others, and where, under the heading `section`. beside: ids of the
    headings in Decidim that were imported with it.
    """

    __tablename__ = "pushes"
    __table_args__ = (UniqueConstraint("version_id", "component_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("clause_versions.id"))
    component_id: Mapped[int] = mapped_column(ForeignKey("components.id"))
    way: Mapped[str] = mapped_column(String(20))
    marker: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10), default=PushState.open)
    proposal_id: Mapped[str | None] = mapped_column(String(40))
    proposal_url: Mapped[str | None] = mapped_column(String(500))
    stored: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    file: Mapped[str | None] = mapped_column(String(60))
    place: Mapped[int | None]
    section: Mapped[str | None] = mapped_column(String(200))
    beside: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")

    steps: Mapped[list[PushStep]] = relationship(order_by="PushStep.ordinal", lazy="selectin", cascade="all, delete-orphan")


class PushStep(Base):
    """One thing to write. `draft` is what will be sent; `outcome` what came of it, in words for people."""

    __tablename__ = "push_steps"
    __table_args__ = (UniqueConstraint("push_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    push_id: Mapped[int] = mapped_column(ForeignKey("pushes.id"))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=StepState.planned)
    remote_id: Mapped[str | None] = mapped_column(String(40))
    code: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[str | None] = mapped_column(Text)
    intended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
