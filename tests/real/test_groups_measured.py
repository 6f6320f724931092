"""The labelled dialogues and demand sets can be measured, and their numbers are those that the folder's README tells of."""

import json

import pytest

from mappings.evaluation.__main__ import main
from mappings.evaluation.same.material import read_dialogue, read_sets
from tests.real.paths import SHARED

GOLD = SHARED / "gold"

pytestmark = pytest.mark.skipif(not (GOLD / "dialogue_sv.jsonl").is_file(), reason=f"the labelled dialogues are not in {GOLD}")


@pytest.mark.parametrize(
    ("name", "texts", "same", "against", "lookalike"), [("dialogue_sv", 150, 33, 39, 3), ("dialogue_sv_third", 420, 80, 98, 30)]
)
def test_a_dialogue_is_read_whole(name: str, texts: int, same: int, against: int, lookalike: int) -> None:
    found = read_dialogue(GOLD / f"{name}.jsonl")
    counts = found.counts()
    assert (len(found.texts), counts["same"], counts["against"], counts["lookalike"]) == (texts, same, against, lookalike)


def test_a_dialogue_without_relations_can_not_be_measured() -> None:
    with pytest.raises(ValueError, match="same_as"):
        read_dialogue(GOLD / "dialogue_sv_more.jsonl")


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 7])
def test_demand_sets_are_read_whole(number: int) -> None:
    found = read_sets(GOLD / f"demands_{number}.jsonl")
    counts = found.counts()
    assert counts["same"] >= 330 and counts["against"] >= 660
    assert {one.language for one in found.texts} == ({"ca", "de", "en", "es", "fi", "fr", "sv"} if number == 7 else {"sv"})


@pytest.mark.parametrize("name", ["dialogue_sv", "dialogue_sv_third"])
def test_what_is_grouped_by_itself_joins_no_opposites(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(GOLD / f"{name}.jsonl")
    assert main(["groups", "--dialogue", path, "--json", "--tags", "rules", "--rankers", "words"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {kind: found["grouped"]["merged_of"][kind]["merged"] for kind in ("against", "lookalike")} == {
        "against": 0,
        "lookalike": 0,
    }
    assert found["stability"]["shuffled"]["ids_kept"] == 1.0


@pytest.mark.parametrize("number", [1, 5, 7])
def test_what_is_grouped_by_itself_joins_no_other_demands_of_the_sets(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(GOLD / f"demands_{number}.jsonl")
    assert main(["pairs", "--sets", path, "--json", "--tags", "rules", "--rankers", "words"]) == 0
    found = json.loads(capsys.readouterr().out)
    merged = found["grouped"]["merged_of"]
    assert {kind: merged[kind]["merged"] for kind in ("against", "lookalike", "related", "unrelated")} == {
        "against": 0, "lookalike": 0, "related": 0, "unrelated": 0,
    }  # fmt: skip
