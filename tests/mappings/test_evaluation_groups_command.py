"""Measuring groups: how labels are read, who answers for trained parts, what the command prints."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from mappings.evaluation.__main__ import main
from mappings.evaluation.same import folds
from mappings.evaluation.same.known import Known
from mappings.evaluation.same.material import Material, Text, read_dialogue, read_sets
from tests.mappings.labelled import DIALOGUE, Flat, Knowing, dialogue, lines, sets


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "p6", "body": "x", "same_as": ["p9"]}, "finns inte i filen"),
        ({"id": "p6", "body": "x", "same_as": ["p6"]}, "sig självt"),
        ({"id": "p6", "body": "x", "same_as": ["q1"]}, "olika kommuner"),
        ({"id": "p6", "body": "x", "same_as": ["p5"]}, "inte tvärtom"),
    ],
)
def test_broken_relations_are_told(tmp_path: Path, row: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_dialogue(dialogue(tmp_path, [*DIALOGUE, row]))


def test_a_pair_that_is_two_things_and_a_dialogue_without_labels_are_told(tmp_path: Path) -> None:
    both = [
        {"id": "a", "body": "x", "same_as": ["b"], "against": ["b"]},
        {"id": "b", "body": "y", "same_as": ["a"], "against": ["a"]},
    ]
    with pytest.raises(ValueError, match="både"):
        read_dialogue(dialogue(tmp_path, both))
    with pytest.raises(ValueError, match="same_as"):
        read_dialogue(dialogue(tmp_path, [{"id": "a", "body": "x"}]))


def test_comments_stand_under_the_title_of_their_proposal(tmp_path: Path) -> None:
    rows = [
        {**DIALOGUE[0], "title": "Bron", "same_as": ["c1"], "against": []},
        {"id": "c1", "body": "Ja!", "kind": "comment", "title": None, "on": "p1", "same_as": ["p1"]},
    ]
    proposal, comment = read_dialogue(dialogue(tmp_path, rows)).texts
    assert (proposal.topic, comment.topic, comment.title, proposal.whole) == (
        "Bron",
        "Bron",
        "",
        "Bron\nBygg en bro till Halsön.",
    )


def text(name: str, body: str = "") -> Known:
    return Known(Text(name, "A", body or name, "sv"), ())


def test_folds_answer_what_they_left_out_whichever_text_comes_first(tmp_path: Path) -> None:
    one, other, third, new = text("a"), text("b"), text("c"), text("d")
    key = folds.pair_key(one.text, other.text)
    trained = [folds.text_key(known.text) for known in (one, other, third)]
    folds.write(tmp_path / "pairs.npz", {key: (0.7, 0.2, 0.1)}, {key: 3}, trained)
    held = folds.read(tmp_path / "pairs.npz")
    judge = folds.FoldJudge(held)
    first, second = judge.judged([(one, other), (other, one)])
    assert first == second and first.left_out and (first.best, round(first.same, 3)) == ("same", 0.7)
    assert list(held.folds) == [3]
    with pytest.raises(folds.NoFoldAnswers, match="tränats på"):
        judge.judged([(one, third)])
    with pytest.raises(folds.NoFoldAnswers, match="make train"):
        judge.judged([(new, new)])


def test_new_pairs_are_answered_by_the_shipped_judge_and_trained_ones_never(tmp_path: Path) -> None:
    one, other, new = text("a"), text("b"), text("d")
    material = Material("m", (one.text, other.text, new.text), {"same": frozenset({("a", "d")})})
    folds.write(tmp_path / "pairs.npz", {}, {}, [folds.text_key(other.text)])
    judge = folds.FoldJudge(folds.read(tmp_path / "pairs.npz"), Knowing(material))
    (verdict,) = judge.judged([(one, new)])
    assert (verdict.best, verdict.left_out) == ("same", False)
    with pytest.raises(folds.NoFoldAnswers):
        judge.judged([(one, other)])


def test_tuned_vectors_are_those_of_the_fold_and_missing_ones_are_told(tmp_path: Path) -> None:
    texts = [text("a"), text("b"), text("c")]
    keys = [folds.text_key(one.text) for one in texts]
    rows = dict(zip(keys, [(1.0, 0.0), (2.0, 0.0), (0.0, 3.0)], strict=True))
    folds.write(tmp_path / "texts.npz", rows, dict.fromkeys(keys, 0), keys)
    ranker = folds.FoldVectors(folds.read(tmp_path / "texts.npz"), Flat())
    assert np.allclose(ranker.likeness(texts), [[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    assert ranker.likeness([text("ny")]).shape == (1, 1)
    with pytest.raises(folds.NoFoldAnswers, match="1 av 4"):
        ranker.likeness([*texts, text("ny")])


def test_a_broken_file_of_folds_is_told(tmp_path: Path) -> None:
    (tmp_path / "pairs.npz").write_bytes(b"nothing")
    with pytest.raises(folds.NoFoldAnswers, match="går inte att läsa"):
        folds.read(tmp_path / "pairs.npz")


def test_keys_hold_no_words() -> None:
    assert folds.text_key(text("Bygg bron").text).isalnum() and len(folds.text_key(text("Bygg bron").text)) == 16
    assert folds.pair_key(text("a").text, text("b").text) != folds.pair_key(text("a").text, text("c").text)


PLAIN = ["--tags", "rules", "--rankers", "words"]


def test_the_command_prints_sorted_json_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for _ in range(2):
        assert main(["groups", "--dialogue", str(dialogue(tmp_path)), "--json", *PLAIN]) == 0
        printed.append(capsys.readouterr().out)
    found = json.loads(printed[0])
    assert printed[0] == printed[1] and list(found) == sorted(found)
    assert (found["what"], found["grouped_by"], found["ranked_by"], found["judged"]) == ("groups", "words+tags", "words", None)


def test_sets_are_told_together_and_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(sets(tmp_path, "one.jsonl")), str(sets(tmp_path, "two.jsonl"))]
    assert main(["pairs", "--sets", *files, "--json", *PLAIN]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["files"]) == ["one", "two"]
    assert found["grouped"]["same"] == sum(one["grouped"]["same"] for one in found["files"].values()) == 12
    assert found["auc"]["related"] == {"auc": found["files"]["one"]["auc"]["related"]["auc"], "same": 12, "other": 24}


def test_people_get_a_table_in_swedish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["groups", "--dialogue", str(dialogue(tmp_path)), *PLAIN]) == 0
    told = capsys.readouterr().out
    assert "Grupperat av sig självt" in told and "orden och taggarna" in told and "Ingen bedömer par" in told
    assert main(["pairs", "--sets", str(sets(tmp_path)), *PLAIN]) == 0
    assert "inom kravparen" in capsys.readouterr().out


def test_what_is_missing_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["groups", "--dialogue", str(tmp_path / "borta.jsonl"), *PLAIN]) == 2
    assert "borta.jsonl finns inte" in capsys.readouterr().err
    (tmp_path / "trasig.jsonl").write_text("{", "utf-8")
    assert main(["pairs", "--sets", str(tmp_path / "trasig.jsonl"), *PLAIN]) == 2
    assert "rad 1" in capsys.readouterr().err
    assert main(["pairs", "--sets", str(lines(tmp_path / "halv.jsonl", [{"id": "s1", "same": []}])), *PLAIN]) == 2
    assert "saknar against, lookalike, related" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["groups", *PLAIN])


def test_a_trained_part_whose_folds_are_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["groups", "--dialogue", str(dialogue(tmp_path)), "--tags", "rules", "--folds", str(tmp_path)]
    assert main([*asked, "--rankers", "words", "--judge", "folds"]) == 3
    assert "pairs_cross_validated.npz finns inte" in capsys.readouterr().err
    assert main([*asked, "--rankers", "tuned"]) == 3
    told = capsys.readouterr().err
    assert "texts_cross_validated.npz finns inte" in told and "make train" in told


def test_the_command_measures_a_judge_by_its_folds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sets(tmp_path)
    material = read_sets(path)
    of, kinds = {one.id: one for one in material.texts}, material.kind_of()
    told = {"same": (0.8, 0.1, 0.1), "against": (0.1, 0.8, 0.1)}
    every = {folds.pair_key(of[one], of[other]): kinds.get((one, other), "") for one, other in combinations(sorted(of), 2)}
    rows = {key: told.get(kind, (0.1, 0.1, 0.8)) for key, kind in every.items()}
    folds.write(tmp_path / folds.PAIRS, rows, dict.fromkeys(rows, 0), [folds.text_key(one) for one in material.texts])
    assert main(["pairs", "--sets", str(path), "--json", "--judge", "folds", "--folds", str(tmp_path), *PLAIN]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["judged"]["against_found"], found["judged"]["left_out_by_a_fold"]) == (1.0, 42)
    assert (found["ranked_by"], found["suggestions"]["in_five"]) == ("words+judge", 1.0)
