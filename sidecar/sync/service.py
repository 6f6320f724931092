"""Use cases of a sync: add an instance, pull it, and say what could not be read."""

from __future__ import annotations

import re
import secrets as random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from connectors.base import Capabilities, Reader, Space
from connectors.errors import ConnectorError, FixSettings, NotUnderstood
from sidecar.core.audit import record
from sidecar.core.db import Database, now
from sidecar.core.secrets import Vault
from sidecar.core.settings import Settings
from sidecar.sync import queries, store
from sidecar.sync.models import Component, Instance, PullRun
from sidecar.sync.store import Scope

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
Progress = Callable[["Step"], None]


class SyncError(Exception):
    """Something a person must change before this can work; the text says what."""


@dataclass(frozen=True)
class Step:
    """What a pull has done so far, for a progress bar: component name, its pages and contributions."""

    component: str
    pages: int
    contributions: int


@dataclass
class PullResult:
    """What a pull did. `failures`: components that could not be read to their end, each with what to do."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[ConnectorError] = field(default_factory=list)
    unread: int = 0

    @property
    def complete(self) -> bool:
        return not self.failures

    @property
    def changed(self) -> int:
        return sum(self.counts[name] for name in ("new", "changed_text", "changed_facts", "vanished", "returned"))

    def as_json(self) -> dict[str, Any]:
        return {
            "complete": self.complete,
            "counts": dict(sorted(self.counts.items())),
            "unread": self.unread,
            "failures": [{"code": f.code, "sv": f.sv, "en": f.en} for f in self.failures],
        }


def add_instance(
    db: Database, vault: Vault, instance_id: str, base_url: str, *, municipality_code: str | None = None, actor: str
) -> Instance:
    """A new instance. Raises SyncError where the name or the address can't be used."""
    if not _NAME.fullmatch(instance_id):
        raise SyncError("Ett instansnamn är 1–40 tecken: små bokstäver a–z, siffror och bindestreck, t.ex. uppsala")
    if not re.match(r"https?://[^/\s]+", base_url):
        raise SyncError(f"Adressen måste börja med https:// (eller http:// på egen dator), inte {base_url!r}")
    if municipality_code is not None and not re.fullmatch(r"\d{4}", municipality_code):
        raise SyncError("En kommunkod är fyra siffror, t.ex. 0380 för Uppsala")
    with db.session() as session:
        existing = session.get(Instance, instance_id)
        if existing is not None and existing.base_url != base_url.rstrip("/"):
            raise SyncError(f"Instansen {instance_id} finns redan, med adressen {existing.base_url}")
        if existing is not None:
            return existing
        row = Instance(
            id=instance_id,
            base_url=base_url.rstrip("/"),
            municipality_code=municipality_code,
            author_key=vault.seal(random.token_hex(32)),
            created_at=now(),
            locales=[],
        )
        session.add(row)
        record(session, actor, "instance.added", instance_id)
        return row


def keep_credential(db: Database, vault: Vault, instance_id: str, credential: dict[str, Any] | None, *, actor: str) -> None:
    """Stores (or forgets) how to sign in, sealed."""
    with db.session() as session:
        row = queries.instance(session, instance_id)
        row.credential = vault.seal(credential) if credential is not None else None
        record(session, actor, "instance.credential", instance_id, kind=(credential or {}).get("kind", "none"))


def keep_capabilities(db: Database, instance_id: str, found: Capabilities) -> None:
    """What the instance says of itself: name and locales, written only when they changed."""
    with db.session() as session:
        row = queries.instance(session, instance_id)
        name = found.name.get(found.default_locale) or next(iter(found.name.values()), "")
        if (row.name, row.default_locale, list(row.locales)) != (name, found.default_locale, list(found.locales)):
            row.name, row.default_locale, row.locales = name, found.default_locale, list(found.locales)


def pull(
    db: Database,
    settings: Settings,
    vault: Vault,
    instance_id: str,
    reader: Reader,
    *,
    source: str = "api",
    only: Sequence[str] = (),
    progress: Progress = lambda step: None,
) -> PullResult:
    """Reads every component (or `only` these remote ids) from where the last pull stopped, page by page.

    Each page is stored in one transaction with the place to go on from. A component that can't be read to its end is a failure
    in the result and the others go on; only a fault of the whole instance (FixSettings from `spaces`) is raised.
    """
    result = PullResult()
    with db.session() as session:
        scope = replace(_scope(session, settings, vault, instance_id), partial=source != "api")
        run = PullRun(instance_id=instance_id, started_at=now(), counts={})
        session.add(run)
        session.flush()
        run_id = run.id
    try:
        wanted = _components(db, scope, reader.spaces(), only)
        for component in wanted:
            try:
                _pull_component(db, scope, component, reader, source, result, progress)
            except ConnectorError as error:
                result.failures.append(error)
    except FixSettings as error:
        result.failures.append(error)
        raise
    finally:
        with db.session() as session:
            result.unread = len(queries.unread(session, instance_id))
            run = session.get_one(PullRun, run_id)
            run.finished_at, run.counts = now(), dict(result.counts)
            run.outcome = "complete" if result.complete else "incomplete"
    return result


