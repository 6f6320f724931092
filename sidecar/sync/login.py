"""Signing in to an instance as the user who writes, and keeping that sign-in sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.decidim import oauth_login
from connectors.decidim.client import UserToken
from connectors.decidim.oauth_login import SignedIn
from connectors.decidim.oauth_tokens import Application, Forgotten, Token, TokenKeeper
from sidecar.core.audit import record
from sidecar.core.context import Context
from sidecar.core.db import Database
from sidecar.core.secrets import Vault
from sidecar.sync import queries
from sidecar.sync.models import Instance


def login(
    context: Context, instance_id: str, client_id: str, secret: str | None, *, port: int, show: Callable[[str], object]
) -> SignedIn:
    """Runs the code flow, checks who it is, and keeps the token. Raises ConnectorError; nothing is kept then."""
    with context.db.session() as session:
        base_url = queries.instance(session, instance_id).base_url
    who = oauth_login.login(base_url, client_id, secret, open_browser=show, port=port)
    keep(context.db, context.vault, instance_id, secret, who.token, actor=context.actor)
    return who


def logout(context: Context, instance_id: str) -> Forgotten | None:
    """Revokes the sign-in and deletes our copy, whatever Decidim says; an API credential is only deleted.

    None where there was none.
    """
    with context.db.session() as session:
        row = queries.instance(session, instance_id)
    kept = context.vault.open(row.credential) if row.credential else None
    if kept is None:
        return None
    if kept["kind"] != "user":
        keep(context.db, context.vault, instance_id, None, None, actor=context.actor)
        return Forgotten(revoked=False, expires_at=0.0)
    return _keeper(context.db, context.vault, row, kept, context.actor).forget()


def keep(db: Database, vault: Vault, instance_id: str, secret: str | None, token: Token | None, *, actor: str) -> None:
    """Stores the token with what is needed to renew it, sealed; None deletes it."""
    with db.session() as session:
        row = queries.instance(session, instance_id)
        kept = {"kind": "user", "secret": secret, "token": token.to_dict()} if token is not None else None
        row.credential = vault.seal(kept) if kept is not None else None
        record(session, actor, "instance.signed_in" if token else "instance.signed_out", instance_id)


def credential(db: Database, vault: Vault, row: Instance, kept: dict[str, Any]) -> UserToken:
    """The kept sign-in as a credential that renews itself and stores what it gets before using it."""
    return _keeper(db, vault, row, kept, "renewal").credential()


def _keeper(db: Database, vault: Vault, row: Instance, kept: dict[str, Any], actor: str) -> TokenKeeper:
    secret: str | None = kept["secret"]
    token = Token.from_dict(kept["token"])

    def save(fresh: Token | None) -> None:
        keep(db, vault, row.id, secret, fresh, actor=actor)

    return TokenKeeper(Application(row.base_url, token.client_id, secret), token, save)
