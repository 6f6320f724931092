"""The charter: clauses, their versions, and for every sentence the spans it rests on; its parties, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sidecar.charter.states import ClauseState
from sidecar.core.db import Base, UTCDateTime

__all__ = [
    "Agreement", "Charter", "CitationMove", "CitationRow", "Clause", "ClauseSentence", "ClauseState", "ClauseStep",
    "ClauseVersion", "Commitment", "FollowUp", "Mandate", "Party",
]  # fmt: skip


class Charter(Base):
    """own_template: the YAML of a municipality's own chapters, in place of the template of that name."""

    __tablename__ = "charters"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instances.id"), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    template: Mapped[str] = mapped_column(String(40), default="uclg_sv", server_default="uclg_sv")
    own_template: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Clause(Base):
    """One article of the charter, grown from one group. `id` is short: it stands in the address of its page.

    number: of the article, given once and never again to another; None until the first drafting gives it. chapter: its theme,
    None where no statement has one. in_force: number of the version that was adopted and not repealed. before_pause: the state
    that a paused clause goes back to.
    """

    __tablename__ = "clauses"
    __table_args__ = (Index("ix_clauses_number", "charter_id", "number", unique=True),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    group_id: Mapped[str] = mapped_column(ForeignKey("statement_groups.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=ClauseState.draft)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    number: Mapped[int | None]
    chapter: Mapped[str | None] = mapped_column(String(20))
    in_force: Mapped[int | None]
    before_pause: Mapped[str | None] = mapped_column(String(20))


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
    """A span that a sentence rests on: the quote stands character for character in the stored revision.

    The quote never changes. The place is where it stands now: when its source is edited around it, it moves (`CitationMove`).
    """

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    sentence_id: Mapped[int] = mapped_column(ForeignKey("clause_sentences.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(12))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)


class CitationMove(Base):
    """A citation's source was edited and its quote stands there again: the place that it left. Where it went, the next move of
    the same citation left, and after the last one the citation itself says.
    """

    __tablename__ = "citation_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    citation_id: Mapped[int] = mapped_column(ForeignKey("citations.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Party(Base):
    """One that an agreement binds. through: by whom inhabitants speak. bears: words of a tag's bearer that mean this party."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("charter_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    through: Mapped[str] = mapped_column(String(200), default="")
    signatory: Mapped[str] = mapped_column(String(200), default="")
    bears: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Mandate(Base):
    """What a charter rests on: the political decision, who leads the work, and when the dialogue was held."""

    __tablename__ = "mandates"

    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), primary_key=True)
    organ: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    diary_number: Mapped[str] = mapped_column(String(80))
    leader: Mapped[str] = mapped_column(String(200))
    steering_group: Mapped[list[str]] = mapped_column(JSON, default=list)
    dialogue_from: Mapped[date | None]
    dialogue_to: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ClauseStep(Base):
    """One step of a clause's life, never changed. version: the newest one then; without: ids of parties named as missing."""

    __tablename__ = "clause_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id"), index=True)
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    actor: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    organ: Mapped[str | None] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    diary_number: Mapped[str | None] = mapped_column(String(80))
    without: Mapped[list[int]] = mapped_column(JSON, default=list)


class Agreement(Base):
    """A party's word on one clause version, named by the hash of what it says. Kept when it ends: withdrawn, or asked again."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("clause_versions.id"), index=True)
    hash: Mapped[str] = mapped_column(String(32))
    signed_by: Mapped[str] = mapped_column(String(200))
    signed_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    asked_again_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Commitment(Base):
    """A sentence of a version and a party that answers for it; several rows where parties answer together, one without a party
    where nobody has taken it on. key: the sentence's words, so that what people decided lives on in the next version.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        Index("ix_commitments_version_id", "version_id", "ordinal"),
        UniqueConstraint("version_id", "ordinal", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("clause_versions.id"))
    ordinal: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    bearer: Mapped[str | None] = mapped_column(String(20))
    given_by: Mapped[str] = mapped_column(String(10))


class FollowUp(Base):
    """How a party's commitment goes, in the words of a clause whatever its version."""

    __tablename__ = "follow_ups"
    __table_args__ = (UniqueConstraint("clause_id", "key", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id"))
    key: Mapped[str] = mapped_column(String(32))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    owner: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None]
    indicator: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(20))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
