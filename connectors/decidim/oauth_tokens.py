"""A user's OAuth token: got, refreshed before it ends, and forgotten. Kept by the caller, who encrypts it at rest.

A refresh token is there only where the application in Decidim has it enabled; it rotates: the old pair dies when the new
access token is first used. So a new pair is stored before it is used, and a crash in between leaves the old one alive.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from connectors.decidim.credentials import UserToken
from connectors.errors import FixSettings, NotUnderstood, TryLater

TIMEOUT = 30.0
FORM = 1


@dataclass(frozen=True)
class Token:
    """What a sign-in gave. `expires_at`: seconds since 1970. Secrets never stand in a `repr`."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: float
    scopes: tuple[str, ...]
    client_id: str
    user_id: str
    nickname: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, to be encrypted before they are stored. `form` is the version of this shape."""
        return {
            "form": FORM,
            "access": self.access,
            "refresh": self.refresh,
            "expires_at": self.expires_at,
            "scopes": list(self.scopes),
            "client_id": self.client_id,
            "user_id": self.user_id,
            "nickname": self.nickname,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Token:
        """Raises FixSettings where `stored` is no token of a form that we know: sign in again."""
        try:
            if stored["form"] != FORM:
                raise ValueError("form")
            values = {name: stored[name] for name in ("access", "client_id", "user_id", "nickname")}
            refresh = stored["refresh"]
            if not all(isinstance(value, str) for value in values.values()) or not isinstance(refresh, str | None):
                raise TypeError("text")
            return cls(refresh=refresh, expires_at=float(stored["expires_at"]), scopes=tuple(stored["scopes"]), **values)
        except (KeyError, TypeError, ValueError) as fault:
            raise FixSettings(
                "stored_token",
                "Den sparade inloggningen går inte att läsa. Logga in igen med `sidecar instance login`.",
                "The stored sign-in can't be read. Sign in again with `sidecar instance login`.",
            ) from fault


@dataclass(frozen=True)
class Application:
    """The application that an administrator registered in Decidim (System → OAuth applications). No secret: a public one."""

    base_url: str
    client_id: str
    secret: str | None = field(default=None, repr=False)

    def session(self, **settings: Any) -> OAuth2Session:
        method = "client_secret_post" if self.secret else "none"
        return OAuth2Session(self.client_id, self.secret, token_endpoint_auth_method=method, **settings)

    def exchange(self, code: str, verifier: str, redirect_uri: str, now: float) -> Token:
        """The token for a code, not yet known whose. Raises ConnectorError."""
        with self.session(redirect_uri=redirect_uri) as session:
            return self._token(now, lambda: session.fetch_token(self._url, code=code, code_verifier=verifier, **_PLAIN))

    def refreshed(self, token: Token, now: float) -> Token:
        """A new pair for the old one. Raises FixSettings ``signed_out`` when Decidim no longer takes the refresh token."""
        with self.session() as session:
            fresh = self._token(now, lambda: session.refresh_token(self._url, refresh_token=token.refresh, **_PLAIN))
        return Token(
            fresh.access,
            fresh.refresh,
            fresh.expires_at,
            fresh.scopes or token.scopes,
            self.client_id,
            token.user_id,
            token.nickname,
        )

    def revoke(self, token: Token) -> bool:
        """Whether Decidim took it. It stops a refresh; the access token itself works at `/api` until it ends."""
        fields = {"token": token.access, "client_id": self.client_id, **({"client_secret": self.secret} if self.secret else {})}
        try:
            reply = requests.post(f"{self.base_url}/oauth/revoke", data=fields, headers=JSON, **_PLAIN)
        except requests.RequestException:
            return False
        return reply.status_code == 200

    @property
    def _url(self) -> str:
        return f"{self.base_url}/oauth/token"

    def _token(self, now: float, ask: Callable[[], Mapping[str, Any]]) -> Token:
        try:
            answer = ask()
            access, refresh = answer["access_token"], answer.get("refresh_token")
            if not isinstance(access, str) or not access or not isinstance(refresh, str | None):
                raise TypeError("access_token")
            expires_at = now + min(float(answer.get("expires_in") or 7200), 86400.0 * 365)
            return Token(access, refresh, expires_at, tuple(str(answer.get("scope") or "").split()), self.client_id, "", "")
        except OAuthError as fault:
            raise _oauth_fault(str(fault.error)) from None
        except (requests.HTTPError, requests.ConnectionError, requests.Timeout):
            raise TryLater(
                "sign_in_later",
                "Decidim tar inte emot inloggningen just nu. Försök igen om en stund.",
                "Decidim does not take the sign-in right now. Try again in a while.",
            ) from None
        except (requests.RequestException, KeyError, TypeError, ValueError, AttributeError):
            # `from None`: the answer, and so a token, could stand in the first error's text.
            raise NotUnderstood(
                "sign_in_answer",
                "Decidim svarade på inloggningen med något som inte är en nyckel. Kontrollera instansens adress.",
                "Decidim answered the sign-in with something that is no token. Check the address of the instance.",
            ) from None


JSON = {"Accept": "application/json"}
_PLAIN: dict[str, Any] = {"timeout": TIMEOUT, "allow_redirects": False}


def _oauth_fault(error: str) -> FixSettings:
    """By `error` alone: `error_description` is localised, or a missing translation."""
    if error == "invalid_grant":
        return FixSettings(
            "signed_out",
            "Decidim godtar inte inloggningen längre. Logga in igen med `sidecar instance login`.",
            "Decidim no longer accepts the sign-in. Sign in again with `sidecar instance login`.",
        )
    return FixSettings(
        "application_refused",
        f"Decidim godtar inte programmet ({_word(error)}). Kontrollera klient-id, hemlighet och omdirigeringsadress "
        "under System → "
        "OAuth-program.",
        f"Decidim does not accept the application ({_word(error)}). Check client id, secret and redirect address under System → "
        "OAuth applications.",
    )


def _word(error: str) -> str:
    return error if error.isascii() and error.replace("_", "").isalpha() and len(error) < 40 else "?"


@dataclass(frozen=True)
class Forgotten:
    """`revoked`: whether Decidim took it. Until `expires_at` the access token would still work for who has a copy."""

    revoked: bool
    expires_at: float


@dataclass
class TokenKeeper:
    """Holds one user's token and renews it. `save` stores it (None: delete it), encrypted, before it is used.

    Two processes may renew at once: Decidim gives both a pair, and the one that is used last wins; the other must sign in.
    So let one process hold an instance's keeper.
    """

    application: Application
    token: Token
    save: Callable[[Token | None], None]
    now: Callable[[], float] = time.time

    def credential(self) -> UserToken:
        """What a Client is given: renews itself through this keeper before it ends."""
        refresh = self.refreshed if self.token.refresh else None
        return UserToken(self.token.access, self.token.client_id, refresh, now=self.now)

    def refreshed(self) -> str | None:
        """A new access token, stored before it is given; None where the user has to sign in again.

        Raises TryLater when Decidim can't be reached; the old pair then still stands. What `save` raises goes through.
        """
        if self.token.refresh is None:
            return None
        try:
            fresh = self.application.refreshed(self.token, self.now())
        except FixSettings as fault:
            if fault.code != "signed_out":
                raise
            return None
        self.save(fresh)
        self.token = fresh
        return fresh.access

    def forget(self) -> Forgotten:
        """Signs out: deletes our copy whatever Decidim says, for revoking alone does not end the access token."""
        try:
            revoked = self.application.revoke(self.token)
        finally:
            self.save(None)
        return Forgotten(revoked, self.token.expires_at)
