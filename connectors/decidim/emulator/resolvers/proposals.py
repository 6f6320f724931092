"""What a proposal answers."""

import hashlib
import json
from typing import Any

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator.records import Amendment, Component, Proposal, Settings, Taxonomy, User
from connectors.decidim.emulator.refusals import NotEmulated, not_found
from connectors.decidim.emulator.resolvers.asking import Fields, ask, attribute, author_of, moment, number, page_of
from connectors.decidim.emulator.resolvers.connection import seen

_AMENDMENT_STATES = {0: "draft", 10: "evaluating", 20: "accepted", 30: "rejected", -1: "withdrawn"}


def _one(component: Component, info: GraphQLResolveInfo, id: str) -> Proposal | None:  # noqa: A002
    asked = ask(info)
    found = asked.store.proposals.get(number(id))
    if found is None or found.component != component.id or found.published_at is None:
        if asked.facts.says_unauthorized:
            raise not_found("Proposal")
        return None
    return seen(found, info)


def settings_of(proposal: Proposal, info: GraphQLResolveInfo) -> Settings:
    return ask(info).store.components[proposal.component].settings


def state_of(proposal: Proposal, info: GraphQLResolveInfo) -> str | None:
    """An emendation has its amendment's state; an answer counts when it is published; a withdrawn one isn't null."""
    asked = ask(info)
    amendment = asked.store.amendment_with_text(proposal.id)
    if amendment is not None:
        return _AMENDMENT_STATES[amendment.state]
    if proposal.withdrawn_at is not None:
        return asked.facts.withdrawn_state
    return proposal.state if proposal.state_published_at is not None else None


def _fingerprint(proposal: Proposal, info: GraphQLResolveInfo) -> str:
    source = {"body": dict(sorted(proposal.body.items())), "title": dict(sorted(proposal.title.items()))}
    return json.dumps(source, ensure_ascii=False, separators=(",", ":"))


def _authors(proposal: Proposal, info: GraphQLResolveInfo) -> list[User | None]:
    store = ask(info).store
    return [] if proposal.official else [store.user(author.id) for author in proposal.authors]


def _votes(proposal: Proposal, info: GraphQLResolveInfo) -> int | None:
    return None if settings_of(proposal, info).votes_hidden else proposal.votes


def accepts_comments(settings: Settings) -> bool:
    return settings.comments_enabled and not settings.comments_blocked


def _taxonomies(proposal: Proposal, info: GraphQLResolveInfo) -> list[Taxonomy]:
    known = ask(info).store.taxonomies
    return [known[taxonomy_id] for taxonomy_id in proposal.taxonomies or []]


def _category(proposal: Proposal, info: GraphQLResolveInfo) -> Taxonomy | None:
    for category_id, taxonomy in ask(info).store.categories().items():
        if taxonomy.id in (proposal.taxonomies or []):
            return Taxonomy(category_id, taxonomy.name)
    return None


def _scope(proposal: Proposal, info: GraphQLResolveInfo) -> Taxonomy | None:
    return None if proposal.scope is None else ask(info).store.scope(proposal.scope)


def _versions(proposal: Proposal, info: GraphQLResolveInfo) -> Any:
    raise NotEmulated("Proposal.versions: the store keeps how many there are, not what they held")


def _empty(source: Any, info: GraphQLResolveInfo) -> list[Any]:
    return []


def _nothing(source: Any, info: GraphQLResolveInfo) -> None:
    return None


def _meeting(proposal: Proposal, info: GraphQLResolveInfo) -> None:
    if proposal.created_in_meeting:
        raise NotEmulated("Proposal.meeting of a proposal that was made in a meeting")


def _emendation(amendment: Amendment, info: GraphQLResolveInfo) -> Proposal:
    return ask(info).store.proposals[amendment.emendation]


_PLAIN = ("id", "title", "body", "reference", "address", "answer", "position")
_PROPOSAL = {
    **{name: attribute(name) for name in _PLAIN},
    "state": state_of,
    "official": attribute("official"),
    "createdInMeeting": attribute("created_in_meeting"),
    "publishedAt": moment("published_at"),
    "createdAt": moment("created_at"),
    "updatedAt": moment("updated_at"),
    "answeredAt": moment("answered_at"),
    "withdrawnAt": moment("withdrawn_at"),
    "withdrawn": lambda proposal, info: proposal.withdrawn_at is not None,
    "participatoryTextLevel": attribute("participatory_text_level"),
    "voteCount": _votes,
    "totalCommentsCount": attribute("comments_count"),
    "hasComments": lambda proposal, info: bool(ask(info).store.roots_of(proposal.id)),
    "acceptsNewComments": lambda proposal, info: accepts_comments(settings_of(proposal, info)),
    "commentsHaveAlignment": lambda proposal, info: True,
    "commentsHaveVotes": lambda proposal, info: True,
    "userAllowedToComment": lambda proposal, info: accepts_comments(settings_of(proposal, info)),
    "type": lambda proposal, info: "Decidim::Proposals::Proposal",
    "fingerprint": lambda proposal, info: _fingerprint(proposal, info),
    "author": lambda proposal, info: author_of(proposal, ask(info).store),
    "authors": _authors,
    "authorsCount": lambda proposal, info: len(proposal.authors),
    "coordinates": lambda proposal, info: proposal,
    "taxonomies": _taxonomies,
    "category": _category,
    "scope": _scope,
    "amendments": lambda proposal, info: ask(info).store.amendments_of(proposal.id),
    "attachments": _empty,
    "likes": _empty,
    "endorsements": _empty,
    "likesCount": lambda proposal, info: 0,
    "endorsementsCount": lambda proposal, info: 0,
    "meeting": _meeting,
    "cost": _nothing,
    "costReport": _nothing,
    "executionPeriod": _nothing,
    "versionsCount": attribute("versions"),
    "versions": _versions,
    "url": lambda proposal, info: page_of(proposal, ask(info)),
}

FIELDS: Fields = {
    "Proposals": {"proposal": _one},
    "Proposal": _PROPOSAL,
    "Coordinates": {"latitude": attribute("latitude"), "longitude": attribute("longitude")},
    "Fingerprint": {
        "source": lambda source, info: source,
        "value": lambda source, info: hashlib.sha256(source.encode()).hexdigest(),
    },
    "Amendment": {
        "id": attribute("id"),
        "state": lambda amendment, info: _AMENDMENT_STATES[amendment.state],
        "amender": lambda amendment, info: ask(info).store.user(amendment.amender),
        "amendable": lambda amendment, info: ask(info).store.proposals[amendment.amendable],
        "amendableType": lambda amendment, info: "Decidim::Proposals::Proposal",
        "emendation": _emendation,
        "emendationType": lambda amendment, info: "Decidim::Proposals::Proposal",
    },
}
