"""Instances and what was pulled from them: contributions, their immutable revisions, and what could not be read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from sidecar.core.db import Base, UTCDateTime


class Kind(StrEnum):
    proposal = "proposal"
    comment = "comment"


class Status(StrEnum):
    """What Decidim says of a contribution now. hidden: Decidim says that a moderator hid it, or the proposal that it is on.

    vanished: hidden, deleted or moved out of sight; we only know that it's gone.
    erased: taken away here at somebody's request; no later pull changes that, whatever Decidim says.
    """

    present = "present"
    withdrawn = "withdrawn"
    hidden = "hidden"
    vanished = "vanished"
    erased = "erased"


GONE = (Status.hidden, Status.vanished)
"""Not to be read in Decidim any more."""


class Instance(Base):
    """One Decidim organisation. `credential` and `author_key` are sealed (core/secrets.py)."""

    __tablename__ = "instances"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    base_url: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(300), default="")
    default_locale: Mapped[str] = mapped_column(String(12), default="sv")
    locales: Mapped[list[str]] = mapped_column(JSON, default=list)
    municipality_code: Mapped[str | None] = mapped_column(String(4))
    requests_per_minute: Mapped[int | None]
    credential: Mapped[str | None] = mapped_column(Text)
    author_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Component(Base):
    """A proposals component. From `proposal_length` on: what the API doesn't tell and a moderator may set.

    `target`: pushes go here, one at most in an instance.
    """

    __tablename__ = "components"
    __table_args__ = (UniqueConstraint("instance_id", "remote_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    remote_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    space_kind: Mapped[str] = mapped_column(String(60))
    space_id: Mapped[str] = mapped_column(String(40))
    space_title: Mapped[dict[str, str]] = mapped_column(JSON)
    listed: Mapped[bool] = mapped_column(default=True)
    proposal_length: Mapped[int] = mapped_column(default=500)
    edit_window_seconds: Mapped[int | None] = mapped_column(default=300)
    pull: Mapped[bool] = mapped_column(default=True)
    target: Mapped[bool] = mapped_column(default=False)


class Contribution(Base):
    """A proposal or a comment as a thing that lives in Decidim. What Decidim owns is refreshed; the row stays for ever.

    `marked`: the address of one of our pages stands in its body: perhaps ours, perhaps someone who quotes us. `own`: we wrote it
    (push/recognise.py decides); it is no voice. `facts`: state, counts, place, terms, amendments, answer.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        UniqueConstraint("instance_id", "kind", "remote_id"),
        Index("ix_contributions_component_number", "component_id", "kind", "number"),
        Index("ix_contributions_proposal", "instance_id", "proposal_remote_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    component_id: Mapped[int] = mapped_column(ForeignKey("components.id"))
    kind: Mapped[str] = mapped_column(String(10))
    remote_id: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(BigInteger)
    proposal_remote_id: Mapped[str] = mapped_column(String(40))
    parent_remote_id: Mapped[str | None] = mapped_column(String(40))
    author: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(10), default=Status.present)
    marked: Mapped[bool] = mapped_column(default=False)
    own: Mapped[bool] = mapped_column(default=False)
    alignment: Mapped[int] = mapped_column(default=0)
    depth: Mapped[int] = mapped_column(default=0)
    url: Mapped[str | None] = mapped_column(String(500))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts_hash: Mapped[str] = mapped_column(String(32))
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    first_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    vanished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Revision(Base):
    """The text of a contribution at one moment: `texts[field][locale]` exactly as stored. Never changed once written."""

    __tablename__ = "revisions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    remote_id: Mapped[str] = mapped_column(String(40))
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Unread(Base):
    """Something that is there, or may be, and could not be read. `key` names the same trouble in the next pull."""

    __tablename__ = "unread"
    __table_args__ = (UniqueConstraint("instance_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    key: Mapped[str] = mapped_column(String(32))
    component_remote_id: Mapped[str | None] = mapped_column(String(40))
    proposal_remote_id: Mapped[str | None] = mapped_column(String(60))
    number: Mapped[int | None] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(60))
    sv: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    missing: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(UTCDateTime)


class PullState(Base):
    """Where a pull of one component stands: enough to go on from the last stored page after any death.

    `after`: cursor of the next page, None before the first. `above`: greatest proposal number of this pass. `suspects`: ids
    that we hold, and that the pages read so far passed over; asked for one by one at the end of a complete pass. `told`: keys of
    the troubles without a proposal number that this pass has told of.
    """

    __tablename__ = "pull_states"

    component_id: Mapped[int] = mapped_column(ForeignKey("components.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(20), default="api")
    after: Mapped[str | None] = mapped_column(Text)
    above: Mapped[int] = mapped_column(BigInteger, default=-1)
    suspects: Mapped[list[str]] = mapped_column(JSON, default=list)
    told: Mapped[list[str]] = mapped_column(JSON, default=list)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PullRun(Base):
    """The trace of one pull: when, how many, and how it ended."""

    __tablename__ = "pull_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="running")
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


TOMBSTONE = "[raderad på begäran]"
"""What stands where an erased text stood, in every field, quote and sentence."""


class ImmutableRevision(Exception):
    """Someone tried to change a stored text."""


@event.listens_for(Revision, "before_update")
def _refuse_change(_mapper: Mapper[Any], _connection: Any, target: Revision) -> None:
    raise ImmutableRevision(f"revision {target.id} can't be changed: citations rest on it")
