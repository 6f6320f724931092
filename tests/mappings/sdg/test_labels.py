"""The names, labels, prototypes and cue words of the goals."""

import pytest

from mappings.sdg import goals
from mappings.sdg.labels import cues, prototypes
from mappings.sdg.model import cues_in

TARGETS = {target for goal in goals() for target in goal.targets}


def test_there_are_seventeen_goals_and_169_targets_each_with_a_label() -> None:
    assert [goal.number for goal in goals()] == list(range(1, 18))
    assert sum(len(goal.targets) for goal in goals()) == 169
    assert all(target.startswith(f"{goal.number}.") and label for goal in goals() for target, label in goal.targets.items())
    assert len({goal.name_sv for goal in goals()} | {goal.name_en for goal in goals()}) == 34


def test_every_goal_has_ten_prototypes_and_every_one_a_known_target() -> None:
    by_goal = [target.split(".")[0] for target, _ in prototypes() if target]
    assert {target for target, _ in prototypes() if target} <= TARGETS
    assert min(by_goal.count(str(goal)) for goal in range(1, 18)) >= 10


def test_no_prototype_stands_twice_and_some_belong_to_no_goal() -> None:
    sentences = [sentence for _, sentence in prototypes()]
    assert len(set(sentences)) == len(sentences)
    assert sum(not target for target, _ in prototypes()) >= 20


def test_every_cue_points_to_a_known_target() -> None:
    named = {name for names in (*cues().words.values(), *cues().beginnings.values()) for name in names}
    assert named <= TARGETS


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Bygg en lekplats.", "11.7"),
        ("Sätt upp solceller.", "7.2"),
        ("Ordna en folkomröstning!", "16.7"),
        ("Hemtjänsten hinner inte.", "3.8"),
        ("Dricksvattnet smakar illa.", "6.1"),
        ("Stoppa kalhyggena.", "15.2"),
    ],
)
def test_a_cue_word_names_its_target(text: str, target: str) -> None:
    assert target in {cue.target for cue in cues_in(text)}
