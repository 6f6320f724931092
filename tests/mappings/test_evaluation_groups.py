"""What is measured of groups: the figures on small cases by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.figures import auc, pairwise, partners_in_first, within
from mappings.evaluation.same.known import Known, known
from mappings.evaluation.same.material import read_dialogue, read_sets
from mappings.evaluation.same.parts import ByWords, Judged, Parts, Verdict
from mappings.evaluation.same.rankers import Words, centred
from mappings.evaluation.same.stability import stability
from mappings.grouping import Group, Grouping
from tests.mappings.labelled import Flat, Knowing, Told, dialogue, many, measured, sets


def test_a_perfect_grouping_is_right_and_complete(tmp_path: Path) -> None:
    found = measured(read_dialogue(dialogue(tmp_path)), Parts((Told((frozenset({"p1", "p2", "p3"}),)),)))
    grouped = found["grouped"]
    assert (grouped["precision"], grouped["recall"], grouped["f1"], grouped["groups"]) == (1.0, 1.0, 1.0, 1)
    assert {kind: of["merged"] for kind, of in grouped["merged_of"].items()} == dict.fromkeys(grouped["merged_of"], 0)


def test_everything_in_one_group_has_the_base_rate_as_precision(tmp_path: Path) -> None:
    found = measured(read_dialogue(dialogue(tmp_path)), Parts((Told((frozenset({"p1", "p2", "p3", "p4", "p5"}),)),)))
    grouped = found["grouped"]
    assert found["pairs"] == {"same": 3, "against": 3, "lookalike": 1, "related": 0, "unlabelled": 0, "unrelated": 3}
    assert (grouped["precision"], grouped["recall"], grouped["base_rate"]) == (0.3, 1.0, 0.3)
    assert {kind: of["share"] for kind, of in grouped["merged_of"].items()} == {
        "against": 1.0, "lookalike": 1.0, "related": None, "unrelated": 1.0,
    }  # fmt: skip


def test_a_grouping_that_joins_nothing_has_no_precision_and_finds_nothing(tmp_path: Path) -> None:
    grouped = measured(read_dialogue(dialogue(tmp_path)), Parts((Told(()),)))["grouped"]
    assert (grouped["precision"], grouped["recall"], grouped["f1"]) == (None, 0.0, 0.0)


def test_half_right_by_hand() -> None:
    counted = pairwise({"same": 2, "against": 1, "unrelated": 1, "unlabelled": 9}, {"same": 4, "against": 2, "unrelated": 10})
    assert (counted["precision"], counted["recall"], counted["f1"]) == (0.5, 0.5, 0.5)
    assert (counted["base_rate"], counted["merged"], counted["unlabelled_merged"]) == (0.25, 4, 9)
    assert within({"same": 2, "unrelated": 7}) == {"same": 2}


def test_who_joins_two_municipalities_is_told_so(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Across:
        name: str = "across"

        def grouped(self, texts: Sequence[Known], existing: Mapping[str, Sequence[str]] | None = None) -> Grouping:
            ids = tuple(sorted(said.id for one in texts for said in one.statements))
            return Grouping((Group("g", "", "for", ids, ids[0]),), ())

    with pytest.raises(ValueError, match="hör till"):
        measured(read_dialogue(dialogue(tmp_path)), Parts((Across(),)))


counts = st.dictionaries(st.sampled_from(["same", "against", "lookalike", "related", "unrelated"]), st.integers(0, 50))


@given(counts, counts)
def test_precision_recall_and_f1_agree(merged: dict[str, int], more: dict[str, int]) -> None:
    pairs = {kind: merged.get(kind, 0) + more.get(kind, 0) for kind in {*merged, *more}}
    found = pairwise(merged, pairs)
    precision, recall, f1 = found["precision"], found["recall"], found["f1"]
    assert (precision is None) == (found["merged"] == 0) and (recall is None) == (found["same"] == 0)
    if precision and recall:
        assert f1 == pytest.approx(2 * precision * recall / (precision + recall), abs=0.001)
    if pairs == merged and found["merged"]:
        assert precision == found["base_rate"]


scores = st.lists(st.integers(-5, 5), max_size=20).map(lambda found: np.array(found, np.float32))


@given(scores, scores)
def test_the_area_is_the_share_of_pairs_in_order(better: FloatArray, worse: FloatArray) -> None:
    found = auc(better, worse)
    if not len(better) or not len(worse):
        assert found is None
        return
    by_hand = np.mean([(one > other) + (one == other) / 2 for one in better for other in worse])
    assert found == pytest.approx(by_hand, abs=0.0001)
    assert found == pytest.approx(1 - (auc(worse, better) or 0), abs=0.0002)


@given(st.integers(2, 12), st.integers(0, 2**31))
def test_more_suggestions_never_find_fewer_partners_and_all_of_them_find_all(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 4, (size, size)).astype(np.float32)
    ids = [f"{place:02}" for place in range(size)]
    same = [(one, other) for one, other in combinations(ids, 2) if rng.random() < 0.3]
    hits = [partners_in_first(table + table.T, ids, ["A"] * size, same, first)[0] for first in range(size)]
    assert hits == sorted(hits) and hits[0] == 0 and hits[-1] == 2 * len(same)


def test_only_texts_of_the_same_scope_are_suggested_and_equal_scores_find_nobody() -> None:
    ids, same = ["a", "b", "c", "d"], [("a", "b")]
    flat = np.ones((4, 4), np.float32)
    assert partners_in_first(flat, ids, ["A", "A", "B", "B"], same, 1) == (2, 2)
    assert partners_in_first(flat, ids, ["A"] * 4, same, 1) == (0, 2)


def test_who_knows_the_labels_ranks_and_judges_all_right(tmp_path: Path) -> None:
    material = read_sets(sets(tmp_path))
    knowing = Knowing(material)
    found = measured(material, Parts(rankers=(Flat(), knowing), judge=knowing), of_sets=True)
    assert found["ranked_by"] == "knowing+knowing"
    assert found["suggestions"] == {"in_five": 1.0, "found": 12, "partners": 12}
    assert {kind: of["auc"] for kind, of in found["auc"].items()} == {
        "against": 1.0, "lookalike": 1.0, "related": 1.0, "unrelated": None,
    }  # fmt: skip
    judged = found["judged"]
    assert (judged["against_found"], judged["against_right"], judged["accuracy"], judged["pairs"]) == (1.0, 1.0, 1.0, 42)
    assert (found["rankings"]["flat"]["suggestions"]["in_five"], found["rankings"]["flat"]["auc"]["against"]["auc"]) == (0.0, 0.5)


def test_who_says_all_backwards_finds_no_opposites(tmp_path: Path) -> None:
    material = read_sets(sets(tmp_path))
    found = measured(material, Parts(rankers=(Flat(),), judge=Knowing(material, backwards=True)))
    assert (found["judged"]["against_found"], found["judged"]["accuracy"], found["auc"]["against"]["auc"]) == (0.0, 0.5714, 0.0)


def test_nobody_judges_is_null(tmp_path: Path) -> None:
    found = measured(read_dialogue(dialogue(tmp_path)), Parts(rankers=(Words(),)))
    assert found["judged"] is None and found["ranked_by"] == "words"
    assert measured(read_dialogue(dialogue(tmp_path)), Parts())["auc"] is None


def test_a_judge_puts_the_candidates_of_a_ranker_in_order(tmp_path: Path) -> None:
    material = read_sets(sets(tmp_path))
    texts = known(material.texts, "rules")
    found = Judged(Words(), Knowing(material), candidates=2).likeness(texts)
    assert np.array_equal(found, found.T)
    plain = Words().likeness(texts)
    assert ((found == plain) | (found >= 2)).all() and (found >= 2).sum() < found.size


def test_an_even_verdict_is_neither_same_nor_against() -> None:
    assert [Verdict(0.4, 0.4, 0.2).best, Verdict(0.5, 0.0, 0.5).best, Verdict(0.5, 0.3, 0.2).best] == ["against", "other", "same"]


def test_sets_are_measured_over_all_texts_and_within_sets(tmp_path: Path) -> None:
    material = read_sets(sets(tmp_path))
    assert material.counts() == {
        "same": 6, "against": 12, "lookalike": 12, "related": 12, "unlabelled": 30, "unrelated": 81,
    }  # fmt: skip
    across = Told((frozenset({"s1:same:0", "s1:same:1", "s2:same:0"}),))
    grouped = measured(material, Parts((across,)), of_sets=True)["grouped"]
    assert (grouped["precision"], grouped["right"], grouped["merged"]) == (0.3333, 1, 3)
    assert (grouped["within_sets"]["precision"], grouped["within_sets"]["recall"]) == (1.0, 0.1667)


def test_words_rank_and_join_what_says_the_same_and_keep_the_opposite_apart(tmp_path: Path) -> None:
    found = measured(read_dialogue(dialogue(tmp_path)), Parts(rankers=(Words(),)))
    grouped = found["groupings"]["words+tags"]
    assert grouped["precision"] == 1.0 and grouped["recall"] >= 0.3333


def test_groups_that_are_told_are_stable_and_their_ids_hang_on_their_founder(tmp_path: Path) -> None:
    texts = known(read_dialogue(dialogue(tmp_path, many())).texts, "rules")
    found = stability(Told((frozenset(f"p{place:02}" for place in range(10)),)), texts)
    assert all(one["together"] == one["kept"] > 0 for one in found.values())
    assert found["shuffled"]["groups"] == found["shuffled"]["ids_kept"]


def test_who_looks_at_the_order_is_not_stable(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class ByPlace:
        name: str = "place"

        def grouped(self, texts: Sequence[Known], existing: Mapping[str, Sequence[str]] | None = None) -> Grouping:
            ids = [said.id for one in texts for said in one.statements]
            twos = [tuple(sorted(ids[place : place + 2])) for place in range(0, len(ids), 2)]
            return Grouping(tuple(Group(f"g{place}", "", "for", two, two[0]) for place, two in enumerate(twos)), ())

    found = stability(ByPlace(), known(read_dialogue(dialogue(tmp_path, many())).texts, "rules"))
    assert found["shuffled"]["kept"] < found["shuffled"]["together"]
    assert found["shuffled"]["ids_kept"] < found["shuffled"]["groups"]


def test_existing_groups_are_kept_by_the_grouping_that_exists(tmp_path: Path) -> None:
    texts = known(read_sets(sets(tmp_path)).texts, "rules")
    for counted in stability(ByWords(), texts).values():
        assert counted["kept"] == counted["together"]


def test_centred_vectors_have_length_one_and_lose_what_their_language_shares() -> None:
    rng = np.random.default_rng(1)
    found = rng.normal(size=(60, 8)).astype(np.float32)
    found[:30] += 5
    unit = centred(found, ["sv"] * 30 + ["fi"] * 30)
    assert np.allclose(np.linalg.norm(unit, axis=1), 1, atol=1e-5)
    assert abs(float(unit[:30].mean())) < 0.1 > abs(float(unit[30:].mean()))
    assert not centred(np.ones((1, 8), np.float32), ["sv"]).any()
    assert centred(np.zeros((0, 8), np.float32), []).shape == (0, 8)
