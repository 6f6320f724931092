"""The mutations, with the checks and the crashes that were recorded."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.etiquette import violations
from connectors.decidim.emulator.records import USER, Comment, Component, Proposal
from connectors.decidim.emulator.refusals import (
    Crash,
    NotEmulated,
    bad_attributes,
    has_votes,
    not_allowed,
    not_found,
    unauthorized,
    unknown_locale,
)
from connectors.decidim.emulator.resolvers.asking import Ask, Fields, ask, attribute, component_visible, number
from connectors.decidim.emulator.resolvers.proposals import accepts_comments

STATES = frozenset({"accepted", "rejected", "evaluating", "not_answered"})


@dataclass(frozen=True, slots=True)
class OpenComponent:
    """A component as a mutation sees it (GraphQL's ProposalsMutation)."""

    component: Component
    id: int
    name: dict[str, str]
    weight: int
    process: int


@dataclass(frozen=True, slots=True)
class Target:
    """What may be commented on."""

    id: int
    proposal: Proposal
    parent: Comment | None


def _component(source: Any, info: GraphQLResolveInfo, id: str) -> OpenComponent | None:  # noqa: A002
    asked = ask(info)
    component = asked.store.components.get(number(id))
    if component is None or not component_visible(component, asked):
        if asked.facts.says_unauthorized:
            raise not_found("ComponentMutation")
        return None
    if not asked.viewer.may_read:
        _closed("ProposalsMutation", asked)
        return None
    return OpenComponent(component, component.id, component.name, component.weight, component.process)


def _closed(type_name: str, asked: Ask) -> None:
    """Raises where this version says it; older ones leave a null."""
    if asked.facts.says_unauthorized:
        raise unauthorized(type_name)


def _create(opened: OpenComponent, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    asked, settings = ask(info), opened.component.settings
    viewer = asked.viewer
    if viewer.user_id is None or not settings.creation_enabled or settings.participatory_texts_enabled:
        raise not_allowed()
    title, body = _checked(input, opened.component, asked)
    proposal = writes.create_proposal(
        asked.store, opened.id, title, body, author=viewer.user_id, published=viewer.via != "api_credential",
        taxonomies=writes.known_taxonomies(asked.store, input["attributes"]),
        **{name: input["attributes"].get(name) for name in ("address", "latitude", "longitude")},
    )  # fmt: skip
    if viewer.via == "api_credential":
        raise Crash  # the draft stays behind
    return proposal


def _checked(given: dict[str, Any], component: Component, asked: Ask) -> tuple[dict[str, str], dict[str, str]]:
    """Title and body under their locale, as they will be stored. Raises what Decidim answers to bad ones."""
    locale, attributes = given["locale"], given["attributes"]
    if locale not in asked.store.organization["available_locales"]:
        raise unknown_locale()
    wrong = violations(attributes["title"], attributes["body"], component.settings.proposal_length)
    if wrong:
        raise bad_attributes(wrong)
    body = writes.with_mentions(asked.store, attributes["body"])
    return {locale: attributes["title"]}, {locale: body}


def _proposal(opened: OpenComponent, info: GraphQLResolveInfo, id: str) -> Proposal | None:  # noqa: A002
    asked = ask(info)
    found = asked.store.proposals.get(number(id))
    if found is None or found.component != opened.id:
        if asked.facts.says_unauthorized:
            raise not_found("Proposal")
        return None
    if found.hidden:
        raise NotEmulated("writing to a hidden proposal")
    return found


def _update(proposal: Proposal, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    asked = ask(info)
    component = asked.store.components[proposal.component]
    if not _authored(proposal, asked) or not writes.may_still_edit(asked.store, proposal, component.settings):
        raise not_allowed()
    title, body = _checked(input, component, asked)
    attributes = input["attributes"]
    taxonomies = writes.known_taxonomies(asked.store, attributes) if "taxonomies" in attributes else None
    return writes.update_proposal(asked.store, proposal.id, title, body, taxonomies)


def _withdraw(proposal: Proposal, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    asked = ask(info)
    if not _authored(proposal, asked):
        raise not_allowed()
    if proposal.votes:
        raise has_votes()
    return writes.withdraw_proposal(asked.store, proposal.id)


def _authored(proposal: Proposal, asked: Ask) -> bool:
    user = asked.viewer.user_id
    return user is not None and any(author.type == USER and author.id == user for author in proposal.authors)


def _vote(proposal: Proposal, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    return writes.vote(ask(info).store, proposal.id, _voter(proposal, ask(info)))


def _unvote(proposal: Proposal, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    return writes.unvote(ask(info).store, proposal.id, _voter(proposal, ask(info)))


def _voter(proposal: Proposal, asked: Ask) -> int:
    settings = asked.store.components[proposal.component].settings
    if asked.viewer.user_id is None or not settings.votes_enabled:
        raise not_allowed()
    return asked.viewer.user_id


def _answer(proposal: Proposal, info: GraphQLResolveInfo, input: dict[str, Any]) -> Proposal:  # noqa: A002
    asked = ask(info)
    if not asked.viewer.answers_in(asked.store.components[proposal.component].process):
        raise not_allowed()
    attributes = input["attributes"]
    if attributes.get("state") not in STATES or not isinstance(attributes.get("answerContent", {}), dict):
        raise NotEmulated("ProposalMutation.answer with an unknown state or an answer that is no object")
    return writes.answer_proposal(asked.store, proposal.id, attributes["state"], attributes.get("answerContent"))


def _commentable(source: Any, info: GraphQLResolveInfo, id: str, type: str, **_: Any) -> Target | None:  # noqa: A002
    asked = ask(info)
    if not asked.viewer.may_read and asked.facts.knows_tokens:
        _closed("CommentableMutation", asked)
        return None
    wanted = number(id)
    if type == "Decidim::Comments::Comment" and wanted in asked.store.comments:
        parent = asked.store.comments[wanted]
        return Target(wanted, asked.store.proposals[parent.on], parent)
    if type == "Decidim::Proposals::Proposal" and wanted in asked.store.proposals:
        return Target(wanted, asked.store.proposals[wanted], None)
    raise NotEmulated("Mutation.commentable of something that isn't there")


def _add_comment(target: Target, info: GraphQLResolveInfo, body: str, alignment: int | None = 0, **_: Any) -> Comment:
    """Anything that Decidim's form refuses is a 500 there."""
    asked = ask(info)
    user, settings = asked.viewer.user_id, asked.store.components[target.proposal.component].settings
    if user is None or not body.strip() or len(body) > settings.comments_max_length or not accepts_comments(settings):
        raise Crash
    parent = target.parent.id if target.parent else None
    locale = asked.locale
    return writes.add_comment(
        asked.store, target.proposal.id, {locale: body}, author=user, alignment=alignment or 0, parent=parent
    )


FIELDS: Fields = {
    "Mutation": {"component": _component, "commentable": _commentable},
    "ProposalsMutation": {"createProposal": _create, "proposal": _proposal},
    "ProposalMutation": {
        "update": _update,
        "withdraw": _withdraw,
        "vote": _vote,
        "unvote": _unvote,
        "answer": _answer,
    },
    "CommentableMutation": {"id": attribute("id"), "addComment": _add_comment},
}
