"""What the GraphQL writer asks of a Decidim 0.32: the four mutations, and the reads around them.

Every read also asks who we are: an absent or expired token reads as anonymous, without an error.
"""

from __future__ import annotations

PAGE = 50

_TEXT = "{ translations { locale text machineTranslated } }"
_AUTHOR = "author { __typename id }"
_PROPOSAL = (
    f"id title {_TEXT} body {_TEXT} reference state withdrawn withdrawnAt official publishedAt updatedAt url "
    f"voteCount totalCommentsCount {_AUTHOR}"
)
_WHO = "session { user { id nickname } }"
_ON_COMPONENT = "component(id: $component) { ... on ProposalsMutation"
_ON_PROPOSAL = f"{_ON_COMPONENT} {{ proposal(id: $proposal)"

WHO = f"query Who {{ {_WHO} }}"

TARGET = f"query Target($component: ID!) {{ {_WHO} component(id: $component) {{ id __typename }} }}"

ONE = (
    f"query One($component: ID!, $proposal: ID!) {{ {_WHO} component(id: $component) {{ id ... on Proposals {{ "
    f"proposal(id: $proposal) {{ {_PROPOSAL} acceptsNewComments }} }} }} }}"
)

NEWEST = (
    f"query Newest($component: ID!, $after: String) {{ {_WHO} component(id: $component) {{ id ... on Proposals {{ "
    f'proposals(first: {PAGE}, after: $after, order: {{id: "desc"}}) {{ pageInfo {{ hasNextPage endCursor }} '
    f"edges {{ node {{ {_PROPOSAL} }} }} }} }} }} }}"
)

COMMENTS = (
    f"query Comments($component: ID!, $proposal: ID!) {{ {_WHO} component(id: $component) {{ id ... on Proposals {{ "
    f'proposal(id: $proposal) {{ id comments(orderBy: "older") {{ id body url {_AUTHOR} }} }} }} }} }}'
)

CREATE = (
    f"mutation Create($component: ID!, $locale: String!, $attributes: ProposalAttributes!) {{ {_ON_COMPONENT} {{ "
    f"createProposal(input: {{locale: $locale, attributes: $attributes}}) {{ {_PROPOSAL} }} }} }} }}"
)

UPDATE = (
    "mutation Update($component: ID!, $proposal: ID!, $locale: String!, $attributes: ProposalAttributes!) { "
    f"{_ON_PROPOSAL} {{ update(input: {{locale: $locale, attributes: $attributes}}) {{ {_PROPOSAL} }} }} }} }} }}"
)

WITHDRAW = (
    f"mutation Withdraw($component: ID!, $proposal: ID!) {{ {_ON_PROPOSAL} {{ withdraw(input: {{}}) {{ {_PROPOSAL} }} }} }} }} }}"
)

COMMENT = (
    "mutation Comment($proposal: String!, $locale: String!, $body: String!) { "
    'commentable(id: $proposal, type: "Decidim::Proposals::Proposal", locale: $locale, toggleTranslations: false) { '
    "addComment(body: $body, alignment: 0) { id url } } }"
)
