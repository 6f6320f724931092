"""Who we are to a Decidim: nobody, an API credential, or a user who signed in.

Each gives the request headers that say so. Secrets never stand in a `repr`.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from connectors.decidim.transport import Reply
from connectors.errors import FixSettings, NotUnderstood, TryLater

RENEW_AHEAD = 120.0
"""Seconds before a token's own end at which it is renewed: an expired one reads as anonymous, with no error at all."""

Door = Callable[[str, Mapping[str, str]], Reply]
"""Posts form fields to a path of the same Decidim: (path, fields) → reply."""


class Credential(Protocol):
    """`kind`: "anonymous", "api" or "user"."""

    @property
    def kind(self) -> str: ...

    def headers(self, door: Door) -> Mapping[str, str]:
        """Headers for the next request. May sign in first; raises `FixSettings` when that is refused."""
        ...

    def renew(self, door: Door) -> bool:
        """Forgets the token and gets another. False where that isn't possible."""
        ...


@dataclass(frozen=True)
class Anonymous:
    kind: str = "anonymous"

    def headers(self, door: Door) -> Mapping[str, str]:
        return {}

    def renew(self, door: Door) -> bool:
        return False


ANONYMOUS = Anonymous()


@dataclass
class ApiCredential:
    """Key and secret that an administrator made (Decidim 0.31 and later). Reads what an administrator may read."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)
    kind: str = "api"
    _token: str | None = field(default=None, repr=False)

    def headers(self, door: Door) -> Mapping[str, str]:
        if self._token is None or _ends(self._token) - self.now() < RENEW_AHEAD:
            self._token = _sign_in(door, self.key, self.secret)
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self, door: Door) -> bool:
        self._token = _sign_in(door, self.key, self.secret)
        return True


@dataclass
class UserToken:
    """A user's OAuth token; without `X-Jwt-Aud` Decidim would read it as anonymous, silently.

    `refresh` gives a new access token, or None when the user has to sign in again.
    """

    token: str = field(repr=False)
    client_id: str
    refresh: Callable[[], str | None] | None = field(default=None, repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)
    kind: str = "user"

    def headers(self, door: Door) -> Mapping[str, str]:
        if self.refresh is not None and _ends(self.token) - self.now() < RENEW_AHEAD:
            self.renew(door)
        return {"Authorization": f"Bearer {self.token}", "X-Jwt-Aud": self.client_id}

    def renew(self, door: Door) -> bool:
        fresh = self.refresh() if self.refresh is not None else None
        if fresh is None:
            return False
        self.token = fresh
        return True


def _ends(token: str) -> float:
    """When a JWT says it ends, in seconds since 1970; never, where it doesn't say."""
    parts = token.split(".")
    if len(parts) != 3:
        return float("inf")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return float(claims["exp"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return float("inf")


def _sign_in(door: Door, key: str, secret: str) -> str:
    reply = door("/api/sign_in", {"api_user[key]": key, "api_user[secret]": secret})
    if reply.status == 404:
        raise FixSettings(
            "no_api_credentials",
            "Denna Decidim har inga API-nycklar (de finns från version 0.31). Ta bort nyckeln ur inställningarna och läs öppet.",
            "This Decidim has no API credentials (they came with 0.31). Remove the key from the settings and read openly.",
        )
    if reply.status in (401, 403, 422):
        raise FixSettings(
            "api_credential_refused",
            "Decidim godtar inte API-nyckeln. Kontrollera nyckel och hemlighet, eller skapa en ny under System → API-nycklar.",
            "Decidim does not accept the API credential. Check key and secret, or make a new one under System → API credentials.",
        )
    if reply.status == 429 or reply.status >= 500:
        raise TryLater(
            "sign_in_later",
            "Decidim tar inte emot inloggningen just nu. Försök igen om en stund.",
            "Decidim does not take the sign-in right now. Try again in a while.",
        )
    token = _token_of(reply)
    if token is None:
        raise NotUnderstood(
            "sign_in_answer",
            "Decidim svarade på inloggningen utan att ge någon nyckel. Kontrollera adressen.",
            "Decidim answered the sign-in without giving a token. Check the address.",
        )
    return token


def _token_of(reply: Reply) -> str | None:
    header = reply.headers.get("authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip() or None
    try:
        token = json.loads(reply.body).get("jwt_token")
    except (ValueError, AttributeError):
        return None
    return token if isinstance(token, str) and token else None
