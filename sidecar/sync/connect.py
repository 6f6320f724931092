"""Opens the way to an instance's Decidim: address, credential, pace; or to files that came out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from connectors.base import Locales, Reader
from connectors.decidim.client import ANONYMOUS, ApiCredential, Client, Credential
from connectors.decidim.pace import Pace
from connectors.decidim.reader import GraphQLReader
from sidecar.core.db import Database
from sidecar.core.secrets import Vault
from sidecar.core.settings import Settings
from sidecar.sync import login, queries
from sidecar.sync.models import Instance


def client(db: Database, settings: Settings, vault: Vault, instance_id: str) -> Client:
    """A client that signs in as the instance is set up to. Raises UnknownInstance, SecretsError."""
    with db.session() as session:
        row = queries.instance(session, instance_id)
    per_minute = row.requests_per_minute or settings.requests_per_minute
    return Client(row.base_url, credential=_credential(db, vault, row), pace=Pace(per_minute))


def reader(db: Database, settings: Settings, vault: Vault, instance_id: str) -> GraphQLReader:
    return GraphQLReader(client(db, settings, vault, instance_id), parallel=settings.parallel_requests)


def file_reader(db: Database, instance_id: str, files: Sequence[Path]) -> Reader:
    """A reader of the Open Data archive or of exported files, in place of an API that can't be read.

    A file's proposal bodies have lost their markup: where they say the same as what we hold, what we hold stands.
    """
    from connectors.decidim.opendata import NOTHING_BEFORE, OpenDataReader

    with db.session() as session:
        row = queries.instance(session, instance_id)
        last = queries.last_complete_pull(session, instance_id)

    def known(proposal_id: str) -> Locales | None:
        with db.session() as session:
            return queries.body_of(session, instance_id, proposal_id)

    return OpenDataReader(
        tuple(files),
        default_locale=row.default_locale,
        base_url=row.base_url,
        newer_than=last or NOTHING_BEFORE,
        known=known,
    )


def download_open_data(db: Database, settings: Settings, instance_id: str) -> Path:
    """The instance's Open Data archive as it stands now, in `var`. Asked for without credentials: it is the same for all."""
    import requests

    from connectors.decidim.opendata_fetch import fetch_opendata

    with db.session() as session:
        base_url = queries.instance(session, instance_id).base_url
    into = settings.var / "opendata" / f"{instance_id}.zip"
    into.parent.mkdir(parents=True, exist_ok=True)
    with requests.Session() as anonymous:
        return fetch_opendata(base_url, anonymous, into)


def _credential(db: Database, vault: Vault, row: Instance) -> Credential:
    kept: dict[str, Any] | None = vault.open(row.credential) if row.credential else None
    if kept is None:
        return ANONYMOUS
    if kept["kind"] == "api":
        return ApiCredential(kept["key"], kept["secret"])
    return login.credential(db, vault, row, kept)
