"""The four recorded versions, from the command line: the right records, or one clear sentence about what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.server import running
from connectors.decidim.emulator.versions import VERSIONS
from connectors.decidim.emulator.world import Options
from tests.connectors.decidim import stores
from tests.sidecar.decidim import decidim
from tests.sidecar.terminal import Terminal

PROPOSALS = [stores.proposal(number) for number in range(1, 121)]
COMMENTS = [
    *stores.thread(1, on=3, length=5),
    stores.comment(6, on=4),
    stores.comment(7, on=4, alignment=-1),
    stores.comment(8, on=5, deleted_at=stores.DAY),
    stores.comment(9, on=5),
    stores.comment(10, on=5),
]


@pytest.fixture(params=list(VERSIONS))
def version(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    yield Terminal(tmp_path)


def content() -> dict[str, Any]:
    return stores.store([*PROPOSALS, stores.proposal(121, hidden=True)], COMMENTS)


def test_it_is_discovered_pulled_and_pulled_again_and_only_changes_are_written(terminal: Terminal, version: str) -> None:
    with decidim(version, content()) as emulator:
        terminal("instance", "add", "angsby", emulator.url)
        check = terminal.json("instance", "check", "angsby")
        assert check["reads"] and not check["writes"] and check["name"]["sv"] == "Ängsby kommun"
        assert all(line["sv"] and line["en"] for line in check["advice"])
        first = terminal.json("pull", "angsby")
        assert first["complete"] and first["counts"]["proposal"] == 120 and first["counts"]["new"] == 120 + 7
        second = terminal.json("pull", "angsby")
        assert (
            "new" not in second["counts"] and "changed_text" not in second["counts"] and "changed_facts" not in second["counts"]
        )
        writes.edit_proposal(emulator.store, 7, body={"sv": "Kommunen ska ställa ut bänkar i alla parker."})
        writes.erase_proposal(emulator.store, 9)
        third = terminal.json("pull", "angsby")
        assert (third["counts"]["changed_text"], third["counts"]["vanished"], third["counts"].get("new")) == (1, 1, None)


def test_a_blinded_comment_tree_is_told_with_how_many_are_missing_and_what_to_do(terminal: Terminal, version: str) -> None:
    with decidim(version, content()) as emulator:
        terminal("instance", "add", "angsby", emulator.url)
        said = terminal("pull", "angsby").stdout
        unread = {line["code"]: line for line in terminal.json("instance", "unread", "angsby")}
    assert unread["comments_blinded"]["proposal"] == "5" and unread["comments_blinded"]["missing"] == 2
    assert "Förslag 5" in said and "Exportera" in said
    assert "hidden" in unread


@pytest.mark.parametrize("command", [("pull", "angsby"), ("instance", "check", "angsby")])
def test_a_closed_organisation_is_one_sentence_that_says_how_to_get_in(
    terminal: Terminal, version: str, command: tuple[str, ...]
) -> None:
    with decidim(version, content(), closed=True) as emulator:
        terminal("instance", "add", "angsby", emulator.url)
        done = terminal(*command)
    told = done.stdout + done.stderr
    assert "inloggad" in told and "sidecar instance login" in told
    assert "Traceback" not in told and (command[0] == "instance" or done.exit_code == 1)


@pytest.mark.parametrize("command", [("pull", "angsby"), ("instance", "check", "angsby")])
def test_a_wrong_host_is_one_sentence_that_names_the_address(terminal: Terminal, version: str, command: tuple[str, ...]) -> None:
    with running(content(), version, options=Options(), host="127.0.0.2") as url:
        terminal("instance", "add", "angsby", url)
        done = terminal(*command)
    told = done.stdout + done.stderr
    assert "Traceback" not in told and "adress" in told.lower()
    assert done.exit_code == 1


def test_a_secondary_host_is_told_with_the_right_address(terminal: Terminal, version: str) -> None:
    options = Options(primary_host="decidim.example.org", hosts=frozenset({"127.0.0.2"}))
    with running(content(), version, options=options, host="127.0.0.2") as url:
        terminal("instance", "add", "angsby", url)
        done = terminal("pull", "angsby")
    assert done.exit_code == 1 and "decidim.example.org" in done.stdout + done.stderr
