"""A store made of an invented dialogue."""

import pytest

from connectors.decidim.emulator.dialogue import store_from_dialogue
from connectors.decidim.emulator.store import Store
from tests.connectors.decidim.emulator.asking import Decidim

ROWS = [
    {"id": "p1", "kind": "proposal", "municipality": "B", "title": "Papperskorgar", "body": "Fler papperskorgar vid ån."},
    {"id": "p2", "kind": "proposal", "municipality": "A", "title": "Bad", "body": "Öppna badet."},
    {"id": "c1", "kind": "comment", "municipality": "B", "on": "p1", "reply_to": None, "alignment": -1, "body": "Nej."},
    {"id": "c2", "kind": "comment", "municipality": "B", "on": "p1", "reply_to": "c1", "alignment": None, "body": "Varför?"},
]


def test_each_municipality_has_a_dialogue_and_a_place_for_drafts() -> None:
    decidim = Decidim(store=Store(store_from_dialogue(ROWS)))
    found = decidim.ask('{ participatoryProcesses { slug components { id name { translation(locale: "sv") } } } }')["data"]
    assert [process["slug"] for process in found["participatoryProcesses"]] == ["samhallskontrakt-a", "samhallskontrakt-b"]
    assert [one["id"] for process in found["participatoryProcesses"] for one in process["components"]] == ["1", "2", "3", "4"]


def test_a_thread_hangs_together() -> None:
    decidim = Decidim(store=Store(store_from_dialogue(ROWS)))
    found = decidim.in_component("proposal(id: 1) { totalCommentsCount comments { body alignment comments { body } } }", 3)
    assert found["proposal"] == {
        "totalCommentsCount": 2,
        "comments": [{"body": "Nej.", "alignment": -1, "comments": [{"body": "Varför?"}]}],
    }


def test_the_same_rows_give_the_same_store() -> None:
    assert store_from_dialogue(ROWS) == store_from_dialogue(iter(ROWS))


def test_a_comment_on_nothing_is_not_swallowed() -> None:
    with pytest.raises(KeyError):
        store_from_dialogue([ROWS[2]])
