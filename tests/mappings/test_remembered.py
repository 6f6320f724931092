"""Finished tags that are kept: the same as made anew, bound to all that they were made from, and no words of the text in them."""

import importlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mappings.encoder import kept, store
from mappings.tagging import Asked, Context, Tags, decide, remembered, tag, with_own

TEXTS = [
    "Kommunen ska inte bygga i parken, och alla barn ska få gå dit.",
    "Avskaffa avgiften och inför gratis bussar tillsammans med regionen.",
    "Jag vill inte att kommunen lägger ned skolan i samråd med föräldrarna.",
    "Bygg \ud800 en bro",
    "👍",
    "",
]

OWN = """
rules:
  - id: sv.eget.bro
    in_force: {since: 2026-11-24}
    priority: 99
    any: ["en BRYGGA"]
    gives: {norm: right}
    confidence: 0.9
    decides: true
    explanation: {sv: "En egen regel för prov.", en: "A rule of one's own."}
    reason: "Prov."
    examples: {must: ["Bygg en BRYGGA"]}
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "cache"))


class Counting:
    """Tags by rules, and remembers which places it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, places: Sequence[int]) -> list[Tags]:
        self.asked += places
        return [tag(TEXTS[place], "sv") for place in places]


def keys(version: str = "1") -> list[bytes]:
    return [kept.key_of(version, text) for text in TEXTS]


def test_a_second_run_makes_nothing_and_gives_the_same() -> None:
    first, second = Counting(), Counting()
    anew = tuple(tag(text, "sv") for text in TEXTS)
    assert remembered.tags(keys(), TEXTS, first) == anew
    assert [repr(one) for one in remembered.tags(keys(), TEXTS, second)] == [repr(one) for one in anew]
    assert (first.asked, second.asked) == (list(range(len(TEXTS))), [])


def test_quoted_words_come_back_and_stand_in_no_file() -> None:
    given = replace(tag(TEXTS[2], "sv"), side="against", side_words="lägger ned, inte")
    given = replace(given, tags=(replace(given.primary, counterparty="föräldrarna"),))
    blob = remembered.packed(given, TEXTS[2])
    assert remembered.unpacked(blob, TEXTS[2]) == given
    assert not any(word.encode() in blob for word in ("lägger", "föräldrarna", "l\\u00e4gger", "f\\u00f6r\\u00e4ldrarna"))


def test_another_program_or_another_key_reads_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered.tags(keys(), TEXTS, Counting())
    other = Counting()
    remembered.tags(keys("2"), TEXTS, other)
    monkeypatch.setattr(remembered, "program", lambda: "another")
    remembered.tags(keys(), TEXTS, other)
    assert other.asked == [*range(len(TEXTS)), *range(len(TEXTS))]


def test_what_is_broken_is_made_anew() -> None:
    remembered.tags(keys(), TEXTS, Counting())
    (path,) = store.folder().glob("tags-*.sqlite")
    path.write_bytes(b"broken" * 1000)
    assert remembered.tags(keys(), TEXTS, Counting())[0] == tag(TEXTS[0], "sv")


def test_a_damaged_row_is_made_anew() -> None:
    remembered.tags(keys(), TEXTS, Counting())
    (path,) = store.folder().glob("tags-*.sqlite")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE kept SET row = substr(row, 1, length(row) - 9) || x'20' || substr(row, -8)")
    again = Counting()
    assert remembered.tags(keys(), TEXTS, again)[0] == tag(TEXTS[0], "sv") and again.asked == list(range(len(TEXTS)))


def test_decide_asks_again_only_where_something_is_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("mappings.tagging.decide")
    real, asked = module.predictions, []

    def counted(some: Sequence[Asked], *rest: Any, **named: Any) -> Any:
        asked.append(len(some))
        return real(some, *rest, **named)

    monkeypatch.setattr(module, "predictions", counted)
    folder = tmp_path / "own"
    (folder / "sv").mkdir(parents=True)
    (folder / "sv" / "egna.yaml").write_text(OWN, "utf-8")
    one = Asked("Bygg en brygga vid sjön.", "sv")
    first = decide([one], path="linear")
    assert decide([one, one], path="linear") == first * 2 and asked == [1]
    assert decide([one], path="linear", keep=False) == first and asked == [1, 1]
    for other in (
        replace(one, language="en"),
        replace(one, text=one.text + "!"),
        *(replace(one, context=Context(**{name: "title"})) for name in ("title", "before", "field", "kind")),
    ):
        decide([other], path="linear")
    assert asked == [1] * 8
    with_mine = decide([one], path="linear", own=folder)
    assert with_mine[0].primary.rule == "sv.eget.bro" != first[0].primary.rule and asked == [1] * 9
    assert decide([one], path="linear") == first and asked == [1] * 9


def test_own_rules_count_by_their_content_not_by_their_date(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    path = tmp_path / "sv" / "egna.yaml"
    path.write_text(OWN, "utf-8")
    before, was = path.stat(), with_own("sv", tmp_path).version
    path.write_text(OWN.replace("BRYGGA", "TUNNEL"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert with_own("sv", tmp_path).version != was
