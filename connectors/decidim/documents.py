"""What we ask, in small pieces. Written for the newest Decidim; `dialect.py` leaves out what a server doesn't have.

Limits that these keep (0.30 and later): `comments` at most twice inside each other, at most `ALIASES` aliases, complexity
5,000 for a page of 50, no introspection.
"""

from __future__ import annotations

from functools import lru_cache

ALIASES = 5
PAGE = 50
ORDER = 'order: {id: "asc"}'

NAME = "{ translations { locale text } }"
TEXT = "{ translations { locale text machineTranslated } }"
AUTHOR = "author { __typename id }"

CORE = f"""
id title {TEXT} body {TEXT} reference state withdrawn withdrawnAt official publishedAt updatedAt url
participatoryTextLevel position voteCount likesCount endorsementsCount totalCommentsCount {AUTHOR}
address coordinates {{ latitude longitude }}
taxonomies {{ id name {NAME} parent {{ id }} }}
category {{ id name {NAME} parent {{ id }} }}
scope {{ id name {NAME} parent {{ id }} }}
amendments {{ id state emendation {{ __typename ... on Proposal {{ id }} }} }}
answer {TEXT} answeredAt
"""

COMMENT = f"id body alignment upVotes downVotes createdAt updatedAt url hasComments {AUTHOR}"
ROOTS = f'comments(orderBy: "older") {{ {COMMENT} }}'
TREE = f'comments(orderBy: "older") {{ {COMMENT} comments(orderBy: "older") {{ {COMMENT} }} }}'

EDGES = {
    "tree": f"edges {{ cursor node {{ {CORE} {TREE} }} }}",
    "bare": f"edges {{ cursor node {{ {CORE} }} }}",
    "step": "",
}
LOOKUPS = {
    "core_at": ("proposals(first: 1, after: $k{i}, " + ORDER + ")", f"{{ edges {{ node {{ {CORE} }} }} }}", "$k{i}: String"),
    "core": ("proposal(id: $p{i})", f"{{ {CORE} }}", "$p{i}: ID!"),
    "tree": ("proposal(id: $p{i})", f"{{ id {TREE} }}", "$p{i}: ID!"),
    "roots": ("proposal(id: $p{i})", f"{{ id {ROOTS} }}", "$p{i}: ID!"),
    "thread": (
        "proposal(id: $p{i})",
        f'{{ id comments(singleCommentId: $c{{i}}) {{ id comments(orderBy: "older") {{ {COMMENT} }} }} }}',
        "$p{i}: ID!, $c{i}: String",
    ),
}
"""kind → field with arguments, what is asked of it, its variables. `{i}` is the slot in the request."""

SESSION = "{ session { user { id } } }"


@lru_cache(maxsize=256)
def pull(page: str | None, slots: tuple[tuple[int, str], ...], session: bool) -> str:
    """One request: a page of proposals and what is asked beside it.

    page: "tree" (two levels of comments), "bare" (none), "step" (only the cursor) or None (no page). slots: which of
    `LOOKUPS` each slot asks; slot i answers under `key(i)`. session: also asks who we are.
    """
    variables = ["$id: ID!"]
    fields = []
    if page is not None:
        variables.append("$first: Int!, $after: String")
        info = "pageInfo { hasNextPage endCursor }"
        fields.append(f"proposals(first: $first, after: $after, {ORDER}) {{ {info} {EDGES[page]} }}")
    for slot, kind in slots:
        field, selection, names = LOOKUPS[kind]
        alias = "" if slot == 0 else f"{key(slot)}: "
        fields.append(alias + (field + " " + selection.replace("{i}", str(slot))).replace("{i}", str(slot)))
        variables.append(names.replace("{i}", str(slot)))
    who = SESSION.strip("{} ") + " } } " if session else ""
    return (
        f"query Pull({', '.join(variables)}) {{ {who}component(id: $id) {{ id __typename ... on Proposals {{ "
        f"{' '.join(fields)} }} }} }}"
    )


def key(slot: int) -> str:
    """Under which name a slot answers. Slot 0 needs no alias: it must ask for a proposal by its id."""
    return "proposal" if slot == 0 else f"a{slot}"


SPACE_KINDS = {
    "participatoryProcesses": "process",
    "assemblies": "assembly",
    "conferences": "conference",
    "initiatives": "initiative",
}
"""Fields of the root that list spaces → our word. The last two come with modules that not every Decidim has."""

_SPACE = f"{{ id slug title {NAME} components {{ __typename id name {NAME} ... on Proposals {{ url }} }} }}"

INSTANCE = f"query Instance {{ organization {{ name {NAME} }} session {{ user {{ id nickname }} }} }}"
SPACES = "query Spaces { " + " ".join(f"{field} {_SPACE}" for field in SPACE_KINDS) + " }"

CAN_CREATE = (
    'mutation { component(id: "0") { ... on ProposalsMutation { createProposal(input: {locale: "sv", nonsense: 1}) '
    "{ id thisFieldDoesNotExist } } } }"
)
"""Can't be valid anywhere, so it is never executed: its errors tell whether `createProposal` is known."""
