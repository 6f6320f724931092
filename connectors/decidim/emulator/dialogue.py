"""Makes a store of an invented dialogue: each municipality a process, with its proposals and an empty place for drafts.

Nothing is drawn by lot: the same rows give the same store, ids and dates included.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

BEGIN = datetime(2026, 9, 1, 8, 0)
BETWEEN_PROPOSALS, BETWEEN_COMMENTS = timedelta(minutes=47), timedelta(minutes=13)
ADMIN, MODERATOR, FIRST_PERSON, PEOPLE = 1, 2, 3, 60
PASSWORD = "decidim123456789"  # noqa: S105
"""Of both named users; an emulator guards nothing."""
REDIRECT_URI = "http://127.0.0.1:8765/callback"


def store_from_dialogue(
    rows: Iterable[Mapping[str, Any]], *, redirect_uri: str = REDIRECT_URI, name: str = "Dialogkommunerna"
) -> dict[str, Any]:
    """A store in the format of `store.Store` from contributions.

    rows: `{id, kind: "proposal" | "comment", municipality, on, reply_to, alignment, title, body}`; `on` and `reply_to`
    are ids of rows that come earlier. Raises KeyError where they don't.

    Of each municipality there are two components: "Medborgardialog" with what people wrote, and "Utkast till
    samhällskontrakt", empty, where the user `moderator@example.org` may write (API credential KEY, application
    `sidecar`). Component ids: 2n − 1 and 2n for the n-th municipality.
    """
    given = list(rows)
    municipalities = sorted({str(row["municipality"]) for row in given})
    proposals, places = _proposals(given, municipalities)
    processes = [_process(number, letter) for number, letter in enumerate(municipalities, start=1)]
    return {
        "organization": _organization(name),
        "users": _users(len(municipalities)),
        "processes": processes,
        "components": [component for process in processes for component in _components(process["id"])],
        "taxonomies": [],
        "proposals": proposals,
        "amendments": [],
        "comments": _comments(given, proposals, places),
        "applications": [_application(redirect_uri)],
        "api_users": [{"id": FIRST_PERSON + PEOPLE, "key": "KEY", "secret": "SECRET", "name": "Sidecar", "nickname": "sidecar"}],
    }  # fmt: skip


def _application(redirect_uri: str) -> dict[str, Any]:
    return {
        "uid": "sidecar", "secret": "sidecar-secret", "redirect_uri": redirect_uri, "name": "Sidecar", "refresh_tokens": True,
    }  # fmt: skip


def _organization(name: str) -> dict[str, Any]:
    return {
        "id": 1, "name": {"sv": name}, "host": "127.0.0.1", "default_locale": "sv",
        "available_locales": ["sv", "en"], "reference_prefix": "DIA",
    }  # fmt: skip


def _users(processes: int) -> list[dict[str, Any]]:
    roles = [[process, "admin"] for process in range(1, processes + 1)]
    admin = {"id": ADMIN, "name": "Admin Adminsson", "nickname": "admin", "email": "admin@example.org", "admin": True}
    moderator = {"id": MODERATOR, "name": "Moderator Ett", "nickname": "moderator_1", "email": "moderator@example.org"}
    named = [{**admin, "password": PASSWORD}, {**moderator, "process_roles": roles, "password": PASSWORD}]
    people = [
        {"id": FIRST_PERSON + number, "name": f"Person {number + 1}", "nickname": f"person_{number + 1}"}
        for number in range(PEOPLE)
    ]
    return named + people


def _process(number: int, municipality: str) -> dict[str, Any]:
    title = {"sv": f"Lokalt samhällskontrakt, kommun {municipality}"}
    return {"id": number, "slug": f"samhallskontrakt-{municipality.lower()}", "title": title}


def _components(process: int) -> list[dict[str, Any]]:
    dialogue, drafts = {"creation_enabled": True}, {"creation_enabled": True, "proposal_length": 5000}
    return [
        {"id": 2 * process - 1, "process": process, "name": {"sv": "Medborgardialog"}, "settings": dialogue},
        {"id": 2 * process, "process": process, "name": {"sv": "Utkast till samhällskontrakt"}, "settings": drafts, "weight": 1},
    ]  # fmt: skip


def _proposals(rows: Sequence[Mapping[str, Any]], municipalities: list[str]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The proposals, and which row became which."""
    found: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for row in rows:
        if row["kind"] != "proposal":
            continue
        number = len(found) + 1
        time = (BEGIN + BETWEEN_PROPOSALS * len(found)).isoformat()
        places[row["id"]] = number
        found.append({
            "id": number, "component": 2 * municipalities.index(str(row["municipality"])) + 1,
            "title": {"sv": row["title"]}, "body": {"sv": row["body"]}, "reference": f"DIA-PROP-2026-09-{number}",
            "published_at": time, "created_at": time, "updated_at": time, "votes": number * 7 % 12,
            "authors": [{"type": "Decidim::UserBaseEntity", "id": _person(number)}],
        })  # fmt: skip
    return found, places


def _comments(rows: Sequence[Mapping[str, Any]], proposals: list[dict[str, Any]], places: dict[str, int]) -> list[dict[str, Any]]:
    begin = BEGIN + BETWEEN_PROPOSALS * len(proposals)
    numbers, made, found = count(1), dict[str, dict[str, Any]](), list[dict[str, Any]]()
    for row in rows:
        if row["kind"] != "comment":
            continue
        number, on = next(numbers), places[row["on"]]
        parent = made[row["reply_to"]] if row.get("reply_to") else None
        time = (begin + BETWEEN_COMMENTS * number).isoformat()
        made[row["id"]] = {
            "id": number, "on": on, "parent": parent["id"] if parent else None, "depth": parent["depth"] + 1 if parent else 0,
            "body": {"sv": row["body"]}, "alignment": row.get("alignment") or 0, "author": _person(number * 7),
            "created_at": time, "updated_at": time,
        }  # fmt: skip
        found.append(made[row["id"]])
        proposals[on - 1]["comments_count"] = proposals[on - 1].get("comments_count", 0) + 1
    return found


def _person(number: int) -> int:
    return FIRST_PERSON + number % PEOPLE
