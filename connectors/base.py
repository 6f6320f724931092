"""What every participation platform gives: plain records, a reader, a writer.

Nothing here knows of charters, databases or Decidim. Records are frozen; texts are as the platform stores them (raw,
hostile until cleaned); author names never leave a connector, only a platform-local key such as ``user/12`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

Locales = Mapping[str, str]
"""locale → text as stored, e.g. ``{"sv": "<p>Fler bänkar</p>"}``."""


class Stage(StrEnum):
    """Where a record or a step failed; the first part of what a person is told."""

    instance = "instance"
    component = "component"
    page = "page"
    proposal = "proposal"
    comments = "comments"
    row = "row"


@dataclass(frozen=True)
class Component:
    """A proposals component of a space. `id` is the platform's own."""

    id: str
    name: Locales
    space_id: str
    space_kind: str
    url: str | None = None
    participatory_text: bool | None = None


@dataclass(frozen=True)
class Space:
    """A participatory process, assembly, … with the proposals components that we may see.

    `hidden_components`: how many list members came back null (unpublished, or in a private space).
    """

    id: str
    kind: str
    slug: str
    title: Locales
    components: tuple[Component, ...] = ()
    hidden_components: int = 0


@dataclass(frozen=True)
class Term:
    """A taxonomy, category or scope that a proposal is filed under. `kind` says which."""

    id: str
    kind: str
    name: Locales
    parent_id: str | None = None


@dataclass(frozen=True)
class Place:
    address: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Amendment:
    """An amendment of a proposal; `emendation_id` is the proposal that holds its text."""

    id: str
    state: str
    emendation_id: str | None


@dataclass(frozen=True)
class Proposal:
    """One proposal as it stands now. Dates are aware, UTC. Counts are None where the platform doesn't tell."""

    id: str
    component_id: str
    title: Locales
    body: Locales
    state: str | None = None
    withdrawn: bool = False
    withdrawn_at: datetime | None = None
    official: bool | None = None
    author_key: str | None = None
    author_kind: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    reference: str | None = None
    place: Place | None = None
    terms: tuple[Term, ...] = ()
    likes: int | None = None
    votes: int | None = None
    comments_count: int | None = None
    amendments: tuple[Amendment, ...] = ()
    answer: Locales = field(default_factory=dict)
    answered_at: datetime | None = None
    participatory_text_level: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class Comment:
    """One comment. `parent_id` is the comment it replies to, None at root. `alignment`: 1 for, −1 against, 0 neither."""

    id: str
    proposal_id: str
    parent_id: str | None
    body: Locales
    alignment: int = 0
    depth: int = 0
    author_key: str | None = None
    up_votes: int | None = None
    down_votes: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None


@dataclass(frozen=True)
class Unreadable:
    """Something that is there, or may be, and could not be read: a result that a person sees, never a log line.

    `code`: stable English word for machines, e.g. ``hidden``, ``comments_blinded``, ``bad_row``. `sv`, `en`: what happened,
    to which thing, what to do next. `missing`: how many contributions the platform says exist behind it, None if unknown.
    """

    stage: Stage
    code: str
    sv: str
    en: str
    component_id: str | None = None
    proposal_id: str | None = None
    comment_id: str | None = None
    missing: int | None = None


@dataclass(frozen=True)
class Page:
    """One step of a pull: everything that was read, and what could not be.

    `after`: cursor to go on from when this page is safely stored. `last`: the component is at its end. `comments_complete`:
    ids of proposals whose whole comment tree is in `comments` (so that a comment no longer listed has vanished).
    """

    component_id: str
    proposals: tuple[Proposal, ...]
    comments: tuple[Comment, ...]
    unreadable: tuple[Unreadable, ...]
    comments_complete: frozenset[str]
    after: str | None
    last: bool


class Reader(Protocol):
    """Reads one platform. Raises only `ConnectorError`s (errors.py); a faulty record is in `Page.unreadable`."""

    def capabilities(self) -> Capabilities: ...

    def spaces(self) -> tuple[Space, ...]: ...

    def pages(self, component_id: str, after: str | None = None) -> Iterator[Page]: ...

    def missing(self, component_id: str, ids: Iterable[str]) -> Missing:
        """Asks for each proposal by its id, before anyone calls it vanished."""
        ...


@dataclass(frozen=True)
class Missing:
    """Which of the ids asked for are truly gone, and which were only skipped by paging (read again here)."""

    gone: frozenset[str]
    found: tuple[Proposal, ...]
    comments: tuple[Comment, ...] = ()
    comments_complete: frozenset[str] = frozenset()
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True)
class Advice:
    """One line of `instance check`: can we, why not, and what would give more."""

    name: str
    ok: bool
    sv: str
    en: str
    todo_sv: str | None = None
    todo_en: str | None = None


@dataclass(frozen=True)
class Capabilities:
    """What this instance lets us do, found by asking, never by a version string."""

    reads: bool
    writes: bool
    fields: frozenset[str]
    locales: tuple[str, ...]
    default_locale: str
    name: Locales
    signed_in_as: str | None
    advice: tuple[Advice, ...]


# -- writing ----------------------------------------------------------------------------------------------------------


class StepKind(StrEnum):
    create = "create"
    update = "update"
    comment = "comment"
    withdraw = "withdraw"


@dataclass(frozen=True)
class Draft:
    """One thing to write. `marker` is the public address of the clause version's page and must stand in `body`.

    kind create: `title`, `body`, `component_id`. update: also `proposal_id` and `expected` (fingerprint of what we last read
    back; a proposal that reads differently is refused as ``changed_in_decidim``). comment: `proposal_id`, `body`.
    withdraw: `proposal_id`, `expected`. `body` is HTML from a small set of tags; a comment's is plain text. `not_before`: when
    the intent to send it was stored, aware; lets `find` rule out older things that it can't read (hidden ones).
    """

    kind: StepKind
    component_id: str
    locale: str
    marker: str
    title: str = ""
    body: str = ""
    proposal_id: str | None = None
    expected: str | None = None
    terms: tuple[str, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True)
class Violation:
    """A limit that a draft breaks, or a reason for a refusal. `code` for machines; `sv`, `en` for people."""

    code: str
    sv: str
    en: str


@dataclass(frozen=True)
class Created:
    """It was written by this call; `stored` is what was read back, not what was sent (None for a comment)."""

    remote_id: str
    url: str | None = None
    stored: Proposal | None = None


@dataclass(frozen=True)
class Exists:
    """The marker was already there: nothing was sent."""

    remote_id: str
    url: str | None = None
    stored: Proposal | None = None


@dataclass(frozen=True)
class Refused:
    """Nothing was written, and we know it."""

    reasons: tuple[Violation, ...]


@dataclass(frozen=True)
class Unknown:
    """It may or may not have been written: search for the marker before any second try."""

    reason: Violation


Outcome = Created | Exists | Refused | Unknown


class Writer(Protocol):
    """Writes to one platform. `write` sends at most one mutation and never retries one by itself."""

    def check(self, draft: Draft) -> tuple[Violation, ...]:
        """Every limit that the draft breaks, before anything is sent. Empty: it may be sent."""
        ...

    def find(self, draft: Draft) -> Created | Exists | None | Unknown:
        """Looks for what `draft` would have written, by its marker. None: surely not there. Unknown: can't be told."""
        ...

    def write(self, draft: Draft) -> Outcome: ...
