"""In what the recorded versions differ, beyond their schemas. Each fact was seen in the recordings."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class VersionFacts:
    """One version's ways.

    zone: in which zone dates are written (the recorded servers' own setting).
    limits: recursion, aliases and introspection are limited.
    alias_error_twice: the alias error comes twice, as on 0.30.
    errors_have_paths: null errors carry `path` and `locations`.
    says_unauthorized: a hidden thing is an error, not only a null; an unknown one is NOT_FOUND_ERROR.
    mutations_need_scope: `Mutation` opens only with `api:write`.
    knows_tokens: OAuth and API tokens mean something at `/api`.
    sorts_by_score: `orderBy: "best_rated" | "most_discussed"` works; it is a 500 before.
    drops_null_components: spaces list only the components that may be seen; before, a null stands for the others.
    private_is_private: the store's `private` processes are closed; 0.32 knows only `access_mode`.
    locale_in_paths: addresses carry the locale (`/sv/processes/…`).
    redirect_has_body: redirects come with a little HTML page.
    no_query_is_500: a request without a query is a 500, not an error beside status 200.
    unknown_type_is_introspection: asking for a mutation or type that isn't there answers as introspection does.
    withdrawn_state: the `state` of a withdrawn proposal.
    comment_dates_are_strings: comments write `…Z`.
    avatar: digest in the name of the picture of those who have none.
    """

    version: str
    zone: str = "UTC"
    limits: bool = True
    alias_error_twice: bool = False
    errors_have_paths: bool = True
    says_unauthorized: bool = False
    mutations_need_scope: bool = True
    knows_tokens: bool = True
    sorts_by_score: bool = False
    drops_null_components: bool = False
    private_is_private: bool = True
    locale_in_paths: bool = False
    redirect_has_body: bool = False
    no_query_is_500: bool = True
    wrong_host_redirects: bool = False
    unknown_type_is_introspection: bool = False
    withdrawn_state: str = "not_answered"
    discloses_version: bool = False
    application_name: str | None = None
    comment_dates_are_strings: bool = False
    avatar: str = "0a4d6d53a83dd7692aee"


_V028 = VersionFacts(
    "0.28.6", limits=False, errors_have_paths=False, mutations_need_scope=False, knows_tokens=False, redirect_has_body=True,
    withdrawn_state="withdrawn", discloses_version=True, application_name="My Application Name",
    comment_dates_are_strings=True, avatar="aaa9e55bac5d7159b847",
)  # fmt: skip
_V030 = VersionFacts(
    "0.30.9", zone="Europe/Stockholm", alias_error_twice=True, errors_have_paths=False, mutations_need_scope=False,
    knows_tokens=False, redirect_has_body=True, no_query_is_500=False, unknown_type_is_introspection=True,
)  # fmt: skip
_V031 = VersionFacts("0.31.8", zone="Europe/Stockholm")
_V032 = VersionFacts(
    "0.32.2", says_unauthorized=True, sorts_by_score=True, drops_null_components=True, private_is_private=False,
    locale_in_paths=True, wrong_host_redirects=True, application_name="My Application Name",
)  # fmt: skip

VERSIONS = {facts.version: facts for facts in (_V028, _V030, _V031, _V032)}


class UnknownVersion(ValueError):
    """Asked for a version that was never recorded."""


@cache
def facts_of(version: str) -> VersionFacts:
    """Facts of a recorded version. Raises UnknownVersion for any other."""
    if version not in VERSIONS:
        raise UnknownVersion(
            f"Emulatorn känner inte Decidim {version}. Välj en av de inspelade versionerna: {', '.join(VERSIONS)}."
        )
    return VERSIONS[version]
