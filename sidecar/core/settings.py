"""Settings from the environment, each with a default that works on one machine."""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting can't be used; says which one and what it should look like."""


@dataclass(frozen=True)
class Settings:
    """var: folder for the embedded database, keys and files. public_url: where readers reach our pages; part of every marker.

    rules: a municipality's own folder of rules, laid over those that come with the package."""

    var: Path
    database_url: str
    public_url: str
    secret_key: str
    api_token: str
    redis_url: str | None
    requests_per_minute: int
    parallel_requests: int
    log_json: bool
    rules: Path | None = None

    @property
    def marker_root(self) -> str:
        """What every marker begins with, and no other text does."""
        return f"{self.public_url}/k/"


def load(environ: dict[str, str] | None = None) -> Settings:
    """Settings of this process. Makes `var` and, where none is given, a secret key that stays in it (mode 0600)."""
    env = dict(os.environ if environ is None else environ)
    var = Path(env.get("CHARTER_VAR", "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    return Settings(
        var=var,
        database_url=env.get("CHARTER_DATABASE_URL") or f"sqlite:///{var / 'charter.db'}",
        public_url=_address(env.get("CHARTER_PUBLIC_URL", "http://127.0.0.1:8800")),
        secret_key=env.get("CHARTER_SECRET_KEY") or _kept(var / "secret.key"),
        api_token=env.get("CHARTER_API_TOKEN") or _kept(var / "api.token"),
        redis_url=env.get("CHARTER_REDIS_URL") or None,
        requests_per_minute=_count(env, "CHARTER_REQUESTS_PER_MINUTE", 100, 6000),
        parallel_requests=_count(env, "CHARTER_PARALLEL_REQUESTS", 4, 16),
        log_json=env.get("CHARTER_LOG", "plain") == "json",
        rules=Path(env["CHARTER_RULES"]).resolve() if env.get("CHARTER_RULES") else None,
    )


def _kept(path: Path) -> str:
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(random.token_urlsafe(32))
        try:
            os.link(partial, path)  # fails where another process was first: then its key counts
        except FileExistsError:
            return path.read_text("ascii").strip()
        finally:
            partial.unlink()
    return path.read_text("ascii").strip()


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise SettingsError(f"CHARTER_PUBLIC_URL måste börja med http:// eller https:// (nu: {value!r})")
    return value.rstrip("/")


def _count(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsError(f"{name} måste vara ett heltal från 1 till {most} (nu: {value!r})")
    return int(value)
