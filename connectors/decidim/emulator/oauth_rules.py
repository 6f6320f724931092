"""How signing in differs between versions. Everything here is from recorded exchanges (set `oauth`), nothing from manuals."""

from __future__ import annotations

from dataclasses import dataclass, replace

TOKEN_SECONDS = 7200


@dataclass(frozen=True)
class OAuthRules:
    """What one version does.

    `scopes`: all that may be asked for; `default_scope` is given when none is. `profile_scope` opens `/oauth/me`.
    `token_at_api`: whether `/api` looks at a user's token at all; such a version also checks PKCE, may refresh, and gives
    JWTs unless only `profile` was asked for. `bad_request_statuses`: (unknown client, every other mistake) on the page of
    /oauth/authorize. `localised_sign_in`: /users/sign_in leads to /<locale>/users/sign_in.
    """

    scopes: tuple[str, ...]
    default_scope: str
    profile_scope: str
    token_at_api: bool
    bad_request_statuses: tuple[int, int]
    wrong_password_status: int
    refuses_missing_csrf_at_sign_in: bool
    localised_sign_in: bool

    def gives_jwt(self, scopes: tuple[str, ...]) -> bool:
        return self.token_at_api and any(scope != self.profile_scope for scope in scopes)


_OLD = OAuthRules(
    scopes=("public",),
    default_scope="public",
    profile_scope="public",
    token_at_api=False,
    bad_request_statuses=(401, 400),
    wrong_password_status=200,
    refuses_missing_csrf_at_sign_in=False,
    localised_sign_in=False,
)
_NEW = OAuthRules(
    scopes=("profile", "user", "api:read", "api:write"),
    default_scope="profile",
    profile_scope="profile",
    token_at_api=True,
    bad_request_statuses=(401, 400),
    wrong_password_status=403,
    refuses_missing_csrf_at_sign_in=False,
    localised_sign_in=False,
)


def rules(version: str) -> OAuthRules:
    """Rules of a recorded version, e.g. ``"0.31.8"``. Raises ValueError for a version that was never recorded."""
    match version.split(".")[:2]:
        case ["0", "28"]:
            return replace(_OLD, bad_request_statuses=(200, 200), refuses_missing_csrf_at_sign_in=True)
        case ["0", "30"]:
            return _OLD
        case ["0", "31"]:
            return _NEW
        case ["0", "32"]:
            return replace(_NEW, localised_sign_in=True)
        case _:
            raise ValueError(f"no recordings of Decidim {version}: 0.28, 0.30, 0.31 and 0.32 are known")
