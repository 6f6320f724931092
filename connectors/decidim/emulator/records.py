"""What a Decidim holds, as the emulator keeps it. Times are ISO 8601 in UTC without a zone, as in store.json."""

from dataclasses import dataclass, field
from typing import Any

Texts = dict[str, str]
"""One text a locale."""


@dataclass(slots=True)
class User:
    id: int
    name: str
    nickname: str
    email: str | None = None
    admin: bool = False
    deleted: bool = False
    process_roles: list[list[Any]] = field(default_factory=list)
    """Pairs [process id, role]."""
    password: str | None = None


@dataclass(slots=True)
class Process:
    id: int
    slug: str
    title: Texts
    published: bool = True
    private: bool = False
    access_mode: str | None = None
    """0.32: open, transparent or restricted."""


@dataclass(slots=True)
class Settings:
    """Component settings that change what the API does. `edit_time`: "limited" (edit_minutes) or "infinite"."""

    proposal_length: int = 500
    comments_enabled: bool = True
    comments_max_length: int = 1000
    participatory_texts_enabled: bool = False
    amendments_enabled: bool = False
    geocoding_enabled: bool = False
    official_proposals_enabled: bool = True
    creation_enabled: bool = True
    votes_enabled: bool = True
    votes_hidden: bool = False
    comments_blocked: bool = False
    edit_time: str = "limited"
    edit_minutes: int = 5


@dataclass(slots=True)
class Component:
    id: int
    process: int
    name: Texts
    published: bool = True
    weight: int = 0
    settings: Settings = field(default_factory=Settings)
    manifest: str = "proposals"


@dataclass(slots=True)
class Taxonomy:
    id: int
    name: Texts
    parent: int | None = None


@dataclass(slots=True)
class Author:
    """`type`: `Decidim::UserBaseEntity` or, for official proposals, `Decidim::Organization`."""

    type: str
    id: int


USER = "Decidim::UserBaseEntity"
ORGANIZATION = "Decidim::Organization"


@dataclass(slots=True)
class Proposal:
    id: int
    component: int
    title: Texts
    body: Texts
    authors: list[Author]
    created_at: str
    updated_at: str
    reference: str | None = None
    state: str | None = None
    state_published_at: str | None = None
    answer: Texts | None = None
    answered_at: str | None = None
    published_at: str | None = None
    withdrawn_at: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    votes: int = 0
    created_in_meeting: bool = False
    comments_count: int = 0
    hidden: bool = False
    taxonomies: list[int] | None = None
    position: int | None = None
    participatory_text_level: str | None = None
    versions: int = 1
    voters: list[int] = field(default_factory=list)
    scope: int | None = None

    @property
    def official(self) -> bool:
        return any(author.type == ORGANIZATION for author in self.authors)


@dataclass(slots=True)
class Comment:
    id: int
    on: int
    body: Texts
    author: int
    created_at: str
    updated_at: str
    parent: int | None = None
    depth: int = 0
    alignment: int = 0
    deleted_at: str | None = None
    up_votes: int = 0
    down_votes: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Amendment:
    """`state`: 0 draft, 10 evaluating, 20 accepted, 30 rejected, -1 withdrawn."""

    id: int
    amender: int
    amendable: int
    emendation: int
    state: int
