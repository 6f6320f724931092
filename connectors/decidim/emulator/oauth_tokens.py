"""Applications, codes and tokens that the emulator has given out: all in memory, gone with the process."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from connectors.decidim.emulator.oauth_rules import TOKEN_SECONDS, OAuthRules

Clock = Callable[[], float]
Scopes = tuple[str, ...]


@dataclass(frozen=True)
class Application:
    """An OAuth application as an administrator registers it. `confidential` false: a public client without a secret."""

    uid: str
    secret: str
    redirect_uri: str
    scopes: Scopes
    name: str
    refresh_tokens: bool = False
    confidential: bool = True


@dataclass(frozen=True)
class Code:
    """A code of the authorization flow. `challenge`: PKCE S256, empty where none was sent (or the version drops it)."""

    value: str
    application: Application
    user_id: int
    redirect_uri: str
    scopes: Scopes
    challenge: str


@dataclass(frozen=True)
class Token:
    """An access token. `user_id` is None for client_credentials. `replaces`: the token that dies when this one is used."""

    value: str
    application: Application
    user_id: int | None
    scopes: Scopes
    created_at: int
    refresh: str | None = None
    replaces: str | None = None
    revoked: bool = False
    expires_in: int = TOKEN_SECONDS

    def expired(self, now: float) -> bool:
        return now >= self.created_at + self.expires_in


class Jwts:
    """Signs and reads the emulator's JWTs. The key lives as long as the process."""

    def __init__(self, clock: Clock) -> None:
        self._key = OctKey.import_key(secrets.token_bytes(48))
        self._clock = clock

    def sign(self, subject: int, audience: str, kind: str) -> str:
        now = int(self._clock())
        claims = {"sub": str(subject), "scp": kind, "aud": audience, "iat": now, "exp": now + TOKEN_SECONDS}
        return jwt.encode({"alg": "HS256"}, {**claims, "jti": secrets.token_hex(8)}, self._key)

    def read(self, value: str) -> dict[str, object] | None:
        """Claims of a token that we signed and that has not expired; None for anything else."""
        try:
            claims: dict[str, object] = dict(jwt.decode(value, self._key).claims)
        except (JoseError, ValueError):
            return None
        expires = claims.get("exp")
        return claims if isinstance(expires, int) and self._clock() < expires else None


class Registry:
    """Gives out and finds codes and tokens. Safe to use from several threads. `clock` may be exchanged in tests."""

    def __init__(self, rules: OAuthRules, applications: Iterable[Application], clock: Clock = time.time) -> None:
        self.rules = rules
        self.clock = clock
        self.jwts = Jwts(lambda: self.clock())
        self.applications = {application.uid: application for application in applications}
        self._lock = threading.RLock()
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, Token] = {}

    def authenticated(self, uid: str, secret: str) -> Application | None:
        """The application of these credentials. A public one needs no secret, but must not send a wrong one."""
        application = self.applications.get(uid)
        if application is None or (not secret and application.confidential):
            return None
        right = not secret or secrets.compare_digest(secret.encode(), application.secret.encode())
        return application if right else None

    def new_code(self, application: Application, user_id: int, scopes: Scopes, challenge: str) -> Code:
        value = secrets.token_urlsafe(32)
        code = Code(value, application, user_id, application.redirect_uri, scopes, challenge)
        with self._lock:
            self._codes[value] = code
        return code

    def code(self, value: str) -> Code | None:
        """A code that was not yet exchanged. It never grows old here: how long a real one lives was not recorded."""
        return self._codes.get(value)

    def exchange(self, code: Code) -> Token | None:
        """The token for a code, once; None if another request was faster."""
        with self._lock:
            if self._codes.pop(code.value, None) is None:
                return None
            return self.new_token(code.application, code.user_id, code.scopes)

    def new_token(self, application: Application, user_id: int | None, scopes: Scopes, replaces: str | None = None) -> Token:
        jwt_wanted = user_id is not None and self.rules.gives_jwt(scopes)
        if jwt_wanted and user_id is not None:
            value = self.jwts.sign(user_id, application.uid, "user")
        else:
            value = secrets.token_urlsafe(32)
        refreshes = self.rules.token_at_api and application.refresh_tokens and user_id is not None
        refresh = secrets.token_urlsafe(32) if refreshes else None
        token = Token(value, application, user_id, scopes, int(self.clock()), refresh, replaces)
        with self._lock:
            self._tokens[value] = token
        return token

    def token(self, value: str) -> Token | None:
        return self._tokens.get(value)

    def by_refresh(self, application: Application, refresh: str) -> Token | None:
        """The unrevoked token that came with this refresh token."""
        with self._lock:
            tokens = [token for token in self._tokens.values() if refresh and token.refresh == refresh]
        usable = [token for token in tokens if token.application == application and not token.revoked]
        return usable[0] if usable else None

    def is_refresh(self, value: str) -> bool:
        with self._lock:
            return bool(value) and any(token.refresh == value for token in self._tokens.values())

    def used(self, token: Token) -> None:
        """A new token is seen in use: the pair that it replaces dies now, not when it was refreshed."""
        if token.replaces:
            self.revoke(token.replaces)

    def revoke(self, value: str) -> None:
        with self._lock:
            if value in self._tokens:
                self._tokens[value] = replace(self._tokens[value], revoked=True)

    def consented(self, application: Application, user_id: int, scopes: Scopes) -> bool:
        """Whether consent is skipped: an unrevoked token of a confidential application with just these scopes exists."""
        with self._lock:
            tokens = tuple(self._tokens.values())
        return application.confidential and any(
            token.application == application
            and token.user_id == user_id
            and set(token.scopes) == set(scopes)
            and not token.revoked
            for token in tokens
        )


def challenge_of(verifier: str) -> str:
    """PKCE S256: base64url of the verifier's SHA-256, without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
