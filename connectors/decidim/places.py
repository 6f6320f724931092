"""The spaces of a Decidim and their proposals components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.base import Component, Locales, Space
from connectors.decidim import documents, faults
from connectors.decidim.answers import Answer
from connectors.decidim.client import Client
from connectors.decidim.decode import BadRecord, Node, locales_of, plain_id
from connectors.decidim.dialect import Dialect
from connectors.decidim.intake import refused_question


def spaces(client: Client, dialect: Dialect) -> tuple[Space, ...]:
    """Every space that we may see. Null members of a space's components are counted in `hidden_components`."""
    answer = dialect.ask(client, documents.SPACES)
    if answer.data is None:
        raise refused_question(answer)
    return tuple(space for field, kind in documents.SPACE_KINDS.items() for space in _listed(answer, field, kind))


def signed_in(answer: Answer) -> bool:
    return answer.at("session", "user", "id") is not None


def confirmed(client: Client, ask: Any) -> Answer:
    """The answer of `ask()`, signed in as the credential says: a dead token reads as anonymous, with no error."""
    answer: Answer = ask()
    if client.credential.kind == "anonymous" or answer.data is None or signed_in(answer):
        return answer
    if client.renew():
        answer = ask()
    if not signed_in(answer):
        raise faults.signed_out()
    return answer


def _listed(answer: Answer, field: str, kind: str) -> list[Space]:
    found = answer.at(field)
    read = [_space(member, kind) for member in (found if isinstance(found, list) else ()) if isinstance(member, Mapping)]
    return [space for space in read if space is not None]


def _space(value: Mapping[str, Any], kind: str) -> Space | None:
    number = plain_id(value.get("id"))
    if number is None:
        return None
    slug = Node(value).word("slug") or number
    members = value.get("components")
    members = members if isinstance(members, list) else []
    components = [_component(member, number, kind) for member in members if isinstance(member, Mapping)]
    return Space(
        number,
        kind,
        slug,
        _name(value.get("title")),
        tuple(component for component in components if component is not None),
        sum(1 for member in members if member is None),
    )


def _component(value: Mapping[str, Any], space_id: str, kind: str) -> Component | None:
    number = plain_id(value.get("id"))
    if value.get("__typename") != "Proposals" or number is None:
        return None
    return Component(number, _name(value.get("name")), space_id, kind, Node(value).address("url"))


def _name(value: Any) -> Locales:
    """A name; empty where it can't be read (the id still tells which)."""
    try:
        return locales_of(value)
    except BadRecord:
        return {}
