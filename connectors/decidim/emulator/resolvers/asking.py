"""What a resolver knows of the request, and the small helpers that all of them use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator.records import Component, Process, Proposal, Texts, User
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.versions import VersionFacts
from connectors.decidim.emulator.viewer import Viewer
from connectors.decidim.emulator.world import World

_LONGEST_ID = 18
Resolver = Callable[..., Any]
Fields = dict[str, dict[str, Resolver]]
"""Type name → field name → resolver."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `locale`: in which language single texts are given."""

    world: World
    store: Store
    facts: VersionFacts
    viewer: Viewer
    host: str
    locale: str


def ask(info: GraphQLResolveInfo) -> Ask:
    asked: Ask = info.context
    return asked


def number(given: str) -> int:
    """An id as a number; 0, which nothing has, for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _LONGEST_ID else 0


def attribute(name: str) -> Resolver:
    return lambda source, info: getattr(source, name)


def moment(name: str) -> Resolver:
    """A DateTime field out of a record's attribute."""
    return lambda source, info: written(getattr(source, name), info.context.facts.zone)


@lru_cache(maxsize=100_000)
def written(time: str | None, zone: str) -> str | None:
    """A stored time as this version writes it: `2026-03-01T01:00:00+01:00`."""
    if time is None:
        return None
    return datetime.fromisoformat(time).replace(tzinfo=UTC, microsecond=0).astimezone(ZoneInfo(zone)).isoformat()


def one_text(texts: Texts, asked: Ask) -> str:
    """In the asker's language, else the organisation's, else any."""
    for locale in (asked.locale, asked.store.organization["default_locale"]):
        if texts.get(locale):
            return texts[locale]
    return next(iter(texts.values()), "")


def process_visible(process: Process, asked: Ask) -> bool:
    """Whether a space opens for the asker at all."""
    if asked.viewer.is_admin:
        return True
    if not process.published:
        return False
    closed = process.private if asked.facts.private_is_private else process.access_mode == "restricted"
    return not closed or any(member == process.id for member, _ in asked.viewer.process_roles)


def component_visible(component: Component, asked: Ask) -> bool:
    """Whether a component opens: unpublished ones don't, not even for administrators."""
    return component.published and process_visible(asked.store.processes[component.process], asked)


def page_of(proposal: Proposal, asked: Ask) -> str:
    """The address of a proposal's page."""
    component = asked.store.components[proposal.component]
    slug = asked.store.processes[component.process].slug
    return f"{home(asked)}/processes/{slug}/f/{component.id}/proposals/{proposal.id}"


def home(asked: Ask) -> str:
    base = asked.world.address(asked.host)
    return f"{base}/{asked.locale}" if asked.facts.locale_in_paths else base


def author_of(proposal: Proposal, store: Store) -> User | None:
    """The person who wrote it; None where it is official."""
    return None if proposal.official or not proposal.authors else store.user(proposal.authors[0].id)
