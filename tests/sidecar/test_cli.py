"""Each command, for a person and with `--json`: the way from a new instance to a written draft."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.connectors.decidim.browser import CLIENT, SECRET, person
from tests.sidecar.chain import NAME, dialogue_store
from tests.sidecar.decidim import Decidim, decidim
from tests.sidecar.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def drafted(terminal: Terminal, emulator: Decidim) -> str:
    """The id of the clause with most voices."""
    assert terminal.json("instance", "add", NAME, emulator.url)["instance"] == NAME
    assert terminal.json("run", NAME)["pull"]["complete"]
    clauses = terminal.json("draft", NAME, "--list")
    return str(clauses[0]["id"])


def test_from_a_new_instance_to_a_proposal_in_decidim(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with decidim(source=dialogue_store()) as emulator:
        clause = drafted(terminal, emulator)
        assert terminal.json("instance", "list")[0]["counts"]["proposal.present"] == 4
        assert "belysning" in terminal("show", clause).stdout.lower() and terminal.json("show", clause)["sentences"]
        monkeypatch.setattr(click, "launch", person())  # the terminal's browser
        login = ("instance", "login", NAME, "--client-id", CLIENT, "--client-secret", SECRET, "--port", str(emulator.port))
        assert terminal.json(*login)["nickname"] == "moderator_1"
        assert "✓" in terminal("instance", "check", NAME).stdout
        refused = terminal("push", NAME, "--component", "2", "--clause", clause)
        assert "Inget godkänt väntar" in refused.stdout
        assert terminal.json("approve", clause, "--by", "Eva")["approved_by"] == "Eva"
        dry = terminal.json("push", NAME, "--component", "2", "--dry-run")
        assert [step["kind"] for step in dry[0]["steps"]] == ["create"] and dry[0]["steps"][0]["violations"] == []
        assert emulator.holding(dry[0]["marker"]) == []
        report = terminal.json("push", NAME, "--component", "2")[0]
        assert report["state"] == "done" and [p.id for p in emulator.holding(dry[0]["marker"])] == [int(report["proposal"])]
        assert terminal.json("push", NAME, "--component", "2") == []
        assert terminal.json("instance", "logout", NAME)["revoked"]
        assert sum(terminal.json("ledger", NAME).values()) == 8


def test_where_nobody_is_signed_in_a_file_is_made_for_the_admin_panel(terminal: Terminal) -> None:
    with decidim(source=dialogue_store()) as emulator:
        clause = drafted(terminal, emulator)
        terminal("approve", clause)
        terminal("instance", "set", NAME, "2", "--target", "--proposal-length", "900")
        said = terminal("push", NAME).stdout
    assert "adminpanel" in said
    made = {path.suffix for path in (terminal.folder / "import" / NAME).iterdir()}
    assert made == {".csv", ".xlsx", ".html"}
    terminal("push", NAME, "--abandon", "1")
    assert terminal.json("push", NAME, "--way", "text", "--dry-run")["text"].startswith("# ")
    told = terminal("push", NAME, "--way", "text").stdout
    [text] = (terminal.folder / "import" / NAME).glob("deltagartext-*.md")
    assert f"Deltagartext: {text}" in told and ".sv.html" in told
    assert terminal("push", NAME, "--chapter", "safety").exit_code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pull", "nowhere"), "sidecar instance list"),
        (("instance", "add", "Å!", "https://x.se"), "instansnamn"),
        (("instance", "add", "a", "x.se"), "https://"),
        (("instance", "add", "a", "https://x.se", "--municipality-code", "12"), "kommunkod"),
        (("approve", "nothing"), "sidecar draft"),
        (("show", "nothing"), "sidecar draft"),
        (("push", "nowhere"), "sidecar instance list"),
        (("map", "nowhere"), "sidecar instance list"),
        (("ledger", "nowhere"), "sidecar instance list"),
        (("emulate", "--load", "README.md"), "small.json"),
        (("emulate", "--load", "connectors/decidim/emulator/examples/small.json", "--fault", "regn=1"), "latency"),
    ],
)
def test_a_mistake_is_one_sentence_that_says_what_to_do(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    done = terminal(*words)
    assert done.exit_code == 1 and told in done.stderr and "Traceback" not in done.output
    assert told in terminal.json(*words)["sv"]


def test_a_server_that_is_not_there_is_one_sentence(terminal: Terminal) -> None:
    terminal("instance", "add", "borta", "http://127.0.0.1:9")
    done = terminal("instance", "check", "borta")
    assert done.exit_code == 1 and done.stderr.startswith("Det gick inte: ") and "Traceback" not in done.output
