"""Who may sign in to the emulated Decidim, and as what they are then seen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from connectors.decidim.emulator.oauth_tokens import Application, Scopes
from connectors.decidim.emulator.records import User
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.viewer import Via, Viewer


@dataclass(frozen=True)
class People:
    """The store's users with the questions that signing in asks. Users without a password can't sign in."""

    store: Store

    @property
    def locale(self) -> str:
        return str(self.store.organization["default_locale"])

    @property
    def organisation(self) -> str:
        return str(self.store.organization["name"].get(self.locale, ""))

    def by_id(self, user_id: int | None) -> User | None:
        return None if user_id is None else self.store.users.get(user_id)

    def by_password(self, email: str, password: str) -> User | None:
        for user in self.store.users.values():
            if user.password and user.email == email and secrets.compare_digest(user.password.encode(), password.encode()):
                return user
        return None

    def viewer(self, user_id: int | None, via: Via, scopes: Scopes = ()) -> Viewer:
        """The viewer of a request. Without a user the scopes still count, as on the real servers."""
        user = self.by_id(user_id)
        if user is None:
            return Viewer(None, via, frozenset(scopes))
        roles = tuple((int(process), str(role)) for process, role in user.process_roles)
        return Viewer(user.id, via, frozenset(scopes), user.admin, roles)


def applications_of(store: Store, all_scopes: Scopes) -> tuple[Application, ...]:
    """The store's `applications`: ``{uid, secret, redirect_uri, name, scopes?, refresh_tokens?, confidential?}``.

    Scopes are a list, or a text with blanks; without any, the application may ask for all of the version.
    Raises KeyError for an application without uid, secret or redirect_uri.
    """
    found = []
    for row in store.extras.get("applications", []):
        scopes = row.get("scopes") or all_scopes
        found.append(
            Application(
                uid=row["uid"],
                secret=row["secret"],
                redirect_uri=row["redirect_uri"],
                scopes=tuple(scopes.split()) if isinstance(scopes, str) else tuple(scopes),
                name=row.get("name", row["uid"]),
                refresh_tokens=bool(row.get("refresh_tokens", False)),
                confidential=bool(row.get("confidential", True)),
            )
        )
    return tuple(found)
