"""The reader on what real servers answered: recorded pages decode to what the servers held, recorded refusals to clear errors."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from connectors.base import Page
from connectors.decidim.answers import Answer, LoginRedirect, answer_of
from connectors.decidim.decode import proposal_of
from connectors.decidim.emulator.server import running
from connectors.decidim.gathering import Gathering
from connectors.decidim.intake import take_in
from connectors.decidim.transport import Reply
from connectors.errors import FixSettings
from tests.connectors.decidim.reading import VERSIONS, comments, proposals, reader, unreadable
from tests.real.paths import SHARED, needs_shared
from tests.real.servers import content

pytestmark = needs_shared
every_version = pytest.mark.parametrize("version", VERSIONS)
API = "https://decidim.example/api"


@cache
def recorded(version: str) -> dict[str, dict[str, Any]]:
    lines = (SHARED / "decidim" / version / "exchanges.jsonl").read_text(encoding="utf-8").splitlines()
    exchanges = [json.loads(line) for line in lines]
    return {one["name"]: one for one in exchanges if one["set"] in ("read", "forced", "throttle")}


@cache
def held() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / "decidim" / "store.json").read_text(encoding="utf-8"))
    return found


def answer(version: str, name: str) -> Answer:
    one = recorded(version)[name]
    body = one["body"] if isinstance(one["body"], str) else json.dumps(one["body"])
    return answer_of(Reply(one["status"], one.get("headers") or {}, body.encode()), API)


def texts(component: int) -> dict[str, dict[str, str]]:
    return {str(one["id"]): one["body"] for one in held()["proposals"] if one["component"] == component and not one["hidden"]}


def visible_comments(component: int) -> dict[str, tuple[int, str | None]]:
    on = {one["id"] for one in held()["proposals"] if one["component"] == component and not one["hidden"]}
    blinded = {one["on"] for one in held()["comments"] if one["deleted_at"] and one["parent"] is None}
    return {
        str(one["id"]): (one["depth"], None if one["parent"] is None else str(one["parent"]))
        for one in held()["comments"]
        if one["on"] in on - blinded and not one["hidden"] and not one["deleted_at"]
    }


@every_version
def test_recorded_pages_decode_to_what_the_server_held(version: str) -> None:
    found = {}
    for name in ("page_common_0", "page_common_1", "page_common_2"):
        gathering = Gathering("1")
        take_in(gathering, answer(version, name), None, set(), tree=False)
        found |= {one.id: one.body for one in gathering.done().proposals}
    assert found == texts(1)


@every_version
def test_a_recorded_hidden_proposal_is_told_on_every_version(version: str) -> None:
    gathering = Gathering("1")
    take_in(gathering, answer(version, "page_common_0"), None, set(), tree=False)
    # The recorded question asked for no `__typename` of authors, which is odd to us and beside the point.
    assert [line.code for line in gathering.unreadable if line.code != "odd_fields"] == ["hidden"]


@every_version
def test_a_recorded_page_with_comments_asks_again_only_for_what_is_broken(version: str) -> None:
    gathering = Gathering("1")
    recording = answer(version, "page_with_comments")
    for edge in recording.at("component", "proposals", "edges"):
        if edge["node"] is not None:
            edge["node"] |= {"title": {"translations": []}, "body": {"translations": []}}
    lookups = take_in(gathering, recording, None, set(), tree=True)
    broken = [lookup for lookup in lookups if lookup.kind == "core_at"]
    assert len(broken) == (1 if version == "0.32.2" else 2)
    assert any(lookup.blind for lookup in broken) == (version in ("0.31.8", "0.32.2"))
    expected = visible_comments(1)
    assert {one.id: (one.depth, one.parent_id) for one in gathering.comments.values()}.items() <= expected.items()


@every_version
def test_recorded_optional_fields_decode_without_anything_odd(version: str) -> None:
    for name, one in recorded(version).items():
        if not name.startswith("field_") or not isinstance(one["body"], dict) or "data" not in one["body"]:
            continue
        for edge in answer(version, name).at("component", "proposals", "edges") or []:
            if edge["node"] is not None:
                _, odd = proposal_of(edge["node"] | {"title": None, "body": None}, "1")
                assert odd == (), name


@every_version
def test_recorded_refusals_are_the_errors_they_mean(version: str) -> None:
    with pytest.raises(FixSettings) as told:
        answer(version, "wrong_host")
    assert told.value.code == "wrong_host"
    with pytest.raises(LoginRedirect):
        answer(version, "forced_login_anonymous")


def test_the_recorded_secondary_host_tells_the_primary_one() -> None:
    one = recorded("0.28.6")["secondary_host"]
    with pytest.raises(FixSettings) as told:
        answer_of(Reply(one["status"], one["headers"], b""), "https://second.example/api")
    assert told.value.code == "moved" and "https://decidim.example" in told.value.sv


@every_version
def test_a_rebuilt_server_is_read_whole(version: str) -> None:
    with running(content(version), version) as url:
        pages = list(reader(url).pages("1"))
    assert {one.id: dict(one.body) for one in proposals(pages)} == texts(1)
    assert {one.id: (one.depth, one.parent_id) for one in comments(pages)} == visible_comments(1)
    assert sorted(line.code for line in unreadable(pages)) == ["comments_blinded", "hidden"]
    assert _blinded(pages) == {("29", 3)}


def _blinded(pages: list[Page]) -> set[tuple[str | None, int | None]]:
    return {(line.proposal_id, line.missing) for line in unreadable(pages) if line.code == "comments_blinded"}