def scope_of(db: Database, settings: Settings, vault: Vault, instance_id: str) -> Scope:
    with db.session() as session:
        return _scope(session, settings, vault, instance_id)


def _scope(session: Session, settings: Settings, vault: Vault, instance_id: str) -> Scope:
    row = queries.instance(session, instance_id)
    return Scope(instance_id, vault.open(row.author_key), settings.marker_root)


def _components(db: Database, scope: Scope, spaces: Sequence[Space], only: Sequence[str]) -> list[Component]:
    """Components as listed now, upserted; those no longer listed are marked so and keep all they held."""
    listed: set[str] = set()
    with db.session() as session:
        known = {row.remote_id: row for row in queries.components(session, scope.instance_id)}
        for space in spaces:
            for one in space.components:
                listed.add(one.id)
                row = known.get(one.id)
                if row is None:
                    row = Component(instance_id=scope.instance_id, remote_id=one.id)
                    row.proposal_length, row.edit_window_seconds, row.pull = 500, 300, True
                    row.target = False
                    session.add(row)
                    known[one.id] = row
                _update(row, name=dict(one.name), space_kind=space.kind, space_id=space.id, listed=True)
                _update(row, space_title=dict(space.title))
        for remote_id, row in known.items():
            if remote_id not in listed:
                _update(row, listed=False)
        session.flush()
        chosen = [row for row in known.values() if row.listed and row.pull and (not only or row.remote_id in only)]
    unknown = set(only) - {row.remote_id for row in chosen}
    if unknown:
        raise SyncError(
            f"Instansen visar ingen förslagskomponent med nummer {', '.join(sorted(unknown))}. "
            f"Den visar: {', '.join(sorted(listed)) or 'ingen'}"
        )
    return sorted(chosen, key=lambda row: row.id)


@dataclass(frozen=True)
class ComponentChange:
    """What a person tells us of a component that its API doesn't; None leaves it as it is."""

    proposal_length: int | None = None
    edit_minutes: int | None = None
    edit_forever: bool = False
    pull: bool | None = None
    target: bool = False


def set_component(db: Database, instance_id: str, remote_id: str, change: ComponentChange, *, actor: str) -> Component:
    """Raises SyncError where no pull has seen the component."""
    with db.session() as session:
        row = queries.component(session, instance_id, remote_id)
        if row is None:
            raise SyncError(f"Komponent {remote_id} är inte känd. Hämta först: sidecar pull {instance_id}")
        before = _settings(row)
        if change.proposal_length is not None:
            row.proposal_length = change.proposal_length
        if change.edit_forever:
            row.edit_window_seconds = None
        elif change.edit_minutes is not None:
            row.edit_window_seconds = change.edit_minutes * 60
        if change.pull is not None:
            row.pull = change.pull
        if change.target:
            for other in queries.components(session, instance_id):
                _update(other, target=other.id == row.id)
        if _settings(row) != before:
            record(session, actor, "component.set", f"{instance_id}/{remote_id}")
        return row


def _settings(row: Component) -> tuple[int, int | None, bool, bool]:
    return row.proposal_length, row.edit_window_seconds, row.pull, row.target


def _update(row: Component, **values: Any) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _pull_component(
    db: Database,
    scope: Scope,
    component: Component,
    reader: Reader,
    source: str,
    result: PullResult,
    progress: Progress,
) -> None:
    with db.session() as session:
        state = queries.pull_state(session, component.id)
        if state.source != source:  # a cursor of one source means nothing to the other: begin the pass anew
            store.forget_place(state, source)
        after = state.after
    try:
        _store_pages(db, scope, component, reader, after, result, progress)
    except NotUnderstood as error:
        if error.code != "bad_cursor" or after is None:
            raise
        # Decidim no longer knows the place where the last pull stopped: nothing is lost by reading from the first page
        with db.session() as session:
            store.forget_place(queries.pull_state(session, component.id), source)
        _store_pages(db, scope, component, reader, None, result, progress)
    with db.session() as session:
        suspects = tuple(queries.pull_state(session, component.id).suspects)
    missing = reader.missing(component.remote_id, suspects) if suspects else None
    with db.session() as session:
        if missing is not None:
            result.counts += store.store_missing(session, scope, component, missing)
        store.finish_pass(session, scope, component)


def _store_pages(
    db: Database,
    scope: Scope,
    component: Component,
    reader: Reader,
    after: str | None,
    result: PullResult,
    progress: Progress,
) -> None:
    pages = contributions = 0
    name = component.name.get("sv") or next(iter(component.name.values()), component.remote_id)
    for page in reader.pages(component.remote_id, after):
        with db.session() as session:
            result.counts += store.store_page(session, scope, component, page)
        pages, contributions = pages + 1, contributions + len(page.proposals) + len(page.comments)
        progress(Step(name, pages, contributions))
