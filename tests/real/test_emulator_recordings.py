"""Every recorded request, asked again of the emulator: it must answer as the real server of that version did."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.viewer import Viewer
from tests.real import servers
from tests.real.compare import (
    VERSIONS,
    Agreed,
    Difference,
    differences,
    exchanges,
    no_longer_seen,
    not_agreed,
    replayed,
)
from tests.real.paths import SHARED, needs_shared

pytestmark = needs_shared

AGREED = (
    Agreed("*", "field_versionsCount", "status", "store.json doesn't hold what earlier versions said; the emulator refuses"),
    Agreed("0.3*", "syntax_error", "errors.0.locations.0.column", "graphql-ruby points at the last token, ours at the end"),
)  # fmt: skip


WALKED = frozenset({"read", "forced", "forced_user", "user", "late", "votes", "infinite", "throttle"})
"""The set `oauth` has a test of its own."""


class Replay:
    """One emulated server of a version, asked in recorded order."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.data = servers.content(version)
        self.clock = servers.Clock()
        self.store = Store(self.data, self.clock)
        self.found: list[Difference] = []

    def app(self, **changes: Any) -> Flask:
        app = create_app(self.store, self.version, options=servers.options(self.version, **changes))
        app.testing = True
        return app

    def ask(self, *sets: str, **changes: Any) -> None:
        """Anonymous requests, and those with an API credential's token: the token is fetched as recorded."""
        client = self.app(**changes).test_client()
        token = ""
        for exchange in exchanges(self.version, *sets):
            good = exchange.carries_token and exchange.name != "session_bad_token"
            answered = replayed(client, exchange, {"Authorization": f"Bearer {token}"} if good else None)
            token = answered.headers.get("Authorization", "").removeprefix("Bearer ") or token
            self.found += differences(exchange, answered)

    def ask_as_people(self, *sets: str, **changes: Any) -> None:
        """Requests of people signed in over OAuth."""
        app = self.app(**changes)
        asker: dict[str, Viewer] = {}
        app.extensions["world"].viewer_hooks.insert(0, lambda request: asker["viewer"])
        for exchange in exchanges(self.version, *sets):
            asker["viewer"] = servers.viewer_in(exchange, self.data)
            self.found += differences(exchange, replayed(app.test_client(), exchange))


def all_differences(version: str) -> list[Difference]:
    """Everything that differs, over all sets, in the order in which the server was asked."""
    replay = Replay(version)
    replay.ask("read")
    replay.ask("forced", closed=True)
    replay.ask_as_people("forced_user", closed=True)
    replay.ask_as_people("user")
    moderator = replay.data["users"][-1]["id"]
    writes.add_comment(replay.store, 30, {"sv": "Skrevs i det inspelade setet oauth."}, author=moderator)
    replay.clock.jump(minutes=70)
    replay.ask_as_people("late", "votes")
    replay.store.components[3].settings.edit_time = "infinite"
    replay.ask_as_people("infinite")
    app = replay.app(production=True)
    for _ in range(100):
        app.test_client().post("/api", json={"query": "{ __typename }"}, base_url="https://decidim.example")
    for exchange in exchanges(version, "throttle"):
        replay.found += differences(exchange, replayed(app.test_client(), exchange))
    return replay.found


@pytest.fixture(scope="module")
def found() -> dict[str, list[Difference]]:
    return {version: all_differences(version) for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_answer_comes_again(version: str, found: dict[str, list[Difference]]) -> None:
    assert not_agreed(found[version], AGREED) == []


def test_what_is_agreed_to_differ_still_differs(found: dict[str, list[Difference]]) -> None:
    seen = [difference for differences_ in found.values() for difference in differences_]
    assert no_longer_seen(seen, AGREED) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_no_recorded_set_is_left_out(version: str) -> None:
    file = SHARED / "decidim" / version / "exchanges.jsonl"
    recorded = {json.loads(line)["set"] for line in file.read_text(encoding="utf-8").splitlines()}
    assert recorded - WALKED <= {"oauth"}


@pytest.mark.parametrize(
    ("status", "body", "where"),
    [
        (500, '{"data":{"component":null}}', "status"),
        (200, '{"data":{"component":{"id":"1"}}}', "data.component"),
        (200, '{"data":{"component":null},"errors":[{"message":"x","extensions":{"code":"C"}}]}', "errors"),
        (200, "nonsense", ""),
    ],
)
def test_a_wrong_answer_would_be_noticed(status: int, body: str, where: str) -> None:
    recorded = next(one for one in exchanges("0.32.2", "read") if one.name == "unknown_component")
    answered = TestResponse([body.encode()], str(status), Headers({"Content-Type": "application/json"}), Request({}))
    assert [difference.where for difference in differences(recorded, answered)] == [where]
