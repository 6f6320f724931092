"""What must not be readable at rest: credentials, tokens, and who an author is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


class SecretsError(Exception):
    """Stored secrets can't be opened with the key that this process has."""


class Vault:
    """Seals JSON values with a key made from `CHARTER_SECRET_KEY`. Losing the key loses them: sign in again."""

    def __init__(self, secret_key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret_key.encode()).digest()))

    def seal(self, value: Any) -> str:
        return self._fernet.encrypt(json.dumps(value).encode()).decode("ascii")

    def open(self, sealed: str) -> Any:
        try:
            return json.loads(self._fernet.decrypt(sealed.encode("ascii")))
        except InvalidToken as error:
            raise SecretsError(
                "De sparade inloggningsuppgifterna kan inte läsas med den här nyckeln. Sätt samma CHARTER_SECRET_KEY som när de "
                "sparades, eller logga in igen med: sidecar instance login"
            ) from error


def author_hash(instance_key: str, author_key: str) -> str:
    """A keyed hash that tells authors of one instance apart and leads nowhere else. 32 hex characters."""
    return hmac.new(instance_key.encode(), author_key.encode(), hashlib.sha256).hexdigest()[:32]
