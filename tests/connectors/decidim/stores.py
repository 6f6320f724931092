"""Small invented contents for the emulator: a dialogue with threads, and what moderators and people did to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

DAY = "2026-09-01T08:00:00"
SETTINGS = {
    "proposal_length": 500, "comments_enabled": True, "participatory_texts_enabled": False, "amendments_enabled": False,
    "geocoding_enabled": True, "official_proposals_enabled": True, "creation_enabled": True, "votes_enabled": True,
    "votes_hidden": False, "comments_blocked": False,
}  # fmt: skip


def proposal(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number, "component": 1, "title": {"sv": f"Fler bänkar i park {number}"},
        "body": {"sv": f"<p>Kommunen ska ställa ut bänkar i park {number}.</p>"}, "reference": f"DIA-PROP-{number}",
        "state": None, "state_published_at": None, "answer": None, "answered_at": None,
        "published_at": DAY, "created_at": DAY, "updated_at": DAY, "withdrawn_at": None,
        "address": None, "latitude": None, "longitude": None, "votes": 0, "created_in_meeting": False,
        "comments_count": 0, "hidden": False, "authors": [{"type": "Decidim::UserBaseEntity", "id": 2}], "taxonomies": [],
    } | changes  # fmt: skip


def comment(number: int, on: int, parent: int | None = None, depth: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "id": number, "on": on, "parent": parent, "depth": depth, "body": {"sv": f"Håller med, säger nummer {number}."},
        "alignment": 0, "author": 2, "created_at": DAY, "updated_at": DAY,
        "deleted_at": None, "up_votes": 0, "down_votes": 0, "hidden": False,
    } | changes  # fmt: skip


def thread(first: int, on: int, length: int) -> list[dict[str, Any]]:
    """A chain of replies: `first` at the root, each following one a reply to the one before."""
    return [comment(first + step, on, first + step - 1 if step else None, step) for step in range(length)]


def store(proposals: Iterable[Mapping[str, Any]], comments: Iterable[Mapping[str, Any]] = (), **changes: Any) -> dict[str, Any]:
    """Component 1 holds the proposals, 2 is empty. `comments_count` is counted as Decidim does: neither hidden nor deleted."""
    given = [dict(row) for row in comments]
    counted = [row["on"] for row in given if not row["hidden"] and not row["deleted_at"]]
    return {
        "organization": {
            "id": 1, "name": {"sv": "Ängsby kommun"}, "host": "127.0.0.1", "default_locale": "sv",
            "available_locales": ["sv", "en"],
        },
        "users": [{"id": 1, "name": "Admin", "nickname": "admin", "admin": True}, {"id": 2, "name": "Bo Ek", "nickname": "bo"}],
        "processes": [{"id": 1, "slug": "dialog", "title": {"sv": "Medborgardialog"}, "published": True, "private": False}],
        "components": [
            {"id": number, "process": 1, "name": {"sv": name}, "published": True, "weight": number, "settings": SETTINGS}
            for number, name in ((1, "Förslag"), (2, "Utkast"))
        ],
        "taxonomies": [],
        "proposals": [dict(row) | {"comments_count": counted.count(row["id"])} for row in proposals],
        "amendments": [],
        "comments": given,
        "api_users": [{"id": 9, "key": "KEY", "secret": "SECRET", "name": "Sidecar", "nickname": "sidecar"}],
    } | changes  # fmt: skip
