"""The recorded servers, rebuilt: store.json with what each server had of its own, and who asked in each exchange."""

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.decidim.emulator.viewer import ANONYMOUS, Viewer
from connectors.decidim.emulator.world import Options
from tests.real.compare import HOST, Exchange
from tests.real.paths import SHARED

USERS_BEFORE_PERSON_1 = {"0.28.6": 1, "0.30.9": 1, "0.31.8": 2, "0.32.2": 3}
"""Besides the administrator, later servers had made API users before the people, whose ids are higher by so much."""
API_USER = {"0.31.8": 2, "0.32.2": 3}
LOCALES = ("ca", "en", "es", "fr", "sv")
ALL_SCOPES = frozenset({"profile", "user", "api:read", "api:write"})


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 23, 26, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def jump(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)


def content(version: str) -> dict[str, Any]:
    """store.json as the server of a version held it: its own user ids, prefix of references, locales, scopes."""
    data = json.loads((SHARED / "decidim" / "store.json").read_text(encoding="utf-8"))
    shift = USERS_BEFORE_PERSON_1[version] - 1
    data = copy.deepcopy(data)
    for user in data["users"]:
        user["id"] = _shifted(user["id"], shift)
    for proposal in data["proposals"]:
        for author in proposal["authors"]:
            if author["type"] == "Decidim::UserBaseEntity":
                author["id"] = _shifted(author["id"], shift)
    for comment in data["comments"]:
        comment["author"] = _shifted(comment["author"], shift)
    for amendment in data["amendments"]:
        amendment["amender"] = _shifted(amendment["amender"], shift)
    data["users"][0] |= {"nickname": "admin", "admin": True, "email": "admin@example.org"}
    data["users"][-1] |= {"process_roles": [[1, "admin"]], "email": "moderator@example.org"}
    if version in API_USER:
        api_user = {"id": API_USER[version], "key": "KEY", "secret": "SECRET", "name": "Sidecar", "nickname": "sidecar"}
        data["api_users"] = [api_user]
    if version == "0.32.2":
        _as_0_32(data)
    if version == "0.28.6":
        _as_0_28(data)
    return data


def _as_0_32(data: dict[str, Any]) -> None:
    data["organization"] |= {"name": dict.fromkeys(LOCALES, "Testkommun"), "reference_prefix": "TEST"}
    for proposal in data["proposals"]:
        proposal["reference"] = proposal["reference"].replace("TK-", "TEST-")


def _as_0_28(data: dict[str, Any]) -> None:
    """Scopes in place of taxonomies: every third proposal of a component (README)."""
    data["scopes"] = [{"id": 1, "name": dict.fromkeys(LOCALES, "Norr")}]
    places: dict[int, int] = {}
    for proposal in data["proposals"]:
        place = places[proposal["component"]] = places.get(proposal["component"], -1) + 1
        proposal["scope"] = 1 if place % 3 == 0 else None


def _shifted(user: int, shift: int) -> int:
    return user if user == 1 else user + shift


def options(version: str, **changes: Any) -> Options:
    """How the recorded server was set up; on 0.28 its 127.0.0.1 was a secondary host."""
    hosts = frozenset({"127.0.0.1"}) if version == "0.28.6" else frozenset()
    return Options(primary_host=HOST, https=True, hosts=hosts, **changes)


def viewer_in(exchange: Exchange, data: dict[str, Any]) -> Viewer:
    """Who asked with an OAuth token, as the exchange's name tells. For the sets that don't try the signing in itself."""
    if not exchange.carries_token:
        return ANONYMOUS
    if "X-Jwt-Aud" not in exchange.request["headers"]:
        return Viewer(None, "oauth", ALL_SCOPES)
    by_name = {"Admin": data["users"][0], "Moderator": data["users"][-1], "Person": data["users"][1]}
    user = by_name[_asker(exchange.name)]
    roles = tuple((space, role) for space, role in user.get("process_roles", []))
    return Viewer(user["id"], "oauth", ALL_SCOPES, user.get("admin", False), roles)


def _asker(name: str) -> str:
    if name.startswith("admin") or name.endswith("by_admin"):
        return "Admin"
    if name.startswith("person1") or name.endswith(("by_participant", "by_another")):
        return "Person"
    return "Moderator"
